"""How far each sample moved in a layer's own space."""

from flask import Blueprint, Response

from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.binary_files import motion_file

blueprint = Blueprint("motion", __name__, url_prefix="/api/runs/<run>/motion")


@blueprint.get("/<layer>.bin")
def in_layer(run: str, layer: str) -> Response:
    """``layer_motion`` per (epoch, sample)."""
    reader = open_run(run)
    file = motion_file(reader, reader.manifest.neighbor_set(layer))
    return answer(reader, BINARY, lambda: remembered(reader, file.path, file.content))
