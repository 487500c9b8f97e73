(** * SmoothingRadius: noise uniform in a ball of radius above 1, seen from the spurious point

    What:    for rho > 1 the condition under which the spurious point is still a minimum is the sign of one
             integral over the angle; it changes sides at most once as the ball grows.
    Claims:  C16 smoothing_removes_spurious.

    | symbol               | meaning                                                     |
    |----------------------|-------------------------------------------------------------|
    | ray rho f            | length of the ray from 0, at angle f to w_star, in the ball of radius rho about -w_star |
    | weight p m rho f     | sin(f)^(p-2) ray(f)^m                                       |
    | excess p m rho y     | int_0^PI (g f - y) sin(f)^(p-2) ray(f)^m df                 |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz Ranalysis5.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape Laws Smoothing SmoothingBall.
Open Scope R_scope.

(** ** The ball about -w_star, seen from the origin *)

Definition ray (rho f : R) : R := - cos f + sqrt (rho^2 - sin f ^ 2).
Definition weight (p m : nat) (rho f : R) : R := sin f ^ (p-2) * ray rho f ^ m.
Definition excess (p m : nat) (rho y : R) : R := RInt (fun f => (g f - y) * weight p m rho f) 0 PI.

(** What is under the root is positive. *)
Lemma root_arg rho f : 1 < rho -> 0 < rho^2 - sin f ^ 2.
Proof. intros H. pose proof (SIN_bound f). nra. Qed.

(** The root is larger than |cos f|. *)
Lemma root_gt_cos rho f : 1 < rho -> cos f < sqrt (rho^2 - sin f ^ 2) /\ - cos f < sqrt (rho^2 - sin f ^ 2).
Proof.
  intros H. pose proof (root_arg rho f H) as P. pose proof (sin2_cos2 f) as E. unfold Rsqr in E.
  assert (Hs := sqrt_lt_R0 _ P). assert (Hq := sqrt_sqrt _ (Rlt_le _ _ P)).
  set (s := sqrt _) in *. clearbody s. assert (cos f * cos f < s * s) by nra. split; nra.
Qed.

(** The ray has positive length. *)
Lemma ray_pos rho f : 1 < rho -> 0 < ray rho f.
Proof. intros H. pose proof (root_gt_cos rho f H). unfold ray. lra. Qed.

(** Slope of the ray in the angle. *)
Lemma is_derive_ray rho f : 1 < rho ->
  is_derive (ray rho) f (sin f * ray rho f / sqrt (rho^2 - sin f ^ 2)).
Proof.
  intros H. pose proof (root_arg rho f H) as P. assert (Hs := sqrt_lt_R0 _ P). unfold ray.
  auto_derive; replace (rho * (rho * 1) + - (sin f * (sin f * 1))) with (rho^2 - sin f ^ 2) by ring;
    [exact P|]. field. lra.
Qed.

(** The weight is continuous. *)
Lemma weight_continuous p m rho f : 1 < rho -> continuous (weight p m rho) f.
Proof.
  intros H. apply (ex_derive_continuous (weight p m rho)). unfold weight, ray. auto_derive.
  pose proof (root_arg rho f H). nra.
Qed.

(** Integrable, with a continuous factor. *)
Lemma weight_RInt (h : R -> R) p m rho a b : 1 < rho -> (forall f, continuous h f) ->
  ex_RInt (fun f => h f * weight p m rho f) a b.
Proof.
  intros H Hh. apply (@ex_RInt_continuous R_CompleteNormedModule). intros f _.
  apply (continuous_mult h (weight p m rho)); [apply Hh | apply weight_continuous, H].
Qed.

(** The radial integral. *)
Lemma radial_power n x : is_RInt (fun t => t^n) 0 x (x^(n+1) / INR (n+1)).
Proof.
  assert (P : 0 < INR (n+1)) by (apply lt_0_INR; lia).
  replace (x^(n+1) / INR (n+1)) with (minus (x^(n+1) / INR (n+1)) (0^(n+1) / INR (n+1))).
  - apply (is_RInt_derive (fun t => t^(n+1) / INR (n+1)) (fun t => t^n)); intros t _.
    + auto_derive; [easy|]. replace (Init.Nat.pred (n+1)) with n by lia. field. lra.
    + apply (ex_derive_continuous (fun t => t^n)). auto_derive. easy.
  - unfold minus, plus, opp; simpl. rewrite pow_i by lia. unfold Rdiv. ring.
Qed.

(** The excess, in two integrals. *)
Lemma excess_split p m rho y : 1 < rho -> excess p m rho y =
  RInt (fun f => g f * weight p m rho f) 0 PI - y * RInt (fun f => 1 * weight p m rho f) 0 PI.
Proof.
  intros Hrho. unfold excess. apply is_RInt_unique.
  apply (is_RInt_ext (fun f => minus (g f * weight p m rho f) (scal y (1 * weight p m rho f)))).
  - intros f _. unfold minus, plus, opp, scal; simpl; unfold mult; simpl. ring.
  - apply (@is_RInt_minus R_NormedModule); [|apply (@is_RInt_scal R_NormedModule)];
      apply (@RInt_correct R_CompleteNormedModule).
    + apply weight_RInt; [exact Hrho | exact g_continuous].
    + apply (weight_RInt (fun _ => 1)); [exact Hrho | intros; apply continuous_const].
Qed.

Lemma ray_square rho f : 1 < rho -> ray rho f ^ 2 + 1 - rho ^ 2 = - cos f * (2 * ray rho f).
Proof.
  intros H. pose proof (root_arg rho f H) as P. pose proof (sqrt_sqrt _ (Rlt_le _ _ P)) as Q. pose proof (cos2_sin2 f).
  unfold ray. set (s := sqrt (rho ^ 2 - sin f ^ 2)) in *. clearbody s. nra.
Qed.

Lemma edge_ray rho f : 1 < rho -> 0 <= f <= PI -> edge rho (ray rho f) = PI - f.
Proof.
  intros H Hf. pose proof (ray_pos rho f H). unfold edge. rewrite ray_square by exact H.
  replace (- cos f * (2 * ray rho f) / (2 * ray rho f)) with (- cos f) by (field; lra).
  now rewrite acos_opp, acos_cos.
Qed.

Lemma edge_whole rho n : 1 < rho -> 0 < n < rho - 1 -> edge rho n = PI.
Proof.
  intros H Hn. unfold edge, acos. destruct Rle_dec as [|N]; [reflexivity|]. exfalso. apply N.
  apply (Rmult_le_reg_r (2 * n)); [lra|].
  replace ((n ^ 2 + 1 - rho ^ 2) / (2 * n) * (2 * n)) with (n ^ 2 + 1 - rho ^ 2) by (field; lra). nra.
Qed.

Lemma ray_ends rho : 1 < rho -> ray rho 0 = rho - 1 /\ ray rho PI = rho + 1.
Proof.
  intros H. unfold ray. rewrite sin_0, sin_PI, cos_0, cos_PI.
  replace (rho ^ 2 - 0 ^ 2) with (rho ^ 2) by ring. rewrite sqrt_pow2 by lra. lra.
Qed.

(** First the length, then the angle, or the other way round. *)
Lemma ball_unrolled (k : R -> R) m q rho : 1 < rho -> (forall d, continuous k d) ->
  RInt (fun n => n ^ S q * RInt (fun d => k d * sin d ^ m) 0 (edge rho n)) 0 (1 + rho) =
  RInt (fun f => k (PI - f) * (sin f ^ m * ray rho f ^ S (S q))) 0 PI / INR (S (S q)).
Proof.
  intros H Ck. pose proof PI_RGT_0 as HP. set (N := INR (S (S q))). assert (PN : 0 < N) by (apply lt_0_INR; lia).
  set (w := fun d => k d * sin d ^ m). set (W := fun t => RInt w 0 t).
  assert (Cw : forall d, continuous w d) by (intros d; apply (continuous_mult k);
    [apply Ck | apply sin_pow_continuous]).
  assert (DW : forall t, is_derive W t (w t)).
  { intros t. apply (is_derive_RInt w W 0 t); [|apply Cw]. apply filter_forall. intros x.
    apply (@RInt_correct R_CompleteNormedModule), (@ex_RInt_continuous R_CompleteNormedModule). intros; apply Cw. }
  assert (CW : forall t, continuous W t) by (intros t; apply (ex_derive_continuous W); eexists; apply DW).
  set (F := fun n => n ^ S q * W (edge rho n)).
  assert (CF : forall n, continuous F n) by (intros; now apply weighted_continuous).
  assert (XF : forall a b, ex_RInt F a b) by (intros; apply (@ex_RInt_continuous R_CompleteNormedModule); intros;
    apply CF).
  destruct (ray_ends rho H) as [R0 R1].
  set (T := fun f => ray rho f). set (T' := fun f => sin f * ray rho f / sqrt (rho ^ 2 - sin f ^ 2)).
  assert (DT : forall f, is_derive T f (T' f)) by (intros; now apply is_derive_ray).
  assert (CT : forall f, continuous T f) by (intros f; apply (ex_derive_continuous T); eexists; apply DT).
  assert (CT' : forall f, continuous T' f).
  { intros f. pose proof (root_arg rho f H) as P. pose proof (sqrt_lt_R0 _ P).
    apply (continuous_mult (fun f => sin f * ray rho f) (fun f => / sqrt (rho ^ 2 - sin f ^ 2))).
    - apply (continuous_mult sin (ray rho)); [|apply CT]. apply (ex_derive_continuous sin). auto_derive. easy.
    - apply (ex_derive_continuous (fun f => / sqrt (rho ^ 2 - sin f ^ 2))). auto_derive.
      replace (rho * (rho * 1) + - (sin f * (sin f * 1))) with (rho ^ 2 - sin f ^ 2) by ring. repeat split; lra. }
  (* the whole spheres *)
  assert (A : RInt F 0 (rho - 1) = W PI * ((rho - 1) ^ S (S q) / N)).
  { rewrite (RInt_ext F (fun n => W PI * n ^ S q)).
    - apply is_RInt_unique. apply (is_RInt_scal (fun n => n ^ S q) 0 (rho - 1) (W PI)).
      pose proof (radial_power (S q) (rho - 1)) as P. replace (S q + 1)%nat with (S (S q)) in P by lia. exact P.
    - intros n Hn. rewrite Rmin_left, Rmax_right in Hn by lra. unfold F. rewrite edge_whole by lra. apply Rmult_comm. }
  (* the others, n = ray rho f *)
  assert (B : RInt F (rho - 1) (1 + rho) = RInt (fun f => T' f * (T f ^ S q * W (PI - f))) 0 PI).
  { rewrite (Rplus_comm 1), <- R0, <- R1. symmetry. rewrite <- (RInt_comp F T T').
    - apply RInt_ext. intros f Hf. rewrite Rmin_left, Rmax_right in Hf by lra. unfold scal; simpl; unfold mult; simpl.
      unfold F, T. now rewrite edge_ray by lra.
    - intros; apply CF.
    - intros; split; [apply DT | apply CT']. }
  set (u := fun f => T' f * (T f ^ S q * W (PI - f))).
    set (v := fun f => k (PI - f) * (sin f ^ m * ray rho f ^ S (S q))).
  assert (Cr : forall h : R -> R, (forall x, continuous h x) -> forall f, continuous (fun f => h (PI - f)) f).
  { intros h Hh f. apply (continuous_comp (fun f => PI - f) h);
    [|apply Hh]. apply (ex_derive_continuous (fun f => PI - f)). auto_derive. easy. }
  assert (Cp : forall n f, continuous (fun f => T f ^ n) f).
  { intros n f. apply (ex_derive_continuous (fun f => T f ^ n)). exists (INR n * T' f * T f ^ pred n).
    apply (is_derive_pow T), DT. }
  assert (Cu : forall f, continuous u f).
  { intros f. apply (continuous_mult T'); [apply CT'|]. apply (continuous_mult (fun f => T f ^ S q));
    [apply Cp | now apply Cr]. }
  assert (Cv : forall f, continuous v f).
  { intros f. apply (continuous_mult (fun f => k (PI - f))); [now apply Cr|].
    apply (continuous_mult (fun f => sin f ^ m)); [apply sin_pow_continuous | apply Cp]. }
  (* by parts *)
  assert (Cc : RInt u 0 PI - RInt v 0 PI / N = - (W PI * ((rho - 1) ^ S (S q) / N))).
  { assert (J : is_RInt (fun f => u f - / N * v f) 0 PI (T PI ^ S (S q) / N * W (PI - PI) - T 0 ^ S (S q) / N * W (PI
    - 0))).
    { apply (is_RInt_derive (fun f => T f ^ S (S q) / N * W (PI - f)) (fun f => u f - / N * v f)); intros f _.
      - assert (D1 : is_derive (fun f => T f ^ S (S q) / N) f (T f ^ S q * T' f)).
        { replace (T f ^ S q * T' f) with (INR (S (S q)) * T' f * T f ^ pred (S (S q)) * / N) by (simpl pred;
          unfold N in *; field; lra).
          apply (is_derive_scal_l (fun f => T f ^ S (S q)) f _ (/ N)). apply (is_derive_pow T), DT. }
        assert (D2 : is_derive (fun f => W (PI - f)) f (- w (PI - f))).
        { replace (- w (PI - f)) with (-1 * w (PI - f)) by ring. apply (is_derive_comp W (fun f => PI - f));
          [apply DW | auto_derive; [easy | ring]]. }
        pose proof (is_derive_mult _ _ _ _ _ D1 D2 Rmult_comm) as Q. unfold mult, plus in Q; simpl in Q.
        replace (u f - / N * v f) with (T f ^ S q * T' f * W (PI - f) + T f ^ S (S q) / N * - w (PI - f)); [exact Q|].
        unfold u, v, w. rewrite sin_PI_x. unfold T. field. lra.
      - apply (continuous_minus u (fun f => / N * v f)); [apply Cu | apply (continuous_scal_r (/ N) v), Cv]. }
    apply (@is_RInt_unique R_CompleteNormedModule) in J. rewrite Rminus_eq_0, Rminus_0_r in J. unfold T in J.
      rewrite R0 in J.
    unfold W in J at 1. rewrite RInt_point in J. unfold zero in J; simpl in J.
    assert (E : RInt (fun f => u f - / N * v f) 0 PI = RInt u 0 PI - RInt v 0 PI / N).
    { apply is_RInt_unique. apply (is_RInt_minus u (fun f => / N * v f)).
      - apply (@RInt_correct R_CompleteNormedModule), (@ex_RInt_continuous R_CompleteNormedModule). intros; apply Cu.
      - unfold Rdiv. rewrite Rmult_comm. apply (is_RInt_scal v).
        apply (@RInt_correct R_CompleteNormedModule), (@ex_RInt_continuous R_CompleteNormedModule). intros; apply Cv. }
    rewrite <- E, J. simpl. field. lra. }
  change (RInt F 0 (1 + rho) = RInt v 0 PI / N). rewrite <- (RInt_Chasles F 0 (rho - 1)) by apply XF.
  unfold plus; simpl. rewrite A, B. fold u. lra.
Qed.

(** C16: the condition of the theorems as the sign of one integral. *)
Theorem C16_level : forall p j rho y, (2 <= p)%nat -> 1 < rho ->
  (ball_kernel p j rho PI / length_mean p j rho < y <-> excess p (p + j) rho y < 0) /\
  (ball_kernel p j rho PI / length_mean p j rho = y <-> excess p (p + j) rho y = 0).
Proof.
  intros p j rho y Hp H. pose proof PI_RGT_0. assert (PN : 0 < INR (p + j)) by (apply lt_0_INR; lia).
  pose proof (volume_pos p rho Hp ltac:(lra)) as HV. pose proof (length_sum_pos p j rho Hp ltac:(lra)) as HM.
  rewrite (excess_split p (p + j) rho y H).
  assert (EM : ball_sum p rho (fun n _ _ => n ^ j) * INR (p + j) = RInt (fun f => 1 * weight p (p + j) rho f) 0 PI).
  { rewrite length_sum by exact Hp. unfold chord.
    rewrite (RInt_ext _ (fun n => n ^ S (p - 2 + j) * RInt (fun d => 1 * sin d ^ (p - 2)) 0 (edge rho n))).
    - rewrite (ball_unrolled (fun _ => 1)); [|exact H | intros; apply continuous_const].
      replace (S (S (p - 2 + j))) with (p + j)%nat by lia. unfold weight. field. lra.
    - intros n _. f_equal. apply RInt_ext. intros d _. symmetry. apply Rmult_1_l. }
  assert (EK : ball_sum p rho (fun n d c => n ^ j * g (acos (turned PI d c))) * INR (p + j) =
    RInt (fun f => g f * weight p (p + j) rho f) 0 PI).
  { rewrite kernel_sum by exact Hp. unfold cap.
    rewrite (ball_unrolled (seen (p - 2) PI)); [|exact H | intros; apply (row_continuous (seen (p - 2))), seen_2d].
    replace (S (S (p - 2 + j))) with (p + j)%nat by lia.
    rewrite (RInt_ext _ (fun f => g f * weight p (p + j) rho f)); [field; lra|].
    intros f Hf. rewrite Rmin_left, Rmax_right in Hf by lra. rewrite seen_PI by lra.
      replace (PI - (PI - f)) with f by ring. reflexivity. }
  unfold ball_kernel, length_mean, ball_mean. rewrite <- EM, <- EK.
  set (V := ball_sum p rho (fun _ _ _ => 1)) in *. set (M := ball_sum p rho (fun n _ _ => n ^ j)) in *.
  set (K := ball_sum p rho (fun n d c => n ^ j * g (acos (turned PI d c)))) in *. clearbody V M K.
  replace (K / V / (M / V)) with (K / M) by (field; lra).
  assert (Q : K / M * M = K) by (field; lra). set (x := K / M) in *. clearbody x.
  replace (K * INR (p + j) - y * (M * INR (p + j))) with ((x - y) * (M * INR (p + j))) by (rewrite <- Q; ring).
  assert (P : 0 < M * INR (p + j)) by now apply Rmult_lt_0_compat. split; split; intros L.
  - nra.
  - apply Rnot_le_lt. intros N. nra.
  - rewrite L. ring.
  - apply Rmult_integral in L. lra.
Qed.

(** ** There is one critical level at most *)

(** From a smaller ball to a larger one, rays grow by a factor that falls with the angle. *)
Lemma ray_ratio rho1 rho2 f1 f2 : 1 < rho1 -> rho1 < rho2 -> 0 <= f1 -> f1 < f2 -> f2 <= PI ->
  ray rho2 f2 * ray rho1 f1 < ray rho2 f1 * ray rho1 f2.
Proof.
  intros H1 H2 Hf0 Hf HP. assert (H3 : 1 < rho2) by lra.
  assert (D : ln (ray rho1 f1) - ln (ray rho2 f1) < ln (ray rho1 f2) - ln (ray rho2 f2)).
  { apply (incr_of_derive (fun f => ln (ray rho1 f) - ln (ray rho2 f))
      (fun f => sin f * (/ sqrt (rho1^2 - sin f ^ 2) - / sqrt (rho2^2 - sin f ^ 2)))); [exact Hf| |].
    - intros f _. pose proof (is_derive_ray rho1 f H1) as D1. pose proof (is_derive_ray rho2 f H3) as D2.
      pose proof (ray_pos rho1 f H1). pose proof (ray_pos rho2 f H3).
      pose proof (sqrt_lt_R0 _ (root_arg rho1 f H1)). pose proof (sqrt_lt_R0 _ (root_arg rho2 f H3)).
      assert (X1 : ex_derive (fun x => ray rho1 x) f) by (eexists; exact D1).
      assert (X2 : ex_derive (fun x => ray rho2 x) f) by (eexists; exact D2).
      assert (V1 : Derive (fun x => ray rho1 x) f = _) by apply (is_derive_unique _ _ _ D1).
      assert (V2 : Derive (fun x => ray rho2 x) f = _) by apply (is_derive_unique _ _ _ D2).
      auto_derive; [tauto|]. rewrite V1, V2. field. lra.
    - intros f Hi. apply Rmult_lt_0_compat; [apply sin_gt_0; lra|].
      pose proof (root_arg rho1 f H1) as P. pose proof (sqrt_lt_R0 _ P).
      assert (sqrt (rho1^2 - sin f ^ 2) < sqrt (rho2^2 - sin f ^ 2)) by (apply sqrt_lt_1_alt; nra).
      assert (/ sqrt (rho2^2 - sin f ^ 2) < / sqrt (rho1^2 - sin f ^ 2)).
      { apply Rinv_lt_contravar; [apply Rmult_lt_0_compat; lra | assumption]. } lra. }
  pose proof (ray_pos rho1 f1 H1). pose proof (ray_pos rho2 f1 H3).
  pose proof (ray_pos rho1 f2 H1). pose proof (ray_pos rho2 f2 H3).
  apply ln_lt_inv; [apply Rmult_lt_0_compat; assumption | apply Rmult_lt_0_compat; assumption |].
  rewrite !ln_mult by assumption. lra.
Qed.

(** Powers keep strict order. *)
Lemma pow_strict x y n : 0 <= x -> x < y -> (1 <= n)%nat -> x^n < y^n.
Proof.
  intros Hx Hy Hn. destruct n as [|n]; [lia|]. simpl.
  assert (x^n <= y^n) by (apply pow_incr; lra). assert (0 < y^n) by (apply pow_lt; lra).
  apply Rle_lt_trans with (x * y^n); [apply Rmult_le_compat_l; lra|]. apply Rmult_lt_compat_r; lra.
Qed.

(** C16: the sign changes once, if at all, whatever p, and for raw (m = p+1) and normalized noise (m = p) alike:
    a larger ball adds weight where g is large. *)
Theorem C16_one_level : forall p m rho1 rho2 y, (1 <= m)%nat -> 1 < rho1 -> rho1 < rho2 ->
  0 <= excess p m rho1 y -> 0 < excess p m rho2 y.
Proof.
  intros p m rho1 rho2 y Hm H1 H2 HE. assert (H3 : 1 < rho2) by lra. pose proof PI_gt_3.
  (* the angle at which g - y changes sign *)
  assert (F : exists f0, 0 <= f0 <= PI /\ (forall f, 0 <= f -> f < f0 -> 0 < g f - y) /\
     (forall f, f0 < f -> f <= PI -> g f - y < 0)).
  { destruct (Rlt_le_dec y 0) as [Y|Y]; [|destruct (Rlt_le_dec PI y) as [Y'|Y']].
    - exists PI. split; [lra|]. split; [|intros; lra]. intros f Hf0 Hf. pose proof (g_pos f Hf0 Hf). lra.
    - exists 0. split; [lra|]. split; [intros; lra|]. intros f Hf0 Hf. pose proof (g_le_PI f ltac:(lra)). lra.
    - destruct (g_ivt y ltac:(lra)) as (f0 & Hf0 & E). exists f0. split; [exact Hf0|]. split.
      + intros f Hf Hlt. pose proof (g_decr f f0 Hf Hlt ltac:(lra)). lra.
      + intros f Hlt Hf. pose proof (g_decr f0 f ltac:(lra) Hlt Hf). lra. }
  destruct F as (f0 & Hf0 & Fa & Fb).
  set (q := ray rho2 f0 / ray rho1 f0).
  assert (Hq : 0 < q) by (apply Rdiv_lt_0_compat; apply ray_pos; assumption).
  set (d := fun f => (g f - y) * (weight p m rho2 f - q^m * weight p m rho1 f)).
  assert (Hd : forall f, 0 < f < PI -> f <> f0 -> 0 < d f).
  { intros f Hf N. unfold d, weight.
    pose proof (ray_pos rho1 f H1) as R1. pose proof (ray_pos rho1 f0 H1) as R10. pose proof (ray_pos rho2 f H3) as R2.
    assert (Hs : 0 < sin f ^ (p-2)) by (apply pow_lt, sin_gt_0; lra).
    replace (sin f ^ (p-2) * ray rho2 f ^ m - q^m * (sin f ^ (p-2) * ray rho1 f ^ m)) with
      (sin f ^ (p-2) * (ray rho2 f ^ m - (q * ray rho1 f)^m)) by (rewrite Rpow_mult_distr; ring).
    assert (E : q * ray rho1 f * ray rho1 f0 = ray rho2 f0 * ray rho1 f) by (unfold q; field; lra).
    assert (Hp : 0 < q * ray rho1 f) by (apply Rmult_lt_0_compat; assumption).
    destruct (Rtotal_order f f0) as [Lt|[Eq|Gt]]; [|contradiction|].
    - pose proof (ray_ratio rho1 rho2 f f0 H1 H2 ltac:(lra) Lt ltac:(lra)) as Q. rewrite <- E in Q.
      apply Rmult_lt_reg_r in Q; [|exact R10]. pose proof (pow_strict _ _ m (Rlt_le _ _ Hp) Q Hm).
      pose proof (Fa f ltac:(lra) Lt). apply Rmult_lt_0_compat; [assumption|]. apply Rmult_lt_0_compat; lra.
    - pose proof (ray_ratio rho1 rho2 f0 f H1 H2 ltac:(lra) Gt ltac:(lra)) as Q. rewrite <- E in Q.
      apply Rmult_lt_reg_r in Q; [|exact R10]. pose proof (pow_strict _ _ m (Rlt_le _ _ R2) Q Hm).
      pose proof (Fb f Gt ltac:(lra)).
      replace ((g f - y) * (sin f ^ (p-2) * (ray rho2 f ^ m - (q * ray rho1 f)^m))) with
        ((- (g f - y)) * (sin f ^ (p-2) * ((q * ray rho1 f)^m - ray rho2 f ^ m))) by ring.
      apply Rmult_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; lra. }
  assert (Cg : forall f, continuous (fun x => g x - y) f).
  { intros f. apply (continuous_minus g (fun _ => y)); [apply g_continuous | apply continuous_const]. }
  assert (Cd : forall f, continuous d f).
  { intros f. apply (continuous_mult (fun x => g x - y)); [apply Cg|].
    apply (continuous_minus (weight p m rho2)); [apply weight_continuous, H3|].
    apply (continuous_scal_r (q^m) (weight p m rho1)), weight_continuous, H1. }
  assert (Xd : forall a b, ex_RInt d a b).
  { intros a b. apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply Cd. }
  assert (Pd : 0 < RInt d 0 PI).
  { rewrite <- (RInt_Chasles d 0 f0 PI) by apply Xd. unfold plus; simpl.
    assert (A : 0 <= RInt d 0 f0 /\ (0 < f0 -> 0 < RInt d 0 f0)).
    { destruct (Req_dec f0 0) as [->|N].
      - rewrite RInt_point. unfold zero; simpl. split; lra.
      - assert (0 < RInt d 0 f0) by (apply RInt_gt_0; [lra | intros f Hf; apply Hd; lra | intros; apply Cd]).
        split; lra. }
    assert (B : 0 <= RInt d f0 PI /\ (f0 < PI -> 0 < RInt d f0 PI)).
    { destruct (Req_dec f0 PI) as [->|N].
      - rewrite RInt_point. unfold zero; simpl. split; lra.
      - assert (0 < RInt d f0 PI) by (apply RInt_gt_0; [lra | intros f Hf; apply Hd; lra | intros; apply Cd]).
        split; lra. }
    destruct (Req_dec f0 0) as [Z|Z]; lra. }
  assert (Ed : RInt d 0 PI = excess p m rho2 y - q^m * excess p m rho1 y).
  { apply is_RInt_unique.
    apply (is_RInt_ext (fun f => minus ((g f - y) * weight p m rho2 f) (scal (q^m) ((g f - y) * weight p m rho1 f)))).
    - intros f _. unfold d, minus, plus, opp, scal; simpl; unfold mult; simpl. ring.
    - apply (@is_RInt_minus R_NormedModule); [|apply (@is_RInt_scal R_NormedModule)];
        apply (@RInt_correct R_CompleteNormedModule); apply weight_RInt; assumption. }
  assert (0 <= q^m * excess p m rho1 y) by (apply Rmult_le_pos; [apply pow_le; lra | exact HE]). lra.
Qed.

(** The excess depends continuously on the radius. *)
Lemma excess_continuous p m y rho : 1 < rho -> continuity_pt (fun x => excess p m x y) rho.
Proof.
  intros Hrho.
  set (D := fun u t => (g t - y) *
    (sin t ^ (p-2) * (INR m * ray u t ^ Init.Nat.pred m * (u * / sqrt (u^2 - sin t ^ 2))))).
  assert (HD : forall u t, 1 < u -> is_derive (fun z => (g t - y) * weight p m z t) u (D u t)).
  { intros u t Hu. pose proof (root_arg u t Hu) as P. pose proof (sqrt_lt_R0 _ P). unfold weight, ray, D.
    auto_derive; replace (u * (u * 1) + - (sin t * (sin t * 1))) with (u^2 - sin t ^ 2) by ring; [exact P|].
    unfold ray. field. lra. }
  assert (Hl : 0 < rho - 1) by lra.
  assert (Loc : forall u, Rabs (u - rho) < rho - 1 -> 1 < u).
  { intros u Hu. apply Rabs_def2 in Hu. lra. }
  apply continuity_pt_filterlim. apply (ex_derive_continuous (fun x => excess p m x y)).
  eexists. apply (is_derive_RInt_param (fun u t => (g t - y) * weight p m u t) 0 PI rho).
  - exists (mkposreal _ Hl). intros u Hu t _. eexists. apply HD, Loc, Hu.
  - intros t _. apply (continuity_2d_pt_ext_loc D).
    + exists (mkposreal _ Hl). intros u t' Hu _. symmetry. apply is_derive_unique, HD, Loc, Hu.
    + assert (C1 : forall f, continuity f -> continuity_2d_pt (fun _ v => f v) rho t).
      { intros f Hf. apply (continuity_1d_2d_pt_comp f (fun _ v => v)); [apply Hf | apply continuity_2d_pt_id2]. }
      assert (Cs : continuity_2d_pt (fun u v => sqrt (u^2 - sin v ^ 2)) rho t).
      { apply (continuity_1d_2d_pt_comp sqrt (fun u v => u^2 - sin v ^ 2)).
        - apply continuity_pt_sqrt. left. apply root_arg, Hrho.
        - apply continuity_2d_pt_minus.
          + apply (continuity_1d_2d_pt_comp (fun x => x^2) (fun u _ => u)); [|apply continuity_2d_pt_id1].
            apply derivable_continuous_pt, derivable_pt_pow.
          + apply (C1 (fun v => sin v ^ 2)). intros v. apply continuity_pt_filterlim.
            apply (ex_derive_continuous (fun v => sin v ^ 2)). auto_derive. easy. }
      unfold D. apply continuity_2d_pt_mult; [|apply continuity_2d_pt_mult; [|apply continuity_2d_pt_mult]].
      * apply (C1 (fun v => g v - y)). intros v. apply continuity_pt_filterlim.
        apply (ex_derive_continuous (fun v => g v - y)). unfold g. auto_derive. easy.
      * apply (C1 (fun v => sin v ^ (p-2))). intros v. apply continuity_pt_filterlim.
        apply (ex_derive_continuous (fun v => sin v ^ (p-2))). auto_derive. easy.
      * apply continuity_2d_pt_mult; [apply continuity_2d_pt_const|].
        apply (continuity_1d_2d_pt_comp (fun x => x ^ Init.Nat.pred m) ray).
        -- apply derivable_continuous_pt, derivable_pt_pow.
        -- apply continuity_2d_pt_plus; [|exact Cs]. apply continuity_2d_pt_opp.
           apply (C1 cos). apply continuity_cos.
      * apply continuity_2d_pt_mult; [apply continuity_2d_pt_id1|].
        apply continuity_2d_pt_inv; [exact Cs|].
        pose proof (sqrt_lt_R0 _ (root_arg rho t Hrho)). lra.
  - exists (mkposreal _ Hl). intros u Hu. apply (weight_RInt (fun t => g t - y)); [apply Loc, Hu|].
    intros f. apply (continuous_minus g (fun _ => y)); [apply g_continuous | apply continuous_const].
Qed.

(** C16: between two radii of opposite signs lies the only level. *)
Theorem C16_level_between : forall p m y lo hi, (1 <= m)%nat -> 1 < lo -> lo < hi ->
  excess p m lo y < 0 -> 0 < excess p m hi y ->
  exists rs, lo < rs < hi /\ forall rho, 1 < rho ->
    (excess p m rho y < 0 <-> rho < rs) /\ (excess p m rho y = 0 <-> rho = rs).
Proof.
  intros p m y lo hi Hm H1 Hlh Elo Ehi.
  destruct (IVT_interv (fun x => excess p m x y) lo hi) as (rs & Hrs & E0); [| exact Hlh | exact Elo | exact Ehi |].
  { intros x Hx. apply excess_continuous. lra. }
  assert (lo < rs < hi).
  { split; [destruct (Req_dec rs lo) as [->|] | destruct (Req_dec rs hi) as [->|]]; lra. }
  exists rs. split; [assumption|]. intros rho Hrho.
  assert (A : rho < rs -> excess p m rho y < 0).
  { intros Q. apply Rnot_le_lt. intros N. pose proof (C16_one_level p m rho rs y Hm Hrho Q N). lra. }
  assert (B : rs < rho -> 0 < excess p m rho y).
  { intros Q. apply (C16_one_level p m rs rho y Hm); lra. }
  destruct (Rtotal_order rho rs) as [Q|[->|Q]].
  - specialize (A Q). split; split; lra.
  - split; split; lra.
  - specialize (B Q). split; split; lra.
Qed.

(** The excess folded about PI/2, as it is integrated numerically: half the range, and what cancels
    between f and PI - f is gone. *)
Lemma excess_folded p m rho y : 1 < rho -> excess p m rho y =
  RInt (fun f => sin f ^ (p-2) * ((sin f + (PI/2 - f) * cos f - y)
      * ((- cos f + sqrt (rho^2 - sin f ^ 2))^m + (cos f + sqrt (rho^2 - sin f ^ 2))^m)
    + PI/2 * cos f * ((- cos f + sqrt (rho^2 - sin f ^ 2))^m - (cos f + sqrt (rho^2 - sin f ^ 2))^m))) 0 (PI/2).
Proof.
  intros Hrho. pose proof PI_RGT_0. symmetry. apply is_RInt_unique.
  set (h := fun f => (g f - y) * weight p m rho f).
  assert (Xh : forall a b, ex_RInt h a b).
  { intros a b. apply (weight_RInt (fun f => g f - y)); [exact Hrho|]. intros f.
    apply (continuous_minus g (fun _ => y)); [apply g_continuous | apply continuous_const]. }
  assert (H1 : is_RInt h 0 (PI/2) (RInt h 0 (PI/2))) by apply (RInt_correct h), Xh.
  assert (H2 : is_RInt (fun f => h (PI - f)) 0 (PI/2) (RInt h (PI/2) PI)).
  { assert (Q : is_RInt h (-1 * (PI/2) + PI) (-1 * 0 + PI) (RInt h (PI/2) PI)).
    { replace (-1 * (PI/2) + PI) with (PI/2) by field. replace (-1 * 0 + PI) with PI by ring.
      apply (RInt_correct h), Xh. }
    apply is_RInt_comp_lin in Q. apply is_RInt_swap in Q. apply is_RInt_opp in Q. rewrite opp_opp in Q.
    revert Q. apply is_RInt_ext. intros f _. unfold opp, scal; simpl; unfold mult; simpl.
    replace (-1 * f + PI) with (PI - f) by ring. ring. }
  unfold excess. fold h. rewrite <- (RInt_Chasles h 0 (PI/2) PI) by apply Xh.
  generalize (is_RInt_plus _ _ _ _ _ _ H1 H2). apply is_RInt_ext. intros f _.
  match goal with |- plus ?a ?b = ?r => change (a + b = r) end. unfold h, g, weight, ray.
  rewrite sin_PI_x, Rtrigo_facts.cos_pi_minus, Ropp_involutive. field.
Qed.
