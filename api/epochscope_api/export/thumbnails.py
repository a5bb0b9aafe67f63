"""Thumbnails of only some samples: the tiles of these, put together anew."""

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from epochscope.store import DamagedRun, Manifest, RunReader, Thumbnails
from epochscope.thumbnails import AtlasBuilder
from epochscope_api.partial_run import PartialRun, Rows


class ThinnedRun(PartialRun):
    """A part of a run that has fewer samples, with thumbnails of these alone; raise DamagedRun."""

    def __init__(self, whole: RunReader, manifest: Manifest, rows: Rows) -> None:
        self._atlases: dict[str, bytes] = {}
        builder = AtlasBuilder(self._atlases.__setitem__)
        for tile in _tiles(whole, rows):
            builder.add(tile)
        super().__init__(whole, replace(manifest, thumbnails=builder.finish()), rows)

    def thumbnail_atlas(self, file: str) -> bytes:
        """Return one atlas; raise FileNotFoundError."""
        if file not in self._atlases:
            raise FileNotFoundError(file)
        return self._atlases[file]


def _tiles(run: RunReader, rows: Rows) -> Iterator[NDArray[np.uint8]]:
    """Yield the tiles (height, width, 3) of some samples, none where the run has no pictures."""
    thumbnails = run.manifest.thumbnails
    for atlas in thumbnails.atlases if thumbnails else ():
        wanted = rows[(rows >= atlas.first_sample) & (rows < atlas.first_sample + atlas.samples)] - atlas.first_sample
        if thumbnails and len(wanted):
            yield from _cut(_pixels(run, atlas.file), thumbnails, wanted)


def _pixels(run: RunReader, file: str) -> NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(run.thumbnail_atlas(file))) as picture:
            return np.asarray(picture.convert("RGB"))
    except OSError as error:
        raise DamagedRun(f"thumbnails/{file} of run {run.name!r} is missing or cannot be read: {error}") from error


def _cut(pixels: NDArray[np.uint8], thumbnails: Thumbnails, places: Rows) -> Iterator[NDArray[np.uint8]]:
    width, height = thumbnails.width, thumbnails.height
    for place in places:
        top, left = divmod(int(place), thumbnails.columns)
        yield pixels[top * height : (top + 1) * height, left * width : (left + 1) * width]
