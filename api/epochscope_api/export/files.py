"""Which files an export has, each at the address that the page asks for, and how large they are."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from flask.testing import FlaskClient

from epochscope.errors import UnusableInput
from epochscope.store import DamagedRun
from epochscope_api.answers import json_bytes
from epochscope_api.routes import page

COMPRESSED = "compressed copies"
"""A host that looks for them may hand them out; every other one leaves them alone."""
_TEXT = (".html", ".js", ".css", ".svg", ".json")
_LEAST_BYTES = 1024
_OF_ONE_EPOCH = {"epoch_path", "arrays"}
Described = Mapping[str, Any]


@dataclass(frozen=True)
class ExportedFile:
    """One file: its path in the folder, what it is a part of, and its size in bytes; ``content`` where it is known."""

    path: str
    part: str
    size: int
    content: bytes | None = None


class Answers:
    """What the app says, asked through its test client."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def get(self, path: str) -> bytes:
        """Return the answer at an address; raise DamagedRun."""
        answer = self._client.get(f"/{path}")
        if answer.status_code != 200:
            raise DamagedRun(f"{path} cannot be exported: {(answer.json or {}).get('error', {}).get('message')}")
        return bytes(answer.data)

    def json(self, path: str) -> Any:
        """Return the answer at an address, decoded; raise DamagedRun."""
        return json.loads(self.get(path))

    def content(self, file: ExportedFile) -> bytes:
        """Return what is in a file; raise DamagedRun."""
        content = self.get(file.path) if file.content is None else file.content
        if len(content) != file.size:
            raise DamagedRun(f"{file.path} has {len(content)} bytes, not {file.size} as its manifest says")
        return content


def list_files(answers: Answers) -> list[ExportedFile]:
    """Return all files of an export, the page and the lists first; raise UnusableInput, DamagedRun."""
    files = [*_page(answers), *(_asked(answers, path, "lists") for path in ("api/runs.json", "api/openapi.json"))]
    for run in answers.json("api/runs.json")["runs"]:
        if run["problem"] is None:
            files += _run(answers, f"api/runs/{run['name']}/")
    return [*files, *_compressed(files)]


def _page(answers: Answers) -> Iterator[ExportedFile]:
    if not (page.PAGE / "index.html").is_file():
        raise UnusableInput("the page is not built, and there is nothing to show without it: run `make web`")
    for path in sorted(page.PAGE.rglob("*")):
        if path.is_file():
            yield _asked(answers, path.relative_to(page.PAGE).as_posix(), "page")


def _run(answers: Answers, place: str) -> Iterator[ExportedFile]:
    manifest = _without_neighbors_of_one_epoch(answers.json(f"{place}run.json"))
    name, content = manifest["name"], json_bytes(manifest)
    yield ExportedFile(f"{place}run.json", f"{name}: samples and metrics", len(content), content)
    for path in ("sources.json", "metrics.json"):
        yield _asked(answers, place + path, f"{name}: samples and metrics")
    yield _binary(place, manifest["samples"], f"{name}: samples and metrics")
    for part in ("predictions", "dynamics", "label_errors"):
        if manifest[part] is not None:
            yield _binary(place, manifest[part], f"{name}: predictions")
    yield from _blocks(place, manifest["probabilities"], manifest["sample_count"], f"{name}: predictions")
    for projection in manifest["projections"]:
        yield from _projection(place, projection, name)
    for kept in manifest["neighbors"]:
        yield from _neighbors(place, kept, manifest["sample_count"], f"{name}: neighbors")
    for atlas in (manifest["thumbnails"] or {"atlases": ()})["atlases"]:
        yield _asked(answers, place + atlas["path"], f"{name}: thumbnails")


def _without_neighbors_of_one_epoch(manifest: Described) -> dict[str, Any]:
    """Return the manifest of a run as an export has it.

    With their distances they would be its largest part, and the page reads the blocks.
    """
    kept = [{name: value for name, value in of.items() if name not in _OF_ONE_EPOCH} for of in manifest["neighbors"]]
    return {**manifest, "neighbors": kept}


def _projection(place: str, projection: Described, run: str) -> Iterator[ExportedFile]:
    yield _binary(place, projection, f"{run}: positions")
    size = _size(projection["arrays"]) // len(projection["epochs"])
    for epoch in projection["epochs"]:
        yield ExportedFile(place + projection["epoch_path"].format(epoch=epoch), f"{run}: positions", size)
    yield _binary(place, projection["quality"], f"{run}: quality")


def _neighbors(place: str, kept: Described, samples: int, part: str) -> Iterator[ExportedFile]:
    yield _binary(place, kept["motion"], part)
    yield from _blocks(place, kept, samples, part)


def _blocks(place: str, blocks: Described, samples: int, part: str) -> Iterator[ExportedFile]:
    for block, first in enumerate(range(0, samples, blocks["block"])):
        share = min(blocks["block"], samples - first) / blocks["block"]
        path = place + blocks["block_path"].format(block=block)
        yield ExportedFile(path, part, round(_size(blocks["block_arrays"]) * share))


def _binary(place: str, described: Described, part: str) -> ExportedFile:
    return ExportedFile(place + described["path"], part, _size(described["arrays"]))


def _asked(answers: Answers, path: str, part: str) -> ExportedFile:
    content = answers.get(path)
    return ExportedFile(path, part, len(content), content if path.endswith(_TEXT) else None)


def _compressed(files: list[ExportedFile]) -> Iterator[ExportedFile]:
    for file in files:
        if file.content is not None and file.size >= _LEAST_BYTES:
            content = gzip.compress(file.content, 9, mtime=0)
            yield ExportedFile(f"{file.path}.gz", COMPRESSED, len(content), content)


def _size(arrays: list[dict[str, Any]]) -> int:
    return sum(prod(spec["shape"]) * np.dtype(spec["dtype"]).itemsize for spec in arrays)
