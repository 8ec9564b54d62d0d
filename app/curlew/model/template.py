"""`{{variables}}` in texts: found, resolved, each with its origin. Pure substitution: nothing is ever evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from curlew.model.variables import Variable

PLACEHOLDER = re.compile(r"\{\{([^{}\r\n]*)\}\}")
"""What counts as a variable; the name is group 1, blanks around it do not matter."""

MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Layer:
    """One place that gives variables. `kind`: runtime, request, folder, environment, collection, workspace, process, dynamic.

    `label` names it for people ("Folder Pets"); `item_id` is the tree item it belongs to, if any.
    """

    kind: str
    label: str
    variables: tuple[Variable, ...]
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """A variable with the layer that gives it. `value` is as written, so it may hold variables itself."""

    variable: Variable
    layer: Layer

    @property
    def value(self) -> str:
        return self.variable.value


@dataclass(frozen=True, slots=True)
class Use:
    """One placeholder in a text: its place, its name, and what it became (None: not set).

    secrets: the values of the secret variables that went into `value`, for masking.
    """

    start: int
    end: int
    name: str
    value: str | None
    origin: str = ""
    secrets: tuple[str, ...] = ()

    @property
    def secret(self) -> bool:
        return bool(self.secrets)


@dataclass(frozen=True, slots=True)
class Expansion:
    """A text with its placeholders replaced; those not set stand as they were."""

    text: str
    uses: tuple[Use, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(use.name for use in self.uses if use.value is None))

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values of secret variables that went into the text, for masking."""
        return tuple(dict.fromkeys(secret for use in self.uses for secret in use.secrets))


class Scope:
    """Layers from the innermost to the outermost; the first enabled variable of a name wins.

    secrets: values entered for secret variables, by (layer label, name); dynamic: gives `$guid` and the like, None if unknown.
    """

    def __init__(
        self,
        layers: Iterable[Layer] = (),
        secret_value: Callable[[Layer, str], str | None] = lambda _layer, _name: None,
        dynamic: Callable[[str], str | None] = lambda _name: None,
    ) -> None:
        self.layers = tuple(layers)
        self._secret_value = secret_value
        self._dynamic = dynamic

    def bindings(self, name: str) -> Iterator[Binding]:
        """Yield every enabled variable of that name, the winner first."""
        for layer in self.layers:
            for variable in reversed(layer.variables):
                if variable.enabled and variable.name == name:
                    yield Binding(variable, layer)
                    break

    def find(self, name: str) -> Binding | None:
        return next(self.bindings(name), None)

    def names(self) -> tuple[str, ...]:
        """Return every name that can be used, sorted."""
        return tuple(sorted({v.name for layer in self.layers for v in layer.variables if v.enabled and v.name}))

    def value(self, name: str) -> Use:
        """Resolve one name, through variables in its value; a cycle or a missing part makes it None."""
        text, origin, secrets = self._resolve(name, ())
        return Use(0, 0, name, text, origin, secrets)

    def expand(self, text: str) -> Expansion:
        """Replace every placeholder in a text."""
        if "{{" not in text:
            return Expansion(text)
        pieces: list[str] = []
        uses: list[Use] = []
        at = 0
        for found in PLACEHOLDER.finditer(text):
            name = found.group(1).strip()
            value, origin, secrets = self._resolve(name, ())
            uses.append(Use(found.start(), found.end(), name, value, origin, secrets))
            pieces += (text[at : found.start()], found.group(0) if value is None else value)
            at = found.end()
        return Expansion("".join((*pieces, text[at:])), tuple(uses))

    def _resolve(self, name: str, above: tuple[str, ...]) -> tuple[str | None, str, tuple[str, ...]]:
        """Return the value (None: not set, a cycle, or a part not set), the label of its layer, the secrets in it."""
        if name in above or len(above) > MAX_DEPTH:
            return None, "", ()
        binding = self.find(name)
        if binding is None:
            value = self._dynamic(name)
            return value, ("dynamic" if value is not None else ""), ()
        origin = binding.layer.label
        if binding.variable.secret:
            entered = self._secret_value(binding.layer, name)
            return entered, origin, (entered,) if entered else ()
        return self._filled(binding.value, origin, (*above, name))

    def _filled(self, raw: str, origin: str, above: tuple[str, ...]) -> tuple[str | None, str, tuple[str, ...]]:
        """Replace the placeholders in a variable's value."""
        pieces: list[str] = []
        secrets: tuple[str, ...] = ()
        at = 0
        for found in PLACEHOLDER.finditer(raw):
            inner, _, inner_secrets = self._resolve(found.group(1).strip(), above)
            if inner is None:
                return None, origin, ()
            secrets += inner_secrets
            pieces += (raw[at : found.start()], inner)
            at = found.end()
        return "".join((*pieces, raw[at:])), origin, secrets
