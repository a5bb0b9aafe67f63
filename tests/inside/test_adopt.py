"""``epochscope adopt``: a trained network, with a few pictures, becomes a run of one epoch, or nothing."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import nn

from epochscope.command_line import main
from epochscope.looking import Preprocessing
from epochscope.models import load_model
from epochscope.store import RunReader, check_run
from epochscope_inside.inputs import decode, sample_pixels
from epochscope_inside.proof import CLOSE, largest_difference
from inside.networks import convolutional

CLASSES = ("cat", "dog", "fish")
MEANINGS = ("a small feline", "", "swims, and has gills")
INPUT = ("--input", "1x8x8", "--mean", "0.25", "--std", "0.5")
FACTORY = f"{__name__}:small"


def small(colors: bool = False) -> nn.Module:
    """Return a network that classifies gray pictures of 8×8 pixels."""
    network = convolutional()
    if colors:
        network[0] = nn.Conv2d(3, 4, 3)
        network.pretrained_cfg = {"input_size": (3, 8, 8), "mean": (0.5,) * 3, "std": (0.25,) * 3, "crop_pct": 0.8}
    return network


class Adopting:
    """Adopts ``small`` with what is in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        torch.manual_seed(0)
        self.save(small())
        self.write_classes(CLASSES, MEANINGS)
        rng = np.random.default_rng(0)
        for number, name in enumerate(["cat/a", "cat/deep/b", "dog/c", "fish/d", "fish/e", "dog/f"]):
            self.draw(f"photos/{name}.png", rng.integers(0, 256, (9 + number, 12), np.uint8))

    def save(self, network: nn.Module) -> None:
        save_file(network.state_dict(), self.folder / "weights.safetensors")

    def write_classes(self, names: tuple[str, ...], meanings: tuple[str, ...]) -> None:
        with (self.folder / "classes.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("name", "meaning"), *zip(names, meanings, strict=True)])

    def draw(self, name: str, pixels: np.ndarray) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path)
        return path

    def command(self, *options: str, samples: tuple[str, ...] = ("photos",)) -> int:
        """Return the exit code; options replace those before them."""
        table = f"{self.folder}/classes.csv"
        where = ["--store", f"{self.folder}/runs", "--weights", f"{self.folder}/weights.safetensors"]
        classes = ["--classes", f"{table}:name", "--meanings", f"{table}:meaning"]
        folders = [f"{self.folder}/{name}" for name in samples]
        return main(["adopt", "mine", *where, "--factory", FACTORY, *classes, *options, "--samples", *folders])

    def run(self, *options: str, samples: tuple[str, ...] = ("photos",)) -> RunReader:
        assert self.command(*options, samples=samples) == 0
        run = RunReader.at(self.folder / "runs/mine")
        assert check_run(run) == []
        return run


@pytest.fixture
def adopting(tmp_path: Path) -> Adopting:
    return Adopting(tmp_path)


@pytest.fixture
def refused(adopting: Adopting, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return the message with which a command is refused, which leaves nothing."""

    def refuse(*options: str, samples: tuple[str, ...] = ("photos",)) -> str:
        assert adopting.command(*options, samples=samples) == 2
        assert [path.name for path in adopting.folder.glob("runs/*/[!.]*")] == []
        return capsys.readouterr().err

    return refuse


def test_an_adopted_network_is_a_run_of_one_epoch_that_can_be_looked_into(
    adopting: Adopting, capsys: pytest.CaptureFixture[str]
):
    run = adopting.run(*INPUT)
    manifest = run.manifest
    assert (manifest.epochs, manifest.checkpoints, manifest.samples, manifest.title) == ((1,), (1,), 6, "mine")
    assert (manifest.dataset.classes, manifest.dataset.meanings) == (CLASSES, MEANINGS)
    assert run.labels().tolist() == [0, 0, 1, 1, 2, 2]
    assert run.samples().source[:3] == ["cat/a.png", "cat/deep/b.png", "dog/c.png"]
    preprocessing = Preprocessing.of(manifest)
    assert preprocessing == Preprocessing(1, 8, 8, (0.25,), (0.5,))
    network = load_model(run, 1, allow=FACTORY)
    difference = largest_difference(network, run, 1, preprocessing)
    assert difference is not None and difference < CLOSE
    assert f"epochscope serve {adopting.folder}/runs --model mine={FACTORY}" in capsys.readouterr().out


def test_a_sample_is_the_same_input_as_the_picture_uploaded(adopting: Adopting):
    run = adopting.run(*INPUT, "--resize", "10")
    preprocessing = Preprocessing.of(run.manifest)
    assert preprocessing is not None and preprocessing.resize == 10
    content = (adopting.folder / "photos/dog/f.png").read_bytes()
    assert np.array_equal(decode(content, preprocessing).pixels, sample_pixels(run, 3, preprocessing))


def test_a_network_may_say_itself_how_pictures_become_its_inputs(adopting: Adopting):
    adopting.save(small(colors=True))
    run = adopting.run("--arguments", json.dumps({"colors": True}), "--std", "1,1,1")
    assert Preprocessing.of(run.manifest) == Preprocessing(3, 8, 8, (0.5,) * 3, (1.0,) * 3, resize=10)


def test_pictures_outside_of_folders_of_classes_have_no_labels(adopting: Adopting):
    adopting.draw("others/x.png", np.zeros((8, 8), np.uint8))
    adopting.draw("more/.hidden.png", np.zeros((8, 8), np.uint8))
    adopting.draw("more/y.png", np.zeros((8, 8), np.uint8))
    run = adopting.run(*INPUT, samples=("others", "more"))
    assert (run.manifest.labels, run.samples().source) == (False, ["others/x.png", "more/y.png"])


def test_what_does_not_fit_is_refused_in_words(adopting: Adopting, refused: Callable[..., str]):
    assert "mean" in refused("--input", "1x8x8")
    assert "give --input" in refused()
    assert "one finite number for each of 1 channels, not 0.5, 0.5" in refused(*INPUT, "--mean", "0.5,0.5")
    assert "numbers above 0, not 0" in refused(*INPUT, "--std", "0")
    assert "at least the 8 pixels" in refused(*INPUT, "--resize", "7")
    assert "2×8×8" in refused(*INPUT, "--input", "2x8x8")
    assert "takes numbers with 'x' between them, not 'large'" in refused("--input", "large")
    assert "the network fails on this input" in refused(*INPUT, "--input", "1x4x4")
    assert "takes an object" in refused(*INPUT, "--arguments", "[]")
    assert "unexpected keyword argument 'depth'" in refused(*INPUT, "--arguments", '{"depth": 3}')
    assert "cannot be imported" in refused(*INPUT, "--factory", "no.such.module:make")
    assert "cannot be read as safetensors" in refused(*INPUT, "--weights", f"{adopting.folder}/classes.csv")
    assert "nowhere" in refused(*INPUT, "--layers", "nowhere")
    assert "is not a folder with pictures" in refused(*INPUT, samples=("photos", "nowhere"))
    assert "is there twice" in refused(*INPUT, samples=("photos", "photos/cat"))


def test_weights_and_classes_of_another_network_are_refused(adopting: Adopting, refused: Callable[..., str]):
    adopting.write_classes(("cat", "dog"), ("", ""))
    assert "the network has 3 classes, and 2 are named" in refused(*INPUT, samples=("photos/cat",))
    adopting.write_classes(CLASSES, MEANINGS)
    assert "meanings must be one per class, 3, or none, not 4" in refused(
        *INPUT, "--meanings", _lines(adopting.folder / "four.txt", "abcd")
    )
    adopting.save(small(colors=True))
    assert "do not fit the network that its factory builds: size mismatch for 0.weight" in refused(*INPUT)


def test_pictures_that_are_damaged_or_labeled_in_part_are_refused(adopting: Adopting, refused: Callable[..., str]):
    (adopting.folder / "photos/fish/z.jpg").write_bytes(b"not a picture")
    assert "fish/z.jpg cannot be decoded" in refused(*INPUT)
    (adopting.folder / "photos/fish/z.jpg").unlink()
    adopting.draw("photos/x.png", np.zeros((8, 8), np.uint8))
    assert "cat/a.png is in a folder of class 'cat' and x.png is in none" in refused(*INPUT)
    (adopting.folder / "photos/x.png").unlink()
    adopting.write_classes(("cat", "dog", "dog"), MEANINGS)
    (adopting.folder / "photos/fish").rename(adopting.folder / "photos/cat/fish")
    assert "'dog', and so are 2 classes" in refused(*INPUT)


def _lines(path: Path, texts: str) -> str:
    path.write_text("\n".join(texts))
    return str(path)
