"""The ``epochscope`` command: find the installed commands and turn errors into exit codes.

A command is a module with three names: ``HELP`` (one sentence), ``add_arguments(parser)`` and ``run(arguments)``,
which returns the exit code. Packages register theirs under the entry point group ``epochscope.commands``, so that
this package imports none of the others.
"""

import argparse
import math
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points, version
from io import TextIOWrapper
from typing import NoReturn, Protocol, TextIO, TypeVar

import shtab

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.process import interrupt_at_end_of

DONE, NOT_SO, REFUSED, INTERRUPTED, CUT_OFF = 0, 1, 2, 130, 141
Item = TypeVar("Item")
_ORDER = (
    "demo",
    "train",
    "import",
    "adopt",
    "project",
    "serve",
    "export",
    "compact",
    "thumbnails",
    "look",
    "list",
    "check",
)


class Command(Protocol):
    """The module behind a command."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Run the command and return its exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 if done, 1 if the answer is no, 2 if rejected, 130 if interrupted, 141 if cut off."""
    _take_any_text(sys.stdout)
    try:
        return _run(arguments)
    except BrokenPipeError:
        # The reader of a pipe, such as head, has enough. What Python still flushes at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    except EpochscopeError as error:
        print(f"epochscope: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("epochscope: stopped; what is complete is kept, the same command continues from there", file=sys.stderr)
        return INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    try:
        parser = build_parser()
        parsed = parser.parse_args(arguments)
        if parsed.command is None:
            parser.print_help()
            return DONE
        if parsed.until_eof:
            interrupt_at_end_of(sys.stdin.buffer)
        return int(parsed.execute(parsed))
    finally:
        # Here, and not when Python ends, it is noticed that nothing is read any more.
        sys.stdout.flush()


def _take_any_text(stream: TextIO) -> None:
    """Let ``stream`` escape the characters that its encoding lacks, as stderr does."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all installed commands."""
    parser = _Parser(prog="epochscope", description="Watch a neural network learn.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('epochscope')}")
    shtab.add_argument_to(parser, help="print the completion of commands for this shell, and exit")
    parser.add_argument(
        "--until-eof",
        action="store_true",
        help="stop once standard input ends: for programs that start this one",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
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
    """Return the commands by name, in the order in which they are used."""
    points = {point.name: point for point in entry_points(group="epochscope.commands")}
    return {name: points[name].load() for name in sorted(points, key=_rank)}


def whole_number(fewest: int, most: int | None = None) -> Callable[[str], int]:
    """Return an argparse type: a whole number from ``fewest`` up, to ``most`` if there is an upper end."""
    allowed = f"a whole number from {fewest}" + ("" if most is None else f" to {most}")

    def read(text: str) -> int:
        # ASCII alone: int() also takes digits of other scripts, underscores and blanks.
        digits = text.isascii() and text.removeprefix("-").isdigit()
        if not digits or int(text) < fewest or (most is not None and int(text) > most):
            raise argparse.ArgumentTypeError(f"takes {allowed}, not {text!r}")
        return int(text)

    return read


def number(lowest: float, highest: float) -> Callable[[str], float]:
    """Return an argparse type: a number from ``lowest`` to ``highest``, both allowed."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"takes a number from {lowest:g} to {highest:g}, not {text!r}")
        return value

    return read


def comma_separated(read: Callable[[str], Item]) -> Callable[[str], list[Item]]:
    """Return an argparse type: items with commas between them, each read by the type ``read``, without duplicates."""

    def read_all(text: str) -> list[Item]:
        return list(dict.fromkeys(read(item.strip()) for item in text.split(",")))

    return read_all


def _rank(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


class _Parser(argparse.ArgumentParser):
    """Reports a value that one of the types above rejects in one line, as any other input that cannot be used."""

    def error(self, message: str) -> NoReturn:
        option, separator, rest = message.removeprefix("argument ").partition(": takes ")
        if separator:
            raise UnusableInput(f"{option} takes {rest}")
        super().error(message)


class _Formatter(argparse.ArgumentDefaultsHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """Shows defaults, and keeps the line breaks of examples."""


if __name__ == "__main__":
    sys.exit(main())
