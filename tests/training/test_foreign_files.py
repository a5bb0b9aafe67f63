"""What lies in a run may come from anywhere: only regular files of the run are opened, and one bad run is one."""

import errno
import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from epochscope.command_line import main
from epochscope.store import BadLocation, DamagedRun, RunBusy, RunReader, RunWriter, WriteFailed, check_run, list_runs
from epochscope.store.testing import TINY, project_run, write_run
from tiny import SETTING

NO_FILE, LINK_OUT = "it is no regular file", "it is a link that leads out of its folder"


def bind(path: Path) -> None:
    """Put a socket where its name may be too long for one."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(before)


def spread(path: Path) -> None:
    """Make a file of a terabyte that takes no room."""
    path.touch()
    os.truncate(path, 1 << 40)


NODES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link out": (lambda path: path.symlink_to("/etc/passwd"), LINK_OUT),
    "a link to nothing": (lambda path: path.symlink_to("/nowhere/x"), LINK_OUT),
    "a link to a device": (lambda path: path.symlink_to("/dev/zero"), LINK_OUT),
    "a link to itself": (lambda path: path.symlink_to(path.name), NO_FILE),
    "a pipe": (os.mkfifo, NO_FILE),
    "a socket": (bind, NO_FILE),
    "a folder": (Path.mkdir, NO_FILE),
    "a terabyte": (spread, "it has 1,099,511,627,776 bytes, and at most 67,108,864 make sense"),
}
READS: dict[str, Callable[[RunReader], object]] = {
    "samples.parquet": RunReader.samples,
    "metrics.parquet": RunReader.metrics,
    "fingerprints.parquet": RunReader.fingerprints,
    "flipped_labels.parquet": RunReader.flipped_labels,
    "thumbnails/atlas-0000.webp": lambda run: run.thumbnail_atlas("atlas-0000.webp"),
    "predictions/epoch=0001/part-0.parquet": lambda run: run.predictions(1),
}


def replaced(path: Path, node: str) -> str:
    """Put something else where a file was; return what is said about it."""
    path.unlink(missing_ok=True)
    make, message = NODES[node]
    make(path)
    return message


@pytest.mark.parametrize("node", NODES)
@pytest.mark.parametrize("file", ["run.json", "thumbnails/index.json"])
def test_a_run_whose_lists_are_no_files_of_it_is_damaged_and_hides_no_other(
    tiny_run: RunReader, store: Path, file: str, node: str, capsys
):
    shutil.copytree(store / "tiny", store / "whole")
    message = replaced(store / "tiny" / file, node)
    with pytest.raises(DamagedRun, match=f"{file} of run 'tiny' cannot be read: {message}"):
        RunReader.at(store / "tiny")
    assert list_runs(store) == ["tiny", "whole"]
    assert main(["list", str(store)]) == 0
    assert f"{file} of run 'tiny' cannot be read: {message}" in capsys.readouterr().out


@pytest.mark.parametrize("node", [node for node in NODES if node != "a terabyte"])
@pytest.mark.parametrize("file", READS)
def test_another_kind_of_file_is_not_read(tiny_run: RunReader, store: Path, file: str, node: str):
    message = replaced(store / "tiny" / file, node)
    with pytest.raises(DamagedRun, match=f"{file} of run 'tiny' cannot be read: {message}"):
        READS[file](tiny_run)
    assert file in [finding.path for finding in check_run(tiny_run)]


def test_an_atlas_of_a_terabyte_is_not_read(tiny_run: RunReader, store: Path):
    message = replaced(store / "tiny/thumbnails/atlas-0000.webp", "a terabyte")
    with pytest.raises(DamagedRun, match=message):
        tiny_run.thumbnail_atlas("atlas-0000.webp")


def test_a_check_reads_no_terabyte(tiny_run: RunReader, store: Path):
    message = replaced(store / "tiny/thumbnails/atlas-0000.webp", "a terabyte")
    # Its end says how to read it as before.
    with (store / "tiny/metrics.parquet").open("rb+") as table:
        content = table.read()
        table.truncate(0)
        table.seek((1 << 40) - len(content))
        table.write(content)
    findings = {finding.path: finding for finding in check_run(tiny_run)}
    assert findings["thumbnails/atlas-0000.webp"].message == message
    assert findings["metrics.parquet"].damage


def test_links_within_a_run_and_to_a_whole_run_are_followed(tiny_run: RunReader, store: Path):
    elsewhere = shutil.move(store / "tiny", store.parent / "elsewhere")
    (store / "tiny").symlink_to(elsewhere)
    atlas = store / "tiny" / "thumbnails" / "atlas-0000.webp"
    shutil.move(atlas, store / "tiny" / "moved.webp")
    atlas.symlink_to("../moved.webp")
    assert list_runs(store) == ["tiny"]
    assert RunReader.at(store / "tiny").thumbnail_atlas("atlas-0000.webp") == TINY.atlas(0)


def test_nothing_is_written_or_removed_through_a_folder_that_is_a_link_out(tiny_run: RunReader, store: Path):
    run, outside = store / "tiny", store.parent / "outside"
    for name in ("projections", "thumbnails"):
        shutil.move(run / name, outside / name)
        (run / name).symlink_to(outside / name)
    (outside / "projections" / "mine.part").touch()
    before = {path: path.stat().st_mtime_ns for path in outside.rglob("*")}
    writer = RunWriter.at(run)
    with pytest.raises(WriteFailed, match=rf"cannot write projections/.* of 'tiny': {LINK_OUT}"):
        writer.write_projection("conv", SETTING, TINY.epochs, TINY.positions("conv", SETTING))
    writer.prepare()
    writer.sweep_projecting()
    assert {path: path.stat().st_mtime_ns for path in outside.rglob("*")} == before


@pytest.mark.parametrize("node", ["a link out", "a pipe"])
def test_a_lock_that_is_no_file_of_the_run_is_refused(tiny_run: RunReader, store: Path, node: str):
    message = replaced(store / "tiny" / ".projecting.lock", node)
    writer = RunWriter.at(store / "tiny")
    with (
        pytest.raises(WriteFailed, match=rf"cannot write \.projecting\.lock of 'tiny': {message}"),
        writer.projecting(),
    ):
        pass


def test_a_folder_that_links_to_itself_ends_no_listing(tiny_run: RunReader, store: Path):
    (store / "tiny" / "again").symlink_to(".")
    assert [finding.path for finding in check_run(tiny_run)] == ["again"]


@pytest.mark.parametrize("reason", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_without_locks_holds_a_run_by_a_lease(store: Path, reason: int, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(fcntl, "flock", refuse)
    run = write_run(store / "tiny", TINY)
    writer = RunWriter(run.folder)
    with (
        writer.projecting(),
        pytest.raises(RunBusy, match=r"another process is projecting run 'tiny' \(process"),
        RunWriter(run.folder).projecting(),
    ):
        pass
    project_run(writer, TINY)
    assert check_run(RunReader.at(store / "tiny")) == []


def test_links_that_lead_nowhere_hide_no_run(tiny_run: RunReader, store: Path):
    (store / "again").symlink_to("again")
    (store / "gone").symlink_to("/nowhere/x")
    assert list_runs(store) == ["tiny"]


def test_a_file_is_no_store(store: Path):
    (store / "file").touch()
    with pytest.raises(BadLocation, match=r"cannot list the runs in .*file: Not a directory"):
        list_runs(store / "file")


def as_user(code: str, store: Path) -> list[str]:
    """Run code as a user whose permissions count, with the store as its argument; return the lines it prints."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may do everything, and there is no setpriv to give that up")
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run([*command, sys.executable, "-c", code, store], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_a_run_that_may_not_be_entered_or_written_gives_a_message(tiny_run: RunReader, store: Path):
    shutil.copytree(store / "tiny", store / "secret")
    (store / "secret").chmod(0)
    (store / "through").symlink_to(store / "secret" / "run")
    (store / "tiny").chmod(0o555)
    code = """
import sys
from epochscope.command_line import main
from epochscope.store import RunWriter, WriteFailed, list_runs
store = sys.argv[1]
print(list_runs(store), main(["list", store]))
for name in ("tiny", "secret", "secret/new"):
    try:
        RunWriter.at(f"{store}/{name}").projecting().__enter__()
    except WriteFailed as error:
        print(error)
try:
    RunWriter.at(f"{store}/secret").exists
except WriteFailed as error:
    print(error)
"""
    try:
        header, secret, through, tiny, listed, *refused = as_user(code, store)
    finally:
        (store / "secret").chmod(0o755)
        (store / "tiny").chmod(0o755)
    assert header.startswith("run ")
    assert secret.split(maxsplit=1) == ["secret", "run.json of run 'secret' cannot be read: Permission denied"]
    assert through.split(maxsplit=1)[1] == "run.json of run 'through' cannot be read: Permission denied"
    assert tiny.split()[0] == "tiny"
    assert listed == "['secret', 'through', 'tiny'] 0"
    assert refused == [
        "cannot write .projecting.lock of 'tiny': Permission denied",
        "cannot write .projecting.lock of 'secret': Permission denied",
        "cannot write .projecting.lock of 'new': Permission denied",
        "cannot write to 'secret': Permission denied",
    ]
