#pragma once
// From the checks of a claim to its state, and from the states to the exit code. The only place that decides.
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "core/claim_result.hpp"
#include "report/register.hpp"

namespace noiseproof {

/// Where a claim stands. Undecided and not checked never count as passed.
enum class State {
  reached,       ///< proved at the wanted level of evidence or above
  holds_so_far,  ///< proved, but only below the wanted level
  refuted,       ///< at least one check is refuted
  undecided,    ///< no level at which all checks are proved, or the wanted one is open and there is no theorem above it
  not_checked,  ///< no checks
  does_not_apply  ///< about ReLU, in a run about another activation: not checked and not counted
};

/// "reached", "holds so far", "refuted", "undecided", "not yet checked", "does not apply".
std::string_view name(State state);

/// What the checks of one level say together.
enum class LevelStatus { absent, proved, undecided, refuted };

inline constexpr std::array<Evidence, 5> all_levels{Evidence::stated, Evidence::sampled, Evidence::computed,
                                                    Evidence::enclosed, Evidence::kernel_checked};

/// A claim's state with the reasons for it.
struct ClaimState {
  State state = State::not_checked;
  Evidence wants = Evidence::kernel_checked;
  bool expected_to_hold = true;  ///< false: the register says "conditional"
  bool failed = false;           ///< a check is refuted that must hold, whatever the condition
  bool open = false;             ///< a check at the wanted level, or above, is undecided
  /// Strongest level all of whose checks are proved, nothing refuted below it; above the wanted one only where one of
  /// them is the claim itself, or a theorem about all of it.
  std::optional<Evidence> reached;
  std::optional<Evidence> refuted_at;                   ///< strongest level with a refuted check
  std::array<LevelStatus, all_levels.size()> levels{};  ///< in the order of all_levels

  LevelStatus level(Evidence e) const { return levels[static_cast<std::size_t>(e)]; }
  /// The claim is where it was to be: reached, or, for a claim that the register calls conditional, itself refuted by
  /// evidence at least as strong as the wanted, with nothing open there (a witness is as good a result as a
  /// confirmation).
  bool settled() const;
};

/// Domain: any claim and result. Never fails.
ClaimState assess(const Claim& claim, const ClaimResult& result);

/// 0: every claim is settled (see ClaimState::settled). 1: a check is refuted that had to hold.
/// 2: anything else, also no claims at all: nothing checked is not a success. Claims that do not apply are left out.
/// Without the theorems a claim that wants one is not missed where it holds so far.
int exit_code(const std::vector<ClaimState>& states, bool theorems_wanted = true);

}  // namespace noiseproof
