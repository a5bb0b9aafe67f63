"""Find what tells recorded samples from pictures that were made to be none of the classes, at one epoch.

A logistic regression on the recorded layers before the logits, with as much weight on the samples as on what was made.
"""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from epochscope.analysis.signs import Boundary, shortened
from epochscope.analysis.usual import activations_of, chosen_samples, layers_to_tell_by
from epochscope.looking import LARGEST_WEIGHTS, LookCanceled, Preprocessing
from epochscope.record.hooks import capturing
from epochscope.record.reduce import find_reduction
from epochscope.store import RunReader
from epochscope_inside.inputs import sample_pixels, to_tensor
from epochscope_inside.negatives import Pictures, make_negatives

Canceled = Callable[[], bool]
_EACH, _KINDS, _MOST_SAMPLES, _MOST_BYTES = 300, 7, 1_000, 16 << 20
_LEAST_SIDE, _AT_ONCE, _STEPS = 4, 64, 100
_SHRINKAGE, _LEAST_DEVIATION, _DIGITS = 0.025, 0.01, 8


def negatives_for(run: RunReader, preprocessing: Preprocessing) -> Pictures:
    """Return the pictures that a run's samples are compared with: fewer where they are large.

    None where the network is too large to go through them on the spot, or its inputs are no pictures to draw on.
    """
    most = _MOST_BYTES // int(np.prod(preprocessing.shape))
    each = min(_EACH, most // _KINDS)
    is_tiny = min(preprocessing.height, preprocessing.width) < _LEAST_SIDE or not each
    if is_tiny or preprocessing.channels not in (1, 3) or max(run.weights_bytes()) > LARGEST_WEIGHTS:
        return np.empty((0, *preprocessing.shape), np.uint8)
    samples = None
    if preprocessing.keeps(run.thumbnails):
        chosen = chosen_samples(run)[1][: min(most, _MOST_SAMPLES)]
        samples = np.stack([sample_pixels(run, int(sample), preprocessing) for sample in chosen])
    return make_negatives(preprocessing, each, samples)


def find_boundary(
    run: RunReader,
    epoch: int,
    network: nn.Module,
    negatives: Pictures,
    preprocessing: Preprocessing,
    canceled: Canceled = lambda: False,
) -> Boundary | None:
    """Return the boundary at an epoch of a run with activations; ``network`` has the weights of that epoch.

    ``None`` where the run records no layer to tell by, or the network fails on what was made. Raises LookCanceled,
    DamagedRun.
    """
    layers = layers_to_tell_by(run.manifest)
    if not layers or not len(negatives):
        return None
    references = chosen_samples(run)[1]
    known = {layer: activations_of(run, layer, epoch, references) for layer in layers}
    try:
        made = _activations(run, layers, network, negatives, preprocessing, canceled)
    except LookCanceled:
        raise
    except Exception:  # A network may fail in any way on what is like nothing that it was trained on.
        return None
    joined = [np.concatenate([one[layer] for layer in layers], axis=1) for one in (known, made)]
    weights, bias = _fit(joined[0], joined[1], canceled)
    parts = np.split(weights, np.cumsum([known[layer].shape[1] for layer in layers])[:-1])
    return Boundary({layer: shortened(part, _DIGITS) for layer, part in zip(layers, parts, strict=True)}, bias)


def _activations(
    run: RunReader,
    layers: list[str],
    network: nn.Module,
    pictures: Pictures,
    preprocessing: Preprocessing,
    canceled: Canceled,
) -> dict[str, NDArray[np.float32]]:
    """Return activations (pictures, width) of each layer, reduced as those of the samples are."""
    recorded = [run.manifest.layer(layer) for layer in layers]
    modules = {layer.name: layer.module for layer in recorded}
    found = dict[str, list[Tensor]]({layer: [] for layer in layers})
    with capturing(network, modules, {layer.name: find_reduction(layer.reduction) for layer in recorded}) as captured:
        for first in range(0, len(pictures), _AT_ONCE):
            _go_on(canceled)
            some = [to_tensor(picture, preprocessing) for picture in pictures[first : first + _AT_ONCE]]
            with torch.inference_mode():
                network(torch.cat(some))
            for layer, vectors in captured.take().items():
                found[layer].append(vectors.float())
    return {layer: torch.cat(parts).nan_to_num(0).numpy() for layer, parts in found.items()}


def _fit(
    known: NDArray[np.float32], made: NDArray[np.float32], canceled: Canceled
) -> tuple[NDArray[np.float32], float]:
    """Return weights (units,) and a bias: above 0 is what was made."""
    mean, deviation = known.mean(axis=0), known.std(axis=0)
    deviation = np.maximum(deviation, _LEAST_DEVIATION * (deviation.max() or 1))
    inputs = torch.from_numpy((np.concatenate([known, made]) - mean) / deviation)
    sides = torch.cat([-torch.ones(len(known)), torch.ones(len(made))])
    shares = torch.cat([torch.full((len(one),), 0.5 / len(one)) for one in (known, made)])
    weights = torch.zeros(inputs.shape[1] + 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        _go_on(canceled)
        optimizer.zero_grad()
        scores = inputs @ weights[:-1] + weights[-1]
        found = shares @ nn.functional.softplus(-sides * scores) + _SHRINKAGE / 2 * weights[:-1].square().sum()
        found.backward()  # type: ignore[no-untyped-call]
        return found

    with torch.inference_mode(False), torch.enable_grad():
        optimizer.step(loss)  # type: ignore[no-untyped-call]
    scaled = weights.detach().numpy()
    per_unit = scaled[:-1] / deviation
    return per_unit, float(scaled[-1] - per_unit @ mean)


def _go_on(canceled: Canceled) -> None:
    if canceled():
        raise LookCanceled("canceled")
