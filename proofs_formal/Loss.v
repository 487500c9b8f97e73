(** * Loss: the closed form of the population loss and of its gradients

    What:    the expectation of the squared residual of two non-overlapping
             convolutional ReLU networks, expanded over independent rows, and the
             derivatives of the closed form in the output weights, in the angle, in
             the length and in the filter itself.
    Claims:  C02 loss_closed_form, C03 gradient_closed_form.

    | symbol            | meaning                                                    |
    |-------------------|------------------------------------------------------------|
    | sum k f           | f 0 + ... + f (k-1)                                        |
    | vectors of length k | functions nat -> R, only the indices < k matter          |
    | tot k a           | 1.a                                                        |
    | dot k a b         | a.b                                                        |
    | move a t b        | a + t b                                                    |
    | vsub a b          | a - b                                                      |
    | QM k a            | a'Ma,  M = 11' + (PI-1) I                                  |
    | BM k a b          | a'Mb                                                       |
    | QN k phi a b      | a'N(phi)b,  N(phi) = 11' + (g phi - 1) I                   |
    | Mv k a, Nv k phi b | the vectors Ma and N(phi) b                               |
    | int f, E f        | f is integrable, expectation of f (abstract, Section Expectation) |
    | X i, Y i          | relu(Z_i.w), relu(Z_i.w_star), Z_i the rows                |
    | loss_nu k nu phi a c | the closed form, filter of length nu at angle phi, teacher c |
    | grad_a k nu phi a c | its gradient in a                                        |
    | norm p w, angle p w v | length of w in R^p, angle between w and the unit vector v |
    | grad_w k p w v a c | its gradient in the filter w, teacher filter v            |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel.
Open Scope R_scope.

(** ** Finite sums *)

Fixpoint sum (k : nat) (f : nat -> R) : R :=
  match k with O => 0 | S n => sum n f + f n end.

(** Sums depend on the terms below k only. *)
Lemma sum_ext k f h : (forall i, (i < k)%nat -> f i = h i) -> sum k f = sum k h.
Proof.
  induction k as [|k IH]; intros E; simpl; [reflexivity|].
  rewrite IH; [|intros i Hi; apply E; lia]. rewrite E by lia. reflexivity.
Qed.

(** Sums are additive ... *)
Lemma sum_plus k f h : sum k (fun i => f i + h i) = sum k f + sum k h.
Proof. induction k as [|k IH]; simpl; [ring|]. rewrite IH. ring. Qed.

(** ... and homogeneous. *)
Lemma sum_scal k c f : sum k (fun i => c * f i) = c * sum k f.
Proof. induction k as [|k IH]; simpl; [ring|]. rewrite IH. ring. Qed.

(** Sum of a constant. *)
Lemma sum_const k c : sum k (fun _ => c) = INR k * c.
Proof. induction k as [|k IH]; [simpl; ring|]. rewrite S_INR. simpl. rewrite IH. ring. Qed.

(** Sums of nonnegative terms are nonnegative ... *)
Lemma sum_nonneg k f : (forall i, (i < k)%nat -> 0 <= f i) -> 0 <= sum k f.
Proof.
  induction k as [|k IH]; intros P; simpl; [lra|].
  assert (0 <= sum k f) by (apply IH; intros i Hi; apply P; lia).
  assert (0 <= f k) by (apply P; lia). lra.
Qed.

(** ... and vanish only if every term does. *)
Lemma sum_nonneg_zero k f : (forall i, (i < k)%nat -> 0 <= f i) -> sum k f = 0 ->
  forall i, (i < k)%nat -> f i = 0.
Proof.
  induction k as [|k IH]; intros P Z i Hi; [lia|]. simpl in Z.
  assert (0 <= sum k f) by (apply sum_nonneg; intros j Hj; apply P; lia).
  assert (0 <= f k) by (apply P; lia).
  destruct (Nat.eq_dec i k) as [->|N]; [lra|].
  apply IH; [intros j Hj; apply P; lia | lra | lia].
Qed.

(** Kronecker delta inside a sum. *)
Lemma sum_delta k f j : (j < k)%nat ->
  sum k (fun i => if Nat.eq_dec i j then f i else 0) = f j.
Proof.
  induction k as [|k IH]; intros Hj; [lia|]. simpl. destruct (Nat.eq_dec k j) as [->|N].
  - rewrite (sum_ext j _ (fun _ => 0)).
    + rewrite sum_const. ring.
    + intros i Hi. destruct (Nat.eq_dec i j); [lia|reflexivity].
  - rewrite IH by lia. ring.
Qed.

(** ** Vectors *)

Definition tot (k : nat) (a : nat -> R) : R := sum k a.
Definition dot (k : nat) (a b : nat -> R) : R := sum k (fun i => a i * b i).
Definition move (a : nat -> R) (t : R) (b : nat -> R) : nat -> R := fun i => a i + t * b i.
Definition vsub (a b : nat -> R) : nat -> R := move a (-1) b.

(** tot along a line. *)
Lemma tot_move k a t b : tot k (move a t b) = tot k a + t * tot k b.
Proof. unfold tot, move. rewrite sum_plus, sum_scal. reflexivity. Qed.

(** The product is symmetric ... *)
Lemma dot_sym k a b : dot k a b = dot k b a.
Proof. apply sum_ext. intros; ring. Qed.

(** ... linear on the left ... *)
Lemma dot_move_l k a t b c : dot k (move a t b) c = dot k a c + t * dot k b c.
Proof.
  unfold dot, move. rewrite <- sum_scal, <- sum_plus. apply sum_ext. intros; ring.
Qed.

(** ... and on the right. *)
Lemma dot_move_r k a t b c : dot k c (move a t b) = dot k c a + t * dot k c b.
Proof. rewrite dot_sym, dot_move_l, (dot_sym k a), (dot_sym k b). reflexivity. Qed.

(** Squared lengths are nonnegative. *)
Lemma dot_self_nonneg k a : 0 <= dot k a a.
Proof. apply sum_nonneg. intros i _. nra. Qed.

(** Only the null vector has length zero. *)
Lemma dot_self_zero k a : dot k a a = 0 -> forall i, (i < k)%nat -> a i = 0.
Proof.
  intros Z i Hi.
  assert (E : a i * a i = 0).
  { apply (sum_nonneg_zero k (fun i => a i * a i)); [intros; nra | exact Z | exact Hi]. }
  nra.
Qed.

(** A nonzero vector has positive length. *)
Lemma dot_self_pos k a : (exists i, (i < k)%nat /\ a i <> 0) -> 0 < dot k a a.
Proof.
  intros [i [Hi N]]. destruct (Rle_lt_or_eq_dec _ _ (dot_self_nonneg k a)) as [H|H]; [exact H|].
  exfalso. apply N. apply (dot_self_zero k); [symmetry; exact H | exact Hi].
Qed.

(** tot depends on the entries below k only. *)
Lemma tot_ext k a b : (forall i, (i < k)%nat -> a i = b i) -> tot k a = tot k b.
Proof. apply sum_ext. Qed.

(** The same for products. *)
Lemma dot_ext k a b c d : (forall i, (i < k)%nat -> a i = b i) ->
  (forall i, (i < k)%nat -> c i = d i) -> dot k a c = dot k b d.
Proof. intros E1 E2. apply sum_ext. intros i Hi. rewrite E1, E2 by exact Hi. reflexivity. Qed.

(** tot is the product with the vector of ones. *)
Lemma dot_ones k a : dot k a (fun _ => 1) = tot k a.
Proof. apply sum_ext. intros; ring. Qed.

(** The squared length of ones. *)
Lemma dot_ones_self k : dot k (fun _ => 1) (fun _ => 1) = INR k.
Proof. unfold dot. rewrite sum_const. ring. Qed.

(** Cauchy-Schwarz. *)
Lemma cauchy_schwarz k a b : (dot k a b)^2 <= dot k a a * dot k b b.
Proof.
  assert (Ha := dot_self_nonneg k a). assert (Hb := dot_self_nonneg k b).
  destruct (Rle_lt_or_eq_dec _ _ Hb) as [P|Z].
  - assert (H := dot_self_nonneg k (move a (- (dot k a b / dot k b b)) b)).
    rewrite dot_move_l, !dot_move_r, (dot_sym k b a) in H.
    assert (E : dot k a a + - (dot k a b / dot k b b) * dot k a b +
      - (dot k a b / dot k b b) * (dot k a b + - (dot k a b / dot k b b) * dot k b b)
      = (dot k a a * dot k b b - (dot k a b)^2) / dot k b b) by (field; lra).
    rewrite E in H. clear E.
    apply Rmult_le_compat_r with (r := dot k b b) in H; [|lra].
    unfold Rdiv in H. rewrite Rmult_assoc, Rinv_l in H by lra. lra.
  - assert (E : dot k a b = 0).
    { unfold dot. rewrite (sum_ext k _ (fun _ => 0)), sum_const; [ring|].
      intros i Hi. rewrite (dot_self_zero k b) by (lra || lia). ring. }
    rewrite E. nra.
Qed.

(** (1.a)^2 <= k |a|^2. *)
Lemma tot_sq_le k a : (tot k a)^2 <= INR k * dot k a a.
Proof.
  rewrite <- dot_ones. eapply Rle_trans; [apply cauchy_schwarz|]. rewrite dot_ones_self. lra.
Qed.

(** ** The quadratic forms *)

Definition BM (k : nat) (a b : nat -> R) : R := tot k a * tot k b + (PI - 1) * dot k a b.
Definition QM (k : nat) (a : nat -> R) : R := BM k a a.
Definition QN (k : nat) (phi : R) (a b : nat -> R) : R :=
  tot k a * tot k b + (g phi - 1) * dot k a b.
Definition Mv (k : nat) (a : nat -> R) : nat -> R := fun i => tot k a + (PI - 1) * a i.
Definition Nv (k : nat) (phi : R) (b : nat -> R) : nat -> R :=
  fun i => tot k b + (g phi - 1) * b i.

(** The form written (1.a)^2 + (PI-1) a.a. *)
Lemma QM_expand k a : QM k a = (tot k a)^2 + (PI - 1) * dot k a a.
Proof. unfold QM, BM. ring. Qed.

(** A row-plus-diagonal matrix acting on a vector, paired with another. *)
Lemma dot_row k c0 c1 a b : dot k a (fun i => c0 + c1 * b i) = tot k a * c0 + c1 * dot k a b.
Proof.
  unfold dot, tot. rewrite (Rmult_comm (sum k a)), <- !sum_scal, <- sum_plus.
  apply sum_ext. intros; ring.
Qed.

(** The form is that of the matrix M. *)
Lemma BM_matrix k a b : dot k a (Mv k b) = BM k a b.
Proof. unfold Mv. rewrite dot_row. reflexivity. Qed.

(** The same for N. *)
Lemma QN_matrix k phi a b : dot k a (Nv k phi b) = QN k phi a b.
Proof. unfold Nv. rewrite dot_row. reflexivity. Qed.

(** The diagonal case. *)
Lemma QM_matrix k a : dot k a (Mv k a) = QM k a.
Proof. apply BM_matrix. Qed.

(** M is symmetric. *)
Lemma BM_sym k a b : BM k a b = BM k b a.
Proof. unfold BM. rewrite (dot_sym k a b). ring. Qed.

(** M is positive definite: at least PI-1 times the identity. *)
Lemma QM_lower k a : (PI - 1) * dot k a a <= QM k a.
Proof. rewrite QM_expand. nra. Qed.

(** The form is nonnegative ... *)
Lemma QM_nonneg k a : 0 <= QM k a.
Proof. pose proof (QM_lower k a). pose proof (dot_self_nonneg k a). pose proof PI_gt_3. nra. Qed.

(** ... zero only at zero ... *)
Lemma QM_zero k a : QM k a = 0 -> forall i, (i < k)%nat -> a i = 0.
Proof.
  intros Z. apply dot_self_zero.
  pose proof (QM_lower k a). pose proof (dot_self_nonneg k a). pose proof PI_gt_3. nra.
Qed.

(** ... and positive elsewhere. *)
Lemma QM_pos k a : (exists i, (i < k)%nat /\ a i <> 0) -> 0 < QM k a.
Proof.
  intros H. pose proof (QM_lower k a). pose proof (dot_self_pos k a H). pose proof PI_gt_3. nra.
Qed.

(** Expansion of the form along a line. *)
Lemma QM_move k a t b : QM k (move a t b) = QM k a + 2 * t * BM k a b + t^2 * QM k b.
Proof.
  unfold QM, BM. rewrite !tot_move, dot_move_l, !dot_move_r, (dot_sym k b a). ring.
Qed.

(** The mixed form is linear in its first argument. *)
Lemma QN_move k phi a t b c : QN k phi (move a t b) c = QN k phi a c + t * QN k phi b c.
Proof. unfold QN. rewrite tot_move, dot_move_l. ring. Qed.

(** ** C02: the closed form *)

Definition loss_nu (k : nat) (nu phi : R) (a c : nat -> R) : R :=
  / (4 * PI) * (nu^2 * QM k a - 2 * nu * QN k phi a c + QM k c).

(** The planar polar expectation has one value. *)
Lemma gauss_polar_unique f u v : gauss_polar f u -> gauss_polar f v -> u = v.
Proof.
  intros [I [HI Hu]] [J [HJ Hv]].
  assert (E : forall t, I t = J t).
  { intros t. rewrite <- (is_RInt_gen_unique _ _ (HI t)). apply is_RInt_gen_unique, HJ. }
  rewrite <- (is_RInt_unique _ _ _ _ Hv). symmetry. apply is_RInt_unique.
  apply (is_RInt_ext (fun t => I t / (2 * PI))); [|exact Hu].
  intros t _. rewrite E. reflexivity.
Qed.

(** So has the one on the line. *)
Lemma gauss_line_unique f u v : gauss_line f u -> gauss_line f v -> u = v.
Proof.
  intros Hu Hv. unfold gauss_line in *.
  rewrite <- (is_RInt_gen_unique _ _ Hu). apply is_RInt_gen_unique, Hv.
Qed.

(** The second moment for a filter of length nu. *)
Lemma second_moment_scaled nu : 0 <= nu ->
  gauss_polar (fun x _ => relu (nu * x) * relu (nu * x)) (nu^2 / 2).
Proof.
  intros Hnu. pose proof PI_RGT_0.
  replace (nu^2 / 2) with ((nu^2 * (g 0 / 2)) / PI) by (rewrite g_0; field; lra).
  apply gauss_polar_degree2 with (h := fun t => nu^2 * (relu (cos t) * relu (cos (t - 0)))).
  - intros r t Hr. rewrite Rminus_0_r, !relu_scale by lra. ring.
  - apply (@is_RInt_scal R_NormedModule). apply C01_angular_integral. lra.
Qed.

(** The mean for a filter of length nu. *)
Lemma first_moment_scaled nu : 0 <= nu ->
  gauss_line (fun x => relu (nu * x)) (nu / sqrt (2 * PI)).
Proof.
  intros Hnu. unfold gauss_line.
  assert (H := is_RInt_gen_scal _ nu _ C01_first_moment).
  replace (nu / sqrt (2 * PI)) with (scal nu (1 / sqrt (2 * PI)))
    by (unfold scal; simpl; unfold mult; simpl; unfold Rdiv; ring).
  revert H. apply is_RInt_gen_ext. apply filter_forall. intros [x y] t _.
  rewrite relu_scale by exact Hnu. unfold scal; simpl; unfold mult; simpl. ring.
Qed.

(** The premises, one by one. [Om] is the sample space, [int f] says that f is integrable,
    [E] is the expectation; rows are numbered 0 .. k-1; [X i] is relu(Z_i.w), [Y i] is
    relu(Z_i.w_star). GaussianRows.v meets them all. *)
Section Expectation.

(** Expectation is linear on the integrable functions. *)
Variables (Om : Type) (int : (Om -> R) -> Prop) (E : (Om -> R) -> R).
Hypothesis int_ext : forall f h, (forall o, f o = h o) -> int f -> int h.
Hypothesis int_zero : int (fun _ => 0).
Hypothesis int_plus : forall f h, int f -> int h -> int (fun o => f o + h o).
Hypothesis int_scal : forall c f, int f -> int (fun o => c * f o).
Hypothesis E_ext : forall f h, (forall o, f o = h o) -> E f = E h.
Hypothesis E_plus : forall f h, int f -> int h -> E (fun o => f o + h o) = E f + E h.
Hypothesis E_scal : forall c f, int f -> E (fun o => c * f o) = c * E f.

Variables (k : nat) (nu phi : R) (X Y : nat -> Om -> R).
Hypothesis nu_nonneg : 0 <= nu.
Hypothesis phi_range : 0 <= phi <= PI.

(** Products of two units are integrable. *)
Hypothesis XX_int : forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => X i o * X j o).
Hypothesis XY_int : forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => X i o * Y j o).
Hypothesis YY_int : forall i j, (i < k)%nat -> (j < k)%nat -> int (fun o => Y i o * Y j o).

(** Each row is standard Gaussian: moments of one row, by the definitions of Kernel.v. *)
Hypothesis X_mean : forall i, (i < k)%nat -> gauss_line (fun x => relu (nu * x)) (E (X i)).
Hypothesis Y_mean : forall i, (i < k)%nat -> gauss_line relu (E (Y i)).
Hypothesis XX_diag : forall i, (i < k)%nat ->
  gauss_polar (fun x _ => relu (nu * x) * relu (nu * x)) (E (fun o => X i o * X i o)).
Hypothesis YY_diag : forall i, (i < k)%nat ->
  gauss_polar (fun x _ => relu x * relu x) (E (fun o => Y i o * Y i o)).
Hypothesis XY_diag : forall i, (i < k)%nat -> kernel_polar nu phi (E (fun o => X i o * Y i o)).

(** Different rows are independent: expectations of products factor. *)
Hypothesis XX_indep : forall i j, (i < k)%nat -> (j < k)%nat -> i <> j ->
  E (fun o => X i o * X j o) = E (X i) * E (X j).
Hypothesis XY_indep : forall i j, (i < k)%nat -> (j < k)%nat -> i <> j ->
  E (fun o => X i o * Y j o) = E (X i) * E (Y j).
Hypothesis YY_indep : forall i j, (i < k)%nat -> (j < k)%nat -> i <> j ->
  E (fun o => Y i o * Y j o) = E (Y i) * E (Y j).

(** Finite weighted sums are integrable, and expectation passes through them. *)
Lemma E_sum n (c : nat -> R) (f : nat -> Om -> R) : (forall i, (i < n)%nat -> int (f i)) ->
  int (fun o => sum n (fun i => c i * f i o)) /\
  E (fun o => sum n (fun i => c i * f i o)) = sum n (fun i => c i * E (f i)).
Proof.
  induction n as [|n IH]; intros I; simpl.
  - split; [exact int_zero|].
    rewrite (E_ext _ (fun o => 0 * 0)) by (intros; ring).
    rewrite (E_scal 0 (fun _ => 0) int_zero). ring.
  - destruct IH as [I1 I2]; [intros i Hi; apply I; lia|].
    assert (In : int (f n)) by (apply I; lia). split.
    + apply int_plus; [exact I1 | apply int_scal, In].
    + rewrite E_plus, I2, E_scal; [reflexivity | exact In | exact I1 | apply int_scal, In].
Qed.

(** The same for a product of two weighted sums. *)
Lemma E_sum2 n (a b : nat -> R) (U V : nat -> Om -> R) :
  (forall i j, (i < n)%nat -> (j < n)%nat -> int (fun o => U i o * V j o)) ->
  int (fun o => sum n (fun i => a i * U i o) * sum n (fun j => b j * V j o)) /\
  E (fun o => sum n (fun i => a i * U i o) * sum n (fun j => b j * V j o)) =
  sum n (fun i => a i * sum n (fun j => b j * E (fun o => U i o * V j o))).
Proof.
  intros I.
  assert (P : forall o, sum n (fun i => a i * sum n (fun j => b j * (U i o * V j o))) =
     sum n (fun i => a i * U i o) * sum n (fun j => b j * V j o)).
  { intros o. symmetry. rewrite Rmult_comm, <- sum_scal. apply sum_ext. intros i _.
    rewrite (Rmult_comm _ (a i * U i o)), Rmult_assoc, <- sum_scal. f_equal.
    apply sum_ext. intros; ring. }
  assert (J : forall i, (i < n)%nat -> int (fun o => sum n (fun j => b j * (U i o * V j o))) /\
     E (fun o => sum n (fun j => b j * (U i o * V j o))) = sum n (fun j => b j * E (fun o => U i o * V j o))).
  { intros i Hi. apply (E_sum n b (fun j o => U i o * V j o)). intros j Hj. apply I; assumption. }
  destruct (E_sum n a (fun i o => sum n (fun j => b j * (U i o * V j o)))) as [K1 K2].
  { intros i Hi. apply J, Hi. }
  split; [apply (int_ext _ _ P K1)|].
  rewrite <- (E_ext _ _ P), K2. apply sum_ext. intros i Hi. f_equal. apply J, Hi.
Qed.

(** A double sum whose matrix is constant off the diagonal and on it. *)
Lemma double_sum (n : nat) (a b : nat -> R) (C : nat -> nat -> R) (c0 c1 : R) :
  (forall i, (i < n)%nat -> C i i = c1) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> C i j = c0) ->
  sum n (fun i => a i * sum n (fun j => b j * C i j)) =
  c0 * (tot n a * tot n b) + (c1 - c0) * dot n a b.
Proof.
  intros D O.
  rewrite (sum_ext n _ (fun i => a i * (c0 * tot n b + (c1 - c0) * b i))).
  - fold (dot n a (fun i => c0 * tot n b + (c1 - c0) * b i)). rewrite dot_row. ring.
  - intros i Hi. f_equal. unfold tot.
    rewrite <- (sum_delta n (fun j => (c1 - c0) * b j) i Hi) , <- sum_scal, <- sum_plus.
    apply sum_ext. intros j Hj. destruct (Nat.eq_dec j i) as [->|N].
    + rewrite D by exact Hi. ring.
    + rewrite O by (auto || lia). ring.
Qed.

(** Mean of a student unit. *)
Lemma X_mean_val i : (i < k)%nat -> E (X i) = nu / sqrt (2 * PI).
Proof. intros Hi. apply (gauss_line_unique _ _ _ (X_mean i Hi)), first_moment_scaled, nu_nonneg. Qed.

(** Mean of a teacher unit. *)
Lemma Y_mean_val i : (i < k)%nat -> E (Y i) = 1 / sqrt (2 * PI).
Proof. intros Hi. apply (gauss_line_unique _ _ _ (Y_mean i Hi)), C01_first_moment. Qed.

(** Second moment of a student unit. *)
Lemma XX_val i : (i < k)%nat -> E (fun o => X i o * X i o) = nu^2 / 2.
Proof. intros Hi. apply (gauss_polar_unique _ _ _ (XX_diag i Hi)), second_moment_scaled, nu_nonneg. Qed.

(** Second moment of a teacher unit. *)
Lemma YY_val i : (i < k)%nat -> E (fun o => Y i o * Y i o) = 1 / 2.
Proof. intros Hi. apply (gauss_polar_unique _ _ _ (YY_diag i Hi)), C01_second_moment. Qed.

(** Mixed moment in one row: the dual kernel. *)
Lemma XY_val i : (i < k)%nat -> E (fun o => X i o * Y i o) = nu * g phi / (2 * PI).
Proof.
  intros Hi.
  exact (gauss_polar_unique _ _ _ (XY_diag i Hi) (C01_dual_kernel nu phi nu_nonneg phi_range)).
Qed.

(** The product of two first moments, without the square root. *)
Lemma mean_product x y : x / sqrt (2 * PI) * (y / sqrt (2 * PI)) = x * y / (2 * PI).
Proof.
  pose proof PI_RGT_0. assert (HS : 0 < sqrt (2 * PI)) by (apply sqrt_lt_R0; lra).
  rewrite <- (sqrt_def (2 * PI)) at 3 by lra. field. lra.
Qed.

(** C02: half the expected squared residual is the closed form. *)
Theorem C02_loss_closed_form : forall a c : nat -> R,
  / 2 * E (fun o => (sum k (fun i => a i * X i o) - sum k (fun i => c i * Y i o))^2)
  = loss_nu k nu phi a c.
Proof.
  intros a c. pose proof PI_RGT_0.
  rewrite (E_ext _ (fun o =>
    (sum k (fun i => a i * X i o) * sum k (fun j => a j * X j o)
     + (-2) * (sum k (fun i => a i * X i o) * sum k (fun j => c j * Y j o)))
     + sum k (fun i => c i * Y i o) * sum k (fun j => c j * Y j o))) by (intros; ring).
  destruct (E_sum2 k a a X X XX_int) as [I1 V1].
  destruct (E_sum2 k a c X Y XY_int) as [I2 V2].
  destruct (E_sum2 k c c Y Y YY_int) as [I3 V3].
  rewrite E_plus by (try apply int_plus; try apply int_scal; assumption).
  rewrite E_plus by (try apply int_scal; assumption).
  rewrite E_scal by assumption. rewrite V1, V2, V3.
  rewrite (double_sum k a a _ (nu * nu / (2 * PI)) (nu^2 / 2)).
  2: exact XX_val.
  2: { intros i j Hi Hj N. rewrite XX_indep, !X_mean_val by assumption. apply mean_product. }
  rewrite (double_sum k a c _ (nu * 1 / (2 * PI)) (nu * g phi / (2 * PI))).
  2: exact XY_val.
  2: { intros i j Hi Hj N. rewrite XY_indep, X_mean_val, Y_mean_val by assumption. apply mean_product. }
  rewrite (double_sum k c c _ (1 * 1 / (2 * PI)) (1 / 2)).
  2: exact YY_val.
  2: { intros i j Hi Hj N. rewrite YY_indep, !Y_mean_val by assumption. apply mean_product. }
  unfold loss_nu, QM, BM, QN. field. lra.
Qed.

End Expectation.

(** ** C03: gradients *)

Definition grad_a (k : nat) (nu phi : R) (a c : nat -> R) : nat -> R :=
  fun i => / (2 * PI) * (nu^2 * Mv k a i - nu * Nv k phi c i).

(** Pairing of the gradient with a direction. *)
Lemma dot_grad_a k nu phi a c b :
  dot k b (grad_a k nu phi a c) = / (2 * PI) * (nu^2 * BM k b a - nu * QN k phi b c).
Proof.
  rewrite <- BM_matrix, <- QN_matrix.
  transitivity (sum k (fun i => / (2 * PI) * nu^2 * (b i * Mv k a i)
                              + - (/ (2 * PI) * nu) * (b i * Nv k phi c i))).
  - apply sum_ext. intros i _. unfold grad_a. ring.
  - rewrite sum_plus, !sum_scal. unfold dot. ring.
Qed.

(** The loss on a line in a is a quadratic polynomial. *)
Lemma loss_move k nu phi a t b c : 0 < PI ->
  loss_nu k nu phi (move a t b) c =
  loss_nu k nu phi a c + t * dot k b (grad_a k nu phi a c) + t^2 * (nu^2 * QM k b / (4 * PI)).
Proof.
  intros HPI. rewrite dot_grad_a. unfold loss_nu. rewrite QM_move, QN_move, (BM_sym k b a).
  field. lra.
Qed.

(** Derivative in a, along every direction b, at every point of the line. *)
Theorem C03_gradient_closed_form_a : forall k nu phi a b c t,
  is_derive (fun u => loss_nu k nu phi (move a u b) c) t
            (dot k b (grad_a k nu phi (move a t b) c)).
Proof.
  intros k nu phi a b c t. pose proof PI_RGT_0 as HPI.
  apply (is_derive_ext (fun u => loss_nu k nu phi a c + u * dot k b (grad_a k nu phi a c)
                          + u^2 * (nu^2 * QM k b / (4 * PI)))).
  - intros u. symmetry. apply loss_move, HPI.
  - auto_derive; [easy|]. rewrite !dot_grad_a. unfold QM, BM. rewrite tot_move, dot_move_r.
    field. lra.
Qed.

(** Derivative in the angle. *)
Theorem C03_gradient_closed_form_phi : forall k nu phi a c,
  is_derive (fun x => loss_nu k nu x a c) phi
            (nu / (2 * PI) * ((PI - phi) * sin phi) * dot k a c).
Proof.
  intros k nu phi a c. pose proof PI_RGT_0 as HPI. unfold loss_nu, QN, g.
  auto_derive; [easy|]. field. lra.
Qed.

(** Derivative in the length. *)
Theorem C03_gradient_closed_form_nu : forall k nu phi a c,
  is_derive (fun x => loss_nu k x phi a c) nu (/ (2 * PI) * (nu * QM k a - QN k phi a c)).
Proof.
  intros k nu phi a c. pose proof PI_RGT_0 as HPI. unfold loss_nu. auto_derive; [easy|]. field. lra.
Qed.

(** *** The gradient in the filter itself, w in R^p *)

Definition norm (p : nat) (w : nat -> R) : R := sqrt (dot p w w).
Definition angle (p : nat) (w v : nat -> R) : R := acos (dot p w v / norm p w).
(** The loss of a filter w against the unit filter v. *)
Definition loss_w (k p : nat) (w v : nat -> R) (a c : nat -> R) : R :=
  loss_nu k (norm p w) (angle p w v) a c.
Definition grad_w (k p : nat) (w v a c : nat -> R) : nat -> R := fun j =>
  / (2 * PI) * (QM k a * w j
    - (tot k c * tot k a - dot k a c + dot k a c * sin (angle p w v)) * (w j / norm p w)
    - dot k a c * (PI - angle p w v) * v j).

(** The kernel as a function of the cosine has derivative PI - angle. *)
Lemma is_derive_g_acos c : -1 < c < 1 -> is_derive (fun x => g (acos x)) c (PI - acos c).
Proof.
  intros Hc.
  assert (HS : 0 < sqrt (1 - c²)) by (apply sqrt_lt_R0; unfold Rsqr; nra).
  assert (D : is_derive acos c (-1 / sqrt (1 - c²))).
  { apply is_derive_Reals. rewrite <- (derive_pt_acos c Hc).
    apply derive_pt_eq_1 with (pr := derivable_pt_acos c Hc). reflexivity. }
  assert (H := is_derive_comp g acos c _ _ (is_derive_g (acos c)) D).
  rewrite sin_acos in H by lra. unfold scal in H; simpl in H; unfold mult in H; simpl in H.
  replace (PI - acos c) with (-1 / sqrt (1 - c²) * (- (PI - acos c) * sqrt (1 - c²))); [exact H|].
  field. lra.
Qed.

(** The kernel near the two poles, by the cosine. *)
Lemma g_gap_0 x : 0 <= x <= PI -> Rabs (g x - PI) <= PI * Rabs (cos x - 1).
Proof.
  intros Hx. pose proof (g_le_PI x Hx). pose proof (COS_bound x).
  rewrite !Rabs_left1 by lra.
  assert (H1 : 0 - 0 <= PI * (1 - cos x) - (PI - g x)); [|lra].
  pose (f := fun t => PI * (1 - cos t) - (PI - g t)).
  replace (0 - 0) with (f 0) by (unfold f; rewrite cos_0, g_0; ring).
  apply (nondecr_of_derive f (fun t => t * sin t) 0 x); [lra| |].
  - intros t _. unfold f, g. auto_derive; [easy|]. ring.
  - intros t Ht. apply Rmult_le_pos; [lra|]. apply sin_ge_0; lra.
Qed.

Lemma g_gap_PI x : 0 <= x <= PI -> Rabs (g x - 0) <= PI * Rabs (cos x - - (1)).
Proof.
  intros Hx. pose proof (g_nonneg x Hx). pose proof (COS_bound x).
  rewrite !Rabs_pos_eq by lra.
  pose (f := fun t => g t - PI * (cos t + 1)).
  assert (H1 : f x <= f PI); [|unfold f in H1; rewrite g_PI, cos_PI in H1; lra].
  apply (nondecr_of_derive f (fun t => t * sin t) x PI); [lra| |].
  - intros t _. unfold f, g. auto_derive; [easy|]. ring.
  - intros t Ht. apply Rmult_le_pos; [lra|]. apply sin_ge_0; lra.
Qed.

(** What stays within a multiple of a flat function is flat. *)
Lemma is_derive_0_within (f x : R -> R) (C : R) : 0 < C ->
  (forall s, Rabs (f s - f 0) <= C * Rabs (x s - x 0)) -> is_derive x 0 0 -> is_derive f 0 0.
Proof.
  intros HC B D. apply is_derive_Reals. apply is_derive_Reals in D. intros eps He.
  destruct (D (eps / C)) as [d Hd]; [apply Rdiv_lt_0_compat; lra|].
  exists d. intros s Hs Hsd. specialize (Hd s Hs Hsd). rewrite Rplus_0_l, Rminus_0_r in *.
  unfold Rdiv in *. rewrite Rabs_mult in *.
  apply Rle_lt_trans with (C * (Rabs (x s - x 0) * Rabs (/ s))).
  - rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [apply Rabs_pos | apply B].
  - apply (Rmult_lt_compat_l C) in Hd; [|exact HC].
    replace (C * (eps * / C)) with eps in Hd by (field; lra). exact Hd.
Qed.

(** At its largest or smallest value a differentiable function is flat. *)
Lemma flat_at_extremum x dx : is_derive x 0 dx -> (forall s, x s <= x 0) \/ (forall s, x 0 <= x s) -> dx = 0.
Proof.
  intros D [M|M].
  - assert (pr : derivable_pt x 0) by (exists dx; apply is_derive_Reals, D).
    pose proof (deriv_maximum x (-1) 1 0 pr ltac:(lra) ltac:(lra) (fun s _ _ => M s)) as Z.
    rewrite <- (is_derive_unique _ _ _ D). now rewrite <- (Derive_Reals x 0 pr).
  - assert (pr : derivable_pt x 0) by (exists dx; apply is_derive_Reals, D).
    pose proof (deriv_minimum x (-1) 1 0 pr ltac:(lra) ltac:(lra) (fun s _ _ => M s)) as Z.
    rewrite <- (is_derive_unique _ _ _ D). now rewrite <- (Derive_Reals x 0 pr).
Qed.

(** The kernel as a function of a cosine that moves, poles included. *)
Lemma is_derive_g_cosine x dx : (forall s, -1 <= x s <= 1) -> is_derive x 0 dx ->
  is_derive (fun s => g (acos (x s))) 0 ((PI - acos (x 0)) * dx).
Proof.
  intros B D. pose proof PI_RGT_0 as HPI.
  assert (Pole : forall e, x 0 = e -> e = 1 \/ e = - (1) ->
    is_derive (fun s => g (acos (x s))) 0 ((PI - acos (x 0)) * dx)).
  { intros e E0 He.
    assert (Z : dx = 0).
    { apply (flat_at_extremum x dx D). rewrite E0.
      destruct He as [->| ->]; [left|right]; intros s; pose proof (B s); lra. }
    subst dx. rewrite Rmult_0_r. apply (is_derive_0_within _ x PI HPI); [|exact D]. intros s.
    rewrite E0. pose proof (acos_bound (x s)) as A. rewrite <- (cos_acos (x s) (B s)) at 2.
    destruct He as [->| ->].
    - rewrite acos_1, g_0. now apply g_gap_0.
    - rewrite acos_opp, acos_1, Rminus_0_r, g_PI. now apply g_gap_PI. }
  destruct (Req_dec (x 0) 1) as [E|N1]; [apply (Pole 1); tauto|].
  destruct (Req_dec (x 0) (- (1))) as [E|N2]; [apply (Pole (- (1))); tauto|].
  pose proof (B 0). rewrite Rmult_comm.
  apply (is_derive_comp (fun y => g (acos y)) x); [|exact D]. apply is_derive_g_acos. lra.
Qed.

(** Cosines of angles to a unit vector. (Of 0 it is 0, as Coq divides.) *)
Lemma cosine_range p w v : dot p v v = 1 -> -1 <= dot p w v / norm p w <= 1.
Proof.
  intros Hv. pose proof (cauchy_schwarz p w v) as C. rewrite Hv, Rmult_1_r in C. unfold norm.
  destruct (Rle_lt_or_eq_dec _ _ (dot_self_nonneg p w)) as [P|Z].
  - pose proof (sqrt_lt_R0 _ P) as S. pose proof (sqrt_def (dot p w w) (Rlt_le _ _ P)) as E.
    set (n := sqrt (dot p w w)) in *.
    split; apply (Rmult_le_reg_r n); try exact S; unfold Rdiv; rewrite Rmult_assoc, Rinv_l, ?Rmult_1_r by lra; nra.
  - assert (E : dot p w v = 0) by nra. rewrite E. unfold Rdiv. lra.
Qed.

(** Pairing of the filter gradient with a direction. *)
Lemma dot_grad_w k p w v a c u : 0 < norm p w ->
  dot p u (grad_w k p w v a c) =
    / (2 * PI) * (QM k a * dot p u w
      - (tot k c * tot k a - dot k a c + dot k a c * sin (angle p w v)) * (dot p u w / norm p w)
      - dot k a c * (PI - angle p w v) * dot p u v).
Proof.
  intros Hn. pose proof PI_RGT_0.
  transitivity (sum p (fun j => / (2 * PI) * (QM k a - (tot k c * tot k a - dot k a c
      + dot k a c * sin (angle p w v)) / norm p w) * (u j * w j)
      + / (2 * PI) * - (dot k a c * (PI - angle p w v)) * (u j * v j))).
  - apply sum_ext. intros j _. unfold grad_w. field. lra.
  - rewrite sum_plus, !sum_scal. fold (dot p u w). fold (dot p u v). field. lra.
Qed.

(** On the sphere: along a tangent direction only the pull towards the teacher is left. *)
Theorem C03_sphere_gradient : forall k p w v a c u,
  dot p w w = 1 -> dot p u w = 0 ->
  dot p u (grad_w k p w v a c) = - (dot k a c * (PI - angle p w v) / (2 * PI)) * dot p u v.
Proof.
  intros k p w v a c u Hw Hu. pose proof PI_RGT_0.
  assert (E : norm p w = 1) by (unfold norm; rewrite Hw; apply sqrt_1).
  rewrite dot_grad_w by lra. rewrite Hu, E. field. lra.
Qed.

(** The length of the tangential gradient is |alpha| (PI - phi) sin phi / (2 PI). *)
Theorem C03_sphere_gradient_length : forall k p w v a c,
  dot p v v = 1 -> dot p w w = 1 ->
  let tg := fun j => - (dot k a c * (PI - angle p w v) / (2 * PI)) * (v j - dot p w v * w j) in
  dot p tg w = 0 /\
  norm p tg = Rabs (dot k a c) * ((PI - angle p w v) * sin (angle p w v)) / (2 * PI).
Proof.
  intros k p w v a c Hv Hw tg. pose proof PI_RGT_0.
  assert (E : norm p w = 1) by (unfold norm; rewrite Hw; apply sqrt_1).
  assert (Hq : (dot p w v)^2 <= 1) by (pose proof (cauchy_schwarz p w v); rewrite Hv, Hw in *; lra).
  assert (HA : angle p w v = acos (dot p w v)) by (unfold angle; rewrite E; f_equal; field).
  assert (HS : sin (angle p w v) = sqrt (1 - (dot p w v)^2)).
  { rewrite HA, sin_acos by (split; nra). f_equal. unfold Rsqr. ring. }
  assert (HP : 0 <= PI - angle p w v).
  { rewrite HA. pose proof (acos_bound (dot p w v)). lra. }
  set (th := angle p w v) in *. set (C := - (dot k a c * (PI - th) / (2 * PI))) in *.
  assert (T : forall x, dot p tg x = C * (dot p v x - dot p w v * dot p w x)).
  { intros x. unfold dot at 1. unfold tg.
    rewrite (sum_ext p _ (fun j => C * (v j * x j) + (- (C * dot p w v)) * (w j * x j))) by (intros; ring).
    rewrite sum_plus, !sum_scal. fold (dot p v x). fold (dot p w x). ring. }
  split.
  - rewrite T, Hw, (dot_sym p v w). ring.
  - assert (T2 : dot p tg tg = C^2 * (1 - (dot p w v)^2)).
    { rewrite T, (dot_sym p v tg), (dot_sym p w tg), !T, Hv, Hw, (dot_sym p v w). ring. }
    unfold norm. rewrite T2, sqrt_mult by nra. rewrite <- HS.
    replace (C^2) with (C * C) by ring. fold (Rsqr C). rewrite sqrt_Rsqr_abs. unfold C.
    rewrite Rabs_Ropp. unfold Rdiv. rewrite !Rabs_mult, (Rabs_pos_eq (PI - th)) by exact HP.
    rewrite (Rabs_pos_eq (/ (2 * PI))) by (left; apply Rinv_0_lt_compat; lra). ring.
Qed.

(** C03: the gradient of the loss in w, at every w that is not 0. *)
Theorem C03_gradient_closed_form_w : forall k p w v a c u,
  dot p v v = 1 -> 0 < dot p w w ->
  is_derive (fun t => loss_w k p (move w t u) v a c) 0 (dot p u (grad_w k p w v a c)).
Proof.
  intros k p w v a c u Hv HW. pose proof PI_RGT_0 as HPI.
  set (n := norm p w). assert (Hn : 0 < n) by (apply sqrt_lt_R0; exact HW).
  assert (Hnn : n * n = dot p w w) by (apply sqrt_def; lra).
  set (q := dot p w v / n). set (th := acos q).
  assert (Hq : -1 <= q <= 1) by now apply cosine_range.
  assert (Dn : is_derive (fun t => norm p (move w t u)) 0 (dot p w u / n)).
  { apply (is_derive_ext (fun t => sqrt (dot p w w + 2 * t * dot p w u + t^2 * dot p u u))).
    - intros t. unfold norm. f_equal. rewrite dot_move_l, !dot_move_r, (dot_sym p u w). ring.
    - auto_derive.
      + replace (dot p w w + 2 * 0 * dot p w u + 0 * (0 * 1) * dot p u u) with (dot p w w) by ring.
        exact HW.
      + replace (dot p w w + 2 * 0 * dot p w u + 0 * (0 * 1) * dot p u u) with (dot p w w) by ring.
        fold (norm p w). fold n. field. lra. }
  assert (N0 : norm p (move w 0 u) = n).
  { unfold n, norm. f_equal. rewrite dot_move_l, !dot_move_r. ring. }
  assert (Dq : is_derive (fun t => dot p (move w t u) v / norm p (move w t u)) 0
                 (dot p u v / n - q * (dot p w u / n) / n)).
  { assert (Dd : is_derive (fun t => dot p (move w t u) v) 0 (dot p u v)).
    { apply (is_derive_ext (fun t => dot p w v + t * dot p u v)).
      - intros t. symmetry. apply dot_move_l.
      - auto_derive; [easy|]. ring. }
    assert (H := is_derive_div _ _ 0 _ _ Dd Dn). cbv beta in H. rewrite N0 in H. specialize (H (Rgt_not_eq _ _ Hn)).
    replace (dot p u v / n - q * (dot p w u / n) / n) with
      ((dot p u v * n - dot p (move w 0 u) v * (dot p w u / n)) / n^2); [exact H|].
    rewrite dot_move_l. unfold q. field. lra. }
  assert (Q0 : dot p (move w 0 u) v / norm p (move w 0 u) = q).
  { rewrite N0, dot_move_l. unfold q. f_equal. ring. }
  assert (Dg : is_derive (fun t => g (angle p (move w t u) v)) 0
                 ((dot p u v / n - q * (dot p w u / n) / n) * (PI - th))).
  { pose proof (is_derive_g_cosine _ _ (fun t => cosine_range p (move w t u) v Hv) Dq) as D. cbv beta in D.
    rewrite Q0, Rmult_comm in D. exact D. }
  assert (Dgn := is_derive_mult _ _ 0 _ _ Dn Dg Rmult_comm).
  assert (DL : is_derive (fun t => loss_w k p (move w t u) v a c) 0
    (/ (4 * PI) * (2 * dot p w u * QM k a
       - 2 * (dot p w u / n * (tot k a * tot k c - dot k a c)
              + dot k a c * (dot p w u / n * g th
                  + n * ((dot p u v / n - q * (dot p w u / n) / n) * (PI - th))))))).
  { apply (is_derive_ext (fun t => / (4 * PI) *
       ((dot p w w + 2 * t * dot p w u + t^2 * dot p u u) * QM k a
        - 2 * (norm p (move w t u) * (tot k a * tot k c - dot k a c)
               + dot k a c * (norm p (move w t u) * g (angle p (move w t u) v))) + QM k c))).
    - intros t. unfold loss_w, loss_nu, QN. f_equal.
      assert (E : norm p (move w t u) ^ 2 = dot p w w + 2 * t * dot p w u + t^2 * dot p u u).
      { unfold norm. rewrite pow2_sqrt by apply dot_self_nonneg.
        rewrite dot_move_l, !dot_move_r, (dot_sym p u w). ring. }
      rewrite E. ring.
    - unfold mult in Dgn; simpl in Dgn. unfold plus in Dgn; simpl in Dgn. cbv beta in Dgn.
      rewrite N0 in Dgn. unfold angle in Dgn at 2. rewrite Q0 in Dgn. fold th in Dgn.
      set (fn := fun t => norm p (move w t u)) in *.
      set (fm := fun t => fn t * g (angle p (move w t u) v)).
      change (is_derive fm 0 (dot p w u / n * g th
         + n * ((dot p u v / n - q * (dot p w u / n) / n) * (PI - th)))) in Dgn.
      change (is_derive (fun t => / (4 * PI) *
       ((dot p w w + 2 * t * dot p w u + t^2 * dot p u u) * QM k a
        - 2 * (fn t * (tot k a * tot k c - dot k a c) + dot k a c * fm t) + QM k c)) 0
       (/ (4 * PI) * (2 * dot p w u * QM k a
       - 2 * (dot p w u / n * (tot k a * tot k c - dot k a c)
              + dot k a c * (dot p w u / n * g th
                  + n * ((dot p u v / n - q * (dot p w u / n) / n) * (PI - th))))))).
      change (is_derive fn 0 (dot p w u / n)) in Dn.
      clearbody fn fm. auto_derive.
      + split; [eexists; exact Dn|]. split; [eexists; exact Dgn|exact I].
      + apply is_derive_unique in Dn. apply is_derive_unique in Dgn.
        change (Derive (fun x => fn x) 0) with (Derive fn 0).
        change (Derive (fun x => fm x) 0) with (Derive fm 0).
        rewrite Dn, Dgn. ring. }
  replace (dot p u (grad_w k p w v a c)) with
    (/ (4 * PI) * (2 * dot p w u * QM k a
       - 2 * (dot p w u / n * (tot k a * tot k c - dot k a c)
              + dot k a c * (dot p w u / n * g th
                  + n * ((dot p u v / n - q * (dot p w u / n) / n) * (PI - th)))))); [exact DL|].
  rewrite (dot_grad_w k p w v a c u Hn), (dot_sym p u w). unfold angle. fold n. fold q. fold th. unfold g. unfold th. rewrite cos_acos by lra. fold th.
  field. lra.
Qed.

(** C03, both gradients together: in the output weights and in the filter. *)
Theorem C03_gradient_closed_form :
  (forall k nu phi a b c t,
     is_derive (fun u => loss_nu k nu phi (move a u b) c) t (dot k b (grad_a k nu phi (move a t b) c))) /\
  (forall k p w v a c u, dot p v v = 1 -> 0 < dot p w w ->
     is_derive (fun t => loss_w k p (move w t u) v a c) 0 (dot p u (grad_w k p w v a c))).
Proof. exact (conj C03_gradient_closed_form_a C03_gradient_closed_form_w). Qed.
