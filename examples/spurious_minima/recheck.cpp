// Reads certificates of strict local minima, a line each, and proves them again: MPFI instead of Arb, derivatives of
// f(u, v) = (sqrt D + (pi - angle) u.v) / (2 pi), D = |u|^2 |v|^2 - (u.v)^2, in this form, whole vectors of R^k instead
// of blocks, other vectors of each irreducible representation, and another bound of the third derivative.
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "interval.hpp"

namespace {

using recheck::Answer;
using recheck::Interval;
using Vector = std::vector<Interval>;
using Integers = std::vector<long>;

constexpr int kMost = 400;  // the cost grows as k^2

struct Refusal {
  std::string why;
};
void demand(bool holds, const char* why) {
  if (!holds) throw Refusal{why};
}
void demand(Answer answer, const char* why) { demand(answer == Answer::yes, why); }

Interval times(const Interval& x, long n) {
  return Interval::of([](mpfi_ptr out, mpfi_srcptr a, mpfi_srcptr b) { mpfi_mul(out, a, b); }, x, Interval(n));
}
Interval dot(const Vector& x, const Vector& y) {
  Interval total;
  for (std::size_t a = 0; a < x.size(); ++a) total = total + x[a] * y[a];
  return total;
}
Interval dot(const Vector& x, const Integers& y) {
  Interval total;
  for (std::size_t a = 0; a < x.size(); ++a)
    if (y[a] != 0) total = total + times(x[a], y[a]);
  return total;
}

/// A number written in hexadecimal, exactly.
Interval number(const nlohmann::json& text) {
  mpfr_t x;
  mpfr_init2(x, recheck::Precision::bits());
  const std::string digits = text.get<std::string>();
  char* end = nullptr;
  const int rounded = mpfr_strtofr(x, digits.c_str(), &end, 16, MPFR_RNDN);
  const bool exact = digits.find("0x") != std::string::npos && *end == '\0' && rounded == 0 && mpfr_number_p(x) != 0;
  const Interval out(x);
  mpfr_clear(x);
  demand(exact, "a number is not hexadecimal, or too long");
  return out;
}

struct Certificate {
  std::vector<int> sizes, block;   // block[i]: of index i
  std::vector<std::size_t> first;  // the first index of each block
  std::vector<Vector> w;
  Interval hessian, radius, within, loss_lo, loss_hi;
};

Certificate read(const nlohmann::json& json) {
  demand(json.at("kind") == "strict_local_minimum", "not a certificate of a strict local minimum");
  Certificate out;
  out.sizes = json.at("sizes").get<std::vector<int>>();
  const std::size_t n = out.sizes.size();
  for (std::size_t b = 0; b < n; ++b) {
    demand(out.sizes[b] >= 1 && out.sizes[b] <= kMost, "a block's size is out of range");
    out.first.push_back(out.block.size());
    out.block.insert(out.block.end(), static_cast<std::size_t>(out.sizes[b]), static_cast<int>(b));
  }
  const std::size_t k = out.block.size();
  demand(k >= 2 && k <= kMost, "k is out of range");
  const auto& own = json.at("own");
  const auto& off = json.at("off");
  demand(own.size() == n && off.size() == n, "own and off are not of the blocks' number");
  for (std::size_t b = 0; b < n; ++b) demand(off.at(b).size() == n, "a row of off is not of the blocks' number");
  for (std::size_t i = 0; i < k; ++i) {
    const auto b = static_cast<std::size_t>(out.block[i]);
    out.w.emplace_back();
    for (std::size_t a = 0; a < k; ++a)
      out.w.back().push_back(number(i == a ? own.at(b) : off.at(b).at(static_cast<std::size_t>(out.block[a]))));
  }
  out.hessian = number(json.at("hessian"));
  out.radius = number(json.at("radius"));
  out.within = number(json.at("within"));
  out.loss_lo = number(json.at("loss_lo"));
  out.loss_hi = number(json.at("loss_hi"));
  return out;
}

/// f and its derivatives at (u, v).
struct Kernel {
  Kernel(Interval uu_, Interval vv_, Interval uv_)
      : uu(std::move(uu_)), vv(std::move(vv_)), uv(std::move(uv_)), root(sqrt(uu * vv - recheck::sqr(uv))) {
    complement = Interval::pi() / 2 + atan(uv / root);
  }
  Interval value() const { return (root + complement * uv) / (Interval::pi() * 2); }

  /// 2 pi times the derivative along some direction of grad_u f = (root u / uu + complement v) / (2 pi) is
  /// (direction) x + (u) u + (v) v.
  struct Derivative {
    Interval direction, u, v;
  };
  Derivative along_u(const Interval& ux, const Interval& vx) const {
    const Interval slope = (vv * ux - uv * vx) / root;
    return {root / uu, slope / uu - root * ux * 2 / recheck::sqr(uu), turn(slope, vx)};
  }
  Derivative along_v(const Interval& uy, const Interval& vy) const {
    const Interval slope = (uu * vy - uv * uy) / root;
    return {complement, slope / uu, turn(slope, uy)};
  }
  /// Minus the angle's derivative, where the root has this one and u.v that one.
  Interval turn(const Interval& slope, const Interval& product) const {
    return (root * product - uv * slope) / (uu * vv);
  }

  Interval uu, vv, uv, root, complement;
};

/// One row of the gradient and of the Hessian.
class Row {
 public:
  Row(const Certificate& c, std::size_t i) : w_(c.w), i_(i) {
    const Interval uu = dot(w_[i], w_[i]);
    for (std::size_t j = 0; j < w_.size(); ++j) {
      targets_.emplace_back(uu, Interval(1), w_[i][j]);
      if (j != i)
        neurons_.emplace_back(uu, dot(w_[j], w_[j]), dot(w_[i], w_[j]));
      else
        neurons_.push_back(targets_.back());  // not used
    }
  }

  /// The part of the loss that is this neuron's, half of what it shares with others.
  Interval loss() const {
    Interval total = targets_[0].uu / 4;
    for (std::size_t j = 0; j < w_.size(); ++j) {
      if (j != i_) total = total + neurons_[j].value() / 2;
      total = total - targets_[j].value();
    }
    return total;
  }

  Vector gradient() const {
    Interval along;
    Vector out(w_.size());
    for (std::size_t j = 0; j < w_.size(); ++j) {
      out[j] = out[j] - targets_[j].complement;
      along = along - targets_[j].root / targets_[j].uu;
      if (j == i_) continue;
      along = along + neurons_[j].root / neurons_[j].uu;
      for (std::size_t a = 0; a < out.size(); ++a) out[a] = out[a] + neurons_[j].complement * w_[j][a];
    }
    return finished(std::move(out), along, [&](std::size_t a) { return w_[i_][a]; });
  }

  /// Row i of the Hessian times x.
  Vector hessian(const std::vector<Integers>& x) const {
    Interval along_u, along_x;
    Vector out(w_.size());
    const Interval ux = dot(w_[i_], x[i_]);
    for (std::size_t j = 0; j < w_.size(); ++j) {
      const auto target = targets_[j].along_u(ux, Interval(x[i_][j]));
      along_x = along_x - target.direction;
      along_u = along_u - target.u;
      out[j] = out[j] - target.v;
      if (j == i_) continue;
      const auto mine = neurons_[j].along_u(ux, dot(w_[j], x[i_]));
      const auto other = neurons_[j].along_v(dot(w_[i_], x[j]), dot(w_[j], x[j]));
      along_x = along_x + mine.direction;
      along_u = along_u + mine.u + other.u;
      const Interval along_v = mine.v + other.v;
      for (std::size_t a = 0; a < out.size(); ++a) {
        out[a] = out[a] + along_v * w_[j][a];
        if (x[j][a] != 0) out[a] = out[a] + times(other.direction, x[j][a]);
      }
    }
    for (std::size_t a = 0; a < out.size(); ++a) out[a] = out[a] + along_u * w_[i_][a];
    return finished(std::move(out), along_x, [&](std::size_t a) { return Interval(x[i_][a]); });
  }

 private:
  /// (out + scale y) / (2 pi) + y / 2.
  template <class Entry>
  static Vector finished(Vector out, const Interval& scale, Entry y) {
    for (std::size_t a = 0; a < out.size(); ++a) out[a] = (out[a] + scale * y(a)) / (Interval::pi() * 2) + y(a) / 2;
    return out;
  }

  const std::vector<Vector>& w_;
  std::size_t i_;
  std::vector<Kernel> neurons_, targets_;
};

/// A vector of an irreducible representation in each of its copies; rows whose images under symmetries are all rows
/// where a copy is not 0, with the number of images.
struct Class {
  long dimension = 0;
  std::vector<std::vector<Integers>> copies;
  std::vector<std::pair<std::size_t, long>> rows;
};

class Symmetry {
 public:
  explicit Symmetry(const Certificate& c) : c_(c), k_(c.block.size()) {
    trivial();
    for (std::size_t b = 0; b < c.sizes.size(); ++b) {
      const long p = c.sizes[b];
      const std::size_t i = c.first[b];
      if (p < 2) continue;
      standard(b);
      if (p > 2) single((p - 1) * (p - 2) / 2, i, 3, {{i, i + 1, 1}, {i + 1, i + 2, 1}, {i + 2, i, 1}}, -1);
      if (p > 3)
        single(p * (p - 3) / 2, i, 4, {{i, i + 2, 1}, {i, i + 3, -1}, {i + 1, i + 2, -1}, {i + 1, i + 3, 1}}, 1);
      for (std::size_t d = 0; d < b; ++d)
        if (c.sizes[d] > 1) product(b, d);
    }
    long total = 0;
    for (const Class& of : classes) total += of.dimension * static_cast<long>(of.copies.size());
    demand(total == static_cast<long>(k_ * k_), "the classes do not make up all variables");
  }

  std::vector<Class> classes;

 private:
  using Entry = std::tuple<std::size_t, std::size_t, long>;

  template <class Value>
  std::vector<Integers> matrix(Value value) const {
    std::vector<Integers> out(k_, Integers(k_));
    for (std::size_t i = 0; i < k_; ++i)
      for (std::size_t a = 0; a < k_; ++a) out[i][a] = value(i, a);
    return out;
  }
  bool in(std::size_t i, std::size_t b) const { return c_.block[i] == static_cast<int>(b); }
  /// e_i - e_{i+1}, i the first index of block b.
  long difference(std::size_t b, std::size_t at) const {
    return at == c_.first[b] ? 1 : at == c_.first[b] + 1 ? -1 : 0;
  }

  void trivial() {
    Class out;
    out.dimension = 1;
    for (std::size_t b = 0; b < c_.sizes.size(); ++b) {
      out.rows.emplace_back(c_.first[b], c_.sizes[b]);
      out.copies.push_back(matrix([&](std::size_t i, std::size_t a) { return i == a && in(i, b); }));
      for (std::size_t d = 0; d < c_.sizes.size(); ++d)
        if (b != d || c_.sizes[b] > 1)
          out.copies.push_back(matrix([&](std::size_t i, std::size_t a) { return i != a && in(i, b) && in(a, d); }));
    }
    classes.push_back(std::move(out));
  }

  void standard(std::size_t b) {
    Class out;
    out.dimension = c_.sizes[b] - 1;
    out.rows.emplace_back(c_.first[b], 2);
    for (std::size_t d = 0; d < c_.sizes.size(); ++d) {
      const int skipped = d == b ? 2 : 0;
      if (c_.sizes[d] > skipped)
        out.rows.emplace_back(c_.first[d] + static_cast<std::size_t>(skipped), c_.sizes[d] - skipped);
      out.copies.push_back(matrix([&](std::size_t i, std::size_t a) { return difference(b, i) * in(a, d); }));
      out.copies.push_back(matrix([&](std::size_t i, std::size_t a) { return in(i, d) * difference(b, a); }));
    }
    if (c_.sizes[b] > 2)
      out.copies.push_back(matrix([&](std::size_t i, std::size_t a) { return (i == a) * difference(b, i); }));
    classes.push_back(std::move(out));
  }

  void product(std::size_t b, std::size_t d) {
    Class out;
    out.dimension = static_cast<long>(c_.sizes[b] - 1) * (c_.sizes[d] - 1);
    out.rows = {{c_.first[b], 2}, {c_.first[d], 2}};
    out.copies = {matrix([&](std::size_t i, std::size_t a) { return difference(b, i) * difference(d, a); }),
                  matrix([&](std::size_t i, std::size_t a) { return difference(d, i) * difference(b, a); })};
    classes.push_back(std::move(out));
  }

  /// One copy: these entries and `sign` times their transposes; `rows` rows from i on, all alike.
  void single(long dimension, std::size_t i, long rows, const std::vector<Entry>& entries, long sign) {
    Class out;
    out.dimension = dimension;
    out.rows = {{i, rows}};
    std::vector<Integers> copy(k_, Integers(k_));
    for (const auto& [row, column, value] : entries) {
      copy[row][column] += value;
      copy[column][row] += sign * value;
    }
    out.copies.push_back(std::move(copy));
    classes.push_back(std::move(out));
  }

  const Certificate& c_;
  std::size_t k_;
};

/// Are all pivots of this symmetric matrix positive? The lower triangle counts.
bool positive_definite(std::vector<Vector> a) {
  for (std::size_t j = 0; j < a.size(); ++j) {
    if (recheck::is_positive(a[j][j]) != Answer::yes) return false;
    for (std::size_t i = j + 1; i < a.size(); ++i) {
      const Interval factor = a[i][j] / a[j][j];
      for (std::size_t l = j + 1; l <= i; ++l) a[i][l] = a[i][l] - factor * a[l][j];
    }
  }
  return true;
}

/// Are all eigenvalues of the Hessian on this class greater than `bound`?
bool exceeds(const Certificate& c, const Class& of, const Interval& bound) {
  std::vector<Vector> shifted(of.copies.size(), Vector(of.copies.size()));
  for (const auto& [i, count] : of.rows) {
    const Row row(c, i);
    for (std::size_t d = 0; d < of.copies.size(); ++d) {
      Vector image = row.hessian(of.copies[d]);
      for (std::size_t a = 0; a < image.size(); ++a) image[a] = image[a] - times(bound, of.copies[d][i][a]);
      for (std::size_t e = d; e < of.copies.size(); ++e)
        shifted[e][d] = shifted[e][d] + times(dot(image, of.copies[e][i]), count);
    }
  }
  return positive_definite(std::move(shifted));
}

/// The Hessian changes by at most this times the distance inside the ball, in the spectral norm:
/// sqrt(31/3) (sum |w_j| + k) / (2 pi least^2) + 3 sqrt k / (pi least).
Interval lipschitz(const Certificate& c) {
  const Interval k(c.block.size()), pi = Interval::pi();
  Interval lengths = sqrt(k) * c.radius + k, least;
  for (std::size_t i = 0; i < c.w.size(); ++i) {
    const Interval norm = sqrt(dot(c.w[i], c.w[i]));
    lengths = lengths + norm;
    least = i == 0 ? norm : min(least, norm);
  }
  least = least - c.radius;
  demand(recheck::is_positive(least), "the ball reaches a neuron that is 0");
  return sqrt(Interval(31) / 3) * lengths / (pi * 2 * recheck::sqr(least)) + sqrt(k) * 3 / (pi * least);
}

void check(const Certificate& c) {
  demand(recheck::is_positive(c.hessian), "the bound of the Hessian is not positive");
  demand(recheck::is_positive(c.within), "the distance is not positive");
  demand(recheck::is_at_least_zero(c.radius - c.within), "the minimum may lie outside the ball");
  const Interval k(c.block.size());
  Interval loss = k * (Interval::pi() + k - 1) / (Interval::pi() * 4), square;
  for (std::size_t b = 0; b < c.sizes.size(); ++b) {
    const Row row(c, c.first[b]);
    const Vector gradient = row.gradient();
    square = square + times(dot(gradient, gradient), c.sizes[b]);
    loss = loss + times(row.loss(), c.sizes[b]);
  }
  const Interval slope = sqrt(square), bend = lipschitz(c);
  demand(recheck::is_less(bend * c.radius, c.hessian), "the Hessian may be singular inside the ball");
  demand(recheck::is_less(slope, (c.hessian - bend * c.within) * c.within), "the gradient is too large");
  demand(recheck::is_positive(c.loss_lo), "the loss may be 0");
  demand(recheck::is_at_least_zero(loss - slope * c.within - c.loss_lo), "the loss may be below its bound");
  demand(recheck::is_at_least_zero(c.loss_hi - loss), "the loss may be above its bound");
  for (const Class& of : Symmetry(c).classes)
    demand(exceeds(c, of, c.hessian), "the Hessian's smallest eigenvalue is below its bound");
}

}  // namespace

int main(int argc, char** argv) {
  std::ifstream file(argc == 2 ? argv[1] : "");
  if (!file) {
    std::cerr << "usage: spurious_minima_recheck CERTIFICATES\n";
    return 3;
  }
  long accepted = 0, lines = 0;
  for (std::string line; std::getline(file, line);) {
    ++lines;
    try {
      check(read(nlohmann::json::parse(line)));
      ++accepted;
    } catch (const Refusal& refusal) {
      std::cout << "line " << lines << " refused: " << refusal.why << "\n";
    } catch (const nlohmann::json::exception& e) {
      std::cout << "line " << lines << " refused: " << e.what() << "\n";
    }
  }
  std::cout << "accepted " << accepted << " of " << lines << " certificates\n";
  return accepted == lines && lines > 0 ? 0 : 1;
}
