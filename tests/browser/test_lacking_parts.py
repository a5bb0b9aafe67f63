"""Runs that lack parts, as imported runs do: the page opens them, and says of each tool what it has no data for."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.pixels import inked, plot_pixels
from browser.server import serving
from browser.steps import epoch_slider, wait_for_epochs
from epochscope.store.testing import BLOBS, PARTS, write_run

pytestmark = pytest.mark.by_link

EVERYTHING = "everything"
NO_PREDICTIONS = "This run has no predictions."
NO_LABELS = "This run has no labels to compare predictions with."
NO_PROBABILITIES = "This run has no probabilities of all classes."
TOOLS = ("Confusion", "Find", "Data map", "Classes", "Sample", "Labels", "Compare")
# What each tool says that a run without such a part has no data for.
MESSAGES = {
    "model": {},
    "metrics": {},
    "probabilities": {"Labels": NO_PROBABILITIES},
    "predictions": dict.fromkeys(("Confusion", "Data map", "Classes", "Sample", "Labels"), NO_PREDICTIONS),
    "labels": dict.fromkeys(("Confusion", "Data map", "Classes", "Labels"), NO_LABELS),
    EVERYTHING: dict.fromkeys(("Confusion", "Data map", "Classes", "Sample", "Labels"), NO_PREDICTIONS),
}
COLORINGS = {
    "predictions": ["True class"],
    "labels": ["One color", "Predicted class", "Confidence"],
    EVERYTHING: ["One color"],
}


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a store is served in which each run lacks a part, and one lacks all of them."""
    store = tmp_path_factory.mktemp("lacking") / "runs"
    for part in (*PARTS, EVERYTHING):
        write_run(store / part, replace(BLOBS, without=PARTS if part == EVERYTHING else (part,)))
    with serving(store) as server:
        yield server.address


@pytest.mark.parametrize("part", MESSAGES)
def test_every_tool_works_or_says_what_is_missing(page: Page, lacking: str, part: str):
    page.goto(f"{lacking}#/run/{part}?selected=3")
    wait_for_epochs(page, len(BLOBS.epochs))
    assert inked(plot_pixels(page)).mean() > 0.001
    rail = page.get_by_role("navigation", name="Tools")
    for name in TOOLS:
        rail.get_by_role("button", name=name, exact=True).click()
        tool = page.locator("#tool")
        expect(tool.get_by_role("heading").first).to_be_visible()
        if name in MESSAGES[part]:
            expect(tool).to_contain_text(MESSAGES[part][name])
        else:
            expect(tool).not_to_contain_text("This run has no")
            expect(tool).not_to_contain_text("Loading")


@pytest.mark.parametrize("part", COLORINGS)
def test_only_what_the_run_has_can_be_a_color(page: Page, lacking: str, part: str):
    page.goto(f"{lacking}#/run/{part}")
    wait_for_epochs(page, len(BLOBS.epochs))
    offered = _options(page.get_by_label("Color by"))
    assert offered == [*COLORINGS[part], *offered[len(COLORINGS[part]) :]]
    assert not {"Correct or misclassified", "Loss", "Margin", "Forgetting events"} & set(offered)
    for name in offered:
        page.get_by_label("Color by").select_option(name)
        expect(page.get_by_text("Loading…")).to_have_count(0)


def test_samples_without_labels_are_in_one_color_and_nothing_is_said_of_classes(page: Page, lacking: str):
    page.goto(f"{lacking}#/run/{EVERYTHING}")
    wait_for_epochs(page, len(BLOBS.epochs))
    expect(page.get_by_role("heading", name="Classes")).to_have_count(0)
    for words in ("no label", "no accuracy recorded"):
        expect(page.get_by_text(words, exact=True)).to_have_count(0)
    epoch_slider(page).focus()
    page.keyboard.press("Home")
    expect(page.get_by_test_id("scatter")).to_have_attribute("data-epoch", "0")


def _options(select: Locator) -> list[str]:
    names: list[str] = select.locator("option").all_inner_texts()
    return names
