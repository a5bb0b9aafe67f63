"""Real activations: a middle and a late layer of a ResNet-18 that learns CIFAR-10."""

import os
from statistics import median

from common.claims import Claim, compared, print_table, times_less
from project_parts.quality import print_quality, quality_claims
from project_parts.shared import REPEATS, SEEDS, compare, ours, stock
from project_parts.workplace import ROOT, Workplace

SAMPLES, EPOCHS = 5_000, 7  # The untrained network is recorded too: 8 epochs.
LAYERS = ("layer2", "layer4")
STORE, RUN = "data/runs", "bench-resnet18"
LESS_WALL = 60


def measure(work: Workplace) -> list[Claim]:
    if not work.dataset.exists():
        words = "the images are not here: give others with --dataset"
        print(f"\nreal: skipped, {words}")
        return [Claim(f"real {layer}: speed and quality beside stock", words, None) for layer in LAYERS]
    run = record(work)
    return [claim for layer in LAYERS for claim in measure_layer(work, run, layer)]


def record(work: Workplace) -> str:
    """Return the run; it is trained where it is not there, and gone on with where it is not complete."""
    name = RUN if work.shrink == 1 else f"{RUN}-{work.shrink}"
    # A path from the repository's root stays the same when the two are moved, and with it the run's settings.
    dataset = os.path.relpath(work.dataset.resolve(), ROOT)
    words = ["--dataset", dataset, "--samples", str(work.samples(SAMPLES)), "--epochs", str(EPOCHS)]
    words += ["--stem", "imagenet", "--layers", ",".join(LAYERS), "--run", name, "--store", STORE, "--resume"]
    work.epochscope("recording the run, or what it lacks", "train", "resnet18", *words)
    return str(ROOT / STORE / name)


def measure_layer(work: Workplace, run: str, layer: str) -> list[Claim]:
    data, part = str(work.folder / layer), f"real {layer}"
    size = work.ask(f"reading {layer}", "data.export", {"folder": data, "run": run, "layer": layer})
    theirs = stock(work, f"stock: {layer}, {REPEATS} times", data, f"stock-{layer}", cold=False, repeats=REPEATS)
    mine = ours(work, f"ours: {layer}, {REPEATS} times", data, f"ours-{layer}", SEEDS)
    (wall, cpu), (own_wall, own_cpu) = (medians(found["times"]) for found in (theirs, mine))
    print_table(
        f"{part} of a ResNet-18: {size['samples']:,} samples x {size['epochs']} epochs x {size['width']} wide, warm",
        ("", "stock", "ours", "ratio"),
        [
            compared("wall s", wall, own_wall),
            compared("CPU s", cpu, own_cpu),
            compared("peak memory, MB", theirs["peak"], mine["peak"]),
        ],
    )
    quality = compare(work, f"comparing layouts of {layer}", data, theirs["layouts"], mine["layouts"])
    print_quality(f"{part}: quality, means over {REPEATS} fits of stock and {len(SEEDS)} seeds of ours", *quality)
    return [times_less(f"{part}: wall time, warm, is", wall, own_wall, LESS_WALL), *quality_claims(part, *quality)]


def medians(times: list[dict[str, float]]) -> tuple[float, ...]:
    return tuple(median(spent[clock] for spent in times) for clock in ("wall", "cpu"))
