"""A request as a command for a shell, its variables filled in as a send would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from curlew.engine.dynamic import dynamic_value
from curlew.formats.curl import to_curl
from curlew.model.inherit import Surroundings, scope_for, settled_auth
from curlew.model.request import Request
from curlew.model.template import Layer
from curlew.net.auth import AUTH_KINDS


def _no_secret(_layer: Layer, _name: str) -> str | None:
    return None


def _with_names(request: Request, around: Surroundings) -> tuple[Request, Surroundings]:
    """Put a variable's name in place of each value that stands in a secret field of the auth."""
    auth, giver = settled_auth(request.auth, around)
    kind = AUTH_KINDS.get(auth.kind) if auth is not None else None
    names = [field.name for field in kind.fields if field.secret] if kind is not None else ["password"]
    for name in names:
        if auth is not None and (text := auth.text(name)) and "{{" not in text:
            auth = auth.with_value(name, "{{" + name.rpartition(".")[2] + "}}")
    if giver is None:
        return replace(request, auth=auth), around
    given = replace(giver, defaults=replace(giver.defaults, auth=auth))
    return request, replace(around, above=tuple(given if above is giver else above for above in around.above))


def as_curl(
    request: Request,
    around: Surroundings,
    folder: Path | None = None,
    secret_value: Callable[[Layer, str], str | None] = _no_secret,
) -> str:
    """Return a request as a curl command that can be run as it is, but for its secrets.

    Secret variables stay as typed (`{{token}}`), unless `secret_value` gives them: a clipboard is no place for them unasked. What stands
    in a secret field itself becomes such a name. folder: what relative file names are relative to.
    """
    if secret_value is _no_secret:
        request, around = _with_names(request, around)
    scope = scope_for(request, around, secret_value, dynamic_value)
    return to_curl(request, around, lambda text: scope.expand(text).text, folder)
