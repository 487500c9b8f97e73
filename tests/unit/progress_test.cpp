// The progress bar and the interrupt flag.
#include "cli/progress.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <string>

using namespace noiseproof;

namespace {

/// What was written to a temporary file so far.
std::string written(std::FILE* file) {
  std::string text(static_cast<std::size_t>(std::ftell(file)), '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  return text;
}

}  // namespace

TEST_SUITE("cli/progress") {
  TEST_CASE("nothing is written to what is not a terminal, or before the delay") {
    std::FILE* file = std::tmpfile();
    REQUIRE(file != nullptr);
    CHECK_FALSE(is_terminal(file));
    {
      Progress quiet(file, is_terminal(file), 0);
      quiet.update(0.5, "half");
      Progress early(file, true, 60);
      early.update(0.5, "half");
    }
    CHECK(written(file).empty());
    std::fclose(file);
  }

  TEST_CASE("a shown line is wiped at the end; shares are mapped and clamped") {
    std::FILE* file = std::tmpfile();
    REQUIRE(file != nullptr);
    {
      Progress bar(file, true, 0);
      bar.callback("C07", 0.5, 1)(7.0, "cells");
    }
    const std::string text = written(file);
    CHECK(text.find("100% C07 cells") != std::string::npos);
    CHECK(text.ends_with("\r\x1b[K"));
    std::fclose(file);
  }

  TEST_CASE("after SIGINT or SIGTERM the next update throws, shown or not") {
    struct sigaction before_int {
    }, before_term{};
    sigaction(SIGINT, nullptr, &before_int);
    sigaction(SIGTERM, nullptr, &before_term);
    Progress bar(stderr, false);
    for (const int signal : {SIGINT, SIGTERM}) {
      watch_interrupts();  // clears the flag
      CHECK_FALSE(interrupted());
      CHECK_NOTHROW(bar.update(0.1, ""));
      raise(signal);
      CHECK(interrupted());
      CHECK_THROWS_AS(bar.update(0.2, ""), Interrupted);
    }
    watch_interrupts();
    CHECK_FALSE(interrupted());
    sigaction(SIGINT, &before_int, nullptr);
    sigaction(SIGTERM, &before_term, nullptr);
  }
}
