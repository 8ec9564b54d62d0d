"""The controls of settings for sends: each shows what is said here, what counts otherwise, and tells what a person chose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from curlew.model.send_settings import SendSetting
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.framed_field import FramedField
from curlew.ui.widgets.lines_edit import LinesEdit
from curlew.ui.widgets.parts import TextButton, row
from curlew.ui.widgets.variables import VariableSource

Pick = Callable[[Callable[[list[str]], None]], None]
"""Lets a person choose files, and hands their paths to its argument."""

WIDTH = 200
LONG, NARROW = 320, 170
"""The most and the least that long controls take, which share the row with the words about them."""


class SettingControl(QWidget):
    """`chosen` carries the value that a person set, None for inherited; `wrong` says what is wrong with what they typed."""

    chosen = Signal(object)
    wrong = Signal(str)

    def __init__(self, setting: SendSetting) -> None:
        super().__init__()
        self.setting = setting
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self.editor: QWidget = self

    def show_value(self, raw: object, otherwise: str) -> None:
        """Show what is said here (None for nothing), and what counts if nothing is."""
        raise NotImplementedError

    def _take(self, editor: QWidget, width: int, least: int = 0) -> None:
        self.editor = editor
        editor.setAccessibleName(self.setting.label)
        editor.setObjectName(f"send_{self.setting.key}")
        editor.setMinimumWidth(least or width)
        editor.setMaximumWidth(width)
        self.setMaximumWidth(width)  # else the row would give it more, and its right edge would not stand below the others'
        self.setFocusProxy(editor)
        self._box.addWidget(editor)


class ChoiceControl(SettingControl):
    """A switch or a choice: inherited, or one of its values."""

    def __init__(self, theme: Theme, setting: SendSetting) -> None:
        super().__init__(setting)
        self.box = QComboBox()
        self.box.addItem("", None)
        for value, title in _values(setting):
            self.box.addItem(title, value)
        self._take(self.box, theme.px(WIDTH))
        self.box.activated.connect(lambda at: self.chosen.emit(self.box.itemData(at)))

    def show_value(self, raw: object, otherwise: str) -> None:
        self.box.setItemText(0, _("Inherit: {value}").format(value=otherwise))
        found = next((at for at in range(1, self.box.count()) if self.box.itemData(at) == raw and raw is not None), 0)
        self.box.setCurrentIndex(found)


def _values(setting: SendSetting) -> tuple[tuple[Any, str], ...]:
    return ((True, _("On")), (False, _("Off"))) if setting.kind == "switch" else setting.choices


class NumberControl(SettingControl):
    def __init__(self, theme: Theme, setting: SendSetting) -> None:
        super().__init__(setting)
        self.line = QLineEdit()
        self._take(self.line, theme.px(WIDTH))
        self.line.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        """Hand a number on; a text that is none is told to be wrong, and what was set before stays."""
        if not text.strip():
            self.chosen.emit(None)
            return
        try:
            number = float(text.strip().replace(",", "."))
        except ValueError:
            self.wrong.emit(_("{text} is no number").format(text=f"“{text}”"))
            return
        self.chosen.emit(int(number) if number.is_integer() else number)

    def show_value(self, raw: object, otherwise: str) -> None:
        self.line.setPlaceholderText(otherwise)
        text = "" if raw in (None, "inherit") else number_text(raw)
        if not self.line.hasFocus() or _same(self.line.text(), raw) is False:
            self.line.setText(text) if self.line.text() != text else None


def _same(text: str, raw: object) -> bool:
    """Whether what stands in a line means the value, however it is written (`1.` while somebody types)."""
    if not text.strip():
        return raw in (None, "inherit")
    try:
        return float(text.replace(",", ".")) == raw
    except ValueError:
        return text == raw


class TextControl(SettingControl):
    def __init__(self, theme: Theme, setting: SendSetting, source: VariableSource) -> None:
        super().__init__(setting)
        framed = FramedField(theme, source)
        framed.set_name(setting.label)
        self.field = framed.field
        self._take(framed, theme.px(LONG), theme.px(NARROW))
        self.field.text_edited.connect(lambda: self.chosen.emit(self.field.text().strip() or None))

    def show_value(self, raw: object, otherwise: str) -> None:
        self.field.setPlaceholderText(otherwise or self.setting.example)
        text = "" if raw in (None, "inherit") else str(raw)
        if self.field.text().strip() != text:
            self.field.set_text(text)


class ListControl(SettingControl):
    """One entry a line."""

    def __init__(
        self, theme: Theme, setting: SendSetting, source: VariableSource, pick: Callable[[Callable[[list[str]], None]], None]
    ) -> None:
        super().__init__(setting)
        self.lines = LinesEdit(theme, source)
        self.lines.document().setDocumentMargin(6)
        self.lines.setAccessibleName(setting.label)
        framed = QFrame()
        framed.setProperty("ground", "field")
        inside = QVBoxLayout(framed)
        inside.setContentsMargins(2, 1, 2, 1)
        inside.addWidget(self.lines)
        framed.setFixedHeight(theme.px(64))
        framed.setFocusProxy(self.lines)
        self._take(framed, theme.px(LONG), theme.px(NARROW))
        self.lines.text_edited.connect(lambda: self.chosen.emit(self._entries() or None))
        if setting.files:
            self.pick_button = TextButton(theme, _("Choose files"), "link", act=lambda: pick(self._add))
            self.pick_button.setObjectName(f"pick_{setting.key}")
            self._box.addLayout(row(None, self.pick_button))

    def _entries(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.lines.toPlainText().splitlines() if line.strip())

    def _add(self, paths: list[str]) -> None:
        self.chosen.emit((*self._entries(), *(path for path in paths if path not in self._entries())))

    def show_value(self, raw: object, otherwise: str) -> None:
        said_none = isinstance(raw, (list, tuple)) and not raw
        self.lines.setPlaceholderText(_("none") if said_none else otherwise or self.setting.example)
        entries = tuple(str(entry) for entry in raw) if isinstance(raw, (list, tuple)) else () if raw in (None, "inherit") else (str(raw),)
        if self._entries() != entries:
            self.lines.set_text("\n".join(entries))


def number_text(value: object) -> str:
    """Write a number as people do."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def value_text(setting: SendSetting, value: Any) -> str:
    """Return a value in words, as it is shown where it is inherited."""
    match setting.kind:
        case "switch":
            return _("on") if value else _("off")
        case "choice":
            return dict(setting.choices).get(value, str(value))
        case "list":
            return "\n".join(map(str, value))
        case "number":
            return number_text(value)
    return str(value)
