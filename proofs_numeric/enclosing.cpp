#include "enclosing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "dynamics/random.hpp"
#include "rigor/self_check.hpp"

namespace noiseproof {

Enclosing::Enclosing(const ClaimContext& context, ClaimResult& result)
    : certificate("C" + context.folder.substr(1, 2), context.folder.substr(4), context.instance, context.seed),
      context_(context),
      result_(result),
      // The saddles' negative eigenvalue is about the 4/3rd power of the distance to the threshold.
      precision_(kProofBits + 2 * bits_lost_at(context.instance.k, context.instance.r)) {
  self_check();
}

void enclosed_check(ClaimResult& result, const std::string& what, const std::function<Answer()>& run) {
  result.check(what, Evidence::enclosed, [&]() -> Answer {
    try {
      return run();
    } catch (const Error& e) {
      if (e.kind() != Error::Kind::arithmetic && e.kind() != Error::Kind::no_convergence) throw;
      return {Verdict::undecided, e.what()};
    }
  });
}

Answer refuted_twin(const Answer& answer) {
  if (answer.first == Verdict::refuted) return {Verdict::proved, answer.second};
  return {Verdict::undecided, answer.second + "; not told from the truth here"};
}

void Enclosing::check(const std::string& what, const std::function<Answer()>& run) {
  enclosed_check(result_, what, run);
  verdict_ = both(verdict_, result_.checks.back().verdict);
}

void Enclosing::claim(const std::string& what, const std::function<Answer()>& run) {
  check(what, run);
  result_.checks.back().is_the_claim = true;
}

void Enclosing::twin(const std::string& what, const std::function<Answer()>& run) {
  check("false twin: " + what, [&] { return refuted_twin(run()); });
}

void Enclosing::finish(std::optional<Verdict> verdict) {
  certificate.set_verdict(verdict.value_or(verdict_));
  result_.certificate = {certificate.file_name(), certificate_text(certificate.to_json())};
}

Verdict same_number(const Ball& u, const Ball& v, int bits) {
  if (!is_finite(u) || !is_finite(v)) return Verdict::undecided;
  if (!overlaps(u, v)) return Verdict::refuted;
  const Ball all = together(u, v), width = all.upper() - all.lower();
  const Ball allowed = max(Ball(1), abs(all)) * Ball(power_of_two(-bits));
  return is_less(width, allowed) == Verdict::proved ? Verdict::proved : Verdict::undecided;
}

Ball together(const Ball& u, const Ball& v) { return Ball::hull(u, v); }

StudentPoint rational_student(const Instance& instance, std::uint64_t seed, int run) {
  const Student<double> point = random_student(instance, seed, run);
  StudentPoint out;
  for (const double x : point.w) out.w.push_back(dyadic_floor(Rational(x), 16) * (Rational(1, 2) + run % 3));
  const int bits = 16 + bits_below_one(instance.norm_sq);
  for (const double x : point.a) out.a.push_back(dyadic_floor(Rational(x), bits));
  return out;
}

Json student_to_json(const StudentPoint& point) {
  Json out{{"w", Json::array()}, {"a", Json::array()}};
  for (const Rational& x : point.w) out["w"].push_back(to_string(x));
  for (const Rational& x : point.a) out["a"].push_back(to_string(x));
  return out;
}

Json TurnedStudent::to_json() const {
  Json out{{"length", to_string(length)}, {"t", to_string(t)}, {"a", Json::array()}};
  for (const Rational& x : a) out["a"].push_back(to_string(x));
  return out;
}

TurnedStudent turned_student(const Instance& instance, std::uint64_t seed, int run) {
  return {Rational(1, 2) + run % 3, Rational(2 * (run % 5) + 1, 11), rational_student(instance, seed, run).a};
}

Vec<Ball> across(const Teacher<Ball>& teacher) {
  const Vec<Ball>& w = teacher.w_star;
  const auto size = [](const Ball& x) { return std::abs(x.midpoint_approx()); };
  const auto flattest = std::min_element(w.begin(), w.end(), [&](auto& x, auto& y) { return size(x) < size(y); });
  Vec<Ball> out;
  for (auto x = w.begin(); x != w.end(); ++x) out.push_back(Ball(x == flattest ? 1 : 0) - *flattest * *x);
  const Ball length = sqrt(norm_sq(out));
  for (Ball& x : out) x = x / length;
  return out;
}

Student<Ball> make_student(const TurnedStudent& point, const Teacher<Ball>& teacher) {
  const Angle<Ball> angle = angle_at(point.t);
  const Ball length(point.length);
  Student<Ball> out{combine(length * cosine(angle), teacher.w_star, length * sine(angle), across(teacher)), {}};
  for (const Rational& x : point.a) out.a.push_back(Ball(x));
  return out;
}

Instance at_most(const Instance& instance, int largest) {
  return instance.k + instance.p <= largest ? instance : reduced_size(instance);
}

std::filesystem::path journal_file(const ClaimContext& context, const std::string& name) {
  if (context.certificate_folder.empty()) return {};
  return std::filesystem::path(context.certificate_folder) / (name + ".journal.json");
}

bool inertia_counts(const Instance& instance) { return instance.k + instance.p - 1 <= kLargestInertia; }

std::string multiplicity_in_words(const Instance& instance) {
  return inertia_counts(instance) ? "with multiplicity" : "its multiplicities those of the closed form, not counted";
}

void note_no_inertia(const Instance& instance, ClaimResult& result) {
  if (inertia_counts(instance)) return;
  result.notes.push_back(
      fmt::format("The multiplicities are not confirmed, and the false twin about them is left out: the Hessian has {} "
                  "rows, and above {} its eigenvalues are not counted.",
                  instance.k + instance.p - 1, kLargestInertia));
}

Answer enclose_spectrum(Enclosing& enclosing, CriticalKind kind, const std::string& point) {
  const Landscape z = landscape(enclosing.instance());
  const std::vector<EnclosedEigenvalue> spectrum = enclosed_spectrum(z, kind);
  if (spectrum.empty()) return {Verdict::undecided, "the precision did not suffice"};
  enclosing.certificate.spectrum(
      point, spectrum, "The Hessian's eigenvalues on sphere x R^k at the " + name(kind) + ", with multiplicity.");
  int size = 0;
  for (const EnclosedEigenvalue& e : spectrum) size += e.multiplicity;
  std::string figure =
      fmt::format("{} eigenvalues in {} families, each to 2^-{}", size, spectrum.size(), kStatedBits - 8);
  if (size != z.instance.k + z.instance.p - 1) return {Verdict::undecided, figure + "; some are missing"};
  if (!inertia_counts(z.instance)) return {Verdict::proved, figure + "; too many rows for an inertia count"};
  const Verdict inertia = inertia_confirms(assembled_hessian(z, kind), spectrum);
  return {inertia, figure + "; multiplicities by the inertia of the assembled matrix"};
}

}  // namespace noiseproof
