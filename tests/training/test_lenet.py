"""The LeNet of the reference pipeline: its layers, its sizes, and that it is built again."""

from pathlib import Path

import pytest
import torch
from torch import nn

from epochscope import command_line, load_model
from epochscope.errors import UnusableInput
from epochscope.store import RunReader
from epochscope_training.models import RECIPES, lenet
from images import write_digits_parquet

EMNIST = {"channels": 1, "height": 28, "width": 28, "classes": 62}


def outputs(model: nn.Module, images: torch.Tensor) -> dict[str, tuple[int, ...]]:
    """Return the shapes of all modules' outputs, in the order of the forward pass."""
    shapes: dict[str, tuple[int, ...]] = {}
    for name, module in model.named_children():
        module.register_forward_hook(lambda _module, _inputs, output, name=name: shapes.update({name: output.shape}))
    model(images)
    return shapes


def test_a_character_passes_the_layers_in_the_order_in_which_they_are_recorded():
    shapes = outputs(lenet(**EMNIST).eval(), torch.zeros(1, 1, 28, 28))
    recorded = list(RECIPES["lenet"].layers.values())
    assert [name for name in shapes if name in recorded] == recorded
    assert [tuple(shapes[name][2:]) for name in recorded[:4]] == [(24, 24), (12, 12), (8, 8), (4, 4)]
    assert shapes["flatten"][1] == shapes["pool2"].numel()
    assert shapes["logits"] == (1, 62)


@pytest.mark.parametrize(("height", "width"), [(16, 16), (32, 32), (33, 17)])
def test_images_may_have_other_sizes_and_channels(height: int, width: int):
    model = lenet(channels=3, height=height, width=width, classes=5)
    assert model(torch.zeros(2, 3, height, width)).shape == (2, 5)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"height": 15}, "height must be a whole number from 16 to 256, not 15"),
        ({"width": 100_000}, "width must be a whole number from 16 to 256, not 100000"),
        ({"classes": 0}, "classes must be a whole number from 1 to 100,000, not 0"),
        ({"channels": True}, "channels must be a whole number from 1 to 100,000, not True"),
    ],
)
def test_a_size_out_of_range_is_named(wrong: dict[str, int], message: str):
    with pytest.raises(UnusableInput, match=message):
        lenet(**EMNIST | wrong)


@pytest.mark.slow
def test_a_trained_lenet_is_built_again_from_its_run(tmp_path: Path):
    dataset = write_digits_parquet(tmp_path / "mini")
    given = ["train", "lenet", "--dataset", str(dataset), "--image-size", "16", "--epochs", "1", "--samples", "20"]
    given += ["--weights-dtype", "float16", "--augmentation", "shift"]
    assert command_line.main([*given, "--store", str(tmp_path), "--run", "r"]) == 0
    run = RunReader.at(tmp_path / "r")
    manifest = run.manifest
    assert (manifest.title, manifest.model.factory, manifest.recommended_layer) == ("LeNet on mini", "lenet", "dropout")
    assert manifest.model.arguments == {"channels": 1, "height": 16, "width": 16, "classes": 10}
    assert [layer.name for layer in manifest.layers] == list(RECIPES["lenet"].layers)
    for epoch in manifest.epochs:
        weights = load_model(run, epoch).state_dict()
        assert all(torch.equal(tensor, tensor.half().float()) for tensor in weights.values())
