// C19, enclosed: the largest rates, and the offsets by noise level.
#include <fmt/format.h>

#include "dissipation.hpp"

namespace noiseproof::c19_dissipative_region {
namespace {

SmoothingNoise noise_of(const Instance& instance, const Rational& rho) { return {instance.p, rho, Injection::raw}; }

Answer in_a(Enclosing& enclosing, Rates& rates) {
  const Instance& instance = enclosing.instance();
  std::string figure;
  const auto certify = [&](const Rational& rho, const Ball& most) {
    enclosing.certificate.enclosure("rate_in_a", {{"rho", to_string(rho)}}, most,
                                    "The largest rate in a, at this noise radius.");
  };
  certify(0, (Ball(instance.k == 1 ? 0 : -1) + Ball::pi()) / (Ball(2) * Ball::pi()));
  for (const Rational& rho : kLevels) {
    const Ball most = largest_rate_in_a(instance.k, noise_of(instance, rho));
    certify(rho, most);
    const Ball offset = offset_in_a(instance, noise_of(instance, rho), most / Ball(2));
    add_point(rates.in_a, rho.convert_to<double>(), outward(offset));
    rates.rows.push_back({{"rho", to_string(rho)},
                          {"largest_rate_in_a", decimal_endpoints(most, 12)},
                          {"offset_in_a_at_half", decimal_endpoints(offset, 12)}});
    if (figure.empty())
      figure = fmt::format("rho = {}: rate below {}, offset {} at half of it", to_string(rho),
                           in_words(outward(most), 6), in_words(outward(offset), 6));
  }
  return {Verdict::proved, figure};
}

Answer in_w(Enclosing& enclosing, Rates& rates) {
  const Angle<Ball> furthest = angle_at(kJointAngle);
  const Ball without_noise = (Ball(1) + cosine(furthest)) * furthest.d / (Ball(4) * Ball::pi());  // K = pi - phi
  enclosing.certificate.enclosure("rate_in_w", {{"t", to_string(kJointAngle)}}, without_noise,
                                  "The largest rate in w where a.a* >= 1, without noise.");
  Verdict all = is_positive(without_noise);
  Ball least = without_noise;
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    const Ball rate = rate_in_w(noise_of(enclosing.instance(), kLevels[i]), 1, furthest);
    all = both(all, is_positive(rate));
    least = min(least, rate);
    rates.rows[i]["rate_in_w"] = decimal_endpoints(rate, 12);
  }
  return {all, fmt::format("c at least {} without noise and at the six levels", in_words(outward(least), 6))};
}

Answer in_w_everywhere(const Instance& instance) {
  const SmoothingNoise noise = noise_of(instance, 1);
  return {is_less(rate_in_w(noise, 1, angle_at(kJointAngle)),
                  rate_in_w(noise, 1, Angle<Ball>::from_complement(Ball(Rational(1, 1000))))),
          "the rate falls to 0"};
}

Answer jointly(Enclosing& enclosing, Rates& rates) {
  rates.joint = largest_joint_rate(enclosing.instance());
  enclosing.certificate.enclosure("joint_rate", {{"t", to_string(kJointAngle)}}, rates.joint,
                                  "The largest joint rate, for every a, without noise.");
  return {is_jointly_dissipative(enclosing.instance(), rates.joint.lo),
          "c in " + in_words(rates.joint, 6) + ", no condition on a.a*"};
}

Answer joint_offsets(const Instance& instance, Rates& rates) {
  std::string figure;
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    const Bounds offset = joint_offset(instance, noise_of(instance, kLevels[i]), rates.joint.lo / 2);
    add_point(rates.jointly, kLevels[i].convert_to<double>(), offset);
    rates.rows[i]["joint_offset"] = {to_string(offset.lo), to_string(offset.hi)};
    figure += fmt::format("{}rho = {}: {}", figure.empty() ? "" : "; ", to_string(kLevels[i]), in_words(offset, 3));
  }
  return {Verdict::proved, figure};
}

}  // namespace

Rates enclose(Enclosing& enclosing) {
  const Instance& instance = enclosing.instance();
  Rates rates;
  enclosing.check(
      "in a: a rate up to m2 (pi-1)/2pi (k = 1: m2/2), with the least offset attained at phi = pi, at every noise "
      "level",
      [&] { return in_a(enclosing, rates); });
  enclosing.check("in w, where a.a* >= m > 0 and phi <= 5 pi/12: <grad_w, w - w*> >= c m |w - w*|^2",
                  [&] { return in_w(enclosing, rates); });
  enclosing.twin("in w, the same on the whole sphere: at phi = pi - 1/1000 with the rate of 5 pi/12",
                 [&] { return in_w_everywhere(instance); });
  enclosing.check("jointly, without noise, for every a and every phi <= 5 pi/12: the largest rate",
                  [&] { return jointly(enclosing, rates); });
  enclosing.twin("jointly, with a rate 1% above the largest", [&] {
    return Answer{is_jointly_dissipative(instance, rates.joint.hi * Rational(101, 100)), "fails at an angle found"};
  });
  enclosing.check("jointly, with noise: the least offset at half that rate, to 1%, at every noise level",
                  [&] { return joint_offsets(instance, rates); });
  return rates;
}

}  // namespace noiseproof::c19_dissipative_region
