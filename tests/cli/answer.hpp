#pragma once
// The commands as a user calls them, in this process: words in, what is printed and the exit code out.
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "workplace.hpp"

struct Answer {
  int code = 0;
  std::string out, error;
  nlohmann::json json() const { return nlohmann::json::parse(out); }
  bool says(const std::string& part) const { return out.find(part) != std::string::npos; }
  bool complains(const std::string& part) const { return code == 3 && error.find(part) != std::string::npos; }
};

inline Answer noiseproof_answer(std::vector<std::string> words) {
  using namespace noiseproof;
  Answer answer;
  CommandLine program("test", "0");
  for (const auto add : {add_list, add_critical, add_locate, add_escape, add_compare, add_trap, add_schedule, add_sweep,
                         add_merge, add_threshold, add_formula})
    add(program, answer.code);
  words.insert(words.begin(), "noiseproof");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  std::ostringstream out;
  std::streambuf* const before = std::cout.rdbuf(out.rdbuf());
  try {
    if (const std::optional<int> answered = program.parse(static_cast<int>(argv.size()), argv.data()))
      answer.code = *answered;
  } catch (const Error& e) {
    answer.code = 3;
    answer.error = e.what();
  } catch (...) {
    std::cout.rdbuf(before);
    throw;
  }
  std::cout.rdbuf(before);
  answer.out = out.str();
  return answer;
}
