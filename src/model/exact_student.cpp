#include "model/exact_student.hpp"

#include "core/surd.hpp"

namespace noiseproof {
namespace {

using Rationals = Vec<Rational>;

/// a* as it is given, or the canonical one of make_teacher: e1/sqrt k everywhere, and e2/sqrt 2 up and down in the
/// first two places.
class ExactTeacher {
 public:
  explicit ExactTeacher(const Instance& instance) : given_(instance.a_star) {
    const Rational k = instance.k;
    mean_ = Surd(1 / k) * Surd::root(instance.norm_sq * instance.r);
    swing_ = Surd::root(instance.norm_sq * (1 - instance.r / k) / 2);
  }

  Surd operator[](std::size_t i) const {
    if (!given_.empty()) return given_[i];
    return i == 0 ? mean_ + swing_ : i == 1 ? mean_ - swing_ : mean_;
  }
  /// v.a*
  Surd dot(const Rationals& v) const {
    if (!given_.empty()) return noiseproof::dot(v, given_);
    return v.size() == 1 ? v[0] * mean_ : sum(v) * mean_ + Surd(v[0] - v[1]) * swing_;
  }

 private:
  const Rationals& given_;
  Surd mean_, swing_;
};

/// The angle between w and w*, from its exact cosine and sine.
class ExactAngle {
 public:
  /// From |w|^2, |w*|^2 and w.w*, w* of any length.
  ExactAngle(const Rational& w_sq, const Rational& star_sq, const Rational& dot)
      : dot_(dot), cross_sq_(w_sq * star_sq - dot * dot) {
    const Rational cos_sq = dot * dot / (w_sq * star_sq);
    cosine = Surd(dot / (w_sq * star_sq)) * Surd::root(w_sq * star_sq);
    sine = Surd::root(1 - cos_sq);
    // cos 0, pi/6, pi/4, pi/3 and pi/2, squared.
    const std::pair<Rational, Rational> known[] = {
        {1, 0}, {{3, 4}, {1, 6}}, {{1, 2}, {1, 4}}, {{1, 4}, {1, 3}}, {0, {1, 2}}};
    for (const auto& [square, share] : known)
      if (cos_sq == square) over_pi_ = dot < 0 ? Rational(1 - share) : share;
  }

  Ball phi() const {
    if (over_pi_) return Ball(*over_pi_) * Ball::pi();
    return atan2(sqrt(Ball(cross_sq_)), Ball(dot_));
  }
  /// c0 + c1 pi + c2 phi, `phi` being phi() at this precision.
  Ball form(const Surd& c0, const Surd& c1, const Surd& c2, const Ball& phi) const {
    if (over_pi_) return c0.enclose() + (c1 + Surd(*over_pi_) * c2).enclose() * Ball::pi();
    return c0.enclose() + c1.enclose() * Ball::pi() + c2.enclose() * phi;
  }

  Surd cosine, sine;

 private:
  Rational dot_, cross_sq_;
  std::optional<Rational> over_pi_;
};

}  // namespace

StudentValues values_at(const Instance& instance, const StudentPoint& point) {
  Rationals w_star = instance.w_star;
  if (w_star.empty()) {
    w_star.assign(point.w.size(), 0);
    w_star[0] = 1;
  }
  const ExactTeacher star(instance);
  const Rational w_sq = norm_sq(point.w), star_sq = norm_sq(w_star), a_sq = norm_sq(point.a), beta = sum(point.a);
  const ExactAngle angle(w_sq, star_sq, dot(point.w, w_star));
  const Surd nu = Surd::root(w_sq), s = star.dot(Rationals(point.a.size(), 1)), alpha = star.dot(point.a);
  const Surd &cosine = angle.cosine, &sine = angle.sine;
  const Ball phi = angle.phi(), two_pi = Ball(2) * Ball::pi();
  const auto over_two_pi = [&](const Surd& c0, const Surd& c1, const Surd& c2) {
    return angle.form(c0, c1, c2, phi) / two_pi;
  };

  // 4 pi L = nu^2 a'Ma - 2 nu a'N(phi)a* + a*'Ma*; M = 11' + (pi-1) I, N(phi) = 11' + (g-1) I.
  StudentValues out;
  out.phi = phi;
  out.alpha = alpha.enclose();
  out.beta = Ball(beta);
  const Surd cross = Surd(2) * nu * alpha;
  out.loss = over_two_pi(Surd(w_sq * (beta * beta - a_sq)) + s * s - instance.norm_sq - Surd(2 * beta) * nu * s +
                             cross - cross * sine,
                         Surd(w_sq * a_sq + instance.norm_sq) - cross * cosine, cross * cosine) /
             Ball(2);

  // 2 pi grad_w L = (a'Ma) w - (s beta - alpha + alpha sin phi) w/nu - alpha (pi - phi) w*.
  const Surd along = Surd(beta * beta - a_sq) - (Surd(beta) * s - alpha + alpha * sine) * nu * Surd(1 / w_sq);
  const Surd towards = alpha * Surd::root(1 / star_sq);
  for (std::size_t j = 0; j < w_star.size(); ++j) {
    const Surd turn = Surd(w_star[j]) * towards;
    out.gradient_w.push_back(over_two_pi(Surd(point.w[j]) * along, Surd(a_sq * point.w[j]) - turn, turn));
  }
  // 2 pi grad_a L = nu^2 M a - nu N(phi) a*.
  const Surd common = Surd(w_sq * beta) - nu * s, fixed = nu - nu * sine, turning = nu * cosine;
  for (std::size_t i = 0; i < point.a.size(); ++i) {
    const Surd a = w_sq * point.a[i], turn = turning * star[i];
    out.gradient_a.push_back(over_two_pi(common - a + fixed * star[i], a - turn, turn));
  }
  // uu = -(alpha/2pi) g'' with g'' = sin phi - (pi - phi) cos phi; c = (pi - phi) sin phi/2pi.
  const Surd swept = alpha * cosine, none;
  const Ball c = over_two_pi(none, sine, Surd(-1) * sine);
  const TeacherInvariants<Ball> e = teacher_invariants<Ball>(instance);
  out.hessian = {over_two_pi(Surd(-1) * alpha * sine, swept, Surd(-1) * swept),
                 c * e.e1,
                 c * e.e2,
                 (Ball(instance.k - 1) + Ball::pi()) / two_pi,
                 (Ball::pi() - Ball(1)) / two_pi,
                 over_two_pi(none, swept, Surd(-1) * swept)};
  return out;
}

}  // namespace noiseproof
