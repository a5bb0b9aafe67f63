"""What the network gives to every class, for a block of samples over all epochs."""

from flask import Blueprint, Response

from epochscope_api.addresses import parse_block
from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.blocks import probabilities_file

blueprint = Blueprint("probabilities", __name__, url_prefix="/api/runs/<run>/probabilities")


@blueprint.get("/<block>.bin")
def of_block(run: str, block: str) -> Response:
    """``probability`` per (epoch, sample of the block, class)."""
    reader = open_run(run)
    file = probabilities_file(reader, parse_block(block))
    return answer(reader, BINARY, lambda: remembered(reader, file.path, file.content))
