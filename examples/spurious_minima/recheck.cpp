// Reads certificates of strict local minima, a line each, and proves them again: MPFI instead of Arb, derivatives of
// f(u, v) = (sqrt D + (pi - angle) u.v) / (2 pi), D = |u|^2 |v|^2 - (u.v)^2, in this form, whole vectors of R^k instead
// of blocks, other vectors of the larger representations, and another bound of the third derivative.
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "interval.hpp"

namespace {

using recheck::Answer;
using recheck::Interval;
using Vector = std::vector<Interval>;
using Form = std::function<long(std::size_t)>;               // a vector of integers
using Copy = std::function<long(std::size_t, std::size_t)>;  // a matrix of integers

constexpr int kMost = 400;  // the cost grows as k^2

struct Refusal {
  std::string why;
};
void demand(bool holds, const char* why) {
  if (!holds) throw Refusal{why};
}
void demand(Answer answer, const char* why) { demand(answer == Answer::yes, why); }

template <class Entry>
Interval dot(const Vector& x, const Entry& y) {
  Interval total;
  for (std::size_t a = 0; a < x.size(); ++a)
    if (y(a) != 0) total = total + x[a] * y(a);
  return total;
}
Interval dot(const Vector& x, const Vector& y) {
  Interval total;
  for (std::size_t a = 0; a < x.size(); ++a) total = total + x[a] * y[a];
  return total;
}

/// A number written in hexadecimal, exactly.
Interval number(const nlohmann::json& text) {
  mpfr_t x;
  mpfr_init2(x, recheck::Precision::bits());
  const std::string digits = text.get<std::string>();
  char* end = nullptr;
  const int rounded = mpfr_strtofr(x, digits.c_str(), &end, 16, MPFR_RNDN);
  const bool exact = digits.find("0x") != std::string::npos && end == digits.c_str() + digits.size() && rounded == 0 &&
                     mpfr_number_p(x) != 0;
  const Interval out(x);
  mpfr_clear(x);
  demand(exact, "a number is not hexadecimal, or too long");
  return out;
}

struct Certificate {
  std::vector<int> sizes;
  std::vector<std::size_t> block;  // of each index
  std::vector<std::size_t> first;  // the first index of each block
  std::vector<Vector> w;
  Interval hessian, radius, within, loss_lo, loss_hi;
};

Certificate read(const nlohmann::json& json) {
  demand(json.at("kind") == "strict_local_minimum" && json.size() == 9, "not a certificate of a strict local minimum");
  Certificate out;
  out.sizes = json.at("sizes").get<std::vector<int>>();
  demand(json.at("sizes") == nlohmann::json(out.sizes), "the sizes are not small integers");
  const std::size_t n = out.sizes.size();
  for (std::size_t b = 0; b < n; ++b) {
    demand(out.sizes[b] >= 1 && out.sizes[b] <= kMost, "a block's size is out of range");
    out.first.push_back(out.block.size());
    out.block.insert(out.block.end(), static_cast<std::size_t>(out.sizes[b]), b);
  }
  const std::size_t k = out.block.size();
  demand(k >= 2 && k <= kMost, "k is out of range");
  const auto& own = json.at("own");
  const auto& off = json.at("off");
  demand(own.size() == n && off.size() == n, "own and off are not of the blocks' number");
  for (std::size_t b = 0; b < n; ++b) demand(off.at(b).size() == n, "a row of off is not of the blocks' number");
  for (std::size_t i = 0; i < k; ++i) {
    const std::size_t b = out.block[i];
    out.w.emplace_back();
    for (std::size_t a = 0; a < k; ++a) out.w[i].push_back(number(i == a ? own.at(b) : off.at(b).at(out.block[a])));
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
  Vector hessian(const Copy& x) const {
    const auto row = [&](std::size_t i) { return [&x, i](std::size_t a) { return x(i, a); }; };
    Interval along_u, along_x;
    Vector out(w_.size());
    const Interval ux = dot(w_[i_], row(i_));
    for (std::size_t j = 0; j < w_.size(); ++j) {
      const auto target = targets_[j].along_u(ux, Interval(x(i_, j)));
      along_x = along_x - target.direction;
      along_u = along_u - target.u;
      out[j] = out[j] - target.v;
      if (j == i_) continue;
      const auto mine = neurons_[j].along_u(ux, dot(w_[j], row(i_)));
      const auto other = neurons_[j].along_v(dot(w_[i_], row(j)), dot(w_[j], row(j)));
      along_x = along_x + mine.direction;
      along_u = along_u + mine.u + other.u;
      const Interval along_v = mine.v + other.v;
      for (std::size_t a = 0; a < out.size(); ++a) {
        out[a] = out[a] + along_v * w_[j][a];
        if (const long entry = x(j, a)) out[a] = out[a] + other.direction * entry;
      }
    }
    for (std::size_t a = 0; a < out.size(); ++a) out[a] = out[a] + along_u * w_[i_][a];
    return finished(std::move(out), along_x, row(i_));
  }

 private:
  /// (out + scale y) / (2 pi) + y / 2.
  template <class Entry>
  static Vector finished(Vector out, const Interval& scale, Entry y) {
    for (std::size_t a = 0; a < out.size(); ++a)
      out[a] = (out[a] + scale * y(a)) / (Interval::pi() * 2) + Interval(y(a)) / 2;
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
  std::vector<std::pair<std::size_t, long>> rows;
  std::vector<Copy> copies;
};

Copy outer(const Form& x, const Form& y) {
  return [x, y](std::size_t i, std::size_t a) { return x(i) * y(a); };
}

/// All classes: of matrices with the blocks' form; of S_b; of S_b (x) S_d; symmetric and antisymmetric ones inside b.
std::vector<Class> classes(const Certificate& c) {
  const auto on = [&c](std::size_t b) { return [&c, b](std::size_t i) -> long { return c.block[i] == b; }; };
  // e_i - e_j for the indices number i and j of block b.
  const auto apart = [&c](std::size_t b, std::size_t i, std::size_t j) {
    return [at = c.first[b], i, j](std::size_t a) -> long { return (a == at + i) - (a == at + j); };
  };
  std::vector<Class> out(1);
  out[0].dimension = 1;
  for (std::size_t b = 0; b < c.sizes.size(); ++b) {
    const long p = c.sizes[b];
    const std::size_t first = c.first[b];
    out[0].rows.emplace_back(first, p);
    out[0].copies.push_back([in = on(b)](std::size_t i, std::size_t a) { return i == a ? in(i) : 0; });
    for (std::size_t d = 0; d < c.sizes.size(); ++d)
      if (d != b || p > 1)
        out[0].copies.push_back(
            [in = on(b), to = on(d)](std::size_t i, std::size_t a) { return i == a ? 0 : in(i)*to(a); });
    if (p < 2) continue;

    const Form x = apart(b, 0, 1);
    Class standard{p - 1, {{first, 2}}, {}};
    for (std::size_t d = 0; d < c.sizes.size(); ++d) {
      const int met = d == b ? 2 : 0;
      if (c.sizes[d] > met) standard.rows.emplace_back(c.first[d] + static_cast<std::size_t>(met), c.sizes[d] - met);
      standard.copies.push_back(outer(x, on(d)));
      standard.copies.push_back(outer(on(d), x));
    }
    if (p > 2) standard.copies.push_back([x](std::size_t i, std::size_t a) { return i == a ? x(i) : 0; });
    out.push_back(standard);
    for (std::size_t d = 0; d < b; ++d)
      if (c.sizes[d] > 1)
        out.push_back({(p - 1) * (c.sizes[d] - 1),
                       {{first, 2}, {c.first[d], 2}},
                       {outer(x, apart(d, 0, 1)), outer(apart(d, 0, 1), x)}});
    const auto single = [&](long dimension, long rows, const Form& y, long sign) {
      out.push_back({dimension, {{first, rows}}, {[x, y, sign](std::size_t i, std::size_t a) {
                       return x(i) * y(a) + sign * y(i) * x(a);
                     }}});
    };
    if (p > 2) single((p - 1) * (p - 2) / 2, 3, apart(b, 1, 2), -1);
    if (p > 3) single(p * (p - 3) / 2, 4, apart(b, 2, 3), 1);
  }
  long total = 0;
  for (const Class& of : out) total += of.dimension * static_cast<long>(of.copies.size());
  demand(total == static_cast<long>(c.block.size() * c.block.size()), "the classes do not make up all variables");
  return out;
}

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
      const auto at = [&, i = i](std::size_t e) { return [&, e](std::size_t a) { return of.copies[e](i, a); }; };
      Vector image = row.hessian(of.copies[d]);
      for (std::size_t a = 0; a < image.size(); ++a) image[a] = image[a] - bound * of.copies[d](i, a);
      for (std::size_t e = d; e < of.copies.size(); ++e) shifted[e][d] = shifted[e][d] + dot(image, at(e)) * count;
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
    square = square + dot(gradient, gradient) * c.sizes[b];
    loss = loss + row.loss() * c.sizes[b];
  }
  const Interval slope = sqrt(square), bend = lipschitz(c);
  demand(recheck::is_less(bend * c.radius * 2, c.hessian), "the Hessian may lose half of its bound inside the ball");
  demand(recheck::is_less(slope, (c.hessian - bend * c.within) * c.within), "the gradient is too large");
  demand(recheck::is_positive(c.loss_lo), "the loss may be 0");
  demand(recheck::is_at_least_zero(loss - slope * c.within - c.loss_lo), "the loss may be below its bound");
  demand(recheck::is_at_least_zero(c.loss_hi - loss), "the loss may be above its bound");
  for (const Class& of : classes(c))
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
      demand(std::ranges::count(line, '[') < 500 && std::ranges::count(line, '{') == 1, "not a certificate");
      const nlohmann::json json = nlohmann::json::parse(line);
      demand(json.dump() == line, "not as it was written");  // a key twice, say
      check(read(json));
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
