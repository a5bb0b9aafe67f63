"""The network that comes with the repository rejects anything but characters, and characters rarely."""

import re
from pathlib import Path

import numpy as np
import pytest

from epochscope.store import RunReader
from inside.negatives import emnist_test_images, make_negatives
from inside.rejected import auroc, caught, judge_all

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo" / "lenet-emnist"
CARD = DEMO.with_name("lenet-emnist.md")


@pytest.mark.slow
@pytest.mark.datasets
def test_six_kinds_of_negatives_are_separated_from_the_test_images(image_datasets: Path):
    pytest.importorskip("skimage")
    images, run = emnist_test_images(image_datasets), RunReader.at(DEMO)
    negatives = make_negatives(120, images)
    known = judge_all(run, 20, images[::3])
    judged = {kind: judge_all(run, 20, pictures) for kind, pictures in negatives.items()}
    assert sum(len(one.rejected) for one in judged.values()) == 720
    all_signs = auroc(known.unusual, np.concatenate([one.unusual for one in judged.values()]))
    confidence = auroc(known.unsure, np.concatenate([one.unsure for one in judged.values()]))
    assert all_signs >= 0.95
    assert all_signs > confidence + 0.02
    stated = re.search(r"^\| 20 \| (0\.\d+) \| (0\.\d+) \|", CARD.read_text(), flags=re.MULTILINE)
    assert [float(number) for number in stated.groups()] == pytest.approx([all_signs, confidence], abs=0.005)
    assert known.rejected.mean() <= 0.02
    assert min(caught(judged).values()) >= 0.55
    assert caught(judged)["blank and dots"] >= 0.98
