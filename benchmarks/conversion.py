"""How fast `dateline convert` is, and how its memory grows with the rows that it keeps.

    python benchmarks/conversion.py

Makes projects of several sizes (see extractions.py), converts each several times, each time in a process of
its own and from nothing, and prints the medians as a table in Markdown.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import extractions
from measuring import Cost, cost, machine, typical

_HEADER = """\
| extractions | rows | on disk, MB | seconds | processor seconds | extractions a second | memory, MB |
|--:|--:|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What it took to convert one project, and what came of it."""

    extractions: int
    rows: int
    bytes: int
    """Of all tables."""
    cost: Cost

    @property
    def line(self) -> str:
        """A row of the table."""
        wall, cpu, memory = self.cost.wall, self.cost.cpu, self.cost.memory
        cells = (
            f"{self.extractions:,}",
            f"{self.rows:,}",
            f"{self.bytes / 1e6:,.0f}",
            f"{wall:.1f}",
            f"{cpu:.1f}",
            f"{self.extractions / wall:,.0f}",
            "" if memory is None else f"{memory / 1e6:,.0f}",
        )
        return f"| {' | '.join(cells)} |"


def measure(project: Path, count: int, runs: int) -> Measured:
    """Convert a project several times, with no datasets before."""
    datasets = project / "datasets"
    costs = []
    for _ in range(runs):
        shutil.rmtree(datasets, ignore_errors=True)
        costs.append(cost([sys.executable, "-m", "dateline", "convert", "--project", str(project)]))
    tables = list(datasets.glob("*.csv"))
    size = sum(path.stat().st_size for path in tables)
    return Measured(count, sum(map(_records, tables)), size, typical(costs))


def growth(least: Measured, most: Measured) -> str:
    """What a row more costs in memory, beside what it takes on disk."""
    if least.cost.memory is None or most.cost.memory is None or least.rows == most.rows:
        return ""
    rows = most.rows - least.rows
    held = (most.cost.memory - least.cost.memory) / rows
    written = (most.bytes - least.bytes) / rows
    return f"A row more takes {held:,.0f} bytes of memory, and {written:,.0f} on disk."


def _records(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure dateline convert; print a table in Markdown.")
    parser.add_argument(
        "--counts",
        type=int,
        nargs="+",
        default=[1_000, 5_000, 10_000],
        help="sizes  [default: 1000 5000 10000]",
    )
    parser.add_argument("--runs", type=int, default=3, help="runs of each size  [default: 3]")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other articles  [default: 1]")
    asked = parser.parse_args()
    print(f"{machine()}; medians of {asked.runs} runs\n")
    print(_HEADER)
    measured = []
    with tempfile.TemporaryDirectory(prefix="dateline-benchmark-") as folder:
        for count in sorted(asked.counts):
            project = Path(folder) / str(count)
            extractions.write(project, asked.seed, count)
            measured.append(measure(project, count, asked.runs))
            print(measured[-1].line, flush=True)
            shutil.rmtree(project)
    print(f"\n{growth(measured[0], measured[-1])}")


if __name__ == "__main__":
    main()
