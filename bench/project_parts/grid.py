"""A grid of nine settings, beside the nine fits of stock and the three of them that differ."""

from statistics import median

from common.claims import Claim, compared, print_table, times_less
from project_parts.shared import EPOCHS, REPEATS, SAMPLES, WIDTH, data_of_one, made_up, stock_of_one
from project_parts.workplace import Workplace

NEIGHBORS, MIN_DISTS = [5, 15, 50], [0.0, 0.1, 0.5]
GRID_SAMPLES, GRID_EPOCHS = 2_000, 4
LESS_THAN_NINE, LESS_THAN_THREE, LESS_THAN_ONE = 300, 85, 20


def measure(work: Workplace) -> list[Claim]:
    samples = work.samples(GRID_SAMPLES)
    data = made_up(work, samples, GRID_EPOCHS)
    fits = stock_fits(work, data)
    nine, three = sum(map(sum, fits.values())), sum(map(median, fits.values()))
    size, own, own_large = f"{samples:,} x {GRID_EPOCHS}", ours(work, data), ours(work, data_of_one(work))
    one = stock_of_one(work).warm_seconds("wall")
    print_table(
        f"grid: n_neighbors {NEIGHBORS} x min_dist {MIN_DISTS}, {WIDTH} wide, wall s after a small fit not counted\n"
        "stock lays out all min_dist alike: only three of its nine fits differ, and medians of equal ones are taken",
        ("", "stock", "ours", "ratio"),
        [
            *((f"{size}: n_neighbors {k}, {each(spent)}", f"{sum(spent):.2f}", "", "") for k, spent in fits.items()),
            compared(f"{size}: nine fits", nine, own),
            compared(f"{size}: the three fits that differ", three, own),
            compared(f"{work.samples(SAMPLES):,} x {EPOCHS}: the grid beside one fit", one, own_large),
        ],
    )
    return [
        times_less("grid: wall time, beside nine fits of stock, is", nine, own, LESS_THAN_NINE),
        times_less("grid: wall time, beside the three that differ, is", three, own, LESS_THAN_THREE),
        times_less("grid: wall time of the large grid, beside one fit of stock, is", one, own_large, LESS_THAN_ONE),
    ]


def stock_fits(work: Workplace, data: str) -> dict[int, list[float]]:
    """Return the wall seconds of stock's fits, those with each min_dist for every n_neighbors."""
    settings = {"neighbors": NEIGHBORS, "min_dists": MIN_DISTS, "repeats": 1}
    asked = {"data": data, **settings, "cold": False, "save": str(work.folder / "stock-grid")}
    found = work.ask("stock: nine fits", "stock.fit", asked)
    walls = iter(spent["wall"] for spent in found["times"])
    return {n_neighbors: [next(walls) for _ in MIN_DISTS] for n_neighbors in NEIGHBORS}


def ours(work: Workplace, data: str) -> float:
    settings = {"neighbors": NEIGHBORS, "min_dists": MIN_DISTS, "repeats": REPEATS}
    found = work.ask(f"ours: the grid, {REPEATS} times", "ours.grid", {"data": data, **settings})
    return median(float(spent["wall"]) for spent in found["times"])


def each(seconds: list[float]) -> str:
    return " + ".join(f"{one:.1f}" for one in seconds)
