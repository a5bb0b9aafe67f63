"""Turn neighbors into what the layout reads: fuzzy graphs, how alike they are from epoch to epoch, and edges."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from epochscope.store import Neighbors
from epochscope_embeddings.kernels import kernel
from epochscope_embeddings.layout.kernel import ONE

REACH = 3
"""The number of epochs before and after an epoch that pull on it; AlignedUMAP's default."""


@dataclass(frozen=True)
class Edges:
    """One epoch's graph as the layout reads it, with both directions of every edge."""

    first: NDArray[np.int64]
    """Where the edges of each sample begin, (N + 1,)."""
    tail: NDArray[np.uint32]
    """The sample at the other end of each edge."""
    weight: NDArray[np.uint32]
    """Share of the largest weight, in units of 2 ** -ONE."""


def fuzzy_graph(neighbors: Neighbors, n_neighbors: int) -> scipy.sparse.csr_matrix:
    """Return umap-learn's fuzzy simplicial set (N, N) over each sample and its ``n_neighbors`` - 1 nearest others.

    UMAP counts a sample among its own neighbors.
    """
    umap = _umap_with_cached_kernels()
    samples = len(neighbors.neighbor)
    others = n_neighbors - 1
    indices = np.empty((samples, n_neighbors), np.int32)
    distances = np.zeros((samples, n_neighbors), np.float32)
    indices[:, 0] = np.arange(samples)
    indices[:, 1:], distances[:, 1:] = neighbors.neighbor[:, :others], neighbors.distance[:, :others]
    graph, _, _ = umap.fuzzy_simplicial_set(
        scipy.sparse.csr_matrix((samples, 1)),
        n_neighbors,
        None,
        "precomputed",
        knn_indices=indices,
        knn_dists=distances,
    )
    graph = graph.tocsr()
    graph.sort_indices()
    return graph


def edges_of(graph: scipy.sparse.csr_matrix, rounds: int) -> Edges:
    """Return the edges of a graph (N, N) that are heavy enough to be drawn at least once in ``rounds`` rounds."""
    if graph.nnz == 0:
        return Edges(np.zeros(graph.shape[0] + 1, np.int64), np.empty(0, np.uint32), np.empty(0, np.uint32))
    largest = graph.data.max()
    drawable = graph.data >= largest / rounds
    ends = np.concatenate([[0], np.cumsum(drawable)])
    weight = np.round(graph.data[drawable] * ((1 << ONE) / largest)).astype(np.uint32)
    return Edges(ends[graph.indptr], graph.indices[drawable].astype(np.uint32), weight)


def likeness(graphs: Sequence[scipy.sparse.csr_matrix], team: Any) -> NDArray[np.float32]:
    """Return the Jaccard index (E, 2 REACH + 1, N) of every sample's neighbors at each epoch and at the adjacent ones.

    It is 0 at index REACH, the epoch itself, and for epochs that do not exist.
    """
    epochs, samples = len(graphs), graphs[0].shape[0]
    alike = np.zeros((epochs, 2 * REACH + 1, samples), np.float32)

    def compare(pair: tuple[int, int]) -> None:
        one, other = (graphs[epoch] for epoch in pair)
        offset = pair[1] - pair[0]
        _jaccard(one.indptr, one.indices, other.indptr, other.indices, alike[pair[0], REACH + offset])
        alike[pair[1], REACH - offset] = alike[pair[0], REACH + offset]

    team.map(compare, [(e, o) for e in range(epochs) for o in range(e + 1, min(e + REACH + 1, epochs))])
    return alike


@kernel
def _jaccard(first_one, one, first_other, other, alike):  # type: ignore[no-untyped-def]
    for i in range(alike.shape[0]):
        at, end = first_one[i], first_one[i + 1]
        beside, beside_end = first_other[i], first_other[i + 1]
        every = (end - at) + (beside_end - beside)
        shared = 0
        while at < end and beside < beside_end:
            if one[at] == other[beside]:
                shared += 1
                at += 1
                beside += 1
            elif one[at] < other[beside]:
                at += 1
            else:
                beside += 1
        # No neighbors at either epoch: nothing indicates that the sample changed.
        alike[i] = np.float32(shared) / np.float32(every - shared) if every > 0 else np.float32(1.0)


@cache
def _umap_with_cached_kernels() -> Any:
    # umap-learn compiles these two again in every process (4 s) unless numba caches them on disk.
    from umap import umap_

    for function in (umap_.smooth_knn_dist, umap_.compute_membership_strengths):
        function.enable_caching()
    return umap_
