"""The index of a run's thumbnails, a file of its own: thumbnails can be made without changing the manifest."""

import hashlib
import json
from dataclasses import dataclass

from epochscope.store.errors import DamagedRun
from epochscope.store.typed_json import from_json, to_json


@dataclass(frozen=True)
class Atlas:
    """One atlas file, the consecutive samples in it, and the digest (BLAKE2b, 16 bytes) of its content."""

    file: str
    first_sample: int
    samples: int
    digest: str


@dataclass(frozen=True)
class Thumbnails:
    """Images of all samples, tiled row by row into atlases of columns × rows tiles, each width × height pixels."""

    width: int
    height: int
    columns: int
    rows: int
    atlases: tuple[Atlas, ...]


def atlas_digest(content: bytes) -> str:
    """Return the digest of an atlas file's content."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def parse_thumbnails(text: bytes, run: str) -> Thumbnails:
    """Return the thumbnails that an index lists; raise DamagedRun."""
    try:
        return from_json(Thumbnails, json.loads(text))
    except (ValueError, RecursionError) as error:
        raise DamagedRun(f"thumbnails/index.json of run {run!r} cannot be read: {error}") from error


def format_thumbnails(thumbnails: Thumbnails) -> bytes:
    """Return the index as the content of its file."""
    return (json.dumps(to_json(thumbnails), indent=1) + "\n").encode()
