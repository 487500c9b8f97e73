// Strict local minima of two-layer ReLU networks that are not global, proved: near published points, on the symmetric
// family of one neuron apart, and where Ceres ends. docs/peers.md says what is proved and how.
#include <ceres/ceres.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <noiseproof/core/error.hpp>
#include <random>
#include <sstream>

#include "proof.hpp"

namespace minima {
namespace {

constexpr const char* kUsage =
    "usage: spurious_minima published FILE [CERTIFICATES]        points of a file\n"
    "       spurious_minima family FROM TO [CERTIFICATES]        one neuron apart, k = FROM .. TO\n"
    "       spurious_minima compare FROM TO                      blocks against the full Hessian, same family\n"
    "       spurious_minima search K STARTS SEED [CERTIFICATES [SUMMARY]]\n"
    "                                                            where Ceres ends from random starts\n";

[[noreturn]] void bad(const std::string& what) {
  throw noiseproof::Error(noiseproof::Error::Kind::input, "spurious_minima", what);
}

std::vector<std::string> fields(const std::string& line, char separator) {
  std::vector<std::string> out;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, separator);) out.push_back(field);
  return out;
}

/// The fields of each line that is no comment.
std::vector<std::vector<std::string>> rows(const std::string& name) {
  std::ifstream file(name);
  if (!file) bad("cannot read " + name);
  std::vector<std::vector<std::string>> out;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line[0] != '#') out.push_back(fields(line, '\t'));
  return out;
}

/// Hexadecimal or decimal; a double exactly if hexadecimal.
double number(const std::string& text) {
  char* end = nullptr;
  const double out = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(out)) bad("'" + text + "' is no number");
  return out;
}

int integer(const std::string& text, int least, int most) {
  const double out = number(text);
  if (out != std::floor(out) || out < least || out > most)
    bad(fmt::format("'{}' is no integer from {} to {}", text, least, most));
  return static_cast<int>(out);
}

/// Decimals that are not above x, not below x.
std::string down(double x, int digits) {
  return noiseproof::decimal_endpoints(noiseproof::Ball(noiseproof::Rational(x)), digits).first;
}
std::string up(double x, int digits) {
  return noiseproof::decimal_endpoints(noiseproof::Ball(noiseproof::Rational(x)), digits).second;
}

Sizes singles(int k) { return Sizes(static_cast<std::size_t>(k), 1); }

struct Point {
  Sizes sizes;
  BlockMatrix<double> at;
  double published_eigenvalue = 0;  ///< 0: none
};

/// k single blocks; entry (b, c) from `at`.
template <class Entry>
Point single_blocks(int k, Entry entry) {
  const auto n = static_cast<std::size_t>(k);
  Point out{singles(k), BlockMatrix<double>(n)};
  for (std::size_t b = 0; b < n; ++b)
    for (std::size_t c = 0; c < n; ++c) (b == c ? out.at.own[b] : out.at.off[b][c]) = entry(b * n + c);
  return out;
}

/// k, p, "columns", multiplicity, eigenvalue, gradient, distance, rows of blocks "own and off, inside;..": a neuron a
/// column.
Point block_point(const std::vector<std::string>& row) {
  const std::vector<std::string> sizes = fields(row[1], ','), lines = fields(row[7], ';');
  const std::size_t n = sizes.size();
  Point out{{}, BlockMatrix<double>(n), number(row[4])};
  if (row[2] != "columns" || n == 0 || lines.size() != n) bad("'" + row[1] + "': not the form that is read here");
  for (std::size_t b = 0; b < n; ++b) {
    const std::vector<std::string> entries = fields(lines[b], ',');
    if (entries.size() != n + 1) bad("'" + lines[b] + "' is not one row of the blocks");
    for (std::size_t c = 0; c < n; ++c) (b == c ? out.at.own[b] : out.at.off[c][b]) = number(entries[c]);
    out.at.off[b][b] = number(entries[n]);
    out.sizes.push_back(integer(sizes[b], 1, 1000000));
  }
  return out;
}

/// k, n, family, runs, entries column by column: a neuron a column.
Point full_point(const std::vector<std::string>& row) {
  const int k = integer(row[0], 1, 100);
  const std::vector<std::string> entries = fields(row[4], ',');
  if (integer(row[1], 1, 100) != k || entries.size() != static_cast<std::size_t>(k * k))
    bad("only as many neurons as inputs are read here");
  return single_blocks(k, [&](std::size_t i) { return number(entries[i]); });
}

/// Certifies points, writes their certificates, and knows what they have in common.
class Tally {
 public:
  explicit Tally(const std::string& certificates) {
    if (!certificates.empty()) file_.open(certificates);
    if (!file_) bad("cannot write " + certificates);
  }

  Outcome certified(const Point& point) {
    const auto start = std::chrono::steady_clock::now();
    const Outcome out = certify(point.sizes, point.at);
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    ++points_;
    if (!out.certificate) return out;
    ++done_;
    const Certificate& c = *out.certificate;
    if (file_.is_open()) file_ << to_json(c) << "\n";
    radius_.take(c.radius);
    eigenvalue_.take(c.hessian);
    loss_.take(c.loss_lo);
    loss_.take(c.loss_hi);
    farthest_.take(out.moved + c.within);
    return out;
  }

  /// The line of one point.
  void print(const Point& point) {
    const Outcome out = certified(point);
    fmt::print("{}: ", fmt::join(point.sizes, ","));
    if (!out.certificate) return fmt::print("not certified: {}\n", out.why_not);
    const Certificate& c = *out.certificate;
    fmt::print("loss in [{}, {}], eigenvalues > {}, unique within {}, lies within {}", down(c.loss_lo, 17),
               up(c.loss_hi, 17), down(c.hessian, 6), down(c.radius, 4), up(c.within, 2));
    const double told = point.published_eigenvalue;
    if (told > 0 && (told < c.hessian * 0.999 || told > out.hessian_at_most * 1.001))
      fmt::print("; published smallest eigenvalue {:.6e} is off", told);
    fmt::print("\n");
  }

  /// The last line; the exit code.
  int finish() {
    fmt::print("certified {} of {} points in {:.1f} s", done_, points_, seconds_);
    if (done_ > 0)
      fmt::print(
          "; radii of the balls {} .. {}; smallest eigenvalue > {}; losses {} .. {}; "
          "minima within {} of the points given",
          down(radius_.least, 4), down(radius_.most, 4), down(eigenvalue_.least, 6), down(loss_.least, 10),
          up(loss_.most, 10), up(farthest_.most, 3));
    fmt::print("\n");
    if (!file_.flush()) bad("cannot write the certificates");
    return done_ == points_ ? 0 : 1;
  }

 private:
  struct Range {
    double least = HUGE_VAL, most = 0;
    void take(double x) { least = std::min(least, x), most = std::max(most, x); }
  };
  std::ofstream file_;
  long points_ = 0, done_ = 0;
  double seconds_ = 0;
  Range radius_, eigenvalue_, loss_, farthest_;
};

int published(const std::string& name, const std::string& certificates) {
  std::vector<Point> points;
  for (const auto& row : rows(name)) {
    if (row.size() != 10 && row.size() != 5) bad("a row of " + name + " has neither 5 nor 10 columns");
    points.push_back(row.size() == 10 ? block_point(row) : full_point(row));
  }
  Tally tally(certificates);
  for (const Point& point : points) tally.print(point);
  return tally.finish();
}

/// k - 1 neurons alike and one apart, found anew from k = 6 on, each from the one before.
class Family {
 public:
  Family() {
    point_.at.own = {1, -0.6};
    point_.at.off = {{-0.05, 0.3}, {0.2, 0}};
    point_.at = newton(point_.sizes, point_.at, 20);
  }
  const Point& at(int k) {
    for (int& alike = point_.sizes[0]; alike < k - 1;) {
      const double shrink = std::sqrt(1 - 1.0 / ++alike);
      for (const auto& [b, c] : {std::pair(0, 0), std::pair(0, 0), std::pair(0, 1), std::pair(1, 0)})
        point_.at.off[static_cast<std::size_t>(b)][static_cast<std::size_t>(c)] *= shrink;
      point_.at = newton(point_.sizes, point_.at, 6);
    }
    return point_;
  }

 private:
  Point point_{{5, 1}, BlockMatrix<double>(2)};
};

int family(int from, int to, const std::string& certificates) {
  Tally tally(certificates);
  Family family;
  for (int k = from; k <= to; ++k) tally.print(family.at(k));
  return tally.finish();
}

/// Do the blocks' Hessian and the full one have as many eigenvalues below each of these numbers?
int compare(int from, int to) {
  bool same = true;
  Family family;
  for (int k = from; k <= to; ++k) {
    const Point& point = family.at(k);
    std::vector<std::size_t> parent(static_cast<std::size_t>(k), 0);
    parent.back() = 1;
    const BlockMatrix<double> full = refine(point.at, parent);
    fmt::print("{}:", k);
    for (const int percent : {1, 2, 3, 5, 10, 15, 20, 25, 30, 40, 49, 100, 200}) {
      const noiseproof::Rational mu(percent, 100);
      const auto by_blocks = count_eigenvalues_below(point.sizes, point.at, mu);
      const auto by_full = count_eigenvalues_below(singles(k), full, mu);
      same = same && by_blocks && by_blocks == by_full;
      fmt::print(" {}/{}", by_blocks.value_or(-1), by_full.value_or(-1));
    }
    fmt::print("\n");
  }
  fmt::print("{}\n", same ? "the same counts of the full Hessians" : "the full Hessians have other counts");
  return same ? 0 : 1;
}

class Loss : public ceres::FirstOrderFunction {
 public:
  explicit Loss(int k) : k_(k) {}
  int NumParameters() const override { return k_ * k_; }
  bool Evaluate(const double* x, double* cost, double* gradient) const override {
    const Landscape<double> z(singles(k_), single_blocks(k_, [x](std::size_t i) { return x[i]; }).at);
    *cost = z.loss();
    if (gradient == nullptr) return std::isfinite(*cost);
    const BlockMatrix<double> slope = z.gradient();
    for (std::size_t b = 0; b < slope.own.size(); ++b)
      for (std::size_t c = 0; c < slope.own.size(); ++c) *gradient++ = b == c ? slope.own[b] : slope.off[b][c];
    return std::isfinite(*cost);
  }

 private:
  int k_;
};

int search(int k, int starts, unsigned seed, const std::string& certificates, const std::string& summary) {
  Tally tally(certificates);
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(0, 1 / std::sqrt(1.0 * k));
  const ceres::GradientProblem problem(new Loss(k));
  ceres::GradientProblemSolver::Options options;
  options.max_num_iterations = 3000;
  options.gradient_tolerance = 1e-9;
  options.function_tolerance = 0;
  options.logging_type = ceres::SILENT;
  int global = 0;
  std::map<std::string, int> found;
  for (int start = 0; start < starts; ++start) {
    std::vector<double> x(static_cast<std::size_t>(k * k));
    for (double& entry : x) entry = normal(random);
    ceres::GradientProblemSolver::Summary end;
    ceres::Solve(options, problem, x.data(), &end);
    if (end.final_cost < 1e-6) {
      ++global;
      continue;
    }
    const Outcome out = tally.certified(single_blocks(k, [&](std::size_t i) { return x[i]; }));
    ++found[out.certificate ? fmt::format("{:.9f}", out.certificate->loss_hi)
                            : fmt::format("{:.9f} not certified: {}", end.final_cost, out.why_not)];
  }
  fmt::print("k = {}: {} starts, {} to a loss below 1e-6\n", k, starts, global);
  for (const auto& [what, count] : found) fmt::print("  {} to loss {}\n", count, what);
  if (!summary.empty())
    for (const auto& row : rows(summary))  // k, n, families, bad runs of 1,000
      if (row.size() > 3 && row[0] == std::to_string(k) && row[1] == row[0])
        fmt::print("  published: {} of 1,000 to spurious minima\n", row[3]);
  tally.finish();
  return 0;
}

int run(const std::vector<std::string>& words) {
  const std::size_t n = words.size();
  const auto word = [&](std::size_t i) { return i < n ? words[i] : std::string(); };
  if (word(0) == "published" && (n == 2 || n == 3)) return published(word(1), word(2));
  if (word(0) == "search" && n >= 4 && n <= 6)
    return search(integer(word(1), 2, 30), integer(word(2), 1, 1000000),
                  static_cast<unsigned>(integer(word(3), 0, 1000000000)), word(4), word(5));
  const bool small = word(0) == "compare" && n == 3;
  if (small || (word(0) == "family" && (n == 3 || n == 4))) {
    const int from = integer(word(1), 6, small ? 30 : 1000000), to = integer(word(2), from, small ? 30 : 1000000);
    return small ? compare(from, to) : family(from, to, word(3));
  }
  std::cerr << kUsage;
  return 3;
}

}  // namespace
}  // namespace minima

int main(int argc, char** argv) {
  try {
    return minima::run({argv + 1, argv + argc});
  } catch (const std::exception& e) {
    std::cerr << e.what() << "\n";
    return 3;
  }
}
