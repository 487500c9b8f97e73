(** * Descent: where gradient descent ends

    What:    certificates that decide, from the start alone, whether gradient descent
             ends at the global optimum or at the spurious point; the simple
             sufficient trap; the case s = 0, decided by phi_0 against PI/2.
    Source:  docs/mathematics.md, section 4.
    Claims:  C12 gd_monotone (second half; the map and its order are in DescentMap.v);
             used by C10, C11 (probability of the trap).

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | eta, k, e1, e2, gd, orbit, al, box, step_ok, ... | as in DescentMap.v              |
    | reaches_optimum z  | phi_t -> 0,  x_t -> e1, y_t -> e2                             |
    | trapped z          | phi_t -> PI, x_t -> x_inf PI, y_t -> y_inf PI (the point abar) |
    | corner_lo z, corner_hi z | z with x, y replaced by min / max with their resting places |
    | trap_state p z     | alpha <= 0, |x| <= e1, p <= phi < PI: kept by the step        |
    | e1^2 + e2^2        | A^2;  k e1^2 / (e1^2 + e2^2) = r = s^2 / A^2                  |
    | |x| <= e1          | |1.a| <= |s|                                                  |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz Classical_Prop.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel DescentMap.
Open Scope R_scope.

(** ** Sequences *)

(** A contraction towards a moving, converging target converges to the same limit. *)
Lemma lim_follow (u v : nat -> R) (c L : R) :
  0 < c <= 1 -> (forall n, u (S n) = (1 - c) * u n + c * v n) ->
  is_lim_seq v L -> is_lim_seq u L.
Proof.
  intros Hc Hu Hv. apply is_lim_seq_spec. intros eps. cbn.
  apply is_lim_seq_spec in Hv. destruct (Hv (pos_div_2 eps)) as [N HN]. cbn in HN.
  assert (B : forall m, Rabs (u (N + m)%nat - L) <= (1 - c) ^ m * Rabs (u N - L) + eps / 2).
  { induction m as [|m IH].
    - rewrite Nat.add_0_r. destruct eps; cbn. lra.
    - rewrite Nat.add_succ_r, Hu.
      replace ((1 - c) * u (N + m)%nat + c * v (N + m)%nat - L)
        with ((1 - c) * (u (N + m)%nat - L) + c * (v (N + m)%nat - L)) by ring.
      eapply Rle_trans; [apply Rabs_triang|].
      rewrite !Rabs_mult, (Rabs_pos_eq (1 - c)), (Rabs_pos_eq c) by lra.
      specialize (HN (N + m)%nat ltac:(lia)). cbn [pow].
      pose proof (cond_pos eps). nra. }
  destruct (pow_lt_1_zero (1 - c)) with (y := eps / 2 / (Rabs (u N - L) + 1)) as [M HM].
  - rewrite Rabs_pos_eq; lra.
  - pose proof (cond_pos eps). pose proof (Rabs_pos (u N - L)).
    apply Rdiv_lt_0_compat; lra.
  - exists (N + M)%nat. intros n Hn.
    replace n with (N + (n - N))%nat by lia.
    specialize (HM (n - N)%nat ltac:(lia)). specialize (B (n - N)%nat).
    rewrite Rabs_pos_eq in HM by (apply pow_le; lra).
    pose proof (Rabs_pos (u N - L)) as P. set (d := Rabs (u N - L)) in *.
    assert ((1 - c) ^ (n - N) * (d + 1) < eps / 2).
    { apply Rmult_lt_compat_r with (r := d + 1) in HM; [|lra].
      replace (eps / 2 / (d + 1) * (d + 1)) with (eps / 2) in HM by (field; lra). exact HM. }
    assert (0 <= (1 - c) ^ (n - N)) by (apply pow_le; lra). nra.
Qed.

(** A decreasing angle in [0, PI), driven by at least delta times the push, ends at 0. *)
Lemma lim_driven_down (p : nat -> R) (delta : R) :
  0 < delta -> (forall n, 0 <= p n < PI) ->
  (forall n, p (S n) <= p n - atan (delta * push (p n))) -> is_lim_seq p 0.
Proof.
  intros Hd Hp Hs.
  assert (D : forall n, p (S n) <= p n).
  { intros n. specialize (Hs n). pose proof (push_nonneg (p n) ltac:(specialize (Hp n); lra)).
    pose proof (atan_le_id (delta * push (p n))). nra. }
  destruct (ex_finite_lim_seq_decr p 0 D) as [l Hl]; [intros n; apply Hp|].
  assert (L0 : 0 <= l).
  { apply (is_lim_seq_le (fun _ => 0) p 0 l); [intros n; apply Hp|apply is_lim_seq_const|exact Hl]. }
  assert (L1 : l <= p 0%nat).
  { apply (is_lim_seq_le p (fun _ => p 0%nat) l (p 0%nat)); [|exact Hl|apply is_lim_seq_const].
    induction n; [lra|]. specialize (D n). lra. }
  pose proof (Hp 0%nat).
  assert (C : continuous (fun t => t - atan (delta * push t)) l).
  { apply (ex_derive_continuous (fun t => t - atan (delta * push t))).
    unfold push. auto_derive. easy. }
  assert (E : l <= l - atan (delta * push l)).
  { apply (is_lim_seq_le (fun n => p (S n)) (fun n => p n - atan (delta * push (p n))) l
             (l - atan (delta * push l)) Hs).
    - apply is_lim_seq_incr_1 in Hl. exact Hl.
    - apply (is_lim_seq_continuous (fun t => t - atan (delta * push t)) p l); [|exact Hl].
      apply continuity_pt_filterlim. exact C. }
  destruct L0 as [L0|L0]; [|rewrite L0; exact Hl].
  exfalso. pose proof (push_pos l ltac:(lra)).
  pose proof (atan_increasing 0 (delta * push l) ltac:(nra)) as Q. rewrite atan_0 in Q. lra.
Qed.

(** The mirror image: an angle driven up ends at PI. *)
Lemma lim_driven_up (p : nat -> R) (delta : R) :
  0 < delta -> (forall n, 0 < p n <= PI) ->
  (forall n, p n + atan (delta * push (p n)) <= p (S n)) -> is_lim_seq p PI.
Proof.
  intros Hd Hp Hs.
  assert (D : forall n, p n <= p (S n)).
  { intros n. specialize (Hs n). pose proof (push_nonneg (p n) ltac:(specialize (Hp n); lra)).
    pose proof (atan_le_id (delta * push (p n))). nra. }
  destruct (ex_finite_lim_seq_incr p PI D) as [l Hl]; [intros n; apply Hp|].
  assert (L0 : l <= PI).
  { apply (is_lim_seq_le p (fun _ => PI) l PI); [intros n; apply Hp|exact Hl|apply is_lim_seq_const]. }
  assert (L1 : p 0%nat <= l).
  { apply (is_lim_seq_le (fun _ => p 0%nat) p (p 0%nat) l); [|apply is_lim_seq_const|exact Hl].
    induction n; [lra|]. specialize (D n). lra. }
  pose proof (Hp 0%nat).
  assert (C : continuous (fun t => t + atan (delta * push t)) l).
  { apply (ex_derive_continuous (fun t => t + atan (delta * push t))).
    unfold push. auto_derive. easy. }
  assert (E : l + atan (delta * push l) <= l).
  { apply (is_lim_seq_le (fun n => p n + atan (delta * push (p n))) (fun n => p (S n))
             (l + atan (delta * push l)) l Hs).
    - apply (is_lim_seq_continuous (fun t => t + atan (delta * push t)) p l); [|exact Hl].
      apply continuity_pt_filterlim. exact C.
    - apply is_lim_seq_incr_1 in Hl. exact Hl. }
  destruct L0 as [L0|L0]; [|rewrite <- L0; exact Hl].
  exfalso. pose proof (push_pos l ltac:(lra)).
  pose proof (atan_increasing 0 (delta * push l) ltac:(nra)) as Q. rewrite atan_0 in Q. lra.
Qed.

(** ** The two ends *)

Section Ends.
Variables eta k e1 e2 : R.

Notation orb := (orbit eta k e1 e2).
Notation alpha := (al e1 e2).
Notation xinf := (x_inf k e1).
Notation yinf := (y_inf e2).

Definition converges_to (z : state) (phi x y : R) : Prop :=
  is_lim_seq (fun t => ang (orb z t)) phi /\
  is_lim_seq (fun t => cx (orb z t)) x /\
  is_lim_seq (fun t => cy (orb z t)) y.

Definition reaches_optimum (z : state) : Prop := converges_to z 0 e1 e2.

Definition trapped (z : state) : Prop := converges_to z PI (xinf PI) (yinf PI).

(** The coordinates of the two ends, in closed form. *)
Lemma x_inf_0 : 1 <= k -> xinf 0 = e1.
Proof. intros Hk. pose proof PI_gt_3. unfold x_inf. rewrite g_0. field. lra. Qed.

Lemma y_inf_0 : yinf 0 = e2.
Proof. pose proof PI_gt_3. unfold y_inf. rewrite g_0. field. lra. Qed.

Lemma x_inf_PI : xinf PI = (k - 1) * e1 / (k + PI - 1).
Proof. unfold x_inf. rewrite g_PI. f_equal. ring. Qed.

Lemma y_inf_PI : yinf PI = - e2 / (PI - 1).
Proof. unfold y_inf. rewrite g_PI. f_equal. ring. Qed.

(** Starting later changes nothing. *)
Lemma orbit_shift z n t : orb (orb z n) t = orb z (n + t)%nat.
Proof. induction t; [now rewrite Nat.add_0_r|]. rewrite Nat.add_succ_r. cbn. now rewrite IHt. Qed.

Lemma converges_later z n phi x y : converges_to (orb z n) phi x y -> converges_to z phi x y.
Proof.
  intros (A & B & C).
  split; [|split]; apply (is_lim_seq_incr_n _ n).
  - eapply is_lim_seq_ext; [|exact A]. intros t. cbn. rewrite orbit_shift. do 2 f_equal. lia.
  - eapply is_lim_seq_ext; [|exact B]. intros t. cbn. rewrite orbit_shift. do 2 f_equal. lia.
  - eapply is_lim_seq_ext; [|exact C]. intros t. cbn. rewrite orbit_shift. do 2 f_equal. lia.
Qed.

(** The resting places depend continuously on the angle. *)
Lemma x_inf_lim (p : nat -> R) (l : R) : is_lim_seq p l -> is_lim_seq (fun n => xinf (p n)) (xinf l).
Proof.
  intros H. apply (is_lim_seq_continuous xinf p l); [|exact H].
  apply continuity_pt_filterlim. apply (ex_derive_continuous xinf).
  unfold x_inf. auto_derive. eexists. apply is_derive_g.
Qed.

Lemma y_inf_lim (p : nat -> R) (l : R) : is_lim_seq p l -> is_lim_seq (fun n => yinf (p n)) (yinf l).
Proof.
  intros H. apply (is_lim_seq_continuous yinf p l); [|exact H].
  apply continuity_pt_filterlim. apply (ex_derive_continuous yinf).
  unfold y_inf. auto_derive. eexists. apply is_derive_g.
Qed.

(** Where the angle goes, x and y follow. *)
Lemma follow X Y z (l : R) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y ->
  is_lim_seq (fun t => ang (orb z t)) l -> converges_to z l (xinf l) (yinf l).
Proof.
  intros T S H. split; [exact H|]. split.
  - apply (lim_follow _ (fun t => xinf (ang (orb z t))) (rate_x eta k)).
    + now apply (rate_x_range eta k e1 e2 X Y).
    + intros n. cbn. apply x_step_mean. apply T.
    + now apply x_inf_lim.
  - apply (lim_follow _ (fun t => yinf (ang (orb z t))) (rate_y eta)).
    + pose proof (rate_y_range eta k e1 e2 X Y T S). lra.
    + intros n. cbn. apply y_step_mean.
    + now apply y_inf_lim.
Qed.

(** In particular an angle that ends at 0 is enough for the global optimum. *)
Lemma optimum_of_angle X Y z :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y ->
  is_lim_seq (fun t => ang (orb z t)) 0 -> reaches_optimum z.
Proof.
  intros T S H. destruct (follow X Y z 0 T S H) as (A & Bx & By).
  rewrite x_inf_0 in Bx by apply T. rewrite y_inf_0 in By. repeat split; assumption.
Qed.

(** Alpha positive and bounded away from 0 along the orbit leads to the global optimum. *)
Lemma optimum_of_alpha X Y z delta :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  0 < delta -> (forall t, delta <= alpha (orb z t)) -> reaches_optimum z.
Proof.
  intros T S B Hp Hd Ha. pose proof T as (Hk & _). pose proof S as (He & _). pose proof PI_gt_3.
  apply (optimum_of_angle X Y); try assumption.
  apply (lim_driven_down _ (eta * delta / (2 * PI))).
  - apply Rdiv_lt_0_compat; nra.
  - intros n. pose proof (orbit_open eta k e1 e2 X Y z n T S B Hp). lra.
  - intros n. pose proof (orbit_open eta k e1 e2 X Y z n T S B Hp). rewrite <- angle_step_push.
    cbn. apply angle_step_alpha; [assumption|lra|apply Ha].
Qed.

(** Alpha negative and bounded away from 0 along the orbit leads to the spurious point. *)
Lemma trapped_of_alpha X Y z delta :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  0 < delta -> (forall t, alpha (orb z t) <= - delta) -> trapped z.
Proof.
  intros T S B Hp Hd Ha. pose proof S as (He & _). pose proof PI_gt_3.
  apply (follow X Y); try assumption.
  apply (lim_driven_up _ (eta * delta / (2 * PI))).
  - apply Rdiv_lt_0_compat; nra.
  - intros n. pose proof (orbit_open eta k e1 e2 X Y z n T S B Hp). lra.
  - intros n. pose proof (orbit_open eta k e1 e2 X Y z n T S B Hp).
    replace (ang (orb z n) + atan (eta * delta / (2 * PI) * push (ang (orb z n))))
      with (angle_step eta (- delta) (ang (orb z n))).
    + cbn. apply angle_step_alpha; [assumption|lra|apply Ha].
    + rewrite angle_step_push.
      replace (eta * - delta / (2 * PI) * push (ang (orb z n)))
        with (- (eta * delta / (2 * PI) * push (ang (orb z n)))) by (field; lra).
      rewrite atan_opp. ring.
Qed.

(** The poles: an angle that starts at 0 or PI never moves. *)
Lemma pole_optimum X Y z :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> ang z = 0 -> reaches_optimum z.
Proof.
  intros T S H. apply (optimum_of_angle X Y); try assumption.
  apply is_lim_seq_ext with (fun _ => 0); [|apply is_lim_seq_const].
  induction n; [now symmetry|]. cbn. rewrite <- IHn. symmetry. apply angle_step_0.
Qed.

Lemma pole_trapped X Y z :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> ang z = PI -> trapped z.
Proof.
  intros T S H. apply (follow X Y); try assumption.
  apply is_lim_seq_ext with (fun _ => PI); [|apply is_lim_seq_const].
  induction n; [now symmetry|]. cbn. rewrite <- IHn. symmetry. apply angle_step_PI.
Qed.

(** ** Absorbing certificates *)

Definition corner_lo (z : state) : state :=
  St (ang z) (Rmin (cx z) (xinf (ang z))) (Rmin (cy z) (yinf (ang z))).
Definition corner_hi (z : state) : state :=
  St (ang z) (Rmax (cx z) (xinf (ang z))) (Rmax (cy z) (yinf (ang z))).

(** A mean lies between the smaller and the larger. *)
Lemma mean_ge_min c u v : 0 <= c <= 1 -> Rmin u v <= (1 - c) * u + c * v.
Proof. intros Hc. pose proof (Rmin_l u v). pose proof (Rmin_r u v). nra. Qed.

Lemma mean_le_max c u v : 0 <= c <= 1 -> (1 - c) * u + c * v <= Rmax u v.
Proof. intros Hc. pose proof (Rmax_l u v). pose proof (Rmax_r u v). nra. Qed.

(** The corner's alpha bounds the state's own. *)
Lemma corner_lo_al z : teacher_ok k e1 e2 -> alpha (corner_lo z) <= alpha z.
Proof.
  intros (_ & H1 & H2 & _). unfold al, corner_lo. cbn.
  pose proof (Rmin_l (cx z) (xinf (ang z))). pose proof (Rmin_l (cy z) (yinf (ang z))). nra.
Qed.

Lemma corner_hi_al z : teacher_ok k e1 e2 -> alpha z <= alpha (corner_hi z).
Proof.
  intros (_ & H1 & H2 & _). unfold al, corner_hi. cbn.
  pose proof (Rmax_l (cx z) (xinf (ang z))). pose proof (Rmax_l (cy z) (yinf (ang z))). nra.
Qed.

(** While alpha of the low corner is positive, it does not fall. *)
Lemma corner_lo_step X Y z :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  0 < alpha (corner_lo z) -> alpha (corner_lo z) <= alpha (corner_lo (gd eta k e1 e2 z)).
Proof.
  intros T S B Hp Ha. pose proof T as (Hk & H1 & H2 & _). pose proof S as (He & _).
  pose proof (corner_lo_al z T) as Hz.
  pose proof (al_step eta k e1 e2 X Y z T S B) as Hb. rewrite Rabs_pos_eq in Hb by lra.
  pose proof (angle_step_down eta (alpha z) (ang z) ltac:(lra) Hb He Hp) as Hq.
  pose proof (rate_x_range eta k e1 e2 X Y T S). pose proof (rate_y_range eta k e1 e2 X Y T S).
  assert (Ex : Rmin (cx z) (xinf (ang z)) <= cx (corner_lo (gd eta k e1 e2 z))).
  { cbn. apply Rmin_glb.
    - rewrite x_step_mean by assumption. apply mean_ge_min. lra.
    - apply Rle_trans with (xinf (ang z)); [apply Rmin_r|]. apply (x_inf_antitone k e1 e2); try assumption; lra. }
  assert (Ey : Rmin (cy z) (yinf (ang z)) <= cy (corner_lo (gd eta k e1 e2 z))).
  { cbn. apply Rmin_glb.
    - rewrite y_step_mean. apply mean_ge_min. lra.
    - apply Rle_trans with (yinf (ang z)); [apply Rmin_r|]. apply (y_inf_antitone k e1); try assumption; lra. }
  unfold al. cbn [corner_lo cx cy] in *. nra.
Qed.

(** While alpha of the high corner is negative, it does not rise. *)
Lemma corner_hi_step X Y z :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  alpha (corner_hi z) < 0 -> alpha (corner_hi (gd eta k e1 e2 z)) <= alpha (corner_hi z).
Proof.
  intros T S B Hp Ha. pose proof T as (Hk & H1 & H2 & _). pose proof S as (He & _).
  pose proof (corner_hi_al z T) as Hz.
  pose proof (al_step eta k e1 e2 X Y z T S B) as Hb. rewrite Rabs_left in Hb by lra.
  pose proof (angle_step_up eta (alpha z) (ang z) ltac:(lra) ltac:(lra) He Hp) as Hq.
  pose proof (rate_x_range eta k e1 e2 X Y T S). pose proof (rate_y_range eta k e1 e2 X Y T S).
  assert (Ex : cx (corner_hi (gd eta k e1 e2 z)) <= Rmax (cx z) (xinf (ang z))).
  { cbn. apply Rmax_lub.
    - rewrite x_step_mean by assumption. apply mean_le_max. lra.
    - apply Rle_trans with (xinf (ang z)); [|apply Rmax_r]. apply (x_inf_antitone k e1 e2); try assumption; lra. }
  assert (Ey : cy (corner_hi (gd eta k e1 e2 z)) <= Rmax (cy z) (yinf (ang z))).
  { cbn. apply Rmax_lub.
    - rewrite y_step_mean. apply mean_le_max. lra.
    - apply Rle_trans with (yinf (ang z)); [|apply Rmax_r]. apply (y_inf_antitone k e1); try assumption; lra. }
  unfold al. cbn [corner_hi cx cy] in *. nra.
Qed.

(** The certificates hold for ever. *)
Lemma corner_lo_orbit X Y z t :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  0 < alpha (corner_lo z) -> alpha (corner_lo z) <= alpha (corner_lo (orb z t)).
Proof.
  intros T S B Hp Ha. induction t; [cbn; lra|].
  apply Rle_trans with (1 := IHt). apply (corner_lo_step X Y); try assumption; [| |lra].
  - now apply orbit_box.
  - now apply (orbit_open eta k e1 e2 X Y).
Qed.

Lemma corner_hi_orbit X Y z t :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  alpha (corner_hi z) < 0 -> alpha (corner_hi (orb z t)) <= alpha (corner_hi z).
Proof.
  intros T S B Hp Ha. induction t; [cbn; lra|].
  apply Rle_trans with (2 := IHt). apply (corner_hi_step X Y); try assumption; [| |lra].
  - now apply orbit_box.
  - now apply (orbit_open eta k e1 e2 X Y).
Qed.

(** ** The sufficient trap: bookkeeping *)

(** alpha after one step. *)
Lemma al_step_eq z :
  alpha (gd eta k e1 e2 z) =
  (1 - rate_y eta) * alpha z +
  eta / (2 * PI) * (k * e1 * (e1 - cx z) + (g (ang z) - 1) * (e1 ^ 2 + e2 ^ 2)).
Proof. unfold al, gd, x_step, y_step, rate_y. cbn. field. apply PI_neq0. Qed.

(** The state of a trap: alpha <= 0, |x| <= e1, angle at least p. *)
Definition trap_state (p : R) (z : state) : Prop :=
  alpha z <= 0 /\ Rabs (cx z) <= e1 /\ p <= ang z < PI.

(** The trap keeps its states, and alpha stays below a multiple of the margin. *)
Lemma trap_step X Y p z :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < p ->
  2 * (k * e1 ^ 2) + (g p - 1) * (e1 ^ 2 + e2 ^ 2) <= 0 -> trap_state p z ->
  trap_state p (gd eta k e1 e2 z) /\
  alpha (gd eta k e1 e2 z) <=
    eta / (2 * PI) * (k * e1 * (e1 - cx z) + (g p - 1) * (e1 ^ 2 + e2 ^ 2)).
Proof.
  intros T S B Hp0 Hg (Ha & Hx & Hp). pose proof T as (Hk & H1 & H2 & HA). pose proof S as (He & _).
  pose proof PI_gt_3.
  pose proof (rate_x_range eta k e1 e2 X Y T S) as Rx. pose proof (rate_y_range eta k e1 e2 X Y T S) as Ry.
  pose proof (x_inf_range k e1 e2 (ang z) T ltac:(lra)) as Xi.
  assert (c0 : 0 < eta / (2 * PI)) by (apply Rdiv_lt_0_compat; lra).
  pose proof (g_decr_le p (ang z) ltac:(lra) ltac:(lra) ltac:(lra)) as Gp.
  assert (U : alpha (gd eta k e1 e2 z) <=
            eta / (2 * PI) * (k * e1 * (e1 - cx z) + (g p - 1) * (e1 ^ 2 + e2 ^ 2))).
  { rewrite al_step_eq.
    apply Rle_trans with (0 + eta / (2 * PI) * (k * e1 * (e1 - cx z) + (g p - 1) * (e1 ^ 2 + e2 ^ 2))); [|lra].
    apply Rplus_le_compat; [nra|]. apply Rmult_le_compat_l; [lra|]. nra. }
  split; [|exact U]. repeat split.
  - apply Rle_trans with (1 := U). apply Rabs_le_between in Hx.
    assert (k * e1 * (e1 - cx z) <= k * e1 * (2 * e1)) by (apply Rmult_le_compat_l; nra).
    nra.
  - cbn. rewrite x_step_mean by assumption. apply mean_box; lra.
  - cbn. destruct (Rle_lt_or_eq_dec _ _ Ha) as [L|E].
    + pose proof (al_step eta k e1 e2 X Y z T S B) as Hb. rewrite Rabs_left in Hb by lra.
      pose proof (angle_step_up eta (alpha z) (ang z) L). lra.
    + rewrite E, angle_step_still. lra.
  - apply (gd_open eta k e1 e2 X Y z T S B). lra.
Qed.

(** The orbit stays in the trap. *)
Lemma trap_orbit X Y p z t :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < p ->
  2 * (k * e1 ^ 2) + (g p - 1) * (e1 ^ 2 + e2 ^ 2) <= 0 -> trap_state p z ->
  trap_state p (orb z t).
Proof.
  intros T S B Hp Hg Hz. induction t; [exact Hz|].
  apply (trap_step X Y p (orb z t)); try assumption. now apply orbit_box.
Qed.

(** With a margin, the trap closes. *)
Lemma trap_closes X Y p z :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < p ->
  2 * (k * e1 ^ 2) + (g p - 1) * (e1 ^ 2 + e2 ^ 2) < 0 -> trap_state p z -> trapped z.
Proof.
  intros T S B Hp Hg Hz. pose proof T as (Hk & H1 & _). pose proof S as (He & _). pose proof PI_gt_3.
  assert (c0 : 0 < eta / (2 * PI)) by (apply Rdiv_lt_0_compat; lra).
  set (m := - (2 * (k * e1 ^ 2) + (g p - 1) * (e1 ^ 2 + e2 ^ 2))).
  assert (Hm : 0 < m) by (unfold m; lra).
  apply (converges_later z 1).
  apply (trapped_of_alpha X Y _ (eta / (2 * PI) * m)); try assumption.
  - now apply orbit_box.
  - destruct (trap_orbit X Y p z 1 T S B Hp ltac:(lra) Hz) as (_ & _ & Q). lra.
  - nra.
  - intros t. rewrite orbit_shift. cbn [Nat.add orbit].
    pose proof (trap_orbit X Y p z t T S B Hp ltac:(lra) Hz) as Ht.
    destruct (trap_step X Y p (orb z t) T S (orbit_box eta k e1 e2 X Y z t T S B) Hp ltac:(lra) Ht)
      as (_ & U).
    apply Rle_trans with (1 := U). destruct Ht as (_ & Hx & _). apply Rabs_le_between in Hx.
    assert (k * e1 * (e1 - cx (orb z t)) <= k * e1 * (2 * e1)) by (apply Rmult_le_compat_l; nra).
    unfold m. nra.
Qed.

End Ends.

(** ** Claim C12, second half *)

Section Theorems.
Variables eta k e1 e2 X Y : R.

(** Certificate of success: if alpha of the low corner is positive, then alpha stays at
    least that large, the angle falls strictly at every step, and the orbit ends at the
    global optimum. *)
Theorem C12_certificate_optimum (z : state) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  0 < al e1 e2 (corner_lo k e1 e2 z) ->
  (forall t, al e1 e2 (corner_lo k e1 e2 z) <= al e1 e2 (orbit eta k e1 e2 z t)) /\
  (forall t, 0 < ang (orbit eta k e1 e2 z (S t)) < ang (orbit eta k e1 e2 z t)) /\
  reaches_optimum eta k e1 e2 z.
Proof.
  intros T S B Hp Ha.
  assert (A : forall t, al e1 e2 (corner_lo k e1 e2 z) <= al e1 e2 (orbit eta k e1 e2 z t)).
  { intros t. apply Rle_trans with (2 := corner_lo_al k e1 e2 _ T).
    now apply (corner_lo_orbit eta k e1 e2 X Y). }
  split; [exact A|]. split.
  - intros t. specialize (A t). cbn [orbit gd ang].
    pose proof (orbit_box eta k e1 e2 X Y z t T S B) as Bt.
    pose proof (al_step eta k e1 e2 X Y _ T S Bt) as Hb. rewrite Rabs_pos_eq in Hb by lra.
    apply angle_step_down; [lra|exact Hb|apply S|].
    now apply (orbit_open eta k e1 e2 X Y).
  - now apply (optimum_of_alpha eta k e1 e2 X Y z (al e1 e2 (corner_lo k e1 e2 z))).
Qed.

(** The bound eta (k+PI-1) <= 2 PI is needed: beyond it some start passes the
    certificate and has alpha < 0 after one step. *)
Theorem C12_certificate_needs_bound :
  teacher_ok k e1 e2 -> 0 < e1 -> 2 * PI < eta * (k + PI - 1) ->
  exists z, 0 < ang z < PI /\ 0 < al e1 e2 (corner_lo k e1 e2 z) /\
            al e1 e2 (gd eta k e1 e2 z) < 0.
Proof.
  intros (Hk & _ & H2 & _) P1 Hb. pose proof PI_gt_3.
  assert (R : 1 < rate_x eta k).
  { unfold rate_x. apply Rmult_lt_reg_r with (2 * PI); [lra|]. field_simplify; lra. }
  set (r := rate_x eta k) in *. set (xi := x_inf k e1 (PI / 2)).
  assert (Y0 : y_inf e2 (PI / 2) = 0) by (unfold y_inf; rewrite g_PI2; field; lra).
  assert (X0 : 0 < xi) by (unfold xi, x_inf; rewrite g_PI2; apply Rdiv_lt_0_compat; nra).
  (* x so far above its resting place that the step overshoots below 0 *)
  set (x := xi * r / (r - 1) + xi).
  assert (Ex : (1 - r) * x + r * xi = - ((r - 1) * xi)) by (unfold x; field; lra).
  assert (Hx : xi <= x).
  { unfold x. assert (0 <= xi * r / (r - 1)) by (apply Rdiv_le_0_compat; nra). lra. }
  exists (St (PI / 2) x 0). split; [cbn; lra|]. unfold al, corner_lo, gd. cbn [ang cx cy]. split.
  - fold xi. rewrite Y0, (Rmin_right x xi), (Rmin_left 0 0) by lra. nra.
  - rewrite x_step_mean, y_step_mean by assumption. fold r xi. rewrite Y0, Ex.
    assert (0 < (r - 1) * xi) by nra. nra.
Qed.

(** Certificate of failure: the mirror image. *)
Theorem C12_certificate_trapped (z : state) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> 0 < ang z < PI ->
  al e1 e2 (corner_hi k e1 e2 z) < 0 ->
  (forall t, al e1 e2 (orbit eta k e1 e2 z t) <= al e1 e2 (corner_hi k e1 e2 z)) /\
  (forall t, ang (orbit eta k e1 e2 z t) < ang (orbit eta k e1 e2 z (S t)) < PI) /\
  trapped eta k e1 e2 z.
Proof.
  intros T S B Hp Ha.
  assert (A : forall t, al e1 e2 (orbit eta k e1 e2 z t) <= al e1 e2 (corner_hi k e1 e2 z)).
  { intros t. apply Rle_trans with (1 := corner_hi_al k e1 e2 _ T).
    now apply (corner_hi_orbit eta k e1 e2 X Y). }
  split; [exact A|]. split.
  - intros t. specialize (A t). cbn [orbit gd ang].
    pose proof (orbit_box eta k e1 e2 X Y z t T S B) as Bt.
    pose proof (al_step eta k e1 e2 X Y _ T S Bt) as Hb. rewrite Rabs_left in Hb by lra.
    apply angle_step_up; [lra|lra|apply S|].
    now apply (orbit_open eta k e1 e2 X Y).
  - apply (trapped_of_alpha eta k e1 e2 X Y z (- al e1 e2 (corner_hi k e1 e2 z))); try assumption; [lra|].
    intros t. specialize (A t). lra.
Qed.

(** Squeeze: whatever lies below a trapped start is trapped, whatever lies above a
    successful one succeeds. *)
Theorem C12_trapped_down_set (z z' : state) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z -> box X Y z' -> below z z' ->
  (trapped eta k e1 e2 z' -> trapped eta k e1 e2 z) /\
  (reaches_optimum eta k e1 e2 z -> reaches_optimum eta k e1 e2 z').
Proof.
  intros T S B B' O. split.
  - intros (Ha & _ & _). apply (follow eta k e1 e2 X Y); try assumption.
    apply (is_lim_seq_le_le (fun t => ang (orbit eta k e1 e2 z' t)) _ (fun _ => PI));
      [|exact Ha|apply is_lim_seq_const].
    intros t. split.
    + apply (C12_orbit_monotone eta k e1 e2 X Y z z' t T S B B' O).
    + apply (orbit_box eta k e1 e2 X Y z t T S B).
  - intros (Ha & _ & _). apply (optimum_of_angle eta k e1 e2 X Y); try assumption.
    apply (is_lim_seq_le_le (fun _ => 0) _ (fun t => ang (orbit eta k e1 e2 z t)));
      [|apply is_lim_seq_const|exact Ha].
    intros t. split.
    + apply (orbit_box eta k e1 e2 X Y z' t T S B').
    + apply (C12_orbit_monotone eta k e1 e2 X Y z z' t T S B B' O).
Qed.

(** The two ends exclude each other. *)
Lemma not_both (z : state) : trapped eta k e1 e2 z -> reaches_optimum eta k e1 e2 z -> False.
Proof.
  intros (A & _) (B & _). apply is_lim_seq_unique in A. apply is_lim_seq_unique in B.
  rewrite A in B. injection B as E. pose proof PI_gt_3. lra.
Qed.

(** For each (x_0, y_0) one threshold angle bounds the trapped starts. *)
Theorem C12_threshold_angle (x y : R) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> Rabs x <= X -> Rabs y <= Y ->
  exists th, 0 <= th <= PI /\
    (forall phi, th < phi <= PI -> trapped eta k e1 e2 (St phi x y)) /\
    (forall phi, 0 <= phi < th -> ~ trapped eta k e1 e2 (St phi x y)).
Proof.
  intros T S Hx Hy. pose proof PI_gt_3.
  set (E := fun phi => 0 <= phi <= PI /\ ~ trapped eta k e1 e2 (St phi x y)).
  assert (E0 : E 0).
  { split; [lra|]. intros Tr. apply (not_both _ Tr). now apply (pole_optimum eta k e1 e2 X Y). }
  destruct (completeness E) as [th [U L]].
  - exists PI. intros phi [Hp _]. apply Hp.
  - now exists 0.
  - assert (Hth : 0 <= th <= PI).
    { split; [now apply U|]. apply L. intros phi [Hp _]. apply Hp. }
    exists th. split; [exact Hth|]. split; intros phi Hp.
    + apply NNPP. intros N. assert (Q : E phi) by (split; [lra|exact N]). specialize (U phi Q). lra.
    + intros Tr. apply (Rlt_not_le th phi); [apply Hp|]. apply L. intros q [Hq Nq].
      destruct (Rle_lt_dec q phi) as [C|C]; [exact C|]. exfalso. apply Nq.
      apply (C12_trapped_down_set (St q x y) (St phi x y) T S); try exact Tr;
        repeat split; cbn; lra.
Qed.

(** The margin of the trap, in the words of docs/mathematics.md: g(phi) against 1 - 2 r. *)
Lemma trap_margin (p : R) : 0 < e1 ^ 2 + e2 ^ 2 ->
  2 * (k * e1 ^ 2) + (g p - 1) * (e1 ^ 2 + e2 ^ 2) =
  (g p - (1 - 2 * (k * e1 ^ 2 / (e1 ^ 2 + e2 ^ 2)))) * (e1 ^ 2 + e2 ^ 2).
Proof. intros HA. field. lra. Qed.

(** A start that passes the test g(phi_0) <= 1 - 2 r lies beyond the equator or on it. *)
Lemma trap_angle (p r : R) : 0 <= r -> 0 <= p -> g p <= 1 - 2 * r -> 0 < p.
Proof. intros Hr [Hp|<-] Hg; [exact Hp|]. rewrite g_0 in Hg. pose proof PI_gt_3. lra. Qed.

(** r is nonnegative. *)
Lemma trap_r : teacher_ok k e1 e2 -> 0 <= k * e1 ^ 2 / (e1 ^ 2 + e2 ^ 2).
Proof. intros (Hk & H1 & _ & HA). apply Rdiv_le_0_compat; [nra|exact HA]. Qed.

(** The sufficient trap. *)
Theorem C12_sufficient_trap (z : state) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z ->
  al e1 e2 z <= 0 -> Rabs (cx z) <= e1 ->
  g (ang z) < 1 - 2 * (k * e1 ^ 2 / (e1 ^ 2 + e2 ^ 2)) ->
  trapped eta k e1 e2 z.
Proof.
  intros T S B Ha Hx Hg. pose proof T as (_ & _ & _ & HA). pose proof B as (Hp & _).
  pose proof (trap_angle (ang z) _ (trap_r T) ltac:(lra) ltac:(lra)) as P0.
  destruct (Req_dec (ang z) PI) as [E|N]; [now apply (pole_trapped eta k e1 e2 X Y)|].
  apply (trap_closes eta k e1 e2 X Y (ang z)); try assumption.
  - rewrite trap_margin by assumption. nra.
  - repeat split; try assumption; lra.
Qed.

(** With equality the trap still closes, except when s = 0 and alpha_0 = 0. *)
Theorem C12_sufficient_trap_equality (z : state) :
  teacher_ok k e1 e2 -> step_ok eta k e1 e2 X Y -> box X Y z ->
  al e1 e2 z <= 0 -> Rabs (cx z) <= e1 ->
  g (ang z) <= 1 - 2 * (k * e1 ^ 2 / (e1 ^ 2 + e2 ^ 2)) ->
  e1 <> 0 \/ al e1 e2 z <> 0 ->
  trapped eta k e1 e2 z.
Proof.
  intros T S B Ha Hx Hg Hne. pose proof T as (Hk & H1 & H2 & HA). pose proof S as (He & _).
  pose proof PI_gt_3. pose proof B as (Hp' & _).
  pose proof (trap_angle (ang z) _ (trap_r T) ltac:(lra) Hg) as P0.
  destruct (Req_dec (ang z) PI) as [EP|NP]; [now apply (pole_trapped eta k e1 e2 X Y)|].
  assert (Hp : 0 < ang z < PI) by lra. set (p := ang z) in *.
  assert (Hm : 2 * (k * e1 ^ 2) + (g p - 1) * (e1 ^ 2 + e2 ^ 2) <= 0).
  { rewrite trap_margin by assumption. nra. }
  assert (Z0 : trap_state e1 e2 p z) by (unfold trap_state; fold p; lra).
  assert (Zt : forall t, trap_state e1 e2 p (orbit eta k e1 e2 z t)).
  { intros t. apply (trap_orbit eta k e1 e2 X Y); assumption. }
  assert (Bt : forall t, box X Y (orbit eta k e1 e2 z t)) by (intros t; now apply orbit_box).
  (* as soon as alpha is negative once, the angle has moved and the margin is strict *)
  assert (K : forall t, al e1 e2 (orbit eta k e1 e2 z t) < 0 -> trapped eta k e1 e2 z).
  { intros t Hn. apply (converges_later eta k e1 e2 z (Datatypes.S t)).
    destruct (Zt t) as (_ & _ & Hpt). destruct (Zt (Datatypes.S t)) as (Qa & Qx & Qp).
    pose proof (al_step eta k e1 e2 X Y _ T S (Bt t)) as Hb. rewrite Rabs_left in Hb by lra.
    pose proof (angle_step_up eta (al e1 e2 (orbit eta k e1 e2 z t)) (ang (orbit eta k e1 e2 z t))
                  Hn ltac:(lra) He ltac:(lra)) as U.
    change (angle_step eta (al e1 e2 (orbit eta k e1 e2 z t)) (ang (orbit eta k e1 e2 z t)))
      with (ang (orbit eta k e1 e2 z (Datatypes.S t))) in U.
    set (q := ang (orbit eta k e1 e2 z (Datatypes.S t))) in *.
    apply (trap_closes eta k e1 e2 X Y q); try assumption; [apply Bt|lra| |].
    - pose proof (g_decr p q ltac:(lra) ltac:(lra) ltac:(lra)). nra.
    - repeat split; try assumption; fold q; lra. }
  destruct (Rle_lt_or_eq_dec _ _ Ha) as [L|E]; [exact (K O L)|].
  assert (P1 : 0 < e1) by (destruct Hne as [N|N]; [|contradiction]; destruct H1; [assumption|congruence]).
  (* e1 > 0: x leaves - e1 at the first step, alpha falls below 0 at the second *)
  apply (K 2%nat).
  pose proof (rate_x_range eta k e1 e2 X Y T S) as Rx.
  assert (X1 : - e1 < cx (orbit eta k e1 e2 z 1)).
  { cbn. rewrite x_step_mean by assumption. apply Rabs_le_between in Hx.
    pose proof (x_inf_range k e1 e2 (ang z) T). unfold p in Hp. nra. }
  destruct (trap_step eta k e1 e2 X Y p (orbit eta k e1 e2 z 1) T S (Bt 1%nat) ltac:(lra) Hm (Zt 1%nat))
    as (_ & U).
  apply Rle_lt_trans with (1 := U).
  assert (c0 : 0 < eta / (2 * PI)) by (apply Rdiv_lt_0_compat; lra).
  assert (k * e1 * (e1 - cx (orbit eta k e1 e2 z 1)) < k * e1 * (2 * e1)) by (apply Rmult_lt_compat_l; nra).
  nra.
Qed.

End Theorems.

(** ** The case s = 0 *)

Section Balanced.
Variables eta k e2 : R.

(** e1 = 0 and y_0 = 0 (in particular a_0 = 0): the start angle alone decides. The step
    bounds are eta (k+PI-1) <= 2 PI and eta A^2 <= 2, A = e2; x_0 is arbitrary. *)

Lemma balanced_ok : 1 <= k -> 0 < e2 -> teacher_ok k 0 e2.
Proof. intros. unfold teacher_ok. repeat split; nra. Qed.

Lemma balanced_step x :
  0 < eta -> eta * (k + PI - 1) <= 2 * PI -> eta * e2 ^ 2 <= 2 -> step_ok eta k 0 e2 (Rabs x) e2.
Proof. intros. pose proof (Rabs_pos x). unfold step_ok. repeat split; nra. Qed.

Lemma balanced_box phi x : 0 <= phi <= PI -> 0 < e2 -> box (Rabs x) e2 (St phi x 0).
Proof. intros. repeat split; cbn; try lra. rewrite Rabs_R0. lra. Qed.

(** After one step y has the sign of g(phi_0) - 1, and the angle has not moved. *)
Lemma balanced_first phi x :
  gd eta k 0 e2 (St phi x 0) =
  St phi (x_step eta k 0 phi x) (eta / (2 * PI) * (g phi - 1) * e2).
Proof.
  unfold gd, al. cbn [ang cx cy]. replace (0 * x + e2 * 0) with 0 by ring.
  rewrite angle_step_still. f_equal. unfold y_step. ring.
Qed.

Theorem C12_balanced_optimum phi x :
  1 <= k -> 0 < e2 -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI -> eta * e2 ^ 2 <= 2 ->
  0 <= phi < PI / 2 -> reaches_optimum eta k 0 e2 (St phi x 0).
Proof.
  intros Hk H2 He Hx Hb [[Hp0|<-] Hp]; pose proof PI_gt_3;
    pose proof (balanced_ok Hk H2) as T; pose proof (balanced_step x He Hx Hb) as S;
    [|now apply (pole_optimum eta k 0 e2 (Rabs x) e2)].
  pose proof (balanced_box phi x ltac:(lra) H2) as B.
  pose proof (g_decr phi (PI / 2) ltac:(lra) ltac:(lra) ltac:(lra)) as G. rewrite g_PI2 in G.
  apply (converges_later eta k 0 e2 _ 1). cbn [orbit].
  apply (C12_certificate_optimum eta k 0 e2 (Rabs x) e2); try assumption.
  - now apply gd_box.
  - rewrite balanced_first. cbn. lra.
  - rewrite balanced_first. unfold al, corner_lo. cbn [ang cx cy].
    set (y := eta / (2 * PI) * (g phi - 1) * e2).
    assert (0 < y).
    { unfold y. apply Rmult_lt_0_compat; [|lra]. apply Rmult_lt_0_compat; [|lra].
      apply Rdiv_lt_0_compat; lra. }
    assert (0 < y_inf e2 phi) by (unfold y_inf; apply Rdiv_lt_0_compat; nra).
    assert (0 < Rmin y (y_inf e2 phi)) by (apply Rmin_glb_lt; assumption). nra.
Qed.

Theorem C12_balanced_trapped phi x :
  1 <= k -> 0 < e2 -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI -> eta * e2 ^ 2 <= 2 ->
  PI / 2 < phi <= PI -> trapped eta k 0 e2 (St phi x 0).
Proof.
  intros Hk H2 He Hx Hb [Hp [Hp1| ->]]; pose proof PI_gt_3;
    pose proof (balanced_ok Hk H2) as T; pose proof (balanced_step x He Hx Hb) as S;
    [|now apply (pole_trapped eta k 0 e2 (Rabs x) e2)].
  pose proof (balanced_box phi x ltac:(lra) H2) as B.
  pose proof (g_decr (PI / 2) phi ltac:(lra) ltac:(lra) ltac:(lra)) as G. rewrite g_PI2 in G.
  apply (converges_later eta k 0 e2 _ 1). cbn [orbit].
  apply (C12_certificate_trapped eta k 0 e2 (Rabs x) e2); try assumption.
  - now apply gd_box.
  - rewrite balanced_first. cbn. lra.
  - rewrite balanced_first. unfold al, corner_hi. cbn [ang cx cy].
    set (y := eta / (2 * PI) * (g phi - 1) * e2).
    assert (0 < eta / (2 * PI)) by (apply Rdiv_lt_0_compat; lra).
    assert (y < 0) by (unfold y; assert (eta / (2 * PI) * (g phi - 1) < 0) by nra; nra).
    assert (y_inf e2 phi < 0).
    { unfold y_inf. assert (0 < / (PI - 1)) by (apply Rinv_0_lt_compat; lra). unfold Rdiv.
      assert ((g phi - 1) * e2 < 0) by nra. nra. }
    assert (Rmax y (y_inf e2 phi) < 0) by (apply Rmax_lub_lt; assumption). nra.
Qed.

(** At phi_0 = PI/2 neither the angle nor y ever moves: the start runs into the saddle. *)
Theorem C12_balanced_still x :
  1 <= k -> 0 < eta -> eta * (k + PI - 1) <= 2 * PI ->
  (forall t, ang (orbit eta k 0 e2 (St (PI / 2) x 0) t) = PI / 2 /\
             cy (orbit eta k 0 e2 (St (PI / 2) x 0) t) = 0) /\
  converges_to eta k 0 e2 (St (PI / 2) x 0) (PI / 2) 0 0.
Proof.
  intros Hk He Hx. pose proof PI_gt_3.
  assert (A : forall t, ang (orbit eta k 0 e2 (St (PI / 2) x 0) t) = PI / 2 /\
                        cy (orbit eta k 0 e2 (St (PI / 2) x 0) t) = 0).
  { induction t as [|t [IA IY]]; [split; reflexivity|].
    cbn [orbit]. destruct (orbit eta k 0 e2 (St (PI / 2) x 0) t) as [p u v].
    cbn in IA, IY. subst p v. rewrite balanced_first. cbn. rewrite g_PI2. split; [reflexivity|ring]. }
  split; [exact A|]. split; [|split].
  - apply is_lim_seq_ext with (fun _ => PI / 2); [|apply is_lim_seq_const].
    intros t. symmetry. apply A.
  - apply (lim_follow _ (fun _ => 0) (rate_x eta k)).
    + unfold rate_x. split; [apply Rdiv_lt_0_compat; nra|].
      apply Rmult_le_reg_r with (2 * PI); [lra|]. field_simplify; lra.
    + intros n. cbn. rewrite x_step_mean by assumption. unfold x_inf. field. lra.
    + apply is_lim_seq_const.
  - apply is_lim_seq_ext with (fun _ => 0); [|apply is_lim_seq_const].
    intros t. symmetry. apply A.
Qed.

End Balanced.
