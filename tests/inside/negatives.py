"""Pictures that are no character, of six kinds, and the test images of EMNIST: what rejection is measured on."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

SIDE = 28
_FINER, _SOFTNESS = 8, 0.6
_EMNIST = Path("emnist-byclass") / "test-00000-of-00001.parquet"
_PHOTOGRAPHS = (
    *("astronaut", "camera", "chelsea", "coffee", "coins", "rocket", "moon", "brick", "grass", "gravel"),
    *("hubble_deep_field", "retina", "immunohistochemistry", "cell"),
)
Pictures = NDArray[np.uint8]
"""(pictures, 28, 28)."""


def emnist_test_images(datasets: Path) -> Pictures:
    """Return the 3,420 test images of EMNIST ByClass that lie in the folder of data sets."""
    encoded = pq.read_table(datasets / _EMNIST, columns=["image"])["image"].to_pylist()
    return np.stack([np.asarray(Image.open(io.BytesIO(one["bytes"])).convert("L")) for one in encoded])


def make_negatives(each: int, characters: Pictures, seed: int = 0) -> dict[str, Pictures]:
    """Return ``each`` pictures of every kind; ``characters`` are what pairs are made of."""
    kinds: Mapping[str, Callable[[np.random.Generator, int], NDArray[np.uint8]]] = {
        "blank and dots": _dots,
        "scribbles": lambda random, _: _scribble(random, 8, 20),
        "two characters": lambda random, _: _pair(random, characters),
        "photographs": _photograph(_photographs()),
        "noise": _noise,
        "long scribbles": lambda random, _: _scribble(random, 20, 40),
    }
    random = np.random.default_rng(seed)
    return {name: np.stack([make(random, number) for number in range(each)]) for name, make in kinds.items()}


def _dots(random: np.random.Generator, number: int) -> NDArray[np.uint8]:
    """One to five dots; nothing in every tenth picture."""
    dots = [random.uniform(4, SIDE - 4, (1, 2)) for _ in range(random.integers(1, 6) if number % 10 else 0)]
    return _drawn(dots, random.uniform(1.5, 4))


def _scribble(random: np.random.Generator, least: int, most: int) -> NDArray[np.uint8]:
    """One smooth line without aim, which turns a number of times; with few turns it often looks like a character."""
    line = random.uniform(3, SIDE - 3, (random.integers(least, most), 2))
    for _round in range(4):
        corners = np.stack([0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]], axis=1)
        line = corners.reshape(-1, 2)
    return _drawn([line], random.uniform(1.5, 3))


def _pair(random: np.random.Generator, characters: Pictures) -> NDArray[np.uint8]:
    """Two characters side by side, each as narrow as it must be."""
    picture = np.zeros((SIDE, SIDE), np.uint8)
    for place, one in enumerate(characters[random.choice(len(characters), 2, replace=False)]):
        rows, columns = np.nonzero(one > 40)
        ink = Image.fromarray(one[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])
        width = int(np.clip(round(20 * ink.width / ink.height), 3, 12))
        left = 2 + 12 * place + (12 - width) // 2
        picture[4:24, left : left + width] = np.asarray(ink.resize((width, 20), Image.Resampling.BILINEAR))
    return picture


def _photograph(photographs: Sequence[Image.Image]) -> Callable[[np.random.Generator, int], NDArray[np.uint8]]:
    def cut(random: np.random.Generator, number: int) -> NDArray[np.uint8]:
        whole = photographs[number % len(photographs)]
        side = int(random.uniform(0.3, 1) * min(whole.size))
        left, top = (int(random.integers(0, length - side + 1)) for length in whole.size)
        box = (left, top, left + side, top + side)
        return np.asarray(whole.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=box))

    return cut


def _photographs() -> list[Image.Image]:
    from skimage import data
    from sklearn.datasets import load_sample_images

    pictures = [*load_sample_images().images, *(getattr(data, name)() for name in _PHOTOGRAPHS)]
    return [Image.fromarray(picture).convert("L") for picture in pictures]


def _noise(random: np.random.Generator, number: int) -> NDArray[np.uint8]:
    """Even, normal, sparse or smooth noise."""
    kind, even = number % 4, random.uniform(0, 255, (SIDE, SIDE))
    if kind == 0:
        return even.astype(np.uint8)
    if kind == 1:
        return np.clip(random.normal(128, 64, (SIDE, SIDE)), 0, 255).astype(np.uint8)
    if kind == 2:
        return np.where(even < random.uniform(8, 76), 255, 0).astype(np.uint8)
    smooth = Image.fromarray(even.astype(np.uint8)).filter(ImageFilter.GaussianBlur(random.uniform(0.7, 2)))
    values = np.asarray(smooth, np.float64)
    return np.asarray((values - values.min()) / np.ptp(values) * 255, np.uint8)


def _drawn(lines: Sequence[NDArray[np.float64]], width: float) -> NDArray[np.uint8]:
    """Draw lines (points, 2) with a round brush, as soft as the ink of EMNIST."""
    image = Image.new("L", (SIDE * _FINER, SIDE * _FINER))
    draw, radius = ImageDraw.Draw(image), width * _FINER / 2
    for line in lines:
        points = [(float(x), float(y)) for x, y in line * _FINER]
        if len(points) > 1:
            draw.line(points, fill=255, width=round(2 * radius), joint="curve")
        for x, y in points:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    soft = image.filter(ImageFilter.GaussianBlur(_SOFTNESS * _FINER))
    return np.asarray(soft.resize((SIDE, SIDE), Image.Resampling.BOX))
