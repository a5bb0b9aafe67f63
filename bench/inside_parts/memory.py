"""What the process that looks holds in memory, however many inputs are looked at."""

from pathlib import Path

import numpy as np

from common.claims import Claim, at_most, print_table
from epochscope.looking import Frame
from epochscope_api.looker import Looker
from epochscope_inside.answers import LOOKS_BYTES
from inside_parts.workplace import DEMO, LAST_EPOCH, LENET, SIDE, Workplace

INPUTS = 1_000
SLACK, MOST_GROWTH = 1.5, 20
"""Above what is counted as kept, of the allocators; and MB that it may grow once that is full."""


def measure(work: Workplace) -> list[Claim]:
    inputs, looker = INPUTS // work.shrink, Looker(str(DEMO), {})
    shown = sorted({0, inputs // 10, inputs // 4, inputs // 2, inputs - 1})
    held: dict[int, float] = {}
    try:
        for number in range(inputs):
            look_at_all_epochs(looker, number)
            if number in shown:
                work.tell(f"{number + 1} inputs")
                held[number + 1] = megabytes(looker.process_id)
    finally:
        looker.stop()
    begin = held[1]
    rows = [
        (f"{count:,}", f"{count * (LAST_EPOCH + 1):,}", f"{size:.0f}", f"{size - begin:+.0f}")
        for count, size in held.items()
    ]
    print_table("LeNet, each input at 21 epochs", ("inputs", "looks", "MB held", "more"), rows)
    sizes, limit = list(held.values()), LOOKS_BYTES / 1e6 * SLACK
    return [
        at_most("memory: MB more than after the first input", max(sizes) - begin, limit),
        at_most("memory: MB more over the second half", sizes[-1] - sizes[-2], MOST_GROWTH),
    ]


def look_at_all_epochs(looker: Looker, number: int) -> None:
    pixels = np.random.default_rng(number).integers(0, 256, (SIDE, SIDE, 1), np.uint8)
    wanted = {"do": "film", "layer": 0, "map": 0, "epoch": LAST_EPOCH, "seconds": 60}
    answer = looker.ask(Frame({**wanted, "run": LENET, "input": str(number)}, {"pixels": pixels}), "")
    if "error" in answer.head or not answer.arrays["known"].all():
        raise RuntimeError(f"input {number} was not looked at: {answer.head}")


def megabytes(process: int | None) -> float:
    """Return what a process holds of its own: without files that are mapped, which make room for others."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError("this system does not say what a process holds")
