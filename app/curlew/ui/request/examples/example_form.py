"""The editor of one example: its name, what came, what was asked, what it is for, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from curlew.model.request import Example
from curlew.model.rows import Note
from curlew.storage.opencollection.example_edits import header_rows, with_status
from curlew.storage.opencollection.examples import answer_in, note_of, renamed
from curlew.text import _
from curlew.ui.request.examples.answer_parts import AnswerBody, AnswerHeaders
from curlew.ui.request.examples.asked_part import AskedPart
from curlew.ui.request.examples.code_field import CodeField
from curlew.ui.response.texts import meaning_of_status, status_role
from curlew.ui.theme import Theme
from curlew.ui.widgets.line_field import LineField
from curlew.ui.widgets.parts import IconButton, TextButton, row
from curlew.ui.widgets.segments import FittingSegments
from curlew.ui.widgets.variables import VariableSource

NARROW, NARROWER = 560, 430
"""Below these widths a button has no room; the menu has all of them."""

ACTS = ("show", "compare", "compare_other", "send_compare", "", "reset", "replace", "", "duplicate", "delete")
TITLES = {
    "show": _("Show as response"),
    "compare": _("Compare with the response"),
    "compare_other": _("Compare with another…"),
    "send_compare": _("Send and compare"),
    "reset": _("Set the request to this"),
    "replace": _("Replace by the current response"),
    "duplicate": _("Duplicate"),
    "delete": _("Delete"),
}
ICONS = {
    "show": "eye",
    "compare": "swap",
    "compare_other": "swap",
    "send_compare": "play",
    "reset": "undo",
    "replace": "download",
    "duplicate": "duplicate",
    "delete": "trash",
}
NEEDS_RESPONSE, NEEDS_ANSWER = ("compare", "replace"), ("show", "compare", "compare_other", "send_compare")


class ExampleForm(QWidget):
    """`edited` comes with the example as it is now and a merge key; `wanted` with one of ACTS."""

    edited = Signal(object, str)
    wanted = Signal(str)
    taken = Signal()

    def __init__(self, theme: Theme, source: VariableSource) -> None:
        super().__init__()
        self._theme = theme
        self._example = Example()
        self._has_response = False
        self._make_head(theme)
        self._source = source
        self._stack = QStackedWidget()
        self._made: dict[str, QWidget] = {}
        self.body = AnswerBody(theme)
        self._add("body", self.body)
        self.body.edited.connect(self.edited)
        self._lay_out()
        self._show_part("body")
        theme.changed.connect(self._colour_status)

    # --- parts, made when they are first shown ---

    def _add(self, part: str, widget: QWidget) -> None:
        self._made[part] = widget
        self._stack.addWidget(widget)

    @property
    def headers(self) -> AnswerHeaders:
        if "headers" not in self._made:
            made = AnswerHeaders(self._theme)
            made.changed.connect(self.edited)
            made.show_example(self._example)
            self._add("headers", made)
        return cast(AnswerHeaders, self._made["headers"])

    @property
    def asked(self) -> AskedPart:
        if "asked" not in self._made:
            made = AskedPart(self._theme, self._source)
            made.taken.connect(self.taken)
            made.edited.connect(self.edited)
            made.show_example(self._example)
            self._add("asked", made)
        return cast(AskedPart, self._made["asked"])

    @property
    def note(self) -> CodeField:
        if "note" not in self._made:
            made = CodeField(self._theme, self._source, _("Description of the example"), _("What this example shows, in Markdown"))
            made.pane.editor.setLineWrapMode(made.pane.editor.LineWrapMode.WidgetWidth)
            made.edited.connect(self._note_typed)
            made.show_text(note_of(self._example).content, "markdown")
            self._add("note", made)
        return cast(CodeField, self._made["note"])

    # --- building ---

    def _make_head(self, theme: Theme) -> None:
        self.name = LineField()
        self.name.setObjectName("example_name")
        self.name.setAccessibleName(_("Name of the example"))
        self.name.setPlaceholderText(_("Name of the example"))
        self.name.textEdited.connect(lambda text: self.edited.emit(renamed(self._example, text, note_of(self._example)), "name"))
        self.show_button = TextButton(theme, TITLES["show"], "", act=partial(self.wanted.emit, "show"))
        self.compare_button = TextButton(theme, _("Compare"), "", act=partial(self.wanted.emit, "compare"))
        self.compare_button.setToolTip(TITLES["compare"])
        for button in (self.show_button, self.compare_button):
            button.setProperty("small", True)
        self.more = IconButton(theme, "more", _("More for the example"))
        self.more.setObjectName("example_menu_button")
        self.more.clicked.connect(lambda: self.open_menu(self.more.mapToGlobal(QPoint(0, self.more.height() + 2))))
        self.status = LineField()
        self.status.setObjectName("example_status")
        self.status.setAccessibleName(_("Status of the example"))
        self.status.setValidator(QIntValidator(0, 999, self.status))
        self.status.setFixedWidth(theme.px(54))
        self.reason = LineField()
        self.reason.setAccessibleName(_("Reason of the example"))
        self.reason.setPlaceholderText(_("Reason"))
        self.reason.setMaximumWidth(theme.px(150))
        for field in (self.status, self.reason):
            field.setProperty("small", True)
            field.textEdited.connect(self._status_typed)
        choices = (("body", _("Body")), ("headers", _("Headers")), ("asked", _("Request")), ("note", _("Description")))
        self.parts = FittingSegments(_("Part of the example"), choices)
        self.parts.chosen.connect(self._show_part)

    def _lay_out(self) -> None:
        head = row(self.name, self.show_button, self.compare_button, self.more, margins=(12, 8, 8, 6), spacing=6)
        head.setStretch(0, 1)
        self._of_body = (self.body.kind, self.body.beautify)
        second = row(self.parts, *self._of_body, None, self.status, self.reason, margins=(12, 0, 12, 8), spacing=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(second)
        layout.addWidget(self._stack, 1)

    # --- showing ---

    def show_example(self, example: Example, has_response: bool) -> None:
        """Show an example. has_response: whether there is a response to compare it with, and to take its place."""
        self._has_response = has_response
        self._settle_buttons(example)
        if example is self._example:
            return
        self._example = example
        answer = answer_in(example)
        self.name.show_text(example.name)
        self._show_status(answer.status if answer is not None else None)
        self.reason.show_text(answer.reason if answer is not None else "")
        self.body.show_example(example)
        if "headers" in self._made:
            self.headers.show_example(example)
        if "asked" in self._made:
            self.asked.show_example(example)
        if "note" in self._made:
            self.note.show_text(note_of(example).content, "markdown")

    def _settle_buttons(self, example: Example) -> None:
        answered = "response" in example.fields
        self.show_button.setEnabled(answered)
        self.compare_button.setEnabled(answered and self._has_response)
        tip = TITLES["compare"] if self._has_response else _("There is no response yet to compare with: send the request first")
        self.compare_button.setToolTip(tip)

    def _show_status(self, status: int | None) -> None:
        typed = self.status.text()
        if status is None or (int(typed) if typed.isdecimal() else 0) != status or (status and not typed):
            self.status.show_text("" if status is None else str(status))
        self._colour_status()

    def _colour_status(self) -> None:
        answer = answer_in(self._example)
        status = answer.status if answer is not None else 0
        token = self._theme.hex(status_role(status) if status else "text3")
        self.status.setStyleSheet(f"QLineEdit {{ color: {token}; font-weight: 600; }}")
        self.status.setToolTip(meaning_of_status(status))

    def _show_part(self, part: str) -> None:
        self.parts.show_choice(part)
        for widget in self._of_body:
            widget.setVisible(part == "body")
        self._stack.setCurrentWidget(getattr(self, part))

    def reveal(self, other: Example) -> None:
        """Bring the part to the front in which another state of the example differs."""
        here, there = self._example.fields, other.fields
        if here.get("request") != there.get("request"):
            self._show_part("asked")
        elif header_rows(self._example) != header_rows(other):
            self._show_part("headers")
        elif here.get("response") != there.get("response"):
            self._show_part("body")
        elif here.get("description") != there.get("description"):
            self._show_part("note")

    def flush(self) -> None:
        """Tell at once of what was typed and not told yet."""
        for part in self._made.values():
            if isinstance(part, (AnswerBody, AskedPart, CodeField)):
                part.flush()

    # --- changes ---

    def _note_typed(self) -> None:
        text, before = self.note.text(), note_of(self._example)
        self.edited.emit(renamed(self._example, self._example.name, Note(text, before.mime if text else "")), "note")

    def _status_typed(self) -> None:
        text = self.status.text()
        self.edited.emit(with_status(self._example, int(text) if text else 0, self.reason.text()), "status")

    # --- what can be done ---

    def can(self, act: str) -> bool:
        """Whether one of ACTS can be done now."""
        return (self._has_response or act not in NEEDS_RESPONSE) and ("response" in self._example.fields or act not in NEEDS_ANSWER)

    def open_menu(self, place: QPoint) -> None:
        """Show all that can be done with the example."""
        self.make_menu().popup(place)

    def make_menu(self) -> QMenu:
        """Return the menu; it is deleted when it closes."""
        menu = QMenu(self)
        menu.setObjectName("example_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for act in ACTS:
            if not act:
                menu.addSeparator()
                continue
            entry = menu.addAction(TITLES[act])
            entry.setObjectName(act)
            entry.setIcon(self._theme.icon(ICONS[act], "err" if act == "delete" else "text2", 14))
            entry.setEnabled(self.can(act))
            entry.triggered.connect(lambda _checked=False, act=act: self.wanted.emit(act))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        self.compare_button.setVisible(width >= self._theme.px(NARROW))
        self.show_button.setVisible(width >= self._theme.px(NARROWER))
        super().resizeEvent(event)
