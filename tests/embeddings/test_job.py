"""What the job does and leaves alone. umap-learn is stood in for here (``quick_align``); test_command.py runs it."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from epochscope.store import Manifest, NeighborSet, RunReader, RunWriter, Setting, check_run
from epochscope_embeddings.align import AlignSettings
from epochscope_embeddings.errors import NotFinite, TooFewEpochs
from epochscope_embeddings.job import project
from tiny import EPOCHS, LAYERS, write_tiny_epoch, write_tiny_run

FIVE, SEVEN = AlignSettings(5), AlignSettings(7)
NAMES = [layer.name for layer in LAYERS]


def run_job(
    run: RunReader, layers: list[str] | None = None, settings: tuple[AlignSettings, ...] = (FIVE,)
) -> list[bool]:
    """Return for each layer whether anything was computed."""
    return [report.computed for report in project(run.folder.root, layers, settings)]


def manifest_of(run: RunReader) -> Manifest:
    return RunReader(run.folder).manifest


def test_positions_quality_and_neighbors_of_every_layer_are_in_the_run(tiny_run: RunReader, quick_align) -> None:
    assert run_job(tiny_run, settings=(SEVEN, FIVE)) == [True, True]
    after = RunReader(tiny_run.folder)
    places = [(one.layer, one.setting.n_neighbors) for one in after.manifest.projections]
    assert places == [("conv", 5), ("conv", 7), ("logits", 5), ("logits", 7)]
    assert after.manifest.neighbors == tuple(NeighborSet(name, 11, EPOCHS) for name in NAMES)
    assert after.neighbors("logits", 2).neighbor.shape == (12, 11)
    assert check_run(after) == []
    for projection in after.manifest.projections:
        quality = after.quality(projection.layer, projection.setting)
        assert projection.quality_neighbors == 5
        assert projection.quality["continuity"] == pytest.approx(quality.continuity.mean(axis=1))
        assert (projection.method, projection.seed, projection.epochs) == ("stock", 0, EPOCHS)


def test_one_square_holds_every_epoch(tiny_run: RunReader, quick_align) -> None:
    run_job(tiny_run)
    after = RunReader(tiny_run.folder)
    extent = after.manifest.projection("logits", Setting(5, 0.1)).extent
    positions = after.projection("logits", Setting(5, 0.1))
    inside = (positions - [extent.x, extent.y]) / extent.size
    assert inside.min() > 0
    assert inside.max() < 1
    assert inside.max() - inside.min() > 0.9


def test_a_dead_layer_has_a_square_that_can_be_drawn(make_run, quick_align) -> None:
    run = make_run({"dead": [np.zeros((12, 3))] * 2})
    run_job(run)
    assert manifest_of(run).projections[0].extent.size == 1


def test_a_second_call_does_nothing(tiny_run: RunReader, quick_align) -> None:
    run_job(tiny_run)
    before = tiny_run.folder.read("run.json")
    quick_align.clear()
    assert run_job(tiny_run) == [False, False]
    assert quick_align == []
    assert tiny_run.folder.read("run.json") == before


def test_only_the_layers_and_settings_that_are_missing_are_computed(tiny_run: RunReader, quick_align) -> None:
    assert run_job(tiny_run, ["logits"]) == [True]
    assert run_job(tiny_run, ["logits", "conv"]) == [True, False]
    quick_align.clear()
    assert run_job(tiny_run, ["logits"], (FIVE, SEVEN)) == [True]
    assert quick_align == [SEVEN]


def test_another_seed_or_method_version_is_another_projection(tiny_run: RunReader, quick_align, monkeypatch) -> None:
    run_job(tiny_run, ["conv"])
    assert run_job(tiny_run, ["conv"], (replace(FIVE, seed=1),)) == [True]
    monkeypatch.setattr("epochscope_embeddings.fingerprint.umap_version", lambda: "9.9")
    assert run_job(tiny_run, ["conv"], (replace(FIVE, seed=1),)) == [True]
    assert len(manifest_of(tiny_run).projections) == 1


def test_a_run_that_gained_an_epoch_is_projected_again(tiny_run: RunReader, quick_align) -> None:
    run_job(tiny_run)
    write_tiny_epoch(RunWriter(tiny_run.folder), 3, tiny_run.metrics())
    assert run_job(tiny_run) == [True, True]
    after = RunReader(tiny_run.folder)
    assert [one.epochs for one in after.manifest.projections] == [(0, 1, 2, 3)] * 2
    assert after.manifest.neighbors[0].epochs == (0, 1, 2, 3)
    assert check_run(after) == []


@pytest.mark.parametrize("part", ["projections", "neighbors"])
def test_a_file_that_was_lost_is_made_again(tiny_run: RunReader, quick_align, part: str) -> None:
    run_job(tiny_run)
    for path in tiny_run.folder.files(part, recursive=True):
        tiny_run.folder.delete(path)
    run_job(tiny_run, settings=(FIVE, SEVEN))
    assert check_run(RunReader(tiny_run.folder)) == []


def test_more_neighbors_are_kept_when_a_setting_needs_them_and_never_fewer_again(make_run, quick_align) -> None:
    run = make_run({"wide": [np.random.default_rng(epoch).normal(size=(40, 3)) for epoch in range(2)]})
    kept = []
    for n_neighbors in (5, 20, 6):
        run_job(run, settings=(AlignSettings(n_neighbors),))
        kept.append(manifest_of(run).neighbors[0].k)
        assert RunReader(run.folder).neighbors("wide", 1).neighbor.shape == (40, kept[-1])
    assert kept == [15, 20, 20]


def test_nan_and_infinity_are_refused_by_layer_epoch_and_count_and_nothing_is_written(make_run, quick_align) -> None:
    good = np.random.default_rng(0).normal(size=(12, 3))
    bad = good.copy()
    bad[3, 1], bad[4, 2] = np.nan, np.inf
    run = make_run({"first": [good, good, good], "second": [good, bad, good]})
    before = run.folder.files(recursive=True), run.folder.read("run.json")
    with pytest.raises(NotFinite, match="'second' holds 2 NaN or infinite activations at epoch 1"):
        run_job(run)
    assert (run.folder.files(recursive=True), run.folder.read("run.json")) == before
    assert run_job(run, ["first"]) == [True]


def test_a_run_of_one_epoch_is_refused(make_run, quick_align) -> None:
    with pytest.raises(TooFewEpochs, match="this run has 1"):
        run_job(make_run({"only": [np.zeros((12, 3))]}))


def test_unfinished_files_of_a_training_that_goes_on_are_left_alone(tiny_run: RunReader, quick_align) -> None:
    tiny_run.folder.write("neighbors/layer=conv/.x.part", b"old")
    tiny_run.folder.write("activations/layer=conv/.x.part", b"now")
    run_job(tiny_run)
    left = [path for path in tiny_run.folder.files(recursive=True) if path.endswith(".part")]
    assert left == ["activations/layer=conv/.x.part"]


# Every file is forced to disk under its temporary name before it takes its own: the one place all writing passes.
KILLED_AT_A_FILE = """
import os, signal, sys
import numpy as np
from epochscope_embeddings import job
from epochscope_embeddings.align import AlignSettings
files, to_disk = 0, os.fsync
def fsync(handle):
    global files
    files += 1
    if files == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    to_disk(handle)
os.fsync = fsync
job.align_epochs = lambda activations, settings, advance: np.stack(activations)[:, :, :2]
list(job.project(sys.argv[1], None, [AlignSettings(5), AlignSettings(7)]))
print(files)
"""


def test_a_job_killed_at_any_file_leaves_a_whole_run_and_goes_on_to_the_same_end(store: Path, quick_align) -> None:
    calm = write_tiny_run(store / "calm")
    run_job(calm, settings=(FIVE, SEVEN))
    wanted = manifest_of(calm)
    for file in (1, 2, 4, 5, 6, 8, 9, 12, 15, 17, 20):
        killed = write_tiny_run(store / f"killed-{file}")
        words = [sys.executable, "-c", KILLED_AT_A_FILE, killed.folder.root, str(file)]
        assert subprocess.run(words, check=False, capture_output=True).returncode == -signal.SIGKILL, file
        assert [finding for finding in check_run(RunReader(killed.folder)) if finding.damage] == [], file
        run_job(killed, settings=(FIVE, SEVEN))
        assert check_run(RunReader(killed.folder)) == [], file
        assert manifest_of(killed) == wanted, file


def test_a_commit_that_fails_keeps_the_older_projections_of_other_settings(tiny_run, quick_align, monkeypatch) -> None:
    run_job(tiny_run)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Exception, match="No space left"):
        run_job(tiny_run, settings=(SEVEN,))
    assert check_run(RunReader(tiny_run.folder)) == []
    assert [one.setting.n_neighbors for one in manifest_of(tiny_run).projections] == [5, 5]
