#include "rigor/journal.hpp"

#include "core/instance.hpp"
#include "core/json.hpp"
#include "rigor/certificate_json.hpp"

namespace noiseproof {

Journal::Journal(std::filesystem::path file, std::string key) : file_(std::move(file)), key_(std::move(key)) {
  if (file_.empty()) return;
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return;
  try {
    const nlohmann::json content = parse_json(read_text(file_), file_.string());
    if (content.at("key") != key_) return;
    for (const auto& [cell, leaves] : content.at("cells").items())
      for (const nlohmann::json& leaf : leaves) cells_[cell].push_back(leaf_from_json(leaf));
  } catch (const std::exception&) {
    cells_.clear();  // a torn or foreign file: start again
  }
}

std::optional<std::vector<Leaf>> Journal::find(const std::string& cell) const {
  const std::lock_guard lock(mutex_);
  const auto found = cells_.find(cell);
  if (found == cells_.end()) return std::nullopt;
  return found->second;
}

void Journal::add(const std::string& cell, const std::vector<Leaf>& leaves) {
  if (file_.empty()) return;
  const std::lock_guard lock(mutex_);
  cells_[cell] = leaves;
  changed_ = true;
  if (std::chrono::steady_clock::now() - written_ > std::chrono::milliseconds(500)) write();
}

void Journal::flush() {
  const std::lock_guard lock(mutex_);
  if (changed_) write();
}

void Journal::write() {
  nlohmann::json content{{"key", key_}, {"cells", nlohmann::json::object()}};
  for (const auto& [cell, leaves] : cells_) content["cells"][cell] = leaves_to_json(leaves);
  write_certificate(file_, content);
  written_ = std::chrono::steady_clock::now();
  changed_ = false;
}

}  // namespace noiseproof
