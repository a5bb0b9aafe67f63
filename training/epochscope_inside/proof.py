"""Prove that a rebuilt network is the recorded one: the same pictures must give the stored probabilities."""

import numpy as np
from torch import nn

from epochscope.looking import Preprocessing, SampleNotFound
from epochscope.store import RunReader
from epochscope_inside.inputs import sample_pixels, to_tensor
from epochscope_inside.look import classify

CLOSE = 0.02
"""Probabilities are stored in half precision, and weights may be."""
_SAMPLES = 4


def largest_difference(network: nn.Module, run: RunReader, epoch: int, preprocessing: Preprocessing) -> float | None:
    """Return the largest difference between a probability that ``network`` gives recorded samples and the stored one.

    ``None`` where the run keeps no pictures of its samples in the size that the network takes, or no probabilities.
    Raises DamagedRun, LookFailed.
    """
    if "probabilities" not in run.manifest.predictions:
        return None
    samples = np.unique(np.linspace(0, run.manifest.samples - 1, _SAMPLES).astype(int))
    try:
        inputs = [to_tensor(sample_pixels(run, int(sample), preprocessing), preprocessing) for sample in samples]
    except SampleNotFound:
        return None
    stored = run.prediction_columns(epoch, ["probabilities"])["probabilities"][samples]
    found = np.stack([classify(network, one) for one in inputs])
    return float(np.abs(found - stored.astype(np.float32)).max())
