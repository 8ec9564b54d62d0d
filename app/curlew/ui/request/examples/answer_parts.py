"""What came, in an example: the editors of the response's body and of its headers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from curlew.model.request import Example
from curlew.storage.opencollection.example_edits import (
    BODY_KINDS,
    body_text,
    header_rows,
    with_body_kind,
    with_body_text,
    with_header_rows,
)
from curlew.text import _
from curlew.ui.request.examples.code_field import CodeField
from curlew.ui.request.shapes import pair_shape
from curlew.ui.theme import Theme
from curlew.ui.widgets.cell_table import RowsEditor
from curlew.ui.widgets.parts import IconButton
from curlew.ui.widgets.variables import VariableSource

_TITLES = {"json": _("JSON"), "text": _("Text"), "xml": _("XML"), "html": _("HTML"), "binary": _("Base64")}
_LANGUAGES = {"json": "json", "xml": "xml", "html": "xml"}


class AnswerBody(QWidget):
    """`edited` comes with the example as it is now, and a merge key. `kind` and `beautify` stand where the form puts them."""

    edited = Signal(object, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._example = Example()
        nothing = VariableSource(parent=self)
        nothing.is_settled = False  # what looks like a variable in a response is none, and none is missing
        self.kind = QComboBox()
        self.kind.setProperty("small", True)
        self.kind.setObjectName("example_body_kind")
        self.kind.setAccessibleName(_("Kind of the response body"))
        self.kind.activated.connect(self._choose)
        self.beautify = IconButton(theme, "sparkle", _("Beautify the body; no number changes"), box=26)
        self.code = CodeField(theme, nothing, _("Body of the example’s response"), _("The body of the response"), _("Kept as typed"))
        self.code.edited.connect(self._typed)
        self.beautify.clicked.connect(self.code.pane.beautify)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.code, 1)

    def show_example(self, example: Example) -> None:
        self._example = example
        kind, text = body_text(example)
        known = [*BODY_KINDS, *(() if kind in BODY_KINDS else (kind,))]
        if [self.kind.itemData(at) for at in range(self.kind.count())] != known:
            self.kind.clear()
            for one in known:
                self.kind.addItem(_TITLES.get(one, one), one)
        self.kind.setCurrentIndex(known.index(kind))
        self.code.show_text(text, _LANGUAGES.get(kind, "text"))
        self.beautify.setEnabled(self.code.pane.can_beautify)

    def flush(self) -> None:
        self.code.flush()

    def _typed(self) -> None:
        self._example = with_body_text(self._example, str(self.kind.currentData()), self.code.text())
        self.edited.emit(self._example, "body")

    def _choose(self, at: int) -> None:
        self.flush()
        if self.kind.itemData(at) != body_text(self._example)[0]:
            self.edited.emit(with_body_kind(self._example, str(self.kind.itemData(at))), "")


class AnswerHeaders(RowsEditor):
    """`changed` comes with the example as it is now, and a merge key."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme) -> None:
        nothing = VariableSource()
        nothing.is_settled = False
        super().__init__(theme, nothing, pair_shape(_("header")), _("Headers of the example’s response"))
        nothing.setParent(self)
        self._example = Example()
        self.edited.connect(lambda key: self.changed.emit(with_header_rows(self._example, self.rows()), key))

    def show_example(self, example: Example) -> None:
        self._example = example
        self.set_rows(header_rows(example))
