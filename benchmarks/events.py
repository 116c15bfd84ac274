"""Event files of any size, shaped like ACLED's, to test and measure with.

    python benchmarks/events.py FILE --rows 1000000 --seed 1
    python benchmarks/events.py FILE --rows 1000000 --seed 1 --errors

A file without errors obeys the codebook (it is read from schema/codes) and every convention that can be
checked in the file. With --errors, some rows are replaced by rows with a defect each, of all kinds of
`synthetic.kinds.KINDS`, about 20 of a kind in a million rows and at least one; FILE.truth.csv says which:
its columns are `TRUTH`. The same seed and number of rows give the same bytes, whatever the number of
processes. Nothing in it ever happened.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, cast

import duckdb

from synthetic import defects
from synthetic.generator import Chunk, Generator, Order, Truth
from synthetic.rows import ACLED_COLUMNS, COLUMNS
from synthetic.schedule import TooMany

FORMATS = ("csv", "tsv", "jsonl", "parquet")
TRUTH = ("kind", "row", "line", "event_id", "field", "value", "related_row")
"""Data rows count from 1, physical lines from 1 with the header; a row of parquet has no line. `value` is
the cell as it stands there. `related_row` is the row that the row clashes with, where the defect is one of
two rows.
"""


_generator: Generator
"""Of a process that makes chunks."""


def _begin(order: Order) -> None:
    global _generator
    _generator = Generator(order)


def _chunk(stretch: tuple[int, int]) -> Chunk:
    return _generator.chunk(*stretch)


def chunks(order: Order, processes: int = 1) -> Iterator[Chunk]:
    """The file without its header, piece by piece; never more than a few pieces are held."""
    generator = Generator(order)
    if processes == 1:
        for stretch in generator.stretches():
            yield generator.chunk(*stretch)
        return
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(order,)) as pool:
        waiting: deque[Future[Chunk]] = deque()
        for stretch in generator.stretches():
            waiting.append(pool.submit(_chunk, stretch))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def write(path: Path, order: Order, processes: int = 1) -> None:
    """Write the file, and with errors `<path>.truth.csv`.

    Raises `TooMany` if there is no room for so many rows, `ValueError` if there are too few for all kinds of
    errors.
    """
    if order.rows < 0:
        raise ValueError("a file cannot have less than no rows")
    if order.format not in FORMATS:
        raise ValueError(f"no such format: {order.format}")
    if order.structural and order.format in ("jsonl", "parquet"):
        raise ValueError(f"{order.format} has no rows that could be too short")
    if order.errors:
        fewest = defects.fewest_rows(defects.kinds(structural=order.structural))
        if order.rows < fewest:
            raise ValueError(f"one error of each kind needs {fewest} rows")
    if order.format == "parquet":
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            text = Path(folder) / "events.csv"
            truths = _write_text(text, order, processes)
            _to_parquet(text, path)
    else:
        truths = _write_text(path, order, processes)
    if order.errors:
        with path.with_name(f"{path.name}.truth.csv").open(
            "w", encoding="utf-8", errors="surrogateescape", newline=""
        ) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(TRUTH)
            writer.writerows(truth.cells(lines=order.format != "parquet") for truth in truths)


def _write_text(path: Path, order: Order, processes: int) -> list[Truth]:
    truths: list[Truth] = []
    with path.open("wb") as raw, _compressed(raw, order) as file:
        line = 1
        if order.format != "jsonl":
            file.write(
                (("\t" if order.format == "tsv" else ",").join(COLUMNS[: order.columns]) + "\n").encode()
            )
            line = 2
        for chunk in chunks(order, processes):
            file.write(chunk.content)
            truths += [_moved(truth, line) for truth in chunk.truths]
            line += chunk.lines
    return truths


def _compressed(raw: BinaryIO, order: Order) -> AbstractContextManager[BinaryIO]:
    """The file itself, or one that compresses, without name and time, so that the bytes are the same."""
    if not order.gzip or order.format == "parquet":
        return nullcontext(raw)
    return cast(
        AbstractContextManager[BinaryIO], gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0)
    )


def _moved(truth: Truth, lines: int) -> Truth:
    return Truth(
        truth.kind, truth.row, truth.line + lines, truth.event_id, truth.field, truth.value, truth.related_row
    )


def _to_parquet(text: Path, path: Path) -> None:
    """All columns as text, so that broken cells stay as they are; empty cells are null."""
    with duckdb.connect() as connection:
        connection.read_csv(str(text), header=True, all_varchar=True, sep=",", quotechar='"').write_parquet(
            str(path), compression="zstd", row_group_size=100_000
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Write an invented event file that is shaped like one of ACLED's."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="is overwritten if it exists")
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many rows  [default: 1000000]")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other events  [default: 1]")
    parser.add_argument("--errors", action="store_true", help="with defects, told in FILE.truth.csv")
    parser.add_argument("--structural", action="store_true", help="defects that break rows and bytes, too")
    parser.add_argument("--format", choices=FORMATS, default="csv")
    parser.add_argument("--gzip", action="store_true", help="compress the text")
    parser.add_argument(
        "--columns", type=int, choices=(len(ACLED_COLUMNS), len(COLUMNS)), default=len(ACLED_COLUMNS),
        help="ACLED's, or dateline's own as well  [default: 31]",
    )  # fmt: skip
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="how many make rows at a time"
    )
    asked = parser.parse_args()
    order = Order(
        rows=asked.rows,
        seed=asked.seed,
        errors=asked.errors or asked.structural,
        structural=asked.structural,
        format=asked.format,
        columns=asked.columns,
        gzip=asked.gzip,
    )
    try:
        write(asked.file, order, asked.processes)
    except (TooMany, ValueError) as problem:
        parser.error(str(problem))


if __name__ == "__main__":
    main()
