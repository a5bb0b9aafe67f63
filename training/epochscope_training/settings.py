"""The settings of a training; stored in the manifest, so that it is resumed with the same ones."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from epochscope.errors import UnusableInput
from epochscope_training.names import as_text

RECIPES = ("lenet", "resnet18", "resnet50")
STEMS = ("cifar", "imagenet")
REDUCTIONS = (
    "mean",
    "max",
    "flatten",
    "random",
    "mean-first",
    "mean-last",
    "max-first",
    "max-last",
    "cls",
    "last-token",
)
SAMPLE_SPLITS = ("both", "train", "test", "test-first")
SCHEDULES = ("onecycle", "cosine")
AUGMENTATIONS = ("auto", "crop-flip", "crop", "shift", "none")
PRECISIONS = ("auto", "float32", "bfloat16", "float16")


@dataclass(frozen=True)
class TrainSettings:
    """The settings of one training."""

    recipe: str
    dataset: str = "digits"
    samples: int = 10_000
    sample_splits: str = "both"
    epochs: int = 20
    stem: str = "cifar"
    batch_size: int = 128
    learning_rate: float = 0.1
    momentum: float = 0.9
    weight_decay: float = 5e-4
    label_smoothing: float = 0.1
    schedule: str = "onecycle"
    augmentation: str = "auto"
    flip_labels: float = 0.0
    image_size: int | None = None
    precision: str = "auto"
    reduction: str = "mean"
    dtype: str = "float16"
    weights_dtype: str = "float32"
    seed: int = 0

    def check(self) -> None:
        """Raise UnusableInput if a number is out of its range."""
        for name in ("samples", "epochs"):
            _require(getattr(self, name) >= 1, name, getattr(self, name), "at least 1")
        _require(self.batch_size >= 2, "batch_size", self.batch_size, "at least 2, for batch normalization")
        _require(self.learning_rate > 0, "learning_rate", self.learning_rate, "above 0")
        _require(0 <= self.momentum < 1, "momentum", self.momentum, "from 0 to below 1")
        _require(self.weight_decay >= 0, "weight_decay", self.weight_decay, "at least 0")
        _require(0 <= self.label_smoothing < 1, "label_smoothing", self.label_smoothing, "from 0 to below 1")
        _require(0 <= self.flip_labels < 1, "flip_labels", self.flip_labels, "from 0 to below 1")
        _require(0 <= self.seed < 2**31, "seed", self.seed, "from 0 to 2147483647")

    def to_json(self) -> dict[str, object]:
        """Return the settings as plain JSON values."""
        return asdict(self) | {"dataset": as_text(self.dataset)}

    def require_same(self, recorded: Mapping[str, object], run: str) -> None:
        """Raise UnusableInput if ``recorded``, the settings that a run was started with, differ from these; a setting
        that did not exist then counts as its default."""
        settings = self.to_json()
        for field in fields(self):
            value, before = settings[field.name], recorded.get(field.name, field.default)
            if before != value:
                raise UnusableInput(
                    f"run {run!r} was started with {field.name} {before!r}, not {value!r}: "
                    "resume it with the same settings, or choose another --run"
                )


def _require(holds: bool, name: str, value: object, allowed: str) -> None:
    if not holds:
        raise UnusableInput(f"--{name.replace('_', '-')} must be {allowed}, not {value}")
