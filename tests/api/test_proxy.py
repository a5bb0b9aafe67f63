"""The recipes for nginx and Caddy in ``api/README.md``, run as they are written, but for their ports."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest

from browser.server import Server, serving

README = Path(__file__).resolve().parents[2] / "api" / "README.md"
NGINX = """daemon off; master_process off; pid {folder}/pid; error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {recipe}
}}
"""
CADDY = """{{
    admin off
}}
{recipe}
"""
# Of each: what starts it, and what surrounds the recipe.
PROXIES = {"nginx": ("nginx -p {folder} -c {config}", NGINX), "caddyfile": ("caddy run --config {config}", CADDY)}
PATIENCE = 60


@contextmanager
def in_front(language: str, server: Server, folder: Path) -> Iterator[int]:
    """Run a recipe in front of the server; yield its port. Skips the test where the proxy is not installed."""
    start, surrounding = PROXIES[language]
    if shutil.which(start.split()[0]) is None:
        pytest.skip(f"{start.split()[0]} is not installed")
    port = free_port()
    (recipe,) = re.findall(rf"```{language}\n(.*?)```", README.read_text(), re.DOTALL)
    recipe = recipe.replace("8080", str(port)).replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    config = folder / "proxy.conf"
    config.write_text(surrounding.format(folder=folder, recipe=recipe))
    command = [part.format(folder=folder, config=config) for part in start.split()]
    if language == "caddyfile":
        command += ["--adapter", "caddyfile"]
    # Caddy keeps files of its own.
    env = {**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, env=env) as process:
        try:
            wait_until_it_listens(port, process, folder / "log")
            yield port
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_until_it_listens(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(log.read_text())


@pytest.fixture(params=PROXIES)
def port(request: pytest.FixtureRequest, tiny_run, store: Path, tmp_path: Path) -> Iterator[int]:
    """The port of a proxy in front of a server that knows its own name."""
    folder = tmp_path / "proxy"
    folder.mkdir()
    with (
        serving(store, "--origin", "https://plots.example.org") as server,
        in_front(request.param, server, folder) as port,
    ):
        yield port


def ask(port: int, method: str, path: str, host: str, **headers: str) -> tuple[int, Message, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Host": host, **named})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def test_the_recipe_passes_answers_on_and_jobs_of_its_own_page_alone(port: int):
    own = f"plots.example.org:{port}"
    status, headers, body = ask(port, "GET", "/api/runs/tiny/samples.bin", own)
    assert (status, len(body), headers["X-Frame-Options"]) == (200, 24, "DENY")
    assert ask(port, "GET", "/api/runs/tiny/samples.bin", own, If_None_Match=headers["ETag"])[0] == 304
    assert json.loads(ask(port, "GET", "/api/runs.json", own)[2])["takes_jobs"] is True

    def cancel(origin: str) -> str:
        name: str = json.loads(ask(port, "DELETE", "/api/runs/tiny/jobs/x", own, Origin=origin)[2])["error"]["name"]
        return name

    assert cancel(f"http://{own}") == "JobNotFound"
    assert cancel("http://evil.example") == "ForeignPage"
    # Under other names Caddy says nothing, and nginx asks the server all the same.
    status, _, body = ask(port, "GET", "/api/runs.json", "evil.example")
    assert status == 403 or body == b""
