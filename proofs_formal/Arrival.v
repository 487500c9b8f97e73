(** * Arrival: large noise, then none: the global optimum from every start, for all p >= 5, K and teachers

    What:    near the teacher's direction plain gradient descent arrives from everywhere in the box of a: in n steps
             the angle grows 2^n times at most, while x and y come near where they rest. With Escape.v: after
             enough steps whose gradients see uniform directions (and any noise in a that is no longer than ra)
             plain gradient descent converges to the global optimum, and is within a given accuracy of it after
             a given number of steps, but for any given probability, from every unit w and every a no longer
             than a given radius, the spurious point included. No premise is left but a teacher with
             1.a_star >= 0, dimensions, and the bounds on the plain step (those of C12).
    Source:  derived; docs/escape.md.
    Claims:  C13 pgd_escapes (concrete, with the noise switched off at the end).

    | symbol       | meaning                                                          |
    |--------------|------------------------------------------------------------------|
    | chain_step   | one noisy step on the vectors (w, a), for noise (oa, o)          |
    | near_teacher | what phase I leaves: w near w_star, a in a ball of known size    |
    | missed       | any f with values in [0, 1] that is 0 where descent arrives      |
    | late acc s   | indicator of angle > acc or |a - a_star| > acc                   |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap Descent DescentVector NoisyDescent Upper Laws Isotropic EscapeDrift
  AngleStep Escape.
Open Scope R_scope.

(** ** Plain descent near the teacher *)

Section Near.
Variables eta k e1 e2 X Y : R.
Hypothesis T : teacher_ok k e1 e2.
Hypothesis S : step_ok eta k e1 e2 X Y.

Notation orb := (orbit eta k e1 e2).
Notation rx := (rate_x eta k).
Notation ry := (rate_y eta).
Let best := e1 * x_inf k e1 1 + e2 * y_inf e2 1.

Lemma best_pos : 0 < best.
Proof.
  destruct T as (Hk & H1 & H2 & HA). pose proof PI_gt_3.
  assert (G : 1 < g 1) by (apply g_gt_1; lra). unfold best, x_inf, y_inf.
  assert (Ix : 0 < (k + g 1 - 1) / (k + PI - 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (Iy : 0 < (g 1 - 1) / (PI - 1)) by (apply Rdiv_lt_0_compat; lra).
  replace (e1 * ((k + g 1 - 1) * e1 / (k + PI - 1)) + e2 * ((g 1 - 1) * e2 / (PI - 1)))
    with (e1 ^ 2 * ((k + g 1 - 1) / (k + PI - 1)) + e2 ^ 2 * ((g 1 - 1) / (PI - 1))) by (field; lra).
  pose proof (pow2_ge_0 e1). pose proof (pow2_ge_0 e2).
  destruct (Req_dec (e1 ^ 2) 0) as [Z|Z]; [rewrite Z; nra|].
  assert (0 < e1 ^ 2 * ((k + g 1 - 1) / (k + PI - 1))) by (apply Rmult_lt_0_compat; lra).
  assert (0 <= e2 ^ 2 * ((g 1 - 1) / (PI - 1))) by (apply Rmult_le_pos; lra). lra.
Qed.

(** A step at most doubles the angle. *)
Lemma angle_doubles z : box X Y z -> ang (gd eta k e1 e2 z) <= 2 * ang z.
Proof.
  intros B. pose proof (al_step eta k e1 e2 X Y z T S B) as A. destruct B as (Ha & _). pose proof PI_RGT_0 as Pp.
  pose proof S as (He & _). cbn [gd ang]. rewrite angle_step_push.
  set (c := eta * al e1 e2 z / (2 * PI)). set (b := push (ang z)).
  assert (Hb : 0 <= b <= PI * ang z).
  { split; [now apply push_nonneg|]. unfold b, push. pose proof (sin_ub1 (ang z) (proj1 Ha)).
    pose proof (sin_ge_0 (ang z) (proj1 Ha) (proj2 Ha)). apply Rmult_le_compat; lra. }
  assert (Hc : - c <= / PI).
  { unfold c. pose proof (Rle_abs (- al e1 e2 z)) as Q. rewrite Rabs_Ropp in Q.
    replace (- (eta * al e1 e2 z / (2 * PI))) with (eta * - al e1 e2 z / (2 * PI)) by (field; lra).
    replace (/ PI) with (2 / (2 * PI)) by (field; lra). unfold Rdiv.
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|]. nra. }
  assert (Hcb : - c * b <= ang z).
  { apply Rle_trans with (/ PI * b); [apply Rmult_le_compat_r; lra|].
    replace (ang z) with (/ PI * (PI * ang z)) by (field; lra).
    apply Rmult_le_compat_l; [left; now apply Rinv_0_lt_compat | lra]. }
  replace (atan (c * b)) with (- atan (- c * b)) by (rewrite <- atan_opp; f_equal; ring).
  destruct (Rle_lt_dec 0 (- c * b)) as [L|L]; [pose proof (atan_le_id _ L); lra|].
  pose proof (atan_increasing (- c * b) 0 L) as Q. rewrite atan_0 in Q. lra.
Qed.

(** While the angle is at most 1, x and y come near where they would rest at 1. *)
Lemma first_steps z t n : box X Y z -> ang z * 2 ^ n <= 1 -> (t <= n)%nat ->
  ang (orb z t) <= ang z * 2 ^ t /\
  x_inf k e1 1 - (1 - rx) ^ t * (2 * X) <= cx (orb z t) /\
  y_inf e2 1 - (1 - ry) ^ t * (2 * Y) <= cy (orb z t).
Proof.
  intros B Hn. pose proof (rate_x_range eta k e1 e2 X Y T S) as Rx. pose proof (rate_y_range eta k e1 e2 X Y T S) as Ry.
  pose proof T as (Hk & H1 & H2 & _). pose proof S as (_ & _ & HX & HY & _). pose proof PI_gt_3.
  induction t as [|t IH]; intros Ht.
  - cbn. destruct B as (Ha & Bx & By). apply Rabs_le_between in Bx. apply Rabs_le_between in By.
    pose proof (x_inf_range k e1 e2 1 T ltac:(lra)). pose proof (y_inf_range k e1 e2 1 T ltac:(lra)). lra.
  - destruct (IH ltac:(lia)) as (A & Ix & Iy). clear IH.
    pose proof (orbit_box eta k e1 e2 X Y z t T S B) as Bt. pose proof (angle_doubles _ Bt) as D.
    assert (P2 : 2 ^ t <= 2 ^ n) by (apply Rle_pow; [lra | lia]).
    assert (A1 : ang (orb z t) <= 1) by (destruct B as (Ha & _); nra).
    destruct Bt as (At & _). cbn [orbit]. split; [simpl pow; lra|]. cbn [gd cx cy].
    rewrite x_step_mean, y_step_mean by exact Hk.
    pose proof (x_inf_antitone k e1 e2 (ang (orb z t)) 1 T ltac:(lra) A1 ltac:(lra)) as Ax.
    pose proof (y_inf_antitone k e1 e2 (ang (orb z t)) 1 T ltac:(lra) A1 ltac:(lra)) as Ay.
    assert (Mx : (1 - rx) * (x_inf k e1 1 - (1 - rx) ^ t * (2 * X)) <= (1 - rx) * cx (orb z t))
      by (apply Rmult_le_compat_l; lra).
    assert (My : (1 - ry) * (y_inf e2 1 - (1 - ry) ^ t * (2 * Y)) <= (1 - ry) * cy (orb z t))
      by (apply Rmult_le_compat_l; lra).
    assert (Nx : rx * x_inf k e1 1 <= rx * x_inf k e1 (ang (orb z t))) by (apply Rmult_le_compat_l; lra).
    assert (Ny : ry * y_inf e2 1 <= ry * y_inf e2 (ang (orb z t))) by (apply Rmult_le_compat_l; lra).
    simpl pow. split; lra.
Qed.

(** After so many steps alpha is positive, and stays so. *)
Lemma optimum_near n z : e1 * ((1 - rx) ^ n * (2 * X)) + e2 * ((1 - ry) ^ n * (2 * Y)) < best ->
  box X Y z -> ang z * 2 ^ n <= 1 -> reaches_optimum eta k e1 e2 z.
Proof.
  intros Hn B Ha. pose proof T as (Hk & H1 & H2 & _). pose proof S as (_ & _ & HX & HY & _). pose proof PI_gt_3.
  destruct (first_steps z n n B Ha (le_n n)) as (A & Ix & Iy).
  pose proof (orbit_box eta k e1 e2 X Y z n T S B) as Bn. pose proof (rate_x_range eta k e1 e2 X Y T S) as Rx.
  pose proof (rate_y_range eta k e1 e2 X Y T S) as Ry. destruct Bn as (An & Bn).
  apply (converges_later eta k e1 e2 z n).
  destruct (Rle_lt_or_eq_dec 0 (ang (orb z n)) (proj1 An)) as [L|Z].
  - apply (C12_certificate_optimum eta k e1 e2 X Y); try assumption; [split; assumption | lra |].
    unfold corner_lo, al. cbn [cx cy].
    pose proof (x_inf_antitone k e1 e2 (ang (orb z n)) 1 T ltac:(lra) ltac:(lra) ltac:(lra)) as Ax.
    pose proof (y_inf_antitone k e1 e2 (ang (orb z n)) 1 T ltac:(lra) ltac:(lra) ltac:(lra)) as Ay.
    assert (0 <= (1 - rx) ^ n * (2 * X)) by (apply Rmult_le_pos; [apply pow_le|]; lra).
    assert (0 <= (1 - ry) ^ n * (2 * Y)) by (apply Rmult_le_pos; [apply pow_le|]; lra).
    assert (Qx : x_inf k e1 1 - (1 - rx) ^ n * (2 * X) <= Rmin (cx (orb z n)) (x_inf k e1 (ang (orb z n))))
      by (apply Rmin_glb; lra).
    assert (Qy : y_inf e2 1 - (1 - ry) ^ n * (2 * Y) <= Rmin (cy (orb z n)) (y_inf e2 (ang (orb z n))))
      by (apply Rmin_glb; lra).
    apply (Rmult_le_compat_l e1 _ _ H1) in Qx. apply (Rmult_le_compat_l e2 _ _ H2) in Qy. unfold best in Hn. lra.
  - now apply (pole_optimum eta k e1 e2 X Y).
Qed.
(** All at once: the worst orbit bounds every one from below, that of (0, X, Y) from above. *)
Lemma near_in_time n acc : e1 * ((1 - rx) ^ n * (2 * X)) + e2 * ((1 - ry) ^ n * (2 * Y)) < best -> 0 < acc ->
  exists M, forall z t, (M <= t)%nat -> box X Y z -> ang z * 2 ^ n <= 1 ->
  ang (orb z t) <= acc /\ Rabs (cx (orb z t) - e1) <= acc /\ Rabs (cy (orb z t) - e2) <= acc.
Proof.
  intros Hn Ha. pose proof T as (Hk & H1 & H2 & _). pose proof S as (_ & _ & HX & HY & _). pose proof PI_gt_3.
  assert (P2n : 1 <= 2 ^ n) by (apply pow_R1_Rle; lra). assert (In : 0 < / 2 ^ n) by (apply Rinv_0_lt_compat; lra).
  assert (In1 : / 2 ^ n <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  set (z0 := St (/ 2 ^ n) (- X) (- Y)). set (z1 := St 0 X Y).
  assert (B0 : box X Y z0).
  { split; cbn; [lra|]. rewrite !Rabs_Ropp, !Rabs_pos_eq by lra. lra. }
  assert (B1 : box X Y z1).
  { split; cbn; [lra|]. rewrite !Rabs_pos_eq by lra. lra. }
  destruct (optimum_near n z0 Hn B0) as (A0 & X0 & Y0).
  { cbn. rewrite Rinv_l by lra. lra. }
  destruct (pole_optimum eta k e1 e2 X Y z1 T S eq_refl) as (_ & X1 & Y1).
  apply is_lim_seq_spec in A0. apply is_lim_seq_spec in X0. apply is_lim_seq_spec in Y0.
  apply is_lim_seq_spec in X1. apply is_lim_seq_spec in Y1. set (eps := mkposreal acc Ha).
  destruct (A0 eps) as (N1 & L1), (X0 eps) as (N2 & L2), (Y0 eps) as (N3 & L3), (X1 eps) as (N4 & L4),
    (Y1 eps) as (N5 & L5).
  exists (N1 + N2 + N3 + N4 + N5)%nat. intros z t Ht B Hz.
  specialize (L1 t ltac:(lia)). specialize (L2 t ltac:(lia)). specialize (L3 t ltac:(lia)).
  specialize (L4 t ltac:(lia)). specialize (L5 t ltac:(lia)). cbn [pos eps] in *.
  apply Rabs_lt_between in L1. apply Rabs_lt_between in L2. apply Rabs_lt_between in L3.
  apply Rabs_lt_between in L4. apply Rabs_lt_between in L5.
  pose proof B as (Ba & Bx & By). apply Rabs_le_between in Bx. apply Rabs_le_between in By.
  assert (W0 : below z0 z).
  { split; [|cbn; lra]. cbn. apply (Rmult_le_reg_r (2 ^ n)); [lra|]. rewrite Rinv_l; lra. }
  assert (W1 : below z z1) by (split; cbn; lra).
  destruct (C12_orbit_monotone eta k e1 e2 X Y z0 z t T S B0 B W0) as (O1 & O2 & O3).
  destruct (C12_orbit_monotone eta k e1 e2 X Y z z1 t T S B B1 W1) as (_ & O4 & O5).
  split; [lra|]. split; apply Rabs_le; lra.
Qed.

End Near.

(** ** The noisy steps on the vectors *)

Section Chain.
Variables p K : nat.
Variables ws ast : nat -> R.
Variable eta : R.
Context {Oa Om : Type} (Ea : upper Oa) (E : (nat -> R) -> upper Om).
Variable sees : (nat -> R) -> Om -> (nat -> R).
Variable eps : (nat -> R) * (nat -> R) -> Oa -> (nat -> R).

Definition chain_step (s : (nat -> R) * (nat -> R)) (o : Oa * Om) : (nat -> R) * (nat -> R) :=
  seen_step p K ws ast eta s (sees (fst s) (snd o)) (eps s (fst o)).

(** In the box they are those of EscapeDrift.v. *)
Lemma run_boxed u2 e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra (Box : box_ok K eta e1 e2 ra mx hx my hy)
    (sees_unit : forall w o, dot p (sees w o) (sees w o) = 1)
    (small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) f n (s : boxed_state p K u2 e2 mx hx my hy) :
  run (fun s => product Ea (E (fst s))) chain_step n f (proj1_sig s) =
  run (fun t => product Ea (E (fst (proj1_sig t)))) (perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box sees sees_unit
    (fun t => eps (proj1_sig t)) (fun t => small (proj1_sig t))) n (fun t => f (proj1_sig t)) s.
Proof.
  revert s. induction n as [|n IH]; intros s; [reflexivity|]. cbn [run]. unfold after.
  apply f_equal, functional_extensionality. intros o. rewrite <- IH. reflexivity.
Qed.
End Chain.

(** ** The part of a outside of span(1, a_star) *)

Lemma dot_sum3 n (f u v z : nat -> R) : (forall i, (i < n)%nat -> f i = u i + v i + z i) ->
  dot n f f <= 3 * (dot n u u + dot n v v + dot n z z).
Proof.
  unfold dot. induction n as [|n IH]; intros H; cbn; [lra|]. specialize (IH ltac:(intros; apply H; lia)).
  rewrite (H n) by lia. pose proof (pow2_ge_0 (u n - v n)). pose proof (pow2_ge_0 (v n - z n)).
  pose proof (pow2_ge_0 (u n - z n)).
  lra.
Qed.

(** A mean of u and - v is no longer than both. *)
Lemma dot_mean n (f u v : nat -> R) r Q : 0 <= r <= 1 -> 0 <= Q -> (forall i,
  (i < n)%nat -> f i = (1 - r) * u i + - r * v i) ->
  dot n u u <= Q ^ 2 -> dot n v v <= Q ^ 2 -> dot n f f <= Q ^ 2.
Proof.
  intros Hr HQ Ef Hu Hv. rewrite (dot_comb2 n f u v f _ _ Ef), (dot_comm n u f), (dot_comm n v f).
  rewrite (dot_comb2 n f u v u _ _ Ef), (dot_comb2 n f u v v _ _ Ef), (dot_comm n v u).
  assert (C : - Q ^ 2 <= dot n u v <= Q ^ 2).
  { apply within_square; [apply pow2_ge_0|]. apply Rle_trans with (1 := cauchy n u v).
  replace ((Q ^ 2) ^ 2) with (Q ^ 2 * Q ^ 2) by ring.
    apply Rmult_le_compat; auto using dot_self_nonneg. }
  pose proof (Rmult_le_compat_l ((1 - r) ^ 2) _ _ (pow2_ge_0 _) Hu).
  pose proof (Rmult_le_compat_l (r ^ 2) _ _ (pow2_ge_0 _) Hv).
  assert (0 <= 2 * r * (1 - r)) by (apply Rmult_le_pos; lra).
  pose proof (Rmult_le_compat_l (2 * r * (1 - r)) (- dot n u v) (Q ^ 2) ltac:(assumption) ltac:(lra)). lra.
Qed.

Section Rest.
Variables p K : nat.
Variables ws ast u2 : nat -> R.
Variables eta e1 e2 : R.
Hypothesis K_pos : (1 <= K)%nat.
Hypothesis P : plane K ast u2 e1 e2.
Hypothesis U2 : dot K u2 u2 <= 1.

Notation outside := (rest K u2).

Lemma outside_le e : dot K (outside e) (outside e) <= dot K e e.
Proof.
  destruct P as (O & _). set (x := dot K e (u1 K)). set (y := dot K e u2).
  assert (Ef : forall i, (i < K)%nat -> outside e i = 1 * e i + - x * u1 K i + - y * u2 i) by (intros;
    unfold rest, x, y; ring).
  rewrite (dot_comb K (outside e) _ _ _ (outside e) _ _ _ Ef), (dot_comm K e), (dot_comm K (u1 K)), (dot_comm K u2).
  rewrite !(dot_comb K (outside e) _ _ _ _ _ _ _ Ef), (u1_unit K K_pos), (dot_comm K u2 (u1 K)), O,
    (dot_comm K (u1 K) e), (dot_comm K u2 e). fold x y.
  assert (0 <= y ^ 2 * (1 - dot K u2 u2)) by (apply Rmult_le_pos; [apply pow2_ge_0 | lra]).
  pose proof (pow2_ge_0 x). pose proof (pow2_ge_0 y). lra.
Qed.

Lemma outside_seen a wt e i : (i < K)%nat ->
  outside (seen_a p K ws ast eta a wt e) i = (1 - rate_y eta) * outside a i + - rate_y eta * outside e i.
Proof.
  intros Hi. pose proof (a_step_rest p K ws ast eta K_pos u2 e1 e2 P wt (fun j => a j + e j) i Hi) as R.
  assert (Lin : forall v c d, outside (fun j => c * v j + d * e j) i = c * outside v i + d * outside e i).
  { intros v c d. unfold rest. rewrite !(dot_comb2 K (fun j => c * v j + d * e j) v e _ c d) by reflexivity. ring. }
  replace (seen_a p K ws ast eta a wt e) with (fun j => 1 * a_step p K ws ast eta wt (fun j => a j + e j) j + -1 * e j)
    by (apply functional_extensionality; intros j; now rewrite (seen_a_step p K ws ast eta a wt e j)).
  rewrite Lin, R.
  replace (fun j => a j + e j) with (fun j => 1 * a j + 1 * e j) by (apply functional_extensionality; intros; ring).
  rewrite Lin. ring.
Qed.

(** Under plain descent it decays. *)
Lemma outside_full s t i : (i < K)%nat -> outside (snd (full p K ws ast eta s t)) i =
  (1 - rate_y eta) ^ t * outside (snd s) i.
Proof.
  intros Hi. induction t as [|t IH]; [simpl; ring|]. cbn [full full_step snd].
  rewrite (a_step_rest p K ws ast eta K_pos u2 e1 e2 P) by exact Hi. rewrite IH. simpl. ring.
Qed.

(** |a - a_star| by its parts. *)
Lemma distance_parts a : dot K (fun i => a i - ast i) (fun i => a i - ast i) <=
  3 * ((dot K a (u1 K) - e1) ^ 2 + (dot K a u2 - e2) ^ 2 + dot K (outside a) (outside a)).
Proof.
  destruct P as (_ & _ & E). set (x := dot K a (u1 K)). set (y := dot K a u2).
  eapply Rle_trans.
  { apply (dot_sum3 K _ (fun i => (x - e1) * u1 K i) (fun i => (y - e2) * u2 i) (outside a)). intros i Hi.
    rewrite (E i Hi). unfold rest, x, y. ring. }
  rewrite !dot_scal_r, (dot_comm K _ (u1 K)), (dot_comm K _ u2), !dot_scal_r, (u1_unit K K_pos).
  assert (0 <= (y - e2) ^ 2 * (1 - dot K u2 u2)) by (apply Rmult_le_pos; [apply pow2_ge_0 | lra]). lra.
Qed.
End Rest.

(** ** The theorems *)

(** A teacher's plane whose second vector is of length 1, or 0 where it is not needed. *)
Lemma teacher_plane K ast : (1 <= K)%nat -> 0 <= dot K ones ast ->
  exists u2 e1 e2, plane K ast u2 e1 e2 /\ 0 <= e1 /\ 0 <= e2 /\ dot K u2 u2 <= 1 /\
    (e2 = 0 -> forall a, dot K a u2 = 0).
Proof.
  intros HK H1. destruct (plane_exists K ast HK H1) as (u2 & e1 & e2 & P & P1 & P2 & _).
  destruct (Req_dec e2 0) as [Z|N].
  - exists (fun _ => 0), e1, 0. destruct P as (_ & _ & E).
    assert (D0 : forall a, dot K a (fun _ => 0) = 0).
    { intros a. rewrite (dot_comm K), (dot_comb2 K _ a a a 0 0) by (intros; ring). ring. }
    repeat split; auto; try lra; [intros i Hi; rewrite (E i Hi), Z; ring | rewrite D0; lra].
  - exists u2, e1, e2. destruct P as (O & [Z|U] & E); [lra|]. repeat split; auto; lra.
Qed.

Section Core.
Variables p K : nat.
Variables ws ast u2 : nat -> R.
Variables e1 e2 ra radius phi failure : R.
Hypothesis Hp : (5 <= p)%nat.
Hypothesis HK : (1 <= K)%nat.
Hypothesis Hws : dot p ws ws = 1.
Hypothesis P : plane K ast u2 e1 e2.
Hypothesis P1 : 0 <= e1.
Hypothesis P2 : 0 <= e2.
Hypothesis U2 : dot K u2 u2 <= 1.
Hypothesis Null : e2 = 0 -> forall a, dot K a u2 = 0.
Hypothesis HT : 0 < e1 ^ 2 + e2 ^ 2.
Hypothesis Hra : 0 <= ra.
Hypothesis Hrad : 0 <= radius.
Hypothesis Hphi : 0 < phi <= 1.
Hypothesis Hf : 0 < failure.

Let X := e1 + ra + radius.
Let Y := e2 + ra + radius.

(** What phase I leaves, but for the failure: w near w_star, a in a ball of known size. *)
Definition near_teacher (s : (nat -> R) * (nat -> R)) : Prop :=
  dot p (fst s) (fst s) = 1 /\ box X Y (reduce p K ws u2 s) /\ angle p ws (fst s) <= phi /\
  dot K (rest K u2 (snd s)) (rest K u2 (snd s)) <= (ra + radius) ^ 2.

Lemma noise_reaches : exists eta0, 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall n w a Oa (Ea : upper Oa) Om (E : (nat -> R) -> upper Om) sees eps missed, (N <= n)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall w o, dot p (sees w o) (sees w o) = 1) ->
  dominated p ws E sees (rate K p eta e1 e2 / 2) ->
  (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  (forall s, 0 <= missed s <= 1) -> (forall s, near_teacher s -> missed s = 0) ->
  run (fun s => product Ea (E (fst s))) (chain_step p K ws ast eta sees eps) n missed (w, a) <= failure.
Proof.
  pose proof PI_gt_3.
  assert (C0 : 0 <= cos phi) by (apply cos_ge_0; lra).
  assert (C1 : cos phi < 1) by (rewrite <- cos_0; apply cos_decreasing_1; lra).
  set (Yg := (1 + cos phi) / (1 - cos phi)). assert (HYg : 1 <= Yg) by (unfold Yg; apply Rle_div_r; lra).
  destruct (C13_escape_exists p K ws ast u2 e1 e2 ra X Y Yg failure HK Hws P P1 P2 Hra Hp HT
    ltac:(unfold X; lra) ltac:(unfold Y; lra) HYg Hf) as (eta0 & He0 & Hex).
  exists (Rmin eta0 2). split; [apply Rmin_glb_lt; lra|]. intros eta He.
  assert (He1 : 0 < eta <= eta0) by (pose proof (Rmin_l eta0 2); lra).
  destruct (Hex eta He1) as (Box & N & HN). exists N.
  intros n w a Oa Ea Om E sees eps missed Hnn Hw Ha Hsees Dom Heps Hmiss Harr.
  assert (Ry : 0 <= rate_y eta <= 1).
  { pose proof (Rmin_r eta0 2). unfold rate_y. split; [apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra]|].
    apply Rle_div_l; nra. }
  assert (Start : in_box p K u2 e2 0 X 0 Y (w, a)).
  { pose proof P as (_ & V2 & _).
    assert (Near : forall u, dot K u u = 1 -> Rabs (dot K a u) <= radius).
    { intros u U. apply Rabs_le. now apply (noise_coordinate K radius Hrad). }
    split; [exact Hw|]. cbn [snd]. rewrite !Rminus_0_r. split.
    - pose proof (Near (u1 K) (u1_unit K HK)). unfold X. lra.
    - destruct V2 as [Z|V2]; [now left|]. right. pose proof (Near u2 V2). unfold Y. lra. }
  set (Inv := fun s => in_box p K u2 e2 0 X 0 Y s /\
    dot K (rest K u2 (snd s)) (rest K u2 (snd s)) <= (ra + radius) ^ 2).
  assert (Kept : forall s o, Inv s -> Inv (chain_step p K ws ast eta sees eps s o)).
  { intros s o (Bs & Rs). split.
    - apply (box_kept p K ws ast u2 eta e1 e2 ra 0 X 0 Y HK Hws P P1 P2 Hra); auto.
    - unfold chain_step, seen_step. cbn [snd].
      apply (dot_mean K _ (rest K u2 (snd s)) (rest K u2 (eps s (fst o))) (rate_y eta));
        [exact Ry | lra | | exact Rs |].
      + intros i Hi. now apply (outside_seen p K ws ast u2 eta e1 e2 HK P).
      + eapply Rle_trans; [apply (outside_le K ast u2 e1 e2 HK P U2)|]. eapply Rle_trans; [apply Heps|].
      apply pow_incr. lra. }
  assert (I0 : Inv (w, a)).
  { split; [exact Start|]. cbn [snd]. eapply Rle_trans; [apply (outside_le K ast u2 e1 e2 HK P U2)|].
    eapply Rle_trans; [exact Ha|]. apply pow_incr. lra. }
  apply Rle_trans with (run (fun s => product Ea (E (fst s))) (chain_step p K ws ast eta sees eps) n (bad p ws Yg) (w, a)).
  - apply (run_mono_on _ _ Inv); try assumption.
    + intros s. unfold bad. destruct Rlt_dec; lra.
    + intros [v b] ((Hv & Bx & By) & Rs). cbn [fst snd] in *. unfold bad, up, down. cbn [fst].
      destruct (Rlt_dec (1 + dot p v ws) (Yg * (1 - dot p v ws))) as [L|L]; [apply Hmiss|].
      rewrite Harr; [lra|]. rewrite Rminus_0_r in Bx. split; [exact Hv|]. split; [|split; [|exact Rs]].
      * split; [apply angle_range|]. cbn. split; [exact Bx|]. destruct By as [Z|By].
        -- rewrite (Null Z), Rabs_R0. unfold Y. lra.
        -- now rewrite Rminus_0_r in By.
      * assert (Hcos : cos phi <= dot p v ws).
        { apply Rnot_lt_le in L. apply (Rmult_le_compat_r (1 - cos phi)) in L; [|lra].
          replace (Yg * (1 - dot p v ws) * (1 - cos phi)) with ((1 + cos phi) * (1 - dot p v ws)) in L
            by (unfold Yg; field; lra). lra. }
        apply Rnot_lt_le. intros Q. cbn [fst] in Q. pose proof (angle_range p ws v) as Ra'.
        assert (cos (angle p ws v) < cos phi) by (apply cos_decreasing_1; lra).
        rewrite (cos_angle p ws Hws v Hv) in H0. lra.
  - pose proof (run_boxed p K ws ast eta Ea E sees eps u2 e1 e2 ra 0 X 0 Y HK Hws P P1 P2 Hra Box Hsees Heps (bad p
    ws Yg) n
      (exist _ (w, a) Start)) as Eq. cbn [proj1_sig] in Eq. rewrite Eq.
    now apply (HN n Oa Ea Om E sees Hsees (fun t => eps (proj1_sig t)) (fun t => Heps (proj1_sig t)) (exist _ (w,
      a) Start)).
Qed.

(** The plain steps. *)
Variable step : R.
Hypothesis Hs : 0 < step.
Hypothesis Hs1 : step * (INR K + PI - 1) <= 2 * PI.
Hypothesis Hs2 : step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2.

Lemma plain_ok : teacher_ok (INR K) e1 e2 /\ step_ok step (INR K) e1 e2 X Y.
Proof.
  pose proof (INR_K_ge K HK). split; [repeat split; lra|].
  assert (Na : norm K ast * norm K ast = e1 ^ 2 + e2 ^ 2).
  { unfold norm. rewrite sqrt_sqrt by apply dot_self_nonneg. apply (ast_sq K ast HK u2 e1 e2 P). }
  assert (N0 : 0 <= norm K ast) by apply sqrt_pos. set (A := norm K ast) in *.
  assert (N12 : e1 + e2 <= 2 * A) by (assert (e1 <= A) by nra; assert (e2 <= A) by nra; lra).
  assert (e1 * X + e2 * Y <= A * (A + 2 * (radius + ra))) by (unfold X, Y; nra).
  repeat split; try assumption; try (unfold X, Y; lra). apply Rle_trans with (2 := Hs2).
  apply Rmult_le_compat_l; lra.
Qed.
End Core.

(** So many plain steps bring x and y near where they rest at the angle 1. *)
Lemma plain_steps k e1 e2 X Y eta : teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y ->
  exists n, e1 * ((1 - rate_x eta k) ^ n * (2 * X)) + e2 * ((1 - rate_y eta) ^ n * (2 * Y)) < e1 * x_inf k e1 1
    + e2 * y_inf e2 1.
Proof.
  intros T S. pose proof (best_pos k e1 e2 T) as Bp. pose proof (rate_x_range eta k e1 e2 X Y T S) as Rx.
  pose proof (rate_y_range eta k e1 e2 X Y T S) as Ry. pose proof T as (_ & P1 & P2 & _).
  pose proof S as (_ & _ & HX & HY & _).
  set (best := e1 * x_inf k e1 1 + e2 * y_inf e2 1) in *.
  set (M := e1 * (2 * X) + e2 * (2 * Y) + 1). assert (0 <= e1 * X) by (apply Rmult_le_pos; lra).
  assert (0 <= e2 * Y) by (apply Rmult_le_pos; lra).
  assert (HM : 0 < best / M) by (apply Rdiv_lt_0_compat; unfold M; lra).
  destruct (pow_lt_1_zero (1 - rate_x eta k) ltac:(rewrite Rabs_pos_eq; lra) _ HM) as (m1 & M1).
  destruct (pow_lt_1_zero (1 - rate_y eta) ltac:(rewrite Rabs_pos_eq; lra) _ HM) as (m2 & M2).
  exists (m1 + m2)%nat. specialize (M1 (m1 + m2)%nat ltac:(lia)). specialize (M2 (m1 + m2)%nat ltac:(lia)).
  rewrite Rabs_pos_eq in M1 by (apply pow_le; lra). rewrite Rabs_pos_eq in M2 by (apply pow_le; lra).
  set (q1 := (1 - rate_x eta k) ^ (m1 + m2)) in *. set (q2 := (1 - rate_y eta) ^ (m1 + m2)) in *.
  assert (q1 * (e1 * (2 * X)) <= best / M * (e1 * (2 * X))) by (apply Rmult_le_compat_r; lra).
  assert (q2 * (e2 * (2 * Y)) <= best / M * (e2 * (2 * Y))) by (apply Rmult_le_compat_r; lra).
  assert (best / M * (M - 1) < best).
  { replace best with (best / M * M) at 2 by (field; unfold M; lra). apply Rmult_lt_compat_l; [exact HM | lra]. }
  unfold M in *. lra.
Qed.

Lemma halved n : 0 < / 2 ^ n <= 1.
Proof.
  assert (1 <= 2 ^ n) by (apply pow_R1_Rle; lra).
  split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
Qed.

Theorem C13_noise_then_descent (p K : nat) (ws ast : nat -> R) (ra radius step failure : R) :
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 -> 0 < failure ->
  exists eta0, 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall n w a Oa (Ea : upper Oa) eps missed, (N <= n)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  (forall s, 0 <= missed s <= 1) -> (forall s, vector_optimum p K ws ast step s -> missed s = 0) ->
  run (fun _ => product Ea (isotropic p)) (chain_step p K ws ast eta (uniform p ws) eps) n missed (w, a) <= failure.
Proof.
  intros Hp HK Hws H1 HA Hra Hrad Hs Hs1 Hs2 Hf.
  destruct (teacher_plane K ast HK H1) as (u2 & e1 & e2 & P & P1 & P2 & U2 & Null).
  pose proof (ast_sq K ast HK u2 e1 e2 P) as EA.
  destruct (plain_ok K ast u2 e1 e2 ra radius HK P P1 P2 ltac:(lra) Hra Hrad step Hs Hs1 Hs2) as (T & S).
  destruct (plain_steps (INR K) e1 e2 _ _ step T S) as (m & Hm).
  destruct (noise_reaches p K ws ast u2 e1 e2 ra radius (/ 2 ^ m) failure Hp HK Hws P P1 P2 U2 Null ltac:(lra) Hra Hrad
    (halved m) Hf) as (eta0 & He0 & Hex).
  exists eta0. split; [exact He0|]. intros eta He. destruct (Hex eta He) as (N & HN). exists N.
  intros n w a Oa Ea eps missed Hnn Hw Ha Heps Hmiss Harr. apply (HN _ _ _ _ _ _ (fun _ => isotropic p)); try assumption.
  { now apply uniform_sphere. }
  { apply uniform_dominated; [exact Hws|]. pose proof (rate_pos p K eta e1 e2 Hp HK ltac:(lra) (proj1 He)). lra. }
  intros s (Hv & B & An & _). apply Harr.
  apply (vector_of_reduced p K ws ast step Hws HK u2 e1 e2 _ _ P T S s Hv B).
  apply (optimum_near step (INR K) e1 e2 _ _ T S m _ Hm B). cbn [reduce ang].
  rewrite <- (Rinv_l (2 ^ m)) by (apply pow_nonzero; lra). apply Rmult_le_compat_r; [apply pow_le; lra | exact An].
Qed.

(** Not within acc of the global optimum. *)
Definition late (p K : nat) (ws ast : nat -> R) (acc : R) (s : (nat -> R) * (nat -> R)) : R :=
  if Rle_dec (angle p ws (fst s)) acc then
    if Rle_dec (dot K (fun i => snd s i - ast i) (fun i => snd s i - ast i)) (acc ^ 2) then 0 else 1
  else 1.

(** The rate of phase I of a teacher: its coordinate along 1, and what is across. *)
Definition teacher_rate (K p : nat) (eta : R) (ast : nat -> R) : R :=
  rate K p eta (dot K ast (u1 K)) (sqrt (dot K ast ast - dot K ast (u1 K) ^ 2)).

Lemma teacher_rate_plane K p eta ast u2 e1 e2 : (1 <= K)%nat -> plane K ast u2 e1 e2 -> 0 <= e2 ->
  teacher_rate K p eta ast = rate K p eta e1 e2.
Proof.
  intros HK P P2. pose proof (ast_sq K ast HK u2 e1 e2 P) as A. destruct P as (O & _ & E). unfold teacher_rate.
  rewrite A, (dot_comb2 K ast _ _ (u1 K) _ _ E), (u1_unit K HK), (dot_comm K u2), O, Rmult_0_r, Rplus_0_r, Rmult_1_r.
  f_equal. replace (e1 ^ 2 + e2 ^ 2 - e1 ^ 2) with (e2 ^ 2) by ring.
  now apply sqrt_pow2.
Qed.

Lemma teacher_rate_pos K p eta ast : (5 <= p)%nat -> (1 <= K)%nat -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 < eta -> 0 < teacher_rate K p eta ast.
Proof.
  intros Hp HK H1 HA He. destruct (teacher_plane K ast HK H1) as (u2 & e1 & e2 & P & _ & P2 & _).
  rewrite (teacher_rate_plane K p eta ast u2 e1 e2 HK P P2). apply rate_pos; try assumption.
  pose proof (ast_sq K ast HK u2 e1 e2 P). lra.
Qed.

(** For all laws that are near enough to the uniform one. *)
Theorem C13_dominated_arrives (p K : nat) (ws ast : nat -> R) (ra radius step failure acc : R) :
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 -> 0 < failure -> 0 < acc ->
  exists (M : nat) (eta0 : R), 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall n m w a Oa (Ea : upper Oa) Om (E : (nat -> R) -> upper Om) sees eps, (N <= n)%nat -> (M <= m)%nat ->
  (forall w o, dot p (sees w o) (sees w o) = 1) -> dominated p ws E sees (teacher_rate K p eta ast / 2) ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  run (fun s => product Ea (E (fst s))) (chain_step p K ws ast eta sees eps) n
    (fun s => late p K ws ast acc (full p K ws ast step s m)) (w, a) <= failure.
Proof.
  intros Hp HK Hws H1 HA Hra Hrad Hs Hs1 Hs2 Hf Hacc.
  destruct (teacher_plane K ast HK H1) as (u2 & e1 & e2 & P & P1 & P2 & U2 & Null).
  pose proof (ast_sq K ast HK u2 e1 e2 P) as EA.
  destruct (plain_ok K ast u2 e1 e2 ra radius HK P P1 P2 ltac:(lra) Hra Hrad step Hs Hs1 Hs2) as (T & S).
  destruct (plain_steps (INR K) e1 e2 _ _ step T S) as (m & Hm).
  pose proof (rate_y_range step (INR K) e1 e2 _ _ T S) as Ry.
  destruct (near_in_time step (INR K) e1 e2 _ _ T S m (acc / 3) Hm ltac:(lra)) as (M1 & HM1).
  destruct (pow_lt_1_zero (1 - rate_y step) ltac:(rewrite Rabs_pos_eq; lra) (acc / (3 * (ra + radius + 1)))
    ltac:(apply Rdiv_lt_0_compat; lra)) as (M2 & HM2).
  destruct (noise_reaches p K ws ast u2 e1 e2 ra radius (/ 2 ^ m) failure Hp HK Hws P P1 P2 U2 Null ltac:(lra) Hra Hrad
    (halved m) Hf) as (eta0 & He0 & Hex).
  exists (M1 + M2)%nat, eta0. split; [exact He0|]. intros eta He. destruct (Hex eta He) as (N & HN).
  exists N. rewrite (teacher_rate_plane K p eta ast u2 e1 e2 HK P P2). intros n q w a Oa Ea Om E sees eps Hn Hq Hsees Dom Hw Ha Heps. apply HN; try assumption.
  { intros s. unfold late. destruct Rle_dec; [destruct Rle_dec|]; lra. }
  intros s (Hv & B & An & Ro).
  assert (Hz : ang (reduce p K ws u2 s) * 2 ^ m <= 1).
  { cbn [reduce ang]. rewrite <- (Rinv_l (2 ^ m)) by (apply pow_nonzero; lra).
    apply Rmult_le_compat_r; [apply pow_le; lra | exact An]. }
  destruct (HM1 _ q ltac:(lia) B Hz) as (L1 & L2 & L3).
  destruct (reduce_full p K ws ast step Hws HK u2 e1 e2 P _ _ s q T S Hv B) as (_ & Er). rewrite <- Er in L1, L2, L3.
  cbn [reduce ang cx cy] in L1, L2, L3. set (f := full p K ws ast step s q) in *.
  specialize (HM2 q ltac:(lia)). rewrite Rabs_pos_eq in HM2 by (apply pow_le; lra).
  set (c := (1 - rate_y step) ^ q) in *.
  assert (C0 : 0 <= c) by (apply pow_le; lra).
  assert (Rest : dot K (rest K u2 (snd f)) (rest K u2 (snd f)) <= (acc / 3) ^ 2).
  { rewrite (dot_comb2 K _ (rest K u2 (snd s)) (rest K u2 (snd s)) _ c 0)
      by (intros i Hi; unfold f; rewrite (outside_full p K ws ast u2 step e1 e2 HK P) by exact Hi; fold c; ring).
    rewrite (dot_comm K (rest K u2 (snd s))), (dot_comb2 K _ (rest K u2 (snd s)) (rest K u2 (snd s)) _ c 0)
      by (intros i Hi; unfold f; rewrite (outside_full p K ws ast u2 step e1 e2 HK P) by exact Hi; fold c; ring).
    assert (c * (ra + radius) <= acc / 3).
    { apply Rle_trans with (acc / (3 * (ra + radius + 1)) * (ra + radius)); [apply Rmult_le_compat_r; lra|].
      replace (acc / 3) with (acc / (3 * (ra + radius + 1)) * (ra + radius + 1)) by (field; lra).
      apply Rmult_le_compat_l; [left; apply Rdiv_lt_0_compat; lra | lra]. }
    assert (c ^ 2 * dot K (rest K u2 (snd s)) (rest K u2 (snd s)) <= c ^ 2 * (ra + radius) ^ 2)
      by (apply Rmult_le_compat_l; [apply pow2_ge_0 | exact Ro]).
    assert ((c * (ra + radius)) ^ 2 <= (acc / 3) ^ 2) by (apply pow_incr; split; [apply Rmult_le_pos|]; lra).
    rewrite Rpow_mult_distr in H2. lra. }
  unfold late. destruct (Rle_dec (angle p ws (fst f)) acc) as [_|N1]; [|lra].
  destruct (Rle_dec (dot K (fun i => snd f i - ast i) (fun i => snd f i - ast i)) (acc ^ 2)) as [_|N2]; [reflexivity|].
  exfalso. apply N2. eapply Rle_trans; [apply (distance_parts K ast u2 e1 e2 HK P U2)|].
  apply Rabs_le_between in L2. apply Rabs_le_between in L3.
  pose proof (square_of_range _ (acc / 3) L2). pose proof (square_of_range _ (acc / 3) L3). lra.
Qed.

(** And for that law itself. *)
Theorem C13_arrives_in_time (p K : nat) (ws ast : nat -> R) (ra radius step failure acc : R) :
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 -> 0 < failure -> 0 < acc ->
  exists (M : nat) (eta0 : R), 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall n m w a Oa (Ea : upper Oa) eps, (N <= n)%nat -> (M <= m)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  run (fun _ => product Ea (isotropic p)) (chain_step p K ws ast eta (uniform p ws) eps) n
    (fun s => late p K ws ast acc (full p K ws ast step s m)) (w, a) <= failure.
Proof.
  intros Hp HK Hws H1 HA Hra Hrad Hs Hs1 Hs2 Hf Hacc.
  destruct (C13_dominated_arrives p K ws ast ra radius step failure acc Hp HK Hws H1 HA Hra Hrad Hs Hs1 Hs2 Hf Hacc)
    as (M & eta0 & He0 & Hex).
  exists M, eta0. split; [exact He0|]. intros eta He. destruct (Hex eta He) as (N & HN). exists N.
  intros n m w a Oa Ea eps Hn Hm Hw Ha Heps. apply (HN _ _ _ _ _ _ _ (fun _ => isotropic p)); try assumption.
  - now apply uniform_sphere.
  - apply uniform_dominated; [exact Hws|]. pose proof (teacher_rate_pos K p eta ast Hp HK H1 HA (proj1 He)). lra.
Qed.
