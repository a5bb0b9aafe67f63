"""How the arrays of each entry of the table are read: of some rows of the samples, one epoch after the other."""

from collections.abc import Iterator

import numpy as np

from epochscope.analysis.dynamics import DYNAMICS_COLUMNS, NEVER, training_dynamics
from epochscope.store import Samples
from epochscope_api.array_files import Part, Values
from epochscope_api.encoding import quantize
from epochscope_api.owners import LayerNeighbors, OneColumn, OneProjection, WholeRun


def split_names(samples: Samples) -> list[str]:
    """Return the splits in the order of their first sample."""
    return list(dict.fromkeys(samples.split))


def samples(owner: WholeRun, _: Part) -> Iterator[Values]:
    """Yield ``label`` and ``split`` of every sample, once."""
    known = owner.run.samples()
    number = {name: index for index, name in enumerate(split_names(known))}
    label = {} if known.label is None else {"label": known.label}
    yield {**label, "split": np.array([number[name] for name in known.split], dtype=np.int64)}


def predictions(owner: WholeRun, part: Part) -> Iterator[Values]:
    """Yield columns of the predictions, as the store has them."""
    for epoch in part.epochs:
        columns = owner.run.prediction_columns(epoch, part.columns)
        yield {name: values[part.rows] for name, values in columns.items()}


def column(owner: OneColumn, part: Part) -> Iterator[Values]:
    """Yield the numbers or classes of a column by its kind, once where they are the same at all epochs."""
    for epoch in part.epochs if owner.column.per_epoch else (None,):
        values = np.asarray(owner.run.column(owner.column.name, epoch))
        yield {owner.column.kind: values[part.rows]}


def neighbors(owner: LayerNeighbors, part: Part) -> Iterator[Values]:
    """Yield columns of the neighbors, as the store has them."""
    for epoch in part.epochs:
        columns = owner.run.neighbor_columns(owner.neighbor_set.layer, epoch, part.columns)
        yield {name: values[part.rows] for name, values in columns.items()}


def dynamics(owner: WholeRun, part: Part) -> Iterator[Values]:
    """Yield the training dynamics as far as the training had come at each epoch.

    They are taken over the epochs up to the last one requested: ``first_learned`` is what was known then. It is the
    place of an epoch among those of the run, as the numbers of steps can be large.
    """
    counted = [epoch for epoch in owner.epochs if epoch <= max(part.epochs, default=-1)]
    columns = [owner.run.prediction_columns(epoch, DYNAMICS_COLUMNS) for epoch in counted]
    if not columns:
        return
    stacked = {name: np.stack([of_epoch[name] for of_epoch in columns]) for name in columns[0]}
    found = vars(training_dynamics(counted, owner.run.labels(), **stacked))
    learned = found["first_learned"]
    found["first_learned"] = np.where(learned == NEVER, NEVER, np.searchsorted(counted, learned))
    for epoch in part.epochs:
        row = counted.index(epoch)
        yield {name: values if name == "first_learned" else values[row] for name, values in found.items()}


def label_errors(owner: WholeRun, _: Part) -> Iterator[Values]:
    """Yield what speaks against each sample's label, once; nothing where nothing does."""
    found = owner.run.label_errors()
    if found is not None:
        yield vars(found)


def positions(owner: OneProjection, part: Part) -> Iterator[Values]:
    """Yield ``position`` in steps of 1/65535 of the epoch's extent."""
    projection = owner.projection
    stored = owner.run.projection(projection.layer, projection.setting)
    for epoch in part.epochs:
        index = projection.epochs.index(epoch)
        yield {"position": quantize(stored[index : index + 1], projection.extents[index : index + 1])[0]}


def quality(owner: OneProjection, part: Part) -> Iterator[Values]:
    """Yield the measures of a projection."""
    measured = owner.run.quality(owner.projection.layer, owner.projection.setting).arrays()
    for epoch in part.epochs:
        index = owner.projection.epochs.index(epoch)
        yield {measure: values[index] for measure, values in measured.items()}
