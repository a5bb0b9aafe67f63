"""What is saved is what is on screen: as PNG and as SVG."""

from xml.etree import ElementTree

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.blobs import CLASSES, EPOCHS, LABELS, SAMPLES, blob_predictions
from browser.pixels import BACKGROUND, at, colored, discs, inked, legend_color, plot_pixels, wait_for_thumbnail
from browser.saved import (
    CSV,
    PNG,
    SPACE,
    SQUARE,
    SVG,
    WIDE,
    centers,
    cropped,
    halved,
    layer,
    open_menu,
    pixels_of,
    plot_size,
    plot_within,
    samples_at,
    save,
    save_png,
    save_svg,
    top_of,
    where,
    where_saved,
    words,
)
from browser.steps import (
    LAST_EPOCH,
    choose_theme,
    class_button,
    expect_colored_by,
    open_blobs,
    scatter,
    wait_for_epochs,
)
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

CAT = CLASSES.index("cat")


def test_a_png_has_twice_the_pixels_and_every_sample_where_the_store_has_it(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?epoch=4&names=0")
    name, content = save(page, PNG)
    saved, svg = pixels_of(content), save_svg(page)
    assert (name, content[:4]) == ("blobs-block-epoch4.png", b"\x89PNG")
    assert saved.shape == (2 * int(svg.attrib["height"]), 2 * int(svg.attrib["width"]), 3)
    whole = halved(saved)
    pixels = plot_within(whole, svg, scale=1)
    points = where_saved(blobs, page, epoch=4)
    assert inked(at(pixels, points)[:, None])[:, 0].all()
    assert not inked(pixels)[~discs(points, pixels)].any()
    assert inked(whole[: top_of(svg)]).any()


def test_the_legend_of_a_png_has_the_colors_of_the_page(page: Page, address: str):
    open_blobs(page, address)
    pixels, svg = save_png(page), save_svg(page)
    legend = pixels[2 * (top_of(svg) + plot_size(svg)[1]) :]
    for name in CLASSES:
        # A disc of 12 by 12 pixels of CSS has 452 of the PNG.
        assert 380 < (np.abs(legend - legend_color(page, name)) <= 2).all(2).sum() < 480


@pytest.mark.parametrize(
    "page_options",
    [{"device_scale_factor": 2}, {"device_scale_factor": 2, "color_scheme": "dark"}],
    ids=["light", "dark"],
)
def test_a_png_is_the_plot_on_screen_pixel_for_pixel(page: Page, address: str):
    open_blobs(page, address, "?epoch=2&color=correct&selected=0~k&view=0.2,0.1,1.3&hidden=5&names=0")
    expect_colored_by(page, "Correct or misclassified")
    page.mouse.move(5, 5)
    on_screen, pixels = plot_pixels(page), save_png(page)
    assert np.array_equal(plot_within(pixels, save_svg(page), scale=2), on_screen)
    assert np.array_equal(plot_pixels(page), on_screen)


def test_the_sample_under_the_pointer_is_saved_like_all_others(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    before, box = save_png(page), scatter(page).bounding_box()
    assert box is not None
    page.mouse.move(*(where(blobs, page)[0] + [box["x"], box["y"]]))
    expect(page.get_by_test_id("hover-card")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_role("menuitem", name=PNG)).to_be_focused()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert np.array_equal(pixels_of(download.value.path().read_bytes()), before)
    expect(page.get_by_test_id("hover-card")).to_be_visible()


def test_an_svg_has_a_circle_for_every_sample_where_the_store_has_it(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    name, content = save(page, SVG)
    svg = ElementTree.fromstring(content)
    circles = layer(svg, "samples", "circle")
    assert name == "blobs-block-epoch8.svg"
    samples = samples_at(centers(circles), where_saved(blobs, page))
    assert sorted(samples) == list(range(SAMPLES))
    assert [circle.attrib["class"] for circle in circles] == [f"is-{CLASSES[label]}" for label in LABELS[samples]]
    assert list(svg.iter(f"{SPACE}image")) == []


def test_an_svg_says_what_it_shows(page: Page, address: str):
    open_blobs(page, address, "?samples=30")
    svg = save_svg(page)
    said = words(svg)
    assert said[:2] == ["Ten blobs", "Epoch 8"]
    facts = " · ".join(said[2 : said.index("True class")])
    setting, shown = "AlignedUMAP, n_neighbors 15, min_dist 0.1", "showing 30 of 300 samples"
    accuracies = "train accuracy 98.0% · test accuracy 90.0%"
    assert facts == f"block · {setting} · {shown} · {accuracies} · trustworthiness 90.0%"
    assert tuple(said[-len(CLASSES) :]) == CLASSES
    fills = [point.attrib["fill"] for point in layer(svg, "words", "circle")]
    colors = [legend_color(page, name) for name in CLASSES]
    assert fills == ["#{:02x}{:02x}{:02x}".format(*color) for color in colors]


def test_an_svg_looks_like_the_plot_on_screen(page: Page, address: str):
    open_blobs(page, address, "?color=correct&selected=0~k&view=0.02,0.02,1.02&names=0")
    expect_colored_by(page, "Correct or misclassified")
    page.mouse.move(5, 5)
    on_screen, (_, content) = plot_pixels(page), save(page, SVG)
    svg = ElementTree.fromstring(content)
    assert len(layer(svg, "selected-samples", "*")) == 21
    viewer = page.context.new_page()
    viewer.set_content(f"<style>body {{ margin: 0 }}</style>{content.decode()}")
    drawn = plot_within(pixels_of(viewer.locator("svg").screenshot()), svg, scale=1)
    difference = np.abs(drawn - on_screen).max(2)
    # Edges are smoothed in another way; a point that is missing or has another color would differ by far more.
    assert inked(on_screen).sum() > 5000
    assert (difference > 100).sum() < 0.02 * inked(on_screen).sum()


def test_a_hidden_class_is_hidden_in_what_is_saved(page: Page, address: str):
    open_blobs(page, address)
    cat = legend_color(page, "cat")
    assert colored(save_png(page), cat).sum() > 1000
    class_button(page, "cat").click()
    svg = save_svg(page)
    shown = [circle.attrib["class"] for circle in layer(svg, "samples", "circle")]
    assert len(shown) == (LABELS != CAT).sum()
    assert "is-cat" not in shown
    assert "cat" not in words(svg)
    assert "showing 270 of 300 samples" in " ".join(words(svg))
    assert colored(save_png(page), cat).sum() == 0


def test_wrong_samples_are_saved_as_diamonds_with_their_key(page: Page, address: str):
    open_blobs(page, address, "?epoch=2&color=correct")
    expect_colored_by(page, "Correct or misclassified")
    wrong = int((blob_predictions(2).predicted != LABELS).sum())
    svg = save_svg(page)
    assert 0 < wrong < SAMPLES
    assert (len(layer(svg, "samples", "polygon")), len(layer(svg, "samples", "circle"))) == (wrong, SAMPLES - wrong)
    assert {polygon.attrib["class"] for polygon in layer(svg, "samples", "polygon")} == {"is-misclassified"}
    assert words(svg)[-3:] == ["Correct or misclassified", "correct", "misclassified"]


def test_a_number_is_saved_with_its_scale(page: Page, address: str):
    open_blobs(page, address, "?color=loss")
    expect_colored_by(page, "Loss")
    svg = save_svg(page)
    assert words(svg)[-3:] == ["Loss", "0.0 nats", "4.6 nats or more"]
    assert len({box.attrib["fill"] for box in layer(svg, "words", "rect")}) == 64


def test_selected_samples_their_trails_and_the_centers_are_saved(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?selected=7.c~1&centers=1")
    svg = save_svg(page)
    selected = centers(layer(svg, "selected-samples", "circle"))
    last = where(blobs, page)
    assert sorted(samples_at(selected, cropped(last, last, page))) == [7, 20, 21]
    assert len(layer(svg, "samples", "circle")) == SAMPLES - 3
    starts = [(float(line.attrib["x1"]), float(line.attrib["y1"])) for line in layer(svg, "trails", "line")]
    ways = np.stack([cropped(where(blobs, page, epoch), last, page)[[7, 20, 21]] for epoch in EPOCHS[:-1]], 1)
    assert np.abs(np.array(starts) - ways.reshape(-1, 2)).max() < 0.5
    middles = [where_saved(blobs, page)[number == LABELS].mean(0) for number in range(len(CLASSES))]
    assert np.abs(centers(layer(svg, "centers", "circle")) - middles).max() < 0.5
    assert {text.text for text in layer(svg, "class-names", "text")} == set(CLASSES)
    assert "showing 300 of 300 samples, 3 selected" in " ".join(words(svg))


def test_what_is_saved_has_the_page_s_theme(page: Page, address: str):
    open_blobs(page, address)
    choose_theme(page, "Dark")
    assert tuple(save_png(page)[0, 0]) == BACKGROUND["dark"]
    behind = save_svg(page).find(f"{SPACE}rect")
    assert behind is not None
    assert behind.attrib["fill"] == "#101318"


def test_thumbnails_on_screen_are_saved(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?names=0")
    box = scatter(page).bounding_box()
    assert box is not None
    page.mouse.move(*(where(blobs, page)[0] + [box["x"], box["y"]]))
    for _ in range(12):
        page.mouse.wheel(0, -200)
    page.mouse.move(5, 5)
    tiles = page.locator(".tiles i")
    expect(tiles).not_to_have_count(0)
    wait_for_thumbnail(tiles.first)
    on_screen, svg = plot_pixels(page), save_svg(page)
    assert len(layer(svg, "thumbnails", "image")) == tiles.count()
    pixels = halved(plot_within(save_png(page), svg, scale=2))
    # Noise of 16 by 16 pixels, drawn at twice their size: it comes back unchanged only at its own position.
    same = (np.abs(pixels - on_screen) <= 8).all(2)
    assert (same | ~inked(on_screen)).mean() > 0.97


@pytest.mark.parametrize("page_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=str)
def test_posters_have_the_plot_the_accuracy_along_the_lower_edge_and_the_page_s_theme(page: Page, address: str):
    open_blobs(page, address, "?epoch=4")
    theme = page.evaluate("document.documentElement.dataset.theme")
    (name, square), (_, wide) = save(page, SQUARE), save(page, WIDE)
    assert name == "blobs-block-epoch4-poster-square.png"
    for content, size in ((square, (2160, 2160)), (wide, (3840, 2160))):
        pixels = pixels_of(content)
        assert pixels.shape == (size[1], size[0], 3)
        assert tuple(pixels[0, 0]) == BACKGROUND[theme]
        # The line goes from side to side.
        lowest = inked(pixels[-220:], theme)
        assert lowest.any(0).all()
        for class_name in CLASSES:
            # Of every ninth pixel.
            assert (np.abs(pixels[::3, ::3] - legend_color(page, class_name)) <= 24).all(2).sum() > 1000 / 9


def test_two_views_are_saved_alone_or_side_by_side(page: Page, address: str):
    open_blobs(page, address, "?layer=block&layer2=stem&n2=15&d2=0.1")
    expect(page.get_by_test_id("second-scatter")).to_have_attribute("data-epoch", str(LAST_EPOCH))
    sizes, saved = {}, {}
    for choice in ("First plot", "Second plot", "Both, side by side"):
        open_menu(page).get_by_role("menuitemradio", name=choice).click()
        page.keyboard.press("Escape")
        name, content = save(page, PNG)
        sizes[name], saved[choice] = pixels_of(content).shape, ElementTree.fromstring(save(page, SVG)[1])
    first, second, both = sizes.values()
    assert list(sizes) == [f"blobs-{name}-epoch8.png" for name in ("block", "stem", "block-stem")]
    assert both[1] == first[1] + second[1]
    alone = len(layer(saved["First plot"], "samples", "circle"))
    parts = saved["Both, side by side"].findall(f"{SPACE}svg")
    assert [len(part.findall(f".//{SPACE}clipPath")) for part in parts] == [1, 1]
    assert alone == SAMPLES
    assert len(layer(parts[0], "samples", "circle")) == len(layer(parts[1], "second-samples", "circle")) == SAMPLES
    for poster in (SQUARE, WIDE):
        expect(open_menu(page).get_by_role("menuitem", name=poster)).to_be_disabled()
        page.keyboard.press("Escape")


def test_the_menu_can_be_used_with_keys_alone(page: Page, address: str):
    open_blobs(page, address, "?epoch=1&selected=3")
    button = page.get_by_role("button", name="Save", exact=True)
    png, svg, last = (page.get_by_role("menuitem", name=name) for name in (PNG, SVG, CSV))
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(png).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(svg).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(last).to_be_focused()
    page.keyboard.press("Home")
    expect(png).to_be_focused()
    page.keyboard.press("Escape")
    expect(png).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    expect(png).to_be_focused()
    page.keyboard.press("ArrowDown")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "blobs-block-epoch1.svg"
    expect(svg).to_be_hidden()
    expect(page.locator(".selected-count")).to_contain_text("1 selected")


def test_a_click_beside_the_menu_closes_it(page: Page, address: str):
    open_blobs(page, address)
    menu = open_menu(page)
    scatter(page).click(position={"x": 20, "y": 200})
    expect(menu).to_be_hidden()


def test_nothing_can_be_saved_where_there_is_no_plot(page: Page, address: str):
    button = page.get_by_role("button", name="Save", exact=True)
    page.goto(f"{address}#/run/unseen")
    expect(page.get_by_role("heading", name="This run has no projection yet")).to_be_visible()
    expect(button).to_be_disabled()
    page.get_by_label("Run", exact=True).select_option("blobs")
    wait_for_epochs(page, len(EPOCHS))
    expect(button).to_be_enabled()
    page.get_by_role("button", name="None", exact=True).click()
    expect(button).to_be_disabled()


def test_the_menu_is_accessible(page: Page, address: str):
    open_blobs(page, address)
    open_menu(page)
    assert violations(page) == ""
