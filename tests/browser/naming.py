"""The names of the classes over the plot."""

from playwright.sync_api import Page

from browser.pixels import DRAWN

Box = tuple[float, float, float, float]


def boxes_of(page: Page, plot: str = "scatter") -> dict[str, Box]:
    """Return left, top, width and height of each name in the plot, in CSS pixels from its upper left."""
    page.evaluate(DRAWN)
    found = page.get_by_test_id(plot).locator(".labels span").filter(visible=True)
    boxes = found.evaluate_all("""(names) => names.map((name) => {
        const [box, layer] = [name, name.parentElement].map((element) => element.getBoundingClientRect());
        return [name.textContent, [box.x - layer.x, box.y - layer.y, box.width, box.height]];
    })""")
    return {text: tuple(box) for text, box in boxes}


def middle_of(box: Box) -> tuple[float, float]:
    left, top, width, height = box
    return left + width / 2, top + height / 2


def overlapping(boxes: dict[str, Box]) -> list[tuple[str, str]]:
    """Return the pairs of names that lie over each other."""
    return [
        (one, other)
        for one, (x1, y1, w1, h1) in boxes.items()
        for other, (x2, y2, w2, h2) in boxes.items()
        if one < other and min(x1 + w1, x2 + w2) - max(x1, x2) > 0.5 and min(y1 + h1, y2 + h2) - max(y1, y2) > 0.5
    ]
