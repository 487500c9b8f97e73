// noiseproof formula: checks formulas of the user's own (docs/formulas.md), and keeps their values between versions.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/json.hpp"
#include "formula/store.hpp"

namespace noiseproof {
namespace {

constexpr int kRefuted = 1, kUndecided = 2;

struct CheckOptions {
  std::vector<std::string> files;
  bool json = false;
};

nlohmann::json to_json(const FormulaCheck& check, const CheckResult& result, double seconds) {
  nlohmann::json out{{"name", check.name},
                     {"kind", check.kind},
                     {"statement", check.statement()},
                     {"verdict", name(result.outcome)},
                     {"expected", check.expect_refuted ? "refuted" : "holds"},
                     {"evidence", result.evidence},
                     {"exact_points", result.exact_points},
                     {"random_points", result.random_points},
                     {"boxes", result.boxes},
                     {"seconds", seconds}};
  for (const Counterexample& c : result.counterexample) {
    nlohmann::json at = nlohmann::json::object();
    for (const auto& [what, value] : c.at) at[what] = value;
    out["counterexample"] = {{"at", at}, {c.left_name, c.left}, {c.right_name, c.right}};
    if (c.entry >= 0) out["counterexample"]["entry"] = c.entry + 1;
  }
  if (!result.left_over.empty()) out["left_over"] = result.left_over;
  return out;
}

void print_plain(const FormulaCheck& check, const CheckResult& result, double seconds) {
  const bool surprise = check.expect_refuted != (result.outcome == FormulaVerdict::refuted);
  std::cout << fmt::format(
      "  {:<9} {}{}  ({:.2f} s)\n", name(result.outcome), check.name,
      check.expect_refuted ? surprise ? ", which was expected to be refuted" : ", as expected" : "", seconds);
  if (result.outcome != FormulaVerdict::refuted) std::cout << "            " << result.evidence << "\n";
  for (const std::string& box : result.left_over) std::cout << "            left: " << box << "\n";
  for (const Counterexample& c : result.counterexample) {
    std::cout << "            at " << c.text() << (c.entry >= 0 ? fmt::format(", entry {}", c.entry + 1) : "") << "\n"
              << fmt::format("              {:<10}  {}\n", c.left_name, c.left)
              << fmt::format("              {:<10}  {}\n", c.right_name, c.right);
  }
}

/// What the exit code says of one check: refuted where it should hold, or the other way round, counts as refuted.
int code_of(const FormulaCheck& check, const CheckResult& result) {
  if (result.outcome == FormulaVerdict::undecided) return kUndecided;
  return check.expect_refuted == (result.outcome == FormulaVerdict::refuted) ? 0 : kRefuted;
}

/// One refutation outweighs everything, then one undecided check.
int worse(int a, int b) { return a == kRefuted || b == kRefuted ? kRefuted : std::max(a, b); }

void run(const CheckOptions& options, int& exit_code) {
  Progress progress;
  // All files are read before the first is checked: bad input is no half-printed result.
  std::vector<std::vector<FormulaCheck>> all;
  for (const std::string& file : options.files) all.push_back(read_formula_file(file));
  nlohmann::json document = nlohmann::json::array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    nlohmann::json of_file = nlohmann::json::array();
    if (!options.json) std::cout << options.files[i] << "\n";
    for (const FormulaCheck& check : all[i]) {
      const auto start = std::chrono::steady_clock::now();
      progress.update(static_cast<double>(i) / static_cast<double>(all.size()), options.files[i] + ": " + check.name);
      const CheckResult result = run_check(check);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      exit_code = worse(exit_code, code_of(check, result));
      if (options.json)
        of_file.push_back(to_json(check, result, seconds));
      else
        progress.clear(), print_plain(check, result, seconds);
    }
    document.push_back({{"file", options.files[i]}, {"checks", of_file}});
  }
  progress.clear();
  if (options.json) print_json({{"files", document}});
}

struct StoreOptions {
  std::vector<std::string> files;
  std::string folder, junit;
  bool json = false;
};

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what) {
  throw Error(Error::Kind::io, path.string(), what);
}

/// DIR/NAME.json for .../NAME.toml, a different one for each file.
std::vector<fs::path> stores_of(const StoreOptions& options) {
  std::vector<fs::path> out;
  for (const std::string& file : options.files) {
    const fs::path store = fs::path(options.folder) / (fs::path(file).stem().string() + ".json");
    if (std::find(out.begin(), out.end(), store) != out.end())
      throw Error(Error::Kind::input, file, "another of the files has the same name, and would share its store");
    out.push_back(store);
  }
  return out;
}

void record(const StoreOptions& options) {
  const std::vector<fs::path> stores = stores_of(options);
  std::vector<std::string> texts;
  for (const std::string& file : options.files)
    texts.push_back(record_values(read_formula_file(file), fs::path(file).filename().string(), NOISEPROOF_VERSION)
                        .dump(1, ' ', false, nlohmann::json::error_handler_t::replace) +
                    "\n");
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (!fs::is_directory(options.folder, error)) fail(options.folder, "cannot be made a folder");
  for (std::size_t i = 0; i < stores.size(); ++i) {
    write_text(stores[i], texts[i]);
    std::cout << "recorded " << stores[i].string() << "\n";
  }
}

nlohmann::json to_json(const StoreComparison& comparison) {
  nlohmann::json checks = nlohmann::json::array();
  for (const StoredCheck& check : comparison.checks) {
    nlohmann::json moved = nlohmann::json::array();
    for (const Movement& m : check.moved)
      moved.push_back({{"at", m.at}, {"what", m.what}, {"digit", m.digit}, {"stored", m.stored}, {"now", m.now}});
    checks.push_back({{"name", check.name},
                      {"values", check.values},
                      {"problem", check.problem},
                      {"restated", check.restated},
                      {"moved", moved}});
  }
  return {{"recorded_by", comparison.program},
          {"same", comparison.same()},
          {"checks", checks},
          {"unrecorded", comparison.unrecorded}};
}

void print_plain(const std::string& file, const StoreComparison& comparison) {
  std::cout << file << " against the values of version " << comparison.program << "\n";
  for (const StoredCheck& check : comparison.checks) {
    std::cout << fmt::format("  {:<9} {}  ({} values{})\n", check.same() ? "same" : "MOVED", check.name, check.values,
                             check.restated ? "; the formula's text is another one" : "");
    if (!check.problem.empty()) std::cout << "            " << check.problem << "\n";
    for (const Movement& movement : check.moved) std::cout << "            " << movement.text() << "\n";
  }
  for (const std::string& name : comparison.unrecorded) std::cout << "  new       " << name << "  (not in the store)\n";
}

void compare_with_store(const StoreOptions& options, int& exit_code) {
  const std::vector<fs::path> stores = stores_of(options);
  if (!options.junit.empty()) require_place(options.junit);
  std::vector<std::pair<std::string, StoreComparison>> results;
  for (std::size_t i = 0; i < stores.size(); ++i)
    results.emplace_back(options.files[i], compare_values(parse_json(read_text(stores[i]), stores[i].string()),
                                                          read_formula_file(options.files[i]), stores[i].string()));
  if (!options.junit.empty()) write_text(options.junit, junit_xml(results));
  nlohmann::json document = nlohmann::json::array();
  for (const auto& [file, comparison] : results) {
    // A check that was never recorded is no check: not passed, and not failed.
    if (!comparison.same())
      exit_code = kRefuted;
    else if (!comparison.unrecorded.empty() && exit_code == 0)
      exit_code = kUndecided;
    if (options.json)
      document.push_back({{"file", file}, {"comparison", to_json(comparison)}});
    else
      print_plain(file, comparison);
  }
  if (options.json) print_json({{"files", document}});
}

}  // namespace

void add_formula(CommandLine& program, int& exit_code) {
  Command command = program.command("formula", "Check formulas of your own, and keep their values between versions");
  auto options = std::make_shared<CheckOptions>();
  Command check =
      command.subcommand("check", "Check the formulas of a file against the definition, or over their domain");
  check.texts("FILE", options->files, "Formula files (docs/formulas.md)").json(options->json);
  check.run([options, &exit_code] { run(*options, exit_code); });
  const auto store_command = [&](const char* word, const char* help) {
    auto stored = std::make_shared<StoreOptions>();
    Command out = command.subcommand(word, help);
    out.texts("FILE", stored->files, "Formula files")
        .required_text("--store", stored->folder, "Folder of the stored values");
    return std::pair(out, stored);
  };
  auto [recorder, to_record] =
      store_command("record", "Store the values of formulas, definition and library, to 100 digits");
  recorder.run([to_record = to_record] { record(*to_record); });
  auto [comparer, to_compare] =
      store_command("compare", "Report every digit that moved since the values were recorded");
  comparer.text("--junit", to_compare->junit, "Also write JUnit XML to this file").json(to_compare->json);
  comparer.run([to_compare = to_compare, &exit_code] { compare_with_store(*to_compare, exit_code); });
}

}  // namespace noiseproof
