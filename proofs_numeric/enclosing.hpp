#pragma once
// What the claims' enclosures share: the self-check first, one certificate a claim, and its verdict as the conjunction
// of the enclosed checks.
#include <functional>
#include <string>

#include "common.hpp"
#include "rigor/certificate.hpp"

namespace noiseproof {

/// The working precision of the enclosures is set, and the arithmetic has passed its self-check, for the life of the
/// object.
class Enclosing {
 public:
  /// Throws Error(arithmetic) if the self-check fails: nothing is proved then.
  Enclosing(const ClaimContext& context, ClaimResult& result);

  /// Appends a check at level enclosed. An Error of kind arithmetic or no_convergence inside it makes it undecided.
  void check(const std::string& what, const std::function<Answer()>& run);
  /// The same for a check that says what the claim says (Check::is_the_claim).
  void claim(const std::string& what, const std::function<Answer()>& run);
  /// A false twin: `run` returns the verdict on the false sentence, which must be refuted (see refuted_twin).
  void twin(const std::string& what, const std::function<Answer()>& run);

  /// Hands the certificate to the result. `verdict`: of the claim, if it is not the conjunction of
  /// the checks.
  void finish(std::optional<Verdict> verdict = std::nullopt);

  const Instance& instance() const { return context_.instance; }
  const ClaimContext& context() const { return context_; }
  Certificate certificate;

 private:
  const ClaimContext& context_;
  ClaimResult& result_;
  ScopedBits precision_;
  Verdict verdict_ = Verdict::proved;
};

/// Appends a check at level enclosed, as Enclosing::check does, to a claim that has no certificate.
void enclosed_check(ClaimResult& result, const std::string& what, const std::function<Answer()>& run);
/// Of the verdict on a false sentence: proved if that is refuted, else undecided. A twin that passes says that it
/// cannot be told from the truth here, not that the claim is false: choose it so that it bites at every instance.
Answer refuted_twin(const Answer& answer);

/// Are both balls the same number, to within 2^-bits of max(1, |number|)? Disjoint balls refute it.
Verdict same_number(const Ball& u, const Ball& v, int bits);
/// All of both balls.
Ball together(const Ball& u, const Ball& v);

/// A random student with dyadic entries of 16 bits, |w| about 1/2, 3/2 or 5/2; depends on (seed, run).
StudentPoint rational_student(const Instance& instance, std::uint64_t seed, int run);

/// A student whose w has the rational length and exactly the angle pi t from w*: there a checker can integrate the
/// definition from the angle alone.
struct TurnedStudent {
  Rational length, t;
  std::vector<Rational> a;
  Json to_json() const;
};
/// Random weights at length 1/2, 3/2 or 5/2 and an angle in (0, pi); depends on (seed, run).
TurnedStudent turned_student(const Instance& instance, std::uint64_t seed, int run);
Student<Ball> make_student(const TurnedStudent& point, const Teacher<Ball>& teacher);
/// The unit vector across w* towards which those are turned.
Vec<Ball> across(const Teacher<Ball>& teacher);
Json student_to_json(const StudentPoint& point);

/// The instance, or the reduced one (common.hpp) if k + p is above `largest`.
Instance at_most(const Instance& instance, int largest);

/// Where the exclusion of this context keeps its journal; empty without a certificate folder.
std::filesystem::path journal_file(const ClaimContext& context, const std::string& name);

/// Hessians of more rows than this are not assembled for an inertia count: O(size^3) balls a count.
inline constexpr int kLargestInertia = 120;
bool inertia_counts(const Instance& instance);
/// "with multiplicity", or that the multiplicities are the closed form's because no count confirms them.
std::string multiplicity_in_words(const Instance& instance);
/// For the notes of a claim whose false twin needs the count: says that it was left out, if it was.
void note_no_inertia(const Instance& instance, ClaimResult& result);
/// The spectrum enclosed, stated in the certificate, and its multiplicities confirmed by inertia where the size allows.
Answer enclose_spectrum(Enclosing& enclosing, CriticalKind kind, const std::string& point);

}  // namespace noiseproof
