"""A JSON or XML body as a tree that is opened bit by bit, whatever its size."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from curlew.preview.opened import Opened
from curlew.preview.outline.opening import Bounds, Shape
from curlew.preview.outline.tree import Value
from curlew.preview.picked import PickedValue
from curlew.preview.places import Place
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.path_bar import PathBar
from curlew.ui.response.value_actions import ValueActions
from curlew.ui.response.views.tree.expanding import Expander
from curlew.ui.response.views.tree.filtered import Filtered
from curlew.ui.response.views.tree.loading import Loader
from curlew.ui.response.views.tree.model import TreeModel
from curlew.ui.response.views.tree.remembering import Remembered, remembered
from curlew.ui.response.views.tree.table import TreeTable
from curlew.ui.response.views.tree.ways import Ways
from curlew.ui.response.views.view import BodyView
from curlew.ui.tree.menu import new_menu
from curlew.ui.widgets.keys import readable_keys
from curlew.ui.widgets.parts import IconButton, column, frame

if TYPE_CHECKING:
    from curlew.ui.response.views.tree.finding import TreeFinder

LEVELS = 5
FIRST_ROWS = 60
"""Rows of a small body that are open from the beginning."""

SMALL = 256 * 1024
AT_ONCE = 48 * 1024
"""Bytes of a body that are looked at in the window's thread."""


def shape_of(opened: Opened) -> Shape | None:
    """Return what a tree asks of a body, None where it is neither JSON nor XML."""
    if not len(opened.text):
        return None
    if opened.kind == "json":
        from curlew.preview.outline.json import JsonShape

        return JsonShape(opened.text)
    if opened.kind == "xml":
        from curlew.preview.outline.xml import XmlShape

        return XmlShape(opened.text)
    return None


class TreeView(BodyView):
    """`mark` and `show_only` show what a filter found."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._tasks = ui.tasks.for_owner(self)
        self._wait: Remembered | None = None
        self._shows = False
        self.model = TreeModel(self)
        self.loader = Loader(ui, self.model)
        self.ways = Ways(self.model, self.loader)
        self.table = TreeTable(ui, self.model, self.loader)
        self.expander = Expander(ui, self.model, self.loader, self.table, self.ways)
        self.filtered = Filtered(ui, self.model, self.expander)
        self.path = PathBar(ui.theme)
        self.actions_of_values = ValueActions(ui, self.filter_wanted.emit)
        self._finder: TreeFinder | None = None
        self._column = column(self.path, frame("bg", layout=column(self.table, margins=(0, 6, 0, 0))), spacing=0)
        self._column.setStretch(1, 1)
        self.setLayout(self._column)
        self.setFocusProxy(self.table)
        self._tools: tuple[QWidget, ...] = ()
        self._connect()

    def _connect(self) -> None:
        self.table.row_changed.connect(self._row_changed)
        self.table.menu_wanted.connect(self.open_menu)
        self.table.expand_wanted.connect(self.expander.expand_row)
        self.expander.done.connect(self._say_facts)
        self.table.escaped.connect(self._escape)
        self.path.picked.connect(self.go_to)
        self.loader.settled.connect(self._settled)
        self.model.rowsInserted.connect(self._say_facts)

    def _make_tools(self) -> tuple[QWidget, ...]:
        theme = self._ui.theme
        self.expand_button = IconButton(theme, "expand", _("Expand all"))
        self.expand_button.clicked.connect(self.expand_all)
        self.level_button = IconButton(theme, "layers", _("Expand to a level"))
        self.level_button.clicked.connect(self._offer_levels)
        self.collapse_button = IconButton(theme, "collapse", _("Collapse all"))
        self.collapse_button.clicked.connect(self.collapse_all)
        return self.expand_button, self.level_button, self.collapse_button

    # --- the body ---

    def show_body(self, opened: Opened) -> None:
        if self._shows and self._wait is None:
            self._wait = remembered(self.model, self.table)
        self._end_work()
        self.filtered.forget()
        shape = shape_of(opened)
        self._shows = shape is not None
        if shape is None and len(opened.text):
            self.failed.emit(_("a tree shows JSON and XML only"))
            return
        if self._finder is not None:
            self._finder.forget()
        if shape is None:
            self.model.show(None)
            self.path.show_place(())
        elif len(shape.data) <= AT_ONCE:
            self._begin(shape, shape.root())
        else:
            self.model.show(None)
            self._tasks.start(self._look(shape), _("Reading the tree"))

    async def _look(self, shape: Shape) -> None:
        """Look at the beginning of a large body off the window's thread."""
        self._begin(shape, await asyncio.to_thread(shape.root))

    def _begin(self, shape: Shape, root: Value) -> None:
        self.model.show(shape, root)
        self._say_facts()
        if self._finder is not None and not self._finder.bar.isHidden():
            self._finder.begin()
        if self._wait is None:
            self._open_first()
        if not self.loader.busy:
            self._settled()

    def _open_first(self) -> None:
        """Open the upper levels of a small body as far as they fit on a screen."""
        shape, outline = self.model.shape, self.model.outline
        if shape is None or outline is None or len(shape.data) > SMALL:
            return
        queue = [outline.root]
        for node in queue:
            for index in range(node.known):
                value = node.children.value(index)
                if not value.holds_values:
                    continue
                if len(outline) >= FIRST_ROWS or index >= 3:
                    break
                below = self.model.open(node, index)
                if below is not None and len(outline) <= FIRST_ROWS:
                    queue.append(below)
                elif below is not None:
                    self.model.close(node, index)

    def _settled(self) -> None:
        """All that was opened is there: go back to what was open before."""
        wanted, self._wait = self._wait, None
        if wanted is not None and self._shows:
            self._tasks.start(self._restore(wanted), _("Reading the tree"))
        elif self._shows:
            self.shown.emit()

    async def _restore(self, wanted: Remembered) -> None:
        for place in wanted.opened:
            row = await self.ways.to_place(place)
            if row >= 0 and self.model.place(row) == place:
                node, index = self.model.spot(row)
                self.model.open(node, index)
        if wanted.current is not None:
            row = await self.ways.to_place(wanted.current)
            if row >= 0:
                self.table.go_to(row)
        self.table.verticalScrollBar().setValue(wanted.top)
        self.shown.emit()

    def stop(self) -> None:
        self._end_work()

    def _end_work(self) -> None:
        self._tasks.cancel()
        self.expander.stop()
        self.loader.stop()
        if self._finder is not None:
            self._finder.stop()

    @property
    def busy(self) -> bool:
        """Something is still being read, opened or looked for."""
        return bool(self._tasks.running) or self.loader.busy or self.expander.busy or self.filtered.busy

    def state(self) -> dict[str, Any]:
        return (self._wait or remembered(self.model, self.table)).as_json()

    def restore_state(self, state: dict[str, Any]) -> None:
        self._wait = Remembered.from_json(state)
        if self._shows and not self.busy:
            self._settled()

    def tools(self) -> tuple[QWidget, ...]:
        if not self._tools:
            self._tools = self._make_tools()
        return self._tools

    # --- where the person is ---

    def _row_changed(self, row: int) -> None:
        place: Place = self.model.place(row) if row >= 0 and self.model.shape is not None else ()
        self._say_facts()
        self.place_changed.emit(place)

    def _say_facts(self) -> None:
        shape, outline, row = self.model.shape, self.model.outline, self.table.row
        if shape is None or outline is None:
            return
        if not 0 <= row < len(outline):
            root = outline.root
            facts = shape.facts(root.value, root.children)
            self.path.show_place((), facts, shape.xml)
            return
        value, place = self.model.value(row), self.model.place(row)
        node, index = self.model.spot(row)
        child = node.child(index) if index >= 0 else None
        facts = node.problem if value is None else shape.facts(value, None if child is None else child.children)
        if self.table.delegate.levels() < node.depth:
            facts = _("level {n}").format(n=f"{node.depth + 1:,}") + f" · {facts}"
        self.path.show_place(place, facts, shape.xml)

    def go_to(self, place: Place) -> None:
        if not place:
            self.table.clearSelection()
            self.table.scrollToTop()
            self.table.setCurrentIndex(self.model.index(-1, 0))
        elif self._shows:
            self._tasks.start(self._go(place), _("Going to a place"))

    async def _go(self, place: Place) -> None:
        row = await self.ways.to_place(place)
        if row >= 0:
            self.table.go_to(row, middle=True)

    # --- opening and closing ---

    def expand_all(self) -> None:
        """Open everything, within bounds."""
        self._expand(Bounds())

    def expand_to(self, level: int) -> None:
        """Open so many levels and no more."""
        self._expand(Bounds(level=level - 1))

    def _expand(self, bounds: Bounds) -> None:
        self.expander.expand(None, bounds)
        self.path.show_place(self.path.place, _("Expanding… Esc ends it"), self.path.crumbs.xml)

    def collapse_all(self) -> None:
        """Close everything; the keyboard goes to what held the row where it was."""
        self.expander.collapse_all()

    def _offer_levels(self) -> None:
        menu = new_menu(self)
        for level in range(1, LEVELS + 1):
            menu.addAction(_("Level {n}").format(n=level), partial(self.expand_to, level))
        menu.addAction(_("Everything"), self.expand_all)
        menu.popup(self.level_button.mapToGlobal(QPoint(0, self.level_button.height() + 2)))

    def _escape(self) -> None:
        if self.expander.busy:
            self.expander.end()
        elif self._finder is not None and not self._finder.bar.isHidden():
            self._finder.bar.close_bar()

    # --- values ---

    def picked(self) -> PickedValue | None:
        """Return the value that has the keyboard; the whole body where none has."""
        row, shape, outline = self.table.row, self.model.shape, self.model.outline
        if shape is None or outline is None:
            return None
        return self.model.picked(row) if row >= 0 else PickedValue((), None, shape.data, "top")

    def copy(self) -> None:
        value = self.picked()
        if value is not None:
            self.actions_of_values.copy_value(value)

    def open_menu(self, row: int, place: QPoint) -> None:
        """Offer what can be done with the value in a row."""
        value = self.model.picked(row)
        if value is None:
            return
        menu = self.actions_of_values.menu(self.table, value, readable_keys(QKeySequence(QKeySequence.StandardKey.Copy).toString()))
        if self.model.is_container(row):
            menu.addSeparator()
            icon = self._ui.theme.icon("expand", "text2", 14)
            menu.addAction(icon, _("Expand everything below") + "\t*", partial(self.expander.expand_row, row))
        node, _index = self.model.spot(row)
        if node.opened:
            icon = self._ui.theme.icon("collapse", "text2", 14)
            menu.addAction(icon, _("Collapse siblings"), partial(self.collapse_siblings, row))
        menu.popup(place)

    def collapse_siblings(self, row: int) -> None:
        """Close what is open beside a row, and the row."""
        node, index = self.model.spot(row)
        for sibling in tuple(node.opened):
            self.model.close(node, sibling)
        self.table.go_to(self.model.row_of(node, index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_F3:
            step = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            if self._finder is not None and not self._finder.bar.isHidden():
                self._finder.find_next(step)
            else:
                self.next_match(step)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    # --- search ---

    @property
    def finder(self) -> TreeFinder:
        """Made when it is first wanted."""
        if self._finder is None:
            from curlew.ui.response.views.tree.finding import TreeFinder

            self._finder = TreeFinder(self._ui.theme, self, self._text, self._offset)
            self._finder.went.connect(self._go_to_offset)
            self._finder.closed.connect(self.table.setFocus)
            self._column.insertWidget(0, self._finder.bar)
        return self._finder

    def open_find(self) -> None:
        self.finder.bar.open()

    def _text(self) -> Any:
        return self.model.shape.data if self.model.shape is not None else b""

    def _offset(self) -> int:
        value = self.model.value(self.table.row) if self.table.row >= 0 else None
        return value.start if value is not None else 0

    def _go_to_offset(self, offset: int) -> None:
        self._tasks.start(self._go_offset(offset), _("Going to a match"))

    async def _go_offset(self, offset: int) -> None:
        row = await self.ways.to_offset(offset)
        if row >= 0:
            self.table.go_to(row, middle=True)

    # --- what a filter found ---

    def mark(self, places: Sequence[Place]) -> None:
        """Mark the matches of a filter; none: take the marks away, and show everything."""
        self.filtered.mark(places)

    def show_only(self, places: Sequence[Place] | None) -> None:
        """Show only what leads to these matches; None: show everything again."""
        self.filtered.show_only(places)

    def next_match(self, step: int = 1) -> None:
        """Go to the next match of the filter, or the one before; round at the ends."""
        place = self.filtered.next(step)
        if place is not None:
            self.go_to(place)
