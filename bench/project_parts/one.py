"""One configuration: wall and processor time, warm and cold, and peak memory."""

import tempfile
from statistics import median

from common.claims import Claim, compared, print_table, times_less
from project_parts.shared import (
    EPOCHS,
    MIN_DIST,
    NEIGHBORS,
    REPEATS,
    SAMPLES,
    WIDTH,
    data_of_one,
    ours,
    ours_of_one,
    stock_of_one,
)
from project_parts.workplace import Workplace

LESS_WALL, LESS_CPU, LESS_COLD = 60, 40, 25


def measure(work: Workplace) -> list[Claim]:
    stock, own = stock_of_one(work), ours_of_one(work)
    figures = {
        "warm, wall s": (stock.warm_seconds("wall"), own.warm_seconds("wall")),
        "warm, CPU s": (stock.warm_seconds("cpu"), own.warm_seconds("cpu")),
        "cold, wall s": (stock.cold_seconds("wall"), own.cold_seconds("wall")),
        "cold, CPU s": (stock.cold_seconds("cpu"), own.cold_seconds("cpu")),
        "first ever, wall s": (stock.cold_seconds("wall"), first_ever(work)),
        "peak memory, MB": (stock.peak, own.peak),
    }
    print_table(
        f"one: {work.samples(SAMPLES):,} samples x {EPOCHS} epochs x {WIDTH} wide, n_neighbors {NEIGHBORS}, min_dist "
        f"{MIN_DIST}\ncold: import and compilation counted; first ever: without a compiled kernel on disk, "
        "beside stock's cold fit",
        ("", "stock", "ours", "ratio"),
        [compared(name, theirs, mine) for name, (theirs, mine) in figures.items()],
    )
    return [
        times_less("one: wall time, warm, is", *figures["warm, wall s"], LESS_WALL),
        times_less("one: CPU time, warm, is", *figures["warm, CPU s"], LESS_CPU),
        times_less("one: wall time, cold, is", *figures["cold, wall s"], LESS_COLD),
        Claim("one: peak memory is at most stock's", f"{own.peak:.0f}, {stock.peak:.0f} MB", own.peak <= stock.peak),
    ]


def first_ever(work: Workplace) -> float:
    """Return the wall seconds of a cold fit that finds no compiled kernel on disk."""
    spent = []
    for process in range(REPEATS):
        with tempfile.TemporaryDirectory(dir=work.folder) as empty:
            words = f"ours: a first fit ever, process {process + 1} of {REPEATS}"
            kernels = {"NUMBA_CACHE_DIR": empty}
            found = ours(work, words, data_of_one(work), "ours-first", [0], cold=True, more=kernels)
        spent.append(float(found["times"][0]["wall"]))
    return median(spent)
