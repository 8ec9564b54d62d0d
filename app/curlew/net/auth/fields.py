"""The fields that an auth kind declares: its form, its masking and its reading of files follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from curlew.model.auth import Auth


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. name: its place in the file, a path such as `credentials.clientId`.

    kind: `text`; `choice` of texts; `switch` (true or false); `key`, a choice of the one key that the mapping at `name` holds;
    `list`, rows of name, value and placement; `callback`, a redirect address, shown with what it will be where it is empty.
    choices: (value in the file, label) pairs; a missing value counts as the first, a new auth starts with `initial`, if that is given.
    aliases: other spellings of choices that files hold. opposite: a switch that says the contrary, which older files hold instead;
    inverted: the file's true is the form's off. on: what a switch is where the file says nothing.
    starts: what the keys of a `key` hold at first. keep_empty: an empty text inside a mapping stays in the file.
    when: (another field's name, its values) with which this one counts; group: `advanced` ones are folded away.
    """

    name: str
    label: str
    secret: bool = False
    kind: Literal["text", "choice", "switch", "key", "list", "callback"] = "text"
    choices: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""
    hint: str = ""
    group: Literal["", "advanced"] = ""
    when: tuple[str, tuple[str, ...]] | None = None
    on: bool = False
    inverted: bool = False
    opposite: str = ""
    aliases: tuple[tuple[str, str], ...] = ()
    initial: str = ""
    starts: tuple[tuple[str, str], ...] = ()
    keep_empty: bool = False

    def read(self, auth: Auth) -> Any:
        """Return what the form shows: a text, for a switch whether it is on, for a list its rows."""
        if self.kind == "switch":
            return self._read_switch(auth)
        if self.kind == "key":
            held = auth.at(self.name)
            keys = [value for value, _label in self.choices if isinstance(held, Mapping) and value in held]
            return keys[0] if keys else self.choices[0][0]
        if self.kind == "list":
            return auth.rows(self.name)
        text = auth.text(self.name)
        if self.choices:
            return dict(self.aliases).get(text, text) or self.choices[0][0]
        return text

    def _read_switch(self, auth: Auth) -> bool:
        if self.opposite and auth.at(self.opposite) is not None and auth.at(self.name) is None:
            return auth.flag(self.opposite, self.on) != (not self.inverted)
        return auth.flag(self.name, self.on != self.inverted) != self.inverted

    def write(self, auth: Auth, value: Any) -> Auth:
        """Return the auth with what a person entered."""
        if self.kind == "switch":
            if self.opposite and auth.at(self.opposite) is not None and auth.at(self.name) is None:
                return auth.with_value(self.opposite, bool(value) == self.inverted)
            return auth.with_value(self.name, bool(value) != self.inverted)
        if self.kind == "key":
            return auth.with_value(self.name, {value: auth.text(f"{self.name}.{value}") or dict(self.starts).get(value, "")})
        if self.kind == "list":
            return auth.with_value(self.name, [dict(row) for row in value] or None)
        if "." in self.name and not value and not self.choices and not self.keep_empty:
            return auth.with_value(self.name, None)
        return auth.with_value(self.name, value)

    def counts(self, auth: Auth, fields: tuple[Field, ...]) -> bool:
        """Return whether the field means something with what the other fields say."""
        if self.when is None:
            return True
        name, values = self.when
        other = next((field for field in fields if field.name == name), None)
        return other is not None and other.read(auth) in values and other.counts(auth, fields)


def new_auth(kind: str, fields: tuple[Field, ...]) -> Auth:
    """Return an auth as it starts: choices as they are best, texts empty."""
    auth = Auth(kind)
    for field in fields:
        if field.kind == "choice":
            auth = auth.with_value(field.name, field.initial or field.choices[0][0])
        elif field.kind in ("text", "callback") and "." not in field.name and field.when is None:
            auth = auth.with_value(field.name, field.initial)
    return auth
