"""How often a network is right: at once, among its first few answers, and with upper and lower case taken as one."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def top_accuracy(probabilities: NDArray[np.floating[Any]], label: NDArray[np.integer[Any]], k: int = 1) -> float:
    """Return the share of samples, from 0 to 1, whose label is among the ``k`` most likely classes.

    Args:
        probabilities: of each class, (samples, classes); logits will do. A class as likely as the label counts as more
            likely.
        label: the true class of each sample, (samples,).
        k: how many answers count.
    """
    own = probabilities[np.arange(len(label)), label]
    at_least = (probabilities >= own[:, None]).sum(axis=1)
    return float((at_least <= k).mean())


def case_ignored_accuracy(
    predicted: NDArray[np.integer[Any]], label: NDArray[np.integer[Any]], classes: Sequence[str]
) -> float:
    """Return the share of samples, from 0 to 1, whose predicted class has the label's name in either case.

    Args:
        predicted: the predicted class of each sample, (samples,).
        label: the true class of each sample, (samples,).
        classes: the names of the classes.
    """
    folded = np.array([name.casefold() for name in classes])
    return float((folded[predicted] == folded[label]).mean())
