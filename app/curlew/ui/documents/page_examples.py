"""What a request's page does with examples: keep a response, show one, compare with it, go back to it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from curlew.errors import CurlewError
from curlew.model.exchange import Exchange
from curlew.model.request import Example, Request
from curlew.text import _

if TYPE_CHECKING:
    from curlew.engine.examples import Kept
    from curlew.ui.compare.opening import Comparisons
    from curlew.ui.documents.request_page import RequestPage

FOLLOW_MS = 300
"""After so long a pause in typing an example that is shown is shown anew."""

_FIELDS = {"method": _("method"), "url": _("URL"), "params": _("parameters"), "headers": _("headers"), "body": _("body")}


class PageExamples:
    """The examples of one page. `page.exchange` is the last response of a send, whatever the pane shows."""

    def __init__(self, page: RequestPage) -> None:
        self._page = page
        self._shown: tuple[Example, int, int] | None = None  # with its place, and how many there were
        self._later = QTimer(page)
        self._later.setSingleShot(True)
        self._later.setInterval(FOLLOW_MS)
        self._later.timeout.connect(self._follow)
        page.editor.edited.connect(lambda: self._later.start() if self.is_shown else None)
        page.editor.example_wanted.connect(self.act)
        page.viewer.example.back_wanted.connect(self.leave)
        page.look_changed.connect(self._settle)

    def _settle(self) -> None:
        exchange = self._page.exchange
        self._page.editor.set_has_response(exchange is not None and exchange.response is not None)

    @property
    def is_shown(self) -> bool:
        """Whether the pane shows an example instead of a response."""
        return not self._page.viewer.example.isHidden()

    # --- what the tab of the editor asks for ---

    def act(self, act: str, example: object) -> None:
        """Do one of `example_form.ACTS`, or `save` the response."""
        if act == "save":
            self.save()
        elif isinstance(example, Example):
            {
                "show": self.show,
                "compare": lambda one: self._comparisons().with_example(self._page, one),
                "compare_other": lambda one: self._comparisons().example_with_other(self._page, one),
                "send_compare": self.send_and_compare,
                "reset": self.reset,
                "replace": self.replace,
            }[act](example)

    def _comparisons(self) -> Comparisons:
        from curlew.ui.compare.opening import Comparisons, documents_of

        documents = documents_of(self._page)
        assert documents is not None
        return Comparisons(self._page.ui, documents)

    # --- showing ---

    def show(self, example: Example) -> None:
        """Show an example in the place of the response."""
        from curlew.engine.examples import as_exchange

        page = self._page
        if page.is_sending:
            page.ui.notify("info", _("A send is under way"), _("The example can be shown when it has ended."))
            return
        places = [at for at, one in enumerate(page.request.examples) if one is example]
        self._shown = (example, places[0], len(page.request.examples)) if places else None
        page.viewer.show_exchange(as_exchange(example))
        page.viewer.example.say(example.name, page.exchange is not None)
        page.look_changed.emit()

    def _follow(self) -> None:
        """Show the example as it is now, after an edit of it; one that was moved or deleted stays as it was shown."""
        if self._shown is None or not self.is_shown or self._page.is_sending:
            return
        (example, at, count), examples = self._shown, self._page.request.examples
        if len(examples) == count and not any(one is example for one in examples):
            self.show(examples[at])

    def leave(self) -> None:
        """Show the last response again."""
        page = self._page
        if page.exchange is None:
            page.viewer.show_idle()
        else:
            page.viewer.show_exchange(page.exchange)
        page.look_changed.emit()

    def show_tab(self) -> None:
        """Bring the examples to the front."""
        self._page.editor.strip.select("examples")
        self._page.editor.examples.list.setFocus()

    # --- keeping ---

    def save(self) -> None:
        """Ask for a name, and keep the last response as an example."""
        self._page.tasks.start(self._save(), _("Saving an example"))

    async def _save(self) -> None:
        from curlew.engine.examples import suggested_name
        from curlew.model.rows import Note
        from curlew.storage.opencollection.examples import renamed
        from curlew.ui.documents.save_example import SaveExampleDialog

        page, exchange = self._page, self._page.exchange
        if exchange is None:
            return
        taken = tuple(example.name for example in page.request.examples)
        name = suggested_name(exchange.response, taken) if exchange.response is not None else ""
        kept = await self._kept(exchange, name)
        if kept is None:
            return
        dialog = SaveExampleDialog(page.ui.theme, page.dialog_parent, kept, taken)
        accepted = await page.ui.ask(dialog) == QDialog.DialogCode.Accepted
        name, note = dialog.name, dialog.note
        dialog.deleteLater()
        if accepted:
            example = renamed(kept.example, name, Note(note))
            if await self._put((*page.request.examples, example)):
                page.ui.notify("info", _("Saved as the example {name}").format(name=name), action=_("Show"), act=self._show_last)

    def _show_last(self) -> None:
        if isValid(self._page):
            self._page.wanted.emit()
            self.show_tab()
            self._page.editor.examples.choose(max(0, len(self._page.request.examples) - 1))

    async def _kept(self, exchange: Exchange, name: str) -> Kept | None:
        from curlew.engine.examples import keep_as_example

        try:
            return await asyncio.to_thread(keep_as_example, self._page.sent or self._page.request, exchange, name)
        except CurlewError as error:
            self._page.ui.notify("error", error.title, error.reason, error.hint)
        except OSError:  # its spool file has gone
            self._page.ui.notify("error", _("The response is not there any more"), _("Its file was removed."), _("Send again."))
        return None

    async def _put(self, examples: tuple[Example, ...]) -> bool:
        """Change the examples as one step; saved at once where nothing else waits to be saved. Tell whether all went well."""
        page = self._page
        page.keep_draft()
        is_alone = page.item_id is not None and not page.is_dirty
        page.editor.apply({"examples": examples}, "")
        return await page.save() if is_alone else True

    def replace(self, example: Example) -> None:
        """Put the last response, and what was asked for it, in the place of an example's."""
        self._page.tasks.start(self._replace(example), _("Replacing an example"))

    async def _replace(self, example: Example) -> None:
        from curlew.storage.opencollection.example_edits import with_pair

        page = self._page
        kept = await self._kept(page.exchange, example.name) if page.exchange is not None else None
        if kept is None:
            return
        examples = page.request.examples
        if example not in examples:
            page.ui.notify("info", _("The example is not there any more"))
            return
        at = next((n for n, one in enumerate(examples) if one is example), examples.index(example))
        page.editor.apply({"examples": (*examples[:at], with_pair(example, kept.example), *examples[at + 1 :])}, "")
        reason = _("Secrets in it were replaced by dots.") if kept.masked else ""
        page.ui.notify("info", _("Replaced {name} by the response").format(name=example.name), reason)

    # --- going back ---

    def reset(self, example: Example) -> None:
        """Make the request what the example asked, as one step, and say what changed."""
        from curlew.engine.examples import reset_to

        page, before = self._page, self._page.request
        after = reset_to(before, example)
        if after == before:
            page.ui.notify("info", _("The request asks this already"))
            return
        page.editor.set_value(after)
        changed = [title for field, title in _FIELDS.items() if getattr(before, field) != getattr(after, field)]
        reason = _("Changed: {fields}.").format(fields=", ".join(changed))
        title = _("The request is as in {name}").format(name=example.name or _("the example"))
        page.ui.notify("info", title, reason, action=_("Undo"), act=lambda: self._take_back(after, before))

    def _take_back(self, after: Request, before: Request) -> None:
        """Undo a reset, unless more was changed since: then the fields are put back as they were."""
        if not isValid(self._page):
            return
        now = self._page.request
        if now == after:
            self._page.editor.undo()
        else:
            self._page.editor.set_value(replace(now, **{field: getattr(before, field) for field in (*_FIELDS, "body_variants")}))

    # --- comparing ---

    def send_and_compare(self, example: Example) -> None:
        """Send the request as it stands, and compare what comes with the example."""
        page = self._page

        def compare(task: asyncio.Task[Exchange]) -> None:
            if isValid(page) and not task.cancelled() and task.exception() is None and task.result().response is not None:
                self._comparisons().with_example(page, example)

        page.send().add_done_callback(compare)
