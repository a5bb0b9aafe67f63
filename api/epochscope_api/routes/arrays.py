"""The binary answers: a route for every path in the table of arrays."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, Response

from epochscope_api.addresses import parse_block, parse_epoch
from epochscope_api.array_files import ArrayFile, BinaryAnswer
from epochscope_api.arrays import ARRAYS
from epochscope_api.owners import Owner
from epochscope_api.responses import BINARY, answer, remembered
from epochscope_api.run_source import RunSource
from epochscope_api.serving_runs import open_run

Find = Callable[[ArrayFile[Any], Any, dict[str, str]], BinaryAnswer]
"""Returns the answer at an address below what its arrays belong to."""

blueprint = Blueprint("arrays", __name__, url_prefix="/api/runs/<run>")


def _whole(file: ArrayFile[Any], owner: Owner, _: dict[str, str]) -> BinaryAnswer:
    return file.whole(owner)


def _at_epoch(file: ArrayFile[Any], owner: Owner, address: dict[str, str]) -> BinaryAnswer:
    epoch = parse_epoch(address["epoch"])
    found = file.at_epoch(owner, epoch)
    if not file.one_file:
        return found
    return replace(found, content=lambda: file.cut(owner, epoch, _content(owner.run, file.whole(owner))))


def _block(file: ArrayFile[Any], owner: Owner, address: dict[str, str]) -> BinaryAnswer:
    return file.block(owner, parse_block(address["block"]))


def _answer(file: ArrayFile[Any], find: Find, run: str, **address: str) -> Response:
    source = open_run(run)
    owner = file.of.find(source, address)
    lacking = file.lacking_in(owner)
    if lacking is not None:
        raise lacking
    found = find(file, owner, address)
    return answer(BINARY, found.tag, lambda: _content(source, found), found.identity)


def _content(run: RunSource, found: BinaryAnswer) -> bytes:
    return remembered(run, found.path, found.tag, found.content)


def _add_routes() -> None:
    for file in ARRAYS:
        for path, find in ((file.path, _whole), (file.epoch_path, _at_epoch), (file.block_path, _block)):
            if path is not None:
                rule = "/" + path.replace("{", "<").replace("}", ">")
                blueprint.add_url_rule(rule, f"{file.name}{find.__name__}", partial(_answer, file, find))


_add_routes()
