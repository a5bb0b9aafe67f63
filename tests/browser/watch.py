"""Records what a page requests and complains about."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Error, Page, Request

# Chromium says this of any WebGL canvas, an empty one too, where no graphics card draws it.
SOFTWARE_DRAWING = "GPU stall due to ReadPixels"


@dataclass
class Watch:
    """What the page requested and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    announced: list[str] = field(default_factory=lambda: [SOFTWARE_DRAWING])

    def announce(self, *words: str) -> None:
        """Let the page complain with these words: it is what the test is about."""
        self.announced += words

    @property
    def unannounced(self) -> list[str]:
        return [line for line in self.complaints if not any(words in line for words in self.announced)]

    def follow(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", self._note)
        page.on("request", self._count)

    def unfollow(self, page: Page) -> None:
        page.remove_listener("console", self._hear)
        page.remove_listener("pageerror", self._note)
        page.remove_listener("request", self._count)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _note(self, error: Error) -> None:
        self.complaints.append(f"page error: {error}")

    def _count(self, request: Request) -> None:
        self.requests.append(request.url)
