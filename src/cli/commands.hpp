#pragma once
// The subcommands of `noiseproof`. Each add_...() registers one with its options; its callback sets the exit code
// (0 all reached, 1 refuted, 2 undecided; errors are thrown and become 3 in main).
#include <nlohmann/json.hpp>
#include <string>

#include "cli/command_line.hpp"
#include "core/instance.hpp"

namespace noiseproof {

void add_list(CommandLine& program, int& exit_code);
void add_verify(CommandLine& program, int& exit_code);
void add_eval(CommandLine& program, int& exit_code);
void add_critical(CommandLine& program, int& exit_code);
void add_locate(CommandLine& program, int& exit_code);
void add_escape(CommandLine& program, int& exit_code);
void add_compare(CommandLine& program, int& exit_code);
void add_trap(CommandLine& program, int& exit_code);
void add_schedule(CommandLine& program, int& exit_code);
void add_sweep(CommandLine& program, int& exit_code);
void add_merge(CommandLine& program, int& exit_code);
void add_threshold(CommandLine& program, int& exit_code);
void add_formula(CommandLine& program, int& exit_code);
void add_recheck(CommandLine& program, int& exit_code);
void add_bundle(CommandLine& program, int& exit_code);

/// The instance of the file, or the default one (k = 25, p = 6, r = 4, |a*| = 1) for an empty name. Its warnings are
/// kept for print_warnings.
Instance load_instance(const std::string& file);
/// Prints the warnings of all instances loaded to stderr: after the work, as an error is to be the only line there.
void print_warnings();

/// Prints a JSON document to stdout with a final newline.
void print_json(const nlohmann::json& document);

}  // namespace noiseproof
