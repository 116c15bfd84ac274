"""GeoJSON (RFC 7946): the events, a feature each, in one collection. The numbers NaN and infinity, which JSON
does not know, are null."""

from __future__ import annotations

import json
from pathlib import Path

from dateline import package
from dateline.engine.table_file import identifier, literal
from dateline.package import Descriptor
from dateline.release.formats import points
from dateline.release.formats.content import EVENTS, Content, Output, Relation, place

PATH = "formats/events.geojson"
_POINT = f"{{'type': 'Point', 'coordinates': [{points.LONGITUDE}, {points.LATITUDE}]}}"


def write(content: Content, folder: Path) -> list[Output]:
    """`formats/events.geojson`, a line for each event; nothing of a package without events on a map."""
    events = content.relations.get(EVENTS)
    if events is None or not points.are_in(events):
        return []
    # DuckDB writes JSON by the same means: a CSV file of one column, with nothing quoted.
    content.run(
        events,
        f"COPY (SELECT to_json(feature) FROM ({_features(events)}) AS feature) "
        f"TO {literal(str(place(folder, PATH)))} "
        "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '', "
        f"PREFIX {literal(_beginning(content, events))}, NEW_LINE ',\n', SUFFIX '\n]}}\n')",
    )
    return [Output(PATH, events.title, "application/geo+json", "GeoJSON", EVENTS)]


def _beginning(content: Content, events: Relation) -> str:
    at = (points.LONGITUDE, points.LATITUDE)
    corners = ", ".join(f"{most}({one})" for most in ("min", "max") for one in at)
    [box] = content.run(events, f"SELECT {corners} FROM ({events.typed}) WHERE {points.KNOWN}")
    said = "" if None in box else f'"bbox":{json.dumps(box)},'
    return f'{{"type":"FeatureCollection",{said}"features":[\n'


def _features(events: Relation) -> str:
    cells = ", ".join(f"{identifier(one['name'])} := {_value(one)}" for one in events.table.fields)
    key = events.table.key
    named = f", {identifier(key[0])} AS id" if len(key) == 1 else ""
    return (
        f"SELECT 'Feature' AS type{named}, CASE WHEN {points.KNOWN} THEN {_POINT} END AS geometry, "
        f"struct_pack({cells}) AS properties FROM ({events.typed})"
    )


def _value(field: Descriptor) -> str:
    name, kind = identifier(field["name"]), package.type_of(field)
    return f"CASE WHEN isfinite({name}) THEN {name} END" if kind == "DOUBLE" else name
