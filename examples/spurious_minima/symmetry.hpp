#pragma once
// The Hessian at a block matrix commutes with the permutations inside blocks, so by Schur's lemma it acts on each
// irreducible representation V in R^k (x) R^k as I (x) M, M as large as the number of V's copies. R^k is the sum over
// the blocks B of 1_B and the standard representation S_B (vectors on B with sum 0), and
//   S_B (x) S_B = 1 + S_B + symmetric + antisymmetric  (S_B from 3 on, symmetric from 4 on, antisymmetric from 3 on).
// One vector of V and its images under equivariant maps into R^k (x) R^k, one a copy, give M and their Gram matrix; the
// vector is chosen with much symmetry left, so that the images are block matrices again, for finer blocks.
#include "blocks.hpp"

namespace minima {

/// One irreducible representation with all its copies.
struct SymmetryClass {
  using Vector = Vec<noiseproof::Rational>;  ///< constant on the finer blocks
  using Matrix = BlockMatrix<noiseproof::Rational>;

  /// `singles[b]` first indices of block b become blocks of their own.
  SymmetryClass(const Sizes& of, long dimension_of, const Sizes& singles) : dimension(dimension_of) {
    for (std::size_t b = 0; b < of.size(); ++b) {
      sizes.insert(sizes.end(), static_cast<std::size_t>(singles[b]), 1);
      sizes.push_back(of[b] - singles[b]);
      parent.resize(sizes.size(), b);
    }
  }
  /// `values` on the first finer blocks inside b, 0 elsewhere.
  Vector inside(std::size_t b, const Vector& values) const {
    Vector out(parent.size(), 0);
    std::copy(values.begin(), values.end(),
              out.begin() + (std::find(parent.begin(), parent.end(), b) - parent.begin()));
    return out;
  }
  Vector ones(std::size_t b) const {
    Vector out;
    for (const std::size_t block : parent) out.push_back(block == b ? 1 : 0);
    return out;
  }

  long dimension;
  Sizes sizes;                      ///< of the finer blocks
  std::vector<std::size_t> parent;  ///< the block that holds them
  std::vector<Matrix> copies;       ///< images of one vector, linearly independent
};

inline SymmetryClass::Matrix outer(const SymmetryClass::Vector& x, const SymmetryClass::Vector& y) {
  SymmetryClass::Matrix out(x.size());
  for (std::size_t b = 0; b < x.size(); ++b) {
    out.own[b] = x[b] * y[b];
    for (std::size_t c = 0; c < x.size(); ++c) out.off[b][c] = x[b] * y[c];
  }
  return out;
}

/// All classes. Their dimensions times their numbers of copies add up to k^2 (`certify` asks).
inline std::vector<SymmetryClass> symmetry_classes(const Sizes& sizes) {
  using Vector = SymmetryClass::Vector;
  const std::size_t n = sizes.size();
  std::vector<SymmetryClass> out;
  const auto add = [&](long dimension, std::size_t b, int singles, std::size_t c, int singles_of_c) -> SymmetryClass& {
    Sizes all(n, 0);
    all[b] += singles;
    all[c] += singles_of_c;
    return out.emplace_back(sizes, dimension, all);
  };
  const auto add_diagonal = [](SymmetryClass& to, const Vector& x) { to.copies.emplace_back(x.size()).own = x; };
  // (x y' + sign y x'), x and y on the first `singles` indices of b.
  const auto add_single = [&](long dimension, std::size_t b, int singles, const Vector& x, const Vector& y, int sign) {
    SymmetryClass& of = add(dimension, b, singles, b, 0);
    const Vector u = of.inside(b, x), v = of.inside(b, y);
    of.copies = {plus(outer(u, v), noiseproof::Rational(sign), outer(v, u))};
  };

  SymmetryClass& trivial = add(1, 0, 0, 0, 0);
  for (std::size_t b = 0; b < n; ++b) {
    add_diagonal(trivial, trivial.inside(b, {1}));
    for (std::size_t c = 0; c < n; ++c)
      if (others(sizes, b, c) > 0) trivial.copies.emplace_back(n).off[b][c] = 1;
  }
  for (std::size_t b = 0; b < n; ++b) {
    const long p = sizes[b];
    const Vector one_apart{p - 1, -1};  // in S_b
    if (p < 2) continue;
    SymmetryClass& standard = add(p - 1, b, 1, b, 0);
    const Vector x = standard.inside(b, one_apart);
    for (std::size_t c = 0; c < n; ++c)
      for (const auto& [u, v] : {std::pair(x, standard.ones(c)), std::pair(standard.ones(c), x)})
        standard.copies.push_back(outer(u, v));
    if (p > 2) add_diagonal(standard, x);
    if (p > 2) add_single((p - 1) * (p - 2) / 2, b, 3, {1, -1, 0}, {0, 1, -1}, -1);
    if (p > 3) add_single(p * (p - 3) / 2, b, 4, {1, -1, 0, 0}, {0, 0, 1, -1}, 1);
    for (std::size_t c = 0; c < b; ++c) {
      if (sizes[c] < 2) continue;
      SymmetryClass& product = add((p - 1) * (sizes[c] - 1), b, 1, c, 1);
      const Vector u = product.inside(b, one_apart), v = product.inside(c, {sizes[c] - 1, -1});
      product.copies = {outer(u, v), outer(v, u)};
    }
  }
  return out;
}

}  // namespace minima
