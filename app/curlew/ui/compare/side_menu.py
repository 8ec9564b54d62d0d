"""The drop-down of a side: earlier responses of the request, those of open tabs, and sending it under an environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from curlew.storage.history import HistoryEntry
from curlew.text import _
from curlew.ui.compare.changes import change_words
from curlew.ui.compare.sending import environments_of
from curlew.ui.compare.side import Side, earlier, moment
from curlew.ui.context import Ui
from curlew.ui.environments.colours import dot_icon
from curlew.ui.response.texts import duration, size

MOST = 14


class SideMenu(QMenu):
    """Calls back with what was picked."""

    def __init__(self, ui: Ui, parent: QWidget, subject: Side, open_sides: Iterable[Side]) -> None:
        """Take the side whose request counts, and the responses that are open."""
        super().__init__(parent)
        self._ui, self._subject = ui, subject
        self._open = list(open_sides)
        self.entries: list[tuple[QAction, HistoryEntry]] = []
        self.aboutToHide.connect(self.deleteLater)
        self.setObjectName("side_menu")

    def offer(
        self,
        entry: Callable[[HistoryEntry], None],
        side: Callable[[Side], None],
        environment: Callable[[str], None] | None,
        examples: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> SideMenu:
        """Fill it. environment: None where the request is not known any more. examples: names, and what shows each."""
        subject = self._subject
        sent = subject.exchange.request
        found = earlier(self._ui.session, subject.path, sent.url if sent else "", sent.method if sent else "")
        self._section(_("Responses of this request"))
        for number, one in enumerate(found):
            if number >= MOST:
                break
            action = self._add(entry_words(one), lambda one=one: entry(one))  # type: ignore[misc]
            self.entries.append((action, one))
        if examples:
            self._section(_("Examples"))
        for name, act in examples[:MOST]:
            self._add(name or _("Example"), act)
        if self._open:
            self._section(_("Open responses"))
        for shown in self._open[:MOST]:
            self._add(f"{shown.name}   {shown.label if shown.label != shown.name else ''}   {shown.when}", lambda shown=shown: side(shown))  # type: ignore[misc]
        files = environments_of(self._ui, subject.path)
        if environment is not None and files:
            self._section(_("Send it under"))
            for file in files:
                action = self._add(file.name, lambda name=file.name: environment(name))  # type: ignore[misc]
                action.setIcon(dot_icon(self._ui.theme, file.value.color or ""))
        return self

    async def tell_changes(self, other: Side, letter: str) -> None:
        """Say of each earlier response how its body differs from that of the other side, while the menu is open."""
        for action, entry in self.entries:
            words = _("this one") if entry.id == other.history else await change_words(self._ui.session, other.exchange, entry)
            if not isValid(action):
                return
            if words:
                action.setText(f"{action.text()}\t{words.format(side=letter)}")

    def show_below(self, widget: QWidget) -> None:
        self.popup(widget.mapToGlobal(QPoint(0, widget.height())))

    def _section(self, title: str) -> None:
        if not self.isEmpty():
            self.addSeparator()
        heading = self.addAction(title)
        heading.setEnabled(False)

    def _add(self, title: str, act: Callable[[], object]) -> QAction:
        action = self.addAction(" ".join(title.split()).replace("&", "&&")[:140])
        action.triggered.connect(lambda _checked=False: act())
        return action


def entry_words(entry: HistoryEntry) -> str:
    """Return a send of the history on one line."""
    outcome = str(entry.status) if entry.status is not None else _("failed")
    parts = (moment(entry.started), outcome, duration(entry.total_ms), size(entry.size), entry.environment)
    return " · ".join(part for part in parts if part)
