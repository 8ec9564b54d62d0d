"""Makes a variable of an environment from a value of a response: asks for name and place, writes it, and can take it back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from curlew.engine.session import Session
from curlew.errors import CurlewError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.tree import ROOT
from curlew.model.variables import Environment, Variable
from curlew.preview.picked import PickedValue
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.environments.listing import free_name, owners
from curlew.ui.theme import Theme
from curlew.ui.widgets.elided import ElidedLabel
from curlew.ui.widgets.parts import TextButton, column, label, row, set_role
from curlew.ui.widgets.sheet import Sheet

LONGEST_NAME = 64
SHOWN = 300
_NO_NAME = re.compile(r"[^\w.-]+")
_SECRET = re.compile(r"token|secret|passw|api.?key|credential|private", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a variable can go: an environment that is there, or (`file` None) a new one of an owner."""

    owner: int
    title: str
    file: EnvironmentFile | None


def suggested_name(value: PickedValue) -> str:
    """Return the key as a variable's name; for an item of an array, with what holds it."""
    keys = [str(part) for part in value.place]
    words = keys[-1:] if value.key is not None else keys[-2:]
    name = _NO_NAME.sub("_", "_".join(words).replace("@", "")).strip("_")
    return name[:LONGEST_NAME] or "value"


def targets(session: Session, collection: int | None) -> tuple[Target, ...]:
    """Return the environments, those that the collection sees before the others, those in use first; a new one where an owner has none."""
    rank: dict[int, int] = {} if collection is None else {collection: -1}
    found: list[tuple[bool, int, int, Target]] = []
    for heading in owners(session):
        near = rank.get(heading.owner, 1 if heading.owner == ROOT else 0)
        apart = collection is not None and heading.owner not in (collection, ROOT)
        files = [file for file in session.environments(heading.owner) if not file.problem]
        active = session.active_environment(heading.owner)
        for file in files:
            title = f"{file.name} · {heading.title}"
            found.append((apart, 0 if file.name == active else 1, near, Target(heading.owner, title, file)))
        if not files:
            found.append((apart, 2, near, Target(heading.owner, _("New environment · {place}").format(place=heading.title), None)))
    return tuple(target for *_order, target in sorted(found, key=lambda one: one[:3]))


def with_variable(value: Environment, name: str, text: str, secret: bool) -> Environment:
    """Return an environment with a variable set: a new one at the end, or the one of that name with what else it has."""
    rows = list(value.variables)
    at = next((number for number, variable in enumerate(rows) if variable.name == name), None)
    shown = "" if secret else text
    if at is None:
        return replace(value, variables=(*rows, Variable(name, shown, secret=secret)))
    former = rows[at]
    variants = tuple(replace(one, value=shown) if one.selected else one for one in former.variants)
    rows[at] = replace(former, value=shown, secret=secret, enabled=True, type="", variants=variants)
    return replace(value, variables=tuple(rows))


async def make_variable(ui: Ui, parent: QWidget, value: PickedValue) -> None:
    """Ask, write, and say so with a way back."""
    dialog = VariableDialog(ui.theme, parent.window(), targets(ui.session, collection_around(ui.session, parent)), value)
    try:
        if not await ui.ask(dialog):
            return
        name, text, secret, target = dialog.name, dialog.value, dialog.secret, dialog.target
    finally:
        dialog.deleteLater()
    if target is not None:
        try:
            await _write(ui, target, name, text, secret)
        except CurlewError as error:
            ui.notify("error", error.title, error.reason, error.hint)


async def _write(ui: Ui, target: Target, name: str, text: str, secret: bool) -> None:
    session, owner, file = ui.session, target.owner, target.file
    if file is None:
        file = await session.add_environment(owner, Environment(free_name(session, owner, _("Default"))))
        session.set_active_environment(owner, file.name)
    else:
        file = next((one for one in session.environments(owner) if one.path == file.path), file)
    former, former_secret = file.value, session.secret_value(owner, file.name, name)
    written = await session.save_environment(owner, file, with_variable(former, name, text, secret))
    if secret:
        session.set_secret_value(owner, written.name, name, text)

    async def take_back() -> None:
        try:
            now = next((one for one in session.environments(owner) if one.path == written.path), written)
            await session.save_environment(owner, now, _without(now.value, former, name))
        except CurlewError as error:
            ui.notify("error", error.title, error.reason, error.hint)
            return
        if secret:
            session.set_secret_value(owner, written.name, name, former_secret or "")

    def undo() -> None:
        ui.tasks.start(take_back(), _("Taking a variable back"))

    title = _("{{{{{name}}}}} is set in {environment}").format(name=name, environment=written.name)
    active = session.active_environment(owner) == written.name
    hint = "" if active else _("That environment is not in use; choose it at the top right to send with it.")
    ui.notify("info", title, "", hint, _("Undo"), undo)


def _without(now: Environment, former: Environment, name: str) -> Environment:
    """Return an environment as it is now, its variable `name` as it was before."""
    before = next((variable for variable in former.variables if variable.name == name), None)
    kept = (before if variable.name == name else variable for variable in now.variables)
    return replace(now, variables=tuple(variable for variable in kept if variable is not None))


def collection_around(session: Session, widget: QWidget) -> int | None:
    """Return the collection of the request whose page holds a widget; of the workspace, where it has one only."""
    from curlew.ui.documents.page import Page
    from curlew.ui.response.own_window import ResponseWindow

    above: QWidget | None = widget
    while above is not None and not isinstance(above, Page):
        above = above.owner if isinstance(above, ResponseWindow) else above.parentWidget()
    item_id = above.context_id if isinstance(above, Page) else None
    found = session.tree.collection_of(item_id) if item_id is not None and item_id in session.tree else None
    children = session.tree.child_ids(ROOT)
    return found.id if found is not None else children[0] if len(children) == 1 else None


class VariableDialog(Sheet):
    """`name`, `value`, `secret` and `target` are the answer."""

    def __init__(self, theme: Theme, parent: QWidget, places: tuple[Target, ...], picked: PickedValue) -> None:
        super().__init__(theme, parent, _("Make an environment variable"))
        self.setObjectName("variable_dialog")
        self.setFixedWidth(theme.px(420))
        self.value = picked.value()
        self._places = places
        self._name = QLineEdit(suggested_name(picked))
        self._name.setObjectName("variable_name")
        self._name.setAccessibleName(_("Name"))
        self._where = QComboBox()
        self._where.setObjectName("variable_environment")
        self._where.setAccessibleName(_("Environment"))
        for place in places:
            self._where.addItem(place.title)
        self._secret = QCheckBox(_("Secret: keep the value out of files"))
        self._secret.setObjectName("variable_secret")
        self._secret.setChecked(bool(_SECRET.search(suggested_name(picked))))
        self._told = label("", "meta", wrap=True)
        shown = ElidedLabel(self.value[:SHOWN] or _("(empty)"))
        shown.setFont(theme.font(13, mono=True))
        self._make = TextButton(theme, _("Set the variable"), "primary", act=self.accept)
        self._make.setDefault(True)
        foot = row(None, TextButton(theme, _("Cancel"), act=self.reject), self._make, margins=(0, 8, 0, 0))
        name, where, value = (label(text, "medium") for text in (_("Name"), _("Environment"), _("Value")))
        parts = (
            label(_("Make an environment variable"), "title"),
            4,
            name,
            self._name,
            2,
            where,
            self._where,
            2,
            value,
            shown,
            self._secret,
        )
        self.setLayout(column(*parts, self._told, foot, margins=(20, 18, 20, 16), spacing=6))
        self._name.textChanged.connect(self._check)
        self._where.currentIndexChanged.connect(self._check)
        self._check()
        self._name.selectAll()
        self._name.setFocus()

    @property
    def name(self) -> str:
        return self._name.text().strip()

    @property
    def secret(self) -> bool:
        return self._secret.isChecked()

    @property
    def target(self) -> Target | None:
        at = self._where.currentIndex()
        return self._places[at] if 0 <= at < len(self._places) else None

    def _check(self) -> None:
        """Say what would happen, and let nobody set what has no name."""
        name, target = self.name, self.target
        wrong = bool(set(name) & set("{}\r\n"))
        self._make.setEnabled(bool(name) and not wrong and target is not None)
        set_role(self._told, "warn" if wrong else "meta")
        variables = target.file.value.variables if target is not None and target.file is not None else ()
        held = next((variable for variable in variables if variable.name == name), None)
        if wrong:
            self._told.setText(_("A name has no curly brackets."))
        elif held is not None:
            before = _("a secret") if held.secret else f"“{held.value[:40]}{'…' if len(held.value) > 40 else ''}”"
            self._told.setText(_("Replaces {value}, which it has now.").format(value=before))
        else:
            self._told.setText(_("To be used as {name}").format(name="{{" + name + "}}") if name else _("The variable needs a name."))
