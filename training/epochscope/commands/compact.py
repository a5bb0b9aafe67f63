"""``epochscope compact``: write a copy of a run that is small enough to share.

It holds everything that the page shows, rounded to what is visible, without activations and images, and without weights
unless requested.

Example:
  epochscope compact data/demo/digits copies/digits --settings n15-d0.1 --neighbors-of pooled
"""

import argparse
from functools import partial

from tqdm import tqdm

from epochscope.command_line import DONE, comma_separated, whole_number
from epochscope.errors import needing
from epochscope.store import RunReader

PARTS = ("settings", "neighbors_of", "neighbors", "weights")
HELP = "Write a small copy of a run to share: everything the page shows, without activations and images."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run")
    parser.add_argument("copy", metavar="COPY", help="folder or URI of the copy; there must be no run yet")
    parser.add_argument(
        "--settings",
        type=comma_separated(str),
        metavar="A,B",
        default=argparse.SUPPRESS,
        help="settings to keep, such as n15-d0.1 (default: all)",
    )
    parser.add_argument(
        "--neighbors-of",
        type=comma_separated(str),
        metavar="A,B",
        default=argparse.SUPPRESS,
        help="layers to keep nearest neighbors of (default: all)",
    )
    parser.add_argument(
        "--neighbors",
        type=whole_number(1),
        metavar="K",
        default=argparse.SUPPRESS,
        help="nearest neighbors to keep per sample (default: all)",
    )
    parser.add_argument(
        "--weights",
        choices=("float16", "recorded"),
        default=argparse.SUPPRESS,
        help="keep the weights of every epoch, rounded to float16 or as recorded (default: none)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the copy and print what it holds."""
    with needing("serve", "copying"):
        from epochscope.sharing.compact import CopyChoice, write_compact_copy

    choice = CopyChoice(**{name: getattr(arguments, name, None) for name in PARTS})
    reader = RunReader.at(arguments.run)
    # disable=None: off if the output is a file or a pipe, where redrawing is noise.
    bar = partial(tqdm, desc="compact", unit="step", leave=False, disable=None)
    manifest = write_compact_copy(reader, arguments.copy, choice, bar)
    print(
        f"wrote {arguments.copy}: {len(manifest.epochs)} {manifest.unit}s, {manifest.samples} samples, "
        f"{len(manifest.projections)} projections, neighbors of {len(manifest.neighbors)} layers"
    )
    return DONE
