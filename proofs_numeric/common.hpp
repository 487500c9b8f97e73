#pragma once
// Small things that several proof programs share: random points, verdicts on differences, figures in words.
#include <string>
#include <utility>

#include "core/claim_context.hpp"
#include "model/network.hpp"
#include "witness/monte_carlo.hpp"

namespace noiseproof {

using Answer = std::pair<Verdict, std::string>;

/// "3.2e-52": a size for people.
std::string brief(const Real& x);
std::string brief(double x);

// What is not rounded outward refutes nothing: beyond a tolerance, and for NaN, these are undecided. The figure names
// the difference.

/// proved if difference < tolerance.
Answer agrees(const Real& difference, const Real& tolerance, const std::string& over);

/// proved if the difference is at least `least`: for false twins, which must be told apart.
Answer differs(const Real& difference, const Real& least, const std::string& over);

/// A random student with |w| = length, as exact Reals. Depends on (seed, run).
Student<Real> random_real_student(const Instance& instance, std::uint64_t seed, int run, const Real& length);

/// Largest |u_i - v_i|.
Real largest_difference(const Vec<Real>& u, const Vec<Real>& v);

/// Sampled evidence passes when every one of the estimates lies within this many standard errors of the exact value:
/// false alarms have probability below 1e-6 per estimate, as far as their errors are normal; beyond it is undecided.
inline constexpr double kMaxDeviations = 5;
Answer within_errors(double largest_deviation, long samples, std::size_t estimates);

/// Of how many runs something is said by exact (Clopper-Pearson) bounds of this confidence; refuted by those of the
/// second only, for what is true may be called undecided once in a hundred, and never refuted.
inline constexpr double kConfidence = 0.99, kSureConfidence = 1 - 1e-6;
/// Does it happen with a probability above the wanted one?
Verdict more_often(long count, long runs, double wanted);
/// For a sentence that some settings make true (an algorithm settles, or never escapes): settings that fail refute
/// nothing.
Answer no_refutation(const Answer& answer);

/// The instance on which the slow definition-level witnesses run: the teacher's r and norm with at most 5 hidden units
/// and 4 inputs (the closed forms are checked at full size by the other routes).
Instance reduced_size(const Instance& instance);
/// Decimal digits that abar.a* loses to cancellation where r is near (k+pi-1)/pi: what is computed from it needs them
/// on top. Throws Error(arithmetic) above 4000, where Real has not the digits.
int digits_lost(const Instance& instance);
/// Decimal digits that the smaller one of a*'s two parts, along 1 and across it, loses where it is computed from the
/// entries of a*, for r may be next to 0 and to k. 0 if the part is exactly 0. Throws Error(arithmetic) above 4000.
int digits_of_smaller_part(const Instance& instance);
/// " (at k = 5, p = 4)" if a check runs at a smaller instance than the one asked about, for its sentence; else "".
std::string at_smaller(const Instance& used, const Instance& asked);

}  // namespace noiseproof
