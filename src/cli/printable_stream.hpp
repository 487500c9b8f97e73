#pragma once
// Nothing that this program prints steers the terminal: names and texts of the user's may hold anything.
#include <ostream>
#include <streambuf>
#include <string>

namespace noiseproof {

/// While it lives, what is written to the stream is made printable(), whole lines at a time.
class PrintableStream : std::streambuf {
 public:
  explicit PrintableStream(std::ostream& stream);
  ~PrintableStream() override;
  PrintableStream(const PrintableStream&) = delete;
  PrintableStream& operator=(const PrintableStream&) = delete;

 private:
  int_type overflow(int_type c) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int sync() override;
  bool send();

  std::ostream& stream_;
  std::streambuf* const sink_;
  std::string text_;
};

}  // namespace noiseproof
