"""Draw a character, and see what the network says of it."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from browser.looking import (
    BAR,
    SEVEN,
    answer,
    draw,
    draw_by_finger,
    drawing_in,
    ink,
    open_inside,
    wait_for_drawing,
    wait_for_look,
)
from browser.steps import epoch_slider, expect_soon


def test_a_drawn_seven_is_the_first_answer_of_the_trained_network_only(page: Page, demo_address: str):
    open_inside(page, demo_address)
    draw(page, SEVEN)
    wait_for_drawing(page, SEVEN)
    wait_for_look(page)
    expect(answer(page)).to_have_text("7")
    epoch_slider(page).fill("0")
    expect(page.get_by_role("list", name="Likeliest classes at epoch 0", exact=True)).to_be_visible()
    expect(answer(page)).not_to_have_text("7")


@pytest.mark.parametrize("page_options", [{"has_touch": True}], ids=["touch"])
def test_a_finger_draws_as_well(page: Page, demo_address: str):
    open_inside(page, demo_address, question="?epoch=20")
    example = ink(page)
    draw_by_finger(page, BAR)
    wait_for_drawing(page, BAR)
    assert 0 < ink(page) < example
    page.get_by_role("button", name="Clear").click()
    draw_by_finger(page, SEVEN)
    wait_for_look(page)
    expect(answer(page)).to_have_text("7")
    assert page.evaluate("() => scrollY") == 0


def test_strokes_are_taken_back_drawn_again_erased_and_cleared_by_keys_and_by_buttons(page: Page, demo_address: str):
    open_inside(page, demo_address)
    example = ink(page)
    draw(page, BAR)
    one = ink(page)
    draw(page, [(y, x) for x, y in BAR])
    both = ink(page)
    assert 0 < one < both
    # A key and the button that does the same, and what is seen then.
    steps = (
        ("Control+z", "Undo", one),
        ("Control+z", "Undo", example),
        ("Control+Shift+Z", "Redo", one),
        ("Control+y", "Redo", both),
        ("Delete", "Clear", 0),
        ("Control+z", "Undo", both),
    )
    for key, _, seen in steps:
        page.keyboard.press(key)
        expect_soon(page, lambda: ink(page), seen)
    for _, name, seen in steps:
        page.locator(".draw-steps").get_by_role("button", name=name).click()
        expect_soon(page, lambda: ink(page), seen)
    page.get_by_role("button", name="Eraser").click()
    page.get_by_role("button", name="Thick").click()
    draw(page, BAR)
    assert 0 < ink(page) < one
    page.get_by_role("button", name="Clear").click()
    expect(answer(page)).to_have_text("–")
    expect(page.get_by_text("nothing drawn")).to_be_visible()


def test_a_link_opens_the_same_drawing_with_the_same_answer(page: Page, demo_address: str):
    open_inside(page, demo_address, question="?epoch=20")
    draw(page, SEVEN)
    drawing = wait_for_drawing(page, SEVEN)
    wait_for_look(page)
    shares = page.locator(".bar-share")
    seen, said = ink(page), shares.all_inner_texts()
    page.reload()
    answer(page).wait_for()
    wait_for_look(page)
    assert (drawing_in(page), ink(page), shares.all_inner_texts()) == (drawing, seen, said)
    expect(answer(page)).to_have_text("7")


def test_the_map_comes_back_as_it_was_and_so_does_the_drawing(page: Page, demo_address: str):
    page.goto(f"{demo_address}#/run/lenet-emnist?epoch=20")
    page.locator("[data-testid=scatter][data-state=ready]").wait_for()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url(re.compile("view="))
    camera = parse_qs(page.url.split("?", 1)[-1])["view"]
    modes = page.get_by_role("group", name="View")
    modes.get_by_role("button", name="Look inside").click()
    answer(page).wait_for()
    draw(page, BAR)
    drawing, seen = wait_for_drawing(page, BAR), ink(page)
    modes.get_by_role("button", name="Map").click()
    page.wait_for_url(lambda url: "/inside" not in url)
    assert parse_qs(page.url.split("?", 1)[-1])["view"] == camera
    page.go_back()
    page.wait_for_url(re.compile("/inside"))
    answer(page).wait_for()
    assert (drawing_in(page), ink(page)) == (drawing, seen)
    page.go_forward()
    page.wait_for_url(lambda url: "/inside" not in url)
    page.locator("[data-testid=scatter][data-state=ready]").wait_for()
    assert parse_qs(page.url.split("?", 1)[-1])["view"] == camera
