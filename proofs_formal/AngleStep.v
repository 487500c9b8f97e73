(** * AngleStep: what one step does to R = e^(top - z)/(Y + delta), for given noise

    What:    Y = cot^2(angle/2), h = Y + delta. One step multiplies R by at most e^w (1 - x)^2/(1 + v)
             with explicit x and v, v = - o + f - (1 - r)(2 x - x^2), r = Y/h: w is what z loses, o is odd
             in the noise, f what the kick across w gains at the pole. That factor is at most a polynomial of
             known mean plus an error: 51 nu^2 where every part is at most nu, o at most sqrt nu (for
             every Y); in exponential form, and cruder, where o is small too (for Y >= 1).
    Source:  derived; docs/escape.md.
    Claims:  C13 pgd_escapes (the concrete theorem).

    | symbol     | meaning                                                           |
    |------------|-------------------------------------------------------------------|
    | d, u       | 1 - w.w_star, 1 + w.w_star; Y = u/d                               |
    | P, Q2, Om2 | om S^2, (om t S)^2, (om S)^2: P along w_star, P^2 + Q2 = Om2      |
    | J          | om t (w~ . the part of w across w_star)                           |
    | L, Ws      | length of w before it is projected, its part along w_star         |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap DescentVector NoisyDescent Laws Isotropic EscapeDrift.
Open Scope R_scope.

(** ** Small numbers *)

Lemma within a b A B : - A <= a <= A -> - B <= b <= B -> - (A * B) <= a * b <= A * B.
Proof.
  intros Ha Hb. apply Rabs_le_between. rewrite Rabs_mult.
  apply Rmult_le_compat; auto using Rabs_pos; now apply Rabs_le.
Qed.

Lemma within_square a A : 0 <= A -> a ^ 2 <= A ^ 2 -> - A <= a <= A.
Proof. intros HA H. split; nra. Qed.

(** e^w <= 1/(1 - w), *)
Lemma exp_quadratic w : w <= 1/2 -> exp w <= 1 + w + 2 * w ^ 2.
Proof.
  intros Hw. pose proof (exp_ineq1_le (- w)). pose proof (exp_pos w).
  assert (Q : exp w * exp (- w) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
  assert (exp w * (1 - w) <= 1) by nra.
  assert (1 <= (1 + w + 2 * w ^ 2) * (1 - w)) by (pose proof (pow2_ge_0 w); nra).
  apply (Rmult_le_reg_r (1 - w)); lra.
Qed.

(** and 1/(1 + v) = 1 - v/(1 + v). *)
Lemma inv_exp v : -1/2 <= v -> / (1 + v) <= exp (- v + 2 * v ^ 2).
Proof.
  intros Hv. replace (/ (1 + v)) with (1 + (- v + v ^ 2 / (1 + v))) by (field; lra).
  eapply Rle_trans; [apply exp_ineq1_le|].
  assert (H : - v + v ^ 2 / (1 + v) <= - v + 2 * v ^ 2).
  { apply Rplus_le_compat_l. apply (Rmult_le_reg_r (1 + v)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    pose proof (pow2_ge_0 v). nra. }
  now apply exp_le.
Qed.

(** ** The step, exactly *)

Lemma step_ratio d u s P Q2 Om2 J L Ws delta :
  0 < d -> 0 <= u -> u + d = 2 -> 0 < delta -> 0 < L -> Om2 = P ^ 2 + Q2 -> 0 <= Q2 ->
  Ws = 1 - d + s * P -> L ^ 2 = 1 + 2 * s * ((1 - d) * P - J) + s ^ 2 * Om2 -> J ^ 2 <= Q2 * (u * d) ->
  let H := u + delta * d in
  let x := s * P + s * J / d - s ^ 2 * Om2 / (2 * d) in
  let v := - (2 * s * J / (d * H)) + s ^ 2 * Q2 / (d * H) - (1 - u / H) * (2 * x - x ^ 2) in
  x < 1 -> 0 < 1 + v /\
  0 <= (L - Ws) / (L + Ws + delta * (L - Ws)) <= d / H * ((1 - x) ^ 2 / (1 + v)).
Proof.
  intros Hd Hu Hs Hdl HL EO HQ EW EL HJ H x v Hx.
  assert (HH : 0 < H) by (unfold H; nra).
  set (N := u * d - 2 * s * J + s ^ 2 * Q2).
  assert (EN : L ^ 2 - Ws ^ 2 = N).
  { unfold N. rewrite EL, EW, EO. replace u with (2 - d) by lra. ring. }
  assert (HN : 0 <= N).
  { (* (s J)^2 <= (s^2 Q2) (u d) *)
    assert (G : (s * J) ^ 2 <= (s ^ 2 * Q2) * (u * d)).
    { replace ((s * J) ^ 2) with (s ^ 2 * J ^ 2) by ring. rewrite Rmult_assoc.
      apply Rmult_le_compat_l; [apply pow2_ge_0 | exact HJ]. }
    assert (0 <= s ^ 2 * Q2) by (apply Rmult_le_pos; [apply pow2_ge_0 | exact HQ]).
    assert (0 <= u * d) by (apply Rmult_le_pos; lra).
    pose proof (pow2_ge_0 (u * d - s ^ 2 * Q2)). unfold N. nra. }
  assert (HD : L - Ws <= d * (1 - x)).
  { assert (E : d * (1 - x) = 1 + s * ((1 - d) * P - J) + s ^ 2 * Om2 / 2 - Ws).
    { unfold x. rewrite EW. field. lra. }
    rewrite E. set (q := s * ((1 - d) * P - J) + s ^ 2 * Om2 / 2).
    assert (L ^ 2 = 1 + 2 * q) by (rewrite EL; unfold q; field).
    assert (L <= 1 + q) by (pose proof (pow2_ge_0 (L - 1)); nra). unfold q in *. lra. }
  assert (HD0 : 0 <= L - Ws).
  { destruct (Rle_lt_dec Ws L); [lra|]. exfalso. nra. }
  set (D := L - Ws) in *. set (X := d * (1 - x)) in *.
  assert (HX : 0 < X) by (unfold X; apply Rmult_lt_0_compat; lra).
  assert (EV : 1 + v = (N + delta * X ^ 2) / (d * H)).
  { unfold v, N, X, H in *. field. split; lra. }
  assert (Pos : 0 < N + delta * X ^ 2).
  { pose proof (pow_lt X 2 HX). assert (0 < delta * X ^ 2) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (Hv : 0 < 1 + v) by (rewrite EV; apply Rdiv_lt_0_compat; [exact Pos | apply Rmult_lt_0_compat; lra]).
  split; [exact Hv|].
  assert (EF : d / H * ((1 - x) ^ 2 / (1 + v)) = X ^ 2 / (N + delta * X ^ 2)).
  { rewrite EV. unfold X. field. unfold X in Pos. repeat split; lra. }
  rewrite EF. destruct (Rle_lt_or_eq_dec 0 D HD0) as [DP| <-].
  - assert (EU : L + Ws = N / D) by (unfold D in *; rewrite <- EN; field; lra).
    rewrite EU. assert (P2 : 0 < N + delta * D ^ 2).
    { pose proof (pow_lt D 2 DP). assert (0 < delta * D ^ 2) by (apply Rmult_lt_0_compat; lra). lra. }
    replace (D / (N / D + delta * D)) with (D ^ 2 / (N + delta * D ^ 2)).
    2: { field. split; [|lra]. replace (N + delta * D * D) with (N + delta * D ^ 2) by ring. lra. }
    split; [apply Rmult_le_pos; [apply pow2_ge_0 | left; now apply Rinv_0_lt_compat]|].
    apply (Rmult_le_reg_r (N + delta * D ^ 2)); [exact P2|]. unfold Rdiv.
    rewrite (Rmult_assoc (D ^ 2)), Rinv_l, Rmult_1_r by lra.
    apply (Rmult_le_reg_r (N + delta * X ^ 2)); [exact Pos|].
    replace (X ^ 2 * / (N + delta * X ^ 2) * (N + delta * D ^ 2) * (N + delta * X ^ 2))
      with (X ^ 2 * (N + delta * D ^ 2))
      by (field; lra).
    assert (D ^ 2 <= X ^ 2) by (apply pow_incr; lra). nra.
  - unfold Rdiv. rewrite Rmult_0_l. split; [lra|].
    apply Rmult_le_pos; [apply pow2_ge_0 | left; now apply Rinv_0_lt_compat].
Qed.

(** ** The factor *)

Section Factor.
Variables o f x w r : R.
Hypothesis Hr : 0 <= r <= 1.
Let v := - o + f - (1 - r) * (2 * x - x ^ 2).
Let factor := exp w * ((1 - x) ^ 2 / (1 + v)).

Section Near.
Variable nu : R.
Hypothesis Hnu : 0 <= nu <= 1/100.
Hypothesis Ho : o ^ 2 <= nu.
Hypothesis Hf : 0 <= f <= nu.
Hypothesis Hx : - nu <= x <= nu.
Hypothesis Hw : - nu <= w <= nu.

Definition main_part : R := 1 + o + o ^ 2 + o ^ 3 - f - 2 * r * x - 2 * (o * f) + (2 - 4 * r) * (o * x).

Lemma o_small : -1/10 <= o <= 1/10.
Proof. split; nra. Qed.

Lemma near_ratio : (1 - x) ^ 2 / (1 + v) <= main_part + 39 * nu ^ 2.
Proof.
  pose proof o_small as O. set (k := f - (1 - r) * (2 * x - x ^ 2)).
  assert (Hn2 : 0 <= nu ^ 2) by apply pow2_ge_0. assert (Hn3 : nu ^ 2 <= nu / 100) by nra.
  assert (X2 : 0 <= x ^ 2 <= nu ^ 2) by (split; [apply pow2_ge_0 | nra]).
  assert (K : - (301/100 * nu) <= k <= 301/100 * nu).
  { pose proof (within (1 - r) (2 * x - x ^ 2) 1 (201/100 * nu) ltac:(lra) ltac:(lra)). unfold k. lra. }
  assert (K2 : 0 <= k ^ 2 <= 907/100 * nu ^ 2) by (split; [apply pow2_ge_0 | nra]).
  pose proof (pow2_ge_0 o) as O2.
  pose proof (within (o ^ 2) k nu (301/100 * nu) ltac:(lra) K) as B1.
  pose proof (within o (k ^ 2) (1/10) (907/100 * nu ^ 2) ltac:(lra) ltac:(lra)) as B2.
  pose proof (within k (k ^ 2) (301/100 * nu) (907/100 * nu ^ 2) K ltac:(lra)) as B3.
  pose proof (within o k (1/10) (301/100 * nu) ltac:(lra) K) as B4.
  pose proof (within o (o ^ 2) (1/10) nu ltac:(lra) ltac:(lra)) as B5.
  assert (N3 : nu * nu ^ 2 <= nu ^ 2 / 100) by nra.
  assert (Ev : v = k - o) by (unfold v, k; ring).
  assert (V2 : 0 <= v ^ 2 <= 17/10 * nu).
  { split; [apply pow2_ge_0|]. replace (v ^ 2) with (o ^ 2 - 2 * (o * k) + k ^ 2) by (rewrite Ev; ring). lra. }
  assert (V4 : v ^ 4 <= 289/100 * nu ^ 2).
  { replace (v ^ 4) with (v ^ 2 * v ^ 2) by ring.
  pose proof (within (v ^ 2) (v ^ 2) (17/10 * nu) (17/10 * nu) ltac:(lra) ltac:(lra)). lra. }
  assert (V : -1/2 <= v) by (rewrite Ev; lra).
  set (T := 1 + o - k + o ^ 2 - 2 * (o * k) + o ^ 3).
  assert (I : / (1 + v) <= T + 27 * nu ^ 2).
  { apply Rle_trans with (1 - v + v ^ 2 - v ^ 3 + 2 * v ^ 4).
    - apply (Rmult_le_reg_l (1 + v)); [lra|]. rewrite Rinv_r by lra.
      assert (0 <= v ^ 4 * (1 + 2 * v)) by (apply Rmult_le_pos; [replace (v ^ 4) with (v ^ 2 * v ^ 2) by ring;
        apply Rmult_le_pos|]; lra).
      lra.
    - unfold T. replace (1 - v + v ^ 2 - v ^ 3 + 2 * v ^ 4) with
        (1 + o - k + o ^ 2 - 2 * (o * k) + o ^ 3 + (k ^ 2 - 3 * (o ^ 2 * k) + 3 * (o * k ^ 2) - k * k ^ 2) + 2 * v ^ 4)
        by (rewrite Ev; ring). lra. }
  assert (T1 : - (473/100 * nu) <= T - 1 - o <= 473/100 * nu) by (unfold T; replace (o ^ 3) with (o * o ^ 2) by ring;
    lra).
  pose proof (within x (T - 1 - o) nu (473/100 * nu) Hx T1) as B6.
  pose proof (within (x ^ 2) T (nu ^ 2) (6/5) ltac:(lra) ltac:(lra)) as B7.
  pose proof (within (1 - r) (x ^ 2) 1 (nu ^ 2) ltac:(lra) ltac:(lra)) as B8.
  pose proof (within o ((1 - r) * x ^ 2) (1/10) (nu ^ 2) ltac:(lra) ltac:(lra)) as B9.
  assert (0 <= (1 - r) * x ^ 2) by (apply Rmult_le_pos; lra).
  apply Rle_trans with ((1 - x) ^ 2 * (T + 27 * nu ^ 2)).
  { apply Rmult_le_compat_l; [apply pow2_ge_0 | exact I]. }
  assert (S : (1 - x) ^ 2 <= 103/100) by nra.
  assert ((1 - x) ^ 2 * (27 * nu ^ 2) <= 103/100 * (27 * nu ^ 2)) by (apply Rmult_le_compat_r; lra).
  replace ((1 - x) ^ 2 * (T + 27 * nu ^ 2)) with
    ((T - 2 * x - 2 * (o * x)) - 2 * (x * (T - 1 - o)) + x ^ 2 * T + (1 - x) ^ 2 * (27 * nu ^ 2)) by ring.
  replace (T - 2 * x - 2 * (o * x)) with (main_part - (1 - r) * x ^ 2 - 2 * (o * ((1 - r) * x ^ 2)))
    by (unfold T, main_part, k; ring).
  lra.
Qed.

Lemma near_factor : factor <= main_part + w + o * w + 49 * nu ^ 2.
Proof.
  pose proof o_small as O. pose proof near_ratio as Q. pose proof (pow2_ge_0 o).
  assert (Hn2 : 0 <= nu ^ 2) by apply pow2_ge_0. assert (Hn3 : nu ^ 2 <= nu / 100) by nra.
  assert (W2 : 0 <= w ^ 2 <= nu ^ 2) by (split; [apply pow2_ge_0 | nra]).
  pose proof (exp_quadratic w ltac:(lra)) as Ew. pose proof (exp_pos w).
  set (S := main_part) in *.
  assert (S1 : - (5 * nu) <= S - 1 - o <= 5 * nu).
  { pose proof (within o f (1/10) nu ltac:(lra) ltac:(lra)). pose proof (within r x 1 nu ltac:(lra) Hx).
    pose proof (within o x (1/10) nu ltac:(lra) Hx) as ox.
    pose proof (within (2 - 4 * r) (o * x) 2 (1/10 * nu) ltac:(lra) ox).
    pose proof (within o (o ^ 2) (1/10) nu ltac:(lra) ltac:(lra)).
    unfold S, main_part. replace (o ^ 3) with (o * o ^ 2) by ring. lra. }
  pose proof (within w (S - 1 - o) nu (5 * nu) Hw S1) as B1.
  pose proof (within (w ^ 2) S (nu ^ 2) (6/5) ltac:(lra) ltac:(lra)) as B2.
  assert (Sp : 0 <= S + 39 * nu ^ 2) by lra.
  apply Rle_trans with (exp w * (S + 39 * nu ^ 2)); [apply Rmult_le_compat_l; lra|].
  apply Rle_trans with ((1 + w + 2 * w ^ 2) * (S + 39 * nu ^ 2)); [apply Rmult_le_compat_r; assumption|].
  assert ((1 + w + 2 * w ^ 2) * (39 * nu ^ 2) <= 103/100 * (39 * nu ^ 2)) by (apply Rmult_le_compat_r; lra).
  replace ((1 + w + 2 * w ^ 2) * (S + 39 * nu ^ 2)) with
    (S + w + o * w + w * (S - 1 - o) + 2 * (w ^ 2 * S) + (1 + w + 2 * w ^ 2) * (39 * nu ^ 2)) by ring.
  lra.
Qed.

(** x in its parts. *)
Lemma near_parts y j e : x = y + j - e -> 0 <= e <= nu ^ 2 / 8 -> 0 <= o * j <= nu ^ 2 / 4 ->
  factor <= 1 + w - f - 2 * r * y + o ^ 2 + (o - 2 * r * j + o * (- 2 * f + (2 - 4 * r) * y + w)) + o ^ 3 + 51 * nu ^ 2.
Proof.
  intros Ex He Hj. pose proof o_small as O. pose proof near_factor as F.
  assert (Em : main_part = 1 + o + o ^ 2 + o ^ 3 - f - 2 * r * (y + j - e) - 2 * (o * f) + (2 - 4 * r) * (o * (y + j
    - e)))
    by (unfold main_part; now rewrite Ex).
  assert (Hn2 : 0 <= nu ^ 2) by apply pow2_ge_0.
  pose proof (within r e 1 (nu ^ 2 / 8) ltac:(lra) ltac:(lra)).
  pose proof (within (2 - 4 * r) (o * j) 2 (nu ^ 2 / 4) ltac:(lra) ltac:(lra)).
  pose proof (within o e (1/10) (nu ^ 2 / 8) ltac:(lra) ltac:(lra)) as B.
  pose proof (within (2 - 4 * r) (o * e) 2 _ ltac:(lra) B).
  rewrite Em in F. lra.
Qed.
End Near.

Section Far.
Variable g : R.
Hypothesis Hg : 0 <= g <= 1/100.
Hypothesis Ho : - (2 * g) <= o <= 2 * g.
Hypothesis Hf : 0 <= f <= g ^ 2.
Hypothesis Hx : - (3/2 * g) <= x <= 3/2 * g.

Lemma far_factor : factor <= exp (w - 2 * r * x + o + 52 * g ^ 2).
Proof.
  assert (G2 : 0 <= g ^ 2) by apply pow2_ge_0. assert (G3 : g ^ 2 <= g / 100) by nra.
  assert (X2 : 0 <= x ^ 2 <= 9/4 * g ^ 2) by (split; [apply pow2_ge_0 | nra]).
  pose proof (within (1 - r) (2 * x - x ^ 2) 1 (303/100 * g) ltac:(lra) ltac:(lra)) as B.
  assert (V : - (505/100 * g) <= v <= 505/100 * g) by (unfold v; lra).
  assert (V2 : v ^ 2 <= 26 * g ^ 2).
  { replace (v ^ 2) with (v * v) by ring. pose proof (within v v _ _ V V). lra. }
  assert (Sq : (1 - x) ^ 2 <= exp (- (2 * x))).
  { replace (- (2 * x)) with (- x + - x) by ring. rewrite exp_plus. pose proof (exp_ineq1_le (- x)).
    replace ((1 - x) ^ 2) with ((1 + - x) * (1 + - x)) by ring. apply Rmult_le_compat; lra. }
  pose proof (inv_exp v ltac:(lra)) as I. pose proof (exp_pos w).
  assert (0 < / (1 + v)) by (apply Rinv_0_lt_compat; lra).
  apply Rle_trans with (exp w * (exp (- (2 * x)) * exp (- v + 2 * v ^ 2))).
  - apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat; [apply pow2_ge_0 | lra | exact Sq | exact I].
  - rewrite <- !exp_plus. assert (0 <= (1 - r) * x ^ 2) by (apply Rmult_le_pos; lra).
    assert (H2 : w + (- (2 * x) + (- v + 2 * v ^ 2)) <= w - 2 * r * x + o + 52 * g ^ 2) by (unfold v in *; lra).
    now apply exp_le.
Qed.
End Far.
End Factor.

(** ** Sizes *)

Section Sizes.
Variables d u delta s P Q2 Om2 J g : R.
Hypothesis Hd : 0 < d.
Hypothesis Hu : 0 <= u.
Hypothesis Hud : u + d = 2.
Hypothesis Hdelta : 0 < delta.
Hypothesis EO : Om2 = P ^ 2 + Q2.
Hypothesis HQ : 0 <= Q2.
Hypothesis HO : Om2 <= 5.
Hypothesis HQ2 : Q2 <= 2.
Hypothesis HJ : J ^ 2 <= Q2 * (u * d).
Hypothesis Hg : 0 <= g <= 1/100.
(** s^2 max Om2 (1 + Y) <= g^2 *)
Hypothesis Hsg : 10 * s ^ 2 <= g ^ 2 * d.

Let H := u + delta * d.
Let y := s * P.
Let j := s * J / d.
Let e := s ^ 2 * Om2 / (2 * d).
Let x := y + j - e.
Let o := 2 * s * J / (d * H).
Let f := s ^ 2 * Q2 / (d * H).
Let r := u / H.

Lemma H_pos : 0 < H.
Proof using Hd Hu Hdelta. unfold H. pose proof (Rmult_lt_0_compat delta d Hdelta Hd). lra. Qed.

Lemma r_range : 0 <= r <= 1.
Proof using Hd Hu Hdelta.
  pose proof H_pos. unfold r. split; [apply Rmult_le_pos; [exact Hu | left; now apply Rinv_0_lt_compat]|].
  apply Rle_div_l; [assumption|]. unfold H. pose proof (Rmult_lt_0_compat delta d Hdelta Hd). lra.
Qed.

Lemma per_d a b : a <= b * d -> a / d <= b.
Proof. intros. now apply Rle_div_l. Qed.

Lemma sJ_square : (s * J) ^ 2 <= s ^ 2 * Q2 * (u * d).
Proof.
  replace ((s * J) ^ 2) with (s ^ 2 * J ^ 2) by ring. rewrite Rmult_assoc.
  apply Rmult_le_compat_l; [apply pow2_ge_0 | exact HJ].
Qed.

Lemma sQ_range : 0 <= s ^ 2 * Q2 <= 2 * s ^ 2.
Proof using HQ HQ2.
  pose proof (pow2_ge_0 s). split; [now apply Rmult_le_pos|]. rewrite (Rmult_comm 2). now apply Rmult_le_compat_l.
Qed.

Lemma yj_square : y ^ 2 + j ^ 2 <= g ^ 2.
Proof.
  pose proof (pow2_ge_0 s). pose proof sQ_range.
  assert (Ej : j ^ 2 <= s ^ 2 * Q2 * u / d).
  { unfold j. replace ((s * J / d) ^ 2) with ((s * J) ^ 2 / d / d) by (field; lra).
    apply per_d, per_d. replace (s ^ 2 * Q2 * u / d * d * d) with (s ^ 2 * Q2 * (u * d)) by (field; lra).
    apply sJ_square. }
  assert (Q : y ^ 2 + s ^ 2 * Q2 * u / d <= s ^ 2 * Om2 * 2 / d).
  { apply Rle_trans with ((s ^ 2 * P ^ 2 * d + s ^ 2 * Q2 * u) / d); [right; unfold y; field; lra|].
    unfold Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
    rewrite EO. assert (0 <= s ^ 2 * P ^ 2) by (apply Rmult_le_pos; apply pow2_ge_0).
    assert (0 <= s ^ 2 * P ^ 2 * u) by (apply Rmult_le_pos; lra).
    assert (0 <= s ^ 2 * Q2 * d) by (apply Rmult_le_pos; lra).
    replace (s ^ 2 * (P ^ 2 + Q2) * 2) with (s ^ 2 * (P ^ 2 + Q2) * (u + d)) by (rewrite Hud; ring). lra. }
  assert (s ^ 2 * Om2 * 2 / d <= g ^ 2) by (apply per_d; nra). lra.
Qed.

Lemma y_range : - g <= y <= g.
Proof. pose proof yj_square. pose proof (pow2_ge_0 j). apply within_square; lra. Qed.
Lemma j_range : - g <= j <= g.
Proof. pose proof yj_square. pose proof (pow2_ge_0 y). apply within_square; lra. Qed.

Lemma e_range : 0 <= e <= g ^ 2 / 4.
Proof.
  pose proof (pow2_ge_0 s). assert (0 <= Om2) by (rewrite EO; pose proof (pow2_ge_0 P); lra). unfold e. split.
  - apply Rmult_le_pos; [now apply Rmult_le_pos | left; apply Rinv_0_lt_compat; lra].
  - apply Rle_div_l; [lra|]. nra.
Qed.

Lemma x_range : - (3/2 * g) <= x <= 3/2 * g.
Proof.
  pose proof yj_square. pose proof e_range. assert (g ^ 2 <= g / 100) by nra.
  assert (- (142/100 * g) <= y + j <= 142/100 * g).
  { apply within_square; [lra|]. pose proof (pow2_ge_0 (y - j)). pose proof (pow2_ge_0 g). nra. }
  unfold x. lra.
Qed.

Lemma oj_range : 0 <= o * j <= g ^ 2.
Proof.
  pose proof H_pos as HH. pose proof sJ_square. pose proof sQ_range. pose proof r_range as Hr.
  replace (o * j) with (2 * ((s * J) ^ 2 / (d * d) / H)) by (unfold o, j; field; lra). split.
  - apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat].
    apply Rmult_le_pos; [apply pow2_ge_0 | left; apply Rinv_0_lt_compat; nra].
  - apply Rle_trans with (2 * (s ^ 2 * Q2 / d * r)).
    + apply Rmult_le_compat_l; [lra|].
      replace (s ^ 2 * Q2 / d * r) with (s ^ 2 * Q2 * (u * d) / (d * d) / H) by (unfold r; field; lra).
      unfold Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; nra | assumption].
    + assert (0 <= s ^ 2 * Q2 / d <= g ^ 2 / 2).
      { split; [apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat] | apply per_d; lra]. }
      nra.
Qed.

(** At most 1/(4 delta) + 1/d, and for Y >= 1 at most 1/d. *)
Lemma f_range : 0 <= f <= s ^ 2 / (2 * delta) + g ^ 2 / 2.
Proof.
  pose proof H_pos as HH. pose proof sQ_range as S. assert (Hp : 0 < d * H) by (apply Rmult_lt_0_compat; lra).
  unfold f. split.
  - apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat].
  - apply Rle_trans with (2 * s ^ 2 * (1 / (4 * delta) + 1 / d)).
    + unfold Rdiv at 1. apply Rmult_le_compat; [lra | left; now apply Rinv_0_lt_compat | lra |].
      apply (Rmult_le_reg_r (d * H)); [exact Hp|]. rewrite Rinv_l by lra.
      apply (Rmult_le_reg_r (4 * delta)); [lra|].
      replace ((1 / (4 * delta) + 1 / d) * (d * H) * (4 * delta)) with (d * H + 4 * delta * H) by (field; lra).
      unfold H. replace u with (2 - d) by lra.
      assert (0 <= delta * (2 - d) ^ 2) by (apply Rmult_le_pos; [lra | apply pow2_ge_0]).
      assert (0 <= delta * delta * d) by (repeat apply Rmult_le_pos; lra). nra.
    + assert (2 * s ^ 2 * (1 / d) <= g ^ 2 / 2).
      { replace (2 * s ^ 2 * (1 / d)) with (2 * s ^ 2 / d) by (field; lra). apply per_d. lra. }
      rewrite Rmult_plus_distr_l. apply Rplus_le_compat; [right; field; lra | assumption].
Qed.

Lemma o_square : o ^ 2 <= s ^ 2 / (2 * delta) + 2 * g ^ 2.
Proof.
  pose proof H_pos as HH. pose proof sQ_range as S. pose proof sJ_square as SJ.
  assert (Hp : 0 < d * H) by (apply Rmult_lt_0_compat; lra).
  replace (o ^ 2) with (4 * (s * J) ^ 2 / (d * H) ^ 2) by (unfold o; field; lra).
  apply Rle_trans with (2 * s ^ 2 * (1 / (4 * delta) + 4 / d)).
  - apply Rle_div_l; [nra|].
    apply Rle_trans with (4 * (2 * s ^ 2 * (u * d))); [assert (0 <= u * d) by (apply Rmult_le_pos; lra); nra|].
    replace (4 * (2 * s ^ 2 * (u * d))) with (2 * s ^ 2 * (4 * u * d)) by ring.
    replace (2 * s ^ 2 * (1 / (4 * delta) + 4 / d) * (d * H) ^ 2)
      with (2 * s ^ 2 * ((1 / (4 * delta) + 4 / d) * (d * H) ^ 2)) by ring.
    apply Rmult_le_compat_l; [lra|]. apply (Rmult_le_reg_r (4 * delta)); [lra|].
    replace ((1 / (4 * delta) + 4 / d) * (d * H) ^ 2 * (4 * delta)) with (d * ((d + 16 * delta) * H ^ 2)) by (field;
      lra).
    replace (4 * u * d * (4 * delta)) with (d * (16 * delta * u)) by ring. apply Rmult_le_compat_l; [lra|].
    assert (A : 4 * delta * u * d <= H ^ 2) by (unfold H; pose proof (pow2_ge_0 (u - delta * d)); nra).
    assert (B : u ^ 2 <= H ^ 2) by (apply pow_incr; unfold H; nra).
    assert (C : d * (4 * delta * u * d) <= d * H ^ 2) by (apply Rmult_le_compat_l; lra).
    assert (D : 16 * delta * u ^ 2 <= 16 * delta * H ^ 2) by (apply Rmult_le_compat_l; lra).
    assert (F : 0 <= delta * u ^ 3) by (apply Rmult_le_pos; [lra | now apply pow_le]).
    assert (G : d * (4 * delta * u * d) + 16 * delta * u ^ 2 = 16 * delta * u + 4 * (delta * u ^ 3))
      by (replace d with (2 - u) by lra; ring).
    lra.
  - assert (2 * s ^ 2 * (4 / d) <= 2 * g ^ 2).
    { replace (2 * s ^ 2 * (4 / d)) with (8 * s ^ 2 / d) by (field; lra). apply per_d. lra. }
    rewrite Rmult_plus_distr_l. apply Rplus_le_compat; [right; field; lra | assumption].
Qed.

(** The factor for every Y. *)
Lemma near_bound w nu : 0 <= nu <= 1/100 -> s ^ 2 / (2 * delta) + 2 * g ^ 2 <= nu -> 2 * g <= nu ->
  - nu <= w <= nu ->
  exp w * ((1 - x) ^ 2 / (1 + (- o + f - (1 - r) * (2 * x - x ^ 2)))) <=
  1 + w - f - 2 * r * y + o ^ 2 + (o - 2 * r * j + o * (- 2 * f + (2 - 4 * r) * y + w)) + o ^ 3 + 51 * nu ^ 2.
Proof.
  intros Hn H1 H2 Hw. pose proof x_range. pose proof f_range. pose proof o_square. pose proof oj_range.
  pose proof e_range.
  pose proof (pow2_ge_0 g). assert (g ^ 2 <= nu ^ 2 / 4) by nra.
  apply (near_parts o f x w r r_range nu Hn) with (e := e); try lra. reflexivity.
Qed.

(** For Y >= 1. *)
Lemma far_bound w : d <= u ->
  exp w * ((1 - x) ^ 2 / (1 + (- o + f - (1 - r) * (2 * x - x ^ 2)))) <= exp (w - 2 * r * y + (o - 2 * r * j)
    + 53 * g ^ 2) /\
  - g <= o - 2 * r * j <= g.
Proof.
  intros Huu. pose proof x_range as Xr. pose proof e_range as Er. pose proof j_range as Jr. pose proof r_range as Rr.
  pose proof H_pos as HH. pose proof sQ_range as S. pose proof sJ_square as SJ. pose proof (pow2_ge_0 g) as G2.
  assert (HH1 : 1 <= H) by (unfold H; nra). assert (HuH : u <= H) by (unfold H; nra).
  assert (F : 0 <= f <= g ^ 2).
  { pose proof (proj1 f_range). split; [assumption|]. unfold f. apply Rle_div_l; [nra|].
    apply Rle_trans with (g ^ 2 * d); [lra|]. apply Rmult_le_compat_l; nra. }
  assert (Ol : o - 2 * r * j = 2 * (1 - u) / H * j).
  { unfold o, r, j. field. lra. }
  assert (C : -1 <= 2 * (1 - u) / H <= 0).
  { split; [apply Rle_div_r | apply Rle_div_l]; nra. }
  assert (L : - g <= o - 2 * r * j <= g) by (rewrite Ol; pose proof (within (2 * (1 - u) / H) j 1 g ltac:(lra) Jr);
    lra).
  split; [|exact L].
  assert (O : - (2 * g) <= o <= 2 * g).
  { replace o with (2 / H * j) by (unfold o, j; field; lra).
    assert (0 <= 2 / H <= 2) by (split; [apply Rmult_le_pos; [lra | left;
      now apply Rinv_0_lt_compat] | apply Rle_div_l; lra]).
    apply within; lra. }
  eapply Rle_trans; [apply (far_factor o f x w r Rr g Hg O F Xr)|].
  assert (Q : w - 2 * r * x + o + 52 * g ^ 2 <= w - 2 * r * y + (o - 2 * r * j) + 53 * g ^ 2).
  { pose proof (within r e 1 (g ^ 2 / 4) ltac:(lra) ltac:(lra)). unfold x. lra. }
  now apply exp_le.
Qed.
End Sizes.

(** ** One step of the ratio, for given noise *)

Section Step.
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
Variables (nu delta top : R).
Hypothesis Hdelta : 0 < delta.

(** The height: nu a_star' M^-1 a. *)
Definition tilted (x y : R) : R := nu * (e1 * x / (INR K + PI - 1) + e2 * y / (PI - 1)).

Variables (s : (nat -> R) * (nat -> R)) (wt eps : nat -> R).
Hypothesis S : in_box p K u2 e2 mx hx my hy s.
Hypothesis U : dot p wt wt = 1.
Hypothesis Ne : dot K eps eps <= ra ^ 2.

Notation w := (fst s).
Notation a := (snd s).
Let d := down p ws w.
Let u := up p ws w.
Let phi := angle p ws wt.
Let t := dot p wt ws.
Let om := PI - phi.
Let c := eta / (2 * PI).
Let sg := c * dot K (fun j => a j + eps j) ast.
Let Pp := om * (1 - t ^ 2).
Let Q2 := om ^ 2 * t ^ 2 * (1 - t ^ 2).
Let Om2 := om ^ 2 * (1 - t ^ 2).
Let J := om * t * (dot p wt w - t * dot p w ws).
Let W := fun i => w i - eta * tangent p wt (grad_w p K ws ast wt (fun j => a j + eps j)) i.
Let L := sqrt (dot p W W).
Let Ws := 1 - d + sg * Pp.

Lemma teacher_part : t ^ 2 <= 1.
Proof. pose proof (dot_unit_range p wt ws U ws_unit) as H. fold t in H. nra. Qed.

Lemma parts : Om2 = Pp ^ 2 + Q2 /\ 0 <= Q2 /\ Om2 <= 5 /\ Q2 <= 2 /\ J ^ 2 <= Q2 * (u * d).
Proof.
  pose proof teacher_part as T. pose proof (pow2_ge_0 om). pose proof (pow2_ge_0 t).
  split; [unfold Om2, Pp, Q2; ring|]. split.
  - unfold Q2. apply Rmult_le_pos; [now apply Rmult_le_pos | lra].
  - split; [|split].
    + pose proof (om_sin2 phi (angle_range p ws wt)) as B. unfold phi in B at 2.
    rewrite (cos_angle p ws ws_unit wt U) in B. exact B.
    + pose proof (kicked_le phi (angle_range p ws wt)) as B. unfold kicked in B. unfold phi in B at 2 3.
      rewrite (cos_angle p ws ws_unit wt U) in B. exact B.
    + destruct S as (Hw & _). pose proof (gram p wt w ws U Hw ws_unit) as G. fold t in G.
      unfold J, Q2, u, d, up, down. set (q := dot p wt w - t * dot p w ws) in *. set (C := dot p w ws) in *.
      replace ((om * t * q) ^ 2) with (om ^ 2 * t ^ 2 * q ^ 2) by ring.
      replace (om ^ 2 * t ^ 2 * (1 - t ^ 2) * ((1 + C) * (1 - C)))
        with (om ^ 2 * t ^ 2 * ((1 - t ^ 2) * (1 - C ^ 2))) by ring.
      apply Rmult_le_compat_l; [now apply Rmult_le_pos | exact G].
Qed.

Lemma moved : 0 < L /\ Ws <= L /\ L ^ 2 = 1 + 2 * sg * ((1 - d) * Pp - J) + sg ^ 2 * Om2 /\
  ratio p K ws u2 delta top tilted (seen_step p K ws ast eta s wt eps) =
  exp (top - height K u2 tilted (seen_a p K ws ast eta a wt eps)) * ((L - Ws) / (L + Ws + delta * (L - Ws))).
Proof.
  pose proof (w_survives p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra s wt eps Box S U Ne) as Pos.
  cbv zeta in Pos. fold W in Pos. destruct S as (Hw & _). pose proof PI_RGT_0.
  assert (HL : 0 < L) by (now apply sqrt_lt_R0).
  assert (L2 : L ^ 2 = dot p W W) by (unfold L; rewrite <- Rsqr_pow2; apply Rsqr_sqrt; lra).
  set (v := fun i => ws i - t * wt i).
  assert (EW : forall i, (i < p)%nat -> W i = 1 * w i + sg * om * v i).
  { intros i _. unfold W, v. rewrite (seen_w_parts p K ws ast eta w a wt eps i ws_unit U). fold t phi om.
  unfold sg, c. field. lra. }
  assert (Ev : forall x, dot p v x = dot p ws x - t * dot p wt x).
  { intros x. rewrite (dot_comb2 p v ws wt x 1 (- t)) by (intros; unfold v; ring). ring. }
  assert (Vs : dot p v ws = 1 - t ^ 2) by (rewrite Ev, ws_unit; fold t; ring).
  assert (Vv : dot p v v = 1 - t ^ 2).
  { rewrite Ev, (dot_comm p ws v), (dot_comm p wt v), !Ev, ws_unit, U, (dot_comm p ws wt). fold t. ring. }
  assert (Vw : om * dot p v w = (1 - d) * Pp - J).
  { rewrite Ev, (dot_comm p ws w). unfold d, down, Pp, J. ring. }
  assert (EWs : dot p W ws = Ws).
  { rewrite (dot_comb2 p W w v ws _ _ EW), Vs. unfold Ws, Pp, d, down. ring. }
  split; [exact HL|]. split.
  { pose proof (cauchy p W ws) as C. rewrite EWs, ws_unit, Rmult_1_r, <- L2 in C. nra. }
  split.
  - rewrite L2, (dot_comb2 p W w v W _ _ EW), (dot_comm p w W), (dot_comm p v W),
      (dot_comb2 p W w v w _ _ EW), (dot_comb2 p W w v v _ _ EW), Hw, (dot_comm p w v), Vv, <- Vw. unfold Om2. ring.
  - unfold ratio, seen_step. cbn [fst snd]. f_equal. unfold up, down, seen_w. fold W.
    rewrite proj_dot, EWs. fold L.
    destruct (Req_dec (L + Ws + delta * (L - Ws)) 0) as [Z|Z].
    + replace (1 + Ws / L + delta * (1 - Ws / L)) with ((L + Ws + delta * (L - Ws)) / L) by (field; lra).
      rewrite Z. unfold Rdiv. rewrite !Rmult_0_l, Rinv_0. ring.
    + field. repeat split; first [exact Z | lra | intros Q; apply Z; lra].
Qed.

(** What the height loses. *)
Let fall := nu * (sg - c * (abar_alpha K e1 e2 + kappa2 K e1 e2 * g phi)).

Lemma height_step : height K u2 tilted (seen_a p K ws ast eta a wt eps) = height K u2 tilted a - fall.
Proof.
  pose proof (corrector p K ws ast eta K_pos u2 e1 e2 P a wt eps) as C. pose proof PI_RGT_0.
  assert (Eh : forall b, height K u2 tilted b = nu * lift K u2 e1 e2 b) by reflexivity.
  rewrite !Eh. apply (Rplus_eq_reg_r (- (nu * lift K u2 e1 e2 a))).
  transitivity (nu * (lift K u2 e1 e2 (seen_a p K ws ast eta a wt eps) - lift K u2 e1 e2 a)); [ring|].
  rewrite C. unfold fall, sg, c, phi. ring.
Qed.

(** R+ <= R times the factor of AngleStep.v. *)
Let H := u + delta * d.
Let y := sg * Pp.
Let j := sg * J / d.
Let e := sg ^ 2 * Om2 / (2 * d).
Let x := y + j - e.
Let o := 2 * sg * J / (d * H).
Let f := sg ^ 2 * Q2 / (d * H).
Let r := u / H.

Lemma ratio_step : 0 < d -> x < 1 ->
  0 <= ratio p K ws u2 delta top tilted (seen_step p K ws ast eta s wt eps) <=
  ratio p K ws u2 delta top tilted s * (exp fall * ((1 - x) ^ 2 / (1 + (- o + f - (1 - r) * (2 * x - x ^ 2))))).
Proof.
  intros Hd Hx. destruct moved as (HL & _ & L2 & ->). destruct parts as (EO & HQ & _ & _ & HJ). destruct S as (Hw & _).
  destruct (ups p ws ws_unit delta Hdelta w Hw) as (Hu & _ & HH). fold u d in Hu, HH.
  destruct (step_ratio d u sg Pp Q2 Om2 J L Ws delta Hd Hu ltac:(unfold u, d, up, down;
    ring) Hdelta HL EO HQ eq_refl L2 HJ Hx)
    as (_ & B0 & B1). fold H j e x o f r in B0, B1.
  rewrite height_step. unfold ratio. fold u d H.
  replace (top - (height K u2 tilted a - fall)) with ((top - height K u2 tilted a) + fall) by ring. rewrite exp_plus.
  pose proof (exp_pos (top - height K u2 tilted a)) as X1. pose proof (exp_pos fall) as X2. split.
  - apply Rmult_le_pos; [apply Rmult_le_pos; lra | exact B0].
  - rewrite !Rmult_assoc. apply Rmult_le_compat_l; [lra|].
  rewrite <- Rmult_assoc, (Rmult_comm _ (exp fall)), Rmult_assoc.
    apply Rmult_le_compat_l; [lra|]. exact B1.
Qed.
End Step.
