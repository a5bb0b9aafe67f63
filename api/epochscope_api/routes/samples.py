"""Label and split of every sample."""

from flask import Blueprint, Response

from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.binary_files import samples_file

blueprint = Blueprint("samples", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/samples.bin")
def all_samples(run: str) -> Response:
    """``label`` and ``split`` of every sample."""
    reader = open_run(run)

    def build() -> bytes:
        return samples_file(reader.manifest, reader.samples()).content()

    return answer(reader, BINARY, lambda: remembered(reader, "samples.bin", build))
