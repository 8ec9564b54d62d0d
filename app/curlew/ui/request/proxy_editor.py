"""A collection's proxy, in the words of the standard (`config.proxy`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QWidget

from curlew.engine.filling import PROXY_PASSWORD
from curlew.model.proxying import DIRECT, SCHEMES, collection_proxy, text_of, truth
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.framed_field import FramedField
from curlew.ui.widgets.parts import column, label, row
from curlew.ui.widgets.secret_field import SecretField, SecretKeeper
from curlew.ui.widgets.variables import VariableSource

INHERIT, NONE, OWN = "inherit", "none", "own"
_TEXTS = (("hostname", _("Host")), ("port", _("Port")), ("username", _("User")), ("bypassProxy", _("Without the proxy")))


class ProxyEditor(QFrame):
    """`edited` carries what `config.proxy` is to be, and which text is being typed; keys that Curlew does not know stay in it."""

    edited = Signal(object, str)

    def __init__(self, theme: Theme, source: VariableSource, keeper: SecretKeeper) -> None:
        super().__init__()
        self.setObjectName("collection_proxy")
        self.setProperty("edge", "bottom")
        self._said: Mapping[str, Any] = {}
        self.mode = QComboBox()
        self.mode.setObjectName("proxy_mode")
        self.mode.setAccessibleName(_("Proxy"))
        self.mode.setFixedWidth(theme.px(200))
        for value, title in ((INHERIT, _("Inherit")), (NONE, _("No proxy")), (OWN, _("This one"))):
            self.mode.addItem(title, value)
        self.mode.activated.connect(lambda at: self._choose(self.mode.itemData(at)))
        texts = column(label(_("Proxy"), "medium"), label(_("For all requests of this collection."), "meta"), spacing=1)
        edge = label("", "meta")
        edge.setFixedWidth(theme.px(24))
        head = row(texts, self.mode, edge, spacing=12)
        head.setStretch(0, 1)
        self._form = QWidget()
        grid = QGridLayout(self._form)
        grid.setContentsMargins(0, 4, theme.px(24) + 12, 4)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.protocol = QComboBox()
        self.protocol.setAccessibleName(_("Protocol"))
        self.protocol.setFixedWidth(theme.px(200))
        for scheme in SCHEMES:
            self.protocol.addItem(scheme, scheme)
        self.protocol.activated.connect(lambda at: self._set("protocol", self.protocol.itemData(at)))
        grid.addWidget(label(_("Protocol"), "muted"), 0, 0)
        grid.addWidget(self.protocol, 0, 1)
        self.fields: dict[str, FramedField] = {}
        for at, (key, title) in enumerate(_TEXTS, 1):
            self.fields[key] = self._field(theme, source, key, title)
            grid.addWidget(label(title, "muted"), at + (key == "bypassProxy"), 0)
            grid.addWidget(self.fields[key], at + (key == "bypassProxy"), 1)
        self.password = SecretField(theme, source, keeper, PROXY_PASSWORD, _("Password of the proxy"))
        self.password.edited.connect(lambda text: self._set("password", text))
        grid.addWidget(label(_("Password"), "muted"), 4, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.password, 4, 1)
        self.fields["bypassProxy"].field.setPlaceholderText("localhost, .example.com, 10.0.0.0/8")
        self.setLayout(column(head, self._form, margins=(0, 9, 0, 9), spacing=6))

    def _field(self, theme: Theme, source: VariableSource, key: str, title: str) -> FramedField:
        framed = FramedField(theme, source)
        framed.set_name(f"{_('Proxy')}: {title}")
        framed.field.setObjectName(f"proxy_{key}")
        framed.field.text_edited.connect(lambda: self._set(key, framed.field.text().strip()))
        return framed

    def show_proxy(self, said: Any) -> None:
        """Show what the file says; anything that is no mapping counts as inherited, and stays until a person chooses something."""
        self._said = said if isinstance(said, Mapping) else {}
        found = collection_proxy({"proxy": self._said})
        inherits = truth(self._said.get("inherit", "config" not in self._said))
        mode = NONE if found is not None and found.url == DIRECT else INHERIT if inherits else OWN
        self.mode.setCurrentIndex(self.mode.findData(mode))
        self._form.setVisible(mode == OWN)
        data = self._config()
        scheme = text_of(data, "protocol") or "http"
        if self.protocol.findData(scheme) < 0:
            self.protocol.addItem(scheme, scheme)
        self.protocol.setCurrentIndex(self.protocol.findData(scheme))
        account = self._account(data)
        for key, framed in self.fields.items():
            text = text_of(account if key == "username" else data, key)
            if framed.field.text().strip() != text:
                framed.field.set_text(text)
        self.password.show_value(text_of(account, "password"))

    def _config(self) -> dict[str, Any]:
        data = self._said.get("config")
        return dict(data) if isinstance(data, Mapping) else {}

    def _account(self, data: Mapping[str, Any]) -> dict[str, Any]:
        account = data.get("auth")
        return dict(account) if isinstance(account, Mapping) else {}

    def _choose(self, mode: str) -> None:
        said = {key: value for key, value in self._said.items() if key not in ("disabled", "inherit")}
        if mode == NONE:
            said = {"disabled": True, **said}
        elif mode == INHERIT:
            said = {"inherit": True, **said} if said else {}
        else:
            said = {"inherit": False, **said}
            said.setdefault("config", {"protocol": "http", "hostname": "", "port": 8080})
        self._tell(said)

    def _set(self, key: str, value: str) -> None:
        data = self._config()
        if key in ("username", "password"):
            account = {**self._account(data), key: value}
            account = {name: held for name, held in account.items() if held or name not in ("username", "password")}
            data = {name: held for name, held in data.items() if name != "auth"} | ({"auth": account} if account else {})
        elif key == "port":
            data[key] = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else value
        elif key == "bypassProxy" and not value:
            data.pop(key, None)
        else:
            data[key] = value
        self._tell({**self._said, "config": data}, "" if key == "protocol" else key)

    def _tell(self, said: dict[str, Any], typed: str = "") -> None:
        self._said = said
        self.edited.emit(said, typed)
