"""A read-only table: a model of cells, and a view that paints them with chips and one-pixel lines."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QToolTip

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.keys import with_keys
from curlew.ui.widgets.paint import badge_width, paint_badge

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole + 1
PAD = 10
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
LONGEST_PAINTED = 2000
LONGEST_TIP = 3000


@dataclass(frozen=True, slots=True)
class Chip:
    """A small label in a cell; tone is `badge`, `ok`, `info`, `warn` or `err`."""

    text: str
    tone: str = "badge"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: chips first, then text. token: the text's colour. section: the title of the rows below, across all columns.

    tip: makes what is said where the pointer rests on it, lines of plain text; what had no room is said in any case.
    """

    text: str = ""
    token: str = "text"
    mono: bool = False
    strong: bool = False
    right: bool = False
    chips: tuple[Chip, ...] = ()
    section: bool = False
    tip: Callable[[], str] | None = None

    def spoken(self) -> str:
        return ", ".join((*(chip.text for chip in self.chips), self.text)).strip(", ")


LEAST_TEXT = 40
"""Beside a chip, a text with less room than this is left out."""


class GridModel(QAbstractTableModel):
    """Rows of cells below titles."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._rows: list[tuple[Cell, ...]] = []

    def set_rows(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, number: int) -> tuple[Cell, ...]:
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken()
        return cell if role == CELL else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section < len(self._titles):
            return self._titles[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class _CellPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return
        theme, rect = self._theme, option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        elif cell.section:
            painter.fillRect(rect, theme.color("group"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("line"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.color("border"))
        last = index.column() == index.model().columnCount() - 1
        if not last and not cell.section:
            painter.fillRect(QRect(rect.right(), rect.y(), 1, rect.height()), theme.color("border"))
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._content(painter, QRectF(rect).adjusted(PAD, 0, -PAD, 0), cell, bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _content(self, painter: QPainter, rect: QRectF, cell: Cell, selected: bool) -> None:
        theme, x = self._theme, rect.x()
        for chip in cell.chips:
            ground, token = ("badge", "badge_text") if chip.tone == "badge" else (f"{chip.tone}_soft", chip.tone)
            ground = "bg" if selected else ground  # the selection's own ground would swallow the others
            x = paint_badge(painter, theme, x, rect.center().y(), chip.text, ground, token) + 6
        font = theme.font(12 if cell.mono else 13, 600 if cell.strong else 400, mono=cell.mono)
        painter.setFont(font)
        painter.setPen(theme.color(cell.token))
        space = QRectF(x, rect.y(), max(0.0, rect.right() - x), rect.height())
        if cell.chips and space.width() < theme.px(LEAST_TEXT):
            return  # an ellipsis alone says nothing; the tip has the words
        text = QFontMetricsF(font).elidedText(one_line(cell.text), Qt.TextElideMode.ElideRight, space.width())
        side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(space, _MIDDLE | side, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return QSize(0, 0)
        metrics = QFontMetricsF(self._theme.font(12 if cell.mono else 13, 600 if cell.strong else 400, mono=cell.mono))
        chips = sum(badge_width(self._theme, chip.text) + 6 for chip in cell.chips)
        return QSize(round(metrics.horizontalAdvance(one_line(cell.text)[:300]) + chips) + 2 * PAD + 4, self._theme.px(32))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        cell = index.data(CELL)
        if event.type() == QEvent.Type.ToolTip and isinstance(cell, Cell):
            hidden = cell.text if self.sizeHint(option, index).width() > option.rect.width() else ""
            said = "\n".join(part for part in (hidden, cell.tip() if cell.tip is not None else "") if part)
            if said:
                lines = html.escape(said[:LONGEST_TIP]).replace("\n", "<br>")
                QToolTip.showText(event.globalPos(), f"<span>{lines}</span>", view)
                return True
        return super().helpEvent(event, view, option, index)


class GridView(QTableView):
    """Selects whole rows; Ctrl+C copies them as `copied` writes them."""

    def __init__(self, theme: Theme, name: str, model: GridModel, copied: Callable[[tuple[Cell, ...]], str]) -> None:
        super().__init__()
        self._theme, self._copied, self._grid = theme, copied, model
        self._widths: tuple[int, ...] = ()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(_CellPainter(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(40)
        model.modelReset.connect(self._span_sections)
        theme.changed.connect(self._dress)
        self._dress()

    def _span_sections(self) -> None:
        self.clearSpans()
        for number in range(self._grid.rowCount()):
            if self._grid.row(number)[0].section:
                self.setSpan(number, 0, 1, self._grid.columnCount())

    def set_widths(self, *widths: int) -> None:
        """Set the columns' widths at 100 %; the one with 0 takes the rest."""
        self._widths = widths
        header = self.horizontalHeader()
        for column, width in enumerate(widths):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch)
            if width:
                header.resizeSection(column, self._theme.px(width))

    def selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def copy(self) -> None:
        """Copy the selected rows; all of them where none is selected."""
        rows = [self._grid.row(number) for number in self.selected_rows() or range(self._grid.rowCount())]
        QGuiApplication.clipboard().setText("\n".join(self._copied(cells) for cells in rows if not cells[0].section))

    def copy_value(self, column: int) -> None:
        """Copy one column of the selected rows."""
        QGuiApplication.clipboard().setText("\n".join(self._grid.row(row)[column].text for row in self.selected_rows()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self.indexAt(event.pos())
        if at.isValid() and at.row() not in self.selected_rows():
            self.selectRow(at.row())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(with_keys(_("Copy"), QKeySequence.StandardKey.Copy), self.copy)
        if at.isValid():
            column = at.column()
            title = str(self._grid.headerData(column, Qt.Orientation.Horizontal))
            menu.addAction(_("Copy: {column}").format(column=title.replace("&", "&&")), lambda: self.copy_value(column))
        menu.addAction(_("Select all"), self.selectAll)
        menu.popup(event.globalPos())

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(32))
        self.horizontalHeader().setFixedHeight(self._theme.px(32))
        if self._widths:
            self.set_widths(*self._widths)
        self.viewport().update()


def one_line(text: str) -> str:
    """Return a text as it can stand on one line: short enough to paint, control characters as signs."""
    return "".join(chr(0x2400 + ord(c)) if c < " " else "␡" if c == "\x7f" else c for c in text[:LONGEST_PAINTED])
