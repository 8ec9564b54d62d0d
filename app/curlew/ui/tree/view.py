"""The tree in the sidebar: rows painted by the delegate, keys, clicks, dragging."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from curlew.model.tree import Item, ItemKind
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.tree.clipboard import unpack_items
from curlew.ui.tree.delegate import RowDelegate, depth_of
from curlew.ui.tree.drag_hint import DragHint, ghost
from curlew.ui.tree.dropping import DropSpot, spot_at
from curlew.ui.tree.model import HOLDERS, ITEM_ROLE, TreeModel

HOVER_OPENS_MS = 700


class TreeView(QTreeView):
    """Signals carry item ids. `previewed`: a single click; `opened`: double click or Enter; `menu_wanted`: id or None, global point."""

    previewed = Signal(object)
    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    trouble_clicked = Signal(object)
    selection_changed = Signal()
    focus_changed = Signal(bool)

    def __init__(self, theme: Theme, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys: list[tuple[Callable[[], str], Callable[[], object]]] = []
        self._pressed: int | None = None
        self._spot: DropSpot | None = None
        self.rows = RowDelegate(theme, self)
        self._hint = DragHint(theme)
        self._opener = QTimer(self, singleShot=True, interval=HOVER_OPENS_MS)
        self._opener.timeout.connect(self._open_hovered)
        self._set_up()
        self.setModel(model)
        self._zoom = theme.zoom
        theme.changed.connect(self._dress)

    def _set_up(self) -> None:
        self.setObjectName("CollectionsTree")
        self.setAccessibleName(_("Collections"))
        self.setItemDelegate(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(0)  # the delegate indents: deep levels less, so that names stay readable
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)

    def _dress(self) -> None:
        """Paint in other colours; only another zoom costs a layout, which asks for every open row."""
        if self._theme.zoom != self._zoom:
            self._zoom = self._theme.zoom
            self.doItemsLayout()
        self.viewport().update()

    # --- ids ---

    @property
    def tree_model(self) -> TreeModel:
        model = self.model()
        assert isinstance(model, TreeModel)
        return model

    def current_item(self) -> Item | None:
        found = self.currentIndex().data(ITEM_ROLE)
        return found if isinstance(found, Item) else None

    def selected_ids(self) -> list[int]:
        """Return the selected items in the order shown."""
        rows = self.selectionModel().selectedRows()
        if len(rows) > 1:
            rows = sorted(rows, key=_way_to)  # not by where they are seen: that would lay out all rows after each change
        return [self.tree_model.id_of(index) for index in rows]

    def select(self, ids: Iterable[int], *, scroll: bool = True) -> None:
        """Select these items, the first one current, and open what lies above them."""
        indices = [index for index in (self.tree_model.index_of(item_id) for item_id in ids) if index.isValid()]
        if not indices:
            return
        for index in indices:
            self.open_above(index)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(indices[0], flags.ClearAndSelect | flags.Rows)
        for index in indices[1:]:
            self.selectionModel().select(index, flags.Select | flags.Rows)
        if scroll:
            self.scrollTo(indices[0])

    def open_above(self, index: QModelIndex) -> None:
        above = index.parent()
        while above.isValid():
            if not self.isExpanded(above):
                self.expand(above)
            above = above.parent()

    def rename(self, item_id: int) -> None:
        """Put a row into edit mode."""
        index = self.tree_model.index_of(item_id)
        if index.isValid() and self.tree_model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.select([item_id])
            self.setFocus()
            self.edit(index)

    def repaint_rows(self) -> None:
        self.viewport().update()

    # --- keys ---

    def bind_keys(self, keys: Callable[[], str], act: Callable[[], object]) -> None:
        """Run `act` on a key; `keys` gives its words at that moment, since people change them."""
        self._keys.append((keys, act))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current_item()
        pressed = QKeySequence(event.keyCombination())
        for keys, act in self._keys:
            if pressed == QKeySequence(keys()):
                act()
                return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if item is not None and plain and self.state() != QAbstractItemView.State.EditingState:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit(item.id)
                return
            if event.key() == Qt.Key.Key_Space:
                self._click(item)
                return
            if event.key() == Qt.Key.Key_Menu:
                self._menu_by_key(item.id)
                return
        if item is not None and event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._menu_by_key(item.id)
            return
        if item is not None and event.key() == Qt.Key.Key_Left and plain and not self.isExpanded(self.currentIndex()):
            self._go_up()
            return
        super().keyPressEvent(event)

    def _go_up(self) -> None:
        above = self.currentIndex().parent()
        if above.isValid():
            self.setCurrentIndex(above)

    def _menu_by_key(self, item_id: int) -> None:
        rect = self.visualRect(self.currentIndex())
        self.menu_wanted.emit(item_id, self.viewport().mapToGlobal(QPoint(rect.x() + 40, rect.bottom())))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.selectionModel().setCurrentIndex(self.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def selectionChanged(self, selected: object, deselected: object) -> None:  # noqa: N802
        super().selectionChanged(selected, deselected)  # type: ignore[arg-type]
        self.selection_changed.emit()

    # --- clicks ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        index = self.indexAt(event.position().toPoint())
        item = index.data(ITEM_ROLE)
        if item is not None and event.button() == Qt.MouseButton.LeftButton and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            point = event.position().toPoint()
            row = self.visualRect(index)
            if item.kind in HOLDERS and self.rows.chevron_rect(row, depth_of(index)).contains(point):
                self.setExpanded(index, not self.isExpanded(index))
                return
            if self.rows.more_rect(row).contains(point):
                self._select_for_menu(index)
                self.menu_wanted.emit(item.id, event.globalPosition().toPoint())
                return
            self._pressed = item.id
        if event.button() == Qt.MouseButton.RightButton:
            self._select_for_menu(index)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.indexAt(event.position().toPoint()).data(ITEM_ROLE)
        pressed, self._pressed = self._pressed, None
        if event.button() == Qt.MouseButton.LeftButton and item is not None and item.id == pressed:
            self._click(item)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        index = self.indexAt(event.position().toPoint())
        item = index.data(ITEM_ROLE)
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if item.kind in HOLDERS and self.rows.chevron_rect(self.visualRect(index), depth_of(index)).contains(event.position().toPoint()):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.opened.emit(item.id)

    def _click(self, item: Item) -> None:
        if item.problem or item.kind is ItemKind.BROKEN:
            self.trouble_clicked.emit(item.id)
        elif item.kind in HOLDERS:
            index = self.tree_model.index_of(item.id)
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.previewed.emit(item.id)

    def _select_for_menu(self, index: QModelIndex) -> None:
        """Select what a menu is for: all of the selection if it was opened on a part of it, else that row."""
        if not index.isValid():
            self.clearSelection()
        elif not self.selectionModel().isSelected(index):
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def contextMenuEvent(self, event: object) -> None:
        point: QPoint = event.pos()  # type: ignore[attr-defined]
        item = self.indexAt(point).data(ITEM_ROLE)
        self.menu_wanted.emit(item.id if item is not None else None, event.globalPos())  # type: ignore[attr-defined]

    # --- dragging ---

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803
        ids = self.selected_ids()
        if not ids:
            return
        self._pressed = None
        drag = QDrag(self)
        drag.setMimeData(self.tree_model.mimeData([self.tree_model.index_of(item_id) for item_id in ids]))
        first = self.tree_model.tree[ids[0]]
        drag.setPixmap(ghost(self._theme, first, len(ids), self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(-12, -6))
        self.rows.dimmed = set(ids)
        drag.exec(supportedActions, Qt.DropAction.MoveAction)
        self.rows.dimmed = set()
        self._end_drag()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if unpack_items(self.tree_model.tree, event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()  # the window takes files and folders

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls near the edges
        point = event.position().toPoint()
        spot = spot_at(self, self.rows, point)
        hovered = self.indexAt(point)
        if spot.is_into and not self.isExpanded(hovered):
            if not self._opener.isActive():
                self._opener.start()
        else:
            self._opener.stop()
        model = self.tree_model
        if model.canDropMimeData(event.mimeData(), event.dropAction(), spot.row, 0, model.index_of(spot.parent)):
            self._spot = spot
            event.accept()
            self._hint.show_for(self, point, model.tree[spot.parent], copying=event.dropAction() == Qt.DropAction.CopyAction)
        else:
            self._spot = None
            event.ignore()
            self._hint.hide()
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        spot = self._spot or spot_at(self, self.rows, event.position().toPoint())
        parent = self.tree_model.index_of(spot.parent)
        self.tree_model.dropMimeData(event.mimeData(), event.dropAction(), spot.row, 0, parent)
        event.accept()
        self._end_drag()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)

    def stopAutoScroll(self) -> None:  # noqa: N802
        """Stop the scrolling that `dragMoveEvent` began; Qt's own stops it in its dropEvent, which is not called here."""
        self.setAutoScroll(False)
        self.setAutoScroll(True)

    def _open_hovered(self) -> None:
        if self._spot is not None and self._spot.is_into:
            self.expand(self.tree_model.index_of(self._spot.parent))

    def _end_drag(self) -> None:
        self._spot = None
        self._opener.stop()
        self._hint.hide()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._spot is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self._theme.color("accent")
        if self._spot.is_into:
            painter.setPen(QPen(accent, 1.5))
            painter.drawRoundedRect(QRectF(self.visualRect(self.tree_model.index_of(self._spot.parent))).adjusted(1, 1, -1, -1), 5, 5)
            return
        x = self.rows.left(self._spot.depth, self.viewport().width()) + self._theme.px(16)
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(x + 6, self._spot.y), QPointF(self.viewport().width() - 4, self._spot.y))
        painter.setBrush(self._theme.color("surface"))
        painter.drawEllipse(QPointF(x + 3, self._spot.y), 3, 3)


def _way_to(index: QModelIndex) -> tuple[int, ...]:
    """Return the rows on the way to an index, to sort by."""
    rows: list[int] = []
    while index.isValid():
        rows.append(index.row())
        index = index.parent()
    return tuple(reversed(rows))
