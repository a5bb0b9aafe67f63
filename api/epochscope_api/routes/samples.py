"""Label, split and source of every sample."""

from flask import Blueprint, Response

from epochscope_api.answers import BINARY, JSON, answer, json_bytes, open_run, remembered
from epochscope_api.binary_files import samples_file

blueprint = Blueprint("samples", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/samples.bin")
def all_samples(run: str) -> Response:
    """``label`` and ``split`` of every sample."""
    reader = open_run(run)

    def build() -> bytes:
        return samples_file(reader.manifest, reader.samples()).content()

    return answer(reader, BINARY, lambda: remembered(reader, "samples.bin", build))


@blueprint.get("/sources.json")
def all_sources(run: str) -> Response:
    """Where each input came from, so that it can be found again, in this run's data set and in another run."""
    reader = open_run(run)
    return answer(reader, JSON, lambda: json_bytes({"sources": list(reader.samples().source)}))
