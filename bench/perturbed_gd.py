#!/usr/bin/env python3
"""Perturbed gradient descent on the full vectors (normalized noise), as a NumPy user writes it: many runs as rows.

    perturbed_gd.py K P R ETA RHO_W RHO_A STEPS RUNS

From one start (angle 2 to the teacher, a = 0); prints one line of JSON: steps per second on one core (CPU time, best of
three), and mean and standard error of the angle and of the loss at the end, to be compared with the other engines.
"""
import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
try:
    import numpy as np
except ImportError:
    sys.exit("NumPy is not installed (Debian: python3-numpy)")


def angle_to(w, w_star):
    return 2 * np.arctan2(np.linalg.norm(w - w_star, axis=1), np.linalg.norm(w + w_star, axis=1))


def ball(rng, runs, n, radius):
    x = rng.standard_normal((runs, n))
    x *= (radius * rng.random(runs) ** (1 / n) / np.linalg.norm(x, axis=1))[:, None]
    return x


def normalized(w):
    return w / np.linalg.norm(w, axis=1)[:, None]


def step(rng, w, a, w_star, a_star, eta, rho_w, rho_a):
    runs, p, k = len(w), len(w_star), len(a_star)
    moved_w = normalized(w + ball(rng, runs, p, rho_w))
    moved_a = a + ball(rng, runs, k, rho_a)
    phi = angle_to(moved_w, w_star)
    g = np.sin(phi) + (np.pi - phi) * np.cos(phi)
    slope_a = ((moved_a.sum(axis=1) - a_star.sum())[:, None] + (np.pi - 1) * moved_a
               - (g - 1)[:, None] * a_star) / (2 * np.pi)
    pull = (moved_a @ a_star) * (np.pi - phi) / (2 * np.pi)
    slope_w = -pull[:, None] * (w_star - np.cos(phi)[:, None] * moved_w)
    return normalized(w - eta * slope_w), a - eta * slope_a


def loss(w, a, w_star, a_star):
    phi = angle_to(w, w_star)
    g = np.sin(phi) + (np.pi - phi) * np.cos(phi)
    gap = a - a_star
    square = gap.sum(axis=1) ** 2 + (np.pi - 1) * (gap**2).sum(axis=1)
    return (square + 2 * (np.pi - g) * (a @ a_star)) / (4 * np.pi)


def main():
    k, p = int(sys.argv[1]), int(sys.argv[2])
    r, eta, rho_w, rho_a = map(float, sys.argv[3:7])
    steps, runs = int(sys.argv[7]), int(sys.argv[8])
    w_star = np.zeros(p)
    w_star[0] = 1
    a_star = np.full(k, np.sqrt(r) / k)
    a_star[:2] += np.array([1, -1]) * np.sqrt((1 - r / k) / 2)
    best = np.inf
    for repeat in range(3):
        rng = np.random.default_rng(repeat)
        w = np.zeros((runs, p))
        w[:, 0], w[:, 1] = np.cos(2), np.sin(2)
        a = np.zeros((runs, k))
        start = time.process_time()
        for _ in range(steps):
            w, a = step(rng, w, a, w_star, a_star, eta, rho_w, rho_a)
        best = min(best, time.process_time() - start)
    out = {"version": np.__version__, "steps_per_second": steps * runs / best}
    for name, values in (("phi", angle_to(w, w_star)), ("loss", loss(w, a, w_star, a_star))):
        out[name] = values.mean()
        out[name + "_error"] = values.std() / np.sqrt(runs)
    print(json.dumps(out))


main()
