"""The completion popup: what fits the text before the caret, picked with the arrow keys, never taking the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.popup import RoundFrame

Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
ROW = 30
MOST = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One choice: `text` is shown and, unless `insert` says otherwise, put in; `detail` explains it."""

    text: str
    detail: str = ""
    insert: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Suggestions for a stretch of the text: `start` and `end` are what a choice replaces, `typed` is what they match.

    eager: the first one is picked already, so that Enter takes it; otherwise an arrow key has to pick one.
    """

    start: int
    end: int
    typed: str
    suggestions: tuple[Suggestion, ...]
    eager: bool = True


Provider = Callable[[str, int, bool], Offer | None]
"""Asked with (text, caret, explicit: asked for by Ctrl+Space); None where it has nothing to say."""


def matching(typed: str, suggestions: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
    """Return what contains the typed text, those that begin with it first; all of them while nothing is typed."""
    wanted = typed.casefold()
    found = [one for one in suggestions if wanted in one.text.casefold()]
    found.sort(key=lambda one: not one.text.casefold().startswith(wanted))
    return tuple(found[:MOST])


def _plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Suggestion, ...] = ()
        self.typed = ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}, {row.detail}" if row.detail else row.text
        return None

    def show(self, rows: tuple[Suggestion, ...], typed: str) -> None:
        self.beginResetModel()
        self.rows, self.typed = rows, typed
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: _Model) -> None:
        super().__init__(model)
        self._theme, self._model = theme, model
        self.split = 160.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, row = self._theme, self._model.rows[index.row()]
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(rect, 4, 4)
        self._paint_match(painter, rect.adjusted(10, 0, 0, 0), row.text)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text2"))
        detail = QFontMetricsF(theme.font(12)).elidedText(row.detail, Qt.TextElideMode.ElideRight, rect.width() - self.split - 28)
        painter.drawText(rect.adjusted(self.split + 20, 0, -8, 0), _MIDDLE, detail)
        painter.restore()

    def _paint_match(self, painter: QPainter, rect: QRectF, text: str) -> None:
        """Paint the text with the typed part in bold accent."""
        theme = self._theme
        at = text.casefold().find(self._model.typed.casefold()) if self._model.typed else -1
        parts = ((text, False),) if at < 0 else self._parts(text, at)
        x = rect.x()
        for part, hit in parts:
            font = theme.font(12, 700 if hit else 400, mono=True)
            width = QFontMetricsF(font).horizontalAdvance(part)
            painter.setFont(font)
            painter.setPen(theme.color("accent" if hit else "text"))
            painter.drawText(QRectF(x, rect.y(), width + 2, rect.height()), _MIDDLE, part)
            x += width

    def _parts(self, text: str, at: int) -> tuple[tuple[str, bool], ...]:
        end = at + len(self._model.typed)
        return (text[:at], False), (text[at:end], True), (text[end:], False)


class CompletionPopup(RoundFrame):
    """Shows suggestions below a point. The editor keeps the focus and hands its keys to `handle_key`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("ground", "popup")
        self._theme = theme
        self._model = _Model(self)
        self._delegate = _Delegate(theme, self._model)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(_("Suggestions"))
        self._list.clicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._list)
        self.offer: Offer | None = None

    @property
    def rows(self) -> tuple[Suggestion, ...]:
        return self._model.rows

    def show_offer(self, offer: Offer, below: QPoint, above: int, touched: bool = False) -> None:
        """Show what matches at a global point; `above` is the height of the line, for when there is room only over it."""
        rows = matching(offer.typed, offer.suggestions)
        if not rows or (len(rows) == 1 and (rows[0].insert or rows[0].text) == offer.typed and not touched):
            self.hide()
            return
        self.offer = offer
        self._model.show(rows, offer.typed)
        self._fit(below, above)
        self._list.setCurrentIndex(self._model.index(0, 0) if offer.eager else QModelIndex())
        self.show()

    def _fit(self, below: QPoint, above: int) -> None:
        mono, small = QFontMetricsF(self._theme.font(12, 700, mono=True)), QFontMetricsF(self._theme.font(12))
        shown = self._model.rows[:50]
        self._delegate.split = min(320.0, max(150.0, *(mono.horizontalAdvance(row.text) for row in shown)))
        detail = max(small.horizontalAdvance(row.detail) for row in shown)
        width = round(min(560.0, self._delegate.split + 52 + detail))
        height = min(8, len(self._model.rows)) * self._theme.px(ROW) + 10
        screen = QGuiApplication.screenAt(below) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = max(room.left(), min(below.x(), room.right() - width))
        y = below.y() if below.y() + height <= room.bottom() else below.y() - above - height - 4
        self.setGeometry(x, y, width, height)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Use a key of the editor while shown; tell whether it was one of ours."""
        if not self.isVisible():
            return False
        row = self._list.currentIndex().row()
        count = len(self._model.rows)
        match event.key():
            case Qt.Key.Key_Down:
                self._select((row + 1) % count)
            case Qt.Key.Key_Up:
                self._select(max(row, 0) - 1 if row > 0 else count - 1)
            case Qt.Key.Key_PageDown:
                self._select(min(count - 1, row + 8))
            case Qt.Key.Key_PageUp:
                self._select(max(0, row - 8))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab if row >= 0 and _plain(event):
                self._take(self._list.currentIndex())
            case Qt.Key.Key_Escape:
                self.hide()
            case _:
                return False
        return True

    def _select(self, row: int) -> None:
        self._list.setCurrentIndex(self._model.index(row, 0))

    def _take(self, index: QModelIndex) -> None:
        self.hide()
        if index.isValid():
            self.chosen.emit(self._model.rows[index.row()])
