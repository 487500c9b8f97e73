"""The cells of the schedule matrix, and runs of one cell's schedule: for tools/schedule_matrix and tools/certified_schedules."""
import json
import subprocess

# Where |a*| is large, or p, single steps move w by much more than their mean: what the design has to make up for. A small |a*| takes long.
OTHERS = [(4, p, 0, norm) for norm in ("2", "5", "10") for p in (2, 20, 100)] + [
    (4, 20, 0, "5/2"), (4, 50, 0, "10"), (2, 100, 0, "2"), (4, 100, 0, "1"), (4, 100, 0, "3"), (25, 100, 0, "3"), (25, 100, 1, "1"),
    (25, 20, 1, "5"), (25, 20, 4, "10"), (100, 20, 0, "5"), (4, 2, 0, "1/10"), (4, 20, 1, "1/10")]
CELLS = [(k, p, r, "1") for k in (4, 25, 100) for p in (2, 6, 20) for r in (0, 1, 4)] + OTHERS


def cells(only):
    """All of them, or the one cell "K,P,R,NORM"."""
    return [only.split(",")] if only else CELLS


def write_instance(path, k, p, r, norm):
    path.write_text(f'[network]\nk = {k}\np = {p}\n[teacher]\nr = "{r}"\nnorm = "{norm}"\n')


def output(*command, codes=(0,)):
    """What the program prints; another exit code than these ends the tool."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode not in codes:
        raise SystemExit(f"{command}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


def escape(program, instance, start, runs, seed, *extra):
    """How many runs arrive, the one-sided 99% lower bound of their probability, and the steps of a run."""
    result = json.loads(output(program, "escape", "--instance", instance, "--runs", runs, "--seed", seed, "--start", start, "--json", *extra))
    return result["outcomes"]["reached"], result["lower_one_sided"], result["steps_per_run"]
