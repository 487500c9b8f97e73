#pragma once
// A progress bar on stderr, a line where a step takes longer than it should, and the one place where an interrupt
// (Ctrl-C, or kill) is noticed.
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/failure.hpp"
#include "core/on_progress.hpp"

namespace noiseproof {

/// Exit code after an interrupt: 128 + SIGINT, as shells report it; for SIGTERM too.
inline constexpr int kInterrupted = 130;

/// From now on the first SIGINT, SIGTERM, SIGPIPE (nobody reads on) or, but under nohup, SIGHUP only sets a flag, so
/// that programs which were started are ended too; a second one of its kind ends this one at once, and so does
/// work that has not ended `grace_seconds` later, with status 130.
void watch_interrupts(unsigned grace_seconds = 10);
/// Whether one has arrived since watch_interrupts().
bool interrupted() noexcept;
/// Throws Interrupted if it has.
void throw_if_interrupted();

/// True if the stream is a terminal.
bool is_terminal(std::FILE* stream);

/// One line that is redrawn, at most ten times a second, from one second of work on; nothing if not `enabled`.
/// The line is wiped in the destructor, so it never mixes with messages. May be used from several threads.
class Progress {
 public:
  explicit Progress(std::FILE* out = stderr, bool enabled = is_terminal(stderr), double delay_seconds = 1);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// From here on to the next step: whenever `budget` has passed since the last line, or the first step's start, a line
  /// says for how long the step has run and what it does; also where there is no bar, and however silent the step is.
  void step(const std::string& what, std::chrono::duration<double> budget);
  /// `done` in [0, 1] (clamped; NaN is 0), `what` in a few words. Throws Interrupted after an interrupt.
  void update(double done, const std::string& what);
  /// update() as ClaimContext::progress wants it, with `prefix` ("C07") before the words and the share mapped
  /// to [from, to]. The Progress must outlive it.
  OnProgress callback(std::string prefix, double from = 0, double to = 1);
  /// Wipes the line, before something else is written to the terminal.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void watch(const std::stop_token& stop);
  void wipe_line();
  std::FILE* out_;
  bool enabled_;
  bool shown_ = false;
  std::chrono::duration<double> delay_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};
  std::string now_;  ///< what is being done
  Clock::time_point step_start_{}, last_line_{}, next_line_{};
  std::chrono::duration<double> budget_{};
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::jthread watcher_;  ///< the last member: it reads the others
};

}  // namespace noiseproof
