#include "core/failure.hpp"

#include <new>

namespace noiseproof {

std::optional<std::string> failure_of(const std::function<void()>& work) {
  try {
    work();
    return {};
  } catch (const Interrupted&) {
    throw;
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace noiseproof
