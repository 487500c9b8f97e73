#pragma once
// The dual kernel as a function of two vectors, f(u, v) = E relu(u.x) relu(v.x) = |u||v| g(phi) / (2 pi), x standard
// Gaussian (claim C01), with its first and second derivatives: the losses of fully connected two-layer networks are
// sums of it. It sees the vectors through three products alone, and says derivatives as combinations of u, v and the
// direction, so that the caller may keep vectors in whatever form is short.
#include "model/dual_kernel.hpp"

namespace noiseproof {

template <class T>
class KernelPair {
 public:
  /// From u.u, v.v and u.v. Domain: u, v != 0. Second derivatives: u and v not parallel; NaN over a Ball that cannot
  /// tell. Accuracy: absolute, as 1/sin phi near parallel vectors, where the Gram determinant cancels; Ball encloses.
  KernelPair(const T& uu, const T& vv, const T& uv) {
    using std::abs;
    using std::atan2;
    using std::sqrt;
    norm_u_ = sqrt(uu);
    norm_v_ = sqrt(vv);
    const T area = sqrt(abs(uu * vv - uv * uv));
    angle_ = {atan2(area, uv), atan2(area, -uv)};
    cosine_ = uv / (norm_u_ * norm_v_);
    sine_ = area / (norm_u_ * norm_v_);
  }

  T value() const { return norm_u_ * norm_v_ * dual_kernel(angle_) * scale_; }

  /// a u + b v.
  struct Gradient {
    T u, v;
  };
  /// grad_u f = (|v| sin phi u/|u| + (pi - phi) v) / (2 pi).
  Gradient gradient() const { return {norm_v_ * sine_ * scale_ / norm_u_, angle_.d * scale_}; }

  /// a x + b u + c v, x the direction.
  struct Second {
    T direction, u, v;
  };
  /// (d^2 f / du^2) x, from u.x and v.x. With n the unit vector across u towards v:
  /// d^2 f / du^2 = |v| sin phi (I - uu'/|u|^2 + nn') / (2 pi |u|).
  Second second(const T& ux, const T& vx) const {
    const T along = ux / norm_u_, across = (vx / norm_v_ - cosine_ * along) / sine_;
    const T ratio = norm_v_ / norm_u_ * scale_;
    return {ratio * sine_, -(ratio / norm_u_) * (sine_ * along + cosine_ * across), across * scale_ / norm_u_};
  }
  /// (d^2 f / du dv) y, from u.y and v.y. With m the unit vector across v towards u:
  /// d^2 f / du dv = ((pi - phi) I + sin phi (uv'/(|u||v|) + nm')) / (2 pi).
  Second mixed(const T& uy, const T& vy) const {
    const T along = vy / norm_v_, across = (uy / norm_u_ - cosine_ * along) / sine_;
    return {angle_.d * scale_, (sine_ * along - cosine_ * across) * scale_ / norm_u_, across * scale_ / norm_v_};
  }

 private:
  T scale_ = lit<T>(1) / (lit<T>(2) * pi<T>());
  T norm_u_, norm_v_, cosine_, sine_;
  Angle<T> angle_;
};

}  // namespace noiseproof
