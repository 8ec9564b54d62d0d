"""What stands where no tab is open: the ways to begin, recent folders, the first shortcuts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from curlew.text import _
from curlew.ui.actions import Actions
from curlew.ui.theme import Theme
from curlew.ui.widgets.keys import split_keys
from curlew.ui.widgets.parts import Picture, column, frame, key_cap, label, row

WIDTH = 776
FIRST_SHORTCUTS = ("palette.open", "request.new", "request.send")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Card(QAbstractButton):
    """A way to begin: icon, title, a line about it, the keys that do the same. The main one is filled."""

    def __init__(self, theme: Theme, icon: str, title: str, about: str, main: bool = False) -> None:
        super().__init__()
        self._theme, self._icon, self._about, self._main = theme, icon, about, main
        self.keys = ""
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(380), self._theme.px(66))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = "accent" if self._main or self.hasFocus() else "border_strong" if self.underMouse() else "border"
        painter.setPen(theme.color(edge))
        painter.setBrush(theme.color("accent_soft" if self._main else "hover" if self.underMouse() else "card"))
        painter.drawRoundedRect(box, 8, 8)
        self._paint_tile(painter)
        left = theme.px(64)
        right = self._paint_keys(painter)
        room = QRectF(left, 0, right - left - 10, self.height())
        self._paint_texts(painter, room)

    def _paint_tile(self, painter: QPainter) -> None:
        theme, side = self._theme, self._theme.px(36)
        tile = QRectF(theme.px(15), (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("fill" if self._main else "badge"))
        painter.drawRoundedRect(tile, 6, 6)
        picture = theme.pixmap(self._icon, "on_accent" if self._main else "text2", 18, self.devicePixelRatioF())
        inset = (side - theme.px(18)) / 2
        painter.drawPixmap(int(tile.x() + inset), int(tile.y() + inset), picture)

    def _paint_texts(self, painter: QPainter, room: QRectF) -> None:
        theme = self._theme
        half = room.height() / 2
        for text, font, token, top, bottom in (
            (self.text(), theme.font(13, 600), "text", 12, half + 1),
            (self._about, theme.font(12), "text2", half + 1, room.height() - 12),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(token))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRectF(room.x(), top, room.width(), bottom - top), _MIDDLE, shown)

    def _paint_keys(self, painter: QPainter) -> float:
        """Paint the keys as one cap and return where it begins."""
        right = self.width() - self._theme.px(14)
        about = QFontMetricsF(self._theme.font(12)).horizontalAdvance(self._about)
        if not self.keys or (not self._main and self._theme.px(64) + about + self._theme.px(100) > self.width()):
            return right  # what it does says more than its keys
        font = self._theme.font(11, 500)
        width, height = QFontMetricsF(font).horizontalAdvance(self.keys) + 14, self._theme.px(21)
        cap = QRectF(right - width, (self.height() - height) // 2 + 0.5, width, height)
        painter.setFont(font)
        painter.setPen(self._theme.color("border_strong"))
        painter.setBrush(self._theme.color("bg"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(self._theme.color("text2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.keys)
        return cap.left()


class RecentRow(QAbstractButton):
    """A folder that was open before."""

    def __init__(self, theme: Theme, path: Path, home: Path) -> None:
        super().__init__()
        self._theme = theme
        self.path = path
        self._place = f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
        self.setText(path.name)
        self.setAccessibleName(_("Open {path}").format(path=path))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(360), self._theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.color("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        side = theme.px(15)
        painter.drawPixmap(4, (self.height() - side) // 2, theme.pixmap("folder", "text2", 15, self.devicePixelRatioF()))
        left = 4 + side + 8
        painter.setFont(theme.font(13, 500))
        painter.setPen(theme.color("text"))
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() // 2)
        painter.drawText(QRectF(left, 0, self.width() / 2, self.height()), _MIDDLE, name)
        left += painter.fontMetrics().horizontalAdvance(name) + 10
        painter.setFont(theme.font(11, mono=True))
        painter.setPen(theme.color("text3"))
        place = painter.fontMetrics().elidedText(self._place, Qt.TextElideMode.ElideMiddle, self.width() - left - 8)
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), _MIDDLE, place)


class Welcome(QScrollArea):
    """`chosen` tells the id of the command behind a card, `recent_chosen` a folder."""

    chosen = Signal(str)
    recent_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("welcome")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cards: dict[str, Card] = {}
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._recent_part = QWidget()
        self._recent_part.setLayout(column(label(_("Recent folders"), "section"), self._recent, None, spacing=8))
        self._shortcuts = QVBoxLayout()
        self._shortcuts.setSpacing(8)
        body = QWidget()
        body.setObjectName("ScrollBody")
        content = QWidget()
        content.setMaximumWidth(theme.px(WIDTH))
        content.setLayout(self._content())
        body.setLayout(row(margins=(24, 24, 24, 24)))
        layout = body.layout()
        assert layout is not None
        layout.addWidget(content)
        layout.setAlignment(content, Qt.AlignmentFlag.AlignCenter)
        content.setMinimumWidth(320)
        content.setSizePolicy(content.sizePolicy().Policy.Expanding, content.sizePolicy().Policy.Preferred)
        self._content_widget = content
        self.setWidget(body)
        self.setFocusProxy(self._cards["sample.open"])
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self._content_widget.setMaximumWidth(self._theme.px(WIDTH))

    def _content(self) -> QVBoxLayout:
        title, lead = label(_("Welcome to Curlew"), "h1"), label("", "lead", wrap=True)
        lead.setText(_("Send requests and keep them as plain files. No account, nothing leaves this machine."))
        head = row(Picture(self._theme, "curlew", "accent", 56), column(title, lead, spacing=4), spacing=16)
        head.setStretch(1, 1)
        grid = QGridLayout()
        grid.setSpacing(16)
        sample = _("A small API with requests of every kind and two environments. Answers come from this machine.")
        grid.addWidget(self._card("sample.open", "flask", _("Open the sample"), sample, main=True), 0, 0, 1, 2)
        grid.addWidget(self._card("folder.open", "folder_open", _("Open a folder"), _("Curlew, Bruno, OpenCollection")), 1, 0)
        grid.addWidget(self._card("collection.new", "plus", _("New collection"), _("Start empty, as plain files")), 1, 1)
        curl = self._card("request.paste_curl", "clipboard", _("Paste a cURL command"), _("Becomes a request, ready to send"))
        grid.addWidget(curl, 2, 0)
        grid.addWidget(self._card("request.scratch", "bolt", _("New request"), _("Send at once, save later")), 2, 1)
        shortcuts = column(label(_("Three shortcuts to start with"), "section"), self._shortcuts, None, spacing=8)
        below = row(self._recent_part, shortcuts, spacing=16)
        below.setStretch(0, 1)
        below.setStretch(1, 1)
        line = frame("line")
        line.setFixedHeight(1)
        hint = row(
            Picture(self._theme, "download", "text3", 14), label(_("Drop a folder or a cURL command anywhere in this window"), "meta"), None
        )
        return column(head, 12, grid, 12, below, 8, line, 4, hint, spacing=8)

    def _card(self, action_id: str, icon: str, title: str, about: str, main: bool = False) -> Card:
        card = Card(self._theme, icon, title, about, main)
        card.setObjectName(f"welcome_{action_id}")
        card.clicked.connect(lambda _checked=False: self.chosen.emit(action_id))
        self._cards[action_id] = card
        return card

    def show_keys(self, actions: Actions) -> None:
        """Show the keys in force on the cards and in the list of shortcuts."""
        for action_id, card in self._cards.items():
            card.keys = actions.keys(action_id)
            card.update()
        self._cards["sample.open"].keys = _("Enter")
        self._cards["request.paste_curl"].keys = "Ctrl V"
        _clear(self._shortcuts)
        for action_id in FIRST_SHORTCUTS:
            caps = [key_cap(key) for key in split_keys(actions.shortcut(action_id))]
            line = QWidget()
            line.setLayout(row(label(actions.action(action_id).text()), None, *caps, spacing=4))
            self._shortcuts.addWidget(line)

    def show_recent(self, paths: list[Path]) -> None:
        """List folders that were open before; the part hides when there are none."""
        _clear(self._recent)
        home = Path.home()
        for path in paths[:5]:
            entry = RecentRow(self._theme, path, home)
            entry.clicked.connect(lambda _checked=False, path=path: self.recent_chosen.emit(path))
            self._recent.addWidget(entry)
        self._recent_part.setVisible(bool(paths))

    def focus_first(self) -> None:
        self._cards["sample.open"].setFocus()


def _clear(layout: QVBoxLayout) -> None:
    while (entry := layout.takeAt(0)) is not None:
        widget = entry.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
