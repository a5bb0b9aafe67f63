"""Measures what recording adds to a training: time and peak memory beside the same training with a plain evaluation.

ResNet-18 with the cifar stem on real CIFAR-10 images: each epoch trains on 5,000 of them and then runs 10,000 through
the network, either only counting right answers (plain) or recording 5 layers, predictions, checkpoint and thumbnails.
So little training an epoch makes it hard for the recorder: there is less to hide the writing behind. Every run is a
process of its own; plain and recorded ones take turns, and the ratio is taken pair by pair. So are runs without weights
(checkpoints="none"), and with --ranks 2 trainings in two processes that share the samples, as does their evaluation.

Example:
  python bench/recording.py --dataset data/datasets/cifar10/train-00000-of-00005.parquet
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional

from epochscope import Recorder
from epochscope_training.batches import FixedBatches, Normalization, TrainingBatches
from epochscope_training.datasets import ImageSplit, load_dataset
from epochscope_training.models import build_model
from epochscope_training.precision import autocast, choose_precision

TRAINED, RECORDED, EPOCHS, REPEATS = 5_000, 10_000, 2, 3
LAYERS = {"layer1": "layer1", "layer2": "layer2", "layer3": "layer3", "layer4": "layer4", "pooled": "avgpool"}
SLOWER, MORE_MEMORY = 1.10, 300
HERE = Path(__file__).resolve()
IMAGES = HERE.parents[2] / "shared" / "datasets" / "cifar10" / "train-00000-of-00005.parquet"
CPU = torch.device("cpu")
PRECISION = choose_precision("auto", CPU, "resnet18", "cifar")
HOW = ("plain", "recorded", "no weights")
ROW = "{:<10} {:>6} {:>10} {:>10} {:>12}"


def main() -> int:
    arguments = parse()
    if arguments.one:
        return report(arguments.one, arguments.dataset)
    rounds = [{how: run(how, arguments.dataset, arguments.ranks) for how in HOW} for _ in range(REPEATS)]
    print(
        f"{EPOCHS} epochs of {TRAINED:,} trained and {RECORDED:,} recorded images, 5 layers, {PRECISION}, "
        f"{arguments.ranks} processes"
    )
    print(ROW.format("", "pair", "seconds", "ratio", "peak MB"))
    for number, pair in enumerate(rounds, 1):
        for how, found in pair.items():
            ratio = found["seconds"] / pair["plain"]["seconds"]
            print(ROW.format(how, number, f"{found['seconds']:.1f}", f"{ratio:.3f}x", f"{found['peak']:.0f}"))
    held = [claim(rounds, how) for how in HOW[1:]]
    return 0 if all(held) else 1


def claim(rounds: list[dict[str, dict[str, float]]], how: str) -> bool:
    """Print what recording in one way costs, and return whether that is what is claimed."""
    slower = statistics.median(one[how]["seconds"] / one["plain"]["seconds"] for one in rounds)
    more = statistics.median(one[how]["peak"] - one["plain"]["peak"] for one in rounds)
    print(
        f"claim: recording costs at most {SLOWER:.2f}x the time and {MORE_MEMORY} MB more memory; "
        f"{how}: measured {slower:.3f}x and {more:.0f} MB (medians)"
    )
    return slower <= SLOWER and more <= MORE_MEMORY


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


def run(how: str, dataset: str, processes: int) -> dict[str, float]:
    launch = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"] if processes > 1 else []
    command = [sys.executable, *launch, str(HERE), "--one", how, "--dataset", dataset]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    print(f"{how}: {done.stdout.strip()}", file=sys.stderr, flush=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(how: str, dataset: str) -> dict[str, float]:
    """Return wall seconds of the epochs, after one step of each kind to warm up, and the process's peak memory."""
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
        started = time.perf_counter()
        with passes(how, folder, model, recorded) as after_epoch:
            for epoch in range(EPOCHS):
                for batch in trained.epoch(epoch):
                    step(model, optimizer, *batch)
                after_epoch(epoch)
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


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
