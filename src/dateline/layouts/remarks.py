"""What is told of a file whose columns are not written as its layout has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.engine.table_file import Remark
from dateline.layouts.date_forms import Form
from dateline.layouts.mapping import Observed
from dateline.layouts.swaps import Swap

PLAIN = ("iso", "iso-time")
"""Forms that everybody reads as the same day."""
HEADER = 1
"""The line at which a finding about a whole column points."""


def of_swap(swap: Swap, positions: Mapping[str, int], header: Sequence[str]) -> Remark:
    """Two columns that are swapped; `positions` as the header has them."""
    one, other = (header[positions[name]] for name in swap)
    return Remark("swapped_columns", one, other, HEADER, one)


def of_dates(observed: Observed, positions: Mapping[str, int], header: Sequence[str]) -> Iterator[Remark]:
    """Columns whose dates are in other forms than YYYY-MM-DD: one remark a column and kind of form."""
    for name, decision in observed.dates.items():
        if decision.halved:
            yield Remark("half_converted", decision.example["dmy"], "", HEADER, header[positions[name]])
        kinds: dict[str, list[Form]] = {}
        for form in decision.forms:
            if form.name not in PLAIN:
                kinds.setdefault(_kind(form), []).append(form)
        for kind, forms in kinds.items():
            shown = "; ".join(form.shown for form in forms)
            yield Remark(kind, decision.example[forms[0].name], shown, HEADER, header[positions[name]])


def _kind(form: Form) -> str:
    if form.epoch is not None:
        return "day_numbers"
    return "short_years" if form.short else "date_form"
