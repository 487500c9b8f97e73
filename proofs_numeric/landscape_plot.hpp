#pragma once
// The picture of the landscape: the loss over (phi, alpha) with its critical points and two trajectories (C05).
#include "core/claim_context.hpp"

namespace noiseproof {

/// The least loss among students with the given angle and alpha = a.a*, on a grid, as a plot of type "contour"; with
/// plain and perturbed gradient descent from one start as paths.
nlohmann::json landscape_plot(const ClaimContext& context);

}  // namespace noiseproof
