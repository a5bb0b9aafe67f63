"""The nearest neighbors in a layer's own space, for a block of samples over all epochs."""

from flask import Blueprint, Response

from epochscope_api.addresses import parse_block
from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.blocks import neighborhoods_file

blueprint = Blueprint("neighborhoods", __name__, url_prefix="/api/runs/<run>/neighborhoods/<layer>")


@blueprint.get("/<block>.bin")
def of_block(run: str, layer: str, block: str) -> Response:
    """``neighbor`` per (epoch, sample of the block, k)."""
    reader = open_run(run)
    file = neighborhoods_file(reader, reader.manifest.neighbor_set(layer), parse_block(block))
    return answer(reader, BINARY, lambda: remembered(reader, file.path, file.content))
