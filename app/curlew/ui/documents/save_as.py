"""Asks where a request that has no file yet shall be saved: its name, and a collection or folder."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from curlew.model.tree import ROOT, ItemKind, Tree
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, column, label, row
from curlew.ui.widgets.sheet import Sheet

Index = QModelIndex | QPersistentModelIndex
ID = Qt.ItemDataRole.UserRole + 1
DEPTH = Qt.ItemDataRole.UserRole + 2
NEW_COLLECTION = -1


class PlaceDelegate(QStyledItemDelegate):
    """Paints a collection or folder, indented as in the tree."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, self._theme.px(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 5, 5)
        depth, item_id = int(index.data(DEPTH)), int(index.data(ID))
        left = rect.x() + 12 + depth * theme.px(16)
        icon = "plus" if item_id == NEW_COLLECTION else "folder" if depth else "layers"
        side = theme.px(15)
        picture = theme.pixmap(icon, "text2", 15, painter.device().devicePixelRatio())
        painter.drawPixmap(left, rect.center().y() - side // 2 + 1, picture)
        left += side + 8
        painter.setFont(theme.font(13, 400 if depth else 600))
        painter.setPen(theme.color("text"))
        room = rect.adjusted(left - rect.x(), 0, -10, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class SaveAsDialog(Sheet):
    """`name` and `place` are the answer: an item id, or NEW_COLLECTION for a collection of the name `collection_name`.

    In the place a folder of the name `folder_name` is made first, unless that is empty.
    """

    def __init__(self, theme: Theme, parent: QWidget, tree: Tree, name: str, near: int | None = None) -> None:
        super().__init__(theme, parent, _("Save the request"), QSize(theme.px(460), theme.px(500)))
        self.setObjectName("save_as_dialog")
        self._name = QLineEdit(name)
        self._name.setObjectName("save_as_name")
        self._name.setAccessibleName(_("Name"))
        self._name.setPlaceholderText(_("Name of the request"))
        self._collection = QLineEdit(_("My collection"))
        self._collection.setObjectName("save_as_collection")
        self._collection.setAccessibleName(_("Name of the new collection"))
        self._folder = QLineEdit()
        self._folder.setObjectName("save_as_folder")
        self._folder.setAccessibleName(_("New folder in it"))
        self._folder.setPlaceholderText(_("None: save right there"))
        self._view = self._make_view(theme, tree)
        self._save = TextButton(theme, _("Save"), "primary", act=self.accept)
        self._save.setDefault(True)
        self._new_name = QWidget()
        self._new_name.setLayout(column(label(_("Name of the new collection"), "medium"), self._collection, spacing=6))
        new_folder = column(label(_("New folder in it"), "medium"), self._folder, spacing=6)
        foot = row(None, TextButton(theme, _("Cancel"), act=self.reject), self._save, margins=(0, 8, 0, 0))
        title = label(_("Save the request"), "title")
        parts = (
            title,
            4,
            label(_("Name"), "medium"),
            self._name,
            4,
            label(_("Where"), "medium"),
            self._view,
            self._new_name,
            new_folder,
            foot,
        )
        self._view.setMinimumHeight(theme.px(120))
        self.setLayout(column(*parts, margins=(20, 18, 20, 16), spacing=6))
        self._select(near)
        self._name.textChanged.connect(self._check)
        self._collection.textChanged.connect(self._check)
        self._view.selectionModel().currentChanged.connect(self._check)
        self._check()
        self._name.selectAll()
        self._name.setFocus()

    @property
    def name(self) -> str:
        return self._name.text().strip()

    @property
    def collection_name(self) -> str:
        return self._collection.text().strip()

    @property
    def folder_name(self) -> str:
        return self._folder.text().strip()

    @property
    def place(self) -> int:
        index = self._view.currentIndex()
        return int(index.data(ID)) if index.isValid() else NEW_COLLECTION

    def _make_view(self, theme: Theme, tree: Tree) -> QListView:
        model = QStandardItemModel(self)
        for item in tree.walk():
            if item.kind in (ItemKind.COLLECTION, ItemKind.FOLDER) and not item.problem:
                depth = sum(1 for above in tree.ancestors(item.id) if above.id != ROOT)
                model.appendRow(_entry(item.name, item.id, depth))
        model.appendRow(_entry(_("New collection"), NEW_COLLECTION, 0))
        view = QListView()
        view.setObjectName("save_as_places")
        view.setAccessibleName(_("Where to save"))
        view.setModel(model)
        view.setItemDelegate(PlaceDelegate(theme, view))
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setProperty("framed", "true")
        view.doubleClicked.connect(self.accept)
        return view

    def _select(self, near: int | None) -> None:
        model = self._view.model()
        ids = [int(model.index(n, 0).data(ID)) for n in range(model.rowCount())]
        self._view.setCurrentIndex(model.index(ids.index(near) if near in ids else 0, 0))

    def _check(self) -> None:
        new = self.place == NEW_COLLECTION
        self._new_name.setVisible(new)
        self._save.setEnabled(bool(self.name) and (bool(self.collection_name) or not new))


def _entry(name: str, item_id: int, depth: int) -> QStandardItem:
    entry = QStandardItem(name)
    entry.setEditable(False)
    entry.setData(item_id, ID)
    entry.setData(depth, DEPTH)
    return entry
