"""The sidebar's history: the last sends by day, filtered, opened, deleted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QListView, QMenu, QStackedWidget, QWidget

from curlew.engine.session import Change
from curlew.storage.history import HistoryEntry
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.history.delegate import HistoryDelegate
from curlew.ui.history.model import Heading, HistoryModel
from curlew.ui.tree.empty import Placeholder
from curlew.ui.tree.filter_box import FilterBox
from curlew.ui.widgets.parts import IconButton, TextButton, column, label, row
from curlew.ui.widgets.segments import Segments
from curlew.ui.widgets.sheet import Sheet

FOLLOW_MS = 60
"""Sends in quick succession are shown together."""


class HistoryPanel(QFrame):
    """`open_requested(entry)`: show the stored exchange, and its request to send again."""

    open_requested = Signal(object)
    beside_requested = Signal(object)
    """The send is to be shown beside what is in front."""
    compare_requested = Signal(object, object)
    """Two sends; the second is None for the one before, or the word `open` for the response in front."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self.setObjectName("HistoryPanel")
        self.setProperty("ground", "surface")
        self.model = HistoryModel(parent=self)
        self.view = _HistoryView(self.model)
        self.view.setItemDelegate(HistoryDelegate(ui.theme, self.view))
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(FOLLOW_MS)
        self._follow.timeout.connect(self.refresh)
        self._build()
        self._unlisten = ui.session.changed.listen(self._changed)
        unlisten = self._unlisten
        self.destroyed.connect(lambda: unlisten())
        ui.theme.changed.connect(self.view.doItemsLayout)
        self.refresh()

    def _build(self) -> None:
        theme = self._ui.theme
        self._clear = IconButton(theme, "trash", _("Clear the history"))
        self._clear.setObjectName("history_clear")
        self._clear.clicked.connect(self.clear)
        self.filter_box = FilterBox(theme, _("Filter the history by method, address or status"))
        self.filter_box.setObjectName("history_filter")
        self.filter_box.setPlaceholderText(_("Method, host, path, status"))
        self.filter_box.textChanged.connect(lambda _text: self._filter())
        self.filter_box.stepped_down.connect(self._into_list)
        groups = (("all", _("All")), ("2xx", "2xx"), ("4xx", "4xx"), ("5xx", "5xx"), ("failed", _("Failed")))
        self.groups = Segments(_("Which sends"), groups)
        self.groups.setStyleSheet("QToolButton { padding: 0 4px; }")  # five choices in the width of a sidebar
        self.groups.show_choice("all")
        self.groups.chosen.connect(lambda _choice: self._filter())
        self._empty = Placeholder(theme, "history", _("Nothing sent yet"), _("Every send is kept here, with its response."))
        self._nothing = Placeholder(theme, "search", _("No send matches"), "")
        self._stack = QStackedWidget()
        for page in (self.view, self._empty, self._nothing):
            self._stack.addWidget(page)
        self.compare_both = TextButton(theme, _("Compare both"), "", "swap", lambda: self.compare_requested.emit(*self.chosen()))
        self.compare_both.setObjectName("history_compare")
        self.compare_both.setToolTip(_("Compare the two selected responses (select two with Ctrl and a click)"))
        self.compare_both.hide()
        heading = row(label(_("History"), "h2"), None, self._clear, margins=(14, 7, 8, 1), spacing=2)
        box = row(self.filter_box, margins=(12, 2, 12, 4))
        foot = row(self.compare_both, margins=(12, 0, 12, 0))
        layout = column(heading, box, row(self.groups, None, margins=(12, 0, 12, 6)), self._stack, foot, spacing=0)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.view.opened.connect(self._open)
        self.view.delete_requested.connect(self.delete)
        self.view.menu_requested.connect(self._menu)
        self.view.selectionModel().selectionChanged.connect(lambda *_change: self.compare_both.setVisible(len(self.chosen()) == 2))

    # --- commands ---

    def refresh(self) -> None:
        """Show the history as it is now; what was selected stays so."""
        selected, scroll = self.selected(), self.view.verticalScrollBar().value()
        entries = self._ui.session.history.entries
        self.model.set_entries(entries)
        self._restore(selected, scroll)
        self._clear.setEnabled(bool(entries))
        self._settle()

    def selected(self) -> HistoryEntry | None:
        found = self.model.at(self.view.currentIndex().row())
        return found if isinstance(found, HistoryEntry) else None

    def chosen(self) -> list[HistoryEntry]:
        """Return the selected sends."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [found for row in rows if isinstance(found := self.model.at(row), HistoryEntry)]

    def delete(self, entry: HistoryEntry) -> None:
        """Forget one send; the one below it is selected then."""
        at = self.model.row_of(entry.id)
        self._ui.session.history.remove(entry.id)
        self._ui.session.changed.announce(Change("history"), self)
        self.refresh()
        below = self.model.at(at) or self.model.at(at - 1)
        if isinstance(below, HistoryEntry):
            self.view.setCurrentIndex(self.model.index(self.model.row_of(below.id)))

    def clear(self) -> None:
        """Forget all sends, once that is confirmed."""
        self._tasks.start(self._clear_confirmed(), _("Clearing the history"))

    async def _clear_confirmed(self) -> None:
        count = len(self._ui.session.history.entries)
        dialog = ClearDialog(self._ui, self.window(), count)
        accepted = await self._ui.ask(dialog) == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            self._ui.session.history.clear()
            self._ui.session.changed.announce(Change("history"), self)
            self.refresh()

    def focus_filter(self) -> None:
        self.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_box.selectAll()

    # --- inner workings ---

    def _changed(self, change: Change, source: object) -> None:
        if source is not self and change.kind in ("history", "workspace"):
            self._follow.start()

    def _filter(self) -> None:
        group = self.groups.current
        self.model.set_filter(self.filter_box.text(), "" if group == "all" else group)
        self._settle()

    def _settle(self) -> None:
        if self.model.rowCount():
            page: QWidget = self.view
        else:
            page = self._nothing if self.model.is_filtered else self._empty
        self._stack.setCurrentWidget(page)
        self.groups.setVisible(bool(self._ui.session.history.entries))

    def _restore(self, selected: HistoryEntry | None, scroll: int) -> None:
        at = self.model.row_of(selected.id) if selected is not None else -1
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at))
        self.view.verticalScrollBar().setValue(scroll)

    def _into_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if self.selected() is None and self.model.rowCount() > 1:
            self.view.setCurrentIndex(self.model.index(1))

    def _open(self, index: QModelIndex) -> None:
        found = self.model.at(index.row())
        if isinstance(found, Heading):
            self.model.toggle(found)
        elif found is not None:
            self.open_requested.emit(found)

    def _menu(self, entry: HistoryEntry, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.chosen()
        if len(chosen) == 2 and entry in chosen:
            menu.addAction(_("Compare both"), lambda: self.compare_requested.emit(*chosen))
            menu.popup(place)
            return
        menu.addAction(_("Open as a request"), lambda: self.open_requested.emit(entry))
        menu.addAction(_("Open to the side"), lambda: self.beside_requested.emit(entry))
        menu.addAction(_("Compare with the one before"), lambda: self.compare_requested.emit(entry, None))
        menu.addAction(_("Compare with the response in front"), lambda: self.compare_requested.emit(entry, "open"))
        menu.addSeparator()
        menu.addAction(_("Copy the URL"), lambda: QGuiApplication.clipboard().setText(entry.url))
        menu.addSeparator()
        menu.addAction(_("Delete"), lambda: self.delete(entry))
        menu.addAction(_("Clear the history…"), self.clear)
        menu.popup(place)


class _HistoryView(QListView):
    """Enter or a click opens, Delete deletes, the left and right arrows fold."""

    opened = Signal(QModelIndex)
    delete_requested = Signal(object)
    menu_requested = Signal(object, QPoint)

    def __init__(self, model: HistoryModel) -> None:
        super().__init__()
        self._history = model
        self.setObjectName("history_list")
        self.setAccessibleName(_("Sends, newest first"))
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        found = self._history.at(self.currentIndex().row())
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and found is not None:
            self.opened.emit(self.currentIndex())
        elif key == Qt.Key.Key_Delete and isinstance(found, HistoryEntry):
            self.delete_requested.emit(found)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and isinstance(found, Heading):
            if found.folded == (key == Qt.Key.Key_Right):
                at = self.currentIndex().row()
                self._history.toggle(found)
                self.setCurrentIndex(self._history.index(at))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        several = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and not several:
            self.opened.emit(index)

    def _ask_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        found = self._history.at((index if index.isValid() else self.currentIndex()).row())
        if isinstance(found, HistoryEntry):
            self.menu_requested.emit(found, self.viewport().mapToGlobal(place))


class ClearDialog(Sheet):
    """Asks before all sends are forgotten."""

    def __init__(self, ui: Ui, parent: QWidget, count: int) -> None:
        super().__init__(ui.theme, parent, _("Clear the history"))
        self.setObjectName("clear_history_dialog")
        title = ngettext("Forget {n} send?", "Forget all {n} sends?", count).format(n=f"{count:,}")
        text = label(_("Their responses are removed from this computer. This cannot be undone."), "muted", wrap=True)
        cancel = TextButton(ui.theme, _("Keep them"), act=self.reject)
        clear = TextButton(ui.theme, _("Clear the history"), "danger", "trash", self.accept)
        clear.setObjectName("confirm_clear")
        cancel.setDefault(True)
        buttons = row(None, cancel, clear)
        self.setLayout(column(label(title, "title"), text, 10, buttons, margins=(20, 18, 20, 16)))
        self.setMinimumWidth(ui.theme.px(380))
