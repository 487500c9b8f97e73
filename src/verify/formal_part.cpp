#include "verify/formal_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/json.hpp"

namespace noiseproof {
namespace {

bool belongs(const std::string& theorem, const Claim& claim) { return theorem.starts_with(claim.id + "_"); }

/// "4 axioms: classic, ...": the last part of each qualified name.
std::string describe(const std::vector<std::string>& axioms) {
  if (axioms.empty()) return "no axioms";
  std::string out = fmt::format("{} axioms: ", axioms.size());
  for (std::size_t i = 0; i < axioms.size(); ++i) {
    const std::size_t dot = axioms[i].rfind('.');
    out += (i == 0 ? "" : ", ") + axioms[i].substr(dot == std::string::npos ? 0 : dot + 1);
  }
  return out;
}

/// Coq checks all theorems in one run: a single one has no time of its own, and the report leaves it blank.
constexpr double kNotTimed = std::numeric_limits<double>::quiet_NaN();

bool accepted(const CheckedTheorem& theorem) { return theorem.missing.empty(); }
bool refused(const CheckedTwin& twin) { return twin.refused == Verdict::proved; }

void add(const CheckedTheorem& theorem, ClaimResult& result) {
  result.checks.push_back({"Coq's kernel accepts " + theorem.name, Evidence::kernel_checked,
                           accepted(theorem) ? Verdict::proved : Verdict::undecided,
                           accepted(theorem) ? describe(theorem.axioms) : theorem.missing, kNotTimed});
  if (accepted(theorem)) result.theorems.push_back({theorem.name, theorem.says, theorem.statement});
}

void add(const CheckedTwin& twin, ClaimResult& result) {
  result.checks.push_back(
      {"false twin: " + twin.theorem + " with a digit nudged or the conclusion turned round is refused, and false",
       Evidence::kernel_checked, twin.refused,
       refused(twin)                      ? "its tactic fails on it, and Coq's kernel accepts that it is false"
       : twin.refused == Verdict::refuted ? "Coq accepts it"
                                          : twin.missing,
       kNotTimed});
}

bool meets(const Digits& digits, const nlohmann::json& enclosure) {
  return digits.lo <= parse_rational(enclosure.at("hi").get<std::string>(), "hi") &&
         parse_rational(enclosure.at("lo").get<std::string>(), "lo") <= digits.hi;
}

/// Both enclose the same number: disjoint, one is wrong. Undecided without an enclosure to compare.
std::pair<Verdict, std::string> compare(const Digits& digits, const nlohmann::json& certificate) {
  for (const auto& item : certificate.at("items")) {
    bool met;
    if (item.value("quantity", "") == digits.quantity) {
      met = meets(digits, item);
    } else if (item.value("statement", "") == digits.quantity) {
      const auto& all = item.at("eigenvalues");
      met = std::any_of(all.begin(), all.end(), [&](const auto& eigenvalue) { return meets(digits, eigenvalue); });
    } else {
      continue;
    }
    return {met ? Verdict::proved : Verdict::refuted, met ? "they overlap" : "they are disjoint: one of them is wrong"};
  }
  return {Verdict::undecided, "the certificate has no such enclosure"};
}

/// "3 theorems", or "1 of 3 theorems".
template <class All, class Good>
std::string count(const All& all, Good good, const std::string& what) {
  const auto n = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), good));
  return n == all.size() ? fmt::format("{} {}", n, what) : fmt::format("{} of {} {}", n, all.size(), what);
}

/// Why the first that is missing is so; "" if none is.
std::string first_reason(const FormalResult& r) {
  for (const auto* list : {&r.theorems, &r.numbers})
    for (const CheckedTheorem& theorem : *list)
      if (!accepted(theorem)) return theorem.name + ": " + theorem.missing;
  for (const CheckedTwin& twin : r.twins)
    if (!refused(twin)) return "twin of " + twin.theorem + ": " + (twin.missing.empty() ? "accepted" : twin.missing);
  return "";
}

}  // namespace

FormalPart summarize(FormalResult result) {
  const std::string reason = first_reason(result);
  const std::string counts =
      fmt::format("{} and {} of this instance accepted by Coq's kernel, {} refused and proved false",
                  count(result.theorems, accepted, "theorems"), count(result.numbers, accepted, "numbers"),
                  count(result.twins, refused, "false twins"));
  return {std::move(result), reason.empty() ? "run: " + counts : "run, and incomplete: " + counts + "; " + reason,
          reason.empty()};
}

FormalPart run_formal_part(const Instance& instance, bool wanted, const OnProgress& progress) {
  if (wanted) return summarize(run_formal(instance, progress));
  return {{}, "formal part not run: not asked for (--formal)", true};
}

void add_formal_checks(const Claim& claim, const FormalPart& part, ClaimResult& result) {
  for (const CheckedTheorem& theorem : part.result.theorems)
    if (belongs(theorem.name, claim)) add(theorem, result);
  for (const CheckedTheorem& theorem : part.result.numbers) {
    if (!belongs(theorem.name, claim)) continue;
    add(theorem, result);
    for (const Digits& digits : theorem.digits)
      if (accepted(theorem))
        result.check("Coq's digits of " + digits.quantity + ", in " + theorem.name + ", overlap the certificate's",
                     Evidence::enclosed, [&]() -> std::pair<Verdict, std::string> {
                       if (!result.certificate) return {Verdict::undecided, "there is no certificate"};
                       return compare(digits, parse_json(result.certificate->second, "certificate"));
                     });
    for (const CheckedTwin& twin : part.result.twins)
      if (twin.theorem == theorem.name) add(twin, result);
  }
}

}  // namespace noiseproof
