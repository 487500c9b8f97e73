// Checks formulas of your own against the definition, from C++. A formula is a function of Inputs, which holds the
// network as enclosures (Ball): phi, d = pi - phi, nu, alpha, beta, s, A, r, and the vectors a, a_star, w, w_star.
#include <iostream>
#include <noiseproof/formula/check.hpp>

using namespace noiseproof;

namespace {

/// The loss as one might write it after a page of algebra.
Ball loss_by_hand(const Inputs& x) {
  const Ball pi = Ball::pi();
  const Ball g = sin(x.phi) + x.d * cos(x.phi);
  const Ball student = square(x.beta) + (pi - Ball(1)) * dot(x.a, x.a);
  const Ball teacher = square(x.s) + (pi - Ball(1)) * square(x.A);
  const Ball cross = x.beta * x.s + (g - Ball(1)) * x.alpha;
  return (square(x.nu) * student - Ball(2) * x.nu * cross + teacher) / (Ball(4) * pi);
}

/// The same with a slip: the ones are missing from the cross term.
Ball loss_with_a_slip(const Inputs& x) { return loss_by_hand(x) + x.nu * x.beta * x.s / (Ball(2) * Ball::pi()); }

CheckResult check(const char* what, const std::function<Ball(const Inputs&)>& formula) {
  const CheckResult result =
      check_claim(quantity_named("loss", "example"), Activation{}, scalar_formula(formula), Dependence{});
  std::cout << what << ": " << name(result.outcome) << ", " << result.evidence << "\n";
  for (const Counterexample& c : result.counterexample)
    std::cout << "  at " << c.text() << ": formula " << c.left << ", definition " << c.right << "\n";
  return result;
}

}  // namespace

int main() {
  const bool right = check("by hand", loss_by_hand).outcome == FormulaVerdict::agrees;
  const bool wrong = check("with a slip", loss_with_a_slip).outcome == FormulaVerdict::refuted;
  return right && wrong ? 0 : 1;
}
