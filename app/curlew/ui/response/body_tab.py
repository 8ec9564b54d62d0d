"""The body of a response: opened once, shown by the view that suits it or that the person picked; unpacked, or as it was received."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from curlew.model.content import Content
from curlew.model.exchange import Response
from curlew.preview.opened import Opened
from curlew.preview.opening import open_body
from curlew.preview.places import Place
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.blank import Blank
from curlew.ui.response.body_bar import BodyBar
from curlew.ui.response.body_filter import BodyFilter
from curlew.ui.response.view_stack import ViewStack
from curlew.ui.response.views import VIEWS, ranked
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import column


class BodyTab(QWidget):
    """`show_response` takes a response, `show_body` any body; `notes_found` comes with what was doubtful about it, in words."""

    notes_found = Signal(object)
    begun = Signal()
    """A view was given the body, or as much as there is of it so far."""
    shown = Signal()
    """The whole of the body is in place."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self._body = Content()
        self._content_type = self._name = ""
        self._response: Response | None = None
        self._opened: Opened | None = None
        self._shown: Opened | None = None  # the same, or read as another language
        self._chosen = ""  # the view that the person picked, "" for the best one
        self._failed: dict[str, str] = {}  # views that cannot show this body, and why
        self._view_notes: tuple[str, ...] = ()
        self._place: Place | None = None
        self._wants_invalid = False
        self._blank: Blank | None = None
        self.bar = BodyBar(ui)
        self.views = ViewStack(ui)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.views)
        self._column = column(self.bar, self._stack, spacing=0)
        self._column.setStretch(1, 1)
        self.setLayout(self._column)
        self.filter = BodyFilter(ui, self, self._column)
        self._connect()

    def _connect(self) -> None:
        bar, views = self.bar, self.views
        bar.view_chosen.connect(self.choose_view)
        bar.language_chosen.connect(self._language_picked)
        bar.charset_chosen.connect(self._charset_picked)
        bar.packed_chosen.connect(self._packed_picked)
        bar.invalid_wanted.connect(self.go_to_invalid)
        bar.find_wanted.connect(self.open_find)
        bar.copy_wanted.connect(self.copy)
        bar.filter_wanted.connect(self.filter.toggle)
        self.filter.changed.connect(self._show_view)
        self.filter.offered_changed.connect(bar.offer_filter)
        views.filter_wanted.connect(self.filter.filter_by)
        views.shown.connect(self._view_is_done)
        views.failed.connect(self._fall_back)
        views.notes_found.connect(self._take_notes)
        views.place_changed.connect(self._take_place)

    @property
    def blank(self) -> Blank:
        """The page for a body that is empty or cannot be read."""
        if self._blank is None:
            self._blank = Blank(self._ui.theme, "file", "", "")
            self._stack.addWidget(self._blank)
        return self._blank

    @property
    def front(self) -> BodyView | None:
        """The view that shows the body now, None for a body that is empty or not there yet."""
        return self.views.front if self._stack.currentWidget() is self.views else None

    # --- what it shows ---

    def show_response(self, response: Response, explanation: str = "", name: str = "") -> None:
        """Show a response's body. explanation: why there is none, for an empty one. name: the path that it came from."""
        self._response = response
        self.bar.offer_packed(_is_packed(response))
        self.show_body(response.body, response.header("content-type"), explanation, name)

    def show_body(self, body: Content, content_type: str, explanation: str = "", name: str = "", keep_look: bool = False) -> None:
        """Show a body. explanation: why there is none, for an empty one. name: of its file, which helps to tell what it is.

        keep_look: whether the views stay where they are, for a body that goes on as the former one began.
        """
        if keep_look:
            self.views.restore_states(self.views.states())
        self._end_former()
        self._body, self._content_type, self._name = body, content_type, name
        if body.size == 0:
            self.bar.setVisible(self._response is not None and _is_packed(self._response))
            self.bar.say_body(Opened())
            self.bar.show_tools((), can_find=False)
            self.bar.offer_views((), "")
            self._say(_("The body is empty"), explanation)
            return
        self._tasks.start(self._open(), _("Reading the body"))

    def clear(self) -> None:
        """Let go of the body."""
        self._end_former()
        self._response, self._body = None, Content()
        self.bar.offer_packed(False)
        self.views.release_all()

    def _end_former(self) -> None:
        """End all work on the body shown so far; it stays in sight until there is something of the next."""
        self._tasks.cancel()
        self.filter.release()
        self.views.release()
        self._opened = self._shown = self._place = None
        self._failed.clear()
        self._view_notes = ()
        self._wants_invalid = False
        self.bar.invalid_button.hide()

    def _say(self, title: str, text: str) -> None:
        """Show words in place of a body."""
        self.views.release_all()
        self.blank.say(title, text)
        self._stack.setCurrentWidget(self.blank)
        self.notes_found.emit(())
        self.shown.emit()

    async def _open(self, charset: str = "") -> None:
        try:
            self._take(await open_body(self._body, self._content_type, charset, self._take, self._name))
        except OSError as error:
            self.say_unreadable(error.strerror or str(error))

    def say_unreadable(self, reason: str) -> None:
        """Say why there is nothing to be seen; what was seen of its beginning goes."""
        self._opened = self._shown = None
        self.bar.hide()
        self._say(_("The body cannot be read"), reason)

    def _as_packed(self, opened: Opened) -> Opened:
        """Return bytes that are to be seen as such, whatever they look like."""
        packing = self._response.header("content-encoding")[:40] if self._response is not None else ""
        return Opened(content=opened.content, raw=opened.raw, kind="binary", declared=packing, charset="", whole=opened.whole)

    def _take(self, opened: Opened) -> None:
        """Show a body that was opened: first as far as it was looked at, then again when that was the whole."""
        if self.bar.is_as_received:
            opened = self._as_packed(opened)
        before, shown = self._opened, self._shown
        self._opened = opened
        language = shown.kind if before is not None and shown is not None and shown.kind != before.kind else opened.kind
        self._shown = opened if language == opened.kind else replace(opened, kind=language)
        self.bar.show()
        self.bar.say_body(self._shown)
        self.filter.set_body(self._shown)
        if before is not None and shown is not None and before.text is opened.text and before.raw is opened.raw:
            self.views.take_over(shown, self._shown)  # what was doubtful is known now; there is nothing else to be seen
            self._tell_notes()
            if self.views.is_done:
                self._view_is_done()
        else:
            self._show_view()

    def _show_view(self) -> None:
        """Put the view in front that the person picked, or the best one."""
        shown = self._shown
        if shown is None:
            return
        offered = [kind.id for kind in ranked(shown)]
        able = [view_id for view_id in offered if view_id not in self._failed]
        if not able:
            self.bar.hide()
            self._say(_("The body cannot be shown"), " ".join(dict.fromkeys(self._failed.values())))
            return
        front = self._chosen if self._chosen in able else self._fallback(able) if self._failed else able[0]
        self._view_notes = ()
        self.bar.offer_views(offered, front)
        try:
            self._put_in_front(front, shown)
        except Exception:
            self._fall_back(front, _("a fault of Curlew keeps it from showing this body."))
            raise  # to be reported

    def _put_in_front(self, front: str, shown: Opened) -> None:
        place = self._place if front != self.views.front_id else None
        self._stack.setCurrentWidget(self.views)
        view = self.views.view(front)
        self.bar.show_tools(view.tools(), can_find=type(view).open_find is not BodyView.open_find)
        view.set_facts(self._came())
        self._tell_notes()
        given = self.filter.opened_for(front, shown)
        if given is None:
            return  # what a filter finds is known in a moment: till then there stands what stood there
        self.views.bring(front, given)
        self.begun.emit()
        if place is not None and front == self.views.front_id:
            self.views.go_to(place)

    def _came(self) -> str:
        """Return how the body came: packed."""
        response = self._response
        if response is None or response.encoded is None or self.bar.is_as_received or not _is_packed(response):
            return ""
        packing = response.header("content-encoding")[:40]
        return _("decoded from {size} {packing}").format(size=texts.size(response.encoded.size), packing=packing).strip()

    def _fallback(self, able: list[str]) -> str:
        """Return the view for a body that another one failed to show: raw, where it is a text."""
        return "raw" if "raw" in able else "hex" if "hex" in able else able[0]

    # --- what the view in front tells ---

    def _fall_back(self, view_id: str, reason: str) -> None:
        """Show the body in another way, and say why."""
        self._failed[view_id] = _("{view}: {reason}").format(view=VIEWS[view_id].label, reason=reason)
        self._show_view()

    def _view_is_done(self) -> None:
        self.filter.settle(self.views.front_id, self.views.front)
        if self._opened is None or not self._opened.whole:
            return
        self._tell_notes()
        if self._wants_invalid:
            self._select_invalid()
        self.shown.emit()

    def _take_notes(self, notes: tuple[str, ...]) -> None:
        self._view_notes = tuple(notes)
        self._tell_notes()

    def _tell_notes(self) -> None:
        notes = self._opened.notes if self._opened is not None else ()
        self.notes_found.emit(tuple(dict.fromkeys((*notes, *self._failed.values(), *self._view_notes))))

    def _take_place(self, place: Place | None) -> None:
        self._place = place

    # --- choices ---

    def choose_view(self, view_id: str) -> None:
        """Show the body in the way that the person picked, and this request's later ones."""
        self._chosen = view_id
        self._failed.pop(view_id, None)
        focused = QApplication.focusWidget()
        self._show_view()
        if focused is not None and self.isAncestorOf(focused) and not focused.isVisible() and self.front is not None:
            self.front.setFocus()  # else Qt gives the keyboard to whatever comes next in the window

    def _packed_picked(self, which: str) -> None:
        response = self._response
        if response is None:
            return
        self.bar.packed.show_choice(which)
        if which == "received" and response.encoded is not None:
            self.show_body(response.encoded, "application/octet-stream", name=self._name)
        else:
            self.show_body(response.body, response.header("content-type"), name=self._name)

    def _language_picked(self, language: str) -> None:
        if self._opened is not None:
            self._failed.clear()
            self._shown = self._opened if language == self._opened.kind else replace(self._opened, kind=language)
            self.filter.set_body(self._shown)
            self._show_view()

    def _charset_picked(self, charset: str) -> None:
        self._end_former()
        self._tasks.start(self._open(charset), _("Reading the body"))

    def go_to_invalid(self) -> None:
        """Show the raw text and select the first byte that does not fit the charset."""
        if self._opened is not None and self._opened.first_invalid is not None:
            self._wants_invalid = True
            self.choose_view("raw")

    def _select_invalid(self) -> None:
        from curlew.ui.response.views.raw_view import RawView

        self._wants_invalid = False
        front = self.front
        if isinstance(front, RawView) and self._opened is not None and self._opened.first_invalid is not None:
            front.pane.view.select(self._opened.first_invalid, self._opened.first_invalid + 1, middle=True)
            front.setFocus()

    def copy(self) -> str | None:
        """Put what is shown on the clipboard; return what is to be said of it (see `BodyView.copy`)."""
        return self.front.copy() if self.front is not None else ""

    def open_find(self) -> None:
        if self.front is not None:
            self.front.open_find()

    def state(self) -> dict[str, Any]:
        """Return JSON: which view was picked, and how each of them looks."""
        return {"mode": self._chosen, "views": self.views.states(), "filter": self.filter.state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        if isinstance(state.get("mode"), str) and state["mode"] in VIEWS:
            self._chosen = state["mode"]
        if isinstance(state.get("filter"), dict):
            self.filter.restore_state(state["filter"])
        if isinstance(state.get("views"), dict):
            self.views.restore_states(state["views"])


def _is_packed(response: Response) -> bool:
    """Tell whether there are packed bytes to be looked at."""
    return response.encoded is not None and response.encoded.size > 0
