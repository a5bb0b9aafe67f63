"""Parquet files in the layout that Hugging Face ``datasets`` uses for labeled images."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from tqdm import tqdm

from epochscope_training.datasets.images import (
    Decoder,
    ImageDataset,
    ImageSplit,
    UnusableDataset,
    make_dataset,
    make_split,
)

_IMAGE_COLUMNS = ("image", "img")
_LABEL_COLUMN = "label"


def load_parquet(location: Path, image_size: int | None) -> ImageDataset:
    """Return the data set in a Parquet file or a folder of them.

    Files named ``train-*`` and ``test-*`` are the splits; without such names everything is training data.

    Raises:
        UnusableDataset: a file is damaged or lacks a column, an image cannot be decoded, or labels do not match names.
    """
    files = _files_by_split(location)
    decoder = Decoder(image_size)
    names = {path: _class_names(path) for paths in files.values() for path in paths}
    named = [classes for classes in names.values() if classes]
    if any(classes != named[0] for classes in named):
        raise UnusableDataset(f"the files of {location} name different classes")
    splits = {split: _read_split(paths, split, decoder) for split, paths in files.items()}
    classes = named[0] if named else _numbers(splits.values())
    return make_dataset(location.resolve().stem, classes, splits)


def _files_by_split(location: Path) -> dict[str, list[Path]]:
    if not location.is_dir():
        if not location.is_file():
            raise UnusableDataset(f"there is no file {location}")
        return {"train": [location]}
    files = sorted(location.glob("*.parquet"))
    named = {split: [path for path in files if path.name.startswith(f"{split}-")] for split in ("train", "test")}
    if not named["train"]:
        named["train"] = [path for path in files if path not in named["test"]]
    return {split: paths for split, paths in named.items() if paths}


def _class_names(path: Path) -> list[str]:
    metadata = _open(path).schema_arrow.metadata or {}
    try:
        features = json.loads(metadata.get(b"huggingface", b"{}")).get("info", {}).get("features", {})
        return list(features.get(_LABEL_COLUMN, {}).get("names", []))
    except (ValueError, AttributeError, TypeError) as error:
        raise UnusableDataset(f"the Hugging Face metadata of {path} cannot be read: {error}") from error


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise UnusableDataset(f"{path} is not a readable Parquet file: {error}") from error


def _read_split(paths: Sequence[Path], split: str, decoder: Decoder) -> ImageSplit:
    images, labels, sources = [], [], []
    total = sum(_open(path).metadata.num_rows for path in paths)
    with tqdm(total=total, desc=f"decode {split}", unit="image", leave=False, disable=None) as bar:
        for path in paths:
            for row, (encoded, label) in enumerate(_rows(path)):
                source = f"{path.name}[{row}]"
                images.append(_decode(encoded, source, decoder))
                labels.append(label)
                sources.append(source)
                bar.update()
    if not images:
        raise UnusableDataset(f"the {split} files contain no images")
    return make_split(images, labels, sources)


def _rows(path: Path) -> Iterator[tuple[bytes, int]]:
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


def _encoded(images: pa.Array, path: Path) -> list[bytes]:
    if pa.types.is_struct(images.type) and images.type.get_field_index("bytes") >= 0:
        images = images.field("bytes")
    if not (pa.types.is_binary(images.type) or pa.types.is_large_binary(images.type)):
        raise UnusableDataset(f"the images of {path} are {images.type}, not struct<bytes: binary, path: string>")
    return list(images.to_pylist())


def _decode(encoded: bytes | None, source: str, decoder: Decoder) -> NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(encoded or b"")) as image:
            return decoder.decode(image, source)
    except UnidentifiedImageError as error:
        raise UnusableDataset(f"image {source} cannot be decoded: it is not an image") from error


def _numbers(splits: Iterable[ImageSplit]) -> list[str]:
    highest = max(int(split.labels.max()) for split in splits)
    return [str(label) for label in range(highest + 1)]
