// The one-step inequality of an escape against plain quadrature on vectors, and what bounds it over a box.
#include "noise_step.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "checks.hpp"

using namespace recheck;
using namespace checks;
using nlohmann::json;

namespace {

double number(const mpq_class& x) { return x.get_d(); }

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
    for (const auto& one : {std::pair(2, mpq_class(1, 100000)),
                            {3, mpq_class(1, 100000)},
                            {6, mpq_class(1, 100000)},
                            {4, mpq_class(1, 10)}}) {
      const int p = one.first;
      const mpq_class& delta = one.second;
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
}
