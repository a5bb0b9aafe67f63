"""Runs that lack some parts, as an imported one may: made from any run."""

import shutil
from dataclasses import replace
from pathlib import Path

from epochscope.store import Manifest, Projection, RunReader, RunWriter

PARTS = ("model", "metrics", "probabilities", "predictions", "labels")
"""What ``write_without`` can leave out; without labels and predictions there are no class names either."""


def write_without(run: RunReader, location: Path, *parts: str) -> RunReader:
    """Write a copy of a run that lacks ``parts``; return a reader of it."""
    assert set(parts) <= set(PARTS)
    shutil.copytree(run.folder.root, location, ignore=shutil.ignore_patterns("*.lock"))
    writer = RunWriter.at(location)
    manifest = writer.commit(lambda whole: _without(whole, parts))
    if "labels" in parts:
        _drop_labels(run, writer)
    if "metrics" in parts:
        writer.folder.delete("metrics.parquet")
    if not manifest.predictions:
        writer.folder.delete_folder("predictions")
    for epoch in manifest.epochs if manifest.predictions else ():
        whole = run.predictions(epoch)
        missing = {name: None for name in whole.arrays() if name not in manifest.predictions}
        writer.write_predictions(epoch, replace(whole, **missing))
    return RunReader.at(location)


def _without(manifest: Manifest, parts: tuple[str, ...]) -> Manifest:
    unknown = {"probabilities"} if "probabilities" in parts else set()
    unknown |= {"loss", "margin"} if "labels" in parts else set()
    columns = () if "predictions" in parts else tuple(name for name in manifest.predictions if name not in unknown)
    labels = manifest.labels and "labels" not in parts
    return replace(
        manifest,
        model=None if "model" in parts else manifest.model,
        metrics=manifest.metrics and "metrics" not in parts,
        predictions=columns,
        labels=labels,
        dataset=manifest.dataset if labels or columns else replace(manifest.dataset, classes=()),
        projections=tuple(one if labels else _without_purity(one) for one in manifest.projections),
    )


def _without_purity(projection: Projection) -> Projection:
    quality, errors = (
        {name: values for name, values in measured.items() if name != "label_purity"}
        for measured in (projection.quality, projection.quality_error)
    )
    return replace(projection, quality=quality, quality_error=errors)


def _drop_labels(run: RunReader, writer: RunWriter) -> None:
    writer.write_samples(replace(run.samples(), label=None))
    writer.folder.delete("flipped_labels.parquet")
    for projection in run.manifest.projections:
        layer, setting = projection.layer, projection.setting
        quality = replace(run.quality(layer, setting), label_purity=None)
        writer.write_quality(layer, setting, projection.epochs, quality)
