"""Samples are picked out by clicks and outlines, listed with what the network makes of them, and let go again."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, EPOCHS, LABELS, SAMPLES, SETTINGS, TILE, blob_predictions, thumbnail
from browser.pixels import (
    at,
    discs,
    has_color,
    inked,
    is_gray,
    legend_color,
    nearest_other,
    plot_pixels,
    shot,
    texels,
    wait_for_thumbnail,
)
from browser.selecting import (
    ASIDE,
    EMPTY,
    begin_outline,
    card,
    cards,
    click,
    draw_around,
    expect_selected,
    listed,
    on_page,
    selected_words,
    where,
)
from browser.steps import choose_layer, class_button, open_blobs, scatter, show_epoch, wait_for_epochs
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

# With a bay, so that a box around it is not the same.
OUTLINE = np.array([[300.0, 80], [820, 90], [790, 420], [610, 330], [500, 210], [310, 400]])


def inside(outline: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the numbers of the points (N, 2) inside an outline (M, 2): a ray from there crosses it an odd number of
    times."""
    (ax, ay), (bx, by) = outline.T[:, :, None], np.roll(outline, 1, 0).T[:, :, None]
    x, y = points.T
    crossed = ((ay > y) != (by > y)) & (x < ax + (y - ay) / np.where(by == ay, 1, by - ay) * (bx - ax))
    return np.flatnonzero(crossed.sum(0) % 2)


def lonely(points: np.ndarray, which: np.ndarray | None = None, count: int = 1) -> list[int]:
    """Return the samples (of those where `which`) that are farthest from their neighbors: no doubt which are meant."""
    distances = nearest_other(points) if which is None else np.where(which, nearest_other(points), 0)
    return np.argsort(-distances)[:count].tolist()


def test_a_click_keeps_the_color_of_one_sample_and_turns_the_others_gray(page: Page, address: str, blobs: RunReader):
    # At the first epoch there is no way yet that would be drawn over the others.
    open_blobs(page, address, "?epoch=0")
    points, before = where(blobs, page, 0), plot_pixels(page)
    alone = nearest_other(points) > 13
    [sample] = lonely(points)
    click(page, points[sample])
    expect_selected(page, [sample])
    after = plot_pixels(page)
    assert has_color(at(after, points[[sample]]), legend_color(page, CLASSES[LABELS[sample]])).all()
    others = alone & (np.arange(SAMPLES) != sample)
    assert others.sum() > 30
    assert is_gray(at(after, points[others])).all()
    assert not is_gray(at(before, points[others])).any()
    assert inked(at(after, points)[:, None]).all()


def test_a_click_on_empty_space_lets_everything_go(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    before, points = plot_pixels(page), where(blobs, page)
    [sample] = lonely(points)
    click(page, points[sample])
    expect_selected(page, [sample])
    assert not np.array_equal(plot_pixels(page), before)
    for key in ("Shift", "Control", "Alt"):
        click(page, EMPTY, key)
        expect_selected(page, [sample])
    click(page, EMPTY)
    expect_selected(page, [])
    assert np.array_equal(plot_pixels(page), before)


def test_a_drag_moves_the_camera_and_selects_nothing(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    before, points = plot_pixels(page), where(blobs, page)
    [sample] = lonely(points)
    draw_around(page, points[sample] + np.array([[0, 0], [30, 0], [60, 0]]))
    expect_selected(page, [])
    assert not np.array_equal(plot_pixels(page), before)


@pytest.mark.parametrize("epoch", [2, 8])
def test_shift_and_a_drag_select_exactly_what_is_inside_the_outline(
    page: Page, address: str, blobs: RunReader, epoch: int
):
    open_blobs(page, address, f"?epoch={epoch}")
    points = where(blobs, page, epoch)
    wanted = inside(OUTLINE, points)
    in_box = ((points > OUTLINE.min(0)) & (points < OUTLINE.max(0))).all(1).sum()
    assert 20 < len(wanted) < in_box
    draw_around(page, OUTLINE, "Shift")
    expect_selected(page, wanted)
    colors = at(plot_pixels(page), points)
    assert not is_gray(colors[wanted]).any()


def test_the_outline_is_seen_while_it_is_drawn_and_escape_gives_it_up(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    points = where(blobs, page)
    [sample] = lonely(points)
    click(page, points[sample])
    before = plot_pixels(page)
    begin_outline(page, OUTLINE, "Shift")
    page.wait_for_function("() => document.querySelector('.lasso polygon').points.length > 0")
    changed = (plot_pixels(page) != before).any(2)
    far, near = np.array([[30.0, 30.0]]), np.array([[560.0, 120.0]])
    assert at(changed[:, :, None], near).all()
    assert not at(changed[:, :, None], far).any()
    page.keyboard.press("Escape")
    page.mouse.up()
    page.keyboard.up("Shift")
    page.mouse.move(*ASIDE)
    expect_selected(page, [sample])
    assert np.array_equal(plot_pixels(page), before)


def test_a_lasso_drawn_within_one_frame_keeps_its_corners(page: Page, address: str, blobs: RunReader):
    """A browser that is busy reports several movements of the pointer as one."""
    open_blobs(page, address)
    first, *corners = on_page(page, OUTLINE).tolist()
    scatter(page).locator("canvas").first.evaluate(
        """(canvas, [first, corners]) => {
        const event = (name, [clientX, clientY], more) => new PointerEvent(
            name, { clientX, clientY, shiftKey: true, isPrimary: true, bubbles: true, ...more });
        const parts = corners.map((corner) => event("pointermove", corner));
        canvas.dispatchEvent(event("pointerdown", first));
        canvas.dispatchEvent(event("pointermove", corners.at(-1), { coalescedEvents: parts }));
        canvas.dispatchEvent(event("pointerup", corners.at(-1)));
    }""",
        [first, corners],
    )
    expect_selected(page, inside(OUTLINE, where(blobs, page)))


def test_with_the_lasso_button_a_plain_drag_draws_around(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    points = where(blobs, page)
    button, wanted = page.get_by_role("button", name="Select with a lasso"), inside(OUTLINE, points)
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    draw_around(page, OUTLINE)
    expect_selected(page, wanted)
    [outside] = lonely(points, ~np.isin(np.arange(SAMPLES), wanted))
    around = points[outside] + 6 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    draw_around(page, around, "Shift")
    expect_selected(page, {outside, *wanted})
    draw_around(page, OUTLINE, "Alt")
    expect_selected(page, [outside])
    draw_around(page, OUTLINE)
    expect_selected(page, wanted)
    page.keyboard.press("l")
    expect(button).to_have_attribute("aria-pressed", "false")
    before = plot_pixels(page)
    draw_around(page, OUTLINE[:3])
    expect_selected(page, wanted)
    assert not np.array_equal(plot_pixels(page), before)


def test_keys_add_to_the_selection_and_take_away(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    points = where(blobs, page)
    first, second, third, fourth = lonely(points, count=4)
    click(page, points[first])
    click(page, points[second], "Shift")
    click(page, points[third], "Control")
    expect_selected(page, [first, second, third])
    click(page, points[second], "Alt")
    expect_selected(page, [first, third])
    wanted = inside(OUTLINE, points)
    draw_around(page, OUTLINE, "Shift")
    expect_selected(page, {first, third, *wanted})
    draw_around(page, OUTLINE, "Shift", "Alt")
    expect_selected(page, {first, third} - set(wanted))
    click(page, points[fourth])
    expect_selected(page, [fourth])


def test_a_double_click_opens_a_sample_of_the_plot_and_of_the_list(page: Page, address: str, blobs: RunReader):
    samples = [3, 40, 41, 77, 120, 200, 290]
    open_blobs(page, address, f"?selected={selected_words(samples)}")
    # The first click shortens the list, so that something else is under the second one.
    card(page, samples[-1]).dblclick()
    one = page.get_by_role("region", name="One sample")
    expect(one).to_contain_text(f"Sample {samples[-1]} ")
    expect_selected(page, [samples[-1]])
    points = where(blobs, page)
    [sample] = lonely(points)
    page.mouse.dblclick(*on_page(page, points[sample]))
    expect(one).to_contain_text(f"Sample {sample} ")
    expect_selected(page, [sample])


def test_changes_of_the_selection_are_undone_and_redone_by_keys_and_by_buttons(
    page: Page, address: str, blobs: RunReader
):
    open_blobs(page, address)
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    points = where(blobs, page)
    first, second = lonely(points, count=2)
    expect(undo).to_be_disabled()
    expect(redo).to_be_disabled()
    click(page, points[first])
    click(page, points[second], "Shift")
    page.keyboard.press("Control+z")
    expect_selected(page, [first])
    page.keyboard.press("Control+Shift+Z")
    expect_selected(page, [first, second])
    undo.click()
    expect_selected(page, [first])
    undo.click()
    expect_selected(page, [])
    expect(undo).to_be_disabled()
    redo.click()
    expect_selected(page, [first])
    click(page, points[second])
    expect(redo).to_be_disabled()
    expect_selected(page, [second])


@pytest.mark.parametrize("how", ["Escape", "button"])
def test_the_selection_is_cleared_and_that_too_can_be_undone(page: Page, address: str, how: str):
    open_blobs(page, address)
    before = plot_pixels(page)
    page.goto(f"{address}#/run/blobs?selected={selected_words([3, 40, 41])}")
    expect_selected(page, [3, 40, 41])
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Clear").click()
    expect_selected(page, [])
    assert np.array_equal(plot_pixels(page), before)
    page.keyboard.press("Control+z")
    expect_selected(page, [3, 40, 41])


def card_words(sample: int, epoch: int) -> str:
    said = blob_predictions(epoch)
    label, predicted = LABELS[sample], said.predicted[sample]
    sure = round(round(float(said.confidence[sample]) * 255) / 255 * 100)
    verdict = "correct" if label == predicted else "misclassified"
    return f"Sample {sample}: {CLASSES[label]} → {CLASSES[predicted]}, {verdict}, {sure}% confidence"


def test_a_card_says_what_the_network_makes_of_its_sample_at_the_epoch_shown(page: Page, address: str):
    right = {epoch: blob_predictions(epoch).predicted == LABELS for epoch in EPOCHS}
    samples = np.flatnonzero(~right[1] & right[8])[:3].tolist() + np.flatnonzero(~right[8])[:2].tolist()
    open_blobs(page, address, f"?epoch=8&selected={selected_words(samples)}")
    for epoch in (8, 1):
        show_epoch(page, epoch)
        wrong = [sample for sample in samples if not right[epoch][sample]]
        expect(page.locator(".selected-count")).to_have_text(f"5 selected, {len(wrong)} misclassified at epoch {epoch}")
        for sample in samples:
            label, predicted = LABELS[sample], blob_predictions(epoch).predicted[sample]
            expect(card(page, sample)).to_have_accessible_name(card_words(sample, epoch))
            seen = CLASSES[label] if right[epoch][sample] else f"{CLASSES[label]}→ {CLASSES[predicted]}"
            expect(card(page, sample)).to_have_text(seen)


def test_a_card_shows_the_samples_own_thumbnail(page: Page, address: str):
    open_blobs(page, address, f"?selected={selected_words([7, 123, 299])}")
    for sample in (7, 123, 299):
        wait_for_thumbnail(card(page, sample).locator(".thumbnail"))
        drawn, box = card(page, sample).locator(".thumbnail"), card(page, sample).locator(".thumbnail").bounding_box()
        assert box is not None
        pixels = shot(drawn, ".thumbnail { border-radius: 0 !important; }")
        shown = texels(pixels, np.array([box["x"] % 1, box["y"] % 1]), box["width"] / TILE)
        assert np.abs(shown - thumbnail(sample)).max() <= 1


@pytest.mark.parametrize("how", ["pointer", "keyboard"])
def test_the_card_that_is_pointed_at_rings_its_point(page: Page, address: str, blobs: RunReader, how: str):
    open_blobs(page, address)
    points = where(blobs, page)
    first, second = sorted(lonely(points, count=2))
    click(page, points[first])
    click(page, points[second], "Shift")
    expect_selected(page, [first, second])
    before = plot_pixels(page)
    for sample in (first, second):
        if how == "pointer":
            card(page, sample).hover()
        else:
            card(page, sample).focus()
        changed = np.argwhere((plot_pixels(page) != before).any(2))[:, ::-1] + 0.5
        assert 50 < len(changed) < 700
        assert np.hypot(*(changed - points[sample]).T).max() < 18
    page.mouse.move(*ASIDE)
    card(page, second).evaluate("(card) => card.blur()")
    assert np.array_equal(plot_pixels(page), before)


def test_the_point_that_is_pointed_at_marks_its_card(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    points = where(blobs, page)
    first, second = lonely(points, count=2)
    open_blobs(page, address, f"?selected={selected_words([first, second])}")
    expect_selected(page, [first, second])
    plain = card(page, first).evaluate("(card) => getComputedStyle(card).backgroundColor")
    page.mouse.move(*on_page(page, points[first]))
    expect(card(page, first)).to_have_attribute("data-ringed", "true")
    expect(card(page, first)).not_to_have_css("background-color", plain)
    expect(card(page, second)).to_have_attribute("data-ringed", "false")
    page.mouse.move(*ASIDE)
    expect(card(page, first)).to_have_attribute("data-ringed", "false")
    expect(card(page, first)).to_have_css("background-color", plain)


def test_a_click_on_a_card_selects_its_sample_alone(page: Page, address: str):
    open_blobs(page, address, f"?selected={selected_words([3, 40, 41])}")
    card(page, 40).click()
    expect_selected(page, [40])


def test_what_is_wrong_at_this_epoch_can_be_selected(page: Page, address: str):
    open_blobs(page, address)
    select = page.get_by_role("button", name=re.compile("^Select misclassified"))
    for epoch, hidden in ((8, None), (1, None), (1, "cat")):
        show_epoch(page, epoch)
        wrong = blob_predictions(epoch).predicted != LABELS
        if hidden is not None:
            class_button(page, hidden).click()
            wrong &= CLASSES.index(hidden) != LABELS
        expect(select).to_have_accessible_name(f"Select misclassified ({wrong.sum()})")
        select.click()
        expect_selected(page, np.flatnonzero(wrong))
        page.keyboard.press("Escape")


def test_everything_shown_can_be_selected(page: Page, address: str):
    open_blobs(page, address, "?only=2,5")
    page.get_by_role("button", name="Select all shown").click()
    expect_selected(page, np.flatnonzero(np.isin(LABELS, [2, 5])))


@pytest.mark.own_page
def test_the_saved_csv_has_exactly_what_the_store_has_of_the_selected(page: Page, address: str, blobs: RunReader):
    # More than the panel lists at first.
    samples = range(150, 250)
    open_blobs(page, address, f"?epoch=2&selected={selected_words(samples)}")
    expect(cards(page)).to_have_count(60)
    expect(page.locator(".selected-count")).to_contain_text("misclassified at epoch 2")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    assert download.value.suggested_filename == "blobs-selection.csv"
    said, known = blobs.predictions(2), blobs.samples()
    lines = ["sample,split,label,predicted,confidence"]
    for sample in samples:
        sure = round(float(said.confidence[sample]) * 255) / 255
        label, predicted = CLASSES[known.label[sample]], CLASSES[said.predicted[sample]]
        lines.append(f"{sample},{known.split[sample]},{label},{predicted},{sure:.2f}")
    # Further numbers follow, whichever have been loaded.
    assert [",".join(line.split(",")[:5]) for line in download.value.path().read_text().splitlines()] == lines


def test_the_legend_counts_the_selected_of_each_class(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    wanted = inside(OUTLINE, where(blobs, page))
    draw_around(page, OUTLINE, "Shift")
    expect_selected(page, wanted)
    for number, name in enumerate(CLASSES):
        expect(class_button(page, name)).to_have_text(f"{name}{(LABELS[wanted] == number).sum()}\u2009/\u200930")
    page.keyboard.press("Escape")
    expect(class_button(page, "cat")).to_have_text("cat30")


def test_what_is_hidden_is_not_drawn_around(page: Page, address: str, blobs: RunReader):
    everything = np.array([[20.0, 20], [1020, 20], [1020, 664], [20, 664]])
    open_blobs(page, address, "?hidden=1,4&samples=100")
    drawn = inked(at(plot_pixels(page), where(blobs, page))[:, None])[:, 0]
    draw_around(page, everything, "Shift")
    expect(page.locator(".selected-count")).to_have_text(re.compile("^80 selected"))
    samples = listed(page)
    assert not np.isin(LABELS[samples], [1, 4]).any()
    assert drawn[samples].all()


def test_a_selected_sample_that_is_hidden_stays_selected_and_leaves_the_plot(
    page: Page, address: str, blobs: RunReader
):
    open_blobs(page, address)
    points = where(blobs, page)
    [sample] = lonely(points)
    click(page, points[sample])
    before = plot_pixels(page)
    name = CLASSES[LABELS[sample]]
    class_button(page, name).click()
    expect_selected(page, [sample])
    assert not inked(at(plot_pixels(page), points[[sample]])[:, None]).any()
    class_button(page, name).click()
    assert np.array_equal(plot_pixels(page), before)


def test_the_selection_survives_another_layer_and_another_setting(page: Page, address: str, blobs: RunReader):
    chosen = [5, 16, 27, 38]
    open_blobs(page, address, f"?selected={selected_words(chosen)}")
    for layer, neighbors in (("stem", 1), ("stem", 0), ("block", 0)):
        choose_layer(page, layer)
        page.get_by_label("n_neighbors").select_option(str(SETTINGS[neighbors].n_neighbors))
        wait_for_epochs(page, len(EPOCHS))
        expect_selected(page, chosen)
        points, pixels = where(blobs, page, layer=layer, setting=SETTINGS[neighbors]), plot_pixels(page)
        for sample in chosen:
            assert has_color(at(pixels, points[[sample]]), legend_color(page, CLASSES[LABELS[sample]])).all()
        away = ~discs(points[chosen], pixels, radius=8)[points[:, 1].astype(int), points[:, 0].astype(int)]
        # The ways of the chosen ones cross a few of the others.
        assert is_gray(at(pixels, points[away])).mean() > 0.9


def test_a_selection_in_the_address_comes_back_after_a_reload(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    wanted = inside(OUTLINE, where(blobs, page))
    draw_around(page, OUTLINE, "Shift")
    expect_selected(page, wanted)
    page.wait_for_url(re.compile("&selected="))
    before = plot_pixels(page)
    page.reload()
    wait_for_epochs(page, len(EPOCHS))
    expect_selected(page, wanted)
    assert np.array_equal(plot_pixels(page), before)
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile("epoch=8$"))
