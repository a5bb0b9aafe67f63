"""A folder of class folders, as torchvision's ImageFolder reads it."""

import os
from collections.abc import Iterator
from pathlib import Path

from torchvision.datasets import ImageFolder
from torchvision.datasets.folder import IMG_EXTENSIONS
from tqdm import tqdm

from epochscope_training.datasets.images import (
    Decoder,
    ImageDataset,
    ImageSplit,
    UnusableDataset,
    make_dataset,
    make_split,
)
from epochscope_training.datasets.splits import choose_splits, is_split_name, is_visible, split_of


def load_folder(folder: Path, image_size: int | None) -> ImageDataset:
    """Return the data set in ``folder``: class folders, or folders of them that are named after splits.

    Raises:
        UnusableDataset: a folder has no images, splits have different classes or lie beside classes, or an image
            cannot be decoded.
    """
    folders = _split_folders(folder) or {"train": folder}
    decoder = Decoder(image_size)
    parts = {split: _open(path) for split, path in folders.items()}
    classes = parts["train"].classes
    for split, part in parts.items():
        if part.classes != classes:
            raise UnusableDataset(f"{folders[split]} has classes {part.classes}, the training images have {classes}")
    splits = {split: _decode(part, folders[split], decoder) for split, part in parts.items()}
    return make_dataset(folder.resolve().name, classes, splits)


def _split_folders(folder: Path) -> dict[str, Path]:
    """Return the folders of splits, none if the folders are classes: those hold images, splits hold folders."""
    with_images = [path for path in sorted(folder.iterdir()) if any(_images_below(path, folder))]
    named = {path: split_of(path.name) for path in with_images if _has_folders(path, folder)}
    named = {path: split for path, split in named.items() if split}
    others = [path.name for path in with_images if path not in named]
    if others and any(is_split_name(path.name) for path in named):
        splits = ", ".join(path.name for path in named)
        raise UnusableDataset(f"{folder} has splits ({splits}) beside {', '.join(others)}: move either elsewhere")
    if others or not named:
        return {}
    chosen = choose_splits(named, folder)
    for split, paths in chosen.items():
        if len(paths) > 1:
            raise UnusableDataset(
                f"{folder} has more than one {split} folder: {', '.join(path.name for path in paths)}"
            )
    return {split: paths[0] for split, paths in chosen.items()}


def _has_folders(path: Path, root: Path) -> bool:
    """Return whether ``path`` holds folders and no images beside them."""
    visible = [entry for entry in path.iterdir() if is_visible(entry, root)]
    return any(entry.is_dir() for entry in visible) and not any(_is_image(entry, root) for entry in visible)


def _images_below(path: Path, root: Path) -> Iterator[Path]:
    for place, _, files in os.walk(path, followlinks=True):
        yield from (file for name in files if _is_image(file := Path(place, name), root))


def _is_image(path: Path, root: Path) -> bool:
    return path.suffix.lower() in IMG_EXTENSIONS and is_visible(path, root) and path.is_file()


class _VisibleImages(ImageFolder):  # type: ignore[misc]  # torchvision has no types
    def find_classes(self, directory: str) -> tuple[list[str], dict[str, int]]:
        entries = [entry for entry in Path(directory).iterdir() if entry.is_dir()]
        names = sorted(entry.name for entry in entries if is_visible(entry, entry.parent))
        if not names:
            raise FileNotFoundError(f"there is no class folder in {directory}")
        return names, {name: number for number, name in enumerate(names)}


def _open(folder: Path) -> ImageFolder:
    try:
        return _VisibleImages(str(folder), is_valid_file=lambda path: _is_image(Path(path), folder))
    except FileNotFoundError as error:
        raise UnusableDataset(f"{folder} is not a folder of class folders with images: {error}") from error


def _decode(part: ImageFolder, folder: Path, decoder: Decoder) -> ImageSplit:
    images, sources = [], []
    for path, _ in tqdm(part.samples, desc=f"decode {folder.name}", unit="image", leave=False, disable=None):
        source = Path(path).relative_to(folder).as_posix()
        images.append(decoder.read(path, source))
        sources.append(source)
    return make_split(images, part.targets, sources)
