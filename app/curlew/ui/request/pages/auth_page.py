"""The Authorization tab: the kind at the left, its form, drawn from the fields that the kind declares, at the right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from curlew.model.auth import INHERIT, Auth
from curlew.model.inherit import settled_auth
from curlew.model.request import Request
from curlew.net.auth import AUTH_KINDS, KEPT_ONLY
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.auth_form import AuthForm
from curlew.ui.request.kind_list import KindList, KindRow
from curlew.ui.request.page import RequestPage
from curlew.ui.widgets.parts import Picture, frame, label, restyle
from curlew.ui.widgets.variables import VariableSource

NONE = "none"
NARROW = 460
"""Below this width list and form do not fit beside each other."""


def kind_label(kind: str) -> str:
    """Name an auth kind for people."""
    if kind == NONE:
        return _("No authorization")
    return AUTH_KINDS[kind].label if kind in AUTH_KINDS else KEPT_ONLY.get(kind, kind)


class AuthPage(RequestPage):
    """What was typed for another kind is kept while the request is open.

    place: `request`, `folder` (which sets one or leaves it to those above), or `collection` (with nothing above).
    """

    def __init__(self, ui: Ui, source: VariableSource, place: Literal["request", "folder", "collection"] = "request") -> None:
        super().__init__(ui, source)
        self._place_kind = place
        self._kept: dict[str, Auth] = {}
        self._form: AuthForm | None = None
        self._shown = ""
        self.kinds = KindList(ui.theme, _("Kind of authorization"))
        self.kinds.chosen.connect(self._choose)
        self._right = QVBoxLayout()
        self._right.setContentsMargins(20, 14, 20, 14)
        self._right.setSpacing(10)
        self._note_text = label("", "", wrap=True)
        self._note = self._strip(ui)
        self._right.addWidget(self._note)
        self._place = QVBoxLayout()
        self._right.addLayout(self._place)
        self._right.addStretch(1)
        self._sides = QHBoxLayout(self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.kinds)
        self._sides.addWidget(self._scroll(), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < self.ui.theme.px(NARROW)
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.kinds.set_across(narrow)
        super().resizeEvent(event)

    def _strip(self, ui: Ui) -> QFrame:
        self._note_icon = Picture(ui.theme, "info", "info", 16)
        strip = frame("info")
        inside = QHBoxLayout(strip)
        inside.setContentsMargins(12, 9, 12, 9)
        inside.setSpacing(10)
        inside.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self._note_text, 1)
        return strip

    def _scroll(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setObjectName("ScrollBody")
        body.setLayout(self._right)
        area.setWidget(body)
        return area

    # --- showing ---

    @property
    def kind(self) -> str:
        if self.request.auth is not None:
            return self.request.auth.kind
        return "inherit" if self._place_kind == "folder" else NONE

    def refresh(self) -> None:
        kind = self.kind
        rows = [KindRow(NONE, _("No authorization"))] if self._place_kind != "folder" else []
        if self._place_kind != "collection":
            settled, giver = settled_auth(INHERIT, self.around)
            detail = _("{kind} from {name}").format(kind=kind_label(settled.kind if settled else NONE), name=giver.name) if giver else ""
            rows.insert(0, KindRow("inherit", _("Inherit"), detail or _("nothing is set above")))
        rows += [KindRow(one.id, one.label) for one in AUTH_KINDS if one.id not in (NONE, "inherit")]
        if kind not in {one.id for one in rows}:
            rows.append(KindRow(kind, kind_label(kind), _("cannot be used yet")))
        self.kinds.show_rows(rows, kind)
        self._show_form(kind)
        self._show_note(kind)

    def _show_form(self, kind: str) -> None:
        if kind != self._shown or (self._form is None and kind in AUTH_KINDS and bool(AUTH_KINDS[kind].fields)):
            if self._form is not None:
                self._place.removeWidget(self._form)
                self._form.deleteLater()
                self._form = None
            if kind in AUTH_KINDS and AUTH_KINDS[kind].fields:
                self._form = AuthForm(self.ui.theme, self.source, AUTH_KINDS[kind].fields)
                self._form.edited.connect(self._field_edited)
                self._place.addWidget(self._form)
            self._shown = kind
        if self._form is not None and self.request.auth is not None:
            self._form.show_fields(self.request.auth)
            self._kept[kind] = self.request.auth

    def _show_note(self, kind: str) -> None:
        settled, giver = settled_auth(INHERIT if kind == "inherit" else self.request.auth, self.around)
        icon = "info"
        if kind == "inherit":
            if giver is None:
                text = _("No folder above and not the collection sets an authorization, so none is sent.")
            elif settled is None:
                text = _("{name} says: no authorization.").format(name=giver.name)
            else:
                text = _("{kind} is inherited from {name}.").format(kind=kind_label(settled.kind), name=giver.name)
                if settled.kind not in AUTH_KINDS:
                    text += " " + _("It cannot be used yet, so nothing is sent.")
        elif kind == NONE:
            text = _("No authorization is sent. A header of your own in the Headers tab still is.")
        elif kind not in AUTH_KINDS:
            icon = "warning"
            text = _("{kind} cannot be used yet. What the file says is kept as it is; sending leaves it out.").format(kind=kind_label(kind))
        else:
            text = ""
        self._note.setVisible(bool(text))
        self._note_text.setText(text)
        self._note.setProperty("ground", "warn" if icon == "warning" else "info")
        restyle(self._note)
        self._note_icon.show_icon(icon, "warn" if icon == "warning" else "info")

    # --- changes ---

    def _choose(self, kind: str) -> None:
        if kind == self.kind:
            return
        if self.request.auth is not None:
            self._kept[self.kind] = self.request.auth
        auth = None if kind == NONE else self._kept.get(kind) or (INHERIT if kind == "inherit" else Auth(kind, _defaults(kind)))
        self.change("", auth=auth)

    def _field_edited(self, name: str, value: str) -> None:
        if self.request.auth is not None:
            self.change(f"auth:{name}", auth=replace(self.request.auth, fields={**self.request.auth.fields, name: value}))

    def reveal(self, request: Request, other: Request) -> None:
        if self._form is not None and request.auth is not None and other.auth is not None:
            names = (name for name in request.auth.fields if request.auth.fields.get(name) != other.auth.fields.get(name))
            self._form.focus_field(next(names, ""))


def _defaults(kind: str) -> dict[str, Any]:
    """Return the fields of a new auth: choices take their first value, texts are empty."""
    return {one.name: one.choices[0][0] if one.choices else "" for one in AUTH_KINDS[kind].fields}
