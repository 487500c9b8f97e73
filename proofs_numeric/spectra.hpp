#pragma once
// Hessian spectra at critical points: assembled matrix against closed form, and their plot (C04, C06, C09).
#include "common.hpp"
#include "model/critical_points.hpp"

namespace noiseproof {

/// Largest hidden-plus-input size for which the Hessian is assembled and diagonalised at high precision.
inline constexpr int kMaxAssembled = 60;

/// (-w*, abar), abar by its closed form.
Student<Real> spurious_student(const Instance& instance, const Teacher<Real>& teacher);

/// Compares the eigenvalues of the assembled Hessian with the closed-form spectrum, multiplicities included. Instances
/// beyond kMaxAssembled are undecided: the figure says so.
Answer assembled_matches_closed_form(const Instance& instance, const CriticalPoint<Real>& point, const Real& tolerance);
/// A false twin: does it differ from another spectrum (ascending) by the tolerance or more?
Answer assembled_differs(const Instance& instance, const CriticalPoint<Real>& point,
                         const std::vector<Eigenvalue<Real>>& twin, const Real& tolerance);

/// The spectra of all critical points as a plot of type "spectrum".
nlohmann::json spectrum_plot(const Instance& instance);

}  // namespace noiseproof
