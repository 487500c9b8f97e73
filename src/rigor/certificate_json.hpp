#pragma once
// Exact numbers, boxes and instances as a certificate writes them (docs/certificate.md), and such files.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/instance.hpp"
#include "rigor/exclusion.hpp"

namespace noiseproof {

using Json = nlohmann::json;

/// One value a line, short ones together.
std::string certificate_text(const Json& json);
/// Writes the JSON aside and renames it over `file`, creating the folder: a reader sees the old file or the new one,
/// never a part. Throws Error(io) naming the file.
void write_certificate(const std::filesystem::path& file, const Json& json);

Json bounds_to_json(const Bounds& b);
Json leaf_to_json(const Leaf& leaf);
/// One flat array a leaf: the end points in order, then the reason.
Json leaves_to_json(const std::vector<Leaf>& leaves);
/// Throws on anything that is not such an array.
Leaf leaf_from_json(const Json& json);

/// The four numbers that a statement about every teacher of the same k, p, r and |a*|^2 depends on.
Json invariants_to_json(const Instance& instance);
/// Those, and the teacher's vectors where they are given.
Json instance_to_json(const Instance& instance);

}  // namespace noiseproof
