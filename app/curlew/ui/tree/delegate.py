"""Paints one row of the tree: a pill over the whole width, chevron, method column or icon, name, badges, dot of unsaved edits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from curlew.model.tree import Item, ItemKind
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.tree.labels import label_token, one_line, short_label
from curlew.ui.tree.model import HOLDERS, ITEM_ROLE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle

Index = QModelIndex | QPersistentModelIndex

ROW = 28
STEP = 16  # indentation of a level …
DEEP = 6  # … of the levels below the seventh, …
DEEP_FROM = 7
NAME_MIN = 110  # … as long as this much is left for the name
CHEVRON = 16
LABEL_COLUMN = 39
ICON_COLUMN = 21
BADGE_MAX = 24


@cache
def _state_flag() -> type[QStyle.StateFlag]:
    """Return Qt's flags of a row's state. The first row painted loads them: with QStyle's other enums they take 5 ms."""
    from PySide6.QtWidgets import QStyle

    return QStyle.StateFlag


class RowDelegate(QStyledItemDelegate):
    """The look of rows. What is not in the model is set here by the view: `dirty`, `dimmed`, `outlined`, `words`."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.dirty: set[int] = set()
        self.dimmed: set[int] = set()  # being dragged, or cut
        self.outlined: int | None = None  # the row a menu is open for
        self.shows_more = True
        self._words: re.Pattern[str] | None = None

    def set_words(self, words: Iterable[str]) -> None:
        """Mark these in names, methods and addresses."""
        parts = [re.escape(word) for word in words if word]
        self._words = re.compile("|".join(parts), re.IGNORECASE) if parts else None

    # --- geometry, also for the view's hit tests ---

    def left(self, depth: int, width: int) -> int:
        """Return where a row of that depth begins (its chevron), in a viewport so wide."""
        plain = STEP * min(depth, DEEP_FROM) + DEEP * max(0, depth - DEEP_FROM)
        return max(0, min(self._theme.px(plain), width - self._theme.px(NAME_MIN + CHEVRON + LABEL_COLUMN)))

    def chevron_rect(self, row: QRect, depth: int) -> QRect:
        return QRect(row.x() + self.left(depth, row.width()), row.y(), self._theme.px(CHEVRON), row.height())

    def more_rect(self, row: QRect) -> QRect:
        side = self._theme.px(24)
        return QRect(row.right() - side - 2, row.y() + (row.height() - side) // 2, side, side)

    def name_left(self, row: QRect, depth: int, item: Item) -> int:
        column = ICON_COLUMN if item.kind in HOLDERS else LABEL_COLUMN
        return self.chevron_rect(row, depth).right() + 2 + self._theme.px(column)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._theme.px(ROW))

    # --- painting ---

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ITEM_ROLE)
        if item is None:
            return
        row, state, flag = option.rect, option.state, _state_flag()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._pill(painter, row, item, state)
        if item.id in self.dimmed:
            painter.setOpacity(0.45)
        depth = depth_of(index)
        if item.kind in HOLDERS and state & flag.State_Children:
            self._chevron(painter, self.chevron_rect(row, depth), bool(state & flag.State_Open))
        self._mark(painter, row, depth, item)
        left = self.name_left(row, depth, item)
        right = self._right_side(painter, row, item, bool(state & flag.State_MouseOver))
        self._name(painter, QRectF(left, row.y(), right - left - 2, row.height()), item)
        painter.restore()

    def _pill(self, painter: QPainter, row: QRect, item: Item, state: QStyle.StateFlag) -> None:
        flag = _state_flag()
        selected = bool(state & flag.State_Selected)
        hovered = bool(state & flag.State_MouseOver)
        focused = bool(state & flag.State_HasFocus)
        outlined = item.id == self.outlined
        if not (selected or hovered or focused or outlined):
            return
        painter.setPen(QPen(self._theme.color("accent"), 1) if outlined or (focused and not selected) else Qt.PenStyle.NoPen)
        if selected:
            painter.setBrush(self._theme.color("selected"))
        elif hovered or outlined:
            painter.setBrush(self._theme.color("hover"))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(row).adjusted(0.5, 1.5, -0.5, -1.5), 5, 5)

    def _chevron(self, painter: QPainter, rect: QRect, is_open: bool) -> None:
        self._icon(painter, "chevron_down" if is_open else "chevron_right", "text3", 12, QRectF(rect).center())

    def _icon(self, painter: QPainter, name: str, token: str, size: int, centre: QPointF) -> None:
        half = self._theme.px(size) / 2
        painter.drawPixmap(
            QPointF(centre.x() - half, centre.y() - half), self._theme.pixmap(name, token, size, painter.device().devicePixelRatioF())
        )

    def _mark(self, painter: QPainter, row: QRect, depth: int, item: Item) -> None:
        """Paint what stands before the name: an icon for holders, the method for requests, a warning for broken files."""
        x = self.chevron_rect(row, depth).right() + 2
        middle = QRectF(row).center().y()
        if item.kind in HOLDERS:
            name = "layers" if item.kind is ItemKind.COLLECTION else "folder"
            self._icon(painter, name, "err" if item.problem else "text2", 15, QPointF(x + self._theme.px(7), middle))
        elif item.kind is ItemKind.BROKEN:
            self._icon(painter, "warning", "err", 15, QPointF(x + self._theme.px(11), middle))
        else:
            font = self._theme.font(10, 700)
            label = short_label(item.label)
            place = QRectF(x, row.y(), self._theme.px(LABEL_COLUMN), row.height())
            self._highlight(painter, place, label, font)
            painter.setFont(font)
            painter.setPen(self._theme.color(label_token(item.label)))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, label)

    def _right_side(self, painter: QPainter, row: QRect, item: Item, hovered: bool) -> float:
        """Paint badges, dot and the hovered row's button from the right; return where they begin."""
        right = float(row.right() - 6)
        middle = QRectF(row).center().y()
        if hovered and self.shows_more:
            spot = self.more_rect(row)
            self._icon(painter, "more", "text2", 16, QRectF(spot).center())
            right = spot.x() - 2
        if item.id in self.dirty:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("var"))
            painter.drawEllipse(QPointF(right - 5, middle), 3.2, 3.2)
            right -= 14
        badge = badge_text(item)
        if badge:
            font = self._theme.font(11, 500)
            wide = QFontMetricsF(font).horizontalAdvance(badge) + 14
            place = QRectF(right - wide, middle - self._theme.px(19) / 2, wide, self._theme.px(19))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("err_soft"))
            painter.drawRoundedRect(place, 4, 4)
            painter.setFont(font)
            painter.setPen(self._theme.color("err"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, badge)
            right -= wide + 4
        return right

    def _name(self, painter: QPainter, place: QRectF, item: Item) -> None:
        font = self._theme.font(13, 600 if item.kind is ItemKind.COLLECTION else 400)
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(one_line(item.name), Qt.TextElideMode.ElideRight, place.width())
        self._highlight(painter, place, text, font)
        painter.setFont(font)
        token = "err" if item.problem or item.kind is ItemKind.BROKEN else "text"
        painter.setPen(self._theme.color(token))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        if self._words is not None and item.url and not self._words.search(item.name) and self._words.search(item.url):
            self._address(painter, place.adjusted(metrics.horizontalAdvance(text) + 8, 0, 0, 0), item.url)

    def _address(self, painter: QPainter, place: QRectF, url: str) -> None:
        """Paint the part of the address that the filter found, behind a name that does not hold it."""
        assert self._words is not None
        found = self._words.search(url)
        if found is None or place.width() < self._theme.px(40):
            return
        font = self._theme.font(11, mono=True)
        start = max(0, found.start() - 6)
        text = QFontMetricsF(font).elidedText(("…" if start else "") + one_line(url[start:]), Qt.TextElideMode.ElideRight, place.width())
        self._highlight(painter, place, text, font)
        painter.setFont(font)
        painter.setPen(self._theme.color("text3"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _highlight(self, painter: QPainter, place: QRectF, text: str, font: QFont) -> None:
        if self._words is None:
            return
        metrics = QFontMetricsF(font)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("find"))
        high = metrics.height() + 1
        for found in self._words.finditer(text):
            left = metrics.horizontalAdvance(text[: found.start()])
            wide = metrics.horizontalAdvance(text[: found.end()]) - left
            painter.drawRoundedRect(QRectF(place.x() + left - 1, place.center().y() - high / 2, wide + 2, high), 3, 3)
        painter.restore()

    # --- renaming in place ---

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setObjectName("RenameField")
        editor.setProperty("small", True)
        editor.setAccessibleName(_("New name"))
        editor.setStyleSheet(
            f"QLineEdit {{ border: 1px solid {self._theme.hex('accent')}; border-radius: 4px; padding: 0 5px; min-height: 0;"
            f" font-size: {self._theme.px(13)}px; background: {self._theme.hex('bg')}; }}"
        )
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        row: QRect = option.rect
        left = self.name_left(row, depth_of(index), index.data(ITEM_ROLE)) - 7
        editor.setGeometry(QRect(left, row.y() + 2, row.right() - left - 4, row.height() - 4))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        item = index.data(ITEM_ROLE)
        if event.type() != QEvent.Type.ToolTip or item is None:
            QToolTip.hideText()
            return False
        QToolTip.showText(event.globalPos(), tip(item), view)
        return True


def depth_of(index: Index) -> int:
    """Return how many rows lie above; a collection has none."""
    depth = 0
    above = index.parent()
    while above.isValid():
        depth += 1
        above = above.parent()
    return depth


def badge_text(item: Item) -> str:
    """Return what a row with a problem says in short."""
    if item.line:
        return _("line {line}").format(line=item.line)
    if item.kind is ItemKind.BROKEN:
        return _("not readable")
    if item.problem:
        return item.problem if len(item.problem) <= BADGE_MAX else _("cannot be opened")
    return ""


def tip(item: Item) -> str:
    """Return the tooltip: the whole name, what is asked where, the trouble. Texts of files are escaped."""
    import html

    lines = [f"<b>{html.escape(item.name)}</b>"]
    if item.kind is ItemKind.REQUEST and item.url:
        lines.append(html.escape(f"{item.label} {item.url[:300]}"))
    if item.kind is ItemKind.OPAQUE:
        lines.append(html.escape(_("Kept as it is; this kind cannot be edited here yet.")))
    if item.problem:
        lines.append(html.escape(item.problem))
    lines.append(html.escape(str(item.path)))
    return "<br>".join(lines)
