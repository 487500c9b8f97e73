#include "cli/sweep.hpp"

#include <algorithm>
#include <fstream>
#include <map>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/json.hpp"
#include "core/toml_table.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "smoothing/designed_schedule.hpp"

namespace noiseproof {
namespace {

using nlohmann::json;

constexpr double kConfidence = 0.99;
constexpr long kMostCells = 1'000'000;
const std::string kFormat = "noiseproof sweep 1";

[[noreturn]] void fail(const std::string& where, const std::string& what) {
  throw Error(Error::Kind::input, where, what);
}

template <class T, class Read>
std::vector<T> read_list(const toml::table& table, const std::string& where, const char* key, const Read& read) {
  const std::string field = where + ": " + key;
  const toml::array* list = table.get_as<toml::array>(key);
  if (list == nullptr || list->empty()) fail(field, "must be a list that is not empty");
  std::vector<T> out;
  for (const toml::node& node : *list) out.push_back(read(node, field));
  return out;
}

int read_size(const toml::node& node, const std::string& field) {
  const auto n = node.value_exact<std::int64_t>();
  if (!n || *n < 1 || *n > 100'000) fail(field, "must hold integers from 1 to 100000");
  return static_cast<int>(*n);
}

std::string read_word(const toml::node& node, const std::string& field) {
  const auto text = node.value_exact<std::string>();
  if (!text) fail(field, "must hold texts");
  return *text;
}

Rational read_rational(const toml::node& node, const std::string& field) {
  if (const auto n = node.value_exact<std::int64_t>()) return Rational(*n);
  return parse_rational(read_word(node, field), field);
}

struct Cell {
  Instance instance;
  std::string schedule, start;
};

Cell cell_of(const Sweep& sweep, long number) {
  const auto take = [&](const auto& list) {
    const auto size = static_cast<long>(list.size());
    const auto at = static_cast<std::size_t>(number % size);
    number /= size;
    return list[at];
  };
  Cell out;
  out.start = take(sweep.starts);
  out.schedule = take(sweep.schedules);
  out.instance.r = take(sweep.r);
  out.instance.p = take(sweep.p);
  out.instance.k = take(sweep.k);
  out.instance.norm_sq = sweep.norm * sweep.norm;
  return out;
}

Schedule schedule_of(const Sweep& sweep, const Cell& cell) {
  if (cell.schedule == "default") return default_schedule(cell.instance, sweep.injection);
  if (cell.schedule == "designed") return design_schedule(cell.instance, 0.99).schedule;
  return parse_schedule(sweep.schedule_texts.at(cell.schedule), cell.schedule);
}

/// One line: nothing in it depends on the machine, the time or the shard. Empty if interrupted.
std::string run_cell(const Sweep& sweep, long number, const SweepOptions& options) {
  const Cell cell = cell_of(sweep, number);
  json line{{"cell", number},
            {"k", cell.instance.k},
            {"p", cell.instance.p},
            {"r", to_string(cell.instance.r)},
            {"schedule", cell.schedule},
            {"start", cell.start}};
  Schedule schedule;
  try {
    schedule = schedule_of(sweep, cell);
  } catch (const Error& e) {
    line["error"] = e.what();  // of this cell: the others have schedules
    return line.dump();
  }
  EnsembleOptions ensemble;
  ensemble.start = cell.start == "random" ? Start::random : Start::spurious;
  ensemble.injection = sweep.injection;
  ensemble.seed = sweep.seed;
  ensemble.runs = sweep.runs;
  ensemble.jobs = options.jobs;
  ensemble.interrupted = options.interrupted;
  const EnsembleResult result = run_reduced_ensemble(Problem(cell.instance), schedule, ensemble);
  if (result.interrupted) return "";
  const long arrived = result.count(Outcome::reached);
  const Proportion bounds = clopper_pearson(arrived, sweep.runs, kConfidence);
  line["steps"] = total_steps(schedule);
  line["runs"] = sweep.runs;
  line["lower"] = bounds.lower;
  line["upper"] = bounds.upper;
  line["mean_distance"] = result.mean_distance();
  for (const Outcome o : {Outcome::reached, Outcome::basin, Outcome::trapped, Outcome::neither, Outcome::diverged})
    line[name(o)] = result.count(o);
  return line.dump();
}

std::string header(const Sweep& sweep) {
  json out{{"format", kFormat}, {"cells", sweep.cells()}, {"sweep", sweep.text}};
  if (!sweep.schedule_texts.empty()) out["schedules"] = sweep.schedule_texts;
  return out.dump(-1, ' ', false, json::error_handler_t::replace);  // comments need not be UTF-8
}

/// The whole lines of a file after its first, by cell. Empty if there is no file. A last line without its end is torn,
/// and left out; anything else that is no line of this sweep is an error.
std::map<long, std::string> read_lines(const std::filesystem::path& file, const std::string& first) {
  std::map<long, std::string> out;
  if (!std::filesystem::exists(file)) return out;
  const std::string text = read_text(file);
  bool head = true;
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    const std::string line = text.substr(at, end - at);
    if (head) {
      if (line != first) fail(file.string(), "holds the results of another sweep");
      head = false;
      continue;
    }
    const json parsed = parse_json(line, file.string());
    if (!parsed.is_object() || !parsed.contains("cell") || !parsed["cell"].is_number_integer() ||
        !(parsed.contains("error") || parsed.contains("reached")))
      fail(file.string(), "holds a line that is no cell");
    const auto [found, fresh] = out.emplace(parsed["cell"].get<long>(), line);
    if (!fresh && found->second != line)
      fail(file.string(), "holds two results for cell " + std::to_string(found->first));
  }
  return out;
}

void write_whole(const std::filesystem::path& file, const std::string& first,
                 const std::map<long, std::string>& lines) {
  std::string text = first + '\n';
  for (const auto& [cell, line] : lines) text += line + '\n';
  write_text(file, text);
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(Error::Kind::io, folder.string(), "cannot be created: " + error.message());
}

}  // namespace

long Sweep::cells() const {
  double all = 1;
  for (const std::size_t n : {k.size(), p.size(), r.size(), schedules.size(), starts.size()})
    all *= static_cast<double>(n);
  return all > 1e15 ? kMostCells + 1 : static_cast<long>(all);
}

Sweep read_sweep(const std::filesystem::path& file) {
  Sweep out;
  out.text = read_text(file);
  const std::string where = file.string();
  const toml::table table = parse_table(out.text, where);
  allow_only(table, where, {"k", "p", "r", "norm", "schedules", "starts", "injection", "runs", "seed"});
  out.k = read_list<int>(table, where, "k", read_size);
  out.p = read_list<int>(table, where, "p", read_size);
  out.r = read_list<Rational>(table, where, "r", read_rational);
  out.schedules = read_list<std::string>(table, where, "schedules", read_word);
  out.starts = read_list<std::string>(table, where, "starts", read_word);
  if (const toml::node* node = table.get("norm")) out.norm = read_rational(*node, where + ": norm");
  if (const toml::node* node = table.get("runs")) {
    const auto n = node->value_exact<std::int64_t>();
    if (!n || *n < 1 || *n > 10'000'000) fail(where + ": runs", "must be an integer from 1 to 10000000");
    out.runs = static_cast<int>(*n);
  }
  if (const toml::node* node = table.get("seed")) {
    const auto n = node->value_exact<std::int64_t>();
    if (!n || *n < 0) fail(where + ": seed", "must be an integer of at least 0");
    out.seed = static_cast<std::uint64_t>(*n);
  }
  if (const toml::node* node = table.get("injection")) {
    const std::string word = read_word(*node, where + ": injection");
    if (word != "raw" && word != "normalized") fail(where + ": injection", "must be raw or normalized");
    out.injection = word == "raw" ? Injection::raw : Injection::normalized;
  }
  for (const std::string& schedule : out.schedules)
    if (schedule != "default" && schedule != "designed") {
      const std::filesystem::path path = file.parent_path() / schedule;
      parse_schedule(out.schedule_texts[schedule] = read_text(path),
                     path.string());  // errors now, not at its first cell
    }
  for (const std::string& start : out.starts)
    if (start != "random" && start != "spurious") fail(where + ": starts", "must be random or spurious");
  if (out.norm <= 0) fail(where + ": norm", "must be positive: a zero teacher has nothing to learn");
  if (out.norm < Rational(1, 10'000) || out.norm > 10'000) fail(where + ": norm", "must be from 1/10000 to 10000");
  for (const int p : out.p)
    if (p < 2) fail(where + ": p", "must be at least 2");
  if (out.cells() > kMostCells) fail(where, "asks for more than 1000000 cells");
  for (const int k : out.k)
    for (const Rational& r : out.r)
      if (r < 0 || r > k || (k == 1 && r != 1))
        fail(where + ": r",
             to_string(r) + " is impossible at k = " + std::to_string(k) + " (0 <= r <= k, and 1 at k = 1)");
  return out;
}

Shard parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto number = [&](const std::string& digits) {
    if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos)
      fail("--shard", "'" + text + "' is not of the form i/n, as in 2/5");
    return std::stoi(digits);
  };
  if (slash == std::string::npos) number("");
  const Shard out{number(text.substr(0, slash)), number(text.substr(slash + 1))};
  if (out.index < 1 || out.index > out.count) fail("--shard", "i/n needs 1 <= i <= n");
  return out;
}

std::optional<long> run_sweep(const Sweep& sweep, const std::filesystem::path& folder, const SweepOptions& options) {
  make_folder(folder);
  const std::filesystem::path journal = folder / "journal.jsonl";
  for (const std::filesystem::path& file : {journal, folder / "results.jsonl"}) require_place(file);
  const std::string first = header(sweep);
  std::map<long, std::string> lines = read_lines(journal, first);
  write_whole(journal, first, lines);  // without a torn end, so that lines can be added
  std::ofstream add(journal, std::ios::binary | std::ios::app);
  std::vector<long> mine;
  for (long cell = options.shard.index - 1; cell < sweep.cells(); cell += options.shard.count) mine.push_back(cell);
  for (std::size_t i = 0; i < mine.size(); ++i) {
    if (lines.contains(mine[i])) continue;
    if (options.progress)
      options.progress(static_cast<double>(i) / static_cast<double>(mine.size()), "cell " + std::to_string(mine[i]));
    const std::string line = run_cell(sweep, mine[i], options);
    if (line.empty()) return std::nullopt;
    add << line << '\n';
    add.flush();
    if (!add) throw Error(Error::Kind::io, journal.string(), "cannot be written");
    lines.emplace(mine[i], line);
  }
  std::map<long, std::string> own;
  for (const long cell : mine) own.emplace(cell, lines.at(cell));
  write_whole(folder / "results.jsonl", first, own);
  return std::count_if(own.begin(), own.end(),
                       [](const auto& cell) { return json::parse(cell.second).contains("error"); });
}

void merge_sweeps(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& out) {
  std::map<long, std::string> all;
  std::string first;
  for (const std::filesystem::path& shard : shards) {
    const std::filesystem::path file = shard / "results.jsonl";
    if (!std::filesystem::exists(file)) fail(file.string(), "no such file: the shard is not finished");
    if (first.empty()) {
      const std::string text = read_text(file);
      first = text.substr(0, text.find('\n'));
    }
    for (const auto& [cell, line] : read_lines(file, first)) {
      const auto [found, fresh] = all.emplace(cell, line);
      if (!fresh && found->second != line)
        fail(file.string(), "disagrees with another shard about cell " + std::to_string(cell));
    }
  }
  const json head = parse_json(first, shards.front().string());
  if (!head.is_object() || !head.contains("cells") || head.value("format", json()) != kFormat ||
      !head["cells"].is_number_unsigned() || head["cells"].get<std::uint64_t>() > kMostCells)
    fail(shards.front().string(), "holds no sweep");
  const auto cells = head["cells"].get<long>();
  if (!all.empty() && (all.begin()->first < 0 || all.rbegin()->first >= cells))
    fail(shards.front().string(), "holds a cell that the sweep does not have");
  for (long cell = 0; cell < cells; ++cell)
    if (!all.contains(cell)) fail(out.string(), "cell " + std::to_string(cell) + " is in none of the shards");
  make_folder(out);
  write_whole(out / "results.jsonl", first, all);
}

}  // namespace noiseproof
