"""An environment's page: its variables, what it takes over from elsewhere, and saving without overwriting anybody."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QRect, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from curlew.engine.environments import read_dotenv
from curlew.engine.session import Change
from curlew.errors import ConflictError, UsageError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.template import Layer, Scope
from curlew.model.tree import ROOT
from curlew.model.undo import UndoStack
from curlew.model.variables import Environment, Variable
from curlew.storage.drafts import Draft, Drafts
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.environments.conflict import settle_conflict
from curlew.ui.environments.head import EnvironmentHead
from curlew.ui.environments.panel import carry_secrets
from curlew.ui.environments.secret_store import SecretStore
from curlew.ui.environments.sections import SourceSection
from curlew.ui.environments.shapes import own_shape
from curlew.ui.environments.sources import layers, sources
from curlew.ui.tree.labels import shorten
from curlew.ui.widgets.cell_table import CellTable
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.variables import VariableSource

Step = tuple[str, Environment, Environment]


class EnvironmentEditor(QFrame):
    """`owner` is a collection's item id, or ROOT. `edited` comes with each change a person makes; `open_requested(owner, file)`."""

    edited = Signal()
    open_requested = Signal(object, object)

    def __init__(self, ui: Ui, owner: int, file: EnvironmentFile) -> None:
        super().__init__()
        self._ui = ui
        self._owner = owner
        self._file = file
        self._value = file.value
        self._draft_id = Drafts.new_id()
        self._take_draft()
        self._dotenv: tuple[Variable, ...] = ()
        self._sections: list[SourceSection] = []
        self._steps: UndoStack[Step] = UndoStack(200)
        self._tasks = ui.tasks.for_owner(self)
        self._secrets = SecretStore(ui.session, owner, file.name)
        self._variables = VariableSource(parent=self)
        self.setObjectName("EnvironmentEditor")
        self.setProperty("ground", "bg")
        self._build()
        self._show()
        self._read_dotenv()
        stop = ui.session.changed.listen(self._on_change)
        self.destroyed.connect(lambda: stop())

    def _build(self) -> None:
        theme = self._ui.theme
        self._crumb = label("", "muted")
        self._use_button = TextButton(theme, _("Use"), "ghost", act=self._toggle_use)
        self._save_button = TextButton(theme, _("Save"), "ghost", icon="save", act=self._save_clicked)
        choose = lambda: self._tasks.start(self._choose_certificates(), _("Client certificates"))  # noqa: E731
        self._certificates_button = TextButton(theme, _("Client certificates"), "ghost", icon="shield", act=choose)
        self.head = EnvironmentHead(theme)
        self.head.edited.connect(self._head_edited)
        self.table = CellTable(theme, self._variables, own_shape(self._secrets), _("Variables"), fit=True)
        self.table.edited.connect(self._table_edited)
        self.table.trail_clicked.connect(self._trail)
        self.table.current_moved.connect(self._keep_visible)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._page = QWidget()
        self._page.setObjectName("ScrollBody")
        self._body: QVBoxLayout = column(self.table, None, spacing=0)
        self._page.setLayout(self._body)
        self._scroll.setWidget(self._page)
        top = row(self._crumb, None, self._certificates_button, self._use_button, self._save_button, margins=(16, 6, 12, 2), spacing=4)
        self._trouble = self._trouble_strip()
        line = frame("line")
        line.setFixedHeight(1)
        layout = column(top, self._trouble, self.head, line, spacing=0)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._foot())
        self.setLayout(layout)
        self.setFocusProxy(self.table)

    def _trouble_strip(self) -> QFrame:
        """Say why a broken file shows nothing, and that it is still there."""
        theme = self._ui.theme
        self._reason = label("", wrap=True)
        edit = TextButton(theme, _("Open in an editor"), "link", act=self._open_outside)
        again = TextButton(theme, _("Read it again"), "link", act=self._read_again)
        layout = row(Picture(theme, "warning", "err", 15), self._reason, edit, again, margins=(16, 8, 12, 8), spacing=10)
        layout.setStretch(1, 1)
        return frame("err", layout=layout)

    def _open_outside(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.path)))

    def _read_again(self) -> None:
        self._tasks.start(self._ui.session.reread(self._owner), _("Reading {name}").format(name=self._file.name))

    def _foot(self) -> QFrame:
        self._caption = label("", "meta", wrap=True)
        self._counts = label("", "meta")
        lock = Picture(self._ui.theme, "lock", "text3", 14)
        foot = row(lock, self._caption, self._counts, margins=(16, 8, 16, 8))
        foot.setStretch(1, 1)
        return frame("surface", "top", foot)

    # --- value ---

    def value(self) -> Environment:
        """Return what stands in the fields."""
        return self._value

    @property
    def file(self) -> EnvironmentFile:
        """The file as it was read or written last."""
        return self._file

    @property
    def is_dirty(self) -> bool:
        return self._value != self._file.value

    def _take_draft(self) -> None:
        """Go on with what was typed and not saved; if the file has changed since, saving asks."""
        draft = self._ui.session.drafts.for_path(self._file.path)
        if draft is not None and isinstance(draft.value, Environment):
            self._draft_id = draft.id
            self._value = draft.value
            self._file = replace(self._file, hash=draft.base_hash)

    def keep_draft(self) -> None:
        """Hand what is typed and not saved over to the drafts; secret values are no part of it."""
        if self.is_dirty:
            self._ui.session.drafts.put(Draft(self._draft_id, self._value, path=self._file.path, base_hash=self._file.hash))
        else:
            self._ui.session.drafts.drop(self._draft_id)

    def load(self, value: Environment) -> None:
        """Show another value, as a draft would be: not saved yet."""
        self._value = value
        self._show()

    def _show(self) -> None:
        """Bring fields and table to the value."""
        names = [file.name for file in self._ui.session.environments(self._owner) if file.path != self._file.path]
        self.head.load(self._value, names)
        self.table.set_rows(self._value.variables)
        self._show_around()

    def _show_around(self) -> None:
        """Bring what depends on the value to it: sections, pills, captions."""
        session = self._ui.session
        files = [file for file in session.environments(self._owner) if file.path != self._file.path]
        self._variables.set_scope(Scope([*layers(files, self._value, self._dotenv), *self._outer_layers()], self._secret_of))
        self._show_sections(files)
        place = _("Everywhere") if self._owner == ROOT else session.tree[self._owner].name if self._is_there else ""
        self._use_button.setEnabled(self._is_there and not self._file.problem)
        self._crumb.setText(f"{shorten(place)}  /  {_('Environments')}  /  {shorten(self._value.name)}")
        active = self._is_used()
        self._use_button.setText(_("In use") if active else _("Use"))
        self._use_button.setAccessibleName(_("Do not use this environment") if active else _("Use this environment"))
        self._save_button.setEnabled(self.is_dirty)
        self._caption.setText(self._said())
        told = _("This file cannot be read: {problem}. Nothing is lost: it stays as it is.")
        self._reason.setText(told.format(problem=shorten(self._file.problem, 200).rstrip(".")))
        self._trouble.setVisible(bool(self._file.problem))
        for part in (self.head, self.table, self._certificates_button):
            part.setEnabled(not self._file.problem)
        self._counts.setText(self._counted())

    def _outer_layers(self) -> list[Layer]:
        session = self._ui.session
        if self._owner == ROOT:
            return []
        name = session.active_environment(ROOT)
        return [Layer("workspace", file.name, file.value.variables) for file in session.environments(ROOT) if file.name == name]

    def _secret_of(self, layer: Layer, name: str) -> str | None:
        owner = ROOT if layer.kind == "workspace" else self._owner
        environment = self._secrets.environment if layer.label == self._value.name else layer.label
        return self._ui.session.secret_value(owner, environment, name)

    def _said(self) -> str:
        if any(variable.secret for variable in self._value.variables):
            where = f"environments/{shorten(self._file.path.name)}"
            if self._ui.session.secrets.kept == "memory":
                return _("Secret values are kept until Curlew is closed, and never written to {file}").format(file=where)
            return _("Secret values are kept in the system’s keyring, and never written to {file}").format(file=where)
        return _("Switch Secret on to keep a value out of the file: it then goes to the system’s keyring.")

    def _counted(self) -> str:
        on = sum(variable.enabled for variable in self._value.variables)
        off = len(self._value.variables) - on
        taken = sum(not row.overridden for section in self._sections for row in section.table.rows())
        parts = [_("{n} on").format(n=on), _("{n} off").format(n=off)]
        if taken:
            parts.append(ngettext("{n} inherited", "{n} inherited", taken).format(n=taken))
        return ", ".join(parts)

    def _show_sections(self, files: list[EnvironmentFile]) -> None:
        wanted = sources(files, self._value, self._dotenv)
        if [section.source for section in self._sections] == list(wanted):
            return
        for section in self._sections:
            self._body.removeWidget(section)
            section.deleteLater()
        self._sections = []
        for source in wanted:
            section = SourceSection(self._ui.theme, self._variables, source)
            section.open_requested.connect(self._open_source)
            self._body.insertWidget(self._body.count() - 1, section)
            self._sections.append(section)

    def _open_source(self, file: EnvironmentFile) -> None:
        self.open_requested.emit(self._owner, file)

    # --- edits ---

    def _head_edited(self, key: str) -> None:
        before = self._value
        self._note(key, self.head.applied(before))
        if self._value.dotenv_path != before.dotenv_path:
            self._read_dotenv()

    def _table_edited(self, key: str) -> None:
        self._note(f"table:{key}" if key else "", replace(self._value, variables=self.table.rows()))

    async def _choose_certificates(self) -> None:
        from curlew.ui.environments.certificates import CertificatesSheet

        value, path = self._value, self._file.path
        base = path.parent.parent  # environments/NAME.yml of the collection or workspace
        sheet = CertificatesSheet(self._ui, self.window(), value.name, str(path), base, value.client_certificates)
        if await self._ui.ask(sheet) and sheet.entries != value.client_certificates:
            self._note("", replace(self._value, client_certificates=sheet.entries))
        sheet.deleteLater()

    def _note(self, key: str, value: Environment) -> None:
        """Take an edit: one undo step, typing in one place joined."""
        before = self._value
        top = self._steps.top
        if key and top is not None and top[0] == key and not self._steps.can_redo:
            self._steps.replace_top((key, top[1], value))
        else:
            self._steps.push((key, before, value))
        self._value = value
        self._show_around()
        self._tell()

    def _tell(self) -> None:
        self.keep_draft()
        self.edited.emit()

    def can_undo(self) -> bool:
        return self._steps.can_undo

    def can_redo(self) -> bool:
        return self._steps.can_redo

    def undo(self) -> None:
        step = self._steps.undo()
        if step is not None:
            self.load(step[1])
            self._tell()

    def redo(self) -> None:
        step = self._steps.redo()
        if step is not None:
            self.load(step[2])
            self._tell()

    def _trail(self, number: int, _column: str, icon: str) -> None:
        """Show, hide or copy a secret value."""
        name = self.table.rows()[number].name
        if icon == "copy":
            QGuiApplication.clipboard().setText(self._secrets.get(name))
        else:
            self._secrets.toggle_shown(name)
            self.table.viewport().update()

    def _keep_visible(self, place: QRect) -> None:
        at = self.table.viewport().mapTo(self._page, place.center())
        self._scroll.ensureVisible(at.x(), at.y(), 0, place.height())

    # --- .env ---

    def _read_dotenv(self) -> None:
        """Read the .env file, off the window's thread; one outside of the collection's folder is not read."""
        if self._value.dotenv_path and self._is_there:
            self._tasks.start(self._take_dotenv(self._value.dotenv_path), _("Reading {name}").format(name=self._value.dotenv_path))
        else:
            self._dotenv_read("", [])

    async def _take_dotenv(self, place: str) -> None:
        folder = self._ui.session.tree[self._owner].path
        found = await asyncio.to_thread(read_dotenv, folder, place)
        if place == self._value.dotenv_path:
            self._dotenv_read(place, found)

    def _dotenv_read(self, place: str, found: list[Variable]) -> None:
        self._dotenv = tuple(found)
        if not place:
            self.head.say("")
        elif found:
            self.head.say(ngettext("{n} value read", "{n} values read", len(found)).format(n=len(found)))
        else:
            self.head.say(_("No values found there"), wrong=True)
        self._show_around()

    # --- use, saving, following ---

    @property
    def _is_there(self) -> bool:
        """Whether the collection is still in the workspace; this page outlives it."""
        return self._owner in self._ui.session.tree

    def _is_used(self) -> bool:
        return self._is_there and self._ui.session.active_environment(self._owner) == self._file.name

    def _toggle_use(self) -> None:
        session = self._ui.session
        session.set_active_environment(self._owner, "" if self._is_used() else self._file.name, source=self)

    def _save_clicked(self) -> None:
        self._tasks.start(self.save(), _("Saving {name}").format(name=self._value.name))

    async def save(self) -> None:
        """Write the environment; a file changed by somebody else asks: mine or theirs. Raises CurlewError."""
        self.table.commit_open_field()
        value = self._value
        if not value.name.strip():
            raise UsageError(_("The environment needs a name"), "", _("Type one above the table."))
        before = self._file.value
        try:
            saved = await self._ui.session.save_environment(self._owner, self._file, value, source=self)
        except ConflictError as conflict:
            settled = await settle_conflict(self._ui, self, self._owner, self._file, value, conflict)
            if settled is None:
                return
            saved = settled
        self._take_saved(before, value, saved)

    def _take_saved(self, before: Environment, written: Environment, saved: EnvironmentFile) -> None:
        """Go on from the file as it is now; what was typed meanwhile stays unsaved."""
        carry_secrets(self._ui, self._owner, before, saved.name)
        self._secrets.environment = saved.name
        self._file = saved
        if self._value == written:
            self._value = saved.value
        self._show()
        self._tell()

    def _on_change(self, change: Change, source: object) -> None:
        if change.kind == "active-environment":
            self._show_around()
        elif change.kind == "environments" and source is not self:
            self._follow()

    def _follow(self) -> None:
        """Take over what others made of the file, unless there are own edits: those are compared when they are saved."""
        for file in self._ui.session.environments(self._owner):
            if file.path == self._file.path and file.hash != self._file.hash and not self.is_dirty:
                self._file = file
                self._secrets.environment = file.name
                self._value = file.value
                self._show()
                return
        self._show_around()
