"""`dateline.load`: a published dataset as tables to work with."""

from __future__ import annotations

from dateline.loading.data import Data, load

__all__ = ["Data", "load"]
