"""Numbers about the samples of the ten blobs, worked out from the store by their definitions."""

import numpy as np

from browser.blobs import EPOCHS, SETTINGS
from epochscope.store import RunReader

# As the page calls them, in the order of the list and of a saved table.
NAMES = {
    "confidence": "Confidence",
    "loss": "Loss",
    "margin": "Margin",
    "label_confidence": "Confidence in the label",
    "variability": "Variability",
    "correctness": "Correctness",
    "forgotten": "Forgetting events",
    "first_learned": "First learned",
    "area_under_margin": "Area under the margin",
    "layer_motion": "Layer motion",
    "trustworthiness": "Trustworthiness",
}


def measured(blobs: RunReader, measure: str, epoch: int) -> np.ndarray:
    """Return a measure of every sample at an epoch, (300,); NaN where a sample has none."""
    upto = EPOCHS[: EPOCHS.index(epoch) + 1]
    # The untrained network says something of itself alone.
    trained = [known for known in upto if known > 0] or [0]
    told = [blobs.predictions(known) for known in trained]
    right = np.array([one.predicted == blobs.samples().label for one in told])
    probability = np.exp(-np.array([one.loss for one in told], np.float64))
    if measure == "first_learned":
        return np.where(right.any(0) & (epoch > 0), np.array(trained)[right.argmax(0)], np.nan)
    if measure == "layer_motion":
        return np.sum([blobs.neighbors("block", known).layer_motion for known in upto], 0)
    if measure == "trustworthiness":
        return blobs.quality("block", SETTINGS[1]).trustworthiness[EPOCHS.index(epoch)]
    values = {
        "confidence": told[-1].confidence,
        "loss": told[-1].loss,
        "margin": told[-1].margin,
        "label_confidence": probability.mean(0),
        "variability": probability.std(0),
        "correctness": right.mean(0),
        "forgotten": (right[:-1] & ~right[1:]).sum(0).astype(float),
        "area_under_margin": np.mean([one.margin for one in told], 0),
    }
    return values[measure]


def over_all_epochs(blobs: RunReader, measure: str) -> np.ndarray:
    """Return a measure at every epoch, (5, 300)."""
    return np.array([measured(blobs, measure, epoch) for epoch in EPOCHS])


def scale(blobs: RunReader, measure: str) -> tuple[float, float]:
    """Return the values at the two ends of a measure's colors."""
    everything = over_all_epochs(blobs, measure)
    if measure in ("margin", "area_under_margin"):
        most = np.abs(np.percentile(everything, [2, 98])).max()
        return -most, most
    most = {
        "variability": 0.5,
        "loss": 2 * np.log(10),
        "forgotten": max(1, np.max(everything)),
        "first_learned": EPOCHS[-1],
        "layer_motion": np.percentile(everything[-1], 98),
    }
    return (0.5 if measure == "trustworthiness" else 0), most.get(measure, 1)
