"""The sidebar's environments: those of the workspace, and those of each collection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu

from curlew.engine.session import Change
from curlew.model.environment_file import EnvironmentFile
from curlew.model.tree import ROOT
from curlew.model.variables import Environment
from curlew.text import _
from curlew.ui.actions import ACTIONS
from curlew.ui.context import Ui
from curlew.ui.environments.colours import CHOICES, dot_icon
from curlew.ui.environments.list_view import EnvironmentListView, EnvironmentModel
from curlew.ui.environments.listing import Entry, Heading, Row, free_name, owners
from curlew.ui.tree.filter_box import FilterBox
from curlew.ui.tree.menu import new_menu
from curlew.ui.widgets.parts import IconButton, column, label, row


class EnvironmentsPanel(QFrame):
    """`open_requested(owner, EnvironmentFile)`. Owners are collections' item ids, or ROOT for the workspace."""

    open_requested = Signal(object, object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._session = ui.session
        self._tasks = ui.tasks.for_owner(self)
        self.setObjectName("EnvironmentsPanel")
        self.setProperty("ground", "surface")
        self.model = EnvironmentModel(ui.session, self)
        self.view = EnvironmentListView(ui.theme, self.model)
        self.filter_box = FilterBox(ui.theme, _("Filter the environments"))
        self._add_button = IconButton(ui.theme, "plus", _("New environment"))
        heading = row(label(_("Environments"), "h2"), None, self._add_button, margins=(14, 7, 8, 1), spacing=2)
        layout = column(heading, row(self.filter_box, margins=(12, 2, 12, 6)), spacing=0)
        layout.addWidget(self.view, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.view)
        self._connect()

    def _connect(self) -> None:
        self._add_button.clicked.connect(self._show_add_menu)
        self.filter_box.textChanged.connect(self.model.refresh)
        self.filter_box.left.connect(self.view.setFocus)
        self.filter_box.stepped_down.connect(self.view.setFocus)
        self.view.opened.connect(self._open)
        self.view.menu_wanted.connect(self._show_menu)
        self.view.key_pressed.connect(self._key)
        self.model.renamed.connect(self._rename)
        stop = self._session.changed.listen(self._on_change)
        self.destroyed.connect(lambda: stop())

    def _on_change(self, change: Change, _source: object) -> None:
        if change.kind in ("environments", "active-environment", "workspace", "tree", "item"):
            chosen = self.view.current_row()
            self.model.refresh()
            if isinstance(chosen, Entry):
                self.view.setCurrentIndex(self.model.find(chosen.owner, chosen.file.name))

    def reveal(self, owner: int, file: EnvironmentFile) -> None:
        """Select an environment."""
        self.view.setCurrentIndex(self.model.find(owner, file.name))

    # --- commands ---

    def _open(self, entry: Entry) -> None:
        self.open_requested.emit(entry.owner, entry.file)

    def add(self, owner: int) -> None:
        """Make an environment; its name is in edit mode at once."""
        value = Environment(free_name(self._session, owner, _("New environment")))
        self._tasks.start(self._add(owner, value), _("New environment"))

    def duplicate(self, entry: Entry) -> None:
        name = free_name(self._session, entry.owner, _("{name} copy").format(name=entry.file.name))
        self._tasks.start(self._add(entry.owner, replace(entry.file.value, name=name)), _("Duplicate"))

    async def _add(self, owner: int, value: Environment) -> None:
        made = await self._session.add_environment(owner, value, source=self)
        self.filter_box.clear()
        index = self.model.find(owner, made.name)
        self.view.setFocus()
        self.view.setCurrentIndex(index)
        self.view.edit(index)

    def _rename(self, entry: Entry, name: str) -> None:
        taken = {file.name.lower() for file in self._session.environments(entry.owner) if file.path != entry.file.path}
        if name.lower() in taken:
            self._ui.notify("warning", _("There is an environment “{name}” already").format(name=name), "", _("Choose another name."))
            return
        self._change(entry, replace(entry.file.value, name=name, named_in_file=True))

    def _change(self, entry: Entry, value: Environment) -> None:
        self._tasks.start(self._save(entry, value), _("Saving {name}").format(name=value.name))

    async def _save(self, entry: Entry, value: Environment) -> None:
        saved = await self._session.save_environment(entry.owner, entry.file, value, source=self)
        carry_secrets(self._ui, entry.owner, entry.file.value, saved.name)
        self.reveal(entry.owner, saved)

    def delete(self, entry: Entry) -> None:
        self._tasks.start(self._delete(entry), _("Delete"))

    async def _delete(self, entry: Entry) -> None:
        await self._session.remove_environment(entry.owner, entry.file, source=self)
        title = _("{name} was deleted").format(name=entry.file.name)
        label = self._session.undo_label
        self._ui.notify("info", title, "", "", _("Undo"), lambda: self._bring_back(entry, label))

    def _bring_back(self, entry: Entry, label: str) -> None:
        """Undo the deletion that a notice speaks of, unless something else has been done since."""
        if self._session.undo_label == label:
            self._tasks.start(self._undo(entry), _("Undo"))
        else:
            self._ui.notify("info", _("Other changes came after it"), _("Undo them first: each Undo takes the last change back."))

    async def _undo(self, entry: Entry) -> None:
        await self._session.undo()
        if entry.active:
            self._session.set_active_environment(entry.owner, entry.file.name, source=self)
        self.reveal(entry.owner, entry.file)

    def use(self, entry: Entry) -> None:
        """Make an environment the active one of its owner, or none if it is."""
        self._session.set_active_environment(entry.owner, "" if entry.active else entry.file.name, source=self)

    # --- keys and menus ---

    def _key(self, event: QKeyEvent) -> None:
        pressed = QKeySequence(event.keyCombination())
        entry = self.view.current_row()
        keys = self._ui.actions.shortcut
        event.setAccepted(False)
        if not isinstance(entry, Entry):
            return
        acts: dict[str, Callable[[Entry], None]] = {"item.duplicate": self.duplicate, "item.delete": self.delete}
        for action_id, act in acts.items():
            if pressed == QKeySequence(keys(action_id)):
                event.accept()
                act(entry)
        if pressed == QKeySequence(keys("item.rename")) and not entry.file.problem:
            event.accept()
            self.view.edit(self.view.currentIndex())

    def _show_menu(self, chosen: Row | None, place: QPoint) -> None:
        menu = new_menu(self)
        if isinstance(chosen, Entry):
            self._fill_entry(menu, chosen)
        elif isinstance(chosen, Heading):
            menu.addAction(_("New environment"), lambda: self.add(chosen.owner))
        else:
            self._fill_add(menu)
        menu.popup(place)

    def _fill_entry(self, menu: QMenu, entry: Entry) -> None:
        menu.addAction(_("Open"), lambda: self._open(entry))
        if not entry.file.problem:
            menu.addAction(_("Do not use") if entry.active else _("Use"), lambda: self.use(entry))
            colours = menu.addMenu(_("Colour"))
            for choice in CHOICES:
                icon = dot_icon(self._ui.theme, choice.written)
                colours.addAction(icon, choice.title).triggered.connect(self._colouring(entry, choice.written))
            menu.addSeparator()
            menu.addAction(self._titled("item.rename"), lambda: self.view.edit(self.model.find(entry.owner, entry.file.name)))
            menu.addAction(self._titled("item.duplicate"), lambda: self.duplicate(entry))
        menu.addSeparator()
        menu.addAction(self._titled("item.delete"), lambda: self.delete(entry))

    def _titled(self, action_id: str) -> str:
        return f"{ACTIONS[action_id].title}\t{self._ui.actions.keys(action_id)}"

    def _colouring(self, entry: Entry, written: str) -> Callable[[], None]:
        return lambda: self._change(entry, replace(entry.file.value, color=written))

    def _show_add_menu(self) -> None:
        menu = new_menu(self)
        self._fill_add(menu)
        menu.popup(self._add_button.mapToGlobal(self._add_button.rect().bottomLeft() + QPoint(0, 4)))

    def _fill_add(self, menu: QMenu) -> None:
        for heading in owners(self._session):
            title = _("New for the whole workspace") if heading.owner == ROOT else _("New in {name}").format(name=heading.title)
            menu.addAction(title.replace("&", "&&")).triggered.connect(self._adding(heading.owner))

    def _adding(self, owner: int) -> Callable[[], None]:
        return lambda: self.add(owner)


def carry_secrets(ui: Ui, owner: int, before: Environment, name: str) -> None:
    """Keep the secret values of this run when an environment takes another name."""
    if before.name == name:
        return
    for variable in before.variables:
        value = ui.session.secret_value(owner, before.name, variable.name) if variable.secret else None
        if value is not None:
            ui.session.set_secret_value(owner, name, variable.name, value)
