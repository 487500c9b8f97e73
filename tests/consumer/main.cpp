#include <iostream>
#include <noiseproof/model/critical_points.hpp>

int main() {
  using namespace noiseproof;
  const Instance instance;
  const double coarse = spurious_point(teacher_invariants<double>(instance)).loss;
  const ScopedDigits digits(40);
  const Real fine = spurious_point(teacher_invariants<Real>(instance)).loss;
  const Ball proved = spurious_point(teacher_invariants<Ball>(instance)).loss;
  std::cout << coarse << "\n" << to_decimal(fine, 30) << "\n" << to_decimal(proved, 30) << "\n";
  return is_inside(proved, Ball::exactly(fine) + Ball::hull(Ball(Rational(-1, 1000000)), Ball(Rational(1, 1000000)))) ==
                 Verdict::proved
             ? 0
             : 1;
}
