"""What a drag in the tree shows: a ghost of the row, and a line that says where it would go."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from curlew.model.tree import Item, ItemKind
from curlew.text import _, ngettext
from curlew.ui.theme import Theme
from curlew.ui.tree.labels import label_token, one_line, short_label

GHOST_NAME = 220


def ghost(theme: Theme, item: Item, count: int, ratio: float) -> QPixmap:
    """Return the picture of the dragged row; more than one says how many."""
    name = one_line(item.name) if count == 1 else ngettext("{n} item", "{n} items", count).format(n=count)
    label = short_label(item.label) if count == 1 and item.kind in (ItemKind.REQUEST, ItemKind.OPAQUE) else ""
    name_font, label_font = theme.font(13), theme.font(10, 700)
    name = QFontMetricsF(name_font).elidedText(name, Qt.TextElideMode.ElideRight, theme.px(GHOST_NAME))
    label_width = QFontMetricsF(label_font).horizontalAdvance(label) + 10 if label else 0.0
    width = round(12 + label_width + QFontMetricsF(name_font).horizontalAdvance(name) + 14)
    height = theme.px(28)
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("border_strong"), 1))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 6, 6)
    painter.setFont(label_font)
    painter.setPen(theme.color(label_token(item.label)))
    painter.drawText(QRectF(12, 0, label_width, height), Qt.AlignmentFlag.AlignVCenter, label)
    painter.setFont(name_font)
    painter.setPen(theme.color("text"))
    painter.drawText(QRectF(12 + label_width, 0, width, height), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, name)
    painter.end()
    return picture


class DragHint:
    """A small line under the pointer: "into Store · hold Ctrl to copy"."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._label: QLabel | None = None

    def show_for(self, view: QWidget, point: QPoint, holder: Item, *, copying: bool) -> None:
        """Show it near a point of the view's viewport; it lies over the whole window, so that a narrow sidebar does not cut it."""
        window = view.window()
        if self._label is None:
            self._label = QLabel(window)
            self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._label.setTextFormat(Qt.TextFormat.PlainText)
        name = QFontMetricsF(self._theme.font(12)).elidedText(one_line(holder.name), Qt.TextElideMode.ElideRight, 180)
        text = _("copy into {name}") if copying else _("into {name} · hold Ctrl to copy")
        self._label.setText(text.format(name=name))
        self._label.setStyleSheet(
            f"QLabel {{ background: {self._theme.hex('raised')}; color: {self._theme.hex('text2')}; padding: 4px 10px;"
            f" border: 1px solid {self._theme.hex('border_strong')}; border-radius: 6px; font-size: {self._theme.px(12)}px; }}"
        )
        self._label.adjustSize()
        self._label.move(view.mapTo(window, point) + QPoint(14, self._theme.px(42)))
        self._label.raise_()
        self._label.show()

    def hide(self) -> None:
        if self._label is not None:
            self._label.hide()
