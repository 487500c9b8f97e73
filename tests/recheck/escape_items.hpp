#pragma once
// Items about noise for the checker's tests: escapes at several instances, and one step's mean by its definition.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "items.hpp"
#include "noise_step.hpp"

using namespace recheck;
using nlohmann::json;

inline json instance(int k, int p, const char* r, const char* norm_sq = "1") {
  return {{"k", k}, {"p", p}, {"r", r}, {"norm_sq", norm_sq}};
}

/// k = 25, p = 6, r = 4: 698 steps with overshooting steps in a, then 150 with next to no noise.
inline json escape_item() {
  return {{"kind", "escape"},
          {"statement", "escape_probability"},
          {"instance", instance(25, 6, "4")},
          {"start_radius_sq", "4/25"},
          {"phase_one",
           {{"eta", "81/200"},
            {"rho_w", "1000000"},
            {"rho_a", "1/1000"},
            {"burn_in", 18},
            {"steps", 680},
            {"theta1", "3/2"},
            {"theta2", "13"},
            {"delta", "13/200000"},
            {"corrector", "26/25"},
            {"good_cot_sq", "32109/25000"},
            {"split", "1/2"},
            {"top", "42"},
            {"lambda", "37/1000"}}},
          {"phase_two", {{{"eta", "229/1000"}, {"rho_w", "1/100000"}, {"rho_a", "1/100000"}, {"steps", 150}}}},
          {"accuracy", "1/1000"},
          {"failure", "1/1000"},
          {"hints", {{"panels", 16}, {"zeta_nodes", 6}, {"strips", 12}}},
          {"says", ""},
          {"verdict", "proved"}};
}

/// Another instance; the rest of phase I by name.
json escape_at(const json& where, const char* start_radius_sq, const json& phase_one, const char* eta, int steps,
               int strips) {
  json out = escape_item();
  out["instance"] = where, out["start_radius_sq"] = start_radius_sq, out["hints"]["strips"] = strips;
  out["phase_one"].update(phase_one);
  out["phase_two"][0]["eta"] = eta, out["phase_two"][0]["steps"] = steps;
  return out;
}

inline json balanced_plane() {  // k = p = 2, r = 0
  return escape_at(instance(2, 2, "0"), "0",
                   {{"eta", "109/2000"},
                    {"rho_w", "100000000"},
                    {"rho_a", "1/100"},
                    {"burn_in", 7},
                    {"steps", 260000},
                    {"theta1", "13/50"},
                    {"theta2", "12"},
                    {"delta", "33/200000"},
                    {"corrector", "99/20"},
                    {"good_cot_sq", "197/100"},
                    {"top", "105"},
                    {"lambda", "1/25000"}},
                   "1/2", 90, 2);
}

inline json balanced() {  // k = 25, p = 6, r = 0
  return escape_at(instance(25, 6, "0"), "0",
                   {{"eta", "19/100"},
                    {"rho_w", "100000000"},
                    {"rho_a", "1/100"},
                    {"burn_in", 0},
                    {"steps", 13000},
                    {"theta1", "3/2"},
                    {"theta2", "39/5"},
                    {"delta", "3/500000"},
                    {"corrector", "7/5"},
                    {"good_cot_sq", "197/100"},
                    {"top", "215"},
                    {"lambda", "1/400"}},
                   "13/64", 200, 8);
}

inline json three_inputs() {  // k = 25, p = 3, r = 8
  return escape_at(instance(25, 3, "8"), "8/25",
                   {{"eta", "1/10"},
                    {"rho_w", "1000000"},
                    {"rho_a", "1/1000"},
                    {"burn_in", 20},
                    {"steps", 7000},
                    {"theta1", "3/10"},
                    {"theta2", "8"},
                    {"delta", "1/20000"},
                    {"corrector", "1"},
                    {"good_cot_sq", "253/500"},
                    {"top", "20"},
                    {"lambda", "1/500"}},
                   "13/64", 300, 2);
}

inline json large_teacher() {  // k = 25, p = 6, r = 4, |a*| = 3: a is followed in a band
  json out = escape_at(instance(25, 6, "4", "9"), "36/25",
                       {{"eta", "63/6250"},
                        {"rho_a", "3/10000"},
                        {"burn_in", 1375},
                        {"steps", 3700},
                        {"theta1", "3/2"},
                        {"theta2", "217/10"},
                        {"delta", "111/12500000"},
                        {"corrector", "321/500"},
                        {"good_cot_sq", "4091/5000"},
                        {"top", "539"},
                        {"lambda", "9/1000"}},
                       "1/5", 157, 12);
  out["phase_one"]["band"] = "13/50";
  return out;
}

inline json moderate() {  // k = 25, p = 6, r = 4 at rho_w = 25, by the exact law
  json out = escape_at(instance(25, 6, "4"), "4/25",
                       {{"eta", "4149/10000"},
                        {"rho_w", "25"},
                        {"rho_a", "1/10000"},
                        {"burn_in", 22},
                        {"steps", 900},
                        {"theta1", "3/2"},
                        {"theta2", "102/5"},
                        {"delta", "217/5000000"},
                        {"corrector", "963/1000"},
                        {"good_cot_sq", "191/125"},
                        {"top", "128/5"},
                        {"lambda", "3/100"}},
                       "229/1000", 150, 12);
  out["phase_one"]["law"] = {{"nu", "511/200"}, {"gbar", "102423/100000"}};
  return out;
}

inline json trap_item(const json& where, const char* eta, const char* rho_w, const char* rho_a) {
  return {{"kind", "sure_trap"}, {"statement", "kept_for_ever"},
          {"instance", where},   {"eta", eta},
          {"rho_w", rho_w},      {"rho_a", rho_a},
          {"says", ""},          {"verdict", "proved"}};
}

inline json unsettled_item(const json& where, const char* eta, const char* distance, int steps,
                           const char* probability) {
  return {{"kind", "never_settles"},
          {"statement", "late_distance"},
          {"instance", where},
          {"eta", eta},
          {"rho_w", "36"},
          {"rho_a", "1/100"},
          {"distance", distance},
          {"steps", steps},
          {"probability", probability},
          {"says", ""},
          {"verdict", "proved"}};
}

/// "", or why not.
inline std::string refusal(const json& item, Failure::Kind* kind = nullptr) {
  const Node node(item, "");
  try {
    if (item["kind"] == "escape") check_escape(node);
    if (item["kind"] == "sure_trap") check_sure_trap(node);
    if (item["kind"] == "never_settles") check_never_settles(node);
  } catch (const Failure& failure) {
    if (kind) *kind = failure.kind;
    return failure.where + ": " + failure.reason;
  }
  return "";
}

struct Nudge {
  const char* name;
  Failure::Kind kind;
  const char* message;
  std::function<void(json&)> apply;
};

inline void check_refused(const json& good, const std::vector<Nudge>& nudges) {
  for (const Nudge& nudge : nudges) {
    CAPTURE(std::string(nudge.name));
    json item = good;
    nudge.apply(item);
    Failure::Kind kind{};
    const std::string why = refusal(item, &kind);
    INFO(why);
    CHECK(why.find(nudge.message) != std::string::npos);
    CHECK(kind == nudge.kind);
  }
}

inline auto with(const char* key, const char* value) {
  return [=](json& x) { x[key] = value; };
}
inline auto in_one(const char* key, const char* value) {
  return [=](json& x) { x["phase_one"][key] = value; };
}

inline auto from_far_away(int burn_in) {
  return [=](json& x) {
    x["start_radius_sq"] = "9", x["phase_two"][0]["steps"] = 400;
    x["phase_one"]["eta"] = "1/5", x["phase_one"]["burn_in"] = burn_in, x["phase_one"]["steps"] = 0;
  };
}

// ---- The mean of one step, in doubles, from the definition

inline double number(const mpq_class& x) { return x.get_d(); }
inline double middle(const Interval& x) { return mpfi_get_d(x.get()); }

struct Chain {
  Chain(const Escape& step, const Potential& pot)
      : at(step),
        l1(middle(pot.land.m1)),
        l2(middle(pot.land.m2)),
        e1(middle(pot.land.e1)),
        e2(middle(pot.land.e2)),
        c(middle(pot.c)),
        nu(middle(pot.nu)),
        gbar(middle(pot.mean_kernel)),
        k(number(at.corrector)) {}
  Escape at;
  double l1, l2, e1, e2, c, nu, gbar, k;
  int leans = 100;

  /// Of the direction of w + a uniform point of the ball of radius rho_w, where w.w~ = x.
  double density(double x) const {
    const double rho = number(at.rho_w);
    return at.law ? std::pow((x + std::sqrt(rho * rho - 1 + x * x)) / rho, at.in.p) : 1;
  }
  double g(double phi) const { return std::sin(phi) + (M_PI - phi) * std::cos(phi); }
  double z(double x, double y) const {
    const double b1 = x - e1 * (l1 - M_PI + gbar) / l1, b2 = y - e2 * (gbar - 1) / l2;
    return nu * (e1 * x / l1 + e2 * y / l2) -
           k * (b1 * b1 * e1 * e1 / l1 + 4 * b1 * b2 * e1 * e2 / (l1 + l2) + b2 * b2 * e2 * e2 / l2);
  }
  /// The mean of (R+/R)^theta over w~, uniform on the sphere or by its law, from the student (cot^2(phi/2) = Y, x, y),
  /// with this noise in a.
  double mean(double theta, double Y, double x, double y, double eps1, double eps2) const {
    const double phi = 2 * std::atan2(1, std::sqrt(Y)), delta = number(at.delta);
    const double alpha = e1 * (x + eps1) + e2 * (y + eps2);
    constexpr int kAngles = 300;
    double sum = 0, total = 0;
    for (int i = 0; i < kAngles; ++i) {
      const double f = M_PI * (i + 0.5) / kAngles, weight = std::pow(std::sin(f), at.in.p - 2), omega = M_PI - f;
      const double x1 = x - c * (l1 * (x + eps1) - (l1 - M_PI + g(f)) * e1);
      const double y1 = y - c * (l2 * (y + eps2) - (g(f) - 1) * e2);
      for (int j = 0; j < leans; ++j) {
        const double q = M_PI * (j + 0.5) / leans;  // zeta = cos q
        const double share = at.in.p == 2 ? (j == 0 || j == leans - 1) : std::pow(std::sin(q), at.in.p - 3);
        const double zeta = at.in.p == 2 ? (j == 0 ? 1 : -1) : std::cos(q), s = c * alpha * omega;
        // w = (cos phi, sin phi, 0), w~ = (cos f, sin f zeta, sin f sqrt(1 - zeta^2)).
        const double t = std::cos(f), w0 = std::cos(phi) + s * (1 - t * t),
                     w1 = std::sin(phi) - s * t * std::sin(f) * zeta;
        const double w2 = -s * t * std::sin(f) * std::sqrt(1 - zeta * zeta);
        const double half = std::atan2(std::hypot(w1, w2), w0) / 2,
                     after = std::pow(std::cos(half) / std::sin(half), 2);
        sum += weight * share * density(std::cos(phi) * t + std::sin(phi) * std::sin(f) * zeta) *
               std::pow((Y + delta) / (after + delta) * std::exp(z(x, y) - z(x1, y1)), theta);
        total += weight * share;
      }
    }
    return sum / total;
  }
};

/// k = 25, r = 0, |a*| = 1.
inline Escape balanced_step(int p) {
  Escape at;
  at.in.k = 25, at.in.p = p, at.in.norm_sq = 1;
  at.eta = mpq_class(1, 5), at.rho_w = 1000000, at.rho_a = 0, at.theta1 = mpq_class(p - 1, 3), at.theta2 = 13;
  at.delta = mpq_class(1, 100000), at.corrector = 1;
  at.x = {Interval(0), Interval(0)}, at.y = {Interval(mpq_class(-2, 5)), Interval(1)};
  return at;
}
