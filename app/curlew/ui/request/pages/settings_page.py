"""The Settings tab: how to send; each setting its own, or inherited and from where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from curlew.model.inherit import Above
from curlew.model.prepared import SendSettings
from curlew.model.request import Request, Setting
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.page import ScrollPage
from curlew.ui.widgets.parts import label, row
from curlew.ui.widgets.variables import VariableSource

_DEFAULTS = SendSettings()


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting: the field of the model, its name, what it does, and what counts where nobody sets it.

    setting: the id of the program's own setting that counts then, empty for none.
    """

    name: str
    title: str
    hint: str
    kind: Literal["switch", "number"]
    default: bool | float
    unit: str = ""
    setting: str = ""


CHOICES = (
    Choice("timeout", _("Timeout"), _("How long a send may take; 0 for as long as it wants."), "number", 0, _("ms"), "send.timeout_ms"),
    Choice(
        "follow_redirects",
        _("Follow redirects"),
        _("Go on to where an answer with status 3xx points."),
        "switch",
        _DEFAULTS.follow_redirects,
        setting="send.follow_redirects",
    ),
    Choice("max_redirects", _("At most redirects"), _("Stop after so many."), "number", _DEFAULTS.max_redirects, "", "send.max_redirects"),
    Choice(
        "forward_authorization",
        _("Authorization to other hosts"),
        _("Send the Authorization header on where a redirect leads to another host."),
        "switch",
        _DEFAULTS.forward_authorization,
    ),
    Choice(
        "verify_tls",
        _("Verify the certificate"),
        _("Refuse servers whose TLS certificate cannot be trusted."),
        "switch",
        _DEFAULTS.verify_tls,
        setting="send.verify_tls",
    ),
    Choice(
        "encode_url",
        _("Encode the URL"),
        _("Escape characters that a URL may not hold; off: send it exactly as typed."),
        "switch",
        _DEFAULTS.encode_url,
    ),
)


class SettingsPage(ScrollPage):
    """A row for each setting: a choice between inherited, on and off, or a number that may be empty."""

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__(ui, source)
        self.editors: dict[str, QComboBox | QLineEdit] = {}
        self._origins = {one.name: label("", "faint") for one in CHOICES}
        grid = QGridLayout()
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(2, 1)
        for line, one in enumerate(CHOICES):
            title = QWidget()
            names = QGridLayout(title)
            names.setContentsMargins(0, 0, 0, 0)
            names.setVerticalSpacing(1)
            names.addWidget(label(one.title, "medium"), 0, 0)
            names.addWidget(label(one.hint, "faint", wrap=True), 1, 0)
            title.setMinimumWidth(ui.theme.px(280))
            title.setMaximumWidth(ui.theme.px(420))
            grid.addWidget(title, line, 0)
            grid.addWidget(self._control(one), line, 1)
            grid.addWidget(self._origins[one.name], line, 2)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def _control(self, one: Choice) -> QWidget:
        if one.kind == "switch":
            box = QComboBox()
            box.addItem("", None)
            box.addItem(_("On"), True)
            box.addItem(_("Off"), False)
            box.setAccessibleName(one.title)
            box.setFixedWidth(self.ui.theme.px(160))
            box.activated.connect(lambda number: self._set(one.name, box.itemData(number)))
            self.editors[one.name] = box
            return box
        field = QLineEdit()
        field.setAccessibleName(one.title)
        field.setFixedWidth(self.ui.theme.px(160))
        field.setValidator(QIntValidator(0, 86_400_000, field))
        field.textEdited.connect(lambda text: self._set(one.name, int(text) if text.isdigit() else None, f"settings:{one.name}"))
        self.editors[one.name] = field
        holder = QWidget()
        holder.setLayout(row(field, label(one.unit, "meta"), None, spacing=6))
        return holder

    def _set(self, name: str, value: Setting, key: str = "") -> None:
        if value is None and getattr(self.request.settings, name) == "inherit":
            value = "inherit"
        changed: Any = {name: value}
        self.change(key, settings=replace(self.request.settings, **changed))

    def refresh(self) -> None:
        for one in CHOICES:
            own = getattr(self.request.settings, one.name)
            inherited, giver = self._inherited(one)
            editor = self.editors[one.name]
            if isinstance(editor, QComboBox):
                editor.setItemText(0, _("Inherit: {value}").format(value=_("on") if inherited else _("off")))
                editor.setCurrentIndex(0 if own in (None, "inherit") else 1 if own else 2)
            else:
                editor.setPlaceholderText(_number_text(inherited))
                text = "" if own in (None, "inherit") else _number_text(own)
                if editor.text() != text:
                    editor.setText(text)
            where = (
                _("set here")
                if own not in (None, "inherit")
                else _("from {name}").format(name=giver.name)
                if giver
                else _("from the settings")
                if one.setting
                else _("default")
            )
            self._origins[one.name].setText(where)

    def _inherited(self, one: Choice) -> tuple[Setting, Above | None]:
        """Return what counts where the request sets nothing, and who gives it."""
        for above in self.around.above:
            value = getattr(above.defaults.settings, one.name)
            if value not in (None, "inherit"):
                return value, above
        if not one.setting:
            return one.default, None
        kept = self.ui.session.settings
        return (kept.flag(one.setting) if one.kind == "switch" else kept.number(one.setting)), None

    def reveal(self, request: Request, other: Request) -> None:
        names = (one.name for one in CHOICES if getattr(request.settings, one.name) != getattr(other.settings, one.name))
        name = next(names, "")
        if name:
            self.editors[name].setFocus()


def _number_text(value: Setting) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
