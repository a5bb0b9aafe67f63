"""Whether a run's network can be looked into, by the server or in a browser, and all that a browser needs for it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flask import Blueprint, Response
from numpy.typing import NDArray

from epochscope.analysis.excited import layers_that_excite
from epochscope.analysis.signs import Boundary
from epochscope.analysis.usual import REJECTED_SHARE, Usual
from epochscope.looking import NotLookable, Preprocessing, require_graph, summary_arrays
from epochscope.store import Graph
from epochscope_api.addresses import parse_epoch
from epochscope_api.caching import lasting_tag, revision_tag
from epochscope_api.responses import BINARY, JSON, answer, json_bytes
from epochscope_api.routes.looks import (
    LARGEST_PICTURE,
    PICTURES,
    layers_to_look_at,
    mark_of_looks,
    offers_looks,
    require_looks,
)
from epochscope_api.run_source import RunSource
from epochscope_api.serving_runs import open_run

GRAPH, LAYERS, CHECKPOINT = "inside/graph.onnx", "inside/layers.json", "inside/checkpoints/{epoch}.safetensors"
USUAL = "inside/usual/{epoch}.json"

blueprint = Blueprint("inside", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/inside.json")
def inside(run: str) -> Response:
    """Whether the run's network can be looked into, and if not, why; what its input is, and at which epochs."""
    source = open_run(run)
    return answer(JSON, _tag(source), lambda: json_bytes(_describe(source)))


@blueprint.get("/inside/layers.json")
def layers(run: str) -> Response:
    """The layers in the order of the forward pass; whether the network that was built is the recorded one."""
    source = open_run(run)
    return answer(JSON, _tag(source), lambda: json_bytes(_layers(source)))


@blueprint.get("/inside/graph.onnx")
def graph(run: str) -> Response:
    """The network as a graph, with the weights as inputs and all layers as outputs."""
    source = open_run(run)
    found = _require_graph(source)[0]
    return _file(source, lasting_tag(source, "graph", found.digest), lambda: source.graph_file(found))


@blueprint.get("/inside/checkpoints/<epoch>.safetensors")
def checkpoint(run: str, epoch: str) -> Response:
    """The weights at one epoch."""
    source, number = open_run(run), parse_epoch(epoch)
    _require_graph(source)
    source.manifest.require_checkpoint(number)
    return _file(source, lasting_tag(source, "checkpoint", number), lambda: source.checkpoint(number))


@blueprint.get("/inside/usual/<epoch>.json")
def usual(run: str, epoch: str) -> Response:
    """What is usual for the samples at one epoch, so that other inputs can be rejected."""
    source, number = open_run(run), parse_epoch(epoch)
    _require_graph(source)
    source.manifest.require_checkpoint(number)
    return answer(JSON, f"{revision_tag(source)}-usual-{number}", lambda: json_bytes(_usual(source.usual(number))))


def _file(run: RunSource, tag: str, read: Callable[[], bytes]) -> Response:
    return answer(BINARY, tag, read, _identity(run))


def _tag(run: RunSource) -> str:
    return f"{revision_tag(run)}-{mark_of_looks()}"


def _identity(run: RunSource) -> str:
    """Return what tells the graph and the weights from those of a run recorded again."""
    return lasting_tag(run, "inside")


def _describe(run: RunSource) -> dict[str, Any]:
    here, reason = _tried(require_looks, run)
    browser, lacking = _tried(lambda one: _require_graph(one)[1], run)
    preprocessing = here or browser
    # Whether the server looks is its operator's choice: what helps is what a browser lacks.
    why = reason if here or browser or offers_looks() else lacking
    return {
        "possible": here is not None,
        "reason": why,
        "input": None if preprocessing is None else _input(run, preprocessing),
        "epochs": [] if preprocessing is None else list(run.manifest.checkpoints),
        "excites": layers_that_excite(run.manifest) if here else [],
        "browser": None if browser is None else _browser(run),
    }


def _tried(require: Callable[[RunSource], Preprocessing], run: RunSource) -> tuple[Preprocessing | None, str | None]:
    try:
        return require(run), None
    except NotLookable as error:
        return None, str(error)


def _require_graph(run: RunSource) -> tuple[Graph, Preprocessing]:
    """Return the graph of a run, and how a picture becomes its input; raise NotLookable."""
    found = run.graph()
    preprocessing = require_graph(run.manifest, run.name, found is not None, run.weights_bytes())
    assert found is not None
    return found, preprocessing


def _browser(run: RunSource) -> dict[str, Any]:
    found, _ = _require_graph(run)
    return {
        "identity": _identity(run),
        "graph": GRAPH,
        "graph_bytes": len(run.graph_file(found)),
        "checkpoint": CHECKPOINT,
        "checkpoint_bytes": list(run.weights_bytes()),
        "usual": USUAL,
        "dense": found.dense,
    }


def _layers(run: RunSource) -> Mapping[str, Any]:
    """Return what the server knows of the layers, or the graph where the server does not look into this network."""
    try:
        require_looks(run)
    except NotLookable:
        found, _ = _require_graph(run)
        return _layers_of(found, run)
    return layers_to_look_at(run)


def _layers_of(graph: Graph, run: RunSource) -> dict[str, Any]:
    return {
        "layers": [vars(layer) for layer in graph.layers],
        "summary": summary_arrays([layer.shape for layer in graph.layers], len(run.manifest.dataset.classes)),
        "epoch": run.manifest.checkpoints[-1],
        "difference": None,
        "agrees": None,
    }


def _input(run: RunSource, one: Preprocessing) -> dict[str, Any]:
    return {
        "height": one.height,
        "width": one.width,
        "channels": one.channels,
        "mean": list(one.mean),
        "std": list(one.std),
        "resize": one.resize,
        "background": one.background,
        "samples": one.keeps(run.thumbnails),
        "pictures": list(PICTURES) if one.channels in (1, 3) else [],
        "largest_picture": LARGEST_PICTURE,
    }


def _usual(found: Usual | None) -> dict[str, Any]:
    known = found or Usual({}, 0.0)
    boundary = known.boundary or Boundary({}, 0.0)
    return {
        "signs": [
            {"name": name, "values": _numbers(tail.values), "shares": _numbers(tail.shares)}
            for name, tail in known.tails.items()
        ],
        "limit": known.limit,
        "rejected_share": REJECTED_SHARE,
        "logits": known.logits,
        "spreads": [
            {
                "layer": layer,
                "mean": _numbers(one.mean),
                "deviation": _numbers(one.deviation),
                "whitening": [_numbers(column) for column in one.whitening.T],
            }
            for layer, one in known.spreads.items()
        ],
        "weights": [{"layer": layer, "weight": _numbers(weights)} for layer, weights in boundary.weights.items()],
        "bias": boundary.bias,
    }


def _numbers(values: NDArray[np.floating]) -> list[float]:
    """Return numbers with seven digits, which is as exact as what the network puts out."""
    return [float(f"{value:.7g}") for value in values.tolist()]
