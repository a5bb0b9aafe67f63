"""Pictures in folders as samples, labeled where the folders are named after classes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from epochscope.errors import UnusableInput

PICTURES = (".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp")
"""How the names of files end that are taken for pictures."""


@dataclass(frozen=True)
class PictureFile:
    """A picture, what the run calls its source, and the name of the class that a folder around it has, if any."""

    path: Path
    source: str
    class_name: str | None


def find_pictures(folders: Sequence[Path], classes: Sequence[str]) -> list[PictureFile]:
    """Return the pictures in ``folders`` and below, sorted by path within each; hidden files are none.

    Raises:
        UnusableInput: a folder does not exist or has no pictures, or a picture is in two of them.
    """
    known, found = frozenset(classes), list[PictureFile]()
    for folder in folders:
        paths = sorted(_pictures_below(folder))
        if not paths:
            raise UnusableInput(f"{folder} is not a folder with pictures, whose names end in {', '.join(PICTURES)}")
        before = f"{folder.resolve().name}/" if len(folders) > 1 else ""
        found += [_describe(path, folder, before, known) for path in paths]
    _require_once(found)
    return found


def label_pictures(pictures: Sequence[PictureFile], classes: Sequence[str]) -> list[int] | None:
    """Return the number of the class of each picture, ``None`` if no folder is named after a class.

    Raises:
        UnusableInput: only some are in such a folder, or a folder has the name of two classes.
    """
    unnamed = [picture.source for picture in pictures if picture.class_name is None]
    if len(unnamed) == len(pictures):
        return None
    if unnamed:
        named = next(picture for picture in pictures if picture.class_name is not None)
        raise UnusableInput(
            f"{named.source} is in a folder of class {named.class_name!r} and {unnamed[0]} is in none: label all "
            "pictures or none of them, by the names of their folders"
        )
    return [_number(picture.class_name or "", classes) for picture in pictures]


def _pictures_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, followlinks=True):
        folders[:] = filter(_is_visible, folders)
        yield from (Path(place, name) for name in files if _is_visible(name) and name.lower().endswith(PICTURES))


def _is_visible(name: str) -> bool:
    return not name.startswith(".") and name != "__MACOSX"


def _describe(path: Path, folder: Path, before: str, known: frozenset[str]) -> PictureFile:
    below = path.relative_to(folder)
    around = [folder.resolve().name, *below.parts[:-1]]
    class_name = next((name for name in reversed(around) if name in known), None)
    return PictureFile(path, before + below.as_posix(), class_name)


def _require_once(pictures: Sequence[PictureFile]) -> None:
    seen = set[Path]()
    for picture in pictures:
        real = picture.path.resolve()
        if real in seen:
            raise UnusableInput(f"{picture.path} is there twice: name each folder once, and none inside of another")
        seen.add(real)


def _number(name: str, classes: Sequence[str]) -> int:
    if classes.count(name) > 1:
        raise UnusableInput(f"a folder is called {name!r}, and so are {classes.count(name)} classes: which one is it?")
    return classes.index(name)
