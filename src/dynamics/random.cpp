#include "dynamics/random.hpp"

#include <Random123/philox.h>

#include <cmath>

#include "core/scalar.hpp"

namespace noiseproof {

std::array<std::uint32_t, 4> philox_block(const std::array<std::uint32_t, 4>& counter,
                                          const std::array<std::uint32_t, 2>& key) {
  using Generator = r123::Philox4x32;
  const Generator::ctr_type c = {{counter[0], counter[1], counter[2], counter[3]}};
  const Generator::key_type k = {{key[0], key[1]}};
  const Generator::ctr_type out = Generator()(c, k);
  return {out[0], out[1], out[2], out[3]};
}

Stream::Stream(std::uint64_t seed, std::uint32_t run, std::uint32_t step, Purpose purpose)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      counter_{0, step, run, static_cast<std::uint32_t>(purpose)} {}

double Stream::uniform() {
  if (used_ == 2) {
    const std::array<std::uint32_t, 4> bits = philox_block(counter_, key_);
    ++counter_[0];
    for (std::size_t i = 0; i < 2; ++i) {
      const std::uint64_t word = (std::uint64_t{bits[2 * i + 1]} << 32) | bits[2 * i];
      // 52 bits and not 53: 2^53 - 1/2 would round to 2^53, and the result to 1.
      block_[i] = (static_cast<double>(word >> 12) + 0.5) * 0x1p-52;
    }
    used_ = 0;
  }
  return block_[static_cast<std::size_t>(used_++)];
}

double Stream::gaussian() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  const double radius = std::sqrt(-2 * std::log(uniform())), angle = 2 * pi<double>() * uniform();
  spare_ = radius * std::sin(angle);
  has_spare_ = true;
  return radius * std::cos(angle);
}

namespace {

void scale_gaussian_to(double radius, Vec<double>& direction) {
  const double scale = radius / std::sqrt(norm_sq(direction));
  for (double& x : direction) x *= scale;
}

}  // namespace

void uniform_on_sphere(Stream& stream, Vec<double>& out) {
  for (double& x : out) x = stream.gaussian();
  scale_gaussian_to(1, out);
}

void uniform_in_ball(Stream& stream, double rho, Vec<double>& out) {
  for (double& x : out) x = stream.gaussian();
  scale_gaussian_to(rho * std::pow(stream.uniform(), 1.0 / static_cast<double>(out.size())), out);
}

Student<double> random_student(const Instance& instance, std::uint64_t seed, int run) {
  Stream random(seed, static_cast<std::uint32_t>(run), 0, Purpose::probe);
  Student<double> out{Vec<double>(static_cast<std::size_t>(instance.p)),
                      Vec<double>(static_cast<std::size_t>(instance.k))};
  uniform_on_sphere(random, out.w);
  const double size = std::sqrt(instance.norm_sq.convert_to<double>() / instance.k);
  for (double& x : out.a) x = size * random.gaussian();
  return out;
}

}  // namespace noiseproof
