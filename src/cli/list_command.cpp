// noiseproof list: the register of claims.
#include <iostream>

#include "claim_programs.hpp"
#include "cli/commands.hpp"
#include "verify/verify.hpp"

namespace noiseproof {
namespace {

bool has_program(const std::string& folder) {
  for (const ClaimProgram& program : claim_programs())
    if (program.folder == folder) return true;
  return false;
}

void print_register(bool json) {
  nlohmann::json all = nlohmann::json::array();
  for (const Claim& claim : registered_claims()) {
    all.push_back({{"id", claim.id},
                   {"stem", claim.stem},
                   {"says", claim.says},
                   {"source", claim.source},
                   {"wants", name(claim.wants)},
                   {"expected", claim.expected},
                   {"checked_here", has_program(claim.folder())}});
    if (!json)
      std::cout << claim.id << "  " << claim.stem << "  (wants " << name(claim.wants) << ")"
                << (has_program(claim.folder()) ? "" : "  [not yet checked]") << "\n     " << claim.says << "\n";
  }
  if (json) print_json(all);
}

}  // namespace

void add_list(CommandLine& program, int&) {
  auto json = std::make_shared<bool>(false);
  Command command = program.command("list", "The claims, with the evidence each must reach");
  command.json(*json);
  command.run([json] { print_register(*json); });
}

}  // namespace noiseproof
