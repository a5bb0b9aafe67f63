"""Which version of each file belongs to a run."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Files:
    """The digest (BLAKE2b, 16 bytes) of the content of each file, by its path.

    ``coming`` has that of a file which is to be replaced under its name: until the next commit it may have either.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    coming: Mapping[str, str] = field(default_factory=dict)

    def of(self, path: str) -> tuple[str, ...]:
        """Return the digests that the file at ``path`` may have, none if none is known."""
        return tuple(known[path] for known in (self.versions, self.coming) if path in known)

    def announcing(self, path: str, digest: str, present: str | None) -> "Files":
        """Return these with the digest that ``path`` is to have; ``present`` is the one that it has."""
        versions = {path: present} if present in self.of(path) else {}
        return Files({**self.versions, **versions}, {**self.coming, path: digest})

    def with_written(self, written: Mapping[str, str], listed: Container[str]) -> "Files":
        """Return these after a commit: with what was written, and without files that are not ``listed``."""
        versions = {path: digest for path, digest in {**self.versions, **written}.items() if path in listed}
        coming = {path: digest for path, digest in self.coming.items() if path in listed and path not in written}
        return Files(dict(sorted(versions.items())), coming)
