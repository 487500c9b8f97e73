#pragma once
// The spectrum of a Hessian as eval and critical print it.
#include <nlohmann/json.hpp>
#include <vector>

#include "core/known_digits.hpp"
#include "model/hessian.hpp"

namespace noiseproof {

/// [{"value": "d.dd", "multiplicity": n}, ...], ascending.
nlohmann::json to_json(std::vector<Eigenvalue<Ball>> spectrum, KnownDigits& known);

}  // namespace noiseproof
