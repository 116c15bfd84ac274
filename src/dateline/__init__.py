"""dateline: conflict-event data checked against its own sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.loading import load as load

    __version__: str

__all__ = ["__version__", "load"]


def __getattr__(name: str) -> Any:
    # Each costs more than all else that `import dateline` does, so it waits until asked.
    if name == "__version__":
        from importlib.metadata import version

        return version("dateline")
    if name == "load":
        from dateline.loading import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
