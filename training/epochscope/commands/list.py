"""``epochscope list``: list the runs of a store.

Example:
  epochscope list data/runs
"""

import argparse

from epochscope.errors import EpochscopeError
from epochscope.store import find_run, list_runs

HELP = "List the runs of a store, one per line."
_ROW = "{:<24} {:<12} {:<14} {:>7} {:>7} {:>8} {:>12}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("store", metavar="STORE", nargs="?", default="data/runs", help="folder or URI of the store")


def run(arguments: argparse.Namespace) -> int:
    """Print a table of the runs."""
    names = list_runs(arguments.store)
    if not names:
        print(f"no runs in {arguments.store}")
        return 0
    print(_ROW.format("run", "model", "data set", "samples", "epochs", "layers", "projections"))
    for name in names:
        print(_describe(arguments.store, name))
    return 0


def _describe(store: str, name: str) -> str:
    try:
        manifest = find_run(store, name).manifest
    except EpochscopeError as error:
        return f"{name:<24} {_on_one_line(str(error))}"
    counts = (manifest.samples, len(manifest.epochs), len(manifest.layers), len(manifest.projections))
    names = (manifest.model.name if manifest.model else "-", manifest.dataset.name)
    return _ROW.format(name, *map(_on_one_line, names), *counts)


def _on_one_line(text: str) -> str:
    """Return text without what would steer the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
