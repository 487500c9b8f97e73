#pragma once
// The register of claims (claims/claims.toml) and the README of a claim's folder, as data.
#include <string>
#include <vector>

#include "core/verdict.hpp"

namespace noiseproof {

/// One record of the register.
struct Claim {
  std::string id;      ///< "C07": the letter C and two digits; never reused
  std::string stem;    ///< "spurious_is_local_minimum": the same in every file that concerns the claim
  std::string says;    ///< the statement, in words
  std::string source;  ///< where the statement comes from
  Evidence wants = Evidence::kernel_checked;  ///< the evidence that the claim must reach
  std::string expected = "holds";             ///< "holds", or "conditional": true only under a condition
  std::string theorems = "whole";             ///< "part" if Coq's theorems carry a part of the claim only
  std::vector<std::string> rests_on{};        ///< ids of the claims that this one uses

  /// The name of the claim's folder in proofs_numeric: "c07_spurious_is_local_minimum".
  std::string folder() const;
};

/// What the talk says, in substance, and the claims that it comes to.
struct Sentence {
  std::string says;
  std::vector<std::string> claims;  ///< ids
  std::string picture{};            ///< the name of a plot of these claims, without its ending; may be empty
};
/// The register's sentences, in the order of the talk. Throws as parse_register does; also for a claim that is not
/// there.
std::vector<Sentence> parse_talk(const std::string& toml, const std::string& name);

/// The sections of a claim's README.md, in Markdown, trimmed; empty where the file has no such section.
struct ClaimReadme {
  std::string statement;
  std::string shows;
  std::string does_not_show;
  std::string other_activations;  ///< what is checked instead under another activation than ReLU, or why nothing is
};

/// Reads the register from TOML text; `name` stands for the file in messages. Order is kept.
/// Throws Error(input) with one line that names the claim and the field: malformed TOML, an unknown or missing
/// field, an id or a stem that is malformed or used twice, an unknown level of evidence, a claim that rests on an
/// unknown one or, through others, on itself, no claim at all.
std::vector<Claim> parse_register(const std::string& toml, const std::string& name);

/// Splits a README at its headings "Statement", "Shows" ("What this shows", "What it shows"), "Does not show"
/// ("What this does not show", ...) and "Other activations", of any level, in any case. A line that starts with #
/// inside a code fence is no heading; a heading below the section's own level belongs to the section. Other sections
/// are left out.
ClaimReadme split_readme(const std::string& markdown);

/// The level of evidence with this name ("kernel-checked", ...). Throws Error(input) naming `where`.
Evidence parse_evidence(const std::string& text, const std::string& where);

}  // namespace noiseproof
