"""noiseproof from Python: the program's commands as functions, what they print as values.

Exact numbers come back as fractions, enclosures as Interval (both ends exact, rounded outward), everything else as the
program printed it. Nothing is computed here: every number is the program's.

    >>> import noiseproof
    >>> noiseproof.threshold(k=25, p=6, r=4, variant="normalized").level.contains(3)
    False
"""

from .commands import (check_formula, compare, critical_points, escape, evaluate, schedule, threshold,
                       trapping_probability, verify)
from .instance import Instance
from .program import Interrupted, NoiseproofError, program, version
from .values import Check, Claim, CriticalPoint, Escape, FormulaCheck, Interval, Report, Student, Threshold, Trap

__all__ = [
    "Check", "Claim", "CriticalPoint", "Escape", "FormulaCheck", "Instance", "Interrupted", "Interval",
    "NoiseproofError", "Report", "Student", "Threshold", "Trap", "check_formula", "compare", "critical_points",
    "escape", "evaluate", "program", "schedule", "threshold", "trapping_probability", "verify", "version"
]
