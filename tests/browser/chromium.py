"""Find and start Chromium: once for tests, benchmarks and screenshots."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Playwright

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
# The last list of features given wins, so Playwright's own are repeated as far as a local page may notice them. The
# two popups are pages of the browser's own address bar: each new window loads both, which costs more than ours does.
DISABLED_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(DISABLED_FEATURES)}",
)


class NoChromium(Exception):
    """There is no Chromium on this machine."""


def launch(playwright: Playwright, timeout: float = 30_000, flags: Sequence[str] = ()) -> Browser:
    """Start headless Chromium, the system's or else Playwright's own.

    Args:
        playwright: The running Playwright.
        timeout: Milliseconds to wait for the start.
        flags: Further arguments of Chromium's command line.

    Raises:
        NoChromium: Neither is installed.
    """
    own = Path(playwright.chromium.executable_path)
    path = next((path for path in (SYSTEM_CHROMIUM, own) if path.exists()), None)
    if path is None:
        raise NoChromium("there is no Chromium here: install it, or run `playwright install chromium`")
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags], timeout=timeout)
