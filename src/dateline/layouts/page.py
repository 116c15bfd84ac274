"""The table of layouts in docs/layouts.md, made from the layouts themselves."""

from __future__ import annotations

from pathlib import Path

from dateline.layouts.catalogue import layouts
from dateline.layouts.model import Layout

PAGE = "docs/layouts.md"
BEGIN, END = "<!-- layouts -->", "<!-- end of layouts -->"


def table() -> str:
    """The table, in Markdown."""
    rows = [
        "| layout | what it is | known by | not used | rules |",
        "|---|---|---|---|---|",
        *map(_row, layouts().values()),
    ]
    return "\n".join(rows)


def updated(text: str) -> str:
    """`text` of the page with the table as it is now."""
    before, rest = text.split(BEGIN, 1)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.split(END, 1)[1]}"


def _row(layout: Layout) -> str:
    known = ", ".join(f"`{name}`" for name in layout.signature)
    if not layout.has_header:
        known = f"no header, {layout.width} columns, what stands in {known}"
    if layout.most:
        known += f"; one of {', '.join(f'`{name}`' for name in layout.most)}"
    if layout.without:
        known += f"; not {', '.join(f'`{name}`' for name in layout.without)}"
    unused = sum(1 for column in layout.columns.values() if column.unused)
    silent = ", ".join(f"{code} {how}" for code, how in sorted(layout.rules.items()))
    used = f"{unused} of {len(layout.columns)}" if unused else layout.others or ""
    return f"| `{layout.name}` | {layout.title} | {known} | {used} | {silent} |"


if __name__ == "__main__":
    path = Path(PAGE)
    path.write_text(updated(path.read_text(encoding="utf-8")), encoding="utf-8")
