"""The text of one source, prepared for looking up many quotations."""

from __future__ import annotations

from dateline.text.folding import Folded, fold


class Article:
    """A text and its fold, made once and used for every quotation."""

    __slots__ = ("_folded", "text")

    def __init__(self, text: str) -> None:
        """Take the text as it was decoded, line ends and all: offsets count its code points."""
        self.text = text
        self._folded: Folded | None = None

    @property
    def folded(self) -> Folded:
        """The fold of the text."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded
