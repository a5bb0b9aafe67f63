"""What each ``.bin`` answer holds: the list that the manifest shows, and the bytes that follow exactly that list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.analysis.dynamics import NEVER, Dynamics, training_dynamics
from epochscope.analysis.label_errors import evidence_in, likely_label_errors
from epochscope.store import Manifest, NeighborSet, Projection, RunReader, Samples
from epochscope_api.arrays import (
    LAST_STEP,
    ArraySpec,
    losses,
    motions,
    number_dtype,
    numbers,
    pack,
    probabilities,
    quantize,
    shares,
    widest_first,
)
from epochscope_api.partial_run import whole_run

Values = Mapping[str, NDArray[Any]]
# How each measure goes over the wire; the others are shares.
_OTHER_THAN_SHARES: Mapping[str, tuple[str, Callable[[NDArray[Any]], NDArray[Any]]]] = {
    "screen_motion": ("uint16", motions),
    "unsupported": ("uint8", np.asarray),
}


@dataclass(frozen=True)
class BinaryFile:
    """One binary answer: its path below the run, its arrays in order, and how to read their values when asked."""

    path: str
    arrays: tuple[ArraySpec, ...]
    read: Callable[[], Values]

    def describe(self) -> dict[str, Any]:
        """Return path and arrays as the manifest lists them."""
        return {"path": self.path, "arrays": [spec.describe() for spec in self.arrays]}

    def content(self) -> bytes:
        """Return the bytes of the answer; raise DamagedRun."""
        return pack(self.arrays, self.read())


def split_names(samples: Samples) -> list[str]:
    """Return the splits in the order of their first sample."""
    return list(dict.fromkeys(samples.split))


def samples_file(manifest: Manifest, samples: Samples) -> BinaryFile:
    """Return ``label`` and ``split`` of every sample, (samples,) each."""
    splits = {name: number for number, name in enumerate(split_names(samples))}
    classes = len(manifest.dataset.classes)
    label = [ArraySpec("label", number_dtype(classes), (manifest.samples,))] if manifest.labels else []
    arrays = widest_first(*label, ArraySpec("split", number_dtype(len(splits)), (manifest.samples,)))

    def read() -> Values:
        split = np.array([splits[name] for name in samples.split], dtype=np.int64)
        label = {} if samples.label is None else {"label": numbers(samples.label, classes, "label")}
        return {**label, "split": split}

    return BinaryFile("samples.bin", arrays, read)


def predictions_file(run: RunReader) -> BinaryFile:
    """Return ``margin``, ``loss``, ``predicted`` and ``confidence``, (epochs, samples) each."""
    shape = (len(run.manifest.epochs), run.manifest.samples)
    classes = len(run.manifest.dataset.classes)
    arrays = widest_first(
        ArraySpec("margin", "float32", shape),
        ArraySpec("loss", "uint16", shape),
        ArraySpec("predicted", number_dtype(classes), shape),
        ArraySpec("confidence", "uint8", shape),
    )

    def read() -> Values:
        values = {spec.name: np.empty(shape, spec.dtype) for spec in arrays}
        for row, epoch in enumerate(run.manifest.epochs):
            columns = run.prediction_columns(epoch, ["margin", "loss", "predicted", "confidence"])
            values["margin"][row] = columns["margin"]
            values["loss"][row] = losses(columns["loss"])
            values["predicted"][row] = numbers(columns["predicted"], classes, "predicted class")
            values["confidence"][row] = shares(columns["confidence"])
        return values

    return BinaryFile("predictions.bin", arrays, read)


def dynamics_file(run: RunReader) -> BinaryFile:
    """Return ``first_learned``, (samples), and the other training dynamics, (epochs, samples) each."""
    epochs, samples = run.manifest.epochs, run.manifest.samples
    shape = len(epochs), samples
    arrays = widest_first(
        ArraySpec("area_under_margin", "float32", shape),
        ArraySpec("label_confidence", "uint16", shape),
        ArraySpec("variability", "uint16", shape),
        ArraySpec("first_learned", "uint16", (samples,)),
        ArraySpec("forgotten", number_dtype(len(epochs)), shape),
        ArraySpec("correctness", "uint8", shape),
    )

    def read() -> Values:
        found = _dynamics(run)
        learned = np.where(found.first_learned == NEVER, LAST_STEP, found.first_learned)
        return {
            "area_under_margin": found.area_under_margin,
            "label_confidence": probabilities(found.label_confidence),
            "variability": probabilities(found.variability),
            "first_learned": numbers(learned, LAST_STEP + 1, "epoch"),
            "forgotten": found.forgotten,
            "correctness": shares(found.correctness),
        }

    return BinaryFile("dynamics.bin", arrays, read)


def label_errors_file(run: RunReader) -> BinaryFile | None:
    """Return what speaks against each sample's label, (samples) each; ``None`` before the first epoch of training.

    Of a part of a run too, it is what the whole run says: there a sample has all of its neighbors.
    """
    whole, rows = whole_run(run)
    if evidence_in(whole.manifest) is None:
        return None
    shape = (run.manifest.samples,)
    classes = len(run.manifest.dataset.classes)
    arrays = widest_first(
        ArraySpec("suspicion", "float32", shape),
        ArraySpec("given_confidence", "uint16", shape),
        ArraySpec("suggested_confidence", "uint16", shape),
        ArraySpec("suggested", number_dtype(classes), shape),
        ArraySpec("agreement", "uint8", shape),
    )

    def read() -> Values:
        found = likely_label_errors(whole)
        assert found is not None
        return {
            "suspicion": found.suspicion[rows],
            "given_confidence": probabilities(found.given_confidence[rows]),
            "suggested_confidence": probabilities(found.suggested_confidence[rows]),
            "suggested": numbers(found.suggested[rows], classes, "suggested class"),
            "agreement": shares(found.agreement[rows]),
        }

    return BinaryFile("label_errors.bin", arrays, read)


def _dynamics(run: RunReader) -> Dynamics:
    epochs = run.manifest.epochs
    of_epochs = [run.prediction_columns(epoch, ["predicted", "loss", "margin"]) for epoch in epochs]
    stacked = {name: np.stack([columns[name] for columns in of_epochs]) for name in of_epochs[0]}
    return training_dynamics(epochs, run.labels(), **stacked)


def positions_file(run: RunReader, projection: Projection) -> BinaryFile:
    """Return ``position``, (epochs, samples, 2) in steps of 1/65535 of the projection's extent."""
    shape = (len(projection.epochs), run.manifest.samples, 2)

    def read() -> Values:
        return {"position": quantize(run.projection(projection.layer, projection.setting), projection.extent)}

    path = f"projections/{projection.layer}/{projection.setting}/pack.bin"
    return BinaryFile(path, (ArraySpec("position", "uint16", shape),), read)


def quality_file(run: RunReader, projection: Projection) -> BinaryFile:
    """Return the measures of a projection, (epochs, samples) each."""
    shape = (len(projection.epochs), run.manifest.samples)
    forms = {measure: _OTHER_THAN_SHARES.get(measure, ("uint8", shares)) for measure in projection.measures}

    def read() -> Values:
        quality = run.quality(projection.layer, projection.setting)
        return {measure: encode(getattr(quality, measure)) for measure, (_, encode) in forms.items()}

    path = f"quality/{projection.layer}/{projection.setting}.bin"
    return BinaryFile(path, widest_first(*(ArraySpec(name, dtype, shape) for name, (dtype, _) in forms.items())), read)


def neighbors_file(run: RunReader, kept: NeighborSet, epoch: int | str) -> BinaryFile:
    """Return ``distance`` and ``neighbor`` at one epoch, (samples, k) each.

    The manifest describes all epochs at once with the placeholder ``{epoch}``.
    """
    shape = (run.manifest.samples, kept.k)

    def read() -> Values:
        neighbors = run.neighbors(kept.layer, int(epoch))
        neighbor = numbers(neighbors.neighbor, run.manifest.samples, "neighbor")
        return {"distance": neighbors.distance, "neighbor": neighbor}

    arrays = widest_first(ArraySpec("distance", "float32", shape), ArraySpec("neighbor", "uint32", shape))
    return BinaryFile(f"neighbors/{kept.layer}/{epoch}.bin", arrays, read)


def motion_file(run: RunReader, kept: NeighborSet) -> BinaryFile:
    """Return ``layer_motion``, each sample's way in the layer's own space since the epoch before, (epochs, samples)."""
    shape = len(kept.epochs), run.manifest.samples

    def read() -> Values:
        of_epochs = [run.neighbor_columns(kept.layer, epoch, ["layer_motion"]) for epoch in kept.epochs]
        return {"layer_motion": np.stack([motions(columns["layer_motion"]) for columns in of_epochs])}

    return BinaryFile(f"motion/{kept.layer}.bin", (ArraySpec("layer_motion", "uint16", shape),), read)
