"""Loss, accuracy, learning rate and seconds of every epoch and split."""

from dataclasses import asdict

from flask import Blueprint, Response

from epochscope_api.array_files import identity_of
from epochscope_api.caching import revision_tag
from epochscope_api.owners import WholeRun
from epochscope_api.responses import JSON, answer, json_bytes
from epochscope_api.run_source import RunSource
from epochscope_api.serving_runs import open_run

blueprint = Blueprint("metrics", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/metrics.json")
def all_metrics(run: str) -> Response:
    """The metrics of all complete epochs, in their order."""
    source = open_run(run)
    return answer(
        JSON, revision_tag(source), lambda: json_bytes({"metrics": _rows(source)}), identity_of(WholeRun(source))
    )


def _rows(run: RunSource) -> list[dict[str, object]]:
    # A run that has only just begun has no metrics file yet.
    return [asdict(metric) for metric in run.metrics()] if run.manifest.epochs else []
