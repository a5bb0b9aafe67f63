"""The decisions of one recording, and the manifest that follows from them."""

import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from numpy.typing import NDArray

from epochscope.record.errors import RunMismatch
from epochscope.record.keeping import Keeping
from epochscope.record.own_columns import OwnColumns
from epochscope.record.parts import Parts
from epochscope.store import Dataset, Layer, Manifest, Model, RunWriter
from epochscope.store.ranges import require_meanings


@dataclass(frozen=True)
class Details:
    """Facts about a run that the model does not tell; all are optional.

    ``splits``, ``sources`` and ``images`` have one entry per sample, in the order of the samples. Without ``images``
    (uint8 arrays, (height, width) or (height, width, 3)), thumbnails are made from inputs that look like images.
    ``recommended_layer`` is the one that the page opens with, by its name in the store (default: the last one).
    ``mean`` and ``std`` are those that the inputs were normalized with, one per channel; ``resize`` is how long the
    shorter side of a picture was made before the middle was cut out, if it was. ``training`` is any JSON. ``meanings``
    says what each of the named classes means, in their order, with an empty text where that is not known.
    """

    title: str = ""
    model: str = ""
    dataset: str = ""
    splits: Sequence[str] | None = None
    sources: Sequence[str] | None = None
    images: Iterable[NDArray[np.uint8]] | None = None
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None
    resize: int | None = None
    seed: int | None = None
    recommended_layer: str | None = None
    training: Mapping[str, object] = field(default_factory=dict)
    meanings: Sequence[str] = ()


@dataclass(frozen=True)
class Plan:
    """The decisions of one recording; raise OutOfRange if there is not one meaning per class."""

    writer: RunWriter
    modules: Mapping[str, str]
    classes: tuple[str, ...] | None
    """Their names; ``None`` if they are called by their numbers."""
    reductions: Mapping[str, str]
    dtype: str
    model: Model | None
    """``None`` if the network is not known."""
    details: Details
    columns: OwnColumns = field(default_factory=OwnColumns)
    keeping: Keeping = field(default_factory=Keeping)
    planned: int | None = None

    def __post_init__(self) -> None:
        require_meanings(self.details.meanings, len(self.classes or ()))

    def layer(self, name: str, width: int) -> Layer:
        """Return the manifest's entry of a layer whose vectors have ``width`` numbers."""
        return Layer(name, self.modules[name], width, self.reductions[name], self.dtype)

    def require_same(self, manifest: Manifest) -> None:
        """Raise RunMismatch unless the existing run was recorded in the same way."""
        model = manifest.model
        if (model is None) != (self.model is None):
            raise RunMismatch(f"run {self.writer.folder.name!r} was recorded with{'out' * (model is None)} a network")
        for what, (requested, recorded) in {
            "layers": (dict(self.modules), {layer.name: layer.module for layer in manifest.layers}),
            "classes": (manifest.dataset.classes if self.classes is None else self.classes, manifest.dataset.classes),
            "reduction": (dict(self.reductions), {layer.name: layer.reduction for layer in manifest.layers}),
            "dtype": ({self.dtype}, {layer.dtype for layer in manifest.layers}),
            "unit": (self.keeping.unit, manifest.unit),
            "factory": (_factory(self.model, model), _factory(model, self.model)),
        }.items():
            if requested != recorded:
                raise RunMismatch(f"run {self.writer.folder.name!r} has {what} {recorded}, not {requested}")

    def first_manifest(
        self,
        epoch: int,
        layers: tuple[Layer, ...],
        samples: int,
        parts: Parts,
        image_shape: tuple[int, ...] | None,
        inputs: str,
    ) -> Manifest:
        """Return the manifest of the run after its first epoch; ``image_shape`` is (channels, height, width), and
        ``inputs`` the digest of all inputs."""
        details = self.details
        return Manifest(
            title=details.title or self.writer.folder.name,
            model=self.model,
            dataset=Dataset(
                details.dataset,
                parts.classes,
                image_shape,
                details.mean,
                details.std,
                details.resize,
                tuple(details.meanings),
            ),
            layers=layers,
            samples=samples,
            labels=parts.labels,
            predictions=parts.predictions,
            inputs=inputs,
            created=now(),
            seed=details.seed,
            recommended_layer=details.recommended_layer,
            unit=self.keeping.unit,
            epochs=(epoch,),
            planned=self.planned,
            checkpoints=self.keeping.checkpoints_with(epoch),
            training=details.training,
            versions=_versions(),
        )


def now() -> str:
    """Return the time in UTC as the manifest has it: fine enough to tell a run from the one that it replaced."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


def _factory(model: Model | None, other: Model | None) -> tuple[str, dict[str, object]] | None:
    # Runs of older versions have no factory, and it is optional: a missing one is not a mismatch.
    if model is None or other is None:
        return None
    return (model.factory, dict(model.arguments)) if model.factory and other.factory else None


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for package in ("epochscope", "torch", "torchvision", "numpy", "pyarrow"):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
