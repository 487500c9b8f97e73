(** * Spectrum: the Hessians at the two poles in an orthonormal basis of eigenvectors

    What:    orthonormal bases of R^p that begin with w_star and of R^k that begin with 1/sqrt k, by reflections; along
             all directions of the sphere and of a the second derivative is the sum of eigenvalue times square of
             coordinate: so each eigenvalue occurs as often as the claims say.
    Claims:  C04 global_optimum, C06 spurious_hessian.

    | symbol         | meaning                                                                 |
    |----------------|-------------------------------------------------------------------------|
    | basis n v B    | B 0, ..., B (n-1) are an orthonormal basis of R^n, and B 0 = v          |
    | combine m s B  | s 0 B 0 + ... + s (m-1) B (m-1)                                          |
    | tangent B      | B without its first vector                                              |
    | ax j           | the axis number j                                                       |
    | output_eigenvalue k j | (k + PI - 1)/(2 PI) for j = 0, (PI - 1)/(2 PI) for the k - 1 others |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape Sphere.
Open Scope R_scope.

Definition basis (n : nat) (v : nat -> R) (B : nat -> nat -> R) : Prop :=
  eqv n (B O) v /\
  (forall i j, (i < n)%nat -> (j < n)%nat -> dot n (B i) (B j) = if Nat.eq_dec i j then 1 else 0) /\
  (forall x i, (i < n)%nat -> x i = sum n (fun j => dot n x (B j) * B j i)).

Definition combine (m : nat) (s : nat -> R) (B : nat -> nat -> R) : nat -> R := fun i => sum m (fun j => s j * B j i).
Definition tangent (B : nat -> nat -> R) : nat -> nat -> R := fun j => B (S j).

Definition ax (j : nat) : nat -> R := fun i => if Nat.eq_dec i j then 1 else 0.

Lemma dot_ax n j x : (j < n)%nat -> dot n (ax j) x = x j.
Proof. apply dot_unit. Qed.

(** The reflection that swaps the first axis and v carries the axes to a basis. *)
Lemma basis_exists n v : dot n v v = 1 -> exists B, basis n v B.
Proof.
  intros Hv. assert (Hn : (0 < n)%nat) by (destruct n; [unfold dot in Hv; simpl in Hv; lra | lia]).
  set (d := vsub (ax O) v). set (m := dot n d d).
  assert (Dx : forall x, dot n d x = x O - dot n v x).
  { intros x. unfold d, vsub. rewrite dot_move_l, dot_ax by exact Hn. ring. }
  assert (Em : m = 2 - 2 * v O).
  { unfold m. rewrite Dx. unfold d, vsub at 2. rewrite dot_move_r, Hv, (dot_sym n v (ax O)), dot_ax by exact Hn.
    unfold vsub, move, ax. simpl. ring. }
  set (r := 2 / m). assert (Rm : m <> 0 -> r * m = 2) by (intros; unfold r; field; assumption).
  (* where m = 0, v is the first axis, and nothing is to be done *)
  set (B := fun j => if Req_EM_T m 0 then ax j else move (ax j) (- (r * d j)) d).
  exists B. destruct (Req_EM_T m 0) as [Z|N].
  - assert (V : eqv n (ax O) v) by (apply eqv_vsub, (dot_self_zero n d Z)). unfold B. split; [exact V|]. split.
    + intros i j Hi Hj. rewrite dot_ax by exact Hi. unfold ax. now destruct (Nat.eq_dec i j).
    + intros x i Hi. rewrite <- (sum_delta n x i Hi). apply sum_ext. intros j Hj.
      rewrite dot_sym, dot_ax by exact Hj. unfold ax. destruct (Nat.eq_dec i j), (Nat.eq_dec j i); try lia; ring.
  - specialize (Rm N). unfold B. split; [|split].
    + intros i _. unfold move. replace (r * d O) with 1.
      * unfold d, vsub, move. ring.
      * unfold r, d, vsub, move, ax. simpl. rewrite Em in *. field. lra.
    + intros i j Hi Hj. rewrite dot_move_l, !dot_move_r. fold m.
      rewrite dot_ax, (dot_sym n (ax i) d), !(dot_sym n d), !dot_ax by assumption.
      unfold ax. replace (r * d j) with (r * d j * 1) by ring.
      transitivity ((if Nat.eq_dec i j then 1 else 0) + r * d i * d j * (r * m - 2)); [ring | rewrite Rm; ring].
    + intros x i Hi. symmetry.
      rewrite (sum_ext n _ (fun j => (if Nat.eq_dec j i then x j - r * dot n x d * d j else 0)
        + (- (r * d i) * (x j * d j) + r * d i * (r * dot n x d) * (d j * d j)))).
      * rewrite sum_plus, (sum_delta n (fun j => x j - r * dot n x d * d j) i Hi), sum_plus, !sum_scal.
        fold (dot n x d). fold (dot n d d). fold m.
        transitivity (x i + r * d i * dot n x d * (r * m - 2)); [ring | rewrite Rm; ring].
      * intros j Hj. rewrite dot_move_r, (dot_sym n x (ax j)), dot_ax by exact Hj. unfold move, ax.
        destruct (Nat.eq_dec i j), (Nat.eq_dec j i); try lia; ring.
Qed.

(** Products of combinations. *)
Lemma dot_combine n m s B x : dot n (combine m s B) x = sum m (fun j => s j * dot n (B j) x).
Proof.
  induction m as [|m IH].
  - unfold combine. simpl. now apply dot_zero_l.
  - change (dot n (combine (S m) s B) x) with (dot n (move (combine m s B) (s m) (B m)) x).
    rewrite dot_move_l, IH. reflexivity.
Qed.

Lemma dot_combine_one n m s B i : (i < m)%nat ->
  (forall i j, (i < m)%nat -> (j < m)%nat -> dot n (B i) (B j) = if Nat.eq_dec i j then 1 else 0) ->
  dot n (combine m s B) (B i) = s i.
Proof.
  intros Hi O. rewrite dot_combine, <- (sum_delta m s i Hi). apply sum_ext. intros j Hj. rewrite O by assumption.
  destruct (Nat.eq_dec j i); ring.
Qed.

Lemma dot_combine_self n m s B :
  (forall i j, (i < m)%nat -> (j < m)%nat -> dot n (B i) (B j) = if Nat.eq_dec i j then 1 else 0) ->
  dot n (combine m s B) (combine m s B) = sum m (fun j => s j ^ 2).
Proof.
  intros O. rewrite dot_combine. apply sum_ext. intros j Hj.
  rewrite dot_sym, (dot_combine_one n m s B j Hj O). ring.
Qed.

Lemma tangent_orthonormal p v B : basis p v B ->
  (forall i j, (i < p - 1)%nat -> (j < p - 1)%nat ->
    dot p (tangent B i) (tangent B j) = if Nat.eq_dec i j then 1 else 0) /\
  forall s, dot p (combine (p - 1) s (tangent B)) v = 0.
Proof.
  intros (V & On & _). split.
  - intros i j Hi Hj. unfold tangent. rewrite On by lia.
    destruct (Nat.eq_dec i j), (Nat.eq_dec (S i) (S j)); lia || reflexivity.
  - intros s. rewrite dot_combine, (sum_ext _ _ (fun _ => 0)); [rewrite sum_const; ring|]. intros j Hj.
    rewrite (dot_ext p (tangent B j) (tangent B j) v (B O) (fun _ _ => eq_refl) (fun i Hi => eq_sym (V i Hi))).
    unfold tangent. rewrite On by lia. simpl. ring.
Qed.

(** M in a basis that begins with 1/sqrt k. *)
Definition output_eigenvalue (k j : nat) : R := (if Nat.eq_dec j O then INR k + PI - 1 else PI - 1) / (2 * PI).

Lemma form_in_basis k B t : (1 <= k)%nat -> basis k (fun _ => / sqrt (INR k)) B ->
  QM k (combine k t B) / (2 * PI) = sum k (fun j => output_eigenvalue k j * t j ^ 2).
Proof.
  intros Hk (V & On & _). pose proof PI_gt_3.
  assert (K : 1 <= INR k) by (change 1 with (INR 1); now apply le_INR).
  assert (Sq : 0 < sqrt (INR k)) by (apply sqrt_lt_R0; lra). pose proof (sqrt_def (INR k) ltac:(lra)) as S2.
  assert (T : tot k (combine k t B) = sqrt (INR k) * t O).
  { rewrite <- (dot_combine_one k k t B O Hk On), dot_sym, (dot_ext k (B O) _ _ _ V (fun _ _ => eq_refl)).
    unfold dot, tot. rewrite <- sum_scal. apply sum_ext. intros i _. field. lra. }
  rewrite QM_expand, T, (dot_combine_self k k t B On).
  rewrite (sum_ext k (fun j => output_eigenvalue k j * t j ^ 2) (fun j =>
    / (2 * PI) * ((PI - 1) * t j ^ 2 + (if Nat.eq_dec j O then INR k * t j ^ 2 else 0)))).
  - rewrite sum_scal, sum_plus, sum_scal, (sum_delta k (fun j => INR k * t j ^ 2) O Hk).
    replace ((sqrt (INR k) * t O) ^ 2) with (sqrt (INR k) * sqrt (INR k) * t O ^ 2) by ring. rewrite S2. field. lra.
  - intros j _. unfold output_eigenvalue. destruct (Nat.eq_dec j 0); field; lra.
Qed.

Lemma ones_unit k : (1 <= k)%nat -> dot k (fun _ => / sqrt (INR k)) (fun _ => / sqrt (INR k)) = 1.
Proof.
  intros Hk. assert (K : 1 <= INR k) by (change 1 with (INR 1); now apply le_INR).
  assert (Sq : 0 < sqrt (INR k)) by (apply sqrt_lt_R0; lra). pose proof (sqrt_def (INR k) ltac:(lra)) as S2.
  unfold dot. rewrite sum_const. rewrite <- S2 at 1. field. lra.
Qed.

(** A Hessian that is e on the sphere and M/(2 PI) in a, in orthonormal bases. *)
Lemma spectrum_in_bases k p v e (f : (nat -> R) -> (nat -> R) -> R -> R) : (1 <= k)%nat -> dot p v v = 1 ->
  (forall q b, dot p q v = 0 -> exists D1 : R -> R, locally 0 (fun x => is_derive (f q b) x (D1 x)) /\ D1 0 = 0 /\
    is_derive D1 0 (e * dot p q q + (INR k + PI - 1) / (2 * PI) * dot k (part_one k b) (part_one k b)
      + (PI - 1) / (2 * PI) * dot k (part_rest k b) (part_rest k b))) ->
  exists Q B, basis p v Q /\ basis k (fun _ => / sqrt (INR k)) B /\ forall s t, exists D1 : R -> R,
  locally 0 (fun x => is_derive (f (combine (p - 1) s (tangent Q)) (combine k t B)) x (D1 x)) /\ D1 0 = 0 /\
  is_derive D1 0 (sum (p - 1) (fun j => e * s j ^ 2) + sum k (fun j => output_eigenvalue k j * t j ^ 2)).
Proof.
  intros Hk Hv H. pose proof PI_gt_3.
  destruct (basis_exists p v Hv) as (Q & HQ). destruct (basis_exists k _ (ones_unit k Hk)) as (B & HB).
  exists Q, B. split; [exact HQ|]. split; [exact HB|]. intros s t.
  destruct (tangent_orthonormal p v Q HQ) as (On & Tg).
  destruct (H _ (combine k t B) (Tg s)) as (D1 & D & Z & D2). exists D1. split; [exact D|]. split; [exact Z|].
  rewrite (dot_combine_self p (p - 1) s (tangent Q) On) in D2.
  destruct (C04_output_parts k (combine k t B) Hk) as (_ & _ & _ & _ & _ & E).
  rewrite <- (form_in_basis k B t Hk HB), E, sum_scal. eapply eq_ind; [exact D2|]. real_eq. field. lra.
Qed.

(** C04: at the optimum the eigenvalues are A^2/2, p - 1 times, (k+PI-1)/(2 PI) once and (PI-1)/(2 PI) k - 1 times. *)
Theorem C04_vector_spectrum : forall k p v c, nonzero k c -> dot p v v = 1 -> exists Q B,
  basis p v Q /\ basis k (fun _ => / sqrt (INR k)) B /\
  forall s t, exists D1 : R -> R,
  locally 0 (fun x => is_derive (fun u =>
    loss_w k p (geodesic p v (combine (p - 1) s (tangent Q)) u) v (move c u (combine k t B)) c) x (D1 x)) /\
  D1 0 = 0 /\
  is_derive D1 0 (sum (p - 1) (fun j => A2 k c / 2 * s j ^ 2) + sum k (fun j => output_eigenvalue k j * t j ^ 2)).
Proof.
  intros k p v c Hc Hv. apply (spectrum_in_bases k p v (A2 k c / 2) (fun q b u => loss_w k p (geodesic p v q u) v (move c u b) c)).
  - destruct Hc as (i & Hi & _). lia.
  - exact Hv.
  - intros q b. now apply C04_vector_hessian.
Qed.

(** C06: at the spurious point the same with 0, p - 1 times. *)
Theorem C06_vector_spectrum : forall k p v c, nonzero k c -> dot p v v = 1 -> exists Q B,
  basis p v Q /\ basis k (fun _ => / sqrt (INR k)) B /\
  forall s t, exists D1 : R -> R,
  locally 0 (fun x => is_derive (fun u => loss_w k p (geodesic p (opposite v) (combine (p - 1) s (tangent Q)) u) v
    (move (abar k c) u (combine k t B)) c) x (D1 x)) /\
  D1 0 = 0 /\
  is_derive D1 0 (sum (p - 1) (fun j => 0 * s j ^ 2) + sum k (fun j => output_eigenvalue k j * t j ^ 2)).
Proof.
  intros k p v c Hc Hv. apply (spectrum_in_bases k p v 0 (fun q b u => loss_w k p (geodesic p (opposite v) q u) v (move (abar k c) u b) c)).
  - destruct Hc as (i & Hi & _). lia.
  - exact Hv.
  - intros q b. now apply C06_vector_hessian.
Qed.
