#include "cli/trap_table.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "core/file.hpp"
#include "core/known_digits.hpp"

namespace noiseproof {
namespace {

/// A published success rate; p is not stated there.
struct Published {
  int k;
  int r;
  const char* success;
};
constexpr Published kPublished[] = {{25, 0, "0.50"},  {25, 1, "0.55"},  {25, 4, "0.73"},   {25, 9, "1"},
                                    {100, 4, "0.57"}, {100, 9, "0.63"}, {100, 16, "0.75"}, {100, 25, "0.90"}};

std::string published(int k, int r) {
  for (const Published& entry : kPublished)
    if (entry.k == k && entry.r == r) return entry.success;
  return "";
}

}  // namespace

TrapTable trap_table(const TrapOptions& given, const OnProgress& progress) {
  const std::vector<int> hidden{25, 36, 49, 64, 81, 100}, shares{0, 1, 4, 9, 16, 25}, inputs{4, 5, 6, 8};
  TrapTable out;
  out.json = {{"format", "noiseproof-trap-table"}, {"version", 1},   {"eta", to_string(given.eta)},
              {"width", to_string(given.width)},   {"norm_sq", "1"}, {"entries", nlohmann::json::array()}};
  out.markdown = fmt::format(
      "# Success rate of gradient descent from random starts\n\nEnclosures of 1 - P(trapped), rounded outward, for "
      "|a*| = 1 and step {}. "
      "Published: the entries known to us; p is not stated there.\n\n| k | r | published |",
      to_string(given.eta));
  for (const int p : inputs) out.markdown += fmt::format(" p = {} |", p);
  out.markdown += "\n|---|---|---|---|---|---|---|\n";
  int done = 0;
  for (const int k : hidden)
    for (const int r : shares) {
      if (progress) progress(static_cast<double>(done++) / 36, fmt::format("k = {}, r = {}", k, r));
      Instance instance;
      instance.k = k;
      instance.r = r;
      TrapOptions options = given;
      options.inputs = inputs;
      const TrapResult result = trap_probability(instance, options);
      out.reached = out.reached && result.reached;
      out.markdown += fmt::format("| {} | {} | {} |", k, r, published(k, r));
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Bounds& p = result.probability[i];
        const std::string low = decimal_below(1 - p.hi, 4), high = decimal_above(1 - p.lo, 4);
        out.markdown += low == high ? fmt::format(" {} |", low) : fmt::format(" {} .. {} |", low, high);
        out.json["entries"].push_back({{"k", k},
                                       {"r", r},
                                       {"p", inputs[i]},
                                       {"method", result.method},
                                       {"success", {{"lower", low}, {"upper", high}}},
                                       {"published", published(k, r)},
                                       {"trapped", {{"lower", to_string(p.lo)}, {"upper", to_string(p.hi)}}}});
      }
      out.markdown += "\n";
    }
  return out;
}

void prepare_trap_table(const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  for (const char* name : {"trap_table.json", "trap_table.md"}) require_place(std::filesystem::path(folder) / name);
}

void write_trap_table(const std::string& folder, const TrapTable& table) {
  const auto write = [&](const char* name, const std::string& text) {
    write_text(std::filesystem::path(folder) / name, text);
  };
  write("trap_table.json", table.json.dump(2) + "\n");
  write("trap_table.md", table.markdown);
}

}  // namespace noiseproof
