"""The run store: files are read back as they were written, complete or not at all."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from epochscope.store import (
    METHODS,
    QUALITY_MEASURES,
    Atlas,
    BadLocation,
    BadName,
    DamagedRun,
    EpochNotFound,
    Layer,
    LayerNotFound,
    Manifest,
    NewerFormat,
    ProjectionNotFound,
    RunBusy,
    RunExists,
    RunNotFound,
    RunReader,
    RunWriter,
    Setting,
    Thumbnails,
    UnusableSetting,
    WriteFailed,
    check_name,
    check_run,
    find_run,
    list_runs,
)
from epochscope.store.testing import TINY, project_run, write_run
from tiny import EPOCHS, LABELS, LAYERS, SAMPLES, SETTING


def test_everything_written_is_read_back(tiny_run: RunReader):
    assert tiny_run.manifest.epochs == EPOCHS
    np.testing.assert_array_equal(tiny_run.samples().label, LABELS)
    assert tiny_run.samples().split == ["train"] * 8 + ["test"] * 4
    for epoch in EPOCHS:
        for layer in LAYERS:
            stored = tiny_run.activations(layer.name, epoch)
            assert stored.dtype == layer.dtype
            np.testing.assert_array_equal(stored, TINY.activation(layer, epoch))
        for name, values in vars(TINY.predictions(epoch)).items():
            np.testing.assert_array_equal(getattr(tiny_run.predictions(epoch), name), values)
    np.testing.assert_array_equal(tiny_run.projection("conv", SETTING), TINY.positions("conv", SETTING))
    for measure in QUALITY_MEASURES:
        stored, written = (
            getattr(quality, measure) for quality in (tiny_run.quality("conv", SETTING), TINY.quality("conv", SETTING))
        )
        assert stored.dtype == written.dtype == ("bool" if measure == "unsupported" else "float32")
        np.testing.assert_array_equal(stored, written)


def test_a_complete_run_has_no_findings(tiny_run: RunReader):
    assert check_run(tiny_run) == []


def test_a_run_may_live_behind_a_uri():
    run = write_run("memory://store/tiny", TINY)
    assert check_run(run) == []
    assert list_runs("memory://store") == ["tiny"]
    np.testing.assert_array_equal(run.activations("conv", 2), TINY.activation(LAYERS[0], 2))


def test_plain_parquet_tools_read_the_partitions(tiny_run: RunReader, store: Path):
    table = ds.dataset(store / "tiny" / "activations", partitioning="hive").to_table(
        filter=(ds.field("layer") == "conv") & (ds.field("epoch") == 2)
    )
    assert table.num_rows == SAMPLES
    assert table.column_names == ["sample", "activation", "layer", "epoch"]


def test_projections_of_all_methods_have_paths_of_one_depth_and_are_read_back(tiny_run: RunReader, store: Path):
    others = Setting(5, 0.1, "stock"), Setting(5, 0.5, "umap"), Setting(0, 0.0, "pca")
    project_run(RunWriter(tiny_run.folder), replace(TINY, settings=(SETTING, *others)))
    run = RunReader.at(store / "tiny")
    assert {projection.setting.method for projection in run.manifest.projections} == set(METHODS)
    for projection in run.manifest.projections:
        np.testing.assert_array_equal(run.projection("conv", projection.setting), TINY.positions("conv", SETTING))
    assert check_run(run) == []
    files = sorted((store / "tiny" / "projections").rglob("part-0.parquet"))
    table = ds.dataset(files, partitioning="hive").to_table(
        filter=(ds.field("method") == "umap") & (ds.field("n_neighbors") == 5)
    )
    assert table.num_rows == SAMPLES * len(EPOCHS)
    assert table.column_names == ["epoch", "sample", "x", "y", "layer", "method", "n_neighbors", "min_dist"]


def test_a_setting_names_its_method_unless_it_is_the_default():
    settings = (Setting(15, 0.1), Setting(15, 0.1, "stock"), Setting(5, 0.5, "umap"), Setting(0, 0.0, "pca"))
    assert [str(setting) for setting in settings] == ["n15-d0.1", "stock-n15-d0.1", "umap-n5-d0.5", "pca-n0-d0.0"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((15, 0.1, "tsne"), "'tsne' is not a method; there are: aligned, stock, umap, pca"),
        ((15, 0.1, ""), "'' is not a method"),
        ((15, 0.1, "pca"), "pca has no n_neighbors and no min_dist: write 0 and 0.0, not 15 and 0.1"),
        ((0, 0.1), "n_neighbors must be a whole number from 2, not 0"),
        ((1, 0.1), "n_neighbors must be a whole number from 2, not 1"),
        ((15, -0.1, "stock"), "min_dist must be a number from 0 to 1, not -0.1"),
        ((15, 1.5), "min_dist must be a number from 0 to 1, not 1.5"),
        ((15, float("nan")), "min_dist must be a number from 0 to 1, not nan"),
        ((7.5, 0.1), "n_neighbors must be a whole number, not 7.5"),
        ((15, "0.1"), "min_dist must be a number, not '0.1'"),
    ],
)
def test_a_setting_that_no_projection_has_is_rejected(values: tuple, message: str):
    with pytest.raises(UnusableSetting, match=message):
        Setting(*values)


def test_measures_of_different_shapes_are_not_written(tiny_run: RunReader):
    shorter = replace(TINY.quality("conv", SETTING), unsupported=np.zeros((2, SAMPLES), bool))
    with pytest.raises(ValueError, match="length"):
        RunWriter(tiny_run.folder).write_quality("conv", SETTING, EPOCHS, shorter)
    assert check_run(tiny_run) == []


def test_measures_whose_size_differs_from_the_manifest_are_damage(tiny_run: RunReader):
    quality = TINY.quality("conv", SETTING)
    fewer = replace(quality, **{measure: getattr(quality, measure)[:2] for measure in QUALITY_MEASURES})
    RunWriter(tiny_run.folder).write_quality("conv", SETTING, EPOCHS[:2], fewer)
    with pytest.raises(DamagedRun, match=r"quality\.parquet of run 'tiny' has 24 rows, not 36"):
        tiny_run.quality("conv", SETTING)
    assert [finding.message for finding in check_run(tiny_run)] == ["has 24 rows, not 36"]


def test_one_column_is_read_without_the_others(tiny_run: RunReader):
    columns = tiny_run.prediction_columns(1, ["margin"])
    assert list(columns) == ["margin"]
    np.testing.assert_array_equal(columns["margin"], TINY.predictions(1).margin)


@pytest.mark.slow
def test_large_layers_are_written_in_row_groups_of_bounded_size(store: Path):
    writer = RunWriter.at(store / "wide")
    layer = Layer("wide", "wide", 2048, "mean", "float32")
    with writer.writing_activations(layer, 0) as sink:
        for _ in range(50):
            sink.append(np.ones((100, 2048), np.float32))
    file = pq.ParquetFile(store / "wide/activations/layer=wide/epoch=0000/part-0.parquet")
    rows = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    assert sum(rows) == 5000
    assert max(rows) * 2048 * 4 <= 9 << 20
    np.testing.assert_array_equal(file.read()["sample"].to_numpy(), np.arange(5000))


@pytest.mark.slow
def test_a_large_run_needs_little_memory_to_write(store: Path):
    # One epoch of 10,000 samples × 2,048 in float32 is 82 MB; the writer may hold a few row groups of 8 MB.
    code = """
import resource, sys, numpy as np
from epochscope.store import Layer, RunWriter
batch = np.ones((500, 2048), np.float32)
layer = Layer("wide", "wide", 2048, "mean", "float32")
writer = RunWriter.at(sys.argv[1])
def write(epoch, batches):
    with writer.writing_activations(layer, epoch) as sink:
        for _ in range(batches):
            sink.append(batch)
write(0, 2)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for epoch in (1, 2):
    write(epoch, 20)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    grown = subprocess.run([sys.executable, "-c", code, store / "wide"], capture_output=True, text=True, check=True)
    assert int(grown.stdout) < 60_000  # KiB


def test_an_interrupted_write_leaves_no_file_behind(store: Path):
    writer = RunWriter.at(store / "stopped")

    def stop() -> None:
        with writer.writing_activations(LAYERS[0], 0) as sink:
            sink.append(TINY.activation(LAYERS[0], 0))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_a_full_disk_gives_a_message_and_leaves_the_run_unchanged(tiny_run: RunReader, store: Path):
    # The limit makes the kernel reject real writes, as a full disk does, in a process of its own.
    code = """
import resource, signal, sys
import numpy as np
from epochscope.store import Layer, RunWriter, WriteFailed
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
writer = RunWriter.at(sys.argv[1])
try:
    with writer.writing_activations(Layer("conv", "conv", 512, "mean", "float32"), 9) as sink:
        sink.append(np.random.default_rng(0).normal(size=(1000, 512)).astype("float32"))
except WriteFailed as error:
    print(error)
"""
    before = sorted(path for path in store.rglob("*") if path.is_file())
    done = subprocess.run([sys.executable, "-c", code, store / "tiny"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("cannot write activations/layer=conv/epoch=0009/part-0.parquet of 'tiny': ")
    assert sorted(path for path in store.rglob("*") if path.is_file()) == before
    assert check_run(tiny_run) == []


def test_two_programs_may_change_the_manifest_in_turn_without_losing_anything(tiny_run: RunReader, store: Path):
    first, second = RunWriter.at(store / "tiny"), RunWriter.at(store / "tiny")
    first.commit(lambda manifest: replace(manifest, title="one"))
    changed = second.commit(lambda manifest: replace(manifest, seed=5))
    assert (changed.title, changed.seed, changed.revision) == ("one", 5, tiny_run.manifest.revision + 2)


def test_a_second_recording_of_the_same_run_is_rejected(tiny_run: RunReader, store: Path):
    first, second = RunWriter.at(store / "tiny"), RunWriter.at(store / "tiny")
    with (
        first.recording(),
        pytest.raises(RunBusy, match="another process is recording to run 'tiny'"),
        second.recording(),
    ):
        pass
    with second.recording():
        pass


def test_a_new_run_does_not_replace_an_existing_one(tiny_run: RunReader, store: Path):
    with pytest.raises(RunExists):
        RunWriter.at(store / "tiny").begin(tiny_run.manifest)


def test_a_folder_with_foreign_files_is_not_touched(store: Path):
    (store / "mine").mkdir()
    (store / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(RunExists, match=r"'mine' is not a run and not empty: it contains 'thesis\.txt'"):
        RunWriter.at(store / "mine").prepare()
    assert (store / "mine" / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a..b", "a/b", "a\\b", "a\0b", ".hidden", "x" * 10_000, "ü", "a b", "a\n"]
)
def test_names_that_could_point_outside_the_store_are_rejected(name: str, store: Path):
    with pytest.raises(BadName):
        check_name(name, "run")
    with pytest.raises(BadName):
        find_run(store, name)


def test_names_of_modules_and_typical_runs_are_allowed():
    for name in ("layer1.0.conv1", "_orig", "resnet50-cifar10", "lr0.1+seed3", "x" * 128):
        assert check_name(name, "layer") == name


def test_missing_parts_are_named_with_the_existing_ones(tiny_run: RunReader, store: Path):
    with pytest.raises(RunNotFound, match="there is no run 'other'; this store has: tiny"):
        find_run(store, "other")
    with pytest.raises(LayerNotFound, match="there is no layer 'fc'; this run has: conv, logits"):
        tiny_run.activations("fc", 0)
    with pytest.raises(EpochNotFound, match="there is no epoch 9; this run has recorded: 0, 1, 2"):
        tiny_run.activations("conv", 9)
    with pytest.raises(ProjectionNotFound, match=r"layer 'conv' is not projected with n7-d0\.1; it has: n5-d0\.1"):
        tiny_run.projection("conv", Setting(7, 0.1))
    with pytest.raises(RunNotFound):
        RunReader.at(store / "other")
    with pytest.raises(BadLocation, match="it contains a NUL character"):
        RunReader.at("a\0b/tiny")
    with pytest.raises(BadLocation, match="nowhere"):
        RunReader.at("nowhere://runs/tiny")


def test_a_newer_format_is_rejected(tiny_run: RunReader, store: Path):
    edit_manifest(store / "tiny", format_version=2)
    with pytest.raises(NewerFormat, match="run 'tiny' has format version 2; this Epochscope reads up to 1"):
        RunReader.at(store / "tiny")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": "three"}, "epochs must be a list, not str"),
        ({"samples": None}, "samples must be int, not null"),
        ({"layers": [{"name": "conv"}]}, r"layers\[0\].module is missing"),
        ({"model": 7}, "model must be an object, not int"),
        ({"unit": "batch"}, "unit must be epoch or step, not 'batch'"),
        ({"format": "other"}, 'it does not say "format": "epochscope-run"'),
    ],
)
def test_the_problem_of_a_damaged_manifest_is_named(tiny_run: RunReader, store: Path, change: dict, message: str):
    edit_manifest(store / "tiny", **change)
    with pytest.raises(DamagedRun, match=message):
        RunReader.at(store / "tiny")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"setting": {"n_neighbors": 5, "min_dist": 0.1, "method": "tsne"}}, "setting: 'tsne' is not a method"),
        ({"setting": {"n_neighbors": 5, "min_dist": 0.1, "method": "pca"}}, "setting: pca has no n_neighbors"),
        ({"joint_epochs": 4}, ": joint_epochs must be a number from 1 to 3, not 4"),
        ({"joint_epochs": 0}, ": joint_epochs must be a number from 1 to 3, not 0"),
        ({"scale": 0}, ": scale must be a number above 0, not 0.0"),
        ({"quality": {}}, ": quality must have 3 numbers of trustworthiness, one per epoch"),
        ({"quality_error": {"continuity": 1}}, "quality_error.continuity must be a list, not int"),
    ],
)
def test_an_impossible_projection_is_damage(tiny_run: RunReader, store: Path, change: dict, message: str):
    projection = json.loads((store / "tiny" / "run.json").read_text())["projections"][0]
    edit_manifest(store / "tiny", projections=[projection | change])
    with pytest.raises(DamagedRun, match=rf"projections\[0\]\.?{re.escape(message)}"):
        RunReader.at(store / "tiny")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", '{"format": "epochscope-run"}', "[" * 100_000])
def test_a_file_that_is_not_a_manifest_is_rejected(tiny_run: RunReader, store: Path, text: str):
    (store / "tiny" / "run.json").write_text(text)
    with pytest.raises(DamagedRun, match=r"run\.json of run 'tiny' cannot be read"):
        RunReader.at(store / "tiny")


@pytest.mark.parametrize(
    "path",
    [
        "samples.parquet",
        "metrics.parquet",
        "predictions/epoch=0001/part-0.parquet",
        "activations/layer=conv/epoch=0002/part-0.parquet",
        "neighbors/layer=conv/epoch=0000/part-0.parquet",
        "projections/layer=conv/method=aligned/n_neighbors=5/min_dist=0.1/part-0.parquet",
        "projections/layer=conv/method=aligned/n_neighbors=5/min_dist=0.1/quality.parquet",
        "thumbnails/atlas-0000.webp",
    ],
)
@pytest.mark.parametrize("damage", ["missing", "cut", "flipped"])
def test_check_names_every_damaged_file(tiny_run: RunReader, store: Path, path: str, damage: str):
    file = store / "tiny" / path
    content = bytearray(file.read_bytes())
    if damage == "missing":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif path.endswith(".webp"):
        file.write_bytes(b"JUNK" + content[4:])
    else:
        rewrite_with_another_value(file)
    damaged = [finding.path for finding in check_run(tiny_run) if finding.damage]
    assert damaged == [path]


def test_check_distinguishes_leftover_files_from_damage(tiny_run: RunReader, store: Path):
    RunWriter.at(store / "tiny").write_predictions(3, TINY.predictions(0))
    findings = check_run(tiny_run)
    assert [(finding.path, finding.damage) for finding in findings] == [
        ("predictions/epoch=0003/part-0.parquet", False)
    ]


def test_a_file_with_other_columns_is_rejected(tiny_run: RunReader, store: Path):
    (store / "tiny" / "metrics.parquet").replace(store / "tiny" / "samples.parquet")
    with pytest.raises(DamagedRun, match=r"samples\.parquet of run 'tiny' has columns \[epoch: int32"):
        tiny_run.samples()


def test_the_digest_depends_only_on_the_content(tiny_run: RunReader, store: Path):
    again = write_run(store / "again", TINY)
    assert tiny_run.activation_digest("conv", 1) == again.activation_digest("conv", 1)
    assert tiny_run.activation_digest("conv", 1) != tiny_run.activation_digest("conv", 2)


def test_a_folder_that_is_not_a_run_is_not_listed(tiny_run: RunReader, store: Path):
    (store / "notes").mkdir()
    assert list_runs(store) == ["tiny"]
    assert list_runs(store / "nowhere") == []


def test_the_manifest_survives_a_round_trip(tiny_run: RunReader):
    from epochscope.store.manifest import format_manifest, parse_manifest

    assert isinstance(tiny_run.manifest, Manifest)
    assert parse_manifest(format_manifest(tiny_run.manifest), "tiny") == tiny_run.manifest


def test_the_index_of_thumbnails_is_a_file_of_its_own(tiny_run: RunReader, store: Path):
    written = Thumbnails(8, 8, 4, 4, (Atlas("atlas-0000.webp", 0, 7, "0a"), Atlas("atlas-0001.webp", 7, 5, "0b")))
    before = tiny_run.folder.read("run.json")
    assert b"thumbnails" not in before
    RunWriter(tiny_run.folder).write_thumbnail_index(written)
    run = RunReader.at(store / "tiny")
    assert (run.manifest, run.thumbnails) == (tiny_run.manifest, written)
    RunWriter(run.folder).commit(lambda manifest: replace(manifest, title="Renamed"))
    assert RunReader.at(store / "tiny").thumbnails == written
    assert b"thumbnails" not in run.folder.read("run.json")
    run.folder.delete_folder("thumbnails")
    assert RunReader.at(store / "tiny").thumbnails is None
    assert not (store / "tiny" / "thumbnails").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Expecting value"),
        ("[]", "the document must be an object, not list"),
        ('{"width": 8}', "height is missing"),
        (
            '{"width": 8, "height": 8, "columns": 4, "rows": 4, "atlases": [{"file": 3}]}',
            r"atlases\[0\].file must be str",
        ),
    ],
)
def test_a_file_that_is_not_an_index_of_thumbnails_is_damage(tiny_run: RunReader, store: Path, text: str, message: str):
    (store / "tiny" / "thumbnails" / "index.json").write_text(text)
    with pytest.raises(DamagedRun, match=rf"thumbnails/index\.json of run 'tiny' cannot be read: {message}"):
        RunReader.at(store / "tiny")


def test_a_failed_write_names_its_file(store: Path):
    (store / "blocked").write_text("a file where the run's folder should be")
    with pytest.raises(WriteFailed, match=r"cannot write metrics\.parquet of 'blocked'"):
        RunWriter.at(store / "blocked").write_metrics([])


def edit_manifest(run: Path, **change: object) -> None:
    manifest = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps(manifest | change))


def rewrite_with_another_value(path: Path) -> None:
    """Change one value and nothing else, not even the stored digest."""
    file = pq.ParquetFile(path)
    metadata = {b"epochscope.digest": file.metadata.metadata[b"epochscope.digest"]}
    table = file.read()
    rows = table.slice(0, table.num_rows - 1)
    changed = rows.schema.empty_table() if not rows.num_rows else table.take([1, *range(1, table.num_rows)])
    with pq.ParquetWriter(path, table.schema.remove_metadata()) as writer:
        writer.write_table(changed)
        writer.add_key_value_metadata(metadata)
