"""The settings: pages at the left, rows drawn from the table of settings; every change counts at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QScrollArea, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from curlew import __version__
from curlew.storage.settings import Setting
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.settings.network import PasswordRow
from curlew.ui.settings.rows import SettingRow
from curlew.ui.settings.shortcuts import ShortcutsPage
from curlew.ui.settings.trusted import TrustedCertificates
from curlew.ui.settings.workspace import WorkspacePage
from curlew.ui.shell.shortcut_store import keep_shortcuts
from curlew.ui.widgets.parts import IconButton, Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.sheet import Sheet

PAGES = (
    ("general", _("General"), "settings", _("How Curlew starts.")),
    ("look", _("Look"), "palette", _("Colours and sizes.")),
    ("requests", _("Requests"), "swap", _("For every request; workspaces, collections, folders and requests can set their own.")),
    ("network", _("Network"), "network", _("How servers are reached, and which of them are trusted.")),
    ("workspace", _("This workspace"), "layers", _("For every request of the open workspace; kept in its file, for all who get it.")),
    ("editor", _("Editor"), "text", _("Bodies, scripts and other long texts.")),
    ("data", _("Data and privacy"), "lock", _("What is kept on this machine. Nothing leaves it.")),
    ("shortcuts", _("Shortcuts"), "keyboard", _("Click the pencil, then press keys. Two commands on the same keys are marked.")),
    ("about", _("About"), "info", _("Curlew {version}").format(version=__version__)),
)

OTHER_PAGES = ("workspace", "shortcuts", "about")
"""Pages that hold other things than settings of the table."""


class SettingsDialog(Sheet):
    """`page` is shown first. Each page is made when it is first shown: all of them at once would hold the window up."""

    def __init__(self, ui: Ui, parent: QWidget, page: str = "") -> None:
        theme = ui.theme
        super().__init__(theme, parent, _("Settings"), QSize(theme.px(980), theme.px(720)))
        self.setObjectName("settings_dialog")
        self._ui = ui
        self._rows: list[SettingRow] = []
        self._of_proxy: list[QWidget] = []
        self._stack = QStackedWidget()
        self._buttons: dict[str, QToolButton] = {}
        self._places: dict[str, QVBoxLayout] = {}
        self._workspace: WorkspacePage | None = None
        self._shortcuts: ShortcutsPage | None = None
        self._group = QButtonGroup(self)
        self._search = QLineEdit()
        self._search.setObjectName("settings_search")
        self._search.setPlaceholderText(_("Search settings"))
        self._search.setAccessibleName(_("Search settings"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        close = IconButton(theme, "close", _("Close"))
        close.clicked.connect(self.accept)
        head = frame("", "bottom", row(label(_("Settings"), "title"), None, close, margins=(20, 10, 14, 10)))
        side = frame("surface", "right", column(self._search, 8, self._pages_list(), None, margins=(12, 12, 12, 12), spacing=2))
        side.setFixedWidth(theme.px(216))
        body = row(side, self._stack, spacing=0)
        body.setStretch(1, 1)
        done = TextButton(theme, _("Done"), "primary", act=self.accept)
        done.setDefault(True)
        foot = frame("", "top", row(label(_("Changes count at once"), "meta"), None, done, margins=(20, 12, 20, 12)))
        layout = column(head, spacing=0, margins=(1, 1, 1, 1))
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        self.setLayout(layout)
        self.show_page(page if page in self._buttons else "look")
        self.finished.connect(lambda _result: self._workspace.flush() if self._workspace is not None else None)
        self._search.setFocus()

    def show_page(self, page: str) -> None:
        self._buttons[page].setChecked(True)
        self._make(page)
        self._stack.setCurrentIndex(list(self._buttons).index(page))
        if self._workspace is not None and page == "workspace":
            self._workspace.begin()

    def _make(self, page: str) -> None:
        """Fill a page, if that was not done before."""
        place = self._places.pop(page, None)
        if place is not None:
            title, about = next((title, about) for one, title, _icon, about in PAGES if one == page)
            place.addWidget(_scrolled(title, about, self._page(page)))
            self._show_found()

    def _pages_list(self) -> QWidget:
        listed = QWidget()
        layout = column(spacing=2)
        for page, title, icon, _about in PAGES:
            if page not in OTHER_PAGES and not self._settings_of(page):
                continue
            button = QToolButton()
            button.setProperty("kind", "nav")
            button.setObjectName(f"settings_{page}")
            button.setText(f"  {title}")
            button.setAccessibleName(title)
            button.setIcon(self._ui.theme.icon(icon))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setCheckable(True)
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
            button.clicked.connect(lambda _checked=False, page=page: self.show_page(page))
            self._group.addButton(button)
            self._buttons[page] = button
            layout.addWidget(button)
            holder = QWidget()
            self._places[page] = QVBoxLayout(holder)
            self._places[page].setContentsMargins(0, 0, 0, 0)
            self._stack.addWidget(holder)
        listed.setLayout(layout)
        return listed

    def _settings_of(self, page: str) -> list[Setting]:
        return [one for one in self._ui.session.settings.table if one.page == page and one.kind != "none"]

    def _page(self, page: str) -> QWidget:
        """Return a page's content."""
        if page == "shortcuts":
            store = self._ui.session.settings
            self._shortcuts = ShortcutsPage(self._ui.theme, self._ui.actions, lambda changed: keep_shortcuts(store, changed))
            return self._shortcuts
        if page == "about":
            return self._about()
        if page == "workspace":
            self._workspace = WorkspacePage(self._ui)
            return self._workspace
        entries = [SettingRow(self._ui, setting) for setting in self._settings_of(page)]
        self._rows += entries
        content = QWidget()
        extra = self._more_rows(page)
        if page == "network":
            at = next(place for place, entry in enumerate(entries) if entry.setting.id == "send.proxy_bypass")
            self._of_proxy = [PasswordRow(self._ui), *(one for one in entries if one.setting.id.startswith("send.proxy_"))]
            content.setLayout(column(*entries[:at], self._of_proxy[0], *entries[at:], *extra, None, spacing=0))
            stop = self._ui.session.settings.changed.listen(lambda _setting, _source: self._show_proxy())
            self.destroyed.connect(lambda: stop())
            self._show_proxy()
            return content
        content.setLayout(column(*entries, *extra, None, spacing=0))
        return content

    def _show_proxy(self) -> None:
        """Let people fill in a proxy only where it counts."""
        for part in self._of_proxy:
            part.setEnabled(self._ui.session.settings.word("send.proxy") == "manual")

    def _more_rows(self, page: str) -> list[QWidget]:
        if page == "network":
            return [TrustedCertificates(self._ui)]
        return [self._history_row()] if page == "data" else []

    def _history_row(self) -> QWidget:
        texts = column(label(_("History"), "medium"), label(_("Forget every send that was kept"), "meta"), spacing=1)
        clear = TextButton(self._ui.theme, _("Clear the history"), "danger", act=self._clear_history)
        clear.setObjectName("clear_history")
        layout = row(texts, None, clear, margins=(0, 9, 0, 9))
        holder = QFrame()
        holder.setLayout(layout)
        return holder

    def _clear_history(self) -> None:
        from curlew.engine.session import Change

        self._ui.session.history.clear()
        self._ui.session.changed.announce(Change("history"), self)
        self._ui.notify("info", _("The history is empty"))

    def _about(self) -> QWidget:
        theme, profile = self._ui.theme, self._ui.session.profile
        content = QWidget()
        layout = column(Picture(theme, "curlew", "accent", 56), 4, label("Curlew", "title"), spacing=6)
        layout.addWidget(
            label(_("A native client for HTTP APIs. Requests are plain files; nothing leaves this machine but what you send."), wrap=True)
        )
        layout.addSpacing(12)
        for title, path in (
            (_("Workspaces"), profile.workspaces),
            (_("Settings"), profile.config),
            (_("Drafts, history, log"), profile.state),
        ):
            layout.addLayout(row(label(title, "medium"), label(_home(path), "meta"), None, spacing=10))
        layout.addStretch(1)
        content.setLayout(layout)
        return content

    def _filter(self, words: str) -> None:
        """Show what holds the words, on whichever page it is."""
        wanted = words.casefold().split()
        found = [one for page in self._buttons for one in self._settings_of(page) if _has(one, wanted)]
        if words.strip():
            self.show_page(found[0].page if found else "shortcuts")
        self._show_found()

    def _show_found(self) -> None:
        """Hide the rows of the pages there are that do not hold the words."""
        words = self._search.text()
        for entry in self._rows:
            entry.setVisible(_has(entry.setting, words.casefold().split()))
        if self._shortcuts is not None:
            self._shortcuts.filter(words)


def _has(setting: Setting, words: list[str]) -> bool:
    text = f"{setting.label} {setting.about}".casefold()
    return all(word in text for word in words)


def _scrolled(title: str, about: str, content: QWidget) -> QWidget:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    body = QWidget()
    body.setObjectName("ScrollBody")
    inner = column(content, margins=(28, 8, 24, 20))
    body.setLayout(inner)
    area.setWidget(body)
    head = frame("", "bottom", column(label(title, "title"), label(about, "meta", wrap=True), margins=(28, 14, 24, 12), spacing=2))
    holder = QWidget()
    layout = column(head, spacing=0)
    layout.addWidget(area, 1)
    holder.setLayout(layout)
    return holder


def _home(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
