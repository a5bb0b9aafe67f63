"""The built page, and the message shown without it."""

from pathlib import Path

import pytest


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "page"
    monkeypatch.setattr("epochscope_api.routes.page.PAGE", folder)
    return folder


@pytest.fixture
def built_page(page: Path) -> Path:
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text("<!doctype html><title>Epochscope</title>")
    (page / "icon.svg").write_text("<svg/>")
    (page / "licenses.txt").write_text("three 1.0: MIT")
    (page / "assets" / "index-abc123.js").write_text("start()")
    (page.parent / "secret.txt").write_text("secret")
    return page


def test_the_page_is_requested_again_each_time(built_page, ask):
    answer = ask.get("/")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "text/html", "no-cache")
    assert answer.data == (built_page / "index.html").read_bytes()
    assert ask.get("/", If_None_Match=answer.headers["ETag"]).status_code == 304
    assert ask.get("/index.html").data == answer.data


def test_an_asset_is_kept_for_good(built_page, ask):
    answer = ask.get("/assets/index-abc123.js")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "text/javascript", b"start()")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_beside_the_page_is_served(built_page, ask):
    for name, kind in (("icon.svg", "image/svg+xml"), ("licenses.txt", "text/plain")):
        answer = ask.get(f"/{name}")
        assert (answer.status_code, answer.mimetype) == (200, kind)


@pytest.mark.parametrize("address", ["/../secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/assets"])
def test_nothing_outside_of_the_page_is_served(built_page, ask, address: str):
    assert ask.failure(address)["status"] == 404


def test_a_page_that_is_not_built_says_how_and_the_api_works(page, tiny_run, ask):
    answer = ask.get("/")
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "make web" in answer.text
    assert ask.json("/api/runs.json")["runs"][0]["name"] == "tiny"
    assert ask.failure("/index.html")["status"] == 404
