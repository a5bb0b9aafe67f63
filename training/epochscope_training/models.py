"""torchvision's ResNets with a choice of stem.

``resnet18`` and ``resnet50`` are registered under the entry point group ``epochscope.models``, so that a recorded
network can be rebuilt by its name.
"""

from torch import nn
from torchvision import models

from epochscope.errors import UnusableInput
from epochscope_training.settings import STEMS

LAYERS = {
    "stem": "maxpool",
    "layer1": "layer1",
    "layer2": "layer2",
    "layer3": "layer3",
    "layer4": "layer4",
    "pooled": "avgpool",
    "logits": "fc",
}
# The last layer before the classifier.
RECOMMENDED_LAYER = "pooled"
TITLES = {"resnet18": "ResNet-18", "resnet50": "ResNet-50"}
_MOST = 100_000


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
    for name, count in (("channels", channels), ("classes", classes)):
        if type(count) is not int or not 1 <= count <= _MOST:
            raise UnusableInput(f"{name} must be a whole number from 1 to {_MOST:,}, not {count!r}")
    # Each residual branch starts as zero, which helps short schedules (Goyal et al. 2017, section 5.1).
    model: models.ResNet = getattr(models, recipe)(num_classes=classes, zero_init_residual=True)
    if stem == "cifar":
        model.conv1 = nn.Conv2d(channels, 64, kernel_size=3, stride=1, padding=1, bias=False)
        model.maxpool = nn.Identity()
    elif channels != 3:
        model.conv1 = nn.Conv2d(channels, 64, kernel_size=7, stride=2, padding=3, bias=False)
    nn.init.kaiming_normal_(model.conv1.weight, mode="fan_out", nonlinearity="relu")
    return model
