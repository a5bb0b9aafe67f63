"""One sample is inspected: what it is, how the network predicted it, and its neighbors, as in the store."""

import re
from itertools import product

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.blobs import (
    CLASSES,
    EPOCHS,
    LABELS,
    NEIGHBORS,
    PROJECTED,
    TILE,
    blob_neighbors,
    blob_predictions,
    thumbnail,
)
from browser.network import answer_without, hold, let_go
from browser.pixels import plot_pixels, shot, texels, wait_for_thumbnail
from browser.selecting import ASIDE, card, cards, click, expect_selected, listed, selected_words, where
from browser.steps import (
    choose_layer,
    expect_epoch,
    expect_names,
    names_of,
    open_blobs,
    scatter,
    show_epoch,
    tab_to,
    wait_for_epochs,
    watch_words,
    watched_words,
)
from browser.watch import Watch
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

# One that is learned, forgotten and learned again, and whose neighbors change until the end.
SAMPLE = 6
PROBABILITIES = np.stack([blob_predictions(epoch).probabilities.astype(float) for epoch in EPOCHS])
PREDICTED = np.stack([blob_predictions(epoch).predicted for epoch in EPOCHS])


def tool(page: Page) -> Locator:
    return page.get_by_role("region", name="One sample")


def part(page: Page, title: str) -> Locator:
    return tool(page).get_by_role("region", name=re.compile(f"^{title}"))


def open_sample(page: Page, address: str, sample: int = SAMPLE, epoch: int = 8, layer: str = "stem") -> None:
    open_blobs(page, address, f"?layer={layer}&epoch={epoch}&tool=sample&sample={sample}")
    expect_sample(page, sample)
    expect(layer_buttons(page)).to_have_text([re.compile("%$")] * len(PROJECTED))


def layer_buttons(page: Page) -> Locator:
    return part(page, "Neighbors of the same true class").get_by_role("button")


def expect_sample(page: Page, sample: int) -> None:
    expect(tool(page).get_by_text(f"Sample {sample}", exact=True)).to_be_visible()


def near(layer: str, epoch: int, sample: int = SAMPLE) -> list[int]:
    """Return the neighbors of a sample, nearest first."""
    found: list[int] = blob_neighbors(layer, epoch).neighbor[sample].tolist()
    return found


def tiles(page: Page, label: str) -> Locator:
    return tool(page).get_by_role("list", name=re.compile(f"^{label}")).get_by_role("button")


def percent(share: float) -> str:
    return "< 0.1%" if 0 < share < 0.0005 else f"{100 * share:.1f}%"


def shown_percent(count: int) -> str:
    # JavaScript rounds halves up.
    return f"{int(100 * count / NEIGHBORS + 0.5)}%"


def test_without_a_sample_it_says_how_to_choose_one_and_a_click_does(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    page.get_by_role("navigation", name="Tools").get_by_role("button", name="Sample").click()
    expect(tool(page)).to_contain_text("No sample chosen yet.")
    page.wait_for_url(re.compile("epoch=8&tool=sample$"))
    sample = 42
    click(page, where(blobs, page)[sample])
    expect(cards(page)).to_have_count(1)
    [chosen] = listed(page)
    expect_sample(page, chosen)
    page.wait_for_url(re.compile(f"&tool=sample&sample={chosen}$"))


def test_the_only_selected_sample_is_opened_by_a_button(page: Page, address: str):
    open_blobs(page, address, f"?selected={selected_words([3, 40])}")
    look = page.get_by_role("button", name="Open sample")
    expect(card(page, 40)).to_be_visible()
    expect(look).to_have_count(0)
    card(page, 40).click()
    expect_selected(page, [40])
    look.click()
    expect_sample(page, 40)


def test_enter_on_a_thumbnail_opens_it_and_keeps_the_selection(page: Page, address: str):
    open_blobs(page, address, f"?selected={selected_words([3, 40])}")
    card(page, 40).press("Enter")
    expect_sample(page, 40)
    expect_selected(page, [3, 40])
    page.wait_for_url(re.compile("&tool=sample&sample=40$"))
    card(page, 3).click()
    expect_selected(page, [3])
    expect_sample(page, 3)


def test_the_address_brings_it_back_beside_another_selection(page: Page, address: str):
    open_blobs(page, address, f"?selected={selected_words([3])}&tool=sample&sample=40")
    expect_sample(page, 40)
    page.reload()
    wait_for_epochs(page, len(EPOCHS))
    expect_sample(page, 40)
    expect_selected(page, [3])
    page.get_by_role("button", name="Close").click()
    page.wait_for_url(re.compile("selected=3$"))


def test_it_says_what_the_sample_is_and_whether_the_network_is_right(
    page: Page, address: str, blobs: RunReader, subtests: pytest.Subtests
):
    for sample in (SAMPLE, 290):
        with subtests.test(sample=sample):
            open_sample(page, address, sample)
            expect_verdicts(page, blobs, sample)


def expect_verdicts(page: Page, blobs: RunReader, sample: int) -> None:
    known, facts = blobs.samples(), tool(page).locator(".sample-facts")
    for words in (known.split[sample], known.source[sample]):
        expect(facts.get_by_text(words, exact=True)).to_be_visible()
    expect(facts.locator(".sample-label")).to_have_text(CLASSES[LABELS[sample]])
    for epoch in EPOCHS[::-1]:
        show_epoch(page, epoch)
        predictions = blob_predictions(epoch)
        verdict = "correct" if predictions.predicted[sample] == LABELS[sample] else "misclassified"
        expect(tool(page).locator(".verdict")).to_have_text(f"{verdict} at epoch {epoch}")
        expect(tool(page).get_by_text(f"predicted as {CLASSES[predictions.predicted[sample]]}")).to_be_visible()


def test_its_thumbnail_is_shown_large_and_crisp(page: Page, address: str):
    open_sample(page, address, 123)
    drawn = tool(page).locator(".sample-image .thumbnail")
    wait_for_thumbnail(drawn)
    box = drawn.bounding_box()
    assert box is not None and box["width"] == 160
    pixels = shot(drawn, ".thumbnail { border-radius: 0 !important; }")
    shown = texels(pixels, np.array([box["x"] % 1, box["y"] % 1]), box["width"] / TILE)
    assert np.abs(shown - thumbnail(123)).max() <= 1


def test_the_five_likeliest_classes_and_the_label_are_listed(page: Page, address: str, subtests: pytest.Subtests):
    for sample in (SAMPLE, 290):
        with subtests.test(sample=sample):
            open_sample(page, address, sample)
            expect_probabilities(page, sample)


def expect_probabilities(page: Page, sample: int) -> None:
    for epoch in (8, 1, 0):
        show_epoch(page, epoch)
        rows = part(page, f"Probabilities at epoch {epoch}").get_by_role("listitem")
        shares = PROBABILITIES[EPOCHS.index(epoch), sample]
        order = np.argsort(-shares, kind="stable")
        listed = [number for rank, number in enumerate(order) if rank < 5 or number == LABELS[sample]]
        badges = ["label" if number == LABELS[sample] else "" for number in listed]
        words = [
            f"{CLASSES[number]}{badge}{percent(shares[number])}" for number, badge in zip(listed, badges, strict=True)
        ]
        expect(rows).to_have_text(words)
        widths = rows.locator(".bar span").evaluate_all(
            "(bars) => bars.map((bar) => bar.style.getPropertyValue('--filled'))"
        )
        np.testing.assert_allclose([float(width) for width in widths], shares[listed], atol=1e-4)


def test_the_curve_follows_the_label_and_its_strongest_rival(page: Page, address: str):
    open_sample(page, address)
    shares = PROBABILITIES[:, SAMPLE]
    others = np.where(np.arange(len(CLASSES)) == LABELS[SAMPLE], -1, shares)
    for line, wanted in (("own", shares[:, LABELS[SAMPLE]]), ("rival", others.max(1))):
        points = part(page, "Over the epochs").locator(f"polyline.{line}").get_attribute("points")
        drawn = np.array([point.split(",") for point in (points or "").split()], float)
        np.testing.assert_allclose(drawn, np.stack([np.array(EPOCHS) / 8 * 100, 100 - 100 * wanted], 1), atol=0.02)
    for index, epoch in enumerate(EPOCHS):
        show_epoch(page, epoch)
        rival = CLASSES[others[index].argmax()]
        own, other = (f"{100 * share:.0f}%" for share in (shares[index, LABELS[SAMPLE]], others[index].max()))
        reading = f"Epoch {epoch} {CLASSES[LABELS[SAMPLE]]} {own} strongest rival {rival} {other}"
        expect(part(page, "Over the epochs").locator(".sample-reading")).to_have_text(
            re.compile(reading.replace(" ", r"\s*"))
        )


def test_a_press_on_the_curve_shows_the_epoch_under_the_pointer(page: Page, address: str):
    open_sample(page, address)
    area = part(page, "Over the epochs").locator(".plot-area")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 2.1 / 8, box["y"] + 40)
    expect(part(page, "Over the epochs").locator(".sample-reading > b")).to_have_text("Epoch 2")
    expect_epoch(page, 8)
    page.mouse.down()
    expect_epoch(page, 2)
    page.mouse.move(box["x"] + box["width"] * 4.2 / 8, box["y"] + 40)
    page.mouse.up()
    expect_epoch(page, 4)


def test_the_flips_are_listed_and_lead_to_their_epochs(page: Page, address: str):
    open_sample(page, address)
    right = PREDICTED[:, SAMPLE] == LABELS[SAMPLE]
    assert right.tolist() == [False, True, False, True, True]
    words = "learned at epoch 1, forgotten at 2, correct since 4"
    expect(part(page, "Over the epochs").get_by_text(words)).to_be_visible()
    expect(tool(page).get_by_role("img", name=re.compile(words))).to_be_visible()
    others = np.where(np.arange(len(CLASSES)) == LABELS[SAMPLE], -1, PROBABILITIES[:, SAMPLE]).argmax(1)
    flips = tool(page).get_by_role("group", name="Flips").get_by_role("button")
    words_of_flips = [
        f"Epoch 1: becomes correct, strongest rival {CLASSES[others[1]]}",
        f"Epoch 2: misclassified as {CLASSES[PREDICTED[2, SAMPLE]]}",
        f"Epoch 4: becomes correct, strongest rival {CLASSES[others[3]]}",
    ]
    expect_names(flips, words_of_flips)
    flips.nth(1).click()
    expect_epoch(page, 2)
    expect(flips.nth(1)).to_have_attribute("aria-current", "true")
    # Only what the keyboard has reached takes the arrows.
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(flips.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect_epoch(page, 4)
    expect(flips.nth(2)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect_epoch(page, 1)
    expect(flips.nth(0)).to_be_focused()


def test_it_says_how_training_went_with_the_sample_up_to_the_epoch(page: Page, address: str):
    open_sample(page, address)
    own = PROBABILITIES[1:, SAMPLE, LABELS[SAMPLE]]
    margins = np.stack([blob_predictions(epoch).margin for epoch in EPOCHS])[1:, SAMPLE]
    for index, epoch, learned, forgotten in ((3, 8, "epoch 1", 1), (1, 2, "epoch 1", 1), (0, 1, "epoch 1", 0)):
        show_epoch(page, epoch)
        upto = slice(0, index + 1)
        margin = f"{margins[upto].mean():.2f}".replace("-", "−")
        shares = [f"{round(100 * share)}%" for share in (own[upto].mean(), own[upto].std())]
        facts = part(page, f"Training up to epoch {epoch}").locator("dd")
        expect(facts).to_have_text([learned, str(forgotten), *shares, margin])


def test_its_neighbors_are_listed_nearest_first_with_what_changed(
    page: Page, address: str, watch: Watch, subtests: pytest.Subtests
):
    for sample, layer in product((SAMPLE, 290), PROJECTED):
        with subtests.test(sample=sample, layer=layer):
            open_sample(page, address, sample, layer=layer)
            asked = len(watch.requests)
            expect_neighbors(page, sample, layer)
            assert len(watch.requests) == asked


def expect_neighbors(page: Page, sample: int, layer: str) -> None:
    for index, epoch in reversed(list(enumerate(EPOCHS))):
        show_epoch(page, epoch)
        now, since = near(layer, epoch, sample), EPOCHS[max(0, index - 1)]
        before = near(layer, since, sample)
        new = [one for one in now if one not in before]
        words = [
            f"Neighbor {one}: {CLASSES[LABELS[one]]}"
            + ("" if LABELS[one] == LABELS[sample] else ", different true class")
            + (f", new since epoch {since}" if one in new else "")
            for one in now
        ]
        expect_names(tiles(page, "Neighbors"), words)
        same = (LABELS[now] == LABELS[sample]).sum()
        changed = f", {len(new)} of {NEIGHBORS} changed since epoch {since}" if index else ""
        expect(part(page, "Nearest").locator(".sample-sentence")).to_have_text(
            f"{same} of {NEIGHBORS} have the same true class{changed}"
        )
        gone = [int(name.split()[1].rstrip(":")) for name in names_of(tiles(page, "Gone since epoch"))]
        assert gone == [one for one in before if one not in now]


def test_another_label_is_marked_by_more_than_color_and_new_ones_too(page: Page, address: str):
    open_sample(page, address)
    now, before = near("stem", 8), near("stem", 4)
    for one in now:
        tile = tiles(page, "Neighbors").and_(page.get_by_role("button", name=re.compile(f"^Neighbor {one}:")))
        other = LABELS[one] != LABELS[SAMPLE]
        name = CLASSES[LABELS[one]]
        expect(tile).to_have_text(("≠ " if other else "") + name + ("new" if one not in before else ""))
        expect(tile.locator(".thumbnail")).to_have_css("outline-style", "dashed" if other else "none")


def test_a_hovered_neighbor_is_ringed_in_the_plot(page: Page, address: str, blobs: RunReader):
    open_sample(page, address)
    first = near("stem", 8)[0]
    tile = tiles(page, "Neighbors").first
    tile.scroll_into_view_if_needed()
    page.mouse.move(*ASIDE)
    before = plot_pixels(page)
    tile.hover()
    expect(scatter(page).locator(".ring")).to_be_visible()
    changed = np.argwhere((plot_pixels(page) != before).any(2))[:, ::-1] + 0.5
    assert 50 < len(changed) < 700
    assert np.hypot(*(changed - where(blobs, page, layer="stem")[first]).T).max() < 18
    page.mouse.move(*ASIDE)
    expect(scatter(page).locator(".ring")).to_be_hidden()
    assert np.array_equal(plot_pixels(page), before)


def test_a_click_on_a_neighbor_opens_it_and_keeps_the_selection(page: Page, address: str):
    open_sample(page, address)
    second = near("stem", 8)[1]
    tiles(page, "Neighbors").nth(1).click()
    expect_sample(page, second)
    expect(tiles(page, "Neighbors").first).to_have_accessible_name(
        re.compile(f"^Neighbor {near('stem', 8, second)[0]}:")
    )
    expect_selected(page, [])
    page.wait_for_url(re.compile(f"&sample={second}$"))


def test_the_sample_and_its_neighbors_can_be_selected(page: Page, address: str):
    open_sample(page, address, epoch=2)
    page.get_by_role("button", name=f"Select this sample and its {NEIGHBORS} neighbors").click()
    expect_selected(page, [SAMPLE, *near("stem", 2)])
    expect_sample(page, SAMPLE)


def test_it_says_at_which_layer_the_sample_sits_with_its_class_and_shows_that_layer(page: Page, address: str):
    open_sample(page, address)
    layers = layer_buttons(page)
    for epoch in (8, 4, 1):
        show_epoch(page, epoch)
        same = {layer: (LABELS[near(layer, epoch)] == LABELS[SAMPLE]).sum() for layer in PROJECTED}
        expect(layers).to_have_text([f"{layer}{shown_percent(same[layer])}" for layer in PROJECTED])
        words = [f"{layer}: {same[layer]} of {NEIGHBORS} neighbors have the same true class" for layer in PROJECTED]
        expect_names(layers, words)
    expect(layers.first).to_have_attribute("aria-pressed", "true")
    layers.nth(1).click()
    expect(page.get_by_role("radio", name="block", exact=True)).to_be_checked()
    expect(layers.nth(1)).to_have_attribute("aria-pressed", "true")
    wait_for_epochs(page, len(EPOCHS))
    expect(tiles(page, "Neighbors").first).to_have_accessible_name(re.compile(f"^Neighbor {near('block', 1)[0]}:"))


def test_it_follows_the_epochs_while_they_play_without_a_request(page: Page, address: str, watch: Watch):
    open_sample(page, address, epoch=0)
    asked = len(watch.requests)
    watch_words(tool(page).locator(".verdict"))
    page.get_by_role("button", name="Play").click()
    expect(tool(page).locator(".verdict")).to_have_text(re.compile("at epoch 8$"))
    assert [int(words.split()[-1]) for words in watched_words(page)] == list(EPOCHS[1:])
    expect_epoch(page, 8)
    assert names_of(tiles(page, "Neighbors"))[0].startswith(f"Neighbor {near('stem', 8)[0]}:")
    assert len(watch.requests) == asked


@pytest.mark.own_page
def test_blocks_are_requested_once_the_layer_on_screen_first(page: Page, address: str, watch: Watch):
    open_sample(page, address, layer="block")
    assert blocks_requested(watch) == ["probabilities/0.bin", "neighborhoods/block/0.bin", "neighborhoods/stem/0.bin"]
    choose_layer(page, "stem")
    wait_for_epochs(page, len(EPOCHS))
    tiles(page, "Neighbors").first.click()
    expect_sample(page, near("stem", 8)[0])
    assert len(blocks_requested(watch)) == 3


def blocks_requested(watch: Watch) -> list[str]:
    block = re.compile(r"runs/blobs/((?:probabilities|neighborhoods)/.*\.bin)$")
    return [found[1] for request in watch.requests if (found := block.search(request))]


def test_a_run_without_neighbors_says_how_to_get_them_and_shows_the_rest(page: Page, address: str):
    answer_without(page, ("neighbors", []))
    open_blobs(page, address, f"?tool=sample&sample={SAMPLE}")
    expect(part(page, "Nearest neighbors in block")).to_contain_text("epochscope project blobs --layers block")
    expect(part(page, "Probabilities at epoch 8").get_by_role("listitem").first).to_be_visible()
    expect(part(page, "Neighbors of the same true class")).to_have_count(0)


def test_a_run_without_images_has_tiles_with_names(page: Page, address: str):
    answer_without(page, ("thumbnails", None))
    open_sample(page, address)
    expect(tool(page).locator(".sample-image")).to_have_text(CLASSES[LABELS[SAMPLE]])
    expect(tiles(page, "Neighbors").first.locator(".tile")).to_have_text(CLASSES[LABELS[near("stem", 8)[0]]])


@pytest.mark.own_page
def test_a_failure_is_reported_and_can_be_retried(page: Page, address: str, watch: Watch):
    watch.announce("Failed to load resource", "net::ERR_FAILED")
    page.route("**/neighborhoods/**", lambda route: route.abort())
    open_blobs(page, address, f"?layer=stem&tool=sample&sample={SAMPLE}")
    expect(tool(page).get_by_role("alert")).to_contain_text("Couldn’t load everything about this sample.")
    expect(part(page, "Probabilities").get_by_role("listitem").first).to_be_visible()
    page.unroute("**/neighborhoods/**")
    tool(page).get_by_role("button", name="Retry").click()
    expect(tiles(page, "Neighbors")).to_have_count(NEIGHBORS)
    expect(tool(page).get_by_role("alert")).to_have_count(0)


@pytest.mark.own_page
def test_loading_is_announced(page: Page, address: str):
    held = hold(page, "**/probabilities/**")
    open_blobs(page, address, f"?layer=stem&tool=sample&sample={SAMPLE}")
    for words in ("Loading probabilities", "Loading the curve", "Loading neighbors"):
        expect(tool(page).get_by_text(words)).to_be_attached()
    let_go(page, held)
    expect(tiles(page, "Neighbors")).to_have_count(NEIGHBORS)
    expect(tool(page).locator(".bone")).to_have_count(0)


def test_a_sample_and_its_neighbors_are_opened_by_keyboard_alone(page: Page, address: str):
    open_blobs(page, address)
    page.get_by_role("button", name="Add a sample by its number").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("spinbutton", name="Sample number")).to_be_focused()
    page.keyboard.type(str(SAMPLE))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    tab_to(page, f"Sample {SAMPLE}:")
    page.keyboard.press("Enter")
    expect_sample(page, SAMPLE)
    expect(layer_buttons(page)).to_have_text([re.compile("%$")] * len(PROJECTED))
    page.get_by_role("navigation", name="Tools").get_by_role("button", name="Sample").focus()
    tab_to(page, "Epoch 1: becomes correct")
    page.keyboard.press("ArrowRight")
    expect_epoch(page, 2)
    tab_to(page, "stem:")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="stem", exact=True)).to_be_checked()
    wait_for_epochs(page, len(EPOCHS))
    first = near("stem", 2)[0]
    tab_to(page, f"Neighbor {first}:")
    page.keyboard.press("Enter")
    expect_sample(page, first)


def test_it_is_accessible(page: Page, address: str):
    open_sample(page, address)
    assert violations(page) == ""


def test_nothing_is_wider_than_the_tool(page: Page, address: str):
    open_sample(page, address)
    content = tool(page).locator(".tool-content")
    for width in (1024, 1440):
        page.set_viewport_size({"width": width, "height": 768})
        assert content.evaluate("(content) => content.scrollWidth <= content.clientWidth"), width
