#pragma once
// The separate checker of certificates, run on what a verification wrote.
#include "core/process.hpp"
#include "report/report.hpp"

namespace noiseproof {

/// noiseproof-recheck, which lies beside this program. Throws Error(io) if it does not.
std::string checker_program();

/// Has the checker read every certificate of the report, on `jobs` threads, and adds to each claim what it says, as a
/// check at level enclosed: a certificate that it does not accept settles nothing.
void recheck_certificates(Report& report, int jobs, const Tick& tick);

}  // namespace noiseproof
