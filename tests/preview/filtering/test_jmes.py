"""JMESPath over values that keep their spelling."""

from __future__ import annotations

import pytest

from curlew.preview.filtering.jmes import Values, evaluate, written
from curlew.preview.filtering.json_body import JsonBody
from curlew.preview.filtering.result import FilterError

BODY = rb'{"a":[{"n":9007199254740993,"p":1.10,"q":1E400,"z":-0},{"n":5,"p":2.5,"s":"\ud800x"}],"big":12345678901234567890123}'


def answer(expression: str, body: bytes = BODY) -> bytes:
    return written(evaluate(expression, Values(JsonBody(body)).root))


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("a[0]", b'{"n":9007199254740993,"p":1.10,"q":1E400,"z":-0}'),
        ("a[?p > `2`].n", b"[5]"),
        ("a[].{number: n}", b'[{"number":9007199254740993},{"number":5}]'),
        ("big", b"12345678901234567890123"),
        ("a[0].[p, q]", b"[1.10,1E400]"),
        ("sort_by(a, &n)[-1].n", b"9007199254740993"),
        ("max(a[].p)", b"2.5"),
        ("length(a)", b"2"),
        ("a[1].s", rb'"\ud800x"'),
        ("type(a[0].p)", b'"number"'),
        ("nothing", b"null"),
        ("@", BODY),
    ],
)
def test_G01_G02_numbers_keep_their_spelling(expression: str, text: bytes) -> None:
    assert answer(expression) == text


def test_a_key_that_stands_twice_is_told() -> None:
    body = JsonBody(b'{"a":1,"a":2}')
    assert evaluate("a", Values(body).root) == 2
    assert any("more than once" in note for note in body.notes)


def test_a_body_that_ends_in_the_middle() -> None:
    assert answer("a[].b", b'{"a":[{"b":1},{"b":2},{"b"') == b"[1,2]"


def test_values_one_after_another() -> None:
    assert answer("[].a", b'{"a":1}\n{"a":2}') == b"[1,2]"


def test_G04_a_body_too_deep_is_told() -> None:
    with pytest.raises(FilterError, match="nested too deeply"):
        Values(JsonBody(b"[" * 100_000 + b"]" * 100_000))


@pytest.mark.parametrize(
    ("expression", "fault"),
    [("a[", 2), ("$.a", 0), ("", 0), ("foo(@)", None), ("abs('x')", None), ("a b", 2), ("(" * 5000, None), ("a[?", 3)],
)
def test_what_is_no_jmespath_is_told(expression: str, fault: int | None) -> None:
    with pytest.raises(FilterError) as told:
        answer(expression)
    assert told.value.fault == fault
    assert told.value.words.endswith(".")
