"""What the tests of ``epochscope export`` have in common."""

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask

from epochscope.command_line import main
from epochscope.store import RunReader, list_runs
from epochscope_api.addresses import atlas_file
from epochscope_api.responses import json_bytes


def export(store: Path, site: Path, *words: str) -> int:
    """Return the exit code of the command."""
    return main(["export", str(store), str(site), *words])


def contents(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, by path."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def all_answers(app: Flask, store: Path, below: str = "") -> dict[str, bytes]:
    """Return everything that can be read, found by trying each route with each name and number in the store.

    Only routes with ``below`` in their addresses are tried.
    """
    client, names = app.test_client(), list(_names(store))
    rules = [rule.rule.replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()]
    rules = [rule for rule in rules if "/api/" in rule and below in rule]
    asked = {rule.format(**values) for rule, values in product(rules, names)}
    answers = {path: client.get(path) for path in asked}
    return {path[1:]: answer.data for path, answer in answers.items() if answer.status_code == 200}


def frozen(answers: dict[str, bytes]) -> dict[str, bytes]:
    """Return what an export has of all answers: no neighbors of one epoch, nothing that says where they are, and no
    word on what is being done to a run."""
    kept = {path: answer for path, answer in answers.items() if not re.search(r"/neighbors/\w+/\d+\.bin$", path)}
    for path in (path for path in kept if path.endswith("/run.json")):
        manifest = json.loads(kept[path])
        manifest["live"] = None
        for neighbors in manifest["neighbors"]:
            del neighbors["neighbors"], neighbors["epoch_path"]
        kept[path] = json.dumps(manifest, separators=(",", ":")).encode()
    return kept


def as_served(answers: dict[str, bytes]) -> dict[str, bytes]:
    """Return the answers of an export without the checksums, which a server does not know beforehand."""
    listing = {path for path in answers if path.endswith(("/run.json", "/inside.json"))}
    served = {path: json_bytes(without_checksums(json.loads(answers[path]))) for path in listing}
    return answers | served


def without_checksums(document: Any) -> Any:
    """Return a document of an export as the server answers it."""
    if isinstance(document, list):
        return [without_checksums(one) for one in document]
    if not isinstance(document, dict):
        return document
    return {name: without_checksums(value) for name, value in document.items() if "checksum" not in name}


def _names(store: Path) -> Iterator[dict[str, object]]:
    for name in list_runs(store):
        run = RunReader.at(store / name)
        manifest = run.manifest
        layers = [layer.name for layer in manifest.layers]
        settings = {str(one.setting) for one in manifest.projections} or {"n5-d0.1"}
        files = [atlas_file(atlas) for atlas in run.thumbnails.atlases] if run.thumbnails else ["none"]
        numbers = range(max([*manifest.epochs, 2]) + 1)
        columns = range(max(1, len(manifest.columns)))
        for layer, setting, number, file, column in product(layers, settings, numbers, files, columns):
            of_run = {"run": name, "layer": layer, "setting": setting, "column": column}
            yield {**of_run, "epoch": number, "block": number, "file": file}
