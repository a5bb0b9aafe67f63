"""A client that asks the real app about a real run on disk."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from epochscope.store import RunReader
from epochscope_api import create_app


class ApiClient:
    """Requests an address and decodes the answer as a client would: with numpy and the manifest only."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def json(self, address: str) -> Any:
        answer = self.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        return answer.json

    def arrays(self, address: str, specs: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
        answer = self.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "application/octet-stream")
        arrays, offset = {}, 0
        for spec in specs:
            dtype = np.dtype(spec["dtype"]).newbyteorder("<")
            assert offset % dtype.itemsize == 0
            count = int(np.prod(spec["shape"]))
            arrays[spec["name"]] = np.frombuffer(answer.data, dtype, count, offset).reshape(spec["shape"])
            offset += count * dtype.itemsize
        assert offset == len(answer.data)
        return arrays

    def failure(self, address: str, method: str = "GET") -> dict[str, Any]:
        """Return the error, having checked that it has the one shape and the status that it says."""
        answer = self.client.open(address, method=method)
        assert answer.mimetype == "application/json"
        assert set(answer.json) == {"error"}
        error: dict[str, Any] = answer.json["error"]
        assert set(error) == {"status", "name", "message"}
        assert error["status"] == answer.status_code
        return error


@pytest.fixture
def ask(store: Path) -> ApiClient:
    return ApiClient(create_app(store).test_client())


@pytest.fixture
def manifest(tiny_run: RunReader, ask: ApiClient) -> Any:
    return ask.json("/api/runs/tiny/run.json")


@pytest.fixture
def small_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page of a few files in place of the built one."""
    page = tmp_path / "page"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text('<!doctype html><script src="./assets/index-abc123.js"></script>')
    (page / "icon.svg").write_text("<svg/>")
    (page / "licenses.txt").write_text("three 1.0: MIT")
    (page / "assets" / "index-abc123.js").write_text("start();\n" * 500)
    monkeypatch.setattr("epochscope_api.routes.page.PAGE", page)
    return page
