"""The list of likely label errors: in the store's order, with what speaks against each label."""

import csv
import io
import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.blobs import CLASSES, LABELS
from browser.selecting import expect_selected
from browser.steps import class_button, expect_soon, names_of, open_blobs
from epochscope.analysis.label_errors import LabelErrors, likely_label_errors
from epochscope.store import RunReader

pytestmark = [pytest.mark.both_hosts, pytest.mark.by_link]

PAGE = 40


@pytest.fixture
def found(blobs: RunReader) -> LabelErrors:
    found = likely_label_errors(blobs)
    assert found is not None
    return found


@pytest.fixture
def ranking(found: LabelErrors) -> np.ndarray:
    return np.argsort(-found.suspicion.astype(np.float32), kind="stable")


def suspects(page: Page) -> Locator:
    return page.get_by_role("list", name="Likely label errors").get_by_role("button")


def numbers(page: Page) -> list[int]:
    return [int(re.match(r"Sample (\d+),", name)[1]) for name in names_of(suspects(page))]  # type: ignore[index]


def expect_numbers(page: Page, wanted: list[int]) -> None:
    expect_soon(page, lambda: numbers(page), wanted)


def test_the_likeliest_come_first_with_the_evidence(page: Page, address: str, found: LabelErrors, ranking: np.ndarray):
    open_blobs(page, address)
    page.get_by_role("button", name="Labels").click()
    expect_numbers(page, ranking[:PAGE].tolist())
    first = ranking[0]
    own, likely = CLASSES[LABELS[first]], CLASSES[found.suggested[first]]
    expect(suspects(page).first).to_have_accessible_name(f"Sample {first}, labeled {own}, likely {likely}")
    sure, own_sure, alike = (
        f"{values[first] * 100:.0f}%"
        for values in (found.suggested_confidence, found.given_confidence, found.agreement)
    )
    expect(suspects(page).first).to_contain_text(f"mean probability: {likely} {sure}, {own} {own_sure}")
    expect(suspects(page).first).to_contain_text(f"{alike} of its neighbors are {own}")
    page.get_by_role("button", name=re.compile("^More labels")).click()
    expect_numbers(page, ranking[: 2 * PAGE].tolist())


def test_the_first_n_can_be_selected(page: Page, address: str, ranking: np.ndarray):
    open_blobs(page, address, "?tool=labels")
    page.get_by_label("The first").fill("7")
    page.get_by_role("button", name="Select", exact=True).click()
    expect_selected(page, ranking[:7])


def test_a_single_one_can_be_selected(page: Page, address: str, ranking: np.ndarray):
    open_blobs(page, address, "?tool=labels")
    suspects(page).nth(3).click()
    expect_selected(page, [ranking[3]])
    expect(suspects(page).nth(3)).to_have_attribute("aria-pressed", "true")


def test_only_visible_samples_are_listed(page: Page, address: str, ranking: np.ndarray):
    open_blobs(page, address, "?tool=labels")
    class_button(page, "dog").dblclick()
    dogs = [sample for sample in ranking.tolist() if LABELS[sample] == CLASSES.index("dog")]
    expect_numbers(page, dogs)


def test_the_csv_has_what_relabelling_needs(
    page: Page, address: str, blobs: RunReader, found: LabelErrors, ranking: np.ndarray
):
    open_blobs(page, address, "?tool=labels")
    page.get_by_label("The first").fill("5")
    with page.expect_download() as download:
        page.locator(".take").get_by_role("button", name="Save as CSV").click()
    assert download.value.suggested_filename == "blobs-label-errors.csv"
    lines = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    sources = blobs.samples().source
    assert [int(line["sample"]) for line in lines] == ranking[:5].tolist()
    for rank, (line, sample) in enumerate(zip(lines, ranking[:5], strict=True), 1):
        assert (line["rank"], line["source"], line["right_label"]) == (str(rank), sources[sample], "")
        assert (line["label"], line["suggested"]) == (CLASSES[LABELS[sample]], CLASSES[found.suggested[sample]])
        assert float(line["suspicion"]) == pytest.approx(found.suspicion[sample], abs=1e-3)
        assert float(line["given_confidence"]) == pytest.approx(found.given_confidence[sample], abs=1e-3)
        assert float(line["agreement"]) == pytest.approx(found.agreement[sample], abs=0.008)
