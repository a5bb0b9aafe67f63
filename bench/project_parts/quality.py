"""How true the layouts are, and how calm: beside stock's, and at other min_dist beside those of plain UMAP."""

from itertools import pairwise

from common.claims import Claim, at_most, no_less, print_table
from project_parts.shared import (
    NEIGHBORS,
    SEEDS,
    compare,
    data_of_one,
    made_up,
    ours,
    ours_of_one,
    stock,
    stock_of_one,
)
from project_parts.workplace import Workplace

FROZEN_SAMPLES, FROZEN_EPOCHS, COPIES = 2_000, 6, (3, 4)
PLAIN_SAMPLES, PLAIN_EPOCHS, MIN_DISTS = 2_000, 4, (0.0, 0.1, 0.5)
LESS_UNNEEDED, LESS_FROZEN, TOLERANCE = 0.95, 0.5, 0.002
LABELS = {
    "trust": "trustworthiness",
    "recall": "neighbor recall",
    "unneeded": "unneeded motion",
    "frozen": "motion of frozen epochs",
}


def measure(work: Workplace) -> list[Claim]:
    layouts = stock_of_one(work).layouts, ours_of_one(work).layouts
    theirs, mine = compare(work, "comparing layouts of the one configuration", data_of_one(work), *layouts)
    theirs_frozen, mine_frozen = frozen(work)
    theirs["frozen"], mine["frozen"] = theirs_frozen, mine_frozen
    print_quality(
        f"quality: k = 15 in the layer's own space; means over {len(layouts[0])} fits of stock and {len(SEEDS)} seeds "
        "of ours (frozen: one fit of stock)\nmotion: the way of a step in units of the sequence's spread; unneeded: of "
        "the quarter of samples whose neighborhoods changed least",
        theirs,
        mine,
    )
    return [
        *quality_claims("quality", theirs, mine),
        at_most("quality: motion of frozen epochs over stock's is", mine_frozen / theirs_frozen, LESS_FROZEN),
        *beside_plain_umap(work),
    ]


def print_quality(title: str, theirs: dict[str, float], mine: dict[str, float]) -> None:
    rows = [
        (LABELS[name], f"{theirs[name]:.4f}", f"{mine[name]:.4f}", f"{mine[name] / theirs[name]:.3f}")
        for name in LABELS
        if name in theirs
    ]
    print_table(title, ("", "stock", "ours", "ours / stock"), rows)


def quality_claims(part: str, theirs: dict[str, float], mine: dict[str, float]) -> list[Claim]:
    unneeded = mine["unneeded"] / theirs["unneeded"]
    return [
        no_less(f"{part}: trustworthiness is at least stock's", mine["trust"], theirs["trust"]),
        no_less(f"{part}: neighbor recall is at least stock's", mine["recall"], theirs["recall"]),
        at_most(f"{part}: unneeded motion over stock's is", unneeded, LESS_UNNEEDED),
    ]


def frozen(work: Workplace) -> tuple[float, float]:
    """Return how far stock and ours move samples between epochs that are copies."""
    data = made_up(work, work.samples(FROZEN_SAMPLES), FROZEN_EPOCHS, COPIES)
    theirs = stock(work, "stock: a fit with frozen epochs", data, "stock-frozen", cold=True)
    mine = ours(work, f"ours: {len(SEEDS)} fits with frozen epochs", data, "ours-frozen", SEEDS)
    layouts = theirs["layouts"], mine["layouts"]
    found = compare(work, "comparing layouts of frozen epochs", data, *layouts)
    return found[0]["frozen"], found[1]["frozen"]


def beside_plain_umap(work: Workplace) -> list[Claim]:
    samples = work.samples(PLAIN_SAMPLES)
    data = made_up(work, samples, PLAIN_EPOCHS)
    layouts = [of_min_dist(work, data, min_dist, maker) for min_dist in MIN_DISTS for maker in ("plain", "ours")]
    found = compare(work, "comparing layouts of each min_dist", data, *layouts)
    plain, mine = dict(zip(MIN_DISTS, found[::2], strict=True)), dict(zip(MIN_DISTS, found[1::2], strict=True))
    print_table(
        f"min_dist: {samples:,} samples x {PLAIN_EPOCHS} epochs, n_neighbors {NEIGHBORS}, beside a plain UMAP of each "
        f"epoch; means over {len(SEEDS)} seeds\nnearest: the median distance to the nearest other in the layout",
        ("min_dist", "plain: trust", "ours: trust", "ours - plain", "plain: nearest", "ours: nearest"),
        [table_row(min_dist, plain[min_dist], mine[min_dist]) for min_dist in MIN_DISTS],
    )
    nearest = [mine[min_dist]["nearest"] for min_dist in MIN_DISTS]
    words = "quality: trustworthiness at min_dist {} is at least plain UMAP's"
    return [
        *(no_less(words.format(one), mine[one]["trust"], plain[one]["trust"], TOLERANCE) for one in (0.0, 0.5)),
        Claim(
            "quality: the median distance to the nearest grows with min_dist",
            " < ".join(f"{one:.4f}" for one in nearest),
            all(before < after for before, after in pairwise(nearest)),
        ),
    ]


def of_min_dist(work: Workplace, data: str, min_dist: float, maker: str) -> list[str]:
    if maker == "ours":
        return list(ours(work, f"ours: min_dist {min_dist}", data, f"ours-{min_dist}", SEEDS, min_dist)["layouts"])
    setting = {"n_neighbors": NEIGHBORS, "min_dist": min_dist, "seeds": SEEDS}
    asked = {"data": data, **setting, "save": str(work.folder / f"plain-{min_dist}")}
    return list(work.ask(f"plain UMAP of each epoch: min_dist {min_dist}", "stock.separate", asked)["layouts"])


def table_row(min_dist: float, plain: dict[str, float], mine: dict[str, float]) -> tuple[str, ...]:
    trust = plain["trust"], mine["trust"], mine["trust"] - plain["trust"]
    return (
        str(min_dist),
        f"{trust[0]:.4f}",
        f"{trust[1]:.4f}",
        f"{trust[2]:+.4f}",
        f"{plain['nearest']:.4f}",
        f"{mine['nearest']:.4f}",
    )
