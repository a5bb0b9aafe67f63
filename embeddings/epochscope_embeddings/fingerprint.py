"""A short text that changes when, and only when, a projection would come out different."""

import hashlib
import json
from importlib.metadata import version

from epochscope.store import RunReader
from epochscope_embeddings.align import METHOD, AlignSettings

_FORMAT = 1
"""To be raised when the same inputs and settings no longer give the same projection."""


def fingerprint(reader: RunReader, layer: str, settings: AlignSettings) -> str:
    """Return 32 hexadecimal digits over settings, method, and what is recorded of ``layer`` at every epoch.

    Activations are not read, only the digests that their files carry; times and paths do not take part.
    Raises DamagedRun where a file is missing.
    """
    parts = {
        "format": _FORMAT,
        "method": METHOD,
        "umap-learn": umap_version(),
        "n_neighbors": settings.n_neighbors,
        "min_dist": settings.min_dist,
        "seed": settings.seed,
        "activations": [[epoch, reader.activation_digest(layer, epoch)] for epoch in reader.manifest.epochs],
    }
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def umap_version() -> str:
    """Return the version of umap-learn without importing it, which takes seconds."""
    return version("umap-learn")
