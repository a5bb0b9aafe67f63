"""Columns of a run's own color samples, and the words of texts stand in for pictures."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.hovering import hover, lonely
from browser.pixels import inked, plot_pixels
from browser.selecting import card, where
from browser.server import serving
from browser.steps import color_by, epoch_slider, wait_for_epochs
from epochscope.store import Column, RunReader
from epochscope.store.testing import BLOBS, PARTS, write_run

ERROR = Column("error", "number", per_epoch=True)
KIND = Column("kind", "class", classes=("wild", "grown"))
TEXT = Column("text", "text")
UNLABELED = replace(BLOBS, columns=(ERROR, KIND), without=PARTS)
TEXTS = replace(BLOBS, columns=(TEXT,), thumbnails=False)


@pytest.fixture(scope="module")
def store_of_columns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("columns") / "runs"
    write_run(store / "unlabeled", UNLABELED)
    write_run(store / "texts", TEXTS)
    return store


@pytest.fixture(scope="module")
def columns(store_of_columns: Path) -> Iterator[str]:
    """Where runs with columns of their own are served."""
    with serving(store_of_columns) as server:
        yield server.address


def test_a_run_without_labels_is_colored_by_its_columns(page: Page, columns: str):
    page.goto(f"{columns}#/run/unlabeled?selected=3&tool=sample&sample=3")
    wait_for_epochs(page, len(BLOBS.epochs))
    expect(page.get_by_role("list", name="Classes of kind").locator("li")).to_have_text(["wild", "grown", "no value"])
    by_kind = inked(plot_pixels(page))
    color_by(page, "error")
    expect(page.locator(".scale-ends")).to_have_text("00.997")
    expect(page.get_by_text("gray: no value")).to_be_visible()
    assert inked(plot_pixels(page)).mean() == pytest.approx(by_kind.mean(), rel=0.2)
    values = page.get_by_role("region", name="Columns of this run").locator("dd")
    expect(values).to_have_text(["0.002", "grown"])
    epoch_slider(page).press("Home")
    expect(values).to_have_text(["0.01", "grown"])
    assert "color=number:error" in page.url


def test_words_stand_in_for_pictures_and_can_be_found(page: Page, columns: str, store_of_columns: Path):
    run = RunReader.at(store_of_columns / "texts")
    texts = TEXTS.column(TEXT)
    page.goto(f"{columns}#/run/texts")
    wait_for_epochs(page, len(BLOBS.epochs))
    points = where(run, page)
    lone = lonely(points, np.array([text != "" for text in texts]))
    expect(hover(page, points[lone]).locator(".hover-words")).to_have_text(texts[lone])
    page.get_by_role("combobox", name="Find samples").fill("contains wonderful")
    page.keyboard.press("Enter")
    found = [sample for sample, text in enumerate(texts) if "wonderful" in text]
    expect(page.get_by_text(f"{len(found)} of {len(texts)}", exact=True)).to_be_visible()
    page.get_by_role("button", name="Select", exact=True).click()
    expect(card(page, found[0]).locator(".tile")).to_have_text(texts[found[0]])
    card(page, found[0]).press("Enter")
    expect(page.locator(".sample-words")).to_have_text(texts[found[0]])
