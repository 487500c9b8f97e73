// noiseproof bundle: a report with its certificates and the sources of the separate checker in one archive, which a
// referee re-checks without this project.
#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/json.hpp"
#include "core/process.hpp"
#include "core/utf8.hpp"

namespace noiseproof {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReadme = R"(A verification report of noiseproof {}, with everything that re-checks it.

    sudo apt-get install g++ make libmpfi-dev nlohmann-json3-dev      # Debian; MPFR and GMP come with MPFI
    make recheck

builds the separate checker from checker/ and has it accept or refuse every certificate of report/certificates. It shares no
code with the program that wrote them. What a certificate says, and what the checker derives anew: certificate.md.
report/index.html is the report, report/instance.toml the instance. What is not in a certificate (samples, theorems) is not
re-checked here. checker/ is a project of CMake too. SHA256SUMS: `sha256sum -c SHA256SUMS`.
)";

constexpr const char* kMakefile = R"(CXX ?= g++
CXXFLAGS ?= -O2
recheck: noiseproof-recheck
	./noiseproof-recheck --jobs $$(nproc) --progress report/certificates/*.json
noiseproof-recheck: $(wildcard checker/*.cpp checker/*.hpp)
	$(CXX) -std=c++20 $(CXXFLAGS) -DNOISEPROOF_VERSION='"{}"' -pthread checker/*.cpp -lmpfi -lmpfr -lgmp -o $@
.PHONY: recheck
)";

/// Where the checker's sources and docs/ are: beside the installed program, or where it was built.
fs::path shared_folder() {
  std::error_code error;
  const fs::path installed = program_folder() / "../share/noiseproof";
  const fs::path root = fs::exists(installed / "recheck/main.cpp", error) ? installed : fs::path(NOISEPROOF_SOURCE_DIR);
  if (!fs::exists(root / "recheck/main.cpp", error))
    throw Error(Error::Kind::io, "bundle",
                "the checker's sources are neither installed nor where the program was built");
  return root.lexically_normal();
}

void run(const std::string& line, const fs::path& folder, const fs::path& log) {
  if (run_program({"bash", "-c", "set -o pipefail; " + line}, folder, log, throw_if_interrupted) != 0)
    throw Error(Error::Kind::io, "bundle", "cannot be packed: " + printable(text_of(log)));
}

/// report.json, index.html and a folder of certificates must be there.
void require_report(const fs::path& report) {
  std::error_code error;
  for (const char* part : {"report.json", "index.html"})
    if (!fs::exists(report / part, error))
      throw Error(Error::Kind::input, report.string(), std::string("is no report of `verify --report`: no ") + part);
  if (parse_json(text_of(report / "report.json"), (report / "report.json").string()).value("format", "") !=
      "noiseproof-report")
    throw Error(Error::Kind::input, (report / "report.json").string(), "is no report of `verify --report`");
  if (!fs::exists(report / "certificates", error))
    throw Error(Error::Kind::input, report.string(),
                "has no certificates to re-check (under another activation than ReLU none are written)");
}

void bundle(const fs::path& report, const fs::path& target) {
  require_report(report);
  require_place(target);
  watch_interrupts();
  const fs::path shared = shared_folder();
  const TemporaryFolder work;
  const fs::path top = work.path() / "noiseproof-report";
  fs::create_directories(top / "checker");
  fs::copy(report, top / "report", fs::copy_options::recursive);
  for (const auto& entry : fs::directory_iterator(shared / "recheck"))
    if (const fs::path end = entry.path().extension(); end == ".cpp" || end == ".hpp" || end == ".txt")
      fs::copy_file(entry.path(), top / "checker" / entry.path().filename());
  for (const char* page : {"certificate.md", "certificate.schema.json"})
    fs::copy_file(shared / "docs" / page, top / page);
  write_text(top / "README", fmt::format(kReadme, NOISEPROOF_VERSION));
  write_text(top / "Makefile", fmt::format(kMakefile, NOISEPROOF_VERSION));
  const fs::path log = work.path() / "log";
  run("find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS", top, log);
  // The same bytes whoever packs, and whenever.
  run("tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf - noiseproof-report | "
      "gzip -n9 >bundle",
      work.path(), log);
  write_text(target, text_of(work.path() / "bundle"));
  fmt::print("{}: {} bytes\n", printable(target.string()), fs::file_size(target));
}

}  // namespace

void add_bundle(CommandLine& program, int&) {
  struct Options {
    std::string report, out;
  };
  auto options = std::make_shared<Options>();
  Command command = program.command("bundle", "Pack a report with its certificates and the checker's sources");
  command.required_text("REPORT", options->report, "Folder that verify --report wrote")
      .required_text("-o,--out", options->out, "File to write, a .tar.gz");
  command.run([options] { bundle(options->report, options->out); });
}

}  // namespace noiseproof
