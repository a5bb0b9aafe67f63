"""Positions of all samples: the whole sequence of a projection, or one epoch of it for the first picture."""

from flask import Blueprint, Response

from epochscope.store import EpochNotFound, Projection, RunReader
from epochscope_api.addresses import parse_epoch, parse_setting
from epochscope_api.answers import BINARY, answer, open_run, remembered
from epochscope_api.binary_files import positions_file

blueprint = Blueprint("projections", __name__, url_prefix="/api/runs/<run>/projections/<layer>/<setting>")


@blueprint.get("/pack.bin")
def all_epochs(run: str, layer: str, setting: str) -> Response:
    """``position`` per (epoch, sample)."""
    reader = open_run(run)
    projection = reader.manifest.projection(layer, parse_setting(setting))
    return answer(reader, BINARY, lambda: _pack(reader, projection))


@blueprint.get("/<epoch>.bin")
def one_epoch(run: str, layer: str, setting: str, epoch: str) -> Response:
    """``position`` per sample."""
    reader = open_run(run)
    projection = reader.manifest.projection(layer, parse_setting(setting))
    place = _place(projection, parse_epoch(epoch))
    return answer(reader, BINARY, lambda: _slice(_pack(reader, projection), place, len(projection.epochs)))


def _pack(run: RunReader, projection: Projection) -> bytes:
    file = positions_file(run, projection)
    return remembered(run, file.path, file.content)


def _place(projection: Projection, epoch: int) -> int:
    if epoch not in projection.epochs:
        known = ", ".join(map(str, projection.epochs))
        raise EpochNotFound(f"epoch {epoch} is not in this projection; it has: {known}")
    return projection.epochs.index(epoch)


def _slice(pack: bytes, place: int, epochs: int) -> bytes:
    size = len(pack) // epochs
    return pack[place * size : (place + 1) * size]
