"""What the tests of different users share: record a network for two epochs, and read the run."""

from pathlib import Path

import torch
from torch import Tensor, nn

from epochscope import Recorder
from epochscope.store import RunReader, check_run

SAMPLES = 6


def numbers(*shape: int) -> Tensor:
    """Return (SAMPLES, …) numbers, the same each time."""
    return torch.rand(SAMPLES, *shape, generator=torch.Generator().manual_seed(0))


def recorded(store: Path, model: nn.Module, samples: object, layers: object = "auto", **options: object) -> RunReader:
    """Record two epochs, between which the weights change; return the run, which is whole."""
    torch.manual_seed(0)
    options = {"layers": layers, "samples": samples, "dtype": "float32", "on_error": "raise", **options}
    with Recorder(store / "mine", model, **options) as recorder:
        recorder.record(0)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.mul_(0.9)
        recorder.record(1)
    run = RunReader.at(store / "mine")
    assert check_run(run) == []
    assert run.manifest.epochs == (0, 1)
    return run


class TokenClassifier(nn.Module):
    """One block of a transformer over (samples, tokens, 8), and three classes by the first token."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.head(self.encoder(tokens)[:, 0])
