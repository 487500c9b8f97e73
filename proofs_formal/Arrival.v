(** * Arrival: large noise, then none: the global optimum from every start, for all p >= 5, K and teachers

    What:    near the teacher's direction plain gradient descent arrives from everywhere in the box of a: in T steps
             the angle grows 2^T times at most, while x and y come near where they rest. With Escape.v: after n
             steps whose gradients see uniform directions (and an adversary's noise in a), plain
             gradient descent converges to the global optimum but for any given probability, from every unit w and
             every a no longer than a given radius, the spurious point included. No premise is left but
             a teacher with 1.a_star >= 0, dimensions, and the bound on the plain steps.
    Source:  derived; docs/escape.md.
    Claims:  C13 pgd_escapes (concrete, with the noise switched off at the end).

    | symbol      | meaning                                                          |
    |-------------|------------------------------------------------------------------|
    | chain_step  | one noisy step on the vectors (w, a), for a direction o          |
    | missed      | any f with values in [0, 1] that is 0 where descent arrives      |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap Descent DescentVector NoisyDescent Upper Laws Isotropic EscapeDrift
  Escape.
Open Scope R_scope.

(** ** Plain descent near the teacher *)

Section Near.
Variables eta k e1 e2 X Y : R.
Hypothesis T : teacher_ok k e1 e2.
Hypothesis S : step_ok eta k e1 e2 X Y.

Notation orb := (orbit eta k e1 e2).
Notation rx := (rate_x eta k).
Notation ry := (rate_y eta).
Let best := e1 * x_inf k e1 1 + e2 * y_inf e2 1.

Lemma best_pos : 0 < best.
Proof.
  destruct T as (Hk & H1 & H2 & HA). pose proof PI_gt_3.
  assert (G : 1 < g 1) by (apply g_gt_1; lra). unfold best, x_inf, y_inf.
  assert (Ix : 0 < (k + g 1 - 1) / (k + PI - 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (Iy : 0 < (g 1 - 1) / (PI - 1)) by (apply Rdiv_lt_0_compat; lra).
  replace (e1 * ((k + g 1 - 1) * e1 / (k + PI - 1)) + e2 * ((g 1 - 1) * e2 / (PI - 1)))
    with (e1 ^ 2 * ((k + g 1 - 1) / (k + PI - 1)) + e2 ^ 2 * ((g 1 - 1) / (PI - 1))) by (field; lra).
  pose proof (pow2_ge_0 e1). pose proof (pow2_ge_0 e2).
  destruct (Req_dec (e1 ^ 2) 0) as [Z|Z]; [rewrite Z; nra|].
  assert (0 < e1 ^ 2 * ((k + g 1 - 1) / (k + PI - 1))) by (apply Rmult_lt_0_compat; lra).
  assert (0 <= e2 ^ 2 * ((g 1 - 1) / (PI - 1))) by (apply Rmult_le_pos; lra). lra.
Qed.

(** A step at most doubles the angle. *)
Lemma angle_doubles z : box X Y z -> ang (gd eta k e1 e2 z) <= 2 * ang z.
Proof.
  intros B. pose proof (al_step eta k e1 e2 X Y z T S B) as A. destruct B as (Ha & _). pose proof PI_RGT_0 as Pp.
  pose proof S as (He & _). cbn [gd ang]. rewrite angle_step_push.
  set (c := eta * al e1 e2 z / (2 * PI)). set (b := push (ang z)).
  assert (Hb : 0 <= b <= PI * ang z).
  { split; [now apply push_nonneg|]. unfold b, push. pose proof (sin_ub1 (ang z) (proj1 Ha)).
    pose proof (sin_ge_0 (ang z) (proj1 Ha) (proj2 Ha)). apply Rmult_le_compat; lra. }
  assert (Hc : - c <= / PI).
  { unfold c. pose proof (Rle_abs (- al e1 e2 z)) as Q. rewrite Rabs_Ropp in Q.
    replace (- (eta * al e1 e2 z / (2 * PI))) with (eta * - al e1 e2 z / (2 * PI)) by (field; lra).
    replace (/ PI) with (2 / (2 * PI)) by (field; lra). unfold Rdiv.
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|]. nra. }
  assert (Hcb : - c * b <= ang z).
  { apply Rle_trans with (/ PI * b); [apply Rmult_le_compat_r; lra|].
    replace (ang z) with (/ PI * (PI * ang z)) by (field; lra).
    apply Rmult_le_compat_l; [left; now apply Rinv_0_lt_compat | lra]. }
  replace (atan (c * b)) with (- atan (- c * b)) by (rewrite <- atan_opp; f_equal; ring).
  destruct (Rle_lt_dec 0 (- c * b)) as [L|L]; [pose proof (atan_le_id _ L); lra|].
  pose proof (atan_increasing (- c * b) 0 L) as Q. rewrite atan_0 in Q. lra.
Qed.

(** While the angle is at most 1, x and y come near where they would rest at 1. *)
Lemma first_steps z t n : box X Y z -> ang z * 2 ^ n <= 1 -> (t <= n)%nat ->
  ang (orb z t) <= ang z * 2 ^ t /\
  x_inf k e1 1 - (1 - rx) ^ t * (2 * X) <= cx (orb z t) /\
  y_inf e2 1 - (1 - ry) ^ t * (2 * Y) <= cy (orb z t).
Proof.
  intros B Hn. pose proof (rate_x_range eta k e1 e2 X Y T S) as Rx. pose proof (rate_y_range eta k e1 e2 X Y T S) as Ry.
  pose proof T as (Hk & H1 & H2 & _). pose proof S as (_ & _ & HX & HY & _). pose proof PI_gt_3.
  induction t as [|t IH]; intros Ht.
  - cbn. destruct B as (Ha & Bx & By). apply Rabs_le_between in Bx. apply Rabs_le_between in By.
    pose proof (x_inf_range k e1 e2 1 T ltac:(lra)). pose proof (y_inf_range k e1 e2 1 T ltac:(lra)). lra.
  - destruct (IH ltac:(lia)) as (A & Ix & Iy). clear IH.
    pose proof (orbit_box eta k e1 e2 X Y z t T S B) as Bt. pose proof (angle_doubles _ Bt) as D.
    assert (P2 : 2 ^ t <= 2 ^ n) by (apply Rle_pow; [lra | lia]).
    assert (A1 : ang (orb z t) <= 1) by (destruct B as (Ha & _); nra).
    destruct Bt as (At & _). cbn [orbit]. split; [simpl pow; lra|]. cbn [gd cx cy].
    rewrite x_step_mean, y_step_mean by exact Hk.
    pose proof (x_inf_antitone k e1 e2 (ang (orb z t)) 1 T ltac:(lra) A1 ltac:(lra)) as Ax.
    pose proof (y_inf_antitone k e1 e2 (ang (orb z t)) 1 T ltac:(lra) A1 ltac:(lra)) as Ay.
    assert (Mx : (1 - rx) * (x_inf k e1 1 - (1 - rx) ^ t * (2 * X)) <= (1 - rx) * cx (orb z t))
      by (apply Rmult_le_compat_l; lra).
    assert (My : (1 - ry) * (y_inf e2 1 - (1 - ry) ^ t * (2 * Y)) <= (1 - ry) * cy (orb z t))
      by (apply Rmult_le_compat_l; lra).
    assert (Nx : rx * x_inf k e1 1 <= rx * x_inf k e1 (ang (orb z t))) by (apply Rmult_le_compat_l; lra).
    assert (Ny : ry * y_inf e2 1 <= ry * y_inf e2 (ang (orb z t))) by (apply Rmult_le_compat_l; lra).
    simpl pow. split; lra.
Qed.

(** After so many steps alpha is positive, and stays so. *)
Lemma optimum_near n z : e1 * ((1 - rx) ^ n * (2 * X)) + e2 * ((1 - ry) ^ n * (2 * Y)) < best ->
  box X Y z -> ang z * 2 ^ n <= 1 -> reaches_optimum eta k e1 e2 z.
Proof.
  intros Hn B Ha. pose proof T as (Hk & H1 & H2 & _). pose proof S as (_ & _ & HX & HY & _). pose proof PI_gt_3.
  destruct (first_steps z n n B Ha (le_n n)) as (A & Ix & Iy).
  pose proof (orbit_box eta k e1 e2 X Y z n T S B) as Bn. pose proof (rate_x_range eta k e1 e2 X Y T S) as Rx.
  pose proof (rate_y_range eta k e1 e2 X Y T S) as Ry. destruct Bn as (An & Bn).
  apply (converges_later eta k e1 e2 z n).
  destruct (Rle_lt_or_eq_dec 0 (ang (orb z n)) (proj1 An)) as [L|Z].
  - apply (C12_certificate_optimum eta k e1 e2 X Y); try assumption; [split; assumption | lra |].
    unfold corner_lo, al. cbn [cx cy].
    pose proof (x_inf_antitone k e1 e2 (ang (orb z n)) 1 T ltac:(lra) ltac:(lra) ltac:(lra)) as Ax.
    pose proof (y_inf_antitone k e1 e2 (ang (orb z n)) 1 T ltac:(lra) ltac:(lra) ltac:(lra)) as Ay.
    assert (0 <= (1 - rx) ^ n * (2 * X)) by (apply Rmult_le_pos; [apply pow_le|]; lra).
    assert (0 <= (1 - ry) ^ n * (2 * Y)) by (apply Rmult_le_pos; [apply pow_le|]; lra).
    assert (Qx : x_inf k e1 1 - (1 - rx) ^ n * (2 * X) <= Rmin (cx (orb z n)) (x_inf k e1 (ang (orb z n))))
      by (apply Rmin_glb; lra).
    assert (Qy : y_inf e2 1 - (1 - ry) ^ n * (2 * Y) <= Rmin (cy (orb z n)) (y_inf e2 (ang (orb z n))))
      by (apply Rmin_glb; lra).
    apply (Rmult_le_compat_l e1 _ _ H1) in Qx. apply (Rmult_le_compat_l e2 _ _ H2) in Qy. unfold best in Hn. lra.
  - now apply (pole_optimum eta k e1 e2 X Y).
Qed.
End Near.

(** ** The noisy steps on the vectors *)

Section Chain.
Variables p K : nat.
Variables ws ast : nat -> R.
Variable eta : R.
Context {Oa : Type} (Ea : upper Oa).
Variable eps : (nat -> R) * (nat -> R) -> Oa -> (nat -> R).

Definition chain_step (s : (nat -> R) * (nat -> R)) (o : Oa * direction (p - 1)) : (nat -> R) * (nat -> R) :=
  seen_step p K ws ast eta s (uniform p ws (fst s) (snd o)) (eps s (fst o)).

(** In the box they are those of Escape.v. *)
Lemma run_boxed u2 e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra (Box : box_ok K eta e1 e2 ra mx hx my hy)
    (small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) f n (s : boxed_state p K u2 e2 mx hx my hy) :
  run (product Ea (isotropic p)) chain_step n f (proj1_sig s) =
  run (product Ea (isotropic p)) (isotropic_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box
    (fun t => eps (proj1_sig t)) (fun t => small (proj1_sig t))) n (fun t => f (proj1_sig t)) s.
Proof.
  revert s. induction n as [|n IH]; intros s; [reflexivity|]. cbn [run]. unfold after.
  apply f_equal, functional_extensionality. intros o. rewrite <- IH. reflexivity.
Qed.
End Chain.

(** ** The theorem *)

Theorem C13_noise_then_descent (p K : nat) (ws ast : nat -> R) (ra radius step failure : R) :
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast -> 0 <= ra ->
    0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI -> step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 ->
    0 < failure ->
  exists eta0, 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall n w a Oa (Ea : upper Oa) eps missed, (N <= n)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  (forall s, 0 <= missed s <= 1) -> (forall s, vector_optimum p K ws ast step s -> missed s = 0) ->
  run (product Ea (isotropic p)) (chain_step p K ws ast eta eps) n missed (w, a) <= failure.
Proof.
  intros Hp HK Hws H1 HA Hra Hrad Hs Hs1 Hs2 Hf. pose proof PI_gt_3.
  destruct (plane_exists K ast HK H1) as (u2 & e1 & e2 & P & P1 & P2 & _).
  pose proof (ast_sq K ast HK u2 e1 e2 P) as EA. pose proof (INR_K_ge K HK) as Kge.
  assert (T : teacher_ok (INR K) e1 e2) by (repeat split; lra).
  set (X := e1 + ra + radius). set (Y := e2 + ra + radius).
  assert (S : step_ok step (INR K) e1 e2 X Y).
  { assert (Na : norm K ast * norm K ast = e1 ^ 2 + e2 ^ 2) by (unfold norm; rewrite sqrt_sqrt; lra).
    assert (N0 : 0 <= norm K ast) by apply sqrt_pos. set (A := norm K ast) in *.
    assert (N12 : e1 + e2 <= 2 * A) by (assert (e1 <= A) by nra; assert (e2 <= A) by nra; lra).
    assert (e1 * X + e2 * Y <= A * (A + 2 * (radius + ra))) by (unfold X, Y; nra).
    repeat split; try assumption; try (unfold X, Y; lra). apply Rle_trans with (2 := Hs2).
    apply Rmult_le_compat_l; lra. }
  pose proof (best_pos (INR K) e1 e2 T) as Bp. pose proof (rate_x_range step (INR K) e1 e2 X Y T S) as Rx.
  pose proof (rate_y_range step (INR K) e1 e2 X Y T S) as Ry.
  set (best := e1 * x_inf (INR K) e1 1 + e2 * y_inf e2 1) in *.
  (* the plain steps, and the angle from which they arrive *)
  assert (Hn : exists m, e1 * ((1 - rate_x step (INR K)) ^ m * (2 * X)) + e2 * ((1 - rate_y step) ^ m * (2 * Y)) <
    best).
  { set (M := e1 * (2 * X) + e2 * (2 * Y) + 1). assert (0 <= e1 * X) by (apply Rmult_le_pos; unfold X; lra).
    assert (0 <= e2 * Y) by (apply Rmult_le_pos; unfold Y; lra).
    assert (HM : 0 < best / M) by (apply Rdiv_lt_0_compat; unfold M; lra).
    destruct (pow_lt_1_zero (1 - rate_x step (INR K)) ltac:(rewrite Rabs_pos_eq; lra) _ HM) as (m1 & M1).
    destruct (pow_lt_1_zero (1 - rate_y step) ltac:(rewrite Rabs_pos_eq; lra) _ HM) as (m2 & M2).
    exists (m1 + m2)%nat. specialize (M1 (m1 + m2)%nat ltac:(lia)). specialize (M2 (m1 + m2)%nat ltac:(lia)).
    rewrite Rabs_pos_eq in M1 by (apply pow_le; lra). rewrite Rabs_pos_eq in M2 by (apply pow_le; lra).
    set (q1 := (1 - rate_x step (INR K)) ^ (m1 + m2)) in *. set (q2 := (1 - rate_y step) ^ (m1 + m2)) in *.
    assert (q1 * (e1 * (2 * X)) <= best / M * (e1 * (2 * X))) by (apply Rmult_le_compat_r; lra).
    assert (q2 * (e2 * (2 * Y)) <= best / M * (e2 * (2 * Y))) by (apply Rmult_le_compat_r; lra).
    assert (best / M * (M - 1) < best).
    { replace best with (best / M * M) at 2 by (field; unfold M; lra). apply Rmult_lt_compat_l; [exact HM | lra]. }
    unfold M in *. lra. }
  destruct Hn as (m & Hm). set (phi := / 2 ^ m). assert (P2m : 1 <= 2 ^ m) by (apply pow_R1_Rle; lra).
  assert (Hphi : 0 < phi <= 1).
  { unfold phi. split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  assert (C0 : 0 <= cos phi) by (apply cos_ge_0; lra).
  assert (C1 : cos phi < 1) by (rewrite <- cos_0; apply cos_decreasing_1; lra).
  set (Yg := (1 + cos phi) / (1 - cos phi)). assert (HYg : 1 <= Yg) by (unfold Yg; apply Rle_div_r; lra).
  destruct (C13_escape_exists p K ws ast u2 e1 e2 ra X Y Yg failure HK Hws P P1 P2 Hra Hp ltac:(lra)
    ltac:(unfold X; lra) ltac:(unfold Y; lra) HYg Hf) as (eta0 & He0 & Hex).
  exists eta0. split; [exact He0|]. intros eta He. destruct (Hex eta He) as (Box & N & HN). exists N.
  intros n w a Oa Ea eps missed Hnn Hw Ha Heps Hmiss Harr.
  assert (Start : in_box p K u2 e2 0 X 0 Y (w, a)).
  { pose proof P as (_ & U2 & _).
    assert (Near : forall u, dot K u u = 1 -> Rabs (dot K a u) <= radius).
    { intros u U. apply Rabs_le. now apply (noise_coordinate K radius Hrad). }
    split; [exact Hw|]. cbn [snd]. rewrite !Rminus_0_r. split.
    - pose proof (Near (u1 K) (u1_unit K HK)). unfold X. lra.
    - destruct U2 as [Z|U2]; [now left|]. right. pose proof (Near u2 U2). unfold Y. lra. }
  pose proof (run_boxed p K ws ast eta Ea eps u2 e1 e2 ra 0 X 0 Y HK Hws P P1 P2 Hra Box Heps missed n (exist _ (w,
    a) Start)) as E.
  cbn [proj1_sig] in E. rewrite E. eapply Rle_trans;
    [|apply (HN n Oa Ea (fun t => eps (proj1_sig t)) (fun t => Heps (proj1_sig t)) (exist _ (w, a) Start) Hnn)].
  set (F := isotropic_step p K ws ast u2 eta e1 e2 ra 0 X 0 Y HK Hws P P1 P2 Hra Box (fun t => eps (proj1_sig t))
    (fun t => Heps (proj1_sig t))).
  assert (Pb : probable (fun t : boxed_state p K u2 e2 0 X 0 Y => bad p ws Yg (proj1_sig t))).
  { intros t. unfold bad. destruct Rlt_dec; lra. }
  apply (run_bound (product Ea (isotropic p)) F (fun i => run (product Ea (isotropic p)) F i (fun t => bad p ws Yg (proj1_sig t)))).
  - intros t. apply Hmiss.
  - intros i. now apply run_probable.
  - intros [[v b] (Hv & Bx & By)]. cbn [run proj1_sig fst snd] in *. unfold bad, up, down. cbn [fst].
    destruct (Rlt_dec (1 + dot p v ws) (Yg * (1 - dot p v ws))) as [L|L]; [apply Hmiss|].
    rewrite Harr; [lra|]. rewrite Rminus_0_r in Bx.
    assert (Hcos : cos phi <= dot p v ws).
    { apply Rnot_lt_le in L. apply (Rmult_le_compat_r (1 - cos phi)) in L; [|lra].
      replace (Yg * (1 - dot p v ws) * (1 - cos phi)) with ((1 + cos phi) * (1 - dot p v ws)) in L by (unfold Yg;
        field; lra). lra. }
    assert (Hang : angle p ws v <= phi).
    { apply Rnot_lt_le. intros Q. pose proof (angle_range p ws v) as Ra'.
      assert (cos (angle p ws v) < cos phi) by (apply cos_decreasing_1; lra).
      rewrite (cos_angle p ws Hws v Hv) in H0. lra. }
    (* where e2 = 0 nothing is asked of y *)
    set (Y' := Rmax Y (Rabs (dot K b u2))).
    assert (EY : e2 * Y' = e2 * Y).
    { destruct By as [-> | By]; [ring|]. rewrite Rminus_0_r in By. unfold Y'. rewrite Rmax_left by lra. reflexivity. }
    assert (S' : step_ok step (INR K) e1 e2 X Y').
    { destruct S as (Q1 & Q2 & Q3 & Q4 & Q5). repeat split; try assumption; [|rewrite EY; exact Q5].
      apply Rle_trans with Y; [exact Q4 | apply Rmax_l]. }
    assert (B' : box X Y' (reduce p K ws u2 (v, b))).
    { split; [apply angle_range|]. cbn. split; [exact Bx | apply Rmax_r]. }
    apply (vector_of_reduced p K ws ast step Hws HK u2 e1 e2 X Y' P T S' (v, b) Hv B').
    apply (optimum_near step (INR K) e1 e2 X Y' T S' m); [|exact B'|].
    + fold best. replace (e2 * ((1 - rate_y step) ^ m * (2 * Y'))) with ((1 - rate_y step) ^ m * (2 * (e2 * Y')))
      by ring.
      rewrite EY. lra.
    + cbn [reduce ang fst]. replace 1 with (phi * 2 ^ m) by (unfold phi; field; lra).
    apply Rmult_le_compat_r; [lra | exact Hang].
  - intros i t. apply Rle_refl.
Qed.
