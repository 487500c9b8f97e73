(** * Smoothing: the mean loss under noise in the weights

    What:    noise in the filter leaves the form of the loss and changes three of its
             coefficients. Critical points and local minima of the mean loss, for every
             law of the noise; the exact condition under which the spurious point is
             still a minimum. For noise uniform in a ball what is assumed here is proved
             in SmoothingBall.v.
    Claims:  C16 smoothing_removes_spurious.

    | symbol               | meaning                                                     |
    |----------------------|-------------------------------------------------------------|
    | m1, m2               | E nu, E nu^2, with nu = |w + xi| (or m1 = m2 = 1: normalized noise) |
    | G phi                | E nu g(angle(w + xi, w_star)), |w| = 1, angle(w, w_star) = phi |
    | smooth k m1 m2 v a c | the mean loss, where the kernel has the value v; teacher c  |
    | Ls k m1 m2 G c phi a | the mean loss at (phi, a): smooth k m1 m2 (G phi) a c       |
    | best k m1 m2 v c     | its minimiser in a                                          |
    | gam k c              | gamma = (k+PI-1 - PI r) / (k+PI-1 - r)                      |
    | kap k c              | kappa^2 = a_star'M^{-1}a_star                               |
    | smooth_kernel m1 m2 G | assumed of the noise: m1, m2 > 0, G strictly decreasing and continuous on [0, PI], |
    |                      | 2 m1 <= G 0 + G PI                                          |
    | smooth_slope G G'    | G' is the derivative, negative inside, zero at 0 and PI     |
    | local_min, strict_local_min, critical | of Ls, in phi and a, as in Landscape.v     |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz Ranalysis5.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape.
Open Scope R_scope.

Definition smooth (k : nat) (m1 m2 v : R) (a c : nat -> R) : R :=
  / (4 * PI) * (m2 * QM k a - 2 * (m1 * (tot k a * tot k c - dot k a c) + v * dot k a c) + QM k c).
Definition Ls (k : nat) (m1 m2 : R) (G : R -> R) (c : nat -> R) (phi : R) (a : nat -> R) : R :=
  smooth k m1 m2 (G phi) a c.

(** Without noise it is the loss. *)
Lemma smooth_no_noise k c phi a : Ls k 1 1 g c phi a = L k c phi a.
Proof. unfold Ls, smooth, L, loss_nu, QN. ring. Qed.

(** ** The mean of the loss *)

(** The premises, one by one: [Om] is the sample space of the noise, [int f] says that f is
    integrable, [E] is the expectation; [nu] and [th] are the length of w + xi and its angle to
    w_star, [e] is the noise in a, of mean zero and independent of the noise in w (of which only
    three products of means are used). *)
Section Mean.

Variables (Om : Type) (int : (Om -> R) -> Prop) (E : (Om -> R) -> R).
Hypothesis int_ext : forall f h, (forall o, f o = h o) -> int f -> int h.
Hypothesis int_one : int (fun _ => 1).
Hypothesis int_plus : forall f h, int f -> int h -> int (fun o => f o + h o).
Hypothesis int_scal : forall c f, int f -> int (fun o => c * f o).
Hypothesis E_ext : forall f h, (forall o, f o = h o) -> E f = E h.
Hypothesis E_one : E (fun _ => 1) = 1.
Hypothesis E_plus : forall f h, int f -> int h -> E (fun o => f o + h o) = E f + E h.
Hypothesis E_scal : forall c f, int f -> E (fun o => c * f o) = c * E f.

Variables (k : nat) (nu th : Om -> R) (e : Om -> nat -> R).
Hypothesis nu_int : int nu.
Hypothesis nu2_int : int (fun o => nu o ^ 2).
Hypothesis nug_int : int (fun o => nu o * g (th o)).
Hypothesis e_int : forall i, (i < k)%nat -> int (fun o => nu o ^ 2 * e o i) /\
  int (fun o => nu o * e o i) /\ int (fun o => nu o * g (th o) * e o i).
Hypothesis e_mean : forall i, (i < k)%nat -> E (fun o => nu o ^ 2 * e o i) = 0 /\
  E (fun o => nu o * e o i) = 0 /\ E (fun o => nu o * g (th o) * e o i) = 0.
Hypothesis QMe_int : int (fun o => nu o ^ 2 * QM k (e o)).

(** Sums of terms of mean zero have mean zero. *)
Lemma mean_zero n (u : nat -> R) (f : nat -> Om -> R) :
  (forall i, (i < n)%nat -> int (f i)) -> (forall i, (i < n)%nat -> E (f i) = 0) ->
  int (fun o => sum n (fun i => u i * f i o)) /\ E (fun o => sum n (fun i => u i * f i o)) = 0.
Proof.
  intros I Z.
  assert (int_zero : int (fun _ => 0)) by (apply (int_ext (fun _ => 0 * 1)); [intros; ring | apply int_scal, int_one]).
  destruct (E_sum Om int E int_zero int_plus int_scal E_ext E_plus E_scal n u f I) as [I1 E1].
  split; [exact I1|]. rewrite E1, (sum_ext n _ (fun _ => 0)).
  - rewrite sum_const. ring.
  - intros i Hi. rewrite Z by exact Hi. ring.
Qed.

(** C16: the mean of the loss at (w + xi, a + e) has the form of the loss, with E nu^2 for |w|^2,
    E nu for |w|, E nu g for |w| g; what noise in a adds depends neither on a nor on the teacher. *)
Theorem C16_smoothed_loss : forall a c : nat -> R,
  E (fun o => loss_nu k (nu o) (th o) (move a 1 (e o)) c) =
  smooth k (E nu) (E (fun o => nu o ^ 2)) (E (fun o => nu o * g (th o))) a c
  + / (4 * PI) * E (fun o => nu o ^ 2 * QM k (e o)).
Proof.
  intros a c. pose proof PI_RGT_0.
  destruct (mean_zero k (Mv k a) (fun i o => nu o ^ 2 * e o i)) as [I1 E1];
    [intros i Hi; apply (e_int i Hi) | intros i Hi; apply (e_mean i Hi) |].
  destruct (mean_zero k (fun i => tot k c - c i) (fun i o => nu o * e o i)) as [I2 E2];
    [intros i Hi; apply (e_int i Hi) | intros i Hi; apply (e_mean i Hi) |].
  destruct (mean_zero k c (fun i o => nu o * g (th o) * e o i)) as [I3 E3];
    [intros i Hi; apply (e_int i Hi) | intros i Hi; apply (e_mean i Hi) |].
  set (S1 := fun o => sum k (fun i => Mv k a i * (nu o ^ 2 * e o i))) in *.
  set (S2 := fun o => sum k (fun i => (tot k c - c i) * (nu o * e o i))) in *.
  set (S3 := fun o => sum k (fun i => c i * (nu o * g (th o) * e o i))) in *.
  set (S4 := fun o => nu o ^ 2 * QM k (e o)) in *.
  assert (V1 : forall o, S1 o = nu o ^ 2 * BM k (e o) a).
  { intros o. unfold S1. rewrite <- BM_matrix. unfold dot. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  assert (V2 : forall o, S2 o = nu o * (tot k (e o) * tot k c - dot k (e o) c)).
  { intros o. unfold S2.
    rewrite (sum_ext k _ (fun i => nu o * (tot k c * e o i + (-1) * (e o i * c i)))) by (intros; ring).
    rewrite sum_scal, sum_plus, !sum_scal. unfold dot. fold (tot k (e o)). ring. }
  assert (V3 : forall o, S3 o = nu o * g (th o) * dot k (e o) c).
  { intros o. unfold S3, dot. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  rewrite (E_ext _ (fun o => / (4 * PI) * ((QM k a * nu o ^ 2
    + ((-2) * (tot k a * tot k c - dot k a c)) * nu o)
    + (((-2) * dot k a c) * (nu o * g (th o)) + (QM k c * 1
    + (2 * S1 o + ((-2) * S2 o + ((-2) * S3 o + S4 o)))))))).
  2: { intros o. rewrite V1, V2, V3. unfold S4, loss_nu, QN. rewrite QM_move, tot_move, dot_move_l.
       rewrite (BM_sym k a). ring. }
  assert (J4 : int (fun o => -2 * S3 o + S4 o)) by (apply int_plus; [apply int_scal, I3 | exact QMe_int]).
  assert (J3 : int (fun o => -2 * S2 o + (-2 * S3 o + S4 o))) by (apply int_plus; [apply int_scal, I2 | exact J4]).
  assert (J2 : int (fun o => 2 * S1 o + (-2 * S2 o + (-2 * S3 o + S4 o))))
    by (apply int_plus; [apply int_scal, I1 | exact J3]).
  assert (J1 : int (fun o => QM k c * 1 + (2 * S1 o + (-2 * S2 o + (-2 * S3 o + S4 o)))))
    by (apply int_plus; [apply (int_scal _ (fun _ => 1)), int_one | exact J2]).
  assert (J0 : int (fun o => (-2 * dot k a c) * (nu o * g (th o))
      + (QM k c * 1 + (2 * S1 o + (-2 * S2 o + (-2 * S3 o + S4 o))))))
    by (apply int_plus; [apply (int_scal _ (fun o => nu o * g (th o))), nug_int | exact J1]).
  assert (J : int (fun o => QM k a * nu o ^ 2 + (-2 * (tot k a * tot k c - dot k a c)) * nu o))
    by (apply int_plus; [apply (int_scal _ (fun o => nu o ^ 2)), nu2_int | apply int_scal, nu_int]).
  rewrite E_scal by (apply int_plus; assumption).
  rewrite E_plus by assumption.
  rewrite E_plus by ((apply (int_scal _ (fun o => nu o ^ 2)), nu2_int) || (apply int_scal, nu_int)).
  rewrite E_plus by (exact J1 || (apply (int_scal _ (fun o => nu o * g (th o))), nug_int)).
  rewrite E_plus by (exact J2 || (apply (int_scal _ (fun _ => 1)), int_one)).
  rewrite E_plus by (exact J3 || apply int_scal, I1).
  rewrite E_plus by (exact J4 || apply int_scal, I2).
  rewrite E_plus by (exact QMe_int || apply int_scal, I3).
  rewrite (E_scal _ (fun o => nu o ^ 2)), (E_scal _ nu), (E_scal _ (fun o => nu o * g (th o))),
    (E_scal _ (fun _ => 1)), (E_scal _ S1), (E_scal _ S2), (E_scal _ S3) by assumption.
  rewrite E1, E2, E3, E_one. unfold smooth. ring.
Qed.

(** Reflection of the angle: g x + g (PI - x) >= 2. *)
Lemma g_reflect x : 0 <= x <= PI -> 2 <= g x + g (PI - x).
Proof.
  assert (P : forall y, 0 <= y <= PI / 2 -> 2 <= g y + g (PI - y)).
  { intros y Hy. pose proof PI_RGT_0.
    assert (D : - (g y + g (PI - y)) <= - (g (PI / 2) + g (PI - PI / 2))).
    { apply (nondecr_of_derive (fun t => - (g t + g (PI - t))) (fun t => (PI - 2 * t) * sin t)); [lra| |].
      - intros t _. unfold g. auto_derive; [easy|].
        replace (PI + - t) with (PI - t) by ring. rewrite sin_PI_x, Rtrigo_facts.cos_pi_minus. ring.
      - intros t Ht. apply Rmult_le_pos; [lra|]. apply sin_ge_0; lra. }
    replace (PI - PI / 2) with (PI / 2) in D by field. rewrite g_PI2 in D. lra. }
  intros Hx. destruct (Rle_dec x (PI / 2)) as [Q|Q]; [apply P; lra|].
  assert (H := P (PI - x) ltac:(lra)). replace (PI - (PI - x)) with x in H by ring. lra.
Qed.

(** C16: at the two poles together the kernel is at least 2 E nu. The noise is symmetric: the angle
    of -w_star + xi is PI minus that of w_star - xi. *)
Theorem C16_poles : (forall f, (forall o, 0 <= f o) -> int f -> 0 <= E f) ->
  (forall o, 0 <= nu o) -> (forall o, 0 <= th o <= PI) -> int (fun o => nu o * g (PI - th o)) ->
  2 * E nu <= E (fun o => nu o * g (th o)) + E (fun o => nu o * g (PI - th o)).
Proof.
  intros E_pos Hnu Hth I2.
  assert (I3 : int (fun o => nu o * g (th o) + nu o * g (PI - th o))) by (apply int_plus; assumption).
  assert (P : 0 <= E (fun o => (nu o * g (th o) + nu o * g (PI - th o)) + (-2) * nu o)).
  { apply E_pos; [|apply int_plus; [exact I3 | apply int_scal, nu_int]].
    intros o. pose proof (g_reflect (th o) (Hth o)). specialize (Hnu o). nra. }
  rewrite E_plus, E_scal, E_plus in P by (assumption || apply int_scal, nu_int). lra.
Qed.

End Mean.

(** ** The best output weights, and the reduced loss *)

Definition gam (k : nat) (c : nat -> R) : R :=
  (INR k + PI - 1 - PI * rr k c) / (INR k + PI - 1 - rr k c).
Definition kap (k : nat) (c : nat -> R) : R :=
  A2 k c * (INR k + PI - 1 - rr k c) / ((PI - 1) * (INR k + PI - 1)).
Definition best (k : nat) (m1 m2 v : R) (c : nat -> R) : nat -> R := fun i =>
  / (m2 * (PI - 1)) * ((v - m1) * c i + (PI * m1 - v) / (INR k + PI - 1) * tot k c).

(** gamma is 1 at most, as r >= 0. *)
Lemma gam_le_1 k c : nonzero k c -> gam k c <= 1.
Proof.
  intros Hc. pose proof PI_gt_3. pose proof (K_minus_r k c Hc). pose proof (rr_range k c Hc).
  unfold gam. apply Rmult_le_reg_r with (INR k + PI - 1 - rr k c); [assumption|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
Qed.

(** kappa^2 is positive. *)
Lemma kap_pos k c : nonzero k c -> 0 < kap k c.
Proof.
  intros Hc. pose proof PI_gt_3. pose proof (K_minus_r k c Hc). pose proof (kPI_pos k).
  pose proof (A2_pos k c Hc). unfold kap. apply Rdiv_lt_0_compat; apply Rmult_lt_0_compat; lra.
Qed.

(** Where the threshold of C07 lies: gamma > 0. *)
Lemma gam_pos k c : nonzero k c -> (0 < gam k c <-> rr k c < threshold k).
Proof.
  intros Hc. pose proof PI_gt_3. pose proof (K_minus_r k c Hc) as HK. unfold gam, threshold.
  set (K := INR k + PI - 1) in *. set (r := rr k c) in *.
  assert (E : K / PI * PI = K) by (field; lra). split; intros H1.
  - apply Rmult_lt_compat_r with (r := K - r) in H1; [|exact HK].
    unfold Rdiv in H1. rewrite Rmult_0_l, Rmult_assoc, Rinv_l in H1 by lra.
    apply Rmult_lt_reg_r with PI; [lra|]. lra.
  - apply Rdiv_lt_0_compat; [|exact HK].
    apply Rmult_lt_compat_r with (r := PI) in H1; [|lra]. lra.
Qed.

(** 1.best. *)
Lemma tot_best k m1 m2 v c : 0 < m2 ->
  tot k (best k m1 m2 v c) = tot k c * (v + (INR k - 1) * m1) / (m2 * (INR k + PI - 1)).
Proof.
  intros H2. pose proof PI_gt_3. pose proof (kPI_pos k). unfold best, tot.
  rewrite sum_scal, sum_plus, sum_scal, sum_const. fold (tot k c). field. lra.
Qed.

(** The equation that it solves ... *)
Lemma M_best k m1 m2 v c i : 0 < m2 ->
  m2 * Mv k (best k m1 m2 v c) i = m1 * (tot k c - c i) + v * c i.
Proof.
  intros H2. pose proof PI_gt_3. pose proof (kPI_pos k). unfold Mv. rewrite tot_best by exact H2.
  unfold best. field. lra.
Qed.

(** ... paired with a vector. *)
Lemma BM_best k m1 m2 v c x : 0 < m2 ->
  m2 * BM k x (best k m1 m2 v c) = m1 * (tot k x * tot k c - dot k x c) + v * dot k x c.
Proof.
  intros H2. rewrite <- BM_matrix.
  rewrite (dot_ext k x x _ (fun i => m1 / m2 * tot k c + (v - m1) / m2 * c i)).
  - rewrite dot_row. field. lra.
  - reflexivity.
  - intros i _. apply Rmult_eq_reg_l with m2; [|lra]. rewrite M_best by exact H2. field. lra.
Qed.

(** alpha at the best output weights: its sign is that of v - gamma m1. *)
Lemma alpha_best k m1 m2 v c : nonzero k c -> 0 < m2 ->
  dot k (best k m1 m2 v c) c = kap k c / m2 * (v - gam k c * m1).
Proof.
  intros Hc H2. pose proof PI_gt_3. pose proof (kPI_pos k). pose proof (A2_pos k c Hc).
  pose proof (K_minus_r k c Hc).
  assert (E : dot k (best k m1 m2 v c) c = / (m2 * (PI - 1)) * ((v - m1) * A2 k c
     + (PI * m1 - v) / (INR k + PI - 1) * (tot k c)^2)).
  { unfold dot, best.
    rewrite (sum_ext k _ (fun i => / (m2 * (PI - 1)) * (v - m1) * (c i * c i)
       + / (m2 * (PI - 1)) * ((PI * m1 - v) / (INR k + PI - 1) * tot k c) * c i)) by (intros; ring).
    rewrite sum_plus, !sum_scal. fold (dot k c c). fold (tot k c). unfold A2. ring. }
  rewrite E, <- (rr_mult k c Hc). unfold kap, gam. field. lra.
Qed.

(** Its sign, in the form of the claim. *)
Lemma alpha_best_neg k m1 m2 v c : nonzero k c -> 0 < m1 -> 0 < m2 ->
  (dot k (best k m1 m2 v c) c < 0 <-> v / m1 < gam k c).
Proof.
  intros Hc H1 H2. rewrite (alpha_best k m1 m2 v c Hc H2).
  assert (HK : 0 < kap k c / m2) by (apply Rdiv_lt_0_compat; [apply kap_pos, Hc | exact H2]).
  assert (E : v / m1 * m1 = v) by (field; lra).
  set (q := kap k c / m2) in *. set (x := v / m1) in *. clearbody q x. subst v.
  split; intros H.
  - apply Rnot_le_lt. intros N. assert (0 <= x * m1 - gam k c * m1) by nra. nra.
  - assert (x * m1 - gam k c * m1 < 0) by nra. nra.
Qed.

(** The exact identity between any point and one with the best output weights. *)
Lemma smooth_identity k m1 m2 v v0 a c : 0 < m2 ->
  smooth k m1 m2 v a c - smooth k m1 m2 v0 (best k m1 m2 v0 c) c =
  m2 / (4 * PI) * QM k (vsub a (best k m1 m2 v0 c)) - (v - v0) / (2 * PI) * dot k a c.
Proof.
  intros H2. pose proof PI_gt_3. pose proof (fun x => BM_best k m1 m2 v0 c x H2) as B.
  set (b := best k m1 m2 v0 c) in *. clearbody b.
  assert (B1 := B a). assert (B2 := B b). change (BM k b b) with (QM k b) in B2.
  unfold smooth, vsub. rewrite QM_move.
  replace (m2 / (4 * PI) * (QM k a + 2 * -1 * BM k a b + (-1)^2 * QM k b)) with
    (/ (4 * PI) * (m2 * QM k a - 2 * (m2 * BM k a b) + m2 * QM k b)) by (field; lra).
  rewrite B1, B2. field. lra.
Qed.

(** C16: the best output weights at a given value of the kernel: the minimiser, and the only
    place where the gradient in a vanishes. *)
Theorem C16_best_output_weights : forall k m1 m2 v c, 0 < m2 ->
  (forall a, smooth k m1 m2 v a c = smooth k m1 m2 v (best k m1 m2 v c) c
     + m2 / (4 * PI) * QM k (vsub a (best k m1 m2 v c))) /\
  (forall a, (forall b, is_derive (fun u => smooth k m1 m2 v (move a u b) c) 0 0)
     <-> eqv k a (best k m1 m2 v c)).
Proof.
  intros k m1 m2 v c H2. pose proof PI_gt_3.
  assert (Q : forall a, smooth k m1 m2 v a c = smooth k m1 m2 v (best k m1 m2 v c) c
     + m2 / (4 * PI) * QM k (vsub a (best k m1 m2 v c))).
  { intros a. pose proof (smooth_identity k m1 m2 v v a c H2) as I.
    replace ((v - v) / (2 * PI) * dot k a c) with 0 in I by (unfold Rdiv; ring). lra. }
  split; [exact Q|]. intros a.
  set (b0 := best k m1 m2 v c) in *.
  assert (D : forall b, is_derive (fun u => smooth k m1 m2 v (move a u b) c) 0
     (m2 / (2 * PI) * BM k b (vsub a b0))).
  { intros b. apply (is_derive_ext (fun u => smooth k m1 m2 v b0 c + m2 / (4 * PI) *
      (QM k (vsub a b0) + 2 * u * BM k (vsub a b0) b + u^2 * QM k b))).
    - intros u. rewrite (Q (move a u b)). real_eq. f_equal. f_equal. clearbody b0. expand_forms.
      rewrite ?(dot_sym k b0 a), ?(dot_sym k b0 b), ?(dot_sym k b a). ring.
    - auto_derive; [easy|]. rewrite (BM_sym k b). field. lra. }
  split.
  - intros S. apply eqv_vsub, QM_zero. specialize (S (vsub a b0)). specialize (D (vsub a b0)).
    apply is_derive_unique in S. apply is_derive_unique in D. rewrite S in D.
    symmetry in D. apply Rmult_integral in D. destruct D as [D|D]; [|exact D].
    exfalso. assert (0 < m2 / (2 * PI)) by (apply Rdiv_lt_0_compat; lra). lra.
  - intros Eq b. specialize (D b). pose proof (vsub_eqv k a b0 Eq) as Z.
    replace (m2 / (2 * PI) * BM k b (vsub a b0)) with 0 in D; [exact D|].
    unfold BM. rewrite (tot_zero k _ Z), dot_sym, (dot_zero_l k _ b Z). ring.
Qed.

(** C16: the loss left when a is eliminated: it falls with the distance of the kernel from gamma m1. *)
Theorem C16_reduced_loss : forall k m1 m2 v c, nonzero k c -> 0 < m2 ->
  smooth k m1 m2 v (best k m1 m2 v c) c =
  / (4 * PI) * ((1 - m1^2 / m2) * QM k c
    + kap k c / m2 * ((PI * m1 - gam k c * m1)^2 - (v - gam k c * m1)^2)).
Proof.
  intros k m1 m2 v c Hc H2. pose proof PI_gt_3. pose proof (A2_pos k c Hc).
  pose proof (kPI_pos k). pose proof (K_minus_r k c Hc).
  set (b := best k m1 m2 v c).
  assert (B := BM_best k m1 m2 v c b H2). fold b in B. change (BM k b b) with (QM k b) in B.
  assert (V : smooth k m1 m2 v b c = / (4 * PI) * (QM k c - m2 * QM k b)).
  { unfold smooth. rewrite B. ring. }
  rewrite V, B. unfold b. rewrite tot_best, alpha_best by assumption.
  rewrite QM_expand. fold (A2 k c).
  replace (m1 * (tot k c * (v + (INR k - 1) * m1) / (m2 * (INR k + PI - 1)) * tot k c -
    kap k c / m2 * (v - gam k c * m1)) + v * (kap k c / m2 * (v - gam k c * m1))) with
    (m1 * ((v + (INR k - 1) * m1) / (m2 * (INR k + PI - 1)) * (tot k c)^2)
     + (v - m1) * (kap k c / m2 * (v - gam k c * m1))) by (field; lra).
  rewrite <- (rr_mult k c Hc). unfold kap, gam. field. lra.
Qed.

(** ** Local minima *)

Definition smooth_kernel (m1 m2 : R) (G : R -> R) : Prop :=
  0 < m1 /\ 0 < m2 /\
  (forall x y, 0 <= x -> x < y -> y <= PI -> G y < G x) /\
  (forall x, 0 <= x <= PI -> continuous G x) /\
  2 * m1 <= G 0 + G PI.

Definition local_min (k : nat) (m1 m2 : R) (G : R -> R) (c : nat -> R) (phi : R) (a : nat -> R) : Prop :=
  exists eps, 0 < eps /\ forall psi b, 0 <= psi <= PI -> Rabs (psi - phi) < eps -> dist2 k b a < eps ->
    Ls k m1 m2 G c phi a <= Ls k m1 m2 G c psi b.
Definition strict_local_min (k : nat) (m1 m2 : R) (G : R -> R) (c : nat -> R) (phi : R) (a : nat -> R) : Prop :=
  exists eps, 0 < eps /\ forall psi b, 0 <= psi <= PI -> Rabs (psi - phi) < eps -> dist2 k b a < eps ->
    (psi <> phi \/ ~ eqv k b a) -> Ls k m1 m2 G c phi a < Ls k m1 m2 G c psi b.

(** The kernel without noise is one of these. *)
Lemma smooth_kernel_g : smooth_kernel 1 1 g.
Proof.
  pose proof PI_gt_3. split; [lra|]. split; [lra|]. split; [exact g_decr|].
  split; [intros; apply g_continuous|]. rewrite g_0, g_PI. lra.
Qed.

(** The loss depends on the entries below k only ... *)
Lemma Ls_ext k m1 m2 G c phi a b : eqv k a b -> Ls k m1 m2 G c phi a = Ls k m1 m2 G c phi b.
Proof.
  intros H. unfold Ls, smooth, QM, BM.
  rewrite (tot_ext k a b H), (dot_ext k a b a b H H), (dot_ext k a b c c H) by reflexivity. reflexivity.
Qed.

(** ... and so does the distance, ... *)
Lemma dist2_ext k x a b : eqv k a b -> dist2 k x a = dist2 k x b.
Proof.
  intros H. unfold dist2. apply dot_ext; intros i Hi; unfold vsub, move; rewrite (H i Hi); reflexivity.
Qed.

(** ... hence also being a local minimum. *)
Lemma local_min_ext k m1 m2 G c phi a b : eqv k a b -> local_min k m1 m2 G c phi a -> local_min k m1 m2 G c phi b.
Proof.
  intros H [eps [He M]]. exists eps. split; [exact He|]. intros psi x Hpsi Hd Hx.
  rewrite <- (Ls_ext k m1 m2 G c phi a b H). apply M; [exact Hpsi | exact Hd |].
  rewrite (dist2_ext k x a b H). exact Hx.
Qed.

(** A strict local minimum is a local minimum. *)
Lemma strict_local k m1 m2 G c phi a : strict_local_min k m1 m2 G c phi a -> local_min k m1 m2 G c phi a.
Proof.
  intros [eps [He M]]. exists eps. split; [exact He|]. intros psi b Hpsi Hd Hb.
  destruct (Req_dec psi phi) as [->|N]; [|left; apply M; auto].
  destruct (Req_dec (dist2 k b a) 0) as [Z|Z].
  - right. symmetry. apply Ls_ext, eqv_vsub, dot_self_zero. exact Z.
  - left. apply M; try assumption. right. intros Q. apply Z. apply dot_zero_l, vsub_eqv, Q.
Qed.

(** Squared length of a multiple. *)
Lemma dist2_move k a t b : dist2 k (move a t b) a = t^2 * dot k b b.
Proof.
  unfold dist2, vsub. repeat (rewrite dot_move_l || rewrite dot_move_r). rewrite (dot_sym k b a). ring.
Qed.

(** A small positive multiple of a bound. *)
Lemma small_square eps B : 0 < eps -> 0 <= B -> exists t, 0 < t < 1 /\ t^2 * B < eps.
Proof.
  intros He HB. exists (Rmin (1/2) (eps / (2 * (B + 1)))).
  assert (Hq : 0 < eps / (2 * (B + 1))) by (apply Rdiv_lt_0_compat; lra).
  assert (E : eps / (2 * (B + 1)) * (B + 1) = eps / 2) by (field; lra).
  assert (H1 := Rmin_l (1/2) (eps / (2 * (B + 1)))). assert (H2 := Rmin_r (1/2) (eps / (2 * (B + 1)))).
  assert (H3 : 0 < Rmin (1/2) (eps / (2 * (B + 1)))) by (apply Rmin_pos; lra).
  set (q := eps / (2 * (B + 1))) in *. set (t := Rmin _ _) in *. clearbody t q.
  split; [lra|]. assert (t * (B + 1) <= q * (B + 1)) by (apply Rmult_le_compat_r; lra).
  assert (0 <= t * B) by (apply Rmult_le_pos; lra).
  replace (t^2 * B) with (t * (t * B)) by ring.
  assert (t * (t * B) <= 1 * (t * B)) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Section Minima.
Variables (k : nat) (m1 m2 : R) (G : R -> R) (c : nat -> R).
Hypothesis Hc : nonzero k c.
Hypothesis HG : smooth_kernel m1 m2 G.
Let opt (phi : R) : nat -> R := best k m1 m2 (G phi) c.
Let al (phi : R) : R := dot k (opt phi) c.

(** At a local minimum the output weights are the best for its angle. *)
Lemma min_best phi a : 0 <= phi <= PI -> local_min k m1 m2 G c phi a -> eqv k a (opt phi).
Proof.
  intros Hphi [eps [He M]]. destruct HG as (H1 & H2 & _). pose proof PI_gt_3.
  set (d := vsub (opt phi) a).
  assert (Hd : QM k d = 0).
  { apply Rle_antisym; [|apply QM_nonneg]. apply Rnot_lt_le. intros N.
    destruct (small_square eps (dot k d d) He (dot_self_nonneg k d)) as (t & Ht & Hs).
    specialize (M phi (move a t d) Hphi). rewrite dist2_move in M.
    replace (phi - phi) with 0 in M by ring. rewrite Rabs_R0 in M. specialize (M He Hs).
    unfold Ls in M.
    pose proof (proj1 (C16_best_output_weights k m1 m2 (G phi) c H2)) as Q. fold (opt phi) in Q.
    rewrite (Q a), (Q (move a t d)) in M.
    assert (E1 : QM k (vsub a (opt phi)) = QM k d).
    { unfold d. set (o := opt phi). clearbody o. expand_forms. rewrite ?(dot_sym k o a). ring. }
    assert (E2 : QM k (vsub (move a t d) (opt phi)) = (1 - t)^2 * QM k d).
    { unfold d. set (o := opt phi). clearbody o. expand_forms. rewrite ?(dot_sym k o a). ring. }
    rewrite E1, E2 in M.
    assert (P : 0 < m2 / (4 * PI)) by (apply Rdiv_lt_0_compat; lra).
    assert (W : 0 < m2 / (4 * PI) * QM k d) by (apply Rmult_lt_0_compat; assumption).
    replace (m2 / (4 * PI) * ((1 - t)^2 * QM k d)) with ((1 - t)^2 * (m2 / (4 * PI) * QM k d)) in M by ring.
    set (w := m2 / (4 * PI) * QM k d) in *. clearbody w. assert ((1 - t)^2 < 1) by nra. nra. }
  intros i Hi. pose proof (QM_zero k d Hd i Hi) as Z. unfold d, vsub, move in Z. lra.
Qed.

(** If the kernel can move, as little as wanted, to the side to which alpha does not object, the
    point is no local minimum. The witness moves a by a multiple of a_star. *)
Lemma not_min phi : 0 <= phi <= PI ->
  (forall eps, 0 < eps -> exists psi, 0 <= psi <= PI /\ Rabs (psi - phi) < eps /\
     G psi <> G phi /\ 0 <= (G psi - G phi) * al phi) ->
  ~ local_min k m1 m2 G c phi (opt phi).
Proof.
  intros Hphi W [eps [He M]]. destruct HG as (H1 & H2 & _ & HC & _). pose proof PI_gt_3.
  assert (HA := A2_pos k c Hc). assert (HQ : 0 < QM k c) by (apply QM_pos, Hc).
  set (B := (A2 k c / (m2 * QM k c))^2 * A2 k c).
  assert (HB : 0 < B).
  { apply Rmult_lt_0_compat; [|exact HA]. apply pow_lt, Rdiv_lt_0_compat; [exact HA|].
    apply Rmult_lt_0_compat; assumption. }
  destruct (small_square eps B He (Rlt_le _ _ HB)) as (t & Ht & Hs).
  destruct (proj1 (filterlim_locally G (G phi)) (HC phi Hphi) (mkposreal t (proj1 Ht))) as [del Hdel].
  destruct (W (Rmin eps del)) as (psi & Hpsi & Hd & N & S);
    [apply Rmin_pos; [exact He | apply cond_pos]|].
  assert (D : Rabs (G psi - G phi) < t).
  { apply (Hdel psi). eapply Rlt_le_trans; [exact Hd | apply Rmin_r]. }
  set (dG := G psi - G phi) in *. assert (N' : dG <> 0) by (unfold dG; lra).
  set (tau := dG * A2 k c / (m2 * QM k c)).
  specialize (M psi (move (opt phi) tau c) Hpsi).
  assert (HL : Ls k m1 m2 G c phi (opt phi) <= Ls k m1 m2 G c psi (move (opt phi) tau c)).
  { apply M; [eapply Rlt_le_trans; [exact Hd | apply Rmin_l]|]. rewrite dist2_move. fold (A2 k c).
    replace (tau^2 * A2 k c) with (dG^2 * B) by (unfold tau, B; field; lra).
    apply Rle_lt_trans with (t^2 * B); [|exact Hs]. apply Rmult_le_compat_r; [lra|].
    rewrite <- (pow2_abs dG). apply pow_incr. split; [apply Rabs_pos | left; exact D]. }
  unfold Ls in HL. pose proof (smooth_identity k m1 m2 (G psi) (G phi) (move (opt phi) tau c) c H2) as I.
  fold (opt phi) dG in I.
  replace (QM k (vsub (move (opt phi) tau c) (opt phi))) with (tau^2 * QM k c) in I.
  2: { set (o := opt phi). clearbody o. expand_forms. rewrite ?(dot_sym k o c). ring. }
  rewrite dot_move_l in I. fold (al phi) (A2 k c) in I.
  assert (E : m2 / (4 * PI) * (tau^2 * QM k c) - dG / (2 * PI) * (al phi + tau * A2 k c)
    = - (dG^2 * A2 k c^2 / (4 * PI * m2 * QM k c)) - / (2 * PI) * (dG * al phi)).
  { unfold tau. field. lra. }
  rewrite E in I.
  assert (0 < dG^2 * A2 k c^2 / (4 * PI * m2 * QM k c)).
  { apply Rdiv_lt_0_compat.
    - apply Rmult_lt_0_compat; [|apply pow_lt, HA]. rewrite <- (pow2_abs dG). apply pow_lt, Rabs_pos_lt, N'.
    - apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra | exact HQ]. }
  assert (0 <= / (2 * PI) * (dG * al phi)).
  { apply Rmult_le_pos; [|exact S]. left. apply Rinv_0_lt_compat. lra. }
  lra.
Qed.

(** If all other angles lie on the side that alpha punishes, the point is a strict local minimum. *)
Lemma is_min phi : 0 <= phi <= PI ->
  (forall psi, 0 <= psi <= PI -> psi <> phi -> (G psi - G phi) * al phi < 0) -> al phi <> 0 ->
  strict_local_min k m1 m2 G c phi (opt phi).
Proof.
  intros Hphi W N. destruct HG as (H1 & H2 & _). pose proof PI_gt_3. assert (HA := A2_pos k c Hc).
  assert (Hal : 0 < (al phi)^2) by (rewrite <- (pow2_abs (al phi)); apply pow_lt, Rabs_pos_lt, N).
  exists ((al phi)^2 / A2 k c). split; [apply Rdiv_lt_0_compat; assumption|].
  intros psi b Hpsi _ Hb Ne.
  assert (HS : 0 < dot k b c * al phi).
  { pose proof (dot_close k c b (opt phi)) as C. fold (al phi) in C.
    apply Rmult_lt_compat_r with (r := A2 k c) in Hb; [|exact HA].
    unfold Rdiv in Hb. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Hb by lra. nra. }
  pose proof (smooth_identity k m1 m2 (G psi) (G phi) b c H2) as I. fold (opt phi) in I. unfold Ls.
  assert (P : 0 < m2 / (4 * PI)) by (apply Rdiv_lt_0_compat; lra).
  assert (HI : 0 < / (2 * PI)) by (apply Rinv_0_lt_compat; lra).
  pose proof (QM_nonneg k (vsub b (opt phi))) as HQ.
  assert (0 <= m2 / (4 * PI) * QM k (vsub b (opt phi))) by (apply Rmult_le_pos; lra).
  destruct (Req_dec psi phi) as [->|Np].
  - destruct Ne as [Ne|Ne]; [contradiction|].
    assert (0 < QM k (vsub b (opt phi))).
    { destruct HQ as [Q|Z]; [exact Q|]. exfalso. apply Ne, eqv_vsub, QM_zero. symmetry; exact Z. }
    assert (0 < m2 / (4 * PI) * QM k (vsub b (opt phi))) by (apply Rmult_lt_0_compat; assumption).
    replace ((G phi - G phi) / (2 * PI) * dot k b c) with 0 in I by (unfold Rdiv; ring). lra.
  - specialize (W psi Hpsi Np).
    assert (T : (G psi - G phi) * dot k b c < 0).
    { apply Rnot_le_lt. intros Q. nra. }
    replace ((G psi - G phi) / (2 * PI) * dot k b c) with
      (/ (2 * PI) * ((G psi - G phi) * dot k b c)) in I by (field; lra). nra.
Qed.

(** alpha is positive at angle 0. *)
Lemma alpha_zero_pos : 0 < al 0.
Proof.
  destruct HG as (H1 & H2 & HD & _ & HP). pose proof PI_gt_3. unfold al, opt. rewrite alpha_best by assumption.
  apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat; [apply kap_pos, Hc | exact H2]|].
  pose proof (gam_le_1 k c Hc). specialize (HD 0 PI). nra.
Qed.

(** Where the spurious point is a strict local minimum ... *)
Lemma spurious_is_min : al PI < 0 -> strict_local_min k m1 m2 G c PI (opt PI).
Proof.
  intros Ha. destruct HG as (H1 & H2 & HD & _). pose proof PI_gt_3. apply is_min; [lra| |lra].
  intros psi Hpsi N. assert (G PI < G psi) by (apply HD; lra). nra.
Qed.

(** ... and where not. *)
Lemma spurious_not_min : 0 <= al PI -> ~ local_min k m1 m2 G c PI (opt PI).
Proof.
  intros Ha. destruct HG as (H1 & H2 & HD & _). pose proof PI_gt_3. apply not_min; [lra|].
  intros eps He. exists (PI - Rmin 1 (eps / 2)).
  assert (0 < Rmin 1 (eps / 2)) by (apply Rmin_pos; lra).
  assert (Rmin 1 (eps / 2) <= 1) by apply Rmin_l.
  assert (Rmin 1 (eps / 2) <= eps / 2) by apply Rmin_r.
  assert (G PI < G (PI - Rmin 1 (eps / 2))) by (apply HD; lra).
  split; [lra|]. split; [rewrite Rabs_left; lra|]. split; [lra|]. nra.
Qed.

(** The point at angle 0 always is one. *)
Lemma optimum_is_min : strict_local_min k m1 m2 G c 0 (opt 0).
Proof.
  pose proof alpha_zero_pos as Ha. destruct HG as (H1 & H2 & HD & _). pose proof PI_gt_3. apply is_min; [lra| |lra].
  intros psi Hpsi N. assert (G psi < G 0) by (apply HD; lra). nra.
Qed.

(** Strictly between there is none, whatever the noise. *)
Lemma inside_not_min phi a : 0 < phi < PI -> ~ local_min k m1 m2 G c phi a.
Proof.
  intros Hphi M. pose proof (min_best phi a ltac:(lra) M) as Ea.
  apply (local_min_ext _ _ _ _ _ _ _ _ Ea) in M. revert M. apply not_min; [lra|].
  destruct HG as (H1 & H2 & HD & _).
  intros eps He. set (d := Rmin (eps / 2) (Rmin phi (PI - phi))).
  assert (0 < d) by (repeat apply Rmin_pos; lra).
  assert (d <= eps / 2) by apply Rmin_l.
  assert (d <= phi) by (eapply Rle_trans; [apply Rmin_r | apply Rmin_l]).
  assert (d <= PI - phi) by (eapply Rle_trans; [apply Rmin_r | apply Rmin_r]).
  destruct (Rle_dec 0 (al phi)) as [P|P].
  - exists (phi - d). assert (G phi < G (phi - d)) by (apply HD; lra).
    split; [lra|]. split; [rewrite Rabs_left; lra|]. split; [lra|]. nra.
  - exists (phi + d). assert (G (phi + d) < G phi) by (apply HD; lra).
    split; [lra|]. split; [rewrite Rabs_pos_eq; lra|]. split; [lra|]. nra.
Qed.

End Minima.

(** C16: all local minima. The one at angle 0 is always there; the one at angle PI exactly while
    G(PI)/m1 < gamma; both are strict. *)
Theorem C16_local_minima : forall k c m1 m2 G phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> 0 <= phi <= PI ->
  (local_min k m1 m2 G c phi a <->
     (phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) \/
     (phi = PI /\ eqv k a (best k m1 m2 (G PI) c) /\ G PI / m1 < gam k c)).
Proof.
  intros k c m1 m2 G phi a Hc HG Hphi. pose proof PI_gt_3.
  assert (H1 := proj1 HG). assert (H2 := proj1 (proj2 HG)).
  assert (S : forall x y, eqv k x y -> eqv k y x) by (intros x y Q i Hi; symmetry; exact (Q i Hi)).
  pose proof (alpha_best_neg k m1 m2 (G PI) c Hc H1 H2) as A. split.
  - intros M. pose proof (min_best k m1 m2 G c HG phi a Hphi M) as Ea.
    destruct (Req_dec phi 0) as [->|N0]; [left; auto|].
    destruct (Req_dec phi PI) as [->|NP].
    + right. split; [reflexivity|]. split; [exact Ea|]. apply A. apply Rnot_le_lt. intros Q.
      apply (local_min_ext _ _ _ _ _ _ _ _ Ea) in M.
      exact (spurious_not_min k m1 m2 G c Hc HG Q M).
    + exfalso. exact (inside_not_min k m1 m2 G c Hc HG phi a ltac:(lra) M).
  - intros [[-> Ea]|(-> & Ea & Q)]; apply (local_min_ext _ _ _ _ _ _ _ _ (S _ _ Ea)); apply strict_local.
    + apply optimum_is_min; assumption.
    + apply spurious_is_min; [exact Hc | exact HG|]. apply A, Q.
Qed.

(** C16: below the level the spurious point is a strict local minimum; from the level on there is
    no local minimum but the one at angle 0, which is always strict. *)
Theorem C16_smoothing_removes_spurious : forall k c m1 m2 G,
  nonzero k c -> smooth_kernel m1 m2 G ->
  (strict_local_min k m1 m2 G c PI (best k m1 m2 (G PI) c) <-> G PI / m1 < gam k c) /\
  (local_min k m1 m2 G c PI (best k m1 m2 (G PI) c) <-> G PI / m1 < gam k c) /\
  (gam k c <= G PI / m1 -> forall phi a, 0 <= phi <= PI -> local_min k m1 m2 G c phi a ->
     phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) /\
  strict_local_min k m1 m2 G c 0 (best k m1 m2 (G 0) c).
Proof.
  intros k c m1 m2 G Hc HG. pose proof PI_gt_3.
  assert (H1 := proj1 HG). assert (H2 := proj1 (proj2 HG)).
  pose proof (alpha_best_neg k m1 m2 (G PI) c Hc H1 H2) as A.
  assert (P : G PI / m1 < gam k c -> strict_local_min k m1 m2 G c PI (best k m1 m2 (G PI) c)).
  { intros Q. apply spurious_is_min; [exact Hc | exact HG|]. apply A, Q. }
  assert (N : local_min k m1 m2 G c PI (best k m1 m2 (G PI) c) -> G PI / m1 < gam k c).
  { intros M. apply A. apply Rnot_le_lt. intros Q. exact (spurious_not_min k m1 m2 G c Hc HG Q M). }
  split; [|split; [|split]].
  - split; [intros M; apply N, strict_local, M | exact P].
  - split; [exact N | intros Q; apply strict_local, P, Q].
  - intros Q phi a Hphi M. apply (C16_local_minima k c m1 m2 G phi a Hc HG Hphi) in M.
    destruct M as [M|(_ & _ & M)]; [exact M | lra].
  - apply optimum_is_min; assumption.
Qed.

(** C16: without noise this is C07: the same loss, the same point, the same condition. *)
Theorem C16_no_noise : forall k c, nonzero k c ->
  (forall phi a, Ls k 1 1 g c phi a = L k c phi a) /\
  (forall i, best k 1 1 (g PI) c i = abar k c i) /\
  (g PI / 1 < gam k c <-> rr k c < threshold k).
Proof.
  intros k c Hc. pose proof PI_gt_3. pose proof (kPI_pos k). split; [|split].
  - intros phi a. apply smooth_no_noise.
  - intros i. unfold best, abar. rewrite g_PI. field. lra.
  - rewrite <- (gam_pos k c Hc), g_PI. unfold Rdiv. rewrite Rmult_0_l. reflexivity.
Qed.

(** C16: from the threshold of C07 on, no noise brings a spurious minimum back. *)
Theorem C16_above_threshold : forall k c m1 m2 G phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> 0 <= G PI -> threshold k <= rr k c ->
  0 <= phi <= PI -> local_min k m1 m2 G c phi a -> phi = 0.
Proof.
  intros k c m1 m2 G phi a Hc HG HP Hr Hphi M. assert (H1 := proj1 HG).
  apply (C16_local_minima k c m1 m2 G phi a Hc HG Hphi) in M.
  destruct M as [[M _]|(_ & _ & M)]; [exact M|].
  assert (0 <= G PI / m1) by (apply Rdiv_le_0_compat; assumption).
  assert (Q : 0 < gam k c) by lra. apply (gam_pos k c Hc) in Q. lra.
Qed.

(** C16: the minimum at angle 0 is global, and the only global one if 2 m1 < G 0 + G PI. *)
Theorem C16_global_minimum : forall k c m1 m2 G phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> 0 <= phi <= PI ->
  Ls k m1 m2 G c 0 (best k m1 m2 (G 0) c) <= Ls k m1 m2 G c phi a /\
  (2 * m1 < G 0 + G PI -> Ls k m1 m2 G c phi a = Ls k m1 m2 G c 0 (best k m1 m2 (G 0) c) ->
     phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)).
Proof.
  intros k c m1 m2 G phi a Hc (H1 & H2 & HD & _ & HP) Hphi. pose proof PI_gt_3. unfold Ls.
  pose proof (proj1 (C16_best_output_weights k m1 m2 (G phi) c H2) a) as Q.
  rewrite (C16_reduced_loss k m1 m2 (G phi) c Hc H2) in Q.
  rewrite (C16_reduced_loss k m1 m2 (G 0) c Hc H2).
  assert (I4 : 0 < / (4 * PI)) by (apply Rinv_0_lt_compat; lra).
  assert (HK : 0 < kap k c / m2) by (apply Rdiv_lt_0_compat; [apply kap_pos, Hc | exact H2]).
  assert (HM : 0 < m2 / (4 * PI)) by (apply Rdiv_lt_0_compat; lra).
  assert (HQ := QM_nonneg k (vsub a (best k m1 m2 (G phi) c))).
  assert (HQ' : 0 <= m2 / (4 * PI) * QM k (vsub a (best k m1 m2 (G phi) c))) by (apply Rmult_le_pos; lra).
  pose proof (gam_le_1 k c Hc) as Hg. set (y := gam k c * m1) in *.
  assert (Hy : y <= m1) by (unfold y; nra).
  assert (B : phi = 0 \/ (G PI <= G phi /\ G phi < G 0)).
  { destruct (Req_dec phi 0) as [Z|Z]; [left; exact Z | right].
    split; [|apply HD; lra]. destruct (Req_dec phi PI) as [->|N]; [lra|]. left. apply HD; lra. }
  assert (Sq : (G phi - y)^2 <= (G 0 - y)^2).
  { destruct B as [->|B]; [lra|]. nra. }
  assert (R : forall x, / (4 * PI) * ((1 - m1 ^ 2 / m2) * QM k c + kap k c / m2 * ((PI * m1 - y) ^ 2 - (x - y) ^ 2))
     = / (4 * PI) * ((1 - m1 ^ 2 / m2) * QM k c + kap k c / m2 * (PI * m1 - y) ^ 2)
       - / (4 * PI) * (kap k c / m2) * (x - y)^2) by (intros; ring).
  rewrite R in Q. rewrite R.
  set (C := / (4 * PI) * (kap k c / m2)) in *.
  assert (HC : 0 < C) by (apply Rmult_lt_0_compat; assumption).
  split; [nra|]. intros HP' Eq. rewrite Eq in Q.
  assert (phi = 0).
  { destruct B as [B|B]; [exact B|]. exfalso. assert ((G phi - y)^2 < (G 0 - y)^2) by nra. nra. }
  subst phi. split; [reflexivity|]. apply eqv_vsub, QM_zero. nra.
Qed.

(** ** Critical points *)

(** The slope of the kernel: negative inside, zero at both ends. *)
Definition smooth_slope (G G' : R -> R) : Prop :=
  (forall x, 0 <= x <= PI -> is_derive G x (G' x)) /\ G' 0 = 0 /\ G' PI = 0 /\
  (forall x, 0 < x < PI -> G' x < 0).
Definition critical (k : nat) (m1 m2 : R) (G : R -> R) (c : nat -> R) (phi : R) (a : nat -> R) : Prop :=
  is_derive (fun x => Ls k m1 m2 G c x a) phi 0 /\
  forall b, is_derive (fun u => Ls k m1 m2 G c phi (move a u b)) 0 0.

(** Derivative in the angle. *)
Lemma smooth_phi k m1 m2 G c phi a d : is_derive G phi d ->
  is_derive (fun x => Ls k m1 m2 G c x a) phi (- (d / (2 * PI)) * dot k a c).
Proof.
  intros D. pose proof PI_gt_3.
  assert (X : ex_derive (fun x => G x) phi) by (eexists; exact D).
  assert (Dd : Derive (fun x => G x) phi = d) by apply (is_derive_unique _ _ _ D).
  unfold Ls, smooth. auto_derive; [exact X|]. rewrite Dd. field. lra.
Qed.

(** C16: the complete list of critical points. *)
Theorem C16_critical_points : forall k c m1 m2 G G' phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> smooth_slope G G' -> 0 <= phi <= PI ->
  (critical k m1 m2 G c phi a <->
     (phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) \/
     (phi = PI /\ eqv k a (best k m1 m2 (G PI) c)) \/
     (0 < phi < PI /\ G phi / m1 = gam k c /\ eqv k a (best k m1 m2 (G phi) c))).
Proof.
  intros k c m1 m2 G G' phi a Hc HG (D & D0 & DP & DI) Hphi. pose proof PI_gt_3.
  destruct HG as (H1 & H2 & _). unfold critical.
  pose proof (proj2 (C16_best_output_weights k m1 m2 (G phi) c H2) a) as B. unfold Ls at 2. rewrite B.
  pose proof (smooth_phi k m1 m2 G c phi a (G' phi) (D phi Hphi)) as S.
  assert (S0 : is_derive (fun x => Ls k m1 m2 G c x a) phi 0 <-> G' phi * dot k a c = 0).
  { assert (E : - (G' phi / (2 * PI)) * dot k a c = - / (2 * PI) * (G' phi * dot k a c)) by (field; lra).
    rewrite E in S. split; intros Q.
    - apply is_derive_unique in Q. apply is_derive_unique in S. rewrite Q in S.
      symmetry in S. apply Rmult_integral in S. destruct S as [S|S]; [|exact S].
      exfalso. assert (0 < / (2 * PI)) by (apply Rinv_0_lt_compat; lra). lra.
    - rewrite Q, Rmult_0_r in S. exact S. }
  rewrite S0.
  destruct (Req_dec phi 0) as [->|N0]; [|destruct (Req_dec phi PI) as [->|NP]].
  - rewrite D0. split; [intros [_ Q]; left; auto|].
    intros [[_ Q]|[[Q _]|[Q _]]]; [split; [ring | exact Q] | lra | lra].
  - rewrite DP. split; [intros [_ Q]; right; left; auto|].
    intros [[Q _]|[[_ Q]|[Q _]]]; [lra | split; [ring | exact Q] | lra].
  - assert (Hs : G' phi < 0) by (apply DI; lra).
    assert (HK : 0 < kap k c / m2) by (apply Rdiv_lt_0_compat; [apply kap_pos, Hc | exact H2]).
    assert (Al : eqv k a (best k m1 m2 (G phi) c) ->
      dot k a c = kap k c / m2 * (G phi - gam k c * m1)).
    { intros Q. rewrite (dot_ext k a _ c c Q) by reflexivity. apply alpha_best; assumption. }
    assert (V : G phi / m1 * m1 = G phi) by (field; lra).
    split.
    + intros [Q1 Q2]. right; right. split; [lra|]. split; [|exact Q2].
      apply Rmult_integral in Q1. destruct Q1 as [Q1|Q1]; [lra|]. rewrite (Al Q2) in Q1.
      apply Rmult_integral in Q1. destruct Q1 as [Q1|Q1]; [lra|].
      apply Rmult_eq_reg_r with m1; lra.
    + intros [[Q _]|[[Q _]|(_ & Q1 & Q2)]]; [lra | lra |]. split; [|exact Q2].
      rewrite (Al Q2). rewrite <- Q1, V. ring.
Qed.

(** C16: critical points strictly between the poles exist exactly below the level, at one angle only. *)
Theorem C16_saddle_exists : forall k c m1 m2 G, nonzero k c -> smooth_kernel m1 m2 G ->
  ((exists phi, 0 < phi < PI /\ G phi / m1 = gam k c) <-> G PI / m1 < gam k c) /\
  (forall x y, 0 <= x <= PI -> 0 <= y <= PI -> G x / m1 = gam k c -> G y / m1 = gam k c -> x = y).
Proof.
  intros k c m1 m2 G Hc (H1 & H2 & HD & HC & HP). pose proof PI_gt_3. pose proof (gam_le_1 k c Hc) as Hg.
  assert (V : forall x, G x / m1 * m1 = G x) by (intros; field; lra).
  split; [split|].
  - intros (phi & Hphi & E). rewrite <- E. apply Rmult_lt_reg_r with m1; [exact H1|]. rewrite !V.
    apply HD; lra.
  - intros Q. apply Rmult_lt_compat_r with (r := m1) in Q; [|exact H1]. rewrite V in Q.
    assert (G PI < G 0) by (apply HD; lra).
    assert (Q0 : gam k c * m1 < G 0) by nra.
    destruct (IVT_interv (fun x => gam k c * m1 - G x) 0 PI) as (z & Hz & E).
    + intros x Hx. apply continuity_pt_minus; [apply continuity_pt_const; intros u w; reflexivity|].
      apply continuity_pt_filterlim, HC, Hx.
    + lra.
    + lra.
    + lra.
    + assert (E' : G z = gam k c * m1) by lra. exists z.
      split; [|apply Rmult_eq_reg_r with m1; [rewrite V; exact E' | lra]].
      split.
      * destruct (Req_dec z 0) as [->|]; lra.
      * destruct (Req_dec z PI) as [->|]; lra.
  - intros x y Hx Hy Ex Ey. assert (E : G x = G y) by (rewrite <- (V x), <- (V y), Ex, Ey; reflexivity).
    destruct (Rtotal_order x y) as [Q|[Q|Q]]; [|exact Q|].
    + assert (G y < G x) by (apply HD; lra). lra.
    + assert (G x < G y) by (apply HD; lra). lra.
Qed.

(** A continuous function times t has its value for derivative at 0. *)
Lemma is_derive_times_t (f : R -> R) x : continuous f x -> is_derive (fun t => f (x + t) * t) 0 (f x).
Proof.
  intros C. apply is_derive_Reals. intros eps Heps.
  destruct (proj1 (filterlim_locally f (f x)) C (mkposreal eps Heps)) as [del Hdel].
  exists del. intros h Hh Hlt. rewrite Rplus_0_l, Rmult_0_r, Rminus_0_r.
  replace (f (x + h) * h / h) with (f (x + h)) by (field; exact Hh).
  apply (Hdel (x + h)). change (Rabs (x + h - x) < del). replace (x + h - x) with h by ring. exact Hlt.
Qed.

(** C16: they are strict saddles, with the negative direction (1, - tau a_star). *)
Theorem C16_saddles_strict : forall k c m1 m2 G G' phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> smooth_slope G G' -> continuous G' phi ->
  0 < phi < PI -> G phi / m1 = gam k c -> eqv k a (best k m1 m2 (G phi) c) ->
  exists (tau v : R) (D1 : R -> R), 0 < tau /\ v < 0 /\
    let b := fun i => - tau * c i in
    locally 0 (fun t => is_derive (fun u => Ls k m1 m2 G c (phi + u) (move a u b)) t (D1 t)) /\
    D1 0 = 0 /\ is_derive D1 0 v.
Proof.
  intros k c m1 m2 G G' phi a Hc HG (D & _ & _ & DI) HC' Hphi Eg Ea. pose proof PI_gt_3.
  destruct HG as (H1 & H2 & _). pose proof (A2_pos k c Hc) as HA.
  assert (HQ : 0 < QM k c) by (apply QM_pos, Hc). assert (Hs : G' phi < 0) by (apply DI, Hphi).
  assert (Z : dot k a c = 0).
  { rewrite (dot_ext k a _ c c Ea), alpha_best, <- Eg by (assumption || reflexivity). field. lra. }
  set (s := - G' phi) in *. set (tau := s * A2 k c / (m2 * QM k c)). set (b := fun i => - tau * c i).
  assert (Eb : forall x, dot k b x = - tau * dot k c x).
  { intros x. unfold b, dot. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  assert (Et : tot k b = - tau * tot k c) by (unfold b, tot; apply sum_scal).
  assert (EQ : QM k b = tau^2 * QM k c).
  { unfold QM, BM. rewrite Eb, Et, dot_sym, Eb. ring. }
  assert (EB : m2 * BM k b a = m1 * (tot k b * tot k c - dot k b c) + G phi * dot k b c).
  { rewrite <- (BM_best k m1 m2 (G phi) c b H2). f_equal.
    unfold BM. rewrite (tot_ext k a _ Ea), (dot_ext k b b _ _ (fun i _ => eq_refl) Ea). reflexivity. }
  exists tau, (- (s^2 * A2 k c^2 / (2 * PI * (m2 * QM k c)))).
  exists (fun t => / (2 * PI) * (m2 * (BM k b a + t * QM k b) - m1 * (tot k b * tot k c - dot k b c)
     - (G' (phi + t) * t) * dot k b c - G (phi + t) * dot k b c)).
  split; [|split; [|split; [|split]]].
  - unfold tau. apply Rdiv_lt_0_compat; [|apply Rmult_lt_0_compat; assumption].
    apply Rmult_lt_0_compat; [unfold s; lra | exact HA].
  - apply Ropp_lt_gt_0_contravar. apply Rdiv_lt_0_compat.
    + apply Rmult_lt_0_compat; apply pow_lt; [unfold s; lra | exact HA].
    + apply Rmult_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; assumption.
  - assert (Hd : 0 < Rmin phi (PI - phi)) by (apply Rmin_pos; lra).
    exists (mkposreal _ Hd). intros t Ht. change (Rabs (t - 0) < Rmin phi (PI - phi)) in Ht.
    rewrite Rminus_0_r in Ht. assert (Q1 := Rmin_l phi (PI - phi)). assert (Q2 := Rmin_r phi (PI - phi)).
    apply Rabs_def2 in Ht. assert (Dt := D (phi + t) ltac:(lra)).
    apply (is_derive_ext (fun u => / (4 * PI) * (m2 * (QM k a + 2 * u * BM k b a + u^2 * QM k b)
      - 2 * (m1 * ((tot k a + u * tot k b) * tot k c - u * dot k b c) + G (phi + u) * (u * dot k b c)) + QM k c))).
    + intros u. real_eq. fold b. unfold Ls, smooth. rewrite QM_move, tot_move, dot_move_l, Z, (BM_sym k a b). ring.
    + assert (X : ex_derive (fun x => G x) (phi + t)) by (eexists; exact Dt).
      assert (Dd : Derive (fun x => G x) (phi + t) = G' (phi + t)) by apply (is_derive_unique _ _ _ Dt).
      auto_derive; [exact X|]. rewrite Dd. field. lra.
  - rewrite Rplus_0_r, Rmult_0_l, Rplus_0_r, EB. ring.
  - assert (D1 := is_derive_times_t G' phi HC').
    assert (D2 : is_derive (fun t => G (phi + t)) 0 (G' phi)).
    { assert (Q := is_derive_comp G (fun t => phi + t) 0 (G' phi) 1).
      rewrite Rplus_0_r in Q. unfold scal in Q; simpl in Q; unfold mult in Q; simpl in Q. rewrite Rmult_1_l in Q.
      apply Q; [apply D; lra | auto_derive; [easy | ring]]. }
    set (F1 := fun t => G' (phi + t) * t) in *. set (F2 := fun t => G (phi + t)) in *.
    apply (is_derive_ext (fun t => / (2 * PI) * (m2 * (BM k b a + t * QM k b) - m1 * (tot k b * tot k c - dot k b c)
     - F1 t * dot k b c - F2 t * dot k b c))); [intros t; reflexivity|].
    assert (X1 : ex_derive (fun x => F1 x) 0) by (eexists; exact D1).
    assert (X2 : ex_derive (fun x => F2 x) 0) by (eexists; exact D2).
    assert (V1 : Derive (fun x => F1 x) 0 = G' phi) by apply (is_derive_unique _ _ _ D1).
    assert (V2 : Derive (fun x => F2 x) 0 = G' phi) by apply (is_derive_unique _ _ _ D2).
    clearbody F1 F2. auto_derive; [tauto|]. rewrite V1, V2, EQ, Eb. fold (A2 k c).
    replace (G' phi) with (- s) by (unfold s; ring). unfold tau. field. lra.
Qed.
