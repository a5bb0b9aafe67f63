"""Measure for every sample how far to trust its position in a layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from epochscope.store import Quality
from epochscope_embeddings.neighbors.space import copies
from epochscope_embeddings.quality.motion import Motion
from epochscope_embeddings.quality.ranks import all_samples, excess_in_layer, excess_in_layout, shared, some_of
from epochscope_embeddings.threads import Team

EXACT_UP_TO = 12_000
"""With more samples, trustworthiness and continuity are estimated."""
REFERENCES = 2_048
GROUPS = 8

_ROWS = 1024
_EXACT = dict.fromkeys(("trustworthiness", "continuity", "neighbor_recall", "label_purity"), 0.0)

Values = NDArray[np.float32]
Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class EpochScore:
    """Measures of one layout at one epoch, (N,) each, and the standard errors of their means."""

    trustworthiness: Values
    continuity: Values
    neighbor_recall: Values
    label_purity: Values | None
    error: Mapping[str, float]
    """Of the mean of each of the four; 0.0 where it is exact."""


def quality_neighbors(samples: int) -> int:
    """Return the neighborhood size k of the measures: 15, or less if N is so small that 15 ≥ N/2.

    From there on most samples are neighbors of each other in any layout, and the measures mean nothing.
    """
    return min(15, (samples - 1) // 2)


def score_epoch(
    points: Values, neighbors: Numbers, layouts: Sequence[Values], labels: NDArray[np.integer] | None, team: Team
) -> list[EpochScore]:
    """Return the measures of each of the layouts (N, 2) of centered activations (N, D), N ≥ 3.

    ``neighbors`` (N, at least k) are the nearest in the layer, nearest first; k is ``quality_neighbors(N)``. With
    r(i, j) the rank of j among all others by distance from i and G = 2 / (k (2N - 3k - 1)), which makes 0 of the worst
    possible layout:

    - trustworthiness: 1 - G Σ max(0, r(i, j) - k), j over the k nearest in the layout, r in the layer;
    - continuity: the same, j over the k nearest in the layer, r in the layout;
    - neighbor_recall: how many of the k nearest in the layer are among the k nearest in the layout, over k;
    - label_purity: how many of the k nearest in the layout have the sample's own label, over k; without labels, None.

    The nearest has rank 1. Distances that float32 cannot tell apart share the best rank, but duplicates their mean one:
    otherwise any layout of a collapsed layer would seem to be right.

    The mean over i of the first two is M1 and M2 of Venna & Kaski (2001), "Neighborhood preservation in nonlinear
    projection methods", equations 1 and 2 (for k < N/2).

    With more than ``EXACT_UP_TO`` samples those two are estimates. Ranks among the given neighbors stay exact; beyond
    them, nearer samples are counted among ``REFERENCES`` samples, drawn at random, and scaled. If the neighbors are
    exact this has no bias. The ``error`` of a mean is its standard error, from how far the estimates of ``GROUPS``
    groups of references differ (and so itself only accurate to about a quarter). The value of one sample is off by
    about 0.005; as all samples share the references, that does not average out.
    """
    samples, k = len(points), quality_neighbors(len(points))
    exact = samples <= EXACT_UP_TO
    references = all_samples(samples) if exact else some_of(samples, REFERENCES, GROUPS)
    # Kernels are compiled once per type of array: make all of them plain ones.
    points, *layouts = (np.require(one, np.float32, ["C", "W"]) for one in (points, *layouts))
    in_layer = np.require(neighbors[:, :k], np.int32, ["C", "W"])
    nearest = in_layer if exact else np.require(neighbors, np.int32, ["C", "W"])
    in_layouts = [_nearest_in_layout(layout, k, team) for layout in layouts]
    too_far = excess_in_layer(points, np.stack(in_layouts, axis=1), nearest, copies(points), references, team)
    scores = []
    for layout, in_layout, far_in_layer in zip(layouts, in_layouts, too_far, strict=True):
        far_in_layout = excess_in_layout(layout, in_layer[:, None], in_layout, references, team)[0]
        measured = {"trustworthiness": _measure(far_in_layer, k), "continuity": _measure(far_in_layout, k)}
        scores.append(
            EpochScore(
                **{measure: _of_each(values) for measure, values in measured.items()},
                neighbor_recall=np.asarray(shared(in_layer, in_layout) / k, dtype=np.float32),
                label_purity=_purity(labels, in_layout),
                error=_EXACT | {measure: _error(values) for measure, values in measured.items()},
            )
        )
    return scores


def join(epochs: Sequence[EpochScore], motion: Motion) -> Quality:
    """Return the measures of all epochs of a sequence and its motion as one, (E, N) each."""
    purity = [epoch.label_purity for epoch in epochs if epoch.label_purity is not None]
    return Quality(
        trustworthiness=np.stack([epoch.trustworthiness for epoch in epochs]),
        continuity=np.stack([epoch.continuity for epoch in epochs]),
        neighbor_recall=np.stack([epoch.neighbor_recall for epoch in epochs]),
        label_purity=np.stack(purity) if purity else None,
        real_motion=motion.real_motion,
        screen_motion=motion.screen_motion,
        unsupported=motion.unsupported,
    )


def _purity(labels: NDArray[np.integer] | None, nearest: Numbers) -> Values | None:
    return None if labels is None else (labels[nearest] == labels[:, None]).mean(axis=1, dtype=np.float32)


def _nearest_in_layout(layout: Values, k: int, team: Team) -> Numbers:
    """Return the k nearest others (N, k) in a layout (N, 2), nearest first."""
    tree = cKDTree(layout, balanced_tree=False)
    samples = len(layout)

    def nearest(first: int) -> NDArray[np.intp]:
        return np.asarray(tree.query(layout[first : first + _ROWS], k + 1)[1])

    neighbors = np.concatenate(team.map(nearest, range(0, samples, _ROWS)))
    # The sample itself is nearly always first, but among duplicates it can be elsewhere or missing.
    itself = neighbors == np.arange(samples)[:, None]
    itself[~itself.any(axis=1), -1] = True
    return np.asarray(neighbors[~itself].reshape(samples, k), dtype=np.int32)


def _measure(too_far: Values, k: int) -> NDArray[np.float64]:
    """Return 1 - G Σ max(0, rank - k), for the sums (N, groups)."""
    samples = len(too_far)
    return np.asarray(1 - too_far * (2 / (k * (2 * samples - 3 * k - 1))), dtype=np.float64)


def _of_each(values: NDArray[np.float64]) -> Values:
    return np.asarray(np.clip(values.mean(axis=1), 0, 1), dtype=np.float32)


def _error(values: NDArray[np.float64]) -> float:
    """Return the standard error of the mean, from the values (N, groups) by each group of references."""
    samples, groups = values.shape
    if groups == 1:
        return 0.0
    # Drawn without replacement: the larger the share of samples that are references, the smaller the error.
    left_out = 1 - REFERENCES / samples
    return float(values.mean(axis=0).std(ddof=1) * np.sqrt(left_out / groups))
