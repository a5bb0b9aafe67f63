"""Facts about a run that the user gives, checked before anything is computed; without torch."""

import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from epochscope.errors import UnusableInput
from epochscope.record.errors import UnknownLayer
from epochscope.record.plan import Details
from epochscope.sharing.images import check_image
from epochscope.store import Metric
from epochscope.store.columns import require_values
from epochscope.store.ranges import LARGEST_EPOCH, LARGEST_SIDE
from epochscope.store.schemas import ACTIVATION_DTYPES
from epochscope.store.typed_json import require_json


def check_classes(classes: Iterable[str] | Mapping[int, str] | Mapping[str, int]) -> tuple[str, ...]:
    """Return the names of the classes, in the order of the logits."""
    if isinstance(classes, Mapping):
        classes = _in_order(classes)
    if isinstance(classes, str | bytes | set | frozenset) or not isinstance(classes, Iterable):
        raise UnusableInput(f"classes must be a list of names in the order of the logits, not {classes!r}")
    names = tuple(map(str, classes))
    if not names:
        raise UnusableInput("classes must be a list of at least one name, not an empty one")
    for number, name in enumerate(names):
        if not name.strip():
            raise UnusableInput(f"class {number} has an empty name")
        _check_text(name, f"the name of class {number}")
    return names


def check_dtype(dtype: str) -> str:
    """Return the type of stored activations."""
    if dtype not in ACTIVATION_DTYPES:
        raise UnusableInput(f"dtype must be one of {', '.join(ACTIVATION_DTYPES)}, not {dtype!r}")
    return dtype


def check_epoch(epoch: object) -> int:
    """Return the number of an epoch."""
    number = _whole(epoch)
    if number is None or not 0 <= number <= LARGEST_EPOCH:
        raise UnusableInput(f"an epoch is a whole number from 0 to {LARGEST_EPOCH:,}, not {epoch!r}")
    return number


def require_next(epoch: int, last: int | None) -> None:
    """Raise UnusableInput unless ``epoch`` follows the ``last`` recorded one, ``None`` if there is none."""
    if last is not None and epoch <= last:
        raise UnusableInput(f"epoch {epoch} does not follow epoch {last}, the last recorded one")


def check_metrics(metrics: Iterable[Metric]) -> tuple[Metric, ...]:
    """Return metrics with plain numbers."""
    plain = tuple(_plain_metric(metric) for metric in metrics)
    for metric in plain:
        if metric.accuracy < 0 or metric.accuracy > 1:
            raise UnusableInput(f"the accuracy of a metric is a share from 0 to 1, not {metric.accuracy:g}")
    return plain


def check_recommended(layer: str | None, layers: Iterable[str]) -> None:
    """Raise UnknownLayer unless the layer that the page opens with is one of ``layers``, if any is recommended."""
    if layer is not None and layer not in layers:
        raise UnknownLayer(f"recommended_layer must be one of {', '.join(layers)}, not {layer!r}")


def check_details(details: Details) -> Details:
    """Return details whose parts can be stored."""
    for name in ("title", "model", "dataset"):
        _check_text(getattr(details, name), name)
    for number, image in enumerate(details.images if isinstance(details.images, Sequence | np.ndarray) else ()):
        check_image(image, f"image {number}")
    return replace(
        details,
        splits=_texts(details.splits, "splits"),
        sources=_texts(details.sources, "sources"),
        mean=_numbers(details.mean, "mean"),
        std=_numbers(details.std, "std"),
        resize=_side(details.resize),
        seed=_seed(details.seed),
        training=_training(details.training),
        meanings=_texts(details.meanings, "meanings") or (),
    )


def _in_order(names: Mapping[int, str] | Mapping[str, int]) -> list[str]:
    """Return the names of a mapping from class numbers to names, or from names to class numbers."""
    pairs = [(_whole(key), value) for key, value in names.items()]
    if any(number is None for number, _ in pairs):
        pairs = [(_whole(value), key) for key, value in names.items()]
    by_number = {number: str(name) for number, name in pairs if number is not None}
    if sorted(by_number) != list(range(len(names))):
        raise UnusableInput(f"classes must be numbered from 0 to {len(names) - 1}, not as in {dict(names)!r}")
    return [by_number[number] for number in range(len(names))]


def _whole(value: object) -> int | None:
    """Return a whole number as ``int``, of any type but booleans; ``None`` for anything else."""
    if isinstance(value, bool) or str(getattr(value, "dtype", "")) in ("torch.bool", "bool"):
        return None
    try:
        return operator.index(value)  # type: ignore[arg-type]  # anything else is a TypeError
    except TypeError:
        return None


def _plain_metric(metric: Metric) -> Metric:
    try:
        plain = Metric(
            check_epoch(metric.epoch),
            str(metric.split),
            float(metric.loss),
            float(metric.accuracy),
            None if metric.learning_rate is None else float(metric.learning_rate),
            None if metric.seconds is None else float(metric.seconds),
        )
    except (TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise UnusableInput(f"metrics must be Metric(epoch, split, loss, accuracy, …), not {metric!r}") from error
    require_values("seconds", np.array([plain.seconds], np.float64))
    return plain


def _texts(values: Iterable[object] | None, what: str) -> list[str] | None:
    if values is None:
        return None
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise UnusableInput(f"{what} must be a list with one entry per sample, not {values!r}")
    texts = [str(value) for value in values]
    for sample, text in enumerate(texts):
        _check_text(text, f"{what}[{sample}]")
    return texts


def _check_text(text: object, what: str) -> None:
    try:
        require_json(text, what)
    except ValueError as error:
        raise UnusableInput(str(error)) from error
    if not isinstance(text, str):
        raise UnusableInput(f"{what} must be text, not {type(text).__name__}")


def _numbers(values: Iterable[float] | None, what: str) -> tuple[float, ...] | None:
    if values is None:
        return None
    try:
        numbers = tuple(float(value) for value in values)
    except (TypeError, ValueError, RuntimeError) as error:
        raise UnusableInput(f"{what} must be a list of numbers, one per channel, not {values!r}") from error
    if not all(map(math.isfinite, numbers)):
        raise UnusableInput(f"{what} must be finite numbers, not {numbers}")
    return numbers


def _side(side: object) -> int | None:
    number = None if side is None else _whole(side)
    if side is not None and (number is None or not 1 <= number <= LARGEST_SIDE):
        raise UnusableInput(f"resize must be a number of pixels from 1 to {LARGEST_SIDE}, not {side!r}")
    return number


def _seed(seed: object) -> int | None:
    number = None if seed is None else _whole(seed)
    if seed is not None and number is None:
        raise UnusableInput(f"seed must be a whole number, not {seed!r}")
    return number


def _training(settings: object) -> dict[str, object]:
    if not isinstance(settings, Mapping):
        raise UnusableInput(f"training must be a dict of JSON values, not {type(settings).__name__}")
    try:
        plain = {name: _with_lists(value) for name, value in settings.items()}
        require_json(plain, "training")
    except (ValueError, RecursionError) as error:
        raise UnusableInput(str(error)) from error
    return plain


def _with_lists(value: object) -> object:
    """Return JSON values with tuples as lists, as JSON writes them."""
    if isinstance(value, Mapping):
        return {key: _with_lists(item) for key, item in value.items()}
    return [_with_lists(item) for item in value] if isinstance(value, tuple | list) else value
