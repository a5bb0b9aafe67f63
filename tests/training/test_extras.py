"""Where an extra is not installed, each command and the recorder say what to install.

The modules are made unfindable in a process of its own: an environment without them takes minutes to install.
"""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from epochscope import command_line
from epochscope.store import RunReader

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({modules!r}))
from epochscope import command_line
sys.exit(command_line.main({arguments!r}))
"""


@pytest.mark.parametrize(
    ("module", "arguments", "words"),
    [
        ("torch", ["train", "lenet"], "training needs torch: pip install 'epochscope[train]'"),
        ("torch", ["look", "data/demo/lenet-emnist", "seven.png"], "PyTorch here: pip install 'epochscope[record]'"),
        ("umap", ["project", "RUN"], "projecting needs umap: pip install 'epochscope[project]'"),
        ("flask", ["serve", "STORE"], "serving needs flask: pip install 'epochscope[serve]'"),
        ("flask", ["export", "STORE", "OUT"], "exporting needs flask: pip install 'epochscope[serve]'"),
        ("PIL", ["compact", "RUN", "OUT"], "copying needs PIL: pip install 'epochscope[serve]'"),
        ("torch", ["thumbnails", "RUN", "--dataset", "digits"], "needs torch: pip install 'epochscope[train]'"),
        ("onnxscript", ["graph", "data/demo/lenet-emnist"], "needs onnxscript: pip install 'epochscope[graph]'"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_names_the_extra_that_it_lacks(
    tiny_run: RunReader, tmp_path: Path, module: str, arguments: list[str], words: str
):
    places = {"RUN": str(tiny_run.folder.root), "STORE": str(tmp_path / "runs"), "OUT": str(tmp_path / "out")}
    given = [places.get(argument, argument) for argument in arguments]
    code = WITHOUT.format(modules=[module], arguments=given)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("epochscope: ")
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_recorder_names_the_extra_that_it_lacks():
    code = "import sys; sys.modules['torch'] = None; from epochscope import Recorder"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.endswith("Recorder needs torch: pip install 'epochscope[record]'\n")


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]):
    assert command_line.main([]) == 0
    assert capsys.readouterr().out.startswith("usage: epochscope [-h] [--version]")


def test_the_version_is_that_of_the_package():
    done = subprocess.run([sys.executable, "-m", "epochscope", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"epochscope {version('epochscope')}\n"
    code = "import epochscope; print(epochscope.__version__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{version('epochscope')}\n"


def test_a_shell_completes_commands_and_their_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """In a real bash."""
    with pytest.raises(SystemExit):
        command_line.main(["--print-completion", "bash"])
    (tmp_path / "completion").write_text(capsys.readouterr().out)
    words = "COMP_WORDS=(epochscope {}); COMP_CWORD={}; _shtab_epochscope; echo ${{COMPREPLY[@]}}"
    script = f"source {tmp_path / 'completion'}; {words.format('exp', 1)}; {words.format('train --sample-s', 2)}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["export", "--sample-splits"]
