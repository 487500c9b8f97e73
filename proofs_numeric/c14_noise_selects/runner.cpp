#include "runner.hpp"

#include "common.hpp"

namespace noiseproof::c14_noise_selects {

using nlohmann::json;

Runner::Runner(const ClaimContext& context) : context_(context), problem_(context.instance) {
  for (Algorithm& algorithm : compared_algorithms(context.instance)) {
    planned_ += 2 * kRuns * work(context.instance, algorithm);
    algorithms_.emplace(algorithm.id, algorithm);
  }
  planned_ += kGdRuns * work(context.instance, algorithms_.at("gd")) +
              kTinyRuns * work(context.instance, algorithms_.at("sgd-tiny")) +
              kLadder * kLadderRuns * work(context.instance, algorithms_.at("perturbed-large"));
}

Comparison Runner::run(const Algorithm& algorithm, Start start, int runs) {
  const double share = runs * work(context_.instance, algorithm) / planned_;
  EnsembleOptions options;
  options.start = start;
  options.seed = context_.seed;
  options.runs = runs;
  options.jobs = context_.jobs;
  if (context_.progress)
    options.progress = [&](double part) { context_.progress(std::min(1.0, done_ + share * part), algorithm.title); };
  Comparison out = compare(problem_, algorithm, options);
  done_ += share;
  return out;
}

const Comparison& Runner::once(Rows& rows, const std::string& id, Start start, int runs) {
  const auto row = rows.find(id);
  return row != rows.end() ? row->second : rows.emplace(id, run(algorithm(id), start, runs)).first->second;
}

EnsembleResult Runner::on_full_vectors(const std::string& id, int runs) const {
  EnsembleOptions options;
  options.seed = context_.seed;
  options.runs = runs;
  options.jobs = context_.jobs;
  return run_ensemble(problem_, algorithm(id).schedule, options);
}

json row_data(const Comparison& c) {
  const Proportion p = clopper_pearson(c.arrived(), c.runs(), kConfidence);
  json out{{"algorithm", c.algorithm.id},
           {"settings", c.algorithm.settings},
           {"start", c.start == Start::random ? "random" : "spurious"},
           {"runs", c.runs()},
           {"escaped", c.escaped()},
           {"lower", p.lower},
           {"upper", p.upper},
           {"distance_median", c.distance.back().median},
           {"distance_q10", c.distance.back().low},
           {"distance_q90", c.distance.back().high},
           {"late_distance_q10", c.late.low}};
  for (const Outcome o : {Outcome::reached, Outcome::basin, Outcome::trapped, Outcome::neither, Outcome::diverged})
    out[name(o)] = c.result.count(o);
  return out;
}

json Runner::rows() const {
  json out = json::array();
  for (const Rows* rows : {&from_random_, &from_spurious_})
    for (const auto& [id, row] : *rows) out.push_back(row_data(row));
  return out;
}

std::vector<json> Runner::plots() const {
  std::vector<const Comparison*> shown, stochastic;
  for (const Algorithm& algorithm : compared_algorithms(context_.instance))
    if (const auto row = from_spurious_.find(algorithm.id); row != from_spurious_.end()) {
      if (algorithm.pictured) shown.push_back(&row->second);
      if (algorithm.batch > 0) stochastic.push_back(&row->second);
    }
  std::vector<json> out{distance_plot("c14-distance", shown)};
  if (!stochastic.empty()) out.push_back(distance_plot("c14-stochastic", stochastic));
  return out;
}

}  // namespace noiseproof::c14_noise_selects
