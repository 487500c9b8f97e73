(** * Digits: the proofs of an instance's numbers

    What:    one tactic for each kind of number that [noiseproof verify --formal] encloses.
             The emitted file states, with digits; these prove. The same tactics are tried
             on false twins (a digit nudged), which they must refuse.
    Claims:  C04 - C09, for an instance.

    | symbol      | meaning                                                              |
    |-------------|----------------------------------------------------------------------|
    | p           | working precision of the interval tactic, in bits                    |
    | prove_...   | the proof of the theorem C.._instance_... with that name             |
    | refute_...  | the proof that its false twin is false, from what is proved of E,    |
    |             | that such a teacher exists, and of V, the theorem itself             |

    Every emitted statement begins with a teacher: forall k c, teacher k c K r A -> ... *)

From Coq Require Import Reals Lra Lia ZArith.
From Noiseproof Require Import Kernel Loss Landscape Invariants.
From Noiseproof Require Export IntervalZ.
Open Scope R_scope.

(** Teachers with these invariants exist: k = n + 2, or k = 1. *)
Ltac prove_exists_many n :=
  let E := fresh "E" in
  assert (E : forall m : Z, (0 <= m)%Z -> INR (S (S (Z.to_nat m))) = IZR (m + 2))
    by (intros m Hm; rewrite !S_INR, INR_IZR_INZ, Z2Nat.id, plus_IZR by lia; ring);
  exists (S (S (Z.to_nat n)));
  assert (H := teacher_exists (Z.to_nat n)); cbv zeta in H; rewrite (E n) in H by lia;
  let K := eval compute in (n + 2)%Z in change (IZR (n + 2)) with (IZR K) in H;
  apply H; lra.
Ltac prove_exists_one := exists 1%nat; apply teacher_exists_one; lra.

(** A^2 / 2, exactly. *)
Ltac prove_curvature :=
  let k := fresh "k" in let c := fresh "c" in let H := fresh in
  intros k c (_ & _ & _ & H); rewrite H; lra.

(** abar = u (1.a_star) 1 - v a_star, both coefficients enclosed. *)
Ltac prove_location p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; do 2 eexists; split; [|split; [|intros i; exact (abar_value k c _ _ _ T i)]];
  interval with (i_prec p).

Ltac prove_alpha p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; rewrite (alpha_value k c _ _ _ T); interval with (i_prec p).

Ltac prove_loss p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; rewrite (loss_value k c _ _ _ T); interval with (i_prec p).

Ltac prove_minimum p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; apply (below_threshold k c _ _ _ T); interval with (i_prec p).

Ltac prove_no_minimum p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; apply (not_below_threshold k c _ _ _ T); interval with (i_prec p).

(** With one row the threshold is met with equality. *)
Ltac prove_no_minimum_one :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; apply (not_below_threshold k c _ _ _ T);
  right; pose proof PI_gt_3; field; lra.
Ltac prove_no_saddle_one :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; apply (no_saddle k c _ _ _ T); right; pose proof PI_gt_3; field; lra.

Ltac prove_eigenvalues p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; exists ((PI - 1) / (2 * PI)); eexists;
  split; [interval with (i_prec p)|]; split; [|split;
    [intros b Hb; exact (eigenvalue_across k b Hb)|intros t; exact (eigenvalue_along k c _ _ _ T t)]];
  interval with (i_prec p).

Ltac prove_saddle p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; apply (saddle_between k c _ _ _ T);
  [lra | lra | interval with (i_prec p) | unfold g; interval with (i_prec p) | unfold g; interval with (i_prec p)].

Ltac prove_no_saddle p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros k c T; apply (no_saddle k c _ _ _ T); interval with (i_prec p).

(** A twin speaks of every such teacher: one is enough, which exists. Then a number lies in two brackets apart, ... *)
Ltac refute_value E V :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in let W := fresh "W" in
  intros W; destruct E as (k & c & T); specialize (W k c T); pose proof (V k c T); lra.
Ltac refute_exists :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in
  intros (k & c & T); pose proof (teacher_facts k c _ _ _ T); lra.
(** ... or so does one of two that are unique (abar's coefficients, unless a_star is parallel to 1), ... *)
Ltac refute_location E V :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in let W := fresh "W" in
  let A := fresh "A" in let B := fresh "B" in let K := fresh "K" in
  intros W; destruct E as (k & c & T); destruct (W k c T) as (? & ? & ? & ? & A); destruct (V k c T) as (? & ? & ? & ? & B);
  pose proof (proj1 (proj2 T)) as K; destruct (coefficients_unique k c _ _ _ _ (proj1 T) A B); try rewrite K in *; lra.
Ltac refute_eigenvalues E V :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in let W := fresh "W" in
  let A := fresh "A" in let B := fresh "B" in
  intros W; destruct E as (k & c & T); destruct (W k c T) as (? & ? & ? & ? & _ & A);
  destruct (V k c T) as (? & ? & ? & ? & _ & B); pose proof (along_unique k c _ _ (proj1 T) A B); lra.
Ltac refute_saddle E V p :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in let W := fresh "W" in
  let S := fresh "S" in let U := fresh "U" in let x := fresh "x" in let y := fresh "y" in let G := fresh "G" in
  intros W; destruct E as (k & c & T); destruct (W k c T) as (y & ? & _ & U); destruct (V k c T) as (x & G & S & _);
  assert (x = y) by
    (apply U; [split; [lra | apply Rlt_le, (Rlt_le_trans _ _ _ (proj2 G)); interval with (i_prec p)] | exact S]);
  lra.
(** ... or the conclusion is the opposite of what is proved. *)
Ltac refute_no_minimum E V :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in let W := fresh "W" in
  let A := fresh "A" in let B := fresh "B" in
  intros W; destruct E as (k & c & T); destruct (C07_spurious_is_local_minimum k c (proj1 T)) as (A & B);
  apply (W k c T), B, A, (V k c T).
Ltac refute_minimum E V :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in let W := fresh "W" in
  let A := fresh "A" in let B := fresh "B" in
  intros W; destruct E as (k & c & T); destruct (C07_spurious_is_local_minimum k c (proj1 T)) as (A & B);
  apply (V k c T), B, A, (W k c T).
Ltac refute_a_saddle E V :=
  let k := fresh "k" in let c := fresh "c" in let T := fresh "T" in let W := fresh "W" in
  let x := fresh "x" in let S := fresh "S" in
  intros W; destruct E as (k & c & T); destruct (W k c T) as (x & ? & S & _); pose proof PI_gt_3;
  apply (V k c T x); [lra | exact S].
