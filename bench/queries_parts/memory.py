"""What the page keeps for its tools, beside the page before they were opened."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

from common.asking import open_run, rest
from common.browser import Workplace
from common.claims import Claim, at_most, print_table
from common.heap import Heap, heap_of
from epochscope.store.testing import Recipe
from queries_parts.asking import choose_coloring, large_run, load_dynamics, toggle_tool

# Bytes of a sample at an epoch. Loaded: the area under the margin 4, confidence in the label and variability 2 each,
# times forgotten and correctness 1 each. Made of what is loaded: when it was learned as known then 4, its way in the
# layer so far 4, the codes of its color 2, and those as the graphics card takes them 2.
LOADED, MADE = 4 + 2 + 2 + 1 + 1, 4 + 4 + 2 + 2
# What is of one epoch alone, or of samples alone, is a little more.
MOST_BYTES = 1.1 * (LOADED + MADE)
MOST_OBJECTS_MB = 10
BEFORE = "the plot alone"


def measure(work: Workplace) -> list[Claim]:
    recipe, looks = large_run(work), dict[str, Heap]()
    with work.visit(recipe) as (address, browser), work.page(browser, reduced_motion=True) as page:
        open_run(page, address, recipe)
        looks[BEFORE] = _look(page)
        for words, act in STAGES.items():
            work.tell(words)
            act(page)
            looks[words] = _look(page)
    _print(recipe, looks)
    return _claims(recipe, looks)


def _ask(page: Page) -> None:
    toggle_tool(page, "Find")
    for condition in ("forgotten at least 2 times", "first learned at epoch 5 or later", "layer motion 0.1 or more"):
        field = page.get_by_label("Type a condition", exact=True)
        field.fill(condition)
        field.press("Enter")


STAGES: Mapping[str, Callable[[Page], None]] = {
    "confusion matrix": lambda page: toggle_tool(page, "Confusion"),
    "how samples were learned, loaded": load_dynamics,
    "data map": lambda page: toggle_tool(page, "Data map"),
    "three conditions": _ask,
    "with them, colored by layer motion": lambda page: choose_coloring(page, "layer_motion"),
}


def _look(page: Page) -> Heap:
    rest(page)
    return heap_of(page)


def _per_value(recipe: Recipe, megabytes: float) -> float:
    """Return bytes of each sample at each epoch."""
    return 1e6 * megabytes / (recipe.samples * len(recipe.epochs))


def _print(recipe: Recipe, looks: Mapping[str, Heap]) -> None:
    before = looks[BEFORE]
    rows = [
        (
            words,
            f"{look.objects:.1f}",
            f"{look.arrays:.1f}",
            f"{look.arrays - before.arrays:.1f}",
            f"{_per_value(recipe, look.arrays - before.arrays):.1f}",
        )
        for words, look in looks.items()
    ]
    size = f"{recipe.samples:,} samples x {len(recipe.epochs)} epochs"
    heads = ("opened one after the other", "objects MB", "arrays MB", "more than before", "bytes a sample and epoch")
    print_table(f"the page's memory at {size}, after garbage collection", heads, rows)


def _claims(recipe: Recipe, looks: Mapping[str, Heap]) -> list[Claim]:
    before, most = looks[BEFORE], max(look.arrays for look in looks.values())
    objects = max(look.objects for look in looks.values()) - before.objects
    words = (
        f"arrays of the tools, {LOADED} bytes a sample and epoch loaded and {MADE} made of those, take, in such bytes,"
    )
    return [
        at_most(words, _per_value(recipe, most - before.arrays), MOST_BYTES),
        at_most("objects of the tools take, in MB,", objects, MOST_OBJECTS_MB),
    ]
