(** * Audit: every final theorem, restated, with its axioms

    What:    the statements of the theorems, literally, in the order of the claims; those
             about noise are in AuditNoise.v, so that both are read at the same time. Nothing
             is proved here; a [Goal] is closed by the theorem that it restates, so that a
             statement weakened elsewhere no longer fits. Before it, what it says, what its
             symbols mean and what it does not say: THEOREMS.md and THEOREMS.json are made of
             these files (proofs_formal/theorems), with the axioms that Coq prints here. The
             second [Goal] says that something meets its premises (Premises.v). Numbers in
             brackets are those of the definitions in docs/formal.md.
    Claims:  C01 - C09, C12.

    | symbol | meaning                                                         |
    |--------|-----------------------------------------------------------------|
    | CNN_.. | a theorem that belongs to the claim CNN of claims/claims.toml   |
    | CNN_stem | the claim's principal theorem                                 | *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Premises Witnesses.
From Noiseproof Require Import Kernel Loss Landscape Sphere Spectrum Improper Gaussian GaussianRows.
Open Scope R_scope.

(** ** C01 dual_kernel

    Not said: that iterated improper integrals are means under the Gaussian measure (1). *)

(** The planar expectation equals n g(phi)/(2 PI), for every length and angle.
    Witness: n = 1, phi = PI/2. *)
Goal forall n phi, 0 <= n -> 0 <= phi <= PI ->
  kernel_polar n phi (n * g phi / (2 * PI)).
Proof. exact C01_dual_kernel. Qed.
Goal premises_of C01_dual_kernel. Proof. exact met_C01_dual_kernel. Qed.
Check C01_dual_kernel. Print Assumptions C01_dual_kernel.

(** The angular integral of two ReLUs over the circle is g(phi)/2.
    Witness: phi = PI/2. *)
Goal forall phi, 0 <= phi <= PI ->
  is_RInt (fun t => relu (cos t) * relu (cos (t - phi))) (- PI) PI (g phi / 2).
Proof. exact C01_angular_integral. Qed.
Goal premises_of C01_angular_integral. Proof. exact met_C01_angular_integral. Qed.
Check C01_angular_integral. Print Assumptions C01_angular_integral.

(** int_0^oo r^3 e^(-r^2/2) dr = 2, as an improper integral. *)
Goal is_RInt_gen (fun r => r^3 * exp (- (r^2/2))) (at_point 0) (Rbar_locally p_infty) 2.
Proof. exact C01_radial_integral. Qed.
Goal premises_of C01_radial_integral. Proof. exact I. Qed.
Check C01_radial_integral. Print Assumptions C01_radial_integral.

(** g', g'', g(0), g(PI/2), g(PI); g decreases strictly on [0, PI]; expansions with remainder near 0 and PI.
    Witness: x = 1, y = 2; x = 1; d = 1. *)
Goal (forall x, is_derive g x (- (PI - x) * sin x)) /\
  (forall x, is_derive (fun y => - (PI - y) * sin y) x (sin x - (PI - x) * cos x)) /\
  g 0 = PI /\ g (PI / 2) = 1 /\ g PI = 0 /\
  (forall x y, 0 <= x -> x < y -> y <= PI -> g y < g x) /\
  (forall x, 0 <= x <= PI ->
     PI*x^2/2 - x^3/3 - (PI*x^4/24 - x^5/30) <= PI - g x <= PI*x^2/2 - x^3/3) /\
  (forall d, 0 <= d -> d^3/3 - d^5/30 <= g (PI - d) <= d^3/3).
Proof. exact C01_kernel_shape. Qed.
Goal premises_of C01_kernel_shape. Proof. exact met_C01_kernel_shape. Qed.
Check C01_kernel_shape. Print Assumptions C01_kernel_shape.

(** E relu^2 = 1/2, as a polar integral. *)
Goal gauss_polar (fun x _ => relu x * relu x) (1 / 2).
Proof. exact C01_second_moment. Qed.
Goal premises_of C01_second_moment. Proof. exact I. Qed.
Check C01_second_moment. Print Assumptions C01_second_moment.

(** E relu = 1/sqrt(2 PI), by the density on the line. *)
Goal gauss_line relu (1 / sqrt (2 * PI)).
Proof. exact C01_first_moment. Qed.
Goal premises_of C01_first_moment. Proof. exact I. Qed.
Check C01_first_moment. Print Assumptions C01_first_moment.

(** The standard Gaussian density on the line has mass 1. *)
Goal gauss_line (fun _ => 1) 1.
Proof. exact C01_gaussian_mass. Qed.
Goal premises_of C01_gaussian_mass. Proof. exact I. Qed.
Check C01_gaussian_mass. Print Assumptions C01_gaussian_mass.

(** E relu(x) relu(cos phi x + sin phi y) = g(phi)/(2 PI) over two independent standard Gaussian numbers, as a
    Cartesian iterated integral.
    Symbols: E2 F = E1 over x of E1 over y of F x y; E1 f = int f(x) exp(-x^2/2)/sqrt(2 PI) dx.
    Witness: phi = PI/2. *)
Goal forall phi, 0 <= phi <= PI ->
  E2 (fun x y => relu x * relu (cos phi * x + sin phi * y)) = g phi / (2 * PI).
Proof. exact C01_plane_kernel. Qed.
Goal premises_of C01_plane_kernel. Proof. exact met_C01_plane_kernel. Qed.
Check C01_plane_kernel. Print Assumptions C01_plane_kernel.

(** For z of p independent standard Gaussian numbers and any vectors w, v the pair (z.w, z.v) has the means of (l x,
    d x + e y), x, y two independent standard Gaussian numbers, with the same lengths and product: rotational
    invariance.
    Symbols: mean p f v: the p times iterated improper integral of f against the densities is v; gentle F: F is
    continuous, with a modulus of continuity that grows linearly.
    Witness: p = 6, w and v two axes, F(x, y) = relu(x) relu(y). *)
Goal forall p w v, exists l d e,
  0 <= l /\ 0 <= e /\ l ^ 2 = dot p w w /\ l * d = dot p w v /\ d ^ 2 + e ^ 2 = dot p v v /\
  forall F, gentle F -> mean p (fun z => F (dot p z w) (dot p z v)) (E2 (fun x y => F (l * x) (d * x + e * y))).
Proof. exact C01_planar_reduction. Qed.
Goal premises_of C01_planar_reduction. Proof. exact met_C01_planar_reduction. Qed.
Check C01_planar_reduction. Print Assumptions C01_planar_reduction.

(** The dual kernel in R^p, from its definition: E relu(z.w) relu(z.v) = |w| g(angle)/(2 PI) for every w and every
    unit v, z standard Gaussian in R^p.
    Witness: p = 6, w and v two axes. *)
Goal forall p w v, dot p v v = 1 ->
  mean p (fun z => relu (dot p z w) * relu (dot p z v)) (norm p w * g (angle p w v) / (2 * PI)).
Proof. exact C01_row_kernel. Qed.
Goal premises_of C01_row_kernel. Proof. exact met_C01_row_kernel. Qed.
Check C01_row_kernel. Print Assumptions C01_row_kernel.

(** ** C02 loss_closed_form

    Not said: that iterated improper integrals are means under the Gaussian measure (1). *)

(** Half the expected squared residual is the closed form, for all k, a, a_star, |w| and angle, under every
    expectation that is linear, with Gaussian moments in each row and products of different rows that factor.
    Witness: two rows at angle PI/2, on eight points of equal weight: each unit is its mean plus or minus one number,
    the four signs uncorrelated. *)
Goal forall (Om : Type) (int : (Om -> R) -> Prop) (E : (Om -> R) -> R),
  (* integrable functions are closed under sums and multiples; E is linear on them *)
  (forall f h, (forall o, f o = h o) -> int f -> int h) ->
  int (fun _ => 0) ->
  (forall f h, int f -> int h -> int (fun o => f o + h o)) ->
  (forall c f, int f -> int (fun o => c * f o)) ->
  (forall f h, (forall o, f o = h o) -> E f = E h) ->
  (forall f h, int f -> int h -> E (fun o => f o + h o) = E f + E h) ->
  (forall c f, int f -> E (fun o => c * f o) = c * E f) ->
  forall (k : nat) (nu phi : R) (X Y : nat -> Om -> R), 0 <= nu -> 0 <= phi <= PI ->
  (* products of two units are integrable *)
  (forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => X i o * X j o)) ->
  (forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => X i o * Y j o)) ->
  (forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => Y i o * Y j o)) ->
  (* each row is standard Gaussian *)
  (forall i, (i < k)%nat -> gauss_line (fun x => relu (nu * x)) (E (X i))) ->
  (forall i, (i < k)%nat -> gauss_line relu (E (Y i))) ->
  (forall i, (i < k)%nat ->
     gauss_polar (fun x _ => relu (nu * x) * relu (nu * x)) (E (fun o => X i o * X i o))) ->
  (forall i, (i < k)%nat -> gauss_polar (fun x _ => relu x * relu x) (E (fun o => Y i o * Y i o))) ->
  (forall i, (i < k)%nat -> kernel_polar nu phi (E (fun o => X i o * Y i o))) ->
  (* different rows are independent *)
  (forall i j, (i < k)%nat -> (j < k)%nat -> i <> j -> E (fun o => X i o * X j o) = E (X i) * E (X j)) ->
  (forall i j, (i < k)%nat -> (j < k)%nat -> i <> j -> E (fun o => X i o * Y j o) = E (X i) * E (Y j)) ->
  (forall i j, (i < k)%nat -> (j < k)%nat -> i <> j -> E (fun o => Y i o * Y j o) = E (Y i) * E (Y j)) ->
  forall a c : nat -> R,
  / 2 * E (fun o => (sum k (fun i => a i * X i o) - sum k (fun i => c i * Y i o))^2)
  = loss_nu k nu phi a c.
Proof. exact C02_loss_closed_form. Qed.
Goal premises_of C02_loss_closed_form. Proof. exact met_C02_loss_closed_form. Qed.
Check C02_loss_closed_form. Print Assumptions C02_loss_closed_form.

(** Half the expected squared residual is the closed form, from the definition: k independent rows of p independent
    standard Gaussian numbers, the mean an iterated improper Riemann integral, every k, p, w, a and every teacher
    with |w_star| = 1. All premises of C02_loss_closed_form are met.
    Symbols: rows k p f v: the k p times iterated integral of f(Z) against the densities is v; Z i is row i.
    Witness: p = 6, w and w_star two axes. *)
Goal forall k p w v a c, dot p v v = 1 ->
  rows k p (fun Z =>
      / 2 * (sum k (fun i => a i * relu (dot p (Z i) w)) - sum k (fun i => c i * relu (dot p (Z i) v)))^2)
    (loss_w k p w v a c).
Proof. exact C02_expected_loss. Qed.
Goal premises_of C02_expected_loss. Proof. exact met_C02_expected_loss. Qed.
Check C02_expected_loss. Print Assumptions C02_expected_loss.

(** ** C03 gradient_closed_form

    Not said: anything at w = 0, where the loss has a kink. *)

(** Both gradients are the derivatives of the closed form: in a along every direction; in w along every direction,
    at every w that is not 0.
    Witness: p = 6, w and w_star two axes. *)
Goal (forall k nu phi a b c t,
     is_derive (fun u => loss_nu k nu phi (move a u b) c) t (dot k b (grad_a k nu phi (move a t b) c))) /\
  (forall k p w v a c u, dot p v v = 1 -> 0 < dot p w w ->
     is_derive (fun t => loss_w k p (move w t u) v a c) 0 (dot p u (grad_w k p w v a c))).
Proof. exact C03_gradient_closed_form. Qed.
Goal premises_of C03_gradient_closed_form. Proof. exact met_C03_gradient_closed_form. Qed.
Check C03_gradient_closed_form. Print Assumptions C03_gradient_closed_form.

(** The gradient in a is the derivative of the closed form, along every direction, at every length and angle. *)
Goal forall k nu phi a b c t,
  is_derive (fun u => loss_nu k nu phi (move a u b) c) t
            (dot k b (grad_a k nu phi (move a t b) c)).
Proof. exact C03_gradient_closed_form_a. Qed.
Goal premises_of C03_gradient_closed_form_a. Proof. exact I. Qed.
Check C03_gradient_closed_form_a. Print Assumptions C03_gradient_closed_form_a.

(** The derivative of the closed form in the angle is |w| (PI-phi) sin phi alpha/(2 PI). *)
Goal forall k nu phi a c,
  is_derive (fun x => loss_nu k nu x a c) phi
            (nu / (2 * PI) * ((PI - phi) * sin phi) * dot k a c).
Proof. exact C03_gradient_closed_form_phi. Qed.
Goal premises_of C03_gradient_closed_form_phi. Proof. exact I. Qed.
Check C03_gradient_closed_form_phi. Print Assumptions C03_gradient_closed_form_phi.

(** The derivative of the closed form in the length |w|. *)
Goal forall k nu phi a c,
  is_derive (fun x => loss_nu k x phi a c) nu (/ (2 * PI) * (nu * QM k a - QN k phi a c)).
Proof. exact C03_gradient_closed_form_nu. Qed.
Goal premises_of C03_gradient_closed_form_nu. Proof. exact I. Qed.
Check C03_gradient_closed_form_nu. Print Assumptions C03_gradient_closed_form_nu.

(** Along directions tangent to the sphere the gradient in w is that of -alpha (PI-phi)/(2 PI) w.w_star.
    Witness: p = 6, w and u two axes. *)
Goal forall k p w v a c u,
  dot p w w = 1 -> dot p u w = 0 ->
  dot p u (grad_w k p w v a c) = - (dot k a c * (PI - angle p w v) / (2 * PI)) * dot p u v.
Proof. exact C03_sphere_gradient. Qed.
Goal premises_of C03_sphere_gradient. Proof. exact met_C03_sphere_gradient. Qed.
Check C03_sphere_gradient. Print Assumptions C03_sphere_gradient.

(** The tangential gradient in w has the length |alpha| (PI-phi) sin phi/(2 PI).
    Witness: p = 6, w and w_star two axes. *)
Goal forall k p w v a c,
  dot p v v = 1 -> dot p w w = 1 ->
  let tg := fun j => - (dot k a c * (PI - angle p w v) / (2 * PI)) * (v j - dot p w v * w j) in
  dot p tg w = 0 /\
  norm p tg = Rabs (dot k a c) * ((PI - angle p w v) * sin (angle p w v)) / (2 * PI).
Proof. exact C03_sphere_gradient_length. Qed.
Goal premises_of C03_sphere_gradient_length. Proof. exact met_C03_sphere_gradient_length. Qed.
Check C03_sphere_gradient_length. Print Assumptions C03_sphere_gradient_length.

(** The gradient in w is the derivative of the closed form, along every direction, at every w that is not 0.
    Witness: p = 6, w and w_star two axes. *)
Goal forall k p w v a c u,
  dot p v v = 1 -> 0 < dot p w w ->
  is_derive (fun t => loss_w k p (move w t u) v a c) 0 (dot p u (grad_w k p w v a c)).
Proof. exact C03_gradient_closed_form_w. Qed.
Goal premises_of C03_gradient_closed_form_w. Proof. exact met_C03_gradient_closed_form_w. Qed.
Check C03_gradient_closed_form_w. Print Assumptions C03_gradient_closed_form_w.

(** On the sphere, at every unit w, w_star and - w_star too: along every differentiable curve (f, h) of velocity (q,
    b) the loss has the derivative q.grad_w + b.grad_a.
    Symbols: curve p k w a q b f h: f stays on the unit sphere of R^p, (f, h) is at (w, a) and has the velocity (q,
    b) there.
    Witness: p = 6, the great circle through w_star along another axis. *)
Goal forall k p v c w a q b f h,
  dot p v v = 1 -> curve p k w a q b f h ->
  dot p q w = 0 /\
  is_derive (fun s => loss_w k p (f s) v (h s) c) 0
    (dot p q (grad_w k p w v a c) + dot k b (grad_a k 1 (angle p w v) a c)).
Proof. exact C03_vector_gradient. Qed.
Goal premises_of C03_vector_gradient. Proof. exact met_C03_vector_gradient. Qed.
Check C03_vector_gradient. Print Assumptions C03_vector_gradient.

(** The gradients are those of the expected loss V itself, V (w, a) its iterated integral: in w along every direction
    u, at every w that is not 0, and in a along every b.
    Symbols: rows k p f v: the k p times iterated integral of f(Z) against the densities is v.
    Witness: p = 6, V the closed form (C02_expected_loss), w an axis. *)
Goal forall k p v c (V : (nat -> R) -> (nat -> R) -> R), dot p v v = 1 ->
  (forall w a, rows k p (fun Z =>
      / 2 * (sum k (fun i => a i * relu (dot p (Z i) w)) - sum k (fun i => c i * relu (dot p (Z i) v)))^2) (V w a)) ->
  forall w a, 0 < dot p w w ->
  (forall u, is_derive (fun t => V (move w t u) a) 0 (dot p u (grad_w k p w v a c))) /\
  (forall b, is_derive (fun t => V w (move a t b)) 0 (dot k b (grad_a k (norm p w) (angle p w v) a c))).
Proof. exact C03_gradient_of_the_definition. Qed.
Goal premises_of C03_gradient_of_the_definition. Proof. exact met_C03_gradient_of_the_definition. Qed.
Check C03_gradient_of_the_definition. Print Assumptions C03_gradient_of_the_definition.

(** ** C04 global_optimum *)

(** L >= 0, and L = 0 exactly at (w_star, a_star).
    Witness: a_star = (1, -1, 0, 0), phi = 1. *)
Goal forall k c phi a, nonzero k c -> 0 <= phi <= PI ->
  0 <= L k c phi a /\ (L k c phi a = 0 <-> phi = 0 /\ eqv k a c).
Proof. exact C04_global_optimum. Qed.
Goal premises_of C04_global_optimum. Proof. exact met_C04_global_optimum. Qed.
Check C04_global_optimum. Print Assumptions C04_global_optimum.

(** At the optimum the second derivative along (n, b) is A^2 n^2/2 + b'Mb/(2 PI), zero only for n = 0, b = 0:
    positive definite.
    Witness: a_star = (1, -1, 0, 0), n = 0, b = 0, where the second derivative is 0. *)
Goal forall k c b n, nonzero k c -> 0 <= n -> exists D1 : R -> R,
  (forall t, is_derive (fun u => L k c (Rabs (n * u)) (move c u b)) t (D1 t)) /\
  D1 0 = 0 /\ is_derive D1 0 (A2 k c / 2 * n^2 + QM k b / (2 * PI)) /\
  (A2 k c / 2 * n^2 + QM k b / (2 * PI) = 0 -> n = 0 /\ forall i, (i < k)%nat -> b i = 0).
Proof. exact C04_global_hessian. Qed.
Goal premises_of C04_global_hessian. Proof. exact met_C04_global_hessian. Qed.
Check C04_global_hessian. Print Assumptions C04_global_hessian.

(** For all unit w in R^p and a in R^k: L >= 0, and L = 0 exactly at w = w_star, a = a_star.
    Witness: p = 6, a_star = (1, -1, 0, 0), w and w_star two axes. *)
Goal forall k p v c w a,
  nonzero k c -> dot p v v = 1 -> dot p w w = 1 ->
  0 <= loss_w k p w v a c /\ (loss_w k p w v a c = 0 <-> eqv p w v /\ eqv k a c).
Proof. exact C04_vector_global_optimum. Qed.
Goal premises_of C04_vector_global_optimum. Proof. exact met_C04_vector_global_optimum. Qed.
Check C04_vector_global_optimum. Print Assumptions C04_vector_global_optimum.

(** R^k is the orthogonal sum of the multiples of 1 and of the vectors of total 0; M is k + PI - 1 on the one, PI - 1
    on the other.
    Witness: k = 4. *)
Goal forall k b, (1 <= k)%nat ->
  (forall i, b i = part_one k b i + part_rest k b i) /\
  tot k (part_rest k b) = 0 /\ dot k (part_one k b) (part_rest k b) = 0 /\
  (forall i, Mv k (part_one k b) i = (INR k + PI - 1) * part_one k b i) /\
  (forall i, Mv k (part_rest k b) i = (PI - 1) * part_rest k b i) /\
  QM k b = (INR k + PI - 1) * dot k (part_one k b) (part_one k b) + (PI - 1) * dot k (part_rest k b) (part_rest k b).
Proof. exact C04_output_parts. Qed.
Goal premises_of C04_output_parts. Proof. exact met_C04_output_parts. Qed.
Check C04_output_parts. Print Assumptions C04_output_parts.

(** At the optimum the second derivative along the great circle of velocity q, and along b in a, is A^2/2 |q|^2 +
    (k+PI-1)/(2 PI) |b's part along 1|^2 + (PI-1)/(2 PI) |the rest of b|^2: the eigenvalues with their eigenspaces.
    Symbols: geodesic p v q: the great circle through v with velocity q.
    Witness: p = 6, a_star = (1, -1, 0, 0), w_star and q two axes. *)
Goal forall k p v c q b, nonzero k c -> dot p v v = 1 -> dot p q v = 0 ->
  exists D1 : R -> R,
  locally 0 (fun t => is_derive (fun s => loss_w k p (geodesic p v q s) v (move c s b) c) t (D1 t)) /\
  D1 0 = 0 /\
  is_derive D1 0 (A2 k c / 2 * dot p q q + (INR k + PI - 1) / (2 * PI) * dot k (part_one k b) (part_one k b)
    + (PI - 1) / (2 * PI) * dot k (part_rest k b) (part_rest k b)).
Proof. exact C04_vector_hessian. Qed.
Goal premises_of C04_vector_hessian. Proof. exact met_C04_vector_hessian. Qed.
Check C04_vector_hessian. Print Assumptions C04_vector_hessian.

(** The Hessian at the optimum, diagonal in an orthonormal basis: A^2/2 on the p - 1 vectors tangent to the sphere,
    (k+PI-1)/(2 PI) on 1/sqrt k, (PI-1)/(2 PI) on the k - 1 vectors orthogonal to it: the eigenvalues as often as the
    claim says.
    Symbols: basis n v B: B 0 = v, B 1, ... is an orthonormal basis of R^n; tangent Q: Q without Q 0; combine m s B:
    s 0 B 0 + ... + s (m-1) B (m-1).
    Witness: p = 6, a_star = (1, -1, 0, 0), w_star an axis. *)
Goal forall k p v c, nonzero k c -> dot p v v = 1 -> exists Q B,
  basis p v Q /\ basis k (fun _ => / sqrt (INR k)) B /\
  forall s t, exists D1 : R -> R,
  locally 0 (fun x => is_derive (fun u =>
    loss_w k p (geodesic p v (combine (p - 1) s (tangent Q)) u) v (move c u (combine k t B)) c) x (D1 x)) /\
  D1 0 = 0 /\
  is_derive D1 0 (sum (p - 1) (fun j => A2 k c / 2 * s j ^ 2) + sum k (fun j => output_eigenvalue k j * t j ^ 2)).
Proof. exact C04_vector_spectrum. Qed.
Goal premises_of C04_vector_spectrum. Proof. exact met_C04_vector_spectrum. Qed.
Check C04_vector_spectrum. Print Assumptions C04_vector_spectrum.

(** ** C05 spurious_location

    Not said: what a search finds. *)

(** The gradient vanishes at (-w_star, abar), and at angle PI nowhere else.
    Witness: a_star = (1, -1, 0, 0), and a = abar for the second part. *)
Goal forall k c,
  (forall b n, 0 <= n ->
     is_derive (fun u => L k c (PI - Rabs (n * u)) (move (abar k c) u b)) 0 0) /\
  (forall b, is_derive (fun u => L k c PI (move (abar k c) u b)) 0 0) /\
  (forall a, (forall b, is_derive (fun u => L k c PI (move a u b)) 0 0) -> eqv k a (abar k c)).
Proof. exact C05_spurious_location. Qed.
Goal premises_of C05_spurious_location. Proof. exact met_C05_spurious_location. Qed.
Check C05_spurious_location. Print Assumptions C05_spurious_location.

(** With w = - w_star the loss on the sphere of R^p times R^k is critical at a = abar and nowhere else.
    Symbols: sphere_critical k p v c w a: along every curve through (w, a) the loss has derivative 0 there.
    Witness: p = 6, a_star = (1, -1, 0, 0), w_star an axis. *)
Goal forall k p v c a,
  dot p v v = 1 -> (sphere_critical k p v c (opposite v) a <-> eqv k a (abar k c)).
Proof. exact C05_vector_spurious_location. Qed.
Goal premises_of C05_vector_spurious_location. Proof. exact met_C05_vector_spurious_location. Qed.
Check C05_vector_spurious_location. Print Assumptions C05_vector_spurious_location.

(** ** C06 spurious_hessian *)

(** At the spurious point the second derivative along (n, b) is b'Mb/(2 PI): never negative, and zero exactly when b
    = 0, whatever n.
    Witness: a_star = (1, -1, 0, 0), n = 0. *)
Goal forall k c b n, 0 <= n -> exists D1 : R -> R,
  (forall t, is_derive (fun u => L k c (PI - Rabs (n * u)) (move (abar k c) u b)) t (D1 t)) /\
  D1 0 = 0 /\ is_derive D1 0 (QM k b / (2 * PI)) /\
  0 <= QM k b / (2 * PI) /\
  (QM k b / (2 * PI) = 0 <-> forall i, (i < k)%nat -> b i = 0).
Proof. exact C06_spurious_hessian. Qed.
Goal premises_of C06_spurious_hessian. Proof. exact met_C06_spurious_hessian. Qed.
Check C06_spurious_hessian. Print Assumptions C06_spurious_hessian.

(** The loss less the spurious point's, exactly: a square in a - abar and -g(phi) a.a_star/(2 PI). *)
Goal forall k c phi a,
  L k c phi a - L k c PI (abar k c) =
  / (4 * PI) * QM k (vsub a (abar k c)) - g phi / (2 * PI) * dot k a c.
Proof. exact C06_identity. Qed.
Goal premises_of C06_identity. Proof. exact I. Qed.
Check C06_identity. Print Assumptions C06_identity.

(** On the sphere the loss grows from the spurious point on like d^3, with both bounds, where abar.a_star <= 0.
    Witness: a_star = (1, -1, 0, 0), d = 1. *)
Goal forall k c d, 0 <= d <= PI -> dot k (abar k c) c <= 0 ->
  let m := Rabs (dot k (abar k c) c) in
  m / (2 * PI) * (d^3/3 - d^5/30) <= L k c (PI - d) (abar k c) - L k c PI (abar k c)
    <= m * d^3 / (6 * PI).
Proof. exact C06_third_order_growth. Qed.
Goal premises_of C06_third_order_growth. Proof. exact met_C06_third_order_growth. Qed.
Check C06_third_order_growth. Print Assumptions C06_third_order_growth.

(** At the spurious point the second derivative along the great circle of velocity q, and along b in a, is 0 |q|^2 +
    (k+PI-1)/(2 PI) |b's part along 1|^2 + (PI-1)/(2 PI) |the rest of b|^2.
    Witness: p = 6, a_star = (1, -1, 0, 0), w_star and q two axes. *)
Goal forall k p v c q b, nonzero k c -> dot p v v = 1 -> dot p q v = 0 ->
  exists D1 : R -> R,
  locally 0 (fun t =>
    is_derive (fun s => loss_w k p (geodesic p (opposite v) q s) v (move (abar k c) s b) c) t (D1 t)) /\
  D1 0 = 0 /\
  is_derive D1 0 (0 * dot p q q + (INR k + PI - 1) / (2 * PI) * dot k (part_one k b) (part_one k b)
    + (PI - 1) / (2 * PI) * dot k (part_rest k b) (part_rest k b)).
Proof. exact C06_vector_hessian. Qed.
Goal premises_of C06_vector_hessian. Proof. exact met_C06_vector_hessian. Qed.
Check C06_vector_hessian. Print Assumptions C06_vector_hessian.

(** The Hessian at the spurious point, diagonal in an orthonormal basis: 0 on the p - 1 vectors tangent to the
    sphere, (k+PI-1)/(2 PI) on 1/sqrt k, (PI-1)/(2 PI) on the k - 1 vectors orthogonal to it.
    Witness: p = 6, a_star = (1, -1, 0, 0), w_star an axis. *)
Goal forall k p v c, nonzero k c -> dot p v v = 1 -> exists Q B,
  basis p v Q /\ basis k (fun _ => / sqrt (INR k)) B /\
  forall s t, exists D1 : R -> R,
  locally 0 (fun x => is_derive (fun u => loss_w k p (geodesic p (opposite v) (combine (p - 1) s (tangent Q)) u) v
    (move (abar k c) u (combine k t B)) c) x (D1 x)) /\
  D1 0 = 0 /\
  is_derive D1 0 (sum (p - 1) (fun j => 0 * s j ^ 2) + sum k (fun j => output_eigenvalue k j * t j ^ 2)).
Proof. exact C06_vector_spectrum. Qed.
Goal premises_of C06_vector_spectrum. Proof. exact met_C06_vector_spectrum. Qed.
Check C06_vector_spectrum. Print Assumptions C06_vector_spectrum.

(** ** C07 spurious_is_local_minimum

    Not said: how large the neighbourhood is. *)

(** The spurious point is a strict local minimum iff r < (k+PI-1)/PI, and a local minimum iff the same.
    Witness: a_star = (1, -1, 0, 0). *)
Goal forall k c, nonzero k c ->
  (strict_local_min_spurious k c <-> rr k c < threshold k) /\
  (local_min_spurious k c <-> rr k c < threshold k).
Proof. exact C07_spurious_is_local_minimum. Qed.
Goal premises_of C07_spurious_is_local_minimum. Proof. exact met_C07_spurious_is_local_minimum. Qed.
Check C07_spurious_is_local_minimum. Print Assumptions C07_spurious_is_local_minimum.

(** The spurious point has the least loss of all points with a.a_star <= 0.
    Witness: a_star = (1, -1, 0, 0), phi = 1, a = 0. *)
Goal forall k c phi a, 0 <= phi <= PI -> dot k a c <= 0 ->
  L k c PI (abar k c) <= L k c phi a.
Proof. exact C07_least_on_half_space. Qed.
Goal premises_of C07_least_on_half_space. Proof. exact met_C07_least_on_half_space. Qed.
Check C07_least_on_half_space. Print Assumptions C07_least_on_half_space.

(** At r = (k+PI-1)/PI: abar.a_star = 0, and no local minimum.
    Witness: four rows and r = (3 + PI)/PI, by teacher_exists. *)
Goal forall k c, nonzero k c -> rr k c = threshold k ->
  dot k (abar k c) c = 0 /\ ~ local_min_spurious k c.
Proof. exact C07_equality_case. Qed.
Goal premises_of C07_equality_case. Proof. exact met_C07_equality_case. Qed.
Check C07_equality_case. Print Assumptions C07_equality_case.

(** With k = 1 the spurious point is never a local minimum.
    Witness: a_star = (1). *)
Goal forall c, nonzero 1 c -> ~ local_min_spurious 1 c.
Proof. exact C07_one_row. Qed.
Goal premises_of C07_one_row. Proof. exact met_C07_one_row. Qed.
Check C07_one_row. Print Assumptions C07_one_row.

(** Among all unit w in R^p, p >= 2, and all a: the spurious point is a strict local minimum iff r < (k+PI-1)/PI, and
    a local minimum iff the same.
    Witness: p = 6, a_star = (1, -1, 0, 0), w_star an axis. *)
Goal forall k p v c, nonzero k c -> (2 <= p)%nat -> dot p v v = 1 ->
  (sphere_strict_min k p v c (opposite v) (abar k c) <-> rr k c < threshold k) /\
  (sphere_min k p v c (opposite v) (abar k c) <-> rr k c < threshold k).
Proof. exact C07_vector_local_minimum. Qed.
Goal premises_of C07_vector_local_minimum. Proof. exact met_C07_vector_local_minimum. Qed.
Check C07_vector_local_minimum. Print Assumptions C07_vector_local_minimum.

(** ** C08 spurious_does_not_generalize *)

(** The loss at the spurious point, exactly, and that it is positive.
    Witness: a_star = (1, -1, 0, 0). *)
Goal forall k c, nonzero k c ->
  L k c PI (abar k c) =
    / 4 * ((2 * INR k + PI - 2) / (INR k + PI - 1) * ((tot k c)^2 / INR k)
           + (PI - 2) / (PI - 1) * (A2 k c - (tot k c)^2 / INR k)) /\
  0 < L k c PI (abar k c).
Proof. exact C08_spurious_does_not_generalize. Qed.
Goal premises_of C08_spurious_does_not_generalize. Proof. exact met_C08_spurious_does_not_generalize. Qed.
Check C08_spurious_does_not_generalize. Print Assumptions C08_spurious_does_not_generalize.

(** The loss at the spurious point is at least (PI-2)/(4 (PI-1)) A^2.
    Witness: a_star = (1, -1, 0, 0). *)
Goal forall k c, nonzero k c ->
  (PI - 2) / (4 * (PI - 1)) * A2 k c <= L k c PI (abar k c).
Proof. exact C08_lower_bound. Qed.
Goal premises_of C08_lower_bound. Proof. exact met_C08_lower_bound. Qed.
Check C08_lower_bound. Print Assumptions C08_lower_bound.

(** ** C09 critical_points_complete *)

(** The critical points are the optimum, the spurious point and the saddles, and no others.
    Witness: a_star = (1, -1, 0, 0), phi = 1. *)
Goal forall k c phi a, nonzero k c -> 0 <= phi <= PI ->
  (stationary k c phi a <->
     (phi = 0 /\ eqv k a c) \/
     (phi = PI /\ eqv k a (abar k c)) \/
     (0 < phi < PI /\ saddle_angle k c phi /\ eqv k a (asad k phi c))).
Proof. exact C09_critical_points_complete. Qed.
Goal premises_of C09_critical_points_complete. Proof. exact met_C09_critical_points_complete. Qed.
Check C09_critical_points_complete. Print Assumptions C09_critical_points_complete.

(** At each angle the loss is that at a_phi and a square in a - a_phi: a_phi is the minimiser in a. *)
Goal forall k c phi a,
  L k c phi a = L k c phi (asad k phi c) + / (4 * PI) * QM k (vsub a (asad k phi c)).
Proof. exact C09_best_output_weights. Qed.
Goal premises_of C09_best_output_weights. Proof. exact I. Qed.
Check C09_best_output_weights. Print Assumptions C09_best_output_weights.

(** a.a_star = 0 at a saddle.
    Witness: a_star = (1, -1, 0, 0), the saddle at phi = PI/2. *)
Goal forall k c phi a, nonzero k c ->
  saddle_angle k c phi -> eqv k a (asad k phi c) -> dot k a c = 0.
Proof. exact C09_saddle_alpha. Qed.
Goal premises_of C09_saddle_alpha. Proof. exact met_C09_saddle_alpha. Qed.
Check C09_saddle_alpha. Print Assumptions C09_saddle_alpha.

(** Saddles exist iff r < (k+PI-1)/PI.
    Witness: a_star = (1, -1, 0, 0). *)
Goal forall k c, nonzero k c ->
  ((exists phi, 0 < phi < PI /\ saddle_angle k c phi) <-> rr k c < threshold k).
Proof. exact C09_saddle_exists. Qed.
Goal premises_of C09_saddle_exists. Proof. exact met_C09_saddle_exists. Qed.
Check C09_saddle_exists. Print Assumptions C09_saddle_exists.

(** All saddles have the same angle.
    Witness: a_star = (1, -1, 0, 0), x = y = PI/2. *)
Goal forall k c x y, 0 <= x <= PI -> 0 <= y <= PI ->
  saddle_angle k c x -> saddle_angle k c y -> x = y.
Proof. exact C09_saddle_unique. Qed.
Goal premises_of C09_saddle_unique. Proof. exact met_C09_saddle_unique. Qed.
Check C09_saddle_unique. Print Assumptions C09_saddle_unique.

(** At r = 0 the saddles' angle is PI/2.
    Witness: a_star = (1, -1, 0, 0). *)
Goal forall k c, nonzero k c -> rr k c = 0 -> saddle_angle k c (PI / 2).
Proof. exact C09_saddle_at_zero. Qed.
Goal premises_of C09_saddle_at_zero. Proof. exact met_C09_saddle_at_zero. Qed.
Check C09_saddle_at_zero. Print Assumptions C09_saddle_at_zero.

(** The saddles' equation holds at angle PI exactly at the threshold: there they meet the spurious point.
    Witness: a_star = (1, -1, 0, 0). *)
Goal forall k c, nonzero k c ->
  (saddle_angle k c PI <-> rr k c = threshold k).
Proof. exact C09_saddle_merges. Qed.
Goal premises_of C09_saddle_merges. Proof. exact met_C09_saddle_merges. Qed.
Check C09_saddle_merges. Print Assumptions C09_saddle_merges.

(** The saddles' angle is at least PI/2.
    Witness: a_star = (1, -1, 0, 0), phi = PI/2. *)
Goal forall k c phi, nonzero k c -> 0 < phi < PI ->
  saddle_angle k c phi -> PI / 2 <= phi.
Proof. exact C09_saddle_range. Qed.
Goal premises_of C09_saddle_range. Proof. exact met_C09_saddle_range. Qed.
Check C09_saddle_range. Print Assumptions C09_saddle_range.

(** At a saddle a direction in (phi, a) has a negative second derivative.
    Witness: a_star = (1, -1, 0, 0), the saddle at phi = PI/2. *)
Goal forall k c phi a, nonzero k c -> 0 < phi < PI ->
  saddle_angle k c phi -> eqv k a (asad k phi c) ->
  exists (tau v : R) (D1 : R -> R), 0 < tau /\ v < 0 /\
    let b := fun i => - tau * c i in
    (forall t, is_derive (fun u => L k c (phi + u) (move a u b)) t (D1 t)) /\
    D1 0 = 0 /\ is_derive D1 0 v.
Proof. exact C09_saddles_strict. Qed.
Goal premises_of C09_saddles_strict. Proof. exact met_C09_saddles_strict. Qed.
Check C09_saddles_strict. Print Assumptions C09_saddles_strict.

(** All critical points on the sphere of R^p times R^k: (w_star, a_star), (- w_star, abar), and (w, a_phi) with
    w.w_star = cos phi at the saddles' angle phi.
    Witness: p = 6, a_star = (1, -1, 0, 0), w and w_star two axes. *)
Goal forall k p v c w a,
  nonzero k c -> dot p v v = 1 -> dot p w w = 1 ->
  (sphere_critical k p v c w a <->
     (eqv p w v /\ eqv k a c) \/
     (eqv p w (opposite v) /\ eqv k a (abar k c)) \/
     (exists phi, 0 < phi < PI /\ saddle_angle k c phi /\ dot p w v = cos phi /\ eqv k a (asad k phi c))).
Proof. exact C09_vector_critical_points. Qed.
Goal premises_of C09_vector_critical_points. Proof. exact met_C09_vector_critical_points. Qed.
Check C09_vector_critical_points. Print Assumptions C09_vector_critical_points.

(** For p >= 2 critical points other than those at w_star and - w_star exist iff r < (k+PI-1)/PI.
    Witness: p = 6, a_star = (1, -1, 0, 0), w_star an axis. *)
Goal forall k p v c, nonzero k c -> (2 <= p)%nat -> dot p v v = 1 ->
  ((exists w a, dot p w w = 1 /\ sphere_critical k p v c w a /\ ~ eqv p w v /\ ~ eqv p w (opposite v))
   <-> rr k c < threshold k).
Proof. exact C09_vector_saddle_exists. Qed.
Goal premises_of C09_vector_saddle_exists. Proof. exact met_C09_vector_saddle_exists. Qed.
Check C09_vector_saddle_exists. Print Assumptions C09_vector_saddle_exists.

(** At each of them the loss has a negative second derivative along a great circle and a line in a.
    Witness: p = 6, a_star = (1, -1, 0, 0), the saddle at an axis across w_star. *)
Goal forall k p v c w a, nonzero k c -> dot p v v = 1 -> dot p w w = 1 ->
  sphere_critical k p v c w a -> ~ eqv p w v -> ~ eqv p w (opposite v) ->
  exists (q b : nat -> R) (curvature : R) (D1 : R -> R), dot p q w = 0 /\ curvature < 0 /\
    locally 0 (fun t => is_derive (fun s => loss_w k p (geodesic p w q s) v (move a s b) c) t (D1 t)) /\
    D1 0 = 0 /\ is_derive D1 0 curvature.
Proof. exact C09_vector_saddles_strict. Qed.
Goal premises_of C09_vector_saddles_strict. Proof. exact met_C09_vector_saddles_strict. Qed.
Check C09_vector_saddles_strict. Print Assumptions C09_vector_saddles_strict.

(** ** C12 gd_monotone

    Not said: how likely a trapped start is, and how many steps the end takes. *)

From Noiseproof Require Import DescentMap Descent DescentVector DescentLoss.

(** One step of the reduced map keeps the box and the order, if eta (k+PI-1) <= 2 PI and eta (e1 X + e2 Y) <= 2.
    Witness: k = 4, eta = 1/10, (e1, e2) = (1, 3), the starts (2, 0, 0) and (1, 1, 1). *)
Goal forall (eta k e1 e2 X Y : R) (z z' : state),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y ->
  box X Y z -> box X Y z' -> below z z' ->
  below (gd eta k e1 e2 z) (gd eta k e1 e2 z') /\
  box X Y (gd eta k e1 e2 z) /\ box X Y (gd eta k e1 e2 z').
Proof. exact C12_gd_monotone. Qed.
Goal premises_of C12_gd_monotone. Proof. exact met_C12_gd_monotone. Qed.
Check C12_gd_monotone. Print Assumptions C12_gd_monotone.

(** Any number of steps keeps the order.
    Witness: k = 4, eta = 1/10, (e1, e2) = (1, 3), the starts (2, 0, 0) and (1, 1, 1). *)
Goal forall (eta k e1 e2 X Y : R) (z z' : state) (t : nat),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y ->
  box X Y z -> box X Y z' -> below z z' ->
  below (orbit eta k e1 e2 z t) (orbit eta k e1 e2 z' t).
Proof. exact C12_orbit_monotone. Qed.
Goal premises_of C12_orbit_monotone. Proof. exact met_C12_orbit_monotone. Qed.
Check C12_orbit_monotone. Print Assumptions C12_orbit_monotone.

(** A step keeps the angle in [0, PI] and in (0, PI), and both poles fixed.
    Witness: k = 4, eta = 1/10, (e1, e2) = (1, 3), angles 1, 0 and PI. *)
Goal forall (eta k e1 e2 X Y : R) (z : state),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z ->
  0 <= ang (gd eta k e1 e2 z) <= PI /\
  (0 < ang z < PI -> 0 < ang (gd eta k e1 e2 z) < PI) /\
  (ang z = 0 -> ang (gd eta k e1 e2 z) = 0) /\
  (ang z = PI -> ang (gd eta k e1 e2 z) = PI).
Proof. exact C12_angle_range. Qed.
Goal premises_of C12_angle_range. Proof. exact met_C12_angle_range. Qed.
Check C12_angle_range. Print Assumptions C12_angle_range.

(** Neither of the two bounds on the step can be relaxed.
    Witness: k = 4, eta = 10, (e1, e2) = (1, 3). *)
Goal forall (eta k e1 e2 : R),
  1 <= k ->
  (2 * PI < eta * (k + PI - 1) ->
     forall phi x x', x < x' -> x_step eta k e1 phi x' < x_step eta k e1 phi x) /\
  (forall x y, 2 < eta * al e1 e2 (St 0 x y) ->
     exists d, 0 < d < PI /\
       ang (gd eta k e1 e2 (St d x y)) < ang (gd eta k e1 e2 (St 0 x y)) /\
       ang (gd eta k e1 e2 (St 0 x y)) = 0).
Proof. exact C12_bounds_sharp. Qed.
Goal premises_of C12_bounds_sharp. Proof. exact met_C12_bounds_sharp. Qed.
Check C12_bounds_sharp. Print Assumptions C12_bounds_sharp.

(** The usual random start, |a_0| <= |1.a_star|/sqrt k, lies in such a box, and eta A^2 <= 8/5 with the first bound
    suffices.
    Witness: k = 4, eta = 1/10, (e1, e2) = (1, 3), x = 0, y = 1, phi = 1. *)
Goal forall (eta k e1 e2 x y phi : R),
  teacher_ok k e1 e2 -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI ->
  eta * (e1 ^ 2 + e2 ^ 2) <= 8 / 5 ->
  0 <= phi <= PI -> x ^ 2 + y ^ 2 <= e1 ^ 2 ->
  step_ok eta k e1 e2 e1 (Rmax e1 e2) /\ box e1 (Rmax e1 e2) (St phi x y).
Proof. exact C12_ball_start. Qed.
Goal premises_of C12_ball_start. Proof. exact met_C12_ball_start. Qed.
Check C12_ball_start. Print Assumptions C12_ball_start.

(** alpha > 0 at the lower corner: from there alpha stays positive, the angle falls, and the run ends at the optimum.
    Witness: k = 4, eta = 1/10, (e1, e2) = (1, 3), the start (PI/3, 1, 3). *)
Goal forall (eta k e1 e2 X Y : R) (z : state),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  0 < al e1 e2 (corner_lo k e1 e2 z) ->
  (forall t, al e1 e2 (corner_lo k e1 e2 z) <= al e1 e2 (orbit eta k e1 e2 z t)) /\
  (forall t, 0 < ang (orbit eta k e1 e2 z (S t)) < ang (orbit eta k e1 e2 z t)) /\
  reaches_optimum eta k e1 e2 z.
Proof. exact C12_certificate_optimum. Qed.
Goal premises_of C12_certificate_optimum. Proof. exact met_C12_certificate_optimum. Qed.
Check C12_certificate_optimum. Print Assumptions C12_certificate_optimum.

(** That certificate is wrong for steps beyond the first bound.
    Witness: k = 4, eta = 10, (e1, e2) = (1, 3). *)
Goal forall (eta k e1 e2 : R),
  teacher_ok k e1 e2 -> 0 < e1 -> 2 * PI < eta * (k + PI - 1) ->
  exists z, 0 < ang z < PI /\ 0 < al e1 e2 (corner_lo k e1 e2 z) /\
            al e1 e2 (gd eta k e1 e2 z) < 0.
Proof. exact C12_certificate_needs_bound. Qed.
Goal premises_of C12_certificate_needs_bound. Proof. exact met_C12_certificate_needs_bound. Qed.
Check C12_certificate_needs_bound. Print Assumptions C12_certificate_needs_bound.

(** alpha < 0 at the upper corner: from there alpha stays negative, the angle grows, and the run ends at the spurious
    point.
    Witness: k = 4, eta = 1/10, (e1, e2) = (0, 1), the start (3 PI/4, 0, -1). *)
Goal forall (eta k e1 e2 X Y : R) (z : state),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  al e1 e2 (corner_hi k e1 e2 z) < 0 ->
  (forall t, al e1 e2 (orbit eta k e1 e2 z t) <= al e1 e2 (corner_hi k e1 e2 z)) /\
  (forall t, ang (orbit eta k e1 e2 z t) < ang (orbit eta k e1 e2 z (S t)) < PI) /\
  trapped eta k e1 e2 z.
Proof. exact C12_certificate_trapped. Qed.
Goal premises_of C12_certificate_trapped. Proof. exact met_C12_certificate_trapped. Qed.
Check C12_certificate_trapped. Print Assumptions C12_certificate_trapped.

(** What lies below a trapped start is trapped; what lies above a start that reaches the optimum reaches it.
    Witness: k = 4, eta = 1/10, (e1, e2) = (0, 1): (PI, 0, 0) below (3 PI/4, 0, 0), and (1, 0, 0) below (1/2, 0, 0). *)
Goal forall (eta k e1 e2 X Y : R) (z z' : state),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> box X Y z' -> below z z' ->
  (trapped eta k e1 e2 z' -> trapped eta k e1 e2 z) /\
  (reaches_optimum eta k e1 e2 z -> reaches_optimum eta k e1 e2 z').
Proof. exact C12_trapped_down_set. Qed.
Goal premises_of C12_trapped_down_set. Proof. exact met_C12_trapped_down_set. Qed.
Check C12_trapped_down_set. Print Assumptions C12_trapped_down_set.

(** For each (x_0, y_0) there is one angle: starts beyond it are trapped, starts before it are not.
    Witness: k = 4, eta = 1/10, (e1, e2) = (0, 1), x = y = 0: neither of the two sets of angles is empty. *)
Goal forall (eta k e1 e2 X Y : R) (x y : R),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> Rabs x <= X -> Rabs y <= Y ->
  exists th, 0 <= th <= PI /\
    (forall phi, th < phi <= PI -> trapped eta k e1 e2 (St phi x y)) /\
    (forall phi, 0 <= phi < th -> ~ trapped eta k e1 e2 (St phi x y)).
Proof. exact C12_threshold_angle. Qed.
Goal premises_of C12_threshold_angle. Proof. exact met_C12_threshold_angle. Qed.
Check C12_threshold_angle. Print Assumptions C12_threshold_angle.

(** alpha_0 <= 0, |x_0| <= e1 and g(phi_0) < 1 - 2 r: trapped.
    Witness: k = 4, eta = 1/10, (e1, e2) = (1, 3), the start (PI, 0, -1). *)
Goal forall (eta k e1 e2 X Y : R) (z : state),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z ->
  al e1 e2 z <= 0 -> Rabs (cx z) <= e1 ->
  g (ang z) < 1 - 2 * (k * e1 ^ 2 / (e1 ^ 2 + e2 ^ 2)) ->
  trapped eta k e1 e2 z.
Proof. exact C12_sufficient_trap. Qed.
Goal premises_of C12_sufficient_trap. Proof. exact met_C12_sufficient_trap. Qed.
Check C12_sufficient_trap. Print Assumptions C12_sufficient_trap.

(** The same with g(phi_0) = 1 - 2 r, unless e1 = 0 and alpha_0 = 0.
    Witness: k = 4, eta = 1/10, (e1, e2) = (1, 3), the start (PI, 0, -1), where the inequality is strict. *)
Goal forall (eta k e1 e2 X Y : R) (z : state),
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z ->
  al e1 e2 z <= 0 -> Rabs (cx z) <= e1 ->
  g (ang z) <= 1 - 2 * (k * e1 ^ 2 / (e1 ^ 2 + e2 ^ 2)) ->
  e1 <> 0 \/ al e1 e2 z <> 0 ->
  trapped eta k e1 e2 z.
Proof. exact C12_sufficient_trap_equality. Qed.
Goal premises_of C12_sufficient_trap_equality. Proof. exact met_C12_sufficient_trap_equality. Qed.
Check C12_sufficient_trap_equality. Print Assumptions C12_sufficient_trap_equality.

(** 1.a_star = 0, a_0 across 1 zero: phi_0 < PI/2 ends at the optimum.
    Witness: k = 4, eta = 1/10, e2 = 1, phi = 1, x = 0. *)
Goal forall (eta k e2 : R) (phi x : R),
  1 <= k -> 0 < e2 -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI -> eta * e2 ^ 2 <= 2 ->
  0 <= phi < PI / 2 -> reaches_optimum eta k 0 e2 (St phi x 0).
Proof. exact C12_balanced_optimum. Qed.
Goal premises_of C12_balanced_optimum. Proof. exact met_C12_balanced_optimum. Qed.
Check C12_balanced_optimum. Print Assumptions C12_balanced_optimum.

(** 1.a_star = 0, a_0 across 1 zero: phi_0 > PI/2 is trapped.
    Witness: k = 4, eta = 1/10, e2 = 1, phi = PI, x = 0. *)
Goal forall (eta k e2 : R) (phi x : R),
  1 <= k -> 0 < e2 -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI -> eta * e2 ^ 2 <= 2 ->
  PI / 2 < phi <= PI -> trapped eta k 0 e2 (St phi x 0).
Proof. exact C12_balanced_trapped. Qed.
Goal premises_of C12_balanced_trapped. Proof. exact met_C12_balanced_trapped. Qed.
Check C12_balanced_trapped. Print Assumptions C12_balanced_trapped.

(** 1.a_star = 0, a_0 across 1 zero: from phi_0 = PI/2 the angle never moves, and the run converges to the saddle.
    Witness: k = 4, eta = 1/10, e2 = 1, x = 0. *)
Goal forall (eta k e2 : R) (x : R),
  1 <= k -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI ->
  (forall t, ang (orbit eta k 0 e2 (St (PI / 2) x 0) t) = PI / 2 /\
             cy (orbit eta k 0 e2 (St (PI / 2) x 0) t) = 0) /\
  converges_to eta k 0 e2 (St (PI / 2) x 0) (PI / 2) 0 0.
Proof. exact C12_balanced_still. Qed.
Goal premises_of C12_balanced_still. Proof. exact met_C12_balanced_still. Qed.
Check C12_balanced_still. Print Assumptions C12_balanced_still.

(** A step of projected gradient descent on the vectors (w, a) is a step of the reduced map.
    Witness: p = 6, a_star = (2, -1, 2, -1), eta = 1/10, w across w_star, a = (1, 1, 1, 1). *)
Goal forall (p K : nat) (ws ast u2 w a : nat -> R) (eta e1 e2 : R),
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
Proof. exact C12_reduced_step. Qed.
Goal premises_of C12_reduced_step. Proof. exact met_C12_reduced_step. Qed.
Check C12_reduced_step. Print Assumptions C12_reduced_step.

(** A whole run on the vectors is a run of the reduced map.
    Witness: p = 6, a_star = (2, -1, 2, -1), eta = 1/10, w across w_star, a = 0. *)
Goal forall (p K : nat) (ws ast u2 w a : nat -> R) (eta e1 e2 X Y : R) (t : nat),
  (1 <= K)%nat -> dot p ws ws = 1 -> dot p w w = 1 -> plane K ast u2 e1 e2 ->
  teacher_ok (INR K) e1 e2 -> step_ok eta (INR K) e1 e2 X Y ->
  box X Y (reduce p K ws u2 (w, a)) ->
  dot p (fst (full p K ws ast eta (w, a) t)) (fst (full p K ws ast eta (w, a) t)) = 1 /\
  reduce p K ws u2 (full p K ws ast eta (w, a) t) =
  orbit eta (INR K) e1 e2 (reduce p K ws u2 (w, a)) t.
Proof. exact C12_reduced_orbit. Qed.
Goal premises_of C12_reduced_orbit. Proof. exact met_C12_reduced_orbit. Qed.
Check C12_reduced_orbit. Print Assumptions C12_reduced_orbit.

(** The sufficient trap for the vectors: w_t converges to -w_star and a_t to abar.
    Witness: p = 6, a_star = (2, -1, 2, -1), eta = 1/10, w = -w_star, a = 0. *)
Goal forall (p K : nat) (ws ast w a : nat -> R) (eta : R),
  (1 <= K)%nat -> dot p ws ws = 1 -> dot p w w = 1 ->
  0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 < eta -> eta * (INR K + PI - 1) <= 2 * PI ->
  eta * (norm K ast * (norm K ast + norm K a)) <= 2 ->
  dot K a ast <= 0 -> Rabs (dot K ones a) <= dot K ones ast ->
  g (angle p ws w) < 1 - 2 * (dot K ones ast ^ 2 / dot K ast ast) ->
  vector_trapped p K ws ast eta (w, a).
Proof. exact C12_vector_sufficient_trap. Qed.
Goal premises_of C12_vector_sufficient_trap. Proof. exact met_C12_vector_sufficient_trap. Qed.
Check C12_vector_sufficient_trap. Print Assumptions C12_vector_sufficient_trap.

(** 1.a_star = 0, a_0 = 0: the sign of w_0.w_star decides between optimum and trap; at 0 it stays 0.
    Witness: p = 6, a_star = (1, -1, 1, -1)/2, eta = 1/10, w = w_star, -w_star and across. *)
Goal forall (p K : nat) (ws ast w : nat -> R) (eta : R),
  (1 <= K)%nat -> dot p ws ws = 1 -> dot p w w = 1 ->
  dot K ones ast = 0 -> 0 < dot K ast ast ->
  0 < eta -> eta * (INR K + PI - 1) <= 2 * PI -> eta * dot K ast ast <= 2 ->
  (0 < dot p w ws -> vector_optimum p K ws ast eta (w, fun _ => 0)) /\
  (dot p w ws < 0 -> vector_trapped p K ws ast eta (w, fun _ => 0)) /\
  (dot p w ws = 0 -> forall t, dot p (fst (full p K ws ast eta (w, fun _ => 0) t)) ws = 0).
Proof. exact C12_vector_balanced. Qed.
Goal premises_of C12_vector_balanced. Proof. exact met_C12_vector_balanced. Qed.
Check C12_vector_balanced. Print Assumptions C12_vector_balanced.

(** The gradients that the steps use are those of C03.
    Witness: p = 6, w an axis. *)
Goal forall (p K : nat) (ws ast w a : nat -> R),
  DescentVector.dot p w w = 1 ->
  (forall i, DescentVector.grad_w p K ws ast w a i = Loss.grad_w K p w ws a ast i) /\
  (forall i, DescentVector.grad_a p K ws ast w a i = Loss.grad_a K 1 (Loss.angle p w ws) a ast i).
Proof. exact C12_gradients_are_those_of_the_loss. Qed.
Goal premises_of C12_gradients_are_those_of_the_loss. Proof. exact met_C12_gradients_are_those_of_the_loss. Qed.
Check C12_gradients_are_those_of_the_loss. Print Assumptions C12_gradients_are_those_of_the_loss.
