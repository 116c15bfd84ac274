from __future__ import annotations

from datetime import date

import click
import pytest
from click.testing import CliRunner

from dateline.cli import options


@click.command()
@options.as_of
def today(as_of: date) -> None:
    click.echo(as_of.isoformat())


def test_the_help_of_a_day_shows_a_day_and_no_format() -> None:
    said = CliRunner().invoke(today, ["--help"]).output
    assert "--as-of DATE" in said
    assert "%" not in said


def test_a_day() -> None:
    assert CliRunner().invoke(today, ["--as-of", "2017-10-14"]).output == "2017-10-14\n"


@pytest.mark.parametrize("day", ["14.10.2017", "2017-02-30", "yesterday"])
def test_what_is_no_day(day: str) -> None:
    result = CliRunner().invoke(today, ["--as-of", day])
    assert result.exit_code == 2
    assert day in result.output


@click.command()
@click.option("--memory", default="4GB", callback=options.size)
def memory(memory: int) -> None:
    click.echo(str(memory))


@pytest.mark.parametrize(
    ("written", "size"),
    [("4GB", 4 * 10**9), ("1.5 gb", 1_500_000_000), ("500MB", 500 * 10**6), ("2GiB", 2 << 30)],
)
def test_an_amount_of_memory(written: str, size: int) -> None:
    assert CliRunner().invoke(memory, ["--memory", written]).output == f"{size}\n"


@pytest.mark.parametrize("written", ["4", "4G B", "much", "-1GB", "80%"])
def test_what_is_no_amount_of_memory(written: str) -> None:
    result = CliRunner().invoke(memory, ["--memory", written])
    assert result.exit_code == 2
    assert "Write it like 4GB" in result.output


@pytest.mark.parametrize(("written", "status"), [("1GB", 0), ("999MB", 2)])
def test_a_process_needs_some_memory(written: str, status: int) -> None:
    command = click.command()(
        click.option("--memory", default="4GB", callback=options.size_of_process)(lambda memory: None)
    )
    assert CliRunner().invoke(command, ["--memory", written]).exit_code == status
