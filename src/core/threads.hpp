#pragma once
// The threads of one piece of work.
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <optional>

#if defined(__SANITIZE_THREAD__)
#define NOISEPROOF_TSAN
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define NOISEPROOF_TSAN
#endif
#endif
#ifdef NOISEPROOF_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace noiseproof {

/// Tells ThreadSanitizer what it cannot see in a library that was built without it: that bodies begin after the call,
/// and end before its return. Nothing in other builds.
class HandOver {
 public:
#ifdef NOISEPROOF_TSAN
  HandOver() { __tsan_release(&begun_); }
  void begin() { __tsan_acquire(&begun_); }
  void end() { __tsan_release(&ended_); }
  void join() { __tsan_acquire(&ended_); }

 private:
  char begun_ = 0, ended_ = 0;
#else
  void begin() {}
  void end() {}
  void join() {}
#endif
};

/// body(i) for each i in [first, last), on the threads of the arena that this is called in, in no order.
template <class Index, class Body>
void for_each(Index first, Index last, const Body& body) {
  HandOver data;
  tbb::parallel_for(first, last, [&](Index i) {
    data.begin();
    body(i);
    data.end();
  });
  data.join();
}

/// `jobs` threads, more than the machine has cores if asked; 0: one a core.
class Threads {
 public:
  explicit Threads(int jobs) : arena_(jobs > 0 ? jobs : tbb::task_arena::automatic) {
    // An arena larger than the machine needs the library's own limit raised, or it warns on stderr.
    if (jobs > 0) limit_.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(jobs));
  }
  template <class Work>
  void run(Work&& work) {
    arena_.execute(std::forward<Work>(work));
  }
  /// for_each on these threads.
  template <class Index, class Body>
  void for_each(Index first, Index last, const Body& body) {
    run([&] { noiseproof::for_each(first, last, body); });
  }

 private:
  std::optional<tbb::global_control> limit_;
  tbb::task_arena arena_;
};

}  // namespace noiseproof
