#pragma once
// Sweeps: perturbed gradient descent over a grid of (k, p, r, schedule, start), in shards that a cluster can take.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/on_progress.hpp"
#include "core/rational.hpp"
#include "dynamics/ensemble.hpp"

namespace noiseproof {

/// What a sweep file says (docs/sweep.md). Cells are numbered in the order of its lists, the last varying fastest.
struct Sweep {
  std::vector<int> k, p;
  std::vector<Rational> r;
  std::vector<std::string> schedules;  ///< "default", "designed", or a schedule file, relative to the sweep file
  std::vector<std::string> starts;     ///< "random", "spurious"
  Rational norm = 1;                   ///< |a*|
  Injection injection = Injection::normalized;
  int runs = 200;
  std::uint64_t seed = 1;
  std::string text;                                   ///< the file itself and
  std::map<std::string, std::string> schedule_texts;  ///< the schedule files by name: its identity

  long cells() const;
};

/// Throws Error(input | io) with one line that names the file, the field and the reason. At most 10^6 cells.
Sweep read_sweep(const std::filesystem::path& file);

/// Part `index` of `count`, 1 <= index <= count: the cells whose number leaves index-1 when divided by count.
struct Shard {
  int index = 1;
  int count = 1;
};
/// Reads "2/5". Throws Error(input).
Shard parse_shard(const std::string& text);

struct SweepOptions {
  Shard shard;
  int jobs = 0;
  OnProgress progress;
  std::function<bool()> interrupted;
};

/// Runs the shard's cells that `folder` does not hold yet, and writes one line of JSON a cell:
/// journal.jsonl as they finish, results.jsonl (sorted, with a first line that names the sweep) when all are there.
/// A run that was killed goes on where it stopped: a line is either whole or not counted. A cell whose schedule cannot
/// be designed has a line with the reason, "error", for its counts. Returns how many have; nothing if interrupted.
/// Throws Error(input) if the folder holds another sweep, Error(io) if it cannot be written.
std::optional<long> run_sweep(const Sweep& sweep, const std::filesystem::path& folder, const SweepOptions& options);

/// Writes `out`/results.jsonl from the results of shards, byte for byte what one unsharded run writes.
/// Throws Error(input) naming the folder: another sweep, a cell twice with different lines, a cell missing.
void merge_sweeps(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& out);

}  // namespace noiseproof
