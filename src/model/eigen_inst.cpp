// Eigen's symmetric eigensolver for double and Real: alone in its file, as it takes most of the compile time of the
// model.
#include <Eigen/Dense>
#include <boost/multiprecision/eigen.hpp>

#include "core/error.hpp"
#include "model/critical_points.hpp"

namespace noiseproof {

template <class T>
std::vector<T> symmetric_eigenvalues(const std::vector<T>& matrix, int n) {
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Matrix m = Eigen::Map<const Matrix>(matrix.data(), n, n);
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(m, Eigen::EigenvaluesOnly);
  if (solver.info() != Eigen::Success)
    throw Error(Error::Kind::no_convergence, "symmetric_eigenvalues", "the QR iteration did not converge");
  return {solver.eigenvalues().data(), solver.eigenvalues().data() + n};
}

template std::vector<double> symmetric_eigenvalues(const std::vector<double>&, int);
template std::vector<Real> symmetric_eigenvalues(const std::vector<Real>&, int);

}  // namespace noiseproof
