"""An export is there whole or not at all, and every problem has a message."""

import errno
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from api.exporting import contents, export
from epochscope.store import RunReader, RunWriter, exchange
from epochscope.store.testing import TINY, write_run
from epochscope_api.export import folder

# Exports with a page of its own, and kills itself at a moment of the writing or of the exchange of the folders.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from epochscope.command_line import main
from epochscope_api.export import folder
from epochscope_api.routes import page
page.PAGE = Path(sys.argv[1])
moment, counted = sys.argv[2], 0
def killing(name, act):
    def wrapped(*given, **options):
        global counted
        counted += name == moment.partition(":")[0]
        if f"{name}:{counted}" == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*given, **options)
    return wrapped
Path.write_bytes = killing("write", Path.write_bytes)
os.sync = killing("sync", os.sync)
folder.swap = killing("swap", folder.swap)
shutil.rmtree = killing("remove", shutil.rmtree)
sys.exit(main(["export", *sys.argv[3:]]))
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "sites" / "site"


def beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir())


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--runs", "tpyo"], "there is no run 'tpyo'; this store has: tiny"),
        (["--runs", "tiny,../x"], "'../x' is not a run name"),
        (["--runs", ""], "'' is not a run name"),
        (["--layers", "fc9"], "no run to export has a layer 'fc9'; there are: conv, logits"),
        (["--settings", "n9-d0.1"], "no run to export is projected with n9-d0.1; there are: n5-d0.1"),
        (["--settings", "n5"], "'n5' is not a setting: write n<n_neighbors>-d<min_dist>"),
        (
            ["--layers", "logits"],
            "nothing of run 'tiny' is left with these layers and settings; leave it out with --runs",
        ),
        (["--max-samples", "0"], "--max-samples takes a whole number from 1, not '0'"),
        (["--max-samples", "-5"], "--max-samples takes a whole number from 1, not '-5'"),
        (["--max-samples", "many"], "not 'many'"),
    ],
)
def test_wrong_words_are_named_and_nothing_is_written(tiny_run, store, site: Path, small_page, capsys, words, answer):
    assert export(store, site, *words) == 2
    assert answer in capsys.readouterr().err
    assert not site.parent.exists()


def test_a_store_without_runs_is_reported(store: Path, site: Path, small_page, capsys):
    assert export(store, site) == 2
    assert f"there is no run to export in {store}" in capsys.readouterr().err
    assert export(store / "nowhere", site) == 2
    assert f"there is no folder {store / 'nowhere'}" in capsys.readouterr().err


def test_a_page_that_is_not_built_is_reported(tiny_run, store: Path, site: Path, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("epochscope_api.routes.page.PAGE", tmp_path / "none")
    assert export(store, site) == 2
    assert "the page is not built, which an export needs: run `make web`" in capsys.readouterr().err


def test_a_folder_that_is_no_export_is_left_alone(tiny_run, store: Path, site: Path, small_page, capsys):
    site.mkdir(parents=True)
    assert export(store, site) == 0
    (site / "CNAME").write_text("example.org")
    for target, words in (
        (store, f"{store} is not an export: it holds 'tiny', which would be lost"),
        (site, f"{site} is an export with something added: it holds 'CNAME', which would be lost"),
        (site / "CNAME", f"{site / 'CNAME'} is a file: name a folder"),
        (Path("a\0b"), "is not a folder that can be written to"),
    ):
        before = contents(site), contents(store)
        assert export(store, target) == 2
        assert words in capsys.readouterr().err
        assert (contents(site), contents(store)) == before
    (site / "CNAME").unlink()
    (site / "export.json").write_text('{"holds": []}')
    assert export(store, site) == 2


def test_an_earlier_export_is_replaced_and_nothing_of_it_is_left(tiny_run, store: Path, site: Path, small_page):
    write_run(store / "second", TINY)
    assert export(store, site) == 0
    assert export(store, site, "--runs", "tiny") == 0
    assert not (site / "api" / "runs" / "second").exists()
    assert beside(site) == ["site"]


def test_a_link_to_a_folder_stays_one(tiny_run, store: Path, site: Path, small_page):
    assert export(store, site) == 0
    link = site.parent / "link"
    link.symlink_to(site)
    assert export(store, link) == 0
    assert link.is_symlink()
    assert (link / "index.html").is_file()


def test_where_folders_cannot_be_exchanged_at_once_one_follows_the_other(
    tiny_run, store: Path, site: Path, small_page, monkeypatch
):
    monkeypatch.setattr(exchange, "exchange", lambda *_: False)
    for _ in range(2):
        assert export(store, site) == 0
    assert (site / "export.json").is_file()
    assert beside(site) == ["site"]
    # Killed between the two renames.
    site.rename(site.with_name(".site.0123.old.part"))
    monkeypatch.setattr(folder, "swap", interrupt)
    assert export(store, site) == 130
    assert (site / "export.json").is_file()


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_too_little_room_is_said_before_anything_is_written(
    tiny_run, store, site: Path, small_page, capsys, monkeypatch
):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    assert export(store, site) == 2
    assert "MB left: choose less with --runs, --layers, --settings or --max-samples" in capsys.readouterr().err
    assert not site.parent.exists()


@pytest.mark.parametrize("ends", ["full", "interrupted", "damaged", "changed", "new pictures"])
def test_an_export_that_ends_early_leaves_the_one_before(
    tiny_run: RunReader, store: Path, site: Path, small_page, capsys, monkeypatch, ends: str
):
    assert export(store, site) == 0
    before, written, index = contents(site), 0, tiny_run.folder.read("thumbnails/index.json")
    write = Path.write_bytes

    def write_some(path: Path, content: bytes) -> int:
        nonlocal written
        written += 1
        if written == 5 and ends == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if written == 5 and ends == "interrupted":
            raise KeyboardInterrupt
        if written == 5 and ends == "damaged":
            tiny_run.folder.delete("predictions/epoch=0001/part-0.parquet")
        if written == 5 and ends == "changed":
            RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, title="Renamed"))
        if written == 5 and ends == "new pictures":
            # The index alone: thumbnails of another size would be noticed before.
            tiny_run.folder.write("thumbnails/index.json", index.replace(b'"digest": "', b'"digest": "0'))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", write_some)
    assert export(store, site) == (130 if ends == "interrupted" else 2)
    said = {
        "full": f"cannot write {site}: No space left on device",
        "interrupted": f"stopped; {site} is as it was",
        "damaged": "predictions.bin cannot be exported: ",
        "changed": "run 'tiny' was written to while it was exported: export it again",
        "new pictures": "run 'tiny' was written to while it was exported: export it again",
    }
    assert said[ends] in capsys.readouterr().err
    assert contents(site) == before
    assert beside(site) == ["site"]


@pytest.mark.parametrize("moment", ["write:1", "write:7", "sync:1", "swap:1", "remove:1"])
@pytest.mark.slow
def test_an_export_that_is_killed_leaves_the_one_before_or_the_new_one(
    tiny_run: RunReader, store: Path, site: Path, small_page: Path, moment: str
):
    assert export(store, site) == 0
    before = contents(site)
    RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, title="Renamed"))
    command = [sys.executable, "-c", KILLED, str(small_page), moment, str(store), str(site)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == -signal.SIGKILL
    is_new = moment == "remove:1"
    assert (contents(site) == before) is not is_new
    assert len(beside(site)) == 2
    assert export(store, site) == 0
    assert b"Renamed" in contents(site)["api/runs/tiny/run.json"]
    assert beside(site) == ["site"]
