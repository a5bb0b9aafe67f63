"""Thumbnails of only some samples: the tiles of these, put together again."""

from epochscope.sharing.thumbnails import AtlasBuilder, tiles
from epochscope.store import Manifest
from epochscope_api.partial_run import PartialRun, Rows
from epochscope_api.run_source import StoredRun


class ThinnedRun(PartialRun):
    """A part of a run that has fewer samples, with thumbnails of these alone; raise DamagedRun."""

    def __init__(self, whole: StoredRun, manifest: Manifest, rows: Rows) -> None:
        self._atlases: dict[str, bytes] = {}
        builder = AtlasBuilder(self._atlases.__setitem__)
        for tile in tiles(whole.reader, rows):
            builder.add(tile)
        super().__init__(whole, manifest, rows)
        self.thumbnails = builder.finish()

    def thumbnail_atlas(self, file: str) -> bytes:
        """Return one atlas."""
        return self._atlases[file]
