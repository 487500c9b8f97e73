#pragma once
// The journal of an exclusion: the cells finished so far, in a file that is always whole (written aside, then renamed),
// so that a run killed at any moment loses at most the last half second and the cells it was working on.
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>

#include "rigor/exclusion.hpp"

namespace noiseproof {

class Journal {
 public:
  /// An empty path keeps no journal. A file that is missing, malformed or of another problem counts as empty.
  Journal(std::filesystem::path file, std::string key);
  std::optional<std::vector<Leaf>> find(const std::string& cell) const;
  /// Adds a finished cell; the file is rewritten if that was last done half a second ago. May be called from any
  /// thread. Throws Error(io).
  void add(const std::string& cell, const std::vector<Leaf>& leaves);
  /// Rewrites the file now, if there is anything new.
  void flush();

 private:
  std::filesystem::path file_;
  std::string key_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<Leaf>> cells_;
  std::chrono::steady_clock::time_point written_ = std::chrono::steady_clock::now();
  bool changed_ = false;
  void write();  // with the mutex held
};

}  // namespace noiseproof
