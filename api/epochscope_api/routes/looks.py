"""Look into a run's network: send an input, and read what every layer makes of it at any epoch. On demand."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from flask import Blueprint, Flask, Response, current_app, request
from numpy.typing import NDArray
from werkzeug.exceptions import UnsupportedMediaType

from epochscope.errors import UnusableInput
from epochscope.looking import Frame, NotLookable, Preprocessing, UnusablePicture, require_lookable
from epochscope.store import Manifest
from epochscope_api.addresses import parse_epoch, parse_number, parse_setting
from epochscope_api.caching import lasting_tag, revision_tag
from epochscope_api.errors import error_of
from epochscope_api.excited_samples import ExcitedSamples, require_unit
from epochscope_api.foreign import has_own_name, require_no_foreign_page, require_own_page
from epochscope_api.look_inputs import Inputs
from epochscope_api.looker import Looker
from epochscope_api.responses import BINARY, JSON, answer, json_bytes, json_response
from epochscope_api.run_source import RunSource
from epochscope_api.serving_runs import open_run

LARGEST_PICTURE = 8 << 20
PICTURES = ("image/png", "image/jpeg", "image/webp")
SECONDS_OF_CURVE = 0.25
"""After how long an answer about all epochs comes, complete or not."""
_LARGEST_JSON = 512
_KEY = "epochscope.looks"

blueprint = Blueprint("looks", __name__, url_prefix="/api/runs/<run>")
blueprint.before_request(require_own_page)


@dataclass(frozen=True)
class _Looks:
    looker: Looker
    inputs: Inputs = field(default_factory=Inputs)
    excited: ExcitedSamples = field(default_factory=ExcitedSamples)
    # In every tag: after a restart the same network may answer otherwise, as its operator may have changed its code.
    start: str = field(default_factory=lambda: secrets.token_hex(4))
    _lookable: dict[str, tuple[Manifest, Preprocessing]] = field(default_factory=dict)

    def require_lookable(self, run: RunSource) -> Preprocessing:
        """Return how a picture becomes an input of the run's network; raise NotLookable."""
        manifest, preprocessing = self._lookable.get(run.name, (None, None))
        if manifest is not run.manifest or preprocessing is None:
            # Once per manifest: to look for factories, the metadata of all installed packages is read.
            preprocessing = require_lookable(run.manifest, run.name, self.looker.models.get(run.name))
            self._lookable[run.name] = run.manifest, preprocessing
        return preprocessing


def take_looks(app: Flask, store: str, models: Mapping[str, str]) -> None:
    """Make the app one that looks into networks; ``models`` has the factories that may be imported, by run."""
    app.extensions[_KEY] = _Looks(Looker(store, models))
    app.register_blueprint(blueprint)


def stop_looks(app: Flask) -> None:
    """End the process that looks, where there is one."""
    if _KEY in app.extensions:
        app.extensions[_KEY].looker.stop()


def takes_looks(app: Flask) -> bool:
    """Whether the app looks into networks."""
    return _KEY in app.extensions


def offers_looks() -> bool:
    """Whether the app that is answering would look for the page that is asking."""
    return takes_looks(current_app) and has_own_name()


def require_looks(run: RunSource) -> Preprocessing:
    """Return how a picture becomes an input where the app looks into a run's network; raise NotLookable."""
    if not offers_looks():
        raise NotLookable("this server does not look into networks: a browser computes some by itself")
    return _looks().require_lookable(run)


def layers_to_look_at(run: RunSource) -> Mapping[str, Any]:
    """Return what the process that looks says of a network: its layers, and whether it is the recorded one."""
    return _ask(run, {"do": "describe"}).head


def mark_of_looks() -> str:
    """Return what belongs into the tags of answers that depend on whether and how the app looks."""
    return _looks().start if offers_looks() else "none"


@blueprint.get("/inside/<epoch>/weights/<number>.bin")
def weights(run: str, epoch: str, number: str) -> Response:
    """The weights with which the units of a layer count for each class, (classes, units), and the biases (classes,)."""
    source = open_run(run)
    _looks().require_lookable(source)
    wanted = {"do": "weights", "epoch": parse_epoch(epoch), "layer": parse_number(number, "a layer")}
    return answer(BINARY, _tag(source, *wanted.values()), lambda: _raw(_ask(source, wanted)))


@blueprint.get("/inside/<epoch>/excited/<layer>/<unit>.json")
def excited(run: str, epoch: str, layer: str, unit: str) -> Response:
    """The recorded samples that excite a unit of a recorded layer most."""
    source = open_run(run)
    wanted = parse_epoch(epoch), layer, parse_number(unit, "a unit")
    require_unit(source, *wanted)
    tag = _tag(source, "excited", *wanted)
    return answer(JSON, tag, lambda: json_bytes({"samples": _looks().excited.of(source, *wanted)}))


@blueprint.post("/looks")
def send(run: str) -> Response:
    """Keep an input, sent as a picture, as pixels, or as the number of a recorded sample."""
    source = open_run(run)
    preprocessing = _looks().require_lookable(source)
    pixels, picture = _read(source, preprocessing)
    return json_response({"input": _looks().inputs.add(source.name, pixels), "picture": picture})


@blueprint.post("/looks/<epoch>/summary.bin")
def send_and_look(run: str, epoch: str) -> Response:
    """Keep an input as ``send`` does, and answer its summary: one request for each movement of a pen."""
    source = open_run(run)
    wanted = {"do": "summary", "epoch": parse_epoch(epoch)}
    kept, _ = _read(source, _looks().require_lookable(source))
    number = _looks().inputs.add(source.name, kept)
    response = Response(_raw(_ask(source, {**wanted, "input": number}, {"pixels": kept})), mimetype=BINARY)
    response.headers["Content-Location"] = f"../{number}/{wanted['epoch']}/summary.bin"
    return response


@blueprint.delete("/looks/<input>")
def cancel(run: str, input: str) -> Response:
    """Have all looks at an input end that have no answer yet; it is kept."""
    source = open_run(run)
    _looks().inputs.find(source.name, input)
    _looks().looker.cancel(input)
    return Response(status=204)


@blueprint.get("/looks/<input>/pixels.bin")
def pixels(run: str, input: str) -> Response:
    """The very pixels that the network is given, (height, width, channels)."""
    source = open_run(run)
    kept = _looks().inputs.find(source.name, input)
    return answer(BINARY, _tag(source, input, "pixels"), kept.tobytes)


@blueprint.get("/looks/<input>/<epoch>/summary.bin")
def summary(run: str, input: str, epoch: str) -> Response:
    """Probabilities, and range and units of all layers; all maps too where they are small."""
    return _look(run, input, {"do": "summary", "epoch": parse_epoch(epoch)})


@blueprint.get("/looks/<input>/<epoch>/maps/<number>/<first>-<last>.bin")
def maps(run: str, input: str, epoch: str, number: str, first: str, last: str) -> Response:
    """Some maps of one layer."""
    chosen = {"layer": parse_number(number, "a layer"), "first": parse_number(first, "a map")}
    last_map = parse_number(last, "a map")
    return _look(run, input, {"do": "maps", "epoch": parse_epoch(epoch), **chosen, "last": last_map})


@blueprint.get("/looks/<input>/<epoch>/rejection.json")
def rejection(run: str, input: str, epoch: str) -> Response:
    """Whether the input is like none of the recorded samples, and by which signs."""
    source = open_run(run)
    kept = _looks().inputs.find(source.name, input)
    wanted = {"do": "judge", "epoch": parse_epoch(epoch)}
    tag = _tag(source, *wanted.values(), input)
    return answer(JSON, tag, lambda: json_bytes(_ask(source, {**wanted, "input": input}, {"pixels": kept}).head))


@blueprint.get("/looks/<input>/<epoch>/place/<layer>/<setting>.json")
def place(run: str, input: str, epoch: str, layer: str, setting: str) -> Response:
    """Where the input lies among the recorded samples in a layout."""
    source = open_run(run)
    kept = _looks().inputs.find(source.name, input)
    number, chosen = parse_epoch(epoch), parse_setting(setting)
    wanted = {"do": "place", "epoch": number, "layer": layer, "setting": asdict(chosen), "input": input}
    tag = f"{revision_tag(source)}-{_tag(source, 'place', number, layer, chosen, input)}"
    return answer(JSON, tag, lambda: json_bytes(_ask(source, wanted, {"pixels": kept}).head))


@blueprint.get("/looks/<input>/<epoch>/probabilities.bin")
def probabilities(run: str, input: str, epoch: str) -> Response:
    """The probabilities at all epochs that are known so far; each request fills in more, outward from ``epoch``."""
    return _fill(run, input, {"do": "curve", "epoch": parse_epoch(epoch)})


@blueprint.get("/looks/<input>/<epoch>/film/<number>/<map>.bin")
def film(run: str, input: str, epoch: str, number: str, map: str) -> Response:
    """One map of a layer, or one unit of a vector, at all epochs, filled in as ``probabilities`` are."""
    chosen = {"layer": parse_number(number, "a layer"), "map": parse_number(map, "a map")}
    return _fill(run, input, {"do": "film", "epoch": parse_epoch(epoch), **chosen})


def _fill(run: str, input: str, wanted: dict[str, Any]) -> Response:
    source = open_run(run)
    kept = _looks().inputs.find(source.name, input)
    limits = {"input": input, "seconds": SECONDS_OF_CURVE}
    found = _ask(source, {**wanted, **limits}, {"pixels": kept}, gives_way=True)
    # The tag of what is known: an answer that is not complete is another one the next time.
    known = found.arrays["known"].tobytes().hex()
    facts = {name: value for name, value in wanted.items() if name != "epoch"}
    return answer(BINARY, _tag(source, input, *facts.values(), source.manifest.checkpoints, known), lambda: _raw(found))


def _look(run: str, input: str, wanted: dict[str, Any]) -> Response:
    source = open_run(run)
    kept = _looks().inputs.find(source.name, input)
    tag = _tag(source, *wanted.values(), input)
    return answer(BINARY, tag, lambda: _raw(_ask(source, {**wanted, "input": input}, {"pixels": kept})))


def _ask(
    run: RunSource,
    wanted: dict[str, Any],
    arrays: Mapping[str, NDArray[Any]] | None = None,
    gives_way: bool = False,
) -> Frame:
    """Return the answer of the process that looks; raise the error that it names."""
    require_no_foreign_page()
    about = wanted.get("input", "")
    found = _looks().looker.ask(Frame({**wanted, "run": run.name}, arrays or {}), about, gives_way)
    head = {name: value for name, value in found.head.items() if name != "number"}
    if "error" in head:
        raise error_of(**head["error"])
    return Frame(head, found.arrays)


def _raw(found: Frame) -> bytes:
    return b"".join(array.tobytes() for array in found.arrays.values())


def _tag(run: RunSource, *facts: object) -> str:
    return lasting_tag(run, _looks().start, *facts)


def _read(run: RunSource, preprocessing: Preprocessing) -> tuple[NDArray[np.uint8], dict[str, Any] | None]:
    """Return the pixels of the input that was sent, and what they were made from if that was a picture."""
    if request.mimetype == JSON:
        return _ask(run, {"do": "sample", "sample": _sample()}).arrays["pixels"], None
    if request.mimetype == BINARY:
        return _raw_pixels(preprocessing), None
    if request.mimetype not in PICTURES:
        allowed = ", ".join((*PICTURES, BINARY, JSON))
        raise UnsupportedMediaType(f"send one of {allowed}, not {request.mimetype[:80] or 'nothing of a named type'}")
    content = np.frombuffer(_body(LARGEST_PICTURE), np.uint8)
    found = _ask(run, {"do": "decode"}, {"content": content})
    return found.arrays["pixels"], dict(found.head)


def _raw_pixels(preprocessing: Preprocessing) -> NDArray[np.uint8]:
    size = int(np.prod(preprocessing.shape))
    content = _body(LARGEST_PICTURE)
    if len(content) != size:
        shape = " × ".join(map(str, preprocessing.shape))
        raise UnusablePicture(f"an input has {size} bytes (height, width, channels: {shape}), not {len(content)}")
    return np.frombuffer(content, np.uint8).reshape(preprocessing.shape)


def _sample() -> int:
    request.max_content_length = _LARGEST_JSON
    body = request.get_json(silent=True)
    sample = body.get("sample") if isinstance(body, dict) and len(body) == 1 else None
    if type(sample) is not int or not 0 <= sample < 2**31:
        raise UnusableInput('send a JSON object with the number of a sample and nothing else: {"sample": 7}')
    return sample


def _body(most: int) -> bytes:
    request.max_content_length = most
    return request.get_data(cache=False)


def _looks() -> _Looks:
    looks = current_app.extensions[_KEY]
    assert isinstance(looks, _Looks)
    return looks
