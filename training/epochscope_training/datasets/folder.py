"""A folder of class folders, as torchvision's ImageFolder reads it."""

from pathlib import Path

from PIL import Image, UnidentifiedImageError
from torchvision.datasets import ImageFolder
from tqdm import tqdm

from epochscope_training.datasets.images import (
    Decoder,
    ImageDataset,
    ImageSplit,
    UnusableDataset,
    make_dataset,
    make_split,
)

_SPLITS = {"train": "train", "test": "test", "val": "test", "validation": "test"}


def load_folder(folder: Path, image_size: int | None) -> ImageDataset:
    """Return the data set in ``folder``: class folders, or ``train/`` and ``test/`` (or ``val/``) folders of them.

    Raises:
        UnusableDataset: a folder has no images, splits have different classes, or an image cannot be decoded.
    """
    named = {_SPLITS[path.name]: path for path in sorted(folder.iterdir()) if path.is_dir() and path.name in _SPLITS}
    folders = named if "train" in named else {"train": folder}
    decoder = Decoder(image_size)
    parts = {split: _open(path) for split, path in folders.items()}
    classes = parts["train"].classes
    for split, part in parts.items():
        if part.classes != classes:
            raise UnusableDataset(f"{folders[split]} has classes {part.classes}, the training images have {classes}")
    splits = {split: _decode(part, folders[split], decoder) for split, part in parts.items()}
    return make_dataset(folder.resolve().name, classes, splits)


def _open(folder: Path) -> ImageFolder:
    try:
        return ImageFolder(str(folder))
    except FileNotFoundError as error:
        raise UnusableDataset(f"{folder} is not a folder of class folders with images: {error}") from error


def _decode(part: ImageFolder, folder: Path, decoder: Decoder) -> ImageSplit:
    images, sources = [], []
    for path, _ in tqdm(part.samples, desc=f"decode {folder.name}", unit="image", leave=False, disable=None):
        source = Path(path).relative_to(folder).as_posix()
        try:
            with Image.open(path) as image:
                images.append(decoder.decode(image, source))
        except (UnidentifiedImageError, OSError) as error:
            raise UnusableDataset(f"image {source} cannot be decoded: {error}") from error
        sources.append(source)
    return make_split(images, part.targets, sources)
