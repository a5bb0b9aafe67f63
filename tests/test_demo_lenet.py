"""The second run that the repository includes: a small network with its weights at every epoch, as its card says."""

import io
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image

from epochscope import load_model
from epochscope.analysis.accuracy import case_ignored_accuracy, top_accuracy
from epochscope.store import RunReader, Setting, check_run
from epochscope_training.batches import Normalization

DEMO = Path(__file__).resolve().parent.parent / "data" / "demo"
CARD = (DEMO / "lenet-emnist.md").read_text()
DEFAULT = Setting(15, 0.1)
TEST_FILE = "test-00000-of-00001.parquet"


@pytest.fixture(scope="module")
def run() -> RunReader:
    return RunReader.at(DEMO / "lenet-emnist")


def test_it_is_complete(run: RunReader):
    assert [finding for finding in check_run(run) if not finding.path.startswith("thumbnails/")] == []


def test_it_holds_what_its_card_promises(run: RunReader):
    manifest, samples = run.manifest, run.samples()
    assert (manifest.title, manifest.compact, manifest.seed) == ("LeNet on emnist-byclass", True, 0)
    assert manifest.epochs == manifest.checkpoints == tuple(range(21))
    assert [layer.name for layer in manifest.layers] == [
        "conv1", "pool1", "conv2", "pool2", "flatten", "dense1", "dropout", "logits"
    ]  # fmt: skip
    tested, trained = samples.split.count("test"), samples.split.count("train")
    assert f"all {tested:,} test and {trained:,} training images" in CARD
    assert f"{manifest.model.parameters:,} parameters" in CARD
    projected = {one.layer for one in manifest.projections}
    assert f"**Projections** of {len(projected)} layers" in CARD
    files = [file for file in (DEMO / "lenet-emnist").rglob("*") if file.is_file() and "thumbnails" not in file.parts]
    size = sum(file.stat().st_size for file in files) / 1e6
    weights = sum(len(run.checkpoint(epoch)) for epoch in manifest.checkpoints) / 1e6
    assert f"{size:.1f} MB, {weights:.1f} of them weights" in CARD


def test_the_card_lists_accuracy_loss_and_time_of_every_epoch(run: RunReader):
    table = CARD.partition("## Accuracy and loss")[2]
    rows = dict(re.findall(r"^\| (\d+) \| (.+) \|$", table, flags=re.MULTILINE))
    assert list(rows) == [str(epoch) for epoch in run.manifest.epochs]
    for epoch, cells in rows.items():
        train, test = (
            next(metric for metric in run.metrics() if (metric.epoch, metric.split) == (int(epoch), split))
            for split in ("train", "test")
        )
        shares = [f"{metric.accuracy:.1%}" for metric in (train, test)]
        losses = [f"{metric.loss:.2f}" for metric in (train, test)]
        seconds = "" if train.seconds is None else str(round(train.seconds))
        assert [cell.strip() for cell in cells.split("|")] == [*shares, *losses, seconds]


def test_the_card_states_command_and_versions(run: RunReader):
    training = run.manifest.training
    (command,) = re.findall(r"^epochscope train lenet (.+)$", CARD, flags=re.MULTILINE)
    words = command.split()
    options = dict(zip(words[::2], words[1::2], strict=True))
    assert options.pop("--run") == run.name
    assert {name: str(training[name.removeprefix("--").replace("-", "_")]) for name in options} == options
    (versions,) = re.findall(r"^\| versions \| (.+) \|$", CARD, flags=re.MULTILINE)
    named = {name.replace("Python", "python"): version for name, version in _pairs(versions)}
    assert named == dict(run.manifest.versions)


def _pairs(text: str) -> list[list[str]]:
    return [part.rsplit(" ", 1) for part in text.split(", ")]


def test_top_1_with_and_without_case_are_those_of_the_card(run: RunReader):
    """Every test image is recorded, so that the store alone tells."""
    samples, last = run.samples(), run.manifest.epochs[-1]
    rows = np.array(samples.split) == "test"
    predicted, label = run.predictions(last).predicted[rows], samples.label[rows]
    assert f"| top 1 | {(predicted == label).mean():.4f} |" in CARD
    ignored = case_ignored_accuracy(predicted, label, run.manifest.dataset.classes)
    assert f"| top 1, upper and lower case taken as one | {ignored:.4f} |" in CARD


def test_every_sentence_of_the_walkthrough_is_in_the_store(run: RunReader):
    """Of the test images, and of the plots' neighborhoods."""
    samples, classes = run.samples(), run.manifest.dataset.classes
    rows = np.array(samples.split) == "test"
    label = samples.label[rows]

    def called(epoch: int, one: str, other: str) -> int:
        taken = run.predictions(epoch).predicted[rows] == classes.index(other)
        return int((taken & (label == classes.index(one))).sum())

    text = " ".join(re.sub(r"\[([^\]]+)\]\[[\w-]+\]", r"\1", CARD).split())
    ones, ells = ((label == classes.index(name)).sum() for name in "1l")
    assert (called(6, "1", "l"), called(7, "1", "l")) == (ones, 0)
    assert f"At epoch 6, all {ones} ones in the test images are taken for l. One epoch later none is, but " in text
    assert f"{called(7, 'l', '1')} of the {ells} l are taken for 1." in text
    errors = (run.predictions(20).predicted[rows] != label).sum()
    alike = sum(called(20, one, other) for group in ("0Oo", "1lI") for one in group for other in group if one != other)
    assert f"Of the {errors} errors on the test images at epoch 20, {alike} are among 0, O and o" in text
    for layer in ("pool1", "flatten", "dropout"):
        share = run.manifest.projection(layer, DEFAULT).quality["label_purity"][20]
        assert f"{share:.0%} of a sample's 15 nearest" in text or f"{share:.0%} in `{layer}`" in text


def test_every_link_of_the_walkthrough_names_what_is_there(run: RunReader):
    links = dict(re.findall(r"^\[([\w-]+)\]: (\S+)$", CARD, flags=re.MULTILINE))
    assert re.findall(r"\]\[([\w-]+)\]", CARD) == list(links)
    for link in links.values():
        name, _, query = link.partition("#/run/")[2].partition("?")
        choices = {key: value[0] for key, value in parse_qs(query).items()}
        setting = Setting(int(choices["n"]), float(choices["d"]))
        assert name == run.name
        assert int(choices["epoch"]) in run.manifest.projection(choices["layer"], setting).epochs


@cache
def pictures(folder: Path) -> torch.Tensor:
    """Return the test images, (n, 1, 28, 28) uint8, in the order of their file."""
    rows = pq.read_table(folder / "emnist-byclass" / TEST_FILE, columns=["image"])["image"].to_pylist()
    images = [np.asarray(Image.open(io.BytesIO(row["bytes"]))) for row in rows]
    return torch.from_numpy(np.stack(images))[:, None]


@pytest.mark.datasets
@pytest.mark.parametrize("epoch", [0, 20])
def test_the_weights_give_the_recorded_predictions_and_the_cards_figures(
    run: RunReader, image_datasets: Path, epoch: int
):
    samples, dataset = run.samples(), run.manifest.dataset
    recorded = [number for number, source in enumerate(samples.source) if source.startswith(TEST_FILE)]
    assert [samples.source[number] for number in recorded] == [f"{TEST_FILE}[{row}]" for row in range(len(recorded))]
    inputs = Normalization(dataset.mean, dataset.std).apply(pictures(image_datasets))
    with torch.inference_mode():
        probabilities = load_model(run, epoch)(inputs).softmax(1).numpy()
    label, stored = samples.label[recorded], run.predictions(epoch)
    np.testing.assert_array_equal(probabilities.argmax(1), stored.predicted[recorded])
    assert np.abs(probabilities - stored.probabilities[recorded]).max() <= 0.5 / 1000 + 2**-11
    if epoch == run.manifest.epochs[-1]:
        assert f"| top 1 | {top_accuracy(probabilities, label):.4f} |" in CARD
        assert f"| top 5 | {top_accuracy(probabilities, label, 5):.4f} |" in CARD
