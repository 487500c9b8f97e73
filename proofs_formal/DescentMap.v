(** * DescentMap: the reduced gradient-descent map is monotone

    What:    one step of gradient descent in the three numbers [(phi, x, y)]: when it
             keeps a box, when it is monotone, and why the step bounds cannot be
             relaxed.
    Source:  docs/mathematics.md, section 4.
    Claims:  C12 gd_monotone (first half; the second half is Descent.v; the derivation
             of the map from vectors is DescentVector.v).

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | eta                | step size                                                     |
    | k                  | number of hidden units (a real number here, k >= 1)           |
    | e1, e2             | teacher's coordinates: a_star = e1 u1 + e2 u2, both >= 0      |
    | e1^2 + e2^2        | A^2, A = |a_star|;  k e1^2 = s^2, s = 1.a_star                |
    | St phi x y         | state: angle phi of (w, w_star), x = a.u1, y = a.u2           |
    | al z               | alpha = a.a_star = e1 x + e2 y                                |
    | gd z               | the state after one step                                      |
    | orbit z t          | the state after t steps                                       |
    | x_inf phi, y_inf phi | where x and y would settle if the angle stood still         |
    | rate_x, rate_y     | contraction rates eta (k+PI-1)/(2 PI), eta (PI-1)/(2 PI)      |
    | below z z'         | the order: phi >= phi', x <= x', y <= y'                      |
    | box X Y z          | 0 <= phi <= PI, |x| <= X, |y| <= Y                            |
    | teacher_ok         | k >= 1, e1, e2 >= 0, A > 0                                    |
    | step_ok X Y        | the step bounds and e1 <= X, e2 <= Y                          |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel.
Open Scope R_scope.

(** ** Two facts of calculus *)

(** The arc tangent does not exceed its argument on the right. *)
Lemma atan_le_id u : 0 <= u -> 0 <= atan u <= u.
Proof.
  intros Hu. split.
  - rewrite <- atan_0. destruct Hu as [H| <-]; [left; now apply atan_increasing|lra].
  - cut (u - u <= u - atan u); [lra|].
    replace (u - u) with ((fun t => t - atan t) 0) by (cbv beta; rewrite atan_0; ring).
    apply (nondecr_of_derive (fun t => t - atan t) (fun t => 1 - / (1 + t ^ 2))); [exact Hu| |].
    + intros t _. auto_derive; [easy|]. unfold Rsqr. field. nra.
    + intros t Ht. assert (/ (1 + t ^ 2) <= / 1) by (apply Rinv_le_contravar; nra). lra.
Qed.

(** The arc tangent has slope at most one. *)
Lemma atan_lipschitz u v : u <= v -> 0 <= atan v - atan u <= v - u.
Proof.
  intros Huv. split.
  - destruct Huv as [H| ->]; [apply Rlt_le; generalize (atan_increasing u v H); lra|lra].
  - cut ((fun t => t - atan t) u <= (fun t => t - atan t) v); [cbv beta; lra|].
    apply (nondecr_of_derive (fun t => t - atan t) (fun t => 1 - / (1 + t ^ 2))); [exact Huv| |].
    + intros t _. auto_derive; [easy|]. unfold Rsqr. field. nra.
    + intros t Ht. assert (/ (1 + t ^ 2) <= / 1) by (apply Rinv_le_contravar; nra). lra.
Qed.

(** The push: how hard alpha turns the angle, as a function of the angle. *)
Definition push (phi : R) : R := (PI - phi) * sin phi.

(** Its derivative. *)
Lemma is_derive_push x : is_derive push x ((PI - x) * cos x - sin x).
Proof. unfold push. auto_derive; [easy|]. ring. Qed.

(** The push is never negative, *)
Lemma push_nonneg x : 0 <= x <= PI -> 0 <= push x.
Proof. intros H. apply Rmult_le_pos; [lra|apply sin_ge_0; lra]. Qed.

(** and positive strictly between the ends. *)
Lemma push_pos x : 0 < x < PI -> 0 < push x.
Proof. intros H. apply Rmult_lt_0_compat; [lra|apply sin_gt_0; lra]. Qed.

(** Its slope lies between - PI and PI. *)
Lemma push_slope x : 0 <= x <= PI -> - PI <= (PI - x) * cos x - sin x <= PI.
Proof.
  intros H. pose proof PI_gt_3. pose proof (SIN_bound x) as S. pose proof (COS_bound x) as C.
  assert (S0 : 0 <= sin x) by (apply sin_ge_0; lra).
  split; [|nra].
  destruct (Rle_lt_dec x (PI / 2)) as [L|L].
  - assert (0 <= cos x) by (apply cos_ge_0; lra). nra.
  - nra.
Qed.

(** Hence it grows or falls by at most PI per radian. *)
Lemma push_lipschitz x y :
  0 <= x -> x <= y -> y <= PI -> - (PI * (y - x)) <= push y - push x <= PI * (y - x).
Proof.
  intros H0 [H| ->] HP; [|lra].
  destruct (mvt_open push (fun t => (PI - t) * cos t - sin t) x y H) as [c [E Hc]].
  { intros c _. apply is_derive_push. }
  cbv beta in E. pose proof (push_slope c ltac:(lra)). rewrite E. split; nra.
Qed.

(** Below PI times the angle (strictly), *)
Lemma push_lt_l x : 0 < x < PI -> push x < PI * x.
Proof.
  intros H. unfold push. pose proof (sin_lt_x x ltac:(lra)).
  assert (0 < sin x) by (apply sin_gt_0; lra). nra.
Qed.

(** and below PI times the distance to PI. *)
Lemma push_lt_r x : 0 < x < PI -> push x < PI * (PI - x).
Proof.
  intros H. unfold push. pose proof (SIN_bound x). pose proof PI_gt_3. nra.
Qed.

(** ** The reduced map *)

Record state : Set := St { ang : R; cx : R; cy : R }.

Section Map.
Variables eta k e1 e2 : R.

Definition al (z : state) : R := e1 * cx z + e2 * cy z.

Definition angle_step (a phi : R) : R :=
  phi - atan (eta * a * (PI - phi) * sin phi / (2 * PI)).
Definition x_step (phi x : R) : R :=
  x - eta / (2 * PI) * ((k + PI - 1) * x - (k + g phi - 1) * e1).
Definition y_step (phi y : R) : R :=
  y - eta / (2 * PI) * ((PI - 1) * y - (g phi - 1) * e2).

Definition gd (z : state) : state :=
  St (angle_step (al z) (ang z)) (x_step (ang z) (cx z)) (y_step (ang z) (cy z)).

Fixpoint orbit (z : state) (t : nat) : state :=
  match t with O => z | S n => gd (orbit z n) end.

Definition x_inf (phi : R) : R := (k + g phi - 1) * e1 / (k + PI - 1).
Definition y_inf (phi : R) : R := (g phi - 1) * e2 / (PI - 1).
Definition rate_x : R := eta * (k + PI - 1) / (2 * PI).
Definition rate_y : R := eta * (PI - 1) / (2 * PI).

Definition below (z z' : state) : Prop := ang z' <= ang z /\ cx z <= cx z' /\ cy z <= cy z'.

Definition box (X Y : R) (z : state) : Prop :=
  0 <= ang z <= PI /\ Rabs (cx z) <= X /\ Rabs (cy z) <= Y.

Definition teacher_ok : Prop := 1 <= k /\ 0 <= e1 /\ 0 <= e2 /\ 0 < e1 ^ 2 + e2 ^ 2.

Definition step_ok (X Y : R) : Prop :=
  0 < eta /\ eta * (k + PI - 1) <= 2 * PI /\ e1 <= X /\ e2 <= Y /\ eta * (e1 * X + e2 * Y) <= 2.

(** *** One step as a mean of where it stands and where it would settle *)

Lemma x_step_mean phi x : 1 <= k -> x_step phi x = (1 - rate_x) * x + rate_x * x_inf phi.
Proof.
  intros Hk. unfold x_step, rate_x, x_inf. pose proof PI_gt_3. field. split; lra.
Qed.

Lemma y_step_mean phi y : y_step phi y = (1 - rate_y) * y + rate_y * y_inf phi.
Proof. unfold y_step, rate_y, y_inf. pose proof PI_gt_3. field. split; lra. Qed.

(** The rate of x lies in (0, 1]. *)
Lemma rate_x_range X Y : teacher_ok -> step_ok X Y -> 0 < rate_x <= 1.
Proof.
  intros (Hk & _) (He & H1 & _). pose proof PI_gt_3. unfold rate_x. split.
  - apply Rdiv_lt_0_compat; [nra|lra].
  - apply Rmult_le_reg_r with (2 * PI); [lra|]. field_simplify; lra.
Qed.

(** The rate of y lies in (0, 1). *)
Lemma rate_y_range X Y : teacher_ok -> step_ok X Y -> 0 < rate_y < 1.
Proof.
  intros (Hk & _) (He & H1 & _). pose proof PI_gt_3. unfold rate_y. split.
  - apply Rdiv_lt_0_compat; [nra|lra].
  - apply Rmult_lt_reg_r with (2 * PI); [lra|]. field_simplify; [|lra]. nra.
Qed.

(** The resting place of x lies in [0, e1]. *)
Lemma x_inf_range phi : teacher_ok -> 0 <= phi <= PI -> 0 <= x_inf phi <= e1.
Proof.
  intros (Hk & H1 & _) Hp. pose proof PI_gt_3. pose proof (g_nonneg _ Hp). pose proof (g_le_PI _ Hp).
  unfold x_inf. split.
  - apply Rdiv_le_0_compat; [apply Rmult_le_pos; lra|lra].
  - apply Rmult_le_reg_r with (k + PI - 1); [lra|].
    replace ((k + g phi - 1) * e1 / (k + PI - 1) * (k + PI - 1)) with ((k + g phi - 1) * e1) by (field; lra).
    nra.
Qed.

(** The resting place of y lies in [- e2, e2]. *)
Lemma y_inf_range phi : teacher_ok -> 0 <= phi <= PI -> - e2 <= y_inf phi <= e2.
Proof.
  intros (_ & _ & H2 & _) Hp. pose proof PI_gt_3. pose proof (g_nonneg _ Hp). pose proof (g_le_PI _ Hp).
  assert (E : y_inf phi * (PI - 1) = (g phi - 1) * e2) by (unfold y_inf; field; lra).
  split; apply Rmult_le_reg_r with (PI - 1); try lra; rewrite E; nra.
Qed.

(** Both resting places fall as the angle grows. *)
Lemma x_inf_antitone a b : teacher_ok -> 0 <= a -> a <= b -> b <= PI -> x_inf b <= x_inf a.
Proof.
  intros (Hk & H1 & _) Ha Hab Hb. pose proof PI_gt_3. pose proof (g_decr_le a b Ha Hab Hb).
  unfold x_inf, Rdiv. apply Rmult_le_compat_r; [|nra].
  apply Rlt_le, Rinv_0_lt_compat. lra.
Qed.

Lemma y_inf_antitone a b : teacher_ok -> 0 <= a -> a <= b -> b <= PI -> y_inf b <= y_inf a.
Proof.
  intros (_ & _ & H2 & _) Ha Hab Hb. pose proof PI_gt_3. pose proof (g_decr_le a b Ha Hab Hb).
  unfold y_inf, Rdiv. apply Rmult_le_compat_r; [|nra].
  apply Rlt_le, Rinv_0_lt_compat. lra.
Qed.

(** *** The angle *)

(** The argument of the arc tangent, with the push named. *)
Lemma angle_step_push a phi : angle_step a phi = phi - atan (eta * a / (2 * PI) * push phi).
Proof. unfold angle_step, push. do 2 f_equal. field. apply PI_neq0. Qed.

(** Larger alpha, smaller angle (no bound on the step needed). *)
Lemma angle_step_alpha a b phi :
  0 < eta -> 0 <= phi <= PI -> a <= b -> angle_step b phi <= angle_step a phi.
Proof.
  intros He Hp Hab. rewrite !angle_step_push. pose proof PI_gt_3. pose proof (push_nonneg phi Hp).
  assert (eta * a / (2 * PI) * push phi <= eta * b / (2 * PI) * push phi).
  { apply Rmult_le_compat_r; [assumption|]. apply Rmult_le_compat_r; [|nra].
    apply Rlt_le, Rinv_0_lt_compat. lra. }
  destruct (atan_lipschitz _ _ H1). lra.
Qed.

(** Larger angle, larger angle next, as long as eta |alpha| <= 2. *)
Lemma angle_step_monotone a p q :
  eta * Rabs a <= 2 -> 0 < eta -> 0 <= p -> p <= q -> q <= PI -> angle_step a p <= angle_step a q.
Proof.
  intros Hb He Hp Hpq Hq. rewrite !angle_step_push. pose proof PI_gt_3.
  set (c := eta * a / (2 * PI)).
  assert (Hc : - 1 <= c * PI <= 1).
  { replace (c * PI) with (eta * a / 2) by (unfold c; field; lra).
    assert (- (Rabs a) <= a <= Rabs a) by (unfold Rabs; destruct (Rcase_abs a); lra). nra. }
  pose proof (push_lipschitz p q Hp Hpq Hq) as L.
  assert (B : c * push q - c * push p <= q - p).
  { destruct (Rle_lt_dec 0 c); nra. }
  destruct (Rle_lt_dec (c * push p) (c * push q)) as [H1|H1].
  - destruct (atan_lipschitz _ _ H1). lra.
  - destruct (atan_lipschitz (c * push q) (c * push p)); lra.
Qed.

(** The two poles never move. *)
Lemma angle_step_0 a : angle_step a 0 = 0.
Proof.
  unfold angle_step. rewrite sin_0. replace (eta * a * (PI - 0) * 0 / (2 * PI)) with 0 by (field; apply PI_neq0).
  rewrite atan_0. ring.
Qed.

Lemma angle_step_PI a : angle_step a PI = PI.
Proof.
  unfold angle_step. rewrite sin_PI. replace (eta * a * (PI - PI) * 0 / (2 * PI)) with 0 by (field; apply PI_neq0).
  rewrite atan_0. ring.
Qed.

(** So the angle stays in [0, PI]. *)
Lemma angle_step_range a p :
  eta * Rabs a <= 2 -> 0 < eta -> 0 <= p <= PI -> 0 <= angle_step a p <= PI.
Proof.
  intros Hb He Hp. pose proof PI_gt_3. split.
  - rewrite <- (angle_step_0 a). apply angle_step_monotone; lra.
  - rewrite <- (angle_step_PI a). apply angle_step_monotone; lra.
Qed.

(** Positive alpha turns towards the teacher, without reaching it. *)
Lemma angle_step_down a p :
  0 < a -> eta * a <= 2 -> 0 < eta -> 0 < p < PI -> 0 < angle_step a p < p.
Proof.
  intros Ha Hb He Hp. rewrite angle_step_push. pose proof PI_gt_3.
  pose proof (push_pos p Hp) as P0. pose proof (push_lt_l p Hp) as P1.
  set (c := eta * a / (2 * PI)).
  assert (c0 : 0 < c) by (apply Rdiv_lt_0_compat; nra).
  assert (c1 : c * PI <= 1) by (replace (c * PI) with (eta * a / 2) by (unfold c; field; lra); lra).
  assert (0 < c * push p) by nra.
  pose proof (atan_increasing 0 (c * push p) ltac:(lra)) as U. rewrite atan_0 in U.
  destruct (atan_le_id (c * push p) ltac:(lra)). split; nra.
Qed.

(** Negative alpha turns away from the teacher, without reaching the far pole;
    nonpositive alpha does not turn towards it. *)
Lemma angle_step_up a p :
  a < 0 -> - (eta * a) <= 2 -> 0 < eta -> 0 < p < PI -> p < angle_step a p < PI.
Proof.
  intros Ha Hb He Hp. rewrite angle_step_push. pose proof PI_gt_3.
  pose proof (push_pos p Hp) as P0. pose proof (push_lt_r p Hp) as P1.
  replace (eta * a / (2 * PI) * push p) with (- (eta * (- a) / (2 * PI) * push p)) by (field; lra).
  rewrite atan_opp. set (c := eta * (- a) / (2 * PI)).
  assert (c0 : 0 < c) by (apply Rdiv_lt_0_compat; nra).
  assert (c1 : c * PI <= 1) by (replace (c * PI) with (- (eta * a) / 2) by (unfold c; field; lra); lra).
  assert (0 < c * push p) by nra.
  pose proof (atan_increasing 0 (c * push p) ltac:(lra)) as U. rewrite atan_0 in U.
  destruct (atan_le_id (c * push p) ltac:(lra)). split; nra.
Qed.

(** alpha = 0: the angle stands still. *)
Lemma angle_step_still p : angle_step 0 p = p.
Proof.
  unfold angle_step. replace (eta * 0 * (PI - p) * sin p / (2 * PI)) with 0 by (field; apply PI_neq0).
  rewrite atan_0. ring.
Qed.

(** *** The box is kept *)

(** In the box alpha is bounded. *)
Lemma al_box X Y z : teacher_ok -> box X Y z -> Rabs (al z) <= e1 * X + e2 * Y.
Proof.
  intros (_ & H1 & H2 & _) (_ & Hx & Hy). unfold al.
  apply Rle_trans with (Rabs (e1 * cx z) + Rabs (e2 * cy z)); [apply Rabs_triang|].
  rewrite !Rabs_mult, (Rabs_pos_eq e1), (Rabs_pos_eq e2) by assumption. nra.
Qed.

(** So the angle's step bound holds there. *)
Lemma al_step X Y z : teacher_ok -> step_ok X Y -> box X Y z -> eta * Rabs (al z) <= 2.
Proof.
  intros T (He & _ & _ & _ & H) B. pose proof (al_box X Y z T B). nra.
Qed.

(** A mean of two numbers in [-B, B] lies there. *)
Lemma mean_box B c u v : 0 <= c <= 1 -> Rabs u <= B -> - B <= v <= B -> Rabs ((1 - c) * u + c * v) <= B.
Proof.
  intros Hc Hu Hv. apply Rabs_le_between in Hu. apply Rabs_le_between. nra.
Qed.

Lemma gd_box X Y z : teacher_ok -> step_ok X Y -> box X Y z -> box X Y (gd z).
Proof.
  intros T S B. pose proof T as (Hk & H1 & H2 & _). pose proof S as (He & _ & HX & HY & _).
  pose proof B as (Hp & Hx & Hy).
  pose proof (rate_x_range X Y T S). pose proof (rate_y_range X Y T S).
  pose proof (x_inf_range (ang z) T Hp). pose proof (y_inf_range (ang z) T Hp).
  repeat split; cbn.
  - apply angle_step_range; [apply (al_step X Y)|..]; assumption.
  - apply angle_step_range; [apply (al_step X Y)|..]; assumption.
  - rewrite x_step_mean by assumption. apply mean_box; lra.
  - rewrite y_step_mean. apply mean_box; lra.
Qed.

Lemma orbit_box X Y z t : teacher_ok -> step_ok X Y -> box X Y z -> box X Y (orbit z t).
Proof. intros T S B. induction t; [exact B|]. now apply gd_box. Qed.

(** The open interval of angles is kept too: the poles are reached only in the limit. *)
Lemma gd_open X Y z :
  teacher_ok -> step_ok X Y -> box X Y z -> 0 < ang z < PI -> 0 < ang (gd z) < PI.
Proof.
  intros T S B Hp. pose proof (al_step X Y z T S B) as Hb. destruct S as (He & _). cbn.
  destruct (Rtotal_order (al z) 0) as [H|[H|H]].
  - rewrite Rabs_left in Hb by assumption. pose proof (angle_step_up (al z) (ang z)). lra.
  - rewrite H, angle_step_still. exact Hp.
  - rewrite Rabs_pos_eq in Hb by lra. pose proof (angle_step_down (al z) (ang z)). lra.
Qed.

Lemma orbit_open X Y z t :
  teacher_ok -> step_ok X Y -> box X Y z -> 0 < ang z < PI -> 0 < ang (orbit z t) < PI.
Proof.
  intros T S B Hp. induction t; [exact Hp|]. apply (gd_open X Y); try assumption.
  now apply orbit_box.
Qed.

(** *** The order is kept *)

Lemma below_refl z : below z z.
Proof. unfold below. lra. Qed.

Lemma below_trans z1 z2 z3 : below z1 z2 -> below z2 z3 -> below z1 z3.
Proof. unfold below. lra. Qed.

Lemma al_below z z' : teacher_ok -> below z z' -> al z <= al z'.
Proof. intros (_ & H1 & H2 & _) (_ & Hx & Hy). unfold al. nra. Qed.

(** One step, with the bounds in their weakest form: only one alpha has to be bounded. *)
Lemma gd_below z z' :
  teacher_ok -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI -> eta * Rabs (al z') <= 2 ->
  0 <= ang z <= PI -> 0 <= ang z' <= PI -> below z z' -> below (gd z) (gd z').
Proof.
  intros T He Hx Hb Hp Hp' O. pose proof T as (Hk & _). pose proof PI_gt_3.
  pose proof (al_below z z' T O) as Ha. destruct O as (Oa & Ox & Oy).
  assert (R1 : 0 < rate_x <= 1).
  { unfold rate_x. split; [apply Rdiv_lt_0_compat; nra|].
    apply Rmult_le_reg_r with (2 * PI); [lra|]. field_simplify; lra. }
  assert (R2 : 0 < rate_y <= 1).
  { unfold rate_y. split; [apply Rdiv_lt_0_compat; nra|].
    apply Rmult_le_reg_r with (2 * PI); [lra|]. field_simplify; [|lra]. nra. }
  repeat split; cbn.
  - apply Rle_trans with (angle_step (al z') (ang z)).
    + apply angle_step_monotone; lra.
    + apply angle_step_alpha; lra.
  - rewrite !x_step_mean by assumption.
    pose proof (x_inf_antitone (ang z') (ang z) T). nra.
  - rewrite !y_step_mean.
    pose proof (y_inf_antitone (ang z') (ang z) T). nra.
Qed.

(** *** Why the bounds cannot be relaxed *)

(** A larger eta (k+PI-1) reverses the order of x. *)
Lemma x_step_reverses phi x x' :
  1 <= k -> 2 * PI < eta * (k + PI - 1) -> x < x' -> x_step phi x' < x_step phi x.
Proof.
  intros Hk H Hx. rewrite !x_step_mean by assumption. pose proof PI_gt_3.
  assert (1 < rate_x).
  { unfold rate_x. apply Rmult_lt_reg_r with (2 * PI); [lra|]. field_simplify; lra. }
  nra.
Qed.

(** A larger eta alpha throws small angles across 0, which is itself a fixed point. *)
Lemma angle_step_overshoots a :
  2 < eta * a -> exists d, 0 < d < PI /\ angle_step a d < angle_step a 0 /\ angle_step a 0 = 0.
Proof.
  intros H. pose proof PI_gt_3.
  assert (D : is_derive (angle_step a) 0 (1 - eta * a / 2)).
  { apply is_derive_ext with (fun t => t - atan (eta * a / (2 * PI) * push t)).
    { intros t. symmetry. apply angle_step_push. }
    unfold push. auto_derive; [easy|]. rewrite sin_0, cos_0. unfold Rsqr. field. lra. }
  apply is_derive_Reals in D.
  destruct (D ((eta * a / 2 - 1) / 2)) as [[d Hd] Q]; [lra|]. cbn in Q.
  set (h := Rmin d 1 / 2).
  assert (Hh : 0 < h < d /\ h < 1) by (unfold h, Rmin; destruct (Rle_dec d 1); lra).
  specialize (Q h ltac:(lra)). rewrite Rabs_pos_eq in Q by lra. specialize (Q ltac:(lra)).
  rewrite Rplus_0_l in Q. apply Rabs_lt_between in Q. destruct Q as [_ Q].
  exists h. rewrite angle_step_0 in *. repeat split; try lra.
  apply Rmult_lt_reg_r with (/ h); [apply Rinv_0_lt_compat; lra|].
  unfold Rdiv in Q. rewrite Rmult_0_l. replace (angle_step a h - 0) with (angle_step a h) in Q by ring. lra.
Qed.

End Map.

(** ** Claim C12, first half *)

(** The map keeps the box and is monotone in it. *)
Theorem C12_gd_monotone (eta k e1 e2 X Y : R) (z z' : state) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y ->
  box X Y z -> box X Y z' -> below z z' ->
  below (gd eta k e1 e2 z) (gd eta k e1 e2 z') /\
  box X Y (gd eta k e1 e2 z) /\ box X Y (gd eta k e1 e2 z').
Proof.
  intros T S B B' O. split; [|split; now apply gd_box].
  pose proof (al_step eta k e1 e2 X Y z' T S B'). destruct S as (He & Hx & _).
  apply gd_below; try assumption; [apply B|apply B'].
Qed.

(** So are all its iterates. *)
Theorem C12_orbit_monotone (eta k e1 e2 X Y : R) (z z' : state) (t : nat) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y ->
  box X Y z -> box X Y z' -> below z z' ->
  below (orbit eta k e1 e2 z t) (orbit eta k e1 e2 z' t).
Proof.
  intros T S B B' O. induction t; [exact O|].
  apply (C12_gd_monotone eta k e1 e2 X Y); try assumption; now apply orbit_box.
Qed.

(** Angles: [0, PI] is kept, (0, PI) is kept, both poles are fixed. *)
Theorem C12_angle_range (eta k e1 e2 X Y : R) (z : state) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z ->
  0 <= ang (gd eta k e1 e2 z) <= PI /\
  (0 < ang z < PI -> 0 < ang (gd eta k e1 e2 z) < PI) /\
  (ang z = 0 -> ang (gd eta k e1 e2 z) = 0) /\
  (ang z = PI -> ang (gd eta k e1 e2 z) = PI).
Proof.
  intros T S B. split; [apply (gd_box eta k e1 e2 X Y z T S B)|].
  split; [intros H; now apply (gd_open eta k e1 e2 X Y)|].
  split; intros H; cbn; rewrite H; [apply angle_step_0|apply angle_step_PI].
Qed.

(** Neither bound can be relaxed: beyond the first the order of x is reversed; beyond
    the second some angle in (0, PI) is thrown below 0, although 0 is fixed. *)
Theorem C12_bounds_sharp (eta k e1 e2 : R) :
  1 <= k ->
  (2 * PI < eta * (k + PI - 1) ->
     forall phi x x', x < x' -> x_step eta k e1 phi x' < x_step eta k e1 phi x) /\
  (forall x y, 2 < eta * al e1 e2 (St 0 x y) ->
     exists d, 0 < d < PI /\
       ang (gd eta k e1 e2 (St d x y)) < ang (gd eta k e1 e2 (St 0 x y)) /\
       ang (gd eta k e1 e2 (St 0 x y)) = 0).
Proof.
  intros Hk. split.
  - intros H phi x x' Hx. now apply x_step_reverses.
  - intros x y H. exact (angle_step_overshoots eta (al e1 e2 (St 0 x y)) H).
Qed.

(** The usual random start, |a_0| <= |s| / sqrt k, that is x^2 + y^2 <= e1^2, lies in a
    box; eta A^2 <= 8/5 then suffices for the angle. *)
Theorem C12_ball_start (eta k e1 e2 x y phi : R) :
  teacher_ok k e1 e2 -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI ->
  eta * (e1 ^ 2 + e2 ^ 2) <= 8 / 5 ->
  0 <= phi <= PI -> x ^ 2 + y ^ 2 <= e1 ^ 2 ->
  step_ok eta k e1 e2 e1 (Rmax e1 e2) /\ box e1 (Rmax e1 e2) (St phi x y).
Proof.
  intros (Hk & H1 & H2 & HA) He Hx Hb Hp Hr.
  assert (M : Rmax e1 e2 = e1 \/ Rmax e1 e2 = e2) by (unfold Rmax; destruct (Rle_dec e1 e2); auto).
  pose proof (Rmax_l e1 e2). pose proof (Rmax_r e1 e2).
  split.
  - repeat split; try lra.
    apply Rle_trans with (eta * (5 / 4 * (e1 ^ 2 + e2 ^ 2))); [|lra].
    apply Rmult_le_compat_l; [lra|].
    pose proof (pow2_ge_0 (e1 / 2 - e2)). destruct M as [-> | ->]; nra.
  - repeat split; cbn; try lra.
    + apply Rabs_le_between. nra.
    + apply Rle_trans with e1; [|assumption]. apply Rabs_le_between. nra.
Qed.
