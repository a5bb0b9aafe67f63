"""Which runs there are, and the manifest of each."""

from typing import Any

from flask import Blueprint, Response

from epochscope.errors import EpochscopeError
from epochscope.store import Manifest
from epochscope_api.caching import revision_tag
from epochscope_api.errors import message_of
from epochscope_api.manifest import describe_run
from epochscope_api.responses import JSON, answer, json_bytes, json_response, remembered
from epochscope_api.routes.jobs import takes_jobs
from epochscope_api.routes.looks import offers_looks
from epochscope_api.serving_runs import open_run, served_store

blueprint = Blueprint("runs", __name__, url_prefix="/api")
_UNKNOWN = dict.fromkeys(
    ("model", "dataset", "classes", "samples", "epochs", "layers", "projections", "revision"),
)


@blueprint.get("/runs.json")
def list_all() -> Response:
    """Every run of the store, those that cannot be read with the reason; and what is done on demand."""
    runs = [_summary(name) for name in served_store().runs.names()]
    return json_response({"runs": runs, "takes_jobs": takes_jobs(), "looks": offers_looks()})


@blueprint.get("/runs/<run>/run.json")
def one_run(run: str) -> Response:
    """Everything a client needs to know before it requests arrays."""
    source = open_run(run)
    activity = source.activity()
    tag = revision_tag(source)
    if activity is not None:
        tag += f"-{activity.recording:d}{activity.projecting:d}"
    return answer(
        JSON, tag, lambda: remembered(source, "run.json", tag, lambda: json_bytes(describe_run(source, activity)))
    )


def _summary(name: str) -> dict[str, Any]:
    try:
        manifest = open_run(name).manifest
    except EpochscopeError as error:
        return {"name": name, "title": name, **_UNKNOWN, "problem": message_of(error)}
    return {"name": name, "title": manifest.title, **_counts(manifest), "problem": None}


def _counts(manifest: Manifest) -> dict[str, Any]:
    return {
        "model": manifest.model.name if manifest.model else None,
        "dataset": manifest.dataset.name,
        "classes": len(manifest.dataset.classes),
        "samples": manifest.samples,
        "epochs": len(manifest.epochs),
        "layers": len(manifest.layers),
        "projections": len(manifest.projections),
        "revision": manifest.revision,
    }
