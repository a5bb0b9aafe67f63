"""EMNIST ByClass (Cohen et al. 2017) as torchvision downloads it: handwritten 0-9, A-Z and a-z, 28×28 gray pixels."""

from pathlib import Path

from PIL import Image
from torchvision.datasets import EMNIST

from epochscope_training.datasets.downloaded import load_parts
from epochscope_training.datasets.images import Decoder, ImageDataset, ImageSplit, make_dataset, make_split

SPLIT = "byclass"


def load_emnist(root: str | Path, image_size: int | None, download: bool) -> ImageDataset:
    """Return EMNIST from torchvision's folder ``root``, downloading it first if allowed; raise UnusableDataset."""
    folder = Path(root) / EMNIST.__name__
    parts = load_parts(
        "EMNIST ByClass", folder, download, lambda train: EMNIST(root, split=SPLIT, train=train, download=download)
    )
    decoder = Decoder(image_size)
    splits = {name: _decode(part, name, decoder) for name, part in parts.items()}
    return make_dataset("emnist", parts["train"].classes, splits)


def _decode(part: EMNIST, split: str, decoder: Decoder) -> ImageSplit:
    sources = [f"torchvision.datasets.EMNIST[{SPLIT}][{split}][{index}]" for index in range(len(part.data))]
    # The files hold every picture with its rows and columns swapped.
    upright = part.data.transpose(1, 2).numpy()
    images = [decoder.decode(Image.fromarray(pixels), source) for pixels, source in zip(upright, sources, strict=True)]
    return make_split(images, part.targets.tolist(), sources)
