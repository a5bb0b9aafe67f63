"""The first run that the repository includes: complete, small, without images, and as its README says."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest

from epochscope.analysis.dynamics import NEVER, training_dynamics
from epochscope.store import Metric, Projection, RunReader, Setting, check_run

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "data" / "demo"
README = (DEMO / "README.md").read_text()
MOST_BYTES = 40_000_000
LAYERS = ("stem", "layer1", "layer2", "layer3", "layer4", "pooled", "logits")
DEFAULT = Setting(15, 0.1)
WALKTHROUGH = README.partition("\n## What to look at\n")[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def run() -> RunReader:
    return RunReader.at(DEMO / "resnet50-cifar10")


@pytest.fixture(scope="module")
def predicted(run: RunReader) -> np.ndarray:
    """Return the predicted class of every sample, (epochs, samples)."""
    return np.stack([run.predictions(epoch).predicted for epoch in run.manifest.epochs])


def committed() -> list[Path]:
    """Return the files of data/demo that git tracks, or would track at the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "data/demo"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_it_is_complete(run: RunReader):
    assert [finding for finding in check_run(run) if not finding.path.startswith("thumbnails/")] == []


def test_it_is_small_and_holds_no_images():
    files = committed()
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
    assert {file.suffix for file in files} == {".md", ".json", ".onnx", ".parquet", ".safetensors"}
    assert not any("thumbnails" in file.parts for file in files)


def test_it_holds_what_its_readme_promises(run: RunReader):
    manifest, samples = run.manifest, run.samples()
    assert (manifest.model.name, manifest.dataset.name, manifest.compact) == ("resnet50", "cifar10", True)
    assert manifest.epochs == tuple(range(21))
    assert [samples.split.count(split) for split in ("train", "test")] == [10_000, 2_000]
    assert np.bincount(samples.label).tolist() == [1_200] * 10
    assert tuple(layer.name for layer in manifest.layers) == LAYERS
    assert all(manifest.projection(layer, DEFAULT).joint_epochs == 21 for layer in LAYERS)
    assert sum(one.layer == "pooled" for one in manifest.projections) == 5
    assert [(one.layer, one.k, one.epochs) for one in manifest.neighbors] == [
        ("pooled", 5, manifest.epochs),
        ("logits", 5, manifest.epochs),
    ]
    fingerprints = run.fingerprints()
    assert fingerprints is not None
    assert fingerprints.shape == (12_000, 16)


def test_the_readme_lists_accuracy_loss_and_time_of_every_epoch(run: RunReader):
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", README, flags=re.MULTILINE)
    assert [int(epoch) for epoch, _ in rows] == list(run.manifest.epochs)
    for epoch, cells in rows:
        of = {metric.split: metric for metric in run.metrics() if metric.epoch == int(epoch)}
        assert [cell.strip() for cell in cells.split("|")] == list(_cells(of["train"], of["test"]))


def _cells(train: Metric, test: Metric) -> Iterator[str]:
    yield from (f"{metric.accuracy * 100:.1f}%" for metric in (train, test))
    yield from (f"{metric.loss:.2f}" for metric in (train, test))
    yield "" if train.seconds is None else str(round(train.seconds))


def test_the_readme_states_recipe_and_versions(run: RunReader):
    versions = {"Python" if name == "python" else name: value for name, value in run.manifest.versions.items()}
    row = re.search(r"^\| versions \| (.+) \|$", README, flags=re.MULTILINE)
    assert row is not None
    assert dict(part.rsplit(" ", 1) for part in row[1].split(", ")) == versions
    training = run.manifest.training
    command = re.search(r"^epochscope train (.+)$", README, flags=re.MULTILINE)
    assert command is not None
    arguments = command[1].split()
    options = dict(zip(arguments[1::2], arguments[2::2], strict=True))
    for name in ("dataset", "stem", "samples", "epochs", "precision"):
        assert options[f"--{name}"] == str(training[name])
    recipe = f"{training['epochs']} epochs of SGD, batch {training['batch_size']}, one-cycle learning rate up to "
    assert recipe + f"{training['learning_rate']}" in README
    size = sum(file.stat().st_size for file in committed() if run.name in file.parts) / 1e6
    assert f"{size:.1f} MB" in README


def test_every_sentence_of_the_walkthrough_is_in_the_store(run: RunReader, predicted: np.ndarray):
    text = " ".join(re.sub(r"\[([^\]]+)\]\[[\w-]+\]", r"\1", WALKTHROUGH).split())
    for sentence in (*_parting(run), *_confusions(run, predicted), *_forgetting(run, predicted), *_trust(run)):
        assert sentence in text


def _parting(run: RunReader) -> Iterator[str]:
    half = {layer: next(e for e, share in enumerate(_purity(run, layer)) if share >= 0.5) for layer in LAYERS[2:]}
    pooled, layer3, layer2 = (f"in `{layer}` from epoch {half[layer]}" for layer in ("pooled", "layer3", "layer2"))
    yield f"{pooled}, {layer3} and {layer2}. "
    end = {layer: f"{_purity(run, layer)[-1]:.0%}" for layer in LAYERS}
    yield (
        f"At epoch 20 the share is {end['pooled']} in `pooled`, {end['layer3']} in `layer3`, "
        f"{end['layer2']} in `layer2`, {end['layer1']} in `layer1` and {end['stem']} in `stem`"
    )


def _purity(run: RunReader, layer: str) -> tuple[float, ...]:
    return _default(run, layer).quality["label_purity"]


def _default(run: RunReader, layer: str) -> Projection:
    return run.manifest.projection(layer, DEFAULT)


def _confusions(run: RunReader, predicted: np.ndarray) -> Iterator[str]:
    label, names = run.samples().label, run.manifest.dataset.classes
    cat, dog, truck, automobile = (names.index(name) for name in ("cat", "dog", "truck", "automobile"))

    def confusions(epoch: int) -> np.ndarray:
        pairs = np.zeros((10, 10), int)
        np.add.at(pairs, (label, predicted[epoch]), 1)
        np.fill_diagonal(pairs, 0)
        return pairs

    early, late = confusions(5), confusions(20)
    yield f"classifies {early[cat, dog]} of the 1,200 cats as dogs and {early[dog, cat]} dogs as cats."
    yield f"At epoch 20 it is {late[cat, dog]} and {late[dog, cat]}, still the two most frequent confusions."
    assert sorted(late.ravel())[-2:] == sorted([late[cat, dog], late[dog, cat]])
    test = {metric.epoch: metric.accuracy * 100 for metric in run.metrics() if metric.split == "test"}
    right = predicted[:, label == truck] == truck
    yield f"the test accuracy falls from {test[7]:.1f}% to {test[8]:.1f}%"
    yield (
        f"of the trucks that were right ({right[7].mean() * 100:.1f}% of all), {(right[7] & ~right[8]).sum()} are "
        f"wrong now, and {confusions(8)[truck, automobile]} of all trucks are classified as automobiles. "
        f"One epoch later {right[9].mean() * 100:.1f}% are right."
    )


def _forgetting(run: RunReader, predicted: np.ndarray) -> Iterator[str]:
    label, names = run.samples().label, run.manifest.dataset.classes
    every = [run.prediction_columns(epoch, ["loss", "margin"]) for epoch in run.manifest.epochs]
    loss, margin = (np.stack([columns[name] for columns in every]) for name in ("loss", "margin"))
    dynamics = training_dynamics(run.manifest.epochs, label, predicted, loss, margin)
    times = dynamics.forgotten[-1]
    most = int(times.argmax())
    assert (times == times.max()).sum() == 1
    yield (
        f"Sample {most}, a {names[label[most]]}, is learned at epoch {dynamics.first_learned[most]} and forgotten "
        f"{times[most]} times, more often than any other; it ends as a {names[predicted[-1, most]]}."
    )
    yield f"{(dynamics.first_learned == NEVER).sum()} samples are never right."


def _trust(run: RunReader) -> Iterator[str]:
    quality = _default(run, "pooled").quality
    yield f"In `pooled` at epoch 20 the trustworthiness is {quality['trustworthiness'][-1] * 100:.1f}%"
    yield f"only {quality['neighbor_recall'][-1] * 100:.0f}% of a sample's 15 nearest neighbors in the layer"


def test_every_link_of_the_walkthrough_names_what_is_there(run: RunReader):
    links = dict(re.findall(r"^\[([\w-]+)\]: (\S+)$", WALKTHROUGH, flags=re.MULTILINE))
    assert re.findall(r"\]\[([\w-]+)\]", WALKTHROUGH) == list(links)
    assert len(set(links.values())) == 10
    for link in links.values():
        name, _, query = link.partition("#/run/")[2].partition("?")
        choices = {key: value[0] for key, value in parse_qs(query).items()}
        setting = Setting(int(choices["n"]), float(choices["d"]))
        assert (name, choices["v"]) == (run.name, "1")
        assert int(choices["epoch"]) in run.manifest.projection(choices["layer"], setting).epochs
        assert int(choices.get("sample", 0)) < run.manifest.samples
