"""A path that the window writes finds the very value that it was written for, whatever the body holds."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.preview.filtering.answers import Asked
from curlew.preview.filtering.jmes import evaluate
from curlew.preview.filtering.json_path import Query
from curlew.preview.filtering.result import FilterError
from curlew.preview.json.format import minify, pretty
from curlew.preview.json.structure import finding_at, value_at
from curlew.preview.picked import PickedValue
from curlew.preview.places import Place, as_jsonpath, as_xpath
from curlew.preview.working import worked_off
from curlew.preview.xml import places as xml_places

KEYS = st.text(
    st.sampled_from([*string.punctuation, "a", "é", "\u2028", "\x85", "\xa0", "\0", "\n", "\ufeff", "😀", "\ud800", "\udc00"]), max_size=4
)
NUMBERS = st.sampled_from(["0", "-0", "1e400", "1E-999", "10000000000000000999", "1.10", "1e+5", "9007199254740993"])
LEAVES = st.one_of(NUMBERS, KEYS.map(json.dumps), st.sampled_from(["true", "null", "{}", "[ ]"]))


def _object(pairs: list[tuple[str, str]]) -> str:
    return "{" + " ,\n".join(f"{json.dumps(key)}:\t{value}" for key, value in pairs) + "}"


BODIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(st.tuples(KEYS, inner), min_size=1, max_size=3, unique_by=lambda pair: pair[0]).map(_object),
    ),
    max_leaves=8,
)
FRAMES = st.sampled_from([("", ""), ("\ufeff", ""), (")]}',\n", "")])


def answered(body: bytes, expression: str, language: str = "jsonpath", kind: str = "json") -> list[tuple[Place | None, bytes]]:
    return list(Asked(body, kind).answer(language, expression).items)


@given(BODIES, FRAMES)
@settings(max_examples=150, deadline=None)
def test_G01_each_value_is_found_by_its_own_path_as_it_stands(text: str, frame: tuple[str, str]) -> None:
    body = (frame[0] + text + frame[1]).encode()
    assert minify(pretty(body)) == minify(body)
    seen: set[Place] = set()
    for offset in range(len(body)):
        place, value = worked_off(finding_at(body, offset)) or ((), None)
        if value is None or place in seen:
            continue
        seen.add(place)
        assert value == value_at(body, place)
        assert answered(body, as_jsonpath(place)) == [(place, body[value.start : value.end])]
        picked = PickedValue(place, None, body, value.kind, value.start, value.end)
        assert answered(body, picked.filter_text()), picked.filter_text()


def test_G04_the_value_at_the_caret_is_the_one_there_where_its_key_stands_twice() -> None:
    body = b'{"a": 1, "a": {"b": [2, 3]}, "a": "last"}'
    for wanted in (b"1", b"2", b"3", b'"last"'):
        _place, value = worked_off(finding_at(body, body.index(wanted))) or ((), None)
        assert value is not None
        assert body[value.start : value.end] == wanted


@pytest.mark.parametrize("expression", ["$.😀", "$['😀']", r"$['\ud83d\ude00']"])
def test_names_beyond_the_basic_plane(expression: str) -> None:
    assert answered('{"😀": 1.10}'.encode(), expression) == [(("😀",), b"1.10")]


@pytest.mark.parametrize("expression", [f"$[{'1' * 5000}]", f"$[{'1' * 5000}:]", "$[99999999999999999999]", r"$['\x']"])
def test_what_is_wrong_is_told_without_words_of_the_program(expression: str) -> None:
    with pytest.raises(FilterError) as told:
        Query(expression)
    assert not any(word in told.value.words for word in ("sys.", "float", "int(", "convert"))


def test_a_number_that_is_too_large_for_a_float_can_be_compared() -> None:
    assert answered(b"[1e400, 5, -1e400]", "$[?@ == 1e400]") == [((0,), b"1e400")]
    assert [text for _place, text in answered(b"[1e400, 5, -1e400]", "$[?@ > -1e400]")] == [b"1e400", b"5"]


def test_a_wrong_type_is_told_without_the_value() -> None:
    with pytest.raises(FilterError) as told:
        evaluate("sum(@)", ["long" * 1000])
    assert len(told.value.words) < 200
    assert "string" in told.value.words or "array" in told.value.words
    assert "str'" not in told.value.words


def test_an_xpath_of_too_many_levels_is_told_in_words() -> None:
    with pytest.raises(FilterError, match="nested too deeply"):
        answered(b"<r/>", "(" * 20000 + "1" + ")" * 20000, "xpath", "xml")


XML = """<a xmlns="urn:d" xmlns:p="urn:p" xml:lang="en" p:k='1'>
<b xmlns="urn:e" é="x&amp;y"><c>1</c><c/></b><b>2</b><p:b z="é"/></a>""".encode()


def test_each_element_and_attribute_is_found_by_its_own_xpath() -> None:
    seen: set[Place] = set()
    for offset in range(len(XML)):
        place, value = worked_off(xml_places.finding_place(XML, offset)) or ((), None)
        if value is None or value.kind not in ("element", "attribute") or place in seen:
            continue
        seen.add(place)
        found = answered(XML, as_xpath(place), "xpath", "xml")
        assert len(found) == 1, as_xpath(place)
        if not str(place[-1]).startswith("@xmlns"):
            assert found[0][0] == place
        if value.kind == "attribute" and not str(place[-1]).startswith("@xmlns"):
            assert found[0][1].decode() == PickedValue(place, None, XML, value.kind, value.start, value.end).value()
    assert len(seen) == 13
