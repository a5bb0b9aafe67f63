"""One input through all layers of large networks, with the summary that is sent: seconds, and bytes."""

import time
from collections.abc import Callable

import torch
from torch import nn
from torchvision.models import vgg16

from common.claims import Claim, at_most, print_table
from epochscope_inside.answers import summarize
from epochscope_inside.look import look
from epochscope_training.models import build_model
from inside_parts.workplace import Workplace

PUBLISHED = 20.0
"""Seconds that the published system takes for one picture in VGG16."""
TIMES = 9
Make = Callable[[], nn.Module]
NETWORKS: dict[str, tuple[Make, int, float]] = {
    "ResNet-50": (lambda: build_model("resnet50", "cifar", 3, 10), 32, 0.3),
    "VGG16": (lambda: vgg16(weights=None), 224, 1.5),
}
"""What builds each, the side of its input, and the most CPU seconds it may take."""


def measure(work: Workplace) -> list[Claim]:
    torch.set_num_threads(1)
    rows, claims = [], []
    for name, (make, side, most) in NETWORKS.items():
        work.tell(f"{name} at {side}x{side}")
        network, inputs = make().eval(), torch.rand(1, 3, side, side)
        seconds, wall, layers, sent, whole = timed(network, inputs, max(2, TIMES // work.shrink))
        ratio = f"{PUBLISHED / seconds:.0f}x"
        rows.append(
            (f"{name}, {side}x{side}", f"{seconds:.2f}", f"{wall:.2f}", ratio, str(layers), f"{sent:,}", f"{whole:,}")
        )
        claims.append(at_most(f"large: CPU seconds of {name}", seconds, most))
    print_table(
        f"one input through all layers, one thread, least of {TIMES}; ratio to the published {PUBLISHED:g} s of VGG16",
        ("", "CPU s", "wall s", "ratio", "layers", "bytes sent", "all maps"),
        rows,
    )
    return claims


def timed(network: nn.Module, inputs: torch.Tensor, times: int) -> tuple[float, float, int, int, int]:
    """Return the least CPU and wall seconds, the number of layers, and the bytes of a summary and of all maps."""
    spent = []
    for _ in range(times):
        begun, wall = time.process_time(), time.perf_counter()
        seen = look(network, inputs)
        found = summarize(seen)
        spent.append((time.process_time() - begun, time.perf_counter() - wall))
    cpu, wall = (min(column) for column in zip(*spent, strict=True))
    sent = sum(array.nbytes for array in found.values())
    return cpu, wall, len(seen.layers), sent, seen.nbytes
