"""An image as the body: fitted into the space, never enlarged, with its measures."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from curlew.preview.kinds import image_type
from curlew.text import _
from curlew.ui.theme import Theme

_FOREIGN = re.compile(rb"<!ENTITY|<image|<foreignObject|<script|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import", re.IGNORECASE)
LARGEST_SVG = 2_000_000
LONGEST_SIDE = 4096
MARGIN = 24


def read_image(data: bytes) -> QImage | str:
    """Return the image, or why it cannot be shown. May take a while: for a thread."""
    if image_type(data) == "image/svg+xml":
        return _read_svg(data)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        return _("The image cannot be read: {reason}.").format(reason=reader.errorString())
    return image


def _read_svg(data: bytes) -> QImage | str:
    """Draw an SVG that is whole in itself: one that refers to files or the network is not drawn."""
    if len(data) > LARGEST_SVG:
        return _("This SVG is too large to be drawn here.")
    if _FOREIGN.search(data):
        return _("This SVG refers to something outside itself, so it is not drawn.")
    renderer = QSvgRenderer(QByteArray(data))
    if not renderer.isValid():
        return _("The SVG cannot be read.")
    size = renderer.defaultSize()
    side = max(size.width(), size.height(), 1)
    scale = min(LONGEST_SIDE / side, max(1.0, 512 / side))
    image = QImage(
        QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale))), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


class ImageView(QWidget):
    """Paints one image on a checked ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self.setMinimumSize(80, 80)
        theme.changed.connect(self.update)

    @property
    def picture(self) -> QImage:
        return self._image

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.setAccessibleName(_("Image, {width} by {height} pixels").format(width=image.width(), height=image.height()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        if self._image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        space = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        ratio = self.devicePixelRatioF()
        width, height = self._image.width() / ratio, self._image.height() / ratio
        scale = min(1.0, space.width() / max(1, width), space.height() / max(1, height))
        place = QRectF(0, 0, width * scale, height * scale)
        place.moveCenter(space.center())
        self._paint_ground(painter, place)
        painter.drawImage(place, self._image)

    def _paint_ground(self, painter: QPainter, place: QRectF) -> None:
        """Paint the checks that show through where the image is transparent, in both themes the same greys."""
        painter.save()
        painter.setClipRect(place)
        painter.fillRect(place, QColor("#ffffff"))
        if self._image.hasAlphaChannel():
            for row in range(int(place.height() // 8) + 1):
                for column in range(row % 2, int(place.width() // 8) + 1, 2):
                    painter.fillRect(QRectF(place.x() + column * 8, place.y() + row * 8, 8, 8), QColor("#e9ecf1"))
        painter.restore()
