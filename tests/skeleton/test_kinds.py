from __future__ import annotations

import pytest

from dateline.skeleton.kinds import Kind, kinds
from dateline.skeleton.paragraphs import split

LEAD = "Government and allied forces have taken the town from the rebels, a military source said on Saturday"


def kind(text: str) -> Kind:
    (found,) = kinds(split(text))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "The army said that it had aimed at positions on the river bank.",
        "“We have nothing left,” said a trader who lost two brothers in the shelling of the town.”",
        "Thousands have fled, according to the mayor of the town. (Reporting by A. Roe; Editing by A. Doe)",
        "Did the army aim at the houses? It says that it did not. But who then fired on the market, "
        "and on whose order did they do it?",
        "و قال الجيش إنه استهدف مواقع المسلحين على ضفة النهر ونفى قصف المنازل.",
        "军队在星期六表示他们已经占领了北部的城镇和桥梁。",
        "the mayor of the town said that nobody "
        + "knew what had become of those who went to the river " * 4,
    ],
)
def test_whole_sentences_are_prose(text: str) -> None:
    assert kind(text) is Kind.prose


@pytest.mark.parametrize(
    "text",
    ["He did not elaborate.", "Why did they do this?", "The dead were:", "- two traders", "• one farmer"],
)
def test_short_sentences_and_items_are_remarks(text: str) -> None:
    assert kind(text) is Kind.remark


@pytest.mark.parametrize(
    "text",
    [
        "Shelling kills three in Harbour Town",
        "October 14, 2017",
        "home | world | africa | middle east | asia | europe | americas | sport | weather | videos | "
        "programmes | features | opinion | investigations | interactives | podcasts | travel | science | "
        "nature | pictures",
        "Ferry To Islands Delayed By Fog Council Votes On Library " * 5,
    ],
)
def test_headlines_and_menus_are_headings(text: str) -> None:
    assert kind(text) is Kind.heading


@pytest.mark.parametrize(
    "text",
    [
        "A war monitor says that the troops have taken control of the town.. (AFP File) / AFP",
        "A boy walks past a damaged house. [Reuters]",
        "A boy walks past a damaged house in the town that was shelled (Jane Roe/AP Photo)",
        "Photo: a boy walks past a damaged house.",
    ],
)
def test_captions(text: str) -> None:
    assert kind(text) is Kind.caption


def test_a_report_that_ends_with_its_agency_is_no_caption() -> None:
    assert (
        kind("The mayor said that thousands have fled since the fighting began in the town. (AFP)")
        is Kind.prose
    )


@pytest.mark.parametrize(
    "text", ["Recommended", "Advertisement", "2 MIN READ", "Read more: Fog in the harbour"]
)
def test_inserts(text: str) -> None:
    assert kind(text) is Kind.insert


@pytest.mark.parametrize(
    "text",
    [
        "SOURCE:TRTWorld and agencies",
        "Explore",
        "Related stories",
        "More from Africa",
        "© 2017 Coast Gazette",
        "We use cookies to improve your experience on our website and to show you content that you like.",
    ],
)
def test_tails(text: str) -> None:
    assert kind(text) is Kind.tail


@pytest.mark.parametrize(
    "text",
    [
        "More than thirty people were killed when shells hit the market of the town on Saturday.",
        "Share prices fell on Monday after shells hit the market of the town, traders said.",
        "Home to thousands of people who had fled from the coast, the camp was shelled on Saturday.",
    ],
)
def test_sentences_that_begin_like_furniture_are_prose(text: str) -> None:
    assert kind(text) is Kind.prose


@pytest.mark.parametrize("end", [" […]", "...", "… Read more"])
def test_what_is_cut_off_is_a_teaser(end: str) -> None:
    assert kind(LEAD + end) is Kind.teaser


def test_the_beginning_that_is_told_again_in_full_is_a_teaser() -> None:
    text = f"{LEAD}. The town had been\n\n{LEAD}, the third in a row."
    assert kinds(split(f"{LEAD}. The town […]\n{LEAD}.")) == (Kind.teaser, Kind.prose)
    assert kinds(split(f"{LEAD}.\n\n{LEAD}.")) == (Kind.teaser, Kind.prose)
    assert kinds(split(f"{LEAD}, he added.\n\n{LEAD}.")) == (Kind.prose, Kind.teaser)
    assert kinds(split(text))[-1] is Kind.prose
