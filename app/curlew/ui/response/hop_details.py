"""What is known of one hop: its connection, and its sizes on the wire and decoded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from curlew.model.exchange import Hop
from curlew.text import _
from curlew.ui.response.texts import exact_size, size, tls_words
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column, label, row, set_role

WIDTH = 300


class HopDetails(QScrollArea):
    """A panel of facts. Values can be selected and copied."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme.px(WIDTH))
        self.setAccessibleName(_("Details of the connection"))
        self._title = label("", "strong")
        self._state = label("", "badge")
        self._facts = QGridLayout()
        self._sizes = QGridLayout()
        for grid in (self._facts, self._sizes):
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(7)
        parts = (row(self._title, None, self._state), self._facts, 6, label(_("Sizes"), "strong"), self._sizes, None)
        body = QFrame()
        body.setProperty("ground", "surface")
        body.setObjectName("ScrollBody")
        body.setLayout(column(*parts, margins=(16, 12, 16, 12), spacing=10))
        self.setWidget(body)
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH))

    def show_hop(self, hop: Hop | None, number: int, total: int) -> None:
        if hop is None:
            return
        connection, response = hop.connection, hop.response
        self._title.setText(_("Connection") if total == 1 else _("Hop {n} · Connection").format(n=number))
        self._state.setText(_("reused") if connection.reused else _("new"))
        set_role(self._state, "badge_ok" if connection.reused else "badge")
        self._state.setVisible(bool(connection.remote))
        facts = (
            (_("Remote"), connection.remote),
            (_("Local"), connection.local),
            (_("Protocol"), response.http_version if response is not None else ""),
            (_("TLS"), tls_words(hop)),
        )
        _clear(self._facts)
        for line, (name, value) in enumerate((name, value) for name, value in facts if value):
            self._facts.addWidget(label(name, "meta"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(self._value(value), line, 1)
        self._facts.setColumnStretch(1, 1)
        self._fill_sizes(hop)

    def _fill_sizes(self, hop: Hop) -> None:
        _clear(self._sizes)
        request, response = hop.request, hop.response
        rows: list[tuple[str, int | None, int | None]] = [
            (_("Request head"), None if request.head is None else len(request.head), None),
            (_("Request body"), request.body.size, None),
        ]
        if response is not None:
            decoded = response.body.size if response.body.size != response.encoded_size else None
            rows += [
                (_("Response head"), None if response.head is None else len(response.head), None),
                (_("Response body"), response.encoded_size, decoded),
            ]
        for place, title in ((1, _("on the wire")), (2, _("decoded"))):
            self._sizes.addWidget(label(title, "faint"), 0, place, Qt.AlignmentFlag.AlignRight)
        for line, (name, wire, decoded) in enumerate(rows, 1):
            self._sizes.addWidget(label(name, "meta"), line, 0)
            for place, count in ((1, wire), (2, decoded)):
                value = label("–" if count is None else size(count))
                value.setToolTip("" if count is None else exact_size(count))
                self._sizes.addWidget(value, line, place, Qt.AlignmentFlag.AlignRight)
        self._sizes.setColumnStretch(0, 1)

    def _value(self, text: str) -> QLabel:
        value = label(text.replace(", ", "\n"), wrap=True)
        value.setFont(self._theme.font(12, mono=True))
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return value


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if isinstance(widget, QWidget):
            widget.hide()
            widget.deleteLater()
