#pragma once
// Work whose failure must not take the rest with it; and what stops everything.
#include <exception>
#include <functional>
#include <optional>
#include <string>

namespace noiseproof {

/// Thrown, by whoever watches for signals, where work is broken off because of one; passed on by all in between.
class Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

/// Runs `work`. What it throws comes back in words; only Interrupted is passed on.
std::optional<std::string> failure_of(const std::function<void()>& work);

}  // namespace noiseproof
