#pragma once
// Hessian spectra on sphere x R^k, enclosed with multiplicity (claims C04, C06, C09), by two routes that share no step:
//  - in closed form, from the blocks: known families, and the arrow matrix
//      [ 0   c1  c2 ]
//      [ c1  n1  0  ]      n1 = m1/2pi >= n2 = m2/2pi > 0
//      [ c2  0   n2 ]
//    whose eigenvalues interlace, z1 < n2 <= z2 <= n1 < z3, and are bracketed by signs of the characteristic
//    polynomial;
//  - by inertia of the assembled matrix: the number of eigenvalues below mu is the number of negative pivots of H - mu
//  I (Sylvester),
//    so a cluster between two values of mu is counted with its multiplicity, however close its members are.
#include "rigor/landscape.hpp"

namespace noiseproof {

struct EnclosedEigenvalue {
  Bounds value;
  int multiplicity;
};

/// The spectrum at a critical point, families in the order of docs/certificate.md; multiplicities add up to p - 1 + k.
/// Empty if the point does not exist or the precision did not suffice. Exact zeros are stated as [0, 0].
std::vector<EnclosedEigenvalue> enclosed_spectrum(const Landscape& z, CriticalKind kind);

/// The eigenvalues of the arrow matrix above, z1, z2, z3. c1, c2 >= 0; a coupling that is exactly 0 splits off. Empty
/// if undecided.
std::vector<Bounds> arrow_eigenvalues(const Ball& n1, const Ball& n2, const Ball& c1, const Ball& c2);

/// Number of eigenvalues below mu of a symmetric row-major n x n matrix, by interval LDL' without pivoting; nothing if
/// a pivot could be 0 (then try another mu, or more bits).
std::optional<int> count_below(const std::vector<Ball>& matrix, int n, const Ball& mu);

/// The Hessian at a critical point as a matrix of p - 1 + k rows: sphere directions first, then R^k with the whole
/// vector a*.
std::vector<Ball> assembled_hessian(const Landscape& z, CriticalKind kind);

/// Does the assembled matrix have exactly as many eigenvalues in each gap-separated group of the list as it states?
/// Groups are merged where the stated intervals come closer than 2^-20 of the largest.
Verdict inertia_confirms(const std::vector<Ball>& matrix, const std::vector<EnclosedEigenvalue>& spectrum);

}  // namespace noiseproof
