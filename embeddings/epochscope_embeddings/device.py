"""Choose what the neighbors and the layout are computed on."""

from pathlib import Path

from epochscope.store import UnusableSetting

_DRIVER = Path("/dev/nvidiactl")


def choose_device(word: str) -> str:
    """Return ``cpu`` or ``cuda`` for ``auto``, ``cpu`` or ``cuda``.

    ``auto`` loads torch, which takes seconds, only where there is a driver to use.
    Raises UnusableSetting where ``cuda`` is asked for and not there.
    """
    if word == "cpu" or (word == "auto" and not _DRIVER.exists()):
        return "cpu"
    available = _torch_has_cuda()
    if word == "cuda" and not available:
        raise UnusableSetting("--device cuda: PyTorch finds no CUDA device here; allowed: auto, cpu")
    return "cuda" if available else "cpu"


def _torch_has_cuda() -> bool:
    try:
        import torch
    except ImportError:
        return False
    return bool(torch.cuda.is_available())
