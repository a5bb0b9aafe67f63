"""Two processes never write to one run at once, on a disk or on a file system without locks."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from epochscope import command_line
from epochscope.store import Activity, RunBusy, RunReader, RunWriter, WriteFailed, check_run, leases
from epochscope.store.filesystem import Folder
from epochscope.store.testing import TINY, record_epoch, write_run

HOLD = """
import sys, time
from epochscope.store import RunWriter, leases
leases.RENEW_SECONDS = 0.2
with RunWriter.at(sys.argv[1]).recording():
    print("held", flush=True)
    time.sleep(60)
"""
CLAIMS = ".recording.lock.leases"


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunReader]:
    """A run on a file system without locks."""
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.05)
    yield write_run("memory://leases/tiny", TINY)
    MemoryFileSystem().rm("/leases", recursive=True)


def claims(run: RunReader) -> list[str]:
    return run.folder.files(CLAIMS)


def claim(run: RunReader, seconds_ago: float, **change: object) -> str:
    """Write the claim of another process, renewed some time ago; return its path."""
    renewed = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    holder = replace(leases.Holder.current("recording to"), host="other", process=7, renewed=renewed.isoformat())
    path = f"{CLAIMS}/{'0' * 16}.json"
    run.folder.write(path, json.dumps(json.loads(holder.to_json()) | change).encode())
    return path


def read_claim(run: RunReader, path: str) -> leases.Holder:
    """Return the holder that a claim names; a file in memory is empty for a moment while it is written."""
    deadline = time.monotonic() + 30
    while (holder := leases.parse_holder(run.folder.read(path))) is None:
        assert time.monotonic() < deadline, "the claim names no holder"
    return holder


def wait_for_renewal(run: RunReader, path: str, before: leases.Holder) -> leases.Holder:
    deadline = time.monotonic() + 30
    while (holder := read_claim(run, path)).renewed == before.renewed:
        assert time.monotonic() < deadline, "it was never renewed"
        time.sleep(0.05)
    return holder


def held_elsewhere(location: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, location], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_rejected_with_the_holder_of_the_run_and_its_start(remote: RunReader):
    first, second = RunWriter(remote.folder), RunWriter(remote.folder)
    with first.recording():
        holder = leases.parse_holder(remote.folder.read(claims(remote)[0]))
        assert holder is not None
        with pytest.raises(RunBusy) as refusal, second.recording():
            pass
        assert str(refusal.value).startswith(
            f"another process is recording to run 'tiny' (process {os.getpid()} on {socket.gethostname()}, since "
            f"{holder.since}, last renewed "
        )
        assert str(refusal.value).endswith(
            f"its lease expires 180 s after the last renewal; to take over the run at once, delete "
            f"{remote.folder.root}/{claims(remote)[0]}"
        )
    with second.recording():
        pass
    assert claims(remote) == []
    assert check_run(remote) == []


def test_recording_and_projecting_do_not_exclude_each_other(remote: RunReader):
    with RunWriter(remote.folder).recording(), RunWriter(remote.folder).projecting():
        RunWriter(remote.folder).commit(lambda manifest: manifest)


def test_a_held_run_is_complete_for_check(remote: RunReader):
    with RunWriter(remote.folder).recording():
        assert check_run(remote) == []


def test_a_rejected_writer_leaves_no_claim(remote: RunReader):
    with RunWriter(remote.folder).recording():
        before = claims(remote)
        with pytest.raises(RunBusy), RunWriter(remote.folder).recording():
            pass
        assert claims(remote) == before


def test_a_lease_is_renewed_while_it_is_held(remote: RunReader):
    with RunWriter(remote.folder).recording():
        path = claims(remote)[0]
        first = read_claim(remote, path)
        assert wait_for_renewal(remote, path, first).since == first.since


@pytest.mark.parametrize(("seconds_ago", "free"), [(0, False), (170, False), (190, True)])
def test_a_lease_that_a_crash_left_behind_expires(remote: RunReader, seconds_ago: float, free: bool):
    path = claim(remote, seconds_ago)
    if free:
        with RunWriter(remote.folder).recording():
            assert path not in claims(remote)
        return
    with pytest.raises(RunBusy, match=r"\(process 7 on other, since .*, last renewed \d+ s ago\)"):
        RunWriter(remote.folder).recording().__enter__()
    remote.folder.delete(path)
    with RunWriter(remote.folder).recording():
        pass


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"renewed": 7}', b"\xff"])
def test_a_claim_that_cannot_be_read_holds_until_it_is_deleted(remote: RunReader, content: bytes):
    path = f"{CLAIMS}/unreadable.json"
    remote.folder.write(path, content)
    with pytest.raises(RunBusy, match=r"recording to run 'tiny'; wait for it .* delete .*/unreadable\.json"):
        RunWriter(remote.folder).recording().__enter__()
    remote.folder.delete(path)
    with RunWriter(remote.folder).recording():
        pass


@pytest.mark.parametrize("lost", ["its claim is deleted", "another process took it over", "it could not be renewed"])
def test_a_writer_that_lost_its_lease_writes_no_more(remote: RunReader, monkeypatch: pytest.MonkeyPatch, lost: str):
    writer = RunWriter(remote.folder)
    before = remote.folder.read("run.json")
    with writer.recording():
        if lost == "its claim is deleted":
            remote.folder.delete(claims(remote)[0])
        elif lost == "another process took it over":
            claim(remote, 0)
        else:
            monkeypatch.setattr(leases, "LEASE_SECONDS", -1)
        for write in (
            lambda: writer.commit(lambda manifest: replace(manifest, title="Lost")),
            lambda: writer.write_checkpoint(3, b""),
            lambda: writer.write_predictions(3, TINY.predictions(0)),
            lambda: record_epoch(writer, TINY, 3),
        ):
            with pytest.raises(RunBusy, match=r"the lease on run 'tiny' was lost .* what is complete is kept"):
                write()
    assert remote.folder.read("run.json") == before
    assert not remote.folder.is_file("activations/layer=conv/epoch=0003/part-0.parquet")


def test_a_lease_that_was_taken_over_is_not_renewed_again(remote: RunReader):
    with RunWriter(remote.folder).recording():
        remote.folder.delete(claims(remote)[0])
        time.sleep(0.3)
        assert claims(remote) == []


def test_a_renewal_that_fails_is_tried_again(remote: RunReader, monkeypatch: pytest.MonkeyPatch):
    write, failures = Folder.write, []

    def unreachable(folder: Folder, path: str, content: bytes) -> None:
        if len(failures) < 3:
            failures.append(path)
            raise WriteFailed("the network is down")
        write(folder, path, content)

    with RunWriter(remote.folder).recording():
        monkeypatch.setattr(Folder, "write", unreachable)
        path = claims(remote)[0]
        wait_for_renewal(remote, path, read_claim(remote, path))
    assert len(failures) == 3


def test_a_process_that_is_killed_holds_the_run_until_its_lease_expires(store: Path, monkeypatch: pytest.MonkeyPatch):
    """On a disk that is written through fsspec, which has no locks."""
    write_run(store / "tiny", TINY)
    location = f"local://{store}/tiny"
    process = held_elsewhere(location)
    with pytest.raises(RunBusy, match=rf"\(process {process.pid} on "), RunWriter.at(location).recording():
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    with pytest.raises(RunBusy, match=rf"\(process {process.pid} on "), RunWriter.at(location).recording():
        pass
    monkeypatch.setattr(leases, "LEASE_SECONDS", 0)
    monkeypatch.setattr(leases, "CLOCK_SECONDS", 0)
    time.sleep(1.1)
    with RunWriter.at(location).recording():
        pass
    assert check_run(RunReader.at(location)) == []


def test_a_lock_of_the_disk_ends_with_the_process(store: Path):
    write_run(store / "tiny", TINY)
    process = held_elsewhere(str(store / "tiny"))
    with (
        pytest.raises(RunBusy, match="another process is recording to run 'tiny'; wait for it"),
        RunWriter.at(store / "tiny").recording(),
    ):
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    with RunWriter.at(store / "tiny").recording():
        pass


def test_a_run_says_what_is_being_done_to_it(store: Path, remote: RunReader):
    local = write_run(store / "tiny", TINY)
    for run in (local, remote):
        assert run.activity() == Activity(recording=False, projecting=False)
        with RunWriter(run.folder).recording():
            assert run.activity() == Activity(recording=True, projecting=False)
        with RunWriter(run.folder).projecting():
            assert run.activity() == Activity(recording=False, projecting=True)
        assert run.activity() == Activity(recording=False, projecting=False)
    claim(remote, 1000)
    assert not remote.activity().recording


def test_a_run_can_be_held_while_another_thread_looks_whether_it_is(tiny_run: RunReader):
    stopped = threading.Event()

    def look_often() -> None:
        while not stopped.is_set():
            tiny_run.activity()

    with ThreadPoolExecutor() as threads:
        looking = threads.submit(look_often)
        for _ in range(200):
            with RunWriter(tiny_run.folder).recording():
                pass
        stopped.set()
        looking.result()


def test_commands_reject_a_run_that_is_held(remote: RunReader, capsys: pytest.CaptureFixture[str]):
    content = remote.folder.read(claim(remote, 0, task="projecting"))
    remote.folder.write(".projecting.lock.leases/0.json", content)
    setting = ["--n-neighbors", "5", "--min-dist", "0.1"]
    assert command_line.main(["project", "memory://leases/tiny", *setting]) == 2
    assert "another process is projecting run 'tiny' (process 7 on other, since " in capsys.readouterr().err


def test_programs_that_change_a_remote_manifest_at_once_lose_nothing(remote: RunReader):
    def commit_often() -> None:
        writer = RunWriter(remote.folder)
        for _ in range(5):
            writer.commit(lambda manifest: replace(manifest, seed=(manifest.seed or 0) + 1))

    threads = [threading.Thread(target=commit_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = RunReader(remote.folder).manifest
    assert (after.seed, after.revision) == (20, remote.manifest.revision + 20)
    assert remote.folder.files(".manifest.lock.leases") == []


def test_of_many_processes_that_start_at_once_at_most_one_holds_the_run(remote: RunReader):
    start, holding, most = threading.Barrier(8), [], []

    def record() -> None:
        start.wait()
        for _ in range(20):
            try:
                with RunWriter(remote.folder).recording():
                    holding.append(1)
                    most.append(len(holding))
                    time.sleep(0.002)
                    holding.pop()
            except RunBusy:
                time.sleep(0.001)

    threads = [threading.Thread(target=record) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
