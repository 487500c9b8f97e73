(** * Escape: concrete noise escapes, for all p >= 5, K and teachers

    What:    the premises of C13_escape_soundness, met: with noise so large that every gradient sees a fresh uniform
             direction in the place of w (Isotropic.v), and any noise in a of length at most ra, an adversary's too,
             after n steps from every (w, a) of the box, the spurious point included,
                 P (Y < Yg) <= (1 - rate)^n wide/softening + (4/3 wide/summit)^theta/rate,
             Y = cot^2(angle/2), if the step is small enough for two inequalities between the numbers below. A law
             of the direction with E f <= (1 + chi) (uniform mean of f) for f >= 0 has the same with rate - chi; it
             may depend on w (noise uniform in a ball: EscapeBall.v).
             For every failure > 0 all small enough steps bring P below it, from some number of steps on.
             The height is z = pace a_star' M^-1 a, the exponents are 1 and theta >= 1. The constants are poor.
    Source:  derived; docs/escape.md.
    Claims:  C13 pgd_escapes (phase I with a concrete law).

    | symbol          | meaning                                                             |
    |-----------------|---------------------------------------------------------------------|
    | speed c         | eta/(2 PI)                                                          |
    | reach           | the most that |alpha~| is in the box                                |
    | pace            | PI (1 - 1/p): log Y moves by pace c alpha~ in the mean              |
    | gain            | e1^2 K/(K+PI-1) + kappa2/(2p): at least what alpha settles at       |
    | kick            | (PI^2/4)(p-1)/(p(p+2)), at most E (om cos sin)^2                    |
    | tilt            | the most that |z| is in the box                                     |
    | wide            | (Yg + 1) e^(2 tilt): 1 + Y is at most that where R >= 1             |
    | softening       | delta                                                               |
    | rate            | pace gain c/4, the lambda of the drift                              |
    | size            | of what one step does to log R where R >= 1                         |
    | summit          | 1 + Ytop                                                            |
    | isotropic_step  | one step from a state of the box                                    |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap Descent DescentVector NoisyDescent Upper Laws Isotropic EscapeDrift
  AngleStep.
Open Scope R_scope.

(** ** The numbers of the theorem *)

Section Numbers.
Variables K p : nat.
Variables eta e1 e2 ra mx hx my hy Yg theta : R.

Definition speed : R := eta / (2 * PI).
Definition reach : R := e1 * (Rabs mx + hx) + e2 * (Rabs my + hy) + ra * sqrt (e1 ^ 2 + e2 ^ 2).
Definition pace : R := PI * (1 - / INR p).
Definition gain : R := abar_alpha K e1 e2 + kappa2 K e1 e2 * (1 + / (2 * INR p)).
Definition kick : R := PI ^ 2 / 4 * ((INR p - 1) / (INR p * (INR p + 2))).
Definition tilt : R := pace * (e1 * (Rabs mx + hx) / (INR K + PI - 1) + e2 * (Rabs my + hy) / (PI - 1)).
Definition wide : R := (Yg + 1) * exp (2 * tilt).
Definition softening : R := speed * gain * kick / (2 * pace).
Definition rate : R := pace * gain * speed / 4.
Definition size : R := speed * (reach ^ 2 * pace / (gain * kick) + 2 * reach * sqrt (5 * wide) + 7 * reach).
Definition summit : R := pace * gain / (1200 * theta ^ 2 * reach ^ 2 * speed).

Definition slow_enough : Prop :=
  204 * size ^ 2 <= pace * gain * speed /\ 12000 * theta ^ 2 * reach ^ 2 * speed <= pace * gain.
End Numbers.

Section Facts.
Variables K : nat.
Variables eta e1 e2 ra mx hx my hy : R.
Hypothesis K_pos : (1 <= K)%nat.
Hypothesis E1 : 0 <= e1.
Hypothesis E2 : 0 <= e2.
Hypothesis Ra : 0 <= ra.
Hypothesis Hx : 0 <= hx.
Hypothesis Hy : 0 <= hy.
Hypothesis Box : box_ok K eta e1 e2 ra mx hx my hy.

Lemma speed_pos : 0 < speed eta.
Proof. destruct Box as (He & _). pose proof PI_RGT_0. unfold speed. apply Rdiv_lt_0_compat; lra. Qed.

Lemma alpha_of_kernel phi : e1 * x_inf (INR K) e1 phi + e2 * y_inf e2 phi = abar_alpha K e1 e2 + kappa2 K e1 e2 * g phi.
Proof. unfold abar_alpha, kappa2, x_inf, y_inf. rewrite g_PI. destruct (denominators K K_pos). field. lra. Qed.

(** Where a rests is in the box. *)
Lemma rest_in_box phi : 0 <= phi <= PI ->
  Rabs (x_inf (INR K) e1 phi) <= Rabs mx + hx /\ Rabs (y_inf e2 phi) <= Rabs my + hy.
Proof.
  intros Hp. destruct Box as (Eta & (qx & X1 & X2 & X3) & (qy & Y1 & Y2 & Y3) & _).
  destruct (denominators K K_pos) as (D1 & D2). pose proof PI_RGT_0.
  assert (Rx : 0 < rate_x eta (INR K)) by (unfold rate_x; apply Rdiv_lt_0_compat; nra).
  assert (Ry : 0 < rate_y eta) by (unfold rate_y; apply Rdiv_lt_0_compat; nra).
  assert (Less : forall rt h q, 0 < rt -> Rabs (1 - rt) * h + rt * q <= h -> 0 <= h -> q <= h).
  { intros rt h q Hrt Hq H0. pose proof (Rle_abs (1 - rt)). nra. }
  assert (Gp : g phi <= g 0) by (apply g_decr_le; lra). assert (Gm : g PI <= g phi) by (apply g_decr_le; lra).
  assert (Ix : x_inf (INR K) e1 PI <= x_inf (INR K) e1 phi <= x_inf (INR K) e1 0).
  { unfold x_inf, Rdiv. split; apply Rmult_le_compat_r; try (left; now apply Rinv_0_lt_compat); nra. }
  assert (Iy : y_inf e2 PI <= y_inf e2 phi <= y_inf e2 0).
  { unfold y_inf, Rdiv. split; apply Rmult_le_compat_r; try (left; now apply Rinv_0_lt_compat); nra. }
  pose proof (Less _ _ _ Rx X3 ltac:(lra)). pose proof (Less _ _ _ Ry Y3 ltac:(lra)).
  pose proof (Rle_abs mx). pose proof (Rle_abs (- mx)). pose proof (Rle_abs my). pose proof (Rle_abs (- my)).
  rewrite !Rabs_Ropp in *.
  split; apply Rabs_le; lra.
Qed.

Lemma reach_rest phi : 0 <= phi <= PI -> Rabs (abar_alpha K e1 e2 + kappa2 K e1 e2 * g phi) <=
  reach e1 e2 ra mx hx my hy.
Proof.
  intros Hp. destruct (rest_in_box phi Hp) as (X & Y). rewrite <- alpha_of_kernel. unfold reach.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_pos_eq e1), (Rabs_pos_eq e2) by assumption.
  assert (e1 * Rabs (x_inf (INR K) e1 phi) <= e1 * (Rabs mx + hx)) by now apply Rmult_le_compat_l.
  assert (e2 * Rabs (y_inf e2 phi) <= e2 * (Rabs my + hy)) by now apply Rmult_le_compat_l.
  pose proof (Rmult_le_pos _ _ Ra (sqrt_pos (e1 ^ 2 + e2 ^ 2))). lra.
Qed.

Lemma gain_value p : gain K p e1 e2 = e1 ^ 2 * INR K / (INR K + PI - 1) + kappa2 K e1 e2 / (2 * INR p).
Proof.
  destruct (denominators K K_pos). unfold gain, abar_alpha, kappa2, x_inf, y_inf. rewrite g_PI.
  destruct (Req_dec (INR p) 0) as [->|Z]; [rewrite Rmult_0_r; unfold Rdiv; rewrite Rinv_0; field; lra | field; lra].
Qed.

Hypothesis Teacher : 0 < e1 ^ 2 + e2 ^ 2.

Lemma kappa2_pos : 0 < kappa2 K e1 e2.
Proof.
  destruct (denominators K K_pos) as (D1 & D2). unfold kappa2.
  pose proof (pow2_ge_0 e1). pose proof (pow2_ge_0 e2).
  assert (0 <= e1 ^ 2 / (INR K + PI - 1)) by (apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]).
  assert (0 <= e2 ^ 2 / (PI - 1)) by (apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]).
  destruct (Req_dec (e1 ^ 2) 0) as [Z|Z].
  - assert (0 < e2 ^ 2 / (PI - 1)) by (apply Rdiv_lt_0_compat; lra). lra.
  - assert (0 < e1 ^ 2 / (INR K + PI - 1)) by (apply Rdiv_lt_0_compat; lra). lra.
Qed.

Lemma gain_pos p : (1 <= p)%nat -> 0 < gain K p e1 e2.
Proof.
  intros Hp. rewrite gain_value. destruct (denominators K K_pos) as (D1 & D2). pose proof kappa2_pos.
  assert (1 <= INR p) by (change 1 with (INR 1); now apply le_INR). pose proof (pos_INR K). pose proof (pow2_ge_0 e1).
  assert (0 <= e1 ^ 2 * INR K / (INR K + PI - 1)) by (apply Rmult_le_pos; [now apply Rmult_le_pos | left;
    now apply Rinv_0_lt_compat]).
  assert (0 < kappa2 K e1 e2 / (2 * INR p)) by (apply Rdiv_lt_0_compat; lra). lra.
Qed.

(** What alpha settles at is at most |a_star|^2, and that at most the reach. *)
Lemma gain_le_reach p : (1 <= p)%nat -> gain K p e1 e2 <= reach e1 e2 ra mx hx my hy.
Proof.
  intros Hp. destruct (denominators K K_pos) as (D1 & D2). pose proof PI_gt_3.
  pose proof (reach_rest 0 ltac:(lra)) as R0. rewrite g_0 in R0.
  pose proof (Rle_abs (abar_alpha K e1 e2 + kappa2 K e1 e2 * PI)). pose proof kappa2_pos.
  assert (1 <= INR p) by (change 1 with (INR 1); now apply le_INR).
  assert (/ (2 * INR p) <= / 2) by (apply Rinv_le_contravar; lra). unfold gain. nra.
Qed.

Lemma reach_pos : 0 < reach e1 e2 ra mx hx my hy.
Proof. pose proof (gain_pos 1 (le_n 1)). pose proof (gain_le_reach 1 (le_n 1)). lra. Qed.
End Facts.

Lemma pace_range p : (5 <= p)%nat -> 2 < pace p <= PI.
Proof.
  intros Hp. assert (5 <= INR p) by (replace 5 with (INR 5) by (simpl; ring); now apply le_INR). pose proof PI_gt_3.
  assert (0 < / INR p <= / 5) by (split; [apply Rinv_0_lt_compat; lra | apply Rinv_le_contravar; lra]).
  unfold pace. nra.
Qed.

Lemma kick_range p : (5 <= p)%nat -> 0 < kick p <= 1/2.
Proof.
  intros Hp. assert (5 <= INR p) by (replace 5 with (INR 5) by (simpl; ring); now apply le_INR).
  pose proof PI_gt_3. pose proof PI_lt. unfold kick. set (x := INR p) in *.
  assert (Q : 0 < (x - 1) / (x * (x + 2)) <= / 7).
  { split; [apply Rdiv_lt_0_compat; nra|]. apply Rle_div_l; [nra|]. nra. }
  assert (0 < PI ^ 2 / 4 < 26/10) by nra.
  split; [apply Rmult_lt_0_compat; lra|]. nra.
Qed.

Lemma rate_pos p K eta e1 e2 : (5 <= p)%nat -> (1 <= K)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> 0 < eta ->
  0 < rate K p eta e1 e2.
Proof.
  intros Hp HK HT He. pose proof (pace_range p Hp). pose proof (gain_pos K e1 e2 HK HT p ltac:(lia)).
  pose proof PI_RGT_0. assert (0 < speed eta) by (apply Rdiv_lt_0_compat; lra).
  unfold rate. apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]|]; lra.
Qed.

(** ** The drift inequalities *)

Lemma small_square g : 0 <= g <= 1/100 -> 0 <= g ^ 2 <= g / 100.
Proof. intros H. split; [apply pow2_ge_0 | nra]. Qed.

Lemma square_of_range x a : - a <= x <= a -> x ^ 2 <= a ^ 2.
Proof. intros H. nra. Qed.

Lemma square_of_sum e a b : - (a + b) <= e <= a + b -> e ^ 2 <= 2 * a ^ 2 + 2 * b ^ 2.
Proof. intros H. pose proof (square_of_range e (a + b) H). pose proof (pow2_ge_0 (a - b)). lra. Qed.

Lemma grow theta a b : 1 <= theta -> a <= - b -> 0 <= b -> theta * a <= - b.
Proof. intros. nra. Qed.

Lemma fraction d h : 0 < d -> d <= h -> 0 <= d / h <= 1.
Proof.
  intros. split; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra] | apply Rle_div_l; lra].
Qed.

(** The kick at the pole outweighs what is against it: a square. *)
Lemma kick_wins nu gain q M delta X d : 0 < nu -> 0 < q <= M -> 0 < delta -> delta * (2 * nu) = gain * q ->
  0 <= d <= 2 ->
  nu * (X * (delta * d)) - X ^ 2 * M * delta <= nu * gain / 2.
Proof.
  intros Hn Hq Hd E Hd2. apply (Rmult_le_reg_l q); [lra|].
  assert (Sq : 0 <= delta * (X * q - nu * d / 2) ^ 2) by (apply Rmult_le_pos; [lra | apply pow2_ge_0]).
  assert (D2 : d ^ 2 <= 4) by nra.
  assert (Dn : delta * nu ^ 2 * d ^ 2 <= delta * nu ^ 2 * 4).
  { apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra | apply pow2_ge_0] | exact D2]. }
  assert (Eq : q * (nu * gain / 2) = delta * nu ^ 2) by (replace (q * (nu * gain / 2)) with (nu * (gain * q) / 2)
    by field; rewrite <- E; field).
  assert (Mq : X ^ 2 * q * (delta * q) <= X ^ 2 * M * (delta * q)).
  { apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|]. apply Rmult_le_compat_l; [apply pow2_ge_0 | lra]. }
  rewrite Eq. lra.
Qed.

Lemma shrink a b k : 0 <= a -> 0 <= k <= 1 -> a <= b -> a * k <= b.
Proof. intros. nra. Qed.

(** A step from near w_star. *)
Lemma fall_sizes d u s P Q2 Om2 J L Ws g tau :
  0 <= d <= 2 * tau -> u + d = 2 -> Om2 = P ^ 2 + Q2 -> 0 <= Q2 -> Om2 <= 5 -> J ^ 2 <= Q2 * (u * d) ->
    0 <= g <= 1/100 ->
  0 < tau <= 1/10 -> 5 * s ^ 2 <= g ^ 2 * tau -> 0 < L -> Ws <= L -> Ws = 1 - d + s * P ->
  L ^ 2 = 1 + 2 * s * ((1 - d) * P - J) + s ^ 2 * Om2 ->
  0 <= L - Ws <= 21/10 * tau /\ 159/100 <= L + Ws.
Proof.
  intros Hd Hud EO HQ HO HJ Hg Ht Hs HL LW EW EL.
  pose proof (pow2_ge_0 s) as S2. pose proof (pow2_ge_0 P) as P2. pose proof (small_square g Hg) as G2.
  assert (Gt : g ^ 2 * tau <= g ^ 2) by (apply shrink; lra).
  assert (Y : - g <= s * P <= g).
  { apply within_square; [lra|]. rewrite Rpow_mult_distr.
  assert (s ^ 2 * P ^ 2 <= s ^ 2 * 5) by (apply Rmult_le_compat_l; lra). lra. }
  assert (SJ : - (2 * g * tau) <= s * J <= 2 * g * tau).
  { apply within_square; [apply Rmult_le_pos; lra|]. rewrite Rpow_mult_distr.
    assert (B1 : Q2 * (u * d) <= 5 * (2 * (2 * tau))).
    { apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|]. apply Rmult_le_compat; lra. }
    assert (B2 : s ^ 2 * J ^ 2 <= s ^ 2 * (5 * (2 * (2 * tau)))) by (apply Rmult_le_compat_l; lra).
    assert (B3 : 5 * s ^ 2 * (4 * tau) <= g ^ 2 * tau * (4 * tau)) by (apply Rmult_le_compat_r; lra).
    replace ((2 * g * tau) ^ 2) with (g ^ 2 * tau * (4 * tau)) by ring. lra. }
  assert (SO : 0 <= s ^ 2 * Om2 <= g ^ 2 * tau).
  { split; [apply Rmult_le_pos; lra|]. assert (s ^ 2 * Om2 <= s ^ 2 * 5) by (apply Rmult_le_compat_l; lra). lra. }
  set (q := (1 - d) * (s * P) - s * J + s ^ 2 * Om2 / 2).
  assert (L2 : L ^ 2 = 1 + 2 * q) by (rewrite EL; unfold q; field).
  assert (Lq : L <= 1 + q) by (pose proof (pow2_ge_0 (L - 1)); lra).
  pose proof (within (1 - d) (s * P) 1 g ltac:(lra) Y) as B4.
  pose proof (within d (s * P) (2 * tau) g ltac:(lra) Y) as B5.
  pose proof (within g tau (1/100) tau ltac:(lra) ltac:(lra)) as B6.
  pose proof (within (g ^ 2) tau (1/100) tau ltac:(lra) ltac:(lra)) as B7.
  assert (L9 : 9/10 <= L).
  { apply Rnot_lt_le. intros N. assert (L ^ 2 < (9/10) ^ 2) by (clear - HL N; nra). unfold q in *. lra. }
  assert (D1 : L - Ws <= 21/10 * tau) by (rewrite EW; unfold q in *; lra).
  split; lra.
Qed.

Section Drift.
Variables m K : nat.
Notation p := (S (S m)).
Variables ws ast u2 : nat -> R.
Variables eta e1 e2 ra mx hx my hy Yg theta : R.
Hypothesis Hm : (3 <= m)%nat.
Hypothesis K_pos : (1 <= K)%nat.
Hypothesis ws_unit : dot p ws ws = 1.
Hypothesis P : plane K ast u2 e1 e2.
Hypothesis E1 : 0 <= e1.
Hypothesis E2 : 0 <= e2.
Hypothesis Ra : 0 <= ra.
Hypothesis Teacher : 0 < e1 ^ 2 + e2 ^ 2.
Hypothesis Hx : 0 <= hx.
Hypothesis Hy : 0 <= hy.
Hypothesis Box : box_ok K eta e1 e2 ra mx hx my hy.
Hypothesis HYg : 1 <= Yg.
Hypothesis Htheta : 1 <= theta.
Hypothesis Slow : slow_enough K p eta e1 e2 ra mx hx my hy Yg theta.

Let c := speed eta.
Let A := reach e1 e2 ra mx hx my hy.
Let nu := pace p.
Let b0 := gain K p e1 e2.
Let q2 := kick p.
Let T := tilt K p e1 e2 mx hx my hy.
Let V := wide K p e1 e2 mx hx my hy Yg.
Let delta := softening K p eta e1 e2.
Let lambda := rate K p eta e1 e2.
Let sz := size K p eta e1 e2 ra mx hx my hy Yg.
Let top := ln (Yg + delta) + T.
Let z := tilted K e1 e2 nu.
Let Ytop := summit K p eta e1 e2 ra mx hx my hy theta - 1.

Lemma c_pos : 0 < c. Proof. exact (speed_pos K eta e1 e2 ra mx hx my hy Box). Qed.
Lemma A_pos : 0 < A. Proof. exact (reach_pos K eta e1 e2 ra mx hx my hy K_pos E1 E2 Ra Hx Hy Box Teacher). Qed.
Lemma nu_range : 2 < nu <= PI. Proof. apply pace_range. lia. Qed.
Lemma b0_pos : 0 < b0. Proof. exact (gain_pos K e1 e2 K_pos Teacher p ltac:(lia)). Qed.
Lemma b0_le : b0 <= A. Proof. exact (gain_le_reach K eta e1 e2 ra mx hx my hy K_pos E1 E2 Ra Hx Hy Box Teacher p
  ltac:(lia)). Qed.
Lemma q2_range : 0 < q2 <= 1/2. Proof. apply kick_range. lia. Qed.

Lemma T_nonneg : 0 <= T.
Proof.
  pose proof nu_range. destruct (denominators K K_pos) as (D1 & D2). unfold T, tilt. fold nu.
  pose proof (Rabs_pos mx). pose proof (Rabs_pos my).
  apply Rmult_le_pos; [lra|]. apply Rplus_le_le_0_compat; apply Rmult_le_pos;
    try (left; now apply Rinv_0_lt_compat); apply Rmult_le_pos; lra.
Qed.

Lemma V_ge : 2 <= V.
Proof. pose proof T_nonneg. pose proof (exp_ineq1_le (2 * T)). unfold V, wide. fold T. nra. Qed.

Lemma slow1 : 204 * sz ^ 2 <= nu * b0 * c. Proof. exact (proj1 Slow). Qed.
Lemma slow2 : 12000 * theta ^ 2 * A ^ 2 * c <= nu * b0. Proof. exact (proj2 Slow). Qed.

(** So c A is small, *)
Lemma cA_small : 0 < c * A <= 1/3000.
Proof.
  pose proof c_pos. pose proof A_pos. pose proof nu_range. pose proof b0_pos. pose proof b0_le. pose proof slow2.
  pose proof PI_lt.
  assert (0 < c * A) by (apply Rmult_lt_0_compat; assumption). split; [assumption|].
  assert (1 <= theta ^ 2) by nra.
  assert (12000 * (c * A) * A <= 12000 * theta ^ 2 * A ^ 2 * c).
  { replace (12000 * theta ^ 2 * A ^ 2 * c) with (theta ^ 2 * (12000 * (c * A) * A)) by ring.
    rewrite <- (Rmult_1_l (12000 * (c * A) * A)) at 1. apply Rmult_le_compat_r; [|assumption].
    apply Rmult_le_pos; [lra | lra]. }
  assert (nu * b0 <= 4 * A) by (apply Rmult_le_compat; lra).
  apply (Rmult_le_reg_r (12000 * A)); lra.
Qed.

Lemma delta_eq : delta * (2 * nu) = c * b0 * q2.
Proof. pose proof nu_range. unfold delta, softening. fold c nu b0 q2. field. lra. Qed.

Lemma delta_range : 0 < delta <= 1.
Proof.
  pose proof c_pos. pose proof nu_range. pose proof b0_pos. pose proof b0_le. pose proof q2_range.
  pose proof cA_small. pose proof delta_eq as D.
  assert (0 < c * b0) by (apply Rmult_lt_0_compat; assumption).
  assert (c * b0 <= c * A) by (apply Rmult_le_compat_l; lra).
  assert (0 < c * b0 * q2 <= 1/3000) by (split; [apply Rmult_lt_0_compat; lra | nra]). split; nra.
Qed.

(** the size of the parts too. *)
Let g1 := c * A * sqrt (5 * V).

Lemma sz_parts : (c * A) ^ 2 / (2 * delta) + 2 * g1 + 7 * (c * A) = sz.
Proof.
  pose proof c_pos. pose proof A_pos. pose proof nu_range. pose proof b0_pos. pose proof q2_range.
  unfold sz, size, g1. fold c A nu b0 q2. fold V. unfold delta, softening. fold c nu b0 q2. field. lra.
Qed.

Lemma g1_nonneg : 0 <= g1.
Proof. pose proof cA_small. apply Rmult_le_pos; [lra | apply sqrt_pos]. Qed.

Lemma sz_range : 0 <= sz <= 1/100 /\ 2 * g1 <= sz /\ 7 * (c * A) <= sz.
Proof.
  pose proof sz_parts as E. pose proof g1_nonneg. pose proof cA_small. pose proof delta_range. pose proof slow1 as S1.
  pose proof nu_range. pose proof b0_pos. pose proof b0_le. pose proof c_pos. pose proof PI_lt.
  assert (0 <= (c * A) ^ 2 / (2 * delta)).
  { apply Rmult_le_pos; [pose proof (pow2_ge_0 (c * A)); lra | left; apply Rinv_0_lt_compat; lra]. }
  assert (nu * b0 * c <= 4 * (c * A)).
  { rewrite Rmult_assoc. apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|]. rewrite Rmult_comm.
  apply Rmult_le_compat_l; lra. }
  repeat split; try lra. nra.
Qed.

(** Heights. *)
Lemma heights_in_box s : in_box p K u2 e2 mx hx my hy s -> - T <= height K u2 z (snd s) <= T.
Proof.
  intros (_ & Bx & By). destruct (denominators K K_pos) as (D1 & D2). pose proof nu_range.
  assert (Near : forall x q h, Rabs (x - q) <= h -> - (Rabs q + h) <= x <= Rabs q + h).
  { intros x q h Q. apply Rabs_le_between in Q. pose proof (Rle_abs q). pose proof (Rle_abs (- q)).
  rewrite Rabs_Ropp in *. lra. }
  apply Near in Bx. set (X := dot K (snd s) (u1 K)) in *. set (Y := dot K (snd s) u2) in *.
  assert (I1 : 0 < / (INR K + PI - 1)) by now apply Rinv_0_lt_compat.
  assert (I2 : 0 < / (PI - 1)) by now apply Rinv_0_lt_compat.
  assert (B1 : - (e1 * (Rabs mx + hx)) <= e1 * X <= e1 * (Rabs mx + hx)) by (split; nra).
  assert (B2 : - (e2 * (Rabs my + hy)) <= e2 * Y <= e2 * (Rabs my + hy)).
  { destruct By as [Z|By]; [rewrite Z; lra|]. apply Near in By. split; nra. }
  unfold height, z, tilted, T, tilt. fold X Y nu. unfold Rdiv. split.
  - rewrite Ropp_mult_distr_r. apply Rmult_le_compat_l; [lra|]. nra.
  - apply Rmult_le_compat_l; [lra|]. apply Rplus_le_compat; apply Rmult_le_compat_r; lra.
Qed.

Section State.
Variables (s : (nat -> R) * (nat -> R)) (e : nat -> R).
Hypothesis S : in_box p K u2 e2 mx hx my hy s.
Hypothesis Ne : dot K e e <= ra ^ 2.

Notation Rt := (ratio p K ws u2 delta top z s).
Notation next o := (seen_step p K ws ast eta s (uniform p ws (fst s) o) e).
Let d := down p ws (fst s).
Let u := up p ws (fst s).
Let H := u + delta * d.
Let r := u / H.
Let sg := c * dot K (fun j => snd s j + e j) ast.
Let C := dot p (fst s) ws.
Let v := across_part m ws (fst s).
Let fall (t : R) := nu * (sg - c * (abar_alpha K e1 e2 + kappa2 K e1 e2 * g t)).

Lemma uds : 0 <= u /\ 0 <= d /\ 0 < H /\ u + d = 2.
Proof.
  destruct S as (Hw & _). destruct (ups p ws ws_unit delta (proj1 delta_range) (fst s) Hw) as (A1 & A2 & A3).
  repeat split; try assumption. unfold u, d, up, down. ring.
Qed.

Lemma sg_range : - (c * A) <= sg <= c * A.
Proof.
  pose proof (alpha_bounded p K ws ast u2 e1 e2 ra mx hx my hy K_pos P E1 E2 Ra s e S Ne) as B.
  change (Rabs (dot K (fun j => snd s j + e j) ast) <= A) in B. apply Rabs_le_between in B. pose proof c_pos.
  unfold sg. set (X := dot K (fun j => snd s j + e j) ast) in *. split; nra.
Qed.

Lemma fall_range t : 0 <= t <= PI -> - (7 * (c * A)) <= fall t <= 7 * (c * A).
Proof.
  intros Ht. pose proof sg_range. pose proof nu_range. pose proof PI_lt. pose proof c_pos. pose proof cA_small.
  pose proof (reach_rest K eta e1 e2 ra mx hx my hy K_pos E1 E2 Ra Hx Hy Box t Ht) as B. fold A in B.
  apply Rabs_le_between in B.
  set (x := abar_alpha K e1 e2 + kappa2 K e1 e2 * g t) in *. assert (- (c * A) <= c * x <= c * A) by (split; nra).
  pose proof (within nu (sg - c * x) (32/10) (2 * (c * A)) ltac:(lra) ltac:(lra)). fold x. unfold fall. fold x. lra.
Qed.

Lemma heights_here : - T <= height K u2 z (snd s) <= T.
Proof. exact (heights_in_box s S). Qed.

(** Noise, seen from the teacher. *)
Section Noise.
Variable o : direction (1 + m).
Let t := first o.
Let q := dot p (uniform p ws (fst s) o) v.
Let J := (PI - t) * cos t * q.
Let y := sg * pulled t.
Let j := sg * J / d.
Let h := 2 * sg * J / (d * H).
Let f := sg ^ 2 * kicked t / (d * H).
Let x := y + j - sg ^ 2 * ((PI - t) ^ 2 * (1 - cos t ^ 2)) / (2 * d).

Lemma noise_parts : let Om2 := (PI - t) ^ 2 * (1 - cos t ^ 2) in
  Om2 = pulled t ^ 2 + kicked t /\ 0 <= kicked t /\ Om2 <= 5 /\ kicked t <= 2 /\ J ^ 2 <= kicked t * (u * d).
Proof.
  pose proof (parts p K ws u2 e2 mx hx my hy ws_unit s (uniform p ws (fst s) o) S (uniform_unit m ws (fst s) ws_unit
    o)) as Q.
  cbv zeta in Q. rewrite (uniform_angle m ws (fst s) ws_unit o), (uniform_cos m ws (fst s) ws_unit o) in Q.
  unfold J, q, v. rewrite (across_seen m ws (fst s)), (uniform_cos m ws (fst s) ws_unit o). exact Q.
Qed.

Lemma next_ratio : 0 < d -> x < 1 ->
  0 <= ratio p K ws u2 delta top z (next o) <=
  Rt * (exp (fall t) * ((1 - x) ^ 2 / (1 + (- h + f - (1 - r) * (2 * x - x ^ 2))))).
Proof.
  intros Hd H1.
  pose proof (ratio_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box nu delta top (proj1
    delta_range)
    s (uniform p ws (fst s) o) e S (uniform_unit m ws (fst s) ws_unit o) Ne) as Q.
  cbv zeta in Q. rewrite (uniform_angle m ws (fst s) ws_unit o), (uniform_cos m ws (fst s) ws_unit o) in Q.
  unfold x, j, h, J, q, v in *. rewrite (across_seen m ws (fst s)), (uniform_cos m ws (fst s) ws_unit o) in *.
  now apply Q.
Qed.
End Noise.

(** *** Where R >= 1 *)

Lemma top_exp : exp top = (Yg + delta) * exp T.
Proof. pose proof delta_range. unfold top. rewrite exp_plus, exp_ln by lra. reflexivity. Qed.

Lemma exp_T : 1 <= exp T.
Proof. pose proof T_nonneg. pose proof (exp_ineq1_le T). lra. Qed.

Lemma V_exp : (Yg + 1) * (exp T * exp T) = V.
Proof. unfold V, wide. fold T. rewrite <- exp_plus. do 2 f_equal. ring. Qed.

Lemma Rt_value : Rt * H = exp (top - height K u2 z (snd s)) * d.
Proof. destruct uds as (_ & _ & HH & _). unfold ratio. fold u d. fold H. field. lra. Qed.

Lemma d_pos_of_ratio : 0 < Rt -> 0 < d.
Proof.
  intros HR. destruct uds as (_ & Hd & HH & _). destruct (Rle_lt_or_eq_dec 0 d Hd) as [L|Z]; [exact L|].
  pose proof Rt_value as E. rewrite <- Z, Rmult_0_r in E. nra.
Qed.

Lemma high_ratio : 1 <= Rt -> 2 <= V * d.
Proof.
  intros HR. destruct uds as (Hu & Hd & HH & Hud). pose proof (d_pos_of_ratio ltac:(lra)) as Dp.
  pose proof Rt_value as E. pose proof heights_here as Hh. pose proof exp_T as ET. pose proof delta_range.
  pose proof V_exp as EV.
  assert (B : exp (top - height K u2 z (snd s)) <= (Yg + delta) * (exp T * exp T)).
  { apply Rle_trans with (exp (top + T)); [apply exp_le; lra|]. rewrite exp_plus, top_exp. lra. }
  assert (H <= (Yg + delta) * (exp T * exp T) * d).
  { apply Rle_trans with (Rt * H); [nra|]. rewrite E. apply Rmult_le_compat_r; lra. }
  assert (1 <= exp T * exp T) by nra.
  assert ((1 - delta) * d <= (1 - delta) * (exp T * exp T) * d) by (apply Rmult_le_compat_r; nra).
  rewrite <- EV. unfold H in *. lra.
Qed.

Lemma power_1 x : 0 <= x -> power x 1 = x.
Proof.
  intros Hx'. unfold power. destruct Rlt_dec; [rewrite Rmult_1_l; now apply exp_ln | lra].
Qed.

(** The means, by the law. *)
Let alpha := 2 * sg / (d * H).
Let quiet (t : R) := (1 + 51 * sz ^ 2 + nu * (sg - c * abar_alpha K e1 e2)) + (- (nu * c * kappa2 K e1 e2)) * g t
  + (- (sg ^ 2 / (d * H))) * kicked t + (- (2 * r * sg)) * pulled t.
Let swing (t : R) := (PI - t) * cos t * (alpha - 2 * r * (sg / d)
  + alpha * (- 2 * (sg ^ 2 / (d * H) * kicked t) + (2 - 4 * r) * (sg * pulled t) + fall t)).
Let wave (t : R) := (PI - t) ^ 2 * cos t ^ 2.
Let wave3 (t : R) := (PI - t) ^ 3 * cos t ^ 3.

Lemma first_majorant : 0 < d -> has_mean (isotropic p)
  (fun o : direction (1 + m) => quiet (first o) + (swing (first o) * dot p (uniform p ws (fst s) o) v
    + (alpha ^ 2 * (wave (first o) * dot p (uniform p ws (fst s) o) v ^ 2)
    + alpha ^ 3 * (wave3 (first o) * dot p (uniform p ws (fst s) o) v ^ 3))))
  ((1 + 51 * sz ^ 2 + nu * (sg - c * abar_alpha K e1 e2)) + (- (nu * c * kappa2 K e1 e2)) * mom m g
   + (- (sg ^ 2 / (d * H))) * mom m kicked + (- (2 * r * sg)) * mom m pulled
   + (0 + (alpha ^ 2 * (mom m kicked * (u * d / INR (1 + m))) + alpha ^ 3 * 0))).
Proof.
  intros Hd. destruct S as (Hw & _).
  assert (Av : dot p v ws = 0) by (apply across_teacher; exact ws_unit).
  assert (Vv : dot p v v = u * d) by (apply (across_square m ws (fst s) ws_unit Hw)).
  apply has_mean_plus; [|apply has_mean_plus; [|apply has_mean_plus; apply has_mean_scal]].
  - unfold quiet. apply has_mean_plus; [|apply has_mean_scal, angle_mean, pulled_continuous].
    apply has_mean_plus; [|apply has_mean_scal, angle_mean, kicked_continuous].
    apply has_mean_plus; [apply has_mean_const | apply has_mean_scal, angle_mean, g_continuous].
  - apply (across_mean m ws (fst s) ws_unit v Av swing). unfold swing, fall, kicked, pulled, g. smooth.
  - rewrite <- Vv. rewrite (mom_ext m kicked (fun t => wave t * sin t ^ 2)).
    + apply (across_mean2 m ws (fst s) ws_unit v Av wave). unfold wave. smooth.
    + intros t. unfold kicked, wave. pose proof (cos2_sin2 t). replace (1 - cos t ^ 2) with (sin t ^ 2) by lra.
    reflexivity.
  - apply (across_mean3 m ws (fst s) ws_unit v Av wave3). unfold wave3. smooth.
Qed.

Lemma moments : mom m pulled = nu / 2 /\ q2 <= mom m kicked /\ 1 + / (2 * INR p) <= mom m g.
Proof.
  replace p with (m + 2)%nat by lia. unfold nu, q2, pace, kick. replace p with (m + 2)%nat by lia.
  pose proof (pulled_mean m) as M1. pose proof (kicked_mean m) as M2. pose proof (kernel_mean m) as M3.
  split; [rewrite M1; field; rewrite plus_INR; pose proof (pos_INR m); simpl; lra|]. split; assumption.
Qed.

Lemma first_drift : 1 <= Rt ->
  ex (isotropic p) (fun o => power (ratio p K ws u2 delta top z (next o)) 1) <= (1 - lambda) * power Rt 1.
Proof.
  intros HR. destruct uds as (Hu & _ & HH & Hud). pose proof (d_pos_of_ratio ltac:(lra)) as Hd.
  pose proof (high_ratio HR) as HV.
  pose proof delta_range as Dr. pose proof sz_range as (Sz & G1 & Sc). pose proof g1_nonneg as G0.
  pose proof sg_range as Sg.
  pose proof V_ge. pose proof c_pos as Cp. pose proof nu_range as Nu. pose proof b0_pos as Bp.
  pose proof q2_range as Qr. pose proof cA_small as CA.
  rewrite (power_1 Rt) by lra.
  assert (S2 : sg ^ 2 <= (c * A) ^ 2) by nra.
  assert (Hsg : 10 * sg ^ 2 <= g1 ^ 2 * d).
  { unfold g1. rewrite Rpow_mult_distr, pow2_sqrt by lra. pose proof (pow2_ge_0 (c * A)). nra. }
  assert (Szp : sg ^ 2 / (2 * delta) + 2 * g1 ^ 2 <= sz).
  { rewrite <- sz_parts. assert (g1 ^ 2 <= g1) by nra.
    assert (sg ^ 2 / (2 * delta) <= (c * A) ^ 2 / (2 * delta)); [|lra].
    unfold Rdiv. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra | lra]. }
  pose proof (has_mean_scal _ Rt _ _ (first_majorant Hd)) as M. destruct moments as (M1 & M2 & M3).
  assert (B : forall o : direction (1 + m), 0 <= power (ratio p K ws u2 delta top z (next o)) 1 <=
    Rt * (quiet (first o) + (swing (first o) * dot p (uniform p ws (fst s) o) v
      + (alpha ^ 2 * (wave (first o) * dot p (uniform p ws (fst s) o) v ^ 2)
      + alpha ^ 3 * (wave3 (first o) * dot p (uniform p ws (fst s) o) v ^ 3))))).
  { intros o. split; [apply power_nonneg|]. destruct (noise_parts o) as (N1 & N2 & N3 & N5 & N4).
  set (t := first o) in *.
    pose proof (x_range d u sg (pulled t) (kicked t) _ _ g1 Hd Hu Hud N1 N2 N3 N5 N4 ltac:(lra) Hsg) as Xr.
    assert (X1 : 3/2 * g1 < 1) by lra.
    pose proof (next_ratio o Hd (Rle_lt_trans _ _ _ (proj2 Xr) X1)) as (Q0 & Q1). fold t in Q1.
    rewrite power_1 by exact Q0.
    eapply Rle_trans; [exact Q1|]. apply Rmult_le_compat_l; [lra|].
    pose proof (fall_range t (first_range m o)) as Fr.
    eapply Rle_trans; [apply (near_bound d u delta sg (pulled t) (kicked t) _ _ g1 Hd Hu Hud (proj1 Dr) N1 N2 N3 N5 N4
      ltac:(lra) Hsg (fall t) sz Sz Szp G1 ltac:(lra))|].
    right. unfold quiet, swing, wave, wave3, alpha. fold t H r. unfold fall at 1. field. lra. }
  eapply Rle_trans; [apply (below_mean _ _ _ _ B M)|]. rewrite (Rmult_comm (1 - lambda)).
  apply Rmult_le_compat_l; [lra|].
  (* the means add up *)
  pose proof slow1 as S1. pose proof delta_eq as De. pose proof (kappa2_pos K e1 e2 K_pos Teacher) as Kp.
  assert (Hn : 4 <= INR (1 + m)) by (replace 4 with (INR 4) by (simpl; ring); apply le_INR; lia).
  set (Mk := mom m kicked) in *. set (Mg := mom m g) in *. rewrite M1. set (X := sg / H).
  assert (Eg : nu * c * kappa2 K e1 e2 * (1 + / (2 * INR p)) <= nu * c * kappa2 K e1 e2 * Mg).
  { apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply Rmult_le_pos|]; lra | exact M3]. }
  assert (Ek : alpha ^ 2 * (Mk * (u * d / INR (1 + m))) <= sg ^ 2 / (d * H) * Mk * r).
  { replace (alpha ^ 2 * (Mk * (u * d / INR (1 + m)))) with (sg ^ 2 / (d * H) * Mk * r * (4 / INR (1 + m)))
      by (unfold alpha, r; field; lra).
    assert (0 <= sg ^ 2 / (d * H) * Mk * r).
    { pose proof (r_range d u delta Hd Hu (proj1 Dr)) as (R0 & _). fold H r in R0.
      assert (0 <= sg ^ 2 / (d * H)).
      { apply Rmult_le_pos; [apply pow2_ge_0 | left; apply Rinv_0_lt_compat; apply Rmult_lt_0_compat; lra]. }
      apply Rmult_le_pos; [apply Rmult_le_pos|]; lra. }
    rewrite <- (Rmult_1_r (sg ^ 2 / (d * H) * Mk * r)) at 2. apply Rmult_le_compat_l; [assumption|].
    apply Rle_div_l; lra. }
  assert (Er : sg ^ 2 / (d * H) * Mk - sg ^ 2 / (d * H) * Mk * r = X ^ 2 * Mk * delta).
  { unfold X, r. replace u with (H - delta * d) by (unfold H; ring). field. lra. }
  assert (Es : nu * sg - r * sg * nu = nu * (X * (delta * d))).
  { unfold X, r. replace u with (H - delta * d) by (unfold H; ring). field. lra. }
  pose proof (kick_wins nu (c * b0) q2 Mk delta X d ltac:(lra) (conj (proj1 Qr) M2) (proj1 Dr) De ltac:(lra)) as Em.
  assert (Eb : b0 = abar_alpha K e1 e2 + kappa2 K e1 e2 * (1 + / (2 * INR p))) by reflexivity.
  assert (El : lambda = nu * b0 * c / 4) by reflexivity. rewrite El.
  assert (nu * c * b0 = nu * c * abar_alpha K e1 e2 + nu * c * kappa2 K e1 e2 * (1 + / (2 * INR p))) by (rewrite Eb;
    ring).
  lra.
Qed.

(** *** Where R < 1 and Y <= Ytop *)

Let W := summit K p eta e1 e2 ra mx hx my hy theta.
Let g2 := sqrt (5 * (c * A) ^ 2 * W).

Lemma W_eq : W * (1200 * theta ^ 2 * A ^ 2 * c) = nu * b0.
Proof.
  pose proof c_pos. pose proof A_pos. unfold W, summit. fold c A nu b0. field. repeat split; lra.
Qed.

Lemma W_ge : 10 <= W.
Proof.
  pose proof W_eq. pose proof slow2. pose proof c_pos. pose proof A_pos.
  assert (0 < theta ^ 2 * A ^ 2 * c) by (apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; apply pow_lt|]; lra). nra.
Qed.

Lemma g2_sq : g2 ^ 2 = 5 * (c * A) ^ 2 * W /\ 240 * (theta ^ 2 * g2 ^ 2) = nu * b0 * c.
Proof.
  pose proof W_ge. pose proof W_eq. pose proof (pow2_ge_0 (c * A)).
  assert (E : g2 ^ 2 = 5 * (c * A) ^ 2 * W) by (unfold g2; apply pow2_sqrt; apply Rmult_le_pos; lra).
  split; [exact E|]. rewrite E. replace (240 * (theta ^ 2 * (5 * (c * A) ^ 2 * W))) with (c * (W * (1200 * theta ^ 2
    * A ^ 2 * c))) by ring.
  rewrite W_eq. ring.
Qed.

Lemma nbc_small : 0 < nu * b0 * c <= 1/750.
Proof.
  pose proof nu_range. pose proof b0_pos. pose proof b0_le. pose proof c_pos. pose proof PI_lt. pose proof cA_small.
  split; [apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; lra|].
  assert (nu * (b0 * c) <= 4 * (1/3000)).
  { apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|].
  apply Rle_trans with (c * A); [rewrite Rmult_comm; apply Rmult_le_compat_l|]; lra. }
  lra.
Qed.

Lemma g2_range : 0 <= g2 <= 1/100 /\ theta * g2 <= 1/100.
Proof.
  destruct g2_sq as (_ & E). pose proof nbc_small. assert (0 <= g2) by apply sqrt_pos.
  assert ((theta * g2) ^ 2 <= (1/100) ^ 2) by (rewrite Rpow_mult_distr; lra).
  pose proof (within_square (theta * g2) (1/100) ltac:(lra) ltac:(lra)).
  assert (1 * g2 <= theta * g2) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Lemma power_mult x a t : 0 <= x -> power (x * exp a) t = power x t * exp (t * a).
Proof.
  intros Hx'. pose proof (exp_pos a). unfold power.
  destruct (Rlt_dec 0 x) as [L|L], (Rlt_dec 0 (x * exp a)) as [M|M].
  - rewrite ln_mult, ln_exp, <- exp_plus by lra. f_equal. ring.
  - exfalso. apply M. now apply Rmult_lt_0_compat.
  - exfalso. replace x with 0 in M by lra. lra.
  - ring.
Qed.

Let even (t : R) := (1 + theta * (nu * (sg - c * abar_alpha K e1 e2) + 53 * g2 ^ 2)
  + 2 * theta ^ 2 * (98 * (c * A) ^ 2 + 32 * g2 ^ 2))
  + (- (theta * nu * c * kappa2 K e1 e2)) * g t + (- (theta * (2 * r * sg))) * pulled t.
Let odd (t : R) := (PI - t) * cos t * (theta * (alpha - 2 * r * (sg / d))).

Lemma second_majorant : has_mean (isotropic p)
  (fun o : direction (1 + m) => even (first o) + odd (first o) * dot p (uniform p ws (fst s) o) v)
  ((1 + theta * (nu * (sg - c * abar_alpha K e1 e2) + 53 * g2 ^ 2) + 2 * theta ^ 2 * (98 * (c * A) ^ 2 + 32 * g2 ^ 2))
   + (- (theta * nu * c * kappa2 K e1 e2)) * mom m g + (- (theta * (2 * r * sg))) * mom m pulled + 0).
Proof.
  assert (Av : dot p v ws = 0) by (apply across_teacher; exact ws_unit).
  apply has_mean_plus.
  - unfold even. apply has_mean_plus; [|apply has_mean_scal, angle_mean, pulled_continuous].
    apply has_mean_plus; [apply has_mean_const | apply has_mean_scal, angle_mean, g_continuous].
  - apply (across_mean m ws (fst s) ws_unit v Av odd). unfold odd. smooth.
Qed.

Lemma second_drift : Rt < 1 -> beyond p ws Ytop s = false ->
  ex (isotropic p) (fun o => power (ratio p K ws u2 delta top z (next o)) theta) <= (1 - lambda) * power Rt theta.
Proof.
  intros HR Hb. destruct uds as (Hu & Hd0 & HH & Hud).
  pose proof delta_range as Dr. pose proof sg_range as Sg. pose proof (pow2_ge_0 (c * A)) as CA2.
  pose proof c_pos as Cp. pose proof nu_range as Nu. pose proof b0_pos as Bp. pose proof q2_range as Qr.
  pose proof cA_small as CA.
  destruct g2_sq as (G2 & G2t). destruct g2_range as (Gr & Gt). pose proof W_ge as Wg. pose proof nbc_small as NB.
  unfold beyond in Hb. fold u d in Hb. destruct (Rlt_dec (Ytop * d) u) as [|Hy']; [discriminate|].
  assert (EY : Ytop = W - 1) by reflexivity.
  assert (Hd : 0 < d) by (destruct (Rle_lt_or_eq_dec 0 d Hd0) as [L|Z]; [exact L|]; exfalso; apply Hy';
    rewrite <- Z, Rmult_0_r; lra).
  assert (HW : 2 <= W * d) by (rewrite EY in Hy'; lra).
  assert (Hdu : d <= u).
  { pose proof Rt_value as E. pose proof heights_here as Hh. pose proof exp_T as ET.
    assert (B : Yg + delta <= exp (top - height K u2 z (snd s))).
    { apply Rle_trans with (exp (top + - T)); [|apply exp_le; lra].
      rewrite exp_plus, top_exp, Rmult_assoc, <- exp_plus, Rplus_opp_r, exp_0. lra. }
    assert ((1 + delta) * d <= exp (top - height K u2 z (snd s)) * d) by (apply Rmult_le_compat_r; lra).
    assert (Rt * H <= 1 * H) by (apply Rmult_le_compat_r; lra). unfold H in *. lra. }
  assert (Hsg : 10 * sg ^ 2 <= g2 ^ 2 * d).
  { rewrite G2. pose proof (square_of_range sg (c * A) Sg). apply Rle_trans with (5 * (c * A) ^ 2 * 2); [lra|].
    rewrite (Rmult_assoc (5 * (c * A) ^ 2)). apply Rmult_le_compat_l; lra. }
  assert (TA : theta ^ 2 * (c * A) ^ 2 <= nu * b0 * c / 12000)
    by (pose proof (Rmult_le_compat_l c _ _ (Rlt_le _ _ Cp) slow2); lra).
  assert (TcA : theta * (c * A) <= 1/1000).
  { pose proof (within_square (theta * (c * A)) (1/1000) ltac:(lra)) as Wq. apply Wq. rewrite Rpow_mult_distr. lra. }
  assert (Pr : 0 <= power Rt theta) by apply power_nonneg.
  pose proof (has_mean_scal _ (power Rt theta) _ _ second_majorant) as M. destruct moments as (M1 & M2 & M3).
  assert (B : forall o : direction (1 + m), 0 <= power (ratio p K ws u2 delta top z (next o)) theta <=
    power Rt theta * (even (first o) + odd (first o) * dot p (uniform p ws (fst s) o) v)).
  { intros o. split; [apply power_nonneg|]. destruct (noise_parts o) as (N1 & N2 & N3 & N5 & N4).
  set (t := first o) in *.
    pose proof (x_range d u sg (pulled t) (kicked t) _ _ g2 Hd Hu Hud N1 N2 N3 N5 N4 Gr Hsg) as Xr.
    pose proof (y_range d u sg (pulled t) (kicked t) _ _ g2 Hd Hu Hud N1 N2 N3 N5 N4 Gr Hsg) as Yr.
    assert (X1 : 3/2 * g2 < 1) by lra.
    pose proof (next_ratio o Hd (Rle_lt_trans _ _ _ (proj2 Xr) X1)) as (Q0 & Q1). fold t in Q1.
    pose proof (fall_range t (first_range m o)) as Fr.
    destruct (far_bound d u delta sg (pulled t) (kicked t) _ _ g2 Hd Hu Hud (proj1 Dr) N1 N2 N3 N5 N4 Gr Hsg (fall t)
      Hdu) as (F1 & F2).
    fold t H r in F1, F2.
    set (J := (PI - t) * cos t * dot p (uniform p ws (fst s) o) v) in *.
    set (ee := fall t - 2 * r * (sg * pulled t) + (2 * sg * J / (d * H) - 2 * r * (sg * J / d)) + 53 * g2 ^ 2) in *.
    assert (R0 : 0 <= Rt).
    { destruct S as (Hw & _). apply (ratio_bounded p K ws u2 ws_unit delta top (height K u2 z (snd s)) z (proj1 Dr) s
      Hw). lra. }
    assert (Le : ratio p K ws u2 delta top z (next o) <= Rt * exp ee).
    { eapply Rle_trans; [exact Q1|]. apply Rmult_le_compat_l; [exact R0 | exact F1]. }
    apply Rle_trans with (power (Rt * exp ee) theta); [apply power_le; lra|].
    rewrite power_mult by exact R0. apply Rmult_le_compat_l; [exact Pr|].
    pose proof (r_range d u delta Hd Hu (proj1 Dr)) as Rr. fold H r in Rr.
    pose proof (within r (sg * pulled t) 1 g2 ltac:(lra) Yr) as B1.
    pose proof (small_square g2 Gr) as G3.
    assert (Er : - (7 * (c * A) + 4 * g2) <= ee <= 7 * (c * A) + 4 * g2) by (unfold ee; lra).
    pose proof (within theta ee theta (7 * (c * A) + 4 * g2) ltac:(lra) Er) as B2.
    eapply Rle_trans; [apply exp_quadratic; lra|].
    assert (E2' : ee ^ 2 <= 98 * (c * A) ^ 2 + 32 * g2 ^ 2).
    { pose proof (square_of_sum ee _ _ Er). lra. }
    assert (theta ^ 2 * ee ^ 2 <= theta ^ 2 * (98 * (c * A) ^ 2 + 32 * g2 ^ 2)) by (apply Rmult_le_compat_l;
      [apply pow2_ge_0 | exact E2']).
    replace ((theta * ee) ^ 2) with (theta ^ 2 * ee ^ 2) by ring.
    replace (even t + odd t * dot p (uniform p ws (fst s) o) v) with
      (1 + theta * ee + 2 * (theta ^ 2 * (98 * (c * A) ^ 2 + 32 * g2 ^ 2))); [lra|].
    unfold even, odd, ee, alpha, fall, J. field. lra. }
  eapply Rle_trans; [apply (below_mean _ _ _ _ B M)|]. rewrite (Rmult_comm (1 - lambda)).
  apply Rmult_le_compat_l; [exact Pr|].
  pose proof (kappa2_pos K e1 e2 K_pos Teacher) as Kp. set (Mg := mom m g) in *. rewrite M1.
  assert (Eg : nu * c * kappa2 K e1 e2 * (1 + / (2 * INR p)) <= nu * c * kappa2 K e1 e2 * Mg).
  { apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply Rmult_le_pos|]; lra | exact M3]. }
  assert (Eb : nu * c * b0 = nu * c * abar_alpha K e1 e2 + nu * c * kappa2 K e1 e2 * (1 + / (2 * INR p)))
    by (unfold b0, gain; ring).
  assert (Es : nu * sg - r * sg * nu <= nu * b0 * c / 8).
  { replace (nu * sg - r * sg * nu) with (nu * (sg * (delta * (d / H)))).
    2: { unfold r. replace u with (H - delta * d) by (unfold H; ring). field. lra. }
    pose proof (fraction d H Hd ltac:(unfold H; pose proof (Rmult_le_pos delta d ltac:(lra) ltac:(lra)); lra)) as DH.
    assert (D1 : 0 <= delta * (d / H) <= delta) by (split; [apply Rmult_le_pos | apply shrink]; lra).
    pose proof (within sg (delta * (d / H)) (c * A) delta Sg ltac:(lra)).
    assert (D2 : nu * (c * A * delta) <= nu * b0 * c / 8).
    { pose proof delta_eq as De. replace (nu * (c * A * delta)) with (c * A / 2 * (delta * (2 * nu))) by field.
    rewrite De.
      assert (0 < c * b0) by (apply Rmult_lt_0_compat; lra).
      assert (0 <= c * b0 * q2 <= c * b0) by (split; [apply Rmult_le_pos | apply shrink]; lra).
      assert (c * A / 2 * (c * b0 * q2) <= 1/6000 * (c * b0)) by (apply Rmult_le_compat; lra).
      assert (2 * (c * b0) <= nu * (c * b0)) by (apply Rmult_le_compat_r; lra). lra. }
    apply Rle_trans with (nu * (c * A * delta)); [apply Rmult_le_compat_l; lra | exact D2]. }
  assert (El : lambda = nu * b0 * c / 4) by reflexivity. rewrite El.
  assert (Tg : theta * g2 ^ 2 <= theta ^ 2 * g2 ^ 2) by (apply Rmult_le_compat_r; [apply pow2_ge_0 | clear - Htheta;
    nra]).
  set (mean := nu * sg - nu * c * abar_alpha K e1 e2 - nu * c * kappa2 K e1 e2 * Mg - r * sg * nu) in *.
  pose proof (grow theta mean (7/8 * (nu * b0 * c)) Htheta ltac:(unfold mean; lra) ltac:(lra)) as Main.
  unfold mean in Main.
  rewrite Rpow_mult_distr in *. lra.
Qed.

(** *** Beyond *)

Lemma fall_back wt : dot p wt wt = 1 -> beyond p ws Ytop s = true ->
  power (ratio p K ws u2 delta top z (seen_step p K ws ast eta s wt e)) theta <= power (4/3 * V / W) theta.
Proof.
  intros Un Hb. destruct uds as (Hu & Hd & HH & Hud). pose proof delta_range as Dr. pose proof sg_range as Sg.
  pose proof cA_small as CA. destruct g2_sq as (G2 & _). destruct g2_range as (Gr & _). pose proof W_ge as Wg.
  unfold beyond in Hb. fold u d in Hb. destruct (Rlt_dec (Ytop * d) u) as [Hy'|]; [|discriminate].
  assert (EY : Ytop = W - 1) by reflexivity. assert (HW : W * d <= 2) by (rewrite EY in Hy'; lra).
  destruct (moved p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box nu delta top
    s wt e S Un Ne) as (L0 & LW & L2 & Er).
  pose proof (parts p K ws u2 e2 mx hx my hy ws_unit s wt S Un) as (N1 & N2 & N3 & _ & N4).
  cbv zeta in *. change (tilted K e1 e2 nu) with z in Er. change (eta / (2 * PI)) with c in L0, LW, L2, Er.
  set (om := PI - angle p ws wt) in *. set (t := dot p wt ws) in *. fold d sg in L0, LW, L2, Er.
  set (J := om * t * (dot p wt (fst s) - t * dot p (fst s) ws)) in *.
  set (Q2 := om ^ 2 * t ^ 2 * (1 - t ^ 2)) in *. set (Pp := om * (1 - t ^ 2)) in *.
  set (Om2 := om ^ 2 * (1 - t ^ 2)) in *. set (Ws := 1 - d + sg * Pp) in *.
  match type of L0 with 0 < ?l => set (L := l) in * end.
  assert (Next : in_box p K u2 e2 mx hx my hy (seen_step p K ws ast eta s wt e))
    by (apply (box_kept p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra); assumption).
  pose proof (heights_in_box _ Next) as Hn. cbn [snd seen_step] in Hn.
  assert (HT : exp (top - height K u2 z (seen_a p K ws ast eta (snd s) wt e)) <= V).
  { apply Rle_trans with (exp (top + T)); [apply exp_le; lra|]. rewrite exp_plus, top_exp, <- V_exp. pose proof exp_T.
    rewrite Rmult_assoc. apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra. }
  assert (Ht : 0 < / W <= 1/10) by (split; [apply Rinv_0_lt_compat; lra | replace (1/10) with (/ 10) by field;
    apply Rinv_le_contravar; lra]).
  assert (Dd : d <= 2 * / W) by (apply (Rmult_le_reg_l W); [lra|];
    rewrite (Rmult_comm 2), <- Rmult_assoc, Rinv_r by lra; lra).
  destruct (fall_sizes d u sg Pp Q2 Om2 J L Ws g2 (/ W) ltac:(lra) Hud N1 N2 N3 N4 Gr) as (B1 & B2);
    try assumption; try reflexivity.
  { replace (g2 ^ 2 * / W) with (5 * (c * A) ^ 2) by (rewrite G2; field; lra).
  pose proof (square_of_range sg (c * A) Sg). lra. }
  apply power_le; [|lra]. rewrite Er. clear Er Hn Next.
  set (X := top - height K u2 z (seen_a p K ws ast eta (snd s) wt e)) in *.
  pose proof (exp_pos X).
  assert (Q : 0 <= (L - Ws) / (L + Ws + delta * (L - Ws)) <= 4/3 * / W).
  { assert (Den : 159/100 <= L + Ws + delta * (L - Ws))
    by (pose proof (Rmult_le_pos delta (L - Ws) ltac:(lra) ltac:(lra)); lra). split.
    - apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra].
    - apply Rle_div_l; [lra|]. apply Rle_trans with (4/3 * / W * (159/100)); [lra|]. apply Rmult_le_compat_l; lra. }
  split; [apply Rmult_le_pos; lra|]. replace (4/3 * V / W) with (V * (4/3 * / W)) by (field; lra).
  apply Rmult_le_compat; lra.
Qed.

End State.
End Drift.

(** ** The theorems *)

(** The uniform direction is a unit vector, in every dimension that has one. *)
Lemma uniform_sphere p ws : dot p ws ws = 1 -> forall w o, dot p (uniform p ws w o) (uniform p ws w o) = 1.
Proof.
  intros Hs w o. destruct p as [|[|m]].
  - exfalso. unfold dot in Hs. cbn in Hs. lra.
  - unfold uniform. rewrite (mirrored_isometry 0) by exact Hs. apply point_unit.
  - now apply uniform_unit.
Qed.

(** Laws of the direction seen, one for each w, whose means of functions that are not negative are at most 1 + chi times
    the uniform ones. *)
Definition dominated (p : nat) (ws : nat -> R) {Om : Type} (E : (nat -> R) -> upper Om)
    (sees : (nat -> R) -> Om -> (nat -> R)) (chi : R) : Prop :=
  forall (w : nat -> R) (f : (nat -> R) -> R) (most : R), dot p w w = 1 ->
  (forall v, dot p v v = 1 -> 0 <= f v <= most) ->
  ex (E w) (fun o => f (sees w o)) <= (1 + chi) * ex (isotropic p) (fun o => f (uniform p ws w o)).

Section Theorems.
Variables p K : nat.
Variables ws ast u2 : nat -> R.
Variables eta e1 e2 ra mx hx my hy : R.
Hypothesis K_pos : (1 <= K)%nat.
Hypothesis ws_unit : dot p ws ws = 1.
Hypothesis P : plane K ast u2 e1 e2.
Hypothesis E1 : 0 <= e1.
Hypothesis E2 : 0 <= e2.
Hypothesis Ra : 0 <= ra.
Hypothesis Box : box_ok K eta e1 e2 ra mx hx my hy.

(** What the soundness assumes of one step holds under every such law. *)
Lemma one_step_premises (Om : Type) (E : (nat -> R) -> upper Om) (sees : (nat -> R) -> Om -> (nat -> R))
    (sees_unit : forall w o, dot p (sees w o) (sees w o) = 1) (chi Yg theta : R) :
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> 0 <= hx -> 0 <= hy -> 1 <= Yg -> 1 <= theta ->
  slow_enough K p eta e1 e2 ra mx hx my hy Yg theta -> dominated p ws E sees chi -> 0 <= chi < rate K p eta e1 e2 ->
  let delta := softening K p eta e1 e2 in
  let T := tilt K p e1 e2 mx hx my hy in
  let top := ln (Yg + delta) + T in
  let z := tilted K e1 e2 (pace p) in
  let Ytop := summit K p eta e1 e2 ra mx hx my hy theta - 1 in
  let lambda := rate K p eta e1 e2 - chi in
  0 < delta <= 1 /\ 0 < lambda <= 1 /\
  heights p K u2 e2 mx hx my hy delta top (- T) z Yg /\
  drift_inequalities p K ws ast u2 eta e2 ra mx hx my hy E sees delta top z Ytop 1 theta lambda /\
  no_fall p K ws ast u2 eta e2 ra mx hx my hy sees delta top z Ytop theta
    (power (4/3 * wide K p e1 e2 mx hx my hy Yg / summit K p eta e1 e2 ra mx hx my hy theta) theta).
Proof.
  intros Hp HT Hx Hy HY Hth Slow Dom Hchi. destruct p as [|[|m]]; [lia | lia |].
  assert (Hm : (3 <= m)%nat) by lia.
  pose proof (delta_range m K eta e1 e2 ra mx hx my hy Yg theta Hm K_pos E1 E2 Ra HT Hx Hy Box Hth Slow) as Dr.
  pose proof (nbc_small m K eta e1 e2 ra mx hx my hy Yg theta Hm K_pos E1 E2 Ra HT Hx Hy Box Hth Slow) as Nb.
  pose proof (top_exp m K eta e1 e2 ra mx hx my hy Yg theta Hm K_pos E1 E2 Ra HT Hx Hy Box HY Hth Slow) as Te.
  pose proof (exp_T m K e1 e2 mx hx my hy Hm K_pos E1 E2 Hx Hy) as ET.
  intros delta T top z Ytop lambda. fold delta in Dr, Te. fold T in ET, Te. fold top in Te.
  assert (Lr : 0 < lambda <= 1) by (unfold lambda, rate in *; lra).
  (* a step that sees any unit vector ends in the box, where the ratio is bounded *)
  assert (Move : forall t e theta', 0 <= theta' -> in_box (S (S m)) K u2 e2 mx hx my hy t -> dot K e e <= ra ^ 2 ->
    ex (isotropic (S (S m))) (fun o => power (ratio (S (S m)) K ws u2 delta top z
      (seen_step (S (S m)) K ws ast eta t (uniform (S (S m)) ws (fst t) o) e)) theta')
      <= (1 - rate K (S (S m)) eta e1 e2) * power (ratio (S (S m)) K ws u2 delta top z t) theta' ->
    ex (E (fst t)) (fun o => power (ratio (S (S m)) K ws u2 delta top z
      (seen_step (S (S m)) K ws ast eta t (sees (fst t) o) e)) theta')
      <= (1 - lambda) * power (ratio (S (S m)) K ws u2 delta top z t) theta').
  { intros t e theta' Ht Bt Be Le. pose proof (power_nonneg (ratio (S (S m)) K ws u2 delta top z t) theta') as P0.
    eapply Rle_trans.
    { apply (Dom (fst t) (fun v => power (ratio (S (S m)) K ws u2 delta top z (seen_step (S (S m)) K ws ast eta t v
      e)) theta')
        (power (exp (top - - T) / delta) theta') (proj1 Bt)).
      intros v Hv. pose proof (box_kept (S (S m)) K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra t v e
        Box Bt Hv Be) as Bv.
      split; [apply power_nonneg|]. apply power_le; [|exact Ht].
      apply (ratio_bounded (S (S m)) K ws u2 ws_unit delta top (- T) z (proj1 Dr)); [exact (proj1 Bv)|].
      pose proof (heights_in_box m K u2 e1 e2 mx hx my hy Hm K_pos E1 E2 _ Bv) as Hh. fold T z in Hh. lra. }
    apply (Rmult_le_compat_l (1 + chi)) in Le; [|lra]. eapply Rle_trans; [exact Le|].
    rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [exact P0|].
    pose proof (Rmult_le_pos chi (rate K (S (S m)) eta e1 e2) ltac:(lra) ltac:(lra)). unfold lambda. lra. }
  split; [exact Dr|]. split; [exact Lr|]. split; [|split].
  - intros t Ht. pose proof (heights_in_box m K u2 e1 e2 mx hx my hy Hm K_pos E1 E2 t Ht) as Hh. fold T z in Hh.
    split; [lra|]. rewrite Te. rewrite Rmult_comm. apply Rmult_le_compat_l; [lra|]. apply exp_le. lra.
  - intros t e Ht He Hb. split; intros HR.
    + apply Move; try assumption; [lra|]. now apply (first_drift m K ws ast u2 eta e1 e2 ra mx hx my hy Yg theta).
    + apply Move; try assumption; [lra|]. now apply (second_drift m K ws ast u2 eta e1 e2 ra mx hx my hy Yg theta).
  - intros t e o Ht He Hb. now apply (fall_back m K ws ast u2 eta e1 e2 ra mx hx my hy Yg theta).
Qed.

Context {Oa : Type} (Ea : upper Oa).
Variable eps : boxed_state p K u2 e2 mx hx my hy -> Oa -> (nat -> R).
Hypothesis small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2.

Theorem C13_dominated_escape (Om : Type) (E : (nat -> R) -> upper Om) (sees : (nat -> R) -> Om -> (nat -> R))
    (sees_unit : forall w o, dot p (sees w o) (sees w o) = 1) (chi Yg theta : R) (n : nat)
    (s : boxed_state p K u2 e2 mx hx my hy) :
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> 0 <= hx -> 0 <= hy -> 1 <= Yg -> 1 <= theta ->
  slow_enough K p eta e1 e2 ra mx hx my hy Yg theta -> dominated p ws E sees chi -> 0 <= chi < rate K p eta e1 e2 ->
  run (fun t => product Ea (E (fst (proj1_sig t))))
    (perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box sees sees_unit eps small)
    n (fun t => bad p ws Yg (proj1_sig t)) s <=
    (1 - (rate K p eta e1 e2 - chi)) ^ n * (wide K p e1 e2 mx hx my hy Yg / softening K p eta e1 e2)
    + power (4/3 * wide K p e1 e2 mx hx my hy Yg / summit K p eta e1 e2 ra mx hx my hy theta) theta
      / (rate K p eta e1 e2 - chi).
Proof.
  intros Hp HT Hx Hy HY Hth Slow Dom Hchi.
  pose proof (one_step_premises Om E sees sees_unit chi Yg theta Hp HT Hx Hy HY Hth Slow Dom Hchi) as One.
  cbv zeta in One. destruct One as (Dp & Lr & H & D & N).
  eapply Rle_trans.
  { eapply (C13_escape_soundness p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box
      Ea E sees sees_unit eps small _ _ _ _ (proj1 Dp) Yg _ ltac:(lra) 1 theta _ _ n s ltac:(lra) Lr (power_nonneg _ _) H D N). }
  apply Rplus_le_compat_r, Rmult_le_compat_l; [apply pow_le; lra|].
  set (delta := softening K p eta e1 e2) in *. set (T := tilt K p e1 e2 mx hx my hy) in *.
  replace (ln (Yg + delta) + T - - T) with (ln (Yg + delta) + 2 * T) by ring. rewrite exp_plus, exp_ln by lra.
  pose proof (exp_pos (2 * T)) as ET.
  rewrite power_1 by (left; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  unfold Rdiv. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|].
  unfold wide. fold T. apply Rmult_le_compat_r; lra.
Qed.

(** Every gradient sees a fresh uniform direction in the place of w, and a plus noise that oa, independent of the
    direction, and an adversary, who knows the state, decide. *)
Definition isotropic_step :
  boxed_state p K u2 e2 mx hx my hy -> Oa * direction (p - 1) -> boxed_state p K u2 e2 mx hx my hy :=
  perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box
    (uniform p ws) (uniform_sphere p ws ws_unit) eps small.

Theorem C13_isotropic_escape (Yg theta : R) (n : nat) (s : boxed_state p K u2 e2 mx hx my hy) :
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> 0 <= hx -> 0 <= hy -> 1 <= Yg -> 1 <= theta ->
  slow_enough K p eta e1 e2 ra mx hx my hy Yg theta ->
  run (fun _ => product Ea (isotropic p)) isotropic_step n (fun t => bad p ws Yg (proj1_sig t)) s <=
    (1 - rate K p eta e1 e2) ^ n * (wide K p e1 e2 mx hx my hy Yg / softening K p eta e1 e2)
    + power (4/3 * wide K p e1 e2 mx hx my hy Yg / summit K p eta e1 e2 ra mx hx my hy theta) theta
      / rate K p eta e1 e2.
Proof.
  intros Hp HT Hx Hy HY Hth Slow. pose proof (Rminus_0_r (rate K p eta e1 e2)) as Z. rewrite <- Z.
  apply (C13_dominated_escape _ (fun _ => isotropic p)); try assumption.
  - intros w f most _ _. rewrite Rplus_0_r, Rmult_1_l. apply Rle_refl.
  - split; [apply Rle_refl|]. apply rate_pos; try assumption. apply Box.
Qed.
End Theorems.

(** The box around 0 that holds where a can rest is kept by small steps. *)
Lemma box_small K eta e1 e2 ra X Y : (1 <= K)%nat -> 0 <= e1 -> 0 <= e2 -> 0 <= ra -> e1 + ra <= X -> e2 + ra <= Y ->
  0 < eta -> eta * (INR K + PI - 1) <= 2 * PI -> eta * reach e1 e2 ra 0 X 0 Y < 2 -> box_ok K eta e1 e2 ra 0 X 0 Y.
Proof.
  intros HK H1 H2 Hr HX HY He Hrate Hs. destruct (denominators K HK) as (D1 & D2). pose proof PI_RGT_0.
  pose proof PI_gt_3.
  pose proof (INR_K_ge K HK) as Kge.
  assert (Mean : forall rt h, 0 <= rt <= 1 -> Rabs (1 - rt) * h + rt * h <= h) by (intros; rewrite Rabs_pos_eq; lra).
  assert (R1 : 0 <= rate_x eta (INR K) <= 1).
  { unfold rate_x. split; [apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra] | apply Rle_div_l; lra]. }
  assert (R2 : 0 <= rate_y eta <= 1).
  { unfold rate_y. split; [apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra] | apply Rle_div_l; [lra|];
    nra]. }
  repeat split; try assumption.
  - exists X. rewrite x_inf_PI, (x_inf_0 (INR K)) by lra.
    assert (0 <= (INR K - 1) * e1 / (INR K + PI - 1)).
    { apply Rmult_le_pos; [apply Rmult_le_pos; lra | left; now apply Rinv_0_lt_compat]. }
    repeat split; try lra. now apply Mean.
  - exists Y. rewrite y_inf_PI, y_inf_0.
    assert (- e2 <= - e2 / (PI - 1)) by (apply Rle_div_r; nra). repeat split; try lra. now apply Mean.
Qed.

Lemma below_min4 a b1 b2 b3 b4 : a <= Rmin b1 (Rmin b2 (Rmin b3 b4)) -> a <= b1 /\ a <= b2 /\ a <= b3 /\ a <= b4.
Proof. unfold Rmin. repeat destruct Rle_dec; lra. Qed.

Lemma reach_centred e1 e2 ra X Y : 0 <= e1 -> 0 <= e2 -> 0 <= ra -> 0 < e1 ^ 2 + e2 ^ 2 -> e1 + ra <= X -> e2 + ra <= Y ->
  0 < reach e1 e2 ra 0 X 0 Y.
Proof. intros. unfold reach. rewrite Rabs_R0. pose proof (sqrt_pos (e1 ^ 2 + e2 ^ 2)). nra. Qed.

Lemma dominated_more p ws Om (E : (nat -> R) -> upper Om) sees chi more : dot p ws ws = 1 -> chi <= more ->
  dominated p ws E sees chi -> dominated p ws E sees more.
Proof.
  intros Hs Hc Dom w f most Hw Hf. eapply Rle_trans; [now apply (Dom w f most)|].
  assert (R0 : forall o, 0 <= f (uniform p ws w o) <= most) by (intros o; apply Hf, uniform_sphere, Hs).
  apply Rmult_le_compat_r; [|lra]. apply ex_ge_const; [now apply (bounded_between 0 most) | intros o; apply R0].
Qed.

(** The uniform direction is dominated by itself. *)
Lemma uniform_dominated p ws chi : dot p ws ws = 1 -> 0 <= chi ->
  dominated p ws (fun _ => isotropic p) (uniform p ws) chi.
Proof.
  intros Hs Hc. apply (dominated_more _ _ _ _ _ 0 _ Hs Hc). intros w f most _ _. rewrite Rplus_0_r, Rmult_1_l.
  apply Rle_refl.
Qed.

(** Steps that are small enough meet both bounds. *)
Lemma small_steps (p K : nat) (e1 e2 ra X Y Yg : R) (K_pos : (1 <= K)%nat) (E1 : 0 <= e1) (E2 : 0 <= e2) (Ra : 0 <= ra) :
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> e1 + ra <= X -> e2 + ra <= Y -> 1 <= Yg ->
  exists eta0, 0 < eta0 /\ forall eta, 0 < eta <= eta0 ->
    box_ok K eta e1 e2 ra 0 X 0 Y /\ slow_enough K p eta e1 e2 ra 0 X 0 Y Yg 2.
Proof.
  intros Hp HT HX HY HYg. pose proof PI_RGT_0 as Pp. destruct (denominators K K_pos) as (D1 & D2).
  set (A := reach e1 e2 ra 0 X 0 Y). set (nu := pace p). set (b0 := gain K p e1 e2).
  set (V := wide K p e1 e2 0 X 0 Y Yg).
  set (S0 := A ^ 2 * nu / (b0 * kick p) + 2 * A * sqrt (5 * V) + 7 * A).
  pose proof (pace_range p Hp) as Nu. fold nu in Nu. pose proof (kick_range p Hp) as Kr.
  pose proof (gain_pos K e1 e2 K_pos HT p ltac:(lia)) as Bp. fold b0 in Bp.
  assert (Ap : 0 < A) by (apply reach_centred; assumption).
  assert (S0p : 0 < S0).
  { unfold S0. assert (0 <= A ^ 2 * nu / (b0 * kick p)).
    { apply Rmult_le_pos; [apply Rmult_le_pos; [pose proof (pow2_ge_0 A)|]; lra | left; apply Rinv_0_lt_compat; nra]. }
    assert (0 <= 2 * A * sqrt (5 * V)) by (apply Rmult_le_pos; [lra | apply sqrt_pos]). lra. }
  assert (NB : 0 < nu * b0) by (apply Rmult_lt_0_compat; lra).
  assert (A2 : 0 < A ^ 2) by (apply pow_lt; lra). pose proof (pow_lt S0 2 S0p) as S2.
  set (c0 := Rmin (nu * b0 / (204 * S0 ^ 2)) (Rmin (nu * b0 / (48000 * A ^ 2))
    (Rmin (/ (INR K + PI - 1)) (/ (PI * 2 * A))))).
  assert (C0 : 0 < c0).
  { unfold c0. repeat apply Rmin_glb_lt; try (apply Rdiv_lt_0_compat; lra); apply Rinv_0_lt_compat; nra. }
  exists (2 * PI * c0). split; [apply Rmult_lt_0_compat; lra|]. intros eta He.
  set (c := speed eta). assert (Ec : eta = 2 * PI * c) by (unfold c, speed; field; lra).
  assert (Cp : 0 < c) by (unfold c, speed; apply Rdiv_lt_0_compat; lra).
  assert (Cc : c <= c0) by (apply (Rmult_le_reg_l (2 * PI)); lra).
  destruct (below_min4 _ _ _ _ _ Cc) as (C1 & C2 & C3 & C4).
  apply Rle_div_r in C1; [|lra]. apply Rle_div_r in C2; [|lra].
  assert (C3' : c * (INR K + PI - 1) <= 1) by (apply (Rmult_le_compat_r (INR K + PI - 1)) in C3;
    [rewrite Rinv_l in C3|]; lra).
  assert (C4' : c * (PI * 2 * A) <= 1) by (apply (Rmult_le_compat_r (PI * 2 * A)) in C4;
    [rewrite Rinv_l in C4; [exact C4|] | ]; pose proof (Rmult_lt_0_compat PI A Pp Ap); lra).
  split; [|split].
  - apply box_small; try assumption; [lra | rewrite Ec; nra |]. fold A. rewrite Ec. lra.
  - unfold size. fold c A nu b0 V. fold S0. replace (204 * (c * S0) ^ 2) with (c * (c * (204 * S0 ^ 2))) by ring.
    rewrite (Rmult_comm (nu * b0)). apply Rmult_le_compat_l; lra.
  - fold c A nu b0. lra.
Qed.

(** Every failure is reached, by every step that is small enough, with the uniform direction and all laws near it. *)
Theorem C13_escape_exists (p K : nat) (ws ast u2 : nat -> R) (e1 e2 ra X Y Yg failure : R)
    (K_pos : (1 <= K)%nat) (ws_unit : dot p ws ws = 1) (P : plane K ast u2 e1 e2) (E1 : 0 <= e1) (E2 : 0 <= e2)
    (Ra : 0 <= ra) :
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> e1 + ra <= X -> e2 + ra <= Y -> 1 <= Yg -> 0 < failure ->
  exists eta0, 0 < eta0 /\ forall eta, 0 < eta <= eta0 ->
  exists (Box : box_ok K eta e1 e2 ra 0 X 0 Y) (N : nat),
  forall (n : nat) Oa (Ea : upper Oa) Om (E : (nat -> R) -> upper Om) sees sees_unit eps small s,
  (N <= n)%nat -> dominated p ws E sees (rate K p eta e1 e2 / 2) ->
  run (fun t => product Ea (E (fst (proj1_sig t))))
    (perturbed_step p K ws ast u2 eta e1 e2 ra 0 X 0 Y K_pos ws_unit P E1 E2 Ra Box sees sees_unit eps small) n
    (fun t => bad p ws Yg (proj1_sig t)) s <= failure.
Proof.
  intros Hp HT HX HY HYg Hf. pose proof PI_RGT_0 as Pp.
  assert (X0 : 0 <= X) by lra. assert (Y0 : 0 <= Y) by lra.
  destruct (small_steps p K e1 e2 ra X Y Yg K_pos E1 E2 Ra Hp HT HX HY HYg) as (eta1 & Eta1 & Small).
  set (A := reach e1 e2 ra 0 X 0 Y). set (nu := pace p). set (b0 := gain K p e1 e2).
  set (V := wide K p e1 e2 0 X 0 Y Yg).
  pose proof (pace_range p Hp) as Nu. fold nu in Nu. pose proof (kick_range p Hp) as Kr.
  pose proof (gain_pos K e1 e2 K_pos HT p ltac:(lia)) as Bp. fold b0 in Bp.
  assert (Ap : 0 < A) by (apply reach_centred; assumption).
  assert (Vp : 0 < V) by (unfold V, wide; apply Rmult_lt_0_compat; [lra | apply exp_pos]).
  assert (NB : 0 < nu * b0) by (apply Rmult_lt_0_compat; lra).
  assert (A2 : 0 < A ^ 2) by (apply pow_lt; lra).
  set (D := 8 * (6400 * V * A ^ 2) ^ 2 / (nu * b0) ^ 3).
  assert (Dp : 0 < D).
  { unfold D. apply Rdiv_lt_0_compat; [|now apply pow_lt]. apply Rmult_lt_0_compat; [lra|]. apply pow_lt. nra. }
  exists (Rmin eta1 (2 * PI * (failure / (2 * D)))).
  split; [apply Rmin_glb_lt; [exact Eta1|]; apply Rmult_lt_0_compat; [lra | apply Rdiv_lt_0_compat; lra]|].
  intros eta He. destruct (Small eta) as (Box & Slow).
  { split; [apply He|]. eapply Rle_trans; [apply He | apply Rmin_l]. }
  set (c := speed eta). assert (Ec : eta = 2 * PI * c) by (unfold c, speed; field; lra).
  assert (Cp : 0 < c) by (unfold c, speed; apply Rdiv_lt_0_compat; lra).
  assert (C5 : c * (2 * D) <= failure).
  { apply Rle_div_r; [lra|]. apply (Rmult_le_reg_l (2 * PI)); [lra|]. rewrite <- Ec.
    eapply Rle_trans; [apply He | apply Rmin_r]. }
  set (lam := rate K p eta e1 e2). assert (El : lam = nu * b0 * c / 4) by reflexivity.
  assert (Lp : 0 < lam) by (apply rate_pos; assumption || apply He).
  set (M := V / softening K p eta e1 e2).
  assert (Sp : 0 < softening K p eta e1 e2).
  { unfold softening. fold c b0 nu. apply Rdiv_lt_0_compat; [|lra].
  apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; lra. }
  assert (Mp : 0 < M) by (apply Rdiv_lt_0_compat; assumption).
  assert (L1 : lam <= 1).
  { destruct p as [|[|m]]; [lia | lia |].
    pose proof (nbc_small m K eta e1 e2 ra 0 X 0 Y Yg 2 ltac:(lia) K_pos E1 E2 Ra HT X0 Y0 Box ltac:(lra) Slow) as Q.
    fold nu b0 c in Q. lra. }
  destruct (pow_lt_1_zero (1 - lam / 2) ltac:(rewrite Rabs_pos_eq; lra) (failure / (2 * M))
    ltac:(apply Rdiv_lt_0_compat; lra)) as (N & HN).
  exists Box, N. intros n Oa Ea Om E sees sees_unit eps small s Hn Dom.
  eapply Rle_trans.
  { apply (C13_dominated_escape p K ws ast u2 eta e1 e2 ra 0 X 0 Y K_pos ws_unit P E1 E2 Ra Box Ea eps small Om E sees
      sees_unit (lam / 2) Yg 2 n s Hp HT X0 Y0 HYg ltac:(lra) Slow Dom). fold lam. lra. }
  fold lam V M. replace (lam - lam / 2) with (lam / 2) by field.
  specialize (HN n Hn). rewrite Rabs_pos_eq in HN by (apply pow_le; lra).
  assert (T1 : (1 - lam / 2) ^ n * M <= failure / 2).
  { apply Rle_trans with (failure / (2 * M) * M); [apply Rmult_le_compat_r; lra | right; field; lra]. }
  assert (T2 : power (4/3 * V / summit K p eta e1 e2 ra 0 X 0 Y 2) 2 / (lam / 2) <= failure / 2).
  { assert (Sm : 0 < summit K p eta e1 e2 ra 0 X 0 Y 2).
    { unfold summit. fold c A nu b0. apply Rdiv_lt_0_compat; [lra|].
      assert (0 < A ^ 2 * c) by (apply Rmult_lt_0_compat; lra). lra. }
    assert (Eq : power (4/3 * V / summit K p eta e1 e2 ra 0 X 0 Y 2) 2 =
      (4/3 * V / summit K p eta e1 e2 ra 0 X 0 Y 2) ^ 2).
    { assert (0 < 4/3 * V / summit K p eta e1 e2 ra 0 X 0 Y 2) by (apply Rdiv_lt_0_compat; lra).
      set (x := 4/3 * V / _) in *. unfold power. destruct Rlt_dec; [|lra].
      replace (2 * ln x) with (ln x + ln x) by ring. rewrite exp_plus, exp_ln by assumption. ring. }
    rewrite Eq. replace ((4/3 * V / summit K p eta e1 e2 ra 0 X 0 Y 2) ^ 2 / (lam / 2)) with (c * (2 * D) / 2).
    - lra.
    - unfold summit, D. rewrite El. fold c A nu b0. field. repeat split; try lra; apply pow_nonzero; lra. }
  lra.
Qed.
