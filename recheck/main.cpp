// noiseproof-recheck CERTIFICATE...: accepts or rejects what a certificate says (docs/certificate.md), on an interval
// library and with formulas of its own. Exit code: 0 every certificate is a complete proof of its verdict, 1 one is
// refuted or incomplete, 2 one cannot be decided within the budget, 3 one is no certificate at all. One line on stderr
// a failure.
#include <iostream>

#include "items.hpp"

namespace recheck {
namespace {

constexpr std::size_t kMostItems = 4096;
constexpr int kMostMessages = 20;

struct Summary {
  std::string claim, verdict;
  std::size_t items = 0, leaves = 0;
};

std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = '?';
  return text.substr(0, 600);
}

/// The exit code of one file: the worst of its failures (malformed, then rejected, then undecided).
class Complaints {
 public:
  explicit Complaints(std::string file) : file_(std::move(file)) {}
  void add(const Failure& failure) {
    const int before = code_;
    code_ = worse(code_, failure.kind);
    if (++count_ <= kMostMessages || code_ != before)
      std::cerr << one_line(file_ + ": " + (failure.where.empty() ? "certificate" : failure.where) + ": " +
                            failure.reason)
                << "\n";
  }
  int code() const { return code_; }
  static int worse(int a, int b) {
    if (a == 3 || b == 3) return 3;
    return a == 1 || b == 1 ? 1 : std::max(a, b);
  }

 private:
  std::string file_;
  int code_ = 0, count_ = 0;
};

void check_item(const Node& item, const Instance& instance, Summary& summary) {
  const std::string kind = item.at("kind").one_of(
      {"enclosure", "comparison", "integral", "spectrum", "region", "drift", "exclusion", "trap"});
  const std::string verdict = item.at("verdict").one_of({"proved", "refuted", "undecided"});
  item.at("says").text();
  if (verdict == "undecided" || (verdict == "refuted" && kind != "comparison"))
    item.at("verdict").rejected("is not 'proved'");
  if (kind == "enclosure") check_enclosure(item, instance);
  if (kind == "comparison") check_comparison(item);
  if (kind == "integral") check_integral(item, instance);
  if (kind == "spectrum") check_spectrum(item, instance);
  if (kind == "region") check_region(item, instance);
  if (kind == "drift") check_drift(item, instance);
  if (kind == "exclusion") summary.leaves += check_exclusion(item);
  if (kind == "trap") summary.leaves += check_trap(item);
  ++summary.items;
}

void check_certificate(const Node& top, Complaints& complaints, Summary& summary) {
  top.fields({"format", "version", "claim", "stem", "instance", "verdict", "items", "provenance"});
  top.at("format").one_of({"noiseproof certificate"});
  top.at("version").integer(1, 1);
  summary.claim = check_claim(top);
  summary.verdict = top.at("verdict").text();
  const Node provenance = top.at("provenance");
  provenance.fields({"program", "program_version", "bits", "seed", "libraries", "seconds"});
  provenance.at("program").text(), provenance.at("program_version").text();
  provenance.at("libraries").object_of_texts();
  const Instance instance = read_instance(top.at("instance"));
  const Node items = top.at("items");
  if (items.size() > kMostItems) items.malformed("has absurdly many entries");
  std::vector<Node> proved;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Node item = items.entry(i);
    try {
      check_item(item, instance, summary);
      proved.push_back(item);
    } catch (const Failure& failure) {
      complaints.add(failure);
      if (failure.kind == Failure::malformed) return;
    }
  }
  if (proved.size() == items.size()) check_required(proved, instance, top);
}

int check_file(const std::string& file) {
  Complaints complaints(file);
  Summary summary;
  try {
    const nlohmann::json document = read_json(file);
    check_certificate(Node(document, ""), complaints, summary);
  } catch (const Failure& failure) {
    complaints.add(failure);
  } catch (const std::bad_alloc&) {
    complaints.add({Failure::malformed, "file", "needs too much memory"});
  } catch (const std::exception& error) {
    complaints.add({Failure::malformed, "file", error.what()});
  }
  if (complaints.code() == 0)
    std::cout << one_line(file) << ": " << summary.claim << " " << summary.verdict << ": " << summary.items
              << " items, " << summary.leaves << " leaves: " << statement_of(summary.claim) << "\n";
  return complaints.code();
}

}  // namespace
}  // namespace recheck

int main(int argc, char** argv) {
  if (argc < 2 || std::string(argv[1]) == "--help") {
    (argc < 2 ? std::cerr : std::cout)
        << "usage: noiseproof-recheck CERTIFICATE... (exit code 0: all are complete proofs)\n";
    return argc < 2 ? 3 : 0;
  }
  int code = 0;
  for (int i = 1; i < argc; ++i) code = recheck::Complaints::worse(code, recheck::check_file(argv[i]));
  if (!std::cout.flush()) {
    std::cerr << "noiseproof-recheck: standard output cannot be written\n";
    return 3;
  }
  return code;
}
