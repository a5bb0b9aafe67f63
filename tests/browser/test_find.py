"""Samples are found by how the network predicted them, by clicking and by typing, and the rest turns gray."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.blobs import CLASSES, EPOCHS, LABELS, SAMPLES, blob_predictions
from browser.network import UNREACHABLE, hold, let_go
from browser.pixels import at, has_color, inked, is_gray, legend_color, nearest_other, plot_pixels
from browser.selecting import ASIDE, click, expect_selected, on_page, where
from browser.steps import class_button, open_blobs, show_epoch, wait_for_epochs, watch_words, watched_words
from browser.watch import Watch
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

PREDICTED = np.stack([blob_predictions(epoch).predicted for epoch in EPOCHS])
RIGHT = PREDICTED == LABELS
NONE = np.zeros(SAMPLES, bool)


def right_at(epoch: int) -> np.ndarray:
    return RIGHT[EPOCHS.index(epoch)]


def learned_by(epoch: int) -> np.ndarray:
    """Return whether each sample was right at a training epoch up to this one, (300,)."""
    return RIGHT[1 : EPOCHS.index(epoch) + 1].any(0)


def forgotten_by(epoch: int) -> np.ndarray:
    """Return how often each sample was forgotten up to this training epoch, (300,)."""
    trained = RIGHT[1 : EPOCHS.index(epoch) + 1]
    return (trained[:-1] & ~trained[1:]).sum(0)


def taken(label: str, predicted: str, epoch: int) -> np.ndarray:
    return (CLASSES.index(label) == LABELS) & (PREDICTED[EPOCHS.index(epoch)] == CLASSES.index(predicted))


def open_find(page: Page, address: str, epoch: int = 8, more: str = "") -> None:
    open_blobs(page, address, f"?epoch={epoch}{more}&tool=find")
    expect(page.get_by_role("heading", name="Find samples")).to_be_visible()


def found(page: Page) -> Locator:
    return page.locator(".found")


def said(samples: np.ndarray, epoch: int, shown: int = SAMPLES) -> str:
    return (
        f"{samples.sum()} of {shown} samples at epoch {epoch}"
        if samples.any()
        else f"None of the {shown} samples shown match at epoch {epoch}."
    )


def expect_found(page: Page, samples: np.ndarray, epoch: int, shown: int = SAMPLES) -> None:
    """The tool finds exactly these (300,): it counts them and selects them."""
    expect(found(page)).to_have_text(said(samples, epoch, shown))
    if samples.any():
        button(page, f"Select these {samples.sum()}").click()
        expect_selected(page, np.flatnonzero(samples))
        button(page, "Clear the selection").click()


def expect_in_color(page: Page, samples: np.ndarray, words: str) -> None:
    """The plot shows these (300,) in color, and says what they are found by."""
    expect(page.locator(".caption-query")).to_have_text(f"{samples.sum()} highlighted: {words}")


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def words_field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Type a condition")


def suggested(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def choice(page: Page, label: str) -> Locator:
    return page.get_by_role("combobox", name=label, exact=True)


def say(page: Page, words: str) -> None:
    words_field(page).fill(words)
    words_field(page).press("Enter")


def add(page: Page, kind: str) -> None:
    button(page, "Add a condition").click()
    page.get_by_role("menuitem", name=kind, exact=True).click()


def expect_conditions(page: Page, *words: str) -> None:
    expect(page.locator(".term-text")).to_have_text(words)


COMMON = {
    "Misclassified": lambda epoch: ~right_at(epoch),
    "Never learned": lambda epoch: ~learned_by(epoch),
    "Forgotten": lambda epoch: forgotten_by(epoch) >= 1,
}


def test_a_common_condition_takes_one_click_and_counts_up_to_the_epoch_shown(
    page: Page, address: str, subtests: pytest.Subtests
):
    for name, samples in COMMON.items():
        with subtests.test(name):
            open_find(page, address)
            expect(page.get_by_text("Find the samples that the network misclassifies")).to_be_visible()
            button(page, name).click()
            for epoch in (8, 2, 0):
                show_epoch(page, epoch)
                expect_found(page, samples(epoch), epoch)


def test_newly_misclassified_names_the_two_epochs(page: Page, address: str):
    open_find(page, address, epoch=4)
    button(page, "Newly misclassified").click()
    expect_conditions(page, "correct at epoch 2, misclassified at epoch 4")
    expect_found(page, right_at(2) & ~right_at(4), 4)
    show_epoch(page, 0)
    expect(button(page, "Newly misclassified")).to_be_disabled()
    expect_found(page, right_at(2) & ~right_at(4), 0)


def test_the_menu_has_every_kind_of_condition_and_each_begins_with_where_one_is(page: Page, address: str):
    open_find(page, address, epoch=4)
    button(page, "Add a condition").click()
    kinds = page.get_by_role("menu", name="Add a condition").get_by_role("menuitem")
    begun = {
        "Misclassified": "misclassified",
        "Correct": "correct",
        "Correct at one epoch, misclassified at another": "correct at epoch 2, misclassified at epoch 4",
        "Never learned": "never learned",
        "Learned by an epoch": "learned by epoch 4",
        "Forgotten at least n times": "forgotten at least once",
        "True class and prediction": "airplane predicted as anything else",
        "Predicted class": "predicted as airplane",
        "In a split": "in the test split",
        "Measure in a range": "confidence 50% or less",
        "Highest or lowest of a measure": "high loss (top 5%)",
        "Sample by number": "sample 0",
    }
    expect(kinds).to_have_text(list(begun))
    page.keyboard.press("Escape")
    expect(kinds).to_have_count(0)
    for number, kind in enumerate(begun):
        add(page, kind)
        expect_conditions(page, *list(begun.values())[: number + 1])


def test_epochs_are_chosen_from_those_of_the_run(page: Page, address: str):
    open_find(page, address)
    add(page, "Correct at one epoch, misclassified at another")
    expect(choice(page, "Correct at epoch")).to_be_focused()
    expect(choice(page, "Correct at epoch").locator("option")).to_have_text([str(epoch) for epoch in EPOCHS])
    choice(page, "Correct at epoch").select_option("1")
    choice(page, "Misclassified at epoch").select_option("2")
    expect_found(page, right_at(1) & ~right_at(2), 8)
    add(page, "Learned by an epoch")
    choice(page, "By epoch").select_option("1")
    expect_conditions(page, "correct at epoch 1, misclassified at epoch 2", "learned by epoch 1")
    expect_found(page, right_at(1) & ~right_at(2) & learned_by(1), 8)


def test_times_forgotten_are_a_number(page: Page, address: str):
    open_find(page, address)
    add(page, "Forgotten at least n times")
    for times in (2, 1, 9):
        page.get_by_label("At least this many times").fill(str(times))
        expect_found(page, forgotten_by(8) >= times, 8)
    page.get_by_label("At least this many times").fill("0")
    expect_conditions(page, "forgotten at least 9 times")


def test_a_label_is_found_by_its_prediction(page: Page, address: str):
    open_find(page, address, epoch=1)
    add(page, "True class and prediction")
    choice(page, "True class").select_option("dog")
    dogs = CLASSES.index("dog") == LABELS
    expect_found(page, dogs & ~right_at(1), 1)
    choice(page, "Predicted as").select_option("frog")
    expect_conditions(page, "dog predicted as frog")
    expect_found(page, taken("dog", "frog", 1), 1)
    choice(page, "Predicted as").select_option("anything")
    expect_found(page, dogs, 1)


def test_a_split_is_found(page: Page, address: str):
    open_find(page, address)
    add(page, "In a split")
    expect_found(page, np.arange(SAMPLES) >= 200, 8)
    choice(page, "Split").select_option("train")
    expect_conditions(page, "in the train split")
    expect_found(page, np.arange(SAMPLES) < 200, 8)


def test_a_measure_is_found_in_a_range_of_its_own_unit(page: Page, address: str):
    open_find(page, address, epoch=2)
    add(page, "Measure in a range")
    predictions = blob_predictions(2)
    page.get_by_label("From (%)").fill("20")
    expect_conditions(page, "confidence 20% to 50%")
    confidence = np.float32(np.round(predictions.confidence * 255) / 255)
    expect_found(page, (confidence >= 0.2) & (confidence <= 0.5), 2)
    choice(page, "Measure").select_option("Margin")
    expect_conditions(page, "margin 0 or less")
    expect_found(page, predictions.margin <= 0, 2)
    page.get_by_label("From", exact=True).fill("-1.5")
    page.get_by_label("To", exact=True).fill("")
    expect_conditions(page, "margin -1.5 or more")
    expect_found(page, predictions.margin >= -1.5, 2)
    choice(page, "Measure").select_option("Loss")
    page.get_by_label("From (nats)").fill("2.5")
    expect_found(page, np.round(predictions.loss * 4096) / 4096 >= 2.5, 2)
    choice(page, "Measure").select_option("Correctness")
    page.get_by_label("To (%)").fill("0")
    expect_found(page, ~RIGHT[1:3].any(0), 2)


def test_an_end_of_a_range_that_cannot_be_is_not_taken(page: Page, address: str):
    open_find(page, address)
    add(page, "Measure in a range")
    page.get_by_label("From (%)").fill("120")
    expect_conditions(page, "confidence 50% or less")
    page.get_by_label("From (%)").fill("")
    page.get_by_label("To (%)").fill("")
    expect_conditions(page, "confidence 50% or less")


TYPED = {
    "forgotten 2": ("forgotten at least 2 times", forgotten_by(8) >= 2),
    "horse as deer": ("horse predicted as deer", taken("horse", "deer", 8)),
    "right at 1, wrong at 2": ("correct at epoch 1, misclassified at epoch 2", right_at(1) & ~right_at(2)),
    "wrong": ("misclassified", ~right_at(8)),
    "margin below -1": ("margin -1 or less", blob_predictions(8).margin <= -1),
}


def test_a_condition_can_be_typed(page: Page, address: str, subtests: pytest.Subtests):
    for typed, (words, samples) in TYPED.items():
        with subtests.test(typed):
            open_find(page, address)
            expect_conditions(page)
            words_field(page).fill(typed)
            expect(suggested(page).first).to_have_text(words)
            words_field(page).press("Enter")
            expect(words_field(page)).to_have_value("")
            expect_conditions(page, words)
            expect_found(page, samples, 8)


def test_suggestions_are_taken_by_arrow_and_by_click(page: Page, address: str):
    open_find(page, address)
    words_field(page).fill("bird as")
    options = suggested(page)
    expect(options.first).to_have_attribute("aria-selected", "true")
    words_field(page).press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    words_field(page).press("Enter")
    expect_conditions(page, "bird predicted as airplane")
    words_field(page).fill("never")
    suggested(page).filter(has_text="never learned").click()
    expect_conditions(page, "bird predicted as airplane", "never learned")
    expect(options).to_have_count(0)
    words_field(page).fill("wr")
    words_field(page).press("Escape")
    expect(words_field(page)).to_have_value("")
    expect(options).to_have_count(0)


def test_a_text_that_is_not_understood_is_answered_with_the_three_nearest_questions(page: Page, address: str):
    open_find(page, address)
    say(page, "the funny ones")
    answer = page.get_by_role("alert")
    expect(answer).to_have_text("“the funny ones” is not understood.")
    expect(suggested(page)).to_have_text(["misclassified", "cat predicted as dog", "high loss (top 5%)"])
    say(page, "learned by epoch 3")
    expect(answer).to_have_text("Epoch 3 was not recorded in this run. Recorded epochs: 0, 1, 2, 4, 8.")
    expect(page.locator(".term")).to_have_count(0)
    words_field(page).fill("w")
    expect(answer).to_have_count(0)
    say(page, "wrnog trucks")
    expect(suggested(page)).to_have_count(3)
    suggested(page).first.click()
    expect_conditions(page, "misclassified", "true class truck")
    expect_found(page, ~right_at(8) & (CLASSES.index("truck") == LABELS), 8)


def test_conditions_must_all_hold_and_each_can_be_negated_edited_and_removed(page: Page, address: str):
    open_find(page, address)
    test = np.arange(SAMPLES) >= 200
    say(page, "wrong now")
    say(page, "in the test split")
    expect_found(page, ~right_at(8) & test, 8)
    negate = button(page, "Not in the test split")
    expect(negate).to_have_attribute("aria-pressed", "false")
    negate.click()
    expect(negate).to_have_attribute("aria-pressed", "true")
    expect_found(page, ~right_at(8) & ~test, 8)
    expect(choice(page, "Split")).to_have_count(0)
    button(page, "in the test split").click()
    choice(page, "Split").select_option("train")
    button(page, "Done").click()
    expect(button(page, "in the train split")).to_be_focused()
    expect_found(page, ~right_at(8) & test, 8)
    button(page, "Remove misclassified").click()
    expect_conditions(page, "in the train split")
    expect_found(page, test, 8)
    button(page, "Clear the conditions").click()
    expect(page.locator(".term")).to_have_count(0)
    expect(button(page, "Add a condition")).to_be_focused()


def test_what_is_found_can_be_added_to_the_selection(page: Page, address: str):
    open_find(page, address, more="&selected=5")
    say(page, "horse as deer")
    expect(page.get_by_text("The plot is showing your selection.")).to_be_visible()
    button(page, "Add to the selection").click()
    expect_selected(page, np.flatnonzero(taken("horse", "deer", 8) | (np.arange(SAMPLES) == 5)))


def test_where_nothing_matches_it_says_so(page: Page, address: str, blobs: RunReader):
    open_find(page, address)
    say(page, "wrong now")
    say(page, "right now")
    expect(found(page)).to_have_text(said(NONE, 8))
    expect(button(page, "Select these")).to_be_disabled()
    expect(button(page, "Add to the selection")).to_be_disabled()
    points = where(blobs, page)
    assert is_gray(at(plot_pixels(page), points[nearest_other(points) > 13])).all()


def test_it_counts_among_the_samples_that_are_shown(page: Page, address: str):
    open_find(page, address, epoch=1)
    say(page, "wrong now")
    class_button(page, "cat").click()
    others = CLASSES.index("cat") != LABELS
    expect_found(page, ~right_at(1) & others, 1, shown=270)
    page.get_by_role("slider", name="Samples shown").fill("100")
    expect(found(page)).to_have_text(re.compile(r"^\d+ of 90 samples at epoch 1$"))


def test_what_does_not_match_turns_gray_at_every_epoch(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?epoch=1&where=wrong")
    for epoch in (1, 2):
        show_epoch(page, epoch)
        wrong = ~right_at(epoch)
        expect_in_color(page, wrong, "misclassified")
        points, pixels = where(blobs, page, epoch), plot_pixels(page)
        alone = nearest_other(points) > 13
        assert min((alone & wrong).sum(), (alone & ~wrong).sum()) > 10
        assert is_gray(at(pixels, points[alone & ~wrong])).all()
        for number, name in enumerate(CLASSES):
            samples = alone & wrong & (number == LABELS)
            assert has_color(at(pixels, points[samples]), legend_color(page, name)).all()


def test_what_matches_lies_above_the_gray(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?epoch=0&where=label:1")
    expect(page.locator(".caption-query")).to_be_visible()
    points = where(blobs, page, 0)[CLASSES.index("automobile") == LABELS]
    # But for the rims of others of its class.
    assert has_color(at(plot_pixels(page), points), legend_color(page, "automobile")).mean() > 0.85


def test_a_selection_has_the_plot_to_itself(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?epoch=0&selected=5")
    alone = plot_pixels(page)
    page.goto(f"{address}#/run/blobs?epoch=0&where=right")
    expect_in_color(page, right_at(0), "correct")
    in_color = plot_pixels(page)
    assert not np.array_equal(in_color, alone)
    page.goto(f"{address}#/run/blobs?epoch=0&selected=5&where=right")
    expect_selected(page, [5])
    assert np.array_equal(plot_pixels(page), alone)
    page.keyboard.press("Escape")
    expect_in_color(page, right_at(0), "correct")
    assert np.array_equal(plot_pixels(page), in_color)


def test_a_gray_sample_can_still_be_pointed_at_and_picked(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?where=wrong")
    expect_in_color(page, ~right_at(8), "misclassified")
    points = where(blobs, page)
    sample = int(np.where(right_at(8), nearest_other(points), 0).argmax())
    page.mouse.move(*on_page(page, points[sample]))
    expect(page.get_by_test_id("hover-card")).to_contain_text(f"Sample {sample} ")
    click(page, points[sample])
    expect_selected(page, [sample])


def test_it_follows_while_the_epochs_play(page: Page, address: str):
    open_find(page, address, epoch=0, more="&where=wrong")
    expect(found(page)).to_have_text(said(~right_at(0), 0))
    watch_words(found(page))
    page.keyboard.press("Space")
    expect(found(page)).to_have_text(said(~right_at(8), 8))
    heard = watched_words(page)
    expected = [said(~right_at(epoch), epoch) for epoch in EPOCHS]
    assert set(heard) <= set(expected)
    assert len(heard) >= 3


def test_the_legend_counts_what_is_found_of_each_class(page: Page, address: str):
    open_blobs(page, address, "?epoch=1&where=wrong")
    for number, name in enumerate(CLASSES):
        wrong = (~right_at(1) & (number == LABELS)).sum()
        expect(class_button(page, name)).to_have_text(f"{name}{wrong}\u2009/\u200930")
    page.goto(f"{address}#/run/blobs?epoch=1")
    expect(class_button(page, "cat")).to_have_text("cat30")


def test_the_bar_asks_from_anywhere(page: Page, address: str):
    open_blobs(page, address, "?epoch=1&tool=confusion")
    bar = page.get_by_role("combobox", name="Find samples")
    page.keyboard.press("/")
    expect(bar).to_be_focused()
    expect(suggested(page)).to_have_count(6)
    page.keyboard.type("dogs mistaken for frogs")
    expect(suggested(page).first).to_have_text("dog predicted as frog")
    page.keyboard.press("Enter")
    asked = taken("dog", "frog", 1)
    expect(bar).to_have_value("dog predicted as frog")
    expect(page.locator(".find-count")).to_have_text(f"{asked.sum()} of 300")
    expect_in_color(page, asked, "dog predicted as frog")
    expect(page.get_by_role("region", name="Confusion matrix")).to_be_visible()
    page.wait_for_url(re.compile("&where=label:5:6&tool=confusion$"))
    button(page, "Select").click()
    expect_selected(page, np.flatnonzero(asked))
    page.keyboard.press("/")
    page.keyboard.type("wrnog frogs")
    page.keyboard.press("Enter")
    expect(page.locator(".find-problem")).to_have_text("“wrnog frogs” is not understood.")
    suggested(page).first.click()
    wrong = ~right_at(1) & (CLASSES.index("frog") == LABELS)
    expect(bar).to_have_value("misclassified and true class frog")
    expect(page.locator(".find-count")).to_have_text(f"{wrong.sum()} of 300")
    page.keyboard.press("/")
    button(page, "More…").click()
    expect_conditions(page, "misclassified", "true class frog")
    button(page, "Clear the query").click()
    expect(bar).to_have_value("")
    expect(page.locator(".term")).to_have_count(0)


def test_the_bar_says_what_high_is_at_the_epoch_shown(page: Page, address: str):
    open_blobs(page, address, "?epoch=2&where=high:loss:10")
    for epoch in (2, 8):
        show_epoch(page, epoch)
        loss = np.float32(np.round(blob_predictions(epoch).loss * 4096) / 4096)
        bound = np.sort(loss)[-30]
        expect_in_color(page, loss >= bound, f"loss ≥ {float(f'{bound:.3g}'):g} nats (top 10%)")


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 390, "height": 844}}], ids=["phone"])
def test_on_a_phone_the_bar_unfolds(page: Page, address: str):
    open_blobs(page, address)
    bar = page.get_by_role("combobox", name="Find samples")
    expect(bar).to_be_hidden()
    button(page, "Find samples").click()
    expect(bar).to_be_focused()
    box = bar.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390
    bar.fill("errors")
    bar.press("Enter")
    expect(bar).to_be_hidden()
    expect_in_color(page, ~right_at(8), "misclassified")


def test_a_link_brings_the_conditions_and_the_gray_back(page: Page, address: str):
    open_find(page, address, epoch=4)
    say(page, "not forgotten 2")
    say(page, "dog as anything else")
    say(page, "confidence 20 to 80")
    page.wait_for_url(re.compile("&where=not:forgotten:2,label:5:other,confidence:0.2:0.8&tool=find$"))
    page.mouse.move(*ASIDE)
    expect(found(page)).to_contain_text("at epoch 4")
    before, words = plot_pixels(page), found(page).inner_text()
    page.reload()
    wait_for_epochs(page, len(EPOCHS))
    expect(found(page)).to_have_text(words)
    expect_conditions(page, "forgotten at least 2 times", "dog predicted as anything else", "confidence 20% to 80%")
    expect(button(page, "Not forgotten at least 2 times")).to_have_attribute("aria-pressed", "true")
    assert np.array_equal(plot_pixels(page), before)


def test_what_means_nothing_in_a_link_is_left_out_piece_by_piece(page: Page, address: str):
    open_find(page, address, more="&where=funny,label:77,wrong,right:3:wrong:4,loss:a:b,split:1,,")
    expect_conditions(page, "misclassified", "in the test split")
    page.wait_for_url(re.compile("&where=wrong,split:1&tool=find$"))
    expect_found(page, ~right_at(8) & (np.arange(SAMPLES) >= 200), 8)


@pytest.mark.own_page
def test_it_says_that_it_is_loading_and_colors_nothing_gray_meanwhile(page: Page, address: str):
    open_find(page, address)
    before, held = plot_pixels(page), hold(page, "**/dynamics.bin")
    button(page, "Never learned").click()
    expect(found(page)).to_have_text("Loading the data for this query…")
    page.mouse.move(*ASIDE)
    assert np.array_equal(plot_pixels(page), before)
    let_go(page, held)
    expect_found(page, ~learned_by(8), 8)


@pytest.mark.own_page
def test_it_says_what_could_not_be_loaded(page: Page, address: str, watch: Watch):
    open_find(page, address)
    watch.announce("Failed to load resource")
    page.route("**/dynamics.bin", lambda route: route.abort())
    button(page, "Never learned").click()
    expect(found(page)).to_have_text(UNREACHABLE)


def test_a_question_says_that_the_script_that_understands_it_is_missing(page: Page, address: str, watch: Watch):
    watch.announce("Failed to load resource")
    # A page that was asked before has it.
    page.goto("about:blank")
    page.route("**/assets/understanding-*.js", lambda route: route.abort())
    open_blobs(page, address)
    bar = page.get_by_role("combobox", name="Find samples")
    bar.fill("wrong")
    bar.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Reload the page to try again.")
    expect(bar).to_have_value("wrong")


def test_it_works_by_keyboard_alone(page: Page, address: str):
    open_blobs(page, address, "?epoch=4")
    page.get_by_role("navigation", name="Tools").get_by_role("button", name="Find").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    while not words_field(page).evaluate("(field) => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("forgotten")
    page.keyboard.press("Enter")
    while not button(page, "Add a condition").evaluate("(one) => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Misclassified", exact=True)).to_be_focused()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(choice(page, "True class")).to_be_focused()
    page.keyboard.type("bird")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(button(page, "bird predicted as anything else")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    samples = (forgotten_by(4) >= 1) & ~((CLASSES.index("bird") == LABELS) & ~right_at(4))
    expect(found(page)).to_have_text(said(samples, 4))
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_selected(page, np.flatnonzero(samples))


def test_it_is_accessible(page: Page, address: str):
    open_find(page, address)
    assert violations(page) == ""
    say(page, "not never learned")
    say(page, "nonsense")
    assert violations(page) == ""
    add(page, "Measure in a range")
    words_field(page).fill("dog")
    expect(suggested(page).first).to_be_visible()
    assert violations(page) == ""


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 1024, "height": 768}}], ids=["1024x768"])
def test_on_a_smaller_page_nothing_is_cut_off(page: Page, address: str):
    open_find(page, address, more="&where=label:5:other,confidence:0.2:0.8,right:1:wrong:2")
    add(page, "Measure in a range")
    wide = page.locator(".tool-content").evaluate("(one) => one.scrollWidth - one.clientWidth")
    assert wide == 0
    assert inked(plot_pixels(page)).any()


def test_escape_closes_the_menu_also_from_its_button(page: Page, address: str):
    open_find(page, address)
    button(page, "Add a condition").click()
    kinds = page.get_by_role("menu", name="Add a condition").get_by_role("menuitem")
    expect(kinds.first).to_be_focused()
    button(page, "Add a condition").focus()
    page.keyboard.press("Escape")
    expect(kinds).to_have_count(0)
