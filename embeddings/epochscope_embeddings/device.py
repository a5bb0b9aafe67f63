"""Choose the device on which neighbors and layout are computed."""

from pathlib import Path

from epochscope.store import UnusableSetting

_DRIVER = Path("/dev/nvidiactl")


def choose_device(name: str) -> str:
    """Return ``cpu`` or ``cuda`` for ``auto``, ``cpu`` or ``cuda``.

    ``auto`` loads torch, which takes seconds, only if a driver is installed.
    Raises UnusableSetting if ``cuda`` is requested and not available.
    """
    if name == "cpu" or (name == "auto" and not _DRIVER.exists()):
        return "cpu"
    available = _torch_has_cuda()
    if name == "cuda" and not available:
        raise UnusableSetting("--device cuda: PyTorch finds no CUDA device here; allowed: auto, cpu")
    return "cuda" if available else "cpu"


def _torch_has_cuda() -> bool:
    try:
        import torch
    except ImportError:
        return False
    return bool(torch.cuda.is_available())
