"""The second pass: all layouts of a run in one frame, whatever the order in which they were made."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.forked import LOADED
from epochscope.command_line import main
from epochscope.store import (
    QUALITY_MEASURES,
    Extent,
    Manifest,
    Placement,
    Projection,
    RunReader,
    RunWriter,
    Setting,
    check_run,
)
from epochscope.store.manifest import format_manifest
from epochscope.store.testing import Given, record_epoch, write_run
from epochscope_embeddings.job import Job, project
from epochscope_embeddings.placing import placing_groups

LAYERS = ("stem", "block", "logits")
SETTINGS = (Setting(5, 0.1), Setting(15, 0.1), Setting(15, 0.5))
SAMPLES = 40


def activations(epoch: int) -> dict[str, np.ndarray]:
    """Return six groups of samples (SAMPLES, width) by layer, drifting from epoch to epoch."""
    random = np.random.default_rng(epoch)
    groups = 3 * np.random.default_rng(7).normal(size=(6, 9))[np.arange(SAMPLES) % 6]
    everything = groups + random.normal(size=(SAMPLES, 9))
    return {layer: everything[:, : 3 + 3 * index] for index, layer in enumerate(LAYERS)}


RECIPE = Given.of({layer: [activations(epoch)[layer] for epoch in range(4)] for layer in LAYERS})
"""With an epoch that comes later."""


@pytest.fixture
def run(store: Path) -> RunReader:
    return write_run(store / "made", RECIPE, epochs=3)


@pytest.fixture
def copies(run: RunReader, store: Path) -> Callable[[str], RunReader]:
    """Copy the run as it is now, under another name."""

    def copy(name: str) -> RunReader:
        return RunReader.at(shutil.copytree(run.folder.root, store / name))

    return copy


def lay_out(run: RunReader, layers: Sequence[str] | None, *settings: Setting) -> None:
    list(project(run.folder.root, layers, Job(settings, jobs=2)))


def projected(run: RunReader) -> dict[str, bytes]:
    """Return the bytes of everything that was projected: the files, and the entries of the manifest."""
    files = {path: run.folder.read(path) for path in run.folder.files("projections", recursive=True)}
    assert len(files) == 2 * len(RunReader(run.folder).manifest.projections)
    entries = json.loads(run.folder.read("run.json"))["projections"]
    return files | {f"{one['layer']} {one['setting']}": json.dumps(one).encode() for one in entries}


def merge(run: RunReader, part: RunReader) -> None:
    """Bring what was projected in a copy of a run into the run, as it is there."""
    for folder in ("projections", "neighbors"):
        shutil.copytree(Path(part.folder.root) / folder, Path(run.folder.root) / folder, dirs_exist_ok=True)
    new = RunReader(part.folder).manifest

    def listed(manifest: Manifest) -> Manifest:
        return replace(
            manifest,
            projections=(*new.projections, *manifest.projections),
            neighbors=(*new.neighbors, *manifest.neighbors),
            versions={**manifest.versions, **new.versions},
        )

    RunWriter(run.folder).commit(listed)


@pytest.mark.slow
def test_the_order_of_laying_out_layers_and_settings_changes_no_byte(copies) -> None:
    together, one_by_one, reverse = copies("together"), copies("one-by-one"), copies("reverse")
    lay_out(together, None, *SETTINGS)
    for setting in SETTINGS:
        for layer in LAYERS:
            lay_out(one_by_one, [layer], setting)
    for layer in reversed(LAYERS):
        for setting in reversed(SETTINGS):
            lay_out(reverse, [layer], setting)
    assert projected(one_by_one) == projected(together)
    assert projected(reverse) == projected(together)
    assert [one for one in check_run(RunReader(together.folder)) if "projections" in one.path] == []


def run_command(*words: str) -> None:
    sys.exit(main(words))


@pytest.mark.slow
def test_layers_laid_out_by_several_processes_are_placed_as_by_one(copies) -> None:
    together, merged = copies("together"), copies("merged")
    lay_out(together, None, *SETTINGS)
    parts = [copies(f"part-{layer}") for layer in LAYERS]
    words = ["project", "--n-neighbors=5,15", "--min-dist=0.1,0.5", "--jobs=1"]
    at_once = [
        LOADED.Process(target=run_command, args=[*words, f"--layers={layer}", part.folder.root])
        for layer, part in zip(LAYERS, parts, strict=True)
    ]
    for process in at_once:
        process.start()
    for process in at_once:
        process.join()
    assert [process.exitcode for process in at_once] == [0] * len(LAYERS)
    for part in reversed(parts):
        merge(merged, part)
    lay_out(merged, None, *SETTINGS)
    lay_out(together, None, Setting(5, 0.5))
    assert projected(merged) == projected(together)


def test_a_setting_laid_out_later_does_not_move_the_others_if_the_default_exists(copies) -> None:
    run = copies("later")
    lay_out(run, None, Setting(15, 0.1))
    before = projected(run)
    lay_out(run, ["block"], Setting(5, 0.1))
    assert before.items() <= projected(run).items()


def test_a_layer_laid_out_later_is_placed_and_the_files_of_the_others_stay(copies) -> None:
    run = copies("later")
    lay_out(run, ["block", "logits"], Setting(15, 0.1))
    files = {path: content for path, content in projected(run).items() if path.endswith(".parquet")}
    first = RunReader(run.folder).manifest.projection("block", Setting(15, 0.1))
    lay_out(run, ["stem"], Setting(15, 0.1))
    assert files.items() <= projected(run).items()
    moved = RunReader(run.folder).manifest.projection("block", Setting(15, 0.1))
    assert moved.placement != first.placement
    assert moved == replace(first, placement=moved.placement, extent=moved.extent, bounds=moved.bounds)


def test_placing_again_changes_nothing(copies) -> None:
    run = copies("twice")
    lay_out(run, None, *SETTINGS)
    before = run.folder.read("run.json")
    lay_out(run, ["stem"], Setting(5, 0.1))
    assert run.folder.read("run.json") == before


def test_appended_epochs_move_nothing_and_have_an_extent_of_their_own(copies) -> None:
    run = copies("appended")
    lay_out(run, None, *SETTINGS)
    before = RunReader(run.folder).manifest.projections
    positions = [RunReader(run.folder).projection(one.layer, one.setting) for one in before]
    record_epoch(RunWriter(run.folder), RECIPE, 3)
    lay_out(run, ["block"], *SETTINGS)
    lay_out(run, None, *SETTINGS)
    after = RunReader(run.folder)
    for one, old, there in zip(after.manifest.projections, before, positions, strict=True):
        assert (one.placement, one.extent, one.scale) == (old.placement, old.extent, 1.0)
        now = after.projection(one.layer, one.setting)
        assert now[:3].tobytes() == there.tobytes()
        assert list(asdict(one.bounds).values()) == pytest.approx([*now.min((0, 1)), *np.ptp(now, (0, 1))])
        (appended,) = one.appended_extents
        inside = (now[3] - [appended.x, appended.y]) / appended.size
        assert 0 < inside.min() < inside.max() < 1


def test_a_job_stopped_before_placing_is_completed_by_the_next(copies) -> None:
    whole, stopped = copies("whole"), copies("stopped")
    lay_out(whole, None, Setting(15, 0.1))
    lay_out(stopped, ["block", "logits"], Setting(15, 0.1))
    job = project(stopped.folder.root, ["stem"], Job([Setting(15, 0.1)], jobs=2))
    next(job)
    job.close()
    assert projected(stopped) != projected(whole)
    lay_out(stopped, ["stem"], Setting(15, 0.1))
    assert projected(stopped) == projected(whole)


def test_a_lost_layout_is_left_out_and_the_others_are_placed(copies) -> None:
    run = copies("lost")
    lay_out(run, None, Setting(15, 0.1))
    lost = RunReader(run.folder).manifest.projection("stem", Setting(15, 0.1))
    (path,) = [one for one in run.folder.files("projections", recursive=True) if "stem" in one and "quality" not in one]
    run.folder.delete(path)
    lay_out(run, ["logits"], Setting(15, 0.1))
    placed = {one.layer: one for one in RunReader(run.folder).manifest.projections}
    assert placed["stem"] == lost
    center = RunReader(run.folder).projection("block", Setting(15, 0.1)).mean(axis=(0, 1))
    np.testing.assert_allclose(center, 0, atol=1e-4)


def entry(layer: str, setting: Setting) -> Projection:
    measured = dict.fromkeys(QUALITY_MEASURES, (0.0, 0.0))
    return Projection(layer, setting, 0, (0, 1), 2, Extent(0, 0, 1), 1.0, "made", 5, measured, measured)


@pytest.mark.parametrize(
    ("there", "groups"),
    [
        ([], []),
        (["block n15-d0.1"], [["block n15-d0.1"]]),
        (
            ["logits n5-d0.1", "logits n15-d0.1", "stem n30-d0.1", "stem n5-d0.5", "logits umap-n5-d0.1"],
            [["stem n5-d0.5", "stem n30-d0.1"], ["logits n15-d0.1", "logits n5-d0.1", "logits umap-n5-d0.1"]],
        ),
        (
            ["stem pca-n0-d0.0", "block n5-d0.1", "logits umap-n5-d0.1"],
            [["block n5-d0.1", "stem pca-n0-d0.0", "logits umap-n5-d0.1"]],
        ),
        (
            ["stem umap-n5-d0.1", "block pca-n0-d0.0", "stem n5-d0.1", "logits n5-d0.1"],
            [["stem n5-d0.1", "stem umap-n5-d0.1", "block pca-n0-d0.0"], ["logits n5-d0.1"]],
        ),
        (["logits pca-n0-d0.0", "stem pca-n0-d0.0"], [["stem pca-n0-d0.0"], ["logits pca-n0-d0.0"]]),
    ],
)
def test_every_layout_has_a_reference_to_be_placed_on(there: list[str], groups: list[list[str]]) -> None:
    settings = {str(one): one for one in (*SETTINGS, Setting(30, 0.1), Setting(5, 0.5))}
    settings |= {"umap-n5-d0.1": Setting(5, 0.1, "umap"), "pca-n0-d0.0": Setting(0, 0.0, "pca")}
    for order in (there, there[::-1]):
        projections = [entry(layer, settings[setting]) for layer, _, setting in (one.partition(" ") for one in order)]
        found = placing_groups(LAYERS, projections)
        assert [[f"{one.layer} {one.setting}" for one in group] for group in found] == groups


def test_projections_of_an_older_version_are_placed_from_where_they_were(copies) -> None:
    run = copies("old")
    lay_out(run, ["stem", "block"], Setting(15, 0.1))
    now = RunReader(run.folder)
    # Older versions stored positions in the frame, and listed no placement.
    old = now.manifest.projection("block", Setting(15, 0.1)).as_placed()
    writer = RunWriter(run.folder)
    placed = now.projection("block", Setting(15, 0.1))
    writer.write_projection("block", old.setting, old.epochs, placed)
    writer.commit(lambda manifest: replace(manifest, projections=(manifest.projections[0], old)))
    document = json.loads(run.folder.read("run.json"))
    del document["projections"][1]["placement"], document["projections"][1]["appended_extents"]
    run.folder.write("run.json", json.dumps(document).encode())
    assert RunReader(run.folder).manifest.projections[1] == old
    assert RunReader(run.folder).projection("block", old.setting).tobytes() == placed.tobytes()
    lay_out(run, ["stem"], Setting(15, 0.1))
    after = RunReader(run.folder)
    np.testing.assert_allclose(after.projection("block", old.setting), placed, atol=1e-5)
    assert after.manifest.projections[1].scale == old.scale
    assert format_manifest(after.manifest) == run.folder.read("run.json")


def test_a_placement_turns_scales_and_shifts() -> None:
    placement = Placement(((0, 1), (-1, 0)), 2, (10, 20))
    corners = np.array([[[1, 0], [0, 1]]], np.float32)
    assert placement.of(corners).tolist() == [[[10, 22], [8, 20]]]
    assert Placement().of(corners) is corners


UNTURNED = ((1.0, 0.0), (0.0, 1.0))


@pytest.mark.parametrize(
    "values",
    [
        (((1.0, 0.0),), 1, (0, 0)),
        (((1.0, 0.0), (0.0, 1.0, 2.0)), 1, (0, 0)),
        (UNTURNED, 1, (0,)),
        (UNTURNED, 0, (0, 0)),
        (UNTURNED, float("nan"), (0, 0)),
        (UNTURNED, 1, (0, float("inf"))),
    ],
)
def test_a_placement_that_is_not_a_similarity_is_rejected(values: tuple) -> None:
    with pytest.raises(ValueError, match="a placement must"):
        Placement(*values)
