"""What every tab of the request editor is: it shows a request, and tells which fields a person changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from curlew.model.inherit import Surroundings
from curlew.model.request import Request
from curlew.ui.context import Ui
from curlew.ui.widgets.variables import VariableSource


class RequestPage(QWidget):
    """`changed` carries the changed fields of the request and a merge key. A page shows a request and keeps none.

    item_of: tells the item that is edited, None for a request without a file; secret_place: where its secrets are kept.
    """

    changed = Signal(object, str)

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__()
        self.ui, self.source = ui, source
        self.request = Request()
        self.around = Surroundings()
        self.fields: tuple[str, ...] = ()
        self.item_of: Callable[[], int | None] = lambda: None
        self.secret_place: Callable[[], str] = lambda: ""
        self._was_shown = False

    def show_request(self, request: Request, around: Surroundings) -> None:
        """Show a request; what is equal to what is shown already stays untouched, caret included."""
        same = (
            self._was_shown and around is self.around and all(getattr(request, name) is getattr(self.request, name) for name in self.fields)
        )
        self.request, self.around, self._was_shown = request, around, True
        if not same:
            self.refresh()

    def refresh(self) -> None:
        """Show `self.request` in `self.around`."""
        raise NotImplementedError

    def change(self, key: str, **fields: Any) -> None:
        """Tell of a change by a person."""
        self.changed.emit(fields, key)

    def reveal(self, request: Request, other: Request) -> None:
        """Put the focus where two requests differ in what this page shows."""

    def flush(self) -> None:
        """Tell at once of what was typed and not told yet."""


class ScrollPage(RequestPage):
    """A page that scrolls; its parts are stacked in `self.body`."""

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__(ui, source)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self._inside.setObjectName("ScrollBody")
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.area.setWidget(self._inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def keep_visible(self, widget: QWidget, rect: QRect) -> None:
        """Scroll so that a part of a child widget can be seen."""
        top = self._inside.mapFromGlobal(widget.mapToGlobal(rect.topLeft()))
        self.area.ensureVisible(top.x(), top.y() + rect.height(), 0, rect.height() + 8)
