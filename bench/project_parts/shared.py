"""What several parts need and is measured only once: made-up data, and the fits of the one configuration."""

from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

from project_parts.workplace import NO_MORE, Environment, Workplace

NEIGHBORS, MIN_DIST, WIDTH = 15, 0.1, 512
SAMPLES, EPOCHS = 10_000, 5
REPEATS = 3
SEEDS = list(range(REPEATS))


@dataclass(frozen=True)
class Fits:
    """Fits of one setting: seconds of the first ones of a process and of those after, layouts, peak memory in MB."""

    cold: list[dict[str, float]]
    warm: list[dict[str, float]]
    layouts: list[str]
    peak: float

    def cold_seconds(self, clock: str) -> float:
        return median(spent[clock] for spent in self.cold)

    def warm_seconds(self, clock: str) -> float:
        return median(spent[clock] for spent in self.warm)


@cache
def made_up(work: Workplace, samples: int, epochs: int, copies: tuple[int, ...] = ()) -> str:
    """Return the folder of made-up activations."""
    return make(work, f"made-{samples}-{epochs}-{len(copies)}", samples, epochs, copies)


def make(work: Workplace, folder: str, samples: int, epochs: int, copies: tuple[int, ...] = ()) -> str:
    path, words = str(work.folder / folder), f"making {samples:,} samples x {epochs} epochs x {WIDTH} wide"
    size = {"samples": samples, "epochs": epochs, "width": WIDTH}
    work.ask(words, "data.make", {"folder": path, **size, "copies": copies})
    return path


def data_of_one(work: Workplace) -> str:
    return made_up(work, work.samples(SAMPLES), EPOCHS)


@cache
def stock_of_one(work: Workplace) -> Fits:
    """Fit stock once, cold, and where parts need its warm time, three times more."""
    warm = REPEATS if {"one", "grid"} & set(work.parts) else 0
    words = f"stock: a cold fit and {warm} warm ones"
    found = stock(work, words, data_of_one(work), "stock-one", cold=True, repeats=1 + warm)
    return Fits(found["times"][:1], found["times"][1:], found["layouts"], found["peak"])


@cache
def ours_of_one(work: Workplace) -> Fits:
    """Fit ours in three processes, in each once cold and then three times warm."""
    data, found = data_of_one(work), []
    ours(work, "ours: a cold fit, not counted, to have all kernels on disk", data, "ours-one", [0], cold=True)
    for process in range(REPEATS):
        words = f"ours: a cold fit and {REPEATS} warm ones, process {process + 1} of {REPEATS}"
        found.append(ours(work, words, data, "ours-one", [0, *SEEDS], cold=True))
    cold, warm = [one["times"][0] for one in found], [spent for one in found for spent in one["times"][1:]]
    return Fits(cold, warm, found[0]["layouts"], max(one["peak"] for one in found))


def stock(work: Workplace, words: str, data: str, save: str, cold: bool, repeats: int = 1) -> Any:
    """Return times, layouts and peak memory of stock's fits of the one setting."""
    settings = {"neighbors": [NEIGHBORS], "min_dists": [MIN_DIST], "repeats": repeats}
    return work.ask(words, "stock.fit", {"data": data, **settings, "cold": cold, "save": str(work.folder / save)})


def ours(
    work: Workplace,
    words: str,
    data: str,
    save: str,
    seeds: list[int],
    min_dist: float = MIN_DIST,
    cold: bool = False,
    held: bool = True,
    more: Environment = NO_MORE,
) -> Any:
    """Return times, layouts and peak memory of our fits, one for each seed."""
    setting = {"n_neighbors": NEIGHBORS, "min_dist": min_dist, "seeds": seeds}
    how = {"cold": cold, "held": held, "save": str(work.folder / save)}
    return work.ask(words, "ours.fit", {"data": data, **setting, **how}, more)


def compare(work: Workplace, words: str, data: str, *groups: list[str]) -> list[dict[str, float]]:
    """Return the faithfulness of each group of layouts: the means of its measures."""
    layouts = [layout for group in groups for layout in group]
    measured = iter(work.ask(words, "faithfulness.compare", {"data": data, "layouts": layouts}))
    means = []
    for group in groups:
        found = [next(measured) for _ in group]
        means.append({name: sum(one[name] for one in found) / len(found) for name in found[0]})
    return means
