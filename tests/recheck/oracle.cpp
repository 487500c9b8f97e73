#include "oracle.hpp"

#include <set>

#include "oracle_teacher.hpp"

namespace oracle {
namespace {

bool is_rational(const Json& x) {
  return x.is_string() && !x.get_ref<const std::string&>().empty() &&
         x.get_ref<const std::string&>().find_first_not_of("-0123456789/") == std::string::npos;
}
Real sum(const Vector& x) {
  Real out = 0;
  for (const Real& entry : x) out += entry;
  return out;
}

// Half a unit in the 150th place, where a bound sits exactly on the value (0, say).
const Real kSlack = mp::pow(Real(10), -150);

/// A unit vector orthogonal to w*.
Vector across(const Teacher& t) {
  const std::size_t j = mp::abs(t.w[0]) < mp::abs(t.w[1]) ? 0 : 1;
  Vector out;
  for (std::size_t i = 0; i < t.w.size(); ++i) out.push_back((i == j ? 1 : 0) - t.w[j] * t.w[i]);
  const Real length = mp::sqrt(dot(out, out));
  for (Real& entry : out) entry /= length;
  return out;
}

/// w by its entries, or by its length and angle from w*.
Vector student(const Teacher& t, const Json& at) {
  if (at.contains("w")) return vector(at["w"]);
  const Vector q = across(t);
  const Real phi = kPi * real(at["t"]), nu = real(at["length"]);
  Vector out;
  for (std::size_t i = 0; i < q.size(); ++i) out.push_back(nu * (mp::cos(phi) * t.w[i] + mp::sin(phi) * q[i]));
  return out;
}

struct StudentValue {
  StudentValue(const Teacher& t, const Json& at) {
    const Vector w = student(t, at), a = vector(at["a"]);
    const Real nu = mp::sqrt(dot(w, w));
    Vector u = w, v = w;
    for (std::size_t i = 0; i < w.size(); ++i) u[i] = w[i] / nu - t.w[i], v[i] = w[i] / nu + t.w[i];
    const Real phi = 2 * mp::atan2(mp::sqrt(dot(u, u)), mp::sqrt(dot(v, v)));
    const auto form = [](const Vector& b, const Vector& c, const Real& off) {
      return Real(sum(b) * sum(c) + off * dot(b, c));
    };
    const Real s = sum(t.a), alpha = dot(a, t.a), aMa = form(a, a, kPi - 1);
    loss = (nu * nu * aMa - 2 * nu * form(a, t.a, g(phi) - 1) + form(t.a, t.a, kPi - 1)) / (4 * kPi);
    for (std::size_t i = 0; i < w.size(); ++i)
      in_w.push_back(
          (aMa * w[i] - (s * sum(a) - alpha + alpha * mp::sin(phi)) * w[i] / nu - alpha * (kPi - phi) * t.w[i]) /
          (2 * kPi));
    for (std::size_t i = 0; i < a.size(); ++i)
      in_a.push_back((nu * nu * (sum(a) + (kPi - 1) * a[i]) - nu * (s + (g(phi) - 1) * t.a[i])) / (2 * kPi));
  }
  Real loss;
  Vector in_w, in_a;
};

/// Values that must all lie in [lo, hi] (the extreme ones, for a range).
Vector extremes(const std::string& name, const Json& at) {
  const Real lo = kPi * real(at["t"][0]), hi = kPi * real(at["t"][1]);
  if (name == "kernel") return {g(lo), g(hi)};
  const bool first = name == "kernel_derivative";
  const std::function<Real(const Real&)> f = [first](const Real& phi) {
    return Real(first ? -(kPi - phi) * mp::sin(phi) : mp::sin(phi) - (kPi - phi) * mp::cos(phi));
  };
  Vector out{f(lo), f(hi)};
  // One turning point: g'' changes sign between 1/2 and 2, g''' = 2 cos phi + (pi - phi) sin phi between pi/2 and pi.
  const Real turn =
      first ? root([](const Real& phi) { return Real(mp::sin(phi) - (kPi - phi) * mp::cos(phi)); }, Real(1) / 2, 2)
            : root([](const Real& phi) { return Real(-2 * mp::cos(phi) - (kPi - phi) * mp::sin(phi)); }, kPi / 2, kPi);
  if (lo < turn && turn < hi) out.push_back(f(turn));
  return out;
}

Real third_moment(int p) {
  return mp::pow(Real(2), Real(3) / 2) * mp::tgamma(Real(p + 2) / 2) / mp::tgamma(Real(p - 1) / 2);
}

Vector values(const Json& item, const Teacher& t) {
  const std::string name = item["quantity"];
  const Json& at = item["at"];
  if (name.starts_with("kernel")) return extremes(name, at);
  if (name == "threshold") return {t.threshold};
  if (name == "spurious_x") return {t.x};
  if (name == "spurious_y") return {t.y};
  if (name == "spurious_alpha") return {t.alpha};
  if (name == "spurious_loss") return {t.loss_at(0)};
  if (name == "saddle_kernel_value") return {t.G};
  if (name == "saddle_angle") return {t.saddle()};
  if (name == "saddle_x") return {(t.k - 1 + t.G) * t.e1 / t.m1};
  if (name == "saddle_y") return {(t.G - 1) * t.e2 / t.m2};
  if (name == "saddle_loss") return {t.loss_at(t.G)};
  if (name == "growth_angle")
    return {Real(kPi - root([&](const Real& phi) { return Real(2 * t.G - g(phi)); }, 0, kPi))};
  if (name == "growth_radius") return {mp::sqrt(t.kappa2) * (kPi - mp::sqrt(kPi * kPi - 2 * kPi * t.G))};
  const std::size_t index = at.value("index", 0);
  if (name == "loss") return {StudentValue(t, at).loss};
  if (name == "gradient_w") return {StudentValue(t, at).in_w.at(index)};
  if (name == "gradient_a") return {StudentValue(t, at).in_a.at(index)};
  if (name == "rate_in_a") {
    const Real rho = real(at["rho"]);
    return {(1 + rho * rho * t.p / (t.p + 2)) * (t.k == 1 ? t.m1 : t.m2) / (2 * kPi)};
  }
  if (name == "rate_in_w") return {(1 + mp::cos(kPi * real(at["t"]))) * (1 - real(at["t"])) / 4};
  const bool best = at["point"] == "global_optimum";
  const Real trace = ((t.k - 1) * t.m2 + t.m1) / (2 * kPi) + (best ? (t.p - 1) * t.A2 / 2 : Real(0));
  if (name == "hessian_trace") return {trace};
  if (name == "rise_order2") return {trace / 2};
  if (name == "hessian_largest") return {best && t.A2 / 2 > t.m1 / (2 * kPi) ? Real(t.A2 / 2) : Real(t.m1 / (2 * kPi))};
  return {(best ? Real(-t.A2) : Real(-t.alpha)) * third_moment(t.p) / (6 * kPi)};
}

Real integral(const Json& item, const Teacher& t) {
  const Json& at = item["at"];
  if (item["statement"] == "loss_definition") return StudentValue(t, at).loss;
  if (item["statement"] == "gradient_a_definition") return StudentValue(t, at).in_a.at(at["index"]);
  if (item["statement"] == "gradient_w_definition")
    return dot(StudentValue(t, at).in_w, at["index"] == 0 ? t.w : across(t));
  if (item["statement"] == "radial_moment") return at["n"] == 1 ? 1 : 2;
  const Real kernel = g(kPi * real(at["t"]));
  return item["statement"] == "angular" ? Real(kernel / 2) : Real(kernel / (2 * kPi));
}

bool spectrum_holds(const Json& item, const Teacher& t) {
  std::vector<std::pair<Real, int>> families;
  const std::string point = item["at"]["point"];
  const Real b1 = t.m1 / (2 * kPi), b2 = t.m2 / (2 * kPi);
  if (point == "saddle") {
    const Real phi = t.saddle(), pull = (kPi - phi) * mp::sin(phi) / (2 * kPi), c1 = pull * t.e1, c2 = pull * t.e2;
    const auto chi = [&](const Real& z) {
      return Real(z * (z - b1) * (z - b2) - c1 * c1 * (z - b2) - c2 * c2 * (z - b1));
    };
    const auto minus = [&](const Real& z) { return Real(-chi(z)); };
    families = {{0, t.p - 2}, {b2, t.k - 2}, {root(chi, -b1 - c1 - c2, 0), 1}};
    if (t.r == 0)
      families.insert(families.end(), {{(b2 + mp::sqrt(b2 * b2 + 4 * c2 * c2)) / 2, 1}, {b1, 1}});
    else
      families.insert(families.end(), {{root(minus, b2, b1), 1}, {root(chi, b1, b1 + c1 + c2 + 1), 1}});
  } else {
    families = {{point == "global_optimum" ? Real(t.A2 / 2) : Real(0), t.p - 1}, {b2, t.k - 1}, {b1, 1}};
  }
  // One entry for each family, in any order: what the prover writes.
  std::set<std::size_t> used;
  for (const auto& [value, count] : families) {
    bool found = count == 0;
    for (std::size_t i = 0; i < item["eigenvalues"].size() && !found; ++i) {
      const Json& entry = item["eigenvalues"][i];
      found = entry["multiplicity"] == count && real(entry["lo"]) <= value + kSlack &&
              value <= real(entry["hi"]) + kSlack && used.insert(i).second;
    }
    if (!found) return false;
  }
  return used.size() == item["eigenvalues"].size();
}

/// The sentence on critical points holds iff Phi = r (pi - g)/m1 + g - 1 has its zeros just where the parts say.
bool critical_points_hold(const Json& item) {
  const int k = item["k"];
  Rational next = rational(item["r"][0]);
  for (const Json& part : item["parts"]) {
    const std::size_t last = part["domain"].size() - 1;
    if (rational(part["domain"][last][0]) != next) return false;
    next = rational(part["domain"][last][1]);
    const Real m1 = k - 1 + kPi, r0 = real(part["domain"][last][0]), r1 = real(part["domain"][last][1]);
    const auto phi = [&](const Json& t, const Real& r) {
      return Real(r * (kPi - g(kPi * real(t))) / m1 + g(kPi * real(t)) - 1);
    };
    const Json& b = part["bracket"];
    if (b.is_null()           ? !(r0 >= m1 / kPi || k == 1)
        : rational(b[1]) == 1 ? k != 1 || rational(b[0]) <= 0
                              : !(phi(b[0], r0) > 0 && phi(b[1], r1) < 0))
      return false;
  }
  return next == rational(item["r"][1]);
}

/// The three conditions of docs/escape.md.
bool trap_is_sure(const Json& item) {
  const Teacher t(item["instance"]);
  const Real rho = real(item["rho_w"]), turn = 2 * mp::asin(rho), kernel = g(kPi - turn), eta = real(item["eta"]);
  const Real play = real(item["rho_a"]) * (t.e1 + t.e2 + mp::sqrt(t.A2));
  return rho > 0 && rho < 1 && turn < kPi && t.kappa2 * (t.G - kernel) >= play && eta * t.m1 <= 2 * kPi &&
         eta * turn * (t.kappa2 * t.G + play) <= 2 * kPi;
}

/// Bounds of a number that is not known well: enough to tell a false acceptance from the certificates' room.
bool holds_roughly(const Json& item, double value, double error = 2e-3) {
  return approximate(item["lo"]) <= value + error && value <= approximate(item["hi"]) + error;
}

bool holds(const Json& item, const Teacher& t) {
  const std::string kind = item["kind"];
  if (kind == "drift") return drifts(item, t);
  if (kind == "escape") return escapes(item);
  if (kind == "sure_trap") return trap_is_sure(item);
  if (kind == "never_settles") return never_settles(item);
  if (kind == "trap") return holds_roughly(item, trapping_probability(item));
  if (item.value("quantity", "") == "pair_bound") return holds_roughly(item, pair_bound(item["at"]["p"]));
  if (item.value("quantity", "") == "critical_level") return holds_roughly(item, critical_level(item["at"]));
  if (item.value("quantity", "") == "joint_rate") return holds_roughly(item, joint_rate(item["at"], t), 1e-6);
  if (kind == "comparison") {
    const Real k = item["at"]["k"].get<int>(), r = real(item["at"]["r"]);
    const bool equal = k == 1 && r == 1;
    return (item["verdict"] == "proved") == (!equal && (r - 1) * kPi < k - 1);
  }
  if (kind == "spectrum") return spectrum_holds(item, t);
  if (kind == "region") {
    const Real D = real(item["angle"]), E = real(item["radius"]);
    return D > 0 && E > 0 && t.G > 0 && D < kPi && g(kPi - D) < 2 * t.G &&
           E < mp::sqrt(t.kappa2) * (kPi - mp::sqrt(kPi * kPi - 2 * kPi * t.G));
  }
  if (kind == "exclusion") return item["statement"] == "optimum_rises_more" || critical_points_hold(item);
  const Real lo = real(item["lo"]), hi = real(item["hi"]);
  if (item.contains("sign") && !(item["sign"] == "positive" ? lo > 0 : hi < 0)) return false;
  for (const Real& value : kind == "integral" ? Vector{integral(item, t)} : values(item, t))
    if (!(lo <= value + kSlack && value <= hi + kSlack)) return false;
  return true;
}

Json reduced(const Json& x) {
  if (is_rational(x)) return rational(x).str();
  Json out = x;
  if (x.is_structured())
    for (auto entry = out.begin(); entry != out.end(); ++entry) *entry = reduced(*entry);
  return out;
}

}  // namespace

std::string first_falsehood(const Json& certificate) {
  const Teacher teacher(certificate["instance"]);
  for (std::size_t i = 0; i < certificate["items"].size(); ++i)
    if (!holds(certificate["items"][i], teacher)) return "items[" + std::to_string(i) + "]";
  return "";
}

Json statement(const Json& certificate) {
  Json out = certificate;
  out.erase("provenance");
  for (Json& item : out["items"]) {
    item.erase("says");
    item.erase("decimal");
    item.erase("cells");
    if (item.value("kind", "") == "escape") {
      item.erase("hints");
      for (const char* of_the_proof :
           {"theta1", "theta2", "delta", "corrector", "good_cot_sq", "split", "top", "lambda", "law"})
        item["phase_one"].erase(of_the_proof);
    }
    if (item.value("statement", "") == "radial_moment") item["at"].erase("cut");
    if (item.contains("parts"))
      for (Json& part : item["parts"]) part.erase("leaves");
  }
  return reduced(out);
}

}  // namespace oracle
