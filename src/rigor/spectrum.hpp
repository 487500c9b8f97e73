#pragma once
// Hessian spectra on sphere x R^k, enclosed with multiplicity (claims C04, C06, C09), by two routes that share no step:
//  - in closed form, from the blocks: known families, and the arrow matrix
//      [ u   c1  c2 ]
//      [ c1  n1  0  ]      n1 = lambda1/2pi > n2 = lambda2/2pi > 0; u = 0 at the critical points
//      [ c2  0   n2 ]
//    whose eigenvalues interlace, z1 <= n2 <= z2 <= n1 <= z3: the roots of its characteristic polynomial, by Arb;
//  - by inertia of the assembled matrix: the number of eigenvalues below mu is the number of negative pivots of H - mu
//  I (Sylvester),
//    so a cluster between two values of mu is counted with its multiplicity, however close its members are.
#include "rigor/landscape.hpp"

namespace noiseproof {

struct EnclosedEigenvalue {
  Bounds value;
  int multiplicity;
};

/// The critical point of a kind, the saddles' angle by the sign of g - gamma at both ends: NaN where that is undecided.
CriticalPoint<Ball> critical_point(const Landscape& z, CriticalKind kind);

/// The spectrum at a critical point, families in the order of docs/certificate.md; multiplicities add up to p - 1 + k.
/// Empty if the point does not exist or the precision did not suffice. Exact zeros are stated as [0, 0].
std::vector<EnclosedEigenvalue> enclosed_spectrum(const Landscape& z, CriticalKind kind);

/// The same as balls at the working precision: NaN where that does not suffice.
std::vector<Eigenvalue<Ball>> critical_spectrum(const Landscape& z, CriticalKind kind);

/// The spectrum of these blocks, of k hidden units and p inputs; as above.
std::vector<Eigenvalue<Ball>> blocks_spectrum(const HessianBlocks<Ball>& blocks, int k, int p);

/// The eigenvalues of the arrow matrix above, z1, z2, z3. c1, c2 >= 0; a coupling that is exactly 0 splits off (then
/// they may stand in any order), and keeps a u that is exactly 0. NaN where the roots are not told apart.
std::array<Ball, 3> arrow_eigenvalues(const Ball& u, const Ball& n1, const Ball& n2, const Ball& c1, const Ball& c2);

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
