"""Users whose network predicts classes in some form, numbers, or nothing: the run holds what follows, and no more."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from epochscope import Details, Outputs, Recorder
from epochscope.errors import UnusableInput
from epochscope.store import Column, RunReader, check_run
from users import SAMPLES, numbers, recorded

INPUTS, LABELS = numbers(4), torch.arange(SAMPLES) % 3
BINARY = LABELS % 2


def perceptron(outputs: int = 3) -> nn.Sequential:
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, outputs))


def columns_of(run: RunReader) -> dict[str, bool]:
    return {column.name: column.per_epoch for column in run.manifest.columns}


def test_a_perceptron_is_recorded_without_names_of_classes_or_layers(store: Path):
    run = recorded(store, perceptron(), [(INPUTS, LABELS)])
    assert [layer.name for layer in run.manifest.layers] == ["linear-0", "linear-2"]
    assert run.manifest.dataset.classes == ("0", "1", "2")
    assert set(run.samples().split) == {""}
    assert [metric.split for metric in run.metrics()] == ["", ""]


def test_splits_are_those_of_a_mapping(store: Path):
    loaders = {"train": [(INPUTS[:4], LABELS[:4])], "test": [(INPUTS[4:], LABELS[4:])]}
    run = recorded(store, perceptron(), loaders)
    assert run.samples().split == ["train"] * 4 + ["test"] * 2
    assert [metric.split for metric in run.metrics()] == ["train", "test"] * 2


@pytest.mark.parametrize("shape", [(SAMPLES,), (SAMPLES, 1)])
@pytest.mark.parametrize("ends", ["in a logit", "in a sigmoid"])
def test_one_logit_is_of_two_classes(store: Path, shape: tuple[int, ...], ends: str):
    model = nn.Sequential(*perceptron(1), nn.Unflatten(1, (1,)), *([nn.Sigmoid()] if ends == "in a sigmoid" else []))
    run = recorded(store, model, [(INPUTS, BINARY.float().reshape(shape))], ["0"])
    assert run.manifest.dataset.classes == ("0", "1")
    with torch.no_grad():
        output = model(INPUTS)[:, 0]
    share = output if ends == "in a sigmoid" else output.sigmoid()
    predictions = run.predictions(1)
    np.testing.assert_array_equal(predictions.predicted, share > 0.5)
    loss = functional.binary_cross_entropy(share, BINARY.float(), reduction="none")
    np.testing.assert_allclose(predictions.loss, loss, rtol=1e-4)


def test_probabilities_are_not_made_into_probabilities_again(store: Path):
    model = nn.Sequential(*perceptron(), nn.Softmax(1))
    run = recorded(store, model, [(INPUTS, LABELS)], ["0"])
    with torch.no_grad():
        np.testing.assert_allclose(run.predictions(1).confidence, model(INPUTS).amax(1), rtol=1e-5)


def test_a_regression_has_targets_outputs_and_errors_and_no_classes(store: Path):
    model, targets = perceptron(1), numbers(1) + 0.5
    run = recorded(store, model, [(INPUTS, targets)], ["0"])
    manifest = run.manifest
    assert (manifest.labels, manifest.predictions, manifest.metrics) == (False, (), False)
    assert manifest.dataset.classes == ()
    assert columns_of(run) == {"target": False, "output": True, "error": True}
    with torch.no_grad():
        error = (model(INPUTS) - targets).abs()[:, 0]
    np.testing.assert_allclose(run.column("error", 1), error, rtol=1e-5)
    several = recorded(store / "several", perceptron(2), [(INPUTS, numbers(2) + 0.5)], ["0"])
    assert columns_of(several) == {"error": True}


def test_several_labels_per_sample_have_losses_and_no_predicted_class(store: Path):
    labels = (numbers(3) > 0.4).float()
    model = perceptron()
    run = recorded(store, model, [(INPUTS, labels)], ["0"])
    assert (run.manifest.labels, run.manifest.predictions) == (False, ())
    with torch.no_grad():
        wrong = ((model(INPUTS) > 0) != (labels > 0)).sum(1)
    np.testing.assert_array_equal(run.column("wrong labels", 1), wrong)
    with pytest.raises(UnusableInput, match=r"of one-hot labels, which may be mixed or smoothed, yield labels.argmax"):
        recorded(store / "one-hot", model, [(INPUTS, functional.one_hot(LABELS))], ["0"])


@pytest.mark.parametrize("axis", [1, 2])
def test_labels_of_every_token_have_a_loss_and_an_accuracy(store: Path, axis: int):
    class Tagger(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.head = nn.Linear(4, 3)

        def forward(self, tokens: Tensor) -> Tensor:
            return self.head(tokens).movedim(2, axis)

    model, tokens = Tagger(), numbers(5, 4)
    labels = (tokens.sum(2) * 10).long() % 3
    labels[0], labels[1, 2:] = -100, -100
    run = recorded(store, model, [(tokens, labels)], ["head"])
    with torch.no_grad():
        right = model.head(tokens).argmax(2) == labels
    assert np.isnan(run.column("accuracy", 1)[0])
    assert run.column("accuracy", 1)[1] == pytest.approx(right[1, :2].float().mean().item())
    assert (run.manifest.labels, run.manifest.predictions) == (False, ())


def test_a_language_model_is_measured_by_the_next_token(store: Path):
    class Next(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embedding = nn.Embedding(7, 7)

        def forward(self, input_ids: Tensor) -> Tensor:
            return self.embedding(input_ids)

    model, tokens = Next(), torch.arange(SAMPLES * 5).reshape(SAMPLES, 5) % 7
    with torch.no_grad():
        model.embedding.weight.copy_(torch.eye(7).roll(1, 1))
    run = recorded(store, model, [{"input_ids": tokens, "labels": tokens}], ["embedding"])
    assert run.column("accuracy", 1).tolist() == [1] * SAMPLES


class Autoencoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.decoder = nn.Linear(4, 2), nn.Linear(2, 4)

    def forward(self, inputs: Tensor) -> Tensor:
        return self.decoder(self.encoder(inputs))


def test_an_autoencoder_has_no_accuracy_and_its_error_as_a_column(store: Path):
    def reconstruct(model: nn.Module, batch: list[Tensor]) -> Outputs:
        return Outputs(labels=batch[1], columns={"reconstruction": (model(batch[0]) - batch[0]).square().mean(1)})

    run = recorded(store, Autoencoder(), [[INPUTS, LABELS]], ["encoder"], step=reconstruct)
    assert (run.manifest.labels, run.manifest.predictions, run.manifest.metrics) == (True, (), False)
    assert columns_of(run) == {"reconstruction": True}
    alone = recorded(store / "alone", Autoencoder(), [INPUTS], ["encoder"], output=None)
    assert (alone.manifest.labels, alone.manifest.predictions, alone.manifest.dataset.classes) == (False, (), ())
    with pytest.warns(UserWarning, match="no predictions are recorded, as outputs .* without labels are no logits"):
        recorded(store / "warned", Autoencoder(), [[INPUTS]], ["encoder"])


def test_numbers_that_may_be_an_embedding_are_not_taken_for_logits(store: Path):
    message = "the network returns 4 numbers per sample, and the highest label is 2: name the 4 classes if these are"
    with pytest.raises(UnusableInput, match=message):
        recorded(store, Autoencoder(), [(INPUTS, LABELS)], ["encoder"])
    run = recorded(store / "named", perceptron(4), [(INPUTS, LABELS)], ["0"], classes=["a", "b", "c", "d"])
    assert run.manifest.dataset.classes == ("a", "b", "c", "d")


def test_a_contrastive_network_is_recorded_by_one_of_its_views(store: Path):
    batches = [((INPUTS, INPUTS + 0.1), LABELS)]
    run = recorded(store, perceptron(), batches, ["0"], step=lambda model, batch: model(batch[0][0]), output=None)
    assert (run.manifest.labels, run.manifest.predictions) == (True, ())


@dataclass
class ModelOutput:
    """As of Hugging Face's models."""

    loss: Tensor | None
    logits: Tensor


@pytest.mark.parametrize(
    ("returned", "output"),
    [
        (lambda logits: ModelOutput(logits.sum(), logits), "auto"),
        (lambda logits: {"logits": logits, "hidden": logits + 1}, "auto"),
        (lambda logits: (logits.sum(), logits, logits + 1), "auto"),
        (lambda logits: (logits + 1, logits), 1),
        (lambda logits: {"hidden": logits + 1, "scores": logits}, "scores"),
    ],
)
def test_logits_are_found_in_what_a_network_returns(store: Path, returned: object, output: object):
    class Returning(nn.Sequential):
        def forward(self, inputs: Tensor) -> object:
            return returned(super().forward(inputs))

    model = Returning(*perceptron())
    run = recorded(store, model, [(INPUTS, LABELS)], ["0"], output=output)
    with torch.no_grad():
        expected = nn.Sequential(*model)(INPUTS).argmax(1)
    np.testing.assert_array_equal(run.predictions(1).predicted, expected)
    with pytest.raises(UnusableInput, match="the network returns no tensor 'nothing'; it returns: "):
        recorded(store / "other", model, [(INPUTS, LABELS)], ["0"], output="nothing")


def test_columns_of_ones_own_are_recorded_and_must_stay_the_same(store: Path):
    columns = {"age": np.arange(SAMPLES), "site": ["a", "b"] * 3, "text": list("uvwxyz")}
    options = {"layers": ["0"], "samples": [(INPUTS, LABELS)], "columns": columns}
    with Recorder(store / "mine", perceptron(), **options) as recorder:
        recorder.record(0, columns={"reward": torch.arange(SAMPLES)})
        with pytest.raises(UnusableInput, match="column 'reward' must hold one number or one text per sample"):
            recorder.record(1, columns={"reward": [None, 1] * 3})
    run = RunReader.at(store / "mine")
    assert run.manifest.columns == (
        Column("age", "number"),
        Column("site", "class", classes=("a", "b")),
        Column("text", "text"),
        Column("reward", "number", per_epoch=True),
    )
    assert run.column("text") == list("uvwxyz")
    with Recorder(store / "mine", perceptron(), resume=True, on_error="raise", **options) as recorder:
        recorder.record(1)
        with pytest.raises(UnusableInput, match=r"the columns .*reward.*, and this epoch age, site, text: it needs"):
            recorder.flush()


def test_texts_of_an_epoch_are_classes_whose_numbers_stay_as_names_are_added(store: Path):
    def step(model: nn.Module, batch: list[torch.Tensor]) -> Outputs:
        return Outputs(labels=batch[1], columns={"sign": ["+" if one > 0 else "-" for one in model(batch[0])[:, 0]]})

    options = {"layers": ["0"], "samples": [(INPUTS[:4], LABELS[:4]), (INPUTS[4:], LABELS[4:])], "step": step}
    phases = (["warm", "cold", "", "cold", "warm", "warm"], ["cold", "boil", "boil", "warm", "", "cold"])
    with Recorder(store / "mine", perceptron(), on_error="raise", **options) as recorder:
        for epoch, phase in enumerate(phases):
            recorder.record(epoch, columns={"phase": phase})
        recorder.flush()
        run = RunReader.at(store / "mine")
        assert check_run(run) == []
        with pytest.raises(UnusableInput, match="'phase' has values of the kind class so far, and number at this"):
            recorder.record(2, columns={"phase": range(SAMPLES)})
            recorder.flush()
    assert [(one.name, one.kind, one.per_epoch) for one in run.manifest.columns] == [
        ("sign", "class", True),
        ("phase", "class", True),
    ]
    assert run.manifest.columns[1].classes == ("cold", "warm", "boil")
    assert run.column("phase", 0).tolist() == [1, 0, -1, 0, 1, 1]
    assert run.column("phase", 1).tolist() == [0, 2, 2, 1, -1, 0]


def test_what_is_said_of_the_samples_must_fit_them(store: Path):
    options = {"layers": ["0"], "on_error": "raise"}
    samples = [(INPUTS, LABELS)]
    for wrong, message in (
        ({"columns": {"age": [1, 2]}}, "column 'age' has 2 values for 6 samples"),
        ({"step": lambda _, batch: Outputs(labels=batch[1] + 0.5)}, "labels must be whole numbers of classes"),
        ({"step": lambda _, batch: Outputs(columns={"error": batch[0]})}, "'error' must hold one number per samp"),
    ):
        with pytest.raises(UnusableInput, match=message):
            recorded(store, perceptron(), samples, **options | wrong)
    with pytest.raises(UnusableInput, match="the splits are said twice"):
        details = Details(splits=["test"] * SAMPLES)
        Recorder(store / "mine", perceptron(), layers=["0"], samples={"train": samples}, details=details)


def test_a_thousand_classes_and_two_hundred_layers_are_recorded(store: Path):
    model = nn.Sequential(*(nn.Linear(4, 4) for _ in range(200)), nn.Linear(4, 1000))
    layers = [str(number) for number in range(200)]
    run = recorded(store, model, [(INPUTS, LABELS)], layers, classes=list(map(str, range(1000))))
    assert len(run.manifest.layers) == 200
    assert run.predictions(1).probabilities.shape == (SAMPLES, 1000)
    assert len(recorded(store / "auto", model, [(INPUTS, LABELS)], output=None).manifest.layers) == 6


@pytest.mark.parametrize(
    "unusual",
    [
        lambda model: model.half(),
        lambda model: model.bfloat16(),
        lambda model: model.to(memory_format=torch.channels_last),
    ],
)
def test_a_convolutional_network_of_any_type_and_memory_format_is_recorded(store: Path, unusual: object):
    torch.manual_seed(0)
    model = unusual(nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(48, 3)))
    images = numbers(1, 6, 6).to(model[0].weight.dtype)
    run = recorded(store, model, [(images, LABELS)], ["0"])
    with torch.no_grad():
        np.testing.assert_allclose(run.activations("0", 1), model[0](images).float().mean((2, 3)), rtol=1e-2, atol=1e-3)
    assert run.thumbnails is not None


def test_a_network_in_mixed_precision_is_recorded_as_it_runs(store: Path):
    model = perceptron()
    with torch.autocast("cpu", torch.bfloat16):
        run = recorded(store, model, [(INPUTS, LABELS)], ["0"])
        with torch.no_grad():
            expected = model[0](INPUTS)
    assert expected.dtype == torch.bfloat16
    np.testing.assert_array_equal(run.activations("0", 1), expected.float())
