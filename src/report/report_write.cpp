// Writing the report: all of it or nothing.
#include <fmt/format.h>

#include <set>
#include <system_error>

#include "core/error.hpp"
#include "core/file.hpp"
#include "report/report.hpp"

namespace noiseproof {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what) {
  throw Error(Error::Kind::io, path.string(), what);
}

/// Files written under temporary names until commit(); whatever is not committed is removed again.
class Transaction {
 public:
  Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    std::error_code ignored;
    for (const auto& [temporary, final] : pending_) fs::remove(temporary, ignored);
    if (committed_) return;
    for (const fs::path& file : fresh_) fs::remove(file, ignored);
    // Innermost last made, first removed; remove() leaves a folder that is not empty.
    for (auto it = folders_.rbegin(); it != folders_.rend(); ++it) fs::remove(*it, ignored);
  }

  void folder(const fs::path& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) return;
    if (path.has_parent_path() && path.parent_path() != path) folder(path.parent_path());
    // Not made although no error is reported: a path with a slash at its end, made one call further in.
    const bool made = fs::create_directory(path, error);
    if (error) fail(path, "cannot create the folder (" + error.message() + ")");
    if (made) folders_.push_back(path);
  }

  void file(const fs::path& path, const std::string& text) { pending_.emplace_back(write_aside(path, text), path); }

  void commit() {
    for (const auto& [temporary, final] : pending_) {
      std::error_code error;
      const bool existed = fs::exists(final, error);
      fs::rename(temporary, final, error);
      if (error) fail(final, "cannot be replaced (" + error.message() + ")");
      if (!existed) fresh_.push_back(final);
    }
    committed_ = true;
  }

 private:
  std::vector<std::pair<fs::path, fs::path>> pending_;
  std::vector<fs::path> fresh_, folders_;
  bool committed_ = false;
};

/// Does a report give its files such names, as in c05_landscape.svg?
bool is_of_a_claim(const std::string& name) {
  const auto digit = [&](std::size_t i) { return name[i] >= '0' && name[i] <= '9'; };
  return name.size() > 4 && name[0] == 'c' && digit(1) && digit(2) && (name[3] == '_' || name[3] == '-');
}

/// An earlier run's files would be taken for this one's.
void remove_others(const fs::path& folder, const char* extension, const std::set<std::string>& written) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (is_of_a_claim(name) && name.ends_with(extension) && !name.ends_with(".journal.json") && !written.contains(name))
      fs::remove(entry.path(), ignored);
  }
}

}  // namespace

void write_report(const fs::path& folder, const Report& report) {
  // Everything is text in memory before the first byte is written.
  using nlohmann::json;
  const std::string machine = to_json(report).dump(2, ' ', false, json::error_handler_t::replace) + "\n";
  const std::string markdown = to_markdown(report);
  const std::string page = to_html(report);
  const auto plots = draw_plots(report, false);

  Transaction transaction;
  std::set<std::string> pictures, certificates;
  transaction.folder(folder);
  for (const auto& of_claim : plots) {
    for (const DrawnPlot& plot : of_claim) {
      if (plot.svg.empty()) continue;
      transaction.folder(folder / "plots");
      transaction.file(folder / "plots" / plot.file, plot.svg);
      pictures.insert(plot.file);
      if (plot.csv.empty()) continue;
      transaction.file(folder / "plots" / data_file(plot), plot.csv);
      pictures.insert(data_file(plot));
    }
  }
  for (const ClaimReport& claim : report.claims) {
    if (!claim.result.certificate) continue;
    transaction.folder(folder / "certificates");
    transaction.file(folder / "certificates" / claim.result.certificate->first, claim.result.certificate->second);
    certificates.insert(claim.result.certificate->first);
  }
  if (!report.run.instance_file.empty()) transaction.file(folder / "instance.toml", report.run.instance_file);
  transaction.file(folder / "report.json", machine);
  transaction.file(folder / "report.md", markdown);
  transaction.file(folder / "index.html", page);
  transaction.commit();
  remove_others(folder / "plots", ".svg", pictures);
  remove_others(folder / "plots", ".csv", pictures);
  remove_others(folder / "certificates", ".json", certificates);
}

}  // namespace noiseproof
