"""All epochs of a ResNet-50 for one input: seconds until each is known, from the epoch on screen outward."""

import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from common.claims import Claim, at_most, print_table
from epochscope import Details, Recorder
from epochscope.looking import Frame
from epochscope_api.looker import Looker
from epochscope_training.models import build_model
from inside_parts.workplace import Workplace

EPOCHS, SIDE, CLASSES = 21, 32, 10
AT_ONCE = 0.25
MOST_FIRST, MOST_ALL = 1.0, 30.0
NETWORK = {"stem": "cifar", "channels": 3, "classes": CLASSES}


def measure(work: Workplace) -> list[Claim]:
    epochs = max(3, EPOCHS // work.shrink)
    with tempfile.TemporaryDirectory() as store:
        work.tell(f"recording {epochs} epochs of a ResNet-50")
        record(Path(store) / "run", epochs)
        seconds = np.sort(filled_in(store, epochs, epochs // 2))
    places = sorted({0, 1, 4, 9, epochs - 1} & set(range(epochs)))
    rows = [(f"{place + 1}", f"{seconds[place]:.2f}", f"{seconds[place] / (place + 1):.2f}") for place in places]
    print_table(f"ResNet-50, {epochs} epochs of 94 MB each", ("epochs known", "after s", "s an epoch"), rows)
    return [
        at_most("epochs: seconds until the one on screen is known", float(seconds[0]), MOST_FIRST),
        at_most(f"epochs: seconds until all {epochs} are known", float(seconds[-1]), MOST_ALL),
    ]


def record(location: Path, epochs: int) -> None:
    model = build_model("resnet50", "cifar", 3, CLASSES)
    samples = [(torch.rand(4, 3, SIDE, SIDE), torch.arange(4))]
    details = Details(mean=(0.5,) * 3, std=(0.25,) * 3)
    layers, classes = {"pooled": "avgpool", "logits": "fc"}, [str(number) for number in range(CLASSES)]
    with Recorder(
        location, model, layers=layers, samples=samples, classes=classes, factory="resnet50", arguments=NETWORK,
        details=details,
    ) as recorder:  # fmt: skip
        for epoch in range(epochs):
            recorder.record(epoch)


def filled_in(store: str, epochs: int, first: int) -> list[float]:
    """Return the seconds after which each epoch was known, in a process that is warm and has seen no weights."""
    looker = Looker(store, {})
    pixels = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    wanted = {"do": "curve", "run": "run", "input": "a", "epoch": first, "seconds": AT_ONCE}
    try:
        looker.ask(Frame({"do": "describe", "run": "run"}), "")
        begun, known_after = time.perf_counter(), list[float]()
        while len(known_after) < epochs:
            answer = looker.ask(Frame(wanted, {"pixels": pixels}), "a")
            if "error" in answer.head:
                raise RuntimeError(answer.head["error"]["message"])
            spent = time.perf_counter() - begun
            known_after += [spent] * (int(answer.arrays["known"].sum()) - len(known_after))
        return known_after
    finally:
        looker.stop()
