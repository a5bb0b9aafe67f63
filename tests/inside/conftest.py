"""Recorded tiny networks."""

import sys
from pathlib import Path

import pytest

from epochscope.store import RunReader

sys.path.insert(0, str(Path(__file__).parent))

import networks


@pytest.fixture(scope="session")
def tiny_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two runs: one with the pictures of its samples, one without."""
    store = tmp_path_factory.mktemp("inside")
    networks.record(store / "conv", networks.convolutional, ["0", "2", "6"])
    networks.record(store / "plain", networks.failing, ["1"], epochs=1, pictures=False)
    return store


@pytest.fixture
def conv(tiny_store: Path) -> RunReader:
    return RunReader.at(tiny_store / "conv")
