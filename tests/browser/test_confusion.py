"""The confusion matrix counts predictions at the epoch shown, selects samples, and marks what is selected."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.blobs import CLASSES, EPOCHS, LABELS, SAMPLES, blob_predictions
from browser.pixels import shot
from browser.selecting import expect_selected, selected_words
from browser.steps import (
    LAST_EPOCH,
    class_button,
    expect_epoch,
    expect_names,
    names_of,
    open_blobs,
    show_epoch,
    wait_for_epochs,
)

pytestmark = pytest.mark.by_link

EVERY_SAMPLE = np.arange(SAMPLES)
TRAIN = EVERY_SAMPLE < 200
DOG, CAT = CLASSES.index("dog"), CLASSES.index("cat")
STILL = pytest.mark.parametrize("page_options", [{"reduced_motion": "reduce"}], ids=["reduced motion"])
SMALL = {"viewport": {"width": 1024, "height": 768}}
LOOKS = pytest.mark.parametrize("page_options", [{}, SMALL], ids=["usual window", "small window"])


def predicted(epoch: int) -> np.ndarray:
    return blob_predictions(epoch).predicted


def confused(epoch: int, counted: np.ndarray | None = None) -> np.ndarray:
    """Return how many samples (of those counted) of each class are predicted as each, (10, 10)."""
    matrix = np.zeros((len(CLASSES), len(CLASSES)), int)
    rows = EVERY_SAMPLE if counted is None else np.flatnonzero(counted)
    np.add.at(matrix, (LABELS[rows], predicted(epoch)[rows]), 1)
    return matrix


def taken(epoch: int, label: int, other: int) -> np.ndarray:
    """Return the samples of one class that are predicted as another."""
    return np.flatnonzero((label == LABELS) & (predicted(epoch) == other))


def open_tool(page: Page, address: str, question: str = "") -> None:
    open_blobs(page, address, f"?tool=confusion&{question}")
    expect(tool(page)).to_contain_text("misclassified")


def tool(page: Page) -> Locator:
    return page.get_by_role("region", name="Confusion matrix")


def cell(page: Page, label: int, other: int) -> Locator:
    names = (CLASSES[label], CLASSES[other])
    words = f"^{names[0]}, correct:" if label == other else f"^{names[0]} predicted as {names[1]}:"
    return page.get_by_role("gridcell", name=re.compile(words))


def choose(page: Page, group: str, words: str) -> None:
    page.get_by_role("radiogroup", name=group).get_by_text(words, exact=True).click()


def expect_numbers(page: Page, wanted: np.ndarray, names: tuple[str, ...] = CLASSES) -> None:
    """The cells have these numbers, row by row."""
    pairs = [(row, column) for row in names for column in names]
    heads = [f"{row}, correct" if row == column else f"{row} predicted as {column}" for row, column in pairs]
    words = [f"{head}: {number}" for head, number in zip(heads, wanted.ravel(), strict=True)]
    expect_names(page.get_by_role("gridcell"), words)


def middle_color(page: Page, label: int, other: int) -> np.ndarray:
    """Return the color (3,) of a cell, beside its number and above its curve."""
    pixels = shot(cell(page, label, other))
    return pixels[len(pixels) // 2, 3]


@STILL
def test_cells_count_the_samples_at_the_epoch_shown(page: Page, address: str):
    open_tool(page, address, "epoch=2")
    for epoch in (2, 4, 0):
        show_epoch(page, epoch)
        expect(page.get_by_role("grid", name=f"Confusion matrix at epoch {epoch}")).to_be_visible()
        expect_numbers(page, confused(epoch))
        wrong = int((predicted(epoch) != LABELS).sum())
        expect(tool(page)).to_contain_text(f"Epoch {epoch}: {wrong} of 300 misclassified ({wrong / 3:.1f}%)")


def test_it_plays_with_the_timeline(page: Page, address: str):
    open_tool(page, address, "epoch=0")
    page.get_by_label("Speed").select_option("4")
    page.evaluate("""() => {
        const grid = document.querySelector('[role="grid"]');
        window.matrixEpochs = [];
        new MutationObserver(() => window.matrixEpochs.push(Number(grid.ariaLabel.split(" ").at(-1))))
            .observe(grid, { attributes: true, attributeFilter: ["aria-label"] });
    }""")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("grid", name=f"Confusion matrix at epoch {LAST_EPOCH}")).to_be_visible()
    expect_epoch(page, LAST_EPOCH)
    assert page.evaluate("() => window.matrixEpochs") == list(EPOCHS[1:])
    expect_numbers(page, confused(LAST_EPOCH))


def test_a_click_on_a_cell_selects_its_samples_and_keys_add_and_remove(page: Page, address: str):
    open_tool(page, address, "epoch=1")
    dogs, cats = taken(1, DOG, CAT + 1), taken(1, CAT, 0)
    assert min(len(dogs), len(cats)) > 1
    cell(page, DOG, CAT + 1).click()
    expect_selected(page, dogs)
    for key in ("Shift", "Control", "Meta"):
        cell(page, DOG, CAT + 1).click()
        cell(page, CAT, 0).click(modifiers=[key])
        expect_selected(page, [*dogs, *cats])
    cell(page, DOG, CAT + 1).click(modifiers=["Alt"])
    expect_selected(page, cats)
    assert page.evaluate("() => getSelection().toString()") == ""


def test_names_of_classes_select_all_their_errors(page: Page, address: str):
    open_tool(page, address, "epoch=2")
    of_dogs = (LABELS == DOG) & (predicted(2) != DOG)
    for_cats = (LABELS != CAT) & (predicted(2) == CAT)
    page.get_by_role("rowheader", name=f"dog: {of_dogs.sum()} of 30 misclassified").click()
    expect_selected(page, np.flatnonzero(of_dogs))
    page.get_by_role("columnheader", name=f"{for_cats.sum()} misclassified as cat").click(modifiers=["Shift"])
    expect_selected(page, np.flatnonzero(of_dogs | for_cats))


def test_the_selection_marks_the_cells_that_hold_it(page: Page, address: str):
    open_tool(page, address, f"epoch=2&selected={selected_words([3, 13, 45])}")
    held = {(LABELS[sample], predicted(2)[sample]) for sample in (3, 13, 45)}
    marked = page.get_by_role("gridcell", selected=True)
    expect(marked).to_have_count(len(held))
    for label, other in held:
        count = int(np.isin([3, 13, 45], taken(2, label, other)).sum())
        expect(cell(page, label, other)).to_have_accessible_name(re.compile(f", {count} selected$"))
        edge = shot(cell(page, label, other))[10, 1]
        assert (edge < 60).all()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(marked).to_have_count(0)
    for label, other in held:
        assert (shot(cell(page, label, other))[10, 1] > 60).any()


def test_numbers_are_shares_of_rows_or_of_columns(page: Page, address: str):
    open_tool(page, address, "epoch=2")
    counts = confused(2)
    for choice, totals in (("% of row", counts.sum(1)[:, None]), ("% of column", counts.sum(0)[None])):
        choose(page, "Numbers", choice)
        shares = np.array([f"{share:.1f}%" for share in (100 * counts / totals).ravel()])
        expect_numbers(page, shares)
    cell(page, DOG, CAT).hover()
    total, share = counts[:, CAT].sum(), 100 * counts[DOG, CAT] / counts[:, CAT].sum()
    expect(tool(page)).to_contain_text(
        f"dog predicted as cat: {counts[DOG, CAT]} of {total} predicted as cat ({share:.1f}%)"
    )
    choose(page, "Numbers", "Counts")
    expect_numbers(page, counts)


def test_one_split_can_be_counted(page: Page, address: str):
    open_tool(page, address, "epoch=2")
    split = tool(page).get_by_label("Split")
    for choice, counted in (("test", ~TRAIN), ("train", TRAIN), ("all", None)):
        split.select_option(choice)
        expect_numbers(page, confused(2, counted))
    split.select_option("test")
    cell(page, DOG, DOG).click()
    expect_selected(page, [sample for sample in taken(2, DOG, DOG) if not TRAIN[sample]])


def test_a_hidden_class_is_left_out_and_samples_predicted_as_it_are_counted(page: Page, address: str):
    open_tool(page, address, "epoch=1")
    class_button(page, "cat").click()
    others = tuple(name for name in CLASSES if name != "cat")
    expect_numbers(page, np.delete(np.delete(confused(1), CAT, 0), CAT, 1), others)
    for_cats = int(((LABELS != CAT) & (predicted(1) == CAT)).sum())
    expect(tool(page)).to_contain_text(f"{for_cats} of them as a class that is not shown")
    page.get_by_role("button", name="None", exact=True).click()
    expect(tool(page)).to_contain_text("No visible samples to count.")


def test_classes_can_be_ordered_by_errors_and_by_similarity(page: Page, address: str):
    open_tool(page, address)
    shares = np.sum([confused(epoch) / 30 for epoch in EPOCHS], 0)
    tool(page).get_by_label("Order").select_option("errors")
    rows = [CLASSES[number] for number in np.argsort(np.diag(shares), kind="stable")]
    for heads in ("rowheader", "columnheader"):
        expect(page.get_by_role(heads)).to_have_text(rows)
    tool(page).get_by_label("Order").select_option("similarity")
    expect(page.get_by_role("rowheader")).not_to_have_text(rows)
    similar = page.get_by_role("rowheader").all_text_contents()
    assert sorted(similar) == sorted(CLASSES)
    likeness = np.triu(shares + shares.T, 1)
    most = np.unravel_index(likeness.argmax(), likeness.shape)
    assert abs(similar.index(CLASSES[most[0]]) - similar.index(CLASSES[most[1]])) == 1
    assert (
        int(names_of(page.get_by_role("gridcell"))[0].split()[-1])
        == confused(LAST_EPOCH)[CLASSES.index(similar[0])][CLASSES.index(similar[0])]
    )


@pytest.mark.parametrize("page_options", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_errors_are_warm_and_what_is_right_is_not(page: Page, address: str, page_options: dict[str, str]):
    open_tool(page, address, "epoch=4")
    counts = confused(4)
    errors = counts - np.diag(np.diag(counts))
    most, one = np.unravel_index(errors.argmax(), errors.shape), np.argwhere(errors == 1)[0]
    none = np.argwhere(counts == 0)[0]
    largest, least, empty, right = (middle_color(page, *map(int, pair)) for pair in (most, one, none, (DOG, DOG)))
    for warm in (largest, least):
        assert warm[0] > warm[2] + 15
    assert right[2] > right[0] + 15
    assert np.ptp(empty) < 20
    # Away from the page: darker on the light one, lighter on the dark one.
    difference = largest.sum() - least.sum()
    assert (difference > 60) if page_options else (difference < -60)


def test_a_hovered_cell_shows_since_when_and_leads_there(page: Page, address: str):
    open_tool(page, address)
    over = [int(confused(epoch)[DOG, CAT]) for epoch in EPOCHS]
    cell(page, DOG, CAT).hover()
    expect(tool(page)).to_contain_text(f"dog predicted as cat: {over[-1]} of 30 ({over[-1] / 0.3:.1f}%)")
    first, most = EPOCHS[np.flatnonzero(over)[0]], EPOCHS[int(np.argmax(over))]
    expect(tool(page)).to_contain_text(f"First at epoch {first}, most at epoch {most} ({max(over)}).")
    points = tool(page).locator(".confusion-curve polyline").get_attribute("points")
    assert points is not None
    curve = np.array([[float(number) for number in point.split(",")] for point in points.split()])
    assert np.allclose(curve[:, 0], 100 * np.array(EPOCHS) / LAST_EPOCH)
    assert np.allclose(curve[:, 1], 100 * (1 - np.array(over) / max(over)), atol=0.01)
    # The text stays while the pointer moves to it.
    tool(page).get_by_role("button", name=f"epoch {most}").last.click()
    expect_epoch(page, most)
    expect(tool(page)).to_contain_text(f"dog predicted as cat: {max(over)} of 30")


def test_every_cell_has_a_curve_over_the_epochs(page: Page, address: str):
    open_tool(page, address)
    for label, other in ((DOG, CAT), (DOG, DOG), (0, 1)):
        lower = shot(cell(page, label, other))[-10:-3, 3:-4]
        assert (np.abs(lower - lower[0, 0]).max(2) > 30).any()


@STILL
def test_all_of_it_works_with_keys(page: Page, address: str):
    open_tool(page, address, "epoch=2")
    # The cells come once the page knows how much room there is.
    expect(cell(page, 0, 0)).to_be_visible()
    tool(page).get_by_label("Order").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Larger cells")).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell(page, 0, 0)).to_be_focused()
    for key, label, other in (("ArrowRight", 0, 1), ("ArrowDown", 1, 1), ("End", 1, 9), ("ArrowLeft", 1, 8)):
        page.keyboard.press(key)
        expect(cell(page, label, other)).to_be_focused()
    expect(cell(page, 1, 8)).to_have_accessible_description(re.compile("^First at epoch"))
    page.keyboard.press("Enter")
    expect_selected(page, taken(2, 1, 8))
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 1, 7)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect_selected(page, [*taken(2, 1, 8), *taken(2, 1, 7)])
    page.keyboard.press("Alt+Enter")
    expect_selected(page, taken(2, 1, 8))
    page.keyboard.press("Home")
    expect(page.get_by_role("rowheader", name=re.compile("^automobile"))).to_be_focused()
    page.keyboard.press("Enter")
    expect_selected(page, np.flatnonzero((LABELS == 1) & (predicted(2) != 1)))
    # The page's own keys have not moved anything, and those that are not the grid's still work.
    expect_epoch(page, 2)
    expect(page.get_by_role("radio", name="block", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("grid").locator(":focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("rowheader", name=re.compile("^automobile"))).to_be_focused()
    page.keyboard.press("Escape")
    expect_selected(page, [])


def test_top_confusions_are_listed_and_selected(page: Page, address: str):
    open_tool(page, address, "epoch=2")
    choose(page, "View", "Top confusions")
    counts = confused(2)
    np.fill_diagonal(counts, 0)
    order = np.argsort(-counts.ravel(), kind="stable")[: (counts > 0).sum()]
    heads = [f"{CLASSES[at // 10]} predicted as {CLASSES[at % 10]}" for at in order]
    shares = [f"{count} of 30 ({count / 0.3:.1f}%)" for count in counts.ravel()[order]]
    wanted = [f"{head}: {share}" for head, share in zip(heads, shares, strict=True)]
    more = page.get_by_role("button", name=re.compile("^More pairs"))
    expect(more).to_have_text(f"More pairs ({len(wanted) - 30} left)")
    while more.count():
        more.click()
    pairs = page.get_by_role("list", name="Top confusions").get_by_role("button")
    expect_names(pairs, wanted)
    pairs.nth(1).click()
    second, third = (taken(2, at // 10, at % 10) for at in order[1:3])
    expect_selected(page, second)
    expect(pairs.nth(1)).to_have_accessible_name(f"{wanted[1]}, {len(second)} selected")
    pairs.nth(2).focus()
    page.keyboard.press("Shift+Enter")
    expect_selected(page, [*second, *third])
    show_epoch(page, LAST_EPOCH)
    last = confused(LAST_EPOCH)
    np.fill_diagonal(last, 0)
    expect(pairs).to_have_count(int((last > 0).sum()))


@LOOKS
def test_it_is_accessible_and_nothing_is_cut_off(page: Page, address: str, subtests: pytest.Subtests):
    open_tool(page, address, f"epoch=2&selected={selected_words([3, 13, 45])}")
    for view in ("Matrix", "Top confusions"):
        with subtests.test(view):
            choose(page, "View", view)
            expect_nothing_cut_off(page)
            assert violations(page) == ""


def expect_nothing_cut_off(page: Page) -> None:
    cut = """(tool) => [...tool.querySelectorAll("span, p, li, label, button")]
        .filter((words) => words.scrollWidth > words.clientWidth + 1 && words.clientWidth > 0)
        .map((words) => words.textContent)"""
    assert tool(page).evaluate(cut) == []


def open_letters(page: Page, address: str) -> None:
    page.goto(f"{address}#/run/letters?tool=confusion")
    wait_for_epochs(page, 4)
    expect(page.get_by_role("list", name="Top confusions")).to_be_visible()


def test_of_many_classes_the_pairs_come_first(page: Page, handwriting: str):
    open_letters(page, handwriting)
    pairs = page.get_by_role("list", name="Top confusions").get_by_role("button")
    expect(pairs).to_have_count(30)
    found = [re.fullmatch(r"(\w) predicted as (\w): (\d+) of (\d+) \(.*%\)", name) for name in names_of(pairs)]
    counts = [int(match[3]) for match in found if match]
    assert len(counts) == 30
    assert counts == sorted(counts, reverse=True)
    pairs.first.click()
    expect(page.locator(".selected-count")).to_have_text(f"{counts[0]} selected, {counts[0]} misclassified at epoch 3")


@pytest.mark.parametrize("page_options", [{}, SMALL], ids=["large", "small window"])
def test_the_matrix_of_many_classes_can_be_read_piece_by_piece(page: Page, handwriting: str):
    open_letters(page, handwriting)
    choose(page, "View", "Matrix")
    rows, box = page.get_by_role("rowheader"), page.locator(".confusion-box")
    expect(rows.nth(50)).to_be_attached()
    # Only the row that the keys are in is made of elements: the others are drawn.
    expect(page.get_by_role("gridcell")).to_have_count(rows.count())
    first, there = rows.first.bounding_box(), box.bounding_box()
    assert first is not None
    assert there is not None
    assert first["height"] >= 16
    box.evaluate("(box) => box.scrollTo(300, 200)")
    for name in (rows.nth(20), page.get_by_role("columnheader").nth(25)):
        expect(name).to_be_in_viewport()
    scrolled, head = rows.nth(20).bounding_box(), page.get_by_role("columnheader").nth(25).bounding_box()
    assert scrolled is not None
    assert head is not None
    assert scrolled["x"] == there["x"]
    assert head["y"] == there["y"]
    # What lies under the pointer is what the names at the edges say.
    page.mouse.move(head["x"] + 5, scrolled["y"] + 5)
    names = [element.text_content() for element in (rows.nth(20), page.get_by_role("columnheader").nth(25))]
    expect(tool(page)).to_contain_text(f"{names[0]} predicted as {names[1]}: ")
    page.mouse.click(head["x"] + 5, scrolled["y"] + 5)
    expect(page.get_by_role("gridcell", name=re.compile(f"^{names[0]} predicted as {names[1]}:"))).to_be_focused()
    # A cell that was clicked leaves the arrows to the timeline; one that Tab came to takes them.
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    focused = page.get_by_role("grid").locator(":focus")
    expect(focused).to_have_accessible_name(re.compile(r"^\w predicted as \w: \d+$"))
    expect(focused).to_be_in_viewport()


def test_cells_of_many_classes_can_be_made_larger_and_smaller(page: Page, handwriting: str):
    open_letters(page, handwriting)
    choose(page, "View", "Matrix")
    smaller, larger = (page.get_by_role("button", name=f"{size} cells") for size in ("Smaller", "Larger"))
    sizes = [page.get_by_role("gridcell").first.bounding_box()]
    for button in (smaller, larger, larger, larger):
        button.click()
        sizes.append(page.get_by_role("gridcell").first.bounding_box())
    expect(larger).to_be_disabled()
    assert [size and size["width"] for size in sizes] == [16, 4, 16, 24, 32]
    smaller.click()
    smaller.click()
    smaller.click()
    expect(smaller).to_be_disabled()
    box = page.locator(".confusion-box")
    assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth")
