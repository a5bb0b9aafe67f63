"""The page's manifest (``run.json``): everything that a client needs to know before it asks for arrays."""

from collections.abc import Mapping, Sequence
from typing import Any

from epochscope.analysis.label_errors import evidence_in
from epochscope.store import QUALITY_MEASURES, Manifest, Model, NeighborSet, Projection, RunReader, Thumbnails
from epochscope_api.binary_files import (
    dynamics_file,
    label_errors_file,
    motion_file,
    neighbors_file,
    positions_file,
    predictions_file,
    quality_file,
    samples_file,
    split_names,
)
from epochscope_api.blocks import describe_blocks, neighborhoods_file, probabilities_file
from epochscope_api.partial_run import whole_run

_DIGITS = 4


def describe_run(run: RunReader) -> dict[str, Any]:
    """Return the manifest for the page as plain JSON values; raise DamagedRun."""
    manifest = run.manifest
    samples = run.samples()
    return {
        "name": run.name,
        "title": manifest.title,
        "revision": manifest.revision,
        "compact": manifest.compact,
        "model": _model(manifest.model),
        "dataset": _dataset(manifest),
        "sample_count": manifest.samples,
        "recorded_samples": whole_run(run)[0].manifest.samples,
        "splits": split_names(samples),
        "epochs": list(manifest.epochs),
        "layers": _layers(manifest),
        "samples": samples_file(manifest, samples).describe(),
        "predictions": predictions_file(run).describe(),
        "dynamics": dynamics_file(run).describe(),
        "label_errors": _label_errors(run),
        "probabilities": describe_blocks(probabilities_file(run, "{block}")),
        "projections": [_projection(run, projection) for projection in manifest.projections],
        "neighbors": [_neighbors(run, kept) for kept in manifest.neighbors],
        "thumbnails": None if run.thumbnails is None else _thumbnails(run.thumbnails),
    }


def _model(model: Model | None) -> dict[str, Any] | None:
    return None if model is None else {"name": model.name, "parameters": model.parameters}


def _label_errors(run: RunReader) -> dict[str, Any] | None:
    evidence, file = evidence_in(whole_run(run)[0].manifest), label_errors_file(run)
    if evidence is None or file is None:
        return None
    return {"epochs": list(evidence.epochs), "layer": evidence.layer, **file.describe()}


def _dataset(manifest: Manifest) -> dict[str, Any]:
    shape = manifest.dataset.image_shape
    return {
        "name": manifest.dataset.name,
        "classes": list(manifest.dataset.classes),
        "image_shape": None if shape is None else list(shape),
    }


def _layers(manifest: Manifest) -> list[dict[str, Any]]:
    return [
        {"name": layer.name, "module": layer.module, "width": layer.width, "reduction": layer.reduction}
        for layer in manifest.layers
    ]


def _projection(run: RunReader, projection: Projection) -> dict[str, Any]:
    extent = projection.extent
    return {
        "layer": projection.layer,
        "n_neighbors": projection.setting.n_neighbors,
        "min_dist": projection.setting.min_dist,
        "method": projection.setting.method,
        "epochs": list(projection.epochs),
        "joint_epochs": projection.joint_epochs,
        "epoch_path": f"projections/{projection.layer}/{projection.setting}/{{epoch}}.bin",
        "extent": {"x": extent.x, "y": extent.y, "size": extent.size},
        "quality": {
            "n_neighbors": projection.quality_neighbors,
            "means": _rounded(projection.quality),
            "errors": _rounded(projection.quality_error),
            **quality_file(run, projection).describe(),
        },
        **positions_file(run, projection).describe(),
    }


def _rounded(measured: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    # To what can be seen: with all digits, the numbers of many projections would be the largest part of a first visit.
    return {measure: [round(value, _DIGITS) for value in measured[measure]] for measure in QUALITY_MEASURES}


def _neighbors(run: RunReader, kept: NeighborSet) -> dict[str, Any]:
    described = neighbors_file(run, kept, "{epoch}").describe()
    return {
        "layer": kept.layer,
        "epochs": list(kept.epochs),
        "epoch_path": described["path"],
        "arrays": described["arrays"],
        "motion": motion_file(run, kept).describe(),
        **describe_blocks(neighborhoods_file(run, kept, "{block}")),
    }


def _thumbnails(thumbnails: Thumbnails) -> dict[str, Any]:
    return {
        "width": thumbnails.width,
        "height": thumbnails.height,
        "columns": thumbnails.columns,
        "rows": thumbnails.rows,
        "atlases": [
            {"path": f"thumbnails/{atlas.file}", "first_sample": atlas.first_sample, "samples": atlas.samples}
            for atlas in thumbnails.atlases
        ],
    }
