"""Graphs, their edges as the layout reads them, and how alike they are, beside umap-learn and plain Python."""

import numpy as np
import pytest
import scipy.sparse

from epochscope.store import Neighbors
from epochscope_embeddings.layout.graphs import REACH, Edges, edges_of, fuzzy_graph, likeness
from epochscope_embeddings.layout.kernel import ONE
from epochscope_embeddings.neighbors.search import nearest_neighbors


@pytest.fixture(scope="module")
def neighbors(digits, threads) -> Neighbors:
    return nearest_neighbors(digits.activations[0], 20, threads)


@pytest.fixture(scope="module")
def graph(neighbors) -> scipy.sparse.csr_matrix:
    return fuzzy_graph(neighbors, 15)


def matrix_of(edges: Edges) -> np.ndarray:
    """Return the weights (N, N) in units of 2 ** -ONE."""
    samples = len(edges.first) - 1
    return scipy.sparse.csr_matrix((edges.weight, edges.tail, edges.first), (samples, samples)).toarray()


def test_a_graph_is_that_of_umap_learn_over_the_same_neighbors(digits, neighbors, graph) -> None:
    from umap.umap_ import fuzzy_simplicial_set

    samples = len(neighbors.neighbor)
    indices = np.concatenate([np.arange(samples)[:, None], neighbors.neighbor[:, :14]], axis=1)
    distances = np.concatenate([np.zeros((samples, 1)), neighbors.distance[:, :14]], axis=1)
    rng = np.random.RandomState(0)
    plain, _, _ = fuzzy_simplicial_set(
        digits.activations[0],
        15,
        rng,
        "euclidean",
        knn_indices=indices.astype(np.int32),
        knn_dists=distances.astype(np.float32),
    )
    np.testing.assert_allclose(graph.toarray(), plain.toarray(), atol=1e-6)


def test_a_graph_is_the_same_in_both_directions_and_joins_no_sample_to_itself(graph) -> None:
    dense = graph.toarray()
    assert (dense == dense.T).all()
    assert not dense.diagonal().any()
    assert graph.has_sorted_indices


def test_edges_are_shares_of_the_largest_weight_without_those_that_are_never_drawn() -> None:
    weights = np.zeros((5, 5), np.float32)
    weights[0, 1], weights[1, 2], weights[2, 3], weights[3, 4], weights[0, 4] = 0.8, 0.4, 0.2, 0.081, 0.079
    edges = edges_of(scipy.sparse.csr_matrix(weights + weights.T), 10)
    expected = np.round(np.where(weights >= 0.08, weights, 0) / 0.8 * 2**ONE)
    np.testing.assert_allclose(matrix_of(edges), expected + expected.T, atol=1)
    assert edges.first.tolist() == [0, 1, 3, 5, 7, 8]
    assert edges.tail.tolist() == [1, 0, 2, 1, 3, 2, 4, 3]
    assert edges.weight.max() == 2**ONE
    assert (edges.first.dtype, edges.tail.dtype, edges.weight.dtype) == (np.int64, np.uint32, np.uint32)


def test_edges_of_digits_are_there_in_both_directions_and_drawn_at_least_once(graph) -> None:
    dense, matrix = graph.toarray(), matrix_of(edges_of(graph, 160))
    assert (matrix == matrix.T).all()
    assert matrix.max() == 2**ONE
    drawn = matrix.astype(np.int64) * 160 >> ONE
    assert ((drawn >= 1) == (dense >= dense.max() / 160)).all()
    np.testing.assert_allclose(matrix[drawn >= 1] / 2**ONE, (dense / dense.max())[drawn >= 1], atol=2.0**-ONE)


def test_a_graph_without_edges_has_none() -> None:
    edges = edges_of(scipy.sparse.csr_matrix((4, 4), dtype=np.float32), 160)
    assert (edges.first.tolist(), edges.tail.tolist(), edges.weight.tolist()) == ([0] * 5, [], [])


def some_graphs(epochs: int, samples: int) -> list[scipy.sparse.csr_matrix]:
    """Return graphs of which some samples have no edge and some graphs none at all."""
    graphs = [scipy.sparse.random(samples, samples, 0.15, "csr", rng=np.random.default_rng(e)) for e in range(epochs)]
    graphs[2] = scipy.sparse.csr_matrix((samples, samples))
    for graph in graphs:
        graph.sort_indices()
    return [scipy.sparse.csr_matrix(graph) for graph in graphs]


def jaccard(one: set[int], other: set[int]) -> float:
    # Without neighbors at either epoch, nothing indicates that the sample changed.
    return len(one & other) / len(one | other) if one | other else 1.0


def test_likeness_is_the_jaccard_index_of_the_neighbors_at_every_two_epochs_in_reach(threads) -> None:
    epochs, samples = REACH + 4, 20
    graphs = some_graphs(epochs, samples)
    neighbors = [[set(graph[sample].indices.tolist()) for sample in range(samples)] for graph in graphs]
    expected = np.zeros((epochs, 2 * REACH + 1, samples))
    for one in range(epochs):
        for other in range(max(0, one - REACH), min(epochs, one + REACH + 1)):
            if other != one:
                pairs = zip(neighbors[one], neighbors[other], strict=True)
                expected[one, REACH + other - one] = [jaccard(*pair) for pair in pairs]
    found = likeness(graphs, threads)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert 0 < found[0, REACH + 1].mean() < 1


def test_likeness_between_epochs_is_symmetric(threads) -> None:
    found = likeness(some_graphs(8, 30), threads)
    for epoch in range(8):
        for offset in range(1, min(REACH, 7 - epoch) + 1):
            assert (found[epoch, REACH + offset] == found[epoch + offset, REACH - offset]).all()


def test_epochs_in_which_nothing_changed_are_alike(graph, threads) -> None:
    found = likeness([graph, graph, graph], threads)
    assert (found[0, REACH + 1 : REACH + 3] == 1).all()
    assert (found[1, [REACH - 1, REACH + 1]] == 1).all()
    assert not found[:, REACH].any()


def test_a_single_epoch_has_no_likeness_to_others(graph, threads) -> None:
    assert likeness([graph], threads).tolist() == np.zeros((1, 2 * REACH + 1, graph.shape[0])).tolist()
