"""Loss, accuracy, learning rate and seconds of every epoch and split."""

from dataclasses import asdict

from flask import Blueprint, Response

from epochscope.store import RunReader
from epochscope_api.answers import JSON, answer, json_bytes, open_run

blueprint = Blueprint("metrics", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/metrics.json")
def all_metrics(run: str) -> Response:
    """The metrics of all complete epochs, in their order."""
    reader = open_run(run)
    return answer(reader, JSON, lambda: json_bytes({"metrics": _rows(reader)}))


def _rows(run: RunReader) -> list[dict[str, object]]:
    # A run that has only just begun has no metrics file yet.
    return [asdict(metric) for metric in run.metrics()] if run.manifest.epochs else []
