"""Examples: what of a response goes into the file, and what comes back out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.engine.examples import LARGEST_BODY, as_exchange, blank_example, free_name, keep_as_example, reset_to, suggested_name
from curlew.engine.redact import MASK
from curlew.errors import CurlewError
from curlew.model.auth import Auth
from curlew.model.body import GraphQLBody, RawBody
from curlew.model.content import Content
from curlew.model.exchange import Exchange, Hop, Response, SendError, SentRequest
from curlew.model.request import Example, Request
from curlew.model.rows import Note, Param, Row
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.examples import Answer, answer_in, renamed, with_answer

PETS = Request(
    name="Pets",
    url="{{base}}/pets?limit=2",
    headers=(Row("Accept", "application/json"), Row("Authorization", "Bearer abcdefgh-12345678")),
    params=(Param("id", "7", kind="path"),),
    body=RawBody("json", '{"a": 1}'),
)


def _came(body: bytes, content_type: str = "application/json", *more: tuple[str, str], secrets: tuple[str, ...] = ()) -> Exchange:
    headers = (("Content-Type", content_type), *more)
    response = Response(200, "OK", headers=headers, body=Content.of(body), encoded_size=len(body))
    return Exchange((Hop(SentRequest("GET", "http://localhost/pets"), response),), secrets=secrets)


def _through_the_file(request: Request) -> Request:
    again = codec.parse_item(codec.render_item(request, None), "pets")
    assert isinstance(again, Request)
    return again


def _kept(exchange: Exchange, request: Request = PETS) -> Exchange:
    """Return what the pane shows of an example once it has been through the file."""
    kept = keep_as_example(request, exchange, "first").example
    (example,) = _through_the_file(replace(request, examples=(kept,))).examples
    return as_exchange(example)


def _body(exchange: Exchange) -> bytes:
    assert exchange.response is not None
    return exchange.response.body.read()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"id": 9007199254740993, "price": 1.10, "e": 1E400, "z": -0, "s": "\\ud800"}', "application/json"),
        (b'{\r\n  "a": 1\r\n}\r\n\r\n', "application/json"),
        (b"  leading\n\ttab \n\n\n", "text/plain"),
        ("naïve ☃ \u2028 \x85".encode(), "text/plain; charset=utf-8"),
        (b"<a>\n  <b/>\n</a>", "application/xml"),
        (bytes(range(256)), "application/octet-stream"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "image/png"),
        (b"text with \xff a stray byte", "text/plain; charset=utf-8"),
        (b"", "text/plain"),
        (b'\xef\xbb\xbf{"a": 1}', "application/json"),
    ],
)
def test_every_byte_of_a_body_comes_back(body: bytes, content_type: str) -> None:
    exchange = _kept(_came(body, content_type))
    assert _body(exchange) == body
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.reason) == (200, "OK")


@given(st.text(max_size=60))
def test_any_text_comes_back(text: str) -> None:
    body = text.encode("utf-8", "surrogatepass")
    assert _body(_kept(_came(body, "text/plain; charset=utf-8"))) == body


def test_text_in_another_charset_is_kept_as_text_and_says_so() -> None:
    exchange = _kept(_came("Grüße".encode("latin-1"), "text/plain; charset=iso-8859-1"))
    assert _body(exchange).decode() == "Grüße"
    assert exchange.response is not None
    assert exchange.response.header("content-type") == "text/plain; charset=utf-8"


def test_secrets_stay_out_of_the_file() -> None:
    session = ("Set-Cookie", "sid=0123456789abcdef0123; Path=/")
    body = b'{"token": "s3cr3t-value", "seen": "abcdefgh-12345678", "cookie": "0123456789abcdef0123"}'
    kept = keep_as_example(PETS, _came(body, "application/json", session, secrets=("s3cr3t-value",)), "")
    text = codec.render_item(replace(PETS, headers=(), examples=(kept.example,)), None)
    assert kept.masked
    for secret in ("s3cr3t-value", "abcdefgh-12345678", "0123456789abcdef0123"):
        assert secret not in text
    assert "{{base}}/pets" in text
    assert not keep_as_example(Request(url="http://x/"), _came(b"{}"), "").masked


def test_an_auth_is_no_part_of_an_example() -> None:
    request = Request(url="http://x/", auth=Auth("basic", {"username": "ada", "password": "correct-horse"}))
    assert "correct-horse" not in str(keep_as_example(request, _came(b'"correct-horse"'), "").example.fields)


def test_how_the_bytes_came_is_left_out() -> None:
    exchange = _kept(_came(b"{}", "application/json", ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("X-Id", "7")))
    assert exchange.response is not None
    assert [name for name, _value in exchange.response.headers] == ["Content-Type", "X-Id"]


def test_too_large_a_body_is_refused_with_a_way_out() -> None:
    with pytest.raises(CurlewError) as refused:
        keep_as_example(PETS, _came(b"x" * (LARGEST_BODY + 1), "text/plain"), "")
    assert refused.value.hint
    failed = Exchange((), SendError("dns", "No such host"))
    with pytest.raises(CurlewError):
        keep_as_example(PETS, failed, "")


def test_names_are_told_apart() -> None:
    response = Response(404, "Not Found")
    assert suggested_name(response) == "404 Not Found"
    assert suggested_name(response, ("404 Not Found", "404 Not Found (2)")) == "404 Not Found (3)"


def test_going_back_to_an_example_keeps_what_it_does_not_hold() -> None:
    example = keep_as_example(PETS, _came(b"{}"), "first").example
    changed = replace(PETS, method="DELETE", url="http://elsewhere/", body=None, name="Other", tags=("x",))
    again = reset_to(changed, example)
    assert (again.method, again.url, again.body) == (PETS.method, PETS.url, PETS.body)
    assert (again.name, again.tags) == ("Other", ("x",))
    assert again.headers == PETS.headers, "the masked credential is the one of the request"
    assert MASK not in str(again)


def test_a_name_and_a_response_change_without_touching_the_rest() -> None:
    (example,) = _through_the_file(replace(PETS, examples=(Example("a", {"request": {"url": "x", "odd": 1}, "mine": "kept"}),))).examples
    other = with_answer(renamed(example, "b", Note("why")), Answer(201, "Created", (), "json", b"[]"))
    assert other.name == "b"
    assert other.fields["mine"] == "kept"
    assert other.fields["request"]["odd"] == "1"
    assert answer_in(other) == Answer(201, "Created", (), "json", b"[]")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"request": 3, "response": "x"},
        {"response": {"status": "teapot", "headers": 5, "body": []}},
        {"response": {"body": {"data": {}}}},
    ],
)
def test_an_example_of_any_shape_is_shown_as_far_as_it_goes(fields: dict[str, object]) -> None:
    exchange = as_exchange(Example("odd", fields))
    assert exchange.request is not None
    assert exchange.response is None or exchange.response.body.size == 0


BIRD = Request(
    kind="graphql", method="POST", url="{{base}}/graphql", body=GraphQLBody('query Q($id: Int!) {\n  a(s: "x\\"")\n}', '{"id": {{id}}}')
)


def test_a_graphql_example_holds_what_is_sent_and_gives_it_back() -> None:
    example = keep_as_example(BIRD, _came(b'{"data": {}}'), "first").example
    body = example.fields["request"]["body"]
    assert body["type"] == "json"
    assert body["data"].startswith('{\n  "query": "query Q($id: Int!) {\\n')
    (again,) = _through_the_file(replace(BIRD, examples=(example,))).examples
    assert reset_to(replace(BIRD, body=GraphQLBody("{ other }")), again).body == BIRD.body


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"variables": {"a": 1}, "query": "{ a }"}', GraphQLBody("{ a }", '{\n  "a": 1\n}')),
        ('{"query": "{ a }"}', GraphQLBody("{ a }")),
        ('{"query": 5}', GraphQLBody("{ own }")),
        ("broken", GraphQLBody("{ own }")),
        ("[" * 100_000, GraphQLBody("{ own }")),
    ],
)
def test_other_tools_graphql_examples_are_gone_back_to(text: str, wanted: GraphQLBody) -> None:
    example = Example("a", {"request": {"url": "http://x/", "method": "POST", "body": {"type": "json", "data": text}}})
    assert reset_to(replace(BIRD, body=GraphQLBody("{ own }")), example).body == wanted


def test_a_body_of_which_the_history_kept_a_part_is_refused() -> None:
    response = Response(200, "OK", body=Content(b"{}", None, 1_500_000))
    with pytest.raises(CurlewError) as refused:
        keep_as_example(PETS, Exchange((Hop(SentRequest("GET", "http://x/"), response),)), "")
    assert refused.value.hint


def test_what_is_left_out_is_told() -> None:
    kept = keep_as_example(PETS, _came(b"{}", "application/json", ("Content-Encoding", "gzip"), ("Content-Length", "22")), "")
    assert kept.left_out == ("Content-Encoding", "Content-Length"), "the length is that of the packed body"
    assert keep_as_example(PETS, _came(b"{}", "application/json", ("Content-Length", "2")), "").left_out == ()


def test_a_blank_example_holds_what_the_request_asks_and_no_credential() -> None:
    example = blank_example(PETS, free_name("New example", ("New example",)))
    assert example.name == "New example (2)"
    assert "abcdefgh-12345678" not in str(example)
    assert as_exchange(example).response is not None
