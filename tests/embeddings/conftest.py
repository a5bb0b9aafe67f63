"""Runs made of given activations, handwritten digits, and the fits of them that all tests share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from embeddings.made_runs import add_epoch
from epochscope.store import Dataset, Layer, Manifest, Model, RunReader, RunWriter, Samples, Setting
from epochscope_embeddings.layout.align import align_epochs
from epochscope_embeddings.layout.baselines import stock
from epochscope_embeddings.threads import Team, team

SAMPLES, EPOCHS = 300, 5
MakeRun = Callable[[Mapping[str, Sequence[np.ndarray]]], RunReader]


@dataclass(frozen=True)
class Digits:
    """Real digits whose classes part from epoch to epoch."""

    activations: list[np.ndarray]
    labels: np.ndarray


@pytest.fixture(scope="session")
def threads() -> Iterator[Team]:
    with team(2) as two:
        yield two


@pytest.fixture(scope="session")
def digits() -> Digits:
    data = load_digits()
    pixels, labels = data.data[:SAMPLES] / 16, data.target[:SAMPLES]
    random = np.random.default_rng(0)
    signal, noise = random.normal(size=(10, 64))[labels], random.normal(size=(EPOCHS, SAMPLES, 64))
    shown = [pixels + 0.15 * epoch * signal + 0.1 * noise[epoch] for epoch in range(EPOCHS)]
    return Digits([activations.astype(np.float32) for activations in shown], labels)


@pytest.fixture(scope="session")
def aligned(digits: Digits, threads: Team) -> np.ndarray:
    return align_epochs(digits.activations, Setting(15, 0.1), 0, threads)


@pytest.fixture(scope="session")
def by_stock(digits: Digits) -> np.ndarray:
    return stock(digits.activations, 15, 0)


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
        writer.begin(Manifest("Made", Model("none", 0), Dataset("made", ("a", "b")), layers, samples, "2026-01-02"))
        for epoch in epochs:
            add_epoch(writer, layers, epoch, {name: all_[epoch] for name, all_ in activations.items()})
        return RunReader.at(store / "made")

    return make
