"""The ``epochscope`` command: finds the commands that are installed and turns errors into exit codes.

A command is a module with three names: ``HELP`` (one sentence), ``add_arguments(parser)`` and ``run(arguments)``,
which returns the exit code. Packages register theirs under the entry point group ``epochscope.commands``, so that
this package imports none of the others.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Protocol

from epochscope.errors import EpochscopeError

DONE, NOT_SO, REFUSED, INTERRUPTED = 0, 1, 2, 130
_ORDER = ("demo", "train", "project", "serve", "export", "compact", "thumbnails", "list", "check")


class Command(Protocol):
    """What the module behind a command offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the words that the command takes."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit code."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 the thing asked about is not so, 2 it cannot be done as it was asked."""
    arguments = build_parser().parse_args(words)
    try:
        return int(arguments.execute(arguments))
    except EpochscopeError as error:
        print(f"epochscope: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("epochscope: stopped; what is complete is kept, the same command goes on from there", file=sys.stderr)
        return INTERRUPTED


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all installed commands."""
    parser = argparse.ArgumentParser(prog="epochscope", description="Watch a neural network learn.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, command in installed_commands().items():
        subparser = commands.add_parser(
            name,
            help=command.HELP,
            description=command.HELP,
            formatter_class=_Formatter,
            epilog=(command.__doc__ or "").partition("\n\n")[2].strip(),
        )
        command.add_arguments(subparser)
        subparser.set_defaults(execute=command.run)
    return parser


def installed_commands() -> dict[str, Command]:
    """Return the commands by name, in the order in which people use them."""
    found = {point.name: point for point in entry_points(group="epochscope.commands")}
    return {name: found[name].load() for name in sorted(found, key=_place)}


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


class _Formatter(argparse.ArgumentDefaultsHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """Shows defaults, and examples as they are written."""


if __name__ == "__main__":
    sys.exit(main())
