"""The OpenAPI description of the API, made from the table of arrays and the types of the documents.

``openapi.json`` is what the server answers with, and what the types of the page are generated from; a test compares it
with what is made here.

Example:
  python -m epochscope_api.openapi
"""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from epochscope_api import documents
from epochscope_api.array_files import EPOCHS, Array, ArrayFile
from epochscope_api.arrays import ARRAYS
from epochscope_api.encoding import Numbering
from epochscope_api.openapi_parts import HEADERS, INFO, PARAMETERS, RESPONSES
from epochscope_api.owners import LayerNeighbors, OneColumn, OneProjection, WholeRun
from epochscope_api.schemas import Components, Schema

PATH = Path(__file__).with_name("openapi.json")
BINARY, JSON, WEBP, EVENTS = "application/octet-stream", "application/json", "image/webp", "text/event-stream"
_RUN = "/api/runs/{run}"
_DOCUMENTS = {WholeRun: "Run", OneProjection: "Projection", LayerNeighbors: "NeighborSet", OneColumn: "Column"}
_BYTES: Schema = {"type": "string", "format": "binary"}
Operation = tuple[str, str, dict[str, Any]]
"""A path, a method, and what the description says about them."""


def describe_api() -> dict[str, Any]:
    """Return the OpenAPI document."""
    components = Components()
    operations = [*_documents(components), *_arrays(), *_jobs(components), *_looks(components)]
    components.refer(documents.Error)
    _add_arrays(components)
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in dict.fromkeys(operation["tags"][0] for _, _, operation in operations)],
        "paths": _paths(operations),
        "components": {
            "schemas": dict(sorted(components.schemas.items())),
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "responses": RESPONSES,
        },
    }


def description_text() -> str:
    """Return the document as the text of ``openapi.json``."""
    return json.dumps(describe_api(), indent=1, ensure_ascii=False) + "\n"


def _paths(operations: list[Operation]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for path, method, operation in operations:
        named = re.findall(r"{(\w+)}", path)
        parameters = {"parameters": [{"$ref": f"#/components/parameters/{name}"} for name in named]}
        paths.setdefault(path, parameters if named else {})[method] = operation
    return paths


def _add_arrays(components: Components) -> None:
    """Add the files of the table to the documents of what they belong to."""
    for file in ARRAYS:
        schema = components.schemas[_DOCUMENTS[file.of]]
        reference = components.refer(file.document)
        null = {"oneOf": [reference, {"type": "null"}], "description": file.lacking.when} if file.lacking else None
        schema["properties"][file.name] = null or reference
        if file.exported:
            schema["required"].append(file.name)


def _arrays() -> Iterator[Operation]:
    for file in ARRAYS:
        for path, suffix, one_epoch in (
            (file.path, "", False),
            (file.epoch_path, "AtEpoch", True),
            (file.block_path, "OfBlock", False),
        ):
            if path is not None:
                name = "get" + "".join(word.capitalize() for word in file.name.split("_")) + suffix
                about = "" if file.exported else " Not in an export."
                contents = _contents(file, one_epoch) + about
                yield _of_run(f"{_RUN}/{path}", name, file.summary, contents, BINARY, _BYTES)


def _contents(file: ArrayFile[Any], one_epoch: bool) -> str:
    """Return a description of what an answer holds."""

    def axes(array: Array) -> list[str]:
        return [str(axis) for axis in array.axes if axis != EPOCHS or not one_epoch]

    groups = []
    for shape, arrays in groupby(file.arrays, axes):
        names = ", ".join(f"{array.name} ({_type(array)})" for array in arrays)
        groups.append(f"{names}: ({', '.join(shape)})")
    return "; ".join(groups) + ". The manifest has their order."


def _type(array: Array) -> str:
    if isinstance(array.form, Numbering) and array.form.dtype is None:
        return f"numbers of {array.form.of}"
    return str(array.form.dtype)


def _documents(components: Components) -> Iterator[Operation]:
    yield _open("/api/openapi.json", "getDescription", "This document", "An OpenAPI document.", {"type": "object"})
    listed = "Every run, those that cannot be read with the reason."
    yield _open("/api/runs.json", "listRuns", "The runs of the store", listed, components.refer(documents.RunList))
    for file, name, summary, about, kind in (
        ("run.json", "getRun", "The manifest of a run", "What the run holds.", documents.Run),
        ("sources.json", "getSources", "Where each input came from", "One entry per sample.", documents.Sources),
        (
            "metrics.json",
            "getMetrics",
            "Loss, accuracy, learning rate and seconds",
            "One entry per epoch and split.",
            documents.Metrics,
        ),
        (
            "columns/{column}/texts/{block}.json",
            "getTexts",
            "The texts of a block of samples",
            "One entry per sample.",
            documents.Texts,
        ),
    ):
        yield _of_run(f"{_RUN}/{file}", name, summary, about, JSON, components.refer(kind))
    yield _of_run(f"{_RUN}/thumbnails/{{file}}", "getThumbnails", "One atlas of thumbnails", "An image.", WEBP, _BYTES)


def _jobs(components: Components) -> Iterator[Operation]:
    jobs, job = f"{_RUN}/jobs", components.refer(documents.Job)
    listed = "Running or ended; none where none was requested since the server started."
    yield _open(jobs, "getJobs", "The last job of a run", listed, components.refer(documents.JobList))
    yield (
        jobs,
        "post",
        {
            **_operation(jobs, "requestJob", "Have a layer projected with a setting"),
            "description": "Only for the server's own page, and for programs that send no Origin.",
            "requestBody": {"required": True, "content": _content(JSON, components.refer(documents.LayoutRequest))},
            "responses": _responses({"202": ("It was started, or was running already.", job)}),
        },
    )
    ended = {"200": ("It had ended before.", job), "202": ("It is stopping; the last event says when it has.", job)}
    one = f"{jobs}/{{job}}"
    yield one, "delete", {**_operation(one, "cancelJob", "Cancel a job"), "responses": _responses(ended)}
    events = (
        "Server-sent events whose data is a Job: progress as often as there is some, then one called done, failed or "
        "canceled, which is the last. Comments between them mean nothing."
    )
    followed = _operation(one, "followJob", "The progress of a job")
    yield f"{one}/events", "get", {**followed, "responses": _responses({"200": (events, {"type": "string"})}, EVENTS)}


def _looks(components: Components) -> Iterator[Operation]:
    for file, name, summary, about, kind in (
        ("inside.json", "getInside", "Whether the network can be looked into", "And if not, why.", documents.Inside),
        ("inside/layers.json", "getInsideLayers", "All layers", "In order.", documents.InsideLayers),
        (
            "inside/usual/{epoch}.json",
            "getUsual",
            "What is usual for the samples at one epoch",
            "So that other inputs can be rejected.",
            documents.Usual,
        ),
    ):
        yield _of_run(f"{_RUN}/{file}", name, summary, about, JSON, components.refer(kind))
    for file, name, summary, about in (
        ("inside/graph.onnx", "getGraph", "The network as a graph", "ONNX."),
        ("inside/checkpoints/{epoch}.safetensors", "getCheckpoint", "The weights at one epoch", "Safetensors."),
    ):
        yield _of_run(f"{_RUN}/{file}", name, summary, about, BINARY, _BYTES)
    yield _of_run(
        f"{_RUN}/inside/{{epoch}}/weights/{{number}}.bin",
        "getWeights",
        "With which weights the units of a layer count for each class",
        "weight (float32): (classes, units); bias (float32): (classes,).",
        BINARY,
        _BYTES,
    )
    yield _of_run(
        f"{_RUN}/inside/{{epoch}}/excited/{{layer}}/{{unit}}.json",
        "getExcited",
        "The recorded samples that excite a unit most",
        "With the stored values.",
        JSON,
        components.refer(documents.ExcitedList),
    )
    looks, one = f"{_RUN}/looks", f"{_RUN}/looks/{{input}}"
    sent = {"200": ("It is kept in memory for a while.", components.refer(documents.LookedAt))}
    contents = {kind: {"schema": _BYTES} for kind in ("image/png", "image/jpeg", "image/webp", BINARY)}
    body = {"required": True, "content": {**contents, **_content(JSON, components.refer(documents.SampleInput))}}
    yield (
        looks,
        "post",
        {
            **_operation(looks, "sendInput", "Send what is to be looked at"),
            "description": (
                "A picture, the pixels (height, width, channels) as they are, or a recorded sample. Only for the "
                "server's own page, and for programs that send no Origin."
            ),
            "requestBody": body,
            "responses": _responses(sent),
        },
    )
    at_once = f"{looks}/{{epoch}}/summary.bin"
    yield (
        at_once,
        "post",
        {
            **_operation(at_once, "sendAndLook", "Send what is to be looked at, and see what every layer makes of it"),
            "description": "As sendInput, then getSummary: Content-Location is the address of the summary.",
            "requestBody": body,
            "responses": _responses({"200": ("The arrays that layers.json lists.", _BYTES)}, BINARY),
        },
    )
    ended = {"204": {"description": "No look at it goes on."}, "default": {"$ref": "#/components/responses/Failure"}}
    yield one, "delete", {**_operation(one, "cancelLooks", "Cancel all looks at an input"), "responses": ended}
    yield _of_run(
        f"{one}/{{epoch}}/rejection.json",
        "getRejection",
        "Whether it is like none of the recorded samples",
        "And by which signs.",
        JSON,
        components.refer(documents.Rejection),
    )
    yield _of_run(
        f"{one}/{{epoch}}/place/{{layer}}/{{setting}}.json",
        "getPlace",
        "Where it lies among the recorded samples in a layout",
        "By those that are nearest to it in the layer.",
        JSON,
        components.refer(documents.Placed),
    )
    for file, name, summary, about in (
        ("pixels.bin", "getPixels", "The very pixels that the network is given", "uint8: (height, width, channels)."),
        ("{epoch}/summary.bin", "getSummary", "What every layer makes of it", "The arrays that layers.json lists."),
        (
            "{epoch}/maps/{number}/{first}-{last}.bin",
            "getMaps",
            "Some maps of a layer",
            "range (float32): (maps, 2); map (uint8): (maps, height, width).",
        ),
        (
            "{epoch}/probabilities.bin",
            "getCurve",
            "Probabilities at all epochs, as far as they are known",
            "probability (float32): (epochs, classes); known (uint8): (epochs). Each request fills in more, outward "
            "from the epoch.",
        ),
        (
            "{epoch}/film/{number}/{map}.bin",
            "getFilm",
            "One map at all epochs, as far as they are known",
            "range (float32): (epochs, 2); map (uint8): (epochs, height, width); known (uint8): (epochs). Of a vector, "
            "unit (float32): (epochs); known. Filled in as probabilities are.",
        ),
    ):
        yield _of_run(f"{one}/{file}", name, summary, about, BINARY, _BYTES)


def _of_run(path: str, name: str, summary: str, about: str, mimetype: str, schema: Schema) -> Operation:
    """Return a GET whose answer belongs to a run: it has a tag."""
    headers = {header: {"$ref": f"#/components/headers/{header}"} for header in HEADERS}
    responses = {
        "200": {"description": about, "content": _content(mimetype, schema), "headers": headers},
        "304": {"$ref": "#/components/responses/NotModified"},
        "default": {"$ref": "#/components/responses/Failure"},
    }
    return path, "get", {**_operation(path, name, summary), "responses": responses}


def _open(path: str, name: str, summary: str, about: str, schema: Schema) -> Operation:
    return path, "get", {**_operation(path, name, summary), "responses": _responses({"200": (about, schema)})}


def _operation(path: str, name: str, summary: str) -> dict[str, Any]:
    # By the first part of the address that is not the run.
    tag = path.removeprefix("/api/").removeprefix("runs/{run}/").partition("/")[0].partition(".")[0]
    return {"operationId": name, "tags": [{"run": "runs", "sources": "samples"}.get(tag, tag)], "summary": summary}


def _responses(answers: dict[str, tuple[str, Schema]], mimetype: str = JSON) -> dict[str, Any]:
    described = {
        status: {"description": about, "content": _content(mimetype, schema)}
        for status, (about, schema) in answers.items()
    }
    return {**described, "default": {"$ref": "#/components/responses/Failure"}}


def _content(mimetype: str, schema: Schema) -> dict[str, Any]:
    return {mimetype: {"schema": schema}}


if __name__ == "__main__":
    PATH.write_text(description_text())
