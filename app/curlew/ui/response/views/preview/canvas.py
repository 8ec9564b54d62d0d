"""An image that can be made larger and smaller, and moved about."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

from curlew.text import _
from curlew.ui.theme import Theme

MARGIN = 24
SMALLEST, LARGEST = 0.01, 32.0
STEP = 1.25
SMOOTH_PIXELS = 4_000_000
"""Images up to this size are drawn smoothly when they are made smaller; larger ones once, into a smaller copy."""

_STRETCH = Qt.AspectRatioMode.IgnoreAspectRatio


class ImageCanvas(QAbstractScrollArea):
    """Fits the image into the space at first, never enlarged; `zoomed` when the scale has changed."""

    zoomed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self._small = QPixmap()
        self._scale = self._detail = 1.0
        self._fits = True
        self._dragged_from: QPoint | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(80, 80)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.viewport().update)

    @property
    def picture(self) -> QImage:
        return self._image

    @property
    def percent(self) -> int:
        """How large the image is shown, pixel for pixel being 100."""
        return round(self._scale * self._detail * 100)

    @property
    def fits(self) -> bool:
        """Whether the image is kept as large as the space."""
        return self._fits

    def show_image(self, image: QImage, keep: bool = False, detail: float = 1.0) -> None:
        """Show an image, fitted; keep: as large as the one before (the next frame); detail: how much finer it is than its own size."""
        self._image, self._small, self._detail = image, QPixmap(), detail
        width, height = round(image.width() / detail), round(image.height() / detail)
        self.setAccessibleName(_("Image, {width} by {height} pixels").format(width=width, height=height))
        if keep and not self._fits:
            self._settle()
        else:
            self.fit()

    def fit(self) -> None:
        """Show the whole image, in its own size at most."""
        self._fits = True
        space, ratio = self.viewport().size(), self.devicePixelRatioF()
        width, height = max(1, self._image.width()), max(1, self._image.height())
        wanted = min(1.0 / self._detail, (space.width() - 2 * MARGIN) * ratio / width, (space.height() - 2 * MARGIN) * ratio / height)
        self._set_scale(max(SMALLEST, wanted))

    def zoom_to(self, scale: float, about: QPointF | None = None) -> None:
        """Show the image so many times as large as its pixels; what is at `about` (of the viewport) stays there."""
        self._fits = False
        center = about or QPointF(self.viewport().rect().center())
        before, place = self._place(), self._scale
        self._set_scale(min(LARGEST, max(SMALLEST, scale)))
        factor = self._scale / place
        after = self._place()
        target = before.topLeft() + (center - before.topLeft()) - (center - before.topLeft()) * factor
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(after.x() - target.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(after.y() - target.y()))

    def zoom_by(self, steps: int, about: QPointF | None = None) -> None:
        self.zoom_to(self._scale * STEP**steps, about)

    def _set_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale, self._small = scale, QPixmap()
        self._settle()
        self.zoomed.emit()

    def _settle(self) -> None:
        (width, height), space = self._shown_size(), self.viewport().size()
        self._fit_bar(self.horizontalScrollBar(), width, space.width())
        self._fit_bar(self.verticalScrollBar(), height, space.height())
        self.viewport().update()

    def _fit_bar(self, bar: QScrollBar, wanted: float, room: int) -> None:
        bar.setPageStep(room)
        bar.setSingleStep(20)
        bar.setRange(0, 0 if self._fits else max(0, round(wanted + 2 * MARGIN - room)))

    def _shown_size(self) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return self._image.width() * self._scale / ratio, self._image.height() * self._scale / ratio

    def _place(self) -> QRectF:
        """Return where the image is on the viewport."""
        width, height = self._shown_size()
        space = self.viewport().size()
        left = (space.width() - width) / 2 if width + 2 * MARGIN <= space.width() else MARGIN - self.horizontalScrollBar().value()
        top = (space.height() - height) / 2 if height + 2 * MARGIN <= space.height() else MARGIN - self.verticalScrollBar().value()
        return QRectF(left, top, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("surface"))
        if self._image.isNull():
            return
        place = self._place()
        self._paint_ground(painter, place)
        if self._scale < 1:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._image.width() * self._image.height() > SMOOTH_PIXELS:
                painter.drawPixmap(place, self._smaller(), QRectF(self._smaller().rect()))
                return
        painter.drawImage(place, self._image)

    def _smaller(self) -> QPixmap:
        if self._small.isNull():
            ratio = self.devicePixelRatioF()
            width, height = self._shown_size()
            size = QSize(max(1, round(width * ratio)), max(1, round(height * ratio)))
            smaller = self._image.scaled(size, _STRETCH, Qt.TransformationMode.SmoothTransformation)
            self._small = QPixmap.fromImage(smaller)
        return self._small

    def _paint_ground(self, painter: QPainter, place: QRectF) -> None:
        """Paint the checks that show through where the image is transparent, in both themes the same greys."""
        painter.save()
        seen = place.intersected(QRectF(self.viewport().rect()))
        painter.setClipRect(seen)
        painter.fillRect(seen, QColor("#ffffff"))
        if self._image.hasAlphaChannel():
            for row in range(int((seen.top() - place.top()) // 8), int((seen.bottom() - place.top()) // 8) + 1):
                first = int((seen.left() - place.left()) // 8)
                for column in range(first + (row + first) % 2, int((seen.right() - place.left()) // 8) + 1, 2):
                    painter.fillRect(QRectF(place.x() + column * 8, place.y() + row * 8, 8, 8), QColor("#e9ecf1"))
        painter.restore()

    # --- events ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit() if self._fits else self._settle()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() == Qt.Key.Key_1:
            self.zoom_to(1.0 / self._detail)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit() if not self._fits else self.zoom_to(1.0 / self._detail, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._fits:
            self._dragged_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            point = event.position().toPoint()
            moved = point - self._dragged_from
            self._dragged_from = point
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragged_from = None
        self.viewport().unsetCursor()
