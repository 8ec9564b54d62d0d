"""The head of a table: titles that sort, and below them a field for each column that is seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from curlew.preview.table.cells import Path
from curlew.preview.table.columns import Column
from curlew.ui.response.grid import one_line
from curlew.ui.response.views.table.filter_field import FilterField
from curlew.ui.response.views.table.model import TableModel
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_icon

TITLE, FIELDS = 32, 41
PAD = 10
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine

LONGEST_TITLE = 200
"""Characters of a title that are measured; a key can have millions."""


class TableHeader(QHeaderView):
    """`sort_wanted`: a column, and whether it is added to those that sort; `menu_wanted`: a column and a place on the screen."""

    sort_wanted = Signal(object, bool)
    filter_changed = Signal(object, str)
    menu_wanted = Signal(object, QPoint)
    left = Signal()

    def __init__(self, theme: Theme, model: TableModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._theme, self._table = theme, model
        self._sorts: tuple[tuple[Path, bool], ...] = ()
        self._filters: dict[Path, str] = {}
        self._problems: dict[Path, str] = {}
        self._fields: dict[Path, FilterField] = {}
        self._view = view
        self.setObjectName("table_head")
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(48)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(self._clicked)
        self.sectionResized.connect(self.place_fields)
        self.geometriesChanged.connect(self.place_fields)
        model.modelReset.connect(self.place_fields)

    # --- what it shows ---

    def show_sorts(self, sorts: tuple[tuple[Path, bool], ...]) -> None:
        self._sorts = sorts
        self.viewport().update()

    def show_filters(self, filters: dict[Path, str], problems: dict[Path, str]) -> None:
        self._filters, self._problems = filters, problems
        for path, field in self._fields.items():
            if not field.edit.hasFocus() or not filters.get(path):
                field.show_text(filters.get(path, ""))
            field.show_problem(problems.get(path, ""))
        self.place_fields()

    def adopt(self, columns: list[Column]) -> None:
        """Keep the fields for columns that are there again, let go of the others."""
        by_path = {column.path: column for column in columns}
        for path, field in list(self._fields.items()):
            if path in by_path:
                field.show_column(by_path[path])
            else:
                self._fields.pop(path).deleteLater()

    def refresh(self) -> None:
        for field in self._fields.values():
            field.refresh()

    def focus_field(self, path: Path) -> None:
        """Put the keyboard into a column's field."""
        at = next((at for at, column in enumerate(self._table.columns) if column.path == path), -1)
        if at >= 0:
            index = self._table.index(max(0, self._view.rowAt(0)), at)
            self._view.scrollTo(index)
            self.place_fields()
            if path in self._fields:
                self._fields[path].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def field(self, path: Path) -> FilterField | None:
        return self._fields.get(path)

    def place_fields(self, *_moved: object) -> None:
        """Show a field below each title that is seen."""
        px, width = self._theme.px, self.viewport().width()
        seen: set[Path] = set()
        for section, column in enumerate(self._table.columns):
            left = self.sectionViewportPosition(section)
            if left >= width:
                break
            wide = self.sectionSize(section)
            if left + wide <= 0:
                continue
            field = self._fields.get(column.path) or self._new_field(column)
            field.setGeometry(left + 6, px(TITLE) + 5, max(wide - 13, 20), px(FIELDS) - 11)
            field.show()
            seen.add(column.path)
        for path, field in self._fields.items():
            if path not in seen:
                field.hide()

    def _new_field(self, column: Column) -> FilterField:
        field = FilterField(self._theme, column, self.viewport())
        field.show_text(self._filters.get(column.path, ""))
        field.show_problem(self._problems.get(column.path, ""))
        field.changed.connect(self.filter_changed)
        field.left.connect(self.left)
        self._fields[column.path] = field
        return field

    # --- painting ---

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(TITLE) + self._theme.px(FIELDS))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        width, title = self.viewport().width() - self.length(), self._theme.px(TITLE)
        for y in (title - 1, self.viewport().height() - 1):
            painter.fillRect(QRect(self.length(), y, max(0, width), 1), self._theme.color("border"))
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        if section >= len(self._table.columns):
            return
        theme, column = self._theme, self._table.columns[section]
        title = theme.px(TITLE)
        painter.fillRect(rect, theme.color("bg"))
        for y in (rect.y() + title - 1, rect.bottom()):
            painter.fillRect(QRect(rect.x(), y, rect.width(), 1), theme.color("border"))
        painter.fillRect(QRect(rect.right(), rect.y(), 1, rect.height()), theme.color("border"))
        inside = QRectF(rect.x() + PAD, rect.y(), rect.width() - 2 * PAD, title - 1)
        rank = next((at for at, (path, _down) in enumerate(self._sorts) if path == column.path), -1)
        if rank >= 0:
            inside = self._paint_sort(painter, inside, rank)
        font = theme.font(12, 600)
        painter.setFont(font)
        painter.setPen(theme.color("text" if rank >= 0 else "text2"))
        text = QFontMetricsF(font).elidedText(one_line(column.name[:LONGEST_TITLE]), Qt.TextElideMode.ElideRight, inside.width())
        side = Qt.AlignmentFlag.AlignRight if column.type == "number" else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, _MIDDLE | side, text)

    def _paint_sort(self, painter: QPainter, inside: QRectF, rank: int) -> QRectF:
        theme = self._theme
        icon = "arrow_down" if self._sorts[rank][1] else "arrow_up"
        room = theme.px(14)
        paint_icon(painter, theme, inside.right() - room, inside.center().y(), icon, "accent", 14)
        if len(self._sorts) > 1:
            painter.setFont(theme.font(11, 500))
            painter.setPen(theme.color("accent"))
            painter.drawText(inside.adjusted(0, 0, -room, 0), _MIDDLE | Qt.AlignmentFlag.AlignRight, str(rank + 1))
            room += theme.px(9)
        return inside.adjusted(0, 0, -room - 4, 0)

    # --- the mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < self._theme.px(TITLE) or self.cursor().shape() == Qt.CursorShape.SplitHCursor:
            super().mousePressEvent(event)

    def _clicked(self, section: int) -> None:
        if section < len(self._table.columns):
            adds = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.sort_wanted.emit(self._table.columns[section].path, adds)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        section = self.logicalIndexAt(event.pos())
        if 0 <= section < len(self._table.columns):
            self.menu_wanted.emit(self._table.columns[section].path, event.globalPos())


class RowNumbers(QHeaderView):
    """The numbers of the rows, as they stand: they stay when the table is scrolled sideways."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._theme = theme
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        digits = max(2, len(f"{self.count():,}"))
        return QSize(round(QFontMetricsF(self._theme.font(12, mono=True)).horizontalAdvance("0" * digits)) + 2 * PAD + 6, 0)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        theme = self._theme
        painter.fillRect(rect, theme.color("bg"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.color("border"))
        painter.fillRect(QRect(rect.right(), rect.y(), 1, rect.height()), theme.color("border"))
        painter.setFont(theme.font(12, mono=True))
        painter.setPen(theme.color("gutter"))
        painter.drawText(QRectF(rect).adjusted(0, 0, -PAD, 0), _MIDDLE | Qt.AlignmentFlag.AlignRight, f"{section + 1:,}")
