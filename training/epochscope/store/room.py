"""Whether a layout fits into memory and onto the disk, estimated before anything is computed.

What grows is the neighbors: those of all samples at all epochs of a layer are kept, in memory with the graphs that are
made from them.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from epochscope.store.errors import NotEnoughRoom
from epochscope.store.filesystem import Folder, open_folder
from epochscope.store.manifest import Manifest

FEWEST_NEIGHBORS = 15
"""Neighbors per sample that are stored for the page even where every setting needs fewer."""
# Bytes per neighbor, measured: index and distance (8) with the graph and its edges; and in Parquet.
_IN_MEMORY, _ON_DISK = 32, 5


def stored_neighbors(manifest: Manifest, layer: str, n_neighbors: Sequence[int]) -> int:
    """Return how many neighbors per sample a layer has once it is laid out with each of ``n_neighbors``."""
    listed = [one.k for one in manifest.neighbors if one.layer == layer]
    # UMAP counts a sample among its own neighbors.
    needed = max(FEWEST_NEIGHBORS, *(number - 1 for number in n_neighbors), *listed)
    return min(needed, manifest.samples - 1)


def room_for(manifest: Manifest, layers: Sequence[str], n_neighbors: Sequence[int]) -> tuple[int, int]:
    """Return about how many bytes of memory and on the disk it takes to lay out ``layers``, one after the other, with
    each of ``n_neighbors``."""
    rows = len(manifest.epochs) * manifest.samples
    kept = {layer: stored_neighbors(manifest, layer, n_neighbors) for layer in layers}
    new = sum(k for layer, k in kept.items() if not _has_neighbors(manifest, layer, k))
    return rows * max(kept.values(), default=0) * _IN_MEMORY, rows * new * _ON_DISK


def require_room(run: str | Path, manifest: Manifest, layers: Sequence[str], n_neighbors: Sequence[int]) -> None:
    """Raise NotEnoughRoom where this machine has less than ``room_for`` takes; ``run`` is the run's path or URI."""
    memory, disk = room_for(manifest, layers, n_neighbors)
    _require("of memory", memory, _memory(), manifest, n_neighbors)
    _require("on disk", disk, _free(open_folder(run)), manifest, n_neighbors)


def _require(where: str, needed: int, there: int | None, manifest: Manifest, n_neighbors: Sequence[int]) -> None:
    if there is not None and needed > there:
        size = f"{manifest.samples:,} samples, {len(manifest.epochs)} epochs"
        raise NotEnoughRoom(
            f"n_neighbors {max(n_neighbors)} takes about {needed / 1e9:,.1f} GB {where} ({size}), and this machine has "
            f"{there / 1e9:,.1f} GB: choose a smaller n_neighbors, or a larger machine"
        )


def _has_neighbors(manifest: Manifest, layer: str, k: int) -> bool:
    return any((one.layer, one.k, one.epochs) == (layer, k, manifest.epochs) for one in manifest.neighbors)


def _memory() -> int | None:
    """Return the bytes of this machine's memory, ``None`` where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _free(folder: Folder) -> int | None:
    """Return how many bytes may be added to the folder, ``None`` where it is not on a local disk."""
    return None if folder.local_path is None else shutil.disk_usage(folder.local_path).free
