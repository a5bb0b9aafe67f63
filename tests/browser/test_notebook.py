"""A notebook shows the page in a cell: a real kernel, and a real page of another site around the frame."""

from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import Page, expect

from browser.static_host import SUB_PATH, hosting
from browser.steps import expect_soon
from browser.watch import Watch
from epochscope.store.testing import TINY, write_run

pytestmark = pytest.mark.own_page

ICON = '<!doctype html><link rel="icon" href="data:,">'


def test_a_cell_shows_the_page_of_a_run_to_this_machine_alone_until_the_kernel_ends(
    tmp_path: Path, page: Page, watch: Watch
):
    write_run(tmp_path / "runs" / "tiny", TINY)
    (tmp_path / SUB_PATH).mkdir(parents=True)
    cell = nbformat.v4.new_code_cell("import epochscope\nepochscope.show('runs/tiny', height=500)")
    client = NotebookClient(nbformat.v4.new_notebook(cells=[cell]), resources={"metadata": {"path": str(tmp_path)}})
    with client.setup_kernel(), hosting(tmp_path) as hosted:
        shown = client.execute_cell(cell, 0).outputs[-1]["data"]["text/html"]
        (tmp_path / SUB_PATH / "index.html").write_text(ICON + shown)
        page.goto(hosted.replace("127.0.0.1", "localhost"))
        expect(page.frame_locator("iframe").get_by_role("slider", name="Epoch")).to_be_visible()
        expect(page.get_by_role("link", name="Open in a tab of its own")).to_be_visible()
        address = page.locator("iframe").get_attribute("src") or ""
        assert address.endswith("/#/run/tiny")
        # Chromium takes every name below localhost for this machine, as it does a name that another site points here.
        watch.announce("frame-ancestors http://localhost:* http://127.0.0.1:*", "denied for this document")
        page.goto(hosted.replace("127.0.0.1", "other.localhost"))
        expect_soon(page, lambda: page.frames[1].url, "chrome-error://chromewebdata/")
    expect_soon(page, lambda: answers(address), False)


def answers(address: str) -> bool:
    try:
        with urlopen(address) as answer:
            return bool(answer.status == 200)
    except URLError:
        return False
