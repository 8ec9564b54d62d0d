"""Paints the cells of a table, and opens the field in which a cell is edited."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from curlew.ui.theme import Theme
from curlew.ui.widgets.cell_table.columns import Column, Look
from curlew.ui.widgets.cell_table.model import CellModel, Index
from curlew.ui.widgets.paint import badge_width, elided, paint_badge, paint_check, paint_icon, paint_switch, paint_text
from curlew.ui.widgets.variable_field import VariableField
from curlew.ui.widgets.variables import VariableSource

TRAIL = 26
MOST_OF_CELL = 0.6
"""The share of a cell that a text has before the badge behind it is cut."""
_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value


class CellDelegate(QStyledItemDelegate):
    """Paints what the model's columns say. `moved` asks the table to go on to another cell: (columns, rows) from the edited one."""

    moved = Signal(int, int)
    pasted = Signal(str)
    command = Signal(object)

    def __init__(self, theme: Theme, source: VariableSource, model: CellModel) -> None:
        super().__init__(model)
        self._theme, self._source, self._model = theme, source, model
        self._before = ""
        self.hot: tuple[int, int] = (-1, -1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, self._theme.px(self._model.shape.row_height))

    # --- painting ---

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        state = option.state.value  # a plain number: flags of Python cost more than the painting
        column, row = self._model.column(index), self._model.row(index.row())
        ghost = self._model.is_ghost(index.row())
        painter.save()
        self._paint_ground(painter, option.rect, index, bool(state & _SELECTED))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column.kind == "check":
            if not ghost:
                hot = self.hot == (index.row(), index.column())
                paint_check(painter, self._theme, rect.center(), self._model.shape.enabled(row), hot)
        elif column.kind == "switch":
            if not ghost:
                paint_switch(painter, self._theme, rect.center(), bool(column.get(row)))
        else:
            look = column.look(row) if column.look is not None and not ghost else None
            if look is not None:
                self._paint_look(painter, rect, look, self._model.shape.enabled(row))
            elif column.kind == "pick":
                self._paint_pick(painter, rect, column, index, ghost)
            else:
                self._paint_text(painter, rect, column, index, ghost)
        if state & _FOCUSED:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -1.5))
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        """Paint the ground and the lines; fillRect, since drawLine smears one pixel over two."""
        ground = "selected" if selected else "surface" if self.hot[0] == index.row() else "auto" if self._model.is_read_only else ""
        if ground:
            painter.fillRect(rect, self._theme.color(ground))
        line = self._theme.color("border")
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, line)
        if index.column() < len(self._model.shape.columns) - 1:
            painter.fillRect(rect.right(), rect.y(), 1, rect.height(), line)

    def _font(self, column: Column) -> QFont:
        return self._theme.font(12 if column.mono else 13, 400, mono=column.mono)

    def _paint_text(self, painter: QPainter, rect: QRectF, column: Column, index: Index, ghost: bool) -> None:
        inner = rect.adjusted(10, 0, -8, -1)
        row = self._model.row(index.row())
        text = str(self._model.data(index) or "")
        if not text and self._model.mark(index) is None:
            if ghost or (column.placeholder and index.column() > 1 and column.id == "value" and self._is_current(index)):
                paint_text(painter, self._theme, inner, column.placeholder, self._theme.font(13), "text3")
            return
        dim = not self._model.shape.enabled(row)
        token = "text3" if dim else "text" if column.mono else "text2"
        mark = self._model.mark(index)
        if mark is not None:
            ground, color = mark.colors
            icon = "" if mark.level == "note" else "warning"
            token = color if mark.level == "err" else token
            short = self._badge_text(mark.short, text, inner.width(), icon, self._font(column))
            inner.setRight(max(inner.left() + 24, inner.right() - badge_width(self._theme, short, icon) - 6))
        end = paint_text(painter, self._theme, inner, text, self._font(column), token, self._source if column.mono else None, dim)
        if mark is not None:
            paint_badge(painter, self._theme, end + 8, rect.center().y(), short, ground, color, icon)

    def _badge_text(self, short: str, text: str, room: float, icon: str, font: QFont) -> str:
        """Return what of a badge stands beside a text: the text comes first; an icon can do without words."""
        wanted = min(QFontMetricsF(font).horizontalAdvance(text[:200]), room * MOST_OF_CELL)
        left = room - wanted - 6 - badge_width(self._theme, "", icon)
        cut = elided(self._theme, short, left)
        return cut if cut == short or len(cut) > 3 or not icon else ""

    def _is_current(self, index: Index) -> bool:
        return self.hot[0] == index.row()

    def _paint_pick(self, painter: QPainter, rect: QRectF, column: Column, index: Index, ghost: bool) -> None:
        if ghost:
            return
        row = self._model.row(index.row())
        value = column.get(row)
        labels = dict(column.choices(row)) if column.choices is not None else {}
        token = "text" if self._model.shape.enabled(row) else "text3"
        paint_text(painter, self._theme, rect.adjusted(10, 0, -26, -1), labels.get(value, value), self._theme.font(12), token)
        paint_icon(painter, self._theme, rect.right() - 22, rect.center().y(), "chevron_down", "text3", 12)

    def _paint_look(self, painter: QPainter, rect: QRectF, look: Look, enabled: bool) -> None:
        theme, middle = self._theme, rect.center().y()
        right = rect.right() - 8
        for icon, _does in reversed(look.trail):
            paint_icon(painter, theme, right - 16, middle, icon, "text3")
            right -= TRAIL
        x = rect.x() + 10
        token = look.token if enabled or look.token == "err" else "text3"
        if look.icon:
            paint_icon(painter, theme, x, middle, look.icon, token if token == "err" else "text2")
            x += theme.px(16) + 6
        room = right - x - sum(badge_width(theme, badge[0], "".join(badge[3:])) + 8 for badge in look.badges)
        if look.text:
            font = theme.font(12 if look.mono else 13, 400 if look.mono else 500, mono=look.mono)
            if look.strike:
                font = QFont(font)
                font.setStrikeOut(True)
            x = paint_text(painter, theme, QRectF(x, rect.y(), room, rect.height()), look.text, font, token) + 8
        for badge in look.badges:
            text = elided(theme, badge[0], right - x - (29 if badge[3:] else 14))
            x = paint_badge(painter, theme, x, middle, text, badge[1], badge[2], "".join(badge[3:])) + 6

    # --- editing ---

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column, row = self._model.column(index), self._model.row(index.row())
        field = VariableField(self._theme, self._source, parent, px=12 if column.mono else 13, mono=column.mono)
        field.setProperty("cell", True)
        field.setObjectName("cellField")
        field.setAccessibleName(column.title)
        ground, line = self._theme.hex("bg"), self._theme.hex("accent")
        field.setStyleSheet(f"QPlainTextEdit {{ background: {ground}; border: 1px solid {line}; padding: 0 9px; }}")
        field.setPlaceholderText(column.placeholder)
        if column.provider is not None:
            field.providers.append(column.provider(row))
        field.paste_hook = self._paste if index.column() <= 1 and self._model.shape.from_line is not None else None
        field.text_edited.connect(lambda: self.commitData.emit(field))
        self._before = str(index.data(Qt.ItemDataRole.EditRole) or "")
        return field

    def _paste(self, text: str) -> bool:
        """Take a paste of several lines as rows."""
        if len([line for line in text.splitlines() if line.strip()]) < 2:
            return False
        self.pasted.emit(text)
        return True

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, -1, -1))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, VariableField):
            editor.set_text(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, VariableField):
            model.setData(QPersistentModelIndex(index), editor.text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, VariableField):
            return bool(super().eventFilter(editor, event))
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_row_key(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._edit_key(editor, event)
        if event.type() == QEvent.Type.FocusOut and editor.completion is not None:
            return False
        return bool(super().eventFilter(editor, event)) if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide) else False

    def _edit_key(self, editor: VariableField, event: QKeyEvent) -> bool:
        popup = editor.completion
        if popup is not None and popup.handle_key(event):
            return True
        if _is_row_key(event):
            self.command.emit(event)
            return True
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab if not control:
                self._leave(editor, -1 if shift or event.key() == Qt.Key.Key_Backtab else 1, 0)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not control:
                self._leave(editor, 0, -1 if shift else 1)
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._leave(editor, 0, 1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Escape:
                editor.set_text(self._before)
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            case _:
                return False
        return True

    def _leave(self, editor: VariableField, columns: int, rows: int) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.moved.emit(columns, rows)


def _is_row_key(event: QKeyEvent) -> bool:
    """Tell whether a key works on the row, also while a cell is edited: Ctrl+D, Alt+Up, Alt+Down."""
    if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return True
    alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
    return alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
