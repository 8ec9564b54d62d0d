"""A request as a command for a shell, its variables filled in as a send would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from curlew.engine.dynamic import dynamic_value
from curlew.formats.curl import to_curl
from curlew.model.inherit import Surroundings, scope_for
from curlew.model.request import Request
from curlew.model.template import Layer


def _no_secret(_layer: Layer, _name: str) -> str | None:
    return None


def as_curl(
    request: Request,
    around: Surroundings,
    folder: Path | None = None,
    secret_value: Callable[[Layer, str], str | None] = _no_secret,
) -> str:
    """Return a request as a curl command that can be run as it is.

    Secret variables stay as typed (`{{token}}`), unless `secret_value` gives them: a clipboard is no place for them unasked.
    folder: what relative file names are relative to.
    """
    scope = scope_for(request, around, secret_value, dynamic_value)
    return to_curl(request, around, lambda text: scope.expand(text).text, folder)
