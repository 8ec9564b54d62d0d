"""The card beside a row that cannot be opened: what is wrong, that nothing is lost, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from curlew.model.tree import Item, ItemKind
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.tree.labels import one_line
from curlew.ui.widgets.parts import Picture, TextButton, column, label, row
from curlew.ui.widgets.popup import Popup

WIDTH = 340


class TroubleCard(Popup):
    """A popup; Escape or a click elsewhere closes it. `acts` are the buttons (words, what they do), the first one takes Enter."""

    def __init__(self, parent: QWidget, theme: Theme, title: str, reason: str, acts: Sequence[tuple[str, Callable[[], object]]]) -> None:
        super().__init__(parent)
        self.setObjectName("TroubleCard")
        self.setAccessibleName(title)
        why = label(reason, "meta", wrap=True)
        buttons = [TextButton(theme, words, "" if n == 0 else "ghost", act=self._closing(act)) for n, (words, act) in enumerate(acts)]
        head = row(Picture(theme, "warning", "err", 15), label(title, "strong"), None)
        body = column(head, why, 2, row(*buttons, None), margins=(14, 12, 14, 12), spacing=6)
        self.fill(body)
        self.setFixedWidth(theme.px(WIDTH))
        self._first = buttons[0]
        self.setFocusProxy(self._first)

    def _closing(self, act: Callable[[], object]) -> Callable[[], None]:
        def close_and_act() -> None:
            self.close()
            act()

        return close_and_act

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            (focused if isinstance(focused, TextButton) else self._first).click()
        else:
            super().keyPressEvent(event)

    def show_at(self, place: QPoint) -> None:
        """Show it at a global point, moved so that it is all on the screen."""
        self.adjustSize()
        room = (QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()).availableGeometry()
        x = max(room.left(), min(place.x(), room.right() - self.width()))
        y = max(room.top(), min(place.y(), room.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self._first.setFocus()


def told(item: Item) -> tuple[str, str]:
    """Return the title and the reason for an item that cannot be opened."""
    if item.kind is ItemKind.BROKEN or item.line:
        where = _("{file}, line {line}").format(file=item.path.name, line=item.line) if item.line else item.path.name
        reason = f"{where}: {item.problem}" if item.problem else where
        return _("This file cannot be read"), f"{one_line(reason)}\n{_('Nothing is lost: the file stays as it is.')}"
    return _("This collection cannot be opened"), f"{one_line(item.problem)}: {item.path}"
