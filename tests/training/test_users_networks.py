"""Users of every kind of network: recurrent, attending, convolutional, shared; and layers chosen in every form."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence

from epochscope import Recorder
from epochscope.errors import UnusableInput
from epochscope.record.errors import UnknownLayer, UnusableLayer
from users import SAMPLES, numbers, recorded

LABELS = torch.arange(SAMPLES) % 3
LENGTHS = torch.tensor([5, 4, 3, 2, 1, 5])
MASK = (torch.arange(5) < LENGTHS[:, None]).long()
TOKENS = torch.arange(SAMPLES * 5).reshape(SAMPLES, 5) % 7


class Recurrent(nn.Module):
    """Reads (tokens, lengths) by a GRU over packed sequences."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding, self.gru, self.head = nn.Embedding(7, 4), nn.GRU(4, 3, batch_first=True), nn.Linear(3, 3)

    def forward(self, tokens: Tensor, lengths: Tensor) -> Tensor:
        packed = pack_padded_sequence(self.embedding(tokens), lengths, batch_first=True, enforce_sorted=False)
        return self.head(self.gru(packed)[1][0])


@pytest.mark.parametrize("batch", [(TOKENS, LENGTHS, LABELS), ((TOKENS, LENGTHS), LABELS)])
def test_a_recurrent_network_with_lengths_is_recorded_without_the_padding(store: Path, batch: tuple[object, ...]):
    model = Recurrent()
    run = recorded(store, model, [batch], {"steps": "gru", "last": "gru", "state": "gru:1"}, reduction=REDUCTIONS)
    with torch.no_grad():
        one_by_one = [model.gru(model.embedding(TOKENS[i, :length]))[0] for i, length in enumerate(LENGTHS)]
    np.testing.assert_allclose(run.activations("steps", 1), torch.stack([one.mean(0) for one in one_by_one]), rtol=1e-4)
    np.testing.assert_allclose(run.activations("last", 1), torch.stack([one[-1] for one in one_by_one]), rtol=1e-4)
    np.testing.assert_allclose(run.activations("state", 1), run.activations("last", 1), rtol=1e-4)


REDUCTIONS = {"last": "last-token", "state": lambda state: state[0]}


@dataclass
class ModelOutput:
    """As of Hugging Face's models, one of which test_callbacks.py records."""

    loss: Tensor | None = None
    logits: Tensor | None = None
    last_hidden_state: Tensor | None = None


class Encoder(nn.Module):
    def __init__(self, batch_first: bool) -> None:
        super().__init__()
        self.embedding = nn.Embedding(7, 4)
        block = nn.TransformerEncoderLayer(4, 2, 8, dropout=0, batch_first=batch_first)
        self.blocks = nn.TransformerEncoder(block, 2, enable_nested_tensor=False)
        self.batch_first = batch_first

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> ModelOutput:
        hidden = self.embedding(input_ids if self.batch_first else input_ids.T)
        hidden = self.blocks(hidden, src_key_padding_mask=attention_mask == 0)
        return ModelOutput(last_hidden_state=hidden if self.batch_first else hidden.transpose(0, 1))


class Classifier(nn.Module):
    """Called as Hugging Face's models are, ``model(**batch)``."""

    def __init__(self, batch_first: bool = True) -> None:
        super().__init__()
        self.encoder, self.classifier = Encoder(batch_first), nn.Linear(4, 3)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor | None = None) -> ModelOutput:
        logits = self.classifier(self.encoder(input_ids, attention_mask).last_hidden_state[:, 0])
        return ModelOutput(None if labels is None else functional.cross_entropy(logits, labels), logits)


BATCH = {"input_ids": TOKENS, "attention_mask": MASK, "labels": LABELS, "text": list("abcdef")}


@pytest.mark.parametrize("batch_first", [True, False])
def test_a_transformer_with_a_mask_is_recorded_without_the_padding(store: Path, batch_first: bool):
    torch.manual_seed(0)
    model = Classifier(batch_first)
    layers = {"encoder": "encoder", "embedding": "encoder.embedding", "norm": "encoder.blocks.layers.1.norm2"}
    run = recorded(store, model, [BATCH], layers, reduction={"encoder": "last-token", "norm": "max"})
    model.eval()
    with torch.no_grad():
        hidden = model.encoder(TOKENS, MASK).last_hidden_state
        embedded = model.encoder.embedding(TOKENS)
    real = [one[:length] for one, length in zip(hidden, LENGTHS, strict=True)]
    np.testing.assert_allclose(run.activations("encoder", 1), torch.stack([one[-1] for one in real]), rtol=1e-4)
    np.testing.assert_allclose(run.activations("norm", 1), torch.stack([one.amax(0) for one in real]), rtol=1e-4)
    mean = torch.stack([one[:length].mean(0) for one, length in zip(embedded, LENGTHS, strict=True)])
    np.testing.assert_allclose(run.activations("embedding", 1), mean, rtol=1e-4)
    assert run.manifest.labels
    assert run.predictions(1).loss is not None


def test_as_many_steps_as_samples_are_recorded_right_or_refused(store: Path):
    square = {name: BATCH[name][:5] for name in ("input_ids", "attention_mask", "labels")}
    model = Classifier(batch_first=False)
    run = recorded(store, model, [square], ["encoder.blocks.layers.0"])
    with torch.no_grad():
        model.eval()
        steps_first = model.encoder.blocks.layers[0](
            model.encoder.embedding(square["input_ids"].T), src_key_padding_mask=square["attention_mask"] == 0
        )
    kept = square["attention_mask"].T[:, :, None]
    expected = (steps_first * kept).sum(0) / kept.sum(0)
    np.testing.assert_allclose(run.activations("encoder.blocks.layers.0", 1), expected, rtol=1e-4)
    with pytest.raises(UnusableLayer, match=r"\(Embedding\) returns shape \(5, 5, 4\) for 5 samples, in a network"):
        recorded(store / "refused", model, [square], ["encoder.embedding"])


def test_images_of_torchvisions_transformers_and_convolutions_keep_their_channels(store: Path):
    from torchvision.models.convnext import CNBlockConfig, ConvNeXt
    from torchvision.models.swin_transformer import SwinTransformer
    from torchvision.models.vision_transformer import VisionTransformer

    torch.manual_seed(0)
    swin = SwinTransformer([2, 2], 12, [1, 1], [1, 2], [2, 2], num_classes=3)
    convnext = ConvNeXt([CNBlockConfig(6, 12, 1), CNBlockConfig(12, None, 1)], num_classes=3)
    vit = VisionTransformer(16, 4, 1, 2, 8, 16, num_classes=3)
    for model, widths in (
        (swin, {"features.0": 12, "features.1": 12, "features.3": 24, "features.1.0.mlp": 12, "permute": 24}),
        (convnext, {"features.1": 6, "features.1.0.block.3": 24, "features.1.0.block.4": 24, "features.3": 12}),
        (vit, {"conv_proj": 8, "encoder.layers.encoder_layer_0.self_attention": 8, "encoder": 8}),
    ):
        name = type(model).__name__
        run = recorded(store / name, model, [(numbers(3, 16, 16), LABELS)], list(widths))
        assert {layer.name: layer.width for layer in run.manifest.layers} == widths
        automatic = recorded(store / f"{name}-auto", model, [(numbers(3, 16, 16), LABELS)])
        assert 2 <= len(automatic.manifest.layers) <= 6


def test_convolutions_over_one_axis_keep_their_channels_and_what_does_not_tell_is_refused(store: Path):
    model = nn.Sequential(nn.Conv1d(2, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(4, 3))
    run = recorded(store, model, [(numbers(2, 9), LABELS)], ["0"])
    assert run.manifest.layer("0").width == 4
    with pytest.raises(UnusableLayer, match=r"\(ReLU\) returns shape .* choose reduction='mean-first', 'mean-last'"):
        recorded(store / "refused", model, [(numbers(2, 9), LABELS)], ["1"])
    said = recorded(store / "said", model, [(numbers(2, 9), LABELS)], ["1"], reduction="mean-first")
    assert said.manifest.layer("1").width == 4


class Shared(nn.Module):
    """Uses one module three times, and functions in place of modules."""

    def __init__(self) -> None:
        super().__init__()
        self.dec, self.fc = nn.Linear(4, 4), nn.Linear(4, 3)

    def forward(self, inputs: Tensor) -> Tensor:
        for _ in range(3):
            inputs = self.dec(inputs)
        return self.fc(functional.relu(inputs))


def test_calls_of_a_shared_module_and_inputs_of_modules_are_layers(store: Path):
    model, inputs = Shared(), numbers(4)
    chosen = ["dec#2", "dec#last", "dec#mean", "fc:input"]
    run = recorded(store, model, [(inputs, LABELS)], chosen)
    with torch.no_grad():
        calls = [model.dec(inputs)]
        calls += [model.dec(calls[0]), model.dec(model.dec(calls[0]))]
    assert [(layer.name, layer.module) for layer in run.manifest.layers] == [
        (text.replace("#", "-").replace(":", "-"), text) for text in chosen
    ]
    for name, expected in {
        "dec-2": calls[1],
        "dec-last": calls[2],
        "dec-mean": torch.stack(calls).mean(0),
        "fc-input": calls[2].relu(),
    }.items():
        np.testing.assert_allclose(run.activations(name, 1), expected, rtol=1e-4, atol=1e-6)
    with pytest.raises(UnusableLayer, match="runs more than once in a forward pass: choose 'dec#1', 'dec#2', …, "):
        recorded(store / "1", model, [(inputs, LABELS)], ["dec"])
    with pytest.raises(UnusableLayer, match="runs 3 times in a forward pass: there is no call 4"):
        recorded(store / "2", model, [(inputs, LABELS)], ["dec#4"])


def test_layers_are_chosen_by_patterns_and_types(store: Path):
    model = Classifier()

    def names(*layers: str, of: nn.Module = model) -> list[str]:
        recorder = Recorder(store / "mine", of, layers=layers, samples=[BATCH])
        return list(recorder._plan.modules)

    assert names("encoder.blocks.layers.*") == ["encoder.blocks.layers.0", "encoder.blocks.layers.1"]
    assert names("encoder.*.layers.*.linear1") == [f"encoder.blocks.layers.{number}.linear1" for number in (0, 1)]
    assert names("Embedding", "classifier") == ["encoder.embedding", "classifier"]
    assert names("Linear:input", of=nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2))) == [
        "linear-0-input",
        "linear-2-input",
    ]
    for wrong, message in {
        "encoder.*.nothing": "no layer of the model matches 'encoder.*.nothing'",
        "Embeding": "the model has no layer 'Embeding'",
        "encoder#0": "'encoder#0' selects no layer: write a module's name",
    }.items():
        with pytest.raises(UnknownLayer, match=message.replace("*", r"\*")):
            names(wrong)


class Two(nn.Module):
    """Takes two inputs, and may take a scale."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(4, 3)

    def forward(self, left: Tensor, right: Tensor, scale: Tensor | None = None) -> Tensor:
        return self.head(left + right) * (1 if scale is None else scale)


LEFT, RIGHT = numbers(4), numbers(4) + 1


@pytest.mark.parametrize(
    "batch",
    [
        (LEFT, RIGHT, LABELS),
        [LEFT, RIGHT, torch.ones(1), LABELS],
        ([LEFT, RIGHT], LABELS),
        ({"left": LEFT, "right": RIGHT}, LABELS),
        {"left": LEFT, "right": RIGHT, "label": LABELS, "unused": 1},
    ],
)
def test_inputs_are_passed_as_the_network_takes_them(store: Path, batch: object):
    model = Two()
    run = recorded(store, model, [batch], ["head"])
    np.testing.assert_array_equal(run.labels(), LABELS)
    with torch.no_grad():
        np.testing.assert_array_equal(run.predictions(1).predicted, model(LEFT, RIGHT).argmax(1))


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        ((LEFT,), "a batch has 1 parts, and the network takes 2 to 3 inputs: give step="),
        ((LEFT, RIGHT, LEFT, RIGHT, LABELS), "a batch has 5 parts, and the network takes 2 to 3 inputs"),
        ({"left": LEFT, "label": LABELS}, "a batch has left, and the network takes left, right, scale"),
        ({"left": LEFT, "right": RIGHT, "label": LABELS, "labels": LABELS}, "a batch has both labels and label"),
        ((LEFT, LABELS), "the network takes 2 to 3 inputs, and a batch has one besides the labels"),
    ],
)
def test_batches_that_do_not_fit_are_refused_with_what_the_network_takes(store: Path, batch: object, message: str):
    with pytest.raises(UnusableInput, match=message):
        recorded(store, Two(), [batch], ["head"])


def test_datasets_and_tensors_in_place_of_loaders_are_refused_at_once(store: Path):
    from torch.utils.data import TensorDataset

    for samples in (TensorDataset(LEFT, LABELS), LEFT, {}, {"": [(LEFT, LABELS)]}):
        with pytest.raises(UnusableInput, match=r"samples must|the name of a split"):
            Recorder(store / "mine", Two(), layers=["head"], samples=samples)
