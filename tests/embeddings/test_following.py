"""Layouts that follow a training: each epoch is appended once it is recorded, whatever else happens in the store."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from epochscope.command_line import main
from epochscope.store import RunReader, RunWriter, Setting, check_run, layout
from epochscope.store.testing import TINY, record_epoch, write_run
from epochscope_embeddings.following import Followed
from epochscope_embeddings.job import Job, project

JOB = Job((Setting(5, 0.1),), jobs=2)
OTHER = Setting(3, 0.5)
RECIPE = replace(TINY, activations=True)
NAMES = list(RECIPE.layers)


def record(store: Path, name: str, epochs: int) -> RunWriter:
    """Begin a run that has no layouts, with its first epochs."""
    bare = replace(RECIPE, projected=())
    return RunWriter(write_run(store / name, bare, epochs).folder)


def test_each_epoch_of_a_training_is_appended_without_moving_the_others(tmp_path: Path):
    store = tmp_path / "later"
    followed = Followed(str(store), None, JOB)
    assert list(followed.look()) == []
    record(store, "finished", 2)
    writer = RunWriter.at(store / "new")
    with writer.recording():
        record(store, "new", 1)
        said = [line.partition(",")[0] for line in followed.look()]
        assert said == [f"new: {layer} up to epoch 0" for layer in NAMES]
        list(project(store / "new", NAMES[:1], Job([OTHER], seed=7, jobs=2)))
        before = RunReader.at(store / "new").projection(NAMES[0], OTHER)
        record_epoch(writer, RECIPE, 1)
        assert len(list(followed.look())) == len(NAMES) + 1
    run = RunReader.at(store / "new")
    assert [(one.epochs, one.joint_epochs) for one in run.manifest.projections] == [((0, 1), 1)] * (len(NAMES) + 1)
    np.testing.assert_array_equal(run.projection(NAMES[0], OTHER)[:1], before)
    assert (check_run(run), list(followed.look())) == ([], [])
    assert RunReader.at(store / "finished").manifest.projections == ()


def test_a_run_that_another_process_projects_is_projected_afterwards(store: Path):
    writer = record(store, "mine", 1)
    followed = Followed(str(store / "mine"), NAMES[:1], JOB)
    with writer.projecting():
        assert list(followed.look()) == []
    assert len(list(followed.look())) == 1


def test_what_cannot_be_projected_is_said_once_and_tried_again_when_it_has_changed(store: Path):
    writer = record(store, "mine", 1)
    manifest = (store / "mine" / "run.json").read_bytes()
    (store / "mine" / "run.json").write_bytes(b"{")
    followed = Followed(str(store / "mine"), NAMES[:1], JOB)
    assert ["cannot be read" in line for line in followed.look()] == [True]
    assert list(followed.look()) == []
    (store / "mine" / "run.json").write_bytes(manifest)
    record_epoch(writer, RECIPE, 1)
    assert ["up to epoch 1" in line for line in followed.look()] == [True]


def test_a_damaged_run_is_not_read_over_and_over_until_it_changes(store: Path):
    writer = record(store, "mine", 1)
    damaged = store / "mine" / layout.activations(NAMES[0], 0)
    activations = damaged.read_bytes()
    damaged.write_bytes(b"PAR1")
    followed = Followed(str(store / "mine"), NAMES[:1], JOB)
    assert ["is not a readable Parquet file" in line for line in followed.look()] == [True]
    damaged.write_bytes(activations)
    assert list(followed.look()) == []
    record_epoch(writer, RECIPE, 1)
    assert ["up to epoch 1" in line for line in followed.look()] == [True]


def test_a_folder_that_no_run_can_be_in_does_not_end_it(tmp_path: Path):
    (tmp_path / "a run?").mkdir()
    (tmp_path / "a run?" / "run.json").write_text("{}")
    followed = Followed(str(tmp_path), None, JOB)
    assert [line.startswith("a run?: ") for line in followed.look()] == [True]
    assert list(followed.look()) == []


def test_following_appends_and_again_does_not(store: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["project", str(store / "mine"), "--follow", "--again"]) == 2
    assert "--follow appends epochs, and --again lays all of them out" in capsys.readouterr().err
