"""The line numbers beside an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from curlew.ui.widgets.code_editor.editor import CodeEditor


class Gutter(QWidget):
    """Numbers of the visible lines; pieces of a broken line have none but the first."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        editor, theme = self._editor, self._editor.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("bg"))
        painter.setFont(editor.font())
        current = editor.textCursor().blockNumber()
        error = editor.error_block()
        width, height = self.width() - 14, editor.fontMetrics().height()
        for block, rect in editor.visible_blocks():
            number = block.blockNumber()
            if editor.is_continuation(number):
                continue
            painter.setPen(theme.color("err" if number == error else "gutter_on" if number == current else "gutter"))
            place = QRectF(0, rect.top(), width, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(editor.line_number(number)))
        painter.end()
