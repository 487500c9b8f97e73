// Evaluations of loss + both gradients per second, by scalar and precision, as ratios to double (k = 25, p = 6), and
// how the cost grows with the size: linear, as M is never formed.
#include <benchmark/benchmark.h>

#include "dynamics/random.hpp"
#include "model/gradient.hpp"

namespace {

using namespace noiseproof;

template <class T>
void evaluate(benchmark::State& state, int k, int p) {
  Instance instance;
  instance.k = k;
  instance.p = p;
  const Student<double> start = random_student(instance, 1, 0);
  const Teacher<T> teacher = make_teacher<T>(instance);
  Student<T> student;
  for (const double x : start.w) student.w.push_back(from_rational<T>(Rational(x)));
  for (const double x : start.a) student.a.push_back(from_rational<T>(Rational(x)));
  for (auto _ : state) {
    const Invariants<T> x = invariants(student, teacher);
    benchmark::DoNotOptimize(loss(x));
    benchmark::DoNotOptimize(gradient_w(student, teacher, x));
    benchmark::DoNotOptimize(gradient_a(student, teacher, x));
  }
  state.SetItemsProcessed(state.iterations());
}

void on_double(benchmark::State& state) {
  evaluate<double>(state, static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
}
void on_real(benchmark::State& state) {
  const ScopedDigits digits(static_cast<int>(state.range(0)));
  evaluate<Real>(state, 25, 6);
}
void on_ball(benchmark::State& state) {
  const ScopedBits bits(state.range(0));
  evaluate<Ball>(state, 25, 6);
}

BENCHMARK(on_double)->Args({25, 6})->Args({1000, 1000})->Args({10000, 10000})->ArgNames({"k", "p"});
BENCHMARK(on_real)->Arg(50)->Arg(100)->Arg(1000)->ArgName("digits");
BENCHMARK(on_ball)->Arg(128)->Arg(334)->ArgName("bits");

}  // namespace

BENCHMARK_MAIN();
