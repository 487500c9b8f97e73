// The interval test suite ITF1788 (cases of IEEE 1788's reference library, MPFI, FI_LIB and C-XSC) against the prover's
// balls and the checker's intervals. Standard input, from the script itf1788: one case a line, the operation, the
// number of operands, both ends of each and of the result, as doubles; lower end inf: the empty set.
//
// The suite's result is the tightest interval of doubles around the true range. So a result at 53 bits or more holds
// the range only if, rounded outward to double, it covers the suite's. It may be wider (a ball cannot be unbounded on
// one side only), and unknown where the operation is not defined at every point of the operands.
#include <fmt/format.h>

#include <cmath>
#include <iostream>
#include <optional>
#include <vector>

#include "core/ball.hpp"
#include "core/error.hpp"
#include "interval.hpp"

using namespace noiseproof;
using recheck::Answer;
using recheck::Interval;

namespace {

struct Ends {
  double lo, hi;
  bool empty() const { return lo > hi; }
};

void put(Ball& out, const Ends& x) {
  const auto point = [](double end) { return Ball::exactly(Real(end)); };
  const bool bounded = std::isfinite(x.lo) && std::isfinite(x.hi);
  out = !bounded ? Ball::entire() : x.lo == x.hi ? point(x.lo) : Ball::hull(point(x.lo), point(x.hi));
}
void put(Interval& out, const Ends& x) { mpfi_interv_d(out.get(), x.lo, x.hi); }

/// Rounded outward; NaN: unknown.
Ends ends(const Interval& x) { return {mpfr_get_d(x.left(), MPFR_RNDD), mpfr_get_d(x.right(), MPFR_RNDU)}; }
Ends ends(const Ball& x) {
  Interval out;
  arb_get_interval_mpfr(&out.get()->left, &out.get()->right, x.get());
  return ends(out);
}

/// None: this arithmetic has no such operation.
template <class X>
std::optional<X> result(const std::string& name, const X& x, const X& y, const Ends& of_y) {
  if (name == "add") return x + y;
  if (name == "sub") return x - y;
  if (name == "mul") return x * y;
  if (name == "div") return x / y;
  if (name == "recip") return X(1) / x;
  if (name == "neg") return -x;
  if (name == "abs") return abs(x);
  if (name == "max") return max(x, y);
  if (name == "sqrt") return sqrt(x);
  if (name == "exp") return exp(x);
  if (name == "sin") return sin(x);
  if (name == "cos") return cos(x);
  if (name == "atan") return atan(x);
  if constexpr (std::same_as<X, Interval>) {
    if (name == "sqr") return sqr(x);
    if (name == "convexHull") return hull(x, y);
  } else {
    if (name == "sqr") return square(x);
    if (name == "convexHull") return Ball::hull(x, y);
    if (name == "intersection" && overlaps(x, y)) return intersect(x, y);
    if (name == "min") return min(x, y);
    if (name == "log") return log(x);
    if (name == "tan") return tan(x);
    if (name == "atan2") return atan2(x, y);
    if (name == "pown" && of_y.lo >= 0) return pow(x, static_cast<unsigned>(of_y.lo));
  }
  return std::nullopt;
}

/// The answer to a question; none: this arithmetic is not asked.
std::optional<Answer> answer(const std::string& name, const Ball& x, const Ball& y, const Ends&) {
  // A ball is wider than the interval, so that it may overlap where the interval does not.
  if (name == "disjoint") return overlaps(x, y) ? Answer::unknown : Answer::yes;
  if (name == "isMember") return overlaps(x, y) ? Answer::unknown : Answer::no;
  if (name != "strictPrecedes") return std::nullopt;
  const Verdict less = is_less(x, y);
  return less == Verdict::proved ? Answer::yes : less == Verdict::refuted ? Answer::no : Answer::unknown;
}
std::optional<Answer> answer(const std::string& name, const Interval& x, const Interval& y, const Ends& of_y) {
  if (name == "strictPrecedes") return is_less(x, y);
  if (name == "subset" && std::isfinite(of_y.lo) && std::isfinite(of_y.hi)) return is_within(x, of_y.lo, of_y.hi);
  return std::nullopt;
}

/// The false twin keeps one number of an enclosure.
Ball without_width(const Ball& x) { return x.midpoint(); }
Interval without_width(const Interval& x) { return Interval(x.left()); }

struct Count {
  int cases = 0, equal = 0, unknown = 0, wrong = 0, twin_wrong = 0;
};

template <class X>
void try_case(const std::string& name, const std::vector<Ends>& operands, const Ends& truth, Count& count) {
  X x, y;
  put(x, operands.front());
  put(y, operands.back());
  const auto covers = [&truth](const Ends& found) { return found.lo <= truth.lo && truth.hi <= found.hi; };
  if (const std::optional<Answer> said = answer(name, x, y, operands.back())) {
    ++count.cases;
    count.unknown += *said == Answer::unknown;
    count.wrong += *said == (truth.lo == 0 ? Answer::yes : Answer::no);
  } else if (const std::optional<X> value = result(name, x, y, operands.back()); value && !truth.empty()) {
    const Ends found = ends(*value), twin = ends(without_width(*value));
    ++count.cases;
    if (std::isnan(found.lo) || std::isnan(found.hi)) {
      ++count.unknown;
      return;
    }
    count.equal += found.lo == truth.lo && found.hi == truth.hi;
    count.twin_wrong += !covers(twin);
    if (covers(found)) return;
    ++count.wrong;
    fmt::print("{}: [{:a}, {:a}] does not cover [{:a}, {:a}]\n", name, found.lo, found.hi, truth.lo, truth.hi);
  }
}

}  // namespace

int main() {
  constexpr int kPrecisions[] = {53, 128, 300};
  Count balls[std::size(kPrecisions)], intervals[std::size(kPrecisions)];
  std::string name;
  std::size_t arity = 0;
  const auto read = [] {
    std::string lo, hi;
    std::cin >> lo >> hi;  // hexadecimal: >> to double does not read it
    return Ends{std::strtod(lo.c_str(), nullptr), std::strtod(hi.c_str(), nullptr)};
  };
  while (std::cin >> name >> arity) {
    std::vector<Ends> operands;
    bool empty = false;
    for (std::size_t i = 0; i < arity; ++i) empty = operands.emplace_back(read()).empty() || empty;
    const Ends truth = read();
    if (empty) continue;
    for (std::size_t i = 0; i < std::size(kPrecisions); ++i) {
      const ScopedBits ball_bits(kPrecisions[i]);
      const recheck::Precision interval_bits(kPrecisions[i]);
      try_case<Ball>(name, operands, truth, balls[i]);
      try_case<Interval>(name, operands, truth, intervals[i]);
    }
  }
  bool good = true;
  for (std::size_t i = 0; i < std::size(kPrecisions); ++i)
    for (const auto& [of, count] : {std::pair("balls", balls[i]), std::pair("intervals", intervals[i])}) {
      fmt::print("{} at {} bits: {} cases, {} as tight as the suite, {} unknown, {} wrong; false twin: {} wrong\n", of,
                 kPrecisions[i], count.cases, count.equal, count.unknown, count.wrong, count.twin_wrong);
      good =
          good && count.wrong == 0 && count.cases > 1500 && count.unknown * 3 < count.cases && count.twin_wrong > 500;
    }
  return good ? 0 : 1;
}
