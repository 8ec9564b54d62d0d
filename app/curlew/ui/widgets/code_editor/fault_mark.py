"""The mark at an error in the text: a wave under its place, its message behind the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCursor

from curlew.ui.widgets.paint import paint_icon

if TYPE_CHECKING:
    from curlew.ui.widgets.code_editor.editor import CodeEditor


def paint_fault(editor: CodeEditor, position: int, message: str) -> None:
    """Paint the error at a position of the document, where that is in view."""
    block, theme, view = editor.document().findBlock(position), editor.theme, editor.viewport()
    if not block.isVisible():
        return
    cursor = QTextCursor(block)
    cursor.setPosition(position)
    place = editor.cursorRect(cursor)
    if place.bottom() < 0 or place.top() > view.height():
        return
    painter = QPainter(view)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color("err"))
    y = place.bottom() - 1.5
    painter.drawPolyline([QPointF(place.x() + 2 * step, y + (1.5 if step % 2 else 0)) for step in range(6)])
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    end = editor.cursorRect(cursor)
    left = max(end.x() + 28, 0)
    if left + 60 < view.width():
        font = theme.font(12)
        paint_icon(painter, theme, left, end.center().y(), "warning", "err", 14)
        painter.setFont(font)
        shown = QFontMetricsF(font).elidedText(message, Qt.TextElideMode.ElideRight, view.width() - left - 28)
        room = QRectF(left + theme.px(14) + 6, end.top(), view.width(), end.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.end()
