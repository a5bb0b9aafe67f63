"""A network that the browser computes answers what the process beside the server does, also in an export."""

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from playwright.sync_api import Error, Page, Route, expect

import epochscope_api
from browser.server import serving
from browser.static_host import SUB_PATH, export, hosting
from browser.watch import Watch
from epochscope.looking import Frame
from epochscope_inside.answers import Answers

pytestmark = pytest.mark.own_page

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
RUN = "lenet-emnist"
ROOT = f"/api/runs/{RUN}"
EPOCHS = (0, 20)
CLOSE = 1e-4
CONV, DROPOUT = 0, 9
ANSWERS = Answers(str(DEMO), {})
# Within a function of the page that gets the address of its script and of a run.
MAKE_LOOKER = """
    const { BrowserLooker } = await import(chunk);
    const [manifest, inside] = await Promise.all(
        ["run.json", "inside.json"].map(async (path) => (await fetch(`${root}/${path}`)).json()));
    const { input, browser: files } = inside;
    const looker = new BrowserLooker({ root, manifest, input, epochs: inside.epochs, files });
"""
LOOK = (
    f"async ([chunk, root, pixels, epochs]) => {{{MAKE_LOOKER}"
    """
    const { id } = await looker.send({ kind: "pixels", pixels: Uint8Array.from(pixels) });
    const plain = (arrays) => Object.fromEntries(Object.entries(arrays).map(([name, one]) => [name, [...one]]));
    const answers = [];
    for (const epoch of epochs) {
        const { probability, range, unit, maps } = await looker.fetchSummary(id, epoch);
        answers.push({ ...plain({ probability, range, unit, map: maps.map }), map_range: [...maps.range] });
    }
    let curve = { known: [0] };
    while (curve.known.includes(0)) curve = await looker.fetchCurve(id, epochs.at(-1));
    let film = { known: [0] };
    while (film.known.includes(0)) film = await looker.fetchFilm(id, epochs.at(-1), CONV, 3);
    const some = await looker.fetchMaps(id, epochs[0], CONV, 3, 4);
    const weights = await looker.fetchWeights(epochs[0], DROPOUT);
    return { answers, curve: plain(curve), film: plain(film.maps), some: plain(some), weights: plain(weights) };
}""".replace("CONV", str(CONV)).replace("DROPOUT", str(DROPOUT))
)


@pytest.fixture(scope="module")
def served(built_page: None) -> Iterator[str]:
    """Where the included runs are served, by a server that does not look."""
    with serving(DEMO, "--read-only") as server:
        yield server.address


@pytest.fixture(scope="module")
def exported(built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an export of the run lies on a plain file server."""
    root = tmp_path_factory.mktemp("computed")
    export(DEMO, root / SUB_PATH, "--runs", RUN)
    with hosting(root) as address:
        yield address


def chunk() -> str:
    """Return the address of the script that computes networks."""
    folder = Path(epochscope_api.__file__).parent / "page" / "assets"
    (file,) = folder.glob("BrowserLooker-*.js")
    return f"/assets/{file.name}"


def draw_seven() -> NDArray[np.uint8]:
    """Return a 7 (28, 28, 1) as a pen draws it: white on black, with soft edges."""
    image = Image.new("L", (112, 112))
    pen = ImageDraw.Draw(image)
    for begin, end in pairwise([(28, 26), (82, 26), (66, 58), (50, 92)]):
        pen.line([begin, end], fill=255, width=11)
    return np.asarray(image.resize((28, 28), Image.Resampling.BILINEAR))[..., None]


def ask(what: str, pixels: NDArray[np.uint8], **head: Any) -> dict[str, NDArray[Any]]:
    """Return what the process that looks answers."""
    answer = ANSWERS.answer(Frame({"do": what, "run": RUN, "input": "7", **head}, {"pixels": pixels}))
    assert "error" not in answer.head, answer.head
    return dict(answer.arrays)


def test_the_browser_answers_what_the_server_does(page: Page, served: str):
    """Probabilities are the same to 1e-4, and maps to 1e-4 of their range beside the step that they are rounded to."""
    pixels = draw_seven()
    page.goto(served)
    found = page.evaluate(LOOK, [chunk(), ROOT, pixels.ravel().tolist(), list(EPOCHS)])
    for epoch, answer in zip(EPOCHS, found["answers"], strict=True):
        expected = ask("summary", pixels, epoch=epoch)
        require_close(answer["probability"], expected["probability"], CLOSE)
        span = float(np.ptp(expected["range"]))
        require_close(answer["range"], expected["range"].ravel(), CLOSE * span)
        require_close(answer["unit"], expected["unit"], CLOSE * span)
        require_close(answer["map_range"], expected["map_range"].ravel(), CLOSE * span)
        # A value in the middle between two steps may be rounded to either.
        assert np.abs(np.array(answer["map"]) - expected["map"].astype(int)).max() <= 1
        assert np.argmax(answer["probability"]) == np.argmax(expected["probability"])
    curve = ask("curve", pixels, epoch=20, seconds=60)
    require_close(found["curve"]["probability"], curve["probability"].ravel(), CLOSE)
    film = ask("film", pixels, epoch=20, layer=CONV, map=3, seconds=60)
    assert np.abs(np.array(found["film"]["map"]) - film["map"].ravel().astype(int)).max() <= 1
    some = ask("maps", pixels, epoch=0, layer=CONV, first=3, last=4)
    require_close(found["some"]["range"], some["range"].ravel(), CLOSE)
    for name, values in ask("weights", pixels, epoch=0, layer=DROPOUT).items():
        require_close(found["weights"][name], values.ravel(), 1e-6)


def require_close(found: list[float], expected: NDArray[Any], off: float) -> None:
    np.testing.assert_allclose(np.array(found), expected, rtol=0, atol=off)


JUDGE = (
    f"async ([chunk, root, pictures, epochs]) => {{{MAKE_LOOKER}"
    """
    const found = [];
    for (const pixels of pictures) {
        const { id } = await looker.send({ kind: "pixels", pixels: Uint8Array.from(pixels) });
        for (const epoch of epochs) found.push(await looker.fetchRejection(id, epoch));
    }
    return found;
}"""
)


def test_the_browser_rejects_what_the_server_does_by_the_same_signs(page: Page, served: str):
    seven, nothing = draw_seven(), np.zeros((28, 28, 1), np.uint8)
    dot, noise = nothing.copy(), np.random.default_rng(0).integers(0, 256, nothing.shape, np.uint8)
    dot[12:16, 12:16] = 255
    pictures = {"seven": seven, "nothing": nothing, "dot": dot, "noise": noise}
    page.goto(served)
    given = [picture.ravel().tolist() for picture in pictures.values()]
    found = iter(page.evaluate(JUDGE, [chunk(), ROOT, given, list(EPOCHS)]))
    rejected = set()
    for name, pixels in pictures.items():
        for epoch in EPOCHS:
            expected = ANSWERS.answer(
                Frame({"do": "judge", "run": RUN, "input": name, "epoch": epoch}, {"pixels": pixels})
            ).head
            require_same_judgment(next(found), expected)
            rejected |= {(name, epoch)} if expected["rejected"] else set()
    assert {name for name, epoch in rejected if epoch == EPOCHS[-1]} == {"nothing", "dot", "noise"}


def require_same_judgment(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Verdicts and signs are the same, and their numbers to 1e-3: values have seven digits, but ranks are steep."""
    for one, other in zip(found["signs"], expected["signs"], strict=True):
        assert (one["name"], one["rejects"]) == (other["name"], other["rejects"])
        assert [one["value"], one["rank"]] == pytest.approx([other["value"], other["rank"]], rel=1e-3, abs=1e-4)
    assert found["limit"] == pytest.approx(expected["limit"])
    assert [found[name] for name in ("rejected", "rejected_share")] == [
        expected[n] for n in ("rejected", "rejected_share")
    ]


DECODE = """async ([chunk, root, content]) => {
    const { BrowserLooker } = await import(chunk);
    const { input, epochs, browser: files } = await (await fetch(`${root}/inside.json`)).json();
    const looker = new BrowserLooker({ root, manifest: null, input, epochs, files });
    try {
        const sent = await looker.send({ kind: "picture", file: new Blob([Uint8Array.from(content)]) });
        return { ...sent, pixels: [...sent.pixels] };
    } catch (error) {
        return { message: error.message };
    }
}"""


def large_png() -> bytes:
    """Return a small file of a large picture, all black."""
    file = io.BytesIO()
    Image.new("1", (5_000, 4_000)).save(file, "PNG")
    return file.getvalue()


def photograph(mode: str, kind: str, size: tuple[int, int] = (90, 60), **options: Any) -> bytes:
    """Return a file with smooth shades."""
    across, down = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    shades = np.stack([across, down, across * down, 1 - down], axis=-1) * 255
    stream = io.BytesIO()
    Image.fromarray(shades.astype(np.uint8), "RGBA").convert(mode).save(stream, kind, **options)
    return stream.getvalue()


def turned_on_its_side() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    "content",
    [
        photograph("RGB", "PNG"),
        photograph("RGBA", "PNG"),
        photograph("L", "PNG", (40, 20)),
        photograph("P", "PNG"),
        photograph("RGB", "PNG", (1, 1)),
        photograph("RGB", "JPEG", quality=95, exif=turned_on_its_side()),
        photograph("RGB", "WEBP", lossless=True),
    ],
    ids=["color", "transparent", "gray", "palette", "one pixel", "on its side", "WebP"],
)
def test_a_picture_becomes_the_same_pixels(page: Page, served: str, content: bytes):
    """But for two steps of 255, in which decoders and roundings differ."""
    page.goto(served)
    found = page.evaluate(DECODE, [chunk(), ROOT, list(content)])
    answer = ANSWERS.answer(Frame({"do": "decode", "run": RUN}, {"content": np.frombuffer(content, np.uint8)}))
    assert found["picture"] == {name: answer.head[name] for name in ("format", "width", "height")}
    assert np.abs(np.array(found["pixels"]) - answer.arrays["pixels"].ravel().astype(int)).max() <= 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (large_png(), "5000 × 4000 pixels; at most 16 megapixels"),
        (b"text", "This is no picture"),
        (photograph("RGB", "PNG")[:60], "it is damaged"),
    ],
    ids=["too many pixels", "text", "damaged"],
)
def test_other_pictures_are_rejected(page: Page, served: str, content: bytes, words: str):
    page.goto(served)
    assert words in page.evaluate(DECODE, [chunk(), ROOT, list(content)])["message"]


def test_a_damaged_graph_has_a_message(page: Page, served: str):
    def damage(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=bytes(len(answer.body())))

    page.route("**/graph.onnx", damage)
    page.goto(served)
    with pytest.raises(Error, match="can’t compute the network: its graph or its weights are damaged"):
        page.evaluate(LOOK, [chunk(), ROOT, draw_seven().ravel().tolist(), [20]])
    page.unroute_all()


def test_an_export_below_any_address_looks_into_a_network_without_a_server(page: Page, watch: Watch, exported: str):
    page.goto(f"{exported}#/run/{RUN}")
    expect(page.get_by_role("button", name="Look inside")).to_be_visible()
    assert not any(request.endswith(".wasm") for request in watch.requests)
    page.goto(f"{exported}#/run/{RUN}/inside?v=1&epoch=20")
    # What is drawn to begin with.
    expect(page.get_by_test_id("answer")).to_have_text("7")
    assert any(request.endswith(".wasm") for request in watch.requests)
    assert all(request.startswith((exported, "blob:", "data:")) for request in watch.requests)
