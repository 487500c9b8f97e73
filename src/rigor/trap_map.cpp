#include "rigor/trap_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "model/network.hpp"

namespace noiseproof {
namespace {

constexpr double kUnit = 0x1p-53;
constexpr double kErrorD = 64 * kUnit;
constexpr double kErrorKernel = 16 * kUnit;
constexpr double kStartError = 16 * kUnit;  ///< of pi (1 - t): pi rounded, one product
constexpr double kPi = 0x1.921fb54442d18p+1;

thread_local long g_steps = 0;

/// h and h' on [0, 3.1416] by Taylor polynomials of degree 5 about the centres of cells of length 2^-8. The derivatives
/// of h = sin d - d cos d are bounded by n - 1 + pi, so the remainders are below (6 + pi)/720 2^-54 < 2^-59.
class KernelTable {
 public:
  static const KernelTable& get() {
    static const KernelTable table;
    return table;
  }

  struct Values {
    double h;
    double slope;  ///< h' = d sin d
  };
  Values at(double d) const {
    const auto i = static_cast<std::size_t>(d * 256);
    const double t = d - (static_cast<double>(i) + 0.5) / 256;
    const std::array<double, 12>& a = cells_[i];
    return {a[0] + t * (a[1] + t * (a[2] + t * (a[3] + t * (a[4] + t * a[5])))),
            a[6] + t * (a[7] + t * (a[8] + t * (a[9] + t * (a[10] + t * a[11]))))};
  }

 private:
  static constexpr int kCells = 805;  // 805/256 > 3.1416
  KernelTable() {
    const ScopedBits bits(128);
    for (int i = 0; i < kCells; ++i) {
      const Ball d = Ball(2 * i + 1) / Ball(512), s = sin(d), c = cos(d);
      // The derivatives of h from the 0th to the 6th.
      const std::array<Ball, 7> derivative{
          s - d * c,          d * s, s + d * c, Ball(2) * c - d * s, -(Ball(3) * s) - d * c, d * s - Ball(4) * c,
          Ball(5) * s + d * c};
      int factorial = 1;
      for (int n = 0; n <= 5; ++n) {
        if (n > 0) factorial *= n;
        const auto column = static_cast<std::size_t>(n);
        cells_[static_cast<std::size_t>(i)][column] = (derivative[column] / Ball(factorial)).midpoint_approx();
        cells_[static_cast<std::size_t>(i)][column + 6] = (derivative[column + 1] / Ball(factorial)).midpoint_approx();
      }
    }
  }
  std::array<std::array<double, 12>, kCells> cells_{};
};

/// The arc tangent for |w| <= 0.6, to within 12 kUnit. Halvings atan w = 2 atan(w/(1 + sqrt(1 + w^2))) down to 1/8
/// (three at most, a relative error of 4 kUnit each), then the series, whose remainder is below the first term left
/// out.
double arc_tangent(double w) {
  double scale = 1;
  while (std::abs(w) > 0.125) {
    w /= 1 + std::sqrt(1 + w * w);
    scale *= 2;
  }
  const double z = w * w;
  double tail = 1.0 / 13 - z * (1.0 / 15 - z / 17);
  tail = 1.0 / 5 - z * (1.0 / 7 - z * (1.0 / 9 - z * (1.0 / 11 - z * tail)));
  return scale * (w - w * z * (1.0 / 3 - z * tail));
}

Ball largest(const Ball& a, const Ball& b) { return max(a, b).upper(); }

}  // namespace

TrapFrame trap_frame(const Instance& instance, const Rational& eta, const Rational& radius,
                     const std::string& eta_name) {
  const TeacherInvariants<Ball> teacher = teacher_invariants<Ball>(instance);
  const Ball room = Ball(1) + Ball(1) / Ball(slong{1} << 40);
  TrapFrame out;
  out.k = instance.k;
  out.e1 = instance.r == 0 ? Ball(0) : teacher.e1;
  out.e2 = instance.r == instance.k ? Ball(0) : teacher.e2;
  out.eta = Ball(eta);
  out.radius = radius < 0 ? out.e1 : Ball(radius);
  out.box_x = (room * largest(out.radius, out.e1)).upper();
  out.box_y = (room * largest(out.radius, out.e2)).upper();
  const Ball curvature = Ball(2) * Ball::pi() / (Ball(out.k - 1) + Ball::pi());
  const Ball pull = Ball(2) / (out.e1 * out.box_x + out.e2 * out.box_y);
  const Ball bound = min(curvature, pull);
  if (eta <= 0 || is_less(bound, out.eta) != Verdict::refuted)
    throw Error(
        Error::Kind::input, eta_name,
        fmt::format("{} is not in (0, {}], the steps for which gradient descent from these starts is proved monotone "
                    "(claim C12: eta <= min(2 pi/(k+pi-1), 2/(e1 X + e2 Y))); choose a smaller step",
                    to_string(eta), decimal_endpoints(bound, 6).first));
  return out;
}

TrapMap::TrapMap(const TrapFrame& z) {
  const Ball lambda1 = Ball(z.k - 1) + Ball::pi(), lambda2 = Ball::pi() - Ball(1), c = z.eta / (Ball(2) * Ball::pi());
  const auto nearest = [](const Ball& x) { return x.midpoint_approx(); };
  e1_ = nearest(z.e1), e2_ = nearest(z.e2), c_ = nearest(c);
  rho1_ = nearest(Ball(1) - c * lambda1), rest1_ = nearest(c * Ball(z.k - 1) * z.e1), pull1_ = nearest(c * z.e1);
  rho2_ = nearest(Ball(1) - c * lambda2), pull2_ = nearest(c * z.e2);
  x_inf0_ = nearest(Ball(z.k - 1) * z.e1 / lambda1), x_inf1_ = nearest(z.e1 / lambda1),
  y_inf1_ = nearest(z.e2 / lambda2);
  // Rounded down by at most one part in 2^53; the box has room for it.
  box_x_ = nearest(z.box_x) * (1 - 4 * kUnit), box_y_ = nearest(z.box_y) * (1 - 4 * kUnit);
  error_x_ = 16 * kUnit * (box_x_ + rest1_ + 4 * pull1_) + 2 * kErrorKernel * pull1_;
  error_y_ = 16 * kUnit * (box_y_ + 5 * pull2_) + 2 * kErrorKernel * pull2_;
  margin_ = 128 * kUnit * (e1_ * box_x_ + e2_ * box_y_);
  // Near the saddle the angle moves at a rate of about c min(|a*|, |a*|^2); an orbit that is not decided then has no
  // proof.
  const double pace = std::min(1.0, e1_ * e1_ + e2_ * e2_);
  cap_ = static_cast<long>(std::min(1e6, 200 / (c_ * pace))) + 1000;
}

template <bool kUpper>
TrapPoint TrapMap::from(const TrapStart& z) const {
  constexpr double up = kUpper ? 1 : -1;
  return {kPi * (1 - z.t) + up * kStartError, z.x, z.y};
}

template <bool kUpper>
inline TrapPoint TrapMap::image(const TrapPoint& z, double h, double slope) const {
  constexpr double up = kUpper ? 1 : -1;
  const double turn = arc_tangent(c_ * (e1_ * z.x + e2_ * z.y) * slope);
  const double d = z.d + turn + up * kErrorD;
  const double x = rho1_ * z.x + (rest1_ + pull1_ * h) + up * error_x_;
  const double y = rho2_ * z.y + pull2_ * (h - 1) + up * error_y_;
  // The orbit itself never leaves the box.
  if (kUpper) return {d, std::min(x, box_x_), std::min(y, box_y_)};
  return {d, std::max(x, -box_x_), std::max(y, -box_y_)};
}

template <bool kUpper>
TrapPoint TrapMap::step(const TrapPoint& z) const {
  const auto [h, slope] = KernelTable::get().at(z.d);
  return image<kUpper>(z, h, slope);
}

template <bool kUpper>
long TrapMap::prove(const TrapStart& start) const {
  const KernelTable& kernel = KernelTable::get();
  TrapPoint z = from<kUpper>(start);
  for (long step = 0; step < cap_; ++step) {
    // Towards an end where there is nothing left to prove (and, for an upper orbit, before pi).
    if (kUpper ? !(z.d < 3.1415) : !(z.d > 0x1p-30)) break;
    const auto [h, slope] = kernel.at(z.d);
    const double x_inf = x_inf0_ + x_inf1_ * h, y_inf = y_inf1_ * (h - 1);
    const double high = e1_ * std::max(z.x, x_inf) + e2_ * std::max(z.y, y_inf);
    const double low = e1_ * std::min(z.x, x_inf) + e2_ * std::min(z.y, y_inf);
    if (high < -margin_) return g_steps += step, kUpper ? step : -1;
    if (low > margin_) return g_steps += step, kUpper ? -1 : step;
    z = image<kUpper>(z, h, slope);
  }
  g_steps += cap_;
  return -1;
}

template TrapPoint TrapMap::from<true>(const TrapStart&) const;
template TrapPoint TrapMap::from<false>(const TrapStart&) const;
template TrapPoint TrapMap::step<true>(const TrapPoint&) const;
template TrapPoint TrapMap::step<false>(const TrapPoint&) const;

long TrapMap::trapped_after(const TrapStart& z) const { return prove<true>(z); }
long TrapMap::optimum_after(const TrapStart& z) const { return prove<false>(z); }

long TrapMap::take_steps() { return std::exchange(g_steps, 0); }

}  // namespace noiseproof
