"""``epochscope train``: train a network and record it.

Example:
  epochscope train resnet50 --dataset digits --stem imagenet --epochs 8
  epochscope train lenet --dataset emnist --learning-rate 0.05
"""

import argparse
import os

from epochscope.command_line import comma_separated
from epochscope.errors import needing
from epochscope.store import check_name
from epochscope_training.names import name_in_run
from epochscope_training.settings import (
    AUGMENTATIONS,
    PRECISIONS,
    RECIPES,
    REDUCTIONS,
    SAMPLE_SPLITS,
    SCHEDULES,
    STEMS,
    TrainSettings,
)

HELP = "Train a network on an image data set and record every epoch, from the untrained network on."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    defaults = TrainSettings("")
    parser.add_argument("recipe", metavar="RECIPE", choices=RECIPES, help=f"one of: {', '.join(RECIPES)}")
    _add_run_arguments(parser)
    data = parser.add_argument_group("data")
    data.add_argument("--dataset", default=defaults.dataset, help="digits, cifar10, emnist, or a path to images")
    data.add_argument("--image-size", type=int, help="scale and crop images to this side in pixels")
    data.add_argument("--samples", type=int, default=defaults.samples, help="largest number of samples to record")
    data.add_argument(
        "--sample-splits",
        choices=SAMPLE_SPLITS,
        default="both",
        help="splits to take samples from: both in proportion, or all of test first",
    )
    data.add_argument(
        "--augmentation",
        choices=AUGMENTATIONS,
        default="auto",
        help="auto: no flips of gray images; shift: less than crop",
    )
    data.add_argument(
        "--flip-labels",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="flip this share of the training labels, and record them in flipped_labels.parquet",
    )
    layers = parser.add_argument_group("layers")
    layers.add_argument(
        "--layers",
        type=comma_separated(str),
        metavar="A,B",
        help="names of layers or modules (default: all that the recipe names, such as stem,layer1,…,pooled,logits)",
    )
    layers.add_argument("--reduction", choices=REDUCTIONS, default="mean", help="of a layer's output to one vector")
    layers.add_argument("--dtype", choices=("float16", "float32"), default="float16", help="type of stored activations")
    layers.add_argument(
        "--weights-dtype",
        choices=("float16", "float32"),
        default="float32",
        help="float16: round the weights after every epoch, so that a copy of them as float16 is exact",
    )
    recipe = parser.add_argument_group("recipe")
    recipe.add_argument(
        "--stem", choices=STEMS, default="cifar", help="of a ResNet; cifar: 3×3, no pooling; imagenet: published"
    )
    recipe.add_argument("--epochs", type=int, default=defaults.epochs, help="passes over the training images")
    recipe.add_argument("--batch-size", type=int, default=defaults.batch_size, help="images per step")
    recipe.add_argument("--learning-rate", type=float, default=defaults.learning_rate, help="highest rate of SGD")
    recipe.add_argument("--momentum", type=float, default=defaults.momentum, help="Nesterov momentum of SGD")
    recipe.add_argument("--weight-decay", type=float, default=defaults.weight_decay, help="L2 penalty")
    recipe.add_argument("--label-smoothing", type=float, default=defaults.label_smoothing, help="share for all classes")
    recipe.add_argument("--schedule", choices=SCHEDULES, default="onecycle", help="of the learning rate")
    recipe.add_argument("--seed", type=int, default=0, help="of weights, order, augmentation and samples")


def run(arguments: argparse.Namespace) -> int:
    """Train and record."""
    # Set before torch is loaded: with other work on the machine, threads that spin while they wait slow training down
    # several times.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with needing("train", "training"):
        from epochscope_training.pipeline import choose_device, train_and_record

    settings = TrainSettings(**{name: getattr(arguments, name) for name in TrainSettings.__dataclass_fields__})
    name = check_name(arguments.run_name or f"{settings.recipe}-{name_in_run(settings.dataset)}", "run")
    location = f"{arguments.store.rstrip('/')}/{name}"
    device = choose_device(arguments.device)
    train_and_record(location, settings, arguments.layers, device, arguments.resume, arguments.compile)
    return 0


def _add_run_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("run")
    group.add_argument("--store", default="data/runs", help="folder or URI of the store")
    group.add_argument("--run", dest="run_name", metavar="NAME", help="name of the run (default: RECIPE-DATASET)")
    group.add_argument("--resume", action="store_true", help="continue the run if it exists")
    group.add_argument("--device", default="auto", help="cpu, cuda, cuda:1, …")
    group.add_argument("--precision", choices=PRECISIONS, default="auto", help="auto: mixed if the device supports it")
    group.add_argument(
        "--compile", action=argparse.BooleanOptionalAction, help="torch.compile (default: on a GPU only)"
    )
