"""The OpenAPI description of the API."""

from pathlib import Path

from flask import Blueprint, Response

from epochscope_api.answers import JSON

DESCRIPTION = Path(__file__).parents[1] / "openapi.json"

blueprint = Blueprint("openapi", __name__, url_prefix="/api")


@blueprint.get("/openapi.json")
def description() -> Response:
    """What can be asked here, and what is answered."""
    return Response(DESCRIPTION.read_bytes(), mimetype=JSON)
