"""Where every sample came from, and the texts of samples."""

from flask import Blueprint, Response

from epochscope_api.addresses import parse_block
from epochscope_api.array_files import identity_of, rows_of_block
from epochscope_api.caching import lasting_tag
from epochscope_api.owners import OneColumn, WholeRun
from epochscope_api.responses import JSON, answer, json_bytes, remembered
from epochscope_api.serving_runs import open_run
from epochscope_api.texts import require_texts, text_blocks

blueprint = Blueprint("samples", __name__, url_prefix="/api/runs/<run>")


@blueprint.get("/sources.json")
def all_sources(run: str) -> Response:
    """Where each input came from, so that it can be found again, in this run's data set and in another run."""
    source = open_run(run)
    tag = lasting_tag(source, "sources")
    return answer(
        JSON, tag, lambda: json_bytes({"sources": list(source.samples().source)}), identity_of(WholeRun(source))
    )


@blueprint.get("/columns/<column>/texts/<block>.json")
def texts(run: str, column: str, block: str) -> Response:
    """The texts of a block of samples."""
    source, number = open_run(run), parse_block(block)
    owner = OneColumn.find(source, {"column": column})
    require_texts(owner)
    rows_of_block(source, number)
    tag = lasting_tag(source, "texts", owner.address, owner.origin)
    return answer(
        JSON,
        tag,
        # All blocks at once, as the store has all texts in one file.
        lambda: remembered(source, f"texts {column}", tag, lambda: text_blocks(owner)).splitlines()[number],
        identity_of(owner),
    )
