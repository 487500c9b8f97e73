// One noisy step towards the teacher. With z = (a, w), V = |z - z*|^2 <= level < 2 (1 - cos(5 pi/12)) (so phi < 5
// pi/12), G the gradient followed, tangent in w, and D the noiseless one:
//   V' <= V - 2 eta <G, z - z*> + eta^2 |G|^2,   <D, z - z*> >= c V,   |D| <= S sqrt V,   |G - D| <= L
// (docs/certificate.md). With u = sqrt V, V' <= (1 - c eta) V + C eta if (c - eta S^2) u^2 - 2 L (1 + eta S) u + C -
// eta L^2 is never negative; and then V' <= level if C <= c level.
#include "items.hpp"

namespace recheck {
namespace {

struct Step {
  mpq_class eta, rho_w, rho_a, level;
};

Answer drifts(const Instance& in, const Step& at, const mpq_class& contraction, const mpq_class& noise) {
  const Interval pi = Interval::pi(), two_pi = Interval(2) * pi, k(in.k), m1 = k - Interval(1) + pi;
  const Interval eta(at.eta), rho(at.rho_w), shift(at.rho_a), norm = sqrt(Interval(in.norm_sq));
  const Interval length = norm + sqrt(Interval(at.level)), reach = length + shift;  // bounds of |a| and |a + eps|
  const Interval turn = atan(rho / sqrt(Interval(mpq_class(1 - at.rho_w * at.rho_w))));
  const Interval lengthened(mpq_class((1 + at.rho_w) * (1 + at.rho_w)));
  const Interval in_a = (lengthened - Interval(1)) * m1 * length + lengthened * m1 * shift + rho * (k + pi) * norm;
  const Interval in_w = rho * reach * (m1 * reach + (k + Interval(1)) * norm) + norm * (pi * shift + reach * turn);
  const Interval change = sqrt(sqr(in_a) + sqr(in_w)) / two_pi;
  const Interval steepness = sqrt(sqr(m1 / two_pi) + sqr(norm * (Interval(1) + length) / Interval(2)));
  const Interval room = Interval(contraction) - eta * sqr(steepness), rest = Interval(noise) - eta * sqr(change);
  return both(is_positive(room), is_at_least_zero(room * rest - sqr(change * (Interval(1) + eta * steepness))));
}

}  // namespace

void check_drift(const Node& item, const Instance& instance) {
  item.fields({"kind", "statement", "at", "contraction", "noise", "says", "verdict"});
  item.at("statement").one_of({"sure_drift"});
  const Node at = item.at("at");
  at.fields({"eta", "rho_w", "rho_a", "level"});
  const Step step{at.at("eta").rational(), at.at("rho_w").rational(), at.at("rho_a").rational(),
                  at.at("level").rational()};
  const mpq_class contraction = item.at("contraction").rational(), noise = item.at("noise").rational(), furthest(5, 12);
  if (step.eta <= 0) at.at("eta").malformed("must be positive");
  if (step.rho_w < 0 || step.rho_w >= 1) at.at("rho_w").malformed("must lie in [0, 1)");
  if (step.rho_a < 0) at.at("rho_a").malformed("must not be negative");
  if (step.level <= 0) at.at("level").malformed("must be positive");
  if (contraction <= 0 || contraction * step.eta > 1) item.at("contraction").incomplete("is not in (0, 1/eta]");
  if (noise < 0 || noise > contraction * step.level) item.at("noise").incomplete("is not in [0, contraction level]");
  demand(decide(kFirstBits, kMostBits,
                [&] { return is_less(Interval(step.level), Interval(2) * (Interval(1) - cos_turn(furthest))); }),
         at.at("level"), "level < 2 (1 - cos(5 pi/12))", Failure::incomplete);
  demand(decide(kFirstBits, 2 * kFirstBits, [&] { return dissipates_jointly(instance, furthest, contraction); }),
         item.at("contraction"), "the joint statement without noise at this rate", Failure::incomplete);
  demand(decide(kFirstBits, kMostBits, [&] { return drifts(instance, step, contraction, noise); }), item,
         "the drift of every step", Failure::incomplete);
}

}  // namespace recheck
