#pragma once
// For the tests of the checker's parts: what it says of an item of a certificate, and its intervals in doubles.
#include <doctest/doctest.h>

#include <functional>

#include "items.hpp"

namespace checks {

using namespace recheck;
using nlohmann::json;

inline json instance(int k, int p, const char* r, const char* norm_sq = "1") {
  return {{"k", k}, {"p", p}, {"r", r}, {"norm_sq", norm_sq}};
}

/// "", or why not.
inline std::string refusal(const json& item, Failure::Kind* kind = nullptr) {
  const Node node(item, "");
  try {
    if (item["kind"] == "escape") check_escape(node);
    if (item["kind"] == "sure_trap") check_sure_trap(node);
    if (item["kind"] == "never_settles") check_never_settles(node);
  } catch (const Failure& failure) {
    if (kind) *kind = failure.kind;
    return failure.where + ": " + failure.reason;
  }
  return "";
}

struct Nudge {
  const char* name;
  Failure::Kind kind;
  const char* message;
  std::function<void(json&)> apply;
};

inline void check_refused(const json& good, const std::vector<Nudge>& nudges) {
  for (const Nudge& nudge : nudges) {
    CAPTURE(std::string(nudge.name));
    json item = good;
    nudge.apply(item);
    Failure::Kind kind{};
    const std::string why = refusal(item, &kind);
    INFO(why);
    CHECK(why.find(nudge.message) != std::string::npos);
    CHECK(kind == nudge.kind);
  }
}

inline auto with(const char* key, const char* value) {
  return [=](json& x) { x[key] = value; };
}

inline double middle(const Interval& x) { return mpfi_get_d(x.get()); }

inline bool is_inside(const Interval& inner, const Interval& outer) {
  return mpfr_cmp(outer.left(), inner.left()) <= 0 && mpfr_cmp(inner.right(), outer.right()) <= 0;
}

}  // namespace checks
