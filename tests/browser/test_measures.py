"""Every number about the samples colors the plot, sorts the selected samples and is written into their table."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, EPOCHS, SETTINGS
from browser.measuring import NAMES, measured, scale
from browser.pixels import BACKGROUND, OPACITY, at, magma, nearest_other, plot_pixels
from browser.selecting import card, expect_selected, listed, selected_words, where
from browser.steps import LAST_EPOCH, color_by, expect_colored_by, expect_epoch, expect_soon, open_blobs, show_epoch
from browser.watch import Watch
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

NO_VALUE = np.array([140, 140, 140])
SHARES = ("confidence", "correctness", "trustworthiness")
SORTED = [5, 6, 17, 23, 58, 71, 99, 140, 201, 202, 233, 260]


# Low values of these are unusual, high values of the others.
UNUSUAL_IF_LOW = {"confidence", "label_confidence", "correctness", "trustworthiness", "margin", "area_under_margin"}


def seen(shares: np.ndarray, measure: str) -> np.ndarray:
    """Return what shares of the scale (M,) look like on the light page, (M, 3)."""
    colors = magma(1 - shares if measure in UNUSUAL_IF_LOW else shares)
    colors[np.isnan(shares)] = NO_VALUE
    return OPACITY * colors + (1 - OPACITY) * np.array(BACKGROUND["light"])


def test_a_measure_colors_the_plot_on_one_scale_for_all_epochs(
    page: Page, address: str, blobs: RunReader, subtests: pytest.Subtests
):
    open_blobs(page, address)
    for measure, name in NAMES.items():
        with subtests.test(measure):
            color_by(page, name)
            expect_colors(page, blobs, measure)


def expect_colors(page: Page, blobs: RunReader, measure: str) -> None:
    least, most = scale(blobs, measure)
    drawn = []
    for epoch in (LAST_EPOCH, 2):
        show_epoch(page, epoch)
        points = where(blobs, page, epoch)
        alone = nearest_other(points) > 13
        assert alone.sum() > 20
        shares = np.clip((measured(blobs, measure, epoch) - least) / (most - least), 0, 1)[alone]
        drawn.append(at(plot_pixels(page), points[alone]))
        assert np.abs(drawn[-1] - seen(shares, measure)).max() < 20
    assert drawn[0].shape != drawn[1].shape or not np.array_equal(*drawn)


ENDS = {
    "margin": lambda most: (f"−{most:.1f} or less", f"{most:.1f} or more"),
    "area_under_margin": lambda most: (f"−{most:.1f} or less", f"{most:.1f} or more"),
    "variability": lambda _: ("0%", "50%"),
    "forgotten": lambda most: ("0", f"{most:.0f}"),
    "first_learned": lambda _: ("epoch 0", "epoch 8"),
    "layer_motion": lambda most: ("0.0", f"{most:.1f} or more"),
}
PAPERS = {
    "forgotten": "Toneva",
    "first_learned": "Toneva",
    "variability": "Swayamdipta",
    "layer_motion": "own space",
}


def test_the_legend_says_where_the_scale_ends_and_what_the_measure_is(
    page: Page, address: str, blobs: RunReader, subtests: pytest.Subtests
):
    open_blobs(page, address)
    for measure, ends in ENDS.items():
        with subtests.test(measure):
            color_by(page, NAMES[measure])
            expect(page.locator(".scale-ends span")).to_have_text(list(ends(scale(blobs, measure)[1])))
            expect(page.get_by_text(PAPERS.get(measure, "Pleiss")).first).to_be_visible()
            gray = page.get_by_text("gray: not learned yet")
            expect(gray).to_have_count(1 if measure == "first_learned" else 0)


def test_the_colorings_are_offered_in_groups(page: Page, address: str):
    open_blobs(page, address)
    groups = page.get_by_label("Color by").locator("optgroup")
    words = groups.evaluate_all("(groups) => groups.map((group) => [group.label, group.children.length])")
    assert words == [["Classes and predictions", 3], ["This epoch", 3], ["Up to this epoch", 7], ["Projection", 1]]


@pytest.mark.own_page
def test_the_coloring_comes_back_from_the_address_and_is_loaded_only_when_chosen(
    page: Page, address: str, watch: Watch
):
    open_blobs(page, address)
    assert not any("dynamics.bin" in url for url in watch.requests)
    color_by(page, NAMES["forgotten"])
    assert any("dynamics.bin" in url for url in watch.requests)
    before = plot_pixels(page)
    page.wait_for_url("**color=forgotten**")
    page.reload()
    expect_colored_by(page, NAMES["forgotten"])
    expect_epoch(page, LAST_EPOCH)
    assert np.array_equal(plot_pixels(page), before)


def expect_listed(page: Page, samples: list[int]) -> None:
    expect_soon(page, lambda: listed(page), samples)


def sort_by(page: Page, words: str) -> None:
    page.get_by_label("Sort by").select_option(words)
    expect(page.locator(".selection").get_by_text("Loading…")).to_have_count(0)


def in_order(values: np.ndarray, samples: list[int], largest_first: bool = False) -> list[int]:
    """Return samples by their values as they come over the wire; those without one last."""
    keys = np.where(np.isnan(values), np.inf, (-1 if largest_first else 1) * values)[samples]
    return np.array(samples)[np.lexsort((samples, keys))].tolist()


def test_the_selected_samples_are_sorted_by_a_measure_up_and_down(
    page: Page, address: str, blobs: RunReader, subtests: pytest.Subtests
):
    for measure in ("loss", "first_learned", "area_under_margin", "variability"):
        with subtests.test(measure):
            open_blobs(page, address, f"?selected={selected_words(SORTED)}&epoch=2")
            expect_listed(page, SORTED)
            expect_sorted_up_and_down(page, blobs, measure)


def expect_sorted_up_and_down(page: Page, blobs: RunReader, measure: str) -> None:
    sort_by(page, NAMES[measure])
    turn = page.get_by_role("button", name="Largest first")
    expect(turn).to_have_attribute("aria-pressed", "false")
    expect_listed(page, in_order(measured(blobs, measure, 2), SORTED))
    turn.click()
    expect(turn).to_have_attribute("aria-pressed", "true")
    expect_listed(page, in_order(measured(blobs, measure, 2), SORTED, largest_first=True))
    show_epoch(page, LAST_EPOCH)
    expect_listed(page, in_order(measured(blobs, measure, LAST_EPOCH), SORTED, largest_first=True))
    sort_by(page, "Sample number")
    expect_listed(page, SORTED[::-1])


def test_a_card_shows_the_value_that_it_is_sorted_by(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?selected={selected_words(SORTED)}&epoch=1")
    sort_by(page, "First learned")
    for epoch in (1, LAST_EPOCH):
        show_epoch(page, epoch)
        for sample in SORTED:
            value = measured(blobs, "first_learned", epoch)[sample]
            words = "not learned yet" if np.isnan(value) else f"epoch {value:.0f}"
            expect(card(page, sample).locator(".card-value")).to_have_text(words)
            expect(card(page, sample)).to_have_accessible_name(re.compile(f", first learned: {words}$"))
    sort_by(page, "Loss")
    loss = blobs.predictions(LAST_EPOCH).loss[SORTED[0]]
    expect(card(page, SORTED[0]).locator(".card-value")).to_have_text(f"{round(loss * 4096) / 4096:.2f} nats")


def test_the_order_waits_until_the_epochs_stand_still(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?selected={selected_words(SORTED)}&epoch=0")
    sort_by(page, "Loss")
    first, last = (in_order(blobs.predictions(epoch).loss, SORTED) for epoch in (0, LAST_EPOCH))
    assert first != last
    expect_listed(page, first)
    page.get_by_role("button", name="Play").click()
    # On the way to the last epoch, and nearer to that than to any other.
    page.wait_for_function("() => Number(document.querySelector('[data-epoch]').dataset.epoch) > 6.5")
    while_playing = listed(page)
    playing = page.get_by_role("button", name="Pause").count()
    assert while_playing == first or not playing
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect_epoch(page, LAST_EPOCH)
    expect_listed(page, last)


def test_everything_can_be_sorted_and_only_the_first_are_shown(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    page.get_by_role("button", name="Select all shown").click()
    sort_by(page, "Confidence in the label")
    values = np.rint(65535 * measured(blobs, "label_confidence", LAST_EPOCH))
    expect_listed(page, in_order(values, list(range(300)))[:60])


def test_the_saved_table_has_every_measure_in_the_order_of_the_list(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?selected={selected_words(SORTED)}&epoch=4")
    # Each waits for numbers of its own, and the table has those that are here.
    for words in ("Loss", "Layer motion", "Trustworthiness", "Forgetting events"):
        sort_by(page, words)
    page.get_by_role("button", name="Largest first").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    head, *lines = (line.split(",") for line in download.value.path().read_text().splitlines())
    assert head == ["sample", "split", "label", "predicted", *NAMES]
    samples = [int(line[0]) for line in lines]
    assert samples == in_order(measured(blobs, "forgotten", 4), SORTED, largest_first=True)
    for column, measure in enumerate(NAMES, start=4):
        written = [float(line[column] or "nan") for line in lines]
        # Half a step of 1/255, and half of the last of two digits.
        coarse = 0.5 / 255 + 0.005 if measure in SHARES else 0.003
        assert np.allclose(written, measured(blobs, measure, 4)[samples], atol=coarse, equal_nan=True)
    assert [line[2] for line in lines] == [CLASSES[sample % 10] for sample in samples]


def test_another_layer_has_ways_of_its_own(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?layer=stem")
    color_by(page, NAMES["layer_motion"])
    ways = np.sum([blobs.neighbors("stem", epoch).layer_motion for epoch in EPOCHS], 0)
    points = where(blobs, page, LAST_EPOCH, "stem", SETTINGS[1])
    alone = nearest_other(points) > 13
    shares = np.clip(ways / np.percentile(ways, 98), 0, 1)
    assert np.abs(at(plot_pixels(page), points[alone]) - seen(shares[alone], "layer_motion")).max() < 20


def test_a_selection_of_one_needs_no_order(page: Page, address: str):
    open_blobs(page, address, f"?selected={selected_words([7])}")
    expect_selected(page, [7])
    expect(page.get_by_label("Sort by")).to_have_count(0)
