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

void print_json(const nlohmann::json& document) {
  // File names may be no UTF-8, which JSON is: what is not becomes U+FFFD.
  std::cout << document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

}  // namespace noiseproof
