"""What the network says of every sample at every epoch."""

from flask import Blueprint, Response

from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.binary_files import predictions_file

blueprint = Blueprint("predictions", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/predictions.bin")
def all_predictions(run: str) -> Response:
    """``margin``, ``predicted`` and ``confidence`` per (epoch, sample)."""
    reader = open_run(run)
    file = predictions_file(reader)
    return answer(reader, BINARY, lambda: remembered(reader, file.path, file.content))
