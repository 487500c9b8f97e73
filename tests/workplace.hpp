#pragma once
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

/// A folder of its own for a test, removed at the end.
struct Workplace {
  std::filesystem::path path;
  explicit Workplace(const std::string& name)
      : path(std::filesystem::temp_directory_path() / ("noiseproof_" + name + "_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~Workplace() { std::filesystem::remove_all(path); }
  std::string at(const std::string& name) const { return (path / name).string(); }
  /// Writes a file; its path.
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return at(name);
  }
  std::string read(const std::string& name) const {
    std::ifstream in(path / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
};
