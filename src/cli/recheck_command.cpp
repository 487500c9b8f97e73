// noiseproof recheck: hands certificates to the separate checker that lies beside this program.
#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/commands.hpp"
#include "core/error.hpp"

extern char** environ;

namespace noiseproof {
namespace {

/// Runs the checker with these arguments and returns its exit code. Throws Error(io) if it cannot be run or is killed.
int run_checker(std::vector<std::string> arguments) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string program = (self.parent_path() / "noiseproof-recheck").string();
  if (error || !std::filesystem::exists(program, error))
    throw Error(Error::Kind::io, program, "no such program: the checker belongs beside noiseproof");
  arguments.insert(arguments.begin(), program);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  const int failed = posix_spawn(&child, program.c_str(), nullptr, nullptr, argv.data(), environ);
  if (failed != 0) throw Error(Error::Kind::io, program, std::string("cannot be run: ") + std::strerror(failed));
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) throw Error(Error::Kind::io, program, std::strerror(errno));
  if (!WIFEXITED(status))
    throw Error(Error::Kind::io, program, "was ended by signal " + std::to_string(WTERMSIG(status)));
  return WEXITSTATUS(status);
}

}  // namespace

void add_recheck(CommandLine& program, int& exit_code) {
  auto certificates = std::make_shared<std::vector<std::string>>();
  Command command = program.command("recheck", "Check certificates with the separate program noiseproof-recheck");
  command.texts("CERTIFICATE", *certificates, "Certificates, as verify --report writes them");
  command.run([certificates, &exit_code] { exit_code = run_checker(*certificates); });
}

}  // namespace noiseproof
