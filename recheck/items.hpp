#pragma once
// One function for each kind of item. They return when the item is proved and throw Failure otherwise.
#include "landscape.hpp"

namespace recheck {

// An r may be as near to the threshold as its text is long: 16,384 digits (reader.hpp) of a fraction, so 8,192
// decimals, and twice as many bits again for a convergent of pi.
constexpr int kFirstBits = 256, kMostBits = 65536;
constexpr int kFirstQuadratureBits = 128, kMostQuadratureBits = 512;  // the prover leaves a width of 2^-60

void check_enclosure(const Node& item, const Instance& instance);
/// Returns whether the comparison was proved (or refuted) as stated.
bool check_comparison(const Node& item);
void check_integral(const Node& item, const Instance& instance);
void check_spectrum(const Node& item, const Instance& instance);
void check_region(const Node& item, const Instance& instance);
void check_drift(const Node& item, const Instance& instance);
/// Returns the number of leaves.
std::size_t check_exclusion(const Node& item);
/// Returns the number of cells.
std::size_t check_trap(const Node& item);
/// Returns the number of boxes.
std::size_t check_escape(const Node& item);
void check_sure_trap(const Node& item);
void check_never_settles(const Node& item);
/// B_p, the greatest (P(d < d1) + P(d < d2))/2 over pairs with T(d1) + T(d2) = 0, T(d) = int_{pi/2}^d dt/(t sin t).
Interval pair_bound(long p);

using Box = std::vector<mpq_class>;  ///< lo, hi for each coordinate
/// Whether the leaves come from `domain` by repeated bisection of one coordinate at its midpoint.
bool tiles(const Box& domain, const std::vector<Box>& leaves);

/// int_0^inf rho^n exp(-rho^2/2) d rho for n = 1, 3: quadrature up to `cut`; the tail is only bounded.
Interval radial_moment(int n, const mpq_class& cut);
/// int_{pi t - pi/2}^{pi/2} cos(theta) cos(theta - pi turn) d theta; without `turn`, it is t.
Interval angular_integral(const mpq_class& t, const mpq_class& turn);
Interval angular_integral(const mpq_class& t);

/// By the definition, at a student whose angle is given exactly; of gradient_w the part along w*, or across.
Interval loss_by_definition(const Student& student, const Instance& instance);
Interval gradient_a_by_definition(const Student& student, std::size_t i);
Interval gradient_w_by_definition(const Student& student, bool across);
/// At w = -w*, the derivative of the loss in a along u1 (or u2), integrated, vanishes between lo and hi.
Answer stationary_within(bool along, const Instance& instance, const mpq_class& lo, const mpq_class& hi);
/// The loss there, where it is stationary in a.
Interval spurious_loss_by_definition(const Instance& instance);

constexpr long kMostLevelInputs = 100000;  ///< p of critical levels and mean kernels, as many as the prover takes
/// For w = -w* under noise uniform in the ball of radius rho != 1 (or w = w* and rho > 1): the integral of g - level
/// against the law of the direction of w~, weighted by |w~| if `raw`, up to a positive factor.
Interval level_excess(long p, bool raw, const mpq_class& rho, const Interval& level, bool at_teacher = false);
/// Below radius 1 the kernel and the level are of the order of rho^3 and the integrand of rho^4: what that takes away.
int bits_lost_at_level(const mpq_class& rho);
/// The mean of g(phi~) at w = w*, rho > 1: the greatest over all w (docs/certificate.md).
Interval greatest_mean_kernel(long p, const mpq_class& rho);

/// The largest rate of dissipation without noise, for every a and every phi <= pi t: does `rate` hold?
Answer dissipates_jointly(const Instance& instance, const mpq_class& t, const mpq_class& rate);

/// Throws unless the answer is yes. What only a proof rests on may be false while the sentence proved is true.
void demand(const Decision& decision, const Node& where, const std::string& what,
            Failure::Kind if_not = Failure::untrue);
/// r < (k + pi - 1)/pi.
bool below_threshold(long k, const mpq_class& r, const Node& where);
/// The stored bounds, in order and enclosed by the decimals beside them.
std::pair<mpq_class, mpq_class> read_bounds(const Node& item);

/// A claim that is known, with its stem and the verdict that it must have; returns its id.
std::string check_claim(const Node& top);
/// Bounds that fix a number: no farther apart than 2^-40, in units of the greatest of themselves and the unit.
bool is_narrow(const mpq_class& lo, const mpq_class& hi, const mpq_class& unit_sq);
/// Whether the item's bounds are no wider than they may be: they fix its numbers; a probability, a range over angles
/// and what is found by bisection have widths of their own.
bool is_telling(const Node& item, const Instance& instance);
/// Every item is telling, and none asks what another asks. `items` are proved already.
void check_telling(const std::vector<Node>& items, const Instance& instance);

/// The items that the claim needs are there. `items` are proved already.
void check_required(const std::vector<Node>& items, const Instance& instance, const Node& top);
/// What a complete certificate of the claim says.
const char* statement_of(const std::string& claim);
/// That, and of which instance, eta, radius: in the checker's own words, those of the certificate are not read. Long
/// numbers are shortened.
std::string sentence_of(const std::vector<Node>& items, const Instance& instance, const std::string& claim);

}  // namespace recheck
