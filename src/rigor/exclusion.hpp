#pragma once
// Exclusion by adaptive bisection: a box is covered by leaves, each of which is closed by one proved reason. The tree
// is a function of the problem alone: the number of threads, a kill and a resume change nothing in it.
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/on_progress.hpp"
#include "rigor/endpoints.hpp"

namespace noiseproof {

using Box = std::vector<Bounds>;  ///< one closed interval a coordinate

/// What is known of a box: the reason that closes it, or the coordinate to bisect.
struct Decision {
  std::string reason;     ///< empty: none found
  std::size_t split = 0;  ///< which coordinate, if there is no reason
};

/// Must be a pure function of the box: it is called from many threads.
using Decide = std::function<Decision(const Box&)>;

struct Leaf {
  Box box;
  std::string reason;
};

struct ExclusionOptions {
  int jobs = 0;                     ///< threads; 0: all cores
  std::size_t max_leaves = 400000;  ///< per cell of the first subdivision: beyond it the box is undecided
  int max_depth = 2000;             ///< bisections from the domain to a leaf
  /// Finished cells are kept here, if it is not empty: a run that was killed searches them no more. It decides each of
  /// their leaves again, as the file could be anyone's. The file stays when the run ends: the caller removes it once
  /// the leaves are safe elsewhere.
  std::filesystem::path journal;
  std::string key;  ///< names the problem in the journal; a journal of another problem is ignored
  OnProgress progress;
};

struct ExclusionResult {
  Verdict verdict = Verdict::undecided;  ///< proved: the leaves cover the box
  std::vector<Leaf> leaves;              ///< in the order of the tree
  std::size_t resumed_cells = 0;
};

ExclusionResult exclude(const Box& domain, const Decide& decide, const ExclusionOptions& options);

/// Do the leaves tile the box by midpoint bisections? The test that docs/certificate.md describes; exact.
bool tiles(const Box& box, const std::vector<Leaf>& leaves);

}  // namespace noiseproof
