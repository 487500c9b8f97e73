// What rigor costs. First loss, both gradients and Hessian of one student (k = 25, p = 6, r = 4) at 128 bits: enclosed
// by Arb, enclosed by MPFI, and plain in MPFR, all from the same templates; then claim C09's exclusion: its leaves,
// leaves a second, and how their number grows with the width asked for.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <boost/multiprecision/mpfi.hpp>
#include <chrono>
#include <cmath>
#include <ctime>
#include <map>

#include "dynamics/random.hpp"
#include "interval.hpp"
#include "model/hessian.hpp"
#include "rigor/critical_exclusion.hpp"

namespace noiseproof {

constexpr int kBits = 128, kDigits = 38;  // Boost gives a number of 38 digits 128 bits
using BoostMpfi =
    boost::multiprecision::number<boost::multiprecision::mpfi_float_backend<kDigits>, boost::multiprecision::et_off>;

/// A type of enclosures as a bare scalar: sums, products, sqrt, sin, cos, atan. The model reads its formulas literally
/// (Ball's own h, two hypergeometric series at the ends of the ball, is passed by), so that all types do the same work.
/// There is no atan2: MPFI's is not to be trusted, and for the half angle's positive sides atan is enough.
template <class B>
struct Literal {
  B v;
  Literal& operator+=(const Literal& o) {
    if constexpr (requires { v += o.v; })
      v += o.v;
    else
      v = v + o.v;
    return *this;
  }
  Literal& operator-=(const Literal& o) { return *this = *this - o; }
  Literal& operator*=(const Literal& o) {
    if constexpr (requires { v *= o.v; })
      v *= o.v;
    else
      v = v * o.v;
    return *this;
  }
  friend Literal operator+(const Literal& a, const Literal& b) { return {a.v + b.v}; }
  friend Literal operator-(const Literal& a, const Literal& b) { return {a.v - b.v}; }
  friend Literal operator*(const Literal& a, const Literal& b) { return {a.v * b.v}; }
  friend Literal operator/(const Literal& a, const Literal& b) { return {a.v / b.v}; }
  friend Literal operator-(const Literal& a) { return {-a.v}; }
  friend Literal sqrt(const Literal& a) { return {sqrt(a.v)}; }
  friend Literal sin(const Literal& a) { return {sin(a.v)}; }
  friend Literal cos(const Literal& a) { return {cos(a.v)}; }
  friend Literal atan2(const Literal& y, const Literal& x) { return {atan(y.v / x.v)}; }
};

template <>
struct ScalarTraits<recheck::Interval> {
  static recheck::Interval pi() { return recheck::Interval::pi(); }
  static recheck::Interval from(int n) { return n; }
  static recheck::Interval from(const Rational& q) { return mpq_class(q.backend().data()); }
};
template <>
struct ScalarTraits<BoostMpfi> {
  static BoostMpfi pi() {
    BoostMpfi out;
    mpfi_const_pi(out.backend().data());
    return out;
  }
  static BoostMpfi from(int n) { return n; }
  static BoostMpfi from(const Rational& q) {
    BoostMpfi out;
    mpfi_set_q(out.backend().data(), q.backend().data());
    return out;
  }
};
template <class B>
struct ScalarTraits<Literal<B>> {
  static Literal<B> pi() { return {ScalarTraits<B>::pi()}; }
  static Literal<B> from(int n) { return {ScalarTraits<B>::from(n)}; }
  static Literal<B> from(const Rational& q) { return {ScalarTraits<B>::from(q)}; }
};

namespace {

/// What an enclosure says, in double: for the table, and to see that all types computed the same.
struct Seen {
  double middle, width;
};
Seen seen(double x) { return {x, 0}; }
Seen seen(const Real& x) { return {x.convert_to<double>(), 0}; }
Seen seen(const Ball& x) { return {x.midpoint_approx(), 2 * x.radius_approx()}; }
Seen seen(mpfi_srcptr x) {
  mpfr_t width;
  mpfr_init2(width, 53);
  mpfi_diam_abs(width, x);
  const Seen out{mpfi_get_d(x), mpfr_get_d(width, MPFR_RNDU)};
  mpfr_clear(width);
  return out;
}
Seen seen(const recheck::Interval& x) { return seen(x.get()); }
Seen seen(const BoostMpfi& x) { return seen(x.backend().data()); }
template <class B>
Seen seen(const Literal<B>& x) {
  return seen(x.v);
}

Instance default_instance() {
  Instance out;
  out.k = 25, out.p = 6, out.r = 4;
  return out;
}

/// Everything at one student. The Hessian in the basis (u, q_2 .. q_{p-1}) x R^k of model/hessian.hpp has 900 entries
/// and k + 5 different ones: its blocks' and L_ua = c a*.
template <class T>
struct Task {
  Task() {
    const Instance instance = default_instance();
    const Student<double> start = random_student(instance, 1, 0);
    teacher = make_teacher<T>(instance);
    reduced = teacher_invariants<T>(instance);
    for (const double x : start.w) student.w.push_back(from_rational<T>(Rational(x)));
    for (const double x : start.a) student.a.push_back(from_rational<T>(Rational(x)));
  }
  T run() const {
    const Invariants<T> x = invariants(student, teacher);
    const T value = loss(x);
    benchmark::DoNotOptimize(gradient_w(student, teacher, x));
    benchmark::DoNotOptimize(gradient_a(student, teacher, x));
    benchmark::DoNotOptimize(hessian_blocks(reduced, x.angle, x.alpha));
    const T c = x.angle.d * sine(x.angle) / (lit<T>(2) * pi<T>());
    Vec<T> coupling;
    coupling.reserve(teacher.a_star.size());
    for (const T& a : teacher.a_star) coupling.push_back(c * a);
    benchmark::DoNotOptimize(coupling);
    return value;
  }
  Teacher<T> teacher;
  TeacherInvariants<T> reduced;
  Student<T> student;
};

struct Row {
  const char* name;
  void (*time)(benchmark::State&);
  Seen (*loss)();
};

template <class T>
Row row(const char* name) {
  return {name,
          [](benchmark::State& state) {
            const Task<T> task;
            for (auto _ : state) benchmark::DoNotOptimize(task.run());
          },
          [] { return seen(Task<T>().run()); }};
}

/// Keeps the fastest of the repetitions.
class Fastest : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs)
      if (run.run_type == Run::RT_Iteration) {
        double& best = nanoseconds.try_emplace(run.run_name.function_name, HUGE_VAL).first->second;
        best = std::min(best, run.GetAdjustedCPUTime());
      }
  }
  std::map<std::string, double> nanoseconds;
};

int evaluations() {
  const char* plain = "mpfr";
  const Row rows[] = {row<double>("double"),
                      row<Real>(plain),
                      row<Literal<Ball>>("Arb"),
                      row<Ball>("Arb, h exact over the ball"),
                      row<Literal<BoostMpfi>>("MPFI through Boost"),
                      row<Literal<recheck::Interval>>("MPFI, the checker's")};
  for (const Row& r : rows) benchmark::RegisterBenchmark(r.name, r.time)->Repetitions(9)->MinTime(0.1);
  Fastest fastest;
  benchmark::RunSpecifiedBenchmarks(&fastest);
  const Task<Real> task;
  const Real value = task.run();
  const Angle<Real> angle = invariants(task.student, task.teacher).angle;
  bool fair = mpfr_get_prec(value.backend().data()) == kBits && mpfi_get_prec(BoostMpfi().backend().data()) == kBits &&
              angle.phi > 1 && angle.d > 1;  // nearer to a pole, h is a series in double and Real
  for (const Row& r : rows) fair = fair && std::abs(r.loss().middle / value.convert_to<double>() - 1) < 1e-12;
  if (!fair) {
    fmt::print(stderr, "enclosures: the types do not do the same work\n");
    return 1;
  }
  fmt::print("Loss, both gradients and Hessian, k = 25, p = 6, r = 4, {} bits, phi = {:.3f}\n\n", kBits,
             angle.phi.convert_to<double>());
  fmt::print("{:<28}{:>12}{:>10}{:>16}\n", "", "ns", "to mpfr", "width of loss");
  for (const Row& r : rows) {
    const double time = fastest.nanoseconds.at(r.name), wide = r.loss().width;
    fmt::print("{:<28}{:>12.0f}{:>10.2f}{:>16}\n", r.name, time, time / fastest.nanoseconds.at(plain),
               wide > 0 ? fmt::format("2^{:.1f}", std::log2(wide)) : "-");
  }
  return 0;
}

struct Seconds {
  double wall = HUGE_VAL, cpu = HUGE_VAL;
};
/// The least of the runs that fit into half a second; one run at least.
Seconds least(const std::function<void()>& run) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  Seconds out;
  do {
    const Clock::time_point before = Clock::now();
    const std::clock_t cpu_before = std::clock();
    run();
    out.cpu = std::min(out.cpu, static_cast<double>(std::clock() - cpu_before) / CLOCKS_PER_SEC);
    out.wall = std::min(out.wall, std::chrono::duration<double>(Clock::now() - before).count());
  } while (Clock::now() - start < std::chrono::milliseconds(500));
  return out;
}

int exclusion(const std::string& what, const std::function<CriticalExclusion(int bits, const ExclusionOptions&)>& run) {
  fmt::print("\n{}\n\n{:>6}{:>10}{:>12}{:>12}{:>12}{:>12}\n", what, "width", "leaves", "more a bit", "CPU s",
             "leaves/s", "2 threads");
  double last_leaves = 0;
  int last_bits = 0;
  for (const int bits : {2, 4, 8, 12, 16, 20, 24}) {
    ExclusionOptions one, two;
    one.jobs = 1, two.jobs = 2;
    CriticalExclusion found;
    const Seconds alone = least([&] { found = run(bits, one); }), pair = least([&] { run(bits, two); });
    if (found.verdict != Verdict::proved) {
      fmt::print(stderr, "enclosures: not proved at 2^-{}\n", bits);
      return 1;
    }
    const auto leaves = static_cast<double>(found.leaf_count());
    fmt::print("{:>6}{:>10}{:>12}{:>12.3f}{:>12.0f}{:>12.2f}\n", fmt::format("2^-{}", bits), leaves,
               last_bits == 0 ? "" : fmt::format("{:.1f}", (leaves - last_leaves) / (bits - last_bits)), alone.cpu,
               leaves / alone.cpu, alone.wall / pair.wall);
    last_leaves = leaves, last_bits = bits;
  }
  return 0;
}

int all() {
  const ScopedBits ball_bits(kBits);
  const recheck::Precision interval_bits(kBits);
  const ScopedDigits real_digits(kDigits);
  const int k = default_instance().k;
  int bad = evaluations();
  bad |= exclusion("Exclusion at r = 4, but for the saddles' neighbourhood, `width` of their distance from the pole",
                   [k](int bits, const ExclusionOptions& options) {
                     return exclude_critical_points(k, {4, 4}, options, {1, bits});
                   });
  bad |= exclusion("The same for all r in [3, 5] at once", [k](int bits, const ExclusionOptions& options) {
    return exclude_critical_points(k, {3, 5}, options, {1, bits});
  });
  bad |= exclusion("For all r from 0 to `width` below the threshold, in slices halved towards it",
                   [k](int bits, const ExclusionOptions& options) {
                     return exclude_critical_points(k, range_below_threshold(k, bits), options, {bits + 4, 2});
                   });
  return bad;
}

}  // namespace
}  // namespace noiseproof

int main(int argc, char** argv) {
  // Repetitions of all types in turn: what else the machine does then weighs on all of them.
  std::string interleave = "--benchmark_enable_random_interleaving=true";
  std::vector<char*> arguments{argv[0], interleave.data()};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  argc = static_cast<int>(arguments.size());
  benchmark::Initialize(&argc, arguments.data());
  return noiseproof::all();
}
