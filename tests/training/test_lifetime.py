"""A recording never ruins a training, loses nothing however it ends, and gives way to the next one."""

import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from epochscope import Recorder, load_model
from epochscope.command_line import main
from epochscope.errors import UnusableInput
from epochscope.record.errors import UnusableSamples
from epochscope.record.failures import EpochNotRecorded
from epochscope.store import (
    ActivationSink,
    EpochNotFound,
    LayerSpace,
    NotKept,
    RunBusy,
    RunReader,
    RunWriter,
    Setting,
    UsualRows,
    WriteFailed,
    check_run,
)
from epochscope.store.overwriting import restore
from epochscope.store.testing import Recipe, project_run

CLASSES = ["cat", "dog", "ship"]
SAMPLES = [(torch.rand(6, 4, generator=torch.Generator().manual_seed(0)), torch.arange(6) % 3)]


class Moody(nn.Module):
    """A network that calls something before its forward passes: it may fail there."""

    def __init__(self, mood: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.inner, self.mood = nn.Linear(4, 3), mood

    def forward(self, inputs: Tensor) -> Tensor:
        self.mood()
        return self.inner(inputs)


def make(**_: object) -> nn.Module:
    return Moody()


def recorder_at(store: Path, model: nn.Module | None = None, **options: object) -> Recorder:
    given = {"layers": ["inner"], "samples": SAMPLES * 2, "classes": CLASSES} | options
    return Recorder(store / "mine", model or Moody(), **given)


def run_at(store: Path) -> RunReader:
    run = RunReader.at(store / "mine")
    assert check_run(run) == []
    return run


def fail() -> None:
    raise RuntimeError("out of memory, say")


def test_an_error_costs_an_epoch_and_is_said_once(store: Path, capsys: pytest.CaptureFixture[str]):
    model = Moody()
    with recorder_at(store, model) as recorder, pytest.warns(EpochNotRecorded) as said:
        for epoch, mood in enumerate((lambda: None, fail, fail, lambda: None)):
            model.mood = mood
            assert recorder.record(epoch) == (mood is not fail)
            assert recorder.last_epoch == (0 if mood is fail else epoch)
    message = "epoch 1 of run 'mine' was not recorded, and the training goes on: RuntimeError: out of memory, say"
    assert [str(warning.message) for warning in said] == [message]
    assert said[0].filename == __file__
    assert run_at(store).manifest.epochs == (0, 3)
    assert "mine without epochs 1, 2; next: epochscope project" in capsys.readouterr().out


def test_what_cannot_be_written_costs_an_epoch_and_leaves_nothing_of_it(store: Path, monkeypatch: pytest.MonkeyPatch):
    with recorder_at(store) as recorder:
        recorder.record(0)
        recorder.flush()
        with monkeypatch.context() as full:

            def refuse(*_: object) -> None:
                raise WriteFailed("the disk is full")

            full.setattr(ActivationSink, "flush", refuse)
            assert recorder.record(1)
            with pytest.warns(EpochNotRecorded, match="epoch 1 of run 'mine' was not recorded.*: the disk is full"):
                recorder.flush()
        assert recorder.last_epoch == 0
        run_at(store)
        assert recorder.record(2)
    assert run_at(store).manifest.epochs == (0, 2)


def test_values_that_cannot_be_stored_cost_an_epoch_even_the_first(store: Path):
    model = Moody()
    model.inner.weight.data[0, 0] = torch.nan
    with recorder_at(store, model) as recorder:
        recorder.record(0)
        model.inner.weight.data.zero_()
        with pytest.warns(EpochNotRecorded, match="NaN or infinite values at epoch 0"):
            recorder.record(1)
    assert run_at(store).manifest.epochs == (1,)


def test_wrong_arguments_are_raised_and_nothing_is_left(store: Path):
    moods = iter([None, None, fail])
    for options, error, message in (
        ({"on_error": "ignore"}, UnusableInput, "on_error must be warn or raise, not 'ignore'"),
        ({"unit": "batch"}, UnusableInput, "unit must be epoch or step, not 'batch'"),
        ({"every": 0}, UnusableInput, "every must be a whole number from 1, not 0"),
        (
            {"checkpoints": "some"},
            UnusableInput,
            "checkpoints must be all, last, none, or n for every n-th, not 'some'",
        ),
        ({"overwrite": True, "resume_from": 3}, UnusableInput, "choose one of them"),
        ({"resume_from": 3}, UnusableInput, "there is no run 'mine' to resume from epoch 3"),
        ({"classes": ["a", "b"]}, UnusableSamples, "the model has 3 classes, but 2 are named"),
        ({"model": Moody(fail)}, RuntimeError, "out of memory, say"),
    ):
        with pytest.raises(error, match=message), recorder_at(store, **options) as recorder:
            recorder.record(0)
    assert list(moods)
    assert not any(path.is_file() and path.suffix != ".lock" for path in store.rglob("*"))


def test_ctrl_c_is_no_error_of_the_recording(store: Path):
    def interrupt() -> None:
        raise KeyboardInterrupt

    model = Moody()
    recorder = recorder_at(store, model)
    recorder.record(0)
    model.mood = interrupt
    with pytest.raises(KeyboardInterrupt):
        recorder.record(1)
    model.mood = lambda: None
    assert recorder.record(1)
    recorder.close()
    assert run_at(store).manifest.epochs == (0, 1)


ENDING = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from training.test_lifetime import recorder_at
recorder = recorder_at(Path({store!r}))
recorder.record(0)
recorder.record(1)
if os.fork() == 0:
    sys.exit()  # a child that ends, as the workers of a loader do, ends nothing of its parent's
os.wait()
recorder.record(2)
1 / 0
"""


def test_a_program_that_just_ends_loses_nothing(store: Path):
    script = ENDING.format(tests=str(Path(__file__).parents[1]), store=str(store))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("recorded to ")) == (1, 1), done.stderr
    assert run_at(store).manifest.epochs == (0, 1, 2)


def test_without_a_with_block_close_ends_a_recording(store: Path, capsys: pytest.CaptureFixture[str]):
    recorder = recorder_at(store)
    assert not (store / "mine").exists()
    recorder.record(0)
    for _ in range(2):
        recorder.close()
    assert capsys.readouterr().out.count("recorded to ") == 1
    with pytest.raises(UnusableInput, match="this recorder is closed: make another one, with resume=True"):
        recorder.record(1)
    recorder = recorder_at(store, resume=True)
    recorder.record(1)
    del recorder
    assert run_at(store).manifest.epochs == (0, 1)


def test_workers_that_outlive_a_recorder_do_not_keep_its_run(store: Path):
    recorder = recorder_at(store)
    recorder.record(0)
    asks, tells = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(tells)
        os.read(asks, 1)
        os._exit(0)
    recorder.close()
    assert recorder_at(store, resume=True).record(1)
    os.close(tells)
    os.waitpid(child, 0)


def test_a_cell_that_runs_again_replaces_its_run_once_there_is_another(store: Path):
    former, other = recorder_at(store), recorder_at(store)
    former.record(0)
    message = (
        r"another recorder of this process is recording to run 'mine': close\(\) that one, or give this one resume"
    )
    with pytest.raises(RunBusy, match=message):
        other.record(0)
    former.record(1)
    recorder = recorder_at(store, overwrite=True)
    old = run_at(store)
    assert old.manifest.epochs == (0, 1)
    with pytest.raises(UnusableInput, match="this recorder is closed"):
        former.record(2)
    recorder.record(5)
    recorder.flush()
    run = run_at(store)
    assert (run.manifest.epochs, run.manifest.title) == ((5,), "mine")
    assert run.manifest.created != old.manifest.created
    recorder.record(6)
    recorder.close()
    assert run_at(store).manifest.epochs == (5, 6)
    assert [path.name for path in store.iterdir()] == ["mine"]


def test_a_run_stays_until_its_successor_has_an_epoch(store: Path, monkeypatch: pytest.MonkeyPatch):
    with recorder_at(store) as recorder:
        recorder.record(0)
    model = Moody()
    with recorder_at(store, model, overwrite=True) as recorder, warnings.catch_warnings():
        warnings.simplefilter("ignore", EpochNotRecorded)
        model.inner.weight.data.fill_(torch.nan)
        recorder.record(3)
        recorder.flush()
        model.inner.weight.data.zero_()
        monkeypatch.setattr("epochscope.record.beginning.take_place", fail)
        recorder.record(4)
        recorder.flush()
        assert run_at(store).manifest.epochs == (0,)
        monkeypatch.undo()
        recorder.record(5)
    assert run_at(store).manifest.epochs == (5,)
    with recorder_at(store, overwrite=True):
        pass
    assert run_at(store).manifest.epochs == (5,)
    assert [path.name for path in store.iterdir()] == ["mine"]


def test_a_run_that_was_being_replaced_in_two_steps_comes_back(store: Path, monkeypatch: pytest.MonkeyPatch):
    with recorder_at(store) as recorder:
        recorder.record(0)
    aside = store / ".mine.overwriting" / "mine.old.part"
    aside.parent.mkdir()
    (store / "mine").rename(aside)
    assert recorder_at(store, resume=True).last_epoch == 0
    run_at(store)
    monkeypatch.setattr("epochscope.store.exchange.exchange", lambda *_: False)
    with recorder_at(store, overwrite=True) as recorder:
        recorder.record(7)
    assert run_at(store).manifest.epochs == (7,)
    restore(RunReader.at(store / "mine").folder)


def test_a_run_is_overwritten_on_the_local_disk_only(store: Path):
    given = {"layers": ["inner"], "samples": SAMPLES, "classes": CLASSES}
    with Recorder("memory://runs/mine", Moody(), **given) as recorder:
        recorder.record(0)
    with pytest.raises(
        UnusableInput, match="run 'mine' is not on the local disk, and only there can it be overwritten"
    ):
        Recorder("memory://runs/mine", Moody(), overwrite=True, **given)


def test_going_back_drops_what_came_later_and_says_so(store: Path, capsys: pytest.CaptureFixture[str]):
    with recorder_at(store) as recorder:
        for epoch in range(4):
            recorder.record(epoch)
    writer, epochs = RunWriter.at(store / "mine"), np.repeat(np.arange(4, dtype=np.int32), 2)
    writer.write_usual(UsualRows(epochs, ["inner"] * 8, ["mean"] * 8, epochs.astype(np.float32)))
    project_run(writer, Recipe(12, layers=("inner",), settings=(Setting(5, 0.1),), epochs=range(4), neighbors=3))
    space = LayerSpace("inner", (0, 1, 2, 3), (12, 12, 12, 1), (1.5, 2.5, 2.0, 0.0), (None,) * 4)
    writer.commit(lambda manifest: replace(manifest, spaces=(space,)))
    with pytest.raises(EpochNotFound, match="there is no epoch 9; this run has recorded: 0, 1, 2, 3"):
        recorder_at(store, resume_from=9)
    before = run_at(store).manifest
    recorder = recorder_at(store, resume_from=1)
    assert recorder.last_epoch == 1
    assert run_at(store).manifest == before
    with writer.projecting(), pytest.raises(RunBusy, match="another process is projecting run 'mine'"):
        recorder.record(2)
    recorder.record(2)
    recorder.close()
    run = run_at(store)
    assert run.manifest.epochs == run.manifest.checkpoints == (0, 1, 2)
    assert [metric.epoch for metric in run.metrics()] == [0, 1, 2]
    assert (run.manifest.projections, run.manifest.neighbor_set("inner").epochs) == ((), (0, 1))
    assert run.manifest.spaces == (LayerSpace("inner", (0, 1), (12, 12), (1.5, 2.5), (None, None)),)
    assert run.usual().epoch.tolist() == run.usual().value.tolist() == [0, 0, 1, 1]
    assert run.manifest.created != before.created
    assert (
        "run 'mine' goes back to epoch 1: dropped 2, 3, and its projections, which had them\n"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("checkpoints", "kept"), [("all", (0, 1, 2, 3, 4)), ("last", (4,)), ("none", ()), (3, (0, 3, 4))]
)
def test_the_weights_of_chosen_epochs_are_kept(store: Path, checkpoints: str | int, kept: tuple[int, ...]):
    factory = f"{__name__}:make"
    with recorder_at(store, checkpoints=checkpoints, factory=factory) as recorder:
        for epoch in range(5):
            recorder.record(epoch, resume_state=b"state")
    run = run_at(store)
    assert run.manifest.checkpoints == kept
    assert run.resume_state(4) == b"state"
    if 4 in kept:
        load_model(run, 4, allow=factory)
    with (
        pytest.raises(NotKept, match="the weights at epoch 2 are not kept")
        if 2 not in kept
        else warnings.catch_warnings()
    ):
        load_model(run, 2, allow=factory)
    with recorder_at(store, resume=True, checkpoints="none") as recorder:
        recorder.record(5)
    assert run_at(store).manifest.checkpoints == kept


def test_steps_are_recorded_at_a_distance_and_the_others_cost_nothing(store: Path):
    passes = []
    model = Moody(lambda: passes.append(1))
    with recorder_at(store, model, unit="step", every=100) as recorder:
        recorded = [step for step in range(1, 352, 50) if recorder.record(step)]
    assert recorded == [1, 101, 201, 301]
    assert len(passes) == 8
    manifest = run_at(store).manifest
    assert (manifest.unit, manifest.epochs) == ("step", (1, 101, 201, 301))
    with pytest.raises(UnusableInput, match="run 'mine' has unit step, not epoch"):
        recorder_at(store, resume=True)


def test_the_writer_of_a_failed_step_is_not_tried_at_every_step(store: Path, capsys: pytest.CaptureFixture[str]):
    model, failed = Moody(), []
    not_recorded = pytest.warns(EpochNotRecorded, match="^step 10 of run 'mine' was not recorded")
    with recorder_at(store, model, unit="step", every=10) as recorder, not_recorded:
        recorder.record(0)
        model.mood = lambda: (failed.append(1), fail())
        for step in range(1, 30):
            recorder.record(step)
    assert len(failed) == 2
    assert " without steps 10, 20; next: " in capsys.readouterr().out
    assert main(["check", str(store / "mine")]) == 0
    assert "mine: complete; 1 steps, " in capsys.readouterr().out
    with pytest.raises(EpochNotFound, match="there is no step 9; this run has recorded: 0"):
        run_at(store).manifest.require_epoch(9)


def test_a_folder_of_other_files_is_rejected_before_anything_is_computed(store: Path):
    (store / "mine").mkdir(parents=True)
    (store / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(UnusableInput, match=r"it contains 'notes\.txt'"):
        recorder_at(store, Moody(fail)).record(0)
    assert RunWriter.at(store / "mine").folder.files() == [".recording.lock", "notes.txt"]


def test_a_run_says_where_its_training_is_to_end_until_it_has_ended_as_it_should(store: Path):
    with pytest.raises(RuntimeError, match="out of memory"), recorder_at(store, epochs=20) as recorder:
        recorder.record(0)
        fail()
    assert run_at(store).manifest.planned == 20
    with recorder_at(store, epochs=30, resume=True) as recorder:
        recorder.record(1)
        recorder.flush()
        assert run_at(store).manifest.planned == 30
    assert run_at(store).manifest.planned is None
    with pytest.raises(UnusableInput, match="an epoch is a whole number from 0"):
        recorder_at(store, epochs="twenty", overwrite=True)
