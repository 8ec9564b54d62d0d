"""Examples in files: where they stand for each kind of request, and that an edit of one part leaves the rest as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curlew.model.request import Example, Request
from curlew.model.rows import Row
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.example_edits import (
    body_text,
    header_rows,
    with_asked,
    with_body_kind,
    with_body_text,
    with_header_rows,
    with_pair,
    with_status,
)
from curlew.storage.opencollection.examples import Answer, Asked, answer_in, asked_in

HTTP = """\
info:
  name: Pets
  type: http

http:
  method: GET
  url: http://x/

examples:
  - name: a
    mine: kept
    request:
      url: http://x/old
      odd: 1
    response:
      status: "200"
      took: 7
      headers:
        - name: X-A
          value: one
          note: mine
      body:
        type: json
        data: "{}"
        pretty: true
"""
GRAPHQL = """\
info:
  name: Bird
  type: graphql

graphql:
  method: POST
  url: http://x/graphql

{top}extensions:
  curlew:
    other: 1
{own}"""
ENTRY = "examples:\n  - name: a\n    response:\n      status: 200\n"


def parsed(text: str) -> Request:
    request = codec.parse_item(text, "pets")
    assert isinstance(request, Request)
    return request


def edited(text: str, example: Example) -> str:
    request = parsed(text)
    return codec.render_item(replace(request, examples=(example,)), text)


def test_an_edit_of_the_answer_leaves_what_is_not_known_in_the_file() -> None:
    (example,) = parsed(HTTP).examples
    other = with_body_text(with_status(example, 404, "Not Found"), "text", "gone")
    other = with_header_rows(other, (*header_rows(other), Row("X-B", "two")))
    text = edited(HTTP, other)
    for kept in ("mine: kept", "odd: 1", "took: 7", "note: mine", "pretty: true"):
        assert kept in text
    (again,) = parsed(text).examples
    assert answer_in(again) == Answer(404, "Not Found", (("X-A", "one"), ("X-B", "two")), "text", b"gone")


def test_an_edit_of_what_was_asked_leaves_the_answer() -> None:
    (example,) = parsed(HTTP).examples
    other = with_asked(example, replace(asked_in(example), method="PUT", headers=(Row("A", "b", enabled=False),)))
    (again,) = parsed(edited(HTTP, other)).examples
    assert asked_in(again) == Asked("PUT", "http://x/old", (Row("A", "b", enabled=False),))
    assert answer_in(again) == answer_in(example)
    assert "odd: 1" in edited(HTTP, other)


def test_an_edit_changes_only_its_lines() -> None:
    (example,) = parsed(HTTP).examples
    assert edited(HTTP, with_status(example, 201, "")) == HTTP.replace('status: "200"', "status: 201")


def test_a_kind_changes_without_a_byte_of_the_body() -> None:
    (example,) = parsed(HTTP).examples
    binary = with_body_kind(with_body_text(example, "text", "naïve\n"), "binary")
    assert body_text(binary) == ("binary", "bmHDr3ZlCg==")
    answer = answer_in(binary)
    assert answer is not None
    assert answer.body == "naïve\n".encode()
    assert body_text(with_body_kind(binary, "text")) == ("text", "naïve\n")


def test_a_response_takes_the_place_of_another_under_the_same_name() -> None:
    (example,) = parsed(HTTP).examples
    other = with_pair(example, Example("b", {"description": "no", "response": {"status": 500}}))
    assert (other.name, other.fields["mine"]) == ("a", "kept")
    assert "description" not in other.fields
    assert other.fields["response"] == {"status": 500}


@pytest.mark.parametrize("fields", [{}, {"response": "x", "request": 3}, {"response": {"body": [], "headers": 5}}])
def test_what_has_another_shape_is_edited_all_the_same(fields: dict[str, object]) -> None:
    example = with_header_rows(with_body_text(with_status(Example("odd", fields), 200, "OK"), "json", "[]"), (Row("A", "b"),))
    assert answer_in(example) == Answer(200, "OK", (("A", "b"),), "json", b"[]")
    assert asked_in(with_asked(example, Asked("GET", "http://x/"))) == Asked("GET", "http://x/")


def test_examples_of_graphql_stand_in_the_extensions() -> None:
    """The standard has no place for them: a file with them at the top would be no valid one."""
    request = replace(parsed(GRAPHQL.format(top="", own="")), examples=(Example("a", {"response": {"status": 200}}),))
    text = codec.render_item(request, GRAPHQL.format(top="", own=""))
    assert "\nexamples:" not in text
    assert "    examples:\n" in text
    assert "other: 1" in text
    again = parsed(text)
    assert [(one.name, answer_in(one)) for one in again.examples] == [("a", Answer(200))]
    assert "examples" not in again.extensions
    assert codec.render_item(again, text) == text
    assert codec.render_item(again, None) == codec.render_item(again, codec.render_item(again, None))


def test_examples_of_graphql_are_read_wherever_they_stand() -> None:
    own = "".join(f"    {line}\n" for line in ENTRY.splitlines())
    both = GRAPHQL.format(top=ENTRY + "\n", own=own)
    request = parsed(both)
    assert [one.name for one in request.examples] == ["a", "a"]
    assert codec.render_item(request, both) == both, "nothing changed, so nothing is moved"
    moved = codec.render_item(replace(request, method="PUT"), both)
    assert len(parsed(moved).examples) == 2


def test_an_http_request_keeps_an_extension_of_that_name() -> None:
    own = "".join(f"    {line}\n" for line in ENTRY.splitlines())
    text = HTTP + "\nextensions:\n  curlew:\n" + own
    request = parsed(text)
    assert len(request.examples) == 1
    assert codec.render_item(replace(request, method="PUT"), text) == text.replace("method: GET", "method: PUT")


@pytest.mark.parametrize("value", ["5", "x", "[[1, 2]]", "[null]", "{a: 1}", "null", "[]"])
def test_what_are_no_examples_stays_in_the_file(value: str) -> None:
    text = f"info:\n  name: Pets\n  type: http\n\nhttp:\n  method: GET\n  url: http://x/\n\nexamples: {value}\n"
    request = parsed(text)
    assert request.examples == ()
    changed = codec.render_item(replace(request, method="PUT"), text)
    assert changed == text.replace("GET", "PUT")
