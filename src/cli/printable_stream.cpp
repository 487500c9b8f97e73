#include "cli/printable_stream.hpp"

#include "core/utf8.hpp"

namespace noiseproof {

PrintableStream::PrintableStream(std::ostream& stream) : stream_(stream), sink_(stream.rdbuf()) { stream.rdbuf(this); }

PrintableStream::~PrintableStream() {
  send();
  stream_.rdbuf(sink_);
}

PrintableStream::int_type PrintableStream::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  const char letter = traits_type::to_char_type(c);
  return xsputn(&letter, 1) == 1 ? c : traits_type::eof();
}

std::streamsize PrintableStream::xsputn(const char* text, std::streamsize size) {
  text_.append(text, static_cast<std::size_t>(size));
  return text_.find('\n') == std::string::npos || send() ? size : 0;
}

int PrintableStream::sync() { return send() && sink_->pubsync() == 0 ? 0 : -1; }

bool PrintableStream::send() {
  const std::string shown = printable(text_);
  text_.clear();
  return sink_->sputn(shown.data(), static_cast<std::streamsize>(shown.size())) ==
         static_cast<std::streamsize>(shown.size());
}

}  // namespace noiseproof
