"""Choose the samples to record: a fixed set, stratified by class, with the split of each."""

from dataclasses import dataclass

import torch

from epochscope_training.datasets import ImageDataset, ImageSplit


@dataclass(frozen=True)
class RecordedSamples:
    """The images to record and the split of each."""

    images: ImageSplit
    splits: list[str]


def choose_samples(dataset: ImageDataset, count: int, sample_splits: str, seed: int) -> RecordedSamples:
    """Return at most ``count`` samples of the split ``sample_splits``, of ``both`` in proportion to their sizes, or
    ``test-first``: of the test split as many as there are, and the rest of the training split."""
    names = [sample_splits] if sample_splits in dataset.splits else ["train", "test"]
    sizes = [len(dataset.splits[name].labels) for name in names]
    count = min(count, sum(sizes))
    tested = min(count, sizes[-1])
    shares = [count - tested, tested] if sample_splits == "test-first" else _apportion(count, sizes)
    chosen = [
        dataset.splits[name].take(_stratified(dataset.splits[name], share, len(dataset.classes), seed))
        for name, share in zip(names, shares, strict=True)
    ]
    images = ImageSplit(
        torch.cat([part.images for part in chosen]),
        torch.cat([part.labels for part in chosen]),
        [source for part in chosen for source in part.sources],
    )
    return RecordedSamples(images, [name for name, share in zip(names, shares, strict=True) for _ in range(share)])


def _stratified(split: ImageSplit, count: int, classes: int, seed: int) -> torch.Tensor:
    shuffled = torch.randperm(len(split.labels), generator=torch.Generator().manual_seed(seed))
    of_class = [shuffled[split.labels[shuffled] == label] for label in range(classes)]
    shares = _apportion(count, [len(rows) for rows in of_class])
    return torch.cat([rows[:share] for rows, share in zip(of_class, shares, strict=True)]).sort().values


def _apportion(total: int, sizes: list[int]) -> list[int]:
    """Share ``total`` in proportion to ``sizes`` by largest remainder (Hamilton's method)."""
    exact = [total * size / sum(sizes) for size in sizes]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(sizes)), key=lambda index: shares[index] - exact[index])
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares
