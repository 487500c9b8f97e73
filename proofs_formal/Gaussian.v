(** * Gaussian: the standard Gaussian on the line and in the plane, by improper integrals

    What:    mass one; means of continuous functions of at most quadratic growth over two independent standard Gaussian
             numbers, as an iterated integral; these means do not change when the plane is turned; the dual kernel
             again, now as a Cartesian integral: y = x t, then x is integrated before t.
    Claims:  C01 dual_kernel, C02 loss_closed_form.

    | symbol     | meaning                                                                  |
    |------------|--------------------------------------------------------------------------|
    | normal x   | the standard Gaussian density                                            |
    | E1 f       | E f(X), that is Int (f normal); gauss_line f v says that it exists and is v |
    | E2 F       | E1 over x of E1 over y of F x y                                          |
    | gentle F   | |F s t - F s' t'| <= C (1 + |s| + |t| + |s'| + |t'|) (|s - s'| + |t - t'|) |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Improper.
Open Scope R_scope.

Definition normal (x : R) : R := exp (- (x^2/2)) / sqrt (2 * PI).
Definition E1 (f : R -> R) : R := Int (fun x => f x * normal x).
Definition E2 (F : R -> R -> R) : R := E1 (fun x => E1 (F x)).

Definition gentle (F : R -> R -> R) : Prop := exists C, forall s t s' t',
  Rabs (F s t - F s' t') <= C * ((1 + Rabs s + Rabs t + Rabs s' + Rabs t') * (Rabs (s - s') + Rabs (t - t'))).

(** ** Functions of quadratic growth *)

Lemma gentle_nonneg F C : (forall s t s' t', Rabs (F s t - F s' t') <=
  C * ((1 + Rabs s + Rabs t + Rabs s' + Rabs t') * (Rabs (s - s') + Rabs (t - t')))) -> 0 <= C.
Proof.
  intros H. specialize (H 1 0 0 0). pose proof (Rabs_pos (F 1 0 - F 0 0)).
  rewrite Rminus_0_r, Rminus_eq_0, Rabs_R1, Rabs_R0 in H. nra.
Qed.

Lemma gentle_growth F : gentle F -> exists D, 0 <= D /\ forall s t, Rabs (F s t) <= D * (1 + s ^ 2 + t ^ 2).
Proof.
  intros [C H]. pose proof (gentle_nonneg F C H) as HC. pose proof (Rabs_pos (F 0 0)).
  exists (Rabs (F 0 0) + 3 * C). split; [lra|]. intros s t. specialize (H s t 0 0).
  rewrite !Rminus_0_r, Rabs_R0, !Rplus_0_r in H.
  rewrite <- (pow2_abs s), <- (pow2_abs t). pose proof (Rabs_pos s). pose proof (Rabs_pos t).
  set (a := Rabs s) in *. set (b := Rabs t) in *.
  assert (Rabs (F s t) <= Rabs (F 0 0) + Rabs (F s t - F 0 0)).
  { replace (F s t) with (F 0 0 + (F s t - F 0 0)) at 1 by ring. apply Rabs_triang. }
  assert ((1 + a + b) * (a + b) <= 3 * (1 + a ^ 2 + b ^ 2)).
  { pose proof (pow2_ge_0 (a - b)). pose proof (pow2_ge_0 (a - 1)). pose proof (pow2_ge_0 (b - 1)). nra. }
  assert (C * ((1 + a + b) * (a + b)) <= C * (3 * (1 + a ^ 2 + b ^ 2))) by now apply Rmult_le_compat_l.
  assert (0 <= Rabs (F 0 0) * (a ^ 2 + b ^ 2)) by (apply Rmult_le_pos; nra). nra.
Qed.

Lemma gentle_continuous F x y : gentle F -> continuity_2d_pt F x y.
Proof.
  intros [C H] eps. pose proof (gentle_nonneg F C H) as HC. pose proof (cond_pos eps) as He.
  set (k := 3 + 2 * Rabs x + 2 * Rabs y). pose proof (Rabs_pos x). pose proof (Rabs_pos y).
  assert (Hk : 0 <= 2 * (C * k)) by (unfold k; apply Rmult_le_pos; [lra|]; apply Rmult_le_pos; lra).
  assert (Hd : 0 < Rmin 1 (eps / (2 * (C * k) + 1))) by (apply Rmin_pos; [lra | apply Rdiv_lt_0_compat; lra]).
  exists (mkposreal _ Hd). intros u v Hu Hv. simpl in Hu, Hv.
  pose proof (Rmin_l 1 (eps / (2 * (C * k) + 1))). pose proof (Rmin_r 1 (eps / (2 * (C * k) + 1))).
  set (d := Rmin 1 (eps / (2 * (C * k) + 1))) in *.
  assert (U : Rabs u <= Rabs x + 1).
  { replace u with (x + (u - x)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  assert (V : Rabs v <= Rabs y + 1).
  { replace v with (y + (v - y)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  eapply Rle_lt_trans; [apply H|].
  apply Rle_lt_trans with (C * (k * (2 * d))).
  - apply Rmult_le_compat_l; [exact HC|]. pose proof (Rabs_pos (u - x)). pose proof (Rabs_pos (v - y)).
    pose proof (Rabs_pos u). pose proof (Rabs_pos v). apply Rmult_le_compat; unfold k; lra.
  - assert (Q : d * (2 * (C * k) + 1) <= eps).
    { apply Rle_trans with (eps / (2 * (C * k) + 1) * (2 * (C * k) + 1)); [apply Rmult_le_compat_r; lra|].
      right. field. lra. }
    nra.
Qed.

Lemma Rabs_affine a b e x y : Rabs (a * x + b * y + e) <= (Rabs a + Rabs b + Rabs e) * (1 + Rabs x + Rabs y).
Proof.
  eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat_r, Rabs_triang|].
  rewrite !Rabs_mult. pose proof (Rabs_pos a). pose proof (Rabs_pos b). pose proof (Rabs_pos e).
  pose proof (Rabs_pos x). pose proof (Rabs_pos y).
  set (A := Rabs a) in *. set (B := Rabs b) in *. set (Ee := Rabs e) in *.
  set (X := Rabs x) in *. set (Y := Rabs y) in *.
  assert (0 <= A * Y) by now apply Rmult_le_pos. assert (0 <= B * X) by now apply Rmult_le_pos.
  assert (0 <= Ee * X) by now apply Rmult_le_pos. assert (0 <= Ee * Y) by now apply Rmult_le_pos. nra.
Qed.

Lemma Rabs_linear a b x y : Rabs (a * x + b * y) <= (Rabs a + Rabs b) * (Rabs x + Rabs y).
Proof.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  pose proof (Rabs_pos a). pose proof (Rabs_pos b). pose proof (Rabs_pos x). pose proof (Rabs_pos y).
  set (A := Rabs a) in *. set (B := Rabs b) in *. set (X := Rabs x) in *. set (Y := Rabs y) in *.
  assert (0 <= A * Y) by now apply Rmult_le_pos. assert (0 <= B * X) by now apply Rmult_le_pos. nra.
Qed.

(** They stay so under an affine substitution. *)
Lemma gentle_affine F a b e c d f : gentle F ->
  gentle (fun x y => F (a * x + b * y + e) (c * x + d * y + f)).
Proof.
  intros [C H]. pose proof (gentle_nonneg F C H) as HC.
  set (m := 1 + Rabs a + Rabs b + Rabs e + Rabs c + Rabs d + Rabs f).
  pose proof (Rabs_pos a). pose proof (Rabs_pos b). pose proof (Rabs_pos e).
  pose proof (Rabs_pos c). pose proof (Rabs_pos d). pose proof (Rabs_pos f).
  exists (C * (4 * m * (2 * m))). intros x y x' y'. eapply Rle_trans; [apply H|].
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [exact HC|].
  pose proof (Rabs_affine a b e x y) as P1. pose proof (Rabs_affine c d f x y) as P2.
  pose proof (Rabs_affine a b e x' y') as P3. pose proof (Rabs_affine c d f x' y') as P4.
  pose proof (Rabs_linear a b (x - x') (y - y')) as P5. pose proof (Rabs_linear c d (x - x') (y - y')) as P6.
  replace (a * x + b * y + e - (a * x' + b * y' + e)) with (a * (x - x') + b * (y - y')) by ring.
  replace (c * x + d * y + f - (c * x' + d * y' + f)) with (c * (x - x') + d * (y - y')) by ring.
  pose proof (Rabs_pos x). pose proof (Rabs_pos y). pose proof (Rabs_pos x'). pose proof (Rabs_pos y').
  pose proof (Rabs_pos (x - x')). pose proof (Rabs_pos (y - y')).
  set (N := 1 + Rabs x + Rabs y + Rabs x' + Rabs y'). set (Dd := Rabs (x - x') + Rabs (y - y')) in *.
  assert (G : forall u v w z, 0 <= u -> u <= m - 1 -> 0 <= v -> v <= N -> z <= u * v -> 0 <= w -> z <= (m - 1) * N).
  { intros u v w z U1 U2 V1 V2 Z _. eapply Rle_trans; [exact Z|]. apply Rmult_le_compat; assumption. }
  assert (Q1 : Rabs (a * x + b * y + e) <= (m - 1) * N) by (apply (G _ _ 0 _) with (5 := P1); unfold m, N; lra).
  assert (Q2 : Rabs (c * x + d * y + f) <= (m - 1) * N) by (apply (G _ _ 0 _) with (5 := P2); unfold m, N; lra).
  assert (Q3 : Rabs (a * x' + b * y' + e) <= (m - 1) * N) by (apply (G _ _ 0 _) with (5 := P3); unfold m, N; lra).
  assert (Q4 : Rabs (c * x' + d * y' + f) <= (m - 1) * N) by (apply (G _ _ 0 _) with (5 := P4); unfold m, N; lra).
  assert (Q5 : Rabs (a * (x - x') + b * (y - y')) <= m * Dd).
  { eapply Rle_trans; [exact P5|]. apply Rmult_le_compat_r; unfold m, Dd; lra. }
  assert (Q6 : Rabs (c * (x - x') + d * (y - y')) <= m * Dd).
  { eapply Rle_trans; [exact P6|]. apply Rmult_le_compat_r; unfold m, Dd; lra. }
  replace (4 * m * (2 * m) * (N * Dd)) with ((4 * m * N) * (2 * m * Dd)) by ring.
  assert (1 <= m) by (unfold m; lra). assert (1 <= N) by (unfold N; lra).
  apply Rmult_le_compat; try (repeat apply Rplus_le_le_0_compat; try apply Rabs_pos; lra); nra.
Qed.

(** Products of two functions that move no faster than their arguments. *)
Lemma gentle_product (A B : R -> R -> R) :
  (forall s t, Rabs (A s t) <= Rabs s + Rabs t) -> (forall s t, Rabs (B s t) <= Rabs s + Rabs t) ->
  (forall s t s' t', Rabs (A s t - A s' t') <= Rabs (s - s') + Rabs (t - t')) ->
  (forall s t s' t', Rabs (B s t - B s' t') <= Rabs (s - s') + Rabs (t - t')) ->
  gentle (fun s t => A s t * B s t).
Proof.
  intros A0 B0 A1 B1. exists 1. intros s t s' t'. rewrite Rmult_1_l.
  replace (A s t * B s t - A s' t' * B s' t') with (A s t * (B s t - B s' t') + B s' t' * (A s t - A s' t')) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  pose proof (Rabs_pos (A s t)). pose proof (Rabs_pos (B s' t')).
  pose proof (Rabs_pos (B s t - B s' t')). pose proof (Rabs_pos (A s t - A s' t')).
  specialize (A0 s t). specialize (B0 s' t'). specialize (A1 s t s' t'). specialize (B1 s t s' t').
  set (Dd := Rabs (s - s') + Rabs (t - t')) in *.
  assert (Rabs (A s t) * Rabs (B s t - B s' t') <= (Rabs s + Rabs t) * Dd) by now apply Rmult_le_compat.
  assert (Rabs (B s' t') * Rabs (A s t - A s' t') <= (Rabs s' + Rabs t') * Dd) by now apply Rmult_le_compat.
  nra.
Qed.

Lemma gentle_single (A : R -> R -> R) :
  (forall s t s' t', Rabs (A s t - A s' t') <= Rabs (s - s') + Rabs (t - t')) -> gentle A.
Proof.
  intros A1. exists 1. intros s t s' t'. rewrite Rmult_1_l. eapply Rle_trans; [apply A1|].
  pose proof (Rabs_pos s). pose proof (Rabs_pos t). pose proof (Rabs_pos s'). pose proof (Rabs_pos t').
  pose proof (Rabs_pos (s - s')). pose proof (Rabs_pos (t - t')). nra.
Qed.

(** ** The density beats them *)

Lemma root_pos : 1 <= sqrt (2 * PI).
Proof. rewrite <- sqrt_1 at 1. apply sqrt_le_1_alt. pose proof PI_gt_3. lra. Qed.

Lemma normal_pos x : 0 < normal x.
Proof. pose proof root_pos. apply Rdiv_lt_0_compat; [apply exp_pos | lra]. Qed.

Lemma normal_below x : normal x <= exp (- (x^2/2)).
Proof.
  pose proof root_pos. pose proof (exp_pos (- (x^2/2))). unfold normal.
  apply (Rmult_le_reg_r (sqrt (2 * PI))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
Qed.

Lemma normal_continuity : continuity normal.
Proof.
  intros x. apply continuity_pt_filterlim. pose proof root_pos.
  apply (ex_derive_continuous normal). unfold normal. auto_derive. lra.
Qed.

Lemma normal_two x y : normal x * normal y = exp (- ((x^2 + y^2)/2)) / (2 * PI).
Proof.
  pose proof root_pos. pose proof PI_gt_3. unfold normal.
  replace (- ((x^2 + y^2)/2)) with (- (x^2/2) + - (y^2/2)) by field. rewrite exp_plus.
  rewrite <- (sqrt_def (2 * PI)) at 3 by lra. field. lra.
Qed.

Lemma cube_exp r : 0 <= r -> (1 + r) ^ 3 * exp (- (r/2)) <= 216.
Proof.
  intros Hr. assert (E : exp (r/6) ^ 3 * exp (- (r/2)) = 1).
  { replace (exp (r/6) ^ 3) with (exp (r/6) * exp (r/6) * exp (r/6)) by ring.
    rewrite <- !exp_plus, <- exp_0. f_equal. field. }
  pose proof (exp_pos (- (r/2))). assert (B : 1 + r/6 <= exp (r/6)) by apply exp_ineq1_le.
  assert (P : (1 + r) ^ 3 <= 216 * exp (r/6) ^ 3).
  { replace (216 * exp (r/6) ^ 3) with ((6 * exp (r/6)) ^ 3) by ring. apply pow_incr. lra. }
  apply (Rmult_le_compat_r (exp (- (r/2)))) in P; [|lra]. rewrite Rmult_assoc, E in P. lra.
Qed.

Lemma normal_dominates D F u v x y : 0 <= D -> Rabs (F u v) <= D * (1 + u ^ 2 + v ^ 2) ->
  x ^ 2 <= u ^ 2 + v ^ 2 -> y ^ 2 <= u ^ 2 + v ^ 2 ->
  Rabs (F u v * (normal u * normal v)) <= 216 * D / ((1 + x ^ 2) * (1 + y ^ 2)).
Proof.
  intros HD B Hx Hy. set (r := u ^ 2 + v ^ 2) in *. assert (Hr : 0 <= r) by (unfold r; nra).
  pose proof (one_plus_sq x) as Px. pose proof (one_plus_sq y) as Py.
  assert (N : 0 < normal u * normal v <= exp (- (r/2))).
  { pose proof (normal_pos u). pose proof (normal_pos v). split; [now apply Rmult_lt_0_compat|].
    replace (exp (- (r/2))) with (exp (- (u^2/2)) * exp (- (v^2/2))).
    - apply Rmult_le_compat; try lra; apply normal_below.
    - rewrite <- exp_plus. f_equal. unfold r. field. }
  rewrite Rabs_mult, (Rabs_pos_eq (normal u * normal v)) by lra.
  apply (Rmult_le_reg_r ((1 + x ^ 2) * (1 + y ^ 2))); [now apply Rmult_lt_0_compat|].
  replace (216 * D / ((1 + x ^ 2) * (1 + y ^ 2)) * ((1 + x ^ 2) * (1 + y ^ 2))) with (D * 216) by (field; split; lra).
  pose proof (cube_exp r Hr) as K. pose proof (Rabs_pos (F u v)).
  apply Rle_trans with (D * (1 + r) * exp (- (r/2)) * ((1 + r) * (1 + r))).
  - apply Rmult_le_compat; [apply Rmult_le_pos; lra | nra | |].
    + apply Rmult_le_compat; try lra. unfold r in *. lra.
    + apply Rmult_le_compat; lra.
  - replace (D * (1 + r) * exp (- (r/2)) * ((1 + r) * (1 + r))) with (D * ((1 + r) ^ 3 * exp (- (r/2)))) by ring.
    now apply Rmult_le_compat_l.
Qed.

(** ** Means exist, in either order *)

(** In coordinates x, y that are no longer than u, v. *)
Lemma gentle_tame2 F a b c d : gentle F ->
  (forall x y, let r := (a * x + b * y) ^ 2 + (c * x + d * y) ^ 2 in x ^ 2 <= r /\ y ^ 2 <= r) ->
  exists C, tame2 C (fun x y =>
    F (a * x + b * y) (c * x + d * y) * (normal (a * x + b * y) * normal (c * x + d * y))).
Proof.
  intros G L. destruct (gentle_growth F G) as (D & HD & B). exists (216 * D). split.
  - intros x y.
    assert (Cl : forall a b, continuity_2d_pt (fun u v => a * u + b * v) x y).
    { intros a' b'. apply continuity_2d_pt_plus; apply continuity_2d_pt_mult;
        (apply continuity_2d_pt_const || apply continuity_2d_pt_id1 || apply continuity_2d_pt_id2). }
    assert (Cn : forall a b, continuity_2d_pt (fun u v => normal (a * u + b * v)) x y).
    { intros a' b'. apply (continuity_1d_2d_pt_comp normal (fun u v => a' * u + b' * v)); [|apply Cl].
      apply normal_continuity. }
    apply continuity_2d_pt_mult; [|apply continuity_2d_pt_mult; apply Cn].
    apply (continuity_2d_pt_ext (fun x y => F (a * x + b * y + 0) (c * x + d * y + 0))).
    + intros u v. now rewrite !Rplus_0_r.
    + apply gentle_continuous. now apply gentle_affine.
  - intros x y. destruct (L x y). now apply normal_dominates.
Qed.

Lemma gentle_plain F : gentle F -> exists C, tame2 C (fun x y => F x y * (normal x * normal y)).
Proof.
  intros G. destruct (gentle_tame2 F 1 0 0 1 G) as [C T].
  - intros x y. split; nra.
  - exists C. replace (fun x y => F x y * (normal x * normal y)) with
      (fun x y => F (1 * x + 0 * y) (0 * x + 1 * y) * (normal (1 * x + 0 * y) * normal (0 * x + 1 * y))); [exact T|].
    apply functional_extensionality. intros x.
    apply functional_extensionality. intros y.
    replace (1 * x + 0 * y) with x by ring. replace (0 * x + 1 * y) with y by ring. reflexivity.
Qed.

Lemma gauss_value f v : gauss_line f v -> E1 f = v.
Proof. apply integral_value. Qed.

Lemma Int_scal f v c : integral f v -> Int (fun x => c * f x) = c * v.
Proof. intros I. apply integral_value, integral_scal, I. Qed.

(** The inner mean and the outer one. *)
Lemma gentle_means F : gentle F ->
  (forall x, gauss_line (F x) (E1 (F x))) /\ gauss_line (fun x => E1 (F x)) (E2 F) /\
  E2 F = Int (fun x => Int (fun y => F x y * (normal x * normal y))).
Proof.
  intros G. destruct (gentle_plain F G) as [C T].
  assert (Row : forall x, gauss_line (F x) (E1 (F x))).
  { intros x. destruct (tame_integral _ _ (tame2_row C _ x T)) as (I & _ & _). pose proof (normal_pos x).
    apply (integral_scal (/ normal x)) in I.
    assert (J : integral (fun y => F x y * normal y) (/ normal x * Int (fun y => F x y * (normal x * normal y)))).
    { revert I. apply integral_ext. intros y. field. lra. }
    unfold E1. rewrite (integral_value _ _ J). exact J. }
  assert (Out : forall x, Int (fun y => F x y * (normal x * normal y)) = E1 (F x) * normal x).
  { intros x. rewrite Rmult_comm. rewrite <- (Int_scal _ _ (normal x) (Row x)). apply Int_ext. intros y.
    unfold normal. ring. }
  destruct (tame_integral _ _ (tame2_line C _ T)) as (I & _ & _).
  split; [exact Row|]. split.
  - unfold E2. unfold E1 at 2. apply (integral_ext (fun x => Int (fun y => F x y * (normal x * normal y)))).
    + intros x. rewrite Out. reflexivity.
    + rewrite <- (Int_ext _ _ Out). exact I.
  - unfold E2. unfold E1 at 1. symmetry. apply Int_ext, Out.
Qed.

(** ** Rotations *)

Lemma rotation_tilted F c s : gentle F -> c ^ 2 + s ^ 2 = 1 -> c <> 0 ->
  E2 (fun x y => F (c * x + s * y) (- s * x + c * y)) = E2 F.
Proof.
  intros G CS Hc.
  assert (G' : gentle (fun x y => F (c * x + s * y) (- s * x + c * y))).
  { pose proof (gentle_affine F c s 0 (- s) c 0 G) as [C H]. exists C. intros x y x' y'. specialize (H x y x' y').
    now rewrite !Rplus_0_r in H. }
  destruct (gentle_means _ G') as (_ & _ & ->). destruct (gentle_means F G) as (_ & _ & ->).
  destruct (gentle_plain _ G') as [C1 T1]. rewrite (fubini C1 _ T1).
  (* u = c x + s y in place of x *)
  destruct (gentle_tame2 F 1 0 (- s / c) (/ c) G) as [C2 T2].
  { intros x y. set (v := - s / c * x + / c * y). assert (Ey : y = c * v + s * x) by (unfold v; field; exact Hc).
    replace (1 * x + 0 * y) with x by ring. split; [pose proof (pow2_ge_0 v); lra|]. rewrite Ey.
    replace (x ^ 2 + v ^ 2) with ((c ^ 2 + s ^ 2) * (x ^ 2 + v ^ 2)) by (rewrite CS; ring).
    pose proof (pow2_ge_0 (c * x - s * v)). lra. }
  set (K := fun x y => F (1 * x + 0 * y) (- s / c * x + / c * y)
                       * (normal (1 * x + 0 * y) * normal (- s / c * x + / c * y))) in *.
  assert (Step1 : forall y, Int (fun x => F (c * x + s * y) (- s * x + c * y) * (normal x * normal y))
                            = / Rabs c * Int (fun u => K u y)).
  { intros y. destruct (tame_integral _ _ (tame2_row C2 _ y (tame2_swap C2 K T2))) as (I & _).
    apply (integral_affine _ _ c (s * y) Hc) in I. cbv beta in I.
    apply (integral_scal (/ Rabs c)) in I. symmetry. rewrite <- (integral_value _ _ I). apply Int_ext. intros x.
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by now apply Rabs_no_R0. unfold K. rewrite !normal_two.
    replace (1 * (c * x + s * y) + 0 * y) with (c * x + s * y) by ring.
    replace (- s / c * (c * x + s * y) + / c * y) with (- s * x + c * y).
    - do 4 f_equal. replace (x ^ 2 + y ^ 2) with ((c ^ 2 + s ^ 2) * (x ^ 2 + y ^ 2)) by (rewrite CS; ring). field.
    - replace (/ c * y) with ((c ^ 2 + s ^ 2) / c * y) by (rewrite CS; field; exact Hc). field. exact Hc. }
  rewrite (Int_ext _ _ Step1).
  destruct (tame_integral _ _ (tame2_line C2 _ (tame2_swap C2 K T2))) as (I2 & _ & _).
  rewrite (Int_scal _ _ _ I2), <- (fubini C2 K T2).
  (* v in place of y *)
  assert (Hc' : / c <> 0) by now apply Rinv_neq_0_compat.
  destruct (gentle_plain F G) as [C3 T3].
  assert (Step2 : forall u, Int (K u) = Rabs c * Int (fun v => F u v * (normal u * normal v))).
  { intros u. destruct (tame_integral _ _ (tame2_row C3 _ u T3)) as (I & _).
    apply (integral_affine _ _ (/ c) (- s / c * u) Hc') in I. cbv beta in I.
    apply (integral_scal (Rabs c)) in I. symmetry. rewrite <- (integral_value _ _ I). apply Int_ext. intros y.
    rewrite Rabs_inv, <- Rmult_assoc, Rinv_r, Rmult_1_l by now apply Rabs_no_R0. unfold K.
    replace (1 * u + 0 * y) with u by ring. replace (/ c * y + - s / c * u) with (- s / c * u + / c * y) by ring.
    reflexivity. }
  rewrite (Int_ext _ _ Step2). destruct (tame_integral _ _ (tame2_line C3 _ T3)) as (I3 & _ & _).
  rewrite (Int_scal _ _ _ I3), <- Rmult_assoc, Rinv_l by now apply Rabs_no_R0. ring.
Qed.

(** A quarter turn is two eighths. *)
Theorem rotation F c s : gentle F -> c ^ 2 + s ^ 2 = 1 ->
  E2 (fun x y => F (c * x + s * y) (- s * x + c * y)) = E2 F.
Proof.
  intros G CS. destruct (Req_dec c 0) as [->|Hc]; [|now apply rotation_tilted].
  assert (S2 : s * s = 1) by nra. set (h := / sqrt 2).
  assert (Hh : h * h = / 2). { unfold h. rewrite <- Rinv_mult, sqrt_sqrt by lra. reflexivity. }
  assert (h0 : h <> 0) by (intros Z; rewrite Z in Hh; lra).
  assert (CS' : h ^ 2 + (h * s) ^ 2 = 1).
  { replace (h ^ 2 + (h * s) ^ 2) with (h * h * (1 + s * s)) by ring. rewrite Hh, S2. field. }
  rewrite <- (rotation_tilted F h (h * s) G CS' h0).
  assert (G' : gentle (fun x y => F (h * x + h * s * y) (- (h * s) * x + h * y))).
  { pose proof (gentle_affine F h (h * s) 0 (- (h * s)) h 0 G) as [C H]. exists C. intros x y x' y'.
    specialize (H x y x' y'). now rewrite !Rplus_0_r in H. }
  rewrite <- (rotation_tilted _ h (h * s) G' CS' h0).
  unfold E2. apply Int_ext. intros x. f_equal. apply Int_ext. intros y. do 2 f_equal.
  - replace (h * (h * x + h * s * y) + h * s * (- (h * s) * x + h * y))
      with (h * h * (1 - s * s) * x + 2 * (h * h) * s * y) by ring. rewrite Hh, S2. field.
  - replace (- (h * s) * (h * x + h * s * y) + h * (- (h * s) * x + h * y))
      with (- (2 * (h * h)) * s * x + h * h * (1 - s * s) * y) by ring. rewrite Hh, S2. field.
Qed.

(** ** The dual kernel by slopes *)

Lemma relu_nonneg x : 0 <= relu x.
Proof. apply Rmax_l. Qed.

Lemma relu_le_abs x : Rabs (relu x) <= Rabs x.
Proof. pose proof (relu_lip x 0) as H. rewrite (relu_pos 0), !Rminus_0_r in H by lra. exact H. Qed.

(** What is left of a function of degree 2 in (x, y) where y = x t. *)
Definition slope_part (f : R -> R) (x t : R) : R := relu x ^ 3 * f t * exp (- (x^2 * (1 + t^2) / 2)).

Lemma slope_tame2 f D : (forall t, continuous f t) -> 0 <= D -> (forall t, Rabs (f t) <= D * (1 + Rabs t)) ->
  tame2 (216 * D) (slope_part f).
Proof.
  intros Co HD B. split.
  - intros x t. unfold slope_part. apply continuity_2d_pt_mult; [apply continuity_2d_pt_mult|].
    + apply (continuity_1d_2d_pt_comp (fun z => relu z ^ 3) (fun u _ => u)); [|apply continuity_2d_pt_id1].
      apply continuity_pt_filterlim. apply (continuous_comp relu (fun z => z ^ 3)); [apply relu_continuous|].
      apply (ex_derive_continuous (fun z => z ^ 3)). auto_derive. easy.
    + apply (continuity_1d_2d_pt_comp f (fun _ v => v)); [|apply continuity_2d_pt_id2].
      apply continuity_pt_filterlim, Co.
    + apply (continuity_1d_2d_pt_comp (fun z => exp (- (z / 2))) (fun u v => u ^ 2 * (1 + v ^ 2))).
      * apply continuity_pt_filterlim. apply (ex_derive_continuous (fun z => exp (- (z / 2)))). auto_derive. easy.
      * apply continuity_2d_pt_mult; [|apply continuity_2d_pt_plus; [apply continuity_2d_pt_const|]].
        -- apply (continuity_1d_2d_pt_comp (fun z => z ^ 2) (fun u _ => u)); [|apply continuity_2d_pt_id1].
           apply derivable_continuous_pt, derivable_pt_pow.
        -- apply (continuity_1d_2d_pt_comp (fun z => z ^ 2) (fun _ v => v)); [|apply continuity_2d_pt_id2].
           apply derivable_continuous_pt, derivable_pt_pow.
  - intros x t. pose proof (one_plus_sq x) as Px. pose proof (one_plus_sq t) as Pt. unfold slope_part.
    destruct (Rle_lt_dec x 0) as [N|P].
    { rewrite (relu_neg x) by exact N. replace (0 ^ 3 * f t * _) with 0 by ring. rewrite Rabs_R0.
      apply Rdiv_le_0_compat; [lra | now apply Rmult_lt_0_compat]. }
    rewrite (relu_pos x) by lra. set (u := x ^ 2 * (1 + t ^ 2)).
    assert (Hu : 0 <= u) by (unfold u; apply Rmult_le_pos; [apply pow2_ge_0 | lra]). pose proof (cube_exp u Hu) as K.
    pose proof (exp_pos (- (u / 2))) as Pe. pose proof (Rabs_pos t) as Pa. specialize (B t).
    assert (Px3 : 0 < x ^ 3) by now apply pow_lt.
    rewrite !Rabs_mult, (Rabs_pos_eq (x ^ 3)), (Rabs_pos_eq (exp _)) by lra.
    apply (Rmult_le_reg_r ((1 + x ^ 2) * (1 + t ^ 2))); [now apply Rmult_lt_0_compat|].
    replace (216 * D / ((1 + x ^ 2) * (1 + t ^ 2)) * ((1 + x ^ 2) * (1 + t ^ 2))) with (D * 216) by (field; split; lra).
    assert (Z : x * (1 + Rabs t) <= 1 + u).
    { assert ((x * (1 + Rabs t)) ^ 2 <= 2 * u).
      { unfold u. replace ((x * (1 + Rabs t)) ^ 2) with (x ^ 2 * (1 + Rabs t) ^ 2) by ring.
        replace (2 * (x ^ 2 * (1 + t ^ 2))) with (x ^ 2 * (2 * (1 + t ^ 2))) by ring.
        apply Rmult_le_compat_l; [apply pow2_ge_0|]. rewrite <- (pow2_abs t).
        pose proof (pow2_ge_0 (1 - Rabs t)). lra. }
      apply Rnot_lt_le. intros Q. pose proof (pow2_ge_0 u). nra. }
    assert (X2 : x ^ 2 <= u) by (unfold u; pose proof (pow2_ge_0 x); pose proof (pow2_ge_0 t); nra).
    assert (Z0 : 0 <= x * (1 + Rabs t)) by (apply Rmult_le_pos; lra).
    apply Rle_trans with (D * ((u * (x * (1 + Rabs t)) * (1 + x ^ 2)) * exp (- (u / 2)))).
    + replace (D * ((u * (x * (1 + Rabs t)) * (1 + x ^ 2)) * exp (- (u / 2)))) with
        (x ^ 3 * (D * (1 + Rabs t)) * exp (- (u / 2)) * ((1 + x ^ 2) * (1 + t ^ 2))) by (unfold u; ring).
      apply Rmult_le_compat_r; [left; now apply Rmult_lt_0_compat|].
      apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_l; lra.
    + apply Rmult_le_compat_l; [exact HD|]. eapply Rle_trans; [|exact K]. apply Rmult_le_compat_r; [lra|].
      replace ((1 + u) ^ 3) with ((1 + u) * (1 + u) * (1 + u)) by ring.
      pose proof (pow2_ge_0 x). repeat (apply Rmult_le_compat; try lra; try (apply Rmult_le_pos; lra)).
Qed.

Lemma integral_halves (f : R -> R) (a u v : R) :
  is_RInt_gen f (Rbar_locally m_infty) (at_point a) u -> is_RInt_gen f (at_point a) (Rbar_locally p_infty) v ->
  integral f (u + v).
Proof. intros A B. exact (is_RInt_gen_Chasles f a u v A B). Qed.

Lemma zero_before (f : R -> R) a : (forall x, x < a -> f x = 0) ->
  is_RInt_gen f (Rbar_locally m_infty) (at_point a) 0.
Proof.
  intros Z P HP. apply Filter_prod with (fun x => x < a) (fun y => y = a); [now exists a | reflexivity |].
  intros x y Hx ->. exists 0. split; [|apply locally_singleton, HP].
  apply is_RInt_zero; simpl; [lra|]. intros t Ht. apply Z. lra.
Qed.

Lemma cube_half : integral (fun x => relu x ^ 3 * exp (- (x^2/2))) 2.
Proof.
  assert (E : 2 = 0 + 2) by ring. apply (eq_rect_r (integral _)) with (2 := E). apply (integral_halves _ 0).
  - apply zero_before. intros x Hx. rewrite relu_neg by lra. ring.
  - apply (is_RInt_gen_ext_pos (fun r => r^3 * exp (- (r^2/2)))); [|apply C01_radial_integral].
    intros r Hr. now rewrite relu_pos by lra.
Qed.

Lemma slope_inner f t : integral (fun x => slope_part f x t) (f t * (2 / (1 + t^2)^2)).
Proof.
  pose proof (one_plus_sq t) as P. set (m := sqrt (1 + t^2)). assert (Hm : 0 < m) by now apply sqrt_lt_R0.
  assert (M2 : m * m = 1 + t^2) by (apply sqrt_def; lra).
  pose proof (integral_affine _ _ m 0 (Rgt_not_eq _ _ Hm) cube_half) as I.
  apply (integral_scal (f t / (1 + t^2)^2)) in I.
  replace (f t * (2 / (1 + t^2)^2)) with (f t / (1 + t^2)^2 * 2) by (field; lra).
  revert I. apply integral_ext. intros x. unfold slope_part. rewrite Rplus_0_r, Rabs_pos_eq, relu_scale by lra.
  replace (x^2 * (1 + t^2) / 2) with ((m * x)^2 / 2) by (rewrite <- M2; field).
  rewrite <- M2. field. lra.
Qed.

Lemma Int_zero : Int (fun _ => 0) = 0.
Proof.
  destruct (tame_integral 0 (fun _ => 0)) as (_ & B & _).
  - split; [intros x; apply continuous_const|]. intros x. rewrite Rabs_R0. unfold Rdiv. lra.
  - rewrite Rmult_0_l in B. pose proof (Rabs_pos (Int (fun _ => 0))).
    destruct (Req_dec (Int (fun _ => 0)) 0) as [E|N]; [exact E|]. apply Rabs_pos_lt in N. lra.
Qed.

(** A function that is x^2 f(y/x) for x > 0, and 0 for x <= 0: its mean over the plane is one integral. *)
Lemma slopes F f D : (forall t, continuous f t) -> 0 <= D -> (forall t, Rabs (f t) <= D * (1 + Rabs t)) ->
  (forall x y, x <= 0 -> F x y = 0) -> (forall x t, 0 < x -> F x (x * t) = x^2 * f t) ->
  Int (fun x => Int (fun y => F x y * (normal x * normal y))) = / (2 * PI) * Int (fun t => f t * (2 / (1 + t^2)^2)).
Proof.
  intros Co HD B F0 F2. pose proof PI_gt_3 as HPI. pose proof (slope_tame2 f D Co HD B) as T.
  assert (In : forall x, Int (fun y => F x y * (normal x * normal y)) = / (2 * PI) * Int (slope_part f x)).
  { intros x. destruct (Rle_lt_dec x 0) as [N|P].
    - rewrite (Int_ext _ (fun _ => 0)), (Int_ext (slope_part f x) (fun _ => 0)), Int_zero; [ring | |].
      + intros t. unfold slope_part. rewrite relu_neg by exact N. ring.
      + intros y. rewrite F0 by exact N. ring.
    - destruct (tame_integral _ _ (tame2_row _ _ x T)) as (I & _).
      assert (Hx : / x <> 0) by (apply Rinv_neq_0_compat; lra).
      apply (integral_affine _ _ (/ x) 0 Hx) in I. apply (integral_scal (/ (2 * PI))) in I.
      rewrite <- (integral_value _ _ I). apply Int_ext. intros y. rewrite normal_two.
      replace (F x y) with (x^2 * f (/ x * y + 0)).
      2: { rewrite <- F2 by exact P. f_equal. field. lra. }
      unfold slope_part. rewrite relu_pos, Rabs_pos_eq by (try (left; apply Rinv_0_lt_compat); lra).
      replace (x^2 * (1 + (/ x * y + 0)^2) / 2) with ((x^2 + y^2) / 2) by (field; lra). field. lra. }
  rewrite (Int_ext _ _ In). destruct (tame_integral _ _ (tame2_line _ _ T)) as (I & _).
  rewrite (Int_scal _ _ _ I), (fubini _ _ T). f_equal. apply Int_ext. intros t.
  apply integral_value, slope_inner.
Qed.

(** *** The integral over the slopes *)

Definition slope_primitive (c s t : R) : R := c * (t / (1 + t^2) + atan t) - s / (1 + t^2).

Lemma is_derive_slope c s t : is_derive (slope_primitive c s) t ((c + s * t) * (2 / (1 + t^2)^2)).
Proof.
  pose proof (one_plus_sq t). unfold slope_primitive. auto_derive; [nra|]. unfold Rsqr. field. nra.
Qed.

Lemma slope_continuous c s t : continuous (fun t => (c + s * t) * (2 / (1 + t^2)^2)) t.
Proof.
  pose proof (one_plus_sq t). apply (ex_derive_continuous (fun t => (c + s * t) * (2 / (1 + t^2)^2))). auto_derive. nra.
Qed.

Lemma slope_end c s : filterlim (slope_primitive c s) (Rbar_locally p_infty) (locally (c * (PI / 2))).
Proof.
  assert (L0 : is_lim atan p_infty (PI / 2)).
  { intros P [eps HP]. destruct (spill_small eps (cond_pos eps)) as (M & _ & HM). exists M. intros x Hx. apply HP.
    pose proof (spill_decr M x (Rlt_le _ _ Hx)) as S. pose proof (atan_bound x). unfold spill in *.
    change (Rabs (atan x - PI / 2) < eps). rewrite Rabs_left; lra. }
  assert (L1 : is_lim (fun t => t / (1 + t^2)) p_infty 0).
  { apply (lim_zero_p_infty _ 2); [lra|]. intros r Hr. pose proof (one_plus_sq r).
    split; [apply Rdiv_le_0_compat; lra|].
    apply (Rmult_le_reg_r ((1 + r) * (1 + r^2))); [nra|].
    replace (r / (1 + r^2) * ((1 + r) * (1 + r^2))) with (r * (1 + r)) by (field; lra).
    replace (2 / (1 + r) * ((1 + r) * (1 + r^2))) with (2 * (1 + r^2)) by (field; lra). nra. }
  assert (L2 : is_lim (fun t => / (1 + t^2)) p_infty 0).
  { apply (lim_zero_p_infty _ 2); [lra|]. intros r Hr. pose proof (one_plus_sq r).
    split; [left; now apply Rinv_0_lt_compat|].
    apply (Rmult_le_reg_r ((1 + r) * (1 + r^2))); [nra|].
    replace (/ (1 + r^2) * ((1 + r) * (1 + r^2))) with (1 + r) by (field; lra).
    replace (2 / (1 + r) * ((1 + r) * (1 + r^2))) with (2 * (1 + r^2)) by (field; lra). nra. }
  assert (L : is_lim (fun t => c * (t / (1 + t^2) + atan t) + (- s) * / (1 + t^2)) p_infty
    (c * (0 + PI / 2) + - s * 0)).
  { apply is_lim_plus'.
    - apply (is_lim_scal_l (fun t => t / (1 + t^2) + atan t) c p_infty (Finite (0 + PI / 2))). now apply is_lim_plus'.
    - apply (is_lim_scal_l (fun t => / (1 + t^2)) (- s) p_infty (Finite 0)). exact L2. }
  replace (c * (0 + PI / 2) + - s * 0) with (c * (PI / 2)) in L by ring.
  revert L. apply filterlim_ext. intros t. unfold slope_primitive, Rdiv. ring.
Qed.

(** From a slope on to infinity, *)
Lemma slope_after c s a : is_RInt_gen (fun t => (c + s * t) * (2 / (1 + t^2)^2)) (at_point a) (Rbar_locally p_infty)
  (c * (PI / 2) - slope_primitive c s a).
Proof.
  apply (@is_RInt_gen_ext R_NormedModule (at_point a) (Rbar_locally p_infty) _ _ (Derive (slope_primitive c s))).
  { apply filter_forall. intros [x y] t _. apply is_derive_unique, is_derive_slope. }
  apply is_RInt_gen_Derive.
  - apply filter_forall. intros [x y] t _. eexists. apply is_derive_slope.
  - apply filter_forall. intros [x y] t _. apply (continuous_ext (fun t => (c + s * t) * (2 / (1 + t^2)^2))).
    + intros u. symmetry. apply is_derive_unique, is_derive_slope.
    + apply slope_continuous.
  - intros P [eps HP]. unfold filtermap, at_point. apply HP, ball_center.
  - apply slope_end.
Qed.

(** and over the line. *)
Lemma slope_all : integral (fun t => 1 * (2 / (1 + t^2)^2)) PI.
Proof.
  apply (integral_ext (fun t => (1 + 0 * t) * (2 / (1 + t^2)^2))); [intros; ring|].
  replace PI with (1 * (PI / 2) - - (1 * (PI / 2))) by field.
  apply (integral_derive (slope_primitive 1 0)); [apply is_derive_slope | apply slope_continuous | | apply slope_end].
  apply left_limit. apply (filterlim_ext (fun t => - slope_primitive 1 0 t)).
  - intros t. unfold slope_primitive. rewrite atan_opp. replace ((- t)^2) with (t^2) by ring. unfold Rdiv. ring.
  - apply (filterlim_comp _ _ _ (slope_primitive 1 0) Ropp _ (locally (1 * (PI / 2)))); [apply slope_end|].
    apply (@filterlim_opp R_AbsRing R_NormedModule).
Qed.

Lemma slope_integral phi : 0 <= phi <= PI ->
  integral (fun t => relu (cos phi + sin phi * t) * (2 / (1 + t^2)^2)) (g phi).
Proof.
  intros Hphi. pose proof PI_gt_3 as HPI.
  destruct (Req_dec phi 0) as [->|N0]; [|destruct (Req_dec phi PI) as [->|NP]].
  - rewrite g_0. generalize slope_all. apply integral_ext. intros t.
    rewrite cos_0, sin_0, relu_pos by lra. ring.
  - rewrite g_PI, <- (Rmult_0_l PI). generalize (integral_scal 0 _ _ slope_all). apply integral_ext. intros t.
    rewrite cos_PI, sin_PI, relu_neg by lra. ring.
  - assert (Hs : 0 < sin phi) by (apply sin_gt_0; lra).
    set (c := cos phi) in *. set (s := sin phi) in *. set (t0 := - c / s).
    assert (E1 : c + s * t0 = 0) by (unfold t0; field; lra).
    assert (Cs : s * s + c * c = 1) by (pose proof (sin2_cos2 phi) as Q; unfold Rsqr in Q; exact Q).
    assert (At : atan t0 = phi - PI / 2).
    { replace t0 with (tan (phi - PI / 2)); [apply atan_tan; lra|].
      unfold tan, t0. replace (phi - PI / 2) with (- (PI / 2 - phi)) by ring.
      rewrite sin_neg, cos_neg, sin_shift, cos_shift. reflexivity. }
    assert (V : slope_primitive c s t0 = - s - c * (PI / 2 - phi)).
    { unfold slope_primitive. rewrite At. assert (Q : 1 + t0^2 = / (s * s)).
      { unfold t0. replace (1 + (- c / s)^2) with ((s * s + c * c) / (s * s)) by (field; lra). rewrite Cs. field. lra. }
      rewrite Q. unfold t0. replace (s / / (s * s)) with (s * (s * s)) by (field; lra).
      replace (- c / s / / (s * s)) with (- c * s) by (field; lra).
      replace (s * (s * s)) with (s * (1 - c * c)) by (rewrite <- Cs; ring). ring. }
    replace (g phi) with (0 + (c * (PI / 2) - slope_primitive c s t0)) by (rewrite V; unfold g; fold c s; field).
    apply (integral_halves _ t0).
    + apply zero_before. intros t Ht. rewrite relu_neg; [ring|]. nra.
    + apply (@is_RInt_gen_ext R_NormedModule (at_point t0) (Rbar_locally p_infty) _ _
        (fun t => (c + s * t) * (2 / (1 + t^2)^2))); [|apply slope_after].
      apply Filter_prod with (fun x => x = t0) (fun y => t0 < y); [reflexivity | now exists t0 |].
      intros x y -> Hy t Ht. simpl in Ht. rewrite Rmin_left, Rmax_right in Ht by lra.
      rewrite relu_pos; [reflexivity|]. nra.
Qed.

(** C01: the kernel as an iterated integral over the plane. *)
Lemma gentle_kernel c s : Rabs c <= 1 -> Rabs s <= 1 -> gentle (fun x y => relu x * relu (c * x + s * y)).
Proof.
  intros Hc Hs.
  assert (B : forall x y, Rabs (c * x + s * y) <= Rabs x + Rabs y).
  { intros x y. eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
    pose proof (Rabs_pos x). pose proof (Rabs_pos y). nra. }
  apply (gentle_product (fun x _ => relu x) (fun x y => relu (c * x + s * y))).
  - intros x y. pose proof (relu_le_abs x). pose proof (Rabs_pos y). lra.
  - intros x y. eapply Rle_trans; [apply relu_le_abs | apply B].
  - intros x y x' y'. pose proof (relu_lip x x'). pose proof (Rabs_pos (y - y')). lra.
  - intros x y x' y'. eapply Rle_trans; [apply relu_lip|].
    replace (c * x + s * y - (c * x' + s * y')) with (c * (x - x') + s * (y - y')) by ring. apply B.
Qed.

Theorem C01_plane_kernel : forall phi, 0 <= phi <= PI ->
  E2 (fun x y => relu x * relu (cos phi * x + sin phi * y)) = g phi / (2 * PI).
Proof.
  intros phi Hphi. pose proof (COS_bound phi). pose proof (SIN_bound phi). pose proof PI_gt_3.
  assert (G : gentle (fun x y => relu x * relu (cos phi * x + sin phi * y))).
  { apply gentle_kernel; now apply Rabs_le. }
  destruct (gentle_means _ G) as (_ & _ & ->).
  rewrite (slopes _ (fun t => relu (cos phi + sin phi * t)) 1).
  - rewrite (integral_value _ _ (slope_integral phi Hphi)). field. lra.
  - intros t. apply (continuous_comp (fun t => cos phi + sin phi * t) relu); [|apply relu_continuous].
    apply (ex_derive_continuous (fun t => cos phi + sin phi * t)). auto_derive. easy.
  - lra.
  - intros t. eapply Rle_trans; [apply relu_le_abs|]. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult.
    assert (Rabs (cos phi) <= 1) by now apply Rabs_le. assert (Rabs (sin phi) <= 1) by now apply Rabs_le.
    pose proof (Rabs_pos t). nra.
  - intros x y Hx. rewrite (relu_neg x) by exact Hx. ring.
  - intros x t Hx. replace (cos phi * x + sin phi * (x * t)) with (x * (cos phi + sin phi * t)) by ring.
    rewrite (relu_pos x), relu_scale by lra. ring.
Qed.

(** ** Mass one *)

Lemma gentle_one : gentle (fun _ _ => 1).
Proof.
  apply gentle_single. intros s t s' t'. rewrite Rminus_eq_0, Rabs_R0.
  pose proof (Rabs_pos (s - s')). pose proof (Rabs_pos (t - t')). lra.
Qed.

Lemma gentle_square : gentle (fun x _ => relu x * relu x).
Proof.
  apply (gentle_product (fun x _ => relu x) (fun x _ => relu x)); intros.
  1, 2: pose proof (relu_le_abs s); pose proof (Rabs_pos t); lra.
  all: pose proof (relu_lip s s'); pose proof (Rabs_pos (t - t')); lra.
Qed.

Lemma plane_square : E2 (fun x _ => relu x * relu x) = 1 / 2.
Proof.
  pose proof PI_gt_3. replace (fun x _ : R => relu x * relu x) with (fun x y => relu x * relu (cos 0 * x + sin 0 * y)).
  - rewrite C01_plane_kernel by lra. rewrite g_0. field. lra.
  - apply functional_extensionality. intros x. apply functional_extensionality. intros y.
    rewrite cos_0, sin_0. do 2 f_equal. ring.
Qed.

Lemma is_derive_x_normal x : is_derive (fun x => x * normal x) x ((1 - x^2) * normal x).
Proof. pose proof root_pos. unfold normal. auto_derive; [lra|]. unfold Rdiv. simpl. field. lra. Qed.

Lemma by_parts : integral (fun x => (1 - x^2) * normal x) 0.
Proof.
  pose proof root_pos as Rp.
  assert (L : filterlim (fun x => x * normal x) (Rbar_locally p_infty) (locally 0)).
  { apply (lim_zero_p_infty _ 432); [lra|]. intros r Hr. pose proof (normal_pos r). split; [apply Rmult_le_pos; lra|].
    apply (Rmult_le_reg_r (1 + r)); [lra|]. replace (432 / (1 + r) * (1 + r)) with 432 by (field; lra).
    pose proof (cube_exp (r^2) (pow2_ge_0 r)) as K. pose proof (normal_below r) as B.
    assert (Q : r * (1 + r) <= 2 * (1 + r^2) ^ 3).
    { pose proof (pow2_ge_0 r). apply Rle_trans with (2 * (1 + r^2)); [nra|]. apply Rmult_le_compat_l; [lra|].
      pose proof (pow_R1_Rle (1 + r^2) 2 ltac:(lra)). simpl in *. nra. }
    pose proof (exp_pos (- (r^2/2))).
    apply Rle_trans with (2 * (1 + r^2) ^ 3 * exp (- (r^2/2))); [|lra].
    replace (r * normal r * (1 + r)) with (r * (1 + r) * normal r) by ring. apply Rmult_le_compat; try lra. nra. }
  replace 0 with (0 - 0) by ring.
  apply (integral_derive (fun x => x * normal x)); [apply is_derive_x_normal | | | exact L].
  - intros x. apply (ex_derive_continuous (fun x => (1 - x^2) * normal x)). unfold normal. auto_derive. lra.
  - apply left_limit. apply (filterlim_ext (fun x => - (x * normal x))).
    + intros x. unfold normal. replace ((- x)^2) with (x^2) by ring. ring.
    + rewrite <- Ropp_0. apply (filterlim_comp _ _ _ (fun x => x * normal x) Ropp _ (locally 0)); [exact L|].
      apply (@filterlim_opp R_AbsRing R_NormedModule).
Qed.

Theorem C01_gaussian_mass : gauss_line (fun _ => 1) 1.
Proof.
  pose proof PI_gt_3.
  destruct (gentle_means _ gentle_one) as (I & _ & _). specialize (I 0). cbv beta in I. set (m := E1 (fun _ => 1)) in *.
  assert (G : gentle (fun x y => relu y * relu y)).
  { pose proof (gentle_affine _ 0 1 0 0 0 0 gentle_square) as [C H0].
    exists C. intros x y x' y'. specialize (H0 x y x' y').
    replace (0 * x + 1 * y + 0) with y in H0 by ring. now replace (0 * x' + 1 * y' + 0) with y' in H0 by ring. }
  destruct (gentle_means _ G) as (J & _ & _). specialize (J 0). cbv beta in J.
  set (h := E1 (fun y => relu y * relu y)) in *.
  (* h is half of m, by symmetry and by parts *)
  assert (Half : m = 2 * h).
  { apply (integral_unique (fun x => 1 * normal x)); [exact I|].
    assert (M1 : -1 <> 0) by lra. pose proof (integral_affine _ _ (-1) 0 M1 J) as J'.
    pose proof (integral_plus _ _ _ _ (integral_plus _ _ _ _ J J') by_parts) as S.
    replace (2 * h) with (h + h + 0) by ring. revert S. apply integral_ext. intros x.
    replace (-1 * x + 0) with (- x) by ring. rewrite (Rabs_left (-1)) by lra.
    unfold normal. replace ((- x)^2) with (x^2) by ring.
    destruct (Rle_dec 0 x) as [P|N].
    - rewrite (relu_pos x), (relu_neg (- x)) by lra. ring.
    - rewrite (relu_neg x), (relu_pos (- x)) by lra. ring. }
  (* E2 relu(x)^2 = h m, and 1/2 by slopes *)
  assert (Prod : E2 (fun x _ => relu x * relu x) = h * m).
  { unfold E2. fold m. apply integral_value. unfold h, E1.
    apply (integral_ext (fun x => m * (relu x * relu x * normal x))).
    - intros x. change (Int (fun y => relu x * relu x * normal y)) with (E1 (fun _ => relu x * relu x)).
      rewrite (gauss_value (fun _ => relu x * relu x) (relu x * relu x * m)); [ring|].
      generalize (integral_scal (relu x * relu x) _ _ I). apply integral_ext. intros y. ring.
    - rewrite (Rmult_comm _ m). apply integral_scal, J. }
  assert (Pos : 0 <= m).
  { assert (N : Rabs m <= m).
    { apply (integral_norm (fun x => 1 * normal x) (fun x => 1 * normal x)); [|exact I|exact I].
      intros x. pose proof (normal_pos x). rewrite Rabs_pos_eq; lra. }
    pose proof (Rabs_pos m). lra. }
  rewrite plane_square in Prod. assert (E : m = 1) by nra. rewrite E in I. exact I.
Qed.
