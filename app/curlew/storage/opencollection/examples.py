"""A request's examples: the mapping that a file holds, as a request and an answer, and back."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace

from curlew.model.body import Body
from curlew.model.request import Example, Request
from curlew.model.rows import Note, Param, Row
from curlew.storage.opencollection.bodies import body_from, body_tree
from curlew.storage.opencollection.fields import Fields, Tree, note_tree, put_unless_empty
from curlew.storage.opencollection.rows import param_from, param_tree, row_from, row_tree
from curlew.storage.opencollection.scalars import as_number


@dataclass(frozen=True, slots=True)
class Answer:
    """The response of an example. kind: what the body is (`json`, `text`, `xml`, `html`, `binary`); binary bodies stand in Base64."""

    status: int = 0
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "text"
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Asked:
    """The request of an example, as far as an example has one."""

    method: str = ""
    url: str = ""
    headers: tuple[Row, ...] = ()
    params: tuple[Param, ...] = ()
    body: Body | None = None


def example_of(name: str, note: Note, asked: Asked, answer: Answer) -> Example:
    """Return an example as the format has it."""
    request: Tree = {"url": asked.url, "method": asked.method}
    put_unless_empty(request, "headers", [row_tree(row) for row in asked.headers])
    put_unless_empty(request, "params", [param_tree(param) for param in asked.params])
    if asked.body is not None:
        request["body"] = body_tree(asked.body)
    response: Tree = {"status": answer.status}
    put_unless_empty(response, "statusText", answer.reason)
    put_unless_empty(response, "headers", [{"name": name, "value": value} for name, value in answer.headers])
    if answer.body:
        response["body"] = {"type": answer.kind, "data": _written(answer)}
    fields: Tree = {"description": note_tree(note)} if note else {}
    return Example(name, {**fields, "request": request, "response": response})


def renamed(example: Example, name: str, note: Note) -> Example:
    """Return the example under another name and with another description; all else stays as the file has it."""
    fields = {key: value for key, value in example.fields.items() if key != "description"}
    return Example(name, {"description": note_tree(note), **fields} if note else fields)


def with_answer(example: Example, answer: Answer) -> Example:
    """Return the example with another response."""
    made = example_of(example.name, note_of(example), asked_in(example), answer)
    return replace(example, fields={**example.fields, "response": made.fields["response"]})


def note_of(example: Example) -> Note:
    """Return the description of an example."""
    return Fields(example.fields).note()


def asked_in(example: Example) -> Asked:
    """Return the request of an example; what is missing or of the wrong shape is left empty."""
    fields = Fields(Fields(example.fields).mapping("request"))
    return Asked(
        fields.text("method"),
        fields.text("url"),
        fields.each("headers", row_from),
        fields.each("params", param_from),
        body_from(fields.raw("body"), False),
    )


def answer_in(example: Example) -> Answer | None:
    """Return the response of an example, None where it has none. What is of the wrong shape is left empty."""
    fields = Fields(example.fields)
    if "response" not in fields:
        return None
    response = Fields(fields.mapping("response"))
    status, body = as_number(response.raw("status")), Fields(response.mapping("body"))
    headers = tuple((row.name, row.value) for row in response.each("headers", row_from) if row.enabled)
    kind, data = body.text("type", "text"), body.text("data")
    return Answer(int(status or 0), response.text("statusText"), headers, kind, _read(kind, data))


def asked_of(request: Request) -> Asked:
    """Return what an example of a request asks."""
    return Asked(request.method, request.url, request.headers, request.params, request.body)


def _written(answer: Answer) -> str:
    if answer.kind == "binary":
        return base64.b64encode(answer.body).decode("ascii")
    return answer.body.decode("utf-8", "surrogateescape")


def _read(kind: str, data: str) -> bytes:
    """Return the bytes of a body's text; a binary one that is no Base64 (other tools write it otherwise) is taken as it stands."""
    if kind == "binary":
        try:
            return base64.b64decode("".join(data.split()), validate=True)
        except (binascii.Error, ValueError):
            pass
    return data.encode("utf-8", "surrogatepass")
