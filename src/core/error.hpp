#pragma once
// One error type for everything that is the caller's or the machine's fault. Thrown in the library,
// caught once in main, printed as one line; undecided questions are values (Verdict), not errors.
#include <stdexcept>
#include <string>
#include <utility>

namespace noiseproof {

class Error : public std::runtime_error {
 public:
  enum class Kind { input, domain, no_convergence, bad_certificate, io, arithmetic };

  Error(Kind kind, std::string where, const std::string& what, std::string excerpt = {})
      : std::runtime_error(where + ": " + what), kind_(kind), where_(std::move(where)), excerpt_(std::move(excerpt)) {}

  Kind kind() const { return kind_; }
  /// The file and field, or the function, that the error is about.
  const std::string& where() const { return where_; }
  /// Of an error in an expression: the source line and a caret under the place; otherwise empty.
  const std::string& excerpt() const { return excerpt_; }

 private:
  Kind kind_;
  std::string where_, excerpt_;
};

}  // namespace noiseproof
