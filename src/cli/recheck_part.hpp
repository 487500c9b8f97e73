#pragma once
// The separate checker of certificates, run on what a verification found.
#include <filesystem>
#include <utility>

#include "core/process.hpp"
#include "report/report.hpp"

namespace noiseproof {

/// noiseproof-recheck, which lies beside this program. Throws Error(io) if it does not.
std::string checker_program();

/// What a certificate is worth once the checker has ended with `code` and printed this: proved if it says, as JSON,
/// that it is of this version and accepts this claim, verdict, instance and number of items; else undecided, whatever
/// the code: that a certificate is no proof refutes nothing. The words are for the report.
std::pair<Verdict, std::string> heard_from_checker(int code, const std::string& printed,
                                                   const nlohmann::json& certificate);

/// How far, in [0, 1], and what is being done; what it throws ends the run and is passed on.
using RecheckProgress = std::function<void(double, const std::string&)>;

/// The checker, and a temporary folder for what it reads. Made before the work, so that what is missing is said then.
class Rechecker {
 public:
  /// Throws Error(io) if there is no checker, or no place for the folder.
  Rechecker();
  ~Rechecker();
  Rechecker(const Rechecker&) = delete;
  Rechecker& operator=(const Rechecker&) = delete;

  /// Has the checker read every certificate of the report, on `jobs` threads, and adds to each claim what it says, as a
  /// check at level enclosed: a certificate that it does not accept settles nothing.
  void recheck(Report& report, int jobs, const RecheckProgress& progress) const;

 private:
  std::string program_;
  std::filesystem::path folder_;
};

}  // namespace noiseproof
