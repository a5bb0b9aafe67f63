"""Real stores behind a real ``epochscope serve``, for a real Chromium (fixtures.py) to look at."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from browser.blobs import write_blobs
from browser.letters import LETTERS
from browser.server import Server, serving
from browser.static_host import SUB_PATH, export, hosting
from browser.twin import TWIN
from epochscope.store import RunReader
from epochscope.store.testing import SLOW, TINY, write_run
from inside.networks import convolutional, record

TESTS = Path(__file__).resolve().parents[1]
DEMO = TESTS.parent / "data" / "demo"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs to look at, one without projections and one that is damaged."""
    store = tmp_path_factory.mktemp("browser") / "runs"
    write_blobs(store / "blobs")
    write_run(store / "tiny", TINY)
    write_run(store / "unseen", replace(TINY, projected=()))
    write_run(store / "torn", TINY)
    (store / "torn" / "run.json").write_text('{"format_version": 1, "title"')
    return store


@pytest.fixture(scope="session")
def blobs(shared_store: Path) -> RunReader:
    return RunReader.at(shared_store / "blobs")


@pytest.fixture(scope="session")
def live_address(shared_store: Path) -> Iterator[str]:
    """Where the shared store is served."""
    with serving(shared_store) as server:
        yield server.address


@pytest.fixture(scope="session")
def static_address(shared_store: Path, built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an export of the shared store lies on a plain file server."""
    root = tmp_path_factory.mktemp("static")
    export(shared_store, root / SUB_PATH)
    with hosting(root) as address:
        yield address


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked ``both_hosts`` look at the server and at an export; with ``--static`` all look at an export."""
    if "address" in metafunc.fixturenames:
        if metafunc.config.getoption("static"):
            metafunc.parametrize("address", ["static"], indirect=True)
        elif metafunc.definition.get_closest_marker("both_hosts"):
            # The tests of a module look at one host first, then at the other: a kept page need not change between them.
            metafunc.parametrize("address", ["live", "static"], indirect=True, scope="module")


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Where the shared store can be looked at."""
    found: str = request.getfixturevalue(f"{getattr(request, 'param', 'live')}_address")
    return found


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a store with two runs of the same samples is served, and a third of others."""
    store = tmp_path_factory.mktemp("twins") / "runs"
    write_blobs(store / "blobs")
    write_run(store / "twin", TWIN)
    write_run(store / "stranger", replace(TWIN, origin="elsewhere"))
    with serving(store) as server:
        yield server.address


@pytest.fixture(scope="session")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a run of 40 epochs and 3000 samples in two classes is served."""
    store = tmp_path_factory.mktemp("long") / "runs"
    write_run(store / "slow", SLOW)
    with serving(store) as server:
        yield server.address


@pytest.fixture(scope="session")
def handwriting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a store with a run of 62 classes and one of two is served."""
    store = tmp_path_factory.mktemp("handwriting")
    write_run(store / "letters", LETTERS)
    write_run(store / "two", replace(LETTERS, classes=("1", "7")))
    with serving(store) as server:
        yield server.address


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The committed demonstration, one of whose runs can be looked into, and ``conv`` with its samples' pictures."""
    store = tmp_path_factory.mktemp("demo") / "runs"
    shutil.copytree(DEMO, store)
    record(store / "conv", convolutional, ["0", "2", "6"])
    with pytest.MonkeyPatch.context() as patch:
        # Where the process that looks finds the network.
        patch.setenv("PYTHONPATH", str(TESTS))
        with serving(store, "--model", f"conv={convolutional.__module__}:{convolutional.__name__}") as server:
            yield server


@pytest.fixture
def demo_address(demo: Server) -> str:
    return demo.address


@pytest.fixture
def conv(demo: Server) -> RunReader:
    return RunReader.at(demo.store / "conv")


@pytest.fixture
def stoppable(tmp_path: Path) -> Iterator[Server]:
    """A server of its own for a test that stops it."""
    write_blobs(tmp_path / "runs" / "blobs")
    with serving(tmp_path / "runs") as server:
        yield server


@pytest.fixture
def empty_address(store: Path) -> Iterator[str]:
    """Where an empty store is served."""
    with serving(store) as server:
        yield server.address
