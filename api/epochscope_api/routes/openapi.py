"""The OpenAPI description of the API."""

from flask import Blueprint, Response

from epochscope_api.openapi import PATH
from epochscope_api.responses import JSON

blueprint = Blueprint("openapi", __name__, url_prefix="/api")


@blueprint.get("/openapi.json")
def description() -> Response:
    """What can be requested here, and what is answered."""
    return Response(PATH.read_bytes(), mimetype=JSON)
