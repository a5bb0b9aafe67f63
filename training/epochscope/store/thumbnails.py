"""The index of a run's thumbnails, a file of its own: thumbnails can be made without changing the manifest."""

import json
from dataclasses import dataclass, field, replace

from epochscope.store import ranges
from epochscope.store.disk import digest_of
from epochscope.store.errors import DamagedRun
from epochscope.store.names import check_name
from epochscope.store.typed_json import from_json, to_json

LARGEST_ATLAS = 4096
"""Pixels along a side: an atlas takes 50 MB at most when it is unpacked."""


@dataclass(frozen=True)
class Atlas:
    """One atlas file, the consecutive samples in it, and the digest (BLAKE2b, 16 bytes) of its content.

    Raises:
        BadName, OutOfRange: the name could point outside of its folder, or there are no samples in it.
    """

    file: str
    first_sample: int
    samples: int
    digest: str

    def __post_init__(self) -> None:
        check_name(self.file, "thumbnail file")
        ranges.require_whole("samples", self.samples, 1, ranges.MOST_SAMPLES)


@dataclass(frozen=True)
class Thumbnails:
    """Images of all samples, tiled row by row into atlases of columns × rows tiles, each width × height pixels.

    ``digest`` is that of the index itself, of its text without a digest; empty in runs of older versions.

    Raises:
        OutOfRange: an atlas is too large to be unpacked, or the atlases do not follow each other.
    """

    width: int
    height: int
    columns: int
    rows: int
    atlases: tuple[Atlas, ...]
    digest: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for what, tile, tiles in (("width", self.width, self.columns), ("height", self.height, self.rows)):
            ranges.require_whole(f"the {what} of a tile", tile, 1, LARGEST_ATLAS)
            ranges.require_whole(f"the {what} of an atlas", tile * tiles, 1, LARGEST_ATLAS)
        ranges.require_unique("the files of atlases", [atlas.file for atlas in self.atlases])
        first = 0
        for atlas in self.atlases:
            ranges.require_whole(f"first_sample of {atlas.file}", atlas.first_sample, first, first)
            ranges.require_whole(f"samples of {atlas.file}", atlas.samples, 1, self.columns * self.rows)
            first += atlas.samples

    @property
    def samples(self) -> int:
        """The number of samples in all atlases."""
        return sum(atlas.samples for atlas in self.atlases)


def parse_thumbnails(text: bytes, run: str) -> Thumbnails:
    """Return the thumbnails that an index lists; raise DamagedRun."""
    try:
        return from_json(Thumbnails, json.loads(text))
    except (ValueError, RecursionError, MemoryError) as error:
        raise DamagedRun(f"thumbnails/index.json of run {run!r} cannot be read: {ranges.brief(error)}") from error


def format_thumbnails(thumbnails: Thumbnails) -> bytes:
    """Return the index as the content of its file, with its own digest."""
    blank = _format(replace(thumbnails, digest=""))
    return _format(replace(thumbnails, digest=digest_of(blank)))


def own_index_digest(text: bytes, thumbnails: Thumbnails) -> str:
    """Return the digest that an index has: of its text with an empty one."""
    before, entry, after = text.rpartition(f'"{thumbnails.digest}"'.encode())
    return digest_of(before + b'""' + after if entry else text)


def _format(thumbnails: Thumbnails) -> bytes:
    return (json.dumps(to_json(thumbnails), indent=1) + "\n").encode()
