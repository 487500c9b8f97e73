#include "formal/coq.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/json.hpp"
#include "core/process.hpp"
#include "formal/numbers.hpp"

namespace noiseproof {
namespace {

namespace fs = std::filesystem;
constexpr int kSkipped = 77;      // proofs_formal/check: there is no Coq that will do
constexpr int kNotStarted = 127;  // run_program
const std::string kNotPrinted = "Coq did not print it with its axioms";

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

/// What is missing is so for this reason, if there is one.
void explain(const std::string& failure, std::vector<CheckedTheorem>& theorems) {
  for (CheckedTheorem& theorem : theorems)
    if (!theorem.missing.empty() && !failure.empty()) theorem.missing = failure;
}

/// `failure`: why the theories on which the numbers rest are not there; empty: they are.
void run_numbers(const Instance& instance, const fs::path& out, std::string failure,
                 const std::vector<std::string>& axioms, const OnProgress& progress, FormalResult& result) {
  const std::string about = instance.describe();
  const std::vector<NumberTheorem> theorems = number_theorems(instance);
  std::vector<ExpectedTheorem> expected;  // each number, then that its twin is false
  for (const NumberTheorem& t : theorems) {
    if (!t.unstated.empty()) continue;
    expected.push_back({t.name, axioms});
    expected.push_back({twin_is_false(t.name), axioms});
  }
  std::string numbers, twins, twins_failure = failure;
  if (failure.empty()) {
    const fs::path folder = out / "Generated" / folder_name(about);
    fs::create_directories(folder);
    write_text(folder / "Numbers.v", numbers_theory(theorems, about));
    write_text(folder / "FalseTwins.v", twins_theory(theorems, about));
    if (compile(folder / "Numbers.v", out, numbers, [&] { progress(0.9, "the instance's numbers"); }) != 0) {
      failure = "coqc rejects the instance's numbers: " + coq_error(numbers);
      numbers.clear();
    }
    if (compile(folder / "FalseTwins.v", out, twins, [&] { progress(0.95, "false twins"); }) != 0)
      twins_failure = "coqc does not reach its end: " + coq_error(twins);
  }
  std::vector<CheckedTheorem> proved = demand(expected, numbers), refutations;
  explain(failure, proved);
  auto checked = proved.begin();
  for (const NumberTheorem& t : theorems) {
    if (!t.unstated.empty()) continue;
    checked->digits = t.digits;
    result.numbers.push_back(*checked++);
    refutations.push_back({t.name, "", {}, (checked++)->missing});
  }
  for (const NumberTheorem& t : theorems)
    if (!t.unstated.empty()) result.numbers.push_back({t.name, "", {}, t.unstated});
  result.twins = demand_twins(refutations, twins, twins_failure.empty() ? kNotPrinted : twins_failure);
}

/// "Coq 8.16.1" and the like, a line each: what proofs_formal/check --versions prints.
std::map<std::string, std::string> coq_versions(const fs::path& theories, const fs::path& log) {
  std::map<std::string, std::string> out;
  if (run_program({"bash", (theories / "check").string(), "--versions"}, theories, log, [] {}) != 0) return out;
  std::istringstream lines(text_of(log));
  for (std::string name, version; lines >> name >> version;) out[name] = version;
  return out;
}

/// Without blanks at its ends.
std::string trimmed(const std::string& line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  return begin == std::string::npos ? "" : line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

std::vector<ExpectedTheorem> parse_expected(const std::string& text) {
  std::vector<ExpectedTheorem> out;
  if (text.empty()) return out;
  for (const auto& theorem : parse_json(text, "THEOREMS.json"))
    out.push_back({theorem.at("id"), theorem.at("axioms"), theorem.value("says", "")});
  return out;
}

std::vector<CheckedTheorem> demand(const std::vector<ExpectedTheorem>& expected, const std::string& output) {
  std::vector<CheckedTheorem> out;
  std::map<std::string, CheckedTheorem*> asked;
  for (const ExpectedTheorem& e : expected) out.push_back({e.name, "", {}, kNotPrinted, e.says});
  for (CheckedTheorem& theorem : out) asked[theorem.name] = &theorem;
  std::vector<CheckedTheorem*> group;  // those whose axioms come next
  enum { nothing, statement, axioms } inside = nothing;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const std::string text = trimmed(line);
    if (text.empty()) continue;
    const bool indented = line[0] == ' ';
    const std::string first = text.substr(0, text.find_first_of(" \t:"));
    if (!indented && asked.contains(first)) {
      if (inside != statement) group.clear();
      group.push_back(asked[first]);
      inside = statement;
    } else if (!indented && inside != nothing && (text == "Axioms:" || text == "Closed under the global context")) {
      inside = axioms;
      for (CheckedTheorem* theorem : group) theorem->missing.clear();
    } else if (!indented) {
      for (CheckedTheorem* theorem : group) theorem->axioms.push_back(first);
    }
    if (inside != statement) continue;
    std::string more = trimmed(indented ? text : text.substr(first.size()));
    std::string& said = group.back()->statement;
    if (said.empty() && more.starts_with(":")) more = trimmed(more.substr(1));
    said += (said.empty() ? "" : " ") + more;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::sort(out[i].axioms.begin(), out[i].axioms.end());
    for (const std::string& axiom : out[i].axioms)
      if (std::count(expected[i].axioms.begin(), expected[i].axioms.end(), axiom) == 0)
        out[i].missing = "rests on " + axiom + ", which proofs_formal/THEOREMS.json does not allow";
  }
  return out;
}

std::vector<CheckedTwin> demand_twins(const std::vector<CheckedTheorem>& refutations, const std::string& output,
                                      const std::string& otherwise) {
  std::set<std::string> printed;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) printed.insert(trimmed(line));
  std::vector<CheckedTwin> out;
  for (const CheckedTheorem& refutation : refutations) {
    const std::string &name = refutation.name, &missing = refutation.missing;
    if (printed.contains(kAccepted + name))
      out.push_back({name, Verdict::refuted, ""});
    else if (!printed.contains(kRefused + name))
      out.push_back({name, Verdict::undecided, otherwise});
    else if (!missing.empty())
      out.push_back({name, Verdict::undecided, "that it is false: " + missing});
    else
      out.push_back({name, Verdict::proved, ""});
  }
  return out;
}

FormalResult run_formal(const Instance& instance, const OnProgress& progress) {
  const fs::path theories = environment("NOISEPROOF_FORMAL_DIR", NOISEPROOF_FORMAL_DIR);
  const fs::path out = environment("NOISEPROOF_FORMAL_OUT", (theories / "../build/formal").lexically_normal().string());
  const std::vector<ExpectedTheorem> expected = parse_expected(text_of(theories / "THEOREMS.json"));
  if (expected.empty() || !fs::exists(theories / "check"))
    throw Error(Error::Kind::io, "--formal",
                "no theories in " + theories.string() + " (set NOISEPROOF_FORMAL_DIR to proofs_formal)");
  std::error_code failed;
  fs::create_directories(out, failed);
  if (failed)
    throw Error(Error::Kind::io, "--formal", "the folder for compiled theories cannot be made: " + out.string());
  const fs::path log = out / fmt::format("verify-{}.log", getpid());
  const int status = run_program({"bash", (theories / "check").string(), "--out", out.string()}, theories, log,
                                 [&] { progress(0.1, "theories and audit"); });
  const std::string said = last_line(text_of(log));
  FormalResult result;
  result.versions = coq_versions(theories, log);
  fs::remove(log, failed);
  if (status == kSkipped || status == kNotStarted)
    throw Error(Error::Kind::io, "--formal", status == kSkipped ? said : "bash not found");

  const std::string failure = status == 0 ? "" : said;
  result.theorems = demand(expected, status == 0 ? text_of(out / "Audit.out") : "");
  explain(failure, result.theorems);
  std::set<std::string> axioms;  // a number may rest on what any theorem may
  for (const ExpectedTheorem& e : expected) axioms.insert(e.axioms.begin(), e.axioms.end());
  run_numbers(instance, out, failure, {axioms.begin(), axioms.end()}, progress, result);
  return result;
}

}  // namespace noiseproof
