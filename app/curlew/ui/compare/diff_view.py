"""Two texts beside each other, painted: only the rows in view, both columns scrolled as one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from curlew.preview.compare.lines import Lines
from curlew.preview.compare.result import Difference
from curlew.preview.compare.rows import DiffRows
from curlew.text import _
from curlew.ui.compare.diff_line import DiffLine, LineMaker, spoken_line
from curlew.ui.compare.diff_painting import Column, DiffPainter
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.shapes import Type

_PX = 13
_KEPT = 600
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class DiffView(QAbstractScrollArea):
    """`picked(number)`: the person went to a row of a difference. `menu_wanted(row, place)`: what can be done with a row is asked."""

    picked = Signal(int)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._type = Type.of(theme, _PX)
        self._both = (DiffRows.of(), DiffRows.of())
        self._differences: Sequence[Difference] = []
        self._only = False
        self._rows = DiffRows.of()
        self._maker = LineMaker(Lines(b""), Lines(b""), "", "text", [])
        self._made: dict[int, DiffLine] = {}
        self._cursor = 0
        self._current = -1
        self._widest = 0.0
        self._rest = 0
        self.setObjectName("diff_view")
        self.setAccessibleName(_("Both responses, side by side"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        theme.changed.connect(self._retype)

    # --- what it shows ---

    def show_rows(self, both: tuple[DiffRows, DiffRows], maker: LineMaker) -> None:
        """Show a comparison from its beginning. both: all its rows, and those that differ."""
        self._both, self._maker, self._differences = both, maker, maker.differences
        self._current, self._cursor, self._widest = -1, 0, 0.0
        self._rebuild()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def set_only_differences(self, only: bool) -> None:
        """Leave out equal lines, or show them again."""
        if only != self._only:
            self._only = only
            self._cursor = 0
            self._rebuild()
            if self._current >= 0:
                self.go_to(self._current)

    def go_to(self, difference: int) -> None:
        """Show a difference, and mark it as the current one."""
        self._current = difference
        row = self._rows.row_of_piece(self._differences[difference].piece)
        self._cursor = row
        visible = self._rows_visible()
        top = self.verticalScrollBar().value()
        if not top <= row < top + visible - 1:
            self.verticalScrollBar().setValue(row - visible // 3)
        self._say()
        self.viewport().update()

    @property
    def rows(self) -> DiffRows:
        return self._rows

    @property
    def current_row(self) -> int:
        """The row that the keyboard is on."""
        return self._cursor

    def line(self, row: int) -> DiffLine:
        """Return a row as it is painted."""
        found = self._made.get(row)
        if found is None:
            if len(self._made) > _KEPT:
                self._made.clear()
            found = self._made[row] = self._maker.line(*self._rows.at(row))
        return found

    def toggle(self, row: int) -> None:
        """Open what is folded at a row, or fold it."""
        if self._rows.toggle(row):
            self._made.clear()
            self._fit_bars()
            self._say()
            self.viewport().update()

    def _rebuild(self) -> None:
        self._rows = self._both[self._only]
        self._made.clear()
        self._fit_bars()
        self.viewport().update()

    # --- measures ---

    def _rows_visible(self) -> int:
        return max(1, self.viewport().height() // self._type.height)

    def _columns(self) -> tuple[Column, Column]:
        half = self.viewport().width() // 2
        digits = max(3, len(str(max(len(self._maker.a), len(self._maker.b)))))
        numbers = round(digits * self._type.advance) + 16
        return Column(0, half - 1, numbers), Column(half, self.viewport().width() - half, numbers)

    def _fit_bars(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self._rows_visible())
        bar.setRange(0, max(0, len(self._rows) - self._rows_visible() + 1))
        side = self._columns()[0]
        room = side.width - (side.text_left - side.left) - 24
        across = self.horizontalScrollBar()
        across.setPageStep(max(1, round(room)))
        across.setSingleStep(max(1, round(self._type.advance * 4)))
        across.setRange(0, max(0, round(self._widest - room)))

    def _retype(self) -> None:
        self._type = Type.of(self._theme, _PX)
        self._fit_bars()
        self.viewport().update()

    # --- events ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        theme, height = self._theme, self._type.height
        painter.fillRect(event.rect(), theme.color("bg"))
        columns = self._columns()
        diff = DiffPainter(painter, theme, self._type, self.horizontalScrollBar().value())
        row, y = self.verticalScrollBar().value(), 0
        while y < self.viewport().height() and row < len(self._rows):
            line = self.line(row)
            current = line.difference >= 0 and line.difference == self._current
            diff.row(line, columns, y, current, row == self._cursor and self.hasFocus())
            row, y = row + 1, y + height
        painter.fillRect(QRectF(columns[0].width, 0, 1, self.viewport().height()), theme.color("border"))
        if diff.widest > self._widest:
            self._widest = diff.widest
            self._fit_bars()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bars()

    def wheelEvent(self, event: QWheelEvent) -> None:
        across = event.angleDelta().x() or (event.angleDelta().y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if across:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - across)
        else:
            self._rest += event.angleDelta().y()
            steps = int(self._rest / 40)
            self._rest -= steps * 40
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - steps)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row < 0:
            return
        self._move_to(row)
        if event.button() == Qt.MouseButton.LeftButton and self._rows.can_toggle(row) and self.line(row).fold:
            self.toggle(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row >= 0 and self._rows.can_toggle(row):
            self.toggle(row)

    def contextMenuEvent(self, event: object) -> None:
        reason, place = event.reason(), event.pos()  # type: ignore[attr-defined]
        by_keyboard = reason == event.Reason.Keyboard  # type: ignore[attr-defined]
        row = self._cursor if by_keyboard else self._row_at(place)
        if 0 <= row < len(self._rows):
            self._move_to(row)
            below = (row - self.verticalScrollBar().value() + 1) * self._type.height
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(QPoint(40, below) if by_keyboard else place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = _STEPS | {Qt.Key.Key_PageUp: 1 - self._rows_visible(), Qt.Key.Key_PageDown: self._rows_visible() - 1}
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in steps:
            self._move_to(self._cursor + steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move_to(0 if key == Qt.Key.Key_Home else len(self._rows) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle(self._cursor) if len(self._rows) else None
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + (bar.singleStep() if key == Qt.Key.Key_Right else -bar.singleStep()))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _row_at(self, place: QPoint) -> int:
        row = self.verticalScrollBar().value() + place.y() // self._type.height
        return row if 0 <= row < len(self._rows) else -1

    def _move_to(self, row: int) -> None:
        """Put the cursor on a row and bring it into view."""
        if not len(self._rows):
            return
        self._cursor = row = min(max(0, row), len(self._rows) - 1)
        bar = self.verticalScrollBar()
        if row < bar.value():
            bar.setValue(row)
        elif row >= bar.value() + self._rows_visible():
            bar.setValue(row - self._rows_visible() + 1)
        number = self.line(row).difference
        if number >= 0 and number != self._current:
            self._current = number
            self.picked.emit(number)
        self._say()
        self.viewport().update()

    def _say(self) -> None:
        """Let a screen reader tell the row."""
        if self._cursor < len(self._rows):
            self.setAccessibleDescription(spoken_line(self.line(self._cursor))[:500])
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
