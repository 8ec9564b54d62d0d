"""The code editor: colours, line numbers, brackets, indentation, comments, the line with the error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from curlew.ui.theme import Theme
from curlew.ui.widgets.code_editor.brackets import matching_bracket
from curlew.ui.widgets.code_editor.colours import Colours, JsonColours, LexedColours, PlainColours, Span
from curlew.ui.widgets.code_editor.fault_mark import paint_fault
from curlew.ui.widgets.code_editor.gutter import Gutter
from curlew.ui.widgets.code_editor.languages import LANGUAGES, Language
from curlew.ui.widgets.code_editor.slices import Slices
from curlew.ui.widgets.code_editor.soft_breaks import GROUP, SoftBreaks
from curlew.ui.widgets.code_editor.typing_keys import TypingKeys
from curlew.ui.widgets.standins import Standins
from curlew.ui.widgets.text_positions import difference, qt_length, to_qt
from curlew.ui.widgets.variable_edit import VariableEdit
from curlew.ui.widgets.variables import VariableSource

LARGE = 50_000
"""Texts of more characters go in in slices, the first screen at once; a key that comes meanwhile waits for the rest."""

_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress, QEvent.Type.ContextMenu, QEvent.Type.DragEnter)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the text, and where: an index into it. `comma_at`: where a comma would mend it, -1 if none would.

    comment: it is one, or a comma with nothing after it: JSON with comments allows that.
    """

    at: int
    message: str
    comma_at: int = -1
    comment: bool = False


class CodeEditor(VariableEdit):
    """`text_edited` comes with each change that a person makes. Lines too long to type in are broken for display only."""

    text_edited = Signal()

    def __init__(self, theme: Theme, source: VariableSource, language: str = "text", parent: QWidget | None = None) -> None:
        self._breaks = SoftBreaks.for_text("")
        self._fault: tuple[int, str] | None = None
        self._wanted: str | None = None  # the text that is on its way into the document
        self._waiting: Fault | None = None  # what was found in it before it was there
        super().__init__(theme, source, parent)
        self._filling = Slices(self)
        self.language: Language = LANGUAGES["text"]
        self._colours: Colours = PlainColours()
        self._has_breaks = False
        self._numbers: list[int] = []
        self._blocks = 1
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.document().setDocumentMargin(6)
        self._gutter = Gutter(self)
        self._keys = TypingKeys(self)
        self.blockCountChanged.connect(self._count_changed)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._caret_moved)
        self.document().contentsChange.connect(self._contents_changed)
        theme.changed.connect(self._dress)
        self.set_language(language)
        self._dress()

    def _dress(self) -> None:
        self.setFont(self.theme.font(13, 400, mono=True))
        self.setTabStopDistance(QFontMetricsF(self.font()).horizontalAdvance(" ") * 2)
        self._place_gutter()
        self.recolour()

    def set_language(self, language: str) -> None:
        """Colour as JSON, XML, GraphQL, JavaScript, … or not at all (`text`)."""
        self.language = LANGUAGES.get(language, LANGUAGES["text"])
        if isinstance(self._colours, LexedColours):
            self._colours.stop()
        if self.language.id == "json":
            self._colours = JsonColours()
        elif self.language.lexer:
            self._colours = LexedColours(self.language.lexer, self._shown_text, self.recolour, self)
            self._colours.lex(at_once=True)
        else:
            self._colours = PlainColours()
        self.recolour()

    def _shown_text(self) -> str:
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    # --- the text ---

    def text(self) -> str:
        if self._wanted is not None:
            return self._wanted
        return self._standins.from_document(self._breaks.joined(self.document().toRawText()))

    def _replace_all(self, old: str, text: str) -> None:
        self._filling.drop()
        self._standins = Standins.for_text(text)
        self._breaks = SoftBreaks.for_text(text)
        if max(len(old), len(text)) > LARGE and not self.isUndoRedoEnabled():
            self.set_fault(None)
            self._wanted, self._waiting = text, None
            self._filling.begin(self._in_slices(self._standins.to_document(text)), self._filled)
            return
        self._wanted = None
        before = self.document().toRawText().replace("\u2029", "\n")
        after = self._breaks.broken(self._standins.to_document(text))
        self._has_breaks = self._breaks.outside in after or self._breaks.inside in after
        if not before:
            self.setPlainText(after)
        else:
            start, old_end, new_end = difference(before, after)
            cursor = QTextCursor(self.document())
            cursor.setPosition(to_qt(before, start))
            cursor.setPosition(to_qt(before, old_end), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(after[start:new_end])
            if self.hasFocus():
                self.setTextCursor(cursor)
        self.set_fault(None)
        if isinstance(self._colours, LexedColours):
            self._colours.lex(at_once=True)

    # --- large texts ---

    @property
    def is_whole(self) -> bool:
        """Whether all of the text is in the document."""
        return self._wanted is None

    def finish(self) -> None:
        """Put in at once what is still on its way: the document is about to be read or changed."""
        self._filling.finish()

    def _in_slices(self, text: str) -> Iterator[None]:
        """Put a large text in; only what differs changes."""
        if self.document().isEmpty():
            for part in self._breaks.parts(text):
                self._put_in(part, None)
                yield
            return
        parts = []
        for part in self._breaks.parts(text):
            parts.append(part)
            yield
        before, after = self.document().toRawText().replace("\u2029", "\n"), "".join(parts)
        yield
        start, old_end, new_end = difference(before, after)
        cursor = QTextCursor(self.document())
        at, end = to_qt(before, start), to_qt(before, old_end)
        while end > at:
            yield
            low = max(at, end - GROUP)
            cursor.setPosition(low)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._put_in("", cursor)
            end = low
        cursor.setPosition(at)
        for begin in range(start, new_end, GROUP):
            self._put_in(after[begin : min(begin + GROUP, new_end)], cursor)
            yield
        if self.hasFocus():
            self.setTextCursor(cursor)

    def _put_in(self, part: str, cursor: QTextCursor | None) -> None:
        """Put a part in in place of what a cursor selects, or at the end; nobody typed it."""
        self._has_breaks = self._has_breaks or self._breaks.outside in part or self._breaks.inside in part
        quiet, self._quiet = self._quiet, True
        try:
            if cursor is not None:
                cursor.insertText(part)
            elif self.document().isEmpty():
                self.setPlainText(part)
            else:
                cursor = QTextCursor(self.document())
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertText(part)
        finally:
            self._quiet = quiet

    def _filled(self) -> None:
        raw = self.document().toRawText()
        self._has_breaks = self._breaks.outside in raw or self._breaks.inside in raw
        waiting, self._wanted, self._waiting = self._waiting, None, None
        if waiting is not None:
            self.set_fault(waiting)
        if isinstance(self._colours, LexedColours):
            self._colours.lex(at_once=True)

    def text_was_edited(self) -> None:
        self.text_edited.emit()

    def selected_text(self) -> str:
        return self._standins.from_document(self._breaks.joined(self.textCursor().selectedText()))

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insert_text(source.text())

    def insert_text(self, text: str) -> None:
        """Put a text in at the caret, as if it was typed."""
        self.finish()
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        cursor = self.textCursor()
        signs = (self._breaks.outside, self._breaks.inside, *self._standins.shown.values())
        if any(sign in text for sign in signs):
            text = "".join(character for character in text if character not in signs)
        broken = self._breaks.broken(self._standins.to_document(text))
        self._has_breaks = self._has_breaks or broken != text
        cursor.insertText(broken)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def position_of(self, index: int) -> int:
        """Return the document position of an index into the text."""
        self.finish()
        shown = self._standins.to_document(self.text()[:index])
        if not self._has_breaks:
            return qt_length(shown)
        left = qt_length(shown)
        block = self.document().firstBlock()
        while block.isValid():
            own = block.length() - (2 if self._breaks.is_soft(block.text()) else 0)
            if left < own or not block.next().isValid():
                return block.position() + min(left, block.length() - 1)
            left -= own
            block = block.next()
        return 0

    # --- lines ---

    def is_continuation(self, number: int) -> bool:
        """Tell whether a block goes on with the line of the one before."""
        return self._has_breaks and number > 0 and self._breaks.is_soft(self.document().findBlockByNumber(number - 1).text())

    def line_number(self, number: int) -> int:
        """Return the line of the text that a block shows, counted from 1."""
        if not self._has_breaks:
            return number + 1
        block = self.document().findBlockByNumber(max(0, len(self._numbers) - 1))
        while len(self._numbers) <= number and block.isValid():
            if not self._numbers:
                self._numbers.append(1)
                continue
            self._numbers.append(self._numbers[-1] + (0 if self._breaks.is_soft(block.text()) else 1))
            block = block.next()
        return self._numbers[number] if number < len(self._numbers) else number + 1

    def is_soft(self, block: QTextBlock) -> bool:
        return self._has_breaks and block.isValid() and self._breaks.is_soft(block.text())

    def _count_changed(self) -> None:
        self._place_gutter()
        added, self._blocks = self.blockCount() - self._blocks, self.blockCount()
        if isinstance(self._colours, LexedColours):
            self._colours.lines_changed(max(0, self.textCursor().blockNumber() - max(added, 0)), added)

    def _contents_changed(self, position: int, _removed: int, _added: int) -> None:
        del self._numbers[self.document().findBlock(position).blockNumber() + 1 :]
        if isinstance(self._colours, LexedColours) and not self._quiet:
            self._colours.lex()

    # --- keys ---

    def event(self, event: QEvent) -> bool:
        if self._wanted is not None and event.type() in _TOUCHES:
            self.finish()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._keys.claims(event):
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if self._wanted is not None and event.type() in _TOUCHES:
            self.finish()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.completion is None and not self.isReadOnly() and self._keys.handle(event):
            return
        super().keyPressEvent(event)

    def _caret_moved(self) -> None:
        """Keep the caret before the sign of a soft break; mark the line and the brackets."""
        cursor = self.textCursor()
        if self._has_breaks and cursor.atBlockEnd() and self.is_soft(cursor.block()) and not cursor.atBlockStart():
            mode = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() else QTextCursor.MoveMode.MoveAnchor
            cursor.setPosition(cursor.position() - 1, mode)
            self.setTextCursor(cursor)
            return
        self.viewport().update()
        self._gutter.update()

    def spans_of(self, block: QTextBlock) -> list[Span]:
        previous = block.previous()
        in_string = self._has_breaks and previous.isValid() and previous.text().endswith(self._breaks.inside)
        return self._colours.spans(block.blockNumber(), block.text(), in_string)

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._fault is not None:
            paint_fault(self, *self._fault)

    def paint_under(self, painter: QPainter) -> None:
        """Paint the current line, the line with the error, and the pair of brackets."""
        theme, width = self.theme, self.viewport().width()
        error = self.error_block()
        current = self.textCursor().blockNumber() if self.hasFocus() else -1
        for block, rect in self.visible_blocks():
            if block.blockNumber() in (error, current):
                painter.fillRect(
                    QRectF(0, rect.top(), width, rect.height()), theme.color("err_soft" if block.blockNumber() == error else "line")
                )
        for position in matching_bracket(self.document(), self.textCursor().position()) if self.hasFocus() else ():
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            box = self.cursorRect(cursor)
            box.setWidth(round(QFontMetricsF(self.font()).horizontalAdvance("m")))
            painter.fillRect(box, theme.color("match"))

    # --- the error ---

    def set_fault(self, fault: Fault | None) -> None:
        """Mark the line with the error, or none; in a text that is on its way, as soon as it is there."""
        if self._wanted is not None:
            self._waiting = fault
            return
        self._fault = None if fault is None else (self.position_of(fault.at), fault.message)
        self.viewport().update()
        self._gutter.update()

    def error_block(self) -> int:
        """Return the number of the block with the error, -1 without one."""
        return -1 if self._fault is None else self.document().findBlock(self._fault[0]).blockNumber()

    def go_to(self, index: int) -> None:
        """Put the caret at an index into the text."""
        cursor = self.textCursor()
        cursor.setPosition(self.position_of(index))
        self.setTextCursor(cursor)
        self.setFocus()
        self.ensureCursorVisible()

    # --- the gutter's place ---

    def gutter_width(self) -> int:
        digits = max(2, len(str(self.blockCount())))
        return round(QFontMetricsF(self.font()).horizontalAdvance("9") * digits) + 28

    def _place_gutter(self) -> None:
        width, inside = self.gutter_width(), self.contentsRect()
        if self.viewportMargins().left() != width:
            self.setViewportMargins(width, 0, 0, 0)
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), width, inside.height()))

    def _scroll_gutter(self, rect: QRect, dy: int) -> None:
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_gutter()
