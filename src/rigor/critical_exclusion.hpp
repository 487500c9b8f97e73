#pragma once
// Claim C09 by exclusion over the whole compactified reduced space, for one r or for every r of a range at once, with
// given k and every p >= 2. Coordinates, reasons and proofs: docs/certificate.md, statements critical_points and
// critical_points_eliminated.
#include <optional>

#include "rigor/certificate.hpp"
#include "rigor/exclusion.hpp"
#include "rigor/landscape.hpp"

namespace noiseproof {

/// One slice of r with the bracket of the saddle angle that serves all of it.
struct CriticalPart {
  Bounds r;
  std::optional<Bounds> bracket;  ///< in t = phi/pi; none above the threshold
  std::vector<Leaf> leaves;
};

struct CriticalExclusion {
  Verdict verdict = Verdict::undecided;
  int k = 0;
  Bounds r;
  std::vector<CriticalPart> parts;
  bool eliminated = false;
  std::size_t leaf_count() const;
  /// The item of a certificate. Domain: verdict is proved.
  Json to_json() const;
};

/// How the work is cut: nothing here can make a false thing provable.
struct CriticalShape {
  int parts = 1;   ///< slices of r, each with its own bracket, made shorter towards the threshold by halves
  int narrow = 2;  ///< the bracket reaches beyond the saddle angles by 2^-narrow of their distance from pi
};

/// Over (t, u, v, r): a is not eliminated. r in [0, k] on one side of (k+pi-1)/pi, or k = 1 with r = [1, 1]; undecided
/// otherwise.
CriticalExclusion exclude_critical_points(int k, const Bounds& r, const ExclusionOptions& options,
                                          const CriticalShape& shape = {});

/// The same with a = a_phi eliminated: over (t, r).
CriticalExclusion exclude_critical_points_eliminated(int k, const Bounds& r, const ExclusionOptions& options,
                                                     const CriticalShape& shape = {});

/// Does the bracket hold exactly one zero of Phi(.; r) for every r of the slice? Proved, refuted (a sign is wrong) or
/// undecided.
Verdict bracket_holds(int k, const Bounds& r, const Bounds& bracket);

/// A bracket in t around the saddle angles of the slice; found by floating point, and so only a proposal. None above
/// the threshold.
std::optional<Bounds> propose_bracket(int k, const Bounds& r, int narrow = 2);

/// Why is there no unlisted critical point in the box (t, u, v, r)? The empty reason: not known. `bits` of
/// precision: 96, and those that r loses (bits_lost_at).
Decision decide_critical(int k, const std::optional<Bounds>& bracket, const Box& box, slong bits = 96);
Decision decide_critical_eliminated(int k, const std::optional<Bounds>& bracket, const Box& box, slong bits = 96);

/// The largest range of r on each side of (k+pi-1)/pi that keeps a distance of 2^-bits from it; dyadic end points.
Bounds range_below_threshold(int k, int bits);
Bounds range_above_threshold(int k, int bits);

}  // namespace noiseproof
