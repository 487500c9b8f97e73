// The checker's parts for noise: the one-step inequality against plain quadrature on vectors, what is accepted at
// several instances, and the corruptions that must be refused.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "gauss.hpp"
#include "items.hpp"
#include "noise_step.hpp"
#include "taylor.hpp"

using namespace recheck;
using nlohmann::json;

namespace {

json instance(int k, int p, const char* r, const char* norm_sq = "1") {
  return {{"k", k}, {"p", p}, {"r", r}, {"norm_sq", norm_sq}};
}

/// k = 25, p = 6, r = 4: 698 steps with overshooting steps in a, then 150 with next to no noise.
json escape_item() {
  return {{"kind", "escape"},
          {"statement", "escape_probability"},
          {"instance", instance(25, 6, "4")},
          {"start_radius_sq", "4/25"},
          {"phase_one",
           {{"eta", "81/200"},
            {"rho_w", "1000000"},
            {"rho_a", "1/1000"},
            {"burn_in", 18},
            {"steps", 680},
            {"theta1", "3/2"},
            {"theta2", "13"},
            {"delta", "13/200000"},
            {"corrector", "26/25"},
            {"good_cot_sq", "32109/25000"},
            {"split", "1/2"},
            {"top", "42"},
            {"lambda", "37/1000"}}},
          {"phase_two", {{{"eta", "229/1000"}, {"rho_w", "1/100000"}, {"rho_a", "1/100000"}, {"steps", 150}}}},
          {"accuracy", "1/1000"},
          {"failure", "1/1000"},
          {"hints", {{"panels", 16}, {"zeta_nodes", 6}, {"strips", 12}}},
          {"says", ""},
          {"verdict", "proved"}};
}

/// Another instance; the rest of phase I by name.
json escape_at(const json& where, const char* start_radius_sq, const json& phase_one, const char* eta, int steps,
               int strips) {
  json out = escape_item();
  out["instance"] = where, out["start_radius_sq"] = start_radius_sq, out["hints"]["strips"] = strips;
  out["phase_one"].update(phase_one);
  out["phase_two"][0]["eta"] = eta, out["phase_two"][0]["steps"] = steps;
  return out;
}

json balanced_plane() {  // k = p = 2, r = 0
  return escape_at(instance(2, 2, "0"), "0",
                   {{"eta", "109/2000"},
                    {"rho_w", "100000000"},
                    {"rho_a", "1/100"},
                    {"burn_in", 7},
                    {"steps", 260000},
                    {"theta1", "13/50"},
                    {"theta2", "12"},
                    {"delta", "33/200000"},
                    {"corrector", "99/20"},
                    {"good_cot_sq", "197/100"},
                    {"top", "105"},
                    {"lambda", "1/25000"}},
                   "1/2", 90, 2);
}

json balanced() {  // k = 25, p = 6, r = 0
  return escape_at(instance(25, 6, "0"), "0",
                   {{"eta", "19/100"},
                    {"rho_w", "100000000"},
                    {"rho_a", "1/100"},
                    {"burn_in", 0},
                    {"steps", 13000},
                    {"theta1", "3/2"},
                    {"theta2", "39/5"},
                    {"delta", "3/500000"},
                    {"corrector", "7/5"},
                    {"good_cot_sq", "197/100"},
                    {"top", "215"},
                    {"lambda", "1/400"}},
                   "13/64", 200, 8);
}

json three_inputs() {  // k = 25, p = 3, r = 8
  return escape_at(instance(25, 3, "8"), "8/25",
                   {{"eta", "1/10"},
                    {"rho_w", "1000000"},
                    {"rho_a", "1/1000"},
                    {"burn_in", 20},
                    {"steps", 7000},
                    {"theta1", "3/10"},
                    {"theta2", "8"},
                    {"delta", "1/20000"},
                    {"corrector", "1"},
                    {"good_cot_sq", "253/500"},
                    {"top", "20"},
                    {"lambda", "1/500"}},
                   "13/64", 300, 2);
}

json large_teacher() {  // k = 25, p = 6, r = 4, |a*| = 3: a is followed in a band
  json out = escape_at(instance(25, 6, "4", "9"), "36/25",
                       {{"eta", "63/6250"},
                        {"rho_a", "3/10000"},
                        {"burn_in", 1375},
                        {"steps", 3700},
                        {"theta1", "3/2"},
                        {"theta2", "217/10"},
                        {"delta", "111/12500000"},
                        {"corrector", "321/500"},
                        {"good_cot_sq", "4091/5000"},
                        {"top", "539"},
                        {"lambda", "9/1000"}},
                       "1/5", 157, 12);
  out["phase_one"]["band"] = "13/50";
  return out;
}

json moderate() {  // k = 25, p = 6, r = 4 at rho_w = 25, by the exact law
  json out = escape_at(instance(25, 6, "4"), "4/25",
                       {{"eta", "4149/10000"},
                        {"rho_w", "25"},
                        {"rho_a", "1/10000"},
                        {"burn_in", 22},
                        {"steps", 900},
                        {"theta1", "3/2"},
                        {"theta2", "102/5"},
                        {"delta", "217/5000000"},
                        {"corrector", "963/1000"},
                        {"good_cot_sq", "191/125"},
                        {"top", "128/5"},
                        {"lambda", "3/100"}},
                       "229/1000", 150, 12);
  out["phase_one"]["law"] = {{"nu", "511/200"}, {"gbar", "102423/100000"}};
  return out;
}

json trap_item(const json& where, const char* eta, const char* rho_w, const char* rho_a) {
  return {{"kind", "sure_trap"}, {"statement", "kept_for_ever"},
          {"instance", where},   {"eta", eta},
          {"rho_w", rho_w},      {"rho_a", rho_a},
          {"says", ""},          {"verdict", "proved"}};
}

json unsettled_item(const json& where, const char* eta, const char* distance, int steps, const char* probability) {
  return {{"kind", "never_settles"},
          {"statement", "late_distance"},
          {"instance", where},
          {"eta", eta},
          {"rho_w", "36"},
          {"rho_a", "1/100"},
          {"distance", distance},
          {"steps", steps},
          {"probability", probability},
          {"says", ""},
          {"verdict", "proved"}};
}

/// "", or why not.
std::string refusal(const json& item, Failure::Kind* kind = nullptr) {
  const Node node(item, "");
  try {
    if (item["kind"] == "escape") check_escape(node);
    if (item["kind"] == "sure_trap") check_sure_trap(node);
    if (item["kind"] == "never_settles") check_never_settles(node);
  } catch (const Failure& failure) {
    if (kind) *kind = failure.kind;
    return failure.where + ": " + failure.reason;
  }
  return "";
}

struct Nudge {
  const char* name;
  Failure::Kind kind;
  const char* message;
  std::function<void(json&)> apply;
};

void check_refused(const json& good, const std::vector<Nudge>& nudges) {
  for (const Nudge& nudge : nudges) {
    CAPTURE(std::string(nudge.name));
    json item = good;
    nudge.apply(item);
    Failure::Kind kind{};
    const std::string why = refusal(item, &kind);
    INFO(why);
    CHECK(why.find(nudge.message) != std::string::npos);
    CHECK(kind == nudge.kind);
  }
}

auto with(const char* key, const char* value) {
  return [=](json& x) { x[key] = value; };
}
auto in_one(const char* key, const char* value) {
  return [=](json& x) { x["phase_one"][key] = value; };
}

auto from_far_away(int burn_in) {
  return [=](json& x) {
    x["start_radius_sq"] = "9", x["phase_two"][0]["steps"] = 400;
    x["phase_one"]["eta"] = "1/5", x["phase_one"]["burn_in"] = burn_in, x["phase_one"]["steps"] = 0;
  };
}

// ---- The mean of one step, in doubles, from the definition

double number(const mpq_class& x) { return x.get_d(); }
double middle(const Interval& x) { return mpfi_get_d(x.get()); }

struct Chain {
  Chain(const Escape& step, const Potential& pot)
      : at(step),
        l1(middle(pot.land.m1)),
        l2(middle(pot.land.m2)),
        e1(middle(pot.land.e1)),
        e2(middle(pot.land.e2)),
        c(middle(pot.c)),
        nu(middle(pot.nu)),
        gbar(middle(pot.mean_kernel)),
        k(number(at.corrector)) {}
  Escape at;
  double l1, l2, e1, e2, c, nu, gbar, k;
  int leans = 100;

  /// Of the direction of w + a uniform point of the ball of radius rho_w, where w.w~ = x.
  double density(double x) const {
    const double rho = number(at.rho_w);
    return at.law ? std::pow((x + std::sqrt(rho * rho - 1 + x * x)) / rho, at.in.p) : 1;
  }
  double g(double phi) const { return std::sin(phi) + (M_PI - phi) * std::cos(phi); }
  double z(double x, double y) const {
    const double b1 = x - e1 * (l1 - M_PI + gbar) / l1, b2 = y - e2 * (gbar - 1) / l2;
    return nu * (e1 * x / l1 + e2 * y / l2) -
           k * (b1 * b1 * e1 * e1 / l1 + 4 * b1 * b2 * e1 * e2 / (l1 + l2) + b2 * b2 * e2 * e2 / l2);
  }
  /// The mean of (R+/R)^theta over w~, uniform on the sphere or by its law, from the student (cot^2(phi/2) = Y, x, y),
  /// with this noise in a.
  double mean(double theta, double Y, double x, double y, double eps1, double eps2) const {
    const double phi = 2 * std::atan2(1, std::sqrt(Y)), delta = number(at.delta);
    const double alpha = e1 * (x + eps1) + e2 * (y + eps2);
    constexpr int kAngles = 300;
    double sum = 0, total = 0;
    for (int i = 0; i < kAngles; ++i) {
      const double f = M_PI * (i + 0.5) / kAngles, weight = std::pow(std::sin(f), at.in.p - 2), omega = M_PI - f;
      const double x1 = x - c * (l1 * (x + eps1) - (l1 - M_PI + g(f)) * e1);
      const double y1 = y - c * (l2 * (y + eps2) - (g(f) - 1) * e2);
      for (int j = 0; j < leans; ++j) {
        const double q = M_PI * (j + 0.5) / leans;  // zeta = cos q
        const double share = at.in.p == 2 ? (j == 0 || j == leans - 1) : std::pow(std::sin(q), at.in.p - 3);
        const double zeta = at.in.p == 2 ? (j == 0 ? 1 : -1) : std::cos(q), s = c * alpha * omega;
        // w = (cos phi, sin phi, 0), w~ = (cos f, sin f zeta, sin f sqrt(1 - zeta^2)).
        const double t = std::cos(f), w0 = std::cos(phi) + s * (1 - t * t),
                     w1 = std::sin(phi) - s * t * std::sin(f) * zeta;
        const double w2 = -s * t * std::sin(f) * std::sqrt(1 - zeta * zeta);
        const double half = std::atan2(std::hypot(w1, w2), w0) / 2,
                     after = std::pow(std::cos(half) / std::sin(half), 2);
        sum += weight * share * density(std::cos(phi) * t + std::sin(phi) * std::sin(f) * zeta) *
               std::pow((Y + delta) / (after + delta) * std::exp(z(x, y) - z(x1, y1)), theta);
        total += weight * share;
      }
    }
    return sum / total;
  }
};

/// k = 25, r = 0, |a*| = 1.
Escape balanced_step(int p) {
  Escape at;
  at.in.k = 25, at.in.p = p, at.in.norm_sq = 1;
  at.eta = mpq_class(1, 5), at.rho_w = 1000000, at.rho_a = 0, at.theta1 = mpq_class(p - 1, 3), at.theta2 = 13;
  at.delta = mpq_class(1, 100000), at.corrector = 1;
  at.x = {Interval(0), Interval(0)}, at.y = {Interval(mpq_class(-2, 5)), Interval(1)};
  return at;
}

}  // namespace

TEST_SUITE("recheck/escape") {
  TEST_CASE("a Gauss rule is exact up to its degree and off by its error term one above") {
    const Precision scope(64);
    for (const long twice : {-1L, 0L, 2L, 5L, 90L})
      for (const int m : {2, 4, 6}) {
        CAPTURE(twice);
        CAPTURE(m);
        const GaussRule rule = gauss_rule(m, twice);
        Interval moment(1);  // of x^(2j) for the density (1 - x^2)^(twice/2)
        for (long j = 0; j <= m; ++j) {
          Interval sum, odd;
          for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
            add_product(sum, rule.weights[i], raised(rule.nodes[i], 2 * j));
            add_product(odd, rule.weights[i], raised(rule.nodes[i], 2 * j + 1));
          }
          if (j == m) sum = sum + rule.error;
          CHECK(is_within(sum - moment, mpq_class(-1, 1L << 50), mpq_class(1, 1L << 50)) == Answer::yes);
          CHECK(is_within(odd, mpq_class(-1, 1L << 50), mpq_class(1, 1L << 50)) == Answer::yes);
          moment = moment * Interval(2 * j + 1) / Interval(2 * j + 3 + twice);
        }
      }
    CHECK(gauss_rule(6, -2).nodes.size() == 2);
  }

  TEST_CASE("Taylor coefficients: roots, quotients, powers and exponentials undo each other") {
    const Precision scope(64);
    using Five = Taylor<5>;
    const Five x = Five::variable(Interval(2)), e = exp(x);
    const auto same = [](const Five& a, const Five& b) {
      for (int k = 0; k <= 5; ++k)
        CHECK(is_within(a.c[k] - b.c[k], mpq_class(-1, 1L << 40), mpq_class(1, 1L << 40)) == Answer::yes);
    };
    same(power(e, mpq_class(3, 2)), exp(x * Interval(mpq_class(3, 2))));
    same(power(x, mpq_class(-1, 3)) * power(x, mpq_class(4, 3)), x);
    same(sqrt(sqr(e)), e);
    same(e / x * x, e);
    same(Interval(1) / (Interval(1) / x), x);
    same(raised(x, 5), power(x, 5));
    same(Interval(7) - (Interval(7) - x), x + Interval(0));
  }

  TEST_CASE("the mean of one step is what plain quadrature on vectors finds, and next to the pole bounds it closely") {
    const Precision scope(64);
    struct Point {
      double place, alpha;
      bool near_pole;
      const char* theta;
    };
    const std::vector<Point> points{{0.5, 0.156, true, "3/2"}, {2, -0.2, true, "3/2"},      {3, 0.9, true, "3/2"},
                                    {0, 0.3, true, "3/2"},     {5, 0.9, true, "3/2"},       {5.2, -0.6, true, "3/2"},
                                    {0.3, 0.2, false, "3/2"},  {-0.5, -0.25, false, "3/2"}, {-1.8, 0.59, false, "13"},
                                    {-0.3, 0.9, false, "13"}};
    struct Place {
      int k, p;
      const char *r, *rho_w;  // 0: uniform
      mpq_class delta{1, 10000};
    };
    for (const Place& place :
         {Place{25, 6, "4", "0"}, Place{2, 2, "0", "0"}, Place{3, 3, "1", "0"}, Place{2, 5, "1", "0"},
          Place{25, 6, "4", "20"}, Place{2, 2, "0", "3"}, Place{3, 3, "1", "10"}, Place{2, 5, "1", "30"},
          Place{3, 4, "1", "0", mpq_class(1, 4)}}) {  // delta is not small beside Y
      CAPTURE(place.k);
      CAPTURE(place.p);
      CAPTURE(place.rho_w);
      Escape at;
      at.in.k = place.k, at.in.p = place.p, at.in.r = mpq_class(place.r), at.in.norm_sq = 1;
      at.eta = mpq_class(place.k > 5 ? "81/200" : "1/4"), at.rho_w = 1000000, at.rho_a = mpq_class(1, 50);
      at.theta1 = mpq_class(place.p > 4 ? 3 : 1, place.p > 4 ? 2 : 4), at.theta2 = 13, at.delta = place.delta;
      at.corrector = 1;
      if (*place.rho_w != '0') {
        at.rho_w = mpq_class(place.rho_w);
        at.law = Escape::Law{mpq_class(2), mpq_class(9, 10)};
      }
      at.x = {Interval(mpq_class(1, 5)), Interval(mpq_class(1, 2))};
      at.y = {Interval(mpq_class(-2, 5)), Interval(mpq_class(9, 10))};
      const Potential pot(at);
      const Chain chain(at, pot);
      for (const Point& point : points) {
        CAPTURE(point.place);
        CAPTURE(point.alpha);
        const mpq_class theta = std::string(point.theta) == "13" ? at.theta2 : at.theta1;
        // At Y > 100 the bound for next to the pole says nothing.
        if (point.near_pole && number(at.delta) * std::pow(std::sinh(point.place), 2) > 100) continue;
        const Interval bound =
            mean_of_step(at, pot, {theta, point.near_pole, 32}, mpq_class(point.place), mpq_class(point.alpha));
        const double Y =
            point.near_pole ? number(at.delta) * std::pow(std::sinh(point.place), 2) : std::exp(-2 * point.place);
        double worst = 0;  // over the ends of x~ and eps
        for (const double x : {0.2 - 0.02, 0.5 + 0.02})
          for (const double eps1 : {-0.02, 0.02})
            for (const double eps2 : {-0.02, 0.02}) {
              const double y = (point.alpha - chain.e1 * x) / chain.e2;
              worst = std::max(worst, chain.mean(number(theta), Y, x - eps1, y - eps2, eps1, eps2));
            }
        CHECK(middle(bound) > worst - 2e-5);
        CHECK(middle(bound) < worst + (point.near_pole ? 2e-2 : 2e-5));
      }
    }
  }

  TEST_CASE("next to the pole the ends are N/D^2 by vectors, 1/D^2 by its tangent, and no step's own Y+ is below") {
    const Precision scope(128);
    Escape at;
    at.in.k = 4, at.in.p = 6, at.in.r = 1, at.in.norm_sq = 1, at.theta1 = mpq_class(3, 2);
    for (const char* delta : {"1/10000", "1/4"})
      for (const char* place : {"0", "1/4", "1", "3"})
        for (const char* turned : {"1/5", "1", "2", "3"})
          for (const char* s : {"-1/4", "-1/20", "1/50", "1/10"}) {
            CAPTURE(delta);
            CAPTURE(place);
            CAPTURE(turned);
            CAPTURE(s);
            at.delta = mpq_class(delta);
            const auto [b, ratio] = ends_of_step(at, mpq_class(place), mpq_class(turned), mpq_class(s));
            const double d = number(at.delta), f = number(mpq_class(turned)), step = number(mpq_class(s)) * (M_PI - f);
            const double Y = d * std::pow(std::sinh(number(mpq_class(place))), 2);
            const double phi = 2 * std::atan2(1, std::sqrt(Y)), w0 = std::cos(phi), w1 = std::sin(phi);
            struct Side {
              double across, longest, after;  ///< |W_across|; above |W|, less W.w*; cot^2 of half the new angle
            };
            // In the plane of w* and w: W = w + step X, X = w* - cos(f) w~, w~ on either side of w*.
            const auto at_side = [&](double zeta) {
              const double x0 = 1 - std::cos(f) * std::cos(f), x1 = -std::cos(f) * std::sin(f) * zeta;
              const double along = w0 + step * x0, across = w1 + step * x1, length = std::hypot(along, across);
              return Side{std::abs(across),
                          1 + step * (x0 * w0 + x1 * w1) + step * step * (x0 * x0 + x1 * x1) / 2 - along,
                          (length + along) / (length - along)};
            };
            const Side sides[] = {at_side(1), at_side(-1)};
            const double middle_d = (sides[0].longest + sides[1].longest) / 2;
            const double lean = (sides[0].longest - sides[1].longest) / 2 / middle_d;
            REQUIRE(middle_d > 0);
            if (std::abs(lean) > 0.5) continue;  // there a tangent is below 0
            for (const int i : {0, 1}) {
              const double tangent = (1 - 2 * (i == 0 ? lean : -lean)) / (middle_d * middle_d);
              const double least = (d + sides[i].across * sides[i].across * tangent) / (Y + d);
              const double found = std::pow(middle(b) * (1 + (i == 0 ? -1 : 1) * middle(ratio)), 2);
              CHECK(found == doctest::Approx(least).epsilon(1e-9));
              CHECK(found <= (sides[i].after + d) / (Y + d) * (1 + 1e-9));
            }
          }
  }

  TEST_CASE("the cubic lies above the density and touches it, and its mean with a power is what plain sums find") {
    const Precision scope(64);
    for (const int p : {2, 3, 4, 6, 11})
      for (const char* theta : {"1/4", "1", "3/2", "4"})
        for (const double rho : {1.25, 4.0, 30.0}) {
          Escape at;
          at.in.k = 4, at.in.p = p, at.in.r = 1, at.in.norm_sq = 1;
          at.theta1 = mpq_class(theta), at.delta = mpq_class(1, 100), at.rho_w = mpq_class(rho);
          at.law = Escape::Law{mpq_class(2), mpq_class(1)};
          if (2 * at.theta1 > p - 1) continue;
          CAPTURE(p);
          CAPTURE(theta);
          CAPTURE(rho);
          const double x = -0.4, h = 0.55, power = number(at.theta1);
          const auto k = cubic_above_density(at, Interval(mpq_class(x)), Interval(mpq_class(h)));
          const auto above = [&](double zeta) {
            return middle(k[0]) + middle(k[1]) * zeta - (1 - zeta * zeta) * (middle(k[2]) + middle(k[3]) * zeta);
          };
          const auto density = [&](double zeta) {
            const double y = x + h * zeta;
            return std::pow((y + std::sqrt(rho * rho - 1 + y * y)) / rho, p);
          };
          // Through the values at -1, 0 and 1, with the slope at 0; at p = 2 there is no other zeta than +-1.
          for (const double zeta : {-1.0, 1.0}) CHECK(above(zeta) == doctest::Approx(density(zeta)).epsilon(1e-9));
          if (p > 2) {
            for (const double zeta : {-0.9, -0.5, -0.1, 0.1, 0.4, 0.8}) CHECK(above(zeta) >= density(zeta) - 1e-12);
            CHECK(above(1e-4) - above(-1e-4) == doctest::Approx(density(1e-4) - density(-1e-4)).epsilon(1e-5));
          }
          for (const double ratio : {-0.6, 0.1, 0.5}) {
            CAPTURE(ratio);
            double sum = 0, total = 0;
            constexpr int kLeans = 4000;
            for (int j = 0; j < kLeans; ++j) {
              const double turn = p == 2 ? (j % 2 == 0 ? 0 : M_PI) : M_PI * (j + 0.5) / kLeans;
              const double zeta = std::cos(turn), weight = p == 2 ? 1 : std::pow(std::sin(turn), p - 3);
              sum += weight * above(zeta) * std::pow(1 - 2 * ratio * zeta + ratio * ratio, -power);
              total += weight;
            }
            const double mean = middle(tilted_mean(at, Interval(mpq_class(ratio)), k));
            CHECK(mean > sum / total * (1 - 2e-6));
            CHECK(mean < sum / total * (1 + 1e-3));
          }
        }
  }

  TEST_CASE("second derivatives of the mean of one step are what differences show, and the rest covers a finer rule") {
    const Precision scope(64);
    const json nothing;
    const Node where(nothing, "");
    // With a large delta what is small beside 1/delta has a part in the bend.
    for (const auto& [p, delta] : {std::pair(2, mpq_class(1, 100000)),
                                   {3, mpq_class(1, 100000)},
                                   {6, mpq_class(1, 100000)},
                                   {4, mpq_class(1, 10)}}) {
      CAPTURE(p);
      Escape at = balanced_step(p);
      at.delta = delta;
      const Potential pot(at);
      int bent = 0, covered = 0;
      for (const bool near_pole : {true, false})
        for (const mpq_class& theta : {at.theta1, at.theta2})
          for (const double place : {0.0, 0.7, 1.4, 2.5, -0.6, -1.7})
            for (const double alpha : {-0.2, 0.15, 0.8}) {
              if (near_pole ? place < 0 || theta == at.theta2 : place > 0.7) continue;
              CAPTURE(near_pole);
              CAPTURE(place);
              CAPTURE(alpha);
              const StepMean fine{theta, near_pole, 32}, coarse{theta, near_pole, 8};
              constexpr double h = 1e-3;
              const auto f = [&](double i, double j) {
                return middle(mean_of_step(at, pot, fine, mpq_class(place + i * h), mpq_class(alpha + j * h)));
              };
              const mpq_class x(place), a(alpha);
              const StepBounds bounds = bounds_of_step(at, pot, fine, {x, x, a, a}, where);
              const double twice = 2 * f(0, 0), in_x = (twice - f(1, 0) - f(-1, 0)) / (2 * h * h);
              const double in_a = (twice - f(0, 1) - f(0, -1)) / (2 * h * h);
              CHECK(middle(bounds.bend_x) == doctest::Approx(std::max(0.0, in_x)).epsilon(1e-3).scale(1e-2));
              CHECK(middle(bounds.bend_a) == doctest::Approx(std::max(0.0, in_a)).epsilon(1e-3).scale(1e-2));
              bent += (in_x > 1e-3) + (in_a > 1e-3);
              const double rest = middle(bounds_of_step(at, pot, coarse, {x, x, a, a}, where).rest);
              // A rest that is not known is not below it either.
              CHECK_FALSE(std::abs(middle(mean_of_step(at, pot, coarse, x, a)) - f(0, 0)) > rest + 1e-15);
              covered += rest < 1e-2;
            }
      CHECK(bent > 6);
      CHECK(covered > 10);
    }
  }

  TEST_CASE("the rest covers a peak in the first half of a panel, and what the rule in zeta misses of a long step") {
    const Precision scope(64);
    const json nothing;
    const Node where(nothing, "");
    const auto rest_at = [&](const Escape& at, const StepMean& mean, const mpq_class& x, const mpq_class& alpha) {
      return middle(bounds_of_step(at, Potential(at), mean, {x, x, alpha, alpha}, where).rest);
    };
    Escape peak = balanced_step(2);
    peak.corrector = 100, peak.law = Escape::Law{1, 0};  // z+ falls by 50 from phi~ = pi/2 to 0
    const Potential its(peak);
    const auto by = [&](long panels) { return middle(mean_of_step(peak, its, {13, false, panels}, 0, 0)); };
    CHECK(by(256) > 1.2 * by(1));
    CHECK_FALSE(by(256) - by(1) > rest_at(peak, {13, false, 1}, 0, 0));

    const Escape far = balanced_step(6);
    const Potential pot(far);
    Chain chain(far, pot);
    chain.leans = 1000;
    const mpq_class place(0.7), alpha(2);
    const double rule = middle(mean_of_step(far, pot, {13, false, 128}, place, alpha));
    const double missed = std::abs(rule - chain.mean(13, std::exp(-1.4), 0, 2 / chain.e2, 0, 0));
    CHECK(missed > 1e-11);
    CHECK_FALSE(missed > rest_at(far, {13, false, 128}, place, alpha) + 1e-12);
  }

  TEST_CASE("a box is settled only if value, bend and rest together are below the limit inside it") {
    const Precision scope(64);
    const json nothing;
    const Node where(nothing, "");

    // The mean is concave along one side of the box, which is flat along the other.
    const auto check = [&](const Escape& step, const StepMean& mean, const Box& box) {
      CAPTURE(step.in.p);
      CAPTURE(mean.near_pole);
      Escape at = step;
      const Potential pot(at);
      const auto value = [&](int i) {
        const auto part = [&](int lo) { return mpq_class(box[lo] + (box[lo + 1] - box[lo]) * i / 64); };
        return middle(mean_of_step(at, pot, mean, part(0), part(2)));
      };
      const auto holds = [&](double limit) {
        at.lambda = mpq_class(1 - limit);
        try {
          return settled(at, pot, mean, box, where);
        } catch (const Failure&) {
          return false;
        }
      };
      const double corner = std::max(value(0), value(64)),
                   rest = middle(bounds_of_step(at, pot, mean, box, where).rest);
      double inside = 0;
      for (int i = 1; i < 64; ++i) inside = std::max(inside, value(i));
      CHECK(inside > corner + 1e-4);
      CHECK(rest < (inside - corner) / 4);
      CHECK_FALSE(holds((inside + corner) / 2));
      CHECK_FALSE(holds(inside + rest / 2));
      CHECK(holds(2 * inside - corner));
    };
    const mpq_class any_alpha(3, 20);
    for (const int p : {2, 4, 6}) {
      Escape at = balanced_step(p);
      at.delta = mpq_class(1, 10), at.rho_w = mpq_class("1000000000000000000");  // the limit is 1 - lambda
      check(at, {at.theta1, true, 8}, {mpq_class(-1, 4), mpq_class(1, 4), any_alpha, any_alpha});
    }
    Escape at = balanced_step(2);
    at.law = Escape::Law{2, 1}, at.rho_w = 30;
    const mpq_class place(-3, 5);
    for (const mpq_class& half : {mpq_class(1, 40), mpq_class(1, 20), mpq_class(1, 10)})
      check(at, {13, false, 8}, {place, place, mpq_class(any_alpha - half), mpq_class(any_alpha + half)});
  }

  TEST_CASE("an escape with p = 2 is accepted, and what is wrong with its one step is refused") {
    CHECK(refusal(balanced_plane()) == "");
    const char* step = "does not follow from one step";
    check_refused(balanced_plane(),
                  {{"a rate half as large again", Failure::incomplete, step, in_one("lambda", "3/50000")},
                   {"without the corrector", Failure::incomplete, "", in_one("corrector", "0")},
                   {"delta a tenth", Failure::incomplete, "", in_one("delta", "33/2000000")},
                   {"a top too high", Failure::incomplete, step, in_one("top", "2000")},
                   {"little noise in w", Failure::incomplete, step, in_one("rho_w", "10000")}});
  }

  TEST_CASE("corruptions of an escape that are seen before its one step are refused") {
    check_refused(
        escape_item(),
        {{"a good angle of 1.75", Failure::incomplete, "arrival", in_one("good_cot_sq", "697/1000")},
         {"fewer steps", Failure::incomplete, "failure", [](json& x) { x["phase_one"]["steps"] = 500; }},
         {"no phase I", Failure::incomplete, "",
          [](json& x) { x["phase_one"]["steps"] = 0, x["phase_one"]["burn_in"] = 0; }},
         {"a smaller failure", Failure::incomplete, "failure", with("failure", "1/1000000")},
         {"below the floor b/lambda, however long", Failure::incomplete, "failure",
          [](json& x) { x["failure"] = "1/1000000000000", x["phase_one"]["steps"] = 1000000; }},
         {"a step beyond 4 pi/(k+pi-1)", Failure::incomplete, "eta (k+pi-1) < 4 pi", in_one("eta", "47/100")},
         {"no phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"] = json::array(); }},
         {"a short phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"][0]["steps"] = 140; }},
         {"noise in phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"][0]["rho_w"] = "1/100"; }},
         {"noise in a in phase II", Failure::incomplete, "arrival",
          [](json& x) { x["phase_two"][0]["rho_a"] = "1/100"; }},
         {"an overshooting phase II", Failure::incomplete, "phase_two: eta (k+pi-1) <= 2 pi in phase II",
          [](json& x) { x["phase_two"][0]["eta"] = "81/200"; }},
         {"a second level that undoes the first", Failure::incomplete, "arrival",
          [](json& x) {
            x["phase_two"].push_back(x["phase_two"][0]);
            x["phase_two"][1]["rho_w"] = "1/10";
          }},
         {"a better accuracy", Failure::incomplete, "arrival", with("accuracy", "1/2000")},
         {"starts from far away without a step to forget them", Failure::incomplete, "arrival", from_far_away(0)},
         {"sixty steps forget them, but escape nothing", Failure::incomplete, "failure", from_far_away(60)},
         {"overshoots of a that hardly shrink", Failure::incomplete, "c pi |alpha~| <= 1", in_one("eta", "4629/10000")},
         {"noise in phase II that keeps a from a*, by what it turns and by the angle seen", Failure::incomplete,
          "arrival", [](json& x) { x["accuracy"] = "1", x["phase_two"][0]["rho_w"] = "21/500"; }},
         {"noise in phase II that keeps w alone from w*", Failure::incomplete, "arrival",
          [](json& x) { x["phase_two"][0]["rho_w"] = "1/1000"; }},
         {"above b, below the floor b/lambda", Failure::incomplete, "failure",
          [](json& x) { x["failure"] = "1/100000000", x["phase_one"]["steps"] = 1000000; }},
         {"an accuracy that says nothing", Failure::malformed, "accuracy", with("accuracy", "1001/1000")},
         {"a probability that says nothing", Failure::malformed, "failure", with("failure", "1")},
         {"theta1 above (p-1)/2", Failure::incomplete, "theta1", in_one("theta1", "13/5")},
         {"a power that falls", Failure::malformed, "theta2", in_one("theta2", "1")},
         {"a negative corrector", Failure::malformed, "corrector", in_one("corrector", "-26/25")},
         {"a rate above 1", Failure::malformed, "lambda", in_one("lambda", "2")},
         {"no rate", Failure::malformed, "lambda", in_one("lambda", "0")},
         {"no split", Failure::malformed, "split", in_one("split", "0")},
         {"noise in w of 1 in phase II", Failure::incomplete, "rho_w",
          [](json& x) { x["phase_two"][0]["rho_w"] = "1"; }},
         {"steps below 0", Failure::malformed, "steps", [](json& x) { x["phase_one"]["steps"] = -1; }},
         {"no number", Failure::malformed, "lambda", in_one("lambda", "nan")},
         {"infinite", Failure::malformed, "rho_w", in_one("rho_w", "inf")},
         {"a law without its mean kernel", Failure::malformed, "gbar",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}};
          }},
         {"a law with a weight of 0", Failure::malformed, "nu",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "0"}, {"gbar", "1"}};
          }},
         {"a law within the ball", Failure::incomplete, "rho_w",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}, {"gbar", "1"}};
            x["phase_one"]["rho_w"] = "1";
          }},
         {"a decimal", Failure::malformed, "eta", in_one("eta", "0.405")},
         {"a denominator of 0", Failure::malformed, "delta", in_one("delta", "1/0")},
         {"another statement", Failure::malformed, "statement", with("statement", "kept_for_ever")}});
  }

  TEST_CASE("corruptions of a band that a is followed in are refused") {
    check_refused(
        large_teacher(),
        {{"a band that a leaves", Failure::incomplete, "failure", in_one("band", "1/10")},
         {"one that is narrower than what is certain", Failure::incomplete, "failure", in_one("band", "1/1000")},
         {"no band", Failure::incomplete, "", [](json& x) { x["phase_one"].erase("band"); }},
         {"before a has settled", Failure::incomplete, "failure", [](json& x) { x["phase_one"]["burn_in"] = 100; }},
         {"a longer step", Failure::incomplete, "failure", in_one("eta", "3/50")},
         {"a direction that is not all but uniform", Failure::incomplete, "arrival", in_one("rho_w", "20")},
         {"much noise in a", Failure::incomplete, "arrival", in_one("rho_a", "1/2")},
         {"many chances to leave", Failure::incomplete, "failure",
          [](json& x) { x["phase_one"]["band"] = "19/100", x["phase_one"]["steps"] = 50000000; }},
         {"no width", Failure::malformed, "band", in_one("band", "0")},
         {"with the exact law", Failure::incomplete, "band", [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}, {"gbar", "1"}};
          }}});
  }

  TEST_CASE("small noise traps for ever up to next to sin((pi - phi^)/2), and not beyond") {
    const json plane = instance(2, 2, "0"), default_one = instance(25, 6, "4");
    CHECK(refusal(trap_item(plane, "1/10", "7/10", "1/1000")) == "");
    CHECK(refusal(trap_item(plane, "1/10", "707/1000", "1/1000000")) == "");
    CHECK(refusal(trap_item(default_one, "1/10", "609/1000", "1/10000000")) == "");
    CHECK(refusal(trap_item(instance(1000, 4000, "3", "1/100000000"), "1/1000", "7/10", "1/100000000")) == "");
    check_refused(trap_item(default_one, "1/10", "3/5", "1/1000"),
                  {{"above the level", Failure::incomplete, "cone", with("rho_w", "61/100")},
                   {"above 1/sqrt 2", Failure::incomplete, "cone", with("rho_w", "3/4")},
                   {"above 1", Failure::incomplete, "cone", with("rho_w", "36")},
                   {"much noise in a", Failure::incomplete, "cone", with("rho_a", "1/10")},
                   {"a step that overshoots a", Failure::incomplete, "cone", with("eta", "3/10")},
                   {"above the threshold", Failure::incomplete, "cone", [](json& x) { x["instance"]["r"] = "9"; }},
                   {"no noise", Failure::malformed, "rho_w", with("rho_w", "0")},
                   {"no step", Failure::malformed, "eta", with("eta", "0")},
                   {"no number", Failure::malformed, "rho_a", with("rho_a", "nan")}});
    // A step that turns w by more than 1, at a large teacher.
    CHECK(refusal(trap_item(instance(2, 2, "0", "400"), "1/10", "1/2", "1/100")).find("cone") != std::string::npos);
    CHECK(refusal(trap_item(instance(2, 2, "0", "400"), "1/100", "1/2", "1/100")) == "");
  }

  TEST_CASE("large noise never settles with the probability stated, and not with less") {
    const json where = instance(25, 6, "4");
    const json good = unsettled_item(where, "1/10", "2/5", 300, "1/100");
    CHECK(refusal(good) == "");
    check_refused(good, {{"closer to what is certain", Failure::incomplete, "distance", with("distance", "4/5")},
                         {"more than D", Failure::incomplete, "distance", with("distance", "1")},
                         {"less probable", Failure::incomplete, "distance", with("probability", "1/2000")},
                         {"earlier", Failure::incomplete, "distance", [](json& x) { x["steps"] = 20; }},
                         {"a longer step", Failure::incomplete, "distance", with("eta", "1/2")},
                         {"a step that overshoots", Failure::incomplete, "distance", with("eta", "5")},
                         {"little noise", Failure::incomplete, "distance", with("rho_w", "3/2")},
                         {"noise within the ball", Failure::incomplete, "rho_w", with("rho_w", "1")},
                         {"much noise in a", Failure::incomplete, "distance", with("rho_a", "2")},
                         {"too many inputs", Failure::malformed, "p", [](json& x) { x["instance"]["p"] = 100001; }},
                         {"no probability", Failure::malformed, "probability", with("probability", "0")}});
    // a* parallel to 1: only along it.
    json parallel = unsettled_item(instance(3, 2, "3"), "1/100", "1/10", 5000, "1/100");
    CHECK(refusal(parallel) == "");
    parallel["distance"] = "3/5";
    CHECK(refusal(parallel) != "");
  }

  TEST_CASE("the greatest mean kernel is what plain quadrature finds, and between its limits") {
    const Precision scope(128);
    for (const int p : {2, 3, 6, 40})
      for (const double rho : {1.5, 36.0, 1e6}) {
        CAPTURE(p);
        CAPTURE(rho);
        double sum = 0, total = 0;
        constexpr int kCells = 20000;
        for (int i = 0; i < kCells; ++i) {
          const double f = M_PI * (i + 0.5) / kCells, s = std::sin(f);
          const double weight = std::pow(s, p - 2) * std::pow((std::cos(f) + std::sqrt(rho * rho - s * s)) / rho, p);
          sum += weight * (s + (M_PI - f) * std::cos(f)), total += weight;
        }
        CHECK(middle(greatest_mean_kernel(p, mpq_class(rho))) == doctest::Approx(sum / total).epsilon(1e-6));
      }
  }
}

// These take some ten seconds each.
TEST_SUITE("recheck/instances") {
  TEST_CASE("escape is accepted at several instances") {
    for (const json& item : {escape_item(), balanced(), three_inputs(), moderate(), large_teacher()}) {
      CAPTURE(item["instance"].dump());
      CHECK(refusal(item) == "");
    }
  }

  TEST_CASE("corruptions of an escape's one step at moderate noise are refused") {
    const char* step = "does not follow from one step";
    check_refused(
        moderate(),
        {{"a rate half as large again", Failure::incomplete, step, in_one("lambda", "9/200")},
         {"delta tenfold", Failure::incomplete, "", in_one("delta", "217/500000")},
         {"a level below the critical one", Failure::incomplete, step, in_one("rho_w", "3")},
         {"a level next to the ball", Failure::incomplete, "rho_w", in_one("rho_w", "1")},
         {"twice the weight of Lc", Failure::incomplete, "", [](json& x) { x["phase_one"]["law"]["nu"] = "511/100"; }},
         {"the uniform law", Failure::incomplete, step, [](json& x) { x["phase_one"].erase("law"); }}});
  }

  TEST_CASE("corruptions of an escape's one step are refused") {
    check_refused(
        escape_item(),
        {{"a rate a third larger", Failure::incomplete, "does not follow from one step", in_one("lambda", "1/20")},
         {"delta tenfold", Failure::incomplete, "", in_one("delta", "13/20000")},
         {"without the corrector", Failure::incomplete, "does not follow from one step", in_one("corrector", "0")},
         {"a top too high", Failure::incomplete, "does not follow from one step", in_one("top", "400")},
         {"little noise in w", Failure::incomplete, "does not follow from one step", in_one("rho_w", "40")},
         {"noise within the ball", Failure::incomplete, "does not follow from one step", in_one("rho_w", "1/2")},
         {"much noise in a", Failure::incomplete, "", in_one("rho_a", "1/5")},
         {"starts from farther away", Failure::incomplete, "", with("start_radius_sq", "100")},
         {"no burn-in", Failure::incomplete, "", [](json& x) { x["phase_one"]["burn_in"] = 0; }}});
  }
}
