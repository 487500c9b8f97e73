(** * SmoothingLevel: critical noise levels, enclosed

    What:    in dimension p = 6, the critical radius of the ball of noise between two
             decimals: for every teacher with 1.a_star = 0, and for k = 25, r = 4.
    Claims:  C16 smoothing_removes_spurious.

    | symbol              | meaning                                                    |
    |---------------------|------------------------------------------------------------|
    | critical_radius p j, excess | as in SmoothingRise.v; j = 1: raw noise, j = 0: normalized |
    | teacher k c K r A   | c is not zero, k = K, (1.c)^2/|c|^2 = r, |c|^2 = A          |
    | b, n, d             | bits, most pieces and degree of the verified quadrature    |

    In a file of its own, because coqchk does not finish on CoqInterval's tactic.
    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape Invariants Smoothing SmoothingBall SmoothingRadius SmoothingRise Premises Witnesses.
From Noiseproof Require Import IntervalZ.
Open Scope R_scope.

(** The sign of an excess, by verified quadrature. *)
Ltac prove_excess b n d :=
  rewrite excess_folded by lra; cbv [Init.Nat.sub Init.Nat.add];
  integral with (i_prec b, i_fuel n, i_degree d).

(** gamma from k and r ... *)
Lemma gam_value k c K r A : teacher k c K r A -> gam k c = (K + PI - 1 - PI * r) / (K + PI - 1 - r).
Proof. intros (_ & <- & <- & _). reflexivity. Qed.

(** ... and for 1.a_star = 0. *)
Lemma gam_zero k c : nonzero k c -> rr k c = 0 -> gam k c = 1.
Proof. intros Hc Hr. pose proof (kPI_pos k). unfold gam. rewrite Hr. field. lra. Qed.

(** The signs at r = 0. *)
Lemma signs_raw : excess 6 (6+1) 20.908 1 < 0 /\ 0 < excess 6 (6+1) 20.909 1.
Proof. split; prove_excess 30%positive 4%positive 12%nat. Qed.
Lemma signs_normalized : excess 6 (6+0) 17.928 1 < 0 /\ 0 < excess 6 (6+0) 17.929 1.
Proof. split; prove_excess 30%positive 4%positive 12%nat. Qed.

(** Raw noise, r = 0, any number of rows. *)
Lemma level_raw k c : nonzero k c -> rr k c = 0 ->
  exists rs, 20.908 < rs < 20.909 /\ critical_radius 6 1 k c rs.
Proof.
  intros Hc Hr. apply C16_critical_radius; [exact Hc | lia | lia | lra | lra | |]; rewrite (gam_zero k c Hc Hr); apply signs_raw.
Qed.

(** Normalized noise, r = 0. *)
Lemma level_normalized k c : nonzero k c -> rr k c = 0 ->
  exists rs, 17.928 < rs < 17.929 /\ critical_radius 6 0 k c rs.
Proof.
  intros Hc Hr. apply C16_critical_radius; [exact Hc | lia | lia | lra | lra | |]; rewrite (gam_zero k c Hc Hr);
    apply signs_normalized.
Qed.

(** Raw noise, k = 25, r = 4. *)
Lemma level_raw_25 k c A : teacher k c 25 4 A ->
  exists rs, 3.5798 < rs < 3.5799 /\ critical_radius 6 1 k c rs.
Proof.
  intros Ht. apply C16_critical_radius; [apply Ht | lia | lia | lra | lra | |]; rewrite (gam_value k c _ _ _ Ht).
  - prove_excess 30%positive 4%positive 14%nat.
  - prove_excess 30%positive 4%positive 14%nat.
Qed.

(** Normalized noise, k = 25, r = 4. *)
Lemma level_normalized_25 k c A : teacher k c 25 4 A ->
  exists rs, 3.1054 < rs < 3.1055 /\ critical_radius 6 0 k c rs.
Proof.
  intros Ht. apply C16_critical_radius; [apply Ht | lia | lia | lra | lra | |]; rewrite (gam_value k c _ _ _ Ht).
  - prove_excess 30%positive 4%positive 14%nat.
  - prove_excess 30%positive 4%positive 12%nat.
Qed.

(** C16: the critical level for p = 6. *)
Theorem C16_critical_level_p6 :
  (forall k c, nonzero k c -> rr k c = 0 ->
     (exists rs, 20.908 < rs < 20.909 /\ critical_radius 6 1 k c rs) /\
     (exists rs, 17.928 < rs < 17.929 /\ critical_radius 6 0 k c rs)) /\
  (forall k c A, teacher k c 25 4 A ->
     (exists rs, 3.5798 < rs < 3.5799 /\ critical_radius 6 1 k c rs) /\
     (exists rs, 3.1054 < rs < 3.1055 /\ critical_radius 6 0 k c rs)).
Proof.
  split.
  - intros k c Hc Hr. split; [apply level_raw | apply level_normalized]; assumption.
  - intros k c A Ht. split; [exact (level_raw_25 k c A Ht) | exact (level_normalized_25 k c A Ht)].
Qed.

(** ** What meets the premises *)

Theorem met_C16_critical_level_p6 : premises_of C16_critical_level_p6.
Proof.
  split; [exists 4%nat, tilt; met; [exact tilt_nonzero | exact tilt_balanced]|].
  destruct (teacher_exists 23 4 1) as (c & T); [simpl; lra | lra|].
  exists 25%nat, c, 1. replace 25 with (INR 25) by (simpl; ring). exact T.
Qed.
Theorem met_C16_critical_radius : premises_of C16_critical_radius.
Proof. exists 6%nat, 1%nat, 4%nat, tilt, 20.908, 20.909. rewrite tilt_gam. met; [exact tilt_nonzero | apply signs_raw..]. Qed.
