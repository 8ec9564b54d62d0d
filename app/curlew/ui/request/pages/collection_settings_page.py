"""The Settings tab of a collection: the rows of any other, and what the standard keeps in its `config`: proxy and certificates."""

from __future__ import annotations

from typing import Any

from curlew.engine.filling import passphrase_field
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.collection_config import CONFIG
from curlew.ui.request.pages.settings_page import SettingsPage, holds
from curlew.ui.request.proxy_editor import ProxyEditor
from curlew.ui.request.secret_place import SecretPlace, make_variable
from curlew.ui.widgets.certificate_list import CertificateList
from curlew.ui.widgets.parts import column, frame, label
from curlew.ui.widgets.secret_field import SecretField
from curlew.ui.widgets.variables import VariableSource


class CollectionSettingsPage(SettingsPage):
    """Shows and changes `request.app["config"]` as well, where that is: a folder has none."""

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        self._proxy: ProxyEditor | None = None
        self._certificate_list: CertificateList | None = None
        super().__init__(ui, source)
        self._tasks = ui.tasks.for_owner(self)
        self._keeper = SecretPlace(ui.session, lambda: self.secret_place())

    def _add_group(self) -> None:
        super()._add_group()
        if self._was_shown:
            self._show_config()

    def refresh(self) -> None:
        super().refresh()
        self._show_config()

    def _show_config(self) -> None:
        """Show what the config says, as far as the groups are made below which it stands."""
        config = self.request.app.get(CONFIG)
        if config is None:
            return
        if self.is_made("connection"):
            self._proxy = self._proxy or self._made_proxy()
            self._proxy.show_proxy(config.get("proxy"))
        if self.is_made("tls"):
            self._certificate_list = self._certificate_list or self._made_certificates()
            listed = config.get("clientCertificates")
            self._certificate_list.show_entries(tuple(listed) if isinstance(listed, (list, tuple)) else ())
        self._filter_config(self.words)

    @property
    def proxy(self) -> ProxyEditor:
        """The collection's proxy, made now if it is not there yet."""
        self.make_all()
        if self._proxy is None:
            raise AttributeError("there is no config here")
        return self._proxy

    @property
    def certificates(self) -> CertificateList:
        """The collection's client certificates, made now if they are not there yet."""
        self.make_all()
        if self._certificate_list is None:
            raise AttributeError("there is no config here")
        return self._certificate_list

    def _made_proxy(self) -> ProxyEditor:
        proxy = ProxyEditor(self.ui.theme, self.source, self._keeper)
        proxy.edited.connect(lambda said, typed: self._put("proxy", said, typed))
        proxy.password.variable_wanted.connect(lambda value: self._variable(proxy.password, "proxy_password", value))
        self.add_below("connection", proxy)
        return proxy

    def _made_certificates(self) -> CertificateList:
        made = CertificateList(self.ui.theme, self._pick, self._passphrase)
        made.edited.connect(self._put_certificates)
        about = label(_("What to show to servers that ask who we are, by host."), "meta", wrap=True)
        titles = column(label(_("Client certificates"), "medium"), about, spacing=1)
        self._listed = frame("", "bottom", column(titles, made, margins=(0, 9, self.ui.theme.px(24) + 12, 9), spacing=8))
        self.add_below("tls", self._listed)
        return made

    def _filter(self, text: str) -> None:
        super()._filter(text)
        self._filter_config(text)

    def _filter_config(self, text: str) -> None:
        words = text.casefold().split()
        if self._certificate_list is not None:
            self._listed.setVisible(holds(_("Client certificates. PEM, PKCS#12, key, passphrase"), words))
            self.elsewhere.hide()
        if self._proxy is not None:
            self._proxy.setVisible(holds(_("Proxy. Host, port, user, password, without the proxy"), words))
            own = self.request.settings.own
            for key in ("proxy", "proxyBypass"):  # the standard has a place for both: these rows are for files that use the other one
                self._rows[key].setVisible(key in own and self._rows[key].fits(words))

    def _put_certificates(self, entries: tuple[Any, ...]) -> None:
        as_many = len(entries) == len(self.request.app[CONFIG].get("clientCertificates", ()))
        self._put("clientCertificates", list(entries), "typed" if as_many else "")

    def _put(self, key: str, value: Any, typed: str) -> None:
        """Change a part of the config; typed: in which text, whose changes are one step of the undo."""
        config = dict(self.request.app.get(CONFIG, {}))
        if value:
            config[key] = value
        else:
            config.pop(key, None)
        self.change(f"config:{key}:{typed}" if typed else "", app={**self.request.app, CONFIG: config})

    def _passphrase(self, entry: Any) -> SecretField:
        field = SecretField(self.ui.theme, self.source, self._keeper, passphrase_field(entry), _("Passphrase"))
        field.variable_wanted.connect(lambda value: self._variable(field, "passphrase", value))
        return field

    def _variable(self, field: SecretField, proposed: str, value: str) -> None:
        async def make() -> None:
            name = await make_variable(self.ui, self.window(), self.item_of(), proposed, value)
            if name:
                field.became_variable(name)

        self._tasks.start(make(), _("Making a variable"))
