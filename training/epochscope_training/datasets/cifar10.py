"""CIFAR-10 (Krizhevsky 2009) as torchvision downloads it."""

from pathlib import Path

from PIL import Image
from torchvision.datasets import CIFAR10

from epochscope_training.datasets.downloaded import load_parts
from epochscope_training.datasets.images import Decoder, ImageDataset, ImageSplit, make_dataset, make_split


def load_cifar10(root: str | Path, image_size: int | None, download: bool) -> ImageDataset:
    """Return CIFAR-10 from torchvision's folder ``root``, downloading it first if allowed; raise UnusableDataset."""
    folder = Path(root) / CIFAR10.base_folder
    parts = load_parts("CIFAR-10", folder, download, lambda train: CIFAR10(root, train=train, download=download))
    decoder = Decoder(image_size)
    splits = {name: _decode(part, name, decoder) for name, part in parts.items()}
    return make_dataset("cifar10", parts["train"].classes, splits)


def _decode(part: CIFAR10, split: str, decoder: Decoder) -> ImageSplit:
    sources = [f"torchvision.datasets.CIFAR10[{split}][{index}]" for index in range(len(part.data))]
    images = [
        decoder.decode(Image.fromarray(pixels), source) for pixels, source in zip(part.data, sources, strict=True)
    ]
    return make_split(images, part.targets, sources)
