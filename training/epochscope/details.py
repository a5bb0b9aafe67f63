"""What is good to know about a run and cannot be read off the model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Details:
    """All of it may be left out.

    ``splits``, ``sources`` and ``pictures`` have one entry a sample, in the order of the samples. Without
    ``pictures`` (uint8 arrays, (height, width) or (height, width, 3)) thumbnails are made of inputs that look
    like images. ``mean`` and ``std`` say how inputs were normalized. ``training`` is any JSON.
    """

    title: str = ""
    model: str = ""
    dataset: str = ""
    splits: Sequence[str] | None = None
    sources: Sequence[str] | None = None
    pictures: Iterable[NDArray[np.uint8]] | None = None
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None
    seed: int | None = None
    training: Mapping[str, object] = field(default_factory=dict)
