"""Runs of given activations, handwritten digits, and the fits of them that all tests share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from epochscope.store import RunReader, Setting
from epochscope.store.testing import Given, write_run
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
        return write_run(store / "made", Given.of(activations))

    return make
