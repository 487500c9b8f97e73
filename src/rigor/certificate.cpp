#include "rigor/certificate.hpp"

#include <algorithm>

#include "core/known_digits.hpp"

namespace noiseproof {
namespace {

constexpr int kDecimals = 30;

Json decimals(const Bounds& b) { return {digits_below(b.lo, kDecimals), digits_above(b.hi, kDecimals)}; }

}  // namespace

Certificate::Certificate(std::string claim, std::string stem, const Instance& instance, std::uint64_t seed)
    : claim_(std::move(claim)),
      stem_(std::move(stem)),
      instance_(instance),
      teacher_bits_(bits_below_one(instance.norm_sq)),
      seed_(seed) {}

Bounds Certificate::enclosure(const std::string& quantity, const Json& at, const Ball& value, const std::string& says,
                              bool with_sign) {
  // What is exactly 0 (a coordinate of a teacher along 1, say) gets room on the scale of the teacher, not of 1.
  const Rational room = power_of_two(-kStatedBits - teacher_bits_);
  const bool zero = arb_is_zero(value.get()) != 0;
  return enclosure(quantity, at, zero ? Bounds{-room, room} : outward(value), says, with_sign);
}

Bounds Certificate::enclosure(const std::string& quantity, const Json& at, const Bounds& value, const std::string& says,
                              bool with_sign) {
  Json json{{"kind", "enclosure"},       {"quantity", quantity},       {"at", at},     {"lo", to_string(value.lo)},
            {"hi", to_string(value.hi)}, {"decimal", decimals(value)}, {"says", says}, {"verdict", "proved"}};
  if (with_sign && value.lo > 0) json["sign"] = "positive";
  if (with_sign && value.hi < 0) json["sign"] = "negative";
  item(std::move(json));
  return value;
}

Bounds Certificate::integral(const std::string& statement, const Json& at, const Ball& value, const std::string& says) {
  const int unit = at.contains("a") ? teacher_bits_ : 0;
  const Rational slack = power_of_two(-60 - unit);
  const Bounds tight = outward(value);
  const Bounds wide{dyadic_floor(tight.lo - slack, 64 + unit), dyadic_ceil(tight.hi + slack, 64 + unit)};
  item({{"kind", "integral"},
        {"statement", statement},
        {"at", at},
        {"lo", to_string(wide.lo)},
        {"hi", to_string(wide.hi)},
        {"decimal", decimals(wide)},
        {"says", says},
        {"verdict", "proved"}});
  return wide;
}

bool Certificate::critical_level(const std::string& injection, int k, int p, const Rational& r, const Bounds& value) {
  constexpr int kLevelBits = 60;  // for many inputs the share that crosses gamma is flat
  const Bounds stated = outward(ball_over(value), kLevelBits);
  if (stated.lo <= 1 && stated.hi >= 1) return false;
  enclosure("critical_level", {{"injection", injection}, {"k", k}, {"p", p}, {"r", to_string(r)}}, stated,
            "The one noise level from which on the mean loss has no spurious local minimum.");
  return true;
}

void Certificate::comparison(int k, const Rational& r, Verdict verdict) {
  item({{"kind", "comparison"},
        {"statement", "r_below_threshold"},
        {"at", {{"k", k}, {"r", to_string(r)}}},
        {"says", "r < (k+pi-1)/pi"},
        {"verdict", name(verdict)}});
}

void Certificate::spectrum(const std::string& point, const std::vector<EnclosedEigenvalue>& values,
                           const std::string& says) {
  Json list = Json::array();
  for (const EnclosedEigenvalue& e : values)
    list.push_back({{"lo", to_string(e.value.lo)}, {"hi", to_string(e.value.hi)}, {"multiplicity", e.multiplicity}});
  item({{"kind", "spectrum"},
        {"statement", "hessian_spectrum"},
        {"at", {{"point", point}}},
        {"eigenvalues", list},
        {"says", says},
        {"verdict", "proved"}});
}

void Certificate::region(const Rational& angle, const Rational& radius, const std::string& says) {
  item({{"kind", "region"},
        {"statement", "strict_minimum_region"},
        {"angle", to_string(angle)},
        {"radius", to_string(radius)},
        {"says", says},
        {"verdict", "proved"}});
}

void Certificate::sure_drift(const Rational& eta, const Rational& rho_w, const Rational& rho_a, const Rational& level,
                             const Rational& contraction, const Rational& noise) {
  item({{"kind", "drift"},
        {"statement", "sure_drift"},
        {"at",
         {{"eta", to_string(eta)},
          {"rho_w", to_string(rho_w)},
          {"rho_a", to_string(rho_a)},
          {"level", to_string(level)}}},
        {"contraction", to_string(contraction)},
        {"noise", to_string(noise)},
        {"says", "Every noisy step from V <= level ends with V' <= (1 - contraction eta) V + noise eta."},
        {"verdict", "proved"}});
}

void Certificate::trap(const Instance& at, const TrapOptions& options, const TrapResult& result,
                       const std::string& says) {
  const Bounds& p = result.probability.front();
  const Rational radius_sq =
      options.radius < 0 ? Rational(at.norm_sq * at.r / at.k) : Rational(options.radius * options.radius);
  Json cells = Json::array();
  for (const TrapCell& c : result.cover)
    cells.push_back({to_string(c.u.lo), to_string(c.u.hi), to_string(c.v.lo), to_string(c.v.hi),
                     to_string(c.free_up_to), c.free_steps, to_string(c.trapped_from), c.trapped_steps});
  Json where = invariants_to_json(at);
  where["p"] = options.inputs.front();
  item({{"kind", "trap"},
        {"statement", "trapping_probability"},
        {"instance", where},
        {"eta", to_string(options.eta)},
        {"radius_sq", to_string(radius_sq)},
        {"lo", to_string(p.lo)},
        {"hi", to_string(p.hi)},
        {"decimal", decimals(p)},
        {"cells", cells},
        {"says", says},
        {"verdict", "proved"}});
}

void Certificate::item(Json json) {
  // What one teacher of a list says may have been said of the instance.
  const auto same = [&json](const Json& other) {
    const auto asks = [&](const char* key) { return json.value(key, Json()) == other.value(key, Json()); };
    return asks("quantity") && asks("statement") && asks("at") && asks("instance") && asks("eta") &&
           asks("phase_one") && asks("radius_sq") && asks("k") && asks("r");
  };
  if (std::none_of(items_.begin(), items_.end(), same)) items_.push_back(std::move(json));
}

Json Certificate::to_json() const {
  return {{"format", "noiseproof certificate"},
          {"version", 1},
          {"claim", claim_},
          {"stem", stem_},
          {"instance", instance_to_json(instance_)},
          {"verdict", name(verdict_)},
          {"items", items_},
          {"provenance",
           {{"program", "noiseproof"},
            {"program_version", NOISEPROOF_VERSION},
            {"bits", kProofBits},
            {"seed", seed_},
            {"libraries", {{"Arb", arb_version}, {"GMP", gmp_version}, {"MPFR", mpfr_get_version()}}}}}};
}

std::string Certificate::file_name() const {
  std::string id = claim_;
  id[0] = 'c';
  return id + "_" + stem_ + ".json";
}

std::string in_words(const Bounds& b, int digits) {
  return "[" + digits_below(b.lo, digits) + ", " + digits_above(b.hi, digits) + "]";
}

}  // namespace noiseproof
