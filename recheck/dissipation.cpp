// Without noise, <grad, z - z*> >= c |z - z*|^2 for every a and every phi <= pi t. Completing the square in a, with
// S = sum_i e_i^2/(16 pi^2 (m_i/(2 pi) - c)), y = 1 - cos phi = |w - w*|^2/2, v = (pi - phi) sin^2 phi, this is
// (pi - g + v)^2 S + 2 c y <= |a*|^2 v/(2 pi), for c below every m_i/(2 pi).
#include "items.hpp"

namespace recheck {
namespace {

struct At {
  Interval y, b, pull;  // 1 - cos phi, which rises; (pi - g)/y and v/y, which fall
};

/// The limits at t = 0 are pi and 2 pi.
At at_turn(const mpq_class& t) {
  const Interval pi = Interval::pi();
  if (t == 0) return {0, pi, Interval(2) * pi};
  const Interval y = Interval(2) * sqr(sin_turn(t / 2));
  return {y, (pi - kernel(t)) / y, (Interval(2) - y) * pi * Interval(mpq_class(1 - t))};
}

}  // namespace

Answer dissipates_jointly(const Instance& in, const mpq_class& t, const mpq_class& rate) {
  const Landscape land(in);
  const Interval two_pi = Interval(2) * land.pi, c(rate);
  Answer room = is_positive(land.m1 / two_pi - c);
  Interval share = sqr(land.e1) / (land.m1 / two_pi - c);
  if (in.k > 1) {
    room = both(room, is_positive(land.m2 / two_pi - c));
    share = share + sqr(land.e2) / (land.m2 / two_pi - c);
  }
  if (room != Answer::yes) return room;
  share = share / (Interval(4) * sqr(two_pi));
  /// What must not be positive, over y: with y from one end and what falls from the other it bounds all between.
  const auto excess = [&](const Interval& y, const At& x, const Interval& pull) {
    return Interval(2) * c + y * sqr(x.b + x.pull) * share - Interval(in.norm_sq) * pull / two_pi;
  };
  struct Piece {
    mpq_class from, to;
    At first, last;
    int depth;
  };
  std::vector<Piece> open{{0, t, at_turn(0), at_turn(t), 0}};
  Answer all = Answer::yes;
  while (!open.empty()) {
    const Piece piece = open.back();
    open.pop_back();
    if (is_positive(excess(piece.last.y, piece.last, piece.last.pull)) == Answer::yes) return Answer::no;
    if (is_positive(excess(piece.last.y, piece.first, piece.last.pull)) == Answer::no) continue;
    if (piece.depth == 40) {
      all = Answer::unknown;
      continue;
    }
    const mpq_class middle = (piece.from + piece.to) / 2;
    const At between = at_turn(middle);
    open.push_back({piece.from, middle, piece.first, between, piece.depth + 1});
    open.push_back({middle, piece.to, between, piece.last, piece.depth + 1});
  }
  return all;
}

}  // namespace recheck
