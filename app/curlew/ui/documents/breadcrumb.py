"""The line above a page: where the document lies, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from curlew.model.tree import Item
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import label, row

LONGEST = 40


class Breadcrumb(QFrame):
    """Collection / Folder / Name, each place a link; buttons are added at the right with `add`."""

    place_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("breadcrumb")
        self._places = QWidget()
        self._places.setMinimumWidth(40)
        self._places_row = QHBoxLayout(self._places)
        self._places_row.setContentsMargins(0, 0, 0, 0)
        self._places_row.setSpacing(2)
        self._row = row(self._places, margins=(12, 6, 12, 2), spacing=4)
        self._row.setStretch(0, 1)
        self.setLayout(self._row)

    def add(self, widget: QWidget) -> None:
        """Put a button or a badge at the right end."""
        self._row.addWidget(widget)

    def show_path(self, places: tuple[Item, ...], name: str) -> None:
        """Show the places from the outermost on, and the document's own name."""
        while (entry := self._places_row.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.deleteLater()
        for place in places:
            self._places_row.addWidget(self._link(place))
            self._places_row.addWidget(label("/", "faint"))
        own = Elided(shorten(name))
        own.setProperty("role", "strong")
        own.setObjectName("breadcrumb_name")
        own.setToolTip(name.replace("&", "&amp;").replace("<", "&lt;"))
        own.setContentsMargins(5, 0, 0, 0)
        self._places_row.addWidget(own)
        self._places_row.addStretch(1)

    def _link(self, place: Item) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "crumb")
        button.setText(shorten(place.name).replace("&", "&&"))
        button.setAccessibleName(_("Show {name} in the tree").format(name=place.name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self.place_chosen.emit(place.id))
        return button


class Elided(QLabel):
    """A line of plain text that is cut with an ellipsis where it has not enough room."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.fontMetrics().averageCharWidth() * 6, super().sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def shorten(name: str) -> str:
    """Return a name short enough for a heading."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
