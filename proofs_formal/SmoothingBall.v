(** * SmoothingBall: noise uniform in a ball, every radius and dimension

    What:    the mean over the ball of radius rho about w in R^p, p >= 2, for every rho > 0; the mean of the loss over
             it has the form of the loss, and its kernel falls strictly with the angle between w and w_star, is smooth,
             and has its only stationary points at 0 and PI. Turning w_star moves the rims of the caps that the
             ball cuts from spheres about the origin; a rim's near half counts more than its far half.
             So the theorems of Smoothing.v are about the ball.
    Claims:  C16 smoothing_removes_spurious.

    z = w + xi is n times the unit vector u at angle d to w; c is the cosine of the azimuth of u about w, seen from
    w_star; phi is the angle between w and w_star. j = 1: raw noise; j = 0: w + xi is normalised.

    | symbol               | meaning                                                     |
    |----------------------|-------------------------------------------------------------|
    | spin m f          | mean of f(c), p = m + 2: two values if p = 2, else density sin^(m-1) of the azimuth |
    | turned phi d c       | cosine of the angle between z and w_star                    |
    | edge rho n           | of the sphere |z| = n the ball holds the part d <= edge rho n (lemma [edge_in_ball]) |
    | shell p F t          | int of F d c over d <= t with the density sin(d)^(p-2) and the azimuth's law |
    | ball_mean p rho F    | mean of F n d c over the ball: density n^(p-1)              |
    | length_mean p j rho  | E |z|^j                                                     |
    | ball_loss p j rho    | E of the loss where the filter has the direction of z and the length |z|^j |
    | ball_kernel p j rho  | E |z|^j g(angle(z, w_star)), as a function of phi           |
    | kernel_slope p j rho | its derivative                                              |
    | gc y                 | g(acos y), continued beyond [-1, 1]                         |
    | seen, seen_slope, lean | means over the azimuth of gc, its slope in phi, c gc      |
    | cap m phi t, chord m t | the shell's integrals of gc and of 1                      |
    | even f               | uniformly continuous                                        |
    | facing phi           | unit vector at angle phi to the first axis                  |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape Improper Laws Smoothing.
Open Scope R_scope.

(** ** Definitions

    Polar coordinates about the origin, the ball cut out by |z - w| <= rho. That these are the coordinates of the
    volume in R^p is a definition; that the weights of the direction are those of the uniform direction of Laws.v is
    C16_ball_directions. *)

Definition spin (m : nat) (f : R -> R) : R :=
  match m with O => (f 1 + f (-1)) / 2 | S n => mom n (fun t => f (cos t)) end.
Definition turned (phi d c : R) : R := cos phi * cos d + sin phi * sin d * c.
Definition edge (rho n : R) : R := acos ((n ^ 2 + 1 - rho ^ 2) / (2 * n)).
Definition shell (p : nat) (F : R -> R -> R) (t : R) : R := RInt (fun d => spin (p - 2) (F d) * sin d ^ (p - 2)) 0 t.
Definition ball_sum (p : nat) (rho : R) (F : R -> R -> R -> R) : R :=
  RInt (fun n => n ^ (p - 1) * shell p (F n) (edge rho n)) 0 (1 + rho).
Definition ball_mean (p : nat) (rho : R) (F : R -> R -> R ->
  R) : R := ball_sum p rho F / ball_sum p rho (fun _ _ _ => 1).

Definition length_mean (p j : nat) (rho : R) : R := ball_mean p rho (fun n _ _ => n ^ j).
Definition ball_loss (p j : nat) (rho : R) (k : nat) (c : nat -> R) (phi : R) (a : nat -> R) : R :=
  ball_mean p rho (fun n d x => loss_nu k (n ^ j) (acos (turned phi d x)) a c).
Definition ball_kernel (p j : nat) (rho phi : R) : R := ball_mean p rho (fun n d c => n ^ j * g (acos (turned phi d
  c))).

(** ** The kernel as a function of the cosine *)

(** Angles that are apart have cosines that are apart; acos is constant outside [-1, 1]. *)
Lemma acos_apart a b e : 0 < e -> acos a + e <= acos b -> 1 - cos e <= a - b.
Proof.
  intros He H. pose proof (acos_bound a) as Ba. pose proof (acos_bound b) as Bb. pose proof PI_RGT_0.
  assert (A : cos (acos a) <= a).
  { destruct (Rle_lt_dec a 1) as [Q|Q]; [|pose proof (COS_bound (acos a)); lra].
    destruct (Rle_lt_dec (-1) a) as [Q'|Q']; [rewrite cos_acos by lra; lra|].
    unfold acos in H at 1. destruct Rle_dec; lra. }
  assert (B : b <= cos (acos b)).
  { destruct (Rle_lt_dec (-1) b) as [Q|Q]; [|pose proof (COS_bound (acos b)); lra].
    destruct (Rle_lt_dec b 1) as [Q'|Q']; [rewrite cos_acos by lra; lra|].
    unfold acos in H at 2. destruct Rle_dec; [lra|]. destruct Rle_dec; lra. }
  set (x := acos a) in *. set (y := acos b) in *. clearbody x y.
  assert (D : cos y <= cos (x + e)) by (apply cos_decr_1; lra).
  assert (K : 1 - cos e <= cos x - cos (x + e)); [|lra].
  replace x with (2 * (x / 2)) by field. replace e with (2 * (e / 2)) by field.
  rewrite cos_plus, !cos_2a_sin, !sin_2a.
  assert (P : 0 <= sin (x / 2) * sin (e / 2) * cos (x / 2 + e / 2)).
  { apply Rmult_le_pos; [apply Rmult_le_pos; apply sin_ge_0; lra | apply cos_ge_0; lra]. }
  rewrite cos_plus in P. nra.
Qed.

Definition even (f : R -> R) : Prop :=
  forall e, 0 < e -> exists d, 0 < d /\ forall a b, Rabs (a - b) < d -> Rabs (f a - f b) < e.

Lemma acos_even : even acos.
Proof.
  intros e He. pose proof PI_gt_3 as HP. set (e' := Rmin e 1).
  assert (E1 : 0 < e') by (apply Rmin_pos; lra). assert (E2 : e' <= e) by apply Rmin_l.
  assert (E3 : e' <= 1) by apply Rmin_r.
  assert (C : cos e' < 1) by (rewrite <- cos_0; apply cos_decreasing_1; lra).
  exists (1 - cos e'). split; [lra|]. intros a b H. apply Rabs_def2 in H. apply Rabs_def1.
  - apply Rnot_le_lt. intros Q. pose proof (acos_apart b a e' E1 ltac:(lra)). lra.
  - apply Rnot_le_lt. intros Q. pose proof (acos_apart a b e' E1 ltac:(lra)). lra.
Qed.

Lemma even_continuous f : even f -> forall x, continuous f x.
Proof.
  intros H x. apply filterlim_locally. intros eps. destruct (H eps (cond_pos eps)) as (d & Hd & B).
  exists (mkposreal d Hd). intros y Hy. apply B, Hy.
Qed.

(** g as a function of the cosine, continued beyond [-1, 1] with its derivative. *)
Definition gc (y : R) : R := RInt (fun u => PI - acos u) (-1) y.

Lemma gc_slope_continuous y : continuous (fun u => PI - acos u) y.
Proof.
  apply (continuous_minus (fun _ => PI) acos); [apply continuous_const | apply even_continuous, acos_even].
Qed.

Lemma is_derive_gc y : is_derive gc y (PI - acos y).
Proof.
  apply (is_derive_RInt (fun u => PI - acos u) gc (-1) y); [|apply gc_slope_continuous].
  apply filter_forall. intros z. apply (@RInt_correct R_CompleteNormedModule).
  apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply gc_slope_continuous.
Qed.

Lemma gc_continuous y : continuous gc y.
Proof. apply (ex_derive_continuous gc). eexists. apply is_derive_gc. Qed.

Lemma gc_cos x : 0 <= x <= PI -> gc (cos x) = g x.
Proof.
  intros [Hx [HP| ->]].
  - destruct (mvt_open (fun x => gc (cos x) - g x) (fun x => (PI - acos (cos x)) * - sin x - - (PI - x) * sin x) x PI
    HP)
      as (c & E & Hc).
    + intros c Hc. apply (is_derive_minus (fun x => gc (cos x)) g); [|apply is_derive_g].
      replace ((PI - acos (cos c)) * - sin c) with (- sin c * (PI - acos (cos c))) by ring.
      apply (is_derive_comp gc cos); [apply is_derive_gc | auto_derive; [easy | ring]].
    + rewrite acos_cos in E by lra. rewrite cos_PI, g_PI in E. unfold gc at 1 in E. rewrite RInt_point in E.
      unfold zero in E; simpl in E. nra.
  - rewrite cos_PI, g_PI. unfold gc. rewrite RInt_point. reflexivity.
Qed.

Lemma gc_acos y : -1 <= y <= 1 -> g (acos y) = gc y.
Proof. intros H. rewrite <- (cos_acos y H) at 2. symmetry. apply gc_cos, acos_bound. Qed.

Lemma gc_incr x y : -1 <= x -> x < y -> y <= 1 -> gc x < gc y.
Proof.
  intros Hx H Hy. apply (incr_of_derive gc (fun u => PI - acos u)); [exact H | intros; apply is_derive_gc|].
  intros u Hu. pose proof (acos_bound_lt u ltac:(lra)). lra.
Qed.

Lemma gc_lip a b : Rabs (gc a - gc b) <= PI * Rabs (a - b).
Proof.
  destruct (MVT_gen gc b a (fun u => PI - acos u)) as (z & _ & E).
  - intros; apply is_derive_gc.
  - intros; apply continuity_pt_filterlim, gc_continuous.
  - rewrite E, Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|]. pose proof (acos_bound z).
    rewrite Rabs_pos_eq; lra.
Qed.

Lemma gc_even : even gc.
Proof.
  intros e He. pose proof PI_RGT_0. exists (e / PI). split; [apply Rdiv_lt_0_compat; lra|].
  intros a b Q. eapply Rle_lt_trans; [apply gc_lip|]. apply (Rmult_lt_compat_l PI) in Q; [|lra].
  replace (PI * (e / PI)) with e in Q by (field; lra). exact Q.
Qed.

(** ** The mean over the azimuth *)

Lemma cos_continuous_comp (f : R -> R) : (forall c, continuous f c) -> forall t, continuous (fun t => f (cos t)) t.
Proof.
  intros H t. apply (continuous_comp cos f); [|apply H]. apply (ex_derive_continuous cos). auto_derive. easy.
Qed.

Lemma spin_plus m f h : (forall c, continuous f c) -> (forall c, continuous h c) ->
  spin m (fun c => f c + h c) = spin m f + spin m h.
Proof.
  intros Hf Hh. destruct m as [|n]; simpl; [field|].
  apply (mom_plus n (fun t => f (cos t)) (fun t => h (cos t))); now apply cos_continuous_comp.
Qed.

Lemma spin_scal m k f : (forall c, continuous f c) -> spin m (fun c => k * f c) = k * spin m f.
Proof.
  intros Hf. destruct m as [|n]; simpl; [field|].
  apply (mom_scal n k (fun t => f (cos t))). now apply cos_continuous_comp.
Qed.

Lemma spin_const m k : spin m (fun _ => k) = k.
Proof. destruct m as [|n]; simpl; [field | apply mom_const]. Qed.

Lemma spin_odd m k : spin m (fun c => c * k) = 0.
Proof.
  destruct m as [|n]; simpl; [field|]. apply mom_odd.
  - apply (cos_continuous_comp (fun c => c * k)). intros c. apply (ex_derive_continuous (fun c => c * k)).
    auto_derive. easy.
  - intros x. rewrite Rtrigo_facts.cos_pi_minus. ring.
Qed.

Lemma spin_le m f h : (forall c, continuous f c) -> (forall c, continuous h c) ->
  (forall c, -1 <= c <= 1 -> f c <= h c) -> spin m f <= spin m h.
Proof.
  intros Hf Hh H. destruct m as [|n]; simpl.
  - pose proof (H 1 ltac:(lra)). pose proof (H (-1) ltac:(lra)). lra.
  - apply mom_le; try now apply cos_continuous_comp. intros x _. apply H, COS_bound.
Qed.

Lemma spin_ext m f h : (forall c, -1 <= c <= 1 -> f c = h c) -> spin m f = spin m h.
Proof.
  intros H. destruct m as [|n]; simpl; [rewrite !H by lra; reflexivity|].
  apply mom_ext. intros x. apply H, COS_bound.
Qed.

Lemma spin_close m f h e : (forall c, continuous f c) -> (forall c, continuous h c) ->
  (forall c, -1 <= c <= 1 -> Rabs (f c - h c) <= e) -> Rabs (spin m f - spin m h) <= e.
Proof.
  intros Hf Hh H.
  assert (Q : forall u v, (forall c, continuous u c) -> (forall c, continuous v c) ->
    (forall c, -1 <= c <= 1 -> u c <= v c + e) -> spin m u <= spin m v + e).
  { intros u v Hu Hv B. rewrite <- (spin_const m e), <- spin_plus; [|exact Hv | intros; apply continuous_const].
    apply spin_le; [exact Hu | | exact B]. intros c. apply (continuous_plus v (fun _ => e));
      [apply Hv | apply continuous_const]. }
  apply Rabs_le. split.
  - pose proof (Q h f Hh Hf). cut (spin m h <= spin m f + e); [lra|]. apply H0. intros c Hc.
    specialize (H c Hc). apply Rabs_le_between in H. lra.
  - cut (spin m f <= spin m h + e); [lra|]. apply Q; auto. intros c Hc.
    specialize (H c Hc). apply Rabs_le_between in H. lra.
Qed.

(** By parts. *)
Lemma spin_parts m f f' : (forall c, is_derive f c (f' c)) -> (forall c, continuous f' c) ->
  INR m * spin m (fun c => c * f c) = spin m (fun c => (1 - c ^ 2) * f' c).
Proof.
  intros D Cf'. assert (Cf : forall c, continuous f c) by (intros c; apply (ex_derive_continuous f); eexists; apply D).
  assert (C1 : forall c, continuous (fun c => c * f c) c).
  { intros c. apply (continuous_mult (fun c => c) f); [apply continuous_id | apply Cf]. }
  assert (C2 : forall c, continuous (fun c => (1 - c ^ 2) * f' c) c).
  { intros c. apply (continuous_mult (fun c => 1 - c ^ 2) f'); [|apply Cf'].
    apply (ex_derive_continuous (fun c => 1 - c ^ 2)). auto_derive. easy. }
  destruct m as [|n]; [simpl; field|]. unfold spin.
  set (h1 := fun t => cos t * f (cos t)). set (h2 := fun t => (1 - cos t ^ 2) * f' (cos t)).
  assert (H1 : forall t, continuous h1 t) by now apply (cos_continuous_comp (fun c => c * f c)).
  assert (H2 : forall t, continuous h2 t) by now apply (cos_continuous_comp (fun c => (1 - c ^ 2) * f' c)).
  assert (S1 : forall t, continuous (fun t => INR (S n) * h1 t) t).
  { intros t. apply (continuous_scal_r (INR (S n)) h1), H1. }
  assert (S2 : forall t, continuous (fun t => -1 * h2 t) t) by (intros t; apply (continuous_scal_r (-1) h2), H2).
  assert (Z : mom n (fun t => INR (S n) * h1 t + -1 * h2 t) = 0).
  { apply (mom_derivative n _ (fun t => sin t ^ S n * f (cos t))).
    - intros t. apply (continuous_plus (fun t => INR (S n) * h1 t) (fun t => -1 * h2 t)); [apply S1 | apply S2].
    - intros t. unfold h1, h2.
      replace ((INR (S n) * (cos t * f (cos t)) + -1 * ((1 - cos t ^ 2) * f' (cos t))) * sin t ^ n) with
        ((INR (S n) * (cos t * sin t ^ n)) * f (cos t) + sin t ^ S n * (- sin t * f' (cos t))).
      + apply (is_derive_mult (fun t => sin t ^ S n) (fun t => f (cos t))).
        * auto_derive; [easy|]. change (match n with O => 1 | S _ => INR n + 1 end) with (INR (S n)). ring.
        * apply (is_derive_comp f cos); [apply D | auto_derive; [easy | ring]].
        * intros; apply Rmult_comm.
      + replace (1 - cos t ^ 2) with (sin t ^ 2) by (pose proof (cos2_sin2 t); lra). simpl. ring.
    - rewrite sin_PI, sin_0. simpl. ring. }
  rewrite mom_plus, !mom_scal in Z by assumption. lra.
Qed.

(** The derivative of a mean. *)
Lemma spin_derive m (F F' : R -> R -> R) u : (forall v c, is_derive (fun v => F v c) v (F' v c)) ->
  (forall v c, continuous (F v) c) -> (forall c, continuity_2d_pt F' u c) ->
  is_derive (fun v => spin m (F v)) u (spin m (F' u)).
Proof.
  intros D C C'. destruct m as [|n].
  - simpl. pose proof (D u 1) as D1. pose proof (D u (-1)) as D2.
    assert (Q : is_derive (fun v => / 2 * (F v 1 + F v (-1))) u (/ 2 * (F' u 1 + F' u (-1)))).
    { apply (is_derive_scal (fun v => F v 1 + F v (-1))). exact (is_derive_plus _ _ _ _ _ D1 D2). }
    replace ((F' u 1 + F' u (-1)) / 2) with (/ 2 * (F' u 1 + F' u (-1))) by field.
    revert Q. apply is_derive_ext. intros v. unfold Rdiv. apply Rmult_comm.
  - unfold spin, mom. set (V := RInt (fun t => sin t ^ n) 0 PI).
    assert (DD : forall v t, is_derive (fun v => F v (cos t) * sin t ^ n) v (F' v (cos t) * sin t ^ n)).
    { intros v t. exact (is_derive_scal_l (fun v => F v (cos t)) v (F' v (cos t)) (sin t ^ n) (D v (cos t))). }
    assert (I : is_derive (fun v => RInt (fun t => F v (cos t) * sin t ^ n) 0 PI) u (RInt (fun t => F' u (cos t) * sin
      t ^ n) 0 PI)).
    { rewrite (RInt_ext (fun t => F' u (cos t) * sin t ^ n) (fun t => Derive (fun v => F v (cos t) * sin t ^ n) u)).
      - apply (is_derive_RInt_param (fun v t => F v (cos t) * sin t ^ n) 0 PI u).
        + apply filter_forall. intros v t _. eexists. apply DD.
        + intros t _. apply (continuity_2d_pt_ext (fun v t => F' v (cos t) * sin t ^ n)).
          * intros v t'. symmetry. apply is_derive_unique, DD.
          * apply continuity_2d_pt_mult.
            -- intros eps. destruct (C' (cos t) eps) as [d Hd]. exists d. intros v t' Hv Ht. apply Hd; [exact Hv|].
               eapply Rle_lt_trans; [apply cos_lip | exact Ht].
            -- apply (continuity_1d_2d_pt_comp (fun t => sin t ^ n) (fun _ t => t)); [|apply continuity_2d_pt_id2].
               apply continuity_pt_filterlim, sin_pow_continuous.
        + apply filter_forall. intros v. apply (@ex_RInt_continuous R_CompleteNormedModule). intros t _.
          apply (continuous_mult (fun t => F v (cos t)) (fun t => sin t ^ n)); [|apply sin_pow_continuous].
          apply cos_continuous_comp, C.
      - intros t _. symmetry. apply is_derive_unique, DD. }
    apply (is_derive_scal _ u (/ V)) in I.
    replace (RInt (fun t => F' u (cos t) * sin t ^ n) 0 PI / V) with (/ V * RInt (fun t => F' u (cos t) * sin t ^ n) 0
      PI)
      by (unfold Rdiv; apply Rmult_comm).
    revert I. apply is_derive_ext. intros v. unfold Rdiv. apply Rmult_comm.
Qed.

(** Joint continuity of means: F moves little, for all c at once, if u and v do. *)
Definition close (F : R -> R -> R -> R) (u v : R) : Prop :=
  (exists B, 0 <= B /\ forall c, -1 <= c <= 1 -> Rabs (F u v c) <= B) /\
  forall e, 0 < e -> exists d, 0 < d /\ forall u' v' c, Rabs (u' - u) < d -> Rabs (v' - v) < d -> -1 <= c <= 1 ->
    Rabs (F u' v' c - F u v c) < e.

Lemma close_plain h u v : continuity_2d_pt h u v -> close (fun u v _ => h u v) u v.
Proof.
  intros H. split; [exists (Rabs (h u v)); split; [apply Rabs_pos | intros;
    lra]|]. intros e He. destruct (H (mkposreal e He)) as [d Hd].
  exists d. split; [apply cond_pos|]. intros u' v' c Hu Hv _. now apply Hd.
Qed.

Lemma close_c u v : close (fun _ _ c => c) u v.
Proof.
  split; [exists 1; split; [lra | intros; now apply Rabs_le]|]. intros e He. exists 1. split;
    [lra|]. intros. rewrite Rminus_eq_0, Rabs_R0. exact He.
Qed.

Lemma close_plus F H u v : close F u v -> close H u v -> close (fun u v c => F u v c + H u v c) u v.
Proof.
  intros [(B & PB & BB) CF] [(K & PK & BK) CH]. split.
  - exists (B + K). split; [lra|]. intros c Hc. eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; auto.
  - intros e He. destruct (CF (e / 2) ltac:(lra)) as (d & Hd & Qd). destruct (CH (e / 2) ltac:(lra)) as (f & Hf & Qf).
    exists (Rmin d f). split; [now apply Rmin_pos|]. intros u' v' c Hu Hv Hc.
    pose proof (Rmin_l d f). pose proof (Rmin_r d f).
    specialize (Qd u' v' c ltac:(lra) ltac:(lra) Hc). specialize (Qf u' v' c ltac:(lra) ltac:(lra) Hc).
    replace (F u' v' c + H u' v' c - (F u v c + H u v c)) with ((F u' v' c - F u v c) + (H u' v' c - H u v c)) by ring.
    eapply Rle_lt_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma close_mult F H u v : close F u v -> close H u v -> close (fun u v c => F u v c * H u v c) u v.
Proof.
  intros [(B & PB & BB) CF] [(K & PK & BK) CH]. split.
  - exists (B * K). split; [now apply Rmult_le_pos|]. intros c Hc. rewrite Rabs_mult. apply Rmult_le_compat;
    auto using Rabs_pos.
  - intros e He. set (x := Rmin 1 (e / (B + K + 1))).
    assert (Hx : 0 < x) by (apply Rmin_pos; [lra | apply Rdiv_lt_0_compat; lra]).
    assert (X1 : x <= 1) by apply Rmin_l.
    assert (X2 : x * (B + K + 1) <= e).
    { apply Rle_trans with (e / (B + K + 1) * (B + K + 1)); [apply Rmult_le_compat_r;
      [lra | apply Rmin_r]|]. right. field. lra. }
    destruct (CF x Hx) as (d & Hd & Qd). destruct (CH x Hx) as (f & Hf & Qf).
    exists (Rmin d f). split; [now apply Rmin_pos|]. intros u' v' c Hu Hv Hc.
    pose proof (Rmin_l d f). pose proof (Rmin_r d f).
    specialize (Qd u' v' c ltac:(lra) ltac:(lra) Hc). specialize (Qf u' v' c ltac:(lra) ltac:(lra) Hc).
    specialize (BB c Hc). specialize (BK c Hc).
    set (p := F u' v' c - F u v c) in *. set (q := H u' v' c - H u v c) in *.
    replace (F u' v' c * H u' v' c - F u v c * H u v c) with (p * H u v c + F u v c * q + p * q) by (unfold p, q; ring).
    eapply Rle_lt_trans; [apply Rabs_triang|]. eapply Rle_lt_trans; [apply Rplus_le_compat_r, Rabs_triang|].
    rewrite !Rabs_mult. pose proof (Rabs_pos p). pose proof (Rabs_pos q). pose proof (Rabs_pos (F u v c)).
      pose proof (Rabs_pos (H u v c)).
    assert (Rabs p * Rabs (H u v c) <= x * K) by (apply Rmult_le_compat; lra).
    assert (Rabs (F u v c) * Rabs q <= B * x) by (apply Rmult_le_compat; lra).
    assert (Rabs p * Rabs q < x * 1) by (apply Rmult_le_0_lt_compat; lra). lra.
Qed.

Lemma close_comp f F u v : even f -> (forall a, Rabs (f a) <= 4 * (1 + Rabs a)) -> close F u v ->
  close (fun u v c => f (F u v c)) u v.
Proof.
  intros Ef Bf [(B & PB & BB) CF]. split.
  - exists (4 * (1 + B)). split; [lra|]. intros c Hc. eapply Rle_trans; [apply Bf|]. specialize (BB c Hc). lra.
  - intros e He. destruct (Ef e He) as (x & Hx & Q). destruct (CF x Hx) as (d & Hd & Qd). exists d. split; [exact Hd|].
    intros u' v' c Hu Hv Hc. apply Q. now apply Qd.
Qed.

Lemma close_spin m F u v : (forall u v c, continuous (F u v) c) -> close F u v ->
  continuity_2d_pt (fun u v => spin m (F u v)) u v.
Proof.
  intros C [_ H] eps. destruct (H (eps / 2)) as (d & Hd & Q); [pose proof (cond_pos eps); lra|].
  exists (mkposreal d Hd). intros u' v' Hu Hv. apply Rle_lt_trans with (eps / 2); [|pose proof (cond_pos eps); lra].
  apply spin_close; try apply C. intros c Hc. left. now apply Q.
Qed.

(** ** The means over the azimuth of g, of c g, and the slope *)

Lemma turned_range phi d c : -1 <= c <= 1 -> -1 <= turned phi d c <= 1.
Proof.
  intros Hc. assert (turned phi d c ^ 2 <= 1); [|split; nra]. unfold turned.
  pose proof (cos2_sin2 phi) as P. pose proof (cos2_sin2 d) as D.
  set (a := cos phi) in *. set (b := sin phi) in *. set (x := cos d) in *. set (y := sin d) in *.
  assert ((a * x + b * y * c) ^ 2 + (a * (y * c) - b * x) ^ 2 = (a ^ 2 + b ^ 2) * (x ^ 2 + y ^ 2 * c ^ 2)) by ring.
  rewrite P in *. pose proof (pow2_ge_0 (a * (y * c) - b * x)). assert (c ^ 2 <= 1) by nra.
  assert (y ^ 2 * c ^ 2 <= y ^ 2) by (pose proof (pow2_ge_0 y); nra). lra.
Qed.

Lemma turned_sym phi d c : turned phi d c = turned d phi c.
Proof. unfold turned. ring. Qed.

Lemma is_derive_turned phi d c : is_derive (fun u => turned u d c) phi (- sin phi * cos d + cos phi * sin d * c).
Proof. unfold turned. auto_derive; [easy | ring]. Qed.

(** Continuity in two variables, of sums and products of functions of one. *)
Ltac two := repeat first [ apply continuity_2d_pt_const | apply continuity_2d_pt_id1 | apply continuity_2d_pt_id2
  | apply continuity_2d_pt_plus | apply continuity_2d_pt_opp | apply continuity_2d_pt_mult
  | apply (continuity_1d_2d_pt_comp cos); [apply continuity_cos|]
  | apply (continuity_1d_2d_pt_comp sin); [apply continuity_sin|] ].

(** The means of g at that angle, and of c g: the first harmonic in the azimuth. *)
Definition seen (m : nat) (phi d : R) : R := spin m (fun c => gc (turned phi d c)).
Definition lean (m : nat) (phi d : R) : R := spin m (fun c => c * gc (turned phi d c)).
Definition seen_slope (m : nat) (phi d : R) : R :=
  spin m (fun c => (PI - acos (turned phi d c)) * (- sin phi * cos d + cos phi * sin d * c)).

Lemma gc_turned_continuous phi d c : continuous (fun c => gc (turned phi d c)) c.
Proof.
  apply (continuous_comp (turned phi d) gc); [|apply gc_continuous].
  apply (ex_derive_continuous (turned phi d)). unfold turned. auto_derive. easy.
Qed.
Lemma slope_turned_continuous phi d c : continuous (fun c => PI - acos (turned phi d c)) c.
Proof.
  apply (continuous_comp (turned phi d) (fun y => PI - acos y)); [|apply gc_slope_continuous].
  apply (ex_derive_continuous (turned phi d)). unfold turned. auto_derive. easy.
Qed.
Lemma c_gc_continuous phi d c : continuous (fun c => c * gc (turned phi d c)) c.
Proof. apply (continuous_mult (fun c : R => c) (fun c => gc (turned phi d c)));
  [apply continuous_id | apply gc_turned_continuous]. Qed.
Lemma slope_continuous phi d a b c : continuous (fun c => (PI - acos (turned phi d c)) * (a + b * c)) c.
Proof.
  apply (continuous_mult (fun c => PI - acos (turned phi d c))); [apply slope_turned_continuous|].
  apply (ex_derive_continuous (fun c => a + b * c)). auto_derive. easy.
Qed.

Lemma close_turned u v : close turned u v.
Proof.
  unfold turned. apply (close_plus (fun u v _ => cos u * cos v) (fun u v c => sin u * sin v * c)).
  - apply (close_plain (fun u v => cos u * cos v)). two.
  - apply (close_mult (fun u v _ => sin u * sin v) (fun _ _ c => c)); [|apply close_c].
    apply (close_plain (fun u v => sin u * sin v)). two.
Qed.

Lemma close_gc u v : close (fun u v c => gc (turned u v c)) u v.
Proof.
  apply close_comp; [exact gc_even | | apply close_turned]. intros a. pose proof (gc_lip a (-1)) as L.
  unfold gc at 2 in L. rewrite RInt_point in L. unfold zero in L; simpl in L. rewrite Rminus_0_r in L.
  pose proof PI_4. pose proof (Rabs_triang a (- -1)) as T. rewrite Rabs_Ropp, (Rabs_left (-1)) in T by lra.
  unfold Rminus in L. pose proof (Rabs_pos (a + - -1)). nra.
Qed.

Lemma close_slope u v : close (fun u v c => PI - acos (turned u v c)) u v.
Proof.
  apply (close_comp (fun y => PI - acos y)); [| |apply close_turned].
  - intros e He. destruct (acos_even e He) as (d & Hd & Q). exists d. split; [exact Hd|]. intros a b H.
    replace (PI - acos a - (PI - acos b)) with (- (acos a - acos b)) by ring. rewrite Rabs_Ropp. now apply Q.
  - intros a. pose proof (acos_bound a). pose proof PI_4. pose proof (Rabs_pos a). rewrite Rabs_pos_eq; lra.
Qed.

Lemma seen_2d m u v : continuity_2d_pt (seen m) u v.
Proof. apply close_spin; [apply gc_turned_continuous | apply close_gc]. Qed.
Lemma lean_2d m u v : continuity_2d_pt (lean m) u v.
Proof. apply close_spin; [apply c_gc_continuous | apply close_mult; [apply close_c | apply close_gc]]. Qed.
Lemma seen_slope_2d m u v : continuity_2d_pt (seen_slope m) u v.
Proof.
  apply close_spin; [intros; apply slope_continuous|]. apply close_mult; [apply close_slope|].
  apply (close_plus (fun u v _ => - sin u * cos v) (fun u v c => cos u * sin v * c)).
  - apply (close_plain (fun u v => - sin u * cos v)). two.
  - apply (close_mult (fun u v _ => cos u * sin v) (fun _ _ c => c)); [|apply close_c].
    apply (close_plain (fun u v => cos u * sin v)). two.
Qed.

Lemma slope_2d_c phi d c : continuity_2d_pt (fun u c => (PI - acos (turned u d c)) * (- sin u * cos d + cos u * sin d
  * c)) phi c.
Proof.
  apply continuity_2d_pt_mult; [|two].
  apply (continuity_1d_2d_pt_comp (fun y => PI - acos y) (fun u c => turned u d c)).
  - apply continuity_pt_filterlim, gc_slope_continuous.
  - unfold turned. two.
Qed.

Lemma is_derive_seen m phi d : is_derive (fun u => seen m u d) phi (seen_slope m phi d).
Proof.
  apply (spin_derive m (fun u c => gc (turned u d c)) (fun u c => (PI - acos (turned u d c)) * (- sin u * cos d +
    cos u * sin d * c))).
  - intros u c. rewrite Rmult_comm. apply (is_derive_comp gc (fun u => turned u d c));
    [apply is_derive_gc | apply is_derive_turned].
  - intros; apply gc_turned_continuous.
  - intros; apply slope_2d_c.
Qed.

Lemma is_derive_lean m phi d : is_derive (lean m phi) d
  (spin m (fun c => c * ((PI - acos (turned phi d c)) * (- sin d * cos phi + cos d * sin phi * c)))).
Proof.
  apply (spin_derive m (fun v c => c * gc (turned phi v c))
    (fun v c => c * ((PI - acos (turned phi v c)) * (- sin v * cos phi + cos v * sin phi * c)))).
  - intros v c. apply (is_derive_scal (fun v => gc (turned phi v c))). rewrite Rmult_comm.
    apply (is_derive_comp gc (fun v => turned phi v c)); [apply is_derive_gc|].
    apply (is_derive_ext (fun v => turned v phi c)); [intros; apply turned_sym | apply is_derive_turned].
  - intros; apply c_gc_continuous.
  - intros c. apply continuity_2d_pt_mult; [apply continuity_2d_pt_id2|].
    apply (continuity_2d_pt_ext (fun v c => (PI - acos (turned v phi c)) * (- sin v * cos phi + cos v * sin phi *
      c))); [|apply slope_2d_c].
    intros; now rewrite turned_sym.
Qed.

Lemma lean_parts m phi d : INR m * lean m phi d =
  sin phi * sin d * spin m (fun c => (1 - c ^ 2) * (PI - acos (turned phi d c))).
Proof.
  unfold lean. rewrite (spin_parts m (fun c => gc (turned phi d c)) (fun c => sin phi * sin d * (PI - acos (turned
    phi d c)))).
  - rewrite <- spin_scal.
    + apply spin_ext. intros; ring.
    + intros c. apply (continuous_mult (fun c => 1 - c ^ 2)); [|apply slope_turned_continuous].
      apply (ex_derive_continuous (fun c => 1 - c ^ 2)). auto_derive. easy.
  - intros c. apply (is_derive_comp gc (turned phi d)); [apply is_derive_gc|]. unfold turned. auto_derive;
    [easy | ring].
  - intros c. apply (continuous_scal_r (sin phi * sin d) (fun c => PI - acos (turned phi d c))),
    slope_turned_continuous.
Qed.

(** Where w or w_star is a pole of the azimuth, it vanishes, *)
Lemma lean_zero m phi d : sin phi * sin d = 0 -> lean m phi d = 0.
Proof.
  intros H. unfold lean. rewrite <- (spin_odd m (gc (cos phi * cos d))). apply spin_ext. intros c _.
  unfold turned. now rewrite H, Rmult_0_l, Rplus_0_r.
Qed.

(** and elsewhere it is positive: w + xi and its mirror image in w. *)
Lemma lean_pos m phi d : 0 < phi < PI -> 0 < d < PI -> 0 < lean m phi d.
Proof.
  intros Hp Hd. assert (S1 : 0 < sin phi) by (apply sin_gt_0; lra). assert (S2 : 0 < sin d) by (apply sin_gt_0; lra).
  assert (SS : 0 < sin phi * sin d) by now apply Rmult_lt_0_compat.
  destruct m as [|n].
  - unfold lean, spin. pose proof (turned_range phi d 1 ltac:(lra)). pose proof (turned_range phi d (-1) ltac:(lra)).
    assert (gc (turned phi d (-1)) < gc (turned phi d 1)) by (apply gc_incr; [lra | unfold turned; lra | lra]). lra.
  - pose proof (lean_parts (S n) phi d) as P. assert (N : 0 < INR (S n)) by (apply lt_0_INR; lia).
    assert (Q : 0 < spin (S n) (fun c => (1 - c ^ 2) * (PI - acos (turned phi d c)))); [|nra].
    unfold spin, mom. apply Rdiv_lt_0_compat; [|apply sin_pow_mass]. apply RInt_gt_0; [apply PI_RGT_0| |].
    + intros t Ht. assert (St : 0 < sin t) by (apply sin_gt_0; lra). pose proof (cos2_sin2 t).
      assert (-1 < cos t) by (rewrite <- cos_PI; apply cos_decreasing_1; lra).
      assert (-1 < turned phi d (cos t)).
      { pose proof (turned_range phi d (-1) ltac:(lra)). unfold turned in *. nra. }
      apply Rmult_lt_0_compat; [|now apply pow_lt]. apply Rmult_lt_0_compat; [nra|].
      destruct (Rle_lt_dec 1 (turned phi d (cos t))) as [L|L].
      * unfold acos. destruct Rle_dec; [lra|]. destruct Rle_dec; [pose proof PI_RGT_0; lra | lra].
      * pose proof (acos_bound_lt (turned phi d (cos t)) ltac:(lra)). lra.
    + intros t _. apply (continuous_mult (fun t => (1 - cos t ^ 2) * (PI - acos (turned phi d (cos t)))));
      [|apply sin_pow_continuous].
      apply (cos_continuous_comp (fun c => (1 - c ^ 2) * (PI - acos (turned phi d c)))). intros c.
      apply (continuous_mult (fun c => 1 - c ^ 2)); [|apply slope_turned_continuous].
      apply (ex_derive_continuous (fun c => 1 - c ^ 2)). auto_derive. easy.
Qed.

(** ** A sphere about the origin, cut by the ball *)

Definition cap (m : nat) (phi t : R) : R := RInt (fun d => seen m phi d * sin d ^ m) 0 t.

Lemma row_continuous (h : R -> R -> R) u v : continuity_2d_pt h u v -> continuous (h u) v.
Proof.
  intros H. apply filterlim_locally. intros eps. destruct (H eps) as [d Hd]. exists d. intros v' Hv.
  apply (Hd u v'); [|exact Hv]. rewrite Rminus_eq_0, Rabs_R0. apply cond_pos.
Qed.

Lemma seen_weight_continuous m phi d : continuous (fun d => seen m phi d * sin d ^ m) d.
Proof. apply (continuous_mult (seen m phi)); [apply (row_continuous (seen m)), seen_2d | apply sin_pow_continuous]. Qed.

Lemma cap_continuous m phi t : continuous (cap m phi) t.
Proof.
  apply (ex_derive_continuous (cap m phi)). eexists.
  apply (is_derive_RInt (fun d => seen m phi d * sin d ^ m) (cap m phi) 0 t); [|apply seen_weight_continuous].
  apply filter_forall. intros x. apply (@RInt_correct R_CompleteNormedModule).
  apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply seen_weight_continuous.
Qed.

(** Turning w_star turns the cap's rim past it. *)
Lemma is_derive_cap m phi t : is_derive (fun u => cap m u t) phi (- (sin t ^ m * lean m phi t)).
Proof.
  assert (DD : forall u d, is_derive (fun u => seen m u d * sin d ^ m) u (seen_slope m u d * sin d ^ m)).
  { intros u d. exact (is_derive_scal_l (fun u => seen m u d) u _ (sin d ^ m) (is_derive_seen m u d)). }
  replace (- (sin t ^ m * lean m phi t)) with (RInt (fun d => Derive (fun u => seen m u d * sin d ^ m) phi) 0 t).
  - apply (is_derive_RInt_param (fun u d => seen m u d * sin d ^ m)).
    + apply filter_forall. intros u d _. eexists. apply DD.
    + intros d _. apply (continuity_2d_pt_ext (fun u d => seen_slope m u d * sin d ^ m)).
      * intros u d'. symmetry. apply is_derive_unique, DD.
      * apply continuity_2d_pt_mult; [apply seen_slope_2d|].
        apply (continuity_1d_2d_pt_comp (fun d => sin d ^ m) (fun _ d => d)); [|apply continuity_2d_pt_id2].
        apply continuity_pt_filterlim, sin_pow_continuous.
    + apply filter_forall. intros u. apply (@ex_RInt_continuous R_CompleteNormedModule). intros;
      apply seen_weight_continuous.
  - rewrite (RInt_ext _ (fun d => seen_slope m phi d * sin d ^ m)) by (intros d _; apply is_derive_unique, DD).
    apply is_RInt_unique.
    replace (- (sin t ^ m * lean m phi t)) with (minus (- (sin t ^ m * lean m phi t)) (- (sin 0 ^ m * lean m phi 0))).
    + apply (is_RInt_derive (fun d => - (sin d ^ m * lean m phi d))); intros d _.
      * pose proof (is_derive_lean m phi d) as L. set (l := spin _ _) in L.
        assert (P : is_derive (fun d => sin d ^ m) d (INR m * (cos d * sin d ^ pred m))) by (auto_derive;
          [easy | ring]).
        pose proof (is_derive_opp _ _ _ (is_derive_mult _ _ _ _ _ P L Rmult_comm)) as Q.
        apply (is_derive_ext_loc (fun x => opp (mult (sin x ^ m) (lean m phi x)))); [now apply filter_forall|].
        replace (seen_slope m phi d * sin d ^ m) with
          (opp (plus (mult (INR m * (cos d * sin d ^ pred m)) (lean m phi d)) (mult (sin d ^ m) l))); [exact Q|].
        unfold opp, plus, mult; simpl.
        set (b := spin m (fun c => (1 - c ^ 2) * (PI - acos (turned phi d c)))).
        assert (E1 : INR m * (cos d * sin d ^ pred m) * lean m phi d = sin d ^ m * (cos d * sin phi * b)).
        { destruct m as [|n]; [unfold b, spin; simpl; field|].
          replace (INR (S n) * (cos d * sin d ^ pred (S n)) * lean (S n) phi d) with
            (cos d * sin d ^ n * (INR (S n) * lean (S n) phi d)) by (simpl pred; ring).
          rewrite lean_parts. fold b. simpl. ring. }
        assert (E2 : seen_slope m phi d = - (cos d * sin phi * b) + - l); [|rewrite E1, E2; ring].
        unfold seen_slope, b, l.
        rewrite (spin_ext m _ (fun c => (- (cos d * sin phi)) * ((1 - c ^ 2) * (PI - acos (turned phi d c)))
          + -1 * (c * ((PI - acos (turned phi d c)) * (- sin d * cos phi + cos d * sin phi * c))))) by (intros; ring).
        assert (C1 : forall c, continuous (fun c => (1 - c ^ 2) * (PI - acos (turned phi d c))) c).
        { intros c. apply (continuous_mult (fun c => 1 - c ^ 2)); [|apply slope_turned_continuous].
          apply (ex_derive_continuous (fun c => 1 - c ^ 2)). auto_derive. easy. }
        assert (C2 : forall c, continuous (fun c => c * ((PI - acos (turned phi d c)) * (- sin d * cos phi + cos d *
          sin phi * c))) c).
        { intros c. apply (continuous_mult (fun c : R => c)
            (fun c => (PI - acos (turned phi d c)) * (- sin d * cos phi + cos d * sin phi * c)));
              [apply continuous_id | apply slope_continuous]. }
        rewrite spin_plus, !spin_scal; try assumption; [ring | |].
        -- intros c. apply (continuous_scal_r (- (cos d * sin phi)) (fun c => (1 - c ^ 2) * (PI - acos (turned phi d
          c)))), C1.
        -- intros c. apply (continuous_scal_r (-1) (fun c => c * ((PI - acos (turned phi d c)) * (- sin d * cos phi +
          cos d * sin phi * c)))), C2.
      * apply (continuous_mult (seen_slope m phi)); [|apply sin_pow_continuous].
        apply (row_continuous (seen_slope m)), seen_slope_2d.
    + rewrite (lean_zero m phi 0) by (rewrite sin_0; ring). unfold minus, plus, opp; simpl. ring.
Qed.

Lemma rim_2d m u v : continuity_2d_pt (fun phi t => - (sin t ^ m * lean m phi t)) u v.
Proof.
  apply continuity_2d_pt_opp, continuity_2d_pt_mult; [|apply lean_2d].
  apply (continuity_1d_2d_pt_comp (fun t => sin t ^ m) (fun _ t => t)); [|apply continuity_2d_pt_id2].
  apply continuity_pt_filterlim, sin_pow_continuous.
Qed.

Lemma edge_range rho n : 0 <= edge rho n <= PI.
Proof. apply acos_bound. Qed.

Lemma edge_in_ball rho n d : 0 < n -> 0 < d <= PI ->
  ((n * cos d - 1) ^ 2 + (n * sin d) ^ 2 <= rho ^ 2 <-> d <= edge rho n).
Proof.
  intros Hn Hd. pose proof (cos2_sin2 d) as T. set (q := (n ^ 2 + 1 - rho ^ 2) / (2 * n)).
  assert (Q : q * (2 * n) = n ^ 2 + 1 - rho ^ 2) by (unfold q; field; lra).
  assert (E : (n * cos d - 1) ^ 2 + (n * sin d) ^ 2 <= rho ^ 2 <-> q <= cos d).
  { replace ((n * cos d - 1) ^ 2 + (n * sin d) ^ 2) with (n ^ 2 * (cos d ^ 2 + sin d ^ 2) + 1 - 2 * n * cos d) by ring.
    rewrite T. split; intros H; nra. }
  rewrite E. unfold edge. fold q. pose proof (COS_bound d) as [B1 B2].
  assert (B3 : cos d < 1) by (rewrite <- cos_0; apply cos_decreasing_1; lra).
  destruct (Rle_lt_dec q (-1)) as [L|L]; [|destruct (Rle_lt_dec 1 q) as [G|G]].
  - unfold acos. destruct Rle_dec; [|lra]. split; intros; lra.
  - unfold acos. destruct Rle_dec; [lra|]. destruct Rle_dec; [|lra]. split; intros; lra.
  - pose proof (acos_bound q). rewrite <- (cos_acos q) at 1 by lra. split; intros H0.
    + apply cos_decr_0; lra.
    + apply cos_decr_1; lra.
Qed.

Lemma edge_inside rho n : 0 < n -> Rabs (1 - rho) < n -> n < 1 + rho -> 0 < edge rho n < PI.
Proof.
  intros Hn H1 H2. apply Rabs_def2 in H1. apply acos_bound_lt.
  split; apply (Rmult_lt_reg_r (2 * n)); try lra;
    replace ((n ^ 2 + 1 - rho ^ 2) / (2 * n) * (2 * n)) with (n ^ 2 + 1 - rho ^ 2) by (field; lra); nra.
Qed.

Lemma edge_2d (r : R -> R) u n : continuous r u -> n <> 0 -> continuity_2d_pt (fun u n => edge (r u) n) u n.
Proof.
  intros Cr Hn. apply (continuity_1d_2d_pt_comp acos (fun u n => (n ^ 2 + 1 - r u ^ 2) / (2 * n))).
  - apply continuity_pt_filterlim, even_continuous, acos_even.
  - assert (Ir : continuity_2d_pt (fun u _ => r u) u n).
    { apply (continuity_1d_2d_pt_comp r (fun u _ => u)); [now apply continuity_pt_filterlim | apply continuity_2d_pt_id1]. }
    unfold Rdiv. apply continuity_2d_pt_mult.
    + simpl pow. apply continuity_2d_pt_minus; [two|]. apply continuity_2d_pt_mult; [exact Ir|].
      apply continuity_2d_pt_mult; [exact Ir | two].
    + apply continuity_2d_pt_inv; [two | lra].
Qed.

(** At n = 0 the edge may jump; what carries a power of n does not. *)
Lemma weighted_2d (h : R -> R -> R) C (r : R -> R) q u n : (forall u v, continuity_2d_pt h u v) ->
  (forall u t, 0 <= t <= PI -> Rabs (h u t) <= C) -> continuous r u ->
  continuity_2d_pt (fun u n => n ^ S q * h u (edge (r u) n)) u n.
Proof.
  intros H B Cr. destruct (Req_dec n 0) as [->|Hn].
  - intros eps. pose proof (cond_pos eps) as He. pose proof PI_RGT_0 as HP.
    assert (HC : 0 <= C) by (eapply Rle_trans; [apply Rabs_pos | apply (B 0 0); lra]).
    assert (Hd : 0 < Rmin 1 (eps / (C + 1))) by (apply Rmin_pos; [lra | apply Rdiv_lt_0_compat; lra]).
    exists (mkposreal _ Hd). simpl. intros u' n' _ Hn'. pose proof (Rmin_l 1 (eps / (C + 1))).
      pose proof (Rmin_r 1 (eps / (C + 1))).
    rewrite Rmult_0_l, Rmult_0_l, Rminus_0_r. rewrite Rminus_0_r in Hn'. rewrite !Rabs_mult.
    specialize (B u' (edge (r u') n') (edge_range (r u') n')). pose proof (Rabs_pos n').
      pose proof (Rabs_pos (h u' (edge (r u') n'))).
    assert (0 <= Rabs (n' ^ q) <= 1).
    { split; [apply Rabs_pos|]. rewrite <- RPow_abs. rewrite <- (pow1 q). apply pow_incr. lra. }
    assert (Rabs n' * Rabs (n' ^ q) <= Rabs n') by nra.
    apply Rle_lt_trans with (Rabs n' * C); [apply Rmult_le_compat; try lra; apply Rmult_le_pos; lra|].
    apply Rle_lt_trans with (Rabs n' * (C + 1)); [nra|].
    apply Rlt_le_trans with (eps / (C + 1) * (C + 1)); [apply Rmult_lt_compat_r; lra|]. right. field. lra.
  - apply continuity_2d_pt_mult.
    + apply (continuity_1d_2d_pt_comp (fun n => n ^ S q) (fun _ n => n)); [|apply continuity_2d_pt_id2].
      apply derivable_continuous_pt, derivable_pt_pow.
    + intros eps. destruct (H u (edge (r u) n) eps) as [d Hd]. destruct (edge_2d r u n Cr Hn d) as [e He].
      assert (Hm : 0 < Rmin d e) by (apply Rmin_pos; apply cond_pos). exists (mkposreal _ Hm). simpl.
      intros u' n' Hu Hn'. pose proof (Rmin_l d e). pose proof (Rmin_r d e). apply Hd; [lra|]. apply He; lra.
Qed.

Lemma weighted_continuous (h : R -> R) rho q n : (forall t, continuous h t) ->
  continuous (fun n => n ^ S q * h (edge rho n)) n.
Proof.
  intros H. pose proof PI_RGT_0 as HP.
  destruct (continuity_ab_maj (fun t => Rabs (h t)) 0 PI) as (M & HM & _); [lra| |].
  - intros t _. apply continuity_pt_filterlim. apply (continuous_comp h Rabs); [apply H | apply continuous_Rabs].
  - apply (row_continuous (fun _ n => n ^ S q * h (edge rho n)) 0).
    apply (weighted_2d (fun _ t => h t) (Rabs (h M)) (fun _ => rho));
      [|intros _ t Ht; now apply HM | apply continuous_const].
    intros u v. apply (continuity_1d_2d_pt_comp h (fun _ t => t)); [|apply continuity_2d_pt_id2].
    apply continuity_pt_filterlim, H.
Qed.

Lemma weighted_RInt (h : R -> R) rho q a b : (forall t, continuous h t) ->
  ex_RInt (fun n => n ^ S q * h (edge rho n)) a b.
Proof. intros H. apply (@ex_RInt_continuous R_CompleteNormedModule). intros; now apply weighted_continuous. Qed.

Lemma weighted_pos (h : R -> R) rho q : 0 < rho -> (forall t, continuous h t) -> (forall t, 0 <= t <= PI -> 0 <= h t) ->
  (forall t, 0 < t < PI -> 0 < h t) -> 0 < RInt (fun n => n ^ S q * h (edge rho n)) 0 (1 + rho).
Proof.
  intros Hr C P0 P. set (f := fun n => n ^ S q * h (edge rho n)).
  assert (X : forall a b, ex_RInt f a b) by (intros; now apply weighted_RInt).
  assert (H1 : 0 <= Rabs (1 - rho) < 1 + rho) by (split; [apply Rabs_pos | apply Rabs_def1; lra]).
  rewrite <- (RInt_Chasles f 0 (Rabs (1 - rho)) (1 + rho)) by apply X.
  assert (0 <= RInt f 0 (Rabs (1 - rho))).
  { apply RInt_ge_0; [lra | apply X|]. intros n Hn. apply Rmult_le_pos; [apply pow_le; lra | apply P0, edge_range]. }
  assert (0 < RInt f (Rabs (1 - rho)) (1 + rho)).
  { apply RInt_gt_0; [lra | | intros; now apply weighted_continuous]. intros n Hn.
    apply Rmult_lt_0_compat; [apply pow_lt; lra | apply P, edge_inside; lra]. }
  unfold plus; simpl. lra.
Qed.

(** ** Means over the ball as integrals over the length *)

Definition chord (m : nat) (t : R) : R := RInt (fun d => sin d ^ m) 0 t.

Lemma power_split p j n : (2 <= p)%nat -> n ^ (p - 1) * n ^ j = n ^ S (p - 2 + j).
Proof. intros Hp. rewrite <- pow_add. f_equal. lia. Qed.

Lemma kernel_spin m k phi d : spin m (fun c => k * g (acos (turned phi d c))) = k * seen m phi d.
Proof.
  unfold seen. rewrite <- spin_scal by apply gc_turned_continuous.
  apply spin_ext. intros c Hc. now rewrite gc_acos by now apply turned_range.
Qed.

Lemma kernel_shell p j phi n t : (2 <= p)%nat ->
  n ^ (p - 1) * shell p (fun d c => n ^ j * g (acos (turned phi d c))) t = n ^ S (p - 2 + j) * cap (p - 2) phi t.
Proof.
  intros Hp. rewrite <- power_split, Rmult_assoc by exact Hp. f_equal. unfold shell, cap.
  rewrite (RInt_ext _ (fun d => n ^ j * (seen (p - 2) phi d * sin d ^ (p - 2)))).
  - apply (RInt_scal (fun d => seen (p - 2) phi d * sin d ^ (p - 2))).
    apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply seen_weight_continuous.
  - intros d _. rewrite <- Rmult_assoc. f_equal. apply kernel_spin.
Qed.

Lemma length_shell p j n t : (2 <= p)%nat ->
  n ^ (p - 1) * shell p (fun _ _ => n ^ j) t = n ^ S (p - 2 + j) * chord (p - 2) t.
Proof.
  intros Hp. rewrite <- power_split, Rmult_assoc by exact Hp. f_equal. unfold shell, chord.
  rewrite (RInt_ext _ (fun d => n ^ j * sin d ^ (p - 2))) by (intros d _; now rewrite spin_const).
  apply (RInt_scal (fun d => sin d ^ (p - 2))).
  apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply sin_pow_continuous.
Qed.

Lemma kernel_sum p j rho phi : (2 <= p)%nat -> ball_sum p rho (fun n d c => n ^ j * g (acos (turned phi d c))) =
  RInt (fun n => n ^ S (p - 2 + j) * cap (p - 2) phi (edge rho n)) 0 (1 + rho).
Proof. intros Hp. apply RInt_ext. intros n _. now apply kernel_shell. Qed.

Lemma length_sum p j rho : (2 <= p)%nat -> ball_sum p rho (fun n _ _ => n ^ j) =
  RInt (fun n => n ^ S (p - 2 + j) * chord (p - 2) (edge rho n)) 0 (1 + rho).
Proof. intros Hp. apply RInt_ext. intros n _. now apply length_shell. Qed.

Lemma chord_derive m t : is_derive (chord m) t (sin t ^ m).
Proof.
  apply (is_derive_RInt (fun d => sin d ^ m) (chord m) 0 t); [|apply sin_pow_continuous].
  apply filter_forall. intros x. apply (@RInt_correct R_CompleteNormedModule).
  apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply sin_pow_continuous.
Qed.
Lemma chord_continuous m t : continuous (chord m) t.
Proof. apply (ex_derive_continuous (chord m)). eexists. apply chord_derive. Qed.
Lemma chord_pos m t : 0 < t <= PI -> 0 < chord m t.
Proof.
  intros Ht. apply RInt_gt_0; [lra | | intros; apply sin_pow_continuous]. intros d Hd. apply pow_lt, sin_gt_0; lra.
Qed.
Lemma chord_nonneg m t : 0 <= t <= PI -> 0 <= chord m t.
Proof.
  intros [[H|<-] Ht]; [left; apply chord_pos; lra|]. unfold chord. rewrite RInt_point. unfold zero; simpl. lra.
Qed.

Lemma length_sum_pos p j rho : (2 <= p)%nat -> 0 < rho -> 0 < ball_sum p rho (fun n _ _ => n ^ j).
Proof.
  intros Hp Hr. rewrite length_sum by exact Hp. apply weighted_pos;
    [exact Hr | apply chord_continuous | apply chord_nonneg|].
  intros t Ht. apply chord_pos. lra.
Qed.

Lemma volume_pos p rho : (2 <= p)%nat -> 0 < rho -> 0 < ball_sum p rho (fun _ _ _ => 1).
Proof. intros Hp Hr. exact (length_sum_pos p 0 rho Hp Hr). Qed.

Lemma length_zero p rho : (2 <= p)%nat -> 0 < rho -> length_mean p 0 rho = 1.
Proof.
  intros Hp Hr. pose proof (volume_pos p rho Hp Hr). unfold length_mean, ball_mean.
  change (fun n _ _ : R => n ^ 0) with (fun _ _ _ : R => 1). field. lra.
Qed.

Lemma length_mean_pos p j rho : (2 <= p)%nat -> 0 < rho -> 0 < length_mean p j rho.
Proof. intros Hp Hr. apply Rdiv_lt_0_compat; [now apply length_sum_pos | now apply volume_pos]. Qed.

(** ** The kernel's slope *)

Definition kernel_slope (p j : nat) (rho phi : R) : R :=
  RInt (fun n => n ^ S (p - 2 + j) * - (sin (edge rho n) ^ (p - 2) * lean (p - 2) phi (edge rho n))) 0 (1 + rho)
  / ball_sum p rho (fun _ _ _ => 1).

Lemma lean_bound m phi d : Rabs (lean m phi d) <= PI.
Proof.
  unfold lean. rewrite <- (Rminus_0_r (spin m _)). rewrite <- (spin_const m 0).
  apply spin_close; [apply c_gc_continuous | intros;
    apply continuous_const|]. intros c Hc. rewrite Rminus_0_r, Rabs_mult.
  pose proof (turned_range phi d c Hc) as T. rewrite <- gc_acos by exact T.
    pose proof (acos_bound (turned phi d c)) as A.
  pose proof (g_nonneg _ A). pose proof (g_le_PI _ A). rewrite (Rabs_pos_eq (g _)) by assumption.
  assert (Rabs c <= 1) by (apply Rabs_le; lra). pose proof (Rabs_pos c). nra.
Qed.

Lemma rim_weighted_2d m q rho phi n :
  continuity_2d_pt (fun phi n => n ^ S q * - (sin (edge rho n) ^ m * lean m phi (edge rho n))) phi n.
Proof.
  apply (weighted_2d (fun phi t => - (sin t ^ m * lean m phi t)) PI (fun _ => rho));
    [apply rim_2d | | apply continuous_const].
  intros u t Ht. rewrite Rabs_Ropp, Rabs_mult. pose proof (lean_bound m u t). pose proof (Rabs_pos (lean m u t)).
  assert (0 <= Rabs (sin t ^ m) <= 1); [|nra]. split; [apply Rabs_pos|]. rewrite <- RPow_abs. rewrite <- (pow1 m).
  apply pow_incr. split; [apply Rabs_pos | apply Rabs_le, SIN_bound].
Qed.

Lemma is_derive_kernel p j rho phi : (2 <= p)%nat -> is_derive (ball_kernel p j rho) phi (kernel_slope p j rho phi).
Proof.
  intros Hp. unfold ball_kernel, ball_mean, kernel_slope, Rdiv. set (V := ball_sum p rho (fun _ _ _ => 1)).
    set (m := (p - 2)%nat).
  apply (is_derive_ext (fun u => RInt (fun n => n ^ S (m + j) * cap m u (edge rho n)) 0 (1 + rho) * / V)).
  { intros u. now rewrite kernel_sum by exact Hp. }
  assert (DD : forall u n, is_derive (fun u => n ^ S (m + j) * cap m u (edge rho n)) u
    (n ^ S (m + j) * - (sin (edge rho n) ^ m * lean m u (edge rho n)))).
  { intros u n. apply (is_derive_scal (fun u => cap m u (edge rho n))), is_derive_cap. }
  apply (is_derive_scal_l (fun u => RInt (fun n => n ^ S (m + j) * cap m u (edge rho n)) 0 (1 + rho)) phi _ (/ V)).
  rewrite (RInt_ext _ (fun n => Derive (fun u => n ^ S (m + j) * cap m u (edge rho n)) phi))
    by (intros n _; symmetry; apply is_derive_unique, DD).
  apply (is_derive_RInt_param (fun u n => n ^ S (m + j) * cap m u (edge rho n))).
  - apply filter_forall. intros u n _. eexists. apply DD.
  - intros n _. apply (continuity_2d_pt_ext (fun u n => n ^ S (m + j) * - (sin (edge rho n) ^ m * lean m u (edge rho
    n)))).
    + intros u n'. symmetry. apply is_derive_unique, DD.
    + apply rim_weighted_2d.
  - apply filter_forall. intros u. apply weighted_RInt, cap_continuous.
Qed.

Lemma kernel_slope_continuous p j rho phi : 0 < rho -> continuous (kernel_slope p j rho) phi.
Proof.
  intros Hr. unfold kernel_slope, Rdiv.
  apply (continuous_mult (fun phi => RInt (fun n => n ^ S (p - 2 + j) * - (sin (edge rho n) ^ (p - 2) * lean (p - 2)
    phi (edge rho n))) 0 (1 + rho))
    (fun _ => / ball_sum p rho (fun _ _ _ => 1))); [|apply continuous_const].
  apply (strip_continuous (fun phi n => n ^ S (p - 2 + j) * - (sin (edge rho n) ^ (p - 2) * lean (p - 2) phi (edge rho
    n)))); [lra|].
  intros; apply rim_weighted_2d.
Qed.

Lemma kernel_slope_zero p j rho phi : sin phi = 0 -> kernel_slope p j rho phi = 0.
Proof.
  intros H. unfold kernel_slope. rewrite (RInt_ext _ (fun _ => 0)).
  - rewrite RInt_const. unfold scal; simpl; unfold mult; simpl. unfold Rdiv. ring.
  - intros n _. rewrite lean_zero by (rewrite H; ring). real_eq. ring.
Qed.

Lemma kernel_slope_neg p j rho phi : (2 <= p)%nat -> 0 < rho -> 0 < phi < PI -> kernel_slope p j rho phi < 0.
Proof.
  intros Hp Hr Hphi. unfold kernel_slope. set (m := (p - 2)%nat). pose proof (volume_pos p rho Hp Hr) as HV.
  assert (C : forall t, continuous (fun t => sin t ^ m * lean m phi t) t).
  { intros t. apply (continuous_mult (fun t => sin t ^ m));
    [apply sin_pow_continuous | apply (row_continuous (lean m)), lean_2d]. }
  assert (P : 0 < RInt (fun n => n ^ S (m + j) * (sin (edge rho n) ^ m * lean m phi (edge rho n))) 0 (1 + rho)).
  { apply (weighted_pos (fun t => sin t ^ m * lean m phi t)); [exact Hr | exact C | |].
    - intros t Ht. destruct (Req_dec t 0) as [->|N0]; [rewrite lean_zero by (rewrite sin_0; ring); lra|].
      destruct (Req_dec t PI) as [->|N1]; [rewrite lean_zero by (rewrite sin_PI; ring); lra|].
      pose proof (lean_pos m phi t Hphi ltac:(lra)). assert (0 < sin t ^ m) by (apply pow_lt, sin_gt_0; lra).
      left. now apply Rmult_lt_0_compat.
    - intros t Ht. apply Rmult_lt_0_compat; [apply pow_lt, sin_gt_0; lra | now apply lean_pos]. }
  set (I := RInt _ _ _) in P.
  assert (E : RInt (fun n => n ^ S (m + j) * - (sin (edge rho n) ^ m * lean m phi (edge rho n))) 0 (1 + rho) = - I).
  { rewrite (RInt_ext _ (fun n => -1 * (n ^ S (m + j) * (sin (edge rho n) ^ m * lean m phi (edge rho n)))))
    by (intros n _; real_eq; ring).
    replace (- I) with (-1 * I) by ring.
    apply (RInt_scal (fun n => n ^ S (m + j) * (sin (edge rho n) ^ m * lean m phi (edge rho n)))).
    apply (weighted_RInt (fun t => sin t ^ m * lean m phi t)), C. }
  rewrite E. assert (0 < I / ball_sum p rho (fun _ _ _ => 1)) by now apply Rdiv_lt_0_compat. unfold Rdiv in *. lra.
Qed.

(** ** The poles *)

Lemma seen_zero m d : 0 <= d <= PI -> seen m 0 d = g d.
Proof.
  intros Hd. unfold seen. rewrite <- (spin_const m (g d)). apply spin_ext. intros c _. unfold turned.
  rewrite cos_0, sin_0, Rmult_1_l, !Rmult_0_l, Rplus_0_r. now apply gc_cos.
Qed.
Lemma seen_PI m d : 0 <= d <= PI -> seen m PI d = g (PI - d).
Proof.
  intros Hd. unfold seen. rewrite <- (spin_const m (g (PI - d))). apply spin_ext. intros c _. unfold turned.
  rewrite cos_PI, sin_PI, !Rmult_0_l, Rplus_0_r. rewrite <- gc_cos, Rtrigo_facts.cos_pi_minus by lra. f_equal. ring.
Qed.

Lemma kernel_poles p j rho : (2 <= p)%nat -> 0 < rho ->
  2 * length_mean p j rho <= ball_kernel p j rho 0 + ball_kernel p j rho PI.
Proof.
  intros Hp Hr. unfold length_mean, ball_kernel, ball_mean. rewrite !kernel_sum, length_sum by exact Hp.
  pose proof (volume_pos p rho Hp Hr) as HV. set (V := ball_sum p rho (fun _ _ _ => 1)) in *. set (m := (p - 2)%nat).
  assert (Xs : forall u a b, ex_RInt (fun d => seen m u d * sin d ^ m) a b).
  { intros. apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply seen_weight_continuous. }
  assert (B : forall t, 0 <= t <= PI -> 2 * chord m t <= cap m 0 t + cap m PI t).
  { intros t Ht. unfold chord, cap.
    assert (E1 : RInt (fun d => 2 * sin d ^ m) 0 t = 2 * RInt (fun d => sin d ^ m) 0 t).
    { apply (RInt_scal (fun d => sin d ^ m)). apply (@ex_RInt_continuous R_CompleteNormedModule). intros;
      apply sin_pow_continuous. }
    assert (E2 : RInt (fun d => seen m 0 d * sin d ^ m + seen m PI d * sin d ^ m) 0 t =
      RInt (fun d => seen m 0 d * sin d ^ m) 0 t + RInt (fun d => seen m PI d * sin d ^ m) 0 t)
        by (apply (RInt_plus (fun d => seen m 0 d * sin d ^ m)); apply Xs).
    rewrite <- E1, <- E2. apply RInt_le; [lra | | |].
    - apply (@ex_RInt_scal R_NormedModule (fun d => sin d ^ m)).
      apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply sin_pow_continuous.
    - apply (@ex_RInt_plus R_NormedModule (fun d => seen m 0 d * sin d ^ m)); apply Xs.
    - intros d Hd. rewrite seen_zero, seen_PI by lra. pose proof (g_reflect d ltac:(lra)).
      assert (0 <= sin d ^ m) by (apply pow_le, sin_ge_0; lra). nra. }
  unfold Rdiv. rewrite <- Rmult_plus_distr_r, <- Rmult_assoc. apply Rmult_le_compat_r; [left;
    now apply Rinv_0_lt_compat|].
  assert (E1 : RInt (fun n => 2 * (n ^ S (m + j) * chord m (edge rho n))) 0 (1 + rho) = 2 * RInt (fun n => n ^ S (m +
    j) * chord m (edge rho n)) 0 (1 + rho)).
  { apply (RInt_scal (fun n => n ^ S (m + j) * chord m (edge rho n))). apply weighted_RInt, chord_continuous. }
  assert (E2 : RInt (fun n => n ^ S (m + j) * cap m 0 (edge rho n) + n ^ S (m + j) * cap m PI (edge rho n)) 0 (1 +
    rho) =
    RInt (fun n => n ^ S (m + j) * cap m 0 (edge rho n)) 0 (1 + rho) + RInt (fun n => n ^ S (m + j) * cap m PI (edge
      rho n)) 0 (1 + rho)).
  { apply (RInt_plus (fun n => n ^ S (m + j) * cap m 0 (edge rho n))); apply weighted_RInt, cap_continuous. }
  rewrite <- E1, <- E2. apply RInt_le; [lra | | |].
  - apply (@ex_RInt_scal R_NormedModule (fun n => n ^ S (m + j) * chord m (edge rho n))).
    apply weighted_RInt, chord_continuous.
  - apply (@ex_RInt_plus R_NormedModule (fun n => n ^ S (m + j) * cap m 0 (edge rho n)));
    apply weighted_RInt, cap_continuous.
  - intros n Hn. pose proof (B (edge rho n) (edge_range rho n)). assert (0 <= n ^ S (m + j)) by (apply pow_le;
    lra). nra.
Qed.

(** ** The mean of the loss *)

(** Functions with a mean over the ball, as iterated Riemann integrals. *)
Definition ball_int (p : nat) (rho : R) (F : R -> R -> R -> R) : Prop :=
  (forall n d c, continuous (F n d) c) /\ (forall n t, ex_RInt (fun d => spin (p - 2) (F n d) * sin d ^ (p - 2)) 0
    t) /\
  ex_RInt (fun n => n ^ (p - 1) * shell p (F n) (edge rho n)) 0 (1 + rho).

Lemma ball_plus p rho F H : ball_int p rho F -> ball_int p rho H ->
  ball_int p rho (fun n d c => F n d c + H n d c) /\
  ball_mean p rho (fun n d c => F n d c + H n d c) = ball_mean p rho F + ball_mean p rho H.
Proof.
  intros (F1 & F2 & F3) (H1 & H2 & H3).
  assert (A : forall n d, spin (p - 2) (fun c => F n d c + H n d c) * sin d ^ (p - 2) =
    spin (p - 2) (F n d) * sin d ^ (p - 2) + spin (p - 2) (H n d) * sin d ^ (p - 2)).
  { intros n d. rewrite spin_plus by auto. ring. }
  assert (B : forall n t, shell p (fun d c => F n d c + H n d c) t = shell p (F n) t + shell p (H n) t).
  { intros n t. unfold shell. rewrite (RInt_ext _ _ _ _ (fun d _ => A n d)).
    apply (RInt_plus (fun d => spin (p - 2) (F n d) * sin d ^ (p - 2))); auto. }
  assert (C : forall n, n ^ (p - 1) * shell p (fun d c => F n d c + H n d c) (edge rho n) =
    n ^ (p - 1) * shell p (F n) (edge rho n) + n ^ (p - 1) * shell p (H n) (edge rho n)) by (intros n; rewrite B; ring).
  split; [split; [|split]|].
  - intros n d c. apply (continuous_plus (F n d) (H n d)); auto.
  - intros n t. apply (ex_RInt_ext _ _ _ _ (fun d _ => eq_sym (A n d))).
    apply (@ex_RInt_plus R_NormedModule (fun d => spin (p - 2) (F n d) * sin d ^ (p - 2))); auto.
  - apply (ex_RInt_ext _ _ _ _ (fun n _ => eq_sym (C n))).
    now apply (@ex_RInt_plus R_NormedModule (fun n => n ^ (p - 1) * shell p (F n) (edge rho n))).
  - unfold ball_mean. rewrite <- Rdiv_plus_distr. f_equal. unfold ball_sum. rewrite (RInt_ext _ _ _ _ (fun n _ => C n)).
    now apply (RInt_plus (fun n => n ^ (p - 1) * shell p (F n) (edge rho n))).
Qed.

Lemma ball_scal p rho F k : ball_int p rho F -> ball_int p rho (fun n d c => k * F n d c) /\
  ball_mean p rho (fun n d c => k * F n d c) = k * ball_mean p rho F.
Proof.
  intros (F1 & F2 & F3).
  assert (A : forall n d, spin (p - 2) (fun c => k * F n d c) * sin d ^ (p - 2) =
    k * (spin (p - 2) (F n d) * sin d ^ (p - 2))) by (intros n d; rewrite spin_scal by auto; ring).
  assert (B : forall n t, shell p (fun d c => k * F n d c) t = k * shell p (F n) t).
  { intros n t. unfold shell. rewrite (RInt_ext _ _ _ _ (fun d _ => A n d)).
    apply (RInt_scal (fun d => spin (p - 2) (F n d) * sin d ^ (p - 2))); auto. }
  assert (C : forall n, n ^ (p - 1) * shell p (fun d c => k * F n d c) (edge rho n) =
    k * (n ^ (p - 1) * shell p (F n) (edge rho n))) by (intros n; rewrite B; ring).
  split; [split; [|split]|].
  - intros n d c. apply (continuous_scal_r k (F n d)); auto.
  - intros n t. apply (ex_RInt_ext _ _ _ _ (fun d _ => eq_sym (A n d))).
    apply (@ex_RInt_scal R_NormedModule (fun d => spin (p - 2) (F n d) * sin d ^ (p - 2))); auto.
  - apply (ex_RInt_ext _ _ _ _ (fun n _ => eq_sym (C n))).
    now apply (@ex_RInt_scal R_NormedModule (fun n => n ^ (p - 1) * shell p (F n) (edge rho n))).
  - unfold ball_mean, Rdiv. rewrite <- Rmult_assoc. f_equal. unfold ball_sum.
    rewrite (RInt_ext _ _ _ _ (fun n _ => C n)).
    now apply (RInt_scal (fun n => n ^ (p - 1) * shell p (F n) (edge rho n))).
Qed.

Lemma length_int p j rho : (2 <= p)%nat -> ball_int p rho (fun n _ _ => n ^ j).
Proof.
  intros Hp. split; [intros; apply continuous_const|]. split.
  - intros n t. apply (ex_RInt_ext (fun d => n ^ j * sin d ^ (p - 2))); [intros d _; now rewrite spin_const|].
    apply (@ex_RInt_scal R_NormedModule (fun d => sin d ^ (p - 2))).
    apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply sin_pow_continuous.
  - apply (ex_RInt_ext (fun n => n ^ S (p - 2 + j) * chord (p - 2) (edge rho n)));
    [|apply weighted_RInt, chord_continuous].
    intros n _. symmetry. now apply length_shell.
Qed.

Lemma kernel_int p j rho phi : (2 <= p)%nat -> ball_int p rho (fun n d c => n ^ j * g (acos (turned phi d c))).
Proof.
  intros Hp. split; [|split].
  - intros n d c. apply (continuous_scal_r (n ^ j) (fun c => g (acos (turned phi d c)))).
    apply (continuous_comp (turned phi d) (fun y => g (acos y))).
    + apply (ex_derive_continuous (turned phi d)). unfold turned. auto_derive. easy.
    + apply (continuous_comp acos g); [apply even_continuous, acos_even | apply g_continuous].
  - intros n t. apply (ex_RInt_ext (fun d => n ^ j * (seen (p - 2) phi d * sin d ^ (p - 2)))).
    + intros d _. rewrite <- Rmult_assoc. f_equal. symmetry. apply kernel_spin.
    + apply (@ex_RInt_scal R_NormedModule (fun d => seen (p - 2) phi d * sin d ^ (p - 2))).
      apply (@ex_RInt_continuous R_CompleteNormedModule). intros; apply seen_weight_continuous.
  - apply (ex_RInt_ext (fun n => n ^ S (p - 2 + j) * cap (p - 2) phi (edge rho n)));
    [|apply weighted_RInt, cap_continuous].
    intros n _. symmetry. now apply kernel_shell.
Qed.

(** C16: the mean of the loss over the ball has the form of the loss. *)
Theorem C16_ball_loss : forall p j rho k c phi a, (2 <= p)%nat -> 0 < rho ->
  ball_loss p j rho k c phi a = Ls k (length_mean p j rho) (length_mean p (2 * j) rho) (ball_kernel p j rho) c phi a.
Proof.
  intros p j rho k c phi a Hp Hr. pose proof PI_RGT_0. unfold ball_loss, Ls, smooth.
  set (A := / (4 * PI) * QM k a). set (B := - / (2 * PI) * (tot k a * tot k c - dot k a c)).
  set (C := - / (2 * PI) * dot k a c). set (D := / (4 * PI) * QM k c).
  replace (fun n d x => loss_nu k (n ^ j) (acos (turned phi d x)) a c) with
    (fun n d x => A * n ^ (2 * j) + (B * n ^ j + (C * (n ^ j * g (acos (turned phi d x))) + D * n ^ 0))).
  2: { do 3 (apply functional_extensionality; intro). unfold loss_nu, QN, A, B, C, D. rewrite pow_mult.
       replace ((x ^ 2) ^ j) with ((x ^ j) ^ 2) by (rewrite <- !pow_mult; f_equal; lia). simpl pow at 4. field. lra. }
  destruct (ball_scal p rho _ A (length_int p (2 * j) rho Hp)) as [IA EA].
  destruct (ball_scal p rho _ B (length_int p j rho Hp)) as [IB EB].
  destruct (ball_scal p rho _ C (kernel_int p j rho phi Hp)) as [IC EC].
  destruct (ball_scal p rho _ D (length_int p 0 rho Hp)) as [ID ED].
  destruct (ball_plus p rho _ _ IC ID) as [I3 E3]. destruct (ball_plus p rho _ _ IB I3) as [I2 E2].
  destruct (ball_plus p rho _ _ IA I2) as [_ E1]. rewrite E1, E2, E3, EA, EB, EC, ED.
  fold (length_mean p (2 * j) rho) (length_mean p j rho) (ball_kernel p j rho phi) (length_mean p 0 rho).
  rewrite length_zero by assumption. unfold A, B, C, D. field. lra.
Qed.

(** ** The landscape *)

(** C16: the kernel of noise uniform in a ball is as the theorems of Smoothing.v assume, for every radius. *)
Theorem C16_ball_kernel : forall p j rho, (2 <= p)%nat -> 0 < rho ->
  smooth_kernel (length_mean p j rho) (length_mean p (2 * j) rho) (ball_kernel p j rho) /\
  smooth_slope (ball_kernel p j rho) (kernel_slope p j rho) /\
  (forall phi, continuous (kernel_slope p j rho) phi).
Proof.
  intros p j rho Hp Hr. pose proof PI_RGT_0 as HP. split; [|split].
  - split; [now apply length_mean_pos|]. split; [now apply length_mean_pos|]. split; [|split].
    + intros x y Hx Hxy Hy. cut (- ball_kernel p j rho x < - ball_kernel p j rho y); [lra|].
      apply (incr_of_derive (fun u => - ball_kernel p j rho u) (fun u => - kernel_slope p j rho u)); [exact Hxy | |].
      * intros u _. apply (is_derive_opp (ball_kernel p j rho)), is_derive_kernel, Hp.
      * intros u Hu. pose proof (kernel_slope_neg p j rho u Hp Hr ltac:(lra)). lra.
    + intros x _. apply (ex_derive_continuous (ball_kernel p j rho)). eexists. now apply is_derive_kernel.
    + now apply kernel_poles.
  - split; [intros; now apply is_derive_kernel|]. split; [apply kernel_slope_zero, sin_0|].
    split; [apply kernel_slope_zero, sin_PI|]. intros; now apply kernel_slope_neg.
  - intros; now apply kernel_slope_continuous.
Qed.

(** C16: so its minima and critical points are those. *)
Theorem C16_ball_landscape : forall p j rho k c phi a, (2 <= p)%nat -> 0 < rho -> nonzero k c -> 0 <= phi <= PI ->
  let m1 := length_mean p j rho in let m2 := length_mean p (2 * j) rho in let G := ball_kernel p j rho in
  (local_min k m1 m2 G c phi a <->
     (phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) \/
     (phi = PI /\ eqv k a (best k m1 m2 (G PI) c) /\ G PI / m1 < gam k c)) /\
  (critical k m1 m2 G c phi a <->
     (phi = 0 /\ eqv k a (best k m1 m2 (G 0) c)) \/
     (phi = PI /\ eqv k a (best k m1 m2 (G PI) c)) \/
     (0 < phi < PI /\ G phi / m1 = gam k c /\ eqv k a (best k m1 m2 (G phi) c))).
Proof.
  intros p j rho k c phi a Hp Hr Hc Hphi m1 m2 G. destruct (C16_ball_kernel p j rho Hp Hr) as (K & S & _). split.
  - now apply C16_local_minima.
  - now apply (C16_critical_points k c m1 m2 G (kernel_slope p j rho)).
Qed.

Lemma asin_pos x : 0 < x <= 1 -> 0 < asin x.
Proof.
  intros H. pose proof (asin_bound x). apply Rnot_le_lt. intros Q. pose proof PI_RGT_0.
  assert (S : sin (asin x) <= sin 0) by (apply sin_incr_1; lra). rewrite sin_asin, sin_0 in S by lra. lra.
Qed.

(** From outside the ball, w + xi is at most asin rho away from w. *)
Lemma edge_small rho n : 0 < rho <= 1 -> 0 < n -> edge rho n <= asin rho.
Proof.
  intros Hr Hn. pose proof (asin_bound rho). pose proof (asin_pos rho Hr) as A.
  set (s := cos (asin rho)). assert (S0 : 0 <= s) by (apply cos_ge_0; lra).
  assert (S2 : s ^ 2 = 1 - rho ^ 2) by (pose proof (cos2_sin2 (asin rho)) as T; rewrite sin_asin in T by lra;
    unfold s; lra).
  set (q := (n ^ 2 + 1 - rho ^ 2) / (2 * n)).
  assert (Q : s <= q).
  { apply (Rmult_le_reg_r (2 * n)); [lra|]. unfold q.
    replace ((n ^ 2 + 1 - rho ^ 2) / (2 * n) * (2 * n)) with (n ^ 2 + 1 - rho ^ 2) by (field; lra).
    pose proof (pow2_ge_0 (n - s)). nra. }
  unfold edge. fold q. destruct (Rle_lt_dec 1 q) as [L|L].
  - unfold acos. destruct Rle_dec; [lra|]. destruct Rle_dec; lra.
  - pose proof (acos_bound q). apply cos_decr_0; try lra. rewrite cos_acos by lra. exact Q.
Qed.

(** C16: while g at the smallest angle to w_star within reach is at most gamma, the spurious point stays. *)
Theorem C16_small_ball : forall p j rho k c, (2 <= p)%nat -> 0 < rho <= 1 -> nonzero k c ->
  g (PI - asin rho) <= gam k c ->
  let m1 := length_mean p j rho in let m2 := length_mean p (2 * j) rho in let G := ball_kernel p j rho in
  strict_local_min k m1 m2 G c PI (best k m1 m2 (G PI) c).
Proof.
  intros p j rho k c Hp Hr Hc Hg m1 m2 G. destruct (C16_ball_kernel p j rho Hp ltac:(lra)) as (HG & _).
  destruct (C16_smoothing_removes_spurious k c m1 m2 G Hc HG) as (T & _). apply T. clear T HG.
  apply Rlt_le_trans with (2 := Hg). clear Hc Hg.
  pose proof (volume_pos p rho Hp ltac:(lra)) as HV. pose proof (length_sum_pos p j rho Hp ltac:(lra)) as HM.
  pose proof (asin_bound rho) as Ba. pose proof (asin_pos rho Hr) as A.
  set (y := g (PI - asin rho)). set (m := (p - 2)%nat).
  set (h := fun t => y * chord m t - cap m PI t).
  assert (Ch : forall t, continuous h t).
  { intros t. apply (continuous_minus (fun t => y * chord m t) (cap m PI)); [|apply cap_continuous].
    apply (continuous_scal_r y (chord m)), chord_continuous. }
  assert (Ph : forall t, 0 < t <= asin rho -> 0 < h t).
  { intros t Ht. unfold h, chord, cap.
    assert (E : RInt (fun d => y * sin d ^ m - seen m PI d * sin d ^ m) 0 t = y * RInt (fun d => sin d ^ m) 0 t - RInt
      (fun d => seen m PI d * sin d ^ m) 0 t).
    { apply is_RInt_unique. apply (is_RInt_minus (fun d => y * sin d ^ m) (fun d => seen m PI d * sin d ^ m)).
      - apply (is_RInt_scal (fun d => sin d ^ m)).
        apply (@RInt_correct R_CompleteNormedModule), (@ex_RInt_continuous R_CompleteNormedModule). intros;
          apply sin_pow_continuous.
      - apply (@RInt_correct R_CompleteNormedModule), (@ex_RInt_continuous R_CompleteNormedModule). intros;
        apply seen_weight_continuous. }
    rewrite <- E. apply RInt_gt_0; [lra | |].
    - intros d Hd. rewrite seen_PI by lra. assert (g (PI - d) < y) by (apply g_decr; lra).
      assert (0 < sin d ^ m) by (apply pow_lt, sin_gt_0; lra). nra.
    - intros d _. apply (continuous_minus (fun d => y * sin d ^ m)); [|apply seen_weight_continuous].
      apply (continuous_scal_r y (fun d => sin d ^ m)), sin_pow_continuous. }
  assert (P : 0 < RInt (fun n => n ^ S (m + j) * h (Rmin (edge rho n) (asin rho))) 0 (1 + rho)).
  { apply (weighted_pos (fun t => h (Rmin t (asin rho)))); [lra | | |].
    - intros t. apply (continuous_comp (fun t => Rmin t (asin rho)) h);
      [|apply Ch]. apply filterlim_locally. intros eps.
      exists eps. intros u Hu. change (Rabs (Rmin u (asin rho) - Rmin t (asin rho)) < eps).
        change (Rabs (u - t) < eps) in Hu.
      eapply Rle_lt_trans; [|exact Hu]. unfold Rmin. repeat destruct Rle_dec; unfold Rabs; repeat destruct Rcase_abs;
        lra.
    - intros t Ht. destruct (Req_dec t 0) as [->|N]; [|left; apply Ph; split; [apply Rmin_pos; lra | apply Rmin_r]].
      rewrite Rmin_left by lra. unfold h, chord, cap. rewrite !RInt_point. unfold zero; simpl. lra.
    - intros t Ht. apply Ph. split; [apply Rmin_pos; lra | apply Rmin_r]. }
  assert (E : RInt (fun n => n ^ S (m + j) * h (Rmin (edge rho n) (asin rho))) 0 (1 + rho) =
    y * ball_sum p rho (fun n _ _ => n ^ j) - ball_sum p rho (fun n d c => n ^ j * g (acos (turned PI d c)))).
  { rewrite length_sum, kernel_sum by exact Hp. fold m.
    rewrite (RInt_ext _ (fun n => y * (n ^ S (m + j) * chord m (edge rho n)) - n ^ S (m + j) * cap m PI (edge rho n))).
    - apply is_RInt_unique. apply (is_RInt_minus (fun n => y * (n ^ S (m + j) * chord m (edge rho n))) (fun n => n ^ S
      (m + j) * cap m PI (edge rho n))).
      + apply (is_RInt_scal (fun n => n ^ S (m + j) * chord m (edge rho n))).
        apply (@RInt_correct R_CompleteNormedModule), weighted_RInt, chord_continuous.
      + apply (@RInt_correct R_CompleteNormedModule), weighted_RInt, cap_continuous.
    - intros n Hn. rewrite Rmin_left, Rmax_right in Hn by lra. rewrite Rmin_left by (apply edge_small;
      lra). unfold h. real_eq. ring. }
  rewrite E in P. unfold m1, G, length_mean, ball_kernel, ball_mean.
  set (V := ball_sum p rho (fun _ _ _ => 1)) in *. set (M := ball_sum p rho (fun n _ _ => n ^ j)) in *.
  set (K := ball_sum p rho (fun n d c => n ^ j * g (acos (turned PI d c)))) in *. clearbody V M K.
  apply (Rmult_lt_reg_r M); [exact HM|]. replace (K / V / (M / V) * M) with K by (field; lra). lra.
Qed.

(** ** The weights are those of the uniform direction of Laws.v *)

Lemma spin_mean m (f : R -> R) : (forall c, continuous f c) ->
  has_mean (sphere m) (fun o => f (point m o O)) (spin m f).
Proof.
  intros Cf. destruct m as [|n]; [apply (coin_mean (fun o => f (point 0 o O)))|].
  apply (sphere_first n (fun t => f (cos t))). now apply cos_continuous_comp.
Qed.

Lemma point_range m o : -1 <= point m o O <= 1.
Proof. destruct m as [|n]; [simpl; destruct o; lra | apply COS_bound]. Qed.

(** The unit vector at angle phi to the first axis, in the plane of the first two. *)
Definition facing (phi : R) (i : nat) : R := match i with O => cos phi | S O => sin phi | _ => 0 end.

(** C16: w the first axis, w_star = facing phi: the cosine of d is the first coordinate of a direction, c that of what
  is
    left; over both the mean is that of the uniform direction. *)
Theorem C16_ball_directions : forall m F, (forall d c, continuous (F d) c) ->
  (forall d, continuous (fun d => spin m (F d)) d) ->
  (exists B, forall d c, 0 <= d <= PI -> -1 <= c <= 1 -> Rabs (F d c) <= B) ->
  has_mean (sphere (S m)) (fun o => F (first o) (point m (others o) O)) (shell (S (S m)) F PI / chord m PI) /\
  forall phi o, DescentVector.dot (S (S m)) (facing phi) (point (S m) o) = turned phi (first o) (point m (others o) O).
Proof.
  intros m F Cc Cd [B HB]. split.
  - replace (shell (S (S m)) F PI / chord m PI) with (mom m (fun d => spin m (F d)))
      by (unfold shell, mom, chord; simpl Nat.sub; now rewrite Nat.sub_0_r).
    apply (product_iterated (polar m) (sphere m) (fun o => F (first (m := m) o) (point m (others (m := m) o) O)) (fun
      x => spin m (F (proj1_sig x)))).
    + exists B. intros o. apply HB; [apply first_range | apply point_range].
    + intros x. apply (spin_mean m (F (proj1_sig x))), Cc.
    + apply (polar_mean m (fun d => spin m (F d))), Cd.
  - intros phi o. rewrite dot_point, dot_first. unfold turned. simpl facing.
    assert (Z : DescentVector.dot m (fun _ => 0) (fun i => point m (others o) (S i)) = 0).
    { unfold DescentVector.dot. rewrite (DescentVector.vsum_ext m _ (fun _ => 0)) by (intros; ring).
      rewrite DescentVector.vsum_const. ring. }
    rewrite Z. ring.
Qed.
