"""Great Expectations on a pandas frame in memory: one suite, with the index of every unexpected row."""

from __future__ import annotations

import os

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import pandas as pd
from exchange import Field, asked, constraint, tell
from great_expectations import expectations as gxe

DAY = "%Y-%m-%d"
FORMS = {
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "integer": r"^[+-]?[0-9]+$",
    "number": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$",
}


def read(path: str, fields: list[Field]) -> pd.DataFrame:
    """Cells as text, an empty one as null; beside them the values of other types."""
    frame = pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
    typed = {}
    for field in fields:
        if field["type"] == "string":
            continue
        cells = frame[field["name"]]
        if field["type"] == "date":
            values = pd.to_datetime(cells, format=DAY, errors="coerce")
        else:
            values = pd.to_numeric(cells.where(cells.str.fullmatch(FORMS[field["type"]])), errors="coerce")
        typed[f"{field['name']}_value"] = values
    return pd.concat([frame, pd.DataFrame(typed)], axis=1)


def expectations(field: Field) -> list[tuple[str, gxe.Expectation]]:
    """What is expected of a field."""
    name, kind = field["name"], field["type"]
    found: list[tuple[str, gxe.Expectation]] = []
    value = name if kind == "string" else f"{name}_value"
    if kind != "string":
        found.append(("type", gxe.ExpectColumnValuesToMatchRegex(column=name, regex=FORMS[kind])))
    if kind == "date":
        found.append(("type", gxe.ExpectColumnValuesToMatchStrftimeFormat(column=name, strftime_format=DAY)))
    if constraint(field, "required"):
        found.append(("required", gxe.ExpectColumnValuesToNotBeNull(column=name)))
    if constraint(field, "unique"):
        found.append(("unique", gxe.ExpectColumnValuesToBeUnique(column=name)))
    if allowed := constraint(field, "enum"):
        found.append(("list", gxe.ExpectColumnValuesToBeInSet(column=name, value_set=allowed)))
    if pattern := constraint(field, "pattern"):
        found.append(("pattern", gxe.ExpectColumnValuesToMatchRegex(column=name, regex=pattern)))
    lengths = constraint(field, "minLength"), constraint(field, "maxLength")
    if any(lengths):
        expected = gxe.ExpectColumnValueLengthsToBeBetween(
            column=name, min_value=lengths[0], max_value=lengths[1]
        )
        found.append(("length", expected))
    limits = [constraint(field, "minimum"), constraint(field, "maximum")]
    if kind == "date":
        limits = [limit and pd.Timestamp(limit).to_pydatetime() for limit in limits]
    if any(limit is not None for limit in limits):
        expected = gxe.ExpectColumnValuesToBeBetween(column=value, min_value=limits[0], max_value=limits[1])
        found.append(("range", expected))
    return [(f"{check} {name}", one) for check, one in found]


def main() -> None:
    """The command line."""
    what = asked()
    frame = read(str(what.path), list(what.fields))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    batches = context.data_sources.add_pandas("pandas").add_dataframe_asset("events")
    batch = batches.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite("equal")
    for field in what.fields:
        for check, expectation in expectations(field):
            expectation.meta = {"check": check}
            suite.add_expectation(expectation)
    result = batch.validate(
        suite, result_format={"result_format": "COMPLETE", "include_unexpected_rows": False}
    )
    found: dict[str, set[int]] = {}
    for one in result.results:
        if one.exception_info and one.exception_info.get("raised_exception"):
            raise RuntimeError(one.exception_info)
        rows = one.result.get("unexpected_index_list") or []
        found.setdefault(one.expectation_config.meta["check"], set()).update(row + 1 for row in rows)
    tell(what.answer, found)


if __name__ == "__main__":
    main()
