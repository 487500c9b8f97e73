#pragma once
// Instance: what the user asks about, exactly as written (rationals, never rounded), read from a TOML file.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/rational.hpp"

namespace noiseproof {

/// The network and its teacher. Invariants: 1 <= k, 2 <= p, both at most 100,000; 0 <= r <= k; norm_sq > 0;
/// at k = 1, r = 1 (with one hidden unit s^2 = A^2 always).
struct Instance {
  int k = 25;                         ///< hidden units (patches); shape of a and a_star
  int p = 6;                          ///< inputs per patch; shape of w and w_star
  Rational r = 4;                     ///< (1.a*)^2 / |a*|^2
  Rational norm_sq = 1;               ///< A^2 = |a*|^2
  std::vector<Rational> a_star;       ///< empty: the canonical teacher with these r, A and 1.a* >= 0
  std::vector<Rational> w_star;       ///< empty: the first unit vector; otherwise any non-zero multiple of w*
  Rational eta{1, 25};                ///< step of gradient descent
  std::vector<std::string> warnings;  ///< one line each, for stderr

  /// A short text that determines the instance, for results and certificates.
  std::string describe() const;
  /// All of it as an instance file, which parse_instance reads back to the same. Of |a*| only a rational can be
  /// written: another |a*|^2, which no file can give, becomes a comment.
  std::string to_toml() const;
};

/// A student (w, a), exactly as written.
struct StudentPoint {
  std::vector<Rational> w;  ///< p entries, not all 0
  std::vector<Rational> a;  ///< k entries
};

/// Reads an instance file (docs/instance.md). Throws Error(input | io) with one line that names the file, the
/// field and the reason: missing file, malformed TOML, unknown field, k = 0, p = 1, zero teacher, r > k, NaN,
/// numbers that are not exact, absurd sizes.
Instance read_instance(const std::filesystem::path& file);
/// The same from text; `name` stands for the file in messages.
Instance parse_instance(const std::string& text, const std::string& name);

/// Reads a student from a file with `w = [...]` and `a = [...]`, for an instance of this size.
StudentPoint read_point(const std::filesystem::path& file, const Instance& instance);
StudentPoint parse_point(const std::string& text, const std::string& name, const Instance& instance);

/// The whole of a text file of at most 64 MiB; throws Error(io) naming it.
std::string read_text(const std::filesystem::path& file);

}  // namespace noiseproof
