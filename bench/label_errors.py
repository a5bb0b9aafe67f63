"""Measures how many of the likeliest label errors are real, beside plain loss and cleanlab.

A ResNet-18 learns CIFAR-10 images of which 5 % of the training labels were made wrong before (``--flip-labels``;
which ones is in a file that no ranking reads). Each ranking then names as many samples as labels were made wrong, half
and a quarter as many, and the table tells what share of them really is. The rankings: ours
(``epochscope.analysis.label_errors``); the loss of the last epoch; cleanlab's ``find_label_issues``, ranked by
self-confidence (and the samples it does not name after them, ranked likewise), on the network's own probabilities of
the last epoch, and on out-of-sample ones (a logistic regression on the pooled layer, five folds). Seeds change the
images, the labels made wrong and the network; figures are means over them. The runs are trained once and kept in
``data/runs``.

Example:
  python bench/label_errors.py --seeds 0
"""

import argparse
import os
import sys
from pathlib import Path
from statistics import mean

import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.preprocessing import StandardScaler

from common.claims import Claim, conclude, no_less, print_table
from epochscope.analysis.label_errors import likely_label_errors
from epochscope.command_line import main as epochscope
from epochscope.store import RunReader
from project_parts.workplace import ROOT

IMAGES = ROOT.parent / "shared" / "datasets" / "cifar10"
STORE, SAMPLES, EPOCHS, SHARE = "data/runs", 8_000, 30, 0.05
SEEDS = (0, 1, 2)
CUTS = {"a quarter": 0.25, "half": 0.5, "all": 1.0}
OURS = "ours"
Ranking = np.ndarray


def main() -> int:
    arguments = parse()
    if not arguments.dataset.is_dir():
        words = "the images are not here: give the folder of others with --dataset"
        return conclude([Claim("label errors: precision beside loss and cleanlab", words, None)])
    os.chdir(ROOT)
    found = [precisions(recorded(seed, arguments.dataset)) for seed in arguments.seeds]
    table = {ranking: [mean(one[ranking][cut] for one in found) for cut in CUTS] for ranking in found[0]}
    print_table(
        f"precision among as many as were made wrong, or fewer; means of {len(found)} runs",
        ("", *CUTS),
        [(ranking, *(f"{share:.3f}" for share in shares)) for ranking, shares in table.items()],
    )
    return conclude(claims(table))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, default=IMAGES, help="a folder of Parquet files of images")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="runs to take the means over")
    return parser.parse_args()


def recorded(seed: int, images: Path) -> RunReader:
    """Return the run with this seed, with neighbors of its pooled layer; trained where it is not complete."""
    files = sorted(images.glob("train-*.parquet"))
    dataset = os.path.relpath(files[seed % len(files)].resolve(), ROOT)
    name = f"bench-flipped-{seed}"
    words = ["--dataset", dataset, "--samples", str(SAMPLES), "--sample-splits", "train", "--epochs", str(EPOCHS)]
    words += ["--stem", "imagenet", "--layers", "pooled", "--flip-labels", str(SHARE), "--seed", str(seed)]
    epochscope(["train", "resnet18", *words, "--run", name, "--store", STORE, "--resume"])
    # Principal components take seconds, and neighbors are kept with any layout.
    epochscope(["project", f"{STORE}/{name}", "--method", "pca"])
    return RunReader.at(f"{STORE}/{name}")


def precisions(run: RunReader) -> dict[str, dict[str, float]]:
    """Return for each ranking and cut the share of samples that really have a wrong label."""
    label, flipped = run.samples().label, set(run.flipped_labels())
    return {
        name: {cut: hits(order, flipped, round(share * len(flipped))) for cut, share in CUTS.items()}
        for name, order in rankings(run, label).items()
    }


def rankings(run: RunReader, label: np.ndarray) -> dict[str, Ranking]:
    """Return sample numbers, the likeliest wrong label first, by the name of what ranked them."""
    last = run.predictions(run.manifest.epochs[-1])
    ours = likely_label_errors(run)
    assert ours is not None
    return {
        OURS: np.argsort(-ours.suspicion, kind="stable"),
        "loss of the last epoch": np.argsort(-last.loss, kind="stable"),
        "cleanlab, the network's own": issues(label, last.probabilities.astype(np.float64)),
        "cleanlab, out of sample": issues(label, out_of_sample(run, label)),
    }


def issues(label: np.ndarray, probabilities: np.ndarray) -> Ranking:
    shares = probabilities / probabilities.sum(axis=1, keepdims=True)
    found = find_label_issues(label, shares, return_indices_ranked_by="self_confidence")
    others = np.argsort(get_label_quality_scores(label, shares, method="self_confidence"), kind="stable")
    return np.concatenate([found, others[~np.isin(others, found)]]).astype(np.int64)


def out_of_sample(run: RunReader, label: np.ndarray) -> np.ndarray:
    activations = run.activations("pooled", run.manifest.epochs[-1]).astype(np.float32)
    points = StandardScaler().fit_transform(activations)
    model = LogisticRegression(C=0.01, max_iter=200)
    return np.asarray(cross_val_predict(model, points, label, cv=5, method="predict_proba"))


def hits(order: Ranking, flipped: set[int], most: int) -> float:
    """Return what share of the first ``most`` is flipped."""
    return sum(int(sample) in flipped for sample in order[:most]) / most


def claims(table: dict[str, list[float]]) -> list[Claim]:
    others = [shares for ranking, shares in table.items() if ranking != OURS]
    best = [max(shares) for shares in zip(*others, strict=True)]
    return [
        no_less(f"precision among {cut} is at least the best of the others'", ours, theirs)
        for cut, ours, theirs in zip(CUTS, table[OURS], best, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
