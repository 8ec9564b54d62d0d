"""Several lines of plain text with {{variables}}: rows as text, bodies of kind text, documentation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from curlew.ui.theme import Theme
from curlew.ui.widgets.variable_edit import VariableEdit
from curlew.ui.widgets.variables import VariableSource


class LinesEdit(VariableEdit):
    """`text_edited` comes with each change that a person makes."""

    text_edited = Signal()

    def __init__(self, theme: Theme, source: VariableSource, parent: QWidget | None = None, *, mono: bool = True) -> None:
        super().__init__(theme, source, parent)
        self._mono = mono
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(10)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(self.theme.font(13, 400, mono=self._mono))

    def text_was_edited(self) -> None:
        self.text_edited.emit()
