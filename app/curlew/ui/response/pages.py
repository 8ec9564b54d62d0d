"""The pages of the response pane, made when they are first wanted: twenty open tabs should stay light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QWidget


@dataclass(slots=True)
class _Page:
    make: Callable[[], QWidget]
    fill: Callable[[], None]
    widget: QWidget | None = None
    stale: bool = False


class Pages:
    """Keeps the pages of a stack by name. Each is filled when it is asked for after what it shows has changed."""

    def __init__(self, stack: QStackedWidget) -> None:
        self._stack = stack
        self._pages: dict[str, _Page] = {}

    def add(self, name: str, make: Callable[[], QWidget], fill: Callable[[], None] = lambda: None) -> None:
        """Say how a page is made, and how it is filled with what is to be shown now."""
        self._pages[name] = _Page(make, fill)

    def is_made(self, name: str) -> bool:
        return self._pages[name].widget is not None

    def get(self, name: str) -> QWidget:
        """Return a page, made and filled if it is not yet."""
        page = self._pages[name]
        if page.widget is None:
            page.widget = page.make()
            self._stack.addWidget(page.widget)
        if page.stale:
            page.stale = False
            page.fill()
        return page.widget

    def changed(self) -> None:
        """Note that there is something else to be shown on every page."""
        for page in self._pages.values():
            page.stale = True

    def up_to_date(self, name: str) -> None:
        """Note that a page was filled by somebody else."""
        self._pages[name].stale = False
