"""The body of a response: pretty or raw text, an image, or what can be said of other bytes; unpacked, or as it was received."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from curlew.model.content import Content
from curlew.model.exchange import Response
from curlew.preview.charset import CHOICES
from curlew.preview.hexdump import hexdump
from curlew.preview.kinds import KINDS, media_type
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.blank import Blank
from curlew.ui.response.image_view import ImageView, read_image
from curlew.ui.response.shown_body import MOST_DUMPED, LoadedBody, format_text, load_body
from curlew.ui.widgets.parts import IconButton, TextButton, column, frame, label, row
from curlew.ui.widgets.segments import FittingSegments
from curlew.ui.widgets.text_view import TextPane

LANGUAGES = (("json", "JSON"), ("xml", "XML"), ("html", "HTML"), ("text", _("Text")))


class BodyTab(QWidget):
    """`show_response` takes a response, `show_body` any body; `notes_found` comes with what was doubtful about it, in words."""

    notes_found = Signal(object)
    shown = Signal()
    """The whole of the body is in place."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self._body = Content()
        self._content_type = ""
        self._response: Response | None = None
        self._loaded: LoadedBody | None = None
        self._language = "text"
        self._explanation = ""
        self._whole = False
        self._shown_tools = (False, False)
        self._wanted_state: dict[str, Any] = {}
        self.pane = TextPane(ui.theme, _("Response body"))
        self._image: ImageView | None = None
        self._blank: Blank | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pane)
        layout = column(self._build_bar(), self._stack, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _build_bar(self) -> QWidget:
        theme = self._ui.theme
        self._mode = FittingSegments(_("How the body is shown"), (("pretty", _("Pretty")), ("raw", _("Raw")), ("hex", _("Hex"))))
        self._mode.show_choice("pretty")
        self._mode.chosen.connect(self._mode_picked)
        self._languages = QComboBox()
        self._languages.setObjectName("body_language")
        self._languages.setAccessibleName(_("Language of the body"))
        self._languages.setProperty("small", True)
        for language, title in LANGUAGES:
            self._languages.addItem(title, language)
        self._languages.activated.connect(self._language_picked)
        self._charsets: QComboBox | None = None
        self._packed = FittingSegments(_("Which bytes are shown"), (("decoded", _("Decoded")), ("received", _("As received"))))
        self._packed.setObjectName("body_packed")
        self._packed.show_choice("decoded")
        self._packed.chosen.connect(self._packed_picked)
        self.invalid_button = TextButton(theme, "", "link", "warning", self.go_to_invalid)
        self.invalid_button.setObjectName("invalid_bytes_button")
        self._invalid_words = ("", "")  # where there is room, and where there is little
        self._facts = label("", "meta")
        self._facts.setObjectName("body_facts")
        self._wrap = IconButton(theme, "wrap", _("Wrap long lines"))
        self._wrap.setCheckable(True)
        self._wrap.setChecked(self.pane.view.wrap)
        self._wrap.clicked.connect(self.pane.view.toggle_wrap)
        self.pane.view.wrap_changed.connect(self._wrap.setChecked)
        self._search = IconButton(theme, "search", self._titled("find", _("Find in the body")))
        self._search.setObjectName("find_button")
        self._search.clicked.connect(self.pane.open_find)
        self._copy = IconButton(theme, "copy", self._titled("response.copy", _("Copy the body")))
        self._copy.setObjectName("copy_body_button")
        self._copy.clicked.connect(self.copy)
        parts = (self._mode, self._languages, self._packed, self.invalid_button, self._facts, self._wrap, self._search, self._copy)
        self._tools = row(*parts, margins=(16, 7, 12, 7), spacing=8)
        self._tools.setStretch(4, 1)
        self._facts.setMinimumWidth(1)
        for part in (self._packed, self.invalid_button):
            part.hide()
        self._bar = frame("bg", layout=self._tools)
        self._bar.setFixedHeight(theme.px(46))
        theme.changed.connect(self._fit_bar)
        return self._bar

    def _fit_bar(self) -> None:
        self._bar.setFixedHeight(self._ui.theme.px(46))

    def _titled(self, action: str, fallback: str) -> str:
        keys = self._ui.actions.keys(action)
        return f"{fallback} ({keys})" if keys else fallback

    # --- parts that few bodies need, made when one does ---

    @property
    def image(self) -> ImageView:
        if self._image is None:
            self._image = ImageView(self._ui.theme)
            self._stack.addWidget(self._image)
        return self._image

    @property
    def blank(self) -> Blank:
        if self._blank is None:
            self._blank = Blank(self._ui.theme, "file", "", "")
            self._stack.addWidget(self._blank)
        return self._blank

    @property
    def charsets(self) -> QComboBox:
        """Other encodings to choose from."""
        if self._charsets is None:
            self._charsets = QComboBox()
            self._charsets.setObjectName("body_charset")
            self._charsets.setAccessibleName(_("Character encoding of the body"))
            self._charsets.setProperty("small", True)
            self._charsets.activated.connect(self._charset_picked)
            self._tools.insertWidget(2, self._charsets)
            self._charsets.setMaximumWidth(130)
            QWidget.setTabOrder(self._languages, self._charsets)
        return self._charsets

    # --- what it shows ---

    def show_response(self, response: Response, explanation: str = "") -> None:
        """Show a response's body. explanation: why there is none, for an empty one."""
        self._response, self._explanation = response, explanation
        packed = response.encoded is not None and response.encoded.size > 0
        self._packed.setVisible(packed)
        self._packed.show_choice("decoded")
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the body unpacked, or the bytes as they were received."""
        response = self._response
        if response is not None and self.is_as_received and response.encoded is not None:
            self.show_body(response.encoded, "application/octet-stream")
        elif response is not None:
            self.show_body(response.body, response.header("content-type"), self._explanation)

    @property
    def is_as_received(self) -> bool:
        """Whether the bytes are shown as they came, packed."""
        return self._packed.current == "received"

    def show_body(self, body: Content, content_type: str, explanation: str = "") -> None:
        """Show a body. explanation: why there is none, for an empty one."""
        self._tasks.cancel()
        self.pane.stop()
        self._body, self._content_type, self._loaded = body, content_type, None
        self.invalid_button.hide()
        if body.size == 0:
            packed = self._response is not None and self._response.encoded is not None and self._response.encoded.size > 0
            self._bar.setVisible(packed)
            self._show_tools(False)
            self.pane.set_text(b"")
            self.blank.say(_("The body is empty"), explanation)
            self._stack.setCurrentWidget(self.blank)
            self.notes_found.emit(())
            self.shown.emit()
            return
        self._tasks.start(self._load(), _("Reading the body"))

    async def _load(self, charset: str = "") -> None:
        try:
            loaded = await load_body(self._body, self._content_type, charset)
        except OSError as error:
            self._bar.hide()
            self.blank.say(_("The body cannot be read"), error.strerror or str(error))
            self._stack.setCurrentWidget(self.blank)
            return
        self._loaded = loaded
        self._bar.show()
        self._language = loaded.kind if loaded.kind in dict(LANGUAGES) else "text"
        self._languages.setCurrentIndex(self._languages.findData(self._language))
        self._fill_charsets(loaded.text.charset)
        self._say_invalid(loaded)
        if self.is_as_received:
            self._show_binary(loaded, ())
        elif loaded.kind == "image":
            await self._show_image(loaded)
        elif loaded.kind == "binary":
            self._show_binary(loaded, ())
        else:
            self._show_tools(True)
            await self._show_text(loaded)

    async def _show_text(self, loaded: LoadedBody) -> None:
        self._stack.setCurrentWidget(self.pane)
        self._facts.setText("")
        if self._mode.current == "hex":
            self._show_hex(loaded)
            return
        language = "" if self._language == "text" else self._language
        notes = loaded.notes
        if self._mode.current == "raw":
            self.pane.set_text(loaded.text.data, language)
        else:
            started = self._whole = False

            def first(data: bytes) -> None:
                nonlocal started
                started = True
                self.pane.set_text(data, language)

            pretty = await format_text(loaded.text.data, language, first)
            self.pane.set_text(pretty.data, language, keep_place=started)
            notes = (*notes, *pretty.notes)
        self._whole = True
        self.pane.restore_state(self._wanted_state)
        self._wanted_state = {}
        self.notes_found.emit(notes)
        self.shown.emit()

    def _show_hex(self, loaded: LoadedBody) -> None:
        """Show the bytes of a text as they came, those of its beginning where there are many."""
        self._whole = False
        self._say_dumped(loaded.size)
        self.pane.set_text(hexdump(loaded.data[:MOST_DUMPED]))
        self.notes_found.emit(loaded.notes)
        self.shown.emit()

    def _say_dumped(self, size: int, words: str = "") -> None:
        shown = min(size, MOST_DUMPED)
        part = _("first {n} bytes").format(n=f"{shown:,}") if shown < size else texts.exact_size(shown)
        self._facts.setText(f"{words} · {part}" if words else part)

    def _say_invalid(self, loaded: LoadedBody) -> None:
        """Count the bytes that do not fit the charset; a click goes to the first."""
        wrong, first = loaded.text.invalid, loaded.first_invalid
        count = ngettext("{n} byte is not valid {charset}", "{n} bytes are not valid {charset}", wrong)
        words = count.format(n=f"{wrong:,}", charset=loaded.text.charset.upper())
        self._invalid_words = (f" {words}", f" {wrong:,}")
        self.invalid_button.setAccessibleName(words)
        tip = "" if first is None else _("The first is at byte {n}: go there").format(n=f"{first:,}")
        self.invalid_button.setToolTip(f"{words}. {tip}")
        self.invalid_button.setAccessibleDescription(tip)

    def go_to_invalid(self) -> None:
        """Show the raw text and select the first byte that does not fit the charset."""
        loaded = self._loaded
        if loaded is None or loaded.first_invalid is None:
            return
        self._mode.show_choice("raw")
        self._tasks.cancel()
        self._tasks.start(self._select_invalid(loaded, loaded.first_invalid), _("Formatting the body"))

    async def _select_invalid(self, loaded: LoadedBody, at: int) -> None:
        await self._show_text(loaded)
        self.pane.view.select(at, at + 1, middle=True)
        self.pane.view.setFocus()

    async def _show_image(self, loaded: LoadedBody) -> None:
        image = await asyncio.to_thread(read_image, loaded.data)
        if isinstance(image, str):
            self._show_binary(loaded, (image,))
            return
        self._show_tools(False)
        kind = media_type(self._content_type) or _("image")
        measures = _("{width} × {height} px").format(width=image.width(), height=image.height())
        self._facts.setText(f"{kind} · {measures} · {texts.size(loaded.size)}")
        self.image.show_image(image)
        self._stack.setCurrentWidget(self.image)
        self.notes_found.emit(loaded.notes)
        self.shown.emit()

    def _show_binary(self, loaded: LoadedBody, notes: tuple[str, ...]) -> None:
        self._show_tools(False, searchable=True)
        kind = media_type(self._content_type) or _("unknown type")
        title = KINDS["binary"].label
        if self.is_as_received and self._response is not None:
            kind = self._response.header("content-encoding")[:40]
        self._say_dumped(loaded.size, f"{title} · {kind} · {texts.size(loaded.size)}")
        self.pane.set_text(hexdump(loaded.data[:MOST_DUMPED]))
        self._stack.setCurrentWidget(self.pane)
        self.notes_found.emit((*loaded.notes, *notes))
        self.shown.emit()

    def _show_tools(self, is_text: bool, searchable: bool = False) -> None:
        self._shown_tools = (is_text, searchable)
        self._settle_tools()

    def _settle_tools(self) -> None:
        """Show the tools that what is shown can use; where there is little room, the rarer ones are left out."""
        is_text, searchable = self._shown_tools
        px, width = self._ui.theme.px, self.width()
        text = self._loaded.text if self._loaded is not None else None
        doubtful = text is not None and (bool(text.invalid) or text.charset != "utf-8")
        self._mode.setVisible(is_text)
        self._languages.setVisible(is_text and width >= px(480))
        if self._charsets is not None:
            self._charsets.setVisible(is_text and (width >= px(600) or doubtful))
        for tool in (self._wrap, self._search):
            tool.setVisible((is_text or searchable) and width >= px(400))
        self.invalid_button.setText(self._invalid_words[width < px(700)])
        self.invalid_button.setVisible(is_text and text is not None and bool(text.invalid))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_tools()

    # --- choices ---

    def _render(self) -> None:
        if self._loaded is not None and self._loaded.kind not in ("image", "binary"):
            self._tasks.cancel()
            self._tasks.start(self._show_text(self._loaded), _("Formatting the body"))

    def _mode_picked(self, mode: str) -> None:
        self._mode.show_choice(mode)
        self._render()

    def _packed_picked(self, which: str) -> None:
        self._packed.show_choice(which)
        self._show_chosen()

    def _language_picked(self) -> None:
        self._language = str(self._languages.currentData())
        self._render()

    def _fill_charsets(self, used: str) -> None:
        """Offer the encodings that a text can be read in, the one in use first."""
        self.charsets.clear()
        for name in dict.fromkeys((used, *CHOICES)):
            self.charsets.addItem(name.upper(), name)

    def _charset_picked(self) -> None:
        chosen = str(self.charsets.currentData())
        self._tasks.cancel()
        self._tasks.start(self._load(chosen), _("Reading the body"))

    def copy(self) -> None:
        """Copy the whole body as text: as shown pretty, or as it came where it is shown raw."""
        if self._loaded is None:
            return
        if self._image is not None and self._stack.currentWidget() is self._image:
            QGuiApplication.clipboard().setImage(self._image.picture)
            return
        is_text = self._loaded.kind not in ("image", "binary")
        data = self._loaded.text.data if is_text and not self._whole else self.pane.view.source.data
        QGuiApplication.clipboard().setText(data.decode("utf-8", "replace"))

    def open_find(self) -> None:
        if self._stack.currentWidget() is self.pane:
            self.pane.open_find()

    def state(self) -> dict[str, Any]:
        return {"mode": self._mode.current, "pane": self.pane.state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        if state.get("mode") in ("pretty", "raw", "hex"):
            self._mode.show_choice(state["mode"])
        pane = state.get("pane")
        if isinstance(pane, dict):
            self._wanted_state = pane
            self.pane.view.set_wrap(bool(pane.get("wrap", True)))
            self._wrap.setChecked(self.pane.view.wrap)
