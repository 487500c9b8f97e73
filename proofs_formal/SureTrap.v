(** * SureTrap: small constant noise traps for ever

    What:    a cone around -w_star, with a in a box, is kept by every step of perturbed gradient
             descent whose displacements are no longer than rho and ra: for all p, K, teachers
             and all noise sequences, an adversary's included. It holds the spurious point. Below
             the threshold of C07 there are such radii and a step: every rho with
             g (PI - 2 asin rho) < g (saddle angle), written here by cosines.
    Source:  derived; docs/escape.md.
    Claims:  C21 small_noise_traps_for_ever.

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | far rho            | the angle PI - 2 asin rho, as acos (2 rho^2 - 1)              |
    | spread             | e1 + e2 + |a_star|                                            |
    | trap_ok            | the conditions on step and radii (room, turn, pull)           |
    | trap_set           | the set that is kept                                          |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Noiseproof Require Import Kernel DescentMap DescentVector NoisyDescent.
Open Scope R_scope.

Lemma square_le a b : a ^ 2 <= b ^ 2 -> 0 <= b -> a <= b.
Proof. intros H Hb. apply Rsqr_incr_0_var; [unfold Rsqr; lra|assumption]. Qed.

(** ** The cone *)

(** D = w.m, t = w~.m, c = w.w~ for three unit vectors, m = - w_star: after the step w + k (m - t w~)
    the part along m and the squared length, and that the cone is kept. *)
Lemma cone_kept D t c k rho : 0 <= rho < 1 ->
  sqrt (1 - rho ^ 2) <= D <= 1 -> 1 - rho ^ 2 <= c ^ 2 -> c ^ 2 <= 1 -> t ^ 2 <= 1 ->
  0 <= 1 + 2 * D * t * c - D ^ 2 - t ^ 2 - c ^ 2 -> 0 <= k <= 1 ->
  let along := D + k * (1 - t ^ 2) in
  let length2 := 1 + k ^ 2 * (1 - t ^ 2) + 2 * k * (D - t * c) in
  0 < along /\ sqrt (1 - rho ^ 2) * sqrt length2 <= along.
Proof.
  intros Hr HD Hc Hc1 Ht G Hk along length2.
  set (ct := sqrt (1 - rho ^ 2)) in *.
  assert (R1 : 0 < 1 - rho ^ 2) by nra.
  assert (Ct : 0 < ct) by now apply sqrt_lt_R0.
  assert (Ct2 : ct * ct = 1 - rho ^ 2) by (apply sqrt_sqrt; lra).
  (* v = m + delta, delta = D w - t w~: its part along m, its squared length, its part along w. *)
  set (x := D ^ 2 - t ^ 2). set (N := D ^ 2 + t ^ 2 - 2 * D * t * c).
  set (vv := 1 + 2 * x + N). set (wv := 2 * D - t * c). set (A := 1 - k * D).
  assert (HN : N <= rho ^ 2) by (unfold N; lra).
  assert (X : 0 < 1 + x) by (unfold x; nra).
  assert (Cone : (1 - rho ^ 2) * vv <= (1 + x) ^ 2).
  { unfold vv. pose proof (pow2_ge_0 (x + rho ^ 2)).
    assert (0 <= (1 - rho ^ 2) * (rho ^ 2 - N)) by (apply Rmult_le_pos; lra). nra. }
  assert (Wv : wv ^ 2 <= vv).
  { unfold wv, vv, x, N. assert (0 <= c ^ 2 * (1 - t ^ 2)) by (apply Rmult_le_pos; nra). nra. }
  assert (Vpos : 0 <= vv) by (pose proof (pow2_ge_0 wv); lra).
  set (q := sqrt vv). assert (Q0 : 0 <= q) by apply sqrt_pos.
  assert (Q2 : q * q = vv) by now apply sqrt_sqrt.
  assert (Qc : ct * q <= 1 + x).
  { apply square_le; [|lra]. replace ((ct * q) ^ 2) with ((ct * ct) * (q * q)) by ring. now rewrite Ct2, Q2. }
  assert (Qw : wv <= q) by (apply square_le; [nra|assumption]).
  assert (HA : 0 <= A) by (unfold A; nra).
  assert (Along : along = A * D + k * (1 + x)) by (unfold along, A, x; ring).
  assert (Length : length2 = A ^ 2 + 2 * A * k * wv + k ^ 2 * vv).
  { unfold length2, A, wv, vv, x, N. ring. }
  assert (Bound : sqrt length2 <= A + k * q).
  { apply Rle_trans with (sqrt ((A + k * q) ^ 2)).
    - apply sqrt_le_1_alt. rewrite Length.
      assert (0 <= 2 * (A * k) * (q - wv)) by (apply Rmult_le_pos; [|lra]; nra). nra.
    - rewrite sqrt_pow2; nra. }
  split.
  - rewrite Along. destruct (Rle_lt_or_eq_dec 0 A HA) as [P|Z]; [nra|].
    assert (0 < k) by (unfold A in Z; nra). nra.
  - rewrite Along. apply Rle_trans with (ct * (A + k * q)); [apply Rmult_le_compat_l; lra|]. nra.
Qed.

(** ** The set *)

Definition far (rho : R) : R := acos (2 * rho ^ 2 - 1).

Section Trap.
Variables p K : nat.
Variables ws ast u2 : nat -> R.
Variables eta e1 e2 rho ra : R.

Definition spread : R := e1 + e2 + sqrt (e1 ^ 2 + e2 ^ 2).

(** Room for a's noise below alpha = 0; a step that keeps a in its box; one that does not throw w over. *)
Definition trap_ok : Prop :=
  0 <= rho < 1 /\ 0 <= ra /\ 0 < eta /\
  abar_alpha K e1 e2 + kappa2 K e1 e2 * g (far rho) + ra * spread <= 0 /\
  eta * (INR K + PI - 1) <= 2 * PI /\
  eta / (2 * PI) * (ra * spread - abar_alpha K e1 e2) * (PI - far rho) <= 1.

(** w within asin rho of - w_star; x and y in the boxes that this angle allows (no y where e2 = 0). *)
Definition trap_set (s : (nat -> R) * (nat -> R)) : Prop :=
  dot p (fst s) (fst s) = 1 /\
  dot p (fst s) ws <= - sqrt (1 - rho ^ 2) /\
  x_inf (INR K) e1 PI - ra <= dot K (snd s) (u1 K) <= x_inf (INR K) e1 (far rho) + ra /\
  (e2 = 0 \/ y_inf e2 PI - ra <= dot K (snd s) u2 <= y_inf e2 (far rho) + ra).

(** Displacements that are no longer than the radii. *)
Definition small_noise (n : (nat -> R) * (nat -> R)) : Prop :=
  dot p (fst n) (fst n) <= rho ^ 2 /\ dot K (snd n) (snd n) <= ra ^ 2.

Hypothesis K_pos : (1 <= K)%nat.
Hypothesis ws_unit : dot p ws ws = 1.
Hypothesis P : plane K ast u2 e1 e2.
Hypothesis E1 : 0 <= e1.
Hypothesis E2 : 0 <= e2.
Hypothesis T : trap_ok.

Lemma far_range : 0 <= far rho <= PI.
Proof. apply acos_bound. Qed.

Lemma alpha_top : e1 * x_inf (INR K) e1 (far rho) + e2 * y_inf e2 (far rho) =
  abar_alpha K e1 e2 + kappa2 K e1 e2 * g (far rho).
Proof.
  unfold abar_alpha, kappa2, x_inf, y_inf. rewrite g_PI. destruct (denominators K K_pos). field. lra.
Qed.

(** Each coordinate of the noise in a is at most ra, and its part along a_star at most ra |a_star|. *)
Lemma noise_along (e u : nat -> R) B : dot K u u <= B ^ 2 -> 0 <= B -> dot K e e <= ra ^ 2 ->
  - (ra * B) <= dot K e u <= ra * B.
Proof.
  intros U HB He. destruct T as (_ & Ra & _). pose proof (cauchy K e u) as C.
  assert (dot K e u ^ 2 <= (ra * B) ^ 2).
  { replace ((ra * B) ^ 2) with (ra ^ 2 * B ^ 2) by ring.
    apply Rle_trans with (1 := C). apply Rmult_le_compat; auto using dot_self_nonneg. }
  assert (0 <= ra * B) by nra.
  assert (- dot K e u <= ra * B) by (apply square_le; [replace ((- dot K e u) ^ 2) with (dot K e u ^ 2) by ring|]; assumption).
  assert (dot K e u <= ra * B) by (apply square_le; assumption). lra.
Qed.

Lemma ast_length : dot K ast ast <= sqrt (e1 ^ 2 + e2 ^ 2) ^ 2.
Proof.
  rewrite (ast_sq K ast K_pos u2 e1 e2 P). rewrite pow2_sqrt by nra. lra.
Qed.

(** *** What the step sees *)

Section Step.
Variables w a xi eps : nat -> R.
Hypothesis S : trap_set (w, a).
Hypothesis N : small_noise (xi, eps).

Let wt := shown p w xi.
Let alt := dot K (fun j => a j + eps j) ast.

Lemma seen : dot p wt wt = 1 /\ far rho <= angle p ws wt <= PI.
Proof.
  destruct S as (Hw & Hc & _). cbn [fst snd] in Hw, Hc. destruct N as (Hx & _). cbn [fst snd] in Hx. destruct T as (Hr & _).
  destruct (shown_near p w xi rho Hw Hx Hr) as (U & Pos & Near). fold wt in U, Pos, Near.
  split; [assumption|]. split; [|apply angle_range].
  set (D := dot p w ws) in *. set (c := dot p w wt) in *.
  pose proof (gram p wt ws w U ws_unit Hw) as G. rewrite (dot_comm p wt w) in G. fold c in G.
  rewrite (dot_comm p ws w) in G. fold D in G.
  set (t := dot p wt ws) in *.
  assert (R1 : 0 < 1 - rho ^ 2) by nra. pose proof (sqrt_lt_R0 _ R1) as Ct.
  assert (Ct2 : sqrt (1 - rho ^ 2) * sqrt (1 - rho ^ 2) = 1 - rho ^ 2) by (apply sqrt_sqrt; lra).
  set (ct := sqrt (1 - rho ^ 2)) in *.
  assert (ct <= c) by (apply square_le; lra).
  assert (D2 : 1 - rho ^ 2 <= D ^ 2).
  { rewrite <- Ct2. replace (D ^ 2) with (- D * - D) by ring. apply Rmult_le_compat; lra. }
  pose proof (dot_unit_range p w wt Hw U) as Rc. fold c in Rc.
  pose proof (dot_unit_range p w ws Hw ws_unit) as RD. fold D in RD.
  assert (Gt : (t - c * D) ^ 2 <= (rho ^ 2) ^ 2).
  { apply Rle_trans with (1 := G). replace ((rho ^ 2) ^ 2) with (rho ^ 2 * rho ^ 2) by ring.
    apply Rmult_le_compat; try lra; pose proof (pow2_ge_0 D); nra. }
  assert (CD : - (c * D) >= 1 - rho ^ 2) by nra.
  assert (Up : t - c * D <= rho ^ 2) by (apply square_le; [assumption|apply pow2_ge_0]).
  assert (Low : t <= 2 * rho ^ 2 - 1) by lra.
  unfold far, angle. fold t.
  pose proof (dot_unit_range p wt ws U ws_unit) as Rt. fold t in Rt.
  destruct (Req_dec t (2 * rho ^ 2 - 1)) as [->|Ne]; [lra|].
  destruct (acos_bound t). destruct (acos_bound (2 * rho ^ 2 - 1)).
  left. apply cos_decreasing_0; try assumption. rewrite !cos_acos; lra.
Qed.

Lemma alpha_seen : abar_alpha K e1 e2 - ra * spread <= alt <= 0.
Proof.
  destruct T as (_ & Ra & _ & Room & _). destruct N as (_ & He). cbn [fst snd] in He.
  destruct S as (_ & _ & X & Y). cbn [fst snd] in X, Y.
  pose proof (noise_along eps ast _ ast_length (sqrt_pos _) He) as Ne.
  assert (Al : alt = e1 * dot K a (u1 K) + e2 * dot K a u2 + dot K eps ast).
  { apply (alpha_shifted p K ws ast u2 e1 e2 P). }
  assert (Lo : abar_alpha K e1 e2 - ra * (e1 + e2) <= e1 * dot K a (u1 K) + e2 * dot K a u2).
  { unfold abar_alpha. destruct Y as [->|Y]; nra. }
  assert (Hi : e1 * dot K a (u1 K) + e2 * dot K a u2 <= abar_alpha K e1 e2 + kappa2 K e1 e2 * g (far rho) + ra * (e1 + e2)).
  { rewrite <- alpha_top. destruct Y as [->|Y]; nra. }
  rewrite Al. unfold spread in *. lra.
Qed.

Lemma boxes_kept :
  x_inf (INR K) e1 PI - ra <= dot K (noisy_a p K ws ast eta w a xi eps) (u1 K) <= x_inf (INR K) e1 (far rho) + ra /\
  (e2 = 0 \/ y_inf e2 PI - ra <= dot K (noisy_a p K ws ast eta w a xi eps) u2 <= y_inf e2 (far rho) + ra).
Proof.
  destruct T as (_ & Ra & Eta & _ & Pull & _). destruct N as (_ & He). cbn [fst snd] in He.
  destruct S as (_ & _ & X & Y). cbn [fst snd] in X, Y. destruct seen as (_ & A).
  pose proof far_range as F. pose proof (INR_K_ge K K_pos) as K1. pose proof PI_RGT_0 as Pp.
  destruct (denominators K K_pos) as (D1 & D2).
  assert (Ok : forall phi psi, 0 <= phi -> phi <= psi -> psi <= PI -> g psi <= g phi) by (intros; now apply g_decr_le).
  assert (R1 : 0 <= rate_x eta (INR K) <= 1).
  { unfold rate_x. split; [apply Rmult_le_pos; [nra|left; apply Rinv_0_lt_compat; lra]|].
    apply (Rmult_le_reg_r (2 * PI)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (R2 : 0 <= rate_y eta <= 1).
  { unfold rate_y. split; [apply Rmult_le_pos; [nra|left; apply Rinv_0_lt_compat; lra]|].
    apply (Rmult_le_reg_r (2 * PI)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
  assert (Xi : forall phi psi, 0 <= phi -> phi <= psi -> psi <= PI -> x_inf (INR K) e1 psi <= x_inf (INR K) e1 phi).
  { intros phi psi H1 H2 H3. unfold x_inf, Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
    pose proof (Ok phi psi H1 H2 H3). nra. }
  assert (Yi : forall phi psi, 0 <= phi -> phi <= psi -> psi <= PI -> y_inf e2 psi <= y_inf e2 phi).
  { intros phi psi H1 H2 H3. unfold y_inf, Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
    pose proof (Ok phi psi H1 H2 H3). nra. }
  fold wt in A.
  assert (U1 : dot K (u1 K) (u1 K) <= 1 ^ 2) by (rewrite (u1_unit K K_pos); lra).
  pose proof (noise_along eps (u1 K) 1 U1 ltac:(lra) He) as N1.
  pose proof (Xi (far rho) (angle p ws wt) ltac:(lra) ltac:(lra) ltac:(lra)) as X1.
  pose proof (Xi (angle p ws wt) PI ltac:(lra) ltac:(lra) ltac:(lra)) as X2.
  split.
  - unfold noisy_a. fold wt. rewrite (seen_x p K ws ast eta K_pos u2 e1 e2 P). nra.
  - destruct Y as [Z|Y]; [now left|]. destruct P as (_ & Norm & _). destruct Norm as [Z|Norm]; [now left|]. right.
    assert (U2 : dot K u2 u2 <= 1 ^ 2) by (rewrite Norm; lra).
    pose proof (noise_along eps u2 1 U2 ltac:(lra) He) as N2.
    pose proof (Yi (far rho) (angle p ws wt) ltac:(lra) ltac:(lra) ltac:(lra)) as Y1.
    pose proof (Yi (angle p ws wt) PI ltac:(lra) ltac:(lra) ltac:(lra)) as Y2.
    unfold noisy_a. fold wt. rewrite (seen_y p K ws ast eta K_pos u2 e1 e2 P). nra.
Qed.

Lemma w_kept :
  dot p (noisy_w p K ws ast eta w a xi eps) (noisy_w p K ws ast eta w a xi eps) = 1 /\
  dot p (noisy_w p K ws ast eta w a xi eps) ws <= - sqrt (1 - rho ^ 2).
Proof.
  destruct seen as (U & A). destruct alpha_seen as (Alo & Ahi). pose proof far_range as F.
  destruct S as (Hw & Hc & _). cbn [fst snd] in Hw, Hc. destruct N as (Hx & _). cbn [fst snd] in Hx.
  destruct T as (Hr & Ra & Eta & Room & _ & Turn).
  destruct (shown_near p w xi rho Hw Hx Hr) as (_ & Pos & Near). fold wt in Pos, Near. pose proof PI_RGT_0 as Pp.
  set (pull := eta * alt * (PI - angle p ws wt) / (2 * PI)).
  set (k := - pull).
  assert (Hk : 0 <= k <= 1).
  { assert (E : k = eta / (2 * PI) * (- alt) * (PI - angle p ws wt)) by (unfold k, pull; field; lra).
    assert (C : 0 < eta / (2 * PI)) by (apply Rdiv_lt_0_compat; lra).
    rewrite E. split.
    - apply Rmult_le_pos; [apply Rmult_le_pos; lra|lra].
    - apply Rle_trans with (2 := Turn). apply Rmult_le_compat; [apply Rmult_le_pos; lra|lra| |lra].
      apply Rmult_le_compat_l; lra. }
  set (t := dot p wt ws). set (D := dot p w ws) in *. set (c := dot p w wt) in *.
  set (W := fun i => w i - eta * tangent p wt (grad_w p K ws ast wt (fun j => a j + eps j)) i).
  assert (EW : forall i, (i < p)%nat -> W i = w i + pull * (ws i - t * wt i)).
  { intros i _. unfold W. exact (seen_w_parts p K ws ast eta w a wt eps i ws_unit U). }
  assert (EW3 : forall i, (i < p)%nat -> W i = 1 * w i + pull * ws i + (- pull * t) * wt i)
    by (intros; rewrite EW by assumption; ring).
  assert (Dw : dot p W w = 1 + pull * D - pull * t * c).
  { rewrite (dot_comb p W w ws wt w _ _ _ EW3), Hw, (dot_comm p ws w), (dot_comm p wt w). fold D c. ring. }
  assert (Dws : dot p W ws = D + pull - pull * t ^ 2).
  { rewrite (dot_comb p W w ws wt ws _ _ _ EW3), ws_unit. fold D t. ring. }
  assert (Dwt : dot p W wt = c + pull * t - pull * t).
  { rewrite (dot_comb p W w ws wt wt _ _ _ EW3), U, (dot_comm p ws wt). fold c t. ring. }
  assert (WW : dot p W W = 1 + k ^ 2 * (1 - t ^ 2) + 2 * k * (- D - (- t) * c)).
  { rewrite (dot_comb p W w ws wt W _ _ _ EW3), (dot_comm p w W), (dot_comm p ws W), (dot_comm p wt W), Dw, Dws, Dwt.
    unfold k. ring. }
  pose proof (dot_unit_range p w ws Hw ws_unit) as RD. fold D in RD.
  pose proof (dot_unit_range p w wt Hw U) as Rc. fold c in Rc.
  pose proof (dot_unit_range p wt ws U ws_unit) as Rt. fold t in Rt.
  pose proof (gram p wt ws w U ws_unit Hw) as G. rewrite (dot_comm p wt w), (dot_comm p ws w) in G. fold c D t in G.
  destruct (cone_kept (- D) (- t) c k rho) as (Along & Cone); try nra.
  cbv zeta in Along, Cone.
  replace (1 + k ^ 2 * (1 - (- t) ^ 2) + 2 * k * (- D - - t * c)) with (dot p W W) in Cone by (rewrite WW; ring).
  assert (Down : dot p W ws = - (- D + k * (1 - (- t) ^ 2))) by (rewrite Dws; unfold k; ring).
  assert (Wpos : 0 < dot p W W).
  { pose proof (cauchy p W ws) as C. rewrite ws_unit in C. nra. }
  pose proof (sqrt_lt_R0 _ Wpos) as Q.
  change (noisy_w p K ws ast eta w a xi eps) with (proj p W). split; [now apply proj_unit|].
  rewrite proj_dot, Down. unfold Rdiv. rewrite Ropp_mult_distr_l_reverse. apply Ropp_le_contravar.
  apply (Rmult_le_reg_r (sqrt (dot p W W))); [assumption|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

End Step.

(** One step keeps the set, *)
Lemma step_kept s n : trap_set s -> small_noise n -> trap_set (noisy_step p K ws ast eta s n).
Proof.
  destruct s as (w, a). destruct n as (xi, eps). intros S N.
  destruct (w_kept w a xi eps S N) as (W1 & W2). destruct (boxes_kept w a xi eps S N) as (B1 & B2).
  unfold trap_set, noisy_step. cbn. auto.
Qed.

End Trap.

(** ** The theorems *)

(** Every sequence of displacements no longer than rho and ra keeps the set, for all time: nothing is random here. *)
Theorem C21_small_noise_traps_for_ever (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 rho ra : R)
    (s : (nat -> R) * (nat -> R)) (noise : nat -> (nat -> R) * (nat -> R)) :
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 -> 0 <= e1 -> 0 <= e2 ->
  trap_ok K eta e1 e2 rho ra ->
  (forall t, small_noise p K rho ra (noise t)) ->
  trap_set p K ws u2 e1 e2 rho ra s ->
  forall t, trap_set p K ws u2 e1 e2 rho ra (noisy p K ws ast eta s noise t).
Proof.
  intros K1 Hs P E1 E2 T N S t. induction t; [exact S|].
  cbn [noisy]. now apply step_kept.
Qed.

(** The spurious point lies in the set: *)
Lemma spurious_in_set (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 rho ra : R) :
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 -> 0 <= e1 -> 0 <= e2 ->
  trap_ok K eta e1 e2 rho ra -> trap_set p K ws u2 e1 e2 rho ra (fun i => - ws i, abar K ast).
Proof.
  intros K1 Hs P E1 E2 (Hr & Ra & _).
  assert (Neg : forall z, dot p (fun i => - ws i) z = - dot p ws z).
  { intros z. rewrite (dot_comb2 p _ ws ws z (-1) 0) by (intros; ring). ring. }
  unfold trap_set. cbn [fst snd]. rewrite !Neg, (dot_comm p ws), Neg, Hs.
  split; [ring|]. split.
  - apply Ropp_le_contravar. rewrite <- sqrt_1 at 2. apply sqrt_le_1_alt. nra.
  - pose proof (far_range rho) as F. pose proof (denominators K K1) as (D1 & D2).
    pose proof (g_nonneg (far rho) F) as G.
    assert (X : dot K (abar K ast) (u1 K) = x_inf (INR K) e1 PI).
    { rewrite (dot_comb2 K _ (u1 K) u2 (u1 K) (x_inf (INR K) e1 PI) (y_inf e2 PI)
        (fun i Hi => eq_sym (abar_plane K ast K1 u2 e1 e2 i P Hi))).
      destruct P as (O & _ & _). rewrite (u1_unit K K1), (dot_comm K u2), O. ring. }
    assert (Xle : x_inf (INR K) e1 PI <= x_inf (INR K) e1 (far rho)).
    { unfold x_inf, Rdiv. rewrite g_PI. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|]. nra. }
    split; [lra|].
    destruct P as (O & Norm & E). destruct Norm as [Z|Norm]; [now left|]. right.
    assert (Y : dot K (abar K ast) u2 = y_inf e2 PI).
    { rewrite (dot_comb2 K _ (u1 K) u2 u2 (x_inf (INR K) e1 PI) (y_inf e2 PI)
        (fun i Hi => eq_sym (abar_plane K ast K1 u2 e1 e2 i (conj O (conj (or_intror Norm) E)) Hi))).
      rewrite O, Norm. ring. }
    assert (Yle : y_inf e2 PI <= y_inf e2 (far rho)).
    { unfold y_inf, Rdiv. rewrite g_PI. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|]. nra. }
    lra.
Qed.

(** from it w never comes nearer to w_star than the cone's edge, whatever the noise. *)
Theorem C21_spurious_point_stays (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 rho ra : R)
    (noise : nat -> (nat -> R) * (nat -> R)) (t : nat) :
  (1 <= K)%nat -> dot p ws ws = 1 -> plane K ast u2 e1 e2 -> 0 <= e1 -> 0 <= e2 ->
  trap_ok K eta e1 e2 rho ra ->
  (forall t, small_noise p K rho ra (noise t)) ->
  dot p (fst (noisy p K ws ast eta (fun i => - ws i, abar K ast) noise t)) ws <= - sqrt (1 - rho ^ 2).
Proof.
  intros K1 Hs P E1 E2 T N. pose proof (spurious_in_set p K ws ast u2 eta e1 e2 rho ra K1 Hs P E1 E2 T) as S.
  exact (proj1 (proj2 (C21_small_noise_traps_for_ever p K ws ast u2 eta e1 e2 rho ra _ noise K1 Hs P E1 E2 T N S t))).
Qed.

(** The conditions leave room for noise in a and for a step exactly below the level sin ((PI - phi)/2), phi the angle of
    the saddles: abar . a_star + kappa2 g(phi) = 0. *)
Theorem C21_trap_level (K : nat) (e1 e2 rho phi : R) :
  teacher_ok (INR K) e1 e2 -> (1 <= K)%nat -> 0 < rho < 1 -> 0 <= phi <= PI ->
  abar_alpha K e1 e2 + kappa2 K e1 e2 * g phi = 0 ->
  (exists eta ra, 0 < ra /\ trap_ok K eta e1 e2 rho ra) <-> rho < sin ((PI - phi) / 2).
Proof.
  intros (_ & E1 & E2 & E) K1 Hr Hphi Saddle. pose proof (denominators K K1) as (D1 & D2).
  pose proof (far_range rho) as F. pose proof PI_RGT_0 as Pp.
  assert (Kp : 0 < kappa2 K e1 e2).
  { unfold kappa2, Rdiv. pose proof (Rinv_0_lt_compat _ D1). pose proof (Rinv_0_lt_compat _ D2).
    destruct (Rle_lt_or_eq_dec 0 e1 E1) as [H1|H1].
    - assert (0 < e1 ^ 2 * / (INR K + PI - 1)) by (apply Rmult_lt_0_compat; nra).
      assert (0 <= e2 ^ 2 * / (PI - 1)) by (apply Rmult_le_pos; nra). lra.
    - assert (0 < e2 ^ 2 * / (PI - 1)) by (apply Rmult_lt_0_compat; nra).
      assert (0 <= e1 ^ 2 * / (INR K + PI - 1)) by (apply Rmult_le_pos; nra). lra. }
  assert (Sp : 0 < spread e1 e2).
  { unfold spread. pose proof (sqrt_lt_R0 _ E). lra. }
  assert (Half : sin ((PI - phi) / 2) ^ 2 = (1 + cos phi) / 2).
  { replace ((PI - phi) / 2) with (PI / 2 - phi / 2) by field. rewrite sin_shift.
    replace (cos phi) with (cos (2 * (phi / 2))) by (f_equal; field). rewrite cos_2a_cos. field. }
  assert (Spos : 0 <= sin ((PI - phi) / 2)) by (apply sin_ge_0; lra).
  assert (Cf : cos (far rho) = 2 * rho ^ 2 - 1) by (apply cos_acos; nra).
  assert (Order : rho < sin ((PI - phi) / 2) <-> phi < far rho).
  { split; intros H.
    - apply cos_decreasing_0; try lra. rewrite Cf. nra.
    - assert (C : cos (far rho) < cos phi) by (apply cos_decreasing_1; lra).
      rewrite Cf in C. apply Rnot_le_lt. intros Le.
      assert (sin ((PI - phi) / 2) ^ 2 <= rho ^ 2) by (apply pow_incr; lra). lra. }
  rewrite Order. split.
  - intros (eta & ra & Ra & _ & _ & _ & Room & _). apply g_lt_inv; try lra.
    assert (kappa2 K e1 e2 * g (far rho) < kappa2 K e1 e2 * g phi) by nra.
    now apply (Rmult_lt_reg_l (kappa2 K e1 e2)).
  - intros H. pose proof (g_decr phi (far rho) ltac:(lra) H ltac:(lra)) as G. pose proof (g_nonneg (far rho) F) as G0.
    set (room := - (abar_alpha K e1 e2 + kappa2 K e1 e2 * g (far rho))).
    assert (Rm : 0 < room) by (unfold room; nra).
    set (ra := room / spread e1 e2).
    assert (Ra : 0 < ra) by (now apply Rdiv_lt_0_compat).
    assert (Rs : ra * spread e1 e2 = room) by (unfold ra; field; lra).
    set (B := ra * spread e1 e2 - abar_alpha K e1 e2).
    assert (HB : 0 <= B) by (unfold B; rewrite Rs; unfold room; nra).
    assert (Den : 0 < INR K + PI - 1 + B * PI) by nra.
    exists (2 * PI / (INR K + PI - 1 + B * PI)), ra. split; [assumption|].
    unfold trap_ok. fold B. repeat split; try lra.
    + apply Rdiv_lt_0_compat; lra.
    + rewrite Rs. unfold room. lra.
    + unfold Rdiv. rewrite Rmult_assoc. rewrite <- (Rmult_1_r (2 * PI)) at 2.
      apply Rmult_le_compat_l; [lra|]. apply (Rmult_le_reg_l (INR K + PI - 1 + B * PI)); [assumption|].
      rewrite <- Rmult_assoc, Rinv_r by lra. nra.
    + replace (2 * PI / (INR K + PI - 1 + B * PI) / (2 * PI) * B * (PI - far rho))
        with (B * (PI - far rho) / (INR K + PI - 1 + B * PI)) by (field; lra).
      apply (Rmult_le_reg_r (INR K + PI - 1 + B * PI)); [assumption|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
Qed.

(** Wherever the spurious point is a local minimum (abar . a_star < 0, C07) there are such radii and a step. *)
Theorem C21_trap_exists (K : nat) (e1 e2 : R) :
  teacher_ok (INR K) e1 e2 -> (1 <= K)%nat -> abar_alpha K e1 e2 < 0 ->
  exists eta rho ra, 0 < rho /\ 0 < ra /\ trap_ok K eta e1 e2 rho ra.
Proof.
  intros Ok K1 Neg. pose proof Ok as (_ & E1 & E2 & E). pose proof (denominators K K1) as (D1 & D2).
  assert (Kp : 0 <= kappa2 K e1 e2).
  { unfold kappa2, Rdiv. pose proof (Rinv_0_lt_compat _ D1). pose proof (Rinv_0_lt_compat _ D2).
    apply Rplus_le_le_0_compat; apply Rmult_le_pos; nra. }
  (* abar . a_star >= - kappa2 as g <= 1 at PI/2: the saddles' angle lies between PI/2 and PI. *)
  assert (Low : 0 <= abar_alpha K e1 e2 + kappa2 K e1 e2 * g (PI / 2)).
  { unfold abar_alpha, kappa2, x_inf, y_inf. rewrite g_PI, g_PI2.
    replace (e1 * ((INR K + 0 - 1) * e1 / (INR K + PI - 1)) + e2 * ((0 - 1) * e2 / (PI - 1)) +
             (e1 ^ 2 / (INR K + PI - 1) + e2 ^ 2 / (PI - 1)) * 1)
      with (INR K * e1 ^ 2 / (INR K + PI - 1)) by (field; lra).
    apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat]. pose proof (pos_INR K). nra. }
  assert (Kpos : 0 < kappa2 K e1 e2).
  { destruct (Rle_lt_or_eq_dec _ _ Kp) as [H|H]; [exact H|]. rewrite <- H in Low. lra. }
  destruct (g_ivt (- abar_alpha K e1 e2 / kappa2 K e1 e2)) as (phi & Hphi & G).
  { rewrite g_PI2 in Low. pose proof PI2_3_2. pose proof PI2_1. split.
    - unfold Rdiv. apply Rmult_le_pos; [lra|left; now apply Rinv_0_lt_compat].
    - apply (Rmult_le_reg_r (kappa2 K e1 e2)); [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
  assert (Saddle : abar_alpha K e1 e2 + kappa2 K e1 e2 * g phi = 0) by (rewrite G; field; lra).
  assert (Hp : phi < PI).
  { destruct (Rle_lt_or_eq_dec phi PI) as [H|H]; [lra|exact H|]. rewrite H, g_PI in Saddle. lra. }
  assert (Sp : 0 < sin ((PI - phi) / 2)) by (apply sin_gt_0; lra).
  pose proof (SIN_bound ((PI - phi) / 2)) as Sb.
  destruct (proj2 (C21_trap_level K e1 e2 (sin ((PI - phi) / 2) / 2) phi Ok K1 ltac:(lra) Hphi Saddle) ltac:(lra))
    as (eta & ra & Ra & Tr).
  exists eta, (sin ((PI - phi) / 2) / 2), ra. split; [lra|]. now split.
Qed.
