"""The rail at the left: which panel the sidebar shows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column

PANELS = (("collections", _("Collections"), "layers"), ("environments", _("Environments"), "globe"), ("history", _("History"), "history"))


class RailButton(QAbstractButton):
    """An icon over its caption."""

    def __init__(self, theme: Theme, icon: str, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.px(54))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "accent_soft" if self.isChecked() else "hover" if self.underMouse() else ""
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        token = "accent" if self.isChecked() else "text2"
        side = theme.px(20)
        picture = theme.pixmap(self._icon, token, 20, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, theme.px(8), picture)
        painter.setFont(theme.font(11, 500))
        painter.setPen(theme.color(token))
        top = theme.px(8) + side
        painter.drawText(QRectF(0, top, self.width(), self.height() - top - 2), Qt.AlignmentFlag.AlignCenter, self.text())


class Rail(QFrame):
    """`chosen` tells the panel's id; choosing the one that is shown again folds the sidebar."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        self.setProperty("edge", "right")
        self._theme = theme
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        layout = column(margins=(2, 8, 1, 8), spacing=2)
        for panel, title, icon in PANELS:
            button = RailButton(theme, icon, title)
            button.setObjectName(f"rail_{panel}")
            button.clicked.connect(lambda _checked=False, panel=panel: self.chosen.emit(panel))
            self._group.addButton(button)
            self._buttons[panel] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self.setLayout(layout)
        self.show_panel("collections")
        theme.changed.connect(self._resize)
        self._resize()

    def show_panel(self, panel: str) -> None:
        self._buttons[panel].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        buttons = list(self._buttons.values())
        focused = next((n for n, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _resize(self) -> None:
        self.setFixedWidth(self._theme.px(84))
