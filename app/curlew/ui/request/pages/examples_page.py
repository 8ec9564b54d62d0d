"""The Examples tab: responses kept with the request, each with what was asked for it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from curlew.engine.examples import asked_now, blank_example, free_name
from curlew.model.request import Example, Request
from curlew.storage.opencollection.example_edits import with_asked
from curlew.storage.opencollection.examples import note_of, renamed
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.examples.example_form import ExampleForm
from curlew.ui.request.examples.example_list import ExampleList
from curlew.ui.request.page import RequestPage
from curlew.ui.response.blank import Blank
from curlew.ui.widgets.parts import IconButton, TextButton, column, frame, label, restyle, row
from curlew.ui.widgets.variables import VariableSource

NARROW = 600
"""Below this width the list lies across the top."""

SHOWN_ACROSS = 2
"""So many rows are seen there without scrolling."""


class ExamplesPage(RequestPage):
    """`wanted` asks for what goes beyond the request: one of the form's acts with the example, or `save` with None."""

    wanted = Signal(str, object)

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__(ui, source)
        self._at = 0
        self._has_response = False
        self.list = ExampleList(ui.theme)
        self.list.chosen.connect(self.choose)
        self.list.moved.connect(self._move)
        self.list.renamed.connect(self._rename)
        self.list.duplicate_wanted.connect(lambda _at: self.act("duplicate"))
        self.list.delete_wanted.connect(lambda _at: self.act("delete"))
        self.list.menu_wanted.connect(self._offer)
        self.form = ExampleForm(ui.theme, source)
        self.form.edited.connect(self._edited)
        self.form.taken.connect(self._take)
        self.form.wanted.connect(self.act)
        self._stack = QStackedWidget()
        self._stack.addWidget(frame("bg", "", column(self._make_blank(), spacing=0)))
        self._stack.addWidget(self._make_sides())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    # --- building ---

    def _make_blank(self) -> QWidget:
        theme = self.ui.theme
        words = _("An example is a response kept in the request’s file: it shows others what to expect, and what to compare with.")
        blank = Blank(theme, "file", _("No examples yet"), words)
        self.save_button = TextButton(theme, _("Save the response as an example"), "", act=lambda: self.wanted.emit("save", None))
        self.new_button = TextButton(theme, _("New example"), "ghost", act=self.add_blank)
        self._why_not = label(_("Send the request to have a response to save."), "faint")
        buttons = row(None, self.save_button, self.new_button, None)
        blank.below.insertLayout(1, column(buttons, row(None, self._why_not, None), spacing=6))
        return blank

    def _make_sides(self) -> QWidget:
        theme = self.ui.theme
        self.add_button = IconButton(theme, "plus", _("Add an example"), box=26)
        self.add_button.clicked.connect(self._offer_new)
        head = row(label(_("Examples"), "section"), None, self.add_button, margins=(14, 6, 6, 2), spacing=2)
        self._side = frame("surface", "right", column(head, self.list, spacing=0))
        sides = QWidget()
        self._sides = QHBoxLayout(sides)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._sides.addWidget(self._side)
        self._sides.addWidget(frame("bg", "", column(self.form, spacing=0)), 1)
        return sides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def _arrange(self, width: int) -> None:
        theme, limit = self.ui.theme, 16_777_215  # Qt's own "no limit"
        narrow = width < theme.px(NARROW)
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._side.setProperty("edge", "bottom" if narrow else "right")
        self._side.setMinimumHeight(0)
        self._side.setMinimumWidth(0 if narrow else theme.px(170))
        self._side.setMaximumWidth(limit if narrow else min(theme.px(260), width // 3))
        rows = sum(max(0, self.list.sizeHintForRow(at)) for at in range(min(SHOWN_ACROSS, len(self.request.examples))))
        self._side.setFixedHeight(theme.px(48) + rows) if narrow else self._side.setMaximumHeight(limit)
        restyle(self._side)

    # --- showing ---

    @property
    def example(self) -> Example | None:
        """The example that is shown."""
        examples = self.request.examples
        return examples[self._at] if self._at < len(examples) else None

    def set_has_response(self, has_response: bool) -> None:
        """Say whether there is a response that can be saved as an example, and compared with."""
        self._has_response = has_response
        self.refresh()

    def refresh(self) -> None:
        examples = self.request.examples
        self._at = max(0, min(self._at, len(examples) - 1))
        self.save_button.setEnabled(self._has_response)
        self._why_not.setVisible(not self._has_response)
        self._stack.setCurrentIndex(1 if examples else 0)
        self.list.show_examples(examples, self._at)
        if examples:
            self.form.show_example(examples[self._at], self._has_response)
        self._arrange(self.width())

    def choose(self, at: int) -> None:
        """Show another example."""
        self.flush()
        self._at = at
        self.refresh()

    def reveal(self, request: Request, other: Request) -> None:
        now, before = request.examples, other.examples
        pairs = zip(now, before, strict=False)
        at = next((n for n, (one, two) in enumerate(pairs) if one != two), min(len(now), len(before)))
        self.choose(min(at, max(0, len(now) - 1)))
        if len(now) == len(before) and at < len(now):
            self.form.reveal(before[at])

    def flush(self) -> None:
        self.form.flush()

    # --- changes ---

    def _put(self, examples: tuple[Example, ...], at: int, key: str = "") -> None:
        self._at = at
        self.change(key, examples=examples)

    def _edited(self, example: object, key: str) -> None:
        assert isinstance(example, Example)
        if self.example is not None and example != self.example:
            examples = self.request.examples
            self._put((*examples[: self._at], example, *examples[self._at + 1 :]), self._at, f"examples:{self._at}:{key}" if key else "")

    def _rename(self, at: int, name: str) -> None:
        examples = self.request.examples
        self._put((*examples[:at], renamed(examples[at], name, note_of(examples[at])), *examples[at + 1 :]), at)

    def _move(self, source: int, target: int) -> None:
        examples = list(self.request.examples)
        examples.insert(target, examples.pop(source))
        self._put(tuple(examples), target)

    def _take(self) -> None:
        """Put what the request asks now into the example."""
        self.flush()
        if self.example is not None:
            self._edited(with_asked(self.example, asked_now(self.request)), "")

    def add(self, example: Example) -> None:
        """Add an example below the others, and show it."""
        self.flush()
        self._put((*self.request.examples, example), len(self.request.examples))

    def add_blank(self) -> None:
        """Add an example to be written by hand, the caret in its name."""
        self.add(blank_example(self.request, free_name(_("New example"), self._names())))
        self.form.name.setFocus()
        self.form.name.selectAll()

    def act(self, act: str) -> None:
        """Do one of the form's acts with the example that is shown."""
        self.flush()
        example = self.example
        if example is None:
            return
        if act == "duplicate":
            twin = replace(example, name=free_name(example.name, self._names()))
            self._put((*self.request.examples[: self._at + 1], twin, *self.request.examples[self._at + 1 :]), self._at + 1)
        elif act == "delete":
            self._delete(example)
        else:
            self.wanted.emit(act, example)

    def _delete(self, example: Example) -> None:
        at, examples = self._at, self.request.examples
        self._put((*examples[:at], *examples[at + 1 :]), at)
        name = example.name or _("the example")

        def put_back() -> None:
            now = self.request.examples if isValid(self) else (example,)
            if not any(one is example for one in now):
                self._put((*now[:at], example, *now[at:]), min(at, len(now)))

        self.ui.notify("info", _("Deleted {name}").format(name=name), action=_("Undo"), act=put_back)

    def _names(self) -> tuple[str, ...]:
        return tuple(example.name for example in self.request.examples)

    # --- menus ---

    def _offer(self, at: int, place: object) -> None:
        assert isinstance(place, QPoint)
        self.choose(at)
        menu = self.form.make_menu()
        rename = menu.actions()[0]
        first = menu.addAction(_("Rename") + "\tF2")
        first.setIcon(self.ui.theme.icon("edit", "text2", 14))
        first.triggered.connect(lambda _checked=False: self.list.rename(at))
        menu.insertAction(rename, first)
        menu.popup(place)

    def _offer_new(self) -> None:
        menu = self.make_new_menu()
        menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height() + 2)))

    def make_new_menu(self) -> QMenu:
        """Return the menu of ways to a new example; it is deleted when it closes."""
        menu = QMenu(self)
        menu.setObjectName("new_example_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        save = menu.addAction(self.save_button.text())
        save.setEnabled(self._has_response)
        save.triggered.connect(lambda _checked=False: self.wanted.emit("save", None))
        menu.addAction(self.new_button.text()).triggered.connect(lambda _checked=False: self.add_blank())
        return menu
