"""Names and values in two columns; the values can be selected and copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from curlew.preview.words import printable
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import label, plain_tip

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
    """Shows what it is given; lines without a value are left out."""

    def __init__(self, theme: Theme, name_width: int = 0) -> None:
        super().__init__()
        self._theme, self._name_width = theme, name_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_lines(self, lines: Sequence[Line]) -> None:
        clear(self._grid)
        shown = [line for line in lines if line.value]
        for number, line in enumerate(shown):
            name = label(line.name, "meta", wrap=bool(self._name_width))
            if self._name_width:
                name.setFixedWidth(self._theme.px(self._name_width))
            self._grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._value(line), number, 1, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(shown))

    def _value(self, line: Line) -> QWidget:
        text = "\n".join(printable(part) for part in line.value[:LONGEST].split("\n"))
        value = label(text, line.role, wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAccessibleName(f"{line.name}: {text}")
        value.setMinimumWidth(1)
        value.setFont(self._theme.font(12, mono=line.mono))
        if line.tip:
            value.setToolTip(plain_tip(line.tip))
        return value

    @property
    def told(self) -> str:
        """What it shows, for tests and for reading aloud."""
        widgets = (item.widget() for place in range(self._grid.count()) if (item := self._grid.itemAt(place)) is not None)
        return "\n".join(widget.text() for widget in widgets if isinstance(widget, QLabel))


def clear(grid: QGridLayout) -> None:
    """Take everything out of a grid."""
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if isinstance(widget, QWidget):
            widget.hide()
            widget.deleteLater()
