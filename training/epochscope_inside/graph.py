"""Make a graph of a run's network: an ONNX file that has the weights as inputs and all layers as outputs.

One graph serves all epochs, in programs without PyTorch: a browser computes it with the weights of any of them.
"""

import io
import warnings
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from epochscope.errors import EpochscopeError
from epochscope.looking import Preprocessing, require_lookable
from epochscope.models import load_model, read_weights
from epochscope.store import Graph, GraphLayer, RunReader, digest_of
from epochscope_inside.look import Layer, look
from epochscope_inside.maps import to_maps
from epochscope_inside.tracing import Step, watching
from epochscope_inside.weighing import Weighed, find_weighed

INPUT, LOGITS = "input", "logits"
_WEIGHT = "network."
_FLOAT32 = 1  # TensorProto.FLOAT
_CLOSE = 1e-4


class NoGraph(EpochscopeError):
    """The network cannot be written as a graph."""


class Pass(nn.Module):
    """A forward pass that returns all layers and the logits."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, inputs: Tensor) -> tuple[Tensor, ...]:
        """Return maps (maps, height, width) or units (units,) of each layer, then the logits (classes,)."""
        seen: list[Tensor] = []

        def see(step: Step, output: Tensor, _: Tensor | None) -> None:
            # A copy, as the layer after it may work in place.
            seen.append(to_maps(output, step.module, step.kind).clone())

        with watching(self.network, {}, see):
            logits: Tensor = self.network(inputs)
        return (*seen, logits[0].float())


def make_graph(run: RunReader, allow: str | None = None) -> tuple[bytes, Graph]:
    """Return the ONNX file of a run's network, and what its outputs are.

    It is proven on one input: probabilities and layers are those of the network itself. ``allow`` is as in
    ``load_model``, whose errors this raises too.

    Raises:
        NotLookable: the run lacks what is needed.
        NoGraph: the network cannot be written as a graph, or the graph computes something else.
    """
    preprocessing = require_lookable(run.manifest, run.name, allow)
    epoch = run.manifest.checkpoints[-1]
    network, inputs = load_model(run, epoch, allow=allow), _example(preprocessing)
    modules = {layer.module: layer.name for layer in run.manifest.layers}
    layers = [seen.layer for seen in look(network, inputs, modules).layers]
    content = _export(network, inputs, len(layers))
    _prove(content, network, inputs, read_weights(run, epoch))
    return content, _describe(content, layers, find_weighed(network, inputs, layers))


def _describe(content: bytes, layers: Sequence[Layer], weighed: Weighed | None) -> Graph:
    weighing = weighed.layers if weighed else frozenset()
    listed = (GraphLayer(**vars(layer), weighs=number in weighing) for number, layer in enumerate(layers))
    return Graph(digest_of(content), tuple(listed), f"{weighed.dense}.weight" if weighed and weighing else None)


def _example(preprocessing: Preprocessing) -> Tensor:
    height, width, channels = preprocessing.shape
    return torch.rand((1, channels, height, width), generator=torch.Generator().manual_seed(0))


def _export(network: nn.Module, inputs: Tensor, layers: int) -> bytes:
    names = [*(f"layer{number}" for number in range(layers)), LOGITS]
    try:
        # It prints its own steps and warns of its own parts, which says nothing about the network.
        with torch.no_grad(), warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                Pass(network).eval(),
                (inputs,),
                input_names=[INPUT],
                output_names=names,
                dynamo=True,
                optimize=False,
            )
            assert program is not None
            # Before anything is computed from the weights, which are others at every epoch.
            _make_inputs(program.model.graph)
            program.optimize()
    except Exception as error:
        raise NoGraph(f"the network cannot be written as a graph: {_first_line(error)}") from error
    return _plain(program.model_proto)


def _make_inputs(graph: Any) -> None:
    """Turn the weights, which are constants of a graph, into inputs, under their own names."""
    used = [value for value in graph.initializers.values() if value.name.startswith(_WEIGHT) and value.uses()]
    for value in used:
        graph.initializers.pop(value.name)
        value.name = value.name.removeprefix(_WEIGHT)
        value.const_value = None
        graph.inputs.append(value)


def _plain(model: Any) -> bytes:
    """Return the file without where on this machine each step comes from, and without weights that nothing uses."""
    graph = model.graph
    other = [one.name for one in graph.input if one.type.tensor_type.elem_type != _FLOAT32]
    if other:
        raise NoGraph(f"the network computes with {other[0]}, which is not of type float32")
    del graph.value_info[:]
    for part in (model, graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def _prove(content: bytes, network: nn.Module, inputs: Tensor, weights: Mapping[str, Tensor]) -> None:
    import onnxruntime

    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    stored = {INPUT: inputs, **weights}
    lacking = [one.name for one in session.get_inputs() if one.name not in stored]
    if lacking:
        raise NoGraph(f"the weights of the run have no {lacking[0]}, which its network uses")
    given = {one.name: stored[one.name].float().numpy() for one in session.get_inputs()}
    with torch.inference_mode():
        expected = Pass(network)(inputs)
    for output, found, right in zip(session.get_outputs(), session.run(None, given), expected, strict=True):
        values = right.float().numpy()
        if not np.allclose(found, values, rtol=_CLOSE, atol=_CLOSE * float(np.abs(values).max(initial=1))):
            raise NoGraph(f"the graph computes something else than the network: {output.name} differs")


def _first_line(error: Exception) -> str:
    cause = error.__cause__ or error
    return f"{type(cause).__name__}: {str(cause).strip().splitlines()[0] if str(cause).strip() else ''}"
