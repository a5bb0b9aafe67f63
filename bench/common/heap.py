"""What a page keeps in memory of its own, once all garbage is collected."""

from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Heap:
    """Megabytes of the page's objects, and of its typed arrays, which lie outside of the objects' heap."""

    objects: float
    arrays: float


def heap_of(page: Page) -> Heap:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    session.detach()
    return Heap(used["usedSize"] / 1e6, used["backingStorageSize"] / 1e6)
