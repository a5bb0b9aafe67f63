"""Which files an export has, each at the address that the page requests, and how large they are."""

import gzip
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import Any

import numpy as np
from flask.testing import FlaskClient

from epochscope.errors import UnusableInput
from epochscope.store import DamagedRun
from epochscope_api.array_files import ArrayFile
from epochscope_api.arrays import ARRAYS
from epochscope_api.export.checksums import ChecksumOf, block_paths, checksums_of, epoch_paths, stand_in
from epochscope_api.responses import json_bytes
from epochscope_api.routes import page
from epochscope_api.routes.inside import GRAPH, LAYERS

COMPRESSED = "compressed copies"
"""A host that looks for them may hand them out; every other one leaves them alone."""
_TEXT = (".html", ".js", ".css", ".svg", ".json")
_LEAST_BYTES = 1024
_ABOUT = "samples and metrics"
_OF_EPOCHS = "checkpoint", "usual"
Described = dict[str, Any]
Listing = Callable[[ChecksumOf], bytes]
"""Makes a document that lists the checksums of files before it."""


@dataclass(frozen=True)
class ExportedFile:
    """One file: its path in the folder, what it is a part of, and its size in bytes; ``content`` where it is known.

    The ``size`` of a compressed copy of a ``Listing`` is estimated.
    """

    path: str
    part: str
    size: int
    content: bytes | Listing | None = None

    @classmethod
    def listing(cls, path: str, part: str, content: Listing) -> "ExportedFile":
        """Return a document that lists checksums, which are not known yet."""
        return cls(path, part, len(content(stand_in)), content)


class Answers:
    """The app's answers, requested through its test client."""

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

    def content(self, file: ExportedFile, checksum_of: ChecksumOf) -> bytes:
        """Return what is in a file, which may list the checksums of others; raise DamagedRun."""
        if callable(file.content):
            return file.content(checksum_of)
        content = self.get(file.path) if file.content is None else file.content
        if len(content) != file.size:
            raise DamagedRun(f"{file.path} has {len(content)} bytes, not {file.size} as its manifest says")
        return content


def list_files(answers: Answers) -> list[ExportedFile]:
    """Return all files of an export, the page and the lists first; raise UnusableInput, DamagedRun.

    What lists checksums comes after the files that these are of.
    """
    files = [_requested(answers, path, "lists") for path in ("api/runs.json", "api/openapi.json")]
    for run in answers.json("api/runs.json")["runs"]:
        if run["problem"] is None:
            files += _run(answers, f"api/runs/{run['name']}/")
    computes = any(file.path.endswith(GRAPH) for file in files)
    files = [*_page(answers, computes), *files]
    return [*files, *_compressed(files)]


def _page(answers: Answers, computes: bool) -> Iterator[ExportedFile]:
    """Yield the page; without what computes networks, most of its bytes, where there is none to compute."""
    if not (page.PAGE / "index.html").is_file():
        raise UnusableInput("the page is not built, which an export needs: run `make web`")
    for path in sorted(page.PAGE.rglob("*")):
        if path.is_file() and (computes or path.suffix != ".wasm"):
            yield _requested(answers, path.relative_to(page.PAGE).as_posix(), "page")


def _run(answers: Answers, folder: str) -> Iterator[ExportedFile]:
    manifest = _without_left_out(answers.json(f"{folder}run.json"))
    name = manifest["name"]
    for path in ("sources.json", "metrics.json"):
        yield _requested(answers, folder + path, f"{name}: {_ABOUT}")
    for file, described in _described(manifest):
        for path, size in _sizes(file, described, manifest["sample_count"]):
            yield ExportedFile(folder + path, f"{name}: {file.part}", size)
    for texts in _texts(manifest):
        for path in block_paths(texts, manifest["sample_count"]):
            yield _requested(answers, folder + path, f"{name}: columns")
    for atlas in (manifest["thumbnails"] or {"atlases": ()})["atlases"]:
        yield _requested(answers, folder + atlas["path"], f"{name}: thumbnails")
    yield from _inside(answers, folder, f"{name}: network")
    yield ExportedFile.listing(
        f"{folder}run.json", f"{name}: {_ABOUT}", lambda of: _with_checksums(manifest, lambda path: of(folder + path))
    )


def _with_checksums(manifest: Described, of: ChecksumOf) -> bytes:
    document = deepcopy(manifest)
    for file, described in _described(document):
        described.update(checksums_of(file, described, manifest["sample_count"], of))
    for texts in _texts(document):
        texts["block_checksums"] = [of(path) for path in block_paths(texts, manifest["sample_count"])]
    document["checksums"] = {name: of(f"{name}.json") for name in ("sources", "metrics", "inside")}
    return json_bytes(document)


def _inside(answers: Answers, folder: str, part: str) -> Iterator[ExportedFile]:
    inside = answers.json(f"{folder}inside.json")
    browser = inside["browser"]
    if browser is None:
        yield _requested(answers, f"{folder}inside.json", part)
        return
    yield _requested(answers, folder + LAYERS, part)
    yield ExportedFile(folder + browser["graph"], part, browser["graph_bytes"])
    weights, usual = ([folder + browser[name].format(epoch=epoch) for epoch in inside["epochs"]] for name in _OF_EPOCHS)
    for path, size in zip(weights, browser["checkpoint_bytes"], strict=True):
        yield ExportedFile(path, part, size)
    for path in usual:
        yield _requested(answers, path, part)

    def listed(of: ChecksumOf) -> bytes:
        checksums = {
            "layers_checksum": of(folder + LAYERS),
            "graph_checksum": of(folder + browser["graph"]),
            "checkpoint_checksums": [*map(of, weights)],
            "usual_checksums": [*map(of, usual)],
        }
        return json_bytes({**inside, "browser": {**browser, **checksums}})

    yield ExportedFile.listing(f"{folder}inside.json", part, listed)


def _described(manifest: Described) -> Iterator[tuple[ArrayFile[Any], Described]]:
    """Yield what the manifest says about each file of the table that the run has, in the order of the table."""
    for file in ARRAYS:
        for owner in [manifest] if file.of.listed_as is None else manifest[file.of.listed_as]:
            if owner.get(file.name) is not None:
                yield file, owner[file.name]


def _texts(manifest: Described) -> list[Described]:
    return [column["texts"] for column in manifest["columns"] if column["texts"] is not None]


def _without_left_out(manifest: Described) -> dict[str, Any]:
    """Return the manifest of a run as an export has it.

    With their distances, the neighbors of each epoch would be its largest part, and the page reads the blocks.
    """
    left_out = {(file.of.listed_as, name) for file in ARRAYS if not file.exported for name in (file.name, "epoch_path")}

    def without(of: str, owner: Described) -> dict[str, Any]:
        return {name: value for name, value in owner.items() if (of, name) not in left_out}

    lists = {of: [without(of, owner) for owner in manifest[of]] for of, _ in left_out if of is not None}
    return {**manifest, **lists}


def _sizes(file: ArrayFile[Any], described: Described, samples: int) -> Iterator[tuple[str, int]]:
    """Yield the path and the bytes of every answer."""
    if file.path is not None:
        yield described["path"], _size(described["arrays"])
    for path in epoch_paths(described) if file.epoch_path is not None else ():
        yield path, _size(described["epoch_arrays"])
    for block, path in enumerate(block_paths(described, samples) if file.block_path is not None else ()):
        whole, rows = described["block"], min(described["block"], samples - block * described["block"])
        yield path, _size(described["block_arrays"]) * rows // whole


def _requested(answers: Answers, path: str, part: str) -> ExportedFile:
    content = answers.get(path)
    return ExportedFile(path, part, len(content), content if path.endswith(_TEXT) else None)


def _compressed(files: list[ExportedFile]) -> Iterator[ExportedFile]:
    for file in files:
        path, content = f"{file.path}.gz", file.content
        if content is None or file.size < _LEAST_BYTES:
            continue
        if callable(content):
            yield ExportedFile.listing(path, COMPRESSED, partial(_compressed_listing, content))
        else:
            copy = _compress(content)
            yield ExportedFile(path, COMPRESSED, len(copy), copy)


def _compressed_listing(content: Listing, of: ChecksumOf) -> bytes:
    return _compress(content(of))


def _compress(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _size(arrays: list[dict[str, Any]]) -> int:
    return sum(prod(spec["shape"]) * np.dtype(spec["dtype"]).itemsize for spec in arrays)
