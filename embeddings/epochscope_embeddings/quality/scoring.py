"""Score the layouts of a layer over all epochs: how far to trust each sample's position, and its motion."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from epochscope.store import QUALITY_MEASURES, Quality
from epochscope_embeddings.layout.layouts import LayerData, Layout
from epochscope_embeddings.quality.motion import measure_motion, real_motion, spread_of
from epochscope_embeddings.quality.score import EpochScore, join, quality_neighbors, score_epoch

MeanOfEpochs = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Scores:
    """The measures of one layout, and their means over the samples at every epoch with the standard errors of these."""

    quality: Quality
    means: MeanOfEpochs
    errors: MeanOfEpochs


def score_layouts(
    layer: LayerData, layouts: Sequence[Layout], first: int = 0, report: Callable[[], object] = lambda: None
) -> list[Scores]:
    """Return the scores of the layouts at all epochs.

    They are computed from the epoch at index ``first`` on; those before are taken from the run's projection with the
    same setting. Reports each epoch computed.
    """
    k = quality_neighbors(layer.samples)
    labels = layer.reader.samples().label
    by_epoch: list[list[EpochScore]] = []
    for index, epoch in enumerate(layer.reader.manifest.epochs[first:], first):
        neighbors = layer.neighbors[index].neighbor
        positions = [layout.positions[index] for layout in layouts]
        by_epoch.append(score_epoch(layer.points(epoch), neighbors, positions, labels, layer.team))
        report()
    # The first motion to measure begins at the last epoch that has scores.
    before = max(0, first - 1)
    real = real_motion([one.neighbor for one in layer.neighbors[before:]], k)
    return [
        _scores_of(layer, layout, real, [scores[number] for scores in by_epoch], first)
        for number, layout in enumerate(layouts)
    ]


def _scores_of(layer: LayerData, layout: Layout, real: np.ndarray, scores: Sequence[EpochScore], first: int) -> Scores:
    unit = spread_of(layout.positions[: layout.joint_epochs])
    motion = measure_motion(real, layout.positions[max(0, first - 1) :], unit)
    if first:
        motion = motion.map(lambda values: values[1:])
    new = join(scores, motion)
    means = _means(new)
    errors = _errors(scores, list(means))
    if not first:
        return Scores(new, means, errors)
    old = layer.reader.quality(layer.name, layout.setting)
    existing = layer.reader.manifest.projection(layer.name, layout.setting)
    joined: dict[str, Any] = dict.fromkeys(QUALITY_MEASURES)
    joined |= {name: np.concatenate([values, getattr(new, name)]) for name, values in old.arrays().items()}
    return Scores(Quality(**joined), _after(existing.quality, means), _after(existing.quality_error, errors))


def _means(quality: Quality) -> dict[str, tuple[float, ...]]:
    return {name: tuple(values.mean(axis=1, dtype=np.float64).tolist()) for name, values in quality.arrays().items()}


def _errors(scores: Sequence[EpochScore], measures: Sequence[str]) -> dict[str, tuple[float, ...]]:
    # Motions are measured for every sample: their means are exact.
    return {name: tuple(score.error.get(name, 0.0) for score in scores) for name in measures}


def _after(before: MeanOfEpochs, new: MeanOfEpochs) -> dict[str, tuple[float, ...]]:
    return {name: (*values, *new[name]) for name, values in before.items()}
