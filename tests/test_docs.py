"""The documents' examples are run here and their tables compared, so that they stay true."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from epochscope import command_line
from epochscope.store import RunReader, check_run
from epochscope_api import create_app

ROOT = Path(__file__).resolve().parent.parent
README, TRAINING_README, API_README, ARCHITECTURE = (
    (ROOT / name).read_text() for name in ("README.md", "training/README.md", "api/README.md", "ARCHITECTURE.md")
)
DOCUMENTS = (
    *("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"),
    *(f"{part}/README.md" for part in ("training", "embeddings", "api", "web", "data", "data/demo")),
    "data/demo/lenet-emnist.md",
)
# Eight-pixel images, two epochs and few samples do in seconds what the documented arguments do in minutes.
FASTER = {"train": ["--epochs", "2", "--samples", "60", "--image-size", "8", "--batch-size", "256"]}


def code_blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL)


def commands(program: str, text: str = README) -> list[list[str]]:
    """Return the arguments of every call of a program in the text's shell examples."""
    lines = "".join(code_blocks("bash", text)).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.strip().startswith(f"{program} ")]


def test_the_commands_of_the_readme_are_targets_that_help_lists():
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    targets = {line.split()[0] for line in listed.stdout.splitlines()}
    assert {"setup", "look", "demo", "test", "test-fast", "serve", "web", "bench", "check"} <= targets
    assert [arguments[0] for arguments in commands("make")] == ["look", "demo", "test"]
    for document in DOCUMENTS:
        assert {arguments[0] for arguments in commands("make", (ROOT / document).read_text())} <= targets, document


def test_the_readme_installs_an_extra_that_the_package_has():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (install,) = [arguments for arguments in commands("pip") if arguments[0] == "install"]
    name, _, extra = install[1].rstrip("]").partition("[")
    assert name == project["name"]
    assert extra in project["optional-dependencies"]


def test_the_readmes_animation_moves_and_is_below_three_megabytes():
    (path,) = re.findall(r"!\[[^]]*\]\((\S+\.webp)\)", README)
    assert (ROOT / path).stat().st_size < 3_000_000
    with Image.open(ROOT / path) as animation:
        assert animation.n_frames > 100


def test_make_bench_lists_every_benchmark_with_what_it_measures():
    printed = subprocess.run([sys.executable, "bench/run.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = dict(line.split(maxsplit=1) for line in printed.stdout.partition("\n\n")[0].splitlines())
    assert set(listed) == {
        *("inside", "label_errors", "live", "page", "project", "queries", "recording", "rejection", "serving"),
        "starting",
    }
    assert all(purpose.endswith(".") for purpose in listed.values())


def test_make_demo_runs_the_demo_command_without_serving_on_request():
    dry = subprocess.run(
        ["make", "--dry-run", "demo", "SERVE=0"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    command = shlex.split(next(line for line in dry.splitlines() if "/epochscope demo" in line))
    assert command_line.build_parser().parse_args(command[1:]).serve is False


def test_make_static_exports_the_committed_runs_to_the_requested_folder():
    static = ["make", "--dry-run", "static", "OUT=site"]
    dry = subprocess.run(static, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    command = shlex.split(next(line for line in dry.splitlines() if "/epochscope export" in line))
    arguments = command_line.build_parser().parse_args(command[1:])
    assert (arguments.store, arguments.folder) == ("data/demo", "site")


def test_make_look_serves_the_committed_run_and_installs_only_what_serving_needs(tmp_path: Path):
    for path in ("Makefile", "pyproject.toml", ".ci/constraints.txt", "web/package-lock.json"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    for path in ("web/index.html", "web/vite.config.ts"):
        (tmp_path / path).touch()
    fresh, installed = dry_look(tmp_path), dry_look(tmp_path, everything=True)
    assert re.findall(r"pip install .*'(.*)'", fresh) == [".[serve]"]
    assert "--constraint .ci/constraints.txt" in fresh
    assert "pip install" not in installed
    for printed in (fresh, installed):
        assert "npm run" in printed
        command = shlex.split(next(line for line in printed.splitlines() if "/epochscope serve" in line))
        arguments = command_line.build_parser().parse_args(command[1:])
        assert (arguments.store, arguments.port, arguments.read_only) == ("data/demo", 8123, True)


def dry_look(checkout: Path, everything: bool = False) -> str:
    """Return what ``make look`` would do in a fresh clone, or after ``make setup``."""
    if everything:
        (checkout / ".venv").mkdir()
        (checkout / ".venv" / ".installed").touch()
    command = ["make", "--dry-run", "look", "PORT=8123"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True).stdout


def test_the_python_example_records_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    model = nn.Sequential()
    model.layer1, model.layer4, model.fc = nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)
    loader = [(torch.rand(6, 4), torch.tensor([0, 1, 2, 0, 1, 2]))]
    names = {"model": model, "probe_loader": loader, "names": ["a", "b", "c"], "epochs": 2}
    exec(code_blocks("python")[0], {**names, "train_one_epoch": lambda _: None})
    run = RunReader.at("data/runs/my-run")
    assert run.manifest.epochs == (0, 1, 2)
    assert check_run(run) == []


def test_the_example_of_arrays_records_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (example,) = [block for block in code_blocks("python", TRAINING_README) if "record_arrays" in block]
    vectors = np.random.default_rng(0).normal(size=(2, 6, 3)).astype(np.float32)
    facts = {"labels": [0, 1, 2, 0, 1, 2], "names": ["a", "b", "c"], "texts": list("abcdef"), "epochs": 2}
    exec(example, {**facts, "vectors": vectors, "logits": vectors})
    assert check_run(RunReader.at("data/runs/arrays")) == []


def test_the_examples_of_import_make_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for epoch in (0, 1):
        Path(f"arrays/epoch_{epoch}").mkdir(parents=True)
        np.save(f"arrays/epoch_{epoch}/fc.npy", np.eye(4, dtype=np.float32) * epoch)
    Path("samples.csv").write_text("label,size\na,1\nb,2\na,3\nb,4\n")
    examples = [arguments for arguments in commands("epochscope", README + TRAINING_README) if arguments[0] == "import"]
    assert len(examples) == 2
    for arguments in examples:
        assert command_line.main(arguments) == 0
        assert check_run(RunReader.at(arguments[2])) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_of_the_documents_has_valid_arguments(document: str):
    for arguments in commands("epochscope", (ROOT / document).read_text()):
        command_line.build_parser().parse_args(arguments)


@pytest.mark.slow
def test_the_commands_of_the_documents_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """As documented, but on less data. ``serve`` is run in tests/api, ``adopt`` in tests/inside, others above."""
    monkeypatch.chdir(tmp_path)
    ran = []
    for arguments in commands("epochscope", README + TRAINING_README + API_README):
        if arguments[0] in ("serve", "import", "adopt") or arguments[-1] in ("data/runs/my-run", "data/runs/photos"):
            continue
        assert command_line.main([*arguments, *FASTER.get(arguments[0], [])]) == 0
        ran.append(arguments[0])
    assert ran == ["train", "project", "check", "list", "compact", "export"]
    assert {projection.layer for projection in RunReader.at("data/runs/resnet18-digits").manifest.projections} == {
        "layer4", "logits"
    }  # fmt: skip


@pytest.mark.parametrize("command", sorted(command_line.installed_commands()))
def test_every_command_explains_itself_with_an_example(command: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        command_line.main([command, "--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert f"epochscope {command}" in printed.partition("Example:")[2]
    assert "(default:" in printed or command == "check"


@pytest.mark.parametrize("command", sorted(command_line.installed_commands()))
def test_every_example_of_a_command_has_valid_arguments(command: str):
    examples = (command_line.installed_commands()[command].__doc__ or "").partition("Example:\n")[2].strip()
    for example in examples.splitlines():
        command_line.build_parser().parse_args(shlex.split(example)[1:])


def test_the_route_table_is_the_apps(tmp_path: Path):
    table = re.findall(r"^\| `(/[^|]*)\|", API_README, flags=re.MULTILINE)
    documented = {route for cell in table for route in re.findall(r"(/[^`\s]*)`", f"`{cell}")}
    rules = {
        re.sub(r"<\w+:", "<", str(rule))
        for rule in create_app(tmp_path, takes_jobs=True, models={}).url_map.iter_rules()
    }
    assert documented == {rule for rule in rules if not rule.startswith("/assets")}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_images_of_the_documents_exist(document: str):
    folder = (ROOT / document).parent
    for path, heading in re.findall(r"\]\((?!http)([^)#]*)(?:#([^)]*))?\)", (ROOT / document).read_text()):
        target = folder / path if path else ROOT / document
        assert target.exists(), f"{document} links to {path}"
        assert not heading or heading in anchors(target), f"{document} links to {path}#{heading}"


def anchors(document: Path) -> set[str]:
    """Return the anchors of a document's headings, spelled as GitHub does."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_tree_of_the_architecture_is_the_repositorys():
    tree = ARCHITECTURE.partition("## Folders")[2].partition("```text\n")[2].partition("```")[0]
    named = {line.split("/")[0] for line in tree.splitlines() if not line.startswith(" ")}
    assert named == {"training", "embeddings", "api", "web", "data", "tests", "bench"}
    for line in tree.splitlines():
        for package in re.findall(r"(epochscope\w*)/", line):
            assert list(ROOT.glob(f"*/{package}/__init__.py")), package
