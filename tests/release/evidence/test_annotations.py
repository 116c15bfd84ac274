"""Quotations as W3C Web Annotations."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib

from dateline.release.evidence import annotations

# rdflib's own reader of JSON-LD uses what rdflib is about to drop
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

HERE = Path(__file__).parent
TERMS = json.loads((HERE / "terms.json").read_text(encoding="utf-8"))
"""The terms that we use of http://www.w3.org/ns/anno.jsonld, as it defines them."""
EVIDENCE = "DLS-4QNHQQ0SD3/unstated-2017-10-14-al-mayadeen/actor1#1"
ADDRESS = "https://example.org/2017/al-mayadeen"
ARCHIVED = f"https://archive.example.org/{ADDRESS}"


def replace(connection, table, columns):
    """Put a copy of a table with other values in its place."""
    connection.execute(f"CREATE TABLE other_{table} AS SELECT * REPLACE ({columns}) FROM {table}")
    connection.execute(f"CREATE OR REPLACE VIEW {table} AS FROM other_{table}")


@pytest.fixture
def written(connection, release, tmp_path):
    """Write them, and read them as JSON."""

    def write(of=release) -> dict[str, Any]:
        annotations.write(connection, tmp_path / "annotations.jsonld", of)
        return json.loads((tmp_path / "annotations.jsonld").read_text(encoding="utf-8"))

    return write


def of_evidence(document, evidence_id=EVIDENCE):
    """The annotation of one row."""
    name = evidence_id.replace("#", "%23")
    return next(one for one in document["first"]["items"] if one["id"].endswith(f"#annotation/{name}"))


def keys(node):
    """Every key of a document."""
    if isinstance(node, dict):
        yield from node
        for value in node.values():
            yield from keys(value)
    elif isinstance(node, list):
        for value in node:
            yield from keys(value)


def conforms(document) -> tuple[bool, str]:
    """Whether the shapes hold of a document, expanded without the network."""
    graph = rdflib.Graph()
    graph.parse(data=json.dumps({**document, "@context": TERMS}), format="json-ld")
    holds, _, said = pyshacl.validate(
        graph, shacl_graph=str(HERE / "annotations.ttl"), shacl_graph_format="turtle"
    )
    return holds, said


def test_the_annotations_keep_to_the_model(written):
    document = written()
    assert document["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert set(keys(document)) - {"@context"} <= set(TERMS)
    holds, said = conforms(document)
    assert holds, said


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one["target"]["selector"][1].update(start=9_999_999),
        lambda one: one["target"]["selector"][1].pop("end"),
        lambda one: one["target"]["selector"][0].pop("exact"),
        lambda one: one["target"].pop("source"),
        lambda one: one.pop("target"),
        lambda one: one["body"][1].pop("value"),
        lambda one: one.pop("motivation"),
        lambda one: one.pop("id"),
    ],
)
def test_the_shapes_refuse_what_does_not(written, spoil):
    document = written()
    spoil(document["first"]["items"][0])
    assert not conforms(document)[0]


def test_one_annotation_stands_for_each_row_and_every_row_is_told(written, connection):
    document = written()
    rows = connection.execute(
        'SELECT evidence_id, "exact", prefix, suffix, "start", "end", field, value, event_id, text_sha256 '
        "FROM evidence e JOIN claims c USING (claim_id) JOIN sources s ON s.source_id = e.source_id"
    ).fetchall()
    assert document["total"] == len(document["first"]["items"]) == len(rows) == 50
    for evidence_id, exact, prefix, suffix, start, end, field, value, event_id, sha256 in rows:
        one = of_evidence(document, evidence_id)
        event, tag, described = one["body"]
        assert event["source"].endswith(f"#event/{event_id}") and event["purpose"] == "identifying"
        assert (tag["value"], tag["purpose"]) == (field, "tagging")
        assert (described["value"], described["purpose"]) == (value, "describing")
        assert one["target"]["selector"] == [
            {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
            {"type": "TextPositionSelector", "start": start, "end": end},
        ]
        assert one["creator"]["nickname"] == "maintainers"
        name, _, digest = one["target"]["source"].partition(";")
        assert name == "ni:///sha-256"  # RFC 6920
        assert base64.urlsafe_b64decode(f"{digest}=").hex() == sha256


def test_the_source_is_its_address_and_the_state_the_text_that_was_coded(written, connection):
    replace(connection, "sources", f"'{ADDRESS}' AS url, '{ARCHIVED}' AS archive_url")
    target = of_evidence(written())["target"]
    assert target["source"] == ADDRESS
    assert target["state"]["type"] == "TimeState"
    assert target["state"]["cached"][0] == ARCHIVED
    assert target["state"]["cached"][1].startswith("ni:///sha-256;")
    assert conforms(written())[0]


def test_an_archived_copy_alone_is_the_source(written, connection):
    replace(connection, "sources", f"'{ARCHIVED}' AS archive_url")
    target = of_evidence(written())["target"]
    assert target["source"] == ARCHIVED
    assert len(target["state"]["cached"]) == 1


def test_a_release_without_words_has_positions_alone(written, connection):
    replace(connection, "evidence", 'NULL AS "exact", NULL AS prefix, NULL AS suffix')
    document = written()
    selectors = [one["target"]["selector"] for one in document["first"]["items"]]
    assert {one["type"] for some in selectors for one in some} == {"TextPositionSelector"}
    assert not {"exact", "prefix", "suffix"} & set(keys(document))
    assert conforms(document)[0]


def test_names_come_from_the_doi_if_there_is_one(written, release):
    assert of_evidence(written())["id"].startswith("urn:uuid:")
    named = dataclasses.replace(release, doi="10.5281/zenodo.1")
    assert of_evidence(written(named))["id"].startswith("https://doi.org/10.5281/zenodo.1#annotation/")


def test_the_same_tables_give_the_same_bytes(connection, release, tmp_path):
    for name in "ab":
        annotations.write(connection, tmp_path / name, release)
    connection.execute("CREATE TABLE turned AS FROM evidence ORDER BY hash(evidence_id)")
    connection.execute("CREATE OR REPLACE VIEW evidence AS FROM turned")
    annotations.write(connection, tmp_path / "c", release)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()
    assert b"\r" not in (tmp_path / "a").read_bytes()


def test_words_with_signs_of_json_stay_as_they_are(written, connection):
    words = 'said "\\\u2028 “x”\n\u0001 \U0001f600'
    connection.execute("CREATE TABLE strange AS FROM evidence")
    connection.execute('UPDATE strange SET "exact" = ?', [words])
    connection.execute("CREATE OR REPLACE VIEW evidence AS FROM strange")
    assert of_evidence(written())["target"]["selector"][0]["exact"] == words


def test_a_release_without_evidence_is_an_empty_collection(written, connection):
    connection.execute("CREATE TABLE none AS FROM evidence LIMIT 0")
    connection.execute("CREATE OR REPLACE VIEW evidence AS FROM none")
    document = written()
    assert document["total"] == 0
    assert document["first"]["items"] == []


def test_the_page_says_how_to_read_the_file_without_the_network(
    written, repository, tmp_path, monkeypatch, release
):
    page = (repository / "docs/metadata.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("evidence").mkdir()
    Path("evidence/annotations.jsonld").write_text(json.dumps(written()), encoding="utf-8")
    Path("anno.jsonld").write_text(json.dumps({"@context": TERMS}), encoding="utf-8")
    space = {"json": json, "Path": Path, "rdflib": rdflib}
    exec(code, space)
    assert len(space["graph"]) > 500
