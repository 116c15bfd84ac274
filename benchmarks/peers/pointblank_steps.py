"""pointblank: a step for each check of a polars frame; failing rows extracted, checked tables not kept."""

from __future__ import annotations

import in_polars
import pointblank as pb
from exchange import asked, constraint, tell


def main() -> None:
    """The command line."""
    what = asked()
    frame = in_polars.scan(what.path, what.fields).drop(in_polars.ROW).collect()
    plan = pb.Validate(frame)
    steps: list[str] = []
    for field in what.fields:
        name, text = field["name"], in_polars.text(field)
        before = len(steps)
        if name != text:
            plan = plan.col_vals_expr(in_polars.parsed(field))
            steps.append("type")
        if constraint(field, "required"):
            plan = plan.col_vals_not_null(text)
            steps.append("required")
        if constraint(field, "unique"):
            plan = plan.rows_distinct(text)
            steps.append("unique")
        if allowed := constraint(field, "enum"):
            plan = plan.col_vals_in_set(name, [*allowed, None])
            steps.append("list")
        if pattern := constraint(field, "pattern"):
            plan = plan.col_vals_regex(name, pattern, na_pass=True)
            steps.append("pattern")
        least, most = constraint(field, "minLength"), constraint(field, "maxLength")
        if least or most:
            plan = plan.col_vals_str_len(name, min_val=least, max_val=most, na_pass=True)
            steps.append("length")
        low, high = in_polars.limits(field)
        if low is not None:
            plan = plan.col_vals_ge(name, low, na_pass=True)
            steps.append("range")
        if high is not None:
            plan = plan.col_vals_le(name, high, na_pass=True)
            steps.append("range")
        steps[before:] = [f"{step} {name}" for step in steps[before:]]
    plan = plan.interrogate(collect_tbl_checked=False, extract_limit=frame.height)
    found: dict[str, set[int]] = {}
    for step, extract in plan.get_data_extracts().items():
        if extract is not None:
            found.setdefault(steps[step - 1], set()).update(extract["_row_num_"])
    tell(what.answer, found)


if __name__ == "__main__":
    main()
