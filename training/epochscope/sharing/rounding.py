"""Round the numbers of a run to steps that are hardly visible on the page and compress far better."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Extent, Neighbors, Predictions, Quality

POSITION_STEPS = 8191
"""Per side of a projection's extent."""
PROBABILITY_STEPS = 1000
CONFIDENCE_STEPS = 255
LOSS_STEPS = 100
MARGIN_STEPS = 50
FAITHFULNESS_STEPS = 255
"""Of trustworthiness and continuity; the measures that count neighbors have few values anyway."""
MOTION_STEPS = 100
DISTANCE_DIGITS = 6
"""Binary digits of a distance."""
COLUMN_DIGITS = 11
"""Binary digits of a number in a column with values per epoch."""


def rounded_positions(positions: NDArray[np.float32], extent: Extent) -> NDArray[np.float32]:
    """Return positions (…, 2) in steps of 1/8191 of the extent."""
    if extent.size == 0:
        return positions
    corner = np.array([extent.x, extent.y])
    shares = _stepped((positions.astype(np.float64) - corner) / extent.size, POSITION_STEPS)
    return np.asarray(corner + shares * extent.size, np.float32)


def rounded_predictions(predictions: Predictions) -> Predictions:
    """Return predictions with probabilities in steps of 1/1000, confidence of 1/255, loss of 1/100, margin of 1/50."""
    return Predictions(
        predicted=predictions.predicted,
        confidence=_stepped_if_any(predictions.confidence, CONFIDENCE_STEPS),
        loss=_stepped_if_any(predictions.loss, LOSS_STEPS),
        margin=_stepped_if_any(predictions.margin, MARGIN_STEPS),
        probabilities=_stepped_if_any(predictions.probabilities, PROBABILITY_STEPS),
    )


def rounded_numbers(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return numbers of a column to 11 binary digits; NaN and infinite ones stay."""
    return _to_digits(numbers, COLUMN_DIGITS)


def rounded_neighbors(neighbors: Neighbors, k: int) -> Neighbors:
    """Return the ``k`` nearest, with distances to 6 binary digits and the samples' motion in steps of 1/100."""
    return Neighbors(
        neighbor=neighbors.neighbor[:, :k],
        distance=_to_digits(neighbors.distance[:, :k], DISTANCE_DIGITS),
        layer_motion=_stepped(neighbors.layer_motion, MOTION_STEPS),
    )


def rounded_quality(quality: Quality) -> Quality:
    """Return trustworthiness and continuity in steps of 1/255, and the motion on screen in steps of 1/100."""
    return Quality(
        trustworthiness=_stepped(quality.trustworthiness, FAITHFULNESS_STEPS),
        continuity=_stepped(quality.continuity, FAITHFULNESS_STEPS),
        neighbor_recall=quality.neighbor_recall,
        label_purity=quality.label_purity,
        real_motion=quality.real_motion,
        screen_motion=_stepped(quality.screen_motion, MOTION_STEPS),
        unsupported=quality.unsupported,
    )


def _stepped_if_any(values: NDArray[Any] | None, steps: int) -> NDArray[Any] | None:
    return None if values is None else _stepped(values, steps)


def _stepped(values: NDArray[Any], steps: int) -> NDArray[Any]:
    return (np.rint(values.astype(np.float64) * steps) / steps).astype(values.dtype)


def _to_digits(values: NDArray[Any], digits: int) -> NDArray[Any]:
    share, exponent = np.frexp(values)
    return np.asarray(np.ldexp(_stepped(share, 1 << digits), exponent), values.dtype)
