"""The table of arrays: every binary answer is named here once.

The routes (routes/arrays.py), the page's manifest (manifest.py), an export (export/files.py) and the OpenAPI
description (openapi.py) are made from it, and from that the types of the page. An array that is added touches this
table, its reader (array_readers.py) and its store on the page.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from epochscope.analysis.dynamics import has_dynamics
from epochscope.errors import EpochscopeError
from epochscope.store import QUALITY_MEASURES
from epochscope_api import array_readers as read
from epochscope_api import documents
from epochscope_api.array_files import EPOCHS, SAMPLES, Array, ArrayFile, Lacking
from epochscope_api.encoding import (
    Encoding,
    Numbering,
    counts,
    losses,
    motions,
    places,
    probabilities,
    shares,
    singles,
)
from epochscope_api.errors import ArraysNotFound, LabelErrorsNotFound
from epochscope_api.owners import LayerNeighbors, OneColumn, OneProjection, WholeRun

FLOAT = Encoding("float32")
STEPS = Encoding("uint16")
SHARE = Encoding("uint8", shares)
FINE_SHARE = Encoding("uint16", probabilities)
MOTION = Encoding("uint16", motions)
LOSS = Encoding("uint16", losses)
FLAG = Encoding("uint8")
COUNT = Encoding("uint8", counts)
PLACE = Encoding("uint16", places)
NUMBER = Encoding("float32", singles)
CLASS = "classes"
EACH = (SAMPLES,)
BY_EPOCH = (EPOCHS, SAMPLES)
_DIGITS = 4
# How each measure goes over the wire; the others are shares.
_OTHER_THAN_SHARES = {"screen_motion": MOTION, "unsupported": FLAG}


def _no_predictions(owner: WholeRun) -> EpochscopeError | None:
    return None if owner.run.manifest.predictions else ArraysNotFound(f"run {owner.run.name!r} has no predictions")


def _no_probabilities(owner: WholeRun) -> EpochscopeError | None:
    if "probabilities" in owner.run.manifest.predictions:
        return None
    return ArraysNotFound(f"run {owner.run.name!r} has no probabilities of all classes")


def _no_dynamics(owner: WholeRun) -> EpochscopeError | None:
    if has_dynamics(owner.run.manifest) and owner.epochs:
        return None
    return ArraysNotFound(f"run {owner.run.name!r} has no training dynamics: these take epochs, labels and predictions")


def _no_label_errors(owner: WholeRun) -> EpochscopeError | None:
    if owner.run.label_evidence() is not None:
        return None
    return LabelErrorsNotFound(
        f"run {owner.run.name!r} has nothing that speaks against a label: that takes an epoch of training, labels, "
        "losses and probabilities"
    )


def _no_values(owner: OneColumn) -> EpochscopeError | None:
    if owner.column.kind == "text" or owner.column.per_epoch:
        return ArraysNotFound(f"column {owner.column.name!r} of run {owner.run.name!r} has texts, or values per epoch")
    return None


def _no_epoch_values(owner: OneColumn) -> EpochscopeError | None:
    if owner.column.per_epoch:
        return None
    return ArraysNotFound(f"column {owner.column.name!r} of run {owner.run.name!r} has no values per epoch")


def _evidence(owner: WholeRun) -> Mapping[str, Any]:
    evidence = owner.run.label_evidence()
    assert evidence is not None
    return {"epochs": list(evidence.epochs), "layer": evidence.layer}


def _means(owner: OneProjection) -> Mapping[str, Any]:
    one = owner.projection
    means = {name: _rounded(one.quality.get(name)) for name in QUALITY_MEASURES}
    # Null in place of zeros, which most projections have: with many projections they are much of the manifest.
    errors = {name: _rounded(_sampled(one.quality_error.get(name))) for name in QUALITY_MEASURES}
    return {"n_neighbors": one.quality_neighbors, "means": means, "errors": errors}


def _sampled(errors: Sequence[float] | None) -> Sequence[float] | None:
    """Return the standard errors; ``None`` where all samples were compared with all."""
    return errors if errors and any(errors) else None


def _rounded(values: Sequence[float] | None) -> list[float] | None:
    # To what can be seen: with all digits, the numbers of many projections would be the largest part of a first visit.
    return None if values is None else [round(value, _DIGITS) for value in values]


ARRAYS: tuple[ArrayFile[Any], ...] = (
    ArrayFile(
        "samples",
        WholeRun,
        "samples and metrics",
        "Label and split of every sample",
        (Array("label", Numbering(CLASS, "label"), EACH), Array("split", Numbering("splits", "split"), EACH)),
        read.samples,
        path="samples.bin",
        lasts=True,
    ),
    ArrayFile(
        "predictions",
        WholeRun,
        "predictions",
        "What the network predicts for every sample",
        (
            Array("margin", FLOAT, BY_EPOCH),
            Array("loss", LOSS, BY_EPOCH),
            Array("predicted", Numbering(CLASS, "predicted class"), BY_EPOCH),
            Array("confidence", SHARE, BY_EPOCH),
        ),
        read.predictions,
        path="predictions.bin",
        epoch_path="predictions/{epoch}.bin",
        document=documents.EpochFiles,
        lacking=Lacking("Null where the run has no predictions.", _no_predictions),
    ),
    ArrayFile(
        "probabilities",
        WholeRun,
        "predictions",
        "The probability of every class, for a block of samples",
        (Array("probability", FINE_SHARE, (*BY_EPOCH, CLASS), column="probabilities"),),
        read.predictions,
        block_path="probabilities/{block}.bin",
        document=documents.Blocks,
        lacking=Lacking("Null where the run has no probabilities.", _no_probabilities),
    ),
    ArrayFile(
        "dynamics",
        WholeRun,
        "predictions",
        "How each sample was learned, as far as the training had come",
        (
            Array("area_under_margin", FLOAT, BY_EPOCH),
            Array("label_confidence", FINE_SHARE, BY_EPOCH),
            Array("variability", FINE_SHARE, BY_EPOCH),
            Array("first_learned", PLACE, EACH),
            Array("forgotten", COUNT, BY_EPOCH),
            Array("correctness", SHARE, BY_EPOCH),
        ),
        read.dynamics,
        path="dynamics.bin",
        epoch_path="dynamics/{epoch}.bin",
        document=documents.EpochFiles,
        lacking=Lacking("Null before the first epoch, and where labels, losses or margins are missing.", _no_dynamics),
    ),
    ArrayFile(
        "label_errors",
        WholeRun,
        "predictions",
        "Which labels are likely wrong, and what speaks against them",
        (
            Array("suspicion", FLOAT, EACH),
            Array("given_confidence", FINE_SHARE, EACH),
            Array("suggested_confidence", FINE_SHARE, EACH),
            Array("suggested", Numbering(CLASS, "suggested class"), EACH),
            Array("agreement", SHARE, EACH),
        ),
        read.label_errors,
        path="label_errors.bin",
        document=documents.LabelErrors,
        about=_evidence,
        lacking=Lacking(
            "Null before the first epoch of training, and where labels, losses or probabilities are missing.",
            _no_label_errors,
        ),
    ),
    ArrayFile(
        "values",
        OneColumn,
        "columns",
        "A column of numbers or classes that are the same at all epochs",
        (Array("number", NUMBER, EACH), Array("class", PLACE, EACH)),
        read.column,
        path="columns/{column}/values.bin",
        lasts=True,
        lacking=Lacking("Null for texts, and where every epoch has values of its own.", _no_values),
    ),
    ArrayFile(
        "epoch_values",
        OneColumn,
        "columns",
        "A column of numbers or classes with values per epoch",
        (Array("number", NUMBER, BY_EPOCH), Array("class", PLACE, BY_EPOCH)),
        read.column,
        path="columns/{column}/pack.bin",
        epoch_path="columns/{column}/{epoch}.bin",
        document=documents.EpochFiles,
        lacking=Lacking("Null where all epochs have the same values.", _no_epoch_values),
    ),
    ArrayFile(
        "positions",
        OneProjection,
        "positions",
        "Positions in the extent of their epoch",
        (Array("position", STEPS, (*BY_EPOCH, 2)),),
        read.positions,
        path="projections/{layer}/{setting}/pack.bin",
        epoch_path="projections/{layer}/{setting}/{epoch}.bin",
        one_file=True,
        document=documents.EpochFiles,
    ),
    ArrayFile(
        "quality",
        OneProjection,
        "quality",
        "How far to trust each sample's position",
        tuple(Array(measure, _OTHER_THAN_SHARES.get(measure, SHARE), BY_EPOCH) for measure in QUALITY_MEASURES),
        read.quality,
        path="quality/{layer}/{setting}.bin",
        epoch_path="quality/{layer}/{setting}/{epoch}.bin",
        one_file=True,
        document=documents.Quality,
        about=_means,
    ),
    ArrayFile(
        "neighbors",
        LayerNeighbors,
        "neighbors",
        "Nearest neighbors in the layer's own space, with their distances",
        (
            Array("distance", FLOAT, (*BY_EPOCH, "neighbors")),
            Array("neighbor", Numbering(SAMPLES, "neighbor", "uint32"), (*BY_EPOCH, "neighbors")),
        ),
        read.neighbors,
        epoch_path="neighbors/{layer}/{epoch}.bin",
        document=documents.OneEpochFiles,
        exported=False,
    ),
    ArrayFile(
        "neighborhoods",
        LayerNeighbors,
        "neighbors",
        "Nearest neighbors in the layer's own space, for a block of samples",
        (Array("neighbor", Numbering(SAMPLES, "neighbor"), (*BY_EPOCH, "neighbors")),),
        read.neighbors,
        block_path="neighborhoods/{layer}/{block}.bin",
        document=documents.Blocks,
    ),
    ArrayFile(
        "motion",
        LayerNeighbors,
        "neighbors",
        "How far each sample moved in the layer's own space since the epoch before",
        (Array("layer_motion", MOTION, BY_EPOCH),),
        read.neighbors,
        path="motion/{layer}.bin",
        epoch_path="motion/{layer}/{epoch}.bin",
        document=documents.EpochFiles,
    ),
)
