"""``epochscope compact``: a copy of a run that is small enough to hand on.

It holds all that the page shows, rounded to what can be seen, without activations, weights and pictures.

Example:
  epochscope compact data/demo/digits copies/digits --settings n15-d0.1 --neighbors-of pooled
"""

import argparse
from functools import partial

from tqdm import tqdm

from epochscope.command_line import DONE
from epochscope.errors import UnusableInput
from epochscope.store import RunReader

HELP = "Write a small copy of a run to hand on: what the page shows, without activations, weights and pictures."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run")
    parser.add_argument("copy", metavar="COPY", help="folder or URI of the copy, where there is no run yet")
    parser.add_argument(
        "--settings",
        metavar="A,B",
        default=argparse.SUPPRESS,
        help="settings to keep, such as n15-d0.1 (default: all)",
    )
    parser.add_argument(
        "--neighbors-of",
        metavar="A,B",
        default=argparse.SUPPRESS,
        help="layers whose nearest neighbors are kept (default: all)",
    )
    parser.add_argument(
        "--neighbors", metavar="K", default=argparse.SUPPRESS, help="neighbors kept of a sample (default: all)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the copy and say what it holds."""
    from epochscope.sharing.compact import Kept, write_compact_copy

    kept = Kept(
        settings=_words(arguments, "settings"),
        neighbors_of=_words(arguments, "neighbors_of"),
        neighbors=_count(getattr(arguments, "neighbors", None)),
    )
    reader = RunReader.at(arguments.run)
    # disable=None: off where the output is a file or a pipe, in which redrawing is noise.
    bar = partial(tqdm, desc="compact", unit="step", leave=False, disable=None)
    manifest = write_compact_copy(reader, arguments.copy, kept, bar)
    print(
        f"wrote {arguments.copy}: {len(manifest.epochs)} epochs, {manifest.samples} samples, "
        f"{len(manifest.projections)} projections, neighbors of {len(manifest.neighbors)} layers"
    )
    return DONE


def _words(arguments: argparse.Namespace, option: str) -> list[str] | None:
    words = getattr(arguments, option, None)
    return None if words is None else [word.strip() for word in words.split(",")]


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise UnusableInput(f"--neighbors takes a whole number from 1, not {text!r}")
    return int(text)
