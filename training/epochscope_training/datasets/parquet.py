"""Parquet files in the layout that Hugging Face ``datasets`` uses for labeled images."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from tqdm import tqdm

from epochscope_training.datasets.images import (
    Decoder,
    ImageDataset,
    UnusableDataset,
    make_dataset,
    make_split,
)
from epochscope_training.datasets.labels import Label, choose_classes, number_labels, read_label
from epochscope_training.datasets.splits import choose_splits, is_visible, split_of

_IMAGE_COLUMNS = ("image", "img")
_LABEL_COLUMN = "label"
# Where the Hub's repositories keep their files.
_DATA = "data"


def find_parquet(location: Path) -> list[Path]:
    """Return the Parquet files in a folder, or in the folders below it, in the order of their paths."""
    files = (path for path in location.rglob("*") if path.suffix.lower() == ".parquet")
    return sorted(path for path in files if is_visible(path, location) and path.is_file())


def load_parquet(location: Path, image_size: int | None) -> ImageDataset:
    """Return the data set in a Parquet file or a folder of them.

    Words of the files' names and of the folders between say which split a file is; without any, everything is training
    data. Classes without names are called by their labels.

    Raises:
        UnusableDataset: a file is damaged or lacks a column, an image cannot be decoded, labels do not match names, or
            the files belong to more than one data set.
    """
    files = _files_by_split(location)
    decoder = Decoder(image_size)
    names = {path: _class_names(path) for paths in files.values() for path in paths}
    named = [classes for classes in names.values() if classes]
    if any(classes != named[0] for classes in named):
        raise UnusableDataset(f"the files of {location} name different classes")
    root = location if location.is_dir() else location.parent
    rows = {split: _read_split(paths, split, root, decoder) for split, paths in files.items()}
    classes = named[0] if named else choose_classes({k: v for part in rows.values() for k, v in part.labels.items()})
    splits = {
        split: make_split(part.images, number_labels(part.labels, classes, bool(named)), list(part.labels))
        for split, part in rows.items()
    }
    return make_dataset(location.resolve().stem, classes, splits)


def _files_by_split(location: Path) -> dict[str, list[Path]]:
    if not location.is_dir():
        if not location.is_file():
            raise UnusableDataset(f"there is no file {location}")
        return {"train": [location]}
    inside = {path: path.relative_to(location) for path in find_parquet(location)}
    files = choose_splits({path: split_of(name.as_posix()) for path, name in inside.items()}, location)
    owners = sorted({_owner(inside[path]) for paths in files.values() for path in paths})
    if len(owners) > 1:
        raise UnusableDataset(f"the Parquet files of {location} lie in {', '.join(owners)}: give one of these folders")
    return files


def _owner(path: PurePath) -> str:
    """Return the folder of the data set that a file belongs to, without the folders of splits."""
    parts = [part for part in path.parent.parts if part != _DATA and split_of(part) is None]
    return "/".join(parts) or "."


def _class_names(path: Path) -> list[str]:
    metadata = _open(path).schema_arrow.metadata or {}
    try:
        features = json.loads(metadata.get(b"huggingface", b"{}")).get("info", {}).get("features", {})
        names = features.get(_LABEL_COLUMN, {}).get("names") or []
    except (ValueError, AttributeError, TypeError) as error:
        raise UnusableDataset(f"the Hugging Face metadata of {path} cannot be read: {error}") from error
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise UnusableDataset(f"the Hugging Face metadata of {path} must name the classes, not {names!r}")
    return names


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise UnusableDataset(f"{path} is not a readable Parquet file: {error}") from error


@dataclass(frozen=True)
class _Rows:
    """The decoded images of a split, and their labels by source, in the same order."""

    images: list[NDArray[np.uint8]]
    labels: Mapping[str, Label]


def _read_split(paths: Sequence[Path], split: str, root: Path, decoder: Decoder) -> _Rows:
    images, labels = [], {}
    total = sum(_open(path).metadata.num_rows for path in paths)
    with tqdm(total=total, desc=f"decode {split}", unit="image", leave=False, disable=None) as bar:
        for path in paths:
            for row, (encoded, label) in enumerate(_rows(path)):
                source = f"{path.relative_to(root).as_posix()}[{row}]"
                if not encoded:
                    raise UnusableDataset(f"image {source} is missing")
                labels[source] = read_label(label, source)
                images.append(decoder.read(io.BytesIO(encoded), source))
                bar.update()
    if not images:
        raise UnusableDataset(f"the {split} files contain no images")
    return _Rows(images, labels)


def _rows(path: Path) -> Iterator[tuple[bytes | None, object]]:
    file = _open(path)
    column = next((name for name in _IMAGE_COLUMNS if name in file.schema_arrow.names), None)
    if column is None or _LABEL_COLUMN not in file.schema_arrow.names:
        raise UnusableDataset(
            f"{path} has columns {', '.join(file.schema_arrow.names)}; it needs 'image' or 'img', and 'label'"
        )
    try:
        for batch in file.iter_batches(columns=[column, _LABEL_COLUMN]):
            yield from zip(_encoded(batch.column(column), path), batch.column(_LABEL_COLUMN).to_pylist(), strict=True)
    except (OSError, pa.ArrowException) as error:
        raise UnusableDataset(f"{path} is damaged: {error}") from error


def _encoded(images: pa.Array, path: Path) -> list[bytes | None]:
    if pa.types.is_struct(images.type) and images.type.get_field_index("bytes") >= 0:
        images = images.field("bytes")
    if not (pa.types.is_binary(images.type) or pa.types.is_large_binary(images.type)):
        raise UnusableDataset(f"the images of {path} are {images.type}, not struct<bytes: binary, path: string>")
    return list(images.to_pylist())
