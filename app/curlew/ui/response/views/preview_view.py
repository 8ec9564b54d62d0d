"""A body as what it depicts: an image."""

from __future__ import annotations

import asyncio

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from curlew.preview.kinds import media_type
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.image_view import ImageView, read_image
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import column, label


class PreviewView(BodyView):
    """Draws images; others are not offered."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._tasks = ui.tasks.for_owner(self)
        self.image = ImageView(ui.theme)
        self._facts = label("", "meta")
        self._facts.setObjectName("body_facts")
        self.setLayout(column(self.image, spacing=0))

    def show_body(self, opened: Opened) -> None:
        self.stop()
        if opened.kind == "image":
            self._tasks.start(self._show(opened), _("Reading the image"))
        else:
            self.image.show_image(QImage())
            self._facts.setText("")

    async def _show(self, opened: Opened) -> None:
        image = await asyncio.to_thread(lambda: read_image(opened.raw[:]))
        if isinstance(image, str):
            self.failed.emit(image)
            return
        kind = media_type(opened.declared) or _("image")
        measures = _("{width} × {height} px").format(width=image.width(), height=image.height())
        self._facts.setText(f"{kind} · {measures} · {texts.size(len(opened.raw))}")
        self.image.show_image(image)
        self.shown.emit()

    def stop(self) -> None:
        self._tasks.cancel()

    def tools(self) -> tuple[QWidget, ...]:
        return (self._facts,)

    def copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.image.picture)
