"""A row of choices of which exactly one is on."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget


class Segments(QFrame):
    """`chosen` comes with the id that a person picked."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("ground", "segments")
        self.setAccessibleName(name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        for choice, title in choices:
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setAccessibleName(title)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, choice=choice: self._clicked(choice))
            self._group.addButton(button)
            self._buttons[choice] = button
            layout.addWidget(button)

    def _clicked(self, choice: str) -> None:
        if any(button.hasFocus() for button in self._buttons.values()):
            self._buttons[choice].setFocus()  # the frame of the keyboard goes along
        self.chosen.emit(choice)

    @property
    def current(self) -> str:
        return next((choice for choice, button in self._buttons.items() if button.isChecked()), "")

    def show_choice(self, choice: str) -> None:
        """Mark a choice, without telling anybody; none for an unknown one."""
        self._group.setExclusive(choice in self._buttons)
        for name, button in self._buttons.items():
            button.setChecked(name == choice)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if name == choice or choice not in self._buttons else Qt.FocusPolicy.NoFocus)
        self._group.setExclusive(True)

    def focus_choice(self) -> None:
        """Give the keyboard to the choice that is on."""
        if self.current:
            self._buttons[self.current].setFocus()

    def offer(self, choices: Container[str]) -> None:
        """Show these choices, and no others."""
        for choice, button in self._buttons.items():
            button.setVisible(choice in choices)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        names = [name for name, button in self._buttons.items() if button.isEnabled() and not button.isHidden()]
        if step is None or self.current not in names:
            super().keyPressEvent(event)
            return
        chosen = names[(names.index(self.current) + step) % len(names)]
        self.show_choice(chosen)
        self._buttons[chosen].setFocus()
        self.chosen.emit(chosen)


class FittingSegments(QWidget):
    """Segments that become a drop-down list where there is no room for all of them."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.segments = Segments(name, choices)
        self.segments.chosen.connect(self.chosen)
        self.segments.setParent(self)
        self.box = QComboBox(self)
        self.box.setProperty("small", True)
        self.box.setAccessibleName(name)
        self._choices = tuple(choices)
        self._offered: tuple[str, ...] = ()
        self.offer(tuple(choice for choice, _title in choices))
        self.box.activated.connect(lambda number: self.chosen.emit(str(self.box.itemData(number))))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()

    @property
    def current(self) -> str:
        return self.segments.current

    def show_choice(self, choice: str) -> None:
        """Mark a choice, without telling anybody; none for an unknown one."""
        self.segments.show_choice(choice)
        self.box.setCurrentIndex(self.box.findData(choice))

    def offer(self, choices: Container[str]) -> None:
        """Show these choices, and no others."""
        offered = tuple(choice for choice, _title in self._choices if choice in choices)
        if offered == self._offered:
            return
        self._offered = offered
        self.segments.offer(offered)
        self.box.clear()
        for choice, title in self._choices:
            if choice in offered:
                self.box.addItem(title, choice)
        self.box.setCurrentIndex(self.box.findData(self.current))
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        return self.segments.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.box.sizeHint().width(), self.segments.sizeHint().width()), self.segments.sizeHint().height())

    def _fit(self) -> None:
        wide = self.width() >= self.segments.sizeHint().width()
        self.segments.setVisible(wide)
        self.box.setVisible(not wide)
        self.segments.resize(self.segments.sizeHint())
        self.box.resize(min(self.width(), max(160, self.box.sizeHint().width())), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
