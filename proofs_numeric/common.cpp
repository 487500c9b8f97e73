#include "common.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/error.hpp"
#include "dynamics/binomial.hpp"
#include "dynamics/random.hpp"
#include "rigor/landscape.hpp"

namespace noiseproof {

std::string brief(const Real& x) { return x == 0 ? "0" : x.str(1, std::ios_base::scientific); }
std::string brief(double x) { return fmt::format("{:.2g}", x); }

Answer agrees(const Real& difference, const Real& tolerance, const std::string& over) {
  return {abs(difference) < tolerance ? Verdict::proved : Verdict::undecided,
          "largest difference " + brief(difference) + " " + over};
}

Answer differs(const Real& difference, const Real& least, const std::string& over) {
  return {abs(difference) >= least ? Verdict::proved : Verdict::undecided,
          "told apart by " + brief(difference) + " " + over};
}

Student<Real> random_real_student(const Instance& instance, std::uint64_t seed, int run, const Real& length) {
  const Student<double> point = random_student(instance, seed, run);
  Student<Real> out;
  for (const double x : point.w) out.w.push_back(Real(x));
  for (const double x : point.a) out.a.push_back(Real(x));
  const Real scale = length / sqrt(norm_sq(out.w));
  for (Real& x : out.w) x *= scale;
  return out;
}

Real largest_difference(const Vec<Real>& u, const Vec<Real>& v) {
  Real worst = 0;
  for (std::size_t i = 0; i < u.size(); ++i) worst = std::max(worst, Real(abs(u[i] - v[i])));
  return worst;
}

Answer within_errors(double largest_deviation, long samples, std::size_t estimates) {
  return {largest_deviation < kMaxDeviations ? Verdict::proved : Verdict::undecided,
          fmt::format("largest deviation {:.2f} standard errors among {} estimates, {} samples", largest_deviation,
                      estimates, samples)};
}

Verdict more_often(long count, long runs, double wanted) {
  if (clopper_pearson(count, runs, kConfidence).lower > wanted) return Verdict::proved;
  return clopper_pearson(count, runs, kSureConfidence).upper < wanted ? Verdict::refuted : Verdict::undecided;
}

Answer no_refutation(const Answer& answer) {
  return {answer.first == Verdict::refuted ? Verdict::undecided : answer.first, answer.second};
}

Instance reduced_size(const Instance& instance) {
  Instance out = instance;
  out.a_star.clear();
  out.w_star.clear();
  out.p = std::min(instance.p, 4);
  if (instance.k > 5) {
    out.k = 5;
    out.r = instance.r / instance.k * 5;  // the same share of a* along 1
  }
  return out;
}

int digits_lost(const Instance& instance) {
  const slong digits = digits_lost_at(instance.k, instance.r);
  if (digits > 4000)
    throw Error(Error::Kind::arithmetic, "digits_lost", "r is nearer to the threshold (k+pi-1)/pi than 10^-4000");
  return static_cast<int>(digits);
}

int digits_of_smaller_part(const Instance& instance) {
  const Rational share = instance.r / instance.k, smaller = std::min(share, Rational(1 - share));
  const int digits = smaller == 0 ? 0 : 1 + bits_below_one(smaller) * 151 / 1000;  // the part is its square root
  if (digits > 4000)
    throw Error(Error::Kind::arithmetic, "digits_of_smaller_part", "r is nearer to 0 or to k than 10^-8000");
  return digits;
}

std::string at_smaller(const Instance& used, const Instance& asked) {
  if (used.k == asked.k && used.p == asked.p) return "";
  return fmt::format(" (at k = {}, p = {})", used.k, used.p);
}

}  // namespace noiseproof
