"""Serve a store as users do, or an export as static hosts do, in a process of its own."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PATIENCE = 30
NGINX = """daemon off; master_process off; pid {place}/pid; error_log stderr;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on;
    client_body_temp_path {place}/1; proxy_temp_path {place}/2; fastcgi_temp_path {place}/3; uwsgi_temp_path {place}/4;
    scgi_temp_path {place}/5;
    server {{ listen 127.0.0.1:{port} backlog=1024; root {site}; gzip_static on; }}
}}
"""


@contextmanager
def epochscope_server(store: str, *words: str) -> Iterator[str]:
    """Run ``epochscope serve`` on a free port; yield its address, which ends with a slash."""
    command = [sys.executable, "-m", "epochscope.command_line", "serve", store, "--port", "0", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[0]
    finally:
        process.terminate()
        process.wait()


@contextmanager
def static_server(site: Path) -> Iterator[tuple[str, str]]:
    """Serve an export with nginx, or with Python's own server where nginx is not installed; yield name and address."""
    with TemporaryDirectory() as place:
        port, nginx = _free_port(), shutil.which("nginx")
        config = Path(place) / "nginx.conf"
        config.write_text(NGINX.format(place=place, port=port, site=site))
        python = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(site)]
        command = [nginx, "-p", place, "-c", str(config)] if nginx else python
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_until_it_listens(port)
            yield "nginx, an export" if nginx else "http.server, an export", f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
