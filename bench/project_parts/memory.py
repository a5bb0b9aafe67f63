"""The largest run that the job is made for: how much memory and time its projection takes."""

from common.claims import Claim, at_most, print_table
from project_parts.shared import MIN_DIST, NEIGHBORS
from project_parts.workplace import Workplace

SAMPLES, EPOCHS, WIDTH = 50_000, 30, 2_048
MOST_GIB = 12


def measure(work: Workplace) -> list[Claim]:
    samples, run = work.samples(SAMPLES), str(work.folder / "large")
    words = f"recording {samples:,} samples x {EPOCHS} epochs x {WIDTH:,} wide"
    size = {"samples": samples, "epochs": EPOCHS, "width": WIDTH}
    on_disk = work.ask(words, "large.record", {"folder": run, **size})
    setting = {"n_neighbors": NEIGHBORS, "min_dist": MIN_DIST}
    found = work.ask(
        "ours: the whole job on it, read, laid out, scored, written", "large.project", {"run": run, **setting}
    )
    gib = found["peak"] / 1024
    print_table(
        f"memory: the job on a run of {samples:,} samples x {EPOCHS} epochs x {WIDTH:,} wide, float16, "
        f"n_neighbors {NEIGHBORS}, min_dist {MIN_DIST}",
        ("", "ours"),
        [
            ("run on disk, GiB", f"{on_disk / 2**30:.2f}"),
            ("wall s", f"{found['wall']:.0f}"),
            ("CPU s", f"{found['cpu']:.0f}"),
            ("peak memory, GiB", f"{gib:.2f}"),
        ],
    )
    return [at_most(f"memory: GiB for {samples:,} x {EPOCHS} x {WIDTH:,} are", gib, MOST_GIB)]
