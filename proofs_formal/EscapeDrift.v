(** * EscapeDrift: from one-step inequalities to the probability of not having escaped

    What:    the soundness of phase I of noise-annealed perturbed gradient descent. With
             Y = (1 + w.w_star)/(1 - w.w_star) = cot^2(angle/2) and a height z of the output weights,
                 R = e^(top - z(a)) / (Y + delta),     F = min (R^theta1, R^theta2):
             if one step multiplies R^theta1 in the mean by at most 1 - lambda where R >= 1 (D1), and
             R^theta2 where R < 1 and Y <= Ytop (D2), whatever the noise in a, and no step from
             Y > Ytop ends with R^theta2 > b, then after n steps
                 P (Y < Yg) <= (1 - lambda)^n (e^(top - low)/delta)^theta1 + b/lambda
             from every w and every a of the box, the spurious point included; for all p, K, teachers.
             Premises about one step only: they are what a certificate encloses.
    Source:  derived; docs/escape.md.
    Claims:  C13 pgd_escapes (soundness).

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | power x t          | x^t, 0 at x = 0: no pole is hidden, since R is bounded        |
    | up, down           | 1 + w.w_star, 1 - w.w_star                                    |
    | ratio              | R = e^(top - z) down/(up + delta down)                        |
    | potential          | F                                                             |
    | perturbed_step     | one step in the box: o shows w~, oa and the state choose eps  |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap DescentVector NoisyDescent Upper.
Open Scope R_scope.

(** ** Powers of numbers that may be 0 *)

Definition power (x t : R) : R := if Rlt_dec 0 x then exp (t * ln x) else 0.

Lemma power_nonneg x t : 0 <= power x t.
Proof. unfold power. destruct Rlt_dec; [left; apply exp_pos | lra]. Qed.

Lemma power_one t : power 1 t = 1.
Proof. unfold power. destruct Rlt_dec; [|lra]. rewrite ln_1, Rmult_0_r. apply exp_0. Qed.

Lemma power_le x y t : 0 <= x <= y -> 0 <= t -> power x t <= power y t.
Proof.
  intros H Ht. unfold power. destruct (Rlt_dec 0 x) as [Hx|Hx], (Rlt_dec 0 y) as [Hy|Hy]; try lra.
  - destruct (Rle_lt_or_eq_dec x y ltac:(lra)) as [L| ->]; [|lra].
    pose proof (ln_increasing x y Hx L). destruct (Rle_lt_or_eq_dec 0 t Ht) as [T| <-]; [|rewrite !Rmult_0_l; lra].
    left. apply exp_increasing. now apply Rmult_lt_compat_l.
  - left. apply exp_pos.
Qed.

(** From 1 on the smaller exponent is the smaller power, below 1 the larger one. *)
Lemma power_above x s t : 1 <= x -> s <= t -> power x s <= power x t.
Proof.
  intros Hx Hst. unfold power. destruct Rlt_dec; [|lra].
  assert (0 <= ln x).
  { destruct (Rle_lt_or_eq_dec 1 x Hx) as [L| <-]; [|rewrite ln_1; lra].
    rewrite <- ln_1. left. now apply ln_increasing; lra. }
  destruct (Rle_lt_or_eq_dec (s * ln x) (t * ln x)) as [L|E]; [nra | now left; apply exp_increasing | now rewrite E; lra].
Qed.

Lemma power_below x s t : 0 <= x < 1 -> s <= t -> power x t <= power x s.
Proof.
  intros Hx Hst. unfold power. destruct Rlt_dec as [P|P]; [|lra].
  assert (ln x <= 0) by (rewrite <- ln_1; left; apply ln_increasing; lra).
  destruct (Rle_lt_or_eq_dec (t * ln x) (s * ln x)) as [L|E]; [nra | now left; apply exp_increasing | now rewrite E; lra].
Qed.

(** ** The drift of the smaller of two powers *)

Section MinDrift.
Context {Om St : Type} (E : St -> upper Om) (F : St -> Om -> St).
Variables (ratio : St -> R) (far : St -> bool) (most theta1 theta2 lambda b : R).
Hypothesis ratio_range : forall s, 0 <= ratio s <= most.
Hypothesis theta_order : 0 < theta1 <= theta2.
Hypothesis rate : 0 < lambda <= 1.
Hypothesis b_nonneg : 0 <= b.

Definition potential (s : St) : R := Rmin (power (ratio s) theta1) (power (ratio s) theta2).

Hypothesis drift1 : forall s, far s = false -> 1 <= ratio s ->
  ex (E s) (fun o => power (ratio (F s o)) theta1) <= (1 - lambda) * power (ratio s) theta1.
Hypothesis drift2 : forall s, far s = false -> ratio s < 1 ->
  ex (E s) (fun o => power (ratio (F s o)) theta2) <= (1 - lambda) * power (ratio s) theta2.
Hypothesis far_step : forall s o, far s = true -> power (ratio (F s o)) theta2 <= b.

Lemma power_bounded s t : 0 <= t -> bounded (fun o => power (ratio (F s o)) t).
Proof.
  intros Ht. apply (bounded_between 0 (power most t)). intros o. split; [apply power_nonneg|].
  apply power_le; [apply ratio_range | exact Ht].
Qed.

Lemma potential_nonneg s : 0 <= potential s.
Proof. apply Rmin_glb; apply power_nonneg. Qed.

Lemma potential_bounded s : bounded (fun o => potential (F s o)).
Proof. unfold potential. apply bounded_min; apply power_bounded; lra. Qed.

Lemma potential_drift s : after E F potential s <= (1 - lambda) * potential s + b.
Proof.
  unfold after. destruct (far s) eqn:Far.
  - apply Rle_trans with b.
    + apply ex_le_const; [apply potential_bounded|]. intros o. eapply Rle_trans; [apply Rmin_r | now apply far_step].
    + pose proof (potential_nonneg s). nra.
  - destruct (Rle_lt_dec 1 (ratio s)) as [H|H].
    + apply Rle_trans with ((1 - lambda) * power (ratio s) theta1).
      * eapply Rle_trans; [|now apply drift1].
        apply ex_mono; [apply potential_bounded | apply power_bounded; lra | intros; apply Rmin_l].
      * unfold potential. rewrite Rmin_left by (apply power_above; lra). lra.
    + apply Rle_trans with ((1 - lambda) * power (ratio s) theta2).
      * eapply Rle_trans; [|now apply drift2].
        apply ex_mono; [apply potential_bounded | apply power_bounded; lra | intros; apply Rmin_r].
      * unfold potential. rewrite Rmin_right; [lra|]. apply power_below; [|lra].
        split; [apply ratio_range | exact H].
Qed.

(** A bad state has ratio at least 1. *)
Theorem min_drift (bad : St -> R) n s :
  probable bad -> (forall t, bad t = 0 \/ 1 <= ratio t) ->
  run E F n bad s <= (1 - lambda) ^ n * power most theta1 + b / lambda.
Proof.
  intros Ub Hb. apply Rle_trans with ((1 - lambda) ^ n * potential s + b / (1 - (1 - lambda))).
  - apply (drift_tail E F potential); auto using potential_nonneg, potential_bounded, potential_drift; try lra.
    intros t. destruct (Hb t) as [-> | H]; [apply potential_nonneg|].
    apply Rle_trans with 1; [apply Ub|].
    apply Rmin_glb; [rewrite <- (power_one theta1) | rewrite <- (power_one theta2)]; apply power_le; lra.
  - replace (1 - (1 - lambda)) with lambda by ring. apply Rplus_le_compat_r.
    apply Rmult_le_compat_l; [apply pow_le; lra|].
    eapply Rle_trans; [apply Rmin_l|]. apply power_le; [apply ratio_range | lra].
Qed.
End MinDrift.

(** ** Perturbed gradient descent *)

Section Chain.
Variables p K : nat.
Variables ws ast u2 : nat -> R.
Variables eta e1 e2 ra mx hx my hy : R.
Hypothesis K_pos : (1 <= K)%nat.
Hypothesis ws_unit : dot p ws ws = 1.
Hypothesis P : plane K ast u2 e1 e2.
Hypothesis E1 : 0 <= e1.
Hypothesis E2 : 0 <= e2.
Hypothesis Ra : 0 <= ra.

(** The box of a: intervals that hold what the step draws each coordinate to, and that the step keeps (also where it
    overshoots: rates between 1 and 2); and a step that cannot make w vanish. *)
Definition box_ok : Prop :=
  0 < eta /\
  (exists r, mx - r <= x_inf (INR K) e1 PI - ra /\ x_inf (INR K) e1 0 + ra <= mx + r /\
             Rabs (1 - rate_x eta (INR K)) * hx + rate_x eta (INR K) * r <= hx) /\
  (exists r, my - r <= y_inf e2 PI - ra /\ y_inf e2 0 + ra <= my + r /\
             Rabs (1 - rate_y eta) * hy + rate_y eta * r <= hy) /\
  eta * (e1 * (Rabs mx + hx) + e2 * (Rabs my + hy) + ra * sqrt (e1 ^ 2 + e2 ^ 2)) < 2.

(** Unit w, a in its box (no y where e2 = 0). *)
Definition in_box (s : (nat -> R) * (nat -> R)) : Prop :=
  dot p (fst s) (fst s) = 1 /\ Rabs (dot K (snd s) (u1 K) - mx) <= hx /\
  (e2 = 0 \/ Rabs (dot K (snd s) u2 - my) <= hy).

Definition seen_step (s : (nat -> R) * (nat -> R)) (wt eps : nat -> R) : (nat -> R) * (nat -> R) :=
  (seen_w p K ws ast eta (fst s) (snd s) wt eps, seen_a p K ws ast eta (snd s) wt eps).

Lemma centred r m h q v x : 0 <= r -> Rabs (x - m) <= h -> m - q <= v <= m + q ->
  Rabs (1 - r) * h + r * q <= h -> Rabs ((1 - r) * x + r * v - m) <= h.
Proof.
  intros Hr Hx Hv H. replace ((1 - r) * x + r * v - m) with ((1 - r) * (x - m) + r * (v - m)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_pos_eq r Hr).
  assert (Rabs (v - m) <= q) by (apply Rabs_le; lra).
  assert (Rabs (1 - r) * Rabs (x - m) <= Rabs (1 - r) * h) by (apply Rmult_le_compat_l; [apply Rabs_pos|assumption]).
  assert (r * Rabs (v - m) <= r * q) by (apply Rmult_le_compat_l; assumption). lra.
Qed.

Lemma noise_coordinate (e u : nat -> R) : dot K u u = 1 -> dot K e e <= ra ^ 2 -> - ra <= dot K e u <= ra.
Proof.
  intros U He. pose proof (cauchy K e u) as C. rewrite U in C.
  assert (H : Rabs (dot K e u) <= Rabs ra) by (apply Rsqr_le_abs_0; unfold Rsqr; lra).
  rewrite (Rabs_pos_eq ra Ra) in H. now apply Rabs_le_between.
Qed.

(** alpha~ is bounded in the box, *)
Lemma alpha_bounded s eps : in_box s -> dot K eps eps <= ra ^ 2 ->
  Rabs (dot K (fun j => snd s j + eps j) ast) <=
  e1 * (Rabs mx + hx) + e2 * (Rabs my + hy) + ra * sqrt (e1 ^ 2 + e2 ^ 2).
Proof.
  intros (_ & Hx & Hy) He. rewrite (alpha_shifted p K ws ast u2 e1 e2 P).
  assert (Near : forall x m h, Rabs (x - m) <= h -> Rabs x <= Rabs m + h).
  { intros x m h H. replace x with (x - m + m) by ring. pose proof (Rabs_triang (x - m) m). lra. }
  assert (X : Rabs (e1 * dot K (snd s) (u1 K)) <= e1 * (Rabs mx + hx)).
  { rewrite Rabs_mult, (Rabs_pos_eq e1 E1). apply Rmult_le_compat_l; auto. }
  assert (Y : Rabs (e2 * dot K (snd s) u2) <= e2 * (Rabs my + hy)).
  { rewrite Rabs_mult, (Rabs_pos_eq e2 E2). destruct Hy as [-> | Hy]; [lra|]. apply Rmult_le_compat_l; auto. }
  assert (N : Rabs (dot K eps ast) <= ra * sqrt (e1 ^ 2 + e2 ^ 2)).
  { pose proof (cauchy K eps ast) as C. rewrite (ast_sq K ast K_pos u2 e1 e2 P) in C.
    assert (A0 : 0 <= e1 ^ 2 + e2 ^ 2) by nra.
    rewrite <- (Rabs_pos_eq (ra * sqrt (e1 ^ 2 + e2 ^ 2))) by (apply Rmult_le_pos; auto using sqrt_pos).
    apply Rsqr_le_abs_0. unfold Rsqr.
    replace (ra * sqrt (e1 ^ 2 + e2 ^ 2) * (ra * sqrt (e1 ^ 2 + e2 ^ 2)))
      with (ra ^ 2 * (sqrt (e1 ^ 2 + e2 ^ 2) * sqrt (e1 ^ 2 + e2 ^ 2))) by ring.
    rewrite sqrt_sqrt by assumption. pose proof (dot_self_nonneg K eps).
    assert (dot K eps eps * (e1 ^ 2 + e2 ^ 2) <= ra ^ 2 * (e1 ^ 2 + e2 ^ 2)) by (apply Rmult_le_compat_r; assumption).
    lra. }
  eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat_r, Rabs_triang|]. lra.
Qed.

(** so that w does not vanish before it is projected. *)
Lemma w_survives s wt eps : box_ok -> in_box s -> dot p wt wt = 1 -> dot K eps eps <= ra ^ 2 ->
  let W := fun i => fst s i - eta * tangent p wt (grad_w p K ws ast wt (fun j => snd s j + eps j)) i in
  0 < dot p W W.
Proof.
  intros (He & _ & _ & Short) S U Ne W. pose proof S as (Hw & _). pose proof PI_RGT_0 as Pp.
  pose proof (alpha_bounded s eps S Ne) as A. pose proof (angle_range p ws wt) as Ang.
  set (alt := dot K (fun j => snd s j + eps j) ast) in *.
  set (pull := eta * alt * (PI - angle p ws wt) / (2 * PI)).
  set (v := fun i => ws i - dot p wt ws * wt i).
  assert (EW : forall i, (i < p)%nat -> W i = 1 * fst s i + pull * v i).
  { intros i _. unfold W, v. rewrite Rmult_1_l. exact (seen_w_parts p K ws ast eta (fst s) (snd s) wt eps i ws_unit U). }
  assert (Ev : forall x, dot p v x = dot p ws x - dot p wt ws * dot p wt x).
  { intros x. rewrite (dot_comb2 p v ws wt x 1 (- dot p wt ws)) by (intros; unfold v; ring). ring. }
  assert (Vv : dot p v v = 1 - dot p wt ws ^ 2).
  { rewrite Ev, (dot_comm p ws v), (dot_comm p wt v), !Ev, ws_unit, U, (dot_comm p ws wt). ring. }
  assert (Vw : Rabs (dot p v (fst s)) <= 1).
  { pose proof (cauchy p v (fst s)) as C. rewrite Hw, Vv in C. rewrite <- Rabs_R1. apply Rsqr_le_abs_0. unfold Rsqr.
    pose proof (pow2_ge_0 (dot p wt ws)). lra. }
  assert (Small : Rabs pull < 1).
  { unfold pull, Rdiv. rewrite !Rabs_mult, (Rabs_pos_eq eta) by lra.
    rewrite (Rabs_pos_eq (PI - angle p ws wt)) by lra.
    rewrite (Rabs_pos_eq (/ (2 * PI))) by (left; apply Rinv_0_lt_compat; lra).
    apply (Rmult_lt_reg_r (2 * PI)); [lra|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra.
    assert (eta * Rabs alt < 2).
    { eapply Rle_lt_trans; [|exact Short]. apply Rmult_le_compat_l; [lra | exact A]. }
    assert (eta * Rabs alt * (PI - angle p ws wt) <= eta * Rabs alt * PI).
    { apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra | apply Rabs_pos] | lra]. }
    nra. }
  assert (Ww : dot p W (fst s) = 1 + pull * dot p v (fst s)).
  { rewrite (dot_comb2 p W (fst s) v (fst s) _ _ EW), Hw. ring. }
  assert (0 < dot p W (fst s)).
  { rewrite Ww. assert (Rabs (pull * dot p v (fst s)) < 1).
    { rewrite Rabs_mult. pose proof (Rabs_pos pull). pose proof (Rabs_pos (dot p v (fst s))). nra. }
    apply Rabs_lt_between in H. lra. }
  pose proof (cauchy p W (fst s)) as C. rewrite Hw in C. nra.
Qed.

(** The box is kept, whatever is seen. *)
Lemma box_kept s wt eps : box_ok -> in_box s -> dot p wt wt = 1 -> dot K eps eps <= ra ^ 2 -> in_box (seen_step s wt eps).
Proof.
  intros Ok S U He. pose proof (w_survives s wt eps Ok S U He) as Pos. cbv zeta in Pos.
  destruct Ok as (Eta & (qx & X1 & X2 & X3) & (qy & Y1 & Y2 & Y3) & _). destruct S as (Hw & Hx & Hy).
  assert (Rx : 0 <= rate_x eta (INR K)).
  { pose proof (INR_K_ge K K_pos). pose proof PI_gt_3. unfold rate_x, Rdiv.
    apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra]. }
  assert (Ry : 0 <= rate_y eta).
  { pose proof PI_gt_3. unfold rate_y, Rdiv. apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra]. }
  destruct (denominators K K_pos) as (D1 & D2). pose proof (angle_range p ws wt) as A. pose proof PI_RGT_0 as Pp.
  assert (Gp : g (angle p ws wt) <= g 0) by (apply g_decr_le; lra).
  assert (Gm : g PI <= g (angle p ws wt)) by (apply g_decr_le; lra).
  unfold in_box, seen_step. cbn [fst snd]. split; [apply proj_unit; exact Pos|]. split.
  - rewrite (seen_x p K ws ast eta K_pos u2 e1 e2 P).
    pose proof (noise_coordinate eps (u1 K) (u1_unit K K_pos) He) as Ne.
    apply (centred _ mx hx qx); try assumption.
    assert (x_inf (INR K) e1 PI <= x_inf (INR K) e1 (angle p ws wt) <= x_inf (INR K) e1 0).
    { unfold x_inf, Rdiv. split; apply Rmult_le_compat_r; try (left; now apply Rinv_0_lt_compat); nra. }
    lra.
  - destruct Hy as [Z|Hy]; [now left|]. pose proof P as (_ & Norm & _). destruct Norm as [Z|Norm]; [now left|]. right.
    rewrite (seen_y p K ws ast eta K_pos u2 e1 e2 P).
    pose proof (noise_coordinate eps u2 Norm He) as Ne.
    apply (centred _ my hy qy); try assumption.
    assert (y_inf e2 PI <= y_inf e2 (angle p ws wt) <= y_inf e2 0).
    { unfold y_inf, Rdiv. split; apply Rmult_le_compat_r; try (left; now apply Rinv_0_lt_compat); nra. }
    lra.
Qed.

(** The chain: states of the box. A step draws oa and, from a law that w decides, o, independently. o shows the gradient
    a student's w; oa, with an adversary who knows the state, decides what is added to a. *)
Hypothesis Box : box_ok.
Definition boxed_state : Type := { s | in_box s }.
Context {Oa Om : Type} (Ea : upper Oa) (E : (nat -> R) -> upper Om).
Variable sees : (nat -> R) -> Om -> (nat -> R).
Hypothesis sees_unit : forall w o, dot p (sees w o) (sees w o) = 1.
Variable eps : boxed_state -> Oa -> (nat -> R).
Hypothesis small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2.

Definition perturbed_step (s : boxed_state) (o : Oa * Om) : boxed_state :=
  exist _ (seen_step (proj1_sig s) (sees (fst (proj1_sig s)) (snd o)) (eps s (fst o)))
    (box_kept _ _ _ Box (proj2_sig s) (sees_unit (fst (proj1_sig s)) (snd o)) (small s (fst o))).

(** The potential's variable. *)
Variables (delta top low : R) (z : R -> R -> R).
Hypothesis Hdelta : 0 < delta.

Definition up (w : nat -> R) : R := 1 + dot p w ws.
Definition down (w : nat -> R) : R := 1 - dot p w ws.
Definition height (a : nat -> R) : R := z (dot K a (u1 K)) (dot K a u2).
Definition ratio (s : (nat -> R) * (nat -> R)) : R :=
  exp (top - height (snd s)) * (down (fst s) / (up (fst s) + delta * down (fst s))).

Lemma ups w : dot p w w = 1 -> 0 <= up w /\ 0 <= down w /\ 0 < up w + delta * down w.
Proof.
  intros Hw. pose proof (dot_unit_range p w ws Hw ws_unit). unfold up, down.
  repeat split; try lra. destruct (Rle_lt_dec 1 (dot p w ws)); nra.
Qed.

Lemma ratio_bounded s : dot p (fst s) (fst s) = 1 -> low <= height (snd s) ->
  0 <= ratio s <= exp (top - low) / delta.
Proof.
  intros Hw Hl. destruct (ups (fst s) Hw) as (U & D & Pos). unfold ratio.
  pose proof (exp_pos (top - height (snd s))) as Ep. pose proof (Rinv_0_lt_compat _ Pos) as Ip. split.
  - apply Rmult_le_pos; [lra|]. unfold Rdiv. apply Rmult_le_pos; lra.
  - unfold Rdiv at 2. apply Rmult_le_compat; [lra | unfold Rdiv; apply Rmult_le_pos; lra | |].
    + apply exp_le. lra.
    + apply (Rmult_le_reg_r (up (fst s) + delta * down (fst s))); [assumption|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      rewrite Rmult_plus_distr_l, <- (Rmult_assoc (/ delta)), Rinv_l, Rmult_1_l by lra.
      assert (0 <= / delta * up (fst s)) by (apply Rmult_le_pos; [left; now apply Rinv_0_lt_compat|assumption]). lra.
Qed.

(** Not yet at the good side: Y < Yg. Beyond the top: Y > Ytop. *)
Variables Yg Ytop : R.
Hypothesis HYg : 0 < Yg.

Definition bad (s : (nat -> R) * (nat -> R)) : R := if Rlt_dec (up (fst s)) (Yg * down (fst s)) then 1 else 0.
Definition beyond (s : (nat -> R) * (nat -> R)) : bool :=
  if Rlt_dec (Ytop * down (fst s)) (up (fst s)) then true else false.

(** top = log (Yg + delta) + the greatest height: then a bad state has ratio at least 1. *)
Lemma bad_ratio s : dot p (fst s) (fst s) = 1 -> exp (height (snd s)) * (Yg + delta) <= exp top ->
  bad s = 0 \/ 1 <= ratio s.
Proof.
  intros Hw Hh. destruct (ups (fst s) Hw) as (U & D & Pos). unfold bad.
  destruct (Rlt_dec (up (fst s)) (Yg * down (fst s))) as [B|B]; [right | now left].
  assert (Dp : 0 < down (fst s)) by nra. unfold ratio.
  replace (exp (top - height (snd s))) with (exp top / exp (height (snd s))).
  2: { unfold Rminus. rewrite exp_plus, exp_Ropp. reflexivity. }
  pose proof (exp_pos (height (snd s))) as Ep.
  apply (Rmult_le_reg_r (exp (height (snd s)) * (up (fst s) + delta * down (fst s)))).
  { now apply Rmult_lt_0_compat. }
  replace (exp top / exp (height (snd s)) * (down (fst s) / (up (fst s) + delta * down (fst s))) *
           (exp (height (snd s)) * (up (fst s) + delta * down (fst s)))) with (exp top * down (fst s))
    by (field; lra).
  rewrite Rmult_1_l. apply Rle_trans with (exp (height (snd s)) * ((Yg + delta) * down (fst s))).
  - apply Rmult_le_compat_l; lra.
  - rewrite <- Rmult_assoc. apply Rmult_le_compat_r; lra.
Qed.

Variables (theta1 theta2 lambda b : R).

(** What a certificate encloses: one step from any (w, a) of the box, whatever the noise in a. *)
Definition drift_inequalities : Prop :=
  forall s e, in_box s -> dot K e e <= ra ^ 2 -> beyond s = false ->
  (1 <= ratio s ->
     ex (E (fst s)) (fun o => power (ratio (seen_step s (sees (fst s) o) e)) theta1) <= (1 - lambda) * power (ratio s) theta1) /\
  (ratio s < 1 ->
     ex (E (fst s)) (fun o => power (ratio (seen_step s (sees (fst s) o) e)) theta2) <= (1 - lambda) * power (ratio s) theta2).

Definition no_fall : Prop :=
  forall s e o, in_box s -> dot K e e <= ra ^ 2 -> beyond s = true ->
  power (ratio (seen_step s (sees (fst s) o) e)) theta2 <= b.

Definition heights : Prop :=
  forall s, in_box s -> low <= height (snd s) /\ exp (height (snd s)) * (Yg + delta) <= exp top.

Theorem C13_escape_soundness (n : nat) (s : boxed_state) :
  0 < theta1 <= theta2 -> 0 < lambda <= 1 -> 0 <= b ->
  heights -> drift_inequalities -> no_fall ->
  run (fun t => product Ea (E (fst (proj1_sig t)))) perturbed_step n (fun t => bad (proj1_sig t)) s <=
    (1 - lambda) ^ n * power (exp (top - low) / delta) theta1 + b / lambda.
Proof.
  intros Ht Hl Hb H D N.
  assert (Range : forall t : boxed_state, 0 <= ratio (proj1_sig t) <= exp (top - low) / delta).
  { intros t. destruct (proj2_sig t) as (Hw & _). destruct (H _ (proj2_sig t)) as (L & _). now apply ratio_bounded. }
  assert (B : forall t theta, 0 <= theta ->
    bounded (fun o => power (ratio (proj1_sig (perturbed_step t o))) theta)).
  { intros t theta H0. apply (power_bounded perturbed_step (fun t => ratio (proj1_sig t)) _ Range t theta H0). }
  apply (min_drift (fun t => product Ea (E (fst (proj1_sig t)))) perturbed_step (fun t => ratio (proj1_sig t))
    (fun t => beyond (proj1_sig t)) _ theta1 theta2 lambda b); auto.
  - intros t Far R1. apply product_le; [apply B; lra|]. intros oa.
    exact (proj1 (D (proj1_sig t) (eps t oa) (proj2_sig t) (small t oa) Far) R1).
  - intros t Far R1. apply product_le; [apply B; lra|]. intros oa.
    exact (proj2 (D (proj1_sig t) (eps t oa) (proj2_sig t) (small t oa) Far) R1).
  - intros t o Far. exact (N (proj1_sig t) (eps t (fst o)) (snd o) (proj2_sig t) (small t (fst o)) Far).
  - intros t. unfold bad. destruct Rlt_dec; lra.
  - intros t. destruct (proj2_sig t) as (Hw & _). destruct (H _ (proj2_sig t)) as (_ & T). now apply bad_ratio.
Qed.

End Chain.
