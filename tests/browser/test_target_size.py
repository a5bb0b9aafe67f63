"""Whatever can be clicked is easy to hit: WCAG 2.2, success criterion 2.5.8."""

from playwright.sync_api import Page, expect

from browser.steps import open_blobs, open_each_tool

# Return the controls that are smaller than 24 by 24 CSS pixels although a circle of 24 pixels around the middle meets
# another control, or the circle of another small one. Links within a sentence and sliders are exempt.
CROWDED = """() => {
    const LEAST = 24, NEAR = LEAST - 0.5;
    const CONTROLS = "button, a[href], select, summary, input:not([type=range]), [tabindex], [role=gridcell]";
    const isInSentence = (one) => one.matches("a") && one.parentElement.textContent !== one.textContent;
    const targets = new Map();
    for (const control of document.querySelectorAll(CONTROLS)) {
        const target = control.matches("input") ? (control.closest("label") ?? control) : control;
        const seen = target.checkVisibility({ visibilityProperty: true }) && !isInSentence(control);
        const box = target.getBoundingClientRect();
        if (seen && box.width > 1 && box.height > 1 && getComputedStyle(target).pointerEvents !== "none")
            targets.set(target, { box, x: box.x + box.width / 2, y: box.y + box.height / 2,
                small: box.width < NEAR || box.height < NEAR });
    }
    const gap = (at, from, to) => Math.max(from - at, 0, at - to);
    const distance = ({ x, y }, { left, right, top, bottom }) => Math.hypot(gap(x, left, right), gap(y, top, bottom));
    const meets = (one, other) => other.small
        ? Math.hypot(one.x - other.x, one.y - other.y) < NEAR
        : distance(one, other.box) < NEAR / 2;
    const isApart = (one, other) => one !== other && !one.contains(other) && !other.contains(one);
    return [...targets].filter(([one, place]) => place.small
        && [...targets].some(([other, there]) => isApart(one, other) && meets(place, there)))
        .map(([one, { box }]) => `${one.ariaLabel ?? one.textContent.trim()} (${one.className || one.tagName}):`
            + ` ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
}"""


def test_every_control_has_24_pixels_or_room_around_it(page: Page, address: str):
    found: dict[str, list[str]] = {}

    def measure(state: str) -> None:
        assert page.evaluate("() => document.querySelectorAll('button').length") > 20
        if crowded := page.evaluate(CROWDED):
            found[state] = crowded

    open_blobs(page, address, "?epoch=4&selected=3,7,40&sample=7")
    page.get_by_role("button", name="cat", exact=True).hover()
    measure("a selection, and the pointer on a class")
    page.get_by_role("button", name="Edit colors").click()
    measure("editing colors")
    page.get_by_role("toolbar", name="Training events").get_by_role("button").nth(1).click()
    expect(page.get_by_role("dialog", name="Events of the epoch")).to_be_visible()
    measure("what happened at an epoch")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save", exact=True).click()
    measure("the menu of what can be saved")
    page.keyboard.press("Escape")
    for state in open_each_tool(page, (1440, 900), (390, 844)):
        measure(state)
    assert found == {}
