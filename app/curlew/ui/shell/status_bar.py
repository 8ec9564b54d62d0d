"""The bar at the bottom: where things are saved, what is under way, the layout."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QToolButton, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, label, row, set_role


class StatusBar(QFrame):
    """Says what is under way at the right of where things are saved."""

    split_requested = Signal()
    sidebar_requested = Signal()
    cancel_requested = Signal()
    cookies_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("status_bar")
        self.setProperty("ground", "rail")
        self.setProperty("edge", "top")
        self._sidebar = IconButton(theme, "sidebar", _("Show or hide the sidebar"), 14, 24)
        self._sidebar.setObjectName("sidebar_button")
        self._sidebar.clicked.connect(self.sidebar_requested)
        self._split = IconButton(theme, "split", _("Response below or beside"), 14, 24)
        self._split.setObjectName("split_button")
        self._split.clicked.connect(self.split_requested)
        self._cookies = QToolButton()
        self._cookies.setObjectName("cookies_button")
        self._cookies.setProperty("kind", "status")
        self._cookies.setText(" " + _("Cookies"))
        self._cookies.setAccessibleName(_("Cookies"))
        self._cookies.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._cookies.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cookies.clicked.connect(self.cookies_requested)
        self._place = label("", "meta")
        self._place.setObjectName("saved_where")
        self._server = label("", "meta")
        self._task, self._work = self._progress()
        self.setLayout(
            row(self._sidebar, self._cookies, 4, self._server, None, self._task, self._place, self._split, margins=(8, 0, 8, 0), spacing=8)
        )
        theme.changed.connect(self._resize)
        self._resize()

    def say_place(self, text: str, wrong: bool = False) -> None:
        """Say where things are saved, or what is not."""
        self._place.setText(text)
        set_role(self._place, "err" if wrong else "meta")

    def say_server(self, text: str) -> None:
        """Say whether the echo server runs."""
        self._server.setText(text)

    def show_task(self, name: str, share: float | None = None) -> None:
        """Show a task under way; share from 0 to 1, None while it is unknown. An empty name hides it."""
        self._task.setVisible(bool(name))
        self._task_name.setText(name)
        self._work.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self._work.setValue(round(share * 1000))

    def set_split(self, beside: bool) -> None:
        self._split.set_title(_("Put the response below") if beside else _("Put the response beside"))

    def _progress(self) -> tuple[QWidget, QProgressBar]:
        work = QProgressBar()
        work.setTextVisible(False)
        work.setFixedWidth(120)
        work.setAccessibleName(_("Progress"))
        stop = IconButton(self._theme, "close", _("Cancel"), 12, 22)
        stop.clicked.connect(self.cancel_requested)
        self._task_name = label("", "meta")
        holder = QWidget()
        holder.setLayout(row(self._task_name, work, stop, spacing=6))
        holder.hide()
        return holder, work

    def _resize(self) -> None:
        self.setFixedHeight(self._theme.px(28))
        self._cookies.setIcon(self._theme.icon("cookie", "text2", 14))
        self._cookies.setIconSize(QSize(self._theme.px(14), self._theme.px(14)))
