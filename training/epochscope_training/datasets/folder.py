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
        UnusableDataset: a folder without pictures, splits with different classes, a picture that does not decode.
    """
    found = {_SPLITS[path.name]: path for path in sorted(folder.iterdir()) if path.is_dir() and path.name in _SPLITS}
    places = found if "train" in found else {"train": folder}
    decoder = Decoder(image_size)
    parts = {split: _open(place) for split, place in places.items()}
    classes = parts["train"].classes
    for split, part in parts.items():
        if part.classes != classes:
            raise UnusableDataset(f"{places[split]} has classes {part.classes}, the training pictures have {classes}")
    splits = {split: _decode(part, places[split], decoder) for split, part in parts.items()}
    return make_dataset(folder.resolve().name, classes, splits)


def _open(place: Path) -> ImageFolder:
    try:
        return ImageFolder(str(place))
    except FileNotFoundError as error:
        raise UnusableDataset(f"{place} is no folder of class folders with pictures: {error}") from error


def _decode(part: ImageFolder, place: Path, decoder: Decoder) -> ImageSplit:
    images, sources = [], []
    for path, _ in tqdm(part.samples, desc=f"decode {place.name}", unit="picture", leave=False, disable=None):
        source = Path(path).relative_to(place).as_posix()
        try:
            with Image.open(path) as picture:
                images.append(decoder.decode(picture, source))
        except (UnidentifiedImageError, OSError) as error:
            raise UnusableDataset(f"picture {source} cannot be decoded: {error}") from error
        sources.append(source)
    return make_split(images, part.targets, sources)
