"""Nothing complete goes before its successor is there: commands are killed wherever they put something on the disk."""

import shutil
from itertools import count
from pathlib import Path

import pytest

from epochscope.store import RunReader, check_run
from killed import kill_at
from operations import OPERATIONS

STRIDES = {"compact": 13, "thumbnails": 1, "record": 3, "append": 2, "again": 1, "graph": 1, "overwrite": 2}


def contents(run: Path) -> dict[str, bytes]:
    """Return every file of a run but its locks."""
    paths = [path for path in run.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "stride"), STRIDES.items())
def test_a_command_killed_anywhere_loses_nothing_and_ends_as_if_it_had_not_been(store: Path, name: str, stride: int):
    prepare, work = OPERATIONS[name]
    prepare(store / "before")
    before = contents(store / "before" / "run")
    work(shutil.copytree(store / "before", store / "calm"))
    after = contents(store / "calm" / "run")
    for step in count(1, stride):
        place = shutil.copytree(store / "before", store / f"killed-{step}")
        if not kill_at(step, work, place):
            break
        run = place / "run"
        if (run / "run.json").exists():
            assert [finding for finding in check_run(RunReader.at(run)) if finding.damage] == []
            assert is_whole(contents(run), before) or is_whole(contents(run), after)
        if name != "compact" or not (run / "run.json").exists():
            work(place)
        assert contents(run) == after
        assert check_run(RunReader.at(run)) == []
    assert step > 5


def is_whole(found: dict[str, bytes], wanted: dict[str, bytes]) -> bool:
    """Return whether all of the files are there, those aside that say which files belong to the run, and metrics."""
    changing = {"run.json", "metrics.parquet"}
    return all(found.get(path) == content for path, content in wanted.items() if path not in changing)
