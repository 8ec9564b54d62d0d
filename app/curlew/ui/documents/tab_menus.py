"""The menus of the bar of tabs: what can be done with one, and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from curlew.text import _

if TYPE_CHECKING:
    from curlew.ui.documents.documents import Documents


def show_tab_menu(documents: Documents, at: int, place: QPoint) -> None:
    """Offer what can be done with the tab at `at`; `place` in the screen's points."""
    acts: tuple[tuple[str, Callable[[], object]], ...] = (
        (_("Close"), lambda: documents.close_at(at)),
        (_("Close the others"), lambda: documents.close_others(at)),
        (_("Keep open"), lambda: documents.keep(at)),
        *_side_acts(documents, at),
    )
    _show(documents, acts, place)


def _side_acts(documents: Documents, at: int) -> list[tuple[str, Callable[[], object]]]:
    acts: list[tuple[str, Callable[[], object]]] = []
    if documents.sides.is_possible:
        acts.append((_("Open to the side"), lambda: documents.sides.open(at)))
    if documents.stack.is_split:
        acts.append((_("Close the side"), documents.sides.close))
    return acts


def show_all_menu(documents: Documents, button: QWidget) -> None:
    """List all tabs below a button."""
    bar = documents.bar
    acts: list[tuple[str, Callable[[], object]]] = []
    for at in range(bar.count()):
        look = bar.look(at)
        dot = "● " if look.dirty else ""
        title = f"{dot}{look.method} {look.title}".strip()[:80].replace("&", "&&")
        acts.append((title, lambda at=at: documents.go_to(at)))  # type: ignore[misc]
    _show(documents, acts, button.mapToGlobal(QPoint(0, button.height())))


def _show(parent: QWidget, acts: Sequence[tuple[str, Callable[[], object]]], place: QPoint) -> None:
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for title, act in acts:
        menu.addAction(title).triggered.connect(lambda _checked=False, act=act: act())
    menu.popup(place)
