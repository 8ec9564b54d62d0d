"""A one-line field with {{variables}} as pills: the URL, a cell, a field of an auth."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from curlew.ui.theme import Theme
from curlew.ui.widgets.standins import Standins
from curlew.ui.widgets.variable_edit import VariableEdit
from curlew.ui.widgets.variables import VariableSource


class VariableField(VariableEdit):
    """One line. `text_edited` comes with each change a person makes, `submitted` with Enter, `left` when the focus goes."""

    text_edited = Signal()
    submitted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, source: VariableSource, parent: QWidget | None = None, *, px: int = 13, mono: bool = True) -> None:
        super().__init__(theme, source, parent)
        self.paste_hook: Callable[[str], bool] | None = None
        self._px, self._mono = px, mono
        self._dots = False
        self.setProperty("bare", True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(self.theme.font(self._px, 400, mono=self._mono))
        self._center()

    def set_masked(self, masked: bool) -> None:
        """Hide the text behind dots, unless it holds a variable, which is no secret itself."""
        self._dots = masked
        self.viewport().update()

    @property
    def is_masked(self) -> bool:
        return self._dots and "{{" not in self.toPlainText() and not self.hasFocus()

    def text_was_edited(self) -> None:
        self.text_edited.emit()

    def _standins_for(self, text: str) -> Standins:
        return Standins.for_text(text, one_line=True)

    def select_all(self) -> None:
        self.selectAll()

    def move_caret_to_end(self) -> None:
        self.moveCursor(QTextCursor.MoveOperation.End)

    # --- one line only ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completion
        if popup is not None and popup.handle_key(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
                event.ignore()
                return
            self.hide_completion()
            self.submitted.emit()
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and popup is None:
            event.ignore()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if self.paste_hook is not None and self.paste_hook(text):
            return
        joined = joined_lines(text)
        if not self.text():
            self._standins = self._standins_for(joined)
        self.textCursor().insertText(self._standins.to_document(joined))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    # --- the line stands in the middle ---

    def _center(self) -> None:
        line = self.fontMetrics().height()
        space = max(0, self.height() - line)
        self.setViewportMargins(0, space // 2, 0, space - space // 2 - 1 if space else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._center()

    def sizeHint(self) -> QSize:
        return QSize(160, self.theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_masked:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setPen(self.theme.color("text"))
        dots = "•" * min(24, len(self.toPlainText()))
        painter.drawText(QRect(0, 0, self.viewport().width(), self.viewport().height()), Qt.AlignmentFlag.AlignVCenter, dots)


def joined_lines(text: str) -> str:
    """Return pasted text as one line: a break and the blanks around it become nothing at the ends and one blank inside."""
    if "\n" not in text and "\r" not in text:
        return text
    return " ".join(part for line in text.splitlines() if (part := line.strip()))
