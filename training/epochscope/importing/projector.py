"""A log folder of TensorBoard's projector: ``projector_config.pbtxt`` and what ``add_embedding`` writes beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from epochscope.importing.pbtxt import Message, parse_pbtxt
from epochscope.importing.pictures import Pictures, open_sprite
from epochscope.importing.source import Source
from epochscope.importing.stored_array import BLOCK_BYTES, StoredArray, UnusableFile, reading
from epochscope.importing.tables import SampleColumn, read_lines, read_separated, read_text
from epochscope.store.filesystem import MOST_BYTES, Folder
from epochscope.store.ranges import LARGEST_EPOCH

CONFIG = "projector_config.pbtxt"
_MOST_WIDTH = 1 << 16
"""Of vectors in text, where every number takes a column of its own."""
# add_embedding names a tensor "tag:00007"; without a global step it writes "tag:0None".
_NAME = re.compile(r"(?P<tag>.+):(?P<step>\d+|0None)", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class _Embedding:
    """One tensor of the configuration; paths are relative to the folder, and may be empty."""

    layer: str
    epoch: int
    tensor: str
    metadata: str
    sprite: str
    tile: tuple[int, ...]


def open_projector(folder: Folder) -> Source:
    """Return what a log folder holds: each tag is a layer, each global step an epoch, each column of metadata a column.

    Raises:
        UnusableFile: a file is missing or damaged, or the steps do not have the same metadata.
    """
    embeddings = _configured(folder)
    layers: dict[int, dict[str, StoredArray]] = {}
    for one in embeddings:
        at_epoch = layers.setdefault(one.epoch, {})
        if one.layer in at_epoch:
            raise UnusableFile(f"{CONFIG} lists {one.layer!r} at step {one.epoch} twice")
        at_epoch[one.layer] = _open_tensor(folder, one.tensor)
    pictures = next((_sprite(folder, one) for one in embeddings if one.sprite), None)
    return Source(dict(sorted(layers.items())), columns=_metadata(folder, embeddings), pictures=pictures)


def _configured(folder: Folder) -> list[_Embedding]:
    with reading(CONFIG):
        message = parse_pbtxt(read_text(folder, CONFIG, MOST_BYTES))
        embeddings = [_embedding(one) for one in message.get("embeddings", [])]
    if not embeddings:
        raise UnusableFile(f"{CONFIG} lists no embeddings")
    return embeddings


def _embedding(message: Message) -> _Embedding:
    name, tensor = _text(message, "tensor_name"), _text(message, "tensor_path")
    if not tensor:
        raise UnusableFile(
            f"{CONFIG}: {name or 'a tensor'} has no tensor_path: it is in a checkpoint, which is not read"
        )
    named = _NAME.fullmatch(name)
    step = int(named["step"].removesuffix("None")) if named else 0
    if step > LARGEST_EPOCH:
        raise UnusableFile(f"{CONFIG}: the step of {name} is above {LARGEST_EPOCH:,}")
    sprite: Message = next(iter(message.get("sprite", [])), {})
    tile = tuple(int(side) for side in sprite.get("single_image_dim", []))
    paths = tensor, _text(message, "metadata_path"), _text(sprite, "image_path")
    return _Embedding(named["tag"] if named else name, step, *paths, tile)


def _text(message: Message, name: str) -> str:
    return str(message.get(name, [""])[-1])


def _open_tensor(folder: Folder, path: str) -> StoredArray:
    """Return the numbers of a TSV file; its rows are counted, and converted when they are read."""
    rows, width, last = 0, 0, b"\n"
    with reading(path), folder.open(path) as file:
        for block in iter(lambda: file.read(BLOCK_BYTES), b""):
            if not rows:
                width += block.partition(b"\n")[0].count(b"\t")
            rows, last = rows + block.count(b"\n"), block[-1:]
    shape = (rows + (last != b"\n"), width + 1)
    if not shape[0] or shape[1] > _MOST_WIDTH:
        raise UnusableFile(f"{path} has {shape[0]} rows of {shape[1]} numbers, not 1 at least of {_MOST_WIDTH} at most")
    return StoredArray(path, shape, partial(_tensor_blocks, folder, path, shape[1]))


def _tensor_blocks(folder: Folder, path: str, width: int) -> Iterator[NDArray[Any]]:
    names = [str(number) for number in range(width)]
    parse = csv.ParseOptions(delimiter="\t", quote_char=False, ignore_empty_lines=False)
    convert = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.float32()))
    # In one thread, errors have the number of their row.
    read = csv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK_BYTES)
    with folder.open(path) as file, csv.open_csv(file, read, parse, convert) as reader:
        for batch in reader:
            yield np.stack([np.asarray(column) for column in batch.columns], axis=1)


def _metadata(folder: Folder, embeddings: list[_Embedding]) -> dict[str, SampleColumn]:
    """Return the columns of the metadata, which are the same at every step."""
    paths = list(dict.fromkeys(one.metadata for one in embeddings if one.metadata))
    tables = {path: _read_metadata(folder, path) for path in paths}
    for path in paths[1:]:
        if tables[path] != tables[paths[0]]:
            raise UnusableFile(
                f"{path} differs from {paths[0]}: all steps must have the same samples in the same order; "
                "give what changes from step to step as --columns, with {epoch} in its path"
            )
    first = tables[paths[0]] if paths else pa.table({})
    return {name: SampleColumn(f"{paths[0]}[{name}]", first[name]) for name in first.column_names}


def _read_metadata(folder: Folder, path: str) -> pa.Table:
    # A single column has no header, by TensorBoard's convention.
    lines = read_lines(folder, path)
    if lines and "\t" not in lines[0]:
        return pa.table({"metadata": lines})
    return read_separated("\n".join(lines), "\t", path)


def _sprite(folder: Folder, one: _Embedding) -> Pictures:
    return open_sprite(folder, one.sprite, one.tile)
