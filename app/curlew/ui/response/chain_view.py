"""The certificates that a server showed, the authority first: each opens to all of its fields."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from curlew.model.exchange import Certificate, Hop
from curlew.preview.certificates import (
    facts,
    fingerprint_text,
    is_self_signed,
    problem_word,
    readable_name,
    short_name,
    time_left,
    title_of,
)
from curlew.preview.words import printable, verified_words
from curlew.text import _
from curlew.ui.response.fact_grid import FactGrid, Line
from curlew.ui.response.texts import host_name
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.sheet import Sheet

INDENT = 12


def lines_of(certificate: Certificate, host: str = "", short: bool = False, failed: bool = False, main: str = "") -> list[Line]:
    """Return a certificate's fields, the offending ones in red. short: those for which a small card has room; failed, main: see `facts`."""
    lines = []
    for fact in facts(certificate, host, failed=failed, main=main):
        value, tip = fact.value, ""
        if fact.value == fingerprint_text(certificate.fingerprint):
            value, tip = (f"{value[:11]}:…:{value[-5:]}", value) if short else (_in_lines(value), "")
        elif short and fact.name in (_("Key"), _("Signature"), _("Serial")):
            continue
        elif short and fact.value in (certificate.subject, certificate.issuer):
            value, tip = readable_name(value), value
        lines.append(Line(fact.name, value, fact.mono, "err" if fact.wrong else "", tip))
    if certificate.problem and not short:
        lines.append(Line(_("Problem"), certificate.problem, role="err"))
    return lines


def _in_lines(fingerprint: str) -> str:
    """Break a fingerprint after every eight bytes."""
    return "\n".join(fingerprint[at : at + 24].rstrip(":") for at in range(0, len(fingerprint), 24))


class _Entry(QWidget):
    """One certificate: a line that opens to all of its fields."""

    def __init__(self, theme: Theme, certificate: Certificate, depth: int, host: str, is_open: bool) -> None:
        super().__init__()
        self._theme, self._certificate, self._host = theme, certificate, host
        own = bool(host)
        wrong = problem_word(certificate, host) or certificate.problem
        left, tone = time_left(certificate)
        icon, token = ("lock", "err" if wrong else "ok") if own else ("shield", "text2")
        name = label(printable(title_of(certificate))[:80], "medium", wrap=True)
        name.setMinimumWidth(1)
        badge = label(left, {"ok": "badge", "warn": "badge_warn", "err": "badge_err"}[tone])
        badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggle = IconButton(theme, "chevron_right", _("Show all fields of {name}").format(name=title_of(certificate)), 14, 22)
        self.toggle.clicked.connect(self._toggle)
        kind = label(printable(self._kind())[:120], "faint", wrap=True)
        kind.setMinimumWidth(1)
        self._grid = FactGrid(theme, 76)
        copy = TextButton(theme, _("Copy PEM"), "link", "copy", self._copy)
        self._fields = QWidget()
        self._fields.setLayout(column(self._grid, row(copy, None), margins=(0, 4, 0, 4), spacing=4))
        head = row(Picture(theme, icon, token, 15), name, badge, self.toggle, spacing=7)
        head.setStretch(1, 1)
        self.setLayout(column(head, row(22, kind, spacing=0), self._fields, margins=(theme.px(INDENT) * depth, 0, 0, 0), spacing=1))
        for part, wanted in ((badge, left), (copy, certificate.pem)):
            if not wanted:
                part.hide()
        self.set_open(is_open)

    def _kind(self) -> str:
        certificate = self._certificate
        if is_self_signed(certificate):
            issuer = _("signed by itself")
        else:
            issuer = _("by {issuer}").format(issuer=short_name(certificate.issuer))
        names = ", ".join(certificate.names[:3]) if self._host else ""
        return " · ".join(part for part in (issuer, certificate.key, names) if part)

    def set_open(self, is_open: bool) -> None:
        if is_open:
            self._grid.show_lines(lines_of(self._certificate, self._host))
        self._fields.setVisible(is_open)
        self.toggle.set_icon("chevron_down" if is_open else "chevron_right")

    def _toggle(self) -> None:
        self.set_open(self._fields.isHidden())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._certificate.pem)


class ChainView(QWidget):
    """A chain from the authority down to the server's own certificate."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.entries: list[_Entry] = []
        self._shown: tuple[tuple[Certificate, ...], str] = ((), "")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_chain(self, certificates: tuple[Certificate, ...], host: str, open_own: bool = False) -> None:
        if self._shown == (certificates, host):
            return
        self._shown = (certificates, host)
        for entry in self.entries:
            self._layout.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        reverse = list(enumerate(certificates))[::-1]
        self.entries = [
            _Entry(self._theme, certificate, depth, "" if place else host, open_own and not place)
            for depth, (place, certificate) in enumerate(reverse)
        ]
        for entry in self.entries:
            self._layout.addWidget(entry)


class ChainSheet(Sheet):
    """The certificates of one hop, in a dialog."""

    def __init__(self, theme: Theme, parent: QWidget, hop: Hop) -> None:
        host = host_name(hop.request.url)
        super().__init__(theme, parent, _("Certificates of {host}").format(host=host), QSize(theme.px(560), theme.px(540)))
        self.setObjectName("chain_sheet")
        self.chain = ChainView(theme)
        self.chain.show_chain(hop.connection.certificates, host, open_own=True)
        state = label(verified_words(hop).capitalize(), _verified_role(hop), wrap=True)
        tls = label(hop.connection.tls, "meta", wrap=True)
        body = QFrame()
        body.setProperty("ground", "raised")
        body.setObjectName("ScrollBody")
        body.setLayout(column(self.chain, None, margins=(0, 0, 8, 0)))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        close = TextButton(theme, _("Close"), "primary", "", self.accept)
        title = label(_("Certificates of {host}").format(host=host), "title", wrap=True)
        parts = (title, state, tls, frame("line"), scroll, row(None, close))
        layout = column(*parts, margins=(20, 18, 20, 16), spacing=8)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        close.setDefault(True)
        close.setFocus()


def _verified_role(hop: Hop) -> str:
    if hop.connection.verified and not hop.connection.pinned:
        return "ok"
    return "warn" if hop.connection.pinned else "err"
