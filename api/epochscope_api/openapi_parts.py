"""The parts of the OpenAPI description that are written by hand."""

from typing import Any

INFO: dict[str, Any] = {
    "title": "Epochscope",
    "version": "1",
    "summary": "Watch a neural network learn: the runs of a store, and other layouts of them on demand.",
    "description": (
        "Every address is a file path without a query string, so that a static folder can hold the same answers. "
        "Binary answers are little-endian arrays, one after the other without padding; the manifest (run.json) lists "
        "their names, types and shapes. The addresses below jobs are there only where runs.json says takes_jobs, those "
        "below looks and of an epoch below inside only where it says looks; everything else is read only."
    ),
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}


def _parameter(name: str, description: str, example: str, **schema: object) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", **schema},
        "example": example,
    }


_NUMBER = "^(0|[1-9][0-9]*)$"
PARAMETERS: dict[str, Any] = {
    "run": _parameter("run", "Name of the run.", "digits", pattern="^[A-Za-z0-9_][A-Za-z0-9_.+-]*$", maxLength=128),
    "layer": _parameter("layer", "Name of the layer.", "stem"),
    "setting": _parameter(
        "setting",
        "n<n_neighbors>-d<min_dist>, in its one spelling; with stock- or umap- before it for those methods, "
        "pca-n0-d0.0 for pca.",
        "n15-d0.1",
        pattern=r"^(((stock|umap)-)?n[1-9][0-9]*-d[0-9][0-9.e-]*|pca-n0-d0\.0)$",
    ),
    "epoch": _parameter("epoch", "A plain number without leading zeros.", "7", pattern=_NUMBER),
    "block": _parameter(
        "block", "A block of consecutive samples: a plain number without leading zeros.", "0", pattern=_NUMBER
    ),
    "column": _parameter("column", "Number of a column in the manifest, from 0.", "0", pattern=_NUMBER),
    "file": _parameter("file", "File of an atlas, as the manifest lists it.", "atlas-0000-5f1c9a02.webp"),
    "input": _parameter("input", "Id of an input.", "3cfc420688957f373cfc4206", pattern="^[0-9a-f]{24}$"),
    "number": _parameter("number", "Place of a layer in the forward pass, from 0.", "2", pattern=_NUMBER),
    "first": _parameter("first", "The first map, from 0.", "0", pattern=_NUMBER),
    "last": _parameter("last", "The last map.", "15", pattern=_NUMBER),
    "map": _parameter("map", "A map of a layer, or a unit of a vector, from 0.", "7", pattern=_NUMBER),
    "unit": _parameter("unit", "A unit or a map of a recorded layer, from 0.", "7", pattern=_NUMBER),
    "job": _parameter("job", "Id of the job.", "3cfc420688957f37"),
}
HEADERS: dict[str, Any] = {
    "ETag": {
        "description": (
            "The same as long as the answer is: that of one epoch never changes, whatever is recorded after it; that "
            "of an answer about all epochs changes with the manifest's revision."
        ),
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "no-cache: ask again with If-None-Match.",
        "schema": {"type": "string", "const": "no-cache"},
    },
}
RESPONSES: dict[str, Any] = {
    "NotModified": {"description": "Nothing has changed since the ETag sent in If-None-Match."},
    "Failure": {
        "description": (
            "Any failure: 400 a malformed name, number or body, 403 requested by another site's page, 404 not there, "
            "405 another method is needed, 409 written by a newer Epochscope, being projected already, or a look "
            "that was canceled, 413 and 415 too large or of another type, 422 damaged, or a network that fails, 429 "
            "newer looks took the turn, 500 unexpected, 503 too many followers, or the process that looks ended."
        ),
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    },
}
