"""Client certificates as a list of cards: the host each is for, its files, what opens it; in the words of the standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from curlew.engine.filling import passphrase_field
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, TextButton, label, row
from curlew.ui.widgets.secret_field import SecretField
from curlew.ui.widgets.switch import Switch

Pick = Callable[[Callable[[list[str]], None]], None]
_FIELDS = {
    "pem": (("certificateFilePath", _("Certificate")), ("privateKeyFilePath", _("Key"))),
    "pkcs12": (("pkcs12FilePath", _("PKCS#12 file")),),
}


class CertificateList(QWidget):
    """`edited` carries all entries. Unknown keys of an entry, and entries of unknown kinds, stay as they are."""

    edited = Signal(object)

    def __init__(self, theme: Theme, pick: Pick, passphrase: Callable[[Any], SecretField]) -> None:
        """pick: lets a person choose files. passphrase: makes the field for what opens an entry's key."""
        super().__init__()
        self._theme, self._pick, self._passphrase = theme, pick, passphrase
        self._entries: list[Any] = []
        self._cards: list[CertificateCard] = []
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        add = TextButton(theme, _("Add a certificate"), "", "plus", act=self._add)
        add.setObjectName("add_certificate")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(self._box)
        outer.addLayout(row(add, None))

    def show_entries(self, entries: tuple[Any, ...]) -> None:
        if list(entries) == self._entries and len(self._cards) == len(entries):
            return
        anew = [_shape(entry) for entry in entries] != [_shape(entry) for entry in self._entries] or not self._cards
        self._entries = list(entries)
        if anew:
            self._build()
        for card, entry in zip(self._cards, self._entries, strict=True):
            card.show_entry(entry)

    def _build(self) -> None:
        for card in self._cards:
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for at, entry in enumerate(self._entries):
            card = CertificateCard(self._theme, entry, self._pick, self._passphrase)
            card.changed.connect(lambda key, value, at=at: self._change(at, key, value))
            card.removed.connect(lambda at=at: self._tell([*self._entries[:at], *self._entries[at + 1 :]]))
            self._cards.append(card)
            self._box.addWidget(card)

    def _change(self, at: int, key: str, value: Any) -> None:
        entry = dict(self._entries[at])
        if value in ("", False) and key in ("passphrase", "disabled"):
            entry.pop(key, None)
        else:
            entry[key] = value
        self._tell([*self._entries[:at], entry, *self._entries[at + 1 :]])

    def _add(self) -> None:
        fresh = {"domain": "", "type": "pem", "certificateFilePath": "", "privateKeyFilePath": ""}
        self._tell([*self._entries, fresh])
        self._cards[-1].focus_host()

    def _tell(self, entries: list[Any]) -> None:
        self.show_entries(tuple(entries))
        self.edited.emit(tuple(entries))


def _shape(entry: Any) -> str:
    return str(entry.get("type") or "pem") if isinstance(entry, Mapping) else "?"


class CertificateCard(QFrame):
    """One entry; `changed` carries a key and its new value."""

    changed = Signal(str, object)
    removed = Signal()

    def __init__(self, theme: Theme, entry: Any, pick: Pick, passphrase: Callable[[Any], SecretField]) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.secret: SecretField | None = None
        self._lines: dict[str, QLineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 10, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        kind = _shape(entry)
        self._on = Switch(theme, _("Used"))
        self._on.clicked.connect(lambda on: self.changed.emit("disabled", not on))
        self._kind = QComboBox()
        self._kind.setAccessibleName(_("Kind of the certificate"))
        for value, title in (("pem", "PEM"), ("pkcs12", "PKCS#12")):
            self._kind.addItem(title, value)
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))
        self._kind.activated.connect(lambda at: self.changed.emit("type", self._kind.itemData(at)))
        remove = IconButton(theme, "trash", _("Remove the certificate"), 15, 26)
        remove.clicked.connect(lambda: self.removed.emit())
        self._line(grid, 0, "domain", _("Host"), _("api.example.com, *.example.com or host:8443"))
        grid.addLayout(row(self._kind, self._on, remove, spacing=6), 0, 2)
        at = 1
        for key, title in _FIELDS.get(kind, ()):
            line = self._line(grid, at, key, title, "")
            choose = TextButton(theme, _("Choose a file"), "link", act=lambda key=key: pick(lambda paths: self._picked(key, paths)))  # type: ignore[misc]
            choose.setAccessibleName(f"{_('Choose a file')}: {title}")
            grid.addWidget(choose, at, 2)
            line.setPlaceholderText(_("Path, relative to the collection"))
            at += 1
        if kind in _FIELDS:
            self.secret = passphrase(entry)
            self.secret.edited.connect(lambda text: self.changed.emit("passphrase", text))
            grid.addWidget(label(_("Passphrase"), "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.secret, at, 1, 1, 2)
        else:
            grid.addWidget(label(_("A kind that Curlew does not know; kept as it is."), "warn"), at, 1)

    def _line(self, grid: QGridLayout, at: int, key: str, title: str, example: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(title)
        line.setObjectName(f"certificate_{key}")
        line.setPlaceholderText(example)
        line.textEdited.connect(lambda text: self.changed.emit(key, text))
        grid.addWidget(label(title, "muted"), at, 0)
        grid.addWidget(line, at, 1)
        self._lines[key] = line
        return line

    def _picked(self, key: str, paths: list[str]) -> None:
        if paths:
            self.changed.emit(key, paths[0])

    def show_entry(self, entry: Any) -> None:
        found: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {}
        self._on.setChecked(str(found.get("disabled", "")).lower() != "true")
        for key, line in self._lines.items():
            text = str(found.get(key, ""))
            if line.text() != text:
                line.setText(text)
        if self.secret is not None:
            self.secret.belongs_to(passphrase_field(found))
            self.secret.show_value(str(found.get("passphrase", "") or ""))

    def focus_host(self) -> None:
        self._lines["domain"].setFocus()
