"""Small pictures of the samples, tiled into atlases, lossless."""

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from epochscope.errors import UnusableInput
from epochscope.store import Atlas, RunReader, RunWriter, Thumbnails

LONGEST_SIDE = 128
# Small atlases: encoding one without loss takes memory with its area, and the page waits for a whole one.
_ATLAS_SIDE = 1024
_MOST_TILES_A_ROW = 16


class AtlasBuilder:
    """Takes pictures in the order of the samples and writes an atlas whenever one is full."""

    def __init__(self, write: Callable[[str, bytes], None]) -> None:
        self._write = write
        self._atlases: list[Atlas] = []
        self._canvas: Image.Image | None = None
        self._size = (0, 0)
        self._grid = (0, 0)
        self._added = 0

    def add(self, picture: NDArray[np.uint8]) -> None:
        """Add one picture (height, width) or (height, width, 3); the first one's shape sets the tile's."""
        image = Image.fromarray(picture).convert("RGB")
        if not self._added:
            self._choose_tiles(image)
        if self._canvas is None:
            self._canvas = Image.new("RGB", (self._size[0] * self._grid[0], self._size[1] * self._grid[1]))
        self._paste(self._canvas, image)
        self._added += 1
        if self._tile() == 0:
            self._finish_atlas()

    def finish(self) -> Thumbnails | None:
        """Write the last atlas and return the index of all, ``None`` where no picture was added."""
        if self._canvas is not None:
            self._finish_atlas()
        if not self._atlases:
            return None
        return Thumbnails(*self._size, *self._grid, tuple(self._atlases))

    def _choose_tiles(self, image: Image.Image) -> None:
        scale = min(1.0, LONGEST_SIDE / max(image.size))
        self._size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        columns, rows = (min(_MOST_TILES_A_ROW, _ATLAS_SIDE // side) for side in self._size)
        self._grid = (columns, rows)

    def _tile(self) -> int:
        return self._added % (self._grid[0] * self._grid[1])

    def _paste(self, canvas: Image.Image, image: Image.Image) -> None:
        width, height = self._size
        if image.size != self._size:
            image.thumbnail(self._size)
        row, column = divmod(self._tile(), self._grid[0])
        left, top = (width - image.width) // 2, (height - image.height) // 2
        canvas.paste(image, (column * width + left, row * height + top))

    def _finish_atlas(self) -> None:
        assert self._canvas is not None
        file = f"atlas-{len(self._atlases):04d}.webp"
        content = io.BytesIO()
        self._canvas.save(content, "WEBP", lossless=True, quality=50)
        self._write(file, content.getvalue())
        first = sum(atlas.samples for atlas in self._atlases)
        self._atlases.append(Atlas(file, first, self._added - first))
        self._canvas = None


def write_thumbnails(location: str | Path, pictures: Iterable[NDArray[np.uint8]]) -> Thumbnails:
    """Write thumbnails of a run that is there, from one picture a sample: (height, width) or (height, width, 3).

    Raises:
        UnusableInput: there is no such run, or not as many pictures as it has samples.
        RunBusy: another process is recording to the run.
    """
    samples, writer = RunReader.at(location).manifest.samples, RunWriter.at(location)
    with writer.recording():
        builder = AtlasBuilder(writer.write_thumbnail_atlas)
        for picture in pictures:
            builder.add(picture)
        thumbnails = builder.finish()
        count = sum(atlas.samples for atlas in thumbnails.atlases) if thumbnails else 0
        if thumbnails is None or count != samples:
            raise UnusableInput(f"there are {count} pictures of {samples} samples")
        writer.commit(lambda manifest: replace(manifest, thumbnails=thumbnails))
    return thumbnails
