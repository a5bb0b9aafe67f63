"""Batches of normalized images, shuffled and augmented the same way for the same seed and epoch."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from epochscope_training.datasets import ImageSplit


@dataclass(frozen=True)
class Normalization:
    """Mean and standard deviation of each channel, of pixels scaled to 0…1."""

    mean: tuple[float, ...]
    std: tuple[float, ...]

    @classmethod
    def of(cls, images: Tensor) -> "Normalization":
        """Return the normalization of uint8 images (images, channels, height, width)."""
        # Computed from the histogram: exact, and without a float copy of the whole set.
        levels = torch.arange(256, dtype=torch.float64) / 255
        counts = [
            torch.bincount(images[:, channel].flatten(), minlength=256).double() for channel in range(images.shape[1])
        ]
        means = [float((count * levels).sum() / count.sum()) for count in counts]
        spreads = [
            float(((count * (levels - mean) ** 2).sum() / count.sum()).sqrt())
            for count, mean in zip(counts, means, strict=True)
        ]
        return cls(tuple(round(mean, 6) for mean in means), tuple(round(max(spread, 1e-6), 6) for spread in spreads))

    def apply(self, images: Tensor) -> Tensor:
        """Return uint8 images as normalized float32, channels last in memory."""
        mean, std = (torch.tensor(values, device=images.device)[:, None, None] for values in (self.mean, self.std))
        return ((images.float() / 255 - mean) / std).contiguous(memory_format=torch.channels_last)


@dataclass(frozen=True)
class FixedBatches:
    """Every image once, in order: for evaluating and recording."""

    split: ImageSplit
    normalization: Normalization
    batch_size: int
    device: torch.device

    def __len__(self) -> int:
        return (len(self.split.labels) + self.batch_size - 1) // self.batch_size

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        for start in range(0, len(self.split.labels), self.batch_size):
            rows = slice(start, start + self.batch_size)
            images = self.split.images[rows].to(self.device)
            yield self.normalization.apply(images), self.split.labels[rows].to(self.device)


class TrainingBatches:
    """Every image once per epoch, shuffled and augmented, including the last, incomplete batch.

    A single image that is left over belongs to the batch before: batch normalization cannot normalize one.
    """

    def __init__(
        self,
        split: ImageSplit,
        normalization: Normalization,
        batch_size: int,
        augmentation: str,
        seed: int,
        device: torch.device,
    ) -> None:
        # Kept on the device: a set the size of CIFAR is 150 MB, and copying it every epoch would cost more.
        self._images, self._labels = split.images.to(device), split.labels.to(device)
        self._normalization = normalization
        self._batch_size = batch_size
        self._augmentation = augmentation
        self._seed = seed

    def __len__(self) -> int:
        return len(self._sizes())

    def epoch(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield the batches of ``epoch``, which depend only on the seed and the epoch's number."""
        generator = torch.Generator().manual_seed(self._seed * 1_000_003 + epoch)
        for rows in torch.randperm(len(self._labels), generator=generator).split(self._sizes()):  # type: ignore[no-untyped-call]
            chosen = rows.to(self._images.device)
            images = augment(self._images[chosen], self._augmentation, generator)
            yield self._normalization.apply(images), self._labels[chosen]

    def _sizes(self) -> list[int]:
        full, left = divmod(len(self._labels), self._batch_size)
        sizes = [self._batch_size] * full
        if left == 1 and sizes:
            sizes[-1] += 1
        elif left:
            sizes.append(left)
        return sizes


def augment(images: Tensor, augmentation: str, generator: torch.Generator) -> Tensor:
    """Return images shifted by up to an eighth, for ``shift`` a fourteenth (zero-padded), and for ``crop-flip`` half of
    them mirrored."""
    if augmentation == "none":
        return images
    images = _shift(images, 14 if augmentation == "shift" else 8, generator)
    if augmentation != "crop-flip":
        return images
    mirrored = torch.rand(len(images), generator=generator).to(images.device) < 0.5
    return torch.where(mirrored[:, None, None, None], images.flip(3), images)


def _shift(images: Tensor, share: int, generator: torch.Generator) -> Tensor:
    count, channels, height, width = images.shape
    margin = max(1, height // share)
    padded = functional.pad(images, (margin, margin, margin, margin))
    shift = torch.randint(0, 2 * margin + 1, (2, count), generator=generator).to(images.device)
    rows = shift[0][:, None] + torch.arange(height, device=images.device)
    columns = shift[1][:, None] + torch.arange(width, device=images.device)
    image = torch.arange(count, device=images.device)[:, None, None, None]
    channel = torch.arange(channels, device=images.device)[None, :, None, None]
    return padded[image, channel, rows[:, None, :, None], columns[:, None, None, :]]
