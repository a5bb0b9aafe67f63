"""The atlases of thumbnails, as they are in the store."""

from flask import Blueprint, Response

from epochscope.store import Atlas
from epochscope_api.caching import lasting_tag
from epochscope_api.errors import ThumbnailsNotFound
from epochscope_api.responses import WEBP, answer, remembered
from epochscope_api.run_source import RunSource
from epochscope_api.serving_runs import open_run

blueprint = Blueprint("thumbnails", __name__, url_prefix="/api/runs/<run>/thumbnails")


@blueprint.get("/<file>")
def one_atlas(run: str, file: str) -> Response:
    """One atlas of thumbnails (WebP)."""
    source = open_run(run)
    atlas = _find_atlas(source, file)
    tag, path = lasting_tag(source, "thumbnails", atlas.file, atlas.digest), f"thumbnails/{file}"
    return answer(WEBP, tag, lambda: remembered(source, path, tag, lambda: source.thumbnail_atlas(file)))


def _find_atlas(run: RunSource, file: str) -> Atlas:
    atlases = run.thumbnails.atlases if run.thumbnails else ()
    for atlas in atlases:
        if atlas.file == file:
            return atlas
    known = ", ".join(atlas.file for atlas in atlases) or "no thumbnails"
    raise ThumbnailsNotFound(f"there is no atlas {file!r}; this run has: {known}")
