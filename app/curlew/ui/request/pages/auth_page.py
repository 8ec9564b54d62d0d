"""The Authorization tab: the kinds at the left, the form of the chosen one, and what differs from what is inherited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from curlew.model.auth import INHERIT, Auth
from curlew.model.inherit import Above, settled_auth
from curlew.model.request import Request
from curlew.net.auth import AUTH_KINDS, KEPT_ONLY, AuthKind
from curlew.net.auth.fields import new_auth
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.auth_form import AuthForm
from curlew.ui.request.auth_strip import AuthStrip
from curlew.ui.request.kind_list import KindList, KindRow
from curlew.ui.request.page import RequestPage
from curlew.ui.request.secret_place import SecretPlace, make_variable
from curlew.ui.request.token_card import TokenCard
from curlew.ui.widgets.variables import VariableSource

Place = Literal["request", "folder", "collection"]

NONE, OAUTH2 = "none", "oauth2"
NARROW = 460
"""Below this width list and form do not fit beside each other."""

WITH_CARD = 640
"""From this width on the card of the token stands beside the form."""

CARD_WIDTH, FORM_WIDTH = 288, 560


def kind_label(kind: str) -> str:
    """Name an auth kind for people."""
    if kind == NONE:
        return _("No authorization")
    return AUTH_KINDS[kind].label if kind in AUTH_KINDS else KEPT_ONLY.get(kind, kind)


class AuthPage(RequestPage):
    """What was typed for another kind is kept while the request is open.

    place: tells whether it is that of a `request`, a `folder` (which sets one or leaves it to those above), or a `collection`.
    """

    def __init__(self, ui: Ui, source: VariableSource, place: Callable[[], Place] = lambda: "request") -> None:
        super().__init__(ui, source)
        self._place_of = place
        self._kept: dict[str, Auth] = {}
        self._form: AuthForm | None = None
        self._card: TokenCard | None = None
        self._shown = ""
        self.kinds = KindList(ui.theme, _("Kind of authorization"))
        self.kinds.chosen.connect(self._choose)
        self.strip = AuthStrip(ui.theme)
        self.strip.inherit_wanted.connect(lambda: self._choose("inherit"))
        self.strip.open_wanted.connect(self._open_giver)
        self._place = QVBoxLayout()
        self._place.addStretch(1)
        self._card_place = QVBoxLayout()
        self._card_place.setContentsMargins(0, 0, 0, 0)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(24)
        self._beside.addLayout(self._place, 1)
        self._beside.addLayout(self._card_place)
        self._beside.addStretch(0)
        self._right = QVBoxLayout()
        self._right.setContentsMargins(20, 14, 20, 14)
        self._right.setSpacing(12)
        self._right.addWidget(self.strip)
        self._right.addLayout(self._beside)
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
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def _arrange(self, width: int) -> None:
        """Put the card beside the form where there is room, else below it."""
        inside = width - (0 if width < self.ui.theme.px(NARROW) else self.kinds.maximumWidth())
        beside = inside >= self.ui.theme.px(WITH_CARD)
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        if self._card is not None:
            self._card.setMaximumWidth(self.ui.theme.px(CARD_WIDTH if beside else FORM_WIDTH))
            self._card.setMinimumWidth(self.ui.theme.px(CARD_WIDTH) if beside else 0)

    def _scroll(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(area.focusPolicy().NoFocus)
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
        return "inherit" if self._place_of() == "folder" else NONE

    @property
    def inherited(self) -> tuple[Auth | None, Above | None]:
        """What would be inherited, and from where."""
        return settled_auth(INHERIT, self.around)

    def refresh(self) -> None:
        kind = self.kind
        self.kinds.show_rows(self._rows(kind), kind)
        self._show_form(kind)
        self._show_card(kind)
        self._show_strip(kind)

    def _rows(self, kind: str) -> list[KindRow]:
        rows = [KindRow(NONE, _("No authorization"))] if self._place_of() != "folder" else []
        if self._place_of() != "collection":
            settled, giver = self.inherited
            detail = _("{kind} from {name}").format(kind=kind_label(settled.kind if settled else NONE), name=giver.name) if giver else ""
            rows.insert(0, KindRow("inherit", _("Inherit"), detail or _("nothing is set above")))
        for group, title in (("common", _("Common")), ("more", _("More"))):
            rows.append(KindRow("", title, heading=True))
            rows += [KindRow(one.id, one.label) for one in AUTH_KINDS if one.group == group and one.id not in (NONE, "inherit")]
        if kind not in {one.id for one in rows}:
            rows.append(KindRow(kind, kind_label(kind), _("cannot be used yet")))
        return rows

    def _show_form(self, kind: str) -> None:
        known = AUTH_KINDS.get(kind)
        if kind != self._shown or (self._form is None and known is not None and known.fields):
            if self._form is not None:
                self._place.removeWidget(self._form)
                self._form.hide()
                self._form.deleteLater()
                self._form = None
            if known is not None and known.fields:
                self._form = self._made_form(known)
                self._place.insertWidget(0, self._form)
            self._shown = kind
        if self._form is not None and self.request.auth is not None:
            settled, giver = self.inherited
            alike = settled is not None and settled.kind == kind and giver is not None
            self._form.show_fields(self.request.auth, (settled, giver.name) if alike and settled and giver else None)
            self._kept[kind] = self.request.auth

    def _made_form(self, kind: AuthKind) -> AuthForm:
        keeper = SecretPlace(self.ui.session, lambda: self.secret_place())
        form = AuthForm(self.ui.theme, self.source, kind.fields, keeper)
        form.setMaximumWidth(self.ui.theme.px(FORM_WIDTH))
        form.edited.connect(self._field_edited)
        form.variable_wanted.connect(
            lambda name, value: self.ui.tasks.start(self._make_variable(form, name, value), _("Making a secret variable"))
        )
        return form

    def _show_card(self, kind: str) -> None:
        settled, _giver = self.inherited if kind == "inherit" else (self.request.auth, None)
        wanted = settled is not None and settled.kind == OAUTH2
        if wanted and self._card is None:
            self._card = TokenCard(self.ui)
            self._card_place.addWidget(self._card)
            self._card_place.addStretch(1)
            self._arrange(self.width())
        self._beside.setStretch(0, 1 if self._form is not None else 0)
        self._beside.setStretch(2, 0 if self._form is not None else 1)  # alone, the card stands at the left
        if self._card is not None:
            self._card.setVisible(wanted)
            if wanted and settled is not None:
                flow = AUTH_KINDS[OAUTH2].fields[0].read(settled)
                self._card.show_for(self.request, self.item_of(), self.secret_place(), flow == "authorization_code")

    def _show_strip(self, kind: str) -> None:
        settled, giver = self.inherited
        known = AUTH_KINDS.get(kind)
        if kind == "inherit":
            self.strip.show_inherit(settled, giver, kind_label(settled.kind) if settled else "")
        elif kind == NONE:
            self.strip.say(_("No authorization is sent. A header of your own in the Headers tab still is."))
        elif known is None:
            text = _("{kind} cannot be used yet. What the file says is kept as it is; sending leaves it out.")
            self.strip.say(text.format(kind=kind_label(kind)), "warn")
        elif settled is not None and giver is not None and settled.kind == kind and self.request.auth is not None:
            differing = [one.label for one in known.fields if one.read(settled) != one.read(self.request.auth)]
            self.strip.show_difference(known.label, giver, differing)
        else:
            self.strip.say(known.about)

    # --- changes ---

    def _choose(self, kind: str) -> None:
        if kind == self.kind:
            return
        if self.request.auth is not None:
            self._kept[self.kind] = self.request.auth
        self.change("", auth=None if kind == NONE else self._kept.get(kind) or self._fresh(kind))

    def _fresh(self, kind: str) -> Auth:
        """Return a new auth of a kind: what is inherited, where that is of the same kind, so that it can be changed."""
        if kind == "inherit":
            return INHERIT
        settled, giver = self.inherited
        if settled is not None and giver is not None and settled.kind == kind and self._place_of() == "request":
            return settled
        return new_auth(kind, AUTH_KINDS[kind].fields)

    def _field_edited(self, name: str, value: object) -> None:
        kind = AUTH_KINDS.get(self.kind)
        field = kind.field(name) if kind is not None else None
        if self.request.auth is not None and field is not None:
            self.change(f"auth:{name}" if isinstance(value, str) and not field.choices else "", auth=field.write(self.request.auth, value))

    async def _make_variable(self, form: AuthForm, name: str, value: str) -> None:
        """Put a literal into a secret variable, and its name into the field."""
        made = await make_variable(self.ui, self, self.item_of(), name.rpartition(".")[2], value)
        if made and form is self._form:
            editor = form.editor(name)
            editor.secret.became_variable(made)  # type: ignore[attr-defined]

    def _open_giver(self, item_id: int) -> None:
        opened = getattr(self.window(), "open_settings_of", None)
        if opened is not None:
            opened(item_id, "auth")

    def reveal(self, request: Request, other: Request) -> None:
        if self._form is not None and request.auth is not None and other.auth is not None:
            names = (name for name in request.auth.fields if request.auth.fields.get(name) != other.auth.fields.get(name))
            self._form.focus_field(next(names, ""))
