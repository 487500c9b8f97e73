#pragma once
#include <string>
#include <string_view>

namespace noiseproof {

/// SHA-256 in hexadecimal, as sha256sum prints it. Throws std::runtime_error if OpenSSL fails.
std::string sha256(std::string_view text);

}  // namespace noiseproof
