"""The rows of a tree as a flat list: opening a list of a million values is one insertion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from curlew.preview.outline.opening import Shape, place_of, repeated_keys
from curlew.preview.outline.tree import Alone, ChildList, Node, Outline, Spot, Value
from curlew.preview.outline.words import RowText
from curlew.preview.picked import PickedValue
from curlew.preview.places import Place
from curlew.text import _
from curlew.ui.response.views.tree.speaking import spoken

Index = QModelIndex | QPersistentModelIndex
REMEMBERED = 4000
CHECKED_AT_ONCE = 200
"""Keys of an object that are looked through, in the window's thread, for ones that stand there twice."""

COUNTED_AT_ONCE = 800
"""Bytes of a closed container whose children are counted while it is painted."""

_ROOT = QModelIndex()


class TreeModel(QAbstractListModel):
    """What is open in a body and what its rows say. Finding children is the `Loader`'s work, which calls `grow`."""

    wants_children = Signal(object)
    """Node: it was opened, and its children are to be found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shape: Shape | None = None
        self.outline: Outline | None = None
        self._texts: dict[tuple[Node, int], RowText] = {}

    # --- what Qt asks ---

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.outline is None else len(self.outline)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.outline is None or index.row() >= len(self.outline):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            text = self.text(index.row())
            return f"{text.key}: {text.value or text.summary}" if text.key else text.value or text.summary
        if role == Qt.ItemDataRole.AccessibleTextRole:
            node, at = self.outline.spot(index.row())
            container, is_open = self.is_container(index.row()), self.is_open(node, at)
            return spoken(self.text(index.row()), node.depth + 1, container, is_open, self.match_of(index.row()))
        return None

    # --- what stands in a row ---

    def spot(self, row: int) -> Spot:
        assert self.outline is not None
        return self.outline.spot(row)

    def row_of(self, node: Node, index: int) -> int:
        return -1 if self.outline is None else self.outline.row_of(node, index)

    def value(self, row: int) -> Value | None:
        """Return the value in a row, None for the row that tells a problem."""
        node, index = self.spot(row)
        return node.children.value(index) if index >= 0 else None

    def is_container(self, row: int) -> bool:
        value = self.value(row)
        return value is not None and value.holds_values

    @staticmethod
    def is_open(node: Node, index: int) -> bool:
        return index >= 0 and node.child(index) is not None

    def text(self, row: int) -> RowText:
        """Return what a row says; kept, since it is painted again and again."""
        assert self.shape is not None
        node, index = self.spot(row)
        if index < 0:
            return RowText(value=node.problem, token="err", flags=(_("broken"),))
        child = node.child(index)
        kept = self._texts.get((node, index)) if child is None else None
        if kept is not None:
            return kept
        if len(self._texts) > REMEMBERED:
            self._texts.clear()
        value = node.children.value(index)
        repeated = bool(node.repeated) and self.shape.key(value) in (node.repeated or ())
        known = self._few(value) if child is None else child.children
        made = self.shape.row(value, index, known, repeated)
        if isinstance(node.children, Alone):
            made = replace(made, key="")
        if child is None:
            self._texts[node, index] = made
        return made

    def _few(self, value: Value) -> ChildList | None:
        """Return the children of a small closed container, to be counted; None for any other value."""
        if not value.holds_values or value.end - value.start > COUNTED_AT_ONCE or self.shape is None:
            return None
        children = self.shape.children(value)
        for _step in children.steps():
            pass
        return children

    def counted(self, node: Node, index: int, text: RowText) -> None:
        """Take the text of a row whose children were counted."""
        self._texts[node, index] = text

    def match_of(self, row: int) -> bool:
        """Whether the value in a row is one of the matches."""
        node, index = self.spot(row)
        if node.trie is None or index < 0 or self.shape is None:
            return False
        below = node.trie.get(self.shape.part(node.children.value(index), index))
        return below is not None and below.ends

    def place(self, row: int) -> Place:
        assert self.shape is not None
        node, index = self.spot(row)
        return place_of(self.shape, node, index)

    def picked(self, row: int) -> PickedValue | None:
        value = self.value(row)
        if value is None or self.shape is None:
            return None
        return self.shape.picked(None, value, self.place(row))

    # --- what changes the rows ---

    def show(self, shape: Shape | None, root: Value | None = None) -> None:
        """Show another body, of which nothing is open but its top."""
        self.shape = shape
        if shape is None or root is None:
            self.swap(None)
        elif root.holds_values:
            self.swap(Node(root, shape.children(root)))
            assert self.outline is not None
            self.wants_children.emit(self.outline.root)
        else:
            alone = Node(root, Alone(root))
            alone.absorb()
            self.swap(alone)

    def swap(self, root: Node | None) -> None:
        """Show other rows of the same body."""
        self.beginResetModel()
        self._texts.clear()
        self.outline = None if root is None else Outline(root)
        self.endResetModel()

    def open(self, node: Node, index: int) -> Node | None:
        """Open a container; return its node, None for what has nothing to open."""
        assert self.shape is not None
        child = node.child(index)
        value = node.children.value(index)
        if child is not None or not value.holds_values:
            return child
        child = node.kept.pop(index, None)
        if child is None:
            child = Node(value, self.shape.children(value), node, index)
            child.trie = None if node.trie is None else node.trie.get(self.shape.part(value, index))
        self._attach(child)
        if not child.children.complete or child.news():
            self.wants_children.emit(child)
        return child

    def put(self, child: Node) -> None:
        """Put an open node in the place of the one that is there, or of the closed container."""
        assert child.parent is not None
        self.close(child.parent, child.at)
        child.parent.kept.pop(child.at, None)
        self._attach(child)

    def _attach(self, child: Node) -> None:
        assert self.outline is not None
        assert child.parent is not None
        row = self.outline.row_of(child.parent, child.at) if self._is_shown(child.parent) else -1
        if child.rows and row >= 0:
            self.beginInsertRows(_ROOT, row + 1, row + child.rows)
        child.parent.attach(child)
        self.outline.touched()
        if child.rows and row >= 0:
            self.endInsertRows()
        self._texts.pop((child.parent, child.at), None)
        self._row_changed(row)

    def close(self, node: Node, index: int) -> None:
        """Close a container; what is open in it is kept for the next time."""
        child = node.child(index)
        if child is None or self.outline is None:
            return
        row = self.outline.row_of(node, index) if self._is_shown(node) else -1
        if child.rows and row >= 0:
            self.beginRemoveRows(_ROOT, row + 1, row + child.rows)
        node.detach(child)
        self.outline.touched()
        if child.rows and row >= 0:
            self.endRemoveRows()
        node.kept[index] = child
        self._row_changed(row)

    def grow(self, node: Node) -> None:
        """Let what was found of a node's children count as rows."""
        if self.outline is None or not self._is_shown(node):
            return
        complete, news = node.children.complete, node.news()
        if complete and node.repeated is None and len(node.children) <= CHECKED_AT_ONCE and self.shape is not None:
            node.repeated = self._repeated(node)
        if news:
            first = self.outline.first_new_row(node)
            self.beginInsertRows(_ROOT, first, first + news - 1)
            node.known += news
            node.changed(news)
            self.outline.touched()
            self.endInsertRows()
        if complete and node.children.problem and not node.problem:
            first = self.outline.first_new_row(node)
            self.beginInsertRows(_ROOT, first, first)
            node.problem = node.children.problem
            node.changed(1)
            self.outline.touched()
            self.endInsertRows()
        if node.parent is not None:
            self._row_changed(self.outline.row_of(node.parent, node.at))

    def _repeated(self, node: Node) -> frozenset[str]:
        assert self.shape is not None
        wanted = node.value.kind in ("object", "element")
        return repeated_keys(self.shape, node.children) if wanted else frozenset()

    def flag_repeated(self, node: Node, keys: frozenset[str]) -> None:
        """Flag the keys that stand in an object more than once."""
        node.repeated = keys
        if keys:
            self._texts.clear()
            self.refresh()

    def _is_shown(self, node: Node) -> bool:
        """Whether a node is open, and everything above it."""
        assert self.outline is not None
        while node.parent is not None:
            if node.parent.child(node.at) is not node:
                return False
            node = node.parent
        return node is self.outline.root

    def _row_changed(self, row: int) -> None:
        if row >= 0:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)

    def refresh(self) -> None:
        """Let every row that is seen be painted anew."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
