"""The one place that knows where the data in `resources/` lies: beside the package (wheel, built program) or in the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the folder that holds `themes/`, `icons/` and the rest."""
    package = Path(__file__).parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent.parent / "resources"


def path(*parts: str) -> Path:
    """Return the path of one asset; it need not exist."""
    return root().joinpath(*parts)


def text(*parts: str) -> str:
    """Return the text of one asset (UTF-8)."""
    return path(*parts).read_text(encoding="utf-8")
