"""Two responses in a tab, compared."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from curlew.engine.examples import as_exchange
from curlew.engine.redact import Redactor
from curlew.errors import CurlewError
from curlew.model.request import Example, Request
from curlew.preview.compare.comparing import Outcome
from curlew.preview.compare.ignoring import general
from curlew.preview.compare.report import report
from curlew.preview.compare.result import KINDS, Rules
from curlew.storage.history import HistoryEntry
from curlew.text import _
from curlew.ui.compare.comparison_view import ComparisonView
from curlew.ui.compare.marks import LOOKS, place_words, value_words
from curlew.ui.compare.sending import Subject, send_under
from curlew.ui.compare.side import Side, from_history, missing_of, pair_title
from curlew.ui.compare.side_menu import SideMenu
from curlew.ui.compare.working_out import HEADERS, TIMING, Wanted, WorkingOut
from curlew.ui.context import Ui
from curlew.ui.documents.page import Page
from curlew.ui.documents.tab_bar import TabLook
from curlew.ui.response.texts import status_text
from curlew.ui.widgets.parts import column

Sides = tuple[Side | None, Side | None]


class ComparePage(Page):
    """Compares two sides; each can be exchanged for another response."""

    _made = 0

    def __init__(self, ui: Ui, name: str = "") -> None:
        ComparePage._made += 1
        super().__init__(ui, f"compare:{ComparePage._made}")
        self._name = name
        self._sides: Sides = (None, None)
        self._wanted = Wanted("structure", Rules(), ())
        self._outcome: Outcome | None = None
        self._task: asyncio.Task[None] | None = None
        self._work = WorkingOut()
        self._rules_of = ""
        self._subjects: dict[str, Subject] = {}
        self.view = ComparisonView(ui.theme)
        self.setLayout(column(self.view, spacing=0))
        self.setFocusProxy(self.view.diff)
        view = self.view
        view.side_wanted.connect(self._offer_side)
        view.swap_wanted.connect(self.swap)
        view.report_wanted.connect(self.copy_report)
        view.part_chosen.connect(self._choose_part)
        view.rules_changed.connect(self._take_rules)
        view.stop_wanted.connect(self._stop)
        view.row_menu_wanted.connect(self._offer_row)

    # --- what it compares ---

    @property
    def sides(self) -> Sides:
        return self._sides

    @property
    def outcome(self) -> Outcome | None:
        """The comparison that is shown, None while there is none."""
        return self._outcome

    def show_sides(self, a: Side | None, b: Side | None) -> None:
        """Compare two responses."""
        if all(one is not other for one in (a, b) for other in self._sides):
            self._work.forget()
        self._sides = (a, b)
        self._name = self._name or next((side.name for side in (a, b) if side is not None), "")
        self.view.show_sides(self._name, a, b)
        self.look_changed.emit()
        self._compare()

    def fill(self, sides: Awaitable[Sides | None], doing: str) -> None:
        """Compare what is still to come: read from the history, or sent."""
        self.view.show_busy(doing)
        self.tasks.start(self._fill(sides), doing)

    async def _fill(self, sides: Awaitable[Sides | None]) -> None:
        try:
            found = await sides
        except CurlewError as error:
            self.view.show_trouble(error.title, f"{error.reason} {error.hint}".strip())
            return
        if found is None:
            self.view.show_trouble(_("Nothing was sent"), _("Pick two responses above to compare them."))
        else:
            self.show_sides(*found)

    def swap(self) -> None:
        """Put A where B is."""
        self.show_sides(self._sides[1], self._sides[0])

    # --- comparing ---

    def _compare(self) -> None:
        self._stop()
        a, b = self._sides
        if a is None or b is None:
            self.view.show_trouble(_("Pick two responses"), _("Each of the two cards above offers earlier and open ones."))
            return
        self._task = self.tasks.start(self._work_out(a, b), _("Comparing {name}").format(name=self._name))

    def _stop(self) -> None:
        if self._task is not None and not self._task.done():
            self._task.cancel()
            self.view.show_trouble(_("The comparison was stopped"), "")

    async def _work_out(self, a: Side, b: Side) -> None:
        self._outcome = None
        self.view.show_busy(_("Comparing…"))
        await self._load_rules(a)
        for side in (a, b):
            await self._look_up(side)
        if self._wanted.mode == TIMING:
            self.view.show_times(a.exchange.timings, b.exchange.timings)
            return
        try:
            outcome = await self._work.run(a.exchange, b.exchange, self._wanted, self._show_progress)
        except CurlewError as error:
            self.view.show_trouble(error.title, f"{error.reason} {error.hint}".strip())
            return
        except OSError as error:
            self.view.show_trouble(_("A body cannot be read"), error.strerror or str(error))
            return
        self._outcome = outcome
        ignored = self._wanted.headers if self._wanted.mode == HEADERS else self._wanted.rules.ignored
        missing = [missing_of(letter, side) for letter, side in (("A", a), ("B", b))] if self._wanted.mode != HEADERS else []
        outcome.comparison.notes = (*filter(None, missing), *outcome.comparison.notes)
        self.view.show_outcome(outcome, self._wanted.mode, Rules(ignored, self._wanted.rules.key, self._wanted.rules.tolerance))

    def _show_progress(self, share: float) -> None:
        if isValid(self.view):  # the tab may have been closed meanwhile
            self.view.show_progress(share)

    async def _load_rules(self, side: Side) -> None:
        """Take over how this request was compared the last time."""
        request = side.exchange.request
        which = side.path or (f"{request.method} {request.url.partition('?')[0]}" if request is not None else "")
        if which != self._rules_of:
            self._rules_of = which
            rules, headers = await self.ui.session.compare_rules.load(which)
            self._wanted = Wanted(self._wanted.mode, rules, headers)

    def _choose_part(self, part: str) -> None:
        self._wanted = Wanted(part, self._wanted.rules, self._wanted.headers)
        self._compare()

    def _take_rules(self, rules: Rules) -> None:
        """Compare by other rules, and remember them."""
        if self._wanted.mode == HEADERS:
            self._wanted = Wanted(HEADERS, self._wanted.rules, rules.ignored)
        else:
            self._wanted = Wanted(self._wanted.mode, rules, self._wanted.headers)
        kept = self._wanted
        if self._rules_of:
            self.ui.session.compare_rules.save(self._rules_of, kept.rules, kept.headers)
        self._compare()

    # --- other sides ---

    def _offer_side(self, which: int) -> None:
        card = self.view.cards[which]
        known = self._sides[which] or self._sides[1 - which]
        if known is None:
            return
        menu = SideMenu(self.ui, self, known, self._open_sides())
        other = self._sides[1 - which]
        menu.offer(
            lambda entry: self._take_entry(which, entry),
            lambda side: self._put(which, side),
            (lambda name: self._send_under(which, name)) if known.path in self._subjects else None,
            self._examples(which, known),
        ).show_below(card)
        if other is not None:
            self.tasks.start(menu.tell_changes(other, "BA"[which]), _("Comparing the earlier responses"))

    def _examples(self, which: int, known: Side) -> list[tuple[str, Callable[[], None]]]:
        """Return the examples of the request, and what shows each."""
        subject = self._subjects.get(known.path)
        if subject is None:
            return []

        def show(example: Example) -> None:
            self._put(which, Side(as_exchange(example), example.name, name=subject.name, path=subject.path))

        return [(example.name, lambda example=example: show(example)) for example in subject.request.examples]  # type: ignore[misc]

    def _put(self, which: int, side: Side) -> None:
        self.show_sides(*((side, self._sides[1]) if which == 0 else (self._sides[0], side)))

    def _take_entry(self, which: int, entry: HistoryEntry) -> None:
        self.fill(self._with(which, lambda: from_history(self.ui.session, entry)), _("Reading the response"))

    def _send_under(self, which: int, environment: str) -> None:
        self.fill(self._with(which, lambda: self._sent(which, environment)), _("Sending under {name}").format(name=environment))

    async def _with(self, which: int, make: Callable[[], Awaitable[Side | None]]) -> Sides | None:
        side = await make()
        if side is None:
            return self._sides
        return (side, self._sides[1]) if which == 0 else (self._sides[0], side)

    async def _sent(self, which: int, environment: str) -> Side | None:
        side = self._sides[which] or self._sides[1 - which]
        subject = self._subjects.get(side.path) if side is not None else None
        sides = await send_under(self.ui, self.dialog_parent, subject, (environment,)) if subject is not None else []
        return sides[0] if sides else None

    def _item(self, side: Side) -> int | None:
        item = self.ui.session.tree.by_path(Path(side.path)) if side.path else None
        return item.id if item is not None else None

    def know(self, subject: Subject | None) -> None:
        """Take the request as it stands in its tab, with what was typed and not saved."""
        if subject is not None:
            self._subjects[subject.path] = subject

    async def _look_up(self, side: Side) -> None:
        """Find the request of a side, so that it can be sent under another environment."""
        item_id = self._item(side)
        if side.path in self._subjects or item_id is None:
            return
        try:
            value = (await self.ui.session.load(item_id)).value
        except CurlewError:  # a broken file: the tree says so, and the comparison needs it not
            return
        if isinstance(value, Request):
            self.know(Subject(value, item_id, side.name or value.name, side.path))

    def _open_sides(self) -> list[Side]:
        from curlew.ui.compare.opening import open_sides

        return open_sides(self)

    # --- a row ---

    def _offer_row(self, row: int, place: QPoint) -> None:
        """Offer what can be done with a row: copy either side, its path, or leave it out from now on."""
        line = self.view.diff.line(row)
        clipboard = QGuiApplication.clipboard()
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for title, side in ((_("Copy the line of A"), line.a), (_("Copy the line of B"), line.b)):
            if side.line >= 0:
                menu.addAction(title).triggered.connect(lambda _checked=False, text=side.text: clipboard.setText(text.strip()))
        if line.difference >= 0 and self._outcome is not None and self._outcome.mode in ("structure", HEADERS):
            found = self._outcome.comparison.differences[line.difference]
            path = place_words(found, self._outcome.mode)
            target = found.place_b if found.place_a is None else found.place_a
            general_path = general(target) if self._outcome.mode == "structure" and target else path
            menu.addAction(_("Copy the path")).triggered.connect(lambda _checked=False: clipboard.setText(path))
            if target:
                title = _("Ignore {path}").format(path=general_path).replace("&", "&&")
                menu.addAction(title).triggered.connect(lambda _checked=False: self.view.rules.ignore(general_path))
        menu.popup(place)

    # --- the report ---

    def copy_report(self) -> None:
        """Put the comparison on the clipboard as Markdown; secrets of either send are masked."""
        a, b = self._sides
        if self._outcome is None or a is None or b is None:
            return
        mode, found = self._outcome.mode, self._outcome.comparison
        rows = [
            (LOOKS[d.kind].title, place_words(d, mode), value_words(d.before), value_words(d.after))
            for d in found.differences
            if d.kind in KINDS
        ]
        if mode == HEADERS:
            masked = Redactor(())
            rows = [(kind, where, masked.header(where, before), masked.header(where, after)) for kind, where, before, after in rows]
        text = report(f"{self._name}: {self._title()}", (_side_words(a), _side_words(b)), rows, found.notes, found.found - len(rows))
        redactor = Redactor((*a.exchange.secrets, *b.exchange.secrets))
        QGuiApplication.clipboard().setText(redactor.text(text))
        self.ui.notify("info", _("Copied the report"))

    def _title(self) -> str:
        a, b = self._sides
        return pair_title(a, b)

    # --- Page ---

    @property
    def context_id(self) -> int | None:
        """The request whose responses are compared."""
        return next((found for side in self._sides if side is not None and (found := self._item(side)) is not None), None)

    def look(self) -> TabLook:
        return TabLook(self._name or _("Comparison"), "DIFF", place=self._title())

    def flags(self) -> frozenset[str]:
        return frozenset({"page", "compare"})

    def descriptor(self) -> dict[str, Any]:
        a, b = self._sides
        if a is None or b is None or not a.history or not b.history:
            return {}
        return {"kind": "compare", "a": a.history, "b": b.history, "name": self._name}

    def state(self) -> dict[str, Any]:
        return {"part": self._wanted.mode}

    def restore_state(self, state: dict[str, Any]) -> None:
        part = state.get("part")
        if part in ("structure", "text", HEADERS, TIMING):
            self._wanted = Wanted(part, self._wanted.rules, self._wanted.headers)
            self.view.show_part(part)

    def focus_first(self) -> None:
        self.view.diff.setFocus()

    def step(self, forward: bool) -> None:
        """Go to the next difference, or the one before."""
        self.view.step(1 if forward else -1)

    def closing(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().closing()


def _side_words(side: Side) -> str:
    request, response = side.exchange.request, side.exchange.response
    outcome = status_text(response) if response is not None else _("failed")
    address = f"{request.method} {request.url}" if request is not None else ""
    return " · ".join(part for part in (side.label, side.when, outcome, address) if part)
