"""What the commands return."""

from dataclasses import dataclass, field
from fractions import Fraction
from html import escape as html
from typing import Optional


@dataclass(frozen=True)
class Interval:
    """All real numbers from lower to upper, both exact. What is proved of a number is that it lies in here."""

    lower: Fraction
    upper: Fraction

    def __post_init__(self):
        if self.lower > self.upper:
            raise ValueError("lower end above the upper one")

    @property
    def width(self) -> Fraction:
        return self.upper - self.lower

    @property
    def midpoint(self) -> Fraction:
        """A number of the interval: no bound."""
        return (self.lower + self.upper) / 2

    def contains(self, number) -> bool:
        return self.lower <= Fraction(number) <= self.upper

    def overlaps(self, other: "Interval") -> bool:
        return self.lower <= other.upper and other.lower <= self.upper

    def is_below(self, other) -> bool:
        """Is every number in here less than every number in the other? False is not the opposite."""
        return self.upper < (other.lower if isinstance(other, Interval) else Fraction(other))

    def __float__(self) -> float:
        return float(self.midpoint)

    def to_decimal(self, digits: int = 12) -> str:
        """ "[1.234, 1.235]", rounded outward at this many significant digits."""
        return f"[{_decimal(self.lower, digits, up=False)}, {_decimal(self.upper, digits, up=True)}]"

    __str__ = to_decimal

    def _repr_html_(self) -> str:
        return f"<span title='{html(str(self.lower))} .. {html(str(self.upper))}'>{self.to_decimal()}</span>"


def _decimal(x: Fraction, digits: int, up: bool) -> str:
    """Rounded down or up at so many significant digits."""
    if x == 0:
        return "0"
    exponent = 0
    while abs(x) >= Fraction(10) ** (exponent + 1):
        exponent += 1
    while abs(x) < Fraction(10) ** exponent:
        exponent -= 1
    unit = Fraction(10) ** (exponent - digits + 1)
    steps = x / unit
    whole = -((-steps.numerator) // steps.denominator) if up else steps.numerator // steps.denominator
    rounded = whole * unit
    places = max(0, digits - 1 - exponent)
    sign = "-" if rounded < 0 else ""
    scaled = abs(rounded) * 10**places
    text = str(scaled.numerator // scaled.denominator).rjust(places + 1, "0")
    return sign + (text if places == 0 else f"{text[:-places]}.{text[-places:]}")


def interval(ends) -> Interval:
    """From {"lower", "upper"} or a pair, of texts that the program printed: decimals rounded outward, or p/q."""
    lower, upper = (ends["lower"], ends["upper"]) if isinstance(ends, dict) else ends
    return Interval(Fraction(lower), Fraction(upper))


@dataclass(frozen=True)
class Check:
    """One check of a claim: what it says, "proved", "refuted" or "undecided", by which evidence, and its figure."""

    what: str
    verdict: str
    level: str
    figure: str
    seconds: float


@dataclass(frozen=True)
class Claim:
    """A claim of the register with all checks of it. state: "reached", "refuted", "undecided", "false here", ..."""

    id: str
    stem: str
    says: str
    state: str
    settled: bool
    wants: str
    evidence_reached: str
    headline: str
    checks: list = field(repr=False)
    data: dict = field(repr=False)


@dataclass(frozen=True)
class Report:
    """What verify found. exit_code: 0 all holds, 1 something is refuted that had to hold, 2 something is undecided."""

    claims: list
    exit_code: int
    run: dict = field(repr=False)

    def __getitem__(self, name: str) -> Claim:
        """By id or stem."""
        for claim in self.claims:
            if name in (claim.id, claim.stem):
                return claim
        raise KeyError(name)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html(c.id)}</td><td>{html(c.says)}</td><td>{html(c.state)}</td><td>{html(c.headline)}</td></tr>"
            for c in self.claims)
        return ("<table><thead><tr><th>claim</th><th>says</th><th>state</th><th>found</th></tr></thead>"
                f"<tbody>{rows}</tbody></table>")


@dataclass(frozen=True)
class Threshold:
    """The critical noise level: below it the spurious point is a local minimum of the smoothed landscape, above not."""

    level: Optional[Interval]  # None: it is no local minimum without noise either
    k: int
    p: int
    r: Fraction
    variant: str


@dataclass(frozen=True)
class Trap:
    """The probability that gradient descent from a random start ends at the spurious point, enclosed."""

    probability: Interval
    reached: bool  # is the interval as narrow as was asked for?
    cells: int
    steps: int


@dataclass(frozen=True)
class CriticalPoint:
    """kind, and enclosures of phi, alpha = a.a* and the loss; the Hessian's eigenvalues as (text, multiplicity)."""

    kind: str
    phi: Interval
    alpha: Interval
    loss: Interval
    spectrum: list


@dataclass(frozen=True)
class Escape:
    """Runs of perturbed gradient descent: how many ended how, and exact (Clopper-Pearson) bounds of the success rate."""

    runs: int
    outcomes: dict
    success_rate: float
    lower: float
    upper: float
    confidence: float
    schedule: list = field(repr=False)
    ends: list = field(repr=False)


@dataclass(frozen=True)
class Student:
    """Loss and gradients at a student, the decimals that the program printed; the Hessian's eigenvalues, if |w| = 1."""

    loss: Fraction
    grad_w: list
    grad_a: list
    alpha: Fraction
    hessian_eigenvalues: list = field(repr=False)


@dataclass(frozen=True)
class FormulaCheck:
    """One formula of a file against the definition. verdict: "proved", "agrees", "refuted", "undecided"."""

    name: str
    statement: str
    verdict: str
    expected: str
    evidence: str
