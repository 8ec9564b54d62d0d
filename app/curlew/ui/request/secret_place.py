"""The secrets of the item that an editor shows, as its fields see them; and making one of them a variable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from curlew.engine.session import Session
from curlew.errors import CurlewError, UsageError
from curlew.model.request import Collection
from curlew.model.tree import ROOT
from curlew.model.variables import Variable
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, column, label, row
from curlew.ui.widgets.sheet import Sheet


class SecretPlace:
    """See `ui/widgets/secret_field.py:SecretKeeper`. place: tells which item's secrets are meant, now."""

    def __init__(self, session: Session, place: Callable[[], str]) -> None:
        self._secrets = session.secrets
        self._place = place

    @property
    def kept(self) -> str:
        return self._secrets.kept

    @property
    def why_not(self) -> str:
        return self._secrets.why_not

    def get(self, field: str) -> str | None:
        return self._secrets.get(self._place(), field)

    def holds(self, field: str) -> bool:
        return self._secrets.holds(self._place(), field)

    def set(self, field: str, value: str | None) -> None:
        self._secrets.set(self._place(), field, value)

    def is_in_file(self, field: str) -> bool:
        return self._secrets.is_in_file(self._place(), field)

    def keep_in_file(self, field: str, keep: bool) -> None:
        self._secrets.keep_in_file(self._place(), field, keep)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        def changed(place: str, _source: object) -> None:
            if place == self._place():
                listener()

        return self._secrets.changed.listen(changed)


@dataclass(frozen=True, slots=True)
class Giver:
    """Where a new secret variable can stand. owner: the environments' owner; environment: its name, empty for the collection itself."""

    title: str
    owner: int
    environment: str = ""


def givers_for(session: Session, item_id: int | None) -> tuple[Giver, ...]:
    """Return where a request at this place finds variables: the active environment first."""
    collection = session.tree.collection_of(item_id) if item_id is not None and item_id in session.tree else None
    found: list[Giver] = []
    for owner in (*((collection.id,) if collection else ()), ROOT):
        active = session.active_environment(owner)
        names = sorted((file.name for file in session.environments(owner) if not file.problem), key=lambda name: name != active)
        shape = _("Environment {name} of the workspace") if owner == ROOT else _("Environment {name}")
        found += [Giver(shape.format(name=name), owner, name) for name in names]
        if owner != ROOT and collection is not None:
            found.append(Giver(_("Collection {name}").format(name=collection.name), owner))
    return tuple(found)


class VariableDialog(Sheet):
    """Asks for the name of a secret variable and where it is to stand."""

    def __init__(self, theme: Theme, parent: QWidget, name: str, givers: tuple[Giver, ...]) -> None:
        super().__init__(theme, parent, _("Make it a secret variable"))
        self.setObjectName("secret_variable_dialog")
        self.setMinimumWidth(theme.px(440))
        self._givers = givers
        self._name = QLineEdit(name)
        self._name.setObjectName("secret_variable_name")
        self._name.setAccessibleName(_("Name of the variable"))
        self._where = QComboBox()
        self._where.setObjectName("secret_variable_place")
        self._where.setAccessibleName(_("Where it stands"))
        for giver in givers:
            self._where.addItem(giver.title)
        about = _("The field will hold the variable’s name. The file of the variable says that it is secret, and holds no value.")
        self._make = TextButton(theme, _("Make it a variable"), "primary", act=self.accept)
        self._make.setDefault(True)
        self._name.textChanged.connect(self._check)
        parts = (
            label(_("Make it a secret variable"), "title"),
            label(about, "muted", wrap=True),
            label(_("Name of the variable"), "medium"),
            self._name,
            label(_("Where it stands"), "medium"),
            self._where,
            row(None, TextButton(theme, _("Cancel"), act=self.reject), self._make, margins=(0, 10, 0, 0)),
        )
        self.setLayout(column(*parts, margins=(20, 18, 20, 16), spacing=8))
        self._name.selectAll()
        self._name.setFocus()
        self._check()

    @property
    def name(self) -> str:
        return self._name.text().strip()

    @property
    def giver(self) -> Giver:
        return self._givers[self._where.currentIndex()]

    def _check(self) -> None:
        name = self.name
        self._make.setEnabled(bool(name) and not any(sign in name for sign in "{}"))


async def make_variable(ui: Ui, parent: QWidget, item_id: int | None, proposed: str, value: str) -> str:
    """Ask where a secret is to stand, make the variable there, keep the value; return its name, empty if a person changed their mind."""
    givers = givers_for(ui.session, item_id)
    if not givers:
        hint = _("Make an environment first, or save the request into a collection.")
        ui.notify("info", _("There is no place for a variable yet"), "", hint)
        return ""
    dialog = VariableDialog(ui.theme, parent, proposed, givers)
    if not await ui.ask(dialog):
        return ""
    try:
        await add_secret_variable(ui.session, dialog.giver, dialog.name, value, parent)
    except CurlewError as error:
        ui.notify("error", error.title, error.reason, error.hint)
        return ""
    return dialog.name


async def add_secret_variable(session: Session, giver: Giver, name: str, value: str, source: object = None) -> None:
    """Add a secret variable to an environment or a collection, its value kept outside of the file. Raises UsageError for a name in use."""
    variable = Variable(name, secret=True)
    if giver.environment:
        file = next(file for file in session.environments(giver.owner) if file.name == giver.environment)
        _check_free(name, file.value.variables)
        changed = replace(file.value, variables=(*file.value.variables, variable))
        await session.save_environment(giver.owner, file, changed, source)
    else:
        loaded = await session.load(giver.owner)
        assert isinstance(loaded.value, Collection)
        given = loaded.value.defaults
        _check_free(name, given.variables)
        defaults = replace(given, variables=(*given.variables, variable))
        await session.save(giver.owner, replace(loaded.value, defaults=defaults), loaded.hash, source)
    session.set_secret_value(giver.owner, giver.environment, name, value)


def _check_free(name: str, variables: tuple[Variable, ...]) -> None:
    if any(variable.name == name for variable in variables):
        raise UsageError(_("There is already a variable named {name}").format(name=name), hint=_("Choose another name."))
