#include "formula/quantities.hpp"

#include <array>

#include "core/error.hpp"

namespace noiseproof {
namespace {

constexpr std::array<const char*, 14> kSymbolNames{"phi", "d", "nu", "k", "p",      "alpha", "beta",
                                                   "s",   "A", "r",  "a", "a_star", "w",     "w_star"};

}  // namespace

const std::vector<QuantityInfo>& quantities() {
  using enum Quantity;
  using enum Type;
  static const std::vector<QuantityInfo> table{
      {mean, "mean", scalar, {}, 1, "E act(z), z a standard Gaussian"},
      {second_moment, "second_moment", scalar, {}, 1, "E act(z)^2"},
      {dual_kernel, "dual_kernel", scalar, {.phi = true}, 1, "2 pi E act(Z.w) act(Z.w*) for unit vectors at angle phi"},
      {dual_kernel_slope, "dual_kernel_slope", scalar, {.phi = true}, 1, "its derivative in phi"},
      {dual_kernel_curvature, "dual_kernel_curvature", scalar, {.phi = true}, 1, "its second derivative"},
      {loss, "loss", scalar, {.phi = true, .nu = true, .a = true, .teacher = true}, 1, "the population loss"},
      {grad_a, "grad_a", hidden, {.phi = true, .nu = true, .a = true, .teacher = true}, 1, "its gradient in a"},
      {grad_w,
       "grad_w",
       input,
       {.phi = true, .nu = true, .a = true, .teacher = true, .filter = true},
       1,
       "its gradient in w"},
      {grad_w_sphere,
       "grad_w_sphere",
       input,
       {.phi = true, .nu = true, .a = true, .teacher = true, .filter = true},
       1,
       "the part of that orthogonal to w"},
      {best_a,
       "best_a",
       hidden,
       {.phi = true, .teacher = true},
       1,
       "a_phi, the minimiser of the loss in a at angle phi, |w| = 1"},
      {spurious_a, "spurious_a", hidden, {.teacher = true}, 1, "abar, the minimiser of the loss in a at w = -w*"},
      {spurious_alpha, "spurious_alpha", scalar, {.teacher = true}, 1, "abar.a*"},
      {spurious_loss, "spurious_loss", scalar, {.teacher = true}, 1, "the loss at (-w*, abar)"},
      {threshold_r, "threshold_r", scalar, {.units = true}, 2, "the r = s^2/A^2 at which abar.a* changes sign; k >= 2"},
      {saddle_kernel, "saddle_kernel", scalar, {.teacher = true}, 1, "the dual kernel at which a_phi.a* = 0"},
      {hessian_phi_phi,
       "hessian_phi_phi",
       scalar,
       {.phi = true, .a = true, .teacher = true},
       1,
       "d^2 L/d phi^2 at |w| = 1"},
      {hessian_phi_a, "hessian_phi_a", hidden, {.phi = true, .teacher = true}, 1, "d^2 L/d phi d a at |w| = 1"},
      {hessian_sphere,
       "hessian_sphere",
       scalar,
       {.phi = true, .a = true, .teacher = true},
       1,
       "d^2 L along a geodesic orthogonal to w and w*"},
      {hessian_a_a, "hessian_a_a", matrix, {.nu = true}, 1, "d^2 L/d a^2"},
  };
  return table;
}

const QuantityInfo& quantity_named(const std::string& name, const std::string& where) {
  std::string list;
  for (const QuantityInfo& info : quantities()) {
    if (info.name == name) return info;
    list += (list.empty() ? "" : ", ") + std::string(info.name);
  }
  throw Error(Error::Kind::input, where, "unknown quantity (known: " + list + ")");
}

const SymbolTable& case_symbols() {
  static const SymbolTable table = [] {
    SymbolTable out;
    for (const char* name : kSymbolNames) {
      const std::string text = name;
      const Type type = text == "a" || text == "a_star"   ? Type::hidden
                        : text == "w" || text == "w_star" ? Type::input
                                                          : Type::scalar;
      out.push_back({text, type});
    }
    return out;
  }();
  return table;
}

Environment<SharpBall> sharp_environment(const Case& at) {
  const auto exact = [](const Rational& q) { return SharpBall(PiNumber{q, 0}); };
  const SharpBall phi(PiNumber{0, at.turn}), d(PiNumber{0, 1 - at.turn}), nu = exact(at.nu);
  Vec<SharpBall> a, a_star;
  for (const Rational& x : at.a) a.push_back(exact(x));
  for (const Rational& x : at.a_star) a_star.push_back(exact(x));
  Vec<SharpBall> w(static_cast<std::size_t>(at.p), SharpBall(0)), w_star = w;
  w_star[0] = 1;
  w[0] = nu * cos(phi);
  w[1] = nu * sin(phi);
  const SharpBall s = sum(a_star), a_sq = norm_sq(a_star);
  Environment<SharpBall> out;
  out.k = at.k;
  for (const SharpBall& x :
       {phi, d, nu, SharpBall(at.k), SharpBall(at.p), dot(a, a_star), sum(a), s, sqrt(a_sq), s * s / a_sq})
    out.symbols.push_back(scalar(x));
  for (const Vec<SharpBall>* v : {&a, &a_star}) out.symbols.push_back({Type::hidden, *v});
  for (const Vec<SharpBall>* v : {&w, &w_star}) out.symbols.push_back({Type::input, *v});
  return out;
}

Environment<Ball> ball_environment(const Inputs& at) {
  Environment<Ball> out;
  out.k = at.k;
  for (const Ball& x : {at.phi, at.d, at.nu, Ball(at.k), Ball(at.p), at.alpha, at.beta, at.s, at.A, at.r})
    out.symbols.push_back(scalar(x));
  for (const Vec<Ball>* v : {&at.a, &at.a_star}) out.symbols.push_back({Type::hidden, *v});
  for (const Vec<Ball>* v : {&at.w, &at.w_star}) out.symbols.push_back({Type::input, *v});
  return out;
}

Dependence dependence_of(const Expression& expression) {
  Dependence out;
  out.units = expression.counts_units;
  for (std::size_t i = 0; i < expression.uses.size(); ++i) {
    if (!expression.uses[i]) continue;
    const std::string symbol = kSymbolNames[i];
    if (symbol == "phi" || symbol == "d") out.phi = true;
    if (symbol == "nu") out.nu = true;
    if (symbol == "alpha" || symbol == "beta" || symbol == "a") out.a = out.teacher = true;
    if (symbol == "k") out.units = true;
    if (symbol == "s" || symbol == "A" || symbol == "r" || symbol == "a_star") out.teacher = true;
    if (symbol == "p") out.filter = true;
    if (symbol == "w") out.phi = out.nu = out.filter = true;
    if (symbol == "w_star") out.filter = true;
  }
  return out;
}

}  // namespace noiseproof
