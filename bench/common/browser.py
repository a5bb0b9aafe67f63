"""Where the bench works: runs in a folder, the server over them, a real browser, and the scripts put into its pages."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, Playwright, Route, sync_playwright

import epochscope_api
from common.running import Parts, measure_all, options
from common.runs import write_run_into
from common.serving import epochscope_server
from epochscope.store.testing import Recipe

# Chromium is found and started as the tests do it.
sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))
from browser import chromium

CORES = 2
WEB = Path(__file__).resolve().parents[2] / "web"
BUILT_PAGE = Path(epochscope_api.__file__).parent / "page" / "index.html"
TIMEOUT = 60_000
EMPTY_PAGE = '<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="race.js"></script>'
RENDERER = """() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    return gl.getParameter(gl.getExtension("WEBGL_debug_renderer_info").UNMASKED_RENDERER_WEBGL);
}"""
# Without these the browser rounds every time to a tenth of a millisecond.
ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


@dataclass(frozen=True, eq=False)
class Workplace:
    """What all parts have in common."""

    folder: Path
    shrink: int
    playwright: Playwright
    began: float

    def samples(self, count: int) -> int:
        """Return ``count``, or fewer where the bench is only tried out."""
        return count // self.shrink

    def conditions(self) -> str:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        with self._browser() as browser:
            words = f"{cores} cores, Chromium {browser.version}, {browser.new_page().evaluate(RENDERER)}"
        return words if self.shrink == 1 else f"{words}; {self.shrink} times fewer samples: the figures say nothing"

    def tell(self, words: str) -> None:
        minutes, seconds = divmod(round(time.monotonic() - self.began), 60)
        print(f"[{minutes:>3}:{seconds:02}] {words}", file=sys.stderr, flush=True)

    @contextmanager
    def visit(self, *recipes: Recipe) -> Iterator[tuple[str, Browser]]:
        """Yield the address of a server over these runs and a browser, both of them just started."""
        store = self.folder / "store"
        for recipe in recipes:
            self.tell(f"preparing {recipe.name}")
            write_run_into(store, recipe)
        with epochscope_server(str(store)) as address, self._browser() as browser:
            yield address, browser

    @contextmanager
    def page(self, browser: Browser, reduced_motion: bool = False) -> Iterator[Page]:
        """Yield a page with no memory and a watch; raise at its end what went wrong in it.

        With reduced motion one epoch follows the other by a cut, without frames between them.
        """
        context = browser.new_context(
            viewport={"width": 1440, "height": 900},
            color_scheme="light",
            reduced_motion="reduce" if reduced_motion else "no-preference",
        )
        context.set_default_timeout(TIMEOUT)
        page, errors = context.new_page(), list[str]()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(path=self.folder / "scripts" / "watch.js")
        yield page
        context.close()
        if errors:
            raise RuntimeError(f"the page complained: {'; '.join(errors)}")

    def open_race(self, page: Page, address: str) -> None:
        """Open an empty page, on the server's own address, in which drawings run against each other."""
        page.route(f"{address}race/*", partial(_answer, self.folder / "scripts"))
        page.goto(f"{address}race/")
        page.wait_for_function("() => window.race")

    @contextmanager
    def _browser(self) -> Iterator[Browser]:
        try:
            browser = chromium.launch(self.playwright, TIMEOUT)
        except chromium.NoChromium as missing:
            raise SystemExit(str(missing)) from missing
        try:
            yield browser
        finally:
            browser.close()


def run(description: str | None, parts: Parts[Workplace]) -> int:
    """Measure the parts requested on the command line; return the exit status."""
    arguments = options(description, parts).parse_args()
    with workplace(arguments.shrink) as work:
        return measure_all(parts, arguments.parts, work, Error, RuntimeError)


@contextmanager
def workplace(shrink: int) -> Iterator[Workplace]:
    """Yield a workplace; this process and those that it starts keep to two cores."""
    if not BUILT_PAGE.exists():
        raise SystemExit("the page is not built, so there is nothing to measure: run `make web`")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        work = Workplace(Path(folder), shrink, playwright, time.monotonic())
        work.tell("building the scripts")
        _build_scripts(work.folder / "scripts")
        yield work


def _build_scripts(folder: Path) -> None:
    command = ["npx", "vite", "build", "--config", "bench/vite.config.ts", "--outDir", str(folder)]
    subprocess.run(command, cwd=WEB, stdout=sys.stderr, check=True)


def _answer(scripts: Path, route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    if name:
        route.fulfill(path=scripts / name, content_type="text/javascript", headers=ISOLATED)
    else:
        route.fulfill(body=EMPTY_PAGE, content_type="text/html", headers=ISOLATED)
