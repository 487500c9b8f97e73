// Whatever prints a bound, read back as exact numbers: what is printed is true, and no weaker than its digits make it.
#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <regex>

#include "claim_programs.hpp"
#include "dynamics/binomial.hpp"
#include "enclosing.hpp"
#include "instances.hpp"
#include "smoothing/dissipativity.hpp"
#include "smoothing/smoothed_landscape.hpp"
#include "trap_figures.hpp"

using namespace noiseproof;

namespace {

using Random = std::mt19937_64;

Rational ten_to(long n) {
  const Integer power = pow(Integer(10), static_cast<unsigned>(std::labs(n)));
  return n < 0 ? Rational(Integer(1), power) : Rational(power);
}

/// The numbers in a text, exactly.
std::vector<Rational> numbers(const std::string& text) {
  static const std::regex number(R"(-?\d+(\.\d+)?(e[+-]?\d+)?)");
  std::vector<Rational> out;
  for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at)
    out.push_back(parse_rational(at->str(), text));
  return out;
}

Bounds ends(const std::string& text) {
  const std::vector<Rational> found = numbers(text);
  REQUIRE(found.size() == 2);
  return {found[0], found[1]};
}
Bounds ends(const std::pair<std::string, std::string>& texts) { return ends(texts.first + " " + texts.second); }

/// From 1e-60 to 1e60, of either sign: any, a short decimal, or just next to one.
Rational number(Random& random) {
  const Rational power = ten_to(static_cast<long>(random() % 121) - 60), few(random() % 1'000'000 + 1);
  const Rational beside = few * power * (random() % 2 == 0 ? 1 : -1) * ten_to(-200), sign = random() % 2 == 0 ? 1 : -1;
  switch (random() % 4) {
    case 0: return sign * few * power;
    case 1: return sign * few * power + beside;
    default: return sign * Rational(random(), random() | 1) * power;
  }
}

/// A printer of [lo, hi], and how far outside of x its text may lie.
struct Printer {
  std::string name;
  std::function<Bounds(const Rational& lo, const Rational& hi)> printed;
  std::function<Rational(const Rational& x)> unit;
  bool exact = true;  ///< a decimal that fits is printed as it is
};

std::vector<Printer> printers() {
  const auto places = [](int n) { return [n](const Rational&) { return ten_to(-n); }; };
  const auto digits = [](int n) { return [n](const Rational& x) { return Rational(abs(x) * ten_to(1 - n)); }; };
  std::vector<Printer> out;
  for (const int n : {1, 4, 12})
    out.push_back({"decimal_below, decimal_above to " + std::to_string(n) + " places",
                   [n](const Rational& lo, const Rational& hi) {
                     return ends({decimal_below(lo, n), decimal_above(hi, n)});
                   },
                   places(n)});
  for (const int n : {1, 2, 12, 30})
    out.push_back({"digits_below, digits_above to " + std::to_string(n) + " digits",
                   [n](const Rational& lo, const Rational& hi) {
                     return ends({digits_below(lo, n), digits_above(hi, n)});
                   },
                   digits(n)});
  out.push_back({"outward_decimals",
                 [](const Rational& lo, const Rational& hi) { return ends(outward_decimals(lo, hi, 2, "%")); },
                 places(2)});
  out.push_back({"in_words of bounds",
                 [](const Rational& lo, const Rational& hi) {
                   return ends(in_words(Bounds{lo, hi}));
                 },
                 digits(12)});
  out.push_back({"show of a probability",
                 [](const Rational& lo, const Rational& hi) {
                   return ends(show({lo, hi}));
                 },
                 places(4), false});
  out.push_back({"a certificate's decimals",
                 [](const Rational& lo, const Rational& hi) {
                   Certificate certificate("C00", "none", Instance{}, 0);
                   certificate.enclosure("x", Json::object(), Bounds{lo, hi}, "");
                   const Json text = certificate.to_json()["items"][0]["decimal"];
                   return ends({text[0].get<std::string>(), text[1].get<std::string>()});
                 },
                 digits(30)});
  out.push_back({"decimal_endpoints of a ball",
                 [](const Rational& lo, const Rational& hi) {
                   return ends(decimal_endpoints(Ball::hull(Ball(lo), Ball(hi)), 12));
                 },
                 [](const Rational& x) { return Rational(abs(x) * ten_to(-7)); }, false});  // a radius has 30 bits
  return out;
}

ClaimResult run(const std::string& claim, const Instance& instance) {
  for (const ClaimProgram& program : claim_programs())
    if (program.folder.starts_with(claim)) {
      ClaimContext context;
      context.instance = instance;
      return program.prove(context);
    }
  throw std::invalid_argument(claim);
}

std::string figure(const ClaimResult& result, const std::string& part_of_sentence) {
  for (const Check& check : result.checks)
    if (check.what.find(part_of_sentence) != std::string::npos) return check.figure;
  throw std::invalid_argument(part_of_sentence);
}

Rational rational(const Json& text) { return parse_rational(text.get<std::string>(), "test"); }
Ball exact(const Json& text) { return Ball(rational(text)); }

/// The item of that kind in the claim's certificate.
Json item(const ClaimResult& result, const std::string& kind) {
  const Json certificate = Json::parse(result.certificate->second);
  for (const Json& each : certificate["items"])
    if (each["kind"] == kind) return each;
  throw std::invalid_argument(kind);
}

/// Is `printed` a lower (upper) bound of the number enclosed, and right to one part in `parts`?
void check_below(const Rational& printed, const Ball& x, int parts) {
  CHECK(printed <= lower_rational(x));
  CHECK(printed >= upper_rational(x) * (1 - Rational(1, parts)));
}
void check_above(const Rational& printed, const Ball& x, int parts) {
  CHECK(printed >= upper_rational(x));
  CHECK(printed <= lower_rational(x) * (1 + Rational(1, parts)));
}

}  // namespace

TEST_SUITE("claims/printed_bounds") {
  TEST_CASE(
      "every printer of an interval rounds outward, by less than a unit, and prints a decimal that fits as it is") {
    const ScopedBits bits(1200);
    Random random(7);
    for (const Printer& printer : printers()) {
      CAPTURE(printer.name);
      for (int run = 0; run < 400; ++run) {
        Rational lo = number(random), hi = random() % 3 == 0 ? lo : number(random);
        if (hi < lo) std::swap(lo, hi);
        CAPTURE(lo);
        CAPTURE(hi);
        const Bounds printed = printer.printed(lo, hi);
        const Rational slack = printer.exact ? Rational(0) : (abs(lo) + abs(hi)) * ten_to(-7);
        CHECK(printed.lo <= lo);
        CHECK(printed.hi >= hi);
        CHECK(lo - printed.lo <= printer.unit(lo) + slack);
        CHECK(printed.hi - hi <= printer.unit(hi) + slack);
        if (printer.exact) CHECK(printer.printed(printed.lo, printed.hi) == printed);
      }
    }
    CHECK(digits_below(Rational(2, 5), 12) == "4.00000000000e-01");
    CHECK(digits_above(Rational(7, 32), 12) == "2.18750000000e-01");
    CHECK(digits_above(Rational(-9999, 10), 3) == "-9.99e+02");
    CHECK(digits_below(Rational(-9999, 10), 3) == "-1.00e+03");
    CHECK(in_words({0, Rational(1, 3)}, 1) == "[0, 4e-01]");
    CHECK(terminating_decimal(Rational(-999995, 10)) == "-99999.5");
    CHECK(terminating_decimal(Rational(1, 80)) == "0.0125");
  }

  TEST_CASE("a ball as m +/- r holds the ball, and so do the doubles and percents of confidence bounds") {
    const ScopedBits bits(1200);
    Random random(8);
    for (int run = 0; run < 400; ++run) {
      const Ball x = Ball::hull(Ball(number(random)), Ball(number(random)));
      const std::string text = to_decimal(x, 1 + static_cast<int>(random() % 15));
      CAPTURE(text);
      std::vector<Rational> found = numbers(text);
      if (found.size() == 1) found.insert(text.starts_with("[+/-") ? found.begin() : found.end(), 0);
      CHECK(found[0] - found[1] <= lower_rational(x));
      CHECK(found[0] + found[1] >= upper_rational(x));
    }
    for (int n = 1; n < 60; n += 7)
      for (int k = 0; k <= n; ++k) {
        // P(at least so many of n) at p, exactly.
        const auto tail = [n](int least, const Rational& p) {
          Rational out = 0, ways = 1;
          for (int j = 0; j <= n; ways = ways * (n - j) / (j + 1), ++j)
            if (j >= least) out += ways * pow(numerator(p), j) * pow(denominator(p) - numerator(p), n - j);
          return Rational(out / pow(denominator(p), n));
        };
        const Proportion p = clopper_pearson(k, n, 0.99);
        const Bounds told = ends(fmt::format("{} {}", p.lower, p.upper)), percent = ends(in_percent(p, 1));
        if (k > 0) CHECK(tail(k, told.lo) <= Rational(1, 200));
        if (k < n) CHECK(1 - tail(k + 1, told.hi) <= Rational(1, 200));
        CHECK(percent.lo <= 100 * told.lo);
        CHECK(percent.hi >= 100 * told.hi);
      }
  }

  TEST_CASE("bounds in the claims' headlines and figures are rounded to the side that keeps them true") {
    const ScopedBits bits(500);
    for (const char* norm_sq : {"1/9", "1", "7"}) {
      const Instance instance = instance_from(3, 3, "2/3", norm_sq);
      CAPTURE(instance.describe());
      const Rational e1_sq = instance.norm_sq * instance.r / instance.k, e2_sq = instance.norm_sq - e1_sq;
      const Ball most = Ball(e1_sq) + sqrt(Ball(e2_sq)) * max(sqrt(Ball(e1_sq)), sqrt(Ball(e2_sq)));
      const Ball longest = min(Ball(2) * Ball::pi() / (Ball(instance.k - 1) + Ball::pi()), Ball(2) / most);
      const ClaimResult monotone = run("c12", instance);
      check_below(numbers(monotone.headline).back(), longest, 100'000);
      check_below(rational(monotone.data["eta_bound"]), longest, 1'000'000'000);

      check_below(numbers(run("c19", instance).headline)[0], ball_over(largest_joint_rate(instance)), 1'000);

      const ClaimResult settles = run("c20", instance);
      const Rational eta = rational(settles.data["eta"]), rho = rational(settles.data["rho"]);
      const Drift drifts = drift(instance, eta, rho, rho, Rational(73, 60));
      const std::vector<Rational> constants = numbers(settles.headline);
      check_below(constants[0], drifts.contraction, 999);
      check_above(constants[1], drifts.noise, 99);
      const std::vector<Rational> late = numbers(figure(settles, "runs from the edge"));
      const Ball shrinks = drifts.contraction * Ball(eta), limit = drifts.noise / shrinks;
      check_above(late[3], limit, 99);
      check_above(late[2],
                  limit + pow(Ball(1) - shrinks, late[0].convert_to<unsigned>()) * (Ball(Rational(37, 25)) - limit),
                  99);

      const ClaimResult trapped = run("c21", instance);
      const Ball opening = ball_over(*saddle_complement_bounds(landscape(instance)));
      check_below(numbers(trapped.headline).back(), sin(opening / Ball(2)), 99'999);
      const Json radii = item(trapped, "sure_trap");
      const std::string kept = figure(trapped, "is kept by every noise");
      check_below(numbers(kept.substr(kept.find("rho_w")))[0], exact(radii["rho_w"]), 999);
      check_below(numbers(kept.substr(kept.find("rho_a")))[0], exact(radii["rho_a"]), 999);

      const ClaimResult restless = run("c22", instance);
      const Json stated = item(restless, "never_settles");
      const std::vector<Rational> said = numbers(restless.headline);
      check_below(said[0], exact(stated["distance"]), 999);
      check_above(said[1], exact(stated["probability"]), 9);
    }
  }

  TEST_CASE("ranges of r are rounded inward, and saddles are enclosed at the noise level that is printed") {
    const Instance instance = instance_from(2, 3, "1/3");
    const ClaimResult complete = run("c09", instance);
    for (const char* side : {"below", "above"}) {
      const std::string said = figure(complete, std::string(side) + " the threshold");
      const std::vector<Rational> printed = numbers(said.substr(said.find("r from")));
      const Json range = complete.data[std::string("c09_") + side]["r"];
      CHECK(printed[0] >= rational(range[0]));
      CHECK(printed[1] <= rational(range[1]));
    }
    const ScopedBits bits(300);
    const std::string said = figure(run("c16", instance), "raw: points with a.a* = 0");
    static const std::regex one(R"(phi\^/pi in (\[[^\]]*\]) at rho = ([^,]*))");
    int levels = 0;
    for (std::sregex_iterator at(said.begin(), said.end(), one), end; at != end; ++at, ++levels) {
      const Bounds printed = ends((*at)[1].str());
      const Rational rho = numbers((*at)[2].str())[0];
      const Bounds angle = *smoothed_saddle(landscape(instance), {instance.p, rho, Injection::raw}, 100);
      CHECK(printed.lo <= angle.lo);
      CHECK(printed.hi >= angle.hi);
    }
    CHECK(levels == 2);
  }
}
