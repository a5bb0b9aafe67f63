"""Every failure in one shape: ``{"error": {"status", "name", "message"}}`` with the matching HTTP status."""

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.factories import BadFactory, FactoryFailed, UnknownFactory
from epochscope.looking import (
    LookCanceled,
    LookFailed,
    MapsNotFound,
    NotLookable,
    NotPlaced,
    PictureTooLarge,
    SampleNotFound,
    UnusablePicture,
    WeightsNotFound,
)
from epochscope.models import WrongWeights
from epochscope.store import (
    BadName,
    ColumnNotFound,
    DamagedRun,
    EpochNotFound,
    LayerNotFound,
    NewerFormat,
    NotKept,
    ProjectionNotFound,
    RunBusy,
    RunNotFound,
)
from epochscope_api.foreign import ForeignPage
from epochscope_api.jobs import JobNotFound, TooManyListeners
from epochscope_api.look_inputs import InputNotFound
from epochscope_api.looker import LookerStopped, TooManyLooks
from epochscope_api.responses import json_response
from epochscope_api.serving_runs import served_store


class BadAddress(UnusableInput):
    """A part of the URL is not in its one spelling."""


class BlockNotFound(UnusableInput):
    """The run has fewer blocks of samples."""


class ArraysNotFound(UnusableInput):
    """The run lacks what these arrays are made from, as an imported one may."""


class LabelErrorsNotFound(ArraysNotFound):
    """The run has nothing that speaks against a label: it was not trained yet, or lacks labels or predictions."""


class ThumbnailsNotFound(UnusableInput):
    """The run has no such atlas of thumbnails."""


class UnitNotFound(UnusableInput):
    """The run keeps no activations of this unit."""


STATUSES: Mapping[type[Exception], int] = {
    BadAddress: 400,
    BadName: 400,
    RunNotFound: 404,
    ColumnNotFound: 404,
    LayerNotFound: 404,
    EpochNotFound: 404,
    ProjectionNotFound: 404,
    BlockNotFound: 404,
    ArraysNotFound: 404,
    ThumbnailsNotFound: 404,
    UnitNotFound: 404,
    JobNotFound: 404,
    NotLookable: 404,
    InputNotFound: 404,
    SampleNotFound: 404,
    MapsNotFound: 404,
    WeightsNotFound: 404,
    NotPlaced: 404,
    PictureTooLarge: 413,
    LookCanceled: 409,
    TooManyLooks: 429,
    UnusableInput: 400,
    ForeignPage: 403,
    NewerFormat: 409,
    RunBusy: 409,
    DamagedRun: 422,
    WrongWeights: 422,
    FactoryFailed: 422,
    LookFailed: 422,
    TooManyListeners: 503,
    LookerStopped: 503,
    EpochscopeError: 500,
}


_NAMED: Mapping[str, type[EpochscopeError]] = {
    kind.__name__: kind
    for kind in (
        *(LookCanceled, LookFailed, MapsNotFound, NotLookable, NotPlaced, PictureTooLarge, SampleNotFound),
        *(UnusablePicture, WeightsNotFound),
        *(BadFactory, FactoryFailed, UnknownFactory, WrongWeights),
        *(BadName, DamagedRun, EpochNotFound, LayerNotFound, NewerFormat, NotKept, ProjectionNotFound, RunNotFound),
    )
}
"""What the process that looks may name."""


def error_of(name: str, message: str) -> EpochscopeError:
    """Return an error that another process named."""
    return _NAMED.get(name, LookFailed)(message)


def register_error_handlers(app: Flask) -> None:
    """Answer every failure in the one shape, those of unknown URLs included."""
    app.register_error_handler(EpochscopeError, _answer_named)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)


def error_document(status: int, name: str, message: str) -> dict[str, object]:
    """Return the one shape of a failure."""
    return {"error": {"status": status, "name": name, "message": message}}


def message_of(error: EpochscopeError) -> str:
    """Return the error's message without the location of the store on this machine."""
    return without_location(str(error), served_store().location)


def without_location(text: str, location: str) -> str:
    """Return text without the location of the store on this machine."""
    location = location.removeprefix("file://")
    if "://" in location:
        return text
    root = Path(os.path.abspath(location)).as_posix().rstrip("/")
    return text.replace(f"{root}/", "").replace(root, "the store") if root else text


def _answer_named(error: EpochscopeError) -> Response:
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    if isinstance(error, DamagedRun) or status >= 500:
        current_app.logger.error("%s %s: %s", request.method, request.path, error)
    return json_response(error_document(status, type(error).__name__, message_of(error)), status)


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    answer = json_response(error_document(status, type(error).__name__, _http_message(error)), status)
    for name, value in error.get_headers():
        if name != "Content-Type":
            answer.headers[name] = value
    return answer


def _answer_unexpected(error: Exception) -> Response:
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    message = "the server failed; its log says why"
    return json_response(error_document(500, InternalServerError.__name__, message), 500)


def _http_message(error: HTTPException) -> str:
    if isinstance(error, NotFound):
        return "there is nothing at this address; /api/openapi.json lists what there is"
    if isinstance(error, MethodNotAllowed):
        return f"{request.method} is not allowed here; use {_methods(error)}"
    return error.description or error.name


def _methods(error: MethodNotAllowed) -> str:
    return ", ".join(sorted(set(error.valid_methods or ()) - {"OPTIONS"}))
