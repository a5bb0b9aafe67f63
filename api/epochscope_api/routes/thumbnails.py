"""The atlases of thumbnails, under names that those of other images do not have, and under their names in the store."""

from flask import Blueprint, Response

from epochscope.store import Atlas
from epochscope_api.addresses import atlas_file
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
    tag, path = lasting_tag(source, "thumbnails", atlas.file, atlas.digest), f"thumbnails/{atlas.file}"
    return answer(WEBP, tag, lambda: remembered(source, path, tag, lambda: source.thumbnail_atlas(atlas.file)))


def _find_atlas(run: RunSource, file: str) -> Atlas:
    atlases = run.thumbnails.atlases if run.thumbnails else ()
    for atlas in atlases:
        if file in (atlas_file(atlas), atlas.file):
            return atlas
    known = ", ".join(map(atlas_file, atlases)) or "no thumbnails"
    raise ThumbnailsNotFound(f"there is no atlas {file!r}; this run has: {known}")
