// The progress bar and the interrupt flag.
#include "cli/progress.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

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

  TEST_CASE("a step that takes longer than its budget is named, where there is no bar and though it says nothing") {
    std::FILE* file = std::tmpfile();
    REQUIRE(file != nullptr);
    {
      Progress quiet(file, false, 0);
      quiet.step("short", std::chrono::hours(1));
      quiet.update(0.5, "short work");
      quiet.step("C10 long", std::chrono::milliseconds(5));
      quiet.update(0.5, "C10 cells");
      while (std::ftell(file) == 0) std::this_thread::yield();
      quiet.step("C11 next", std::chrono::hours(1));
    }
    const std::string text = written(file);
    CHECK(text.starts_with("noiseproof: "));
    CHECK(text.find("C10 cells\n") != std::string::npos);
    CHECK(text.find("short") == std::string::npos);
    CHECK(text.find("C11") == std::string::npos);
    std::fclose(file);
  }

  TEST_CASE("short steps that together take longer than the budget are no reason for silence") {
    std::FILE* file = std::tmpfile();
    REQUIRE(file != nullptr);
    {
      Progress quiet(file, false, 0);
      for (int i = 0; i < 5000 && std::ftell(file) == 0; ++i) {
        quiet.step("step", std::chrono::milliseconds(50));
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    }
    CHECK(written(file).starts_with("noiseproof: 0 s so far (budget 0 s): step\n"));
    std::fclose(file);
  }

  TEST_CASE("a line for each budget that has passed, each after the bar is wiped") {
    std::FILE* file = std::tmpfile();
    REQUIRE(file != nullptr);
    {
      Progress bar(file, true, 0);
      bar.step("C10", std::chrono::milliseconds(5));
      bar.update(0.5, "C10 cells");
      const auto lines = [&] {
        const long at = std::ftell(file);
        std::string text = written(file);
        std::fseek(file, at, SEEK_SET);
        return std::count(text.begin(), text.end(), '\n');
      };
      while (lines() < 2) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CHECK(written(file).find("\r\x1b[Knoiseproof: ") != std::string::npos);
    std::fclose(file);
  }

  TEST_CASE(
      "the line has a bar, a share and the words, cut to 80 columns outside UTF-8 sequences, ten times a second at "
      "most") {
    const auto line = [](const std::function<void(Progress&)>& updates) {
      std::FILE* file = std::tmpfile();
      REQUIRE(file != nullptr);
      std::string text;
      {
        Progress bar(file, true, 0);
        updates(bar);
        text = written(file);
      }
      std::fclose(file);
      return text;
    };
    const auto shown = [&](double done, const std::string& what) {
      return line([&](Progress& bar) { bar.update(done, what), bar.update(1, "too early"); });
    };
    CHECK(shown(0.5, "half") == "\r\x1b[K[############............]  50% half");
    CHECK(shown(-1, "") == "\r\x1b[K[........................]   0% ");
    CHECK(shown(std::nan(""), "").find("]   0% ") != std::string::npos);
    CHECK(shown(2, "") == "\r\x1b[K[########################] 100% ");
    CHECK(shown(0, std::string(44, 'x')).ends_with(" " + std::string(44, 'x')));
    CHECK(shown(0, std::string(45, 'x')).ends_with(" " + std::string(44, 'x')));
    CHECK(shown(0, std::string(43, 'x') + "\xc3\xa9").ends_with(" " + std::string(43, 'x')));
    CHECK(shown(0, std::string(42, 'x') + "\xc3\xa9z").ends_with("x\xc3\xa9"));
    CHECK(line([](Progress& bar) { bar.callback("C07", 0.5, 0.9)(0.5, ""); }).ends_with(" 70% C07"));
    CHECK(line([](Progress& bar) { bar.callback("C07", 0.5, 0.6)(5, ""); }).ends_with(" 60% C07"));
    std::FILE* file = std::tmpfile();
    REQUIRE(file != nullptr);
    Progress(file, false, 0).update(0.5, "in a log");
    CHECK(written(file).empty());
    std::fclose(file);
  }

  TEST_CASE("a second signal ends a program that does not react to the first") {
    const pid_t child = fork();
    if (child == 0) {
      watch_interrupts();
      raise(SIGTERM);
      if (!interrupted()) _exit(1);
      raise(SIGTERM);
      _exit(2);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
  }

  TEST_CASE(
      "work that never looks at the flag is broken off after the time of grace, with the status of an interrupt") {
    const pid_t child = fork();
    if (child == 0) {
      watch_interrupts(1);
      raise(SIGTERM);
      std::this_thread::sleep_for(std::chrono::seconds(30));
      _exit(2);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 130);
  }

  TEST_CASE("after a signal that asks to end, the next update throws, shown or not") {
    const std::vector<int> signals{SIGINT, SIGTERM, SIGPIPE, SIGHUP};
    std::vector<struct sigaction> before(signals.size());
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], nullptr, &before[i]);
    std::signal(SIGHUP, SIG_DFL);  // tests may run under nohup
    Progress bar(stderr, false);
    for (const int signal : signals) {
      watch_interrupts();  // clears the flag
      CHECK_FALSE(interrupted());
      CHECK_NOTHROW(bar.update(0.1, ""));
      raise(signal);
      CHECK(interrupted());
      CHECK_THROWS_AS(bar.update(0.2, ""), Interrupted);
    }
    std::signal(SIGHUP, SIG_IGN);
    watch_interrupts();
    raise(SIGHUP);
    CHECK_FALSE(interrupted());
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before[i], nullptr);
  }
}
