"""The structure of JSON texts, found by expressions and by numpy: the same, and what `json.loads` says."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.preview.buffer import Gathering
from curlew.preview.json import scan as json_scan
from curlew.preview.json.format import check, minify, pretty
from curlew.preview.json.structure import Children, JsonValue, decoded, place_at, root, root_of, value_at

CORPORA = Path(os.environ.get("CURLEW_CORPORA", Path(__file__).parents[4] / "shared" / "corpora"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=6), inner, max_size=5),
    max_leaves=30,
)


@pytest.fixture(params=["expressions", "numpy", "numpy in small pieces"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way of finding the structure."""
    by_numpy = request.param != "expressions"
    monkeypatch.setattr(json_scan, "WORTH_IMPORTING", -1 if by_numpy else 1 << 40)
    monkeypatch.setattr(json_scan, "WORTH_USING", -1 if by_numpy else 1 << 40)
    if request.param == "numpy in small pieces":
        monkeypatch.setattr(json_scan, "STEP", 17)
    return str(request.param)


def children_of(data: bytes, value: JsonValue) -> Children:
    children = Children(data, value.start, value.end, value.kind)
    for _step in children.steps():
        pass
    return children


def shown(data: bytes, value: JsonValue) -> object:
    """Return what a tree would show, as objects."""
    if not value.holds_values:
        return (value.kind, data[value.start : value.end])
    children = children_of(data, value)
    parts = [children.value(index) for index in range(len(children))]
    return [(decoded(data, *part.key) if part.key else None, shown(data, part)) for part in parts]


def expected(value: object) -> object:
    if isinstance(value, dict):
        return [(key, expected(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [(None, expected(inner)) for inner in value]
    names = {True: "true", False: "false", None: "null"}
    kind = names[value] if isinstance(value, bool) or value is None else "string" if isinstance(value, str) else "number"  # type: ignore[index]
    return (kind, json.dumps(value).encode())


def places_in(value: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    yield place, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, below in inner:
        yield from places_in(below, (*place, part))


def random_value(rng: random.Random, depth: int = 0) -> object:
    kind = rng.random()
    if depth > 4 or kind < 0.3:
        return rng.choice([1, -1.5, "a", 'b,]}"\\', "\\", True, None, "", {}, []])
    if kind < 0.65:
        return [random_value(rng, depth + 1) for _ in range(rng.randrange(5))]
    return {rng.choice(["a", "b\\", 'c"', "é", "two words"]): random_value(rng, depth + 1) for _ in range(rng.randrange(5))}


def test_random_texts_have_the_structure_that_a_parser_finds(way: str) -> None:
    rng = random.Random(3)
    for _ in range(20 if "pieces" in way else 60):
        value = random_value(rng)
        data = json.dumps(value, indent=rng.choice([None, 1])).encode()
        assert shown(data, root(data)) == expected(value), data
        for place, below in places_in(value):
            found = value_at(data, place)
            assert found is not None
            assert json.loads(data[found.start : found.end]) == below
            assert place_at(data, found.start) == place_at(data, found.end - 1) == place, (data, place)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.sampled_from([None, 0, 3]))
def test_G01_a_text_and_its_layout_have_the_same_compact_form_and_structure(value: object, indent: int | None) -> None:
    data = json.dumps(value, indent=indent).encode()
    assert minify(pretty(data)) == minify(data)
    assert shown(data, root(data)) == expected(value) == shown(pretty(data), root(pretty(data)))


@pytest.mark.parametrize(
    ("data", "kinds", "problem"),
    [
        (b"[]", [], ""),
        (b"[1,2", ["number", "number"], "the list is never closed"),
        (b"[1,,2,]", ["number", "broken", "number"], "a comma with nothing after it"),
        (b"[1}", ["number"], "“}” closes it"),
        (b'["abc', ["broken"], "a text in quotes is never closed"),
        (b'{"a":{"b":[1,2', ["object"], "the object is never closed"),
        (b'[NaN, 01, "\\x", tru, -0.0]', ["broken", "broken", "broken", "broken", "number"], ""),
        (b'{"a" 1, "b": 2, 3}', ["broken", "number", "broken"], ""),
        (b'[1, // c, "\n 2 /* ] */ , {"a":1} // x\n]', ["number", "number", "object"], ""),
        (b"[/* , */]", [], ""),
    ],
)
def test_broken_texts_are_known_as_far_as_they_go(way: str, data: bytes, kinds: list[str], problem: str) -> None:
    children = children_of(data, root(data))
    assert [children.value(index).kind for index in range(len(children))] == kinds
    assert children.problem == problem


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (b'{"a":1}\n{"b":2}\r\n\n3\n', [b'{"a":1}', b'{"b":2}', b"3"]),
        (b'{"a":1}{"b":"}\\""} []', [b'{"a":1}', b'{"b":"}\\""}', b"[]"]),
        (b")]}'\n[1]", [b"[1]"]),
        (b"\xef\xbb\xbf [1]\n", [b"[1]"]),
        (b'/**/a.b({"x":1});\n', [b'{"x":1}']),
        (b'"x"', [b'"x"']),
        (b"// c\n[1]", [b"[1]"]),
        (b"x", [b"x"]),
        (b"", [b""]),
    ],
)
def test_values_at_the_top_whatever_stands_around_them(way: str, data: bytes, values: list[bytes]) -> None:
    found = root_of(data)
    if found[0].kind == "top":
        children = children_of(data, found[0])
        found = [children.value(index) for index in range(len(children))]
    assert [data[value.start : value.end] for value in found] == values


def test_G04_a_hundred_thousand_levels() -> None:
    for opening, closing, part in ((b"[", b"]", 0), (b'{"a":', b"}", "a")):
        data = opening * 100_000 + b"1" + closing * 100_000
        place = (part,) * 100_000
        assert place_at(data, len(opening) * 100_000) == place
        found = value_at(data, place)
        assert found is not None
        assert data[found.start : found.end] == b"1"


def test_G06_members_with_the_same_key_are_all_there_and_the_first_is_found() -> None:
    data = b'{"a":1,"a":2}'
    assert shown(data, root(data)) == [("a", ("number", b"1")), ("a", ("number", b"2"))]
    assert value_at(data, ("a",)) == JsonValue("number", 5, 6, (1, 4))


def test_G07_keys_and_texts_as_text() -> None:
    assert decoded(b'"a\\ud800b\\n\\ud83d\\ude00"', 0, 24) == "a\ud800b\n\U0001f600"
    assert decoded(b'"\\x \\u00e9 \xff"', 0, 13) == "\\x é \ufffd"
    assert decoded(b"bare", 0, 4) == "bare"


def test_places_that_are_not_there_are_none() -> None:
    data = b'{"a":[1,{"b":2}],"c":"x"}'
    for place in ((0,), ("b",), ("a", 2), ("a", "b"), ("a", 0, 0), ("c", 0), ("a", -1)):
        assert value_at(data, place) is None, place
    assert value_at(data, ()) == root(data)


def test_a_million_elements_are_known_in_well_under_a_second_and_while_they_are_found() -> None:
    gathering = Gathering()
    gathering.add(b"[")
    row = b'{"id":%d,"name":"Ann","tags":["a","b"]}'
    for start in range(0, 1_000_000, 10_000):
        gathering.add(b",".join(row % number for number in range(start, start + 10_000)) + (b"," if start < 990_000 else b"]"))
    data = gathering.buffer()
    value = root(data)
    children = Children(data, value.start, value.end, value.kind)
    known = []
    began = time.perf_counter()
    for _step in children.steps():
        known.append(len(children))
        if known[-1]:
            assert children.value(known[-1] - 1).kind == "object"
    took = time.perf_counter() - began
    assert len(children) == 1_000_000
    assert len(known) > 100
    assert took < 3, took  # 0.2 s on a machine that does nothing else
    last = children.value(999_999)
    assert data[last.start : last.end] == row % 999_999
    assert children._marks.itemsize * len(children._marks) <= 8 * 1_000_001


def test_every_good_file_of_the_corpus_parses_and_no_other_hurts(way: str) -> None:
    files = sorted((CORPORA / "json").glob("**/*.json"))
    if not files:
        pytest.skip("the JSON corpus is not there: set CURLEW_CORPORA")
    for path in files:
        data = path.read_bytes()
        if len(data) > (2_000 if "pieces" in way else 200_000):
            continue
        assert minify(pretty(data)) == minify(data), path
        for value in root_of(data):
            if value.holds_values:
                children = children_of(data, value)
                for index in range(min(len(children), 20)):
                    place_at(data, children.value(index).start)
                if "_y_" in path.name or path.name.startswith("y_"):
                    assert children.problem == "", path
        if "_y_" in path.name or path.name.startswith("y_"):
            assert check(data) is None, path


@pytest.mark.parametrize("text", [b"%b", b'%b{"a":1}%b', b'{"a":1}%b'])
def test_megabytes_of_blanks_are_not_looked_through_at_once(text: bytes) -> None:
    data = text.replace(b"%b", b" \n" * 20_000_000)
    root(b"[" + b"1," * 600_000 + b"1]")  # numpy is there
    began = time.thread_time()
    found = root(data)
    assert time.thread_time() - began < 0.06
    assert found.kind == ("object" if data[:1] == b"{" else "broken")


def test_a_million_blanks_before_and_behind_do_not_matter() -> None:
    found = root(b" " * 1_000_000 + b'{"a":1}' + b"\r\n" * 500_000)
    assert (found.kind, found.start, found.end) == ("object", 1_000_000, 1_000_007)
