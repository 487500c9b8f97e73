#include "escape/find_schedule.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>

#include "core/error.hpp"
#include "dynamics/random.hpp"
#include "escape/closed_form_schedule.hpp"
#include "escape/few_digits.hpp"

namespace noiseproof {
namespace {

/// Share of the grid's rate that the proof is first asked for, and what a step back from a failed proof leaves of it.
constexpr double kShare = 0.985, kStepBack = 0.97;
/// The rate that is left at Y_top, over lambda: without room there the proof would need endlessly fine boxes.
constexpr double kRoomAtTop = 1.15;
/// Share of the allowed failure that b/lambda may take.
constexpr double kFloorShare = 0.7;
/// a's range without a band is some 3/4 |a*| about where it settles. Steps that the band is made for.
constexpr int kManyInputs = 50;
constexpr double kWidestBand = 0.45, kManySteps = 1e6;
/// Share of the budget left that one proof may take, and of the step that is then tried: with a long step the bounds
/// are wide, and the boxes many.
constexpr double kProofShare = 0.85, kGentler = 0.6;
constexpr int kSteps = 4;  ///< that are tried
/// Share of the budget that the search may take; values in doubles and steps of a ladder that count as an evaluation.
constexpr double kSearchShare = 0.4, kBandedShare = 0.6;  ///< the second with the first
constexpr long kValuesInDoubles = 16, kLadderSteps = 4;

/// The coordinates of the search; all but the last are logarithms of what they are named for.
enum Parameter { kEta, kTheta1, kDelta, kTheta2, kCorrector, kAngle, kParameters };
using SearchPlace = std::array<double, kParameters>;

/// How far a trial came: no ladder arrives, or a hypothesis fails; no drift on the wrong side; no end of the good side
/// that makes b/lambda small; a schedule.
enum class Stage { none, ladder, drift, whole };

/// One set of parameters, tried on a grid.
struct ScheduleTrial {
  PhaseOne phase;
  std::vector<AnnealingLevel> ladder;
  Stage stage = Stage::none;
  double score = -1e9;  ///< within the stage, the larger the better; of a whole schedule minus its steps
  bool better_than(const ScheduleTrial& other) const {
    return stage != other.stage ? stage > other.stage : score > other.score;
  }
};

/// How finely a trial looks.
struct SearchGrid {
  int alphas, places;
  double ratio;  ///< from one Y to the next
};

/// At w = -w* the density of w~ is k(-t), and next to it k(-t) + k'(-t) S sin(phi) zeta.
std::optional<ExactLaw> law(const Instance& instance, const FindOptions& options) {
  if (!options.rho_w) return std::nullopt;
  const EscapeInstance uniform(instance);
  const DriftNodes<double> nodes = DriftQuadrature(uniform, plain_panels(instance.p)).approximate_nodes();
  const double rho = options.rho_w->convert_to<double>();
  const DirectionDensity<double> k{instance.p, rho * rho - 1, 1 / rho};
  double pull = 0, turn = 0, kernel = 0;
  for (std::size_t i = 0; i < nodes.direction.size(); ++i) {
    const DirectionAt<double>& d = nodes.direction[i];
    const double weight = nodes.weight[i] * k(-d.cosine);
    pull += weight * d.P;
    turn += weight * instance.p / k.root(-d.cosine) * d.Q * d.sine / (instance.p - 1);
    kernel += weight * d.g_off;
  }
  return ExactLaw{few_digits(2 * (pull - turn), 4), few_digits(uniform.gbar.middle() + kernel, 6)};
}

class ScheduleSearch {
 public:
  ScheduleSearch(const Instance& instance, const FindOptions& options)
      : instance_(instance),
        options_(options),
        law_(law(instance, options)),
        at_(instance, law_),
        radius_sq_(instance.norm_sq * instance.r / instance.k),
        norm_(at_.norm.middle()),
        log_failure_(std::log(options.failure.convert_to<double>())),
        coarse_(at_, plain_panels(instance.p) / 2),
        nodes_(coarse_.approximate_nodes()) {}

  /// Over the whole box of a; if that leads to no schedule, in a band, and from more places.
  ScheduleTrial run() {
    const ScheduleTrial over_box = look(kSearchShare);
    if (over_box.stage == Stage::whole || law_) return over_box;
    banded_ = true;
    const ScheduleTrial in_band = look(kBandedShare);
    return in_band.better_than(over_box) ? in_band : over_box;
  }

  /// What was found, with a smaller step.
  ScheduleTrial gentler() {
    best_[kEta] += std::log(kGentler);
    return refined();
  }

  /// Evaluations so far.
  long work() const { return values_ / kValuesInDoubles + ladder_steps_ / kLadderSteps; }

  CertifiedSchedule schedule(const ScheduleTrial& trial) const {
    CertifiedSchedule out{instance_, radius_sq_, trial.phase, trial.ladder, options_.accuracy, options_.failure};
    out.panels = panels_for(DriftSetting(at_, radius_sq_, trial.phase));
    return out;
  }

  /// Why there is no schedule to prove, and how near it came.
  std::string why(const ScheduleTrial& trial) const {
    const std::string ended = tries_ < options_.trials ? ", when its budget ended" : "";
    if (trial.stage == Stage::none) return "the search found no ladder that arrives" + ended;
    if (trial.stage == Stage::ladder)
      return fmt::format("the search found no drift: at best {:.3g} of what small steps have{}", trial.score, ended);
    return fmt::format(
        "the search found the rate {:.3g}, and no good side with a failure so small{}{}",
        trial.phase.lambda.convert_to<double>(),
        trial.score > -1e5 ? fmt::format(": at best b/lambda = 10^{:.1f}", -trial.score / std::log(10)) : "", ended);
  }

  /// The steps of phase I for the rate in `phase`; 0 if there is none.
  long steps(const PhaseOne& phase) const {
    return phase_one_steps(DriftSetting(at_, radius_sq_, phase), coarse_, options_.failure).value_or(0);
  }

 private:
  static constexpr SearchGrid kCoarse{20, 24, 1.4}, kFine{48, 60, 1.1};

  /// A local search with steps at random, until it has had that share of the budget.
  ScheduleTrial look(double share) {
    SearchPlace best = start();
    ScheduleTrial at_best = attempt(best, kCoarse, coarse_, nodes_);
    const auto consider = [&](const SearchPlace& place) {
      const ScheduleTrial trial = attempt(place, kCoarse, coarse_, nodes_);
      if (!trial.better_than(at_best)) return false;
      best = place;
      at_best = trial;
      return true;
    };
    const auto moved = [&](Parameter parameter, double by, SearchPlace from) {
      from[parameter] += by;
      return from;
    };
    for (const double angle : {-0.4, -0.7, -1.0})
      if (banded_ && at_best.stage == Stage::none) consider(moved(kAngle, angle, start()));
    const SearchPlace first = best;
    for (const double corrector : {1.5, 3.0})
      for (const double eta : {0.0, -1.5, -3.0}) consider(moved(kEta, eta, moved(kCorrector, corrector, first)));
    for (const double delta : {0.0, 1.6})
      for (const double theta : {0.0, -1.0, -2.0})
        for (const double eta : {0.0, -1.5, -3.0})
          if (banded_ && at_best.stage < Stage::drift)
            consider(moved(kDelta, delta, moved(kEta, eta, moved(kTheta1, theta, first))));
    double spread = 0.4;
    int idle = 0;
    const double most_work = share * static_cast<double>(options_.budget);
    for (tries_ = 0; tries_ < options_.trials && static_cast<double>(work()) < most_work; ++tries_) {
      if (options_.progress) options_.progress((banded_ ? 0.35 : 0) + 0.35 * tries_ / options_.trials, "search");
      Stream random(options_.seed, 0, static_cast<std::uint32_t>(tries_), Purpose::samples);
      SearchPlace next = best;
      for (double& x : next)
        if (random.uniform() < 0.6) x += spread * random.gaussian();
      next[kTheta1] = std::min(next[kTheta1], std::log(largest_theta()));
      next[kEta] = std::min(next[kEta], std::log(largest_eta()));
      next[kAngle] = std::clamp(next[kAngle], 0.2, 2.9);
      if (consider(next)) {
        idle = 0;
      } else if (++idle > 20) {
        spread = std::max(0.04, spread * 0.7);
        idle = 0;
      }
    }
    best_ = best;
    return refined();
  }

  ScheduleTrial refined() {
    const DriftQuadrature fine(at_, plain_panels(instance_.p));
    return attempt(best_, kFine, fine, fine.approximate_nodes());
  }

  double largest_theta() const { return instance_.p >= 4 ? 0.97 * (instance_.p - 1) / 2 : 0.48 * (instance_.p - 1); }
  double largest_eta() const { return 1.9 * 2 * M_PI / at_.lambda1.middle(); }

  SearchPlace start() const {
    const double theta = instance_.p >= 4 ? std::max(0.8 * (instance_.p - 3) / 2, 0.3) : 0.25 * (instance_.p - 1);
    return {std::log(std::min(0.1, 0.5 * largest_eta()) / std::max(1.0, norm_ * norm_)),
            std::log(theta),
            std::log(0.02),
            std::log(8.0),
            std::log(0.7 / (norm_ * norm_)),
            1.3};
  }

  PhaseOne phase_at(const SearchPlace& x) const {
    PhaseOne out;
    out.eta = few_digits(std::exp(x[kEta]), 4);
    // That the direction is not uniform costs (1 + 1/rho_w)^p - 1 of the rate.
    out.rho_w = options_.rho_w.value_or(instance_.p < kManyInputs ? 1'000'000 : 1'000'000'000);
    out.law = law_;
    out.rho_a = few_digits(1e-4 * norm_, 1);
    out.theta1 = few_digits(std::exp(x[kTheta1]), 4);
    // At (p-3)/2 the mean over zeta is elementary.
    const Rational whole(instance_.p - 3, 2);
    if (whole > 0 && abs(out.theta1 - whole) * 20 < whole) out.theta1 = whole;
    out.delta = few_digits(std::exp(x[kEta] + x[kDelta]) / (2 * M_PI) * at_.drift.middle(), 3);
    out.theta2 = std::max(out.theta1, few_digits(std::exp(x[kTheta2]), 3));
    out.corrector = few_digits(std::exp(x[kCorrector]), 3);
    out.good_cot_sq = few_digits(1 / std::pow(std::tan(x[kAngle] / 2), 2), 4);
    out.split = Rational(1, 2);
    if (law_) {  // the cubic above the density costs some (p/rho_w)^4 Y^2
      const double reach = 0.25 * std::pow(out.rho_w.convert_to<double>() / instance_.p, 2);
      if (reach < 0.5) out.split = few_digits(reach, 2);
    }
    out.top = 1;
    out.lambda = Rational(1, 2);
    out.burn_in = steps_to_settle(at_, std::exp(x[kEta]));
    if (banded_) narrow(out);
    return out;
  }

  /// A band that a leaves with a tenth of the failure at most, if it is much narrower than what holds surely.
  void narrow(PhaseOne& phase) const {
    const double c = phase.eta.convert_to<double>() / (2 * M_PI), lambda = at_.lambda2.middle();
    const double q = std::fabs(1 - c * lambda), chances = std::log(40 * kManySteps) - log_failure_;
    const double band = 1.1 * M_PI * c * std::sqrt(chances / (2 * (1 - q * q)));
    if (!(band < kWidestBand)) return;
    phase.band = few_digits(band, 2);
    // What is left of the start is then a twentieth of the band.
    phase.burn_in = std::max(phase.burn_in, static_cast<long>(std::ceil(std::log(30 / band) / -std::log(q))));
  }

  ScheduleTrial attempt(const SearchPlace& x, const SearchGrid& grid, const DriftQuadrature& quadrature,
                        const DriftNodes<double>& nodes) {
    ScheduleTrial out;
    out.phase = phase_at(x);
    const DriftSetting setting(at_, radius_sq_, out.phase);
    if (!setting.sound()) return out;
    const auto ladder = design_ladder(instance_, setting.box, out.phase.good_cot_sq, options_.accuracy, ladder_steps_);
    out.score = -x[kAngle];
    if (!ladder) return out;
    out.ladder = *ladder;
    std::vector<Column> columns;
    const Interval& alpha = setting.box.alpha;
    for (int i = 0; i <= grid.alphas; ++i)
      add(setting, alpha.lo() + (alpha.hi() - alpha.lo()) * i / grid.alphas, columns);
    for (const double share : {0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0})
      if (at_.drift.middle() * share < alpha.hi()) add(setting, at_.drift.middle() * share, columns);
    // Its size to first order is theta1 nu c drift.
    const double rate = wrong_side_rate(setting, quadrature, nodes, columns, grid);
    out.stage = Stage::ladder;
    out.score = rate / (setting.theta1 * at_.nu * setting.step * at_.drift).middle();
    if (!(rate > 0)) return out;
    out.stage = Stage::drift;
    out.score -= 1e6;
    out.phase.lambda = few_digits_below(rate * kShare, 3);
    const double limit2 = 2 * setting.limit2.middle() * (1 - rate * kShare * kRoomAtTop);
    const std::optional<double> top = highest_top(setting, nodes, columns, limit2);
    if (!top) return out;
    out.phase.top = few_digits_below(*top, 3);
    const DriftSetting whole(at_, radius_sq_, out.phase);
    const double log_floor = log(phase_one_floor(whole, quadrature)).midpoint_approx();
    if (!(log_floor < std::log(kFloorShare * options_.failure.convert_to<double>()))) {
      if (log_floor < 1e5) out.score = -log_floor;
      return out;
    }
    const std::optional<long> steps = phase_one_steps(whole, quadrature, options_.failure);
    if (!steps) return out;
    out.stage = Stage::whole;
    out.phase.steps = *steps;
    out.score = -static_cast<double>(out.phase.burn_in + out.phase.steps);
    for (const AnnealingLevel& level : out.ladder) out.score -= static_cast<double>(level.steps);
    return out;
  }

  /// One alpha~ of the grid, and the Y that it may meet.
  struct Column {
    double s, highest, lowest;
  };
  static void add(const DriftSetting& z, double alpha, std::vector<Column>& columns) {
    const Interval half = Interval::exactly((z.box.alpha.hi() - z.box.alpha.lo()) / 48);
    const auto border = z.border(Interval::exactly(alpha) + Interval::hull(-half, half));
    if (border && known(border->highest) && known(border->lowest))
      columns.push_back({z.step.middle() * alpha, border->highest.hi(), border->lowest.lo()});
  }

  /// Bound of the mean, at v or l.
  double value(const DriftSetting& z, const DriftNodes<double>& nodes, DriftPart part, double place, double s,
               double X) {
    values_ += static_cast<long>(nodes.direction.size() * (part == DriftPart::pole ? 1 : nodes.zeta.size()));
    return drift_value<double>(z, nodes, part, place, s, X);
  }

  double wrong_side_rate(const DriftSetting& z, const DriftQuadrature& quadrature, const DriftNodes<double>& nodes,
                         const std::vector<Column>& columns, const SearchGrid& grid) {
    const double unit = 2 * z.limit1.middle(), split = z.phase.split.convert_to<double>(), delta = z.delta.middle();
    double worst = 0;
    for (const Column& at : columns) {
      const double end = std::asinh(std::sqrt(std::min(at.highest, split) / delta));
      for (int i = 0; i <= grid.places; ++i) {
        const double v = end * i / grid.places;
        const double X = step_size(z, quadrature, Interval::exactly(at.s), Interval::exactly(v)).hi();
        worst = std::max(worst, value(z, nodes, DriftPart::pole, v, at.s, X));
      }
      for (double Y = split; Y < at.highest * grid.ratio; Y *= grid.ratio)
        worst = std::max(worst, value(z, nodes, DriftPart::away,
                                      -0.5 * std::log(std::min(Y, std::max(at.highest, split))), at.s, 0));
      if (!(worst < unit)) return 1 - worst / unit;
    }
    return 1 - worst / unit;
  }

  /// The highest Y up to which the good side's inequality holds on the grid.
  std::optional<double> highest_top(const DriftSetting& z, const DriftNodes<double>& nodes,
                                    const std::vector<Column>& columns, double limit) {
    const auto holds_at = [&](const Column& at, double Y) {
      return value(z, nodes, DriftPart::good, -0.5 * std::log(Y), at.s, 0) <= limit;
    };
    // At Y, and where a column begins in (from, Y].
    const auto holds = [&](double from, double Y) {
      return std::all_of(columns.begin(), columns.end(), [&](const Column& at) {
        return at.lowest > Y || (holds_at(at, Y) && (at.lowest <= from || holds_at(at, at.lowest)));
      });
    };
    double top = z.phase.good_cot_sq.convert_to<double>();
    if (!holds(0, top)) return std::nullopt;
    double factor = 1.6;
    while (top < 1e6 && holds(top, top * factor)) top *= factor;
    for (int i = 0; i < 4; ++i) {
      factor = std::sqrt(factor);
      if (holds(top, top * factor)) top *= factor;
    }
    return top;
  }

  const Instance& instance_;
  const FindOptions& options_;
  std::optional<ExactLaw> law_;
  EscapeInstance at_;
  Rational radius_sq_;
  double norm_, log_failure_;
  DriftQuadrature coarse_;
  DriftNodes<double> nodes_;
  SearchPlace best_{};
  bool banded_ = false;
  int tries_ = 0;
  long values_ = 0, ladder_steps_ = 0;
};

/// What is asked next after a proof of `schedule` that did not come through.
void ask_less(const DriftResult& drift, bool finer, CertifiedSchedule& schedule) {
  const auto step_back = [](Rational& x) { x = few_digits_below(x.convert_to<double>() * kStepBack, 3); };
  if (drift.where == DriftPart::good)
    step_back(schedule.one.top);
  else if (!drift.fails && finer)
    schedule.panels += schedule.panels / 2;
  else
    step_back(schedule.one.lambda);
}

/// Proves `out.schedule`, or one that asks for less, while out.work is below `most_work`.
void prove(const ScheduleSearch& search, const FindOptions& options, long most_work, FoundSchedule& out) {
  bool finer = true;  // is it worth while to take more panels?
  for (int i = 0; i < options.proofs; ++i) {
    const auto progress = [&](double done) {
      if (options.progress) options.progress(0.7 + 0.3 * (i + done) / options.proofs, "proof");
    };
    progress(0);
    out.proof = prove_escape(out.schedule, options.jobs, most_work - out.work, progress);
    const DriftResult& drift = out.proof.drift;
    out.work += drift.work();
    if (drift.spent) out.proof.why += fmt::format(" at the rate {:.3g}", out.schedule.one.lambda.convert_to<double>());
    if (out.proof.verdict == Verdict::proved || drift.spent) return;
    const bool drifts = drift.why.empty();
    if (!drifts) {
      ask_less(drift, finer, out.schedule);
      finer = finer && drift.where == DriftPart::good;
    }
    out.schedule.one.steps = search.steps(out.schedule.one) + (drifts ? 1 : 0);
  }
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

long total_steps(const CertifiedSchedule& schedule) {
  long out = schedule.one.burn_in + schedule.one.steps;
  for (const AnnealingLevel& level : schedule.two) out += level.steps;
  return out;
}

std::optional<std::vector<AnnealingLevel>> design_ladder(const Instance& instance, const WeightBox& box,
                                                         const Rational& good_cot_sq, const Rational& accuracy,
                                                         long& tried) {
  constexpr int kLevels = 7;
  const auto teacher = teacher_invariants<double>(instance);
  const double goal = accuracy.convert_to<double>(), norm = std::hypot(teacher.e1, teacher.e2);
  const double largest = std::max({box.alpha.hi(), -box.alpha.lo(), norm * norm}) + 0.1 * norm * norm;
  const double eta = 0.99 * std::min(2 * M_PI / (instance.k - 1 + M_PI), 2 / largest);
  const Rational step = few_digits_below(eta, 4), last = few_digits_below(std::min(goal, 0.01) / 8, 2);
  const Rational per_norm = few_digits_below(norm, 2);
  // a settles like e^{-c (pi-1) t}, phi at its end like e^{-c pi |a*|^2 t}: fifty times that is too long. So is more
  // than each of a thousand trials can follow.
  constexpr double kLongest = 100'000;
  const auto longest =
      static_cast<long>(std::min(kLongest, 50 * 2 * M_PI / eta * (1 / (M_PI - 1) + 1 / (M_PI * norm * norm))));
  const auto with = [&](long each) -> std::optional<std::vector<AnnealingLevel>> {
    std::vector<AnnealingLevel> ladder;
    ThinOrbit<double> orbit = thin_start<double>(box, good_cot_sq);
    for (int j = 0; j < kLevels; ++j) {
      const bool is_last = j == kLevels - 1;
      const Rational rho = last * power_of_two(kLevels - 1 - j);
      AnnealingLevel level{step, rho, rho * per_norm, 0};
      const ThinLevel<double> numbers(teacher, level);
      while (is_last ? !thin_arrived(teacher, goal, orbit) : level.steps < each) {
        if (level.steps == longest || !thin_step(numbers, orbit) || orbit.angle > 3.14) return std::nullopt;
        ++level.steps;
        ++tried;
      }
      if (level.steps > 0) ladder.push_back(level);
    }
    return ladder;
  };
  const auto shortest = with(0);
  if (!shortest || shortest->empty()) return shortest;
  for (long each = shortest->back().steps / (kLevels + 1); each > 0; each /= 2)
    if (auto ladder = with(each)) return ladder;
  return shortest;
}

namespace {

FoundSchedule search_schedule(const Instance& instance, const FindOptions& options) {
  FoundSchedule out;
  const auto start = std::chrono::steady_clock::now();
  ScheduleSearch search(instance, options);
  ScheduleTrial trial = search.run();
  out.seconds_search = seconds_since(start);
  out.schedule = search.schedule(trial);
  out.work = search.work();
  if (trial.stage != Stage::whole) {
    out.proof.why = search.why(trial);
    return out;
  }
  const auto proving = std::chrono::steady_clock::now();
  for (int i = 1; trial.stage == Stage::whole; ++i) {
    out.schedule = search.schedule(trial);
    const double left = static_cast<double>(options.budget - out.work);
    prove(search, options, out.work + static_cast<long>(i < kSteps ? kProofShare * left : left), out);
    if (!out.proof.drift.spent || i == kSteps) break;
    const long before = search.work();
    trial = search.gentler();
    out.work += search.work() - before;
  }
  out.seconds_proof = seconds_since(proving);
  return out;
}

}  // namespace

FoundSchedule rule_schedule(const Instance& instance, const FindOptions& options) {
  FoundSchedule out;
  out.by_rule = true;
  const auto start = std::chrono::steady_clock::now();
  try {
    out.schedule = closed_form_schedule(instance, options.failure, options.accuracy);
  } catch (const Error& e) {
    if (e.kind() != Error::Kind::arithmetic) throw;
    out.schedule.instance = instance;
    out.proof.why = e.what();
    return out;
  }
  out.proof = prove_escape(out.schedule, options.jobs, options.budget, [&](double done) {
    if (options.progress) options.progress(done, "proof of the rule's");
  });
  out.seconds_proof = seconds_since(start);
  out.work = out.proof.drift.work();
  return out;
}

FoundSchedule find_schedule(const Instance& instance, const FindOptions& options) {
  FoundSchedule out = search_schedule(instance, options);
  if (out.proof.verdict == Verdict::proved || options.rho_w || instance.p < kLeastRuleInputs) return out;
  FoundSchedule rule = rule_schedule(instance, options);
  rule.work += out.work;
  rule.seconds_search = out.seconds_search, rule.seconds_proof += out.seconds_proof;
  if (rule.proof.verdict == Verdict::proved) return rule;
  out.proof.why += "; by the rule in closed form: " + rule.proof.why;
  out.work = rule.work, out.seconds_proof = rule.seconds_proof;
  return out;
}

}  // namespace noiseproof
