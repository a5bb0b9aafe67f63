"""The parts of bench/inside.py."""

from collections.abc import Callable, Mapping

from common.claims import Claim
from inside_parts import camera, drawing, epochs, large, memory, painted, placing
from inside_parts.workplace import Workplace

PARTS: Mapping[str, Callable[[Workplace], list[Claim]]] = {
    "drawing": drawing.measure,
    "painted": painted.measure,
    "camera": camera.measure,
    "large": large.measure,
    "epochs": epochs.measure,
    "memory": memory.measure,
    "placing": placing.measure,
}
