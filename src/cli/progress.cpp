#include "cli/progress.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "core/utf8.hpp"

namespace noiseproof {
namespace {

// Lock-free, so a signal handler may set it and any thread may read it.
std::atomic<bool> interrupt_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// Work that does not look at the flag for so long is broken off where it stands.
std::atomic<unsigned> grace{10};
static_assert(std::atomic<unsigned>::is_always_lock_free);

extern "C" void on_interrupt(int) {
  interrupt_flag.store(true);
  alarm(grace.load());
}

extern "C" void on_grace_over(int) { _exit(kInterrupted); }

constexpr int bar_width = 24;
constexpr std::size_t words_width = 44;  // with the bar, the line fits 80 columns
constexpr auto wipe = "\r\x1b[K";

/// The words cut to the width, never inside a UTF-8 sequence.
std::string cut(std::string words) {
  if (words.size() <= words_width) return words;
  std::size_t n = words_width;
  while (n > 0 && (static_cast<unsigned char>(words[n]) & 0xC0) == 0x80) --n;
  words.resize(n);
  return words;
}

}  // namespace

void watch_interrupts(unsigned grace_seconds) {
  alarm(0);
  grace.store(grace_seconds);
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  // The handler is used up by the first signal: a second one ends a program that does not react.
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  sigemptyset(&action.sa_mask);
  interrupt_flag.store(false);
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) sigaction(signal, &action, nullptr);
  struct sigaction over {};
  over.sa_handler = on_grace_over;
  sigaction(SIGALRM, &over, nullptr);
  // nohup has it ignored.
  struct sigaction hang_up {};
  sigaction(SIGHUP, nullptr, &hang_up);
  if (hang_up.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
}

bool interrupted() noexcept { return interrupt_flag.load(); }

void throw_if_interrupted() {
  if (interrupted()) throw Interrupted();
}

bool is_terminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

Progress::Progress(std::FILE* out, bool enabled, double delay_seconds)
    : out_(out), enabled_(enabled), delay_(delay_seconds) {}

Progress::~Progress() {
  watcher_ = {};
  clear();
}

void Progress::step(const std::string& what, std::chrono::duration<double> budget) {
  const std::lock_guard lock(mutex_);
  now_ = what;
  budget_ = budget;
  step_start_ = Clock::now();
  if (!watcher_.joinable()) last_line_ = step_start_;
  next_line_ = last_line_ + std::chrono::duration_cast<Clock::duration>(budget);
  if (!watcher_.joinable()) watcher_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
  changed_.notify_all();
}

void Progress::watch(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const Clock::time_point due = next_line_;
    if (changed_.wait_until(lock, stop, due, [&] { return next_line_ != due; }) || stop.stop_requested()) continue;
    wipe_line();
    const std::chrono::duration<double> spent = Clock::now() - step_start_;
    fmt::print(out_, "noiseproof: {:.0f} s so far (budget {:.0f} s): {}\n", spent.count(), budget_.count(),
               printable(now_));
    std::fflush(out_);
    last_line_ = Clock::now();
    next_line_ = last_line_ + std::chrono::duration_cast<Clock::duration>(budget_);
  }
}

void Progress::update(double done, const std::string& what) {
  throw_if_interrupted();
  if (!enabled_ && !watcher_.joinable()) return;
  const std::lock_guard lock(mutex_);
  now_ = what;
  if (!enabled_) return;
  const auto now = Clock::now();
  if (now - start_ < delay_ || (shown_ && now - last_ < std::chrono::milliseconds(100))) return;
  const double share = done > 0 ? std::min(done, 1.0) : 0;  // NaN is not > 0
  const auto filled = static_cast<std::size_t>(share * bar_width);
  const std::string bar = std::string(filled, '#') + std::string(bar_width - filled, '.');
  fmt::print(out_, "{}[{}] {:3.0f}% {}", wipe, bar, 100 * share, cut(printable(what)));
  std::fflush(out_);
  last_ = now;
  shown_ = true;
}

OnProgress Progress::callback(std::string prefix, double from, double to) {
  return part_of([this](double done, const std::string& what) { update(done, what); }, std::move(prefix), from, to);
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  wipe_line();
}

void Progress::wipe_line() {
  if (!shown_) return;
  std::fputs(wipe, out_);
  std::fflush(out_);
  shown_ = false;
}

}  // namespace noiseproof
