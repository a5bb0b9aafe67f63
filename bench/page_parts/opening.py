"""The first plot with nothing in any cache, and other epochs, layers and settings after it.

Every visit is to a server, and with a browser, that were just started.
"""

from dataclasses import dataclass, field
from functools import partial
from itertools import product
from statistics import median

from playwright.sync_api import Page

from common.asking import (
    Answer,
    answered,
    check_inked,
    choose_layer,
    choose_n_neighbors,
    milliseconds,
    open_run,
    spread,
    wait_for_epochs,
)
from common.browser import Workplace
from common.claims import Claim, at_most, print_table
from epochscope.store import Setting
from epochscope.store.testing import Recipe
from page_parts.wire import Wire

SAMPLES, VISITS = 10_000, 5
MOST_MB, MOST_SECONDS = 1.2, 2
MOST_MS = {"epoch": 50, "layer, new": 300, "layer, seen before": 300, "setting, new": 300, "setting, seen before": 300}
LAYERS = ("layer1", "layer2", "layer3", "layer4")
SETTINGS = tuple(Setting(*values) for values in product((5, 15, 50), (0.0, 0.1, 0.5)))
# The page begins with the last epoch and layer, and n_neighbors 15. What comes first is new, the rest seen before.
EPOCHS_SHOWN = (18, 17, 16, 15, 14)
LAYERS_SHOWN = ("layer3", "layer2", "layer4", "layer3")
N_NEIGHBORS_SHOWN = (5, 50, 15, 5)
NEW = 2


@dataclass
class Visits:
    """What was measured in each visit; bytes by address are those of the last one."""

    seconds: list[float] = field(default_factory=list)
    first_mb: list[float] = field(default_factory=list)
    all_mb: list[float] = field(default_factory=list)
    switches: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MOST_MS})
    paths: dict[str, int] = field(default_factory=dict)


def measure(work: Workplace) -> list[Claim]:
    recipe, visits = Recipe(work.samples(SAMPLES), LAYERS, SETTINGS), Visits()
    for number in range(VISITS):
        work.tell(f"visit {number + 1} of {VISITS}")
        with work.visit(recipe) as (address, browser), work.page(browser, reduced_motion=True) as page:
            _open(page, address, recipe, visits)
            _switch(page, recipe, visits.switches)
    _print(visits)
    return _claims(visits)


def _open(page: Page, address: str, recipe: Recipe, visits: Visits) -> None:
    wire = Wire(page)
    open_run(page, address, recipe)
    first = page.evaluate("() => watch.first")
    check_inked(first["inked"], "the first plot")
    visits.paths = {path.removeprefix(address): size for path, size in wire.by_path().items()}
    visits.seconds.append(first["time"] / 1000)
    visits.first_mb.append(wire.until(first["time"]) / 1e6)
    visits.all_mb.append(sum(visits.paths.values()) / 1e6)


def _switch(page: Page, recipe: Recipe, switches: dict[str, list[float]]) -> None:
    step = partial(page.keyboard.press, "ArrowLeft")
    switches["epoch"] += milliseconds([answered(page, f"epoch('keydown', {epoch})", step) for epoch in EPOCHS_SHOWN])
    layers = [_projection(page, recipe, "click", partial(choose_layer, page, layer)) for layer in LAYERS_SHOWN]
    choices = [partial(choose_n_neighbors, page, value) for value in N_NEIGHBORS_SHOWN]
    settings = [_projection(page, recipe, "change", choose) for choose in choices]
    for name, answers in (("layer", layers), ("setting", settings)):
        found = milliseconds(answers)
        switches[f"{name}, new"] += found[:NEW]
        switches[f"{name}, seen before"] += found[NEW:]


def _projection(page: Page, recipe: Recipe, event: str, choose: partial[None]) -> Answer:
    """Choose another projection; return its first plot once all of its epochs are there."""
    answer = answered(page, f"projection('{event}')", choose)
    wait_for_epochs(page, recipe)
    return answer


def _print(visits: Visits) -> None:
    projections = len(LAYERS) * len(SETTINGS)
    title = f"{SAMPLES:,} samples, {projections} projections; {VISITS} visits, server and browser just started"
    rows = [
        ("first plot, s", *spread(visits.seconds, 2)),
        ("first plot, MB", *spread(visits.first_mb, 3)),
        ("everything loaded, MB", *spread(visits.all_mb, 3)),
        *((f"{name}, ms", *spread(times)) for name, times in visits.switches.items()),
    ]
    print_table(title, ("until drawn", "median", "least to most"), rows)
    print_table("bytes by address", ("", "bytes"), [(path or "/", f"{size:,}") for path, size in visits.paths.items()])


def _claims(visits: Visits) -> list[Claim]:
    return [
        at_most("the first plot takes, in MB,", median(visits.first_mb), MOST_MB),
        at_most("the first plot takes, in seconds,", median(visits.seconds), MOST_SECONDS),
        *(
            at_most(f"another {name}, takes, in ms,", median(times), MOST_MS[name])
            for name, times in visits.switches.items()
        ),
    ]
