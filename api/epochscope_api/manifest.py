"""The page's manifest (``run.json``): everything that a client needs to know before it requests arrays."""

from typing import Any

from epochscope.store import Activity, LayerSpace, Manifest, Model, Projection, Thumbnails, setting_bounds
from epochscope.store import Bounds as StoredBounds
from epochscope.store import Extent as StoredExtent
from epochscope_api import documents
from epochscope_api.addresses import atlas_file
from epochscope_api.array_readers import split_names
from epochscope_api.arrays import ARRAYS
from epochscope_api.owners import LayerNeighbors, OneColumn, OneProjection, Owner, WholeRun
from epochscope_api.run_source import RunSource
from epochscope_api.texts import describe_texts


def describe_run(run: RunSource, activity: Activity | None) -> dict[str, Any]:
    """Return the manifest for the page as plain JSON values, with what is being done to the run; raise DamagedRun.

    Everything that arrays belong to lists them by the names that they have in the table.
    """
    return {
        **_about(run),
        "live": None if activity is None else _live(run.manifest, activity),
        **_arrays_of(WholeRun(run)),
        "columns": [_column(one, _arrays_of(one)) for one in OneColumn.every(run)],
        "projections": [_projection(one.projection, _arrays_of(one)) for one in OneProjection.every(run)],
        "neighbors": [_neighbors(one, _arrays_of(one)) for one in LayerNeighbors.every(run)],
        "thumbnails": _thumbnails(run.thumbnails),
    }


def _arrays_of(owner: Owner) -> dict[str, Any]:
    files = [file for file in ARRAYS if file.of is type(owner)]
    return {file.name: None if file.lacking_in(owner) else file.describe(owner) for file in files}


def _about(run: RunSource) -> dict[str, Any]:
    manifest = run.manifest
    return {
        "name": run.name,
        "title": manifest.title,
        "revision": manifest.revision,
        "compact": manifest.compact,
        "model": _model(manifest.model),
        "dataset": _dataset(manifest),
        "sample_count": manifest.samples,
        "recorded_samples": run.recorded_samples,
        "splits": split_names(run.samples()),
        "unit": manifest.unit,
        "epochs": list(manifest.epochs),
        "layers": _layers(manifest),
        "recommended_layer": manifest.recommended_layer,
        "setting_bounds": _bounds(manifest.samples),
    }


def _live(manifest: Manifest, activity: Activity) -> documents.Live:
    return {"recording": activity.recording, "projecting": activity.projecting, "planned": manifest.planned}


def _bounds(samples: int) -> documents.SettingBounds:
    bounds = setting_bounds(samples)
    (fewest, most), (smallest, largest) = bounds.n_neighbors, bounds.min_dist
    assert most is not None
    return {
        "n_neighbors": {"smallest": fewest, "largest": most},
        "min_dist": {"smallest": smallest, "largest": largest},
    }


def _model(model: Model | None) -> documents.Model | None:
    return None if model is None else {"name": model.name, "parameters": model.parameters}


def _dataset(manifest: Manifest) -> documents.Dataset:
    shape = manifest.dataset.image_shape
    return {
        "name": manifest.dataset.name,
        "classes": list(manifest.dataset.classes),
        "meanings": list(manifest.dataset.meanings),
        "image_shape": None if shape is None else list(shape),
    }


def _layers(manifest: Manifest) -> list[documents.Layer]:
    return [
        {
            "name": layer.name,
            "module": layer.module,
            "width": layer.width,
            "reduction": layer.reduction,
            "space": _space(manifest.space(layer.name)),
        }
        for layer in manifest.layers
    ]


def _space(space: LayerSpace | None) -> documents.LayerSpace | None:
    if space is None:
        return None
    return {
        "epochs": list(space.epochs),
        "distinct": list(space.distinct),
        "dimension": list(space.dimension),
        "neighbor_recall": list(space.neighbor_recall),
    }


def _column(one: OneColumn, arrays: dict[str, Any]) -> dict[str, Any]:
    column = one.column
    described = {"name": column.name, "kind": column.kind, "per_epoch": column.per_epoch}
    return {**described, "classes": list(column.classes), "texts": describe_texts(one), **arrays}


def _projection(one: Projection, arrays: dict[str, Any]) -> dict[str, Any]:
    return {
        "layer": one.layer,
        "n_neighbors": one.setting.n_neighbors,
        "min_dist": one.setting.min_dist,
        "method": one.setting.method,
        "epochs": list(one.epochs),
        "joint_epochs": one.joint_epochs,
        "extent": _extent(one.extent),
        "appended_extents": [_extent(extent) for extent in one.appended_extents],
        "bounds": _rectangle(one.bounds),
        "path": arrays["positions"]["path"],
        "epoch_path": arrays["positions"]["epoch_path"],
        **arrays,
    }


def _extent(extent: StoredExtent) -> documents.Extent:
    return {"x": extent.x, "y": extent.y, "size": extent.size}


def _rectangle(bounds: StoredBounds | None) -> documents.Bounds | None:
    if bounds is None:
        return None
    return {"x": bounds.x, "y": bounds.y, "width": bounds.width, "height": bounds.height}


def _neighbors(one: LayerNeighbors, arrays: dict[str, Any]) -> dict[str, Any]:
    return {
        "layer": one.neighbor_set.layer,
        "epochs": list(one.epochs),
        "epoch_path": arrays["neighbors"]["epoch_path"],
        "block_path": arrays["neighborhoods"]["block_path"],
        **arrays,
    }


def _thumbnails(thumbnails: Thumbnails | None) -> documents.Thumbnails | None:
    if thumbnails is None:
        return None
    return {
        "width": thumbnails.width,
        "height": thumbnails.height,
        "columns": thumbnails.columns,
        "rows": thumbnails.rows,
        "atlases": [
            {"path": f"thumbnails/{atlas_file(atlas)}", "first_sample": atlas.first_sample, "samples": atlas.samples}
            for atlas in thumbnails.atlases
        ],
    }
