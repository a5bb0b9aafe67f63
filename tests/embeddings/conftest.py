"""Runs made of given activations, handwritten digits, and one real fit that all tests share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from epochscope.store import Dataset, Layer, Manifest, Model, RunReader, RunWriter, Samples
from epochscope_embeddings.align import AlignSettings, align_epochs

SAMPLES, EPOCHS = 200, 4
MakeRun = Callable[[Mapping[str, Sequence[np.ndarray]]], RunReader]


@dataclass(frozen=True)
class Aligned:
    """Real digits whose classes part from epoch to epoch, and where they were laid out."""

    activations: list[np.ndarray]
    labels: np.ndarray
    positions: np.ndarray
    rounds: int


@pytest.fixture(scope="session")
def digits() -> tuple[list[np.ndarray], np.ndarray]:
    data = load_digits()
    pixels, labels = data.data[:SAMPLES] / 16, data.target[:SAMPLES]
    signal = np.random.default_rng(0).normal(size=(10, 64))[labels]
    return [(pixels + 0.2 * epoch * signal).astype(np.float32) for epoch in range(EPOCHS)], labels


@pytest.fixture(scope="session")
def aligned(digits: tuple[list[np.ndarray], np.ndarray]) -> Aligned:
    rounds: list[None] = []
    positions = align_epochs(digits[0], AlignSettings(), lambda: rounds.append(None))
    return Aligned(*digits, positions, len(rounds))


@pytest.fixture
def make_run(store: Path) -> MakeRun:
    """Write a run with the given activations (samples, width) of each epoch, by layer."""

    def make(activations: Mapping[str, Sequence[np.ndarray]]) -> RunReader:
        writer = RunWriter.at(store / "made")
        epochs = range(len(next(iter(activations.values()))))
        samples = len(next(iter(activations.values()))[0])
        layers = tuple(Layer(name, name, all_[0].shape[1], "mean", "float32") for name, all_ in activations.items())
        labels = np.arange(samples, dtype=np.int32) % 2
        writer.write_samples(Samples(labels, ["train"] * samples, ["made"] * samples))
        for layer in layers:
            for epoch in epochs:
                with writer.writing_activations(layer, epoch) as sink:
                    sink.append(activations[layer.name][epoch])
        manifest = Manifest("Made", Model("none", 0), Dataset("made", ("a", "b")), layers, samples, "2026-01-02")
        writer.begin(manifest)
        writer.commit(lambda manifest: Manifest(**{**vars(manifest), "epochs": tuple(epochs)}))
        return RunReader.at(store / "made")

    return make


@pytest.fixture
def quick_align(monkeypatch: pytest.MonkeyPatch) -> list[AlignSettings]:
    """Stand in for umap-learn, which compiles for 20 seconds, where only the job's own logic is asked about.

    The list holds the settings of each call.
    """
    calls: list[AlignSettings] = []

    def first_two_coordinates(activations, settings, advance=lambda: None):
        calls.append(settings)
        return np.stack(activations)[:, :, :2]

    monkeypatch.setattr("epochscope_embeddings.job.align_epochs", first_two_coordinates)
    return calls
