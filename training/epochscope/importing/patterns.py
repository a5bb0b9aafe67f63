"""Files, and arrays in files, by a naming pattern such as ``arrays/epoch_{epoch}/{layer}.npy``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from epochscope.importing.stored_array import UnusableFile, reading
from epochscope.store.filesystem import Folder, open_folder
from epochscope.store.ranges import LARGEST_EPOCH

_FIELDS = {"epoch": r"\d{1,10}", "layer": r"[^/]+"}
_FIELD = re.compile(r"(\{epoch\}|\{layer\})")


@dataclass(frozen=True)
class Named:
    """The name of a file or an array, with the epoch and the layer that it says; ``None`` where it says none."""

    name: str
    epoch: int | None = None
    layer: str | None = None


def is_pattern(text: str) -> bool:
    """Return whether there is ``{epoch}`` or ``{layer}`` in a name."""
    return _FIELD.search(text) is not None


def match_names(pattern: str, names: list[str]) -> list[Named]:
    """Return the ``names`` that match a pattern, by epoch and then by layer, ``layer2`` before ``layer10``.

    Of a name whose layer is not said, the layer is the pattern without ``{epoch}``, as ``fc`` in ``fc_{epoch}``.

    Raises:
        UnusableFile: an epoch is too large.
    """
    expression = re.compile("".join(_parts(pattern)), re.ASCII)
    found = [_named(match, pattern) for name in names if (match := expression.fullmatch(name))]
    return sorted(found, key=lambda one: (one.epoch or 0, _natural(one.layer or "")))


def find_files(location: str) -> tuple[Folder, list[Named]]:
    """Return the folder that a path begins with, and the files in it that match the pattern after that.

    Raises:
        UnusableFile: no file matches, or an epoch is too large.
    """
    root, pattern = split_location(location)
    folder = open_folder(root)
    with reading(location):
        names = folder.files(recursive="/" in pattern)
    found = match_names(pattern, names)
    if not found:
        there = f"the folder {root} has none" if folder.is_folder() else f"there is not even a folder {root}"
        raise UnusableFile(f"no file has a name like {location}: {there}")
    layered = "{layer}" in pattern
    return folder, [one if layered else Named(one.name, one.epoch) for one in found]


def split_location(location: str) -> tuple[str, str]:
    """Return the folder in a path before its last part, or before the first part with a field, and the rest."""
    head = _FIELD.split(location.rstrip("/"))[0]
    root, separator, _ = head.rpartition("/")
    return root or separator or ".", location[len(root + separator) :].rstrip("/")


def _parts(pattern: str) -> Iterator[str]:
    seen = set()
    for part in _FIELD.split(pattern):
        field = part[1:-1]
        if not _FIELD.fullmatch(part):
            yield re.escape(part)
        else:
            yield f"(?P={field})" if field in seen else f"(?P<{field}>{_FIELDS[field]})"
            seen.add(field)


def _named(match: re.Match[str], pattern: str) -> Named:
    fields = match.groupdict()
    epoch = int(fields["epoch"]) if "epoch" in fields else None
    if epoch is not None and epoch > LARGEST_EPOCH:
        raise UnusableFile(f"{match[0]} would be of epoch {epoch:,}, and they are {LARGEST_EPOCH:,} at most")
    return Named(match[0], epoch, fields.get("layer") or pattern.replace("{epoch}", "").strip("_-.: ") or None)


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]
