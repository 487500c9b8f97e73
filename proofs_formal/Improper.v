(** * Improper: integrals over the line and over the plane

    What:    a continuous function that is O(1/(1 + x^2)) has an improper Riemann integral, with bounds on its tails;
             a continuous function that is O(1/((1 + x^2)(1 + y^2))) may be integrated in either order.
    Claims:  C02 loss_closed_form (tools for Gaussian.v).

    | symbol       | meaning                                                             |
    |--------------|---------------------------------------------------------------------|
    | integral f v | the improper integral of f over the line is v                       |
    | Int f        | its value                                                           |
    | tame C f     | f is continuous, |f x| <= C/(1 + x^2)                               |
    | tame2 C h    | h is continuous in both, |h x y| <= C/((1 + x^2)(1 + y^2))           |
    | spill M      | PI - 2 atan M: the integral of 1/(1 + x^2) outside [-M, M]          |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

Definition integral (f : R -> R) (v : R) : Prop :=
  is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) v.
Definition Int (f : R -> R) : R := RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty).

(** ** The improper integral is linear and monotone *)

Lemma integral_value f v : integral f v -> Int f = v.
Proof.
  exact (@is_RInt_gen_unique R_CompleteNormedModule (Rbar_locally m_infty) (Rbar_locally p_infty) _ _ f v).
Qed.

Lemma integral_unique f u v : integral f u -> integral f v -> u = v.
Proof. intros U V. rewrite <- (integral_value f u U). now apply integral_value. Qed.

Lemma integral_ext f h v : (forall x, f x = h x) -> integral f v -> integral h v.
Proof.
  intros E. apply (@is_RInt_gen_ext R_NormedModule (Rbar_locally m_infty) (Rbar_locally p_infty) _ _ f h v).
  apply filter_forall. intros [a b] x _. apply E.
Qed.

Lemma Int_ext f h : (forall x, f x = h x) -> Int f = Int h.
Proof. intros E. f_equal. now apply functional_extensionality. Qed.

Lemma integral_plus f h u v : integral f u -> integral h v -> integral (fun x => f x + h x) (u + v).
Proof. intros U V. exact (is_RInt_gen_plus f h u v U V). Qed.

Lemma integral_scal c f v : integral f v -> integral (fun x => c * f x) (c * v).
Proof. intros V. exact (is_RInt_gen_scal f c v V). Qed.

Lemma ordered_ends : filter_prod (Rbar_locally m_infty) (Rbar_locally p_infty) (fun ab : R * R => fst ab <= snd ab).
Proof.
  apply Filter_prod with (fun x => x < 0) (fun y => 0 < y); [exists 0; tauto | exists 0; tauto |].
  intros x y Hx Hy. simpl. lra.
Qed.

Lemma integral_norm f h u v : (forall x, Rabs (f x) <= h x) -> integral f u -> integral h v -> Rabs u <= v.
Proof.
  intros B U V. apply (RInt_gen_norm f h u v ordered_ends); [|exact U | exact V].
  apply filter_forall. intros [a b] x _. apply B.
Qed.

(** From an antiderivative with limits at both ends, *)
Lemma integral_derive (f f' : R -> R) la lb : (forall x, is_derive f x (f' x)) -> (forall x, continuous f' x) ->
  filterlim f (Rbar_locally m_infty) (locally la) -> filterlim f (Rbar_locally p_infty) (locally lb) ->
  integral f' (lb - la).
Proof.
  intros D Co La Lb.
  apply (@is_RInt_gen_ext R_NormedModule (Rbar_locally m_infty) (Rbar_locally p_infty) _ _ (Derive f) f').
  { apply filter_forall. intros [a b] x _. apply is_derive_unique, D. }
  apply (@is_RInt_gen_Derive (Rbar_locally m_infty) (Rbar_locally p_infty) _ _ f la lb); try assumption;
    apply filter_forall; intros [a b] x _.
  - eexists. apply D.
  - apply (continuous_ext f'); [|apply Co]. intros y. symmetry. apply is_derive_unique, D.
Qed.

(** of which the one on the left is that of the reflected function on the right. *)
Lemma left_limit (f : R -> R) l : filterlim (fun x => f (- x)) (Rbar_locally p_infty) (locally l) ->
  filterlim f (Rbar_locally m_infty) (locally l).
Proof.
  intros L. apply (filterlim_ext (fun x => f (- - x))); [intros x; now rewrite Ropp_involutive|].
  apply (filterlim_comp _ _ _ Ropp (fun x => f (- x)) _ (Rbar_locally p_infty)); [|exact L].
  apply (filterlim_Rbar_opp m_infty).
Qed.

(** ** One variable *)

Definition tame (C : R) (f : R -> R) : Prop :=
  (forall x, continuous f x) /\ forall x, Rabs (f x) <= C / (1 + x ^ 2).

Definition spill (M : R) : R := PI - 2 * atan M.

Lemma one_plus_sq x : 0 < 1 + x ^ 2.
Proof. pose proof (pow2_ge_0 x). lra. Qed.

Lemma tame_nonneg C f : tame C f -> 0 <= C.
Proof.
  intros [_ B]. specialize (B 0). pose proof (Rabs_pos (f 0)). replace (C / (1 + 0 ^ 2)) with C in B by field. lra.
Qed.

Lemma spill_nonneg M : 0 <= spill M.
Proof. unfold spill. pose proof (atan_bound M). lra. Qed.

Lemma spill_small eps : 0 < eps -> exists M, 0 < M /\ spill M < eps.
Proof.
  intros He. pose proof PI_RGT_0. set (d := Rmin (eps / 4) (PI / 4)).
  assert (D : 0 < d <= PI / 4) by (split; [apply Rmin_pos; lra | apply Rmin_r]).
  assert (D2 : d <= eps / 4) by apply Rmin_l.
  exists (tan (PI / 2 - d)). split; [apply tan_gt_0; lra|].
  unfold spill. rewrite atan_tan by lra. lra.
Qed.

Lemma spill_decr M x : M <= x -> spill x <= spill M.
Proof.
  intros [H| ->]; [|lra]. unfold spill. pose proof (atan_increasing M x H). lra.
Qed.

(** A function that moves no more than a multiple of atan has a limit. *)
Lemma lim_by_atan (A : R -> R) C : 0 <= C -> (forall x y, x <= y -> Rabs (A y - A x) <= C * (atan y - atan x)) ->
  exists l, filterlim A (Rbar_locally p_infty) (locally l) /\ forall x, Rabs (l - A x) <= C * (PI / 2 - atan x).
Proof.
  intros HC B.
  assert (Small : forall eps, 0 < eps -> exists M, forall x, M <= x -> C * (PI / 2 - atan x) < eps).
  { intros eps He. destruct (spill_small (eps / (C + 1))) as (M & _ & HM); [apply Rdiv_lt_0_compat; lra|].
    exists M. intros x Hx. pose proof (spill_decr M x Hx) as S. pose proof (spill_nonneg x).
    apply (Rmult_lt_compat_r (C + 1)) in HM; [|lra]. unfold Rdiv in HM. rewrite Rmult_assoc, Rinv_l in HM by lra.
    replace (PI / 2 - atan x) with (spill x / 2) by (unfold spill; field). nra. }
  destruct (proj1 (filterlim_locally_cauchy (F := Rbar_locally p_infty) A)) as [l Hl].
  - intros eps. destruct (Small eps (cond_pos eps)) as [M HM]. exists (fun x => M < x). split; [now exists M|].
    assert (H : forall u v, M < u -> u <= v -> Rabs (A v - A u) < eps).
    { intros u v Hu Huv. eapply Rle_lt_trans; [apply B, Huv|]. eapply Rle_lt_trans; [|apply (HM u); lra].
      apply Rmult_le_compat_l; [exact HC|]. pose proof (atan_bound v). lra. }
    intros u v Hu Hv. destruct (Rle_lt_dec u v) as [L|L].
    + now apply H.
    + change (Rabs (A v - A u) < eps). rewrite Rabs_minus_sym. apply H; lra.
  - exists l. split; [exact Hl|]. intros x. apply Rnot_lt_le. intros Q.
    assert (He : 0 < Rabs (l - A x) - C * (PI / 2 - atan x)) by lra.
    destruct (Hl (ball l (mkposreal _ He)) (locally_ball l (mkposreal _ He))) as [M HM].
    set (y := Rmax x (M + 1)). assert (Hy : M < y) by (pose proof (Rmax_r x (M + 1)); unfold y; lra).
    assert (Hxy : x <= y) by apply Rmax_l.
    specialize (HM y Hy). unfold ball in HM; simpl in HM; unfold AbsRing_ball, abs, minus, plus, opp in HM; simpl in HM.
    specialize (B x y Hxy). pose proof (atan_bound y).
    assert (T : Rabs (l - A x) <= Rabs (A y + - l) + Rabs (A y - A x)).
    { replace (l - A x) with (- (A y + - l) + (A y - A x)) by ring. eapply Rle_trans; [apply Rabs_triang|].
      rewrite Rabs_Ropp. lra. }
    assert (C * (atan y - atan x) <= C * (PI / 2 - atan x)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Lemma is_derive_atan_C C x : is_derive (fun x => C * atan x) x (C / (1 + x ^ 2)).
Proof. pose proof (one_plus_sq x). auto_derive; [easy|]. unfold Rsqr. field. nra. Qed.

Lemma bound_continuous C x : continuous (fun x => C / (1 + x ^ 2)) x.
Proof.
  pose proof (one_plus_sq x). apply (ex_derive_continuous (fun x => C / (1 + x ^ 2))). auto_derive. nra.
Qed.

Lemma is_RInt_bound C a b : is_RInt (fun x => C / (1 + x ^ 2)) a b (C * (atan b - atan a)).
Proof.
  replace (C * (atan b - atan a)) with (minus (C * atan b) (C * atan a)) by (unfold minus, plus, opp; simpl; ring).
  apply (is_RInt_derive (fun x => C * atan x)); intros x _; [apply is_derive_atan_C | apply bound_continuous].
Qed.

Lemma tame_RInt C f a b : tame C f -> ex_RInt f a b.
Proof. intros [Co _]. apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply Co. Qed.

Lemma tame_RInt_bound C f a b : tame C f -> a <= b -> Rabs (RInt f a b) <= C * (atan b - atan a).
Proof.
  intros T Hab. apply (norm_RInt_le f (fun x => C / (1 + x ^ 2)) a b); [exact Hab | | | apply is_RInt_bound].
  - intros x _. apply T.
  - apply (@RInt_correct R_CompleteNormedModule), (tame_RInt C), T.
Qed.

(** A tame function has an integral, and its tails are bounded. *)
Lemma tame_integral C f : tame C f ->
  integral f (Int f) /\ Rabs (Int f) <= C * PI /\
  forall M, 0 <= M -> Rabs (Int f - RInt f (- M) M) <= C * spill M.
Proof.
  intros T. pose proof (tame_nonneg C f T) as HC. set (A := fun x => RInt f 0 x).
  assert (EA : forall x y, A y - A x = RInt f x y).
  { intros x y. unfold A. rewrite <- (RInt_Chasles f 0 x y) by apply (tame_RInt C f _ _ T).
    unfold plus; simpl. ring. }
  assert (B : forall x y, x <= y -> Rabs (A y - A x) <= C * (atan y - atan x)).
  { intros x y H. rewrite EA. now apply tame_RInt_bound. }
  destruct (lim_by_atan A C HC B) as (l & L & BL).
  destruct (lim_by_atan (fun x => - A (- x)) C HC) as (m & L' & BM).
  { intros x y H. replace (- A (- y) - - A (- x)) with (A (- x) - A (- y)) by ring.
    eapply Rle_trans; [apply B; lra|]. rewrite !atan_opp. right. ring. }
  assert (D : forall x, is_derive A x (f x)).
  { intros x. apply (is_derive_RInt f A 0 x); [|apply T]. apply filter_forall. intros y.
    apply (@RInt_correct R_CompleteNormedModule), (tame_RInt C), T. }
  assert (I : integral f (l - - m)).
  { apply (integral_derive A); [exact D | apply T | | exact L]. apply left_limit.
    apply (filterlim_ext (fun x => - (- A (- x)))); [intros x; apply Ropp_involutive|].
    apply (filterlim_comp _ _ _ (fun x => - A (- x)) Ropp _ (locally m)); [exact L'|].
    apply (@filterlim_opp R_AbsRing R_NormedModule). }
  assert (Tail : forall M, 0 <= M -> Rabs (Int f - RInt f (- M) M) <= C * spill M).
  { intros M HM. rewrite (integral_value f _ I), <- EA. specialize (BL M). specialize (BM M).
    replace (l - - m - (A M - A (- M))) with ((l - A M) + (m - - A (- M))) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. unfold spill. lra. }
  split; [rewrite (integral_value f _ I); exact I|]. split; [|exact Tail].
  specialize (Tail 0 (Rle_refl 0)). unfold spill in Tail. rewrite Ropp_0, RInt_point, atan_0 in Tail.
  unfold zero in Tail; simpl in Tail. rewrite Rminus_0_r in Tail. lra.
Qed.

(** ** Two variables *)

Definition tame2 (C : R) (h : R -> R -> R) : Prop :=
  (forall x y, continuity_2d_pt h x y) /\ forall x y, Rabs (h x y) <= C / ((1 + x ^ 2) * (1 + y ^ 2)).

Lemma tame2_swap C h : tame2 C h -> tame2 C (fun y x => h x y).
Proof.
  intros [Co B]. split.
  - intros y x eps. destruct (Co x y eps) as [d Hd]. exists d. intros u v Hu Hv. now apply Hd.
  - intros y x. rewrite Rmult_comm. apply B.
Qed.

Lemma tame2_row C h x : tame2 C h -> tame (C / (1 + x ^ 2)) (h x).
Proof.
  intros [Co B]. split.
  - intros y. apply filterlim_locally. intros eps. destruct (Co x y eps) as [d Hd]. exists d. intros v Hv.
    apply (Hd x v); [|exact Hv]. rewrite Rminus_eq_0, Rabs_R0. apply cond_pos.
  - intros y. pose proof (one_plus_sq x). pose proof (one_plus_sq y).
    replace (C / (1 + x ^ 2) / (1 + y ^ 2)) with (C / ((1 + x ^ 2) * (1 + y ^ 2))) by (field; split; nra). apply B.
Qed.

Lemma tame2_nonneg C h : tame2 C h -> 0 <= C.
Proof.
  intros T. pose proof (tame_nonneg _ _ (tame2_row C h 0 T)).
  replace (C / (1 + 0 ^ 2)) with C in * by field. lra.
Qed.

(** Integrals over a strip depend continuously on the other variable, *)
Lemma strip_continuous h a b x : a <= b -> (forall x y, continuity_2d_pt h x y) ->
  continuous (fun x => RInt (h x) a b) x.
Proof.
  intros Hab Co. apply filterlim_locally. intros eps.
  assert (He : 0 < eps / (b - a + 1)) by (apply Rdiv_lt_0_compat; [apply cond_pos | lra]).
  destruct (uniform_continuity_2d_1d' h a b x (fun y _ => Co x y) (mkposreal _ He)) as [d Hd].
  exists d. intros x' Hx'.
  assert (Ex : forall z, ex_RInt (h z) a b).
  { intros z. apply (@ex_RInt_continuous R_CompleteNormedModule). intros y _. apply filterlim_locally. intros e.
    destruct (Co z y e) as [dd Hdd]. exists dd. intros v Hv. apply (Hdd z v); [|exact Hv].
    rewrite Rminus_eq_0, Rabs_R0. apply cond_pos. }
  change (Rabs (x' - x) < d) in Hx'. change (Rabs (RInt (h x') a b - RInt (h x) a b) < eps).
  change (RInt (h x') a b - RInt (h x) a b) with (minus (RInt (h x') a b) (RInt (h x) a b)).
  rewrite <- (@RInt_minus R_CompleteNormedModule) by apply Ex.
  apply Rle_lt_trans with ((b - a) * (eps / (b - a + 1))).
  - apply abs_RInt_le_const; [exact Hab | apply (@ex_RInt_minus R_NormedModule); apply Ex |].
    intros y Hy. left. apply Rabs_def2 in Hx'. apply (Hd y x y x'); pose proof (cond_pos d); try lra.
    rewrite Rminus_eq_0, Rabs_R0. lra.
  - pose proof (cond_pos eps). apply (Rmult_lt_reg_r (b - a + 1)); [lra|].
    replace ((b - a) * (eps / (b - a + 1)) * (b - a + 1)) with ((b - a) * eps) by (field; lra). lra.
Qed.

(** and so do integrals over the line. *)
Lemma line_continuous C h x : tame2 C h -> continuous (fun x => Int (h x)) x.
Proof.
  intros T. pose proof (tame2_nonneg C h T) as HC. apply filterlim_locally. intros eps.
  destruct (spill_small (eps / (4 * (C + 1)))) as (M & HM & Sp).
  { apply Rdiv_lt_0_compat; [apply cond_pos | lra]. }
  assert (Tail : forall z, Rabs (Int (h z) - RInt (h z) (- M) M) < eps / 4).
  { intros z. destruct (tame_integral _ _ (tame2_row C h z T)) as (_ & _ & B). specialize (B M (Rlt_le _ _ HM)).
    eapply Rle_lt_trans; [exact B|]. pose proof (spill_nonneg M). pose proof (one_plus_sq z). pose proof (pow2_ge_0 z).
    apply Rle_lt_trans with (C * spill M).
    - apply Rmult_le_compat_r; [assumption|]. apply (Rmult_le_reg_r (1 + z ^ 2)); [assumption|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
    - apply (Rmult_lt_compat_r (C + 1)) in Sp; [|lra].
      replace (eps / (4 * (C + 1)) * (C + 1)) with (eps / 4) in Sp by (field; lra). nra. }
  assert (He : 0 < eps / 4) by (pose proof (cond_pos eps); lra).
  assert (MM : - M <= M) by lra. pose proof (strip_continuous h (- M) M x MM (proj1 T)) as St.
  destruct (proj1 (filterlim_locally _ _) St (mkposreal _ He)) as [d Hd].
  exists d. intros x' Hx'. specialize (Hd x' Hx').
  change (Rabs (RInt (h x') (- M) M - RInt (h x) (- M) M) < eps / 4) in Hd.
  change (Rabs (Int (h x') - Int (h x)) < eps).
  replace (Int (h x') - Int (h x)) with ((Int (h x') - RInt (h x') (- M) M) +
    ((RInt (h x') (- M) M - RInt (h x) (- M) M) + - (Int (h x) - RInt (h x) (- M) M))) by ring.
  eapply Rle_lt_trans; [apply Rabs_triang|]. pose proof (Tail x').
  pose proof (Rabs_triang (RInt (h x') (- M) M - RInt (h x) (- M) M) (- (Int (h x) - RInt (h x) (- M) M))) as Q.
  rewrite Rabs_Ropp in Q. pose proof (Tail x). lra.
Qed.

Lemma tame2_line C h : tame2 C h -> tame (C * PI) (fun x => Int (h x)).
Proof.
  intros T. split; [intros x; now apply (line_continuous C)|]. intros x.
  destruct (tame_integral _ _ (tame2_row C h x T)) as (_ & B & _).
  replace (C * PI / (1 + x ^ 2)) with (C / (1 + x ^ 2) * PI) by (pose proof (one_plus_sq x); field; nra). exact B.
Qed.

(** Either order, on a rectangle, *)
Lemma fubini_rectangle h a b c d : a <= b -> c <= d -> (forall x y, continuity_2d_pt h x y) ->
  RInt (fun x => RInt (h x) c d) a b = RInt (fun y => RInt (fun x => h x y) a b) c d.
Proof.
  intros Hab Hcd Co.
  assert (Cs : forall x y, continuity_2d_pt (fun y x => h x y) y x).
  { intros x y eps. destruct (Co x y eps) as [e He]. exists e. intros u v Hu Hv. now apply He. }
  assert (Cx : forall y x, continuous (fun x => h x y) x).
  { intros y x. apply filterlim_locally. intros eps. destruct (Co x y eps) as [e He]. exists e. intros u Hu.
    apply (He u y); [exact Hu|]. rewrite Rminus_eq_0, Rabs_R0. apply cond_pos. }
  assert (Xx : forall y u v, ex_RInt (fun x => h x y) u v).
  { intros y u v. apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply Cx. }
  assert (D1 : forall X y, is_derive (fun X => RInt (fun x => h x y) a X) X (h X y)).
  { intros X y. apply (is_derive_RInt (fun x => h x y) _ a X); [|apply Cx]. apply filter_forall. intros Z.
    apply (@RInt_correct R_CompleteNormedModule), Xx. }
  assert (Sy : forall X y, continuous (fun y => RInt (fun x => h x y) a X) y).
  { intros X y. destruct (Rle_dec a X) as [L|L].
    - now apply (strip_continuous (fun y x => h x y)).
    - apply (continuous_ext (fun y => opp (RInt (fun x => h x y) X a))).
      + intros z. apply (@opp_RInt_swap R_CompleteNormedModule), Xx.
      + apply (continuous_opp (fun y => RInt (fun x => h x y) X a)).
        apply (strip_continuous (fun y x => h x y)); [lra|auto]. }
  set (P := (fun X => RInt (fun x => RInt (h x) c d) a X) : R -> R).
  set (Q := (fun X => RInt (fun y => RInt (fun x => h x y) a X) c d) : R -> R).
  assert (DP : forall X, is_derive P X (RInt (h X) c d)).
  { intros X. apply (is_derive_RInt (fun x => RInt (h x) c d) P a X); [|now apply strip_continuous].
    apply filter_forall. intros Z. apply (@RInt_correct R_CompleteNormedModule).
    apply (@ex_RInt_continuous R_CompleteNormedModule). intros; now apply strip_continuous. }
  assert (DQ : forall X, is_derive Q X (RInt (h X) c d)).
  { intros X. rewrite (RInt_ext (h X) (fun y => Derive (fun X => RInt (fun x => h x y) a X) X)).
    2: { intros y _. symmetry. apply is_derive_unique, D1. }
    apply (is_derive_RInt_param (fun X y => RInt (fun x => h x y) a X) c d X).
    - apply filter_forall. intros Z y _. eexists. apply D1.
    - intros y _. apply (continuity_2d_pt_ext h); [|apply Co]. intros u v. symmetry. apply is_derive_unique, D1.
    - apply filter_forall. intros Z. apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply Sy. }
  assert (E : P a - Q a = P b - Q b).
  { destruct Hab as [Hab| <-]; [|reflexivity].
    apply (eq_is_derive (fun X => P X - Q X) a b); [|exact Hab]. intros X _.
    assert (D : is_derive (fun X => P X - Q X) X (RInt (h X) c d - RInt (h X) c d)).
    { exact (@is_derive_minus R_AbsRing R_NormedModule P Q X _ _ (DP X) (DQ X)). }
    rewrite Rminus_eq_0 in D. exact D. }
  assert (P a = 0) by (unfold P; apply (@RInt_point R_CompleteNormedModule)).
  assert (Q a = 0).
  { unfold Q. rewrite (RInt_ext _ (fun _ => 0)); [rewrite RInt_const; unfold scal; simpl; unfold mult; simpl; ring|].
    intros y _. apply (@RInt_point R_CompleteNormedModule). }
  unfold P, Q in *. lra.
Qed.

(** and over the plane. *)
Theorem fubini C h : tame2 C h -> Int (fun x => Int (h x)) = Int (fun y => Int (fun x => h x y)).
Proof.
  intros T. pose proof (tame2_nonneg C h T) as HC. pose proof PI_RGT_0 as HPI.
  assert (Near : forall h', tame2 C h' -> forall M, 0 <= M ->
    Rabs (Int (fun x => Int (h' x)) - RInt (fun x => RInt (h' x) (- M) M) (- M) M) <= 2 * C * PI * spill M).
  { intros h' T' M HM. destruct (tame_integral _ _ (tame2_line C h' T')) as (_ & _ & B1). specialize (B1 M HM).
    assert (X1 : ex_RInt (fun x => Int (h' x)) (- M) M) by apply (tame_RInt _ _ _ _ (tame2_line C h' T')).
    assert (X2 : ex_RInt (fun x => RInt (h' x) (- M) M) (- M) M).
    { apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply strip_continuous; [lra | apply T']. }
    assert (B2 : Rabs (RInt (fun x => Int (h' x)) (- M) M - RInt (fun x => RInt (h' x) (- M) M) (- M) M)
                 <= C * spill M * (atan M - atan (- M))).
    { match goal with |- Rabs (?u - ?v) <= _ => change (u - v) with (minus u v) end.
      rewrite <- (@RInt_minus R_CompleteNormedModule) by assumption.
      apply (norm_RInt_le (fun x => minus (Int (h' x)) (RInt (h' x) (- M) M)) (fun x => C * spill M / (1 + x ^ 2))
        (- M) M); [lra | | | apply is_RInt_bound].
      2: { apply (@RInt_correct R_CompleteNormedModule), (@ex_RInt_minus R_NormedModule); assumption. }
      intros x _. destruct (tame_integral _ _ (tame2_row C h' x T')) as (_ & _ & B).
      replace (C * spill M / (1 + x ^ 2)) with (C / (1 + x ^ 2) * spill M) by (pose proof (one_plus_sq x); field; nra).
      now apply B. }
    rewrite atan_opp in B2. pose proof (atan_bound M). pose proof (spill_nonneg M).
    assert (C * spill M * (atan M - - atan M) <= C * spill M * PI).
    { apply Rmult_le_compat_l; [now apply Rmult_le_pos | lra]. }
    replace (Int (fun x => Int (h' x)) - RInt (fun x => RInt (h' x) (- M) M) (- M) M) with
      ((Int (fun x => Int (h' x)) - RInt (fun x => Int (h' x)) (- M) M) +
       (RInt (fun x => Int (h' x)) (- M) M - RInt (fun x => RInt (h' x) (- M) M) (- M) M)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. nra. }
  set (I1 := Int (fun x => Int (h x))). set (I2 := Int (fun y => Int (fun x => h x y))).
  destruct (Req_dec I1 I2) as [E|N]; [exact E|]. exfalso.
  assert (Pos : 0 < Rabs (I1 - I2)) by (apply Rabs_pos_lt; lra).
  destruct (spill_small (Rabs (I1 - I2) / (4 * C * PI + 1))) as (M & HM & Sp).
  { apply Rdiv_lt_0_compat; [exact Pos|]. assert (0 <= 4 * C * PI) by (apply Rmult_le_pos; lra). lra. }
  pose proof (Near h T M (Rlt_le _ _ HM)) as N1. pose proof (Near _ (tame2_swap C h T) M (Rlt_le _ _ HM)) as N2.
  cbv beta in N2. rewrite <- (fubini_rectangle h (- M) M (- M) M) in N2 by (try lra; apply T).
  fold I1 in N1. fold I2 in N2. set (S := RInt (fun x => RInt (h x) (- M) M) (- M) M) in *.
  assert (H4 : 0 <= 4 * C * PI) by (apply Rmult_le_pos; lra). pose proof (spill_nonneg M).
  apply (Rmult_lt_compat_r (4 * C * PI + 1)) in Sp; [|lra].
  replace (Rabs (I1 - I2) / (4 * C * PI + 1) * (4 * C * PI + 1)) with (Rabs (I1 - I2)) in Sp by (field; lra).
  assert (Tr : Rabs (I1 - I2) <= Rabs (I1 - S) + Rabs (I2 - S)).
  { replace (I1 - I2) with ((I1 - S) + - (I2 - S)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    rewrite Rabs_Ropp. lra. }
  nra.
Qed.

(** ** Change of variable *)

(** The integral of f (m x + q) is that of f, divided by |m|. *)
Lemma integral_affine f w m q : m <> 0 -> integral f w -> integral (fun x => Rabs m * f (m * x + q)) w.
Proof.
  intros Hm I P HP. specialize (I P HP). destruct I as [U V HU HV H]. simpl in H.
  destruct HU as [mu HU]. destruct HV as [mv HV].
  assert (R : forall a b v, is_RInt f (m * a + q) (m * b + q) v -> is_RInt (fun x => m * f (m * x + q)) a b v).
  { intros a b v. apply (@is_RInt_comp_lin R_NormedModule f m q a b v). }
  destruct (Rlt_le_dec 0 m) as [Pm|Nm].
  - apply Filter_prod with (fun x => x < (mu - q) / m) (fun y => (mv - q) / m < y); [eexists; eauto..|].
    intros a b Ha Hb. simpl. rewrite Rabs_pos_eq by lra.
    destruct (H (m * a + q) (m * b + q)) as (v & Iv & Pv).
    + apply HU. apply (Rmult_lt_compat_l m) in Ha; [|exact Pm].
      replace (m * ((mu - q) / m)) with (mu - q) in Ha by (field; lra). lra.
    + apply HV. apply (Rmult_lt_compat_l m) in Hb; [|exact Pm].
      replace (m * ((mv - q) / m)) with (mv - q) in Hb by (field; lra). lra.
    + exists v. split; [now apply R | exact Pv].
  - assert (Nm' : m < 0) by lra.
    apply Filter_prod with (fun x => x < (mv - q) / m) (fun y => (mu - q) / m < y); [eexists; eauto..|].
    intros a b Ha Hb. simpl. rewrite Rabs_left by exact Nm'.
    destruct (H (m * b + q) (m * a + q)) as (v & Iv & Pv).
    + apply HU. apply (Rmult_lt_gt_compat_neg_l m) in Hb; [|exact Nm'].
      replace (m * ((mu - q) / m)) with (mu - q) in Hb by (field; lra). lra.
    + apply HV. apply (Rmult_lt_gt_compat_neg_l m) in Ha; [|exact Nm'].
      replace (m * ((mv - q) / m)) with (mv - q) in Ha by (field; lra). lra.
    + exists v. split; [|exact Pv]. apply (is_RInt_ext (fun x => opp (m * f (m * x + q)))).
      * intros x _. unfold opp; simpl. ring.
      * apply R in Iv. apply (@is_RInt_opp R_NormedModule) in Iv.
        apply (@is_RInt_swap R_NormedModule) in Iv. rewrite opp_opp in Iv. exact Iv.
Qed.
