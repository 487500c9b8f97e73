#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <climits>
#include <iostream>

#include "core/error.hpp"
#include "core/nearest.hpp"

namespace noiseproof {
namespace {

/// Digits only, and read as decimals: the library's own conversion takes 010 for 8, 0x10 for 16 and -1 for the largest
/// number there is. Hands it the number without its leading zeros.
CLI::Validator decimal(std::uint64_t least, std::uint64_t most) {
  const auto digits = [least, most](std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
      return "must be an integer from " + std::to_string(least) + " to " + std::to_string(most) +
             " in decimal digits, not " + text;
    text = std::to_string(number);
    return std::string();
  };
  return CLI::Validator(digits, "");
}

std::string not_empty(const std::string& text) { return text.empty() ? "must not be empty" : ""; }

}  // namespace

Command& Command::text(const std::string& name, std::string& target, const std::string& help) {
  app_->add_option(name, target, help)->check(not_empty);
  return *this;
}

Command& Command::required_text(const std::string& name, std::string& target, const std::string& help) {
  app_->add_option(name, target, help)->required()->check(not_empty);
  return *this;
}

Command& Command::texts(const std::string& name, std::vector<std::string>& target, const std::string& help) {
  app_->add_option(name, target, help)->required();
  return *this;
}

Command& Command::choice(const std::string& name, std::string& target, std::initializer_list<std::string> allowed,
                         const std::string& help) {
  app_->add_option(name, target, help)->check(CLI::IsMember(std::vector<std::string>(allowed)));
  return *this;
}

Command& Command::integer(const std::string& name, int& target, int least, int most, const std::string& help) {
  app_->add_option(name, target, help)
      ->transform(decimal(static_cast<std::uint64_t>(least), static_cast<std::uint64_t>(most)));
  return *this;
}

Command& Command::flag(const std::string& name, bool& target, const std::string& help) {
  app_->add_flag(name, target, help);
  return *this;
}

Command& Command::needs(const std::string& name, const std::string& other) {
  app_->get_option(name)->needs(app_->get_option(other));
  return *this;
}

Command& Command::instance(std::string& file) {
  return text("--instance", file, "Instance file (TOML); default: k=25 p=6 r=4 |a*|=1");
}

Command& Command::seed(std::uint64_t& target, const std::string& help) {
  app_->add_option("--seed", target, help)->transform(decimal(0, UINT64_MAX));
  return *this;
}

Command& Command::jobs(int& target) { return integer("--jobs", target, 0, 1024, "Threads; 0: all cores"); }

Command& Command::json(bool& target) { return flag("--json", target, "Print JSON"); }

Command Command::subcommand(const std::string& name, const std::string& help) {
  app_->require_subcommand(1);
  return Command(*app_->add_subcommand(name, help));
}

void Command::run(std::function<void()> action) { app_->callback(std::move(action)); }

CommandLine::CommandLine(const std::string& description, const std::string& version)
    : app_(std::make_unique<CLI::App>(description)) {
  app_->require_subcommand(1);
  app_->set_version_flag("--version", version);
  app_->option_defaults()->always_capture_default();
  app_->footer(
      "Exit codes: 0 all that was asked for holds; 1 something is refuted that had to hold; 2 undecided; 3 error, with "
      "one\n"
      "line on stderr; 130 interrupted. noiseproof COMMAND --help tells a command's options.");
}

CommandLine::~CommandLine() = default;

Command CommandLine::command(const std::string& name, const std::string& help) {
  return Command(*app_->add_subcommand(name, help));
}

std::optional<int> CommandLine::parse(int argc, char** argv) {
  if (argc <= 1) {
    std::cout << app_->help();
    return 0;
  }
  const std::string first = argv[1];
  std::vector<std::string> known;
  for (const CLI::App* command : app_->get_subcommands({})) known.push_back(command->get_name());
  const bool is_own_option = first.starts_with("-") && app_->get_option_no_throw(first) != nullptr;
  if (!is_own_option && std::find(known.begin(), known.end(), first) == known.end())
    throw Error(Error::Kind::input, "command line",
                "'" + first + "' is no command" + did_you_mean(first, known, " (see --help)"));
  try {
    app_->parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app_->exit(asked);
  } catch (const CLI::ParseError& e) {
    throw Error(Error::Kind::input, "command line", e.what());
  }
  return std::nullopt;
}

}  // namespace noiseproof
