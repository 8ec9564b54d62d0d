"""The painted strip of tabs inside a page: a line under the current one, counts as pills, a dot where there is content."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar

from curlew.text import _
from curlew.ui.theme import Theme

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
HEIGHT = 37
PAD = 12


class TabStrip(QTabBar):
    """Tabs by id. A badge is a number (a pill), True (a dot), `"err"` (a red dot), or nothing."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._ids: list[str] = []
        self._badges: dict[str, int | bool | str] = {}
        self._hot = -1
        self._ring = False
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(self._theme.font(13, 500))
        self.setFixedHeight(self._theme.px(HEIGHT))
        self.update()

    def add(self, tab_id: str, title: str) -> None:
        self._ids.append(tab_id)
        self.addTab(title)

    @property
    def current_id(self) -> str:
        return self._ids[self.currentIndex()] if 0 <= self.currentIndex() < len(self._ids) else ""

    def select(self, tab_id: str) -> None:
        if tab_id in self._ids:
            self.setCurrentIndex(self._ids.index(tab_id))

    def set_badge(self, tab_id: str, badge: int | bool | str) -> None:
        """Show a count, a dot, or nothing (0, False, "") beside a tab's title."""
        if self._badges.get(tab_id) != badge:
            self._badges[tab_id] = badge
            number = self._ids.index(tab_id)
            self.setAccessibleTabName(number, self._name(number))
            self.setTabText(number, self.tabText(number))  # asks for the width anew
            self.update()

    def _name(self, index: int) -> str:
        """Return what a screen reader says of a tab: its title, and its badge in words."""
        title, badge = self.tabText(index), self._badges.get(self._ids[index])
        if badge == "err":
            return _("{title}, with a problem").format(title=title)
        return f"{title} {badge}" if badge and badge is not True else title

    def _badge_text(self, index: int) -> str:
        badge = self._badges.get(self._ids[index], 0) if index < len(self._ids) else 0
        return str(badge) if isinstance(badge, int) and not isinstance(badge, bool) and badge else ""

    def tabSizeHint(self, index: int) -> QSize:
        if not self.isTabVisible(index):
            return QSize(0, self._theme.px(HEIGHT))
        text = QFontMetricsF(self._theme.font(13, 600)).horizontalAdvance(self.tabText(index))
        badge = self._badge_text(index)
        has_dot = index < len(self._ids) and bool(self._badges.get(self._ids[index])) and not badge
        extra = 8 + self._pill_width(badge) if badge else 13 if has_dot else 0
        return QSize(round(text + extra) + 2 * PAD, self._theme.px(HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def _pill_width(self, text: str) -> float:
        return max(18.0, QFontMetricsF(self._theme.font(11, 600)).horizontalAdvance(text) + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            self._paint_tab(painter, QRectF(self.tabRect(index)), index)
        painter.end()

    def _paint_tab(self, painter: QPainter, rect: QRectF, index: int) -> None:
        theme, current = self._theme, index == self.currentIndex()
        font = theme.font(13, 600 if current else 500)
        painter.setFont(font)
        painter.setPen(theme.color("text" if current or index == self._hot else "text2"))
        x = rect.x() + PAD
        painter.drawText(QRectF(x, rect.y(), rect.width(), rect.height() - 2), _MIDDLE, self.tabText(index))
        x += QFontMetricsF(font).horizontalAdvance(self.tabText(index))
        middle = rect.center().y() - 0.5
        badge, text = self._badges.get(self._ids[index]), self._badge_text(index)
        painter.setPen(Qt.PenStyle.NoPen)
        if text:
            pill = QRectF(x + 7, middle - 8, self._pill_width(text), 16)
            painter.setBrush(theme.color("accent_soft" if current else "badge"))
            painter.drawRoundedRect(pill, 8, 8)
            painter.setFont(theme.font(11, 600))
            painter.setPen(theme.color("accent" if current else "badge_text"))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        elif badge:
            painter.setBrush(theme.color("err" if badge == "err" else "ok"))
            painter.drawEllipse(QPointF(x + 9, middle + 0.5), 3, 3)
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(rect.x() + PAD - 1, rect.bottom() - 2.5, rect.width() - 2 * PAD + 2, 3), 1, 1)
        if current and self._ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(rect.adjusted(4.5, 4.5, -4.5, -6.5), 4, 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hot = self.tabAt(event.position().toPoint())
        if hot != self._hot:
            self._hot = hot
            self.update()
        super().mouseMoveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the focus is to those who come by keyboard."""
        self._ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        super().focusOutEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hot = -1
        self.update()
