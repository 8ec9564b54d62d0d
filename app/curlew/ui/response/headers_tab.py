"""The headers of a response: in wire order, with what they mean, or as the exact bytes of the head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from curlew.model.exchange import Response
from curlew.preview.headers_info import meaning
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.blank import Blank
from curlew.ui.response.grid import Cell, Chip, GridModel, GridView
from curlew.ui.response.texts import size, status_text
from curlew.ui.widgets.parts import IconButton, column, frame, label, row
from curlew.ui.widgets.segments import Segments
from curlew.ui.widgets.text_view import TextPane

NUMBER, NAME, VALUE, MEANING = range(4)


def header_rows(headers: Sequence[tuple[str, str]]) -> list[tuple[Cell, ...]]:
    """Return the rows of a header table: number, name, value, meaning; duplicates say which of how many they are."""
    totals = Counter(name.lower() for name, _value in headers)
    seen: Counter[str] = Counter()
    rows: list[tuple[Cell, ...]] = []
    for number, (name, value) in enumerate(headers, 1):
        key = name.lower()
        seen[key] += 1
        many = _("{n} of {m}").format(n=seen[key], m=totals[key])
        chips = (Chip(many, "info"),) if totals[key] > 1 else ()
        shown = Cell(value, mono=True) if value else Cell(_("empty"), "text3")
        rows.append(
            (
                Cell(str(number), "text3", mono=True, right=True),
                Cell(name, mono=True, strong=True),
                shown,
                Cell(meaning(name, value), "text2", chips=chips),
            )
        )
    return rows


def head_bytes(response: Response) -> bytes:
    """Return the exact bytes of the head, or, on HTTP/2 where there are none, its lines."""
    if response.head is not None:
        return response.head
    lines = [f"{response.http_version} {status_text(response)}", *(f"{name}: {value}" for name, value in response.headers)]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


class HeadersTab(QWidget):
    """Table or raw text, with a filter."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._headers: tuple[tuple[str, str], ...] = ()
        self.model = GridModel(("#", _("Name"), _("Value"), _("Meaning")), self)
        self.table = GridView(ui.theme, _("Response headers"), self.model, lambda cells: f"{cells[NAME].text}: {_value_of(cells)}")
        self.table.set_widths(48, 210, 0, 240)
        self._ui = ui
        self._head = b""
        self._raw: TextPane | None = None
        self._blank = Blank(ui.theme, "search", _("No header matches"), "")
        self._mode = Segments(_("How the headers are shown"), (("table", _("Table")), ("raw", _("Raw"))))
        self._mode.show_choice("table")
        self._mode.chosen.connect(lambda _choice: self._settle())
        self._facts = label("", "meta")
        self.filter = QLineEdit()
        self.filter.setObjectName("headers_filter")
        self.filter.setPlaceholderText(_("Filter headers"))
        self.filter.setAccessibleName(_("Filter headers"))
        self.filter.setProperty("small", True)
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(200)
        self.filter.textChanged.connect(lambda _text: self._settle())
        copy = IconButton(ui.theme, "copy", _("Copy the headers"))
        copy.clicked.connect(self._copy)
        bar = frame("bg", "bottom", layout=row(self._mode, self._facts, None, self.filter, copy, margins=(16, 7, 12, 7)))
        self._stack = QStackedWidget()
        for page in (self.table, self._blank):
            self._stack.addWidget(page)
        layout = column(bar, self._stack, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_response(self, response: Response | None) -> None:
        self._headers = response.headers if response is not None else ()
        self._head = head = head_bytes(response) if response is not None else b""
        if self._raw is not None:
            self._raw.set_text(head)
        count = len(self._headers)
        words = ngettext("{n} header, {size}", "{n} headers, {size}, in the order received", count)
        self._facts.setText(words.format(n=f"{count:,}", size=size(len(head))))
        self._settle()

    @property
    def raw(self) -> TextPane:
        """The head as text; made when it is first wanted."""
        if self._raw is None:
            self._raw = TextPane(self._ui.theme, _("Response head, exact bytes"))
            self._raw.set_text(self._head)
            self._stack.addWidget(self._raw)
        return self._raw

    def open_find(self) -> None:
        if self._mode.current == "raw":
            self.raw.open_find()
        else:
            self.filter.setFocus()
            self.filter.selectAll()

    def _settle(self) -> None:
        wanted = self.filter.text().strip().lower()
        rows = [
            cells
            for cells, (name, value) in zip(header_rows(self._headers), self._headers, strict=True)
            if wanted in name.lower() or wanted in value.lower()
        ]
        self.model.set_rows(rows)
        is_raw = self._mode.current == "raw"
        self.filter.setVisible(not is_raw)
        self._blank.say(_("No header matches") if self._headers else _("The response has no headers"))
        self._stack.setCurrentWidget(self.raw if is_raw else self.table if rows else self._blank)

    def _copy(self) -> None:
        if self._mode.current == "raw":
            self.raw.view.select_all()
            self.raw.view.copy()
        else:
            self.table.copy()


def _value_of(cells: tuple[Cell, ...]) -> str:
    return cells[VALUE].text if cells[VALUE].mono else ""
