"""Which labels are likely wrong."""

from flask import Blueprint, Response

from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.binary_files import label_errors_file
from epochscope_api.errors import LabelErrorsNotFound

blueprint = Blueprint("label_errors", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/label_errors.bin")
def of_all_samples(run: str) -> Response:
    """``suspicion`` and what it rests on, per sample."""
    reader = open_run(run)
    file = label_errors_file(reader)
    if file is None:
        raise LabelErrorsNotFound(f"run {reader.name!r} has no epoch of training yet, and so nothing to tell labels by")
    return answer(reader, BINARY, lambda: remembered(reader, file.path, file.content))
