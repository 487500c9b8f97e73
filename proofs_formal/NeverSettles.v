(** * NeverSettles: at constant large noise the output weights stay away from the teacher's

    What:    Hoeffding's lemma for upper expectations; and for a slow average
             y' = (1 - m) y + m v, v in an interval of length L, upper mean of v at most e - D: at each
             step t
                 P (e - y_t < D/2) <= (1 - m)^t exp (mu (D/2 - (e - y_0))) + exp (- D^2/(2 m L^2)),
             mu = 2 D/(m L^2). The coordinate of a across 1 moves so under perturbed gradient descent,
             for all p, K, teachers: v = y_inf (angle seen) - noise, so that |a_t - a_star| >= D/2.
    Source:  derived; docs/escape.md.
    Claims:  C22 large_noise_never_settles.

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | settled D a        | indicator of |a - a_star| < D/2                               |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap DescentVector NoisyDescent Upper EscapeDrift.
Open Scope R_scope.

(** ** exp lies below its chords *)

Lemma exp_tangent a z : exp z * (1 + (a - z)) <= exp a.
Proof.
  replace (exp a) with (exp z * exp (a - z)) by (rewrite <- exp_plus; f_equal; ring).
  apply Rmult_le_compat_l; [left; apply exp_pos | apply exp_ineq1_le].
Qed.

Lemma exp_chord q a b : 0 <= q <= 1 -> exp ((1 - q) * a + q * b) <= (1 - q) * exp a + q * exp b.
Proof.
  intros Hq. set (z := (1 - q) * a + q * b). pose proof (exp_tangent a z). pose proof (exp_tangent b z).
  assert ((1 - q) * (exp z * (1 + (a - z))) <= (1 - q) * exp a) by (apply Rmult_le_compat_l; lra).
  assert (q * (exp z * (1 + (b - z))) <= q * exp b) by (apply Rmult_le_compat_l; lra).
  assert ((1 - q) * (exp z * (1 + (a - z))) + q * (exp z * (1 + (b - z))) = exp z) by (unfold z; ring).
  lra.
Qed.

(** ** Two points: 1 - q + q e^h <= e^(q h + h^2/8) *)

Lemma mvt_nonneg (f f' : R -> R) h : 0 <= h -> (forall x, 0 <= x -> is_derive f x (f' x)) ->
  (forall x, 0 <= x -> 0 <= f' x) -> f 0 <= f h.
Proof.
  intros Hh D P. destruct (Req_dec h 0) as [->|N]; [lra|].
  destruct (MVT_cor2 f f' 0 h) as (c & Ec & Hc); [lra| |].
  - intros c Hc. apply is_derive_Reals, D. lra.
  - pose proof (P c ltac:(lra)). nra.
Qed.

Lemma two_points q h : 0 <= q <= 1 -> 0 <= h -> 1 - q + q * exp h <= exp (q * h + h ^ 2 / 8).
Proof.
  intros Hq Hh.
  assert (Pos : forall x, 0 <= x -> 0 < 1 - q + q * exp x).
  { intros x Hx. pose proof (exp_ineq1_le x). nra. }
  set (s := fun x => q * exp x / (1 - q + q * exp x)).
  assert (D2 : forall x, 0 <= x -> is_derive (fun x => q + x / 4 - s x) x (/ 4 - s x * (1 - s x))).
  { intros x Hx. pose proof (Pos x Hx). unfold s. auto_derive; [lra|]. field. lra. }
  assert (F1 : forall x, 0 <= x -> 0 <= q + x / 4 - s x).
  { intros x Hx. apply Rle_trans with (q + 0 / 4 - s 0).
    - unfold s. rewrite exp_0. replace (1 - q + q * 1) with 1 by ring. lra.
    - apply (mvt_nonneg (fun x => q + x / 4 - s x) (fun x => / 4 - s x * (1 - s x)) x Hx D2).
      intros y _. pose proof (pow2_ge_0 (s y - / 2)). nra. }
  assert (D1 : forall x, 0 <= x ->
    is_derive (fun x => q * x + x ^ 2 / 8 - ln (1 - q + q * exp x)) x (q + x / 4 - s x)).
  { intros x Hx. pose proof (Pos x Hx). unfold s. auto_derive; [lra|]. field. lra. }
  pose proof (mvt_nonneg _ _ h Hh D1 F1) as F. cbv beta in F.
  rewrite exp_0 in F. replace (1 - q + q * 1) with 1 in F by ring. rewrite ln_1 in F.
  rewrite <- (exp_ln (1 - q + q * exp h)) by now apply Pos. apply exp_le. lra.
Qed.

(** ** Hoeffding's lemma *)

Lemma hoeffding {Om : Type} (E : upper Om) (v : Om -> R) (lo L M t : R) :
  0 < L -> 0 <= t -> (forall o, lo <= v o <= lo + L) -> ex E v <= M ->
  ex E (fun o => exp (t * v o)) <= exp (t * M + t ^ 2 * L ^ 2 / 8).
Proof.
  intros HL Ht Hv HM. pose proof (bounded_between lo (lo + L) v Hv) as B.
  assert (Be : bounded (fun o => exp (t * v o))).
  { apply (bounded_between 0 (exp (t * (lo + L)))). intros o. pose proof (exp_pos (t * v o)).
    split; [lra|]. apply exp_le, Rmult_le_compat_l; [exact Ht | apply Hv]. }
  pose proof (ex_ge_const E v lo B (fun o => proj1 (Hv o))) as Low.
  destruct (Rle_lt_dec (lo + L) M) as [Big|Small].
  - apply ex_le_const; [exact Be|]. intros o. apply exp_le. pose proof (Hv o).
    assert (t * v o <= t * M) by (apply Rmult_le_compat_l; lra).
    assert (0 <= t ^ 2 * L ^ 2 / 8) by (pose proof (pow2_ge_0 (t * L)); nra). lra.
  - set (slope := (exp (t * (lo + L)) - exp (t * lo)) / L).
    assert (Sl : 0 <= slope).
    { unfold slope, Rdiv. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat].
      assert (exp (t * lo) <= exp (t * (lo + L))) by (apply exp_le; nra). lra. }
    apply Rle_trans with (ex E (fun o => slope * v o + (exp (t * lo) - slope * lo))).
    + apply ex_mono; [exact Be | bounded |]. intros o. pose proof (Hv o) as Ho.
      set (q := (v o - lo) / L).
      assert (Hq : 0 <= q <= 1).
      { unfold q, Rdiv. split; [apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]|].
        apply (Rmult_le_reg_r L); [exact HL|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
      replace (t * v o) with ((1 - q) * (t * lo) + q * (t * (lo + L))) by (unfold q; field; lra).
      eapply Rle_trans; [apply exp_chord, Hq|]. unfold slope, q. right. field. lra.
    + rewrite ex_shift, ex_scal by (bounded || assumption).
      assert (slope * ex E v <= slope * M) by (apply Rmult_le_compat_l; assumption).
      set (q := (M - lo) / L).
      assert (Hq : 0 <= q <= 1).
      { unfold q, Rdiv. split; [apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]|].
        apply (Rmult_le_reg_r L); [exact HL|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
      apply Rle_trans with (exp (t * lo) * (1 - q + q * exp (t * L))).
      * assert (Up : exp (t * (lo + L)) = exp (t * lo) * exp (t * L)) by (rewrite <- exp_plus; f_equal; ring).
        assert (slope * M + (exp (t * lo) - slope * lo) = exp (t * lo) * (1 - q + q * exp (t * L))).
        { unfold slope, q. rewrite Up. field. lra. } lra.
      * eapply Rle_trans.
        { apply Rmult_le_compat_l; [left; apply exp_pos|]. apply (two_points q (t * L) Hq). nra. }
        rewrite <- exp_plus. right. f_equal. unfold q. field. lra.
Qed.

(** ** A slow average *)

Section Average.
Context {Om St : Type} (E : St -> upper Om) (F : St -> Om -> St).
Variables (y : St -> R) (v : St -> Om -> R) (m e D lo L : R).
Hypothesis Hm : 0 < m <= 1.
Hypothesis HL : 0 < L.
Hypothesis HD : 0 < D.
Hypothesis step : forall s o, y (F s o) = (1 - m) * y s + m * v s o.
Hypothesis range : forall s o, lo <= v s o <= lo + L.
Hypothesis mean : forall s, ex (E s) (v s) <= e - D.
Hypothesis y_bounded : exists B, forall s, y s <= B.

Let mu := 2 * D / (m * L ^ 2).

Lemma mu_pos : 0 < mu.
Proof. unfold mu. apply Rdiv_lt_0_compat; [lra|]. pose proof (pow_lt L 2 HL). nra. Qed.

(** Of what happens only where e - y < D/2. *)
Lemma slow_average (f : St -> R) t s : probable f -> (forall u, f u = 0 \/ e - y u < D / 2) ->
  run E F t f s <=
    (1 - m) ^ t * exp (mu * (D / 2 - (e - y s))) + exp (- (D ^ 2 / (2 * m * L ^ 2))).
Proof.
  intros Pf Hf. pose proof mu_pos as Mu. set (V := fun s => exp (mu * (D / 2 - (e - y s)))).
  assert (BV : forall s, bounded (fun o => V (F s o))).
  { intros u. destruct y_bounded as (B & HB). apply (bounded_between 0 (exp (mu * (D / 2 - (e - B))))).
    intros o. unfold V. pose proof (exp_pos (mu * (D / 2 - (e - y (F u o))))). split; [lra|].
    apply exp_le, Rmult_le_compat_l; [lra|]. pose proof (HB (F u o)). lra. }
  assert (Tail : mu * (D / 2 - (D - mu * m * L ^ 2 / 8)) = - (D ^ 2 / (2 * m * L ^ 2))).
  { unfold mu. field. lra. }
  replace (exp (- (D ^ 2 / (2 * m * L ^ 2)))) with (m * exp (- (D ^ 2 / (2 * m * L ^ 2))) / (1 - (1 - m)))
    by (field; lra).
  apply (drift_tail E F V); try lra; try exact BV; try exact Pf.
  - intros u. destruct (Hf u) as [-> | H]; [left; apply exp_pos|].
    apply Rle_trans with 1; [apply Pf|]. unfold V. rewrite <- exp_0. apply exp_le. apply Rmult_le_pos; lra.
  - intros u. left. apply exp_pos.
  - apply Rmult_le_pos; [lra | left; apply exp_pos].
  - intros u. unfold after, V. rewrite <- Tail.
    set (c := mu * (D / 2 - (1 - m) * (e - y u) - m * e)).
    assert (Eq : forall o, exp (mu * (D / 2 - (e - y (F u o)))) = exp c * exp (mu * m * v u o)).
    { intros o. rewrite <- exp_plus, step. f_equal. unfold c. ring. }
    assert (Bv : bounded (fun o => exp (mu * m * v u o))).
    { apply (bounded_between 0 (exp (mu * m * (lo + L)))). intros o. pose proof (exp_pos (mu * m * v u o)).
      split; [lra|]. apply exp_le, Rmult_le_compat_l; [nra | apply range]. }
    rewrite (ex_ext (E u) _ (fun o => exp c * exp (mu * m * v u o))) by (try exact Eq; apply BV).
    rewrite ex_scal by (exact Bv || left; apply exp_pos).
    pose proof (hoeffding (E u) (v u) lo L (e - D) (mu * m) HL ltac:(nra) (range u) (mean u)) as H.
    apply Rle_trans with (exp c * exp (mu * m * (e - D) + (mu * m) ^ 2 * L ^ 2 / 8)).
    { apply Rmult_le_compat_l; [left; apply exp_pos | exact H]. }
    rewrite <- exp_plus.
    replace (c + (mu * m * (e - D) + (mu * m) ^ 2 * L ^ 2 / 8)) with
      ((1 - m) * (mu * (D / 2 - (e - y u))) + m * (mu * (D / 2 - (D - mu * m * L ^ 2 / 8)))) by (unfold c; field).
    apply exp_chord. lra.
Qed.
End Average.

(** ** Perturbed gradient descent *)

Section Settles.
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
Context {Oa Om : Type} (Ea : upper Oa) (E : (nat -> R) -> upper Om).
Variable sees : (nat -> R) -> Om -> (nat -> R).
Hypothesis sees_unit : forall w o, dot p (sees w o) (sees w o) = 1.
Variable eps : boxed_state p K u2 e2 mx hx my hy -> Oa -> (nat -> R).
Hypothesis small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2.

Let step := perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box sees sees_unit eps small.
Let weights (s : boxed_state p K u2 e2 mx hx my hy) : nat -> R := snd (proj1_sig s).

Definition settled (D : R) (a : nat -> R) : R :=
  if Rlt_dec (dot K (fun i => a i - ast i) (fun i => a i - ast i)) ((D / 2) ^ 2) then 1 else 0.

(** Along a unit vector u the distance is at least what is missing there. *)
Lemma settled_near D a u c : dot K u u = 1 -> dot K ast u = c -> 0 < D -> settled D a = 0 \/ c - dot K a u < D / 2.
Proof.
  intros U C HD. unfold settled. destruct Rlt_dec as [H|H]; [right | now left].
  pose proof (cauchy K (fun i => a i - ast i) u) as Q. rewrite U, Rmult_1_r in Q.
  assert (Eq : dot K (fun i => a i - ast i) u = dot K a u - c).
  { rewrite (dot_comb2 K _ a ast u 1 (-1)) by (intros; ring). rewrite C. ring. }
  rewrite Eq in Q. assert (Q2 : (c - dot K a u) ^ 2 < (D / 2) ^ 2) by nra. nra.
Qed.

(** D, for the mean kernel at most Ghat and any noise in a of length at most ra (its law may depend on the state). *)
Theorem C22_large_noise_never_settles (Ghat : R) (t : nat) (s : boxed_state p K u2 e2 mx hx my hy) :
  0 < e2 ->
  (forall w, dot p w w = 1 -> ex (E w) (fun o => g (angle p ws (sees w o))) <= Ghat) ->
  let m := rate_y eta in
  let D := e2 * (PI - Ghat) / (PI - 1) - ra in
  let L := PI * e2 / (PI - 1) + 2 * ra in
  0 < D -> m <= 1 ->
  run (fun t => product Ea (E (fst (proj1_sig t)))) step t (fun s => settled D (weights s)) s <=
    (1 - m) ^ t * exp (2 * D / (m * L ^ 2) * (D / 2 - (e2 - dot K (weights s) u2)))
    + exp (- (D ^ 2 / (2 * m * L ^ 2))).
Proof.
  intros He Mean m D L HD Hm.
  destruct (denominators K K_pos) as (_ & Den). pose proof PI_RGT_0 as Pp.
  assert (Norm : dot K u2 u2 = 1) by (pose proof P as (_ & [Z|N] & _); [lra | exact N]).
  assert (Bg : forall w, bounded (fun o => g (angle p ws (sees w o)))).
  { intros w. apply (bounded_between 0 PI). intros o. pose proof (angle_range p ws (sees w o)).
    split; [now apply g_nonneg | now apply g_le_PI]. }
  assert (Ne : forall s oa, - ra <= dot K (eps s oa) u2 <= ra) by (intros; apply (noise_coordinate K ra Ra); auto).
  assert (M0 : 0 < m).
  { unfold m, rate_y. pose proof Box as (Eta & _). apply Rdiv_lt_0_compat; [nra | lra]. }
  apply (slow_average (fun t => product Ea (E (fst (proj1_sig t)))) step (fun s => dot K (weights s) u2)
    (fun s o => y_inf e2 (angle p ws (sees (fst (proj1_sig s)) (snd o))) - dot K (eps s (fst o)) u2)
    m e2 D (- (e2 / (PI - 1)) - ra) L); try lra.
  - unfold L. apply Rplus_lt_le_0_compat; [apply Rdiv_lt_0_compat; nra | lra].
  - intros u o. unfold weights, step, perturbed_step. cbn [proj1_sig]. unfold seen_step. cbn [snd].
    apply (seen_y p K ws ast eta K_pos u2 e1 e2 P).
  - intros u o. pose proof (Ne u (fst o)). pose proof (angle_range p ws (sees (fst (proj1_sig u)) (snd o))) as A.
    pose proof (g_nonneg _ A). pose proof (g_le_PI _ A). unfold y_inf, L.
    set (x := g (angle p ws (sees (fst (proj1_sig u)) (snd o)))) in *.
    replace ((x - 1) * e2 / (PI - 1)) with (- (e2 / (PI - 1)) + x * (e2 / (PI - 1))) by (field; lra).
    replace (PI * e2 / (PI - 1)) with (PI * (e2 / (PI - 1))) by (field; lra).
    assert (0 <= e2 / (PI - 1)) by (apply Rlt_le, Rdiv_lt_0_compat; lra). nra.
  - intros u. assert (Q : 0 <= e2 / (PI - 1)) by (apply Rlt_le, Rdiv_lt_0_compat; lra).
    assert (Mean' : forall oa, ex (E (fst (proj1_sig u))) (fun o => y_inf e2 (angle p ws (sees (fst (proj1_sig u)) o)) - dot K (eps u oa) u2) <= e2 - D).
    { intros oa. pose proof (Bg (fst (proj1_sig u))) as B. pose proof (Ne u oa).
      replace (fun o => y_inf e2 (angle p ws (sees (fst (proj1_sig u)) o)) - dot K (eps u oa) u2) with
        (fun o => e2 / (PI - 1) * g (angle p ws (sees (fst (proj1_sig u)) o)) + (- (e2 / (PI - 1)) - dot K (eps u oa) u2))
        by (apply functional_extensionality; intros o; unfold y_inf; field; lra).
      rewrite ex_shift, ex_scal by (bounded || assumption).
      assert (e2 / (PI - 1) * ex (E (fst (proj1_sig u))) (fun o => g (angle p ws (sees (fst (proj1_sig u)) o))) <= e2 / (PI - 1) * Ghat)
        by (apply Rmult_le_compat_l; [exact Q | apply Mean, (proj1 (proj2_sig u))]).
      unfold D. replace (e2 - (e2 * (PI - Ghat) / (PI - 1) - ra)) with (e2 / (PI - 1) * Ghat - e2 / (PI - 1) + ra)
        by (field; lra). lra. }
    apply (product_le Ea (E (fst (proj1_sig u))) (fun o => y_inf e2 (angle p ws (sees (fst (proj1_sig u)) (snd o))) - dot K (eps u (fst o)) u2) (e2 - D));
      [|exact Mean'].
    apply (bounded_between (- (e2 / (PI - 1)) - ra) (PI * (e2 / (PI - 1)) + ra)). intros o. pose proof (Ne u (fst o)).
    pose proof (angle_range p ws (sees (fst (proj1_sig u)) (snd o))) as A. pose proof (g_nonneg _ A). pose proof (g_le_PI _ A).
    unfold y_inf. set (x := g (angle p ws (sees (fst (proj1_sig u)) (snd o)))) in *.
    replace ((x - 1) * e2 / (PI - 1)) with (- (e2 / (PI - 1)) + x * (e2 / (PI - 1))) by (field; lra). nra.
  - exists (my + hy). intros u. unfold weights. destruct (proj2_sig u) as (_ & _ & [Z|Hy]); [lra|].
    apply Rabs_le_between in Hy. lra.
  - intros u. unfold settled. destruct Rlt_dec; lra.
  - intros u. apply settled_near; try assumption. apply (ast_u2 K ast u2 e1 e2 P).
Qed.
End Settles.
