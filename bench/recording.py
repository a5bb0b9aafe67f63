"""Measures what recording adds to a training: time and peak memory beside the same training with a plain evaluation.

ResNet-18 with the cifar stem on real CIFAR-10 images: each epoch trains on 5,000 of them and then runs 10,000 through
the network, either only counting right answers (plain) or recording 5 layers, predictions, checkpoint and thumbnails.
So little training an epoch makes it hard for the recorder: there is less to hide the writing behind. Each way is a
process of its own, and they take turns of seconds. One way leaves the weights out (checkpoints="none"). With --ranks 2,
the trainings run in two processes that share the samples, as does their evaluation.

Example:
  python bench/recording.py --dataset data/datasets/cifar10/train-00000-of-00005.parquet
"""

import argparse
import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional

from common.claims import Claim, at_most, conclude, print_table
from common.turns import Program, measure_in_turns
from epochscope import Recorder
from epochscope_training.batches import FixedBatches, Normalization, TrainingBatches
from epochscope_training.datasets import ImageSplit, load_dataset
from epochscope_training.models import build_model
from epochscope_training.precision import autocast, choose_precision

TRAINED, RECORDED, EPOCHS = 5_000, 10_000, 2
LAYERS = {"layer1": "layer1", "layer2": "layer2", "layer3": "layer3", "layer4": "layer4", "pooled": "avgpool"}
SLOWER, MORE_MEMORY = 1.10, 300
HERE = Path(__file__).resolve()
IMAGES = HERE.parents[2] / "shared" / "datasets" / "cifar10" / "train-00000-of-00005.parquet"
CPU = torch.device("cpu")
PRECISION = choose_precision("auto", CPU, "resnet18", "cifar")
HOW = ("plain", "recorded", "no weights")


def main() -> int:
    arguments = parse()
    if arguments.one:
        return report(arguments.one, arguments.dataset)
    programs = measure_in_turns({how: command(how, arguments.dataset, arguments.ranks) for how in HOW})
    plain = programs["plain"]
    rows = [
        (how, f"{one.seconds:.1f}", f"{one.seconds / plain.seconds:.3f}x", f"{peak(one):.0f}")
        for how, one in programs.items()
    ]
    print_table(
        f"{EPOCHS} epochs of {TRAINED:,} trained and {RECORDED:,} recorded images, 5 layers, {PRECISION}, "
        f"{arguments.ranks} processes",
        ("", "seconds", "ratio", "peak MB"),
        rows,
    )
    return conclude([claim for how in HOW[1:] for claim in claims(how, programs[how], plain)])


def claims(how: str, ours: Program, plain: Program) -> list[Claim]:
    """Return what is claimed of recording in one way."""
    return [
        at_most(f"{how}: times the seconds of training and a plain evaluation", ours.seconds / plain.seconds, SLOWER),
        at_most(f"{how}: MB of memory more", peak(ours) - peak(plain), MORE_MEMORY),
    ]


def peak(program: Program) -> float:
    return float(json.loads(program.found)["peak"])


def report(how: str, dataset: str) -> int:
    """Measure, as one of several processes if there are any, and print what the first one found."""
    if "RANK" in os.environ:
        dist.init_process_group("gloo")
    found = measure(how, dataset)
    if rank() == 0:
        print(json.dumps(found), flush=True)
    return 0


def rank() -> int:
    return dist.get_rank() if dist.is_initialized() else 0


def ranks() -> int:
    return dist.get_world_size() if dist.is_initialized() else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", default=str(IMAGES), help="10,000 images in any form that train takes")
    parser.add_argument("--ranks", type=int, default=1, help="how many processes train and record together")
    parser.add_argument("--one", choices=HOW, help=argparse.SUPPRESS)
    return parser.parse_args()


def command(how: str, dataset: str, processes: int) -> list[str]:
    launch = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"] if processes > 1 else []
    return [sys.executable, *launch, str(HERE), "--one", how, "--dataset", dataset]


def measure(how: str, dataset: str) -> dict[str, float]:
    """Train, after one step of each kind to warm up, and return the process's peak memory in MB."""
    splits = load_dataset(dataset).splits
    images = torch.cat([splits["train"].images, splits["test"].images])[:RECORDED]
    labels = torch.cat([splits["train"].labels, splits["test"].labels])[:RECORDED]
    split = ImageSplit(images, labels, [""] * len(labels))
    normalization = Normalization.of(images)
    recorded = FixedBatches(split, normalization, 500, CPU)
    trained = TrainingBatches(
        split.take(torch.arange(rank(), TRAINED, ranks())), normalization, 128, "crop-flip", 0, CPU
    )
    torch.manual_seed(0)
    model = build_model("resnet18", "cifar", 3, 10).to(memory_format=torch.channels_last)
    model = nn.parallel.DistributedDataParallel(model) if ranks() > 1 else model
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    step(model, optimizer, *next(trained.epoch(0)))
    step(model, optimizer, *next(trained.epoch(0)))
    with tempfile.TemporaryDirectory() as folder:
        if rank() == 0:
            print("begun", flush=True)
        with passes(how, folder, model, recorded) as after_epoch:
            for epoch in range(EPOCHS):
                for batch in trained.epoch(epoch):
                    step(model, optimizer, *batch)
                after_epoch(epoch)
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


@contextmanager
def passes(how: str, folder: str, model: nn.Module, samples: FixedBatches) -> "Iterator":
    if how == "plain":
        yield lambda _: evaluate(model, samples)
        return
    classes = [str(number) for number in range(10)]
    kept = "none" if how == "no weights" else "all"
    options = {"layers": LAYERS, "samples": samples, "classes": classes, "checkpoints": kept, "ranks": "all"}
    with Recorder(f"{folder}/run", model, **options) as recorder:

        def record(epoch: int) -> None:
            with autocast(PRECISION, CPU):
                recorder.record(epoch)

        yield record


def step(model: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
    model.train()
    optimizer.zero_grad()
    with autocast(PRECISION, CPU):
        logits = model(images)
    functional.cross_entropy(logits.float(), labels).backward()
    optimizer.step()


@torch.no_grad()
def evaluate(model: nn.Module, samples: FixedBatches) -> float:
    model.eval()
    right = 0
    for images, labels in islice(samples, rank(), None, ranks()):
        with autocast(PRECISION, CPU):
            right += int((model(images).argmax(1) == labels).sum())
    return right / len(samples.split.labels)


if __name__ == "__main__":
    sys.exit(main())
