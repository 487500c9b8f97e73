#pragma once
// Phase II: with small noise the worst case is one orbit, whatever the noise does (docs/escape.md, "Phase II").
// Templates over double, to look for a ladder, and Ball, to prove it.
#include <vector>

#include "escape/setting.hpp"
#include "model/reduced.hpp"

namespace noiseproof {

/// Bounds of a student (w, a) in the frame: phi <= angle, low <= (x, y) <= high, |the rest of a| <= across.
template <class T>
struct ThinOrbit {
  T angle, x_low, y_low, x_high, y_high, across;
};

/// Where phase II starts: cot^2(phi/2) >= Y_g and a in the box of phase I.
template <class T>
ThinOrbit<T> thin_start(const WeightBox& box, const Rational& good_cot_sq);

/// The numbers of one level.
template <class T>
struct ThinLevel {
  ThinLevel(const TeacherInvariants<T>& teacher, const AnnealingLevel& level);
  TeacherInvariants<T> teacher;
  T norm, half_turn;   ///< |a*|, pi
  T c, rho_a;          ///< eta/2pi
  T kick, turn;        ///< rho_w and its arc sine
  T lambda1, lambda2;  ///< eigenvalues of M
  bool sound;          ///< rho_w <= 1/2 and c (k+pi-1) <= 1
};

/// One step: bounds of every student that it may lead to. False, and nothing is known, unless the level is sound and
/// c pi max|alpha~| <= 1 is proved.
template <class T>
bool thin_step(const ThinLevel<T>& level, ThinOrbit<T>& orbit);

/// Is phi <= accuracy and |a - a*| <= accuracy |a*| for every such student?
template <class T>
bool thin_arrived(const TeacherInvariants<T>& teacher, const T& accuracy, const ThinOrbit<T>& orbit);

/// Does every student of the start arrive by the end of the ladder? Proved or undecided; in 128 bits.
Verdict ladder_arrives(const Instance& instance, const WeightBox& box, const Rational& good_cot_sq,
                       const std::vector<AnnealingLevel>& ladder, const Rational& accuracy);

}  // namespace noiseproof
