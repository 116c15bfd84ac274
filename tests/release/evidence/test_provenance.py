"""Where events come from, in the terms of PROV-O."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from datetime import date

import pytest
import rdflib
from prov.model import ProvActivity, ProvAgent, ProvAssociation, ProvDocument, ProvEntity
from rdflib import DC, PROV, RDF, RDFS

from dateline.release.evidence import iris, provenance

# rdflib's own reader of JSON-LD, and prov's of graphs, use what rdflib is about to drop
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:prov"
)

IDS = """
    CREATE TABLE ids AS SELECT * FROM (VALUES
        ('told-twice', 'merged', 'al-mayadin-retaken-2017-10-14', 'Told twice.', 'one', DATE '2026-11-23'),
        ('wrong-day', 'succeeded', 'al-mayadin-retaken-2017-10-14', 'Day.', 'someone', DATE '2026-11-24'),
        ('wrong-place', 'succeeded', 'wrong-day', 'Place.', 'maintainers', DATE '2026-11-23'),
        ('nothing', 'tombstone', NULL, 'It was no event.', 'maintainers', DATE '2026-11-23')
    ) AS ids (event_key, status, successor_key, reason, decided_by, decided_at)
"""
CLASSES = {
    PROV.used: (PROV.Activity, PROV.Entity),
    PROV.wasAssociatedWith: (PROV.Activity, PROV.Agent),
    PROV.wasInformedBy: (PROV.Activity, PROV.Activity),
    PROV.qualifiedAssociation: (PROV.Activity, PROV.Association),
    PROV.agent: (PROV.Association, PROV.Agent),
    PROV.hadRole: (PROV.Association, PROV.Role),
    PROV.wasGeneratedBy: (PROV.Entity, PROV.Activity),
    PROV.wasInvalidatedBy: (PROV.Entity, PROV.Activity),
    PROV.wasDerivedFrom: (PROV.Entity, PROV.Entity),
    PROV.wasQuotedFrom: (PROV.Entity, PROV.Entity),
    PROV.wasRevisionOf: (PROV.Entity, PROV.Entity),
    PROV.hadPrimarySource: (PROV.Entity, PROV.Entity),
    PROV.alternateOf: (PROV.Entity, PROV.Entity),
    PROV.hadMember: (PROV.Collection, PROV.Entity),
    PROV.wasAttributedTo: (PROV.Entity, PROV.Agent),
}
"""Domain and range of every property that we use, as PROV-O gives them."""
BROADER = {
    PROV.SoftwareAgent: PROV.Agent,
    PROV.Person: PROV.Agent,
    PROV.Organization: PROV.Agent,
    PROV.Collection: PROV.Entity,
}
APART = (PROV.Entity, PROV.Activity, PROV.Association)
"""Nothing is two of these (PROV-CONSTRAINTS, constraints 54 and 55)."""
DERIVED = (PROV.wasDerivedFrom, PROV.wasQuotedFrom, PROV.hadPrimarySource, PROV.wasRevisionOf)


@pytest.fixture
def file(connection, release, tmp_path):
    """The provenance of the reference project, with keys that were retired."""
    connection.execute(IDS)
    connection.execute(
        "CREATE TABLE addressed AS SELECT * REPLACE ('https://example.org/a' AS url) FROM sources"
    )
    connection.execute("CREATE OR REPLACE VIEW sources AS FROM addressed")
    provenance.write(connection, tmp_path / "provenance.jsonld", release)
    return tmp_path / "provenance.jsonld"


@pytest.fixture
def graph(file):
    """As triples."""
    return rdflib.Graph().parse(file, format="json-ld")


@pytest.fixture
def named(release):
    """What something of the release is called."""
    return lambda kind, name="": rdflib.URIRef(f"{iris.release(release)}#{iris.local(kind, name)}")


def types(graph, node):
    """The classes of a node, and those that they are parts of."""
    found = set(graph.objects(node, RDF.type))
    return found | {BROADER[one] for one in found if one in BROADER}


def broken(graph) -> list[str]:
    """What of PROV-O and PROV-CONSTRAINTS does not hold."""
    found = []
    for subject, predicate, value in graph:
        if str(predicate).startswith(str(PROV)) and predicate != PROV.value:
            if predicate not in CLASSES:
                found.append(f"{predicate} is none that we know")
                continue
            domain, kind = CLASSES[predicate]
            found += [f"{subject} of {predicate} is no {domain}"] * (domain not in types(graph, subject))
            found += [f"{value} of {predicate} is no {kind}"] * (kind not in types(graph, value))
    for node in set(graph.subjects()):
        found += [f"{node} is two things"] * (len(types(graph, node) & set(APART)) > 1)
        for once in (PROV.wasGeneratedBy, PROV.wasInvalidatedBy):  # constraints 24 and 25
            found += [f"{node} twice {once}"] * (len(set(graph.objects(node, once))) > 1)
        found += [f"{node} is from itself"] * (node in set(origins(graph, node)))
    for later, earlier in graph.subject_objects(PROV.wasInformedBy):
        days = [str(graph.value(one, DC.date) or "") for one in (earlier, later)]
        found += [f"{later} is before {earlier}"] * (all(days) and days != sorted(days))
    return found


def origins(graph, node):
    """All that something was derived from, however far back."""
    ahead, seen = [node], set()
    while ahead:
        one = ahead.pop()
        for predicate in DERIVED:
            for origin in graph.objects(one, predicate):
                if origin not in seen:
                    seen.add(origin)
                    ahead.append(origin)
                    yield origin


def test_the_constraints_of_prov_hold(graph):
    assert len(graph) > 500
    assert broken(graph) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda graph, named: graph.add((named("publishing"), PROV.used, named("program"))),
        lambda graph, named: graph.add(
            (named("event", "DLS-E8J7BJKGHW"), PROV.wasGeneratedBy, named("publishing"))
        ),
        lambda graph, named: graph.remove((named("program"), RDF.type, None)),
        lambda graph, named: graph.add((named("conversion"), RDF.type, PROV.Entity)),
        lambda graph, named: graph.set(
            (named("checking", "trtworld-2017-10-14-al-mayadeen"), DC.date, rdflib.Literal("2001-01-01"))
        ),
        lambda graph, named: graph.add(
            (named("key", "wrong-place"), PROV.wasRevisionOf, named("key", "wrong-day"))
        ),
    ],
)
def test_the_constraints_can_be_broken(graph, named, spoil):
    spoil(graph, named)
    assert broken(graph)


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # prov reads a graph by what rdflib is about to drop
def test_the_library_prov_reads_it(file):
    with pytest.warns(UserWarning, match="not converted") as told:  # prov has no record for a role by itself
        document = ProvDocument.deserialize(str(file), format="rdf", rdf_format="json-ld")
    lost = [str(one.message) for one in told if one.category is UserWarning]
    assert [re.findall(r"#([^']*)", one) for one in lost] == [["role/coder", "role/checker"]]
    count = Counter(type(one) for one in document.get_records())
    # 57 claims, 50 quotations, 5 events, 2 texts, an address, 4 retired keys, 2 origins and the release
    assert count[ProvEntity] == 57 + 50 + 5 + 2 + 1 + 4 + 2 + 1
    assert count[ProvActivity] == 2 + 2 + 2 + 4  # conversion and publishing, codings, checks, decisions
    assert count[ProvAgent] == 5  # the program, maintainers, two who decided, and who made it
    roles = {str(one.get_attribute("prov:role")) for one in document.get_records(ProvAssociation)}
    assert any("coder" in one for one in roles) and any("checker" in one for one in roles)


def test_a_cell_can_be_followed_to_its_text(graph, named, connection):
    rows = connection.execute(
        "SELECT c.event_id, c.claim_id, c.value, c.field, c.basis, e.evidence_id, s.text_sha256 "
        "FROM claims c JOIN evidence e USING (claim_id) JOIN sources s ON s.source_id = e.source_id "
        "WHERE c.accepted"
    ).fetchall()
    assert rows
    for event_id, claim_id, value, field, basis, evidence_id, sha256 in rows:
        claim, quotation = named("claim", claim_id), named("quotation", evidence_id)
        text = rdflib.URIRef(iris.text(sha256))
        assert (named("event", event_id), PROV.wasDerivedFrom, claim) in graph
        assert (claim, PROV.wasDerivedFrom, quotation) in graph
        assert (claim, PROV.hadPrimarySource, text) in graph
        assert (quotation, PROV.wasQuotedFrom, text) in graph
        assert [str(graph.value(claim, one)) for one in (PROV.value, DC.subject, DC.type)] == [
            value,
            field,
            basis,
        ]


def test_claims_that_were_not_accepted_are_there_and_no_event_comes_of_them(
    connection, release, tmp_path, named
):
    refused = "DLS-4QNHQQ0SD3/unstated-2017-10-14-al-mayadeen/actor1"
    connection.execute(
        f"CREATE TABLE refused AS SELECT * REPLACE (accepted AND claim_id <> '{refused}' AS accepted) "
        "FROM claims"
    )
    connection.execute("CREATE OR REPLACE VIEW claims AS FROM refused")
    provenance.write(connection, tmp_path / "p", release)
    graph = rdflib.Graph().parse(tmp_path / "p", format="json-ld")
    claim = named("claim", refused)
    assert PROV.Entity in types(graph, claim)
    assert not list(graph.subjects(PROV.wasDerivedFrom, claim))


def test_defaults_come_from_the_conversion_and_from_no_text(graph, named):
    claim = named("claim", "DLS-4QNHQQ0SD3/default/fatalities")
    assert graph.value(claim, PROV.wasGeneratedBy) == named("conversion")
    assert not list(origins(graph, claim))


def test_coder_and_checker_have_their_roles_and_days(graph, named):
    for activity, role in (("coding", "coder"), ("checking", "checker")):
        node = named(activity, "trtworld-2017-10-14-al-mayadeen")
        association = graph.value(node, PROV.qualifiedAssociation)
        assert graph.value(association, PROV.hadRole) == named("role", role)
        assert graph.value(association, PROV.agent) == named("agent", "maintainers")
        assert graph.value(node, DC.date).toPython() == date(2026, 11, 22)


def test_what_became_of_retired_keys(graph, named):
    event = named("event", "DLS-E8J7BJKGHW")
    assert str(graph.value(event, RDFS.label)) == "al-mayadin-retaken-2017-10-14"
    assert (named("key", "told-twice"), PROV.alternateOf, event) in graph
    assert (event, PROV.wasRevisionOf, named("key", "wrong-day")) in graph
    assert (named("key", "wrong-day"), PROV.wasRevisionOf, named("key", "wrong-place")) in graph
    decision = graph.value(named("key", "nothing"), PROV.wasInvalidatedBy)
    assert str(graph.value(decision, DC.description)) == "It was no event."
    assert graph.value(decision, PROV.wasAssociatedWith) == named("agent", "maintainers")
    assert not list(graph.objects(named("key", "nothing"), PROV.alternateOf))


def test_the_release_is_a_collection_of_its_events_that_the_program_published(graph, release, named):
    name = rdflib.URIRef(iris.release(release))
    assert len(list(graph.objects(name, PROV.hadMember))) == 5
    publishing = graph.value(name, PROV.wasGeneratedBy)
    agent = graph.value(publishing, PROV.wasAssociatedWith)
    assert PROV.SoftwareAgent in types(graph, agent)
    assert str(graph.value(agent, RDFS.label)) == "dateline 0.1.0"
    assert graph.value(publishing, DC.date).toPython() == release.released
    assert (name, PROV.wasAttributedTo, named("contributor", "dateline maintainers")) in graph


def test_quotations_are_the_targets_of_the_annotations(graph, connection, release, tmp_path):
    from dateline.release.evidence import annotations

    annotations.write(connection, tmp_path / "a", release)
    items = json.loads((tmp_path / "a").read_text(encoding="utf-8"))["first"]["items"]
    for one in items:
        assert graph.value(rdflib.URIRef(one["target"]["id"]), PROV.wasQuotedFrom) is not None


def test_the_same_tables_give_the_same_bytes(connection, release, tmp_path):
    provenance.write(connection, tmp_path / "a", release)
    for table in ("claims", "evidence", "sources", "events"):
        connection.execute(f"CREATE TABLE turned_{table} AS FROM {table} ORDER BY hash(COLUMNS(*)::VARCHAR)")
        connection.execute(f"CREATE OR REPLACE VIEW {table} AS FROM turned_{table}")
    provenance.write(connection, tmp_path / "b", release)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_names_come_from_the_doi_if_there_is_one(connection, release, tmp_path):
    provenance.write(connection, tmp_path / "p", dataclasses.replace(release, doi="10.5281/zenodo.1"))
    document = json.loads((tmp_path / "p").read_text(encoding="utf-8"))
    assert document["@context"]["r"] == "https://doi.org/10.5281/zenodo.1#"
