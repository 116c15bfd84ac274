"""`dateline new`."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline import project
from dateline.cli import options
from dateline.errors import CallError
from dateline.exits import Exit
from dateline.project import Project

if TYPE_CHECKING:
    from dateline.skeleton import Guesses, Start

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_LONGEST_ID = 120
_LONGEST_CODER = 80


@click.command("new")
@click.argument("article", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--id", "source_id", metavar="SOURCE-ID", help="Name of the source.  [default: made of the guesses]"
)
@click.option(
    "--language", metavar="CODE", help="Language of the article, such as en.  [default: guessed, if English]"
)
@click.option("--coder", metavar="NAME", help="Initials or role of who codes it.")
@options.project
@options.as_of
def command(
    article: Path, source_id: str | None, language: str | None, coder: str | None, folder: Path, as_of: date
) -> int:
    """Start the extraction of ARTICLE, a text file.

    Copies the article into seeds/articles/, unless it is there, and writes seeds/extractions/SOURCE-ID.yaml,
    a commented skeleton. Headline, publisher, date and body are filled in where they can be guessed, and
    marked as guesses. Nothing is overwritten.

    Exit status: 0 written, 2 nothing written.
    """
    from dateline import skeleton, text
    from dateline.skeleton import filing

    of = project.find(folder)
    _check(source_id, language, coder)
    raw, content = _read(article)
    digest = hashlib.sha256(raw).hexdigest()
    kept = filing.place(article, raw, of)
    guesses = skeleton.guess(text.Article(content))
    name = source_id or skeleton.source_id(guesses, article.name)
    path = of.extractions / f"{name}.yaml"
    filing.refuse_a_second(of, path, name, kept.name, digest)
    start = skeleton.Start(
        source_id=name,
        article=kept.name,
        sha256=digest,
        schema=filing.schema(of),
        coded_at=as_of,
        coder=coder.strip() if coder else None,
        language=language,
    )
    copied = filing.write(path, skeleton.render(start, guesses).encode(), kept, raw)
    _tell(of, path, kept if copied else None, guesses, start)
    return Exit.clean


def _check(source_id: str | None, language: str | None, coder: str | None) -> None:
    from dateline.skeleton import slug

    if source_id == "default":
        raise CallError("--id default: that word stands for values that no source gives. Choose another.")
    if source_id is not None and not (_SLUG.fullmatch(source_id) and len(source_id) <= _LONGEST_ID):
        better = slug(source_id)[:_LONGEST_ID].strip("-")
        raise CallError(
            f"--id {source_id!r}: a source id has small letters, digits and single hyphens, at most "
            f"{_LONGEST_ID} characters. Try {better or 'publisher-2017-10-14-subject'}"
        )
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise CallError(f"--language {language!r}: write a short code, such as en, ar, fr or pt-BR.")
    if coder is not None and not (coder.strip() and coder.isprintable() and len(coder) <= _LONGEST_CODER):
        raise CallError(f"--coder {coder!r}: write initials or a role, such as AB.")


def _read(article: Path) -> tuple[bytes, str]:
    """The bytes of the article and its text."""
    from dateline.convert.source import MAX_ARTICLE_BYTES
    from dateline.skeleton.decoding import decode

    if not article.is_file():
        raise CallError(f"{article} is not a file. Save the article as plain text, and name that file.")
    if not _FILE_NAME.fullmatch(article.name):
        raise CallError(f"{article.name!r} is no name for an article file: rename it with plain letters.")
    size = article.stat().st_size
    if size > MAX_ARTICLE_BYTES:
        raise CallError(
            f"{article} has {size:,} bytes; dateline reads no article of more than {MAX_ARTICLE_BYTES:,}. "
            "Save the article alone, as plain text."
        )
    raw = article.read_bytes()
    return raw, decode(raw, str(article))


def _tell(of: Project, path: Path, copied: Path | None, guesses: Guesses, start: Start) -> None:
    from dateline.render.console import printable

    also = f" and copied the article to {of.shown(copied)}" if copied else ""
    click.echo(printable(f"Wrote {of.shown(path)}{also}."))
    facts = {
        "headline": guesses.headline,
        "publisher": guesses.publisher,
        "published": guesses.published,
        "scale": guesses.scale,
    }
    for name, fact in facts.items():
        if fact:
            click.echo(printable(f"  {name:<10} {fact.value} (a guess: {fact.why})"))
    if guesses.body:
        click.echo(f"  {'body':<10} a guess: {guesses.body_why}")
    still = [name for name in guesses.open if not (name == "language" and start.language)]
    still += [] if start.coder else ["coder"]
    if still:
        click.echo(f"To fill in: {', '.join(still)}.")
    click.echo("Next: read the article, confirm every GUESS, code the events, and run `dateline convert`.")
