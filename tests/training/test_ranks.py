"""Trainings that run in several processes, and networks that are wrapped to run on several devices."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load as from_safetensors
from torch import Tensor, nn
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

from epochscope import Recorder
from epochscope.errors import UnusableInput
from epochscope.store import RunReader, check_run
from users import TokenClassifier

CLASSES = ["cat", "dog", "ship"]
INPUTS, LABELS = torch.rand(21, 3, 4, 4, generator=torch.Generator().manual_seed(0)), torch.arange(21) % 3


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
        self.head = nn.Linear(4, 3)
        self.fails = False

    def forward(self, images: Tensor) -> Tensor:
        if self.fails:
            raise RuntimeError("out of memory, say")
        return self.head(self.body(images).mean((2, 3)))


def make_net() -> Net:
    torch.manual_seed(0)
    return Net()


def recorder_of(location: Path, model: nn.Module, **options: object) -> Recorder:
    # Five batches of two ranks: the last round has one.
    given = {"layers": ["body", "head"], "samples": DataLoader(TensorDataset(INPUTS, LABELS), 5), "classes": CLASSES}
    return Recorder(location, model, **given | options)


SCRIPT = """
import sys, warnings
from pathlib import Path
sys.path.insert(0, {tests!r})
import torch
import torch.distributed as dist
from torch.distributed.fsdp import fully_shard
from torch.nn.parallel import DistributedDataParallel
from training.test_ranks import INPUTS, make_net, recorder_of
dist.init_process_group("gloo")
store, rank = Path({store!r}), dist.get_rank()
warnings.simplefilter("error" if rank else "ignore")  # what is said once is said by the first rank

net = make_net()
model = DistributedDataParallel(net)
if rank == 0:
    with recorder_of(store / "first", model) as recorder:
        recorder.record(0)
dist.barrier()
recorder = recorder_of(store / "first", net, resume=True)
assert [recorder.record(1), recorder.last_epoch] == [rank == 0, 1]
recorder.close()
dist.barrier()

with recorder_of(store / "all", model, ranks="all") as recorder:
    assert recorder.record(0)
    net.fails = rank == 1
    assert not recorder.record(1)
    net.fails = False
    assert recorder.record(2)
assert recorder_of(store / "all", model, ranks="all", resume=True).last_epoch == 2
for name, wrong in {{"all": {{}}, "other": {{"samples": [(INPUTS[:5] + rank, torch.zeros(5))]}}}}.items():
    try:
        recorder_of(store / name, model, ranks="all", **wrong).record(3)
    except Exception as error:
        (store.parent / f"{{name}}-{{rank}}.txt").write_text(str(error))

spread = make_net()
fully_shard(spread.body, mesh=dist.init_device_mesh("cpu", (2,)))
with recorder_of(store / "spread", spread, ranks="all", on_error="raise") as recorder:
    assert recorder.record(0)
dist.destroy_process_group()
"""


@pytest.mark.slow
def test_ranks_that_share_the_samples_record_what_one_process_does(store: Path):
    script = store.parent / "train.py"
    script.write_text(SCRIPT.format(tests=str(Path(__file__).parents[1]), store=str(store)))
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    with recorder_of(store / "one", make_net()) as recorder:
        recorder.record(0)
    one = RunReader.at(store / "one")
    for name, epochs in {"first": (0, 1), "all": (0, 2), "spread": (0,)}.items():
        run = RunReader.at(store / name)
        assert check_run(run) == []
        assert (run.manifest.epochs, run.manifest.checkpoints) == (epochs, epochs)
        assert run.manifest.inputs == one.manifest.inputs
        assert run.thumbnails == one.thumbnails
        np.testing.assert_array_equal(run.activations("body", epochs[-1]), one.activations("body", 0))
        np.testing.assert_array_equal(run.predictions(0).probabilities, one.predictions(0).probabilities)
        weights, same = (from_safetensors(reader.checkpoint(0)) for reader in (run, one))
        assert weights.keys() == same.keys()
        assert all(torch.equal(weights[key], same[key]) for key in same)
    exists = "there is already a run 'all'; resume it or choose another name, or overwrite it"
    differ = (
        "the ranks read samples that differ in the inputs: give all of them the same loader, without a "
        "DistributedSampler; the recorder shares out its batches"
    )
    told = {path.stem: path.read_text() for path in store.parent.glob("*-?.txt")}
    assert told == {"all-0": exists, "all-1": f"rank 0: {exists}", "other-0": differ, "other-1": differ}


def test_a_wrapped_network_goes_by_the_names_inside(store: Path):
    with recorder_of(store / "mine", nn.DataParallel(make_net())) as recorder:
        recorder.record(0)
    manifest = RunReader.at(store / "mine").manifest
    assert ([layer.module for layer in manifest.layers], manifest.model.name) == (["body", "head"], "Net")


def test_samples_of_one_rank_alone_are_rejected(store: Path):
    data = TensorDataset(INPUTS, LABELS)
    share = DataLoader(data, 5, sampler=DistributedSampler(data, num_replicas=2, rank=0))
    with pytest.raises(UnusableInput, match="samples has a DistributedSampler, which yields only this rank's"):
        recorder_of(store / "mine", make_net(), samples=share)
    with pytest.raises(UnusableInput, match="ranks must be first or all, not 'two'"):
        recorder_of(store / "mine", make_net(), ranks="two")


def test_a_module_that_the_fast_path_of_an_encoder_skips_is_recorded(store: Path):
    samples = [(torch.rand(4, 5, 8), torch.tensor([0, 1, 2, 0]))]
    with recorder_of(store / "mine", TokenClassifier(), layers=["encoder.linear2"], samples=samples) as recorder:
        recorder.record(0)
    assert RunReader.at(store / "mine").manifest.layer("encoder.linear2").width == 8
    assert torch.backends.mha.get_fastpath_enabled()
