"""The recorder: four lines around a training loop, which they do not change."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load as from_safetensors
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from epochscope import Details, Metric, Recorder
from epochscope.errors import UnusableInput
from epochscope.record.errors import RunMismatch, UnknownLayer, UnusableActivations, UnusableLayer, UnusableSamples
from epochscope.store import (
    ActivationSink,
    BadName,
    Manifest,
    RunBusy,
    RunExists,
    RunReader,
    RunWriter,
    WriteFailed,
    check_run,
)
from users import TokenClassifier

CLASSES = ["cat", "dog", "ship"]


def make_model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.Dropout(), nn.Flatten(), nn.Linear(144, 3)
    )


def make_loader(samples: int = 10, shuffle: bool = False) -> DataLoader[tuple[Tensor, ...]]:
    generator = torch.Generator().manual_seed(1)
    images = torch.rand(samples, 3, 8, 8, generator=generator)
    return DataLoader(TensorDataset(images, torch.arange(samples) % 3), batch_size=4, shuffle=shuffle)


def train_one_epoch(model: nn.Module) -> None:
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for images, labels in make_loader():
        optimizer.zero_grad()
        functional.cross_entropy(model(images), labels).backward()
        optimizer.step()


def files_of(store: Path) -> list[Path]:
    return sorted(path for path in store.rglob("*") if path.is_file() and not path.name.endswith(".lock"))


def test_the_recommended_layer_is_kept_and_must_be_recorded(store: Path):
    parts = {"layers": ["0", "5"], "samples": make_loader(), "classes": CLASSES}
    with pytest.raises(UnknownLayer, match="recommended_layer must be one of 0, 5, not 'fc'"):
        Recorder(store / "mine", make_model(), details=Details(recommended_layer="fc"), **parts)
    assert not (store / "mine").exists()
    with Recorder(store / "mine", make_model(), details=Details(recommended_layer="0"), **parts) as recorder:
        recorder.record(epoch=0)
    manifest = RunReader.at(store / "mine").manifest
    assert manifest.recommended_layer == "0"
    with pytest.raises(ValueError, match="recommended_layer must be one of 0, 5, not '7'"):
        replace(manifest, recommended_layer="7")


def test_four_lines_record_a_model(store: Path):
    model = make_model()
    with Recorder(store / "mine", model, layers=["0", "5"], samples=make_loader(), classes=CLASSES) as recorder:
        recorder.record(epoch=0)
        for epoch in range(1, 3):
            train_one_epoch(model)
            recorder.record(epoch)
    run = RunReader.at(store / "mine")
    assert check_run(run) == []
    assert run.manifest.epochs == run.manifest.checkpoints == (0, 1, 2)
    assert [(layer.name, layer.width) for layer in run.manifest.layers] == [("0", 4), ("5", 3)]
    assert run.manifest.dataset.image_shape == (3, 8, 8)
    assert run.manifest.model.name == "Sequential"


def test_at_the_end_it_says_where_the_run_is_and_what_comes_next(store: Path, capsys: pytest.CaptureFixture[str]):
    location = store / "mine"
    parts = {"layers": ["5"], "samples": make_loader(), "classes": CLASSES}
    with Recorder(location, make_model(), **parts) as recorder:
        recorder.record(epoch=0)
    assert capsys.readouterr().out == f"recorded to {location}; next: epochscope project {location}\n"
    with pytest.raises(RuntimeError), Recorder(location, make_model(), resume=True, **parts) as recorder:
        raise RuntimeError
    with Recorder(store / "nothing", make_model(), **parts):
        pass
    assert capsys.readouterr().out == ""


def test_what_is_recorded_is_what_the_model_computes(store: Path):
    model = make_model()
    loader = make_loader()
    with Recorder(
        store / "mine", model, layers={"conv": "0"}, samples=loader, classes=CLASSES, dtype="float32"
    ) as recorder:
        recorder.record(0)
    model.eval()
    images, labels = (torch.cat(parts) for parts in zip(*loader, strict=True))
    with torch.no_grad():
        convolved, logits = model[0](images).mean((2, 3)), model(images)
    run = RunReader.at(store / "mine")
    np.testing.assert_allclose(run.activations("conv", 0), convolved.numpy(), rtol=1e-5, atol=1e-6)
    predictions = run.predictions(0)
    np.testing.assert_array_equal(predictions.predicted, logits.argmax(1).numpy())
    np.testing.assert_allclose(predictions.loss, functional.cross_entropy(logits, labels, reduction="none"), rtol=1e-5)
    np.testing.assert_allclose(predictions.confidence, logits.softmax(1).amax(1), rtol=1e-5)
    own = logits[torch.arange(len(labels)), labels]
    best_other = torch.stack([row[torch.arange(3) != label].max() for row, label in zip(logits, labels, strict=True)])
    np.testing.assert_allclose(predictions.margin, own - best_other, rtol=1e-4, atol=1e-6)


def test_activations_are_taken_before_a_later_module_changes_them_in_place(store: Path):
    # Module 1 feeds an in-place ReLU; flatten keeps the tensor itself, so a view would show the ReLU's output.
    model = make_model()
    with Recorder(
        store / "mine", model, layers=["1"], samples=make_loader(), classes=CLASSES, reduction="flatten"
    ) as recorder:
        recorder.record(0)
    assert RunReader.at(store / "mine").activations("1", 0).min() < 0


def test_recording_changes_nothing_in_the_training(store: Path):
    def final_weights(recorded: bool) -> Tensor:
        torch.manual_seed(3)
        model = make_model()
        model[1].eval()  # a frozen batch norm, which must stay frozen
        loader = make_loader(shuffle=True)
        recorder = Recorder(store / f"mine-{recorded}", model, layers=["0"], samples=make_loader(), classes=CLASSES)
        with recorder if recorded else torch.enable_grad():
            for epoch in range(3):
                if recorded:
                    recorder.record(epoch)
                assert [module.training for module in model[:4]] == [True, False, True, True]
                for images, labels in loader:
                    functional.cross_entropy(model(images), labels).backward()
                    with torch.no_grad():
                        for parameter in model.parameters():
                            parameter.sub_(0.1 * parameter.grad)
                            parameter.grad = None
        assert not any(module._forward_hooks for module in model.modules())
        return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])

    torch.testing.assert_close(final_weights(recorded=True), final_weights(recorded=False), rtol=0, atol=0)


class Fragile(nn.Module):
    """Fails in its forward pass from the second call on."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(4, 3)
        self.calls = 0

    def forward(self, inputs: Tensor) -> Tensor:
        self.calls += 1
        if self.calls > 1:
            raise RuntimeError("out of memory, say")
        return self.inner(inputs)


def vector_loader() -> list[tuple[Tensor, Tensor]]:
    return [(torch.rand(4, 4), torch.tensor([0, 1, 2, 0])) for _ in range(3)]


def test_hooks_and_mode_are_restored_when_the_model_raises(store: Path):
    model = Fragile()
    model.train()
    recorder = Recorder(
        store / "mine", model, layers=["inner"], samples=vector_loader(), classes=CLASSES, on_error="raise"
    )
    with pytest.raises(RuntimeError, match="out of memory, say"), recorder:
        recorder.record(0)
    assert model.training
    assert not model.inner._forward_hooks
    assert torch.is_grad_enabled()
    assert files_of(store) == []


def test_an_error_in_the_training_loop_keeps_the_earlier_epochs(store: Path):
    model = make_model()
    recorder = Recorder(store / "mine", model, layers=["0"], samples=make_loader(), classes=CLASSES)
    with pytest.raises(ZeroDivisionError), recorder:
        recorder.record(0)
        1 / 0  # noqa: B018
    assert RunReader.at(store / "mine").manifest.epochs == (0,)


class Odd(nn.Module):
    def __init__(self, output: object) -> None:
        super().__init__()
        self.output = output

    def forward(self, _: Tensor) -> object:
        return self.output


class Around(nn.Module):
    """Calls an odd module, then continues with a regular one."""

    def __init__(self, odd: nn.Module, calls: int = 1) -> None:
        super().__init__()
        self.odd, self.calls, self.head = odd, calls, nn.Linear(4, 3)

    def forward(self, inputs: Tensor) -> Tensor:
        for _ in range(self.calls):
            self.odd(inputs)
        return self.head(inputs)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Around(Odd((1, 2))), r"layer 'odd' \(Odd\) returns a tuple, not a tensor"),
        (
            Around(Odd({"a": torch.ones(4, 2), "b": torch.ones(4, 2)})),
            "choose one by adding ':a', ':b' to",
        ),
        (Around(Odd({"hidden": 1})), r"layer 'odd' \(Odd\) returns a dict, not a tensor"),
        (Around(Odd(torch.ones(4))), r"layer 'odd' \(Odd\) returns shape \(4,\)"),
        (Around(nn.Identity(), calls=0), r"layer 'odd' \(odd\) did not run in the forward pass"),
        (Around(nn.Identity(), calls=2), r"layer 'odd' \(Identity\) runs more than once"),
    ],
)
def test_a_layer_that_returns_no_vectors_is_named(store: Path, model: nn.Module, message: str):
    recorder = Recorder(store / "mine", model, layers=["odd"], samples=vector_loader(), classes=CLASSES)
    with pytest.raises(UnusableLayer, match=message), recorder:
        recorder.record(0)
    assert files_of(store) == []


def test_an_unknown_layer_is_rejected_with_the_nearest_names(store: Path):
    with pytest.raises(UnknownLayer, match="has no layer 'hed'; did you mean head"):
        Recorder(store / "mine", Around(nn.Identity()), layers=["hed"], samples=[], classes=CLASSES)
    with pytest.raises(BadName):
        Recorder(store / "mine", Around(nn.Identity()), layers={"../head": "head"}, samples=[], classes=CLASSES)
    assert not (store / "mine").exists()


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        (
            [{"image": 1, "mask": 2}],
            "a batch has image, mask, and the network takes inputs: give step=",
        ),
        ([(torch.rand(2, 4), torch.tensor([0, 5]))], "labels range from 0 to 5, but there are 3 classes"),
        ([], "the loader yields no samples"),
    ],
)
def test_unusable_samples_give_a_message(store: Path, samples: list[object], message: str):
    recorder = Recorder(store / "mine", Around(nn.Identity()), layers=["head"], samples=samples, classes=CLASSES)
    with pytest.raises(UnusableInput, match=message), recorder:
        recorder.record(0)
    assert files_of(store) == []


def test_a_class_count_mismatch_gives_a_message(store: Path):
    model = Around(nn.Identity())
    recorder = Recorder(store / "mine", model, layers=["head"], samples=vector_loader(), classes=["a", "b"])
    with pytest.raises(UnusableSamples, match="the model has 3 classes, but 2 are named"), recorder:
        recorder.record(0)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "layer 'inner' has 4 NaN or infinite values at epoch 1"),
        (float("inf"), "layer 'inner' has 4 NaN or infinite values at epoch 1"),
        (1e5, "layer 'inner' has 4 values above 65504 at epoch 1: record it as float32"),
    ],
)
def test_values_that_cannot_be_stored_are_rejected_by_layer_and_epoch(store: Path, value: float, message: str):
    model = nn.Sequential()
    model.inner = nn.Linear(4, 3)
    model.clip = nn.Hardtanh()
    loader = vector_loader()[:2]

    class Poisoned(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.Identity()
            self.head = nn.Linear(4, 3)
            self.poison: float | None = None

        def forward(self, inputs: Tensor) -> Tensor:
            poisoned = inputs.clone()
            if self.poison is not None:
                poisoned[:2, 0] = self.poison
            self.inner(poisoned)
            return self.head(inputs)

    poisoned = Poisoned()
    recorder = Recorder(store / "mine", poisoned, layers=["inner"], samples=loader, classes=CLASSES, on_error="raise")
    with pytest.raises(UnusableActivations, match=message), recorder:
        recorder.record(0)
        poisoned.poison = value
        recorder.record(1)
    run = RunReader.at(store / "mine")
    assert run.manifest.epochs == (0,)
    assert check_run(run) == []


def test_a_loader_that_shuffles_is_detected(store: Path):
    parts = {"layers": ["0"], "samples": make_loader(shuffle=True), "classes": CLASSES}
    recorder = Recorder(store / "mine", make_model(), on_error="raise", **parts)
    torch.manual_seed(5)
    with pytest.raises(RunMismatch, match="a different order than before: it must not shuffle"), recorder:
        recorder.record(0)
        torch.manual_seed(6)
        recorder.record(1)


def test_epochs_must_increase(store: Path):
    with Recorder(store / "mine", make_model(), layers=["0"], samples=make_loader(), classes=CLASSES) as recorder:
        recorder.record(3)
        with pytest.raises(UnusableInput, match="epoch 3 does not follow epoch 3"):
            recorder.record(3)


def test_an_existing_run_is_not_replaced_but_resumed(store: Path):
    model = make_model()
    options = {"layers": ["0"], "samples": make_loader(), "classes": CLASSES}
    with Recorder(store / "mine", model, **options) as recorder:
        recorder.record(0)
    with pytest.raises(RunExists, match="there is already a run 'mine'; resume it or choose another name"):
        Recorder(store / "mine", model, **options)
    with Recorder(store / "mine", model, resume=True, **options) as recorder:
        assert recorder.last_epoch == 0
        recorder.record(1)
    assert RunReader.at(store / "mine").manifest.epochs == (0, 1)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"layers": ["0", "5"]}, "layers"),
        ({"classes": ["a", "b", "c"]}, "classes"),
        ({"reduction": "max"}, "reduction"),
        ({"dtype": "float32"}, "dtype"),
    ],
)
def test_resuming_in_another_way_is_rejected(store: Path, change: dict[str, object], what: str):
    options: dict[str, object] = {"layers": ["0"], "samples": make_loader(), "classes": CLASSES}
    with Recorder(store / "mine", make_model(), **options) as recorder:
        recorder.record(0)
    with pytest.raises(RunMismatch, match=f"run 'mine' has {what} "):
        Recorder(store / "mine", make_model(), resume=True, **(options | change))


def test_resuming_with_other_samples_is_rejected(store: Path):
    model = make_model()
    with Recorder(store / "mine", model, layers=["0"], samples=make_loader(), classes=CLASSES) as recorder:
        recorder.record(0)
    resumed = Recorder(store / "mine", model, layers=["0"], samples=make_loader(9), classes=CLASSES, resume=True)
    with pytest.raises(RunMismatch, match="this run has 10 samples, but the loader yields 9"), resumed:
        resumed.record(1)


def test_two_recorders_do_not_write_to_one_run(store: Path):
    options = {"layers": ["0"], "samples": make_loader(), "classes": CLASSES}
    with (
        Recorder(store / "mine", make_model(), **options),
        pytest.raises(RunBusy),
        Recorder(store / "mine", make_model(), **options),
    ):
        pass


@pytest.mark.parametrize(
    ("reduction", "expected"),
    [
        ("mean", lambda output: output.mean((2, 3))),
        ("max", lambda output: output.amax((2, 3))),
        ("flatten", lambda output: output.flatten(1)),
    ],
)
def test_reductions_do_what_their_names_say(store: Path, reduction: str, expected):
    model = make_model()
    with Recorder(
        store / "mine",
        model,
        layers=["0"],
        samples=make_loader(),
        classes=CLASSES,
        reduction=reduction,
        dtype="float32",
    ) as recorder:
        recorder.record(0)
    images = torch.cat([images for images, _ in make_loader()])
    with torch.no_grad():
        reduced = expected(model[0](images)).numpy()
    np.testing.assert_allclose(RunReader.at(store / "mine").activations("0", 0), reduced, rtol=1e-5, atol=1e-6)


def test_the_random_projection_is_fixed_and_nearly_keeps_distances(store: Path):
    images = torch.cat([images for images, _ in make_loader()])
    loader = make_loader()
    for name in ("one", "two"):
        model = nn.Sequential(nn.Identity(), nn.Flatten(), nn.Linear(192, 3))
        with Recorder(
            store / name, model, layers=["0"], samples=loader, classes=CLASSES, reduction="random"
        ) as recorder:
            recorder.record(0)
    one, two = (RunReader.at(store / name).activations("0", 0).astype(np.float32) for name in ("one", "two"))
    np.testing.assert_array_equal(one, two)
    assert one.shape == (10, 256)
    ratio = torch.pdist(torch.from_numpy(one)) / torch.pdist(images.flatten(1))
    assert 0.8 < ratio.mean() < 1.2


def test_tokens_of_a_transformer_are_averaged(store: Path):
    loader = [(torch.rand(4, 5, 8), torch.tensor([0, 1, 2, 0]))]
    with Recorder(store / "mine", TokenClassifier(), layers=["encoder"], samples=loader, classes=CLASSES) as recorder:
        recorder.record(0)
    run = RunReader.at(store / "mine")
    assert run.manifest.layer("encoder").width == 8
    assert run.thumbnails is None
    assert run.manifest.dataset.image_shape is None


def test_unknown_options_are_rejected_with_the_choices(store: Path):
    options = {"layers": ["0"], "samples": make_loader(), "classes": CLASSES}
    with pytest.raises(
        UnusableInput, match="there is no reduction 'median'; choose one of: mean, max, flatten, random"
    ):
        Recorder(store / "mine", make_model(), reduction="median", **options)
    with pytest.raises(UnusableInput, match="dtype must be one of float16, float32, not 'float8'"):
        Recorder(store / "mine", make_model(), dtype="float8", **options)
    with pytest.raises(UnusableInput, match="layers must be 'auto' or a list of names, not one string"):
        Recorder(store / "mine", make_model(), **(options | {"layers": "0"}))
    with pytest.raises(UnusableInput, match="name at least one layer"):
        Recorder(store / "mine", make_model(), **(options | {"layers": []}))


def test_checkpoints_hold_the_weights_of_their_epoch(store: Path):
    model = make_model()
    with Recorder(store / "mine", model, layers=["0"], samples=make_loader(), classes=CLASSES) as recorder:
        recorder.record(0)
        before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        train_one_epoch(model)
        recorder.record(1)
    stored = from_safetensors(RunReader.at(store / "mine").checkpoint(0))
    assert stored.keys() == before.keys()
    for name, tensor in before.items():
        torch.testing.assert_close(stored[name], tensor, rtol=0, atol=0)


def test_metrics_of_the_loop_replace_those_of_the_recorded_samples(store: Path):
    details = Details(splits=["train"] * 6 + ["test"] * 4)
    with Recorder(
        store / "mine", make_model(), layers=["0"], samples=make_loader(), classes=CLASSES, details=details
    ) as recorder:
        recorder.record(0)
        recorder.record(1, [Metric(1, "train", 0.25, 0.75, 0.1, 9.0)])
    run = RunReader.at(store / "mine")
    metrics = run.metrics()
    correct = run.predictions(0).predicted == run.samples().label
    assert metrics[0].accuracy == pytest.approx(correct[:6].mean())
    assert metrics[1].accuracy == pytest.approx(correct[6:].mean())
    assert metrics[2] == Metric(1, "train", 0.25, 0.75, 0.1, 9.0)
    assert [(metric.epoch, metric.split) for metric in metrics] == [
        (0, "train"),
        (0, "test"),
        (1, "train"),
        (1, "test"),
    ]


def tile(run: RunReader, atlas: Image.Image, slot: int) -> np.ndarray:
    thumbnails = run.thumbnails
    assert thumbnails is not None
    row, column = divmod(slot, thumbnails.columns)
    left, top = column * thumbnails.width, row * thumbnails.height
    return np.asarray(atlas.crop((left, top, left + thumbnails.width, top + thumbnails.height)))


def image_loader(channels: int, side: int, samples: int) -> list[tuple[Tensor, Tensor]]:
    images = torch.rand(samples, channels, side, side, generator=torch.Generator().manual_seed(2)) * 4 - 2
    return list(zip(images.split(100), (torch.arange(samples) % 3).split(100), strict=True))


@pytest.mark.parametrize(("channels", "side", "samples"), [(1, 8, 30), (3, 20, 30), (1, 28, 1100), (3, 200, 120)])
def test_thumbnails_of_any_size_are_tiled_by_sample(store: Path, channels: int, side: int, samples: int):
    model = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 3))
    loader = image_loader(channels, side, samples)
    with Recorder(store / "mine", model, layers=["0"], samples=loader, classes=CLASSES) as recorder:
        recorder.record(0)
    run = RunReader.at(store / "mine")
    thumbnails = run.thumbnails
    assert thumbnails is not None
    assert sum(atlas.samples for atlas in thumbnails.atlases) == samples
    assert max(thumbnails.width, thumbnails.height) == min(side, 128)
    last = thumbnails.atlases[-1]
    atlas = Image.open(io.BytesIO(run.thumbnail_atlas(last.file)))
    sample = samples - 1
    shown = tile(run, atlas, sample - last.first_sample).astype(float)
    image = torch.cat([images for images, _ in loader])[sample].permute(1, 2, 0).numpy()
    if side <= 128:
        expected = np.broadcast_to((image + 2) / 4 * 255, (side, side, 3))
        assert np.abs(shown - expected).max() < 4  # the range is that of the first batch, not the exact one
    assert shown.std() > 10


def test_given_images_become_the_thumbnails_unchanged(store: Path):
    images = list(np.random.default_rng(0).integers(0, 255, (10, 6, 9, 3), dtype=np.uint8))
    details = Details(images=images, sources=[f"file-{sample}" for sample in range(10)], title="Mine", seed=4)
    with Recorder(
        store / "mine", make_model(), layers=["0"], samples=make_loader(), classes=CLASSES, details=details
    ) as recorder:
        recorder.record(0)
    run = RunReader.at(store / "mine")
    atlas = Image.open(io.BytesIO(run.thumbnail_atlas("atlas-0000.webp")))
    for sample, image in enumerate(images):
        np.testing.assert_array_equal(tile(run, atlas, sample), image)
    assert [finding for finding in check_run(run) if finding.path.startswith("thumbnails")] == []
    assert run.samples().source[3] == "file-3"
    assert (run.manifest.title, run.manifest.seed) == ("Mine", 4)


def test_a_wrong_number_of_splits_is_rejected(store: Path):
    recorder = Recorder(
        store / "mine",
        make_model(),
        layers=["0"],
        samples=make_loader(),
        classes=CLASSES,
        details=Details(splits=["a"]),
    )
    with pytest.raises(UnusableInput, match="there are 1 splits for 10 samples"), recorder:
        recorder.record(0)
    assert files_of(store) == []


def test_writing_continues_in_the_background(store: Path, monkeypatch: pytest.MonkeyPatch):
    """record() returns while the epoch is still being written; the writer is delayed to make that visible."""
    import threading

    gate, begin = threading.Event(), RunWriter.begin

    def delayed(self: RunWriter, manifest: Manifest) -> None:
        assert gate.wait(30)
        begin(self, manifest)

    monkeypatch.setattr(RunWriter, "begin", delayed)
    with Recorder(store / "mine", make_model(), layers=["0"], samples=make_loader(), classes=CLASSES) as recorder:
        recorder.record(0)
        assert not (store / "mine" / "run.json").exists()
        gate.set()
        recorder.flush()
        assert (store / "mine" / "run.json").exists()


def test_an_error_of_the_writer_reaches_the_caller_even_when_the_queue_is_full(
    store: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_):
        raise WriteFailed("the disk is full")

    monkeypatch.setattr(ActivationSink, "append", refuse)
    many = [(torch.rand(4, 4), torch.tensor([0, 1, 2, 0]))] * 50
    parts = {"layers": ["head"], "samples": many, "classes": CLASSES}
    recorder = Recorder(store / "mine", Around(nn.Identity()), on_error="raise", **parts)
    with pytest.raises(WriteFailed, match="the disk is full"), recorder:
        recorder.record(0)


@pytest.mark.slow
def test_a_compiled_model_is_recorded_through_the_module_it_wraps(store: Path):
    model = make_model()
    compiled = torch.compile(model)
    with Recorder(store / "mine", compiled, layers=["0"], samples=make_loader(), classes=CLASSES) as recorder:
        recorder.record(0)
    assert RunReader.at(store / "mine").manifest.model.name == "Sequential"


def test_tied_weights_are_stored(store: Path):
    model = Around(nn.Identity())
    model.twin = model.head
    with Recorder(store / "mine", model, layers=["head"], samples=vector_loader(), classes=CLASSES) as recorder:
        recorder.record(0)
    assert "twin.weight" in from_safetensors(RunReader.at(store / "mine").checkpoint(0))
