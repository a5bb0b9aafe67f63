"""A short text that changes if, and only if, a projection would come out different."""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version

from epochscope.store import RunReader, Setting

_FORMAT = 2
"""Raise it when the same inputs and settings no longer give the same projection."""


def fingerprint(reader: RunReader, layer: str, setting: Setting, seed: int, epochs: Sequence[int]) -> str:
    """Return 32 hexadecimal digits over setting, seed, and the activations of ``layer`` at each of ``epochs``.

    Only the digests in the activations' files are read, not the activations; times and paths play no part.
    Raises DamagedRun if a file is missing.
    """
    parts = {
        "format": _FORMAT,
        "umap-learn": umap_version(),
        "setting": str(setting),
        "seed": seed,
        "activations": [[epoch, reader.activation_digest(layer, epoch)] for epoch in epochs],
    }
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def umap_version() -> str:
    """Return the version of umap-learn without importing it, which takes seconds."""
    return version("umap-learn")
