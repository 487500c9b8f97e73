#pragma once
// Whole files only: what stands under a name is either the old text or the new.
#include <filesystem>
#include <string>

namespace noiseproof {

/// Throws Error(io), in one line, where write_text(file) must fail: no such folder, or the name is not a regular file's
/// (a folder, a device, a link, which would be replaced). For asking before long work.
void require_place(const std::filesystem::path& file);

/// The folder of the running program. Throws Error(io) if the system does not tell.
std::filesystem::path program_folder();

/// A new folder among the temporary ones, removed with what is in it at the end. Throws Error(io) if there is no place.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes beside the file, to a new file that is to be renamed; returns its name. On failure nothing is left behind.
/// Throws Error(io) naming `file`.
std::filesystem::path write_aside(const std::filesystem::path& file, const std::string& text);

/// Writes beside the file and renames; on failure nothing is left behind. Throws Error(io) naming the file.
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace noiseproof
