#include "rigor/exclusion.hpp"

#include <atomic>
#include <mutex>
#include <optional>

#include "core/error.hpp"
#include "core/threads.hpp"
#include "rigor/journal.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kCells = 128;  // pieces of work: enough for any machine's threads to be busy to the end

/// A box with the choices that led to it: per bisection one character, 2 * coordinate + side, counted from 'A'.
struct Node {
  std::string path;
  Box box;
};

Node half(const Node& node, std::size_t split, int side) {
  Node out{node.path + static_cast<char>('A' + 2 * split + static_cast<std::size_t>(side)), node.box};
  Bounds& range = out.box[split];
  const Rational middle = (range.lo + range.hi) / 2;
  (side == 0 ? range.hi : range.lo) = middle;
  return out;
}

/// Depth first, left before right; false if the budget ran out.
bool finish_cell(const Node& cell, const Decide& decide, const ExclusionOptions& options, std::vector<Leaf>& leaves) {
  std::vector<Node> stack{cell};
  while (!stack.empty()) {
    const Node node = std::move(stack.back());
    stack.pop_back();
    const Decision decision = decide(node.box);
    if (!decision.reason.empty()) {
      leaves.push_back({node.box, decision.reason});
      if (leaves.size() > options.max_leaves) return false;
      continue;
    }
    if (static_cast<int>(node.path.size()) >= options.max_depth) return false;
    stack.push_back(half(node, decision.split, 1));
    stack.push_back(half(node, decision.split, 0));
  }
  return true;
}

/// The first subdivision, level by level, until there are enough open boxes. Closed ones stay in the list: a cell of
/// one leaf.
std::vector<Node> subdivide(const Box& domain, const Decide& decide) {
  std::vector<Node> cells{{"", domain}};
  for (bool grew = true; grew && cells.size() < kCells;) {
    grew = false;
    std::vector<Node> next;
    for (const Node& node : cells) {
      const Decision decision = decide(node.box);
      if (!decision.reason.empty()) {
        next.push_back(node);
        continue;
      }
      grew = true;
      next.push_back(half(node, decision.split, 0));
      next.push_back(half(node, decision.split, 1));
    }
    cells = std::move(next);
  }
  return cells;
}

/// Leaves read from a journal are as untrusted as any file: they must tile the cell, each for the reason found again.
bool still_holds(const Node& cell, const std::vector<Leaf>& leaves, const Decide& decide) {
  for (const Leaf& leaf : leaves)
    if (leaf.box.size() != cell.box.size() || decide(leaf.box).reason != leaf.reason) return false;
  return tiles(cell.box, leaves);
}

}  // namespace

ExclusionResult exclude(const Box& domain, const Decide& decide, const ExclusionOptions& options) {
  const std::vector<Node> cells = subdivide(domain, decide);
  Journal journal(options.journal, options.key);
  std::vector<std::vector<Leaf>> found(cells.size());
  std::atomic<std::size_t> done = 0, resumed = 0;
  std::atomic<bool> complete = true;
  std::mutex progress_mutex;
  const auto run_cell = [&](std::size_t i) {
    if (const auto kept = journal.find(cells[i].path); kept && still_holds(cells[i], *kept, decide)) {
      found[i] = *kept;
      ++resumed;
    } else if (finish_cell(cells[i], decide, options, found[i])) {
      journal.add(cells[i].path, found[i]);
    } else {
      complete = false;
    }
    const std::size_t count = ++done;
    if (options.progress) {
      const std::lock_guard lock(progress_mutex);
      options.progress(static_cast<double>(count) / static_cast<double>(cells.size()), "exclusion");
    }
  };
  Threads threads(options.jobs);
  try {
    threads.for_each(std::size_t{0}, cells.size(), run_cell);
  } catch (...) {
    journal.flush();  // an interrupt, through progress
    throw;
  }
  ExclusionResult out;
  out.resumed_cells = resumed;
  for (std::vector<Leaf>& part : found)
    for (Leaf& leaf : part) out.leaves.push_back(std::move(leaf));
  if (complete && tiles(domain, out.leaves)) out.verdict = Verdict::proved;
  journal.flush();
  return out;
}

namespace {

bool tiles_range(const Box& box, std::vector<const Leaf*> leaves) {
  if (leaves.empty()) return false;
  if (leaves.size() == 1) return leaves.front()->box == box;
  for (std::size_t i = 0; i < box.size(); ++i) {
    if (box[i].lo == box[i].hi) continue;
    const Rational middle = (box[i].lo + box[i].hi) / 2;
    std::vector<const Leaf*> low, high;
    for (const Leaf* leaf : leaves) {
      if (leaf->box[i].hi <= middle)
        low.push_back(leaf);
      else if (leaf->box[i].lo >= middle)
        high.push_back(leaf);
    }
    if (low.size() + high.size() != leaves.size() || low.empty() || high.empty()) continue;
    Box left = box, right = box;
    left[i].hi = middle;
    right[i].lo = middle;
    return tiles_range(left, std::move(low)) && tiles_range(right, std::move(high));
  }
  return false;
}

}  // namespace

bool tiles(const Box& box, const std::vector<Leaf>& leaves) {
  std::vector<const Leaf*> all;
  all.reserve(leaves.size());
  for (const Leaf& leaf : leaves) {
    if (leaf.box.size() != box.size()) return false;
    all.push_back(&leaf);
  }
  return tiles_range(box, std::move(all));
}

}  // namespace noiseproof
