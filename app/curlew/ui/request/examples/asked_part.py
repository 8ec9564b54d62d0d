"""What was asked, in an example: method, URL, headers and body, each edited in place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from curlew.model.body import Body, RawBody
from curlew.model.request import Example
from curlew.storage.opencollection.example_edits import with_asked
from curlew.storage.opencollection.examples import Asked, asked_in
from curlew.text import _, ngettext
from curlew.ui.request.examples.code_field import CodeField
from curlew.ui.request.shapes import header_shape
from curlew.ui.theme import Theme
from curlew.ui.widgets.cell_table import RowsEditor
from curlew.ui.widgets.framed_field import FramedField
from curlew.ui.widgets.line_field import LineField
from curlew.ui.widgets.parts import TextButton, label, row
from curlew.ui.widgets.variables import VariableSource


class AskedPart(QWidget):
    """`edited` comes with the example as it is now, and a merge key; `taken` where the request as it stands now is to be taken over."""

    edited = Signal(object, str)
    taken = Signal()

    def __init__(self, theme: Theme, source: VariableSource) -> None:
        super().__init__()
        self._theme = theme
        self._example, self._asked = Example(), Asked()
        self.method = LineField()
        self.method.setAccessibleName(_("Method of the example"))
        self.method.setFixedWidth(theme.px(84))
        self.method.textEdited.connect(lambda text: self._change("method", method=text.strip()))
        self.url = FramedField(theme, source)
        self.url.set_name(_("URL of the example"))
        self.url.field.text_edited.connect(lambda: self._change("url", url=self.url.field.text()))
        self.take = TextButton(theme, _("Take from the request"), "link", act=self.taken.emit)
        self.take.setToolTip(_("Put what the request asks now into the example"))
        self.headers = RowsEditor(theme, source, header_shape(), _("Headers of the example’s request"), fit=True)
        self.headers.edited.connect(lambda key: self._change(f"headers:{key}" if key else "", headers=self.headers.rows()))
        self._body_title = label(_("Body"), "section")
        self.code = CodeField(theme, source, _("Body of the example’s request"), "", _("Kept as typed"))
        self.code.setMinimumHeight(theme.px(120))
        self.code.edited.connect(self._body_typed)
        self._words = label("", "muted", wrap=True)
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        inside.setObjectName("ScrollBody")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        first = row(self.method, self.url, margins=(12, 0, 12, 6))
        first.setStretch(1, 1)
        layout.addLayout(first)
        layout.addWidget(self.headers)
        layout.addLayout(row(self._body_title, self._words, None, self.take, margins=(12, 8, 12, 6)))
        layout.addWidget(self.code, 1)
        layout.addStretch(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(area.focusPolicy().NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def show_example(self, example: Example) -> None:
        self._example = example
        self._asked = asked = asked_in(example)
        self.method.show_text(asked.method)
        self.url.field.set_text(asked.url)
        self.headers.set_rows(asked.headers)
        raw = asked.body if isinstance(asked.body, RawBody) else None
        self.code.setVisible(raw is not None)
        if raw is not None:
            self.code.show_text(raw.text, raw.kind)
        self._words.setText("" if raw is not None else _words(asked.body))

    def flush(self) -> None:
        self.code.flush()

    def _body_typed(self) -> None:
        if isinstance(self._asked.body, RawBody):
            self._change("body", body=replace(self._asked.body, text=self.code.text()))

    def _change(self, key: str, **fields: object) -> None:
        self._asked = replace(self._asked, **fields)  # type: ignore[arg-type]
        self._example = with_asked(self._example, self._asked)
        self.edited.emit(self._example, f"asked:{key}" if key else "")


def _words(body: Body | None) -> str:
    """Say what a body is that has no text of its own."""
    if body is None:
        return _("None")
    parts = getattr(body, "rows", None) or getattr(body, "parts", None) or getattr(body, "files", None)
    count = len(parts) if parts is not None else 0
    titles = {"form-urlencoded": _("Form"), "multipart-form": _("Form with files"), "file": _("File")}
    title = titles.get(body.kind, body.kind)
    return f"{title}, {ngettext('{n} part', '{n} parts', count).format(n=count)}" if count else title
