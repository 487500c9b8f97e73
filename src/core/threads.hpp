#pragma once
// The threads of one piece of work.
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <optional>

namespace noiseproof {

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

 private:
  std::optional<tbb::global_control> limit_;
  tbb::task_arena arena_;
};

}  // namespace noiseproof
