#pragma once
// k x k matrices that do not change when rows and columns are permuted together inside consecutive blocks of 1..k, and
// the loss at them. Row i is a neuron w_i; the teacher is the identity:
//
//   F(W) = 1/2 E (sum_i relu(w_i.x) - sum_j relu(e_j.x))^2 = 1/2 sum f(w_i, w_j) - sum f(w_i, e_j) + 1/2 sum f(e_i,
//   e_j),
//
// f the kernel of two vectors. F does not change under such permutations, so the gradient and the Hessian times such a
// matrix are of the same form. Costs depend on the number of blocks, not on k.
#include <noiseproof/model/kernel_pair.hpp>
#include <noiseproof/model/vec.hpp>

namespace minima {

using noiseproof::combine;
using noiseproof::lit;
using noiseproof::Vec;

/// Sizes of the blocks; an empty one does no harm.
using Sizes = std::vector<int>;

/// How many j of block c are not i, for an i of block b.
inline int others(const Sizes& sizes, std::size_t b, std::size_t c) { return sizes[c] - (b == c ? 1 : 0); }

/// Row i in block b: own[b] in column i, off[b][c] in the other columns of block c.
template <class T>
struct BlockMatrix {
  explicit BlockMatrix(std::size_t blocks) : own(blocks, lit<T>(0)), off(blocks, Vec<T>(blocks, lit<T>(0))) {}

  Vec<T> own;
  std::vector<Vec<T>> off;
};

/// The same matrix in finer blocks, each inside its parent.
template <class T>
BlockMatrix<T> refine(const BlockMatrix<T>& w, const std::vector<std::size_t>& parent) {
  BlockMatrix<T> out(parent.size());
  for (std::size_t b = 0; b < parent.size(); ++b) {
    out.own[b] = w.own[parent[b]];
    for (std::size_t c = 0; c < parent.size(); ++c) out.off[b][c] = w.off[parent[b]][parent[c]];
  }
  return out;
}

/// x + s y.
template <class T>
BlockMatrix<T> plus(BlockMatrix<T> x, const T& s, const BlockMatrix<T>& y) {
  x.own = combine(lit<T>(1), x.own, s, y.own);
  for (std::size_t b = 0; b < x.own.size(); ++b) x.off[b] = combine(lit<T>(1), x.off[b], s, y.off[b]);
  return x;
}

/// The sum of products over all k^2 entries.
template <class T>
T inner(const Sizes& sizes, const BlockMatrix<T>& x, const BlockMatrix<T>& y) {
  T total = lit<T>(0);
  for (std::size_t b = 0; b < sizes.size(); ++b) {
    T row = x.own[b] * y.own[b];
    for (std::size_t c = 0; c < sizes.size(); ++c)
      if (others(sizes, b, c) > 0) row += lit<T>(others(sizes, b, c)) * x.off[b][c] * y.off[b][c];
    total += lit<T>(sizes[b]) * row;
  }
  return total;
}

template <class T>
class Landscape {
 public:
  Landscape(const Sizes& sizes, const BlockMatrix<T>& w) : sizes_(sizes) {
    for (std::size_t b = 0; b < sizes.size(); ++b) {
      if (sizes[b] <= 0) continue;
      pairs_.emplace_back(sizes, w, b, b, Partner::own_target);
      for (std::size_t c = 0; c < sizes.size(); ++c)
        for (const Partner partner : {Partner::neuron, Partner::target})
          if (others(sizes, b, c) > 0) pairs_.emplace_back(sizes, w, b, c, partner);
    }
  }

  /// Each block's size and |w_i|^2, the empty ones left out.
  std::vector<std::pair<int, T>> neurons() const {
    std::vector<std::pair<int, T>> out;
    for (const Pair& pair : pairs_)
      if (pair.partner == Partner::own_target) out.emplace_back(sizes_[pair.b], pair.dot(pair.u, pair.u));
    return out;
  }

  T loss() const {
    int k = 0;
    T total = lit<T>(0);
    for (const auto& [count, square] : neurons()) {
      k += count;
      total += lit<T>(count) * square / lit<T>(4);
    }
    for (const Pair& pair : pairs_) {
      const T part = lit<T>(sizes_[pair.b]) * lit<T>(pair.count) * pair.kernel.value();
      total += pair.partner == Partner::neuron ? part / lit<T>(2) : -part;
    }
    const T pi = noiseproof::pi<T>();
    return total + lit<T>(k) * (pi + lit<T>(k) - lit<T>(1)) / (lit<T>(4) * pi);
  }

  BlockMatrix<T> gradient() const {
    BlockMatrix<T> out(sizes_.size());
    for (const Pair& pair : pairs_) {
      const auto g = pair.kernel.gradient();
      add(out, pair, combine(g.u, pair.u, g.v, pair.v));
      if (pair.partner == Partner::own_target) add(out, pair, pair.u, lit<T>(1, 2));
    }
    return out;
  }

  /// The Hessian times x.
  BlockMatrix<T> hessian(const BlockMatrix<T>& x) const {
    BlockMatrix<T> out(sizes_.size());
    for (const Pair& pair : pairs_) {
      const auto add_second = [&](const auto& c, const Vec<T>& y) {
        add(out, pair, combine(c.direction, y, lit<T>(1), combine(c.u, pair.u, c.v, pair.v)));
      };
      const Vec<T> mine = row(x, pair.b, pair.c);
      add_second(pair.kernel.second(pair.dot(pair.u, mine), pair.dot(pair.v, mine)), mine);
      if (pair.partner == Partner::own_target) add(out, pair, mine, lit<T>(1, 2));
      if (pair.partner != Partner::neuron) continue;
      const Vec<T> other = partner_row(x, pair.b, pair.c);
      add_second(pair.kernel.mixed(pair.dot(pair.u, other), pair.dot(pair.v, other)), other);
    }
    return out;
  }

 private:
  enum class Partner { neuron, target, own_target };

  // Vectors of R^k seen from two indices i in b, j in c: the entries at i, at j, and elsewhere in each block.
  static Vec<T> row(const BlockMatrix<T>& x, std::size_t b, std::size_t c) {
    Vec<T> out{x.own[b], x.off[b][c]};
    out.insert(out.end(), x.off[b].begin(), x.off[b].end());
    return out;
  }
  static Vec<T> partner_row(const BlockMatrix<T>& x, std::size_t b, std::size_t c) {
    Vec<T> out = row(x, c, b);
    std::swap(out[0], out[1]);
    return out;
  }

  /// An i of block b, and each of `count` indices j of block c: w_j, e_j, or e_i for `own_target`.
  struct Pair {
    Pair(const Sizes& sizes, const BlockMatrix<T>& w, std::size_t b_, std::size_t c_, Partner p)
        : b(b_), c(c_), partner(p), count(p == Partner::own_target ? 1 : others(sizes, b, c)), u(row(w, b, c)) {
      const bool two = partner != Partner::own_target;
      weight = {lit<T>(1), lit<T>(two ? 1 : 0)};
      for (std::size_t d = 0; d < sizes.size(); ++d)
        weight.push_back(lit<T>(others(sizes, b, d) - (two && c == d ? 1 : 0)));
      v = Vec<T>(u.size(), lit<T>(0));
      v[two ? 1 : 0] = lit<T>(1);
      if (partner == Partner::neuron) v = partner_row(w, b, c);
      kernel = {dot(u, u), dot(v, v), dot(u, v)};
    }
    T dot(const Vec<T>& x, const Vec<T>& y) const {
      T total = lit<T>(0);
      for (std::size_t a = 0; a < x.size(); ++a) total += weight[a] * x[a] * y[a];
      return total;
    }

    std::size_t b, c;
    Partner partner;
    int count;
    Vec<T> weight, u, v;
    noiseproof::KernelPair<T> kernel{lit<T>(1), lit<T>(1), lit<T>(0)};
  };

  static void add(BlockMatrix<T>& out, const Pair& pair, const Vec<T>& z) {
    add(out, pair, z, lit<T>(pair.partner == Partner::neuron ? 1 : -1));
  }
  /// Adds to row i the sum over j of `scale` z, which was written for one j.
  static void add(BlockMatrix<T>& out, const Pair& pair, const Vec<T>& z, const T& scale) {
    const T count = lit<T>(pair.count), rest = lit<T>(pair.count - 1);
    out.own[pair.b] += scale * count * z[0];
    for (std::size_t d = 0; d < out.own.size(); ++d) {
      const bool at_partner = pair.partner != Partner::own_target && d == pair.c;
      out.off[pair.b][d] += scale * (at_partner ? z[1] + rest * z[2 + d] : count * z[2 + d]);
    }
  }

  Sizes sizes_;
  std::vector<Pair> pairs_;
};

}  // namespace minima
