"""``python -m benchmarks [PART …] [--full]``: run the benchmarks and print one line a figure.

A part is a module of this package named ``bench_<part>`` with a function ``measure(full: bool) -> Iterator[Figure]``; adding a
file adds a benchmark. Absolute times depend on the machine: quote the ratios and exponents.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import benchmarks
from benchmarks.figures import Figure

PREFIX = "bench_"


def parts() -> list[str]:
    """Names of all benchmarks."""
    return sorted(item.name.removeprefix(PREFIX) for item in iter_modules(benchmarks.__path__) if item.name.startswith(PREFIX))


def measured(names: list[str], full: bool) -> Iterator[tuple[str, Figure]]:
    """Run the named benchmarks one after another."""
    for name in names:
        for figure in import_module(f"benchmarks.{PREFIX}{name}").measure(full):
            yield name, figure


def main() -> int:
    """Run from the command line; exit status 1 when a figure misses its target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts())} (default: all)")
    parser.add_argument("--full", action="store_true", help="the biggest sizes too: minutes, gigabytes")
    parser.add_argument("--json", action="store_true", help="one JSON object a figure")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.parts) - set(parts())):
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(parts())}")
    missed = 0
    for name, figure in measured(arguments.parts or parts(), arguments.full):
        missed += figure.met is False
        print(json.dumps({"part": name, **figure.row()}) if arguments.json else f"{name:10} {figure}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
