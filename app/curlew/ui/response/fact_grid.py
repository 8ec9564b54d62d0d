"""Names and values in two columns; the values can be selected and copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from curlew.preview.words import printable
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import label, set_role, set_tip

LONGEST = 600


@dataclass(frozen=True, slots=True)
class Line:
    """One name and value. role: of the style sheet (`err`, `warn`), empty for plain text; tip: the whole of a shortened value."""

    name: str
    value: str
    mono: bool = False
    role: str = ""
    tip: str = ""


class FactGrid(QWidget):
    """Shows what it is given; lines without a value are left out. Its labels are used again, since making them takes long."""

    def __init__(self, theme: Theme, name_width: int = 0) -> None:
        super().__init__()
        self._theme, self._name_width = theme, name_width
        self._lines: list[Line] = []
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_lines(self, lines: Sequence[Line]) -> None:
        shown = [line for line in lines if line.value]
        if shown != self._lines:
            self._lines = shown
            while len(self._labels) < len(shown):
                self._labels.append(self._add(len(self._labels)))
            for number, (name, value) in enumerate(self._labels):
                if number < len(shown):
                    self._fill(name, value, shown[number])
                for part in (name, value):
                    part.setVisible(number < len(shown))
        self.setVisible(bool(shown))

    def _add(self, number: int) -> tuple[QLabel, QLabel]:
        name, value = label("", "meta", wrap=bool(self._name_width)), label("", wrap=True)
        if self._name_width:
            name.setFixedWidth(self._theme.px(self._name_width))
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setMinimumWidth(1)
        for column, part in enumerate((name, value)):
            self._grid.addWidget(part, number, column, Qt.AlignmentFlag.AlignTop)
        return name, value

    def _fill(self, name: QLabel, value: QLabel, line: Line) -> None:
        text = "\n".join(printable(part) for part in line.value[:LONGEST].split("\n"))
        name.setText(line.name)
        set_role(value, line.role or ("mono" if line.mono else "value"))
        value.setText(text)
        value.setAccessibleName(f"{line.name}: {text}")
        set_tip(value, line.tip)

    @property
    def told(self) -> str:
        """What it shows, for tests and for reading aloud."""
        return "\n".join(f"{line.name}\n{line.value}" for line in self._lines)
