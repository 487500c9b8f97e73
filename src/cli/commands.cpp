#include "cli/commands.hpp"

#include <iostream>

namespace noiseproof {
namespace {

std::vector<std::string> g_warnings;

}  // namespace

Instance load_instance(const std::string& file) {
  if (file.empty()) return {};
  Instance instance = read_instance(file);
  g_warnings.insert(g_warnings.end(), instance.warnings.begin(), instance.warnings.end());
  return instance;
}

void print_warnings() {
  for (const std::string& warning : g_warnings) std::cerr << "noiseproof: warning: " << warning << "\n";
}

void print_json(const nlohmann::json& document) { std::cout << document.dump(2) << "\n"; }

}  // namespace noiseproof
