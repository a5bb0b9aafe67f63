"""A recorded network is rebuilt with the weights of any epoch, and a run cannot make its reader import any code."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from epochscope import Recorder, command_line, load_model
from epochscope.errors import UnusableInput
from epochscope.factories import BadFactory, FactoryFailed, UnknownFactory, registered_factories
from epochscope.models import WrongWeights
from epochscope.record.errors import RunMismatch
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import (
    FOREIGN,
    DamagedRun,
    EpochNotFound,
    Finding,
    NotKept,
    RunReader,
    RunWriter,
    check_run,
)
from epochscope.store.testing import TINY, write_run
from epochscope_training.batches import Normalization
from epochscope_training.datasets import load_dataset
from epochscope_training.models import build_model
from epochscope_training.samples import choose_samples
from images import write_digits_parquet

SAMPLES = 12
DEMO = Path(__file__).resolve().parents[2] / "data" / "demo" / "resnet50-cifar10"
MODULE = "canary_networks"
FACTORY = f"{MODULE}:make"
CANARY = """
import os
from torch import nn
os.environ["CANARY"] = "imported"

def make(width=3):
    return nn.Sequential(nn.Flatten(), nn.Linear(4, width))

def fail(**arguments):
    raise ZeroDivisionError("no such luck")

def count(**arguments):
    return 7

class Holder:
    make = staticmethod(make)
"""


@pytest.fixture
def canary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A module that can be imported, and leaves a trace when it is."""
    (tmp_path / f"{MODULE}.py").write_text(CANARY)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("CANARY", raising=False)
    yield
    sys.modules.pop(MODULE, None)
    os.environ.pop("CANARY", None)


def small_batches() -> list[tuple[Tensor, Tensor]]:
    inputs = torch.rand(6, 1, 2, 2, generator=torch.Generator().manual_seed(1))
    return [(inputs, torch.arange(6) % 3)]


def small_model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(4, 3))


def record_small(
    store: Path, factory: str | None = FACTORY, arguments: dict[str, object] | None = None, resume: bool = False
) -> RunReader:
    """Record one more epoch of a network of two layers."""
    with Recorder(
        store / "own",
        small_model(),
        layers=["1"],
        samples=small_batches(),
        classes=["a", "b", "c"],
        factory=factory,
        arguments=arguments,
        resume=resume,
    ) as recorder:
        recorder.record(0 if recorder.last_epoch is None else recorder.last_epoch + 1)
    return RunReader.at(store / "own")


def edit_model(run: RunReader, **change: object) -> RunReader:
    path = Path(run.folder.root) / "run.json"
    manifest = json.loads(path.read_text())
    manifest["model"] |= change
    path.write_text(json.dumps(manifest))
    return RunReader(run.folder)


def with_model(run: RunReader, folder: Path, **change: object) -> RunReader:
    """Return a copy of the run's manifest in ``folder``, changed, with the checkpoints of the run."""
    folder.mkdir()
    (folder / "run.json").write_bytes(run.folder.read("run.json"))
    # Hard links: a link out of the run would not be opened, and copies are large.
    shutil.copytree(Path(run.folder.root) / "checkpoints", folder / "checkpoints", copy_function=os.link)
    return edit_model(RunReader.at(folder), **change)


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_digits_parquet(tmp_path_factory.mktemp("data") / "mini", train=20, test=8)


@pytest.fixture(scope="module")
def trained(digits: Path, tmp_path_factory: pytest.TempPathFactory) -> RunReader:
    """A real ResNet-50, trained for two epochs on twenty digits."""
    store = tmp_path_factory.mktemp("trained")
    arguments = ["train", "resnet50", "--stem", "imagenet", "--dataset", str(digits), "--samples", str(SAMPLES)]
    recipe = ["--epochs", "2", "--batch-size", "10", "--learning-rate", "0.02", "--precision", "float32"]
    location = ["--store", str(store), "--run", "r", "--layers", "pooled", "--device", "cpu"]
    assert command_line.main([*arguments, *recipe, *location]) == 0
    return RunReader.at(store / "r")


def recorded_inputs(digits: Path) -> Tensor:
    """Return the recorded samples as the network's inputs."""
    dataset = load_dataset(str(digits), None)
    samples = choose_samples(dataset, SAMPLES, "both", 0)
    return Normalization.of(dataset.splits["train"].images).apply(samples.images.images)


@pytest.mark.slow
def test_a_loaded_resnet50_predicts_what_was_recorded_at_every_epoch(trained: RunReader, digits: Path):
    inputs = recorded_inputs(digits)
    assert trained.manifest.epochs == (0, 1, 2)
    answers = []
    for epoch in trained.manifest.epochs:
        with torch.no_grad():
            logits = load_model(trained, epoch)(inputs)
        recorded = trained.predictions(epoch)
        np.testing.assert_array_equal(logits.argmax(1).numpy(), recorded.predicted)
        difference = np.abs(logits.softmax(1).numpy() - recorded.probabilities.astype(np.float32))
        assert difference.max() <= 1e-3
        answers.append(logits)
    assert not torch.allclose(answers[0], answers[2], atol=1e-2), "the epochs differ, so the test can tell them apart"


@pytest.mark.slow
def test_a_training_records_how_to_rebuild_its_network(trained: RunReader):
    model = trained.manifest.model
    assert (model.factory, model.arguments) == ("resnet50", {"stem": "imagenet", "channels": 1, "classes": 10})


@pytest.mark.slow
def test_a_loaded_network_is_in_evaluation_mode_and_leaves_the_random_state_alone(trained: RunReader):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    model = load_model(str(trained.folder.root), 1)
    assert not any(module.training for module in model.modules())
    assert torch.equal(torch.rand(3), expected)


def test_the_networks_of_the_reference_pipeline_are_registered():
    assert {"resnet18", "resnet50"} <= set(registered_factories())


@pytest.mark.slow
def test_a_registered_factory_may_be_named_by_its_function(trained: RunReader, store: Path):
    name = "epochscope_training.models:resnet50"
    assert registered_factories()["resnet50"].value == name
    assert load_model(with_model(trained, store / "named", factory=name), 0).fc.out_features == 10


@pytest.mark.usefixtures("canary")
def test_a_factory_of_ones_own_is_recorded_and_loaded_once_it_is_allowed(store: Path):
    run = record_small(store, arguments={"width": 3})
    assert (run.manifest.model.factory, run.manifest.model.arguments) == (FACTORY, {"width": 3})
    assert check_run(run) == []
    model = load_model(run, 0, allow=FACTORY)
    inputs, _ = small_batches()[0]
    with torch.no_grad():
        assert torch.equal(model(inputs), small_model()(inputs))


@pytest.mark.usefixtures("canary")
def test_a_run_without_a_factory_is_loaded_with_the_one_that_is_named(store: Path):
    run = record_small(store, factory=None)
    with pytest.raises(UnknownFactory, match="run 'own' does not record how to rebuild its network"):
        load_model(run, 0)
    assert load_model(run, 0, allow=FACTORY)[1].out_features == 3
    # The arguments come from the run, not from the caller.
    assert load_model(edit_model(run, arguments={"width": 9}), 0, allow=FACTORY)[1].out_features == 3


def test_recording_imports_no_factory(store: Path, canary: None):
    record_small(store)
    assert MODULE not in sys.modules
    assert "CANARY" not in os.environ


HOSTILE = [
    FACTORY,
    "os:system",
    "builtins:eval",
    "subprocess:Popen",
    f"{MODULE}:__import__",
    f"{MODULE}:Holder.make",
    f"{MODULE}:make.__globals__",
    f"{MODULE}.make",
    MODULE,
    f"{MODULE}:",
    ":make",
    f" {FACTORY}",
    f"{FACTORY} [extra]",
    f"../{FACTORY}",
    "resnet50:make",
    "resnet50 ",
    "epochscope_training.models:build_model",
    "epochscope_training.models:resnet50.__globals__",
    "",
    "\0",
    "x" * 100_000,
]


@pytest.mark.parametrize("factory", HOSTILE, ids=lambda name: repr(name[:50]))
def test_a_factory_that_a_run_names_is_not_imported(store: Path, canary: None, factory: str):
    run = edit_model(record_small(store), factory=factory, arguments={"command": f"touch {store / 'owned'}"})
    before = set(sys.modules)
    for allow in (None, "other_networks:make"):
        if factory or allow is None:
            with pytest.raises(UnknownFactory):
                load_model(run, 0, allow=allow)
    assert set(sys.modules) == before
    assert "CANARY" not in os.environ
    assert not (store / "owned").exists()


def test_an_untrusted_run_cannot_import_a_module_that_is_not_loaded_yet(store: Path):
    """In a process of its own, where no test has imported anything yet."""
    record_small(store, factory="antigravity:geohash")
    code = """
import sys
from epochscope import load_model
from epochscope.factories import UnknownFactory
try:
    load_model(sys.argv[1], 0)
except UnknownFactory as error:
    print(error)
print([name for name in ("antigravity", "torchvision", "epochscope_training") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code, store / "own"], capture_output=True, text=True, check=True)
    message, imported = done.stdout.splitlines()
    assert message == (
        "factory 'antigravity:geohash' is not registered by an installed package (registered: "
        f"{', '.join(sorted(registered_factories()))}) and not allowed: install the package that provides it, or, "
        "if you trust it, pass allow='antigravity:geohash'"
    )
    assert imported == "[]"


@pytest.mark.parametrize(
    "factory",
    [f"{MODULE}:__import__", f"{MODULE}:Holder.make", f"{MODULE}:make.__globals__", MODULE, f"{FACTORY} [extra]"],
)
def test_even_an_allowed_factory_is_a_public_function_of_a_module(store: Path, canary: None, factory: str):
    run = edit_model(record_small(store), factory=factory)
    with pytest.raises(BadFactory, match=r"not of the form 'package\.module:function'"):
        load_model(run, 0, allow=factory)
    assert MODULE not in sys.modules


@pytest.mark.parametrize(
    ("factory", "arguments", "message"),
    [
        ("fail", {}, "factory 'canary_networks:fail' failed: ZeroDivisionError: no such luck"),
        ("make", {"depth": 3}, "factory 'canary_networks:make' failed: TypeError: .*'depth'"),
        ("count", {}, "factory 'canary_networks:count' returned a int, not a torch.nn.Module"),
        ("missing", {}, "factory 'canary_networks:missing' cannot be imported: AttributeError"),
    ],
)
def test_a_factory_that_fails_is_named(
    store: Path, canary: None, factory: str, arguments: dict[str, object], message: str
):
    run = edit_model(record_small(store), factory=f"{MODULE}:{factory}", arguments=arguments)
    with pytest.raises(FactoryFailed, match=message):
        load_model(run, 0, allow=f"{MODULE}:{factory}")


def test_a_module_that_cannot_be_imported_is_named(store: Path):
    run = record_small(store, factory="no_such_package.networks:make")
    with pytest.raises(FactoryFailed, match="cannot be imported: ModuleNotFoundError: No module named 'no_such"):
        load_model(run, 0, allow="no_such_package.networks:make")


@pytest.mark.usefixtures("canary")
def test_weights_that_do_not_fit_are_rejected(store: Path):
    run = record_small(store, arguments={"width": 4})
    with pytest.raises(
        WrongWeights, match=r"weights of run 'own' at epoch 0 do not fit .*: size mismatch for 1\.weight"
    ):
        load_model(run, 0, allow=FACTORY)


@pytest.mark.usefixtures("canary")
@pytest.mark.parametrize("damage", [b"", b"\x00" * 100, b"\xff" * 100, b"\x80\x04pickle"])
def test_weights_that_are_damaged_are_named(store: Path, damage: bytes):
    run = record_small(store)
    (store / "own" / "checkpoints" / "epoch=0000.safetensors").write_bytes(damage)
    with pytest.raises(DamagedRun, match="the weights of run 'own' at epoch 0 cannot be read"):
        load_model(run, 0, allow=FACTORY)


def test_weights_that_are_not_kept_are_named(store: Path, tiny_run: RunReader):
    with pytest.raises(EpochNotFound, match="there is no epoch 9; this run has recorded: 0, 1, 2"):
        load_model(tiny_run, 9)
    with pytest.raises(NotKept, match="the weights at epoch 1 are not kept; this run has those of: none"):
        load_model(tiny_run, 1)
    with pytest.raises(NotKept, match="compact copy of 'ResNet-50 on cifar10', without activations and weights"):
        load_model(DEMO, 3)


def test_the_run_of_the_repository_and_every_compact_copy_keep_the_factory(store: Path):
    arguments = {"stem": "imagenet", "channels": 3, "classes": 10}
    demo = RunReader.at(DEMO).manifest.model
    assert (demo.factory, demo.arguments) == ("resnet50", arguments)
    network = build_model("resnet50", **arguments)
    assert sum(parameter.numel() for parameter in network.parameters()) == demo.parameters
    run = record_small(store, arguments={"width": 3})
    copy = write_compact_copy(run, store / "copy", CopyChoice())
    assert (copy.model, RunReader.at(store / "copy").manifest.model) == (run.manifest.model, run.manifest.model)


def test_a_run_of_an_older_version_has_no_factory(store: Path):
    run = write_run(store / "old", TINY)
    path = store / "old" / "run.json"
    manifest = json.loads(path.read_text())
    del manifest["model"]["factory"], manifest["model"]["arguments"]
    path.write_text(json.dumps(manifest))
    old = RunReader.at(store / "old")
    assert (old.manifest.model.factory, old.manifest.model.arguments) == (None, {})
    assert old.manifest == run.manifest
    assert check_run(old) == [Finding("run.json", FOREIGN, damage=False)]
    RunWriter.at(store / "old").commit(lambda manifest: manifest)
    assert check_run(RunReader.at(store / "old")) == []


def test_resuming_with_another_factory_is_rejected_and_without_one_accepted(store: Path):
    record_small(store, arguments={"width": 3})
    for factory, arguments in ((FACTORY, {"width": 4}), ("resnet50", {"width": 3})):
        with pytest.raises(RunMismatch, match=r"run 'own' has factory \('canary_networks:make', \{'width': 3\}\), not"):
            record_small(store, factory, arguments, resume=True)
    assert record_small(store, None, resume=True).manifest.model.factory == FACTORY


@pytest.mark.parametrize(
    "factory",
    [
        "",
        "a b",
        "os.system()",
        "a:b:c",
        "a:b.c",
        "a:_private",
        "a:__import__",
        ":a",
        "a:",
        "a..b:c",
        "../a:b",
        "a/b",
        "ü",
    ],
)
def test_an_invalid_factory_name_is_rejected_before_anything_is_written(store: Path, factory: str):
    with pytest.raises(BadFactory, match="is not a factory: use a registered name such as 'resnet50'"):
        record_small(store, factory)
    assert list(store.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": (3, 3)}, "factory argument size is a tuple"),
        ({"widths": [1, {2}]}, r"factory argument widths\[1\] is a set"),
        ({"options": {"rate": float("nan")}}, "factory argument options.rate is nan, which JSON cannot hold"),
        ({"options": {3: "x"}}, "factory argument options has the key 3; keys in JSON are strings"),
        ({"layer": nn.ReLU}, "factory argument layer is a type"),
        ({"count": np.int64(3)}, "factory argument count is a int64"),
        ({"a b": 1}, "factory arguments are passed by keyword; 'a b' cannot be a keyword"),
        ({3: 1}, "factory arguments are passed by keyword; 3 cannot be a keyword"),
    ],
)
def test_arguments_that_are_not_plain_json_are_rejected(store: Path, arguments: dict, message: str):
    with pytest.raises(BadFactory, match=message):
        record_small(store, arguments=arguments)
    assert list(store.iterdir()) == []


def test_arguments_without_a_factory_are_rejected(store: Path):
    with pytest.raises(UnusableInput, match="arguments are passed to a factory: name it too"):
        record_small(store, None, {"width": 3})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stem": "os"}, "stem must be one of cifar, imagenet, not 'os'"),
        ({"classes": 10**12}, "classes must be a whole number from 1 to 100,000, not 1000000000000"),
        ({"channels": 0}, "channels must be a whole number from 1 to 100,000, not 0"),
        ({"classes": "3"}, "classes must be a whole number from 1 to 100,000, not '3'"),
        ({"weights": "DEFAULT"}, "TypeError: .*'weights'"),
    ],
)
def test_our_own_factories_reject_hostile_arguments(store: Path, change: dict[str, object], message: str):
    arguments = {"stem": "cifar", "channels": 3, "classes": 10} | change
    run = edit_model(record_small(store), factory="resnet18", arguments=arguments)
    with pytest.raises(FactoryFailed, match=f"factory 'resnet18' failed: .*{message}"):
        load_model(run, 0)


@pytest.mark.slow
def test_the_message_about_weights_that_do_not_fit_is_short(trained: RunReader, store: Path):
    with pytest.raises(WrongWeights) as refusal:
        load_model(with_model(trained, store / "other", factory="resnet18"), 0)
    assert len(str(refusal.value)) < 1_500
    assert "Unexpected key(s) in state_dict" in str(refusal.value)


@pytest.mark.slow
def test_the_example_of_the_readme_loads_a_network(trained: RunReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = (Path(__file__).resolve().parents[2] / "training" / "README.md").read_text()
    (example,) = re.findall(r"```python\n(from epochscope import load_model\n.*?)```", text, flags=re.DOTALL)
    (tmp_path / "data" / "runs").mkdir(parents=True)
    (tmp_path / "data" / "runs" / "resnet18-digits").symlink_to(trained.folder.root)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(example.replace("epoch=8", "epoch=2"), names)
    assert isinstance(names["model"], nn.Module)
