"""The workspace's tree as Qt sees it: a mirror of `session.tree` that follows it in small steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from curlew.engine.session import Change, Session
from curlew.model.tree import ROOT, Item, ItemKind, Tree
from curlew.text import _
from curlew.ui.tree.clipboard import MIME_ITEMS, pack_items, unpack_items
from curlew.ui.tree.diff import runs_downwards, staying
from curlew.ui.tree.labels import one_line

Index = QModelIndex | QPersistentModelIndex

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Item` of a row."""

HOLDERS = frozenset({ItemKind.WORKSPACE, ItemKind.COLLECTION, ItemKind.FOLDER})
MANY = 400
"""From so many single steps on, one reset is quicker than the steps."""

KIND_WORDS = {
    ItemKind.COLLECTION: _("collection"),
    ItemKind.FOLDER: _("folder"),
    ItemKind.REQUEST: _("request"),
    ItemKind.OPAQUE: _("read-only item"),
    ItemKind.BROKEN: _("broken file"),
}


_GROUND = Qt.ItemFlag.ItemIsDropEnabled
_ROW = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
_HOLDER = _ROW | Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsEditable
_LEAF = _ROW | Qt.ItemFlag.ItemNeverHasChildren | Qt.ItemFlag.ItemIsEditable
_FIXED_HOLDER = _ROW | Qt.ItemFlag.ItemIsDropEnabled
_FIXED_LEAF = _ROW | Qt.ItemFlag.ItemNeverHasChildren
_REQUEST = ItemKind.REQUEST
# Put together once, and compared by identity: a layout of the view asks twice for the flags of every open row.


class TreeModel(QAbstractItemModel):
    """Indices carry item ids (the workspace itself is the invalid index). Children are mirrored when they are first asked for.

    The session changes the tree and announces it afterwards, so the model holds its own lists of child ids and compares.
    `set_shown` narrows it to some ids (a filter); None shows all.
    """

    moved = Signal(object, object, object)  # ids, parent, index: rows were dropped
    copied = Signal(object, object, object)
    renamed = Signal(object, object)  # id, name: an editor was left
    arrived = Signal(object)  # ids of rows that a change brought or moved

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._children: dict[int, list[int]] = {}
        self._parents: dict[int, int] = {}
        self._rows: dict[int, int] = {}
        self._shown: set[int] | None = None
        self._came: list[int] = []
        self._forget_listener = session.changed.listen(self._on_change)
        self.destroyed.connect(self._forget_listener)

    @property
    def tree(self) -> Tree:
        return self._session.tree

    # --- ids and indices ---

    def id_of(self, index: Index) -> int:
        return index.internalId() if index.isValid() else ROOT

    def item(self, index: Index) -> Item | None:
        return self.tree.items.get(self.id_of(index))

    def index_of(self, item_id: int) -> QModelIndex:
        """Return the index of an item, mirroring what lies above it; the invalid one for the root and for what is not shown."""
        if item_id == ROOT or item_id not in self.tree:
            return QModelIndex()
        if item_id not in self._parents:
            chain = [item.id for item in self.tree.ancestors(item_id)]
            for above in reversed(chain):
                self._kids(above)
        if item_id not in self._parents:
            return QModelIndex()
        return self.createIndex(self._row(item_id), 0, item_id)

    def _target(self, item_id: int) -> list[int]:
        """Return the child ids that should be shown now."""
        children = self.tree.children.get(item_id, ())
        if self._shown is None:
            return list(children)
        return [child for child in children if child in self._shown]

    def _kids(self, item_id: int) -> list[int]:
        found = self._children.get(item_id)
        if found is None:
            found = self._children[item_id] = self._target(item_id)
            for row, child in enumerate(found):
                self._parents[child] = item_id
                self._rows[child] = row
        return found

    def _row(self, item_id: int) -> int:
        """Return the row among its siblings; remembered rows are checked and counted again when they are stale."""
        siblings = self._children[self._parents[item_id]]
        row = self._rows.get(item_id, -1)
        if not 0 <= row < len(siblings) or siblings[row] != item_id:
            self._rows.update((child, at) for at, child in enumerate(siblings))
            row = self._rows[item_id]
        return row

    # --- reading ---

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # Qt's own signature
        above = parent.internalId() if parent.isValid() else ROOT
        kids = self._children.get(above)
        if kids is None:
            kids = self._kids(above)
        if column != 0 or not 0 <= row < len(kids):
            return QModelIndex()
        return self.createIndex(row, 0, kids[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = self._parents.get(self.id_of(index), ROOT)
        if above == ROOT or above not in self._parents:
            return QModelIndex()
        return self.createIndex(self._row(above), 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._kids(self.id_of(parent))) if parent.column() <= 0 else 0

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        return bool(self._kids(self.id_of(parent)))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index) if index.isValid() else None
        if item is None:
            return None
        if role == ITEM_ROLE:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return item.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return accessible_text(item)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        item = self._session.tree.items.get(index.internalId())
        if item is None or item.id == ROOT:
            return _GROUND
        if item.kind is _REQUEST:
            return _FIXED_LEAF if item.problem else _LEAF
        if item.kind in HOLDERS:
            return _FIXED_HOLDER if item.problem else _HOLDER
        return _FIXED_LEAF if item.problem else _LEAF

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a rename; the row changes when the disk has it."""
        item = self.item(index)
        name = one_line(str(value)).strip()
        if role != Qt.ItemDataRole.EditRole or item is None or not name or name == item.name:
            return False
        self.renamed.emit(item.id, name)
        return False

    # --- drag and drop: ids travel, the session moves them and announces it ---

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [MIME_ITEMS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return pack_items(self.tree, [self.id_of(index) for index in indexes])

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        ids = unpack_items(self.tree, data)
        return bool(ids) and may_drop(self.tree, ids, self.id_of(parent), copying=action == Qt.DropAction.CopyAction)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for the move; always False, so that the view does not remove the rows that it dragged."""
        if self.canDropMimeData(data, action, row, column, parent):
            target = self.id_of(parent)
            kids = self._kids(target)
            real = self.tree.child_ids(target)
            index = real.index(kids[row]) if 0 <= row < len(kids) and kids[row] in real else len(real)
            signal = self.copied if action == Qt.DropAction.CopyAction else self.moved
            signal.emit(unpack_items(self.tree, data), target, index)
        return False

    # --- following ---

    def set_shown(self, shown: set[int] | None) -> None:
        """Show only these ids (with what lies above them in it), None for all."""
        self.beginResetModel()
        self._shown = shown
        self._clear()
        self.endResetModel()

    @property
    def is_filtered(self) -> bool:
        return self._shown is not None

    def widen(self, ids: Iterable[int]) -> None:
        """Let rows that a filter would hide be seen until the filter changes, such as one that was just made."""
        if self._shown is not None:
            for item_id in ids:
                self._shown.add(item_id)
                self._shown.update(item.id for item in self.tree.ancestors(item_id))
            self._follow()

    def _clear(self) -> None:
        self._children.clear()
        self._parents.clear()
        self._rows.clear()

    def _on_change(self, change: Change, _source: object) -> None:
        if change.kind == "workspace":
            self.beginResetModel()
            self._shown = None
            self._clear()
            self.endResetModel()
        elif change.kind == "tree":
            self._follow()
            self._repaint(change.items)
        elif change.kind in ("item", "file"):
            self._repaint(change.items)

    def _repaint(self, items: Iterable[int]) -> None:
        for item_id in items:
            if item_id in self._parents and item_id in self.tree:
                index = self.index_of(item_id)
                self.dataChanged.emit(index, index)

    def _follow(self) -> None:
        """Bring the mirror up to the tree: moves and inserts first (rows keep their identity), then removals."""
        stale = [item_id for item_id, kids in self._children.items() if kids != self._target(item_id)]
        targets = {item_id: self._target(item_id) for item_id in stale if item_id in self.tree}
        if sum(self._single_steps(item_id, target) for item_id, target in targets.items()) > MANY:
            self.beginResetModel()
            self._clear()
            self.endResetModel()
            return
        self._came = []
        for item_id, target in targets.items():
            if item_id in self._children:
                self._arrange(item_id, target)
        for item_id in stale:
            if item_id in self._children and (item_id == ROOT or item_id in self._parents):
                self._drop_gone(item_id, set(targets.get(item_id, ())))
        if self._came:
            self.arrived.emit(tuple(self._came))

    def _seen(self, item_id: int) -> QModelIndex:
        """Return the index of a mirrored item, whether or not the tree still has it."""
        return self.createIndex(self._row(item_id), 0, item_id) if item_id in self._parents else QModelIndex()

    def _single_steps(self, item_id: int, target: list[int]) -> int:
        known = [child for child in target if child in self._parents]
        return len(known) - len(staying(self._children[item_id], target))

    def _arrange(self, item_id: int, target: list[int]) -> None:
        """Put the children of one item in order; rows that do not belong here any more stay between them for now."""
        stays = staying(self._children[item_id], target)
        at = 0
        while at < len(target):
            child = target[at]
            if child in stays:
                at += 1
            elif child in self._parents:
                self._move(child, item_id, self._after(item_id, target, at))
                at += 1
            else:
                end = at
                while end < len(target) and target[end] not in stays and target[end] not in self._parents:
                    end += 1
                self._insert(item_id, self._after(item_id, target, at), target[at:end])
                at = end

    def _after(self, item_id: int, target: list[int], at: int) -> int:
        """Return the row behind the one that comes before `target[at]`."""
        return self._row(target[at - 1]) + 1 if at else 0

    def _insert(self, item_id: int, row: int, ids: list[int]) -> None:
        self._came += ids
        self.beginInsertRows(self._seen(item_id), row, row + len(ids) - 1)
        kids = self._children[item_id]
        kids[row:row] = ids
        for child in ids:
            self._parents[child] = item_id
        self.endInsertRows()

    def _move(self, child: int, to: int, row: int) -> None:
        source = self._parents[child]
        old = self._row(child)
        if source == to and row in (old, old + 1):
            return
        self._came.append(child)
        if not self.beginMoveRows(self._seen(source), old, old, self._seen(to), row):
            self._remove(source, old, old)
            self._insert(to, row, [child])
            return
        del self._children[source][old]
        self._children[to].insert(row - (source == to and old < row), child)
        self._parents[child] = to
        self.endMoveRows()

    def _drop_gone(self, item_id: int, wanted: set[int]) -> None:
        gone = [row for row, child in enumerate(self._children[item_id]) if child not in wanted]
        for first, last in runs_downwards(gone):
            self._remove(item_id, first, last)

    def _remove(self, item_id: int, first: int, last: int) -> None:
        self.beginRemoveRows(self._seen(item_id), first, last)
        for child in self._children[item_id][first : last + 1]:
            self._forget(child, item_id)
        del self._children[item_id][first : last + 1]
        self.endRemoveRows()

    def _forget(self, item_id: int, parent: int) -> None:
        """Drop what is remembered of a removed row; one that has come up elsewhere meanwhile stays."""
        if self._parents.get(item_id) != parent:
            return
        del self._parents[item_id]
        self._rows.pop(item_id, None)
        for child in self._children.pop(item_id, ()):
            self._forget(child, item_id)


def accessible_text(item: Item) -> str:
    """Return a row in words, as a screen reader says it: "GET List pets, request"."""
    label = f"{item.label} " if item.label and item.kind in (ItemKind.REQUEST, ItemKind.OPAQUE) else ""
    problem = f", {item.problem}" if item.problem else ""
    return f"{label}{item.name}, {KIND_WORDS.get(item.kind, '')}{problem}"


def outermost(tree: Tree, ids: Iterable[int]) -> tuple[int, ...]:
    """Return the ids less those that lie below another one of them, in the tree's order."""
    wanted = {item_id for item_id in ids if item_id in tree and item_id != ROOT}
    tops = [item_id for item_id in wanted if not any(item.id in wanted for item in tree.ancestors(item_id))]
    return tuple(sorted(tops, key=lambda item_id: _way(tree, item_id)))


def _way(tree: Tree, item_id: int) -> tuple[int, ...]:
    chain = [item_id, *(item.id for item in tree.ancestors(item_id))][:-1]
    return tuple(tree.index(step) for step in reversed(chain))


def may_drop(tree: Tree, ids: Iterable[int], parent: int, *, copying: bool = False) -> bool:
    """Return whether these items may come below `parent`: collections only among themselves, nothing into itself."""
    holder = tree.items.get(parent)
    if holder is None or holder.kind not in HOLDERS or holder.problem:
        return False
    above = {parent, *(item.id for item in tree.ancestors(parent))}
    for item_id in ids:
        if (tree[item_id].kind is ItemKind.COLLECTION) != (parent == ROOT):
            return False
        if item_id in above and not copying:
            return False
        if item_id in above and item_id == parent:
            return False
    return True
