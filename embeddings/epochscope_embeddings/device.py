"""Choose the device on which neighbors and layout are computed."""

from pathlib import Path

from epochscope.store import UnusableSetting

DRIVER = Path("/dev/nvidiactl")
"""Exists where a driver is installed."""


def choose_device(name: str) -> str:
    """Return ``cpu`` or ``cuda`` for ``auto``, ``cpu`` or ``cuda``.

    ``auto`` loads torch, which takes seconds, only if a driver is installed.
    Raises UnusableSetting if ``cuda`` is requested and not available.
    """
    if name == "cpu" or (name == "auto" and not DRIVER.exists()):
        return "cpu"
    available = torch_has_cuda()
    if name == "cuda" and not available:
        raise UnusableSetting("--device cuda: PyTorch finds no CUDA device here; allowed: auto, cpu")
    return "cuda" if available else "cpu"


def torch_has_cuda() -> bool:
    """Return whether torch is installed and finds a CUDA device."""
    try:
        import torch
    except ImportError:
        return False
    return bool(torch.cuda.is_available())
