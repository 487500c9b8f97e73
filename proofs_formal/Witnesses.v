(** * Witnesses: something concrete meets the premises of every theorem

    What:    for each theorem [C] of the audits, [met_C]: its premises hold of a concrete object. Mostly four rows and a
             teacher (1, -1, 0, 0) or (2, -1, 2, -1), p = 6 inputs, w_star the first axis, and the uniform direction.
    Claims:  all that have theorems.

    | symbol      | meaning                                                              |
    |-------------|----------------------------------------------------------------------|
    | tilt        | the teacher (1, -1, 0, ...): r = 0                                   |
    | one         | the teacher (1) of one row: r = 1, the threshold                     |
    | teach, bent | the teacher (2, -1, 2, -1) = 1 u1 + 3 bent: r = 2/5                  |
    | axis, side  | the first and the second axis                                        |
    | spurious    | (-w_star, abar): where the runs of C13, C21, C22 start               |

    SmoothingLevel.v has the witnesses of what rests on its quadrature. Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Noiseproof Require Import Kernel Loss Landscape Sphere Spectrum Improper Gaussian GaussianRows Invariants Smoothing SmoothingBall SmoothingRadius SmoothingRise.
From Noiseproof Require Import Premises.
Open Scope R_scope.

(** ** C01 *)

Definition axis (i : nat) : R := match i with O => 1 | _ => 0 end.
Definition side (i : nat) : R := match i with 1%nat => 1 | _ => 0 end.
Definition one (i : nat) : R := 1.

Lemma axes : dot 6 axis axis = 1 /\ dot 6 side side = 1 /\ dot 6 side axis = 0.
Proof. unfold dot. simpl. repeat split; ring. Qed.

Theorem met_C01_dual_kernel : premises_of C01_dual_kernel.
Proof. pose proof PI_gt_3. exists 1, (PI / 2). met. Qed.
Theorem met_C01_angular_integral : premises_of C01_angular_integral.
Proof. pose proof PI_gt_3. exists (PI / 2). lra. Qed.
Theorem met_C01_kernel_shape : premises_of C01_kernel_shape.
Proof. pose proof PI_gt_3. repeat split; [exists 1, 2 | exists 1 | exists 1]; met. Qed.
Theorem met_C01_plane_kernel : premises_of C01_plane_kernel.
Proof. exact met_C01_angular_integral. Qed.
Theorem met_C01_planar_reduction : premises_of C01_planar_reduction.
Proof. exists 6%nat, side, axis. intros. exists (fun x y => relu x * relu y). exact gentle_pair. Qed.
Theorem met_C01_row_kernel : premises_of C01_row_kernel.
Proof. exists 6%nat, side, axis. apply axes. Qed.

(** ** C02: two rows, eight points of equal weight. At angle PI/2 the four units are uncorrelated: each is its mean
    1/sqrt(2 PI) plus or minus the same number, with four signs of which no two are correlated. *)

Section EightPoints.
Definition eighth (f : nat -> R) : R := sum 8 f / 8.
Definition sign (b : bool) : R := if b then 1 else -1.
(** The signs of the unit j at the point o: three bits of o, and their product. *)
Definition signs (j o : nat) : R :=
  let b0 := sign (Nat.testbit o 0) in let b1 := sign (Nat.testbit o 1) in let b2 := sign (Nat.testbit o 2) in
  match j with O => b0 | 1%nat => b1 | 2%nat => b2 | _ => b0 * b1 * b2 end.
Definition mean : R := 1 / sqrt (2 * PI).
Definition spread : R := sqrt (1 / 2 - / (2 * PI)).
Definition unit (j o : nat) : R := mean + spread * signs j o.

Lemma mean_sq : mean * mean = / (2 * PI).
Proof.
  pose proof PI_gt_3. unfold mean. assert (0 < sqrt (2 * PI)) by (apply sqrt_lt_R0; lra).
  replace (1 / sqrt (2 * PI) * (1 / sqrt (2 * PI))) with (/ (sqrt (2 * PI) * sqrt (2 * PI))) by (field; lra).
  rewrite sqrt_sqrt by lra. reflexivity.
Qed.
Lemma spread_sq : spread * spread = 1 / 2 - / (2 * PI).
Proof.
  pose proof PI_gt_3. unfold spread. apply sqrt_sqrt.
  assert (/ (2 * PI) <= / 2) by (apply Rinv_le_contravar; lra). lra.
Qed.
Lemma unit_mean j : eighth (unit j) = mean.
Proof. unfold eighth, unit. destruct j as [|[|[|j]]]; cbn; field. Qed.
Lemma unit_square j : eighth (fun o => unit j o * unit j o) = 1 / 2.
Proof.
  transitivity (mean * mean + spread * spread); [|rewrite mean_sq, spread_sq; ring].
  unfold eighth, unit. destruct j as [|[|[|j]]]; cbn; field.
Qed.
Lemma unit_product i j : (i < 4)%nat -> (j < 4)%nat -> i <> j -> eighth (fun o => unit i o * unit j o) = mean * mean.
Proof.
  intros Hi Hj N. unfold eighth, unit. destruct i as [|[|[|[|i]]]]; try lia; destruct j as [|[|[|[|j]]]]; try lia; cbn; field.
Qed.
End EightPoints.

Theorem met_C02_loss_closed_form : premises_of @C02_loss_closed_form.
Proof.
  pose proof PI_gt_3. exists nat, (fun _ => True), eighth.
  assert (Line : gauss_line (fun x => relu (1 * x)) mean).
  { replace (fun x => relu (1 * x)) with relu; [exact C01_first_moment|].
    apply FunctionalExtensionality.functional_extensionality. intros x. now rewrite Rmult_1_l. }
  met; try (intros; exact I).
  - intros f h E. unfold eighth. now rewrite (sum_ext 8 f h).
  - intros f h _ _. unfold eighth. rewrite sum_plus. field.
  - intros c f _. unfold eighth. rewrite sum_scal. field.
  - exists 2%nat, 1, (PI / 2), (fun i => unit (2 * i)), (fun i => unit (2 * i + 1)). met; try (intros; exact I).
    + intros i _. rewrite unit_mean. exact Line.
    + intros i _. rewrite unit_mean. exact C01_first_moment.
    + intros i _. rewrite unit_square.
      replace (fun x _ : R => relu (1 * x) * relu (1 * x)) with (fun x _ : R => relu x * relu x); [exact C01_second_moment|].
      apply FunctionalExtensionality.functional_extensionality. intros x. now rewrite Rmult_1_l.
    + intros i _. rewrite unit_square. exact C01_second_moment.
    + intros i Hi. rewrite unit_product by lia. rewrite mean_sq.
      replace (/ (2 * PI)) with (1 * g (PI / 2) / (2 * PI)) by (rewrite g_PI2; field; lra).
      apply C01_dual_kernel; lra.
    + intros i j Hi Hj N. rewrite unit_product, !unit_mean by lia. reflexivity.
    + intros i j Hi Hj N. rewrite unit_product, !unit_mean by lia. reflexivity.
    + intros i j Hi Hj N. rewrite unit_product, !unit_mean by lia. reflexivity.
Qed.
Theorem met_C02_expected_loss : premises_of C02_expected_loss.
Proof. exists 4%nat, 6%nat, side, axis, one, tilt. apply axes. Qed.

(** ** C03 - C09 *)

Lemma tilt_nonzero : nonzero 4 tilt.
Proof. exists 0%nat. split; [lia | simpl; lra]. Qed.
Lemma tilt_balanced : rr 4 tilt = 0.
Proof. unfold rr. replace (tot 4 tilt) with 0 by (unfold tot; simpl; ring). unfold Rdiv. ring. Qed.
Lemma tilt_saddle : saddle_angle 4 tilt (PI / 2).
Proof. exact (C09_saddle_at_zero 4 tilt tilt_nonzero tilt_balanced). Qed.
Lemma one_nonzero : nonzero 1 one.
Proof. exists 0%nat. split; [lia | unfold one; lra]. Qed.
Lemma one_ratio : rr 1 one = 1.
Proof. unfold rr, A2, dot, tot, one. simpl. field. Qed.
Lemma one_threshold : threshold 1 = 1.
Proof. pose proof PI_gt_3. unfold threshold. simpl. field. lra. Qed.
Ltac four_rows := exists 4%nat, tilt; met; exact tilt_nonzero.

Theorem met_C03_gradient_closed_form : premises_of C03_gradient_closed_form.
Proof. destruct axes as (A & S & O). exists 4%nat, 6%nat, side, axis, one, one, one. met. Qed.
Theorem met_C03_sphere_gradient : premises_of C03_sphere_gradient.
Proof. destruct axes as (A & S & O). exists 4%nat, 6%nat, axis, axis, one, one, side. met. Qed.
Theorem met_C03_sphere_gradient_length : premises_of C03_sphere_gradient_length.
Proof. destruct axes as (A & S & O). exists 4%nat, 6%nat, side, axis, one, one. met. Qed.
Theorem met_C03_gradient_closed_form_w : premises_of C03_gradient_closed_form_w.
Proof. exact met_C03_gradient_closed_form. Qed.
Theorem met_C03_vector_gradient : premises_of C03_vector_gradient.
Proof.
  destruct axes as (A & S & O). exists 4%nat, 6%nat, axis, tilt, axis, one, side, one.
  do 2 eexists. met. apply geodesic_curve; assumption.
Qed.
Theorem met_C03_gradient_of_the_definition : premises_of C03_gradient_of_the_definition.
Proof.
  destruct axes as (A & S & O). exists 4%nat, 6%nat, axis, tilt, (fun w a => loss_w 4 6 w axis a tilt).
  met; [intros w a; now apply C02_expected_loss|]. exists side, one. met.
Qed.

Theorem met_C04_global_optimum : premises_of C04_global_optimum.
Proof. pose proof PI_gt_3. exists 4%nat, tilt, 1, one. met. exact tilt_nonzero. Qed.
Theorem met_C04_global_hessian : premises_of C04_global_hessian.
Proof.
  exists 4%nat, tilt, (fun _ => 0), 0. met; [exact tilt_nonzero|]. intros D1 _.
  unshelve eapply ex_intro; [|exists 0%nat; lia]. rewrite QM_expand. unfold tot, dot. simpl. pose proof PI_gt_3. field. lra.
Qed.
Theorem met_C04_vector_global_optimum : premises_of C04_vector_global_optimum.
Proof. destruct axes as (A & S & O). exists 4%nat, 6%nat, axis, tilt, side, one. met. exact tilt_nonzero. Qed.
Theorem met_C04_output_parts : premises_of C04_output_parts. Proof. exists 4%nat, one. lia. Qed.
Theorem met_C04_vector_hessian : premises_of C04_vector_hessian.
Proof. destruct axes as (A & S & O). exists 4%nat, 6%nat, axis, tilt, side, one. met. exact tilt_nonzero. Qed.
Theorem met_C04_vector_spectrum : premises_of C04_vector_spectrum.
Proof. destruct axes as (A & _). exists 4%nat, 6%nat, axis, tilt. met. exact tilt_nonzero. Qed.
Theorem met_C05_vector_spurious_location : premises_of C05_vector_spurious_location.
Proof. exists 4%nat, 6%nat, axis, tilt, one. apply axes. Qed.
Theorem met_C05_spurious_location : premises_of C05_spurious_location.
Proof.
  split; [exists 4%nat, tilt, one, 0; lra|].
  exists 4%nat, tilt, (abar 4 tilt). exact (proj1 (proj2 (C05_spurious_location 4 tilt))).
Qed.
Theorem met_C06_spurious_hessian : premises_of C06_spurious_hessian.
Proof. exists 4%nat, tilt, one, 0. lra. Qed.
Theorem met_C06_vector_hessian : premises_of C06_vector_hessian. Proof. exact met_C04_vector_hessian. Qed.
Theorem met_C06_third_order_growth : premises_of C06_third_order_growth.
Proof.
  pose proof PI_gt_3. exists 4%nat, tilt, 1. met. left. apply alpha_bar_neg; [exact tilt_nonzero|].
  rewrite tilt_balanced. apply Rdiv_lt_0_compat; simpl; lra.
Qed.

Theorem met_C06_vector_spectrum : premises_of C06_vector_spectrum. Proof. exact met_C04_vector_spectrum. Qed.
Theorem met_C07_spurious_is_local_minimum : premises_of C07_spurious_is_local_minimum. Proof. four_rows. Qed.
Theorem met_C07_vector_local_minimum : premises_of C07_vector_local_minimum.
Proof. destruct axes as (A & _). exists 4%nat, 6%nat, axis, tilt. met. exact tilt_nonzero. Qed.
Theorem met_C07_least_on_half_space : premises_of C07_least_on_half_space.
Proof. pose proof PI_gt_3. exists 4%nat, tilt, 1, (fun _ => 0). met. unfold dot. simpl. lra. Qed.
Theorem met_C07_equality_case : premises_of C07_equality_case.
Proof.
  pose proof PI_gt_3. assert (Range : 0 <= threshold 4 <= INR 4).
  { unfold threshold. simpl. split; [left; apply Rdiv_lt_0_compat; lra | apply Rle_div_l; lra]. }
  destruct (teacher_exists 2 (threshold 4) 1 Range Rlt_0_1) as (c & Hc & _ & Hr & _). exists 4%nat, c. met.
Qed.
Theorem met_C07_one_row : premises_of C07_one_row. Proof. exists one. exact one_nonzero. Qed.

Theorem met_C08_spurious_does_not_generalize : premises_of C08_spurious_does_not_generalize. Proof. four_rows. Qed.
Theorem met_C08_lower_bound : premises_of C08_lower_bound. Proof. four_rows. Qed.

Theorem met_C09_critical_points_complete : premises_of C09_critical_points_complete.
Proof. exact met_C04_global_optimum. Qed.
Theorem met_C09_saddle_alpha : premises_of C09_saddle_alpha.
Proof.
  exists 4%nat, tilt, (PI / 2), (asad 4 (PI / 2) tilt). met; [exact tilt_nonzero | exact tilt_saddle].
Qed.
Theorem met_C09_saddle_exists : premises_of C09_saddle_exists. Proof. four_rows. Qed.
Theorem met_C09_saddle_unique : premises_of C09_saddle_unique.
Proof. pose proof PI_gt_3. exists 4%nat, tilt, (PI / 2), (PI / 2). met; exact tilt_saddle. Qed.
Theorem met_C09_saddle_at_zero : premises_of C09_saddle_at_zero.
Proof. exists 4%nat, tilt. met; [exact tilt_nonzero | exact tilt_balanced]. Qed.
Theorem met_C09_saddle_merges : premises_of C09_saddle_merges. Proof. four_rows. Qed.
Theorem met_C09_saddle_range : premises_of C09_saddle_range.
Proof. pose proof PI_gt_3. exists 4%nat, tilt, (PI / 2). met; [exact tilt_nonzero | exact tilt_saddle]. Qed.
Theorem met_C09_saddles_strict : premises_of C09_saddles_strict.
Proof.
  pose proof PI_gt_3. exists 4%nat, tilt, (PI / 2), (asad 4 (PI / 2) tilt).
  met; [exact tilt_nonzero | exact tilt_saddle].
Qed.
Theorem met_C09_vector_critical_points : premises_of C09_vector_critical_points.
Proof. exact met_C04_vector_global_optimum. Qed.
Theorem met_C09_vector_saddle_exists : premises_of C09_vector_saddle_exists.
Proof. exact met_C07_vector_local_minimum. Qed.
Theorem met_C09_vector_saddles_strict : premises_of C09_vector_saddles_strict.
Proof.
  destruct axes as (A & S & O). pose proof PI_gt_3. exists 4%nat, 6%nat, axis, tilt, side, (asad 4 (PI / 2) tilt).
  met; [exact tilt_nonzero | | |].
  - apply C09_vector_critical_points; [exact tilt_nonzero | exact A | exact S|]. right. right. exists (PI / 2).
    rewrite O, cos_PI2. split; [lra|]. split; [exact tilt_saddle|]. split; [reflexivity | intros i _; reflexivity].
  - intros E. specialize (E 0%nat ltac:(lia)). unfold side, axis in E. lra.
  - intros E. specialize (E 0%nat ltac:(lia)). unfold side, opposite, axis in E. lra.
Qed.

(** ** C16: no noise (G = g), two points, noise in the ball of radius 1/2, 1, 2, 3 and 4 *)

Lemma tilt_gam : gam 4 tilt = 1.
Proof. pose proof PI_gt_3. unfold gam. rewrite tilt_balanced. simpl. field. lra. Qed.
Lemma one_gam : gam 1 one = 0.
Proof. pose proof PI_gt_3. unfold gam. rewrite one_ratio. simpl. field. lra. Qed.
Lemma one_minimum : local_min 1 1 1 g one 0 (best 1 1 1 (g 0) one).
Proof.
  pose proof PI_gt_3. apply C16_local_minima; [exact one_nonzero | exact smooth_kernel_g | lra|].
  left. split; [reflexivity | intros i _; reflexivity].
Qed.
Lemma slope_g : smooth_slope g (fun x => - (PI - x) * sin x).
Proof.
  split; [|split; [|split]].
  - intros x _. apply C01_kernel_shape.
  - rewrite sin_0. ring.
  - rewrite sin_PI. ring.
  - intros x Hx. pose proof (sin_gt_0 x ltac:(lra) ltac:(lra)). nra.
Qed.
Lemma saddle_g : g (PI / 2) / 1 = gam 4 tilt.
Proof. rewrite g_PI2, tilt_gam. field. Qed.

Theorem met_C16_smoothing_removes_spurious : premises_of C16_smoothing_removes_spurious.
Proof.
  pose proof PI_gt_3. exists 1%nat, one, 1, 1, g. met; [exact one_nonzero | exact smooth_kernel_g | |].
  - rewrite one_gam, g_PI. lra.
  - exists 0, (best 1 1 1 (g 0) one). met. exact one_minimum.
Qed.
Theorem met_C16_smoothed_loss : premises_of @C16_smoothed_loss.
Proof.
  exists bool, (fun _ => True), (fun f => (f true + f false) / 2). met; try (intros; exact I).
  - intros f h E. now rewrite !E.
  - intros f h _ _. field.
  - intros c f _. field.
  - exists 4%nat, (fun _ : bool => 1), (fun _ : bool => 1), (fun (b : bool) (_ : nat) => if b then 1 else -1). met; try (intros; exact I).
Qed.
Theorem met_C16_poles : premises_of @C16_poles.
Proof.
  pose proof PI_gt_3. exists bool, (fun _ => True), (fun f => f true). met; try (intros; exact I); try (intros; reflexivity).
  exists (fun _ : bool => 1), (fun _ : bool => 1). met; try (intros; exact I); intros; auto; lra.
Qed.
Theorem met_C16_best_output_weights : premises_of C16_best_output_weights.
Proof. exists 4%nat, 1, 1, 1, tilt. lra. Qed.
Theorem met_C16_reduced_loss : premises_of C16_reduced_loss.
Proof. exists 4%nat, 1, 1, 1, tilt. met. exact tilt_nonzero. Qed.
Theorem met_C16_local_minima : premises_of C16_local_minima.
Proof. pose proof PI_gt_3. exists 4%nat, tilt, 1, 1, g, 0, one. met; [exact tilt_nonzero | exact smooth_kernel_g]. Qed.
Theorem met_C16_no_noise : premises_of C16_no_noise. Proof. four_rows. Qed.
Theorem met_C16_above_threshold : premises_of C16_above_threshold.
Proof.
  pose proof PI_gt_3. exists 1%nat, one, 1, 1, g, 0, (best 1 1 1 (g 0) one).
  met; [exact one_nonzero | exact smooth_kernel_g | rewrite g_PI; lra | rewrite one_ratio, one_threshold; lra | exact one_minimum].
Qed.
Theorem met_C16_global_minimum : premises_of C16_global_minimum.
Proof.
  pose proof PI_gt_3. exists 4%nat, tilt, 1, 1, g, 0, (best 4 1 1 (g 0) tilt).
  met; [exact tilt_nonzero | exact smooth_kernel_g | rewrite g_0, g_PI; lra].
Qed.
Theorem met_C16_critical_points : premises_of C16_critical_points.
Proof.
  pose proof PI_gt_3. exists 4%nat, tilt, 1, 1, g, (fun x => - (PI - x) * sin x), 1, one.
  met; [exact tilt_nonzero | exact smooth_kernel_g | exact slope_g].
Qed.
Theorem met_C16_saddle_exists : premises_of C16_saddle_exists.
Proof.
  pose proof PI_gt_3. exists 4%nat, tilt, 1, 1, g. met; [exact tilt_nonzero | exact smooth_kernel_g|].
  exists (PI / 2), (PI / 2). met; exact saddle_g.
Qed.
Theorem met_C16_saddles_strict : premises_of C16_saddles_strict.
Proof.
  pose proof PI_gt_3.
  exists 4%nat, tilt, 1, 1, g, (fun x => - (PI - x) * sin x), (PI / 2), (best 4 1 1 (g (PI / 2)) tilt).
  met; [exact tilt_nonzero | exact smooth_kernel_g | exact slope_g | | exact saddle_g].
  apply (ex_derive_continuous (fun x => - (PI - x) * sin x)). auto_derive. exact I.
Qed.

(** Noise uniform in the ball of radius 1/2 in the plane. *)
Theorem met_C16_ball_directions : premises_of C16_ball_directions.
Proof.
  exists 4%nat, (fun _ c => c). met.
  - intros _ c. apply continuous_id.
  - intros d. apply continuous_const.
  - exists 1. intros d c _ Hc. now apply Rabs_le.
Qed.
Theorem met_C16_ball_loss : premises_of C16_ball_loss.
Proof. exists 2%nat, 1%nat, (1 / 2), 4%nat, tilt, 1, one. met. Qed.
Theorem met_C16_ball_kernel : premises_of C16_ball_kernel.
Proof. exists 2%nat, 1%nat, (1 / 2). met. Qed.
Theorem met_C16_ball_landscape : premises_of C16_ball_landscape.
Proof. pose proof PI_gt_3. exists 2%nat, 1%nat, (1 / 2), 4%nat, tilt, 1, one. met. exact tilt_nonzero. Qed.
Theorem met_C16_small_ball : premises_of C16_small_ball.
Proof.
  exists 2%nat, 1%nat, 1, 4%nat, tilt. met; [exact tilt_nonzero|].
  rewrite tilt_gam, asin_1. replace (PI - PI / 2) with (PI / 2) by field. rewrite g_PI2. lra.
Qed.

Theorem met_C16_level_rises : premises_of C16_level_rises.
Proof.
  exists 6%nat, 1%nat, 2, 3, 0. met. set (x := ball_kernel 6 1 2 PI / length_mean 6 1 2).
  apply Rnot_lt_le. intros N. assert (E : excess 6 (6 + 1) 2 (x / 2) < 0) by (apply C16_level; [lia | lra | fold x; lra]).
  apply excess_level in E; lra.
Qed.
Theorem met_C16_level : premises_of C16_level. Proof. exists 6%nat, 1%nat, 2, 1. met. Qed.
(** The level of the noise in the ball of radius 3 is one of the integral's zeros. *)
Lemma zero_at_3 : exists y, excess 6 7 3 y = 0.
Proof.
  exists (ball_kernel 6 1 3 PI / length_mean 6 1 3). now apply (C16_level 6 1 3 _ ltac:(lia) ltac:(lra)).
Qed.
Theorem met_C16_one_level : premises_of C16_one_level.
Proof. destruct zero_at_3 as (y & Z). exists 6%nat, 7%nat, 3, 4, y. met. Qed.
Theorem met_C16_level_between : premises_of C16_level_between.
Proof.
  destruct zero_at_3 as (y & Z). exists 6%nat, 7%nat, y, 2, 4. met.
  - apply Rnot_le_lt. intros H. pose proof (C16_one_level 6 7 2 3 y ltac:(lia) ltac:(lra) ltac:(lra) H). lra.
  - apply (C16_one_level 6 7 3 4 y); [lia | lra | lra | lra].
  - intros rs _. exists 2. lra.
Qed.

(** ** C12, the reduced map: k = 4, eta = 1/10, teachers (e1, e2) = (1, 3) and (0, 1) *)

From Noiseproof Require Import DescentMap Descent DescentVector DescentLoss.

Lemma good_teacher : teacher_ok 4 1 3.
Proof. unfold teacher_ok. repeat split; lra. Qed.
Lemma balanced_teacher : teacher_ok 4 0 1.
Proof. unfold teacher_ok. repeat split; lra. Qed.
Lemma good_step : step_ok (/ 10) 4 1 3 1 3.
Proof. pose proof PI_gt_3. unfold step_ok. repeat split; lra. Qed.
Lemma balanced_step : step_ok (/ 10) 4 0 1 1 1.
Proof. pose proof PI_gt_3. unfold step_ok. repeat split; lra. Qed.
Lemma in_the_box X Y phi x y : 0 <= phi <= PI -> - X <= x <= X -> - Y <= y <= Y -> box X Y (St phi x y).
Proof. intros. unfold box. cbn. repeat split; try apply Rabs_le; lra. Qed.
Lemma below_itself z : below z z.
Proof. unfold below. lra. Qed.
Ltac start := first [exact good_teacher | exact balanced_teacher | exact good_step | exact balanced_step | exact (below_itself _)
  | apply in_the_box; lra | cbn; lra].

Theorem met_C12_gd_monotone : premises_of C12_gd_monotone.
Proof. pose proof PI_gt_3. exists (/ 10), 4, 1, 3, 1, 3, (St 2 0 0), (St 1 1 1). met; try start. unfold below. cbn. lra. Qed.
Theorem met_C12_orbit_monotone : premises_of C12_orbit_monotone.
Proof. pose proof PI_gt_3. exists (/ 10), 4, 1, 3, 1, 3, (St 2 0 0), (St 1 1 1), 1%nat. met; try start. unfold below. cbn. lra. Qed.
Theorem met_C12_angle_range : premises_of C12_angle_range.
Proof.
  pose proof PI_gt_3. repeat split.
  - exists (/ 10), 4, 1, 3, 1, 3, (St 1 0 0). met; start.
  - exists (/ 10), 4, 1, 3, 1, 3, (St 0 0 0). met; start.
  - exists (/ 10), 4, 1, 3, 1, 3, (St PI 0 0). met; start.
Qed.
Theorem met_C12_bounds_sharp : premises_of C12_bounds_sharp.
Proof.
  pose proof PI_gt_3. split.
  - exists 10, 4, 1, 3. met. exists 1, 0, 1. lra.
  - exists 10, 4, 1, 3. met. exists 1, 1. unfold al. cbn. lra.
Qed.
Theorem met_C12_ball_start : premises_of C12_ball_start.
Proof. pose proof PI_gt_3. exists (/ 10), 4, 1, 3, 0, 1, 1. met; start. Qed.

Lemma third : 0 < PI / 3 < PI / 2 /\ 1 < g (PI / 3).
Proof. pose proof PI_gt_3. split; [lra|]. apply g_gt_1; lra. Qed.
Lemma three_quarters : PI / 2 < 3 * PI / 4 < PI /\ g (3 * PI / 4) < 1.
Proof. pose proof PI_gt_3. split; [lra|]. rewrite <- g_PI2. apply g_decr; lra. Qed.

Theorem met_C12_certificate_optimum : premises_of C12_certificate_optimum.
Proof.
  pose proof PI_gt_3. destruct third as (T & G). exists (/ 10), 4, 1, 3, 1, 3, (St (PI / 3) 1 3). met; try start.
  unfold al, corner_lo. cbn. assert (0 < Rmin 1 (x_inf 4 1 (PI / 3))).
  { apply Rmin_glb_lt; [lra|]. unfold x_inf. apply Rdiv_lt_0_compat; lra. }
  assert (0 < Rmin 3 (y_inf 3 (PI / 3))).
  { apply Rmin_glb_lt; [lra|]. unfold y_inf. apply Rdiv_lt_0_compat; lra. }
  lra.
Qed.
Theorem met_C12_certificate_needs_bound : premises_of C12_certificate_needs_bound.
Proof. pose proof PI_gt_3. exists 10, 4, 1, 3. met; start. Qed.
Theorem met_C12_certificate_trapped : premises_of C12_certificate_trapped.
Proof.
  pose proof PI_gt_3. destruct three_quarters as (T & G). exists (/ 10), 4, 0, 1, 1, 1, (St (3 * PI / 4) 0 (-1)).
  met; try start. unfold al, corner_hi. cbn. assert (Rmax (-1) (y_inf 1 (3 * PI / 4)) < 0).
  { apply Rmax_lub_lt; [lra|]. unfold y_inf, Rdiv. rewrite <- (Rmult_0_l (/ (PI - 1))).
    apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat; lra | lra]. }
  lra.
Qed.

Lemma falls phi : 0 <= phi < PI / 2 -> reaches_optimum (/ 10) 4 0 1 (St phi 0 0).
Proof. pose proof PI_gt_3. intros. apply C12_balanced_optimum; lra. Qed.
Lemma stuck phi : PI / 2 < phi <= PI -> trapped (/ 10) 4 0 1 (St phi 0 0).
Proof. pose proof PI_gt_3. intros. apply C12_balanced_trapped; lra. Qed.

Theorem met_C12_trapped_down_set : premises_of C12_trapped_down_set.
Proof.
  pose proof PI_gt_3. split.
  - exists (/ 10), 4, 0, 1, 1, 1, (St PI 0 0), (St (3 * PI / 4) 0 0). met; try start; [unfold below; cbn; lra|].
    apply stuck. lra.
  - exists (/ 10), 4, 0, 1, 1, 1, (St 1 0 0), (St (/ 2) 0 0). met; try start; [unfold below; cbn; lra|]. apply falls. lra.
Qed.
Theorem met_C12_threshold_angle : premises_of C12_threshold_angle.
Proof.
  pose proof PI_gt_3. exists (/ 10), 4, 0, 1, 1, 1, 0, 0. met; try start; try (rewrite Rabs_R0; lra).
  intros th (R & Trap & Free). split.
  - exists PI. split; [|lra]. apply Rnot_le_lt. intros Late. apply (Free (3 * PI / 4)); [lra|]. apply stuck. lra.
  - exists 0. split; [lra|]. apply Rnot_le_lt. intros Early.
    destruct (Trap (PI / 3) ltac:(lra)) as (L & _). destruct (falls (PI / 3) ltac:(lra)) as (M & _).
    apply is_lim_seq_unique in L. apply is_lim_seq_unique in M. rewrite M in L. injection L. lra.
Qed.
Ltac trapped_start :=
  pose proof PI_gt_3; exists (/ 10), 4, 1, 3, 1, 3, (St PI 0 (-1)); met; try start;
  [unfold al; cbn; lra | cbn; rewrite Rabs_R0; lra | cbn; rewrite g_PI; lra].
Theorem met_C12_sufficient_trap : premises_of C12_sufficient_trap. Proof. trapped_start. Qed.
Theorem met_C12_sufficient_trap_equality : premises_of C12_sufficient_trap_equality. Proof. trapped_start. Qed.
Theorem met_C12_balanced_optimum : premises_of C12_balanced_optimum.
Proof. pose proof PI_gt_3. exists (/ 10), 4, 1, 1, 0. met. Qed.
Theorem met_C12_balanced_trapped : premises_of C12_balanced_trapped.
Proof. pose proof PI_gt_3. exists (/ 10), 4, 1, PI, 0. met. Qed.
Theorem met_C12_balanced_still : premises_of C12_balanced_still.
Proof. pose proof PI_gt_3. exists (/ 10), 4, 1, 0. met. Qed.

(** ** C12, the vectors *)

Definition bent (i : nat) : R := match i with 0%nat | 2%nat => / 2 | _ => - / 2 end.
Definition teach (i : nat) : R := match i with 0%nat | 2%nat => 2 | _ => -1 end.

Lemma teach_plane : plane 4 teach bent 1 3.
Proof.
  assert (S4 : sqrt (INR 4) = 2) by (replace (INR 4) with (2 * 2) by (simpl; ring); apply sqrt_square; lra).
  unfold plane, u1. rewrite S4. split; [|split].
  - unfold DescentVector.dot, bent. simpl. field.
  - right. unfold DescentVector.dot, bent. simpl. field.
  - intros i Hi. destruct i as [|[|[|[|i]]]]; try lia; unfold teach, bent; field.
Qed.
Lemma units : DescentVector.dot 6 axis axis = 1 /\ DescentVector.dot 6 side side = 1 /\
  DescentVector.dot 6 side axis = 0 /\ DescentVector.dot 6 (fun i => - axis i) (fun i => - axis i) = 1 /\
  DescentVector.dot 6 (fun i => - axis i) axis = -1.
Proof. unfold DescentVector.dot. simpl. repeat split; ring. Qed.
Lemma zero_dot k u : DescentVector.dot k (fun _ => 0) u = 0.
Proof. unfold DescentVector.dot. induction k; simpl; [reflexivity | rewrite IHk; ring]. Qed.
Lemma teach_sums : DescentVector.dot 4 ones teach = 2 /\ DescentVector.dot 4 teach teach = 10.
Proof. unfold DescentVector.dot, ones, teach. simpl. split; ring. Qed.
Lemma four : INR 4 = 4.
Proof. simpl. ring. Qed.

Theorem met_C12_reduced_step : premises_of C12_reduced_step.
Proof.
  destruct units as (A & S & O & _). exists 6%nat, 4%nat, axis, teach, bent, side, ones, (/ 10), 1, 3.
  met; [exact teach_plane|]. unfold angle_step. replace (angle 6 axis side) with (PI / 2).
  - match goal with |- 0 <= _ - atan ?x <= _ => pose proof (atan_bound x) end. lra.
  - unfold DescentVector.angle. rewrite O. symmetry. exact acos_0.
Qed.
Theorem met_C12_reduced_orbit : premises_of C12_reduced_orbit.
Proof.
  pose proof PI_gt_3. destruct units as (A & S & O & _).
  exists 6%nat, 4%nat, axis, teach, bent, side, (fun _ => 0), (/ 10), 1, 3, 1, 3, 1%nat. rewrite four.
  met; try start; [exact teach_plane|]. unfold reduce. cbn [fst snd]. rewrite !zero_dot.
  pose proof (angle_range 6 axis side). apply in_the_box; lra.
Qed.
Theorem met_C12_vector_sufficient_trap : premises_of C12_vector_sufficient_trap.
Proof.
  pose proof PI_gt_3. destruct units as (A & _ & _ & N & O). destruct teach_sums as (T1 & T2).
  exists 6%nat, 4%nat, axis, teach, (fun i => - axis i), (fun _ => 0), (/ 10). rewrite four, T1, T2. met.
  - unfold DescentVector.norm. rewrite zero_dot, sqrt_0, Rplus_0_r, T2, sqrt_sqrt; lra.
  - rewrite zero_dot. lra.
  - replace (DescentVector.dot 4 ones (fun _ => 0)) with 0 by (unfold DescentVector.dot; simpl; ring). rewrite Rabs_R0. lra.
  - unfold DescentVector.angle. rewrite O. replace (-1) with (cos PI) by exact cos_PI. rewrite acos_cos, g_PI; lra.
Qed.
Theorem met_C12_vector_balanced : premises_of C12_vector_balanced.
Proof.
  pose proof PI_gt_3. destruct units as (A & S & O & N & M).
  assert (B : DescentVector.dot 4 ones bent = 0 /\ DescentVector.dot 4 bent bent = 1).
  { unfold DescentVector.dot, ones, bent. simpl. split; field. }
  destruct B as (B1 & B2). repeat split.
  - exists 6%nat, 4%nat, axis, bent, axis, (/ 10). rewrite four, B1, B2. met.
  - exists 6%nat, 4%nat, axis, bent, (fun i => - axis i), (/ 10). rewrite four, B1, B2. met.
  - exists 6%nat, 4%nat, axis, bent, side, (/ 10). rewrite four, B1, B2. met.
Qed.
Theorem met_C12_gradients_are_those_of_the_loss : premises_of C12_gradients_are_those_of_the_loss.
Proof. exists 6%nat, 4%nat, axis, teach, side, ones. apply units. Qed.

(** ** C13, C21, C22: the teacher (2, -1, 2, -1), six inputs, uniform directions; a coin decides the noise in a *)

From Noiseproof Require Import NoisyDescent NoisyMap SureTrap Upper EscapeDrift NeverSettles Laws Isotropic Escape Arrival EscapeBall NoisyArrival.

Lemma rows : (1 <= 4)%nat.
Proof. lia. Qed.
Lemma inputs : (5 <= 6)%nat.
Proof. lia. Qed.
Lemma axis_unit : DescentVector.dot 6 axis axis = 1.
Proof. apply units. Qed.
Lemma tenth : 0 <= / 10.
Proof. lra. Qed.
Lemma three : 0 <= 3.
Proof. lra. Qed.
(** An adversary's noise: the coin takes a bit from the first row, or from the second. *)
Definition pushed (b : bool) (i : nat) : R := if b then / 10 * axis i else / 10 * side i.
Lemma pushed_short b : DescentVector.dot 4 (pushed b) (pushed b) <= (/ 10) ^ 2.
Proof. unfold DescentVector.dot. destruct b; simpl; lra. Qed.
(** Where the runs start: at the spurious point. *)
Definition spurious : (nat -> R) * (nat -> R) := (fun i => - axis i, DescentVector.abar 4 teach).
Lemma abar_teach i : DescentVector.abar 4 teach i = (2 * PI / (PI + 3) - teach i) / (PI - 1).
Proof.
  pose proof PI_gt_3. unfold DescentVector.abar. rewrite four, (proj1 teach_sums).
  replace (4 + PI - 1) with (PI + 3) by ring. field. lra.
Qed.
Lemma spurious_short : DescentVector.dot 4 (snd spurious) (snd spurious) <= 2 ^ 2.
Proof.
  pose proof PI_gt_3. pose proof PI_4. assert (C : 1 <= 2 * PI / (PI + 3) <= 8 / 7)
    by (split; [apply (Rle_div_r 1) | apply Rle_div_l]; lra).
  unfold DescentVector.dot. simpl vsum. rewrite !abar_teach. unfold teach. set (c := 2 * PI / (PI + 3)) in *.
  match goal with |- ?x <= _ => replace x with ((2 * (c - 2) ^ 2 + 2 * (c + 1) ^ 2) / (PI - 1) ^ 2) by (field; lra) end.
  apply Rle_div_l; [apply pow_lt; lra | nra].
Qed.
Lemma spurious_in_box : in_box 6 4 bent 3 0 2 0 4 spurious.
Proof.
  pose proof PI_gt_3. pose proof PI_4. destruct teach_plane as (O & N & _). destruct N as [N|N]; [lra|].
  assert (E : forall z, DescentVector.dot 4 (snd spurious) z =
    x_inf 4 1 PI * DescentVector.dot 4 (u1 4) z + y_inf 3 PI * DescentVector.dot 4 bent z).
  { intros z. apply DescentVector.dot_comb2. intros i Hi. rewrite <- four. symmetry.
    exact (abar_plane 4 teach rows bent 1 3 i teach_plane Hi). }
  unfold in_box. rewrite !E, (u1_unit 4 rows), (DescentVector.dot_comm 4 bent), O, N, !Rminus_0_r. unfold x_inf, y_inf.
  rewrite g_PI. split; [apply units|]. split; [|right]; apply Rabs_le.
  - assert (0 <= (4 + 0 - 1) * 1 / (4 + PI - 1) <= 1) by (split; [apply Rdiv_le_0_compat | apply Rle_div_l]; lra). lra.
  - assert (0 <= 3 / (PI - 1) <= 3 / 2) by (split; [apply Rdiv_le_0_compat | apply Rle_div_l]; lra).
    replace ((0 - 1) * 3 / (PI - 1)) with (- (3 / (PI - 1))) by (field; lra). lra.
Qed.
(** A step that is small enough for escape. *)
Lemma slow : exists eta, box_ok 4 eta 1 3 (/ 10) 0 2 0 4 /\ slow_enough 4 6 eta 1 3 (/ 10) 0 2 0 4 1 2.
Proof.
  destruct (small_steps 6 4 1 3 (/ 10) 2 4 1 rows Rle_0_1 three tenth inputs) as (eta & Pos & Small); try lra.
  exists eta. apply Small. lra.
Qed.
Lemma rate_positive eta : 0 < eta -> 0 < rate 4 6 eta 1 3.
Proof. exact (rate_pos 6 4 eta 1 3 inputs rows ltac:(lra)). Qed.
Lemma undominated : dominated 6 axis (fun _ => isotropic 6) (uniform 6 axis) 0.
Proof. apply uniform_dominated; [exact axis_unit | lra]. Qed.

Theorem met_C13_escape_soundness : premises_of @C13_escape_soundness.
Proof.
  destruct slow as (eta & Box & Slow). pose proof (rate_positive eta (proj1 Box)) as Rate.
  pose proof (one_step_premises 6 4 axis teach bent eta 1 3 (/ 10) 0 2 0 4 rows axis_unit teach_plane Rle_0_1 three tenth Box
    _ (fun _ => isotropic 6) (uniform 6 axis) (uniform_sphere 6 axis axis_unit) 0 1 2 inputs ltac:(lra) ltac:(lra) ltac:(lra)
    ltac:(lra) ltac:(lra) Slow undominated ltac:(lra)) as One.
  cbv zeta in One. destruct One as (Dp & Lr & H & D & N).
  exists 6%nat, 4%nat, axis, teach, bent, eta, 1, 3, (/ 10), 0, 2, 0, 4. met; [exact axis_unit | exact teach_plane|].
  exists bool, (direction 5), coin, (fun _ => isotropic 6), (uniform 6 axis). met; [exact (uniform_sphere 6 axis axis_unit)|].
  exists (fun _ => pushed). met; [intros _; exact pushed_short|].
  do 4 eexists. unshelve eapply ex_intro; [exact (proj1 Dp)|]. do 2 eexists. unshelve eapply ex_intro; [exact Rlt_0_1|].
  do 4 eexists. exists 1%nat, (exist _ _ spurious_in_box). met; [ | | | exact H | exact D | exact N]; [lra | exact Lr | apply power_nonneg].
Qed.
Theorem met_C13_dominated_escape : premises_of @C13_dominated_escape.
Proof.
  destruct slow as (eta & Box & Slow). pose proof (rate_positive eta (proj1 Box)) as Rate.
  exists 6%nat, 4%nat, axis, teach, bent, eta, 1, 3, (/ 10), 0, 2, 0, 4. met; [exact axis_unit | exact teach_plane|].
  exists bool, coin, (fun _ => pushed). met; [intros _; exact pushed_short|].
  exists (direction 5), (fun _ => isotropic 6), (uniform 6 axis). met; [exact (uniform_sphere 6 axis axis_unit)|].
  exists 0, 1, 2, 1%nat, (exist _ _ spurious_in_box). met. exact undominated.
Qed.
Theorem met_C13_isotropic_escape : premises_of @C13_isotropic_escape.
Proof.
  destruct slow as (eta & Box & Slow).
  exists 6%nat, 4%nat, axis, teach, bent, eta, 1, 3, (/ 10), 0, 2, 0, 4. met; [exact axis_unit | exact teach_plane|].
  exists bool, coin, (fun _ => pushed). met; [intros _; exact pushed_short|].
  exists 1, 2, 1%nat, (exist _ _ spurious_in_box). met.
Qed.
Theorem met_C13_escape_exists : premises_of @C13_escape_exists.
Proof.
  exists 6%nat, 4%nat, axis, teach, bent, 1, 3, (/ 10), 2, 4, 1, (/ 100). met; [exact axis_unit | exact teach_plane|].
  intros eta0 (Pos & _). exists eta0. met. intros Box _ N _.
  exists N, bool, coin, (direction 5), (fun _ => isotropic 6), (uniform 6 axis). met; [exact (uniform_sphere 6 axis axis_unit)|].
  exists (fun _ => pushed). met; [intros _; exact pushed_short|]. exists (exist _ _ spurious_in_box).
  met. apply uniform_dominated; [exact axis_unit|]. pose proof (rate_positive eta0 Pos). lra.
Qed.

Lemma teach_length : DescentVector.norm 4 teach ^ 2 = 10 /\ 3 <= DescentVector.norm 4 teach <= 4.
Proof.
  assert (N : DescentVector.norm 4 teach ^ 2 = 10) by (rewrite norm_sq; apply teach_sums).
  pose proof (norm_nonneg 4 teach). split; [exact N|]. split; apply SureTrap.square_le; rewrite ?N; lra.
Qed.
(** What the steps to the end assume of the plain steps. *)
Lemma plain_step : / 100 * (DescentVector.norm 4 teach * (DescentVector.norm 4 teach + 2 * (2 + / 10))) <= 2.
Proof. pose proof (proj2 teach_length). nra. Qed.
Ltac arrival := rewrite ?four, ?(proj1 teach_sums), ?(proj2 teach_sums); met;
  try exact axis_unit; try exact plain_step.

Lemma teach_rate eta : 0 < eta -> 0 < teacher_rate 4 6 eta teach.
Proof.
  apply teacher_rate_pos; [exact inputs | exact rows | |]; rewrite ?(proj1 teach_sums), ?(proj2 teach_sums); lra.
Qed.

(** Starts from which plain descent is trapped, the spurious point among them: of C12_vector_sufficient_trap. *)
Definition caught (s : (nat -> R) * (nat -> R)) : R :=
  if Req_EM_T (DescentVector.dot 6 (fst s) (fst s)) 1 then
  if Rlt_dec (g (DescentVector.angle 6 axis (fst s))) (/ 5) then
  if Rle_dec (DescentVector.dot 4 (snd s) teach) 0 then
  if Rle_dec (Rabs (DescentVector.dot 4 ones (snd s))) 2 then
  if Rle_dec (DescentVector.norm 4 (snd s)) 4 then 1 else 0 else 0 else 0 else 0 else 0.
Lemma caught_range s : 0 <= caught s <= 1.
Proof. unfold caught. repeat (destruct Req_EM_T || destruct Rlt_dec || destruct Rle_dec; [|lra]). lra. Qed.
Lemma caught_misses s : DescentVector.vector_optimum 6 4 axis teach (/ 100) s -> caught s = 0.
Proof.
  intros (L & _). unfold caught. repeat (destruct Req_EM_T || destruct Rlt_dec || destruct Rle_dec; [|reflexivity]).
  exfalso. pose proof PI_gt_3. pose proof PI_4. destruct s as (w, a). cbn [fst snd] in *.
  destruct (C12_vector_sufficient_trap 6 4 axis teach w a (/ 100)) as (M & _);
    rewrite ?four, ?(proj1 teach_sums), ?(proj2 teach_sums); auto using axis_unit, rows; try lra.
  - destruct teach_length as (_ & A). pose proof (norm_nonneg 4 a).
    assert (DescentVector.norm 4 teach * (DescentVector.norm 4 teach + DescentVector.norm 4 a) <= 4 * (4 + 4))
      by (apply Rmult_le_compat; lra). lra.
  - specialize (L 0%nat ltac:(lia)). specialize (M 0%nat ltac:(lia)). apply is_lim_seq_unique in L.
    apply is_lim_seq_unique in M. rewrite M in L. injection L. unfold axis. lra.
Qed.
Lemma spurious_caught : caught spurious = 1.
Proof.
  pose proof PI_gt_3. pose proof PI_4. unfold caught. destruct Req_EM_T as [_|F]; [|contradict F; apply units].
  assert (C : 1 <= 2 * PI / (PI + 3) <= 8 / 7) by (split; [apply (Rle_div_r 1) | apply Rle_div_l]; lra).
  destruct Rlt_dec as [_|F].
  2: { contradict F. unfold DescentVector.angle. replace (DescentVector.dot 6 (fst spurious) axis) with (cos PI).
       - rewrite acos_cos, g_PI; lra.
       - rewrite cos_PI. symmetry. apply units. }
  assert (Sum : forall z, DescentVector.dot 4 (snd spurious) z =
    ((2 * PI / (PI + 3)) * DescentVector.dot 4 ones z - DescentVector.dot 4 teach z) / (PI - 1)).
  { intros z. unfold DescentVector.dot. simpl vsum. rewrite !abar_teach. unfold ones, teach. field. lra. }
  destruct Rle_dec as [_|F].
  2: { contradict F. rewrite Sum, (proj1 teach_sums), (proj2 teach_sums).
       apply Rle_div_l; lra. }
  destruct Rle_dec as [_|F].
  2: { contradict F. rewrite DescentVector.dot_comm, Sum, DescentVector.dot_comm with (u := teach), (proj1 teach_sums).
       replace (DescentVector.dot 4 ones ones) with 4 by (unfold DescentVector.dot, ones; simpl; ring).
       apply Rabs_le. split; [apply Rle_div_r | apply Rle_div_l]; lra. }
  destruct Rle_dec as [_|F]; [reflexivity|]. contradict F.
  pose proof (norm_le 4 (snd spurious) 2 ltac:(lra) spurious_short). lra.
Qed.
Theorem met_C13_noise_then_descent : premises_of @C13_noise_then_descent.
Proof.
  pose proof PI_gt_3. exists 6%nat, 4%nat, axis, teach, (/ 10), 2, (/ 100), (/ 100). arrival.
  intros eta0 (Pos & _). exists eta0. met. intros N _.
  exists N, (fst spurious), (snd spurious), bool, coin, (fun _ => pushed), caught.
  met; [apply units | exact spurious_short | intros _; exact pushed_short | exact caught_range | exact caught_misses].
Qed.
Theorem met_C13_dominated_arrives : premises_of @C13_dominated_arrives.
Proof.
  pose proof PI_gt_3. exists 6%nat, 4%nat, axis, teach, (/ 10), 2, (/ 100), (/ 100), (/ 100). arrival.
  intros M _ eta0 (Pos & _). exists eta0. met. intros N _.
  exists N, M, (fst spurious), (snd spurious), bool, coin, (direction 5), (fun _ => isotropic 6), (uniform 6 axis),
    (fun _ => pushed).
  met; [exact (uniform_sphere 6 axis axis_unit) | | apply units | exact spurious_short | intros _; exact pushed_short].
  apply uniform_dominated; [exact axis_unit|]. pose proof (teach_rate eta0 Pos). lra.
Qed.
Theorem met_C13_arrives_in_time : premises_of @C13_arrives_in_time.
Proof.
  pose proof PI_gt_3. exists 6%nat, 4%nat, axis, teach, (/ 10), 2, (/ 100), (/ 100), (/ 100). arrival.
  intros M _ eta0 (Pos & _). exists eta0. met. intros N _.
  exists N, M, (fst spurious), (snd spurious), bool, coin, (fun _ => pushed).
  met; [apply units | exact spurious_short | intros _; exact pushed_short].
Qed.

(** Noise uniform in a ball: a radius that is large enough; the ray's end straight ahead, on all first halves. *)
Lemma large_radius rate : 0 < rate -> 1 < 1 + 2 * INR 6 * (1 + 2 / rate).
Proof. intros H. pose proof (Rdiv_lt_0_compat 2 rate ltac:(lra) H). simpl INR. lra. Qed.
Definition ahead : direction 5 * segment 0 1 :=
  let o := clamp 0 PI PI_RGT_0 0 in ((o, (o, (o, (o, (o, true))))), clamp 0 1 Rlt_0_1 1).

Theorem met_C13_ball_noise : premises_of C13_ball_noise.
Proof.
  exists 6%nat, axis, 2. met. exists side, ahead. met; [exact axis_unit | apply units |].
  cbn [ahead snd clamp proj1_sig]. rewrite Rmin_left, Rmax_right; lra.
Qed.
Theorem met_C13_ball_law : premises_of C13_ball_law.
Proof.
  exists 6%nat, axis, 2. met. exists side, (fun z => cos (z 0%nat)). met.
  - intros u n. apply (ex_derive_continuous (fun n => cos (n * u 0%nat))). auto_derive. easy.
  - exists 1. intros z. apply Rabs_le, COS_bound.
Qed.
Theorem met_C13_ball_mean : premises_of C13_ball_mean.
Proof.
  exists 4%nat, 2. met. exists axis. met; [exact axis_unit|]. exists (fun d _ => cos d). met.
  - intros d c. apply continuous_const.
  - intros d. apply (continuous_ext cos); [|apply continuous_cos]. intros x. now rewrite spin_const.
  - exists 1. intros d c _ _. apply Rabs_le, COS_bound.
Qed.
Theorem met_C13_ball_dominated : premises_of C13_ball_dominated.
Proof. exists 6%nat, axis, 2. met. exact axis_unit. Qed.
Theorem met_C13_ball_escape : premises_of C13_ball_escape.
Proof.
  destruct slow as (eta & Box & Slow). pose proof (rate_positive eta (proj1 Box)) as Rate.
  exists 6%nat, 4%nat, axis, teach, bent, eta, 1, 3, (/ 10), 0, 2, 0, 4. met; [exact axis_unit | exact teach_plane|].
  exists bool, coin, (fun _ => pushed). met; [intros _; exact pushed_short|].
  exists (1 + 2 * INR 6 * (1 + 2 / rate 4 6 eta 1 3)). met; [now apply large_radius|].
  exists 1, 2, 1%nat, (exist _ _ spurious_in_box). met. apply Rle_lt_trans with (rate 4 6 eta 1 3 / 2); [|lra].
  apply ball_radius; [now apply large_radius | lra|]. right. field. lra.
Qed.
Theorem met_C13_ball_arrives : premises_of C13_ball_arrives.
Proof.
  pose proof PI_gt_3. exists 6%nat, 4%nat, axis, teach, (/ 10), 2, (/ 100), (/ 100), (/ 100). arrival.
  intros M _ eta0 (Pos & _). exists eta0. met. intros N _.
  exists (1 + 2 * INR 6 * (1 + 2 / teacher_rate 4 6 eta0 teach)). met; [apply large_radius, teach_rate, Pos|].
  exists N, M, (fst spurious), (snd spurious), bool, coin, (fun _ => pushed).
  met; [apply units | exact spurious_short | intros _; exact pushed_short].
Qed.

(** A noise of given lengths, across w_star; a unit vector whose angle to w_star has that sine. *)
Definition across (rho ra : R) : (nat -> R) * (nat -> R) := (fun i => rho * side i, fun i => ra * axis i).
Lemma across_small rho ra : SureTrap.small_noise 6 4 rho ra (across rho ra).
Proof. unfold SureTrap.small_noise, across, DescentVector.dot. simpl. lra. Qed.
Definition turned (s : R) (i : nat) : R := sqrt (1 - s ^ 2) * axis i + s * side i.
Lemma turned_facts s : 0 <= s <= 1 -> DescentVector.dot 6 (turned s) (turned s) = 1 /\
  DescentVector.angle 6 axis (turned s) <= PI / 2 /\ sin (DescentVector.angle 6 axis (turned s)) = s.
Proof.
  intros S. assert (Q : sqrt (1 - s ^ 2) * sqrt (1 - s ^ 2) = 1 - s ^ 2) by (apply sqrt_sqrt; nra).
  assert (D : DescentVector.dot 6 (turned s) axis = sqrt (1 - s ^ 2))
    by (unfold DescentVector.dot, turned; simpl; ring).
  assert (U : DescentVector.dot 6 (turned s) (turned s) = 1).
  { transitivity (sqrt (1 - s ^ 2) * sqrt (1 - s ^ 2) + s ^ 2); [|rewrite Q; ring].
    unfold DescentVector.dot, turned. simpl. ring. }
  pose proof (DescentVector.cos_angle 6 axis axis_unit _ U) as C. pose proof (DescentVector.angle_range 6 axis (turned s)) as R.
  pose proof (sine_sq 6 axis axis_unit _ U) as Sq. rewrite (sine_angle 6 axis axis_unit _ U) in Sq. rewrite D in C, Sq.
  pose proof (sqrt_pos (1 - s ^ 2)). pose proof PI_gt_3. set (f := DescentVector.angle 6 axis (turned s)) in *.
  pose proof (sin_ge_0 f ltac:(lra) ltac:(lra)). split; [exact U|]. split; [|nra]. apply Rnot_lt_le. intros N.
  assert (cos f < cos (PI / 2)) by (apply cos_decreasing_1; lra). rewrite cos_PI2 in *. lra.
Qed.

Theorem met_C13_sine_bound : premises_of C13_sine_bound.
Proof.
  pose proof PI_gt_3.
  exists 6%nat, 4%nat, axis, teach, (/ 10), (/ 2), side, ones, (fun i => / 2 * axis i), (fun _ => 0).
  met; try apply units; [unfold DescentVector.dot; simpl; lra|].
  match goal with |- Rabs (_ * ?d * (PI - ?a) / _) <= 1 =>
    replace d with 2 by (unfold DescentVector.dot, ones, teach; simpl; ring);
    pose proof (DescentVector.angle_range 6 axis (shown 6 side (fun i => / 2 * axis i))) as A; set (x := a) in * end.
  apply Rabs_le. split; [apply (Rle_div_r (-1)) | apply Rle_div_l]; lra.
Qed.
Theorem met_C13_small_noise_rate : premises_of C13_small_noise_rate.
Proof.
  pose proof PI_gt_3. pose proof PI_4. destruct teach_length as (L2 & L). pose proof axis_unit as A.
  assert (Rx : 0 < rate_x (/ 10) 4 <= 1) by (unfold rate_x; split; [apply Rdiv_lt_0_compat | apply Rle_div_l]; lra).
  assert (Ry : 0 < rate_y (/ 10) <= 1) by (unfold rate_y; split; [apply Rdiv_lt_0_compat | apply Rle_div_l]; lra).
  destruct (small_power (1 - rate_x (/ 10) 4) 4 (1/3)) as (nx & Nx); try lra.
  destruct (small_power (1 - rate_y (/ 10)) 24 (1/3)) as (ny & Ny); try lra.
  specialize (Nx (nx + ny)%nat ltac:(lia)). specialize (Ny (nx + ny)%nat ltac:(lia)). set (n := (nx + ny)%nat) in *.
  assert (P3 : 1 <= 3 ^ n) by (apply pow_R1_Rle; lra). set (rho := / (4 * 3 ^ n)).
  assert (R0 : 0 < rho <= 1/4).
  { unfold rho. split; [apply Rinv_0_lt_compat; lra|]. replace (1/4) with (/ 4) by field. apply Rinv_le_contravar; lra. }
  destruct (turned_facts rho ltac:(lra)) as (W & An & Sn). exists 6%nat, 4%nat, axis, teach, bent, (/ 10), 1, 3, 2, 4, rho,
    (/ 100), (turned rho, fun _ => 0), (fun _ => across rho (/ 100)), n.
  rewrite ?four. cbn [fst snd]. rewrite Sn, !zero_dot, Rabs_R0. destruct teach_plane as (_ & N & _). destruct N as [N|N]; [lra|].
  met; try exact teach_plane; try exact good_teacher; try exact A; try (unfold step_ok; lra); try (rewrite L2; lra).
  - intros _. apply across_small.
  - unfold rho. replace (3 ^ n * (/ (4 * 3 ^ n) + / (4 * 3 ^ n))) with (1/2) by (field; lra). lra.
  - exists n. exact (le_n n).
Qed.
Theorem met_C13_noise_throughout : premises_of C13_noise_throughout.
Proof.
  pose proof PI_gt_3. destruct teach_length as (L2 & L).
  exists 6%nat, 4%nat, axis, teach, (/ 10), 2, (/ 10), (/ 100), (/ 100), (/ 100). arrival.
  intros level (Lv & _) M _ eta0 Pos. exists eta0. met. intros N _.
  exists (1 + 2 * INR 6 * (1 + 2 / teacher_rate 4 6 eta0 teach)). met; [now apply large_radius, teach_rate|].
  exists N, M, (fst spurious), (snd spurious), bool, coin, (fun _ => pushed), (fun _ _ => across level level).
  met; [apply units | exact spurious_short | intros _; exact pushed_short | intros _ _; apply across_small].
Qed.

Lemma abar_below : abar_alpha 4 1 3 < 0.
Proof.
  pose proof PI_gt_3. pose proof PI_4. unfold abar_alpha, x_inf, y_inf. rewrite four, g_PI.
  assert ((4 + 0 - 1) * 1 / (4 + PI - 1) < 1) by (apply Rlt_div_l; lra).
  assert (3 <= 3 * 3 / (PI - 1)) by (apply Rle_div_r; lra).
  replace (3 * ((0 - 1) * 3 / (PI - 1))) with (- (3 * 3 / (PI - 1))) by (field; lra). lra.
Qed.
Lemma trap : exists eta rho ra, 0 < rho /\ 0 < ra /\ trap_ok 4 eta 1 3 rho ra.
Proof. apply C21_trap_exists; [rewrite four; exact good_teacher | exact rows | exact abar_below]. Qed.
Theorem met_C21_small_noise_traps_for_ever : premises_of C21_small_noise_traps_for_ever.
Proof.
  destruct trap as (eta & rho & ra & Rp & Ap & T).
  exists 6%nat, 4%nat, axis, teach, bent, eta, 1, 3, rho, ra, spurious.
  exists (fun _ => across rho ra).
  met; [exact axis_unit | exact teach_plane | |].
  - intros _. apply across_small.
  - apply (spurious_in_set 6 4 axis teach bent eta); auto using axis_unit, teach_plane, rows; lra.
Qed.
Theorem met_C21_spurious_point_stays : premises_of C21_spurious_point_stays.
Proof.
  destruct trap as (eta & rho & ra & Rp & Ap & T).
  exists 6%nat, 4%nat, axis, teach, bent, eta, 1, 3, rho, ra, (fun _ => across rho ra), 1%nat.
  met; [exact axis_unit | exact teach_plane |].
  intros _. apply across_small.
Qed.
Theorem met_C21_trap_level : premises_of C21_trap_level.
Proof.
  pose proof PI_gt_3. exists 4%nat, 0, 1, (/ 2), (PI / 2). met; [rewrite four; exact balanced_teacher|].
  unfold abar_alpha, kappa2, x_inf, y_inf. rewrite four, g_PI, g_PI2. field. lra.
Qed.
Theorem met_C21_trap_exists : premises_of C21_trap_exists.
Proof. exists 4%nat, 1, 3. met; [rewrite four; exact good_teacher | exact abar_below]. Qed.

(** The uniform direction's mean kernel is at most PI/2, for g lies below its chord over the cosine. *)
Lemma kernel_chord x : 0 <= x <= PI -> g x <= PI / 2 * (1 + cos x).
Proof.
  intros Hx. pose proof PI_gt_3.
  set (d := fun t => PI / 2 * (1 + cos t) - g t).
  assert (D : forall t, is_derive d t ((PI / 2 - t) * sin t)).
  { intros t. unfold d, g. auto_derive; [auto | field]. }
  assert (C : forall t, continuity_pt d t).
  { intros t. apply continuity_pt_filterlim. apply (ex_derive_continuous d). eexists. apply D. }
  assert (0 <= d x); [|unfold d in *; lra].
  destruct (Rle_lt_dec x (PI / 2)) as [L|L].
  - destruct (MVT_gen d 0 x (fun t => (PI / 2 - t) * sin t)) as (c & Hc & E); [auto | auto |].
    rewrite Rmin_left, Rmax_right in Hc by lra. assert (d 0 = 0) by (unfold d; rewrite cos_0, g_0; field).
    pose proof (sin_ge_0 c ltac:(lra) ltac:(lra)). pose proof (Rmult_le_pos (PI / 2 - c) (sin c) ltac:(lra) ltac:(lra)). nra.
  - destruct (MVT_gen d x PI (fun t => (PI / 2 - t) * sin t)) as (c & Hc & E); [auto | auto |].
    rewrite Rmin_left, Rmax_right in Hc by lra. assert (d PI = 0) by (unfold d; rewrite cos_PI, g_PI; field).
    pose proof (sin_ge_0 c ltac:(lra) ltac:(lra)). pose proof (Rmult_le_pos (c - PI / 2) (sin c) ltac:(lra) ltac:(lra)). nra.
Qed.
Lemma uniform_kernel w : ex (isotropic 6) (fun o => g (DescentVector.angle 6 axis (uniform 6 axis w o))) <= PI / 2.
Proof.
  destruct (angle_mean 4 g g_continuous) as (_ & Mean & _).
  assert (Cc : forall x, continuous cos x) by (intros x; apply continuous_cos).
  assert (Cp : forall x, continuous (fun t => PI / 2 * cos t) x).
  { intros x. apply (continuous_scal_r (PI / 2) cos). apply Cc. }
  apply Rle_trans with (mom 4 g).
  - right. rewrite <- Mean. f_equal. apply FunctionalExtensionality.functional_extensionality. intros o.
    now rewrite (uniform_angle 4 axis w axis_unit).
  - apply Rle_trans with (mom 4 (fun t => PI / 2 + PI / 2 * cos t)).
    + apply mom_le; [exact g_continuous | |].
      * intros x. apply (continuous_plus (fun _ => PI / 2)); [apply continuous_const | apply Cp].
      * intros x Hx. pose proof (kernel_chord x Hx). lra.
    + rewrite (mom_plus 4 (fun _ => PI / 2)), mom_const, mom_scal, (mom_odd 4 cos); try lra; auto.
      * intros x. rewrite Rtrigo_facts.cos_pi_minus. reflexivity.
      * intros x. apply continuous_const.
Qed.
Theorem met_C22_large_noise_never_settles : premises_of @C22_large_noise_never_settles.
Proof.
  pose proof PI_gt_3. pose proof PI_4.
  assert (Box : box_ok 4 (/ 10) 1 3 (/ 10) 0 2 0 4).
  { apply box_small; try lra; [exact rows | rewrite four; lra|]. unfold reach. rewrite Rabs_R0.
    assert (sqrt (1 ^ 2 + 3 ^ 2) <= sqrt (4 * 4)) by (apply sqrt_le_1_alt; lra). rewrite sqrt_square in *; lra. }
  exists 6%nat, 4%nat, axis, teach, bent, (/ 10), 1, 3, (/ 10), 0, 2, 0, 4. met; [exact axis_unit | exact teach_plane|].
  exists bool, (direction 5), coin, (fun _ => isotropic 6), (uniform 6 axis). met; [exact (uniform_sphere 6 axis axis_unit)|].
  exists (fun _ => pushed). met; [intros _; exact pushed_short|].
  exists (PI / 2), 1%nat, (exist _ _ spurious_in_box). met; [intros w _; exact (uniform_kernel w) | |].
  - assert (1 <= 3 * (PI - PI / 2) / (PI - 1)) by (apply Rle_div_r; lra). lra.
  - unfold rate_y. apply Rle_div_l; lra.
Qed.

(** The steps in three numbers: noise of full length in the sure trap, where w stays a unit vector. *)
Lemma shifted w rho : DescentVector.dot 6 w w = 1 -> 0 < rho < 1 ->
  0 < DescentVector.dot 6 (fun i => w i + rho * side i) (fun i => w i + rho * side i).
Proof.
  intros W R. replace (DescentVector.dot 6 _ _) with (DescentVector.dot 6 w w + 2 * rho * w 1%nat + rho ^ 2)
    by (unfold DescentVector.dot; simpl; ring).
  assert (w 1%nat ^ 2 <= 1).
  { rewrite <- W. unfold DescentVector.dot. simpl. pose proof (pow2_ge_0 (w 0%nat)). pose proof (pow2_ge_0 (w 2%nat)).
    pose proof (pow2_ge_0 (w 3%nat)). pose proof (pow2_ge_0 (w 4%nat)). pose proof (pow2_ge_0 (w 5%nat)). lra. }
  assert (-1 <= w 1%nat) by nra. pose proof (Rmult_le_pos rho (w 1%nat + 1) ltac:(lra) ltac:(lra)).
  pose proof (pow_lt (1 - rho) 2 ltac:(lra)). rewrite W. lra.
Qed.
Theorem met_C13_noisy_reduced_step : premises_of C13_noisy_reduced_step.
Proof.
  destruct units as (A & _). exists 6%nat, 4%nat, axis, teach, bent, (/ 10), 1, 3. met; [exact teach_plane|].
  exists (fst spurious), one, (fun i => / 2 * side i), (pushed true).
  met; [apply units | apply (shifted (fst spurious)); [apply units | lra]].
Qed.
Theorem met_C13_noisy_reduced_run : premises_of C13_noisy_reduced_run.
Proof.
  destruct trap as (eta & rho & ra & Rp & Ap & T). pose proof T as (Rr & _).
  exists 6%nat, 4%nat, axis, teach, bent, eta, 1, 3. met; [exact axis_unit | exact teach_plane|].
  exists spurious, (fun _ => across rho ra), 1%nat.
  assert (Unit : forall m, let w := fst (noisy 6 4 axis teach eta spurious (fun _ => across rho ra) m) in
    DescentVector.dot 6 w w = 1).
  { intros m. apply (C21_small_noise_traps_for_ever 6 4 axis teach bent eta 1 3 rho ra); auto using axis_unit, teach_plane, rows;
      try lra.
    - intros _. apply across_small.
    - apply (spurious_in_set 6 4 axis teach bent eta); auto using axis_unit, teach_plane, rows; lra. }
  met. intros m. cbn [fst snd]. apply shifted; [apply Unit | lra].
Qed.
Theorem met_C13_shown_by_parts : premises_of C13_shown_by_parts.
Proof. exists 6%nat, axis, side, one. apply units. Qed.
Theorem met_C13_noisy_map_without_noise : premises_of C13_noisy_map_without_noise.
Proof.
  pose proof PI_gt_3. exists (/ 10), 4, 1, 3, (St 1 1 1).
  apply (C12_angle_range _ _ _ _ 1 3); [exact good_teacher | exact good_step | apply in_the_box; lra].
Qed.
Theorem met_C13_reduced_chain : premises_of C13_reduced_chain.
Proof.
  destruct trap as (eta & rho & ra & Rp & Ap & T). pose proof T as (Rr & _). destruct units as (A & S & O & N & M).
  set (eps := fun (b : bool) (i : nat) => if b then ra * axis i else ra * side i).
  exists 6%nat, 4%nat, axis, teach, bent, eta, 1, 3. met; [exact teach_plane|].
  exists bool, bool, coin, coin, (fun _ _ => 0), eps.
  exists (fun phi b => Noise phi (acos ((1 - cos phi * cos phi) / (sin phi * sin phi)))
    (DescentVector.dot 4 (eps b) (u1 4)) (DescentVector.dot 4 (eps b) bent)).
  exists (trap_set 6 4 axis bent 1 3 rho ra). met.
  - intros s K. pose proof K as (W & _). split; [exact W|]. intros b. split.
    + replace (DescentVector.dot 6 _ _) with (DescentVector.dot 6 (fst s) (fst s)); [lra|].
      unfold DescentVector.dot. simpl. ring.
    + apply (step_kept 6 4 axis teach bent eta); auto using axis_unit, teach_plane, rows; try lra.
      unfold small_noise. cbn [fst snd]. rewrite zero_dot. split; [apply pow2_ge_0|].
      unfold DescentVector.dot, eps. destruct b; simpl; lra.
  - intros w h W _. f_equal. apply FunctionalExtensionality.functional_extensionality. intros b. f_equal.
    pose proof (C13_shown_by_parts 6 axis w (fun _ => 0) W) as Q. cbv zeta in Q. destruct Q as (_ & P1 & P2).
    rewrite !zero_dot in P1. rewrite !zero_dot in P2. replace (1 + 2 * 0 + 0) with 1 in P1, P2 by ring. rewrite sqrt_1 in P1, P2.
    replace ((DescentVector.dot 6 w axis + 0) / 1) with (DescentVector.dot 6 w axis) in P1 by field.
    replace ((1 + 0) / 1) with 1 in P2 by field.
    assert (Same : DescentVector.angle 6 axis (shown 6 w (fun _ => 0)) = DescentVector.angle 6 axis w).
    { unfold DescentVector.angle. now rewrite P1. }
    unfold seen_noise, azimuth. now rewrite Same, P2.
  - exists 1%nat, (fun z => if Rle_dec (ang z) 1 then 1 else 0), spurious. met.
    + apply (spurious_in_set 6 4 axis teach bent eta); auto using axis_unit, teach_plane, rows; lra.
    + intros z. destruct Rle_dec; lra.
Qed.
