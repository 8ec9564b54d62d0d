"""Find and replace in an editor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QLineEdit, QTextEdit

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.code_editor.editor import CodeEditor
from curlew.ui.widgets.parts import IconButton, TextButton, label, row

MOST_MARKS = 2000


class FindBar(QFrame):
    """A bar over the editor: Enter finds the next, Shift+Enter the one before, Escape closes."""

    closed = Signal()

    def __init__(self, theme: Theme, editor: CodeEditor) -> None:
        super().__init__()
        self._theme, self._editor = theme, editor
        self.setProperty("ground", "band")
        self.setProperty("edge", "bottom")
        self.wanted = QLineEdit()
        self.wanted.setProperty("small", True)
        self.wanted.setPlaceholderText(_("Find"))
        self.wanted.setAccessibleName(_("Find"))
        self.wanted.setClearButtonEnabled(True)
        self.wanted.textChanged.connect(lambda _text: self._search(from_start=True))
        self.replacement = QLineEdit()
        self.replacement.setProperty("small", True)
        self.replacement.setPlaceholderText(_("Replace with"))
        self.replacement.setAccessibleName(_("Replace with"))
        self._count = label("", "meta")
        self._count.setMinimumWidth(70)
        self._case = IconButton(theme, "text", _("Match case"), 14, 26)
        self._case.setCheckable(True)
        self._case.toggled.connect(lambda _on: self._search(from_start=True))
        up = IconButton(theme, "arrow_up", _("Previous"), 14, 26)
        up.clicked.connect(lambda: self._search(backwards=True))
        down = IconButton(theme, "arrow_down", _("Next"), 14, 26)
        down.clicked.connect(lambda: self._search())
        one = TextButton(theme, _("Replace"), "ghost", act=self._replace)
        every = TextButton(theme, _("Replace all"), "ghost", act=self._replace_all)
        shut = IconButton(theme, "close", _("Close"), 14, 26)
        shut.clicked.connect(self.close_bar)
        parts = (self.wanted, self._case, up, down, self._count, self.replacement, one, every, None, shut)
        self.setLayout(row(*parts, margins=(16, 5, 12, 5), spacing=4))
        theme.changed.connect(self._mark)
        editor.text_edited.connect(self._mark)

    def open_bar(self) -> None:
        """Show the bar and take the selection as what to find."""
        self._editor.finish()
        chosen = self._editor.selected_text()
        if chosen and "\n" not in chosen:
            self.wanted.setText(chosen)
        self.show()
        self.wanted.setFocus()
        self.wanted.selectAll()
        self._mark()

    def close_bar(self) -> None:
        self.hide()
        self._editor.setExtraSelections([])
        self._editor.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.replacement.hasFocus():
                self._replace()
            else:
                self._search(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _flags(self, backwards: bool = False) -> QTextDocument.FindFlag:
        flags = QTextDocument.FindFlag(0)
        if backwards:
            flags |= QTextDocument.FindFlag.FindBackward
        if self._case.isChecked():
            flags |= QTextDocument.FindFlag.FindCaseSensitively
        return flags

    def _search(self, backwards: bool = False, from_start: bool = False) -> None:
        """Go to the next match, around the end if need be."""
        self._editor.finish()
        wanted = self.wanted.text()
        document = self._editor.document()
        start = self._editor.textCursor()
        if from_start:
            start.setPosition(start.selectionStart())
        if wanted:
            found = document.find(wanted, start, self._flags(backwards))
            if found.isNull():
                around = QTextCursor(document)
                if backwards:
                    around.movePosition(QTextCursor.MoveOperation.End)
                found = document.find(wanted, around, self._flags(backwards))
            if not found.isNull():
                self._editor.setTextCursor(found)
                self._editor.centerCursor()
        self._mark()

    def _mark(self) -> None:
        """Mark all matches and say which of them the caret is at."""
        if not self.isVisible():
            return
        wanted, document = self.wanted.text(), self._editor.document()
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.color("find")))
        marks: list[QTextEdit.ExtraSelection] = []
        here, at = 0, QTextCursor(document)
        current = self._editor.textCursor().selectionStart()
        while wanted and len(marks) < MOST_MARKS and not (at := document.find(wanted, at, self._flags())).isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = at, look
            marks.append(mark)
            if at.selectionStart() == current:
                here = len(marks)
        self._editor.setExtraSelections(marks)
        more = "+" if len(marks) >= MOST_MARKS else ""
        self._count.setText("" if not wanted else _("none") if not marks else _("{n} of {all}").format(n=here, all=f"{len(marks)}{more}"))

    def _replace(self) -> None:
        cursor = self._editor.textCursor()
        wanted, chosen = self.wanted.text(), cursor.selectedText()
        same = chosen == wanted if self._case.isChecked() else chosen.casefold() == wanted.casefold()
        if wanted and same:
            cursor.insertText(self.replacement.text())
        self._search()

    def _replace_all(self) -> None:
        self._editor.finish()
        wanted, document = self.wanted.text(), self._editor.document()
        if not wanted:
            return
        edit = QTextCursor(document)
        edit.beginEditBlock()
        at = QTextCursor(document)
        while not (at := document.find(wanted, at, self._flags())).isNull():
            at.insertText(self.replacement.text())
        edit.endEditBlock()
        self._mark()
