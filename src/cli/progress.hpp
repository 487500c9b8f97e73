#pragma once
// A progress bar on stderr, and the one place where an interrupt (Ctrl-C, or kill) is noticed.
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <mutex>
#include <string>

namespace noiseproof {

/// Thrown where work is broken off because of SIGINT or SIGTERM; main ends with exit status 130, after clean-up by
/// destructors.
class Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

/// From now on the first SIGINT or SIGTERM only sets a flag; a second one of its kind ends the program at once.
void watch_interrupts();
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

  /// `done` in [0, 1] (clamped; NaN is 0), `what` in a few words. Throws Interrupted after an interrupt.
  void update(double done, const std::string& what);
  /// update() as ClaimContext::progress wants it, with `prefix` ("C07") before the words and the share mapped
  /// to [from, to]. The Progress must outlive it.
  std::function<void(double, const std::string&)> callback(std::string prefix, double from = 0, double to = 1);
  /// Wipes the line, before something else is written to the terminal.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::FILE* out_;
  bool enabled_;
  bool shown_ = false;
  std::chrono::duration<double> delay_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};
  std::mutex mutex_;
};

}  // namespace noiseproof
