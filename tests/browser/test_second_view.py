"""Two synchronized views: one timeline and one selection, and the samples that differ."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.blobs import CLASSES, EPOCHS, LABELS, PROJECTED, SAMPLES, SETTINGS, blob_positions, blob_predictions
from browser.pixels import PLOT_ALONE, at, colored, has_color, inked, is_gray, legend_color, positions_in_plot, shot
from browser.selecting import ASIDE, expect_selected, selected_words, where
from browser.steps import choose_layer, class_button, expect_epoch, open_blobs, scatter, show_epoch, tab_to
from browser.twin import IN_BLOBS, TWIN
from epochscope.store import Bounds, RunReader

pytestmark = pytest.mark.by_link

SAMPLE = 142
BOTH = "?layer=block&layer2=stem&n2=15&d2=0.1"
RUNS = "?layer=block&run2=twin&layer2=block&n2=15&d2=0.1"
NEAREST = 15


def second(page: Page) -> Locator:
    return page.get_by_test_id("second-scatter")


def second_plot_pixels(page: Page) -> np.ndarray:
    return shot(second(page), PLOT_ALONE.replace('"scatter"', '"second-scatter"'))


def tool(page: Page) -> Locator:
    return page.get_by_role("region", name="Compare two views")


def choices(page: Page) -> Locator:
    return tool(page).get_by_role("region", name="Second view")


def differences(page: Page) -> Locator:
    return tool(page).get_by_role("list", name="Samples that differ").get_by_role("button")


def open_both(page: Page, address: str, question: str = BOTH) -> None:
    open_blobs(page, address, question)
    expect(second(page)).to_have_attribute("data-state", "ready")
    expect(second(page)).to_have_attribute("data-epoch", re.compile(r"\d"))
    # Captions that come later make room for themselves.
    page.wait_for_load_state("networkidle")


def expect_both_at(page: Page, epoch: int) -> None:
    expect_epoch(page, epoch)
    expect(second(page)).to_have_attribute("data-epoch", str(epoch))


def in_second(page: Page, layer: str = "stem", epoch: int = 8) -> np.ndarray:
    """Return where each sample must be in the second plot."""
    positions = blob_positions(layer, SETTINGS[1])
    return positions_in_plot(positions[EPOCHS.index(epoch)], whole_of(positions), page, "second-scatter")


def whole_of(positions: np.ndarray) -> Bounds:
    return Bounds(*positions.min((0, 1)).tolist(), *np.ptp(positions, (0, 1)).tolist())


def click_second(page: Page, point: np.ndarray) -> None:
    box = second(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + point[0], box["y"] + point[1])
    page.mouse.move(*ASIDE)


def shared_neighbors(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how many of the 15 nearest of each sample (N,) are the same in two plots (N, 2), by comparing all."""
    nearest = []
    for positions in (one, other):
        distance = np.linalg.norm(positions[:, None] - positions, axis=2)
        np.fill_diagonal(distance, np.inf)
        nearest.append(distance.argsort(1)[:, :NEAREST])
    return np.array([len(np.intersect1d(*pair)) for pair in zip(*nearest, strict=True)])


def test_a_second_plot_opens_at_another_layer_beside_the_first(page: Page, address: str):
    open_blobs(page, address, "?epoch=4")
    page.get_by_role("navigation", name="Tools").get_by_role("button", name="Compare").click()
    expect_both_at(page, 4)
    expect(choices(page).get_by_label("Layer")).to_have_value("stem")
    expect(page.get_by_role("img", name="Second scatter plot of 300 samples at layer stem, epoch 4")).to_be_visible()
    page.wait_for_url(re.compile("&layer2=stem&n2=15&d2=0.1&tool=compare$"))
    one, other = scatter(page).bounding_box(), second(page).bounding_box()
    assert one is not None and other is not None
    assert one["x"] + one["width"] < other["x"]
    assert (one["width"], one["height"]) == pytest.approx((other["width"], other["height"]), abs=1)


def test_a_link_opens_both_views_as_they_were(page: Page, address: str):
    open_both(page, address, f"{BOTH}&epoch=2&selected={selected_words([SAMPLE])}")
    expect_both_at(page, 2)
    drawn = second_plot_pixels(page)
    points = in_second(page, epoch=2)
    assert inked(at(drawn, points)[:, None])[:, 0].all()
    page.reload()
    expect(second(page)).to_have_attribute("data-state", "ready")
    expect_both_at(page, 2)
    assert (second_plot_pixels(page) == drawn).all()


def test_both_follow_the_slider_and_play_together(page: Page, address: str):
    open_both(page, address)
    show_epoch(page, 2)
    expect_both_at(page, 2)
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect_both_at(page, 8)


def test_a_selection_in_the_first_plot_stands_out_in_the_second(page: Page, address: str):
    open_both(page, address, f"{BOTH}&selected={selected_words([SAMPLE])}")
    expect_selected(page, [SAMPLE])
    drawn, points = second_plot_pixels(page), in_second(page)
    assert has_color(at(drawn, points[[SAMPLE]]), legend_color(page, "bird")).all()
    others = np.linalg.norm(points - points[SAMPLE], axis=1) > 20
    assert is_gray(at(drawn, points[others])).mean() > 0.95


def test_a_click_in_the_second_plot_selects_in_both(page: Page, address: str, blobs: RunReader):
    open_both(page, address)
    points = in_second(page)
    distances = np.linalg.norm(points[:, None] - points, axis=2) + np.where(np.eye(SAMPLES, dtype=bool), np.inf, 0)
    lonely = int(distances.min(1).argmax())
    click_second(page, points[lonely])
    expect_selected(page, [lonely])
    first = shot(scatter(page), PLOT_ALONE)
    color = legend_color(page, CLASSES[LABELS[lonely]])
    assert has_color(at(first, where(blobs, page)[[lonely]]), color).all()


def test_a_hidden_class_is_hidden_in_both(page: Page, address: str):
    open_both(page, address)
    color = legend_color(page, "bird")
    assert colored(second_plot_pixels(page), color).any()
    class_button(page, "bird").click()
    expect(page.get_by_role("img", name="Second scatter plot of 270 samples")).to_be_visible()
    assert not colored(second_plot_pixels(page), color).any()


def test_both_show_the_same_coloring(page: Page, address: str):
    open_both(page, address)
    page.get_by_label("Color by").select_option("confidence")
    expect(page.get_by_role("img", name=re.compile("^Second scatter plot.*colored by confidence"))).to_be_visible()


def test_the_second_view_goes_to_another_layer_and_setting_by_itself(page: Page, address: str):
    open_both(page, address, f"{BOTH}&tool=compare")
    choices(page).get_by_label("n_neighbors").select_option("5")
    page.wait_for_url(re.compile("&layer2=stem&n2=5&d2=0.1"))
    choices(page).get_by_label("Layer").select_option("block")
    page.wait_for_url(re.compile("&n=15&.*&layer2=block&n2=5&d2=0.1"))
    stage = page.get_by_role("region", name="Second plot")
    expect(stage).to_contain_text("AlignedUMAP, n_neighbors 5, min_dist 0.1")
    choices(page).get_by_label("n_neighbors").select_option("15")
    expect(tool(page)).to_contain_text("Both views are identical.")
    choose_layer(page, "stem")
    expect(tool(page)).not_to_contain_text("Both views are identical.")
    expect(stage).to_contain_text("block")


def test_of_two_layers_the_samples_with_the_fewest_shared_neighbors_come_first(page: Page, address: str):
    open_both(page, address, f"{BOTH}&tool=compare")
    shared = shared_neighbors(*(blob_positions(layer, SETTINGS[1])[-1] for layer in reversed(PROJECTED)))
    expect(tool(page)).to_contain_text(f"At the last epoch, {shared.mean():.1f} of a sample’s 15 nearest neighbors")
    expect(differences(page)).to_have_count(50)
    names: list[str] = differences(page).evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    told = [re.fullmatch(r"Sample (\d+), \w+: (\d+) of 15 nearest neighbors are shared", name) for name in names]
    pairs = [(int(match[1]), int(match[2])) for match in told if match is not None]
    assert len(pairs) == 50
    # Positions are rounded on their way to the page, so the last of the nearest neighbors may differ.
    assert all(abs(shared[sample] - count) <= 1 for sample, count in pairs)
    assert [count for _, count in pairs] == sorted(count for _, count in pairs)
    differences(page).first.click()
    expect_selected(page, [pairs[0][0]])
    tool(page).get_by_role("button", name="Select the first 50").click()
    expect_selected(page, [sample for sample, _ in pairs])


def test_two_runs_are_matched_by_the_sources_of_their_samples(page: Page, twins: str):
    open_both(page, twins, f"{RUNS}&tool=compare&selected={selected_words([250])}")
    expect(tool(page)).to_contain_text("200 of 300 samples are in both runs")
    positions = TWIN.positions("block", SETTINGS[1])
    points = positions_in_plot(positions[-1], whole_of(positions), page, "second-scatter")
    twin = int(np.flatnonzero(IN_BLOBS == 250)[0])
    drawn = second_plot_pixels(page)
    assert has_color(at(drawn, points[[twin]]), legend_color(page, "airplane")).all()
    expect(page.get_by_role("region", name="Second plot")).to_contain_text("twin")
    expect(page.get_by_role("region", name="Plot", exact=True)).to_contain_text("blobs")


def test_samples_that_only_one_of_two_runs_classifies_correctly_are_listed(page: Page, twins: str):
    open_both(page, twins, f"{RUNS}&tool=compare")
    own, others = blob_predictions(8).predicted[IN_BLOBS], TWIN.predictions(8).predicted
    right, other_right = own == LABELS[IN_BLOBS], others == LABELS[IN_BLOBS]
    wanted = {
        "correct only in blobs": IN_BLOBS[right & ~other_right],
        "correct only in twin": IN_BLOBS[~right & other_right],
        "misclassified in both, as different classes": IN_BLOBS[~right & ~other_right & (own != others)],
    }
    assert all(len(samples) > 0 for samples in list(wanted.values())[:2])
    which = tool(page).get_by_label("Samples with different final predictions")
    for words, samples in wanted.items():
        which.select_option(label=f"{words} ({len(samples)})")
        expect(differences(page)).to_have_count(len(samples))
        names: list[str] = differences(page).evaluate_all("(all) => all.map((one) => one.ariaLabel)")
        assert [int(name.split()[1].rstrip(",")) for name in names] == sorted(samples.tolist())
    which.select_option(label=f"correct only in twin ({len(wanted['correct only in twin'])})")
    tool(page).get_by_role("button", name="Select all").click()
    expect_selected(page, wanted["correct only in twin"])


def test_with_two_runs_each_number_says_whose_it_is(page: Page, twins: str):
    open_both(page, twins, RUNS)
    accuracies = {"blobs": "Accuracy: train 98.0%, test 90.0%", "twin": "Accuracy: train 98.0%"}
    for plot, run in (("Plot", "blobs"), ("Second plot", "twin")):
        caption = page.get_by_role("region", name=plot, exact=True).locator(".caption")
        expect(caption).to_contain_text(run)
        accuracy = caption.get_by_role("button", name=accuracies[run], exact=True)
        expect(accuracy).to_have_attribute("title", re.compile(r"^train accuracy \d+\.\d%, loss \d\.\d\d"))
        expect(caption.get_by_role("button", name="Trust 90.0%", exact=True)).to_be_visible()


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 1024, "height": 768}}], ids=["1024x768"])
def test_in_a_small_window_the_buttons_of_the_second_view_leave_its_accuracy_readable(page: Page, twins: str):
    open_both(page, twins, f"{RUNS}&tool=compare")
    plot = page.get_by_role("region", name="Second plot", exact=True)
    accuracy = plot.get_by_role("button", name=re.compile("^Accuracy")).bounding_box()
    lock = plot.get_by_role("button", name="Lock the cameras together").bounding_box()
    assert accuracy["x"] + accuracy["width"] <= lock["x"] or accuracy["y"] >= lock["y"] + lock["height"]


def test_locked_cameras_move_together(page: Page, address: str):
    open_both(page, address)
    lock = page.get_by_role("button", name="Lock the cameras together")
    first_buttons = page.get_by_role("region", name="Plot", exact=True)
    second_buttons = page.get_by_role("region", name="Second plot")
    whole = second_plot_pixels(page)
    first_buttons.get_by_role("button", name="Zoom in").click()
    page.wait_for_url(re.compile("[&?]view="))
    assert (second_plot_pixels(page) == whole).all()
    lock.click()
    expect(lock).to_have_attribute("aria-pressed", "true")
    expect(second_buttons.get_by_role("button", name="Zoom in")).to_be_hidden()
    first_buttons.get_by_role("button", name="Zoom in").click()
    page.wait_for_url(re.compile("&view2=.*&locked=1"))
    assert (second_plot_pixels(page) != whole).any()
    first_buttons.get_by_role("button", name="Fit", exact=True).click()
    page.wait_for_url(re.compile("^(?!.*view)"))
    assert (second_plot_pixels(page) == whole).all()
    page.reload()
    expect(lock).to_have_attribute("aria-pressed", "true")


def test_runs_without_a_common_sample_say_so(page: Page, twins: str):
    open_both(page, twins, f"{BOTH}&tool=compare")
    choices(page).get_by_label("Run").select_option("stranger")
    expect(tool(page).get_by_role("alert")).to_have_text(re.compile("^No sample of blobs is in stranger"))


def test_the_second_run_stays_where_the_first_one_changes(page: Page, twins: str):
    open_both(page, twins, RUNS)
    page.get_by_role("combobox", name="Run", exact=True).select_option("stranger")
    page.wait_for_url(re.compile("#/run/stranger.*&run2=twin"))
    expect(second(page)).to_have_attribute("data-state", "ready")


def test_a_second_run_between_two_of_its_epochs_is_drawn_between_them(page: Page, twins: str):
    open_both(page, twins, f"{RUNS}&epoch=4")
    expect_epoch(page, 4)
    expect(second(page)).to_have_attribute("data-epoch", "4.00")
    stage = page.get_by_role("region", name="Second plot")
    expect(stage).to_contain_text("Epoch 4")
    expect(stage).to_contain_text("drawn between its epochs 0 and 8")


def test_it_closes_and_gives_the_room_back(page: Page, address: str):
    open_blobs(page, address)
    alone = scatter(page).bounding_box()
    open_both(page, address)
    page.get_by_role("button", name="Close the second view").click()
    expect(second(page)).to_have_count(0)
    page.wait_for_url(re.compile(r"^(?!.*layer2)"))
    assert scatter(page).bounding_box() == alone


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 768, "height": 1024}}], ids=["768x1024"])
def test_on_a_high_page_the_plots_lie_one_above_the_other(page: Page, address: str):
    open_both(page, address)
    one, other = scatter(page).bounding_box(), second(page).bounding_box()
    assert one is not None and other is not None
    assert one["y"] + one["height"] < other["y"]
    assert one["x"] == other["x"]


def test_by_keyboard_alone(page: Page, address: str):
    open_blobs(page, address)
    tab_to(page, "Compare")
    page.keyboard.press("Enter")
    expect(second(page)).to_have_attribute("data-state", "ready")
    tab_to(page, "Close the second view")
    page.keyboard.press("Enter")
    expect(second(page)).to_have_count(0)
    tab_to(page, "Open a second view")
    page.keyboard.press("Enter")
    expect(second(page)).to_have_attribute("data-state", "ready")


@pytest.mark.parametrize("question", [BOTH, RUNS])
def test_it_is_accessible(page: Page, twins: str, question: str):
    open_both(page, twins, f"{question}&tool=compare")
    expect(differences(page).first).to_be_visible()
    assert violations(page) == ""
