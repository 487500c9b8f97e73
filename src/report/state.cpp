#include "report/state.hpp"

#include <algorithm>

namespace noiseproof {

std::string_view name(State state) {
  switch (state) {
    case State::reached: return "reached";
    case State::holds_so_far: return "holds so far";
    case State::refuted: return "refuted";
    case State::undecided: return "undecided";
    case State::not_checked: return "not yet checked";
    default: return "does not apply";
  }
}

bool ClaimState::settled() const {
  if (state == State::reached) return true;
  return state == State::refuted && !failed && !open && refuted_at.has_value() && *refuted_at >= wants;
}

ClaimState assess(const Claim& claim, const ClaimResult& result) {
  ClaimState s;
  s.wants = claim.wants;
  s.expected_to_hold = claim.expected == "holds";
  for (const Check& check : result.checks) {
    LevelStatus& level = s.levels[static_cast<std::size_t>(check.level)];
    if (check.verdict == Verdict::refuted) {
      level = LevelStatus::refuted;
      s.failed = s.failed || s.expected_to_hold || !check.is_the_claim;
    } else if (check.verdict == Verdict::undecided) {
      level = std::max(level, LevelStatus::undecided);  // the enumerators are in order of severity
      s.open = s.open || check.level >= claim.wants;
    } else {
      level = std::max(level, LevelStatus::proved);
    }
  }
  // Above the wanted level, evidence of parts beside the claim is not evidence of the claim.
  const auto of_the_claim = [&](Evidence e) {
    if (e == Evidence::kernel_checked) return claim.theorems == "whole";
    return e <= claim.wants || std::any_of(result.checks.begin(), result.checks.end(),
                                           [&](const Check& check) { return check.level == e && check.is_the_claim; });
  };
  for (const Evidence e : all_levels) {
    if (s.level(e) == LevelStatus::refuted) s.refuted_at = e;
    if (s.level(e) == LevelStatus::proved && !s.refuted_at && of_the_claim(e)) s.reached = e;
  }
  const bool theorem = s.reached == Evidence::kernel_checked;
  const bool claim_is_open = std::any_of(result.checks.begin(), result.checks.end(), [](const Check& check) {
    return check.is_the_claim && check.verdict == Verdict::undecided;
  });
  if (result.checks.empty()) {
    s.state = State::not_checked;
  } else if (s.refuted_at) {
    s.state = State::refuted;
  } else if (!s.reached || claim_is_open ||
             (*s.reached > claim.wants && !theorem && s.level(claim.wants) == LevelStatus::undecided)) {
    // What was to be seen at the wanted level is open: a calculation beside it does not settle it, a theorem about the
    // whole claim does.
    s.state = State::undecided;
  } else {
    s.state = *s.reached >= claim.wants ? State::reached : State::holds_so_far;
  }
  return s;
}

int exit_code(const std::vector<ClaimState>& states, bool theorems_wanted) {
  if (std::any_of(states.begin(), states.end(), [](const ClaimState& s) { return s.failed; })) return 1;
  const auto outside = [](const ClaimState& s) { return s.state == State::does_not_apply; };
  const auto only_a_theorem_is_missing = [&](const ClaimState& s) {
    return !theorems_wanted && s.state == State::holds_so_far && s.wants == Evidence::kernel_checked;
  };
  const bool settled = std::all_of(states.begin(), states.end(), [&](const ClaimState& s) {
    return outside(s) || s.settled() || only_a_theorem_is_missing(s);
  });
  return settled && !std::all_of(states.begin(), states.end(), outside) ? 0 : 2;
}

}  // namespace noiseproof
