"""Where in a structured body the person is: a line of places, each of which can be picked, facts about the value, and copy."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from curlew.preview.picked import as_text
from curlew.preview.places import Place, as_jsonpath, as_xpath
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.elided import ElidedLabel
from curlew.ui.widgets.parts import IconButton, row

HEIGHT = 31
LONGEST = 40
"""Characters of a key that stand in the bar."""

GAP = "…"
SPOKEN = 30
"""Parts of a path that are read out."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """depth: how many parts of the place it stands for; -1 for the gap in the middle. left, right: where it is painted."""

    text: str
    depth: int
    left: float
    right: float


class PathBar(QFrame):
    """`picked` comes with the Place that the person clicked, or chose with the arrow keys and Enter."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("path_bar")
        self.setProperty("ground", "band")
        self.setProperty("edge", "bottom")
        self.crumbs = _Crumbs(theme)
        self.crumbs.picked.connect(self.picked)
        self.facts = ElidedLabel("", "meta")
        self.facts.setObjectName("path_facts")
        self.facts.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.copy_button = IconButton(theme, "copy", _("Copy the path"), 14, 26)
        self.copy_button.setObjectName("copy_path_button")
        self.copy_button.clicked.connect(self.copy)
        line = row(self.crumbs, self.facts, self.copy_button, margins=(16, 0, 12, 0), spacing=10)
        line.setStretch(0, 1)
        self.setLayout(line)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(HEIGHT))

    @property
    def place(self) -> Place:
        return self.crumbs.place

    def show_place(self, place: Place, facts: str = "", xml: bool = False) -> None:
        """Show a place. facts: what is known of the value there ("string, 15 characters")."""
        self.crumbs.show_place(place, xml)
        if facts != self.facts.full_text:
            self.facts.set_full_text(facts)
            self.facts.setMinimumWidth(min(round(QFontMetricsF(self.facts.font()).horizontalAdvance(facts)) + 4, self._theme.px(320)))

    def copy(self) -> None:
        """Copy the path, as JSONPath or XPath."""
        QGuiApplication.clipboard().setText(self.crumbs.path())


class _Crumbs(QWidget):
    """Painted, since a place can be 100,000 deep: the first and the last parts stand there, a gap between them."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.place: Place = ()
        self.xml = False
        self._shown: list[Crumb] = []
        self._hot = self._chosen = -2
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleDescription(_("Left and right choose a part, Enter goes there"))
        theme.changed.connect(self._lay_out)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), 0)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self._theme.px(HEIGHT))

    def path(self) -> str:
        return as_xpath(self.place) if self.xml else as_jsonpath(self.place)

    def show_place(self, place: Place, xml: bool) -> None:
        self.place, self.xml = place, xml
        self._chosen = len(place)
        self._lay_out()
        self._speak()

    # --- what stands where ---

    def _text(self, depth: int) -> str:
        if depth == 0:
            return "/" if self.xml else "$"
        text = as_text(str(self.place[depth - 1]))
        text = "".join(char if char.isprintable() else " " for char in text[: LONGEST + 1]) or '""'
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    def _lay_out(self) -> None:
        """Keep the root and as many of the last parts as there is room for; the gap stands for the others."""
        metrics, room = QFontMetricsF(self._theme.font(12, mono=True)), float(self.width())
        between, gap = float(self._theme.px(20)), metrics.horizontalAdvance(GAP)
        total, last = len(self.place), len(self.place)
        first = metrics.horizontalAdvance(self._text(0))
        used = first
        kept: list[tuple[int, float]] = []
        while last > 0:
            width = metrics.horizontalAdvance(self._text(last))
            held = between + gap if last > 1 else 0.0
            if kept and used + between + width + held > room:
                break
            used += between + width
            kept.append((last, width))
            last -= 1
        shown = [Crumb(self._text(0), 0, 0.0, first)]
        if last > 0:
            shown.append(Crumb(GAP, -1, first + between, first + between + gap))
        for depth, width in reversed(kept):
            left = shown[-1].right + between
            shown.append(Crumb(self._text(depth), depth, left, min(left + width, max(room, left)) if depth == total else left + width))
        self._shown = shown
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay_out()

    @property
    def shown(self) -> list[Crumb]:
        return self._shown

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, middle, side = theme.font(12, mono=True), self.height() / 2, theme.px(12)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for number, crumb in enumerate(self._shown):
            if number:
                place = QPointF(crumb.left - (theme.px(20) + side) / 2, middle - side / 2)
                painter.drawPixmap(place, theme.pixmap("chevron_right", "text3", 12, self.devicePixelRatioF()))
            rect = QRectF(crumb.left, 0, crumb.right - crumb.left, self.height())
            is_last = crumb.depth == len(self.place)
            if self.hasFocus() and crumb.depth == self._chosen:
                painter.setPen(theme.color("accent"))
                painter.setBrush(theme.color("accent_soft"))
                painter.drawRoundedRect(QRectF(crumb.left - 4, middle - theme.px(10), rect.width() + 8, theme.px(20)), 4, 4)
            painter.setPen(theme.color("text" if is_last else "text3" if crumb.depth < 0 else "accent"))
            text = metrics.elidedText(crumb.text, Qt.TextElideMode.ElideRight, rect.width() + 1)
            painter.drawText(rect.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
            if crumb.depth == self._hot and not is_last:
                painter.fillRect(QRectF(crumb.left, middle + theme.px(8), rect.width(), 1), theme.color("accent"))

    # --- picking ---

    def _at(self, x: float) -> Crumb | None:
        return next((crumb for crumb in self._shown if crumb.left - 4 <= x <= crumb.right + 4 and crumb.depth >= 0), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        crumb = self._at(event.position().x())
        hot = crumb.depth if crumb is not None else -2
        if hot != self._hot:
            self._hot = hot
            self.setCursor(Qt.CursorShape.PointingHandCursor if hot >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hot = -2
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        crumb = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and crumb is not None:
            self.picked.emit(self.place[: crumb.depth])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._choose(self._chosen + step)
        elif event.key() == Qt.Key.Key_Home:
            self._choose(0)
        elif event.key() == Qt.Key.Key_End:
            self._choose(len(self.place))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.place[: max(0, self._chosen)])
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _choose(self, depth: int) -> None:
        """Choose a part; one that has no room is stepped over."""
        back = depth < self._chosen
        there = [crumb.depth for crumb in self._shown if crumb.depth >= 0]
        nearer = [one for one in there if one <= depth] if back else [one for one in there if one >= depth]
        self._chosen = (max(nearer) if back else min(nearer)) if nearer else self._chosen
        self._speak()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._chosen = len(self.place)
        self._speak()

    def _speak(self) -> None:
        """Name the line by its path, and with the keyboard in it the chosen part."""
        near = self.place if len(self.place) <= SPOKEN else self.place[-SPOKEN:]
        words = _("Path {path}").format(path=as_xpath(near) if self.xml else as_jsonpath(near))
        if self.hasFocus() and self._chosen != len(self.place):
            words = _("Part {part} of the path").format(part=self._text(max(0, self._chosen)))
        if words != self.accessibleName():
            self.setAccessibleName(words)
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
