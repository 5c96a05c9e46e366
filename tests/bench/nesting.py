"""Film and time of our layouts against plain rows, other libraries and a lower bound.

    python -m tests.bench.nesting [--instances DIR] [--only NAME ...] [--seconds 10 60] [--solvers NAME ...]
    python -m tests.bench.nesting --instances DIR --seconds 10 --json
    python -m tests.bench.nesting --write DIR

Without a folder, our own test set. `length` is the film of all parts in the instance's unit; `used` is the
share of it that is covered; `over` is how far it is above `bound`, the optimum where that is known, else a
length that no layout is shorter than. Every layout is checked by `check_instance`, without our code. A star
marks one strip where the instance has a longest part.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from tests.bench.bound import lower_bound
from tests.bench.check_instance import faults, film_length, utilisation
from tests.bench.instances import Instance, InstanceError, read_folder, whole_set, write_instance
from tests.bench.solvers import AT_ONCE, OURS, SOLVERS

_HEAD = (
    f"  {'solver':24}{'parts':>6}{'length':>11}{'used':>8}{'bound':>11}{'over':>8}{'first ms':>10}{'s':>8}"
)


class Result(Struct, frozen=True):
    """What one solver made of one instance; `seconds` are those it took, not those it was given."""

    name: str
    solver: str
    seconds: float
    length: float
    parts: int
    utilisation: float
    first_layout_seconds: float
    placed: int
    unplaced: int
    valid: bool


def main() -> int:
    """Run what the command line asks for; 1 where a layout is invalid, 2 where there is nothing to run."""
    asked = _arguments()
    try:
        found = read_folder(asked.instances) if asked.instances else whole_set()
    except InstanceError as error:
        print(error, file=sys.stderr)
        return 2
    instances = [instance for instance in found if _is_wanted(instance, asked.only)]
    if not instances:
        print("No instance has such a name.", file=sys.stderr)
        return 2
    if asked.write:
        asked.write.mkdir(parents=True, exist_ok=True)
        for instance in instances:
            print(write_instance(instance, asked.write))
        return 0
    return _print_lines(instances, asked) if asked.json else _print_tables(instances, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench.nesting", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--instances", type=Path, metavar="DIR", help="read the JSON files there")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="those whose name holds one of these")
    parser.add_argument("--seconds", nargs="+", type=float, help="10 and 60; with --json 10")
    parser.add_argument("--solvers", nargs="+", choices=SOLVERS, help="all; with --json ours")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each instance")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write the instances there, solve nothing")
    asked = parser.parse_args()
    asked.seconds = asked.seconds or ([10.0] if asked.json else [10.0, 60.0])
    asked.solvers = asked.solvers or ([OURS] if asked.json else list(SOLVERS))
    return asked


def _is_wanted(instance: Instance, only: Sequence[str] | None) -> bool:
    return not only or any(word.lower() in instance.name.lower() for word in only)


def _results(instance: Instance, asked: argparse.Namespace) -> Iterator[tuple[float, Result]]:
    """Yield, with the seconds given, what each solver found; nothing of one that can't solve it."""
    for name in asked.solvers:
        for seconds in [0.0] if name in AT_ONCE else asked.seconds:
            if result := _result(instance, name, seconds):
                yield seconds, result


def _result(instance: Instance, solver: str, seconds: float) -> Result | None:
    started = time.perf_counter()
    answers = list(SOLVERS[solver](instance, seconds))
    took = time.perf_counter() - started
    if not answers:
        return None
    placed, unplaced = answers[-1].placed, answers[-1].unplaced
    wrong = faults(_as_one_strip(instance) if solver == "spyrrow" else instance, placed, unplaced)
    for fault in wrong:
        print(f"{instance.name}, {solver}: {fault}", file=sys.stderr)
    return Result(
        name=instance.name,
        solver=solver,
        seconds=round(took, 3),
        length=round(film_length(instance, placed), 4),
        parts=len({copy.part for copy in placed}),
        utilisation=round(utilisation(instance, placed), 5),
        first_layout_seconds=round(answers[0].seconds, 4),
        placed=len(placed),
        unplaced=sum(unplaced.values()),
        valid=not wrong,
    )


def _as_one_strip(instance: Instance) -> Instance:
    return structs.replace(instance, max_length=None)


def _print_lines(instances: Sequence[Instance], asked: argparse.Namespace) -> int:
    valid = True
    for instance in instances:
        for _, result in _results(instance, asked):
            print(json.dumps(structs.asdict(result), ensure_ascii=False), flush=True)
            valid = valid and result.valid
    return 0 if valid else 1


def _print_tables(instances: Sequence[Instance], asked: argparse.Namespace) -> int:
    valid = True
    overs: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for instance in instances:
        print(f"\n{instance.name}: {instance.copies:,} copies, lengths in {instance.unit}\n{_HEAD}")
        for seconds, result in _results(instance, asked):
            bound = lower_bound(instance, result.parts)
            over = result.length / bound - 1 if bound else 0.0
            solver = f"{result.solver} {seconds:g} s" if seconds else result.solver
            star = "*" if result.solver == "spyrrow" and instance.max_length else " "
            print(
                f"  {solver:24}{result.parts:6}{star}{result.length:10.2f}{result.utilisation:8.1%}"
                f"{bound:11.2f}{over:8.2%}{result.first_layout_seconds * 1e3:10.1f}{result.seconds:8.2f}"
                f"{'' if result.valid else '  INVALID'}",
                flush=True,
            )
            overs[_group(instance), solver].append(over)
            valid = valid and result.valid
    _print_means(overs)
    print("\nEvery layout is valid." if valid else "\nThere are invalid layouts.")
    return 0 if valid else 1


def _print_means(overs: Mapping[tuple[str, str], Sequence[float]]) -> None:
    """Print how far above the bound the instances of a group are, on average and at worst."""
    print(f"\n{'over the bound':40}{'solver':24}{'instances':>10}{'mean':>8}{'worst':>8}")
    for (group, solver), values in sorted(overs.items()):
        mean = sum(values) / len(values)
        print(f"{group:40}{solver:24}{len(values):10}{mean:8.2%}{max(values):8.2%}")


def _group(instance: Instance) -> str:
    """Return what instances are averaged with."""
    if instance.kind == "poly":
        return "shapes"
    if instance.optimum is not None:
        return "zero-waste"
    turning = any(len({turn % 180 for turn in item.quarter_turns}) == 2 for item in instance.items)
    size = "up to 59" if instance.copies < 60 else "60 to 500" if instance.copies <= 500 else "over 500"
    short = instance.max_length is not None and instance.max_length < 6 * instance.roll_width
    return f"{size} copies, {'turning' if turning else 'upright'}{', short parts' if short else ''}"


if __name__ == "__main__":
    sys.exit(main())
