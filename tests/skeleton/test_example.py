from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.skeleton.example import EVENT, LEFT_OUT, commented

BLOCKS = st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1)).map("\n".join)


@given(BLOCKS, st.sampled_from(["", "  "]))
def test_taking_the_marks_away_gives_the_block(block: str, indent: str) -> None:
    lines = commented(block, indent).splitlines()
    assert all(line.startswith(f"{indent}# ") for line in lines)
    assert [line.removeprefix(f"{indent}# ") for line in lines] == block.splitlines()


def test_the_example_has_no_blank_lines_that_would_end_a_block() -> None:
    assert all(line.strip() for line in (EVENT + LEFT_OUT).splitlines())
