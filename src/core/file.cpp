#include "core/file.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/error.hpp"

namespace noiseproof {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const fs::path& file, const std::string& what) {
  throw Error(Error::Kind::io, file.string(), what);
}

}  // namespace

void require_place(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(file, error);
  if (fs::is_symlink(status)) refuse(file, "is a link and is not replaced: name the file itself");
  if (fs::exists(status) && !fs::is_regular_file(status)) refuse(file, "is not a regular file and is not replaced");
  if (!file.has_filename()) refuse(file, "is not the name of a file");
  if (!fs::is_directory(fs::absolute(file).parent_path(), error))
    refuse(file, "cannot be written: there is no such folder");
}

fs::path write_aside(const fs::path& file, const std::string& text) {
  static std::atomic<unsigned> counter = 0;
  require_place(file);
  fs::path aside = file;
  aside += ".tmp" + std::to_string(getpid()) + "-" + std::to_string(counter++);
  std::FILE* const out = std::fopen(aside.c_str(), "wbx");  // x: never a file, or a link, that is there
  if (out == nullptr) refuse(file, std::string("cannot be written: ") + std::strerror(errno));
  const bool whole = std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0;
  const std::string why = std::strerror(errno);
  if (std::fclose(out) == 0 && whole) return aside;
  std::error_code ignored;
  fs::remove(aside, ignored);
  refuse(file, "cannot be written in full: " + why);
}

void write_text(const fs::path& file, const std::string& text) {
  const fs::path aside = write_aside(file, text);
  std::error_code error, ignored;
  fs::rename(aside, file, error);
  if (!error) return;
  fs::remove(aside, ignored);
  refuse(file, "cannot be replaced: " + error.message());
}

fs::path program_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) throw Error(Error::Kind::io, "/proc/self/exe", error.message());
  return program.parent_path();
}

TemporaryFolder::TemporaryFolder() {
  std::error_code none;
  std::string name = (fs::temp_directory_path(none) / "noiseproof-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw Error(Error::Kind::io, name, std::strerror(errno));
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code none;
  fs::remove_all(path_, none);
}

}  // namespace noiseproof
