#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "report/digest.hpp"
#include "report/svg.hpp"
#include "report/text.hpp"

namespace noiseproof {
namespace {

std::string string_field(const nlohmann::json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

nlohmann::json optional_level(const std::optional<Evidence>& e) {
  return e ? nlohmann::json(std::string(name(*e))) : nlohmann::json();
}

bool outside(const ClaimState& state) { return state.state == State::does_not_apply; }

/// The series of a plot; quotes in a name are doubled, as CSV wants.
std::string to_csv(const nlohmann::json& plot) {
  std::string out;
  const auto series = plot.is_object() ? plot.find("series") : plot.end();
  if (!plot.is_object() || series == plot.end() || !series->is_array()) return out;
  for (const nlohmann::json& one : *series) {
    const nlohmann::json x = one.value("x", nlohmann::json::array()), y = one.value("y", nlohmann::json::array());
    std::string name = string_field(one, "name");
    for (std::size_t at = 0; (at = name.find('"', at)) != std::string::npos; at += 2) name.insert(at, "\"");
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
      out += fmt::format("\"{}\",{},{}\n", name, x[i].dump(), y[i].dump());
  }
  return out.empty() ? out : "series,x,y\n" + out;
}

/// What a reader needs to be sure of the file beside the report.
nlohmann::json certificate_json(const ClaimResult& result) {
  if (!result.certificate) return nullptr;
  return {{"file", "certificates/" + result.certificate->first}, {"sha256", sha256(result.certificate->second)}};
}

nlohmann::json claim_json(const ClaimReport& entry, const ClaimState& state) {
  nlohmann::json checks = nlohmann::json::array();
  for (const Check& c : entry.result.checks) {
    checks.push_back({{"what", c.what},
                      {"level", name(c.level)},
                      {"verdict", name(c.verdict)},
                      {"figure", c.figure},
                      {"seconds", c.seconds}});
  }
  nlohmann::json theorems = nlohmann::json::array();
  for (const Theorem& t : entry.result.theorems)
    theorems.push_back({{"name", t.name}, {"says", t.says}, {"statement", t.statement}});
  return {{"id", entry.claim.id},
          {"stem", entry.claim.stem},
          {"says", entry.claim.says},
          {"source", entry.claim.source},
          {"wants", name(entry.claim.wants)},
          {"expected", entry.claim.expected},
          {"rests_on", entry.claim.rests_on},
          {"state", name(state.state)},
          {"settled", state.settled()},
          {"evidence_reached", optional_level(state.reached)},
          {"refuted_at", optional_level(state.refuted_at)},
          {"headline", entry.result.headline},
          {"checks", std::move(checks)},
          {"notes", entry.result.notes},
          {"theorems", std::move(theorems)},
          {"certificate", certificate_json(entry.result)},
          {"plots", entry.result.plots},
          {"data", entry.result.data},
          {"seconds", entry.seconds}};
}

}  // namespace

std::string data_file(const DrawnPlot& plot) { return plot.file.substr(0, plot.file.size() - 4) + ".csv"; }

std::vector<std::vector<DrawnPlot>> draw_plots(const Report& report, bool for_page) {
  std::vector<std::vector<DrawnPlot>> all;
  std::set<std::string> used;
  for (const ClaimReport& entry : report.claims) {
    std::vector<DrawnPlot>& plots = all.emplace_back();
    const std::string prefix = slug(entry.claim.id);
    for (const nlohmann::json& plot : entry.result.plots) {
      std::string stem = slug(string_field(plot, "id"));
      if (!stem.starts_with(prefix)) stem.insert(0, prefix + "_");
      std::string file = stem + ".svg";
      for (int i = 2; !used.insert(file).second; ++i) file = fmt::format("{}-{}.svg", stem, i);
      DrawnPlot drawn{file, string_field(plot, "title"), string_field(plot, "caption"), "", "", ""};
      try {
        drawn.svg = render_svg(plot, for_page ? SvgUse::inline_in_page : SvgUse::file);
        drawn.csv = to_csv(plot);
      } catch (const std::exception& e) {
        drawn.failure = e.what();
      }
      plots.push_back(std::move(drawn));
    }
  }
  return all;
}

std::vector<ClaimState> states(const Report& report) {
  std::vector<ClaimState> out;
  for (const ClaimReport& entry : report.claims) {
    out.push_back(assess(entry.claim, entry.result));
    if (!entry.applies) out.back().state = State::does_not_apply;
  }
  return out;
}

nlohmann::json to_json(const Report& report) {
  const std::vector<ClaimState> all = states(report);
  nlohmann::json counts = nlohmann::json::object();
  for (const auto& [state, n] : words::counts(all)) counts[std::string(name(state))] = n;
  nlohmann::json claims = nlohmann::json::array();
  for (std::size_t i = 0; i < report.claims.size(); ++i) claims.push_back(claim_json(report.claims[i], all[i]));
  const RunInfo& run = report.run;
  return {{"format", "noiseproof-report"},
          {"version", 1},
          {"exit_code", exit_code(all, run.theorems_wanted)},
          {"run",
           {{"instance", run.instance},
            {"instance_file", run.instance_file},
            {"activation", run.activation},
            {"seed", run.seed},
            {"digits", run.digits},
            {"libraries", run.libraries},
            {"seconds", run.seconds},
            {"peak_memory_mib", run.peak_memory_mib},
            {"formal_part", run.formal_part},
            {"incomplete", run.incomplete},
            {"command", run.command}}},
          {"counts", std::move(counts)},
          {"claims", std::move(claims)}};
}

namespace words {

std::vector<std::pair<Evidence, std::string>> levels() {
  return {{Evidence::kernel_checked,
           "a theorem in Coq, accepted by its kernel; every axiom that it uses is printed. No number is trusted."},
          {Evidence::enclosed,
           "a machine proof with outward rounding: the true value lies in the printed interval. What the claim's "
           "certificate holds (docs/certificate.md), a separate small program on another interval library has checked "
           "again: a check of its own says so. What else is enclosed rests on ball arithmetic alone."},
          {Evidence::computed,
           "two routes that share no code agree to the stated digits at high precision. Rounding is controlled, not "
           "bounded: this is not a proof."},
          {Evidence::sampled, "a random experiment with a stated error bar or confidence bound. This is not a proof."},
          {Evidence::stated, "written down and not tested here."}};
}

std::vector<std::pair<State, std::string>> state_meanings(const std::vector<ClaimState>& states) {
  std::vector<std::pair<State, std::string>> out{
      {State::reached, "proved at the level of evidence that the register asks for, or above."},
      {State::holds_so_far, "proved, but only by weaker evidence than the register asks for."},
      {State::refuted,
       "at least one check is false, with the figure that shows it. A claim that the register expects only under "
       "a condition is settled by this too, if what is refuted is the claim itself, by evidence as strong as the "
       "wanted: it is called false here."},
      {State::undecided, "the checks ran and could not decide. This never counts as passed."},
      {State::not_checked, "no check ran. This never counts as passed."}};
  if (std::any_of(states.begin(), states.end(), outside))
    out.emplace_back(State::does_not_apply,
                     "the claim is about ReLU, and the run about another activation: not checked, for the reason in "
                     "its section, and not counted.");
  return out;
}

std::string evidence(const ClaimState& state) {
  if (state.state == State::does_not_apply) return "not checked";
  const std::string wanted = fmt::format("wanted: {}", name(state.wants));
  if (state.refuted_at) {
    const std::string at(name(*state.refuted_at));
    return "refuted (" + at + (state.refuted_at == state.wants ? ")" : ", " + wanted + ")");
  }
  if (!state.reached) return "none (" + wanted + ")";
  return std::string(name(*state.reached)) + (state.reached == state.wants ? ", as wanted" : " (" + wanted + ")");
}

std::string check_counts(const ClaimResult& result) {
  if (result.checks.empty()) return "no checks";
  std::string out = fmt::format("{} check{}:", result.checks.size(), result.checks.size() == 1 ? "" : "s");
  const char* separator = " ";
  for (const Verdict v : {Verdict::proved, Verdict::refuted, Verdict::undecided}) {
    const auto n =
        std::count_if(result.checks.begin(), result.checks.end(), [v](const Check& c) { return c.verdict == v; });
    if (n == 0) continue;
    out += fmt::format("{}{} {}", separator, n, name(v));
    separator = ", ";
  }
  return out;
}

std::vector<std::pair<State, int>> counts(const std::vector<ClaimState>& states) {
  std::vector<std::pair<State, int>> out;
  for (const auto& [state, meaning] : state_meanings(states)) {
    const State wanted = state;
    out.emplace_back(state, static_cast<int>(std::count_if(states.begin(), states.end(), [wanted](const ClaimState& s) {
                       return s.state == wanted;
                     })));
  }
  return out;
}

std::vector<std::pair<std::string_view, int>> counts_in_words(const std::vector<ClaimState>& states) {
  std::vector<std::pair<std::string_view, int>> out;
  const auto in_words = [&](std::string_view word) {
    const auto has = [&](const ClaimState& s) { return state(s) == word; };
    out.emplace_back(word, static_cast<int>(std::count_if(states.begin(), states.end(), has)));
  };
  for (const auto& [kind, meaning] : state_meanings(states)) {
    in_words(name(kind));
    if (kind == State::refuted) in_words("false here");
  }
  return out;
}

std::string_view state(const ClaimState& state) {
  return state.state == State::refuted && state.settled() ? "false here" : name(state.state);
}

std::string_view verdict(const Check& check) {
  const bool rigorous = check.level >= Evidence::enclosed, proved = check.verdict == Verdict::proved;
  if (check.what.starts_with("false twin") || check.what.starts_with("False twin")) {
    if (proved) return rigorous ? "refuted, as it must be" : "told apart";
    return check.verdict == Verdict::undecided ? "not told apart" : "holds, and must not";
  }
  return proved && !rigorous ? "agrees" : name(check.verdict);
}

std::string conclusion(const std::vector<ClaimState>& states) {
  const auto settled = std::count_if(states.begin(), states.end(), [](const ClaimState& s) { return s.settled(); });
  const auto bad = std::count_if(states.begin(), states.end(), [](const ClaimState& s) { return s.failed; });
  const auto others = std::count_if(states.begin(), states.end(), outside);
  if (states.empty()) return "No claim was asked for.";
  const auto n = static_cast<std::ptrdiff_t>(states.size()) - others;
  if (n == 0) return "No claim asked for applies to this activation.";
  const std::string about =
      others == 0 ? "" : fmt::format(" {} more {} about ReLU only.", others, others == 1 ? "is" : "are");
  const std::string evidence =
      others == 0 ? "the evidence that the register asks for" : "the evidence that is wanted under this activation";
  if (settled == n)
    return fmt::format("Every claim{} is settled by {}.{}", others == 0 ? "" : " that applies", evidence, about);
  std::string out = fmt::format("{} of {} claims {} settled by {}", settled, n, settled == 1 ? "is" : "are", evidence);
  if (bad > 0)
    out += fmt::format("; {} {} refuted where {} had to hold", bad, bad == 1 ? "is" : "are", bad == 1 ? "it" : "they");
  if (n > settled + bad) out += fmt::format("; {} {} open", n - settled - bad, n - settled - bad == 1 ? "is" : "are");
  return out + "." + about;
}

std::string about_activation(const RunInfo& run) {
  if (run.activation == "relu") return {};
  return "The activation is " + run.activation + " (" + run.activation_in_words +
         "), not the ReLU of the register. Each section says what is checked instead, from this activation's own "
         "definition, or why nothing is; kernel-checked is not wanted, as the theorems are about ReLU. Enclosed means "
         "here: by ball arithmetic; no certificate is written, so no second program has checked it. m = E act(z), "
         "v = E act(z)^2, K(phi) = 2 pi E act(Z.w) act(Z.w*) for unit vectors, M = (v - m^2) I + m^2 11', "
         "N(phi) = (K(phi)/(2 pi) - m^2) I + m^2 11'.";
}

std::string trusted_base() {
  return "What must be trusted (compiler, MPFR, Arb, the interval library of the checker, the Coq kernel, the axioms "
         "of the reals) is listed in docs/assumptions.md of the source tree.";
}

}  // namespace words
}  // namespace noiseproof
