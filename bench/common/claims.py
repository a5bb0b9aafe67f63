"""Tables of figures, and claims that hold or fail by them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """The text of a claim, the figure measured, and whether it holds; ``None``: it was not checked."""

    words: str
    figure: str
    holds: bool | None

    def __str__(self) -> str:
        word = {True: "holds", False: "FAILS", None: "not checked"}[self.holds]
        return f"{word:<12} {self.words}: {self.figure}"


def times_less(words: str, baseline: float, ours: float, times: float) -> Claim:
    """Claim that ours is at least ``times`` times less than the baseline."""
    return Claim(f"{words} at least {times:g}x less", f"{baseline / ours:.1f}x", baseline / ours >= times)


def at_most(words: str, measured: float, most: float) -> Claim:
    return Claim(f"{words} at most {most:g}", f"{measured:.3f}", measured <= most)


def no_less(words: str, ours: float, baseline: float, tolerance: float = 0.0) -> Claim:
    """Claim that ours is at least the baseline, or at most ``tolerance`` below it."""
    allowed = f" or at most {tolerance:g} less" if tolerance else ""
    return Claim(f"{words}{allowed}", f"{ours:.4f}, {baseline:.4f}", ours >= baseline - tolerance)


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows of as many cells as there are heads, the first to the left and the others to the right."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    print(f"\n{title}", flush=True)
    for first, *others in lines:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        print("  ".join(cells).rstrip(), flush=True)


def compared(name: str, stock: float, ours: float) -> tuple[str, str, str, str]:
    """Return the row of two figures of which less is better."""
    return name, f"{stock:.2f}", f"{ours:.2f}", f"{stock / ours:.1f}x"


def conclude(claims: Sequence[Claim]) -> int:
    """Print all claims and, last, whether they hold; return the exit status."""
    print()
    for claim in claims:
        print(claim)
    failed = [claim for claim in claims if claim.holds is False]
    checked = [claim for claim in claims if claim.holds is not None]
    left_out = f" ({len(claims) - len(checked)} not checked)" if len(checked) < len(claims) else ""
    if failed:
        named = "; ".join(f"{claim.words}: {claim.figure}" for claim in failed)
        print(f"claim: {len(failed)} of {len(checked)} claims fail{left_out}: {named}")
    else:
        print(f"claim: all {len(checked)} claims hold{left_out}")
    return 1 if failed else 0
