"""The address brings back what was on the page."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES
from browser.pixels import colored, legend_color, plot_pixels
from browser.selecting import cards, expect_selected, selected_words
from browser.steps import (
    choose_layer,
    choose_theme,
    class_button,
    expect_epoch,
    open_blobs,
    show_epoch,
    wait_for_epochs,
)

pytestmark = pytest.mark.both_hosts


def test_it_opens_on_the_last_projected_layer_and_the_last_epoch(page: Page, address: str):
    page.goto(address)
    wait_for_epochs(page, 5)
    expect(page.get_by_label("Run")).to_have_value("blobs")
    expect(page.get_by_role("radio", name="block")).to_be_checked()
    expect(page.get_by_label("n_neighbors")).to_have_value("15")
    expect_epoch(page, 8)
    page.wait_for_url("**/#/run/blobs?v=1&layer=block&n=15&d=0.1&epoch=8")


def test_a_link_opens_its_run_layer_setting_epoch_and_classes(page: Page, address: str):
    open_blobs(page, address, "?layer=stem&n=5&d=0.1&epoch=2&hidden=1,3")
    expect(page.get_by_role("radio", name="stem", exact=True)).to_be_checked()
    expect(page.get_by_label("n_neighbors")).to_have_value("5")
    expect_epoch(page, 2)
    expect(page.get_by_role("status")).to_have_text("showing 240 of 300")
    expect(class_button(page, "cat")).to_have_attribute("aria-pressed", "false")


def test_a_link_opens_its_method_and_leaves_out_what_that_has_not(page: Page, address: str):
    open_blobs(page, address, "?layer=block&method=pca&n=15&d=0.1&epoch=2")
    expect(page.get_by_label("Method")).to_have_value("pca")
    page.wait_for_url(re.compile("#/run/blobs.v=1&layer=block&method=pca&epoch=2$"))
    choose_layer(page, "stem")
    page.wait_for_url(re.compile("#/run/blobs.v=1&layer=stem&n=15&d=0.1&epoch=2$"))


@pytest.mark.own_page
def test_an_address_that_the_user_goes_to_is_not_overwritten(page: Page, address: str):
    page.clock.install()
    open_blobs(page, address, "?layer=block&n=15&d=0.1&epoch=1")
    page.wait_for_url("**/#/run/blobs?v=1&layer=block&n=15&d=0.1&epoch=1")
    elsewhere = "#/run/blobs?epoch=2&selected=5"
    # A class is hidden between the change of the address and the browser's event about it.
    step = "(button, hash) => { button.click(); history.replaceState(null, '', hash) }"
    class_button(page, "cat").evaluate(step, elsewhere)
    # Far longer than the page waits before it writes the address.
    page.clock.run_for(5_000)
    assert page.evaluate("location.hash") == elsewhere
    page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
    expect_selected(page, [5])
    expect_epoch(page, 2)
    expect(class_button(page, "cat")).to_have_attribute("aria-pressed", "true")


def test_a_reload_brings_back_the_same_plot(page: Page, address: str):
    open_blobs(page, address)
    choose_layer(page, "stem")
    page.get_by_label("n_neighbors").select_option("5")
    wait_for_epochs(page, 5)
    show_epoch(page, 4)
    class_button(page, "cat").click()
    class_button(page, "truck").click()
    page.wait_for_url("**/#/run/blobs?v=1&layer=stem&n=5&d=0.1&epoch=4&hidden=3,9")
    before = plot_pixels(page)
    page.reload()
    wait_for_epochs(page, 5)
    expect_epoch(page, 4)
    for name in ("cat", "truck"):
        expect(class_button(page, name)).to_have_attribute("aria-pressed", "false")
    assert np.array_equal(plot_pixels(page), before)


def test_where_few_classes_are_left_the_address_names_those(page: Page, address: str):
    open_blobs(page, address)
    frog = legend_color(page, "frog")
    class_button(page, "frog").dblclick()
    page.wait_for_url(re.compile("only=6$"))
    page.reload()
    wait_for_epochs(page, 5)
    expect(page.get_by_role("status")).to_have_text("showing 30 of 300")
    assert colored(plot_pixels(page), frog).sum() > 500


def test_an_address_of_missing_choices_gets_the_nearest_and_says_so(page: Page, address: str):
    open_blobs(page, address, "?layer=nowhere&n=99&d=7&epoch=1000&hidden=77")
    expect(page.get_by_role("radio", name="block")).to_be_checked()
    expect(page.get_by_label("n_neighbors")).to_have_value("15")
    expect_epoch(page, 8)
    notice = page.get_by_role("status").filter(has_text="This link")
    first = "This link names layer “nowhere”, which this run doesn’t have; showing block instead."
    expect(notice.get_by_text(first, exact=True)).to_be_visible()
    expect(notice.locator("p")).to_have_count(5)
    notice.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("status")).to_have_text("showing 300 of 300")


def test_another_address_in_the_same_tab_is_followed(page: Page, address: str):
    open_blobs(page, address)
    page.goto(f"{address}#/run/blobs?layer=stem&n=15&d=0.1&epoch=1")
    expect(page.get_by_role("radio", name="stem", exact=True)).to_be_checked()
    expect_epoch(page, 1)


def test_the_back_button_goes_to_the_run_before(page: Page, address: str):
    open_blobs(page, address)
    page.wait_for_url(re.compile("epoch=8$"))
    page.get_by_label("Run").select_option("tiny")
    wait_for_epochs(page, 3)
    page.wait_for_url(re.compile("#/run/tiny"))
    expect(page).to_have_title("Tiny · Epochscope")
    page.go_back()
    expect(page.get_by_label("Run")).to_have_value("blobs")
    wait_for_epochs(page, 5)
    expect(page).to_have_title("Ten blobs · Epochscope")


def test_what_was_chosen_in_the_list_and_in_the_tools_comes_back(page: Page, address: str):
    open_blobs(page, address, f"?epoch=2&tool=confusion&selected={selected_words(range(12))}")
    page.get_by_label("Sort by").select_option("Loss")
    page.get_by_role("button", name="Largest first").click()
    confusion = page.get_by_role("region", name="Confusion matrix")
    confusion.get_by_label("Split").select_option("test")
    confusion.get_by_text("% of row").click()
    confusion.get_by_label("Order").select_option("errors")
    ends = "&sort=loss&largest=1&tool=confusion&split=test&normalization=row&order=errors$"
    page.wait_for_url(re.compile(ends))
    names = "(all) => all.map((one) => one.ariaLabel)"
    listed, cells = cards(page).evaluate_all(names), page.get_by_role("gridcell").evaluate_all(names)
    page.reload()
    for _ in ("after the reload", "after the way to another run and back"):
        wait_for_epochs(page, 5)
        expect(page.get_by_role("gridcell")).to_have_count(len(CLASSES) ** 2)
        expect(cards(page).first).to_have_accessible_name(listed[0])
        assert cards(page).evaluate_all(names) == listed
        assert page.get_by_role("gridcell").evaluate_all(names) == cells
        page.wait_for_url(re.compile(ends))
        page.get_by_label("Run").select_option("tiny")
        wait_for_epochs(page, 3)
        page.wait_for_url(re.compile("#/run/tiny[^&]*&layer=[^&]*&n=[^&]*&d=[^&]*&epoch=[^&]*$"))
        page.go_back()
    confusion.get_by_text("Top confusions").click()
    page.wait_for_url(re.compile("&confusion=pairs&"))
    page.reload()
    expect(page.get_by_role("list", name="Top confusions")).to_be_visible()


def test_the_split_of_the_class_curves_comes_back(page: Page, address: str):
    open_blobs(page, address, "?tool=classes&split=train")
    expect(page.get_by_label("Accuracy on")).to_have_value("train")
    page.get_by_label("Accuracy on").select_option("test samples")
    page.wait_for_url(re.compile("&tool=classes&split=test$"))
    page.reload()
    expect(page.get_by_role("img", name="Accuracy of 10 classes on test samples")).to_be_visible()
    # It is no choice of another tool.
    page.get_by_role("button", name="Confusion", exact=True).click()
    page.wait_for_url(re.compile("&tool=confusion$"))


def test_the_theme_is_remembered_and_can_follow_the_system(page: Page, address: str):
    open_blobs(page, address)
    choose_theme(page, "Dark")
    page.reload()
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    choose_theme(page, "System")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
