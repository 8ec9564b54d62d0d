"""The bar at the top: workspace menu, the way into the palette, environment, theme, settings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QToolButton, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, Picture, label, row


class SearchField(QAbstractButton):
    """Looks like a field; a click or a key opens the palette."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._keys = ""
        self.setText(_("Search or run a command"))
        self.setAccessibleName(self.text())
        self.setObjectName("search_field")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(160)
        theme.changed.connect(self.updateGeometry)

    def set_keys(self, keys: str) -> None:
        """Show which keys do the same."""
        self._keys = keys
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(360), self._theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("accent" if self.hasFocus() else "text3" if self.underMouse() else "border_strong"))
        painter.setBrush(theme.color("bg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        side = theme.px(14)
        painter.drawPixmap(12, (self.height() - side) // 2, theme.pixmap("search", "text3", 14, self.devicePixelRatioF()))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text3"))
        right = self._paint_keys(painter)
        room = QRectF(12 + side + 8, 0, right - 12 - side - 16, self.height())
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_keys(self, painter: QPainter) -> float:
        """Paint the keys as a cap at the right and return where it begins."""
        if not self._keys or self.width() < self._theme.px(240):
            return self.width() - 8
        painter.save()
        painter.setFont(self._theme.font(11, 500))
        width = painter.fontMetrics().horizontalAdvance(self._keys) + 14
        height = self._theme.px(20)
        cap = QRectF(self.width() - width - 6.5, (self.height() - height) // 2 + 0.5, width, height - 1)
        painter.setPen(self._theme.color("border_strong"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(self._theme.color("text2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._keys)
        painter.restore()
        return cap.left() - 8


class TopBar(QFrame):
    """The environment selector is put into `environment_place` when there is one."""

    settings_requested = Signal()
    theme_requested = Signal()
    palette_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("top_bar")
        self.setProperty("ground", "rail")
        self.setProperty("edge", "bottom")
        self.workspace = QToolButton()
        self.workspace.setObjectName("workspace_menu")
        self.workspace.setProperty("kind", "ghost")
        self.workspace.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.workspace.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.workspace.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands behind the name
        self.workspace.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.search = SearchField(theme)
        self.search.clicked.connect(self.palette_requested)
        self.environment_place = QHBoxLayout()
        self.theme_button = IconButton(theme, "moon", _("Light or dark"))
        self.theme_button.setObjectName("theme_button")
        self.theme_button.clicked.connect(self.theme_requested)
        self.settings_button = IconButton(theme, "settings", _("Settings"))
        self.settings_button.setObjectName("settings_button")
        self.settings_button.clicked.connect(self.settings_requested)
        self._brand = label("Curlew", "brand")
        self.setLayout(self._layout())
        self.set_workspace("")
        theme.changed.connect(self._refresh)
        self._refresh()

    def set_workspace(self, name: str) -> None:
        self._workspace_name = name
        short = name if len(name) <= 28 else name[:27] + "…"
        self.workspace.setText(short.replace("&", "&&"))
        self.workspace.setAccessibleName(_("Workspace {name}").format(name=name))
        self.workspace.setVisible(bool(name))

    def _layout(self) -> QHBoxLayout:
        left, right = QWidget(), QWidget()
        divider = QFrame()
        divider.setProperty("ground", "line")
        divider.setFixedSize(1, 18)
        left.setLayout(row(Picture(self._theme, "curlew", "accent", 24), self._brand, divider, self.workspace, None, spacing=10))
        right.setLayout(row(None, self.environment_place, self.theme_button, self.settings_button, spacing=6))
        layout = row(margins=(14, 0, 12, 0), spacing=12)
        layout.addWidget(left, 1)
        layout.addWidget(self.search)
        layout.addWidget(right, 1)
        return layout

    def _refresh(self) -> None:
        self.setFixedHeight(self._theme.px(46))
        self.workspace.setIcon(self._theme.icon("chevron_down", "text3", 14))
        self.theme_button.set_icon("sun" if self._theme.is_dark else "moon")
