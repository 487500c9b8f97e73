// C12: the reduced map of gradient descent is the full one, is monotone below an explicit step bound, and the
// absorbing certificates that follow from it are sound.
#include <fmt/format.h>

#include <cmath>

#include "common.hpp"
#include "core/known_digits.hpp"
#include "dynamics/descent.hpp"

namespace noiseproof::c12_gd_monotone {
namespace {

using Point = ReducedPoint<Real>;
using Frame = TeacherInvariants<Real>;

Instance make_instance(int k, int p, const Rational& r) {
  Instance out;
  out.k = k;
  out.p = p;
  out.r = r;
  return out;
}

/// The instance asked about and a panel: one hidden unit, s = 0, a* parallel to 1, r on both sides of (k+pi-1)/pi.
std::vector<Instance> panel(const Instance& asked) {
  return {asked,
          make_instance(1, 2, 1),
          make_instance(2, 3, 0),
          make_instance(3, 2, Rational(1, 2)),
          make_instance(7, 4, 7),
          make_instance(25, 6, 9),
          make_instance(100, 5, 16)};
}

/// The step bound for random starts.
Real step_bound(const Frame& frame) { return monotone_step_bound(frame, random_start_box(frame)); }

/// Uniform on (0, 1) or, once in four, one of the ends, where the extremes are.
Real unit_with_ends(Stream& stream) {
  const double u = stream.uniform(), end = stream.uniform();
  return end < 0.125 ? Real(0) : end < 0.25 ? Real(1) : Real(u);
}

/// A point of [0, pi] x the box of random starts; one angle in two is crowded towards an end of [0, pi].
Point random_point(const InvariantBox<Real>& box, Stream& stream) {
  Real share = unit_with_ends(stream);
  const double crowd = stream.uniform();
  if (crowd < 0.25) share = share * share * share * share;
  if (crowd > 0.75) share = 1 - share * share * share * share;
  const Real x = unit_with_ends(stream), y = unit_with_ends(stream);
  return {Angle<Real>::from_phi(pi<Real>() * share), box.x_low + (box.x_high - box.x_low) * x,
          box.y_low + (box.y_high - box.y_low) * y};
}

/// One step in R^p x R^k as section 2 of the theory writes it: textbook gradients, tangential projection,
/// normalisation. Shares no formula with the reduced map.
Student<Real> textbook_step(const Teacher<Real>& teacher, const Student<Real>& z, const Real& eta) {
  const Real scale = 1 / (2 * pi<Real>());
  const Real cosine_phi = dot(z.w, teacher.w_star);
  const Real sine_phi = sqrt(norm_sq(combine(Real(1), z.w, Real(-cosine_phi), teacher.w_star)));
  const Real phi = atan2(sine_phi, cosine_phi), g = sine_phi + (pi<Real>() - phi) * cosine_phi;
  const Real s = sum(teacher.a_star), beta = sum(z.a), al = dot(z.a, teacher.a_star);
  const Real quadratic = beta * beta + (pi<Real>() - 1) * norm_sq(z.a);
  const Vec<Real> gradient = combine(Real(scale * (quadratic - (s * beta - al + al * sine_phi))), z.w,
                                     Real(-scale * al * (pi<Real>() - phi)), teacher.w_star);
  const Vec<Real> tangential = combine(Real(1), gradient, Real(-dot(z.w, gradient)), z.w);
  Student<Real> out{combine(Real(1), z.w, Real(-eta), tangential), z.a};
  const Real length = sqrt(norm_sq(out.w));
  for (Real& x : out.w) x /= length;
  for (std::size_t i = 0; i < out.a.size(); ++i) {
    const Real m_a = beta + (pi<Real>() - 1) * z.a[i], n_a_star = s + (g - 1) * teacher.a_star[i];
    out.a[i] -= eta * scale * (m_a - n_a_star);
  }
  return out;
}

Point reduce_full(const Teacher<Real>& teacher, const Frame& frame, const Student<Real>& z) {
  const Real s = sum(teacher.a_star), k(frame.k);
  Point out{angle_between(z.w, teacher.w_star), sum(z.a) / sqrt(k) * (s < 0 ? -1 : 1), Real(0)};
  if (frame.e2 > 0) out.y = (dot(z.a, teacher.a_star) - s / k * sum(z.a)) / frame.e2;
  return out;
}

std::pair<Verdict, std::string> two_routes(const ClaimContext& context) {
  constexpr int kPoints = 20;
  const Real tolerance = pow(Real(10), -(context.digits - 10));
  Real worst(0);
  int points = 0;
  for (const Instance& instance : panel(context.instance)) {
    const Teacher<Real> teacher = make_teacher<Real>(instance);
    const Frame frame = teacher_invariants<Real>(instance);
    for (int i = 0; i < kPoints; ++i, ++points) {
      Stream stream(context.seed, static_cast<std::uint32_t>(points), 0, Purpose::probe);
      Vec<double> w(teacher.w_star.size()), a(teacher.a_star.size());
      uniform_on_sphere(stream, w);
      uniform_in_ball(stream, 1, a);
      Student<Real> z{Vec<Real>(w.begin(), w.end()), Vec<Real>(a.begin(), a.end())};
      const Real length = sqrt(norm_sq(z.w));
      for (Real& x : z.w) x /= length;
      const Real eta = step_bound(frame) * Real(stream.uniform());
      const Point full = reduce_full(teacher, frame, textbook_step(teacher, z, eta));
      const Point reduced = gd_step(frame, reduce_full(teacher, frame, z), eta);
      for (const Real& gap : {Real(full.angle.phi - reduced.angle.phi), Real(full.x - reduced.x),
                              Real(frame.e2 > 0 ? full.y - reduced.y : Real(0))})
        worst = std::max(worst, Real(abs(gap)));
    }
  }
  return agrees(worst, tolerance, fmt::format("at {} points of {} instances", points, panel(context.instance).size()));
}

/// The largest amount by which one step at the given eta puts `lower` above `upper` in one of the coordinates.
Real disorder(const Frame& frame, const Point& lower, const Point& upper, const Real& eta) {
  const Point below = gd_step(frame, lower, eta), above = gd_step(frame, upper, eta);
  return std::max({Real(above.angle.phi - below.angle.phi), Real(below.x - above.x), Real(below.y - above.y)});
}

std::pair<Verdict, std::string> monotone(const ClaimContext& context) {
  constexpr int kPairs = 1500;
  const Real tolerance = pow(Real(10), -(context.digits - 8));
  int pairs = 0, violations = 0, escapes = 0;
  for (const Instance& instance : panel(context.instance)) {
    const Frame frame = teacher_invariants<Real>(instance);
    const InvariantBox<Real> box = random_start_box(frame);
    for (int i = 0; i < kPairs; ++i, ++pairs) {
      Stream stream(context.seed, static_cast<std::uint32_t>(pairs), 1, Purpose::probe);
      const Point u = random_point(box, stream), v = random_point(box, stream);
      Point lower{u.angle.phi > v.angle.phi ? u.angle : v.angle, std::min(u.x, v.x), std::min(u.y, v.y)};
      const Point upper{u.angle.phi > v.angle.phi ? v.angle : u.angle, std::max(u.x, v.x), std::max(u.y, v.y)};
      // One pair in two differs in a single coordinate, so that no other one can hide its effect.
      const double kind = stream.uniform();
      if (kind < 0.5) {
        if (kind > 1.0 / 6) lower.angle = upper.angle;
        if (kind < 1.0 / 6 || kind > 1.0 / 3) lower.x = upper.x;
        if (kind < 1.0 / 3) lower.y = upper.y;
      }
      // Half of them at the bound itself.
      const Real eta = step_bound(frame) * (i % 2 == 0 ? Real(1) : Real(stream.uniform()));
      if (disorder(frame, lower, upper, eta) > tolerance) ++violations;
      const Point image = gd_step(frame, upper, eta);
      if (image.x > box.x_high + tolerance || image.x < box.x_low - tolerance || image.y > box.y_high + tolerance ||
          image.y < box.y_low - tolerance || image.angle.phi < -tolerance || image.angle.d < -tolerance)
        ++escapes;
    }
  }
  return {violations + escapes == 0 ? Verdict::proved : Verdict::undecided,
          fmt::format("{} ordered pairs, {} violations of the order, {} images outside the box", pairs, violations,
                      escapes)};
}

/// At 1% above either of the two bounds, a pair whose order one step reverses.
std::pair<Verdict, std::string> bound_is_sharp(const ClaimContext& context) {
  const Frame frame = teacher_invariants<Real>(context.instance);
  const InvariantBox<Real> box = random_start_box(frame);
  const Real excess = Real(101) / 100;
  const Real eta_x = excess * 2 * pi<Real>() / (Real(frame.k - 1) + pi<Real>());
  const Real eta_phi = excess * 2 / largest_alpha(frame, box);
  const Angle<Real> right = Angle<Real>::from_phi(pi<Real>() / 2);
  const Real by_x = disorder(frame, {right, box.x_low, Real(0)}, {right, box.x_low + 1, Real(0)}, eta_x);
  // phi = 0.001 against phi = 0, at the corner of the box with the largest alpha: the step overshoots w*.
  const Angle<Real> tilted = Angle<Real>::from_phi(Real(1) / 1000), aligned = Angle<Real>::from_phi(Real(0));
  const Real by_phi = disorder(frame, {tilted, box.x_high, box.y_high}, {aligned, box.x_high, box.y_high}, eta_phi);
  return {by_x > 0 && by_phi > 0 ? Verdict::proved : Verdict::undecided,
          fmt::format("eta = {}: points that differ by 1 in x come out reversed by {}; eta = {}: phi = 0.001 against 0 "
                      "at alpha = {} reversed by {}",
                      to_decimal(eta_x, 5), to_decimal(by_x, 3), to_decimal(eta_phi, 5),
                      to_decimal(largest_alpha(frame, box), 5), to_decimal(by_phi, 3))};
}

/// Where gradient descent is after at most 400,000 reduced steps. At the far end "there" means: within 0.05 of phi =
/// pi, with alpha < 0 (so that the angle can only grow) and a within 0.01 A of its best response.
Limit follow(const TeacherInvariants<double>& teacher, ReducedPoint<double> z, double eta) {
  const double norm = std::hypot(teacher.e1, teacher.e2);
  for (long step = 0; step < 400'000; ++step) {
    z = gd_step(teacher, z, eta);
    const double near = std::hypot(z.x - teacher.e1, z.y - teacher.e2);
    if (z.angle.phi < 1e-6 && near < 1e-6 * norm) return Limit::global_optimum;
    if (z.angle.d > 0.05 || alpha(teacher, z) >= 0) continue;
    const ReducedPoint<double> best = best_response(teacher, z.angle);
    if (std::hypot(z.x - best.x, z.y - best.y) < 0.01 * norm) return Limit::spurious_point;
  }
  return Limit::unknown;
}

struct Tally {
  int starts = 0, at_start = 0, to_global = 0, to_spurious = 0, wrong = 0, unfinished = 0, twin_wrong = 0;
};

/// Runs to the first point (looked for every 10 steps) that has a certificate, and from there to the end. The twin
/// certificate takes the optimistic corner where the true one takes the pessimistic one.
Tally follow_certified(const Instance& instance, std::uint64_t seed, int starts) {
  const Problem problem(instance);
  const TeacherInvariants<double>& teacher = problem.invariants;
  const double bound = monotone_step_bound(teacher, random_start_box(teacher));
  const double eta = std::min(0.9 * bound, instance.eta.convert_to<double>());
  Tally out;
  for (int run = 0; run < starts; ++run, ++out.starts) {
    const Student<double> start = make_start(problem, Start::random, seed, static_cast<std::uint32_t>(run));
    ReducedPoint<double> z = reduce(problem, start);
    const ReducedPoint<double> best = best_response(teacher, z.angle);
    const bool twin_says_global =
        alpha(teacher, ReducedPoint<double>{z.angle, std::max(z.x, best.x), std::max(z.y, best.y)}) > 0;
    Limit promised = absorbing_certificate(teacher, z, eta);
    out.at_start += promised != Limit::unknown;
    for (long step = 1; promised == Limit::unknown && step <= 100'000; ++step) {
      z = gd_step(teacher, z, eta);
      if (step % 10 == 0) promised = absorbing_certificate(teacher, z, eta);
    }
    if (promised == Limit::unknown) continue;
    out.to_global += promised == Limit::global_optimum;
    out.to_spurious += promised == Limit::spurious_point;
    const Limit end = follow(teacher, z, eta);
    out.unfinished += end == Limit::unknown;
    out.wrong += end != Limit::unknown && end != promised;
    out.twin_wrong += twin_says_global && end == Limit::spurious_point;
  }
  return out;
}

std::pair<Verdict, std::string> certificates_sound(const ClaimContext& context) {
  const Tally t = follow_certified(context.instance, context.seed, 200);
  // At r = (k+pi-1)/pi (any k = 1) some approaches are too slow to be followed to their end; most must be.
  const int finished = t.to_global + t.to_spurious - t.unfinished;
  return {t.wrong == 0 && 10 * finished >= 9 * t.starts ? Verdict::proved : Verdict::undecided,
          fmt::format("{} random starts, {} with a certificate at once; in the end {} certified for the global "
                      "optimum, {} for the spurious point; {} ended elsewhere, {} not finished",
                      t.starts, t.at_start, t.to_global, t.to_spurious, t.wrong, t.unfinished)};
}

std::pair<Verdict, std::string> optimistic_twin_fails(const ClaimContext& context) {
  const Tally t = follow_certified(make_instance(25, 6, 4), context.seed, 100);
  return {t.twin_wrong > 0 ? Verdict::proved : Verdict::undecided,
          fmt::format("k=25 p=6 r=4, {} random starts: the false certificate is wrong on {}", t.starts, t.twin_wrong)};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(context.digits + digits_of_smaller_part(context.instance));
  ClaimResult result;
  context.report(0, "two routes to a gradient step");
  result.check("One step of gradient descent in R^p x R^k, from the textbook gradients, equals the reduced map",
               Evidence::computed, [&] { return two_routes(context); });
  context.report(0.2, "ordered pairs");
  result.check("For eta up to the bound the reduced map keeps the order of all random pairs and stays in its box",
               Evidence::computed, [&] { return monotone(context); });
  context.report(0.5, "sharpness of the bound");
  result.check("False twin: 1% above either part of the bound some pair is reversed, so the bound is sharp",
               Evidence::computed, [&] { return bound_is_sharp(context); });
  context.report(0.6, "absorbing certificates");
  result.check(
      "No trajectory that meets an absorbing certificate ends elsewhere (followed to the end: nine in ten or more)",
      Evidence::sampled, [&] { return certificates_sound(context); });
  context.report(0.9, "false certificates");
  result.check("False twin: a certificate that takes the optimistic corner is wrong on some start", Evidence::sampled,
               [&] { return optimistic_twin_fails(context); });

  const ScopedBits bits(bits_for_digits(working_digits()) + 64);
  const auto frame = teacher_invariants<Ball>(context.instance);
  const InvariantBox<Ball> box = random_start_box(frame);
  const Ball bound = monotone_step_bound(frame, box), most = largest_alpha(frame, box);
  const Ball by_curvature = Ball(2) * Ball::pi() / (Ball(frame.k - 1) + Ball::pi()), by_angle = Ball(2) / most;
  const auto below = [&](const Ball& x) { return decimal_endpoints(x, context.digits).first; };
  result.headline = fmt::format("monotone for eta <= {}", decimal_endpoints(bound, 6).first);
  result.notes = {
      "The bound: eta <= min(2 pi/(k+pi-1), 2/m), m the largest |alpha| that a trajectory can meet; from a random "
      "start "
      "m = e1^2 + e2 max(e1, e2), with e1 = |s|/sqrt k and e2^2 = |a*|^2 - e1^2. Both parts are sharp.",
      fmt::format("Here 2 pi/(k+pi-1) = {} and 2/m = {}.", KnownDigits(6, true)(by_curvature),
                  KnownDigits(6, true)(by_angle))};
  if (is_less(bound, Ball(context.instance.eta)) == Verdict::proved)
    result.notes.push_back(
        fmt::format("The instance's eta = {} is above the bound; the starts above were followed at 0.9 "
                    "of the bound.",
                    to_string(context.instance.eta)));
  result.data = {{"eta_bound", below(bound)},
                 {"eta_bound_curvature", below(by_curvature)},
                 {"eta_bound_angle", below(by_angle)},
                 {"largest_alpha", decimal_endpoints(most, context.digits).second}};
  context.report(1, "done");
  return result;
}

}  // namespace noiseproof::c12_gd_monotone
