"""The parts of the bench: each measures, prints its table and returns its claims."""

from collections.abc import Callable

from common.browser import Workplace
from common.claims import Claim
from page_parts import drawing, memory, opening, pointing

PARTS: dict[str, Callable[[Workplace], list[Claim]]] = {
    "drawing": drawing.measure,
    "memory": memory.measure,
    "opening": opening.measure,
    "pointing": pointing.measure,
}
