"""The filter of a body tab: when there is a bar, what each view is given while a filter is on, and what is remembered of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QWidget

from curlew.model.content import Content
from curlew.preview.filtering.languages import LANGUAGES, languages_for
from curlew.preview.filtering.result import FilterResult
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.filtering.recent import added, checked, keep_recent, read_recent
from curlew.ui.response.views.view import BodyView

if TYPE_CHECKING:
    from curlew.ui.response.filter_bar import FilterBar
    from curlew.ui.widgets.text_view.copying import Copying

FILTERED = ("pretty", "raw", "table", "tree")
"""Views that show the result in place of the body."""
PATIENCE_MS = 300
"""So long what was shown before stays while a remembered filter is worked out on the next body."""
MOST_COPIED = 64 * 1000 * 1000
_FILE = "filters.json"


class BodyFilter(QObject):
    """`changed` comes when the views are to be given something else: ask `opened_for`, then `settle`."""

    changed = Signal()
    offered_changed = Signal(bool, bool)
    """Whether the body can be filtered, and whether the bar is open."""

    def __init__(self, ui: Ui, owner: QWidget, slot: QBoxLayout) -> None:
        """Put the bar, when there is one, below the first part of `slot`."""
        super().__init__(owner)
        self._ui, self._owner, self._slot = ui, owner, slot
        self._tasks = ui.tasks.for_owner(self)
        self.bar: FilterBar | None = None
        self._body: Opened | None = None
        self._result: FilterResult | None = None
        self._shown: Opened | None = None
        self._wanted: dict[str, Any] = {}
        self._recent: dict[str, list[str]] = {}
        self._secrets: tuple[str, ...] = ()
        self._keeping = asyncio.Lock()
        self._goes_there = False  # to the first match, once it is known
        self._all_recent: dict[str, list[str]] | None = None
        self._copying: Copying | None = None
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(PATIENCE_MS)
        self._waiting.timeout.connect(self.changed)

    # --- the bar ---

    @property
    def is_open(self) -> bool:
        return self.bar is not None and not self.bar.isHidden()

    def _made(self) -> FilterBar:
        if self.bar is None:
            from curlew.ui.response.filter_bar import FilterBar

            bar = self.bar = FilterBar(self._ui)
            bar.hide()
            bar.result.connect(self._take)
            bar.closed.connect(self.close)
            bar.applied.connect(self._remember)
            bar.only_matches_changed.connect(lambda _on: self.changed.emit())
            bar.copy_wanted.connect(self._copy)
            bar.save_wanted.connect(self._save)
            bar.changed.connect(self._offer_recent)
            self._slot.insertWidget(1, bar)
            self._tasks.start(self._read_recent(), _("Reading earlier filters"))
        return self.bar

    def open(self, focus: bool = True) -> None:
        """Show the bar, if this body can be filtered."""
        if self._body is None or not languages_for(self._body.kind):
            return
        bar = self._made()
        if bar.isHidden():
            bar.show()
            bar.set_body(self._body)
            if self._wanted:
                self._show_wanted(bar)
        if focus:
            bar.edit.setFocus()
        self._tell_offered()
        self.changed.emit()

    def close(self) -> None:
        """Hide the bar; the whole body is shown again."""
        if self.bar is None or self.bar.isHidden():
            return
        had_focus = self.bar.isAncestorOf(focus) if (focus := QGuiApplication.focusObject()) and isinstance(focus, QWidget) else False
        self._wanted = {}
        self.bar.set_body(None)
        self.bar.hide()
        self._drop_result()
        self.changed.emit()
        self._tell_offered()
        if had_focus:
            self._owner.setFocus()

    def toggle(self) -> None:
        """Open the bar, go to it, or close it where the person is in it already."""
        if self.is_open and self.bar is not None and self.bar.edit.hasFocus():
            self.close()
        else:
            self.open()

    def filter_by(self, expression: str) -> None:
        """Filter by an expression that a view has made of a value."""
        self.open(focus=False)
        if self.bar is not None and self._body is not None and self.is_open:
            language = languages_for(self._body.kind)[0].id
            self.bar.show_expression(language, expression)
            self._remember(language, expression)
            self.bar.edit.setFocus()

    def _show_wanted(self, bar: FilterBar) -> None:
        """Show the filter that was remembered."""
        language, expression = str(self._wanted.get("language", "")), str(self._wanted.get("expression", ""))
        bar.only.setChecked(bool(self._wanted.get("only")))
        if self._body is not None and language in [one.id for one in languages_for(self._body.kind)] and expression:
            self._wanted = {}
            bar.show_expression(language, expression)
            self._wait()

    # --- the body, and what of it is shown ---

    def set_body(self, opened: Opened) -> None:
        """Take the next body; a filter that is on is worked out on it."""
        if self._body is not None and self._body.text is opened.text and self._body.kind == opened.kind:
            self._body = opened
            return
        self._body = opened
        self._drop_result()
        able = bool(languages_for(opened.kind)) and len(opened.text) > 0
        if not able:
            if self.bar is not None and not self.bar.isHidden():
                self._wanted = self._wanted or {"open": True, **self.bar.state()}
                self.bar.set_body(None)
                self.bar.hide()
        elif self.is_open and self.bar is not None:
            self.bar.set_body(opened)
            if self.bar.expression:
                self._wait()
        elif self._wanted.get("open"):
            self.open(focus=False)
        self._tell_offered()

    def release(self) -> None:
        """Let go of the body: there is another one coming, or none. What was typed stays."""
        self._body = None
        self._waiting.stop()
        self._drop_result()
        if self.bar is not None:
            self.bar.set_body(None)
        self._tell_offered()

    def opened_for(self, view_id: str, opened: Opened) -> Opened | None:
        """Return what a view shows: the body or the result; None while that will be known in a moment."""
        if view_id not in FILTERED:
            return opened
        if self._waiting.isActive():
            return None
        if self._shown is None or self._result is None or (view_id == "tree" and self._result.places is not None and self._result.whole):
            return opened
        if view_id == "table" and self._result.kind != "json":
            return opened
        return self._shown

    def settle(self, view_id: str, view: BodyView | None) -> None:
        """Mark the matches in a view that can, once its body is in place."""
        marks = view_id == "tree" and self._result is not None and self._result.places is not None
        if self.bar is not None:
            self.bar.offer_only_matches(view_id == "tree" and self.bar.language != "jmespath")
        mark, show_only = getattr(view, "mark", None), getattr(view, "show_only", None)
        if view_id != "tree" or mark is None or show_only is None:
            return
        places = self._result.places if marks and self._result is not None else None
        mark(places or ())
        if places and self._goes_there:
            self._goes_there = False
            getattr(view, "next_match", lambda: None)()
        show_only(places if places is not None and self.bar is not None and self.bar.only.isChecked() else None)

    def _wait(self) -> None:
        if not self._waiting.isActive():
            self._waiting.start()

    def _drop_result(self) -> None:
        self._result = self._shown = None

    def _take(self, result: FilterResult | None) -> None:
        self._waiting.stop()
        if result is None:
            if self._result is None:
                self.changed.emit()
                return
            self._drop_result()
        else:
            self._result = result
            self._shown = Opened.of_text(result.text, result.kind)
        self.changed.emit()

    def _tell_offered(self) -> None:
        able = self._body is not None and len(self._body.text) > 0 and bool(languages_for(self._body.kind))
        self.offered_changed.emit(able, self.is_open)

    # --- the result ---

    def _copy(self, result: FilterResult) -> None:
        if len(result.text) > MOST_COPIED:
            self._ui.notify("info", _("The result is too large to be copied"), _("Save it to a file instead."))
            return
        if self._copying is None:
            from curlew.ui.widgets.text_view.copying import Copying

            self._copying = Copying(self)
            self._copying.copied.connect(lambda _size: self._ui.notify("info", _("Copied the result of the filter")))
        self._copying.start_text(result.text)

    def _save(self, result: FilterResult) -> None:
        self._tasks.start(self._save_result(result), _("Saving the result of the filter"))

    async def _save_result(self, result: FilterResult) -> None:
        from curlew.ui.response.saving import save_content

        body = Content.of(await asyncio.to_thread(bytes, result.text))
        name = {"json": "filtered.json", "xml": "filtered.xml", "html": "filtered.html"}.get(result.kind, "filtered.txt")
        await save_content(self._ui, self._owner.window(), body, name, _("Save the result of the filter"))

    # --- what is remembered ---

    def keep_out(self, secrets: tuple[str, ...]) -> None:
        """Say what the send kept secret: an expression that holds such a value is not remembered."""
        self._secrets = secrets

    def _holds_secret(self, expression: str) -> bool:
        if not self._secrets:
            return False
        from curlew.engine.redact import Redactor

        return Redactor(self._secrets).text(expression) != expression

    @property
    def _place(self) -> Path | None:
        profile = getattr(self._ui.session, "profile", None)  # none where there is only a viewer
        return profile.state / _FILE if profile is not None else None

    async def _read_recent(self) -> None:
        place = self._place
        self._all_recent = await asyncio.to_thread(read_recent, place) if place is not None else {}
        self._offer_recent()

    def _offer_recent(self) -> None:
        """Offer this request's expressions, then those of all others."""
        if self.bar is not None:
            language = self.bar.language
            both = (*self._recent.get(language, ()), *(self._all_recent or {}).get(language, ()))
            self.bar.offer_recent(list(dict.fromkeys(both)))

    def _remember(self, language: str, expression: str) -> None:
        self._goes_there = True
        if self._holds_secret(expression):
            return
        self._recent = added(self._recent, language, expression)
        self._tasks.start(self._keep_recent(language, expression), _("Remembering the filter"))
        self._offer_recent()

    async def _keep_recent(self, language: str, expression: str) -> None:
        place = self._place
        if place is None:
            self._all_recent = added(self._all_recent or {}, language, expression)
            return

        def keep() -> dict[str, list[str]]:
            recent = added(read_recent(place), language, expression)  # another window may have added some
            keep_recent(place, recent)
            return recent

        async with self._keeping:
            self._all_recent = await asyncio.to_thread(keep)

    def state(self) -> dict[str, Any]:
        """Return JSON: the filter that is on, and what was asked of this request's bodies before."""
        if self.bar is None or self.bar.isHidden():
            return {**self._wanted, "recent": self._recent}
        state = self.bar.state()
        if self._holds_secret(state["expression"]):
            state["expression"] = ""
        return {"open": True, **state, "recent": self._recent}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take what was remembered; it counts from the next body on."""
        self._recent = {language: one for language, one in checked(state.get("recent")).items() if language in LANGUAGES}
        self._wanted = {key: state[key] for key in ("open", "language", "expression", "only") if key in state}
        if self._body is not None and self._wanted.get("open"):
            self.open(focus=False)
