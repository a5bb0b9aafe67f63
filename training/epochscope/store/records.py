"""The content of a run's data files as arrays: the typed side of the schemas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

PREDICTION_COLUMNS = ("predicted", "confidence", "loss", "margin", "probabilities")
"""The arrays of ``Predictions``; an imported run may lack some or all."""
LABEL_COLUMNS = ("loss", "margin")
"""Those that need the true labels."""
QUALITY_MEASURES = (
    "trustworthiness",
    "continuity",
    "neighbor_recall",
    "label_purity",
    "real_motion",
    "screen_motion",
    "unsupported",
)
"""The arrays of ``Quality``."""
LABEL_MEASURE = "label_purity"
"""The one that needs the true labels."""
UNBOUNDED_MEASURE = "screen_motion"
"""The one that may be above 1."""


class ArrayRecord:
    """A dataclass of arrays; one that a run does not hold is ``None``."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that the run holds, by name, in order."""
        return {name: array for name, array in vars(self).items() if array is not None}

    def map(self, function: Callable[[NDArray[Any]], NDArray[Any]]) -> Self:
        """Return a record with ``function`` applied to each array that the run holds."""
        return type(self)(**{name: None if array is None else function(array) for name, array in vars(self).items()})


@dataclass(frozen=True)
class Samples:
    """The recorded samples in their fixed order; N = number of samples."""

    label: NDArray[np.int32] | None
    """Class number of each sample, (N,); ``None`` if the run has no labels."""
    split: Sequence[str]
    """Which split each sample comes from (``train``, ``test``, …)."""
    source: Sequence[str]
    """Origin of each input in the data set, so that it can be located again."""


@dataclass(frozen=True)
class UsualRows:
    """What is usual at each epoch, one number per row: of which ``measure``, and of which ``layer``, if of one."""

    epoch: NDArray[np.int32]
    layer: Sequence[str]
    measure: Sequence[str]
    value: NDArray[np.float32]


@dataclass(frozen=True)
class Metric:
    """One split at one epoch: mean loss, share of correct predictions; learning rate and seconds if known."""

    epoch: int
    split: str
    loss: float
    accuracy: float
    learning_rate: float | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Predictions(ArrayRecord):
    """The network's predictions for every sample at one epoch; N samples, C classes.

    ``None``: the run does not hold this array.
    """

    predicted: NDArray[np.int32]
    """Class with the highest logit, (N,)."""
    confidence: NDArray[np.float32] | None = None
    """Softmax probability of the predicted class, (N,)."""
    loss: NDArray[np.float32] | None = None
    """Cross entropy with the true class, natural logarithm, (N,)."""
    margin: NDArray[np.float32] | None = None
    """Logit of the true class minus the highest other logit (Pleiss et al. 2020, equation 1), (N,)."""
    probabilities: NDArray[np.float16] | None = None
    """Softmax probabilities, (N, C)."""


@dataclass(frozen=True)
class Neighbors(ArrayRecord):
    """The k nearest other samples of every sample at one epoch, nearest first, and the sample's own motion."""

    neighbor: NDArray[np.int32]
    """Sample numbers, (N, k)."""
    distance: NDArray[np.float32]
    """Euclidean distances in the layer's own space, (N, k)."""
    layer_motion: NDArray[np.float32]
    """Distance moved in the layer's own space since the previous epoch, both epochs centered, divided by the root mean
    square distance of their samples from the centers, (N,); 0 at the first epoch."""


@dataclass(frozen=True)
class Quality(ArrayRecord):
    """How faithful each sample's position in a projection is, and its motion since the previous epoch, (E, N) each.

    All are from 0 to 1 except ``screen_motion``, which has no upper bound. The motions are 0 at the first epoch.
    """

    trustworthiness: NDArray[np.float32]
    continuity: NDArray[np.float32]
    neighbor_recall: NDArray[np.float32]
    label_purity: NDArray[np.float32] | None
    """Share of the k nearest in the layout that have the sample's own label; ``None`` if the run has no labels."""
    real_motion: NDArray[np.float32]
    """1 - Jaccard index of the k nearest in the layer's own space at this epoch and at the previous one."""
    screen_motion: NDArray[np.float32]
    """Distance moved in the layout since the previous epoch, divided by the root mean square distance of all positions
    of the sequence from their center."""
    unsupported: NDArray[np.bool_]
    """The sample moves on screen but not in the layer: screen_motion * (1 - real_motion) > 0.25."""
