from __future__ import annotations

from pathlib import Path

import pytest

from dateline.skeleton.language import is_english


@pytest.mark.parametrize("name", ["000_eb0d3b9c0bbd38b6.txt", "002_407be108de235255.txt"])
def test_the_articles_are_english(name: str, repository: Path) -> None:
    assert is_english((repository / "seeds" / "articles" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123 456",
        "Fog on the coast of the north",
        "it fell " * 100,
        "Les forces gouvernementales ont repris la ville, a annoncé samedi une source militaire à Damas.",
        "Las fuerzas del gobierno han tomado la ciudad, dijo el sábado a la agencia una fuente militar.",
        "Die Armee hat die Stadt nach eigenen Angaben am Samstag eingenommen, in der Nähe der Grenze.",
        "القصف يقتل ثلاثة في البلدة الشمالية",
    ],
)
def test_others_are_not(text: str) -> None:
    assert not is_english(text)
