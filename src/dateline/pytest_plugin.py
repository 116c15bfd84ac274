"""`pytest --dateline datapackage.json`: one test for each rule, in whatever suite a team already runs.

A rule of severity error that finds something fails, with the findings as its text. What other rules find is a
`DatelineWarning`, which `-W error::dateline.pytest_plugin.DatelineWarning` turns into a failure. A rule that
could not be run is skipped, with the reason.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dateline.rules import Rule
    from dateline.validate.run import Validation

SHOWN = 20
"""Findings of a rule that are shown."""


class DatelineWarning(UserWarning):
    """What a rule found that is no error."""


class RuleBroken(Exception):
    """What a rule of severity error found."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("dateline", "rules of dateline over conflict-event data")
    group.addoption(
        "--dateline",
        action="append",
        default=[],
        metavar="PATH",
        help="Judge a project (its folder or datapackage.json) or a file of events: a test for each rule. "
        "May be given more than once.",
    )
    group.addoption(
        "--dateline-as-of",
        type=date.fromisoformat,
        default=None,
        metavar="DATE",
        help="The day that counts as today, as in 2017-10-14.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect what is to be judged beside the tests that were asked for."""
    for path in _paths(config):
        if not path.exists():
            raise pytest.UsageError(f"--dateline: {path} is not there.")
        if str(path) not in config.args:
            config.args.append(str(path))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """What is to be judged, as a file of tests."""
    if file_path in _paths(parent.config):
        judged: pytest.Collector = JudgedFile.from_parent(parent, path=file_path)
        return judged
    return None


def _paths(config: pytest.Config) -> list[Path]:
    given = (config.invocation_params.dir / path for path in config.getoption("--dateline"))
    return [(path / "datapackage.json" if path.is_dir() else path).resolve() for path in given]


class JudgedFile(pytest.File):
    """A project or a file, judged when the first of its tests is run."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each rule in force."""
        from dateline.project import DESCRIPTOR
        from dateline.rules import load, settings

        here = settings.here(self.path.parent).catalogue if self.path.name == DESCRIPTOR else load()
        for rule in here:
            yield RuleItem.from_parent(self, name=f"{rule.code}-{rule.name}", rule=rule)

    @functools.cached_property
    def validation(self) -> Validation:
        """What was found."""
        from dateline.cli import judging

        as_of = self.config.getoption("--dateline-as-of") or date.today()
        return judging.judge(self.path, self.path.parent, as_of, judging.USUAL)


class RuleItem(pytest.Item):
    """The test that a rule finds nothing."""

    def __init__(self, *, rule: Rule, **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self.rule = rule

    def runtest(self) -> None:
        """Fail, warn or skip by what the rule found."""
        from dateline.findings import Severity

        validation = self._file.validation
        code = self.rule.code
        if count := validation.counts.get(code, 0):
            text = self._text(count)
            if validation.catalogue[code].severity is Severity.error:
                raise RuleBroken(text)
            warnings.warn(DatelineWarning(text), stacklevel=1)
        elif code in validation.silent:
            pytest.skip(validation.silent[code])
        elif code not in validation.applied:
            pytest.skip("does not apply here")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> Any:
        """The findings alone, for whoever mends the data; the traceback for a fault of ours."""
        from dateline.errors import CallError

        if isinstance(excinfo.value, RuleBroken | CallError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the test stands."""
        return self.path, None, f"{self.rule.code} {self.rule.name}"

    @property
    def _file(self) -> JudgedFile:
        assert isinstance(self.parent, JudgedFile)
        return self.parent

    def _text(self, count: int) -> str:
        from dateline.findings import order
        from dateline.render import console
        from dateline.render.findings import as_text, plural

        validation = self._file.validation
        found = sorted((one for one in validation.findings if one.rule == self.rule.code), key=order)
        lines = list(console.plain(as_text(found[:SHOWN], validation.catalogue)))
        if count > SHOWN:
            lines.append(f"… and {count - len(found[:SHOWN]):,} more")
        return "\n".join((f"{self.rule.code} {self.rule.name}: {plural(count, 'finding')}", *lines))
