(** * Upper: expectations without measurability, and what a drift inequality gives

    What:    an upper expectation is a functional on all bounded functions, monotone, subadditive,
             positively homogeneous, with value c on the constant c. Every expectation is one, and so
             is every upper integral; no measurability enters. For a random map F, after f s is the
             expectation of f one step later; the probability of a set after n steps is that of its
             indicator (for a set that is not measurable: an upper bound). The noise's law may depend on s.
    Source:  standard.
    Claims:  C13 pgd_escapes (soundness).

    | symbol             | meaning                                                       |
    |--------------------|---------------------------------------------------------------|
    | bounded f          | |f| has a bound                                               |
    | upper Om           | upper expectations of functions of the noise o : Om           |
    | product Ea Eb      | of independent noise (x, y): E_a of E_b                       |
    | after E F f s      | E_s f (F s .)                                                 |
    | run E F n f s      | the same n steps later                                        |
    | probable f         | 0 <= f <= 1, as indicators are                                |

    Axioms: those of the classical reals only. *)

From Coq Require Import Reals Lra Lia Psatz FunctionalExtensionality.
Open Scope R_scope.

Definition bounded {Om : Type} (f : Om -> R) : Prop := exists M, forall o, Rabs (f o) <= M.

Record upper (Om : Type) : Type := Upper {
  ex : (Om -> R) -> R;
  ex_mono : forall f h, bounded f -> bounded h -> (forall o, f o <= h o) -> ex f <= ex h;
  ex_plus : forall f h, bounded f -> bounded h -> ex (fun o => f o + h o) <= ex f + ex h;
  ex_scal : forall c f, 0 <= c -> bounded f -> ex (fun o => c * f o) = c * ex f;
  ex_const : forall c, ex (fun _ => c) = c }.
Arguments ex {Om}. Arguments ex_mono {Om}. Arguments ex_plus {Om}.
Arguments ex_scal {Om}. Arguments ex_const {Om}.

(** ** Bounded functions *)

Section Bounded.
Context {Om : Type}.

Lemma bounded_const c : bounded (fun _ : Om => c).
Proof. exists (Rabs c). intros. lra. Qed.

Lemma bounded_plus (f h : Om -> R) : bounded f -> bounded h -> bounded (fun o => f o + h o).
Proof.
  intros [M HM] [N HN]. exists (M + N). intros o. pose proof (HM o). pose proof (HN o).
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma bounded_mult (f h : Om -> R) : bounded f -> bounded h -> bounded (fun o => f o * h o).
Proof.
  intros [M HM] [N HN]. exists (M * N). intros o. rewrite Rabs_mult.
  apply Rmult_le_compat; auto using Rabs_pos.
Qed.

Lemma bounded_scal c (f : Om -> R) : bounded f -> bounded (fun o => c * f o).
Proof. intros H. apply (bounded_mult (fun _ => c)); [apply bounded_const | exact H]. Qed.

Lemma bounded_opp (f : Om -> R) : bounded f -> bounded (fun o => - f o).
Proof. intros [M HM]. exists M. intros o. rewrite Rabs_Ropp. apply HM. Qed.

(** Squeezed between two bounds. *)
Lemma bounded_between a b (f : Om -> R) : (forall o, a <= f o <= b) -> bounded f.
Proof.
  intros H. exists (Rabs a + Rabs b). intros o. specialize (H o).
  pose proof (Rle_abs b). pose proof (Rle_abs (- a)). rewrite Rabs_Ropp in *.
  pose proof (Rabs_pos a). pose proof (Rabs_pos b). apply Rabs_le. lra.
Qed.

Lemma bounded_min (f h : Om -> R) : bounded f -> bounded h -> bounded (fun o => Rmin (f o) (h o)).
Proof.
  intros [M HM] [N HN]. exists (Rmax M N). intros o. pose proof (HM o). pose proof (HN o).
  pose proof (Rmax_l M N). pose proof (Rmax_r M N). unfold Rmin. destruct Rle_dec; lra.
Qed.
End Bounded.

Ltac bounded := repeat first [ assumption | apply bounded_const | apply bounded_plus | apply bounded_opp | apply
  bounded_scal
                        | apply bounded_mult | apply bounded_min ].

(** ** First consequences *)

Section Facts.
Context {Om : Type} (E : upper Om).

Lemma ex_ext f h : bounded f -> (forall o, f o = h o) -> ex E f = ex E h.
Proof.
  intros B H. assert (B' : bounded h) by (destruct B as [M HM]; exists M; intros o; rewrite <- H; apply HM).
  apply Rle_antisym; apply ex_mono; auto; intros o; rewrite H; lra.
Qed.

(** A constant may be taken out. *)
Lemma ex_shift f c : bounded f -> ex E (fun o => f o + c) = ex E f + c.
Proof.
  intros B. apply Rle_antisym.
  - pose proof (ex_plus E f (fun _ => c) B (bounded_const c)) as H. rewrite ex_const in H. exact H.
  - pose proof (ex_plus E (fun o => f o + c) (fun _ => - c) ltac:(bounded) (bounded_const _)) as H.
    rewrite ex_const in H.
    rewrite (ex_ext (fun o => f o + c + - c) f) in H by (bounded || (intros; ring)). lra.
Qed.

Lemma ex_le_const f c : bounded f -> (forall o, f o <= c) -> ex E f <= c.
Proof. intros B H. rewrite <- (ex_const E c). apply ex_mono; auto. bounded. Qed.

Lemma ex_ge_const f c : bounded f -> (forall o, c <= f o) -> c <= ex E f.
Proof. intros B H. rewrite <- (ex_const E c). apply ex_mono; auto. bounded. Qed.

(** Functions that are close have close means. *)
Lemma ex_close f h e : bounded f -> bounded h -> (forall o, Rabs (f o - h o) <= e) -> Rabs (ex E f - ex E h) <= e.
Proof.
  intros Bf Bh H.
  assert (Q : forall u v, bounded u -> bounded v -> (forall o, u o <= v o + e) -> ex E u <= ex E v + e).
  { intros u v Bu Bv Huv. rewrite <- ex_shift by exact Bv. apply ex_mono; bounded. }
  assert (Up : forall o, - e <= f o - h o <= e).
  { intros o. specialize (H o). pose proof (Rle_abs (f o - h o)). pose proof (Rle_abs (- (f o - h o))) as L.
    rewrite Rabs_Ropp in L. lra. }
  pose proof (Q f h Bf Bh ltac:(intros o; specialize (Up o); lra)).
  pose proof (Q h f Bh Bf ltac:(intros o; specialize (Up o); lra)). apply Rabs_le. lra.
Qed.
End Facts.

(** ** Independent noise *)

Section Product.
Context {Oa Ob : Type} (Ea : upper Oa) (Eb : upper Ob).

Lemma slice_bounded (f : Oa * Ob -> R) x : bounded f -> bounded (fun y => f (x, y)).
Proof. intros [M HM]. exists M. intros; apply HM. Qed.

Lemma inner_bounded (f : Oa * Ob -> R) : bounded f -> bounded (fun x => ex Eb (fun y => f (x, y))).
Proof.
  intros B. pose proof (fun x => slice_bounded f x B) as Bx. destruct B as [M HM]. apply (bounded_between (- M) M).
  intros x. split; [apply ex_ge_const | apply ex_le_const]; auto; intros y; pose proof (HM (x, y)) as H;
    pose proof (Rle_abs (f (x, y))); pose proof (Rle_abs (- f (x, y))); rewrite Rabs_Ropp in *; lra.
Qed.

Program Definition product : upper (Oa * Ob) :=
  Upper _ (fun f : Oa * Ob -> R => ex Ea (fun x => ex Eb (fun y => f (x, y)))) _ _ _ _.
Next Obligation.
  apply ex_mono; try now apply inner_bounded. intros x. apply ex_mono; auto using slice_bounded.
Qed.
Next Obligation.
  eapply Rle_trans; [|apply ex_plus; now apply inner_bounded]. apply ex_mono.
  - apply (inner_bounded (fun p => f p + h p)). bounded.
  - apply bounded_plus; now apply inner_bounded.
  - intros x. apply (ex_plus Eb (fun y => f (x, y)) (fun y => h (x, y))); now apply slice_bounded.
Qed.
Next Obligation.
  rewrite <- ex_scal by (try exact H; now apply inner_bounded). apply ex_ext.
  - apply (inner_bounded (fun p => c * f p)). bounded.
  - intros x. apply (ex_scal Eb c (fun y => f (x, y))); [exact H | now apply slice_bounded].
Qed.
Next Obligation.
  replace (fun _ : Oa => ex Eb (fun _ => c)) with (fun _ : Oa => c); [apply ex_const|].
  apply functional_extensionality. intros. now rewrite ex_const.
Qed.

(** What is at most c for every x is so in the mean. *)
Lemma product_le f c : bounded f -> (forall x, ex Eb (fun y => f (x, y)) <= c) -> ex product f <= c.
Proof. intros B H. apply (ex_le_const Ea); [now apply inner_bounded | exact H]. Qed.
End Product.

(** ** Step kernels *)

Section Kernel.
Context {Om St : Type} (E : St -> upper Om) (F : St -> Om -> St).

Definition after (f : St -> R) (s : St) : R := ex (E s) (fun o => f (F s o)).
(** Values in [0, 1]; indicators of sets are such. *)
Definition probable (f : St -> R) : Prop := forall s, 0 <= f s <= 1.
Fixpoint run (n : nat) (f : St -> R) : St -> R := match n with O => f | S m => after (run m f) end.

Lemma probable_bounded f s : probable f -> bounded (fun o => f (F s o)).
Proof. intros U. apply (bounded_between 0 1). intros o. apply U. Qed.

Lemma after_probable f : probable f -> probable (after f).
Proof.
  intros U s. split.
  - apply ex_ge_const; [now apply probable_bounded | intros; apply U].
  - apply ex_le_const; [now apply probable_bounded | intros; apply U].
Qed.

Lemma run_probable n f : probable f -> probable (run n f).
Proof. intros U. induction n; [exact U | apply after_probable, IHn]. Qed.

Lemma after_mono f h s : probable f -> probable h -> (forall s, f s <= h s) -> after f s <= after h s.
Proof. intros Uf Uh H. apply ex_mono; auto using probable_bounded. Qed.

(** *** The one induction: a family of bounds that no step exceeds *)

Theorem run_bound (U : nat -> St -> R) (f : St -> R) n s :
  probable f -> (forall m, probable (U m)) -> (forall s, f s <= U O s) ->
  (forall m s, after (U m) s <= U (S m) s) -> run n f s <= U n s.
Proof.
  intros Uf UU H0 HS. revert s. induction n as [|n IH]; intros s; [apply H0|].
  eapply Rle_trans; [|apply HS]. apply after_mono; auto using run_probable.
Qed.

(** On states that no step leaves. *)
Lemma run_mono_on (Inv : St -> Prop) (f h : St -> R) n s :
  (forall s o, Inv s -> Inv (F s o)) -> probable f -> probable h -> (forall s, Inv s -> f s <= h s) -> Inv s ->
  run n f s <= run n h s.
Proof.
  intros Kept Uf Uh H. revert s. induction n as [|n IH]; intros s Hs; [now apply H|].
  apply ex_mono; try (apply probable_bounded; now apply run_probable). intros o. apply IH, Kept, Hs.
Qed.

(** Bounds that need not stay below 1: they are cut off there. *)
Theorem run_bound_cut (V : nat -> St -> R) (f : St -> R) n s :
  probable f -> (forall m s, 0 <= V m s) -> (forall m s, bounded (fun o => V m (F s o))) ->
  (forall s, f s <= V O s) -> (forall m s, after (V m) s <= V (S m) s) -> run n f s <= V n s.
Proof.
  intros Uf HV BV H0 HS. apply Rle_trans with (Rmin 1 (V n s)); [|apply Rmin_r].
  apply (run_bound (fun m t => Rmin 1 (V m t))); auto.
  - intros m t. split; [apply Rmin_glb; [lra | apply HV] | apply Rmin_l].
  - intros t. apply Rmin_glb; [apply Uf | apply H0].
  - intros m t. pose proof (BV m t). apply Rmin_glb.
    + apply ex_le_const; [bounded | intros; apply Rmin_l].
    + eapply Rle_trans; [|apply HS]. apply ex_mono; [bounded | bounded | intros; apply Rmin_r].
Qed.

(** *** Drift: E V <= q V + b gives E f <= q^n V + b/(1-q) after n steps, for 0 <= f <= min(1, V) *)

Fixpoint geo (q : R) (n : nat) : R := match n with O => 0 | S m => geo q m + q ^ m end.

Lemma geo_nonneg q n : 0 <= q -> 0 <= geo q n.
Proof. intros Hq. induction n; simpl; [lra|]. pose proof (pow_le q n Hq). lra. Qed.

Lemma geo_value q n : (1 - q) * geo q n = 1 - q ^ n.
Proof. induction n; simpl; [ring|]. rewrite Rmult_plus_distr_l, IHn. ring. Qed.

Lemma geo_le q n : 0 <= q < 1 -> geo q n <= / (1 - q).
Proof.
  intros Hq. apply Rmult_le_reg_l with (1 - q); [lra|]. rewrite geo_value, Rinv_r by lra.
  pose proof (pow_le q n (proj1 Hq)). lra.
Qed.

Theorem drift_tail (V f : St -> R) (q b : R) n s :
  probable f -> (forall s, f s <= V s) -> (forall s, 0 <= V s) -> (forall s, bounded (fun o => V (F s o))) ->
  0 <= q < 1 -> 0 <= b -> (forall s, after V s <= q * V s + b) ->
  run n f s <= q ^ n * V s + b / (1 - q).
Proof.
  intros Uf HfV HV BV Hq Hb HP.
  apply Rle_trans with (q ^ n * V s + b * geo q n).
  2: { pose proof (geo_le q n Hq). unfold Rdiv. apply Rplus_le_compat_l, Rmult_le_compat_l; assumption. }
  assert (Hpow : forall m, 0 <= q ^ m) by (intros m; apply pow_le; lra).
  apply (run_bound_cut (fun m t => q ^ m * V t + b * geo q m)); auto.
  - intros m t. assert (0 <= q ^ m * V t) by (apply Rmult_le_pos; auto).
    assert (0 <= b * geo q m) by (apply Rmult_le_pos; auto; apply geo_nonneg; lra). lra.
  - intros m t. pose proof (BV t). bounded.
  - intros t. simpl. pose proof (HfV t). lra.
  - intros m t. unfold after. pose proof (BV t).
    rewrite ex_shift, ex_scal by (bounded || auto). fold (after V t).
    assert (q ^ m * after V t <= q ^ m * (q * V t + b)) by (apply Rmult_le_compat_l; auto). simpl. lra.
Qed.

End Kernel.
