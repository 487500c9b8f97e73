#include "core/file.hpp"

#include <unistd.h>

#include <atomic>
#include <fstream>

#include "core/error.hpp"

namespace noiseproof {

namespace fs = std::filesystem;

void require_place(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw Error(Error::Kind::io, file.string(), "is not a regular file and is not replaced");
  if (!file.has_filename()) throw Error(Error::Kind::io, file.string(), "is not the name of a file");
  if (!fs::is_directory(fs::absolute(file).parent_path(), error))
    throw Error(Error::Kind::io, file.string(), "cannot be written: there is no such folder");
}

void write_text(const fs::path& file, const std::string& text) {
  static std::atomic<unsigned> counter = 0;
  require_place(file);
  fs::path aside = file;
  aside += ".tmp" + std::to_string(getpid()) + "-" + std::to_string(counter++);
  std::error_code error, ignored;
  std::ofstream out(aside, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) {
    fs::remove(aside, ignored);
    throw Error(Error::Kind::io, file.string(), "cannot be written (is the disk full?)");
  }
  fs::rename(aside, file, error);
  if (error) {
    fs::remove(aside, ignored);
    throw Error(Error::Kind::io, file.string(), "cannot be replaced: " + error.message());
  }
}

}  // namespace noiseproof
