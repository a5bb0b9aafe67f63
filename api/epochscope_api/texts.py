"""Columns of texts: what the manifest says of them, and the answers of all blocks."""

from typing import Any

from epochscope_api.array_files import BLOCK, identity_of
from epochscope_api.errors import ArraysNotFound
from epochscope_api.owners import OneColumn
from epochscope_api.responses import json_bytes


def describe_texts(owner: OneColumn) -> dict[str, Any] | None:
    """Return what the manifest says of a column's texts, ``None`` where it has none."""
    if owner.column.kind != "text":
        return None
    path = f"columns/{owner.number}/texts/{{block}}.json"
    return {"identity": identity_of(owner), "block": BLOCK, "block_path": path}


def require_texts(owner: OneColumn) -> None:
    """Raise ArraysNotFound unless the column holds texts."""
    if owner.column.kind != "text":
        raise ArraysNotFound(f"column {owner.column.name!r} of run {owner.run.name!r} has no texts")


def text_blocks(owner: OneColumn) -> bytes:
    """Return the answers of all blocks, one per line."""
    texts = list(owner.run.column(owner.column.name))
    return b"\n".join(json_bytes({"texts": texts[first : first + BLOCK]}) for first in range(0, len(texts), BLOCK))
