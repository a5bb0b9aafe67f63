"""How long the one configuration would take if the machine did nothing but its products and forces, at full speed."""

from common.claims import Claim, at_most, print_table
from project_parts.shared import NEIGHBORS, data_of_one, ours_of_one
from project_parts.workplace import Workplace

MOST_OF_LIMIT = 1.8
SQUARE = 4096


def measure(work: Workplace) -> list[Claim]:
    wall = ours_of_one(work).warm_seconds("wall")
    asked = {"data": data_of_one(work), "n_neighbors": NEIGHBORS}
    needed = work.ask("counting operations", "machine.operations", asked)
    shapes = {"square": SQUARE // work.shrink, "widths": needed["widths"]}
    best = work.ask("measuring the machine", "machine.rates", shapes)
    seconds = {name: needed[name] / best["products"] for name in ("full", "narrow")}
    forces = needed["evaluations"] / best["evaluations"]
    bounds = {name: spent + forces for name, spent in seconds.items()}
    billions = {"products": best["products"] / 1e9, "evaluations": best["evaluations"] / 1e9}
    print_table(
        f"limit: what the one configuration needs, at the best rates of both cores (products: {best['shape']})",
        ("", "operations, 1e9", "1e9 a second", "seconds", "ours / it"),
        [
            row("every pair compared in full width", needed["full"], billions["products"], seconds["full"]),
            row(f"forces of {needed['drawn']:,} edges drawn", needed["evaluations"], billions["evaluations"], forces),
            ("both", "", "", f"{bounds['full']:.3f}", f"{wall / bounds['full']:.2f}"),
            row("pairs in the width really multiplied", needed["narrow"], billions["products"], seconds["narrow"]),
            ("with those instead", "", "", f"{bounds['narrow']:.3f}", f"{wall / bounds['narrow']:.2f}"),
            ("ours, warm", "", "", f"{wall:.3f}", ""),
        ],
    )
    return [at_most("limit: wall time over products and forces at full speed is", wall / bounds["full"], MOST_OF_LIMIT)]


def row(name: str, operations: float, rate: float, seconds: float) -> tuple[str, ...]:
    return name, f"{operations / 1e9:.2f}", f"{rate:.2f}", f"{seconds:.3f}", ""
