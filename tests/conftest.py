"""Fixtures that every test may use."""

import os
import shutil
from pathlib import Path

import pytest

from epochscope.store import RunReader
from epochscope.store.testing import TINY, write_run

# Before torch is loaded: tiny tensors gain nothing from threads, and threads that wait for each other on a busy
# machine lose much. Processes started by tests inherit it.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

pytest_plugins = ["browser.fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--static", action="store_true", help="run the browser tests that only read over an export alone")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty store."""
    folder = tmp_path / "runs"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def written_tiny_run(tmp_path_factory: pytest.TempPathFactory) -> RunReader:
    return write_run(tmp_path_factory.mktemp("written") / "tiny", TINY)


@pytest.fixture
def tiny_run(store: Path, written_tiny_run: RunReader) -> RunReader:
    """3 epochs, 2 layers, 12 samples, one projection: a copy, which takes less time than writing."""
    return RunReader.at(shutil.copytree(written_tiny_run.folder.root, store / "tiny"))


@pytest.fixture(scope="session")
def image_datasets() -> Path:
    """Return the folder of data sets beside the repository."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "datasets"
    if not folder.is_dir():
        pytest.skip("the folder of data sets beside the repository is not here")
    return folder
