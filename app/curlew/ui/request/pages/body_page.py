"""The Body tab: one editor for each kind of body; what was typed in another kind is kept while the request is open."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QStackedWidget, QVBoxLayout, QWidget

from curlew.model.body import WITHOUT_COMMENTS, Body, UnknownBody
from curlew.model.request import Request
from curlew.net.bodies import BODY_KINDS
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.bodies import EDITORS, BodyEditor
from curlew.ui.request.file_facts import FileFacts
from curlew.ui.request.page import RequestPage
from curlew.ui.widgets.parts import IconButton, Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.segments import FittingSegments
from curlew.ui.widgets.variables import VariableSource

NONE = "none"
ORDER = ("json", "multipart-form", "form-urlencoded", "xml", "text", "file", "graphql")


class BodyPage(RequestPage):
    """`faulted` tells whether the body has a fault that is known (broken JSON)."""

    faulted = Signal(bool)

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__(ui, source)
        self.facts = FileFacts(ui, self)
        self._kept: dict[str, Body] = {}
        self._editors: dict[str, BodyEditor] = {}
        known = [kind for kind in BODY_KINDS if kind.id != NONE and kind.editor in EDITORS]
        known.sort(key=lambda kind: ORDER.index(kind.id) if kind.id in ORDER else len(ORDER))
        self.kinds = FittingSegments(_("Kind of body"), [(NONE, _("None")), *((kind.id, kind.label) for kind in known)])
        self.kinds.chosen.connect(self._choose)
        self.variants = QComboBox()
        self.variants.setProperty("small", True)
        self.variants.setAccessibleName(_("Variant of the body"))
        self.variants.activated.connect(self._choose_variant)
        self.plain = QCheckBox(_("Send without comments"))
        self.plain.setToolTip(_("Comments, and commas with nothing after them, stay in the request and are left out when it is sent"))
        self.plain.toggled.connect(self._set_plain)
        self._beautify = TextButton(ui.theme, _("Beautify"), "link", act=self.beautify)
        self._beautify.setToolTip(_("Indent the body (Ctrl+B); no number changes"))
        self._find = IconButton(ui.theme, "search", _("Find in the body (Ctrl+F)"))
        self._find.clicked.connect(self.open_find)
        bar = frame("bg", "bottom", row(self.kinds, self.variants, None, self.plain, self._beautify, self._find, margins=(16, 7, 12, 7)))
        self._stack = QStackedWidget()
        self._empty = self._say(ui, "minus", _("This request has no body"), _("Choose a kind above to write one."))
        self._unknown_text = label("", "muted", wrap=True)
        self._unknown = self._say(ui, "info", _("This kind of body cannot be edited yet"), "", self._unknown_text)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._unknown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)

    def _say(self, ui: Ui, icon: str, title: str, text: str, extra: QWidget | None = None) -> QWidget:
        made = QWidget()
        parts = [Picture(ui.theme, icon, "text3", 20), label(title, "muted"), extra or label(text, "faint")]
        lines = [row(None, part, None) for part in parts]
        made.setLayout(column(None, *lines, None, spacing=6))
        return made

    # --- showing ---

    def forget(self) -> None:
        """Forget what was typed in kinds that are not chosen: another request is shown now."""
        self._kept.clear()

    def refresh(self) -> None:
        body = self.request.body
        kind = NONE if body is None else body.kind
        self.kinds.show_choice(kind if body is None or kind in BODY_KINDS else "")
        self._show_variants()
        editor: BodyEditor | None = None
        if body is None:
            self._stack.setCurrentWidget(self._empty)
        elif isinstance(body, UnknownBody) or kind not in BODY_KINDS:
            self._unknown_text.setText(_("The file says “{kind}”. It is kept as it is, and not sent.").format(kind=kind))
            self._stack.setCurrentWidget(self._unknown)
        else:
            editor = self._editor(kind)
            editor.set_comments(self._is_plain)
            editor.show_body(body)
            self._stack.setCurrentWidget(editor)
            self._kept[kind] = body
        self.plain.setVisible(kind == "json")
        with QSignalBlocker(self.plain):
            self.plain.setChecked(self._is_plain)
        self._beautify.setVisible(editor is not None and editor.can_beautify)
        self._find.setVisible(editor is not None and editor.can_find)

    def _show_variants(self) -> None:
        variants = self.request.body_variants
        self.variants.setVisible(len(variants) > 0)
        titles = [one.title or _("Variant {n}").format(n=number + 1) for number, one in enumerate(variants)]
        if [self.variants.itemText(n) for n in range(self.variants.count())] != titles:
            self.variants.clear()
            self.variants.addItems(titles)
        self.variants.setCurrentIndex(next((n for n, one in enumerate(variants) if one.selected), 0) if variants else -1)

    def _editor(self, kind: str) -> BodyEditor:
        name = BODY_KINDS[kind].editor
        if name not in self._editors:
            editor = EDITORS[name](self.ui, self.source, self.facts)
            editor.edited.connect(lambda key, editor=editor: self._edited(editor, key))
            editor.faulted.connect(self.faulted)
            editor.comments_allowed.connect(lambda: self.plain.setChecked(True))
            self._editors[name] = editor
            self._stack.addWidget(editor)
        return self._editors[name]

    @property
    def editor(self) -> BodyEditor | None:
        """The editor that is shown, None where there is no body or one that cannot be edited."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, BodyEditor) else None

    @property
    def is_faulty(self) -> bool:
        """Whether the body that is shown has a fault that is known."""
        return self.editor is not None and self.editor.is_faulty

    # --- changes ---

    def _edited(self, editor: BodyEditor, key: str) -> None:
        self._set_body(editor.body(), f"body:{key}" if key else "")

    def _set_body(self, body: Body | None, key: str) -> None:
        variants = tuple(replace(one, body=body) if one.selected else one for one in self.request.body_variants)
        self.change(key, body=body, body_variants=variants)

    @property
    def _is_plain(self) -> bool:
        return self.request.extensions.get(WITHOUT_COMMENTS) is True

    def _set_plain(self, on: bool) -> None:
        """Leave comments out of what is sent, or send the text as typed."""
        self.flush()
        kept = {key: value for key, value in self.request.extensions.items() if key != WITHOUT_COMMENTS}
        self.change("", extensions={**kept, WITHOUT_COMMENTS: True} if on else kept)

    def _choose(self, kind: str) -> None:
        self.flush()
        if self.request.body is not None and kind == self.request.body.kind:
            self.kinds.show_choice(kind)
            return
        if self.request.body is not None:
            self._kept[self.request.body.kind] = self.request.body
        body = None if kind == NONE else self._kept.get(kind) or EDITORS[BODY_KINDS[kind].editor].blank(kind)
        self._set_body(body, "")

    def _choose_variant(self, number: int) -> None:
        self.flush()
        variants = tuple(replace(one, selected=place == number) for place, one in enumerate(self.request.body_variants))
        self._kept.clear()
        self.change("", body_variants=variants, body=variants[number].body)

    def flush(self) -> None:
        for editor in self._editors.values():
            editor.flush()

    def beautify(self) -> None:
        if self.editor is not None:
            self.editor.beautify()

    def open_find(self) -> None:
        if self.editor is not None:
            self.editor.open_find()

    def reveal(self, request: Request, other: Request) -> None:
        if self.editor is not None:
            self.editor.reveal()
