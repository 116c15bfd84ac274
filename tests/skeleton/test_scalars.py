from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.extraction import document
from dateline.skeleton.scalars import is_writable, scalar

HOSTILE = st.text(
    st.sampled_from(" \t\n\r:#'\"-?[]{},&*!|>%@`=~\\.0123456789eE+_xnulltrueNo\u0085\u2028\ufeffé😀")
)


@given(st.text(min_size=1).filter(is_writable) | HOSTILE)
@example("2017-10-14")
@example("1e3")
@example("0x1F")
@example("12:30")
@example("no")
@example("null")
@example("~")
@example("=")
@example("- a")
@example("a: b # c")
@example("---")
@example("...")
@example("“It’s over”: what next?")
@example("\u2028\x85\ufeff")
def test_any_text_survives_on_one_line(value: str) -> None:
    written = scalar(value)
    assert "\n" not in written
    for text in (f"a:\n  - from: {written}\n    to: x\n", f"a:\n- {written}\n", f"a: {written}\n"):
        read = document.parse(text.encode(), "x.yaml")
        assert isinstance(read, document.Document)
        (node,) = read.data.values()
        node = node[0] if isinstance(node, list) else node
        assert (node["from"] if isinstance(node, dict) else node) == value


@pytest.mark.parametrize("value", ["TRTWorld", "Regime forces capture Al Mayadeen from Daesh", "al-Mayādīn"])
def test_plain_words_stay_plain(value: str) -> None:
    assert scalar(value) == value


@given(st.characters(exclude_categories=["Cs"]))
def test_what_is_not_writable_is_what_the_reader_refuses(character: str) -> None:
    read = document.parse(f'a: "\\U{ord(character):08x}"'.encode(), "x.yaml")
    assert is_writable(character) is isinstance(read, document.Document)


@pytest.mark.parametrize("value", ["a\x07b", "a\x1fb", "\x7f", "\x9f", "\0"])
def test_control_characters_are_refused(value: str) -> None:
    assert not is_writable(value)
    with pytest.raises(ValueError, match="control characters"):
        scalar(value)
