"""An editor with its find bar and the bar that names the first problem."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.code_editor.beautify import LANGUAGES, Beautified
from curlew.ui.widgets.code_editor.checking import JsonChecker
from curlew.ui.widgets.code_editor.editor import LARGE, CodeEditor, Fault
from curlew.ui.widgets.code_editor.find_bar import FindBar
from curlew.ui.widgets.code_editor.slices import Slices
from curlew.ui.widgets.parts import Picture, TextButton, frame, label, row
from curlew.ui.widgets.variables import VariableSource


class CodePane(QWidget):
    """`text_edited` comes with each change that a person makes; `faulted` with whether the text has a fault.

    Where `offers_comments` is set, `comments_allowed` comes when a person wants a text with comments to be sent without them.
    """

    text_edited = Signal()
    faulted = Signal(bool)
    comments_allowed = Signal()

    def __init__(self, theme: Theme, source: VariableSource, language: str, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.editor = CodeEditor(theme, source, language)
        self.editor.setAccessibleName(name)
        self.editor.setPlaceholderText(placeholder)
        self.editor.text_edited.connect(self._edited)
        self._find: FindBar | None = None
        self._checker = JsonChecker(self.editor.text, self._checked, self)
        self._indenting = Slices(self)
        self._fault: Fault | None = None
        self._problem = label("", "err")
        self._go = TextButton(theme, _("Go there"), "link", act=self._go_to_fault)
        self._mend = TextButton(theme, _("Put it in"), "link", act=self._put_comma_in)
        self._allow = TextButton(theme, _("Send without comments"), "link", act=self.comments_allowed.emit)
        self._allow.setToolTip(_("Comments stay in the request, and are left out when it is sent"))
        self.offers_comments = False
        self.fault_note = label(_("Sent as typed"), "meta")
        parts = (Picture(theme, "warning", "err", 14), self._problem, self._mend, self._allow, self._go, None, self.fault_note)
        self._bar = frame("band", "top", row(*parts, margins=(16, 4, 16, 4)))
        self._bar.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.editor, 1)
        self._layout.addWidget(self._bar)
        self.setFocusProxy(self.editor)

    def text(self) -> str:
        return self.editor.text()

    def set_text(self, text: str) -> None:
        if text != self.editor.text():
            self.editor.set_text(text)
            self._recheck(at_once=True)

    def set_language(self, language: str) -> None:
        if language != self.editor.language.id:
            self.editor.set_language(language)
            self._recheck(at_once=True)

    def set_comments(self, allowed: bool) -> None:
        """Take comments for no fault, or for one."""
        if allowed != self._checker.comments:
            self._checker.comments = allowed
            self._recheck(at_once=True)

    def _edited(self) -> None:
        self._recheck()
        self.text_edited.emit()

    def _recheck(self, at_once: bool = False) -> None:
        if self.editor.language.id != "json":
            self._checker.stop()
            self._checked(None)
        elif at_once:
            self._checker.check_now()
        else:
            self._checker.check()

    def _checked(self, fault: Fault | None) -> None:
        self._fault = fault
        self.editor.set_fault(fault)
        self._bar.setVisible(fault is not None)
        self._mend.setVisible(fault is not None and fault.comma_at >= 0)
        self._allow.setVisible(fault is not None and fault.comment and self.offers_comments)
        if fault is not None:
            before = self.editor.text()[: fault.at]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            self._problem.setText(_("Line {line}, column {column}: {message}").format(line=line, column=column, message=fault.message))
        self.faulted.emit(fault is not None)

    def _go_to_fault(self) -> None:
        if self._fault is not None:
            self.editor.go_to(self._fault.at)

    def _put_comma_in(self) -> None:
        """Mend the fault: a comma was missing."""
        fault = self._fault
        if fault is not None and fault.comma_at >= 0:
            text = self.editor.text()
            self.editor.set_text(f"{text[: fault.comma_at]},{text[fault.comma_at :]}")
            self._recheck(at_once=True)
            self.text_edited.emit()

    def beautify(self) -> None:
        """Indent JSON and XML; no number, name or order changes, and what is broken stays as it is from there on."""
        if self.can_beautify:
            work = Beautified(self.editor.language.id, self.editor.text())
            self._indenting.begin(work.steps(), lambda: self._beautified(work))
            if len(work.text) <= LARGE:
                self._indenting.finish()

    def _beautified(self, work: Beautified) -> None:
        """Show an indented text, unless another was typed while it was made."""
        if work.text.strip() and work.result != work.text == self.editor.text():
            self.editor.set_text(work.result)
            self._recheck(at_once=True)
            self.text_edited.emit()

    @property
    def can_beautify(self) -> bool:
        return self.editor.language.id in LANGUAGES

    @property
    def is_settled(self) -> bool:
        """Whether the whole text is there and nothing is about to change it."""
        return self.editor.is_whole and not self._indenting.going

    def open_find(self) -> None:
        """Open the find bar."""
        if self._find is None:
            self._find = FindBar(self._theme, self.editor)
            self._find.hide()
            self._layout.insertWidget(0, self._find)
        self._find.open_bar()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.open_find()
        else:
            super().keyPressEvent(event)
