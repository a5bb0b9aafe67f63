"""The parts of the bench: each measures, prints its table and returns its claims."""

from collections.abc import Callable

from projecting.claims import Claim
from querying.parts import coloring, confusing, finding, memory
from scrubbing.workplace import Workplace

PARTS: dict[str, Callable[[Workplace], list[Claim]]] = {
    "finding": finding.measure,
    "confusing": confusing.measure,
    "coloring": coloring.measure,
    "memory": memory.measure,
}
