#pragma once
// The published table of success rates (Du2018 in docs/references.md) next to enclosures: k in {25, .., 100}, r in {0,
// .., 25}, p in {4, 5, 6, 8}.
#include <nlohmann/json.hpp>
#include <string>

#include "core/on_progress.hpp"
#include "rigor/trap.hpp"

namespace noiseproof {

struct TrapTable {
  nlohmann::json json;
  std::string markdown;
  bool reached = true;  ///< every enclosure has the width asked for
};

/// One cover of the starts serves all p. Uses options.eta, width, radius, jobs, arithmetic.
TrapTable trap_table(const TrapOptions& options, const OnProgress& progress);

/// Makes the folder if it is missing. Throws Error(io) where write_trap_table must fail: to be asked before the work.
void prepare_trap_table(const std::string& folder);

/// Writes trap_table.json and trap_table.md into the folder. Throws Error(io).
void write_trap_table(const std::string& folder, const TrapTable& table);

}  // namespace noiseproof
