"""Training dynamics: statistics of each sample's predictions over all epochs up to a given one.

They count trained epochs only: at epoch 0, the untrained network, they are those of that epoch alone, and from the
first trained epoch on, epoch 0 does not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Manifest

NEVER = -1
DYNAMICS_COLUMNS = ("predicted", "loss", "margin")
"""The columns of predictions that dynamics are computed from."""


@dataclass(frozen=True)
class Dynamics:
    """Dynamics of N samples over E epochs; every value covers the epochs up to its own."""

    first_learned: NDArray[np.int32]
    """The first trained epoch at which the sample is classified correctly, ``NEVER`` if there is none, (N,)."""
    forgotten: NDArray[np.int32]
    """Forgetting events: how often a sample that was correct at one epoch is wrong at the next (Toneva et al. 2019,
    "An Empirical Study of Example Forgetting during Deep Neural Network Learning", section 3), (E, N)."""
    label_confidence: NDArray[np.float64]
    """Mean probability of the true class (Swayamdipta et al. 2020, "Dataset Cartography", section 2), (E, N)."""
    variability: NDArray[np.float64]
    """Standard deviation of that probability around its mean (Swayamdipta et al. 2020, section 2), (E, N)."""
    correctness: NDArray[np.float64]
    """Share of the epochs at which the sample is correct (Swayamdipta et al. 2020, section 2), (E, N)."""
    area_under_margin: NDArray[np.float64]
    """Mean logit of the true class above the highest other logit (Pleiss et al. 2020, "Identifying Mislabeled Data
    using the Area Under the Margin Ranking", equation 2), (E, N)."""


def has_dynamics(manifest: Manifest) -> bool:
    """Return whether a run holds what training dynamics are computed from; a run without labels does not."""
    return manifest.labels and set(DYNAMICS_COLUMNS) <= set(manifest.predictions)


def training_dynamics(
    epochs: Sequence[int],
    label: NDArray[np.integer],
    predicted: NDArray[np.integer],
    loss: NDArray[np.floating],
    margin: NDArray[np.floating],
) -> Dynamics:
    """Return the dynamics of predictions.

    Args:
        epochs: numbers of the E epochs, ascending.
        label: true class of every sample, (N,).
        predicted: class with the highest logit, (E, N).
        loss: cross entropy with the true class, natural logarithm, (E, N); NaN, from a network that diverged, counts
            as a probability of 0.
        margin: logit of the true class minus the highest other logit, (E, N).
    """
    counted = _Counted(epochs)
    correct = predicted == label
    probability = np.nan_to_num(np.exp(-loss.astype(np.float64)), nan=0.0)
    mean = counted.mean(probability)
    return Dynamics(
        first_learned=_first_learned(np.asarray(epochs, np.int32), correct[counted.first :], counted.first),
        forgotten=counted.sum(_forgotten(correct, counted.first)).astype(np.int32),
        label_confidence=mean,
        variability=np.sqrt(np.maximum(counted.mean(probability**2) - mean**2, 0)),
        correctness=counted.mean(correct),
        area_under_margin=counted.mean(margin),
    )


class _Counted:
    """Sums and means over the trained epochs up to each one."""

    def __init__(self, epochs: Sequence[int]) -> None:
        self.first = 1 if len(epochs) > 1 and epochs[0] == 0 else 0
        self._numbers = np.arange(1, len(epochs) - self.first + 1)

    def sum(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return sums up to each epoch for values (E, N); epoch 0 is counted by itself."""
        exact = values.astype(np.float64)
        return np.concatenate([exact[: self.first], exact[self.first :].cumsum(axis=0)])

    def mean(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return means up to each epoch for values (E, N); epoch 0 is counted by itself."""
        means = self.sum(values)
        means[self.first :] /= self._numbers[:, None]
        return means


def _forgotten(correct: NDArray[np.bool_], first: int) -> NDArray[np.int32]:
    events = np.zeros(correct.shape, np.int32)
    events[first + 1 :] = correct[first:-1] & ~correct[first + 1 :]
    return events


def _first_learned(epochs: NDArray[np.int32], correct: NDArray[np.bool_], first: int) -> NDArray[np.int32]:
    return np.where(correct.any(axis=0), epochs[first + correct.argmax(axis=0)], NEVER).astype(np.int32)
