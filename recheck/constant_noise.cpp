// Noise that is never annealed: small, it traps surely and for ever; large, it never lets a settle.
#include "items.hpp"
#include "taylor.hpp"

namespace recheck {
namespace {

struct Noise {
  Instance in;
  mpq_class eta, rho_w, rho_a;
};

Noise read_noise(const Node& item) {
  Noise out{read_instance(item.at("instance")), item.at("eta").rational(), item.at("rho_w").rational(),
            item.at("rho_a").rational()};
  if (out.eta <= 0) item.at("eta").malformed("must be positive");
  if (out.rho_w <= 0) item.at("rho_w").malformed("must be positive");
  if (out.rho_a < 0) item.at("rho_a").malformed("must not be negative");
  return out;
}

/// With sin theta = rho_w: pi - phi <= theta, alpha <= 0 are kept, as pi - phi~ <= 2 theta.
Answer keeps_cone(const Noise& at) {
  if (at.rho_w >= 1) return Answer::no;  // w~ may be anything
  const Landscape land(at.in);
  const Interval rho(at.rho_w), shift(at.rho_a), cosine = sqrt(Interval(mpq_class(1 - at.rho_w * at.rho_w)));
  const Interval widest = Interval(2) * atan(rho / cosine);
  const Interval play = shift * (land.e1 + land.e2 + sqrt(Interval(at.in.norm_sq)));  // of alpha~
  // c = kappa^2 gamma = -abar.a*: alpha~ is within play of -c + kappa^2 [0, h].
  const Interval room = land.c - land.kappa_sq * h(widest) - play, two_pi = Interval(2) * land.pi, eta(at.eta);
  return both(is_at_least_zero(room), both(is_at_least_zero(two_pi - eta * land.m1),
                                           is_at_least_zero(two_pi - eta * (land.c + play) * widest)));
}

/// Whether b = e - a.u, u an eigenvector of M with eigenvalue m and a*.u = e, is below `distance` with at most this
/// probability after `steps` steps and later. b+ = (1 - c m) b + c (pi - g~) e + c m eps.u; the mean of g~ is at most
/// `kernel`; the noise in b+ has a range of length l. So with f = c m, D = e (pi - kernel)/m and any mu > 0
///   E exp(-mu b_t) <= (1 - f)^t exp(-mu b_0) + exp(-mu D + mu^2 l^2/(8 f)),
/// by Hoeffding's lemma and as exp is convex; then Markov's inequality at mu = 4 f (D - distance)/l^2.
Answer stays_away(const Noise& at, const Interval& kernel, bool along, const mpq_class& distance, long steps,
                  const mpq_class& probability) {
  const Landscape land(at.in);
  const Interval &m = along ? land.m1 : land.m2, &e = along ? land.e1 : land.e2, one(1), two(2);
  const Interval c = Interval(at.eta) / (two * land.pi), f = c * m;
  const Interval near = Interval(distance) * sqrt(Interval(at.in.norm_sq)), gap = e * (land.pi - kernel) / m - near;
  const Answer possible = both(is_at_least_zero(one - f), is_positive(gap));
  if (possible != Answer::yes) return possible;
  const Interval length = c * land.pi * e + two * f * Interval(at.rho_a), mu = Interval(4) * f * gap / sqr(length);
  // The start ball has the radius e1, in which the spurious point's a lies on the far side.
  const Interval first = raised(one - f, steps) * exp(mu * (near - e + land.e1));
  return is_at_least_zero(Interval(probability) - first - exp(-mu * gap / two));
}

}  // namespace

void check_sure_trap(const Node& item) {
  item.fields({"kind", "statement", "instance", "eta", "rho_w", "rho_a", "says", "verdict"});
  item.at("statement").one_of({"kept_for_ever"});
  const Noise at = read_noise(item);
  demand(decide(kFirstBits, kMostBits, [&] { return keeps_cone(at); }), item,
         "the cone around the spurious point, kept by every step,", Failure::incomplete);
}

void check_never_settles(const Node& item) {
  item.fields({"kind", "statement", "instance", "eta", "rho_w", "rho_a", "distance", "steps", "probability", "says",
               "verdict"});
  item.at("statement").one_of({"late_distance"});
  const Noise at = read_noise(item);
  const mpq_class distance = item.at("distance").rational(), probability = item.at("probability").rational();
  if (distance <= 0) item.at("distance").malformed("must be positive");
  if (probability <= 0) item.at("probability").malformed("must be positive");
  const long steps = item.at("steps").integer(0, 2000000000);
  if (at.in.p > kMostLevelInputs)
    item.at("instance")
        .at("p")
        .malformed("is beyond what this checker integrates: p up to " + std::to_string(kMostLevelInputs));
  if (at.rho_w <= 1) item.at("rho_w").incomplete("is not above 1");
  demand(decide(kFirstQuadratureBits, kMostQuadratureBits,
                [&] {
                  const Interval kernel = greatest_mean_kernel(at.in.p, at.rho_w);
                  return either(stays_away(at, kernel, true, distance, steps, probability),
                                stays_away(at, kernel, false, distance, steps, probability));
                }),
         item, "the distance with this probability", Failure::incomplete);
}

}  // namespace recheck
