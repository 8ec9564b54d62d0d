"""The palette over the window: commands (Ctrl+K) and requests (Ctrl+P), found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from curlew.text import _
from curlew.ui.shell.fuzzy import match
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column, label

Index = QModelIndex | QPersistentModelIndex
ROWS = 12
ROW_HEIGHT = 34
MOST_RESULTS = 200
WIDTH = 600


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to pick. method: drawn as a badge instead of `icon`; detail: where it is; keys: its shortcut; more: matched, not shown."""

    title: str
    act: Callable[[], object]
    icon: str = ""
    method: str = ""
    detail: str = ""
    keys: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    entry: Entry
    places: tuple[int, ...] = ()


def search(entries: Iterable[Entry], query: str) -> list[Found]:
    """Return what fits, the best first; with an empty query all, in their order."""
    if not query.strip():
        return [Found(entry) for entry in entries][:MOST_RESULTS]
    found: list[tuple[float, Found]] = []
    words = query.casefold().split()
    for entry in entries:
        title = match(query, entry.title)
        if title is not None:
            found.append((title.score, Found(entry, title.places)))
            continue
        about = f"{entry.title} {entry.detail} {entry.method} {entry.more}"
        folded = about.casefold()
        whole = match(query, about) if all(word in folded for word in words) else None  # letters here and there say nothing of an address
        if whole is not None:
            found.append((whole.score - 25, Found(entry)))
    found.sort(key=lambda pair: -pair[0])
    return [item for _score, item in found[:MOST_RESULTS]]


class PaletteModel(QAbstractListModel):
    """The results."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Found] = []

    def show_found(self, found: list[Found]) -> None:
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.found):
            return None
        entry = self.found[index.row()].entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(part for part in (entry.method, entry.title, entry.detail, entry.keys) if part)
        return None


class PaletteDelegate(QStyledItemDelegate):
    """Paints a result: badge or icon, title with what matched in accent, place, keys."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, PaletteModel) or index.row() >= len(model.found):
            return
        found, theme = model.found[index.row()], self._theme
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 5, 5)
        left = self._paint_lead(painter, rect.adjusted(10, 0, 0, 0), found.entry)
        right = self._paint_right(painter, rect, found.entry)
        self._paint_title(painter, QRectF(left, rect.y(), right - left - 12, rect.height()), found)
        painter.restore()

    def _paint_lead(self, painter: QPainter, rect: QRectF, entry: Entry) -> float:
        theme = self._theme
        if entry.method:
            painter.setFont(theme.font(10, 700))
            painter.setPen(theme.color(entry.method))
            painter.drawText(QRectF(rect.x(), rect.y(), theme.px(44), rect.height()), Qt.AlignmentFlag.AlignVCenter, entry.method[:7])
            return rect.x() + theme.px(48)
        side = theme.px(16)
        if entry.icon:
            y = int(rect.center().y() - side / 2) + 1
            painter.drawPixmap(int(rect.x()), y, theme.pixmap(entry.icon, "text2", 16, painter.device().devicePixelRatio()))
        return rect.x() + side + 12

    def _paint_right(self, painter: QPainter, rect: QRectF, entry: Entry) -> float:
        right = rect.right() - 10
        for text, token in ((entry.keys, "text2"), (entry.detail, "text3")):
            if not text:
                continue
            painter.setFont(self._theme.font(12))
            metrics = QFontMetricsF(painter.font())
            text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width() * 0.45)
            width = metrics.horizontalAdvance(text)
            painter.setPen(self._theme.color(token))
            painter.drawText(QRectF(right - width, rect.y(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + 16
        return right

    def _paint_title(self, painter: QPainter, rect: QRectF, found: Found) -> None:
        """Paint the title in runs: what matched is bold and in accent."""
        title = QFontMetricsF(self._theme.font(13, 600)).elidedText(found.entry.title, Qt.TextElideMode.ElideRight, rect.width())
        marked = frozenset(found.places)
        x, at = rect.x(), 0
        while at < len(title):
            on = at in marked
            end = at
            while end < len(title) and (end in marked) == on:
                end += 1
            font = self._theme.font(13, 600 if on else 400)
            painter.setFont(font)
            painter.setPen(self._theme.color("accent" if on else "text"))
            width = QFontMetricsF(font).horizontalAdvance(title[at:end])
            painter.drawText(QRectF(x, rect.y(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, title[at:end])
            x += width
            at = end


class Palette(QWidget):
    """Lies over its window: type, pick with the arrow keys, run with Enter, leave with Escape or a click beside it.

    A child of the window, since a window of its own could be neither rounded nor shaded where nothing composes windows.
    """

    def __init__(self, theme: Theme, window: QWidget, entries: list[Entry], hint: str) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self._focus_before = QApplication.focusWidget()
        self.setAccessibleName(hint)
        self._theme = theme
        self._entries = entries
        self._left = False
        self.field = QLineEdit()
        self.field.setObjectName("palette_field")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setFont(theme.font(14))
        self.field.setMinimumHeight(theme.px(36))
        self.model = PaletteModel()
        self.view = self._make_view()
        self._nothing = label(_("Nothing fits. Other letters may."), "muted")
        self._nothing.setContentsMargins(12, 8, 12, 8)
        self._card = QFrame()
        self._card.setProperty("ground", "popup")
        self._card.setLayout(column(self.field, self.view, self._nothing, margins=(8, 8, 8, 8), spacing=6))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 52, 16, 32)
        outer.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._add_shadow()
        window.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self._search("")

    def open_over(self) -> None:
        """Show it at the upper middle of its window."""
        self._fit()
        self.show()
        self.raise_()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent():
            if event.type() == QEvent.Type.Resize:
                self._fit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._handle_key(event)
        elif event.type() == QEvent.Type.FocusOut and QApplication.activePopupWidget() is None and self.window().isActiveWindow():
            self.leave(give_focus_back=False)
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.leave()

    def leave(self, give_focus_back: bool = True) -> None:
        """Close it; the keyboard goes back to where it was."""
        if self._left:
            return
        self._left = True
        self.close()
        if give_focus_back and self._focus_before is not None and isValid(self._focus_before):
            self._focus_before.setFocus()

    def _fit(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())
            self._card.setFixedWidth(min(self._theme.px(WIDTH), window.width() - 32))

    def _handle_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.view.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            pass  # there is nothing else to go to
        else:
            return False
        return True

    def _make_view(self) -> QListView:
        view = QListView()
        view.setObjectName("palette_list")
        view.setModel(self.model)
        view.setItemDelegate(PaletteDelegate(self._theme, view))
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setAccessibleName(_("Results"))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.entered.connect(view.setCurrentIndex)
        view.clicked.connect(self._run)
        return view

    def _add_shadow(self) -> None:
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(self._theme.color("shadow")))
        self._card.setGraphicsEffect(shadow)

    def _search(self, query: str) -> None:
        self.model.show_found(search(self._entries, query))
        count = self.model.rowCount()
        self.view.setVisible(count > 0)
        self._nothing.setVisible(count == 0)
        self.view.setFixedHeight(self._theme.px(ROW_HEIGHT) * min(count, ROWS))
        if count:
            self.view.setCurrentIndex(self.model.index(0, 0))
            self.view.scrollToTop()

    def _step(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            at = self.view.currentIndex().row() + by
            at = at % count if abs(by) == 1 else min(max(at, 0), count - 1)
            self.view.setCurrentIndex(self.model.index(at, 0))

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        act = self.model.found[index.row()].entry.act
        self.leave()
        act()
