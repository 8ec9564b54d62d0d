"""Changes to one part of an example; what the file says besides, known or not, stays as it is."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from curlew.model.request import Example
from curlew.model.rows import Row
from curlew.storage.opencollection.bodies import body_tree
from curlew.storage.opencollection.examples import Asked, answer_in
from curlew.storage.opencollection.fields import Fields, Tree
from curlew.storage.opencollection.rows import param_tree, row_from, row_tree

BODY_KINDS = ("json", "text", "xml", "html", "binary")


def body_text(example: Example) -> tuple[str, str]:
    """Return the kind of the response's body and its text as the file has it: Base64 for a binary one."""
    body = Fields(_part(_part(example.fields, "response"), "body"))
    return body.text("type", "text"), body.text("data")


def header_rows(example: Example) -> tuple[Row, ...]:
    """Return the response's headers with all that the file says of them."""
    return Fields(_part(example.fields, "response")).each("headers", row_from)


def with_status(example: Example, status: int, reason: str) -> Example:
    """Return the example with another status; an empty reason is not written."""
    return _with(example, "response", {"status": status, "statusText": reason or None})


def with_header_rows(example: Example, rows: tuple[Row, ...]) -> Example:
    """Return the example with other headers of the response."""
    return _with(example, "response", {"headers": [row_tree(row) for row in rows] or None})


def with_body_text(example: Example, kind: str, text: str) -> Example:
    """Return the example with another body of the response; `text` as the file has it."""
    body = {**_part(_part(example.fields, "response"), "body"), "type": kind, "data": text}
    return _with(example, "response", {"body": body})


def with_body_kind(example: Example, kind: str) -> Example:
    """Return the example with a body of another kind: the same bytes, in Base64 where the kind is a binary one."""
    before, text = body_text(example)
    answer = answer_in(example)
    data = answer.body if answer is not None else b""
    if kind == "binary" and before != "binary":
        text = base64.b64encode(data).decode("ascii")
    elif kind != "binary" and before == "binary":
        text = data.decode("utf-8", "replace")
    return with_body_text(example, kind, text)


def with_asked(example: Example, asked: Asked) -> Example:
    """Return the example with another request."""
    body = body_tree(asked.body) if asked.body is not None else None
    rows: Tree = {"headers": [row_tree(row) for row in asked.headers], "params": [param_tree(param) for param in asked.params]}
    return _with(
        example, "request", {"url": asked.url, "method": asked.method, **{key: found or None for key, found in rows.items()}, "body": body}
    )


def with_pair(example: Example, other: Example) -> Example:
    """Return the example with request and response of another one; name, description and the rest are its own."""
    pair = {key: other.fields[key] for key in ("request", "response") if key in other.fields}
    return replace(example, fields={**example.fields, **pair})


def _with(example: Example, part: str, values: Mapping[str, Any]) -> Example:
    """Set keys of a part where they differ; None takes one out."""
    tree = dict(_part(example.fields, part))
    for key, value in values.items():
        if value is None:
            tree.pop(key, None)
        elif key not in tree or tree[key] != value:
            tree[key] = value
    return replace(example, fields={**example.fields, part: tree})


def _part(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = holder.get(key)
    return found if isinstance(found, dict) else {}
