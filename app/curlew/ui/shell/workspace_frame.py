"""The bare frame of the window: what is painted first, before anything is loaded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from curlew.ui.shell.rail import Rail
from curlew.ui.shell.status_bar import StatusBar
from curlew.ui.shell.top_bar import TopBar
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column, frame, row

SIDEBAR = 270


class WorkspaceFrame(QWidget):
    """Bars around a sidebar and a main part, which are filled later."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.top_bar = TopBar(theme)
        self.rail = Rail(theme)
        self.status_bar = StatusBar(theme)
        self.sidebar = QStackedWidget()
        self.sidebar.setMinimumWidth(theme.px(200))
        side = frame("surface", layout=column(self.sidebar))
        self._main = QVBoxLayout()
        self._main.setContentsMargins(0, 0, 0, 0)
        main = frame("bg", layout=self._main)
        main.setMinimumWidth(420)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(side)
        self.splitter.addWidget(main)
        self.splitter.setCollapsible(1, False)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.px(SIDEBAR), 1050])
        body = row(self.rail, self.splitter, spacing=0)
        body.setStretch(1, 1)
        layout = column(self.top_bar, spacing=0)
        layout.addLayout(body, 1)
        layout.addWidget(self.status_bar)
        self.setLayout(layout)

    def set_main(self, widget: QWidget) -> None:
        self._main.addWidget(widget)

    @property
    def is_sidebar_shown(self) -> bool:
        return self.splitter.sizes()[0] > 0

    def show_sidebar(self, shown: bool, width: int = 0) -> None:
        """Fold the sidebar away or bring it back, to `width` or as wide as it is by default."""
        total = sum(self.splitter.sizes())
        wanted = (width or SIDEBAR) if shown else 0
        self.splitter.setSizes([wanted, max(1, total - wanted)])
