(** * IntervalZ: the interval tactic over Coq's own integers

    What:    CoqInterval's [interval] computes by default with machine integers or
             machine floats, which enter a proof as some fifty axioms. This instance
             computes with Coq's binary integers instead: slower (0.1 s a fact of 30
             digits), and no axiom but those of the classical reals.
    Claims:  used by the numbers of an instance (Generated/), through [digits].

    | symbol | meaning                                                            |
    |--------|--------------------------------------------------------------------|
    | SFZ    | floating-point numbers m 2^e, m and e binary integers of Coq       |
    | ITZ    | CoqInterval's tactics over SFZ; always to be used with (i_prec n)  |

    In a file of its own, because coqchk does not finish on this functor instance. *)

From Interval Require Export Tactic.
From Interval Require Import Float.Specific_stdz Float.Specific_ops.

Module SFZ := SpecificFloat StdZRadix2.
Module ITZ := IntervalTactic SFZ.
Export ITZ.
