"""An image with its facts; one that moves, moves."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QMovie, QResizeEvent
from PySide6.QtWidgets import QWidget

from curlew.preview.kinds import media_type
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.fact_grid import FactGrid, Line
from curlew.ui.response.views.preview.apart import draw_picture
from curlew.ui.response.views.preview.canvas import ImageCanvas
from curlew.ui.response.views.preview.images import Picture
from curlew.ui.response.views.preview.page import PreviewPage
from curlew.ui.widgets.parts import IconButton, column, frame, label, row

FACTS_WIDTH = 260


class ImagePage(PreviewPage):
    """Zoom by the buttons, Ctrl and the wheel, + and -; 0 fits, 1 shows pixel for pixel."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        theme = ui.theme
        self._data = QByteArray()
        self._movie: QMovie | None = None
        self.canvas = ImageCanvas(theme)
        self.canvas.zoomed.connect(self._tell)
        self.facts = FactGrid(theme, 84)
        self._side = frame("surface", "left", column(self.facts, None, margins=(16, 12, 12, 12)))
        middle = row(self.canvas, self._side, spacing=0)
        middle.setStretch(0, 1)
        self.setLayout(middle)
        self.setFocusProxy(self.canvas)
        self._words = label("", "meta")
        self._words.setObjectName("body_facts")
        self._smaller = IconButton(theme, "minus", _("Smaller (-)"))
        self._smaller.clicked.connect(lambda: self.canvas.zoom_by(-1))
        self._larger = IconButton(theme, "plus", _("Larger (+)"))
        self._larger.clicked.connect(lambda: self.canvas.zoom_by(1))
        self._percent = label("", "meta")
        self._fit = IconButton(theme, "expand", _("Fit into the space (0)"))
        self._fit.setObjectName("image_fit")
        self._fit.clicked.connect(self.canvas.fit)
        self.play = IconButton(theme, "pause", _("Stop moving"))
        self.play.setObjectName("image_play")
        self.play.setCheckable(True)
        self.play.clicked.connect(self._play)
        self._tools = QWidget()
        parts = (self._words, self.play, self._smaller, self._percent, self._larger, self._fit)
        self._tools.setLayout(row(*parts, spacing=4))

    def show_body(self, opened: Opened) -> None:
        self.stop()
        self._tasks.start(self._show(opened), _("Reading the image"))

    async def _show(self, opened: Opened) -> None:
        picture = await draw_picture(opened.raw)
        if isinstance(picture, str):
            self.failed.emit(picture)
            return
        kind = media_type(opened.declared) or _("image")
        width, height = (round(side / picture.detail) for side in (picture.image.width(), picture.image.height()))
        measures = _("{width} × {height} px").format(width=f"{width:,}", height=f"{height:,}")
        self._words.setText(f"{kind} · {measures} · {texts.size(len(opened.raw))}")
        self.facts.show_lines([Line(name, value) for name, value in picture.lines])
        self.canvas.show_image(picture.image, detail=picture.detail)
        self._animate(picture, opened)
        self.done.emit()

    def _animate(self, picture: Picture, opened: Opened) -> None:
        self.play.setVisible(picture.animated)
        if not picture.animated:
            return
        self._data = QByteArray(opened.raw[:])
        device = QBuffer(self._data, self)
        device.open(QIODevice.OpenModeFlag.ReadOnly)
        self._movie = QMovie(device, QByteArray(), self)
        self._movie.frameChanged.connect(self._next_frame)
        self.play.setChecked(True)
        self._movie.start()

    def _next_frame(self, _number: int) -> None:
        if self._movie is not None:
            self.canvas.show_image(self._movie.currentImage(), keep=True)

    def _play(self, on: bool) -> None:
        if self._movie is not None:
            self._movie.setPaused(not on)
        self.play.set_icon("pause" if on else "play")
        self.play.set_title(_("Stop moving") if on else _("Move"))

    def stop(self) -> None:
        super().stop()
        if self._movie is not None:
            self._movie.stop()
            device = self._movie.device()
            self._movie.deleteLater()
            device.deleteLater()
            self._movie = None
        self._data = QByteArray()

    def clear(self) -> None:
        self.stop()
        self.canvas.show_image(QImage())
        self._words.setText("")

    def tools(self) -> tuple[QWidget, ...]:
        return (self._tools,)

    def copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.canvas.picture)

    def _tell(self) -> None:
        self._percent.setText(f"{self.canvas.percent} %")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._ui.theme.px
        self._side.setFixedWidth(px(FACTS_WIDTH))
        self._side.setVisible(self.width() >= px(FACTS_WIDTH + 380))
