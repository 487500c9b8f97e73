(** * NoisyArrival: the last phase under noise: the global optimum from every start, noise throughout

    What:    one step with a displacement xi of w no longer than rho < 1 and any eps of a, the pull
             k = c alpha~ (PI - phi~) between -1 and 1:
                 (1 - |k| rho) sin phi+ <= |1 - k cos phi| sin phi + |k| rho.
             So near w_star, where alpha~ is positive, sin phi falls at a linear rate to 2 rho, whatever the noise no longer than
             rho, if rho and the start are within 3^-n, n the steps that x and y need,
             and a comes as near a_star as that and its own noise allow: for ever, for all p, K, teachers and noise
             sequences, an adversary's too. So large noise, uniform in a ball (EscapeBall.v), and then small noise end
             within any given accuracy of the global optimum.
    Source:  derived; docs/escape.md, Phase II.
    Claims:  C13 pgd_escapes (phase II).

    | symbol      | meaning                                                             |
    |-------------|---------------------------------------------------------------------|
    | sine p ws w | sin of the angle between w and w_star: the length of what is across |
    | near        | w at most PI/6 from w_star, a in a box                              |
    | lag         | what x and y have still to come, along a_star                       |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap DescentVector NoisyDescent SureTrap Upper Laws Isotropic EscapeDrift
  AngleStep Escape Arrival EscapeBall.
Open Scope R_scope.

(** ** Lengths *)

Lemma norm_nonneg n u : 0 <= norm n u.
Proof. apply sqrt_pos. Qed.

Lemma norm_sq n u : norm n u ^ 2 = dot n u u.
Proof. apply pow2_sqrt, dot_self_nonneg. Qed.

Lemma norm_le n u B : 0 <= B -> dot n u u <= B ^ 2 -> norm n u <= B.
Proof. intros HB H. apply square_le; [now rewrite norm_sq | exact HB]. Qed.

Lemma norm_comb n f u v a b : (forall i, (i < n)%nat -> f i = a * u i + b * v i) ->
  norm n f <= Rabs a * norm n u + Rabs b * norm n v.
Proof.
  intros E. pose proof (norm_nonneg n u) as Nu. pose proof (norm_nonneg n v) as Nv.
  pose proof (Rabs_pos a) as Pa. pose proof (Rabs_pos b) as Pb.
  apply norm_le; [apply Rplus_le_le_0_compat; now apply Rmult_le_pos|].
  rewrite (dot_comb2 n f u v f a b E), (dot_comm n u f), (dot_comm n v f), !(dot_comb2 n f u v _ a b E),
    (dot_comm n v u).
  assert (C : Rabs (dot n u v) <= norm n u * norm n v).
  { apply square_le; [|now apply Rmult_le_pos]. rewrite pow2_abs, Rpow_mult_distr, !norm_sq. apply cauchy. }
  assert (D : a * b * dot n u v <= Rabs a * Rabs b * (norm n u * norm n v)).
  { eapply Rle_trans; [apply Rle_abs|]. rewrite !Rabs_mult.
    apply Rmult_le_compat_l; [now apply Rmult_le_pos | exact C]. }
  pose proof (norm_sq n u) as Su. pose proof (norm_sq n v) as Sv. pose proof (pow2_abs a) as Aa.
  pose proof (pow2_abs b) as Ab.
  replace ((Rabs a * norm n u + Rabs b * norm n v) ^ 2) with
    (Rabs a ^ 2 * norm n u ^ 2 + 2 * (Rabs a * Rabs b * (norm n u * norm n v)) + Rabs b ^ 2 * norm n v ^ 2) by ring.
  rewrite Su, Sv, Aa, Ab. lra.
Qed.

(** ** One step *)

Definition sine (p : nat) (ws w : nat -> R) : R := norm p (fun i => w i - dot p w ws * ws i).

Section Sine.
Variable p : nat.
Variable ws : nat -> R.
Hypothesis ws_unit : dot p ws ws = 1.

Lemma across_square u : dot p (fun i => u i - dot p u ws * ws i) (fun i => u i - dot p u ws * ws i) =
  dot p u u - dot p u ws ^ 2.
Proof.
  set (f := fun i => u i - dot p u ws * ws i).
  assert (E : forall z, dot p f z = dot p u z - dot p u ws * dot p ws z).
  { intros z. rewrite (dot_comb2 p f u ws z 1 (- dot p u ws)) by (intros; unfold f; ring). ring. }
  rewrite E, (dot_comm p u f), (dot_comm p ws f), !E, ws_unit, (dot_comm p ws u). ring.
Qed.

Lemma sine_sq w : dot p w w = 1 -> sine p ws w ^ 2 = 1 - dot p w ws ^ 2.
Proof. intros Hw. unfold sine. rewrite norm_sq, across_square, Hw. reflexivity. Qed.

Lemma sine_angle w : dot p w w = 1 -> sine p ws w = sin (angle p ws w).
Proof.
  intros Hw. unfold angle. rewrite sin_acos by (apply dot_unit_range; assumption).
  unfold sine, norm. f_equal. rewrite across_square, Hw. unfold Rsqr. ring.
Qed.

Lemma sine_step w wt k rho : dot p w w = 1 -> dot p wt wt = 1 -> 1 - rho ^ 2 <= dot p w wt ^ 2 -> 0 <= rho ->
  Rabs k * rho < 1 ->
  let W := fun i => w i + k * (ws i - dot p wt ws * wt i) in
  0 < dot p W W /\
  (1 - Rabs k * rho) * sine p ws (proj p W) <= Rabs (1 - k * dot p w ws) * sine p ws w + Rabs k * rho.
Proof.
  intros Hw Ht Near Hr Hk W. set (D := dot p w ws). set (t := dot p wt ws). set (c := dot p w wt) in *.
  set (delta := fun i => D * w i + - t * wt i).
  assert (Dd : dot p delta delta <= rho ^ 2).
  { assert (E : forall z, dot p delta z = D * dot p w z + - t * dot p wt z) by (intros z; now apply dot_comb2).
    rewrite E, (dot_comm p w delta), (dot_comm p wt delta), !E, Hw, Ht, (dot_comm p wt w). fold c.
    pose proof (gram p w wt ws Hw Ht ws_unit) as G. fold c D t in G. lra. }
  pose proof (norm_le p delta rho Hr Dd) as Nd.
  set (B := fun i => (1 - k * D) * w i + k * ws i).
  assert (NB : 1 <= norm p B).
  { apply square_le; [|apply norm_nonneg]. rewrite norm_sq.
    assert (E : forall z, dot p B z = (1 - k * D) * dot p w z + k * dot p ws z) by (intros z; now apply dot_comb2).
    rewrite E, (dot_comm p w B), (dot_comm p ws B), !E, Hw, ws_unit, (dot_comm p ws w). fold D.
    pose proof (dot_unit_range p w ws Hw ws_unit) as RD. fold D in RD.
    assert (0 <= k ^ 2 * (1 - D ^ 2)) by (apply Rmult_le_pos; [apply pow2_ge_0 | nra]). lra. }
  assert (BW : norm p B <= Rabs 1 * norm p W + Rabs (- k) * norm p delta).
  { apply norm_comb. intros i _. unfold B, W, delta. fold t. ring. }
  rewrite Rabs_R1, Rabs_Ropp, Rmult_1_l in BW.
  assert (Kd : Rabs k * norm p delta <= Rabs k * rho) by (apply Rmult_le_compat_l; [apply Rabs_pos | exact Nd]).
  set (L := norm p W) in *. assert (HL : 1 - Rabs k * rho <= L) by lra.
  assert (WW : 0 < dot p W W) by (rewrite <- norm_sq; apply pow_lt; fold L; lra). split; [exact WW|].
  set (Wp := fun i => W i - dot p W ws * ws i).
  assert (NW : norm p Wp <= Rabs (1 - k * D) * sine p ws w +
    Rabs k * norm p (fun i => delta i - dot p delta ws * ws i)).
  { apply norm_comb. intros i _. unfold Wp. assert (E : dot p W ws = (1 - k * D) * D + k + k * dot p delta ws).
    { rewrite (dot_comb p W w ws wt ws 1 k (- (k * t))) by (intros; unfold W; fold t; ring).
      rewrite (dot_comb2 p delta w wt ws D (- t)) by reflexivity. rewrite ws_unit. fold D t. ring. }
    rewrite E. unfold W, delta. fold t D. ring. }
  assert (Np : norm p (fun i => delta i - dot p delta ws * ws i) <= rho).
  { apply norm_le; [exact Hr|]. rewrite across_square. pose proof (pow2_ge_0 (dot p delta ws)). lra. }
  assert (Sp : sine p ws (proj p W) <= Rabs (/ L) * norm p Wp + Rabs 0 * norm p Wp).
  { apply norm_comb. intros i _. rewrite proj_dot. change (sqrt (dot p W W)) with L.
    unfold proj, Wp. change (sqrt (dot p W W)) with L. unfold Rdiv. ring. }
  assert (Lp : 0 < L) by lra.
  rewrite Rabs_R0, Rmult_0_l, Rplus_0_r, Rabs_pos_eq in Sp by (left; now apply Rinv_0_lt_compat).
  assert (Ls : L * sine p ws (proj p W) <= norm p Wp).
  { apply (Rmult_le_compat_l L) in Sp; [|lra]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in Sp by lra. exact Sp. }
  assert (Kp : Rabs k * norm p (fun i => delta i - dot p delta ws * ws i) <= Rabs k * rho)
    by (apply Rmult_le_compat_l; [apply Rabs_pos | exact Np]).
  assert ((1 - Rabs k * rho) * sine p ws (proj p W) <= L * sine p ws (proj p W))
    by (apply Rmult_le_compat_r; [apply norm_nonneg | exact HL]).
  lra.
Qed.
End Sine.

(** What one noisy step does to the angle, for every noise. *)
Theorem C13_sine_bound (p K : nat) (ws ast : nat -> R) (eta rho : R) (w a xi eps : nat -> R) :
  dot p ws ws = 1 -> dot p w w = 1 -> dot p xi xi <= rho ^ 2 -> 0 <= rho < 1 ->
  let wt := shown p w xi in
  let k := eta * dot K (fun j => a j + eps j) ast * (PI - angle p ws wt) / (2 * PI) in
  let w' := noisy_w p K ws ast eta w a xi eps in
  Rabs k <= 1 ->
  dot p w' w' = 1 /\
  (1 - Rabs k * rho) * sin (angle p ws w') <= Rabs (1 - k * cos (angle p ws w)) * sin (angle p ws w) + Rabs k * rho.
Proof.
  intros Hs Hw Hx Hr wt k w' Hk. destruct (shown_near p w xi rho Hw Hx Hr) as (U & _ & Near). fold wt in U, Near.
  assert (Kr : Rabs k * rho < 1) by (pose proof (Rabs_pos k); nra).
  destruct (sine_step p ws Hs w wt k rho Hw U Near (proj1 Hr) Kr) as (Pos & Le).
  assert (E : w' = proj p (fun i => w i + k * (ws i - dot p wt ws * wt i))).
  { unfold w', noisy_w, seen_w. fold wt. f_equal. apply functional_extensionality. intros i.
    exact (seen_w_parts p K ws ast eta w a wt eps i Hs U). }
  assert (U' : dot p w' w' = 1) by (rewrite E; now apply proj_unit). split; [exact U'|].
  rewrite <- !(sine_angle p ws Hs), (cos_angle p ws Hs w Hw) by assumption. rewrite E. exact Le.
Qed.

(** ** Near w_star *)

(** Where k is positive, sin phi falls to 2 rho. *)
Lemma contraction s s' k D rho q : 0 <= s <= 1/2 -> 4/5 <= D <= 1 -> 0 <= rho <= 1/4 -> 0 <= q -> q <= k <= 1 ->
  (1 - k * rho) * s' <= (1 - k * D) * s + k * rho ->
  s' <= 1/2 /\ Rmax 0 (s' - 2 * rho) <= (1 - q / 2) * Rmax 0 (s - 2 * rho).
Proof.
  intros Hs HD Hr Hq Hk H. assert (Kr : 0 <= k * rho <= 1/4) by (split; [apply Rmult_le_pos; lra | nra]).
  destruct (Rle_lt_dec (2 * rho) s) as [L|L].
  - set (z := s - 2 * rho) in *. assert (Hz : 0 <= z) by (unfold z; lra).
    assert (Up : s' <= 2 * rho + (1 - k / 2) * z).
    { apply (Rmult_le_reg_l (1 - k * rho)); [lra|]. eapply Rle_trans; [exact H|].
      assert (Q : 0 <= k * (z * (D - 1/2 - rho) + k * rho * z / 2 + rho * (2 * D - 1 - 2 * rho))).
      { apply Rmult_le_pos; [lra|]. pose proof (Rmult_le_pos z (D - 1/2 - rho) Hz ltac:(lra)).
        pose proof (Rmult_le_pos _ _ (proj1 Kr) Hz). pose proof (Rmult_le_pos rho (2 * D - 1 - 2 * rho)). lra. }
      replace s with (z + 2 * rho) by (unfold z; ring). lra. }
    assert (Qz : (1 - k / 2) * z <= (1 - q / 2) * z) by (apply Rmult_le_compat_r; lra).
    assert (Oz : (1 - k / 2) * z <= 1 * z) by (apply Rmult_le_compat_r; lra). unfold z in Oz at 2.
    split; [lra|]. rewrite (Rmax_right 0 z Hz). apply Rmax_lub; [apply Rmult_le_pos; lra | lra].
  - assert (Up : s' <= 2 * rho).
    { apply (Rmult_le_reg_l (1 - k * rho)); [lra|]. eapply Rle_trans; [exact H|].
      assert (kD : 0 <= 1 - k * D) by nra. pose proof (Rmult_le_compat_l _ _ _ kD (Rlt_le _ _ L)).
      assert (0 <= k * rho * (2 * D - 1 - 2 * rho)) by (apply Rmult_le_pos; lra). lra. }
    split; [lra|]. rewrite (Rmax_left 0 (s' - 2 * rho)) by lra. apply Rmult_le_pos; [lra | apply Rmax_l].
Qed.

(** Elsewhere it grows a little. *)
Lemma growth s s' k D rho : 0 <= s -> -1 <= D <= 1 -> 0 <= rho <= 1/4 -> 0 <= s' -> Rabs k <= 1 ->
  (1 - Rabs k * rho) * s' <= Rabs (1 - k * D) * s + Rabs k * rho -> s' <= 3 * s + 2 * rho.
Proof.
  intros Hs HD Hr Hs' Hk H. pose proof (Rabs_pos k) as Kp.
  assert (B : Rabs (1 - k * D) <= 2).
  { apply Rabs_le_between in Hk. apply Rabs_le. nra. }
  assert (Rabs k * rho <= 1 * rho) by (apply Rmult_le_compat_r; lra).
  assert (Rabs k * rho * s' <= 1 / 4 * s') by (apply Rmult_le_compat_r; lra).
  assert (Rabs (1 - k * D) * s <= 2 * s) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Lemma kernel_cos x : 0 <= x <= PI -> PI * cos x <= g x.
Proof.
  intros Hx. set (f := fun t => g t - PI * cos t). assert (Z : f 0 = 0) by (unfold f; rewrite g_0, cos_0; ring).
  enough (f 0 <= f x) by (unfold f in *; lra).
  apply (nondecr_of_derive f (fun t => t * sin t)); [lra | |].
  - intros t _. unfold f, g. auto_derive; [easy|]. ring.
  - intros t Ht. apply Rmult_le_pos; [lra | apply sin_ge_0; lra].
Qed.

(** What the gradient sees lies near w_star. *)
Lemma seen_near p ws w wt rho : dot p ws ws = 1 -> dot p w w = 1 -> dot p wt wt = 1 -> 0 < dot p w wt ->
  1 - rho ^ 2 <= dot p w wt ^ 2 -> 0 <= rho <= 1/4 -> 0 <= dot p w ws -> sine p ws w <= 1/2 ->
  4/5 <= dot p w ws /\ 59/100 <= dot p wt ws /\ 1 - dot p wt ws <= 2 * (rho + sine p ws w).
Proof.
  intros Hs Hw Ht C0 C2 Hr D0 Hsine. pose proof (sine_sq p ws Hs w Hw) as S2.
  pose proof (norm_nonneg p (fun i => w i - dot p w ws * ws i)) as S0. fold (sine p ws w) in S0.
  pose proof (gram p wt ws w Ht Hs Hw) as G. rewrite (dot_comm p wt w), (dot_comm p ws w) in G.
  set (s := sine p ws w) in *. set (D := dot p w ws) in *. set (c := dot p w wt) in *. set (t := dot p wt ws) in *.
  pose proof (dot_unit_range p w wt Hw Ht) as Rc. fold c in Rc.
  pose proof (dot_unit_range p w ws Hw Hs) as RD. fold D in RD.
  assert (D1 : 4/5 <= D) by (apply square_le; nra). assert (D2 : 1 - s <= D) by (apply square_le; nra).
  assert (c1 : 9/10 <= c) by (apply square_le; nra). assert (c2 : 1 - rho <= c) by (apply square_le; nra).
  assert (Gt : (t - c * D) ^ 2 <= (rho * s) ^ 2).
  { eapply Rle_trans; [exact G|]. rewrite Rpow_mult_distr, S2. apply Rmult_le_compat; nra. }
  assert (Rs : 0 <= rho * s) by (apply Rmult_le_pos; lra).
  pose proof (within_square (t - c * D) (rho * s) Rs Gt) as Wt.
  assert (rho * s <= 1/4 * (1/2)) by (apply Rmult_le_compat; lra).
  assert (rho * s <= rho * (1/2)) by (apply Rmult_le_compat_l; lra).
  assert (9/10 * (4/5) <= c * D) by (apply Rmult_le_compat; lra).
  assert (0 <= (1 - c) * (1 - D)) by (apply Rmult_le_pos; lra).
  split; [exact D1|]. split; lra.
Qed.

Section Late.
Variables p K : nat.
Variables ws ast u2 : nat -> R.
Variables eta e1 e2 X Y rho rb : R.
Hypothesis K_pos : (1 <= K)%nat.
Hypothesis ws_unit : dot p ws ws = 1.
Hypothesis P : plane K ast u2 e1 e2.
Hypothesis T : teacher_ok (INR K) e1 e2.
Hypothesis Sok : step_ok eta (INR K) e1 e2 X Y.
Hypothesis U2 : dot K u2 u2 <= 1.
Hypothesis Rho : 0 <= rho <= 1/4.
Hypothesis Rb : 0 <= rb.
Hypothesis HX : e1 + rb <= X.
Hypothesis HY : e2 + rb <= Y.
Let A : R := norm K ast.
Hypothesis Push : eta * (e1 * X + e2 * Y + rb * A) <= 2.

Notation rx := (rate_x eta (INR K)).
Notation ry := (rate_y eta).
Notation x a := (dot K a (u1 K)).
Notation y a := (dot K a u2).

Definition near (s : (nat -> R) * (nat -> R)) : Prop :=
  dot p (fst s) (fst s) = 1 /\ 0 <= dot p (fst s) ws /\ sine p ws (fst s) <= 1/2 /\
  Rabs (x (snd s)) <= X /\ Rabs (y (snd s)) <= Y.

Lemma near_angle s : near s -> angle p ws (fst s) <= PI / 6.
Proof.
  intros (Hw & D & S & _). rewrite (sine_angle p ws ws_unit _ Hw) in S. rewrite <- (cos_angle p ws ws_unit _ Hw) in D.
  pose proof (angle_range p ws (fst s)). set (f := angle p ws (fst s)) in *. pose proof PI_gt_3. apply Rnot_lt_le. intros Q.
  destruct (Rle_lt_dec f (PI / 2)) as [L|L].
  - assert (sin (PI / 6) < sin f) by (apply sin_increasing_1; lra). rewrite sin_PI6 in *. lra.
  - assert (cos f < cos (PI / 2)) by (apply cos_decreasing_1; lra). rewrite cos_PI2 in *. lra.
Qed.

Lemma A_sq : A ^ 2 = e1 ^ 2 + e2 ^ 2.
Proof. unfold A. rewrite norm_sq. apply (ast_sq K ast K_pos u2 e1 e2 P). Qed.

Lemma A_ge : 0 < A /\ e1 <= A /\ e2 <= A.
Proof.
  destruct T as (_ & H1 & H2 & H). pose proof A_sq as Q. pose proof (norm_nonneg K ast) as N. fold A in N.
  assert (0 < A) by nra. split; [assumption|]. split; apply square_le; nra.
Qed.

Section Step.
Variables w a xi eps : nat -> R.
Hypothesis Near : near (w, a).
Hypothesis N : small_noise p K rho rb (xi, eps).
Let wt := shown p w xi.
Let w' := noisy_w p K ws ast eta w a xi eps.
Let a' := noisy_a p K ws ast eta w a xi eps.
Let psi := angle p ws wt.

Lemma noise_part u B : dot K u u <= B ^ 2 -> 0 <= B -> - (rb * B) <= dot K eps u <= rb * B.
Proof.
  intros HU HB. destruct N as (_ & He). cbn [snd] in He. apply within_square; [now apply Rmult_le_pos|].
  rewrite Rpow_mult_distr. eapply Rle_trans; [apply cauchy|]. apply Rmult_le_compat; auto using dot_self_nonneg.
Qed.

Lemma seen_facts : dot p wt wt = 1 /\ 4/5 <= dot p w ws <= 1 /\ 59/100 <= dot p wt ws <= 1 /\
  1 - dot p wt ws <= 2 * (rho + sine p ws w) /\ 0 <= psi <= PI /\ psi <= PI / 2 /\ 9/5 <= g psi <= PI /\
  PI - g psi <= 2 * PI * (rho + sine p ws w) /\ 1 - rho ^ 2 <= dot p w wt ^ 2.
Proof.
  destruct Near as (Hw & D0 & Hsi & _). destruct N as (Hx & _). cbn [fst snd] in *.
  destruct (shown_near p w xi rho Hw Hx ltac:(lra)) as (U & C0 & C2). fold wt in U, C0, C2.
  destruct (seen_near p ws w wt rho ws_unit Hw U C0 C2 Rho D0 Hsi) as (D1 & T1 & T2).
  pose proof (dot_unit_range p w ws Hw ws_unit) as RD. pose proof (dot_unit_range p wt ws U ws_unit) as RT.
  pose proof (angle_range p ws wt) as Ra. fold psi in Ra. pose proof (cos_angle p ws ws_unit wt U) as Ct.
  fold psi in Ct.
  pose proof PI_gt_3. pose proof (kernel_lower psi Ra) as Kl. pose proof (kernel_cos psi Ra) as Kc.
  rewrite Ct in Kl, Kc.
  assert (Hp : psi <= PI / 2).
  { apply Rnot_lt_le. intros Q. assert (cos psi < cos (PI / 2)) by (apply cos_decreasing_1; lra).
    rewrite cos_PI2 in *. lra. }
  assert (3/2 * (59/100) <= PI / 2 * dot p wt ws) by (apply Rmult_le_compat; lra). pose proof (pow2_ge_0 (dot p wt ws)).
  assert (PI * (1 - dot p wt ws) <= PI * (2 * (rho + sine p ws w))) by (apply Rmult_le_compat_l; lra).
  pose proof (g_le_PI psi Ra). assert (G9 : 9/5 <= g psi) by nra. repeat split; lra.
Qed.

(** The pull. *)
Let alt := dot K (fun j => a j + eps j) ast.
Let k := eta * alt * (PI - psi) / (2 * PI).

Lemma alt_range : Rabs alt <= e1 * X + e2 * Y + rb * A /\ e1 * x a + e2 * y a - rb * A <= alt.
Proof.
  destruct T as (_ & H1 & H2 & _). destruct Near as (_ & _ & _ & Bx & By). cbn [snd] in Bx, By.
  pose proof (noise_part ast A ltac:(rewrite <- norm_sq; fold A; lra) (proj1 (conj (norm_nonneg K ast) I))) as Ne.
  unfold alt. rewrite (alpha_shifted p K ws ast u2 e1 e2 P). split; [|lra].
  assert (Qx : Rabs (e1 * x a) <= e1 * X) by (rewrite Rabs_mult, (Rabs_pos_eq e1 H1); now apply Rmult_le_compat_l).
  assert (Qy : Rabs (e2 * y a) <= e2 * Y) by (rewrite Rabs_mult, (Rabs_pos_eq e2 H2); now apply Rmult_le_compat_l).
  assert (Qe : Rabs (dot K eps ast) <= rb * A) by now apply Rabs_le.
  eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat_r, Rabs_triang|]. lra.
Qed.

Lemma pull_small : Rabs k <= 1.
Proof.
  destruct seen_facts as (_ & _ & _ & _ & R1 & _). destruct alt_range as (Al & _). destruct Sok as (He & _).
  pose proof PI_RGT_0. unfold k, Rdiv. rewrite !Rabs_mult, (Rabs_pos_eq eta), (Rabs_pos_eq (PI - psi)),
    (Rabs_pos_eq (/ (2 * PI))) by (try lra; left; apply Rinv_0_lt_compat; lra).
  apply Rle_div_l; [lra|]. apply Rle_trans with (2 * PI); [|lra]. apply Rmult_le_compat; try lra.
  - apply Rmult_le_pos; [lra | apply Rabs_pos].
  - eapply Rle_trans; [apply Rmult_le_compat_l; [lra | exact Al] | exact Push].
Qed.

Lemma pull_floor q : 0 <= q -> q <= eta / 4 * (e1 * x a + e2 * y a - rb * A) -> q <= k.
Proof.
  intros Hq H. destruct seen_facts as (_ & _ & _ & _ & R1 & R2 & _). destruct alt_range as (_ & Al).
  destruct Sok as (He & _).
  pose proof PI_RGT_0. assert (Q : q <= eta / 4 * alt) by (eapply Rle_trans; [exact H | apply Rmult_le_compat_l; lra]).
  apply Rle_trans with (1 := Q). replace k with (eta / 4 * alt * (2 * ((PI - psi) / PI))) by (unfold k; field; lra).
  rewrite <- (Rmult_1_r (eta / 4 * alt)) at 1. apply Rmult_le_compat_l; [lra|].
  assert (1 / 2 <= (PI - psi) / PI) by (apply (Rle_div_r (1 / 2)); lra). lra.
Qed.

Lemma w_near : dot p w' w' = 1 /\ 0 <= dot p w' ws /\ sine p ws w' <= 3 * sine p ws w + 2 * rho /\
  forall q, 0 <= q -> q <= eta / 4 * (e1 * x a + e2 * y a - rb * A) ->
    sine p ws w' <= 1/2 /\ Rmax 0 (sine p ws w' - 2 * rho) <= (1 - q / 2) * Rmax 0 (sine p ws w - 2 * rho).
Proof.
  destruct seen_facts as (U & HD & Ht & _ & _ & _ & _ & _ & C2). pose proof pull_small as Hk.
  pose proof Near as (Hw & _ & Hsi & _). cbn [fst] in Hw, Hsi.
  assert (Kr : Rabs k * rho < 1) by (pose proof (Rabs_pos k); nra).
  destruct (sine_step p ws ws_unit w wt k rho Hw U C2 (proj1 Rho) Kr) as (Pos & Le).
  set (W := fun i => w i + k * (ws i - dot p wt ws * wt i)) in *.
  assert (E : w' = proj p W).
  { unfold w', noisy_w, seen_w. fold wt. f_equal. apply functional_extensionality. intros i.
    exact (seen_w_parts p K ws ast eta w a wt eps i ws_unit U). }
  assert (S0 : forall v, 0 <= sine p ws v) by (intros; apply norm_nonneg).
  rewrite E. split; [now apply proj_unit|]. split; [|split].
  - rewrite proj_dot. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat, sqrt_lt_R0, Pos].
    rewrite (dot_comb p W w ws wt ws 1 k (- (k * dot p wt ws))) by (intros; unfold W; ring). rewrite ws_unit.
    replace (1 * dot p w ws + k * 1 + - (k * dot p wt ws) * dot p wt ws) with
      (dot p w ws + k * (1 - dot p wt ws ^ 2)) by ring.
    set (t := dot p wt ws) in *. assert (0 <= 1 - t ^ 2 <= 2/3) by nra.
    pose proof (within k (1 - t ^ 2) 1 (2/3) ltac:(now apply Rabs_le_between) ltac:(lra)). lra.
  - apply (growth _ _ k (dot p w ws)); auto; lra.
  - intros q Hq Hk'. pose proof (pull_floor q Hq Hk') as Qk. apply Rabs_le_between in Hk.
    rewrite (Rabs_pos_eq k) in Le by lra. rewrite (Rabs_pos_eq (1 - k * dot p w ws)) in Le by nra.
    apply (contraction _ _ k (dot p w ws)); auto; lra.
Qed.

Lemma a_near : exists ex ey, - rb <= ex <= rb /\ - rb <= ey <= rb /\
  x a' = (1 - rx) * x a + rx * (x_inf (INR K) e1 psi - ex) /\
  y a' = (1 - ry) * y a + ry * (y_inf e2 psi - ey) /\
  norm K (rest K u2 a') <= (1 - ry) * norm K (rest K u2 a) + ry * rb /\
  Rabs (x a') <= X /\ Rabs (y a') <= Y.
Proof.
  destruct seen_facts as (_ & _ & _ & _ & R1 & _). pose proof Near as (_ & _ & _ & Bx & By). cbn [snd] in Bx, By.
  pose proof (rate_x_range eta (INR K) e1 e2 X Y T Sok) as Rx.
  pose proof (rate_y_range eta (INR K) e1 e2 X Y T Sok) as Ry.
  pose proof (noise_part (u1 K) 1 ltac:(rewrite (u1_unit K K_pos); lra) ltac:(lra)) as N1.
  pose proof (noise_part u2 1 ltac:(lra) ltac:(lra)) as N2.
  pose proof (x_inf_range (INR K) e1 e2 psi T R1) as Ix. pose proof (y_inf_range (INR K) e1 e2 psi T R1) as Iy.
  exists (dot K eps (u1 K)), (dot K eps u2). rewrite !Rmult_1_r in N1, N2.
  assert (Ex : x a' = (1 - rx) * x a + rx * (x_inf (INR K) e1 psi - dot K eps (u1 K)))
    by apply (seen_x p K ws ast eta K_pos u2 e1 e2 P).
  assert (Ey : y a' = (1 - ry) * y a + ry * (y_inf e2 psi - dot K eps u2))
    by apply (seen_y p K ws ast eta K_pos u2 e1 e2 P).
  do 4 (split; [assumption|]). split; [|split].
  - eapply Rle_trans.
    { apply (norm_comb K (rest K u2 a') (rest K u2 a) (rest K u2 eps) (1 - ry) (- ry)). intros i Hi.
      now apply (outside_seen p K ws ast u2 eta e1 e2 K_pos P). }
    rewrite Rabs_Ropp, !Rabs_pos_eq by lra. apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|].
    apply norm_le; [exact Rb|]. eapply Rle_trans; [apply (outside_le K ast u2 e1 e2 K_pos P U2) | apply N].
  - rewrite Ex. apply mean_box; lra.
  - rewrite Ey. apply mean_box; lra.
Qed.
End Step.

(** *** The run *)

Variables (s : (nat -> R) * (nat -> R)) (noise : nat -> (nat -> R) * (nat -> R)) (n : nat).
Hypothesis Small : forall t, small_noise p K rho rb (noise t).
Hypothesis Start : near s.
Notation st t := (noisy p K ws ast eta s noise t).
Notation sn t := (sine p ws (fst (st t))).
Let lag (t : nat) : R := e1 * ((1 - rx) ^ t * (2 * X)) + e2 * ((1 - ry) ^ t * (2 * Y)).
Hypothesis Close : 3 ^ n * (sine p ws (fst s) + rho) <= 1/2.
Hypothesis Late : lag n <= A ^ 2 / 12.
Hypothesis Quiet : 36 * rb <= A.

(** Where x and y would rest if the kernel were 9/5. *)
Let xl : R := (INR K + 9/5 - 1) * e1 / (INR K + PI - 1).
Let yl : R := (9/5 - 1) * e2 / (PI - 1).
Let q : R := eta * A ^ 2 / 24.

Lemma floors : 0 <= xl <= e1 /\ 0 <= yl <= e2 /\ A ^ 2 / 3 <= e1 * xl + e2 * yl.
Proof.
  destruct T as (Hk & H1 & H2 & _). pose proof PI_gt_3. pose proof PI_lt. rewrite A_sq. unfold xl, yl.
  set (k := INR K) in *.
  assert (F1 : 1/3 <= (k + 9/5 - 1) / (k + PI - 1) <= 1)
    by (split; [apply (Rle_div_r (1/3)) | apply Rle_div_l]; lra).
  assert (F2 : 1/3 <= (9/5 - 1) / (PI - 1) <= 1) by (split; [apply (Rle_div_r (1/3)) | apply Rle_div_l]; lra).
  replace ((k + 9/5 - 1) * e1 / (k + PI - 1)) with (e1 * ((k + 9/5 - 1) / (k + PI - 1))) by (field; lra).
  replace ((9/5 - 1) * e2 / (PI - 1)) with (e2 * ((9/5 - 1) / (PI - 1))) by (field; lra).
  set (f1 := (k + 9/5 - 1) / (k + PI - 1)) in *. set (f2 := (9/5 - 1) / (PI - 1)) in *.
  pose proof (pow2_ge_0 e1). pose proof (pow2_ge_0 e2). repeat split; try nra.
Qed.

Lemma lag_falls t : (n <= t)%nat -> lag t <= lag n.
Proof.
  intros Ht. pose proof (rate_x_range eta (INR K) e1 e2 X Y T Sok) as Rx.
  pose proof (rate_y_range eta (INR K) e1 e2 X Y T Sok) as Ry.
  destruct T as (_ & H1 & H2 & _).
  assert (Q : forall r, 0 <= r <= 1 -> r ^ t <= r ^ n).
  { intros r Hr. replace t with (n + (t - n))%nat by lia. rewrite pow_add. rewrite <- (Rmult_1_r (r ^ n)) at 2.
    apply Rmult_le_compat_l; [apply pow_le; lra|]. rewrite <- (pow1 (t - n)). apply pow_incr. lra. }
  unfold lag. apply Rplus_le_compat; apply Rmult_le_compat_l; try assumption; apply Rmult_le_compat_r; try lra;
    apply Q; lra.
Qed.

Lemma run_near t : near (st t) /\
  xl - rb - (1 - rx) ^ t * (2 * X) <= x (snd (st t)) /\ yl - rb - (1 - ry) ^ t * (2 * Y) <= y (snd (st t)) /\
  ((t <= n)%nat -> sn t + rho <= 3 ^ t * (sine p ws (fst s) + rho)) /\
  ((n <= t)%nat -> Rmax 0 (sn t - 2 * rho) <= (1 - q / 2) ^ (t - n)).
Proof.
  pose proof (rate_x_range eta (INR K) e1 e2 X Y T Sok) as Rx.
  pose proof (rate_y_range eta (INR K) e1 e2 X Y T Sok) as Ry.
  destruct floors as (Fx & Fy & Fa). destruct A_ge as (A0 & A1 & A2). pose proof T as (Hk & H1 & H2 & _).
  destruct Sok as (He & _). pose proof PI_gt_3.
  assert (S0 : forall t, 0 <= sn t) by (intros; apply norm_nonneg).
  assert (One : forall v, v <= 1/2 -> Rmax 0 (v - 2 * rho) <= (1 - q / 2) ^ 0) by (intros; simpl; apply Rmax_lub; lra).
  induction t as [|t IH].
  - destruct Start as (B1 & B2 & B3 & Bx & By). split; [exact Start|]. cbn [noisy].
    apply Rabs_le_between in Bx. apply Rabs_le_between in By. simpl pow.
    split; [lra|]. split; [lra|]. split; [intros _; lra|]. intros Hn. now apply One.
  - destruct IH as (B & Lx & Ly & Grow & Fall). cbn [noisy] in *. specialize (Small t).
    destruct (st t) as [w a] eqn:Es. destruct (noise t) as [xi eps]. cbn [fst snd noisy_step] in *.
    destruct (w_near w a xi eps B Small) as (W1 & W2 & W3 & W4).
    destruct (a_near w a xi eps B Small) as (ex & ey & Ex & Ey & Qx & Qy & _ & Bx & By).
    destruct (seen_facts w a xi eps B Small) as (_ & _ & _ & _ & _ & _ & G & _).
    set (w' := noisy_w p K ws ast eta w a xi eps) in *. set (a' := noisy_a p K ws ast eta w a xi eps) in *.
    set (psi := angle p ws (shown p w xi)) in *.
    assert (Ix : xl <= x_inf (INR K) e1 psi).
    { unfold xl, x_inf, Rdiv. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|].
      apply Rmult_le_compat_r; lra. }
    assert (Iy : yl <= y_inf e2 psi).
    { unfold yl, y_inf, Rdiv. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|].
      apply Rmult_le_compat_r; lra. }
    assert (Hs' : sine p ws w' <= 1/2 /\
      ((S t <= n)%nat -> sine p ws w' + rho <= 3 ^ S t * (sine p ws (fst s) + rho)) /\
      ((n <= S t)%nat -> Rmax 0 (sine p ws w' - 2 * rho) <= (1 - q / 2) ^ (S t - n))).
    { destruct (le_lt_dec n t) as [L|L].
      - assert (Hq : 0 <= q) by (unfold q; apply Rmult_le_pos; [apply Rmult_le_pos; [lra | apply pow2_ge_0] | lra]).
        pose proof (lag_falls t L) as Lg. unfold lag at 1 in Lg.
        assert (Al : A ^ 2 / 6 <= e1 * x a + e2 * y a - rb * A).
        { apply (Rmult_le_compat_l e1 _ _ H1) in Lx. apply (Rmult_le_compat_l e2 _ _ H2) in Ly.
          assert (rb * (e1 + e2 + A) <= A / 36 * (3 * A)) by (apply Rmult_le_compat; lra). lra. }
        destruct (W4 q Hq) as (W5 & W6).
        { unfold q. replace (eta * A ^ 2 / 24) with (eta / 4 * (A ^ 2 / 6)) by field. apply Rmult_le_compat_l; lra. }
        split; [exact W5|]. split; [intros; lia|]. intros _. replace (S t - n)%nat with (S (t - n)) by lia.
        eapply Rle_trans; [exact W6|]. simpl pow.
        destruct (Rle_lt_dec 0 (1 - q / 2)) as [Q|Q]; [apply Rmult_le_compat_l; auto|].
        exfalso. pose proof (pull_small w a xi eps B Small) as Hk'.
        pose proof (pull_floor w a xi eps B Small q Hq) as Kq. apply Rabs_le_between in Hk'.
        assert (q <= 1); [|lra]. eapply Rle_trans; [apply Kq|apply Hk'].
        unfold q. replace (eta * A ^ 2 / 24) with (eta / 4 * (A ^ 2 / 6)) by field. apply Rmult_le_compat_l; lra.
      - specialize (Grow ltac:(lia)).
        assert (G3 : sine p ws w' + rho <= 3 ^ S t * (sine p ws (fst s) + rho)) by (simpl pow; lra).
        assert (3 ^ S t * (sine p ws (fst s) + rho) <= 3 ^ n * (sine p ws (fst s) + rho)).
        { apply Rmult_le_compat_r; [pose proof (S0 O) as Q; cbn [noisy] in Q; lra | apply Rle_pow; [lra | lia]]. }
        split; [lra|]. split; [intros _; exact G3|]. intros Hn. replace (S t - n)%nat with O by lia. apply One. lra. }
    destruct Hs' as (Hs1 & Hs2 & Hs3). split; [repeat split; assumption|].
    assert (Mx : (1 - rx) * (xl - rb - (1 - rx) ^ t * (2 * X)) <= (1 - rx) * x a) by (apply Rmult_le_compat_l; lra).
    assert (My : (1 - ry) * (yl - rb - (1 - ry) ^ t * (2 * Y)) <= (1 - ry) * y a) by (apply Rmult_le_compat_l; lra).
    assert (Nx : rx * (xl - rb) <= rx * (x_inf (INR K) e1 psi - ex)) by (apply Rmult_le_compat_l; lra).
    assert (Ny : ry * (yl - rb) <= ry * (y_inf e2 psi - ey)) by (apply Rmult_le_compat_l; lra).
    simpl pow. split; [lra|]. split; [lra|]. split; assumption.
Qed.

(** *** Where it ends *)

Lemma forgets (u : nat -> R) r d : 0 <= r <= 1 -> 0 <= d -> 0 <= u O -> (forall t, u (S t) <= (1 - r) * u t + r * d) ->
  forall t, u t <= d + (1 - r) ^ t * u O.
Proof.
  intros Hr Hd H0 H t. induction t as [|t IH]; [simpl; lra|].
  apply (Rmult_le_compat_l (1 - r)) in IH; [|lra]. specialize (H t). simpl. lra.
Qed.

Lemma a_ends t0 sigma : (forall t, (t0 <= t)%nat -> sn t <= sigma) ->
  let d := 4 * A * (rho + sigma) + rb in
  forall t, Rabs (x (snd (st (t0 + t))) - e1) <= d + (1 - rx) ^ t * (2 * X) /\
            Rabs (y (snd (st (t0 + t))) - e2) <= d + (1 - ry) ^ t * (2 * Y) /\
            norm K (rest K u2 (snd (st t))) <= rb + (1 - ry) ^ t * norm K (rest K u2 (snd s)).
Proof.
  intros Hs d. pose proof (rate_x_range eta (INR K) e1 e2 X Y T Sok) as Rx.
  pose proof (rate_y_range eta (INR K) e1 e2 X Y T Sok) as Ry.
  destruct A_ge as (A0 & A1 & A2). pose proof T as (Hk & H1 & H2 & _). pose proof PI_gt_3.
  assert (S0 : forall t, 0 <= sn t) by (intros; apply norm_nonneg).
  assert (Hd : 0 <= 4 * A * (rho + sigma)).
  { pose proof (Hs t0 (le_n t0)). pose proof (S0 t0). apply Rmult_le_pos; lra. }
  assert (One : forall t, exists ex ey psi, - rb <= ex <= rb /\ - rb <= ey <= rb /\
    x (snd (st (S t))) = (1 - rx) * x (snd (st t)) + rx * (x_inf (INR K) e1 psi - ex) /\
    y (snd (st (S t))) = (1 - ry) * y (snd (st t)) + ry * (y_inf e2 psi - ey) /\
    norm K (rest K u2 (snd (st (S t)))) <= (1 - ry) * norm K (rest K u2 (snd (st t))) + ry * rb /\
    0 <= PI - g psi <= 2 * PI * (rho + sn t)).
  { intros t. destruct (run_near t) as (B & _). pose proof (Small t) as N. cbn [noisy].
    destruct (st t) as [w a]. destruct (noise t) as [xi eps]. cbn [fst snd noisy_step] in *.
    destruct (a_near w a xi eps B N) as (ex & ey & Ex & Ey & Qx & Qy & Qr & _).
    destruct (seen_facts w a xi eps B N) as (_ & _ & _ & _ & _ & _ & G & G' & _).
    exists ex, ey, (angle p ws (shown p w xi)). repeat split; try assumption; lra. }
  assert (Near' : forall c v r D m e psi t, (t0 <= t)%nat -> 0 <= c <= A -> 0 <= r <= 1 -> PI / 2 <= D ->
    - rb <= e <= rb -> 0 <= PI - g psi <= 2 * PI * (rho + sn t) -> m = c - (PI - g psi) * c / D ->
    Rabs ((1 - r) * v + r * (m - e) - c) <= (1 - r) * Rabs (v - c) + r * d).
  { intros c v r D m e psi t Ht Hc Hr HD He Hg ->. specialize (Hs t Ht). specialize (S0 t).
    set (z := PI - g psi) in *.
    assert (Z : 0 <= z * c / D <= 4 * A * (rho + sigma)).
    { split; [apply Rmult_le_pos; [apply Rmult_le_pos; lra | left; apply Rinv_0_lt_compat; lra]|].
      apply Rle_div_l; [lra|]. apply Rle_trans with (2 * PI * (rho + sn t) * A); [apply Rmult_le_compat; lra|].
      apply Rle_trans with (4 * A * (rho + sigma) * (PI / 2)); [|apply Rmult_le_compat_l; lra].
      replace (4 * A * (rho + sigma) * (PI / 2)) with (2 * PI * A * (rho + sigma)) by field.
      replace (2 * PI * (rho + sn t) * A) with (2 * PI * A * (rho + sn t)) by ring.
      apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | lra]. }
    replace ((1 - r) * v + r * (c - z * c / D - e) - c) with ((1 - r) * (v - c) + r * (- (z * c / D) - e)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_pos_eq (1 - r)), (Rabs_pos_eq r) by lra.
    apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|]. apply Rabs_le. unfold d. lra. }
  assert (Hd' : 0 <= d) by (unfold d; lra).
  assert (From : forall (v : nat -> R) r c V, 0 <= r <= 1 -> 0 <= c <= V -> Rabs (v O) <= V ->
    (forall t, Rabs (v (S t) - c) <= (1 - r) * Rabs (v t - c) + r * d) ->
    forall t, Rabs (v t - c) <= d + (1 - r) ^ t * (2 * V)).
  { intros v r c V Hr Hc Hv Hstep t.
    eapply Rle_trans; [apply (forgets (fun t => Rabs (v t - c)) r d Hr Hd' (Rabs_pos _) Hstep)|].
    apply Rplus_le_compat_l, Rmult_le_compat_l; [apply pow_le; lra|]. apply Rabs_le_between in Hv. apply Rabs_le. lra. }
  destruct Sok as (_ & _ & SX & SY & _). destruct (run_near t0) as ((_ & _ & _ & Bx & By) & _).
  intros t. split; [|split].
  - apply (From (fun t => x (snd (st (t0 + t)))) rx e1 X); [lra | lra | now rewrite Nat.add_0_r|].
    intros j. replace (t0 + S j)%nat with (S (t0 + j)) by lia.
    destruct (One (t0 + j)%nat) as (ex & _ & psi & Ex & _ & Q & _ & _ & G).
    rewrite Q. apply (Near' e1 _ rx (INR K + PI - 1) _ ex psi (t0 + j)%nat); try lra; try lia.
    unfold x_inf. field. lra.
  - apply (From (fun t => y (snd (st (t0 + t)))) ry e2 Y); [lra | lra | now rewrite Nat.add_0_r|].
    intros j. replace (t0 + S j)%nat with (S (t0 + j)) by lia.
    destruct (One (t0 + j)%nat) as (_ & ey & psi & _ & Ey & _ & Q & _ & G).
    rewrite Q. apply (Near' e2 _ ry (PI - 1) _ ey psi (t0 + j)%nat); try lra; try lia.
    unfold y_inf. field. lra.
  - apply (forgets (fun t => norm K (rest K u2 (snd (st t)))) ry rb); [lra | exact Rb | apply norm_nonneg|].
    intros j. destruct (One j) as (_ & _ & _ & _ & _ & _ & _ & Q & _). exact Q.
Qed.
End Late.

Lemma angle_le_sine f : 0 <= f <= PI / 6 -> f <= 2 * sin f.
Proof.
  intros (F & L). pose proof PI_4. pose proof (sin_lb3 f F). assert (f ^ 2 <= 1 ^ 2) by (apply pow_incr; lra).
  assert (f * f ^ 2 <= f * 1 ^ 2) by (apply Rmult_le_compat_l; lra). simpl in *. lra.
Qed.

Lemma small_power r B e : 0 <= r < 1 -> 0 <= B -> 0 < e -> exists N, forall t, (N <= t)%nat -> r ^ t * B <= e.
Proof.
  intros Hr HB He.
  destruct (pow_lt_1_zero r ltac:(rewrite Rabs_pos_eq; lra) (e / (B + 1))
    ltac:(apply Rdiv_lt_0_compat; lra)) as (N & HN).
  exists N. intros t Ht. specialize (HN t Ht). rewrite Rabs_pos_eq in HN by (apply pow_le; lra).
  apply Rle_trans with (e / (B + 1) * B); [apply Rmult_le_compat_r; lra|].
  replace e with (e / (B + 1) * (B + 1)) at 2 by (field; lra). apply Rmult_le_compat_l; [|lra].
  left. apply Rdiv_lt_0_compat; lra.
Qed.

(** ** The theorems *)

(** A linear rate, whatever the noise; w stays near w_star all the time. *)
Theorem C13_small_noise_rate (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 X Y rho rb : R)
    (s : (nat -> R) * (nat -> R)) (noise : nat -> (nat -> R) * (nat -> R)) (n : nat) :
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 -> teacher_ok (INR K) e1 e2 ->
  step_ok eta (INR K) e1 e2 X Y -> dot K u2 u2 <= 1 -> 0 <= rho <= 1/4 -> 0 <= rb -> e1 + rb <= X -> e2 + rb <= Y ->
  eta * (e1 * X + e2 * Y + rb * norm K ast) <= 2 -> 36 * rb <= norm K ast ->
  e1 * ((1 - rate_x eta (INR K)) ^ n * (2 * X)) + e2 * ((1 - rate_y eta) ^ n * (2 * Y)) <= norm K ast ^ 2 / 12 ->
  (forall t, small_noise p K rho rb (noise t)) ->
  dot p (fst s) (fst s) = 1 -> angle p ws (fst s) <= PI / 2 -> 3 ^ n * (sin (angle p ws (fst s)) + rho) <= 1/2 ->
  Rabs (dot K (snd s) (u1 K)) <= X -> Rabs (dot K (snd s) u2) <= Y ->
  forall t, let phi := angle p ws (fst (noisy p K ws ast eta s noise t)) in
  phi <= PI / 6 /\ ((n <= t)%nat -> sin phi <= 2 * rho + (1 - eta * norm K ast ^ 2 / 48) ^ (t - n)).
Proof.
  intros HK Hs P T S U2 Hr Hb HX HY Push Quiet Lag Small Hw Ha Close Bx By t phi.
  assert (P3 : 1 <= 3 ^ n) by (apply pow_R1_Rle; lra).
  rewrite <- (sine_angle p ws Hs _ Hw) in Close.
  pose proof (norm_nonneg p (fun i => fst s i - dot p (fst s) ws * ws i)) as S0.
  fold (sine p ws (fst s)) in S0.
  assert (Start : near p K ws u2 X Y s).
  { split; [exact Hw|]. split; [|split; [nra | split; assumption]].
    rewrite <- (cos_angle p ws Hs _ Hw). pose proof (angle_range p ws (fst s)). apply cos_ge_0; lra. }
  destruct (run_near p K ws ast u2 eta e1 e2 X Y rho rb HK Hs P T S U2 Hr Hb HX HY Push s noise n Small Start Close Lag
    Quiet t) as (Near & _ & _ & _ & Fall).
  split; [exact (near_angle p K ws u2 X Y Hs _ Near)|]. intros Ht. specialize (Fall Ht).
  unfold phi. rewrite <- (sine_angle p ws Hs _ (proj1 Near)).
  pose proof (Rmax_r 0 (sine p ws (fst (noisy p K ws ast eta s noise t)) - 2 * rho)) as Q.
  replace (eta * norm K ast ^ 2 / 48) with (eta * norm K ast ^ 2 / 24 / 2) by field. lra.
Qed.

(** The global optimum, within acc, from every start, under noise throughout: uniform in a ball, then small. *)
Theorem C13_noise_throughout (p K : nat) (ws ast : nat -> R) (ra radius slack step failure acc : R) :
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius -> 0 < slack ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra) + 3 * slack)) <= 2 -> 0 < failure -> 0 < acc ->
  exists (level : R) (M : nat) (eta0 : R), 0 < level /\ 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall (rho : R) (large : 1 < rho) n m w a Oa (Ea : upper Oa) eps later,
  1 + 2 * INR p * (1 + 2 / teacher_rate K p eta ast) <= rho -> (N <= n)%nat -> (M <= m)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  (forall s t, small_noise p K level level (later s t)) ->
  run (fun s => product Ea (ball_law p ws rho large (fst s))) (chain_step p K ws ast eta (ball_shows p ws) eps) n
    (fun s => late p K ws ast acc (noisy p K ws ast step s (later s) m)) (w, a) <= failure.
Proof.
  intros Hp HK Hws H1 HA Hra Hrad Hsl Hs Hs1 Hs2 Hf Hacc.
  destruct (teacher_plane K ast HK H1) as (u2 & e1 & e2 & P & P1 & P2 & U2 & Null).
  pose proof (ast_sq K ast HK u2 e1 e2 P) as EA. pose proof PI_gt_3.
  set (A := norm K ast) in *. assert (SA : A ^ 2 = e1 ^ 2 + e2 ^ 2) by (unfold A; now rewrite norm_sq).
  assert (A0 : 0 < A) by (unfold A; apply sqrt_lt_R0, HA).
  assert (A1 : e1 <= A) by (apply square_le; nra). assert (A2 : e2 <= A) by (apply square_le; nra).
  set (X := e1 + ra + radius + slack). set (Y := e2 + ra + radius + slack).
  assert (Room : e1 * X + e2 * Y + slack * A <= A * (A + 2 * (radius + ra) + 3 * slack)).
  { assert ((e1 + e2) * (ra + radius + slack) <= 2 * A * (ra + radius + slack)) by (apply Rmult_le_compat_r; lra).
    unfold X, Y. lra. }
  assert (T : teacher_ok (INR K) e1 e2).
  { repeat split; try assumption; [exact (INR_K_ge K HK) | lra]. }
  assert (Push : forall rb, 0 <= rb <= slack -> step * (e1 * X + e2 * Y + rb * A) <= 2).
  { intros rb Hrb. apply Rle_trans with (2 := Hs2). apply Rmult_le_compat_l; [lra|].
    assert (rb * A <= slack * A) by (apply Rmult_le_compat_r; lra). lra. }
  assert (S : step_ok step (INR K) e1 e2 X Y).
  { pose proof (Push 0 ltac:(lra)). repeat split; try assumption; try lra; unfold X, Y; lra. }
  pose proof (rate_x_range step (INR K) e1 e2 X Y T S) as Rx.
  pose proof (rate_y_range step (INR K) e1 e2 X Y T S) as Ry.
  assert (XY : 0 <= X /\ 0 <= Y) by (unfold X, Y; lra).
  assert (A20 : 0 < A ^ 2) by (apply pow_lt; lra).
  destruct (small_power (1 - rate_x step (INR K)) (e1 * (2 * X)) (A ^ 2 / 24)) as (nx & Nx);
    [lra | apply Rmult_le_pos; lra | lra|].
  destruct (small_power (1 - rate_y step) (e2 * (2 * Y)) (A ^ 2 / 24)) as (ny & Ny);
    [lra | apply Rmult_le_pos; lra | lra|].
  set (n0 := (nx + ny)%nat). specialize (Nx n0 ltac:(lia)). specialize (Ny n0 ltac:(lia)).
  assert (P3 : 1 <= 3 ^ n0) by (apply pow_R1_Rle; lra).
  set (phi := / (4 * 3 ^ n0)).
  assert (Hphi : 0 < phi <= 1/4).
  { unfold phi. split; [apply Rinv_0_lt_compat; lra|]. replace (1/4) with (/ 4) by field.
    apply Rinv_le_contravar; lra. }
  assert (P3phi : 3 ^ n0 * phi = 1/4) by (unfold phi; field; lra).
  assert (D16 : 0 < acc / (6 * (16 * A + 1))) by (apply Rdiv_lt_0_compat; lra).
  set (level := Rmin phi (Rmin slack (Rmin (A / 36) (Rmin (acc / 6) (acc / (6 * (16 * A + 1))))))).
  assert (Hl : 0 < level) by (unfold level; repeat apply Rmin_glb_lt; lra).
  destruct (below_min4 level slack (A / 36) (acc / 6) (acc / (6 * (16 * A + 1))) (Rmin_r _ _)) as (L2 & L3 & L4 & L5).
  pose proof (Rmin_l phi (Rmin slack (Rmin (A / 36) (Rmin (acc / 6) (acc / (6 * (16 * A + 1))))))) as L1.
  fold level in L1.
  apply Rle_div_r in L5; [|lra].
  assert (Hq : 0 < step * A ^ 2 / 24 <= 1).
  { split; [apply Rdiv_lt_0_compat; [now apply Rmult_lt_0_compat | lra]|]. apply Rle_div_l; [lra|].
    assert (step * A ^ 2 <= step * (A * (A + 2 * (radius + ra) + 3 * slack)))
      by (apply Rmult_le_compat_l; [lra|]; simpl; rewrite Rmult_1_r; apply Rmult_le_compat_l; lra). lra. }
  destruct (small_power (1 - step * A ^ 2 / 24 / 2) 1 level) as (j0 & J0); [lra | lra | lra|].
  destruct (small_power (1 - rate_x step (INR K)) (2 * X) (acc / 6)) as (jx & Jx); [lra | lra | lra|].
  destruct (small_power (1 - rate_y step) (2 * Y + (ra + radius)) (acc / 6)) as (jy & Jy); [lra | lra | lra|].
  destruct (noise_reaches p K ws ast u2 e1 e2 ra radius phi failure Hp HK Hws P P1 P2 U2 Null ltac:(lra) Hra Hrad
    ltac:(lra) Hf) as (eta0 & He0 & Hex).
  exists level, (n0 + j0 + (jx + jy))%nat, eta0. split; [exact Hl|]. split; [exact He0|]. intros eta He.
  destruct (Hex eta He) as (N & HN). exists N. rewrite (teacher_rate_plane K p eta ast u2 e1 e2 HK P P2).
  intros rho large n m w a Oa Ea eps later Hr Hn Hm Hw Ha Heps Small. apply HN; try assumption.
  { now apply ball_shows_unit. }
  { pose proof (rate_pos p K eta e1 e2 Hp HK ltac:(lra) (proj1 He)) as Rt. apply ball_near; [exact Hws | lra|].
    replace (/ (rate K p eta e1 e2 / 2)) with (2 / rate K p eta e1 e2) by (field; lra). exact Hr. }
  { intros s. unfold late. destruct Rle_dec; [destruct Rle_dec|]; lra. }
  intros s (Hv & B & An & Ro). set (noise := later s).
  assert (Sine : sine p ws (fst s) <= phi).
  { rewrite (sine_angle p ws Hws _ Hv). eapply Rle_trans; [apply sin_ub1, angle_range | exact An]. }
  destruct B as (_ & Bx & By). cbn [reduce cx cy] in Bx, By.
  assert (Start : near p K ws u2 X Y s).
  { split; [exact Hv|]. split; [|split; [lra | split; unfold X, Y; lra]].
    rewrite <- (cos_angle p ws Hws _ Hv). pose proof (angle_range p ws (fst s)). apply cos_ge_0; lra. }
  assert (Close : 3 ^ n0 * (sine p ws (fst s) + level) <= 1/2).
  { apply Rle_trans with (3 ^ n0 * (phi + phi)); [apply Rmult_le_compat_l; lra | lra]. }
  assert (HX : e1 + level <= X) by (unfold X; lra). assert (HY : e2 + level <= Y) by (unfold Y; lra).
  assert (Lag : e1 * ((1 - rate_x step (INR K)) ^ n0 * (2 * X)) +
     e2 * ((1 - rate_y step) ^ n0 * (2 * Y)) <= A ^ 2 / 12) by lra.
  assert (Quiet : 36 * level <= A) by lra.
  pose proof (run_near p K ws ast u2 step e1 e2 X Y level level HK Hws P T S U2 ltac:(lra) ltac:(lra) HX HY
    (Push level ltac:(lra)) s noise n0 (Small s) Start Close Lag Quiet) as Run.
  set (t0 := (n0 + j0)%nat).
  assert (Sn : forall t, (t0 <= t)%nat -> sine p ws (fst (noisy p K ws ast step s noise t)) <= 3 * level).
  { intros t Ht. destruct (Run t) as (_ & _ & _ & _ & Fall). specialize (Fall ltac:(lia)).
    specialize (J0 (t - n0)%nat ltac:(lia)).
    pose proof (Rmax_r 0 (sine p ws (fst (noisy p K ws ast step s noise t)) - 2 * level)). fold A in Fall. lra. }
  pose proof (a_ends p K ws ast u2 step e1 e2 X Y level level HK Hws P T S U2 ltac:(lra) ltac:(lra) HX HY
    (Push level ltac:(lra)) s noise n0 (Small s) Start Close Lag Quiet t0 (3 * level) Sn) as Ends. cbv zeta in Ends.
    fold A in Ends.
  destruct (Ends (m - t0)%nat) as (Qx & Qy & _). destruct (Ends m) as (_ & _ & Qr).
  replace (t0 + (m - t0))%nat with m in Qx, Qy by lia.
  specialize (Jx (m - t0)%nat ltac:(lia)). pose proof (Jy m ltac:(lia)) as Jm. specialize (Jy (m - t0)%nat ltac:(lia)).
  destruct (Run m) as (Near & _). specialize (Sn m ltac:(lia)).
  rewrite (sine_angle p ws Hws _ (proj1 Near)) in Sn. apply (near_angle p K ws u2 X Y Hws) in Near.
  set (f := noisy p K ws ast step s noise m) in *.
  assert (Pw : forall j, 0 <= (1 - rate_y step) ^ j) by (intros; apply pow_le; lra).
  assert (Rest : norm K (rest K u2 (snd f)) <= acc / 3).
  { assert (norm K (rest K u2 (snd s)) <= ra + radius) by (apply norm_le; lra).
    pose proof (Rmult_le_compat_l _ _ _ (Pw m) H0). pose proof (Rmult_le_pos _ (2 * Y) (Pw m) ltac:(lra)). lra. }
  assert (Ym : (1 - rate_y step) ^ (m - t0) * (2 * Y) <= acc / 6).
  { pose proof (Rmult_le_pos _ (ra + radius) (Pw (m - t0)%nat) ltac:(lra)). lra. }
  assert (Dl : 4 * A * (level + 3 * level) + level <= acc / 6) by lra.
  unfold late. destruct (Rle_dec (angle p ws (fst f)) acc) as [_|N1].
  2: { exfalso. apply N1. eapply Rle_trans; [apply angle_le_sine|]; [split; [apply angle_range | exact Near] | lra]. }
  destruct (Rle_dec (dot K (fun i => snd f i - ast i) (fun i => snd f i - ast i)) (acc ^ 2)) as [_|N2]; [reflexivity|].
  exfalso. apply N2. eapply Rle_trans; [apply (distance_parts K ast u2 e1 e2 HK P U2)|].
  rewrite <- norm_sq.
  assert (Qx' : - (acc / 3) <= dot K (snd f) (u1 K) - e1 <= acc / 3) by (apply Rabs_le_between; lra).
  assert (Qy' : - (acc / 3) <= dot K (snd f) u2 - e2 <= acc / 3) by (apply Rabs_le_between; lra).
  pose proof (square_of_range _ (acc / 3) Qx'). pose proof (square_of_range _ (acc / 3) Qy').
  pose proof (pow_incr _ (acc / 3) 2 (conj (norm_nonneg K (rest K u2 (snd f))) Rest)). lra.
Qed.
