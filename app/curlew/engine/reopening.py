"""A request of the history, opened again: the history keeps no secrets, so the fields that held one are empty, and named."""

from __future__ import annotations

from dataclasses import replace

from curlew.engine.redact import MASK
from curlew.model.request import Request
from curlew.net.auth import AUTH_KINDS


def reopened(request: Request) -> tuple[Request, tuple[str, ...]]:
    """Return a request without the masks in its fields for secrets and in its headers, and what these fields are called."""
    empty: list[str] = []
    auth = request.auth
    kind = AUTH_KINDS.get(auth.kind) if auth is not None else None
    for field in kind.fields if kind is not None else ():
        if auth is not None and field.secret and auth.text(field.name) == MASK:
            auth = auth.with_value(field.name, "")
            empty.append(field.label)
    empty += [row.name for row in request.headers if row.value == MASK]
    headers = tuple(replace(row, value="") if row.value == MASK else row for row in request.headers)
    return replace(request, auth=auth, headers=headers), tuple(dict.fromkeys(empty))
