"""A model, a data set and a loop that this repository has never seen, recorded by three added lines."""

from pathlib import Path

import numpy as np
import torch

from epochscope.store import RunReader, check_run

ADDED = "  # added"
# Outlines of shapes as sets of points, padded to one length; a network that pools over a set; gradients of two batches
# per step, and a rate that warms up.
PROGRAM = """
import math
import torch
from torch import nn
from torch.utils.data import DataLoader
from epochscope import Recorder  # added


class Outlines(torch.utils.data.Dataset):
    def __init__(self, count):
        random = torch.Generator().manual_seed(1)
        self.items = [self.outline(number % 3 + 3, random) for number in range(count)]

    def outline(self, corners, random):
        size = int(torch.randint(12, 20, (), generator=random))
        angles = torch.rand(size, generator=random) * 2 * math.pi
        radius = math.cos(math.pi / corners) / torch.cos(angles % (2 * math.pi / corners) - math.pi / corners)
        points, there = torch.zeros(20, 2), torch.zeros(20, dtype=torch.bool)
        points[:size] = torch.stack([radius * angles.cos(), radius * angles.sin()], 1)
        there[:size] = True
        return {"points": points, "there": there, "label": corners - 3}

    def __len__(self):
        return len(self.items)

    def __getitem__(self, number):
        return self.items[number]


class SetNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.lift = nn.Sequential(nn.Linear(2, 16), nn.GELU(), nn.Linear(16, 16))
        self.gate = nn.Linear(16, 1)
        self.mix = nn.Linear(16, 8)
        self.head = nn.Linear(8, 3)

    def forward(self, points, there):
        lifted = self.lift(points)
        weight = self.gate(lifted).masked_fill(~there[..., None], -torch.inf).softmax(1)
        return {"scores": self.head(torch.relu(self.mix((weight * lifted).sum(1)))), "weight": weight}


torch.manual_seed(0)
outlines, model = Outlines(48), SetNet()
loader = DataLoader(outlines, batch_size=8, shuffle=True)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
warmup = torch.optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters=3)
recorder = Recorder(LOCATION, model, layers=["mix", "head"], samples=DataLoader(outlines, 16), output="scores")  # added
for epoch in range(3):
    for number, batch in enumerate(loader):
        scores = model(batch["points"], batch["there"])["scores"]
        nn.functional.cross_entropy(scores, batch["label"]).backward()
        if number % 2:
            optimizer.step()
            optimizer.zero_grad()
    warmup.step()
    recorder.record(epoch)  # added
"""


def run(program: str, location: Path) -> dict[str, object]:
    """Run a program, and return what it defined."""
    names: dict[str, object] = {"LOCATION": location}
    exec(compile(program, "training.py", "exec"), names)
    return names


def test_three_added_lines_record_a_training_and_leave_it_as_it_was(tmp_path: Path) -> None:
    lines = PROGRAM.splitlines()
    assert sum(line.endswith(ADDED) for line in lines) == 3
    before = run("\n".join(line for line in lines if not line.endswith(ADDED)), tmp_path / "none")
    after = run(PROGRAM, tmp_path / "outlines")
    after["recorder"].close()
    for name, weight in before["model"].state_dict().items():
        assert torch.equal(weight, after["model"].state_dict()[name]), name
    recorded = RunReader.at(tmp_path / "outlines")
    assert check_run(recorded) == []
    assert recorded.manifest.epochs == (0, 1, 2)
    assert [(layer.name, layer.width) for layer in recorded.manifest.layers] == [("mix", 8), ("head", 3)]
    scores = torch.from_numpy(recorded.activations("head", 2).astype(np.float32))
    np.testing.assert_array_equal(recorded.predictions(2).predicted, scores.argmax(1))
    np.testing.assert_array_equal(recorded.labels(), np.arange(48) % 3)
