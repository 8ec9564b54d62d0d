"""Changes that a person could make to a request, folder, collection or environment: each in one field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from curlew.model.auth import Auth
from curlew.model.request import Assertion, Request, Script, Settings
from curlew.model.rows import Note, Row
from curlew.model.variables import Variable

UNTOUCHED = {"kind", "fallback_name", "text", "format_version", "named_in_file", "body_variants", "phase", "extra", "extensions", "fields"}
UNTOUCHED |= {"mime", "type", "as_list", "variants", "secret", "operator", "method"}
CHOICES = {"flow", "placement", "includeBodyHash", "signatureMethod"}
"""Fields of auth kinds that take certain words only."""

TEXTS = ("new text", "12", "true", "two\n  lines: and\n", " # no comment", "{{host}}/x: y")


def changes_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield (what, changed value) for every field of a value of the model, and for what its editors can add."""
    yield from _inside(value)
    if isinstance(value, Request):
        yield from _added(value)


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str):
        yield from _texts(value)
    elif isinstance(value, bool):
        yield "switched", not value
    elif isinstance(value, (int, float)):
        yield "raised", value + 1
    elif isinstance(value, tuple):
        yield from _rows(value)
    elif isinstance(value, Auth):
        for name, content in value.fields.items():
            if isinstance(content, str) and name not in CHOICES:
                yield f".{name}", Auth(value.kind, {**value.fields, name: content + "x"})
    elif isinstance(value, Settings):
        for name in ("encode_url", "follow_redirects"):
            yield f".{name} switched", replace(value, **{name: not getattr(value, name)})
        yield ".timeout raised", replace(value, timeout=4321)
        if value.timeout is not None:
            yield ".timeout removed", replace(value, timeout=None)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name in UNTOUCHED or (isinstance(value, Variable) and value.secret and field.name == "value"):
                continue
            for what, changed in _inside(getattr(value, field.name)):
                yield f".{field.name}{what}", replace(value, **{field.name: changed})


def _texts(text: str) -> Iterator[tuple[str, str]]:
    body = text.rstrip("\n")
    yield " longer", body + "x" + text[len(body) :]
    for new in TEXTS:
        if new != text:
            yield f" = {new!r}", new
    if "\n" in text:
        lines = text.split("\n")
        middle = len(lines) // 2
        yield " line changed", "\n".join([*lines[:middle], lines[middle] + " changed", *lines[middle + 1 :]])
        yield " line added", "\n".join([*lines[:middle], "added", *lines[middle:]])
        yield " line removed", "\n".join([*lines[:middle], *lines[middle + 1 :]])


def _rows(rows: tuple[Any, ...]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for place, row in enumerate(rows):
        for what, changed in _inside(row):
            yield f"[{place}]{what}", (*rows[:place], changed, *rows[place + 1 :])
        if len(rows) > 1 or is_dataclass(row):
            yield f"[{place}] removed", rows[:place] + rows[place + 1 :]
    if rows and is_dataclass(rows[0]):
        yield " one more", (*rows, rows[-1])


def _added(request: Request) -> Iterator[tuple[str, Request]]:
    yield " header added", replace(request, headers=(*request.headers, Row("X-New", "v: 1")))
    yield " variable added", replace(request, variables=(*request.variables, Variable("new", "1")))
    yield " script added", replace(request, scripts=(*request.scripts, Script("tests", "test('a', () => {\n  ok();\n});")))
    yield " assertion added", replace(request, assertions=(*request.assertions, Assertion("res.status", "eq", "200")))
    yield " tag added", replace(request, tags=(*request.tags, "new"))
    yield " timeout set", replace(request, settings=replace(request.settings, timeout=1234))
    if request.settings.verify_tls is not False:
        yield " TLS off", replace(request, settings=replace(request.settings, verify_tls=False))
    if not request.docs:
        yield " docs added", replace(request, docs=Note("# Title\n\nText"))
    if request.auth is not None:
        yield " auth off", replace(request, auth=None)
    if request.auth is None or request.auth.kind == "inherit":
        yield " auth set", replace(request, auth=Auth("bearer", {"token": "{{token}}"}))
