"""Adopt a trained network: record it as a run of one epoch, on pictures of one's own."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from epochscope import Details, Recorder
from epochscope.errors import UnusableInput
from epochscope.factories import check_factory
from epochscope.looking import Preprocessing
from epochscope.models import build_network, load_weights
from epochscope_inside.adopted_input import GivenInput, choose_preprocessing
from epochscope_inside.inputs import read_picture, to_tensor
from epochscope_inside.look import classify
from epochscope_inside.picture_folders import PictureFile, find_pictures, label_pictures

EPOCH = 1
"""The one epoch of the run: 0 would be the untrained network."""
_BATCH = 32


@dataclass(frozen=True)
class Network:
    """A trained network: the function that builds it, its arguments, and the file of its weights."""

    factory: str
    arguments: Mapping[str, object]
    weights: Path

    def load(self) -> nn.Module:
        """Return the network in evaluation mode; its factory, which the user named, is imported.

        Raises:
            BadFactory, FactoryFailed: the factory cannot be called, or does not build a network.
            UnusableInput, WrongWeights: the file has no weights, or those of another network.
        """
        check_factory(self.factory, self.arguments)
        weights = _read_weights(self.weights)
        network = build_network(self.factory, self.arguments, allow=self.factory)
        load_weights(network, weights, str(self.weights))
        return network.eval()


@dataclass(frozen=True)
class Classes:
    """The names of the classes, in the order of the logits, and what they mean, empty if that is not known."""

    names: tuple[str, ...]
    meanings: tuple[str, ...] = ()


def adopt(
    location: str,
    network: Network,
    classes: Classes,
    folders: Sequence[Path],
    given: GivenInput,
    layers: Sequence[str] | None,
) -> None:
    """Record ``network`` on the pictures in ``folders`` to a new run at ``location``, at ``EPOCH``.

    Args:
        location: path or URI of the run.
        network: what is recorded.
        classes: one for each of its logits.
        folders: where the pictures are; the names of those below may label them.
        given: how pictures become inputs, as far as the network does not say it.
        layers: names of modules to record; ``None`` chooses some.

    Raises:
        UnusableInput, LookFailed: something does not fit; nothing is left of the run.
        RunExists, RunBusy, WriteFailed: from the store.
    """
    pictures = find_pictures(folders, classes.names)
    labels = label_pictures(pictures, classes.names)
    module = network.load()
    preprocessing = choose_preprocessing(module, given)
    samples = _Samples(pictures, labels, preprocessing)
    _require_logits(module, samples, len(classes.names))
    with Recorder(
        location,
        module.to("cuda" if torch.cuda.is_available() else "cpu"),
        layers="auto" if layers is None else layers,
        samples=samples,
        classes=classes.names,
        on_error="raise",
        factory=network.factory,
        arguments=network.arguments,
        details=Details(
            dataset=", ".join(dict.fromkeys(folder.resolve().name for folder in folders)),
            sources=[picture.source for picture in pictures],
            images=samples.images(),
            mean=preprocessing.mean,
            std=preprocessing.std,
            resize=preprocessing.resize,
            meanings=classes.meanings,
        ),
    ) as recorder:
        recorder.record(EPOCH)


class _Samples:
    """Batches of inputs, with labels if there are any; pictures are decoded when they are needed, and not kept."""

    def __init__(
        self, pictures: Sequence[PictureFile], labels: Sequence[int] | None, preprocessing: Preprocessing
    ) -> None:
        self._pictures = pictures
        self._labels = None if labels is None else torch.tensor(labels)
        self._preprocessing = preprocessing

    def __len__(self) -> int:
        return math.ceil(len(self._pictures) / _BATCH)

    def __iter__(self) -> Iterator[Tensor | tuple[Tensor, Tensor]]:
        for start in range(0, len(self._pictures), _BATCH):
            rows = slice(start, start + _BATCH)
            inputs = torch.cat([self.input(picture) for picture in self._pictures[rows]])
            yield inputs if self._labels is None else (inputs, self._labels[rows])

    def input(self, picture: PictureFile | None = None) -> Tensor:
        """Return the input (1, channels, height, width) that a picture, the first one by default, makes."""
        return to_tensor(self._pixels(picture or self._pictures[0]), self._preprocessing)

    def images(self) -> Iterator[NDArray[np.uint8]]:
        """Yield the pixels of each input, (height, width) or (height, width, 3)."""
        for picture in self._pictures:
            pixels = self._pixels(picture)
            yield pixels[..., 0] if self._preprocessing.channels == 1 else pixels

    def _pixels(self, picture: PictureFile) -> NDArray[np.uint8]:
        return read_picture(picture.path, self._preprocessing)


def _read_weights(path: Path) -> dict[str, Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        weights: dict[str, Tensor] = load_file(path)
    except (SafetensorError, ValueError, OSError) as error:
        raise UnusableInput(
            f"{path} cannot be read as safetensors ({error}); save_file(network.state_dict(), …) of "
            "safetensors.torch writes such a file"
        ) from error
    return weights


def _require_logits(network: nn.Module, samples: _Samples, classes: int) -> None:
    """Raise unless the network makes as many logits of the first picture as there are names."""
    logits = len(classify(network, samples.input()))
    if logits != classes:
        raise UnusableInput(f"the network has {logits} classes, and {classes} are named")
