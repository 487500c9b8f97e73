// Eigenvalues with multiplicity: each family is enclosed anew, then dealt to the stored entries.
#include "items.hpp"

namespace recheck {
namespace {

struct Family {
  Interval value;
  long count;
};

struct Entry {
  mpq_class lo, hi;
  long multiplicity;
};

/// The three eigenvalues of [[0, c1, c2], [c1, b1, 0], [c2, 0, b2]], b1 >= b2 > 0, at the saddles. k >= 2 and r < k
/// there (r = k >= 2 lies above the threshold), so c2 > 0; c1 = 0 iff r = 0.
void saddle_block(const Instance& in, const Landscape& land, std::vector<Family>& out) {
  const Interval two_pi = Interval(2) * land.pi, b1 = land.m1 / two_pi, b2 = land.m2 / two_pi;
  const Interval d = land.saddle_distance(), pull = d * sin(d) / two_pi;
  const Interval c1 = pull * land.e1, c2 = pull * land.e2;
  if (in.r == 0) {
    const Interval root = sqrt(sqr(b2) + Interval(4) * sqr(c2));
    out.push_back({Interval(-2) * sqr(c2) / (b2 + root), 1});
    out.push_back({(b2 + root) / Interval(2), 1});
    out.push_back({b1, 1});
    return;
  }
  const auto chi = [&](const Interval& z) { return z * (z - b1) * (z - b2) - sqr(c1) * (z - b2) - sqr(c2) * (z - b1); };
  // chi(-bound) < 0 < chi(0), chi(b2) = c2^2 (b1 - b2) > 0 > chi(b1) = -c1^2 (b1 - b2), chi(bound) > 0: one root in
  // each gap.
  const Interval bound = b1 + c1 + c2 + Interval(1);
  const auto rising = [&](const mpq_class& z) { return chi(Interval(z)); };
  const auto falling = [&](const mpq_class& z) { return -chi(Interval(z)); };
  out.push_back({increasing_root(rising, mpq_class(-rational(bound.right())), mpq_class(0)), 1});
  out.push_back({increasing_root(falling, rational(b2.left()), rational(b1.right())), 1});
  out.push_back({increasing_root(rising, rational(b1.left()), rational(bound.right())), 1});
}

std::vector<Family> families(const std::string& point, const Instance& in) {
  const Landscape land(in);
  const Interval two_pi = Interval(2) * land.pi;
  std::vector<Family> out;
  if (point == "saddle") {
    out.push_back({Interval(0), in.p - 2});
    out.push_back({land.m2 / two_pi, in.k - 2});
    saddle_block(in, land, out);
  } else {
    const bool best = point == "global_optimum";
    out.push_back({best ? Interval(mpq_class(in.norm_sq / 2)) : Interval(0), in.p - 1});
    out.push_back({land.m2 / two_pi, in.k - 1});
    out.push_back({land.m1 / two_pi, 1});
  }
  return out;
}

/// Whether the families can be dealt to the entries, each entry filled exactly; a family may enter where `may` says so.
/// By Hall's theorem: no set of families needs more room than the entries open to it have (the totals are equal).
template <class May>
bool can_be_dealt(const std::vector<Family>& families, const std::vector<Entry>& entries, May may) {
  for (unsigned set = 1; set < 1u << families.size(); ++set) {
    long need = 0, room = 0;
    for (std::size_t i = 0; i < families.size(); ++i)
      if (set >> i & 1) need += families[i].count;
    for (const Entry& entry : entries) {
      bool open = false;
      for (std::size_t i = 0; i < families.size(); ++i)
        open =
            open || ((set >> i & 1) && families[i].count > 0 && may(is_within(families[i].value, entry.lo, entry.hi)));
      if (open) room += entry.multiplicity;
    }
    if (need > room) return false;
  }
  return true;
}

}  // namespace

void check_spectrum(const Node& item, const Instance& instance) {
  item.fields({"kind", "statement", "at", "eigenvalues", "says", "verdict"});
  item.at("statement").one_of({"hessian_spectrum"});
  item.at("at").fields({"point"});
  const std::string point = item.at("at").at("point").one_of({"global_optimum", "spurious_point", "saddle"});
  if (point == "saddle" && !below_threshold(instance.k, instance.r, item))
    item.untrue("there are no saddles: r is not below the threshold");
  const Node list = item.at("eigenvalues");
  if (list.size() > 64) list.malformed("has absurdly many entries");
  std::vector<Entry> entries;
  long total = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Node node = list.entry(i);
    node.fields({"lo", "hi", "multiplicity"});
    entries.push_back(
        {node.at("lo").rational(), node.at("hi").rational(), node.at("multiplicity").integer(1, 2 * kMaxUnits)});
    if (entries.back().lo > entries.back().hi) node.untrue("lo is greater than hi");
    total += entries.back().multiplicity;
  }
  if (total != instance.p - 1 + instance.k) list.untrue("the multiplicities do not add up to p - 1 + k");
  const Decision answer = decide(kFirstBits, kMostBits / 8, [&] {
    const std::vector<Family> found = families(point, instance);
    if (can_be_dealt(found, entries, [](Answer a) { return a == Answer::yes; })) return Answer::yes;
    return can_be_dealt(found, entries, [](Answer a) { return a != Answer::no; }) ? Answer::unknown : Answer::no;
  });
  demand(answer, list, "the spectrum as listed");
}

}  // namespace recheck
