"""A body in Base64: for pasting into JSON, a data URL, a mail."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from curlew.preview.base64_text import encoded
from curlew.preview.kinds import media_type
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import TextButton, column, row
from curlew.ui.widgets.text_view import TextPane

AT_ONCE = 64 * 1024
LARGEST_URL = 2_000_000
"""Bytes of a body that is offered as a data URL; browsers take little more."""


class Base64View(BodyView):
    """The bytes of the body, in lines or in one, with the alphabet of RFC 4648 or the one for URLs."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._tasks = ui.tasks.for_owner(self)
        self._opened = Opened()
        self._run = 0
        self._wanted_state: dict[str, Any] = {}
        self.pane = TextPane(ui.theme, _("Response body in Base64"))
        self.lines = self._tick("base64_lines", _("Lines of 76"), True)
        self.url_safe = self._tick("base64_url_safe", _("For URLs"), False)
        self.url_safe.setToolTip(_("With - and _ for + and /, without = at the end"))
        self._data_url = TextButton(ui.theme, _("Copy data URL"), "link", "copy", self._copy_data_url)
        self._tools = QWidget()
        self._tools.setLayout(row(self.lines, self.url_safe, self._data_url, spacing=14))
        self.setLayout(column(self.pane, spacing=0))
        self.setFocusProxy(self.pane)

    def _tick(self, name: str, title: str, on: bool) -> QCheckBox:
        made = QCheckBox(title)
        made.setObjectName(name)
        made.setChecked(on)
        made.toggled.connect(lambda _on: self._show())
        return made

    def show_body(self, opened: Opened) -> None:
        self._opened = opened
        self._show()

    def _show(self) -> None:
        self.stop()
        raw, lines, url_safe = self._opened.raw, self.lines.isChecked(), self.url_safe.isChecked()
        self._data_url.setEnabled(len(raw) <= LARGEST_URL)
        if len(raw) <= AT_ONCE:
            self.pane.set_text(encoded(raw, lines, url_safe))
            self._placed()
        else:
            self._tasks.start(self._encode(lines, url_safe), _("Encoding the body"))

    async def _encode(self, lines: bool, url_safe: bool) -> None:
        run, raw = self._run, self._opened.raw
        try:
            text = await asyncio.to_thread(encoded, raw, lines, url_safe, lambda: self._run != run)
        except OSError as error:
            self.failed.emit(_("The Base64 text could not be kept: {reason}.").format(reason=error.strerror or error))
            return
        self.pane.set_text(text)
        self._placed()

    def _placed(self) -> None:
        if self._wanted_state:
            self.pane.restore_state(self._wanted_state)
            self._wanted_state = {}
        self.shown.emit()

    def stop(self) -> None:
        self._run += 1  # what a thread is making for an earlier body ends after its slice
        self._tasks.cancel()
        self.pane.stop()

    def tools(self) -> tuple[QWidget, ...]:
        return (self._tools,)

    def _copy_data_url(self) -> None:
        kind = media_type(self._opened.declared) or "application/octet-stream"
        text = encoded(self._opened.raw, wrapped=False, url_safe=False)
        QGuiApplication.clipboard().setText(f"data:{kind};base64,{text[:].decode('ascii')}")
        self._ui.notify("info", _("Copied a data URL"))

    def open_find(self) -> None:
        self.pane.open_find()

    def copy(self) -> None:
        self.pane.view.copy_shown()

    def state(self) -> dict[str, Any]:
        return {"lines": self.lines.isChecked(), "url_safe": self.url_safe.isChecked(), "pane": self._wanted_state or self.pane.state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        for name, tick in (("lines", self.lines), ("url_safe", self.url_safe)):
            if isinstance(state.get(name), bool):
                tick.setChecked(state[name])
        if isinstance(state.get("pane"), dict):
            self._wanted_state = state["pane"]
