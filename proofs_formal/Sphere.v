(** * Sphere: the landscape on the vectors (w, a) themselves, poles included

    What:    Landscape.v speaks of the angle and a; here the filter w is a unit vector of R^p and nothing is left
             out, neither w = w_star nor w = - w_star: the derivative of the loss along every differentiable curve
             on the sphere, all critical points, the two Hessians with their eigenspaces, the global optimum, local
             minima, strict saddles.
    Claims:  C03 gradient_closed_form, C04 global_optimum, C05 spurious_location, C06 spurious_hessian,
             C07 spurious_is_local_minimum, C09 critical_points_complete.

    | symbol                    | meaning                                                         |
    |---------------------------|-----------------------------------------------------------------|
    | v, c                      | teacher: filter w_star, |v| = 1, and output weights a_star       |
    | loss_w k p w v a c        | the loss at (w, a)                                               |
    | opposite v                | - v                                                              |
    | curve p k w a q b f h     | f, h: curves through (w, a), f on the sphere, of velocity (q, b) |
    | sphere_critical k p v c w a | along all of them the loss has derivative 0 at (w, a)          |
    | geodesic p w q            | the great circle through w with velocity q                       |
    | part_one k b, part_rest k b | the parts of b along 1 and across it                           |
    | sphere_min, sphere_strict_min | local minimum, strict local minimum among unit w and all a    |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz Classical.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape.
Open Scope R_scope.

(** ** Unit vectors and their angles *)

Definition opposite (v : nat -> R) : nat -> R := fun i => - v i.

Lemma unit_norm p w : dot p w w = 1 -> norm p w = 1.
Proof. intros H. unfold norm. rewrite H. apply sqrt_1. Qed.

Lemma unit_angle p w v : dot p w w = 1 -> angle p w v = acos (dot p w v).
Proof. intros H. unfold angle. rewrite (unit_norm p w H). f_equal. field. Qed.

Lemma unit_range p w v : dot p w w = 1 -> dot p v v = 1 -> -1 <= dot p w v <= 1.
Proof. intros Hw Hv. pose proof (cauchy_schwarz p w v) as C. rewrite Hw, Hv in C. split; nra. Qed.

Lemma unit_cos p w v : dot p w w = 1 -> dot p v v = 1 -> cos (angle p w v) = dot p w v.
Proof. intros Hw Hv. rewrite unit_angle by exact Hw. apply cos_acos, unit_range; assumption. Qed.

Lemma unit_angle_range p w v : 0 <= angle p w v <= PI.
Proof. apply acos_bound. Qed.

(** The loss at a unit w is that of Landscape.v at its angle. *)
Lemma loss_of_angle k p w v a c : dot p w w = 1 -> loss_w k p w v a c = L k c (angle p w v) a.
Proof. intros H. unfold loss_w, L. now rewrite (unit_norm p w H). Qed.

Lemma dist2_unit p w v : dot p w w = 1 -> dot p v v = 1 -> dist2 p w v = 2 - 2 * dot p w v.
Proof.
  intros Hw Hv. unfold dist2, vsub. rewrite dot_move_l, !dot_move_r, Hw, Hv, (dot_sym p v w). ring.
Qed.

Lemma dist2_zero p w v : dist2 p w v = 0 <-> eqv p w v.
Proof.
  split; intros H.
  - apply eqv_vsub, dot_self_zero, H.
  - apply dot_zero_l, vsub_eqv, H.
Qed.

Lemma dot_opposite p w v : dot p w (opposite v) = - dot p w v.
Proof.
  unfold dot, opposite. rewrite (sum_ext p _ (fun i => (-1) * (w i * v i))) by (intros; ring).
  rewrite sum_scal. ring.
Qed.

Lemma opposite_unit p v : dot p v v = 1 -> dot p (opposite v) (opposite v) = 1.
Proof. intros H. rewrite dot_opposite, dot_sym, dot_opposite, H. ring. Qed.

(** Angle 0 is w_star itself, *)
Lemma angle_zero p w v : dot p w w = 1 -> dot p v v = 1 -> (angle p w v = 0 <-> eqv p w v).
Proof.
  intros Hw Hv. rewrite <- dist2_zero, dist2_unit, <- unit_cos by assumption. split; intros H.
  - rewrite H, cos_0. ring.
  - rewrite unit_angle by exact Hw. rewrite <- unit_cos by assumption.
    replace (cos (angle p w v)) with 1 by lra. apply acos_1.
Qed.

(** and angle PI its opposite. *)
Lemma angle_opposite p w v : dot p w w = 1 -> dot p v v = 1 -> (angle p w v = PI <-> eqv p w (opposite v)).
Proof.
  intros Hw Hv. pose proof (opposite_unit p v Hv) as Ho.
  rewrite <- dist2_zero, dist2_unit, dot_opposite, <- unit_cos by assumption. split; intros H.
  - rewrite H, cos_PI. ring.
  - rewrite unit_angle by exact Hw. rewrite <- unit_cos by assumption.
    replace (cos (angle p w v)) with (-1) by lra.
    replace (-1) with (- (1)) by ring. rewrite acos_opp, acos_1. ring.
Qed.

Lemma angle_ext p w x v : eqv p w x -> angle p w v = angle p x v.
Proof.
  intros H. unfold angle, norm.
  now rewrite (dot_ext p w x v v H), (dot_ext p w x w x H H) by reflexivity.
Qed.

(** A direction across w_star exists from p = 2 on. *)
Lemma across_exists p v : (2 <= p)%nat -> exists u, dot p u u = 1 /\ dot p u v = 0.
Proof.
  intros Hp. set (e := fun (j i : nat) => if Nat.eq_dec i j then 1 else 0).
  assert (Ee : forall j x, (j < p)%nat -> dot p (e j) x = x j) by (intros; now apply dot_unit).
  destruct (Req_dec (v 0%nat) 0) as [Z|N].
  - exists (e 0%nat). rewrite !Ee by lia. split; [reflexivity | exact Z].
  - set (n := sqrt (v 0%nat ^ 2 + v 1%nat ^ 2)).
    assert (P : 0 < v 0%nat ^ 2 + v 1%nat ^ 2) by nra.
    assert (Hn : 0 < n) by now apply sqrt_lt_R0.
    assert (Hnn : n * n = v 0%nat ^ 2 + v 1%nat ^ 2) by (apply sqrt_def; lra).
    exists (move (fun i => v 1%nat / n * e 0%nat i) (- (v 0%nat / n)) (e 1%nat)).
    assert (D : forall x, dot p (move (fun i => v 1%nat / n * e 0%nat i) (- (v 0%nat / n)) (e 1%nat)) x
                          = v 1%nat / n * x 0%nat - v 0%nat / n * x 1%nat).
    { intros x. rewrite dot_move_l, (Ee 1%nat) by lia. unfold dot.
      rewrite (sum_ext p _ (fun i => v 1%nat / n * (e 0%nat i * x i))) by (intros; ring).
      rewrite sum_scal. fold (dot p (e 0%nat) x). rewrite Ee by lia. ring. }
    rewrite !D. split; [|field; lra].
    unfold move, e. cbn. apply (Rmult_eq_reg_r (n * n)); [|nra].
    transitivity (v 0%nat ^ 2 + v 1%nat ^ 2); [field; lra | lra].
Qed.

(** ** The loss along a curve on the sphere *)

Definition curve (p k : nat) (w a q b : nat -> R) (f h : R -> nat -> R) : Prop :=
  (forall s, dot p (f s) (f s) = 1) /\ eqv p (f 0) w /\ eqv k (h 0) a /\
  (forall i, (i < p)%nat -> is_derive (fun s => f s i) 0 (q i)) /\
  (forall i, (i < k)%nat -> is_derive (fun s => h s i) 0 (b i)).

Definition sphere_critical (k p : nat) (v c w a : nat -> R) : Prop :=
  forall q b f h, curve p k w a q b f h -> is_derive (fun s => loss_w k p (f s) v (h s) c) 0 0.

Lemma is_derive_dot n (f h : R -> nat -> R) (q r : nat -> R) :
  (forall i, (i < n)%nat -> is_derive (fun s => f s i) 0 (q i)) ->
  (forall i, (i < n)%nat -> is_derive (fun s => h s i) 0 (r i)) ->
  is_derive (fun s => dot n (f s) (h s)) 0 (dot n q (h 0) + dot n (f 0) r).
Proof.
  intros F H. induction n as [|n IH].
  - replace (dot 0 q (h 0) + dot 0 (f 0) r) with 0 by (unfold dot; simpl; ring).
    apply is_derive_Reals, derivable_pt_lim_const.
  - assert (D := is_derive_mult _ _ 0 _ _ (F n (Nat.lt_succ_diag_r n)) (H n (Nat.lt_succ_diag_r n)) Rmult_comm).
    assert (I := IH (fun i Hi => F i (Nat.lt_lt_succ_r _ _ Hi)) (fun i Hi => H i (Nat.lt_lt_succ_r _ _ Hi))).
    replace (dot (S n) q (h 0) + dot (S n) (f 0) r)
      with (plus (dot n q (h 0) + dot n (f 0) r) (plus (mult (q n) (h 0 n)) (mult (f 0 n) (r n))))
      by (unfold dot, plus, mult; simpl; unfold mult; simpl; ring).
    exact (is_derive_plus _ _ 0 _ _ I D).
Qed.

Lemma is_derive_constant n (r : nat -> R) : forall i, (i < n)%nat -> is_derive (fun _ : R => r i) 0 0.
Proof. intros i _. apply is_derive_Reals, derivable_pt_lim_const. Qed.

Lemma dot_null_r n x : dot n x (fun _ => 0) = 0.
Proof. rewrite dot_sym. now apply dot_zero_l. Qed.

(** The velocity is tangent to the sphere. *)
Lemma curve_tangent p k w a q b f h : curve p k w a q b f h -> dot p q w = 0.
Proof.
  intros (U & Ew & _ & F & _).
  pose proof (is_derive_dot p f f q q F F) as D.
  assert (C : is_derive (fun s => dot p (f s) (f s)) 0 0).
  { apply (is_derive_ext (fun _ => 1)); [intros t; now rewrite U|]. apply is_derive_Reals, derivable_pt_lim_const. }
  apply is_derive_unique in D. apply is_derive_unique in C. rewrite C in D.
  rewrite (dot_sym p (f 0) q), (dot_ext p q q (f 0) w (fun _ _ => eq_refl) Ew) in D. lra.
Qed.

(** C03: the derivative of the loss along every differentiable curve in the sphere and a, at every (w, a). *)
Theorem C03_vector_gradient : forall k p v c w a q b f h,
  dot p v v = 1 -> curve p k w a q b f h ->
  dot p q w = 0 /\
  is_derive (fun s => loss_w k p (f s) v (h s) c) 0
    (dot p q (grad_w k p w v a c) + dot k b (grad_a k 1 (angle p w v) a c)).
Proof.
  intros k p v c w a q b f h Hv C. pose proof (curve_tangent p k w a q b f h C) as Hq.
  split; [exact Hq|]. destruct C as (U & Ew & Ea & F & H). pose proof PI_RGT_0 as HPI.
  assert (Hw : dot p w w = 1) by (rewrite <- (dot_ext p (f 0) w (f 0) w Ew Ew); apply U).
  rewrite (C03_sphere_gradient k p w v a c q Hw Hq), dot_grad_a.
  assert (Dx : is_derive (fun s => dot p (f s) v) 0 (dot p q v)).
  { pose proof (is_derive_dot p f (fun _ => v) q (fun _ => 0) F (is_derive_constant p v)) as D.
    now rewrite dot_null_r, Rplus_0_r in D. }
  assert (DG := is_derive_g_cosine _ _ (fun s => unit_range p (f s) v (U s) Hv) Dx). cbv beta in DG.
  assert (E0 : acos (dot p (f 0) v) = angle p w v).
  { rewrite unit_angle by exact Hw. f_equal. now apply dot_ext. }
  rewrite E0 in DG.
  assert (DT : is_derive (fun s => dot k (h s) (fun _ => 1)) 0 (tot k b)).
  { pose proof (is_derive_dot k h (fun _ _ => 1) b (fun _ => 0) H (is_derive_constant k (fun _ => 1))) as D.
    now rewrite dot_null_r, Rplus_0_r, dot_ones in D. }
  assert (DC : is_derive (fun s => dot k (h s) c) 0 (dot k b c)).
  { pose proof (is_derive_dot k h (fun _ => c) b (fun _ => 0) H (is_derive_constant k c)) as D.
    now rewrite dot_null_r, Rplus_0_r in D. }
  assert (DS := is_derive_dot k h h b b H H).
  set (G := fun s => g (acos (dot p (f s) v))) in *. set (T := fun s => dot k (h s) (fun _ => 1)) in *.
  set (X := fun s => dot k (h s) c) in *. set (S := fun s => dot k (h s) (h s)) in *.
  apply (is_derive_ext (fun s =>
    / (4 * PI) * (T s ^ 2 + (PI - 1) * S s - 2 * (T s * tot k c + (G s - 1) * X s) + QM k c))).
  { intros s. rewrite (loss_of_angle k p (f s) v (h s) c (U s)). unfold L, loss_nu, QN.
    rewrite (QM_expand k (h s)), (unit_angle p (f s) v (U s)), <- (dot_ones k (h s)).
    unfold G, T, X, S. real_eq. ring. }
  assert (T0 : T 0 = tot k a) by (unfold T; rewrite dot_ones; now apply tot_ext).
  assert (X0 : X 0 = dot k a c) by (unfold X; now apply dot_ext).
  assert (G0 : G 0 = g (angle p w v)) by (unfold G; now rewrite E0).
  assert (S0 : dot k b (h 0) = dot k b a) by now apply dot_ext.
  assert (S1 : dot k (h 0) b = dot k b a) by (rewrite dot_sym; now apply dot_ext).
  rewrite S0, S1 in DS.
  change (is_derive G 0 ((PI - angle p w v) * dot p q v)) in DG. change (is_derive T 0 (tot k b)) in DT.
  change (is_derive X 0 (dot k b c)) in DC. change (is_derive S 0 (dot k b a + dot k b a)) in DS.
  clearbody G T X S.
  assert (xG : ex_derive (fun s => G s) 0) by (eexists; exact DG).
  assert (xT : ex_derive (fun s => T s) 0) by (eexists; exact DT).
  assert (xX : ex_derive (fun s => X s) 0) by (eexists; exact DC).
  assert (xS : ex_derive (fun s => S s) 0) by (eexists; exact DS).
  apply is_derive_unique in DG. apply is_derive_unique in DT.
  apply is_derive_unique in DC. apply is_derive_unique in DS.
  auto_derive; [tauto|].
  change (Derive (fun x => G x) 0) with (Derive G 0). change (Derive (fun x => T x) 0) with (Derive T 0).
  change (Derive (fun x => X x) 0) with (Derive X 0). change (Derive (fun x => S x) 0) with (Derive S 0).
  rewrite DG, DT, DC, DS, T0, X0, G0. unfold BM, QN. real_eq. field. lra.
Qed.

(** *** Great circles: every tangent direction is the velocity of a curve *)

Definition geodesic (p : nat) (w q : nat -> R) (s : R) : nat -> R :=
  fun i => cos (norm p q * s) * w i + sin (norm p q * s) * (q i / norm p q).

Lemma norm_sq p q : norm p q * norm p q = dot p q q.
Proof. apply sqrt_def, dot_self_nonneg. Qed.

Lemma norm_pos p q : 0 <= norm p q.
Proof. apply sqrt_pos. Qed.

(** Its products. (Where q = 0 it stays at w: sin 0 = 0 hides the division.) *)
Lemma dot_geodesic p w q s x :
  dot p (geodesic p w q s) x = cos (norm p q * s) * dot p w x + sin (norm p q * s) * (dot p q x / norm p q).
Proof.
  unfold geodesic, dot at 1.
  rewrite (sum_ext p _ (fun i => cos (norm p q * s) * (w i * x i) + sin (norm p q * s) * / norm p q * (q i * x i)))
    by (intros; unfold Rdiv; ring).
  rewrite sum_plus, !sum_scal. fold (dot p w x). fold (dot p q x). unfold Rdiv. ring.
Qed.

Lemma geodesic_unit p w q s : dot p w w = 1 -> dot p q w = 0 ->
  dot p (geodesic p w q s) (geodesic p w q s) = 1.
Proof.
  intros Hw Hq. rewrite dot_geodesic, (dot_sym p w), (dot_sym p q), !dot_geodesic, Hw, Hq, (dot_sym p w q), Hq.
  rewrite <- norm_sq. pose proof (sin2_cos2 (norm p q * s)) as E. unfold Rsqr in E.
  destruct (Req_dec (norm p q) 0) as [Z|N].
  - rewrite Z, Rmult_0_l, sin_0, cos_0. ring.
  - etransitivity; [|exact E]. field. exact N.
Qed.

Lemma geodesic_curve p k w a q b : dot p w w = 1 -> dot p q w = 0 ->
  curve p k w a q b (geodesic p w q) (fun s => move a s b).
Proof.
  intros Hw Hq. split; [|split; [|split; [|split]]].
  - intros s. now apply geodesic_unit.
  - intros i _. unfold geodesic. rewrite Rmult_0_r, cos_0, sin_0. ring.
  - intros i _. unfold move. ring.
  - intros i Hi. unfold geodesic. destruct (Req_dec (norm p q) 0) as [Z|N].
    + assert (Qi : q i = 0) by (apply (dot_self_zero p q); [rewrite <- norm_sq, Z; ring | exact Hi]).
      rewrite Z, Qi. auto_derive; [easy|]. replace (0 * 0) with 0 by ring. rewrite sin_0. unfold Rdiv. ring.
    + auto_derive; [easy|]. rewrite Rmult_0_r, sin_0, cos_0. field. exact N.
  - intros i _. unfold move. auto_derive; [easy|]. ring.
Qed.

(** *** Critical points *)

(** Criticality on the sphere is that of Landscape.v, in the angle and a, poles included. *)
Lemma sphere_critical_iff k p v c w a : dot p v v = 1 -> dot p w w = 1 ->
  (sphere_critical k p v c w a <-> stationary k c (angle p w v) a).
Proof.
  intros Hv Hw. rewrite stationary_iff. pose proof PI_RGT_0 as HPI.
  set (th := angle p w v). split.
  - intros S.
    assert (V : forall q b, dot p q w = 0 ->
      - (dot k a c * (PI - th) / (2 * PI)) * dot p q v + dot k b (grad_a k 1 th a c) = 0).
    { intros q b Hq. pose proof (geodesic_curve p k w a q b Hw Hq) as C.
      destruct (C03_vector_gradient k p v c w a q b _ _ Hv C) as [_ D].
      rewrite (C03_sphere_gradient k p w v a c q Hw Hq) in D. fold th in D.
      pose proof (S q b _ _ C) as Z. apply is_derive_unique in D. apply is_derive_unique in Z. congruence. }
    split.
    + set (q := move v (- dot p w v) w).
      assert (Hq : dot p q w = 0) by (unfold q; rewrite dot_move_l, Hw, (dot_sym p v w); ring).
      specialize (V q (fun _ => 0) Hq). rewrite (dot_zero_l k (fun _ => 0)) in V by reflexivity.
      assert (Eq : dot p q v = sin th * sin th).
      { unfold q. rewrite dot_move_l, Hv, <- (unit_cos p w v Hw Hv). fold th.
        pose proof (sin2_cos2 th) as E. unfold Rsqr in E. lra. }
      rewrite Eq in V.
      assert (V' : dot k a c * ((PI - th) * sin th) * sin th = 0).
      { replace (dot k a c * ((PI - th) * sin th) * sin th)
          with (- (2 * PI) * (- (dot k a c * (PI - th) / (2 * PI)) * (sin th * sin th) + 0)) by (field; lra).
        rewrite V. ring. }
      apply Rmult_integral in V'. destruct V' as [V'|V']; [exact V' | rewrite V'; ring].
    + apply (stationary_a k c th a). intros b.
      assert (Z : dot k b (grad_a k 1 th a c) = 0).
      { pose proof (V (fun _ => 0) b (dot_zero_l p _ w (fun _ _ => eq_refl))) as V0.
        rewrite (dot_zero_l p (fun _ => 0) v) in V0 by reflexivity. lra. }
      pose proof (C03_gradient_closed_form_a k 1 th a b c 0) as D.
      assert (E : dot k b (grad_a k 1 th (move a 0 b) c) = dot k b (grad_a k 1 th a c)).
      { rewrite !dot_grad_a. unfold BM. rewrite tot_move, dot_move_r. ring. }
      rewrite E, Z in D. exact D.
  - intros [H1 H2] q b f h C. destruct (C03_vector_gradient k p v c w a q b f h Hv C) as [Hq D].
    rewrite (C03_sphere_gradient k p w v a c q Hw Hq), dot_grad_a in D. fold th in D.
    assert (E1 : BM k b a = QN k th b c) by (rewrite <- BM_matrix, <- QN_matrix; now apply dot_ext).
    rewrite E1 in D.
    assert (E2 : dot k a c * (PI - th) * dot p q v = 0).
    { apply Rmult_integral in H1. destruct H1 as [H1|H1]; [rewrite H1; ring|].
      apply Rmult_integral in H1. destruct H1 as [H1|H1]; [rewrite H1; ring|].
      (* at a pole v = w or v = -w *)
      assert (Z : dot p q v = 0); [|rewrite Z; ring].
      pose proof (sin2_cos2 th) as E. rewrite H1 in E. unfold Rsqr in E.
      assert (Hx : dot p (move v (- dot p w v) w) (move v (- dot p w v) w) = 0).
      { rewrite dot_move_l, !dot_move_r, Hv, Hw, (dot_sym p v w), <- (unit_cos p w v Hw Hv). fold th. nra. }
      pose proof (dot_zero_l p _ q (dot_self_zero p _ Hx)) as Z.
      rewrite dot_move_l, (dot_sym p w q), Hq, (dot_sym p v q) in Z. lra. }
    replace (- (dot k a c * (PI - th) / (2 * PI)) * dot p q v + _) with 0 in D; [exact D|].
    replace (- (dot k a c * (PI - th) / (2 * PI)) * dot p q v)
      with (- / (2 * PI) * (dot k a c * (PI - th) * dot p q v)) by (field; lra).
    rewrite E2. ring.
Qed.

(** C09: all critical points of the loss on the sphere of R^p times R^k. *)
Theorem C09_vector_critical_points : forall k p v c w a,
  nonzero k c -> dot p v v = 1 -> dot p w w = 1 ->
  (sphere_critical k p v c w a <->
     (eqv p w v /\ eqv k a c) \/
     (eqv p w (opposite v) /\ eqv k a (abar k c)) \/
     (exists phi, 0 < phi < PI /\ saddle_angle k c phi /\ dot p w v = cos phi /\ eqv k a (asad k phi c))).
Proof.
  intros k p v c w a Hc Hv Hw. pose proof (unit_angle_range p w v) as R.
  rewrite sphere_critical_iff, C09_critical_points_complete, angle_zero, angle_opposite by assumption.
  assert (E : 0 < angle p w v < PI /\ saddle_angle k c (angle p w v) /\ eqv k a (asad k (angle p w v) c) <->
    exists phi, 0 < phi < PI /\ saddle_angle k c phi /\ dot p w v = cos phi /\ eqv k a (asad k phi c)); [|tauto].
  split.
  - intros (P & S & A). exists (angle p w v). rewrite unit_cos by assumption. tauto.
  - intros (phi & P & S & X & A). assert (Ep : angle p w v = phi).
    { rewrite unit_angle, X by exact Hw. apply acos_cos. lra. }
    rewrite Ep. tauto.
Qed.

(** C05: with w = - w_star the loss is critical at abar and nowhere else. *)
Theorem C05_vector_spurious_location : forall k p v c a,
  dot p v v = 1 -> (sphere_critical k p v c (opposite v) a <-> eqv k a (abar k c)).
Proof.
  intros k p v c a Hv. pose proof (opposite_unit p v Hv) as Ho.
  assert (Ea : angle p (opposite v) v = PI) by (apply (angle_opposite p (opposite v) v Ho Hv); intros i _; reflexivity).
  rewrite sphere_critical_iff, Ea, stationary_iff, M_N_solve, sin_PI by assumption.
  assert (E : forall i, asad k PI c i = abar k c i) by apply asad_PI.
  split; [intros [_ H] | intros H; split; [ring|]]; intros i Hi; rewrite (H i Hi), E; reflexivity.
Qed.

(** C04: the loss is nonnegative, and zero at the teacher alone. *)
Theorem C04_vector_global_optimum : forall k p v c w a,
  nonzero k c -> dot p v v = 1 -> dot p w w = 1 ->
  0 <= loss_w k p w v a c /\ (loss_w k p w v a c = 0 <-> eqv p w v /\ eqv k a c).
Proof.
  intros k p v c w a Hc Hv Hw. rewrite loss_of_angle, <- angle_zero by assumption.
  apply C04_global_optimum; [exact Hc | apply unit_angle_range].
Qed.

(** From p = 2 on every angle occurs. *)
Lemma angle_occurs p v phi : (2 <= p)%nat -> dot p v v = 1 -> 0 <= phi <= PI ->
  exists w, dot p w w = 1 /\ dot p w v = cos phi /\ angle p w v = phi.
Proof.
  intros Hp Hv Hphi. destruct (across_exists p v Hp) as (u & Hu & Huv).
  exists (geodesic p v (fun i => phi * u i) 1).
  assert (Su : forall x, dot p (fun i => phi * u i) x = phi * dot p u x).
  { intros x. unfold dot. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  assert (N : norm p (fun i => phi * u i) = phi).
  { unfold norm. rewrite Su, dot_sym, Su, Hu, Rmult_1_r. apply sqrt_square. lra. }
  assert (U : dot p (geodesic p v (fun i => phi * u i) 1) (geodesic p v (fun i => phi * u i) 1) = 1).
  { apply geodesic_unit; [exact Hv|]. rewrite Su, Huv. ring. }
  assert (X : dot p (geodesic p v (fun i => phi * u i) 1) v = cos phi).
  { rewrite dot_geodesic, N, Hv, Su, Huv, (Rmult_1_r phi). unfold Rdiv. ring. }
  split; [exact U|]. split; [exact X|]. rewrite unit_angle, X by exact U. apply acos_cos. lra.
Qed.

(** C09: critical points other than the two poles exist exactly below the threshold. *)
Theorem C09_vector_saddle_exists : forall k p v c, nonzero k c -> (2 <= p)%nat -> dot p v v = 1 ->
  ((exists w a, dot p w w = 1 /\ sphere_critical k p v c w a /\ ~ eqv p w v /\ ~ eqv p w (opposite v))
   <-> rr k c < threshold k).
Proof.
  intros k p v c Hc Hp Hv. rewrite <- C09_saddle_exists by exact Hc. split.
  - intros (w & a & Hw & S & N1 & N2). apply C09_vector_critical_points in S; [|assumption..].
    destruct S as [[E _]|[[E _]|(phi & P & S & _)]]; [tauto|tauto|]. exists phi. tauto.
  - intros (phi & P & S). destruct (angle_occurs p v phi Hp Hv ltac:(lra)) as (w & Hw & X & Ea).
    exists w, (asad k phi c). split; [exact Hw|]. split; [|split].
    + apply C09_vector_critical_points; [assumption..|]. right; right. exists phi. unfold eqv. tauto.
    + rewrite <- angle_zero by assumption. lra.
    + rewrite <- angle_opposite by assumption. lra.
Qed.

(** ** Second derivatives at the two poles, with their eigenspaces *)

Definition part_one (k : nat) (b : nat -> R) : nat -> R := fun _ => tot k b / INR k.
Definition part_rest (k : nat) (b : nat -> R) : nat -> R := vsub b (part_one k b).

(** R^k is the orthogonal sum of the multiples of 1 and of what has total 0; M is k + PI - 1 on the one and PI - 1 on
    the other. *)
Theorem C04_output_parts : forall k b, (1 <= k)%nat ->
  (forall i, b i = part_one k b i + part_rest k b i) /\
  tot k (part_rest k b) = 0 /\ dot k (part_one k b) (part_rest k b) = 0 /\
  (forall i, Mv k (part_one k b) i = (INR k + PI - 1) * part_one k b i) /\
  (forall i, Mv k (part_rest k b) i = (PI - 1) * part_rest k b i) /\
  QM k b = (INR k + PI - 1) * dot k (part_one k b) (part_one k b) + (PI - 1) * dot k (part_rest k b) (part_rest k b).
Proof.
  intros k b Hk. assert (K : 1 <= INR k) by (change 1 with (INR 1); now apply le_INR).
  assert (T1 : tot k (part_one k b) = tot k b) by (unfold part_one, tot; rewrite sum_const; field; lra).
  assert (D1 : forall x, dot k (part_one k b) x = tot k b / INR k * tot k x).
  { intros x. unfold dot, part_one, tot. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  assert (T2 : tot k (part_rest k b) = 0) by (unfold part_rest, vsub; rewrite tot_move, T1; ring).
  split; [|split; [exact T2|split; [|split; [|split]]]].
  - intros i. unfold part_rest, vsub, move. ring.
  - rewrite D1, T2. ring.
  - intros i. unfold Mv. rewrite T1. unfold part_one. field. lra.
  - intros i. now apply M_eigen_orth.
  - rewrite QM_expand, D1, T1. unfold part_rest, vsub.
    rewrite dot_move_l, !dot_move_r, (dot_sym k b (part_one k b)), !D1, ?T1. field. lra.
Qed.

Lemma angle_geodesic p v q s : dot p v v = 1 -> dot p q v = 0 -> Rabs (norm p q * s) <= PI ->
  angle p (geodesic p v q s) v = Rabs (norm p q * s).
Proof.
  intros Hv Hq Hs. rewrite unit_angle by now apply geodesic_unit.
  rewrite dot_geodesic, Hv, Hq. unfold Rdiv. rewrite Rmult_0_l, Rmult_0_r, Rplus_0_r, Rmult_1_r.
  destruct (Rle_dec 0 (norm p q * s)) as [P|N].
  - rewrite Rabs_pos_eq in * by exact P. now apply acos_cos.
  - rewrite Rabs_left in * by lra. rewrite <- cos_neg. apply acos_cos. lra.
Qed.

(** Small steps keep the angle below PI. *)
Lemma small_steps n : 0 <= n -> locally 0 (fun t => locally t (fun s => Rabs (n * s) <= PI)).
Proof.
  intros Hn. pose proof PI_RGT_0. assert (Hd : 0 < PI / (n + 1)) by (apply Rdiv_lt_0_compat; lra).
  apply locally_locally. exists (mkposreal _ Hd). intros s Hs.
  unfold ball in Hs; simpl in Hs; unfold AbsRing_ball, abs, minus, plus, opp in Hs; simpl in Hs.
  rewrite Ropp_0, Rplus_0_r in Hs. rewrite Rabs_mult, (Rabs_pos_eq n) by exact Hn.
  pose proof (Rabs_pos s). apply Rmult_lt_compat_r with (r := n + 1) in Hs; [|lra].
  unfold Rdiv in Hs. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Hs by lra. nra.
Qed.

(** C04: at the global optimum the second derivative along the great circle of velocity q, and b in a, is
    A^2/2 |q|^2 + (k+PI-1)/(2 PI) |part of b along 1|^2 + (PI-1)/(2 PI) |rest of b|^2: A^2/2 on the p - 1 directions
    tangent to the sphere, and the eigenvalues of M / (2 PI) once and k - 1 times. *)
Theorem C04_vector_hessian : forall k p v c q b, nonzero k c -> dot p v v = 1 -> dot p q v = 0 ->
  exists D1 : R -> R,
  locally 0 (fun t => is_derive (fun s => loss_w k p (geodesic p v q s) v (move c s b) c) t (D1 t)) /\
  D1 0 = 0 /\
  is_derive D1 0 (A2 k c / 2 * dot p q q + (INR k + PI - 1) / (2 * PI) * dot k (part_one k b) (part_one k b)
    + (PI - 1) / (2 * PI) * dot k (part_rest k b) (part_rest k b)).
Proof.
  intros k p v c q b Hc Hv Hq. pose proof PI_RGT_0.
  destruct (C04_global_hessian k c b (norm p q) Hc (norm_pos p q)) as (D1 & D & Z & D2 & _).
  exists D1. split; [|split; [exact Z|]].
  - apply (filter_imp _ _) with (2 := small_steps _ (norm_pos p q)). intros t Ht.
    apply (is_derive_ext_loc (fun s => L k c (Rabs (norm p q * s)) (move c s b))); [|apply D].
    apply (filter_imp _ _) with (2 := Ht). intros s Hs.
    rewrite (loss_of_angle k p) by now apply geodesic_unit. now rewrite angle_geodesic.
  - assert (Hk : (1 <= k)%nat) by (destruct Hc as (i & Hi & _); lia).
    destruct (C04_output_parts k b Hk) as (_ & _ & _ & _ & _ & E). rewrite E in D2.
    replace (norm p q ^ 2) with (dot p q q) in D2 by (rewrite <- norm_sq; ring).
    replace (A2 k c / 2 * dot p q q + (INR k + PI - 1) / (2 * PI) * dot k (part_one k b) (part_one k b)
      + (PI - 1) / (2 * PI) * dot k (part_rest k b) (part_rest k b)) with (A2 k c / 2 * dot p q q
      + ((INR k + PI - 1) * dot k (part_one k b) (part_one k b)
         + (PI - 1) * dot k (part_rest k b) (part_rest k b)) / (2 * PI)) by (field; lra).
    exact D2.
Qed.

(** C06: at the spurious point the same with 0 on all p - 1 directions tangent to the sphere. *)
Theorem C06_vector_hessian : forall k p v c q b, nonzero k c -> dot p v v = 1 -> dot p q v = 0 ->
  exists D1 : R -> R,
  locally 0 (fun t =>
    is_derive (fun s => loss_w k p (geodesic p (opposite v) q s) v (move (abar k c) s b) c) t (D1 t)) /\
  D1 0 = 0 /\
  is_derive D1 0 (0 * dot p q q + (INR k + PI - 1) / (2 * PI) * dot k (part_one k b) (part_one k b)
    + (PI - 1) / (2 * PI) * dot k (part_rest k b) (part_rest k b)).
Proof.
  intros k p v c q b Hc Hv Hq. pose proof PI_RGT_0. pose proof (opposite_unit p v Hv) as Ho.
  assert (Hqo : dot p q (opposite v) = 0) by (rewrite dot_opposite, Hq; ring).
  destruct (C06_spurious_hessian k c b (norm p q) (norm_pos p q)) as (D1 & D & Z & D2 & _).
  exists D1. split; [|split; [exact Z|]].
  - apply (filter_imp _ _) with (2 := small_steps _ (norm_pos p q)). intros t Ht.
    apply (is_derive_ext_loc (fun s => L k c (PI - Rabs (norm p q * s)) (move (abar k c) s b))); [|apply D].
    apply (filter_imp _ _) with (2 := Ht). intros s Hs.
    rewrite (loss_of_angle k p) by now apply geodesic_unit. f_equal.
    pose proof (geodesic_unit p (opposite v) q s Ho Hqo) as U.
    rewrite <- (angle_geodesic p (opposite v) q s Ho Hqo Hs), !unit_angle, dot_opposite, acos_opp by exact U. ring.
  - assert (Hk : (1 <= k)%nat) by (destruct Hc as (i & Hi & _); lia).
    destruct (C04_output_parts k b Hk) as (_ & _ & _ & _ & _ & E). rewrite E in D2.
    replace (0 * dot p q q + (INR k + PI - 1) / (2 * PI) * dot k (part_one k b) (part_one k b)
      + (PI - 1) / (2 * PI) * dot k (part_rest k b) (part_rest k b)) with (
      ((INR k + PI - 1) * dot k (part_one k b) (part_one k b)
         + (PI - 1) * dot k (part_rest k b) (part_rest k b)) / (2 * PI)) by (field; lra).
    exact D2.
Qed.

(** ** Local minima *)

Definition sphere_min (k p : nat) (v c w a : nat -> R) : Prop :=
  exists eps, 0 < eps /\ forall x b, dot p x x = 1 -> dist2 p x w < eps -> dist2 k b a < eps ->
    loss_w k p w v a c <= loss_w k p x v b c.
Definition sphere_strict_min (k p : nat) (v c w a : nat -> R) : Prop :=
  exists eps, 0 < eps /\ forall x b, dot p x x = 1 -> dist2 p x w < eps -> dist2 k b a < eps ->
    (~ eqv p x w \/ ~ eqv k b a) -> loss_w k p w v a c < loss_w k p x v b c.

(** C07: among unit w and all a, near the spurious point. In dimension p = 1, where the sphere is two points, there is
    no way around it; from p = 2 on the condition is exact. *)
Theorem C07_vector_local_minimum : forall k p v c, nonzero k c -> (2 <= p)%nat -> dot p v v = 1 ->
  (sphere_strict_min k p v c (opposite v) (abar k c) <-> rr k c < threshold k) /\
  (sphere_min k p v c (opposite v) (abar k c) <-> rr k c < threshold k).
Proof.
  intros k p v c Hc Hp Hv. pose proof PI_gt_3 as HPI. pose proof (opposite_unit p v Hv) as Ho.
  assert (Ea : angle p (opposite v) v = PI) by (apply (angle_opposite p (opposite v) v Ho Hv); intros i _; reflexivity).
  assert (L0 : loss_w k p (opposite v) v (abar k c) c = L k c PI (abar k c)) by (now rewrite loss_of_angle, Ea).
  assert (Near : forall x, dot p x x = 1 -> dist2 p x (opposite v) = 2 + 2 * cos (angle p x v)).
  { intros x Hx. rewrite dist2_unit, dot_opposite, unit_cos by assumption. ring. }
  assert (Down : rr k c < threshold k -> sphere_strict_min k p v c (opposite v) (abar k c)).
  { intros Hr. destruct (below_strict k c Hc Hr) as (eps & He & M).
    set (e := Rmin eps 1). assert (E1 : 0 < e <= 1) by (split; [apply Rmin_pos; lra | apply Rmin_r]).
    assert (E2 : e <= eps) by apply Rmin_l. pose proof (COS_bound e).
    assert (C1 : cos e < 1) by (rewrite <- cos_0; apply cos_decreasing_1; lra).
    exists (Rmin eps (2 - 2 * cos e)). split; [apply Rmin_pos; lra|]. intros x b Hx Hxw Hba N.
    rewrite L0, loss_of_angle by exact Hx. rewrite Near in Hxw by exact Hx.
    pose proof (Rlt_le_trans _ _ _ Hxw (Rmin_r _ _)) as X1. pose proof (Rlt_le_trans _ _ _ Hba (Rmin_l _ _)) as X2.
    pose proof (unit_angle_range p x v) as R. apply M; [|exact X2|].
    - split; [|apply R]. apply Rnot_le_lt. intros Q. assert (Q' : angle p x v <= PI - e) by lra.
      assert (cos (PI - e) <= cos (angle p x v)) by (apply cos_decr_1; lra).
      rewrite Rtrigo_facts.cos_pi_minus in *. lra.
    - rewrite angle_opposite by assumption. exact N. }
  assert (Up : sphere_min k p v c (opposite v) (abar k c) -> rr k c < threshold k).
  { intros (eps & He & M). apply (C07_spurious_is_local_minimum k c Hc).
    set (e := Rmin eps 1). assert (E1 : 0 < e <= 1) by (split; [apply Rmin_pos; lra | apply Rmin_r]).
    assert (E2 : e <= eps) by apply Rmin_l. exists e. split; [lra|]. intros phi b Hphi Hb.
    destruct (angle_occurs p v phi Hp Hv ltac:(lra)) as (x & Hx & _ & A).
    rewrite <- L0, <- A, <- (loss_of_angle k p) by exact Hx.
    apply M; [exact Hx | | lra]. rewrite Near, A by exact Hx.
    pose proof (cos_lb2 (PI - phi) ltac:(lra)) as B. rewrite Rtrigo_facts.cos_pi_minus in B. nra. }
  assert (Weak : sphere_strict_min k p v c (opposite v) (abar k c) -> sphere_min k p v c (opposite v) (abar k c)).
  { intros (eps & He & M). exists eps. split; [exact He|]. intros x b Hx Hxw Hba.
    destruct (classic (eqv p x (opposite v) /\ eqv k b (abar k c))) as [[X1 X2]|N].
    - rewrite (loss_of_angle k p x) by exact Hx. rewrite L0, (angle_ext p x _ v X1), Ea, (L_ext k c PI b _ X2). lra.
    - left. apply M; [assumption..|]. tauto. }
  split; split; auto.
Qed.

(** ** Saddles *)

(** C09: at every critical point other than the two poles the loss has a negative second derivative along a great
    circle and a line in a. *)
Theorem C09_vector_saddles_strict : forall k p v c w a, nonzero k c -> dot p v v = 1 -> dot p w w = 1 ->
  sphere_critical k p v c w a -> ~ eqv p w v -> ~ eqv p w (opposite v) ->
  exists (q b : nat -> R) (curvature : R) (D1 : R -> R), dot p q w = 0 /\ curvature < 0 /\
    locally 0 (fun t => is_derive (fun s => loss_w k p (geodesic p w q s) v (move a s b) c) t (D1 t)) /\
    D1 0 = 0 /\ is_derive D1 0 curvature.
Proof.
  intros k p v c w a Hc Hv Hw S N1 N2.
  apply C09_vector_critical_points in S; [|assumption..].
  destruct S as [[E _]|[[E _]|(phi & P & S & X & A)]]; [tauto|tauto|].
  destruct (C09_saddles_strict k c phi a Hc P S A) as (tau & cv & D1 & _ & Hcv & D & Z & D2).
  assert (Hs : 0 < sin phi) by (apply sin_gt_0; lra).
  pose proof (sin2_cos2 phi) as SC. unfold Rsqr in SC.
  set (q := fun i => / sin phi * (cos phi * w i - v i)).
  assert (Eq : forall x, dot p q x = / sin phi * (cos phi * dot p w x - dot p v x)).
  { intros x. unfold q, dot at 1.
    rewrite (sum_ext p _ (fun i => / sin phi * cos phi * (w i * x i) + - / sin phi * (v i * x i))) by (intros; ring).
    rewrite sum_plus, !sum_scal. fold (dot p w x). fold (dot p v x). ring. }
  assert (Qw : dot p q w = 0) by (rewrite Eq, Hw, (dot_sym p v w), X; ring).
  assert (Qv : dot p q v = - sin phi).
  { rewrite Eq, X, Hv. apply (Rmult_eq_reg_l (sin phi)); [|lra]. rewrite <- Rmult_assoc, Rinv_r by lra. lra. }
  assert (Qq : norm p q = 1).
  { unfold norm. rewrite Eq, (dot_sym p w q), (dot_sym p v q), Qw, Qv.
    replace (/ sin phi * (cos phi * 0 - - sin phi)) with 1 by (field; lra). apply sqrt_1. }
  exists q, (fun i => - tau * c i), cv, D1. split; [exact Qw|]. split; [exact Hcv|]. split; [|split; assumption].
  assert (Hd : 0 < Rmin phi (PI - phi)) by (apply Rmin_pos; lra).
  assert (Loc : locally 0 (fun s => Rabs s < Rmin phi (PI - phi))).
  { exists (mkposreal _ Hd). intros s Bs.
    unfold ball in Bs; simpl in Bs; unfold AbsRing_ball, abs, minus, plus, opp in Bs; simpl in Bs.
    now rewrite Ropp_0, Rplus_0_r in Bs. }
  apply (filter_imp _ _) with (2 := locally_locally _ _ Loc). intros t Ht.
  apply (is_derive_ext_loc (fun s => L k c (phi + s) (move a s (fun i => - tau * c i)))); [|apply D].
  apply (filter_imp _ _) with (2 := Ht). intros s Bs.
  apply Rabs_def2 in Bs. pose proof (Rmin_l phi (PI - phi)). pose proof (Rmin_r phi (PI - phi)).
  rewrite (loss_of_angle k p) by now apply geodesic_unit. f_equal.
  rewrite unit_angle by now apply geodesic_unit.
  rewrite dot_geodesic, Qq, X, Qv.
  replace (cos (1 * s) * cos phi + sin (1 * s) * (- sin phi / 1)) with (cos (phi + s)).
  - symmetry. apply acos_cos. lra.
  - rewrite cos_plus, Rmult_1_l. field.
Qed.
