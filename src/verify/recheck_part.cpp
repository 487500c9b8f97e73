#include "verify/recheck_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <sstream>

#include "core/error.hpp"
#include "core/failure.hpp"
#include "core/file.hpp"
#include "core/threads.hpp"

namespace noiseproof {
namespace {

namespace fs = std::filesystem;

/// On one line, shortened.
std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ';');
  return text.size() <= 600 ? text : text.substr(0, 600) + "...";
}

/// The JSON object on the last line; null if there is none.
nlohmann::json last_object(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const nlohmann::json out = nlohmann::json::parse(text.substr(text.rfind('\n') + 1), nullptr, false);
  return out.is_object() ? out : nlohmann::json();
}

/// What the checker must say of a certificate that it accepts.
nlohmann::json acceptance(const nlohmann::json& certificate) {
  return {{"checker", "noiseproof-recheck"},
          {"version", NOISEPROOF_VERSION},
          {"outcome", "accepted"},
          {"claim", certificate.at("claim")},
          {"verdict", certificate.at("verdict")},
          {"instance", certificate.at("instance")},
          {"items", certificate.at("items").size()}};
}

/// Its reasons for anything else; or, if it is none, what was printed.
std::string reasons(const nlohmann::json& said, const std::string& printed) {
  if (!said.contains("reasons") || !said["reasons"].is_array()) return one_line(printed);
  std::string out;
  for (const nlohmann::json& reason : said["reasons"]) out += (out.empty() ? "" : "; ") + reason.dump();
  return one_line(out);
}

std::pair<Verdict, std::string> run_checker(const std::string& program, const fs::path& folder, const std::string& name,
                                            const std::string& text, const Tick& tick) {
  const fs::path printed = folder / (name + ".out");
  write_text(folder / name, text);
  const int code = run_program({program, "--json", name}, folder, printed, tick);
  return heard_from_checker(code, text_of(printed), nlohmann::json::parse(text));
}

}  // namespace

std::string checker_program() {
  std::error_code error;
  const fs::path program = program_folder() / "noiseproof-recheck";
  if (!fs::exists(program, error))
    throw Error(Error::Kind::io, program.string(), "no such program: the checker belongs beside noiseproof");
  return program.string();
}

std::pair<Verdict, std::string> heard_from_checker(int code, const std::string& printed,
                                                   const nlohmann::json& certificate) {
  const nlohmann::json said = last_object(printed);
  if (code != 0) return {Verdict::undecided, fmt::format("exit code {}: {}", code, reasons(said, printed))};
  const nlohmann::json wanted = acceptance(certificate);
  for (const auto& [key, value] : wanted.items())
    if (!said.contains(key) || said[key] != value)
      return {Verdict::undecided,
              fmt::format("exit code 0, but it does not say {} {}: {}", key, value.dump(), one_line(printed))};
  return {Verdict::proved, fmt::format("{} {}: {} items, {} leaves: {}", said["claim"].get<std::string>(),
                                       said["verdict"].get<std::string>(), said["items"].dump(),
                                       said.value("leaves", 0), said.value("says", ""))};
}

std::string Rechecker::version() const {
  const fs::path printed = folder_.path() / "version.out";
  if (run_program({program_, "--version"}, folder_.path(), printed, [] {}) != 0) return "";
  std::istringstream lines(text_of(printed));
  std::string name, own, libraries;
  std::getline(lines >> name >> own >> std::ws, libraries);
  return own + " (" + libraries + ")";
}

void Rechecker::recheck(Report& report, int jobs, const OnProgress& progress) const {
  std::vector<ClaimReport*> claims;
  for (ClaimReport& claim : report.claims)
    if (claim.result.certificate) claims.push_back(&claim);
  std::atomic<int> done{0};
  Threads(jobs).for_each(std::size_t{0}, claims.size(), [&](std::size_t i) {
    const auto& [name, text] = *claims[i]->result.certificate;
    const Tick tick = [&] {
      progress(static_cast<double>(done) / static_cast<double>(claims.size()), claims[i]->claim.id);
    };
    claims[i]->result.check(
        "the separate checker, on another interval library, accepts the certificate as a complete proof",
        Evidence::enclosed, [&] {
          std::pair<Verdict, std::string> heard;
          const auto failure = failure_of([&] { heard = run_checker(program_, folder_.path(), name, text, tick); });
          return failure ? std::pair(Verdict::undecided, *failure) : heard;
        });
    ++done;
  });
}

}  // namespace noiseproof
