from __future__ import annotations

import pytest

from dateline.skeleton import datelines
from dateline.skeleton.paragraphs import split

SENTENCE = "Shells hit the centre of Harbour Town."


def read(text: str) -> datelines.Dateline | None:
    return datelines.read(split(text)[0])


@pytest.mark.parametrize(
    ("before", "filed", "agency"),
    [
        ("BEIRUT, Oct 14 (Reuters) - ", "BEIRUT, Oct 14", "Reuters"),
        ("BEIRUT (AFP) — ", "BEIRUT", "AFP"),
        ("Beirut (AFP) - ", "Beirut", "AFP"),
        ("BEIRUT, Lebanon, Oct. 14, 2017 — ", "BEIRUT, Lebanon, Oct. 14, 2017", ""),
        ("DEIR EZ-ZOR, 14 October 2017 (SANA) – ", "DEIR EZ-ZOR, 14 October 2017", "SANA"),
        ("EXAMPLEVILLE – ", "EXAMPLEVILLE", ""),
        ("(Reuters) - ", "", "Reuters"),
    ],
)
def test_datelines(before: str, filed: str, agency: str) -> None:
    text = before + SENTENCE
    found = read(text)
    assert found is not None
    assert (found.filed, found.agency) == (filed, agency)
    assert text[found.span.end :] == SENTENCE
    assert text[slice(*found.agency_span)] == (f"({agency})" if agency else "")


def test_other_scripts_have_datelines_with_an_agency() -> None:
    found = read("بيروت (رويترز) - قال طبيب في المستشفى إن القصف قتل ثلاثة.")
    assert found is not None
    assert (found.filed, found.agency) == ("بيروت", "رويترز")


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "ISIS – which has lost the town – said nothing.",
        "The Syrian Democratic Forces (SDF) - an alliance of fighters - took the bridge.",
        "The US - Turkey talks failed.",
        "Shells (three of them) hit the centre - nobody knows why.",
    ],
)
def test_sentences_with_dashes_have_none(text: str) -> None:
    assert read(text) is None


def test_positions_are_those_of_the_text() -> None:
    text = f"Headline\n\n\u00a0 BEIRUT\u00a0(AFP)\u00a0- {SENTENCE}"
    found = datelines.read(split(text)[1])
    assert found is not None
    assert text[slice(*found.agency_span)] == "(AFP)"
    assert text[found.span.end :] == SENTENCE
    assert found.line == 3
