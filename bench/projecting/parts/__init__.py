"""The parts of the bench: each measures, prints its table and returns its claims."""

from collections.abc import Callable

from projecting.claims import Claim
from projecting.parts import grid, growth, limit, memory, one, quality, real
from projecting.workplace import Workplace

PARTS: dict[str, Callable[[Workplace], list[Claim]]] = {
    "one": one.measure,
    "limit": limit.measure,
    "grid": grid.measure,
    "quality": quality.measure,
    "real": real.measure,
    "growth": growth.measure,
    "memory": memory.measure,
}
