#pragma once
// Runs the checker, as a separate program, on a text.
#include <filesystem>
#include <string>
#include <vector>

struct Outcome {
  int code;  ///< exit code; 128 + signal if it was killed
  std::string out, err;
};

/// The certificates under test: tests/recheck/certificates, then the folders of NOISEPROOF_CERTIFICATES (separated by
/// ':').
std::vector<std::filesystem::path> certificate_files();
std::string read_text(const std::filesystem::path& file);
Outcome recheck_file(const std::string& arguments);
/// Writes the text to a scratch file and runs the checker on it.
Outcome recheck_text(const std::string& text, const std::string& options = "");
