"""The parts of the bench: each measures, prints its table and returns its claims."""

from collections.abc import Callable

from projecting.claims import Claim
from querying.parts import colouring, confusing, finding, memory
from scrubbing.workplace import Workplace

PARTS: dict[str, Callable[[Workplace], list[Claim]]] = {
    "finding": finding.measure,
    "confusing": confusing.measure,
    "colouring": colouring.measure,
    "memory": memory.measure,
}
