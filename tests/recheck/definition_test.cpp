#include <doctest/doctest.h>

#include <functional>

#include "items.hpp"

using namespace recheck;
using nlohmann::json;

TEST_SUITE("recheck/parts") {
  TEST_CASE("the definition at a student is closer with more bits, and there the closed form is") {
    const Instance in = read_instance(Node(json{{"k", 3}, {"p", 4}, {"r", "1/3"}, {"norm_sq", "7"}}, ""));
    const json at{{"length", "3/2"}, {"t", "2/7"}, {"a", {"1/3", "-5", "2"}}};
    const Student x(Node(at, ""), in);
    const std::vector<std::pair<std::function<Interval()>, std::function<Interval()>>> pairs{
        {[&] { return loss_by_definition(x, in); }, [&] { return x.loss(); }},
        {[&] { return gradient_a_by_definition(x, 1); }, [&] { return x.gradient_a(1); }},
        {[&] { return gradient_w_by_definition(x, false); }, [&] { return x.gradient_w(0); }},
        {[&] { return gradient_w_by_definition(x, true); }, [&] { return x.gradient_w(1); }}};
    for (const auto& [definition, closed] : pairs)
      for (const int bits : {128, 256}) {
        CAPTURE(bits);
        const Precision scope(bits);
        const Interval found = definition(), off = found - closed();
        const mpq_class width = rational(found.right()) - rational(found.left());
        CHECK((width * (mpz_class(1) << (bits - 24)) < 1));
        CHECK((is_positive(off) == Answer::unknown && is_negative(off) == Answer::unknown));
      }
  }
}
