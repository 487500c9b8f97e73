(** * Isotropic: the uniform direction seen from the teacher

    What:    noise so large that the gradient sees a fresh uniform direction w~. Its law is that of Laws.v with
             the first axis turned to w_star by the reflection that exchanges the two: one law for all w.
             The first angle is then that of w~ and w_star, and the part of w~ along any u across w_star has
             mean 0 and mean square |u|^2/(p-1), also when multiplied by a function of the angle.
             With om = PI - angle, the means that decide whether w escapes:
                 E om sin^2 = (PI/2)(1 - 1/p),   E om^2 cos^2 sin^2 >= (PI^2/4)(p-1)/(p(p+2)),
                 E g >= 1 + 1/(2p)
             (g >= 1 + (PI/2) cos + cos^2/2; the sign of the middle term changes under reflection).
    Source:  derived; docs/escape.md.
    Claims:  C13 pgd_escapes (the noise of the concrete theorem).

    | symbol               | meaning                                                       |
    |----------------------|---------------------------------------------------------------|
    | axis                 | the first basis vector                                        |
    | mirrored p ws v      | v reflected so that axis and ws change places                 |
    | isotropic p          | the law of the uniform direction of R^p                       |
    | uniform p ws w o     | the direction that o shows; w plays no part                   |
    | pulled, kicked       | om sin^2, om^2 cos^2 sin^2                                    |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap DescentVector NoisyDescent Upper Laws.
Open Scope R_scope.

(** ** The reflection that exchanges the first axis and w_star *)

Definition axis (i : nat) : R := match i with O => 1 | S _ => 0 end.

Section Mirror.
Variable m : nat.
Notation p := (S m).
Variable ws : nat -> R.
Hypothesis ws_unit : dot p ws ws = 1.

Definition mirrored (v : nat -> R) (i : nat) : R :=
  v i - dot p v (fun i => axis i - ws i) / (1 - ws O) * (axis i - ws i).

Let n (i : nat) : R := axis i - ws i.

Lemma dot_zero_r k u : dot k u (fun _ => 0) = 0.
Proof. rewrite (dot_comm k), (dot_comb2 k _ u u u 0 0) by (intros; ring). ring. Qed.

Lemma dot_axis v : dot p v axis = v O.
Proof.
  rewrite dot_first. change (fun i => axis (S i)) with (fun _ : nat => 0). rewrite dot_zero_r. unfold axis. ring.
Qed.

Lemma dot_normal v : dot p v n = v O - dot p v ws.
Proof.
  rewrite dot_comm, (dot_comb2 p n axis ws v 1 (-1)) by (intros; unfold n; ring).
  rewrite (dot_comm p axis), (dot_comm p ws), dot_axis. ring.
Qed.

Lemma dot_mirrored v u : dot p (mirrored v) u = dot p v u - dot p v n / (1 - ws O) * dot p n u.
Proof.
  rewrite (dot_comb2 p (mirrored v) v n u 1 (- (dot p v n / (1 - ws O)))).
  - ring.
  - intros i _. unfold mirrored. fold n. change (axis i - ws i) with (n i). ring.
Qed.

Lemma mirrored_symmetric v u : dot p (mirrored v) u = dot p v (mirrored u).
Proof.
  rewrite (dot_comm p v (mirrored u)), !dot_mirrored, (dot_comm p u v), (dot_comm p n u), (dot_comm p n v).
  unfold Rdiv. ring.
Qed.

(** What the reflection takes away vanishes where w_star is the axis itself. *)
Lemma normal_degenerate v : 1 - ws O = 0 -> dot p v n = 0.
Proof.
  intros Z. assert (N : dot p n n = 0).
  { rewrite dot_normal, (dot_comm p n ws), dot_normal, ws_unit. unfold n, axis. lra. }
  pose proof (cauchy p v n) as C. rewrite N, Rmult_0_r in C. nra.
Qed.

Lemma mirrored_isometry v u : dot p (mirrored v) (mirrored u) = dot p v u.
Proof.
  rewrite <- mirrored_symmetric, (dot_mirrored (mirrored v)), (dot_mirrored v u).
  assert (N : dot p n n = 2 * (1 - ws O)).
  { rewrite dot_normal, (dot_comm p n ws), dot_normal, ws_unit. unfold n, axis. ring. }
  destruct (Req_dec (1 - ws O) 0) as [Z|Z].
  - rewrite (dot_comm p n u), (normal_degenerate u Z). ring.
  - assert (M : dot p (mirrored v) n = - dot p v n) by (rewrite dot_mirrored, N; field; lra).
    rewrite M. field. lra.
Qed.

(** The first coordinate of v is what mirrored v has along w_star. *)
Lemma mirrored_teacher v : dot p (mirrored v) ws = v O.
Proof.
  rewrite dot_mirrored, (dot_comm p n ws), dot_normal, (dot_normal ws), ws_unit.
  destruct (Req_dec (1 - ws O) 0) as [Z|Z].
  - pose proof (normal_degenerate v Z) as D. rewrite dot_normal in D. replace (ws O) with 1 by lra. unfold Rdiv. lra.
  - field. lra.
Qed.

Lemma mirrored_across u : dot p u ws = 0 -> mirrored u O = 0.
Proof.
  intros H. unfold mirrored. change (axis 0 - ws O) with (n O). change (fun i => axis i - ws i) with n.
  rewrite dot_normal, H. unfold n, axis. destruct (Req_dec (1 - ws O) 0) as [Z|Z].
  - pose proof (normal_degenerate u Z) as D. rewrite dot_normal, H in D. rewrite Z. lra.
  - field. lra.
Qed.
End Mirror.

(** ** The law *)

Definition isotropic (p : nat) : upper (direction (p - 1)) := sphere (p - 1).
Definition uniform (p : nat) (ws : nat -> R) (_ : nat -> R) (o : direction (p - 1)) : nat -> R :=
  mirrored (p - 1) ws (point (p - 1) o).

Section Seen.
Variable m : nat.
Notation p := (S (S m)).
Variables ws w : nat -> R.
Hypothesis ws_unit : dot p ws ws = 1.
Notation E := (isotropic p).
Notation wt o := (uniform p ws w o).

Lemma uniform_unit o : dot p (wt o) (wt o) = 1.
Proof. unfold uniform. rewrite (mirrored_isometry (S m)) by assumption. apply point_unit. Qed.

Lemma uniform_cos (o : direction (S m)) : dot p (wt o) ws = cos (first o).
Proof. unfold uniform. now rewrite (mirrored_teacher (S m)). Qed.

Lemma uniform_angle (o : direction (S m)) : angle p ws (wt o) = first o.
Proof. unfold angle. rewrite uniform_cos. apply acos_cos, first_range. Qed.

Section Across.
Variable u : nat -> R.
Hypothesis across : dot p u ws = 0.
Let c (i : nat) : R := mirrored (S m) ws u (S i).

Lemma uniform_across (o : direction (S m)) : dot p (wt o) u = sin (first o) * dot (S m) c (point m (others o)).
Proof.
  unfold uniform. change (p - 1)%nat with (S m).
  rewrite (mirrored_symmetric (S m)), dot_comm, dot_point, (mirrored_across (S m)) by assumption. fold c. ring.
Qed.

Lemma across_length : dot (S m) c c = dot p u u.
Proof.
  rewrite <- (mirrored_isometry (S m) ws ws_unit u u), (dot_first (S m)), (mirrored_across (S m)) by assumption.
  fold c. ring.
Qed.

Lemma across_mean h : (forall x, continuous h x) -> has_mean E (fun o => h (first o) * dot p (wt o) u) 0.
Proof.
  intros Ch. destruct (sphere_linear m c) as (L & _ & _).
  apply (has_mean_ext _ (fun o : direction (S m) => h (first o) * sin (first o) * dot (S m) c (point m (others o)))).
  - intros o. rewrite (uniform_across o). ring.
  - replace 0 with (mom m (fun t => h t * sin t) * 0) by ring.
    apply (sphere_product m (fun t => h t * sin t) (fun o => dot (S m) c (point m o))); [|exact L].
    intros x. apply (continuous_mult h sin); [apply Ch | apply (ex_derive_continuous sin); auto_derive; easy].
Qed.

Lemma across_mean2 h : (forall x, continuous h x) ->
  has_mean E (fun o => h (first o) * dot p (wt o) u ^ 2) (mom m (fun t => h t * sin t ^ 2) * (dot p u u / INR (S m))).
Proof.
  intros Ch. destruct (sphere_linear m c) as (_ & L & _). rewrite across_length in L.
  apply (has_mean_ext _ (fun o : direction (S m) =>
    h (first o) * sin (first o) ^ 2 * dot (S m) c (point m (others o)) ^ 2)).
  - intros o. rewrite (uniform_across o). ring.
  - apply (sphere_product m (fun t => h t * sin t ^ 2) (fun o => dot (S m) c (point m o) ^ 2)); [|exact L].
    intros x. apply (continuous_mult h (fun t => sin t ^ 2)); [apply Ch|].
    apply (ex_derive_continuous (fun t => sin t ^ 2)). auto_derive. easy.
Qed.

Lemma across_mean3 h : (forall x, continuous h x) -> has_mean E (fun o => h (first o) * dot p (wt o) u ^ 3) 0.
Proof.
  intros Ch. destruct (sphere_linear m c) as (_ & _ & L).
  apply (has_mean_ext _ (fun o : direction (S m) =>
    h (first o) * sin (first o) ^ 3 * dot (S m) c (point m (others o)) ^ 3)).
  - intros o. rewrite (uniform_across o). ring.
  - replace 0 with (mom m (fun t => h t * sin t ^ 3) * 0) by ring.
    apply (sphere_product m (fun t => h t * sin t ^ 3) (fun o => dot (S m) c (point m o) ^ 3)); [|exact L].
    intros x. apply (continuous_mult h (fun t => sin t ^ 3)); [apply Ch|].
    apply (ex_derive_continuous (fun t => sin t ^ 3)). auto_derive. easy.
Qed.
End Across.

Lemma angle_mean h : (forall x, continuous h x) -> has_mean E (fun o : direction (S m) => h (first o)) (mom m h).
Proof. apply sphere_first. Qed.

(** The part of w across w_star is what the direction's other part meets. *)
Definition across_part (i : nat) : R := w i - dot p w ws * ws i.

Lemma across_teacher : dot p across_part ws = 0.
Proof. rewrite (dot_comb2 p across_part w ws ws 1 (- dot p w ws)) by (intros; unfold across_part; ring).
rewrite ws_unit. ring. Qed.

Lemma across_square : dot p w w = 1 -> dot p across_part across_part = (1 + dot p w ws) * (1 - dot p w ws).
Proof.
  intros Hw. rewrite (dot_comb2 p across_part w ws across_part 1 (- dot p w ws)) by (intros; unfold across_part; ring).
  rewrite (dot_comm p ws), across_teacher, dot_comm, (dot_comb2 p across_part w ws w 1 (- dot p w ws)) by (intros;
    unfold across_part; ring).
  rewrite Hw, (dot_comm p ws w). ring.
Qed.

Lemma across_seen v : dot p v across_part = dot p v w - dot p v ws * dot p w ws.
Proof.
  rewrite dot_comm, (dot_comb2 p across_part w ws v 1 (- dot p w ws)) by (intros; unfold across_part; ring).
  rewrite (dot_comm p w v), (dot_comm p ws v). ring.
Qed.
End Seen.

(** ** The means *)

Lemma kernel_lower x : 0 <= x <= PI -> 1 + PI / 2 * cos x + cos x ^ 2 / 2 <= g x.
Proof.
  intros Hx. pose proof PI_RGT_0 as Pp. set (D := fun t => g t - (1 + PI / 2 * cos t + cos t ^ 2 / 2)).
  set (D' := fun t => sin t * (t - PI / 2 + cos t)).
  assert (Der : forall t, is_derive D t (D' t)).
  { intros t. unfold D, D', g. auto_derive; [easy|]. field. }
  assert (Z : D (PI / 2) = 0) by (unfold D; rewrite g_PI2, cos_PI2; field).
  enough (0 <= D x) by (unfold D in *; lra).
  destruct (Rle_lt_dec x (PI / 2)) as [L|L].
  - enough (- D x <= - D (PI / 2)) by lra.
    apply (nondecr_of_derive (fun t => - D t) (fun t => - D' t)); [lra | |].
    + intros t _. apply (is_derive_opp D), Der.
    + intros t Ht. unfold D'. pose proof (sin_ge_0 t ltac:(lra) ltac:(lra)).
      pose proof (sin_ub1 (PI / 2 - t) ltac:(lra)) as S. rewrite sin_shift in S. nra.
  - rewrite <- Z. apply (nondecr_of_derive D D'); [lra | intros; apply Der |].
    intros t Ht. unfold D'. pose proof (sin_ge_0 t ltac:(lra) ltac:(lra)).
    pose proof (sin_ub1 (t - PI / 2) ltac:(lra)) as S.
    replace (t - PI / 2) with (- (PI / 2 - t)) in S at 1 by ring. rewrite sin_neg, sin_shift in S. nra.
Qed.

Definition pulled (t : R) : R := (PI - t) * (1 - cos t ^ 2).
Definition kicked (t : R) : R := (PI - t) ^ 2 * cos t ^ 2 * (1 - cos t ^ 2).

Lemma pulled_continuous : forall x, continuous pulled x.
Proof. unfold pulled. smooth. Qed.
Lemma kicked_continuous : forall x, continuous kicked x.
Proof. unfold kicked. smooth. Qed.

Section Moments.
Variable m : nat.
Let p : R := INR (m + 2).

Lemma p_ge : 2 <= p.
Proof. unfold p. rewrite plus_INR. pose proof (pos_INR m). simpl. lra. Qed.

Lemma reflect_odd (h : R -> R) : (forall x, continuous h x) -> (forall x, h (PI - x) = h x) ->
  mom m (fun t => (PI / 2 - t) * h t) = 0.
Proof.
  intros Ch H. apply mom_odd.
  - intros x. apply (continuous_mult (fun t => PI / 2 - t) h); [|apply Ch].
    apply (ex_derive_continuous (fun t => PI / 2 - t)). auto_derive. easy.
  - intros x. rewrite H. field.
Qed.

Theorem pulled_mean : mom m pulled = PI / 2 * (1 - / p).
Proof.
  pose proof p_ge. set (s2 := fun t => 1 + -1 * cos t ^ 2).
  rewrite (mom_ext m pulled (fun t => PI / 2 * s2 t + (PI / 2 - t) * s2 t)) by (intros; unfold pulled, s2; field).
  rewrite mom_plus, mom_scal, (reflect_odd s2);
    try (unfold s2; smooth); [|intros x; unfold s2; rewrite cos_minus, cos_PI, sin_PI; ring].
  unfold s2. rewrite (mom_plus m (fun _ => 1)), mom_const, mom_scal, mom_cos2 by smooth. fold p. field. lra.
Qed.

Theorem kicked_mean : PI ^ 2 / 4 * ((p - 1) / (p * (p + 2))) <= mom m kicked.
Proof.
  pose proof p_ge. pose proof PI_RGT_0.
  set (cs := fun t => cos t ^ 2 * (1 - cos t ^ 2)).
  apply Rle_trans with (mom m (fun t => PI ^ 2 / 4 * cs t + PI * ((PI / 2 - t) * cs t))).
  - rewrite mom_plus, !mom_scal, (reflect_odd cs);
      try (unfold cs; smooth); [|intros x; unfold cs; rewrite cos_minus, cos_PI, sin_PI; ring].
    rewrite (mom_ext m cs (fun t => cos t ^ 2 + -1 * cos t ^ 4)) by (intros; unfold cs; ring).
    rewrite mom_plus, mom_scal, mom_cos2, mom_cos4 by smooth. fold p. right. field. lra.
  - apply mom_le; [unfold cs; smooth | apply kicked_continuous |]. intros x _. unfold kicked, cs.
    assert (0 <= (PI / 2 - x) ^ 2 * (cos x ^ 2 * (1 - cos x ^ 2))).
    { pose proof (cos2_sin2 x). pose proof (pow2_ge_0 (sin x)).
      apply Rmult_le_pos; [apply pow2_ge_0 | apply Rmult_le_pos; [apply pow2_ge_0 | lra]]. }
    nra.
Qed.

Theorem kernel_mean : 1 + / (2 * p) <= mom m g.
Proof.
  pose proof p_ge.
  apply Rle_trans with (mom m (fun t => 1 + (PI / 2 * cos t + / 2 * cos t ^ 2))).
  - assert (mom m cos = 0).
    { apply mom_odd; [smooth|]. intros x. rewrite cos_minus, cos_PI, sin_PI. ring. }
    rewrite (mom_plus m (fun _ => 1)), (mom_plus m (fun t => PI / 2 * cos t)), mom_const, !mom_scal, mom_cos2, H0;
      try smooth. fold p. right. field. lra.
  - apply mom_le; [smooth | apply g_continuous |]. intros x Hx. pose proof (kernel_lower x Hx). lra.
Qed.
End Moments.

(** (om sin)^2 is at most 5. *)
Lemma PI_lt : PI < 16/5.
Proof.
  apply Rnot_le_lt. intros H. pose proof (cos_ge_0 (8/5) ltac:(lra) ltac:(lra)) as C.
  set (f := fun t => 1 - t ^ 2 / 2 + t ^ 4 / 24 - cos t).
  assert (f 0 <= f (8/5)); [|unfold f in *; rewrite cos_0 in *; lra].
  apply (nondecr_of_derive f (fun t => - t + t ^ 3 / 6 + sin t)); [lra | |].
  - intros t _. unfold f. auto_derive; [easy|]. field.
  - intros t Ht. pose proof (sin_lb3 t ltac:(lra)). lra.
Qed.

Lemma om_sin2 x : 0 <= x <= PI -> (PI - x) ^ 2 * (1 - cos x ^ 2) <= 5.
Proof.
  intros Hx. pose proof PI_gt_3. pose proof PI_lt. pose proof (SIN_bound x).
  pose proof (sin_ge_0 x ltac:(lra) ltac:(lra)).
  replace (1 - cos x ^ 2) with (sin x ^ 2) by (pose proof (cos2_sin2 x); lra).
  assert ((PI - x) * sin x <= 11/5).
  { destruct (Rle_lt_dec 1 x) as [L|L]; [nra|]. pose proof (sin_ub1 x ltac:(lra)). nra. }
  assert (0 <= (PI - x) * sin x) by (apply Rmult_le_pos; lra).
  replace ((PI - x) ^ 2 * sin x ^ 2) with (((PI - x) * sin x) * ((PI - x) * sin x)) by ring. nra.
Qed.

(** (om cos sin)^2 is at most 2. *)
Lemma kicked_le x : 0 <= x <= PI -> kicked x <= 2.
Proof.
  intros Hx. pose proof PI_gt_3. pose proof PI_lt. pose proof (sin_ge_0 x ltac:(lra) ltac:(lra)) as S0.
  pose proof (cos2_sin2 x) as C. unfold kicked. replace (1 - cos x ^ 2) with (sin x ^ 2) by lra.
  assert (H1 : (cos x * sin x) ^ 2 <= (1/2) ^ 2) by (pose proof (pow2_ge_0 (cos x ^ 2 - sin x ^ 2)); nra).
  replace ((PI - x) ^ 2 * cos x ^ 2 * sin x ^ 2) with ((PI - x) ^ 2 * (cos x * sin x) ^ 2) by ring.
  destruct (Rle_lt_dec (2/5) x) as [L|L].
  - apply Rle_trans with ((14/5) ^ 2 * (1/2) ^ 2); [|lra].
    apply Rmult_le_compat; try apply pow2_ge_0; [apply pow_incr; lra | exact H1].
  - assert (S2 : sin x ^ 2 <= (2/5) ^ 2) by (apply pow_incr; pose proof (sin_ub1 x ltac:(lra)); lra).
    apply Rle_trans with ((16/5) ^ 2 * (2/5) ^ 2); [|lra].
    apply Rmult_le_compat; try apply pow2_ge_0; [apply pow_incr; lra|].
    rewrite Rpow_mult_distr. pose proof (pow2_ge_0 (sin x)). nra.
Qed.
