// noiseproof recheck: hands certificates to the separate checker that lies beside this program.
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "verify/recheck_part.hpp"

namespace noiseproof {
namespace {

/// Becomes the checker, with these arguments: its messages, its exit code, and signals go to it. Throws Error(io) if it
/// cannot be run.
[[noreturn]] void become_checker(std::vector<std::string> arguments) {
  const std::string program = checker_program();
  arguments.insert(arguments.begin(), program);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  throw Error(Error::Kind::io, program, std::string("cannot be run: ") + std::strerror(errno));
}

}  // namespace

void add_recheck(CommandLine& program, int&) {
  auto certificates = std::make_shared<std::vector<std::string>>();
  Command command = program.command("recheck", "Check certificates with the separate program noiseproof-recheck");
  command.texts("CERTIFICATE", *certificates, "Certificates, as verify --report writes them");
  command.run([certificates] { become_checker(*certificates); });
}

}  // namespace noiseproof
