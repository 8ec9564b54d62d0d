"""Variables filled into the texts of one request, with a list of what was missing and which secrets went in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curlew.model.template import Scope
from curlew.net.errors import SendingError
from curlew.text import _


class Filler:
    """Expands texts against a scope and remembers what a send has to know about them."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._missing: dict[str, None] = {}
        self._secrets: dict[str, None] = {}
        self._notes: list[str] = []

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(self._missing)

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(self._secrets)

    def fill(self, text: str) -> str:
        return self.fill_marked(text)[0]

    def fill_marked(self, text: str) -> tuple[str, bool]:
        """Return the filled text and whether a secret went into it."""
        if "{{" not in text:
            return text, False
        expansion = self._scope.expand(text)
        self._missing.update(dict.fromkeys(expansion.missing))
        self._secrets.update(dict.fromkeys(expansion.secrets))
        return expansion.text, bool(expansion.secrets)

    def fill_all(self, value: Any) -> Any:
        """Fill every text in a nest of mappings and lists."""
        if isinstance(value, str):
            return self.fill(value)
        if isinstance(value, Mapping):
            return {key: self.fill_all(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.fill_all(inner) for inner in value]
        return value

    def add_secret(self, value: str) -> None:
        if value:
            self._secrets[value] = None

    def is_secret(self, name: str) -> bool:
        binding = self._scope.find(name)
        return binding is not None and binding.variable.secret

    def refuse_missing(self, names: tuple[str, ...], where: str) -> None:
        """Raise SendingError if any of the names has no value."""
        if not names:
            return
        if self.is_secret(names[0]):
            title = _("The secret variable {name} has no value yet").format(name=names[0])
            hint = _("Enter it in the environment: no file holds it.")
        else:
            title = _("Variable {name} is not set").format(name=names[0])
            hint = _("Choose an environment that sets it, or set it in the collection, a folder or the request.")
        raise SendingError("variable", title, where, hint, "prepare")

    def note(self, text: str) -> None:
        """Keep what a person should know about this send."""
        self._notes.append(text)

    def notes(self) -> list[str]:
        """Return what was noted, and a note for each variable that was sent as it stands, since it is not set."""
        return self._notes + [_("Variable {name} is not set; it was sent as written.").format(name=name) for name in self._missing]
