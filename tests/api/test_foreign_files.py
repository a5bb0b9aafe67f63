"""A run that was put into the store to read other files, or to stop the server, is answered with a message."""

import os
import shutil
from pathlib import Path

import pytest

from api.exporting import contents, export
from epochscope.store import RunReader
from epochscope_api import create_app

SECRET = b"-----BEGIN OPENSSH PRIVATE KEY-----"


@pytest.fixture
def key(store: Path) -> Path:
    """A private key beside the store."""
    path = store.parent / "id_ed25519"
    path.write_bytes(SECRET)
    return path


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("thumbnails/atlas-0000.webp", "thumbnails/atlas-0000.webp"),
        ("samples.parquet", "sources.json"),
        ("thumbnails/index.json", "run.json"),
    ],
)
def test_a_link_to_a_private_key_is_neither_served_nor_exported(
    tiny_run: RunReader, store: Path, key: Path, small_page, capsys, file: str, address: str
):
    shutil.copytree(store / "tiny", store / "whole")
    (store / "tiny" / file).unlink()
    (store / "tiny" / file).symlink_to(key)
    answer = create_app(store).test_client().get(f"/api/runs/tiny/{address}")
    message = f"{file} of run 'tiny' cannot be read: it is a link that leads out of its folder"
    assert (answer.status_code, answer.json) == (
        422,
        {"error": {"status": 422, "name": "DamagedRun", "message": message}},
    )
    export(store, store.parent / "site")
    assert message in "".join(capsys.readouterr())
    assert not any(SECRET in content for content in contents(store.parent / "site").values())


@pytest.mark.parametrize("file", ["run.json", "thumbnails/index.json"])
def test_a_pipe_in_a_run_keeps_no_other_run_waiting(tiny_run: RunReader, store: Path, file: str):
    shutil.copytree(store / "tiny", store / "whole")
    (store / "tiny" / file).unlink()
    os.mkfifo(store / "tiny" / file)
    answer = create_app(store).test_client().get("/api/runs.json")
    problems = {run["name"]: run["problem"] for run in answer.json["runs"]}
    assert problems == {"tiny": f"{file} of run 'tiny' cannot be read: it is no regular file", "whole": None}
