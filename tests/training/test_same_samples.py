"""The samples of a recording: their labels, and that they are the same at every epoch."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from epochscope import Recorder
from epochscope.errors import UnusableInput
from epochscope.record.errors import RunMismatch
from epochscope.record.failures import EpochNotRecorded
from epochscope.store import RunReader

CLASSES = ["cat", "dog", "ship"]
INPUTS, LABELS = torch.rand(12, 4, generator=torch.Generator().manual_seed(0)), torch.arange(12) % 3


def record(
    store: Path, samples: object, model: nn.Module | None = None, epochs: int = 2, **options: object
) -> RunReader:
    model = model or nn.Sequential(nn.Linear(4, 3))
    options = {"layers": ["0"], "samples": samples, "classes": CLASSES, "on_error": "raise"} | options
    with Recorder(store / "mine", model, **options) as recorder:
        for epoch in range(epochs):
            recorder.record(epoch)
            torch.rand(1)
            np.random.rand()
            random.random()
    return RunReader.at(store / "mine")


@pytest.mark.parametrize(
    "labels",
    [
        LABELS.int(),
        LABELS.to(torch.uint8),
        LABELS.float(),
        LABELS[:, None],
        LABELS.numpy(),
        LABELS.tolist(),
        tuple(LABELS.tolist()),
        LABELS.numpy().astype(np.uint16),
    ],
)
def test_class_numbers_are_labels_in_any_type(store: Path, labels: object):
    np.testing.assert_array_equal(record(store, [(INPUTS, labels)]).labels(), LABELS)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (nn.functional.one_hot(LABELS), r"labels must be numbers of classes \(batch,\), not \(12, 3\); of one-hot"),
        (torch.full((12, 3), 1 / 3), r"not \(12, 3\); of one-hot labels, which may be mixed or smoothed, yield"),
        (LABELS + 0.9, "labels must be whole numbers of classes, not 0.8999"),
        (torch.full((12,), float("nan")), "labels must be whole numbers of classes, not nan"),
        (LABELS + 1j, "labels must be whole numbers of classes, not "),
        (torch.tensor(1), r"labels must be numbers of classes \(batch,\), not \(\)"),
        (["cat"] * 12, r"labels must be numbers of classes \(batch,\), not list"),
    ],
)
def test_labels_that_are_no_class_numbers_are_rejected_before_the_network_runs(
    store: Path, labels: object, message: str
):
    class Untouched(nn.Sequential):
        def forward(self, _: Tensor) -> Tensor:
            raise AssertionError("nothing is computed")

    with pytest.raises(UnusableInput, match=message):
        record(store, [(INPUTS, labels)], Untouched(nn.Identity()))
    assert not (store / "mine" / "run.json").exists()


class Changing:
    """A loader in two batches whose inputs are those of ``change`` at every pass."""

    def __init__(self, change: Callable[[Tensor], object], labels: Tensor = LABELS) -> None:
        self.change, self.labels = change, labels

    def __iter__(self) -> Iterator[tuple[object, Tensor]]:
        for inputs, labels in zip(INPUTS.split(6), self.labels.split(6), strict=True):
            yield self.change(inputs), labels


class Reading(nn.Module):
    """Reads inputs in any collection."""

    def __init__(self, read: Callable[[object], Tensor]) -> None:
        super().__init__()
        self.read = read
        self.add_module("0", nn.Linear(4, 3))

    def forward(self, inputs: object) -> Tensor:
        return self.get_submodule("0")(self.read(inputs))


CHANGES = [
    pytest.param(lambda x: x + torch.rand(4), lambda x: x, id="noise"),
    pytest.param(lambda x: x + np.random.rand(), lambda x: x, id="NumPy noise"),
    pytest.param(lambda x: x if random.random() < 0 else x + random.random(), lambda x: x, id="Python noise"),
    pytest.param(lambda x: {"x": x, "mask": torch.rand(4)}, lambda x: x["x"], id="dict"),
    pytest.param(lambda x: [x, (torch.rand(6, 1).bfloat16(),)], lambda x: x[0], id="nested"),
    pytest.param(lambda x: x.numpy() + np.random.rand(), lambda x: torch.from_numpy(x).float(), id="array"),
    pytest.param(lambda x: {"x": x, "text": str(torch.rand(1))}, lambda x: x["x"], id="text"),
]


@pytest.mark.parametrize(("change", "read"), CHANGES)
def test_an_epoch_with_other_inputs_is_rejected_unless_they_may_change(
    store: Path, change: Callable[[Tensor], object], read: Callable[[object], Tensor]
):
    message = "batch 0 has other inputs than at the first epoch, and the same labels: .* set inputs_may_change=True"
    with pytest.raises(RunMismatch, match=message):
        record(store, Changing(change), Reading(read))
    assert RunReader.at(store / "mine").manifest.epochs == (0,)
    again = record(store.parent / "others", Changing(change), Reading(read), inputs_may_change=True)
    assert again.manifest.epochs == (0, 1)


def test_other_inputs_stop_a_training_at_its_second_epoch_but_not_later(store: Path):
    passes = iter([0, 0, 0, 0, 1])
    with pytest.raises(RunMismatch, match="batch 0 has other inputs"):
        record(store, Changing(lambda inputs: inputs + torch.rand(4)), on_error="warn")
    with pytest.warns(EpochNotRecorded, match="epoch 2 .* the training goes on: batch 0 has other inputs"):
        late = record(store / "late", Changing(lambda inputs: inputs + next(passes)), epochs=3, on_error="warn")
    assert late.manifest.epochs == (0, 1)


def test_the_batch_that_changes_is_named(store: Path):
    passes = iter([0, 0, 0, 1])
    with pytest.raises(RunMismatch, match="batch 1 has other inputs"):
        record(store, Changing(lambda inputs: inputs + next(passes)))


def test_samples_that_only_change_places_within_a_class_are_noticed(store: Path):
    passes = iter([0, 0, 1, 1])
    labels = torch.zeros(12, dtype=torch.int64)
    with pytest.raises(RunMismatch, match="batch 0 has other inputs"):
        record(store, Changing(lambda inputs: inputs.flip(0) if next(passes) else inputs, labels))


def test_the_same_inputs_are_the_same_whatever_holds_them(store: Path):
    def hold(inputs: Tensor) -> object:
        return {"x": inputs.clone(), "ids": [1, "a", None], "half": inputs.half().T, "flag": inputs > 0, "of": object()}

    assert record(store, Changing(hold), Reading(lambda held: held["x"]), epochs=3).manifest.epochs == (0, 1, 2)


def resume(store: Path, epoch: int, samples: object, **options: object) -> RunReader:
    model = nn.Sequential(nn.Linear(4, 3))
    options |= {"layers": ["0"], "samples": samples, "classes": CLASSES, "resume": True}
    with Recorder(store / "mine", model, **options) as recorder:
        recorder.record(epoch)
    return RunReader.at(store / "mine")


def test_a_run_is_resumed_with_the_inputs_that_it_was_started_with_in_batches_of_any_size(store: Path):
    record(store, [(INPUTS, LABELS)], epochs=1)
    resume(store, 1, Changing(lambda inputs: inputs))
    others = Changing(lambda inputs: inputs + 1)
    message = "the loader yields other inputs than when this run was started, with the same labels: resume it with"
    with pytest.raises(RunMismatch, match=message):
        resume(store, 2, others)
    assert RunReader.at(store / "mine").manifest.epochs == (0, 1)
    assert resume(store, 2, others, inputs_may_change=True).manifest.epochs == (0, 1, 2)


def test_a_run_that_does_not_say_its_inputs_is_resumed_with_any(store: Path):
    record(store, [(INPUTS, LABELS)], epochs=1, inputs_may_change=True)
    assert resume(store, 1, [(INPUTS + 1, LABELS)]).manifest.epochs == (0, 1)


class Drawing(Dataset[tuple[Tensor, int]]):
    """Draws from every global generator for each sample."""

    def __len__(self) -> int:
        return 12

    def __getitem__(self, sample: int) -> tuple[Tensor, int]:
        return INPUTS[sample] + 0 * (np.random.rand() + random.random() + torch.rand(1)), int(LABELS[sample])


class Sampling(nn.Sequential):
    """A network that draws while it is evaluated."""

    def forward(self, inputs: Tensor) -> Tensor:
        return super().forward(inputs) + 0 * torch.rand(1) + 0 * np.random.rand()


def draws(generator: torch.Generator) -> list[float]:
    """Return what each generator would draw next, leaving it as it is."""
    numpy_state, python_state = np.random.get_state(), random.getstate()
    drawn = [np.random.rand(), np.random.randn(), random.random()]
    np.random.set_state(numpy_state)
    random.setstate(python_state)
    with torch.random.fork_rng(devices=[]):
        drawn.append(float(torch.rand(1)))
    return [*drawn, float(torch.rand(1, generator=generator.clone_state()))]


@pytest.mark.parametrize("fails", [False, True])
def test_no_generator_of_the_training_is_moved(store: Path, fails: bool):
    generator = torch.Generator().manual_seed(3)
    samples = DataLoader(Drawing(), batch_size=4, generator=generator)
    model = Sampling(nn.Linear(4, 2 if fails else 3))
    before = draws(generator)
    options = {"layers": ["0"], "samples": samples, "classes": CLASSES}
    with Recorder(store / "mine", model, **options) as recorder:
        if fails:
            with pytest.raises(UnusableInput, match="the model has 2 classes"):
                recorder.record(0)
        else:
            recorder.record(0)
        assert draws(generator) == before
