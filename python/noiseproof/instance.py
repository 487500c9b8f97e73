"""Instances of the problem, as exact numbers."""

import contextlib
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Optional, Sequence, Union

Number = Union[int, str, Fraction]


def exact(number) -> str:
    """A number as the program reads it: "3", "1/3". A float stands for the binary number that it is."""
    return str(Fraction(number))


def entries(vector) -> str:
    return "[" + ", ".join(f'"{exact(x)}"' for x in vector) + "]"


@dataclass(frozen=True)
class Instance:
    """k hidden units, p inputs per patch, and a teacher: by its invariants r = (1.a*)^2/|a*|^2 in [0, k] and norm = |a*|,
    or by its vectors a_star (k entries) and w_star (p entries; default the first unit vector). eta: step size of gradient
    descent (default: the program's). Entries are exact: int, Fraction, or text as "1/3"."""

    k: int = 25
    p: int = 6
    r: Number = 4
    norm: Number = 1
    a_star: Optional[Sequence[Number]] = None
    w_star: Optional[Sequence[Number]] = None
    eta: Optional[Number] = None

    def to_toml(self) -> str:
        """The instance as a file for the program."""
        lines = ["[network]", f"k = {self.k}", f"p = {self.p}", "[teacher]"]
        if self.a_star is None:
            lines += [f'r = "{exact(self.r)}"', f'norm = "{exact(self.norm)}"']
        else:
            lines.append(f"a_star = {entries(self.a_star)}")
        if self.w_star is not None:
            lines.append(f"w_star = {entries(self.w_star)}")
        if self.eta is not None:
            lines += ["[gd]", f'eta = "{exact(self.eta)}"']
        return "\n".join(lines) + "\n"


@contextlib.contextmanager
def written(**files):
    """A folder, for as long as the block lasts, with these texts in files; their paths. None is left out."""
    with tempfile.TemporaryDirectory(prefix="noiseproof-") as folder:
        paths = {}
        for name, text in files.items():
            if text is not None:
                paths[name] = str(Path(folder) / f"{name}.toml")
                Path(paths[name]).write_text(text, encoding="utf-8")
        yield paths


def as_option(instance, paths) -> list:
    """The words that name the instance; none for the program's default."""
    return [] if instance is None else ["--instance", paths["instance"]]
