(** * Premises: what a theorem assumes, as a statement that something meets it

    What:    a theorem whose premises nothing meets says nothing. [premises_of C] is made of
             C's own statement: every [forall] becomes an [exists], of data and of premises;
             where the conclusion is a conjunction, each part may be met by other data; where
             C provides something (exists), what it assumes next has to be met whatever that
             is. No premises: [True]. For each of its theorems the audit has this goal, closed by
             [met_C] of Witnesses.v or where else it can be proved.
    Claims:  all that have theorems.

    | symbol            | meaning                                                        |
    |-------------------|----------------------------------------------------------------|
    | premises_of C     | the statement                                                  |
    | both A B          | A and B, of a conclusion's two parts                           |
    | met               | splits what is left to prove once the data are given           | *)

From Coq Require Import Reals Lra Lia.
Open Scope R_scope.

Inductive both (A B : Prop) : Prop := two : A -> B -> both A B.

(** exists x, r x; a conjunction's parts apart; a premise that nothing follows as it is. *)
Ltac quantify r :=
  lazymatch r with
  | fun x : ?A => both (@?L x) (@?R x) => let l := quantify L in let r := quantify R in constr:(both l r)
  | fun x : ?A => True => lazymatch type of A with Prop => A | _ => constr:(True) end
  | fun x : ?A => @?B x => constr:(exists x : A, B x)
  end.

Ltac premises T :=
  let under A x P :=
    let y := fresh x in
    constr:(fun y : A => ltac:(let B := eval cbv beta in (P y) in let r := premises B in exact r)) in
  lazymatch T with
  | forall x : ?A, @?P x => let r := under A x P in quantify r
  | exists x : ?A, @?P x =>
      let r := under A x P in
      lazymatch r with fun _ => True => constr:(True) | fun x => @?B x => constr:(forall x : A, P x -> B x) end
  | ?A /\ ?B =>
      let a := premises A in let b := premises B in
      lazymatch a with True => b | _ => lazymatch b with True => a | _ => constr:(both a b) end end
  | _ => constr:(True)
  end.

Notation "'premises_of' t" :=
  ltac:(let T := type of t in let T := eval cbv zeta in T in let r := premises T in let r := eval cbv beta in r in exact r)
  (at level 10, t at level 9, only parsing).

(** One goal for each premise; the plain ones are proved. *)
Ltac met :=
  repeat lazymatch goal with
  | |- @ex ?A _ => lazymatch type of A with Prop => unshelve eapply ex_intro end
  end;
  try solve [assumption | lia | lra | split; lra].
