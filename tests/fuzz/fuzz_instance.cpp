// libFuzzer target: the readers of instance, student and schedule files must answer every text with a value or an
// Error.
#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "core/instance.hpp"
#include "dynamics/schedule.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace noiseproof;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Instance instance;
  try {
    instance = parse_instance(text, "fuzz");
  } catch (const Error&) {
  }
  try {
    parse_point(text, "fuzz", Instance{});
  } catch (const Error&) {
  }
  try {
    parse_schedule(text, "fuzz");
  } catch (const Error&) {
  }
  return 0;
}
