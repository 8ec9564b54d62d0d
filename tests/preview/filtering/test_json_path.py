"""JSONPath as RFC 9535 has it, over source text."""

from __future__ import annotations

import json

import pytest

from curlew.preview.filtering.json_body import JsonBody, Partial, text_of
from curlew.preview.filtering.json_path import Query
from curlew.preview.filtering.result import MOST_LEVELS, FilterError

SHELF = b"""{"shelf": {
  "books": [
    {"title": "Reeds", "by": "Ode", "price": 8.95, "kind": "field"},
    {"title": "Marsh", "by": "Ruff", "price": 12.99, "kind": "story"},
    {"title": "Shore", "by": "Knot", "isbn": "0-1", "price": 8.99, "kind": "story"},
    {"title": "Tide", "by": "Dunlin", "isbn": "0-2", "price": 22.99, "kind": "story"}
  ],
  "lamp": {"colour": "red", "price": 399}}}"""


def found(expression: str, body: bytes = SHELF) -> list[bytes]:
    parsed = JsonBody(body)
    return [text_of(parsed, raw) for _place, raw in Query(expression).find(parsed) if not isinstance(raw, Partial)]


@pytest.mark.parametrize(
    ("expression", "titles"),
    [
        ("$.shelf.books[*].title", ["Reeds", "Marsh", "Shore", "Tide"]),
        ("$..title", ["Reeds", "Marsh", "Shore", "Tide"]),
        ("$..books[2].title", ["Shore"]),
        ("$..books[-1].title", ["Tide"]),
        ("$..books[9].title", []),
        ("$..books[0,1].title", ["Reeds", "Marsh"]),
        ("$..books[:2].title", ["Reeds", "Marsh"]),
        ("$..books[::-1].title", ["Tide", "Shore", "Marsh", "Reeds"]),
        ("$..books[1:4:2].title", ["Marsh", "Tide"]),
        ("$..books[5:1:-2].title", ["Tide"]),
        ("$..books[::0].title", []),
        ("$..books[?@.isbn].title", ["Shore", "Tide"]),
        ("$..books[?!@.isbn].title", ["Reeds", "Marsh"]),
        ("$..books[?@.price < 10].title", ["Reeds", "Shore"]),
        ("$..books[?@.price < 10 && @.isbn].title", ["Shore"]),
        ("$..books[?@.kind == 'field' || @.price > 20].title", ["Reeds", "Tide"]),
        ("$..books[?match(@.by, 'R.*')].title", ["Marsh"]),
        ("$..books[?search(@.title, 'r')].title", ["Marsh", "Shore"]),
        ("$..books[?length(@.by) == 6].title", ["Tide"]),
        ("$..books[?count(@.*) > 4].title", ["Shore", "Tide"]),
        ("$..books[?@.price == $.shelf.books[0].price].title", ["Reeds"]),
        ("$['shelf'][\"books\"][0]['title']", ["Reeds"]),
        ("$.shelf.books[?@.nothing == @.none].title", ["Reeds", "Marsh", "Shore", "Tide"]),
        ("$.shelf.books.title", []),
    ],
)
def test_what_an_expression_finds(expression: str, titles: list[str]) -> None:
    assert [json.loads(one) for one in found(expression)] == titles


@pytest.mark.parametrize(
    ("expression", "body", "values"),
    [
        ("$[?@.a == null]", b'[{"a":null},{"a":0},{}]', [b'{"a":null}']),
        ("$[?@.a == 1]", b'[{"a":true},{"a":1},{"a":1.0},{"a":"1"}]', [b'{"a":1}', b'{"a":1.0}']),
        ("$[?@ > 'b']", b'["a","c",3]', [b'"c"']),
        ("$.a[*]", b'{"a":"text"}', []),
        ("$[0:2]", b'"text"', []),
        ("$..*", b'{"a":[1,{"b":2}]}', [b'[1,{"b":2}]', b"1", b'{"b":2}', b"2"]),
        ("$[?@[0] == 1]", b"[[1],[2],{}]", [b"[1]"]),
        ("$.a[?@.b[?@ == $.x]]", b'{"x":2,"a":[{"b":[1]},{"b":[2]}]}', [b'{"b":[2]}']),
        ("$['\\u263a']", '{"☺":1}'.encode(), [b"1"]),
        ("$['a.b']['c d']", b'{"a.b":{"c d":5}}', [b"5"]),
        ("$.\u00e9", '{"é":1}'.encode(), [b"1"]),
        ("$", b" 7 ", [b" 7 "]),
    ],
)
def test_corners_of_the_standard(expression: str, body: bytes, values: list[bytes]) -> None:
    assert [one.strip() for one in found(expression, body)] == [one.strip() for one in values]


def test_the_order_is_that_of_the_text_each_level_before_the_ones_below() -> None:
    body = JsonBody(b'{"x":{"a":1},"a":{"a":2},"y":[{"a":3}]}')
    places = [place for place, _raw in Query("$..a").find(body)]
    assert places == [("a",), ("x", "a"), ("a", "a"), ("y", 0, "a")]
    assert body.notes == {}


def test_G01_G02_values_come_out_as_they_stand_in_the_text() -> None:
    text = rb'{"n":[9007199254740993, 1.10, 1E400, -0, 1e5, 12345678901234567890123], "s": "\u00e9\/\ud800"}'
    assert found("$.n[*]", text) == [b"9007199254740993", b"1.10", b"1E400", b"-0", b"1e5", b"12345678901234567890123"]
    assert found("$.s", text) == [rb'"\u00e9\/\ud800"']
    assert found("$.n[?@ == 9007199254740993]", text) == [b"9007199254740993"]
    assert found("$.n[?@ > 1e300]", text) == [b"1E400"]


def test_G03_an_integer_of_a_million_digits() -> None:
    digits = b"1" * 1_000_000
    assert found("$.a[?@ > 5]", b'{"a":[' + digits + b",2]}") == [digits]


def test_G04_a_body_a_hundred_thousand_levels_deep() -> None:
    body = JsonBody(b"[" * 100_000 + b"]" * 100_000)
    assert sum(1 for _match in Query("$..[0]").find(body)) == MOST_LEVELS + 1
    assert [note for note in body.notes if str(MOST_LEVELS) in note]


@pytest.mark.parametrize("level", [b'{"a":', b'[{"a":1,"b":'])
def test_G04_a_broken_body_a_hundred_thousand_levels_deep_is_given_up_in_a_sentence(level: bytes) -> None:
    body = JsonBody(level * 100_000)
    query = Query("$..*")
    assert all(place for place, _raw in query.find(body))
    assert any("was searched" in note for note in body.notes), body.notes
    assert body.taken_apart < 160_000_000  # each of its levels is read through again: 300 to 650 MB


def test_G05_words_that_are_no_json_are_left_out_or_stand_as_they_are() -> None:
    assert found("$[1:]", b"[NaN, Infinity, 1e400, 5]")[-2:] == [b"1e400", b"5"]


def test_G06_each_value_of_a_key_that_stands_twice_is_found() -> None:
    for text in (b'{"a":1,"b":{"a":2,"a":3},"a":4}', b'{ "a" : 1, "b" :\n{"a":2 ,"a": 3},\n "\\u0061": 4 }'):
        assert found("$.a", text) == [b"1", b"4"]
        assert found("$.b.*", text) == [b"2", b"3"]
        assert sorted(found("$..a", text)) == [b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize("text", [b'{"a:b":1,"c":{"d:e":2}}', b"{}", b'{"x":{}}', '{"ü:":"a:b"}'.encode()])
def test_objects_without_twins_are_known_as_such(text: bytes) -> None:
    body = JsonBody(text)
    list(Query("$..*").find(body))
    assert body.notes == {}


def test_a_body_that_ends_in_the_middle_is_searched_as_far_as_it_goes() -> None:
    body = JsonBody(b'{"items":[{"n":1},{"n":2},{"n":3,"m":[1,')
    assert [text_of(body, raw) for _place, raw in Query("$.items[*].n").find(body)] == [b"1", b"2", b"3"]
    assert any("cut off" in note for note in body.notes)
    assert found("$.items[*]", b'{"items":[{"n":1},{"n":') == [b'{"n":1}']


def test_values_one_after_another_are_a_list() -> None:
    assert found("$[*].a", b'{"a":1}\n{"a":2}\n') == [b"1", b"2"]
    assert found("$[?@.a > 1].a", b'{"a":1}\n{"a":2}\n') == [b"2"]
    assert found("$.a", b')]}\',\n{"a":5}') == [b"5"]
    assert found("$.a", b'back({"a":6});') == [b"6"]


@pytest.mark.parametrize(
    ("expression", "fault", "instead"),
    [
        ("$..book[(@.length-1)]", 7, "$..book[-1]"),
        ("items[0]", 0, "$.items[0]"),
        ("@.items", 0, "$.items"),
        ("$.first-name", 1, "$['first-name']"),
        ("$.items.0.name", 7, "$.items[0].name"),
        ("$.items.[0]", 7, "$.items[0]"),
        ("$[?(@.a=1)]", 7, "$[?(@.a==1)]"),
        ("$[?@.a === 1]", 7, "$[?@.a == 1]"),
        ("$[?@.a == 'x' and @.b]", 13, "$[?@.a == 'x' && @.b]"),
        ("$[name]", 1, "$['name']"),
        ("$[?@.a =~ /x/]", 7, ""),
        ("$.items.length()", 7, ""),
        ("$.a^", 3, ""),
        ("$.a[", 4, ""),
        ("$.a[?@.b == ", 11, ""),
        ("", 0, ""),
    ],
)
def test_what_is_not_standard_is_told_with_what_to_write_instead(expression: str, fault: int, instead: str) -> None:
    with pytest.raises(FilterError) as told:
        Query(expression)
    assert (told.value.fault, told.value.instead) == (fault, instead)
    assert told.value.words
    assert "TOKEN" not in told.value.words
    if instead:
        Query(instead)


def test_texts_in_an_expression_are_no_dialect() -> None:
    assert found("$[?@.a == 'x and y.b-c = [(1)]']", b'[{"a":"x and y.b-c = [(1)]"}]') != []


EVIL = [
    "$" * 5000,
    "$" + "[" * 5000,
    "$[?" + "(" * 5000,
    "$[?" + "!" * 5000 + "@]",
    "$" + ".a" * 20_000,
    "$" + "..*" * 30,
    "$[99999999999999999999999]",
    "$[?@ == 1e999999]",
    "$[?@ == " + "9" * 5000 + "]",
    "$['" + "x" * 50_000,
    "$[?match(@, '(')]",
    "$[?search(@, '[')]",
    "$[?length(1,2)]",
    "$[?nothing(@)]",
    "$[?@.a == @.b == @.c]",
    "$[\x00]",
    "$['\ud800']",
    "\u202e$..a",
    "$[?count(@..*) == count(@..*)]",
    "$[0:99999999999999999999]",
]


@pytest.mark.parametrize("expression", EVIL, ids=range(len(EVIL)))
def test_evil_expressions_end_in_a_result_or_in_words(expression: str) -> None:
    words = "."
    try:
        found(expression, b'[{"a":[1,2,{"b":"c"}]}]')
    except FilterError as told:
        words = told.words
    assert words.endswith(".")
