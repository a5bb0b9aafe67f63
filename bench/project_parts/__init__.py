"""The parts of the bench: each measures, prints its table and returns its claims."""

from collections.abc import Callable

from common.claims import Claim
from project_parts import grid, growth, limit, memory, nearest, one, quality, real
from project_parts.workplace import Workplace

PARTS: dict[str, Callable[[Workplace], list[Claim]]] = {
    "one": one.measure,
    "limit": limit.measure,
    "grid": grid.measure,
    "quality": quality.measure,
    "real": real.measure,
    "neighbors": nearest.measure,
    "growth": growth.measure,
    "memory": memory.measure,
}
