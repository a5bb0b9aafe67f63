"""Data sets in the files that torchvision downloads."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from epochscope_training.datasets.images import UnusableDataset

Part = TypeVar("Part")
# What torchvision raises for files that are missing, cut or of another data set.
_UNREADABLE = (OSError, RuntimeError, ValueError, LookupError, AssertionError)


def load_parts(title: str, folder: Path, download: bool, load: Callable[[bool], Part]) -> dict[str, Part]:
    """Return the parts ``train`` and ``test`` of a data set.

    Args:
        title: what errors call the data set.
        folder: where its files are.
        download: whether ``load`` may download them.
        load: returns torchvision's data set, the training part if its argument is true.

    Raises:
        UnusableDataset: the files cannot be downloaded or read.
    """
    try:
        return {split: load(split == "train") for split in ("train", "test")}
    except _UNREADABLE as error:
        raise UnusableDataset(
            f"{title} cannot be downloaded ({error}); give a path to it with --dataset instead"
            if download
            else f"{folder} is not {title} as torchvision downloads it: {error}"
        ) from error
