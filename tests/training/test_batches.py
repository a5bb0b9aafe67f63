"""The batches of a training: every image once, and none alone."""

import pytest
import torch

from epochscope.errors import UnusableInput
from epochscope_training.batches import Normalization, TrainingBatches
from epochscope_training.datasets import ImageSplit
from epochscope_training.models import build_model
from epochscope_training.settings import TrainSettings


def make_batches(images: int, batch_size: int) -> TrainingBatches:
    split = ImageSplit(torch.zeros(images, 1, 8, 8, dtype=torch.uint8), torch.arange(images), [""] * images)
    return TrainingBatches(split, Normalization((0.5,), (0.5,)), batch_size, "none", 0, torch.device("cpu"))


@pytest.mark.parametrize(
    ("images", "batch_size", "sizes"),
    [(10, 9, [10]), (10, 3, [3, 3, 4]), (11, 3, [3, 3, 3, 2]), (9, 3, [3, 3, 3]), (7, 2, [2, 2, 3]), (3, 8, [3])],
)
def test_no_batch_holds_a_single_image(images: int, batch_size: int, sizes: list[int]):
    batches = make_batches(images, batch_size)
    labels = [labels for _, labels in batches.epoch(1)]
    assert [len(batch) for batch in labels] == sizes
    assert len(batches) == len(sizes)
    assert sorted(torch.cat(labels).tolist()) == list(range(images))


def test_every_batch_passes_a_network_whose_last_map_is_one_pixel():
    model = build_model("resnet18", "cifar", 1, 10).train()
    assert [len(model(images)) for images, _ in make_batches(5, 2).epoch(1)] == [2, 3]


def test_a_batch_size_of_one_is_rejected_before_the_training():
    with pytest.raises(UnusableInput, match="--batch-size must be at least 2, for batch normalization, not 1"):
        TrainSettings("resnet18", batch_size=1).check()
