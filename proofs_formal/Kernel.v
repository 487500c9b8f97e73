(** * Kernel: the dual kernel of ReLU and its properties

    What:    the function [g phi = sin phi + (PI - phi) cos phi] through which ReLU
             enters the theory: values, derivatives, monotonicity, inverse,
             expansions with remainder at both ends; the polar-coordinate
             computation of the kernel and of the two moments.
    Claims:  C01 dual_kernel.

    | symbol             | meaning                                                        |
    |--------------------|----------------------------------------------------------------|
    | g phi              | dual kernel of ReLU at angle phi                               |
    | relu x             | max(0, x)                                                      |
    | gauss_polar f v    | E f(X,Y) = v, (X,Y) standard Gaussian in the plane, in polar coordinates |
    | gauss_line f v     | E f(X) = v, X standard Gaussian on the line, by its density    |
    | kernel_polar n phi v | E relu(Z.w) relu(Z.w_star) = v for |w| = n, |w_star| = 1, angle phi |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** ** Tools: the sign of the derivative decides monotonicity *)

(** Mean value theorem in the form used below. *)
Lemma mvt_open (f f' : R -> R) (a b : R) :
  a < b -> (forall c, a <= c <= b -> is_derive f c (f' c)) ->
  exists c, f b - f a = f' c * (b - a) /\ a < c < b.
Proof.
  intros Hab D. apply MVT_cor2; [exact Hab|].
  intros c Hc. apply is_derive_Reals, D, Hc.
Qed.

(** Derivative positive inside gives strict increase. *)
Lemma incr_of_derive (f f' : R -> R) (a b : R) :
  a < b -> (forall c, a <= c <= b -> is_derive f c (f' c)) ->
  (forall c, a < c < b -> 0 < f' c) -> f a < f b.
Proof.
  intros Hab D S. destruct (mvt_open f f' a b Hab D) as [c [E Hc]].
  specialize (S c Hc). assert (0 < f' c * (b - a)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

(** Derivative nonnegative inside gives increase. *)
Lemma nondecr_of_derive (f f' : R -> R) (a b : R) :
  a <= b -> (forall c, a <= c <= b -> is_derive f c (f' c)) ->
  (forall c, a < c < b -> 0 <= f' c) -> f a <= f b.
Proof.
  intros [Hab| ->] D S; [|lra]. destruct (mvt_open f f' a b Hab D) as [c [E Hc]].
  specialize (S c Hc). assert (0 <= f' c * (b - a)) by (apply Rmult_le_pos; lra). lra.
Qed.

(** The exponential function increases. *)
Lemma exp_le a b : a <= b -> exp a <= exp b.
Proof. intros [H| ->]; [left; now apply exp_increasing | lra]. Qed.

(** ** The kernel: values and derivatives *)

Definition g (phi : R) : R := sin phi + (PI - phi) * cos phi.

(** Aligned directions. *)
Lemma g_0 : g 0 = PI.
Proof. unfold g. rewrite sin_0, cos_0. ring. Qed.

(** Orthogonal directions. *)
Lemma g_PI2 : g (PI / 2) = 1.
Proof. unfold g. rewrite sin_PI2, cos_PI2. ring. Qed.

(** Opposite directions. *)
Lemma g_PI : g PI = 0.
Proof. unfold g. rewrite sin_PI, cos_PI. ring. Qed.

(** First derivative. *)
Lemma is_derive_g : forall x, is_derive g x (- (PI - x) * sin x).
Proof. intros x. unfold g. auto_derive; [easy|]. ring. Qed.

(** Second derivative. *)
Lemma is_derive_g' : forall x,
  is_derive (fun y => - (PI - y) * sin y) x (sin x - (PI - x) * cos x).
Proof. intros x. auto_derive; [easy|]. ring. Qed.

(** Continuity (Coquelicot form). *)
Lemma g_continuous : forall x, continuous g x.
Proof. intros x. apply (ex_derive_continuous g). eexists. apply is_derive_g. Qed.

(** Continuity (standard library form). *)
Lemma g_continuity : continuity g.
Proof. intros x. apply continuity_pt_filterlim. apply g_continuous. Qed.

(** ** Monotonicity on [0, PI] *)

(** Strict decrease. *)
Lemma g_decr : forall x y, 0 <= x -> x < y -> y <= PI -> g y < g x.
Proof.
  intros x y H0 Hxy HP.
  cut (- g x < - g y); [lra|].
  apply (incr_of_derive (fun t => - g t) (fun t => (PI - t) * sin t)); [exact Hxy| |].
  - intros c _. replace ((PI - c) * sin c) with (- (- (PI - c) * sin c)) by ring.
    apply (is_derive_opp g), is_derive_g.
  - intros c Hc. apply Rmult_lt_0_compat; [lra|]. apply sin_gt_0; lra.
Qed.

(** Weak decrease. *)
Lemma g_decr_le : forall x y, 0 <= x -> x <= y -> y <= PI -> g y <= g x.
Proof. intros x y H0 [H| ->] HP; [left; apply g_decr; assumption | lra]. Qed.

(** Strict decrease, reversed: the order of values decides the order of angles. *)
Lemma g_lt_inv : forall x y, 0 <= x <= PI -> 0 <= y <= PI -> g y < g x -> x < y.
Proof.
  intros x y Hx Hy H. destruct (Rlt_le_dec x y) as [L|L]; [exact L|].
  assert (g x <= g y) by (apply g_decr_le; lra). lra.
Qed.

(** Nonnegative on [0, PI]. *)
Lemma g_nonneg : forall x, 0 <= x <= PI -> 0 <= g x.
Proof. intros x H. rewrite <- g_PI. apply g_decr_le; lra. Qed.

(** Positive before PI. *)
Lemma g_pos : forall x, 0 <= x -> x < PI -> 0 < g x.
Proof. intros x H0 H. rewrite <- g_PI. apply g_decr; lra. Qed.

(** At most PI. *)
Lemma g_le_PI : forall x, 0 <= x <= PI -> g x <= PI.
Proof. intros x H. rewrite <- g_0. apply g_decr_le; lra. Qed.

(** Below PI away from 0. *)
Lemma g_lt_PI : forall x, 0 < x -> x <= PI -> g x < PI.
Proof. intros x H0 H. rewrite <- g_0. apply g_decr; lra. Qed.

(** Injective on [0, PI]. *)
Lemma g_inj : forall x y, 0 <= x <= PI -> 0 <= y <= PI -> g x = g y -> x = y.
Proof.
  intros x y Hx Hy E. destruct (Rtotal_order x y) as [H|[H|H]]; [|exact H|].
  - assert (g y < g x) by (apply g_decr; lra). lra.
  - assert (g x < g y) by (apply g_decr; lra). lra.
Qed.

(** Onto [0, PI]. *)
Lemma g_ivt : forall v, 0 <= v <= PI -> exists phi, 0 <= phi <= PI /\ g phi = v.
Proof.
  intros v Hv.
  destruct (IVT_cor (fun x => v - g x) 0 PI) as [z [Hz E]].
  - intros x. apply continuity_pt_minus; [apply continuity_pt_const; intros a b; reflexivity|].
    apply g_continuity.
  - left; apply PI_RGT_0.
  - rewrite g_0, g_PI. nra.
  - exists z. split; [exact Hz|lra].
Qed.

(** The half-way point: g > 1 exactly before PI/2. *)
Lemma g_gt_1 : forall x, 0 <= x <= PI -> (1 < g x <-> x < PI / 2).
Proof.
  intros x Hx. pose proof PI_RGT_0. split; intros H0.
  - apply g_lt_inv; [lra|lra|]. rewrite g_PI2; exact H0.
  - rewrite <- g_PI2. apply g_decr; lra.
Qed.

(** ** Numerical bounds for PI *)

(** PI > 3 (from PI/6 > sin(PI/6) = 1/2, without numerical computation). *)
Lemma PI_gt_3 : 3 < PI.
Proof.
  pose proof PI_RGT_0 as HPI.
  assert (H : sin (PI / 6) < PI / 6) by (apply sin_lt_x; lra).
  rewrite sin_PI6 in H. lra.
Qed.

(** ** Taylor bounds for sine and cosine, all x >= 0 *)

(** Sine, degree 1. *)
Lemma sin_ub1 : forall x, 0 <= x -> sin x <= x.
Proof. intros x [H| <-]; [left; apply sin_lt_x; exact H | rewrite sin_0; lra]. Qed.

(** Cosine, degree 2. *)
Lemma cos_lb2 : forall x, 0 <= x -> 1 - x^2/2 <= cos x.
Proof.
  intros x Hx. pose (f := fun t => cos t - 1 + t^2/2).
  assert (H : f 0 <= f x).
  { apply (nondecr_of_derive f (fun t => t - sin t)); [exact Hx| |].
    - intros c _. unfold f. auto_derive; [easy|]. field.
    - intros c Hc. pose proof (sin_ub1 c). lra. }
  unfold f in H. rewrite cos_0 in H. lra.
Qed.

(** Sine, degree 3. *)
Lemma sin_lb3 : forall x, 0 <= x -> x - x^3/6 <= sin x.
Proof.
  intros x Hx. pose (f := fun t => sin t - t + t^3/6).
  assert (H : f 0 <= f x).
  { apply (nondecr_of_derive f (fun t => cos t - 1 + t^2/2)); [exact Hx| |].
    - intros c _. unfold f. auto_derive; [easy|]. field.
    - intros c Hc. pose proof (cos_lb2 c). lra. }
  unfold f in H. rewrite sin_0 in H. lra.
Qed.

(** ** Expansions of g with remainder *)

(** The kernel seen from PI. *)
Lemma g_from_PI : forall d, g (PI - d) = sin d - d * cos d.
Proof. intros d. unfold g. rewrite sin_PI_x, Rtrigo_facts.cos_pi_minus. ring. Qed.

(** Derivative seen from PI. *)
Lemma is_derive_g_from_PI : forall d, is_derive (fun t => sin t - t * cos t) d (d * sin d).
Proof. intros d. auto_derive; [easy|]. ring. Qed.

(** Upper bound near PI. *)
Lemma g_near_PI_ub : forall d, 0 <= d -> g (PI - d) <= d^3/3.
Proof.
  intros d Hd. rewrite g_from_PI. pose (f := fun t => t^3/3 - (sin t - t * cos t)).
  assert (H : f 0 <= f d).
  { apply (nondecr_of_derive f (fun t => t * (t - sin t))); [exact Hd| |].
    - intros c _. unfold f. auto_derive; [easy|]. field.
    - intros c Hc. pose proof (sin_ub1 c). apply Rmult_le_pos; lra. }
  unfold f in H. rewrite sin_0 in H. lra.
Qed.

(** Lower bound near PI. *)
Lemma g_near_PI_lb : forall d, 0 <= d -> d^3/3 - d^5/30 <= g (PI - d).
Proof.
  intros d Hd. rewrite g_from_PI. pose (f := fun t => (sin t - t * cos t) - (t^3/3 - t^5/30)).
  assert (H : f 0 <= f d).
  { apply (nondecr_of_derive f (fun t => t * (sin t - (t - t^3/6)))); [exact Hd| |].
    - intros c _. unfold f. auto_derive; [easy|]. field.
    - intros c Hc. pose proof (sin_lb3 c). apply Rmult_le_pos; lra. }
  unfold f in H. rewrite sin_0 in H. lra.
Qed.

(** Both bounds near PI. *)
Lemma g_near_PI : forall d, 0 <= d -> d^3/3 - d^5/30 <= g (PI - d) <= d^3/3.
Proof. intros d Hd. split; [apply g_near_PI_lb | apply g_near_PI_ub]; exact Hd. Qed.

(** Both bounds near 0. *)
Lemma g_near_0 : forall x, 0 <= x <= PI ->
  PI*x^2/2 - x^3/3 - (PI*x^4/24 - x^5/30) <= PI - g x <= PI*x^2/2 - x^3/3.
Proof.
  intros x Hx. split.
  - pose (f := fun t => PI - g t - (PI*t^2/2 - t^3/3 - (PI*t^4/24 - t^5/30))).
    assert (H : f 0 <= f x).
    { apply (nondecr_of_derive f (fun t => (PI - t) * (sin t - (t - t^3/6)))); [lra| |].
      - intros c _. unfold f, g. auto_derive; [easy|]. field.
      - intros c Hc. pose proof (sin_lb3 c). apply Rmult_le_pos; lra. }
    unfold f in H. rewrite g_0 in H. lra.
  - pose (f := fun t => PI*t^2/2 - t^3/3 - (PI - g t)).
    assert (H : f 0 <= f x).
    { apply (nondecr_of_derive f (fun t => (PI - t) * (t - sin t))); [lra| |].
      - intros c _. unfold f, g. auto_derive; [easy|]. field.
      - intros c Hc. pose proof (sin_ub1 c). apply Rmult_le_pos; lra. }
    unfold f in H. rewrite g_0 in H. lra.
Qed.

(** ** C01, angular part *)

(** The arc where both units are active. *)
Lemma angular_arc : forall phi,
  is_RInt (fun t => cos t * cos (t - phi)) (phi - PI/2) (PI/2) (g phi / 2).
Proof.
  intros phi. pose (F := fun t => (t * cos phi) / 2 + sin (2*t - phi) / 4).
  assert (D : forall t, is_derive F t (cos t * cos (t - phi))).
  { intros t. unfold F. auto_derive; [easy|].
    replace (2*t + - phi) with (t + (t - phi)) by ring.
    replace phi with (t - (t - phi)) at 1 by ring.
    rewrite cos_plus, (cos_minus t (t-phi)). unfold Rminus. field. }
  replace (g phi / 2) with (minus (F (PI/2)) (F (phi - PI/2))).
  - apply (is_RInt_derive F); intros t _; [apply D|].
    apply (ex_derive_continuous (fun t => cos t * cos (t - phi))). auto_derive. easy.
  - unfold F, minus, plus, opp, g; simpl. replace (2 * (PI/2) - phi) with (PI - phi) by field.
    replace (2 * (phi - PI/2) - phi) with (- (PI - phi)) by field.
    rewrite sin_neg, sin_PI_x. field.
Qed.

Definition relu (x : R) : R := Rmax 0 x.

(** ReLU on the positive side ... *)
Lemma relu_pos : forall x, 0 <= x -> relu x = x.
Proof. intros x H. apply Rmax_right, H. Qed.

(** ... and on the negative side. *)
Lemma relu_neg : forall x, x <= 0 -> relu x = 0.
Proof. intros x H. apply Rmax_left, H. Qed.

(** ReLU is positively homogeneous. *)
Lemma relu_scale : forall c x, 0 <= c -> relu (c * x) = c * relu x.
Proof.
  intros c x Hc. destruct (Rle_dec 0 x) as [H|H].
  - rewrite !relu_pos; try ring; try nra.
  - rewrite !relu_neg; try ring; nra.
Qed.

(** relu is 1-Lipschitz ... *)
Lemma relu_lip x y : Rabs (relu x - relu y) <= Rabs (x - y).
Proof. unfold relu, Rmax. repeat destruct Rle_dec; unfold Rabs; repeat destruct Rcase_abs; lra. Qed.

(** ... hence continuous. *)
Lemma relu_continuous x : continuous relu x.
Proof.
  apply filterlim_locally. intros eps. exists eps. intros y Hy.
  change (Rabs (relu y - relu x) < eps). eapply Rle_lt_trans; [apply relu_lip | exact Hy].
Qed.

(** A function zero inside the interval has integral zero. *)
Lemma is_RInt_zero : forall (f : R -> R) a b, a <= b ->
  (forall t, a < t < b -> f t = 0) -> is_RInt f a b 0.
Proof.
  intros f a b Hab H. apply (is_RInt_ext (fun _ => 0)).
  - rewrite Rmin_left, Rmax_right by exact Hab. intros t Ht. symmetry. apply H, Ht.
  - replace 0 with (scal (b - a) 0) at 1 by (unfold scal; simpl; unfold mult; simpl; ring).
    apply (@is_RInt_const R_NormedModule).
Qed.

(** The whole circle: outside the arc one of the units is silent. *)
Theorem C01_angular_integral : forall phi, 0 <= phi <= PI ->
  is_RInt (fun t => relu (cos t) * relu (cos (t - phi))) (- PI) PI (g phi / 2).
Proof.
  intros phi Hphi. pose proof PI_RGT_0 as HPI.
  assert (A : is_RInt (fun t => relu (cos t) * relu (cos (t - phi))) (- PI) (phi - PI/2) 0).
  { apply is_RInt_zero; [lra|]. intros t Ht. destruct (Rle_dec t (- (PI/2))) as [H|H].
    - rewrite (relu_neg (cos t)); [ring|]. rewrite <- cos_neg. apply cos_le_0; lra.
    - rewrite (relu_neg (cos (t - phi))); [ring|]. rewrite <- cos_neg. apply cos_le_0; lra. }
  assert (B : is_RInt (fun t => relu (cos t) * relu (cos (t - phi))) (phi - PI/2) (PI/2) (g phi / 2)).
  { apply (is_RInt_ext (fun t => cos t * cos (t - phi))); [|apply angular_arc].
    rewrite Rmin_left, Rmax_right by lra. intros t Ht.
    rewrite !relu_pos; [reflexivity| |]; apply cos_ge_0; lra. }
  assert (C : is_RInt (fun t => relu (cos t) * relu (cos (t - phi))) (PI/2) PI 0).
  { apply is_RInt_zero; [lra|]. intros t Ht.
    rewrite (relu_neg (cos t)); [ring|]. apply cos_le_0; lra. }
  pose proof (is_RInt_Chasles _ _ _ _ _ _ (is_RInt_Chasles _ _ _ _ _ _ A B) C) as H.
  unfold plus in H; simpl in H. replace (0 + g phi / 2 + 0) with (g phi / 2) in H by ring. exact H.
Qed.

(** ** C01, radial part *)

(** Polynomial growth is beaten by the Gaussian: a bound by 16/(1+r). *)
Lemma gauss_tail : forall r, 0 <= r -> 0 <= (r^2 + 2) * exp (- (r^2/2)) <= 16 / (1 + r).
Proof.
  intros r Hr. assert (E0 := exp_pos (- (r^2/2))). split; [nra|].
  assert (E1 : 1 + r^2/4 <= exp (r^2/4)) by apply exp_ineq1_le.
  assert (E2 : exp (r^2/4) * exp (r^2/4) * exp (- (r^2/2)) = 1).
  { rewrite <- !exp_plus, <- exp_0. f_equal. field. }
  set (e := exp (r^2/4)) in *. set (h := exp (- (r^2/2))) in *.
  apply Rmult_le_reg_r with (1 + r); [lra|]. replace (16 / (1 + r) * (1 + r)) with 16 by (field; lra).
  assert (L : (r^2 + 2) * (1 + r) <= 16 * (e * e)).
  { assert ((1 + r^2/4) * (1 + r^2/4) <= e * e) by (apply Rmult_le_compat; nra).
    cut ((r^2+2)*(1+r) <= 16 * ((1 + r^2/4) * (1 + r^2/4))); [lra|].
    replace (16 * ((1 + r^2/4) * (1 + r^2/4))) with ((r^2+4)*(r^2+4)) by field.
    assert (1 + r <= r^2 + 4) by nra. apply Rmult_le_compat; nra. }
  assert ((r^2 + 2) * (1 + r) * h <= 16 * (e * e) * h) by (apply Rmult_le_compat_r; lra).
  nra.
Qed.

(** Squeeze to zero at infinity. *)
Lemma lim_zero_p_infty : forall (f : R -> R) (c : R), 0 < c ->
  (forall r, 0 <= r -> 0 <= f r <= c / (1 + r)) ->
  filterlim f (Rbar_locally p_infty) (locally 0).
Proof.
  intros f c Hc B P [eps HP]. exists (c / eps). intros r Hr. apply HP.
  assert (He := cond_pos eps).
  assert (H0 : 0 < c / eps) by (apply Rdiv_lt_0_compat; lra).
  destruct (B r) as [B1 B2]; [lra|].
  unfold ball; simpl; unfold AbsRing_ball, abs, minus, plus, opp; simpl.
  rewrite Ropp_0, Rplus_0_r, Rabs_pos_eq by exact B1.
  apply Rle_lt_trans with (1 := B2). apply Rmult_lt_reg_r with (1 + r); [lra|].
  replace (c / (1 + r) * (1 + r)) with c by (field; lra).
  assert (c = c / eps * eps) by (field; lra). nra.
Qed.

(** Improper integral over [0, oo) from an antiderivative with a limit. *)
Lemma improper_from_antiderivative : forall (F f : R -> R) (l : R),
  (forall r, is_derive F r (f r)) -> (forall r, continuous f r) ->
  filterlim F (Rbar_locally p_infty) (locally l) ->
  is_RInt_gen f (at_point 0) (Rbar_locally p_infty) (l - F 0).
Proof.
  intros F f l D C L.
  apply (is_RInt_gen_ext (Derive F)).
  { apply filter_forall. intros [x y] t _. apply is_derive_unique, D. }
  apply is_RInt_gen_Derive.
  - apply filter_forall. intros [x y] t _. eexists. apply D.
  - apply filter_forall. intros [x y] t _. apply (continuous_ext f); [|apply C].
    intros u. symmetry. apply is_derive_unique, D.
  - intros P [eps HP]. unfold filtermap, at_point. apply HP. apply ball_center.
  - exact L.
Qed.

(** The radial integral of the kernel. *)
Theorem C01_radial_integral : is_RInt_gen (fun r => r^3 * exp (- (r^2/2))) (at_point 0) (Rbar_locally p_infty) 2.
Proof.
  pose (F := fun r => - ((r^2 + 2) * exp (- (r^2/2)))).
  assert (E : 2 = 0 - F 0).
  { unfold F. replace (- (0^2/2)) with 0 by field. rewrite exp_0. ring. }
  apply (eq_rect_r (is_RInt_gen _ (at_point 0) (Rbar_locally p_infty))) with (2 := E).
  apply improper_from_antiderivative.
  - intros r. unfold F. auto_derive; [easy|]. unfold Rdiv. simpl. field.
  - intros r. apply (ex_derive_continuous (fun r => r^3 * exp (- (r^2/2)))). auto_derive. easy.
  - assert (H : filterlim (fun r => - ((r^2+2) * exp (- (r^2/2)))) (Rbar_locally p_infty) (locally (opp 0))).
    { apply (filterlim_comp _ _ _ (fun r => (r^2+2) * exp (- (r^2/2))) opp _ (locally 0)).
      - apply (lim_zero_p_infty _ 16); [lra|]. intros r Hr. apply gauss_tail, Hr.
      - apply (@filterlim_opp R_AbsRing R_NormedModule). }
    unfold opp in H; simpl in H. rewrite Ropp_0 in H. exact H.
Qed.

(** The radial integral of the density. *)
Lemma radial_1 : is_RInt_gen (fun r => r * exp (- (r^2/2))) (at_point 0) (Rbar_locally p_infty) 1.
Proof.
  pose (F := fun r => - exp (- (r^2/2))).
  assert (E : 1 = 0 - F 0).
  { unfold F. replace (- (0^2/2)) with 0 by field. rewrite exp_0. ring. }
  apply (eq_rect_r (is_RInt_gen _ (at_point 0) (Rbar_locally p_infty))) with (2 := E).
  apply improper_from_antiderivative.
  - intros r. unfold F. auto_derive; [easy|]. unfold Rdiv. simpl. field.
  - intros r. apply (ex_derive_continuous (fun r => r * exp (- (r^2/2)))). auto_derive. easy.
  - assert (H : filterlim (fun r => - exp (- (r^2/2))) (Rbar_locally p_infty) (locally (opp 0))).
    { apply (filterlim_comp _ _ _ (fun r => exp (- (r^2/2))) opp _ (locally 0)).
      - apply (lim_zero_p_infty _ 16); [lra|]. intros r Hr. pose proof (gauss_tail r Hr).
        pose proof (exp_pos (- (r^2/2))). nra.
      - apply (@filterlim_opp R_AbsRing R_NormedModule). }
    unfold opp in H; simpl in H. rewrite Ropp_0 in H. exact H.
Qed.

(** ** C01, the shape of the kernel *)

(** Derivatives, values, monotonicity, and both ends with remainder. *)
Theorem C01_kernel_shape :
  (forall x, is_derive g x (- (PI - x) * sin x)) /\
  (forall x, is_derive (fun y => - (PI - y) * sin y) x (sin x - (PI - x) * cos x)) /\
  g 0 = PI /\ g (PI / 2) = 1 /\ g PI = 0 /\
  (forall x y, 0 <= x -> x < y -> y <= PI -> g y < g x) /\
  (forall x, 0 <= x <= PI ->
     PI*x^2/2 - x^3/3 - (PI*x^4/24 - x^5/30) <= PI - g x <= PI*x^2/2 - x^3/3) /\
  (forall d, 0 <= d -> d^3/3 - d^5/30 <= g (PI - d) <= d^3/3).
Proof.
  exact (conj is_derive_g (conj is_derive_g' (conj g_0 (conj g_PI2 (conj g_PI
    (conj g_decr (conj g_near_0 g_near_PI))))))).
Qed.

(** ** C01, assembled

    Definitions, not theorems:
    (i)  [gauss_polar]: the expectation of f(X, Y) for (X, Y) standard Gaussian in
         the plane IS the iterated integral, over the angle t and then over the
         radius r, of f(r cos t, r sin t) (r exp(-r^2/2)) / (2 PI). This is the change
         of variables from the density exp(-(x^2+y^2)/2)/(2 PI) to polar coordinates.
    (ii) [kernel_polar]: for Z standard Gaussian in R^p, the pair (Z.w/|w|, component of
         Z in span(w, w_star) orthogonal to w) is standard Gaussian in the plane, so
         that E relu(Z.w) relu(Z.w_star) IS the planar expectation with
         w = (n, 0), w_star = (cos phi, sin phi).
    All that follows from them, the value of the integrals, is proved. GaussianRows.v proves the same values of
    Cartesian integrals over R^p, without (i) and (ii). *)

Definition gauss_polar (f : R -> R -> R) (v : R) : Prop :=
  exists I : R -> R,
    (forall t, is_RInt_gen (fun r => f (r * cos t) (r * sin t) * (r * exp (- (r^2/2))))
                           (at_point 0) (Rbar_locally p_infty) (I t)) /\
    is_RInt (fun t => I t / (2 * PI)) (- PI) PI v.

Definition kernel_polar (n phi v : R) : Prop :=
  gauss_polar (fun x y => relu (n * x + 0 * y) * relu (cos phi * x + sin phi * y)) v.

(** Improper integrals over [0, oo) see only r > 0. *)
Lemma is_RInt_gen_ext_pos : forall (f h : R -> R) (v : R),
  (forall r, 0 < r -> f r = h r) ->
  is_RInt_gen f (at_point 0) (Rbar_locally p_infty) v ->
  is_RInt_gen h (at_point 0) (Rbar_locally p_infty) v.
Proof.
  intros f h v E. apply is_RInt_gen_ext.
  apply Filter_prod with (fun x => x = 0) (fun y => 0 < y).
  - reflexivity.
  - exists 0. intros y Hy. exact Hy.
  - intros x y -> Hy t Ht. simpl in Ht. rewrite Rmin_left, Rmax_right in Ht by lra. apply E; lra.
Qed.

(** A function of degree 2: radial part 2, angular part the integral over the circle. *)
Lemma gauss_polar_degree2 : forall (f : R -> R -> R) (h : R -> R) (v : R),
  (forall r t, 0 < r -> f (r * cos t) (r * sin t) = r^2 * h t) ->
  is_RInt h (- PI) PI v -> gauss_polar f (v / PI).
Proof.
  intros f h v Hf Hh. exists (fun t => h t * 2). split.
  - intros t. apply (is_RInt_gen_ext_pos (fun r => scal (h t) (r^3 * exp (- (r^2/2))))).
    + intros r Hr. rewrite (Hf r t Hr). unfold scal; simpl; unfold mult; simpl. ring.
    + refine (is_RInt_gen_scal _ _ _ _). apply C01_radial_integral.
  - pose proof PI_RGT_0. apply (is_RInt_ext (fun t => scal (/ PI) (h t))).
    + intros t _. unfold scal; simpl; unfold mult; simpl. field. lra.
    + replace (v / PI) with (scal (/ PI) v) by (unfold scal; simpl; unfold mult; simpl; field; lra).
      apply (@is_RInt_scal R_NormedModule), Hh.
Qed.

(** C01: the dual kernel, every length and every angle. *)
Theorem C01_dual_kernel : forall n phi, 0 <= n -> 0 <= phi <= PI ->
  kernel_polar n phi (n * g phi / (2 * PI)).
Proof.
  intros n phi Hn Hphi. pose proof PI_RGT_0. unfold kernel_polar.
  replace (n * g phi / (2 * PI)) with ((n * (g phi / 2)) / PI) by (field; lra).
  apply gauss_polar_degree2 with (h := fun t => n * (relu (cos t) * relu (cos (t - phi)))).
  - intros r t Hr.
    replace (n * (r * cos t) + 0 * (r * sin t)) with (r * (n * cos t)) by ring.
    replace (cos phi * (r * cos t) + sin phi * (r * sin t)) with (r * cos (t - phi))
      by (rewrite cos_minus; ring).
    rewrite !relu_scale by lra. ring.
  - apply (@is_RInt_scal R_NormedModule). apply C01_angular_integral, Hphi.
Qed.

(** The polar form has total mass one: it is a probability. *)
Lemma gauss_polar_mass : gauss_polar (fun _ _ => 1) 1.
Proof.
  pose proof PI_RGT_0. exists (fun _ => 1). split.
  - intros t. apply (is_RInt_gen_ext_pos (fun r => r * exp (- (r^2/2)))); [|apply radial_1].
    intros r _. ring.
  - assert (E : 1 = scal (PI - - PI) (1 / (2 * PI)))
      by (unfold scal; simpl; unfold mult; simpl; field; lra).
    apply (eq_rect_r (is_RInt _ (- PI) PI)) with (2 := E).
    apply (@is_RInt_const R_NormedModule).
Qed.

(** Second moment: E relu^2 = 1/2. *)
Theorem C01_second_moment : gauss_polar (fun x _ => relu x * relu x) (1 / 2).
Proof.
  pose proof PI_RGT_0 as HPI.
  replace (1 / 2) with ((g 0 / 2) / PI) by (rewrite g_0; field; lra).
  apply gauss_polar_degree2 with (h := fun t => relu (cos t) * relu (cos (t - 0))).
  - intros r t Hr. rewrite Rminus_0_r, relu_scale by lra. ring.
  - apply C01_angular_integral. lra.
Qed.

(** ** First moment, by the density on the line *)

Definition gauss_line (f : R -> R) (v : R) : Prop :=
  is_RInt_gen (fun x => f x * (exp (- (x^2/2)) / sqrt (2 * PI)))
              (Rbar_locally m_infty) (Rbar_locally p_infty) v.

(** First moment: E relu = 1 / sqrt(2 PI). *)
Theorem C01_first_moment : gauss_line relu (1 / sqrt (2 * PI)).
Proof.
  pose proof PI_RGT_0 as HPI. assert (HS : 0 < sqrt (2 * PI)) by (apply sqrt_lt_R0; lra).
  unfold gauss_line.
  assert (A : is_RInt_gen (fun x => relu x * (exp (- (x^2/2)) / sqrt (2 * PI)))
                          (Rbar_locally m_infty) (at_point 0) 0).
  { intros P HP. apply Filter_prod with (fun x => x < 0) (fun y => y = 0).
    - exists 0. intros y Hy. exact Hy.
    - reflexivity.
    - intros x y Hx ->. exists 0. split.
      + apply is_RInt_zero; [simpl; lra|]. simpl. intros t Ht. rewrite relu_neg by lra. ring.
      + apply locally_singleton, HP. }
  assert (B : is_RInt_gen (fun x => relu x * (exp (- (x^2/2)) / sqrt (2 * PI)))
                          (at_point 0) (Rbar_locally p_infty) (1 / sqrt (2 * PI))).
  { apply (is_RInt_gen_ext_pos (fun r => scal (/ sqrt (2 * PI)) (r * exp (- (r^2/2))))).
    - intros r Hr. rewrite relu_pos by lra. unfold scal; simpl; unfold mult; simpl. field. lra.
    - replace (1 / sqrt (2 * PI)) with (scal (/ sqrt (2 * PI)) 1)
        by (unfold scal; simpl; unfold mult; simpl; field; lra).
      refine (is_RInt_gen_scal _ _ _ _). apply radial_1. }
  pose proof (is_RInt_gen_Chasles _ _ _ _ A B) as H.
  unfold plus in H; simpl in H. rewrite Rplus_0_l in H. exact H.
Qed.
