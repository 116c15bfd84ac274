"""A project's own rules, judged in a process of their own: SQL that nobody at dateline has read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.engine import connection as connections
from dateline.engine import judge as engine
from dateline.engine import sandbox
from dateline.errors import CallError
from dateline.rules import Rule
from dateline.rules.model import placeholders

MOST_THREADS = 8
"""Each takes address space, used or not."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What all of a project's own rules together may take.

    Three rules over a million events (one a predicate, one about points, one a query) took 2.3 GB of address
    space and 3 seconds.
    """

    memory: int = 4_000_000_000
    """Bytes of memory, and as many of the disk besides."""
    seconds: int = 300


def judge(
    inputs: Sequence[engine.Input], own: Sequence[Rule], options: engine.Options, limits: Limits
) -> engine.Judgement:
    """What the own rules find in the tables, and nothing besides: no books, no structure. No process is
    started where there are no rules. CallError for rules that cannot be run, or take more than they may."""
    if not own:
        return engine.Judgement((), {}, (), (), {})
    threads = min(options.threads or connections.processors(), MOST_THREADS)
    how = replace(
        options,
        schemas=False,
        threads=threads,
        memory=f"{limits.memory // 4}B",
        disk=f"{limits.memory}B",
    )
    files = ", ".join(sorted({rule.file for rule in own}))
    try:
        return sandbox.run(
            judged_alone,
            (inputs, own, how),
            memory_bytes=limits.memory,
            cpu_seconds=limits.seconds * threads,
            wall_seconds=limits.seconds,
        )
    except sandbox.SandboxExceeded as error:
        raise CallError(_exceeded(files, error.limit, limits, len(own))) from error
    except sandbox.SandboxCrashed as error:
        raise CallError(f"{files}: the project's own rules cannot be run. {error}") from error


def judged_alone(
    inputs: Sequence[engine.Input], own: Sequence[Rule], options: engine.Options
) -> engine.Judgement:
    """The same within this process."""
    import duckdb

    from dateline.engine import trial

    texts = " ".join(f"{rule.table} {rule.query or ''}".lower() for rule in own)
    try:
        trial.of_rules(own, options)
        judged = engine.judge([one for one in inputs if one.name.lower() in texts], own, options)
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except CallError as error:
        if isinstance(error.__cause__, duckdb.OutOfMemoryException):
            raise MemoryError from error
        raise
    except KeyError as error:
        for rule in own:
            if error.args[0] in placeholders(rule.message):
                raise CallError(
                    f"{rule.file}: the message of {rule.code} names {{{error.args[0]}}}, which its "
                    "findings do not have. Name a column of the table, or one that the query gives."
                ) from None
        raise
    except duckdb.Error as error:
        raise sandbox.SandboxCrashed(str(error)) from error
    codes = {rule.code for rule in own}
    return engine.Judgement(
        findings=tuple(finding for finding in judged.findings if finding.rule in codes),
        counts={code: count for code, count in judged.counts.items() if code in codes},
        books=(),
        applied=tuple(code for code in judged.applied if code in codes),
        silent={code: reason for code, reason in judged.silent.items() if code in codes},
        rows={code: count for code, count in judged.rows.items() if code in codes},
    )


def together(judged: engine.Judgement, own: engine.Judgement) -> engine.Judgement:
    """One judgement of two that share no rule; the books and the profile are those of the first."""
    return replace(
        judged,
        findings=(*judged.findings, *own.findings),
        counts=Counter(judged.counts) + Counter(own.counts),
        applied=tuple(sorted((*judged.applied, *own.applied))),
        silent={**judged.silent, **own.silent},
        rows=Counter(judged.rows) + Counter(own.rows),
    )


def _exceeded(files: str, limit: str, limits: Limits, rules: int) -> str:
    if limit == sandbox.MEMORY:
        allowed, more = (
            f"{limits.memory / 1e9:g} GB of memory",
            f"--rule-memory {2 * limits.memory / 1e9:g}GB",
        )
    else:
        allowed, more = f"{limits.seconds} seconds", f"--rule-seconds {2 * limits.seconds}"
    which = ' Switch them "off" one by one in the settings to see which it is.' if rules > 1 else ""
    return (
        f"{files}: the project's own rules needed more than the {allowed} that they may take, and were "
        "stopped. Most often a query joins many rows with many others, or makes texts longer and longer."
        f"{which} If they are right, allow more with {more}."
    )
