"""``epochscope export``: everything that the page can read, as a folder that any static host serves from any address.

The size of each part is printed before anything is written. The folder is complete or not there at all: an export that
is stopped leaves an earlier one as it was.

Example:
  epochscope export data/runs site --runs digits --settings n15-d0.1 --max-samples 2000
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from epochscope.command_line import DONE, INTERRUPTED, comma_separated, whole_number
from epochscope.errors import UnusableInput, needing
from epochscope.store import check_name

if TYPE_CHECKING:
    from epochscope_api.export.choice import Choice
    from epochscope_api.export.files import ExportedFile
    from epochscope_api.export.freeze import Export

HELP = "Write the page and all that it reads of a store to a folder, for hosts that only serve files."
_ROW = "{:<40} {:>6} {:>12}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("store", metavar="STORE", help="folder or URI of the store")
    parser.add_argument("folder", metavar="FOLDER", help="new or empty folder, or an earlier export, which is replaced")
    for name, what in (
        ("runs", "runs to export (default: all)"),
        ("layers", "layers to export (default: all)"),
        ("settings", "settings to export, such as n15-d0.1 (default: all)"),
    ):
        parser.add_argument(f"--{name}", type=comma_separated(str), metavar="A,B", default=argparse.SUPPRESS, help=what)
    parser.add_argument(
        "--max-samples",
        type=whole_number(1),
        metavar="N",
        default=argparse.SUPPRESS,
        help="keep N samples of each run, with the same share of every class of every split (default: all)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the sizes of the parts, and write them."""
    with needing("serve", "exporting"):
        from epochscope_api.export.choice import ChosenRuns
        from epochscope_api.export.freeze import plan_export, require_place, require_room, write_export

    folder = _folder(arguments.folder)
    require_place(folder)
    choice = _choice(arguments)
    _require_store(arguments.store)
    try:
        export = plan_export(arguments.store, ChosenRuns(arguments.store, choice))
        _print_sizes(export)
        require_room(folder, export)
        write_export(folder, export, _bar)
    except KeyboardInterrupt:
        print(f"epochscope: stopped; {folder} is as it was", file=sys.stderr)
        return INTERRUPTED
    print(f"wrote {folder}; to look at it: python -m http.server --directory {folder}")
    return DONE


def _folder(text: str) -> Path:
    try:
        return Path(text).resolve()
    except (OSError, ValueError) as error:
        raise UnusableInput(f"{text!r} is not a folder that can be written to: {error}") from error


def _choice(arguments: argparse.Namespace) -> "Choice":
    from epochscope_api.addresses import parse_setting
    from epochscope_api.export.choice import Choice

    runs, layers, settings, max_samples = (
        getattr(arguments, name, None) for name in ("runs", "layers", "settings", "max_samples")
    )
    return Choice(
        runs=None if runs is None else [check_name(name, "run") for name in runs],
        layers=layers,
        settings=None if settings is None else [parse_setting(text) for text in settings],
        max_samples=max_samples,
    )


def _require_store(store: str) -> None:
    if "://" not in store and not Path(store).is_dir():
        raise UnusableInput(f"there is no folder {store}: name the folder that holds your runs")


def _print_sizes(export: "Export") -> None:
    for name, error in export.runs.unreadable.items():
        print(f"run {name} cannot be read, which the list of runs will say: {error}")
    print(_ROW.format("part", "files", "MB"))
    for part, (files, size) in export.parts().items():
        print(_ROW.format(part, files, f"{size / 1e6:,.2f}"))
    print(_ROW.format("all", len(export.files), f"{export.size / 1e6:,.2f}"), flush=True)


def _bar(files: "list[ExportedFile]") -> "Iterator[ExportedFile]":
    # disable=None: off where the output is a file or a pipe, in which redrawing is noise.
    size = sum(file.size for file in files)
    with tqdm(total=size, desc="export", unit="B", unit_scale=True, leave=False, disable=None) as bar:
        for file in files:
            yield file
            bar.update(file.size)
