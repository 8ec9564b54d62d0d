"""One setting for sends as a row: what it is, where its value comes from, and its control."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from curlew.model.inherit import Above
from curlew.model.send_settings import SendSetting
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.setting_controls import ChoiceControl, ListControl, NumberControl, Pick, SettingControl, TextControl, value_text
from curlew.ui.widgets.parts import TextButton, column, label, row, set_role
from curlew.ui.widgets.variables import VariableSource


class SendSettingRow(QFrame):
    """`chosen` carries the key and the new value (None: inherited), `giver_wanted` the id of the item that gives it."""

    chosen = Signal(str, object)
    giver_wanted = Signal(object)

    def __init__(self, ui: Ui, setting: SendSetting, source: VariableSource, pick: Pick) -> None:
        super().__init__()
        self.setting = setting
        self._giver: Above | None = None
        self.setObjectName(f"send_setting_{setting.key}")
        self.setProperty("edge", "bottom")
        self.control = _control(ui, setting, source, pick)
        self.control.chosen.connect(lambda value: self.chosen.emit(setting.key, value))
        self.control.wrong.connect(self._say_wrong)
        self.origin = label("", "faint")
        self.origin.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._problem = label("", "err", wrap=True)
        self.caution = label("", "warn", wrap=True)
        self.caution.setObjectName(f"caution_{setting.key}")
        self.caution.hide()
        self._link = TextButton(ui.theme, _("Show"), "link", act=self._show_giver)
        self._reset = TextButton(ui.theme, _("Reset"), "link", act=lambda: self._choose(None))
        self._reset.setObjectName(f"reset_{setting.key}")
        self._reset.setAccessibleName(_("Reset {name}").format(name=setting.label))
        self._none = TextButton(ui.theme, _("None here"), "link", act=lambda: self._choose(()))
        self._none.setObjectName(f"none_{setting.key}")
        self._none.setAccessibleName(_("None here: {name}").format(name=setting.label))
        self._none.setToolTip(_("Take nothing over from above."))
        texts = column(
            None, label(setting.label, "medium"), label(setting.hint, "meta", wrap=True), self._problem, self.caution, None, spacing=1
        )
        where = row(self.origin, self._link, self._none, self._reset, spacing=6)
        unit = label(setting.unit, "meta")
        unit.setFixedWidth(ui.theme.px(24))
        layout = row(texts, where, self.control, unit, margins=(0, 9, 0, 9), spacing=12)
        layout.setStretch(0, 3)
        if setting.kind in ("text", "list"):
            layout.setStretch(2, 2)
        self.setLayout(layout)

    def show_value(self, raw: object, otherwise: Any, giver: Above | None, from_program: bool) -> None:
        """Show what is said here (None: nothing), what counts otherwise, and who says that (None: the program)."""
        own = raw is not None and raw != "inherit"
        problem = self.setting.problem(raw) if own else ""
        self._giver = None if own else giver
        self.control.show_value(raw, value_text(self.setting, otherwise))
        self.origin.setText(_where(own, giver, from_program))
        set_role(self.origin, "accent" if own else "faint")
        self._say_wrong(_("{problem}. It does not count, and stays as it is.").format(problem=problem) if problem else "")
        minded = self.setting.caution(raw) if self.setting.caution is not None and isinstance(raw, str) and own else ""
        self.caution.setText(minded)
        self.caution.setVisible(bool(minded))
        self._reset.setVisible(own)
        self._none.setVisible(not own and self.setting.kind == "list" and bool(otherwise))
        self._link.setVisible(self._giver is not None and self._giver.item_id is not None)
        if self._giver is not None:
            self._link.setAccessibleName(_("Show {name}").format(name=self._giver.name))

    def _say_wrong(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def fits(self, words: list[str]) -> bool:
        text = f"{self.setting.label} {self.setting.hint} {self.setting.key}".casefold()
        return all(word in text for word in words)

    def _choose(self, value: object) -> None:
        """Choose by a button, which goes away: the keyboard stays in the row."""
        self.control.setFocus()
        self.chosen.emit(self.setting.key, value)

    def _show_giver(self) -> None:
        if self._giver is not None:
            self.giver_wanted.emit(self._giver.item_id)


def _where(own: bool, giver: Above | None, from_program: bool) -> str:
    if own:
        return _("set here")
    if giver is not None:
        return _("from {name}").format(name=giver.name)
    return _("from the settings") if from_program else _("default")


def _control(ui: Ui, setting: SendSetting, source: VariableSource, pick: Pick) -> SettingControl:
    match setting.kind:
        case "switch" | "choice":
            return ChoiceControl(ui.theme, setting)
        case "number":
            return NumberControl(ui.theme, setting)
        case "list":
            return ListControl(ui.theme, setting, source, pick)
    return TextControl(ui.theme, setting, source)
