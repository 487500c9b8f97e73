#include "landscape.hpp"

namespace recheck {

Instance read_instance(const Node& node) {
  node.fields({"k", "p", "r", "norm_sq"}, {"a_star", "w_star"});
  Instance out;
  out.k = node.at("k").integer(1, kMaxUnits);
  out.p = node.at("p").integer(2, kMaxUnits);
  out.r = node.at("r").rational(kMostGiven);
  out.norm_sq = node.at("norm_sq").rational(kMostGiven);
  if (out.r < 0 || out.r > out.k) node.at("r").malformed("must lie in [0, k]");
  if (out.k == 1 && out.r != 1) node.at("r").malformed("must be 1 if k = 1");
  if (out.norm_sq <= 0) node.at("norm_sq").malformed("must be positive");
  if (node.has("w_star")) {
    const Node w = node.at("w_star");
    out.w_star = w.rationals(static_cast<std::size_t>(out.p), kMostGiven);
    if (dot(out.w_star, out.w_star, w) == 0) w.malformed("is the zero vector");
  }
  if (node.has("a_star")) {
    const Node a = node.at("a_star");
    out.a_star = a.rationals(static_cast<std::size_t>(out.k), kMostGiven);
    const std::vector<mpq_class> ones(out.a_star.size(), mpq_class(1));
    const mpq_class s = dot(out.a_star, ones, a), norm_sq = dot(out.a_star, out.a_star, a);
    if (norm_sq != out.norm_sq) node.at("norm_sq").malformed("is not |a_star|^2");
    if (s * s != out.r * norm_sq) node.at("r").malformed("is not (1.a_star)^2/|a_star|^2");
  }
  return out;
}

Landscape::Landscape(const Instance& in)
    : pi(Interval::pi()),
      m1(Interval(in.k - 1) + pi),
      m2(pi - Interval(1)),
      e1(sqrt(Interval(mpq_class(in.norm_sq * in.r / in.k)))),
      e2(sqrt(Interval(mpq_class(in.norm_sq * (1 - in.r / in.k))))),
      gap(Interval(in.k - 1) + Interval(mpq_class(1 - in.r)) * pi),
      c(Interval(in.norm_sq) * gap / (m1 * m2)),
      kappa_sq(Interval(in.norm_sq) * (Interval(mpq_class(in.k - 1 - in.r)) + pi) / (m1 * m2)),
      saddle_kernel(gap / (Interval(mpq_class(in.k - 1 - in.r)) + pi)) {}

Interval Landscape::least_loss(const Interval& g) const {
  // 4 pi L = a*'Ma* - a*'N M^-1 N a*: N has the eigenvalue k - 1 + g along 1, g - 1 across.
  const Interval along = sqr(e1) * (m1 - sqr(m1 - pi + g) / m1);
  const Interval across = sqr(e2) * (m2 - sqr(g - Interval(1)) / m2);
  return (along + across) / (Interval(4) * pi);
}

Interval Landscape::growth_radius() const {
  // pi - sqrt(pi (pi - 2G)) = 2 pi G/(pi + sqrt(pi (pi - 2G))), without the cancellation.
  const Interval twice = Interval(2) * saddle_kernel;
  return sqrt(kappa_sq) * pi * twice / (pi + sqrt(pi * (pi - twice)));
}

Interval Landscape::saddle_distance() const {
  const auto excess = [this](const mpq_class& x) { return h(pi * Interval(x)) - saddle_kernel; };
  return pi * increasing_root(excess, mpq_class(0), mpq_class(1));
}

Weights::Weights(const Node& at, const Instance& instance) : instance_(instance) {
  a = at.at("a").rationals(static_cast<std::size_t>(instance.k));
  const std::vector<mpq_class> ones(a.size(), mpq_class(1));
  beta = dot(a, ones, at.at("a"));
  aa = dot(a, a, at.at("a"));
  if (instance.a_star.empty()) return;
  alpha_ = dot(a, instance.a_star, at.at("a"));
  s_ = dot(instance.a_star, ones, at);
}

Interval Weights::s() const {
  return instance_.a_star.empty() ? sqrt(Interval(mpq_class(instance_.norm_sq * instance_.r))) : Interval(s_);
}

Interval Weights::alpha() const {
  if (!instance_.a_star.empty()) return alpha_;
  const Interval along = s() * Interval(mpq_class(beta / instance_.k));
  if (instance_.k == 1) return along;
  return along + Landscape(instance_).e2 * Interval(mpq_class(a[0] - a[1])) / sqrt(Interval(2));
}

Interval Weights::a_star(std::size_t i) const {
  if (!instance_.a_star.empty()) return instance_.a_star[i];
  const Landscape land(instance_);
  const Interval along = land.e1 / sqrt(Interval(instance_.k)), across = land.e2 / sqrt(Interval(2));
  if (instance_.k == 1 || i > 1) return along;
  return i == 0 ? along + across : along - across;
}

Student::Student(const Node& at, const Instance& instance) : instance_(instance), weights_(at, instance) {
  if (at.has("length")) {
    length_ = at.at("length").rational(), t_ = at.at("t").rational(), ww_ = length_ * length_;
    if (length_ <= 0) at.at("length").malformed("must be positive");
    if (t_ < 0 || t_ > 1) at.at("t").malformed("must lie in [0, 1]");
    return;
  }
  w_ = at.at("w").rationals(static_cast<std::size_t>(instance.p));
  ww_ = dot(w_, w_, at.at("w"));
  if (ww_ == 0) at.at("w").malformed("is the zero vector");
  vv_ = instance.w_star.empty() ? mpq_class(1) : dot(instance.w_star, instance.w_star, at);
  wv_ = instance.w_star.empty() ? w_[0] : dot(w_, instance.w_star, at.at("w"));
}

struct Student::Terms {
  Interval pi, nu, sine, d, g;  // |w|, sin phi, pi - phi, g(phi)
  Interval s, alpha, beta;      // 1.a*, a.a*, 1.a
  Interval aMa;
};

Student::Terms Student::terms() const {
  Terms out;
  out.pi = Interval::pi();
  out.nu = sqrt(Interval(ww_));
  if (w_.empty()) {
    out.sine = sin_turn(t_), out.d = out.pi * Interval(mpq_class(1 - t_)), out.g = kernel(t_);
  } else {
    // sin^2 phi is rational; the half angle's tangent sin/(1 + |cos|) is at most 1.
    out.sine = sqrt(Interval(mpq_class(1 - wv_ * wv_ / (ww_ * vv_))));
    const Interval cosine = Interval(wv_) / sqrt(Interval(mpq_class(ww_ * vv_)));
    const Interval acute = Interval(2) * atan(out.sine / (Interval(1) + abs(cosine)));
    out.d = wv_ < 0 ? acute : out.pi - acute;
    out.g = wv_ < 0 ? h(out.d) : out.sine + out.d * cosine;
  }
  out.s = weights_.s(), out.alpha = weights_.alpha(), out.beta = weights_.beta;
  out.aMa = Interval(mpq_class(weights_.beta * weights_.beta - weights_.aa)) + out.pi * Interval(weights_.aa);
  return out;
}

Interval Student::loss() const {
  const Terms t = terms();
  const mpq_class& A = instance_.norm_sq;
  const Interval aNa = t.s * t.beta + (t.g - Interval(1)) * t.alpha;
  const Interval teacher = Interval(mpq_class(A * (instance_.r - 1))) + t.pi * Interval(A);
  return (Interval(ww_) * t.aMa - Interval(2) * t.nu * aNa + teacher) / (Interval(4) * t.pi);
}

Interval Student::gradient_w(std::size_t i) const {
  const Terms t = terms();
  Interval w, teacher(i == 0 ? 1 : 0);
  if (w_.empty())
    w = t.nu * (i == 0 ? cos_turn(t_) : sin_turn(t_));
  else
    w = w_[i];
  if (!w_.empty() && !instance_.w_star.empty()) teacher = Interval(instance_.w_star[i]) / sqrt(Interval(vv_));
  const Interval pull = (t.s * t.beta - t.alpha + t.alpha * t.sine) / t.nu;
  return (t.aMa * w - pull * w - t.alpha * t.d * teacher) / (Interval(2) * t.pi);
}

Interval Student::gradient_a(std::size_t i) const {
  const Terms t = terms();
  const Interval a(weights_.a[i]);
  const Interval Ma = t.beta - a + t.pi * a, Na = t.s + (t.g - Interval(1)) * weights_.a_star(i);
  return (Interval(ww_) * Ma - t.nu * Na) / (Interval(2) * t.pi);
}

}  // namespace recheck
