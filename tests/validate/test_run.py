"""What of a package is judged when a part of it cannot be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Copy

EVIDENCE = "datasets/evidence.csv"
QUOTATIONS = {"P010", "P011", "P012", "P013", "P014", "P015"}


@pytest.mark.parametrize(
    "exceptions", [b"fingerprint,rule\n", b"\xff\n", b'fingerprint,rule,record,reason,reviewer,expires\n"x\n']
)
def test_quotations_are_compared_whatever_is_wrong_with_the_exceptions(
    reference: Copy, exceptions: bytes
) -> None:
    (reference / "validators").mkdir()
    reference.write("validators/exceptions.csv", exceptions)
    reference.replace(EVIDENCE, ",2078,2154\n", ",2079,2154\n")

    ran = reference.judge("validate")

    assert "P012" in ran.rules
    assert ran.records[-1]["rules"]["not_run"].keys().isdisjoint(QUOTATIONS)


def test_quotations_are_compared_though_a_record_of_the_events_cannot_be_read(reference: Copy) -> None:
    reference.write("datasets/events.csv", reference.text("datasets/events.csv") + '"open')
    reference.replace(EVIDENCE, ",2078,2154\n", ",2079,2154\n")

    ran = reference.judge("validate")

    assert {"S002", "P012"} <= set(ran.rules)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda text: text + '"open', "cannot be read to its end"),
        (lambda text: text.replace("exact", "words", 1), "has another header"),
        (None, "is not there"),
    ],
)
@pytest.mark.slow
def test_quotations_that_cannot_be_read_are_said_to_be_not_compared(
    reference: Copy, broken: Callable[[str], str] | None, reason: str
) -> None:
    if broken:
        reference.write(EVIDENCE, broken(reference.text(EVIDENCE)))
    else:
        (reference / EVIDENCE).unlink()

    said = f"comparing quotations needs {EVIDENCE}, which {reason}"
    not_run = reference.judge("validate").records[-1]["rules"]["not_run"]
    assert {code for code, why in not_run.items() if why == said} == QUOTATIONS
    assert f"Not run ({said}): P010, " in reference.run("validate").out


@pytest.mark.parametrize(("column", "compared"), [("exact", True), ("words", False)])
def test_a_table_of_quotations_that_the_descriptor_leaves_out(
    reference: Copy, column: str, compared: bool
) -> None:
    descriptor = json.loads(reference.text(reference.descriptor))
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] != "left_out"]
    reference.write(reference.descriptor, json.dumps(descriptor))
    reference.replace("datasets/left_out.csv", "exact", column)

    ran = reference.judge("validate")

    assert ("P012" in ran.records[-1]["rules"]["not_run"]) is not compared
