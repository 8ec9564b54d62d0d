"""Secret variables that a send needs and nobody has entered yet, and the prompt for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from curlew.model.inherit import Surroundings, inherited_headers, scope_for, settled_auth
from curlew.model.request import Request
from curlew.model.template import PLACEHOLDER, Layer
from curlew.model.tree import ROOT
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, column, label, row
from curlew.ui.widgets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Needed:
    """A secret variable without a value, with the layer it stands in."""

    layer: Layer
    name: str


def needed_secrets(request: Request, around: Surroundings, entered: Callable[[Layer, str], str | None]) -> tuple[Needed, ...]:
    """Return the secret variables that this request uses, also through other variables and from above, and that have no value."""
    scope = scope_for(request, around)
    auth, _giver = settled_auth(request.auth, around)
    parts = (request.url, request.params, request.headers, request.body, auth, [row for row, _above in inherited_headers(around)])
    waiting = [name for part in parts for text in _texts(part) for name in _names(text)]
    needed: dict[str, Needed] = {}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        binding = scope.find(name)
        if binding is None:
            continue
        if not binding.variable.secret:
            waiting += _names(binding.value)
        elif entered(binding.layer, name) is None:
            needed[name] = Needed(binding.layer, name)
    return tuple(needed[name] for name in sorted(needed))


def _names(text: str) -> list[str]:
    return [found.group(1).strip() for found in PLACEHOLDER.finditer(text)]


def _texts(value: Any) -> Iterator[str]:
    """Yield every text inside a value that is switched on."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        if getattr(value, "enabled", True):
            for part in fields(value):
                yield from _texts(getattr(value, part.name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


class SecretPrompt(Sheet):
    """Asks for values; they go to the keyring. Accepting with empty fields sends without them."""

    def __init__(self, theme: Theme, parent: QWidget, needed: tuple[Needed, ...]) -> None:
        super().__init__(theme, parent, _("Secret values"))
        self.setObjectName("secret_prompt")
        self.setMinimumWidth(theme.px(440))
        self._fields: list[tuple[Needed, QLineEdit]] = []
        layout = column(margins=(20, 18, 20, 16), spacing=8)
        title = ngettext("This request needs a secret value", "This request needs {n} secret values", len(needed))
        layout.addWidget(label(title.format(n=len(needed)), "title"))
        layout.addWidget(label(_("Kept in the system’s keyring, and written to no file."), "muted", wrap=True))
        for need in needed:
            field = QLineEdit()
            field.setObjectName(f"secret_{need.name}")
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(need.name)
            caption = row(label(need.name, "medium"), label(need.layer.label, "faint"), None, margins=(0, 6, 0, 0))
            layout.addLayout(caption)
            layout.addWidget(field)
            self._fields.append((need, field))
        send = TextButton(theme, _("Send"), "primary", act=self.accept)
        send.setDefault(True)
        layout.addLayout(row(None, TextButton(theme, _("Cancel"), act=self.reject), send, margins=(0, 10, 0, 0)))
        self.setLayout(layout)
        self._fields[0][1].setFocus()

    def values(self) -> tuple[tuple[Needed, str], ...]:
        """Return what was entered; empty fields are left out."""
        return tuple((need, field.text()) for need, field in self._fields if field.text())


async def ask_for_secrets(ui: Ui, parent: QWidget, request: Request, around: Surroundings, item_id: int | None) -> bool:
    """Ask for the values of secret variables that a send needs; False if the person called the send off."""
    session = ui.session

    def place(layer: Layer) -> tuple[int, str]:
        """Return (owner, environment) under which the session keeps a layer's secrets."""
        if layer.kind in ("request", "folder", "collection"):
            return layer.item_id or item_id or ROOT, ""
        if layer.kind == "workspace" or item_id is None:
            return ROOT, layer.label
        collection = session.tree.collection_of(item_id)
        return (collection.id if collection is not None else ROOT), layer.label

    needed = needed_secrets(request, around, lambda layer, name: session.secret_value(*place(layer), name))
    if not needed:
        return True
    prompt = SecretPrompt(ui.theme, parent, needed)
    accepted = await ui.ask(prompt) == QDialog.DialogCode.Accepted
    for need, value in prompt.values() if accepted else ():
        session.set_secret_value(*place(need.layer), need.name, value)
    prompt.deleteLater()
    return accepted
