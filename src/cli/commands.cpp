#include "cli/commands.hpp"

#include <iostream>

namespace noiseproof {

Instance load_instance(const std::string& file) {
  if (file.empty()) return {};
  Instance instance = read_instance(file);
  for (const std::string& warning : instance.warnings) std::cerr << "noiseproof: warning: " << warning << "\n";
  return instance;
}

void print_json(const nlohmann::json& document) { std::cout << document.dump(2) << "\n"; }

}  // namespace noiseproof
