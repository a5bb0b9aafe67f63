"""What is tried wherever the package is installed: runs are written, checked and, with torch, recorded.

Run as a script with a folder for the runs; it needs no more than the package declares.
"""

import sys
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from epochscope import command_line
from epochscope.store import RunReader, check_run
from epochscope.store.testing import TINY, write_run

PARTS = ("epochscope", "numpy", "pyarrow", "torch", "safetensors")


def main() -> None:
    store = Path(sys.argv[1])
    pictures = find_spec("PIL") is not None
    run = write_run(store / "made", replace(TINY, thumbnails=pictures))
    assert run.activations("conv", 2).shape == (12, 4)
    copied = command_line.main(["compact", str(store / "made"), str(store / "copy")])
    assert copied == (command_line.DONE if pictures else command_line.REFUSED)
    if find_spec("torch"):
        record(store)
    for folder in store.iterdir():
        assert check_run(RunReader.at(folder)) == [], folder
    assert command_line.main(["list", str(store)]) == command_line.DONE
    print("Python", sys.version.partition(" ")[0], *(f"{part} {version(part)}" for part in PARTS if find_spec(part)))


def record(store: Path) -> None:
    """Record a network as it is and, where nothing else tries that torch, compiled: it must be the same."""
    import torch
    from torch import nn

    from epochscope import Recorder

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    samples = [(torch.rand(12, 4), torch.arange(12) % 3)]
    options = {"layers": ["0", "2"], "samples": samples, "classes": ["cat", "dog", "ship"]}
    networks = {"plain": model}
    if not hasattr(torch.compiler, "set_stance"):
        networks["compiled"] = torch.compile(model, backend="eager")
        networks["compiled"](samples[0][0])
    for name, network in networks.items():
        with Recorder(store / name, network, **options) as recorder:
            recorder.record(0)
            recorder.record(1)
    first, *others = (RunReader.at(store / name).activations("0", 1) for name in networks)
    assert all((first == other).all() for other in others)


if __name__ == "__main__":
    main()
