"""The fields of one cookie: what is changed counts when a field is left, a new cookie when it is added."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.parse import unquote

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from curlew.errors import UsageError
from curlew.model.cookies_rules import Cookie, readable
from curlew.text import _
from curlew.ui.cookies.listing import ends_in_words, moment_text, parse_time, time_text
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, TextButton, column, label, restyle, row, set_role
from curlew.ui.widgets.switch import Switch

_REAL_TIME = 1_000_000.0
"""Cookies from files without times are numbered instead."""

_FIELDS = ("name", "value", "domain", "path", "ends")


class CookieForm(QWidget):
    """`show_cookie` and `begin_new` fill it; `changed` tells a cookie and the one that it replaces (None: a new one)."""

    changed = Signal(object, object)
    delete_wanted = Signal(object)
    copy_wanted = Signal(object)
    left = Signal()
    """A new cookie is not wanted after all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cookie: Cookie | None = None
        self._is_new = False
        self._title = label("", "strong")
        self._copy = IconButton(theme, "copy", _("Copy as name=value"))
        self._copy.clicked.connect(lambda: self.copy_wanted.emit(self._cookie))
        self._delete = IconButton(theme, "trash", _("Delete this cookie"))
        self._delete.setObjectName("delete_cookie")
        self._delete.clicked.connect(lambda: self.delete_wanted.emit(self._cookie))
        self.fields = {name: self._field(name) for name in _FIELDS}
        self.fields["ends"].setPlaceholderText(_("with the app"))
        self.same_site = QComboBox()
        self.same_site.setObjectName("cookie_same_site")
        self.same_site.setAccessibleName("SameSite")
        for text, value in ((_("not said"), ""), ("Lax", "Lax"), ("Strict", "Strict"), ("None", "None")):
            self.same_site.addItem(text, value)
        self.same_site.activated.connect(lambda _index: self._take())
        self.secure, self.http_only, self.below = Switch(theme, "Secure"), Switch(theme, "HttpOnly"), Switch(theme, _("Subdomains too"))
        for switch, name in ((self.secure, "secure"), (self.http_only, "http_only"), (self.below, "below")):
            switch.setObjectName(f"cookie_{name}")
            switch.clicked.connect(lambda _checked=False: self._take())
        self._decoded = label("", "meta", wrap=True)
        self._told = label("", "meta", wrap=True)
        self._told.setObjectName("cookie_told")
        self.add = TextButton(theme, _("Add"), "primary", act=self._add)
        self.add.setObjectName("add_new_cookie")
        self.cancel = TextButton(theme, _("Cancel"), "ghost", act=self.left.emit)
        self._lay_out()
        self.show_cookie(None)

    # --- what is shown ---

    def show_cookie(self, cookie: Cookie | None) -> None:
        """Show a cookie; None: none is chosen. The same one again keeps the caret."""
        self._cookie, self._is_new = cookie, False
        self._fill(cookie)
        self._settle()

    def begin_new(self, domain: str) -> None:
        """Empty the fields for a new cookie, which is kept by `Add`."""
        self._cookie, self._is_new = Cookie("", "", domain), True
        self._fill(self._cookie)
        self._settle()
        self.fields["name"].setFocus()

    @property
    def is_new(self) -> bool:
        return self._is_new

    def say(self, text: str, wrong: bool = True, field: str = "") -> None:
        """Say why a cookie cannot be kept."""
        self._told.setText(text)
        set_role(self._told, "err" if wrong else "meta")
        for name, edit in self.fields.items():
            marked = wrong and name == field
            if bool(edit.property("wrong")) != marked:
                edit.setProperty("wrong", marked)
                restyle(edit)

    def _fill(self, cookie: Cookie | None) -> None:
        shown = cookie or Cookie("", "", "", "")
        texts = (readable(shown.name), readable(shown.value), shown.domain, readable(shown.path), time_text(shown.expires))
        for edit, text in zip(self.fields.values(), texts, strict=True):
            if edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(0)
        self.same_site.setCurrentIndex(self.same_site.findData(shown.same_site))
        self.secure.setChecked(shown.secure)
        self.http_only.setChecked(shown.http_only)
        self.below.setChecked(cookie is not None and not shown.host_only)

    def _settle(self) -> None:
        cookie = self._cookie
        there = cookie is not None
        for widget in (*self.fields.values(), self.same_site, self.secure, self.http_only, self.below):
            widget.setEnabled(there)
        for button in (self._copy, self._delete):
            button.setVisible(there and not self._is_new)
        self.add.setVisible(self._is_new)
        self.cancel.setVisible(self._is_new)
        title = _("New cookie") if self._is_new else readable(cookie.name) or _("no name") if cookie else _("No cookie is chosen")
        self._title.setText(title if len(title) <= 28 else title[:27] + "…")
        self._decoded.setText(_decoded(cookie))
        self._decoded.setVisible(bool(self._decoded.text()))
        self.say(_facts(cookie, self._is_new), wrong=False)

    # --- what is typed ---

    def _take(self) -> None:
        """Tell a change of the cookie that is shown; a new one waits for `Add`."""
        if self._cookie is not None and not self._is_new:
            self._tell(self._cookie)

    def _add(self) -> None:
        self._tell(None)

    def _tell(self, former: Cookie | None) -> None:
        try:
            typed = self._typed()
        except UsageError as error:
            self.say(f"{error.title}. {error.reason}", field="ends")
            return
        if typed != former:
            self.changed.emit(typed, former)

    def _typed(self) -> Cookie:
        """Return what the fields say; what shows the same as before is as before, byte for byte."""
        was = self._cookie or Cookie("", "", "")
        texts = {name: edit.text() for name, edit in self.fields.items()}
        same_end = texts["ends"].strip() == time_text(was.expires)
        return replace(
            was,
            name=was.name if texts["name"] == readable(was.name) else texts["name"].strip(),
            value=was.value if texts["value"] == readable(was.value) else texts["value"].strip(),
            domain=texts["domain"].strip(),
            path=was.path if texts["path"] == readable(was.path) else texts["path"].strip() or "/",
            expires=was.expires if same_end else parse_time(texts["ends"], time.time()),
            host_only=not self.below.isChecked(),
            secure=self.secure.isChecked(),
            http_only=self.http_only.isChecked(),
            same_site=str(self.same_site.currentData() or ""),
        )

    # --- layout ---

    def _field(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(f"cookie_{name}")
        edit.setFont(self._theme.font(12, mono=True))
        edit.editingFinished.connect(self._take)
        edit.returnPressed.connect(lambda: self._add() if self._is_new else None)
        return edit

    def _lay_out(self) -> None:
        titles = {"name": _("Name"), "value": _("Value"), "domain": _("Domain"), "path": _("Path"), "ends": _("Ends")}
        for name, edit in self.fields.items():
            edit.setAccessibleName(titles[name])
        self.fields["ends"].setToolTip(_("A date and time, seconds from now, or empty for a session cookie"))
        boxes = {name: column(label(titles[name], "meta"), edit, spacing=4) for name, edit in self.fields.items()}
        place, end = row(boxes["domain"], boxes["path"]), row(boxes["ends"], column(label("SameSite", "meta"), self.same_site, spacing=4))
        for pair, first in ((place, 5), (end, 4)):
            pair.setStretch(0, first)
            pair.setStretch(1, 3 if pair is end else 2)
        line = QFrame()
        line.setProperty("ground", "line")
        line.setFixedHeight(1)
        body = QWidget()
        body.setObjectName("ScrollBody")
        body.setLayout(
            column(
                row(self._title, None, self._copy, self._delete, spacing=2),
                boxes["name"],
                column(boxes["value"], self._decoded, spacing=3),
                place,
                end,
                2,
                line,
                self._switch_row("Secure", _("only over HTTPS"), self.secure),
                self._switch_row("HttpOnly", _("hidden from page scripts"), self.http_only),
                self._switch_row(_("Subdomains too"), _("else for this host only"), self.below),
                self._told,
                row(self.add, self.cancel, None),
                None,
                margins=(16, 10, 16, 12),
                spacing=9,
            )
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _switch_row(self, title: str, hint: str, switch: Switch) -> QWidget:
        holder = QWidget()
        holder.setLayout(row(column(label(title, "medium"), label(hint, "meta"), spacing=0), None, switch))
        return holder


def _decoded(cookie: Cookie | None) -> str:
    """Return what a percent-encoded value means, where it means something else."""
    if cookie is None or "%" not in cookie.value:
        return ""
    decoded = unquote(readable(cookie.value), errors="replace")
    if decoded == readable(cookie.value):
        return ""
    shown = "".join(c if c.isprintable() else "�" for c in decoded)
    return _("URL decoded: {text}").format(text=shown if len(shown) <= 200 else shown[:199] + "…")


def _facts(cookie: Cookie | None, is_new: bool) -> str:
    if cookie is None:
        return ""
    if is_new:
        return _("It is kept when you press Add.")
    ends = ends_in_words(cookie.expires, time.time())
    if cookie.expires is None:
        told = _("Goes {when}.").format(when=ends)
    else:
        told = (_("It {ended}.") if cookie.is_over(time.time()) else _("Ends {ended}.")).format(ended=ends)
    made = _("Set {when}.").format(when=moment_text(cookie.created)) if cookie.created > _REAL_TIME else ""
    return f"{told} {made}".strip()
