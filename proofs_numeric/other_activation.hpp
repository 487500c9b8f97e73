#pragma once
// What the claims share when they are checked for an activation other than ReLU (cNN_stem/other_activation.cpp): the
// landscape enclosed from the activation's definition, figures in words. No certificate is written: the checker knows
// ReLU only.
#include "claim_programs.hpp"
#include "enclosing.hpp"
#include "rigor/dual_activation.hpp"
#include "rigor/hermite.hpp"

namespace noiseproof {

/// A claim under way. The working precision of the enclosures is set, and the arithmetic has passed its self-check, for
/// the life of the object.
class OtherActivation {
 public:
  OtherActivation(const ClaimContext& context, const Activation& activation);

  /// Appends a check at level enclosed.
  void check(const std::string& what, const std::function<Answer()>& run) { enclosed_check(result, what, run); }
  /// The same for a check that says what the claim says (Check::is_the_claim).
  void claim(const std::string& what, const std::function<Answer()>& run) {
    check(what, run);
    result.checks.back().is_the_claim = true;
  }
  /// A false twin: `run` returns the verdict on the false sentence, which must be refuted.
  void twin(const std::string& what, const std::function<Answer()>& run);
  bool binary() const { return z.activation.is_binary(); }

 private:
  ScopedBits precision_;

 public:
  const ClaimContext& context;
  DualLandscape z;
  ClaimResult result;
  /// To how many bits two evaluations of one number must agree: a smooth activation's kernel is known as well as its
  /// Hermite series is.
  const int bits;
  const std::string to_bits = std::to_string(bits);
};

/// Linear systems in a are solved for instances up to this size, else for the smaller one of enclosing.hpp.
inline constexpr int kLargestSystem = 100;
/// And networks are sampled up to this one.
inline constexpr int kLargestSampled = 300;

/// Where w -> -w copies the teacher there is nothing spurious at -w*: the checks `what`, that the best a leaves no loss
/// there, for the reason in `figure`, and its twin.
void check_second_optimum(OtherActivation& run, const std::string& what, const std::string& figure);

/// "[0.123456789012 +/- 4e-13]": an enclosure in decimals.
std::string in_figures(const Ball& x);
/// proved if the cover proves it; "12 boxes", and where it is false or open.
Answer in_answer(const CoveredAngles& cover);

/// A random student of length near (run + 1)/2, or 1 where the activation is smooth, with what the loss sees of it.
struct OtherStudent {
  Student<double> sampled;
  Student<Ball> student;
  Invariants<Ball> seen;
  Inputs inputs;  ///< in the coordinates of rigor/definition.hpp: w* the first unit vector
};
OtherStudent other_student(const Activation& activation, const Instance& instance, std::uint64_t seed, int run);
/// The closed form, or by the definition where there is none.
ClosedForm form_at(const Activation& activation, const Angle<Ball>& angle);
/// The student (-w*, a) of this size.
Inputs at_opposite(const Instance& instance, const Vec<Ball>& a);

/// a_phi in all entries, for this teacher in place of z's, where the kernel has this value.
Vec<Ball> best_a_entries(const DualLandscape& z, const Ball& kernel, const Vec<Ball>& a_star);

}  // namespace noiseproof
