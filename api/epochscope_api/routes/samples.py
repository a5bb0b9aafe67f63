"""Where every sample came from."""

from flask import Blueprint, Response

from epochscope_api.array_files import identity_of
from epochscope_api.caching import lasting_tag
from epochscope_api.owners import WholeRun
from epochscope_api.responses import JSON, answer, json_bytes
from epochscope_api.serving_runs import open_run

blueprint = Blueprint("samples", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/sources.json")
def all_sources(run: str) -> Response:
    """Where each input came from, so that it can be found again, in this run's data set and in another run."""
    source = open_run(run)
    tag = lasting_tag(source, "sources")
    return answer(
        JSON, tag, lambda: json_bytes({"sources": list(source.samples().source)}), identity_of(WholeRun(source))
    )
