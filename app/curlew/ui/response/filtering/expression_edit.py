"""The field in which an expression is typed: one line, coloured, with the completion below and earlier ones on Up and Down."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit

from curlew.preview.filtering.languages import LANGUAGES
from curlew.text import _
from curlew.ui.response.filtering.colours import expression_spans
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_positions import from_qt, to_qt
from curlew.ui.widgets.variable_field import joined_lines

LONGEST = 20_000
"""Characters of an expression."""


def _nobody(_event: QKeyEvent) -> bool:
    return False


class _Colours(QSyntaxHighlighter):
    def __init__(self, edit: ExpressionEdit) -> None:
        super().__init__(edit.document())
        self._edit = edit

    def highlightBlock(self, text: str) -> None:
        for start, end, token in expression_spans(self._edit.language, text[:LONGEST]):
            made = QTextCharFormat()
            made.setForeground(self._edit.theme.color(token))
            self.setFormat(to_qt(text, start), to_qt(text, end) - to_qt(text, start), made)
        fault = self._edit.fault
        if fault is not None and text:
            made = QTextCharFormat(self.format(min(fault, len(text) - 1)))
            made.setUnderlineColor(self._edit.theme.color("err"))
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            self.setFormat(to_qt(text, min(fault, len(text) - 1)), 1, made)


class ExpressionEdit(QPlainTextEdit):
    """`edited` comes with each change that a person makes; `key` is offered every key first, and says whether it took it."""

    edited = Signal()
    focused = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.language = next(iter(LANGUAGES)).id
        self.fault: int | None = None
        self.key: Callable[[QKeyEvent], bool] = _nobody
        self._quiet = False
        self._last = ""
        self.setObjectName("filter_expression")
        self.setAccessibleName(_("Filter of the body"))
        self.setProperty("bare", True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self._colours = _Colours(self)
        self.textChanged.connect(self._changed)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(self.theme.font(13, 400, mono=True))
        self._colours.rehighlight()
        self._center()

    # --- the text ---

    def text(self) -> str:
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show an expression; the caret stands behind it."""
        self._quiet = True
        try:
            if text != self.text():
                cursor = QTextCursor(self.document())
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(joined_lines(text)[:LONGEST])
            self.moveCursor(QTextCursor.MoveOperation.End)
        finally:
            self._quiet = False

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in place of a stretch, as a person's edit."""
        whole = self.text()
        cursor = QTextCursor(self.document())
        cursor.setPosition(to_qt(whole, start))
        cursor.setPosition(to_qt(whole, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def caret(self) -> int:
        return from_qt(self.text(), self.textCursor().position())

    def set_language(self, language: str) -> None:
        self.language = language
        self._colours.rehighlight()

    def mark_fault(self, fault: int | None) -> None:
        """Underline the place of a fault."""
        if fault != self.fault:
            self.fault = fault
            self._quiet = True
            self._colours.rehighlight()
            self._quiet = False

    def _changed(self) -> None:
        self.viewport().update()
        before, self._last = self._last, self.text()
        if not self._quiet and self._last != before:  # new colours change no text
            self.edited.emit()

    # --- keys ---

    def event(self, event: QEvent) -> bool:
        tab = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and isinstance(event, QKeyEvent) and self.key(event):  # it would leave the field before it were a key
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.key(event):
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(joined_lines(source.text())[:LONGEST])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    # --- one line, in the middle ---

    def _center(self) -> None:
        space = max(0, self.height() - self.fontMetrics().height())
        self.setViewportMargins(0, space // 2, 0, space - space // 2 - 1 if space else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._center()

    def sizeHint(self) -> QSize:
        return QSize(200, self.theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.document().isEmpty():
            painter = QPainter(self.viewport())
            painter.setFont(self.font())
            painter.setPen(QColor(self.theme.color("text3")))
            language = LANGUAGES[self.language]
            words = _("{language}, such as {example}").format(language=language.label, example=language.examples[1][0])
            painter.drawText(self.viewport().rect().adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
