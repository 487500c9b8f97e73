(** * Laws: upper expectations exist - densities on an interval, products, the uniform direction

    What:    every positive linear functional on a space of functions that holds the constants extends to an
             upper expectation on all bounded functions (an upper integral), which agrees with it where it was
             given. A density on an interval is one by Riemann's integral; products are iterated. So the
             uniform direction of R^(m+1) is concrete, in polar coordinates: angles of density sin^j, then a
             coin for the last sign. Its linear forms have mean 0 and mean square |c|^2/(m+1).
             That this law is the uniform one (rotations keep it) is said in words, and used nowhere.
    Source:  standard.
    Claims:  C13 pgd_escapes (the noise of the concrete theorem).

    | symbol              | meaning                                                       |
    |---------------------|---------------------------------------------------------------|
    | has_mean E f v      | f is bounded, E f = v and E (-f) = -v: E is linear there      |
    | extend              | upper expectation from a positive linear functional           |
    | density a b w       | of density w/(RInt w a b) on [a, b]                           |
    | polar j             | the angle of density sin^j on [0, PI]                         |
    | mom j h             | its mean of h                                                 |
    | direction m         | noise that shows a direction of R^(m+1)                       |
    | sphere m, point m o | its law; the unit vector that it shows                        |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import DescentVector NoisyDescent Upper.
Open Scope R_scope.

(** ** Functions that have a mean *)

Section Mean.
Context {Om : Type} (E : upper Om).

Definition has_mean (f : Om -> R) (v : R) : Prop := bounded f /\ ex E f = v /\ ex E (fun o => - f o) = - v.

Lemma has_mean_bounded f v : has_mean f v -> bounded f.
Proof. now intros (B & _). Qed.

Lemma has_mean_ext f h v : (forall o, h o = f o) -> has_mean f v -> has_mean h v.
Proof. intros H. now rewrite (functional_extensionality _ _ H). Qed.

Lemma has_mean_const c : has_mean (fun _ => c) c.
Proof. split; [apply bounded_const|]. rewrite !ex_const. split; reflexivity. Qed.

Lemma has_mean_plus f h v w : has_mean f v -> has_mean h w -> has_mean (fun o => f o + h o) (v + w).
Proof.
  assert (Q : forall f h v w, bounded f -> bounded h -> ex E f = v -> ex E (fun o => - f o) = - v -> ex E h = w ->
    ex E (fun o => f o + h o) = v + w).
  { intros f' h' v' w' Bf Bh Vf Vf' Vh. apply Rle_antisym.
    - rewrite <- Vf, <- Vh. now apply ex_plus.
    - pose proof (ex_plus E (fun o => f' o + h' o) (fun o => - f' o) ltac:(bounded) ltac:(bounded)) as P.
      rewrite (ex_ext E _ h') in P by (bounded || (intros; ring)). lra. }
  intros (Bf & Vf & Vf') (Bh & Vh & Vh'). split; [bounded|]. split; [now apply Q|].
  rewrite (ex_ext E _ (fun o => - f o + - h o)) by (bounded || (intros; ring)).
  rewrite (Q (fun o => - f o) (fun o => - h o) (- v) (- w)); try bounded; try assumption; [ring|].
  rewrite Ropp_involutive, <- Vf. apply ex_ext; [bounded | intros; ring].
Qed.

Lemma has_mean_scal c f v : has_mean f v -> has_mean (fun o => c * f o) (c * v).
Proof.
  intros (B & V & V').
  assert (Q : forall c, ex E (fun o => c * f o) = c * v).
  { intros c'. destruct (Rle_lt_dec 0 c') as [P|N].
    - rewrite ex_scal, V by assumption. reflexivity.
    - rewrite (ex_ext E _ (fun o => - c' * - f o)) by (bounded || (intros; ring)).
      rewrite ex_scal, V' by (lra || bounded). ring. }
  split; [bounded|]. split; [apply Q|].
  rewrite (ex_ext E _ (fun o => - c * f o)) by (bounded || (intros; ring)). rewrite Q. ring.
Qed.

Lemma has_mean_unique f v w : has_mean f v -> has_mean f w -> v = w.
Proof. intros (_ & <- & _) (_ & V & _). exact V. Qed.

Lemma has_mean_le f h v w : (forall o, f o <= h o) -> has_mean f v -> has_mean h w -> v <= w.
Proof. intros H (Bf & <- & _) (Bh & <- & _). now apply ex_mono. Qed.

Lemma has_mean_value f v : has_mean f v -> has_mean f (ex E f).
Proof. intros H. pose proof H as (_ & -> & _). exact H. Qed.

(** What lies between 0 and a function that has a mean. *)
Lemma below_mean f h v : (forall o, 0 <= f o <= h o) -> has_mean h v -> bounded f /\ ex E f <= v.
Proof.
  intros H (Bh & <- & _). assert (Bf : bounded f).
  { destruct Bh as [M HM]. exists M. intros o. pose proof (H o). pose proof (HM o). pose proof (Rle_abs (h o)).
    rewrite Rabs_pos_eq; lra. }
  split; [exact Bf|]. apply ex_mono; auto. intros o. apply H.
Qed.
End Mean.

(** ** From a positive linear functional *)

Section Extend.
Variables (Om : Type) (C : (Om -> R) -> Prop) (E0 : (Om -> R) -> R).
Hypothesis C_const : forall c, C (fun _ => c).
Hypothesis C_plus : forall f h, C f -> C h -> C (fun o => f o + h o).
Hypothesis C_scal : forall c f, C f -> C (fun o => c * f o).
Hypothesis E0_const : forall c, E0 (fun _ => c) = c.
Hypothesis E0_plus : forall f h, C f -> C h -> E0 (fun o => f o + h o) = E0 f + E0 h.
Hypothesis E0_scal : forall c f, C f -> E0 (fun o => c * f o) = c * E0 f.
Hypothesis E0_mono : forall f h, C f -> C h -> (forall o, f o <= h o) -> E0 f <= E0 h.

Definition above (f : Om -> R) (x : R) : Prop := exists h, C h /\ (forall o, f o <= h o) /\ x = E0 h.
Definition upper_value (f : Om -> R) : R := real (Glb_Rbar (above f)).

(** The greatest lower bound. *)
Lemma upper_value_glb f : bounded f ->
  (forall x, above f x -> upper_value f <= x) /\ (forall m, (forall x, above f x -> m <= x) -> m <= upper_value f).
Proof.
  intros [M HM]. unfold upper_value. destruct (Glb_Rbar_correct (above f)) as [L G].
  assert (A : above f M).
  { exists (fun _ => M). repeat split; [apply C_const| |symmetry; apply E0_const].
    intros o. pose proof (HM o). pose proof (Rle_abs (f o)). lra. }
  assert (LB : forall x, above f x -> - M <= x).
  { intros x (h & Ch & Hh & ->). rewrite <- (E0_const (- M)). apply E0_mono; auto. intros o.
    pose proof (HM o). pose proof (Hh o). pose proof (Rle_abs (- f o)). rewrite Rabs_Ropp in *. lra. }
  assert (G1 : Rbar_le (- M) (Glb_Rbar (above f))) by (apply G; intros x Hx; apply LB, Hx).
  assert (G2 : Rbar_le (Glb_Rbar (above f)) M) by (apply L, A).
  destruct (Glb_Rbar (above f)) as [v| |]; try contradiction. simpl. split.
  - intros x Hx. apply (L x Hx).
  - intros m Hm. apply (G (Finite m)). intros x Hx. apply Hm, Hx.
Qed.

Lemma upper_value_given f : bounded f -> C f -> upper_value f = E0 f.
Proof.
  intros B Cf. destruct (upper_value_glb f B) as [L G]. apply Rle_antisym.
  - apply L. exists f. repeat split; auto. intros; lra.
  - apply G. intros x (h & Ch & Hh & ->). apply E0_mono; auto.
Qed.

Lemma upper_value_scal_le c f : 0 < c -> bounded f -> upper_value (fun o => c * f o) <= c * upper_value f.
Proof.
  intros Hc B. destruct (upper_value_glb _ (bounded_scal c f B)) as [L _]. destruct (upper_value_glb f B) as [_ G].
  assert (upper_value (fun o => c * f o) / c <= upper_value f).
  { apply G. intros x (h & Ch & Hh & ->). apply Rle_div_l; [exact Hc|]. apply L. exists (fun o => c * h o).
    repeat split; [now apply C_scal| |rewrite E0_scal by auto; ring].
    intros o. apply Rmult_le_compat_l; [lra | apply Hh]. }
  apply Rle_div_l in H; [lra | exact Hc].
Qed.

Program Definition extend : upper Om := Upper Om upper_value _ _ _ _.
Next Obligation.
  rename H into Bf, H0 into Bh, H1 into Q.
  destruct (upper_value_glb f Bf) as [L _]. destruct (upper_value_glb h Bh) as [_ G].
  apply G. intros x (j & Cj & Hj & ->). apply L. exists j. repeat split; auto.
  intros o. pose proof (Q o). pose proof (Hj o). lra.
Qed.
Next Obligation.
  rename H into Bf, H0 into Bh. destruct (upper_value_glb _ (bounded_plus f h Bf Bh)) as [L _].
  destruct (upper_value_glb f Bf) as [_ Gf]. destruct (upper_value_glb h Bh) as [_ Gh].
  assert (Q : forall x y, above f x -> above h y -> upper_value (fun o => f o + h o) <= x + y).
  { intros x y (i & Ci & Hi & ->) (j & Cj & Hj & ->). apply L. exists (fun o => i o + j o).
    repeat split; [now apply C_plus| |now rewrite E0_plus]. intros o. pose proof (Hi o). pose proof (Hj o). lra. }
  assert (H1 : forall x, above f x -> upper_value (fun o => f o + h o) - x <= upper_value h).
  { intros x Hx. apply Gh. intros y Hy. pose proof (Q x y Hx Hy). lra. }
  assert (upper_value (fun o => f o + h o) - upper_value h <= upper_value f); [|lra].
  apply Gf. intros x Hx. pose proof (H1 x Hx). lra.
Qed.
Next Obligation.
  rename H into Hc, H0 into Bf. destruct Hc as [Hc| <-].
  - apply Rle_antisym; [now apply upper_value_scal_le|].
    pose proof (upper_value_scal_le (/ c) (fun o => c * f o) (Rinv_0_lt_compat _ Hc) (bounded_scal c f Bf)) as Q.
    cbn beta in Q.
    replace (fun o => / c * (c * f o)) with f in Q by (apply functional_extensionality; intros; field; lra).
    apply (Rmult_le_compat_l c) in Q; [|lra]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in Q by lra. exact Q.
  - rewrite Rmult_0_l. replace (fun o => 0 * f o) with (fun _ : Om => 0) by (apply functional_extensionality; intros;
    ring).
    rewrite upper_value_given; auto. apply bounded_const.
Qed.
Next Obligation. rewrite upper_value_given; auto. apply bounded_const. Qed.

Lemma extend_mean f : bounded f -> C f -> has_mean extend f (E0 f).
Proof.
  intros B Cf. split; [exact B|]. split; [now apply upper_value_given|].
  change (upper_value (fun o => - f o) = - E0 f).
  replace (fun o => - f o) with (fun o => -1 * f o) by (apply functional_extensionality; intros; ring).
  rewrite upper_value_given by (bounded || auto). rewrite E0_scal by exact Cf. ring.
Qed.
End Extend.

(** ** Independent noise *)

Lemma product_iterated {Oa Ob : Type} (Ea : upper Oa) (Eb : upper Ob) (f : Oa * Ob -> R) (h : Oa -> R) v :
  bounded f -> (forall x, has_mean Eb (fun y => f (x, y)) (h x)) -> has_mean Ea h v -> has_mean (product Ea Eb) f v.
Proof.
  intros B H (_ & V & V'). split; [exact B|]. split.
  - rewrite <- V. apply (f_equal (ex Ea)). apply functional_extensionality. intros x. apply H.
  - rewrite <- V'. apply (f_equal (ex Ea)). apply functional_extensionality. intros x. apply H.
Qed.

Lemma product_mean {Oa Ob : Type} (Ea : upper Oa) (Eb : upper Ob) (f : Oa -> R) (h : Ob -> R) v w :
  has_mean Ea f v -> has_mean Eb h w -> has_mean (product Ea Eb) (fun o => f (fst o) * h (snd o)) (v * w).
Proof.
  intros F H. apply (product_iterated Ea Eb _ (fun x => w * f x)).
  - destruct F as ([M HM] & _), H as ([N HN] & _). apply bounded_mult; [exists M | exists N]; intros o; auto.
  - intros x. rewrite (Rmult_comm w). exact (has_mean_scal Eb (f x) h w H).
  - rewrite (Rmult_comm v w). now apply has_mean_scal.
Qed.

(** ** A weight *)

Section Weighted.
Context {Om : Type} (E : upper Om) (W : Om -> R).
Hypothesis W_nonneg : forall o, 0 <= W o.
Hypothesis W_mean : has_mean E W (ex E W).
Hypothesis W_mass : 0 < ex E W.

Lemma weight_bounded f : bounded f -> bounded (fun o => W o * f o).
Proof. apply bounded_mult, W_mean. Qed.

Program Definition weighted : upper Om := Upper Om (fun f => ex E (fun o => W o * f o) / ex E W) _ _ _ _.
Next Obligation.
  apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|]. apply ex_mono; try now apply weight_bounded.
  intros o. now apply Rmult_le_compat_l.
Qed.
Next Obligation.
  unfold Rdiv. rewrite <- Rmult_plus_distr_r. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
  rewrite (ex_ext E _ (fun o => W o * f o + W o * h o)); [|apply weight_bounded; bounded | intros; ring].
  apply ex_plus; now apply weight_bounded.
Qed.
Next Obligation.
  rewrite (ex_ext E _ (fun o => c * (W o * f o))); [|apply weight_bounded; bounded | intros; ring].
  rewrite ex_scal by (assumption || now apply weight_bounded). unfold Rdiv. ring.
Qed.
Next Obligation.
  destruct (has_mean_scal E c W _ W_mean) as (B & V & _).
  rewrite (ex_ext E _ (fun o => c * W o)); [|apply weight_bounded; bounded | intros; ring]. rewrite V. field. lra.
Qed.
End Weighted.

(** ** A density on an interval *)

Section Density.
Variables (a b : R) (w : R -> R).
Hypothesis Hab : a < b.
Hypothesis w_cont : forall x, continuous w x.
Hypothesis w_nonneg : forall x, a < x < b -> 0 <= w x.
Hypothesis w_mass : 0 < RInt w a b.

Definition segment : Type := { x : R | a <= x <= b }.
Lemma clamp_in x : a <= Rmax a (Rmin b x) <= b.
Proof. unfold Rmax, Rmin. repeat destruct Rle_dec; lra. Qed.
Definition clamp (x : R) : segment := exist _ (Rmax a (Rmin b x)) (clamp_in x).

Lemma clamp_continuous x : continuous (fun t => Rmax a (Rmin b t)) x.
Proof.
  apply filterlim_locally. intros eps. exists eps. intros y Hy.
  change (Rabs (Rmax a (Rmin b y) - Rmax a (Rmin b x)) < eps).
  eapply Rle_lt_trans; [|exact Hy]. change (Rabs (Rmax a (Rmin b y) - Rmax a (Rmin b x)) <= Rabs (y - x)).
  unfold Rmax, Rmin. repeat destruct Rle_dec; unfold Rabs; repeat destruct Rcase_abs; lra.
Qed.

Definition continuous_on (f : segment -> R) : Prop := forall x, continuous (fun t => f (clamp t)) x.
Definition weighed (f : segment -> R) : R := RInt (fun t => f (clamp t) * w t) a b / RInt w a b.

Lemma weighed_ex f : continuous_on f -> ex_RInt (fun t => f (clamp t) * w t) a b.
Proof.
  intros H. apply (ex_RInt_continuous (fun t => f (clamp t) * w t)). intros t _.
  apply (continuous_mult (fun t => f (clamp t)) w); auto.
Qed.

Definition density : upper segment.
Proof.
  refine (extend segment continuous_on weighed _ _ _ _ _ _ _).
  - intros c x. apply continuous_const.
  - intros f h Hf Hh x. apply (continuous_plus (fun t => f (clamp t)) (fun t => h (clamp t))); auto.
  - intros c f Hf x. apply (continuous_mult (fun _ => c) (fun t => f (clamp t))); auto. apply continuous_const.
  - intros c. unfold weighed.
    assert (Q : RInt (fun t => c * w t) a b = c * RInt w a b).
    { apply (RInt_scal w). apply (ex_RInt_continuous w). intros; apply w_cont. }
    rewrite Q. field. lra.
  - intros f h Hf Hh. unfold weighed.
    rewrite (RInt_ext _ (fun t => f (clamp t) * w t + h (clamp t) * w t)) by (intros; simpl; ring).
    assert (Q : RInt (fun t => f (clamp t) * w t + h (clamp t) * w t) a b
      = RInt (fun t => f (clamp t) * w t) a b + RInt (fun t => h (clamp t) * w t) a b)
      by (apply (RInt_plus (fun t => f (clamp t) * w t)); now apply weighed_ex).
    rewrite Q. field. lra.
  - intros c f Hf. unfold weighed.
    rewrite (RInt_ext _ (fun t => c * (f (clamp t) * w t))) by (intros; simpl; ring).
    assert (Q : RInt (fun t => c * (f (clamp t) * w t)) a b = c * RInt (fun t => f (clamp t) * w t) a b)
      by (apply (RInt_scal (fun t => f (clamp t) * w t)); now apply weighed_ex).
    rewrite Q. field. lra.
  - intros f h Hf Hh H. unfold weighed, Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
    apply RInt_le; [lra | now apply weighed_ex | now apply weighed_ex |].
    intros t Ht. apply Rmult_le_compat_r; [now apply w_nonneg | apply H].
Defined.

(** Continuous functions have a mean: their integral. *)
Lemma density_mean (h : R -> R) : (forall x, continuous h x) ->
  has_mean density (fun o => h (proj1_sig o)) (RInt (fun t => h t * w t) a b / RInt w a b).
Proof.
  intros Hh.
  replace (RInt (fun t => h t * w t) a b / RInt w a b) with (weighed (fun o => h (proj1_sig o))).
  - unfold density. apply extend_mean.
    + destruct (continuity_ab_maj h a b) as (M & HM & _); [lra | intros; apply continuity_pt_filterlim, Hh|].
      destruct (continuity_ab_min h a b) as (m & Hm & _); [lra | intros; apply continuity_pt_filterlim, Hh|].
      apply (bounded_between (h m) (h M)). intros [t Ht]. simpl. split; [apply Hm | apply HM]; exact Ht.
    + intros x. unfold clamp. simpl.
      apply (continuous_comp (fun t => Rmax a (Rmin b t)) h); [apply clamp_continuous | apply Hh].
  - unfold weighed. f_equal. apply RInt_ext. intros t Ht. rewrite Rmin_left, Rmax_right in Ht by lra.
    unfold clamp. simpl. rewrite Rmin_right, Rmax_right by lra. reflexivity.
Qed.
End Density.

(** ** The polar angle *)

(** The cosine and the sine are 1-Lipschitz. *)
Lemma cos_lip a b : Rabs (cos a - cos b) <= Rabs (a - b).
Proof.
  destruct (MVT_gen cos b a (fun x => - sin x)) as (z & _ & E).
  - intros x _. auto_derive; [easy|]. ring.
  - intros x _. apply continuity_cos.
  - rewrite E, Rabs_mult. pose proof (SIN_bound z). assert (Rabs (- sin z) <= 1) by (apply Rabs_le; lra).
    pose proof (Rabs_pos (a - b)). nra.
Qed.

Lemma sin_lip a b : Rabs (sin a - sin b) <= Rabs (a - b).
Proof.
  rewrite <- (cos_shift a), <- (cos_shift b). eapply Rle_trans; [apply cos_lip|]. right. rewrite <- Rabs_Ropp.
  f_equal. ring.
Qed.

Ltac smooth := match goal with
  | |- forall x, continuous ?f x => intros ?; apply (ex_derive_continuous f); auto_derive; easy
  end.

Section Polar.
Variable j : nat.
Let w (t : R) : R := sin t ^ j.

Lemma sin_pow_continuous x : continuous w x.
Proof. apply (ex_derive_continuous w). unfold w. auto_derive. easy. Qed.
Lemma sin_pow_nonneg x : 0 < x < PI -> 0 <= w x.
Proof. intros H. apply pow_le. left. apply sin_gt_0; lra. Qed.
Lemma sin_pow_mass : 0 < RInt w 0 PI.
Proof.
  apply RInt_gt_0; [apply PI_RGT_0 | | intros; apply sin_pow_continuous].
  intros x H. apply pow_lt, sin_gt_0; lra.
Qed.

Definition polar : upper (segment 0 PI) := density 0 PI w PI_RGT_0 sin_pow_continuous sin_pow_nonneg sin_pow_mass.
Definition mom (h : R -> R) : R := RInt (fun t => h t * w t) 0 PI / RInt w 0 PI.

Lemma polar_mean h : (forall x, continuous h x) -> has_mean polar (fun o => h (proj1_sig o)) (mom h).
Proof. intros Hh. now apply density_mean. Qed.

(** What is a derivative and returns, has mean 0. *)
Lemma mom_derivative (h F : R -> R) :
  (forall x, continuous h x) -> (forall x, is_derive F x (h x * w x)) -> F PI = F 0 -> mom h = 0.
Proof.
  intros Ch D Eq. unfold mom. rewrite (is_RInt_unique (fun t => h t * w t) 0 PI 0); [unfold Rdiv; ring|].
  replace 0 with (minus (F PI) (F 0)) at 2 by (rewrite Eq; unfold minus, plus, opp; simpl; ring).
  apply (is_RInt_derive F); intros x _; [apply D|].
  apply (continuous_mult h w); [apply Ch | apply sin_pow_continuous].
Qed.

(** So has what changes its sign under a reflection of the angle. *)
Lemma mom_odd (h : R -> R) : (forall x, continuous h x) -> (forall x, h (PI - x) = - h x) -> mom h = 0.
Proof.
  intros Ch Odd. unfold mom. replace (RInt (fun t => h t * w t) 0 PI) with 0; [unfold Rdiv; ring|].
  assert (X : forall a b, ex_RInt (fun t => h t * w t) a b).
  { intros a b. apply (ex_RInt_continuous (fun t => h t * w t)). intros t _.
    apply (continuous_mult h w); [apply Ch | apply sin_pow_continuous]. }
  pose proof (RInt_comp_lin (fun t => h t * w t) (-1) PI 0 PI (X _ _)) as L.
  replace (-1 * 0 + PI) with PI in L by ring. replace (-1 * PI + PI) with 0 in L by ring.
  rewrite (RInt_ext _ (fun t => h t * w t)) in L.
  2: { intros t _. unfold scal; simpl; unfold mult; simpl. replace (-1 * t + PI) with (PI - t) by ring.
       rewrite Odd. unfold w. rewrite sin_PI_x. ring. }
  pose proof (opp_RInt_swap (fun t => h t * w t) 0 PI (X _ _)) as S. rewrite <- L in S.
  unfold opp in S; simpl in S. lra.
Qed.

(** The mean is linear, monotone. *)
Lemma mom_plus h k : (forall x, continuous h x) -> (forall x,
  continuous k x) -> mom (fun t => h t + k t) = mom h + mom k.
Proof.
  intros Hh Hk. apply (has_mean_unique polar (fun o => h (proj1_sig o) + k (proj1_sig o))).
  - apply (polar_mean (fun t => h t + k t)). intros x. now apply (continuous_plus h k).
  - apply has_mean_plus; now apply polar_mean.
Qed.

Lemma mom_scal c h : (forall x, continuous h x) -> mom (fun t => c * h t) = c * mom h.
Proof.
  intros Hh. apply (has_mean_unique polar (fun o => c * h (proj1_sig o))).
  - apply (polar_mean (fun t => c * h t)). intros x.
  apply (continuous_mult (fun _ => c) h); [apply continuous_const | apply Hh].
  - apply has_mean_scal. now apply polar_mean.
Qed.

Lemma mom_const c : mom (fun _ => c) = c.
Proof.
  apply (has_mean_unique polar (fun _ => c)); [|apply has_mean_const].
  apply (polar_mean (fun _ => c)). intros. apply continuous_const.
Qed.

Lemma mom_le h k : (forall x, continuous h x) -> (forall x, continuous k x) ->
  (forall x, 0 <= x <= PI -> h x <= k x) -> mom h <= mom k.
Proof.
  intros Hh Hk H. apply (has_mean_le polar (fun o => h (proj1_sig o)) (fun o => k (proj1_sig o)));
    try now apply polar_mean.
  intros [x Hx]. now apply H.
Qed.

Lemma mom_ext h k : (forall x, h x = k x) -> mom h = mom k.
Proof. intros H. now rewrite (functional_extensionality _ _ H). Qed.

Lemma cos2_sin2 x : cos x ^ 2 + sin x ^ 2 = 1.
Proof. pose proof (sin2_cos2 x) as H. unfold Rsqr in H. lra. Qed.

(** Means of the powers of the cosine, in dimension p = j + 2: 1/p and 3/(p(p+2)). *)
Lemma mom_cos2 : mom (fun t => cos t ^ 2) = / INR (j + 2).
Proof.
  assert (N : INR (j + 2) = INR j + 2) by (rewrite plus_INR; reflexivity). pose proof (pos_INR j) as J.
  assert (Z : mom (fun t => INR (j + 2) * cos t ^ 2 + -1) = 0).
  { apply (mom_derivative _ (fun t => cos t * sin t ^ S j)).
    - intros x. apply (ex_derive_continuous (fun t => INR (j + 2) * cos t ^ 2 + -1)). auto_derive. easy.
    - intros x. auto_derive; [easy|]. unfold w. rewrite N.
      change (match j with O => 1 | S _ => INR j + 1 end) with (INR (S j)). rewrite S_INR.
      pose proof (cos2_sin2 x) as Q. replace (sin x ^ S j) with (sin x * sin x ^ j) by (simpl; ring).
      replace ((INR j + 2) * cos x ^ 2 + -1) with ((INR j + 2) * cos x ^ 2 - (cos x ^ 2 + sin x ^ 2)) by (rewrite Q;
        ring).
      ring.
    - rewrite sin_PI, sin_0. simpl. ring. }
  rewrite mom_plus, mom_scal, mom_const in Z.
  - apply (Rmult_eq_reg_l (INR (j + 2))); [|lra]. rewrite Rinv_r by lra. lra.
  - intros x. apply (ex_derive_continuous (fun t => cos t ^ 2)). auto_derive. easy.
  - intros x. apply (ex_derive_continuous (fun t => INR (j + 2) * cos t ^ 2)). auto_derive. easy.
  - intros x. apply continuous_const.
Qed.

Lemma mom_cos4 : mom (fun t => cos t ^ 4) = 3 / (INR (j + 2) * (INR (j + 2) + 2)).
Proof.
  assert (N : INR (j + 2) = INR j + 2) by (rewrite plus_INR; reflexivity). pose proof (pos_INR j) as J.
  assert (Z : mom (fun t => (INR (j + 2) + 2) * cos t ^ 4 + -3 * cos t ^ 2) = 0).
  { apply (mom_derivative _ (fun t => cos t ^ 3 * sin t ^ S j)).
    - intros x. apply (ex_derive_continuous (fun t => (INR (j + 2) + 2) * cos t ^ 4 + -3 * cos t ^ 2)). auto_derive.
    easy.
    - intros x. auto_derive; [easy|]. unfold w. rewrite N.
      change (match j with O => 1 | S _ => INR j + 1 end) with (INR (S j)). rewrite S_INR.
      pose proof (cos2_sin2 x) as Q. replace (sin x ^ S j) with (sin x * sin x ^ j) by (simpl; ring).
      replace (-3 * cos x ^ 2) with (-3 * cos x ^ 2 * (cos x ^ 2 + sin x ^ 2)) by (rewrite Q; ring).
      ring.
    - rewrite sin_PI, sin_0. simpl. ring. }
  rewrite mom_plus, !mom_scal, mom_cos2 in Z.
  - apply (Rmult_eq_reg_l (INR (j + 2) + 2)); [|lra].
    replace ((INR (j + 2) + 2) * (3 / (INR (j + 2) * (INR (j + 2) + 2)))) with (3 * / INR (j + 2)) by (field; lra). lra.
  - intros x. apply (ex_derive_continuous (fun t => cos t ^ 2)). auto_derive. easy.
  - intros x. apply (ex_derive_continuous (fun t => cos t ^ 4)). auto_derive. easy.
  - intros x. apply (ex_derive_continuous (fun t => (INR (j + 2) + 2) * cos t ^ 4)). auto_derive. easy.
  - intros x. apply (ex_derive_continuous (fun t => -3 * cos t ^ 2)). auto_derive. easy.
Qed.
End Polar.

(** ** The uniform direction *)

(** A sign. *)
Program Definition coin : upper bool := Upper bool (fun f => (f true + f false) / 2) _ _ _ _.
Next Obligation. pose proof (H1 true). pose proof (H1 false). lra. Qed.
Next Obligation. lra. Qed.
Next Obligation. lra. Qed.
Next Obligation. lra. Qed.

Lemma coin_mean f : has_mean coin f ((f true + f false) / 2).
Proof.
  split; [|split; simpl; lra]. exists (Rabs (f true) + Rabs (f false)).
  pose proof (Rabs_pos (f true)). pose proof (Rabs_pos (f false)). intros [|]; lra.
Qed.

Fixpoint direction (m : nat) : Type :=
  match m with O => bool | S n => (segment 0 PI * direction n)%type end.
Fixpoint sphere (m : nat) : upper (direction m) :=
  match m return upper (direction m) with O => coin | S n => product (polar n) (sphere n) end.
(** The first angle and what it leaves. *)
Definition first {m} (o : direction (S m)) : R := proj1_sig (@fst (segment 0 PI) (direction m) o).
Definition others {m} (o : direction (S m)) : direction m := @snd (segment 0 PI) (direction m) o.

Fixpoint point (m : nat) : direction m -> nat -> R :=
  match m return direction m -> nat -> R with
  | O => fun o _ => if o then 1 else -1
  | S n => fun o i => match i with
                      | O => cos (first o)
                      | S i' => sin (first o) * point n (others o) i'
                      end
  end.

Lemma first_range m (o : direction (S m)) : 0 <= first o <= PI.
Proof. exact (proj2_sig (@fst (segment 0 PI) (direction m) o)). Qed.

(** Products of a function of the first angle and one of the rest. *)
Lemma sphere_product m (h : R -> R) (f : direction m -> R) v : (forall x, continuous h x) -> has_mean (sphere m) f v ->
  has_mean (sphere (S m)) (fun o => h (first o) * f (others o)) (mom m h * v).
Proof. intros Ch F. apply (product_mean (polar m) (sphere m) (fun x => h (proj1_sig x)) f);
  [now apply polar_mean | exact F]. Qed.

Lemma sphere_first m (h : R -> R) : (forall x,
  continuous h x) -> has_mean (sphere (S m)) (fun o => h (first o)) (mom m h).
Proof.
  intros Ch. apply (has_mean_ext _ (fun o => h (first o) * 1)); [intros; ring|]. rewrite <- (Rmult_1_r (mom m h)).
  apply (sphere_product m h (fun _ => 1)); [exact Ch | apply has_mean_const].
Qed.

(** Sums by their first term. *)
Lemma vsum_first n f : vsum (S n) f = f O + vsum n (fun i => f (S i)).
Proof. induction n; [cbn; ring|]. change (vsum (S (S n)) f) with (vsum (S n) f + f (S n)). rewrite IHn. cbn. ring. Qed.

Lemma dot_first n u v : dot (S n) u v = u O * v O + dot n (fun i => u (S i)) (fun i => v (S i)).
Proof. apply vsum_first. Qed.

Lemma dot_scal_r n c u v : dot n u (fun i => c * v i) = c * dot n u v.
Proof. rewrite dot_comm, (dot_comb2 n _ v v u c 0) by (intros; ring). rewrite dot_comm. ring. Qed.

Lemma dot_point m c o : dot (S (S m)) c (point (S m) o) =
  c O * cos (first o) + sin (first o) * dot (S m) (fun i => c (S i)) (point m (others o)).
Proof. rewrite dot_first. cbn [point]. f_equal. apply dot_scal_r. Qed.

Lemma point_unit m o : dot (S m) (point m o) (point m o) = 1.
Proof.
  induction m as [|m IH]; [destruct o; unfold dot; cbn; ring|].
  rewrite dot_point. cbn [point]. rewrite dot_comm, dot_scal_r, IH, Rmult_1_r.
  pose proof (cos2_sin2 (first o)). lra.
Qed.

(** Linear forms. *)
Theorem sphere_linear m c :
  has_mean (sphere m) (fun o => dot (S m) c (point m o)) 0 /\
  has_mean (sphere m) (fun o => dot (S m) c (point m o) ^ 2) (dot (S m) c c / INR (S m)) /\
  has_mean (sphere m) (fun o => dot (S m) c (point m o) ^ 3) 0.
Proof.
  revert c. induction m as [|m IH]; intros c.
  - split; [|split].
    + replace 0 with ((dot 1 c (point 0 true) + dot 1 c (point 0 false)) / 2) by (unfold dot; cbn; field).
      apply coin_mean.
    + replace (dot 1 c c / INR 1) with ((dot 1 c (point 0 true) ^ 2 + dot 1 c (point 0 false) ^ 2) / 2)
        by (unfold dot; cbn; field).
      apply (coin_mean (fun o => dot 1 c (point 0 o) ^ 2)).
    + replace 0 with ((dot 1 c (point 0 true) ^ 3 + dot 1 c (point 0 false) ^ 3) / 2) by (unfold dot; cbn; field).
      apply (coin_mean (fun o => dot 1 c (point 0 o) ^ 3)).
  - set (c' := fun i => c (S i)). destruct (IH c') as (I1 & I2 & I3).
    split; [|split].
    + apply (has_mean_ext _ (fun o => c O * cos (first o) + sin (first o) * dot (S m) c' (point m (others o))));
        [intros o; apply dot_point|].
      replace 0 with (c O * mom m cos + mom m sin * 0).
      * apply has_mean_plus; [apply has_mean_scal, sphere_first; smooth|].
        apply (sphere_product m sin (fun o => dot (S m) c' (point m o))); [smooth | assumption].
      * rewrite (mom_odd m cos ltac:(smooth)); [ring|]. intros x. rewrite cos_minus, cos_PI, sin_PI. ring.
    + set (cs := fun t => cos t * sin t). set (c2 := fun t => cos t ^ 2). set (s2 := fun t => 1 + -1 * cos t ^ 2).
      assert (M2 : mom m s2 = 1 - / INR (m + 2)).
      { unfold s2. rewrite (mom_plus m (fun _ => 1)), (mom_scal m (-1)), mom_const, mom_cos2 by smooth. ring. }
      apply (has_mean_ext _ (fun o => c O ^ 2 * c2 (first o)
        + (2 * c O * (cs (first o) * dot (S m) c' (point m (others o)))
        + s2 (first o) * dot (S m) c' (point m (others o)) ^ 2))).
      { intros o. rewrite dot_point. fold c'. unfold c2, cs, s2. pose proof (cos2_sin2 (first o)) as Z.
        replace (1 + -1 * cos (first o) ^ 2) with (sin (first o) ^ 2) by lra. ring. }
      replace (dot (S (S m)) c c / INR (S (S m))) with
        (c O ^ 2 * mom m c2 + (2 * c O * (mom m cs * 0) + mom m s2 * (dot (S m) c' c' / INR (S m)))).
      * apply has_mean_plus; [apply has_mean_scal, sphere_first; unfold c2; smooth | apply has_mean_plus;
        [apply has_mean_scal|]].
        -- apply (sphere_product m cs (fun o => dot (S m) c' (point m o))); [unfold cs; smooth | exact I1].
        -- apply (sphere_product m s2 (fun o => dot (S m) c' (point m o) ^ 2)); [unfold s2; smooth | exact I2].
      * rewrite M2. unfold c2. rewrite mom_cos2, (dot_first (S m) c c). fold c'.
        replace (m + 2)%nat with (S (S m)) by lia. rewrite !S_INR. pose proof (pos_INR m). field. lra.
    + set (c3 := fun t => cos t ^ 3). set (c2s := fun t => cos t ^ 2 * sin t). set (cs2 := fun t => cos t * sin t ^ 2).
      set (s3 := fun t => sin t ^ 3). set (l := fun o => dot (S m) c' (point m o)).
      apply (has_mean_ext _ (fun o => c O ^ 3 * c3 (first o)
        + (3 * c O ^ 2 * (c2s (first o) * l (others o))
        + (3 * c O * (cs2 (first o) * l (others o) ^ 2) + s3 (first o) * l (others o) ^ 3)))).
      { intros o. rewrite dot_point. fold c'. unfold c3, c2s, cs2, s3, l. ring. }
      replace 0 with (c O ^ 3 * mom m c3 + (3 * c O ^ 2 * (mom m c2s * 0)
        + (3 * c O * (mom m cs2 * (dot (S m) c' c' / INR (S m))) + mom m s3 * 0))).
      * apply has_mean_plus; [apply has_mean_scal, sphere_first; unfold c3; smooth|].
        apply has_mean_plus; [apply has_mean_scal|apply has_mean_plus; [apply has_mean_scal|]].
        -- apply (sphere_product m c2s l); [unfold c2s; smooth | exact I1].
        -- apply (sphere_product m cs2 (fun o => l o ^ 2)); [unfold cs2; smooth | exact I2].
        -- apply (sphere_product m s3 (fun o => l o ^ 3)); [unfold s3; smooth | exact I3].
      * rewrite (mom_odd m c3), (mom_odd m cs2); try (unfold c3, cs2; smooth); [ring| |];
          intros x; unfold c3, cs2; rewrite ?sin_PI_x, cos_minus, cos_PI, sin_PI; ring.
Qed.

(** Continuous functions of a linear form have a mean. *)
Lemma sphere_form m : forall c (f : R -> R), (forall x, continuous f x) ->
  exists v, has_mean (sphere m) (fun o => f (dot (S m) c (point m o))) v.
Proof.
  induction m as [|m IH]; intros c f Cf.
  { eexists. apply (coin_mean (fun o => f (dot 1 c (point 0 o)))). }
  set (c' := fun i => c (S i)). set (B := Rabs (c O) + (1 + dot (S m) c' c')).
  set (x := fun o => dot (S m) c' (point m o)). set (val := fun t o => c O * cos t + sin t * x o).
  assert (X : forall o, Rabs (x o) <= 1 + dot (S m) c' c').
  { intros o. pose proof (cauchy (S m) c' (point m o)) as C. rewrite point_unit in C. fold (x o) in C.
    pose proof (pow2_ge_0 (x o - 1)). pose proof (pow2_ge_0 (x o + 1)). apply Rabs_le. lra. }
  assert (Sc : forall a b y, Rabs a <= 1 -> Rabs y <= b -> Rabs (a * y) <= b).
  { intros a b y Ha Hy. rewrite Rabs_mult, <- (Rmult_1_l b). apply Rmult_le_compat; auto using Rabs_pos. }
  assert (In : forall t o, - B <= val t o <= B).
  { intros t o. apply Rabs_le_between. unfold val, B. eapply Rle_trans; [apply Rabs_triang|].
    rewrite (Rmult_comm (c O)). pose proof (COS_bound t). pose proof (SIN_bound t).
    apply Rplus_le_compat; apply Sc; [apply Rabs_le; lra | lra | apply Rabs_le; lra | apply X]. }
  assert (BB : 1 <= B) by (unfold B; pose proof (Rabs_pos (c O)); pose proof (dot_self_nonneg (S m) c'); lra).
  assert (Fb : exists M, forall t o, Rabs (f (val t o)) <= M).
  { destruct (continuity_ab_maj f (- B) B) as (b & Hb & _); [lra | intros; apply continuity_pt_filterlim, Cf|].
    destruct (continuity_ab_min f (- B) B) as (a & Ha & _); [lra | intros; apply continuity_pt_filterlim, Cf|].
    exists (Rabs (f a) + Rabs (f b)). intros t o. specialize (Ha _ (In t o)). specialize (Hb _ (In t o)).
    pose proof (Rle_abs (f b)). pose proof (Rle_abs (- f a)). rewrite Rabs_Ropp in *.
    pose proof (Rabs_pos (f a)). pose proof (Rabs_pos (f b)). apply Rabs_le. lra. }
  destruct Fb as (M & HM). set (h := fun t => ex (sphere m) (fun o => f (val t o))).
  assert (Inner : forall t, has_mean (sphere m) (fun o => f (val t o)) (h t)).
  { intros t. destruct (IH c' (fun x => f (c O * cos t + sin t * x))) as (v & Hv); [|exact (has_mean_value _ _ _ Hv)].
    intros y. apply (continuous_comp (fun y => c O * cos t + sin t * y) f); [|apply Cf].
    apply (ex_derive_continuous (fun y => c O * cos t + sin t * y)). auto_derive. easy. }
  assert (Ch : forall t, continuous h t).
  { intros t. apply filterlim_locally. intros eps.
    destruct (Heine_cor2 (f := f) (a := - B) (b := B)) with (eps := pos_div_2 eps) as (d & Hd);
      [intros; apply continuity_pt_filterlim, Cf|].
    exists (mkposreal (d / B) (Rdiv_lt_0_compat _ _ (cond_pos d) (Rlt_le_trans _ _ _ Rlt_0_1 BB))). intros s Hs.
    change (Rabs (s - t) < d / B) in Hs. change (Rabs (h s - h t) < eps).
    apply Rle_lt_trans with (eps / 2); [|pose proof (cond_pos eps); lra].
    apply ex_close; [exists M; intros; apply HM | exists M; intros; apply HM|]. intros o. left.
    apply (Hd _ _ (In s o) (In t o)). apply Rle_lt_trans with (Rabs (s - t) * B).
    2: { apply Rlt_div_r; lra. }
    replace (val s o - val t o) with ((cos s - cos t) * c O + (sin s - sin t) * x o) by (unfold val; ring).
    eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult. unfold B. rewrite (Rmult_plus_distr_l _ (Rabs (c O))).
    apply Rplus_le_compat; apply Rmult_le_compat; auto using Rabs_pos, cos_lip, sin_lip, Rle_refl. }
  exists (mom m h). apply (has_mean_ext _ (fun o => f (val (first o) (others o)))).
  { intros o. now rewrite dot_point. }
  apply (product_iterated (polar m) (sphere m) (fun o => f (val (first (m := m) o) (others (m := m) o)))
    (fun t => h (proj1_sig t))); [exists M; intros; apply HM | intros t; exact (Inner (proj1_sig t)) | now apply polar_mean].
Qed.
