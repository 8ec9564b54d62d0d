"""The formatter changes blanks only, whatever the text: G01 to G08 of the reliability catalogue."""

import json
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.preview.json.format import JsonFormatter, check, minify, pretty

SCALARS = [
    b"0",
    b"-0",
    b"1.10",
    b"1E5",
    b"9007199254740993",
    b"1e400",
    b"true",
    b"null",
    b'""',
    b'"a\\ud800b"',
    b'"\\/\\u00e9"',
    '"好"'.encode(),
]
PIECES = [
    *SCALARS,
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b" ",
    b"\n",
    b'"',
    b"\\",
    b"NaN",
    b"x",
    b"'",
    b"\xff",
    b"{{v}}",
    b")]}',\n",
    b"\xef\xbb\xbf",
]


def random_json(rng: random.Random, depth: int = 0) -> bytes:
    """Return valid JSON with random blanks, written token by token so that no number passes through a float."""
    blank = lambda: rng.choice([b"", b"", b" ", b"\n", b"\r\n\t"])  # noqa: E731
    kind = rng.random()
    if depth > 4 or kind < 0.4:
        return rng.choice(SCALARS)
    if kind < 0.7:
        inner = [blank() + random_json(rng, depth + 1) + blank() for _ in range(rng.randrange(4))]
        return b"[" + (b",".join(inner) or blank()) + b"]"
    members = ((b'"k%d"' % rng.randrange(3), random_json(rng, depth + 1)) for _ in range(rng.randrange(4)))
    inner = [blank() + key + blank() + b":" + blank() + value + blank() for key, value in members]
    return b"{" + (b",".join(inner) or blank()) + b"}"


def without_blanks(text: bytes) -> bytes:
    """Drop the blanks outside strings, in the slow and obvious way."""
    kept, inside, escaped = bytearray(), False, False
    for byte in text:
        if inside:
            inside, escaped = escaped or byte != 0x22, byte == 0x5C and not escaped
        elif byte == 0x22:
            inside = True
        elif byte in b" \t\r\n":
            continue
        kept.append(byte)
    return bytes(kept)


def test_G01_ten_thousand_random_texts_keep_every_token() -> None:
    rng = random.Random(20)
    for _ in range(10_000):
        text = random_json(rng)
        shown = pretty(text)
        assert minify(shown) == minify(text) == without_blanks(text)
        assert without_blanks(shown) == without_blanks(text)
        assert check(text) is None


def test_G01_random_rubbish_formats_to_a_fixed_point_and_is_never_called_json() -> None:
    rng = random.Random(21)
    for _ in range(10_000):
        text = b"".join(rng.choices(PIECES, k=rng.randrange(1, 12)))
        assert minify(pretty(text)) == minify(text)
        assert pretty(pretty(text)) == pretty(text)
        try:
            json.loads(text.decode("utf-8", "surrogateescape"), parse_constant=lambda _name: 1 / 0)
        except (ValueError, ZeroDivisionError):
            if not text.startswith((b")", b"\xef")):
                assert check(text) is not None, text
        else:
            assert check(text) is None, text


@given(st.binary(max_size=60), st.booleans())
@settings(max_examples=300, deadline=None)
def test_G01_any_bytes_at_all(data: bytes, templates: bool) -> None:
    assert minify(pretty(data, templates=templates), templates=templates) == minify(data, templates=templates)


def test_the_layout_is_two_blanks_a_level_and_empty_containers_stay_on_a_line() -> None:
    assert pretty(b'{"a":[1,{"b":null}],"c":{ },"d":[\n]}') == (
        b'{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": {},\n  "d": []\n}'
    )
    assert pretty(b"[1]", indent=4) == b"[\n    1\n]"


def test_G02_numbers_stand_as_they_came() -> None:
    assert minify(pretty(b"[1.10, 1E5, -0, 0.1234567890123456789012345678901]")) == b"[1.10,1E5,-0,0.1234567890123456789012345678901]"


def test_G03_a_number_of_a_million_digits() -> None:
    number = b"7" * 1_000_000
    assert pretty(b"[" + number + b"]") == b"[\n  " + number + b"\n]"


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_G04_depth_100_000_neither_recurses_nor_grows_without_end(opening: bytes, closing: bytes) -> None:
    text = opening * 100_000 + b"1" + closing * 100_000
    shown = pretty(text)
    assert len(shown) < 220 * len(text)
    assert minify(shown) == text


@pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity", b"undefined", b"True", b"01", b".5", b"0x1F"])
def test_G05_values_that_are_no_json_are_shown_and_reported(word: bytes) -> None:
    text = b'{"a":' + word + b',"b":1}'
    assert pretty(text) == b'{\n  "a": ' + word + b',\n  "b": 1\n}'
    problem = check(text)
    assert problem is not None
    assert (problem.line, problem.column) == (1, 6)
    assert word.decode() in problem.reason


def test_G06_duplicate_keys_are_all_shown_and_counted() -> None:
    formatter = JsonFormatter(b'{"a":1,"a":{"a":2},"b":0,"a":3}')
    assert list(formatter.steps()) == []
    assert formatter.result.count(b'"a"') == 4
    assert formatter.duplicates == 2


def test_G07_lone_surrogates_stay_escapes() -> None:
    assert pretty(b'["a\\ud800b"]') == b'[\n  "a\\ud800b"\n]'
    assert check(b'["a\\ud800b"]') is None


def test_G08_a_byte_order_mark_and_a_guard_are_no_fault() -> None:
    assert check(b"\xef\xbb\xbf{}") is None
    assert pretty(b")]}',\n[1]") == b")]}',\n[\n  1\n]"
    assert check(b")]}'\n[1]") is None


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        (b"", 1, 1, "no value"),
        (b'{"a":1,}', 1, 8, "comma with nothing after it"),
        (b'{"a":1\n "b":2}', 2, 2, "comma is missing"),
        (b"[1,\n2,\n}", 3, 1, "value was expected"),
        (b'{"a":1', 1, 7, "opened in line 1 is never closed"),
        (b'{"a', 1, 2, "never closed"),
        ('{"é": x}'.encode(), 1, 7, "a value was expected"),
        (b"{a:1}", 1, 2, "needs quotes"),
        (b"[1] [2]", 1, 5, "more text"),
        (b'["\\x"]', 1, 2, "escape"),
        (b'["a\nb"]', 1, 2, "control character"),
        (b"]", 1, 1, "stands alone"),
    ],
)
def test_a_fault_has_a_place_and_a_reason(text: bytes, line: int, column: int, words: str) -> None:
    problem = check(text)
    assert problem is not None
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.reason


def test_broken_json_is_formatted_as_far_as_it_goes_and_the_rest_stands_as_it_came() -> None:
    assert pretty(b'{"a":1,"b":[1,2, oops  {"c":  3}') == b'{\n  "a": 1,\n  "b": [\n    1,\n    2,\noops  {"c":  3}'
    assert pretty(b'{"a":[1,2') == b'{\n  "a": [\n    1,\n    2'


def test_text_that_never_was_json_is_left_alone() -> None:
    assert pretty(b"  404 page  not found\n") == b"  404 page  not found\n"


def test_several_values_one_a_line_are_each_formatted() -> None:
    formatter = JsonFormatter(b'{"a":1}\n{"a":2}\n')
    assert list(formatter.steps()) == []
    assert (formatter.documents, formatter.problem) == (2, None)
    assert formatter.result == b'{\n  "a": 1\n}\n{\n  "a": 2\n}'


def test_variables_are_values_where_asked_for() -> None:
    text = b'{"id":{{petId}},"n":"{{name}}"}'
    assert check(text, templates=True) is None
    assert pretty(text, templates=True) == b'{\n  "id": {{petId}},\n  "n": "{{name}}"\n}'
    assert check(text) is not None


def test_G09_no_step_holds_the_interpreter_for_long() -> None:
    formatter = JsonFormatter(b"[" + b",".join([b'{"id":12345,"name":"a name of some length","tags":["x","y"]}'] * 20_000) + b"]")
    steps, last = [], time.perf_counter()
    for _step in formatter.steps():
        now = time.perf_counter()
        steps.append(now - last)
        last = now
    steps.sort()
    assert len(steps) > 50
    assert steps[len(steps) // 2] < 0.010
