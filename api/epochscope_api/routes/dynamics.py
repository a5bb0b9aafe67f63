"""How each sample was learned, as far as the training had come at each epoch."""

from flask import Blueprint, Response

from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.binary_files import dynamics_file

blueprint = Blueprint("dynamics", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/dynamics.bin")
def of_all_samples(run: str) -> Response:
    """``first_learned`` per sample, ``forgotten``, ``area_under_margin`` and the others per (epoch, sample)."""
    reader = open_run(run)
    file = dynamics_file(reader)
    return answer(reader, BINARY, lambda: remembered(reader, file.path, file.content))
