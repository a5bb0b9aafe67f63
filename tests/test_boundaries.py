"""Which part may import which: parts never import each other, and the light ones stay light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "epochscope": ROOT / "training" / "epochscope",
    "epochscope_training": ROOT / "training" / "epochscope_training",
    "epochscope_inside": ROOT / "training" / "epochscope_inside",
    "epochscope_embeddings": ROOT / "embeddings" / "epochscope_embeddings",
    "epochscope_api": ROOT / "api" / "epochscope_api",
}
HEAVY = ("torch", "torchvision", "umap", "sklearn", "numba", "flask", "PIL")


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    of = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return plain | of


@pytest.mark.parametrize("package", PACKAGES)
def test_parts_import_only_the_sdk(package: str):
    others = set(PACKAGES) - {package, "epochscope"}
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in PACKAGES[package].rglob("*.py")
        for name in imports_of(path)
        if name.partition(".")[0] in others
    }
    assert found == set()


def test_the_reference_pipeline_uses_only_public_names_of_the_sdk():
    allowed = {"epochscope", "epochscope.store", "epochscope.errors", "epochscope.command_line"}
    used = {
        name
        for path in PACKAGES["epochscope_training"].rglob("*.py")
        for name in imports_of(path)
        if name.partition(".")[0] == "epochscope"
    }
    assert used <= allowed


ROOMS = {
    "store": {"errors"},
    "analysis": {"store", "errors"},
    "sharing": {"store", "analysis", "errors"},
    "looking": {"store", "factories", "errors"},
    "record": {"store", "sharing", "factories", "errors"},
    "importing": {"record", "store", "sharing", "errors", "command_line"},
}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_the_sdk_imports_only_the_rooms_below_it(room: str):
    used = {
        name.split(".")[1]
        for path in (PACKAGES["epochscope"] / room).rglob("*.py")
        for name in imports_of(path)
        if name.startswith("epochscope.")
    }
    assert used <= ROOMS[room] | {room}


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("import epochscope", ()),
        ("import epochscope.store", ()),
        ("import epochscope.factories, epochscope.models, epochscope.looking", ()),
        ("import epochscope.analysis.dynamics, epochscope.analysis.label_errors", ()),
        ("import epochscope.sharing.fingerprints, epochscope.sharing.rounding", ()),
        ("import epochscope.record.array_recorder, epochscope.importing.importer, epochscope.importing.options", ()),
        ("from epochscope.command_line import build_parser; build_parser()", ()),
        ("import epochscope_api.app", ("flask",)),
    ],
)
def test_light_imports_load_nothing_heavy(statement: str, allowed: tuple[str, ...]):
    assert loaded_by(statement) & set(HEAVY) <= set(allowed)


def test_only_one_module_knows_the_paths_of_a_run():
    """Hive folder names such as ``layer=`` are written in one file of the store."""
    store = PACKAGES["epochscope"] / "store"
    knowing = {path.name for path in store.glob("*.py") if "layer={" in path.read_text()}
    assert knowing == {"layout.py"}


def test_only_one_module_opens_the_files_of_a_run():
    """Every reader asks it, so that a link out of the run, a pipe or a device is opened by none."""
    sources = {path: path.read_text() for package in PACKAGES.values() for path in package.rglob("*.py")}
    opening = {path.name for path, text in sources.items() if "open_input_file" in text or "open_regular(" in text}
    assert opening == {"filesystem.py", "local_files.py"}
