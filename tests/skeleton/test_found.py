from __future__ import annotations

import pytest

from dateline.skeleton.found import joined


@pytest.mark.parametrize(
    ("parts", "words"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_joined(parts: list[str], words: str) -> None:
    assert joined(parts) == words
