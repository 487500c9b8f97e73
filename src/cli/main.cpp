// noiseproof: command line. Exit codes: 0 every requested claim reached its wanted state, 1 something refuted that was
// expected to hold, 2 undecided, 3 error: then one line on stderr names the file, the field and the reason.
#include <iostream>
#include <new>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "core/error.hpp"

namespace {

constexpr int kError = 3;
constexpr int kInterrupted = 130;  // 128 + SIGINT, as shells report it

int complain(std::string message) {
  for (char& c : message)
    if (c == '\n' || c == '\r') c = ' ';
  std::cerr << "noiseproof: " << message << "\n";
  return kError;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace noiseproof;
  CLI::App app{"noiseproof: formally checked numerical verification of how noise helps to train a network"};
  app.require_subcommand(1);
  app.set_version_flag("--version", NOISEPROOF_VERSION);
  app.option_defaults()->always_capture_default();
  int exit_code = 0;
  add_list(app, exit_code);
  add_verify(app, exit_code);
  add_eval(app, exit_code);
  add_critical(app, exit_code);
  add_locate(app, exit_code);
  add_escape(app, exit_code);
  add_trap(app, exit_code);
  add_recheck(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& e) {
    return complain(std::string("command line: ") + e.what());
  } catch (const Interrupted&) {
    complain("interrupted; nothing was written");
    return kInterrupted;
  } catch (const Error& e) {
    return complain(e.what());
  } catch (const std::bad_alloc&) {
    return complain("out of memory");
  } catch (const std::exception& e) {
    return complain(e.what());
  }
  return exit_code;
}
