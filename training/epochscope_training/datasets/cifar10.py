"""CIFAR-10 (Krizhevsky 2009) as torchvision downloads it."""

from pathlib import Path

from PIL import Image
from torchvision.datasets import CIFAR10

from epochscope_training.datasets.images import (
    Decoder,
    ImageDataset,
    ImageSplit,
    UnusableDataset,
    make_dataset,
    make_split,
)


def load_cifar10(root: str | Path, image_size: int | None, download: bool) -> ImageDataset:
    """Return CIFAR-10 from torchvision's folder ``root``, downloading it first if allowed; raise UnusableDataset."""
    try:
        parts = {split: CIFAR10(root, train=split == "train", download=download) for split in ("train", "test")}
    except (OSError, RuntimeError) as error:
        folder = Path(root) / CIFAR10.base_folder
        raise UnusableDataset(
            f"CIFAR-10 cannot be downloaded ({error}); give a path to it with --dataset instead"
            if download
            else f"{folder} is not CIFAR-10 as torchvision downloads it: {error}"
        ) from error
    decoder = Decoder(image_size)
    splits = {name: _decode(part, name, decoder) for name, part in parts.items()}
    return make_dataset("cifar10", parts["train"].classes, splits)


def _decode(part: CIFAR10, split: str, decoder: Decoder) -> ImageSplit:
    sources = [f"torchvision.datasets.CIFAR10[{split}][{index}]" for index in range(len(part.data))]
    images = [
        decoder.decode(Image.fromarray(pixels), source) for pixels, source in zip(part.data, sources, strict=True)
    ]
    return make_split(images, part.targets, sources)
