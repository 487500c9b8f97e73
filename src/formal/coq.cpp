#include "formal/coq.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/process.hpp"
#include "formal/numbers.hpp"

namespace noiseproof {
namespace {

namespace fs = std::filesystem;
constexpr int kSkipped = 77;  // proofs_formal/check: Coq is missing

std::string environment(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of("\n ");
  if (end == std::string::npos) return "it printed nothing";
  const std::size_t begin = text.rfind('\n', end);
  return text.substr(begin == std::string::npos ? 0 : begin + 1,
                     end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

/// From the first "Error" on, on one line, shortened.
std::string coq_error(const std::string& output) {
  const std::size_t at = output.find("Error");
  std::string out;
  for (const char c : at == std::string::npos ? last_line(output) : output.substr(at, 300)) out += c == '\n' ? ' ' : c;
  return out;
}

bool starts_theorem(const std::string& line) {
  const auto digit = [&](std::size_t i) { return std::isdigit(static_cast<unsigned char>(line[i])) != 0; };
  return line.size() > 4 && line[0] == 'C' && digit(1) && digit(2) && line[3] == '_';
}

/// A folder name for an instance: the same for the same instance. FNV-1a of its description.
std::string folder_name(const std::string& about) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : about) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return fmt::format("{:016x}", hash);
}

/// Compiles a theory against the ones in `out`; the exit status, and in `output` what Coq printed.
int compile(const fs::path& theory, const fs::path& out, std::string& output, const Tick& tick) {
  const fs::path printed = fs::path(theory).replace_extension(".out");
  const int status = run_program({"coqc", "-q", "-Q", out.string(), "Noiseproof", "-w",
                                  "-notation-overridden,-ambiguous-paths", theory.filename().string()},
                                 theory.parent_path(), printed, tick);
  output = text_of(printed);
  return status;
}

void run_numbers(const Instance& instance, const fs::path& out, const FormalProgress& progress, FormalResult& result) {
  const std::string about = instance.describe();
  const std::vector<NumberTheorem> theorems = number_theorems(instance);
  const fs::path folder = out / "Generated" / folder_name(about);
  fs::create_directories(folder);
  result.folder = folder.string();
  write_text(folder / "Numbers.v", numbers_theory(theorems, about));
  write_text(folder / "FalseTwins.v", twins_theory(theorems, about));
  std::string output;
  if (compile(folder / "Numbers.v", out, output, [&] { progress(0.9, "the instance's numbers"); }) != 0)
    result.numbers_failure = "coqc rejects the instance's numbers: " + coq_error(output);
  else
    result.numbers = parse_audit(output);
  // Every twin has its "Fail", so the file is accepted only if all are refused.
  if (compile(folder / "FalseTwins.v", out, output, [&] { progress(0.95, "false twins"); }) == 0)
    for (const NumberTheorem& theorem : theorems) result.refused_twins.push_back(theorem.name);
}

}  // namespace

std::vector<CheckedTheorem> parse_audit(const std::string& output) {
  std::vector<CheckedTheorem> out;
  std::size_t group = 0;  // the first theorem whose axioms were not printed before
  enum { nothing, statement, axioms } inside = nothing;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string::npos) continue;
    if (begin == 0 && starts_theorem(line)) {
      if (inside != statement) group = out.size();
      const std::size_t colon = line.find(" : ");  // a short statement stands on the same line
      out.push_back({line.substr(0, line.find(' ')), colon == std::string::npos ? "" : line.substr(colon + 3), {}});
      inside = statement;
    } else if (begin == 0 && line.starts_with("Axioms:")) {
      inside = axioms;
    } else if (begin == 0 && line.starts_with("Closed under the global context")) {
      inside = nothing;
    } else if (inside == statement && begin > 0) {
      std::string& text = out.back().statement;
      line = line.substr(begin);
      if (text.empty() && line.starts_with(": ")) line = line.substr(2);
      text += (text.empty() ? "" : " ") + line;
    } else if (inside == axioms && begin == 0) {
      for (std::size_t i = group; i < out.size(); ++i)
        out[i].axioms.push_back(line.substr(0, line.find_first_of(" :")));
    }
  }
  for (CheckedTheorem& theorem : out) std::sort(theorem.axioms.begin(), theorem.axioms.end());
  return out;
}

FormalResult run_formal(const Instance& instance, const FormalProgress& progress) {
  FormalResult result;
  const auto start = std::chrono::steady_clock::now();
  const fs::path theories = environment("NOISEPROOF_FORMAL_DIR", NOISEPROOF_FORMAL_DIR);
  const fs::path out = environment("NOISEPROOF_FORMAL_OUT", (theories / "../build/formal").lexically_normal().string());
  if (!fs::exists(theories / "check")) {
    result.reason = "the theories are not where they were built from (set NOISEPROOF_FORMAL_DIR to proofs_formal)";
    return result;
  }
  std::error_code failed;
  fs::create_directories(out, failed);
  if (failed) {
    result.reason = "the folder for compiled theories cannot be made: " + out.string();
    return result;
  }
  const fs::path log = out / fmt::format("verify-{}.log", getpid());
  const int status = run_program({"bash", (theories / "check").string(), "--out", out.string()}, theories, log,
                                 [&] { progress(0.1, "theories and audit"); });
  const std::string said = last_line(text_of(log));
  fs::remove(log, failed);
  result.run = status != kSkipped && status != 127;
  if (!result.run) {
    result.reason = status == 127 ? "bash not found" : "coqc not found (./scripts/bootstrap --formal installs it)";
  } else if (status != 0) {
    result.reason = said;
  } else {
    result.theorems = parse_audit(text_of(out / "Audit.out"));
    try {
      run_numbers(instance, out, progress, result);
    } catch (const Error& error) {
      result.numbers_failure = error.what();
    }
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace noiseproof
