(** * DescentLoss: the descent of DescentVector.v is descent on the loss of Loss.v

    What:    the gradients that DescentVector.v takes as definitions are those that
             Loss.v proves to be the derivatives of the loss (at a unit w).
    Source:  docs/mathematics.md, sections 2 and 4.
    Claims:  C12 gd_monotone (link to C03 gradient_closed_form).

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | Loss.grad_w, Loss.grad_a | gradients proved in Loss.v                              |
    | DescentVector.grad_w, DescentVector.grad_a | closed forms used by the descent      |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra.
From Noiseproof Require Import Kernel.
From Noiseproof Require Loss DescentVector.
Open Scope R_scope.

(** The two finite sums are the same, *)
Lemma sum_same n f : DescentVector.vsum n f = Loss.sum n f.
Proof. induction n; [reflexivity|]. cbn. now rewrite IHn. Qed.

(** so are the inner products, *)
Lemma dot_same n u v : DescentVector.dot n u v = Loss.dot n u v.
Proof. apply sum_same. Qed.

(** and 1.a. *)
Lemma tot_same n a : DescentVector.dot n DescentVector.ones a = Loss.tot n a.
Proof.
  rewrite dot_same. apply Loss.sum_ext. intros i _. unfold DescentVector.ones. ring.
Qed.

(** At a unit w the angles agree, *)
Lemma norm_unit p w : DescentVector.dot p w w = 1 -> Loss.norm p w = 1.
Proof. intros H. unfold Loss.norm. rewrite <- dot_same, H. apply sqrt_1. Qed.

Lemma angle_same p ws w :
  DescentVector.dot p w w = 1 -> DescentVector.angle p ws w = Loss.angle p w ws.
Proof.
  intros H. unfold DescentVector.angle, Loss.angle. rewrite (norm_unit p w H), dot_same.
  f_equal. field.
Qed.

(** and so do both gradients. *)
Theorem C12_gradients_are_those_of_the_loss (p K : nat) (ws ast w a : nat -> R) :
  DescentVector.dot p w w = 1 ->
  (forall i, DescentVector.grad_w p K ws ast w a i = Loss.grad_w K p w ws a ast i) /\
  (forall i, DescentVector.grad_a p K ws ast w a i = Loss.grad_a K 1 (Loss.angle p w ws) a ast i).
Proof.
  intros H. pose proof PI_RGT_0. split; intros i.
  - unfold DescentVector.grad_w, Loss.grad_w, Loss.QM, Loss.BM.
    rewrite (norm_unit p w H), (angle_same p ws w H), !tot_same, (dot_same K a a), (dot_same K a ast).
    field. lra.
  - unfold DescentVector.grad_a, Loss.grad_a, Loss.Mv, Loss.Nv.
    rewrite (angle_same p ws w H), !tot_same. field. lra.
Qed.
