#include "verify/run_claim.hpp"

#include <algorithm>
#include <chrono>

#include "core/failure.hpp"

namespace noiseproof {
namespace {

/// The claim under an activation other than ReLU: what its folder says instead, or that nothing does. A theorem of Coq
/// is about ReLU, so at most enclosures can be wanted.
void run_other(const ClaimProgram& program, const ClaimContext& context, const Activation& activation,
               ClaimReport& out) {
  std::string about = std::move(out.readme.other_activations);
  out.readme = {};
  out.applies = program.prove_other != nullptr;
  if (!out.applies) {
    std::replace(about.begin(), about.end(), '\n', ' ');
    out.result.notes.push_back(std::move(about));
    return;
  }
  out.readme.statement = std::move(about);
  OtherClaim found = program.prove_other(context, activation);
  out.claim.says = std::move(found.says);
  out.claim.wants = std::min(out.claim.wants, Evidence::enclosed);
  out.result = std::move(found.result);
}

/// A claim without a headline, as its program ended early, has the figure of what is not proved.
void name_what_is_open(ClaimResult& result) {
  if (!result.headline.empty()) return;
  for (const Check& check : result.checks)
    if (result.headline.empty() && check.verdict != Verdict::proved) result.headline = check.figure;
}

}  // namespace

ClaimReport run_claim(const Claim& claim, const std::vector<ClaimProgram>& programs, const ClaimContext& context,
                      const Activation& activation) {
  ClaimReport out{claim, {}, {}, 0, true};
  for (const ClaimProgram& program : programs) {
    if (program.folder != claim.folder()) continue;
    const auto start = std::chrono::steady_clock::now();
    out.readme = split_readme(program.readme);
    // What one claim's program cannot reach for this instance must not take the other claims with it.
    const std::optional<std::string> failure = failure_of([&] {
      if (activation.is_relu())
        out.result = program.prove(context);
      else
        run_other(program, context, activation, out);
    });
    if (failure)
      out.result.check("the claim's program runs to its end", out.claim.wants,
                       [&] { return std::pair(Verdict::undecided, *failure); });
    name_what_is_open(out.result);
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return out;
}

}  // namespace noiseproof
