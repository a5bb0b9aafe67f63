"""How well a run separates inputs like its samples from others at one epoch, as a test and a benchmark measure it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from epochscope.looking import Preprocessing
from epochscope.store import RunReader
from epochscope_inside.checkpoints import Networks
from epochscope_inside.inputs import to_tensor
from epochscope_inside.look import look
from epochscope_inside.rejection import blank_sign, calibrate, score


@dataclass(frozen=True)
class Judged:
    """How unusual pictures are, by all signs and by confidence alone, and which are rejected, (pictures,) each."""

    unusual: NDArray[np.float64]
    unsure: NDArray[np.float64]
    rejected: NDArray[np.bool_]


def judge_all(run: RunReader, epoch: int, pictures: NDArray[np.uint8]) -> Judged:
    """Judge gray pictures (pictures, height, width) as the product does, one by one."""
    preprocessing = Preprocessing.of(run.manifest)
    assert preprocessing is not None
    network, calibration = Networks().at(run, epoch), None
    modules = {layer.module: layer.name for layer in run.manifest.layers}
    rows = []
    for picture in pictures[..., None]:
        seen = look(network, to_tensor(picture, preprocessing), modules)
        calibration = calibration or calibrate(run, epoch, seen)
        assert calibration is not None
        blank = blank_sign(picture)
        signs = [blank] if blank else calibration.judge(seen)
        rows.append((1 - score(signs), 1 - seen.probabilities.max(), any(sign.rejects for sign in signs)))
    unusual, unsure, rejected = (np.array(column) for column in zip(*rows, strict=True))
    return Judged(unusual, unsure, rejected)


def auroc(usual: NDArray[np.floating], unusual: NDArray[np.floating]) -> float:
    """Return how often one that is unusual has the larger score than one that is not."""
    truth = np.repeat([0, 1], [len(usual), len(unusual)])
    return float(roc_auc_score(truth, np.concatenate([usual, unusual])))


def caught(judged: Mapping[str, Judged]) -> dict[str, float]:
    """Return the share of each kind that is rejected."""
    return {kind: float(one.rejected.mean()) for kind, one in judged.items()}
