"""What can be done with the value at the caret of a text: copy it, its key or its path, filter by it, make a variable from it."""

from __future__ import annotations

from collections.abc import Callable, Generator

from PySide6.QtWidgets import QMenu, QWidget

from curlew.preview.buffer import Buffer
from curlew.preview.json.format import JsonFormatter
from curlew.preview.picked import PickedValue
from curlew.preview.working import in_worker
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.value_actions import ValueActions, put
from curlew.ui.response.views.text_places import LANGUAGES, value_at
from curlew.ui.tasks import TaskScope
from curlew.ui.widgets.text_view import TextView


async def minified(text: Buffer) -> str:
    """Return a JSON text without the blanks between its tokens."""
    return await in_worker(_minified(text))


def _minified(text: Buffer) -> Generator[None, None, str]:
    formatter = JsonFormatter(text, None)
    yield from formatter.steps()
    return formatter.result.decode("utf-8", "replace")


class TextValues:
    """Adds its entries to the menu of a text. The value is only looked for when one of them is chosen."""

    def __init__(self, ui: Ui, tasks: TaskScope, view: TextView, filter_by: Callable[[str], object]) -> None:
        self._ui, self._tasks, self._view = ui, tasks, view
        self._actions = ValueActions(ui, filter_by)

    def fill(self, menu: QMenu, offset: int) -> None:
        """Add what can be done with the value at an offset."""
        actions, language = self._actions, self._view.source.language
        if language not in LANGUAGES or not len(self._view.source.data):
            return
        self._add(menu, "", _("Copy value"), offset, actions.copy_value)
        source = _("Copy as XML") if language == "xml" else _("Copy as JSON")
        self._add(menu, "braces", source, offset, actions.copy_source)
        self._add(menu, "key", _("Copy key"), offset, lambda value: put(value.key_text()))
        self._add(menu, "link", _("Copy path"), offset, lambda value: put(value.path()))
        menu.addSeparator()
        self._add(menu, "filter", _("Filter by this value"), offset, actions.filter_by)
        if self._ui.session is not None:
            self._add(menu, "globe", _("Make an environment variable…"), offset, self._make_variable)
        menu.addSeparator()

    def _add(self, menu: QMenu, icon: str, title: str, offset: int, act: Callable[[PickedValue], object]) -> None:
        entry = menu.addAction(title)
        if icon:
            entry.setIcon(self._ui.theme.icon(icon, "text2", 14))
        entry.triggered.connect(lambda _checked=False: self._tasks.start(self._do(offset, act), _("Looking for the value")))

    async def _do(self, offset: int, act: Callable[[PickedValue], object]) -> None:
        value = await value_at(self._view.source.data, self._view.source.language, offset)
        if value is None:
            self._ui.notify(
                "info", _("There is no value here"), _("The text is broken at this place, or several values stand side by side.")
            )
        else:
            act(value)

    def _make_variable(self, value: PickedValue) -> None:
        window: QWidget = self._view.window()
        if value.kind in ("object", "array"):
            self._ui.notify("info", _("A whole container makes no variable"), hint=_("Pick a value in it."))
        else:
            self._actions.make_variable(window, value)
