"""The rail of layers above the plot: dragging along it moves through the network, however long it is."""

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.server import serving
from browser.steps import expect_soon, open_blobs, scatter, wait_for_epochs
from epochscope.store.testing import TINY, Recipe, write_run

LAYERS = tuple(f"block{number}" for number in range(62))
IN_SIGHT = """(stop) => {
    const inside = stop.getBoundingClientRect(), around = stop.parentElement.getBoundingClientRect();
    return inside.left >= around.left - 1 && inside.right <= around.right + 1;
}"""


@pytest.fixture(scope="module")
def deep_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a run of 62 layers is served."""
    store = tmp_path_factory.mktemp("deep") / "runs"
    deep = Recipe(
        12,
        layers=LAYERS,
        classes=("cat", "dog"),
        epochs=range(2),
        projected=LAYERS,
        settings=TINY.settings,
    )
    write_run(store / "deep", deep)
    with serving(store) as server:
        yield server.address


def rail(page: Page) -> Locator:
    return page.get_by_role("radiogroup", name="Layer")


def stop(page: Page, layer: str) -> Locator:
    return rail(page).locator(f".stop[data-layer={layer}]")


def expect_layer(page: Page, layer: str) -> None:
    expect(rail(page).get_by_role("radio", name=layer, exact=True)).to_be_checked()


def is_in_sight(page: Page, layer: str) -> bool:
    seen: bool = stop(page, layer).evaluate(IN_SIGHT)
    return seen


def middle(element: Locator) -> tuple[float, float]:
    box = element.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragging_along_the_rail_shows_each_layer_on_the_way(page: Page, address: str):
    open_blobs(page, address, "?layer=block")
    (start, y), (end, _) = middle(stop(page, "block")), middle(stop(page, "stem"))
    page.mouse.move(start, y)
    page.mouse.down()
    page.mouse.move(end, y, steps=4)
    expect_layer(page, "stem")
    # The pointer may leave the rail; the plot is not dragged with it.
    page.mouse.move(start, y + 200, steps=4)
    expect_layer(page, "block")
    # A layer that is not projected is no stop.
    page.mouse.move(middle(stop(page, "head"))[0], y, steps=4)
    expect_layer(page, "block")
    page.mouse.up()
    wait_for_epochs(page, 5)
    page.mouse.move(end, y)
    expect_layer(page, "block")
    assert "view=" not in page.url


@pytest.mark.parametrize(
    ("size", "page_options"),
    [(size, {"viewport": {"width": size[0], "height": size[1]}}) for size in ((1440, 900), (390, 844))],
    ids=["1440x900", "390x844"],
)
def test_a_long_rail_scrolls_to_the_layer_on_screen_and_leaves_the_plot_its_room(
    page: Page, deep_address: str, size: tuple[int, int]
):
    page.goto(f"{deep_address}#/run/deep?layer=block40")
    wait_for_epochs(page, 2)
    plot = scatter(page).bounding_box()
    assert plot is not None
    assert plot["width"] * plot["height"] >= 0.45 * size[0] * size[1]
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    shown = 40
    for key, step in (("ArrowDown", 1), ("ArrowDown", 1), ("ArrowUp", -1), ("ArrowUp", -1), ("ArrowUp", -1)):
        page.keyboard.press(key)
        shown += step
        expect_layer(page, LAYERS[shown])
        expect_soon(page, partial(is_in_sight, page, LAYERS[shown]), wanted=True)
    for layer in (LAYERS[-1], LAYERS[0]):
        page.goto(f"{deep_address}#/run/deep?layer={layer}")
        expect_layer(page, layer)
        expect_soon(page, partial(is_in_sight, page, layer), wanted=True)
