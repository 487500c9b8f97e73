#pragma once
// Certificates: what was proved, with exact end points, as JSON (docs/certificate.md is the format).
#include "rigor/certificate_json.hpp"
#include "rigor/spectrum.hpp"
#include "rigor/trap.hpp"

namespace noiseproof {

/// A certificate in the making.
class Certificate {
 public:
  Certificate(std::string claim, std::string stem, const Instance& instance, std::uint64_t seed);

  /// quantity in [outward(value)]; a sign is stated if the ball proves one and `with_sign` is set. Returns the stated
  /// bounds.
  Bounds enclosure(const std::string& quantity, const Json& at, const Ball& value, const std::string& says,
                   bool with_sign = false);
  Bounds enclosure(const std::string& quantity, const Json& at, const Bounds& value, const std::string& says,
                   bool with_sign = false);
  /// An integral's bounds, widened to a width of 2^-60 at least, which a quadrature of another kind can reach; at a
  /// student, with weights "a", 2^-60 on the scale of the teacher.
  Bounds integral(const std::string& statement, const Json& at, const Ball& value, const std::string& says);
  void comparison(int k, const Rational& r, Verdict verdict);
  void spectrum(const std::string& point, const std::vector<EnclosedEigenvalue>& values, const std::string& says);
  void region(const Rational& angle, const Rational& radius, const std::string& says);
  /// V' <= (1 - contraction eta) V + noise eta after every step from V = |a - a*|^2 + |w - w*|^2 <= level.
  void sure_drift(const Rational& eta, const Rational& rho_w, const Rational& rho_a, const Rational& level,
                  const Rational& contraction, const Rational& noise);
  /// The trapping probability at `at`, for its first number of inputs; `result` with its cells kept.
  void trap(const Instance& at, const TrapOptions& options, const TrapResult& result, const std::string& says);
  /// The critical noise level of (k, p, r), to 60 bits. False, and nothing is stated, if they reach across 1, where the
  /// checker has no form of its integral.
  bool critical_level(const std::string& injection, int k, int p, const Rational& r, const Bounds& value);
  /// A finished item, for kinds with a shape of their own.
  void item(Json json);

  void set_verdict(Verdict verdict) { verdict_ = verdict; }
  Json to_json() const;
  /// cNN_stem.json
  std::string file_name() const;

 private:
  std::string claim_, stem_;
  Instance instance_;
  int teacher_bits_;  // 2^-teacher_bits_ <= |a*|, |a*|^2, 1
  std::uint64_t seed_;
  Verdict verdict_ = Verdict::undecided;
  Json items_ = Json::array();
};

/// "[1.234, 1.235]": the bounds in decimals, rounded outward.
std::string in_words(const Bounds& b, int digits = 12);

}  // namespace noiseproof
