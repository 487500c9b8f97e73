#include "core/claim_result.hpp"

#include <chrono>

namespace noiseproof {

void ClaimResult::check(const std::string& what, Evidence level,
                        const std::function<std::pair<Verdict, std::string>()>& run) {
  const auto start = std::chrono::steady_clock::now();
  auto [verdict, figure] = run();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  checks.push_back({what, level, verdict, std::move(figure), elapsed.count()});
}

void ClaimResult::claim(const std::string& what, Evidence level,
                        const std::function<std::pair<Verdict, std::string>()>& run) {
  check(what, level, run);
  checks.back().is_the_claim = true;
}

}  // namespace noiseproof
