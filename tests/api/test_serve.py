"""``epochscope serve`` as people start it: a process that answers over a real connection."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.request import Request, urlopen

import pytest

from epochscope.command_line import main
from epochscope.store import RunReader, RunWriter
from epochscope.store.testing import Recipe, record_epoch, write_run

pytestmark = pytest.mark.slow

SERVE = [sys.executable, "-m", "epochscope.command_line", "serve"]
LINE = re.compile(r"(http://127\.0\.0\.1:(\d+)/) shows 1 run of (\S+); Ctrl\+C stops\n")


@contextmanager
def serving(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the server on a free port and yield it with its address, once it says that it listens."""
    command = [*SERVE, *words, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline() or process.stderr.read()
        match = LINE.fullmatch(line)
        assert match, line
        assert match[3] == words[0]
        yield process, match[1]
    finally:
        process.kill()
        process.communicate()


def refused(*words: str) -> str:
    """Return what the command says when it refuses, having checked its exit code."""
    done = subprocess.run([*SERVE, *words], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def rejected(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return what the command says of arguments that it rejects, without a process of its own."""

    def reject(*words: str) -> str:
        try:
            code = main(["serve", *words])
        except SystemExit as stopped:
            code = stopped.code
        said = capsys.readouterr()
        assert (code, said.out) == (2, "")
        return said.err

    return reject


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_stops_cleanly(tiny_run, store: Path, stop: signal.Signals):
    with serving(str(store)) as (process, address):
        with urlopen(address + "api/runs.json") as answer:
            assert json.load(answer)["runs"][0]["name"] == "tiny"
        process.send_signal(stop)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (0, "", "")


def test_it_allows_the_given_origins(tiny_run, store: Path):
    origin = "http://localhost:5173"
    with serving(str(store), "--origin", "http://one.example", "--origin", origin) as (_, address):
        request = Request(address + "api/runs/tiny/run.json", headers={"Origin": origin})
        with urlopen(request) as answer:
            assert answer.headers["Access-Control-Allow-Origin"] == origin


def test_it_takes_jobs_over_a_folder_that_it_can_write_to_and_looks_into_networks_unless_told_not_to(
    tiny_run, store: Path
):
    assert offered(str(store)) == {"takes_jobs": True, "looks": True}
    assert offered(str(store), "--read-only") == {"takes_jobs": False, "looks": False}
    assert offered(store.as_uri()) == {"takes_jobs": False, "looks": True}
    site = ("--origin", "https://plots.example.org")
    assert offered(str(store), *site) == {"takes_jobs": True, "looks": False}
    assert offered(str(store), *site, "--read-only", "--looks") == {"takes_jobs": False, "looks": True}


def offered(*words: str) -> dict[str, bool]:
    with serving(*words) as (_, address), urlopen(address + "api/runs.json") as answer:
        return {name: value for name, value in json.load(answer).items() if name != "runs"}


def test_a_model_without_a_function_is_reported(store: Path, rejected: Callable[..., str]):
    said = rejected(str(store), "--model", "mine=mypackage")
    assert "'mine=mypackage' names no function: give RUN=package.module:function" in said


def test_a_port_in_use_is_reported(tiny_run, store: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = refused(str(store), "--port", str(port))
    assert words.startswith(f"epochscope: cannot listen on http://127.0.0.1:{port}/: Address already in use")


def test_a_host_that_is_not_ours_is_reported(tiny_run, store: Path):
    assert "cannot listen on http://203.0.113.1:0/" in refused(str(store), "--host", "203.0.113.1", "--port", "0")


def test_a_store_that_does_not_exist_is_reported(store: Path, rejected: Callable[..., str]):
    assert rejected(str(store / "nowhere")).startswith(f"epochscope: there is no folder {store / 'nowhere'}")


def test_a_store_that_nothing_can_open_is_reported(rejected: Callable[..., str]):
    assert rejected("nowhere://runs").startswith("epochscope: cannot open 'nowhere://runs': ")


@pytest.mark.parametrize("port", ["65536", "-1", "http", "80.0", "²"])
def test_an_impossible_port_is_reported(store: Path, rejected: Callable[..., str], port: str):
    assert "is not a port: give a number from 0 to 65535" in rejected(str(store), f"--port={port}")


@pytest.mark.parametrize("origin", ["localhost:5173", "http://localhost:5173/", "*", "ftp://localhost", "http://"])
def test_a_malformed_origin_is_reported(store: Path, rejected: Callable[..., str], origin: str):
    assert "is not an origin" in rejected(str(store), "--origin", origin)


def test_a_server_that_follows_lays_out_what_is_recorded_and_its_follower_ends_with_it(store: Path):
    recipe = Recipe(40, layers=("conv",), classes=("cat", "dog"), epochs=(0, 1), activations=True, projected=())
    writer = RunWriter(write_run(store / "new", recipe, 1).folder)
    with serving(str(store), "--follow") as (server, _), writer.recording():
        wait_until(lambda: projected_epochs(writer) == (0,))
        record_epoch(writer, recipe, 1)
        wait_until(lambda: projected_epochs(writer) == (0, 1))
        assert followers_of(store)
        server.kill()
        wait_until(lambda: not followers_of(store))


def test_a_server_that_only_reads_does_not_follow(store: Path, rejected: Callable[..., str]):
    assert "--follow writes layouts into the store" in rejected(str(store), "--follow", "--read-only")


def projected_epochs(writer: RunWriter) -> tuple[int, ...]:
    return next((one.epochs for one in RunReader(writer.folder).manifest.projections), ())


def followers_of(store: Path) -> list[Path]:
    """Return the processes that follow the runs of a store."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = process.read_bytes().decode(errors="replace").split("\0")
            found += [process.parent] if {"project", "--follow", str(store)} <= set(words) else []
    return found


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = monotonic() + 60
    while not condition():
        assert monotonic() < deadline
        sleep(0.1)
