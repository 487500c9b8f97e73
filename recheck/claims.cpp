// What each claim's certificate must contain (docs/certificate.md, last section).
#include <algorithm>
#include <map>
#include <set>

#include "items.hpp"

namespace recheck {
namespace {

using Items = std::vector<Node>;

const mpq_class kAccuracy(1, 1000);

/// The items with this quantity or statement and, if a key is given, this word at `key` or at `at.key`.
Items select(const Items& items, const std::string& name, const char* key = "", const std::string& word = "") {
  Items out;
  for (const Node& item : items) {
    if (item.at(item.has("quantity") ? "quantity" : "statement").text() != name) continue;
    const Node holder = item.has("at") && item.at("at").has(key) ? item.at("at") : item;
    if (*key == 0 || (holder.has(key) && holder.at(key).word() == word)) out.push_back(item);
  }
  return out;
}

void need(bool there, const Node& top, const std::string& what) {
  if (!there) top.incomplete("lacks " + what);  // or what is there is too wide to count
}

mpq_class bound(const Node& item, const char* end) { return item.at(end).rational(); }

/// Every eigenvalue but exactly `zeros`, which are 0, is positive.
bool is_semidefinite(const Node& spectrum, long zeros) {
  const Node list = spectrum.at("eigenvalues");
  long found = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Node one = list.entry(i);
    if (bound(one, "lo") == 0 && bound(one, "hi") == 0)
      found += one.at("multiplicity").integer(1, 2 * kMaxUnits);
    else if (bound(one, "lo") <= 0)
      return false;
  }
  return found == zeros;
}

bool has_negative(const Node& spectrum) {
  const Node list = spectrum.at("eigenvalues");
  for (std::size_t i = 0; i < list.size(); ++i)
    if (bound(list.entry(i), "hi") < 0) return true;
  return false;
}

Items spectra(const Items& items, const char* point, auto holds) {
  Items out = select(items, "hessian_spectrum", "point", point);
  std::erase_if(out, [&](const Node& item) { return !holds(item); });
  return out;
}

void optimum_items(const Items& items, const Instance&, const Node& top) {
  need(!spectra(items, "global_optimum", [](const Node& x) { return is_semidefinite(x, 0); }).empty(), top,
       "hessian_spectrum at the global_optimum, positive");
}

/// abar.a* has a sign, unless k = 1.
void sign_item(const Items& items, const Instance& in, const Node& top) {
  const bool there = !select(items, "spurious_alpha", "sign", "negative").empty() ||
                     !select(items, "spurious_alpha", "sign", "positive").empty();
  need(in.k == 1 || there, top, "spurious_alpha with a sign");
}

void singular_items(const Items& items, const Instance& in, const Node& top) {
  need(!spectra(items, "spurious_point", [&](const Node& x) { return is_semidefinite(x, in.p - 1); }).empty(), top,
       "hessian_spectrum at the spurious_point, 0 p-1 times and else positive");
  sign_item(items, in, top);
}

void kernel_items(const Items& items, const Instance&, const Node& top) {
  std::set<mpq_class> angles;
  for (const Node& item : select(items, "kernel_definition")) angles.insert(item.at("at").at("t").rational());
  need(angles.size() >= 8, top, "8 kernel_definition items with distinct t");
  for (const mpq_class& t : {mpq_class(0), mpq_class(1, 2), mpq_class(1)})
    need(angles.contains(t), top, "kernel_definition at t = " + t.get_str());
  for (const char* name : {"kernel", "kernel_derivative", "kernel_second_derivative"}) {
    bool there = false;
    for (const Node& item : select(items, name))
      there = there || item.at("at").at("t").rationals(2) == std::vector<mpq_class>{0, 1};
    need(there, top, std::string(name) + " over [0, 1], no wider than it may be");
  }
}

/// The items' students at which no term of the closed forms drops out: w is not on w*'s line nor of length 1, and a.a*
/// is not 0. By student, which entries are there: of a gradient by name and index, of the loss one.
using Entries = std::set<std::pair<std::string, long>>;
std::map<std::vector<mpq_class>, Entries> students(const Items& items, const std::vector<const char*>& names,
                                                   const Instance& in) {
  std::map<std::vector<mpq_class>, Entries> out;
  for (const char* name : names)
    for (const Node& item : select(items, name)) {
      const Node at = item.at("at");
      const Student student(at, in);
      const auto turned = [&] { return is_positive(abs(student.weights().alpha())); };
      if (!student.is_generic() || decide(kFirstBits, kMostBits, turned) != Answer::yes) continue;
      std::vector<mpq_class> key = student.weights().a;
      if (at.has("w"))
        for (const mpq_class& x : at.at("w").rationals(static_cast<std::size_t>(in.p))) key.push_back(x);
      else
        key.insert(key.end(), {student.length(), student.t()});
      out[key].insert({name, at.has("index") ? at.at("index").integer(0, kMaxUnits) : 0});
    }
  return out;
}

void loss_items(const Items& items, const Instance& in, const Node& top) {
  for (const char* name : {"loss", "loss_definition"})
    need(students(items, {name}, in).size() >= 3, top,
         std::string("3 ") + name + " items at distinct generic students");
}

void gradient_items(const Items& items, const Instance& in, const Node& top) {
  const auto complete = [&](const char* of_w, const char* of_a, long entries) {
    const auto found = students(items, {of_w, of_a}, in);
    need(std::any_of(found.begin(), found.end(),
                     [&](const auto& x) { return x.second.size() == static_cast<std::size_t>(entries); }),
         top, std::string("every entry of ") + of_w + " and " + of_a + " at one generic student");
  };
  complete("gradient_w", "gradient_a", in.p + in.k);
  complete("gradient_w_definition", "gradient_a_definition", 2 + in.k);
}

void comparison_item(const Items& items, const Instance& in, const Node& top) {
  bool there = false;
  for (const Node& item : select(items, "r_below_threshold", "k", std::to_string(in.k)))
    there = there || item.at("at").at("r").rational() == in.r;
  need(there, top, "r_below_threshold at the instance's k and r");
}

void minimum_items(const Items& items, const Instance& in, const Node& top) {
  comparison_item(items, in, top);
  const bool below = below_threshold(in.k, in.r, top);
  for (const char* name : {"strict_minimum_region", "growth_angle", "growth_radius"})
    need(!below || !select(items, name).empty(), top, name);
  // The region is the largest one, up to 2^-40.
  const auto fills = [&](const char* side, const char* largest) {
    for (const Node& region : select(items, "strict_minimum_region"))
      for (const Node& most : select(items, largest))
        if (is_narrow(region.at(side).rational(), std::max(region.at(side).rational(), bound(most, "hi")), 0))
          return true;
    return false;
  };
  need(!below || fills("angle", "growth_angle"), top, "strict_minimum_region up to the growth_angle");
  need(!below || fills("radius", "growth_radius"), top, "strict_minimum_region up to the growth_radius");
  const std::string sign = below ? "negative" : "positive";
  need(in.k == 1 || !select(items, "spurious_alpha", "sign", sign).empty(), top, "spurious_alpha with sign " + sign);
}

void critical_items(const Items& items, const Instance& in, const Node& top) {
  bool there = false;
  for (const Node& item : select(items, "critical_points", "k", std::to_string(in.k))) {
    const std::vector<mpq_class> r = item.at("r").rationals(2);
    there = there || (r[0] <= in.r && in.r <= r[1]);
  }
  need(there, top, "critical_points with the instance's k and a range that holds its r");
  if (!below_threshold(in.k, in.r, top)) return;
  for (const char* name : {"saddle_angle", "saddle_kernel_value"}) need(!select(items, name).empty(), top, name);
  need(!spectra(items, "saddle", has_negative).empty(), top, "hessian_spectrum at the saddle, one eigenvalue negative");
}

/// The items with this statement that hold an instance of their own, where it is this one.
Items items_at(const Items& items, const char* statement, const Instance& in) {
  Items out;
  for (const Node& item : select(items, statement)) {
    const Instance at = read_instance(item.at("instance"));
    if (at.k == in.k && at.p == in.p && at.r == in.r && at.norm_sq == in.norm_sq) out.push_back(item);
  }
  return out;
}

void trap_item(const Items& items, const Instance& in, const Node& top) {
  need(!items_at(items, "trapping_probability", in).empty(), top,
       "trapping_probability at the instance's k, p, r and |a*|");
}

/// The critical_level items at (k, p, r).
Items level_at(const Items& items, const std::string& injection, long k, long p, const mpq_class& r) {
  Items out;
  for (const Node& item : select(items, "critical_level", "injection", injection)) {
    const Node at = item.at("at");
    if (at.at("k").integer(1, kMaxUnits) == k && at.at("p").integer(2, kMostLevelInputs) == p &&
        at.at("r").rational() == r)
      out.push_back(item);
  }
  return out;
}

/// Below the threshold, the level for both injections; at or above it there is none.
/// Below the threshold, the level of each of these injections.
void levels_stated(const Items& items, const Instance& in, const Node& top, std::initializer_list<const char*> names) {
  comparison_item(items, in, top);
  const bool below = below_threshold(in.k, in.r, top);
  if (below && in.p > kMostLevelInputs)
    top.at("instance")
        .at("p")
        .malformed("is beyond what this checker integrates: p up to " + std::to_string(kMostLevelInputs));
  for (const char* injection : names)
    need(!below || !level_at(items, injection, in.k, in.p, in.r).empty(), top,
         std::string("critical_level at the instance with injection ") + injection);
}
void level_items(const Items& items, const Instance& in, const Node& top) {
  levels_stated(items, in, top, {"raw", "normalized"});
}
/// And, perhaps, escapes above that level.
void normalized_level_items(const Items& items, const Instance& in, const Node& top) {
  levels_stated(items, in, top, {"normalized"});
  const Items levels = level_at(items, "normalized", in.k, in.p, in.r);
  for (const Node& item : select(items, "escape_probability")) {
    const Node one = item.at("phase_one");
    need(!items_at({item}, "escape_probability", in).empty() && one.has("law") && !levels.empty() &&
             one.at("rho_w").rational() > levels.front().at("hi").rational(),
         item, "the instance, a law and a rho_w above the critical level");
  }
}

/// At r = 0, where k does not matter: within 3/(2p) of pi p + 3 pi/4 - 1/pi (raw), pi p - pi/4 - 1/pi (normalized).
void linear_items(const Items& items, const Instance&, const Node& top) {
  for (const char* injection : {"raw", "normalized"})
    for (const long p : {2, 3, 6, 10, 20, 50, 100}) {
      const Items found = level_at(items, injection, 2, p, 0);
      need(!found.empty(), top, "critical_level at k = 2, r = 0, p = " + std::to_string(p) + ", " + injection);
      const mpq_class slope = p + (std::string(injection) == "raw" ? mpq_class(3, 4) : mpq_class(-1, 4));
      const auto near = [&](const mpq_class& level) {
        const Interval pi = Interval::pi(), centre = Interval(slope) * pi - Interval(1) / pi;
        return is_less(abs(Interval(level) - centre), Interval(mpq_class(3, 2 * p)));
      };
      for (const char* end : {"lo", "hi"})
        demand(decide(kFirstBits, kMostBits, [&] { return near(bound(found[0], end)); }), found[0],
               "a level within 3/(2p) of its line", Failure::incomplete);
    }
}

/// In a with little and with much noise; in w and jointly without noise, up to 5 pi/12.
void rate_items(const Items& items, const Instance&, const Node& top) {
  for (const char* rho : {"0", "50"})
    need(!select(items, "rate_in_a", "rho", rho).empty(), top, std::string("rate_in_a at rho = ") + rho);
  for (const char* name : {"rate_in_w", "joint_rate"}) {
    const Items found = select(items, name, "t", "5/12");
    need(!found.empty() && bound(found[0], "lo") > 0, top,
         std::string(name) + " at t = 5/12, positive and known to a thousandth");
  }
}

/// The random start's ball has the radius |s|/sqrt k; the verdict is the side of 1/4 on which the probability is.
void quarter_items(const Items& items, const Instance& in, const Node& top) {
  const bool proved = top.at("verdict").text() == "proved";
  bool there = false;
  for (const Node& item : items_at(items, "trapping_probability", in)) {
    const bool decided = proved ? bound(item, "lo") >= mpq_class(1, 4) : bound(item, "hi") < mpq_class(1, 4);
    there = there || (decided && item.at("radius_sq").rational() == in.norm_sq * in.r / in.k);
  }
  need(there, top, "trapping_probability at the instance, radius_sq = |a*|^2 r/k, on the verdict's side of 1/4");
}

/// With d = pi - phi: h(d) > 2 and d sin d > pi/2 at d = 3 pi/4, which the proof of the bound for gradient flow uses;
/// B_2; and a trapping probability.
void three_quarters_items(const Items& items, const Instance&, const Node& top) {
  const std::vector<mpq_class> at{mpq_class(1, 4), mpq_class(1, 4)};
  const auto any = [&items](const char* name, auto holds) {
    const Items found = select(items, name);
    return std::any_of(found.begin(), found.end(), holds);
  };
  const auto here = [&at](const Node& item) { return item.at("at").at("t").rationals(2) == at; };
  need(any("kernel", [&](const Node& x) { return here(x) && bound(x, "lo") > 2; }), top, "kernel at t = 1/4, above 2");
  need(any("kernel_derivative", [&](const Node& x) { return here(x) && bound(x, "hi") < mpq_class(-8, 5); }), top,
       "kernel_derivative at t = 1/4, below -8/5");
  need(any("pair_bound",
           [&](const Node& x) { return x.at("at").at("p").integer(2, 100) == 2 && bound(x, "hi") < mpq_class(3, 4); }),
       top, "pair_bound at p = 2, below 3/4");
  need(any("trapping_probability", [&](const Node& x) { return bound(x, "lo") > mpq_class(1, 2); }), top,
       "trapping_probability above 1/2");
}

/// To second order the spurious point is the flatter of the two.
void flatter_items(const Items& items, const Instance&, const Node& top) {
  for (const char* name : {"hessian_trace", "rise_order2"}) {
    const Items bad = select(items, name, "point", "spurious_point"),
                good = select(items, name, "point", "global_optimum");
    need(!bad.empty() && !good.empty() && bound(bad[0], "hi") < bound(good[0], "lo"), top,
         std::string(name) + " at both points, the lesser at the spurious_point");
  }
}

/// At one step, in the ball V <= 37/25, with radii each at most a tenth of those before: where V settles shrinks to a
/// thousandth.
void drift_items(const Items& items, const Instance&, const Node& top) {
  Items drifts = select(items, "sure_drift", "level", "37/25");
  const auto radius = [](const Node& item) {
    const mpq_class w = item.at("at").at("rho_w").rational(), a = item.at("at").at("rho_a").rational();
    return std::max(w, a);
  };
  std::sort(drifts.begin(), drifts.end(), [&](const Node& x, const Node& y) { return radius(x) > radius(y); });
  bool shrinks = drifts.size() >= 3 && radius(drifts.back()) > 0;
  for (std::size_t i = 1; i < drifts.size(); ++i)
    shrinks = shrinks && radius(drifts[i]) * 10 <= radius(drifts[i - 1]) &&
              drifts[i].at("at").at("eta").rational() == drifts[0].at("at").at("eta").rational();
  const auto settles = [](const Node& item) {
    return mpq_class(item.at("noise").rational() / item.at("contraction").rational());
  };
  need(shrinks && settles(drifts.back()) * 1000 <= settles(drifts.front()), top,
       "3 sure_drift items at level 37/25, one eta, each with a tenth of the noise, the last within a thousandth");
}

bool any_of(const Items& items, auto holds) { return std::any_of(items.begin(), items.end(), holds); }

/// From every start of the random start's ball and the spurious point, to C13's accuracy, with this failure at most.
bool arrives_from_everywhere(const Items& items, const Instance& in, const mpq_class& failure) {
  return any_of(items_at(items, "escape_probability", in), [&](const Node& item) {
    return item.at("start_radius_sq").rational() >= in.norm_sq * in.r / in.k &&
           item.at("accuracy").rational() <= kAccuracy && item.at("failure").rational() <= failure;
  });
}

/// Below the threshold. At or above it there is nothing to escape.
void escape_items(const Items& items, const Instance& in, const Node& top) {
  comparison_item(items, in, top);
  need(!below_threshold(in.k, in.r, top) || arrives_from_everywhere(items, in, mpq_class(1, 100)), top,
       "escape_probability at the instance, start_radius_sq >= |a*|^2 r/k, accuracy <= 1/1000, failure <= 1/100");
}

/// By a rule in closed form, at every r.
void rule_items(const Items& items, const Instance& in, const Node& top) {
  need(arrives_from_everywhere(items, in, mpq_class(1, 1'000'000)), top,
       "escape_probability at the instance, start_radius_sq >= |a*|^2 r/k, accuracy <= 1/1000, failure <= 10^-6");
}

/// Of one's own failure and accuracy.
void escape_item(const Items& items, const Instance& in, const Node& top) {
  need(!items_at(items, "escape_probability", in).empty(), top, "escape_probability at the instance");
}

/// Below the threshold, with nine tenths of sin((pi - phi^)/2) at least and with some noise in a.
void sure_trap_items(const Items& items, const Instance& in, const Node& top) {
  comparison_item(items, in, top);
  const auto tells = [&](const Node& item) {
    const mpq_class rho = item.at("rho_w").rational();
    return item.at("rho_a").rational() > 0 &&
           decide(kFirstBits, kMostBits, [&] {
             return is_less(Interval(9) * sin(Landscape(in).saddle_distance() / Interval(2)),
                            Interval(10) * Interval(rho));
           }) == Answer::yes;
  };
  need(!below_threshold(in.k, in.r, top) || any_of(items_at(items, "kept_for_ever", in), tells), top,
       "kept_for_ever at the instance, rho_a > 0, rho_w above 9/10 sin((pi - phi^)/2)");
}

/// Farther away than where C13 says that it has arrived.
void unsettled_items(const Items& items, const Instance& in, const Node& top) {
  const auto tells = [](const Node& item) {
    return item.at("distance").rational() >= kAccuracy && item.at("probability").rational() <= mpq_class(1, 100);
  };
  need(any_of(items_at(items, "late_distance", in), tells), top,
       "late_distance at the instance, distance >= 1/1000, probability <= 1/100");
}

struct Need {
  const char *name, *key = "", *word = "";
};

struct Claim {
  const char *stem, *verdict;  ///< "": proved or refuted, as `more` finds
  const char* says;
  std::vector<Need> needs;
  void (*more)(const Items&, const Instance&, const Node&) = nullptr;
};

const std::map<std::string, Claim>& claims() {
  constexpr const char *best = "global_optimum", *bad = "spurious_point";
  static const std::map<std::string, Claim> table{
      {"C01",
       {"dual_kernel",
        "proved",
        "2 pi E relu(Z.w) relu(Z.w*), integrated, is g at the angles listed; g, g' and g'' keep to their ranges",
        {{"radial_moment", "n", "3"}},
        kernel_items}},
      {"C02",
       {"loss_closed_form",
        "proved",
        "the closed form of the loss is its definition, integrated, at the students listed",
        {{"radial_moment", "n", "1"}, {"radial_moment", "n", "3"}},
        loss_items}},
      {"C03",
       {"gradient_closed_form",
        "proved",
        "the closed forms of both gradients are their definitions, integrated, at a student listed",
        {},
        gradient_items}},
      {"C04",
       {best,
        "proved",
        "the Hessian at (w*, a*) is positive definite, the loss at the spurious point positive",
        {{"spurious_loss", "sign", "positive"}},
        optimum_items}},
      {"C05",
       {"spurious_location",
        "proved",
        "at w = -w* the gradient vanishes at the abar listed; abar.a* has the sign listed, or k = 1",
        {{"spurious_x"}, {"spurious_y"}, {"spurious_alpha"}},
        sign_item}},
      {"C06",
       {"spurious_hessian",
        "proved",
        "the Hessian at the spurious point is 0 in the p-1 sphere directions and positive in the others",
        {{"spurious_alpha"}},
        singular_items}},
      {"C07",
       {"spurious_is_local_minimum",
        "proved",
        "r is on the side of (k+pi-1)/pi listed: below it the spurious point has strictly the least loss in the region "
        "listed, above it abar.a* > 0, or k = 1",
        {},
        minimum_items}},
      {"C08",
       {"spurious_does_not_generalize",
        "proved",
        "the loss at the spurious point is positive",
        {{"spurious_loss", "sign", "positive"}}}},
      {"C09",
       {"critical_points_complete",
        "proved",
        "for this k, every p and every r in the ranges listed, the critical points are the two optima and, below "
        "(k+pi-1)/pi, one sphere of saddles",
        {},
        critical_items}},
      {"C10",
       {"gd_trapped_at_least_quarter",
        "",
        "gradient descent from w_0 uniform on the sphere and a_0 uniform in the ball of radius |s|/sqrt k is trapped "
        "with "
        "a probability on the verdict's side of 1/4",
        {},
        quarter_items}},
      {"C11",
       {"gd_trapped_three_quarters",
        "refuted",
        "what bounds the trapping probability by 3/4 in gradient flow holds; a trapping probability above 1/2 occurs",
        {},
        three_quarters_items}},
      {"C13",
       {"pgd_escapes",
        "proved",
        "r is on the side of (k+pi-1)/pi listed: below it perturbed gradient descent with the noise listed, from every "
        "w_0 and every a_0 of the ball or the spurious point, arrives but for the probability listed",
        {},
        escape_items}},
      {"C21",
       {"small_noise_traps_for_ever",
        "proved",
        "r is on the side of (k+pi-1)/pi listed: below it every sequence of the noise listed keeps w in the cone "
        "pi - phi <= asin rho_w around -w*, for ever",
        {},
        sure_trap_items}},
      {"C22",
       {"large_noise_never_settles",
        "proved",
        "with the constant noise listed, at every late step, a is farther from a* than the distance listed, but for "
        "the probability listed",
        {},
        unsettled_items}},
      {"C23",
       {"polynomial_steps",
        "proved",
        "perturbed gradient descent with the noise listed, from every w_0 and every a_0 of the ball or the spurious "
        "point, arrives but for a probability of at most 10^-6",
        {},
        rule_items}},
      {"C26",
       {"sharp_noise_threshold",
        "proved",
        "below (k+pi-1)/pi, the noise level, normalized, from which on the spurious point is no minimum of the mean "
        "loss is in the bounds listed (that it is the only one, and what the mean of the noisy steps does above it, is "
        "taken from docs/smoothing.md and docs/escape.md); above it, with the noise listed, if any, perturbed gradient "
        "descent arrives but for the probability listed",
        {},
        normalized_level_items}},
      {"escape",
       {"escape_probability",
        "proved",
        "perturbed gradient descent with the noise listed, from every w_0 and every a_0 of the ball or the spurious "
        "point, arrives but for the probability listed",
        {},
        escape_item}},
      {"trap",
       {"trapping_probability",
        "proved",
        "gradient descent from w_0 uniform on the sphere and a_0 uniform in the ball is trapped with a probability in "
        "the "
        "bounds listed",
        {},
        trap_item}},
      {"C16",
       {"smoothing_removes_spurious",
        "proved",
        "below (k+pi-1)/pi, a noise level where the spurious minimum of the mean loss vanishes is in the bounds listed "
        "(that "
        "it is the only one is taken from docs/smoothing.md)",
        {},
        level_items}},
      {"C17",
       {"critical_level_linear",
        "proved",
        "at r = 0, p = 2, 3, 6, 10, 20, 50, 100 the critical levels are within 3/(2p) of their lines (that there is "
        "one for each p "
        "and noise is taken from docs/smoothing.md)",
        {},
        linear_items}},
      {"C18",
       {"sharp_or_flat",
        "refuted",
        "the spurious point is flatter than the optimum: by the Hessian's trace and by the rise of the loss at every "
        "angle",
        {{"hessian_largest", "point", best},
         {"hessian_largest", "point", bad},
         {"rise_order3", "point", best},
         {"rise_order3", "point", bad},
         {"optimum_rises_more"}},
        flatter_items}},
      {"C19",
       {"dissipative_region",
        "proved",
        "the gradient points towards the teacher, with the greatest rates listed, for angles up to 5 pi/12",
        {},
        rate_items}},
      {"C20",
       {"phase_two_converges",
        "proved",
        "in the ball |a - a*|^2 + |w - w*|^2 <= 37/25 every noisy step ends nearer, up to what the noise listed allows",
        {},
        drift_items}}};
  return table;
}

}  // namespace

std::string check_claim(const Node& top) {
  const Node id = top.at("claim");
  const auto claim = claims().find(id.text());
  if (claim == claims().end()) id.malformed("is not a claim this checker knows");
  if (top.at("stem").text() != claim->second.stem) top.at("stem").malformed("is not the stem of the claim");
  const std::string verdict = top.at("verdict").one_of({"proved", "refuted", "undecided"}),
                    wanted = claim->second.verdict;
  if (wanted.empty() ? verdict == "undecided" : verdict != wanted)
    top.at("verdict").incomplete("is not '" + (wanted.empty() ? "proved' or 'refuted" : wanted) + "'");
  return claim->first;
}

const char* statement_of(const std::string& claim) { return claims().at(claim).says; }

void check_required(const std::vector<Node>& all, const Instance& instance, const Node& top) {
  const Claim& claim = claims().at(top.at("claim").text());
  Items items;
  std::copy_if(all.begin(), all.end(), std::back_inserter(items),
               [&](const Node& item) { return is_telling(item, instance); });
  for (const auto& [name, key, word] : claim.needs)
    need(!select(items, name, key, word).empty(), top,
         std::string(name) + (*key ? std::string(" with ") + key + " " + word : ""));
  if (claim.more) claim.more(items, instance, top);
}

}  // namespace recheck
