"""The program's commands."""

import os
from fractions import Fraction

from .instance import Instance, as_option, entries, exact, written
from .program import run
from .values import (Check, Claim, CriticalPoint, Escape, FormulaCheck, Report, Student, Threshold, Trap, interval)


def _text(instance):
    return None if instance is None else instance.to_toml()


def _options(**given):
    """--name value of those that are given."""
    words = []
    for name, value in given.items():
        if value is not None and value is not False:
            words += ["--" + name.replace("_", "-")] + ([] if value is True else [str(value)])
    return words


def verify(instance: Instance = None, claims="all", formal=False, activation=None, report=None, seed=None, jobs=None,
           budget=None) -> Report:
    """Checks claims (ids or stems; a list or "all") on an instance; `report`: a folder for the report. Without `formal`
    that a theorem is missing does not count. Hours are possible: the program's budget is per claim."""
    chosen = claims if isinstance(claims, str) else ",".join(claims)
    with written(instance=_text(instance)) as paths:
        printed, code = run(["verify", *as_option(instance, paths), "--claims", chosen,
                             "--formal" if formal else "--no-formal",
                             *_options(activation=activation, report=report, seed=seed, jobs=jobs, budget=budget)])
    found = []
    for c in printed["claims"]:
        checks = [Check(**{name: x[name] for name in ("what", "verdict", "level", "figure", "seconds")})
                  for x in c["checks"]]
        kept = ("id", "stem", "says", "state", "settled", "wants", "evidence_reached", "headline")
        found.append(Claim(**{name: c[name] for name in kept}, checks=checks, data=c.get("data") or {}))
    return Report(found, code, printed["run"])


def threshold(k=25, p=6, r=0, variant="raw", law=None, digits=None) -> Threshold:
    """The critical noise level rho*, enclosed; variant: "raw" or "normalized"."""
    printed, _ = run(["threshold", *_options(k=k, p=p, r=exact(r), variant=variant, law=law, digits=digits)])
    level = interval(printed["exact"]) if printed.get("exact") else None
    if level is not None and level.upper == 0:
        level = None
    return Threshold(level, printed["k"], printed["p"], Fraction(printed["r"]), printed["variant"])


def trapping_probability(instance: Instance = None, width=None, eta=None, radius=None, jobs=None) -> Trap:
    """The probability that gradient descent from a random start is trapped, enclosed to this width (default 1/1000)."""
    asked = {name: exact(x) for name, x in (("width", width), ("eta", eta), ("radius", radius)) if x is not None}
    with written(instance=_text(instance)) as paths:
        printed, _ = run(["trap", *as_option(instance, paths), *_options(jobs=jobs, **asked)])
    return Trap(interval(printed["exact"]), printed["reached"], printed["cells"], printed["steps"])


def critical_points(instance: Instance = None, digits=None) -> list:
    """Every critical point on |w| = 1, the saddles once."""
    with written(instance=_text(instance)) as paths:
        printed, _ = run(["critical", *as_option(instance, paths), *_options(digits=digits)])
    return [CriticalPoint(c["kind"], *(interval(c["enclosures"][name]) for name in ("phi", "alpha", "loss")),
                          [(e["value"], e["multiplicity"]) for e in c["spectrum"]])
            for c in printed["critical_points"]]


def evaluate(w, a, instance: Instance = None, digits=None) -> Student:
    """Loss, both gradients and the Hessian's eigenvalues at (w, a), entries exact."""
    with written(instance=_text(instance), point=f"w = {entries(w)}\na = {entries(a)}\n") as paths:
        printed, _ = run(["eval", *as_option(instance, paths), "--point", paths["point"], *_options(digits=digits)])
    return Student(Fraction(printed["loss"]), [Fraction(x) for x in printed["grad_w"]],
                   [Fraction(x) for x in printed["grad_a"]], Fraction(printed["alpha"]),
                   printed.get("hessian_eigenvalues"))


def _epochs(epochs) -> str:
    return "".join("[[epoch]]\n" + "".join(f"{name} = {epoch[name]}\n" for name in ("eta", "steps", "rho_w", "rho_a"))
                   for epoch in epochs)


def escape(instance: Instance = None, runs=None, start=None, schedule=None, injection=None, seed=None,
           jobs=None) -> Escape:
    """Runs of perturbed gradient descent. schedule: a list of epochs {"eta", "steps", "rho_w", "rho_a"}, as
    schedule() returns them; default: the annealed one."""
    with written(instance=_text(instance), schedule=None if schedule is None else _epochs(schedule)) as paths:
        named = [] if schedule is None else ["--schedule", paths["schedule"]]
        printed, _ = run(["escape", *as_option(instance, paths), *named,
                          *_options(runs=runs, start=start, injection=injection, seed=seed, jobs=jobs)])
    kept = ("runs", "outcomes", "success_rate", "lower", "upper", "confidence", "schedule", "ends")
    return Escape(**{name: printed[name] for name in kept})


def compare(instance: Instance = None, runs=None, seed=None, jobs=None) -> dict:
    """Gradient descent, stochastic and perturbed, side by side: what the program prints."""
    with written(instance=_text(instance)) as paths:
        return run(["compare", *as_option(instance, paths), *_options(runs=runs, seed=seed, jobs=jobs)])[0]


def schedule(instance: Instance = None, success=None) -> list:
    """The epochs of the schedule designed from the smoothed landscape, for escape()."""
    with written(instance=_text(instance)) as paths:
        return run(["schedule", *as_option(instance, paths), *_options(success=success)])[0]["epoch"]


def check_formula(file) -> list:
    """Checks a file of formulas (its path, or its text in TOML) against the definition."""
    text = None if os.path.exists(file) else str(file)
    with written(formula=text) as paths:
        printed, _ = run(["formula", "check", paths.get("formula", str(file))])
    kept = ("name", "statement", "verdict", "expected", "evidence")
    return [FormulaCheck(**{name: c[name] for name in kept}) for f in printed["files"] for c in f["checks"]]
