"""What can be guessed of an article before anybody has read it, and the extraction that shows the guesses.

    guess(article)            headline, publisher, day of publication, body …, and from what
    render(start, guesses)    the text of `seeds/extractions/<source-id>.yaml`

A guess is a convenience, never a claim: it goes into the file with a comment that asks the coder to confirm
it. What would be a shot in the dark is left open.
"""

from __future__ import annotations

from dateline.skeleton.guessing import Fact, Guesses, guess
from dateline.skeleton.identity import slug, source_id
from dateline.skeleton.rendering import Start, render

__all__ = ["Fact", "Guesses", "Start", "guess", "render", "slug", "source_id"]
