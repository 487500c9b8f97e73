(** * DescentVector: projected gradient descent on the full vectors

    What:    one step of projected gradient descent on (w, a), w on the unit sphere of
             dimension p, a in dimension K, is exactly one step of the reduced map in
             (phi, x, y), for all p and K; hence the results of Descent.v hold for the
             vectors themselves.
    Source:  docs/mathematics.md, sections 2 (closed forms of the gradients, taken as definitions
             here) and 4.
    Claims:  C12 gd_monotone (derivation of the map; vector form of the results).

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | dot n u v          | inner product of the first n entries                          |
    | ws, ast            | teacher w_star (unit), a_star                                 |
    | angle w            | angle of w and w_star                                         |
    | grad_w, grad_a     | closed forms of the gradients at a unit w                     |
    | tangent w u        | (I - w w') u                                                  |
    | proj u             | u / |u|                                                       |
    | full_step, full    | one step, t steps of projected gradient descent on (w, a)     |
    | u1 K, u2           | the unit vector 1/sqrt K, and one orthogonal to it            |
    | plane u2 e1 e2     | a_star = e1 u1 + e2 u2, u1 and u2 orthonormal                 |
    | reduce u2 (w, a)   | the state (phi, x, y) of DescentMap.v                         |
    | abar i             | the spurious point's second layer, M^-1 (11' - I) a_star      |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap Descent.
Open Scope R_scope.

(** ** Finite sums and inner products *)

Fixpoint vsum (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S m => vsum m f + f m end.

Definition dot (n : nat) (u v : nat -> R) : R := vsum n (fun i => u i * v i).

Lemma vsum_ext n f h : (forall i, (i < n)%nat -> f i = h i) -> vsum n f = vsum n h.
Proof.
  induction n; intros H; [reflexivity|]. cbn. rewrite (H n) by lia.
  rewrite IHn; [reflexivity|]. intros i Hi. apply H. lia.
Qed.

Lemma vsum_const n c : vsum n (fun _ => c) = INR n * c.
Proof. induction n; [cbn; ring|]. cbn [vsum]. rewrite IHn, S_INR. ring. Qed.

(** Inner products are symmetric, *)
Lemma dot_comm n u v : dot n u v = dot n v u.
Proof. apply vsum_ext. intros i _. ring. Qed.

(** linear, *)
Lemma dot_comb n (f u v w z : nat -> R) A B C :
  (forall i, (i < n)%nat -> f i = A * u i + B * v i + C * w i) ->
  dot n f z = A * dot n u z + B * dot n v z + C * dot n w z.
Proof.
  unfold dot. induction n; intros H; cbn; [ring|].
  rewrite IHn by (intros; apply H; lia). rewrite (H n) by lia. ring.
Qed.

Lemma dot_comb2 n (f u v z : nat -> R) A B :
  (forall i, (i < n)%nat -> f i = A * u i + B * v i) ->
  dot n f z = A * dot n u z + B * dot n v z.
Proof.
  intros H. rewrite (dot_comb n f u v v z A B 0); [ring|].
  intros i Hi. rewrite H by assumption. ring.
Qed.

(** and nonnegative on the diagonal; each entry is bounded by the norm. *)
Lemma dot_self_nonneg n u : 0 <= dot n u u.
Proof. unfold dot. induction n; cbn; [lra|]. pose proof (Rle_0_sqr (u n)). unfold Rsqr in *. lra. Qed.

Lemma entry_le_dot n u i : (i < n)%nat -> u i ^ 2 <= dot n u u.
Proof.
  induction n; intros Hi; [lia|].
  change (dot (S n) u u) with (dot n u u + u n * u n).
  destruct (Nat.eq_dec i n) as [->|Hn].
  - pose proof (dot_self_nonneg n u). nra.
  - specialize (IHn ltac:(lia)). nra.
Qed.

(** Two unit vectors have their inner product in [-1, 1]. *)
Lemma dot_unit_range n u v : dot n u u = 1 -> dot n v v = 1 -> -1 <= dot n u v <= 1.
Proof.
  intros Hu Hv.
  assert (Q : forall s, dot n (fun i => u i + s * v i) (fun i => u i + s * v i) = 1 + 2 * s * dot n u v + s ^ 2).
  { intros s. set (f := fun i => u i + s * v i).
    rewrite (dot_comb2 n f u v f 1 s) by (intros; unfold f; ring).
    rewrite (dot_comm n u f), (dot_comm n v f).
    rewrite (dot_comb2 n f u v u 1 s), (dot_comb2 n f u v v 1 s) by (intros; unfold f; ring).
    rewrite (dot_comm n v u), Hu, Hv. ring. }
  pose proof (Q 1) as Q1. pose proof (Q (-1)) as Q2.
  pose proof (dot_self_nonneg n (fun i => u i + 1 * v i)).
  pose proof (dot_self_nonneg n (fun i => u i + -1 * v i)). lra.
Qed.

(** ** Projected gradient descent *)

Definition ones (i : nat) : R := 1.

Section Vector.
Variables p K : nat.
Variables ws ast : nat -> R.
Variable eta : R.

Definition angle (w : nat -> R) : R := acos (dot p w ws).

(** Closed form of the gradient in w at a unit w (docs/mathematics.md, section 2, nu = 1), with
    a'Ma = (1.a)^2 + (PI - 1) a.a. *)
Definition grad_w (w a : nat -> R) (i : nat) : R :=
  1 / (2 * PI) *
    ((dot K ones a ^ 2 + (PI - 1) * dot K a a) * w i
     - (dot K ones ast * dot K ones a - dot K a ast + dot K a ast * sin (angle w)) * w i
     - dot K a ast * (PI - angle w) * ws i).

(** Closed form of the gradient in a: (M a - N(phi) a_star) / (2 PI). *)
Definition grad_a (w a : nat -> R) (i : nat) : R :=
  1 / (2 * PI) *
    ((dot K ones a + (PI - 1) * a i) - (dot K ones ast + (g (angle w) - 1) * ast i)).

Definition tangent (w u : nat -> R) (i : nat) : R := u i - dot p w u * w i.

Definition proj (u : nat -> R) (i : nat) : R := u i / sqrt (dot p u u).

Definition w_step (w a : nat -> R) : nat -> R :=
  proj (fun i => w i - eta * tangent w (grad_w w a) i).

Definition a_step (w a : nat -> R) (i : nat) : R := a i - eta * grad_a w a i.

Definition full_step (s : (nat -> R) * (nat -> R)) : (nat -> R) * (nat -> R) :=
  (w_step (fst s) (snd s), a_step (fst s) (snd s)).

Fixpoint full (s : (nat -> R) * (nat -> R)) (t : nat) : (nat -> R) * (nat -> R) :=
  match t with O => s | S n => full_step (full s n) end.

(** *** The w part *)

Hypothesis ws_unit : dot p ws ws = 1.

(** The cosine of the angle is the inner product. *)
Lemma cos_angle w : dot p w w = 1 -> cos (angle w) = dot p w ws.
Proof. intros Hw. apply cos_acos, dot_unit_range; assumption. Qed.

Lemma angle_range w : 0 <= angle w <= PI.
Proof. apply acos_bound. Qed.

(** Only the pull towards w_star survives the projection on the tangent space. *)
Lemma tangent_grad_w w a i :
  dot p w w = 1 ->
  tangent w (grad_w w a) i =
  - (dot K a ast * (PI - angle w) / (2 * PI)) * (ws i - cos (angle w) * w i).
Proof.
  intros Hw. unfold tangent. rewrite (dot_comm p w (grad_w w a)).
  rewrite (dot_comb2 p (grad_w w a) w ws w
    (1 / (2 * PI) * (dot K ones a ^ 2 + (PI - 1) * dot K a a
       - (dot K ones ast * dot K ones a - dot K a ast + dot K a ast * sin (angle w))))
    (- (dot K a ast * (PI - angle w) / (2 * PI)))).
  - rewrite Hw, (dot_comm p ws w), <- (cos_angle w Hw). unfold grad_w. field. apply PI_neq0.
  - intros j _. unfold grad_w. field. apply PI_neq0.
Qed.

(** The step before projection, as a combination of w and w_star: it has squared length
    1 + T^2 and inner product cos phi + T sin phi with w_star, T = turning tangent. *)
Lemma w_step_parts w a :
  dot p w w = 1 ->
  let u := fun i => w i - eta * tangent w (grad_w w a) i in
  let T := eta * dot K a ast * (PI - angle w) * sin (angle w) / (2 * PI) in
  dot p u u = 1 + T ^ 2 /\ dot p u ws = cos (angle w) + T * sin (angle w).
Proof.
  intros Hw u T.
  set (tau := eta * dot K a ast * (PI - angle w) / (2 * PI)).
  assert (ET : T = tau * sin (angle w)) by (unfold T, tau; field; apply PI_neq0).
  set (c := cos (angle w)) in *.
  assert (Eu : forall i, (i < p)%nat -> u i = (1 - tau * c) * w i + tau * ws i).
  { intros i _. unfold u. rewrite tangent_grad_w by assumption. fold c. unfold tau. field. apply PI_neq0. }
  assert (Cw : dot p w ws = c) by (symmetry; now apply cos_angle).
  assert (S2 : sin (angle w) ^ 2 = 1 - c ^ 2).
  { pose proof (sin2_cos2 (angle w)) as Q. unfold Rsqr in Q. unfold c. lra. }
  assert (U1 : dot p u w = 1 - tau * c + tau * c).
  { rewrite (dot_comb2 p u w ws w _ _ Eu), Hw, (dot_comm p ws w), Cw. ring. }
  assert (U2 : dot p u ws = (1 - tau * c) * c + tau).
  { rewrite (dot_comb2 p u w ws ws _ _ Eu), ws_unit, Cw. ring. }
  split.
  - rewrite (dot_comb2 p u w ws u _ _ Eu), (dot_comm p w u), (dot_comm p ws u), U1, U2, ET.
    replace ((tau * sin (angle w)) ^ 2) with (tau ^ 2 * sin (angle w) ^ 2) by ring. rewrite S2. ring.
  - rewrite U2, ET. replace (tau * sin (angle w) * sin (angle w)) with (tau * sin (angle w) ^ 2) by ring.
    rewrite S2. ring.
Qed.

(** A tangential step of size T turns the angle by atan T. *)
Lemma cos_turn phi T : cos (phi - atan T) = (cos phi + T * sin phi) / sqrt (1 + T ^ 2).
Proof.
  rewrite cos_minus, cos_atan, sin_atan. replace (T²) with (T ^ 2) by (unfold Rsqr; ring).
  unfold Rdiv. ring.
Qed.

(** So the new w is a unit vector whose angle has turned as the reduced map says. *)
Lemma w_step_unit w a : dot p w w = 1 -> dot p (w_step w a) (w_step w a) = 1.
Proof.
  intros Hw. destruct (w_step_parts w a Hw) as [N _]. cbv zeta in N.
  set (u := fun i => w i - eta * tangent w (grad_w w a) i) in *.
  set (n := sqrt (dot p u u)).
  assert (P : 0 < dot p u u) by (rewrite N; apply Rplus_lt_le_0_compat; [lra|apply pow2_ge_0]).
  assert (n0 : 0 < n) by now apply sqrt_lt_R0.
  set (v := fun i => u i / n).
  assert (Ev : forall i, (i < p)%nat -> v i = / n * u i + 0 * u i) by (intros; unfold v; field; lra).
  change (dot p v v = 1).
  rewrite (dot_comb2 p v u u v _ _ Ev), (dot_comm p u v), (dot_comb2 p v u u u _ _ Ev).
  replace (dot p u u) with (n * n) by (apply sqrt_sqrt; lra). field. lra.
Qed.

Lemma w_step_cos w a :
  dot p w w = 1 -> dot p (w_step w a) ws = cos (angle_step eta (dot K a ast) (angle w)).
Proof.
  intros Hw. destruct (w_step_parts w a Hw) as [N D]. cbv zeta in N, D.
  unfold angle_step. rewrite cos_turn.
  set (u := fun i => w i - eta * tangent w (grad_w w a) i) in *.
  set (T := eta * dot K a ast * (PI - angle w) * sin (angle w) / (2 * PI)) in *.
  rewrite <- D, <- N.
  assert (0 < sqrt (dot p u u)) by (apply sqrt_lt_R0; rewrite N; apply Rplus_lt_le_0_compat; [lra|apply pow2_ge_0]).
  set (v := fun i => u i / sqrt (dot p u u)).
  assert (Ev : forall i, (i < p)%nat -> v i = / sqrt (dot p u u) * u i + 0 * u i) by (intros; unfold v; field; lra).
  change (dot p (w_step w a) ws) with (dot p v ws).
  rewrite (dot_comb2 p v u u ws _ _ Ev). field. lra.
Qed.

Lemma w_step_angle w a :
  dot p w w = 1 -> 0 <= angle_step eta (dot K a ast) (angle w) <= PI ->
  angle (w_step w a) = angle_step eta (dot K a ast) (angle w).
Proof. intros Hw Hr. unfold angle at 1. rewrite w_step_cos by assumption. now apply acos_cos. Qed.

(** *** The a part *)

Definition u1 (i : nat) : R := / sqrt (INR K).

(** a_star in the plane of u1 and u2; e2 = 0 leaves u2 free (as it must when K = 1). *)
Definition plane (u2 : nat -> R) (e1 e2 : R) : Prop :=
  dot K u1 u2 = 0 /\ (e2 = 0 \/ dot K u2 u2 = 1) /\
  forall i, (i < K)%nat -> ast i = e1 * u1 i + e2 * u2 i.

Definition reduce (u2 : nat -> R) (s : (nat -> R) * (nat -> R)) : state :=
  St (angle (fst s)) (dot K (snd s) u1) (dot K (snd s) u2).

Hypothesis K_pos : (1 <= K)%nat.

Lemma INR_K_ge : 1 <= INR K.
Proof. change 1 with (INR 1). now apply le_INR. Qed.

Lemma sqrt_K_pos : 0 < sqrt (INR K).
Proof. apply sqrt_lt_R0. pose proof INR_K_ge. lra. Qed.

Lemma sqrt_K_sq : sqrt (INR K) * sqrt (INR K) = INR K.
Proof. apply sqrt_sqrt. pose proof INR_K_ge. lra. Qed.

(** u1 is a unit vector, *)
Lemma u1_unit : dot K u1 u1 = 1.
Proof.
  unfold dot, u1. rewrite vsum_const, <- sqrt_K_sq at 1. pose proof sqrt_K_pos. field. lra.
Qed.

(** and 1 = sqrt K u1. *)
Lemma dot_ones v : dot K ones v = sqrt (INR K) * dot K u1 v.
Proof.
  rewrite (dot_comb2 K ones u1 u1 v (sqrt (INR K)) 0); [ring|].
  intros i _. unfold ones, u1. pose proof sqrt_K_pos. field. lra.
Qed.

(** The step, as a combination of 1, a and a_star. *)
Lemma a_step_comb w a i :
  a_step w a i =
  - (eta / (2 * PI)) * (dot K ones a - dot K ones ast) * ones i
  + (1 - rate_y eta) * a i + eta / (2 * PI) * (g (angle w) - 1) * ast i.
Proof. unfold a_step, grad_a, rate_y, ones. field. apply PI_neq0. Qed.

Section Plane.
Variable u2 : nat -> R.
Variables e1 e2 : R.
Hypothesis P : plane u2 e1 e2.

(** The coordinates of a_star. *)
Lemma ast_u1 : dot K ast u1 = e1.
Proof.
  destruct P as (O & _ & E). rewrite (dot_comb2 K ast u1 u2 u1 _ _ E), u1_unit, (dot_comm K u2 u1), O. ring.
Qed.

Lemma ast_u2 : dot K ast u2 = e2.
Proof.
  destruct P as (O & N & E). rewrite (dot_comb2 K ast u1 u2 u2 _ _ E), O.
  destruct N as [-> | ->]; ring.
Qed.

Lemma ast_sq : dot K ast ast = e1 ^ 2 + e2 ^ 2.
Proof.
  destruct P as (_ & _ & E).
  rewrite (dot_comb2 K ast u1 u2 ast _ _ E), (dot_comm K u1), (dot_comm K u2), ast_u1, ast_u2. ring.
Qed.

(** s = 1.a_star. *)
Lemma ones_ast : dot K ones ast = sqrt (INR K) * e1.
Proof. now rewrite dot_ones, dot_comm, ast_u1. Qed.

(** alpha. *)
Lemma al_reduce s : al e1 e2 (reduce u2 s) = dot K (snd s) ast.
Proof.
  destruct P as (_ & _ & E). unfold al, reduce. cbn [cx cy].
  rewrite (dot_comm K (snd s) ast), (dot_comb2 K ast u1 u2 (snd s) _ _ E).
  now rewrite (dot_comm K u1), (dot_comm K u2).
Qed.

(** The x recursion. *)
Lemma a_step_x w a : dot K (a_step w a) u1 = x_step eta (INR K) e1 (angle w) (dot K a u1).
Proof.
  rewrite (dot_comb K _ ones a ast u1 _ _ _ (fun i _ => a_step_comb w a i)).
  rewrite ast_u1, ones_ast, !dot_ones, u1_unit, (dot_comm K u1 a).
  unfold x_step, rate_y. pose proof sqrt_K_sq as E. set (q := sqrt (INR K)) in *.
  rewrite <- E. field. apply PI_neq0.
Qed.

(** The y recursion. *)
Lemma a_step_y w a : dot K (a_step w a) u2 = y_step eta e2 (angle w) (dot K a u2).
Proof.
  rewrite (dot_comb K _ ones a ast u2 _ _ _ (fun i _ => a_step_comb w a i)).
  rewrite ast_u2, (dot_ones u2). destruct P as (O & _ & _). rewrite O.
  unfold y_step, rate_y. field. apply PI_neq0.
Qed.

(** What lies outside the plane only decays. *)
Definition rest (a : nat -> R) (i : nat) : R := a i - (dot K a u1 * u1 i + dot K a u2 * u2 i).

Lemma a_step_rest w a i :
  (i < K)%nat -> rest (a_step w a) i = (1 - rate_y eta) * rest a i.
Proof.
  intros Hi. unfold rest. rewrite a_step_x, a_step_y, a_step_comb.
  destruct P as (_ & _ & E). rewrite (E i Hi), ones_ast, dot_ones, (dot_comm K u1 a).
  unfold x_step, y_step, rate_y, ones, u1. pose proof sqrt_K_pos as Q.
  pose proof sqrt_K_sq as Eq. set (q := sqrt (INR K)) in *. rewrite <- Eq. field. split; [lra|apply PI_neq0].
Qed.

(** One step of the vectors is one step of the reduced map. *)
Lemma reduce_step s :
  dot p (fst s) (fst s) = 1 ->
  0 <= ang (gd eta (INR K) e1 e2 (reduce u2 s)) <= PI ->
  reduce u2 (full_step s) = gd eta (INR K) e1 e2 (reduce u2 s).
Proof.
  intros Hw Hr. unfold gd in *. cbn [ang] in Hr. rewrite al_reduce in *. unfold reduce in *.
  cbn [ang cx cy fst snd full_step] in *.
  now rewrite w_step_angle, a_step_x, a_step_y.
Qed.

Lemma reduce_full X Y s t :
  teacher_ok (INR K) e1 e2 -> step_ok eta (INR K) e1 e2 X Y ->
  dot p (fst s) (fst s) = 1 -> box X Y (reduce u2 s) ->
  dot p (fst (full s t)) (fst (full s t)) = 1 /\
  reduce u2 (full s t) = orbit eta (INR K) e1 e2 (reduce u2 s) t.
Proof.
  intros T S Hw B. induction t as [|t [IW IR]]; [split; [exact Hw|reflexivity]|].
  cbn [full orbit]. split.
  - now apply w_step_unit.
  - rewrite <- IR. apply reduce_step; [exact IW|]. rewrite IR.
    apply (gd_box eta (INR K) e1 e2 X Y); try assumption. now apply orbit_box.
Qed.

(** *** Limits of the vectors *)

(** The part outside the plane vanishes. *)
Lemma rest_lim X Y s i :
  teacher_ok (INR K) e1 e2 -> step_ok eta (INR K) e1 e2 X Y -> (i < K)%nat ->
  is_lim_seq (fun t => rest (snd (full s t)) i) 0.
Proof.
  intros T S Hi. apply (lim_follow _ (fun _ => 0) (rate_y eta)).
  - pose proof (rate_y_range eta (INR K) e1 e2 X Y T S). lra.
  - intros n. cbn [full full_step snd]. rewrite a_step_rest by assumption. ring.
  - apply is_lim_seq_const.
Qed.

(** x_t -> x and y_t -> y give a_t -> x u1 + y u2. *)
Lemma a_lim X Y s (x y : R) i :
  teacher_ok (INR K) e1 e2 -> step_ok eta (INR K) e1 e2 X Y -> (i < K)%nat ->
  is_lim_seq (fun t => cx (reduce u2 (full s t))) x ->
  is_lim_seq (fun t => cy (reduce u2 (full s t))) y ->
  is_lim_seq (fun t => snd (full s t) i) (x * u1 i + y * u2 i).
Proof.
  intros T S Hi Hx Hy.
  apply is_lim_seq_ext with
    (fun t => cx (reduce u2 (full s t)) * u1 i + cy (reduce u2 (full s t)) * u2 i + rest (snd (full s t)) i).
  - intros t. unfold rest, reduce. cbn. ring.
  - replace (Finite (x * u1 i + y * u2 i)) with (Finite (x * u1 i + y * u2 i + 0)) by (f_equal; ring).
    apply is_lim_seq_plus'; [|now apply (rest_lim X Y)].
    apply is_lim_seq_plus'; apply is_lim_seq_mult'; try assumption; apply is_lim_seq_const.
Qed.

(** A sequence of unit vectors whose inner product with w_star tends to c = 1 or -1
    tends to c w_star. *)
Lemma w_lim (w : nat -> nat -> R) (c : R) i :
  c ^ 2 = 1 -> (forall t, dot p (w t) (w t) = 1) -> (i < p)%nat ->
  is_lim_seq (fun t => dot p (w t) ws) c -> is_lim_seq (fun t => w t i) (c * ws i).
Proof.
  intros Hc Hw Hi Hl.
  assert (D : forall t, (w t i - c * ws i) ^ 2 <= 2 - 2 * c * dot p (w t) ws).
  { intros t. set (f := fun j => w t j - c * ws j).
    apply Rle_trans with (dot p f f); [exact (entry_le_dot p f i Hi)|].
    assert (Ef : forall j, (j < p)%nat -> f j = 1 * w t j + - c * ws j) by (intros; unfold f; ring).
    rewrite (dot_comb2 p f _ _ f _ _ Ef), (dot_comm p (w t) f), (dot_comm p ws f).
    rewrite !(dot_comb2 p f _ _ _ _ _ Ef), Hw, ws_unit, (dot_comm p ws (w t)). nra. }
  assert (L : is_lim_seq (fun t => 2 - 2 * c * dot p (w t) ws) 0).
  { replace (Finite 0) with (Finite (2 - 2 * c * c)) by (f_equal; nra).
    apply is_lim_seq_minus'; [apply is_lim_seq_const|].
    apply is_lim_seq_mult'; [apply is_lim_seq_const|exact Hl]. }
  apply is_lim_seq_spec. intros eps. cbn.
  apply is_lim_seq_spec in L. pose proof (cond_pos eps) as Pe.
  destruct (L (mkposreal (eps ^ 2) ltac:(nra))) as [N HN]. cbn [pos] in HN.
  exists N. intros t Ht. specialize (HN t Ht). specialize (D t).
  apply Rabs_lt_between in HN. apply Rabs_lt_between. nra.
Qed.

(** Angle to 0: w_t -> w_star. Angle to PI: w_t -> - w_star. *)
Lemma w_lim_angle s (l : R) i :
  (forall t, dot p (fst (full s t)) (fst (full s t)) = 1) -> (i < p)%nat -> cos l ^ 2 = 1 ->
  is_lim_seq (fun t => ang (reduce u2 (full s t))) l ->
  is_lim_seq (fun t => fst (full s t) i) (cos l * ws i).
Proof.
  intros Hw Hi Hc Hl. apply (w_lim (fun t => fst (full s t))); try assumption.
  apply is_lim_seq_ext with (fun t => cos (ang (reduce u2 (full s t)))).
  - intros t. cbn. now apply cos_angle.
  - apply (is_lim_seq_continuous cos); [|exact Hl]. apply continuity_cos.
Qed.

End Plane.

(** *** A plane always exists *)

Lemma plane_exists :
  0 <= dot K ones ast ->
  exists u2 e1 e2, plane u2 e1 e2 /\ 0 <= e1 /\ 0 <= e2 /\
    e1 * sqrt (INR K) = dot K ones ast.
Proof.
  intros Hs. pose proof sqrt_K_pos as Q. set (e1 := dot K ast u1).
  assert (E1 : dot K ones ast = sqrt (INR K) * e1) by (now rewrite dot_ones, dot_comm).
  assert (P1 : 0 <= e1) by nra.
  set (v := fun i => ast i - e1 * u1 i).
  assert (Ev : forall i, (i < K)%nat -> v i = 1 * ast i + - e1 * u1 i) by (intros; unfold v; ring).
  assert (Ov : dot K v u1 = 0) by (rewrite (dot_comb2 K v ast u1 u1 _ _ Ev), u1_unit; fold e1; ring).
  pose proof (dot_self_nonneg K v) as [Hv|Hv].
  - set (e2 := sqrt (dot K v v)). assert (P2 : 0 < e2) by now apply sqrt_lt_R0.
    assert (S2 : e2 * e2 = dot K v v) by (apply sqrt_sqrt; lra).
    set (u2 := fun i => v i / e2).
    assert (Eu : forall i, (i < K)%nat -> u2 i = / e2 * v i + 0 * v i) by (intros; unfold u2; field; lra).
    exists u2, e1, e2. repeat split; try lra.
    + rewrite dot_comm, (dot_comb2 K u2 v v u1 _ _ Eu), Ov. ring.
    + right. rewrite (dot_comb2 K u2 v v u2 _ _ Eu), (dot_comm K v u2).
      rewrite (dot_comb2 K u2 v v v _ _ Eu), <- S2. field. lra.
    + intros i _. unfold u2, v. field. lra.
  - exists (fun _ => 0), e1, 0. repeat split; try lra.
    + transitivity (vsum K (fun _ => 0)); [apply vsum_ext; intros; ring|rewrite vsum_const; ring].
    + intros i Hi. pose proof (entry_le_dot K v i Hi) as B. rewrite <- Hv in B.
      assert (v i = 0) by nra. unfold v in *. lra.
Qed.

(** *** The spurious point's second layer *)

Definition abar (i : nat) : R :=
  (PI * dot K ones ast / (INR K + PI - 1) - ast i) / (PI - 1).

(** It solves M abar = (11' - I) a_star. *)
Lemma abar_eq i :
  dot K ones abar + (PI - 1) * abar i = dot K ones ast - ast i.
Proof.
  pose proof PI_gt_3. pose proof INR_K_ge.
  rewrite (dot_comm K ones abar).
  rewrite (dot_comb2 K abar ones ast ones
    (PI * dot K ones ast / (INR K + PI - 1) / (PI - 1)) (- / (PI - 1))).
  - assert (O1 : dot K ones ones = INR K).
    { unfold dot, ones. rewrite vsum_const. ring. }
    rewrite O1, (dot_comm K ast ones). unfold abar. field. split; lra.
  - intros j _. unfold abar, ones. field. split; lra.
Qed.

(** In the plane it is x_inf(PI) u1 + y_inf(PI) u2. *)
Lemma abar_plane u2 e1 e2 i :
  plane u2 e1 e2 -> (i < K)%nat ->
  x_inf (INR K) e1 PI * u1 i + y_inf e2 PI * u2 i = abar i.
Proof.
  intros P Hi. pose proof PI_gt_3. pose proof INR_K_ge. pose proof sqrt_K_pos.
  unfold abar. rewrite (ones_ast u2 e1 e2 P), x_inf_PI, y_inf_PI.
  destruct P as (_ & _ & E). rewrite (E i Hi). unfold u1.
  pose proof sqrt_K_sq as Eq. set (q := sqrt (INR K)) in *. rewrite <- Eq. field.
  repeat split; nra.
Qed.

(** *** Both ends, for the vectors *)

Definition vector_optimum (s : (nat -> R) * (nat -> R)) : Prop :=
  (forall i, (i < p)%nat -> is_lim_seq (fun t => fst (full s t) i) (ws i)) /\
  (forall i, (i < K)%nat -> is_lim_seq (fun t => snd (full s t) i) (ast i)).

Definition vector_trapped (s : (nat -> R) * (nat -> R)) : Prop :=
  (forall i, (i < p)%nat -> is_lim_seq (fun t => fst (full s t) i) (- ws i)) /\
  (forall i, (i < K)%nat -> is_lim_seq (fun t => snd (full s t) i) (abar i)).

Section Ends.
Variable u2 : nat -> R.
Variables e1 e2 X Y : R.
Hypothesis P : plane u2 e1 e2.
Hypothesis T : teacher_ok (INR K) e1 e2.
Hypothesis S : step_ok eta (INR K) e1 e2 X Y.

(** What the reduced orbit does, the vectors do. *)
Lemma vector_of_reduced s :
  dot p (fst s) (fst s) = 1 -> box X Y (reduce u2 s) ->
  (reaches_optimum eta (INR K) e1 e2 (reduce u2 s) -> vector_optimum s) /\
  (trapped eta (INR K) e1 e2 (reduce u2 s) -> vector_trapped s).
Proof.
  intros Hw B.
  assert (F : forall t, reduce u2 (full s t) = orbit eta (INR K) e1 e2 (reduce u2 s) t)
    by (intros t; now apply (reduce_full u2 e1 e2 P X Y)).
  assert (W : forall t, dot p (fst (full s t)) (fst (full s t)) = 1)
    by (intros t; now apply (reduce_full u2 e1 e2 P X Y)).
  assert (G : forall l x y : R, converges_to eta (INR K) e1 e2 (reduce u2 s) l x y -> cos l ^ 2 = 1 ->
    (forall i, (i < p)%nat -> is_lim_seq (fun t => fst (full s t) i) (cos l * ws i)) /\
    (forall i, (i < K)%nat -> is_lim_seq (fun t => snd (full s t) i) (x * u1 i + y * u2 i))).
  { intros l x y (Ha & Hx & Hy) Hc. split; intros i Hi.
    - apply (w_lim_angle u2); try assumption.
      eapply is_lim_seq_ext; [|exact Ha]. intros t. cbv beta. now rewrite F.
    - apply (a_lim u2 e1 e2 P X Y); try assumption.
      + eapply is_lim_seq_ext; [|exact Hx]. intros t. cbv beta. now rewrite F.
      + eapply is_lim_seq_ext; [|exact Hy]. intros t. cbv beta. now rewrite F. }
  split; intros H.
  - destruct (G 0 e1 e2 H) as [Gw Ga]; [rewrite cos_0; ring|]. split; intros i Hi.
    + specialize (Gw i Hi). rewrite cos_0, Rmult_1_l in Gw. exact Gw.
    + specialize (Ga i Hi). destruct P as (_ & _ & E). now rewrite <- (E i Hi) in Ga.
  - destruct (G PI (x_inf (INR K) e1 PI) (y_inf e2 PI) H) as [Gw Ga]; [rewrite cos_PI; ring|].
    split; intros i Hi.
    + specialize (Gw i Hi). rewrite cos_PI in Gw. replace (- ws i) with (-1 * ws i) by ring. exact Gw.
    + specialize (Ga i Hi). now rewrite (abar_plane u2 e1 e2 i P Hi) in Ga.
Qed.

End Ends.

(** *** A step bound free of coordinates *)

Definition norm (n : nat) (u : nat -> R) : R := sqrt (dot n u u).

(** x^2 + y^2 <= |a|^2 (y only when u2 is a unit vector). *)
Lemma bessel u2 e1 e2 a :
  plane u2 e1 e2 ->
  dot K a u1 ^ 2 <= dot K a a /\
  (dot K u2 u2 = 1 -> dot K a u1 ^ 2 + dot K a u2 ^ 2 <= dot K a a).
Proof.
  intros (O & _ & _).
  assert (Q : forall x y, dot K (fun i => 1 * a i + - x * u1 i + - y * u2 i) (fun i => 1 * a i + - x * u1 i + - y * u2 i)
     = dot K a a - 2 * x * dot K a u1 - 2 * y * dot K a u2 + x ^ 2 + y ^ 2 * dot K u2 u2).
  { intros x y. set (f := fun i => 1 * a i + - x * u1 i + - y * u2 i).
    assert (Ef : forall i, (i < K)%nat -> f i = 1 * a i + - x * u1 i + - y * u2 i) by reflexivity.
    rewrite (dot_comb K f _ _ _ f _ _ _ Ef), (dot_comm K a f), (dot_comm K u1 f), (dot_comm K u2 f).
    rewrite !(dot_comb K f _ _ _ _ _ _ _ Ef), u1_unit.
    rewrite (dot_comm K u2 u1), O, (dot_comm K u1 a), (dot_comm K u2 a). ring. }
  split.
  - pose proof (Q (dot K a u1) 0) as E. pose proof (dot_self_nonneg K (fun i => 1 * a i + - (dot K a u1) * u1 i + - 0 * u2 i)).
    nra.
  - intros N. pose proof (Q (dot K a u1) (dot K a u2)) as E. rewrite N in E.
    pose proof (dot_self_nonneg K (fun i => 1 * a i + - (dot K a u1) * u1 i + - (dot K a u2) * u2 i)). nra.
Qed.

(** eta A (A + |a_0|) <= 2 gives the angle's step bound in the box
    X = max(e1, |x_0|), Y = max(e2, |y_0|). *)
Lemma step_of_norms u2 e1 e2 a :
  plane u2 e1 e2 -> 0 <= e1 -> 0 <= e2 -> 0 < eta ->
  eta * (INR K + PI - 1) <= 2 * PI ->
  eta * (norm K ast * (norm K ast + norm K a)) <= 2 ->
  step_ok eta (INR K) e1 e2 (Rmax e1 (Rabs (dot K a u1))) (Rmax e2 (Rabs (dot K a u2))).
Proof.
  intros P H1 H2 He Hx Hb.
  set (x := dot K a u1). set (y := dot K a u2).
  pose proof (bessel u2 e1 e2 a P) as [B1 B2]. fold x y in B1, B2.
  assert (SA : norm K ast * norm K ast = e1 ^ 2 + e2 ^ 2).
  { unfold norm. rewrite sqrt_sqrt by apply dot_self_nonneg. now apply (ast_sq u2). }
  assert (Sa : norm K a * norm K a = dot K a a) by (apply sqrt_sqrt, dot_self_nonneg).
  assert (A0 : 0 <= norm K ast) by apply sqrt_pos.
  assert (a0 : 0 <= norm K a) by apply sqrt_pos.
  pose proof (Rabs_pos x) as x0. pose proof (Rabs_pos y) as y0.
  assert (x2 : Rabs x ^ 2 = x ^ 2) by apply pow2_abs.
  assert (y2 : Rabs y ^ 2 = y ^ 2) by apply pow2_abs.
  assert (CS : e1 * Rabs x + e2 * Rabs y <= norm K ast * norm K a).
  { apply Rsqr_incr_0_var; [|nra]. unfold Rsqr.
    replace (norm K ast * norm K a * (norm K ast * norm K a))
      with ((norm K ast * norm K ast) * (norm K a * norm K a)) by ring. rewrite SA, Sa.
    destruct P as (_ & [N|N] & _).
    - rewrite N. replace (e1 * Rabs x + 0 * Rabs y) with (e1 * Rabs x) by ring.
      replace (e1 * Rabs x * (e1 * Rabs x)) with (e1 ^ 2 * Rabs x ^ 2) by ring. rewrite x2. nra.
    - specialize (B2 N). apply Rle_trans with ((e1 ^ 2 + e2 ^ 2) * (x ^ 2 + y ^ 2)).
      + rewrite <- x2, <- y2. pose proof (pow2_ge_0 (e1 * Rabs y - e2 * Rabs x)). nra.
      + apply Rmult_le_compat_l; nra. }
  assert (MX : Rmax e1 (Rabs x) <= e1 + Rabs x) by (apply Rmax_lub; lra).
  assert (MY : Rmax e2 (Rabs y) <= e2 + Rabs y) by (apply Rmax_lub; lra).
  repeat split; try assumption; try apply Rmax_l.
  apply Rle_trans with (2 := Hb). apply Rmult_le_compat_l; [lra|]. nra.
Qed.

Lemma box_of_norms u2 e1 e2 s :
  box (Rmax e1 (Rabs (dot K (snd s) u1))) (Rmax e2 (Rabs (dot K (snd s) u2))) (reduce u2 s).
Proof.
  repeat split; cbn; try apply angle_range; apply Rmax_r.
Qed.

End Vector.

(** ** Claim C12 for the vectors *)

(** One step of projected gradient descent on the vectors is one step of the reduced map
    (for every p, every K >= 1, every unit w): the angle turns by the arc tangent, x and y
    follow their recursions, w stays on the sphere. *)
Theorem C12_reduced_step (p K : nat) (ws ast u2 w a : nat -> R) (eta e1 e2 : R) :
  (1 <= K)%nat -> dot p ws ws = 1 -> dot p w w = 1 -> plane K ast u2 e1 e2 ->
  let w' := w_step p K ws ast eta w a in
  let a' := a_step p K ws ast eta w a in
  let phi' := angle_step eta (dot K a ast) (angle p ws w) in
  dot p w' w' = 1 /\
  dot p w' ws = cos phi' /\
  (0 <= phi' <= PI -> angle p ws w' = phi') /\
  dot K a' (u1 K) = x_step eta (INR K) e1 (angle p ws w) (dot K a (u1 K)) /\
  dot K a' u2 = y_step eta e2 (angle p ws w) (dot K a u2) /\
  dot K a ast = e1 * dot K a (u1 K) + e2 * dot K a u2.
Proof.
  intros HK Hws Hw P w' a' phi'. unfold w', a', phi'.
  split; [now apply w_step_unit|]. split; [now apply w_step_cos|].
  split; [now apply w_step_angle|]. split; [now apply (a_step_x p K ws ast eta HK u2 e1 e2)|].
  split; [now apply (a_step_y p K ws ast eta HK u2 e1 e2)|].
  symmetry. exact (al_reduce p K ws ast u2 e1 e2 P (w, a)).
Qed.

(** Hence the whole run, under the step bounds. *)
Theorem C12_reduced_orbit (p K : nat) (ws ast u2 w a : nat -> R) (eta e1 e2 X Y : R) (t : nat) :
  (1 <= K)%nat -> dot p ws ws = 1 -> dot p w w = 1 -> plane K ast u2 e1 e2 ->
  teacher_ok (INR K) e1 e2 -> step_ok eta (INR K) e1 e2 X Y ->
  box X Y (reduce p K ws u2 (w, a)) ->
  dot p (fst (full p K ws ast eta (w, a) t)) (fst (full p K ws ast eta (w, a) t)) = 1 /\
  reduce p K ws u2 (full p K ws ast eta (w, a) t) =
  orbit eta (INR K) e1 e2 (reduce p K ws u2 (w, a)) t.
Proof. intros HK Hws Hw P T S B. now apply (reduce_full p K ws ast eta Hws HK u2 e1 e2 P X Y). Qed.

(** The sufficient trap, in the words of the source: s = 1.a_star >= 0, A = |a_star| > 0,
    alpha_0 = a_0.a_star <= 0, |1.a_0| <= s, g(phi_0) < 1 - 2 s^2/A^2. *)
Theorem C12_vector_sufficient_trap (p K : nat) (ws ast w a : nat -> R) (eta : R) :
  (1 <= K)%nat -> dot p ws ws = 1 -> dot p w w = 1 ->
  0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 < eta -> eta * (INR K + PI - 1) <= 2 * PI ->
  eta * (norm K ast * (norm K ast + norm K a)) <= 2 ->
  dot K a ast <= 0 -> Rabs (dot K ones a) <= dot K ones ast ->
  g (angle p ws w) < 1 - 2 * (dot K ones ast ^ 2 / dot K ast ast) ->
  vector_trapped p K ws ast eta (w, a).
Proof.
  intros HK Hws Hw Hs HA He Hx Hb Ha H1 Hg.
  destruct (plane_exists K ast HK Hs) as (u2 & e1 & e2 & P & P1 & P2 & Es).
  pose proof (ast_sq K ast HK u2 e1 e2 P) as EA.
  pose proof (step_of_norms K ast eta HK u2 e1 e2 a P P1 P2 He Hx Hb) as S.
  pose proof (box_of_norms p K ws u2 e1 e2 (w, a)) as B. cbn [snd] in B.
  assert (T : teacher_ok (INR K) e1 e2).
  { unfold teacher_ok. pose proof (INR_K_ge K HK). repeat split; lra. }
  pose proof (sqrt_K_pos K HK) as Q.
  apply (vector_of_reduced p K ws ast eta Hws HK u2 e1 e2 _ _ P T S (w, a) Hw B).
  apply (C12_sufficient_trap eta (INR K) e1 e2 _ _ _ T S B).
  - rewrite (al_reduce p K ws ast u2 e1 e2 P). exact Ha.
  - cbn. rewrite dot_ones, (dot_comm K (u1 K) a), Rabs_mult, (Rabs_pos_eq (sqrt (INR K))), <- Es in H1 by (assumption || lra).
    nra.
  - unfold reduce. cbn [ang fst]. rewrite <- EA. replace (INR K * e1 ^ 2) with (dot K ones ast ^ 2); [exact Hg|].
    rewrite <- Es. transitivity (sqrt (INR K) * sqrt (INR K) * e1 ^ 2); [ring|].
    now rewrite sqrt_K_sq.
Qed.

(** The case s = 0 from a_0 = 0: the side of the equator on which w_0 lies decides. *)
Theorem C12_vector_balanced (p K : nat) (ws ast w : nat -> R) (eta : R) :
  (1 <= K)%nat -> dot p ws ws = 1 -> dot p w w = 1 ->
  dot K ones ast = 0 -> 0 < dot K ast ast ->
  0 < eta -> eta * (INR K + PI - 1) <= 2 * PI -> eta * dot K ast ast <= 2 ->
  (0 < dot p w ws -> vector_optimum p K ws ast eta (w, fun _ => 0)) /\
  (dot p w ws < 0 -> vector_trapped p K ws ast eta (w, fun _ => 0)) /\
  (dot p w ws = 0 -> forall t, dot p (fst (full p K ws ast eta (w, fun _ => 0) t)) ws = 0).
Proof.
  intros HK Hws Hw Hs HA He Hx Hb. pose proof PI_gt_3.
  destruct (plane_exists K ast HK ltac:(lra)) as (u2 & e1 & e2 & P & P1 & P2 & Es).
  pose proof (ast_sq K ast HK u2 e1 e2 P) as EA.
  pose proof (sqrt_K_pos K HK) as Q. pose proof (INR_K_ge K HK) as Kp.
  assert (E1 : e1 = 0) by nra. subst e1.
  assert (E2 : 0 < e2) by nra.
  assert (Z : forall v, dot K (fun _ => 0) v = 0).
  { intros v. rewrite (dot_comb2 K _ v v v 0 0) by (intros; ring). ring. }
  assert (R : reduce p K ws u2 (w, fun _ => 0) = St (angle p ws w) 0 0).
  { unfold reduce. cbn [fst snd]. now rewrite !Z. }
  assert (Eb : eta * e2 ^ 2 <= 2) by (rewrite EA in Hb; lra).
  pose proof (balanced_ok (INR K) e2 Kp E2) as T.
  pose proof (balanced_step eta (INR K) e2 0 He Hx Eb) as S.
  pose proof (balanced_box e2 (angle p ws w) 0 (angle_range p ws w) E2) as B.
  pose proof (cos_angle p ws Hws w Hw) as C. pose proof (angle_range p ws w) as Ar.
  destruct (vector_of_reduced p K ws ast eta Hws HK u2 0 e2 _ _ P T S (w, fun _ => 0) Hw) as [V1 V2].
  { rewrite R. exact B. }
  rewrite R in V1, V2. split; [|split]; intros D.
  - apply V1. apply C12_balanced_optimum; try assumption. split; [lra|].
    destruct (Rlt_le_dec (angle p ws w) (PI / 2)) as [L|L]; [exact L|].
    pose proof (cos_le_0 (angle p ws w) L ltac:(lra)). lra.
  - apply V2. apply C12_balanced_trapped; try assumption. split; [|lra].
    destruct (Rlt_le_dec (PI / 2) (angle p ws w)) as [L|L]; [exact L|].
    pose proof (cos_ge_0 (angle p ws w) ltac:(lra) L). lra.
  - intros t.
    destruct (reduce_full p K ws ast eta Hws HK u2 0 e2 P _ _ (w, fun _ => 0) t T S Hw) as [U F].
    { rewrite R. exact B. }
    rewrite <- (cos_angle p ws Hws) by exact U.
    change (cos (ang (reduce p K ws u2 (full p K ws ast eta (w, fun _ => 0) t))) = 0).
    rewrite F, R. unfold angle. rewrite D, acos_0.
    destruct (C12_balanced_still eta (INR K) e2 0 Kp He Hx) as [A _].
    destruct (A t) as [-> _]. apply cos_PI2.
Qed.
