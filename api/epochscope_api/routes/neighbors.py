"""Every sample's nearest neighbours in the layer's own space."""

from flask import Blueprint, Response

from epochscope.store import EpochNotFound, LayerNotFound, Manifest, NeighborSet
from epochscope_api.addresses import parse_epoch
from epochscope_api.answers import BINARY, answer, open_run
from epochscope_api.binary_files import neighbors_file

blueprint = Blueprint("neighbors", __name__, url_prefix="/api/runs/<run>/neighbors/<layer>")


@blueprint.get("/<epoch>.bin")
def at_epoch(run: str, layer: str, epoch: str) -> Response:
    """``distance`` and ``neighbor`` per (sample, k)."""
    reader = open_run(run)
    number = parse_epoch(epoch)
    file = neighbors_file(reader, _kept(reader.manifest, layer, number), number)
    return answer(reader, BINARY, file.content)


def _kept(manifest: Manifest, layer: str, epoch: int) -> NeighborSet:
    manifest.layer(layer)
    sets = [kept for kept in manifest.neighbors if kept.layer == layer]
    if not sets:
        raise LayerNotFound(f"no neighbours are kept for layer {layer!r}: project it first")
    for kept in sets:
        if epoch in kept.epochs:
            return kept
    known = ", ".join(str(number) for kept in sets for number in kept.epochs)
    raise EpochNotFound(f"no neighbours are kept for epoch {epoch}; there are: {known}")
