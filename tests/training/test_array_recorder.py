"""Arrays of any program become a run, epoch after epoch, without a model and without torch."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from epochscope import ArrayRecorder, Details, Recorder
from epochscope.errors import UnusableInput
from epochscope.store import Column, RunBusy, RunExists, RunReader, check_run

SAMPLES = 6
LABELS = np.array([0, 1, 2, 0, 1, 2])


def made(epoch: int, width: int = 3) -> NDArray[np.float32]:
    return np.random.default_rng(epoch).normal(size=(SAMPLES, width)).astype(np.float32)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    exponentials = np.exp(logits)
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


@pytest.fixture
def location(store: Path) -> str:
    return str(store / "mine")


def test_each_call_leaves_a_whole_run_and_nothing_has_to_be_closed(location: str):
    recorder = ArrayRecorder(
        location,
        labels=LABELS,
        classes=["a", "b", "c"],
        columns={
            "size": range(SAMPLES),
            "author": list("xyxyxy"),
            "text": [f"text {n}" for n in range(SAMPLES)],
        },
        details=Details(title="Mine", splits=["train"] * 4 + ["test"] * 2, recommended_layer="b"),
    )
    for epoch in (0, 3):
        recorder.record_arrays(
            epoch, {"a": made(epoch), "b": made(epoch, 5)}, made(epoch), {"error": made(epoch)[:, 0]}
        )
        assert check_run(RunReader.at(location)) == []
    run = RunReader.at(location)
    manifest = run.manifest
    assert (manifest.title, manifest.epochs, manifest.dataset.classes) == ("Mine", (0, 3), ("a", "b", "c"))
    assert [(layer.name, layer.width, layer.reduction) for layer in manifest.layers] == [
        ("a", 3, "none"),
        ("b", 5, "none"),
    ]
    assert manifest.columns == (
        Column("size", "number"),
        Column("author", "class", classes=("x", "y")),
        Column("text", "text"),
        Column("error", "number", per_epoch=True),
    )
    assert np.allclose(run.activations("b", 3), made(3, 5), atol=1e-2)
    assert np.allclose(run.column("error", 3), made(3)[:, 0])
    assert [(metric.epoch, metric.split) for metric in run.metrics()] == [
        (e, s) for e in (0, 3) for s in ("train", "test")
    ]
    assert (recorder.last_epoch, manifest.checkpoints, manifest.model) == (3, (), None)


def test_probabilities_say_the_same_as_the_logits_that_they_come_from(location: str, store: Path):
    logits = made(1)
    ArrayRecorder(location, labels=LABELS).record_arrays(0, {"fc": made(0)}, predictions=logits)
    ArrayRecorder(store / "other", labels=LABELS).record_arrays(0, {"fc": made(0)}, predictions=softmax(logits))
    one, other = (RunReader.at(place).predictions(0).arrays() for place in (location, store / "other"))
    assert list(one) == list(other) == ["predicted", "confidence", "loss", "margin", "probabilities"]
    assert all(np.allclose(one[name], other[name], atol=1e-3) for name in one)


def test_a_probability_of_zero_leaves_loss_and_margin_finite(location: str):
    certain = np.eye(3, dtype=np.float32)[[0, 0, 0, 0, 0, 0]]
    ArrayRecorder(location, labels=LABELS).record_arrays(0, {"fc": made(0)}, predictions=certain)
    predictions = RunReader.at(location).predictions(0)
    assert predictions.loss is not None and np.isfinite(predictions.loss).all() and predictions.loss[1] > 80
    assert predictions.margin is not None and np.isfinite(predictions.margin).all()


def test_without_labels_and_predictions_nothing_is_made_up(location: str):
    ArrayRecorder(location).record_arrays(7, {"fc": made(0)})
    manifest = RunReader.at(location).manifest
    assert (manifest.labels, manifest.predictions, manifest.metrics, manifest.dataset.classes) == (False, (), False, ())
    assert set(RunReader.at(location).samples().split) == {""}


def test_large_arrays_are_read_in_blocks_from_where_they_are(
    location: str, store: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("epochscope.record.array_rows._BLOCK_BYTES", 64)
    np.save(store / "mapped.npy", made(0))
    layers = {
        "mapped": np.load(store / "mapped.npy", mmap_mode="r"),
        "torch": torch.from_numpy(made(1, 5)),
        "list": made(2).tolist(),
    }
    with ArrayRecorder(location, dtype="float32", unit="step") as recorder:
        recorder.record_arrays(100, layers, predictions=LABELS)
    run = RunReader.at(location)
    assert (run.manifest.unit, run.manifest.predictions) == ("step", ("predicted",))
    for name, array in {"mapped": made(0), "torch": made(1, 5), "list": made(2)}.items():
        assert np.array_equal(run.activations(name, 100), array)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no layer": ({"layers": {}}, "every layer must have one vector per sample, not no layer"),
    "one axis": (
        {"layers": {"fc": LABELS}},
        r"layer 'fc' must be vectors \(samples, width\), not an array of shape \(6,\)",
    ),
    "no width": ({"layers": {"fc": made(0)[:, :0]}}, r"not an array of shape \(6, 0\)"),
    "other samples": (
        {"layers": {"fc": made(1), "b": made(1)[:5]}},
        "every layer must have one vector per sample, not 6 of fc, 5 of b",
    ),
    "texts": ({"layers": {"fc": np.array([["a"]] * 6)}}, "layer 'fc' must be an array of numbers, not of <U1"),
    "a path": ({"layers": {"../fc": made(1)}}, "'../fc' is not a layer name"),
    "NaN": ({"layers": {"fc": made(1) * np.nan}}, "layer 'fc' has 18 NaN or infinite values at epoch 1"),
    "other layers": ({"layers": {"conv": made(1)}}, "run 'mine' has layers"),
    "other width": ({"layers": {"fc": made(1, 4)}}, "layer 'fc' has width 3, not 4"),
    "fewer samples": ({"layers": {"fc": made(1)[:4]}, "predictions": None}, "there are 6 labels for 4 samples"),
    "fewer classes": ({"predictions": made(1)[:, :2]}, "labels range up to 2, but predictions have 2 classes"),
    "no predictions": ({"predictions": None}, "has predictions, and this epoch has none"),
    "short predictions": ({"predictions": made(1)[:5]}, "there are 5 predictions for 6 samples"),
    "one logit": ({"predictions": made(1)[:, :1]}, "predictions must be logits or probabilities"),
    "regression": ({"predictions": made(1)[:, 0]}, "predictions must be logits or probabilities"),
    "several labels each": ({"predictions": np.full((6, 3), 0.9)}, "those of sample 0 have the sum 2.7"),
    "NaN logits": ({"predictions": made(1) * np.nan}, "NaN or infinite values at epoch 1"),
    "an earlier epoch": ({"epoch": 0}, "epoch 0 does not follow epoch 0, the last recorded one"),
    "no number": ({"epoch": 1.5}, "an epoch is a whole number"),
    "no names of classes": ({"columns": {"note": [None, 1] * 3}}, "column 'note' must hold one number or one text"),
    "another column": ({"columns": {"more": LABELS}}, "has the columns none, and this epoch more"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_and_the_run_stays_as_it_was(location: str, case: str):
    recorder = ArrayRecorder(location, labels=LABELS)
    recorder.record_arrays(0, {"fc": made(0)}, predictions=made(0))
    change, message = REFUSED[case]
    before = RunReader.at(location).manifest
    with pytest.raises(UnusableInput, match=message):
        recorder.record_arrays(**{"epoch": 1, "layers": {"fc": made(1)}, "predictions": made(1), **change})
    assert (RunReader.at(location).manifest, check_run(RunReader.at(location))) == (before, [])
    assert not list(Path(location).rglob("epoch=0001*/*"))
    recorder.record_arrays(1, {"fc": made(1)}, predictions=made(1))
    assert RunReader.at(location).manifest.epochs == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"labels": [0.5] * 6}, "labels must be whole numbers of classes"),
        ({"labels": [[0]] * 6}, "labels must be whole numbers of classes"),
        ({"labels": ["cat"] * 6}, "labels must be an array of numbers, not of <U3"),
        ({"labels": [-1] * 6}, "labels must be numbers of classes, from 0 to 1,048,575, not from -1 to -1"),
        ({"labels": [2**32] * 6}, "labels must be numbers of classes, from 0 to 1,048,575, not from 4294967296"),
        ({"labels": [70_000] * 6}, "go up to class 70,000, and without names up to 65,535"),
        ({"classes": []}, "classes must be a list of at least one name"),
        ({"dtype": "int8"}, "dtype must be one of float16, float32"),
        ({"unit": "hour"}, "unit must be epoch or step"),
        ({"columns": ["size"]}, "columns must map names to values"),
        ({"resume": True, "overwrite": True}, "overwrite=True replaces a run"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_written(location: str, arguments: dict[str, Any], message: str):
    with pytest.raises(UnusableInput, match=message):
        ArrayRecorder(location, **arguments)
    assert not Path(location).exists()


def test_a_run_is_continued_or_replaced_only_on_request(location: str):
    ArrayRecorder(location, labels=LABELS).record_arrays(0, {"fc": made(0)})
    with pytest.raises(RunExists, match="there is already a run 'mine'"):
        ArrayRecorder(location, labels=LABELS)
    ArrayRecorder(location, labels=LABELS, resume=True).record_arrays(1, {"fc": made(1)})
    assert RunReader.at(location).manifest.epochs == (0, 1)
    with pytest.raises(UnusableInput, match="run 'mine' has other labels: it needs the same samples"):
        ArrayRecorder(location, labels=LABELS[::-1], resume=True).record_arrays(2, {"fc": made(2)})
    with pytest.raises(UnusableInput, match="run 'mine' has 6 samples, not 4"):
        ArrayRecorder(location, labels=LABELS[:4], resume=True).record_arrays(2, {"fc": made(2)[:4]})
    recorder = ArrayRecorder(location, overwrite=True)
    recorder.record_arrays(5, {"other": made(5)})
    recorder.record_arrays(6, {"other": made(6)})
    manifest = RunReader.at(location).manifest
    assert (manifest.epochs, [layer.name for layer in manifest.layers]) == ((5, 6), ["other"])


def test_what_another_recorder_has_written_since_is_not_overwritten(location: str):
    one, other = ArrayRecorder(location), ArrayRecorder(location)
    one.record_arrays(0, {"fc": made(0)})
    with pytest.raises(RunExists, match="another process has made the run 'mine' since: resume it"):
        other.record_arrays(0, {"fc": made(9)})
    late = ArrayRecorder(location, resume=True)
    one.record_arrays(1, {"fc": made(1)})
    with pytest.raises(UnusableInput, match="epoch 1 does not follow epoch 1"):
        late.record_arrays(1, {"fc": made(9)})
    assert check_run(RunReader.at(location)) == []


def test_a_with_block_holds_the_run_between_calls(location: str):
    with ArrayRecorder(location) as recorder:
        recorder.record_arrays(0, {"fc": made(0)})
        with pytest.raises(RunBusy):
            ArrayRecorder(location, resume=True).record_arrays(1, {"fc": made(1)})
        recorder.record_arrays(1, {"fc": made(1)})
    ArrayRecorder(location, resume=True).record_arrays(2, {"fc": made(2)})
    assert RunReader.at(location).manifest.epochs == (0, 1, 2)


def test_arrays_and_a_recorder_without_a_with_block_get_along(location: str, store: Path):
    model = torch.nn.Sequential(torch.nn.Linear(3, 3))
    samples = [(torch.from_numpy(made(0)), torch.from_numpy(LABELS))]
    recorder = Recorder(store / "net", model, layers=["0"], samples=samples)
    for epoch in (0, 1):
        recorder.record(epoch)
        ArrayRecorder(location, labels=LABELS, resume=True).record_arrays(epoch, {"0": made(epoch)})
    with pytest.raises(RunBusy, match="net"):
        ArrayRecorder(store / "net", labels=LABELS, resume=True).record_arrays(2, {"0": made(2)})
    recorder.close()
    with pytest.raises(UnusableInput, match="run 'net' was recorded with a network"):
        ArrayRecorder(store / "net", labels=LABELS, resume=True).record_arrays(2, {"0": made(2)})
    for place in (location, store / "net"):
        assert (RunReader.at(place).manifest.epochs, check_run(RunReader.at(place))) == ((0, 1), [])


def test_a_run_of_arrays_is_recorded_without_torch_and_pillow(location: str):
    code = f"""
import sys
sys.modules.update(dict.fromkeys(("torch", "PIL", "safetensors")))
import epochscope
recorder = epochscope.ArrayRecorder({location!r}, labels=[0, 1], columns={{"text": ["a", "b"]}})
recorder.record_arrays(0, {{"fc": [[0.0, 1.0], [1.0, 0.0]]}}, predictions=[[0.5, 0.5], [0.25, 0.75]])
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert check_run(RunReader.at(location)) == []
