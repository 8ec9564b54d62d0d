"""One request in a tab: breadcrumb, editor, response, and the sending between them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from curlew.engine.secrets import scratch_place
from curlew.errors import CurlewError
from curlew.model.control import Control
from curlew.model.exchange import Exchange, SendError
from curlew.model.inherit import Surroundings
from curlew.model.request import FileValue, Folder, Request
from curlew.model.sendevent import Asked, HeadersReceived, SendEvent, Started
from curlew.storage.drafts import Draft
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents.item_page import ItemPage
from curlew.ui.documents.page_examples import PageExamples
from curlew.ui.documents.panes import Panes, Shares
from curlew.ui.documents.remedying import go, go_to_fault, trust_and_send
from curlew.ui.documents.save_as import NEW_COLLECTION, SaveAsDialog
from curlew.ui.documents.secret_values import ask_for_secrets
from curlew.ui.documents.tab_bar import TabLook
from curlew.ui.request.editor import RequestEditor
from curlew.ui.response.viewer import ResponseViewer
from curlew.ui.widgets.parts import IconButton, column

TICK_MS = 100


class RequestPage(ItemPage):
    """`item_id` is None for a scratch request, which gets its file when it is saved."""

    def __init__(self, ui: Ui, key: str, item_id: int | None, beside: bool) -> None:
        super().__init__(ui, key, item_id)
        self._around = Surroundings()
        self._sending: asyncio.Task[Exchange] | None = None
        self._control = Control(interactive=True)
        self._receiving = False
        self._began = 0.0
        self._history_id = ""
        self._origin: int | None = None  # the item that a request of the history was sent from
        self.exchange: Exchange | None = None  # of the last send, whatever the pane shows
        self.sent: Request | None = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self.editor = RequestEditor(ui)
        self.editor.scratch_place = scratch_place(self._draft_id)
        self.viewer = ResponseViewer(ui)
        curl = IconButton(ui.theme, "code", ui.actions.titled("request.copy_curl"))
        curl.setObjectName("copy_curl_button")
        curl.clicked.connect(lambda: ui.actions.trigger("request.copy_curl"))
        self.head.add(curl)
        head = QWidget()
        head.setLayout(column(self.head, self.strip, self.editor.take_line(), spacing=0))
        self.panes = Panes(ui.theme, head, self.editor, self.viewer, beside)
        self.setLayout(self.panes.outer)
        self._connect()
        self.viewer.show_idle()

    def _connect(self) -> None:
        self.editor.edited.connect(self._note_edit)
        self.editor.send_requested.connect(self.send)
        self.editor.cancel_requested.connect(self.stop_or_cancel)
        self.examples = PageExamples(self)
        self.viewer.answered.connect(lambda accepted: self._control.answer(bool(accepted)))
        self.viewer.send_again_requested.connect(self.send)
        self.viewer.place_wanted.connect(self.wanted)  # from a window of its own
        self.viewer.place_wanted.connect(lambda place: go(self, str(place)))
        self.viewer.trust_wanted.connect(lambda hop: self.tasks.start(trust_and_send(self, hop), _("Trusting a certificate")))

    # --- content ---

    def open_scratch(self, request: Request, draft_id: str = "") -> None:
        """Show a request without a file; `draft_id` names the draft that it comes from."""
        from curlew.engine.filling import parted

        self._base = Request()
        if draft_id:
            self._draft_id = draft_id
            self.editor.scratch_place = scratch_place(draft_id)
        else:
            request = parted(request, self.ui.session.secrets, self.editor.secret_place())
        self._fill(request)
        self._settle(request)
        self.item_changed()
        self.surroundings_changed()
        self._apply_state()
        if self._dirty and not draft_id:
            self.keep_draft()

    def open_sent(self, request: Request, entry_id: str, origin: int | None = None) -> None:
        """Show a request of the history: not an edit, but it can be edited, sent and saved. It inherits where it was sent from."""
        self._history_id, self._origin = entry_id, origin
        self._base = self.sent = request
        self._fill(request)
        self._settle(request)
        self.item_changed()
        self.surroundings_changed()
        self._apply_state()

    def _fill(self, value: FileValue) -> None:
        assert isinstance(value, Request)
        self.editor.load(value, self.context_id)

    def _value(self) -> Request:
        return self.editor.value()

    @property
    def request(self) -> Request:
        """The request as it stands in the editor."""
        return self._value()

    @property
    def context_id(self) -> int | None:
        if self._item_id is None and self._origin in self.ui.session.tree.items:
            return self._origin
        return self._item_id

    @property
    def is_scratch(self) -> bool:
        return self._item_id is None

    @property
    def is_blank(self) -> bool:
        """Whether this is a scratch request into which nothing was typed."""
        return self.is_scratch and not self._dirty and not self._history_id

    @property
    def can_save(self) -> bool:
        return self._dirty or self.is_scratch

    def look(self) -> TabLook:
        method = self.editor.value().method if self._base is not None else ""
        request = self.editor.value() if self._base is not None else None
        if request is not None and request.kind == "graphql":
            method = "GQL"
        if self.is_scratch:
            url = request.url.partition("?")[0] if request is not None else ""
            name = (request.name if request is not None else "") or url.rpartition("://")[2] or _("New request")
        else:
            name = self.name
        return TabLook(
            name, method=method or "GET", dirty=self._dirty, place=self._place() or (_("Not saved yet") if self.is_scratch else "")
        )

    def flags(self) -> frozenset[str]:
        held, shown = super().flags() | {"request"}, self.viewer.exchange
        if shown is not None:
            held |= {"exchange", "response"} if shown.response is not None else {"exchange"}
        return held | {"live"} if self.exchange is not None and self.exchange.response is not None else held

    def descriptor(self) -> dict[str, Any]:
        if not self.is_scratch:
            return super().descriptor()
        if self._history_id and not self._dirty:
            return {"kind": "history", "id": self._history_id}
        return {"kind": "scratch", "draft": self._draft_id}

    def _draft(self, value: FileValue) -> Draft:
        draft = super()._draft(value)
        return Draft(draft.id, value, path=draft.path, base_hash=draft.base_hash, tab={"scratch": True} if self.is_scratch else {})

    def discard(self) -> None:
        """Forget the draft: the tab is closed for good."""
        self._timer.stop()
        self.ui.session.drafts.drop(self._draft_id)

    # --- state ---

    def state(self) -> dict[str, Any]:
        return {"editor": self.editor.state(), "viewer": self.viewer.state(), "panes": self.panes.state()}

    def _apply_state(self) -> None:
        wanted, self._wanted_state = self._wanted_state, {}
        if not wanted:
            return
        self.editor.restore_state(wanted.get("editor", {}))
        self.viewer.restore_state(wanted.get("viewer", {}))
        self.panes.restore_state(wanted.get("panes"))

    def set_beside(self, beside: bool) -> None:
        """Put the response beside the request, or below it."""
        self.panes.set_beside(beside)

    def share_room(self, shares: Shares) -> None:
        self.panes.share(shares)

    # --- commands ---

    def focus_first(self) -> None:
        self.editor.focus_url()

    def undo(self) -> None:
        self.editor.undo()

    def redo(self) -> None:
        self.editor.redo()

    def find_text(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not self.editor.isAncestorOf(focus) or not self.editor.open_find():
            self.viewer.find()

    def surroundings_changed(self) -> None:
        self.tasks.start(self._look_around(), _("Reading what the request inherits"))

    async def _look_around(self) -> None:
        try:
            self._around = await self.ui.session.surroundings(self.context_id)
        except CurlewError as error:
            self.strip.say("warn", error.title, error.reason)
            return
        self.editor.set_surroundings(self._around)

    def _settle(self, value: FileValue) -> None:
        super()._settle(value)
        if self.is_scratch:
            self.head.show_path((), self.look().title)

    # --- sending ---

    @property
    def is_sending(self) -> bool:
        return self._sending is not None

    def send_or_cancel(self) -> None:
        """Do what Ctrl+Enter does."""
        if self.is_sending:
            self.stop_or_cancel()
        else:
            self.send()

    def stop_or_cancel(self) -> None:
        """Do what the button says: once the response comes in, end it and keep what came; before, give the send up."""
        if self.editor.bar.send.is_receiving:
            self._control.stop()
        else:
            self.cancel()

    def send(self) -> asyncio.Task[Exchange]:
        """Send what is shown, unless that is under way; return the send."""
        if self._sending is None:
            self._sending = self.tasks.start(self._send(), _("Sending {name}").format(name=self.look().title))
            self._sending.add_done_callback(self._ended)
        return self._sending

    def cancel(self) -> None:
        if self._sending is not None:
            self._sending.cancel()

    def closing(self) -> None:
        self._control.answer(False)
        super().closing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing else has taken gives a send up."""
        if event.key() == Qt.Key.Key_Escape and self.is_sending:
            self.cancel()
        else:
            super().keyPressEvent(event)

    async def _send(self) -> Exchange:
        self.keep_draft()
        self._around = await self.ui.session.surroundings(self.context_id)
        if not await ask_for_secrets(self.ui, self.dialog_parent, self.request, self._around, self.context_id):
            raise asyncio.CancelledError
        self._began, self._receiving, self.sent = time.perf_counter(), False, self.request
        self._control = Control(interactive=True)
        self.editor.set_sending(True)
        self.viewer.start_sending()
        self._ticker.start()
        self.edited.emit()  # a preview tab that was sent is kept
        place = self.editor.secret_place()
        return await self.ui.session.send(self.request, self.context_id, self._on_event, self._control, place)

    def _on_event(self, event: SendEvent) -> None:
        if not isValid(self):
            return
        if isinstance(event, (Started, HeadersReceived)):
            self._receiving = isinstance(event, HeadersReceived)
        elif isinstance(event, Asked):
            self._receiving = event.question.kind == "limit"  # a redirect's response is not what anyone waits for
        self.viewer.on_event(event)
        if isinstance(event, Asked):
            self._tell_question()

    def left(self) -> None:
        QTimer.singleShot(0, self, self._tell_question)  # not at once: a tab that is being closed answers first

    def _tell_question(self) -> None:
        """Tell of a question that stands on this page while another one is in front."""
        question = self._control.question
        if question is None or self.viewer.isVisible():
            return
        title = _("{name} waits for an answer").format(name=self.look().title)
        self.ui.notify("warning", title, question.title, action=_("Go there"), act=self.wanted.emit)

    def _ended(self, task: asyncio.Task[Exchange]) -> None:
        began, self._sending = self._began, None
        if not isValid(self):  # the tab was closed while the send was still winding up
            return
        self._began = 0.0
        self._ticker.stop()
        self.editor.set_sending(False)
        if task.cancelled():
            if began:
                cancelled = SendError("cancelled", _("Cancelled"), _("You stopped this send."), _("Send it again when you like."))
                self._show(Exchange(error=cancelled, started=time.time()))
        elif task.exception() is None:
            self._show(task.result())
            go_to_fault(self, task.result().error)
        else:
            self.viewer.show_idle()

    @property
    def fault(self) -> SendError | None:
        """What the last send failed with."""
        return self.exchange.error if self.exchange is not None else None

    def clear_response(self) -> None:
        """Let go of the response; the history keeps it. An example gives way to the response."""
        if self.examples.is_shown:
            self.examples.leave()
        elif self._sending is None:
            self.exchange = None
            self.viewer.show_idle()
            self.look_changed.emit()

    def _show(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.viewer.show_exchange(exchange)
        self.look_changed.emit()

    def show_exchange(self, exchange: Exchange) -> None:
        """Show an earlier send, from the history."""
        self._show(exchange)

    def _tick(self) -> None:
        self.editor.set_receiving(self._receiving)
        self.editor.set_elapsed((time.perf_counter() - self._began) * 1000)

    # --- saving for the first time ---

    async def _save_first_time(self) -> bool:
        request = self.request
        selected = getattr(self.window(), "selected_place", lambda: None)()
        dialog = SaveAsDialog(self.ui.theme, self.dialog_parent, self.ui.session.tree, request.name or self.look().title, selected)
        accepted = await self.ui.ask(dialog) == QDialog.DialogCode.Accepted
        name, place, collection, folder = dialog.name, dialog.place, dialog.collection_name, dialog.folder_name
        dialog.deleteLater()
        if not accepted:
            return False
        return await self._become_item(request, name, place, collection, folder)

    async def _become_item(self, request: Request, name: str, place: int, collection: str, folder: str) -> bool:
        from dataclasses import replace

        session = self.ui.session
        try:
            if place == NEW_COLLECTION:
                place = await session.add_collection(collection, source=self)
            if folder:
                place = await session.add_folder(place, Folder(name=folder), source=self)
            item_id = await session.add_request(place, replace(request, name=name), source=self)
            session.secrets.move(self.editor.scratch_place, session.secret_place(item_id))
            self._item_id = item_id
            self.key = f"item:{item_id}"
            loaded = await session.load(item_id)
        except CurlewError as error:
            self.ui.notify("error", error.title, error.reason, error.hint)
            return False
        session.drafts.drop(self._draft_id)
        self._base_hash = loaded.hash
        self._base = loaded.value
        self.editor.load(loaded.value, item_id)  # type: ignore[arg-type]
        self._saved(loaded.value)
        self.surroundings_changed()
        return True

    # --- the clipboard ---

    def copy_curl(self) -> None:
        """Put the request on the clipboard as a curl command."""
        from curlew.engine.snippets import as_curl

        tree, item_id = self.ui.session.tree, self.context_id
        collection = tree.collection_of(item_id) if item_id is not None and item_id in tree else None
        QApplication.clipboard().setText(as_curl(self.request, self._around, collection.path if collection is not None else None))
        self.ui.notify("info", _("Copied as cURL"))
