"""The page of shortcuts: every command with its keys, changed by pressing new ones; keys used twice are named."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from curlew.text import _
from curlew.ui.actions import ACTIONS, Action, Actions
from curlew.ui.documents.strip import Strip
from curlew.ui.theme import Theme
from curlew.ui.widgets.keys import readable_keys, split_keys
from curlew.ui.widgets.parts import IconButton, Picture, column, key_cap, label, row

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown)


class KeyRecorder(QLineEdit):
    """Takes the next keys that are pressed: `recorded` tells them ("" for none: Backspace), `left` that nothing was taken."""

    recorded = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("key_recorder")
        self.setReadOnly(True)
        self.setPlaceholderText(_("Press the new keys, Backspace for none"))
        self.setAccessibleName(_("Press the new keys"))
        self.setMinimumWidth(260)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._take(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Backspace and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.recorded.emit("")
        else:
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            keys = QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
            self.recorded.emit(keys)


class ShortcutRow(QFrame):
    """One command. The pencil starts the recorder in its place."""

    def __init__(self, theme: Theme, actions: Actions, spec: Action) -> None:
        super().__init__()
        self._theme, self._actions, self.spec = theme, actions, spec
        self.setObjectName(f"shortcut_{spec.id}")
        self.setProperty("edge", "bottom")
        self._dot = Picture(theme, "dot", "accent", 8)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(4)
        self._edit = IconButton(theme, "edit", _("Change the keys of: {name}").format(name=spec.title), 13, 26)
        self._edit.clicked.connect(self._record)
        self._reset = IconButton(theme, "undo", _("Back to the default: {name}").format(name=spec.title), 13, 26)
        self._reset.clicked.connect(lambda: actions.set_shortcut(spec.id, None))
        self._recorder: KeyRecorder | None = None
        parts = row(label(spec.title), self._dot, None, self._keys, self._reset, self._edit, margins=(0, 3, 0, 3), spacing=6)
        self.setLayout(parts)
        self.refresh({})

    def refresh(self, conflicts: dict[str, tuple[str, ...]]) -> None:
        """Show the keys in force and whom they clash with."""
        self._end_recording()
        _empty(self._keys)
        for other in conflicts.get(self.spec.id, ()):
            self._keys.addWidget(label(_("also {name}").format(name=ACTIONS[other].title), "badge_warn"))
        for key in split_keys(self._actions.shortcut(self.spec.id)):
            self._keys.addWidget(key_cap(key))
        changed = self._actions.shortcut(self.spec.id) != self.spec.shortcut
        self._dot.setVisible(changed)
        self._reset.setVisible(changed)

    def fits(self, words: str) -> bool:
        text = f"{self.spec.title} {self.spec.group} {readable_keys(self._actions.shortcut(self.spec.id))}".casefold()
        return all(word in text for word in words.casefold().split())

    def _record(self) -> None:
        _empty(self._keys)
        self._recorder = KeyRecorder()
        self._recorder.recorded.connect(lambda keys: self._actions.set_shortcut(self.spec.id, keys))
        self._recorder.left.connect(lambda: self.refresh(self._actions.conflicts()))
        self._keys.addWidget(self._recorder)
        self._recorder.setFocus()

    def _end_recording(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.blockSignals(True)


class ShortcutsPage(QWidget):
    """All commands in their groups."""

    def __init__(self, theme: Theme, actions: Actions, keep: Callable[[dict[str, str]], None]) -> None:
        super().__init__()
        self._actions = actions
        self._rows: list[ShortcutRow] = []
        self._heads: dict[str, QLabel] = {}
        self._strip = Strip(theme)
        layout = column(self._strip, spacing=0)
        for spec in actions.bound():
            if spec.group not in self._heads:
                self._heads[spec.group] = head = label(spec.group, "strong")
                head.setContentsMargins(0, 14, 0, 4)
                layout.addWidget(head)
            entry = ShortcutRow(theme, actions, spec)
            self._rows.append(entry)
            layout.addWidget(entry)
        layout.addStretch(1)
        self.setLayout(layout)
        actions.changed.connect(self.refresh)
        actions.changed.connect(lambda: keep(actions.changed_shortcuts))
        self.refresh()

    def refresh(self) -> None:
        conflicts = self._actions.conflicts()
        for entry in self._rows:
            entry.refresh(conflicts)
        if conflicts:
            keys = sorted({readable_keys(self._actions.shortcut(action)) for action in conflicts})
            self._strip.say("warn", _("Used twice, the first command wins: {keys}").format(keys=", ".join(keys)))
        else:
            self._strip.clear()

    def filter(self, words: str) -> None:
        """Show the commands whose name or keys hold the words."""
        groups = set()
        for entry in self._rows:
            shown = entry.fits(words)
            entry.setVisible(shown)
            groups |= {entry.spec.group} if shown else set()
        for group, head in self._heads.items():
            head.setVisible(group in groups)


def _empty(layout: QHBoxLayout | QVBoxLayout) -> None:
    while (entry := layout.takeAt(0)) is not None:
        widget = entry.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
