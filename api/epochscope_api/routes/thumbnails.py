"""The atlases of thumbnails, as they lie in the store."""

from flask import Blueprint, Response

from epochscope.store import DamagedRun, RunReader, Thumbnails
from epochscope_api.answers import WEBP, answer, open_run
from epochscope_api.errors import ThumbnailsNotFound

blueprint = Blueprint("thumbnails", __name__, url_prefix="/api/runs/<run>/thumbnails")


@blueprint.get("/<file>")
def one_atlas(run: str, file: str) -> Response:
    """One atlas of thumbnails (WebP)."""
    reader = open_run(run)
    _require_atlas(reader.thumbnails, file)
    return answer(reader, WEBP, lambda: _read(reader, file))


def _require_atlas(thumbnails: Thumbnails | None, file: str) -> None:
    known = [atlas.file for atlas in thumbnails.atlases] if thumbnails else []
    if file not in known:
        raise ThumbnailsNotFound(f"there is no atlas {file!r}; this run has: {', '.join(known) or 'no thumbnails'}")


def _read(run: RunReader, file: str) -> bytes:
    try:
        return run.thumbnail_atlas(file)
    except OSError as error:
        raise DamagedRun(f"thumbnails/{file} of run {run.name!r} is missing or cannot be read") from error
