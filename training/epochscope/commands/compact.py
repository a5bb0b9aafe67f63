"""``epochscope compact``: a copy of a run that is small enough to hand on.

It holds all that the page shows, rounded to what can be seen, without activations, weights and pictures.

Example:
  epochscope compact data/runs/digits copies/digits --neighbors-of pooled --neighbors 10
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
        "--neighbors-of",
        metavar="A,B",
        default=argparse.SUPPRESS,
        help="layers whose nearest neighbours are kept (default: all)",
    )
    parser.add_argument(
        "--neighbors", metavar="K", default=argparse.SUPPRESS, help="neighbours kept of a sample (default: all)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the copy and say what it holds."""
    from epochscope.compact import KeptNeighbors, write_compact_copy

    layers = getattr(arguments, "neighbors_of", None)
    names = None if layers is None else [name.strip() for name in layers.split(",")]
    kept = KeptNeighbors(names, _count(getattr(arguments, "neighbors", None)))
    reader = RunReader.at(arguments.run)
    # disable=None: off where the output is a file or a pipe, in which redrawing is noise.
    bar = partial(tqdm, desc="compact", unit="step", leave=False, disable=None)
    manifest = write_compact_copy(reader, arguments.copy, kept, bar)
    print(
        f"wrote {arguments.copy}: {len(manifest.epochs)} epochs, {manifest.samples} samples, "
        f"{len(manifest.projections)} projections, neighbours of {len(manifest.neighbors)} layers"
    )
    return DONE


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise UnusableInput(f"--neighbors takes a whole number from 1, not {text!r}")
    return int(text)
