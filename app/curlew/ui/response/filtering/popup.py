"""The keys that can come next, below the field: what each of them is, how often it was seen, and the letters that match."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from curlew.preview.filtering.completing import Wanted
from curlew.preview.filtering.result import KeyOffer, KeysFound
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column, frame, key_cap, label, row
from curlew.ui.widgets.popup import RoundFrame

Index = QModelIndex | QPersistentModelIndex
ROW = 30
WIDTH = 390
MOST = 300
_MOST_SEEN = 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine


def matching(typed: str, keys: tuple[KeyOffer, ...]) -> tuple[KeyOffer, ...]:
    """Return the keys that contain what was typed, those that begin with it first."""
    want = typed.casefold()
    found = [one for one in keys if want in one.name.casefold()]
    found.sort(key=lambda one: not one.name.casefold().startswith(want))
    return tuple(found[:MOST])


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[KeyOffer, ...] = ()
        self.typed = ""
        self.found = KeysFound()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        key = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return key.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (key.name, key.type, self.seen(key)) if part)
        return None

    def seen(self, key: KeyOffer) -> str:
        """Say how often a key was seen."""
        if key.seen > self.found.matches or self.found.matches < 2:
            return ""
        return _("in {n} of {all}").format(n=f"{key.seen:,}", all=f"{self.found.matches:,}")

    def show(self, found: KeysFound, typed: str) -> None:
        self.beginResetModel()
        self.rows, self.typed, self.found = matching(typed, found.keys), typed, found
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: _Model) -> None:
        super().__init__(model)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, key = self._theme, self._model.rows[index.row()]
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(rect, 4, 4)
        side = theme.px(12)
        painter.drawPixmap(round(rect.x()) + theme.px(12), round(rect.center().y() - side / 2) + 1, theme.pixmap("braces", "text2", 12))
        right = self._paint_right(painter, rect.adjusted(0, 0, -theme.px(10), 0), key)
        self._paint_name(painter, rect.adjusted(theme.px(34), 0, 0, 0), key.name, right - rect.x() - theme.px(44))
        painter.restore()

    def _paint_right(self, painter: QPainter, rect: QRectF, key: KeyOffer) -> float:
        """Paint the type and how often it was seen; return where they begin."""
        font = self._theme.font(12)
        painter.setFont(font)
        painter.setPen(self._theme.color("text2"))
        words = "   ".join(part for part in (key.type or _("various"), self._model.seen(key)) if part)
        painter.drawText(rect, _RIGHT, words)
        return rect.right() - QFontMetricsF(font).horizontalAdvance(words)

    def _paint_name(self, painter: QPainter, rect: QRectF, name: str, room: float) -> None:
        theme, font = self._theme, self._theme.font(12, 400, mono=True)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        typed = self._model.typed
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, max(40.0, room))
        at = shown.casefold().find(typed.casefold()) if typed else -1
        if at >= 0:
            left, width = metrics.horizontalAdvance(shown[:at]), metrics.horizontalAdvance(shown[at : at + len(typed)])
            height = metrics.height()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("find"))
            painter.drawRoundedRect(QRectF(rect.x() + left - 1, rect.center().y() - height / 2, width + 2, height), 3, 3)
        painter.setPen(theme.color("text"))
        painter.drawText(rect, _LEFT, shown)


class KeysPopup(RoundFrame):
    """The field keeps the focus and hands its keys to `handle_key`. `chosen` comes with the name that was taken."""

    chosen = Signal(object, object)

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("ground", "popup")
        self.setObjectName("filter_keys")
        self._theme = theme
        self._model = _Model(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(theme, self._model))
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(1)  # its own would leave blank rows below a single key
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Keys that can come next"))
        self.list.clicked.connect(self._take)
        hint = row(key_cap("Tab"), label(_("complete"), "meta"), key_cap("Return"), label(_("apply"), "meta"), spacing=6)
        for part in (key_cap("Ctrl Space"), label(_("all keys here"), "meta")):
            hint.addWidget(part)
        hint.addStretch(1)
        hint.setContentsMargins(8, 5, 8, 5)
        self._foot = frame("", "top", hint)
        self.setLayout(column(self.list, self._foot, margins=(4, 4, 4, 4), spacing=2))
        self.wanted: Wanted | None = None
        self._moved = False

    @property
    def rows(self) -> tuple[KeyOffer, ...]:
        return self._model.rows

    def show_keys(self, wanted: Wanted, found: KeysFound, below: QPoint, above: int) -> None:
        """Show what matches at a global point; `above` is the height of the field, for when there is room only over it."""
        rows = matching(wanted.typed, found.keys)
        if not rows or (len(rows) == 1 and rows[0].name == wanted.typed):
            self.hide()
            return
        self.wanted, self._moved = wanted, False
        self._model.show(found, wanted.typed)
        self._fit(below, above)
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.show()

    def _fit(self, below: QPoint, above: int) -> None:
        px = self._theme.px
        width = px(WIDTH)
        height = min(_MOST_SEEN, len(self._model.rows)) * px(ROW) + self._foot.sizeHint().height() + 14
        screen = QGuiApplication.screenAt(below) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = max(room.left(), min(below.x(), room.right() - width))
        y = below.y() if below.y() + height <= room.bottom() else below.y() - above - height - 4
        self.setGeometry(x, y, width, height)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Use a key of the field while shown; tell whether it was one of ours."""
        if not self.isVisible() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        at, count = self.list.currentIndex().row(), len(self._model.rows)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _MOST_SEEN, Qt.Key.Key_PageUp: -_MOST_SEEN}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._moved = True
            row_ = (at + step) % count if abs(step) == 1 else max(0, min(count - 1, at + step))
            self.list.setCurrentIndex(self._model.index(row_, 0))
        elif event.key() == Qt.Key.Key_Tab or (self._moved and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self._take(self.list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _take(self, index: QModelIndex) -> None:
        self.hide()
        if index.isValid() and self.wanted is not None:
            self.chosen.emit(self.wanted, self._model.rows[index.row()].name)
