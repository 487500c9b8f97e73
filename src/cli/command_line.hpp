#pragma once
// The command line: a program with subcommands. Hides the parsing library (CLI11), whose header costs every file that
// includes it ten seconds of compile time.
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace noiseproof {

/// One subcommand while it is being described. The targets of options must outlive parsing; they hold the defaults.
class Command {
 public:
  explicit Command(CLI::App& app) : app_(&app) {}

  /// A text option, or a positional argument if the name has no dashes.
  Command& text(const std::string& name, std::string& target, const std::string& help);
  Command& required_text(const std::string& name, std::string& target, const std::string& help);
  /// A positional argument given one or more times.
  Command& texts(const std::string& name, std::vector<std::string>& target, const std::string& help);
  Command& choice(const std::string& name, std::string& target, std::initializer_list<std::string> allowed,
                  const std::string& help);
  Command& integer(const std::string& name, int& target, int least, int most, const std::string& help);
  Command& flag(const std::string& name, bool& target, const std::string& help);
  /// An option that says nothing without another one, which must come first here.
  Command& needs(const std::string& name, const std::string& other);

  // Options that mean the same in every command.
  Command& instance(std::string& file);  ///< --instance
  Command& seed(std::uint64_t& target, const std::string& help = "Seed of all random numbers");
  Command& jobs(int& target);   ///< --jobs
  Command& json(bool& target);  ///< --json

  /// A command below this one, as in `noiseproof formula check`; one of them must then be given.
  Command subcommand(const std::string& name, const std::string& help);
  /// What the command does once its options are read.
  void run(std::function<void()> action);

 private:
  CLI::App* app_;
};

class CommandLine {
 public:
  CommandLine(const std::string& description, const std::string& version);
  ~CommandLine();
  Command command(const std::string& name, const std::string& help);
  /// Reads the arguments and runs the command. Empty, or the exit code where help or the version was asked for; no
  /// arguments ask for help.
  /// Throws Error(input) for arguments it cannot read, and whatever the command throws.
  std::optional<int> parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace noiseproof
