"""One file of events by itself: recognised, and made ready to be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dateline.engine import around, containers, encodings, table_file
from dateline.engine.judge import Input
from dateline.engine.table_file import Format, Remark, TableFile
from dateline.errors import CallError
from dateline.layouts import headless, mapping, mapping_file, remarks, swaps
from dateline.layouts.mapping import Observed
from dateline.layouts.model import Layout, Sources
from dateline.layouts.recognition import Candidate, Recognised, Unrecognised, recognise
from dateline.layouts.sample import sample_of
from dateline.rules import settings
from dateline.rules.settings import Settings
from dateline.validate.reading import Reading

FEW = 8
"""Names that a message lists."""
LIKELY = 2
"""Columns that a proposal names at least: one alone means nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a file that it does not say itself."""

    mapping: Path | None = None
    """File with the layout and what its columns are called."""
    dates: tuple[str, ...] = ()
    """How its dates are to be read: `date_forms.CHOICES`."""


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Foreign:
    """A file that is ready to be judged."""

    input: Input
    settings: Settings
    """The rules as they hold in its layout."""
    reading: Reading
    proposal: str = ""
    """A mapping for columns whose names are nearly those of the layout, as text to save."""
    sources: Sources | None = None
    """How the file names its sources, if it does."""
    sources_in: str | None = None
    """The internal column with them."""


def opened(path: Path, folder: Path, as_of: date, told: Told) -> Foreign:
    """Recognise a file of events. `folder` takes copies. CallError if it cannot be judged at all."""
    if not path.exists():
        raise CallError(f"{path} is not there.")
    if path.is_dir():
        raise CallError(f"{path} is a folder without a datapackage.json.")
    shown = path.as_posix()
    file = containers.opened(path, shown, folder)
    file = file or table_file.opened(path, shown, folder, encoding=encodings.guess)
    if file.fault:
        raise CallError(f"{path} cannot be judged: {file.fault.note}.")
    if file.encoding in encodings.NAMES:
        file = replace(file, remarks=(encodings.remark(file),))
    said = mapping_file.read(told.mapping) if told.mapping else None
    if file.format is Format.csv:
        file = around.within(file, said.fits if said else _is_known)
    recognised = said.of(file.header) if said else recognise(file.header)
    if isinstance(recognised, Unrecognised) and (headless_file := headless.within(file)):
        file, recognised = headless_file
    if isinstance(recognised, Unrecognised):
        likely = around.within(file, _is_likely) if file.format is Format.csv else file
        raise CallError(_unrecognised(likely, _nearest(likely.header)))
    layout, columns = recognised.layout, recognised.columns
    sample = sample_of(file)
    if swap := swaps.found(layout, columns, sample):
        file = replace(file, remarks=(*file.remarks, remarks.of_swap(swap, columns, file.header)))
        columns = swaps.righted(columns, swap)
    if not any(map(any, sample)):
        file = replace(file, remarks=(*file.remarks, Remark("no_rows", "", "")))
    observed = mapping.observe(file, layout, columns, sample, as_of=as_of, chosen=told.dates)
    file = replace(file, remarks=(*file.remarks, *remarks.of_dates(observed, columns, file.header)))
    translation = mapping.translation(layout, columns, observed, file.header, as_of)
    alike = {column: name for name, column in recognised.proposal.items()}
    given = Input("events", file, mapping.schema(layout, observed), translation=translation, alike=alike)
    foreign = Foreign(
        given,
        settings.of_layout(layout.rules),
        _reading(recognised, observed),
        mapping_file.text(Candidate(layout, (), recognised.proposal)) if recognised.proposal else "",
    )
    if layout.sources and layout.sources.column in columns:
        return replace(foreign, sources=layout.sources, sources_in=f"c{columns[layout.sources.column]}")
    return foreign


def _is_known(header: Sequence[str]) -> bool:
    return isinstance(recognise(header), Recognised)


def _is_likely(header: Sequence[str]) -> bool:
    """Whether so many names are near to those of a layout that a mapping can be proposed."""
    return any(len(one.proposal) >= LIKELY for one in _nearest(header))


def _nearest(header: Sequence[str]) -> Sequence[Candidate]:
    found = recognise(header)
    return found.nearest if isinstance(found, Unrecognised) else ()


def _reading(recognised: Recognised, observed: Observed) -> Reading:
    layout = recognised.layout
    unused = [name for name in recognised.columns if layout.columns[name].unused]
    extra = () if layout.others else recognised.extra
    return Reading(
        layout=layout.title,
        missing=recognised.missing,
        unused=(*filter(None, [recognised.index]), *unused, *extra),
        more_unused=len(recognised.extra) - len(extra),
        renamed={column: name for name, column in recognised.renamed.items()},
        assumed=tuple(_assumed(layout, observed)),
    )


def _assumed(layout: Layout, observed: Observed) -> Iterator[str]:
    uniform = [
        name for name in layout.columns if name in observed.translated and layout.columns[name].uniform
    ]
    if uniform:
        yield f"codes or words of other years were translated in {', '.join(uniform)}"
    for name, pattern in observed.patterns.items():
        if pattern == layout.columns[name].otherwise:
            yield f"the ids in {name} have a form of their own, and only gaps in them are told"


def _unrecognised(file: TableFile, nearest: Sequence[Candidate]) -> str:
    names = ", ".join(file.header[:FEW]) + (" …" if len(file.header) > FEW else "")
    lines = [f"{file.shown} is no file of events that dateline knows. Its columns: {names}", "Nearest are:"]
    for candidate in nearest:
        lacking = [name for name in candidate.lacking if name not in candidate.proposal]
        shown = ", ".join(lacking[:FEW]) + (f" and {len(lacking) - FEW} more" if len(lacking) > FEW else "")
        lines.append(f"  {candidate.layout.title} ({candidate.layout.name}): lacks {shown or 'nothing'}")
    proposed = max(nearest, key=lambda candidate: len(candidate.proposal), default=None)
    if proposed and len(proposed.proposal) >= LIKELY:
        lines += ["If its columns mean this, save it (corrected) as a file and give that with --mapping:", ""]
        lines += [f"  {line}" for line in mapping_file.text(proposed).splitlines()]
    else:
        lines.append("Say what its columns mean with --mapping; docs/layouts.md tells how.")
    return "\n".join(lines)
