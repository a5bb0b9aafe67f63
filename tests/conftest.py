"""Fixtures that every test may use."""

from pathlib import Path

import pytest
from epochscope.store import RunReader
from tiny import write_tiny_run


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty store."""
    folder = tmp_path / "runs"
    folder.mkdir()
    return folder


@pytest.fixture
def tiny_run(store: Path) -> RunReader:
    """3 epochs, 2 layers, 12 samples, one projection."""
    return write_tiny_run(store / "tiny")
