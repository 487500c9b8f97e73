// Other programs and threads: what came of a program is never said better than it was.
#include "core/process.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <tbb/task_arena.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "core/error.hpp"
#include "core/threads.hpp"

using namespace noiseproof;

namespace {

/// Shell commands in a folder of their own, their output in a file outside it.
struct Shell {
  std::filesystem::path root =
      std::filesystem::temp_directory_path() / ("noiseproof_process_test_" + std::to_string(getpid()));
  std::filesystem::path folder = root / "folder", output = root / "output";
  Shell() { std::filesystem::create_directories(folder); }
  ~Shell() { std::filesystem::remove_all(root); }
  int operator()(
      const std::string& command, const Tick& tick = [] {}) const {
    return run_program({"sh", "-c", command}, folder, output, tick);
  }
};

}  // namespace

TEST_SUITE("unit/process") {
  TEST_CASE("a program runs in its folder; its output and errors are kept, its exit status is its own") {
    const Shell shell;
    std::ofstream(shell.output) << std::string(1000, 'x');  // an older, longer one
    CHECK(shell("pwd; echo wrong >&2; exit 3") == 3);
    CHECK(text_of(shell.output) == std::filesystem::canonical(shell.folder).string() + "\nwrong\n");
    CHECK(shell("true") == 0);
    CHECK(text_of(shell.output).empty());
    CHECK(text_of(shell.root / "none").empty());
  }

  TEST_CASE("a program that is not there, or is killed, has not succeeded") {
    const Shell shell;
    CHECK(run_program({"noiseproof-no-such-program"}, shell.folder, shell.output, [] {}) == 127);
    CHECK(run_program({"true"}, shell.root / "no such folder", shell.output, [] {}) == 127);
    CHECK(shell("kill -9 $$") == 137);
  }

  TEST_CASE("where the system keeps no exit status, as under an ignored SIGCHLD, none is made up") {
    const Shell shell;
    struct sigaction ignore {
    }, before{};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGCHLD, &ignore, &before);
    CHECK(shell("exit 1") == 128);
    sigaction(SIGCHLD, &before, nullptr);
  }

  TEST_CASE("what the tick throws ends the program and is thrown on") {
    const Shell shell;
    int ticks = 0;
    const auto stop = [&] {
      if (++ticks == 3) throw std::runtime_error("stop");
    };
    CHECK_THROWS_AS(shell("sleep 1; touch went-on", stop), std::runtime_error);
    CHECK(ticks == 3);
    CHECK_FALSE(std::filesystem::exists(shell.folder / "went-on"));
    // A signal to the whole group has ended the program before the tick could: it is asked once more.
    bool killed = false;
    CHECK_THROWS_AS(shell("until [ -e go ]; do sleep 0.01; done; kill -INT $$",
                          [&] {
                            if (killed) throw std::runtime_error("interrupted");
                            std::ofstream(shell.folder / "go") << "go";
                            std::this_thread::sleep_for(std::chrono::milliseconds(300));
                            killed = true;
                          }),
                    std::runtime_error);
  }
}

TEST_SUITE("unit/threads") {
  TEST_CASE("work has as many threads as asked for, also more than there are cores; 0 is one a core") {
    const auto threads = [](int jobs) {
      int found = 0;
      Threads(jobs).run([&] { found = tbb::this_task_arena::max_concurrency(); });
      return found;
    };
    CHECK(threads(1) == 1);
    CHECK(threads(3) == 3);
    CHECK(threads(0) == tbb::task_arena(tbb::task_arena::automatic).max_concurrency());
    const auto limit = [] { return tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism); };
    Threads(200).run([&] { CHECK(limit() == 200); });
    CHECK(limit() != 200);
  }
}

TEST_SUITE("unit/error") {
  TEST_CASE("an error names its place, then what is wrong") {
    const Error e(Error::Kind::input, "f.toml: k", "is missing", "k = ?\n    ^");
    CHECK(std::string(e.what()) == "f.toml: k: is missing");
    CHECK(e.where() == "f.toml: k");
    CHECK(e.excerpt() == "k = ?\n    ^");
  }
}
