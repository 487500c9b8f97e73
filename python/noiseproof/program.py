"""Finds the program noiseproof and runs it."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path


class NoiseproofError(Exception):
    """What the program said on exit code 3: bad input, or a file that cannot be read or written."""


class Interrupted(NoiseproofError):
    """The program was interrupted (exit code 130)."""


def program() -> str:
    """Path of the program: $NOISEPROOF, or the one installed with this package, or the first in $PATH.

    Raises NoiseproofError if there is none."""
    named = os.environ.get("NOISEPROOF")
    if named:
        return named
    for folder in Path(__file__).resolve().parents:
        if (folder / "bin" / "noiseproof").is_file():
            return str(folder / "bin" / "noiseproof")
    found = shutil.which("noiseproof")
    if not found:
        raise NoiseproofError("no program noiseproof: install it, or name it in the environment variable NOISEPROOF")
    return found


def run(words, allowed=(0, 1, 2)):
    """What the program prints on `words` and --json, parsed, and its exit code. Raises NoiseproofError."""
    try:
        done = subprocess.run([program(), *words, "--json"], capture_output=True, text=True, check=False)
    except OSError as error:
        raise NoiseproofError(f"{program()}: {error.strerror}") from None
    if done.returncode in (130, -signal.SIGINT):
        raise Interrupted("interrupted")
    if done.returncode not in allowed:
        lines = [line for line in done.stderr.splitlines() if line.startswith("noiseproof: ")]  # then, perhaps, where
        raise NoiseproofError(lines[-1].removeprefix("noiseproof: ") if lines else f"exit code {done.returncode}")
    return json.loads(done.stdout), done.returncode


def version() -> str:
    """The program's version, "0.1.0"."""
    return subprocess.run([program(), "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
