(** * GaussianRows: the expected loss, by iterated integrals over k independent rows of R^p

    What:    rows Z_1, ..., Z_k of p independent standard Gaussian numbers each; the mean of a function of them is the
             k p times iterated improper Riemann integral against the densities. Here the planar picture is no longer
             assumed: w and w_star are any vectors of R^p, and coordinate after coordinate is turned into their plane.
             All premises of C02 are met, so that the closed form is the definition's loss.
    Claims:  C01 dual_kernel, C02 loss_closed_form.

    | symbol          | meaning                                                              |
    |-----------------|----------------------------------------------------------------------|
    | front x z       | the sequence x, z 0, z 1, ...                                        |
    | iterate E n f v | the mean of f over n independent draws under E is v, last draw first |
    | law E           | E is single-valued, linear, and the mean of a constant is itself     |
    | mean p f v      | E f(z) = v, z standard Gaussian in R^p                               |
    | rows k p f v    | E f(Z) = v, Z of k independent such rows                             |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Improper Gaussian.
Open Scope R_scope.

(** ** Independent draws *)

Definition front {A : Type} (x : A) (z : nat -> A) : nat -> A := fun n => match n with O => x | S m => z m end.

Fixpoint iterate {A : Type} (base : A) (E : (A -> R) -> R -> Prop) (n : nat) (f : (nat -> A) -> R) (v : R) : Prop :=
  match n with
  | O => f (fun _ => base) = v
  | S m => exists h : A -> R, (forall x, iterate base E m (fun z => f (front x z)) (h x)) /\ E h v
  end.

Record law {A : Type} (E : (A -> R) -> R -> Prop) : Prop := {
  law_unique : forall f u v, E f u -> E f v -> u = v;
  law_const : forall c, E (fun _ => c) c;
  law_plus : forall f h u v, E f u -> E h v -> E (fun x => f x + h x) (u + v);
  law_scal : forall c f v, E f v -> E (fun x => c * f x) (c * v) }.

Lemma same {A : Type} (E : (A -> R) -> R -> Prop) f h u v : (forall x, f x = h x) -> u = v -> E f u -> E h v.
Proof. intros Efh <-. now rewrite (functional_extensionality f h Efh). Qed.

Section Iterate.
Context {A : Type} (base : A) (E : (A -> R) -> R -> Prop) (LE : law E).

Lemma iterate_law n : law (iterate base E n).
Proof.
  induction n as [|n [U C P S]].
  - split; cbn; intros; subst; reflexivity.
  - split.
    + intros f u v (h & H & V) (h' & H' & V'). apply (law_unique E LE h); [exact V|].
      replace h with h'; [exact V'|]. apply functional_extensionality. intros x. exact (U _ _ _ (H' x) (H x)).
    + intros c. exists (fun _ => c). split; [intros x; apply C | apply LE].
    + intros f h u v (f' & F & V) (h' & H & W). exists (fun x => f' x + h' x).
      split; [intros x; now apply P | now apply LE].
    + intros c f v (f' & F & V). exists (fun x => c * f' x). split; [intros x; now apply S | now apply LE].
Qed.

(** A function of one draw, *)
Lemma iterate_one f v n : forall i, (i < n)%nat -> E f v -> iterate base E n (fun z => f (z i)) v.
Proof.
  induction n as [|n IH]; intros i Hi V; [lia|]. destruct i as [|i].
  - exists f. split; [intros x; exact (law_const _ (iterate_law n) (f x)) | exact V].
  - exists (fun _ => v). split; [intros x; apply IH; [lia | exact V] | apply LE].
Qed.

(** and products of functions of different draws. *)
Lemma iterate_two f h u v n : forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> E f u -> E h v ->
  iterate base E n (fun z => f (z i) * h (z j)) (u * v).
Proof.
  induction n as [|n IH]; intros i j Hi Hj N U V; [lia|]. destruct i as [|i]; destruct j as [|j]; [lia| | |].
  - exists (fun x => f x * v). split.
    + intros x. apply (law_scal _ (iterate_law n) (f x) (fun z => h (z j))), iterate_one; [lia | exact V].
    + apply (same E (fun x => v * f x) _ (v * u)); [intros; ring | ring | now apply LE].
  - exists (fun x => u * h x). split; [|now apply LE].
    intros x. apply (same _ (fun z => h x * f (z i)) _ (h x * u)); [intros; cbn; ring | ring |].
    apply (law_scal _ (iterate_law n) (h x) (fun z => f (z i))), iterate_one; [lia | exact U].
  - exists (fun _ => u * v). split; [intros x; apply IH; try lia; assumption | apply LE].
Qed.
End Iterate.

(** ** The Gaussian on the line is a law, and so are rows *)

Lemma gauss_line_law : law gauss_line.
Proof.
  split.
  - exact gauss_line_unique.
  - intros c. apply (integral_ext (fun x => c * (1 * normal x))); [intros x; unfold normal; ring|].
    pose proof (integral_scal c _ _ C01_gaussian_mass) as I. rewrite Rmult_1_r in I. exact I.
  - intros f h u v U V. pose proof (integral_plus _ _ _ _ U V) as I. revert I. apply integral_ext. intros x. ring.
  - intros c f v V. pose proof (integral_scal c _ _ V) as I. revert I. apply integral_ext. intros x. ring.
Qed.

Definition mean (p : nat) : ((nat -> R) -> R) -> R -> Prop := iterate 0 gauss_line p.
Definition rows (k p : nat) : ((nat -> nat -> R) -> R) -> R -> Prop := iterate (fun _ => 0) (mean p) k.

Lemma mean_law p : law (mean p).
Proof. apply iterate_law, gauss_line_law. Qed.

Lemma rows_law k p : law (rows k p).
Proof. apply iterate_law, mean_law. Qed.

(** ** One row, in the plane of w and v *)

Lemma E1_ext f h : (forall x, f x = h x) -> E1 f = E1 h.
Proof. intros E. now rewrite (functional_extensionality f h E). Qed.

Lemma E2_ext F H : (forall x y, F x y = H x y) -> E2 F = E2 H.
Proof. intros E. apply E1_ext. intros x. apply E1_ext, E. Qed.

Lemma E1_const c : E1 (fun _ => c) = c.
Proof. apply gauss_value, (law_const _ gauss_line_law). Qed.

Lemma gauss_second : gauss_line (fun b => 1 + b^2) 2.
Proof.
  pose proof (integral_plus _ _ _ _ (integral_scal 2 _ _ C01_gaussian_mass) (integral_scal (-1) _ _ by_parts)) as I.
  replace (2 * 1 + -1 * 0) with 2 in I by ring. revert I. apply integral_ext. intros x. unfold normal. ring.
Qed.

(** Integrating one number out. *)
Lemma gentle_partial F l : gentle F -> gentle (fun s t => E1 (fun b => F s (t + l * b))).
Proof.
  intros G.
  assert (I : forall s t, gauss_line (fun b => F s (t + l * b)) (E1 (fun b => F s (t + l * b)))).
  { intros s t. destruct (gentle_means _ (gentle_affine F 0 0 s 0 l t G)) as (J & _). specialize (J 0).
    assert (E : (fun y => F (0 * 0 + 0 * y + s) (0 * 0 + l * y + t)) = (fun b => F s (t + l * b))).
    { apply functional_extensionality. intros y. f_equal; ring. }
    now rewrite E in J. }
  destruct G as [C H]. pose proof (gentle_nonneg F C H) as HC. pose proof (Rabs_pos l).
  exists (C * (1 + 2 * Rabs l)). intros s t s' t'.
  set (N := 1 + Rabs s + Rabs t + Rabs s' + Rabs t'). set (d := Rabs (s - s') + Rabs (t - t')).
  assert (HN : 1 <= N).
  { unfold N. pose proof (Rabs_pos s). pose proof (Rabs_pos t).
    pose proof (Rabs_pos s'). pose proof (Rabs_pos t'). lra. }
  assert (Hd : 0 <= d) by (unfold d; pose proof (Rabs_pos (s - s')); pose proof (Rabs_pos (t - t')); lra).
  pose proof (law_plus _ gauss_line_law _ _ _ _ (I s t) (law_scal _ gauss_line_law (-1) _ _ (I s' t'))) as Df.
  pose proof (law_scal _ gauss_line_law (C * d) _ _
    (law_plus _ gauss_line_law _ _ _ _ (law_const _ gauss_line_law N)
      (law_scal _ gauss_line_law (Rabs l) _ _ gauss_second))) as Bd.
  set (u := E1 (fun b => F s (t + l * b))) in *. set (u' := E1 (fun b => F s' (t' + l * b))) in *.
  replace (u - u') with (u + -1 * u') by ring.
  apply Rle_trans with (C * d * (N + Rabs l * 2)).
  2: { replace (C * (1 + 2 * Rabs l) * (N * d))
         with (C * d * (N + Rabs l * 2) + C * d * (2 * Rabs l * (N - 1))) by ring.
       assert (0 <= C * d * (2 * Rabs l * (N - 1))) by (repeat apply Rmult_le_pos; lra). lra. }
  refine (integral_norm _ _ _ _ _ Df Bd). intros b. cbv beta.
  assert (P : 0 < exp (- (b^2/2)) / sqrt (2 * PI)) by apply normal_pos.
  rewrite Rabs_mult, (Rabs_pos_eq (exp (- (b^2/2)) / sqrt (2 * PI))) by lra. apply Rmult_le_compat_r; [lra|].
  replace (F s (t + l * b) + -1 * F s' (t' + l * b)) with (F s (t + l * b) - F s' (t' + l * b)) by ring.
  eapply Rle_trans; [apply H|]. replace (t + l * b - (t' + l * b)) with (t - t') by ring. fold d.
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [exact HC|]. rewrite Rmult_comm. apply Rmult_le_compat_l; [exact Hd|].
  pose proof (Rabs_triang t (l * b)) as T1. pose proof (Rabs_triang t' (l * b)) as T2. rewrite Rabs_mult in T1, T2.
  assert (Q : 2 * (Rabs l * Rabs b) <= Rabs l * (1 + b^2)).
  { rewrite <- (pow2_abs b). pose proof (pow2_ge_0 (1 - Rabs b)). nra. }
  unfold N. lra.
Qed.

(** Any two numbers are a length times a cosine and a sine. *)
Lemma polar_pair a b : exists n c s, 0 <= n /\ n ^ 2 = a ^ 2 + b ^ 2 /\ c ^ 2 + s ^ 2 = 1 /\ a = n * c /\ b = n * s.
Proof.
  set (n := sqrt (a ^ 2 + b ^ 2)). pose proof (pow2_ge_0 a). pose proof (pow2_ge_0 b).
  assert (N2 : n * n = a ^ 2 + b ^ 2) by (apply sqrt_def; lra).
  assert (N0 : 0 <= n) by apply sqrt_pos. destruct N0 as [P|Z].
  - exists n, (a / n), (b / n). split; [lra|]. split; [lra|]. split; [|split; field; lra].
    replace ((a / n) ^ 2 + (b / n) ^ 2) with ((a ^ 2 + b ^ 2) / (n * n)) by (field; lra). rewrite N2. field. nra.
  - exists 0, 1, 0. rewrite <- Z in N2. assert (a = 0) by nra. assert (b = 0) by nra. subst. repeat split; lra.
Qed.

(** A function of a combination of two Gaussian numbers. *)
Lemma E2_combination f d e n : gentle (fun s _ => f s) -> n ^ 2 = d ^ 2 + e ^ 2 -> 0 <= n ->
  E2 (fun y b => f (d * y + e * b)) = E1 (fun y => f (n * y)).
Proof.
  intros G N Hn. destruct (polar_pair d e) as (n' & c & s & N0 & N2 & CS & D & E).
  assert (n' = n) by nra. subst n'.
  assert (G' : gentle (fun y b => f (n * y + 0 * b + 0))).
  { exact (gentle_affine _ n 0 0 0 0 0 G). }
  pose proof (rotation _ c s G' CS) as R. cbv beta in R.
  transitivity (E2 (fun y b => f (n * (c * y + s * b) + 0 * (- s * y + c * b) + 0))).
  - apply E2_ext. intros y b. f_equal. rewrite D, E. ring.
  - rewrite R. apply E1_ext. intros y. rewrite <- (E1_const (f (n * y))). apply E1_ext. intros b. f_equal. ring.
Qed.

Lemma sum_first n f : sum (S n) f = f O + sum n (fun i => f (S i)).
Proof.
  induction n as [|n IH]; [simpl; ring|].
  change (sum (S (S n)) f) with (sum (S n) f + f (S n)). rewrite IH. simpl. ring.
Qed.

Lemma dot_first p x z w : dot (S p) (front x z) w = x * w O + dot p z (fun i => w (S i)).
Proof. unfold dot. now rewrite sum_first. Qed.

Lemma dot_first2 p v w : dot (S p) v w = v O * w O + dot p (fun i => v (S i)) (fun i => w (S i)).
Proof. unfold dot. now rewrite sum_first. Qed.

(** The pair (z.w, z.v) is (l x, d x + e y) for standard Gaussian x, y in the plane, of the same lengths and product. *)
Theorem C01_planar_reduction : forall p w v, exists l d e,
  0 <= l /\ 0 <= e /\ l ^ 2 = dot p w w /\ l * d = dot p w v /\ d ^ 2 + e ^ 2 = dot p v v /\
  forall F, gentle F -> mean p (fun z => F (dot p z w) (dot p z v)) (E2 (fun x y => F (l * x) (d * x + e * y))).
Proof.
  induction p as [|p IH]; intros w v.
  - exists 0, 0, 0. unfold dot; cbn [sum]. repeat split; try lra. intros F _. cbn.
    symmetry. transitivity (E2 (fun _ _ => F 0 0)).
    + apply E2_ext. intros x y. f_equal; ring.
    + unfold E2. now rewrite !E1_const.
  - destruct (IH (fun i => w (S i)) (fun i => v (S i))) as (l' & d' & e' & L0 & E0 & Lw & Ld & Lv & M).
    set (a0 := w O). set (b0 := v O).
    destruct (polar_pair a0 l') as (n & c & s & N0 & N2 & CS & A0 & L1).
    set (d := b0 * c + d' * s). set (t := - b0 * s + d' * c).
    destruct (polar_pair t e') as (e & _ & _ & P0 & P2 & _).
    exists n, d, e. rewrite !dot_first2. fold a0 b0. rewrite <- Lw, <- Ld, <- Lv.
    split; [exact N0|]. split; [exact P0|]. split; [rewrite N2; ring|]. split; [|split].
    + unfold d. rewrite A0, L1. ring.
    + rewrite P2. unfold d, t. replace (b0 * b0 + (d' ^ 2 + e' ^ 2)) with ((c ^ 2 + s ^ 2) * (b0 ^ 2 + d' ^ 2) + e' ^ 2)
        by (rewrite CS; ring). ring.
    + intros F G. set (H := fun x a => E1 (fun b => F (a0 * x + l' * a) (b0 * x + d' * a + e' * b))).
      exists (fun x => E1 (H x)). split.
      * intros x. assert (G' : gentle (fun s t => F (x * a0 + s) (x * b0 + t))).
        { pose proof (gentle_affine F 1 0 (x * a0) 0 1 (x * b0) G) as [C K]. exists C. intros s1 t1 s2 t2.
          specialize (K s1 t1 s2 t2).
          replace (1 * s1 + 0 * t1 + x * a0) with (x * a0 + s1) in K by ring.
          replace (0 * s1 + 1 * t1 + x * b0) with (x * b0 + t1) in K by ring.
          replace (1 * s2 + 0 * t2 + x * a0) with (x * a0 + s2) in K by ring.
          replace (0 * s2 + 1 * t2 + x * b0) with (x * b0 + t2) in K by ring. exact K. }
        generalize (M _ G'). apply same.
        -- intros z. now rewrite !dot_first.
        -- apply E2_ext. intros a b. f_equal; ring.
      * assert (GH : gentle H).
        { pose proof (gentle_affine _ a0 l' 0 b0 d' 0 (gentle_partial F e' G)) as [C K]. exists C. intros x a x' a'.
          specialize (K x a x' a'). now rewrite !Rplus_0_r in K. }
        destruct (gentle_means H GH) as (_ & J & _).
        assert (CS' : c ^ 2 + (- s) ^ 2 = 1) by (rewrite <- CS; ring).
        rewrite <- (rotation H c (- s) GH CS') in J.
        assert (V : E2 (fun x y => H (c * x + - s * y) (- - s * x + c * y))
                    = E2 (fun x y => F (n * x) (d * x + e * y))).
        { apply E1_ext. intros x.
          assert (Gx : gentle (fun r _ => F (n * x) (d * x + r))).
          { pose proof (gentle_affine F 0 0 (n * x) 1 0 (d * x) G) as [C K]. exists C. intros s1 t1 s2 t2.
            specialize (K s1 t1 s2 t2).
            replace (0 * s1 + 0 * t1 + n * x) with (n * x) in K by ring.
            replace (1 * s1 + 0 * t1 + d * x) with (d * x + s1) in K by ring.
            replace (0 * s2 + 0 * t2 + n * x) with (n * x) in K by ring.
            replace (1 * s2 + 0 * t2 + d * x) with (d * x + s2) in K by ring. exact K. }
          rewrite <- (E2_combination (fun r => F (n * x) (d * x + r)) t e' e Gx P2 P0).
          apply E2_ext. intros y b. f_equal.
          - rewrite A0, L1. replace (n * x) with (n * (c ^ 2 + s ^ 2) * x) by (rewrite CS; ring). ring.
          - unfold d, t. ring. }
        rewrite V in J. exact J.
Qed.

(** ** The moments of one row *)

Lemma E2_scal c F : gentle F -> E2 (fun x y => c * F x y) = c * E2 F.
Proof.
  intros G. destruct (gentle_means F G) as (Row & Out & _). apply gauss_value.
  apply (same gauss_line (fun x => c * E1 (F x)) _ (c * E2 F)); [|reflexivity | now apply (law_scal _ gauss_line_law)].
  intros x. symmetry. apply gauss_value. apply (law_scal _ gauss_line_law), Row.
Qed.

Lemma gentle_pair : gentle (fun s t => relu s * relu t).
Proof.
  apply (gentle_product (fun s _ => relu s) (fun _ t => relu t)); intros.
  - pose proof (relu_le_abs s). pose proof (Rabs_pos t). lra.
  - pose proof (relu_le_abs t). pose proof (Rabs_pos s). lra.
  - pose proof (relu_lip s s'). pose proof (Rabs_pos (t - t')). lra.
  - pose proof (relu_lip t t'). pose proof (Rabs_pos (s - s')). lra.
Qed.

Lemma gentle_relu : gentle (fun s _ => relu s).
Proof. apply gentle_single. intros. pose proof (relu_lip s s'). pose proof (Rabs_pos (t - t')). lra. Qed.

Lemma norm_is p w l : 0 <= l -> l ^ 2 = dot p w w -> norm p w = l.
Proof. intros L E. unfold norm. rewrite <- E. apply sqrt_pow2, L. Qed.

(** C01 in R^p: the dual kernel of any two vectors, one of them of length one. *)
Theorem C01_row_kernel : forall p w v, dot p v v = 1 ->
  mean p (fun z => relu (dot p z w) * relu (dot p z v)) (norm p w * g (angle p w v) / (2 * PI)).
Proof.
  intros p w v Hv. destruct (C01_planar_reduction p w v) as (l & d & e & L & P & Lw & Ld & Lv & M).
  specialize (M _ gentle_pair). rewrite Hv in Lv. rewrite (norm_is p w l L Lw). revert M. apply same; [reflexivity|].
  set (phi := angle p w v). assert (Rg : 0 <= phi <= PI) by apply acos_bound.
  assert (S : forall x y, relu (l * x) * relu (d * x + e * y) = l * (relu x * relu (d * x + e * y))).
  { intros x y. rewrite relu_scale by exact L. ring. }
  assert (G : gentle (fun x y => relu x * relu (d * x + e * y))) by (apply gentle_kernel; apply Rabs_le; split; nra).
  rewrite (E2_ext _ _ S), E2_scal by exact G. destruct L as [L| <-]; [|unfold Rdiv; ring].
  assert (D : d = cos phi).
  { unfold phi, angle. rewrite (norm_is p w l (Rlt_le _ _ L) Lw), <- Ld, cos_acos.
    - field. lra.
    - replace (l * d / l) with d by (field; lra). split; nra. }
  assert (E : e = sin phi).
  { pose proof (sin2_cos2 phi) as Q. unfold Rsqr in Q. rewrite <- D in Q.
    pose proof (sin_ge_0 phi (proj1 Rg) (proj2 Rg)). nra. }
  rewrite D, E, C01_plane_kernel by exact Rg. unfold Rdiv. ring.
Qed.

(** Second moment, *)
Lemma row_square p w : mean p (fun z => relu (dot p z w) * relu (dot p z w)) (norm p w ^ 2 / 2).
Proof.
  destruct (C01_planar_reduction p w w) as (l & d & e & L & _ & Lw & _ & _ & M).
  specialize (M _ gentle_square). rewrite (norm_is p w l L Lw). revert M. apply same; [reflexivity|].
  rewrite (E2_ext _ (fun x _ => l ^ 2 * (relu x * relu x))).
  2: { intros x y. rewrite relu_scale by exact L. ring. }
  rewrite (E2_scal _ _ gentle_square), plane_square. field.
Qed.

(** first moment. *)
Lemma row_mean p w : mean p (fun z => relu (dot p z w)) (norm p w / sqrt (2 * PI)).
Proof.
  destruct (C01_planar_reduction p w w) as (l & d & e & L & _ & Lw & _ & _ & M).
  specialize (M _ gentle_relu). rewrite (norm_is p w l L Lw). revert M. apply same; [reflexivity|].
  transitivity (E1 (fun x => relu (l * x))); [apply E1_ext; intros x; apply E1_const|].
  apply gauss_value, first_moment_scaled, L.
Qed.

(** ** The expected loss *)

(** C02, all premises met: k independent rows of p independent standard Gaussian numbers, by iterated integrals. *)
Theorem C02_expected_loss : forall k p w v a c, dot p v v = 1 ->
  rows k p (fun Z =>
      / 2 * (sum k (fun i => a i * relu (dot p (Z i) w)) - sum k (fun i => c i * relu (dot p (Z i) v)))^2)
    (loss_w k p w v a c).
Proof.
  intros k p w v a c Hv. pose proof (rows_law k p) as Lw. pose proof (mean_law p) as Lm.
  set (fw := fun z => relu (dot p z w)). set (fv := fun z => relu (dot p z v)).
  set (X := fun (i : nat) (Z : nat -> nat -> R) => fw (Z i)).
  set (Y := fun (i : nat) (Z : nat -> nat -> R) => fv (Z i)).
  set (int := fun f => exists v, rows k p f v).
  set (E := fun f => iota (fun v : R => rows k p f v) : R).
  assert (Val : forall f v, rows k p f v -> E f = v).
  { intros f u H. apply (@iota_unique R_AbsRing R_CompleteNormedModule); [|exact H].
    intros y Hy. exact (law_unique _ Lw _ _ _ Hy H). }
  assert (Get : forall f, int f -> rows k p f (E f)) by (intros f (u & H); now rewrite (Val f u H)).
  assert (One : forall f u i, (i < k)%nat -> mean p f u -> rows k p (fun Z => f (Z i)) u).
  { intros f u i Hi. now apply iterate_one. }
  assert (Two : forall f h u u' i j, (i < k)%nat -> (j < k)%nat -> i <> j -> mean p f u -> mean p h u' ->
    rows k p (fun Z => f (Z i) * h (Z j)) (u * u')) by (intros; now apply iterate_two).
  assert (Nv : norm p v = 1) by (unfold norm; rewrite Hv; apply sqrt_1).
  pose proof (row_mean p w) as Mw. pose proof (row_mean p v) as Mv. pose proof (row_square p w) as Sw.
  pose proof (row_square p v) as Sv. pose proof (C01_row_kernel p w v Hv) as K. rewrite Nv in Mv, Sv.
  assert (Iplus : forall f h, int f -> int h -> int (fun o => f o + h o)).
  { intros f h (u & U) (u' & U'). exists (u + u'). now apply (law_plus _ Lw). }
  assert (Iscal : forall b f, int f -> int (fun o => b * f o)).
  { intros b f (u & U). exists (b * u). now apply (law_scal _ Lw). }
  assert (Iext : forall f h, (forall o, f o = h o) -> int f -> int h).
  { intros f h F (u & U). exists u. now apply (same _ f h u u). }
  assert (Izero : int (fun _ => 0)) by (exists 0; apply (law_const _ Lw)).
  assert (Eext : forall f h, (forall o, f o = h o) -> E f = E h).
  { intros f h F. now rewrite (functional_extensionality f h F). }
  assert (Eplus : forall f h, int f -> int h -> E (fun o => f o + h o) = E f + E h).
  { intros f h If Ih. apply Val, (law_plus _ Lw); now apply Get. }
  assert (Escal : forall b f, int f -> E (fun o => b * f o) = b * E f).
  { intros b f If. apply Val, (law_scal _ Lw), Get, If. }
  assert (Both : forall f h u u' q i j, (i < k)%nat -> (j < k)%nat -> mean p f u -> mean p h u' ->
    mean p (fun z => f z * h z) q -> int (fun Z => f (Z i) * h (Z j))).
  { intros f h u u' q i j Hi Hj U U' Q. destruct (Nat.eq_dec i j) as [<-|N].
    - exists q. exact (One _ _ i Hi Q).
    - exists (u * u'). now apply Two. }
  assert (XX : forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => X i o * X j o)).
  { intros i j Hi Hj. exact (Both fw fw _ _ _ i j Hi Hj Mw Mw Sw). }
  assert (XY : forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => X i o * Y j o)).
  { intros i j Hi Hj. exact (Both fw fv _ _ _ i j Hi Hj Mw Mv K). }
  assert (YY : forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => Y i o * Y j o)).
  { intros i j Hi Hj. exact (Both fv fv _ _ _ i j Hi Hj Mv Mv Sv). }
  assert (VX : forall i, (i < k)%nat -> E (X i) = norm p w / sqrt (2 * PI)).
  { intros i Hi. exact (Val _ _ (One fw _ i Hi Mw)). }
  assert (VY : forall i, (i < k)%nat -> E (Y i) = 1 / sqrt (2 * PI)).
  { intros i Hi. exact (Val _ _ (One fv _ i Hi Mv)). }
  assert (Nw : 0 <= norm p w) by apply sqrt_pos.
  assert (Closed : / 2 * E (fun Z => (sum k (fun i => a i * X i Z) - sum k (fun i => c i * Y i Z))^2)
                   = loss_w k p w v a c).
  { unfold loss_w. apply (C02_loss_closed_form _ int E Iext Izero Iplus Iscal Eext Eplus Escal k (norm p w)
      (angle p w v) X Y Nw); try assumption.
    - apply acos_bound.
    - intros i Hi. rewrite VX by exact Hi. now apply first_moment_scaled.
    - intros i Hi. rewrite VY by exact Hi. apply C01_first_moment.
    - intros i Hi. pose proof (Val _ _ (One (fun z => fw z * fw z) _ i Hi Sw)) as V.
      change (E (fun o => X i o * X i o) = norm p w ^ 2 / 2) in V. rewrite V.
      now apply second_moment_scaled.
    - intros i Hi. pose proof (Val _ _ (One (fun z => fv z * fv z) _ i Hi Sv)) as V.
      change (E (fun o => Y i o * Y i o) = 1 ^ 2 / 2) in V. rewrite V.
      replace (1 ^ 2 / 2) with (1 / 2) by field. apply C01_second_moment.
    - intros i Hi. pose proof (Val _ _ (One (fun z => fw z * fv z) _ i Hi K)) as V.
      change (E (fun o => X i o * Y i o) = norm p w * g (angle p w v) / (2 * PI)) in V. rewrite V.
      apply C01_dual_kernel; [exact Nw | apply acos_bound].
    - intros i j Hi Hj N. rewrite !VX by assumption. exact (Val _ _ (Two fw fw _ _ i j Hi Hj N Mw Mw)).
    - intros i j Hi Hj N. rewrite VX, VY by assumption. exact (Val _ _ (Two fw fv _ _ i j Hi Hj N Mw Mv)).
    - intros i j Hi Hj N. rewrite !VY by assumption. exact (Val _ _ (Two fv fv _ _ i j Hi Hj N Mv Mv)). }
  rewrite <- Closed. apply (law_scal _ Lw). apply Get.
  destruct (E_sum2 _ int E Iext Izero Iplus Iscal Eext Eplus Escal k a a X X XX) as [I1 _].
  destruct (E_sum2 _ int E Iext Izero Iplus Iscal Eext Eplus Escal k a c X Y XY) as [I2 _].
  destruct (E_sum2 _ int E Iext Izero Iplus Iscal Eext Eplus Escal k c c Y Y YY) as [I3 _].
  refine (Iext _ _ _ (Iplus _ _ (Iplus _ _ I1 (Iscal (-2) _ I2)) I3)). intros Z. cbv beta. unfold X, Y, fw, fv. ring.
Qed.

(** C03: so the gradients are those of the expected loss itself, V (w, a) its value. *)
Theorem C03_gradient_of_the_definition : forall k p v c (V : (nat -> R) -> (nat -> R) -> R), dot p v v = 1 ->
  (forall w a, rows k p (fun Z =>
      / 2 * (sum k (fun i => a i * relu (dot p (Z i) w)) - sum k (fun i => c i * relu (dot p (Z i) v)))^2) (V w a)) ->
  forall w a, 0 < dot p w w ->
  (forall u, is_derive (fun t => V (move w t u) a) 0 (dot p u (grad_w k p w v a c))) /\
  (forall b, is_derive (fun t => V w (move a t b)) 0 (dot k b (grad_a k (norm p w) (angle p w v) a c))).
Proof.
  intros k p v c V Hv HV w a Hw.
  assert (E : forall w a, loss_w k p w v a c = V w a).
  { intros w' a'. exact (law_unique _ (rows_law k p) _ _ _ (C02_expected_loss k p w' v a' c Hv) (HV w' a')). }
  split.
  - intros u. apply (is_derive_ext (fun t => loss_w k p (move w t u) v a c)); [intros t; apply E|].
    now apply C03_gradient_closed_form_w.
  - intros b. apply (is_derive_ext (fun t => loss_w k p w v (move a t b) c)); [intros t; apply E|].
    pose proof (C03_gradient_closed_form_a k (norm p w) (angle p w v) a b c 0) as D.
    assert (Z : dot k b (grad_a k (norm p w) (angle p w v) (move a 0 b) c)
                = dot k b (grad_a k (norm p w) (angle p w v) a c)).
    { rewrite !dot_grad_a. unfold BM. rewrite tot_move, dot_move_r. ring. }
    rewrite Z in D. exact D.
Qed.
