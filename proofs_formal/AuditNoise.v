(** * AuditNoise: every final theorem about noise, restated, with its axioms

    What:    the second part of Audit.v, which says how to read it.
    Claims:  C13, C16, C21, C22. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Premises Witnesses SmoothingLevel.
From Noiseproof Require Import Kernel Loss Landscape Sphere Spectrum Improper Gaussian GaussianRows.
From Noiseproof Require Import DescentMap Descent DescentVector DescentLoss.
Open Scope R_scope.

(** ** C13 pgd_escapes, the step in three numbers, and soundness

    Not said: a number of steps of use: the step that is proved small enough is very small (docs/escape.md). The mean
    over the ball's noise is a definition (4, 5). *)

From Noiseproof Require Import NoisyDescent NoisyMap Upper EscapeDrift.

(** One step of perturbed gradient descent on (w, a), for every noise (xi, eps) but w + xi = 0, moves (phi, x, y) by
    a map of these three and of four numbers of the noise.
    Symbols: noisy_gd: the map; seen_noise: the angles of w + xi to w_star and about it, and eps's coordinates along
    u1 and u2.
    Witness: p = 6, a_star = (2, -1, 2, -1), eta = 1/10, w = -w_star, noise in w of length 1/2 across w_star, in a
    1/10 in the first row.
    Not said: the law of these four numbers. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 : R),
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 ->
  forall w a xi eps, dot p w w = 1 -> 0 < dot p (fun i => w i + xi i) (fun i => w i + xi i) ->
  reduce p K ws u2 (noisy_step p K ws ast eta (w, a) (xi, eps)) =
    noisy_gd eta (INR K) e1 e2 (reduce p K ws u2 (w, a)) (seen_noise p K ws u2 w xi eps).
Proof. exact C13_noisy_reduced_step. Qed.
Goal premises_of C13_noisy_reduced_step. Proof. exact met_C13_noisy_reduced_step. Qed.
Check C13_noisy_reduced_step. Print Assumptions C13_noisy_reduced_step.

(** So is the whole run, for every sequence of noise, while w stays a unit vector and w + xi is not 0.
    Witness: p = 6, a_star = (2, -1, 2, -1), rho, ra and eta of C21_trap_exists, from the spurious point, noise of
    full length, in w across w_star: w stays a unit vector by C21. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 : R),
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 ->
  forall s (n : nat -> (nat -> R) * (nat -> R)) t,
  (forall m, dot p (fst (noisy p K ws ast eta s n m)) (fst (noisy p K ws ast eta s n m)) = 1) ->
  (forall m, let w := fst (noisy p K ws ast eta s n m) in
     0 < dot p (fun i => w i + fst (n m) i) (fun i => w i + fst (n m) i)) ->
  reduce p K ws u2 (noisy p K ws ast eta s n t) =
    noisy_orbit eta (INR K) e1 e2 (reduce p K ws u2 s)
      (fun m => seen_noise p K ws u2 (fst (noisy p K ws ast eta s n m)) (fst (n m)) (snd (n m))) t.
Proof. exact C13_noisy_reduced_run. Qed.
Goal premises_of C13_noisy_reduced_run. Proof. exact met_C13_noisy_reduced_run. Qed.
Check C13_noisy_reduced_run. Print Assumptions C13_noisy_reduced_run.

(** In law too: where the law of the four numbers depends on w through its angle alone, the mean of a function of
    (phi, x, y) with values in [0, 1] after n steps of the vectors is that of the chain in three numbers.
    Symbols: kept: a set of states that no step leaves; draw: the four numbers, drawn where the angle is phi.
    Witness: p = 6, a_star = (2, -1, 2, -1), no noise in w, in a what a coin decides; kept: the set of C21, rho, ra
    and eta of C21_trap_exists.
    Not said: that the law of noise uniform in a ball is such: that is rotational invariance (5). *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 : R),
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 ->
  forall (Om On : Type) (E : upper Om) (Er : upper On) (xi eps : Om -> nat -> R)
    (draw : R -> On -> noise) (kept : (nat -> R) * (nat -> R) -> Prop),
  (forall s, kept s -> dot p (fst s) (fst s) = 1 /\ forall o,
     0 < dot p (fun i => fst s i + xi o i) (fun i => fst s i + xi o i) /\
     kept (noisy_step p K ws ast eta s (xi o, eps o))) ->
  (forall w h, dot p w w = 1 -> bounded h ->
     ex E (fun o => h (seen_noise p K ws u2 w (xi o) (eps o))) = ex Er (fun o => h (draw (angle p ws w) o))) ->
  forall n f s, kept s -> probable f ->
  run (fun _ => E) (fun s o => noisy_step p K ws ast eta s (xi o, eps o)) n (fun s => f (reduce p K ws u2 s)) s =
    run (fun _ => Er) (fun z o => noisy_gd eta (INR K) e1 e2 z (draw (ang z) o)) n f (reduce p K ws u2 s).
Proof. exact C13_reduced_chain. Qed.
Goal premises_of C13_reduced_chain. Proof. exact met_C13_reduced_chain. Qed.
Check C13_reduced_chain. Print Assumptions C13_reduced_chain.

(** What the filter shown needs of xi: its parts along w and w_star, and its length.
    Witness: p = 6, w an axis. *)
Goal forall (p : nat) (ws w xi : nat -> R), dot p w w = 1 ->
  let len := sqrt (1 + 2 * dot p xi w + dot p xi xi) in
  dot p (fun i => w i + xi i) (fun i => w i + xi i) = 1 + 2 * dot p xi w + dot p xi xi /\
  dot p (shown p w xi) ws = (dot p w ws + dot p xi ws) / len /\
  dot p w (shown p w xi) = (1 + dot p xi w) / len.
Proof. exact C13_shown_by_parts. Qed.
Goal premises_of C13_shown_by_parts. Proof. exact met_C13_shown_by_parts. Qed.
Check C13_shown_by_parts. Print Assumptions C13_shown_by_parts.

(** Without noise the map is that of gradient descent.
    Witness: k = 4, eta = 1/10, (e1, e2) = (1, 3), the state (1, 1, 1). *)
Goal forall eta k e1 e2 s,
  0 <= ang (gd eta k e1 e2 s) <= PI -> noisy_gd eta k e1 e2 s (Noise (ang s) 0 0 0) = gd eta k e1 e2 s.
Proof. exact C13_noisy_map_without_noise. Qed.
Goal premises_of C13_noisy_map_without_noise. Proof. exact met_C13_noisy_map_without_noise. Qed.
Check C13_noisy_map_without_noise. Print Assumptions C13_noisy_map_without_noise.

(** Perturbed gradient descent, every k, p, teacher, start of the box, any noise in a (its law may be an adversary's,
    who knows the state): if one step contracts R^theta1 (where R >= 1) and R^theta2 (where R < 1, Y <= Ytop) in the
    mean, then P(Y_n < Yg) <= (1-lambda)^n F_0 + b/lambda.
    Symbols: The premises heights, drift_inequalities and no_fall are about one step; what they say stands in
    EscapeDrift.v. A step from w draws (oa, o) from product Ea (E w): o shows the student, oa and the state choose
    what is added to a.
    Witness: the premises about one step are proved of the uniform direction (one_step_premises): p = 6, a_star = (2,
    -1, 2, -1), a step small enough, from the spurious point, noise in a that a coin decides.
    Not said: that noise uniform in a ball of a radius of use meets the premises about one step: certificates enclose
    that (5). *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 ra mx hx my hy : R)
    (K_pos : (1 <= K)%nat) (ws_unit : dot p ws ws = 1) (P : plane K ast u2 e1 e2) (E1 : 0 <= e1) (E2 : 0 <= e2)
    (Ra : 0 <= ra) (Box : box_ok K eta e1 e2 ra mx hx my hy)
    (Oa Om : Type) (Ea : upper Oa) (E : (nat -> R) -> upper Om) (sees : (nat -> R) -> Om -> nat -> R)
    (sees_unit : forall w o, dot p (sees w o) (sees w o) = 1)
    (eps : boxed_state p K u2 e2 mx hx my hy -> Oa -> nat -> R)
    (small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2)
    (delta top low : R) (z : R -> R -> R), 0 < delta -> forall Yg Ytop, 0 < Yg ->
    forall (theta1 theta2 lambda b : R) (n : nat) s,
  0 < theta1 <= theta2 -> 0 < lambda <= 1 -> 0 <= b ->
  heights p K u2 e2 mx hx my hy delta top low z Yg ->
  drift_inequalities p K ws ast u2 eta e2 ra mx hx my hy E sees delta top z Ytop theta1 theta2 lambda ->
  no_fall p K ws ast u2 eta e2 ra mx hx my hy sees delta top z Ytop theta2 b ->
  run (fun t => product Ea (E (fst (proj1_sig t))))
    (perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box sees sees_unit eps small)
    n (fun t => bad p ws Yg (proj1_sig t)) s <=
    (1 - lambda) ^ n * power (exp (top - low) / delta) theta1 + b / lambda.
Proof. exact @C13_escape_soundness. Qed.
Goal premises_of @C13_escape_soundness. Proof. exact met_C13_escape_soundness. Qed.
Check C13_escape_soundness. Print Assumptions C13_escape_soundness.

(** ** C13, phase I with a concrete law *)

From Noiseproof Require Import Laws Isotropic Escape.

(** Concrete noise escapes: p >= 5, every k, teacher, start of the box; every law of the direction seen whose means
    of functions >= 0 are at most 1 + chi times those of the uniform direction, chi < rate; noise in a of any law
    independent of it, no longer than ra, which an adversary who knows the state may choose; a step below two
    explicit bounds: P(Y_n < Yg) <= (1-(rate-chi))^n wide/softening + (4/3 wide/summit)^theta/(rate-chi), all of them
    formulas.
    Symbols: isotropic p is the uniform direction's law by Riemann integrals in polar coordinates, uniform p ws the
    unit vector shown; dominated p ws E sees chi: E w (f (sees w .)) <= (1 + chi) isotropic p (f (uniform p ws w .))
    for f >= 0, unit w. slow_enough, rate, wide, softening and summit are numbers of Escape.v.
    Witness: the uniform direction, chi = 0: p = 6, a_star = (2, -1, 2, -1), a step small enough, from the spurious
    point, noise in a that a coin decides. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 ra mx hx my hy : R)
    (K_pos : (1 <= K)%nat) (ws_unit : dot p ws ws = 1) (P : plane K ast u2 e1 e2) (E1 : 0 <= e1) (E2 : 0 <= e2)
    (Ra : 0 <= ra) (Box : box_ok K eta e1 e2 ra mx hx my hy) (Oa : Type) (Ea : upper Oa)
    (eps : boxed_state p K u2 e2 mx hx my hy -> Oa -> nat -> R)
    (small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2)
    (Om : Type) (E : (nat -> R) -> upper Om) (sees : (nat -> R) -> Om -> nat -> R)
    (sees_unit : forall w o, dot p (sees w o) (sees w o) = 1) (chi Yg theta : R) (n : nat) s,
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> 0 <= hx -> 0 <= hy -> 1 <= Yg -> 1 <= theta ->
  slow_enough K p eta e1 e2 ra mx hx my hy Yg theta -> dominated p ws E sees chi -> 0 <= chi < rate K p eta e1 e2 ->
  run (fun t => product Ea (E (fst (proj1_sig t))))
    (perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box sees sees_unit eps small)
    n (fun t => bad p ws Yg (proj1_sig t)) s <=
    (1 - (rate K p eta e1 e2 - chi)) ^ n * (wide K p e1 e2 mx hx my hy Yg / softening K p eta e1 e2)
    + power (4/3 * wide K p e1 e2 mx hx my hy Yg / summit K p eta e1 e2 ra mx hx my hy theta) theta
      / (rate K p eta e1 e2 - chi).
Proof. exact @C13_dominated_escape. Qed.
Goal premises_of @C13_dominated_escape. Proof. exact met_C13_dominated_escape. Qed.
Check C13_dominated_escape. Print Assumptions C13_dominated_escape.

(** The same for the uniform direction itself, chi = 0: a concrete law, and no premise about it.
    Symbols: isotropic_step is perturbed_step with that law itself.
    Witness: p = 6, a_star = (2, -1, 2, -1), a step small enough (small_steps), from the spurious point, noise in a that
    a coin decides. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 ra mx hx my hy : R)
    (K_pos : (1 <= K)%nat) (ws_unit : dot p ws ws = 1) (P : plane K ast u2 e1 e2) (E1 : 0 <= e1) (E2 : 0 <= e2)
    (Ra : 0 <= ra) (Box : box_ok K eta e1 e2 ra mx hx my hy) (Oa : Type) (Ea : upper Oa)
    (eps : boxed_state p K u2 e2 mx hx my hy -> Oa -> nat -> R)
    (small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2)
    (Yg theta : R) (n : nat) s,
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> 0 <= hx -> 0 <= hy -> 1 <= Yg -> 1 <= theta ->
  slow_enough K p eta e1 e2 ra mx hx my hy Yg theta ->
  run (fun _ => product Ea (isotropic p))
    (isotropic_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box eps small)
    n (fun t => bad p ws Yg (proj1_sig t)) s <=
    (1 - rate K p eta e1 e2) ^ n * (wide K p e1 e2 mx hx my hy Yg / softening K p eta e1 e2)
    + power (4/3 * wide K p e1 e2 mx hx my hy Yg / summit K p eta e1 e2 ra mx hx my hy theta) theta
      / rate K p eta e1 e2.
Proof. exact @C13_isotropic_escape. Qed.
Goal premises_of @C13_isotropic_escape. Proof. exact met_C13_isotropic_escape. Qed.
Check C13_isotropic_escape. Print Assumptions C13_isotropic_escape.

(** Every failure > 0 is reached from every start of the box, by every step that is small enough, from some number of
    steps on, under every law that is near enough to the uniform one, chi = rate/2.
    Witness: the uniform direction, p = 6, a_star = (2, -1, 2, -1), failure 1/100, from the spurious point, whatever N
    is. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (e1 e2 ra X Y Yg failure : R)
    (K_pos : (1 <= K)%nat) (ws_unit : dot p ws ws = 1) (P : plane K ast u2 e1 e2) (E1 : 0 <= e1) (E2 : 0 <= e2)
    (Ra : 0 <= ra),
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> e1 + ra <= X -> e2 + ra <= Y -> 1 <= Yg -> 0 < failure ->
  exists eta0, 0 < eta0 /\ forall eta, 0 < eta <= eta0 ->
  exists (Box : box_ok K eta e1 e2 ra 0 X 0 Y) (N : nat),
  forall (n : nat) (Oa : Type) (Ea : upper Oa) (Om : Type) (E : (nat -> R) -> upper Om) sees
    sees_unit eps small s,
  (N <= n)%nat -> dominated p ws E sees (rate K p eta e1 e2 / 2) ->
  run (fun t => product Ea (E (fst (proj1_sig t))))
    (perturbed_step p K ws ast u2 eta e1 e2 ra 0 X 0 Y K_pos ws_unit P E1 E2 Ra Box sees sees_unit eps small) n
    (fun t => bad p ws Yg (proj1_sig t)) s <= failure.
Proof. exact C13_escape_exists. Qed.
Goal premises_of C13_escape_exists. Proof. exact met_C13_escape_exists. Qed.
Check C13_escape_exists. Print Assumptions C13_escape_exists.

(** ** C13, large noise, then none *)

From Noiseproof Require Import Arrival.

(** The whole way on the vectors: every p >= 5, k, teacher with 1.a_star >= 0, failure > 0, radius: for every small
    enough step there is an N such that after n >= N steps with uniform directions, from every unit w and every a
    with |a| <= radius, plain gradient descent (its own step, as in C12) converges to (w_star, a_star), but for a
    probability of at most that failure.
    Symbols: chain_step is the step of NoisyDescent.v on (w, a); vector_optimum says that plain gradient descent from
    s converges to (ws, ast).
    Witness: p = 6, a_star = (2, -1, 2, -1), step and failure 1/100, from the spurious point, noise in a that a coin
    decides, missed = 1 where C12_vector_sufficient_trap says that plain descent is trapped, as at that start.
    Not said: how many plain steps the end takes. *)
Goal forall (p K : nat) (ws ast : nat -> R) (ra radius step failure : R),
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 -> 0 < failure ->
  exists eta0, 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall n w a (Oa : Type) (Ea : upper Oa) eps missed, (N <= n)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  (forall s, 0 <= missed s <= 1) -> (forall s, vector_optimum p K ws ast step s -> missed s = 0) ->
  run (fun _ => product Ea (isotropic p)) (chain_step p K ws ast eta (uniform p ws) eps) n missed (w, a) <= failure.
Proof. exact C13_noise_then_descent. Qed.
Goal premises_of C13_noise_then_descent. Proof. exact met_C13_noise_then_descent. Qed.
Check C13_noise_then_descent. Print Assumptions C13_noise_then_descent.

(** Within any accuracy, in the angle and in |a - a_star|, after n >= N noisy and m >= M plain steps, but for that
    probability, under every law that is near enough to the uniform one; M does not depend on the start, nor on the
    noisy step.
    Symbols: late is 1 where the angle is over acc or |a - ast| is; full is plain gradient descent; teacher_rate is
    rate, of the teacher.
    Witness: the uniform direction, p = 6, a_star = (2, -1, 2, -1), step, failure and accuracy 1/100, from the spurious
    point, noise in a that a coin decides. *)
Goal forall (p K : nat) (ws ast : nat -> R) (ra radius step failure acc : R),
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 -> 0 < failure -> 0 < acc ->
  exists (M : nat) (eta0 : R), 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall n m w a (Oa : Type) (Ea : upper Oa) (Om : Type) (E : (nat -> R) -> upper Om) sees eps, (N <= n)%nat -> (M <= m)%nat ->
  (forall w o, dot p (sees w o) (sees w o) = 1) -> dominated p ws E sees (teacher_rate K p eta ast / 2) ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  run (fun s => product Ea (E (fst s))) (chain_step p K ws ast eta sees eps) n
    (fun s => late p K ws ast acc (full p K ws ast step s m)) (w, a) <= failure.
Proof. exact C13_dominated_arrives. Qed.
Goal premises_of C13_dominated_arrives. Proof. exact met_C13_dominated_arrives. Qed.
Check C13_dominated_arrives. Print Assumptions C13_dominated_arrives.

(** The same for the uniform direction itself: every law is concrete.
    Witness: p = 6, a_star = (2, -1, 2, -1), step, failure and accuracy 1/100, from the spurious point, noise in a that
    a coin decides. *)
Goal forall (p K : nat) (ws ast : nat -> R) (ra radius step failure acc : R),
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 -> 0 < failure -> 0 < acc ->
  exists (M : nat) (eta0 : R), 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall n m w a (Oa : Type) (Ea : upper Oa) eps, (N <= n)%nat -> (M <= m)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  run (fun _ => product Ea (isotropic p)) (chain_step p K ws ast eta (uniform p ws) eps) n
    (fun s => late p K ws ast acc (full p K ws ast step s m)) (w, a) <= failure.
Proof. exact C13_arrives_in_time. Qed.
Goal premises_of C13_arrives_in_time. Proof. exact met_C13_arrives_in_time. Qed.
Check C13_arrives_in_time. Print Assumptions C13_arrives_in_time.

(** ** C13, noise uniform in a ball *)

From Noiseproof Require Import EscapeBall.

(** What is drawn as noise uniform in the ball of radius rho > 1 lies in that ball, and what the gradient sees is the
    direction of w + xi, where that is not 0.
    Symbols: o = (u, r); ball_noise p ws rho w o is xi = r exit u - w, ball_shows u; exit rho c = c + sqrt(c^2 + rho^2 - 1)
    is the length up to which the ball about w holds the ray along u, c = u.w (lemma exit_in_ball).
    Witness: p = 6, rho = 2, w across w_star, u = w_star, r = 1. *)
Goal forall (p : nat) (ws : nat -> R) (rho : R), 1 < rho -> forall (w : nat -> R) (o : direction (p - 1) * segment 0 1),
  dot p ws ws = 1 -> dot p w w = 1 ->
  dot p (ball_noise p ws rho w o) (ball_noise p ws rho w o) <= rho ^ 2 /\
  (0 < proj1_sig (snd o) -> forall i, shown p w (ball_noise p ws rho w o) i = ball_shows p ws w o i).
Proof. exact C13_ball_noise. Qed.
Goal premises_of C13_ball_noise. Proof. exact met_C13_ball_noise. Qed.
Check C13_ball_noise. Print Assumptions C13_ball_noise.

(** Its law: the mean of F(w + xi) is the mean over the directions u of the integral of F(n u) n^(p-1) over the part of
    the ray that the ball holds (for unit w, w_star), divided by the same of 1; every p >= 1, rho > 1, every bounded F
    that is continuous along rays.
    Symbols: isotropic p is the uniform direction's law, uniform p ws w the unit vector u.
    Witness: p = 6, rho = 2, w across w_star, F the cosine of the first coordinate.
    Not said: that n^(p-1) dn du is the volume in R^p (5). *)
Goal forall (p : nat) (ws : nat -> R) (rho : R) (large : 1 < rho) (w : nat -> R) (F : (nat -> R) -> R), (1 <= p)%nat ->
  (forall u n, continuous (fun n => F (fun i => n * u i)) n) -> (exists B, forall z, Rabs (F z) <= B) ->
  ex (ball_law p ws rho large w) (fun o => F (fun i => w i + ball_noise p ws rho w o i)) =
  ex (isotropic p) (fun o => let u := uniform p ws w o in
      RInt (fun n => n ^ (p - 1) * F (fun i => n * u i)) 0 (exit rho (dot p u w)))
    / ex (isotropic p) (fun o => RInt (fun n => n ^ (p - 1)) 0 (exit rho (dot p (uniform p ws w o) w))).
Proof. exact C13_ball_law. Qed.
Goal premises_of C13_ball_law. Proof. exact met_C13_ball_law. Qed.
Check C13_ball_law. Print Assumptions C13_ball_law.

(** About w = w_star it is the law of C16's ball: functions of the angle d and of the azimuth, of cosine c, of w + xi have the
    mean over the ball as which ball_mean is defined there; every p >= 2, rho > 1.
    Symbols: first (fst o) is d, point m (others (fst o)) 0 is c.
    Witness: p = 6, rho = 2, F the cosine of d.
    Not said: other w, and functions of the length: that takes rotations of the uniform law (5). *)
Goal forall (m : nat) (rho : R) (large : 1 < rho) (ws : nat -> R), dot (S (S m)) ws ws = 1 -> forall F,
  (forall d c, continuous (F d) c) -> (forall d, continuous (fun d => SmoothingBall.spin m (F d)) d) ->
  (exists B, forall d c, 0 <= d <= PI -> -1 <= c <= 1 -> Rabs (F d c) <= B) ->
  ex (ball_law (S (S m)) ws rho large ws) (fun o => F (first (fst o)) (point m (others (fst o)) O)) =
  SmoothingBall.ball_mean (S (S m)) rho (fun _ => F).
Proof. exact C13_ball_mean. Qed.
Goal premises_of C13_ball_mean. Proof. exact met_C13_ball_mean. Qed.
Check C13_ball_mean. Print Assumptions C13_ball_mean.

(** Noise uniform in a ball is dominated by the uniform direction, and near it for large rho: chi = ((rho+1)/(rho-1))^p - 1.
    Symbols: ball_excess p rho is that chi; it is at most chi' if rho >= 1 + 2 p (1 + 1/chi') (lemma ball_radius).
    Witness: p = 6, rho = 2. *)
Goal forall (p : nat) (ws : nat -> R) (rho : R) (large : 1 < rho), dot p ws ws = 1 ->
  dominated p ws (ball_law p ws rho large) (ball_shows p ws) (((rho + 1) / (rho - 1)) ^ p - 1).
Proof. exact C13_ball_dominated. Qed.
Goal premises_of C13_ball_dominated. Proof. exact met_C13_ball_dominated. Qed.
Check C13_ball_dominated. Print Assumptions C13_ball_dominated.

(** So it escapes if that chi is below rate and the step as small as there, with C13_dominated_escape's explicit bound:
    every p >= 5, k, teacher, start of the box, noise in a independent of it.
    Witness: p = 6, a_star = (2, -1, 2, -1), a step small enough, rho = 1 + 2 p (1 + 2/rate), from the spurious point,
    noise in a that a coin decides. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 ra mx hx my hy : R)
    (K_pos : (1 <= K)%nat) (ws_unit : dot p ws ws = 1) (P : plane K ast u2 e1 e2) (E1 : 0 <= e1) (E2 : 0 <= e2)
    (Ra : 0 <= ra) (Box : box_ok K eta e1 e2 ra mx hx my hy) (Oa : Type) (Ea : upper Oa)
    (eps : boxed_state p K u2 e2 mx hx my hy -> Oa -> nat -> R)
    (small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2)
    (rho : R) (large : 1 < rho) (Yg theta : R) (n : nat) s,
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> 0 <= hx -> 0 <= hy -> 1 <= Yg -> 1 <= theta ->
  slow_enough K p eta e1 e2 ra mx hx my hy Yg theta -> ball_excess p rho < rate K p eta e1 e2 ->
  run (fun t => product Ea (ball_law p ws rho large (fst (proj1_sig t))))
    (perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box (ball_shows p ws)
      (ball_shows_unit p ws ws_unit) eps small)
    n (fun t => bad p ws Yg (proj1_sig t)) s <=
    (1 - (rate K p eta e1 e2 - ball_excess p rho)) ^ n * (wide K p e1 e2 mx hx my hy Yg / softening K p eta e1 e2)
    + power (4/3 * wide K p e1 e2 mx hx my hy Yg / summit K p eta e1 e2 ra mx hx my hy theta) theta
      / (rate K p eta e1 e2 - ball_excess p rho).
Proof. exact C13_ball_escape. Qed.
Goal premises_of C13_ball_escape. Proof. exact met_C13_ball_escape. Qed.
Check C13_ball_escape. Print Assumptions C13_ball_escape.

(** And arrives: noise uniform in a ball of finite radius, an explicit one, then plain gradient descent; every p >= 5,
    k, teacher with 1.a_star >= 0, failure, accuracy, start. N does not depend on rho.
    Witness: p = 6, a_star = (2, -1, 2, -1), step, failure and accuracy 1/100, the least radius, from the spurious
    point, noise in a that a coin decides. *)
Goal forall (p K : nat) (ws ast : nat -> R) (ra radius step failure acc : R),
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 -> 0 < failure -> 0 < acc ->
  exists (M : nat) (eta0 : R), 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall (rho : R) (large : 1 < rho) n m w a (Oa : Type) (Ea : upper Oa) eps,
  1 + 2 * INR p * (1 + 2 / teacher_rate K p eta ast) <= rho -> (N <= n)%nat -> (M <= m)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  run (fun s => product Ea (ball_law p ws rho large (fst s))) (chain_step p K ws ast eta (ball_shows p ws) eps) n
    (fun s => late p K ws ast acc (full p K ws ast step s m)) (w, a) <= failure.
Proof. exact C13_ball_arrives. Qed.
Goal premises_of C13_ball_arrives. Proof. exact met_C13_ball_arrives. Qed.
Check C13_ball_arrives. Print Assumptions C13_ball_arrives.

(** ** C13, the last phase under noise *)

From Noiseproof Require Import SureTrap NoisyArrival.

(** What one noisy step does to the angle, for every noise with |xi| <= rho < 1 and every eps, if the pull k is between
    -1 and 1: w stays a unit vector, and (1 - |k| rho) sin phi+ <= |1 - k cos phi| sin phi + |k| rho.
    Symbols: noisy_w is w after the step, shown p w xi the direction of w + xi.
    Witness: p = 6, four rows, a_star = (2, -1, 2, -1), eta = 1/10, w across w_star, a = (1, 1, 1, 1), xi half of
    w_star. *)
Goal forall (p K : nat) (ws ast : nat -> R) (eta rho : R) (w a xi eps : nat -> R),
  dot p ws ws = 1 -> dot p w w = 1 -> dot p xi xi <= rho ^ 2 -> 0 <= rho < 1 ->
  let wt := shown p w xi in
  let k := eta * dot K (fun j => a j + eps j) ast * (PI - angle p ws wt) / (2 * PI) in
  let w' := noisy_w p K ws ast eta w a xi eps in
  Rabs k <= 1 ->
  dot p w' w' = 1 /\
  (1 - Rabs k * rho) * sin (angle p ws w') <= Rabs (1 - k * cos (angle p ws w)) * sin (angle p ws w) + Rabs k * rho.
Proof. exact C13_sine_bound. Qed.
Goal premises_of C13_sine_bound. Proof. exact met_C13_sine_bound. Qed.
Check C13_sine_bound. Print Assumptions C13_sine_bound.

(** The last phase at a linear rate, every k, p, teacher, and every noise sequence with |xi| <= rho <= 1/(2 3^n), an
    adversary's too, from a start with 3^n (sin phi + rho) <= 1/2, n the steps that x and y need to come up (in each of
    which the sine may triple): phi <= PI/6 at all times, and after t >= n steps sin phi <= 2 rho + (1 - eta
    |a_star|^2/48)^(t-n), for ever.
    Symbols: small_noise p K rho rb: |xi| <= rho and |eps| <= rb; noisy is the run on (w, a).
    Witness: p = 6, four rows, a_star = (2, -1, 2, -1), eta = 1/10, sin phi = rho = 1/(4 3^n) at the start, a = 0, n as
    its premise asks, noise of length rho across w_star, |eps| = 1/100.
    Not said: noise of a size of use (at eta = 1/10 rho is about 1e-43). *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 X Y rho rb : R)
    (s : (nat -> R) * (nat -> R)) (noise : nat -> (nat -> R) * (nat -> R)) (n : nat),
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 -> teacher_ok (INR K) e1 e2 ->
  step_ok eta (INR K) e1 e2 X Y -> dot K u2 u2 <= 1 -> 0 <= rho <= 1/4 -> 0 <= rb -> e1 + rb <= X -> e2 + rb <= Y ->
  eta * (e1 * X + e2 * Y + rb * norm K ast) <= 2 -> 36 * rb <= norm K ast ->
  e1 * ((1 - rate_x eta (INR K)) ^ n * (2 * X)) + e2 * ((1 - rate_y eta) ^ n * (2 * Y)) <= norm K ast ^ 2 / 12 ->
  (forall t, small_noise p K rho rb (noise t)) ->
  dot p (fst s) (fst s) = 1 -> angle p ws (fst s) <= PI / 2 -> 3 ^ n * (sin (angle p ws (fst s)) + rho) <= 1/2 ->
  Rabs (dot K (snd s) (u1 K)) <= X -> Rabs (dot K (snd s) u2) <= Y ->
  forall t, let phi := angle p ws (fst (noisy p K ws ast eta s noise t)) in
  phi <= PI / 6 /\ ((n <= t)%nat -> sin phi <= 2 * rho + (1 - eta * norm K ast ^ 2 / 48) ^ (t - n)).
Proof. exact C13_small_noise_rate. Qed.
Goal premises_of C13_small_noise_rate. Proof. exact met_C13_small_noise_rate. Qed.
Check C13_small_noise_rate. Print Assumptions C13_small_noise_rate.

(** Noise throughout: uniform in a ball of finite, explicit radius in w and any bounded noise in a that is independent of
    it (its law may depend on the state), then noise no longer
    than some level > 0 in both, of any kind, an adversary's too: within acc of the global optimum after n >= N and
    m >= M steps, but for a given probability, from every start; every p >= 5, k, teacher with 1.a_star >= 0.
    Symbols: later s is the noise of the last phase, which may depend on where that starts; slack bounds what its part
    in a adds to the step's bound.
    Witness: p = 6, a_star = (2, -1, 2, -1), step, failure and accuracy 1/100, slack 1/10, the least radius, from the
    spurious point; in the end noise of full length, in w across w_star, whatever level, M, N are.
    Not said: how small the level is (in the proof 1/(4 3^n) at most, n the steps that a needs to come up). *)
Goal forall (p K : nat) (ws ast : nat -> R) (ra radius slack step failure acc : R),
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius -> 0 < slack ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra) + 3 * slack)) <= 2 -> 0 < failure -> 0 < acc ->
  exists (level : R) (M : nat) (eta0 : R), 0 < level /\ 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall (rho : R) (large : 1 < rho) n m w a (Oa : Type) (Ea : upper Oa) eps later,
  1 + 2 * INR p * (1 + 2 / teacher_rate K p eta ast) <= rho -> (N <= n)%nat -> (M <= m)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  (forall s t, small_noise p K level level (later s t)) ->
  run (fun s => product Ea (ball_law p ws rho large (fst s))) (chain_step p K ws ast eta (ball_shows p ws) eps) n
    (fun s => late p K ws ast acc (noisy p K ws ast step s (later s) m)) (w, a) <= failure.
Proof. exact C13_noise_throughout. Qed.
Goal premises_of C13_noise_throughout. Proof. exact met_C13_noise_throughout. Qed.
Check C13_noise_throughout. Print Assumptions C13_noise_throughout.

(** ** C16 smoothing_removes_spurious

    Not said: the mean over a ball is an integral in polar coordinates about the origin, by definition (3). *)

From Noiseproof Require Import Loss Landscape Invariants Smoothing.

(** Under any noise the spurious point is a (strict) local minimum iff G(PI)/m1 < gamma; from there on the only local
    minimum is at angle 0.
    Witness: no noise (G = g) and a_star = (1), at the threshold. *)
Goal forall k c m1 m2 G,
  nonzero k c -> smooth_kernel m1 m2 G ->
  (strict_local_min k m1 m2 G c PI (best k m1 m2 (G PI) c) <-> G PI / m1 < gam k c) /\
  (local_min k m1 m2 G c PI (best k m1 m2 (G PI) c) <-> G PI / m1 < gam k c) /\
  (gam k c <= G PI / m1 -> forall phi a, 0 <= phi <= PI -> local_min k m1 m2 G c phi a ->
     phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) /\
  strict_local_min k m1 m2 G c 0 (best k m1 m2 (G 0) c).
Proof. exact C16_smoothing_removes_spurious. Qed.
Goal premises_of C16_smoothing_removes_spurious. Proof. exact met_C16_smoothing_removes_spurious. Qed.
Check C16_smoothing_removes_spurious. Print Assumptions C16_smoothing_removes_spurious.

(** The mean loss under noise is the closed form with m2 = E nu^2, m1 = E nu, G = E nu g; noise of mean 0 in a adds a
    constant.
    Witness: a coin adds 1 to a, or takes it; nu = 1, angle 1. *)
Goal forall (Om : Type) (int : (Om -> R) -> Prop) (E : (Om -> R) -> R),
  (* integrable functions are closed under sums and multiples; E is linear on them, and E 1 = 1 *)
  (forall f h, (forall o, f o = h o) -> int f -> int h) ->
  int (fun _ => 1) ->
  (forall f h, int f -> int h -> int (fun o => f o + h o)) ->
  (forall c f, int f -> int (fun o => c * f o)) ->
  (forall f h, (forall o, f o = h o) -> E f = E h) ->
  E (fun _ => 1) = 1 ->
  (forall f h, int f -> int h -> E (fun o => f o + h o) = E f + E h) ->
  (forall c f, int f -> E (fun o => c * f o) = c * E f) ->
  (* w + xi has the length nu and the angle th to w_star; e is the noise in a *)
  forall (k : nat) (nu th : Om -> R) (e : Om -> nat -> R),
  int nu -> int (fun o => nu o ^ 2) -> int (fun o => nu o * g (th o)) ->
  (forall i, (i < k)%nat -> int (fun o => nu o ^ 2 * e o i) /\
     int (fun o => nu o * e o i) /\ int (fun o => nu o * g (th o) * e o i)) ->
  (* of mean zero, and independent of xi *)
  (forall i, (i < k)%nat -> E (fun o => nu o ^ 2 * e o i) = 0 /\
     E (fun o => nu o * e o i) = 0 /\ E (fun o => nu o * g (th o) * e o i) = 0) ->
  int (fun o => nu o ^ 2 * QM k (e o)) ->
  forall a c : nat -> R,
  E (fun o => loss_nu k (nu o) (th o) (move a 1 (e o)) c) =
  smooth k (E nu) (E (fun o => nu o ^ 2)) (E (fun o => nu o * g (th o))) a c
  + / (4 * PI) * E (fun o => nu o ^ 2 * QM k (e o)).
Proof. exact C16_smoothed_loss. Qed.
Goal premises_of C16_smoothed_loss. Proof. exact met_C16_smoothed_loss. Qed.
Check C16_smoothed_loss. Print Assumptions C16_smoothed_loss.

(** G(0) + G(PI) >= 2 m1, for symmetric noise.
    Witness: no noise, angle 1. *)
Goal forall (Om : Type) (int : (Om -> R) -> Prop) (E : (Om -> R) -> R),
  (forall f h, int f -> int h -> int (fun o => f o + h o)) ->
  (forall c f, int f -> int (fun o => c * f o)) ->
  (forall f h, int f -> int h -> E (fun o => f o + h o) = E f + E h) ->
  (forall c f, int f -> E (fun o => c * f o) = c * E f) ->
  forall nu th : Om -> R,
  int nu -> int (fun o => nu o * g (th o)) ->
  (forall f, (forall o, 0 <= f o) -> int f -> 0 <= E f) ->
  (forall o, 0 <= nu o) -> (forall o, 0 <= th o <= PI) -> int (fun o => nu o * g (PI - th o)) ->
  2 * E nu <= E (fun o => nu o * g (th o)) + E (fun o => nu o * g (PI - th o)).
Proof. exact C16_poles. Qed.
Goal premises_of C16_poles. Proof. exact met_C16_poles. Qed.
Check C16_poles. Print Assumptions C16_poles.

(** At each angle the mean loss has one minimiser in a, the only zero of its gradient in a.
    Witness: m1 = m2 = v = 1. *)
Goal forall k m1 m2 v c, 0 < m2 ->
  (forall a, smooth k m1 m2 v a c = smooth k m1 m2 v (best k m1 m2 v c) c
     + m2 / (4 * PI) * QM k (vsub a (best k m1 m2 v c))) /\
  (forall a, (forall b, is_derive (fun u => smooth k m1 m2 v (move a u b) c) 0 0)
     <-> eqv k a (best k m1 m2 v c)).
Proof. exact C16_best_output_weights. Qed.
Goal premises_of C16_best_output_weights. Proof. exact met_C16_best_output_weights. Qed.
Check C16_best_output_weights. Print Assumptions C16_best_output_weights.

(** The mean loss left at that minimiser: kappa^2/m2 (G - gamma m1)^2 below a constant.
    Witness: a_star = (1, -1, 0, 0), m1 = m2 = v = 1. *)
Goal forall k m1 m2 v c, nonzero k c -> 0 < m2 ->
  smooth k m1 m2 v (best k m1 m2 v c) c =
  / (4 * PI) * ((1 - m1^2 / m2) * QM k c
    + kap k c / m2 * ((PI * m1 - gam k c * m1)^2 - (v - gam k c * m1)^2)).
Proof. exact C16_reduced_loss. Qed.
Goal premises_of C16_reduced_loss. Proof. exact met_C16_reduced_loss. Qed.
Check C16_reduced_loss. Print Assumptions C16_reduced_loss.

(** All local minima of the mean loss.
    Witness: no noise, a_star = (1, -1, 0, 0). *)
Goal forall k c m1 m2 G phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> 0 <= phi <= PI ->
  (local_min k m1 m2 G c phi a <->
     (phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) \/
     (phi = PI /\ eqv k a (best k m1 m2 (G PI) c) /\ G PI / m1 < gam k c)).
Proof. exact C16_local_minima. Qed.
Goal premises_of C16_local_minima. Proof. exact met_C16_local_minima. Qed.
Check C16_local_minima. Print Assumptions C16_local_minima.

(** Without noise the mean loss, its spurious point and its condition are those of C07.
    Witness: a_star = (1, -1, 0, 0). *)
Goal forall k c, nonzero k c ->
  (forall phi a, Ls k 1 1 g c phi a = L k c phi a) /\
  (forall i, best k 1 1 (g PI) c i = abar k c i) /\
  (g PI / 1 < gam k c <-> rr k c < threshold k).
Proof. exact C16_no_noise. Qed.
Goal premises_of C16_no_noise. Proof. exact met_C16_no_noise. Qed.
Check C16_no_noise. Print Assumptions C16_no_noise.

(** Where C07 has no local minimum, no noise brings one back.
    Witness: no noise and a_star = (1), the minimum at angle 0. *)
Goal forall k c m1 m2 G phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> 0 <= G PI -> threshold k <= rr k c ->
  0 <= phi <= PI -> local_min k m1 m2 G c phi a -> phi = 0.
Proof. exact C16_above_threshold. Qed.
Goal premises_of C16_above_threshold. Proof. exact met_C16_above_threshold. Qed.
Check C16_above_threshold. Print Assumptions C16_above_threshold.

(** The point at angle 0 is the global minimum of the mean loss, and the only one if G(0) + G(PI) > 2 m1.
    Witness: no noise, a_star = (1, -1, 0, 0), the optimum itself. *)
Goal forall k c m1 m2 G phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> 0 <= phi <= PI ->
  Ls k m1 m2 G c 0 (best k m1 m2 (G 0) c) <= Ls k m1 m2 G c phi a /\
  (2 * m1 < G 0 + G PI -> Ls k m1 m2 G c phi a = Ls k m1 m2 G c 0 (best k m1 m2 (G 0) c) ->
     phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)).
Proof. exact C16_global_minimum. Qed.
Goal premises_of C16_global_minimum. Proof. exact met_C16_global_minimum. Qed.
Check C16_global_minimum. Print Assumptions C16_global_minimum.

(** All critical points of the mean loss: the two poles, and G/m1 = gamma.
    Witness: no noise, a_star = (1, -1, 0, 0), angle 1. *)
Goal forall k c m1 m2 G G' phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> smooth_slope G G' -> 0 <= phi <= PI ->
  (critical k m1 m2 G c phi a <->
     (phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) \/
     (phi = PI /\ eqv k a (best k m1 m2 (G PI) c)) \/
     (0 < phi < PI /\ G phi / m1 = gam k c /\ eqv k a (best k m1 m2 (G phi) c))).
Proof. exact C16_critical_points. Qed.
Goal premises_of C16_critical_points. Proof. exact met_C16_critical_points. Qed.
Check C16_critical_points. Print Assumptions C16_critical_points.

(** Critical points of the third kind exist iff G(PI)/m1 < gamma, at one angle only.
    Witness: no noise, a_star = (1, -1, 0, 0), both angles PI/2. *)
Goal forall k c m1 m2 G, nonzero k c -> smooth_kernel m1 m2 G ->
  ((exists phi, 0 < phi < PI /\ G phi / m1 = gam k c) <-> G PI / m1 < gam k c) /\
  (forall x y, 0 <= x <= PI -> 0 <= y <= PI -> G x / m1 = gam k c -> G y / m1 = gam k c -> x = y).
Proof. exact C16_saddle_exists. Qed.
Goal premises_of C16_saddle_exists. Proof. exact met_C16_saddle_exists. Qed.
Check C16_saddle_exists. Print Assumptions C16_saddle_exists.

(** At one of the third kind a direction in (phi, a) has a negative second derivative.
    Witness: no noise, a_star = (1, -1, 0, 0), angle PI/2. *)
Goal forall k c m1 m2 G G' phi a,
  nonzero k c -> smooth_kernel m1 m2 G -> smooth_slope G G' -> continuous G' phi ->
  0 < phi < PI -> G phi / m1 = gam k c -> eqv k a (best k m1 m2 (G phi) c) ->
  exists (tau v : R) (D1 : R -> R), 0 < tau /\ v < 0 /\
    let b := fun i => - tau * c i in
    locally 0 (fun t => is_derive (fun u => Ls k m1 m2 G c (phi + u) (move a u b)) t (D1 t)) /\
    D1 0 = 0 /\ is_derive D1 0 v.
Proof. exact C16_saddles_strict. Qed.
Goal premises_of C16_saddles_strict. Proof. exact met_C16_saddles_strict. Qed.
Check C16_saddles_strict. Print Assumptions C16_saddles_strict.

(* Noise uniform in the ball of radius rho, any rho > 0 and p >= 2; j = 1: raw, j = 0: w + xi is normalised. *)

From Noiseproof Require Import Laws SmoothingBall SmoothingRadius SmoothingRise.

(** w the first axis, w_star at angle phi to it: for the uniform direction of C13, d is its first angle and c the first
    coordinate of what is left; the mean of F(d, c) is the integral that the mean over the ball has for each length.
    Witness: p = 6, F = c.
    Not said: that the direction is independent of the length, that is the change of variables (3). *)
Goal forall m F, (forall d c, continuous (F d) c) ->
  (forall d, continuous (fun d => spin m (F d)) d) ->
  (exists B, forall d c, 0 <= d <= PI -> -1 <= c <= 1 -> Rabs (F d c) <= B) ->
  has_mean (sphere (S m)) (fun o => F (first o) (point m (others o) O)) (shell (S (S m)) F PI / chord m PI) /\
  forall phi o, DescentVector.dot (S (S m)) (facing phi) (point (S m) o) = turned phi (first o) (point m (others o) O).
Proof. exact C16_ball_directions. Qed.
Goal premises_of C16_ball_directions. Proof. exact met_C16_ball_directions. Qed.
Check C16_ball_directions. Print Assumptions C16_ball_directions.

(** The mean of the loss over the ball is the form that the theorems about its landscape speak of.
    Symbols: j = 1 is raw noise, j = 0 normalised: then both length_means are 1.
    Witness: p = 2, rho = 1/2, raw, a_star = (1, -1, 0, 0). *)
Goal forall p j rho k c phi a, (2 <= p)%nat -> 0 < rho ->
  ball_loss p j rho k c phi a = Ls k (length_mean p j rho) (length_mean p (2 * j) rho) (ball_kernel p j rho) c phi a.
Proof. exact C16_ball_loss. Qed.
Goal premises_of C16_ball_loss. Proof. exact met_C16_ball_loss. Qed.
Check C16_ball_loss. Print Assumptions C16_ball_loss.

(** The kernel of noise uniform in a ball decreases strictly, has a continuous derivative, and is at the poles as all
    theorems above assume, for every radius, also below 1, and every dimension.
    Symbols: j = 1 is raw noise, j = 0 normalised.
    Witness: p = 2, rho = 1/2, raw. *)
Goal forall p j rho, (2 <= p)%nat -> 0 < rho ->
  smooth_kernel (length_mean p j rho) (length_mean p (2 * j) rho) (ball_kernel p j rho) /\
  smooth_slope (ball_kernel p j rho) (kernel_slope p j rho) /\
  (forall phi, continuous (kernel_slope p j rho) phi).
Proof. exact C16_ball_kernel. Qed.
Goal premises_of C16_ball_kernel. Proof. exact met_C16_ball_kernel. Qed.
Check C16_ball_kernel. Print Assumptions C16_ball_kernel.

(** So under noise uniform in a ball these are all local minima and all critical points, with no premise about the noise.
    Symbols: j = 1 is raw noise, j = 0 normalised.
    Witness: p = 2, rho = 1/2, raw, a_star = (1, -1, 0, 0), angle 1. *)
Goal forall p j rho k c phi a, (2 <= p)%nat -> 0 < rho -> nonzero k c -> 0 <= phi <= PI ->
  let m1 := length_mean p j rho in let m2 := length_mean p (2 * j) rho in let G := ball_kernel p j rho in
  (local_min k m1 m2 G c phi a <->
     (phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) \/
     (phi = PI /\ eqv k a (best k m1 m2 (G PI) c) /\ G PI / m1 < gam k c)) /\
  (critical k m1 m2 G c phi a <->
     (phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) \/
     (phi = PI /\ eqv k a (best k m1 m2 (G PI) c)) \/
     (0 < phi < PI /\ G phi / m1 = gam k c /\ eqv k a (best k m1 m2 (G phi) c))).
Proof. exact C16_ball_landscape. Qed.
Goal premises_of C16_ball_landscape. Proof. exact met_C16_ball_landscape. Qed.
Check C16_ball_landscape. Print Assumptions C16_ball_landscape.

(** Radii up to 1: while g at the smallest angle to w_star within reach is at most gamma, the spurious point is a strict
    local minimum; where 1.a_star = 0 it is one for all of them.
    Symbols: j = 1 is raw noise, j = 0 normalised.
    Witness: p = 2, rho = 1, raw, a_star = (1, -1, 0, 0). *)
Goal forall p j rho k c, (2 <= p)%nat -> 0 < rho <= 1 -> nonzero k c ->
  g (PI - asin rho) <= gam k c ->
  let m1 := length_mean p j rho in let m2 := length_mean p (2 * j) rho in let G := ball_kernel p j rho in
  strict_local_min k m1 m2 G c PI (best k m1 m2 (G PI) c).
Proof. exact C16_small_ball. Qed.
Goal premises_of C16_small_ball. Proof. exact met_C16_small_ball. Qed.
Check C16_small_ball. Print Assumptions C16_small_ball.

(** Noise uniform in a ball of radius rho > 1: G(PI)/m1 < gamma iff one integral over the angle is negative.
    Symbols: j = 1 is raw noise, j = 0 normalised.
    Witness: p = 6, rho = 2, raw, y = 1. *)
Goal forall p j rho y, (2 <= p)%nat -> 1 < rho ->
  (ball_kernel p j rho PI / length_mean p j rho < y <-> excess p (p + j) rho y < 0) /\
  (ball_kernel p j rho PI / length_mean p j rho = y <-> excess p (p + j) rho y = 0).
Proof. exact C16_level. Qed.
Goal premises_of C16_level. Proof. exact met_C16_level. Qed.
Check C16_level. Print Assumptions C16_level.

(** That integral's sign changes once at most as rho grows: every p, every gamma, both injections.
    Witness: p = 6, radii 3 and 4, gamma the ratio of the noise of radius 3. *)
Goal forall p m rho1 rho2 y, (1 <= m)%nat -> 1 < rho1 -> rho1 < rho2 ->
  0 <= excess p m rho1 y -> 0 < excess p m rho2 y.
Proof. exact C16_one_level. Qed.
Goal premises_of C16_one_level. Proof. exact met_C16_one_level. Qed.
Check C16_one_level. Print Assumptions C16_one_level.

(** Two radii at which it has opposite signs enclose the only critical level.
    Witness: p = 6, radii 2 and 4, gamma the ratio of the noise of radius 3. *)
Goal forall p m y lo hi, (1 <= m)%nat -> 1 < lo -> lo < hi ->
  excess p m lo y < 0 -> 0 < excess p m hi y ->
  exists rs, lo < rs < hi /\ forall rho, 1 < rho ->
    (excess p m rho y < 0 <-> rho < rs) /\ (excess p m rho y = 0 <-> rho = rs).
Proof. exact C16_level_between. Qed.
Goal premises_of C16_level_between. Proof. exact met_C16_level_between. Qed.
Check C16_level_between. Print Assumptions C16_level_between.

(** Over all radii, through 1: once G(PI)/m1 is at least y it is more than y for every larger ball, each y in [0, 1].
    Symbols: j = 1 is raw noise, j = 0 normalised.
    Witness: p = 6, raw, radii 2 and 3, y = 0. *)
Goal forall p j rho1 rho2 y, (2 <= p)%nat -> (j <= 1)%nat -> 0 < rho1 -> rho1 < rho2 ->
  0 <= y <= 1 ->
  y <= ball_kernel p j rho1 PI / length_mean p j rho1 -> y < ball_kernel p j rho2 PI / length_mean p j rho2.
Proof. exact C16_level_rises. Qed.
Goal premises_of C16_level_rises. Proof. exact met_C16_level_rises. Qed.
Check C16_level_rises. Print Assumptions C16_level_rises.

(** Where two radii above 1 enclose a change of sign of that integral there is one critical radius between them: below
    it, however small the ball, the spurious point is a strict local minimum, from
    it on the only local minimum is at angle 0.
    Symbols: j = 1 is raw noise, j = 0 normalised.
    Witness: p = 6, raw, a_star = (1, -1, 0, 0), radii 20.908 and 20.909. *)
Goal forall p j k c lo hi, nonzero k c -> (2 <= p)%nat -> (j <= 1)%nat -> 1 < lo -> lo < hi ->
  excess p (p + j) lo (gam k c) < 0 -> 0 < excess p (p + j) hi (gam k c) ->
  exists rs, lo < rs < hi /\ critical_radius p j k c rs.
Proof. exact C16_critical_radius. Qed.
Goal premises_of C16_critical_radius. Proof. exact met_C16_critical_radius. Qed.
Check C16_critical_radius. Print Assumptions C16_critical_radius.

(** ** C16, enclosed levels *)

(** p = 6, r = 0: raw 20.908 < rho_star < 20.909, normalised 17.928 < rho_star < 17.929; k = 25, r = 4: 3.5798 <
    rho_star < 3.5799 and 3.1054 < rho_star < 3.1055.
    Witness: a_star = (1, -1, 0, 0); a teacher with k = 25, r = 4, by teacher_exists.
    Not said: any other p: those levels are enclosed by certificates. *)
Goal (forall k c, nonzero k c -> rr k c = 0 ->
     (exists rs, 20.908 < rs < 20.909 /\ critical_radius 6 1 k c rs) /\
     (exists rs, 17.928 < rs < 17.929 /\ critical_radius 6 0 k c rs)) /\
  (forall k c A, teacher k c 25 4 A ->
     (exists rs, 3.5798 < rs < 3.5799 /\ critical_radius 6 1 k c rs) /\
     (exists rs, 3.1054 < rs < 3.1055 /\ critical_radius 6 0 k c rs)).
Proof. exact C16_critical_level_p6. Qed.
Goal premises_of C16_critical_level_p6. Proof. exact met_C16_critical_level_p6. Qed.
Check C16_critical_level_p6. Print Assumptions C16_critical_level_p6.

(** ** C21 small_noise_traps_for_ever

    Not said: anything of noise longer than rho and ra. *)

From Noiseproof Require Import DescentMap DescentVector NoisyDescent SureTrap.

(** If trap_ok, every sequence of displacements no longer than rho, ra keeps the cone around -w_star and the box of a,
    for all time.
    Witness: p = 6, a_star = (2, -1, 2, -1), rho, ra and eta of C21_trap_exists, the spurious point, noise of full
    length, in w across w_star. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 rho ra : R)
    (s : (nat -> R) * (nat -> R)) (noise : nat -> (nat -> R) * (nat -> R)),
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 -> 0 <= e1 -> 0 <= e2 ->
  trap_ok K eta e1 e2 rho ra ->
  (forall t, small_noise p K rho ra (noise t)) ->
  trap_set p K ws u2 e1 e2 rho ra s ->
  forall t, trap_set p K ws u2 e1 e2 rho ra (noisy p K ws ast eta s noise t).
Proof. exact C21_small_noise_traps_for_ever. Qed.
Goal premises_of C21_small_noise_traps_for_ever. Proof. exact met_C21_small_noise_traps_for_ever. Qed.
Check C21_small_noise_traps_for_ever. Print Assumptions C21_small_noise_traps_for_ever.

(** From the spurious point w never leaves that cone, whatever the noise of these lengths, if trap_ok.
    Witness: p = 6, a_star = (2, -1, 2, -1), rho, ra and eta of C21_trap_exists, noise of full length, in w
    across w_star. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 rho ra : R)
    (noise : nat -> (nat -> R) * (nat -> R)) (t : nat),
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 -> 0 <= e1 -> 0 <= e2 ->
  trap_ok K eta e1 e2 rho ra ->
  (forall t, small_noise p K rho ra (noise t)) ->
  dot p (fst (noisy p K ws ast eta (fun i => - ws i, abar K ast) noise t)) ws <= - sqrt (1 - rho ^ 2).
Proof. exact C21_spurious_point_stays. Qed.
Goal premises_of C21_spurious_point_stays. Proof. exact met_C21_spurious_point_stays. Qed.
Check C21_spurious_point_stays. Print Assumptions C21_spurious_point_stays.

(** Such ra > 0 and eta exist exactly for rho < sin((PI - phi^)/2).
    Witness: k = 4, (e1, e2) = (0, 1), rho = 1/2, phi = PI/2. *)
Goal forall (K : nat) (e1 e2 rho phi : R),
  teacher_ok (INR K) e1 e2 -> (1 <= K)%nat -> 0 < rho < 1 -> 0 <= phi <= PI ->
  abar_alpha K e1 e2 + kappa2 K e1 e2 * g phi = 0 ->
  (exists eta ra, 0 < ra /\ trap_ok K eta e1 e2 rho ra) <-> rho < sin ((PI - phi) / 2).
Proof. exact C21_trap_level. Qed.
Goal premises_of C21_trap_level. Proof. exact met_C21_trap_level. Qed.
Check C21_trap_level. Print Assumptions C21_trap_level.

(** Wherever abar.a_star < 0, that is below the threshold, some rho, ra > 0 and eta trap.
    Witness: k = 4, (e1, e2) = (1, 3). *)
Goal forall (K : nat) (e1 e2 : R),
  teacher_ok (INR K) e1 e2 -> (1 <= K)%nat -> abar_alpha K e1 e2 < 0 ->
  exists eta rho ra, 0 < rho /\ 0 < ra /\ trap_ok K eta e1 e2 rho ra.
Proof. exact C21_trap_exists. Qed.
Goal premises_of C21_trap_exists. Proof. exact met_C21_trap_exists. Qed.
Check C21_trap_exists. Print Assumptions C21_trap_exists.

(** ** C22 large_noise_never_settles

    Not said: the mean of |a_t - a_star|, and which Ghat a law has; the probability is an upper expectation (4). *)

From Noiseproof Require Import Upper EscapeDrift NeverSettles.

(** P(|a_t - a_star| < D/2) <= (1-m)^t e^start + e^(-D^2/(2 m L^2)), for every law of the direction seen with mean
    kernel at most Ghat at every unit w and every noise in a of length at most ra that is independent of the direction
    and whose law may depend on the state (so D has -ra); a_star not parallel to 1.
    Witness: the uniform direction, whose mean kernel is at most PI/2: p = 6, a_star = (2, -1, 2, -1), eta = 1/10, from
    the spurious point, noise in a of length 1/10 that a coin decides. *)
Goal forall (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 ra mx hx my hy : R)
    (K_pos : (1 <= K)%nat) (ws_unit : dot p ws ws = 1) (P : plane K ast u2 e1 e2) (E1 : 0 <= e1) (E2 : 0 <= e2)
    (Ra : 0 <= ra) (Box : box_ok K eta e1 e2 ra mx hx my hy)
    (Oa Om : Type) (Ea : upper Oa) (E : (nat -> R) -> upper Om) (sees : (nat -> R) -> Om -> nat -> R)
    (sees_unit : forall w o, dot p (sees w o) (sees w o) = 1)
    (eps : boxed_state p K u2 e2 mx hx my hy -> Oa -> nat -> R)
    (small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2)
    (Ghat : R) (t : nat) s,
  0 < e2 -> (forall w, dot p w w = 1 -> ex (E w) (fun o => g (angle p ws (sees w o))) <= Ghat) ->
  let m := rate_y eta in
  let D := e2 * (PI - Ghat) / (PI - 1) - ra in
  let L := PI * e2 / (PI - 1) + 2 * ra in
  0 < D -> m <= 1 ->
  run (fun t => product Ea (E (fst (proj1_sig t))))
    (perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box sees sees_unit eps small)
    t (fun s => settled K ast D (snd (proj1_sig s))) s <=
    (1 - m) ^ t * exp (2 * D / (m * L ^ 2) * (D / 2 - (e2 - dot K (snd (proj1_sig s)) u2)))
    + exp (- (D ^ 2 / (2 * m * L ^ 2))).
Proof. exact @C22_large_noise_never_settles. Qed.
Goal premises_of @C22_large_noise_never_settles. Proof. exact met_C22_large_noise_never_settles. Qed.
Check C22_large_noise_never_settles. Print Assumptions C22_large_noise_never_settles.
