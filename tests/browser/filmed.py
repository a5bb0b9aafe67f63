"""A film that Chromium takes for what a camera sees: a dark square that moves to the right over white paper."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

WIDTH, HEIGHT, SIDE = 160, 120, 24
FRAMES, RATE = 40, 10
"""Pictures until it begins again, and pictures a second."""
FIRST, LAST = 24, 112
"""Where the left edge of the square begins and ends."""


def camera_flags(film: Path) -> Sequence[str]:
    """Return the flags with which Chromium has one camera, which plays a film; the page still needs permission."""
    return ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")


def write_film(path: Path, rate: int = RATE) -> Path:
    """Write the film, at pictures a second, as YUV4MPEG2, which needs no encoder."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for left in np.linspace(FIRST, LAST, FRAMES).astype(int):
            brightness = np.full((HEIGHT, WIDTH), 230, np.uint8)
            brightness[(HEIGHT - SIDE) // 2 : (HEIGHT + SIDE) // 2, left : left + SIDE] = 20
            colorless = np.full(HEIGHT * WIDTH // 2, 128, np.uint8)
            file.write(b"FRAME\n" + brightness.tobytes() + colorless.tobytes())
    return path
