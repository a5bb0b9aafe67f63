"""What a page receives: headers and bodies, as the browser counts them while they arrive."""

from collections import Counter
from typing import Any

from playwright.sync_api import Page


class Wire:
    """Listens to a page from before its navigation."""

    def __init__(self, page: Page) -> None:
        # In seconds of the browser's clock, with the number of the request.
        self._arrived: list[tuple[float, int, str]] = []
        self._counted: Counter[str] = Counter()
        self._paths: dict[str, str] = {}
        self._began = 0.0
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._ask)
        session.on(
            "Network.responseReceived", lambda event: self._arrive(event, event["response"]["encodedDataLength"])
        )
        session.on("Network.dataReceived", lambda event: self._arrive(event, event["encodedDataLength"]))
        session.on("Network.loadingFinished", self._finish)
        session.send("Network.enable")

    def until(self, milliseconds: float) -> int:
        """Return how many bytes had come so long after the navigation had begun."""
        return sum(size for time, size, _ in self._arrived if 1000 * (time - self._began) <= milliseconds)

    def by_path(self) -> dict[str, int]:
        """Return how many bytes each address took."""
        return {path: self._counted[request] for request, path in self._paths.items()}

    def _ask(self, event: dict[str, Any]) -> None:
        self._began = self._began or event["timestamp"]
        self._paths[event["requestId"]] = event["request"]["url"]

    def _arrive(self, event: dict[str, Any], size: int) -> None:
        self._arrived.append((event["timestamp"], size, event["requestId"]))
        self._counted[event["requestId"]] += size

    def _finish(self, event: dict[str, Any]) -> None:
        """Add what was not counted before: the ends of what came in pieces."""
        self._arrive(event, int(event["encodedDataLength"]) - self._counted[event["requestId"]])
