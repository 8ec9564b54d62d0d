"""The ways to a comparison: from a response, the history, the tree, and one request under two environments."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from curlew.engine.examples import as_exchange
from curlew.model.request import Example, Request
from curlew.text import _
from curlew.ui.compare.sending import Subject, active_of, environments_of, send_under
from curlew.ui.compare.side import Side, earlier, from_history, of_exchange
from curlew.ui.compare.side_menu import MOST, entry_words
from curlew.ui.documents.compare_page import ComparePage
from curlew.ui.documents.request_page import RequestPage

if TYPE_CHECKING:
    from curlew.storage.history import HistoryEntry
    from curlew.ui.context import Ui
    from curlew.ui.documents.documents import Documents


def side_of(page: RequestPage) -> Side | None:
    """Return the last response of a page; None while it has none."""
    exchange = page.exchange
    if exchange is None or not exchange.hops:
        return None
    return of_exchange(page.ui.session, exchange, page.look().title, path_of(page))


def of_example(page: RequestPage, example: Example) -> Side:
    """Return an example of a page's request as a side."""
    return Side(as_exchange(example), example.name, name=page.look().title, path=path_of(page))


def path_of(page: RequestPage) -> str:
    tree, item_id = page.ui.session.tree, page.context_id
    return str(tree[item_id].path) if item_id is not None and item_id in tree else ""


def subject_of(page: RequestPage) -> Subject:
    return Subject(page.request, page.context_id, page.look().title, path_of(page), page.editor.secret_place())


def documents_of(widget: QWidget) -> Documents | None:
    """Return the documents that a widget stands in."""
    from curlew.ui.documents.documents import Documents

    above: QWidget | None = widget
    while above is not None and not isinstance(above, Documents):
        above = above.parentWidget()
    return above


def open_sides(widget: QWidget) -> list[Side]:
    """Return the responses that open tabs show. widget: anything within the documents."""
    documents = documents_of(widget)
    pages = documents.pages if documents is not None else ()
    return [side for page in pages if isinstance(page, RequestPage) and (side := side_of(page)) is not None]


class Comparisons:
    """Opens comparisons in tabs."""

    def __init__(self, ui: Ui, documents: Documents) -> None:
        self._ui, self._documents = ui, documents

    # --- from a response ---

    def with_earlier(self, page: RequestPage) -> None:
        """Compare the response of a page with the one before; its history offers others."""
        side = side_of(page)
        if side is None:
            return
        sent = side.exchange.request
        entries = list(earlier(self._ui.session, side.path, sent.url if sent else "", sent.method if sent else ""))
        own = next((at for at, entry in enumerate(entries) if entry.id == side.history), -1)
        older = entries[own + 1 :] if own >= 0 else entries
        opened = self._page(side.name, subject_of(page))
        if older:
            opened.fill(self._before(older[0], side), _("Reading the response"))
        else:
            opened.show_sides(side, None)

    async def _before(self, entry: HistoryEntry, side: Side) -> tuple[Side, Side]:
        return await from_history(self._ui.session, entry), side

    def with_other(self, page: RequestPage) -> None:
        """Offer the other open responses, and the earlier ones of this request, to compare with."""
        side = side_of(page)
        if side is not None:
            self._offer(page, side, None)

    def with_example(self, page: RequestPage, example: Example) -> None:
        """Compare an example of a page's request with its response."""
        side = side_of(page)
        if side is not None:
            self._show(of_example(page, example), side, subject_of(page))

    def example_with_other(self, page: RequestPage, example: Example) -> None:
        """Offer the other examples, open responses and earlier ones of the request, to compare an example with."""
        self._offer(page, of_example(page, example), example)

    def _offer(self, page: RequestPage, side: Side, own: Example | None) -> None:
        """Offer what to compare a side with. own: the example that it is, if it is one."""
        others = [other for other in open_sides(page) if other.exchange is not side.exchange]
        sent = side.exchange.request
        entries = list(earlier(self._ui.session, side.path, sent.url if sent else "", sent.method if sent else ""))
        menu = _menu(page)
        for other in others[:MOST]:
            words = " · ".join(part for part in (other.name, other.label, other.when) if part)
            _add(menu, words, partial(self._show, side, other, subject_of(page)))
        if others:
            menu.addSeparator()
        examples = [example for example in page.request.examples if example is not own][:MOST]
        for example in examples:
            words = _("Example: {name}").format(name=example.name)
            _add(menu, words, partial(self._with_example, page, example, side))
        if examples:
            menu.addSeparator()
        for entry in [entry for entry in entries if entry.id != side.history][:MOST]:
            _add(menu, entry_words(entry), partial(self._with_entry, entry, side, subject_of(page)))
        if menu.isEmpty() or not menu.actions()[-1].text():
            menu.addAction(_("No other response yet")).setEnabled(False)
        menu.popup(page.mapToGlobal(QPoint(page.width() // 2, page.height() // 3)))

    def _show(self, a: Side, b: Side, subject: Subject) -> None:
        self._page(a.name, subject).show_sides(a, b)

    def _with_example(self, page: RequestPage, example: Example, side: Side) -> None:
        self._show(of_example(page, example), side, subject_of(page))

    def _with_entry(self, entry: HistoryEntry, side: Side, subject: Subject) -> None:
        self._page(side.name, subject).fill(self._before(entry, side), _("Reading the response"))

    # --- under two environments ---

    def under_environments(self, page: RequestPage) -> None:
        """Send under the active environment and another one, and compare; with several others, ask which."""
        subject = subject_of(page)
        active = active_of(self._ui, subject.path)
        others = [file.name for file in environments_of(self._ui, subject.path) if file.name != active]
        if len(others) == 1:
            self._send(subject, (active, others[0]))
            return
        if not others:
            hint = _("Make another environment first: it takes one to compare with.")
            self._ui.notify("info", _("There is no other environment"), hint)
            return
        menu = _menu(page)
        for name in others:
            _add(
                menu,
                _("{one} and {other}").format(one=active or _("No environment"), other=name),
                partial(self._send, subject, (active, name)),
            )
        menu.popup(page.mapToGlobal(QPoint(page.width() // 2, page.height() // 3)))

    def _send(self, subject: Subject, environments: tuple[str, str]) -> None:
        opened = self._page(subject.name, subject)
        names = _("{a} and {b}").format(a=environments[0] or _("No environment"), b=environments[1])
        opened.fill(self._sent(opened, subject, environments), _("Sending under {names}").format(names=names))

    async def _sent(self, page: ComparePage, subject: Subject, environments: tuple[str, str]) -> tuple[Side, Side] | None:
        sides = await send_under(self._ui, page.dialog_parent, subject, environments)
        return (sides[0], sides[1]) if sides else None

    # --- from the history ---

    def entries(self, a: HistoryEntry, b: HistoryEntry) -> None:
        """Compare two sends of the history, the older one first."""
        older, newer = sorted((a, b), key=lambda entry: entry.id)
        page = self._page(newer.name or older.name, None)
        page.fill(read_both(self._ui, older, newer), _("Reading the responses"))

    def entry_with_earlier(self, entry: HistoryEntry) -> None:
        """Compare a send with the one before of the same request."""
        entries = list(earlier(self._ui.session, entry.path, entry.url, entry.method))
        at = next((at for at, one in enumerate(entries) if one.id == entry.id), -1)
        if 0 <= at < len(entries) - 1:
            self.entries(entry, entries[at + 1])
        else:
            self._ui.notify("info", _("There is no earlier send of this request"))

    def entry_with_open(self, entry: HistoryEntry) -> None:
        """Compare a send with the response in front."""
        page = self._documents.current
        side = side_of(page) if isinstance(page, RequestPage) else None
        if side is None or not isinstance(page, RequestPage):
            self._ui.notify("info", _("No response is in front to compare with"))
            return
        self._with_entry(entry, side, subject_of(page))

    # --- from the tree ---

    def items(self, ids: Sequence[int], send: bool) -> None:
        """Compare two requests: their latest responses, or new ones."""
        first, second = ids
        tree = self._ui.session.tree
        page = self._page(_("{a} and {b}").format(a=tree[first].name, b=tree[second].name), None)
        if send:
            page.fill(self._send_items(page, first, second), _("Sending both requests"))
            return
        found = [next(earlier(self._ui.session, str(tree[item_id].path), "", ""), None) for item_id in (first, second)]
        if found[0] is None or found[1] is None:
            page.fill(self._send_items(page, first, second), _("Sending both requests"))
        else:
            page.fill(read_both(self._ui, found[0], found[1]), _("Reading the responses"))

    async def _send_items(self, page: ComparePage, first: int, second: int) -> tuple[Side, Side] | None:
        sides = []
        for item_id in (first, second):
            value = (await self._ui.session.load(item_id)).value
            if not isinstance(value, Request):
                return None
            item = self._ui.session.tree[item_id]
            subject = Subject(value, item_id, item.name, str(item.path))
            found = await send_under(self._ui, page.dialog_parent, subject, (active_of(self._ui, subject.path),))
            if not found:
                return None
            side = found[0]
            sides.append(Side(side.exchange, item.name, side.colour, side.history, item.name, side.path))
        return sides[0], sides[1]

    def _page(self, name: str, subject: Subject | None) -> ComparePage:
        page = ComparePage(self._ui, name)
        page.know(subject)
        self._documents.open_page(page)
        page.focus_first()
        return page


async def read_both(ui: Ui, a: HistoryEntry, b: HistoryEntry) -> tuple[Side, Side]:
    """Return two sends of the history."""
    one, other = await asyncio.gather(from_history(ui.session, a), from_history(ui.session, b))
    return one, other


def page_again(ui: Ui, name: str, a: str, b: str) -> ComparePage | None:
    """Return the comparison of an earlier run; None if a side is not in the history any more."""
    found = {entry.id: entry for entry in ui.session.history.entries if entry.id in (a, b)}
    if a not in found or b not in found:
        return None
    page = ComparePage(ui, name)
    page.fill(read_both(ui, found[a], found[b]), _("Reading the responses"))
    return page


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName("compare_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, title: str, act: Callable[[], object]) -> None:
    menu.addAction(title.replace("&", "&&")[:140]).triggered.connect(lambda _checked=False: act())
