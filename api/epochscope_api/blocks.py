"""Answers about a few samples over all epochs: what a page needs that looks at one of them, and no more.

Samples that follow each other make up a block, so that every answer is a file of a fixed address.
"""

from typing import Any

import numpy as np

from epochscope.store import NeighborSet, RunReader
from epochscope_api.arrays import ArraySpec, number_dtype, numbers, probabilities
from epochscope_api.binary_files import BinaryFile, Values
from epochscope_api.errors import BlockNotFound

BLOCK = 256
"""Samples in a block; the last one of a run may have fewer."""


def describe_blocks(file: BinaryFile) -> dict[str, Any]:
    """Return how the manifest lists the blocks that ``file``, whose block is called ``{block}``, stands for."""
    return {"block": BLOCK, "block_path": file.path, "block_arrays": [spec.describe() for spec in file.arrays]}


def probabilities_file(run: RunReader, block: int | str) -> BinaryFile:
    """Return ``probability`` of every class, (epochs, samples of the block, classes); raise BlockNotFound."""
    epochs, rows = run.manifest.epochs, _rows(run, block)
    shape = len(epochs), rows.stop - rows.start, len(run.manifest.dataset.classes)

    def read() -> Values:
        of_epochs = (run.prediction_columns(epoch, ["probabilities"])["probabilities"] for epoch in epochs)
        return {"probability": np.stack([probabilities(values[rows]) for values in of_epochs])}

    return BinaryFile(f"probabilities/{block}.bin", (ArraySpec("probability", "uint16", shape),), read)


def neighborhoods_file(run: RunReader, kept: NeighborSet, block: int | str) -> BinaryFile:
    """Return ``neighbor``, the nearest in the layer's own space, (epochs, samples of the block, k), nearest first;
    raise BlockNotFound."""
    rows, samples = _rows(run, block), run.manifest.samples
    shape = len(kept.epochs), rows.stop - rows.start, kept.k

    def read() -> Values:
        of_epochs = (run.neighbor_columns(kept.layer, epoch, ["neighbor"])["neighbor"] for epoch in kept.epochs)
        return {"neighbor": np.stack([numbers(values[rows], samples, "neighbor") for values in of_epochs])}

    arrays = (ArraySpec("neighbor", number_dtype(samples), shape),)
    return BinaryFile(f"neighborhoods/{kept.layer}/{block}.bin", arrays, read)


def _rows(run: RunReader, block: int | str) -> slice:
    if isinstance(block, str):
        return slice(0, BLOCK)
    blocks = -(-run.manifest.samples // BLOCK)
    if block >= blocks:
        raise BlockNotFound(f"run {run.name!r} has no block {block}: it has {blocks}, of {BLOCK} samples each, from 0")
    return slice(block * BLOCK, min(run.manifest.samples, (block + 1) * BLOCK))
