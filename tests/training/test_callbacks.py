"""The examples of training/README.md for Lightning, Hugging Face and Ignite record what these frameworks train."""

import re
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from epochscope.errors import UnusableInput
from epochscope.store import RunReader, check_run

pytestmark = pytest.mark.slow

README = (Path(__file__).resolve().parents[2] / "training" / "README.md").read_text()
EXAMPLES = dict.fromkeys(("lightning", "huggingface", "ignite"), "")
for block in re.findall(r"```python\n(.*?)```", README.partition("## Recording with a framework")[2], re.DOTALL):
    EXAMPLES |= {name: block for name in EXAMPLES if f"epochscope.{name} import" in block}
NAMES = ["cat", "dog", "ship"]
LABELS = torch.arange(12) % 3
LOADER = DataLoader(TensorDataset(torch.rand(12, 4, generator=torch.Generator().manual_seed(0)), LABELS), 4)


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body, self.head = nn.Linear(4, 5), nn.Linear(5, 3)

    def forward(self, inputs: Tensor) -> Tensor:
        return self.head(self.body(inputs).relu())


def for_lightning() -> dict[str, Any]:
    from lightning import LightningModule

    class Module(Net, LightningModule):
        fails_at = None

        def training_step(self, batch: tuple[Tensor, Tensor], _: int) -> Tensor:
            if self.current_epoch == self.fails_at:
                raise ZeroDivisionError
            return functional.cross_entropy(self(batch[0]), batch[1])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.SGD(self.parameters(), lr=0.1)

    return {"module": Module(), "train_loader": LOADER, "probe_loader": LOADER}


def for_huggingface() -> dict[str, Any]:
    from transformers import BertConfig, BertForSequenceClassification

    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
    model = BertForSequenceClassification(BertConfig(vocab_size=20, num_labels=3, **sizes))
    words = torch.randint(20, (12, 6), generator=torch.Generator().manual_seed(0))
    samples = [{"input_ids": row, "labels": label} for row, label in zip(words, LABELS, strict=True)]
    return {"model": model, "train_dataset": samples, "probe_loader": DataLoader(samples, 4)}


def for_ignite() -> dict[str, Any]:
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    given = {"model": model, "optimizer": optimizer, "loss": functional.cross_entropy}
    return given | {"train_loader": LOADER, "probe_loader": LOADER}


GIVEN = {"lightning": for_lightning, "huggingface": for_huggingface, "ignite": for_ignite}


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run_example(name: str, given: dict[str, Any], *changes: tuple[str, str]) -> None:
    example = EXAMPLES[name]
    for old, new in changes:
        assert old in example
        example = example.replace(old, new)
    exec(example, {"names": NAMES, **given})


def epochs_of(name: str) -> tuple[int, ...]:
    run = RunReader.at(f"data/runs/{name}")
    assert check_run(run) == []
    return run.manifest.epochs


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_is_short_and_records_every_epoch_or_step(name: str):
    assert 0 < len(EXAMPLES[name].strip().splitlines()) < 10
    run_example(name, GIVEN[name]())
    assert epochs_of(name) == (0, 1, 2)
    run_example(name, GIVEN[name](), ("classes=names", "classes=names, unit='step', every=2, overwrite=True"))
    run = RunReader.at(f"data/runs/{name}")
    steps = 4 if name == "huggingface" else 6  # batches of 8 instead of 4
    assert (run.manifest.unit, run.manifest.epochs) == ("step", tuple(range(0, steps + 1, 2)))


def test_what_was_recorded_before_a_training_failed_is_kept():
    given = for_lightning()
    given["module"].fails_at = 1
    with pytest.raises(ZeroDivisionError):
        run_example("lightning", given)
    assert epochs_of("lightning") == (0, 1)

    def loss(*_: Tensor) -> Tensor:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_example("ignite", for_ignite() | {"loss": loss})
    assert epochs_of("ignite") == (0,)


def test_a_training_that_begins_behind_the_run_is_stopped_at_its_beginning():
    run_example("ignite", for_ignite())
    with pytest.raises(
        UnusableInput, match="goes on from epoch 0, and the run has epoch 2 already: choose resume_from=0"
    ):
        run_example("ignite", for_ignite(), ("classes=names", "classes=names, resume=True"))
    run_example("ignite", for_ignite(), ("classes=names", "classes=names, resume_from=0"))
    assert epochs_of("ignite") == (0, 1, 2)
