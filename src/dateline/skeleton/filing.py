"""Where a new extraction and its article go in a project, and what stands against it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dateline.errors import CallError
from dateline.project import Project


def place(article: Path, raw: bytes, of: Project) -> Path:
    """Where an article of the bytes `raw` stands, or is to stand, in the project.

    Raises CallError if a file of its name with other bytes is there, or a link.
    """
    kept = of.articles / article.name
    if kept.is_symlink():
        raise CallError(f"{of.shown(kept)} is a link. Put the file itself there: links break elsewhere.")
    if kept.exists() and not (kept.is_file() and kept.read_bytes() == raw):
        raise CallError(
            f"{of.shown(kept)} is there already, with other bytes than {article}. "
            f"Rename {article.name} and try again, or delete the one that you do not need."
        )
    return kept


def schema(of: Project) -> str:
    """Path of the JSON Schema of extractions from the folder of the extractions, with forward slashes."""
    return Path(os.path.relpath(of.root / "schema" / "extraction.schema.json", of.extractions)).as_posix()


def refuse_a_second(of: Project, path: Path, source_id: str, article: str, digest: str) -> None:
    """CallError if an article of that name or SHA-256 is extracted, or the source id or the file is taken."""
    for other, source in _sources(of, (digest, article, source_id)):
        shown = of.shown(other)
        if digest in (source.get("sha256"), source.get("unreadable")):
            raise CallError(
                f"This article is already extracted in {shown}. Go on there: a source has one extraction."
            )
        if source.get("article") == article:
            raise CallError(
                f"{shown} extracts {article}, but with other bytes: the SHA-256 is now {digest}. "
                "If the file was mended, write this hash there and check the quotations; "
                "if it is another article, give it another name."
            )
        if source.get("id") == source_id:
            raise CallError(f"The source id {source_id} is taken by {shown}. Choose another with --id.")
    if path.exists() or path.is_symlink():
        raise CallError(f"{of.shown(path)} is there already. Go on there, or choose another name with --id.")


def write(path: Path, content: bytes, kept: Path, raw: bytes) -> bool:
    """Write the extraction, and the article if it is not there: both or none. Whether the article was."""
    made: list[Path] = []
    try:
        for file, words in ((kept, raw), (path, content)):
            file.parent.mkdir(parents=True, exist_ok=True)
            if file is kept and kept.exists():
                continue
            with file.open("xb") as stream:
                made.append(file)
                stream.write(words)
    except BaseException:
        for file in made:
            file.unlink(missing_ok=True)
        raise
    return kept in made


def _sources(of: Project, marks: tuple[str, ...]) -> Iterator[tuple[Path, dict[str, object]]]:
    """The extractions that hold one of the marks, each with its source.

    Of one that cannot be read, the source has only the key `unreadable`, with the mark that the file holds.
    """
    from dateline.convert.run import extraction_files
    from dateline.extraction.document import MAX_BYTES, Document, parse

    for path in extraction_files(of.extractions):
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
        held = next((mark for mark in marks if mark.encode() in content), None)
        if held is None:
            continue
        read = parse(content, path.name)
        data = read.data if isinstance(read, Document) else {"source": {"unreadable": held}}
        source = data.get("source") if isinstance(data, dict) else None
        yield path, source if isinstance(source, dict) else {}
