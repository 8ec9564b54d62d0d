"""JSON with comments: kept as typed, sent without them where a person wants that."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from curlew.model.body import WITHOUT_COMMENTS, RawBody
from curlew.model.inherit import Surroundings, scope_for
from curlew.model.prepared import Prepared
from curlew.model.request import Request
from curlew.model.variables import Environment, Variable
from curlew.net.bodies.comments import without_comments
from curlew.net.prepare import prepare
from helpers.rawserver import OK, raw_server, send

TYPED = """{
  // who: {{nobody}}
  "url": "http://h//x/*y*/", /* both */
  "id": {{id}}, "n": 1.10, // last, one
  "list": [1, 2, /* no more */ ],
}"""


def sent(body: RawBody, on: bool) -> Prepared:
    request = Request(method="POST", url="h", body=body, extensions={WITHOUT_COMMENTS: True} if on else {})
    around = Surroundings((), Environment("E", variables=(Variable("id", "12345678901234567890"),)))
    return prepare(request, around, scope_for(request, around, lambda _layer, _name: None), boundary=lambda: "B")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ('{"a": 1} // end', '{"a": 1}'),
        ('{"a": "// no", "b": "\\"/* no */"}', '{"a": "// no", "b": "\\"/* no */"}'),
        ("[1, // one\n2 /* two */]", "[1,\n2 ]"),
        ("[1,2,]", "[1,2]"),
        ('{"a": [1 , // x\n ] , }', '{"a": [1 \n ]  }'),
        ("[{{a//b}}, {{ c }} // d\n]", "[{{a//b}}, {{ c }}\n]"),
        ("1/**/2", "1 2"),
        ("[1 /* never closed", "[1 /* never closed"),
        ('["never closed // ]', '["never closed // ]'),
        ("", ""),
    ],
)
def test_comments_and_commas_go_and_all_else_stays(typed: str, plain: str) -> None:
    assert without_comments(typed).text == plain


def test_what_is_sent_has_no_comments_and_says_so() -> None:
    value = sent(RawBody("json", TYPED), on=True)
    assert value.payload is not None
    (wire,) = value.payload.parts
    assert isinstance(wire, bytes)
    assert json.loads(wire) == {"url": "http://h//x/*y*/", "id": 12345678901234567890, "n": 1.1, "list": [1, 2]}
    assert b'"n": 1.10' in wire
    assert value.payload.size == len(wire)
    assert "The body was sent without 4 comments and 2 commas with nothing after them." in value.notes
    assert not any("nobody" in note for note in value.notes)


def test_without_the_tick_every_byte_is_sent_as_typed() -> None:
    value = sent(RawBody("json", TYPED.replace("{{nobody}}", "")), on=False)
    assert value.payload is not None
    assert b"".join(map(bytes, value.payload.parts)) == TYPED.replace("{{nobody}}", "").replace("{{id}}", "12345678901234567890").encode()  # type: ignore[arg-type]


def test_other_bodies_keep_what_looks_like_a_comment() -> None:
    value = sent(replace(RawBody("text"), text="a // b"), on=True)
    assert value.payload is not None
    assert value.payload.parts == (b"a // b",)


async def test_the_wire_carries_the_text_without_comments() -> None:
    async with raw_server(OK) as server:
        body = RawBody("json", '{"a": 1, // one\n}')
        exchange = await send(Request(method="POST", url=server.url, body=body, extensions={WITHOUT_COMMENTS: True}))
    assert exchange.error is None
    assert server.requests[0].endswith(b'Content-Length: 9\r\n\r\n{"a": 1\n}')
