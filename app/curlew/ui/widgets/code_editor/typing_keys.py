"""What keys do beyond plain typing: indentation, comments, and steps over soft breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from curlew.ui.widgets.text_positions import difference, to_qt

if TYPE_CHECKING:
    from curlew.ui.widgets.code_editor.editor import CodeEditor

INDENT = "  "
_OPENING, _CLOSING = "{[(", "}])"


class TypingKeys:
    """Handles keys of one editor; `handle` tells whether it did."""

    def __init__(self, editor: CodeEditor) -> None:
        self._editor = editor

    def handle(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = not modifiers
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain or modifiers == Qt.KeyboardModifier.ShiftModifier:
                self._new_line()
            case Qt.Key.Key_Tab if plain:
                self._indent()
            case Qt.Key.Key_Backtab:
                self._change_lines(lambda line: line[len(INDENT) :] if line.startswith(INDENT) else line.lstrip(" \t"))
            case Qt.Key.Key_Slash if modifiers == Qt.KeyboardModifier.ControlModifier and self._editor.language.comment:
                self.toggle_comment()
            case Qt.Key.Key_Backspace if plain:
                return self._backspace()
            case Qt.Key.Key_Delete | Qt.Key.Key_Right if plain:
                return self._step_over(delete=event.key() == Qt.Key.Key_Delete)
            case _:
                return bool(plain and event.text() in tuple(_CLOSING)) and self._outdent_closing(event.text())
        return True

    def claims(self, event: QKeyEvent) -> bool:
        """Tell whether a key is wanted here although the window has a command on it: Ctrl+/ where there are comments."""
        control = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
        return control and event.key() == Qt.Key.Key_Slash and bool(self._editor.language.comment) and not self._editor.isReadOnly()

    def _new_line(self) -> None:
        """Break the line with the indentation of this one, one step deeper behind an opening bracket."""
        cursor = self._editor.textCursor()
        text = cursor.block().text()
        before = text[: cursor.positionInBlock()]
        after = text[cursor.positionInBlock() :].strip()
        indent = before[: len(before) - len(before.lstrip(" \t"))]
        opened = self._editor.language.indents and before.rstrip()[-1:] in tuple(_OPENING)
        cursor.beginEditBlock()
        cursor.insertText("\n" + indent + (INDENT if opened else ""))
        if opened and after[:1] in tuple(_CLOSING):
            place = cursor.position()
            cursor.insertText("\n" + indent)
            cursor.setPosition(place)
        cursor.endEditBlock()
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def _indent(self) -> None:
        cursor = self._editor.textCursor()
        if cursor.hasSelection() and "\u2029" in cursor.selectedText():
            self._change_lines(lambda line: INDENT + line if line.strip() else line)
        else:
            cursor.insertText(INDENT)

    def _outdent_closing(self, bracket: str) -> bool:
        """Move a closing bracket that begins its line one step back."""
        cursor = self._editor.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        if before.strip() or not before.endswith(INDENT) or cursor.hasSelection() or not self._editor.language.indents:
            return False
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(INDENT))
        cursor.insertText(bracket)
        return True

    def _backspace(self) -> bool:
        editor, cursor = self._editor, self._editor.textCursor()
        if cursor.hasSelection() or cursor.positionInBlock():
            return False
        previous = cursor.block().previous()
        if not editor.is_soft(previous):
            return False
        cursor.setPosition(previous.position() + previous.length() - 2)  # before the sign, so that a character goes and the break stays
        cursor.deletePreviousChar()
        editor.setTextCursor(cursor)
        return True

    def _step_over(self, delete: bool) -> bool:
        """Step from the end of a piece into the next one, and there delete if that was wanted."""
        editor, cursor = self._editor, self._editor.textCursor()
        if cursor.hasSelection() or not editor.is_soft(cursor.block()) or cursor.positionInBlock() < cursor.block().length() - 2:
            return False
        cursor.setPosition(cursor.block().next().position())
        if delete:
            cursor.deleteChar()
        editor.setTextCursor(cursor)
        return True

    def toggle_comment(self) -> None:
        """Comment the lines of the selection out, or in again if all of them are."""
        start, end = self._editor.language.comment, self._editor.language.comment_end
        lines = [line for line in self._lines() if line.strip()]
        if lines and all(line.lstrip().startswith(start.strip()) for line in lines):
            self._change_lines(lambda line: _without_comment(line, start, end))
        else:
            self._change_lines(lambda line: _with_comment(line, start, end) if line.strip() else line)

    def _range(self) -> tuple[int, int]:
        """Return the numbers of the first and the last block of the selection."""
        cursor = self._editor.textCursor()
        document = self._editor.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last_block = document.findBlock(cursor.selectionEnd())
        last = last_block.blockNumber()
        if cursor.hasSelection() and cursor.selectionEnd() == last_block.position() and last > first:
            last -= 1
        return first, last

    def _lines(self) -> list[str]:
        first, last = self._range()
        return [self._editor.document().findBlockByNumber(number).text() for number in range(first, last + 1)]

    def _change_lines(self, change: Callable[[str], str]) -> None:
        first, last = self._range()
        document = self._editor.document()
        edit = QTextCursor(document)
        edit.beginEditBlock()
        for number in range(first, last + 1):
            block = document.findBlockByNumber(number)
            new = change(block.text())
            if new != block.text():
                _replace_line(edit, block.position(), block.text(), new)
        edit.endEditBlock()


def _replace_line(edit: QTextCursor, start: int, old: str, new: str) -> None:
    """Replace what differs, so that the caret keeps its place."""
    first, old_end, new_end = difference(old, new)
    edit.setPosition(start + to_qt(old, first))
    edit.setPosition(start + to_qt(old, old_end), QTextCursor.MoveMode.KeepAnchor)
    edit.insertText(new[first:new_end])


def _with_comment(line: str, start: str, end: str) -> str:
    indent = len(line) - len(line.lstrip(" \t"))
    return f"{line[:indent]}{start}{line[indent:]}{end}"


def _without_comment(line: str, start: str, end: str) -> str:
    indent = len(line) - len(line.lstrip(" \t"))
    inner = line[indent:]
    inner = inner[len(start) :] if inner.startswith(start) else inner[len(start.strip()) :]
    if end and inner.rstrip().endswith(end.strip()):
        inner = inner.rstrip()[: -len(end.strip())].rstrip(" ") if not inner.endswith(end) else inner[: -len(end)]
    return line[:indent] + inner
