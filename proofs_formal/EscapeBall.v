(** * EscapeBall: noise uniform in a ball of finite radius: the global optimum from every start, p >= 5, all K, teachers

    What:    xi uniform in the ball of radius rho > 1 about 0, that is, w + xi uniform in the ball about w. In polar
             coordinates about the origin w + xi = n u; the ball is n <= exit rho (u.w) (lemma), the volume n^(p-1)
             dn du. So given u the length is a fraction r of the ray, of density r^(p-1), and u has, relative to the
             uniform direction, the density exit^p up to a factor. (C13_ball_law; that this is the volume is the
             definition.) Since rho - 1 <= exit <= rho + 1 the direction's means of f >= 0 are at most
             ((rho+1)/(rho-1))^p times the uniform ones: no volume is needed. So this noise escapes, if rho is at
             least an explicit number, and plain gradient descent arrives.
    Source:  derived; docs/escape.md.
    Claims:  C13 pgd_escapes (noise uniform in a ball).

    | symbol                 | meaning                                                              |
    |------------------------|----------------------------------------------------------------------|
    | exit rho c             | the ball about w holds the part n <= exit rho (u.w) of the ray along u |
    | toward p ws rho w      | the law of the direction u of w + xi                                 |
    | fraction (p - 1)       | the law of r = n/exit                                                |
    | ball_law p ws rho w    | of (u, r), independent                                               |
    | ball_noise, ball_shows | xi, u                                                                |
    | ball_excess p rho      | ((rho+1)/(rho-1))^p - 1                                              |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import DescentMap DescentVector NoisyDescent Upper Laws Isotropic EscapeDrift Escape Arrival.
From Noiseproof Require Landscape SmoothingBall SmoothingRadius.
Open Scope R_scope.

(** ** The ball along a ray *)

Definition exit (rho c : R) : R := c + sqrt (c ^ 2 + rho ^ 2 - 1).

Lemma exit_pos rho c : 1 < rho -> 0 < exit rho c.
Proof.
  intros Hr. unfold exit. enough (- c < sqrt (c ^ 2 + rho ^ 2 - 1)) by lra.
  eapply Rle_lt_trans; [apply Rle_abs|]. rewrite Rabs_Ropp, <- sqrt_Rsqr_abs. unfold Rsqr. apply sqrt_lt_1_alt. nra.
Qed.

Lemma exit_range rho c : 1 < rho -> -1 <= c <= 1 -> rho - 1 <= exit rho c <= rho + 1.
Proof.
  intros Hr Hc. unfold exit. split.
  - enough (rho - 1 - c <= sqrt (c ^ 2 + rho ^ 2 - 1)) by lra. eapply Rle_trans; [apply Rle_abs|].
    rewrite <- sqrt_Rsqr_abs. unfold Rsqr. apply sqrt_le_1_alt. pose proof (Rmult_le_pos (rho - 1) (1 + c)). nra.
  - enough (sqrt (c ^ 2 + rho ^ 2 - 1) <= rho) by lra. rewrite <- (sqrt_pow2 rho) at 2 by lra. apply sqrt_le_1_alt. nra.
Qed.

Lemma exit_continuous rho c : 1 < rho -> continuous (exit rho) c.
Proof.
  intros Hr. apply (ex_derive_continuous (exit rho)). unfold exit. auto_derive. nra.
Qed.

(** n u is at most rho away from w. *)
Lemma exit_in_ball p rho w u n : 1 < rho -> dot p w w = 1 -> dot p u u = 1 -> 0 <= n ->
  dot p (fun i => n * u i - w i) (fun i => n * u i - w i) <= rho ^ 2 <-> n <= exit rho (dot p u w).
Proof.
  intros Hr Hw Hu Hn. set (f := fun i => n * u i - w i).
  assert (E : forall z, dot p f z = n * dot p u z - dot p w z).
  { intros z. rewrite (dot_comb2 p f u w z n (-1)) by (intros; unfold f; ring). ring. }
  rewrite E, (dot_comm p u f), (dot_comm p w f), !E, Hu, Hw, (dot_comm p w u). set (c := dot p u w).
  unfold exit. set (s := sqrt (c ^ 2 + rho ^ 2 - 1)).
  assert (S2 : s * s = c ^ 2 + rho ^ 2 - 1) by (apply sqrt_sqrt; nra). assert (S0 : 0 <= s) by apply sqrt_pos.
  assert (P : 0 < c + s) by (apply (exit_pos rho c Hr)). split; intros H.
  - apply Rnot_lt_le. intros Q. nra.
  - assert (c - s < 0) by nra. nra.
Qed.

(** ** The law *)

(** The length, as a fraction of the ray. *)
Section Fraction.
Variable j : nat.
Lemma power_continuous x : continuous (fun r => r ^ j) x.
Proof. apply (ex_derive_continuous (fun r => r ^ j)). auto_derive. easy. Qed.
Lemma power_positive x : 0 < x < 1 -> 0 <= x ^ j.
Proof. intros H. apply pow_le. lra. Qed.
Lemma power_mass : 0 < RInt (fun r => r ^ j) 0 1.
Proof.
  apply RInt_gt_0; [lra | intros; apply pow_lt; lra | intros; apply power_continuous].
Qed.
Definition fraction : upper (segment 0 1) :=
  density 0 1 (fun r => r ^ j) Rlt_0_1 power_continuous power_positive power_mass.
End Fraction.

Section Ball.
Variable p : nat.
Variable ws : nat -> R.
Variable rho : R.
Hypothesis large : 1 < rho.

Definition depth (w : nat -> R) (o : direction (p - 1)) : R := exit rho (dot p (uniform p ws w o) w).

Lemma depth_pos w o : 0 < depth w o.
Proof. apply exit_pos, large. Qed.

(** Any continuous function of u.w has a mean. *)
Lemma form_mean w (f : R -> R) : (forall x, continuous f x) ->
  has_mean (isotropic p) (fun o => f (dot p (uniform p ws w o) w))
    (ex (isotropic p) (fun o => f (dot p (uniform p ws w o) w))).
Proof.
  intros Cf. destruct (Nat.eq_dec p 0) as [Z|Z].
  - apply (has_mean_value _ _ (f 0)), (has_mean_ext _ (fun _ => f 0)); [|apply has_mean_const]. intros o.
    set (u := uniform p ws w o). clearbody u. now rewrite Z.
  - destruct (sphere_form (p - 1) (mirrored (p - 1) ws w) f Cf) as (v & Hv).
    apply (has_mean_value _ _ v). revert Hv. apply has_mean_ext. intros o. f_equal. unfold uniform.
    generalize (point (p - 1) o). intros x. destruct p as [|q]; [now destruct Z|]. simpl Nat.sub. rewrite Nat.sub_0_r.
    rewrite mirrored_symmetric. apply dot_comm.
Qed.

Lemma weight_continuous x : continuous (fun c => exit rho c ^ p) x.
Proof.
  apply (continuous_comp (exit rho) (fun h => h ^ p)); [apply exit_continuous, large | apply power_continuous].
Qed.

Lemma weight_mean w : has_mean (isotropic p) (fun o => depth w o ^ p) (ex (isotropic p) (fun o => depth w o ^ p)).
Proof. apply (form_mean w (fun c => exit rho c ^ p)), weight_continuous. Qed.

Lemma weight_nonneg w o : 0 <= depth w o ^ p.
Proof. apply pow_le. left. apply depth_pos. Qed.

Lemma weight_mass w : 0 < ex (isotropic p) (fun o => depth w o ^ p).
Proof.
  destruct (form_mean w (fun x => x) (fun x => continuous_id x)) as ((M & HM) & _).
  destruct (continuity_ab_min (exit rho) (- Rabs M) (Rabs M)) as (c & Hc & _).
  { pose proof (Rabs_pos M). lra. }
  { intros. apply continuity_pt_filterlim, exit_continuous, large. }
  apply Rlt_le_trans with (exit rho c ^ p); [apply pow_lt, exit_pos, large|].
  apply ex_ge_const; [apply weight_mean|]. intros o. apply pow_incr. split; [left; apply exit_pos, large|]. apply Hc.
  apply Rabs_le_between. eapply Rle_trans; [apply HM | apply Rle_abs].
Qed.

Definition toward (w : nat -> R) : upper (direction (p - 1)) :=
  weighted (isotropic p) (fun o => depth w o ^ p) (weight_nonneg w) (weight_mean w) (weight_mass w).
Definition ball_law (w : nat -> R) : upper (direction (p - 1) * segment 0 1) := product (toward w) (fraction (p - 1)).

Definition ball_shows (w : nat -> R) (o : direction (p - 1) * segment 0 1) : nat -> R := uniform p ws w (fst o).
Definition ball_noise (w : nat -> R) (o : direction (p - 1) * segment 0 1) (i : nat) : R :=
  proj1_sig (snd o) * depth w (fst o) * ball_shows w o i - w i.

(** What is drawn lies in the ball; u is the direction of w + xi, where it has one. *)
Theorem C13_ball_noise w o : dot p ws ws = 1 -> dot p w w = 1 ->
  dot p (ball_noise w o) (ball_noise w o) <= rho ^ 2 /\
  (0 < proj1_sig (snd o) -> forall i, shown p w (ball_noise w o) i = ball_shows w o i).
Proof.
  intros Hs Hw. set (u := ball_shows w o). assert (Hu : dot p u u = 1) by now apply uniform_sphere.
  set (h := depth w (fst o)). set (r := proj1_sig (snd o)). assert (Hr : 0 <= r <= 1) by exact (proj2_sig (snd o)).
  assert (Hh : 0 < h) by apply depth_pos. assert (N : 0 <= r * h) by (apply Rmult_le_pos; lra). split.
  - apply (exit_in_ball p rho w u); try assumption. change (r * h <= h). rewrite <- (Rmult_1_l h) at 2.
    apply Rmult_le_compat_r; lra.
  - intros Hr0 i. assert (P : 0 < r * h) by now apply Rmult_lt_0_compat. unfold shown.
    assert (E : (fun j => w j + ball_noise w o j) = (fun j => r * h * u j)).
    { apply functional_extensionality. intros j. change (w j + (r * h * u j - w j) = r * h * u j). ring. }
    rewrite E. unfold proj. rewrite dot_scal_r, (dot_comm p _ u), dot_scal_r, Hu, Rmult_1_r, sqrt_square by exact N.
    field. lra.
Qed.

(** The law in the coordinates (n, u): volume is n^(p-1) dn du. *)
Lemma stretched (f : R -> R) h : (1 <= p)%nat -> (forall x, continuous f x) ->
  h ^ p * RInt (fun r => f (r * h) * r ^ (p - 1)) 0 1 = RInt (fun n => n ^ (p - 1) * f n) 0 h.
Proof.
  intros Hp Cf. set (k := fun n => n ^ (p - 1) * f n).
  assert (Ck : forall x, continuous k x).
  { intros x. apply (continuous_mult (fun n => n ^ (p - 1)) f); [apply power_continuous | apply Cf]. }
  assert (X : forall a b, ex_RInt k a b) by (intros; apply (ex_RInt_continuous k); intros; apply Ck).
  pose proof (RInt_comp_lin k h 0 0 1 (X _ _)) as L. rewrite Rmult_0_r, Rmult_1_r, !Rplus_0_r in L. rewrite <- L.
  transitivity (scal (h ^ p) (RInt (fun r => f (r * h) * r ^ (p - 1)) 0 1)); [reflexivity|]. rewrite <- RInt_scal.
  - apply RInt_ext. intros r _. unfold scal; simpl; unfold mult; simpl. unfold k. rewrite Rplus_0_r, Rpow_mult_distr.
    replace (h ^ p) with (h * h ^ (p - 1)) by (replace p with (S (p - 1)) at 2 by lia; reflexivity).
    rewrite (Rmult_comm r h). ring.
  - apply (ex_RInt_continuous (fun r => f (r * h) * r ^ (p - 1))). intros r _.
    apply (continuous_mult (fun r => f (r * h)) (fun r => r ^ (p - 1))); [|apply power_continuous].
    apply (continuous_comp (fun r => r * h) f); [|apply Cf]. apply (ex_derive_continuous (fun r => r * h)).
    auto_derive. easy.
Qed.

Theorem C13_ball_law w (F : (nat -> R) -> R) : (1 <= p)%nat ->
  (forall u n, continuous (fun n => F (fun i => n * u i)) n) -> (exists B, forall z, Rabs (F z) <= B) ->
  ex (ball_law w) (fun o => F (fun i => w i + ball_noise w o i)) =
  ex (isotropic p) (fun o => let u := uniform p ws w o in
      RInt (fun n => n ^ (p - 1) * F (fun i => n * u i)) 0 (exit rho (dot p u w)))
    / ex (isotropic p) (fun o => RInt (fun n => n ^ (p - 1)) 0 (exit rho (dot p (uniform p ws w o) w))).
Proof.
  intros Hp CF [B HB]. set (j := (p - 1)%nat). set (m := RInt (fun r => r ^ j) 0 1).
  assert (Mp : 0 < m) by apply power_mass.
  set (along := fun o n => F (fun i => n * uniform p ws w o i)).
  set (part := fun o => RInt (fun r => along o (r * depth w o) * r ^ j) 0 1 / m).
  assert (Part : forall o, has_mean (fraction j) (fun r => along o (proj1_sig r * depth w o)) (part o)).
  { intros o. apply (density_mean 0 1 (fun r => r ^ j) _ _ _ _ (fun r => along o (r * depth w o))). intros r.
    apply (continuous_comp (fun r => r * depth w o) (along o)); [|apply CF].
    apply (ex_derive_continuous (fun r => r * depth w o)). auto_derive. easy. }
  assert (Bp : bounded (fun o => depth w o ^ p * part o)).
  { apply bounded_mult; [apply weight_mean|]. apply (bounded_between (- B) B). intros o.
    destruct (Part o) as (Bd & <- & _). split; [apply ex_ge_const | apply ex_le_const]; try exact Bd; intros r;
      apply (proj1 (Rabs_le_between _ _) (HB _)). }
  assert (Num : forall o, (RInt (fun n => n ^ j * along o n) 0 (depth w o) : R) = m * (depth w o ^ p * part o)).
  { intros o. pose proof (stretched (along o) (depth w o) Hp (CF _)) as S. fold j in S. rewrite <- S. unfold part.
    field. lra. }
  assert (Den : forall o, (RInt (fun n => n ^ j) 0 (depth w o) : R) = m * depth w o ^ p).
  { intros o. pose proof (stretched (fun _ => 1) (depth w o) Hp (fun x => continuous_const 1 x)) as S. fold j in S.
    rewrite (RInt_ext (fun n => n ^ j * 1) (fun n => n ^ j)) in S by (intros; apply Rmult_1_r).
    rewrite (RInt_ext (fun r => 1 * r ^ j) (fun r => r ^ j)) in S by (intros; apply Rmult_1_l).
    rewrite <- S. fold m. ring. }
  assert (Left : ex (ball_law w) (fun o => F (fun i => w i + ball_noise w o i)) =
    ex (isotropic p) (fun o => depth w o ^ p * part o) / ex (isotropic p) (fun o => depth w o ^ p)).
  { unfold ball_law, product, toward, weighted. cbn [ex]. f_equal. apply (f_equal (ex (isotropic p))).
    apply functional_extensionality. intros o. f_equal. destruct (Part o) as (_ & <- & _).
    apply (f_equal (ex (fraction j))). apply functional_extensionality. intros r. unfold along. f_equal.
    apply functional_extensionality. intros i. unfold ball_noise, ball_shows. cbn [fst snd]. ring. }
  etransitivity; [exact Left|].
  set (X := ex (isotropic p) (fun o => depth w o ^ p * part o)).
  transitivity (m * X / (m * ex (isotropic p) (fun o => depth w o ^ p))).
  - field. pose proof (weight_mass w). lra.
  - unfold X. rewrite <- !ex_scal by (lra || exact Bp || apply weight_mean).
    apply (f_equal2 Rdiv); apply (f_equal (ex (isotropic p))); apply functional_extensionality; intros o; symmetry;
      [apply Num | apply Den].
Qed.

(** Of functions of the direction alone. *)
Lemma ball_direction w f : ex (ball_law w) (fun o => f (fst o)) =
  ex (isotropic p) (fun o => depth w o ^ p * f o) / ex (isotropic p) (fun o => depth w o ^ p).
Proof.
  unfold ball_law, product, toward, weighted. cbn [ex]. f_equal. apply (f_equal (ex (isotropic p))).
  apply functional_extensionality. intros o. f_equal. apply (ex_const (fraction (p - 1)) (f o)).
Qed.

(** ** It is near the uniform direction *)

Definition ball_excess : R := ((rho + 1) / (rho - 1)) ^ p - 1.

Lemma ball_shows_unit : dot p ws ws = 1 -> forall w o, dot p (ball_shows w o) (ball_shows w o) = 1.
Proof. intros Hs w o. now apply uniform_sphere. Qed.

Theorem C13_ball_dominated : dot p ws ws = 1 -> dominated p ws ball_law ball_shows ball_excess.
Proof.
  intros Hs w f most Hw Hf. unfold ball_excess. set (u := uniform p ws w).
  assert (Hu : forall o, dot p (u o) (u o) = 1) by (intros; now apply uniform_sphere).
  assert (Fb : bounded (fun o => f (u o))) by (apply (bounded_between 0 most); intros; apply Hf, Hu).
  assert (F0 : 0 <= ex (isotropic p) (fun o => f (u o))) by (apply ex_ge_const; [exact Fb | intros; apply Hf, Hu]).
  assert (D : forall o, (rho - 1) ^ p <= depth w o ^ p <= (rho + 1) ^ p).
  { intros o. pose proof (exit_range rho (dot p (u o) w) large (dot_unit_range p (u o) w (Hu o) Hw)) as Q.
    change (rho - 1 <= depth w o <= rho + 1) in Q. split; apply pow_incr; lra. }
  assert (V : (rho - 1) ^ p <= ex (isotropic p) (fun o => depth w o ^ p))
    by (apply ex_ge_const; [apply weight_mean | intros; apply D]).
  assert (U : ex (isotropic p) (fun o => depth w o ^ p * f (u o)) <=
    (rho + 1) ^ p * ex (isotropic p) (fun o => f (u o))).
  { rewrite <- ex_scal by (assumption || apply pow_le; lra).
    apply ex_mono; [apply bounded_mult; [apply weight_mean | exact Fb] | now apply bounded_scal|].
    intros o. apply Rmult_le_compat_r; [apply Hf, Hu | apply D]. }
  assert (Lo : 0 < (rho - 1) ^ p) by (apply pow_lt; lra).
  pose proof (ball_direction w (fun o => f (u o))) as Left. cbn beta in Left. eapply Rle_trans; [right; exact Left|].
  replace (1 + (((rho + 1) / (rho - 1)) ^ p - 1)) with ((rho + 1) ^ p * / (rho - 1) ^ p)
    by (unfold Rdiv; rewrite Rpow_mult_distr, pow_inv; ring).
  unfold Rdiv. rewrite (Rmult_comm ((rho + 1) ^ p)), Rmult_assoc, (Rmult_comm (ex _ _)).
  apply Rmult_le_compat; [left; apply Rinv_0_lt_compat; lra | | apply Rinv_le_contravar; lra | exact U].
  apply ex_ge_const; [apply bounded_mult; [apply weight_mean | exact Fb]|]. intros o.
  apply Rmult_le_pos; [apply weight_nonneg | apply Hf, Hu].
Qed.

(** A radius that is large enough. *)
Lemma bernoulli n x : 0 <= x -> INR n * x <= 1 -> (1 - INR n * x) * (1 + x) ^ n <= 1.
Proof.
  intros Hx. induction n as [|n IH]; intros H; [simpl; lra|]. rewrite S_INR in H |- *. specialize (IH ltac:(lra)).
  pose proof (pow_lt (1 + x) n ltac:(lra)) as Pw. pose proof (pos_INR n).
  apply Rle_trans with (2 := IH). simpl. rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [lra|].
  pose proof (Rmult_le_pos _ _ (pos_INR n) (pow2_ge_0 x)). nra.
Qed.

Lemma ball_radius chi : 0 < chi -> 1 + 2 * INR p * (1 + / chi) <= rho -> ball_excess <= chi.
Proof.
  intros Hc Hr. unfold ball_excess. set (x := 2 / (rho - 1)).
  assert (Hx : 0 < x) by (apply Rdiv_lt_0_compat; lra).
  replace ((rho + 1) / (rho - 1)) with (1 + x) by (unfold x; field; lra).
  assert (Y : INR p * x <= chi / (1 + chi)).
  { unfold x. replace (INR p * (2 / (rho - 1))) with (2 * INR p / (rho - 1)) by (field; lra). apply Rle_div_l; [lra|].
    apply (Rmult_le_compat_l (chi / (1 + chi))) in Hr; [|left; apply Rdiv_lt_0_compat; lra].
    replace (chi / (1 + chi) * (1 + 2 * INR p * (1 + / chi))) with (chi / (1 + chi) + 2 * INR p) in Hr by (field; lra).
    lra. }
  assert (Y1 : chi / (1 + chi) = 1 - / (1 + chi)) by (field; lra).
  pose proof (Rinv_0_lt_compat (1 + chi) ltac:(lra)) as I.
  pose proof (bernoulli p x ltac:(lra) ltac:(lra)) as Q. pose proof (pow_lt (1 + x) p ltac:(lra)) as Pw.
  assert (/ (1 + chi) * (1 + x) ^ p <= 1) by (apply Rle_trans with (2 := Q); apply Rmult_le_compat_r; lra).
  apply (Rmult_le_compat_l (1 + chi)) in H; [|lra]. rewrite <- Rmult_assoc, Rinv_r in H by lra. lra.
Qed.

Lemma ball_near chi : dot p ws ws = 1 -> 0 < chi -> 1 + 2 * INR p * (1 + / chi) <= rho ->
  dominated p ws ball_law ball_shows chi.
Proof.
  intros Hs Hc Hr. apply (dominated_more _ _ _ _ _ ball_excess); [exact Hs | now apply ball_radius|].
  now apply C13_ball_dominated.
Qed.
End Ball.

(** ** The ball about w_star itself: the same mean as that of Smoothing*.v *)

Lemma flipped (h : R -> R) : (forall x, continuous h x) -> RInt (fun f => h (PI - f)) 0 PI = RInt h 0 PI.
Proof.
  intros Ch. assert (X : forall a b, ex_RInt h a b) by (intros; apply (ex_RInt_continuous h); intros; apply Ch).
  pose proof (RInt_comp_lin h (-1) PI 0 PI (X _ _)) as L. replace (-1 * 0 + PI) with PI in L by ring.
  replace (-1 * PI + PI) with 0 in L by ring. rewrite <- (opp_RInt_swap h 0 PI (X _ _)) in L.
  rewrite <- (Ropp_involutive (RInt h 0 PI)). change (- RInt h 0 PI) with (opp (RInt h 0 PI)). rewrite <- L.
  rewrite <- (RInt_opp (fun y => scal (-1) (h (-1 * y + PI)))).
  - apply RInt_ext. intros f _. unfold opp, scal; simpl; unfold mult; simpl.
    replace (-1 * f + PI) with (PI - f) by ring. ring.
  - apply (ex_RInt_comp_lin h (-1) PI), X.
Qed.

Section Centred.
Variables (m : nat) (rho : R).
Hypothesis large : 1 < rho.
Notation p := (S (S m)).
Let W (d : R) : R := exit rho (cos d) ^ p.

Lemma W_continuous d : continuous W d.
Proof.
  apply (continuous_comp cos (fun c => exit rho c ^ p)); [|apply weight_continuous, large].
  apply (ex_derive_continuous cos). auto_derive. easy.
Qed.

(** The integral over the ball, first along the rays. *)
Lemma ball_sum_rays F : (forall d c, continuous (F d) c) ->
  (forall d, continuous (fun d => SmoothingBall.spin m (F d)) d) ->
  SmoothingBall.ball_sum p rho (fun _ => F) = SmoothingBall.shell p (fun d c => W d * F d c) PI / INR p.
Proof.
  intros Cc Cd. set (k := fun d => SmoothingBall.spin m (F d)). set (h := fun d => k d * (sin d ^ m * W d)).
  assert (Ch : forall x, continuous h x).
  { intros x. apply (continuous_mult k); [apply Cd|]. apply (continuous_mult (fun d => sin d ^ m) W);
      [apply sin_pow_continuous | apply W_continuous]. }
  unfold SmoothingBall.ball_sum, SmoothingBall.shell. simpl Nat.sub. rewrite ?Nat.sub_0_r. fold k.
  change (RInt (fun n => n ^ S m * RInt (fun d => k d * sin d ^ m) 0 (SmoothingBall.edge rho n)) 0 (1 + rho) =
    RInt (fun d => SmoothingBall.spin m (fun c => W d * F d c) * sin d ^ m) 0 PI / INR p).
  rewrite (SmoothingRadius.ball_unrolled k m m rho large Cd). f_equal.
  transitivity (RInt (fun f => h (PI - f)) 0 PI); [|rewrite (flipped h Ch)]; apply RInt_ext; intros d _.
  - unfold h, W, exit, SmoothingRadius.ray. rewrite sin_PI_x, Rtrigo_facts.cos_pi_minus.
    replace ((- cos d) ^ 2 + rho ^ 2 - 1) with (rho ^ 2 - sin d ^ 2) by (pose proof (cos2_sin2 d); lra). reflexivity.
  - rewrite (SmoothingBall.spin_scal m (W d) (F d) (Cc d)). unfold h, k. Landscape.real_eq. ring.
Qed.

Variable ws : nat -> R.
Hypothesis ws_unit : dot p ws ws = 1.

(** About w = w_star the mean of any function of the angle and the azimuth of w + xi is the mean over the ball. *)
Theorem C13_ball_mean F : (forall d c, continuous (F d) c) ->
  (forall d, continuous (fun d => SmoothingBall.spin m (F d)) d) ->
  (exists B, forall d c, 0 <= d <= PI -> -1 <= c <= 1 -> Rabs (F d c) <= B) ->
  ex (ball_law p ws rho large ws) (fun o => F (first (fst o)) (point m (others (fst o)) O)) =
  SmoothingBall.ball_mean p rho (fun _ => F).
Proof.
  intros Cc Cd [B HB].
  assert (Mean : forall G, (forall d c, continuous (G d) c) ->
    (forall d, continuous (fun d => SmoothingBall.spin m (G d)) d) ->
    (exists B, forall d c, 0 <= d <= PI -> -1 <= c <= 1 -> Rabs (G d c) <= B) ->
    ex (isotropic p) (fun o : direction (S m) => depth p ws rho ws o ^ p * G (first o) (point m (others o) O)) =
    INR p / SmoothingBall.chord m PI * SmoothingBall.ball_sum p rho (fun _ => G)).
  { intros G Gc Gd [A HA]. rewrite (ball_sum_rays G Gc Gd).
    destruct (SmoothingBall.C16_ball_directions m (fun d c => W d * G d c)) as ((_ & E & _) & _).
    - intros d c. apply (continuous_scal_r (W d) (G d)), Gc.
    - intros d. apply (continuous_ext (fun d => W d * SmoothingBall.spin m (G d))).
      + intros x. symmetry. apply SmoothingBall.spin_scal, Gc.
      + apply (continuous_mult W); [apply W_continuous | apply Gd].
    - exists ((rho + 1) ^ p * A). intros d c Hd Hc. pose proof (exit_range rho (cos d) large (COS_bound d)) as Q.
      rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos.
      unfold W. rewrite Rabs_pos_eq by (apply pow_le; lra). apply pow_incr. lra.
    - transitivity (ex (sphere (S m)) (fun o => W (first o) * G (first o) (point m (others o) O))).
      + apply (f_equal (ex (sphere (S m)))). apply functional_extensionality. intros o. f_equal. unfold W, depth.
        now rewrite (uniform_cos m ws ws ws_unit).
      + rewrite E. pose proof PI_RGT_0. pose proof (SmoothingBall.chord_pos m PI ltac:(lra)).
        pose proof (lt_0_INR p ltac:(lia)).
        assert (Q : forall x y z, 0 < y -> 0 < z -> x / y = z / y * (x / z)) by (intros; field; lra). now apply Q. }
  etransitivity; [apply (ball_direction p ws rho large ws (fun o => F (first o) (point m (others o) O)))|].
  assert (One : ex (isotropic p) (fun o => depth p ws rho ws o ^ p) =
    INR p / SmoothingBall.chord m PI * SmoothingBall.ball_sum p rho (fun _ _ _ => 1)).
  { etransitivity; [|apply (Mean (fun _ _ => 1))].
    - apply (f_equal (ex (isotropic p))). apply functional_extensionality. intros o. ring.
    - intros; apply continuous_const.
    - intros d. apply continuous_const.
    - exists 1. intros. rewrite Rabs_R1. lra. }
  transitivity (INR p / SmoothingBall.chord m PI * SmoothingBall.ball_sum p rho (fun _ => F) /
    (INR p / SmoothingBall.chord m PI * SmoothingBall.ball_sum p rho (fun _ _ _ => 1))).
  - apply (f_equal2 Rdiv); [exact (Mean F Cc Cd (ex_intro _ B HB)) | exact One].
  - pose proof (SmoothingBall.volume_pos p rho ltac:(lia) ltac:(lra)). pose proof PI_RGT_0.
    pose proof (SmoothingBall.chord_pos m PI ltac:(lra)). pose proof (lt_0_INR p ltac:(lia)).
    unfold SmoothingBall.ball_mean. field. lra.
Qed.
End Centred.

(** ** The theorems *)

(** The explicit bound of C13_dominated_escape. *)
Theorem C13_ball_escape (p K : nat) (ws ast u2 : nat -> R) (eta e1 e2 ra mx hx my hy : R)
    (K_pos : (1 <= K)%nat) (ws_unit : dot p ws ws = 1) (P : plane K ast u2 e1 e2) (E1 : 0 <= e1) (E2 : 0 <= e2)
    (Ra : 0 <= ra) (Box : box_ok K eta e1 e2 ra mx hx my hy) (Oa : Type) (Ea : upper Oa)
    (eps : boxed_state p K u2 e2 mx hx my hy -> Oa -> nat -> R)
    (small : forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2)
    (rho : R) (large : 1 < rho) (Yg theta : R) (n : nat) s :
  (5 <= p)%nat -> 0 < e1 ^ 2 + e2 ^ 2 -> 0 <= hx -> 0 <= hy -> 1 <= Yg -> 1 <= theta ->
  slow_enough K p eta e1 e2 ra mx hx my hy Yg theta -> ball_excess p rho < rate K p eta e1 e2 ->
  run (fun t => product Ea (ball_law p ws rho large (fst (proj1_sig t))))
    (perturbed_step p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P E1 E2 Ra Box (ball_shows p ws)
      (ball_shows_unit p ws ws_unit) eps small)
    n (fun t => bad p ws Yg (proj1_sig t)) s <=
    (1 - (rate K p eta e1 e2 - ball_excess p rho)) ^ n * (wide K p e1 e2 mx hx my hy Yg / softening K p eta e1 e2)
    + power (4/3 * wide K p e1 e2 mx hx my hy Yg / summit K p eta e1 e2 ra mx hx my hy theta) theta
      / (rate K p eta e1 e2 - ball_excess p rho).
Proof.
  intros Hp HT Hx Hy HY Hth Slow Hr. apply (C13_dominated_escape p K ws ast u2 eta e1 e2 ra mx hx my hy K_pos ws_unit P
    E1 E2 Ra Box Ea eps small _ (ball_law p ws rho large)); try assumption.
  - now apply C13_ball_dominated.
  - split; [|exact Hr]. unfold ball_excess. enough (1 <= ((rho + 1) / (rho - 1)) ^ p) by lra. apply pow_R1_Rle.
    apply Rle_div_r; lra.
Qed.

(** The global optimum, within acc, from every start, but for a given probability: every p >= 5, K, teacher. *)
Theorem C13_ball_arrives (p K : nat) (ws ast : nat -> R) (ra radius step failure acc : R) :
  (5 <= p)%nat -> (1 <= K)%nat -> dot p ws ws = 1 -> 0 <= dot K ones ast -> 0 < dot K ast ast ->
  0 <= ra -> 0 <= radius ->
  0 < step -> step * (INR K + PI - 1) <= 2 * PI ->
  step * (norm K ast * (norm K ast + 2 * (radius + ra))) <= 2 -> 0 < failure -> 0 < acc ->
  exists (M : nat) (eta0 : R), 0 < eta0 /\ forall eta, 0 < eta <= eta0 -> exists N : nat,
  forall (rho : R) (large : 1 < rho) n m w a Oa (Ea : upper Oa) eps,
  1 + 2 * INR p * (1 + 2 / teacher_rate K p eta ast) <= rho -> (N <= n)%nat -> (M <= m)%nat ->
  dot p w w = 1 -> dot K a a <= radius ^ 2 -> (forall s oa, dot K (eps s oa) (eps s oa) <= ra ^ 2) ->
  run (fun s => product Ea (ball_law p ws rho large (fst s))) (chain_step p K ws ast eta (ball_shows p ws) eps) n
    (fun s => late p K ws ast acc (full p K ws ast step s m)) (w, a) <= failure.
Proof.
  intros Hp HK Hws H1 HA Hra Hrad Hs Hs1 Hs2 Hf Hacc.
  destruct (C13_dominated_arrives p K ws ast ra radius step failure acc Hp HK Hws H1 HA Hra Hrad Hs Hs1 Hs2 Hf Hacc)
    as (M & eta0 & He0 & Hex).
  exists M, eta0. split; [exact He0|]. intros eta He. destruct (Hex eta He) as (N & HN). exists N.
  intros rho large n m w a Oa Ea eps Hr Hn Hm Hw Ha Heps. apply HN; try assumption; [now apply ball_shows_unit|].
  pose proof (teacher_rate_pos K p eta ast Hp HK H1 HA (proj1 He)) as T. apply ball_near; [exact Hws | lra|].
  replace (/ (teacher_rate K p eta ast / 2)) with (2 / teacher_rate K p eta ast) by (field; lra). exact Hr.
Qed.
