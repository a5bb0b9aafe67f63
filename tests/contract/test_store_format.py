"""data/README.md says what the store's files hold; this reads it and compares it with the schemas."""

import dataclasses
import re
from pathlib import Path

import pyarrow as pa
import pytest

from epochscope.store import (
    FORMAT_VERSION,
    METHODS,
    Atlas,
    Bounds,
    Column,
    Extent,
    Manifest,
    Placement,
    Projection,
    Setting,
    Thumbnails,
    layout,
    schemas,
)
from epochscope.store.own_columns import KINDS, schema_of

TEXT = (Path(__file__).resolve().parents[2] / "data" / "README.md").read_text()
SCHEMAS = {
    "samples": schemas.samples(),
    "metrics": schemas.METRICS,
    "flipped_labels": schemas.FLIPPED_LABELS,
    "fingerprints": schemas.FINGERPRINTS,
    "usual": schemas.USUAL,
    "predictions": schemas.predictions(10),
    "activations": schemas.activations(10, "float16"),
    "neighbors": schemas.neighbors(10),
    "projection": schemas.PROJECTION,
    "quality": schemas.quality(),
}


def documented_columns(table: str) -> list[tuple[str, str]]:
    section = TEXT.partition(f"\n### {table}\n")[2].partition("\n#")[0]
    return re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", section, flags=re.MULTILINE)


def as_documented(field: pa.Field) -> tuple[str, str]:
    width = {"probabilities": "C", "activation": "width"}.get(field.name, "k")
    return field.name, str(field.type).replace("[10]", f"[{width}]")


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_column_is_documented_with_its_type(table: str):
    assert documented_columns(table) == [as_documented(field) for field in SCHEMAS[table]]


def documented_fields(file: str) -> set[str]:
    section = TEXT.partition(f"\n## `{file}`\n")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| ([^|]+) \|", section, flags=re.MULTILINE)[2:]
    return {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}


def test_every_field_of_the_manifest_is_documented():
    assert documented_fields("run.json") == {field.name for field in dataclasses.fields(Manifest)}


def test_every_field_of_the_index_of_thumbnails_is_documented():
    assert documented_fields("thumbnails/index.json") == {field.name for field in dataclasses.fields(Thumbnails)}
    row = re.search(r"^\| `atlases` \| (.+) \|$", TEXT, flags=re.MULTILINE)
    assert row is not None
    assert set(re.findall(r"`(\w+)`", row[1])) == {field.name for field in dataclasses.fields(Atlas)}


def test_every_field_of_a_projection_is_documented():
    row = re.search(r"^\| `projections` \| (.+) \|$", TEXT, flags=re.MULTILINE)
    assert row is not None
    documented = set(re.findall(r"`(\w+)`", row[1])) - {"unsupported"}
    kinds = (Projection, Setting, Extent, Bounds, Placement)
    assert documented == {field.name for kind in kinds for field in dataclasses.fields(kind)}


def test_every_field_and_kind_of_a_column_is_documented():
    row = re.search(r"^\| `columns` \| (.+) \|$", TEXT, flags=re.MULTILINE)
    assert row is not None
    assert set(re.findall(r"`(\w+)`", row[1])) - {*KINDS} == {field.name for field in dataclasses.fields(Column)}
    (_, *fields) = schema_of([Column(kind, kind, classes=("a",) * (kind == "class")) for kind in KINDS])
    assert documented_columns("columns") == [("sample", "int32"), *((one.name, str(one.type)) for one in fields)]


def test_every_method_is_documented():
    assert all(f"`{method}` (" in TEXT for method in METHODS)


def test_every_path_is_documented():
    setting = Setting(15, 0.1)
    paths = [
        layout.MANIFEST,
        layout.SAMPLES,
        layout.METRICS,
        layout.FLIPPED_LABELS,
        layout.FINGERPRINTS,
        layout.COLUMNS,
        layout.USUAL,
        layout.predictions(7),
        layout.columns(7),
        layout.activations("<layer>", 7),
        layout.checkpoint(7),
        layout.graph(),
        layout.graph_layers(),
        layout.resume_state(7),
        layout.projection("<layer>", setting),
        layout.quality("<layer>", setting),
        layout.neighbors("<layer>", 7),
        layout.thumbnail("atlas-0000.webp"),
        layout.THUMBNAIL_INDEX,
    ]
    tree = TEXT.partition("<store>/<run>/\n")[2].partition("```")[0]
    assert [line.split()[0] for line in tree.splitlines()] == paths


def test_the_version_is_the_documented_one():
    assert TEXT.startswith(f"# The run store, format version {FORMAT_VERSION}\n")
