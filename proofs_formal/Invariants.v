(** * Invariants: the quantities of an instance, from k, r and A^2 alone

    What:    the values that the claims speak of, at a teacher of which only the three
             invariants are known, as explicit real expressions. The numbers of an
             instance (Generated/, emitted by [noiseproof verify --formal]) are
             enclosures of these expressions.
    Claims:  C04 - C09, for an instance.

    | symbol              | meaning                                                    |
    |---------------------|------------------------------------------------------------|
    | teacher k c K r A   | c is not zero, k = K, (1.c)^2/|c|^2 = r, |c|^2 = A          |
    | L, abar, rr, A2, threshold, saddle_angle, ... | as in Landscape.v                 |
    | g                   | the dual kernel, as in Kernel.v                            |
    | QM k b / (2 PI)     | the Hessian in the output weights, along b                 |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape.
Open Scope R_scope.

(** The size k enters as the real number K: a numeral of type nat is unary. *)
Definition teacher (k : nat) (c : nat -> R) (K r A : R) : Prop :=
  nonzero k c /\ INR k = K /\ rr k c = r /\ A2 k c = A.

(** Such teachers exist whenever the invariants make sense (k >= 2), so that what is proved of
    all of them is not proved of none. *)
Section Exists.

(** A vector orthogonal to 1, of squared length 2. *)
Definition tilt (i : nat) : R := match i with O => 1 | 1%nat => -1 | _ => 0 end.

Lemma tilt_sum n f : sum (S (S n)) (fun i => f i * tilt i) = f 0%nat - f 1%nat.
Proof. induction n as [|n IH]; [simpl; ring|]. cbn [sum] in *. rewrite IH. simpl. ring. Qed.

Theorem teacher_exists : forall n r A, let k := S (S n) in
  0 <= r <= INR k -> 0 < A -> exists c, teacher k c (INR k) r A.
Proof.
  intros n r A k Hr HA.
  assert (HK : 0 < INR k) by (apply lt_0_INR; unfold k; lia).
  set (x := sqrt (r * A) / INR k). set (y := sqrt ((A - r * A / INR k) / 2)).
  assert (Hx : INR k * x * (INR k * x) = r * A).
  { unfold x. replace (INR k * (sqrt (r * A) / INR k)) with (sqrt (r * A)) by (field; lra).
    apply sqrt_sqrt. nra. }
  assert (Hy : y * y = (A - r * A / INR k) / 2).
  { unfold y. apply sqrt_sqrt.
    assert (0 <= (INR k - r) * (A / INR k)).
    { apply Rmult_le_pos; [lra|]. apply Rdiv_le_0_compat; lra. }
    replace (A - r * A / INR k) with ((INR k - r) * (A / INR k)) by (field; lra). lra. }
  set (ones := fun _ : nat => 1). set (c := move (move (fun _ => 0) x ones) y tilt).
  assert (Z : forall v, dot k (fun _ => 0) v = 0).
  { intros v. apply dot_zero_l. reflexivity. }
  assert (To : dot k ones ones = INR k) by apply dot_ones_self.
  assert (Tt : dot k ones tilt = 0).
  { unfold dot. unfold k. rewrite (tilt_sum n ones). unfold ones; ring. }
  assert (Dt : dot k tilt tilt = 2).
  { unfold dot. unfold k. rewrite (tilt_sum n tilt). simpl; ring. }
  assert (Tc : tot k c = INR k * x).
  { rewrite <- dot_ones, dot_sym. fold ones. unfold c.
    rewrite !dot_move_r, (dot_sym k ones (fun _ => 0)), Z, To, Tt. ring. }
  assert (Dc : A2 k c = A).
  { unfold A2, c. repeat (rewrite dot_move_l || rewrite dot_move_r).
    rewrite (dot_sym k ones (fun _ => 0)), (dot_sym k tilt (fun _ => 0)), !Z, (dot_sym k tilt ones), To, Tt, Dt.
    transitivity ((INR k * x * (INR k * x)) / INR k + 2 * (y * y)); [field; lra|].
    rewrite Hx, Hy. field. lra. }
  exists c. repeat split.
  - destruct (Req_dec (c 0%nat) 0) as [E0|]; [|exists 0%nat; split; [unfold k; lia|assumption]].
    destruct (Req_dec (c 1%nat) 0) as [E1|]; [|exists 1%nat; split; [unfold k; lia|assumption]].
    exfalso. unfold c, move, ones, tilt in E0, E1.
    assert (Hx0 : x = 0) by lra. assert (Hy0 : y = 0) by lra.
    rewrite Hx0 in Hx. rewrite Hy0 in Hy.
    assert (r * A = 0) by lra. replace (r * A) with 0 in Hy by lra. unfold Rdiv in Hy. lra.
  - unfold rr. rewrite Tc, Dc. replace ((INR k * x)^2) with (INR k * x * (INR k * x)) by ring.
    rewrite Hx. field. lra.
  - exact Dc.
Qed.

(** With one row r is 1, whatever the teacher. *)
Theorem teacher_exists_one : forall A, 0 < A -> exists c, teacher 1 c 1 1 A.
Proof.
  intros A HA. exists (fun _ => sqrt A).
  assert (E : sqrt A * sqrt A = A) by (apply sqrt_sqrt; lra).
  assert (Hs : 0 < sqrt A) by (apply sqrt_lt_R0, HA).
  assert (HA2 : A2 1 (fun _ => sqrt A) = A) by (unfold A2, dot; simpl; lra).
  repeat split.
  - exists 0%nat. split; [lia|lra].
  - unfold rr. rewrite HA2. unfold tot. simpl. replace ((0 + sqrt A) * ((0 + sqrt A) * 1)) with (sqrt A * sqrt A) by ring.
    rewrite E. field. lra.
  - exact HA2.
Qed.

End Exists.

Section Values.
Variables (k : nat) (c : nat -> R) (K r A : R).
Hypothesis T : teacher k c K r A.

(** What the premises give: signs and (1.c)^2 = r A. *)
Lemma teacher_facts : 1 <= K /\ 0 < A /\ 0 <= r <= K /\ (tot k c)^2 = r * A.
Proof.
  destruct T as (Hc & <- & <- & <-). split; [now apply (nonzero_k k c)|].
  split; [now apply A2_pos|]. split; [now apply rr_range|]. symmetry. now apply rr_mult.
Qed.

(** C05: every entry of abar, as a combination of 1.a_star and the teacher's entry. *)
Lemma abar_value i :
  abar k c i = PI / ((PI - 1) * (K + PI - 1)) * tot k c - / (PI - 1) * c i.
Proof.
  pose proof PI_gt_3. pose proof teacher_facts as (HK & _). destruct T as (_ & <- & _).
  unfold abar. field. lra.
Qed.

(** C07: alpha there. *)
Lemma alpha_value :
  dot k (abar k c) c = A / (PI - 1) * (PI * r / (K + PI - 1) - 1).
Proof.
  pose proof PI_gt_3. pose proof teacher_facts as (HK & _ & _ & E).
  rewrite alpha_bar, E. destruct T as (_ & <- & _ & <-). field. lra.
Qed.

(** C08: the loss there. *)
Lemma loss_value :
  L k c PI (abar k c) =
  A / 4 * ((2 * K + PI - 2) / (K + PI - 1) * (r / K) + (PI - 2) / (PI - 1) * (1 - r / K)).
Proof.
  pose proof PI_gt_3. pose proof teacher_facts as (HK & _ & _ & E). destruct T as (Hc & H1 & _ & H2).
  rewrite (proj1 (C08_spurious_does_not_generalize k c Hc)), E, H1, H2. field. lra.
Qed.

(** C07: which side of the threshold. *)
Lemma below_threshold : r < (K + PI - 1) / PI -> strict_local_min_spurious k c.
Proof.
  intros H. destruct T as (Hc & <- & <- & _).
  now apply (C07_spurious_is_local_minimum k c Hc).
Qed.

Lemma not_below_threshold : (K + PI - 1) / PI <= r -> ~ local_min_spurious k c.
Proof.
  intros H Q. destruct T as (Hc & <- & <- & _).
  apply (C07_spurious_is_local_minimum k c Hc) in Q. unfold threshold in Q. lra.
Qed.

(** C09: the saddle angle lies between two angles that bracket its kernel value, and nowhere else. *)
Lemma saddle_between lo hi :
  0 <= lo -> lo < hi -> hi <= PI ->
  1 - (PI - 1) * r / (K + PI - 1 - r) < g lo -> g hi < 1 - (PI - 1) * r / (K + PI - 1 - r) ->
  exists phi, lo < phi < hi /\ saddle_angle k c phi /\
    forall psi, 0 <= psi <= PI -> saddle_angle k c psi -> psi = phi.
Proof.
  intros H0 Hlh HP Hlo Hhi. destruct T as (Hc & <- & <- & _).
  set (v := 1 - (PI - 1) * rr k c / (INR k + PI - 1 - rr k c)) in *.
  assert (Hv : 0 <= v <= PI).
  { pose proof (g_le_PI lo ltac:(lra)). pose proof (g_nonneg hi ltac:(lra)). lra. }
  destruct (g_ivt v Hv) as (phi & Hphi & E).
  exists phi. split; [|split].
  - split; apply g_lt_inv; lra.
  - exact E.
  - intros psi Hpsi S. apply (C09_saddle_unique k c); assumption.
Qed.

(** C09: above the threshold there is no saddle. *)
Lemma no_saddle : (K + PI - 1) / PI <= r -> forall phi, 0 < phi < PI -> ~ saddle_angle k c phi.
Proof.
  intros H phi Hphi S. destruct T as (Hc & <- & <- & _).
  assert (Q : rr k c < threshold k) by (apply (C09_saddle_exists k c Hc); now exists phi).
  unfold threshold in Q. lra.
Qed.

(** C06: the Hessian in the output weights acts as (PI-1)/(2 PI) on the directions orthogonal to 1, *)
Lemma eigenvalue_across b : tot k b = 0 ->
  QM k b / (2 * PI) = (PI - 1) / (2 * PI) * dot k b b.
Proof. intros Z. pose proof PI_gt_3. rewrite QM_expand, Z. field. lra. Qed.

(** and as (k+PI-1)/(2 PI) on 1. *)
Lemma eigenvalue_along t : let b := fun _ : nat => t in
  QM k b / (2 * PI) = (K + PI - 1) / (2 * PI) * dot k b b.
Proof.
  intros b. pose proof PI_gt_3. destruct T as (_ & <- & _).
  assert (Et : tot k b = INR k * t) by (unfold tot, b; apply sum_const).
  assert (Ed : dot k b b = INR k * (t * t)) by (unfold dot, b; apply sum_const).
  rewrite QM_expand, Et, Ed. field. lra.
Qed.

End Values.

(** C05: the two coefficients are no others, unless a_star is parallel to 1; then they lie on one line. *)
Lemma coefficients_unique k c u v u' v' : nonzero k c ->
  (forall i, abar k c i = u * tot k c - v * c i) -> (forall i, abar k c i = u' * tot k c - v' * c i) ->
  v = v' \/ v - v' = INR k * (u - u').
Proof.
  intros (j & Hj & Nz) A B. destruct (Req_dec v v') as [E|N]; [now left|right].
  assert (Row : forall i, (v - v') * c i = (u - u') * tot k c) by (intros i; specialize (A i); specialize (B i); lra).
  assert (Sum : (v - v') * tot k c = INR k * ((u - u') * tot k c)).
  { unfold tot at 1. rewrite <- sum_scal, (sum_ext k _ (fun _ => (u - u') * tot k c)); [apply sum_const | intros i _; apply Row]. }
  assert (tot k c <> 0).
  { intros Z. specialize (Row j). rewrite Z, Rmult_0_r in Row. apply Rmult_integral in Row. destruct Row; [lra | contradiction]. }
  apply (Rmult_eq_reg_r (tot k c)); [|assumption]. rewrite Sum. ring.
Qed.

(** C06: nor is the eigenvalue on 1. *)
Lemma along_unique k c u v : nonzero k c ->
  (forall t, let b := fun _ : nat => t in QM k b / (2 * PI) = u * dot k b b) ->
  (forall t, let b := fun _ : nat => t in QM k b / (2 * PI) = v * dot k b b) -> u = v.
Proof.
  intros Hc A B. pose proof (nonzero_k k c Hc). specialize (A 1). specialize (B 1). cbv zeta in A, B. rewrite A in B.
  unfold dot in B. rewrite sum_const in B. nra.
Qed.
