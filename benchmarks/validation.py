"""How fast `dateline validate` is, what memory it takes, what it finds, and how others compare.

    python benchmarks/validation.py --folder FOLDER

Makes event files (see events.py) in FOLDER, unless they are there, measures whole processes, each after
DuckDB's own parse of the same rows, and prints one table in Markdown, and below it what follows from it. The
other tools live in an environment of their own: `make bench-validate` sets it up and runs all of this, in the
better part of an hour and with 10 GB of disk. To try it: `--rows 20000 --sizes 2000 10000 --runs 1`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import equal_checks
import errors_found
import older_export
from errors_found import Found, Reckoning
from measuring import Cost, cost, machine, typical

AS_OF = "2026-01-01"
_HERE = Path(__file__).resolve().parent
_PEERS = _HERE / "peers"
_PARTS = ("rules", "sizes", "layouts", "peers")
_SCARCE = "200MB"
"""Of a file of a million rows a third."""
_FEW, _MANY = 10, 110
"""Numbers of rules whose costs are compared."""
_HUGE = 5_000_000
"""Files with more rows than that are measured once."""
_SLOW = ("frictionless_validate", "great_expectations_pandas")
"""Tools that take a minute or more for a million rows: measured once."""
_TOOLS = {
    "dateline_schema": "dateline, the same checks alone",
    "dataframely_filter": "dataframely",
    "pandera_polars": "pandera (polars)",
    "pointblank_steps": "pointblank (polars)",
    "great_expectations_pandas": "great-expectations (pandas)",
    "frictionless_validate": "frictionless",
}
_OURS = ("duckdb",)
_VERSIONS = ("dataframely", "frictionless", "great-expectations", "pandas", "pandera", "pointblank", "polars")
_HEADER = """\
| what | rows | seconds | processor seconds | × parse | × parse, processor | memory, MB | found |
|---|--:|--:|--:|--:|--:|--:|---|"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table."""

    what: str
    rows: int
    cost: Cost
    wall: float
    """Times the parse, pair by pair."""
    cpu: float
    found: str = ""

    def __str__(self) -> str:
        memory = "" if self.cost.memory is None else f"{self.cost.memory / 1e6:,.0f}"
        cells = (
            self.what,
            f"{self.rows:,}",
            f"{self.cost.wall:.2f}",
            f"{self.cost.cpu:.2f}",
            f"{self.wall:.2f}",
            f"{self.cpu:.2f}",
            memory,
            self.found,
        )
        return f"| {' | '.join(cells)} |"


class Bench:
    """Files, and what is measured on them."""

    def __init__(self, folder: Path, runs: int, peers: Path) -> None:
        self.folder = folder
        self.runs = runs
        self.peers = peers
        self.remarks: list[str] = []
        """What is said below the table."""
        self.reckoning: Reckoning | None = None
        """Of the main file with errors."""

    def events(self, rows: int, kind: str = "") -> Path:
        """A file of events, made if it is not there: clean, with `errors`, or with those besides that break
        rows and bytes (`structural`)."""
        path = self.folder / f"events-{rows}{'-' * bool(kind)}{kind}.csv"
        if not path.exists():
            made = path.with_name(f"{path.name}.making")
            command = [sys.executable, str(_HERE / "events.py"), str(made), "--rows", str(rows)]
            subprocess.run([*command, *[f"--{kind}"] * bool(kind)], check=True)
            if kind:
                made.with_name(f"{made.name}.truth.csv").rename(path.with_name(f"{path.name}.truth.csv"))
            made.rename(path)
        return path

    def line(
        self,
        what: str,
        path: Path,
        command: Sequence[str],
        found: str = "",
        *,
        once: bool = False,
        beside: Path | None = None,
    ) -> Line:
        """Measure a command, each run after a parse of the file, or of `beside` if it cannot be parsed."""
        parse = [sys.executable, str(_PEERS / "duckdb_parse.py"), str(beside or path)]
        cost(parse)
        runs = 1 if once or _rows(path) > _HUGE else self.runs
        pairs = [(cost(parse), cost(_forgiving(command))) for _ in range(runs)]
        return Line(
            what,
            _rows(path),
            typical([own for _, own in pairs]),
            median(own.wall / base.wall for base, own in pairs),
            median(own.cpu / base.cpu for base, own in pairs),
            found,
        )

    def validation(self, path: Path, *options: str) -> list[str]:
        """The command that validates a file."""
        return [sys.executable, "-m", "dateline", "validate", str(path), "--as-of", AS_OF, *options]

    def rules(self, rows: int) -> Iterator[Line]:
        """The whole catalogue, and parts of it."""
        clean = self.events(rows)
        parse = [sys.executable, str(_PEERS / "duckdb_parse.py"), str(clean)]
        yield self.line("DuckDB's parse, for comparison", clean, parse)
        found, number = findings(self.validation(clean, "--most", "1000"))
        what = f"dateline validate, {number} rules, "
        yield self.line(f"{what}clean file", clean, self.validation(clean), _said(found))
        wrong = self.events(rows, "errors")
        self.reckoning = self.reckoned(wrong)
        yield self.line(f"{what}file with errors", wrong, self.validation(wrong), str(self.reckoning))
        broken = self.events(rows, "structural")
        command, reckoning = self.validation(broken), self.reckoned(broken)
        yield self.line(f"{what}broken rows and bytes, too", broken, command, str(reckoning), beside=wrong)
        few, many = (self.some(clean, number) for number in (_FEW, _MANY))
        yield from (few, many)
        self.remarks.append(f"{_MANY} rules: {_times(many, few)} of what {_FEW} rules take.")

    def some(self, path: Path, number: int) -> Line:
        """Some of the rules about events, spread evenly over the catalogue."""
        script = [sys.executable, str(_PEERS / "dateline_rules.py"), str(path), AS_OF]
        codes = subprocess.run(script, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.split()
        chosen = [codes[at * len(codes) // number] for at in range(number)]
        return self.line(f"dateline, {number} rules about events", path, [*script, *chosen])

    def sizes(self, sizes: Sequence[int]) -> Iterator[Line]:
        """Files of several sizes, the first of them clean as well: how soon there is a first answer."""
        clean = self.events(sizes[0])
        yield self.line("dateline validate, clean file", clean, self.validation(clean))
        lines = []
        for rows in sizes:
            wrong = self.events(rows, "errors")
            command, reckoning = self.validation(wrong), self.reckoned(wrong)
            lines.append(self.line("dateline validate, file with errors", wrong, command, str(reckoning)))
            yield lines[-1]
        for one, next_ in pairwise(lines):
            more, time, cpu = (
                new / old
                for new, old in (
                    (next_.rows, one.rows),
                    (next_.cost.wall, one.cost.wall),
                    (next_.cost.cpu, one.cost.cpu),
                )
            )
            told = f"{more:.4g} times the rows: {time:.2f} times the time, {cpu:.2f} times the processor"
            self.remarks.append(f"From {one.rows:,} to {next_.rows:,} rows, {told}.")

    def scarce(self, rows: int) -> Line:
        """The engine may hold a part only of what it needs."""
        wrong = self.events(rows, "errors")
        options = ("--memory", _SCARCE)
        command, reckoning = self.validation(wrong, *options), self.reckoned(wrong, *options)
        return self.line(f"dateline validate --memory {_SCARCE}", wrong, command, str(reckoning))

    def layouts(self, rows: int) -> Iterator[Line]:
        """A file of which it is told what it is, and one of which the layout has to be found; what import
        makes of it; and rows that a layout changes."""
        clean = self.events(rows)
        script = [sys.executable, str(_PEERS / "dateline_layout.py"), str(clean), AS_OF]
        pairs = [(cost([*script, "known"]), cost([*script, "found"])) for _ in range(self.runs)]
        more = median(found.wall / known.wall for known, found in pairs)
        cpu = median(found.cpu / known.cpu for known, found in pairs)
        self.remarks.append(
            f"With the layout to be found: {more:.3f} times the time, {cpu:.3f} times the processor."
        )
        yield self.line("dateline validate", clean, self.validation(clean))
        older = self.older(clean)
        yield self.line("dateline validate, as ACLED wrote it from 2019 on", older, self.validation(older))
        for path, of in ((clean, ""), (older, ", as ACLED wrote it from 2019 on")):
            target = ["-o", str(self.folder / "imported"), "--as-of", AS_OF]
            command = [sys.executable, "-m", "dateline", "import", str(path), *target]
            yield self.line(f"dateline import{of}", path, command)

    def older(self, clean: Path) -> Path:
        """The rows as ACLED wrote them from 2019 on: other columns, other dates, codes for words."""
        path = clean.with_name(f"{clean.stem}-older.csv")
        if not path.exists():
            made = path.with_name(f"{path.name}.making")
            older_export.write(clean, made)
            made.rename(path)
        return path

    def equal(self, rows: int) -> Iterator[Line]:
        """All tools on the checks that all can do, each asked for the rows that fail."""
        wrong = self.events(rows, "errors")
        schema = equal_checks.schema(wrong)
        checks = equal_checks.count(schema)
        (self.folder / "equal.schema.json").write_text(json.dumps(schema), encoding="utf-8")
        ours: equal_checks.Answer = {}
        lines: list[Line] = []
        for tool, name in _TOOLS.items():
            answer = self.folder / f"{tool}.json"
            python = sys.executable if tool == "dateline_schema" else str(self.peers)
            files = (_PEERS / f"{tool}.py", wrong, self.folder / "equal.schema.json", answer)
            script = [python, *map(str, files)]
            subprocess.run(script, check=True, stdout=subprocess.DEVNULL)
            theirs = json.loads(answer.read_text(encoding="utf-8"))
            ours = ours or theirs
            found = _compared(ours, theirs)
            lines.append(self.line(f"{name}, {checks} checks", wrong, script, found, once=tool in _SLOW))
            yield lines[-1]
        for line in lines[1:]:
            self.remarks.append(f"{line.what}: {_times(line, lines[0])} of what dateline takes.")

    def reckoned(self, wrong: Path, *options: str) -> Reckoning:
        """What a validation found of the errors of a file."""
        found, _ = findings(self.validation(wrong, "--most", "1000000", *options))
        errors = errors_found.seeded(wrong.with_name(f"{wrong.name}.truth.csv"))
        rows = {one.rows[0] for one in found if one.rows}
        return errors_found.reckon(errors, found, errors_found.expected(), errors_found.lines(wrong, rows))


def findings(command: Sequence[str]) -> tuple[list[Found], int]:
    """What a validation finds, and by how many rules it looked."""
    said = subprocess.run(
        [*command, "--format", "jsonl"], stdout=subprocess.PIPE, check=False, encoding="utf-8"
    )
    if said.returncode not in (0, 1):
        raise subprocess.CalledProcessError(said.returncode, command)
    *records, summary = [json.loads(line) for line in said.stdout.splitlines()]
    number = int(summary["verdict"].split(", by ")[1].split()[0])
    return [_found(record) for record in records], number


def _found(record: dict[str, object]) -> Found:
    places = [record["place"], *record["related"]]
    rows = tuple(place["row"] for place in places if place.get("row") is not None)
    return Found(str(record["rule"]), places[0].get("line"), rows)


def _forgiving(command: Sequence[str]) -> list[str]:
    """The command, which may exit with 1: that is how dateline says that it found errors."""
    return ["sh", "-c", '"$@"; test $? -le 1', "sh", *command]


def _rows(path: Path) -> int:
    return int(path.stem.split("-")[1])


def _said(found: Sequence[Found]) -> str:
    rules = Counter(one.rule for one in found)
    return "; ".join(f"{rule}: {count:,}" for rule, count in rules.most_common()) or "no findings"


def _compared(ours: equal_checks.Answer, theirs: equal_checks.Answer) -> str:
    only_ours, only_theirs = equal_checks.differences(ours, theirs)
    parts = [f"{sum(map(len, theirs.values())):,} failures"]
    parts += [f"{only_ours:,} not found"] * bool(only_ours)
    parts += [f"{only_theirs:,} more"] * bool(only_theirs)
    return ", ".join(parts)


def _versions(python: str, names: Sequence[str]) -> str:
    script = (
        "import sys, importlib.metadata as m; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
    )
    command = [python, "-c", script, *names]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.strip()


def _times(one: Line, other: Line) -> str:
    """How much one takes of what the other takes; of the time, in units of the parse beside each."""
    told = [f"{one.wall / other.wall:.2f} times the time", f"{one.cpu / other.cpu:.2f} times the processor"]
    if one.cost.memory and other.cost.memory:
        told.append(f"{one.cost.memory / other.cost.memory:.2f} times the memory")
    return ", ".join(told)


def _told(reckoning: Reckoning) -> Iterator[str]:
    """The kinds of errors that were not found, and the findings that nothing explains."""
    table = errors_found.expected()
    for kind, count in sorted(reckoning.without_rule.items()):
        yield f"| {kind} | {count:,} | {table[kind].reason} |"
    for (kind, rule), count in sorted(
        Counter((error.kind, rule) for error, rule in reckoning.missed).items()
    ):
        yield f"| {kind} | {count:,} | missed by {rule} |"
    for rule, count in sorted(Counter(one.rule for one in reckoning.invented).items()):
        yield f"| (none) | {count:,} | found by {rule}, but not seeded |"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure dateline validate; print a table in Markdown.")
    parser.add_argument(
        "--folder", type=Path, help="where the event files are kept  [default: a temporary folder]"
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the main file  [default: 1000000]")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        default=[10_000, 100_000, 1_000_000, 10_000_000],
        help="sizes that are compared  [default: 10000 100000 1000000 10000000]",
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of each command  [default: 5]")
    parser.add_argument(
        "--parts", nargs="+", choices=_PARTS, default=_PARTS, help="what to measure  [default: all]"
    )
    parser.add_argument(
        "--peers",
        type=Path,
        default=_HERE.parent / ".venv-bench" / "bin" / "python",
        help="Python of the other tools",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-benchmark-") as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder, asked.runs, asked.peers)
        versions = [_versions(sys.executable, _OURS)]
        if "peers" in asked.parts:
            versions.append(_versions(str(asked.peers), _VERSIONS))
        print(f"{machine()}, {', '.join(versions)}. {_method(asked.runs)}\n\n{_HEADER}")
        for part in asked.parts:
            for line in _lines(bench, part, asked.rows, asked.sizes):
                print(line, flush=True)
        print("", *(f"- {remark}" for remark in bench.remarks), sep="\n")
        if bench.reckoning:
            print("\n| kind of error | number | why it is not found |\n|---|--:|---|")
            print(*_told(bench.reckoning), sep="\n")


def _method(runs: int) -> str:
    medians = f"Medians of {runs} runs" if runs > 1 else "One run"
    return (
        f"{medians} of whole processes, each run after a parse of the same rows; caches warm. "
        f"Measured once: more than {_HUGE:,} rows, {' and '.join(_TOOLS[tool] for tool in _SLOW)}."
    )


def _lines(bench: Bench, part: str, rows: int, sizes: Sequence[int]) -> Iterator[Line]:
    match part:
        case "rules":
            yield from bench.rules(rows)
        case "sizes":
            yield from bench.sizes(sizes)
            yield bench.scarce(rows)
        case "layouts":
            yield from bench.layouts(rows)
        case "peers":
            yield from bench.equal(rows)


if __name__ == "__main__":
    main()
