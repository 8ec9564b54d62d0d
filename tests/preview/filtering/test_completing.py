"""Whose keys can come next at the caret."""

from __future__ import annotations

import pytest

from curlew.preview.filtering.completing import wanted


@pytest.mark.parametrize(
    ("language", "text", "bases", "typed"),
    [
        ("jsonpath", "$.items[?@.price > 100].at", ("$.items[?@.price > 100]",), "at"),
        ("jsonpath", "$.", ("$",), ""),
        ("jsonpath", "$..na", ("$", "$..*"), "na"),
        ("jsonpath", "$.items[?@.pr", ("$.items[*]",), "pr"),
        ("jsonpath", "$.a[?@.b[?@.c", ("$.a[*].b[*]",), "c"),
        ("jsonpath", "$.a[?$.lim", ("$",), "lim"),
        ("jsonpath", "$.items[?length(@.na", ("$.items[*]",), "na"),
        ("jsonpath", "$.a['b c", ("$.a",), "b c"),
        ("jmespath", "it", ("@",), "it"),
        ("jmespath", "items[*].na", ("items[*]",), "na"),
        ("jmespath", "items[?a.b > `1` && na", ("items[*]",), "na"),
        ("jmespath", "items[].{x: ow", ("items[]",), "ow"),
        ("jmespath", "length(it", ("@",), "it"),
        ("jmespath", "a | b", ("a",), "b"),
        ("xpath", "//en", ("//*",), "en"),
        ("xpath", "/feed/en", ("/feed/*",), "en"),
        ("xpath", "/feed/entry[@i", ("/feed/entry/@*",), "i"),
        ("xpath", "/feed/entry[a/b", ("/feed/entry/a/*",), "b"),
        ("xpath", "count(//e", ("//*",), "e"),
    ],
)
def test_what_is_being_typed(language: str, text: str, bases: tuple[str, ...], typed: str) -> None:
    place = wanted(language, text, len(text))
    assert place is not None
    assert (place.bases, place.typed) == (bases, typed)


@pytest.mark.parametrize(
    ("language", "text"),
    [("jsonpath", "$.a[?@.b == 'x.y"), ("jsonpath", ""), ("jsonpath", "$.a[0"), ("jmespath", "a[?b == 'c"), ("xpath", "//a[b = 'c")],
)
def test_where_no_name_stands_nothing_is_offered(language: str, text: str) -> None:
    assert wanted(language, text, len(text)) is None


@pytest.mark.parametrize(
    ("language", "text", "name", "result"),
    [
        ("jsonpath", "$.na", "name", "$.name"),
        ("jsonpath", "$.na", "two words", "$['two words']"),
        ("jsonpath", "$..na", "name", "$..name"),
        ("jsonpath", "$..na", "it's", "$..['it\\'s']"),
        ("jsonpath", "$['na", "name", "$['name']"),
        ("jmespath", "a.b", "two words", 'a."two words"'),
        ("xpath", "//e", "d:entry", "//d:entry"),
    ],
)
def test_how_a_name_is_put_in(language: str, text: str, name: str, result: str) -> None:
    place = wanted(language, text, len(text))
    assert place is not None
    assert text[: place.start] + place.spelled(name) == result


@pytest.mark.parametrize("language", ["jsonpath", "jmespath", "xpath"])
def test_no_beginning_of_an_expression_hurts(language: str) -> None:
    text = "$.a[?@.b == 'x' && length(@['c d']) > 1]..e | //f[@g = \"h\"]/i(&j, {k: `l`})"
    for end in range(len(text) + 1):
        wanted(language, text, end)
