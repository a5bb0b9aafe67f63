"""What the job writes, leaves alone and goes on from, with the real aligner unless a test says otherwise."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import procrustes

from embeddings.forked import LOADED
from embeddings.killed import project_until
from epochscope.store import (
    QUALITY_MEASURES,
    LayerSpace,
    Manifest,
    NeighborSet,
    RunReader,
    RunWriter,
    Setting,
    check_run,
)
from epochscope.store.testing import TINY, Given, record_epoch, write_run
from epochscope_embeddings.command import why_again
from epochscope_embeddings.errors import NotFinite
from epochscope_embeddings.job import Job, project
from epochscope_embeddings.layer_plan import Todo
from epochscope_embeddings.placing import extent_of
from epochscope_embeddings.quality.motion import spread_of
from tiny import EPOCHS, LAYERS

FIVE, SEVEN = Setting(5, 0.1), Setting(7, 0.1)
NAMES = [layer.name for layer in LAYERS]


def run_job(
    run: RunReader,
    layers: list[str] | None = None,
    settings: tuple[Setting, ...] = (FIVE,),
    **options: object,
) -> list[list[Todo]]:
    """Return for each layer what was done about each setting."""
    job = Job(settings, jobs=2, **options)  # type: ignore[arg-type]
    return [list(report.done.values()) for report in project(run.folder.root, layers, job)]


def manifest_of(run: RunReader) -> Manifest:
    return RunReader(run.folder).manifest


def test_every_layer_says_how_much_of_its_space_the_samples_use(tiny_run: RunReader) -> None:
    run_job(tiny_run, ["conv"])
    assert [space.layer for space in manifest_of(tiny_run).spaces] == ["conv"]
    run_job(tiny_run)
    conv, logits = manifest_of(tiny_run).spaces
    assert (conv.layer, logits.layer, conv.epochs) == ("conv", "logits", EPOCHS)
    assert conv.distinct == (12, 12, 12)
    assert all(1 < dimension <= 4 for dimension in conv.dimension)
    assert logits.neighbor_recall == (None, None, None)
    before = manifest_of(tiny_run)
    run_job(tiny_run, settings=(FIVE, SEVEN))
    assert manifest_of(tiny_run).spaces == before.spaces


def test_positions_quality_and_neighbors_of_every_layer_are_in_the_run(tiny_run: RunReader) -> None:
    assert run_job(tiny_run, settings=(SEVEN, FIVE)) == [[Todo.LAY_OUT] * 2] * 2
    after = RunReader(tiny_run.folder)
    listed = [(one.layer, one.setting.n_neighbors) for one in after.manifest.projections]
    assert listed == [("conv", 5), ("conv", 7), ("logits", 5), ("logits", 7)]
    assert after.manifest.neighbors == tuple(NeighborSet(name, 11, EPOCHS) for name in NAMES)
    assert after.neighbors("logits", 2).neighbor.shape == (12, 11)
    assert check_run(after) == []
    for projection in after.manifest.projections:
        quality = after.quality(projection.layer, projection.setting)
        assert (projection.quality_neighbors, projection.seed, projection.joint_epochs) == (5, 0, 3)
        assert projection.epochs == EPOCHS
        for measure in QUALITY_MEASURES:
            assert projection.quality[measure] == pytest.approx(getattr(quality, measure).mean(axis=1))
            assert projection.quality_error[measure] == (0, 0, 0)
        assert not quality.screen_motion[0].any()
        assert quality.screen_motion[1:].all()


def test_one_square_holds_every_epoch(tiny_run: RunReader) -> None:
    run_job(tiny_run)
    after = RunReader(tiny_run.folder)
    extent = after.manifest.projection("logits", Setting(5, 0.1)).extent
    positions = after.projection("logits", Setting(5, 0.1))
    inside = (positions - [extent.x, extent.y]) / extent.size
    assert inside.min() > 0
    assert inside.max() < 1
    assert inside.max() - inside.min() > 0.9


def test_a_dead_layer_can_be_drawn_and_one_spot_has_a_square(make_run) -> None:
    run = make_run({"dead": [np.zeros((12, 3))] * 2})
    run_job(run)
    projection = manifest_of(run).projections[0]
    assert np.isfinite(RunReader(run.folder).projection("dead", FIVE)).all()
    # Any of the 11 others may be its 5 nearest.
    assert projection.quality["trustworthiness"] == pytest.approx([1 - 2 / 8 * sum(range(1, 7)) / 11] * 2)
    assert manifest_of(run).spaces == (LayerSpace("dead", (0, 1), (1, 1), (0.0, 0.0), (None, None)),)
    assert extent_of(np.ones((2, 5, 2), np.float32)).size == 1


def test_a_second_call_does_nothing(tiny_run: RunReader) -> None:
    run_job(tiny_run)
    before = tiny_run.folder.read("run.json")
    assert run_job(tiny_run) == [[Todo.NOTHING], [Todo.NOTHING]]
    assert tiny_run.folder.read("run.json") == before


def test_only_the_layers_and_settings_that_are_missing_are_computed(tiny_run: RunReader) -> None:
    assert run_job(tiny_run, ["logits"]) == [[Todo.LAY_OUT]]
    assert run_job(tiny_run, ["logits", "conv"]) == [[Todo.LAY_OUT], [Todo.NOTHING]]
    assert run_job(tiny_run, ["logits"], (FIVE, SEVEN)) == [[Todo.NOTHING, Todo.LAY_OUT]]
    assert run_job(tiny_run, ["logits"], again=True) == [[Todo.LAY_OUT]]


def test_what_is_laid_out_again_and_is_the_same_stays_as_it_is(tiny_run: RunReader) -> None:
    run_job(tiny_run, ["conv"])
    before = {path: tiny_run.folder.read(path) for path in tiny_run.folder.files(recursive=True)}
    assert run_job(tiny_run, ["conv"], again=True) == [[Todo.LAY_OUT]]
    assert {path: tiny_run.folder.read(path) for path in tiny_run.folder.files(recursive=True)} == before


def test_another_seed_or_method_version_is_another_projection(tiny_run: RunReader, monkeypatch) -> None:
    run_job(tiny_run, ["conv"])
    assert run_job(tiny_run, ["conv"], seed=1) == [[Todo.LAY_OUT]]
    monkeypatch.setattr("epochscope_embeddings.fingerprint.umap_version", lambda: "9.9")
    assert run_job(tiny_run, ["conv"], seed=1) == [[Todo.LAY_OUT]]
    assert len(manifest_of(tiny_run).projections) == 1


def test_new_epochs_are_appended_and_the_others_stay_where_they_are(tiny_run: RunReader) -> None:
    run_job(tiny_run)
    before = RunReader(tiny_run.folder)
    known = {name: (before.projection(name, FIVE), vars(before.quality(name, FIVE))) for name in NAMES}
    record_epoch(RunWriter(tiny_run.folder), TINY, 3)
    assert run_job(tiny_run) == [[Todo.APPEND], [Todo.APPEND]]
    after = RunReader(tiny_run.folder)
    assert [(one.epochs, one.joint_epochs) for one in after.manifest.projections] == [((0, 1, 2, 3), 3)] * 2
    assert after.manifest.neighbors[0].epochs == (0, 1, 2, 3)
    assert check_run(after) == []
    for name in NAMES:
        positions, old = known[name]
        new = vars(after.quality(name, FIVE))
        assert after.projection(name, FIVE)[:3].tobytes() == positions.tobytes()
        for measure in QUALITY_MEASURES:
            assert (new[measure][:3] == old[measure]).all(), measure
        assert new["screen_motion"][3].all()
    assert run_job(tiny_run) == [[Todo.NOTHING], [Todo.NOTHING]]


def test_a_full_run_lays_out_appended_epochs_with_the_others(tiny_run: RunReader) -> None:
    run_job(tiny_run, ["conv"])
    record_epoch(RunWriter(tiny_run.folder), TINY, 3)
    run_job(tiny_run, ["conv"])
    assert run_job(tiny_run, ["conv"], again=True) == [[Todo.LAY_OUT]]
    assert manifest_of(tiny_run).projections[0].joint_epochs == 4


def test_a_run_whose_old_epochs_changed_is_laid_out_again(make_run) -> None:
    random = np.random.default_rng(0)
    run = make_run({"wide": [random.normal(size=(20, 3)) for _ in range(3)]})
    run_job(run)
    with RunWriter(run.folder).writing_activations(run.manifest.layers[0], 1) as sink:
        sink.append(random.normal(size=(20, 3)))
    assert run_job(run) == [[Todo.LAY_OUT]]


def test_a_full_run_is_advised_when_most_epochs_were_appended_or_trust_has_fallen(store: Path) -> None:
    random = np.random.default_rng(0)
    recipe = Given.of({"wide": [random.normal(size=(60, 3)) for _ in range(5)]})
    run = write_run(store / "made", recipe, epochs=2)
    run_job(run)
    assert why_again(manifest_of(run).projections[0]) is None
    for epoch in (2, 3, 4):
        record_epoch(RunWriter(run.folder), recipe, epoch)
    run_job(run)
    appended = manifest_of(run).projections[0]
    assert why_again(appended) == "3 of 5 epochs were appended"
    trust = (0.99, 0.98, 0.98, 0.97, 0.95)
    quality = {**appended.quality, "trustworthiness": trust}
    fallen = replace(appended, joint_epochs=3, appended_extents=appended.appended_extents[1:], quality=quality)
    assert why_again(fallen) == "trustworthiness of appended epochs falls by 0.030"


def test_layers_and_settings_lie_in_one_frame(make_run) -> None:
    random = np.random.default_rng(0)
    groups = 4 * random.normal(size=(6, 10))[np.arange(120) % 6]
    epochs = [groups + random.normal(size=(120, 10)) for _ in range(3)]
    turn = np.linalg.qr(random.normal(size=(10, 10)))[0]
    run = make_run({"one": epochs, "other": [epoch @ turn * 7 for epoch in epochs]})
    first, *rest = settings = (Setting(15, 0.1), Setting(8, 0.1), Setting(15, 0.5))
    run_job(run, settings=settings)
    after = RunReader(run.folder)
    pairs = [(("one", first), ("other", first))]
    pairs += [((layer, first), (layer, setting)) for layer in ("one", "other") for setting in rest]
    for reference, switched_to in pairs:
        one, other = after.projection(*reference), after.projection(*switched_to)
        assert spread_of(other) == pytest.approx(spread_of(one), rel=1e-4)
        # No turn and no mirror image brings it nearer: 1 - r^2 is left by the best that may shrink as well.
        apart = np.square(other - one).sum() / np.square(one - one.mean(axis=(0, 1))).sum()
        left = procrustes(one.reshape(-1, 2), other.reshape(-1, 2))[2]
        assert apart == pytest.approx(2 - 2 * np.sqrt(1 - left), abs=1e-3)


@pytest.mark.parametrize("method", ["stock", "umap", "pca"])
@pytest.mark.slow
def test_other_methods_write_the_same_files(make_run, digits, method: str) -> None:
    run = make_run({"pixels": [activations[:150] for activations in digits.activations[:2]]})
    setting = Setting(0, 0.0, "pca") if method == "pca" else Setting(10, 0.1, method)
    assert run_job(run, settings=(setting,)) == [[Todo.LAY_OUT]]
    after = RunReader(run.folder)
    assert [one for one in check_run(after) if "pixels" in one.path] == []
    assert after.projection("pixels", setting).shape == (2, 150, 2)
    assert after.manifest.projections[0].quality["trustworthiness"][1] > 0.8
    assert run_job(run, settings=(setting,)) == [[Todo.NOTHING]]


@pytest.mark.parametrize("part", ["projections", "neighbors"])
def test_a_lost_file_is_written_again(tiny_run: RunReader, part: str) -> None:
    run_job(tiny_run)
    for path in tiny_run.folder.files(part, recursive=True):
        tiny_run.folder.delete(path)
    run_job(tiny_run, settings=(FIVE, SEVEN))
    assert check_run(RunReader(tiny_run.folder)) == []


def test_more_neighbors_are_stored_when_a_setting_needs_them_and_never_fewer_later(make_run) -> None:
    run = make_run({"wide": [np.random.default_rng(epoch).normal(size=(40, 3)) for epoch in range(2)]})
    kept = []
    for n_neighbors in (5, 20, 6):
        run_job(run, settings=(Setting(n_neighbors, 0.1),))
        kept.append(manifest_of(run).neighbors[0].k)
        assert RunReader(run.folder).neighbors("wide", 1).neighbor.shape == (40, kept[-1])
    assert kept == [15, 19, 19]


def test_nan_and_infinity_are_rejected_with_layer_epoch_and_count_and_nothing_is_written(make_run) -> None:
    good = np.random.default_rng(0).normal(size=(12, 3))
    bad = good.copy()
    bad[3, 1], bad[4, 2] = np.nan, np.inf
    run = make_run({"first": [good, good, good], "second": [good, bad, good]})
    before = run.folder.files(recursive=True), run.folder.read("run.json")
    with pytest.raises(NotFinite, match="'second' holds 2 NaN or infinite activations at epoch 1"):
        run_job(run)
    assert (run.folder.files(recursive=True), run.folder.read("run.json")) == before
    assert run_job(run, ["first"]) == [[Todo.LAY_OUT]]


def test_one_epoch_is_laid_out_by_itself_and_later_ones_are_appended(store: Path) -> None:
    groups = 10 * np.eye(3)[np.arange(30) % 3]
    recipe = Given.of({"groups": list(groups + np.random.default_rng(0).normal(size=(2, 30, 3)))})
    settings = (FIVE, Setting(5, 0.1, "stock"), Setting(5, 0.1, "umap"), Setting(0, 0.0, "pca"))
    run = write_run(store / "made", recipe, epochs=1)
    assert run_job(run, settings=settings) == [[Todo.LAY_OUT] * 4]
    alone = RunReader(run.folder)
    assert check_run(alone) == []
    for projection in alone.manifest.projections:
        assert projection.epochs == (0,)
        assert projection.quality["trustworthiness"][0] > 0.6  # that of positions by chance is 0.5
        assert projection.quality["screen_motion"] == (0,)
    at_first = alone.unplaced_projection("groups", FIVE)
    record_epoch(RunWriter(run.folder), recipe, 1)
    assert run_job(run) == [[Todo.APPEND]]
    np.testing.assert_array_equal(RunReader(run.folder).unplaced_projection("groups", FIVE)[:1], at_first)


def test_unfinished_files_of_a_training_that_goes_on_are_left_alone(tiny_run: RunReader) -> None:
    tiny_run.folder.write("neighbors/layer=conv/.x.part", b"old")
    tiny_run.folder.write(".run.json.x.part", b"old")
    tiny_run.folder.write("activations/layer=conv/.x.part", b"now")
    run_job(tiny_run)
    left = [path for path in tiny_run.folder.files(recursive=True) if path.endswith(".part")]
    assert left == ["activations/layer=conv/.x.part"]


@pytest.mark.slow
def test_a_job_killed_at_any_file_leaves_a_whole_run_and_goes_on_to_the_same_end(store: Path) -> None:
    calm = write_run(store / "calm", TINY)
    run_job(calm, settings=(FIVE, SEVEN))
    settings = [one.setting for one in manifest_of(calm).projections]
    for file in (1, 2, 4, 5, 6, 8, 9, 12, 15, 17, 22):
        killed = write_run(store / f"killed-{file}", TINY)
        process = LOADED.Process(target=project_until, args=(killed.folder.root, file))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL, file
        assert [finding for finding in check_run(RunReader(killed.folder)) if finding.damage] == [], file
        done = run_job(killed, settings=(FIVE, SEVEN))
        assert check_run(RunReader(killed.folder)) == [], file
        assert [one.setting for one in manifest_of(killed).projections] == settings, file
        assert file < 22 or Todo.NOTHING in done[0]


def test_a_commit_that_fails_keeps_the_older_projections_of_other_settings(tiny_run, monkeypatch) -> None:
    run_job(tiny_run)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Exception, match="No space left"):
        run_job(tiny_run, settings=(SEVEN,))
    assert check_run(RunReader(tiny_run.folder)) == []
    assert [one.setting.n_neighbors for one in manifest_of(tiny_run).projections] == [5, 5]


def test_a_run_without_labels_is_projected_and_goes_on_without_label_purity(store: Path) -> None:
    recipe = replace(TINY, without=("labels", "predictions", "metrics"))
    bare = write_run(store / "bare", recipe)
    assert run_job(bare, ["logits"]) == [[Todo.LAY_OUT]]
    record_epoch(RunWriter(bare.folder), recipe, 3)
    assert run_job(RunReader(bare.folder), ["logits"]) == [[Todo.APPEND]]
    after = RunReader(bare.folder)
    assert check_run(after) == []
    quality = after.quality("logits", FIVE)
    assert quality.label_purity is None
    assert quality.trustworthiness.shape == (4, 12)
    assert "label_purity" not in after.manifest.projection("logits", FIVE).quality
