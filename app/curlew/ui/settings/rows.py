"""One setting as a row: name and what it means at the left, its control at the right; a dot where it was changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFrame, QSpinBox, QWidget

from curlew.storage.settings import Setting, SettingsStore
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.settings.certificates import certificates_control
from curlew.ui.settings.network import files_control, text_control
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, label, row
from curlew.ui.widgets.switch import Switch


class SettingRow(QFrame):
    """Shows and changes one setting; a change counts at once."""

    def __init__(self, ui: Ui, setting: Setting) -> None:
        super().__init__()
        theme, store = ui.theme, ui.session.settings
        self._store, self.setting = store, setting
        self.setObjectName(f"setting_{setting.id}")
        self.setProperty("edge", "bottom")
        self._dot = Picture(theme, "dot", "accent", 8)
        self._dot.setToolTip(_("Changed by you"))
        self._reset = TextButton(theme, _("Reset"), "link", act=lambda: store.reset(setting.id, self))
        self._reset.setAccessibleName(_("Reset {name}").format(name=setting.label))
        self.control, self._show = _control(ui, store, setting)
        self.control.setObjectName(f"control_{setting.id}")
        head = row(label(setting.label, "medium"), self._dot, None, spacing=6)
        texts = column(None, head, label(setting.about, "meta", wrap=True), None, spacing=1)
        layout = row(texts, self._reset, self.control, label(setting.unit, "meta"), margins=(0, 9, 0, 9), spacing=10)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        stop = store.changed.listen(self._changed)
        self.destroyed.connect(lambda: stop())
        self.refresh()

    def refresh(self) -> None:
        self._show()
        changed = not self._store.is_default(self.setting.id)
        self._dot.setVisible(changed)
        self._reset.setVisible(changed)

    def _changed(self, setting_id: str, _source: object) -> None:
        if setting_id == self.setting.id:
            self.refresh()


def _control(ui: Ui, store: SettingsStore, setting: Setting) -> tuple[QWidget, Callable[[], None]]:
    """Return the control for a setting and what shows the value in force."""
    theme = ui.theme
    if isinstance(setting.default, bool):
        return _switch(theme, store, setting)
    if isinstance(setting.default, int):
        return _number(theme, store, setting)
    if setting.choices:
        return _choice(theme, store, setting)
    if setting.kind == "files":
        return files_control(ui, store, setting)
    if setting.kind == "certificates":
        return certificates_control(ui, store, setting)
    return text_control(theme, store, setting)


def _switch(theme: Theme, store: SettingsStore, setting: Setting) -> tuple[QWidget, Callable[[], None]]:
    switch = Switch(theme, setting.label)
    switch.clicked.connect(lambda on: store.set(setting.id, bool(on)))
    return switch, lambda: switch.setChecked(store.flag(setting.id))


def _number(theme: Theme, store: SettingsStore, setting: Setting) -> tuple[QWidget, Callable[[], None]]:
    box = QSpinBox()
    box.setRange(setting.least, setting.most)
    box.setSingleStep(10 if setting.unit == "%" else 1)
    box.setKeyboardTracking(False)
    box.setFixedWidth(theme.px(96))
    box.setAccessibleName(setting.label)
    box.valueChanged.connect(lambda value: store.set(setting.id, int(value)))

    def show() -> None:
        box.blockSignals(True)
        box.setValue(store.number(setting.id))
        box.blockSignals(False)

    return box, show


def _choice(theme: Theme, store: SettingsStore, setting: Setting) -> tuple[QWidget, Callable[[], None]]:
    box = QComboBox()
    box.setAccessibleName(setting.label)
    box.setMinimumWidth(theme.px(150))
    for value, title in setting.choices:
        box.addItem(title, value)
    box.activated.connect(lambda at: store.set(setting.id, str(box.itemData(at))))
    return box, lambda: box.setCurrentIndex(box.findData(store.word(setting.id)))
