"""One event of a stream beside the table: when it came, what it says, pretty or raw."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from curlew.model.content import Content
from curlew.preview.layout import lay_out, laying_out
from curlew.preview.stream import StreamEvent, data_of
from curlew.preview.stream_log import StreamLog
from curlew.preview.working import in_worker
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.stream_model import clock
from curlew.ui.response.texts import exact_size
from curlew.ui.widgets.parts import IconButton, TextButton, column, frame, label, row
from curlew.ui.widgets.segments import Segments
from curlew.ui.widgets.text_view import TextPane

AT_ONCE = 4 * 1024
"""Bytes of an event that are laid out here; more in a worker."""


class StreamDetails(QWidget):
    """Shows one event; `alike_wanted` asks for its kind only."""

    alike_wanted = Signal(str)
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self._event: StreamEvent | None = None
        self._data = b""
        self._body: Content | None = None
        self._stream_kind = ""
        self._several = False
        self._title = label("", "medium")
        self._badge = label("", "badge_accent")
        self._badge.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        close = IconButton(ui.theme, "close", _("Close the event"), size=12, box=24)
        close.clicked.connect(self.closed)
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnMinimumWidth(0, ui.theme.px(84))
        self._facts.setColumnStretch(1, 1)
        self._mode = Segments(_("How the event is shown"), (("pretty", _("Pretty")), ("raw", _("Raw"))))
        self._mode.show_choice("pretty")
        self._mode.chosen.connect(lambda _choice: self._render())
        copy = IconButton(ui.theme, "copy", _("Copy the event’s data"))
        copy.setObjectName("copy_event_button")
        copy.clicked.connect(self.copy)
        self.pane = TextPane(ui.theme, _("Data of the event"), 12)
        self._note = label("", "faint", wrap=True)
        self._alike = TextButton(ui.theme, _("Show only events like this"), "", "filter", self._want_alike)
        self._short = label("", "meta")
        self._short.hide()
        self._facts_box = frame("", layout=self._facts)
        self._compact = False
        head = row(self._title, self._badge, self._short, None, close)
        parts = (head, self._facts_box, row(self._mode, None, copy), frame("card", layout=column(self.pane)), self._note, self._alike)
        layout = column(*parts, margins=(16, 10, 14, 12), spacing=8)
        layout.setStretch(3, 1)
        outer = column(frame("surface", "left", layout=layout))
        self.setLayout(outer)

    @property
    def event_shown(self) -> StreamEvent | None:
        return self._event

    def set_body(self, body: Content | None, stream_kind: str) -> None:
        """Tell where the whole of an event can be read, once the stream has ended."""
        self._body, self._stream_kind = body, stream_kind

    def set_compact(self, compact: bool) -> None:
        """Say it all in one line: for the place below the table, where height is scarce."""
        self._compact = compact
        self._facts_box.setVisible(not compact)
        self._short.setVisible(compact)
        self._settle_alike()

    def _settle_alike(self) -> None:
        self._alike.setVisible(self._several and not self._compact)

    def show_event(self, event: StreamEvent, log: StreamLog) -> None:
        self._event, self._data = event, event.data
        self._title.setText(_("Event {n}").format(n=f"{event.number:,}"))
        self._badge.setText(event.kind[:40])
        self._fill_facts(event, log)
        self._several = len(log.kinds) > 1
        self._settle_alike()
        self._note.setVisible(event.cut)
        self._note.setText(_("The beginning of it. The rest can be seen here when the stream has ended.") if event.cut else "")
        self._render()

    def _fill_facts(self, event: StreamEvent, log: StreamLog) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        after = log.before(event)
        facts = [
            (_("Received"), clock(event.at) if event.at is not None else ""),
            (_("After"), "" if after is None else _("{s} s after event {n}").format(s=f"{after:.3f}", n=f"{event.number - 1:,}")),
            (_("Id"), event.id),
            (_("Retry"), "" if event.retry is None else _("{n} ms, set by this event").format(n=f"{event.retry:,}")),
            (_("Size"), exact_size(event.size)),
            (_("Note"), _NOTES.get(event.note, "")),
        ]
        self._short.setText(" · ".join(f"{name} {value[:60]}" for name, value in facts[:1] + facts[2:] if value))
        for line, (name, value) in enumerate((name, value) for name, value in facts if value):
            shown: QLabel = label(value[:500], wrap=True)
            self._facts.addWidget(label(name, "muted"), line, 0)
            self._facts.addWidget(shown, line, 1)

    def _render(self) -> None:
        self._tasks.cancel()
        if self._event is not None:
            self._tasks.start(self._show(self._event), _("Showing an event"))

    async def _show(self, event: StreamEvent) -> None:
        if event.cut and self._body is not None:
            body, kind = self._body, self._stream_kind
            try:
                self._data = await asyncio.to_thread(lambda: data_of(_part(body, event.offset, event.size), kind, event.offset))
                self._note.hide()
            except OSError as error:
                self._note.setText(error.strerror or str(error))
        is_json = self._data.lstrip()[:1] in (b"{", b"[")
        text = self._data.decode("utf-8", "replace").encode()
        language = "json" if is_json else ""
        if self._mode.current == "pretty" and is_json:
            try:
                laid = lay_out(text, "json") if len(text) <= AT_ONCE else await in_worker(laying_out(text, "json"))
            except OSError as error:
                self._note.setText(error.strerror or str(error))
                self._note.show()
            else:
                self.pane.set_text(laid.data, language)
                return
        self.pane.set_text(text, language)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self._data.decode("utf-8", "replace"))
        self._ui.notify("info", _("Copied the event’s data"))

    def _want_alike(self) -> None:
        if self._event is not None:
            self.alike_wanted.emit(self._event.kind)


_NOTES = {
    "no data": _("It has no data, so a browser would pass it over."),
    "partial": _("The stream ended within it."),
}


def _part(body: Content, offset: int, size: int) -> bytes:
    """Return a part of a body. Reads the disk: not on the window's thread."""
    if body.data is not None:
        return body.data[offset : offset + size]
    assert body.path is not None
    with body.path.open("rb") as file:
        file.seek(offset)
        return file.read(size)
