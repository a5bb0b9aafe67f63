"""The data map shows confidence in every label and its variability; plot and map highlight each other's samples."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.blobs import CLASSES, LABELS, SAMPLES
from browser.measuring import measured
from browser.pixels import (
    CORRECT,
    DRAWN,
    MISCLASSIFIED,
    at,
    has_color,
    inked,
    is_gray,
    legend_color,
    nearest_other,
    plot_pixels,
    seen,
    shot,
)
from browser.selecting import ASIDE, card, expect_selected, on_page, selected_words, where
from browser.steps import LAST_EPOCH, class_button, color_by, open_blobs, show_epoch
from browser.watch import Watch
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

SMALL = {"viewport": {"width": 1024, "height": 768}}
LOOKS = pytest.mark.parametrize("page_options", [{}, SMALL], ids=["usual window", "small window"])
# Thin lines and text would otherwise be counted as points.
POINTS_ALONE = ".map-area > :not(canvas) { visibility: hidden !important; }"
# A corner of the map where no sample can be.
NOWHERE = np.array([0.97, 0.97])


def open_map(page: Page, address: str, question: str = "") -> None:
    open_blobs(page, address, f"?tool=map&{question}")
    expect(area(page)).to_be_visible()
    # Part of what listens to the pointer.
    expect(area(page).locator(".ring")).to_be_attached()


def area(page: Page) -> Locator:
    return page.get_by_test_id("data-map")


def shares(blobs: RunReader, epoch: int = LAST_EPOCH) -> np.ndarray:
    """Return where samples are on the map, (300, 2), in shares of its sides from the lower left."""
    return np.stack([2 * measured(blobs, "variability", epoch), measured(blobs, "label_confidence", epoch)], 1)


def pixels_of(page: Page, positions: np.ndarray) -> np.ndarray:
    """Return positions (N, 2) in shares of the sides as CSS pixels from the map's upper left."""
    box = area(page).bounding_box()
    assert box is not None
    return positions * [box["width"], -box["height"]] + [0, box["height"]]


def spot(page: Page, position: np.ndarray) -> tuple[float, float]:
    """Return where on the page a position of the map is."""
    box = area(page).bounding_box()
    assert box is not None
    x, y = pixels_of(page, position)
    return box["x"] + x, box["y"] + y


def lonely(points: np.ndarray, count: int = 1) -> list[int]:
    return np.argsort(-nearest_other(points))[:count].tolist()


def drag(page: Page, begin: np.ndarray, end: np.ndarray, *keys: str) -> None:
    """Drag a rectangle over the map with such keys held."""
    for key in keys:
        page.keyboard.down(key)
    page.mouse.move(*spot(page, begin))
    page.mouse.down()
    page.mouse.move(*spot(page, end), steps=3)
    page.mouse.up()
    for key in keys:
        page.keyboard.up(key)
    page.mouse.move(*ASIDE)


def click(page: Page, position: np.ndarray, *keys: str) -> None:
    drag(page, position, position, *keys)


def inside(positions: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    lower, upper = np.minimum(one, other), np.maximum(one, other)
    return np.flatnonzero(((positions >= lower) & (positions <= upper)).all(1))


def test_samples_lie_by_confidence_and_variability_in_the_colors_of_the_plot(
    page: Page, address: str, blobs: RunReader
):
    open_map(page, address)
    colors = np.array([legend_color(page, name) for name in CLASSES])
    for epoch in (LAST_EPOCH, 2):
        show_epoch(page, epoch)
        points = pixels_of(page, shares(blobs, epoch))
        alone = nearest_other(points) > 7
        assert alone.sum() > 20
        drawn = at(shot(area(page), POINTS_ALONE), points[alone])
        wanted = seen(colors[LABELS[alone]])
        assert np.abs(drawn - wanted).max() < 24
        ink = inked(shot(area(page), POINTS_ALONE))
        assert 60 * SAMPLES > ink.sum() > 20 * alone.sum()


def test_it_takes_over_the_coloring_of_the_plot(page: Page, address: str, blobs: RunReader):
    open_map(page, address)
    color_by(page, "Correct or misclassified")
    points = pixels_of(page, shares(blobs))
    alone = nearest_other(points) > 9
    right = blobs.predictions(LAST_EPOCH).predicted[alone] == LABELS[alone]
    wanted = seen(np.where(right[:, None], CORRECT, MISCLASSIFIED))
    assert np.abs(at(shot(area(page), POINTS_ALONE), points[alone]) - wanted).max() < 24


def test_a_hidden_class_leaves_the_map(page: Page, address: str, blobs: RunReader):
    open_map(page, address)
    positions = shares(blobs)
    [sample] = lonely(positions)
    point = pixels_of(page, positions)[[sample]]
    assert inked(at(shot(area(page), POINTS_ALONE), point)[:, None]).all()
    class_button(page, CLASSES[LABELS[sample]]).click()
    assert not inked(at(shot(area(page), POINTS_ALONE), point)[:, None]).any()
    click(page, positions[sample])
    expect_selected(page, [])


@pytest.mark.parametrize("epoch", [2, LAST_EPOCH])
def test_a_rectangle_selects_what_is_inside_and_keys_add_and_remove(
    page: Page, address: str, blobs: RunReader, epoch: int
):
    open_map(page, address, f"epoch={epoch}")
    positions = shares(blobs, epoch)
    middle = np.median(positions, 0)
    first = inside(positions, np.zeros(2), middle)
    second = inside(positions, middle, NOWHERE)
    drag(page, middle, np.zeros(2))
    expect_selected(page, first)
    drag(page, middle, NOWHERE, "Shift")
    expect_selected(page, {*first, *second})
    drag(page, np.zeros(2), middle, "Alt")
    expect_selected(page, set(second) - set(first))
    drag(page, middle, np.zeros(2))
    expect_selected(page, first)


def test_a_click_selects_one_sample_and_a_click_beside_all_lets_go(page: Page, address: str, blobs: RunReader):
    open_map(page, address)
    positions = shares(blobs)
    first, second = lonely(positions, count=2)
    click(page, positions[first])
    expect_selected(page, [first])
    click(page, positions[second], "Shift")
    expect_selected(page, [first, second])
    click(page, positions[first], "Alt")
    expect_selected(page, [second])
    click(page, NOWHERE, "Shift")
    expect_selected(page, [second])
    click(page, NOWHERE)
    expect_selected(page, [])


def test_a_rectangle_is_seen_while_it_is_drawn_and_escape_gives_it_up(page: Page, address: str, blobs: RunReader):
    open_map(page, address, f"selected={selected_words([7])}")
    box = area(page).locator(".map-box")
    expect(box).to_be_hidden()
    page.mouse.move(*spot(page, np.array([0.1, 0.2])))
    page.mouse.down()
    page.mouse.move(*spot(page, np.array([0.6, 0.7])), steps=3)
    expect(box).to_be_visible()
    page.evaluate(DRAWN)
    [corner, sides] = [box.bounding_box(), area(page).bounding_box()]
    assert corner is not None and sides is not None
    assert abs(corner["width"] - 0.5 * sides["width"]) < 2
    assert abs(corner["height"] - 0.5 * sides["height"]) < 2
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.mouse.up()
    expect_selected(page, [7])


def test_the_selected_keep_their_color_and_the_others_are_gray(page: Page, address: str, blobs: RunReader):
    open_map(page, address)
    positions = shares(blobs)
    alone = lonely(positions, count=12)
    chosen, others = alone[:4], alone[4:]
    page.goto(f"{address}#/run/blobs?tool=map&selected={selected_words(chosen)}")
    expect_selected(page, chosen)
    points, pixels = pixels_of(page, positions), shot(area(page), POINTS_ALONE)
    for sample in chosen:
        assert has_color(at(pixels, points[[sample]]), legend_color(page, CLASSES[LABELS[sample]])).all()
    assert is_gray(at(pixels, points[others])).all()


def test_pointing_at_the_map_rings_the_sample_in_the_plot_and_describes_it(page: Page, address: str, blobs: RunReader):
    open_map(page, address)
    positions, before = shares(blobs), plot_pixels(page)
    [sample] = lonely(positions)
    page.mouse.move(*spot(page, positions[sample]))
    told = page.get_by_test_id("map-card")
    expect(told).to_contain_text(f"Sample {sample}")
    expect(told).to_contain_text(CLASSES[LABELS[sample]])
    variability, confidence = round(50 * positions[sample, 0]), round(100 * positions[sample, 1])
    expect(told).to_contain_text(f"{confidence}% ± {variability}%")
    changed = np.argwhere((plot_pixels(page) != before).any(2))[:, ::-1] + 0.5
    assert 50 < len(changed) < 700
    assert np.hypot(*(changed - where(blobs, page)[sample]).T).max() < 18
    page.mouse.move(*ASIDE)
    expect(told).to_have_count(0)
    assert np.array_equal(plot_pixels(page), before)


@pytest.mark.parametrize("how", ["plot", "card"])
def test_pointing_elsewhere_rings_the_sample_on_the_map(page: Page, address: str, blobs: RunReader, how: str):
    [sample] = lonely(shares(blobs))
    open_map(page, address, f"selected={selected_words([sample, sample - 1])}")
    ring = area(page).locator(".ring")
    expect(ring).to_be_hidden()
    if how == "plot":
        page.mouse.move(*on_page(page, where(blobs, page)[sample]))
    else:
        card(page, sample).focus()
    expect(ring).to_be_visible()
    box, corner = ring.bounding_box(), area(page).bounding_box()
    assert box is not None and corner is not None
    middle = np.array([box["x"] + box["width"] / 2 - corner["x"], box["y"] + box["height"] / 2 - corner["y"]])
    assert np.hypot(*(middle - pixels_of(page, shares(blobs)[[sample]])[0])) < 2


@pytest.mark.parametrize(
    ("region", "measure", "sign"),
    [("hard", "label_confidence", 1), ("easy", "label_confidence", -1), ("ambiguous", "variability", -1)],
)
def test_a_button_selects_each_third(page: Page, address: str, blobs: RunReader, region: str, measure: str, sign: int):
    open_map(page, address, "epoch=4&hidden=3")
    shown = np.flatnonzero(LABELS != 3)
    size = round(0.33 * len(shown))
    page.get_by_role("button", name=f"Select {region} ({size})").click()
    values = np.rint(65535 * measured(blobs, measure, 4))[shown]
    expect_selected(page, shown[np.lexsort((shown, sign * values))[:size]])


def test_nothing_is_ambiguous_after_a_single_epoch(page: Page, address: str):
    open_map(page, address, "epoch=1")
    expect(page.get_by_role("button", name="Select ambiguous (0)")).to_be_disabled()
    expect(page.get_by_role("button", name="Select hard (99)")).to_be_enabled()


def test_it_moves_with_the_timeline(page: Page, address: str, blobs: RunReader):
    open_map(page, address, "epoch=1")
    # Where the farthest of them is at the end, no sample is at the beginning.
    far = shares(blobs)[:, 0].argmax()
    position = spot(page, shares(blobs)[far])
    page.get_by_label("Speed").select_option("4")
    page.mouse.move(*position)
    expect(page.get_by_test_id("map-card")).to_have_count(0)
    page.get_by_role("button", name="Play").click()
    expect(
        page.get_by_role("img", name=re.compile(f"^Data map of 300 samples up to epoch {LAST_EPOCH}"))
    ).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.mouse.move(*position)
    expect(page.get_by_test_id("map-card")).to_be_visible()


def test_it_describes_as_text_what_it_shows(page: Page, address: str, blobs: RunReader):
    open_map(page, address, f"epoch=4&selected={selected_words([1, 2])}")
    means = {name: f"{100 * measured(blobs, name, 4).mean():.0f}%" for name in ("label_confidence", "variability")}
    words = (
        f"Data map of 300 samples up to epoch 4, 2 of them selected: confidence in the label is "
        f"{means['label_confidence']} on average, variability {means['variability']}"
    )
    expect(page.get_by_role("img", name=words)).to_be_visible()
    regions = area(page).locator(".map-region")
    expect(regions).to_have_text(["hard to learn", "ambiguous", "easy to learn"])


@pytest.mark.own_page
def test_its_numbers_are_loaded_when_it_is_opened(page: Page, address: str, watch: Watch):
    open_blobs(page, address)
    assert not any("dynamics.bin" in url for url in watch.requests)
    page.get_by_role("button", name="Data map").click()
    expect(area(page)).to_be_visible()
    assert sum("dynamics.bin" in url for url in watch.requests) == 1


def test_it_says_so_where_the_numbers_cannot_be_loaded(page: Page, address: str, watch: Watch):
    watch.announce("500", "Failed to load resource")
    page.route("**/dynamics.bin", lambda route: route.fulfill(status=500, body=""))
    open_blobs(page, address, "?tool=map")
    expect(page.get_by_text("Couldn’t load the training dynamics.")).to_be_visible()


@LOOKS
def test_it_is_accessible_and_nothing_sticks_out(page: Page, address: str, blobs: RunReader):
    open_map(page, address)
    [sample] = lonely(shares(blobs))
    page.mouse.move(*spot(page, shares(blobs)[sample]))
    expect(page.get_by_test_id("map-card")).to_be_visible()
    assert violations(page) == ""
    content = page.get_by_role("region", name="Data map").locator(".tool-content")
    assert content.evaluate("(content) => content.scrollWidth <= content.clientWidth")
