"""What the documents say is run or compared here, so that it stays true."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import nn

from epochscope import command_line
from epochscope.store import RunReader, check_run
from epochscope_api import create_app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
API_README = (ROOT / "api" / "README.md").read_text()
# Eight-pixel pictures, two epochs and few samples do in seconds what the README's words do in minutes.
FASTER = {"train": ["--epochs", "2", "--samples", "60", "--image-size", "8", "--batch-size", "256"]}


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def commands(program: str) -> list[list[str]]:
    lines = "".join(code_blocks("bash")).splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith(f"{program} ")]


def test_the_commands_of_the_readme_are_targets_that_help_lists():
    told = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    targets = {line.split()[0] for line in told.stdout.splitlines()}
    assert {"setup", "look", "demo", "test", "serve", "web", "bench", "check"} <= targets
    assert [words[0] for words in commands("make")] == ["look", "demo", "test"]


def test_make_bench_lists_every_benchmark_with_what_it_measures():
    told = subprocess.run([sys.executable, "bench/run.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = dict(line.split(maxsplit=1) for line in told.stdout.partition("\n\n")[0].splitlines())
    assert set(listed) == {"label_errors", "page", "project", "queries", "recording", "serving", "starting"}
    assert all(words.endswith(".") for words in listed.values())


def test_make_demo_runs_the_demo_command_without_serving_where_asked():
    dry = subprocess.run(
        ["make", "--dry-run", "demo", "SERVE=0"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    words = shlex.split(next(line for line in dry.splitlines() if "/epochscope demo" in line))
    assert command_line.build_parser().parse_args(words[1:]).serve is False


def test_make_static_exports_the_committed_runs_to_the_folder_asked_for():
    command = ["make", "--dry-run", "static", "OUT=site"]
    dry = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    words = shlex.split(next(line for line in dry.splitlines() if "/epochscope export" in line))
    arguments = command_line.build_parser().parse_args(words[1:])
    assert (arguments.store, arguments.folder) == ("data/demo", "site")


def test_make_look_serves_the_committed_run_and_installs_only_what_serving_needs(tmp_path: Path):
    for path in ("Makefile", "pyproject.toml", ".ci/constraints.txt", "web/package-lock.json"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    for path in ("web/index.html", "web/vite.config.ts"):
        (tmp_path / path).touch()
    fresh, then = dry_look(tmp_path), dry_look(tmp_path, everything=True)
    assert re.findall(r"pip install .*'(.*)'", fresh) == [".[serve]"]
    assert "--constraint .ci/constraints.txt" in fresh
    assert "pip install" not in then
    for said in (fresh, then):
        assert "npm run" in said
        words = shlex.split(next(line for line in said.splitlines() if "/epochscope serve" in line))
        arguments = command_line.build_parser().parse_args(words[1:])
        assert (arguments.store, arguments.port, arguments.read_only) == ("data/demo", 8123, True)


def dry_look(place: Path, everything: bool = False) -> str:
    """Return what ``make look`` would do in a fresh clone, or where ``make setup`` has been."""
    if everything:
        (place / ".venv").mkdir()
        (place / ".venv" / ".installed").touch()
    command = ["make", "--dry-run", "look", "PORT=8123"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=True).stdout


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


def test_the_commands_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What is written there, only faster; ``serve`` is parsed here and run in tests/api."""
    monkeypatch.chdir(tmp_path)
    parser = command_line.build_parser()
    ran = []
    for words in commands("epochscope"):
        parser.parse_args(words)
        if words[0] == "serve" or words[-1] == "data/runs/my-run":
            continue
        assert command_line.main([*words, *FASTER.get(words[0], [])]) == 0
        ran.append(words[0])
    assert ran == ["train", "project", "check", "list", "export", "compact"]
    assert {projection.layer for projection in RunReader.at("data/runs/resnet18-digits").manifest.projections} == {
        "layer4", "logits"
    }  # fmt: skip


@pytest.mark.parametrize("command", sorted(command_line.installed_commands()))
def test_every_command_explains_itself_with_an_example(command: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        command_line.main([command, "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert f"epochscope {command}" in told.partition("Example:")[2]
    assert "(default:" in told or command == "check"


@pytest.mark.parametrize("command", sorted(command_line.installed_commands()))
def test_every_example_of_a_command_is_right(command: str):
    example = (command_line.installed_commands()[command].__doc__ or "").partition("Example:\n")[2].strip()
    command_line.build_parser().parse_args(shlex.split(example)[1:])


def test_the_route_table_is_the_apps(tmp_path: Path):
    table = re.findall(r"^\| `(/[^|]*)\|", API_README, flags=re.MULTILINE)
    documented = {route for cell in table for route in re.findall(r"(/[^`\s]*)`", f"`{cell}")}
    rules = {re.sub(r"<\w+:", "<", str(rule)) for rule in create_app(tmp_path, takes_jobs=True).url_map.iter_rules()}
    assert documented == {rule for rule in rules if not rule.startswith("/assets")}


def test_links_and_pictures_of_the_documents_exist():
    for document in ("README.md", *(f"{part}/README.md" for part in ("training", "embeddings", "api", "web", "data"))):
        place = ROOT / document
        for link in re.findall(r"\]\((?!http)([^)#]+)", place.read_text()):
            assert (place.parent / link).exists(), f"{document} links to {link}"


def test_the_tree_of_the_readme_is_the_repositorys():
    tree = README.partition("## What lies where")[2].partition("```text\n")[2].partition("```")[0]
    named = {line.split("/")[0] for line in tree.splitlines() if not line.startswith(" ")}
    assert named == {"training", "embeddings", "api", "web", "data", "tests", "bench"}
    for line in tree.splitlines():
        for package in re.findall(r"(epochscope\w*)/", line):
            assert list(ROOT.glob(f"*/{package}/__init__.py")), package
