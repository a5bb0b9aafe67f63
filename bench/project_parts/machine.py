"""What this machine can do in a second, and how much of it a layout needs."""

import time
from collections.abc import Callable, Iterator

import numpy as np

from epochscope_embeddings.kernels import kernel, least, most, power
from epochscope_embeddings.layout.align import curve
from epochscope_embeddings.layout.graphs import edges_of, fuzzy_graph
from epochscope_embeddings.layout.kernel import ONE
from epochscope_embeddings.layout.optimize import NEGATIVES, ROUNDS
from epochscope_embeddings.neighbors.contraction import contracted
from epochscope_embeddings.neighbors.distances import squared_lengths
from epochscope_embeddings.neighbors.search import nearest_neighbors
from epochscope_embeddings.prepare import centered
from epochscope_embeddings.threads import Team, team
from project_parts.data import Recorded
from project_parts.workplace import CORES

BEST_OF = 15
BLOCK = 640  # As many samples as a block of our search has.
FITS_IN_L1 = 1024


def rates(square: int, widths: list[int]) -> object:
    """Return how many operations of a matrix product, and evaluations of a force, both cores do in a second at best.

    Products of float32: large square ones, and blocks of samples as our search has them, one on each core.
    """
    products = {f"blocks of {BLOCK} x {width}": _product_of_blocks(width) for width in widths}
    products |= {f"{name} {square} x {square}": rate for name, rate in _square_products(square)}
    fastest = max(products, key=products.__getitem__)
    return {"products": products[fastest], "shape": fastest, "evaluations": _evaluations()}


def operations(data: str, n_neighbors: int) -> object:
    """Return how many operations a layout needs: those of the products that compare every pair of samples once, in
    the full width and in the one that our search really multiplies, and evaluations of a force, one for each edge
    drawn and one for each of its negative samples."""
    full, narrow, drawn, widths = 0, 0, 0, set[int]()
    with team(CORES) as threads:
        for activations in Recorded(data):
            points = centered(activations)[0]
            pairs = len(points) * (len(points) - 1) // 2
            proposed, _ = contracted(points, squared_lengths(points), n_neighbors - 1)
            full, narrow = full + 2 * pairs * points.shape[1], narrow + 2 * pairs * proposed.shape[1]
            widths |= {points.shape[1], proposed.shape[1]}
            graph = fuzzy_graph(nearest_neighbors(activations, n_neighbors - 1, threads), n_neighbors)
            weight = edges_of(graph, ROUNDS).weight.astype(np.int64)
            drawn += int((weight * ROUNDS >> ONE).sum())
    evaluations = drawn * (1 + NEGATIVES)
    return {"full": full, "narrow": narrow, "widths": sorted(widths), "drawn": drawn, "evaluations": evaluations}


def _rate(operations: float, work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(BEST_OF):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return operations / min(times)


def _product_of_blocks(width: int, times: int = 100) -> float:
    # Of one array with itself, numpy would compute only half.
    rows, columns = (np.ones((CORES, BLOCK, width), np.float32) for _ in range(2))
    products = np.empty((CORES, BLOCK, BLOCK), np.float32)

    def multiply(core: int) -> None:
        for _ in range(times):
            np.matmul(rows[core], columns[core].T, out=products[core])

    with team(CORES) as threads:
        return _rate(2 * BLOCK**2 * width * times * CORES, lambda: threads.map(multiply, range(CORES)))


def _square_products(size: int) -> Iterator[tuple[str, float]]:
    one, other, product = (np.ones((size, size), np.float32) for _ in range(3))
    yield "numpy", _rate(2 * size**3, lambda: np.matmul(one, other, out=product))
    try:
        import torch
    except ImportError:
        return
    tensors = [torch.from_numpy(array) for array in (one, other, product)]
    yield "torch", _rate(2 * size**3, lambda: torch.mm(tensors[0], tensors[1], out=tensors[2]))


def _evaluations(times: int = 100) -> float:
    a, b = curve(0.1)
    with team(CORES) as threads:
        return _rate(FITS_IN_L1**2 * times * CORES, lambda: _evaluate_on_all(threads, times, a, b))


def _evaluate_on_all(threads: Team, times: int, a: float, b: float) -> None:
    def evaluate(core: int) -> None:
        x, y, other_x, other_y = np.random.default_rng(core).normal(size=(4, FITS_IN_L1)).astype(np.float32)
        _evaluate(x, y, other_x, other_y, np.float32(a), np.float32(b), times)

    threads.map(evaluate, range(CORES))


@kernel
def _evaluate(x, y, other_x, other_y, a, b, times):  # type: ignore[no-untyped-def]
    """Let all others push every sample ``times`` times: a distance, a power, a division, two limits, two sums each."""
    repulsion, limit = np.float32(2.0) * b, np.float32(4.0)
    for _ in range(times):
        for i in range(x.shape[0]):
            own_x, own_y, sum_x, sum_y = x[i], y[i], np.float32(0), np.float32(0)
            for other in range(np.uint64(other_x.shape[0])):
                dx, dy = own_x - other_x[other], own_y - other_y[other]
                squared = dx * dx + dy * dy + np.float32(1e-12)
                force = repulsion / ((np.float32(0.001) + squared) * (np.float32(1.0) + a * power(squared, b)))
                sum_x += most(least(force * dx, limit), -limit)
                sum_y += most(least(force * dy, limit), -limit)
            x[i], y[i] = own_x + np.float32(1e-6) * sum_x, own_y + np.float32(1e-6) * sum_y
