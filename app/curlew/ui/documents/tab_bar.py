"""The bar of open documents, painted: method and name, a dot for what is not saved, italics for a preview."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QTabBar

from curlew.text import _
from curlew.ui.theme import Theme

SHORT_METHODS = {"DELETE": "DEL", "OPTIONS": "OPT"}
WIDEST = 240
CLOSE = 20


@dataclass(frozen=True, slots=True)
class TabLook:
    """What a tab shows.

    method, or else the name of an icon; tone: the icon's token; place: for the tooltip; beside: its page is seen beside the one in front.
    """

    title: str
    method: str = ""
    icon: str = ""
    tone: str = "text2"
    dirty: bool = False
    preview: bool = False
    place: str = ""
    beside: bool = False

    def spoken(self) -> str:
        """Return what a screen reader says."""
        state = [_("not saved")] if self.dirty else []
        state += [_("seen beside the one in front")] if self.beside else []
        return ", ".join([f"{self.method} {self.title}".strip(), *state])


class TabBar(QTabBar):
    """Tabs of the documents. `kept` asks to keep a preview tab; the menu is the owner's."""

    close_requested = Signal(int)
    kept = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._over = -1
        self._over_close = False
        self._drag_from: QPoint | None = None
        self._middle = -1
        self.setObjectName("document_tabs")
        self.setAccessibleName(_("Open tabs"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self._retheme)

    # --- what it shows ---

    def add(self, look: TabLook, at: int | None = None) -> int:
        index = self.insertTab(self.count() if at is None else at, "")
        self.set_look(index, look)
        return index

    def set_look(self, index: int, look: TabLook) -> None:
        self.setTabData(index, look)
        self.setTabText(index, look.title[:200].replace("&", "&&"))
        self.setAccessibleTabName(index, look.spoken())
        tip = "\n".join(part for part in (f"{look.method} {look.title}".strip(), look.place) if part)
        # Without markup where it can be: a screen reader reads it as it stands.
        escaped = tip.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
        self.setTabToolTip(index, escaped if "<" in tip else tip)
        self.updateGeometry()
        self.update()

    def look(self, index: int) -> TabLook:
        found = self.tabData(index)
        assert isinstance(found, TabLook)
        return found

    # --- sizes and painting ---

    def tabSizeHint(self, index: int) -> QSize:
        look = self.tabData(index)
        height = self._theme.px(38)
        if not isinstance(look, TabLook):
            return QSize(self._theme.px(80), height)
        name = QFontMetrics(self._theme.font(13, 500)).horizontalAdvance(look.title[:60])
        width = 12 + self._lead_width(look) + 8 + name + 14 + self._theme.px(CLOSE) + 8
        return QSize(min(width, self._theme.px(WIDEST)), height)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
        for index in range(self.count()):
            rect = self.tabRect(index)
            if rect.intersects(self.rect()):
                self._paint_tab(painter, index, rect)

    def _paint_tab(self, painter: QPainter, index: int, rect: QRect) -> None:
        theme, look, on = self._theme, self.look(index), index == self.currentIndex()
        if on or look.beside or index == self._over:
            painter.fillRect(rect, theme.color("bg" if on or look.beside else "hover"))
        if look.beside and not on:
            painter.fillRect(rect.x(), rect.y(), rect.width() - 1, 2, theme.color("border_strong"))
        if on:
            painter.fillRect(rect.x(), rect.y(), rect.width() - 1, 2, theme.color("accent"))
            if self.hasFocus():
                painter.setPen(theme.color("accent"))
                painter.drawRoundedRect(QRectF(rect).adjusted(3.5, 4.5, -4.5, -3.5), 4, 4)
        painter.fillRect(rect.right(), rect.y(), 1, rect.height(), theme.color("border"))
        left = self._paint_lead(painter, look, rect)
        close = self._close_rect(index)
        painter.setFont(theme.font(13, 500 if on else 400, italic=look.preview))
        painter.setPen(theme.color("text" if on or look.beside else "text2"))
        room = QRect(left, rect.y(), close.x() - left - (12 if look.dirty else 4), rect.height())
        text = painter.fontMetrics().elidedText(look.title[:200], Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        self._paint_end(painter, index, look, close)

    def _paint_lead(self, painter: QPainter, look: TabLook, rect: QRect) -> int:
        theme, left = self._theme, rect.x() + 12
        if look.method:
            painter.setFont(theme.font(10, 700))
            painter.setPen(theme.color(look.method))
            width = self._lead_width(look)
            painter.drawText(QRect(left, rect.y(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, _short(look.method))
            return left + width + 8
        side = theme.px(14)
        picture = theme.pixmap(look.icon or "file", look.tone, 14, self.devicePixelRatioF())
        painter.drawPixmap(left, rect.center().y() - side // 2 + 1, picture)
        return left + side + 8

    def _paint_end(self, painter: QPainter, index: int, look: TabLook, close: QRect) -> None:
        theme = self._theme
        over = index == self._over
        if look.dirty:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("var"))
            painter.drawEllipse(QRectF(close.x() - 8, close.center().y() - 2.2, 6.4, 6.4))
        if over and self._over_close:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("border"))
            painter.drawRoundedRect(QRectF(close), 4, 4)
        side = theme.px(12)
        picture = theme.pixmap("close", "text" if over and self._over_close else "text3", 12, self.devicePixelRatioF())
        painter.drawPixmap(close.x() + (close.width() - side) // 2, close.y() + (close.height() - side) // 2, picture)

    def _lead_width(self, look: TabLook) -> int:
        if look.method:
            return QFontMetrics(self._theme.font(10, 700)).horizontalAdvance(_short(look.method))
        return self._theme.px(14)

    def _close_rect(self, index: int) -> QRect:
        rect, side = self.tabRect(index), self._theme.px(CLOSE)
        return QRect(rect.right() - side - 6, rect.center().y() - side // 2 + 1, side, side)

    def _retheme(self) -> None:
        self.setIconSize(self.iconSize())  # makes the layout of the tabs be asked for again
        self.updateGeometry()
        self.update()

    # --- mouse and keys ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.tabAt(at)
        self._middle = index if event.button() == Qt.MouseButton.MiddleButton else -1
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            if self._close_rect(index).contains(at):
                self.close_requested.emit(index)
                return
            self._drag_from = at
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._drag_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(at)
            return
        self._point_at(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        index = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and index >= 0 and index == self._middle:
            self.close_requested.emit(index)
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.tabAt(event.position().toPoint())
        if index >= 0:
            self.kept.emit(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned and self.count():
            self.setCurrentIndex(min(max(self.currentIndex() + (-1 if turned > 0 else 1), 0), self.count() - 1))
        event.accept()

    def contextMenuEvent(self, event: QEvent) -> None:
        at = self.mapFromGlobal(self.cursor().pos())
        index = self.tabAt(at)
        if index < 0 and self.hasFocus():
            index = self.currentIndex()
            at = self.tabRect(index).bottomLeft()
        if index >= 0:
            self.menu_requested.emit(index, self.mapToGlobal(at))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(QPoint(-1, -1))
        super().leaveEvent(event)

    def _point_at(self, at: QPoint) -> None:
        over = self.tabAt(at)
        over_close = over >= 0 and self._close_rect(over).contains(at)
        if (over, over_close) != (self._over, self._over_close):
            self._over, self._over_close = over, over_close
            self.update()

    def _drag(self, at: QPoint) -> None:
        """Move the dragged tab to where the mouse is, once it is past the other tab's middle."""
        current, target = self.currentIndex(), self.tabAt(QPoint(at.x(), self.height() // 2))
        if target < 0 or target == current:
            return
        middle = self.tabRect(target).center().x()
        width = self.tabRect(current).width() // 2
        if (target > current and at.x() + width > middle) or (target < current and at.x() - width < middle):
            self.moveTab(current, target)


def _short(method: str) -> str:
    return SHORT_METHODS.get(method, method)[:8]
