"""The parts of the bench: each measures, prints its table and returns its claims."""

from collections.abc import Callable

from projecting.claims import Claim
from scrubbing.parts import drawing, memory, opening, pointing
from scrubbing.workplace import Workplace

PARTS: dict[str, Callable[[Workplace], list[Claim]]] = {
    "drawing": drawing.measure,
    "memory": memory.measure,
    "opening": opening.measure,
    "pointing": pointing.measure,
}
