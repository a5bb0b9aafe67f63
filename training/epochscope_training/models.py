"""The networks of the recipes: torchvision's ResNets with a choice of stem, and a LeNet for drawn characters.

Each recipe is registered under the entry point group ``epochscope.models``, so that a recorded network can be rebuilt
by its name.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from torch import nn
from torchvision import models

from epochscope.errors import UnusableInput
from epochscope_training.settings import STEMS, TrainSettings

_MOST = 100_000
# Of the LeNet: three times as wide as the first one, for 62 classes instead of 10.
_MAPS, _UNITS, _DROPOUT = (20, 40), 120, 0.2
_SIDES = 16, 256


@dataclass(frozen=True)
class Recipe:
    """What a recipe's network is called, and what is recorded of it by default."""

    title: str
    layers: Mapping[str, str]
    """Modules by the layers' names, in the order of the forward pass."""
    recommended_layer: str
    """The last layer before the classifier."""


_RESNET_LAYERS = {
    "stem": "maxpool",
    "layer1": "layer1",
    "layer2": "layer2",
    "layer3": "layer3",
    "layer4": "layer4",
    "pooled": "avgpool",
    "logits": "fc",
}
_LENET_LAYERS = ("conv1", "pool1", "conv2", "pool2", "flatten", "dense1", "dropout", "logits")
RECIPES = {
    "lenet": Recipe("LeNet", {name: name for name in _LENET_LAYERS}, "dropout"),
    "resnet18": Recipe("ResNet-18", _RESNET_LAYERS, "pooled"),
    "resnet50": Recipe("ResNet-50", _RESNET_LAYERS, "pooled"),
}


def build_network(recipe: str, arguments: Mapping[str, object]) -> nn.Module:
    """Return the untrained network of a recipe, of the arguments that ``network_arguments`` returns."""
    factories = {"lenet": lenet, "resnet18": resnet18, "resnet50": resnet50}
    return factories[recipe](**arguments)  # type: ignore[operator, no-any-return]


def network_arguments(settings: TrainSettings, image_shape: tuple[int, ...], classes: int) -> dict[str, object]:
    """Return the keyword arguments of a recipe's factory for images of the shape (channels, height, width)."""
    channels, height, width = image_shape
    if settings.recipe == "lenet":
        return {"channels": channels, "height": height, "width": width, "classes": classes}
    return {"stem": settings.stem, "channels": channels, "classes": classes}


def lenet(*, channels: int, height: int, width: int, classes: int) -> nn.Sequential:
    """Return an untrained LeNet (LeCun et al. 1998) with average pooling, rectifiers and dropout.

    Raises:
        UnusableInput: a side is not from 16 to 256 pixels, or another number not from 1 to 100,000.
    """
    _require_counts(1, _MOST, channels=channels, classes=classes)
    _require_counts(*_SIDES, height=height, width=width)
    modules = OrderedDict[str, nn.Module](
        conv1=nn.Conv2d(channels, _MAPS[0], kernel_size=5),
        relu1=nn.ReLU(),
        pool1=nn.AvgPool2d(2),
        conv2=nn.Conv2d(_MAPS[0], _MAPS[1], kernel_size=5),
        relu2=nn.ReLU(),
        pool2=nn.AvgPool2d(2),
        flatten=nn.Flatten(),
        dense1=nn.Linear(_MAPS[1] * _pooled(height) * _pooled(width), _UNITS),
        relu3=nn.ReLU(),
        dropout=nn.Dropout(_DROPOUT),
        logits=nn.Linear(_UNITS, classes),
    )
    return nn.Sequential(modules)


def resnet18(*, stem: str, channels: int, classes: int) -> models.ResNet:
    """Return an untrained ResNet-18; see ``build_model``."""
    return build_model("resnet18", stem, channels, classes)


def resnet50(*, stem: str, channels: int, classes: int) -> models.ResNet:
    """Return an untrained ResNet-50; see ``build_model``."""
    return build_model("resnet50", stem, channels, classes)


def build_model(recipe: str, stem: str, channels: int, classes: int) -> models.ResNet:
    """Return an untrained ResNet (He et al. 2016) for images of ``channels`` channels.

    The ``imagenet`` stem is the published one (7×7, stride 2, then pooling); ``cifar`` is 3×3 with stride 1 and no
    pooling, as the paper's section 4.2 uses for 32×32 images.

    Raises:
        UnusableInput: the stem is unknown, or a number is not from 1 to 100,000 (arguments may come from any run).
    """
    if stem not in STEMS:
        raise UnusableInput(f"stem must be one of {', '.join(STEMS)}, not {stem!r}")
    _require_counts(1, _MOST, channels=channels, classes=classes)
    # Each residual branch starts as zero, which helps short schedules (Goyal et al. 2017, section 5.1).
    model: models.ResNet = getattr(models, recipe)(num_classes=classes, zero_init_residual=True)
    if stem == "cifar":
        model.conv1 = nn.Conv2d(channels, 64, kernel_size=3, stride=1, padding=1, bias=False)
        model.maxpool = nn.Identity()
    elif channels != 3:
        model.conv1 = nn.Conv2d(channels, 64, kernel_size=7, stride=2, padding=3, bias=False)
    nn.init.kaiming_normal_(model.conv1.weight, mode="fan_out", nonlinearity="relu")
    return model


def _pooled(side: int) -> int:
    """Return what two convolutions of 5×5 and two poolings of 2×2 leave of a side."""
    return ((side - 4) // 2 - 4) // 2


def _require_counts(least: int, most: int, **counts: object) -> None:
    for name, count in counts.items():
        if type(count) is not int or not least <= count <= most:
            raise UnusableInput(f"{name} must be a whole number from {least} to {most:,}, not {count!r}")
