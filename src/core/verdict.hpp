#pragma once
// The answers that a numerical proof may give. Undecided is a value, never an exception, and never a pass.
#include <string_view>

namespace noiseproof {

/// Answer to a mathematical question asked of intervals. A scoped enum: it does not convert to bool,
/// so `if (is_positive(x))` does not compile and "undecided" cannot slip through as "no".
enum class Verdict { proved, refuted, undecided };

/// How strong the evidence behind a verdict is, weakest first. Levels are never merged.
/// stated: written down only; sampled: random experiments with an error bar; computed: high precision by
/// two routes; enclosed: outward rounding, re-checked by a separate program; kernel_checked: a Coq theorem.
enum class Evidence { stated, sampled, computed, enclosed, kernel_checked };

constexpr std::string_view name(Verdict v) {
  switch (v) {
    case Verdict::proved: return "proved";
    case Verdict::refuted: return "refuted";
    default: return "undecided";
  }
}

constexpr std::string_view name(Evidence e) {
  switch (e) {
    case Evidence::stated: return "stated";
    case Evidence::sampled: return "sampled";
    case Evidence::computed: return "computed";
    case Evidence::enclosed: return "enclosed";
    default: return "kernel-checked";
  }
}

/// Conjunction in three-valued logic: one refutation refutes, one undecided leaves the whole undecided.
constexpr Verdict both(Verdict a, Verdict b) {
  if (a == Verdict::refuted || b == Verdict::refuted) return Verdict::refuted;
  if (a == Verdict::undecided || b == Verdict::undecided) return Verdict::undecided;
  return Verdict::proved;
}

/// Negation in three-valued logic.
constexpr Verdict negate(Verdict v) {
  if (v == Verdict::proved) return Verdict::refuted;
  if (v == Verdict::refuted) return Verdict::proved;
  return Verdict::undecided;
}

}  // namespace noiseproof
