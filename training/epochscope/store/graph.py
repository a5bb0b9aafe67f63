"""The network of a run as a graph that programs without PyTorch compute: an ONNX file, and what its outputs are.

The inputs are ``input``, float32 (1, channels, height, width), normalized as the samples were, and each tensor of the
weights by its name in the checkpoints, as float32. The outputs are ``layer0``, ``layer1``, …, each of the shape of its
layer, in the order of the forward pass, and ``logits`` (classes,).
"""

import json
from dataclasses import dataclass

from epochscope.store import ranges
from epochscope.store.errors import DamagedRun
from epochscope.store.typed_json import from_json, to_json


@dataclass(frozen=True)
class GraphLayer:
    """A layer of the forward pass: a module, or a function that is called outside of one.

    ``call`` counts the calls of the same name, from 1; ``type`` is the class of the module or the kind of the function;
    ``shape`` is (maps, height, width), or (units,) of a vector; ``recorded`` names the layer of the run that is the
    same output; ``weighs`` says whether the last dense layer is given its units, or their means.

    Raises:
        OutOfRange: the shape is neither of these.
    """

    name: str
    call: int
    kind: str
    type: str
    shape: tuple[int, ...]
    recorded: str | None = None
    weighs: bool = False

    def __post_init__(self) -> None:
        if len(self.shape) not in (1, 3):
            raise ranges.OutOfRange(f"a shape has 1 or 3 axes, not {len(self.shape)}")
        ranges.require_numbers("shape", self.shape, 1, ranges.LARGEST_WIDTH)


@dataclass(frozen=True)
class Graph:
    """The layers that the outputs of ``graph.onnx`` are, in their order, and the digest of that file.

    ``dense`` names the weights (classes, inputs) of the last dense layer in the checkpoints, ``None`` if none weighs.
    """

    digest: str
    layers: tuple[GraphLayer, ...]
    dense: str | None = None


def format_graph(graph: Graph) -> bytes:
    """Return what ``layers.json`` holds."""
    return (json.dumps(to_json(graph), indent=1, ensure_ascii=False) + "\n").encode()


def parse_graph(text: bytes, run: str) -> Graph:
    """Return what a ``layers.json`` says; raise DamagedRun."""
    try:
        return from_json(Graph, json.loads(text))
    except (ValueError, RecursionError, MemoryError) as error:
        raise DamagedRun(f"the layers of the graph of run {run!r} cannot be read: {ranges.brief(error)}") from error
