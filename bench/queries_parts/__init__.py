"""The parts of the bench: each measures, prints its table and returns its claims."""

from collections.abc import Callable

from common.browser import Workplace
from common.claims import Claim
from queries_parts import coloring, confusing, finding, memory

PARTS: dict[str, Callable[[Workplace], list[Claim]]] = {
    "finding": finding.measure,
    "confusing": confusing.measure,
    "coloring": coloring.measure,
    "memory": memory.measure,
}
