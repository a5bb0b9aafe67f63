"""A graph computes what the network does, with the weights of every epoch, and belongs to its run."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from safetensors.numpy import load
from torch import nn
from torchvision.models.resnet import BasicBlock, ResNet

from epochscope import load_model
from epochscope.command_line import main
from epochscope.looking import LARGEST_WEIGHTS, NotLookable, require_graph
from epochscope.store import DamagedRun, Graph, RunReader, check_run
from epochscope_inside.graph import INPUT, LOGITS, NoGraph, Pass, make_graph
from inside import networks

pytestmark = pytest.mark.slow

LENET = Path(__file__).resolve().parents[2] / "data" / "demo" / "lenet-emnist"


def small_resnet() -> nn.Module:
    network = ResNet(BasicBlock, [1, 1, 1, 1], num_classes=3)
    network.conv1 = nn.Conv2d(1, 64, 3, bias=False)
    return network


def outputs_of(content: bytes, weights: bytes, inputs: np.ndarray) -> dict[str, np.ndarray]:
    """Return what a graph puts out, with weights as the browser feeds them: by their names, as float32."""
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    stored = {INPUT: inputs, **load(weights)}
    given = {one.name: stored[one.name].astype(np.float32) for one in session.get_inputs()}
    names = [one.name for one in session.get_outputs()]
    return dict(zip(names, session.run(names, given), strict=True))


def require_same(run: RunReader, allow: str | None = None) -> Graph:
    """Compare a graph with the network, at all epochs; return what it says of itself."""
    content, graph = make_graph(run, allow)
    layers = graph.layers
    channels, height, width = run.manifest.dataset.image_shape
    inputs = torch.rand((1, channels, height, width), generator=torch.Generator().manual_seed(1))
    for epoch in run.manifest.checkpoints:
        found = outputs_of(content, run.checkpoint(epoch), inputs.numpy())
        assert list(found) == [*(f"layer{number}" for number in range(len(layers))), LOGITS]
        network = load_model(run, epoch, allow=allow)
        with torch.inference_mode():
            expected = Pass(network)(inputs)
            np.testing.assert_array_equal(expected[-1], network(inputs)[0])
        for layer, values, right in zip([*layers, None], found.values(), expected, strict=True):
            assert values.shape == tuple(right.shape)
            assert layer is None or layer.shape == values.shape
            np.testing.assert_allclose(values, right, atol=1e-4, rtol=1e-4)
    return graph


@pytest.mark.parametrize(
    ("make", "layers", "epochs"),
    [
        (networks.convolutional, ["0", "6"], 2),
        (networks.Functional, ["conv", "head"], 2),
        (networks.residual, ["0", "1", "4"], 2),
        (networks.Tokens, ["head"], 2),
        (small_resnet, ["layer1", "fc"], 1),
    ],
)
def test_a_graph_computes_every_layer_with_the_weights_of_every_epoch(
    make: Callable[[], nn.Module], layers: list[str], epochs: int, tmp_path: Path
):
    run = networks.record(tmp_path / "run", make, layers, epochs)
    graph = require_same(run, f"{make.__module__}:{make.__name__}")
    assert {layer.recorded for layer in graph.layers} - {None} == {layer.name for layer in run.manifest.layers}


def test_the_graph_of_the_included_lenet_computes_what_the_network_does():
    run = RunReader.at(LENET)
    graph = run.graph()
    assert graph == require_same(run)
    assert graph.dense == "logits.weight"
    assert [layer.name for layer in graph.layers if layer.weighs] == ["relu3", "dropout"]
    assert [layer.shape for layer in graph.layers] == [
        *((20, 24, 24), (20, 24, 24), (20, 12, 12), (40, 8, 8), (40, 8, 8), (40, 4, 4)),
        *((640,), (120,), (120,), (120,), (62,)),
    ]
    assert len(run.graph_file(graph)) < 10_000
    assert require_graph(run.manifest, run.name, True, run.weights_bytes()).shape == (28, 28, 1)


@pytest.fixture(scope="module")
def made_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("graph") / "conv"
    networks.record(run, networks.convolutional, ["0", "2", "6"])
    assert main(["graph", str(run), "--model", "inside.networks:convolutional"]) == 0
    return run


@pytest.fixture
def with_graph(made_graph: Path, tmp_path: Path) -> RunReader:
    """A copy of a run with a graph."""
    return RunReader.at(shutil.copytree(made_graph, tmp_path / "conv"))


def test_a_graph_is_a_part_of_its_run_and_of_copies_with_weights(
    with_graph: RunReader, made_graph: Path, tmp_path: Path
):
    assert check_run(with_graph) == []
    graph = with_graph.graph()
    content = with_graph.graph_file(graph)
    assert not any(str(folder).encode() in content for folder in (tmp_path, made_graph))
    for name, words in (("small", ["--weights", "float16"]), ("without", [])):
        assert main(["compact", with_graph.folder.root, str(tmp_path / name), *words]) == 0
        copy = RunReader.at(tmp_path / name)
        assert check_run(copy) == []
        assert copy.graph() == (graph if words else None)
        if words:
            assert copy.graph_file(graph) == content
    # Made again it is the same file, and what was left half-way is gone.
    left = Path(with_graph.folder.root) / "inside" / ".graph.onnx.0123.part"
    left.touch()
    assert main(["graph", with_graph.folder.root, "--model", "inside.networks:convolutional"]) == 0
    again = RunReader.at(with_graph.folder.root)
    assert (again.graph_file(graph), again.manifest.graph_part, left.exists()) == (content, 0, False)


def test_a_graph_that_was_changed_is_found(with_graph: RunReader):
    file = Path(with_graph.folder.root) / "inside" / "graph.onnx"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    (finding,) = check_run(with_graph)
    assert (finding.path, finding.damage) == ("inside/graph.onnx", True)
    with pytest.raises(DamagedRun, match=r"graph\.onnx"):
        with_graph.graph_file(with_graph.graph())
    (Path(with_graph.folder.root) / "inside" / "layers.json").write_text("{}")
    with pytest.raises(DamagedRun, match=r"layers\.json"):
        with_graph.graph()


def test_a_network_that_decides_by_its_input_has_no_graph(tmp_path: Path):
    run = networks.record(tmp_path / "picky", networks.failing, ["1"], epochs=1)
    with pytest.raises(NoGraph, match="cannot be written as a graph"):
        make_graph(run, "inside.networks:failing")


def test_what_a_browser_lacks_is_named_with_what_to_do(conv: RunReader):
    manifest = conv.manifest
    for has_graph, weights, words in (
        (False, [100], "add it with `epochscope graph`"),
        (True, [LARGEST_WEIGHTS, 1], "have 8 MB, too much for a browser"),
    ):
        with pytest.raises(NotLookable, match=words):
            require_graph(manifest, "conv", has_graph, weights)
    assert require_graph(manifest, "conv", True, [LARGEST_WEIGHTS]).shape == (8, 8, 1)
    with pytest.raises(NotLookable, match="no installed package registers"):
        make_graph(conv)
