#include "core/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

extern char** environ;

namespace noiseproof {

int run_program(const std::vector<std::string>& words, const std::filesystem::path& folder,
                const std::filesystem::path& output, const Tick& tick) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  pid_t child = 0;
  const int failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return 127;
  int status = 0;
  pid_t ended = 0;
  try {
    while ((ended = waitpid(child, &status, WNOHANG)) == 0) {
      tick();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  } catch (...) {
    kill(child, SIGTERM);
    waitpid(child, &status, 0);
    throw;
  }
  if (ended != child) return 128;  // no status is kept where SIGCHLD is ignored
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  tick();  // the signal that ended it may have been sent to both: then the caller is told by its own way
  return 128 + WTERMSIG(status);
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace noiseproof
