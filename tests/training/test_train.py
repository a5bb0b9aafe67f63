"""``epochscope train``: the recipe, its reproducibility, and resuming after a kill at any moment."""

import hashlib
import json
import pickle
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import ImageOps

from epochscope import command_line
from epochscope.errors import UnusableInput
from epochscope.record.reduce import REDUCTIONS
from epochscope.store import RunReader, check_run
from epochscope_training import settings
from epochscope_training.batches import Normalization, TrainingBatches, augment
from epochscope_training.datasets import ImageDataset, ImageSplit
from epochscope_training.flips import flip_labels
from epochscope_training.models import RECIPES, build_model
from epochscope_training.precision import choose_precision
from epochscope_training.settings import TrainSettings
from images import digit_images, encode, write_digits_parquet, write_parquet
from killed import LOADED

pytestmark = pytest.mark.slow

CPU = torch.device("cpu")
SMALL = ("resnet18", "--stem", "imagenet", "--samples", "40", "--batch-size", "20", "--learning-rate", "0.02")


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Use one thread, as killed processes do: sums depend on the number, which other tests change in this process."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_digits_parquet(tmp_path_factory.mktemp("data") / "mini")


def arguments(mini: Path, store: Path, *more: str) -> list[str]:
    given = ["train", *SMALL, "--dataset", str(mini), "--store", str(store), "--run", "r", "--epochs", "3"]
    return [*given, "--layers", "stem,layer4,logits", "--precision", "float32", "--device", "cpu", *more]


@pytest.fixture(scope="module")
def trained(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> RunReader:
    store = tmp_path_factory.mktemp("trained")
    assert command_line.main(arguments(mini, store)) == 0
    return RunReader.at(store / "r")


def comparable(run: RunReader) -> dict[str, object]:
    """Return everything that a run holds except times."""
    manifest = run.manifest
    return {
        "manifest": replace(manifest, created=""),
        "metrics": [replace(metric, seconds=None) for metric in run.metrics()],
        "activations": [
            run.activation_digest(layer.name, epoch) for layer in manifest.layers for epoch in manifest.epochs
        ],
        "loss": [run.predictions(epoch).loss.tolist() for epoch in manifest.epochs],
        "weights": [hashlib.sha256(run.checkpoint(epoch)).hexdigest() for epoch in manifest.checkpoints],
        "resume": sorted(path for path in run.folder.files("resume")),
    }


def test_a_training_records_every_epoch_and_layer(trained: RunReader):
    manifest = trained.manifest
    assert check_run(trained) == []
    assert manifest.epochs == (0, 1, 2, 3)
    assert [(layer.name, layer.width) for layer in manifest.layers] == [("stem", 64), ("layer4", 512), ("logits", 10)]
    assert (manifest.title, manifest.samples, manifest.seed) == ("ResNet-18 on mini", 40, 0)
    assert manifest.training["learning_rate"] == 0.02
    samples = trained.samples()
    assert (samples.split.count("train"), samples.split.count("test")) == (30, 10)
    assert [(metric.epoch, metric.split) for metric in trained.metrics()] == [
        (0, "test"), (0, "train"), *((epoch, split) for epoch in (1, 2, 3) for split in ("train", "test"))
    ]  # fmt: skip


def test_recorded_logits_agree_with_the_predictions(trained: RunReader):
    logits = trained.activations("logits", 3).astype(np.float32)
    predicted = trained.predictions(3).predicted
    assert (logits.argmax(1) == predicted).mean() >= 0.95  # float16 may tie values that differ in float32


def test_the_same_seed_gives_the_same_run(mini: Path, trained: RunReader, tmp_path: Path):
    assert command_line.main(arguments(mini, tmp_path)) == 0
    assert comparable(RunReader.at(tmp_path / "r")) == comparable(trained)


def test_another_seed_gives_another_run(mini: Path, trained: RunReader, tmp_path: Path):
    assert command_line.main(arguments(mini, tmp_path, "--seed", "1", "--epochs", "1")) == 0
    assert RunReader.at(tmp_path / "r").activation_digest("stem", 0) != trained.activation_digest("stem", 0)


KILL_POINTS: dict[str, Callable[[Path], bool]] = {
    "while the first epoch is written": lambda run: any(run.glob("activations/*/*/.*.part")),
    "before the first manifest": lambda run: any(run.glob("checkpoints/epoch=0000*")),
    "just after the first manifest": lambda run: (run / "run.json").exists(),
    "while a later epoch is written": lambda run: (run / "activations/layer=layer4/epoch=0002").exists(),
    "between data and manifest": lambda run: (run / "resume/epoch=0002.pt").exists(),
    "in the last epoch": lambda run: (run / "predictions/epoch=0003").exists(),
}


@pytest.mark.parametrize("moment", KILL_POINTS)
def test_a_killed_training_is_complete_and_resumes_to_the_same_run(
    mini: Path, trained: RunReader, tmp_path: Path, moment: str
):
    run = tmp_path / "r"
    process = LOADED.Process(target=command_line.main, args=(arguments(mini, tmp_path),))
    process.start()
    deadline = time.monotonic() + 120
    while not KILL_POINTS[moment](run) and process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.0005)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL, "the training ended before the moment came"
    if (run / "run.json").exists():
        assert not [finding for finding in check_run(RunReader.at(run)) if finding.damage]
    assert command_line.main(arguments(mini, tmp_path, "--resume")) == 0
    assert comparable(RunReader.at(run)) == comparable(trained)
    assert check_run(RunReader.at(run)) == []


def test_a_finished_run_is_left_alone_when_resumed(mini: Path, trained: RunReader):
    before = trained.folder.read("run.json")
    store = Path(trained.folder.root).parent
    assert command_line.main(arguments(mini, store, "--resume")) == 0
    assert trained.folder.read("run.json") == before


def test_a_training_does_not_continue_with_other_images_of_the_same_name_and_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    given = arguments(Path("mini"), tmp_path, "--epochs", "1", "--layers", "logits")
    monkeypatch.chdir(write_digits_parquet(tmp_path / "here/mini").parent)
    assert command_line.main(given) == 0
    before = RunReader.at(tmp_path / "r").folder.read("run.json")
    other, (images, labels) = write_digits_parquet(tmp_path / "there/mini"), digit_images(80)
    inverted = [encode(ImageOps.invert(image)) for image in images[60:]]
    write_parquet(other / "test-00000-of-00001.parquet", inverted, labels[60:], [str(digit) for digit in range(10)])
    monkeypatch.chdir(other.parent)
    message = rejected(capsys, [*given, "--resume"])
    assert "run 'r' was started with other images or labels than 'mini' has now: resume it with the same" in message
    assert RunReader.at(tmp_path / "r").folder.read("run.json") == before


@pytest.mark.parametrize("file", ["checkpoints/epoch=0003.safetensors", "resume/epoch=0003.pt"])
def test_a_training_does_not_go_on_from_a_damaged_file(
    mini: Path, trained: RunReader, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str
):
    shutil.copytree(trained.folder.root, tmp_path / "r")
    content = bytearray((tmp_path / "r" / file).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "r" / file).write_bytes(bytes(content))
    assert f"the content of {file} is not what was written" in rejected(capsys, arguments(mini, tmp_path, "--resume"))
    assert command_line.main(["check", str(tmp_path / "r")]) == 1
    assert f"DAMAGED: {file}: its content is not what was written" in capsys.readouterr().out


def rejected(capsys: pytest.CaptureFixture[str], given: list[str]) -> str:
    capsys.readouterr()
    assert command_line.main(given) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--layers", "stem,layer9"), "the model has no layer 'layer9'; did you mean"),
        (("--layers", "../stem"), "'../stem' is not a layer name"),
        (("--dataset", "nowhere"), "there is no data set 'nowhere'"),
        (("--epochs", "0"), "--epochs must be at least 1, not 0"),
        (("--samples", "-5"), "--samples must be at least 1, not -5"),
        (("--learning-rate", "0"), "--learning-rate must be above 0, not 0.0"),
        (("--label-smoothing", "1"), "--label-smoothing must be from 0 to below 1"),
        (("--device", "warp"), "there is no device 'warp' here"),
        (("--precision", "float16"), "float16 needs a GPU"),
        (("--image-size", "0"), "the image size must be at least 1 pixel"),
        (("--run", ".."), "'..' is not a run name"),
        (("--run", "a/b"), "'a/b' is not a run name"),
        (("--run", "x" * 10_000), "a run name has at most 128 characters; this one has 10000"),
        (("--run", "a\0b"), "is not a run name"),
    ],
)
def test_wrong_arguments_are_rejected_and_nothing_is_written(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], message: str
):
    assert message in rejected(capsys, arguments(mini, tmp_path, *more))
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith(".")]


def test_a_choice_that_does_not_exist_ends_with_code_2(mini: Path, tmp_path: Path):
    with pytest.raises(SystemExit) as stopped:
        command_line.main(["train", "resnet9000"])
    assert stopped.value.code == 2


def test_an_existing_run_is_not_overwritten(mini: Path, trained: RunReader, capsys: pytest.CaptureFixture[str]):
    store = Path(trained.folder.root).parent
    assert "there is already a run 'r'; resume it" in rejected(capsys, arguments(mini, store))
    message = rejected(capsys, arguments(mini, store, "--resume", "--learning-rate", "0.5"))
    assert "run 'r' was started with learning_rate 0.02, not 0.5" in message


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("checkpoints/epoch=0003.safetensors", b"junk"),
        ("resume/epoch=0003.pt", b""),
        ("resume/epoch=0003.pt", b"junk"),
        ("resume/epoch=0003.pt", pickle.dumps({"optimizer": print}, protocol=2)),
        ("resume/epoch=0003.pt", None),
    ],
)
def test_a_state_that_cannot_be_resumed_from_is_named(
    mini: Path, trained: RunReader, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, content: bytes | None
):
    run = shutil.copytree(trained.folder.root, tmp_path / "r")
    document = json.loads((run / "run.json").read_text())
    del document["files"]  # as of a version without digests
    (run / "run.json").write_text(json.dumps(document))
    if content is None:
        torch.save({"optimizer": []}, run / file)
    else:
        (run / file).write_bytes(content)
    message = rejected(capsys, arguments(mini, tmp_path, "--resume"))
    assert "run 'r'" in message
    assert "epoch 3 cannot be read: " in message


def test_a_setting_that_did_not_exist_yet_counts_as_its_default():
    settings = TrainSettings("resnet18")
    before = {name: value for name, value in settings.to_json().items() if name != "flip_labels"}
    settings.require_same(before, "r")
    with pytest.raises(UnusableInput, match=r"started with flip_labels 0\.0, not 0\.05"):
        replace(settings, flip_labels=0.05).require_same(before, "r")


def test_a_training_that_diverges_is_stopped_by_layer_and_epoch(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    message = rejected(capsys, arguments(mini, tmp_path, "--learning-rate", "1e30"))
    assert "NaN or infinite values at epoch 1" in message
    run = RunReader.at(tmp_path / "r")
    assert run.manifest.epochs == (0,)
    assert not [finding for finding in check_run(run) if finding.damage]


def test_the_choices_of_the_command_are_those_of_the_sdk():
    """They are written twice, so that --help does not load torch."""
    assert tuple(REDUCTIONS) == settings.REDUCTIONS
    assert set(settings.RECIPES) == set(RECIPES)


def test_settings_are_plain_json():
    values = TrainSettings("resnet50").to_json()
    assert json.loads(json.dumps(values)) == values


@pytest.mark.parametrize("recipe", ["resnet18", "resnet50"])
@pytest.mark.parametrize(("stem", "side"), [("cifar", 8), ("imagenet", 2)])
def test_stems_shrink_the_image_as_they_should(recipe: str, stem: str, side: int):
    model = build_model(recipe, stem, channels=1, classes=5)
    stem_out: list[torch.Tensor] = []
    model.get_submodule(RECIPES[recipe].layers["stem"]).register_forward_hook(lambda *call: stem_out.append(call[2]))
    model.eval()
    assert model(torch.rand(2, 1, 8, 8)).shape == (2, 5)
    assert stem_out[0].shape == (2, 64, side, side)


def test_the_published_resnet50_has_its_published_size():
    model = build_model("resnet50", "imagenet", channels=3, classes=1000)
    assert (
        sum(parameter.numel() for parameter in model.parameters()) == 25_557_032
    )  # He et al. 2016, torchvision's page


def test_normalization_is_the_mean_and_spread_of_the_pixels():
    images = torch.randint(0, 256, (20, 3, 8, 8), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    normalization = Normalization.of(images)
    pixels = images.double() / 255
    assert normalization.mean == pytest.approx(pixels.mean((0, 2, 3)).tolist(), abs=1e-5)
    assert normalization.std == pytest.approx(pixels.std((0, 2, 3), correction=0).tolist(), abs=1e-5)
    applied = normalization.apply(images)
    assert applied.mean().abs() < 1e-4
    assert applied.std() == pytest.approx(1, abs=0.01)


def test_every_image_is_used_once_per_epoch_in_a_different_order():
    split = ImageSplit(torch.arange(50, dtype=torch.uint8).reshape(50, 1, 1, 1), torch.arange(50), [""] * 50)
    batches = TrainingBatches(split, Normalization((0.0,), (1.0,)), 16, "none", 0, CPU)
    first, again, second = (torch.cat([labels for _, labels in batches.epoch(epoch)]) for epoch in (1, 1, 2))
    assert sorted(first.tolist()) == list(range(50))
    assert first.tolist() == again.tolist() != second.tolist()
    assert len(batches) == 4


def test_crops_shift_by_at_most_an_eighth_shifts_by_a_fourteenth_and_flips_mirror_half():
    images = torch.zeros(400, 1, 16, 16, dtype=torch.uint8)
    images[:, :, 8, 4] = 255
    generator = torch.Generator().manual_seed(0)
    for augmentation, pixels in (("crop", 2), ("shift", 1)):
        positions = augment(images, augmentation, generator)[:, 0].nonzero()
        assert len(positions) == 400
        assert (positions[:, 1] - 8).abs().max() == pixels
        assert (positions[:, 2] - 4).abs().max() == pixels
    mirrored = augment(images, "crop-flip", generator)[:, 0].nonzero()[:, 2] > 7
    assert 0.4 < mirrored.float().mean() < 0.6
    assert augment(images, "none", generator) is images


def test_mixed_precision_follows_the_device():
    assert choose_precision("bfloat16", CPU, "resnet18", "imagenet") == "bfloat16"
    assert choose_precision("auto", CPU, "resnet18", "imagenet") == "float32"
    expected = "bfloat16" if torch.cpu.get_capabilities().get("amx_bf16") else "float32"
    assert choose_precision("auto", CPU, "resnet18", "cifar") == expected
    assert choose_precision("auto", CPU, "lenet", "cifar") == "float32"


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_training_on_a_gpu_records_what_training_on_a_cpu_does(mini: Path, tmp_path: Path):
    given = ["--device", "cuda", "--precision", "auto", "--no-compile"]
    assert command_line.main([*arguments(mini, tmp_path), *given]) == 0
    assert RunReader.at(tmp_path / "r").manifest.epochs == (0, 1, 2, 3)


def test_labels_flipped_on_purpose_are_stored_with_the_run(mini: Path, trained: RunReader, tmp_path: Path):
    assert command_line.main([*arguments(mini, tmp_path), "--epochs", "1", "--flip-labels", "0.25"]) == 0
    run = RunReader.at(tmp_path / "r")
    assert check_run(run) == []
    samples, flipped = run.samples(), run.flipped_labels()
    labels = dict(zip(trained.samples().source, trained.samples().label.tolist(), strict=True))
    both = [sample for sample in flipped if samples.source[sample] in labels]
    assert both
    assert [flipped[sample] for sample in both] == [labels[samples.source[sample]] for sample in both]
    assert all(samples.label[sample] != label for sample, label in flipped.items())
    assert {samples.split[sample] for sample in flipped} == {"train"}
    trained_on = [sample for sample, split in enumerate(samples.split) if split == "train"]
    assert 0.1 < len(flipped) / len(trained_on) < 0.45
    assert trained.flipped_labels() == {}


def test_the_requested_number_of_labels_is_flipped_each_to_another_class():
    labels = torch.arange(400) % 4
    train = ImageSplit(torch.zeros(400, 1, 2, 2, dtype=torch.uint8), labels, [f"train:{row}" for row in range(400)])
    dataset = ImageDataset("made", ("a", "b", "c", "d"), {"train": train, "test": train})
    changed, flipped = flip_labels(dataset, 0.25, seed=0)
    wrong = changed.splits["train"].labels != labels
    assert wrong.sum() == 100
    assert {train.sources[row]: int(labels[row]) for row in wrong.nonzero()[:, 0].tolist()} == flipped
    # Each of the twelve ways to be wrong has about a twelfth of them.
    pairs = torch.stack([labels, changed.splits["train"].labels])[:, wrong]
    assert len({tuple(pair) for pair in pairs.T.tolist()}) == 12
    assert changed.splits["test"] is train
    assert flip_labels(dataset, 0.25, seed=0)[1] == flipped
    assert flip_labels(dataset, 0.25, seed=1)[1] != flipped
    assert flip_labels(dataset, 0, seed=0)[1] == {}
