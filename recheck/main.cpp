// noiseproof-recheck [OPTIONS] CERTIFICATE...: accepts or rejects what a certificate says (docs/certificate.md), on an
// interval library and with formulas of its own. Exit code: 0 every certificate is a complete proof of its verdict, 1
// one is shown false or is incomplete, 2 one cannot be decided within the budget, 3 one cannot be read. One line on
// stderr a failure.
#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <iostream>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "items.hpp"

namespace recheck {
namespace {

using nlohmann::json;

constexpr std::size_t kMostItems = 4096;
constexpr int kMostMessages = 20;

int exit_code(Failure::Kind kind) {
  if (kind == Failure::malformed) return 3;
  return kind == Failure::undecided ? 2 : 1;
}

/// Of several certificates, or failures, the worst decides: malformed, then refused, then undecided.
int worse(int a, int b) {
  if (a == 3 || b == 3) return 3;
  return a == 1 || b == 1 ? 1 : std::max(a, b);
}

const char* word(Failure::Kind kind) {
  switch (kind) {
    case Failure::undecided: return "undecided";
    case Failure::incomplete: return "incomplete";
    case Failure::untrue: return "false";
    default: return "unreadable";
  }
}

/// What is said of one file.
struct Summary {
  std::string file, claim, verdict, says;
  json instance;
  std::size_t items = 0, leaves = 0;
  std::optional<Failure::Kind> worst;  ///< none: accepted
  std::vector<std::string> reasons;

  void add(const Failure& failure) {
    if (reasons.size() < kMostMessages || !worst || failure.kind > *worst)
      reasons.push_back(printable(failure.where.empty() ? "certificate" : failure.where) + ": " +
                        printable(failure.reason));
    worst = worst ? std::max(*worst, failure.kind) : failure.kind;
  }
  std::string text() const {
    return printable(file) + ": " + claim + " " + verdict + ": " + std::to_string(items) + " items, " +
           std::to_string(leaves) + " leaves: " + says;
  }
  json to_json() const {
    json out{{"checker", "noiseproof-recheck"},
             {"version", NOISEPROOF_VERSION},
             {"file", printable(file)},
             {"outcome", worst ? word(*worst) : "accepted"}};
    if (worst) return out["reasons"] = reasons, out;
    out.update({{"claim", claim}, {"verdict", verdict}, {"instance", instance}, {"items", items}, {"leaves", leaves}});
    return out["says"] = says, out;
  }
};

void check_item(const Node& item, const Instance& instance, Summary& summary) {
  const std::string kind = item.at("kind").one_of({"enclosure", "comparison", "integral", "spectrum", "region", "drift",
                                                   "exclusion", "trap", "escape", "sure_trap", "never_settles"});
  const std::string verdict = item.at("verdict").one_of({"proved", "refuted", "undecided"});
  item.at("says").text();
  if (verdict == "undecided" || (verdict == "refuted" && kind != "comparison"))
    item.at("verdict").incomplete("is not 'proved'");
  if (kind == "enclosure") check_enclosure(item, instance);
  if (kind == "comparison") check_comparison(item);
  if (kind == "integral") check_integral(item, instance);
  if (kind == "spectrum") check_spectrum(item, instance);
  if (kind == "region") check_region(item, instance);
  if (kind == "drift") check_drift(item, instance);
  if (kind == "exclusion") summary.leaves += check_exclusion(item);
  if (kind == "trap") summary.leaves += check_trap(item);
  if (kind == "escape") summary.leaves += check_escape(item);
  if (kind == "sure_trap") check_sure_trap(item);
  if (kind == "never_settles") check_never_settles(item);
  ++summary.items;
}

void check_certificate(const Node& top, Summary& summary) {
  top.fields({"format", "version", "claim", "stem", "instance", "verdict", "items", "provenance"});
  top.at("format").one_of({"noiseproof certificate"});
  top.at("version").integer(1, 1);
  summary.claim = check_claim(top);
  summary.verdict = top.at("verdict").text();
  const Node provenance = top.at("provenance");
  provenance.fields({"program", "program_version", "bits", "seed", "libraries"});
  provenance.at("program").text(), provenance.at("program_version").text();
  provenance.at("libraries").object_of_texts();
  const Instance instance = read_instance(top.at("instance"));
  summary.instance = top.at("instance").value();
  const Node items = top.at("items");
  if (items.size() > kMostItems) items.malformed("has absurdly many entries");
  std::vector<Node> proved;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Node item = items.entry(i);
    try {
      check_item(item, instance, summary);
      proved.push_back(item);
    } catch (const Failure& failure) {
      summary.add(failure);
      if (failure.kind == Failure::malformed) return;
    }
  }
  if (proved.size() < items.size()) return;
  const auto complete = [&summary](auto check) {
    try {
      check();
    } catch (const Failure& failure) {
      summary.add(failure);
    }
  };
  complete([&] { check_telling(proved, instance); });
  complete([&] { check_required(proved, instance, top); });
  summary.says = sentence_of(proved, instance, summary.claim);
}

Summary check_file(const std::string& file) {
  Summary summary;
  summary.file = file;
  try {
    const json document = read_json(file);
    check_certificate(Node(document, ""), summary);
  } catch (const Failure& failure) {
    summary.add(failure);
  } catch (const std::bad_alloc&) {
    summary.add({Failure::malformed, "file", "needs too much memory"});
  } catch (const std::exception& error) {
    summary.add({Failure::malformed, "file", error.what()});
  }
  return summary;
}

/// One line for an accepted certificate, or in JSON for any; one on stderr for each failure. The exit code.
int print(const Summary& summary, bool as_json) {
  for (const std::string& reason : summary.reasons) std::cerr << printable(summary.file) << ": " << reason << "\n";
  if (as_json)
    std::cout << summary.to_json().dump(-1, ' ', true, json::error_handler_t::replace) << std::endl;
  else if (!summary.worst)
    std::cout << summary.text() << std::endl;
  return summary.worst ? exit_code(*summary.worst) : 0;
}

struct Options {
  bool as_json = false, progress = false;
  std::size_t jobs = 1;
  std::vector<std::string> files;
};

/// Files on so many threads, each by the first that is free; what is said of them in their order, as soon as it is
/// known.
class Checking {
 public:
  explicit Checking(const Options& options) : options_(options), done_(options.files.size()) {
    try {
      for (std::size_t i = 0; i < std::min(options.jobs, done_.size()); ++i) threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {  // no more threads are to be had: those that are do the work
      if (threads_.empty()) work();
    }
  }
  ~Checking() {
    for (std::thread& thread : threads_) thread.join();
  }
  int print_all() {
    int code = 0;
    for (std::size_t i = 0; i < done_.size(); ++i) code = worse(code, print(wait_for(i), options_.as_json));
    return code;
  }

 private:
  void work() {
    for (std::size_t i = next_++; i < done_.size(); i = next_++) {
      Summary summary = check_file(options_.files[i]);
      const std::lock_guard lock(mutex_);
      done_[i] = std::move(summary);
      ++count_;
      finished_.notify_one();
    }
  }
  const Summary& wait_for(std::size_t i) {
    std::unique_lock lock(mutex_);
    while (!finished_.wait_for(lock, std::chrono::seconds(10), [&] { return done_[i].has_value(); }))
      if (options_.progress)
        std::cerr << "noiseproof-recheck: " << count_ << " of " << done_.size() << " done, still at "
                  << printable(options_.files[i]) << std::endl;
    return *done_[i];
  }

  const Options& options_;
  std::vector<std::optional<Summary>> done_;
  std::atomic<std::size_t> next_{0};
  std::size_t count_ = 0;
  std::mutex mutex_;
  std::condition_variable finished_;
  std::vector<std::thread> threads_;
};

/// Options, then files; nothing if they make no sense.
std::optional<Options> read_options(const std::vector<std::string>& words) {
  Options out;
  std::size_t i = 0;
  for (; i < words.size(); ++i) {
    if (words[i] == "--json")
      out.as_json = true;
    else if (words[i] == "--progress")
      out.progress = true;
    else if (words[i] == "--jobs" && i + 1 < words.size()) {
      const std::string& text = words[++i];
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.jobs);
      if (error != std::errc() || end != text.data() + text.size() || out.jobs < 1 || out.jobs > 256)
        return std::nullopt;
    } else {
      break;
    }
  }
  out.files.assign(words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
  if (out.files.empty()) return std::nullopt;
  return out;
}

}  // namespace
}  // namespace recheck

int main(int argc, char** argv) {
  constexpr const char* usage =
      "usage: noiseproof-recheck [--json] [--jobs N] [--progress] CERTIFICATE...\n"
      "       noiseproof-recheck --version | --help\n"
      "--json: a JSON object a file; --jobs: on N threads; --progress: every ten seconds, on stderr, where it is\n"
      "Exit code: 0 all are complete proofs; 1 one is false or incomplete; 2 one is undecided; 3 one cannot be read\n";
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is an error of the write, with its line
  const auto options = recheck::read_options({argv + 1, argv + argc});
  if (!options) return std::cerr << usage, 3;
  int code = 0;
  if (options->files[0] == "--help")
    std::cout << usage;
  else if (options->files[0] == "--version")
    std::cout << "noiseproof-recheck " NOISEPROOF_VERSION "\nMPFI " << mpfi_get_version() << ", MPFR "
              << mpfr_get_version() << ", GMP " << gmp_version << "\n";
  else
    code = recheck::Checking(*options).print_all();
  if (!std::cout.flush()) {
    std::cerr << "noiseproof-recheck: standard output cannot be written\n";
    return 3;
  }
  return code;
}
