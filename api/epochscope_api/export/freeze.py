"""Write the chosen part of a store into a folder, beside the page, with the size of each part known beforehand."""

import json
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from epochscope.errors import UnusableInput
from epochscope.store import NotEnoughRoom
from epochscope_api.app import create_app
from epochscope_api.export.checksums import checksum
from epochscope_api.export.choice import ChosenRuns
from epochscope_api.export.files import Answers, ExportedFile, list_files
from epochscope_api.export.folder import replacing

MARK = "export.json"
"""Tells an export from any other folder: only an export is replaced."""
NO_JEKYLL = ".nojekyll"
"""Without it GitHub Pages leaves out what begins with an underscore, as a run's or a layer's name may."""
_FORMAT = "epochscope-export"
_OURS = {MARK, NO_JEKYLL}
_BLOCK = 4096
Progress = Callable[[list[ExportedFile]], Iterable[ExportedFile]]


class NotAnExport(UnusableInput):
    """The folder to write to holds something that did not come from here."""


@dataclass(frozen=True)
class Export:
    """What is to be written, known before anything is, or what was written."""

    runs: ChosenRuns
    answers: Answers
    files: list[ExportedFile]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def parts(self) -> dict[str, tuple[int, int]]:
        """Return files and bytes of each part."""
        parts: dict[str, tuple[int, int]] = {}
        for file in self.files:
            files, size = parts.get(file.part, (0, 0))
            parts[file.part] = files + 1, size + file.size
        return parts


def plan_export(location: str, runs: ChosenRuns) -> Export:
    """Return what an export of these runs holds; raise UnusableInput, DamagedRun."""
    app = create_app(location, runs=runs)
    # Errors are raised here, and reported once. A logger of its own: Flask's is shared by all apps of this name.
    app.logger = logging.getLogger("epochscope_api.export")
    app.logger.disabled = True
    answers = Answers(app.test_client())
    return Export(runs, answers, list_files(answers))


def require_place(folder: Path) -> None:
    """Raise NotAnExport unless ``folder`` is missing, empty, or an export with nothing added to it."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotAnExport(f"{folder} is a file: name a folder")
    names = sorted(path.name for path in folder.iterdir())
    known = _files_at_top(folder / MARK) if MARK in names else None
    strangers = names if known is None else [name for name in names if name not in known]
    if strangers:
        what = "is not an export" if known is None else "is an export with something added"
        raise NotAnExport(
            f"{folder} {what}: it holds {strangers[0]!r}, which would be lost; name a new or empty folder, or an export"
        )


def require_room(folder: Path, export: Export) -> None:
    """Raise NotEnoughRoom where the disk cannot hold the export, beside an earlier one until it is whole."""
    there = next(parent for parent in folder.absolute().parents if parent.is_dir())
    needed = sum(-(-file.size // _BLOCK) * _BLOCK for file in export.files)
    free = shutil.disk_usage(there).free
    if needed > free:
        raise NotEnoughRoom(
            f"the export takes {needed / 1e6:,.1f} MB on disk and {there} has {free / 1e6:,.1f} MB left: choose less "
            "with --runs, --layers, --settings or --max-samples"
        )


def write_export(folder: Path, export: Export, progress: Progress = iter) -> None:
    """Write all files to ``folder``, which has them whole or stays as it was; ``progress`` may wrap them as tqdm does.

    Raises:
        DamagedRun, RunChanged: something cannot be read, or was changed meanwhile.
        WriteFailed: the file system refused.
    """
    with replacing(folder) as new:
        written = [_write(new, file, content) for file, content in _contents(export, progress)]
        (new / NO_JEKYLL).touch()
        (new / MARK).write_text(_mark(replace(export, files=written)))
        export.runs.require_unchanged()


def _contents(export: Export, progress: Progress) -> Iterator[tuple[ExportedFile, bytes]]:
    checksums: dict[str, str] = {}
    for file in progress(export.files):
        content = export.answers.content(file, checksums.__getitem__)
        checksums[file.path] = checksum(content)
        yield file, content


def _write(folder: Path, file: ExportedFile, content: bytes) -> ExportedFile:
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return replace(file, size=len(content))


def _mark(export: Export) -> str:
    top = sorted({file.path.partition("/")[0] for file in export.files} | _OURS)
    parts = {part: {"files": files, "bytes": size} for part, (files, size) in export.parts().items()}
    document = {"format": _FORMAT, "epochscope": version("epochscope"), "holds": top, "parts": parts}
    return json.dumps(document, indent=1) + "\n"


def _files_at_top(mark: Path) -> set[str] | None:
    """Return what an export wrote into its folder itself, ``None`` where ``mark`` was not written by one."""
    try:
        document = json.loads(mark.read_text())
        return set(document["holds"]) if document["format"] == _FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
