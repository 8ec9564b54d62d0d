"""The Settings tab: how to send; each setting its own, or inherited and from where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from curlew.engine.fallbacks import fallback_value
from curlew.model.inherit import Above
from curlew.model.send_settings import GROUPS, TABLE, SendSetting
from curlew.model.settling import inherited, own_value, raw_value, with_value
from curlew.model.tree import ROOT
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents.strip import Strip
from curlew.ui.request.file_facts import FileFacts
from curlew.ui.request.page import ScrollPage
from curlew.ui.request.setting_row import SendSettingRow
from curlew.ui.widgets.parts import column, frame, label
from curlew.ui.widgets.variables import VariableSource


class SettingsPage(ScrollPage):
    """A row for each setting. `giver_wanted` carries the item that gives a value, when a person wants to see it."""

    giver_wanted = Signal(object)

    def __init__(self, ui: Ui, source: VariableSource, side: int = 16) -> None:
        """side: the room left and right of the rows."""
        super().__init__(ui, source)
        self.facts = FileFacts(ui, self)
        self._rows: dict[str, SendSettingRow] = {}
        self._heads: dict[str, QLabel] = {}
        self.unverified = Strip(ui.theme)
        self.unverified.setObjectName("unverified_strip")
        self._search = QLineEdit()
        self._search.setObjectName("send_settings_search")
        self._search.setPlaceholderText(_("Search settings"))
        self._search.setAccessibleName(_("Search settings"))
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(ui.theme.px(280))
        self._search.textChanged.connect(self._filter)
        self._nothing = label(_("No setting has these words."), "muted")
        self._nothing.hide()
        self._list = column(self._search, self._nothing, margins=(side, 14, side, 14), spacing=0)
        self.body.addWidget(self.unverified)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self._waiting = list(GROUPS)
        self._soon = QTimer(self)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._add_group)
        self._add_group()
        self._soon.start()

    @property
    def rows(self) -> dict[str, SendSettingRow]:
        """Every row, by its key; those that were not made yet are made now."""
        self.make_all()
        return self._rows

    def make_all(self) -> None:
        """Make the groups that still wait, in this turn."""
        while self._waiting:
            self._add_group()

    def _add_group(self) -> None:
        """Make the rows of one group: all of them at once would hold the window up."""
        group, title = self._waiting.pop(0)
        if not self._waiting:
            self._soon.stop()
        head = label(title, "strong")
        head.setContentsMargins(0, 18, 0, 2)
        self._heads[group] = head
        self._list.addWidget(head)
        for setting in TABLE:
            if setting.group == group:
                row = SendSettingRow(self.ui, setting, self.source, self._pick)
                row.chosen.connect(self._set)
                row.giver_wanted.connect(self._show_giver)
                self._rows[setting.key] = row
                self._list.addWidget(row)
                if self._was_shown:
                    self._show_row(row)
        if group == "tls":
            self._list.addWidget(self._certificates())
        if self.words:
            self._filter(self.words)

    def is_made(self, group: str) -> bool:
        """Whether the rows of a group are there."""
        return group in self._heads

    def add_below(self, group: str, widget: QWidget) -> None:
        """Put something of its own behind a group that is there."""
        last = [row for row in self._rows.values() if row.setting.group == group][-1]
        self._list.insertWidget(self._list.indexOf(last) + 1, widget)

    def _certificates(self) -> QWidget:
        """Return the line that says where client certificates are: they have a place in the standard, which is not here."""
        about = label(_("By host, in the collection, in an environment, or in the settings of Curlew for all requests."), "meta", wrap=True)
        titles = column(label(_("Client certificates"), "medium"), about, spacing=1)
        self.elsewhere = frame("", "bottom", column(titles, margins=(0, 9, 0, 9)))
        return self.elsewhere

    def _pick(self, chosen: Callable[[list[str]], None]) -> None:
        item_id, tree = self.item_of(), self.ui.session.tree
        collection = tree.collection_of(item_id) if item_id is not None and item_id in tree else None
        self.facts.set_base(collection.path if collection is not None else None)
        self.facts.pick(self, chosen)

    def _set(self, key: str, value: Any) -> None:
        typed = TABLE[key].kind not in ("switch", "choice") and value is not None
        self.change(f"settings:{key}" if typed else "", settings=with_value(self.request.settings, TABLE[key], value))

    # --- showing ---

    def refresh(self) -> None:
        for row in self._rows.values():
            self._show_row(row)
        self._show_unverified()

    def _show_row(self, row: SendSettingRow) -> None:
        value, giver = self.otherwise(row.setting)
        row.show_value(raw_value(self.request.settings, row.setting), value, giver, bool(row.setting.fallback))

    def otherwise(self, setting: SendSetting) -> tuple[Any, Above | None]:
        """Return what counts where nothing is said here, and who says it."""
        origin = inherited(setting, self.around)
        if origin is not None:
            return origin.value, origin.giver
        return fallback_value(self.ui.session.settings, setting), None

    def _show_unverified(self) -> None:
        setting = TABLE["verifyTls"]
        own = own_value(self.request.settings, setting)
        value, giver = self.otherwise(setting)
        if value is True if own is None else own is True:
            self.unverified.clear()
            return
        title = _("Certificates are not verified: anybody on the way can read and change what is sent.")
        if own is not None:
            self.unverified.say("err", title, "", _("Verify again"), lambda: self._set("verifyTls", True))
        elif giver is not None:
            self.unverified.say("err", title, _("Switched off in {name}.").format(name=giver.name))
        else:
            self.unverified.say("err", title, _("Switched off in the settings of Curlew."))

    def _show_giver(self, item_id: int) -> None:
        if item_id == ROOT:
            self.ui.actions.trigger("workspace.settings")
            return
        opened = getattr(self.window(), "open_settings_of", None)
        if opened is not None:
            opened(item_id)

    @property
    def words(self) -> str:
        return self._search.text()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown = {key for key, row in self.rows.items() if row.fits(words)}
        for key, row in self.rows.items():
            row.setVisible(key in shown)
        elsewhere = holds(_("Client certificates. PEM, PKCS#12, key"), words)
        self.elsewhere.setVisible(elsewhere)
        for group, head in self._heads.items():
            head.setVisible(any(TABLE[key].group == group for key in shown) or (group == "tls" and elsewhere))
        self._nothing.setVisible(not shown and not elsewhere)

    def reveal(self, request: Any, other: Any) -> None:
        keys = (key for key in self.rows if raw_value(request.settings, TABLE[key]) != raw_value(other.settings, TABLE[key]))
        key = next(keys, "")
        if key:
            self.rows[key].control.setFocus()
            self.area.ensureWidgetVisible(self.rows[key])


def holds(text: str, words: list[str]) -> bool:
    """Whether every word stands in a text."""
    return all(word in text.casefold() for word in words)
