#pragma once
// C13's plot data (report/svg.hpp). Nothing here enters a verdict.
#include "experiment.hpp"
#include "survival.hpp"

namespace noiseproof::c13_pgd_escapes {

/// Level sets of the Lyapunov function over (phi, Lc - (K/nu) Q), of which alone it is a function, with some runs of
/// phase I.
nlohmann::json lyapunov_plot(const ClaimContext& context, const CertifiedSchedule& schedule);

/// The proved bound beside the fraction of so many runs.
nlohmann::json survival_plot(const CertifiedSchedule& schedule, const std::vector<Survival>& counts, long runs);

/// Radii of the noise by epoch.
nlohmann::json noise_plot(const std::string& id, const std::string& title, const Schedule& schedule);

/// The fraction of runs for which `holds`, in words `what`, at the end of each epoch, with its confidence band.
nlohmann::json fraction_plot(const std::string& id, const std::string& title, const std::string& what,
                             const std::vector<const Experiment*>& experiments,
                             const std::function<bool(const Snapshot&)>& holds);

}  // namespace noiseproof::c13_pgd_escapes
