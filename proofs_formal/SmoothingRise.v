(** * SmoothingRise: one level across all radii

    What:    G(PI)/m1 of noise uniform in a ball passes each level in [0, 1] once, upwards, as the ball grows from
             nothing, through radius 1, without end. The balance of G(PI) and y m1 changes as the ball's boundary
             sweeps: the boundary's mean rate rises with the radius, so that a balance that is not negative grows.
    Claims:  C16 smoothing_removes_spurious.

    | symbol               | meaning                                                     |
    |----------------------|-------------------------------------------------------------|
    | surplus m y t        | int over the cap d <= t of g(PI - d) - y; surplus' its derivative |
    | len r t, reach r t   | |z| and angle to w of z = w + r (unit vector at angle t to w); sq = len^2 |
    | near, away           | reach for r < 1 and r > 1, smooth in both                   |
    | swept, flow, rim     | what the boundary holds, what enters at its ends, its mean's integrand |
    | rate j y r t         | (|z|/r)^j (g(angle to w_star) - y) for w = -w_star; rim_rate its mean |
    | balance m j y most r | volume times (G(PI) - y m1), lengths up to most             |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape Improper Laws Smoothing SmoothingBall SmoothingRadius.
Open Scope R_scope.

(** ** The surplus of a cap *)

Definition surplus (m : nat) (y t : R) : R := cap m PI t - y * chord m t.
Definition surplus' (m : nat) (y t : R) : R := (seen m PI t - y) * sin t ^ m.

Lemma cap_derive m phi t : is_derive (cap m phi) t (seen m phi t * sin t ^ m).
Proof.
  apply (is_derive_RInt (fun d => seen m phi d * sin d ^ m) (cap m phi) 0 t); [|apply seen_weight_continuous].
  apply filter_forall. intros x. apply (@RInt_correct R_CompleteNormedModule).
  apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply seen_weight_continuous.
Qed.

Lemma is_derive_surplus m y t : is_derive (surplus m y) t (surplus' m y t).
Proof.
  replace (surplus' m y t) with (seen m PI t * sin t ^ m - y * sin t ^ m) by (unfold surplus'; ring).
  apply (is_derive_minus (cap m PI) (fun t => y * chord m t)); [apply cap_derive|].
  apply (is_derive_scal (chord m)), chord_derive.
Qed.

Lemma surplus_continuous m y t : continuous (surplus m y) t.
Proof. apply (ex_derive_continuous (surplus m y)). eexists. apply is_derive_surplus. Qed.

Lemma surplus'_continuous m y t : continuous (surplus' m y) t.
Proof.
  apply (continuous_mult (fun t => seen m PI t - y)); [|apply sin_pow_continuous].
  apply (continuous_minus (seen m PI) (fun _ => y));
    [apply (row_continuous (seen m)), seen_2d | apply continuous_const].
Qed.

Lemma surplus_0 m y : surplus m y 0 = 0.
Proof. unfold surplus, cap, chord. rewrite !RInt_point. unfold zero; simpl. ring. Qed.

(** ** The boundary of the ball: its point at angle t about w, seen from the origin *)

Definition sq (r t : R) : R := 1 + r ^ 2 + 2 * r * cos t.
Definition len (r t : R) : R := sqrt (sq r t).

Lemma sq_parts r t : sq r t = (r * sin t) ^ 2 + (1 + r * cos t) ^ 2.
Proof. unfold sq. pose proof (cos2_sin2 t) as T. replace ((r * sin t) ^ 2) with (r ^ 2 * sin t ^ 2) by ring. nra. Qed.
Lemma sq_parts' r t : sq r t = sin t ^ 2 + (r + cos t) ^ 2.
Proof. unfold sq. pose proof (cos2_sin2 t) as T. nra. Qed.
Lemma sq_2d r t : continuity_2d_pt sq r t.
Proof.
  unfold sq. simpl pow. two.
Qed.
Lemma len_2d r t : continuity_2d_pt len r t.
Proof.
  apply (continuity_1d_2d_pt_comp sqrt sq); [|apply sq_2d]. apply continuity_pt_sqrt. rewrite sq_parts.
  apply Rplus_le_le_0_compat; apply pow2_ge_0.
Qed.

Lemma is_derive_len_r r t : 0 < sq r t -> is_derive (fun r => len r t) r ((r + cos t) / len r t).
Proof.
  intros H. pose proof (sqrt_lt_R0 _ H) as P. unfold len, sq in *. auto_derive.
  - replace (1 + r * (r * 1) + 2 * r * cos t) with (1 + r ^ 2 + 2 * r * cos t) by ring. exact H.
  - replace (1 + r * (r * 1) + 2 * r * cos t) with (1 + r ^ 2 + 2 * r * cos t) by ring. field. lra.
Qed.
Lemma is_derive_len_t r t : 0 < sq r t -> is_derive (len r) t (- (r * sin t) / len r t).
Proof.
  intros H. pose proof (sqrt_lt_R0 _ H) as P. unfold len, sq in *. auto_derive.
  - replace (1 + r * (r * 1) + 2 * r * cos t) with (1 + r ^ 2 + 2 * r * cos t) by ring. exact H.
  - replace (1 + r * (r * 1) + 2 * r * cos t) with (1 + r ^ 2 + 2 * r * cos t) by ring. field. lra.
Qed.

(** ** Mean value *)

Lemma mvt_inside (f f' : R -> R) a b : a < b -> (forall c, a < c < b -> is_derive f c (f' c)) ->
  (forall c, a <= c <= b -> continuity_pt f c) -> exists c, f b - f a = f' c * (b - a) /\ a < c < b.
Proof.
  intros Hab D C.
  assert (pr : forall c, a < c < b -> derivable_pt f c) by (intros c Hc; exists (f' c); apply is_derive_Reals, D, Hc).
  destruct (MVT f id a b pr (fun c _ => derivable_pt_id c) Hab C (fun c _ => derivable_continuous_pt _ _
    (derivable_pt_id c)))
    as (c & Hc & E).
  exists c. split; [|exact Hc]. rewrite derive_pt_id in E. unfold id in E. rewrite Rmult_1_r in E.
  rewrite <- E, Rmult_comm. f_equal.
  rewrite (Derive_Reals f c (pr c Hc)). apply is_derive_unique, D, Hc.
Qed.

(** ** Where the boundary points are *)

(** The angle at which the origin sees the point at angle t of the sphere of radius r about w. *)
Definition reach (r t : R) : R := acos ((1 + r * cos t) / len r t).

Lemma small_pos r t : -1 < r < 1 -> 0 < 1 + r * cos t.
Proof. intros H. pose proof (COS_bound t). destruct (Rle_lt_dec 0 r); nra. Qed.
Lemma sq_pos_small r t : -1 < r < 1 -> 0 < sq r t.
Proof.
  intros H. rewrite sq_parts. pose proof (pow2_ge_0 (r * sin t)). pose proof (pow_lt _ 2 (small_pos r t H)). lra.
Qed.
Lemma sq_pos_large r t : 1 < r -> 0 < sq r t.
Proof.
  intros H. rewrite sq_parts'. pose proof (COS_bound t). pose proof (pow2_ge_0 (sin t)).
  assert (0 < (r + cos t) ^ 2) by (apply pow_lt; lra). lra.
Qed.
Lemma sq_pos_inside r t : 0 < r -> 0 < t < PI -> 0 < sq r t.
Proof.
  intros H Ht. rewrite sq_parts. assert (0 < r * sin t) by (apply Rmult_lt_0_compat; [exact H | apply sin_gt_0; lra]).
  pose proof (pow2_ge_0 (1 + r * cos t)). pose proof (pow_lt _ 2 H0). lra.
Qed.

Lemma reach_cos r t : 0 < sq r t -> -1 <= (1 + r * cos t) / len r t <= 1 /\ cos (reach r t) = (1 + r * cos t) / len r t.
Proof.
  intros H. pose proof (sqrt_lt_R0 _ H) as L. fold (len r t) in L.
  assert (E : len r t ^ 2 = sq r t) by (unfold len; rewrite <- Rsqr_pow2; apply Rsqr_sqrt; lra).
  assert (B : -1 <= (1 + r * cos t) / len r t <= 1).
  { pose proof (pow2_ge_0 (r * sin t)) as P. rewrite sq_parts in E.
    assert (Q : (1 + r * cos t) ^ 2 <= len r t ^ 2) by lra. split; apply (Rmult_le_reg_r (len r t)); try exact L;
      replace ((1 + r * cos t) / len r t * len r t) with (1 + r * cos t) by (field; lra); nra. }
  split; [exact B|]. unfold reach. apply cos_acos, B.
Qed.

Lemma reach_sin r t : 0 < r -> 0 < sq r t -> 0 <= t <= PI -> sin (reach r t) = r * sin t / len r t.
Proof.
  intros Hr H Ht. destruct (reach_cos r t H) as [B _]. pose proof (sqrt_lt_R0 _ H) as L. fold (len r t) in L.
  assert (E : len r t ^ 2 = sq r t) by (unfold len; rewrite <- Rsqr_pow2; apply Rsqr_sqrt; lra). rewrite sq_parts in E.
  unfold reach. rewrite sin_acos by exact B.
  replace (1 - ((1 + r * cos t) / len r t)²) with ((r * sin t / len r t)²).
  - apply sqrt_Rsqr. apply Rmult_le_pos; [apply Rmult_le_pos; [lra | apply sin_ge_0; lra] | left;
    now apply Rinv_0_lt_compat].
  - rewrite !Rsqr_pow2. apply (Rmult_eq_reg_r (len r t ^ 2)); [|apply pow_nonzero; lra].
    replace ((r * sin t / len r t) ^ 2 * len r t ^ 2) with ((r * sin t) ^ 2) by (field; lra).
    replace ((1 - ((1 + r * cos t) / len r t) ^ 2) * len r t ^ 2) with (len r t ^ 2 - (1 + r * cos t) ^ 2) by (field;
      lra). lra.
Qed.

Lemma reach_0 r : 0 < r -> reach r 0 = 0.
Proof.
  intros H. unfold reach, len, sq. rewrite cos_0. replace (1 + r ^ 2 + 2 * r * 1) with ((1 + r) ^ 2) by ring.
  rewrite sqrt_pow2 by lra. replace ((1 + r * 1) / (1 + r)) with 1 by (field; lra). apply acos_1.
Qed.

Section Turn.
Variables (m j : nat) (y : R) (I : R -> Prop) (e : R -> R -> R).
Hypothesis I_open : forall r, I r -> locally r I.
Hypothesis N_pos : forall r t, I r -> 0 < sq r t.
Hypothesis e_r : forall r t, I r -> is_derive (fun r => e r t) r (sin t / sq r t).
Hypothesis e_t : forall r t, I r -> is_derive (e r) t (r * (r + cos t) / sq r t).
Hypothesis e_2d : forall r t, I r -> continuity_2d_pt e r t.
Hypothesis I_pos : forall r, I r -> 0 < r.
Hypothesis e_reach : forall r t, I r -> 0 <= t <= PI -> e r t = reach r t.

Let q := (m + j)%nat.
Let h := surplus m y.
Let k := surplus' m y.
Definition swept (r t : R) : R := r * sin t * (len r t ^ q * h (e r t)).
Definition swept' (r t : R) : R := sin t * (len r t ^ q * h (e r t)) +
  r * sin t * (INR q * ((r + cos t) / len r t) * len r t ^ pred q * h (e r t) + len r t ^ q * (sin t / sq r t * k (e r
    t))).
Definition flow (r t : R) : R := - (h (e r t) * len r t ^ q * (r + cos t)).
Definition rim (r t : R) : R := sin t ^ m * (len r t ^ j * (seen m PI (e r t) - y)).

Lemma len_pos r t : I r -> 0 < len r t.
Proof. intros H. apply sqrt_lt_R0, N_pos, H. Qed.

Lemma is_derive_swept r t : I r -> is_derive (fun r => swept r t) r (swept' r t).
Proof.
  intros H. unfold swept, swept'.
  assert (D1 : is_derive (fun r => len r t ^ q) r (INR q * ((r + cos t) / len r t) * len r t ^ pred q)).
  { apply (is_derive_pow (fun r => len r t)), is_derive_len_r, N_pos, H. }
  assert (D2 : is_derive (fun r => h (e r t)) r (sin t / sq r t * k (e r t))).
  { apply (is_derive_comp h (fun r => e r t)); [apply is_derive_surplus | now apply e_r]. }
  assert (D3 : is_derive (fun r => r * sin t) r (sin t)) by (auto_derive; [easy | ring]).
  exact (is_derive_mult _ _ _ _ _ D3 (is_derive_mult _ _ _ _ _ D1 D2 Rmult_comm) Rmult_comm).
Qed.

Lemma is_derive_flow r t : I r -> 0 <= t <= PI -> is_derive (flow r) t (swept' r t - r ^ S m * rim r t).
Proof.
  intros H Ht. unfold flow. pose proof (len_pos r t H) as L. pose proof (N_pos r t H) as N.
  assert (D1 : is_derive (fun t => len r t ^ q) t (INR q * (- (r * sin t) / len r t) * len r t ^ pred q)).
  { apply (is_derive_pow (len r)), is_derive_len_t, N. }
  assert (D2 : is_derive (fun t => h (e r t)) t (r * (r + cos t) / sq r t * k (e r t))).
  { apply (is_derive_comp h (e r)); [apply is_derive_surplus | now apply e_t]. }
  assert (D3 : is_derive (fun t => r + cos t) t (- sin t)) by (auto_derive; [easy | ring]).
  pose proof (is_derive_opp _ _ _ (is_derive_mult _ _ _ _ _ (is_derive_mult _ _ _ _ _ D2 D1 Rmult_comm) D3
    Rmult_comm)) as D.
  replace (swept' r t - r ^ S m * rim r t) with (opp (plus (mult (plus (mult (r * (r + cos t) / sq r t * k (e r t))
    (len r t ^ q))
    (mult (h (e r t)) (INR q * (- (r * sin t) / len r t) * len r t ^ pred q))) (r + cos t))
    (mult (mult (h (e r t)) (len r t ^ q)) (- sin t)))); [exact D|].
  unfold opp, plus, mult; simpl.
  assert (E : r ^ S m * rim r t = r * len r t ^ q * k (e r t)).
  { unfold rim, k, surplus', q. rewrite pow_add.
    assert (Se : sin (e r t) = r * sin t / len r t).
    { rewrite (e_reach r t H Ht). apply reach_sin; [now apply I_pos | exact N | exact Ht]. }
    rewrite Se.
    replace ((r * sin t / len r t) ^ m) with (r ^ m * sin t ^ m * / len r t ^ m)
      by (unfold Rdiv; now rewrite !Rpow_mult_distr, pow_inv).
    simpl pow. field. apply pow_nonzero. lra. }
  simpl pow in E. rewrite E. unfold swept'. rewrite sq_parts' in N |- *. field. split; lra.
Qed.

Lemma h_2d r t : I r -> continuity_2d_pt (fun r t => h (e r t)) r t.
Proof.
  intros H. apply (continuity_1d_2d_pt_comp h e); [|now apply e_2d].
  apply continuity_pt_filterlim, surplus_continuous.
Qed.
Lemma k_2d r t : I r -> continuity_2d_pt (fun r t => k (e r t)) r t.
Proof.
  intros H. apply (continuity_1d_2d_pt_comp k e); [|now apply e_2d].
  apply continuity_pt_filterlim, surplus'_continuous.
Qed.
Lemma len_pow_2d n r t : continuity_2d_pt (fun r t => len r t ^ n) r t.
Proof.
  apply (continuity_1d_2d_pt_comp (fun x => x ^ n) len);
    [|apply len_2d]. apply derivable_continuous_pt, derivable_pt_pow.
Qed.

Lemma swept_2d r t : I r -> continuity_2d_pt swept r t.
Proof.
  intros H. unfold swept. apply continuity_2d_pt_mult; [two|]. apply continuity_2d_pt_mult;
    [apply len_pow_2d | now apply h_2d].
Qed.

Lemma swept'_2d r t : I r -> continuity_2d_pt swept' r t.
Proof.
  intros H. pose proof (len_pos r t H). pose proof (N_pos r t H). unfold swept', Rdiv.
  assert (Il : continuity_2d_pt (fun r t => / len r t) r t) by (apply continuity_2d_pt_inv; [apply len_2d | lra]).
  assert (In : continuity_2d_pt (fun r t => / sq r t) r t) by (apply continuity_2d_pt_inv; [apply sq_2d | lra]).
  pose proof (h_2d r t H) as Ih. pose proof (k_2d r t H) as Ik.
  apply continuity_2d_pt_plus.
  - apply continuity_2d_pt_mult; [two|]. apply continuity_2d_pt_mult; [apply len_pow_2d | exact Ih].
  - apply continuity_2d_pt_mult; [two|]. apply continuity_2d_pt_plus.
    + apply continuity_2d_pt_mult; [|exact Ih]. apply continuity_2d_pt_mult; [|apply len_pow_2d].
      apply continuity_2d_pt_mult; [two|]. apply continuity_2d_pt_mult; [two | exact Il].
    + apply continuity_2d_pt_mult; [apply len_pow_2d|]. apply continuity_2d_pt_mult; [|exact Ik].
      apply continuity_2d_pt_mult; [two | exact In].
Qed.

Lemma rim_continuous r t : I r -> continuous (rim r) t.
Proof.
  intros H. unfold rim. apply (continuous_mult (fun t => sin t ^ m)); [apply sin_pow_continuous|].
  apply (continuous_mult (fun t => len r t ^ j)); [apply (row_continuous (fun r t => len r t ^ j)), len_pow_2d|].
  apply (continuous_minus (fun t => seen m PI (e r t)) (fun _ => y)); [|apply continuous_const].
  apply (continuous_comp (e r) (seen m PI)); [|apply (row_continuous (seen m)), seen_2d].
  apply (row_continuous e). now apply e_2d.
Qed.

(** The balance of a growing ball, from its boundary. *)
Lemma is_derive_boundary r : I r -> is_derive (fun r => RInt (swept r) 0 PI) r
  (r ^ S m * RInt (rim r) 0 PI + flow r PI).
Proof.
  intros H.
  replace (r ^ S m * RInt (rim r) 0 PI + flow r PI) with (RInt (fun t => Derive (fun r => swept r t) r) 0 PI).
  - apply (is_derive_RInt_param swept 0 PI r).
    + apply (filter_imp I); [|now apply I_open]. intros r' H' t _. eexists. now apply is_derive_swept.
    + intros t _. apply (continuity_2d_pt_ext_loc swept'); [|now apply swept'_2d].
      destruct (I_open r H) as [d Hd]. exists d. intros u v Hu _. symmetry.
        apply is_derive_unique, is_derive_swept, Hd, Hu.
    + apply (filter_imp I); [|now apply I_open]. intros r' H'. apply (@ex_RInt_continuous R_CompleteNormedModule).
      intros t _.
      apply (row_continuous swept). now apply swept_2d.
  - rewrite (RInt_ext _ (swept' r)) by (intros t _; now apply is_derive_unique, is_derive_swept).
    apply is_RInt_unique.
    assert (J : is_RInt (fun t => swept' r t - r ^ S m * rim r t) 0 PI (minus (flow r PI) (flow r 0))).
    { apply (is_RInt_derive (flow r)); intros t Ht;
        [rewrite Rmin_left, Rmax_right in Ht by (left; apply PI_RGT_0); now apply is_derive_flow|].
      apply (continuous_minus (swept' r) (fun t => r ^ S m * rim r t)); [apply (row_continuous swept');
        now apply swept'_2d|].
      apply (continuous_scal_r (r ^ S m) (rim r)). now apply rim_continuous. }
    assert (K : is_RInt (fun t => r ^ S m * rim r t) 0 PI (r ^ S m * RInt (rim r) 0 PI)).
    { apply (is_RInt_scal (rim r)). apply (@RInt_correct R_CompleteNormedModule).
      apply (@ex_RInt_continuous R_CompleteNormedModule). intros; now apply rim_continuous. }
    replace (r ^ S m * RInt (rim r) 0 PI + flow r PI) with (plus (minus (flow r PI) (flow r 0)) (r ^ S m * RInt (rim
      r) 0 PI)).
    + generalize (is_RInt_plus _ _ _ _ _ _ J K). apply is_RInt_ext. intros t _.
      change (swept' r t - r ^ S m * rim r t + r ^ S m * rim r t = swept' r t). ring.
    + assert (F0 : flow r 0 = 0) .
      { pose proof PI_RGT_0. unfold flow, h. rewrite e_reach, reach_0, surplus_0
        by (exact H || lra || now apply I_pos). ring. }
      rewrite F0. change ((flow r PI + - 0) + r ^ S m * RInt (rim r) 0 PI = r ^ S m * RInt (rim r) 0 PI + flow r PI).
        ring.
Qed.
End Turn.

(** It grows with the sphere. *)
Lemma reach_incr r1 r2 t : 0 < r1 -> r1 < r2 -> 0 < t < PI -> reach r1 t < reach r2 t.
Proof.
  intros H1 H2 Ht. assert (St : 0 < sin t) by (apply sin_gt_0; lra).
  destruct (reach_cos r1 t (sq_pos_inside r1 t H1 Ht)) as [B1 C1].
  destruct (reach_cos r2 t (sq_pos_inside r2 t ltac:(lra) Ht)) as [B2 C2].
  assert (D : - ((1 + r1 * cos t) / len r1 t) < - ((1 + r2 * cos t) / len r2 t)).
  { apply (incr_of_derive (fun r => - ((1 + r * cos t) / len r t)) (fun r => r * sin t ^ 2 / len r t ^ 3));
    [exact H2 | |].
    - intros r Hr. pose proof (sq_pos_inside r t ltac:(lra) Ht) as N. pose proof (sqrt_lt_R0 _ N) as L.
      fold (len r t) in L.
      assert (E : len r t ^ 2 = sq r t) by (unfold len; rewrite <- Rsqr_pow2; apply Rsqr_sqrt; lra).
      pose proof (is_derive_len_r r t N) as Dl. set (l := fun r => len r t) in *.
      assert (X : ex_derive (fun x => l x) r) by (eexists; exact Dl).
      assert (V : Derive (fun x => l x) r = (r + cos t) / len r t) by apply (is_derive_unique _ _ _ Dl).
      change (is_derive (fun r => - ((1 + r * cos t) / l r)) r (r * sin t ^ 2 / len r t ^ 3)).
      change (len r t) with (l r) in *. auto_derive; [split; [exact X | split; [lra | exact I]]|]. rewrite V.
      assert (S2 : sin t ^ 2 = 1 - cos t ^ 2) by (pose proof (cos2_sin2 t); lra).
      unfold sq in E.
      replace (r * sin t ^ 2 / l r ^ 3) with (r * (1 - cos t ^ 2) / l r ^ 3) by (rewrite S2; reflexivity).
      apply (Rmult_eq_reg_r (l r ^ 3)); [|apply pow_nonzero; lra]. field_simplify; [|lra|lra]. 
      replace (l r ^ 2) with (1 + r ^ 2 + 2 * r * cos t). ring.
    - intros r Hr. pose proof (sqrt_lt_R0 _ (sq_pos_inside r t ltac:(lra) Ht)) as L.
      apply Rdiv_lt_0_compat; [|now apply pow_lt]. apply Rmult_lt_0_compat; [lra | now apply pow_lt]. }
  pose proof (acos_bound ((1 + r1 * cos t) / len r1 t)). pose proof (acos_bound ((1 + r2 * cos t) / len r2 t)).
  apply cos_decreasing_0; unfold reach in *; try lra.
Qed.

(** ** The rim of a larger ball weighs more *)

Definition rate (j : nat) (y r t : R) : R := (len r t / r) ^ j * (g (PI - reach r t) - y).

Lemma reach_range r t : 0 <= reach r t <= PI.
Proof. apply acos_bound. Qed.

Lemma reach_atan r t : 0 < r -> 0 < t < PI -> reach r t = PI / 2 - atan ((1 + r * cos t) / (r * sin t)).
Proof.
  intros Hr Ht. pose proof (sq_pos_inside r t Hr Ht) as N. destruct (reach_cos r t N) as [B C].
  pose proof (reach_sin r t Hr N ltac:(lra)) as S. pose proof (sqrt_lt_R0 _ N) as L. fold (len r t) in L.
  assert (St : 0 < sin t) by (apply sin_gt_0; lra). assert (P : 0 < r * sin t) by now apply Rmult_lt_0_compat.
  assert (SP : 0 < sin (reach r t)) by (rewrite S; now apply Rdiv_lt_0_compat).
  unfold reach in S, SP |- *. rewrite sin_acos in S, SP by exact B. set (x := (1 + r * cos t) / len r t) in *.
  assert (Z : forall z, z * z = 1 -> x <> z).
  { intros z Ez E. rewrite E in SP. replace (1 - z²) with 0 in SP by (unfold Rsqr; lra). rewrite sqrt_0 in SP. lra. }
  pose proof (Z 1 ltac:(ring)). pose proof (Z (-1) ltac:(ring)).
  unfold acos at 1. destruct Rle_dec; [lra|]. destruct Rle_dec; [lra|]. do 2 f_equal. rewrite S. unfold x. field. lra.
Qed.

Lemma rate_incr j y r1 r2 t : (j <= 1)%nat -> 0 <= y <= 1 -> 0 < r1 -> r1 < r2 -> 0 < t < PI ->
  rate j y r1 t < rate j y r2 t.
Proof.
  intros Hj Hy H1 H2 Ht. pose proof PI_gt_3. destruct j as [|[|]]; [| |lia].
  - unfold rate. simpl. pose proof (reach_incr r1 r2 t H1 H2 Ht) as Q. pose proof (reach_range r1 t).
    pose proof (reach_range r2 t).
    pose proof (g_decr (PI - reach r2 t) (PI - reach r1 t) ltac:(lra) ltac:(lra) ltac:(lra)). lra.
  - assert (St : 0 < sin t) by (apply sin_gt_0; lra).
    set (a := fun r => PI / 2 - atan ((1 + r * cos t) / (r * sin t))).
    set (U := fun r => sin t - a r * (/ r + cos t) - y * (len r t / r)).
    assert (E : forall r, 0 < r -> rate 1 y r t = U r).
    { intros r Hr. pose proof (sq_pos_inside r t Hr Ht) as N. pose proof (sqrt_lt_R0 _ N) as L. fold (len r t) in L.
      unfold rate, U. rewrite pow_1, g_from_PI, reach_sin by (assumption || lra).
      rewrite (proj2 (reach_cos r t N)). rewrite reach_atan by assumption. fold (a r). field. lra. }
    rewrite !E by lra. apply (incr_of_derive U (fun r => (a r - sin (reach r t) * cos (reach r t) + y * cos (reach r
      t)) / r ^ 2)); [exact H2 | |].
    + intros r Hr. assert (Hr0 : 0 < r) by lra. pose proof (sq_pos_inside r t Hr0 Ht) as N.
      pose proof (sqrt_lt_R0 _ N) as L. fold (len r t) in L.
      assert (EL : len r t ^ 2 = sq r t) by (unfold len; rewrite <- Rsqr_pow2; apply Rsqr_sqrt; lra).
      pose proof (is_derive_len_r r t N) as Dl.
      assert (Da : is_derive a r (sin t / sq r t)).
      { unfold a. pose proof N as N'. rewrite sq_parts in N' |- *. auto_derive; [|unfold Rsqr; field]; repeat split;
          try apply Rgt_not_eq; try (apply Rmult_lt_0_compat; assumption); try lra; try nra. }
      rewrite reach_sin, (proj2 (reach_cos r t N)) by (assumption || lra).
      set (l := fun r => len r t) in *. change (len r t) with (l r) in *.
      assert (Xl : ex_derive (fun x => l x) r) by (eexists; exact Dl).
      assert (Vl : Derive (fun x => l x) r = (r + cos t) / l r) by apply (is_derive_unique _ _ _ Dl).
      assert (Xa : ex_derive (fun x => a x) r) by (eexists; exact Da).
      assert (Va : Derive (fun x => a x) r = sin t / sq r t) by apply (is_derive_unique _ _ _ Da).
      change (is_derive (fun r => sin t - a r * (/ r + cos t) - y * (l r / r)) r
        ((a r - r * sin t / l r * ((1 + r * cos t) / l r) + y * ((1 + r * cos t) / l r)) / r ^ 2)).
      clearbody l a. auto_derive; [repeat split; try assumption; lra|]. rewrite Vl, Va, <- EL.
      match goal with |- ?A = ?B =>
        replace A with (B + y * (l r ^ 2 - (1 + r ^ 2 + 2 * r * cos t)) / (l r * r ^ 2)) by (field; lra) end.
      rewrite EL. unfold sq. field. lra.
    + intros r Hr. assert (Hr0 : 0 < r) by lra. apply Rdiv_lt_0_compat; [|apply pow_lt; lra].
      unfold a. rewrite <- reach_atan by assumption. pose proof (sq_pos_inside r t Hr0 Ht) as N.
        pose proof (sqrt_lt_R0 _ N) as L. fold (len r t) in L.
      assert (SP : 0 < sin (reach r t)).
      { rewrite reach_sin by (assumption || lra). apply Rdiv_lt_0_compat; [now apply Rmult_lt_0_compat | exact L]. }
      pose proof (reach_range r t) as Re. set (e := reach r t) in *. clearbody e.
      pose proof (COS_bound e). pose proof (SIN_bound e).
      assert (e0 : 0 < e) by (destruct Re as [[P|P] _]; [exact P | rewrite <- P, sin_0 in SP; lra]).
      destruct (Rle_lt_dec 0 (cos e)) as [C|C].
      * pose proof (sin_lt_x e e0). nra.
      * assert (PI / 2 < e) by (apply Rnot_le_lt; intros Q; pose proof (cos_ge_0 e ltac:(lra) Q); lra). nra.
Qed.

(** The mean rate of the boundary, and how it moves the balance. *)
Definition rim_rate (m j : nat) (y r : R) : R := RInt (fun t => sin t ^ m * rate j y r t) 0 PI.

Lemma sq_pos_other r t : 0 < r -> r <> 1 -> 0 < sq r t.
Proof. intros H N. destruct (Rlt_le_dec 1 r); [now apply sq_pos_large | apply sq_pos_small; lra]. Qed.

Lemma rate_continuous m j y r t : 0 < r -> r <> 1 -> continuous (fun t => sin t ^ m * rate j y r t) t.
Proof.
  intros Hr N. pose proof (sq_pos_other r t Hr N) as P. pose proof (sqrt_lt_R0 _ P) as L. fold (len r t) in L.
  assert (Cl : continuous (len r) t) by (apply (row_continuous len), len_2d).
  apply (continuous_mult (fun t => sin t ^ m)); [apply sin_pow_continuous|]. unfold rate.
  apply (continuous_mult (fun t => (len r t / r) ^ j)).
  - apply (continuous_comp (len r) (fun x => (x / r) ^ j)); [exact Cl|].
    apply (ex_derive_continuous (fun x => (x / r) ^ j)). auto_derive. easy.
  - apply (continuous_minus (fun t => g (PI - reach r t)) (fun _ => y)); [|apply continuous_const].
    apply (continuous_comp (reach r) (fun x => g (PI - x))).
    + apply (continuous_comp (fun t => (1 + r * cos t) / len r t) acos); [|apply even_continuous, acos_even].
      apply (continuous_mult (fun t => 1 + r * cos t) (fun t => / len r t)).
      * apply (ex_derive_continuous (fun t => 1 + r * cos t)). auto_derive. easy.
      * apply (continuous_comp (len r) Rinv); [exact Cl|]. apply (ex_derive_continuous Rinv). auto_derive. lra.
    + apply (continuous_comp (fun x => PI - x) g); [|apply g_continuous].
      apply (ex_derive_continuous (fun x => PI - x)). auto_derive. easy.
Qed.

Lemma rim_rate_incr m j y r1 r2 : (j <= 1)%nat -> 0 <= y <= 1 -> 0 < r1 -> r1 < r2 -> r1 <> 1 -> r2 <> 1 ->
  rim_rate m j y r1 < rim_rate m j y r2.
Proof.
  intros Hj Hy H1 H2 N1 N2. unfold rim_rate. set (f1 := fun t => sin t ^ m * rate j y r1 t).
    set (f2 := fun t => sin t ^ m * rate j y r2 t).
  assert (C1 : forall t, continuous f1 t) by (intros; now apply rate_continuous).
  assert (C2 : forall t, continuous f2 t) by (intros; apply rate_continuous; lra).
  assert (E : RInt (fun t => f2 t - f1 t) 0 PI = RInt f2 0 PI - RInt f1 0 PI).
  { apply is_RInt_unique. apply (is_RInt_minus f2 f1); apply (@RInt_correct R_CompleteNormedModule);
      apply (@ex_RInt_continuous R_CompleteNormedModule); auto. }
  assert (P : 0 < RInt (fun t => f2 t - f1 t) 0 PI).
  { apply RInt_gt_0; [apply PI_RGT_0 | | intros; apply (continuous_minus f2 f1); auto]. intros t Ht. unfold f1, f2.
    pose proof (rate_incr j y r1 r2 t Hj Hy H1 H2 Ht). assert (0 < sin t ^ m) by (apply pow_lt, sin_gt_0; lra). nra. }
  lra.
Qed.

(** ** The balance G(PI) - y m1, times the volume, and the radius *)

Definition balance (m j : nat) (y most r : R) : R := RInt (fun n => n ^ S (m + j) * surplus m y (edge r n)) 0 most.

Lemma balance_continuous m j y most r : 0 <= most -> continuous (balance m j y most) r.
Proof.
  intros H. pose proof PI_RGT_0.
  destruct (continuity_ab_maj (fun t => Rabs (surplus m y t)) 0 PI) as (M & HM & _); [lra| |].
  { intros t _. apply continuity_pt_filterlim. apply (continuous_comp (surplus m y) Rabs);
      [apply surplus_continuous | apply continuous_Rabs]. }
  apply (strip_continuous (fun r n => n ^ S (m + j) * surplus m y (edge r n))); [exact H|]. intros u n.
  apply (weighted_2d (fun _ t => surplus m y t) (Rabs (surplus m y M)) (fun r => r));
    [|intros _ t Ht; now apply HM | apply continuous_id].
  intros x t. apply (continuity_1d_2d_pt_comp (surplus m y) (fun _ t => t)); [|apply continuity_2d_pt_id2].
  apply continuity_pt_filterlim, surplus_continuous.
Qed.

Lemma edge_outside r n : 0 < n -> n <= 1 - r \/ 1 + r <= n -> 0 <= r -> edge r n = 0.
Proof.
  intros Hn H Hr. assert (Q : 1 <= (n ^ 2 + 1 - r ^ 2) / (2 * n)).
  { apply (Rmult_le_reg_r (2 * n)); [lra|].
    replace ((n ^ 2 + 1 - r ^ 2) / (2 * n) * (2 * n)) with (n ^ 2 + 1 - r ^ 2) by (field; lra). destruct H; nra. }
  unfold edge, acos. destruct Rle_dec; [lra|]. destruct Rle_dec; lra.
Qed.

Lemma edge_len r t : 0 < sq r t -> edge r (len r t) = reach r t.
Proof.
  intros N. pose proof (sqrt_lt_R0 _ N) as L. fold (len r t) in L.
  assert (E : len r t ^ 2 = sq r t) by (unfold len; rewrite <- Rsqr_pow2; apply Rsqr_sqrt; lra).
  unfold edge, reach. f_equal. rewrite E. unfold sq. field. lra.
Qed.

Lemma len_ends r : 0 < r -> len r 0 = 1 + r /\ len r PI = Rabs (1 - r).
Proof.
  intros H. unfold len, sq. rewrite cos_0, cos_PI. split.
  - replace (1 + r ^ 2 + 2 * r * 1) with ((1 + r) ^ 2) by ring. apply sqrt_pow2. lra.
  - replace (1 + r ^ 2 + 2 * r * -1) with (Rsqr (1 - r)) by (unfold Rsqr; ring). apply sqrt_Rsqr_abs.
Qed.

Lemma swept_balance m j y e r : 0 < r -> r <> 1 -> (forall t, 0 <= t <= PI -> e r t = reach r t) ->
  RInt (fun n => n ^ S (m + j) * surplus m y (edge r n)) (Rabs (1 - r)) (1 + r) = RInt (swept m j y e r) 0 PI.
Proof.
  intros Hr N He. pose proof PI_RGT_0 as HP. set (F := fun n => n ^ S (m + j) * surplus m y (edge r n)).
  assert (CF : forall n, continuous F n) by (intros; apply weighted_continuous, surplus_continuous).
  destruct (len_ends r Hr) as [L0 L1]. rewrite <- L0, <- L1.
  assert (Cd : forall t, continuous (fun t => - (r * sin t) / len r t) t).
  { intros t. pose proof (sq_pos_other r t Hr N) as P. pose proof (sqrt_lt_R0 _ P) as L. fold (len r t) in L.
    apply (continuous_mult (fun t => - (r * sin t)) (fun t => / len r t)).
    - apply (ex_derive_continuous (fun t => - (r * sin t))). auto_derive. easy.
    - apply (continuous_comp (len r) Rinv); [apply (row_continuous len), len_2d|].
      apply (ex_derive_continuous Rinv). auto_derive. lra. }
  assert (E : RInt (fun t => scal (- (r * sin t) / len r t) (F (len r t))) 0 PI = RInt F (len r 0) (len r PI)).
  { apply (RInt_comp F (len r) (fun t => - (r * sin t) / len r t)); [intros; apply CF|].
    intros t _. split; [apply is_derive_len_t; now apply sq_pos_other | apply Cd]. }
  assert (X : ex_RInt F (len r 0) (len r PI)) by (apply (@ex_RInt_continuous R_CompleteNormedModule); intros; apply CF).
  pose proof (opp_RInt_swap F _ _ X) as Sw. unfold opp in Sw; simpl in Sw. rewrite <- Sw, <- E.
  transitivity (RInt (fun t => -1 * scal (- (r * sin t) / len r t) (F (len r t))) 0 PI).
  - assert (Xs : ex_RInt (fun t => scal (- (r * sin t) / len r t) (F (len r t))) 0 PI).
    { apply (@ex_RInt_continuous R_CompleteNormedModule). intros t _.
      apply (continuous_mult (fun t => - (r * sin t) / len r t) (fun t => F (len r t))); [apply Cd|].
      apply (continuous_comp (len r) F); [apply (row_continuous len), len_2d | apply CF]. }
    pose proof (RInt_scal _ 0 PI (-1) Xs) as Q. unfold scal at 1 3 in Q; simpl in Q; unfold mult in Q; simpl in Q.
    etransitivity; [|symmetry; exact Q]. real_eq. ring.
  - apply RInt_ext. intros t Ht. rewrite Rmin_left, Rmax_right in Ht by lra. pose proof (sq_pos_other r t Hr N) as P.
    pose proof (sqrt_lt_R0 _ P) as L. fold (len r t) in L. unfold F, swept. rewrite edge_len, He by (exact P || lra).
    unfold scal; simpl; unfold mult; simpl. field. lra.
Qed.

Definition near (r t : R) : R := atan (r * sin t / (1 + r * cos t)).
Definition away (r t : R) : R := t - atan (sin t / (r + cos t)).

Lemma near_reach r t : 0 < r < 1 -> 0 <= t <= PI -> near r t = reach r t.
Proof.
  intros Hr Ht. pose proof (sq_pos_small r t ltac:(lra)) as N. pose proof (sqrt_lt_R0 _ N) as L. fold (len r t) in L.
  pose proof (small_pos r t ltac:(lra)) as P. destruct (reach_cos r t N) as [B _].
  pose proof (reach_sin r t ltac:(lra) N Ht) as S. unfold reach in *. rewrite sin_acos in S by exact B.
  rewrite acos_atan by (apply Rdiv_lt_0_compat; lra). rewrite S. unfold near. f_equal. field. lra.
Qed.

Lemma away_reach r t : 1 < r -> 0 <= t <= PI -> away r t = reach r t.
Proof.
  intros Hr Ht. pose proof PI_RGT_0. pose proof (sq_pos_large r t Hr) as N. pose proof (sqrt_lt_R0 _ N) as L.
    fold (len r t) in L.
  assert (E : len r t ^ 2 = sq r t) by (unfold len; rewrite <- Rsqr_pow2; apply Rsqr_sqrt; lra).
  assert (P : 0 < r + cos t) by (pose proof (COS_bound t); lra). pose proof (sin_ge_0 t (proj1 Ht) (proj2 Ht)) as St.
  set (a := atan (sin t / (r + cos t))). pose proof (atan_bound (sin t / (r + cos t))) as Ba. fold a in Ba.
  assert (Q : sqrt (1 + (sin t / (r + cos t))²) = len r t / (r + cos t)).
  { replace (1 + (sin t / (r + cos t))²) with ((len r t / (r + cos t))²).
    - apply sqrt_Rsqr. left. now apply Rdiv_lt_0_compat.
    - rewrite !Rsqr_pow2. replace ((len r t / (r + cos t)) ^ 2) with (len r t ^ 2 / (r + cos t) ^ 2) by (field; lra).
      rewrite E, sq_parts'. field. lra. }
  assert (Ca : cos a = (r + cos t) / len r t) by (unfold a; rewrite cos_atan, Q; field; lra).
  assert (Sa : sin a = sin t / len r t) by (unfold a; rewrite sin_atan, Q; field; lra).
  assert (Cta : cos (t - a) = (1 + r * cos t) / len r t).
  { rewrite cos_minus, Ca, Sa. pose proof (cos2_sin2 t) as T.
    replace (1 + r * cos t) with (cos t ^ 2 + sin t ^ 2 + r * cos t) by lra. field. lra. }
  assert (Sta : sin (t - a) = r * sin t / len r t) by (rewrite sin_minus, Ca, Sa; field; lra).
  assert (R1 : 0 <= t - a).
  { apply Rnot_lt_le. intros Lt. assert (sin (t - a) < 0) by (apply sin_lt_0_var; lra).
    assert (0 <= r * sin t / len r t); [|lra]. apply Rmult_le_pos; [nra | left; now apply Rinv_0_lt_compat]. }
  assert (A0 : 0 <= a).
  { apply Rnot_lt_le. intros Lt. assert (sin a < 0) by (apply sin_lt_0_var; lra).
    assert (0 <= sin t / len r t); [|lra]. apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]. }
  unfold away, reach. fold a. rewrite <- Cta. symmetry. apply acos_cos. lra.
Qed.

Lemma near_r r t : 0 < r < 1 -> is_derive (fun r => near r t) r (sin t / sq r t).
Proof.
  intros H. pose proof (small_pos r t ltac:(lra)) as P. pose proof (sq_pos_small r t ltac:(lra)) as N.
    rewrite sq_parts in *.
  unfold near. auto_derive; [lra|]. unfold Rsqr. field. split; [|lra]. nra.
Qed.
Lemma near_t r t : 0 < r < 1 -> is_derive (near r) t (r * (r + cos t) / sq r t).
Proof.
  intros H. pose proof (small_pos r t ltac:(lra)) as P. pose proof (sq_pos_small r t ltac:(lra)) as N.
    rewrite sq_parts in *.
  pose proof (cos2_sin2 t) as T. unfold near. auto_derive; [lra|]. unfold Rsqr.
  replace (r * (r + cos t)) with (r * (r * (cos t ^ 2 + sin t ^ 2) + cos t)) by (rewrite T; ring). field. split;
    [|lra]. nra.
Qed.
Lemma away_r r t : 1 < r -> is_derive (fun r => away r t) r (sin t / sq r t).
Proof.
  intros H. assert (P : 0 < r + cos t) by (pose proof (COS_bound t);
    lra). pose proof (sq_pos_large r t H) as N. rewrite sq_parts' in *.
  unfold away. auto_derive; [lra|]. unfold Rsqr. field. split; [|lra]. nra.
Qed.
Lemma away_t r t : 1 < r -> is_derive (away r) t (r * (r + cos t) / sq r t).
Proof.
  intros H. assert (P : 0 < r + cos t) by (pose proof (COS_bound t);
    lra). pose proof (sq_pos_large r t H) as N. rewrite sq_parts' in *.
  unfold away. auto_derive; [lra|]. unfold Rsqr. field. split; [|lra]. nra.
Qed.

Lemma near_2d r t : 0 < r < 1 -> continuity_2d_pt near r t.
Proof.
  intros H. pose proof (small_pos r t ltac:(lra)). unfold near, Rdiv.
  apply (continuity_1d_2d_pt_comp atan (fun r t => r * sin t * / (1 + r * cos t))).
  - apply continuity_pt_filterlim, (ex_derive_continuous atan). auto_derive. easy.
  - apply continuity_2d_pt_mult; [two|]. apply continuity_2d_pt_inv; [two | lra].
Qed.
Lemma away_2d r t : 1 < r -> continuity_2d_pt away r t.
Proof.
  intros H. assert (0 < r + cos t) by (pose proof (COS_bound t); lra). unfold away, Rdiv.
  apply continuity_2d_pt_minus; [two|].
  apply (continuity_1d_2d_pt_comp atan (fun r t => sin t * / (r + cos t))).
  - apply continuity_pt_filterlim, (ex_derive_continuous atan). auto_derive. easy.
  - apply continuity_2d_pt_mult; [two|]. apply continuity_2d_pt_inv; [two | lra].
Qed.

(** The inner whole spheres or none, then what the boundary cuts. *)
Lemma balance_split m j y most r : 0 < r -> r <> 1 -> 1 + r <= most -> balance m j y most r =
  (if Rlt_dec 1 r then surplus m y PI * ((r - 1) ^ S (S (m + j)) / INR (S (S (m + j)))) else 0) +
  RInt (fun n => n ^ S (m + j) * surplus m y (edge r n)) (Rabs (1 - r)) (1 + r).
Proof.
  intros Hr N Hm. unfold balance. set (F := fun n => n ^ S (m + j) * surplus m y (edge r n)).
  assert (X : forall a b, ex_RInt F a b) by (intros; apply weighted_RInt, surplus_continuous).
  rewrite <- (RInt_Chasles F 0 (1 + r) most) by apply X.
    rewrite <- (RInt_Chasles F 0 (Rabs (1 - r)) (1 + r)) by apply X.
  unfold plus; simpl.
  assert (Z : RInt F (1 + r) most = 0).
  { rewrite (RInt_ext F (fun _ => 0)).
    - rewrite RInt_const. unfold scal; simpl; unfold mult; simpl. real_eq. ring.
    - intros n Hn. rewrite Rmin_left, Rmax_right in Hn by lra. unfold F. rewrite edge_outside, surplus_0 by lra.
      real_eq. ring. }
  rewrite Z, Rplus_0_r. f_equal. destruct Rlt_dec as [L|L].
  - rewrite Rabs_left by lra. rewrite (RInt_ext F (fun n => surplus m y PI * n ^ S (m + j))).
    + apply is_RInt_unique. apply (is_RInt_scal (fun n => n ^ S (m + j))).
      pose proof (radial_power (S (m + j)) (r - 1)) as P. replace (S (m + j) + 1)%nat with (S (S (m + j))) in P by lia.
      replace (- (1 - r)) with (r - 1) by ring. exact P.
    + intros n Hn. rewrite Rmin_left, Rmax_right in Hn by lra. unfold F. rewrite edge_whole by lra. apply Rmult_comm.
  - rewrite Rabs_pos_eq by lra. rewrite (RInt_ext F (fun _ => 0)).
    + rewrite RInt_const. unfold scal; simpl; unfold mult; simpl. real_eq. ring.
    + intros n Hn. rewrite Rmin_left, Rmax_right in Hn by lra. unfold F. rewrite edge_outside, surplus_0 by lra.
      real_eq. ring.
Qed.

Lemma rim_is m j y e r : 0 < r -> r <> 1 -> (forall t, 0 <= t <= PI -> e r t = reach r t) ->
  RInt (rim m j y e r) 0 PI = r ^ j * rim_rate m j y r.
Proof.
  intros Hr N He. unfold rim_rate.
  transitivity (RInt (fun t => r ^ j * (sin t ^ m * rate j y r t)) 0 PI).
  - apply RInt_ext. intros t Ht. pose proof PI_RGT_0. rewrite Rmin_left, Rmax_right in Ht by lra.
    unfold rim, rate. rewrite He, seen_PI by (lra || apply reach_range). unfold Rdiv. rewrite Rpow_mult_distr, pow_inv.
    real_eq. field. apply pow_nonzero. lra.
  - apply (RInt_scal (fun t => sin t ^ m * rate j y r t)). apply (@ex_RInt_continuous R_CompleteNormedModule).
    intros; now apply rate_continuous.
Qed.

Lemma is_derive_balance m j y most r : 0 < r -> r <> 1 -> 1 + r < most ->
  is_derive (balance m j y most) r (r ^ S m * (r ^ j * rim_rate m j y r)).
Proof.
  intros Hr N Hm. pose proof PI_RGT_0. destruct (Rlt_le_dec 1 r) as [L|L].
  - assert (P : 0 < Rmin (r - 1) (most - 1 - r)) by (apply Rmin_pos; lra).
    apply (is_derive_ext_loc (fun r => surplus m y PI * ((r - 1) ^ S (S (m + j)) / INR (S (S (m + j)))) + RInt (swept
      m j y away r) 0 PI)).
    + exists (mkposreal _ P). intros x Hx. change (Rabs (x - r) < Rmin (r - 1) (most - 1 - r)) in Hx.
      pose proof (Rmin_l (r - 1) (most - 1 - r)). pose proof (Rmin_r (r - 1) (most - 1 - r)). apply Rabs_def2 in Hx.
      rewrite balance_split, (swept_balance m j y away) by (lra || (intros; apply away_reach; lra)).
      destruct Rlt_dec; [reflexivity | lra].
    + assert (D1 : is_derive (fun r => surplus m y PI * ((r - 1) ^ S (S (m + j)) / INR (S (S (m + j))))) r (surplus m
      y PI * (r - 1) ^ S (m + j))).
      { assert (PN : 0 < INR (S (S (m + j)))) by (apply lt_0_INR; lia). set (K := INR (S (S (m + j)))) in *.
        assert (Dp : is_derive (fun r => (r - 1) ^ S (S (m + j))) r (K * 1 * (r - 1) ^ pred (S (S (m + j))))).
        { apply (is_derive_pow (fun r => r - 1)). auto_derive; [easy | ring]. }
        apply (is_derive_scal _ r (surplus m y PI / K)) in Dp.
        replace (surplus m y PI * (r - 1) ^ S (m + j)) with (surplus m y PI / K * (K * 1 * (r - 1) ^ pred (S (S (m +
          j)))))
          by (cbn [pred]; field; lra).
        revert Dp. apply is_derive_ext. intros x. real_eq. field. lra. }
      assert (D2 := is_derive_boundary m j y (fun r => 1 < r) away (fun r H => open_gt 1 r H) sq_pos_large away_r
        away_t away_2d
        (fun r H => Rlt_trans _ _ _ Rlt_0_1 H) away_reach r L).
      pose proof (is_derive_plus _ _ _ _ _ D1 D2) as D.
        rewrite (rim_is m j y away r Hr N (fun t => away_reach r t L)) in D.
      replace (r ^ S m * (r ^ j * rim_rate m j y r)) with (plus (surplus m y PI * (r - 1) ^ S (m + j))
        (r ^ S m * (r ^ j * rim_rate m j y r) + flow m j y away r PI)); [exact D|].
      unfold flow, away. rewrite sin_PI. replace (0 / (r + cos PI)) with 0 by (unfold Rdiv;
        ring). rewrite atan_0, Rminus_0_r.
      rewrite (proj2 (len_ends r Hr)), Rabs_left, cos_PI by lra. replace (- (1 - r)) with (r - 1) by ring.
      change (surplus m y PI * (r - 1) ^ S (m + j) + (r ^ S m * (r ^ j * rim_rate m j y r) + - (surplus m y PI * (r -
        1) ^ (m + j) * (r + -1)))
        = r ^ S m * (r ^ j * rim_rate m j y r)). simpl pow. ring.
  - assert (Hr1 : 0 < r < 1) by lra. set (z := Rmin (1 - r) (most - 1 - r)).
    assert (Z1 : z <= 1 - r) by apply Rmin_l. assert (Z2 : z <= most - 1 - r) by apply Rmin_r.
    assert (P : 0 < Rmin r z) by (repeat apply Rmin_pos; lra).
    apply (is_derive_ext_loc (fun r => RInt (swept m j y near r) 0 PI)).
    + exists (mkposreal _ P). intros x Hx. change (Rabs (x - r) < Rmin r z) in Hx.
      pose proof (Rmin_l r z). pose proof (Rmin_r r z). apply Rabs_def2 in Hx.
      rewrite balance_split, (swept_balance m j y near) by (lra || (intros; apply near_reach; lra)).
      destruct Rlt_dec; [lra | symmetry; apply Rplus_0_l].
    + assert (Op : forall r, 0 < r < 1 -> locally r (fun r => 0 < r < 1)).
      { intros x Hx. apply filter_and; [now apply open_gt | now apply open_lt]. }
      assert (D2 := is_derive_boundary m j y (fun r => 0 < r < 1) near Op (fun r t H => sq_pos_small r t ltac:(lra))
        near_r near_t near_2d
        (fun r H => proj1 H) near_reach r Hr1).
      rewrite (rim_is m j y near r Hr N (fun t => near_reach r t Hr1)) in D2.
      replace (r ^ S m * (r ^ j * rim_rate m j y r)) with (r ^ S m * (r ^ j * rim_rate m j y r) + flow m j y near r
        PI); [exact D2|].
      unfold flow, near. rewrite sin_PI, Rmult_0_r. replace (0 / (1 + r * cos PI)) with 0 by (unfold Rdiv; ring).
      rewrite atan_0, surplus_0. ring.
Qed.

Lemma balance_0 m j y most : 1 <= most -> balance m j y most 0 = 0.
Proof.
  intros H. unfold balance. rewrite (RInt_ext _ (fun _ => 0)).
  - rewrite RInt_const. unfold scal; simpl; unfold mult; simpl. real_eq. ring.
  - intros n Hn. rewrite Rmin_left in Hn by lra. rewrite edge_outside, surplus_0; [real_eq; ring | lra | | lra].
    destruct (Rle_lt_dec n 1); [left | right]; lra.
Qed.

(** The balance has one zero at most: where it is not negative, it grows. *)
Lemma balance_rises m j y most r1 r2 : (j <= 1)%nat -> 0 <= y <= 1 -> 0 < r1 -> r1 < r2 -> 1 + r2 < most ->
  0 <= balance m j y most r1 -> 0 < balance m j y most r2.
Proof.
  intros Hj Hy H1 H2 Hm B1. set (B := balance m j y most) in *. set (T := rim_rate m j y).
  assert (CB : forall r, continuity_pt B r) by (intros; apply continuity_pt_filterlim, balance_continuous; lra).
  assert (M : forall a b, 0 <= a -> a < b -> b <= r2 -> ~ (a < 1 < b) ->
    exists c, a < c < b /\ c <> 1 /\ B b - B a = c ^ S m * (c ^ j * T c) * (b - a)).
  { intros a b Ha Hab Hb N1.
    destruct (mvt_inside B (fun r => r ^ S m * (r ^ j * T r)) a b Hab) as (c & E & Hc).
    - intros c Hc. apply is_derive_balance; lra.
    - intros; apply CB.
    - exists c. split; [exact Hc|]. split; [lra | exact E]. }
  assert (W : forall c, 0 < c -> 0 < c ^ S m * c ^ j) by (intros c Hc; apply Rmult_lt_0_compat; now apply pow_lt).
  assert (Inc : forall c a b, 0 < c -> c <> 1 -> 0 <= T c -> c <= a -> a < b -> b <= r2 -> ~ (a < 1 < b) -> B a < B b).
  { intros c a b Hc Nc Tc Hca Hab Hb N1. destruct (M a b ltac:(lra) Hab Hb N1) as (d & Hd & Nd & E).
    pose proof (rim_rate_incr m j y c d Hj Hy Hc ltac:(lra) Nc Nd) as Td. fold T in Td.
    pose proof (W d ltac:(lra)) as Wd. assert (E' : B b - B a = (d ^ S m * d ^ j) * T d * (b - a)) by (rewrite E; ring).
    set (x := d ^ S m * d ^ j) in *. clearbody x.
    assert (0 < x * T d * (b - a)) by (apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; lra). lra. }
  assert (C0 : exists c, 0 < c <= r1 /\ c <> 1 /\ 0 <= T c).
  { assert (Pick : forall a b, 0 <= a -> a < b -> b <= r1 -> ~ (a < 1 < b) -> B a <= B b ->
    exists c, 0 < c <= r1 /\ c <> 1 /\ 0 <= T c).
    { intros a b Ha Hab Hb N1 Hle. destruct (M a b Ha Hab ltac:(lra) N1) as (c & Hc & Nc & E). exists c. split;
      [lra|]. split; [exact Nc|].
      apply Rnot_lt_le. intros Lt. pose proof (W c ltac:(lra)) as Wc.
      assert (E' : B b - B a = (c ^ S m * c ^ j) * T c * (b - a)) by (rewrite E; ring).
      set (x := c ^ S m * c ^ j) in *. clearbody x.
      assert (0 < x * - T c * (b - a)) by (apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; lra). lra. }
    assert (B0 : B 0 = 0) by (apply balance_0; lra).
    destruct (Rle_lt_dec r1 1) as [L|L]; [apply (Pick 0 r1); lra|].
    destruct (Rle_lt_dec 0 (B 1)) as [Q|Q]; [apply (Pick 0 1); lra | apply (Pick 1 r1); lra]. }
  destruct C0 as (c & Hc & Nc & Tc).
  destruct (Rlt_le_dec r1 1) as [L1|L1]; [destruct (Rlt_le_dec 1 r2) as [L2|L2]|].
  - pose proof (Inc c r1 1 ltac:(lra) Nc Tc ltac:(lra) L1 ltac:(lra) ltac:(lra)).
    pose proof (Inc c 1 r2 ltac:(lra) Nc Tc ltac:(lra) L2 ltac:(lra) ltac:(lra)). lra.
  - pose proof (Inc c r1 r2 ltac:(lra) Nc Tc ltac:(lra) H2 ltac:(lra) ltac:(lra)). lra.
  - pose proof (Inc c r1 r2 ltac:(lra) Nc Tc ltac:(lra) H2 ltac:(lra) ltac:(lra)). lra.
Qed.

(** The balance is what its name says. *)
Lemma balance_is p j rho y : (2 <= p)%nat -> 0 < rho -> balance (p - 2) j y (1 + rho) rho =
  ball_sum p rho (fun n d c => n ^ j * g (acos (turned PI d c))) - y * ball_sum p rho (fun n _ _ => n ^ j).
Proof.
  intros Hp Hr. rewrite length_sum, kernel_sum by exact Hp. unfold balance, surplus. set (m := (p - 2)%nat).
  rewrite (RInt_ext _ (fun n => n ^ S (m + j) * cap m PI (edge rho n) - y * (n ^ S (m + j) * chord m (edge rho n)))).
  - apply is_RInt_unique. apply (is_RInt_minus (fun n => n ^ S (m + j) * cap m PI (edge rho n)) (fun n => y * (n ^ S
    (m + j) * chord m (edge rho n)))).
    + apply (@RInt_correct R_CompleteNormedModule), weighted_RInt, cap_continuous.
    + apply (is_RInt_scal (fun n => n ^ S (m + j) * chord m (edge rho n))).
      apply (@RInt_correct R_CompleteNormedModule), weighted_RInt, chord_continuous.
  - intros n _. real_eq. ring.
Qed.

(** C16: where G(PI)/m1 has reached a level in [0, 1], it is above it for every larger ball, also across radius 1. *)
Theorem C16_level_rises : forall p j rho1 rho2 y, (2 <= p)%nat -> (j <= 1)%nat -> 0 < rho1 -> rho1 < rho2 ->
  0 <= y <= 1 ->
  y <= ball_kernel p j rho1 PI / length_mean p j rho1 -> y < ball_kernel p j rho2 PI / length_mean p j rho2.
Proof.
  intros p j rho1 rho2 y Hp Hj H1 H2 Hy L.
  assert (Q : forall rho, 0 < rho -> rho <= rho2 -> exists P, 0 < P /\
    balance (p - 2) j y (2 + rho2) rho = (ball_kernel p j rho PI / length_mean p j rho - y) * P).
  { intros rho Hr Hle. exists (ball_sum p rho (fun n _ _ => n ^ j)).
    pose proof (volume_pos p rho Hp Hr) as V. pose proof (length_sum_pos p j rho Hp Hr) as M. split; [exact M|].
    transitivity (balance (p - 2) j y (1 + rho) rho).
    - unfold balance. set (F := fun n => n ^ S (p - 2 + j) * surplus (p - 2) y (edge rho n)).
      assert (X : forall a b, ex_RInt F a b) by (intros; apply weighted_RInt, surplus_continuous).
      rewrite <- (RInt_Chasles F 0 (1 + rho)) by apply X. rewrite (RInt_ext F (fun _ => 0) (1 + rho)).
      + rewrite RInt_const. unfold plus, scal; simpl; unfold mult; simpl. real_eq. ring.
      + intros n Hn. rewrite Rmin_left, Rmax_right in Hn by lra. unfold F. rewrite edge_outside, surplus_0 by lra.
        real_eq. ring.
    - rewrite balance_is by assumption. unfold ball_kernel, length_mean, ball_mean. field. lra. }
  destruct (Q rho1 H1 ltac:(lra)) as (P1 & W1 & E1). destruct (Q rho2 ltac:(lra) ltac:(lra)) as (P2 & W2 & E2).
  assert (B1 : 0 <= balance (p - 2) j y (2 + rho2) rho1) by (rewrite E1; apply Rmult_le_pos; lra).
  pose proof (balance_rises (p - 2) j y (2 + rho2) rho1 rho2 Hj Hy H1 H2 ltac:(lra) B1) as B2. rewrite E2 in B2. nra.
Qed.

(** ** The critical radius *)

(** Below it the spurious point is a strict local minimum, from it on no local minimum is left but
    the one at angle 0. *)
Definition critical_radius (p j k : nat) (c : nat -> R) (rs : R) : Prop := forall rho, 0 < rho ->
  let m1 := length_mean p j rho in let m2 := length_mean p (2 * j) rho in let G := ball_kernel p j rho in
  (rho < rs -> strict_local_min k m1 m2 G c PI (best k m1 m2 (G PI) c)) /\
  (rs <= rho -> forall phi a, 0 <= phi <= PI -> local_min k m1 m2 G c phi a ->
    phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)).

(** A level that an integral is below of is not negative. *)
Lemma excess_level p m rho y : 1 < rho -> excess p m rho y < 0 -> 0 <= y.
Proof.
  intros H E. apply Rnot_lt_le. intros Y. pose proof PI_RGT_0. assert (0 <= excess p m rho y); [|lra].
  apply RInt_ge_0; [lra | |].
  - apply (weight_RInt (fun f => g f - y)); [exact H|]. intros f.
    apply (continuous_minus g (fun _ => y)); [apply g_continuous | apply continuous_const].
  - intros f Hf. pose proof (g_nonneg f ltac:(lra)). pose proof (ray_pos rho f H).
    assert (0 <= weight p m rho f) by (apply Rmult_le_pos; apply pow_le; [apply sin_ge_0|]; lra). nra.
Qed.

(** C16: any dimension, any teacher, every radius, both injections. *)
Theorem C16_critical_radius : forall p j k c lo hi, nonzero k c -> (2 <= p)%nat -> (j <= 1)%nat -> 1 < lo -> lo < hi ->
  excess p (p + j) lo (gam k c) < 0 -> 0 < excess p (p + j) hi (gam k c) ->
  exists rs, lo < rs < hi /\ critical_radius p j k c rs.
Proof.
  intros p j k c lo hi Hc Hp Hj H1 Hlh Elo Ehi.
  destruct (C16_level_between p (p + j) (gam k c) lo hi ltac:(lia) H1 Hlh Elo Ehi) as (rs & Hrs & S).
  exists rs. split; [exact Hrs|]. intros rho Hrho m1 m2 G.
  destruct (C16_ball_kernel p j rho Hp Hrho) as (HG & _).
  destruct (C16_smoothing_removes_spurious k c m1 m2 G Hc HG) as (T1 & _ & T3 & _).
  pose proof (excess_level p (p + j) lo (gam k c) H1 Elo) as Y0. pose proof (gam_le_1 k c Hc) as Y1.
  assert (At : ball_kernel p j rs PI / length_mean p j rs = gam k c).
  { apply (C16_level p j rs (gam k c) Hp ltac:(lra)). apply (S rs ltac:(lra)). reflexivity. }
  split.
  - intros Q. apply T1. apply Rnot_le_lt. intros N.
    pose proof (C16_level_rises p j rho rs (gam k c) Hp Hj Hrho Q ltac:(lra) N). lra.
  - intros Q. apply T3. destruct Q as [Q|Q]; [|unfold G, m1; rewrite <- Q; lra].
    left. apply (C16_level_rises p j rs rho (gam k c) Hp Hj ltac:(lra) Q ltac:(lra)). lra.
Qed.
