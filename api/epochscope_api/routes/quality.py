"""How far to trust each sample's place at each epoch of a projection."""

from flask import Blueprint, Response

from epochscope_api.addresses import parse_setting
from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.binary_files import quality_file

blueprint = Blueprint("quality", __name__, url_prefix="/api/runs/<run>/quality/<layer>")


@blueprint.get("/<setting>.bin")
def of_projection(run: str, layer: str, setting: str) -> Response:
    """``screen_motion`` and the other measures per (epoch, sample)."""
    reader = open_run(run)
    file = quality_file(reader, reader.manifest.projection(layer, parse_setting(setting)))
    return answer(reader, BINARY, lambda: remembered(reader, file.path, file.content))
