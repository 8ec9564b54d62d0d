"""The variables quick look: every variable that the request in front can use, with its value and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from curlew.model.template import Scope
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.tree.filter_box import FilterBox
from curlew.ui.widgets.cell_table import CellTable, Column, Look, Shape
from curlew.ui.widgets.parts import column, label, row
from curlew.ui.widgets.popup import Popup
from curlew.ui.widgets.variable_card import DOTS, origin_label
from curlew.ui.widgets.variables import VariableSource

WIDTH, HEIGHT = 620, 420


@dataclass(frozen=True, slots=True)
class Seen:
    """One variable in one place. `becomes` is what the winner resolves to, None where a part of it is not set."""

    name: str
    value: str
    origin: str
    wins: bool
    secret: bool
    becomes: str | None

    @property
    def enabled(self) -> bool:
        return self.wins


def seen_in(scope: Scope) -> Iterator[Seen]:
    """Yield every variable in scope, the winner of a name before those that it hides. Secret values are dots."""
    for name in scope.names():
        use = scope.value(name)
        for number, binding in enumerate(scope.bindings(name)):
            secret = binding.variable.secret
            value = (DOTS if use.value or number else "") if secret else binding.value
            becomes = DOTS if use.secret and use.value else use.value
            origin = origin_label(binding.layer.kind, binding.layer.label)
            yield Seen(name, value, origin, number == 0, secret, becomes if number == 0 else None)


def _value_look(found: Seen) -> Look:
    if found.wins and found.becomes is None:
        words = _("no value entered") if found.secret else _("a part is not set")
        return Look(found.value, token="text", mono=True, badges=((words, "warn_soft", "warn"),))
    return Look(found.value, token="text" if found.wins else "text2", mono=True, strike=not found.wins)


def _becomes(found: Seen) -> str:
    return found.becomes if found.becomes is not None and found.becomes != found.value else ""


def _shape() -> Shape:
    columns = (
        Column("name", _("Name"), lambda found: found.name, share=1.0),
        Column("value", _("Value"), lambda found: found.value, share=1.6, look=_value_look),
        Column("becomes", _("Becomes"), _becomes, share=1.2),
        Column("origin", _("From"), lambda found: found.origin, share=1.2, mono=False),
    )
    blank = Seen("", "", "", True, False, "")
    return Shape(columns, lambda: blank, lambda _row: False, switch=None, row_name=_("variable"), row_height=30)


class VariablesQuickLook(Popup):
    """A popup; Escape or a click elsewhere closes it. Ctrl+C copies the current row's value."""

    def __init__(self, ui: Ui, parent: QWidget, scope: Scope, place: str) -> None:
        super().__init__(parent)
        self.setObjectName("VariablesQuickLook")
        self.setAccessibleName(_("Variables in scope"))
        self._rows = tuple(seen_in(scope))
        self._variables = VariableSource(scope, self)
        self.filter_box = FilterBox(ui.theme, _("Filter the variables"))
        self.filter_box.setFixedWidth(ui.theme.px(190))
        self.filter_box.textChanged.connect(self._filter)
        self.filter_box.left.connect(self.close)
        self.table = CellTable(ui.theme, self._variables, _shape(), _("Variables in scope"), ghost=False)
        self.filter_box.stepped_down.connect(self.table.setFocus)
        self._nothing = label(_("No variables here. An environment or a collection can give them."), "muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        winners = sum(found.wins for found in self._rows)
        count = ngettext("{n} variable", "{n} variables", winners).format(n=winners)
        titles = column(label(_("Variables in scope"), "strong"), label(f"{place} · {count}" if place else count, "meta"), spacing=2)
        head = row(titles, None, self.filter_box, margins=(14, 10, 10, 8))
        body = column(head, spacing=0, margins=(1, 1, 1, 8))
        for part in (self.table, self._nothing):
            body.addWidget(part, 1)
            part.setVisible((part is self.table) == bool(self._rows))
        self.fill(body)
        self.resize(ui.theme.px(WIDTH), ui.theme.px(HEIGHT))
        self.table.set_rows(self._rows)

    def show_below(self, anchor: QWidget) -> None:
        """Show it below a widget, its right edge at the widget's, on the screen as a whole."""
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + 4))
        room = (QGuiApplication.screenAt(corner) or QGuiApplication.primaryScreen()).availableGeometry()
        self.move(max(room.left(), min(corner.x(), room.right() - self.width())), min(corner.y(), room.bottom() - self.height()))
        self.show()
        self.filter_box.setFocus()

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        self.table.set_rows(tuple(found for found in self._rows if wanted in f"{found.name} {found.value} {found.origin}".lower()))
