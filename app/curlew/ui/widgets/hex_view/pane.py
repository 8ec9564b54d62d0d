"""A hex view with its find bar, its inspector, and a foot that tells the place."""

from __future__ import annotations

import base64
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from curlew.preview.buffer import Buffer
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.hex_view.finder import HexFinder
from curlew.ui.widgets.hex_view.grid import HexGrid
from curlew.ui.widgets.hex_view.inspector import WIDTH, Inspector
from curlew.ui.widgets.keys import with_keys
from curlew.ui.widgets.parts import column, frame, label, restyle, row

Keys = QKeySequence.StandardKey

MOST_COPIED = 8_000_000
"""Bytes that are put on the clipboard."""

LEAST_GRID = 420
"""With less room beside it, the inspector is left out."""


class HexPane(QWidget):
    """Shows bytes; `refused` says in words why something was not copied."""

    refused = Signal(str)

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self.grid = HexGrid(theme, title)
        self.finder = HexFinder(theme, self.grid)
        self.inspector = Inspector(theme, self.grid)
        self._inspecting = True
        self._place = label("", "meta")
        self._place.setObjectName("hex_place")
        self.go_to_field = QLineEdit()
        self.go_to_field.setObjectName("hex_go_to")
        self.go_to_field.setProperty("small", True)
        self.go_to_field.setPlaceholderText(_("Go to offset"))
        self.go_to_field.setAccessibleName(_("Go to offset: a number, 0x and hex digits, or a percentage"))
        self.go_to_field.returnPressed.connect(self._go_to_typed)
        self.go_to_field.installEventFilter(self)
        self._foot = frame("surface", "top", row(self._place, None, self.go_to_field, margins=(16, 0, 12, 0)))
        middle = row(self.grid, self.inspector, spacing=0)
        middle.setStretch(0, 1)
        layout = column(self.finder.bar, middle, self._foot, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.grid)
        self.grid.moved.connect(self._tell)
        self.grid.installEventFilter(self)
        theme.changed.connect(self._fit)
        self._fit()
        self._tell()

    def set_data(self, data: Buffer) -> None:
        """Show bytes of any number."""
        self.finder.stop()
        self.grid.set_data(data)
        if not self.finder.bar.isHidden():
            self.finder.begin()

    def stop(self) -> None:
        """End a search that is under way."""
        self.finder.stop()

    def open_find(self) -> None:
        self.finder.bar.open()

    @property
    def is_inspecting(self) -> bool:
        return self._inspecting

    @property
    def has_room(self) -> bool:
        """Whether the inspector has its place beside the bytes."""
        return self.width() >= self._theme.px(WIDTH + LEAST_GRID)

    def set_inspecting(self, wanted: bool) -> None:
        """Show what the bytes at the caret mean, where there is room for it."""
        self._inspecting = wanted
        self._fit()

    # --- copying ---

    def copy(self) -> None:
        """Copy the selection in hex, all bytes where nothing is selected."""
        self._copy(lambda data: data.hex(" "))

    def _copy(self, written: Any) -> None:
        low, high = self.grid.selection
        if low == high:
            low, high = 0, len(self.grid.data)
        if high - low > MOST_COPIED:
            self.refused.emit(_("Only {n} MB can be copied at once. Save the body instead.").format(n=MOST_COPIED // 1_000_000))
            return
        QGuiApplication.clipboard().setText(written(self.grid.data[low:high]))

    def open_menu(self, event: QContextMenuEvent) -> None:
        """Offer the ways to copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(with_keys(_("Copy as hex"), Keys.Copy), self.copy)
        menu.addAction(_("Copy as text"), lambda: self._copy(lambda data: data.decode("utf-8", "replace")))
        menu.addAction(_("Copy as Base64"), lambda: self._copy(lambda data: base64.b64encode(data).decode("ascii")))
        menu.addAction(_("Copy as Python bytes"), lambda: self._copy(repr))
        menu.addAction(_("Copy the offset"), lambda: QGuiApplication.clipboard().setText(str(self.grid.selection[0])))
        menu.addSeparator()
        menu.addAction(with_keys(_("Select all"), Keys.SelectAll), self.grid.select_all)
        menu.addAction(with_keys(_("Find…"), Keys.Find), self.open_find)
        menu.addAction(with_keys(_("Go to offset…"), "Ctrl+G"), self.open_go_to)
        menu.popup(event.globalPos())

    # --- places ---

    def open_go_to(self) -> None:
        self.go_to_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.go_to_field.selectAll()

    def _go_to_typed(self) -> None:
        offset = offset_typed(self.go_to_field.text(), len(self.grid.data))
        self.go_to_field.setProperty("wrong", offset is None)
        restyle(self.go_to_field)
        if offset is not None:
            self.grid.select(offset, offset, middle=True)
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        low, high = self.grid.selection
        words = _("Offset {n} ({hex}) of {total}").format(n=f"{low:,}", hex=f"0x{low:x}", total=f"{len(self.grid.data):,}")
        if high - low > 0:
            words += " · " + _("{n} bytes selected").format(n=f"{high - low:,}")
        self._place.setText(words)

    # --- the rest ---

    def state(self) -> dict[str, Any]:
        return {"caret": self.grid.caret, "inspector": self._inspecting, "order": self.inspector.order.current}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to a place; what does not fit is ignored."""
        if isinstance(state.get("inspector"), bool):
            self.set_inspecting(state["inspector"])
        if state.get("order") in ("little", "big"):
            self.inspector.order.show_choice(state["order"])
        caret = state.get("caret")
        if isinstance(caret, int) and 0 <= caret <= len(self.grid.data):
            self.grid.select(caret, caret, middle=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.grid and isinstance(event, QContextMenuEvent):
            self.open_menu(event)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.go_to_field and event.key() == Qt.Key.Key_Escape:
                self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if watched is self.grid and event.matches(Keys.Copy):
                self.copy()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3:
            self.finder.find_next(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_G and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.open_go_to()
        elif event.key() == Qt.Key.Key_Escape and not self.finder.bar.isHidden():
            self.finder.bar.close_bar()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self._theme.px
        self._foot.setFixedHeight(px(34))
        self.go_to_field.setFixedWidth(px(130))
        self.go_to_field.setVisible(self.width() >= px(420))
        self.inspector.setVisible(self._inspecting and self.has_room)
        self.inspector.refresh()


def offset_typed(text: str, size: int) -> int | None:
    """Return the offset that a person typed: `1234`, `1,234`, `0x4d2`, `4d2h`, `50%`; None where it is none or past the end."""
    typed = text.strip().replace(",", "").replace("_", "").lower()
    try:
        if typed.endswith("%"):
            offset = round(float(typed[:-1]) / 100 * size)
        elif typed.startswith("0x"):
            offset = int(typed, 16)
        elif typed.endswith("h"):
            offset = int(typed[:-1], 16)
        else:
            offset = int(typed)
    except (ValueError, OverflowError):
        return None
    return offset if 0 <= offset <= size else None
