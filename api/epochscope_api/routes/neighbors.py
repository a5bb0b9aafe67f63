"""Every sample's nearest neighbors in the layer's own space."""

from flask import Blueprint, Response

from epochscope_api.addresses import parse_epoch
from epochscope_api.answers import BINARY, answer, open_run
from epochscope_api.binary_files import neighbors_file

blueprint = Blueprint("neighbors", __name__, url_prefix="/api/runs/<run>/neighbors/<layer>")


@blueprint.get("/<epoch>.bin")
def at_epoch(run: str, layer: str, epoch: str) -> Response:
    """``distance`` and ``neighbor`` per (sample, k)."""
    reader = open_run(run)
    number = parse_epoch(epoch)
    file = neighbors_file(reader, reader.manifest.neighbor_set(layer, number), number)
    return answer(reader, BINARY, file.content)
