"""Let no wheel and no sdist leave without the page, or with an older one than its sources."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "api/epochscope_api/page/index.html"
HOW = "run `make web`, which needs Node 20, and build again"


class PageHook(BuildHookInterface):
    """Refuses to build unless ``npm run build`` was run since the last change in ``web``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Raise SystemExit with what to do; an editable installation is for those who build the page on their own."""
        if version != "editable" and (problem := page_problem(Path(self.root))):
            raise SystemExit(f"epochscope: {problem}: {HOW}")


def page_problem(root: Path) -> str:
    """Return what is wrong with the built page below ``root``, empty if nothing is."""
    page, sources = root / PAGE, root / "web" / "src"
    if not page.is_file():
        return "the page is not built"
    changed = max((path.stat().st_mtime for path in sources.rglob("*")), default=0.0)
    return "the page is older than its sources in web/src" if changed > page.stat().st_mtime else ""
