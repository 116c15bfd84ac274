"""The command line. One file per command; a command is imported when it is called."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from collections.abc import Sequence
from keyword import iskeyword

import click

from dateline.errors import CallError
from dateline.exits import Exit
from dateline.render import letters

COMMANDS = {
    "init": "Start a dataset project.",
    "new": "Start the extraction of an article.",
    "convert": "Turn all extractions into the data package.",
    "validate": "Judge the data package and its extractions.",
    "gate": "Judge as CI does: only what is new, known findings aside, in one line.",
    "report": "Write a page that shows the events, their sources and the findings.",
    "publish": "Make a release of the data package.",
    "verify": "Prove the claims of a release against the articles.",
    "diff": "Tell what changed between two releases.",
    "compare": "Hold codings of the same sources against each other.",
    "import": "Turn an export of another format into canonical tables.",
    "show": "Show the events, or one event with the words behind it.",
    "rules": "List the rules.",
    "explain": "Explain a rule, with examples.",
}


class LazyGroup(click.Group):
    """A group that imports a command only when it is needed, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import `dateline.cli.<command>` and hand out its `command`."""
        if cmd_name not in COMMANDS:
            return None
        module = f"dateline.cli.{cmd_name}{'_' * iskeyword(cmd_name)}"
        command: click.Command = importlib.import_module(module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from dateline import __version__

        click.echo(f"dateline {__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Show the version and exit.",
)
def group() -> None:
    """Check every row of a conflict-event dataset against its own sources.

    Exit status: 0 clean, 1 something in the data must be mended, 2 the call or the input cannot be used.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with one of `dateline.exits.Exit`."""
    gc.set_threshold(50_000)  # most objects stay: looking for garbage so often costs a tenth of a short run
    # The map of points brings numpy, whose threads would cost as much as the map, and have nothing to do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an encoding that lacks a letter is no reason to stop
            stream.reconfigure(errors=letters.ERRORS)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status. Errors of the call are told on standard error, without a
    traceback."""
    try:
        result = group.main(args=arguments, prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return Exit.interrupted
    except click.ClickException as error:
        error.show()
        return Exit.unusable
    except BrokenPipeError:
        # The reader went away (`| head`). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.unusable
    except CallError as error:
        click.echo(f"dateline: {error}", err=True)
        return Exit.unusable
    except OSError as error:
        click.echo(f"dateline: {error.filename or 'what is printed'}: {error.strerror or error}", err=True)
        return Exit.unusable
    except Exception:
        click.echo(
            "dateline: this is a fault of dateline, not of your data. Please report it with what follows.",
            err=True,
        )
        import traceback

        traceback.print_exc()
        return Exit.unusable
    return result if isinstance(result, int) else Exit.clean
