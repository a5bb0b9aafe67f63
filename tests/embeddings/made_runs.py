"""Epochs of given activations, for runs that tests make up."""

from collections.abc import Mapping, Sequence

import numpy as np

from epochscope.store import Layer, Manifest, RunWriter


def add_epoch(writer: RunWriter, layers: Sequence[Layer], epoch: int, activations: Mapping[str, np.ndarray]) -> None:
    """Record one more epoch of a run: the activations (samples, width) of each layer by its name."""
    for layer in layers:
        with writer.writing_activations(layer, epoch) as sink:
            sink.append(activations[layer.name])
    writer.commit(lambda manifest: Manifest(**{**vars(manifest), "epochs": (*manifest.epochs, epoch)}))
