"""Pictures that are none of a network's classes, made on the spot to compare the samples with.

Dots, marks, scribbles and noise for any network that takes pictures; and, where pictures of samples are kept, two of
them side by side, some over each other, and quarters in wrong places.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from epochscope.looking import Preprocessing

Pictures = NDArray[np.uint8]
"""(pictures, height, width, channels)."""
Picture = NDArray[np.uint8]
"""(height, width, channels), or (height, width): 0 where there is nothing."""
Line = NDArray[np.float64]
"""(points, 2): x and y, of which 0 to 1 are in the picture."""
Random = np.random.Generator
_CANVAS, _INK = 112, 40
_BILINEAR, _NEAREST = Image.Resampling.BILINEAR, Image.Resampling.NEAREST


def make_negatives(preprocessing: Preprocessing, each: int, samples: Pictures | None, seed: int = 0) -> Pictures:
    """Return ``each`` pictures of every kind that can be made; ``samples`` are pictures of recorded samples, if any."""
    random, size = np.random.default_rng(seed), (preprocessing.width, preprocessing.height)
    planes = [make(random).resize(size, _BILINEAR) for make in (_dots, _marks, _scribble, _noise) for _ in range(each)]
    made = [_colored(random, np.asarray(plane), preprocessing.channels) for plane in planes]
    paper = 0 if preprocessing.background == "black" else 255
    if samples is not None and len(samples) > 1:
        inks = samples ^ np.uint8(paper)
        made += [make(random, inks) for make in (_pair, _overlay, _jigsaw) for _ in range(each)]
    pictures: Pictures = np.stack(made) ^ np.uint8(paper)
    return pictures


def _dots(random: Random) -> Image.Image:
    dots = [random.uniform(0.1, 0.9, (1, 2)) for _ in range(random.integers(1, 6))]
    return _drawn(random, dots, random.uniform(0.05, 0.25))


def _marks(random: Random) -> Image.Image:
    """Three to eight short lines anywhere."""
    begins = random.uniform(0.1, 0.9, (random.integers(3, 9), 2))
    angles, lengths = random.uniform(0, 2 * np.pi, len(begins)), random.uniform(0.05, 0.4, len(begins))
    ends = begins + lengths[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return _drawn(random, list(np.clip(np.stack([begins, ends], axis=1), 0.05, 0.95)), _pen(random))


def _scribble(random: Random) -> Image.Image:
    """One line with 10 to 25 turns, partly wandering and partly back and forth, rounded more or less."""
    turns = int(random.integers(10, 26))
    wandering = random.normal(0, 1, (turns, 2)).cumsum(axis=0) * random.uniform(0, 0.5)
    corners, steps = wandering + random.uniform(-1, 1, (turns, 2)), np.linspace(0, turns - 1, 8 * turns)
    window = np.hanning(int(random.integers(5, 15)))[1:-1]
    rounded = [
        np.convolve(np.interp(steps, np.arange(turns), axis), window / window.sum(), "valid") for axis in corners.T
    ]
    line = np.stack(rounded, axis=1)
    sides = random.uniform(0.45, 0.85) * np.where(random.random(2) < 0.3, random.uniform(0.5, 1), 1)
    return _drawn(random, [0.5 + ((line - line.min(axis=0)) / np.ptp(line, axis=0) - 0.5) * sides], _pen(random))


def _noise(random: Random) -> Image.Image:
    """Random values, coarse or fine, sharp or smooth, of any contrast; some are black and white only."""
    side = int(2 ** random.uniform(1, 5))
    values = random.uniform(0, 255, (side, side))
    if random.random() < 0.4:
        values = np.where(values < random.uniform(8, 128), 255, 0)
    low, high = sorted(random.uniform(0, 255, 2)) if random.random() < 0.5 else (0, 255)
    image = Image.fromarray((low + values / 255 * (high - low)).astype(np.uint8))
    return image.resize((_CANVAS, _CANVAS), _NEAREST if random.random() < 0.5 else _BILINEAR)


def _pair(random: Random, samples: Pictures) -> Picture:
    """Two samples side by side, each as narrow as it must be."""
    _, height, width, _ = samples.shape
    whole: Picture = np.zeros_like(samples[0])
    left = round(width * random.uniform(0.03, 0.1))
    tall, most = height * random.uniform(0.5, 0.9), round(width * 0.43)
    for one in samples[random.choice(len(samples), 2, replace=False)]:
        ink = _ink(one)
        high = round(tall * random.uniform(0.8, 1))
        wide = int(np.clip(round(high * ink.shape[1] / ink.shape[0]), min(3, most), most))
        top = (height - high) // 2
        part = whole[top : top + high, left : left + wide]
        np.maximum(part, _resized(ink, wide, high)[:, : part.shape[1]], out=part)
        left += wide + int(random.integers(0, 3) * width / 28)
    return whole


def _overlay(random: Random, samples: Pictures) -> Picture:
    """Two or three samples over each other."""
    chosen = samples[random.choice(len(samples), min(len(samples), int(random.integers(2, 4))), replace=False)]
    reach = max(1, chosen.shape[2] // 14)
    shifted = [np.roll(one, random.integers(-reach, reach + 1, 2), axis=(0, 1)) for one in chosen]
    found: Picture = np.max(shifted, axis=0)
    return found


def _jigsaw(random: Random, samples: Pictures) -> Picture:
    """The quarters of one sample in wrong places, or those of four samples."""
    if random.random() < 0.5:
        chosen, places = samples[random.integers(len(samples), size=4)], np.arange(4)
    else:
        # Turned around, so that none is in its own place.
        chosen, places = samples[[random.integers(len(samples))] * 4], np.roll(np.arange(4), random.integers(1, 4))
    quarters = [_quarters(one)[place] for one, place in zip(chosen, places, strict=True)]
    whole: Picture = np.zeros_like(samples[0])
    for quarter, place in zip(quarters, _quarters(whole), strict=True):
        place[...] = quarter
    return whole


def _quarters(picture: Picture) -> list[Picture]:
    """Return views of one size, row by row; in the middle of a picture of odd size a row or column is left out."""
    high, wide = picture.shape[0] // 2, picture.shape[1] // 2
    return [
        picture[rows, columns]
        for rows in (slice(high), slice(-high, None))
        for columns in (slice(wide), slice(-wide, None))
    ]


def _drawn(random: Random, lines: Sequence[Line], width: float) -> Image.Image:
    """Draw lines with a round pen, more or less soft."""
    image = Image.new("L", (_CANVAS, _CANVAS))
    draw, radius = ImageDraw.Draw(image), width * _CANVAS / 2
    for line in lines:
        points = [(float(x), float(y)) for x, y in line * _CANVAS]
        if len(points) > 1:
            draw.line(points, fill=255, width=max(1, round(2 * radius)), joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return image.filter(ImageFilter.GaussianBlur(random.uniform(0, 0.035) * _CANVAS))


def _pen(random: Random) -> float:
    return random.uniform(0.05, 0.16)


def _colored(random: Random, plane: Picture, channels: int) -> Picture:
    """Return a plane in a color of its own, which is white where there is one channel."""
    strength = random.uniform(0.2, 1, channels) if channels > 1 else np.ones(1)
    return (plane[..., None] * strength).astype(np.uint8)


def _ink(picture: Picture) -> Picture:
    """Return the part of a picture that has anything on it, or all of it."""
    rows, columns = np.nonzero(picture.max(axis=2) > _INK)
    return picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] if len(rows) else picture


def _resized(picture: Picture, width: int, height: int) -> Picture:
    planes = [Image.fromarray(np.ascontiguousarray(plane)) for plane in np.moveaxis(picture, 2, 0)]
    return np.stack([np.asarray(plane.resize((width, height), _BILINEAR)) for plane in planes], axis=2)
