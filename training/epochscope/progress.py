"""How a projection job reports its progress to the program that started it: one JSON object per line."""

import json
from dataclasses import asdict, dataclass
from enum import Enum


class Step(str, Enum):
    """What a job is doing."""

    STARTING = "starting"
    NEIGHBORS = "neighbors"
    ALIGNING = "aligning"
    COMPARING = "comparing"
    """Laying out by a method that the aligned layouts are compared with."""
    APPENDING = "appending"
    SCORING = "scoring"
    PLACING = "placing"
    STOPPING = "stopping"
    """It has been canceled; the server reports this, the job does not."""

    # As of StrEnum, which Python 3.10 lacks.
    __str__ = str.__str__


@dataclass(frozen=True)
class Progress:
    """How far a job is: ``done`` of ``total``, both in milliseconds by the job's own estimate. ``layer`` is empty where
    a step concerns the whole run."""

    layer: str
    step: Step
    done: int
    total: int


def format_progress(progress: Progress) -> str:
    """Return the progress as one line, without its end."""
    return json.dumps(asdict(progress))


def parse_progress(line: str) -> Progress | None:
    """Return the progress in a line of a job's output, ``None`` where the line is something else."""
    try:
        values = json.loads(line)
        return Progress(values["layer"], Step(values["step"]), int(values["done"]), int(values["total"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
