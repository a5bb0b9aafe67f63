"""Labeled image data sets in memory, and the decoding of images."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError
from torch import Tensor

from epochscope import to_eight_bits
from epochscope.errors import UnusableInput
from epochscope_training.names import as_text

HELD_OUT_SHARE = 0.2


class UnusableDataset(UnusableInput):
    """The data set does not exist, or something in it is not valid."""


@dataclass(frozen=True)
class ImageSplit:
    """Images with their labels and sources."""

    images: Tensor
    """uint8, (images, channels, height, width)."""
    labels: Tensor
    """int64, (images,)."""
    sources: Sequence[str]
    """Origin of each image."""

    def take(self, rows: Tensor) -> "ImageSplit":
        """Return the images at ``rows``, in that order."""
        return ImageSplit(self.images[rows], self.labels[rows], [self.sources[row] for row in rows.tolist()])


@dataclass(frozen=True)
class ImageDataset:
    """A data set with its two splits, ``train`` and ``test``."""

    name: str
    classes: tuple[str, ...]
    splits: Mapping[str, ImageSplit]

    @property
    def image_shape(self) -> tuple[int, ...]:
        """The shape of all images: (channels, height, width)."""
        return tuple(self.splits["train"].images.shape[1:])

    def digest(self) -> str:
        """Return a digest of all images and labels, in their order and splits."""
        content = blake2b(digest_size=16)
        for name, split in self.splits.items():
            content.update(f"{name} {tuple(split.images.shape)}".encode())
            for tensor in (split.images, split.labels):
                content.update(tensor.numpy().reshape(-1).data)
        return content.hexdigest()


class Decoder:
    """Turns images into arrays of one size, set by the first image or by ``image_size``."""

    def __init__(self, image_size: int | None) -> None:
        if image_size is not None and image_size < 1:
            raise UnusableDataset(f"the image size must be at least 1 pixel, not {image_size}")
        self._size = (image_size, image_size) if image_size else None
        self._resize = image_size is not None

    def read(self, file: str | Path | BinaryIO, source: str) -> NDArray[np.uint8]:
        """Return the image in an encoded file as ``decode`` does; raise UnusableDataset."""
        try:
            with Image.open(file) as image:
                return self.decode(image, source)
        except UnidentifiedImageError as error:
            raise UnusableDataset(f"image {source} cannot be decoded: it is not an image") from error
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            raise UnusableDataset(f"image {source} cannot be decoded: {error}") from error

    def decode(self, encoded: Image.Image, source: str) -> NDArray[np.uint8]:
        """Return the image as uint8, (1, height, width) if it is gray, else (3, height, width).

        Raises:
            UnusableDataset: it is damaged, has another size than the first one, or pixels whose range is not known.
        """
        try:
            image = to_eight_bits(encoded)
        except Exception as error:  # Pillow's decoders raise errors of many types for damaged files.
            raise UnusableDataset(f"image {source} cannot be decoded: {error}") from error
        self._size = self._size or image.size
        if image.size != self._size:
            image = self._fit(image, source)
        pixels = np.asarray(image)
        return pixels[None] if pixels.ndim == 2 else pixels.transpose(2, 0, 1)

    def _fit(self, image: Image.Image, source: str) -> Image.Image:
        assert self._size is not None
        if not self._resize:
            this, first = (f"{width}×{height}" for width, height in (image.size, self._size))
            raise UnusableDataset(f"image {source} is {this}, the first one is {first}: set --image-size")
        return ImageOps.fit(image, self._size, Image.Resampling.BICUBIC)


def make_split(images: Sequence[NDArray[np.uint8]], labels: Iterable[int], sources: Sequence[str]) -> ImageSplit:
    """Return a split of decoded images (1 or 3, height, width); gray ones get three channels if any has color."""
    channels = max(len(image) for image in images)
    pixels = np.stack([np.broadcast_to(image, (channels, *image.shape[1:])) for image in images])
    texts = [as_text(source) for source in sources]
    return ImageSplit(torch.from_numpy(pixels), torch.tensor(list(labels), dtype=torch.int64), texts)


def make_dataset(name: str, classes: Sequence[str], splits: Mapping[str, ImageSplit]) -> ImageDataset:
    """Return the data set; if it has no ``test`` split, a fifth of each class is held out as one.

    Raises:
        UnusableDataset: fewer than two training images or classes, or a label without a class name.
    """
    if "train" not in splits or not len(splits["train"].labels):
        raise UnusableDataset(f"data set {name!r} has no training images")
    if len(classes) < 2:
        raise UnusableDataset(f"data set {name!r} has {len(classes)} class; it needs at least two")
    for split in splits.values():
        _check_labels(split, classes)
    if "test" not in splits:
        splits = _hold_out(splits["train"], len(classes))
    if len(splits["train"].labels) < 2:
        raise UnusableDataset(f"data set {name!r} has a single training image; batch normalization needs two")
    return ImageDataset(as_text(name), tuple(map(as_text, classes)), _with_equal_channels(splits))


def _with_equal_channels(splits: Mapping[str, ImageSplit]) -> dict[str, ImageSplit]:
    channels = max(split.images.shape[1] for split in splits.values())
    return {
        name: replace(split, images=split.images.expand(-1, channels, -1, -1).contiguous())
        for name, split in splits.items()
    }


def _check_labels(split: ImageSplit, classes: Sequence[str]) -> None:
    wrong = ((split.labels < 0) | (split.labels >= len(classes))).nonzero()
    if len(wrong):
        row = int(wrong[0])
        raise UnusableDataset(
            f"image {split.sources[row]} has label {int(split.labels[row])}, "
            f"but the data set names {len(classes)} classes (0 to {len(classes) - 1})"
        )


def _hold_out(split: ImageSplit, classes: int) -> dict[str, ImageSplit]:
    shuffled = torch.randperm(len(split.labels), generator=torch.Generator().manual_seed(0))
    of_class = [shuffled[split.labels[shuffled] == label] for label in range(classes)]
    held_out = torch.cat([rows[: round(len(rows) * HELD_OUT_SHARE)] for rows in of_class]).sort().values
    training = torch.ones(len(split.labels), dtype=torch.bool)
    training[held_out] = False
    if not len(held_out):
        raise UnusableDataset("too few images per class to hold some out for testing: add a test split")
    return {"train": split.take(training.nonzero()[:, 0]), "test": split.take(held_out)}
