"""Pages made of Markdown."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.release.metadata import html, readme

if TYPE_CHECKING:
    from tests.release.metadata.conftest import Released


def body(markdown: str) -> str:
    return html.text(markdown, title="x").partition("<main>\n")[2].partition("</main>")[0]


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = html.text(
        '# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> ![p](https://a.org/p.png "t")\n\n'
        "[a](javascript:alert(1)) [b](data:text/html,x) <https://a.org/>\n",
        title='"</title><script>alert(1)</script>\n\u202e',
    )
    assert not re.search(r"<(script|img|link|iframe|object)", page)
    assert not re.search(r'href="(javascript|data):', page)
    assert "default-src &#x27;none&#x27;" in page
    assert page.count("</title>") == 1
    assert "\u202e" not in page


def test_headings_have_the_anchors_of_github() -> None:
    found = re.findall(r'<h\d id="([^"]*)"', body("# A `b.c_d` & E!\n\n## A\n\n## A\n\n## a-1\n\n## عربي\n"))
    assert found == ["a-bc_d--e", "a", "a-1", "a-1-1", "عربي"]


def test_tables_scroll_and_numbers_stand_on_the_right() -> None:
    said = body("| a | b |\n| --- | --: |\n| x | 1 |\n")
    assert said.startswith('<div class="wide" tabindex="0">\n<table>')
    assert '<td class="number" dir="auto">1</td>' in said or '<td dir="auto" class="number">1</td>' in said
    assert "style=" not in said


def test_pages_lead_to_pages() -> None:
    said = body("[a](codebook.md) [b](README.md#files) [c](CHANGES.md) [d](https://a.org/codebook.md)")
    assert re.findall(r'href="([^"]*)"', said) == [
        "codebook.html",
        "README.html#files",
        "CHANGES.md",
        "https://a.org/codebook.md",
    ]


def test_language_and_direction() -> None:
    page = html.text("أحداث\n", title="x", language='a"r')
    assert '<html lang="a&quot;r">' in page
    assert '<p dir="auto">أحداث</p>' in page


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium")
def test_in_a_browser(released: Released, tmp_path: Path) -> None:
    """The style sheet is in force under the page's own policy."""
    path = tmp_path / "README.html"
    path.write_text(html.text(readme.text(released.release), title="x"), encoding="utf-8")
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom",
         path.as_uri()],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "Content Security Policy" not in done.stderr
    assert "What it covers" in done.stdout
