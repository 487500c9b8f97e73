#pragma once
// Whether what a certificate says is true, by plain multiprecision arithmetic from the definitions: no intervals, no
// code of the checker or of the prover. Good to some 150 digits (trapping probabilities: to 1e-3), which is no proof,
// and enough to catch a false acceptance.
#include <nlohmann/json.hpp>
#include <string>

namespace oracle {

/// The first item that says something false, or "" if all are true.
std::string first_falsehood(const nlohmann::json& certificate);

/// The certificate without what is for reading only (says, decimal, provenance), without what only helps to check (the
/// cut of a radial moment, the leaves or cells of a covering, the Lyapunov function of an escape), and with every
/// rational in lowest terms: two certificates with the same statement claim the same thing.
nlohmann::json statement(const nlohmann::json& certificate);

}  // namespace oracle
