"""How a bench made of parts is run: which parts are chosen, each measured, and what they claim."""

import argparse
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from common.claims import Claim, conclude


class Workplace(Protocol):
    """What the workplaces have in common."""

    def conditions(self) -> str:
        """Return a description of what everything is measured on."""

    def tell(self, words: str) -> None:
        """Say how far it has come."""


Work = TypeVar("Work", bound=Workplace)
Parts = Mapping[str, Callable[[Work], list[Claim]]]


def options(words: str | None, parts: Collection[str]) -> argparse.ArgumentParser:
    """Return what reads the options that all of these benches have."""
    parser = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=_some_of(parts), default=list(parts), help=f"some of {','.join(parts)}")
    parser.add_argument(
        "--shrink", type=int, default=1, help="divide the number of samples by this: only to try the bench out"
    )
    return parser


def measure_all(parts: Parts[Work], chosen: Sequence[str], work: Work, *broken: type[Exception]) -> int:
    """Measure the parts that were chosen, print their claims, and return the exit status.

    A part that breaks, with one of these errors, fails; the others are still measured.
    """
    print(work.conditions(), flush=True)
    claims: list[Claim] = []
    for part in chosen:
        work.tell(f"part {part}")
        try:
            claims += parts[part](work)
        except broken as error:
            claims.append(Claim(f"{part}: can be measured", str(error).partition("\n")[0], False))
    work.tell("done")
    return conclude(claims)


def _some_of(parts: Collection[str]) -> Callable[[str], list[str]]:
    """Return what reads a list of parts from the command line, in the order in which they are measured."""

    def chosen(words: str) -> list[str]:
        asked = words.split(",")
        if unknown := set(asked) - set(parts):
            raise argparse.ArgumentTypeError(
                f"{', '.join(sorted(unknown))}: no such part; there are {', '.join(parts)}"
            )
        return [part for part in parts if part in asked]

    return chosen
