"""The tape finds every value of a text that is laid out, however many lines it has."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.preview.compare import json_tape
from curlew.preview.compare.arrays import _ids_of_each, ids_by_lines
from curlew.preview.compare.comparing import read_json
from curlew.preview.compare.json_tape import Tape
from curlew.preview.compare.json_values import text_of

VALUES = st.recursive(
    st.none() | st.integers() | st.text('a"\\,:{[]} ', max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('a"\\: {', max_size=3), inner, max_size=4),
    max_leaves=20,
)


def value_of(tape: Tape, node: int) -> object:
    """Return a value as it is put together from the tape."""
    children = tape.children(node)
    if tape.kind(node) == json_tape.OBJECT:
        return {text_of(tape.key(child)): value_of(tape, child) for child in children}
    if tape.kind(node) == json_tape.ARRAY:
        return [value_of(tape, child) for child in children]
    return json.loads(tape.raw(node))


@pytest.mark.parametrize("worth", [0, 1_000_000], ids=["numpy", "plain"])
@given(values=st.lists(VALUES, min_size=1, max_size=3), around=st.sampled_from([b"%s", b")]}'\n%s", b"\xef\xbb\xbf%s"]))
@settings(max_examples=120, deadline=None)
def test_the_tape_has_each_value_in_its_place(worth, values, around):
    text = around % "\n".join(map(json.dumps, values)).encode()
    before, json_tape._WORTH_NUMPY = json_tape._WORTH_NUMPY, worth
    try:
        _lines, tape = read_json(text)
    finally:
        json_tape._WORTH_NUMPY = before
    assert [value_of(tape, node) for node in tape.children(0)] == values


def test_a_call_around_the_value_is_not_part_of_it():
    _lines, tape = read_json(b'load({"a": [1, {}], "b": []});')
    assert [value_of(tape, node) for node in tape.children(0)] == [{"a": [1, {}], "b": []}]


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "name", "a"]), st.integers(0, 3) | st.just([1]) | st.just({"id": 1}), min_size=1), min_size=1
    )
)
@settings(max_examples=150, deadline=None)
def test_ids_found_by_lines_are_those_of_each_item(items):
    _lines, tape = read_json(json.dumps({"rows": items}).encode())
    rows = tape.children(tape.children(tape.children(0)[0])[0])
    quick = ids_by_lines(tape, rows, "id")
    assert quick is None or quick == _ids_of_each(tape, rows, "id")
    if all(isinstance(item.get("id"), int) for item in items):
        assert quick == [b"%d" % item["id"] for item in items]
