(** * NoisyDescent: one step of perturbed gradient descent on the full vectors

    What:    the step with normalized injection: the gradients are taken at the disturbed
             student w~ = proj (w + xi), a~ = a + eps, and w moves in the tangent space of w~.
             What it does to (w, w_star) and to the coordinates of a, for every noise.
    Source:  docs/mathematics.md, section 5.
    Claims:  C21 small_noise_traps_for_ever, C13 pgd_escapes.

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | seen_w, seen_a     | w and a after one step whose gradients are taken at (wt, a + eps) |
    | shown w xi         | w~ = (w + xi)/|w + xi|                                        |
    | noisy_w, noisy_a   | the same with the displacements xi, eps                       |
    | noisy_step, noisy  | one step, t steps with a sequence of displacements            |
    | lift a             | Lc = a_star' M^-1 a, by the coordinates of a                  |
    | kappa2             | a_star' M^-1 a_star                                           |
    | abar_alpha         | abar . a_star = e1 x_inf(PI) + e2 y_inf(PI)                   |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Noiseproof Require Import Kernel DescentMap DescentVector.
Open Scope R_scope.

(** ** Inner products *)

(** Cauchy and Schwarz. *)
Lemma cauchy n u v : dot n u v ^ 2 <= dot n u u * dot n v v.
Proof.
  assert (Q : forall s r, 0 <= s ^ 2 * dot n u u + 2 * (s * r) * dot n u v + r ^ 2 * dot n v v).
  { intros s r. set (f := fun i => s * u i + r * v i).
    replace (s ^ 2 * dot n u u + 2 * (s * r) * dot n u v + r ^ 2 * dot n v v) with (dot n f f);
      [apply dot_self_nonneg|].
    rewrite (dot_comb2 n f u v f s r) by (intros; unfold f; ring).
    rewrite (dot_comm n u f), (dot_comm n v f).
    rewrite (dot_comb2 n f u v u s r), (dot_comb2 n f u v v s r) by (intros; unfold f; ring).
    rewrite (dot_comm n v u). ring. }
  pose proof (dot_self_nonneg n u) as U. pose proof (dot_self_nonneg n v) as V.
  pose proof (Q (dot n v v) (- dot n u v)) as Q1. pose proof (Q (- dot n u v) (dot n u u)) as Q2.
  destruct (Rle_lt_or_eq_dec _ _ V) as [P|Z].
  - apply (Rmult_le_reg_l (dot n v v)); [assumption|]. nra.
  - rewrite <- Z in *. pose proof (Q 1 (- dot n u v)) as Q3. pose proof (Q (- dot n u v) 1) as Q4.
    pose proof (Q 1 (- (1 + dot n u u) * dot n u v)). nra.
Qed.

(** The Gram determinant of three unit vectors is not negative. *)
Lemma gram n u v w : dot n u u = 1 -> dot n v v = 1 -> dot n w w = 1 ->
  (dot n u v - dot n u w * dot n v w) ^ 2 <= (1 - dot n u w ^ 2) * (1 - dot n v w ^ 2).
Proof.
  intros U V W. set (f := fun i => u i - dot n u w * w i). set (h := fun i => v i - dot n v w * w i).
  assert (E : forall z, dot n f z = dot n u z - dot n u w * dot n w z).
  { intros z. rewrite (dot_comb2 n f u w z 1 (- dot n u w)) by (intros; unfold f; ring). ring. }
  assert (F : forall z, dot n h z = dot n v z - dot n v w * dot n w z).
  { intros z. rewrite (dot_comb2 n h v w z 1 (- dot n v w)) by (intros; unfold h; ring). ring. }
  replace (dot n u v - dot n u w * dot n v w) with (dot n f h).
  2: { rewrite E, (dot_comm n u h), (dot_comm n w h), !F, W, (dot_comm n v u), (dot_comm n w u). ring. }
  replace (1 - dot n u w ^ 2) with (dot n f f).
  2: { rewrite E, (dot_comm n u f), (dot_comm n w f), !E, U, W, (dot_comm n w u). ring. }
  replace (1 - dot n v w ^ 2) with (dot n h h); [apply cauchy|].
  rewrite F, (dot_comm n v h), (dot_comm n w h), !F, V, W, (dot_comm n w v). ring.
Qed.

(** A vector that is not 0 is projected on the unit sphere. *)
Lemma proj_dot n u v : dot n (proj n u) v = dot n u v / sqrt (dot n u u).
Proof.
  rewrite (dot_comb2 n (proj n u) u u v (/ sqrt (dot n u u)) 0); [unfold Rdiv; ring|].
  intros i _. unfold proj, Rdiv. ring.
Qed.

Lemma proj_unit n u : 0 < dot n u u -> dot n (proj n u) (proj n u) = 1.
Proof.
  intros H. rewrite proj_dot, dot_comm, proj_dot. pose proof (sqrt_lt_R0 _ H) as S.
  rewrite <- (sqrt_sqrt (dot n u u)) at 1 by lra. field. lra.
Qed.

(** ** The step *)

Section Noisy.
Variables p K : nat.
Variables ws ast : nat -> R.
Variable eta : R.

(** A step whose gradients are taken at the student (wt, a + eps). *)
Definition seen_w (w a wt eps : nat -> R) : nat -> R :=
  proj p (fun i => w i - eta * tangent p wt (grad_w p K ws ast wt (fun j => a j + eps j)) i).

Definition seen_a (a wt eps : nat -> R) (i : nat) : R :=
  a i - eta * grad_a p K ws ast wt (fun j => a j + eps j) i.

(** The student that noise shows. *)
Definition shown (w xi : nat -> R) : nat -> R := proj p (fun i => w i + xi i).

Definition noisy_w (w a xi eps : nat -> R) : nat -> R := seen_w w a (shown w xi) eps.
Definition noisy_a (w a xi eps : nat -> R) : nat -> R := seen_a a (shown w xi) eps.

Definition noisy_step (s n : (nat -> R) * (nat -> R)) : (nat -> R) * (nat -> R) :=
  (noisy_w (fst s) (snd s) (fst n) (snd n), noisy_a (fst s) (snd s) (fst n) (snd n)).

Fixpoint noisy (s : (nat -> R) * (nat -> R)) (noise : nat -> (nat -> R) * (nat -> R)) (t : nat) :=
  match t with O => s | S n => noisy_step (noisy s noise n) (noise n) end.

(** Noise shorter than w turns it by at most asin rho. *)
Lemma shown_near w xi rho : dot p w w = 1 -> dot p xi xi <= rho ^ 2 -> 0 <= rho < 1 ->
  dot p (shown w xi) (shown w xi) = 1 /\ 0 < dot p w (shown w xi) /\ 1 - rho ^ 2 <= dot p w (shown w xi) ^ 2.
Proof.
  intros Hw Hx Hr. unfold shown. set (v := fun i => w i + xi i).
  pose proof (cauchy p w xi) as C. rewrite Hw in C.
  set (b := dot p w xi) in *. set (q := dot p xi xi) in *.
  assert (Ev : forall z, dot p v z = dot p w z + dot p xi z).
  { intros z. rewrite (dot_comb2 p v w xi z 1 1) by (intros; unfold v; ring). ring. }
  assert (Vw : dot p w v = 1 + b).
  { rewrite dot_comm, Ev, Hw, (dot_comm p xi w). reflexivity. }
  assert (Vv : dot p v v = 1 + 2 * b + q).
  { rewrite Ev, Vw, (dot_comm p xi v), Ev. fold b q. ring. }
  assert (B : 0 < 1 + b) by nra.
  assert (Pos : 0 < dot p v v) by (rewrite Vv; nra).
  split; [now apply proj_unit|].
  rewrite dot_comm, proj_dot, (dot_comm p v w), Vw.
  pose proof (sqrt_lt_R0 _ Pos) as S. set (n := sqrt (dot p v v)) in *.
  assert (N : n ^ 2 = 1 + 2 * b + q).
  { unfold n. rewrite <- Vv. replace (sqrt (dot p v v) ^ 2) with (sqrt (dot p v v) * sqrt (dot p v v)) by ring.
    apply sqrt_sqrt. lra. }
  split; [apply Rdiv_lt_0_compat; lra|].
  replace (((1 + b) / n) ^ 2) with ((1 + b) ^ 2 / n ^ 2) by (field; lra).
  apply (Rmult_le_reg_r (n ^ 2)); [nra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by (apply pow_nonzero; lra).
  rewrite N.
  (* (1 + b)^2 - (1 - rho^2)(1 + 2 b + q) = (b + rho^2)^2 + (1 - rho^2)(rho^2 - q) *)
  pose proof (pow2_ge_0 (b + rho ^ 2)). assert (0 <= (1 - rho ^ 2) * (rho ^ 2 - q)) by (apply Rmult_le_pos; nra). nra.
Qed.

(** Before the projection w moves by s (PI - phi~) (w_star - t w~). *)
Lemma seen_w_parts w a wt eps i : dot p ws ws = 1 -> dot p wt wt = 1 ->
  let pull := eta * dot K (fun j => a j + eps j) ast * (PI - angle p ws wt) / (2 * PI) in
  w i - eta * tangent p wt (grad_w p K ws ast wt (fun j => a j + eps j)) i
  = w i + pull * (ws i - dot p wt ws * wt i).
Proof.
  intros Hs Hw pull. rewrite (tangent_grad_w p K ws ast) by assumption.
  rewrite (cos_angle p ws Hs wt Hw). unfold pull. field. apply PI_neq0.
Qed.

Lemma dot_shifted n (a eps u : nat -> R) : dot n (fun j => a j + eps j) u = dot n a u + dot n eps u.
Proof. rewrite (dot_comb2 n _ a eps u 1 1) by (intros; ring). ring. Qed.

(** The coordinates of a move as without noise, but for their own noise. *)
Hypothesis K_pos : (1 <= K)%nat.
Variable u2 : nat -> R.
Variables e1 e2 : R.
Hypothesis P : plane K ast u2 e1 e2.

Lemma seen_a_step a wt eps i :
  seen_a a wt eps i = 1 * a_step p K ws ast eta wt (fun j => a j + eps j) i + (-1) * eps i.
Proof. unfold seen_a, a_step. ring. Qed.

Lemma seen_x a wt eps :
  dot K (seen_a a wt eps) (u1 K) =
  (1 - rate_x eta (INR K)) * dot K a (u1 K)
  + rate_x eta (INR K) * (x_inf (INR K) e1 (angle p ws wt) - dot K eps (u1 K)).
Proof.
  rewrite (dot_comb2 K _ _ eps (u1 K) 1 (-1) (fun i _ => seen_a_step a wt eps i)).
  rewrite (a_step_x p K ws ast eta K_pos u2 e1 e2 P), x_step_mean, dot_shifted; [ring|].
  exact (INR_K_ge K K_pos).
Qed.

Lemma seen_y a wt eps :
  dot K (seen_a a wt eps) u2 =
  (1 - rate_y eta) * dot K a u2 + rate_y eta * (y_inf e2 (angle p ws wt) - dot K eps u2).
Proof.
  rewrite (dot_comb2 K _ _ eps u2 1 (-1) (fun i _ => seen_a_step a wt eps i)).
  rewrite (a_step_y p K ws ast eta K_pos u2 e1 e2 P), y_step_mean, dot_shifted. ring.
Qed.

(** alpha~ by coordinates. *)
Lemma alpha_shifted a eps :
  dot K (fun j => a j + eps j) ast = e1 * dot K a (u1 K) + e2 * dot K a u2 + dot K eps ast.
Proof.
  rewrite dot_shifted. f_equal. pose proof (al_reduce p K ws ast u2 e1 e2 P (ws, a)) as Q.
  unfold al, reduce in Q. cbn [fst snd cx cy] in Q. now rewrite <- Q.
Qed.

(** *** The corrector: what alpha~ does to w is, up to a change of a_star' M^-1 a, what g~ does *)

Definition abar_alpha : R := e1 * x_inf (INR K) e1 PI + e2 * y_inf e2 PI.
Definition kappa2 : R := e1 ^ 2 / (INR K + PI - 1) + e2 ^ 2 / (PI - 1).
Definition lift (a : nat -> R) : R := e1 * dot K a (u1 K) / (INR K + PI - 1) + e2 * dot K a u2 / (PI - 1).

Lemma denominators : 0 < INR K + PI - 1 /\ 0 < PI - 1.
Proof. pose proof (INR_K_ge K K_pos). pose proof PI2_3_2. pose proof PI2_1. lra. Qed.

Lemma corrector a wt eps :
  lift (seen_a a wt eps) - lift a =
  - (eta / (2 * PI)) * (dot K (fun j => a j + eps j) ast - (abar_alpha + kappa2 * g (angle p ws wt))).
Proof.
  destruct denominators as (D1 & D2). pose proof PI_RGT_0 as Pp. rewrite alpha_shifted.
  assert (Ea : dot K eps ast = e1 * dot K eps (u1 K) + e2 * dot K eps u2).
  { destruct P as (_ & _ & E). rewrite (dot_comm K eps ast), (dot_comb2 K ast (u1 K) u2 eps e1 e2 E).
    now rewrite (dot_comm K (u1 K)), (dot_comm K u2). }
  unfold lift. rewrite seen_x, seen_y, Ea. unfold abar_alpha, kappa2, rate_x, rate_y, x_inf, y_inf. rewrite g_PI.
  field. lra.
Qed.

End Noisy.
