"""A text of an example in the code editor; large ones are read after a pause in typing only."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curlew.ui.theme import Theme
from curlew.ui.widgets.code_editor import CodePane
from curlew.ui.widgets.variables import VariableSource

LARGE = 200_000
PAUSE_MS = 200


class CodeField(QWidget):
    """`edited` comes when the text was changed by a person; `text` has it."""

    edited = Signal()

    def __init__(self, theme: Theme, source: VariableSource, name: str, placeholder: str = "", fault_note: str = "") -> None:
        super().__init__()
        self.pane = CodePane(theme, source, "json", name, placeholder)
        if fault_note:
            self.pane.fault_note.setText(fault_note)
        self.pane.text_edited.connect(self._typed)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PAUSE_MS)
        self._late.timeout.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        self.setFocusProxy(self.pane)

    def text(self) -> str:
        return self.pane.text()

    def show_text(self, text: str, language: str) -> None:
        """Show a text, unless what a person typed is still to be told."""
        if not self._late.isActive():
            self.pane.set_language(language)
            self.pane.set_text(text)

    def flush(self) -> None:
        """Tell at once of what was typed and not told yet."""
        if self._late.isActive():
            self._late.stop()
            self.edited.emit()

    def _typed(self) -> None:
        if self.pane.editor.document().characterCount() > LARGE:
            self._late.start()
        else:
            self.edited.emit()
