#pragma once
// The separate checker of certificates, run on what a verification found.
#include <filesystem>
#include <utility>

#include "core/file.hpp"
#include "core/on_progress.hpp"
#include "core/process.hpp"
#include "report/report.hpp"

namespace noiseproof {

/// noiseproof-recheck, which lies beside the running program. Throws Error(io) if it does not.
std::string checker_program();

/// What a certificate is worth once the checker has ended with `code` and printed this: proved if it says, as JSON,
/// that it is of this version and accepts this claim, verdict, instance and number of items; else undecided, whatever
/// the code: that a certificate is no proof refutes nothing. The words are for the report.
std::pair<Verdict, std::string> heard_from_checker(int code, const std::string& printed,
                                                   const nlohmann::json& certificate);

/// The checker, and a temporary folder for what it reads. Made before the work, so that what is missing is said then.
class Rechecker {
 public:
  /// `program`: path of noiseproof-recheck. Throws Error(io) if there is no place for the folder.
  explicit Rechecker(std::string program) : program_(std::move(program)) {}

  /// The checker's own version and those of its libraries, as it prints them; "" if it does not.
  std::string version() const;
  /// Has the checker read every certificate of the report, on `jobs` threads, and adds to each claim what it says, as a
  /// check at level enclosed: a certificate that it does not accept settles nothing.
  void recheck(Report& report, int jobs, const OnProgress& progress) const;

 private:
  std::string program_;
  TemporaryFolder folder_;
};

}  // namespace noiseproof
