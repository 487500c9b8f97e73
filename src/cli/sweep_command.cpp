// noiseproof sweep and noiseproof merge: many cells of (k, p, r, schedule, start), in shards.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "cli/sweep.hpp"
#include "core/error.hpp"

namespace noiseproof {
namespace {

constexpr int kUndecided = 2;

}  // namespace

void add_sweep(CommandLine& program, int& exit_code) {
  struct Options {
    std::string file, out, shard = "1/1";
    int jobs = 0;
  };
  auto options = std::make_shared<Options>();
  Command command = program.command("sweep", "Run perturbed gradient descent over a grid of instances and schedules");
  command.required_text("SWEEP", options->file, "Sweep file (TOML, docs/sweep.md)")
      .required_text("--out", options->out, "Folder for the results; a killed sweep goes on from it")
      .text("--shard", options->shard, "Part i of n, as i/n: every n-th cell")
      .jobs(options->jobs);
  command.run([options, &exit_code] {
    const Sweep sweep = read_sweep(options->file);
    SweepOptions how;
    how.shard = parse_shard(options->shard);
    how.jobs = options->jobs;
    watch_interrupts();
    Progress progress;
    how.progress = progress.callback("sweep");
    how.interrupted = [] { return interrupted(); };
    const std::optional<long> failed = run_sweep(sweep, options->out, how);
    if (!failed) throw Interrupted();
    progress.clear();
    std::cout << "results: " << (std::filesystem::path(options->out) / "results.jsonl").string() << "\n";
    if (*failed == 0) return;
    std::cout << *failed << " cells have no result: their lines say why, under \"error\"\n";
    exit_code = kUndecided;
  });
}

void add_merge(CommandLine& program, int&) {
  struct Options {
    std::vector<std::string> shards;
    std::string out;
  };
  auto options = std::make_shared<Options>();
  Command command = program.command("merge", "Join the shards of a sweep: the same bytes as one unsharded run");
  command.texts("SHARD", options->shards, "Folders of the shards")
      .required_text("--out", options->out, "Folder for the result");
  command.run([options] {
    merge_sweeps({options->shards.begin(), options->shards.end()}, options->out);
    std::cout << "results: " << (std::filesystem::path(options->out) / "results.jsonl").string() << "\n";
  });
}

}  // namespace noiseproof
