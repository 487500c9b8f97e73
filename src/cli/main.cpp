// noiseproof: command line. Exit codes: 0 every requested claim reached its wanted state, 1 something refuted that had
// to hold, 2 undecided, 3 error: then one line on stderr names the file, the field and the reason.
#include <csignal>
#include <cstdio>
#include <iostream>
#include <new>

#include "cli/commands.hpp"
#include "cli/printable_stream.hpp"
#include "cli/progress.hpp"
#include "core/error.hpp"
#include "rigor/self_check.hpp"

namespace {

constexpr int kUndecided = 2, kError = 3;

int complain(std::string message, int code = kError) {
  for (char& c : message)
    if (c == '\n' || c == '\r') c = ' ';
  std::cerr << "noiseproof: " << message << "\n";
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace noiseproof;
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is an error of the write, with its line
  const PrintableStream out(std::cout), err(std::cerr);
  CommandLine program("noiseproof: formally checked numerical verification of how noise helps to train a network",
                      NOISEPROOF_VERSION);
  int exit_code = 0;
  add_list(program, exit_code);
  add_verify(program, exit_code);
  add_eval(program, exit_code);
  add_critical(program, exit_code);
  add_locate(program, exit_code);
  add_escape(program, exit_code);
  add_compare(program, exit_code);
  add_trap(program, exit_code);
  add_schedule(program, exit_code);
  add_sweep(program, exit_code);
  add_merge(program, exit_code);
  add_threshold(program, exit_code);
  add_formula(program, exit_code);
  add_recheck(program, exit_code);
  add_bundle(program, exit_code);
  try {
    self_check();  // every command states enclosures; it takes a millisecond
    if (const std::optional<int> answered = program.parse(argc, argv)) exit_code = *answered;
  } catch (const Interrupted&) {
    complain("interrupted: no results were written (sweeps and exclusions are resumed by the same command)");
    return kInterrupted;
  } catch (const Error& e) {
    const bool open = e.kind() == Error::Kind::no_convergence;
    const int code = open ? complain("undecided: " + std::string(e.what()), kUndecided) : complain(e.what());
    if (!e.excerpt().empty()) std::cerr << e.excerpt() << "\n";
    return code;
  } catch (const std::bad_alloc&) {
    return complain("out of memory");
  } catch (const std::exception& e) {
    return complain(e.what());
  }
  if (!std::cout.flush() || std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    return complain("standard output cannot be written (is the disk full?)");
  print_warnings();
  return exit_code;
}
