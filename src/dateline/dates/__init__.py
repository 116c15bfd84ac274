"""English date words in news: the days they allow, and whether a coded date is one of them.

resolve("on Saturday", published)      the days that the words allow
find(text)                             the date words in a text
date_words(words, value, precision, published)   a coded date against its words
"""

from __future__ import annotations

from dateline.dates.answer import DateAnswer, DateState, date_words
from dateline.dates.finder import Span, find
from dateline.dates.interval import Interval
from dateline.dates.resolver import Resolution, resolve

__all__ = ["DateAnswer", "DateState", "Interval", "Resolution", "Span", "date_words", "find", "resolve"]
