"""Write small images of the samples, tiled into lossless atlases, and read them."""

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from epochscope.errors import UnusableInput
from epochscope.sharing.fingerprints import fingerprints
from epochscope.sharing.images import check_image
from epochscope.store import Atlas, DamagedRun, RunReader, RunWriter, Thumbnails, digest_of

LONGEST_SIDE = 128
# Atlases are small: lossless encoding takes memory proportional to the area, and the page waits for a complete one.
_ATLAS_SIDE = 1024
_MOST_TILES_PER_ROW = 16


class AtlasBuilder:
    """Takes images in the order of the samples and writes an atlas whenever one is full.

    Atlases get other names than those of ``before``, which they replace, unless their content is the same.
    """

    def __init__(self, write: Callable[[str, bytes], None], before: Thumbnails | None = None) -> None:
        self._write = write
        self._before = {atlas.file: atlas.digest for atlas in before.atlases} if before else {}
        self._atlases: list[Atlas] = []
        self._canvas: Image.Image | None = None
        self._size = (0, 0)
        self._grid = (0, 0)
        self._added = 0

    def add(self, pixels: NDArray[np.uint8]) -> None:
        """Add one image (height, width) or (height, width, 3); the first one sets the shape of the tiles.

        Raises:
            UnusableInput: it is no such array of uint8.
        """
        check_image(pixels, f"image {self._added}")
        image = Image.fromarray(pixels).convert("RGB")
        if not self._added:
            self._choose_tiles(image)
        if self._canvas is None:
            self._canvas = Image.new("RGB", (self._size[0] * self._grid[0], self._size[1] * self._grid[1]))
        self._paste(self._canvas, image)
        self._added += 1
        if self._tile() == 0:
            self._finish_atlas()

    def finish(self) -> Thumbnails | None:
        """Write the last atlas and return the index of all, ``None`` if no image was added."""
        if self._canvas is not None:
            self._finish_atlas()
        if not self._atlases:
            return None
        return Thumbnails(*self._size, *self._grid, tuple(self._atlases))

    def _choose_tiles(self, image: Image.Image) -> None:
        self._size = _tile_size(image)
        columns, rows = (min(_MOST_TILES_PER_ROW, _ATLAS_SIDE // side) for side in self._size)
        self._grid = (columns, rows)

    def _tile(self) -> int:
        return self._added % (self._grid[0] * self._grid[1])

    def _paste(self, canvas: Image.Image, image: Image.Image) -> None:
        row, column = divmod(self._tile(), self._grid[0])
        canvas.paste(_tile(image, self._size), (column * self._size[0], row * self._size[1]))

    def _finish_atlas(self) -> None:
        assert self._canvas is not None
        stream = io.BytesIO()
        self._canvas.save(stream, "WEBP", lossless=True, quality=50)
        content = stream.getvalue()
        digest = digest_of(content)
        file = self._name(digest)
        self._write(file, content)
        first = sum(atlas.samples for atlas in self._atlases)
        self._atlases.append(Atlas(file, first, self._added - first, digest))
        self._canvas = None

    def _name(self, digest: str) -> str:
        number = f"atlas-{len(self._atlases):04d}"
        plain, other = f"{number}.webp", f"{number}-{digest[:8]}.webp"
        return other if other in self._before or self._before.get(plain, digest) != digest else plain


def write_thumbnails(location: str | Path, images: Iterable[NDArray[np.uint8]]) -> Thumbnails:
    """Write thumbnails of an existing run, from one uint8 image (height, width) or (height, width, 3) per sample.

    They replace existing ones, which stay until all of the new ones are written; the manifest does not change.

    Raises:
        UnusableInput: there is no such run, or the number of images is not that of its samples.
        RunBusy: another process is recording to the run.
    """
    writer = RunWriter.at(location)
    RunReader.at(location)  # a lock would make the folder of a run that does not exist
    with writer.recording():
        writer.prepare()
        try:
            return _replace_thumbnails(writer, RunReader(writer.folder), images)
        except BaseException:
            writer.prepare()
            raise


def _replace_thumbnails(writer: RunWriter, run: RunReader, images: Iterable[NDArray[np.uint8]]) -> Thumbnails:
    builder = AtlasBuilder(writer.write_thumbnail_atlas, run.thumbnails)
    for image in images:
        builder.add(image)
    thumbnails = builder.finish()
    count = sum(atlas.samples for atlas in thumbnails.atlases) if thumbnails else 0
    if thumbnails is None or count != run.manifest.samples:
        raise UnusableInput(f"there are {count} images for {run.manifest.samples} samples")
    writer.write_thumbnail_index(thumbnails)
    return thumbnails


def tiles(run: RunReader, rows: NDArray[np.intp]) -> Iterator[NDArray[np.uint8]]:
    """Yield the thumbnails (height, width, 3), uint8, of the samples ``rows`` (ascending); none if the run has none.

    Raises:
        DamagedRun: an atlas is missing or cannot be decoded.
    """
    thumbnails = run.thumbnails
    for atlas in thumbnails.atlases if thumbnails else ():
        slots = rows[(rows >= atlas.first_sample) & (rows < atlas.first_sample + atlas.samples)] - atlas.first_sample
        if thumbnails and len(slots):
            yield from _cut(_pixels(run, thumbnails, atlas), thumbnails, slots)


def tile_fingerprints(images: Iterable[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Return the fingerprints (n, 16), uint8, of the thumbnails that n images would become."""
    return fingerprints(_as_tiles(images))


def _as_tiles(images: Iterable[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    size: tuple[int, int] | None = None
    for pixels in images:
        image = Image.fromarray(pixels).convert("RGB")
        size = size or _tile_size(image)
        yield np.asarray(_tile(image, size))


def _tile_size(first: Image.Image) -> tuple[int, int]:
    scale = min(1.0, LONGEST_SIDE / max(first.size))
    return max(1, round(first.width * scale)), max(1, round(first.height * scale))


def _tile(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the image scaled down to ``size``, centered on black if its aspect ratio differs."""
    if image.size == size:
        return image
    image.thumbnail(size)
    tile = Image.new("RGB", size)
    tile.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
    return tile


def _pixels(run: RunReader, thumbnails: Thumbnails, atlas: Atlas) -> NDArray[np.uint8]:
    content, where = run.thumbnail_atlas(atlas.file), f"thumbnails/{atlas.file} of run {run.name!r}"
    try:
        # Other formats have decoders with flaws of their own.
        with Image.open(io.BytesIO(content), formats=["WEBP"]) as image:
            _require_tiles(image, thumbnails, atlas, where)
            return np.asarray(image.convert("RGB"))
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as error:
        raise DamagedRun(f"{where} cannot be read: {error}") from error


def _require_tiles(image: Image.Image, thumbnails: Thumbnails, atlas: Atlas, where: str) -> None:
    """Raise DamagedRun unless an image that is not decoded yet has the size of an atlas; the last rows may lack."""
    width, most = thumbnails.columns * thumbnails.width, thumbnails.rows * thumbnails.height
    fewest = -(-atlas.samples // thumbnails.columns) * thumbnails.height
    if image.width != width or not fewest <= image.height <= most:
        raise DamagedRun(f"{where} has {image.width} × {image.height} pixels, not {width} × {most}")


def _cut(pixels: NDArray[np.uint8], thumbnails: Thumbnails, slots: NDArray[np.intp]) -> Iterator[NDArray[np.uint8]]:
    width, height = thumbnails.width, thumbnails.height
    for slot in slots:
        top, left = divmod(int(slot), thumbnails.columns)
        yield pixels[top * height : (top + 1) * height, left * width : (left + 1) * width]
