// Every proof program on instances at the corners of the parameter space: every enclosure is proved, nothing is
// refuted, none throws.
#include "instances.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "claim_programs.hpp"
#include "enclosing.hpp"

using namespace noiseproof;

namespace {

/// The fast programs: those that sample ensembles have tests of their own.
const std::vector<std::string> kFast{"c01", "c02", "c03", "c04", "c05", "c06", "c07", "c08", "c09", "c12"};

void run_all(const Instance& instance) {
  for (const ClaimProgram& program : claim_programs()) {
    if (std::find(kFast.begin(), kFast.end(), program.folder.substr(0, 3)) == kFast.end()) continue;
    ClaimContext context;
    context.instance = instance;
    context.seed = 11;
    const ClaimResult result = program.prove(context);
    CHECK(!result.checks.empty());
    for (const Check& check : result.checks) {
      CAPTURE(instance.describe());
      CAPTURE(program.folder);
      CAPTURE(check.what);
      CAPTURE(check.figure);
      CHECK(check.verdict != Verdict::refuted);
      if (check.level == Evidence::enclosed) CHECK(check.verdict == Verdict::proved);
      CHECK(!check.figure.empty());
    }
  }
}

}  // namespace

TEST_SUITE("claims") {
  TEST_CASE("one number: narrow enclosures that overlap; of wide ones nothing is known, disjoint ones are two") {
    const ScopedBits bits(128);
    const Ball wide = Ball::hull(Ball(0), Ball(1));
    CHECK(same_number(Ball(1) / Ball(3), Ball(2) / Ball(6), 100) == Verdict::proved);
    CHECK(same_number(wide, wide, 100) == Verdict::undecided);
    CHECK(same_number(wide, Ball(1), 1) == Verdict::undecided);
    CHECK(same_number(wide, Ball(2), 1) == Verdict::refuted);
    CHECK(same_number(Ball::nan(), Ball(1), 1) == Verdict::undecided);
  }
  TEST_CASE("one hidden unit, two inputs: the equality case r = (k+pi-1)/pi = 1") { run_all(instance_from(1, 2, "1")); }
  TEST_CASE("a teacher with 1.a* = 0") { run_all(instance_from(4, 2, "0")); }
  TEST_CASE("a teacher parallel to 1: r = k, above the threshold") { run_all(instance_from(5, 3, "5")); }
  TEST_CASE("r just below the threshold (k+pi-1)/pi = 8.6394...") { run_all(instance_from(25, 6, "8.639")); }
  TEST_CASE("r just above the threshold") { run_all(instance_from(25, 6, "8.64")); }
  TEST_CASE("a teacher given by vectors, with 1.a* < 0 and w* not of length 1") {
    run_all(
        parse_instance("[network]\nk = 3\np = 4\n[teacher]\na_star = [\"-1\", \"-1/7\", \"0.3\"]\n"
                       "w_star = [\"1\", \"2\", \"0\", \"-2\"]\n",
                       "test"));
  }
  TEST_CASE("every program's README has the sections that the report embeds") {
    for (const ClaimProgram& program : claim_programs())
      for (const char* heading : {"\n## Statement\n", "\n## Shows\n", "\n## Does not show\n",
                                  "\n## Other activations\n", "\n## How to run\n"}) {
        CAPTURE(program.folder);
        CHECK(program.readme.find(heading) != std::string::npos);
      }
  }
}
