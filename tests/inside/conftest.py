"""Recorded tiny networks."""

from pathlib import Path

import pytest

from epochscope.store import RunReader
from inside.networks import record_two


@pytest.fixture(scope="session")
def tiny_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record_two(tmp_path_factory.mktemp("inside"))


@pytest.fixture
def conv(tiny_store: Path) -> RunReader:
    return RunReader.at(tiny_store / "conv")
