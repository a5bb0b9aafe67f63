"""How time and memory grow with the samples and with the epochs: ours only."""

import math
import shutil
from statistics import linear_regression, median

from common.claims import Claim, print_table
from project_parts.shared import REPEATS, WIDTH, make, ours
from project_parts.workplace import Workplace

SAMPLES, AT_EPOCHS = (2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000), 5
EPOCHS, AT_SAMPLES = (5, 10, 20, 40), 2_000
MEASURES = ("wall s", "CPU s", "peak MB")


def measure(work: Workplace) -> list[Claim]:
    sizes = [(work.samples(samples), AT_EPOCHS) for samples in SAMPLES]
    print_growth(f"growth with samples: {AT_EPOCHS} epochs x {WIDTH} wide, warm, medians", "samples", work, sizes, 0)
    sizes = [(work.samples(AT_SAMPLES), epochs) for epochs in EPOCHS]
    print_growth(f"growth with epochs: {sizes[0][0]:,} samples x {WIDTH} wide, warm, medians", "epochs", work, sizes, 1)
    return []


def print_growth(title: str, of: str, work: Workplace, sizes: list[tuple[int, int]], axis: int) -> None:
    """Measure and print a row for each size, (samples, epochs), and what powers of one of the two they grow with."""
    figures = [fit(work, *size) for size in sizes]
    counts = [size[axis] for size in sizes]
    powers = [exponent(counts, [one[column] for one in figures]) for column in range(len(MEASURES))]
    rows = [(f"{count:,}", *map("{:.2f}".format, found)) for count, found in zip(counts, figures, strict=True)]
    print_table(title, (of, *MEASURES), [*rows, ("grow with power", *map("{:.2f}".format, powers))])


def fit(work: Workplace, samples: int, epochs: int) -> tuple[float, float, float]:
    """Return median wall and processor seconds and the peak memory of fits that read an epoch at a time."""
    data = make(work, "growing", samples, epochs)
    words = f"ours: {samples:,} samples x {epochs} epochs, {REPEATS} times"
    found = ours(work, words, data, "ours-growing", [0] * REPEATS, held=False)
    shutil.rmtree(data)
    wall, cpu = (median(spent[clock] for spent in found["times"]) for clock in ("wall", "cpu"))
    return wall, cpu, found["peak"]


def exponent(counts: list[int], values: list[float]) -> float:
    """Return p of value = c count^p, by least squares of the logarithms."""
    return linear_regression([math.log(one) for one in counts], [math.log(one) for one in values]).slope
