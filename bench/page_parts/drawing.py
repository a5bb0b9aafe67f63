"""A step to another epoch and a frame on the way there, beside ScatterGL's ``updateDataset`` and three.js alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, Page

from common.asking import box_of, check_inked, open_run, pause, play, spread
from common.browser import Workplace
from common.claims import Claim, print_table, times_less
from epochscope.store.testing import Recipe

SIZES, JUDGED = (10_000, 50_000, 200_000), 50_000
TIMES_LESS, SHARE = 10, 0.5
OURS, STOCK, ALONE, PLAYED = "page", "ScatterGL", "three.js", "page, playing"
RACING = (OURS, STOCK, ALONE)
ROUNDS, STEPS, TWEENS, SECONDS = 3, 10, 6, 1.5


@dataclass(frozen=True)
class Figures:
    """Milliseconds of each frame, in scripts and until it was drawn, by its kind; and frames per second."""

    script: dict[str, list[float]] = field(default_factory=lambda: {"step": [], "tween": []})
    whole: dict[str, list[float]] = field(default_factory=lambda: {"step": [], "tween": []})
    rates: list[float] = field(default_factory=list)


Drawings = Mapping[str, Figures]


def measure(work: Workplace) -> list[Claim]:
    recipes = {samples: Recipe(work.samples(samples)) for samples in SIZES}
    with work.visit(*recipes.values()) as (address, browser):
        found = {samples: _measured(work, address, browser, recipe) for samples, recipe in recipes.items()}
    _print(found)
    return _claims(found[JUDGED])


def _measured(work: Workplace, address: str, browser: Browser, recipe: Recipe) -> Drawings:
    """Let the page itself and the drawings take turns, after one turn of each drawing that only warms up."""
    work.tell(f"drawing {recipe.samples:,} points")
    found = {name: Figures() for name in (*RACING, PLAYED)}
    with work.page(browser) as whole, work.page(browser) as race:
        open_run(whole, address, recipe)
        work.open_race(race, address)
        race.evaluate("([run, width, height]) => race.open(run, width, height)", [recipe.name, *box_of(whole)[2:]])
        for name in RACING:
            _frames(race, name, "step", STEPS)
            check_inked(race.evaluate("(name) => race.inked(name)", name), name)
        for _ in range(ROUNDS):
            found[PLAYED].rates.append(_played(whole))
            for name in RACING:
                _raced(race, name, found[name])
    return found


def _played(page: Page) -> float:
    """Return how many frames per second the page draws while it plays."""
    play(page)
    rate: float = page.evaluate("(ms) => watch.rate(ms)", 1000 * SECONDS)
    pause(page)
    return rate


def _raced(page: Page, name: str, figures: Figures) -> None:
    for kind, times in (("step", STEPS), ("tween", TWEENS)):
        for frame in _frames(page, name, kind, times):
            figures.script[kind].append(frame["script"])
            figures.whole[kind].append(frame["whole"])
    figures.rates.append(page.evaluate("([name, ms]) => race.rate(name, ms)", [name, 1000 * SECONDS]))


def _frames(page: Page, name: str, kind: str, times: int) -> Sequence[Mapping[str, float]]:
    frames: Sequence[Mapping[str, float]] = page.evaluate(
        "([name, between, times]) => race.show(name, between, times)", [name, kind == "tween", times]
    )
    return frames


def _print(found: Mapping[int, Drawings]) -> None:
    for kind in ("step", "tween"):
        title = f"one {kind}, in ms; medians of {ROUNDS} rounds; ratio: x page"
        heads = ("points", "drawn by", "scripts", "ratio", "until drawn", "ratio")
        print_table(title, heads, list(_frame_rows(found, kind)))
    rows = [
        (f"{samples:,}", name, *spread(figures.rates), f"{_share(name, drawings):.2f}")
        for samples, drawings in found.items()
        for name, figures in drawings.items()
    ]
    title = f"frames per second while moving through the epochs, {ROUNDS} times {SECONDS} s; share: of three.js"
    print_table(title, ("points", "drawn by", "median", "least to most", "share"), rows)


def _frame_rows(found: Mapping[int, Drawings], kind: str) -> Iterator[tuple[str, ...]]:
    for samples, drawings in found.items():
        our_script, our_whole = median(drawings[OURS].script[kind]), median(drawings[OURS].whole[kind])
        for name in RACING:
            script, whole = median(drawings[name].script[kind]), median(drawings[name].whole[kind])
            ratios = f"{script / our_script:.1f}x", f"{whole / our_whole:.1f}x"
            yield f"{samples:,}", name, f"{script:.2f}", ratios[0], f"{whole:.1f}", ratios[1]


def _claims(drawings: Drawings) -> list[Claim]:
    stock, ours = (median(drawings[name].script["step"]) for name in (STOCK, OURS))
    words = f"the scripts of a step at {JUDGED:,} points, beside updateDataset, take"
    return [times_less(words, stock, ours, TIMES_LESS), *(_keeps_up(name, drawings) for name in (OURS, PLAYED))]


def _keeps_up(name: str, drawings: Drawings) -> Claim:
    words = f"{name}: {JUDGED:,} points move at {SHARE:g} or more of the frames per second of three.js alone"
    return Claim(words, f"{_share(name, drawings):.2f}", _share(name, drawings) >= SHARE)


def _share(name: str, drawings: Drawings) -> float:
    """Return the rate as a share of that of three.js alone: the median over the rounds."""
    return median(own / alone for own, alone in zip(drawings[name].rates, drawings[ALONE].rates, strict=True))
