#include "runner.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

const fs::path& scratch() {
  static const struct Folder {
    fs::path path = fs::temp_directory_path() / ("noiseproof_recheck_" + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
  } folder;
  return folder.path;
}

}  // namespace

std::vector<fs::path> certificate_files() {
  std::vector<fs::path> out;
  std::istringstream folders(environment("NOISEPROOF_CERTIFICATES", TEST_CERTIFICATES));
  for (std::string folder; std::getline(folders, folder, ':');)
    if (fs::is_directory(folder))
      for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".json") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

Outcome recheck_file(const std::string& arguments) {
  const fs::path out = scratch() / "out", err = scratch() / "err";
  const std::string program = environment("NOISEPROOF_RECHECK", TEST_RECHECK);
  const std::string command =
      "timeout 120 '" + program + "' " + arguments + " >'" + out.string() + "' 2>'" + err.string() + "' </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_text(out), read_text(err)};
}

Outcome recheck_text(const std::string& text, const std::string& options) {
  const fs::path file = scratch() / "certificate.json";
  std::ofstream(file, std::ios::binary) << text;
  return recheck_file(options + "'" + file.string() + "'");
}
