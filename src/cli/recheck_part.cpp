#include "cli/recheck_part.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/threads.hpp"

namespace noiseproof {
namespace {

namespace fs = std::filesystem;

/// A folder of its own, which goes with the object.
class Scratch {
 public:
  Scratch() {
    std::error_code none;
    std::string name = (fs::temp_directory_path(none) / "noiseproof-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw Error(Error::Kind::io, name, std::strerror(errno));
    folder = name;
  }
  ~Scratch() {
    std::error_code none;
    fs::remove_all(folder, none);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  fs::path folder;
};

/// What the checker said of a file, without the file's name, on one line.
std::string said(std::string text, const std::string& file) {
  for (std::size_t at = 0; (at = text.find(file + ": ", at)) != std::string::npos;) text.erase(at, file.size() + 2);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ';');
  return text;
}

void recheck(const fs::path& folder, ClaimResult& result, const Tick& tick) {
  const auto& [name, text] = *result.certificate;
  const fs::path printed = folder / (name + ".out");
  result.check("the separate checker, on another interval library, accepts the certificate as a complete proof",
               Evidence::enclosed, [&] {
                 write_text(folder / name, text);
                 const int code = run_program({checker_program(), name}, folder, printed, tick);
                 // That a certificate that says itself to be undecided is no complete proof refutes nothing.
                 const bool open = code == 1 && nlohmann::json::parse(text)["verdict"] == "undecided";
                 return std::pair(code == 0                           ? Verdict::proved
                                  : (code == 1 || code == 3) && !open ? Verdict::refuted
                                                                      : Verdict::undecided,
                                  fmt::format("{}, {} bytes", said(text_of(printed), name), text.size()));
               });
}

}  // namespace

std::string checker_program() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path() / "noiseproof-recheck";
  if (error || !fs::exists(program, error))
    throw Error(Error::Kind::io, program.string(), "no such program: the checker belongs beside noiseproof");
  return program.string();
}

void recheck_certificates(Report& report, int jobs, const Tick& tick) {
  const Scratch scratch;
  std::vector<ClaimResult*> results;
  for (ClaimReport& claim : report.claims)
    if (claim.result.certificate) results.push_back(&claim.result);
  Threads(jobs).run([&] {
    tbb::parallel_for(std::size_t{0}, results.size(),
                      [&](std::size_t i) { recheck(scratch.folder, *results[i], tick); });
  });
}

}  // namespace noiseproof
