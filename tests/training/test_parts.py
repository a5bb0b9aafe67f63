"""An imported run may lack parts: existing ones are read, and missing ones are named."""

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from epochscope import command_line
from epochscope.analysis.dynamics import has_dynamics
from epochscope.analysis.label_errors import evidence_in, likely_label_errors
from epochscope.record.collected import Batch
from epochscope.record.epoch_writer import EpochEnd, EpochWriter
from epochscope.record.errors import RunMismatch, UnusableSamples
from epochscope.record.plan import Details, Plan
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import (
    FOREIGN,
    PREDICTION_COLUMNS,
    QUALITY_MEASURES,
    DamagedRun,
    Finding,
    Model,
    NotKept,
    Predictions,
    RunReader,
    RunWriter,
    check_run,
)
from epochscope.store.testing import PARTS, TINY, write_run
from tiny import CLASSES, LABELS, SETTING

CHOICES = [choice for count in range(len(PARTS) + 1) for choice in combinations(PARTS, count)]


@pytest.mark.parametrize("parts", CHOICES, ids=lambda parts: "-".join(parts) or "none")
def test_a_run_without_some_parts_is_complete_and_so_are_its_copies(
    tiny_run: RunReader, store: Path, parts: tuple[str, ...], capsys: pytest.CaptureFixture[str]
):
    run = write_run(store / "bare", replace(TINY, without=parts))
    assert check_run(run) == []
    write_compact_copy(run, store / "copy", CopyChoice())
    copy = RunReader.at(store / "copy")
    assert check_run(copy) == []
    assert copy.manifest == replace(run.manifest, compact=True, checkpoints=(), revision=1)
    assert command_line.main(["list", str(store)]) == 0
    assert command_line.main(["check", str(store / "bare")]) == 0
    rows = {line.split()[0]: line.split()[1] for line in capsys.readouterr().out.splitlines()}
    assert rows["bare"] == rows["copy"] == ("-" if "model" in parts else "tiny")


def test_a_run_with_all_parts_is_read_as_before(tiny_run: RunReader):
    manifest = tiny_run.manifest
    assert (manifest.labels, manifest.metrics, manifest.predictions) == (True, True, PREDICTION_COLUMNS)
    assert manifest.projections[0].measures == QUALITY_MEASURES
    np.testing.assert_array_equal(tiny_run.labels(), LABELS)
    assert has_dynamics(manifest)


def test_run_json_of_an_older_version_has_all_parts(tiny_run: RunReader, store: Path):
    path = store / "tiny" / "run.json"
    manifest = json.loads(path.read_text())
    for field in ("labels", "metrics", "predictions", "unit"):
        del manifest[field]
    path.write_text(json.dumps(manifest))
    assert RunReader.at(store / "tiny").manifest == tiny_run.manifest
    assert check_run(RunReader.at(store / "tiny")) == [Finding("run.json", FOREIGN, damage=False)]


def test_activations_alone_make_a_run(tiny_run: RunReader, store: Path):
    run = write_run(store / "bare", replace(TINY, without=PARTS))
    manifest = run.manifest
    assert (manifest.model, manifest.labels, manifest.metrics, manifest.predictions) == (None, False, False, ())
    assert manifest.dataset.classes == ()
    assert not (store / "bare" / "predictions").exists()
    assert run.metrics() == []
    samples = run.samples()
    assert (samples.label, list(samples.split)) == (None, list(tiny_run.samples().split))
    np.testing.assert_array_equal(run.activations("conv", 1), tiny_run.activations("conv", 1))
    np.testing.assert_array_equal(run.projection("conv", SETTING), tiny_run.projection("conv", SETTING))


def test_missing_parts_are_named(tiny_run: RunReader, store: Path):
    bare = write_run(store / "bare", replace(TINY, without=PARTS))
    with pytest.raises(NotKept, match="run 'Tiny' has no labels"):
        bare.labels()
    with pytest.raises(NotKept, match="run 'Tiny' has no predictions"):
        bare.predictions(1)
    unlabeled = write_run(store / "unlabeled", replace(TINY, without=("labels",)))
    message = "of run 'Tiny' have no loss and no margin; they have: predicted, confidence, probabilities"
    with pytest.raises(NotKept, match=message):
        unlabeled.prediction_columns(1, ["predicted", "loss", "margin"])


def test_predictions_of_unlabeled_samples_have_no_loss_and_no_margin(tiny_run: RunReader, store: Path):
    run = write_run(store / "bare", replace(TINY, without=("labels",)))
    assert run.manifest.dataset.classes == CLASSES
    predictions, whole = run.predictions(2), tiny_run.predictions(2)
    assert list(predictions.arrays()) == ["predicted", "confidence", "probabilities"]
    assert predictions.loss is predictions.margin is None
    for name, values in predictions.arrays().items():
        np.testing.assert_array_equal(values, getattr(whole, name))


def test_the_quality_of_an_unlabeled_run_has_no_label_purity(tiny_run: RunReader, store: Path):
    run = write_run(store / "bare", replace(TINY, without=("labels",)))
    quality = run.quality("conv", SETTING)
    assert quality.label_purity is None
    measures = tuple(name for name in QUALITY_MEASURES if name != "label_purity")
    assert tuple(quality.arrays()) == run.manifest.projections[0].measures == measures
    np.testing.assert_array_equal(quality.continuity, tiny_run.quality("conv", SETTING).continuity)


@pytest.mark.parametrize("part", ["labels", "predictions", "probabilities"])
def test_likely_label_errors_need_labels_losses_and_probabilities(tiny_run: RunReader, store: Path, part: str):
    run = write_run(store / "bare", replace(TINY, without=(part,)))
    assert evidence_in(tiny_run.manifest) is not None
    assert evidence_in(run.manifest) is None
    assert likely_label_errors(run) is None
    assert has_dynamics(run.manifest) == (part == "probabilities")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": False}, "predictions cannot have loss and margin in a run without labels"),
        ({"labels": False, "predictions": []}, "projections have label_purity if and only if the run has labels"),
        ({"predictions": ["confidence"]}, "predictions must be predicted and any of confidence, .*, not confidence"),
        ({"predictions": ["predicted", "logits"]}, "predictions must be predicted .*, not predicted, logits"),
        ({"predictions": None}, "predictions must be a list, not null"),
        ({"metrics": 1}, "metrics must be bool, not int"),
        ({"dataset": {"name": "", "classes": []}}, "dataset.classes must name the classes of labels and predictions"),
    ],
)
def test_parts_that_contradict_each_other_are_damage(
    tiny_run: RunReader, store: Path, change: dict[str, object], message: str
):
    path = store / "tiny" / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(DamagedRun, match=message):
        RunReader.at(store / "tiny")


@pytest.mark.parametrize("name", ["samples.parquet", "predictions/epoch=0001/part-0.parquet"])
def test_files_must_have_the_parts_that_the_manifest_lists(tiny_run: RunReader, store: Path, name: str):
    run = write_run(store / "bare", replace(TINY, without=("labels",)))
    (store / "tiny" / name).replace(store / "bare" / name)
    assert [finding.path for finding in check_run(run) if finding.damage] == [name]


def test_a_missing_part_that_the_manifest_lists_is_damage(tiny_run: RunReader, store: Path):
    run = write_run(store / "bare", replace(TINY, without=("predictions",)))
    RunWriter(run.folder).commit(lambda manifest: replace(manifest, predictions=PREDICTION_COLUMNS))
    damaged = [finding.path for finding in check_run(RunReader(run.folder)) if finding.damage]
    assert damaged == [f"predictions/epoch={epoch:04d}/part-0.parquet" for epoch in run.manifest.epochs]


def test_existing_arrays_are_mapped_and_the_others_stay_missing(tiny_run: RunReader, store: Path):
    predictions = write_run(store / "bare", replace(TINY, without=("labels",))).predictions(1)
    halves = predictions.map(lambda values: values[:6])
    assert halves.margin is None
    np.testing.assert_array_equal(halves.confidence, predictions.confidence[:6])


def record_once_more(run: RunReader, *batches: Batch, model: Model | None = None) -> RunReader:
    layers = {layer.name: layer for layer in run.manifest.layers}
    plan = Plan(
        RunWriter(run.folder),
        modules={name: layer.module for name, layer in layers.items()},
        classes=None,
        reductions={name: layer.reduction for name, layer in layers.items()},
        dtype=run.manifest.layers[0].dtype,
        model=model,
        details=Details(),
    )
    plan.require_same(run.manifest)
    return EpochWriter(plan, run, epoch=max(run.manifest.epochs) + 1).write(iter([*batches, EpochEnd()]))


def next_batch(run: RunReader, **parts: object) -> Batch:
    random = np.random.default_rng(0)
    vectors = {one.name: random.random((len(LABELS), one.width), np.float32) for one in run.manifest.layers}
    return Batch(vectors, **parts)


def half(batch: Batch) -> Batch:
    return replace(batch, vectors={name: vectors[:6] for name, vectors in batch.vectors.items()})


def test_a_run_that_lacks_parts_is_recorded_further_without_them(store: Path):
    run = write_run(store / "bare", replace(TINY, without=PARTS, layers=TINY.layers[:1]))
    longer = record_once_more(run, next_batch(run))
    assert longer.manifest.epochs == (*run.manifest.epochs, max(run.manifest.epochs) + 1)
    assert check_run(longer) == []
    predicted = Predictions(LABELS)
    with pytest.raises(RunMismatch, match="run 'Tiny' has no labels, and this epoch has some"):
        record_once_more(run, next_batch(run, labels=LABELS))
    with pytest.raises(RunMismatch, match="run 'Tiny' has no predictions, and this epoch has some"):
        record_once_more(run, next_batch(run, predictions=predicted))
    with pytest.raises(RunMismatch, match="run 'bare' has the columns none, and this epoch reward: it needs the same"):
        record_once_more(run, next_batch(run, columns={"reward": np.zeros(len(LABELS))}))
    with pytest.raises(RunMismatch, match="run 'bare' was recorded without a network"):
        record_once_more(run, next_batch(run), model=Model("mlp", 1))
    with pytest.raises(UnusableSamples, match="batch 1 has labels where batch 0 has none"):
        record_once_more(run, half(next_batch(run)), half(next_batch(run, labels=LABELS[:6])))
