(** * Landscape: the loss on the sphere, all its critical points

    What:    global optimum, spurious point, its singular Hessian, exact condition for
             it to be a local minimum, its loss, and the complete list of critical points.
    Claims:  C04 global_optimum, C05 spurious_location, C06 spurious_hessian,
             C07 spurious_is_local_minimum, C08 spurious_does_not_generalize,
             C09 critical_points_complete.

    | symbol             | meaning                                                     |
    |--------------------|-------------------------------------------------------------|
    | L k c phi a        | loss of (w, a), |w| = 1, angle(w, w_star) = phi; teacher c = a_star |
    | A2 k c             | |a_star|^2                                                  |
    | rr k c             | r = (1.a_star)^2 / |a_star|^2                               |
    | abar k c           | M^{-1} (11' - I) a_star, output weights of the spurious point |
    | asad k phi c       | a_phi = M^{-1} N(phi) a_star, the best a at angle phi       |
    | eqv k a b          | a i = b i for all i < k                                     |
    | nonzero k c        | c i <> 0 for some i < k                                     |
    | dist2 k a b        | |a - b|^2                                                   |
    | stationary k c phi a | all first derivatives vanish                              |
    | saddle_angle k c phi | g phi = 1 - (PI-1) r / (k + PI - 1 - r)                   |

    How criticality on the sphere is expressed. By symmetry the loss depends on the unit
    filter w through phi only. Where 0 < phi < PI, phi is a smooth coordinate, and w is
    critical iff dL/dphi = alpha (PI - phi) sin phi / (2 PI) = 0, alpha = a.a_star, the
    absolute value of which is the length of the tangential sphere gradient. At
    w = w_star and w = -w_star the polar chart degenerates: there the sphere gradient is
    tested along great circles, that is along the curves phi = |t| n and phi = PI - |t| n,
    t real, n >= 0 the length of the tangent direction q in R^{p-1}
    (lemmas [curve_global], [curve_spurious]); it is zero for every a, as the formula says.
    Sphere.v says all this of unit vectors w in R^p, and that it is the same.

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss.
Open Scope R_scope.

Definition L (k : nat) (c : nat -> R) (phi : R) (a : nat -> R) : R := loss_nu k 1 phi a c.
Definition eqv (k : nat) (a b : nat -> R) : Prop := forall i, (i < k)%nat -> a i = b i.
Definition nonzero (k : nat) (c : nat -> R) : Prop := exists i, (i < k)%nat /\ c i <> 0.
Definition dist2 (k : nat) (a b : nat -> R) : R := dot k (vsub a b) (vsub a b).
Definition A2 (k : nat) (c : nat -> R) : R := dot k c c.
Definition rr (k : nat) (c : nat -> R) : R := (tot k c)^2 / A2 k c.

(** ** Small facts *)

(** Equal below k, from a zero difference. *)
Lemma eqv_vsub k a b : (forall i, (i < k)%nat -> vsub a b i = 0) -> eqv k a b.
Proof. intros H i Hi. specialize (H i Hi). unfold vsub, move in H. lra. Qed.

(** Zero difference, from equality below k. *)
Lemma vsub_eqv k a b : eqv k a b -> forall i, (i < k)%nat -> vsub a b i = 0.
Proof. intros H i Hi. unfold vsub, move. rewrite (H i Hi). ring. Qed.

(** The null vector: its total ... *)
Lemma tot_zero k a : (forall i, (i < k)%nat -> a i = 0) -> tot k a = 0.
Proof. intros H. rewrite (tot_ext k a (fun _ => 0) H). unfold tot. rewrite sum_const. ring. Qed.

(** ... its products ... *)
Lemma dot_zero_l k a b : (forall i, (i < k)%nat -> a i = 0) -> dot k a b = 0.
Proof.
  intros H. rewrite (dot_ext k a (fun _ => 0) b b H) by reflexivity.
  unfold dot. rewrite (sum_ext k _ (fun _ => 0)) by (intros; ring). rewrite sum_const. ring.
Qed.

(** ... and its form. *)
Lemma QM_zero_vec k a : (forall i, (i < k)%nat -> a i = 0) -> QM k a = 0.
Proof. intros H. rewrite QM_expand, tot_zero, dot_zero_l by exact H. ring. Qed.

(** The loss depends on the entries below k only. *)
Lemma L_ext k c phi a b : eqv k a b -> L k c phi a = L k c phi b.
Proof.
  intros H. unfold L, loss_nu, QM, BM, QN.
  rewrite (tot_ext k a b H), (dot_ext k a b a b H H), (dot_ext k a b c c H) by reflexivity.
  reflexivity.
Qed.

(** A vector is determined below k by its product with M. *)
Lemma Mv_inj k a b : eqv k (Mv k a) (Mv k b) -> eqv k a b.
Proof.
  intros H. apply eqv_vsub, QM_zero. rewrite <- QM_matrix.
  rewrite dot_sym. apply dot_zero_l. intros i Hi. specialize (H i Hi).
  unfold Mv in *. unfold vsub. rewrite tot_move. unfold move. lra.
Qed.

(** The largest eigenvalue of M is positive. *)
Lemma kPI_pos k : 0 < INR k + PI - 1.
Proof. pose proof (pos_INR k). pose proof PI_gt_3. lra. Qed.

(** A vector with a nonzero entry has at least one entry. *)
Lemma nonzero_k k c : nonzero k c -> 1 <= INR k.
Proof. intros [i [Hi _]]. change 1 with (INR 1). apply le_INR. lia. Qed.

(** The teacher has positive length. *)
Lemma A2_pos k c : nonzero k c -> 0 < A2 k c.
Proof. apply dot_self_pos. Qed.

(** r lies in [0, k]. *)
Lemma rr_range k c : nonzero k c -> 0 <= rr k c <= INR k.
Proof.
  intros H. assert (HA := A2_pos k c H). unfold rr. split.
  - apply Rdiv_le_0_compat; [apply pow2_ge_0 | exact HA].
  - apply Rmult_le_reg_r with (A2 k c); [exact HA|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. apply tot_sq_le.
Qed.

(** The definition of r, without division. *)
Lemma rr_mult k c : nonzero k c -> rr k c * A2 k c = (tot k c)^2.
Proof. intros H. assert (HA := A2_pos k c H). unfold rr. field. lra. Qed.

(** Expands the forms and products of moved vectors. *)
Ltac expand_forms :=
  unfold QM, BM, QN, vsub;
  repeat (rewrite tot_move || rewrite dot_move_l || rewrite dot_move_r).

(** Reads an equality of Coquelicot's real line as one of reals. *)
Ltac real_eq := match goal with |- @eq _ ?x ?y => change (@eq R x y) end.

(** ** C04: the global optimum *)

(** The loss as a completed square: difference of means, difference of vectors, rest. *)
Lemma L_completed_square k c phi a :
  L k c phi a = / (4 * PI) * ((tot k (vsub a c))^2
    + (PI - 1) * dot k (move a (- ((g phi - 1) / (PI - 1))) c) (move a (- ((g phi - 1) / (PI - 1))) c)
    + ((PI - 1)^2 - (g phi - 1)^2) / (PI - 1) * A2 k c).
Proof.
  pose proof PI_gt_3. unfold L, loss_nu. rewrite !QM_expand. unfold QN, vsub, A2.
  rewrite tot_move, dot_move_l, !dot_move_r, (dot_sym k c a). field. lra.
Qed.

(** The loss as the M-distance to the teacher and an angle term. *)
Lemma L_from_global k c phi a :
  L k c phi a = / (4 * PI) * QM k (vsub a c) + / (2 * PI) * ((PI - g phi) * dot k a c).
Proof.
  pose proof PI_gt_3. unfold L, loss_nu. rewrite !QM_expand. unfold QN, vsub.
  rewrite tot_move, dot_move_l, !dot_move_r, (dot_sym k c a). field. lra.
Qed.

(** The last term of the completed square is nonnegative, and zero only at angle 0. *)
Lemma rest_nonneg phi : 0 <= phi <= PI -> 0 <= ((PI - 1)^2 - (g phi - 1)^2) / (PI - 1).
Proof.
  intros Hphi. pose proof PI_gt_3. pose proof (g_nonneg phi Hphi). pose proof (g_le_PI phi Hphi).
  apply Rdiv_le_0_compat; [nra|lra].
Qed.

(** Strict version, away from angle 0. *)
Lemma rest_pos phi : 0 < phi -> phi <= PI -> 0 < ((PI - 1)^2 - (g phi - 1)^2) / (PI - 1).
Proof.
  intros H0 HP. pose proof PI_gt_3.
  pose proof (g_nonneg phi (conj (Rlt_le _ _ H0) HP)). pose proof (g_lt_PI phi H0 HP).
  apply Rdiv_lt_0_compat; [nra|lra].
Qed.

Theorem C04_global_optimum : forall k c phi a, nonzero k c -> 0 <= phi <= PI ->
  0 <= L k c phi a /\ (L k c phi a = 0 <-> phi = 0 /\ eqv k a c).
Proof.
  intros k c phi a Hc Hphi. pose proof PI_gt_3 as HPI. assert (HA := A2_pos k c Hc).
  assert (HI : 0 < / (4 * PI)) by (apply Rinv_0_lt_compat; lra).
  assert (H1 := pow2_ge_0 (tot k (vsub a c))).
  set (m := move a (- ((g phi - 1) / (PI - 1))) c).
  assert (H2 := dot_self_nonneg k m).
  assert (H3 := rest_nonneg phi Hphi).
  assert (Eq : L k c phi a = / (4 * PI) * ((tot k (vsub a c))^2 + (PI - 1) * dot k m m
    + ((PI - 1)^2 - (g phi - 1)^2) / (PI - 1) * A2 k c)) by apply L_completed_square.
  split; [|split].
  - rewrite Eq. apply Rmult_le_pos; [lra|]. nra.
  - intros Z. rewrite Eq in Z. apply Rmult_integral in Z. destruct Z as [Z|Z]; [lra|].
    assert (Hp : phi = 0).
    { destruct Hphi as [[P|P] Q]; [|lra]. pose proof (rest_pos phi P Q).
      assert (0 < ((PI - 1)^2 - (g phi - 1)^2) / (PI - 1) * A2 k c) by (apply Rmult_lt_0_compat; lra).
      nra. }
    split; [exact Hp|]. assert (Zm : dot k m m = 0) by nra.
    intros i Hi. pose proof (dot_self_zero k m Zm i Hi) as Hm.
    unfold m, move in Hm. rewrite Hp, g_0 in Hm.
    replace (- ((PI - 1) / (PI - 1))) with (-1) in Hm by (field; lra). lra.
  - intros [-> Ha]. rewrite L_from_global, g_0, (QM_zero_vec k _ (vsub_eqv k a c Ha)). ring.
Qed.

(** ** Second derivatives along curves through the two poles *)

(** A function squeezed quadratically has derivative zero. *)
Lemma is_derive_0_quadratic (f : R -> R) (C : R) : 0 < C ->
  (forall t, Rabs t <= 1 -> Rabs (f t - f 0) <= C * t^2) -> is_derive f 0 0.
Proof.
  intros HC B. apply is_derive_Reals. intros eps Heps.
  assert (Hd : 0 < Rmin 1 (eps / C)) by (apply Rmin_pos; [lra | apply Rdiv_lt_0_compat; lra]).
  exists (mkposreal _ Hd). intros h Hh Hlt. simpl in Hlt. rewrite Rplus_0_l, Rminus_0_r.
  assert (H1 : Rabs h < 1) by (eapply Rlt_le_trans; [exact Hlt | apply Rmin_l]).
  assert (H2 : Rabs h < eps / C) by (eapply Rlt_le_trans; [exact Hlt | apply Rmin_r]).
  assert (Hp : 0 < Rabs h) by (apply Rabs_pos_lt, Hh).
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv. apply Rmult_lt_reg_r with (Rabs h); [exact Hp|].
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  apply Rle_lt_trans with (C * h^2); [apply B; lra|].
  rewrite <- (pow2_abs h). apply Rmult_lt_compat_r with (r := C) in H2; [|exact HC].
  unfold Rdiv in H2. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in H2 by lra. nra.
Qed.

(** An even reflection t -> f |t| is differentiable when f is flat at 0. *)
Lemma is_derive_even (f f' : R -> R) (C : R) : 0 < C ->
  (forall t, is_derive f t (f' t)) ->
  (forall t, 0 <= t <= 1 -> Rabs (f t - f 0) <= C * t^2) ->
  forall t, is_derive (fun u => f (Rabs u)) t (sign t * f' (Rabs t)).
Proof.
  intros HC D B t. destruct (Rtotal_order t 0) as [H|[->|H]].
  - rewrite sign_eq_m1, (Rabs_left t) by exact H.
    apply (is_derive_ext_loc (fun u => f (- u))).
    + exists (mkposreal (- t) (Ropp_0_gt_lt_contravar _ H)). intros u Hu.
      unfold ball in Hu; simpl in Hu; unfold AbsRing_ball, abs, minus, plus, opp in Hu; simpl in Hu.
      apply Rabs_def2 in Hu. rewrite Rabs_left; [reflexivity|lra].
    + apply (is_derive_comp f (fun u => - u)); [apply D|]. auto_derive; [easy|]. ring.
  - rewrite sign_0, Rmult_0_l. apply (is_derive_0_quadratic _ C HC). intros u Hu.
    rewrite (Rabs_R0), <- (pow2_abs u). apply B. split; [apply Rabs_pos | exact Hu].
  - rewrite sign_eq_1, (Rabs_pos_eq t), Rmult_1_l by lra.
    apply (is_derive_ext_loc f); [|apply D].
    exists (mkposreal t H). intros u Hu.
    unfold ball in Hu; simpl in Hu; unfold AbsRing_ball, abs, minus, plus, opp in Hu; simpl in Hu.
    apply Rabs_def2 in Hu. rewrite Rabs_pos_eq; [reflexivity|lra].
Qed.

(** Sign times absolute value. *)
Lemma sign_Rabs t : sign t * Rabs t = t.
Proof.
  destruct (Rtotal_order t 0) as [H|[->|H]].
  - rewrite sign_eq_m1, Rabs_left by exact H. ring.
  - rewrite sign_0. ring.
  - rewrite sign_eq_1, Rabs_pos_eq by lra. ring.
Qed.

(** The same for the sine. *)
Lemma sign_sin_Rabs t : sign t * sin (Rabs t) = sin t.
Proof.
  destruct (Rtotal_order t 0) as [H|[->|H]].
  - rewrite sign_eq_m1, Rabs_left by exact H. rewrite sin_neg. ring.
  - rewrite sign_0, sin_0. ring.
  - rewrite sign_eq_1, Rabs_pos_eq by lra. ring.
Qed.

(** The kernel along a great circle through the teacher filter. *)
Lemma is_derive_g_abs t : is_derive (fun u => g (Rabs u)) t (- (PI - Rabs t) * sin t).
Proof.
  pose proof PI_gt_3.
  replace (- (PI - Rabs t) * sin t) with (sign t * (- (PI - Rabs t) * sin (Rabs t))).
  2: { rewrite <- (sign_sin_Rabs t). ring. }
  apply (is_derive_even g (fun t => - (PI - t) * sin t) (PI / 2)); [lra | apply is_derive_g |].
  intros u Hu. rewrite g_0. pose proof (g_near_0 u ltac:(lra)) as [_ H2].
  pose proof (g_le_PI u ltac:(lra)).
  rewrite Rabs_left1 by lra. assert (0 <= u^3) by (apply pow_le; lra). nra.
Qed.

(** The kernel along a great circle through the opposite filter. *)
Lemma is_derive_g_PI_abs t : is_derive (fun u => g (PI - Rabs u)) t (Rabs t * sin t).
Proof.
  pose proof PI_gt_3.
  replace (Rabs t * sin t) with (sign t * (Rabs t * sin (Rabs t))).
  2: { rewrite <- (sign_sin_Rabs t). ring. }
  apply (is_derive_even (fun u => g (PI - u)) (fun t => t * sin t) 1); [lra | |].
  - intros u. apply (is_derive_ext (fun t => sin t - t * cos t)).
    + intros v. symmetry. apply g_from_PI.
    + apply is_derive_g_from_PI.
  - intros u Hu. rewrite Rminus_0_r, g_PI, Rminus_0_r.
    pose proof (g_nonneg (PI - u) ltac:(lra)). pose proof (g_near_PI_ub u ltac:(lra)).
    rewrite Rabs_pos_eq by lra. assert (u^3 <= u^2) by nra. nra.
Qed.

(** t -> |t| sin t is flat at 0. *)
Lemma is_derive_abs_sin n : 0 <= n -> is_derive (fun t => Rabs (n * t) * sin (n * t)) 0 0.
Proof.
  intros Hn. apply (is_derive_0_quadratic _ (n^2 + 1)); [nra|]. intros t _.
  rewrite Rmult_0_r, Rabs_R0, Rmult_0_l, Rminus_0_r, Rabs_mult, Rabs_Rabsolu.
  assert (Rabs (sin (n * t)) <= Rabs (n * t)).
  { destruct (Rle_dec 0 (n * t)) as [P|P].
    - rewrite (Rabs_pos_eq (n * t)) by exact P. apply Rabs_le. split.
      + destruct (Rle_dec (n * t) PI) as [Q|Q].
        * pose proof (sin_ge_0 (n * t) P Q). lra.
        * pose proof (SIN_bound (n * t)). pose proof PI_gt_3. lra.
      + apply sin_ub1, P.
    - rewrite (Rabs_left (n * t)) by lra. rewrite <- (Rabs_Ropp (sin (n * t))), <- sin_neg.
      apply Rabs_le. split.
      + destruct (Rle_dec (- (n * t)) PI) as [Q|Q].
        * pose proof (sin_ge_0 (- (n * t)) ltac:(lra) Q). lra.
        * pose proof (SIN_bound (- (n * t))). pose proof PI_gt_3. lra.
      + apply sin_ub1. lra. }
  pose proof (Rabs_pos (n * t)). assert (E : Rabs (n * t) * Rabs (n * t) = n^2 * t^2).
  { rewrite <- Rabs_mult, Rabs_pos_eq by nra. ring. }
  pose proof (Rabs_pos (sin (n * t))). nra.
Qed.

(** *** The global optimum *)

(** First derivative along the curve with tangent (q, b), |q| = n, through (w_star, a). *)
Lemma curve_global k c a b n t : 0 <= n ->
  is_derive (fun u => L k c (Rabs (n * u)) (move a u b)) t
    (/ (2 * PI) * (BM k b (vsub (move a t b) c)
       + n * ((PI - Rabs (n * t)) * sin (n * t)) * dot k (move a t b) c
       + (PI - g (Rabs (n * t))) * dot k b c)).
Proof.
  intros Hn. pose proof PI_gt_3.
  assert (Dg : is_derive (fun u => g (Rabs (n * u))) t (n * (- (PI - Rabs (n * t)) * sin (n * t)))).
  { apply (is_derive_comp (fun v => g (Rabs v)) (fun u => n * u)); [apply is_derive_g_abs|].
    auto_derive; [easy|]. ring. }
  set (G := fun u => g (Rabs (n * u))) in *.
  apply (is_derive_ext (fun u => / (4 * PI) * (QM k (vsub a c) + 2 * u * BM k (vsub a c) b + u^2 * QM k b)
    + / (2 * PI) * ((PI - G u) * (dot k a c + u * dot k b c)))).
  - intros u. rewrite L_from_global, dot_move_l. unfold G. f_equal. f_equal.
    expand_forms. rewrite ?(dot_sym k b a), ?(dot_sym k c a), ?(dot_sym k c b). ring.
  - change (g (Rabs (n * t))) with (G t).
    assert (E : Derive (fun x => G x) t = n * (- (PI - Rabs (n * t)) * sin (n * t)))
      by apply (is_derive_unique _ _ _ Dg).
    assert (X : ex_derive (fun x => G x) t) by (eexists; exact Dg).
    clearbody G. auto_derive; [exact X|]. rewrite E.
    expand_forms. rewrite ?(dot_sym k b a), ?(dot_sym k c a), ?(dot_sym k c b). field. lra.
Qed.

(** Hessian at the global optimum: the second derivative along the curve with tangent
    (q, b), |q| = n, is A^2 n^2 / 2 + b'Mb / (2 PI): positive definite. *)
Theorem C04_global_hessian : forall k c b n, nonzero k c -> 0 <= n -> exists D1 : R -> R,
  (forall t, is_derive (fun u => L k c (Rabs (n * u)) (move c u b)) t (D1 t)) /\
  D1 0 = 0 /\ is_derive D1 0 (A2 k c / 2 * n^2 + QM k b / (2 * PI)) /\
  (A2 k c / 2 * n^2 + QM k b / (2 * PI) = 0 -> n = 0 /\ forall i, (i < k)%nat -> b i = 0).
Proof.
  intros k c b n Hc Hn. pose proof PI_gt_3. assert (HA := A2_pos k c Hc). unfold A2 in *.
  eexists. split; [intros t; apply curve_global, Hn|]. split; [|split].
  - rewrite Rmult_0_r, Rabs_R0, sin_0, g_0.
    expand_forms. ring.
  - assert (Dg : is_derive (fun u => g (Rabs (n * u))) 0 0).
    { assert (H1 : is_derive (fun u => n * u) 0 n) by (auto_derive; [easy|ring]).
      pose proof (is_derive_comp (fun v => g (Rabs v)) (fun u => n * u) 0 _ _ (is_derive_g_abs (n * 0)) H1) as H2.
      rewrite Rmult_0_r, sin_0 in H2. unfold scal in H2; simpl in H2; unfold mult in H2; simpl in H2.
      replace (n * (- (PI - Rabs 0) * 0)) with 0 in H2 by ring. exact H2. }
    assert (Ds := is_derive_abs_sin n Hn).
    set (G := fun u => g (Rabs (n * u))) in *. set (S := fun t => Rabs (n * t) * sin (n * t)) in *.
    apply (is_derive_ext (fun t => / (2 * PI) * (t * QM k b
       + n * (PI * sin (n * t) - S t) * (dot k c c + t * dot k b c) + (PI - G t) * dot k b c))).
    + intros t. unfold G, S. expand_forms. real_eq. ring.
    + assert (EG : Derive (fun x => G x) 0 = 0) by apply (is_derive_unique _ _ _ Dg).
      assert (ES : Derive (fun x => S x) 0 = 0) by apply (is_derive_unique _ _ _ Ds).
      assert (XG : ex_derive (fun x => G x) 0) by (eexists; exact Dg).
      assert (XS : ex_derive (fun x => S x) 0) by (eexists; exact Ds).
      assert (S0 : S 0 = 0) by (unfold S; rewrite Rmult_0_r, sin_0; ring).
      clearbody G S. auto_derive; [tauto|]. rewrite EG, ES, S0, Rmult_0_r, sin_0, cos_0.
      field. lra.
  - intros Z. assert (HQ := QM_nonneg k b).
    assert (0 <= QM k b / (2 * PI)) by (apply Rdiv_le_0_compat; lra).
    assert (0 <= dot k c c / 2 * n^2) by nra. split.
    { assert (E : dot k c c / 2 * n^2 = 0) by lra. apply Rmult_integral in E. destruct E; nra. }
    apply QM_zero. assert (E : QM k b / (2 * PI) = 0) by lra.
    replace (QM k b) with (QM k b / (2 * PI) * (2 * PI)) by (field; lra). rewrite E. ring.
Qed.

(** The eigenvectors of M: ones, and everything orthogonal to ones. Divided by 2 PI these
    are the eigenvalues (k+PI-1)/(2 PI) and (PI-1)/(2 PI) of both Hessians. *)
Lemma M_eigen_ones k i : Mv k (fun _ => 1) i = (INR k + PI - 1) * 1.
Proof. unfold Mv, tot. rewrite sum_const. ring. Qed.

(** Vectors orthogonal to ones: eigenvalue PI - 1. *)
Lemma M_eigen_orth k b i : tot k b = 0 -> Mv k b i = (PI - 1) * b i.
Proof. intros H. unfold Mv. rewrite H. ring. Qed.

(** ** C05: the spurious point *)

Definition abar (k : nat) (c : nat -> R) : nat -> R := fun i =>
  / (PI - 1) * (PI * tot k c / (INR k + PI - 1) - c i).

(** Total of a vector of the form u (v - c). *)
Lemma tot_affine k u v c : tot k (fun i => u * (v - c i)) = u * (INR k * v - tot k c).
Proof.
  unfold tot. rewrite sum_scal. f_equal.
  rewrite (sum_ext k _ (fun i => v + (-1) * c i)) by (intros; ring).
  rewrite sum_plus, sum_const, sum_scal. ring.
Qed.

(** Product with a vector of the form u (v - c). *)
Lemma dot_affine k u v c x : dot k (fun i => u * (v - c i)) x = u * (v * tot k x - dot k c x).
Proof.
  unfold dot, tot.
  rewrite (sum_ext k _ (fun i => u * v * x i + (- u) * (c i * x i))) by (intros; ring).
  rewrite sum_plus, !sum_scal. ring.
Qed.

(** 1.abar. *)
Lemma tot_abar k c : tot k (abar k c) = tot k c * (INR k - 1) / (INR k + PI - 1).
Proof.
  pose proof PI_gt_3. pose proof (kPI_pos k). unfold abar. rewrite tot_affine. field. lra.
Qed.

(** abar solves M abar = (11' - I) a_star. *)
Lemma M_abar k c i : Mv k (abar k c) i = tot k c - c i.
Proof.
  pose proof PI_gt_3. pose proof (kPI_pos k). unfold Mv. rewrite tot_abar. unfold abar. field. lra.
Qed.

(** The form paired with abar. *)
Lemma BM_abar k c x : BM k x (abar k c) = tot k x * tot k c - dot k x c.
Proof.
  rewrite <- BM_matrix.
  rewrite (dot_ext k x x _ (fun i => tot k c + (-1) * c i)).
  - rewrite dot_row. ring.
  - reflexivity.
  - intros i _. rewrite M_abar. ring.
Qed.

(** The exact identity: distance to the spurious point, minus the angle term. *)
Theorem C06_identity : forall k c phi a,
  L k c phi a - L k c PI (abar k c) =
  / (4 * PI) * QM k (vsub a (abar k c)) - g phi / (2 * PI) * dot k a c.
Proof.
  intros k c phi a. pose proof PI_gt_3. unfold L, loss_nu, vsub. rewrite QM_move, BM_abar.
  replace (QM k (abar k c)) with (BM k (abar k c) (abar k c)) by reflexivity. rewrite BM_abar.
  unfold QN. rewrite g_PI. field. lra.
Qed.

(** First derivative along the curve with tangent (q, b), |q| = n, through (-w_star, a). *)
Lemma curve_spurious k c a b n t : 0 <= n ->
  is_derive (fun u => L k c (PI - Rabs (n * u)) (move a u b)) t
    (/ (2 * PI) * (BM k b (vsub (move a t b) (abar k c))
       - n * (Rabs (n * t) * sin (n * t)) * dot k (move a t b) c
       - g (PI - Rabs (n * t)) * dot k b c)).
Proof.
  intros Hn. pose proof PI_gt_3.
  assert (Dg : is_derive (fun u => g (PI - Rabs (n * u))) t (n * (Rabs (n * t) * sin (n * t)))).
  { apply (is_derive_comp (fun v => g (PI - Rabs v)) (fun u => n * u)); [apply is_derive_g_PI_abs|].
    auto_derive; [easy|]. ring. }
  set (G := fun u => g (PI - Rabs (n * u))) in *.
  apply (is_derive_ext (fun u => L k c PI (abar k c)
    + (/ (4 * PI) * (QM k (vsub a (abar k c)) + 2 * u * BM k (vsub a (abar k c)) b + u^2 * QM k b)
       - / (2 * PI) * (G u * (dot k a c + u * dot k b c))))).
  - intros u. pose proof (C06_identity k c (PI - Rabs (n * u)) (move a u b)) as I.
    real_eq. replace (L k c (PI - Rabs (n * u)) (move a u b)) with
      (L k c PI (abar k c) + (L k c (PI - Rabs (n * u)) (move a u b) - L k c PI (abar k c))) by ring.
    rewrite I. unfold G. f_equal. set (m := abar k c). clearbody m. expand_forms.
    rewrite ?(dot_sym k b a), ?(dot_sym k m a), ?(dot_sym k m b). field. lra.
  - change (g (PI - Rabs (n * t))) with (G t).
    assert (E : Derive (fun x => G x) t = n * (Rabs (n * t) * sin (n * t)))
      by apply (is_derive_unique _ _ _ Dg).
    assert (X : ex_derive (fun x => G x) t) by (eexists; exact Dg).
    clearbody G. auto_derive; [exact X|]. rewrite E.
    set (m := abar k c). clearbody m. expand_forms.
    rewrite ?(dot_sym k b a), ?(dot_sym k m a), ?(dot_sym k m b). field. lra.
Qed.

(** The unit vector number j picks an entry. *)
Lemma dot_unit k j v : (j < k)%nat -> dot k (fun i => if Nat.eq_dec i j then 1 else 0) v = v j.
Proof.
  intros Hj. rewrite <- (sum_delta k v j Hj). apply sum_ext. intros i _.
  destruct (Nat.eq_dec i j); ring.
Qed.

(** The gradient in a vanishes iff M a = N(phi) a_star. *)
Lemma stationary_a k c phi a :
  (forall b, is_derive (fun u => L k c phi (move a u b)) 0 0) <-> eqv k (Mv k a) (Nv k phi c).
Proof.
  pose proof PI_gt_3 as HPI.
  assert (D : forall b, is_derive (fun u => L k c phi (move a u b)) 0
    (/ (2 * PI) * (dot k b (Mv k a) + (-1) * dot k b (Nv k phi c)))).
  { intros b. pose proof (C03_gradient_closed_form_a k 1 phi a b c 0) as H.
    rewrite dot_grad_a in H.
    replace (/ (2 * PI) * (dot k b (Mv k a) + (-1) * dot k b (Nv k phi c))) with
      (/ (2 * PI) * (1^2 * BM k b (move a 0 b) - 1 * QN k phi b c)); [exact H|].
    rewrite BM_matrix, QN_matrix. unfold BM. rewrite tot_move, dot_move_r. ring. }
  split.
  - intros S j Hj. specialize (S (fun i => if Nat.eq_dec i j then 1 else 0)).
    apply is_derive_unique in S. specialize (D (fun i => if Nat.eq_dec i j then 1 else 0)).
    apply is_derive_unique in D. rewrite S, !dot_unit in D by exact Hj.
    symmetry in D. apply Rmult_integral in D. destruct D as [D|D]; [|lra].
    exfalso. revert D. apply Rinv_neq_0_compat. lra.
  - intros E b. specialize (D b). rewrite (dot_ext k b b (Mv k a) (Nv k phi c)) in D; [|reflexivity|exact E].
    replace 0 with (/ (2 * PI) * (dot k b (Nv k phi c) + -1 * dot k b (Nv k phi c))) at 2 by ring.
    exact D.
Qed.

(** C05: at angle PI the gradient vanishes at abar, for all directions of w and a,
    and at no other vector. *)
Theorem C05_spurious_location : forall k c,
  (forall b n, 0 <= n ->
     is_derive (fun u => L k c (PI - Rabs (n * u)) (move (abar k c) u b)) 0 0) /\
  (forall b, is_derive (fun u => L k c PI (move (abar k c) u b)) 0 0) /\
  (forall a, (forall b, is_derive (fun u => L k c PI (move a u b)) 0 0) -> eqv k a (abar k c)).
Proof.
  intros k c. split; [|split].
  - intros b n Hn. pose proof (curve_spurious k c (abar k c) b n 0 Hn) as H.
    replace (/ (2 * PI) * _) with 0 in H; [exact H|].
    rewrite Rmult_0_r, Rabs_R0, sin_0, Rminus_0_r, g_PI. expand_forms. ring.
  - apply stationary_a. intros i _. rewrite M_abar. unfold Nv. rewrite g_PI. ring.
  - intros a S. apply stationary_a in S. apply Mv_inj. intros i Hi. rewrite (S i Hi), M_abar.
    unfold Nv. rewrite g_PI. ring.
Qed.

(** ** C06: the Hessian at the spurious point is singular *)

(** The second derivative along the curve with tangent (q, b), |q| = n, is
    b'Mb / (2 PI): nonnegative, and zero exactly when b = 0, whatever q is. *)
Theorem C06_spurious_hessian : forall k c b n, 0 <= n -> exists D1 : R -> R,
  (forall t, is_derive (fun u => L k c (PI - Rabs (n * u)) (move (abar k c) u b)) t (D1 t)) /\
  D1 0 = 0 /\ is_derive D1 0 (QM k b / (2 * PI)) /\
  0 <= QM k b / (2 * PI) /\
  (QM k b / (2 * PI) = 0 <-> forall i, (i < k)%nat -> b i = 0).
Proof.
  intros k c b n Hn. pose proof PI_gt_3.
  eexists. split; [intros t; apply curve_spurious, Hn|]. split; [|split; [|split; [|split]]].
  - rewrite Rmult_0_r, Rabs_R0, sin_0, Rminus_0_r, g_PI. expand_forms. ring.
  - assert (Dg : is_derive (fun u => g (PI - Rabs (n * u))) 0 0).
    { assert (H1 : is_derive (fun u => n * u) 0 n) by (auto_derive; [easy|ring]).
      pose proof (is_derive_comp (fun v => g (PI - Rabs v)) (fun u => n * u) 0 _ _
        (is_derive_g_PI_abs (n * 0)) H1) as H2.
      rewrite Rmult_0_r, sin_0, Rabs_R0 in H2. unfold scal in H2; simpl in H2; unfold mult in H2; simpl in H2.
      replace (n * (0 * 0)) with 0 in H2 by ring. exact H2. }
    assert (Ds := is_derive_abs_sin n Hn).
    set (G := fun u => g (PI - Rabs (n * u))) in *. set (S := fun t => Rabs (n * t) * sin (n * t)) in *.
    apply (is_derive_ext (fun t => / (2 * PI) * (t * QM k b
       - n * S t * (dot k (abar k c) c + t * dot k b c) - G t * dot k b c))).
    + intros t. unfold G, S. expand_forms. real_eq. ring.
    + assert (EG : Derive (fun x => G x) 0 = 0) by apply (is_derive_unique _ _ _ Dg).
      assert (ES : Derive (fun x => S x) 0 = 0) by apply (is_derive_unique _ _ _ Ds).
      assert (XG : ex_derive (fun x => G x) 0) by (eexists; exact Dg).
      assert (XS : ex_derive (fun x => S x) 0) by (eexists; exact Ds).
      assert (S0 : S 0 = 0) by (unfold S; rewrite Rmult_0_r, sin_0; ring).
      clearbody G S. auto_derive; [tauto|]. rewrite EG, ES, S0. field. lra.
  - apply Rdiv_le_0_compat; [apply QM_nonneg | lra].
  - intros Z. apply QM_zero. replace (QM k b) with (QM k b / (2 * PI) * (2 * PI)) by (field; lra).
    rewrite Z. ring.
  - intros Z. rewrite (QM_zero_vec k b Z). field. lra.
Qed.

(** Growth of order three away from the spurious point, on the sphere. *)
Theorem C06_third_order_growth : forall k c d, 0 <= d <= PI -> dot k (abar k c) c <= 0 ->
  let m := Rabs (dot k (abar k c) c) in
  m / (2 * PI) * (d^3/3 - d^5/30) <= L k c (PI - d) (abar k c) - L k c PI (abar k c)
    <= m * d^3 / (6 * PI).
Proof.
  intros k c d Hd Ha m. pose proof PI_gt_3 as HPI. rewrite C06_identity.
  replace (QM k (vsub (abar k c) (abar k c))) with 0.
  2: { symmetry. apply QM_zero_vec. intros i _. unfold vsub, move. ring. }
  assert (Em : dot k (abar k c) c = - m) by (unfold m; rewrite Rabs_left1 by lra; ring).
  assert (Hm : 0 <= m) by apply Rabs_pos.
  rewrite Em. destruct (g_near_PI d (proj1 Hd)) as [B1 B2].
  assert (Hc : 0 <= m / (2 * PI)) by (apply Rdiv_le_0_compat; lra).
  replace (/ (4 * PI) * 0 - g (PI - d) / (2 * PI) * - m) with (m / (2 * PI) * g (PI - d)) by (field; lra).
  replace (m * d^3 / (6 * PI)) with (m / (2 * PI) * (d^3 / 3)) by (field; lra).
  split; apply Rmult_le_compat_l; assumption.
Qed.

(** ** C07: when the spurious point is a local minimum *)

Definition threshold (k : nat) : R := (INR k + PI - 1) / PI.

(** (PI, abar) against the points (phi, a) close to it. *)
Definition local_min_spurious (k : nat) (c : nat -> R) : Prop :=
  exists eps, 0 < eps /\ forall phi a, PI - eps < phi <= PI -> dist2 k a (abar k c) < eps ->
    L k c PI (abar k c) <= L k c phi a.
Definition strict_local_min_spurious (k : nat) (c : nat -> R) : Prop :=
  exists eps, 0 < eps /\ forall phi a, PI - eps < phi <= PI -> dist2 k a (abar k c) < eps ->
    (phi <> PI \/ ~ eqv k a (abar k c)) -> L k c PI (abar k c) < L k c phi a.

(** abar.a_star. *)
Lemma alpha_bar k c :
  dot k (abar k c) c = / (PI - 1) * (PI * (tot k c)^2 / (INR k + PI - 1) - A2 k c).
Proof.
  pose proof (kPI_pos k). pose proof PI_gt_3. unfold abar. rewrite dot_affine. unfold A2. field. lra.
Qed.

(** The same as a multiple of r - threshold. *)
Lemma alpha_bar_r k c : nonzero k c ->
  dot k (abar k c) c = A2 k c * PI / ((PI - 1) * (INR k + PI - 1)) * (rr k c - threshold k).
Proof.
  intros Hc. pose proof (kPI_pos k). pose proof PI_gt_3. pose proof (A2_pos k c Hc).
  rewrite alpha_bar. unfold rr, threshold. field. lra.
Qed.

(** The multiple is positive. *)
Lemma alpha_bar_coef k c : nonzero k c -> 0 < A2 k c * PI / ((PI - 1) * (INR k + PI - 1)).
Proof.
  intros Hc. pose proof (kPI_pos k). pose proof PI_gt_3. pose proof (A2_pos k c Hc).
  apply Rdiv_lt_0_compat; apply Rmult_lt_0_compat; lra.
Qed.

(** The sign of abar.a_star is that of r - threshold. *)
Lemma alpha_bar_neg k c : nonzero k c -> (dot k (abar k c) c < 0 <-> rr k c < threshold k).
Proof.
  intros Hc. rewrite (alpha_bar_r k c Hc). pose proof (alpha_bar_coef k c Hc) as HK.
  set (K := A2 k c * PI / _) in *. clearbody K. split; intros H; nra.
Qed.

(** Zero exactly at the threshold. *)
Lemma alpha_bar_zero k c : nonzero k c -> (dot k (abar k c) c = 0 <-> rr k c = threshold k).
Proof.
  intros Hc. rewrite (alpha_bar_r k c Hc). pose proof (alpha_bar_coef k c Hc) as HK.
  set (K := A2 k c * PI / _) in *. clearbody K. split; intros H.
  - apply Rmult_integral in H. lra.
  - rewrite H. ring.
Qed.

(** The spurious point has the least value over the half space a.a_star <= 0. *)
Theorem C07_least_on_half_space : forall k c phi a, 0 <= phi <= PI -> dot k a c <= 0 ->
  L k c PI (abar k c) <= L k c phi a.
Proof.
  intros k c phi a Hphi Ha. pose proof PI_gt_3.
  pose proof (C06_identity k c phi a) as I. pose proof (QM_nonneg k (vsub a (abar k c))).
  pose proof (g_nonneg phi Hphi).
  assert (0 <= / (4 * PI) * QM k (vsub a (abar k c))).
  { apply Rmult_le_pos; [|assumption]. left. apply Rinv_0_lt_compat. lra. }
  assert (0 <= g phi / (2 * PI) * - dot k a c).
  { apply Rmult_le_pos; [|lra]. apply Rdiv_le_0_compat; lra. }
  lra.
Qed.

(** Where a.a_star < 0 it is attained at the spurious point only. *)
Lemma least_strict k c phi a : 0 <= phi <= PI -> dot k a c < 0 ->
  (phi <> PI \/ ~ eqv k a (abar k c)) -> L k c PI (abar k c) < L k c phi a.
Proof.
  intros Hphi Ha N. pose proof PI_gt_3.
  pose proof (C06_identity k c phi a) as I. pose proof (QM_nonneg k (vsub a (abar k c))) as HQ.
  assert (HI : 0 < / (4 * PI)) by (apply Rinv_0_lt_compat; lra).
  assert (H1 : 0 <= / (4 * PI) * QM k (vsub a (abar k c))) by (apply Rmult_le_pos; lra).
  assert (Hg := g_nonneg phi Hphi).
  assert (H2 : 0 <= g phi / (2 * PI) * - dot k a c).
  { apply Rmult_le_pos; [|lra]. apply Rdiv_le_0_compat; lra. }
  destruct (Req_dec phi PI) as [E|E].
  - destruct N as [N|N]; [lra|].
    assert (0 < QM k (vsub a (abar k c))).
    { destruct HQ as [P|Z]; [exact P|]. exfalso. apply N, eqv_vsub, QM_zero. symmetry; exact Z. }
    assert (0 < / (4 * PI) * QM k (vsub a (abar k c))) by (apply Rmult_lt_0_compat; lra). lra.
  - assert (0 < g phi) by (apply g_pos; lra).
    assert (0 < g phi / (2 * PI) * - dot k a c).
    { apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat; lra | lra]. } lra.
Qed.

(** a.a_star is continuous in a. *)
Lemma dot_close k c a m : (dot k a c - dot k m c)^2 <= dist2 k a m * A2 k c.
Proof.
  replace (dot k a c - dot k m c) with (dot k (vsub a m) c) by (unfold vsub; rewrite dot_move_l; ring).
  apply cauchy_schwarz.
Qed.

(** Below the threshold: strict local minimum. *)
Lemma below_strict k c : nonzero k c -> rr k c < threshold k -> strict_local_min_spurious k c.
Proof.
  intros Hc Hr. pose proof PI_gt_3. assert (HA := A2_pos k c Hc).
  apply (alpha_bar_neg k c Hc) in Hr. set (al := dot k (abar k c) c) in *.
  assert (He : 0 < al^2 / A2 k c) by (apply Rdiv_lt_0_compat; nra).
  exists (Rmin PI (al^2 / A2 k c)). split; [apply Rmin_pos; lra|].
  intros phi a Hphi Hd N.
  assert (Rmin PI (al^2 / A2 k c) <= PI) by apply Rmin_l.
  assert (Hd' : dist2 k a (abar k c) < al^2 / A2 k c) by (eapply Rlt_le_trans; [exact Hd | apply Rmin_r]).
  apply least_strict; [lra| |exact N].
  pose proof (dot_close k c a (abar k c)) as C. fold al in C.
  apply Rmult_lt_compat_r with (r := A2 k c) in Hd'; [|exact HA].
  unfold Rdiv in Hd'. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Hd' by lra. nra.
Qed.

(** At or above the threshold: not even a local minimum. The witness moves a by a small
    multiple of a_star, of the size of g(phi). *)
Lemma above_not_min k c : nonzero k c -> 0 <= dot k (abar k c) c -> ~ local_min_spurious k c.
Proof.
  intros Hc Ha [eps [Heps HM]]. pose proof PI_gt_3. assert (HA := A2_pos k c Hc).
  assert (HQ : 0 < QM k c) by (apply QM_pos, Hc).
  (* choose the angle PI - d with g small *)
  set (B := (A2 k c / QM k c)^2 * A2 k c).
  assert (HB : 0 < B).
  { apply Rmult_lt_0_compat; [|exact HA]. apply pow_lt, Rdiv_lt_0_compat; assumption. }
  set (d := Rmin 1 (Rmin (eps / 2) (eps / (2 * B)))).
  assert (Hd0 : 0 < d).
  { repeat apply Rmin_pos; try lra; apply Rdiv_lt_0_compat; lra. }
  assert (Hd1 : d <= 1) by apply Rmin_l.
  assert (Hd2 : d <= eps / 2) by (eapply Rle_trans; [apply Rmin_r | apply Rmin_l]).
  assert (Hd3 : d <= eps / (2 * B)) by (eapply Rle_trans; [apply Rmin_r | apply Rmin_r]).
  assert (Hg0 : 0 < g (PI - d)) by (apply g_pos; lra).
  assert (Hg1 : g (PI - d) <= d).
  { eapply Rle_trans; [apply g_near_PI_ub; lra|]. assert (d^3 <= d) by nra. lra. }
  set (gg := g (PI - d)) in *. set (tau := gg * A2 k c / QM k c).
  specialize (HM (PI - d) (move (abar k c) tau c)).
  assert (HL : L k c PI (abar k c) <= L k c (PI - d) (move (abar k c) tau c)).
  { apply HM; [lra|].
    replace (dist2 k (move (abar k c) tau c) (abar k c)) with (gg^2 * B).
    - apply Rle_lt_trans with (d * B).
      + apply Rmult_le_compat_r; nra.
      + apply Rmult_le_compat_r with (r := B) in Hd3; [|lra].
        replace (eps / (2 * B) * B) with (eps / 2) in Hd3 by (field; lra). lra.
    - unfold dist2, vsub, B, tau, A2. set (m := abar k c). clearbody m.
      repeat (rewrite dot_move_l || rewrite dot_move_r). rewrite (dot_sym k m c). field. lra. }
  pose proof (C06_identity k c (PI - d) (move (abar k c) tau c)) as I. fold gg in I.
  replace (QM k (vsub (move (abar k c) tau c) (abar k c))) with (tau^2 * QM k c) in I.
  2: { set (m := abar k c). clearbody m. expand_forms. rewrite (dot_sym k m c). ring. }
  rewrite dot_move_l in I. fold (A2 k c) in I.
  assert (E : / (4 * PI) * (tau^2 * QM k c) - gg / (2 * PI) * (dot k (abar k c) c + tau * A2 k c)
    = - (gg^2 * A2 k c^2 / (4 * PI * QM k c)) - gg / (2 * PI) * dot k (abar k c) c).
  { unfold tau. field. lra. }
  rewrite E in I.
  assert (0 < gg^2 * A2 k c^2 / (4 * PI * QM k c)).
  { apply Rdiv_lt_0_compat; [|nra]. apply Rmult_lt_0_compat; apply pow_lt; assumption. }
  assert (0 <= gg / (2 * PI) * dot k (abar k c) c).
  { apply Rmult_le_pos; [|exact Ha]. apply Rdiv_le_0_compat; lra. }
  lra.
Qed.

(** A strict local minimum is a local minimum. *)
Lemma strict_is_local k c : strict_local_min_spurious k c -> local_min_spurious k c.
Proof.
  intros [eps [He H]]. exists eps. split; [exact He|]. intros phi a Hphi Hd.
  destruct (Req_dec phi PI) as [->|N]; [|left; apply H; auto].
  pose proof (C06_identity k c PI a) as I. rewrite g_PI in I.
  assert (0 <= / (4 * PI) * QM k (vsub a (abar k c))).
  { apply Rmult_le_pos; [|apply QM_nonneg]. left. apply Rinv_0_lt_compat. pose proof PI_gt_3. lra. }
  lra.
Qed.

(** C07: local minimum, strict local minimum and r < (k + PI - 1)/PI are one and the same;
    in particular at equality the spurious point is not a local minimum. *)
Theorem C07_spurious_is_local_minimum : forall k c, nonzero k c ->
  (strict_local_min_spurious k c <-> rr k c < threshold k) /\
  (local_min_spurious k c <-> rr k c < threshold k).
Proof.
  intros k c Hc.
  assert (R : local_min_spurious k c -> rr k c < threshold k).
  { intros H. apply (alpha_bar_neg k c Hc). apply Rnot_le_lt. intros Q.
    exact (above_not_min k c Hc Q H). }
  split; split; intros H.
  - apply R, strict_is_local, H.
  - apply below_strict; assumption.
  - apply R, H.
  - apply strict_is_local, below_strict; assumption.
Qed.

(** The case of equality: abar.a_star = 0, and no local minimum. *)
Theorem C07_equality_case : forall k c, nonzero k c -> rr k c = threshold k ->
  dot k (abar k c) c = 0 /\ ~ local_min_spurious k c.
Proof.
  intros k c Hc E. split; [apply alpha_bar_zero; assumption|].
  intros H. apply (C07_spurious_is_local_minimum k c Hc) in H. lra.
Qed.

(** One row: r = 1 = threshold always, so there is no spurious local minimum at all. *)
Corollary C07_one_row : forall c, nonzero 1 c -> ~ local_min_spurious 1 c.
Proof.
  intros c Hc. pose proof PI_gt_3. assert (HA := A2_pos 1 c Hc). apply C07_equality_case; [exact Hc|].
  unfold rr, threshold. unfold A2, dot, tot in *. simpl in *.
  assert (c 0%nat <> 0) by (intros Z; rewrite Z in HA; lra). field. split; [lra|nra].
Qed.

(** ** C08: the loss at the spurious point *)

(** The value. *)
Lemma spurious_value k c : (1 <= k)%nat -> L k c PI (abar k c) =
  / 4 * ((2 * INR k + PI - 2) / (INR k + PI - 1) * ((tot k c)^2 / INR k)
         + (PI - 2) / (PI - 1) * (A2 k c - (tot k c)^2 / INR k)).
Proof.
  intros Hk. pose proof PI_gt_3. pose proof (kPI_pos k).
  assert (1 <= INR k) by (change 1 with (INR 1); apply le_INR; exact Hk).
  unfold L, loss_nu. replace (QM k (abar k c)) with (BM k (abar k c) (abar k c)) by reflexivity.
  rewrite BM_abar. unfold QN. rewrite g_PI, QM_expand, alpha_bar, tot_abar. unfold A2. field. lra.
Qed.

Theorem C08_spurious_does_not_generalize : forall k c, nonzero k c ->
  L k c PI (abar k c) =
    / 4 * ((2 * INR k + PI - 2) / (INR k + PI - 1) * ((tot k c)^2 / INR k)
           + (PI - 2) / (PI - 1) * (A2 k c - (tot k c)^2 / INR k)) /\
  0 < L k c PI (abar k c).
Proof.
  intros k c Hc. pose proof PI_gt_3. split.
  - apply spurious_value. destruct Hc as [i [Hi _]]. lia.
  - destruct (C04_global_optimum k c PI (abar k c) Hc) as [[P|Z] Q]; [lra | exact P |].
    symmetry in Z. apply Q in Z. lra.
Qed.

(** A lower bound in terms of |a_star| alone: at least (PI-2)/(4 (PI-1)) |a_star|^2. *)
Theorem C08_lower_bound : forall k c, nonzero k c ->
  (PI - 2) / (4 * (PI - 1)) * A2 k c <= L k c PI (abar k c).
Proof.
  intros k c Hc. pose proof PI_gt_3. pose proof (kPI_pos k). pose proof (nonzero_k k c Hc).
  rewrite (proj1 (C08_spurious_does_not_generalize k c Hc)).
  assert (0 <= (tot k c)^2 / INR k) by (apply Rdiv_le_0_compat; [apply pow2_ge_0 | lra]).
  assert ((PI - 2) / (PI - 1) <= (2 * INR k + PI - 2) / (INR k + PI - 1)).
  { apply Rmult_le_reg_r with ((PI - 1) * (INR k + PI - 1)); [nra|].
    replace ((PI - 2) / (PI - 1) * ((PI - 1) * (INR k + PI - 1))) with ((PI - 2) * (INR k + PI - 1))
      by (field; lra).
    replace ((2 * INR k + PI - 2) / (INR k + PI - 1) * ((PI - 1) * (INR k + PI - 1)))
      with ((2 * INR k + PI - 2) * (PI - 1)) by (field; lra). nra. }
  set (x := (tot k c)^2 / INR k) in *. set (u := (2 * INR k + PI - 2) / (INR k + PI - 1)) in *.
  replace ((PI - 2) / (4 * (PI - 1))) with (/ 4 * ((PI - 2) / (PI - 1))) by (field; lra).
  set (v := (PI - 2) / (PI - 1)) in *. nra.
Qed.

(** ** C09: all critical points *)

Definition stationary (k : nat) (c : nat -> R) (phi : R) (a : nat -> R) : Prop :=
  is_derive (fun x => L k c x a) phi 0 /\
  forall b, is_derive (fun u => L k c phi (move a u b)) 0 0.

(** M^{-1} N(phi) a_star. *)
Definition asad (k : nat) (phi : R) (c : nat -> R) : nat -> R := fun i =>
  / (PI - 1) * ((g phi - 1) * c i + (PI - g phi) / (INR k + PI - 1) * tot k c).

Definition saddle_angle (k : nat) (c : nat -> R) (phi : R) : Prop :=
  g phi = 1 - (PI - 1) * rr k c / (INR k + PI - 1 - rr k c).

(** Stationarity in reduced form. *)
Lemma stationary_iff k c phi a :
  stationary k c phi a <->
  dot k a c * ((PI - phi) * sin phi) = 0 /\ eqv k (Mv k a) (Nv k phi c).
Proof.
  unfold stationary. rewrite stationary_a. pose proof PI_gt_3 as HPI.
  pose proof (C03_gradient_closed_form_phi k 1 phi a c) as D.
  split; intros [H1 H2]; (split; [|exact H2]).
  - apply is_derive_unique in H1. apply is_derive_unique in D. unfold L in H1. rewrite H1 in D.
    replace (1 / (2 * PI) * ((PI - phi) * sin phi) * dot k a c)
      with (/ (2 * PI) * (dot k a c * ((PI - phi) * sin phi))) in D by (field; lra).
    symmetry in D. apply Rmult_integral in D. destruct D as [D|D]; [|exact D].
    exfalso. revert D. apply Rinv_neq_0_compat. lra.
  - replace (1 / (2 * PI) * ((PI - phi) * sin phi) * dot k a c)
      with (/ (2 * PI) * (dot k a c * ((PI - phi) * sin phi))) in D by (field; lra).
    rewrite H1, Rmult_0_r in D. exact D.
Qed.

(** 1.a_phi. *)
Lemma tot_asad k phi c : tot k (asad k phi c) = tot k c * (INR k + g phi - 1) / (INR k + PI - 1).
Proof.
  pose proof PI_gt_3. pose proof (kPI_pos k). unfold asad, tot.
  rewrite sum_scal, sum_plus, sum_scal, sum_const. field. lra.
Qed.

(** asad solves M a = N(phi) a_star ... *)
Lemma M_asad k phi c i : Mv k (asad k phi c) i = Nv k phi c i.
Proof.
  pose proof PI_gt_3. pose proof (kPI_pos k). unfold Mv, Nv. rewrite tot_asad. unfold asad. field. lra.
Qed.

(** ... and nothing else does. *)
Lemma M_N_solve k phi c a : eqv k (Mv k a) (Nv k phi c) <-> eqv k a (asad k phi c).
Proof.
  split; intros H.
  - apply Mv_inj. intros i Hi. rewrite M_asad. apply H, Hi.
  - intros i Hi. rewrite <- M_asad. unfold Mv. rewrite (tot_ext k a _ H), (H i Hi). reflexivity.
Qed.

(** a_phi is the minimiser of the loss in a at fixed angle. *)
Theorem C09_best_output_weights : forall k c phi a,
  L k c phi a = L k c phi (asad k phi c) + / (4 * PI) * QM k (vsub a (asad k phi c)).
Proof.
  intros k c phi a. pose proof PI_gt_3.
  assert (B : forall x, QN k phi x c = BM k x (asad k phi c)).
  { intros x. rewrite <- QN_matrix, <- BM_matrix. apply dot_ext; [reflexivity|].
    intros i _. symmetry. apply M_asad. }
  unfold L, loss_nu, vsub. rewrite QM_move, !B. unfold QM. field. lra.
Qed.

(** At angle 0 it is the teacher, at angle PI the spurious vector. *)
Lemma asad_0 k c i : asad k 0 c i = c i.
Proof. pose proof PI_gt_3. pose proof (kPI_pos k). unfold asad. rewrite g_0. field. lra. Qed.

(** The opposite pole. *)
Lemma asad_PI k c i : asad k PI c i = abar k c i.
Proof. pose proof PI_gt_3. pose proof (kPI_pos k). unfold asad, abar. rewrite g_PI. field. lra. Qed.

(** a_phi.a_star. *)
Lemma alpha_asad k phi c : nonzero k c ->
  dot k (asad k phi c) c = A2 k c / ((PI - 1) * (INR k + PI - 1)) *
    (g phi * (INR k + PI - 1 - rr k c) - (INR k + PI - 1 - PI * rr k c)).
Proof.
  intros Hc. pose proof PI_gt_3. pose proof (kPI_pos k). pose proof (A2_pos k c Hc).
  assert (E : dot k (asad k phi c) c = / (PI - 1) * ((g phi - 1) * A2 k c
     + (PI - g phi) / (INR k + PI - 1) * (tot k c)^2)).
  { unfold dot, asad.
    rewrite (sum_ext k _ (fun i => / (PI - 1) * (g phi - 1) * (c i * c i)
       + / (PI - 1) * ((PI - g phi) / (INR k + PI - 1) * tot k c) * c i)) by (intros; ring).
    rewrite sum_plus, !sum_scal. fold (dot k c c). fold (tot k c). unfold A2. ring. }
  rewrite E, <- (rr_mult k c Hc). field. lra.
Qed.

(** The denominator of the saddle equation is positive. *)
Lemma K_minus_r k c : nonzero k c -> 0 < INR k + PI - 1 - rr k c.
Proof. intros Hc. pose proof PI_gt_3. pose proof (rr_range k c Hc). lra. Qed.

(** alpha = 0 on the curve a = a_phi exactly at the saddle angle. *)
Lemma alpha_asad_zero k phi c : nonzero k c ->
  (dot k (asad k phi c) c = 0 <-> saddle_angle k c phi).
Proof.
  intros Hc. pose proof PI_gt_3. pose proof (kPI_pos k). pose proof (A2_pos k c Hc) as HA.
  pose proof (K_minus_r k c Hc) as HK. rewrite (alpha_asad k phi c Hc). unfold saddle_angle.
  assert (HC : 0 < A2 k c / ((PI - 1) * (INR k + PI - 1))).
  { apply Rdiv_lt_0_compat; [exact HA|]. apply Rmult_lt_0_compat; lra. }
  split; intros E.
  - apply Rmult_integral in E. destruct E as [E|E]; [lra|].
    apply Rmult_eq_reg_r with (INR k + PI - 1 - rr k c); [|lra].
    replace ((1 - (PI - 1) * rr k c / (INR k + PI - 1 - rr k c)) * (INR k + PI - 1 - rr k c))
      with (INR k + PI - 1 - PI * rr k c) by (field; lra). lra.
  - rewrite E. field. lra.
Qed.

(** C09: the complete list of critical points. *)
Theorem C09_critical_points_complete : forall k c phi a, nonzero k c -> 0 <= phi <= PI ->
  (stationary k c phi a <->
     (phi = 0 /\ eqv k a c) \/
     (phi = PI /\ eqv k a (abar k c)) \/
     (0 < phi < PI /\ saddle_angle k c phi /\ eqv k a (asad k phi c))).
Proof.
  intros k c phi a Hc Hphi. pose proof PI_gt_3. rewrite stationary_iff, M_N_solve.
  destruct (Req_dec phi 0) as [->|N0]; [|destruct (Req_dec phi PI) as [->|NP]].
  - split.
    + intros [_ H2]. left. split; [reflexivity|]. intros i Hi. rewrite (H2 i Hi). apply asad_0.
    + intros [[_ H2]|[[H1 _]|[H1 _]]]; [|lra|lra]. split; [rewrite sin_0; ring|].
      intros i Hi. rewrite asad_0. apply H2, Hi.
  - split.
    + intros [_ H2]. right; left. split; [reflexivity|]. intros i Hi. rewrite (H2 i Hi). apply asad_PI.
    + intros [[H1 _]|[[_ H2]|[H1 _]]]; [lra| |lra]. split; [rewrite sin_PI; ring|].
      intros i Hi. rewrite asad_PI. apply H2, Hi.
  - assert (Hs : 0 < (PI - phi) * sin phi).
    { apply Rmult_lt_0_compat; [lra|]. apply sin_gt_0; lra. }
    split.
    + intros [H1 H2]. right; right. split; [lra|]. split; [|exact H2].
      apply (alpha_asad_zero k phi c Hc). apply Rmult_integral in H1. destruct H1 as [H1|H1]; [|lra].
      rewrite <- H1. symmetry. apply dot_ext; [exact H2 | reflexivity].
    + intros [[H1 _]|[[H1 _]|[_ [H2 H3]]]]; [lra|lra|]. split; [|exact H3].
      apply (alpha_asad_zero k phi c Hc) in H2.
      rewrite (dot_ext k a (asad k phi c) c c H3), H2 by reflexivity. ring.
Qed.

(** At a saddle alpha vanishes. *)
Theorem C09_saddle_alpha : forall k c phi a, nonzero k c ->
  saddle_angle k c phi -> eqv k a (asad k phi c) -> dot k a c = 0.
Proof.
  intros k c phi a Hc S E. rewrite (dot_ext k a (asad k phi c) c c E) by reflexivity.
  apply alpha_asad_zero; assumption.
Qed.

(** Saddles exist exactly below the threshold ... *)
Theorem C09_saddle_exists : forall k c, nonzero k c ->
  ((exists phi, 0 < phi < PI /\ saddle_angle k c phi) <-> rr k c < threshold k).
Proof.
  intros k c Hc. pose proof PI_gt_3 as HPI. pose proof (K_minus_r k c Hc) as HK.
  pose proof (rr_range k c Hc) as Hr. unfold saddle_angle, threshold.
  set (K := INR k + PI - 1) in *. set (r := rr k c) in *.
  assert (E : 1 - (PI - 1) * r / (K - r) = (K - PI * r) / (K - r)) by (field; lra). rewrite E.
  split.
  - intros [phi [Hphi G]]. assert (0 < g phi) by (apply g_pos; lra). rewrite G in H.
    apply Rmult_lt_compat_r with (r := K - r) in H; [|lra].
    unfold Rdiv in H. rewrite Rmult_assoc, Rinv_l, Rmult_0_l in H by lra.
    apply Rmult_lt_reg_r with PI; [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - intros H. apply Rmult_lt_compat_r with (r := PI) in H; [|lra].
    unfold Rdiv in H. rewrite Rmult_assoc, Rinv_l in H by lra.
    assert (V0 : 0 < (K - PI * r) / (K - r)) by (apply Rdiv_lt_0_compat; lra).
    assert (V1 : (K - PI * r) / (K - r) <= 1).
    { apply Rmult_le_reg_r with (K - r); [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra. nra. }
    destruct (g_ivt ((K - PI * r) / (K - r))) as [phi [Hphi G]]; [lra|].
    exists phi. split; [|exact G]. split.
    + destruct Hphi as [[P|P] _]; [exact P|]. rewrite <- P, g_0 in G. lra.
    + destruct Hphi as [_ [P|P]]; [exact P|]. rewrite P, g_PI in G. lra.
Qed.

(** ... at one angle only ... *)
Theorem C09_saddle_unique : forall k c x y, 0 <= x <= PI -> 0 <= y <= PI ->
  saddle_angle k c x -> saddle_angle k c y -> x = y.
Proof.
  intros k c x y Hx Hy Sx Sy. apply g_inj; [exact Hx | exact Hy |].
  unfold saddle_angle in *. rewrite Sx, Sy. reflexivity.
Qed.

(** ... which is PI/2 for r = 0, and merges with the spurious point at the threshold. *)
Theorem C09_saddle_at_zero : forall k c, nonzero k c -> rr k c = 0 -> saddle_angle k c (PI / 2).
Proof.
  intros k c Hc Hr. pose proof (K_minus_r k c Hc). unfold saddle_angle. rewrite Hr, g_PI2 in *. field. lra.
Qed.

Theorem C09_saddle_merges : forall k c, nonzero k c ->
  (saddle_angle k c PI <-> rr k c = threshold k).
Proof.
  intros k c Hc. rewrite <- (alpha_asad_zero k PI c Hc), <- (alpha_bar_zero k c Hc).
  rewrite (dot_ext k (asad k PI c) (abar k c) c c); [reflexivity| |reflexivity].
  intros i _. apply asad_PI.
Qed.

(** Saddle angles are at least PI/2, as g <= 1 there. *)
Theorem C09_saddle_range : forall k c phi, nonzero k c -> 0 < phi < PI ->
  saddle_angle k c phi -> PI / 2 <= phi.
Proof.
  intros k c phi Hc Hphi S. pose proof (K_minus_r k c Hc) as HK. pose proof (rr_range k c Hc).
  pose proof PI_gt_3. apply Rnot_lt_le. intros Q.
  assert (G : 1 < g phi) by (apply g_gt_1; lra). unfold saddle_angle in S.
  assert (0 <= (PI - 1) * rr k c / (INR k + PI - 1 - rr k c)).
  { apply Rdiv_le_0_compat; [nra|exact HK]. } lra.
Qed.

(** *** Saddles are strict *)

(** First derivative along the line (phi + t, a + t b). *)
Lemma line_first k c phi a b t :
  is_derive (fun u => L k c (phi + u) (move a u b)) t
    (/ (2 * PI) * (BM k b (move a t b) - QN k (phi + t) b c
       + (PI - (phi + t)) * sin (phi + t) * dot k (move a t b) c)).
Proof.
  pose proof PI_gt_3.
  apply (is_derive_ext (fun u => / (4 * PI) * ((QM k a + 2 * u * BM k a b + u^2 * QM k b)
     - 2 * (tot k a * tot k c + u * (tot k b * tot k c)
            + (sin (phi + u) + (PI - (phi + u)) * cos (phi + u) - 1) * (dot k a c + u * dot k b c))
     + QM k c))).
  - intros u. unfold L, loss_nu. rewrite QM_move. unfold QN, g. rewrite tot_move, dot_move_l.
    real_eq. field. lra.
  - auto_derive; [easy|]. expand_forms. unfold g. rewrite ?(dot_sym k b a). field. lra.
Qed.

(** Second derivative along the line, at its start, when a.a_star = 0. *)
Lemma line_second k c phi a b : dot k a c = 0 ->
  is_derive (fun t => / (2 * PI) * (BM k b (move a t b) - QN k (phi + t) b c
       + (PI - (phi + t)) * sin (phi + t) * dot k (move a t b) c)) 0
    (/ (2 * PI) * (QM k b + 2 * ((PI - phi) * sin phi) * dot k b c)).
Proof.
  intros Z. pose proof PI_gt_3.
  apply (is_derive_ext (fun t => / (2 * PI) * (BM k b a + t * QM k b
     - (tot k b * tot k c + (sin (phi + t) + (PI - (phi + t)) * cos (phi + t) - 1) * dot k b c)
     + (PI - (phi + t)) * sin (phi + t) * (t * dot k b c)))).
  - intros t. unfold QN, g. expand_forms. rewrite Z. real_eq. ring.
  - auto_derive; [easy|]. rewrite !Rplus_0_r. field. lra.
Qed.

(** The (phi, a) block at a saddle has a negative direction: (1, - tau a_star). *)
Theorem C09_saddles_strict : forall k c phi a, nonzero k c -> 0 < phi < PI ->
  saddle_angle k c phi -> eqv k a (asad k phi c) ->
  exists (tau v : R) (D1 : R -> R), 0 < tau /\ v < 0 /\
    let b := fun i => - tau * c i in
    (forall t, is_derive (fun u => L k c (phi + u) (move a u b)) t (D1 t)) /\
    D1 0 = 0 /\ is_derive D1 0 v.
Proof.
  intros k c phi a Hc Hphi S E. pose proof PI_gt_3. pose proof (A2_pos k c Hc) as HA.
  assert (HQ : 0 < QM k c) by (apply QM_pos, Hc).
  pose proof (C09_saddle_alpha k c phi a Hc S E) as Z.
  assert (Hs : 0 < (PI - phi) * sin phi).
  { apply Rmult_lt_0_compat; [lra|]. apply sin_gt_0; lra. }
  set (kap := (PI - phi) * sin phi) in *. set (tau := kap * A2 k c / QM k c).
  set (b := fun i => - tau * c i).
  assert (Eb : forall x, dot k b x = - tau * dot k c x).
  { intros x. unfold b, dot. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  assert (Et : tot k b = - tau * tot k c) by (unfold b, tot; apply sum_scal).
  assert (EQ : QM k b = tau^2 * QM k c).
  { unfold QM, BM. rewrite Eb, Et, dot_sym, Eb. ring. }
  exists tau, (- (kap^2 * A2 k c^2 / (2 * PI * QM k c))). eexists. split; [|split; [|split; [|split]]].
  - unfold tau. apply Rdiv_lt_0_compat; [|exact HQ]. apply Rmult_lt_0_compat; assumption.
  - apply Ropp_lt_gt_0_contravar. apply Rdiv_lt_0_compat; [|nra].
    apply Rmult_lt_0_compat; apply pow_lt; assumption.
  - intros t. apply line_first.
  - cbv beta. fold b. rewrite dot_move_l, Z, Rmult_0_l, Rplus_0_r.
    assert (Hst : eqv k (Mv k a) (Nv k phi c)) by (apply M_N_solve, E).
    replace (BM k b (move a 0 b)) with (BM k b a)
      by (unfold BM; rewrite tot_move, dot_move_r; ring).
    rewrite <- BM_matrix, <- QN_matrix, (dot_ext k b b _ _ (fun i _ => eq_refl) Hst), Rplus_0_r. ring.
  - replace (- (kap^2 * A2 k c^2 / (2 * PI * QM k c))) with
      (/ (2 * PI) * (QM k b + 2 * ((PI - phi) * sin phi) * dot k b c)); [apply line_second, Z|].
    rewrite EQ, Eb. fold (A2 k c). fold kap. unfold tau. field. lra.
Qed.
