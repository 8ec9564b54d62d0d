"""The filter below the body's bar: an expression typed with the keys that are there, worked out while it is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QFrame, QMenu

from curlew.preview.filtering.completing import Wanted, wanted
from curlew.preview.filtering.languages import LANGUAGES, languages_for
from curlew.preview.filtering.result import FilterResult, KeysFound
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.filtering.field import FilterField
from curlew.ui.response.filtering.help import LanguageHelp
from curlew.ui.response.filtering.popup import KeysPopup
from curlew.ui.response.filtering.runner import FilterRunner
from curlew.ui.response.filtering.words import found_words, so_far_words
from curlew.ui.widgets.parts import TextButton, column, label, row, set_role

WAIT_MS = 150
"""So long after the last key an expression is worked out."""
SLOW_MS = 250
"""What takes longer says so."""
MOST_RECENT = 20


class FilterBar(QFrame):
    """`result` comes with a FilterResult, or None where nothing is filtered; `closed` when the person wants no filter any more.

    `applied` comes with (language, expression) that a person has settled on, to be remembered.
    """

    result = Signal(object)
    closed = Signal()
    applied = Signal(str, str)
    only_matches_changed = Signal(bool)
    copy_wanted = Signal(object)
    save_wanted = Signal(object)
    changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._kind = "json"
        self._has_body = False
        self._recent: list[str] = []
        self._recent_at = -1
        self._draft = ""
        self._last: FilterResult | None = None
        self._popup: KeysPopup | None = None
        self._explicit = False
        self.setProperty("ground", "bg")
        self.setProperty("edge", "bottom")
        self.runner = FilterRunner(ui, self)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(WAIT_MS)
        self._late.timeout.connect(self._apply_late)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._say_running)
        self._build()
        self._connect()

    def _build(self) -> None:
        theme = self._ui.theme
        self.field = FilterField(theme)
        self.edit = self.field.edit
        self.only = QCheckBox(_("Only matches"))
        self.only.setObjectName("filter_only_matches")
        self.only.setToolTip(_("Show only the matches and what leads to them"))
        self.only.hide()
        self.language_button = TextButton(theme, "JSONPath", "", "info", self.open_help)
        self.language_button.setObjectName("filter_language")
        self.language_button.setProperty("small", True)
        self._message = label("", "meta", wrap=True)
        self._message.setObjectName("filter_message")
        self._instead = TextButton(theme, "", "link", "", self._take_instead)
        self._instead.setObjectName("filter_instead")
        line = row(self.field, self.only, self.language_button, spacing=12)
        line.setStretch(0, 1)
        self._below = row(self._message, self._instead, spacing=6)
        self._below.setStretch(0, 1)
        self.setLayout(column(line, self._below, margins=(16, 0, 16, 8), spacing=4))
        self._explain("")

    def _connect(self) -> None:
        edit, field = self.edit, self.field
        edit.key = self._key
        edit.edited.connect(self._edited)
        edit.focused.connect(lambda focused: None if focused else self._hide_popup())
        field.cleared.connect(self.clear)
        field.stop_wanted.connect(self.stop)
        field.recent_wanted.connect(self.open_recent)
        field.copy_wanted.connect(lambda: self.copy_wanted.emit(self._last))
        field.save_wanted.connect(lambda: self.save_wanted.emit(self._last))
        self.only.toggled.connect(self.only_matches_changed)
        self.runner.found.connect(self._take)
        self.runner.keys_found.connect(self._take_keys)
        self.runner.running_changed.connect(self._running_changed)

    # --- what it is told ---

    @property
    def language(self) -> str:
        return self.edit.language

    @property
    def expression(self) -> str:
        return self.edit.text().strip()

    def set_body(self, opened: Opened | None) -> None:
        """Take the body to filter; what stands in the field is worked out on it."""
        self._last = None
        self._has_body = opened is not None
        self.runner.set_body(opened)
        if opened is None:
            return
        self._kind = opened.kind
        offered = languages_for(opened.kind)
        if offered and self.language not in [language.id for language in offered]:
            self._show_language(offered[0].id)
        if self.expression:
            self._apply()
        else:
            self.runner.prepare(self.language)
            self._settle()

    def show_expression(self, language: str, expression: str) -> None:
        """Show an expression and work it out."""
        self._show_language(language)
        self.edit.set_text(expression)
        self._apply()

    def offer_recent(self, recent: list[str]) -> None:
        """Take the expressions that Up and Down go through, the latest first."""
        if recent != self._recent:
            self._recent, self._recent_at = recent, -1
            self._settle()

    def offer_only_matches(self, offered: bool) -> None:
        """Say whether the view in front can leave out what does not match."""
        if not offered and self.only.hasFocus():
            self.field.setFocus()
        self.only.setVisible(offered)

    def _show_language(self, language: str) -> None:
        self.edit.set_language(language)
        self.language_button.setText(f" {LANGUAGES[language].label}")
        self.language_button.setAccessibleName(_("Language of the filter: {name}").format(name=LANGUAGES[language].label))
        self.changed.emit()

    # --- working it out ---

    def _edited(self) -> None:
        self._recent_at = -1
        self.edit.mark_fault(None)
        self._ask_keys(explicit=False)
        self._late.start()
        self._settle()

    def _apply_late(self) -> None:
        self._apply(typing=True)

    def _apply(self, typing: bool = False) -> None:
        """Work out what stands in the field."""
        self._late.stop()
        self._typing = typing
        self.edit.mark_fault(None)
        if not self.expression:
            self.runner.stop()
            self._last = None
            self._explain("")
            self.field.say("")
            self.result.emit(None)
        elif self._has_body:
            self._slow.start()
            self.runner.ask(self.language, self.expression)
        self.changed.emit()
        self._settle()

    def apply(self) -> None:
        """Settle on what stands in the field."""
        self._hide_popup()
        self._apply()
        if self.expression:
            self.applied.emit(self.language, self.expression)

    def stop(self) -> None:
        """End what is being worked out."""
        self.runner.stop()
        self._slow.stop()
        self.field.say(_("stopped"))
        self._explain("")
        self._settle()

    def clear(self) -> None:
        """Filter by nothing."""
        self._hide_popup()
        self.edit.set_text("")
        self._apply()
        self.edit.setFocus()

    def _take(self, found: FilterResult) -> None:
        if not found.whole:
            if self.field.stop.isHidden():
                self._settle()
            self.field.say(so_far_words(found))
            if len(found.text):
                self.result.emit(found)
            return
        self._slow.stop()
        if found.problem:
            self._take_problem(found)
        else:
            self._take_found(found)
        self._settle()

    def _take_found(self, found: FilterResult) -> None:
        self._explain(" ".join(found.notes))
        if self._typing and self._popup_is_open and not found.count:
            self.field.say(self._so_far)  # the name is not finished: what was found before it stays
            return
        self._last = found
        self.field.say(found_words(found, self.language))
        self.result.emit(found)

    def _take_problem(self, found: FilterResult) -> None:
        """Say what is wrong; while a person is still typing, an expression may be unfinished."""
        unfinished = self._typing and found.fault is not None and found.fault >= len(self.expression)
        self._last = None
        if unfinished:
            self.field.say(self._so_far if self._popup_is_open else "")
            self._explain("")
            return
        self.edit.mark_fault(found.fault)
        self.field.say(_("not valid") if found.fault is not None or found.instead else _("no result"), wrong=True)
        self._explain(found.problem, wrong=True, instead=found.instead)
        self.result.emit(None)

    def _explain(self, words: str, wrong: bool = False, instead: str = "") -> None:
        self._message.setText(words)
        set_role(self._message, "err" if wrong else "meta")
        self._message.setVisible(bool(words))
        self._instead_text = instead
        self._instead.setText(_("Use {expression}").format(expression=instead[:80].replace("&", "&&")))
        self._instead.setAccessibleName(_("Use {expression}").format(expression=instead))
        self._instead.setVisible(bool(instead))
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def _take_instead(self) -> None:
        self.edit.set_text(self._instead_text)
        self.apply()
        self.edit.setFocus()

    def _running_changed(self, running: bool) -> None:
        if not running:
            self._slow.stop()
        self._settle()

    def _say_running(self) -> None:
        if self.runner.is_running:
            self.field.say(_("searching …"))
        self._settle()

    def _settle(self) -> None:
        slow = self.runner.is_running and not self._slow.isActive()
        self.field.settle(slow, bool(self.edit.text()), self._last is not None, bool(self._recent))

    # --- completion ---

    _so_far = ""
    _typing = False
    _instead_text = ""

    @property
    def _popup_is_open(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    def _ask_keys(self, explicit: bool) -> None:
        place = wanted(self.language, self.edit.text(), self.edit.caret())
        self._so_far = ""
        if place is None or not self._has_body or not (explicit or place.typed or self.edit.text()):
            self._hide_popup()
            return
        self._explicit = explicit
        self.runner.ask_keys(self.language, place)

    def _take_keys(self, place: Wanted, found: KeysFound) -> None:
        if place != wanted(self.language, self.edit.text(), self.edit.caret()) or not self.edit.hasFocus():
            return
        if self._popup is None:
            self._popup = KeysPopup(self._ui.theme, self)
            self._popup.chosen.connect(self._complete)
        self._popup.show_keys(place, found, *self._below_caret(place))
        if self._popup_is_open and found.matches and self.language != "xpath":
            self._so_far = so_far_words(FilterResult(count=found.matches), found)
            self.field.say(self._so_far)
        if self._explicit and not self._popup_is_open:
            self.field.say(_("no keys here"))

    def _below_caret(self, place: Wanted) -> tuple[QPoint, int]:
        cursor = QTextCursor(self.edit.textCursor())
        cursor.setPosition(max(0, cursor.position() - len(place.typed)))
        at = self.edit.cursorRect(cursor)
        corner = self.edit.viewport().mapTo(self, at.topLeft())
        bottom = self.field.mapTo(self, QPoint(0, self.field.height())).y()
        return self.mapToGlobal(QPoint(corner.x() - 14, bottom + 4)), self.field.height()

    def _complete(self, place: Wanted, name: str) -> None:
        self.edit.replace(place.start, place.end, place.spelled(name))
        self._hide_popup()

    def _hide_popup(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    # --- keys ---

    def _key(self, event: QKeyEvent) -> bool:
        if self._popup is not None and self._popup.handle_key(event):
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if key == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._ask_keys(explicit=True)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif plain and key == Qt.Key.Key_Escape:
            self._escape()
        elif plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step_recent(1 if key == Qt.Key.Key_Up else -1)
        else:
            return False
        return True

    def _escape(self) -> None:
        if self.edit.text():
            self.clear()
        else:
            self.closed.emit()

    def _step_recent(self, step: int) -> None:
        """Go through earlier expressions; below the latest stands what was being typed."""
        at = max(-1, min(len(self._recent) - 1, self._recent_at + step))
        if at == self._recent_at:
            return
        if self._recent_at < 0:
            self._draft = self.edit.text()
        self._recent_at = at
        self.edit.set_text(self._recent[at] if at >= 0 else self._draft)
        self._apply()

    def open_recent(self) -> None:
        """Offer earlier expressions."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for expression in self._recent[:MOST_RECENT]:
            action = menu.addAction(expression[:120].replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, one=expression: self.show_expression(self.language, one))
        menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height() + 2)))

    def open_help(self) -> None:
        """Show the languages and examples."""
        offered = languages_for(self._kind) or (LANGUAGES[self.language],)
        card = LanguageHelp(self, self._ui.theme, offered, self.language)
        card.language_chosen.connect(self._pick_language)
        card.example_chosen.connect(self._pick_example)
        card.show_below(self.language_button)

    def _pick_language(self, language: str) -> None:
        self._show_language(language)
        self.edit.set_text("")
        self._apply()
        self.open_help()

    def _pick_example(self, expression: str) -> None:
        self.edit.set_text(expression)
        self.apply()
        self.edit.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def state(self) -> dict[str, Any]:
        """Return JSON: the expression and its language."""
        return {"language": self.language, "expression": self.expression, "only": self.only.isChecked()}
