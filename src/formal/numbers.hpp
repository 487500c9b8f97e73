#pragma once
// The numbers of an instance as a Coq theory: values at the critical points, the side of the threshold, the saddle
// angle, eigenvalues, each a theorem with 30 digits about every teacher with the instance's k, r and |a*|^2.
// Arb finds the digits; Coq proves them again without Arb (proofs_formal/Invariants.v, Digits.v).
#include <string>
#include <vector>

#include "core/instance.hpp"

namespace noiseproof {

/// Between lo and hi lies a number that certificates enclose too, by their name of it (docs/certificate.md): a
/// quantity, or "hessian_spectrum" for one of the eigenvalues.
struct Digits {
  std::string quantity;
  Rational lo, hi;
};

/// A statement in Coq's language, with the tactic of Digits.v that is to prove it, and a false twin: the same with one
/// number nudged out of place (or the opposite conclusion), which the same tactic has to refuse, and another refutes.
struct NumberTheorem {
  std::string name;       ///< "C08_instance_loss": the claim's id first
  std::string statement;  ///< Coq
  std::string tactic;     ///< "prove_loss 160%positive"
  std::string twin;       ///< Coq; false
  std::string twin_tactic;
  std::string refutation;  ///< the proof that the twin is false: "refute_value C04_instance_exists C08_instance_loss"
  std::vector<Digits> digits = {};  ///< what it says of numbers that a certificate of its claim encloses
  std::string unstated =
      "";  ///< why there is no statement: then `name` stands for the claim's numbers, the rest is empty
};

/// Decimal digits of every enclosure.
inline constexpr int kFormalDigits = 30;

/// The theorems for an instance, in the order of the claims. Those are unstated for which Coq would need more than a
/// minute, because r is so close to the threshold, or a number so long.
std::vector<NumberTheorem> number_theorems(const Instance& instance);

/// The name of the theorem that its twin is false.
std::string twin_is_false(const std::string& theorem);

/// The theory that states and proves them, and that their twins are false, then prints each statement and the axioms of
/// all.
std::string numbers_theory(const std::vector<NumberTheorem>& theorems, const std::string& about);
/// What Coq prints, before a theorem's name, once its tactic has failed on the twin; or once the kernel has accepted
/// it.
inline constexpr const char *kRefused = "twin refused: ", *kAccepted = "twin accepted: ";

/// The theory that states every twin, tries to prove it, and has Coq print what came of that.
std::string twins_theory(const std::vector<NumberTheorem>& theorems, const std::string& about);

}  // namespace noiseproof
