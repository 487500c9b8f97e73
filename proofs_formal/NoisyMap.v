(** * NoisyMap: perturbed gradient descent on the vectors, seen in (phi, x, y)

    What:    the noisy step on (w, a) moves the state (phi, x, y) of DescentMap.v by a map of that state and of four
             numbers of the noise: the angles of the shown filter, to w_star and about it, and two coordinates of the
             noise in a. So the run is a chain in three numbers, whatever p and k. Without noise the map is gd.
    Source:  docs/mathematics.md, section 5.
    Claims:  C13 pgd_escapes.

    | symbol              | meaning                                                             |
    |---------------------|---------------------------------------------------------------------|
    | azimuth p ws w x    | zeta: the angle at w_star from w to x, w.x = cos cos + sin sin cos zeta |
    | shown_phi, shown_zeta, eps_x, eps_y | the four numbers of the noise                       |
    | seen_noise w xi eps | they, for the displacements xi of w and eps of a                    |
    | noisy_gd            | the map, noisy_orbit: its orbit                                     |
    | draw phi o          | these four numbers, drawn where the angle is phi                    |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Noiseproof Require Import Kernel DescentMap DescentVector NoisyDescent Upper.
Open Scope R_scope.

Record noise := Noise { shown_phi : R; shown_zeta : R; eps_x : R; eps_y : R }.

Definition noisy_gd (eta k e1 e2 : R) (s : state) (n : noise) : state :=
  let c := cos (ang s) in
  let ct := cos (shown_phi n) in
  let st := sin (shown_phi n) in
  let wwt := c * ct + sin (ang s) * st * cos (shown_zeta n) in
  let pull := eta * (e1 * (cx s + eps_x n) + e2 * (cy s + eps_y n)) * (PI - shown_phi n) / (2 * PI) in
  St (acos ((c + pull * st ^ 2) / sqrt (1 + 2 * pull * (c - ct * wwt) + (pull * st) ^ 2)))
     (x_step eta k e1 (shown_phi n) (cx s + eps_x n) - eps_x n)
     (y_step eta e2 (shown_phi n) (cy s + eps_y n) - eps_y n).

Fixpoint noisy_orbit (eta k e1 e2 : R) (s : state) (n : nat -> noise) (t : nat) : state :=
  match t with O => s | S m => noisy_gd eta k e1 e2 (noisy_orbit eta k e1 e2 s n m) (n m) end.

(** Without noise it is gradient descent. *)
Theorem C13_noisy_map_without_noise : forall eta k e1 e2 s,
  0 <= ang (gd eta k e1 e2 s) <= PI -> noisy_gd eta k e1 e2 s (Noise (ang s) 0 0 0) = gd eta k e1 e2 s.
Proof.
  intros eta k e1 e2 s H. unfold noisy_gd, gd in *. cbn [ang cx cy shown_phi shown_zeta eps_x eps_y] in *.
  rewrite cos_0, !Rplus_0_r, !Rminus_0_r.
  set (T := eta * al e1 e2 s * (PI - ang s) * sin (ang s) / (2 * PI)).
  f_equal.
  rewrite <- (acos_cos (angle_step eta (al e1 e2 s) (ang s)) H). f_equal.
  unfold angle_step. fold T. rewrite cos_turn.
  pose proof (sin2_cos2 (ang s)) as E. unfold Rsqr in E. pose proof PI_RGT_0.
  f_equal; [|f_equal]; unfold T, al; [field; lra|].
  replace (cos (ang s) - cos (ang s) * (cos (ang s) * cos (ang s) + sin (ang s) * sin (ang s) * 1)) with 0
    by (rewrite Rmult_1_r, (Rplus_comm (cos (ang s) * cos (ang s))), E; ring).
  field. lra.
Qed.

Section Vectors.
Variables p K : nat.
Variables ws ast u2 : nat -> R.
Variables eta e1 e2 : R.
Hypothesis K_pos : (1 <= K)%nat.
Hypothesis ws_unit : dot p ws ws = 1.
Hypothesis P : plane K ast u2 e1 e2.

Definition azimuth (w x : nat -> R) : R :=
  acos ((dot p w x - cos (angle p ws w) * cos (angle p ws x)) / (sin (angle p ws w) * sin (angle p ws x))).

(** The law of cosines on the sphere. (At a pole sin sin = 0 stands beside the division by it.) *)
Lemma azimuth_spec w x : dot p w w = 1 -> dot p x x = 1 ->
  0 <= azimuth w x <= PI /\
  dot p w x = cos (angle p ws w) * cos (angle p ws x) + sin (angle p ws w) * sin (angle p ws x) * cos (azimuth w x).
Proof.
  intros Hw Hx. split; [apply acos_bound|]. pose proof (gram p w x ws Hw Hx ws_unit) as G.
  rewrite <- (cos_angle p ws ws_unit w Hw), <- (cos_angle p ws ws_unit x Hx) in G.
  pose proof (angle_range p ws w) as Rw. pose proof (angle_range p ws x) as Rx. unfold azimuth.
  set (a := angle p ws w) in *. set (b := angle p ws x) in *. set (h := dot p w x - cos a * cos b) in *.
  pose proof (sin_ge_0 a (proj1 Rw) (proj2 Rw)). pose proof (sin_ge_0 b (proj1 Rx) (proj2 Rx)).
  pose proof (sin2_cos2 a) as Ea. pose proof (sin2_cos2 b) as Eb. unfold Rsqr in Ea, Eb.
  assert (B : h ^ 2 <= (sin a * sin b) ^ 2).
  { replace ((sin a * sin b) ^ 2) with ((1 - cos a ^ 2) * (1 - cos b ^ 2)); [exact G|].
    replace (1 - cos a ^ 2) with (sin a ^ 2) by nra. replace (1 - cos b ^ 2) with (sin b ^ 2) by nra. ring. }
  assert (Q : 0 <= sin a * sin b) by now apply Rmult_le_pos.
  assert (Z : h = sin a * sin b * cos (acos (h / (sin a * sin b)))); [|unfold h in *; lra].
  destruct Q as [Q|Q].
  - rewrite cos_acos; [field; nra|].
    split; apply (Rmult_le_reg_r (sin a * sin b)); try exact Q; unfold Rdiv; rewrite ?Rmult_assoc, ?Rinv_l by lra; nra.
  - rewrite <- Q in B |- *. assert (h ^ 2 = 0) by (pose proof (pow2_ge_0 h); nra). assert (h = 0) by nra. lra.
Qed.

(** What of the displacements matters. *)
Definition seen_noise (w xi eps : nat -> R) : noise :=
  Noise (angle p ws (shown p w xi)) (azimuth w (shown p w xi)) (dot K eps (u1 K)) (dot K eps u2).

(** The shown filter by the noise's part along w, its part along w_star, and its length. *)
Theorem C13_shown_by_parts : forall w xi, dot p w w = 1 ->
  let len := sqrt (1 + 2 * dot p xi w + dot p xi xi) in
  dot p (fun i => w i + xi i) (fun i => w i + xi i) = 1 + 2 * dot p xi w + dot p xi xi /\
  dot p (shown p w xi) ws = (dot p w ws + dot p xi ws) / len /\
  dot p w (shown p w xi) = (1 + dot p xi w) / len.
Proof.
  intros w xi Hw len. set (f := fun i => w i + xi i).
  assert (E : forall x, dot p f x = dot p w x + dot p xi x) by apply dot_shifted.
  assert (N : dot p f f = 1 + 2 * dot p xi w + dot p xi xi).
  { rewrite E, (dot_comm p w f), (dot_comm p xi f), !E, Hw, (dot_comm p w xi). ring. }
  split; [exact N|]. unfold shown. fold f. fold len in N |- *.
  split; [|rewrite dot_comm]; rewrite proj_dot, N, E, ?Hw; reflexivity.
Qed.

(** One noisy step of the vectors is one step of the map, for every noise (but w + xi = 0, which shows nothing). *)
Theorem C13_noisy_reduced_step : forall w a xi eps,
  dot p w w = 1 -> 0 < dot p (fun i => w i + xi i) (fun i => w i + xi i) ->
  reduce p K ws u2 (noisy_step p K ws ast eta (w, a) (xi, eps)) =
    noisy_gd eta (INR K) e1 e2 (reduce p K ws u2 (w, a)) (seen_noise w xi eps).
Proof.
  intros w a xi eps Hw Hxi. set (x := shown p w xi).
  assert (Hx : dot p x x = 1) by now apply proj_unit.
  destruct (azimuth_spec w x Hw Hx) as (_ & Law).
  unfold reduce, noisy_step, noisy_gd, seen_noise, noisy_w, noisy_a.
  cbn [fst snd ang cx cy shown_phi shown_zeta eps_x eps_y]. fold x. rewrite <- Law.
  set (ae := fun j => a j + eps j). pose proof PI_RGT_0.
  assert (EA : e1 * (dot K a (u1 K) + dot K eps (u1 K)) + e2 * (dot K a u2 + dot K eps u2) = dot K ae ast).
  { pose proof (al_reduce p K ws ast u2 e1 e2 P (w, ae)) as Q. unfold al, reduce in Q.
    cbn [fst snd cx cy] in Q. rewrite <- Q. unfold ae. now rewrite !dot_shifted. }
  rewrite EA. f_equal.
  - set (pull := eta * dot K ae ast * (PI - angle p ws x) / (2 * PI)).
    assert (Eu : forall z, dot p (fun i => w i - eta * tangent p x (grad_w p K ws ast x ae) i) z
                 = dot p w z + pull * (dot p ws z - dot p x ws * dot p x z)).
    { intros z. rewrite (dot_comb p _ w ws x z 1 pull (- (pull * dot p x ws))); [ring|].
      intros i _. unfold ae. rewrite (seen_w_parts p K ws ast eta w a x eps i ws_unit Hx). fold ae. unfold pull. ring. }
    unfold seen_w, angle at 1. fold ae. rewrite proj_dot. f_equal.
    set (u := fun i => w i - eta * tangent p x (grad_w p K ws ast x ae) i) in *.
    pose proof (sin2_cos2 (angle p ws x)) as E2. unfold Rsqr in E2.
    pose proof (cos_angle p ws ws_unit x Hx) as Cx. pose proof (cos_angle p ws ws_unit w Hw) as Cw.
    f_equal; [|f_equal].
    + rewrite Eu, ws_unit, Cw, <- Cx.
      replace (sin (angle p ws x) ^ 2) with (1 - cos (angle p ws x) * cos (angle p ws x)) by nra. ring.
    + rewrite Eu, (dot_comm p w u), (dot_comm p ws u), (dot_comm p x u), !Eu, Hw, Hx, ws_unit.
      rewrite (dot_comm p ws w), (dot_comm p ws x), (dot_comm p x w), Cw, <- Cx.
      replace ((pull * sin (angle p ws x)) ^ 2) with (pull ^ 2 * (1 - cos (angle p ws x) * cos (angle p ws x))) by nra.
      ring.
  - rewrite (seen_x p K ws ast eta K_pos u2 e1 e2 P), x_step_mean; [ring | exact (INR_K_ge K K_pos)].
  - rewrite (seen_y p K ws ast eta K_pos u2 e1 e2 P), y_step_mean. ring.
Qed.

(** So is the whole run, while its filters can be projected on the sphere. *)
Theorem C13_noisy_reduced_run : forall s (n : nat -> (nat -> R) * (nat -> R)) t,
  (forall m, dot p (fst (noisy p K ws ast eta s n m)) (fst (noisy p K ws ast eta s n m)) = 1) ->
  (forall m, let w := fst (noisy p K ws ast eta s n m) in
     0 < dot p (fun i => w i + fst (n m) i) (fun i => w i + fst (n m) i)) ->
  reduce p K ws u2 (noisy p K ws ast eta s n t) =
    noisy_orbit eta (INR K) e1 e2 (reduce p K ws u2 s)
      (fun m => seen_noise (fst (noisy p K ws ast eta s n m)) (fst (n m)) (snd (n m))) t.
Proof.
  intros s n t U V. induction t as [|t IH]; [reflexivity|].
  cbn [noisy noisy_orbit]. rewrite <- IH. specialize (U t). specialize (V t). cbv zeta in V.
  destruct (noisy p K ws ast eta s n t) as [w a]. destruct (n t) as [xi eps]. cbn [fst snd] in *.
  now apply C13_noisy_reduced_step.
Qed.

(** Exactly in law: if the law of the four numbers depends on w through its angle alone, the mean of a function of
    (phi, x, y) with values in [0, 1], after n steps of the vectors, is that of the chain in three numbers. *)
Theorem C13_reduced_chain : forall (Om On : Type) (E : upper Om) (Er : upper On) (xi eps : Om -> nat -> R)
    (draw : R -> On -> noise) (kept : (nat -> R) * (nat -> R) -> Prop),
  (forall s, kept s -> dot p (fst s) (fst s) = 1 /\ forall o,
     0 < dot p (fun i => fst s i + xi o i) (fun i => fst s i + xi o i) /\
     kept (noisy_step p K ws ast eta s (xi o, eps o))) ->
  (forall w h, dot p w w = 1 -> bounded h ->
     ex E (fun o => h (seen_noise w (xi o) (eps o))) = ex Er (fun o => h (draw (angle p ws w) o))) ->
  forall n f s, kept s -> probable f ->
  run (fun _ => E) (fun s o => noisy_step p K ws ast eta s (xi o, eps o)) n (fun s => f (reduce p K ws u2 s)) s =
    run (fun _ => Er) (fun z o => noisy_gd eta (INR K) e1 e2 z (draw (ang z) o)) n f (reduce p K ws u2 s).
Proof.
  intros Om On E Er xi eps draw kept Keep Law n f. induction n as [|n IH]; intros s Hs Hf; [reflexivity|].
  destruct (Keep s Hs) as (Hw & Hn). cbn [run]. unfold after.
  set (next := run (fun _ => Er) (fun z o => noisy_gd eta (INR K) e1 e2 z (draw (ang z) o)) n f) in *.
  transitivity (ex E (fun o =>
    next (noisy_gd eta (INR K) e1 e2 (reduce p K ws u2 s) (seen_noise (fst s) (xi o) (eps o))))).
  - apply f_equal, functional_extensionality. intros o. destruct (Hn o) as (Hx & Hk). rewrite IH by assumption.
    unfold next. f_equal. destruct s as [w a]. now apply C13_noisy_reduced_step.
  - apply (Law (fst s) (fun m => next (noisy_gd eta (INR K) e1 e2 (reduce p K ws u2 s) m)) Hw).
    apply (bounded_between 0 1). intros m. now apply run_probable.
Qed.

End Vectors.
