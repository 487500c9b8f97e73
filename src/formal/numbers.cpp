#include "formal/numbers.hpp"

#include <fmt/format.h>

#include <functional>

#include "core/ball.hpp"
#include "core/error.hpp"
#include "model/critical_points.hpp"

namespace noiseproof {
namespace {

Integer power_of_ten(int n) { return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(n)); }

/// mantissa * 10^-decimals.
struct Decimal {
  Integer mantissa;
  int decimals = 0;

  Decimal next(int steps) const { return {mantissa + steps, decimals}; }
  Rational value() const {
    return decimals >= 0 ? Rational(mantissa, power_of_ten(decimals)) : Rational(mantissa * power_of_ten(-decimals));
  }
  /// As Coq reads it as a real number: "0.125", "(-3.1e-40)".
  std::string coq() const {
    std::string digits = Integer(abs(mantissa)).str();
    std::string out;
    if (decimals <= 0) {
      out = digits + (mantissa == 0 ? "" : std::string(static_cast<std::size_t>(-decimals), '0'));
    } else {
      const auto places = static_cast<std::size_t>(decimals);
      if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
      out = digits.substr(0, digits.size() - places) + "." + digits.substr(digits.size() - places);
    }
    return mantissa < 0 ? "(-" + out + ")" : out;
  }
};

/// lo <= x <= hi with neighbouring decimals of kFormalDigits significant digits.
struct Bracket {
  Decimal lo, hi;
};

/// Decimal places that leave about kFormalDigits significant digits of a number of this size.
int places_for(const Rational& size) {
  int places = kFormalDigits;
  Rational s = abs(size);
  if (s == 0) return places;
  while (s >= 1) s /= 10, --places;
  while (s * 10 < 1) s *= 10, ++places;
  return places;
}

/// The ball, rounded outward.
Bracket decimals_around(const Ball& x) {
  const Rational lo = lower_rational(x), hi = upper_rational(x);
  const int places = places_for(hi);
  const Rational scale = Decimal{Integer(1), -places}.value();
  return {{floor_of(lo * scale), places}, {-floor_of(-hi * scale), places}};
}

std::string between(const Bracket& b, const std::string& what) {
  return b.lo.coq() + " <= " + what + " <= " + b.hi.coq();
}
/// The same bracket, moved up past the value by so much in its last digits.
Bracket nudged(const Bracket& b, int steps = 1) { return {b.hi.next(steps), b.hi.next(steps + 1)}; }

std::string rational(const Rational& q) {
  const std::string text = to_string(q);
  constexpr std::size_t kLongest = 400;
  if (text.size() > kLongest)
    throw Error(Error::Kind::arithmetic, "formal part",
                "r or |a*|^2 has more digits than Coq is asked to compute with");
  const std::size_t slash = text.find('/');
  return slash == std::string::npos ? text : "(" + text.substr(0, slash) + " / " + text.substr(slash + 1) + ")";
}

/// What the theorems of one instance share.
class Numbers {
 public:
  explicit Numbers(const Instance& instance)
      : k_(instance.k), r_(instance.r), norm_sq_(instance.norm_sq), minimum_(spurious_is_local_minimum(instance)) {}

  std::vector<NumberTheorem> all() {
    const ScopedBits precision(kBits);
    state("C04", [&] { exists(), curvature(); });
    state("C05", [&] { location(); });
    state("C06", [&] { eigenvalues(); });
    state("C07", [&] { threshold(), alpha(); });
    state("C08", [&] { loss(); });
    state("C09", [&] { minimum() ? saddle() : no_saddle(); });
    return std::move(out_);
  }

 private:
  static constexpr const char* kExists = "C04_instance_exists";
  static constexpr slong kBits = 400;
  /// Bits for Coq: digits and room for the cancellations of a short formula.
  static constexpr int kCoqBits = 160;

  [[noreturn]] static void too_close() {
    throw Error(Error::Kind::arithmetic, "formal part", "r is too close to the threshold (k+pi-1)/pi");
  }

  /// What cannot be stated of one claim loses no other's theorems.
  void state(const std::string& claim, const std::function<void()>& theorems) {
    const std::size_t before = out_.size();
    try {
      theorems();
    } catch (const Error& error) {
      out_.resize(before);
      out_.push_back({claim + "_instance", "", "", "", "", "", {}, error.what()});
    }
  }
  /// Throws if that is not known.
  bool minimum() const {
    if (minimum_ == Verdict::undecided) too_close();
    return minimum_ == Verdict::proved;
  }

  std::string teacher() const { return fmt::format("teacher k c {} {} {}", k_, rational(r_), rational(norm_sq_)); }
  std::string every_teacher(const std::string& conclusion) const {
    return "forall k c, " + teacher() + " ->\n  " + conclusion;
  }
  static std::string with_bits(const std::string& tactic, int bits = kCoqBits) {
    return fmt::format("{} {}%positive", tactic, bits);
  }
  /// `refuted_by`: a tactic of Digits.v, to which the existence of a teacher and the theorem are given.
  void add(const std::string& name, const std::string& statement, const std::string& tactic, const std::string& twin,
           const std::string& refuted_by, const std::string& twin_tactic = "") {
    out_.push_back({name, statement, tactic, twin, twin_tactic.empty() ? tactic : twin_tactic,
                    refuted_by + " " + kExists + " " + name});
  }
  /// The theorem added last says this of a number that certificates enclose.
  void says(const std::string& quantity, const Rational& lo, const Rational& hi) {
    out_.back().digits.push_back({quantity, lo, hi});
  }
  void says(const std::string& quantity, const Bracket& b) { says(quantity, b.lo.value(), b.hi.value()); }
  void value(const std::string& name, const std::string& what, const std::string& tactic, const Ball& x, int bits,
             const std::string& quantity) {
    const Bracket b = decimals_around(x);
    add(name, every_teacher(between(b, what)), with_bits(tactic, bits), every_teacher(between(nudged(b), what)),
        "refute_value");
    says(quantity, b);
  }

  /// K = k - 1 + pi, the large eigenvalue of M.
  Ball large() const { return Ball(k_ - 1) + Ball::pi(); }
  static Ball pi1() { return Ball::pi() - Ball(1); }

  /// abar.a*: 0 at k = 1; near the threshold it cancels.
  void alpha() {
    if (k_ == 1) return;
    const ScopedBits more(kBits + threshold_bits());
    value("C07_instance_alpha", "dot k (abar k c) c", "prove_alpha",
          Ball(norm_sq_) / pi1() * (Ball::pi() * Ball(r_) / large() - Ball(1)), threshold_bits() + 60,
          "spurious_alpha");
  }
  void loss() {
    const Ball A(norm_sq_), r(r_), k(k_), K = large();
    value("C08_instance_loss", "L k c PI (abar k c)", "prove_loss",
          A / Ball(4) *
              ((Ball(2) * Ball(k_ - 1) + Ball::pi()) / K * r / k + (pi1() - Ball(1)) / pi1() * (Ball(1) - r / k)),
          kCoqBits, "spurious_loss");
  }
  void exists() {
    const std::string tactic = k_ == 1 ? "prove_exists_one" : fmt::format("prove_exists_many {}%Z", k_ - 2);
    // r > k is possible for no teacher.
    add(kExists, "exists k c, " + teacher(), tactic,
        fmt::format("exists k c, teacher k c {} {} {}", k_, k_ + 1, rational(norm_sq_)), "");
    out_.back().refutation = "refute_exists";
  }
  void curvature() {
    const Rational half = norm_sq_ / 2;
    add("C04_instance_curvature", every_teacher("A2 k c / 2 = " + rational(half)), "prove_curvature",
        every_teacher("A2 k c / 2 = " + rational(half + Decimal{Integer(1), places_for(half)}.value())),
        "refute_value");
    says("hessian_spectrum", half, half);
  }
  void location() {
    const Bracket u = decimals_around(Ball::pi() / (pi1() * large())), v = decimals_around(Ball(1) / pi1());
    const auto text = [&](const Bracket& second) {
      return every_teacher("exists u v, " + between(u, "u") + " /\\\n    " + between(second, "v") +
                           " /\\\n    forall i, abar k c i = u * tot k c - v * c i");
    };
    // With a* parallel to 1 abar is the same on the line v' - v = k (u' - u): the twin lies farther off than u's
    // bracket.
    const Rational along = k_ * (u.hi.value() - u.lo.value()) / (v.hi.value() - v.lo.value());
    add("C05_instance_location", text(v), with_bits("prove_location"),
        text(nudged(v, static_cast<int>(floor_of(along)) + 1)), "refute_location");
    // abar.a* = (u r - v) |a*|^2.
    says("spurious_alpha", (u.lo.value() * r_ - v.hi.value()) * norm_sq_,
         (u.hi.value() * r_ - v.lo.value()) * norm_sq_);
  }
  void eigenvalues() {
    const Ball two_pi = Ball(2) * Ball::pi();
    const Bracket across = decimals_around(pi1() / two_pi), along = decimals_around(large() / two_pi);
    const auto text = [&](const Bracket& second) {
      return every_teacher("exists u v, " + between(across, "u") + " /\\\n    " + between(second, "v") +
                           " /\\\n    (forall b, tot k b = 0 -> QM k b / (2 * PI) = u * dot k b b) /\\"
                           "\n    (forall t, let b := fun _ : nat => t in QM k b / (2 * PI) = v * dot k b b)");
    };
    add("C06_instance_eigenvalues", text(along), with_bits("prove_eigenvalues"), text(nudged(along)),
        "refute_eigenvalues");
    says("hessian_spectrum", along);
    if (k_ > 1) says("hessian_spectrum", across);
  }
  void threshold() {
    const std::string yes = every_teacher("strict_local_min_spurious k c"),
                      no = every_teacher("~ local_min_spurious k c");
    if (minimum())
      add("C07_instance_minimum", yes, with_bits("prove_minimum", threshold_bits()), no, "refute_no_minimum",
          with_bits("prove_no_minimum", threshold_bits()));
    else
      add("C07_instance_no_minimum", no,
          k_ == 1 ? "prove_no_minimum_one" : with_bits("prove_no_minimum", threshold_bits()), yes, "refute_minimum",
          with_bits("prove_minimum", threshold_bits()));
  }
  void no_saddle() {
    add("C09_instance_no_saddle", every_teacher("forall phi, 0 < phi < PI -> ~ saddle_angle k c phi"),
        k_ == 1 ? "prove_no_saddle_one" : with_bits("prove_no_saddle", threshold_bits()),
        every_teacher("exists phi, 1 < phi < 2 /\\ saddle_angle k c phi /\\"
                      "\n    forall psi, 0 <= psi <= PI -> saddle_angle k c psi -> psi = phi"),
        "refute_a_saddle", with_bits("prove_saddle", threshold_bits()));
  }
  void saddle() {
    // Search at high precision, then let Ball decide: g(lo) > v > g(hi).
    const Decimal guess = [&] {
      const ScopedDigits digits(4 * kFormalDigits);
      const Real phi = saddle_angle_at<Real>(k_, r_).phi;
      const Rational exact = lower_rational(Ball::exactly(phi));
      return Decimal{floor_of(exact * Rational(power_of_ten(kFormalDigits))), kFormalDigits};
    }();
    for (int margin = 0; margin < 3; ++margin) {  // the decimal next to the angle may be too close to tell
      const Bracket b{guess.next(-margin), guess.next(1 + margin)};
      if (bits_to_tell(b.lo, true) == 0 || bits_to_tell(b.hi, false) == 0) continue;
      const int bits = std::max(bits_to_tell(b.lo, true), bits_to_tell(b.hi, false));
      const auto text = [&](const Bracket& c) {
        return every_teacher("exists phi, " + c.lo.coq() + " < phi < " + c.hi.coq() +
                             " /\\\n    saddle_angle k c phi /\\"
                             "\n    forall psi, 0 <= psi <= PI -> saddle_angle k c psi -> psi = phi");
      };
      add("C09_instance_saddle", text(b), with_bits("prove_saddle", bits), text(nudged(b)), "refute_saddle");
      out_.back().refutation += fmt::format(" {}%positive", bits);
      says("saddle_angle", b);
      return;
    }
    too_close();
  }

  /// Bits with which g(x) - v, v the kernel value at the saddles, shows its sign (positive or not); 0 if it has the
  /// other sign or would take more than kMostBits.
  int bits_to_tell(const Decimal& x, bool positive) const {
    constexpr int kMostBits = 1200;
    const ScopedBits precision(2 * kMostBits);
    const Ball gap = dual_kernel(Angle<Ball>::from_phi(Ball(x.value()))) - saddle_kernel_value(k_, Ball(r_));
    if ((positive ? is_positive(gap) : is_negative(gap)) != Verdict::proved) return 0;
    return within(kMostBits, abs(gap));
  }
  /// Bits with which r - (k+pi-1)/pi shows its sign.
  int threshold_bits() const {
    constexpr int kMostBits = 4000;
    if (k_ == 1) return kCoqBits;
    const ScopedBits precision(2 * kMostBits);
    const Ball gap = abs(Ball(r_) - (Ball(k_ - 1) + Ball::pi()) / Ball::pi());
    const int bits = within(kMostBits, gap);
    if (bits == 0) too_close();
    return bits;
  }
  /// kCoqBits more than the bits before the gap's first nonzero one; 0 beyond `most`.
  static int within(int most, const Ball& gap) {
    for (int bits = kCoqBits; bits <= most; bits += 20) {
      const Rational small(Integer(1),
                           boost::multiprecision::pow(Integer(2), static_cast<unsigned>(bits - kCoqBits / 2)));
      if (is_less(Ball(small), gap) == Verdict::proved) return bits;
    }
    return 0;
  }

  int k_;
  Rational r_, norm_sq_;
  Verdict minimum_;
  std::vector<NumberTheorem> out_;
};

const char* kHeader =
    "From Coq Require Import Reals Lra.\n"
    "From Noiseproof Require Import Kernel Loss Landscape Invariants Digits.\n"
    "Open Scope R_scope.\n";

/// Coq comments nest, and strings in them must close.
std::string comment(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != '"' && c != '*') out += c;
  return "(** " + out + " *)\n";
}

}  // namespace

std::vector<NumberTheorem> number_theorems(const Instance& instance) { return Numbers(instance).all(); }

std::string twin_is_false(const std::string& theorem) { return theorem + "_twin_is_false"; }

std::string numbers_theory(const std::vector<NumberTheorem>& theorems, const std::string& about) {
  std::string out = comment("Numbers of the instance " + about + ". Emitted by noiseproof verify --formal.") + kHeader;
  std::string all;
  for (const NumberTheorem& t : theorems) {
    if (!t.unstated.empty()) continue;
    const auto prove = [&](const std::string& name, const std::string& statement, const std::string& tactic) {
      out += fmt::format("\nTheorem {} :\n  {}.\nProof. {}. Qed.\nCheck {}.\n", name, statement, tactic, name);
      all += (all.empty() ? "" : ", ") + name;
    };
    prove(t.name, t.statement, t.tactic);
    prove(twin_is_false(t.name), "~ (" + t.twin + ")", t.refutation);
  }
  if (all.empty()) return out;
  return out + "\n(* The axioms of all of them: one search costs as much as ten. *)\nDefinition all_numbers := (" +
         all + ").\nPrint Assumptions all_numbers.\n";
}

std::string twins_theory(const std::vector<NumberTheorem>& theorems, const std::string& about) {
  std::string out = comment("False twins for the instance " + about +
                            ": every goal is false, and the tactic that proves its true neighbour has to fail on it.") +
                    kHeader;
  for (const NumberTheorem& t : theorems)
    if (t.unstated.empty())  // abstract: the kernel looks at the proof
      out += fmt::format("\nGoal {}.\nProof. tryif abstract ({}) then idtac \"{}{}\" else idtac \"{}{}\". Abort.\n",
                         t.twin, t.twin_tactic, kAccepted, t.name, kRefused, t.name);
  return out;
}

}  // namespace noiseproof
