"""Which split of a data set a file or folder holds: its name says so, as on the Hugging Face Hub."""

import logging
import re
from collections.abc import Mapping
from pathlib import Path

from epochscope_training.datasets.images import UnusableDataset

_LOG = logging.getLogger(__name__)
_SET = "(set|data)?"
_SPLITS = {
    "train": re.compile("train(ing)?" + _SET),
    "validation": re.compile("(validation|valid|val|dev)" + _SET),
    "test": re.compile("(test|testing|eval|evaluation)" + _SET),
}
# The Hub's separators, and the beginning of a capitalized word.
_BETWEEN_WORDS = re.compile(r"[-._ /0-9]+|(?<=[a-z])(?=[A-Z])")


def split_of(name: str) -> str | None:
    """Return the split that a word of ``name`` says: ``train``, ``validation``, ``test``, or ``None`` if no word does.

    Raises:
        UnusableDataset: the name says two of them.
    """
    words = [word.lower() for word in _BETWEEN_WORDS.split(name)]
    said = [split for split, spelling in _SPLITS.items() if any(map(spelling.fullmatch, words))]
    if len(said) > 1:
        raise UnusableDataset(f"{name} says {' and '.join(said)}: name it after one split")
    return said[0] if said else None


def is_split_name(name: str) -> bool:
    """Return whether ``name`` is the word for a split and nothing else."""
    return any(spelling.fullmatch(name.lower()) for spelling in _SPLITS.values())


def choose_splits(split_of_path: Mapping[Path, str | None], location: Path) -> dict[str, list[Path]]:
    """Return the paths of ``train`` and, if there is one, of ``test``; say which paths are left out.

    Without a path that is named after training, those that are named after no split are the training data. The
    validation split is the test split of a data set without one.

    Raises:
        UnusableDataset: no path is left for training.
    """
    paths: dict[str | None, list[Path]] = {}
    for path, split in split_of_path.items():
        paths.setdefault(split, []).append(path)
    train = paths.pop("train", None) or paths.pop(None, None)
    if train is None:
        names = ", ".join(sorted(path.name for path in split_of_path))
        raise UnusableDataset(f"{location} has no training images, only {names}")
    test = paths.pop("test", None) or paths.pop("validation", None)
    left_out = sorted(str(path.relative_to(location)) for others in paths.values() for path in others)
    if left_out:
        _LOG.warning("%s: left out %s, which is neither train nor test", location, ", ".join(left_out))
    return {"train": train, "test": test} if test else {"train": train}


def is_visible(path: Path, location: Path) -> bool:
    """Return whether a path below ``location`` is data: hidden files and ``__MACOSX`` are what programs leave."""
    parts = path.relative_to(location).parts
    return not any(part.startswith(".") or part == "__MACOSX" for part in parts)
