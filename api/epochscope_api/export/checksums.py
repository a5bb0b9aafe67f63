"""Checksums of all that an export has of a run, in the documents that list it.

A static host does not say what an answer is of, and may serve files of a later export to a page that has the
manifest of an earlier one: the page compares what arrives with these.
"""

import zlib
from collections.abc import Callable
from typing import Any

from epochscope_api.array_files import ArrayFile

ChecksumOf = Callable[[str], str]
"""Returns the checksum of what is at a path."""


def checksum(content: bytes) -> str:
    """Return the CRC-32 of a content, as eight hexadecimal digits."""
    return f"{zlib.crc32(content):08x}"


def stand_in(path: str) -> str:
    """Return something as long as the checksum of what is at a path, and as hard to compress."""
    return checksum(path.encode())


def checksums_of(file: ArrayFile[Any], described: dict[str, Any], samples: int, of: ChecksumOf) -> dict[str, Any]:
    """Return what a manifest says of the answers of an entry of the table, beside what is ``described``."""
    found: dict[str, Any] = {}
    if file.path is not None:
        found["checksum"] = of(described["path"])
    if file.epoch_path is not None:
        found["epoch_checksums"] = [of(path) for path in epoch_paths(described)]
    if file.block_path is not None:
        found["block_checksums"] = [of(path) for path in block_paths(described, samples)]
    return found


def epoch_paths(described: dict[str, Any]) -> list[str]:
    """Return the path of each epoch."""
    return [described["epoch_path"].format(epoch=epoch) for epoch in described["epochs"]]


def block_paths(described: dict[str, Any], samples: int) -> list[str]:
    """Return the path of each block."""
    blocks = -(-samples // described["block"])
    return [described["block_path"].format(block=block) for block in range(blocks)]
