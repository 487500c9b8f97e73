#pragma once
// Other programs: Coq, and the checker of certificates.
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace noiseproof {

/// Called some times a second while a program runs; may throw, which ends the program.
using Tick = std::function<void()>;

/// Runs a program (found in PATH) in `folder` with its output and errors in a file. The exit status; 127: not started;
/// 128 and the signal's number: ended by a signal, and `tick` did not throw then; 128: in a way that the system does
/// not tell.
int run_program(const std::vector<std::string>& words, const std::filesystem::path& folder,
                const std::filesystem::path& output, const Tick& tick);

/// What stands in a file; "" if it cannot be read.
std::string text_of(const std::filesystem::path& file);

}  // namespace noiseproof
