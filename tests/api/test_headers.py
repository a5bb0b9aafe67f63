"""Which pages may read the answers, and how a browser must interpret them."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from epochscope_api import create_app

PAGE = "http://localhost:5173"


def test_no_other_site_may_read_unless_named(tiny_run, ask):
    answer = ask.get("/api/runs.json", Origin=PAGE)
    assert not [name for name, _ in answer.headers if name.lower().startswith("access-control")]


def test_a_named_site_may_read_answers_and_errors(tiny_run, store):
    client = create_app(store, origins=[PAGE, "http://[::1]:5173"]).test_client()
    for origin in (PAGE, "http://[::1]:5173"):
        for address in ("/api/runs.json", "/api/runs/tiny/run.json", "/api/runs/tpyo/run.json", "/api/nothing"):
            answer = client.get(address, headers={"Origin": origin})
            assert answer.headers["Access-Control-Allow-Origin"] == origin
            assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
            assert "Origin" in answer.vary


@pytest.mark.parametrize(
    "origin", ["http://localhost:51730", "https://localhost:5173", "http://1:5173", "null", "http://localhostx5173"]
)
def test_a_site_that_only_resembles_a_named_one_may_not(tiny_run, store, origin):
    client = create_app(store, origins=[PAGE, "http://[::1]:5173"]).test_client()
    assert "Access-Control-Allow-Origin" not in client.get("/api/runs.json", headers={"Origin": origin}).headers


ANSWERS = ("/", "/api/runs.json", "/api/runs/tiny/run.json", "/api/runs/tiny/samples.bin", "/api/nothing", "/nothing")
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; media-src blob:; font-src 'self'; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_keeps_other_sites_out(tiny_run, ask, small_page, address: str):
    tag = ask.get(address).headers.get("ETag", '"none"')
    for answer in (ask.get(address), ask.get(address, If_None_Match=tag), ask.client.head(address)):
        found = {name: answer.headers[name] for name in dict(answer.headers) if "-Policy" in name or "Frame" in name}
        assert found == {
            "Content-Security-Policy": POLICY,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), display-capture=(), geolocation=(), microphone=()",
            "Referrer-Policy": "same-origin",
            "X-Frame-Options": "DENY",
        }


FOREIGN = ("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil", "localhost.", "[::1")
API = ("/api/runs.json", "/api/runs/tiny/samples.bin", "/api/openapi.json", "/api/nothing")


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("address", API)
def test_on_this_machine_the_api_answers_under_no_name_that_another_site_may_own(tiny_run, ask, address, host):
    answer = ask.get(address, Host=host)
    assert (answer.status_code, answer.json["error"]["name"]) == (403, "ForeignPage")
    assert "--origin" in answer.json["error"]["message"]


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST", "127.0.0.1:8000", "[::1]:8000", "192.0.2.7"])
def test_the_api_answers_under_any_address_and_as_localhost(tiny_run, ask, host: str):
    assert ask.get("/api/runs/tiny/samples.bin", Host=host).status_code == 200


def test_other_machines_may_read_under_any_name(tiny_run, ask):
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert ask.client.get("/api/runs.json", headers={"Host": "lab"}, environ_base=elsewhere).status_code == 200


def test_behind_a_proxy_the_api_answers_under_the_address_that_was_given(tiny_run, store: Path):
    client = create_app(store, origins=["https://plots.example:8443"]).test_client()
    assert client.get("/api/runs.json", headers={"Host": "plots.example:8443"}).status_code == 200
    assert client.get("/api/runs.json", headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("address", ["/", "/api/runs.json", "/api/runs/tiny/samples.bin", "/api/nothing"])
def test_no_browser_guesses_at_types(tiny_run, ask, address: str):
    assert ask.get(address).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/api/openapi.json", "/assets/index-abc123.js"])
def test_text_is_compressed_for_clients_that_accept_it(tiny_run, ask, address: str, tmp_path: Path, monkeypatch):
    (tmp_path / "page" / "assets").mkdir(parents=True)
    (tmp_path / "page" / "assets" / "index-abc123.js").write_text("start();\n" * 500)
    monkeypatch.setattr("epochscope_api.routes.page.PAGE", tmp_path / "page")
    plain, small = ask.get(address), ask.get(address, **{"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in small.vary
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)


def test_arrays_and_short_answers_come_as_they_are(tiny_run, ask):
    for address in ("/api/runs/tiny/samples.bin", "/api/runs.json", "/api/nothing"):
        assert "Content-Encoding" not in ask.get(address, **{"Accept-Encoding": "gzip"}).headers


def test_a_compressed_answer_is_not_sent_twice(tiny_run, ask):
    first = ask.get("/api/runs/tiny/run.json", **{"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    again = ask.get("/api/runs/tiny/run.json", **{"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_api_loads_neither_torch_nor_umap():
    program = "import sys, epochscope_api; epochscope_api.create_app('.'); print({'torch', 'umap'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "set()\n"


def test_the_command_line_does_not_pay_for_flask():
    program = "import sys, epochscope_api.command; print({'flask', 'waitress'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "set()\n"


def test_a_store_may_be_a_uri(store):
    assert create_app("memory://nowhere").test_client().get("/api/runs.json").json["runs"] == []
