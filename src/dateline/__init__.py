"""dateline: conflict-event data checked against its own sources."""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    # Reading the metadata costs more than all else that `import dateline` does, so it waits until asked.
    if name == "__version__":
        from importlib.metadata import version

        return version("dateline")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
