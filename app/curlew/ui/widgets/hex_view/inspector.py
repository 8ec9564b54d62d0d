"""What the bytes at the caret mean as numbers, characters and moments."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from curlew.preview.byte_values import LONGEST, values_of
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.hex_view.grid import HexGrid
from curlew.ui.widgets.parts import IconButton, column, label, row
from curlew.ui.widgets.segments import Segments

WIDTH = 316


class Inspector(QFrame):
    """Follows the caret of a grid."""

    def __init__(self, theme: Theme, grid: HexGrid) -> None:
        super().__init__()
        self._theme, self._grid = theme, grid
        self.setObjectName("hex_inspector")
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.setAccessibleName(_("Values at the caret"))
        self.order = Segments(_("Byte order"), (("little", _("Little endian")), ("big", _("Big endian"))))
        self.order.show_choice("little")
        self.order.chosen.connect(self._order_picked)
        self._place = label("", "meta")
        copy = IconButton(theme, "copy", _("Copy these values"), 14)
        copy.clicked.connect(self.copy)
        self._values = QGridLayout()
        self._values.setHorizontalSpacing(12)
        self._values.setVerticalSpacing(8)
        self._values.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []
        inside = QWidget()
        inside.setLayout(column(self._values, None, margins=(16, 4, 12, 12)))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(self.order, None, copy, margins=(16, 8, 8, 0))
        layout = column(head, row(self._place, margins=(16, 4, 12, 4)), area, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        theme.changed.connect(self._fit)
        grid.moved.connect(self.refresh)
        self._fit()

    def refresh(self) -> None:
        """Read the bytes at the caret anew."""
        if self.isHidden():
            return
        at = self._grid.selection[0]
        values = values_of(self._grid.data[at : at + LONGEST], self.order.current == "little")
        self._place.setText(_("At offset {n} ({hex})").format(n=f"{at:,}", hex=f"0x{at:x}"))
        while len(self._labels) < len(values):
            self._labels.append(self._add(len(self._labels)))
        for number, (name, value) in enumerate(self._labels):
            for part in (name, value):
                part.setVisible(number < len(values))
            if number < len(values):
                name.setText(values[number][0])
                value.setText(values[number][1])
                value.setAccessibleName(": ".join(values[number]))

    def copy(self) -> None:
        """Put the values on the clipboard, one a line."""
        at = self._grid.selection[0]
        values = values_of(self._grid.data[at : at + LONGEST], self.order.current == "little")
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in values))

    def _add(self, number: int) -> tuple[QLabel, QLabel]:
        name, value = label("", "meta"), label("", "mono", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for place, part in enumerate((name, value)):
            self._values.addWidget(part, number, place, Qt.AlignmentFlag.AlignTop)
        return name, value

    def _order_picked(self, order: str) -> None:
        self.order.show_choice(order)
        self.refresh()

    def _fit(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH))
