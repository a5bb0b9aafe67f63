"""Hold back and change what a page fetches."""

from playwright.sync_api import Page, Route

from browser.steps import expect_soon

UNREACHABLE = "Can’t reach the server. Is it still running, and is this computer online?"


def hold(page: Page, addresses: str) -> list[Route]:
    """Hold back the answers to matching addresses; return the requests that wait for them."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(addresses, keep)
    return held


def let_go(page: Page, held: list[Route]) -> None:
    """Let the first held request go on, once there is one."""
    expect_soon(page, lambda: len(held) > 0, True)
    held[0].continue_()


def answer_without(page: Page, *fields: tuple[str, object], run: str = "blobs") -> None:
    """From now on, change fields of a run's manifest that the page receives."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, json=response.json() | dict(fields))

    page.route(f"**/runs/{run}/run.json", answer)
