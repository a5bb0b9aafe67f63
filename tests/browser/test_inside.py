"""Inside of a network: all layers at every epoch, two epochs side by side, and words where it cannot be looked into."""

import os
import re
import signal
import subprocess

import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.looking import (
    draw,
    layer_row,
    map_pixels,
    open_inside,
    wait_for_look,
)
from browser.server import Server
from browser.steps import epoch_slider, expect_soon
from browser.test_target_size import CROWDED
from browser.watch import Watch


def show_look_at(page: Page, epoch: int) -> None:
    epoch_slider(page).fill(str(epoch))
    expect(page.get_by_text(f"the example at epoch {epoch}", exact=True)).to_be_visible()
    wait_for_look(page)


def names_in(page: Page, layer: str) -> list[str]:
    names: list[str] = (
        layer_row(page, layer).locator(".one-map").evaluate_all("(maps) => maps.map((map) => map.ariaLabel)")
    )
    return names


def test_maps_change_with_the_epoch_and_the_ends_of_their_scales_do_not(page: Page, demo_address: str):
    open_inside(page, demo_address, question="?epoch=20")
    expect(page.get_by_text("epochs so far")).to_have_count(0)
    row = layer_row(page, "conv1")
    scales = page.locator(".scale-bar").all_inner_texts()
    last = map_pixels(row)
    show_look_at(page, 0)
    first = map_pixels(row)
    assert all(one != other for one, other in zip(first, last, strict=True))
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_text("the example at epoch 3", exact=True)).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    assert page.locator(".scale-bar").all_inner_texts() == scales
    show_look_at(page, 20)
    assert map_pixels(row) == last
    words = re.compile(r"^conv1: 20 maps of 24 by 24; map \d+ is the brightest$")
    expect(row.locator("p")).to_have_text(words)
    page.get_by_label("Compare with").select_option("Another epoch")
    expect(page.get_by_role("list", name="From top to bottom in every map").get_by_role("listitem")).to_have_text(
        ["the example, epoch 20", "the example, epoch 0", re.compile("^the first minus the second")]
    )
    # What it is compared with is below it, and the difference of both below that.
    assert [len(map_pixels(one)) for one in row.locator(".one-map").all()[:2]] == [3, 3]
    assert map_pixels(row)[:2] == [last[0], first[0]]


def test_maps_are_sorted_colored_paged_and_chosen_by_keyboard(page: Page, demo_address: str):
    open_inside(page, demo_address, question="?epoch=20")
    order = page.get_by_label("Sort maps by")
    by_position = names_in(page, "conv1")
    assert by_position[0] == "Map 0 of conv1"
    brightest = re.search(r"map (\d+) is", layer_row(page, "conv1").locator("p").inner_text())
    assert brightest is not None
    order.select_option("Activation")
    assert names_in(page, "conv1")[0] == f"Map {brightest[1]} of conv1"
    by_activation = names_in(page, "conv1")
    order.select_option("Change since the epoch before")
    expect_soon(page, lambda: names_in(page, "conv1") in (by_position, by_activation), False)
    order.select_option("Weight to the predicted class")
    expect(page.get_by_text(re.compile("^Sorted: "))).to_be_visible()
    order.select_option("Position")
    row = layer_row(page, "conv2")
    row.get_by_role("button", name="conv2").first.click()
    shown = map_pixels(row)
    assert len(shown) == 32
    row.get_by_label("Colors").select_option("magma")
    assert map_pixels(row)[0] != shown[0]
    page.wait_for_url(re.compile("scales=3:magma"))
    row.get_by_role("button", name="More maps").click()
    assert len(names_in(page, "conv2")) == 8
    row.get_by_role("button", name="Map 39 of conv2").focus()
    page.keyboard.press("Enter")
    unit = page.get_by_role("region", name="Map", exact=True)
    expect(unit.get_by_role("spinbutton")).to_have_value("39")
    unit.get_by_role("button", name="Previous map").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"unit=3\.38"))
    expect(unit.get_by_role("button", name="Epoch 0", exact=True)).to_be_visible()


def worker_of(server: Server) -> int:
    """Return the number of the process that looks for a server."""
    assert server.process is not None
    command = ["ps", "-o", "pid=,args=", "--ppid", str(server.process.pid)]
    listed = subprocess.run(command, check=True, capture_output=True, text=True)
    (line,) = [line for line in listed.stdout.splitlines() if "epochscope_inside" in line]
    return int(line.split()[0])


def test_words_say_that_the_process_that_looks_was_killed_and_the_next_look_works(
    page: Page, demo: Server, watch: Watch
):
    watch.announce("503 (SERVICE UNAVAILABLE)")
    open_inside(page, demo.address, question="?epoch=20")
    # Nothing else is under way: all epochs are known.
    expect(page.get_by_text("epochs so far")).to_have_count(0)
    worker = worker_of(demo)
    # In the middle of a look: it does not get to its answer.
    os.kill(worker, signal.SIGSTOP)
    draw(page, [(0.5, 0.5)])
    expect(page.locator(".answer-verdict")).to_have_attribute("data-busy", "true")
    os.kill(worker, signal.SIGKILL)
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("ended by SIGKILL")
    problem.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("your drawing at epoch 20", exact=True)).to_be_visible(timeout=180_000)
    expect(problem).to_have_count(0)


def test_a_run_without_weights_says_why_it_cannot_be_looked_into(page: Page, demo_address: str):
    page.goto(f"{demo_address}#/run/resnet50-cifar10/inside")
    expect(page.get_by_role("heading", name="This network can’t be looked into here")).to_be_visible()
    expect(page.get_by_text("keeps no weights")).to_be_visible()
    assert violations(page) == ""


def test_the_inside_is_accessible_and_easy_to_hit(page: Page, demo_address: str):
    question = "?epoch=20&open=0&with=epoch:3&neurons=main&cells=contribution"
    open_inside(page, demo_address, question=question)
    expect(page.get_by_role("list", name="From top to bottom in every map")).to_be_visible()
    neurons = page.get_by_role("region", name="Neurons")
    balance = re.compile(r"^([\d.]+) for − ([\d.]+) against ([+−]) ([\d.]+) bias = ([\d.]+), the logit of 7\.$")
    expect(neurons.locator(".neurons-balance")).to_have_text(balance)
    most = neurons.get_by_role("region", name="Speak for it most").get_by_role("button").first
    most.click()
    unit = page.get_by_role("region", name="Map", exact=True)
    expect(unit.get_by_role("spinbutton")).to_have_value(most.inner_text().split()[1])
    expect(most.locator("xpath=..").get_by_role("img", name="Its weight over 21 epochs")).to_be_visible()
    assert violations(page) == ""
    assert page.evaluate(CROWDED) == []


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 390, "height": 844}}], ids=["390x844"])
def test_a_telephone_has_three_panes_that_are_swiped(page: Page, demo_address: str):
    open_inside(page, demo_address, question="?epoch=20")
    parts = page.get_by_role("group", name="Part")
    for name, pane in (("Input", "Input"), ("Network", "Through the network"), ("Map", "Map")):
        parts.get_by_role("button", name=name).click()
        expect(parts.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        shown = page.get_by_role("region", name=pane, exact=True)
        expect_soon(page, lambda shown=shown: abs((shown.bounding_box() or {"x": 99})["x"] - 8) <= 8, True)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        assert violations(page) == ""
        assert page.evaluate(CROWDED) == []
